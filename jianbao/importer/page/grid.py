"""A page's table with every cell in its own column: what spans columns or rows leaves empty cells beside or below it.

Without them 场次 stood below 乡镇, because a head above it had spanned two columns.
"""

from collections.abc import Sequence
from typing import NamedTuple

_WIDEST, _MOST = 60, 20_000
"""Columns or rows that a cell may span, and cells that a table may come to have."""


class Cell(NamedTuple):
    """A cell's text, and how many columns and rows it takes."""

    text: str
    across: int = 1
    down: int = 1


def span(value: str | None) -> int:
    """What colspan and rowspan say; 1 for nonsense."""
    return max(1, min(_WIDEST, int(value))) if value and value.isascii() and value.isdigit() else 1


def placed(rows: Sequence[Sequence[Cell]]) -> tuple[tuple[str, ...], ...]:
    """The rows of a table with an empty cell wherever another one spans."""
    taken: dict[int, int] = {}
    made: list[tuple[str, ...]] = []
    for number, row in enumerate(rows):
        cells: list[str] = []
        for cell in row:
            while taken.get(len(cells), 0) > number:
                cells.append("")
            for n in range(cell.across):
                taken[len(cells)] = number + cell.down
                cells.append("" if n else cell.text)
        while taken.get(len(cells), 0) > number:
            cells.append("")
        made.append(tuple(cells))
        if sum(map(len, made)) > _MOST:
            return tuple(tuple(cell.text for cell in row) for row in rows)
    return tuple(made)
