"""The safe fixes as values: edits of a text, the new bytes, and the difference to look at.

Every byte that no edit touches stays: line ends, byte order mark, encoding, blanks at line ends.
"""

import difflib
import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from jianbao.check.engine import Found
from jianbao.content import delimiters, keys
from jianbao.errors import Problem
from jianbao.markdown import foreign

_LIST_KEYS = ("tags", "people", "aliases")
_ENTRY = re.compile(r"^(?P<key>[^\s:：#\-](?:[^\s:：]++|\s++(?!：))*+)(?P<colon>\s*+：\s*+|:(?=\S))(?P<value>.*)$")


class Edit(NamedTuple):
    """``start``:``end`` of the text become ``new``."""

    start: int
    end: int
    new: str


def edits(found: Iterable[Found]) -> list[Edit]:
    """The edits of the safe fixes, none of them overlapping; the first of two wins."""
    made: list[Edit] = []
    for edit in sorted({Edit(f.start, f.end, f.fix) for f in found if f.fix is not None}):
        if not made or edit.start >= made[-1].end:
            made.append(edit)
    return made


def front_edits(text: str, problems: Sequence[Problem]) -> list[Edit]:
    """Mistakes in writing the front matter that have one cure: full-width colons and commas, a missing blank."""
    parts = delimiters.split(text, "")
    if isinstance(parts, Problem):
        return []
    made: list[Edit] = []
    wrong = {(p.line, p.code) for p in problems}
    lines = text.split("\n")
    offset = 0
    for number, line in enumerate(lines[: parts[0].count("\n") + 2], 1):
        codes = {code for at, code in wrong if at == number}
        new = _entry(line, codes)
        if new != line:
            made.append(Edit(offset, offset + len(line), new))
        offset += len(line) + 1
    return made


def foreign_edits(text: str) -> list[Edit]:
    """Marks of other programs that plainly have a translation into Markdown, translated."""
    parts = delimiters.split(text, "")
    if isinstance(parts, Problem):
        return []
    first = len(text) - len(parts[1])
    return [Edit(first + start, first + end, new) for start, end, new in foreign.translations(parts[1])]


def _entry(line: str, codes: set[str]) -> str:
    """One line of front matter, mended."""
    match = _ENTRY.match(line)
    if match and keys.canonical(match["key"].strip()) and not match["value"].lstrip().startswith("//"):
        line = f"{match['key'].strip()}: {match['value'].strip()}".rstrip()
    key, _, value = line.partition(":")
    name = keys.canonical(key.strip())
    if name in _LIST_KEYS and any(code == "full-width-comma" or code.endswith("-list") for code in codes):
        bare = value.strip()
        inner = bare.strip("[]【】［］")
        if bare and not re.search("[\"'#{}]", bare):
            parts = [part.strip() for part in re.split("[，、；,;]", inner) if part.strip()]
            return f"{key}: [{', '.join(parts)}]"
    return line


def applied(text: str, made: Sequence[Edit]) -> str:
    """The text with the edits in it."""
    pieces, at = [], 0
    for edit in made:
        pieces += [text[at : edit.start], edit.new]
        at = edit.end
    return "".join([*pieces, text[at:]])


def mended(data: bytes, made: Sequence[Edit], encoding: str = "utf_8") -> bytes | None:
    """The file's bytes with the edits in it, which count in the text with plain line ends; None when it cannot be."""
    mark = b"\xef\xbb\xbf" if data.startswith(b"\xef\xbb\xbf") else b""
    raw = data[len(mark) :].decode(encoding)
    if raw.encode(encoding) != data[len(mark) :]:
        return None
    positions = _positions(raw)
    back = [Edit(positions(e.start), positions(e.end), e.new) for e in made]
    return mark + applied(raw, back).encode(encoding)


def _positions(raw: str) -> "_Positions":
    return _Positions([m.start() - n for n, m in enumerate(re.finditer("\r(?=\n)", raw))])


class _Positions:
    """Offsets in the text with \\n alone → offsets in the text as it is."""

    def __init__(self, removed: list[int]) -> None:
        self._removed = removed

    def __call__(self, offset: int) -> int:
        from bisect import bisect_left

        return offset + bisect_left(self._removed, offset)


def difference(path: str, before: str, after: str) -> str:
    """What changes, as `diff -u` shows it."""
    lines = difflib.unified_diff(
        before.splitlines(keepends=True), after.splitlines(keepends=True), path, f"{path}（改后）", n=1
    )
    return "".join(line if line.endswith("\n") else f"{line}\n" for line in lines)
