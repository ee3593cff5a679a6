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
FULLEST = 20
MOST_TAGS = 6000
MOST_FOOTNOTES = 500
MOST_LINES = 50_000
"""How many such paragraphs, <, footnote marks and lines a body may hold: many slow paragraphs are slow as well."""
LONGEST_BLOCK = 3000
"""Lines of a list, a table or a paragraph: Python-Markdown takes them off one by one, copying the rest."""
DEEPEST = 20
"""Levels of lists and quotations that are read."""
_BLANK = re.compile(r"(\n[ \t]*\n)")
_DEEP = re.compile(r"\n(?:(?:[ \t]*(?:>|[-*+]|\d{1,9}[.)])[ \t]*){%d,}|(?: {4}|\t){%d,}[-*+>\d])" % (DEEPEST, DEEPEST))


def refused(text: str, path: str, first_line: int) -> Problem | None:
    """Why Python-Markdown must not be given this text, or None."""
    if len(text) > LARGEST:
        return _problem(path, first_line, 1, "body-too-large", f"正文超过 {LARGEST // 10_000} 万字符", "分成几篇")
    if len(text) > LONGEST_LINE and (long := max(text.split("\n"), key=len)) and len(long) > LONGEST_LINE:
        line = text.split("\n").index(long)
        return _problem(
            path, first_line + line, 1, "line-too-long", f"这一行有 {len(long)} 个字符，上限 {LONGEST_LINE}", "分成段落"
        )
    return (
        _too_many_lines(text, path, first_line)
        or _too_many_marks(text, path, first_line)
        or _too_deep(text, path, first_line)
    )


def _too_many_lines(text: str, path: str, first_line: int) -> Problem | None:
    lines = text.count("\n")
    if lines > MOST_LINES:
        return _problem(path, first_line, 1, "body-too-large", f"正文有 {lines} 行，上限 {MOST_LINES}", "分成几篇")
    if lines > LONGEST_BLOCK:
        line = first_line
        for block in _BLANK.split(text):
            size = block.count("\n")
            if size > LONGEST_BLOCK:
                message = f"连续 {size + 1} 行没有空行，上限 {LONGEST_BLOCK}"
                return _problem(path, line, 1, "block-too-long", message, "用空行分段，或分成几张表、几篇")
            line += size
    return None


def _too_many_marks(text: str, path: str, first_line: int) -> Problem | None:
    notes = text.count("[^")
    if notes > MOST_FOOTNOTES:
        message = f"正文里有 {notes} 处脚注记号 [^，上限 {MOST_FOOTNOTES}"
        return _problem(path, first_line, 1, "markdown-too-many", message, "减少脚注，或分成几篇")
    for mark, most, name in _LIMITS:
        found = text.count(mark)
        if found > most:
            line = first_line
            for block in _BLANK.split(text):
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
        whole = MOST_TAGS if mark == "<" else most * FULLEST
        if found > whole:
            message = f"正文里有 {found} 个{name}，上限 {whole}"
            return _problem(path, first_line, 1, "markdown-too-many", message, f"删去多余的 {mark}")
    return None


def _too_deep(text: str, path: str, first_line: int) -> Problem | None:
    deep = _DEEP.search(f"\n{text}")
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
