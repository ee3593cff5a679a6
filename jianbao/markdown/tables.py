"""Rows of Markdown tables that hold more cells than their head: Python-Markdown drops what is too much."""

import re

from jianbao.errors import Level, Problem

_RULE = re.compile(r"^[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")
_CELL = re.compile(r"\\.|`[^`]*`|\|")


def lost_cells(text: str, path: str, first_line: int) -> list[Problem]:
    """An error for every row whose last cells would be lost."""
    found = []
    lines = text.split("\n")
    width = 0
    for number, line in enumerate(lines):
        if "|" not in line:
            width = 0
        elif width:
            cells = _cells(line)
            if cells > width:
                message = f"这一行有 {cells} 格，表头只有 {width} 格，多出的不会显示"
                hint = "补上表头，或把格里的竖线写成 \\|"
                found.append(Problem(path, first_line + number, 1, Level.ERROR, "table-cells", message, hint))
        elif number and _RULE.match(line) and "|" in lines[number - 1]:
            width = _cells(lines[number - 1])
    return found


def _cells(line: str) -> int:
    bars = sum(1 for m in _CELL.finditer(line.strip().strip("|")) if m.group() == "|")
    return bars + 1
