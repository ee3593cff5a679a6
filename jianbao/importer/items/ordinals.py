"""Items that a file numbers: one that begins with 一、 and a title has one item to each number."""

import re
from collections.abc import Sequence
from itertools import pairwise

from jianbao import zh
from jianbao.importer.items import shapes
from jianbao.importer.line import mottos, titlemarks, titles
from jianbao.importer.line.titles import ENDINGS, LONGEST, NUMBERING
from jianbao.importer.model import Dropped, Line

_NUMBERED = (
    ("、", re.compile(r"(?P<n>[一二三四五六七八九十]{1,3})\s*、\s*")),
    ("（）", re.compile(r"[（(](?P<n>[一二三四五六七八九十]{1,3})[）)]\s*[、.．]?\s*")),
    ("1", re.compile(r"(?P<n>\d{1,2})\s*(?:[、．]|\.(?!\d))\s*")),
    ("第", re.compile(r"第(?P<n>[一二三四五六七八九十]{1,3})[条则、，：:]\s*")),
)
_NAME, _TITLE = 8, 6
"""Characters of a column's name at most, and of the headline below it at least."""
_ENDED_SENTENCE = tuple("。！？；!?;")


def numbered(lines: Sequence[Line]) -> dict[int, int]:
    """Heads of items by position, with the length of their number, when the file begins with the first of them."""
    for _, pattern in _NUMBERED:
        found: dict[int, int] = {}
        for at, line in enumerate(lines):
            match = pattern.match(line.bare)
            if match and zh.counted(match["n"]) == len(found) + 1 and _is_numbered_title(line, match.end()):
                found[at] = match.end()
            elif at == 0:
                break
        heads = sorted(found)
        if len(heads) > 1 and all(b - a > 1 for a, b in pairwise([*heads, len(lines)])):
            return found
    return {}


def columns(lines: Sequence[Line], found: dict[int, int]) -> dict[int, int]:
    """The items inside the numbers of a file, when each of these is a column: an item's number stands below each."""
    for _, pattern in _NUMBERED:
        if not all(at + 1 < len(lines) and _number(pattern, lines[at + 1]) for at in found):
            continue
        inner = {at: end for at, line in enumerate(lines) if at not in found and (end := _number(pattern, line))}
        if all(b - a > 1 for a, b in pairwise([*sorted(inner), len(lines)])):
            return inner
    return {}


def are_parts(lines: Sequence[Line], at: int) -> bool:
    """Whether a numbered heading above another one is of a single text, which begins below a heading without a number.

    A report has its title, its first words, and then 一、 and （一）; an issue has its columns right below its head.
    """
    if not all(NUMBERING.match(line.bare) for line in lines[at : at + 2]):
        return False
    title = next((n for n, line in enumerate(lines[:at]) if line.heading == 1), at)
    first = next((n for n, line in enumerate(lines) if line.heading == 1 and NUMBERING.match(line.bare)), at)
    return title < first and any(map(shapes.is_prose, lines[title + 1 : first]))


def names(lines: Sequence[Line]) -> frozenset[int]:
    """The numbered names of columns above headlines without a number: 一、德育工作 / 我校举行升旗仪式.

    Nothing above the first is a title, and a headline stands below each: inside an article they would be its parts.
    """
    pattern = _NUMBERED[0][1]
    found = [(at, match) for at, line in enumerate(lines) if (match := pattern.match(line.bare)) and not line.rows]
    counted = [zh.counted(match["n"]) for _, match in found] == list(range(1, len(found) + 1))
    if len(found) < 2 or not counted or any(map(titles.is_title_like, lines[: found[0][0]])):
        return frozenset()
    return (
        frozenset(at for at, _ in found)
        if all(_is_name(lines, at, match.end()) for at, match in found)
        else frozenset()
    )


def _is_name(lines: Sequence[Line], at: int, start: int) -> bool:
    """Whether a numbered line is a few words, and a headline with its text or its subtitle stands below it."""
    name = lines[at].bare[start:]
    if not 2 <= len(name) <= _NAME or mottos.DEED.search(name) or titlemarks.OF_REPORT.search(name):
        return False
    title, below = (lines[n] if n < len(lines) else None for n in (at + 1, at + 2))
    if title is None or below is None or not titles.is_title_like(title) or len(title.bare) < _TITLE:
        return False
    return titles.SUBTITLE.match(below.bare) is not None or below.bare.endswith(_ENDED_SENTENCE)


def _number(pattern: re.Pattern[str], line: Line) -> int:
    """Where the number before a title ends; 0 when none stands there."""
    match = pattern.match(line.bare)
    return match.end() if match and _is_numbered_title(line, match.end()) else 0


def lone(lines: Sequence[Line]) -> str:
    """The number before a file's title, when no other line has one: it was cut out of a longer list."""
    if len(lines) < 2 or len(lines[1].bare) < 16 or not lines[1].bare.endswith(_ENDED_SENTENCE):
        return ""
    first = next((m for _, pattern in _NUMBERED if (m := pattern.match(lines[0].bare))), None)
    if not first or not _is_numbered_title(lines[0], first.end()) or any(NUMBERING.match(x.bare) for x in lines[1:]):
        return ""
    return first.group()


def _is_numbered_title(line: Line, start: int) -> bool:
    rest = line.bare[start:]
    return not line.rows and 2 <= len(rest) <= LONGEST and not ENDINGS.search(rest) and rest[-1] not in "：:"


def parted(lines: Sequence[Line], numbered: dict[int, int]) -> list[tuple[Line, list[Line], Dropped]]:
    """(title, text, number) of each item of a file that numbers them."""
    found: list[tuple[Line, list[Line], Dropped]] = []
    for at, line in enumerate(lines):
        if at in numbered:
            bare, end = line.bare, numbered[at]
            found.append((line._replace(text=bare[end:]), [], Dropped(bare[:end].strip(), "条的序号")))
        else:
            found[-1][1].append(line)
    return found
