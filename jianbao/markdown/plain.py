"""What needs no Markdown library: paragraphs of one line of plain words, bold ones among them, headings, short lists.

Nearly every block of a bulletin is of that kind, and Python-Markdown asks forty questions about each. Here
their HTML is made directly; all other blocks go to Python-Markdown, which makes the same of them without
these neighbours, because a blank line and a simple block end whatever stands before. What reaches further,
such as footnotes and HTML, sends the whole text there. Tests hold the pages to be the same.
"""

from collections.abc import Callable

from jianbao import expressions as re
from jianbao import zh
from jianbao.markdown import foreign
from jianbao.model import Heading

_REACHING = (
    *("<", "&", "{", "\t", "\r", "$", "｜", "［", "＃", "＊"),
    *(("[", sign) for sign in ("[^", "]:", "[[", "[!")),
    *((":", sign) for sign in ("\n:", ":::")),
    *(("`", "```"), ("~", "~~~"), ("=", "=="), ("（", "]（")),
)
"""HTML, entities, attributes, footnotes, link definitions, definitions of terms, fences, marks of other programs.

A sign is looked for where its (first) character is: to find a character costs a tenth of what a word costs.
"""
_SUSPECT = re.compile(r"[<&{\t\r$｜［＃＊\[\]:`~=\\]")
"""Any character that a sign begins with, here or in foreign.py; most bulletins have none."""
_ADDRESS = re.compile(r"://|www\.")
_TOP = re.compile(r"\n#(?!#)")
"""What may be a heading of the first level, which moves all others."""
_BLANK = re.compile(r"(?<=\n)[ \u3000\u00a0]+\n")
_BETWEEN = re.compile(r"(\n\n|\n(?=\u3000\u3000))")
"""What ends a block whatever it is: a blank line, and before a paragraph that is indented as printed ones are."""
_OPENING = ("“", "《", "（", "【")
_LINE = re.compile(r"[^\n`\\\[\]!>_|~]*")
_WORDS = r"[^\n `\\\[\]!>_|*#~][^\n`\\\[\]!>_|*#~]*"
_HEADING = re.compile(rf"(##{{1,5}}) +({_WORDS})")
_LIST = re.compile(rf"- {{1,4}}{_WORDS}(?:\n- {{1,4}}{_WORDS})*|1\. {{1,4}}{_WORDS}(?:\n[0-9]+\. {{1,4}}{_WORDS})*")
_MARKER = re.compile(r"(?:^|\n)([-0-9.]+) +")
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


def body(text: str, first_line: int, outline: Outline, convert: Callable[[str, int], str]) -> str:
    """The HTML of a text; ``convert`` is Python-Markdown, for a part of it and the line at which that begins."""
    text = f"\n{text}"
    if _reaches(text):
        return convert(text[1:], first_line)
    made: list[str] = []
    others = ""
    line = begun = first_line - 1
    if "\n " in text or "\n\u3000" in text or "\n\u00a0" in text:
        between = _BETWEEN.split(_BLANK.sub("\n", text))
    else:
        between = _apart(text)
    addressed = "/" in text or "www." in text
    for at in range(0, len(between), 2):
        block, after = between[at], between[at + 1] if at + 1 < len(between) else ""
        words = block.strip("\n").strip("\u3000\u00a0").rstrip()
        plain = not addressed or ("/" not in words and "www." not in words)
        heading = _HEADING.fullmatch(words) if plain and words[:1] == "#" else None
        heading = heading if heading and _begun(heading[2]) else None
        pieces = [] if heading or not plain else _pieces(words)
        if heading or pieces:
            if others:
                made.append(_list(others) or convert(others, begun))
                others = ""
            made.append(_heading(heading, outline) if heading else _paragraph(pieces, outline))
        else:
            begun = begun if others else line
            others += block + after
        line += block.count("\n") + after.count("\n")
    if others:
        made.append(_list(others) or convert(others, begun))
    return "\n".join(filter(None, made))


def _reaches(text: str) -> bool:
    """Whether anything in the text may concern more than its own block."""
    if "【【" in text:
        return True  # a directive
    if _SUSPECT.search(text) is None:
        return "#" in text and _TOP.search(text) is not None
    for sign in _REACHING:
        first, whole = sign if isinstance(sign, tuple) else (sign, "")
        if first in text and (not whole or whole in text):
            return True
    return ("#" in text and _TOP.search(text) is not None) or "\n=" in text or foreign.suspected(text)


def _begun(words: str) -> bool:
    """Whether a line begins as prose does: with a Han character, digits before one, or a mark that opens something.

    Not told by an expression: a class of so many ranges takes milliseconds to compile, in every build.
    """
    first = words[:1]
    if "\u4e00" <= first <= "\u9fff":
        return True
    if "0" <= first <= "9":
        return zh.is_han(words.lstrip("0123456789")[:1])
    return first in _OPENING or zh.is_han(first)


def _apart(text: str) -> list[str]:
    """The blocks and what stands between them."""
    blocks = text.split("\n\n")
    made = ["\n\n"] * (2 * len(blocks) - 1)
    made[::2] = blocks
    return made


def _heading(found: re.Match[str], outline: Outline) -> str:
    level, title = len(found[1]), found[2].strip()
    return f'<h{level} id="{outline.anchor(level, title)}">{title}</h{level}>'


def _paragraph(pieces: list[str], outline: Outline) -> str:
    if outline.brief:
        outline.lead += "".join(pieces).strip()
    pieces[1::2] = [f"<strong>{bold}</strong>" for bold in pieces[1::2]]
    return f"<p>{''.join(pieces)}</p>"


def _pieces(line: str) -> list[str]:
    """A simple paragraph's words, every other piece bold; nothing when it is not simple."""
    if not _begun(line.removeprefix("**")) or not _LINE.fullmatch(line):
        return []
    if "*" not in line:
        return [line]
    pieces = line.split("**")
    bold, between = pieces[1::2], pieces[2:-1:2]
    whole = len(pieces) % 2 and "*" not in "".join(pieces) and all(between)
    return pieces if whole and all(words and words == words.strip() for words in bold) else []


def _list(blocks: str) -> str:
    """The HTML of a list alone between simple blocks, its items plain words; nothing for anything else."""
    found = _LIST.fullmatch(blocks.strip("\n"))
    if not found or _ADDRESS.search(found[0]):
        return ""
    _, *parts = _MARKER.split(found[0])
    marks, items = parts[::2], [item.rstrip() for item in parts[1::2]]
    if not all(map(_begun, items)):
        return ""
    if marks[0] == "-":
        tag = "ul"
    else:
        tag = "ol"
        if marks != [f"{number}." for number in range(1, len(marks) + 1)]:
            return ""
    return "\n".join((f"<{tag}>", *(f"<li>{item}</li>" for item in items), f"</{tag}>"))
