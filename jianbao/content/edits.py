"""Edits of a text as values, and a file's bytes with them in it.

Every byte that no edit touches stays: line ends, byte order mark, encoding, blanks at line ends.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple


class Edit(NamedTuple):
    """``start``:``end`` of the text become ``new``."""

    start: int
    end: int
    new: str


def applied(text: str, made: Sequence[Edit]) -> str:
    """The text with the edits in it, which are in order and do not overlap."""
    pieces, at = [], 0
    for edit in made:
        pieces += [text[at : edit.start], edit.new]
        at = edit.end
    return "".join([*pieces, text[at:]])


def mended(data: bytes, made: Sequence[Edit], encoding: str = "utf_8") -> bytes | None:
    """The file's bytes with the edits in it, which count in the text with plain line ends; None when it cannot be.

    The line ends of what is new are those that the file's first line has.
    """
    mark = b"\xef\xbb\xbf" if data.startswith(b"\xef\xbb\xbf") else b""
    raw = data[len(mark) :].decode(encoding)
    if raw.encode(encoding) != data[len(mark) :]:
        return None
    removed = [m.start() - n for n, m in enumerate(re.finditer("\r(?=\n)", raw))]
    end = re.search("\r\n|\r|\n", raw)
    back = [
        Edit(
            e.start + bisect_left(removed, e.start),
            e.end + bisect_left(removed, e.end),
            e.new.replace("\n", end[0]) if end else e.new,
        )
        for e in made
    ]
    return mark + applied(raw, back).encode(encoding)


def between(before: str, after: str) -> list[Edit]:
    """The one edit that makes the one text the other; none for the same."""
    if before == after:
        return []
    most = min(len(before), len(after))
    start = next((at for at in range(most) if before[at] != after[at]), most)
    tail = next((at for at in range(most - start) if before[-1 - at] != after[-1 - at]), most - start)
    return [Edit(start, len(before) - tail, after[start : len(after) - tail])]
