"""The numbers of a text's parts on lines of their own, as telephones show them: 01 / 应急培训进社区 / 5月10日，…."""

import re
from collections.abc import Sequence

from jianbao.importer.line import titles
from jianbao.importer.line.leads import LEAD
from jianbao.importer.model import Dropped, Line

_ALONE = re.compile(r"[（(\[【]?(?:(?:NO|No)[.．]?[ ]?)?0?(?P<n>\d{1,2})[）)\]】.、/／]?")
_TITLE, _TEXT = 8, 20
"""Characters of a headline, which a heading has fewer of, and of the text below it, at least."""
_REFERS = re.compile(r"(?<![》法例定])第[ ]?0?(\d{1,2})[条点项步]")
"""第1条: what a text has a number of its own for, and no law."""
_ENDED = ("。", "！", "？", "”", "；", "…")


def numbers(lines: Sequence[Line]) -> list[int]:
    """The positions of such numbers, from 1 on, each above a title and its text; [] for fewer than two."""
    found: list[int] = []
    for at in range(len(lines) - 2):
        number = _ALONE.fullmatch(lines[at].bare)
        if number and int(number["n"]) == len(found) + 1 and titles.is_title_like(lines[at + 1]):
            found.append(at)
    if len(found) < 2 or not all(_is_text(lines[at + 2]) for at in found):
        return []
    news = any(LEAD.match(line.bare) for line in lines[: found[0]]) and _are_news(lines, found)
    return [] if news else found  # of the pages: a news above the first one has no number


def without(lines: Sequence[Line]) -> tuple[list[Line], list[Dropped]]:
    """(the lines without them, what was dropped); where each text opens as news does, the titles begin items.

    A text that refers to them keeps them: 见第1条.
    """
    found = numbers(lines)
    refers = (match for line in lines if not line.rows for match in _REFERS.finditer(line.bare))
    if any(1 <= int(match[1]) <= len(found) for match in refers):
        return list(lines), []
    news = _are_news(lines, found)
    made = [
        line._replace(headed=line.headed or (news and n - 1 in found)) for n, line in enumerate(lines) if n not in found
    ]
    return made, [Dropped(lines[at].bare, "条的序号" if news else "小标题的序号") for at in found]


def _are_news(lines: Sequence[Line], found: Sequence[int]) -> bool:
    """Whether what stands below the numbers are headlines and their texts."""
    return all(len(lines[at + 1].bare) >= _TITLE and LEAD.match(lines[at + 2].bare) for at in found)


def _is_text(line: Line) -> bool:
    return len(line.bare) >= _TEXT and line.bare.endswith(_ENDED)
