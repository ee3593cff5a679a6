"""What a template may cost: its steps, and how long what it makes may be. A bound, not a time, so that it is the same
on every machine.

A step is a round of a loop, a fifth of a call of a macro, a block or an included template, or sixty-four characters
or items that a filter or a comparison has to look at.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

import jinja2

from jianbao import expressions as re

MOST_STEPS = 1_000_000
"""Of one page; a home page has some hundreds, an index of ten thousand tags some ten thousand."""
CALL = 5
"""Steps that the beginning of a template, a block or a macro counts for."""
LONGEST = 64_000_000
"""Characters of a page, and of any text within it; items of a list are ``_SHARE`` of it."""
_LARGEST = 10_000
"""Bits of a whole number, and what a filter may be told to fill up to."""
_SHARE = 64
_FILLING = ("batch", "center", "indent", "slice", "wordwrap")
_WIDE = re.compile(r"%[^a-zA-Z%]*(?:\*|\d{4})")


class TooMuchError(jinja2.TemplateRuntimeError):
    """A template that would go on too long, or make too much."""


class Meter:
    """Counts the steps of one rendering."""

    __slots__ = ("left",)

    def __init__(self) -> None:
        self.left = MOST_STEPS
        """Steps that the page may still take."""

    def begin(self) -> None:
        """A page begins."""
        self.left = MOST_STEPS

    def step(self, steps: int = 1) -> None:
        """Raises TooMuchError when there were too many."""
        self.left -= steps
        if self.left < 0:
            raise TooMuchError(f"循环和调用超过 {MOST_STEPS // 10_000} 万步")

    def weighed(self, value: Any) -> Any:
        """The value, whose length counts."""
        if isinstance(value, (str, list, tuple, dict)):
            self.step(len(value) // _SHARE)
        return value

    def joined(self, join: Callable[[Any], str], parts: tuple[Any, ...]) -> str:
        """The parts of ``~`` as one text."""
        fits(sum(map(_length, parts)))
        return join(parts)

    def filtered(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """A filter whose cost counts."""
        first = 1 if hasattr(function, "jinja_pass_arg") else 0

        @wraps(function)
        def weighed(*given: Any, **named: Any) -> Any:
            value, *rest = given[first:]
            told = [*rest, *named.values()]
            self.step(1 + sum(map(_length, (value, *told))) // _SHARE)
            if name in _FILLING and any(isinstance(n, int) and n > _LARGEST for n in told):
                raise TooMuchError(f"过滤器 {name} 的数超过 {_LARGEST}")
            if name == "format":
                formatted(value, tuple(told))
            elif told and name in ("replace", "join", "indent", "wordwrap"):
                fits(_length(value) + _pieces(name, value, told) * max(map(_length, told)))
            try:
                return function(*given, **named)
            except jinja2.TemplateError:
                raise
            except Exception as error:
                raise _misused(name, error) from error

        @wraps(function)
        def alone(value: Any, *told: Any, **named: Any) -> Any:
            if told or named:
                return weighed(value, *told, **named)
            self.step(1 + (len(value) if type(value) is str else _length(value)) // _SHARE)
            try:
                return function(value)
            except jinja2.TemplateError:
                raise
            except Exception as error:
                raise _misused(name, error) from error

        return weighed if first or name == "format" else alone


def _misused(name: str, error: Exception) -> jinja2.TemplateRuntimeError:
    """What a filter raised, as the template's fault."""
    return jinja2.TemplateRuntimeError(f"过滤器 {name} 不能这样用（{str(error) or type(error).__name__}）")


def formatted(form: Any, values: Any) -> None:
    """Looks at what ``%`` or the filter format is to make. Raises TooMuchError."""
    if not isinstance(form, str):
        return
    if _WIDE.search(form):
        raise TooMuchError("格式里的宽度超过 999")
    fits(
        len(form)
        + form.count("%") * (1000 + (sum(map(_length, values)) if isinstance(values, tuple) else _length(values)))
    )


def calculated(operator: str, left: Any, right: Any) -> int:
    """How many steps an operation costs. Raises TooMuchError when its result would be too large."""
    if operator == "%":
        formatted(left, right)
        return 1
    if isinstance(left, int) and isinstance(right, int):
        bits = {"*": left.bit_length() + right.bit_length(), "**": left.bit_length() * max(right, 1)}.get(operator, 0)
        if bits > _LARGEST:
            raise TooMuchError("算出来的数太大")
        return 1
    size = _length(left) + _length(right)
    if operator == "*":
        size = max(
            _length(left) * (right if isinstance(right, int) else 1),
            _length(right) * (left if isinstance(left, int) else 1),
        )
    listed = isinstance(left, (list, tuple)) or isinstance(right, (list, tuple))
    fits(size * (_SHARE if listed else 1))
    return 1 + max(size, 0) // _SHARE


def _pieces(name: str, value: Any, told: list[Any]) -> int:
    """At how many places a filter puts something in."""
    if name == "join" or not isinstance(value, str):
        return _length(value)
    if name == "replace":
        return value.count(told[0]) if isinstance(told[0], str) else 0
    return value.count("\n") + (len(value) if name == "wordwrap" else 1)


def _length(value: Any) -> int:
    return len(value) if isinstance(value, (str, list, tuple, dict)) else 1


def fits(length: int) -> None:
    """Raises TooMuchError for a text of so many characters, when that is too much."""
    if length > LONGEST:
        raise TooMuchError(f"文字超过 {LONGEST // 10_000} 万字")
