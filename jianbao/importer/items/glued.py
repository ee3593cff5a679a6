"""A title that stands before its text on one line, with a wide blank between them or a mark before it."""

import re

from jianbao.importer.line import heads
from jianbao.importer.line.leads import LEAD
from jianbao.importer.line.titles import is_title_like
from jianbao.importer.model import Line

_IN_FRONT = re.compile(r"([^。；，\n]{6,60}?)(?:[\u3000\xa0]{2,}|[ \t]{3,})(?=\S)")
_MARKED_IN_FRONT = re.compile(
    rf"([ \t\u3000\xa0]{{0,8}}[{''.join(heads.MARKS)}] ?[^。；，\n]{{6,40}}?)[\u3000 \xa0]+(?=\S)"
)
"""◆ and a title, before its text, however wide the blank is between them."""

_SIGNED = re.compile(
    r"(?P<who>[\u4e00-\u9fff]{2,18}(?:妇联|联合会|工会|团委|委员会|街道|社区|学校|小学|"
    r"中学|学院|[局办镇乡村部科处室]|协会|中心)(?:[ \u3000]{1,3}[\u4e00-\u9fff]{2,4})?)[ \u3000]{1,4}"
    r"(?P<day>(?:19|20)\d\d(?:年\d{1,2}月\d{1,2}日|[-/.]\d{1,2}[-/.]\d{1,2}))"
)
"""红花街道 汪明 2021.10.13, below a text."""
_PARAGRAPH, _MARKED = 40, 20
"""Characters of a text behind its title, and behind one with a mark before it."""


def in_front(line: Line) -> list[Line]:
    """A line that holds a title, a wide blank and the text below it, as two."""
    wide, marked = _IN_FRONT.match(line.text), _MARKED_IN_FRONT.match(line.text)
    match = wide or marked
    if not match or line.rows:
        return [line]
    least = _MARKED if marked else _PARAGRAPH
    title, rest = line._replace(text=line.text[: match.end(1)]), line.text[match.end() :]
    if not is_title_like(title) or not LEAD.match(rest) or len(rest) < least or rest.lstrip()[:1] in "（(":
        return [line]
    return [title, line._replace(text=rest, blank_before=False, centred=False)]


def signature(lines: list[Line]) -> list[Line]:
    """The lines, of which the last one names a body, perhaps with a person, and the day: it is two."""
    found = _SIGNED.fullmatch(lines[-1].bare) if lines and not lines[-1].rows else None
    if found is None:
        return lines
    who, day = lines[-1]._replace(text=found["who"]), lines[-1]._replace(text=found["day"], blank_before=False)
    return [*lines[:-1], who, day]
