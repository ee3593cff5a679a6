"""What a test process works out once, however many sites it builds and checks.

Reading, parsing and compiling the themes that ship, loading dictionaries, tables of characters, drawing cards and
compiling the rules' expressions are most of what a small site costs, and each is a pure function of its arguments: the
same question gets the answer that the real function gave. A site's own files, its state and its caches are written and
read every time, and what runs in a process of its own knows nothing of this.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
import opencc

from jianbao import search
from jianbao.cache import prepared, program
from jianbao.check import required
from jianbao.check.expressions import bounded, linear
from jianbao.errors import Problem
from jianbao.files import installed
from jianbao.media import pictures
from jianbao.theme import folder
from jianbao.theme.environment import Sealed
from jianbao.theme.loader import Theme

PREPARED = prepared.get, prepared.put
"""What is kept for all sites beside the bytecode, for tests of just that; others find nothing there."""
EXPRESSIONS = 20_000
"""Compiled expressions that Python keeps; it keeps 512, fewer than there are rules, and each check compiled all anew."""
LARGEST = 100_000
"""Bytes of the largest picture that is kept."""


_KNOWN: list[dict[Any, Any]] = []


def forget() -> None:
    """Templates, themes, tables and pictures are made anew: for a test that counts how often they are."""
    for known in _KNOWN:
        known.clear()


def _memory() -> dict[Any, Any]:
    made: dict[Any, Any] = {}
    _KNOWN.append(made)
    return made


def remember() -> None:
    """From now on this process answers such questions from what it has answered."""
    prepared.get, prepared.put = _kept()  # type: ignore[assignment]
    re._MAXCACHE = EXPRESSIONS  # noqa: SLF001 (it has no other name)
    jinja2.Environment.parse = _parsed(jinja2.Environment.parse)  # type: ignore[method-assign]
    Sealed.code = _coded(Sealed.code)  # type: ignore[method-assign]
    Theme.compiled = _compiled(Theme.compiled)  # type: ignore[method-assign, assignment]
    opencc.OpenCC = cache(opencc.OpenCC)  # type: ignore[assignment]
    search.tables = _tables(search.tables)
    pictures.once = _drawn(pictures.once)
    required.alternatives = cache(required.alternatives)
    bounded.is_bounded = cache(bounded.is_bounded)
    linear.fault = cache(linear.fault)
    program.version = _versioned(program.version)
    folder.inside = _shipped(folder.inside)
    folder.words = _worded(folder.words)


def _parsed(real: Callable[..., Any]) -> Callable[..., Any]:
    """Templates parsed, whichever environment is asked."""
    known = _memory()

    def parse(self: jinja2.Environment, *question: Any) -> Any:
        key = (type(self), self.autoescape, *question)
        if key not in known:
            known[key] = real(self, *question)
        return known[key]

    return parse


def _coded(real: Callable[..., Any]) -> Callable[..., Any]:
    """Templates compiled: a tree is what its source and what was put into it say."""
    known = _memory()

    def code(self: Sealed, tree: Any, *question: Any) -> Any:
        if question not in known:
            known[question] = real(self, tree, *question)
        return known[question]

    return code


def _compiled(real: Callable[[Theme], Any]) -> Callable[[Theme], Any]:
    """Whole themes: a build takes back by the digest what the last one has compiled, and so does this process."""
    known = _memory()

    def compiled(self: Theme) -> Any:
        if self.digest not in known:
            known[self.digest] = tuple(map(dict, real(self)))
        closures, codes = map(dict, known[self.digest])
        self.recall(closures, codes)
        return closures, codes

    return compiled


def _tables(real: Callable[..., Any]) -> Callable[..., Any]:
    """What search has to know of characters."""
    known = _memory()

    def tables(words: Mapping[str, str], surnames: Mapping[str, str], *said: Any) -> Any:
        key = (*words.items(), "", *surnames.items())
        if key not in known:
            known[key] = real(words, surnames, *said)
        return known[key]

    return tables


def _kept() -> tuple[Callable[[str, bytes], Any], Callable[[str, bytes, Any], None]]:
    """What follows from the program alone: in memory, so that no run depends on what another has left."""
    known = _memory()

    def get(name: str, version: bytes) -> Any:
        return known.get((name, version))

    def put(name: str, version: bytes, value: Any) -> None:
        known[name, version] = value

    return get, put


def _drawn(real: Callable[..., bytes]) -> Callable[..., bytes]:
    """Pictures that are made: a name is the digest of all that goes into one. Its folder is looked at, and written to,
    every time."""
    known = _memory()

    def once(folder: Path, name: str, make: Callable[[], bytes]) -> bytes:
        def made() -> bytes:
            data = known.get(name) or make()
            if len(data) <= LARGEST:
                known[name] = data
            return data

        return real(folder, name, made)

    return once


def _versioned(real: Callable[..., bytes]) -> Callable[..., bytes]:
    """The program's own version: its sources do not change under the tests; what is installed, a test may say."""
    known = _memory()

    def version(*rooms: str) -> bytes:
        key = (installed.version, rooms)
        if key not in known:
            known[key] = real(*rooms)
        made: bytes = known[key]
        return made

    return version


def _shipped(real: Callable[..., Iterator[Any]]) -> Callable[..., Iterator[Any]]:
    """The files of the themes that come along; those of a site are read every time."""
    known = _memory()

    def inside(theme: Path, part: str, shown: str, problems: list[Problem]) -> Iterator[Any]:
        if theme.parent not in program.SHIPPED_THEMES:
            return real(theme, part, shown, problems)
        if (theme, part, shown) not in known:
            known[theme, part, shown] = tuple(real(theme, part, shown, problems))
        return iter(known[theme, part, shown])

    return inside


def _worded(real: Callable[..., Any]) -> Callable[..., Any]:
    """Their words."""
    known = _memory()

    def words(name: str, theme: Path, language: str) -> Any:
        if theme.parent not in program.SHIPPED_THEMES:
            return real(name, theme, language)
        if (name, theme, language) not in known:
            known[name, theme, language] = real(name, theme, language)
        return dict(known[name, theme, language])

    return words
