"""The exam of import: every field of every text, however its lines are spaced, and not a character of it lost."""

from collections import Counter
from typing import Any

import pytest

from benchmarks.exam import importing
from jianbao.importer.bulletin import items
from jianbao.importer.model import Options
from jianbao.importer.reading import source
from jianbao.importer.text import witness
from tests.raw import characters, words

ROWS = importing.truth()
TEXTS = [row for row in ROWS if row["file"].endswith(".txt") and not row["file"].endswith(".docx.txt")]
PAGES = [row for row in ROWS if row["file"].endswith(".html")]
OF_NO_TEXT = ("没有和网页存在一起的图片的说明", "网页的注释、模板里的文字")
"""What is told of a page and does not stand between its tags."""


def named(row: dict[str, Any]) -> str:
    return str(row["file"])


@pytest.mark.parametrize("row", ROWS, ids=named)
def test_every_field_of_a_document(row: dict[str, Any]) -> None:
    assert importing.faults(row)[1] == []


def _no_blank_lines(text: str) -> str:
    return "\n".join(line for line in text.split("\n") if line.strip())


def _blank_lines(text: str) -> str:
    return "\n\n".join(line for line in text.split("\n") if line.strip())


def _no_indents(text: str) -> str:
    return "\n".join(line.strip() for line in text.split("\n"))


def _indents(text: str) -> str:
    return "\n".join(f"\xa0\xa0\xa0\xa0{line}" if line.strip() else line for line in text.split("\n"))


def _blanks_behind(text: str) -> str:
    return "\n".join(f"{line}  " for line in text.split("\n"))


@pytest.mark.parametrize("spaced", [_no_blank_lines, _blank_lines, _no_indents, _indents, _blanks_behind])
@pytest.mark.parametrize("row", [row for row in TEXTS if "ocr" not in row["file"]], ids=named)
def test_how_lines_are_spaced_says_nothing(row: dict[str, Any], spaced: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Blank lines, indents and blanks behind a line come and go when a text is copied; a scan's are its layout."""
    text = spaced((importing.TEXTS / row["file"]).read_text("utf-8"))
    monkeypatch.setattr(importing, "read", lambda _: items(source("raw.txt", text.encode()), {}, Options()))
    assert importing.faults(row)[1] == []


@pytest.mark.parametrize("row", TEXTS, ids=named)
def test_every_character_of_a_text_is_kept_or_dropped_with_its_reason(row: dict[str, Any]) -> None:
    data = (importing.TEXTS / row["file"]).read_bytes()
    assert _kept(importing.read(row)) == characters([data.decode()])


@pytest.mark.parametrize("row", PAGES, ids=named)
def test_every_character_of_a_page_is_kept_or_dropped_with_its_reason(row: dict[str, Any]) -> None:
    """Held against the page's bytes, read a second time by what knows nothing of pages."""
    made = importing.read(row)
    assert _kept(made) == characters(witness.read((importing.TEXTS / row["file"]).read_text("utf-8")).texts)
    assert not [d for d in made.dropped if "没有读出位置" in d.reason]


def _kept(made: Any) -> Counter[str]:
    assert all(d.reason for d in made.dropped)
    said = [d.text for d in made.dropped if not d.reason.startswith(OF_NO_TEXT)]
    return characters([w for item in made.items for w in words(item)] + said)
