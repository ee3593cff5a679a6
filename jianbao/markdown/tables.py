"""Rows of Markdown tables that hold more cells than their head: nothing would show what is too much."""

from jianbao.errors import Level, Problem
from jianbao.markdown import starts
from jianbao.markdown.blocks import Blocks
from jianbao.markdown.nodes import leaves


def lost_cells(blocks: Blocks, path: str) -> list[Problem]:
    """An error for every row whose last cells would be lost."""
    found = []
    for root in (blocks.root, *blocks.notes.values()):
        for table in leaves(root):
            if table.kind != "table":
                continue
            width = len(table.aligned)
            for row in table.lines[1:]:
                count = len(starts.cells(row.text))
                if count > width:
                    message = f"这一行有 {count} 格，表头只有 {width} 格，多出的不会显示"
                    hint = "补上表头，或把格里的竖线写成 \\|"
                    found.append(Problem(path, row.number, row.column, Level.ERROR, "table-cells", message, hint))
    return found
