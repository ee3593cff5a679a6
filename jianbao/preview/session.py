"""Watching a site and building it again: every event only means "look again"."""

import threading
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from jianbao import pipeline
from jianbao.errors import Problem, SiteError
from jianbao.pipeline import Request

QUIET = 0.05
"""Seconds without an event before building: editors save in several steps."""
PATIENCE = 0.5
"""Seconds after which a stream of events is not waited out (a checkout of a thousand files)."""
_WATCHED = ("content", "data", "themes")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the last build led to."""

    version: int
    """Grows by one with every build that changed what a browser shows."""
    style: bool = False
    """Only style sheets differ from the version before."""
    errors: tuple[Problem, ...] = ()
    """Why the site as it stands cannot be built; the last good one is still shown."""
    warnings: tuple[Problem, ...] = ()
    crash: str = ""


class Session:
    """One site being previewed. ``gate`` is held while output is being written."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self.gate = threading.Lock()
        self.changed = threading.Condition()
        self.outcome = Outcome(0)
        self.base = "/"
        self.sources: dict[str, str] = {}
        """Address → content path, of the last good build."""
        self._look = threading.Event()
        self._stop = threading.Event()
        self._observer: Any = None
        self._thread = threading.Thread(target=self._loop, name="preview-build", daemon=True)

    def begin(self, *, poll: bool = False) -> None:
        """The first build, on all cores, before any thread runs; then the watching."""
        self._build(self.request)
        # Later builds are small, and a process with threads must not be forked.
        self.request = replace(self.request, jobs=1)
        self._observer = _observer(self.request.site, self._look, poll=poll)
        self._thread.start()

    def end(self) -> None:
        """Stops watching; a build that is running is let go."""
        self._stop.set()
        self._look.set()
        with self.changed:
            self.changed.notify_all()
        if self._observer is not None:
            self._observer.stop()
            self._observer.join(0.5)

    @property
    def ended(self) -> bool:
        """Whether ``end`` was called."""
        return self._stop.is_set()

    def after(self, version: int, seconds: float) -> Outcome | None:
        """The outcome once it is not ``version`` any more; None after ``seconds``."""
        with self.changed:
            self.changed.wait_for(lambda: self.outcome.version != version or self.ended, seconds)
            return self.outcome if self.outcome.version != version else None

    def _loop(self) -> None:
        while not self._stop.is_set():
            self._look.wait()
            began = time.monotonic()
            while self._look.is_set() and not self._stop.is_set():
                self._look.clear()
                if time.monotonic() - began > PATIENCE:
                    break
                self._stop.wait(QUIET)
            if not self._stop.is_set():
                self._build(self.request)

    def _build(self, request: Request) -> None:
        before = self.outcome
        try:
            with self.gate:
                report = pipeline.build(request)
        except SiteError as error:
            if error.problems != before.errors:
                self._tell(Outcome(before.version + 1, errors=error.problems))
            return
        except Exception as error:  # noqa: BLE001 (a bug of ours must not end the preview)
            self._tell(Outcome(before.version + 1, crash=f"{type(error).__name__}: {error}"))
            return
        self.base, self.sources = report.base, report.sources
        changed = {step.path for step in report.written} | set(report.pruned)
        mended = bool(before.errors or before.crash)
        if changed or mended or report.problems != before.warnings or before.version == 0:
            style = bool(changed) and all(path.endswith(".css") for path in changed) and not mended
            self._tell(Outcome(before.version + 1, style=style, warnings=report.problems))

    def _tell(self, outcome: Outcome) -> None:
        with self.changed:
            self.outcome = outcome
            self.changed.notify_all()


def _observer(site: Path, look: threading.Event, *, poll: bool) -> Any:
    """A running watchdog observer; where the system cannot tell of changes, one that looks each second."""
    from watchdog.events import FileSystemEvent, FileSystemEventHandler
    from watchdog.observers import Observer
    from watchdog.observers.polling import PollingObserver

    class Handler(FileSystemEventHandler):
        def on_any_event(self, event: FileSystemEvent) -> None:
            if event.event_type in ("opened", "closed_no_write"):
                return
            for path in (event.src_path, event.dest_path):
                parts = Path(str(path)).parts[len(site.parts) :] if path else ()
                if parts and (parts[0] in _WATCHED or parts == ("config.yaml",)):
                    look.set()

    for kind in (PollingObserver,) if poll else (Observer, PollingObserver):
        observer = kind()
        try:
            # The site's folder itself for config.yaml and for folders that come later; not .cache and output.
            observer.schedule(Handler(), str(site), recursive=False)
            for name in _WATCHED:
                if (site / name).is_dir():
                    observer.schedule(Handler(), str(site / name), recursive=True)
            observer.start()
        except OSError:
            # inotify's limit of watches, or a file system without it.
            continue
        return observer
    raise AssertionError
