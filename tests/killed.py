"""Builds that are killed at a chosen point: every change that a build makes to the disk is such a point.

A point lies before each file is created, replaced, moved or removed, after each is opened for writing (so that it is
empty), and before each statement that changes the state file. From the killed point on nothing has any effect any
more, neither ``finally`` nor ROLLBACK: as if the process were gone.
"""

import builtins
import contextlib
import io
import os
import sqlite3
from collections.abc import Callable, Iterator
from typing import Any
from unittest import mock


class Killed(BaseException):
    """The build is dead."""


class Points:
    """Counts the points that a build passes, and ends it at one of them."""

    def __init__(self, at: int | None, error: Callable[[], BaseException]) -> None:
        self.passed: list[str] = []
        """What was about to be done at each point: ``open``, ``opened``, ``replace``, ``COMMIT``…"""
        self.hit = False
        self._at = at
        self._error = error

    def __call__(self, label: str) -> None:
        dead = self.hit and self._error is Killed
        if dead or len(self.passed) == self._at:
            self.hit = True
            self.passed.append(label)
            raise self._error()
        self.passed.append(label)


@contextlib.contextmanager
def killing(at: int | None = None, error: Callable[[], BaseException] = Killed) -> Iterator[Points]:
    """Inside, builds (of one process) end at point number ``at``; None only counts.

    Another ``error`` than Killed is raised once, as a full disk does, and what the build does about it has effect.
    """
    points = Points(at, error)
    opened, connected = _opening(points), _connecting(points)
    with contextlib.ExitStack() as stack:
        for name in ("replace", "rename", "unlink", "remove", "rmdir", "mkdir", "symlink", "truncate"):
            stack.enter_context(mock.patch.object(os, name, _counted(points, getattr(os, name))))
        stack.enter_context(mock.patch.object(builtins, "open", opened))
        stack.enter_context(mock.patch.object(io, "open", opened))
        stack.enter_context(mock.patch.object(sqlite3, "connect", connected))
        yield points


def _counted(points: Points, function: Callable[..., Any]) -> Callable[..., Any]:
    """The function with a point before it."""

    def call(*arguments: Any, **options: Any) -> Any:
        points(function.__name__)
        return function(*arguments, **options)

    return call


def _opening(points: Points) -> Callable[..., Any]:
    """``open`` with a point before and one after it, when it is for writing; locks are no change."""
    real = builtins.open

    def opened(file: Any, mode: str = "r", *arguments: Any, **options: Any) -> Any:
        if not set(mode) & set("wxa+") or str(file).endswith(".lock"):
            return real(file, mode, *arguments, **options)
        points("open")
        handle = real(file, mode, *arguments, **options)
        try:
            points("opened")
        except BaseException:
            handle.close()
            raise
        return handle

    return opened


def _connecting(points: Points) -> Callable[..., sqlite3.Connection]:
    """``sqlite3.connect`` with a point before each statement that changes something."""

    def count(statement: str) -> None:
        verb = statement.split()[0]
        if verb not in ("SELECT", "PRAGMA"):
            points(verb)

    class Database(sqlite3.Connection):
        def execute(self, statement: str, *arguments: Any) -> sqlite3.Cursor:
            count(statement)
            return super().execute(statement, *arguments)

        def executemany(self, statement: str, *arguments: Any) -> sqlite3.Cursor:
            count(statement)
            return super().executemany(statement, *arguments)

        def executescript(self, *arguments: Any) -> sqlite3.Cursor:
            points("script")
            return super().executescript(*arguments)

    real = sqlite3.connect

    def connected(*arguments: Any, **options: Any) -> sqlite3.Connection:
        return real(*arguments, **{"factory": Database, **options})

    return connected
