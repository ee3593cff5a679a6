"""A title that stands before its text on one line, with a wide blank between them or a mark before it."""

import re

from jianbao.importer import heads
from jianbao.importer.cut import LEAD
from jianbao.importer.model import Line
from jianbao.importer.titles import is_title_like

_IN_FRONT = re.compile(r"([^。；，\n]{6,60}?)(?:[\u3000\xa0]{2,}|[ \t]{3,})(?=\S)")
_MARKED_IN_FRONT = re.compile(
    rf"([ \t\u3000\xa0]{{0,8}}[{''.join(heads.MARKS)}] ?[^。；，\n]{{6,40}}?)[\u3000 \xa0]+(?=\S)"
)
"""◆ and a title, before its text, however wide the blank is between them."""


def in_front(line: Line) -> list[Line]:
    """A line that holds a title, a wide blank and the text below it, as two."""
    match = _IN_FRONT.match(line.text) or _MARKED_IN_FRONT.match(line.text)
    if not match or line.rows:
        return [line]
    title, rest = line._replace(text=line.text[: match.end(1)]), line.text[match.end() :]
    if not is_title_like(title) or not LEAD.match(rest) or len(rest) < 40 or rest.lstrip()[:1] in "（(":
        return [line]
    return [title, line._replace(text=rest, blank_before=False, centred=False)]
