"""What needs no Markdown library: paragraphs of one line of plain words, bold ones among them, headings, short lists.

Nearly every block of a bulletin is of that kind, and Python-Markdown asks forty questions about each. Here
their HTML is made directly; all other blocks go to Python-Markdown, which makes the same of them without
these neighbours, because a blank line and a simple block end whatever stands before. What reaches further,
such as footnotes and HTML, sends the whole text there. Tests hold the pages to be the same.
"""

import re
from collections.abc import Callable

from jianbao import zh
from jianbao.model import Heading

_REACHING = ("<", "&", "{", "[^", "]:", "\t", "\r", "\x02", "\x03")
"""HTML, entities, attributes, footnotes, link definitions, and what Python-Markdown reads as something else."""
_TOP = re.compile(r"\n(?:#(?!#)|=)")
"""What may be a heading of the first level, which moves all others."""
_BLANK = re.compile(r"(?<=\n) +\n")
_BEGINNING = f"(?:[{zh.HAN}“《（【]|[0-9]+[{zh.HAN}])"
_LINE = re.compile(rf"(?:\*\*)?{_BEGINNING}[^\n`\\\[\]!>_|]*")
_WORDS = rf"{_BEGINNING}[^\n`\\\[\]!>_|*#]*"
_HEADING = re.compile(rf"(##{{1,5}}) +({_WORDS})")
_LIST = re.compile(rf"- +{_WORDS}(?:\n- +{_WORDS})*|1\. +{_WORDS}(?:\n[0-9]+\. +{_WORDS})*")
_MARKER = re.compile(r"(?:^|\n)[-0-9.]+ +")
_ENOUGH = 130
"""Characters that a summary is cut from."""


class Outline:
    """A body's headings and its first words, while it is being made."""

    def __init__(self) -> None:
        self.headings: list[Heading] = []
        self.lead = ""
        """Words of the first paragraphs, enough for a summary."""
        self._used: dict[str, int] = {}

    def anchor(self, level: int, title: str, wanted: str = "") -> str:
        """The id of the next heading; ``wanted`` is the one that the text gives it."""
        identifier = wanted = wanted or zh.heading_id(title)
        # Counted: a thousand headings of one title must not be looked through again for each.
        while identifier in self._used:
            self._used[wanted] += 1
            identifier = f"{wanted}-{self._used[wanted]}"
        self._used[identifier] = 1
        self.headings.append(Heading(level, identifier, title))
        return identifier

    @property
    def brief(self) -> bool:
        """Whether the next paragraph's words are still wanted in ``lead``."""
        return len(self.lead) <= _ENOUGH


def body(text: str, outline: Outline, convert: Callable[[str], str]) -> str:
    """The HTML of a text that begins with a line break; ``convert`` is Python-Markdown."""
    if any(mark in text for mark in _REACHING) or _TOP.search(text):
        return convert(text)
    made: list[str] = []
    others: list[str] = []
    for block in _BLANK.sub("\n", text).split("\n\n"):
        line = block.strip("\n")
        heading = _HEADING.fullmatch(line)
        pieces = [] if heading else _pieces(line)
        if not heading and not pieces:
            others.append(block)
            continue
        if others:
            made.append(_list(others) or convert("\n\n".join(others)))
            others.clear()
        if heading:
            level, title = len(heading[1]), heading[2].strip()
            made.append(f'<h{level} id="{outline.anchor(level, title)}">{title}</h{level}>')
        else:
            if outline.brief:
                outline.lead += "".join(pieces).strip()
            pieces[1::2] = [f"<strong>{bold}</strong>" for bold in pieces[1::2]]
            made.append(f"<p>{''.join(pieces)}</p>")
    made.append(_list(others) or convert("\n\n".join(others)))
    return "\n".join(filter(None, made))


def _pieces(line: str) -> list[str]:
    """A simple paragraph's words, every other piece bold; nothing when it is not simple."""
    if not _LINE.fullmatch(line):
        return []
    if "*" not in line:
        return [line]
    pieces = line.split("**")
    bold, between = pieces[1::2], pieces[2:-1:2]
    whole = len(pieces) % 2 and "*" not in "".join(pieces) and all(between)
    return pieces if whole and all(words and words == words.strip() for words in bold) else []


def _list(blocks: list[str]) -> str:
    """The HTML of a list alone between simple blocks, its items plain words; nothing for anything else."""
    found = _LIST.fullmatch("\n\n".join(blocks).strip("\n"))
    if not found:
        return ""
    _, *items = _MARKER.split(found[0])
    tag = "ul" if found[0][0] == "-" else "ol"
    return "\n".join((f"<{tag}>", *(f"<li>{item}</li>" for item in items), f"</{tag}>"))
