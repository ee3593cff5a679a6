"""Blocks whose lines are taken as they are until one ends them: fenced code, directives; and what has no end."""

from collections.abc import Iterator

from jianbao.errors import Level, Problem
from jianbao.markdown import directives, starts
from jianbao.markdown.nodes import Line, Node, comment_open

_INDENTED = 4


def ends(leaf: Node, rest: str, column: int, number: int) -> bool:
    """Whether the rest of a line, which begins at ``column``, ends the block; else the block has it."""
    if leaf.kind == "directive":
        leaf.end = number
        if directives.ends(rest):
            leaf.mark = ""
            return True
        leaf.lines.append(Line(number, column + 1, rest))
        return False
    width, chars = starts.indent(rest, column)
    mark = rest[chars:].rstrip(" \t")
    if width < _INDENTED and len(mark) >= len(leaf.mark) and mark == leaf.mark[0] * len(mark):
        leaf.mark, leaf.end = "", number
        return True
    text, column = starts.dedented(rest, column, leaf.indent)
    leaf.lines.append(Line(number, column + 1, text))
    return False


def left_open(leaf: Node, path: str) -> Iterator[Problem]:
    """The problem of a block that was open when what it stands in ended."""
    if leaf.kind == "fence" and leaf.mark:
        message = f"代码围栏 {leaf.mark} 没有结尾，下面的正文都成了代码"
        hint = f"在代码的最后一行下面单独写一行 {leaf.mark}"
        yield Problem(path, leaf.line, 1, Level.WARNING, "fence-open", message, hint)
    elif leaf.kind == "directive":
        yield directives.left_open(leaf, path)
    elif leaf.html and leaf.html.comment:
        found: list[Problem] = []
        comment_open(found, path, leaf.line, leaf.lines[0].column)
        yield from found
