"""`check --fix`: what the safe fixes make of each text, shown and written in place. Writing is the one act."""

from collections.abc import Sequence
from pathlib import Path

from jianbao import digest, files
from jianbao.check import fixes
from jianbao.check.engine import Found
from jianbao.desk.inspection import Inspection, Text, prose_of
from jianbao.desk.mending import Mending, mending
from jianbao.errors import Problem, UsageError, reason


def fixed(inspection: Inspection, *, write: bool) -> tuple[str, int]:
    """(what changes, as `diff -u` shows it; how many files): the safe fixes, written in place when asked."""
    shown, changed = "", 0
    for text, mine in _with_findings(inspection):
        made = _mending(inspection, text, mine)
        if made is None or made.after == made.before or made.data is None:
            continue
        shown += fixes.difference(text.shown, made.before, made.after)
        changed += 1
        if write:
            _replace(text.file, made.data)
    return shown, changed


def _with_findings(inspection: Inspection) -> list[tuple[Text, list[Found]]]:
    by_path: dict[str, list[Found]] = {}
    for found in inspection.found:
        by_path.setdefault(found.problem.path, []).append(found)
    return [(text, by_path[text.shown]) for text in inspection.texts if text.shown in by_path]


def _mending(inspection: Inspection, text: Text, mine: Sequence[Found]) -> Mending | None:
    """What the fixes of a text make of it; None when it is another text by now."""
    data = text.read()
    if isinstance(data, Problem):
        return None  # told as a finding; or gone by now
    read_as = prose_of(text, data)
    # An editor may have saved it meanwhile: the findings are those of another text.
    if isinstance(read_as, Problem) or digest.of_text(read_as.text) != inspection.digests[text.shown]:
        return None
    return mending(read_as, data, mine, [found.problem for found in mine])


def _replace(file: Path, data: bytes) -> None:
    """The whole file or nothing of it; its permissions stay."""
    try:
        files.replace(file, data)
    except OSError as error:
        raise UsageError(f"写不了 {file}：{reason(error)}") from None
