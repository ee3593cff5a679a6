"""Definitions of links, ``[label]: address "title"``, at the beginning of a paragraph (CommonMark 0.31)."""

from typing import NamedTuple

from jianbao import expressions as re
from jianbao.markdown.nodes import Node

_LABEL = re.compile(r"(?<![^\n])\[((?:[^\[\]\\]|\\.){1,999}+)\]:[ \t]*+\n?[ \t]*+(<[^<>\n]*+>|[^\s<]\S*+)", re.DOTALL)
_TITLE = re.compile(
    r"""(?<!\s)(?:[ \t]++\n?|\n)[ \t]*+("(?:[^"\\]|\\.)*+"|'(?:[^'\\]|\\.)*+'|\((?:[^()\\]|\\.)*+\))[ \t]*+(?=\n|$)""",
    re.DOTALL,
)
_END = re.compile(r"(?:(?<![ \t])[ \t]++)?+(?:\n|$)")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")


class Reference(NamedTuple):
    """Where a label leads, and what was written."""

    href: str
    title: str
    line: int
    column: int
    label: str


def key(label: str) -> str:
    """A label as it is looked up."""
    return " ".join(label.split()).lower()


def unescaped(text: str) -> str:
    """The text without the backslashes that say that a mark is none."""
    return _ESCAPED.sub(r"\1", text) if "\\" in text else text


def take(paragraph: Node, found: dict[str, Reference]) -> None:
    """Moves the definitions at the beginning of a paragraph into ``found``; a label's second one stays words."""
    text = paragraph.text if paragraph.lines and paragraph.lines[0].text.startswith("[") else ""
    at = taken = 0
    while text.startswith("[", at) and not text.startswith("[^", at):
        label = _LABEL.match(text, at)
        if not label or not label[1].strip() or key(label[1]) in found:
            break
        title = _TITLE.match(text, label.end())
        if title and "\n\n" in title[1]:
            title = None
        end = _END.match(text, title.end() if title else label.end())
        if not end:
            break
        href = label[2][1:-1] if label[2].startswith("<") else label[2]
        first = paragraph.lines[taken]
        said = unescaped(title[1][1:-1]) if title else ""
        found[key(label[1])] = Reference(unescaped(href), said, first.number, first.column, label[1])
        taken += text.count("\n", at, end.end()) if end.group().endswith("\n") else len(paragraph.lines) - taken
        at = end.end()
    del paragraph.lines[:taken]
    if paragraph.lines:
        paragraph.line = paragraph.lines[0].number
