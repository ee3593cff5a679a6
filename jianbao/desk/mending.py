"""`check --fix`: the safe fixes, held against what the build makes of the article, and written in place.

A fix that changes what the build says or makes beyond its own marks is left out; the fault stays told. Writing is the
one act of ``mended``; all else is values.
"""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import UTC
from pathlib import Path

from jianbao import digest, files
from jianbao.check import fixes, prose
from jianbao.check.engine import Found
from jianbao.content import parsing
from jianbao.desk.inspection import Inspection, Text, prose_of
from jianbao.errors import Problem, UsageError, reason

_TRIED_ALONE = 200
"""Edits of a text that are tried one by one when all of them together are not safe."""
_TAG = re.compile(r"<[^<>]*>")
_LETTERS = re.compile(r"[\W_]+")


def mended(inspection: Inspection, *, write: bool) -> tuple[str, int]:
    """(what changes, as `diff -u` shows it; how many files): the safe fixes, written in place when asked."""
    shown, changed = "", 0
    by_path: dict[str, list[Found]] = {}
    for found in inspection.found:
        by_path.setdefault(found.problem.path, []).append(found)
    for text in inspection.texts:
        mine = by_path.get(text.shown, [])
        if not mine:
            continue
        try:
            data = text.file.read_bytes()
        except OSError:
            continue  # told as a finding; or gone by now
        read_as = prose_of(text, data)
        # An editor may have saved it meanwhile: the findings are those of another text.
        if isinstance(read_as, Problem) or digest.of_text(read_as.text) != inspection.digests[text.shown]:
            continue
        lines: list[fixes.Edit] = []
        if read_as.kind == "md":
            lines = fixes.front_edits(read_as.text, [f.problem for f in mine]) + fixes.foreign_edits(read_as.text)
        edits = sorted([*lines, *_kept(read_as, lines, _beside(lines, fixes.edits(mine)), _worded(mine))])
        after = fixes.applied(read_as.text, edits)
        if after == read_as.text:
            continue
        new = fixes.mended(data, edits, _codec(text, data))
        if new is None:
            continue
        shown += fixes.difference(text.shown, read_as.text, after)
        changed += 1
        if write:
            _replace(text.file, new)
    return shown, changed


def _worded(found: Sequence[Found]) -> frozenset[tuple[int, int]]:
    """Where a list of words says which characters become which."""
    return frozenset((f.start, f.end) for f in found if f.fix is not None and f.worded)


def _kept(
    read_as: prose.Prose, lines: list[fixes.Edit], words: list[fixes.Edit], worded: frozenset[tuple[int, int]]
) -> list[fixes.Edit]:
    """The edits of words after which the build says and makes what it does after those of the front matter's lines."""
    if read_as.kind != "md" or not words:
        return words
    before = _made(fixes.applied(read_as.text, lines))

    def same(edits: list[fixes.Edit]) -> bool:
        return _same(before, _made(fixes.applied(read_as.text, sorted([*lines, *edits]))), bool(worded))

    if same(words):
        return words
    kept: list[fixes.Edit] = []
    for edit in words if len(words) <= _TRIED_ALONE else ():
        if same([*kept, edit]):
            kept.append(edit)
    return kept


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


def _beside(lines: list[fixes.Edit], words: list[fixes.Edit]) -> list[fixes.Edit]:
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
