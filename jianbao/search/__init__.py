"""Chinese search on static files: what is written for it, and how it is asked.

``search`` gives the files as outputs like any other; ``store`` and ``query`` ask them through lunr.py in
the way in which the theme's scripts do through lunr.js.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol

from jianbao import digest
from jianbao.model import Shelf
from jianbao.search import bundle
from jianbao.search.index import BodyOf, Lunr, Members, Tables, named, shelves
from jianbao.site.model import Entries


class Static(Protocol):
    """A theme's static file."""

    @property
    def href(self) -> str: ...

    @property
    def data(self) -> bytes: ...


def tables(words: Mapping[str, str], surnames: Mapping[str, str]) -> Tables:
    """What is known of characters; costs an import of pypinyin and opencc."""
    from jianbao.search import readings

    found = readings.readings((), words, surnames)
    return Tables(found.own, found.pairs, found.surnames, readings.simplified())


def search(
    entries: Entries,
    known: tuple[dict[str, Any], ...],
    lunr: Path,
    statics: Mapping[str, Static],
    body_of: BodyOf,
    engine: bytes,
) -> tuple[dict[str, str], list[Shelf]]:
    """(the theme's search files by name → address, the index's shelves); nothing when the theme has no search.

    ``known`` are the tables, ``lunr`` the folder of lunr's npm package.
    """
    mine = {name.removeprefix("search/"): s for name, s in statics.items() if name.startswith("search/")}
    if not {bundle.ENTRY, bundle.PAGE} <= mine.keys():
        return {}, []
    texts = {name: s.data.decode("utf-8", "replace") for name, s in mine.items() if name.endswith(".js")}
    app = named("app", "js", bundle.bundle(texts))
    page = named("page", "js", bundle.bundle(texts, bundle.PAGE, {"app": f"./{app.path.rpartition('/')[2]}"}))
    library = Lunr(bundle.asking((lunr / "lunr.min.js").read_bytes()), (lunr / "LICENSE").read_bytes())
    found = Tables(*known)
    mark = digest.of_all([engine, digest.of_plain(list(found))])
    made = list(shelves(Members(entries), found, library, [app, page], body_of, mark))
    hrefs = {f"search/{name}": s.href for name, s in mine.items() if name == "box.js" or not name.endswith(".js")}
    return {**hrefs, "search/app.js": app.path, "search/page.js": page.path}, made


__all__ = ["BodyOf", "Static", "search", "tables"]
