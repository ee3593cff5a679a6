"""Headlines of an issue that stand between brackets on lines of their own, as other issues have columns there.

One line 【…】 is the name of a column as often as a headline. What all of them are, the issue tells: where one stands
right above the first text and above others, and most of them say more than a column's name does, they are headlines,
unless the title of an article stands above them all, whose points they are: 【案情回放】.
"""

import re

from jianbao.importer.items import remains, shapes
from jianbao.importer.line import mottos, notes, titlemarks, titles
from jianbao.importer.model import Dropped, Line

_WRAPPED = re.compile(
    r"(?P<open>[【〖［\[])[ \u3000]{0,2}(?P<title>[^【】〖〗［］\[\]。]{2,40}?)[ \u3000]{0,2}(?P<close>[】〗］\]])"
)
_OUTER = "标题外的括号"
_FEWEST, _SAYS, _PART = 2, 5, 0.5
"""The fewest headlines, the characters of one that says more than a column's name, the part of all that do."""


def without(lines: list[Line]) -> tuple[list[Line], list[Dropped]]:
    """(the lines, of which those that are headlines have no brackets and are headed; the brackets)."""
    parts = [block for block in shapes.blocks(lines) if block.end > block.text]
    found = {at: match for at, line in enumerate(lines) if not line.rows and (match := _WRAPPED.fullmatch(line.bare))}
    above = {block.text - 1: True for block in parts if block.text - 1 in found}
    names = {found[at]["title"] for at in above}
    telling = sum(map(_says, names))
    if len(names) < max(_FEWEST, len(above)) or parts[0].text - 1 not in above or telling < _PART * len(names):
        return lines, []
    first = parts[0].text - 1
    listed = {match["title"] for match in found.values()}  # contents above them have them all
    others = [line for line in lines[:first] if line.bare[shapes.numbered(line.bare)[2] :] not in listed]
    if remains.has_title(others, found[first]["title"]) or any(notes.heads(lines[at].bare) for at in above):
        return lines, []
    made = list(lines)
    dropped: list[Dropped] = []
    for at, match in found.items():
        if match["title"] in names:
            made[at] = lines[at]._replace(text=match["title"], headed=at in above)
            dropped += [Dropped(match[mark], _OUTER) for mark in ("open", "close")]
    return made, dropped


def _says(name: str) -> bool:
    """Whether a line says more than the name of a column: what was done, in more than a few characters."""
    bare = "".join(name.split())
    deed = mottos.DEED.search(bare) is not None or len(bare) > _SAYS
    return deed and titlemarks.NAMES_COLUMN.search(bare) is None and titles.KIND.search(bare) is None
