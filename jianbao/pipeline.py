"""The recipes: what jianbao does, each in a few lines. Read this page first.

content/ ──read──▶ articles ──relate──▶ Site ──outputs──▶ shelves of pages ──write──▶ output/
"""

import importlib
import marshal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from jianbao import digest, pages, workers
from jianbao.cache import program, trouble
from jianbao.cache.state import Reader, State, state_path
from jianbao.content import reader
from jianbao.content.scan import Inside
from jianbao.errors import Problem, SiteError, errors_in, in_order
from jianbao.media import pictures
from jianbao.media.pictures import Picture
from jianbao.model import Page, Shelf
from jianbao.output import apply, unchanged
from jianbao.output.inventory import Disk
from jianbao.output.plan import Fingerprint, Wanted
from jianbao.output.unchanged import Seal
from jianbao.settings import config as configuration
from jianbao.settings.config import Config
from jianbao.site import future, related, remembered
from jianbao.site.built import Asked
from jianbao.site.model import Site
from jianbao.zh import Reading

if TYPE_CHECKING:
    from jianbao.theme.loader import Theme

Progress = Callable[[int, int], None]
"""(pages rendered, pages to render), called while a build lasts."""


def silent(done: int, total: int) -> None:
    """Shows no progress."""


@dataclass(frozen=True, slots=True)
class Request:
    """What a build is asked for."""

    site: Path
    output: Path
    drafts: bool = False
    clean: bool = False
    as_of: str = ""
    """``YYYY-MM-DDTHH:MM`` in the site's time zone; "" is now."""
    jobs: int = field(default_factory=workers.cores)
    search: bool = True
    """With the search index, where lunr.js and numpy are there."""
    preview: bool = False
    """For the live preview: style sheets keep their plain names, and the report tells each page's source."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a build did, as data."""

    pages: int
    written: tuple[Wanted, ...]
    pruned: tuple[str, ...]
    problems: tuple[Problem, ...]
    parsed: int
    """Content files that were parsed."""
    strays: tuple[str, ...]
    """What was moved out of output/: links, somebody's files in the way, all when the ledger was lost."""
    next_change: str
    seconds: dict[str, float]
    """Wall time by stage."""
    anew: tuple[tuple[str, str], ...] = ()
    """What could have been gone on from the last build and was not: its name, and why."""
    base: str = "/"
    """The path of the site's address."""
    sources: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Address → (content path, date); only for a preview."""


@dataclass(slots=True)
class Memory:
    """What a process that builds into a folder of its own again and again need not look up each time."""

    related: remembered.Memory = field(default_factory=remembered.Memory)
    on_disk: Disk | None = None
    """The files of the folder as the last build left them."""
    left: bytes = b""
    """What the seal calls them."""
    tables: tuple[Any, ...] = ()
    """As the state keeps them."""

    def forget(self) -> None:
        """All of it: it followed from a state that is forgotten."""
        self.related, self.on_disk, self.left, self.tables = remembered.Memory(), None, b"", ()


def build(request: Request, progress: Progress = silent, memory: Memory | None = None) -> Report:
    """Brings output/ up to date. Raises SiteError, output/ untouched, when the site has errors.

    ``memory`` is filled, and used by the next build; whoever gives one lets nobody else write into the folder.
    """
    return trouble.mended(partial(_build, request, progress, memory or Memory()))


def _build(request: Request, progress: Progress, memory: Memory, anew: bool) -> Report:
    clock = _Clock()
    path = state_path(request.site, request.output)
    if anew:
        memory.forget()
    with trouble.room(request.site), State(path, anew=anew) as state:
        told = trouble.notices(path, state.links, forgotten=state.forgotten)
        version = program.version()
        known = None if memory.on_disk is None else (memory.on_disk, memory.left)
        asked = None if request.clean or request.preview else (version, request.drafts, request.search)
        found = unchanged.look(request.site, request.output, state, asked, request.jobs, known)
        if known and found.on_disk is not known[0]:
            memory.related = remembered.Memory()
        memory.on_disk = None
        clock.lap("look")
        if found.seal and unchanged.holds(found, request.as_of):
            state.mark_drafts(drafts=request.drafts)
            problems = in_order([*map(Problem.of_plain, found.seal.problems), *told])
            return Report(found.seal.pages, (), (), problems, 0, (), found.seal.until, clock.laps)
        config = configuration.load(request.site)
        now = request.as_of or f"{datetime.now(ZoneInfo(config.time_zone)):%Y-%m-%dT%H:%M}"
        site, content, readings, problems, why_anew = _related(
            request, found.content, config, now, version, state, clock, memory
        )
        themed = _themed(request, config, state, version)
        shelves, chrome, wrong = _shelves(
            request, config, site, themed, readings, state, content.others, version, memory
        )
        ahead, until = future.told(site, now)
        until = min(filter(None, (site.next_change, until)), default="")
        problems = in_order([*problems, *wrong, *ahead])
        clock.lap("outputs")
        if request.drafts:
            state.mark_drafts(drafts=True)
        done, strays = apply.bring_up_to_date(
            request.output,
            found.on_disk,
            shelves,
            state,
            _fingerprint(version, themed, chrome),
            partial(_render, themed, chrome, request.site, Reader(state.path).body),
            clean=request.clean,
            intact=found.seal is not None,
            jobs=request.jobs,
            progress=progress,
        )
        state.mark_drafts(drafts=request.drafts)
        if not request.preview:
            problems = in_order([*problems, *_over_budget(config, done.on_disk, state)])
        plain = tuple((*p[:3], str(p.level), *p[4:]) for p in problems)
        left = unchanged.left(found, [step.path for step in done.written], done.pruned, done.on_disk)
        unchanged.put(state, Seal(found.inputs, left, until, now, config.time_zone, done.total, plain))
        memory.on_disk, memory.left = done.on_disk, left
        clock.lap("write")
    sources = {}
    if request.preview:
        columns = site.entries.columns
        sources = dict(zip(columns.addresses, zip(columns.paths, columns.dates, strict=True), strict=True))
        others = (*(i.entry.article for i in site.issues), *(e.article for e in site.pages), *site.tombstones)
        sources |= {a.address: (a.path, a.date) for a in others}
    return Report(
        done.total,
        done.written,
        done.pruned,
        in_order([*problems, *told]),
        content.parsed,
        tuple(strays),
        until,
        clock.laps,
        ((("网站", why_anew),) if why_anew else ()) + done.anew,
        config.base,
        sources,
    )


def ready() -> None:
    """Imports what the first edit would wait for in a process that had nothing to parse or render before."""
    for name in ("content.frontmatter", "markdown.convert", "theme.render"):
        importlib.import_module(f"jianbao.{name}")
    if not program.without_search():
        importlib.import_module("numpy")


def _related(
    request: Request,
    looked: dict[str, Inside] | None,
    config: Config,
    now: str,
    version: bytes,
    state: State,
    clock: "_Clock",
    memory: Memory,
) -> tuple[Site, reader.Content, dict[str, Reading], tuple[Problem, ...], str]:
    """The site as it stands, and why it was built from nothing where it was. Raises SiteError when it has errors."""
    if request.clean:
        state.forget("folder", "body", "file", "word")
    state.expect("reading", digest.of_plain([version.hex(), config.time_zone]), "folder", "body")
    state.expect("words", program.words(dict(config.pinyin)), "word")
    content = reader.content(request.site / "content", state, ZoneInfo(config.time_zone), request.jobs, looked)
    clock.lap("read")
    asked = Asked(frozenset(content.others), config, request.drafts, now)
    known, reason = remembered.site(content, asked, state, memory.related)
    readings = remembered.readings(known.site, config, state)
    problems = in_order([*content.problems, *known.problems, *related.alike(known.site, readings)])
    if errors_in(problems):
        raise SiteError(problems)
    clock.lap("relate")
    return known.site, content, readings, problems, reason


class _Clock:
    """Wall time by stage, for the report; nothing that is published depends on it."""

    def __init__(self) -> None:
        self.laps: dict[str, float] = {}
        self._since = time.perf_counter()

    def lap(self, stage: str) -> None:
        now = time.perf_counter()
        self.laps[stage] = round(now - self._since, 4)
        self._since = now


def _themed(request: Request, config: Config, state: State, version: bytes) -> "Theme":
    """The theme with its templates compiled, once for as long as their sources stay the same."""
    from jianbao.theme import loader

    themed = loader.load(request.site, config)
    key = (version, themed.digest, sys.version)
    remembered = state.get("theme")
    if remembered and remembered[0] == key:
        # Code is decoded by the Python that wrote it and no other.
        themed.recall(*marshal.loads(remembered[1]))
    else:
        compiled = themed.compiled()
        with state.transaction():
            state.put("theme", (key, marshal.dumps(compiled)))
    return themed.with_plain_sheets() if request.preview else themed


def _shelves(
    request: Request,
    config: Config,
    site: Site,
    themed: "Theme",
    readings: dict[str, Reading],
    state: State,
    others: dict[str, str],
    version: bytes,
    memory: Memory,
) -> tuple[list[Shelf], dict[str, Any], list[Problem]]:
    """Every shelf of the site, what all templates see, and what is wrong with pictures."""
    searched: list[Shelf] = []
    assets = {name: static.href for name, static in themed.statics.items() if not name.startswith("search/")}
    if request.search and not program.without_search():
        from jianbao import search

        tables = _tables(config, state, memory)
        body_of = Reader(state.path).body
        script, searched = search.search(site.entries, tables, program.bundles(), themed.statics, body_of, version)
        assets.update(script)
    files = reader.file_digests(request.site / "content", others, site.files, state)
    shown, problems = _pictures(request.site / "content", files, state, version)
    made_by = digest.of_all([version, themed.digest])
    frame = pages.Frame.of(config, site, assets, themed.options, readings, shown, made_by)
    statics = {n: (s.href, digest.of_bytes(s.data)) for n, s in themed.statics.items() if assets.get(n) == s.href}
    return [*searched, *pages.shelves(site, frame, files, statics)], frame.chrome, problems


def _pictures(
    folder: Path, files: dict[str, bytes], state: State, version: bytes
) -> tuple[dict[str, Picture], list[Problem]]:
    """What pages have to know of pictures, each looked at once. Raises SiteError for a drawing that is none."""
    remembered = state.get("pictures")
    known = remembered[1] if remembered and remembered[0] == version else {}
    shown, kept, problems = pictures.measured(folder, files, known)
    if kept != known:
        with state.transaction():
            state.put("pictures", (version, kept))
    if errors_in(problems):
        raise SiteError(problems)
    return shown, problems


def _over_budget(config: Config, on_disk: Disk, state: State) -> list[Problem]:
    """Warnings when search weighs more than config.yaml allows."""
    from jianbao.search import weight

    budget = weight.Budget(config.search_shard, config.search_query, config.search_total)
    before = state.get("search weights") or {}
    problems, known = weight.over(budget, on_disk, before)
    if known != before:
        with state.transaction():
            state.put("search weights", known)
    return problems


def _tables(config: Config, state: State, memory: Memory) -> tuple[dict[str, Any], ...]:
    """What search has to know of characters, made once for as long as data/pinyin.yaml stays the same."""
    key = program.words({**config.pinyin, **{f"={name}": said for name, said in config.surnames.items()}})
    memory.tables = memory.tables or state.get("search tables") or (b"",)
    if memory.tables[0] != key:
        from jianbao import search

        memory.tables = (key, *search.tables(config.pinyin, config.surnames))
        with state.transaction():
            state.put("search tables", memory.tables)
    return memory.tables[1:]


def _fingerprint(version: bytes, themed: "Theme", chrome: dict[str, Any]) -> Fingerprint:
    """A page's fingerprint: the program's, the template closure's and the context's digest."""
    shared = digest.of_plain(chrome)

    def fingerprint(page: Page) -> bytes:
        closure = themed.closure(page.template) if page.template else bytes(digest.SIZE)
        context = digest.of_plain(page.context)
        return version + closure + (digest.of_all([shared, context]) if page.template else context)

    return fingerprint


def _render(themed: "Theme", chrome: dict[str, Any], site: Path, body_of: Callable[[str], str], page: Page) -> bytes:
    from jianbao.theme import render

    return render.data(page, themed, chrome, body_of, site)


__all__ = ["Report", "Request", "build", "state_path"]
