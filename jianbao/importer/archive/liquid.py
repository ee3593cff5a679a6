"""Pages that Jekyll fills: what of one is its own words, and what a program puts in."""

import re

_LOOPS = "for|capture|tablerow"
_BLOCK = re.compile(rf"\{{%-?\s*+(?:(?P<begins>{_LOOPS})\b|end(?P<ends>{_LOOPS})\s*+-?%\}})")
_MARK = re.compile(r"\{%[^%{]*+(?:(?:%(?!\})|\{(?!%))[^%{]*+)*+%\}|\{\{[^{}]*+(?:(?:\}(?!\})|\{(?!\{))[^{}]*+)*+\}\}")
_RAW = re.compile(r"\{%-?\s*raw\s*-?%\}")
_PROGRAM = re.compile(r"\{%-?\s*(?:for|assign|capture|include|tablerow)\s")
_STYLE = re.compile(r"<(style|script)\b[^<>]*+>", re.IGNORECASE)
_STYLE_END = {name: re.compile(rf"</{name}\s*+>", re.IGNORECASE) for name in ("style", "script")}
_TAG = re.compile(r"<[^<>]*+>")
_FEWEST = 8
"""Letters of a page's own below which it is a frame for a list."""


def is_program(body: str) -> bool:
    """Whether words of a page come from elsewhere."""
    return bool(_PROGRAM.search(body)) and not _RAW.search(body)


def own(body: str) -> str:
    """A page without what a program puts in, "" when it has hardly a word of its own."""
    body = _without_styles(_MARK.sub("", _without_loops(body)))
    words = _TAG.sub("", _without(body, _comments(body)))
    return body if sum(c.isalnum() for c in words) >= _FEWEST else ""


def _comments(body: str) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    at = body.find("<!--")
    while at >= 0 and (end := body.find("-->", at + 4)) >= 0:
        found.append((at, end + 3))
        at = body.find("<!--", end + 3)
    return found


def _without_loops(body: str) -> str:
    """The text without what stands in loops, each with its own end."""
    open_: list[tuple[str, int]] = []
    loops: list[tuple[int, int]] = []
    for mark in _BLOCK.finditer(body):
        if mark["begins"]:
            open_.append((mark["begins"], mark.start()))
        elif open_ and open_[-1][0] == mark["ends"]:
            begin = open_.pop()[1]
            while loops and loops[-1][0] > begin:  # those within it
                loops.pop()
            loops.append((begin, mark.end()))
    return _without(body, loops)


def _without_styles(body: str) -> str:
    found: list[tuple[int, int]] = []
    endless: set[str] = set()
    at = 0
    for mark in _STYLE.finditer(body):
        name = mark[1].lower()
        if mark.start() < at or name in endless:
            continue
        end = _STYLE_END[name].search(body, mark.end())
        if end is None:
            endless.add(name)
            continue
        at = end.end()
        found.append((mark.start(), at))
    return _without(body, found)


def _without(body: str, places: list[tuple[int, int]]) -> str:
    left, at = [], 0
    for begin, end in places:
        left.append(body[at:begin])
        at = end
    return "".join([*left, body[at:]])
