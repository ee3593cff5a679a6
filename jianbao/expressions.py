"""Regular expressions that are compiled when something is first asked of them; a module says ``expressions as re``.

A class of Han characters takes the compiler half a millisecond. The rooms that a build passes through have three
hundred expressions, of which an edit of one article asks a quarter and a build with nothing to do hardly one. What
makes many pages compiles all of them, before it forks (``settle``), and is as fast as if they had never waited.
"""

import re
import sys
from re import (
    ASCII,
    DOTALL,
    IGNORECASE,
    MULTILINE,
    UNICODE,
    VERBOSE,
    Match,
    Pattern,
    error,
    escape,
    findall,
    finditer,
    fullmatch,
    match,
    search,
    split,
    sub,
    subn,
)
from typing import Any, AnyStr, cast

__all__ = [
    "ASCII",
    "DOTALL",
    "IGNORECASE",
    "MULTILINE",
    "UNICODE",
    "VERBOSE",
    "Match",
    "Pattern",
    "compile",
    "error",
    "escape",
    "findall",
    "finditer",
    "fullmatch",
    "match",
    "search",
    "settle",
    "source",
    "split",
    "sub",
    "subn",
]


_settled = False
_METHODS = ("findall", "finditer", "fullmatch", "match", "search", "split", "sub", "subn")


class Late:
    """An expression by its name: once it is compiled its methods are attributes."""

    def __init__(self, pattern: Any, flags: int) -> None:
        self.given = pattern, int(flags)

    def compiled(self) -> Pattern[Any]:
        """The expression itself."""
        return re.compile(*self.given)

    def __reduce__(self) -> Any:
        return _Waiting, self.given


class _Waiting(Late):
    """One that nothing was asked of."""

    def __getattr__(self, name: str) -> Any:
        made = self.compiled()
        self.__dict__.update(
            (one, getattr(made, one)) for one in (*_METHODS, "pattern", "flags", "groups", "groupindex")
        )
        self.__class__ = Late  # type: ignore[assignment]
        return getattr(made, name)


def compile(pattern: AnyStr, flags: int = 0) -> Pattern[AnyStr]:  # noqa: A001 (it stands for that of re)
    """As ``re.compile``, but an expression that is wrong raises ``error`` only when it is first used."""
    return re.compile(pattern, flags) if _settled else cast("Pattern[AnyStr]", _Waiting(pattern, flags))


def source(pattern: "Pattern[str] | Late") -> tuple[str, int]:
    """(text, flags) of an expression, without making it."""
    if isinstance(pattern, Late):
        return pattern.given
    return pattern.pattern, pattern.flags & ~UNICODE


def settle(room: str = "") -> None:
    """Puts the compiled expression in the place of each that a loaded module of a room, or any one, has by a name.

    Without a room none waits from now on.
    """
    global _settled
    _settled = _settled or not room
    for name, module in list(sys.modules.items()):
        if name.startswith(f"jianbao.{room}"):
            for key, value in list(vars(module).items()):
                if isinstance(value, Late):
                    setattr(module, key, value.compiled())
