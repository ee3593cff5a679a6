"""A site being built again and again: what the last build led to, and what of it a browser has to know."""

import contextlib
import gc
import importlib
import threading
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import NamedTuple

from jianbao import files, pipeline
from jianbao.cache import program
from jianbao.check.engine import Found
from jianbao.check.proofreader import Proofreader
from jianbao.errors import Problem, SiteError, errors_in, in_order
from jianbao.output import apply
from jianbao.pipeline import Progress, Report, Request
from jianbao.preview.watch import Watch

_BUSY = "build-running"
_APART = (".html", ".xml", ".json", ".txt")
"""Pages and feeds: nothing that another page shows as a part of itself; nor is the search index."""
_INDEX = "search/"
HOME = "index.html"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a build led to."""

    version: int
    """One more with every outcome; 0 is before the first."""
    errors: tuple[Problem, ...] = ()
    """Why the site as it stands cannot be built; the last good one is still shown."""
    warnings: tuple[Problem, ...] = ()
    crash: str = ""
    """The traceback of a bug of ours."""
    mended: bool = False
    """The build before failed, and this one did not."""
    pages: int = 0
    written: int = 0
    pruned: int = 0
    seconds: float = 0.0

    @property
    def failed(self) -> bool:
        """Whether the site shown is older than the site on disk."""
        return bool(self.errors or self.crash)


class Touched(NamedTuple):
    """Since which version things are as they are."""

    pages: dict[str, int]
    """By address, also of pages that are gone."""
    sheets: int = 0
    assets: int = 0
    """Pictures, scripts, whatever any page may show."""


class Session:
    """One site being previewed. ``gate`` is held while a build runs; who serves its files waits for it."""

    def __init__(self, request: Request, notice: Callable[[Outcome], None]) -> None:
        self.request = request
        self.gate = threading.Lock()
        self.outcome = Outcome(0)
        self.base = "/"
        self._notice = notice
        self._told = threading.Condition()
        self._touched = Touched({})
        self._sources: dict[str, tuple[str, str]] = {}
        """Address → (content path, date), of the last good build."""
        self._memory = pipeline.Memory()
        self._proofreader = Proofreader(request.site)
        self._proofreading = threading.Lock()
        self._watch: Watch | None = None
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._loop, name="preview-build", daemon=True)

    def begin(self, progress: Progress, *, poll: bool) -> None:
        """The first build, on all cores, before any thread runs; then the watching."""
        self._watch = Watch(self.request.site, poll=poll)
        self._build(progress)
        # Later builds are small, and a process with threads must not be forked.
        self.request = replace(self.request, jobs=1)
        self._watch.begin()
        self._thread.start()

    def end(self) -> None:
        """Stops watching. A build that is nearly done may end; another is left, and the next start mends it."""
        self._ended.set()
        if self._watch is not None:
            self._watch.end()
        with self._told:
            self._told.notify_all()
        if self._thread.is_alive():
            self._thread.join(0.3)

    @property
    def ended(self) -> bool:
        """Whether ``end`` was called."""
        return self._ended.is_set()

    def after(self, version: int, seconds: float) -> Outcome | None:
        """The outcome once it is not ``version`` any more; None after ``seconds``."""
        with self._told:
            self._told.wait_for(lambda: self.outcome.version != version or self.ended, seconds)
            return self.outcome if self.outcome.version != version else None

    def news(self, page: str, since: int) -> str:
        """What a browser that shows ``page`` as of a version has to do: ``reload``, ``style`` or only ``state``."""
        with self._told:
            touched = self._touched
            if not 0 < since <= self.outcome.version or touched.assets > since or touched.pages.get(page, 0) > since:
                return "reload"
            return "style" if touched.sheets > since else "state"

    def has_channels(self, page: str) -> bool:
        """Whether ``page`` is an article or an issue, which other channels can be made of."""
        with self._told:
            source, _ = self._sources.get(page, ("", ""))
        return bool(source) and not source.startswith("pages/")

    def page_of(self, source: str) -> tuple[str, str]:
        """(address, date) of the page that a file of content/ makes, by its path there; ("", "") for none."""
        with self._told:
            return next(((page, date) for page, (path, date) in self._sources.items() if path == source), ("", ""))

    def source_of(self, page: str) -> str:
        """The content path of the file that makes a page, "" for none."""
        with self._told:
            return self._sources.get(page, ("", ""))[0]

    def found(self, source: str, text: str) -> list[Found]:
        """What `check` says of a text, as ``source`` of content/, with its stretches and fixes."""
        with self._proofreading:
            return self._proofreader.found(f"content/{source}", text, self.page_of(source)[1])

    def concerning(self, page: str, outcome: Outcome) -> tuple[list[Problem], list[Problem]]:
        """(errors, those for the page's own file first; the page's warnings, the settings' on the home page)."""
        with self._told:
            source, date = self._sources.get(page, ("", ""))
        mine = f"content/{source}" if source else None
        errors = sorted(outcome.errors, key=lambda problem: problem.path != mine)
        settings = page == HOME
        warnings = [p for p in outcome.warnings if p.path == mine or (settings and not p.path.startswith("content/"))]
        return errors, list(in_order([*warnings, *self._proofread(mine, date)]))

    def _proofread(self, path: str | None, date: str) -> tuple[Problem, ...]:
        """What `check` says of one file, the build's own problems apart."""
        if path is None:
            return ()
        site = self.request.site
        data = files.read(site / path, path, files.LARGEST_TEXT, site / "content")
        text = data if isinstance(data, Problem) else files.text(data, path)
        if isinstance(text, Problem):
            return ()
        with self._proofreading:
            return self._proofreader.problems(path, text, date)

    def _loop(self) -> None:
        assert self._watch is not None
        builds = 0
        _ready()
        # A build makes a great many objects and hardly a cycle: looking for those would take a fifth of its time.
        gc.collect()
        gc.freeze()
        gc.disable()
        while not self.ended:
            if self._watch.news():
                self._build(pipeline.silent)
                builds += 1
            elif builds:
                gc.collect()
                builds = 0

    def _build(self, progress: Progress) -> None:
        before = self.outcome
        began = time.monotonic()
        with self.gate:
            try:
                if not (self.request.output / apply.MARK).is_file():
                    self._memory = pipeline.Memory()  # somebody has cleared the folder
                report = pipeline.build(self.request, progress, self._memory)
            except SiteError as error:
                wrong = tuple(errors_in(error.problems))
                outcome = replace(before, errors=wrong, crash="", mended=False)
            except Exception:  # noqa: BLE001 (a bug of ours must not end the preview)
                outcome = replace(before, errors=(), crash=traceback.format_exc(), mended=False)
            else:
                outcome = Outcome(
                    before.version,
                    warnings=report.problems,
                    mended=before.failed,
                    pages=report.pages,
                    written=len(report.written),
                    pruned=len(report.pruned),
                )
                self._take(report, before.version + 1)
            seconds = time.monotonic() - began
            if self._differs(outcome, before):
                self._tell(replace(outcome, version=before.version + 1, seconds=seconds))
        if self._watch is not None and any(problem.code == _BUSY for problem in outcome.errors):
            self._watch.again(0.2)

    @staticmethod
    def _differs(outcome: Outcome, before: Outcome) -> bool:
        if outcome.failed:
            return (outcome.errors, outcome.crash) != (before.errors, before.crash)
        changed = outcome.written or outcome.pruned or outcome.mended
        return bool(changed or before.version == 0 or outcome.warnings != before.warnings)

    def _take(self, report: Report, version: int) -> None:
        """Remembers what a build has changed."""
        changed = [step.path for step in report.written] + list(report.pruned)
        with self._told:
            self.base, self._sources = report.base, report.sources
            pages, sheets, assets = self._touched
            for path in changed:
                if path.endswith(_APART) or path.startswith(_INDEX):
                    pages[path] = version
                elif path.endswith(".css"):
                    sheets = version
                else:
                    assets = version
            self._touched = Touched(pages, sheets, assets)

    def _tell(self, outcome: Outcome) -> None:
        with self._told:
            self.outcome = outcome
            self._told.notify_all()
        with contextlib.suppress(OSError):  # a terminal that is gone must not end the preview
            self._notice(outcome)


def _ready() -> None:
    """Imports what the first edit would wait for in a process that had nothing to parse or render before."""
    for name in ("content.frontmatter", "markdown.convert", "theme.render"):
        importlib.import_module(f"jianbao.{name}")
    if not program.without_search():
        importlib.import_module("numpy")
