"""Where a site is published, as a value; and the store behind it. No secret ever stands here."""

import fnmatch
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from jianbao import files
from jianbao.publish.stores import Store
from jianbao.publish.stores.fence import Fence

FOLDER, SFTP, WEBDAV, GIT = "folder", "sftp", "webdav", "git"
AT_ONCE = 32


@dataclass(frozen=True, slots=True)
class HeaderRule:
    """Headers for paths that match a shell pattern; later rules win."""

    pattern: str
    headers: Mapping[str, str]

    def matches(self, path: str) -> bool:
        """Whether the rule speaks of this path below output/."""
        return fnmatch.fnmatchcase(path, self.pattern)


@dataclass(frozen=True, slots=True)
class Cdn:
    """The CDN in front of a target. Its keys are those of the environment."""

    provider: str
    """``aliyun``, ``tencent`` or ``huawei``."""
    daily: int = 0
    """Addresses a day that the account may refresh; 0 is what the provider gives everybody."""
    endpoint: str = ""
    """Of its interface, where it is not the provider's."""


@dataclass(frozen=True, slots=True)
class Target:
    """One place to publish to."""

    name: str
    provider: str
    bucket: str = ""
    prefix: str = ""
    """"" or ending with a slash, so that ``site/`` never touches ``site2/``."""
    endpoint: str = ""
    region: str = ""
    style: str = ""
    """Where the bucket's name stands; "" as the provider has it."""
    path: str = ""
    """Of a folder, relative to the site; on a server by SFTP, where its account may write."""
    user: str = ""
    host_key: str = ""
    """The fingerprint of a server's key, ``SHA256:…``; "" goes by known_hosts."""
    repository: str = ""
    branch: str = "gh-pages"
    keep: int = 5
    """Generations that can be rolled back to."""
    lease: int = 60
    """Minutes after which another publisher takes a dead one's place."""
    at_once: int = AT_ONCE
    """Requests under way at once."""
    bandwidth: int = 0
    """Kilobytes a second that uploads may take, 0 for as many as there may be."""
    compress: bool = False
    html_age: int = 0
    """Seconds for which a CDN may keep a page without asking (it is told of every change); readers always ask."""
    headers: tuple[HeaderRule, ...] = ()
    hook: tuple[str, ...] = ()
    """A command that is given the changed addresses, one a line."""
    cdn: Cdn | None = None
    redirects: str = ""
    """The form of the file with redirects for old addresses that the server understands."""
    control: str = ""
    """Where the record lies, with a slash at its end; "" is below the prefix."""
    preview_days: int = field(default=14)
    """Days after which the next publish removes a preview."""

    def store(self, site: Path) -> Store:
        """The store behind it. Raises StoreError."""
        fence = Fence(self.bandwidth * 1000)
        if self.provider == FOLDER:
            from jianbao.publish.stores.folder import FolderStore

            return FolderStore(files.real(site / self.path), fence)
        if self.provider == SFTP:
            from jianbao.publish.stores.sftp import SftpStore

            return SftpStore(self.endpoint, self.user, self.path, self.host_key, fence=fence)
        if self.provider == WEBDAV:
            from jianbao.publish.stores.webdav import WebdavStore

            return WebdavStore(self.endpoint, self.user, fence=fence)
        if self.provider == GIT:
            from jianbao.publish.stores.git import GitStore

            return GitStore(self.repository, self.branch, site / ".cache", fence=fence)
        from jianbao.publish.stores.s3 import S3Store

        return S3Store(self.provider, self.bucket, self.endpoint, self.region, style=self.style, fence=fence)
