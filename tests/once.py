"""What a test process works out once, however many sites it builds and checks.

Parsing and compiling templates, loading dictionaries, tables of characters, drawing cards and compiling the rules'
expressions are most of what a small site costs, and each is a pure function of its arguments: the same question gets
the answer that the real function gave. State files, folders and caches of a site are written and read every time.
"""

import re
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
import opencc

from jianbao import search
from jianbao.check import required
from jianbao.check.expressions import bounded, linear
from jianbao.media import pictures
from jianbao.theme.environment import Sealed
from jianbao.theme.loader import Theme

EXPRESSIONS = 20_000
"""Compiled expressions that Python keeps; it keeps 512, fewer than there are rules, and each check compiled all anew."""
LARGEST = 100_000
"""Bytes of the largest picture that is kept."""


def remember() -> None:
    """From now on this process answers such questions from what it has answered."""
    re._MAXCACHE = EXPRESSIONS  # type: ignore[attr-defined]  # noqa: SLF001 (it has no other name)
    jinja2.Environment.parse = _parsed(jinja2.Environment.parse)  # type: ignore[method-assign]
    Sealed.code = _coded(Sealed.code)  # type: ignore[method-assign]
    Theme.compiled = _compiled(Theme.compiled)  # type: ignore[method-assign]
    opencc.OpenCC = cache(opencc.OpenCC)  # type: ignore[assignment]
    search.tables = _tables(search.tables)
    pictures.once = _drawn(pictures.once)
    required.alternatives = cache(required.alternatives)  # type: ignore[assignment]
    bounded.is_bounded = cache(bounded.is_bounded)  # type: ignore[assignment]
    linear.fault = cache(linear.fault)  # type: ignore[assignment]


def _parsed(real: Callable[..., Any]) -> Callable[..., Any]:
    """Templates parsed, whichever environment is asked."""
    known: dict[tuple[Any, ...], Any] = {}

    def parse(self: jinja2.Environment, *question: Any) -> Any:
        key = (type(self), self.autoescape, *question)
        if key not in known:
            known[key] = real(self, *question)
        return known[key]

    return parse


def _coded(real: Callable[..., Any]) -> Callable[..., Any]:
    """Templates compiled: a tree is what its source and what was put into it say."""
    known: dict[tuple[Any, ...], Any] = {}

    def code(self: Sealed, tree: Any, *question: Any) -> Any:
        if question not in known:
            known[question] = real(self, tree, *question)
        return known[question]

    return code


def _compiled(real: Callable[[Theme], Any]) -> Callable[[Theme], Any]:
    """Whole themes: a build takes back by the digest what the last one has compiled, and so does this process."""
    known: dict[bytes, Any] = {}

    def compiled(self: Theme) -> Any:
        if self.digest not in known:
            known[self.digest] = tuple(map(dict, real(self)))
        closures, codes = map(dict, known[self.digest])
        self.recall(closures, codes)
        return closures, codes

    return compiled


def _tables(real: Callable[..., Any]) -> Callable[..., Any]:
    """What search has to know of characters."""
    known: dict[tuple[Any, ...], Any] = {}

    def tables(words: Mapping[str, str], surnames: Mapping[str, str]) -> Any:
        key = (*words.items(), "", *surnames.items())
        if key not in known:
            known[key] = real(words, surnames)
        return known[key]

    return tables


def _drawn(real: Callable[..., bytes]) -> Callable[..., bytes]:
    """Pictures that are made: a name is the digest of all that goes into one. Its folder is looked at, and written to,
    every time."""
    known: dict[str, bytes] = {}

    def once(folder: Path, name: str, make: Callable[[], bytes]) -> bytes:
        def made() -> bytes:
            data = known.get(name) or make()
            if len(data) <= LARGEST:
                known[name] = data
            return data

        return real(folder, name, made)

    return once
