"""Where the items of an issue begin that is signed throughout: below who signs, and at its first text.

Where each item is signed, what stands between two signatures is one item, however many headings it has; and as many
lines as the headlines have below the signatures, so many has the first one, whatever stands above it.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise

from jianbao.importer.items import columns, shapes
from jianbao.importer.items.shapes import Block
from jianbao.importer.line import titles
from jianbao.importer.line.marks import leading
from jianbao.importer.model import Line

FEWEST = 3
"""Signatures that make a custom of it, with the one below the last text."""
_NEWS = re.compile(r"[\u4e00-\u9fff]{2,8}讯(?![息号])|(?:20\d\d年)?\d{1,2}月\d{1,2}日[^，。]{0,8}，")
"""How a text opens that is nothing but news of its own."""
_HOUR = re.compile(r"\d{1,2}[:：]\d\d")
_MOST = 3
"""Lines of a headline with what belongs to it."""


def heads(lines: Sequence[Line], parts: Sequence[Block], signs: Callable[[int], bool]) -> list[int]:
    """The first line of each headline; none where an issue is not signed throughout.

    ``signs``: whether a line says who sent or signed the text above it, or ends with it.
    """
    below = [_below(parts, n, signs) for n in range(1, len(parts))]
    texts = [n for n, block in enumerate(parts) if block.end > block.text]
    signed = [n + 1 for n, at in enumerate(below) if at >= 0]
    inside = [n for n in signed if parts[n].end > parts[n].text]
    if not texts or len(inside) + 1 < FEWEST or not _ends_signed(lines, parts, texts[-1], signs):
        return []
    sizes = Counter(parts[n].text - below[n - 1] for n in inside)
    if 0 in sizes or max(sizes) > _MOST + 1:
        return []  # a text that goes on behind who signs
    usual = max(sizes, key=lambda size: (sizes[size], -size))
    if any(_NEWS.match(lines[parts[n].text].bare) for n in set(texts[1:]).difference(inside)):
        return []  # one of them is not signed
    first = parts[texts[0]]
    begin = max(first.begin, first.text - usual)
    found = [begin - (begin > first.begin and titles.is_kicker(lines, begin - 1))]
    found += [_first(lines, below[n - 1], parts[n].text, usual) for n in inside]
    limits = [first.begin, *(below[n - 1] for n in inside)]
    for n, (number, end) in enumerate(pairwise([texts[0], *inside, len(parts)])):
        points = [
            lines[parts[other].text - 1].bare
            for other in range(number + 1, end)
            if parts[other].text < parts[other].end
        ]
        while found[n] > limits[n] and (form := _form(lines[found[n]].bare)) and form in map(_form, points):
            found[n] -= 1  # the first point of several stands right below the headline
    return found if all(_is_headline(lines[at]) for at in found) else []


def _below(parts: Sequence[Block], n: int, signs: Callable[[int], bool]) -> int:
    """The position below the last signature above a text; -1 where none stands there."""
    begin, text = parts[n].begin, parts[n].text
    at = next((at for at in range(text - 1, begin - 1, -1) if signs(at)), -1)
    return at + 1 if at >= 0 else begin if signs(begin - 1) else -1


def _ends_signed(lines: Sequence[Line], parts: Sequence[Block], last: int, signs: Callable[[int], bool]) -> bool:
    """Whether the last text is signed, below or behind it."""
    end = parts[last].end
    return any(map(signs, range(end - 1, min(end + 2, len(lines)))))


def _first(lines: Sequence[Line], below: int, text: int, usual: int) -> int:
    """Where a headline begins: the name of a column stands above one that has as many lines as the others."""
    at = below
    while text - at > 1 and (text - at > usual or usual > 1) and _is_column(lines, at):
        at += 1
    return at if text - at <= usual or titles.is_kicker(lines, at) else text - usual


def _is_column(lines: Sequence[Line], at: int) -> bool:
    return columns.is_named(lines, at) or shapes.is_label(lines[at].bare)


def _form(bare: str) -> str:
    """How a point is told from a headline: its number, its mark, the hour before it."""
    hour = _HOUR.match(bare)
    return "hour" if hour else shapes.numbered(bare)[0] or leading(bare).strip()


def _is_headline(line: Line) -> bool:
    rest = shapes.without_marks(line.bare[shapes.numbered(line.bare)[2] :])
    return shapes.is_headline(line._replace(text=rest), ("headed", True))
