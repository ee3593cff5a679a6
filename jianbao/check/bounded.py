"""Whether an expression looks no further than a clause: what it finds there depends on the clause and its two marks.

Of such an expression a clause that was seen before need not be asked again. The marks end whatever it takes: no item
of it takes one, but for the first or the last character of all, or for one that is only looked at.
"""

import re
from collections.abc import Callable
from re import _parser  # type: ignore[attr-defined]
from typing import Any

MARKS = "。！？；，：\n"
"""What clauses end in, and begin behind."""
_REPEATS = frozenset({"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"})
_EDGES = frozenset({"AT_BOUNDARY", "AT_NON_BOUNDARY"})
_CATEGORIES: dict[str, Callable[[str], bool]] = {
    "CATEGORY_DIGIT": str.isdigit,
    "CATEGORY_SPACE": str.isspace,
    "CATEGORY_WORD": str.isalnum,
}


def is_bounded(pattern: str, flags: int = 0) -> bool:
    """Whether an expression, searched for in a clause with the mark before and the mark behind it, finds what it finds
    there in the whole text."""
    if flags & ~re.UNICODE:
        return False
    items = list(_parser.parse(pattern, flags))
    return all(
        _is_inside(str(op), given) or (number in (0, len(items) - 1) and _is_one(str(op), given))
        for number, (op, given) in enumerate(items)
    )


def _is_inside(name: str, given: Any) -> bool:
    """Whether an item of an expression takes no mark, nor looks at one but for the next."""
    if name == "AT":
        return str(given) in _EDGES
    if name in ("ASSERT", "ASSERT_NOT"):
        inner = list(given[1])
        return (len(inner) == 1 and _is_one(str(inner[0][0]), inner[0][1])) or _are_inside(inner)
    if name == "BRANCH":
        return all(map(_are_inside, given[1]))
    if name == "SUBPATTERN":
        return not given[1] and not given[2] and _are_inside(given[3])
    if name in _REPEATS:
        return _are_inside(given[2])
    if name == "ATOMIC_GROUP":
        return _are_inside(given)
    if name == "GROUPREF":
        return True  # what its group took, which is asked by itself
    return _is_one(name, given) and not any(_takes(name, given, mark) for mark in MARKS)


def _are_inside(items: Any) -> bool:
    return all(_is_inside(str(op), given) for op, given in items)


def _is_one(name: str, given: Any) -> bool:
    """Whether an item takes one character, whichever, or may take it."""
    if name in _REPEATS:
        inner = list(given[2])
        return given[1] == 1 and len(inner) == 1 and _is_one(str(inner[0][0]), inner[0][1])
    return name in ("LITERAL", "NOT_LITERAL", "IN")


def _takes(name: str, given: Any, character: str) -> bool:
    """Whether an item of one character takes this one."""
    if name == "LITERAL":
        return bool(ord(character) == given)
    if name == "NOT_LITERAL":
        return bool(ord(character) != given)
    negated = bool(given) and str(given[0][0]) == "NEGATE"
    return any(_is_of(str(op), value, character) for op, value in given[negated:]) != negated


def _is_of(op: str, value: Any, character: str) -> bool:
    if op == "LITERAL":
        return bool(ord(character) == value)
    if op == "RANGE":
        return bool(value[0] <= ord(character) <= value[1])
    kind = str(value)
    known = _CATEGORIES.get(kind.replace("NOT_", ""))
    return known is None or known(character) != ("NOT_" in kind)
