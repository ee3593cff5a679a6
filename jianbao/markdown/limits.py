"""What is not read: sizes at which Python-Markdown's inline patterns, which are quadratic in a few marks, take seconds.

Blocks are found in linear time, so that only texts with inline marks are counted, block by block; code is not.
"""

from jianbao.errors import Level, Problem
from jianbao.markdown.nodes import Node

LONGEST_LINE = 50_000
LARGEST = 4_000_000
"""Characters of a line and of a body that are read."""
_LIMITS = (
    ("[", 1000, "方括号"),
    ("(", 2000, "圆括号"),
    ("`", 1000, "反引号"),
    ("<", 1000, "尖括号"),
    ("*", 3000, "星号"),
    ("_", 6000, "下划线"),
    ("~", 3000, "波浪号"),
    ("&", 6000, "& 号"),
    ("{", 2000, "花括号"),
)
"""How many of a mark one paragraph may hold: real ones have a dozen, and 1,000 still take under a second."""
MOST_LINKED = 50_000_000
"""Links of a paragraph times its characters, over a body: for the end of each, Python-Markdown may look through all
of it, four seconds in all."""
FULLEST = 20
MOST_TAGS = 6000
MOST_FOOTNOTES = 500
MOST_LINES = 50_000
"""How many such paragraphs, <, footnote marks and lines a body may hold: many slow paragraphs are slow as well."""
LONGEST_PARAGRAPH = 3000
"""Lines of a paragraph: soft breaks are joined one by one."""
DEEPEST = 20
"""Levels of lists and quotations that are read: more are marks at a line's beginning that mean something else."""


def too_large(text: str, path: str, first_line: int) -> list[Problem]:
    """Why a text is not looked at any closer."""
    if len(text) > LARGEST:
        return [_problem(path, first_line, 1, "body-too-large", f"正文超过 {LARGEST // 10_000} 万字符", "分成几篇")]
    lines = text.count("\n")
    if lines > MOST_LINES:
        return [_problem(path, first_line, 1, "body-too-large", f"正文有 {lines} 行，上限 {MOST_LINES}", "分成几篇")]
    if len(text) <= LONGEST_LINE:
        return []
    return [
        _problem(
            path,
            first_line + number,
            1,
            "line-too-long",
            f"这一行有 {len(line)} 个字符，上限 {LONGEST_LINE}",
            "分成段落",
        )
        for number, line in enumerate(text.split("\n"))
        if len(line) > LONGEST_LINE
    ]


def of_leaf(node: Node, path: str, ends: bool) -> Problem | None:
    """Why a block's text must not be given to the inline patterns; ``ends`` tells that the file ends with its line."""
    if node.kind == "paragraph" and len(node.lines) > LONGEST_PARAGRAPH:
        message = f"连续 {len(node.lines) + ends} 行没有空行，上限 {LONGEST_PARAGRAPH}"
        return _problem(path, node.line, 1, "block-too-long", message, "用空行分段，或分成几张表、几篇")
    # Of a table every cell is a text of its own.
    text = max((line.text for line in node.lines), key=len) if node.kind == "table" else node.text
    if len(text) <= 900:
        return None
    for mark, most, name in _LIMITS:
        found = text.count(mark)
        if found > most:
            message, hint = f"一段里有 {found} 个{name}，上限 {most}", f"删去多余的 {mark}"
            return _problem(path, node.line, 1, "markdown-too-many", message, hint)
    return None


def of_body(nodes: list[Node], notes: int, path: str, first_line: int) -> Problem | None:
    """Why a body must not be given to the inline patterns; ``nodes`` are its blocks that are no code.

    ``notes`` is how many notes it has.
    """
    whole = "\n".join(node.text for node in nodes)
    notes += whole.count("[^")
    if notes > MOST_FOOTNOTES:
        message = f"正文里有 {notes} 处脚注记号 [^，上限 {MOST_FOOTNOTES}"
        return _problem(path, first_line, 1, "markdown-too-many", message, "减少脚注，或分成几篇")
    for mark, most, name in _LIMITS:
        found = whole.count(mark)
        limit = MOST_TAGS if mark == "<" else most * FULLEST
        if found > limit:
            message = f"正文里有 {found} 个{name}，上限 {limit}"
            return _problem(path, first_line, 1, "markdown-too-many", message, f"删去多余的 {mark}")
    if whole.count("](") * len(whole) > MOST_LINKED:
        return _linked(nodes, path)
    return None


def _linked(nodes: list[Node], path: str) -> Problem | None:
    """What is said of paragraphs with many links and many characters: at the longest of them."""
    found = [(node.text.count("](") * len(node.text), node) for node in nodes if node.kind != "table"]
    if sum(product for product, _ in found) <= MOST_LINKED:
        return None
    node = max(found, key=lambda one: one[0])[1]
    message = f"一段里有 {node.text.count('](')} 个链接和图片、{len(node.text)} 个字符，太多"
    return _problem(path, node.line, 1, "markdown-too-many", message, "用空行分段")


def _problem(path: str, line: int, column: int, code: str, message: str, hint: str) -> Problem:
    return Problem(path, line, column, Level.ERROR, code, message, hint)
