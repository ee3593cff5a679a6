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
    r"""(^[ \t]*+/\*(?!!)(?:[^*]++|\*(?!/))*+\*/[ \t]*+\n|^[ \t]++)"""
    r"""|"(?:[^"\\\n]++|\\[\s\S])*+"?|'(?:[^'\\\n]++|\\[\s\S])*+'?|/\*(?:[^*]++|\*(?!/))*+(?:\*/)?""",
    re.MULTILINE,
)
"""What only writers of style sheets need (1): indentation, and comments with lines of their own; and what may look like
these and is passed over: strings, other comments."""


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
            add(path, _FOR_WRITERS.sub(lambda found: "" if found[1] else found.group(), sheet).encode())
        else:
            add(path, files[path])

    pending: set[str] = set()
    for path in sorted(files):
        named_now(path)
    return named
