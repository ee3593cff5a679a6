"""A theme and what it inherits: which folder has a template, and which template another one means.

A template that a theme has too hides that of its parent, which it still reaches as ``parent:article.html``. Inside, a
hidden template is called ``../<theme>/<path>``, which no file below templates/ can be.
"""

from collections.abc import Iterable
from typing import NamedTuple

PARENT = "parent:"
"""Before the name of a template: the one that a theme further up has at that path."""


class Owned(NamedTuple):
    """A template of one theme of a chain: its inner name, and how far up that theme stands."""

    name: str
    level: int


class Chain:
    """The templates of a theme and its parents, by path and by inner name."""

    def __init__(self) -> None:
        self.templates: dict[str, tuple[str, str]] = {}
        """Inner name → (path shown in problems, source)."""
        self._levels: dict[str, int] = {}
        self._owners: dict[str, list[Owned]] = {}

    def add(self, theme: str, level: int, path: str, shown: str, source: str) -> None:
        """A template of a theme; themes come from the child upwards."""
        owners = self._owners.setdefault(path, [])
        name = f"../{theme}/{path}" if owners else path
        owners.append(Owned(name, level))
        self._levels[name] = level
        self.templates[name] = (shown, source)

    def paths(self) -> list[str]:
        """The paths below templates/ that some theme of the chain has."""
        return list(self._owners)

    def added(self, path: str) -> bool:
        """Whether a theme has a template at a path that none of its parents has, and it has parents."""
        return len(self._owners.get(path, ())) == 1 and self._levels[path] < max(self._levels.values())

    def name(self, wanted: str, by: str) -> str:
        """The inner name of what the template ``by`` calls ``wanted``; what there is not stays as it is written."""
        if not wanted.startswith(PARENT):
            return wanted
        above = self._levels.get(by, 0)
        return next((owned.name for owned in self._above(wanted.removeprefix(PARENT), above)), wanted)

    def _above(self, path: str, level: int) -> Iterable[Owned]:
        return (owned for owned in self._owners.get(path, ()) if owned.level > level)
