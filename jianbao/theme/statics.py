"""Static files of a theme under names that carry their digest; style sheets follow what they refer to."""

import posixpath
from functools import partial
from typing import NamedTuple

from jianbao import digest
from jianbao import expressions as re

_CSS_URL = re.compile(
    r"""url\(\s{0,9}(?:"(?!data:|https?:|/|#)([^"()]++)"|'(?!data:|https?:|/|#)([^'()]++)'"""
    r"""|(?!data:|https?:|/|#)([^'"()\s]++))\s{0,9}\)"""
)
_FOR_WRITERS = re.compile(
    r"""^[ \t]++|/\*(?:[^*]++|\*(?!/))*+(?:\*/)?+[ \t]*+\n?+"""
    r"""|"(?:[^"\\\n]++|\\[\s\S])*+"?+|'(?:[^'\\\n]++|\\[\s\S])*+'?+""",
    re.MULTILINE,
)
"""Indentation, a comment with the end of its line, a string, in which what looks like these is none."""


class Static(NamedTuple):
    """A static file: its bytes as published, and its address, which carries their digest."""

    href: str
    data: bytes


def named(files: dict[str, bytes]) -> dict[str, Static]:
    """Static files under names that carry their digest; style sheets follow what they refer to."""
    named: dict[str, Static] = {}

    def add(path: str, data: bytes) -> None:
        stem, dot, ending = path.rpartition(".")
        mark = digest.of_bytes(data).hex()[:10]
        named[path] = Static(f"assets/{stem}.{mark}.{ending}" if dot else f"assets/{path}.{mark}", data)

    def refer(match: re.Match[str], folder: str) -> str:
        target = posixpath.normpath(posixpath.join(folder, match[match.lastindex or 0]))
        if target not in files or target in pending:
            return match.group()  # not ours, or two sheets that import each other
        named_now(target)
        return f"url({posixpath.relpath(named[target].href, posixpath.join('assets', folder))})"

    def named_now(path: str) -> None:
        if path in named:
            return
        if path.endswith(".css"):
            pending.add(path)
            sheet = _CSS_URL.sub(partial(refer, folder=posixpath.dirname(path)), files[path].decode("utf-8", "replace"))
            pending.discard(path)
            add(path, _without_notes(sheet).encode())
        else:
            add(path, files[path])

    pending: set[str] = set()
    for path in sorted(files):
        named_now(path)
    return named


def _without_notes(sheet: str) -> str:
    """The sheet without what only its writers need: indentation, and comments that have lines of their own."""
    kept, at, indented = [], 0, 0
    for found in _FOR_WRITERS.finditer(sheet):
        kept.append(sheet[at : found.start()])
        begins = found.start() == indented or sheet[found.start() - 1] == "\n"
        at, text = found.end(), found.group()
        if text[0] in " \t":
            indented = at
        elif not (
            begins
            and text.startswith("/*")
            and text[2:3] != "!"
            and text.rstrip(" \t\n").endswith("*/")
            and text[-1] == "\n"
        ):
            kept.append(text)
    return "".join([*kept, sheet[at:]])
