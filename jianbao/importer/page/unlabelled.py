"""The fields of a page that stand without their labels: whose text it is, who put it there, how often it was read."""

import re
from collections.abc import Sequence
from itertools import pairwise

from jianbao.importer.line import bylines, heads, kinds, meta, titles
from jianbao.importer.model import Line

BULLETS = ("•", "·", "-", "▪", "◦", "»", "›")
_NAMED = re.compile("[\u4e00-\u9fff]{2,4}")
_NAME, _OWNER = 20, 10
"""Characters of the name of a body, and of whatever else can be whose page it is."""
_NEAR = 3
"""Lines of a list beside the one with the day."""


def fields(
    lines: Sequence[Line], first: int, about: dict[int, meta.Meta], loose: set[int]
) -> tuple[list[int], list[int]]:
    """(the lines that name the body whose text it is, those that say who put it there) above the first paragraph.

    ``about``: the lines that are fields by themselves; ``loose``: those that are of the page.
    """
    named = [n for n in range(1, first) if _is_field(lines, n, about, loose, first)]
    hands = [n for n in range(1, first - 1) if n + 1 in about and n - 1 not in loose and _is_hand(lines, n)]
    listed = [n for n in range(first) if n not in about and _is_listed(lines, n, about)]
    pairs = [range(above + 1, below) for above, below in pairwise(sorted(about)) if below - above == 3]
    more = listed + [n for pair in pairs if all(_can_be_field(lines[n]) for n in pair) for n in pair]
    named += [n for n in more if meta.is_body(value(lines[n]))]
    return named, hands + [n for n in more if n not in named]


def value(line: Line) -> str:
    """What a line says, without the mark that it has in a list."""
    return line.bare.lstrip("".join(BULLETS)).strip()


def _can_be_field(line: Line) -> bool:
    return _NAMED.fullmatch(line.bare) is not None or meta.is_body(line.bare)


def _is_listed(lines: Sequence[Line], n: int, about: dict[int, meta.Meta]) -> bool:
    """Whether a line is of a list that the page's day is in: • 宣传部 / • 创建于 2006-01-04 / • 204."""
    mark, told = lines[n].bare[:1], value(lines[n])
    beside = range(max(0, n - _NEAR), n + _NEAR + 1)
    dated = mark in BULLETS and any(m in about and about[m].date and lines[m].bare[:1] == mark for m in beside)
    return dated and (told.isdigit() or _NAMED.fullmatch(told) is not None or meta.is_body(told))


def _is_field(lines: Sequence[Line], n: int, about: dict[int, meta.Meta], loose: set[int], first: int) -> bool:
    """Whether a line between a page's fields is one without its label: the body that wrote the text."""
    if lines[n].title:
        return False
    titled = n + 1 in about and (lines[n - 1].title or lines[n - 1].heading > 0)
    if titled and (meta.is_medium(lines[n].bare) or (lines[n - 1].title and meta.is_body(lines[n].bare))):
        return True
    if n + 1 == first:  # below the day, right above the text
        return n - 1 in about and about[n - 1].date != "" and meta.is_medium(lines[n].bare)
    return n - 1 in about and (n + 1 in about or n + 1 in loose) and meta.is_body(lines[n].bare)


def _is_hand(lines: Sequence[Line], n: int) -> bool:
    """Whether a word between a title and the page's day is who put it there: 创始人, 小编."""
    above = lines[n - 1].bare
    if bylines.is_in_office(lines[n].bare) and (lines[n - 1].title or lines[n - 1].heading):
        return True
    return _NAMED.fullmatch(lines[n].bare) is not None and len(above) >= 10 and not above.endswith("的")


def is_owner(line: Line) -> bool:
    """Whether a line between a title and what is counted of its page can be whose page it is, and no subtitle."""
    named = meta.is_body(line.bare) or meta.is_medium(line.bare) or titles.UNIT.fullmatch(line.bare) is not None
    short = len("".join(line.bare.split())) <= (_NAME if named or not titles.is_title_like(line) else _OWNER)
    return short and not _is_below_title(line)


def _is_below_title(line: Line) -> bool:
    """Whether a line is of the text, below its title: ——记…, who wrote it."""
    own = titles.SUBTITLE.match(line.bare) is not None or heads.is_subtitle(line) or heads.is_writer(line)
    return (
        own
        or kinds.fields(line) is not None
        or bylines.body(line.bare) is not None
        or line.bare.endswith(("供稿", "供图"))
    )
