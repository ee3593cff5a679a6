"""Other articles that a page has below its own: lists of them, their headlines, how they begin."""

import re
from collections.abc import Sequence

from jianbao.importer.line import controls, kinds, titles
from jianbao.importer.model import Line

_TAGS = re.compile(r"(?:[#＃]?[\u4e00-\u9fffA-Za-z0-9]{2,10}[ \u3000、]{1,3}){1,8}[#＃]?[\u4e00-\u9fffA-Za-z0-9]{2,10}")
_LONGEST = 60
"""Characters of a line of such words."""
_DAY = re.compile("20\\d\\d[-./年]\\d{1,2}[-./月]\\d{1,2}日?")
_NAME = 24
"""Characters of an article's name behind a bullet."""
_BULLET = re.compile("[-·•][ \u3000]{0,3}\\S")


def entries(lines: Sequence[Line], start: int) -> range:
    """The positions of the list of other articles that a page ends with: each with its day, two at least."""
    begin = len(lines)
    while begin > start and not lines[begin - 1].rows and controls.ENTRY.fullmatch(lines[begin - 1].bare):
        begin -= 1
    return range(begin, len(lines)) if len(lines) - begin >= 2 else range(0)


def headlines(lines: Sequence[Line], start: int) -> range:
    """The positions of the list of other articles that a page ends with: most of their titles have two parts."""
    begin = len(lines)
    while begin > start and _is_headline(lines[begin - 1]):
        begin -= 1
    parted = sum(controls.TWO_PART.fullmatch(line.bare) is not None for line in lines[begin:])
    return range(begin, len(lines)) if len(lines) - begin >= 3 and 2 * parted >= len(lines) - begin else range(0)


def listed(lines: Sequence[Line], start: int) -> range:
    """The positions of the other articles that a page ends with below its credits, in one form or another."""
    return bulleted(lines, start) or teased(lines, start) or dated(lines, start)


def teased(lines: Sequence[Line], start: int) -> range:
    """The positions of what begins with bulleted names of articles right below the credits, and how each begins."""
    for n in range(start + 1, len(lines)):
        if not (_is_teaser(lines[n]) and kinds.is_meta(lines[n - 1])):
            continue
        if sum(map(_is_teaser, lines[n:])) >= 3:
            return range(n, len(lines))
    return range(0)


def _is_teaser(line: Line) -> bool:
    return len(line.bare) <= _NAME and _BULLET.match(line.bare) is not None


def bulleted(lines: Sequence[Line], start: int) -> range:
    """The positions of the list of other articles that a page ends with below its credits: a name, then - and -."""
    begin = len(lines)
    while begin > start and _BULLET.match(lines[begin - 1].bare):
        begin -= 1
    name = lines[begin - 1] if begin > start else None
    credited = any(map(kinds.is_meta, lines[start : max(start, begin - 1)]))
    if name is None or not credited or len(lines) - begin < 3 or not 2 <= len(name.bare) <= 8:
        return range(0)
    return range(begin - 1, len(lines))


def dated(lines: Sequence[Line], start: int) -> range:
    """The positions of other articles that a page ends with below its source: a day, then a headline, and so on."""
    begin = len(lines)
    while begin > start and (_DAY.fullmatch(lines[begin - 1].bare) or _names_other(lines[begin - 1])):
        begin -= 1
    begin = next((n for n in range(begin, len(lines)) if _DAY.fullmatch(lines[n].bare)), len(lines))
    credited = begin < len(lines) and any(map(kinds.fields, lines[start:begin]))
    named = any(map(_names_other, lines[begin:])) and not _DAY.fullmatch(lines[-1].bare)
    return range(begin, len(lines)) if credited and named else range(0)


def _names_other(line: Line) -> bool:
    kept = line.rows or line.picture or line.bold or line.heading
    return not kept and 12 <= len(line.bare) <= _LONGEST and not re.search("。|^图|摄[)）]?$|^附|[:：]$", line.bare)


def are_tags(lines: Sequence[Line], n: int) -> bool:
    """Whether a line is the words that a page files an article under, above others that it has of them."""
    bare = lines[n].bare
    over = controls.plain(lines[n + 1].bare) if n + 1 < len(lines) and not lines[n].rows else ""
    if not over or len(bare) > _LONGEST or not _TAGS.fullmatch(bare):
        return False
    heads = any(form.fullmatch(over) for form in (controls.RELATED, controls.LIST))
    return heads and max(map(len, re.split("[ \u3000、]+", bare))) >= 4


def _is_headline(line: Line) -> bool:
    return titles.is_title_like(line) and len(line.bare) >= 8 and not (line.bold or line.heading or line.picture)


def begun(lines: Sequence[Line], texts: Sequence[int]) -> range:
    """The positions of what a page has below its article: others' beginnings, under 新闻推荐 or its own fields."""
    fields = {line.bare for line in lines[: texts[0]] if kinds.is_meta(line)}
    for n in range(texts[0] + 1, len(lines)):
        own, rest = (sum(len(line.bare) for line in part) for part in (lines[:n], lines[n:]))
        if controls.RECOMMENDED.fullmatch(lines[n].bare) and 2 * own >= rest:
            return range(n - 1 if are_tags(lines, n - 1) else n, len(lines))
        if controls.REPLY.fullmatch(lines[n].bare) and own >= 2 * rest:
            return range(n, len(lines))
        if lines[n - 1].bare in fields and lines[n].bare not in fields and _are_beginnings(lines, n, fields):
            return range(n, len(lines))
    return range(0)


def _are_beginnings(lines: Sequence[Line], at: int, fields: set[str]) -> bool:
    """Whether what stands behind fields below a text is nothing but how other articles begin: none has a whole one."""
    above = next((line for line in reversed(lines[:at]) if line.bare not in fields), lines[0])
    whole = any(len(line.bare) >= 40 and line.bare.endswith("。") for line in lines[at:])
    return kinds.is_text(above) and not whole
