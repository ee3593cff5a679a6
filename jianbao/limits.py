"""What Python-Markdown must not be given: its inline patterns are quadratic, its block parser recursive.

Refused by name here, before the text can hang or crash it.
"""

import re

from jianbao.errors import Level, Problem

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
    ("|", 6000, "竖线"),
    ("&", 6000, "& 号"),
    ("{", 2000, "花括号"),
    (">", 3000, "大于号"),
)
"""How many of a mark one paragraph may hold: real ones have a dozen, and 1,000 still take under a second."""
DEEPEST = 20
"""Levels of lists and quotations that are read."""
_DEEP = re.compile(
    r"^(?:[ \t]*(?:>|[-*+]|\d{1,9}[.)])[ \t]*){%d,}|^(?: {4}|\t){%d,}[-*+>\d]" % (DEEPEST, DEEPEST), re.MULTILINE
)


def refused(text: str, path: str, first_line: int) -> Problem | None:
    """Why Python-Markdown must not be given this text, or None."""
    if len(text) > LARGEST:
        return _problem(path, first_line, 1, "body-too-large", f"正文超过 {LARGEST // 10_000} 万字符", "分成几篇")
    if len(text) > LONGEST_LINE and (long := max(text.split("\n"), key=len)) and len(long) > LONGEST_LINE:
        line = text.split("\n").index(long)
        return _problem(
            path, first_line + line, 1, "line-too-long", f"这一行有 {len(long)} 个字符，上限 {LONGEST_LINE}", "分成段落"
        )
    for mark, most, name in _LIMITS:
        if text.count(mark) > most:
            line = first_line
            for block in re.split(r"(\n[ \t]*\n)", text):
                if block.count(mark) > most:
                    return _problem(
                        path,
                        line,
                        1,
                        "markdown-too-many",
                        f"一段里有 {block.count(mark)} 个{name}，上限 {most}",
                        f"删去多余的 {mark}",
                    )
                line += block.count("\n")
    deep = _DEEP.search(text)
    if deep:
        return _problem(
            path,
            first_line + text.count("\n", 0, deep.start()),
            1,
            "markdown-too-deep",
            f"列表或引用超过 {DEEPEST} 层",
            "减少层次",
        )
    return None


def _problem(path: str, line: int, column: int, code: str, message: str, hint: str) -> Problem:
    return Problem(path, line, column, Level.ERROR, code, message, hint)
