"""The pictures that a site shows: what pages have to know of each, and what is wrong with them, told all at once.

Each is looked at once for its bytes. Whether all of it is there shows only where it is unpacked; a build does that when
it makes its copies, and whoever makes none (a check, a build that is refused already) does it here.
"""

from collections.abc import Mapping, Set
from pathlib import Path
from typing import NamedTuple

from jianbao import address
from jianbao.cache.state import State
from jianbao.content import reader
from jianbao.errors import Problem, SiteError
from jianbao.media import pictures
from jianbao.media.pictures import Picture
from jianbao.site.model import Site


class Pictures(NamedTuple):
    """The pictures and attachments of a site."""

    files: dict[str, bytes]
    """Digests by path."""
    shown: dict[str, Picture]
    problems: list[Problem]


def of(folder: Path, site: Site, stamps: dict[str, str], state: State, version: bytes) -> Pictures:
    """Those of the site in ``folder``; ``stamps`` are those of all files of content/, ``version`` is the program's.

    Raises SiteError for what cannot be read.
    """
    files = reader.file_digests(folder / "content", stamps, site.files, state)
    kept = state.get("pictures")
    known = kept[1] if kept and kept[0] == version else {}
    shown, now, problems = pictures.measured(folder / "content", files, known)
    if now != known:
        with state.transaction():
            state.put("pictures", (version, now))
    return Pictures(files, shown, problems)


def told(folder: Path, site: Site, stamps: dict[str, str], state: State, version: bytes) -> tuple[Problem, ...]:
    """Everything that is wrong with the pictures, those of which only a part is there among them."""
    try:
        made = of(folder, site, stamps, state, version)
    except SiteError as error:
        return error.problems
    return (*made.problems, *broken(folder, made.files, made.shown, state))


def broken(folder: Path, files: Mapping[str, bytes], shown: Mapping[str, Picture], state: State) -> list[Problem]:
    """The pictures of which only a part is there; of a whole one it is remembered by its digest."""
    maker = pictures.maker()
    kept = state.get("whole pictures")
    known: frozenset[bytes] = kept[1] if kept and kept[0] == maker else frozenset()
    whole: set[bytes] = set()
    problems: list[Problem] = []
    for path, picture in shown.items():
        mark = files[path]
        if mark in known or mark in whole or pictures.is_whole(folder, path, mark, picture):
            whole.add(mark)
        else:
            problems.append(pictures.incomplete(path))
    if whole != known:
        with state.transaction():
            state.put("whole pictures", (maker, frozenset(whole)))
    return problems


def used_by(site: Site, paths: Set[str]) -> set[str]:
    """The content paths of what the articles, issues and pages at these paths show or link to."""
    fronts = (*(issue.entry for issue in site.issues), *site.pages)
    linked = [(path, *told) for path, told in site.entries.table.linked.items()]
    linked += [(entry.article.path, entry.hrefs, entry.cover) for entry in fronts]
    used = {href.partition("#")[0] for path, hrefs, cover in linked if path in paths for href in (*hrefs, cover)}
    return {path for path in site.files if address.href(path) in used}


__all__ = ["Pictures", "broken", "of", "told", "used_by"]
