"""The cells of a page's tables of figures, and what is in one: its texts, its pictures, where a blank parts them."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from selectolax.lexbor import LexborNode

from jianbao.importer.page.holding import BLOCKS, SILENT
from jianbao.importer.text.raised import DOWN, UP

RAISED = {"sup": UP, "sub": DOWN}
ITEMS = ("li", "dd")
_STRUCK = frozenset(["s", "del", "strike"])
_LINE_THROUGH = re.compile(r"text-decoration(?:-line)?\s{0,9}:[^;]{0,60}line-through")
_CELL = 160
"""Characters of a cell of figures; a table with more in one lays the page out."""


class Around(NamedTuple):
    """What the open elements do to a text of a cell."""

    where: str = ""
    struck: bool = False
    linked: bool = False


def is_struck(name: str, style: str) -> bool:
    """Whether an element is struck out."""
    return name in _STRUCK or _LINE_THROUGH.search(style) is not None


def is_of_list(node: LexborNode) -> bool:
    """Whether an item of a list is one of several, or stands below what it says more of (dt, dd)."""
    names = ("dt", "dd") if node.tag == "dd" else (node.tag,)
    beside = (node.prev, node.next)
    for step, near in enumerate(beside):
        while near is not None and near.tag not in names:
            near = near.next if step else near.prev
        if near is not None:
            return True
    return False


def walked(cell: LexborNode) -> Iterator[tuple[LexborNode | None, Around]]:
    """The texts and pictures of a cell, None where a block begins or ends; without recursion."""
    left: list[tuple[LexborNode | None, Around]] = [(cell, Around())]
    while left:
        node, around = left.pop()
        name = node.tag or "" if node is not None else ""
        if node is None or name in ("-text", "img"):
            yield node, around
        elif name == "br":
            yield None, around
        elif name not in SILENT:
            struck = around.struck or is_struck(name, node.attributes.get("style") or "")
            within = Around(RAISED.get(name, around.where), struck, around.linked or name == "a")
            edge: list[tuple[LexborNode | None, Around]] = [(None, within)] if name in BLOCKS else []
            children = [(child, within) for child in node.iter(include_text=True)]
            left += [*edge, *reversed(children), *edge]


def rows(table: LexborNode) -> list[list[LexborNode]]:
    """The cells of a table of figures; nothing for one that lays the page out."""
    if any(found.mem_id != table.mem_id for found in table.css("table, h1, h2, h3, form, input")):
        return []  # a table stands in another one as often as not: what is in this one counts
    rows = [[cell for cell in row.iter() if cell.tag in ("td", "th")] for row in table.css("tr")]
    rows = [row for row in rows if row]
    if len(rows) < 2 or max(map(len, rows)) < 2 or sum(len(row) > 1 for row in rows) < len(rows) / 2:
        return []
    texts = [cell.text(deep=True) or "" for row in rows for cell in row]
    if any(len("".join(text.split())) > _CELL for text in texts) or any(
        len(c.css("p, div, br")) > 4 for r in rows for c in r
    ):
        return []
    linked = sum(len("".join((a.text(deep=True) or "").split())) for a in table.css("a"))
    return rows if linked < 0.6 * sum(len("".join(text.split())) for text in texts) else []
