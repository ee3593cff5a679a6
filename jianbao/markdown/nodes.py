"""A block of a body, and a line of its text."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from jianbao.errors import Level, Problem
from jianbao.markdown.starts import Html


class Line(NamedTuple):
    """A line of a block's text, and where it begins in the file."""

    number: int
    column: int
    text: str


class Node:
    """A block. ``kind`` is one of root, quote, list, item, terms, term, meaning, note (those hold blocks), paragraph,
    heading, rule, code, fence, html, table, directive. ``line`` and ``end`` are its first and its last line."""

    __slots__ = (
        "aligned",
        "children",
        "end",
        "html",
        "indent",
        "info",
        "kind",
        "level",
        "line",
        "lines",
        "mark",
        "value",
    )

    def __init__(
        self,
        kind: str,
        line: int,
        *,
        end: int = 0,
        lines: Iterable[Line] = (),
        level: int = 0,
        mark: str = "",
        indent: int = 0,
        info: str = "",
        value: int | None = None,
        html: Html | None = None,
        aligned: Iterable[str] = (),
    ) -> None:
        self.kind = kind
        self.line = line
        self.end = end or line
        self.children: list[Node] = []
        self.lines = list(lines)
        self.level = level
        """Of a heading; of a directive the column where it begins."""
        self.mark = mark
        """A list's mark, or the fence that is still open."""
        self.indent = indent
        """Columns that a line has to be indented by to belong to it; of a fence, its own."""
        self.info = info
        """What stands behind an opening fence; a directive's name."""
        self.value = value
        """The number of an item."""
        self.html = html
        """What raw HTML it is, as long as it is open."""
        self.aligned = list(aligned)
        """How a table's columns are aligned."""

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)

    def trim(self) -> None:
        """A paragraph's last line does not end in blanks."""
        if self.lines:
            last = self.lines[-1]
            self.lines[-1] = last._replace(text=last.text.rstrip())

    @property
    def last(self) -> int:
        """The last line of a block that has all of its lines."""
        return self.children[-1].last if self.kind in ("list", "terms") else self.end

    def loose(self) -> bool:
        """Whether blank lines stand between a list's items, or between the blocks of one (CommonMark 0.31, Lists)."""
        for before, item in zip(self.children, self.children[1:], strict=False):
            if item.line > before.last + 1:
                return True
        return any(
            block.line > before.last + 1
            for item in self.children
            for before, block in zip(item.children, item.children[1:], strict=False)
        )


def comment_open(problems: list[Problem], path: str, line: int, column: int) -> None:
    """An error for a comment without its end."""
    message = "注释 <!-- 没有结尾的 -->"
    hint = "在注释末尾补上 -->；要显示这几个字，写成 &lt;!--"
    problems.append(Problem(path, line, column, Level.ERROR, "comment-open", message, hint))


def leaves(node: Node) -> Iterator[Node]:
    """The blocks below a node that hold no blocks, in order."""
    pending = [node]
    while pending:
        node = pending.pop()
        if node.children:
            pending += reversed(node.children)
        elif node.kind not in ("root", "quote", "item", "meaning", "note", "list", "terms"):
            yield node
