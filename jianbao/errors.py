"""What can be wrong with a site, as data.

A problem is a place, a fact and a next step. Readers collect the problems of all files and then
fail once, with one exception that one place (the command line) catches. This module refuses
nothing itself.
"""

from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple


class Level(StrEnum):
    """How much a problem weighs: only an error stops a build."""

    ERROR = "错误"
    WARNING = "警告"
    NOTICE = "提示"


_WEIGHT = {Level.ERROR: 0, Level.WARNING: 1, Level.NOTICE: 2}


class Problem(NamedTuple):
    """One fault in the user's files.

    ``path`` is relative to the site and clickable; ``line`` and ``column`` count from 1, 0 meaning
    the whole file. ``code`` is documented in docs/problems.md. ``hint`` is the cure, "" if none.
    """

    path: str
    line: int
    column: int
    level: Level
    code: str
    message: str
    hint: str = ""

    def __str__(self) -> str:
        place = self.path
        if self.line:
            place += f":{self.line}:{self.column or 1}"
        text = f"{place} {self.level}[{self.code}] {self.message}"
        return f"{text}\n    {self.hint}" if self.hint else text


class SiteError(Exception):
    """The site as it stands cannot be built; nothing in output/ was touched."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = in_order(problems)
        super().__init__("\n".join(str(p) for p in self.problems))


class UsageError(Exception):
    """The command line asks for something that does not exist; exit code 2."""


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Sorted by place, each problem once: the same problems always print the same way."""
    return tuple(sorted(set(problems), key=lambda p: (p.path, p.line, p.column, _WEIGHT[p.level], p.code, p.message)))


def errors_in(problems: Iterable[Problem]) -> list[Problem]:
    """Those that stop a build."""
    return [p for p in problems if p.level is Level.ERROR]
