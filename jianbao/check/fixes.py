"""The safe fixes as values: edits of a text, and the difference to look at."""

import difflib
from collections.abc import Iterable, Sequence

from jianbao import expressions as re
from jianbao.check.engine import Found
from jianbao.content import delimiters, keys
from jianbao.content.edits import Edit
from jianbao.errors import Problem
from jianbao.markdown import foreign

_LIST_KEYS = ("tags", "people", "aliases")
_ENTRY = re.compile(r"^(?P<key>[^\s:：#\-](?:[^\s:：]++|\s++(?!：))*+)(?P<colon>\s*+：\s*+|:(?=\S))(?P<value>.*)$")


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


def difference(path: str, before: str, after: str) -> str:
    """What changes, as `diff -u` shows it."""
    lines = difflib.unified_diff(
        before.splitlines(keepends=True), after.splitlines(keepends=True), path, f"{path}（改后）", n=1
    )
    return "".join(line if line.endswith("\n") else f"{line}\n" for line in lines)
