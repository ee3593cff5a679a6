"""What the safe fixes make of one text, held against what the build makes of it. Nothing is written here.

A fix that changes what the build says or makes beyond its own marks is left out; the fault stays told.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from datetime import UTC
from functools import lru_cache
from typing import NamedTuple

from jianbao.check import fixes, mechanical, prose
from jianbao.check.engine import Found
from jianbao.content import parsing
from jianbao.content.edits import Edit, applied
from jianbao.content.edits import mended as with_edits
from jianbao.errors import Problem
from jianbao.model import Article

_TRIED_ALONE = 200
"""Edits of a text that are tried one by one when all of them together are not safe."""
_TAG = re.compile(r"<[^<>]*>")
_LETTERS = re.compile(r"[\W_]+")
_WIDER = str.maketrans(",;:?()", "，；：？（）")
_MARKUP = re.compile(rf"[\\`_{{}}\[\]<>#|~$&=!｜【^\t{prose.BLANK}]|://")
"""What paragraphs and lists of plain words have none of, bold ones among them."""
_Made = tuple[Counter[str], list[str], str]
"""(the build's problems with an article by code, the tags of its page, its letters)"""


class Mending(NamedTuple):
    """A text before and after its fixes, its new bytes (None when its encoding cannot say it), and what is left out."""

    before: str
    after: str
    data: bytes | None
    held: list[Edit]


def mending(read_as: prose.Prose, data: bytes, found: Sequence[Found], problems: Sequence[Problem]) -> Mending:
    """What the fixes among some findings make of a text, and of the bytes that it was read from, with those that the
    build's ``problems`` in the text ask for."""
    lines: list[Edit] = []
    if read_as.kind == "md":
        lines = _lines(read_as.text, problems)
    words = _beside(lines, fixes.edits(found))
    kept = _kept(read_as, lines, words, _worded(found))
    edits = sorted([*lines, *kept])
    after = applied(read_as.text, edits)
    new = with_edits(data, edits, _codec(read_as.kind, data)) if edits else data
    held = [edit for edit in words if new is None or edit not in kept]
    return Mending(read_as.text, after, new, held)


def promised(read_as: prose.Prose, data: bytes, found: list[Found]) -> list[Found]:
    """The findings of a text, without the fixes that are left out: nobody is told that they can be made."""
    if all(one.fix is None for one in found) or _of_marks(read_as, found):
        return found
    problems = _parsed(read_as.text)[2] if read_as.kind == "md" else []
    held = set(mending(read_as, data, found, problems).held)
    return [
        one._replace(fix=None) if one.fix is not None and Edit(one.start, one.end, one.fix) in held else one
        for one in found
    ]


def _of_marks(read_as: prose.Prose, found: Sequence[Found]) -> bool:
    """Whether every fix makes full-width marks of half-width ones amid a line of plain words, of which Markdown makes
    what it made before but for these: so that nothing need be built to know that they may be made."""
    if read_as.kind != "md":
        return False
    text, blocks = read_as.text, read_as.blocks
    starts = [block.start for block in blocks]
    for one in found:
        if one.fix is None:
            continue
        block = blocks[bisect_right(starts, one.start) - 1] if starts[0] <= one.start else None
        if block is None or block.kind != "text" or one.end > block.start + len(block.text):
            return False
        beside = text[one.start - 1] + text[one.end : one.end + 1]
        if text[one.start : one.end].translate(_WIDER) != one.fix or _MARKUP.search(block.text):
            return False
        if beside[0] in "\n \t" or "*" in beside:  # the beginning of a block; what opens emphasis or closes it
            return False
    return True


def _lines(text: str, problems: Sequence[Problem]) -> list[Edit]:
    """The edits that the build's own messages ask for; where two meet, those of the front matter's lines go before."""
    made = fixes.front_edits(text, problems) + fixes.foreign_edits(text)
    more = [Edit(*edit) for edit in mechanical.edits(text, problems)]
    return sorted([*made, *_beside(made, more)])


def _worded(found: Sequence[Found]) -> frozenset[tuple[int, int]]:
    """Where a list of words says which characters become which."""
    return frozenset((f.start, f.end) for f in found if f.fix is not None and f.worded)


def _kept(read_as: prose.Prose, lines: list[Edit], words: list[Edit], worded: frozenset[tuple[int, int]]) -> list[Edit]:
    """The edits of words after which the build says and makes what it does after those of the front matter's lines."""
    if read_as.kind != "md" or not words:
        return words
    before = _made(applied(read_as.text, lines))

    def same(edits: list[Edit]) -> bool:
        return _same(before, _made(applied(read_as.text, sorted([*lines, *edits]))), bool(worded))

    if same(words):
        return words
    kept: list[Edit] = []
    for edit in words if len(words) <= _TRIED_ALONE else ():
        if same([*kept, edit]):
            kept.append(edit)
    return kept


def harmless(before: str, after: str, *, worded: bool = False) -> bool:
    """Whether the build makes of the new text what it makes of the old; with ``worded``, but for its words."""
    return _same(_made(before), _made(after), worded)


def _made(text: str) -> _Made:
    article, html, problems = _parsed(text)
    letters = _LETTERS.sub("", _TAG.sub("", html or ""))
    titles = "" if article is None else _LETTERS.sub("", f"{article.title}{article.kicker}{article.subtitle}")
    return Counter(p.code for p in problems), _TAG.findall(html or ""), titles + letters


@lru_cache(maxsize=1)
def _parsed(text: str) -> tuple[Article | None, str | None, list[Problem]]:
    """What the build reads in an article; a text is asked for its problems and, then for its page."""
    return parsing.parsed(text.encode("utf-8", "surrogatepass"), "a.md", UTC, _AsWritten())


class _AsWritten(dict[parsing.Phrasing, str]):
    """Every headline as it is written: where it would be broken nobody asks here, and to find out is dear."""

    def __bool__(self) -> bool:
        return True

    def get(self, key: parsing.Phrasing, default: object = None) -> str:  # noqa: ARG002
        return key[0]


def _same(before: _Made, after: _Made, worded: bool) -> bool:
    """Whether the same is wrong as before, and the page is built as it was."""
    return before[:2] == after[:2] and (worded or before[2] == after[2])


def _beside(lines: list[Edit], words: list[Edit]) -> list[Edit]:
    """Edits of lines of the front matter go before those of words in them."""
    return [e for e in words if not any(line.start < e.end and e.start < line.end for line in lines)]


def _codec(kind: str, data: bytes) -> str:
    if kind == "md" or data.startswith(b"\xef\xbb\xbf"):
        return "utf_8"
    for codec in ("utf_8", "gb18030"):
        try:
            data.decode(codec)
        except UnicodeDecodeError:
            continue
        return codec
    return "utf_16"
