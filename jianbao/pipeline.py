"""What a build is, on one screen: read ``_build`` first.

content/ ──content──▶ articles ──site──▶ Site ──pages, search──▶ shelves of pages ──output──▶ output/

Everything before *output* is a value: nothing below output/ is opened until every page that is to be made has been made
beside it. ``check`` (desk/inspection.py) and ``publish`` (publish/) begin with the same stages.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from zoneinfo import ZoneInfo

from jianbao import digest, workers
from jianbao.cache import program, trouble
from jianbao.cache.state import State, state_path
from jianbao.content import public, reader
from jianbao.content.scan import Inside
from jianbao.errors import Problem, SiteError, errors_in, in_order
from jianbao.model import Page, Shelf
from jianbao.output import apply, begun, unchanged
from jianbao.output.inventory import Disk
from jianbao.output.plan import Wanted
from jianbao.output.unchanged import Look, Seal
from jianbao.settings import config as configuration
from jianbao.settings.config import Config
from jianbao.site import future, related, remembered
from jianbao.site.built import Asked
from jianbao.site.model import Site
from jianbao.zh import Reading

if TYPE_CHECKING:  # what a build with nothing to do never needs
    from jianbao.pages import Frame
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

    related: remembered.LastSite = field(default_factory=remembered.LastSite)
    on_disk: Disk | None = None
    """The files of the folder as the last build left them."""
    left: bytes = b""
    """What the seal calls them."""
    tables: tuple[Any, ...] = ()
    """As the state keeps them."""

    def forget(self) -> None:
        """All of it: it followed from a state that is forgotten."""
        self.related, self.on_disk, self.left, self.tables = remembered.LastSite(), None, b"", ()


def build(request: Request, progress: Progress = silent, memory: Memory | None = None) -> Report:
    """Brings output/ up to date. Raises SiteError, output/ untouched, when the site has errors.

    ``memory`` is filled, and used by the next build; whoever gives one lets nobody else write into the folder.
    """
    return trouble.mended(partial(_build, request, progress, memory or Memory()))


def _build(request: Request, progress: Progress, memory: Memory, anew: bool) -> Report:
    """One build; ``anew`` when the state was damaged and is begun anew."""
    clock = _Clock()
    path = state_path(request.site, request.output)
    if anew:
        memory.forget()
    with trouble.room(request.site), State(path, anew=anew) as state:
        told = trouble.notices(path, state.links, forgotten=state.forgotten)
        version = program.version()
        look = _look(request, state, memory, version)
        clock.lap("look")
        if look.seal and unchanged.holds(look, request.as_of):
            return _nothing_to_do(request, state, look.seal, told, clock)
        begun.begin(request.site, state)
        config = configuration.load(request.site)
        now = request.as_of or f"{datetime.now(ZoneInfo(config.time_zone)):%Y-%m-%dT%H:%M}"
        stages = _Stages(request, state, memory, version, config, now)
        with stages.compiling() as compiled:
            content = stages.content(look.content)
            clock.lap("read")
            related = stages.related(content)
            clock.lap("site")
            theme = stages.theme(compiled)
        shelves, frame, wrong = stages.shelves(content, related, theme)
        ahead, until = future.told(related.site, now)
        problems = in_order([*related.problems, *wrong, *ahead])
        clock.lap("pages")
        with stages.telling_all(content, related):
            done, moved = stages.written(look, shelves, frame, theme, progress)
        problems = stages.sealed(look, done, problems, until, len(related.site.entries))
        clock.lap("write")
        return Report(
            done.total,
            done.written,
            done.pruned,
            in_order([*problems, *told]),
            content.parsed,
            tuple(moved),
            until,
            clock.laps,
            ((("网站", related.reason),) if related.reason else ()) + done.anew,
            config.base,
            related.site.written_in() if request.preview else {},
        )


def _look(request: Request, state: State, memory: Memory, version: bytes) -> Look:
    """What stands in output/ and, unless everything is to be made, in all that a build is made from."""
    known = None if memory.on_disk is None else (memory.on_disk, memory.left)
    asked = None if request.clean or request.preview else (version, request.drafts, request.search)
    look = unchanged.look(request.site, request.output, state, asked, request.jobs, known)
    if known and look.on_disk is not known[0]:
        memory.related = remembered.LastSite()
    memory.on_disk = None
    return look


def _nothing_to_do(request: Request, state: State, seal: Seal, told: Sequence[Problem], clock: "_Clock") -> Report:
    """The report of a build that the seal of the last one makes unnecessary; its problems are told again."""
    state.mark_drafts(drafts=request.drafts)
    begun.undone(state)
    problems = in_order([*map(Problem.of_plain, seal.problems), *told])
    return Report(seal.pages, (), (), problems, 0, (), seal.until, clock.laps)


class _Related(NamedTuple):
    """The site as it stands; ``reason`` is why it was built from nothing, "" when it goes on from the last one."""

    site: Site
    readings: dict[str, Reading]
    problems: tuple[Problem, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class _Stages:
    """The stages of one build in the order in which they run, and what each of them needs."""

    request: Request
    state: State
    memory: Memory
    version: bytes
    """The program's, as a digest."""
    config: Config
    now: str
    """``YYYY-MM-DDTHH:MM`` in the site's time zone."""

    def content(self, looked: dict[str, Inside] | None) -> reader.Content:
        """The articles, each file parsed once for as long as its bytes stay the same."""
        state, config = self.state, self.config
        if self.request.clean:
            state.forget("folder", "body", "file", "word", why="要求全部重做（--clean）")
        reader.expect(state, self.version, config.time_zone)
        state.expect("words", program.words(dict(config.pinyin)), "word")
        root = self.request.site / "content"
        meanwhile = partial(_loaded, self.request.search)
        return reader.content(root, state, ZoneInfo(config.time_zone), self.request.jobs, looked, meanwhile)

    def related(self, content: reader.Content) -> _Related:
        """How the articles stand to each other. Raises SiteError when anything is wrong with them."""
        asked = Asked(frozenset(content.others), self.config, self.request.drafts, self.now)
        built, reason = remembered.site(content, asked, self.state, self.memory.related)
        readings = remembered.readings(built.site, self.config, self.state, self.version)
        problems = in_order([*content.problems, *built.problems, *related.alike(built.site, readings)])
        if errors_in(problems):
            raise SiteError(in_order([*problems, *self._of_pictures(content, built.site)]))
        return _Related(built.site, readings, problems, reason)

    def compiling(self) -> AbstractContextManager[workers.Task]:
        """Begins to compile the templates beside the first stages, where they are not known."""
        from jianbao.theme import kept

        return kept.begun(self.request.site, self.config, self.state, self.version, self.request.jobs)

    def theme(self, compiled: workers.Task) -> "Theme":
        """The theme with its templates compiled, once for as long as their sources stay the same."""
        from jianbao.theme import kept

        theme = kept.theme(self.request.site, self.config, self.state, self.version, compiled)
        return theme.with_plain_sheets() if self.request.preview else theme

    def shelves(
        self, content: reader.Content, made: _Related, theme: "Theme"
    ) -> tuple[list[Shelf], "Frame", list[Problem]]:
        """Every shelf of the site, what all its pages share, and what is wrong in it. Raises SiteError."""
        from jianbao import pages
        from jianbao.site import pictures

        site = made.site
        scripts, searched = self._search(site, theme)
        assets = {n: static.href for n, static in theme.statics.items() if not n.startswith("search/")} | scripts
        files, sized, problems = pictures.of(self.request.site, site, content.others, self.state, self.version)
        lying, told = public.remembered(self.request.site, self.state)
        themed = pages.Themed(theme.layouts, theme.spoken())
        problems = [*problems, *told, *theme.problems, *pages.problems(site, themed)]
        if errors_in(problems):
            raise SiteError([*problems, *pictures.broken(self.request.site, files, sized, self.state)])
        by = digest.of_all([self.version, theme.digest])
        given = (assets, theme.options, made.readings, sized, themed, by, theme.logo())
        frame = pages.Frame.of(self.config, site, *given)
        used = {n: (s.href, digest.of_bytes(s.data)) for n, s in theme.statics.items() if assets.get(n) == s.href}
        old, told = pages.redirects(site, frame, files, lying)
        return [*searched, *pages.every_shelf(site, frame, files, used, lying), *old], frame, [*problems, *told]

    def written(
        self, look: Look, shelves: list[Shelf], frame: "Frame", theme: "Theme", progress: Progress
    ) -> tuple[apply.Done, list[str]]:
        """(what was done to output/, files that were moved out of it)."""
        if self.request.drafts:
            self.state.mark_drafts(drafts=True)
        done = apply.bring_up_to_date(
            *(self.request.output, look.on_disk, shelves, self.state),
            theme.fingerprint(self.version, frame.chrome),
            partial(_render, theme, frame.chrome, self.request.site, self.state.reader.body),
            clean=self.request.clean,
            intact=look.seal is not None,
            jobs=self.request.jobs,
            progress=progress,
        )
        self.state.mark_drafts(drafts=self.request.drafts)
        return done

    @contextmanager
    def telling_all(self, content: reader.Content, made: _Related) -> Iterator[None]:
        """Where one picture is found to be broken while its copies are made, all are looked at. Raises SiteError."""
        try:
            yield
        except SiteError as error:
            if not any(problem.code == "picture-broken" for problem in error.problems):
                raise
            told = {*error.problems, *made.problems, *self._of_pictures(content, made.site)}
            raise SiteError(in_order(told)) from None

    def _of_pictures(self, content: reader.Content, site: Site) -> tuple[Problem, ...]:
        """All that is wrong with the pictures, of a build that is refused."""
        from jianbao.site import pictures

        return pictures.told(self.request.site, site, content.others, self.state, self.version)

    def sealed(
        self, look: Look, done: apply.Done, problems: tuple[Problem, ...], until: str, articles: int
    ) -> tuple[Problem, ...]:
        """Seals the finished build; gives the problems with what is only known now: what search weighs."""
        if self.request.search and not self.request.preview:
            from jianbao.search import weight

            problems = in_order([*problems, *weight.told(self.config, articles, done.on_disk, self.state)])
        plain = tuple((*p[:3], str(p.level), *p[4:]) for p in problems)
        left = unchanged.left(look, [step.path for step in done.written], done.pruned, done.on_disk)
        unchanged.put(self.state, Seal(look.inputs, left, until, self.now, self.config.time_zone, done.total, plain))
        self.memory.on_disk, self.memory.left = done.on_disk, left
        return problems

    # ---- what is remembered of each ----

    def _search(self, site: Site, theme: "Theme") -> tuple[dict[str, str], list[Shelf]]:
        """(addresses of the search scripts, shelves of the index); nothing for a site without search."""
        if not self.request.search or program.without_search():
            return {}, []
        from jianbao import search

        numbers = search.numbered(site.entries.table, site.away, self.state, self.version)
        self.memory.tables = search.kept(self.config, self.state, self.version, self.memory.tables)
        known = (self.memory.tables[1:], program.bundles(), theme.statics, self.state.reader.body)
        return search.every_shelf(site, numbers, self.config, *known, self.version)


def _loaded(search: bool) -> None:
    """Loads what the stages after the first one need, while others read: as long as a third of a thousand articles."""
    from jianbao import pages, zh  # noqa: F401
    from jianbao.theme import loader  # noqa: F401

    zh.loaded()
    if search and not program.without_search():
        import numpy as np  # noqa: F401


def _render(themed: "Theme", chrome: dict[str, Any], site: Path, body_of: Callable[[str], str], page: Page) -> bytes:
    from jianbao.theme import render

    return render.data(page, themed, chrome, body_of, site)


class _Clock:
    """Wall time by stage, for the report; nothing that is published depends on it."""

    def __init__(self) -> None:
        self.laps: dict[str, float] = {}
        self._since = time.perf_counter()

    def lap(self, stage: str) -> None:
        now = time.perf_counter()
        self.laps[stage] = round(now - self._since, 4)
        self._since = now


__all__ = ["Report", "Request", "build", "state_path"]
