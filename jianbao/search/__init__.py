"""Chinese search on static files: what is written for it, and how it is asked.

``every_shelf`` gives the files as pages like any other; ``index_reader`` and ``query`` ask them through lunr.py in
the way in which the theme's scripts do through lunr.js.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol

from jianbao import digest
from jianbao.cache import prepared, program
from jianbao.cache.state import State
from jianbao.model import Shelf
from jianbao.search import entries, fixed, scripts
from jianbao.search.files import FOLDER
from jianbao.search.fixed import Tables
from jianbao.search.index import BodyOf, shelves
from jianbao.search.numbers import Numbers, numbered
from jianbao.search.shards import pairs
from jianbao.settings.config import Config
from jianbao.site.model import Site


class Static(Protocol):
    """A theme's static file."""

    @property
    def href(self) -> str: ...

    @property
    def data(self) -> bytes: ...


def said() -> tuple[Any, ...]:
    """What is known of characters whatever a site adds, as plain values: it follows from the program alone.

    Costs an import of pypinyin, opencc and numpy.
    """
    from jianbao.search import readings

    found = readings.said()
    return tuple(found), readings.simplified(), tuple(pairs.layout(found.own))


def tables(words: Mapping[str, str], surnames: Mapping[str, str], known: tuple[Any, ...] | None = None) -> Tables:
    """What is known of characters with a site's words and surnames; ``known`` is what ``said`` gave."""
    from jianbao.search import readings

    plain, simplified, laid = known or said()
    before = readings.Said(*plain)
    found = readings.of_words((), words, surnames, before)
    several = readings.several(words, surnames, found.own, before)
    if found.own != before.own:
        laid = tuple(pairs.layout(found.own))
    return Tables(found.own, found.pairs, found.surnames, simplified, several, laid)


def kept(config: Config, state: State, version: bytes, last: tuple[Any, ...]) -> tuple[Any, ...]:
    """(their key, the tables), plain and made once for as long as data/pinyin.yaml stays the same.

    ``last`` is what this process was given last, () for the first time; ``version`` the program's, as a digest.
    """
    said_here = program.words({**config.pinyin, **{f"={name}": each for name, each in config.surnames.items()}})
    key = digest.of_all([said_here, version])  # and of readings.py and pairs.py
    found: tuple[Any, ...] = last or state.get("search tables") or (b"",)
    if found[0] != key:
        known = prepared.value("readings", version, said)
        found = (key, *tables(config.pinyin, config.surnames, known))
        with state.transaction():
            state.put("search tables", found)
    return found


def every_shelf(
    site: Site,
    numbers: Numbers,
    config: Config,
    known: tuple[Any, ...],
    bundles: list[Path],
    statics: Mapping[str, Static],
    body_of: BodyOf,
    engine: bytes,
) -> tuple[dict[str, str], list[Shelf]]:
    """(the theme's search files by name → address, the index's shelves); nothing when the theme has no search.

    ``numbers`` are those of the entries, ``known`` the tables, ``bundles`` what says which scripts were bundled. Raises
    SiteError when none were made from the theme's modules.
    """
    mine = {name.removeprefix("search/"): s for name, s in statics.items() if name.startswith("search/")}
    if not {scripts.APP, scripts.PAGE} <= mine.keys():
        return {}, []
    made = scripts.shipped(bundles, {name: s.data for name, s in mine.items()})
    tables = Tables(*known)
    listed = entries.of_site(site, config.people, body_of)
    beside = fixed.made(tables, made, listed, config.synonyms, entries.topics(site))
    mark = digest.of_all([engine, digest.of_plain(list(tables[:-1]))])
    found = list(shelves(site.entries, numbers, tables, beside, body_of, mark))
    hrefs = {f"search/{name}": s.href for name, s in mine.items() if name == scripts.BOX or not name.endswith(".js")}
    for name, file in ((scripts.APP, made.app), (scripts.PAGE, made.page)):
        hrefs[f"search/{name}"] = f"{FOLDER}/{file}"
    return hrefs, found


__all__ = ["BodyOf", "Static", "Tables", "numbered", "search", "tables"]
