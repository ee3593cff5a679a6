"""The built site as it is read for publishing: as the ledger says, and with no secret in it."""

import os
import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from jianbao import digest
from jianbao.cache.state import Row

Source = Callable[[str], bytes]
"""Path below output/ → bytes. Raises RefusedError when they are not to be published."""

_KEYS = re.compile(
    rb"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b|\bLTAI[0-9A-Za-z]{12,20}\b|\bAKID[0-9A-Za-z]{13,40}\b"
    rb"|-----BEGIN [A-Z ]*PRIVATE KEY-----"
)
"""Access keys of AWS, Aliyun and Tencent have beginnings of their own; Huawei's look like any word."""
_OWN = ("AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN")
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
    own = [value.encode() for name in _OWN if len(value := os.environ.get(name, "")) >= _LEAST]

    def read(path: str) -> bytes:
        if path in extras:
            return extras[path]
        try:
            data = (output / path).read_bytes()
        except OSError:
            raise RefusedError((f"output/{path} 不见了：重新运行 python build.py",)) from None
        if digest.of_bytes(data) != rows[path].content:
            raise RefusedError((f"output/{path} 在构建之后被改动过：重新运行 python build.py",))
        if _KEYS.search(data) or any(secret in data for secret in own):
            raise RefusedError((f"output/{path} 里有像是密钥的内容，不能发布：从文章里删去",))
        return data

    return read
