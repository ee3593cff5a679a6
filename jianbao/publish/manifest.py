"""What a site consists of when it is published: paths with the digests of their bytes and headers.

Plain values and pure functions; how a generation is written down in the store is here too.
"""

import gzip
import json
import zlib
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from jianbao import digest, mime
from jianbao import expressions as re
from jianbao.cache.state import Row
from jianbao.publish.target import Target

CONTROL = "_site/"
"""Where the record of publishing lies, below the prefix; nothing of the site may lie there."""
PREVIEWS = "_preview/"
"""Where previews of branches lie; nothing of the site either."""

_DIGEST = re.compile(r"(?:^|/)[^/.]*\.(?:[0-9a-f]{8,}|[A-Z2-7]{8})\.[a-z0-9]+$")
"""A name with a digest in it: ours in hexadecimal, esbuild's in base 32."""
_FOREVER = "public, max-age=31536000, immutable"
_ASK = "public, max-age=0, must-revalidate"
_BROWSER = 60
"""Seconds for which browsers keep a page that a CDN may keep: CDNs (Aliyun's whatever its console says) keep nothing
that says max-age=0."""
_KINDS = {"articles": "page", "issues": "page", "pages": "page", "aliases": "alias", "tombstones": "tombstone"}
_OURS = ("theme", "search")
FIXED = frozenset({"asset"})
ADDRESSES = frozenset({"page", "tombstone", "alias"})
"""Kinds whose addresses answer for ever."""

DAMAGED = (ValueError, TypeError, KeyError, AttributeError, OSError, EOFError, zlib.error)
"""What reading an object of the record raises when it is not what was written."""


_NONE: Mapping[str, bytes] = MappingProxyType({})


class Item(NamedTuple):
    """A published file: digests of its bytes and of its headers, and what it is.

    ``kind`` is ``page``, ``tombstone`` or ``alias`` (addresses for ever), ``asset`` (of the theme or of search; named
    by its digest, so that the bytes behind the name never change), ``shard`` (of the search index; its folder is named
    by its articles, and an edited one changes it), or ``other``.
    """

    content: str
    headers: str
    size: int
    kind: str


Files = Mapping[str, Item]


class Generation(NamedTuple):
    """One publish, as its small record tells it. ``files`` names the manifest that holds the paths."""

    number: int
    time: str
    author: str
    revision: str
    """The git revision that was built, "" outside git."""
    files: str
    attempt: int
    """Which attempt at this number it was; its manifest is named by it."""
    total: int
    """Files."""
    size: int
    floor: int
    """The oldest generation that may be rolled back to: a withdrawal raises it."""
    newest: str = ""
    """The newest git revision that was ever published: rolling back does not lower it."""


class Retained(NamedTuple):
    """A file of an earlier generation that stays for pages that are still open somewhere, and for rolling back."""

    until: int
    """The last generation that named it."""
    headers: str
    kind: str


class Manifest(NamedTuple):
    """The paths of a generation, and what else of ours lies in the store."""

    files: Files
    gone: tuple[str, ...]
    """Paths that are deleted once the generation is committed."""
    drop: tuple[str, ...]
    """Keys below kept/ that are deleted then."""
    retained: Mapping[str, Retained]
    kept: Mapping[str, int]
    """Earlier bytes for rolling back: key below kept/ → last generation that needs them."""
    withdrawn: frozenset[str]
    """Paths of what was ever withdrawn and must not be a page again."""


def headers(path: str, kind: str, target: Target) -> dict[str, str]:
    """The headers that a file is published with."""
    found = {
        "Content-Type": mime.of(path),
        "Cache-Control": _FOREVER if kind in FIXED else _kept_for(target.html_age),
    }
    if target.compress and mime.text(path):
        found["Content-Encoding"] = "gzip"
    for rule in target.headers:
        if rule.matches(path):
            found.update(rule.headers)
    return found


def _kept_for(seconds: int) -> str:
    return f"public, max-age={min(seconds, _BROWSER)}, s-maxage={seconds}" if seconds else _ASK


def encoded(path: str, data: bytes, target: Target) -> bytes:
    """The bytes as they are stored."""
    compressed = headers(path, "", target).get("Content-Encoding") == "gzip"
    return gzip.compress(data, 9, mtime=0) if compressed else data


def local(rows: Mapping[str, Row], target: Target, extras: Mapping[str, bytes] = _NONE) -> dict[str, Item]:
    """What output/ holds, by the ledger of the build, and what is published besides."""
    found = {}
    marks: dict[tuple[tuple[str, str], ...], str] = {}
    for path, row in sorted(rows.items()):
        kind = _kind(path, row.shelf.partition("/")[0])
        own = headers(path, kind, target)
        key = tuple(own.items())
        if key not in marks:  # a few dozen among any number of files
            marks[key] = digest.of_plain(own).hex()[:16]
        found[path] = Item(row.content.hex(), marks[key], row.size, kind)
    for path, data in extras.items():
        mark = digest.of_plain(headers(path, "other", target)).hex()[:16]
        found[path] = Item(digest.of_bytes(data).hex(), mark, len(data), "other")
    return found


def _kind(path: str, shelf: str) -> str:
    # A picture that an editor happened to name like a digest is replaced one day: only what we name counts.
    # What is said of columns, tags, people and issues follows from articles, and goes when one is withdrawn.
    if shelf == "search" and (path.count("/") == 2 or path.startswith(("search/entries.", "search/said."))):
        return "shard"
    if shelf in _OURS and _DIGEST.search(path):
        return "asset"
    # An issue's cover, and its articles on one page, go with the articles that they are made of, as lists do.
    if shelf == "issues" and path.endswith(("/bulletin.html", ".png")):
        return "other"
    return _KINDS.get(shelf, "other")


def digest_of(files: Files) -> str:
    """The digest of a whole site: equal means that nothing is to be published."""
    return digest.of_plain({path: list(item) for path, item in files.items()}).hex()


def written(manifest: Manifest) -> bytes:
    """A manifest as it lies in the store."""
    value = {
        "files": {path: list(item) for path, item in manifest.files.items()},
        "gone": list(manifest.gone),
        "drop": list(manifest.drop),
        "retained": {path: list(item) for path, item in manifest.retained.items()},
        "kept": dict(manifest.kept),
        "withdrawn": sorted(manifest.withdrawn),
    }
    return gzip.compress(
        json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode(), 9, mtime=0
    )


def read(data: bytes) -> Manifest:
    """A manifest back from the store."""
    value: dict[str, Any] = json.loads(gzip.decompress(data))
    files = {path: Item(*item) for path, item in value["files"].items()}
    retained = {path: Retained(*item) for path, item in value["retained"].items()}
    withdrawn = frozenset(value.get("withdrawn", ()))
    return Manifest(files, tuple(value["gone"]), tuple(value["drop"]), retained, value["kept"], withdrawn)


def record(generation: Generation) -> bytes:
    """A generation's small record as it lies in the store."""
    return json.dumps(generation._asdict(), ensure_ascii=False, sort_keys=True).encode()


def generation(data: bytes) -> Generation:
    """A generation's record back from the store."""
    return Generation(**json.loads(data))
