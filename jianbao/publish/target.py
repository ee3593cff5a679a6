"""Where a site is published, from the ``publish`` section of config.yaml. No secret ever stands there."""

import fnmatch
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from jianbao.config import CONFIG_FILE
from jianbao.errors import SiteError, suggestion
from jianbao.schema import Reader
from jianbao.store import Store, StoreError
from jianbao.store.folder import FolderStore
from jianbao.store.s3 import PROFILES, S3Store
from jianbao.yamldoc import Node

FOLDER = "folder"
LEAST_LEASE = 10
"""Minutes. A publisher stops at half of its lease; one request with all its retries may take longer than three."""
_KEYS = ("provider", "bucket", "prefix", "endpoint", "region", "path", "keep", "lease", "compress", "headers", "hook")


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
            return FolderStore((site / self.path).resolve())
        return S3Store(self.provider, self.bucket, self.endpoint, self.region)


def load(site: Path) -> dict[str, Target]:
    """Every configured target by name. Raises SiteError."""
    reader = Reader(CONFIG_FILE)
    section = next((node for key, node in reader.items(site / CONFIG_FILE) if key.text == "publish"), None)
    found = {}
    if section is not None:
        for key, node in reader.mapping(section, "publish"):
            target = _target(reader, key.text, node)
            if target:
                found[key.text] = target
    if reader.problems:
        raise SiteError(reader.problems)
    return found


def named(targets: Mapping[str, Target], name: str) -> Target:
    """The target of that name. Raises StoreError."""
    if name in targets:
        return targets[name]
    hint = suggestion(name, list(targets)) or (
        f"可用：{'、'.join(targets)}" if targets else "先在 config.yaml 的 publish 里写一个，见 docs/publishing.md"
    )
    raise StoreError(f"没有叫“{name}”的发布目标。{hint}")


def _target(reader: Reader, name: str, node: Node) -> Target | None:
    values = dict(reader.known(reader.mapping(node, name), _KEYS))
    texts: dict[str, str] = {
        k: reader.text(values[k], k) or ""
        for k in ("provider", "bucket", "prefix", "endpoint", "region", "path")
        if k in values
    }
    provider = texts.get("provider", "")
    if provider not in (*PROFILES, FOLDER):
        hint = f"可用：{'、'.join((*PROFILES, FOLDER))}"
        reader.add(values.get("provider", node), "publish-provider", f"不认识的 provider“{provider}”", hint)
        return None
    needed = "path" if provider == FOLDER else "bucket"
    if not texts.get(needed):
        reader.add(node, "publish-incomplete", f"{name} 缺少 {needed}", f"加一行 {needed}: …")
    prefix = texts.get("prefix", "").lstrip("/")
    if prefix and not prefix.endswith("/"):
        reader.add(values["prefix"], "publish-prefix", f"prefix “{prefix}”要以 / 结尾", f"写成 prefix: {prefix}/")
    lease = reader.number(values["lease"], "lease", 1440) if "lease" in values else None
    if lease and lease < LEAST_LEASE:
        hint = f"写成 lease: {LEAST_LEASE} 或更大"
        reader.add(values["lease"], "publish-lease", f"lease 至少 {LEAST_LEASE} 分钟，现为 {lease}", hint)
    rules = []
    for item in reader.list(values["headers"], "headers") if "headers" in values else ():
        words = reader.texts(
            item, "headers 里的一项", ("pattern", "cache_control", "content_type", "content_disposition")
        )
        if not words.get("pattern"):
            reader.add(
                item,
                "publish-headers",
                "headers 里的一项要有 pattern",
                '例如 {pattern: "*.pdf", cache_control: max-age=86400}',
            )
            continue
        named_headers = {"-".join(p.capitalize() for p in k.split("_")): v for k, v in words.items() if k != "pattern"}
        rules.append(HeaderRule(words["pattern"], named_headers))
    return Target(
        name=name,
        provider=provider,
        bucket=texts.get("bucket", ""),
        prefix=prefix,
        endpoint=texts.get("endpoint", ""),
        region=texts.get("region", ""),
        path=texts.get("path", ""),
        keep=(reader.number(values["keep"], "keep", 1000) if "keep" in values else None) or 5,
        lease=lease or 60,
        compress=bool("compress" in values and reader.boolean(values["compress"], "compress")),
        headers=tuple(rules),
        hook=tuple(t for t, _ in reader.names(values["hook"], "hook")) if "hook" in values else (),
    )
