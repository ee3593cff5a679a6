"""The built site as it is read for publishing: as the ledger says, and with no secret in it."""

import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from jianbao import digest, files
from jianbao import expressions as re
from jianbao.cache.state import Row
from jianbao.errors import PROGRAM, Problem

Source = Callable[[str], bytes]
"""Path below output/ → bytes. Raises RefusedError when they are not to be published."""

_KEYS = re.compile(
    rb"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b|\bLTAI[0-9A-Za-z]{12,20}\b|\bAKID[0-9A-Za-z]{13,40}\b"
    rb"|-----BEGIN [A-Z ]*PRIVATE KEY-----"
)
"""Access keys of AWS, Aliyun and Tencent have beginnings of their own; Huawei's look like any word."""
_MARKS = (b"AKIA", b"ASIA", b"LTAI", b"AKID", b"-----BEGIN ")
"""One of these stands in whatever _KEYS finds; to look for them costs a tenth of it."""
_OWN = ("AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN")
_DIGITS = bytes.maketrans(b"0123456789", b"0" * 10)
_WIDE = re.compile(rb"\xef\xbc[\x90-\x99]")
_LEAST = 12
"""Characters of a secret worth the name; a shorter one may stand in any text by chance."""


class RefusedError(Exception):
    """The site must not be published as it is; nothing was changed."""

    def __init__(self, reasons: tuple[str, ...]) -> None:
        self.reasons = reasons
        super().__init__("\n".join(reasons))


def _fine(paths: Iterable[str], before: Callable[[str], bytes | None]) -> tuple[str, ...]:
    del paths, before
    return ()


class Built(NamedTuple):
    """A finished build."""

    output: Path
    rows: Mapping[str, Row]
    folder: Path | None = None
    """The site's, whose git revision is told; None has none."""
    faults: Callable[[Iterable[str], Callable[[str], bytes | None]], tuple[str, ...]] = _fine
    """Given the paths that are new or changed, and what readers see there now: why they must not be seen (numbers of
    persons that were not there before), in Chinese."""
    extras: Mapping[str, bytes] = MappingProxyType({})
    """Path → bytes of files that are published besides what was built."""
    source: Source | None = None
    """What reads files in another way than ``source``, for a preview."""


def source(output: Path, rows: Mapping[str, Row], extras: Mapping[str, bytes] = MappingProxyType({})) -> Source:
    """Reads files of output/; what is wrong with one is the editor's to mend."""
    clean: set[str] = set()
    own = [value.encode() for name in _OWN if len(value := os.environ.get(name, "")) >= _LEAST]

    def read(path: str) -> bytes:
        if path in extras:
            return extras[path]
        data = files.read(output / path, f"output/{path}", files.LARGEST_FILE, output, walked=True)
        if isinstance(data, Problem):
            raise RefusedError((f"output/{path} 不见了：重新运行 {PROGRAM}",))
        if digest.of_bytes(data) != rows[path].content:
            raise RefusedError((f"output/{path} 在构建之后被改动过：重新运行 {PROGRAM}",))
        # Bytes of one digest are looked through once, though they are read again to be sent.
        if path not in clean:
            if _secret(data, own):
                raise RefusedError((f"output/{path} 里有像是密钥的内容，不能发布：从文章里删去",))
            clean.add(path)
        return data

    return read


def numbered(path: str, data: bytes) -> bool:
    """Whether a page has eleven digits in a row, blanks and hyphens left out: it may show a number of a person."""
    if not path.endswith(".html"):
        return False
    return b"0" * 11 in data.translate(_DIGITS, b" -") or _WIDE.search(data) is not None


def _secret(data: bytes, own: list[bytes]) -> bool:
    marked = any(mark in data for mark in _MARKS) and _KEYS.search(data) is not None
    return marked or any(secret in data for secret in own)
