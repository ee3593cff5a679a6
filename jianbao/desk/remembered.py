"""What the rules found in each text, remembered until the text, its date, the rules or the program change.

An editor runs `check` again after every correction: of ten thousand texts all but one are as they were. Findings are
kept in the desk's own state file, by year of the archive, beside the digest of the bytes that they were found in.
Refused: nothing; what was not remembered, or not under the same rules, is looked at again.
"""

from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from jianbao import digest
from jianbao.cache import program, trouble
from jianbao.cache.state import State
from jianbao.check import proofreader
from jianbao.check.engine import Found
from jianbao.check.words import lexicon
from jianbao.errors import Level, Problem
from jianbao.settings import knowledge


class Seen(NamedTuple):
    """What an inspection of one text found; ``sentences`` are for comparing it with others."""

    found: list[Found]
    sentences: frozenset[int]
    digest: bytes
    """Of the text that was looked at; b"" when there was none."""
    source: bytes = b""
    """Of the bytes that it was read from; b"" when they could not be."""
    letters: bytes = b""
    """Of its body without marks and blanks; b"" where they are too few to be compared."""


Kept = dict[str, tuple[Any, ...]]
"""Path as problems name it → (digest of its bytes, its date, what was seen), plain."""


def version(site: Path) -> bytes:
    """The digest of all that findings follow from beside a text and its date."""
    data = [knowledge.SHIPPED / "words.yaml", *(knowledge.file(site, name)[0] for name in proofreader.FILES)]
    files = [*data, *lexicon.files()]
    return digest.of_all(
        [program.version("check", "desk", "importer"), *(digest.of_bytes(_bytes(file)) for file in files)]
    )


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError:
        return b""


def load(site: Path, paths: Iterable[str], version: bytes) -> Kept:
    """What is remembered of the years that some texts are of."""
    return trouble.mended(partial(_load, site, sorted({_year(path) for path in paths}), version))


def _load(site: Path, years: Sequence[str], version: bytes, anew: bool) -> Kept:
    found: Kept = {}
    with State(_path(site), anew=anew) as state:
        if state.get("inspected") == version:
            for year in years:
                found.update(state.get(f"inspected {year}") or {})
    return found


def keep(site: Path, seen: dict[str, tuple[str, Seen]], known: Kept, version: bytes, *, whole: bool) -> None:
    """Remembers what was seen by path, each with the text's date; ``whole``: what is not among them is gone."""
    years: dict[str, Kept] = {}
    for path, (date, one) in seen.items():
        if one.source:
            years.setdefault(_year(path), {})[path] = (one.source, date, *_plain(one))
    before: dict[str, Kept] = {}
    for path, value in known.items():
        before.setdefault(_year(path), {})[path] = value
    if not whole:
        years = {year: {**before.get(year, {}), **kept} for year, kept in years.items()}
    gone = before.keys() - years.keys() if whole else ()
    changed = {year: kept for year, kept in years.items() if kept != before.get(year)}
    if changed or gone:
        trouble.mended(partial(_keep, site, changed, sorted(gone), version))


def _keep(site: Path, changed: dict[str, Kept], gone: Sequence[str], version: bytes, anew: bool) -> None:
    with State(_path(site), anew=anew) as state, state.transaction():
        if state.get("inspected") != version:
            for year in state.get("inspected years") or ():
                state.put(f"inspected {year}", None)
            state.put("inspected years", None)
            state.put("inspected", version)
        for year, kept in changed.items():
            state.put(f"inspected {year}", kept)
        for year in gone:
            state.put(f"inspected {year}", None)
        years = {*(state.get("inspected years") or ()), *changed} - set(gone)
        state.put("inspected years", sorted(years))


def of(kept: tuple[Any, ...] | None, path: str, date: str, source: bytes) -> Seen | None:
    """What was seen in a text that still has the same bytes and the same date."""
    if kept is None or kept[:2] != (source, date):
        return None
    found = [
        Found(Problem(path, line, column, Level(level), code, message, hint), start, end, fix, worded)
        for line, column, level, code, message, hint, start, end, fix, worded in kept[2]
    ]
    return Seen(found, frozenset(kept[3]), kept[4], source, kept[5])


def _plain(one: Seen) -> tuple[Any, ...]:
    found = [
        (p.line, p.column, str(p.level), p.code, p.message, p.hint, f.start, f.end, f.fix, f.worded)
        for f in one.found
        for p in [f.problem]
    ]
    return found, sorted(one.sentences), one.digest, one.letters


def _year(path: str) -> str:
    """content/2018/2018-04/a.md → 2018."""
    parts = path.split("/")
    return parts[1] if len(parts) > 2 else ""


def _path(site: Path) -> Path:
    return site / ".cache" / "desk.sqlite"
