"""Links in Markdown as they are written, and where a text is code, into which nobody looks."""

import re
from bisect import bisect_right
from collections.abc import Callable

_FENCE = re.compile(r"[ \t>]{0,16}(`{3,20}|~{3,20})")
_ITEM = re.compile(r"[ >]{0,8}(?:[-*+]|\d{1,9}[.)]|\[\^[^\]\s]{1,40}\]:)(?:[ \t]|$)|[ ]{0,3}:[ \t]")
INLINE = re.compile(
    r"(?P<picture>(?:(?<!\\)!)?+)(?<!\\)\[(?P<words>(?:\[(?:\\.|[^\[\]\n\\])*+\]|\\.|[^\[\]\n\\])*+)\]"
    r"\([ \t]{0,8}<?(?P<target>(?:\([^()\s]*+\)|[^\s()<>]|[ ](?![\"' \t)]))*+)>?"
    r"(?P<title>[ \t]{1,8}(?:\"[^\"\n]*+\"|'[^'\n]*+'))?+[ \t]{0,8}\)"
)
DEFINITION = re.compile(r"^(?P<head>[ \t>]{0,8}\[[^\[\]^\n]+\]:[ \t]*)<?(?P<target>[^\s<>]+)>?", re.MULTILINE)


def outside(pattern: re.Pattern[str], text: str, new: Callable[[re.Match[str]], str]) -> str:
    """The text with matches replaced, code left as it is."""
    if not pattern.search(text):
        return text
    code = code_spans(text)

    def replaced(match: re.Match[str]) -> str:
        return match.group() if _inside(code, match.start()) else new(match)

    return pattern.sub(replaced, text)


def _inside(code: list[tuple[int, int]], at: int) -> bool:
    """Whether an offset lies in one of some spans, which are sorted."""
    before = bisect_right(code, at, key=lambda span: span[0]) - 1
    return before >= 0 and at < code[before][1]


def code_spans(text: str) -> list[tuple[int, int]]:
    """(begin, end) of what is code in a text: fenced and indented lines, what stands between backticks in a line."""
    found: list[tuple[int, int]] = []
    at, fence, begun = 0, "", 0
    # Whether a line stands behind a blank one, goes on code of indented lines, belongs to a list or a note.
    apart, indented, listed = True, False, False
    for line in text.split("\n"):
        match = _FENCE.match(line)
        deep = line.startswith(("    ", "\t"))
        indented = deep and not listed and (indented or apart)
        if fence:
            if match and match[1].startswith(fence):
                found.append((begun, at + len(line)))
                fence = ""
        elif indented and line.strip():
            found.append((at, at + len(line)))
        elif match:
            fence, begun = match[1], at
        else:
            found += _ticked(line, at)
        if line.strip() and not deep:
            listed = bool(_ITEM.match(line)) or (listed and line.startswith(" "))
        apart = not line.strip()
        at += len(line) + 1
    return [*found, (begun, len(text))] if fence else found


def _ticked(line: str, at: int) -> list[tuple[int, int]]:
    """Code spans of a line: a row of backticks up to the next that is as long."""
    runs = [match.span() for match in re.finditer("`++", line)] if "`" in line else []
    later: dict[int, list[int]] = {}
    for number in range(len(runs) - 1, -1, -1):
        later.setdefault(runs[number][1] - runs[number][0], []).append(number)
    found, number = [], 0
    while number < len(runs):
        same = later[runs[number][1] - runs[number][0]]
        while same and same[-1] <= number:
            same.pop()
        if same:
            found.append((at + runs[number][0], at + runs[same[-1]][1]))
            number = same[-1]
        number += 1
    return found
