"""The recipes: what jianbao does, each in a few lines. Read this page first.

content/ ──read──▶ articles ──relate──▶ Site ──outputs──▶ shelves of pages ──write──▶ output/
"""

import importlib.metadata
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from jianbao import config as configuration
from jianbao import digest, outputs, read, relate, theme, workers, write, zh
from jianbao.config import Config
from jianbao.errors import Problem, SiteError, errors_in, in_order
from jianbao.model import Page, Shelf, Site
from jianbao.plan import Fingerprint, Wanted
from jianbao.state import Bodies, State
from jianbao.zh import Reading

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
    """Files moved out of output/ because the ledger that would have known them was lost."""
    next_change: str
    seconds: dict[str, float]
    """Wall time by stage."""


def build(request: Request, progress: Progress = silent) -> Report:
    """Brings output/ up to date. Raises SiteError, output/ untouched, when the site has errors."""
    clock = _Clock()
    config = configuration.load(request.site)
    zone = ZoneInfo(config.time_zone)
    now = request.as_of or f"{datetime.now(zone):%Y-%m-%dT%H:%M}"
    with State(state_path(request.site, request.output)) as state:
        if request.clean:
            state.forget("folder", "body", "file", "word", "shelf")
        engine = _engine(state, config)
        clock.lap("open")
        content = read.content(request.site / "content", state, zone, request.jobs)
        clock.lap("read")
        site, found = relate.site(content.articles, content.others, config, now, drafts=request.drafts)
        readings = _readings(site, config, state)
        problems = in_order([*content.problems, *found, *relate.same_tags(site, readings)])
        if errors_in(problems):
            raise SiteError(problems)
        clock.lap("relate")
        themed = _themed(request.site, config, state)
        shelves, chrome = _shelves(request.site, config, site, themed, readings, state, content.others, engine)
        clock.lap("outputs")
        done, strays = write.bring_up_to_date(
            request.output,
            shelves,
            state,
            _fingerprint(engine, themed, chrome),
            partial(_render, themed, chrome, request.site, _BodyReader(state.path)),
            clean=request.clean,
            jobs=request.jobs,
            progress=progress,
        )
        clock.lap("write")
    return Report(
        done.total, done.written, done.pruned, problems, content.parsed, tuple(strays), site.next_change, clock.laps
    )


def state_path(site: Path, output: Path) -> Path:
    """The state file of an output folder; every output folder of a site has its own."""
    cache = site / ".cache"
    if output == site / "output":
        return cache / "jianbao.sqlite"
    return cache / f"jianbao-{digest.of_text(str(output)).hex()[:8]}.sqlite"


class _Clock:
    """Wall time by stage, for the report; nothing that is published depends on it."""

    def __init__(self) -> None:
        self.laps: dict[str, float] = {}
        self._since = time.perf_counter()

    def lap(self, stage: str) -> None:
        now = time.perf_counter()
        self.laps[stage] = round(now - self._since, 4)
        self._since = now


def _engine(state: State, config: Config) -> bytes:
    """The digest of all that turns files into pages; what an older one remembered is forgotten."""
    sources = sorted(Path(__file__).parent.rglob("*.py"))
    parts: list[Any] = [digest.of_bytes(path.read_bytes()).hex() for path in sources]
    parts += [
        f"{name} {importlib.metadata.version(name)}"
        for name in ("markdown", "jinja2", "markupsafe", "nh3", "pypinyin", "opencc")
    ]
    engine = digest.of_plain([*parts, list(sys.version_info[:2])])
    reading = digest.of_plain([engine.hex(), config.time_zone])
    if state.get("reading") != reading:
        with state.transaction():
            state.forget("folder", "body")
            state.put("reading", reading)
    words = digest.of_plain([parts[-2:], dict(config.pinyin)])
    if state.get("words") != words:
        with state.transaction():
            state.forget("word")
            state.put("words", words)
    return engine


def _readings(site: Site, config: Config, state: State) -> dict[str, Reading]:
    """The readings of every tag and source; only words never met before cost anything."""
    known = state.readings()
    missing = sorted({g.name for g in (*site.tags, *site.sources)} - known.keys())
    if missing:
        fresh = zh.readings(missing, dict(config.pinyin))
        with state.transaction():
            state.keep_readings(fresh)
        known.update(fresh)
    return known


def _themed(site: Path, config: Config, state: State) -> theme.Theme:
    """The theme with its templates compiled, once for as long as their sources stay the same."""
    themed = theme.load(site, config.theme, dict(config.theme_options))
    version = (themed.digest, sys.version)
    remembered = state.get("theme")
    if remembered and remembered[0] == version:
        themed.recall(*remembered[1:])
    else:
        compiled = themed.compiled()
        with state.transaction():
            state.put("theme", (version, *compiled))
    return themed


def _shelves(
    folder: Path,
    config: Config,
    site: Site,
    themed: theme.Theme,
    readings: dict[str, Reading],
    state: State,
    others: dict[str, str],
    engine: bytes,
) -> tuple[list[Shelf], dict[str, Any]]:
    """Every shelf of the site, and what all templates see."""
    assets = {name: static.href for name, static in themed.statics.items()}
    frame = outputs.Frame.of(config, site, assets, themed.options, readings, digest.of_all([engine, themed.digest]))
    files = read.file_digests(folder / "content", others, site.files, state)
    statics = {name: (s.href, digest.of_bytes(s.data)) for name, s in themed.statics.items()}
    return list(outputs.shelves(site, frame, files, statics)), frame.chrome


def _fingerprint(engine: bytes, themed: theme.Theme, chrome: dict[str, Any]) -> Fingerprint:
    """A page's fingerprint: the program's, the template closure's and the context's digest."""
    shared = digest.of_plain(chrome)

    def fingerprint(page: Page) -> bytes:
        closure = themed.closure(page.template) if page.template else bytes(digest.SIZE)
        context = digest.of_plain(page.context)
        return engine + closure + (digest.of_all([shared, context]) if page.template else context)

    return fingerprint


class _BodyReader:
    """Bodies by path; opens the state once in every process that really reads one."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._bodies: Bodies | None = None

    def __call__(self, path: str) -> str:
        if self._bodies is None:
            self._bodies = Bodies(self._path)
        return self._bodies.html(path)

    def __reduce__(self) -> tuple[type["_BodyReader"], tuple[Path]]:
        return _BodyReader, (self._path,)


def _render(themed: theme.Theme, chrome: dict[str, Any], site: Path, body_of: _BodyReader, page: Page) -> bytes:
    from jianbao import render

    return render.data(page, themed, chrome, body_of, site)


__all__ = ["Report", "Request", "build", "state_path"]
