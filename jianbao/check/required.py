"""What a text must hold for an expression to match in it: characters, or two of them side by side.

Reading a text with an expression costs far more than knowing which pairs of characters it has, which is known once for
all rules. What is required is read off the expression itself, so that nobody has to keep a list beside it. Where
nothing can be said (a digit of any script, a class of thousands), nothing is required.
"""

import re
from collections.abc import Iterable
from re import _parser  # type: ignore[attr-defined]
from typing import Any

_MOST = 1_500
"""Strings of which one is required; more of them are no sieve."""
_MOST_OF_CLASS = 80
"""Characters of a class that are told apart."""
Chars = frozenset[str]


def of(pattern: re.Pattern[str]) -> frozenset[str] | None:
    """Strings of one or two characters, one of which stands in every text that the expression matches in."""
    if pattern.flags & re.IGNORECASE:
        return None
    return _best(_of_sequence(_parser.parse(pattern.pattern, pattern.flags & ~re.UNICODE)))


def _best(found: Iterable[frozenset[str]]) -> frozenset[str] | None:
    """The set that says most: of pairs rather than of characters, and of few of them."""
    every = [one for one in found if 0 < len(one) <= _MOST]
    return min(every, key=_weight) if every else None


def _weight(strings: frozenset[str]) -> float:
    """How likely a text is to have one of them, roughly: a character stands in every tenth text, a pair in few."""
    return sum(1.0 if len(string) == 1 else 0.02 for string in strings)


def _of_sequence(items: Any) -> list[frozenset[str]]:
    """Sets of strings of each of which a match has one."""
    found: list[frozenset[str]] = []
    before: Chars | None = None
    for op, given in items:
        name = str(op)
        found += _of_item(name, given)
        first = _first([(op, given)])
        if before and first:
            found.append(frozenset(a + b for a in before for b in first))
        if name not in ("AT", "ASSERT_NOT"):
            before = _last_of(name, given, before)
    return found


def _of_item(name: str, given: Any) -> list[frozenset[str]]:
    chars = _chars(name, given)
    if chars:
        return [chars]
    if name == "BRANCH":
        branches = [_best(_of_sequence(branch)) for branch in given[1]]
        return [frozenset[str]().union(*(b for b in branches if b))] if all(branches) else []
    if name == "SUBPATTERN":
        return _of_sequence(given[3]) if not given[1] and not given[2] else []
    if name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
        return _of_sequence(given[2]) if given[0] else []
    if name == "ATOMIC_GROUP":
        return _of_sequence(given)
    if name == "ASSERT":
        return _of_sequence(given[1])
    return []


def _chars(name: str, given: Any) -> Chars | None:
    """The characters that one item of an expression takes, when they can be counted."""
    if name == "LITERAL":
        return frozenset(chr(given))
    if name != "IN":
        return None
    found: set[str] = set()
    for op, value in given:
        if str(op) == "LITERAL":
            found.add(chr(value))
        elif str(op) == "RANGE" and value[1] - value[0] < _MOST_OF_CLASS:
            found.update(map(chr, range(value[0], value[1] + 1)))
        else:
            return None
    return frozenset(found) if len(found) <= _MOST_OF_CLASS else None


def _first(items: Any) -> Chars | None:
    """The characters that a sequence can begin with; None where it can be empty, or they cannot be counted."""
    return _end(items, last=False)


def _last_of(name: str, given: Any, before: Chars | None) -> Chars | None:
    """The characters that can stand at the end of a match so far, behind one more item."""
    if name == "ASSERT":
        return _end(given[1], last=True) if given[0] < 0 else None
    if name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT") and not given[0]:
        inner = _end(given[2], last=True)
        return before | inner if before and inner else None
    return _end([(name, given)], last=True)


def _end(items: Any, *, last: bool) -> Chars | None:
    listed = list(items)
    if not listed:
        return None
    op, given = listed[-1 if last else 0]
    name = str(op)
    if name == "AT" or name.startswith("ASSERT"):
        if name == "ASSERT" and not last and given[0] > 0:
            return _end(given[1], last=False)
        return _end(listed[:-1] if last else listed[1:], last=last) if len(listed) > 1 else None
    if name == "BRANCH":
        ends = [_end(branch, last=last) for branch in given[1]]
        return frozenset[str]().union(*(e for e in ends if e)) if all(ends) else None
    if name == "SUBPATTERN":
        return _end(given[3], last=last) if not given[1] and not given[2] else None
    if name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
        inner = _end(given[2], last=last)
        if given[0] or inner is None:
            return inner
        rest = _end(listed[:-1] if last else listed[1:], last=last)
        return inner | rest if rest else None
    return _end(given, last=last) if name == "ATOMIC_GROUP" else _chars(name, given)
