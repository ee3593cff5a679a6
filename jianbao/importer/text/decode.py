"""The text of a raw file: which encoding it is in, and what in it cannot be seen.

Refused: bytes that are mostly no text in any of UTF-8, UTF-16 and GB18030; a few broken letters are said.
What is invisible (zero-width characters, control characters) would make a title another title; it is
dropped, and said.
"""

import re

from jianbao.errors import Level, Problem, refused
from jianbao.importer.model import Dropped
from jianbao.importer.text import damaged

_BREAK = re.compile("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
_INVISIBLE = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u200b-\u200f\u202a-\u202e\u2060\ufeff\ufffe\uffff]+")
_SEPARATORS = re.compile("[\x1c-\x1f]")


def text(data: bytes, path: str) -> tuple[str, str]:
    """(the text without a byte order mark, the name of its encoding). Raises RefusedError."""
    for mark, codec, name in (
        (b"\xef\xbb\xbf", "utf_8", "UTF-8（带BOM）"),
        (b"\xff\xfe\x00\x00", "utf_32_le", "UTF-32"),
        (b"\x00\x00\xfe\xff", "utf_32_be", "UTF-32（高位在前）"),
        (b"\xff\xfe", "utf_16_le", "UTF-16"),
        (b"\xfe\xff", "utf_16_be", "UTF-16（高位在前）"),
    ):
        if data.startswith(mark):
            decoded = _decoded(data[len(mark) :], codec)
            if decoded is not None:
                return decoded, name
    guessed = _utf16(data)
    for codec, name in (*((guessed,) if guessed else ()), ("utf_8", "UTF-8")):
        decoded = _decoded(data, codec)
        if decoded is not None:
            return decoded, name
    broken = damaged.read(data)
    if broken is not None:
        return broken.text, broken.encoding
    decoded = _decoded(data, "gb18030")
    traditional = None if decoded is None else _big5(data, decoded)
    if traditional is not None:
        return traditional, "Big5（繁体）"
    if decoded is not None:
        return decoded, "GB18030（GBK、ANSI）"
    raise refused(path, "import-encoding", "认不出编码，没有导入", "用记事本打开，另存为 UTF-8，再导入")


def problems(decoded: str, path: str) -> list[Problem]:
    """What is to be said of letters that no encoding explained: how many, and where the first one stands."""
    count = decoded.count(damaged.UNREAD)
    if not count:
        return []
    line = decoded.count("\n", 0, decoded.index(damaged.UNREAD)) + 1
    message = f"有{count}处的字读不出，换成了“{damaged.UNREAD}”"
    return [Problem(path, line, 1, Level.WARNING, "import-letters", message, "对照原来的文件，补上这些字")]


def doubts(decoded: str, path: str) -> list[str]:
    """The same as doubts of a file."""
    return [f"{p.level}[{p.code}] {p.message}（第{p.line}行起）；{p.hint}" for p in problems(decoded, path)]


def lines(decoded: str) -> tuple[list[str], list[Dropped]]:
    """The lines of a text, and the invisible characters that were taken out of them."""
    dropped = [
        Dropped(found.group(), "看不见的字符 " + "、".join(sorted({f"U+{ord(c):04X}" for c in found.group()})))
        for found in _INVISIBLE.finditer(decoded)
    ]
    seen = _SEPARATORS.sub(" ", _INVISIBLE.sub("", decoded)) if dropped or _SEPARATORS.search(decoded) else decoded
    return _BREAK.split(seen), dropped


def _decoded(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except UnicodeDecodeError:
        return None


_EVERYWHERE = frozenset("的一是不在有人中大上年会會工作为為和了区區市日月本学學我这這来來个個们們，。、：；（）")
"""Letters and marks that stand in every Chinese text."""
_PROBED, _TIMES = 4000, 3


def _big5(data: bytes, decoded: str) -> str | None:
    """The text as Big5, when that makes far more of the commonest letters of its bytes than GB18030 does."""
    other = _decoded(data, "cp950")
    if other is None:
        return None
    plain, traditional = (sum(c in _EVERYWHERE for c in text[:_PROBED]) for text in (decoded, other))
    return other if traditional > _TIMES and traditional > _TIMES * plain else None


def _utf16(data: bytes) -> tuple[str, str] | None:
    """UTF-16 without a mark: Chinese text has its line ends and digits as an ASCII byte beside a zero byte.

    A text of another encoding may have a zero byte by a slip; then it has more of the commonest letters as that.
    """
    probe = data[:_PROBED]
    if len(data) < 4 or len(data) % 2 or b"\x00" not in probe:
        return None
    even, odd = probe[::2].count(0), probe[1::2].count(0)
    codecs = ("utf_8", "gb18030", "utf_16_le" if odd > even else "utf_16_be")
    *others, wide = (sum(c in _EVERYWHERE for c in probe.decode(codec, "ignore")) for codec in codecs)
    if 4 * (even + odd) < len(probe) and wide < max(others):
        return None
    return ("utf_16_le", "UTF-16（无BOM）") if odd > even else ("utf_16_be", "UTF-16（无BOM，高位在前）")
