"""Where a site is published, from the ``publish`` section of config.yaml. No secret ever stands there."""

import fnmatch
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from jianbao import address
from jianbao.errors import SiteError, UsageError, suggestion
from jianbao.publish.stores import Store
from jianbao.publish.stores.folder import FolderStore
from jianbao.publish.stores.s3 import PROFILES, S3Store
from jianbao.settings.config import CONFIG_FILE
from jianbao.settings.schema import Reader
from jianbao.yaml.document import Node

FOLDER = "folder"
LEAST_LEASE = 10
"""Minutes. A publisher stops at half of its lease; one request with all its retries may take longer than three."""
_KEYS = ("provider", "bucket", "prefix", "endpoint", "region", "path", "keep", "lease", "compress", "headers", "hook")
_HEADERS = ("cache_control", "content_type", "content_disposition")
_OWN = ("output", "content", "data", "themes", ".cache", ".git")
"""Folders of a site that are not for publishing into."""
_BUCKET = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_HEADER_VALUE = re.compile(r"[\x20-\x7e]*")


@dataclass(frozen=True, slots=True)
class HeaderRule:
    """Headers for paths that match a shell pattern; later rules win."""

    pattern: str
    headers: Mapping[str, str]

    def matches(self, path: str) -> bool:
        """Whether the rule speaks of this path below output/."""
        return fnmatch.fnmatchcase(path, self.pattern)


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
    path: str = ""
    """Of a folder, relative to the site."""
    keep: int = 5
    """Generations that can be rolled back to."""
    lease: int = 60
    """Minutes after which another publisher takes a dead one's place."""
    compress: bool = False
    headers: tuple[HeaderRule, ...] = ()
    hook: tuple[str, ...] = ()
    """A command that is given the changed addresses, one a line."""

    def store(self, site: Path) -> Store:
        """The store behind it. Raises StoreError."""
        if self.provider == FOLDER:
            return FolderStore(_folder(site, self.path))
        return S3Store(self.provider, self.bucket, self.endpoint, self.region)


def load(site: Path) -> dict[str, Target]:
    """Every configured target by name. Raises SiteError."""
    reader = Reader(CONFIG_FILE)
    section = next((node for key, node in reader.items(site / CONFIG_FILE) if key.text == "publish"), None)
    found = {}
    if section is not None:
        for key, node in reader.mapping(section, "publish"):
            target = _target(reader, key.text, node, site)
            if target:
                found[key.text] = target
    if reader.problems:
        raise SiteError(reader.problems)
    return found


def named(targets: Mapping[str, Target], name: str) -> Target:
    """The target of that name. Raises UsageError."""
    if name in targets:
        return targets[name]
    hint = suggestion(name, list(targets)) or (
        f"可用：{'、'.join(targets)}" if targets else "先在 config.yaml 的 publish 里写一个，见 docs/publishing.md"
    )
    raise UsageError(f"没有叫“{name}”的发布目标。{hint}")


def _target(reader: Reader, name: str, node: Node, site: Path) -> Target | None:
    values = dict(reader.known(reader.mapping(node, name), _KEYS))
    texts: dict[str, str] = {
        key: reader.text(values[key], key) or ""
        for key in ("provider", "bucket", "prefix", "endpoint", "region", "path")
        if key in values
    }
    provider = texts.get("provider", "")
    if provider not in (*PROFILES, FOLDER):
        hint = f"可用：{'、'.join((*PROFILES, FOLDER))}"
        reader.add(values.get("provider", node), "publish-provider", f"不认识的 provider“{provider}”", hint)
        return None
    needed = "path" if provider == FOLDER else "bucket"
    if not texts.get(needed):
        reader.add(node, "publish-incomplete", f"{name} 缺少 {needed}", f"加一行 {needed}: …")
    _faults(reader, values, texts, site)
    lease = reader.number(values["lease"], "lease", 1440) if "lease" in values else None
    if lease and lease < LEAST_LEASE:
        hint = f"写成 lease: {LEAST_LEASE} 或更大"
        reader.add(values["lease"], "publish-lease", f"lease 至少 {LEAST_LEASE} 分钟，现为 {lease}", hint)
    # A command's words may be written twice.
    hook = (
        (reader.text(word, "hook 里的一项") for word in reader.list(values["hook"], "hook")) if "hook" in values else ()
    )
    return Target(
        name=name,
        provider=provider,
        bucket=texts.get("bucket", ""),
        prefix=texts.get("prefix", "").lstrip("/"),
        endpoint=texts.get("endpoint", ""),
        region=texts.get("region", ""),
        path=texts.get("path", ""),
        keep=(reader.number(values["keep"], "keep", 1000) if "keep" in values else None) or 5,
        lease=lease or 60,
        compress=bool("compress" in values and reader.boolean(values["compress"], "compress")),
        headers=_rules(reader, values["headers"]) if "headers" in values else (),
        hook=tuple(word or "" for word in hook),
    )


def _faults(reader: Reader, values: Mapping[str, Node], texts: Mapping[str, str], site: Path) -> None:
    """What is wrong with what is written of the place."""

    def add(key: str, code: str, message: str, hint: str) -> None:
        reader.add(values[key], code, message, hint)

    bucket, endpoint, path = texts.get("bucket", ""), texts.get("endpoint", ""), texts.get("path", "")
    if bucket and not _BUCKET.fullmatch(bucket):
        add("bucket", "publish-bucket", f"bucket “{bucket}”不是桶的名字", "只写桶名；桶里的文件夹写在 prefix")
    if prefix := texts.get("prefix", "").lstrip("/"):
        if not prefix.endswith("/"):
            add("prefix", "publish-prefix", f"prefix “{prefix}”要以 / 结尾", f"写成 prefix: {prefix}/")
        elif fault := address.fault(prefix[:-1]):
            add("prefix", "publish-prefix", f"prefix “{prefix}”不能用：{fault}", "写成 prefix: site/ 这样")
    if "@" in endpoint:  # not shown: it is a secret
        hint = "删去 @ 和它前面的部分；密钥放在环境变量里"
        add("endpoint", "publish-endpoint", "endpoint 里不能写账号和密码", hint)
    elif endpoint and urlsplit(endpoint).scheme not in ("http", "https"):
        hint = f"写成 endpoint: https://{endpoint}"
        add("endpoint", "publish-endpoint", f"endpoint “{endpoint}”不是网址", hint)
    if path and texts["provider"] == FOLDER:
        folder = _folder(site, path)
        for own in ((site / name).resolve() for name in _OWN):
            if folder == own or folder in own.parents or own in folder.parents:
                message = f"path “{path}”与网站自己的 {own.name}/ 重叠"
                add("path", "publish-path", message, "换一个文件夹，例如 path: public")
                break


def _folder(site: Path, path: str) -> Path:
    return (site / path).resolve()


def _rules(reader: Reader, node: Node) -> tuple[HeaderRule, ...]:
    found = []
    for item in reader.list(node, "headers"):
        words = reader.texts(item, "headers 里的一项", ("pattern", *_HEADERS))
        pattern = words.pop("pattern", "")
        if not pattern:
            hint = '例如 {pattern: "*.pdf", cache_control: max-age=86400}'
            reader.add(item, "publish-headers", "headers 里的一项要有 pattern", hint)
        for key, value in words.items():
            if not _HEADER_VALUE.fullmatch(value):
                hint = "响应头里只能用英文、数字和半角标点；中文文件名写成 filename*=UTF-8''%E7%AE%80 这样"
                reader.add(item, "publish-headers", f"{key} 的值“{value}”不能放进响应头", hint)
        found.append(HeaderRule(pattern, {key.replace("_", "-").title(): value for key, value in words.items()}))
    return tuple(found)
