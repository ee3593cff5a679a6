"""Where the items of an issue begin that is signed throughout: below who signs, and at its first text.

Where each item is signed, what stands between two signatures is one item, however many headings it has; and as many
lines as the headlines have below the signatures, so many has the first one, whatever stands above it.
"""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise

from jianbao.importer.items import columns, remains, shapes
from jianbao.importer.items.shapes import Block
from jianbao.importer.line import mottos, titles
from jianbao.importer.line.leads import LEAD
from jianbao.importer.line.marks import leading
from jianbao.importer.model import Line

FEWEST = 3
"""Signatures that make a custom of it, with the one below the last text."""
_NEWS = re.compile(r"[\u4e00-\u9fff]{2,8}讯(?![息号])|(?:20\d\d年)?\d{1,2}月\d{1,2}日[^，。]{0,8}，")
"""How a text opens that is nothing but news of its own."""
_HOUR = re.compile(r"\d{1,2}[:：]\d\d")
_MOST, _FEW = 3, 7
"""Lines of a headline with what belongs to it, and characters of a line that is no part of one by itself."""


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
    if any(_is_news(lines, parts[n]) for n in set(texts[1:]).difference(inside)):
        return []  # one of them is not signed
    first = parts[texts[0]]
    begin = max(first.begin, first.text - usual)
    found = [begin - (begin > first.begin and (titles.is_kicker(lines, begin - 1) or _opens(lines, first, begin - 1)))]
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


def marked(lines: list[Line], parts: Sequence[Block], above: Sequence[int]) -> list[Line]:
    """The lines; the lower one of a headline of two is told as its subtitle, where the item has no other text.

    Above several texts it is the heading of the first one.
    """
    made = list(lines)
    for at, end in pairwise([*above, len(lines)]):
        texts = [block.text for block in _between(parts, at, end) if block.text < block.end]
        one = len(texts) == 1 and at + 2 == texts[0] and _is_part(lines[at + 1]) and not lines[at + 1].role
        named = shapes.is_writing(lines[at + 1]) or remains.is_said(lines[at + 1]) if one else True
        if not named and not titles.are_one(lines[at].bare, lines[at + 1].bare) and lines[at].role != "kicker":
            made[at + 1] = lines[at + 1]._replace(role="subtitle")
    return made


def _between(parts: Sequence[Block], begin: int, end: int) -> Sequence[Block]:
    """The blocks whose text stands below one headline and above the next."""
    low = bisect_right(parts, begin, key=lambda block: block.text)
    return parts[low : bisect_left(parts, end, key=lambda block: block.text)]


def _is_news(lines: Sequence[Line], block: Block) -> bool:
    """Whether a text is nothing but news of its own, by how it opens, or by that and by the line above it."""
    text = lines[block.text].bare
    head = lines[block.text - 1].bare if block.text > block.begin else ""
    who = mottos.WHO.match(head)
    done = mottos.DEED.search(head) is not None or (who is not None and who.end() < len(head))  # 突出服务大局
    return _NEWS.match(text) is not None or (done and not _form(head) and LEAD.match(text) is not None)


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
    more = text - at == usual + 1 and _is_part(lines[at])
    return at if text - at <= usual or more or titles.is_kicker(lines, at) else text - usual


def _opens(lines: Sequence[Line], first: Block, at: int) -> bool:
    """Whether a line above the first headline is the upper line of it, and no rest of the head or of contents."""
    apart = lines[at + 1].blank_before or remains.is_of_head(lines[at])
    return _is_part(lines[at]) and not apart and not (at > first.begin and _is_part(lines[at - 1]))


def _is_part(line: Line) -> bool:
    """Whether a line more than the other headlines have says enough to be one of a headline's, and no picture's."""
    return len(line.bare) > _FEW and not line.bare.startswith("图") and titles.is_title_like(line)


def _is_column(lines: Sequence[Line], at: int) -> bool:
    return columns.is_named(lines, at) or shapes.is_label(lines[at].bare)


def _form(bare: str) -> str:
    """How a point is told from a headline: its number, its mark, the hour before it."""
    hour = _HOUR.match(bare)
    return "hour" if hour else shapes.numbered(bare)[0] or leading(bare).strip()


def _is_headline(line: Line) -> bool:
    rest = shapes.without_marks(line.bare[shapes.numbered(line.bare)[2] :])
    return shapes.is_headline(line._replace(text=rest), ("headed", True))
