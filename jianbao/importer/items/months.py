"""Months as the columns of an issue: 4月： above the headlines of what was done in it."""

import re
from collections.abc import Sequence
from itertools import pairwise

from jianbao import zh
from jianbao.importer.items import shapes
from jianbao.importer.line import titles
from jianbao.importer.line.marks import leading
from jianbao.importer.model import Line

_MONTH = re.compile("[【\\[◆●■★☆]?(?P<month>1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九])月份?[:：】\\]]?")
_CHRONICLE = re.compile("大事记|记事|安排|日程|一览|要览")


def columns(lines: Sequence[Line]) -> frozenset[int]:
    """The lines of an issue that name a month above a headline and its text.

    A plan and a chronicle have such lines, too: these begin below a text, or have no headlines, or are an item among
    others that have a mark or a number.
    """
    found = {at: month for at, line in enumerate(lines) if (month := _month(line))}
    at = list(found)
    first = next((n for n, line in enumerate(lines) if shapes.is_prose(line)), 0)
    if len(at) < 2 or at[0] > first or any(one >= other for one, other in pairwise(found.values())):
        return frozenset()
    if any(titles.KIND.search(line.bare) or _CHRONICLE.search(line.bare) for line in lines[: at[0]]):
        return frozenset()
    if not all(_heads(lines, n) for n in at) or any(_is_marked(lines[n]) for n in range(at[-1]) if n not in found):
        return frozenset()
    return frozenset(at)


def _month(line: Line) -> int:
    said = None if line.rows or line.picture else _MONTH.fullmatch("".join(line.bare.split()))
    if said is None:
        return 0
    return int(said["month"]) if said["month"].isdigit() else zh.counted(said["month"])


def _heads(lines: Sequence[Line], at: int) -> bool:
    """Whether a title stands below a line, and a text below that."""
    return at + 2 < len(lines) and titles.is_title_like(lines[at + 1]) and shapes.is_prose(lines[at + 2])


def _is_marked(line: Line) -> bool:
    short = not shapes.is_prose(line)
    return short and (bool(leading(line.bare)) or titles.NUMBERING.match(line.bare) is not None)
