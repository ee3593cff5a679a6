"""`check --fix`: the safe fixes, held against what the build makes of the article, and written in place.

A fix that changes what the build says or makes beyond its own marks is left out; the fault stays told. Writing is the
one act of ``mended``; all else is values.
"""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import UTC
from pathlib import Path
from typing import NamedTuple

from jianbao import digest, files
from jianbao.check import fixes, mechanical, prose
from jianbao.check.engine import Found
from jianbao.content import parsing
from jianbao.content.edits import Edit, applied
from jianbao.content.edits import mended as with_edits
from jianbao.desk.inspection import Inspection, Text, prose_of
from jianbao.errors import Problem, UsageError, reason

_TRIED_ALONE = 200
"""Edits of a text that are tried one by one when all of them together are not safe."""
_TAG = re.compile(r"<[^<>]*>")
_LETTERS = re.compile(r"[\W_]+")


def mended(inspection: Inspection, *, write: bool) -> tuple[str, int]:
    """(what changes, as `diff -u` shows it; how many files): the safe fixes, written in place when asked."""
    shown, changed = "", 0
    for text, mine in _with_findings(inspection):
        mending = _mending(inspection, text, mine)
        if mending is None or mending.after == mending.before or mending.data is None:
            continue
        shown += fixes.difference(text.shown, mending.before, mending.after)
        changed += 1
        if write:
            _replace(text.file, mending.data)
    return shown, changed


def promised(inspection: Inspection) -> Inspection:
    """The same findings, without the fixes that are left out: nobody is told that they can be made."""
    held: set[tuple[str, Edit]] = set()
    for text, mine in _with_findings(inspection):
        if any(f.fix is not None for f in mine):
            mending = _mending(inspection, text, mine)
            held |= {(text.shown, edit) for edit in mending.held} if mending is not None else set()

    def is_held(found: Found) -> bool:
        return found.fix is not None and (found.problem.path, Edit(found.start, found.end, found.fix)) in held

    if not held:
        return inspection
    return inspection._replace(found=[f._replace(fix=None) if is_held(f) else f for f in inspection.found])


def _with_findings(inspection: Inspection) -> list[tuple[Text, list[Found]]]:
    by_path: dict[str, list[Found]] = {}
    for found in inspection.found:
        by_path.setdefault(found.problem.path, []).append(found)
    return [(text, by_path[text.shown]) for text in inspection.texts if text.shown in by_path]


class _Mending(NamedTuple):
    """A text before and after its fixes, its new bytes (None when its encoding cannot say it), and what is left out."""

    before: str
    after: str
    data: bytes | None
    held: list[Edit]


def _mending(inspection: Inspection, text: Text, mine: Sequence[Found]) -> _Mending | None:
    """What the fixes of a text make of it; None when it is another text by now."""
    data = text.read()
    if isinstance(data, Problem):
        return None  # told as a finding; or gone by now
    read_as = prose_of(text, data)
    # An editor may have saved it meanwhile: the findings are those of another text.
    if isinstance(read_as, Problem) or digest.of_text(read_as.text) != inspection.digests[text.shown]:
        return None
    lines: list[Edit] = []
    if read_as.kind == "md":
        lines = _lines(read_as.text, [f.problem for f in mine])
    words = _beside(lines, fixes.edits(mine))
    kept = _kept(read_as, lines, words, _worded(mine))
    edits = sorted([*lines, *kept])
    after = applied(read_as.text, edits)
    new = with_edits(data, edits, _codec(text, data)) if edits else data
    held = [edit for edit in words if new is None or edit not in kept]
    return _Mending(read_as.text, after, new, held)


def _lines(text: str, problems: Sequence[Problem]) -> list[Edit]:
    """The edits that the build's own messages ask for; where two meet, those of the front matter's lines go before."""
    made = fixes.front_edits(text, problems) + fixes.foreign_edits(text)
    more = [Edit(*edit) for edit in mechanical.edits(text, problems)]
    return sorted([*made, *_beside(made, more)])


def _worded(found: Sequence[Found]) -> frozenset[tuple[int, int]]:
    """Where a list of words says which characters become which."""
    return frozenset((f.start, f.end) for f in found if f.fix is not None and f.worded)


def _kept(read_as: prose.Prose, lines: list[Edit], words: list[Edit], worded: frozenset[tuple[int, int]]) -> list[Edit]:
    """The edits of words after which the build says and makes what it does after those of the front matter's lines."""
    if read_as.kind != "md" or not words:
        return words
    before = _made(applied(read_as.text, lines))

    def same(edits: list[Edit]) -> bool:
        return _same(before, _made(applied(read_as.text, sorted([*lines, *edits]))), bool(worded))

    if same(words):
        return words
    kept: list[Edit] = []
    for edit in words if len(words) <= _TRIED_ALONE else ():
        if same([*kept, edit]):
            kept.append(edit)
    return kept


def harmless(before: str, after: str, *, worded: bool = False) -> bool:
    """Whether the build makes of the new text what it makes of the old; with ``worded``, but for its words."""
    return _same(_made(before), _made(after), worded)


def _made(text: str) -> tuple[Counter[str], list[str], str]:
    """(the build's problems with an article by code, the tags of its page, its letters)."""
    article, html, problems = parsing.parsed(text.encode("utf-8", "surrogatepass"), "a.md", UTC)
    letters = _LETTERS.sub("", _TAG.sub("", html or ""))
    titles = "" if article is None else _LETTERS.sub("", f"{article.title}{article.kicker}{article.subtitle}")
    return Counter(p.code for p in problems), _TAG.findall(html or ""), titles + letters


def _same(
    before: tuple[Counter[str], list[str], str], after: tuple[Counter[str], list[str], str], worded: bool
) -> bool:
    """Whether the same is wrong as before, and the page is built as it was."""
    return before[:2] == after[:2] and (worded or before[2] == after[2])


def _beside(lines: list[Edit], words: list[Edit]) -> list[Edit]:
    """Edits of lines of the front matter go before those of words in them."""
    return [e for e in words if not any(line.start < e.end and e.start < line.end for line in lines)]


def _codec(text: Text, data: bytes) -> str:
    if text.file.suffix.lower() == ".md" or data.startswith(b"\xef\xbb\xbf"):
        return "utf_8"
    for codec in ("utf_8", "gb18030"):
        try:
            data.decode(codec)
        except UnicodeDecodeError:
            continue
        return codec
    return "utf_16"


def _replace(file: Path, data: bytes) -> None:
    """The whole file or nothing of it; its permissions stay."""
    try:
        files.replace(file, data)
    except OSError as error:
        raise UsageError(f"写不了 {file}：{reason(error)}") from None
