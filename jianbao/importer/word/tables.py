"""The tables of a Word document: their rows and cells, and which of them lay a page out and hold no figures."""

from collections.abc import Sequence
from xml.etree import ElementTree as ET

from jianbao.importer.word.numbering import W
from jianbao.importer.word.runs import all_text, value

_SENTENCE, _PARAGRAPHS, _HEADLINE = 20, 3, 6
"""Characters of a sentence, and paragraphs of a title, a text and who signs it, in a column of a page."""
_ENDED = ("。", "！", "？", "”", "）")
_WIDEST = 60
"""Columns that a cell may take."""


def is_frame(rows: Sequence[Sequence[ET.Element]]) -> bool:
    """Whether a table lays a page out: it has tables in it, or one column with a text, or columns of several texts."""
    if any(True for cells in rows for cell in cells for _ in cell.iter(f"{W}tbl")):
        return True
    if _is_of_columns(rows):
        return True
    return all(len(cells) == 1 for cells in rows) and any("。" in all_text(cells[0]) for cells in rows)


def _is_of_columns(rows: Sequence[Sequence[ET.Element]]) -> bool:
    """Whether rows are the columns of a page, in which texts stand below their titles.

    Of one row several cells are; of more, all in each, but for a row that has a name over all its columns.
    """
    filled = [[cell for cell in cells if all_text(cell).strip()] for cells in rows]
    texts = [[_is_of_texts(cell) for cell in cells] for cells in filled]
    if sum(map(sum, texts)) < 2:
        return False
    return len(rows) == 1 or all(len(told) == 1 or all(told) for told in texts)


def _is_of_texts(cell: ET.Element) -> bool:
    """Whether a cell holds texts with their titles, as the columns of a newspaper's page do."""
    texts = [all_text(p).strip() for p in cell.iter(f"{W}p")]
    told = [text for text in texts if len(text) >= _SENTENCE and text.endswith(_ENDED)]
    first = next((text for text in texts if text), "")
    headed = len(first) >= _HEADLINE and first not in told
    return headed and len(told) > 0 and len(texts) >= _PARAGRAPHS


def rows(table: ET.Element) -> list[ET.Element]:
    """The rows of a table, without those of the tables in its cells."""
    found: list[ET.Element] = []
    for child in table:
        if child.tag == f"{W}tr":
            found.append(child)
        elif child.tag != f"{W}tc":
            found += rows(child)
    return found


def cells(element: ET.Element) -> list[ET.Element]:
    """The cells of a child of a row."""
    if element.tag == f"{W}tc":
        return [element]
    return list(element.iter(f"{W}tc")) if element.tag == f"{W}sdt" else []


def paragraphs(cell: ET.Element) -> list[ET.Element]:
    """The paragraphs of a cell or of a text box, without those of the boxes that stand in them."""
    found: list[ET.Element] = []
    for child in cell:
        found += [child] if child.tag == f"{W}p" else paragraphs(child)
    return found


def spanned(cell: ET.Element) -> int:
    """How many columns of its table a cell takes."""
    properties = cell.find(f"{W}tcPr")
    span = "" if properties is None else value(properties, "gridSpan")
    return min(_WIDEST, int(span)) if span.isascii() and span.isdigit() else 1
