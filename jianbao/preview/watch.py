"""When to look at a site again: at once by the system's events, surely by looking for oneself.

An event says nothing but "look again". Where none come (a network drive, a folder mounted from another
machine, a system without watches to spare) the times and sizes of the files are compared: now and then,
and every second as soon as that has found what no event told.
"""

import contextlib
import os
import threading
import time
from pathlib import Path
from typing import Any, Protocol

from watchdog import events

FOLDERS = ("content", "data", "themes", "public")
"""Watched with all that lies below them; of the site's own folder only config.yaml is."""
_CONFIG = "config.yaml"
_QUIET, _OPEN = 0.01, 0.05
"""Seconds without an event before a build: where the last one told of a whole file; where a file is still open, or
gone and likely to come back, because editors save in several steps."""
_PATIENCE = 2.0
"""Seconds after which a stream of events is not waited out any more."""
_OFTEN, _SELDOM = 1.0, 10.0
"""Seconds between two looks where events do not come, and where they do."""
_SHARE = 20
"""Looking takes at most one part in so many of the time."""
_CHANGES = [
    events.FileCreatedEvent,
    events.FileModifiedEvent,
    events.FileClosedEvent,
    events.FileMovedEvent,
    events.FileDeletedEvent,
    events.DirCreatedEvent,
    events.DirMovedEvent,
    events.DirDeletedEvent,
]
"""That a file was read, as a build does, is no change; nor that a folder has other files, which tell of themselves."""
_WHOLE = (events.EVENT_TYPE_CLOSED, events.EVENT_TYPE_MOVED)


class Watch:
    """A site's folder being watched, from the moment this is made."""

    def __init__(self, site: Path, *, poll: bool) -> None:
        self._site = site
        self._look = threading.Event()
        self._quiet = _OPEN
        self._ended = threading.Event()
        self._replaced = set(FOLDERS)
        """Folders that came, went or were replaced: they have to be watched anew."""
        self._watched: dict[str, Any] = {}
        self._observer: Any = None
        self._poll = poll
        self._least, self._cost = _OFTEN, 0.0
        self._seen: int | None = self._looked()
        """What was found before the last news; None when events were trusted then."""

    def begin(self) -> None:
        """Starts. What has changed since this watch was made is news already."""
        if not self._poll and self._observing():
            self._least = _SELDOM
        if self._looked() != self._seen:
            self._look.set()

    def end(self) -> None:
        """Stops; whoever waits for news returns at once."""
        self._ended.set()
        self._look.set()
        if self._observer is not None:
            self._observer.stop()
            self._observer.join(0.3)

    @property
    def ended(self) -> bool:
        """Whether ``end`` was called."""
        return self._ended.is_set()

    @property
    def pending(self) -> bool:
        """Whether something has happened since the last news."""
        return self._look.is_set()

    def again(self, seconds: float) -> None:
        """Makes news after some seconds."""
        self._ended.wait(seconds)
        self._look.set()

    def news(self) -> bool:
        """Waits a while for a change; whether there was one, or may have been.

        What is remembered of the folder is older than what the caller reads next, so no change is lost.
        """
        if self._look.wait(max(self._least, _SHARE * self._cost)):
            # To look here as well would take longer than all else there is to wait for; it is done when all is quiet.
            self._settle(looking=self._least == _OFTEN)
            return not self.ended
        seen = self._looked()
        if seen == self._seen:
            return False
        if self._seen is not None and self._least > _OFTEN and not self._look.wait(_OFTEN):
            # No event told of it, so none will tell of the next change.
            self._least = _OFTEN
        self._settle(looking=True)
        return not self.ended

    def _settle(self, *, looking: bool) -> None:
        """Waits until nothing has happened for a moment."""
        began = time.monotonic()
        while not self.ended:
            self._look.clear()
            self._renew()
            self._seen = self._looked() if looking else None
            if not self._look.wait(self._quiet) or time.monotonic() - began > _PATIENCE:
                return

    def _looked(self) -> int:
        """A number that is another one when any file has changed."""
        began = time.monotonic()
        found = sum(_stamp(str(self._site / folder)) for folder in FOLDERS)
        try:
            info = os.stat(self._site / _CONFIG)
            found += hash((_CONFIG, info.st_mtime_ns, info.st_size, info.st_ino))
        except OSError:
            pass
        self._cost = time.monotonic() - began
        return found

    def _observing(self) -> bool:
        """Whether the system tells of changes from now on."""
        try:
            from watchdog.observers import Observer

            self._observer = Observer()
            handler = _Handler(str(self._site), self._beside)
            self._observer.schedule(handler, str(self._site), recursive=False, event_filter=_CHANGES)
            self._renew()
            self._observer.start()
        except (ImportError, OSError):
            # Watchdog knows no way here; or the system has no watches left, or none for this kind of drive.
            if self._observer is not None:
                self._observer.stop()
            self._observer = None
        return self._observer is not None

    def _renew(self) -> None:
        """Watches the folders anew that were replaced: a checkout may take themes/ away and bring it back."""
        while self._observer is not None and self._replaced:
            name = self._replaced.pop()
            folder = os.path.realpath(self._site / name)
            if name in self._watched:
                self._observer.unschedule(self._watched.pop(name))
            if os.path.isdir(folder):
                handler = _Handler(folder, self._below)
                try:
                    watch = self._observer.schedule(handler, folder, recursive=True, event_filter=_CHANGES)
                except (OSError, RuntimeError):
                    self._least = _OFTEN
                else:
                    self._watched[name] = watch

    def _below(self, path: str, *, whole: bool) -> None:
        """Something happened below content/, data/ or themes/; ``whole`` tells that a file is there and closed."""
        del path
        self._quiet = _QUIET if whole else _OPEN
        self._look.set()

    def _beside(self, path: str, *, whole: bool) -> None:
        """Something happened in the site's own folder."""
        if path in FOLDERS:
            self._replaced.add(path)
        if path in (*FOLDERS, _CONFIG):
            self._below(path, whole=whole)


class _Told(Protocol):
    def __call__(self, path: str, *, whole: bool) -> None: ...


class _Handler(events.FileSystemEventHandler):
    """Passes on what happened to which path below the folder, without what a build never looks at."""

    def __init__(self, folder: str, tell: _Told) -> None:
        self._folder = folder + os.sep
        self._tell = tell

    def on_any_event(self, event: events.FileSystemEvent) -> None:
        moved = event.event_type == events.EVENT_TYPE_MOVED
        for path, here in ((event.src_path, not moved), (event.dest_path, moved)):
            below = os.fsdecode(path).removeprefix(self._folder)
            if below and not any(_passed_over(name) for name in below.split(os.sep)):
                self._tell(below, whole=here and event.event_type in _WHOLE)


def _passed_over(name: str) -> bool:
    """Whether a build passes over a file or folder of this name: what editors leave beside one's files."""
    return name.startswith((".", "~$")) or name.endswith("~")


def _stamp(folder: str) -> int:
    """A number for the names, times and sizes of all files below a folder; 0 when there are none."""
    found = 0
    pending = [folder]
    while pending:
        try:
            with os.scandir(pending.pop()) as entries:
                for entry in entries:
                    if _passed_over(entry.name):
                        continue
                    if entry.is_dir(follow_symlinks=False):
                        pending.append(entry.path)
                        continue
                    with contextlib.suppress(OSError):  # gone by now, or a link that leads nowhere
                        info = entry.stat()
                        # A sum, because the order of a folder's entries is nobody's promise.
                        found += hash((entry.path, info.st_mtime_ns, info.st_size, info.st_ino))
        except OSError:
            continue
    return found
