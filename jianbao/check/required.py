"""What a text must hold for an expression to match in it: characters, or two of them side by side.

Reading a text with an expression costs far more than knowing which pairs of characters it has, which is known once for
all rules. What is required is read off the expression itself, so that nobody has to keep a list beside it. Where
nothing can be said (a digit of any script, a class of thousands), nothing is required.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property, lru_cache
from pathlib import Path
from re import _parser  # type: ignore[attr-defined]
from typing import Any, NamedTuple

from jianbao import digest, expressions
from jianbao.cache import prepared
from jianbao.check.expressions import bounded
from jianbao.check.prose import Prose
from jianbao.settings import knowledge

_MOST = 1_500
"""Strings of which one is required; more of them are no sieve."""
SIEVES, _FEW, _LOOSE = 3, 80, 4.0
"""Sets that are asked for, beside the best one small ones that say something."""
_MOST_OF_CLASS = 80
"""Characters of a class that are told apart."""
_DIGITS = frozenset("0123456789０１２３４５６７８９")
"""What \\d is looked for as: digits of other scripts are in no bulletin."""
Chars = frozenset[str]
Told = tuple[tuple[frozenset[str], ...], str]
"""What an expression requires, see `Guarded.sieves`, and the marks between which all lies that it looks at."""
_KEPT = "required"


def of(pattern: str) -> frozenset[str] | None:
    """Strings of one or two characters, one of which stands in every text that the expression matches in."""
    return next(iter(Guarded(pattern).sieves), None)


def _sieves(tree: Any) -> tuple[frozenset[str], ...]:
    if tree.state.flags & re.IGNORECASE:
        return ()
    found = {one for one in _of_sequence(tree) if 0 < len(one) <= _MOST}
    best, *others = sorted(found, key=lambda one: (_weight(one), sorted(one))) or [frozenset[str]()]
    more = [one for one in others if len(one) <= _FEW and _weight(one) < _LOOSE]
    return (best, *more[: SIEVES - 1]) if best else ()


class Guarded:
    """An expression, or one alternative of it, that is tried only on texts that hold what it requires."""

    def __init__(self, pattern: str, flags: int = 0, number: int = -1) -> None:
        self._source, self._flags, self._number = pattern, flags, number

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Made when it is first wanted: most texts need few of them."""
        return re.compile(self._source, self._flags)

    @cached_property
    def told(self) -> Told:
        """Its tree is read once for both; of those that come with the program, once for all its runs."""
        known = _known().told.get(self.key)
        if known is not None:
            return known
        tree = _parser.parse(self._source, self._flags)
        return _sieves(tree), next((m for m in (bounded.MARKS, bounded.STOPS) if bounded.is_inside(tree, m)), "")

    @property
    def key(self) -> tuple[str, int]:
        """The expression, as text and flags."""
        return self._source, int(self._flags)

    @property
    def sieves(self) -> tuple[frozenset[str], ...]:
        """Sets like that of `of`, of each of which a text has one; the one that says most comes first."""
        return self.told[0]

    @property
    def bounded(self) -> bool:
        """Whether it looks no further than a clause, see bounded.py."""
        return self.told[1] == bounded.MARKS

    @property
    def in_sentence(self) -> bool:
        """Whether it looks no further than a sentence."""
        return bool(self.told[1])

    def may_match(self, prose: Prose) -> bool:
        """Whether a text holds what is required."""
        if prose.ahead is not None and 0 <= self._number < prose.ahead.guarded:
            return self._number in prose.ahead.guards
        return not any(map(prose.pairs().isdisjoint, self.sieves))

    def matches(self, prose: Prose) -> Iterator[re.Match[str]]:
        """Its matches in a text, in order."""
        return self.pattern.finditer(prose.prose) if self.may_match(prose) else iter(())


class _Known(NamedTuple):
    """What was read off the expressions that come with the program."""

    told: dict[tuple[str, int], Told]
    cut: dict[str, list[tuple[str, int]]]
    """Expression → its alternatives, with their flags."""


@lru_cache(maxsize=1)
def _known() -> _Known:
    return _Known(*(prepared.get(_KEPT, _version()) or ({}, {})))


def _version() -> bytes:
    """Of the inspections and the rules that come with the program, and of who reads them."""
    files = [*sorted(Path(__file__).parent.rglob("*.py")), *sorted(knowledge.SHIPPED.glob("*.yaml"))]
    return digest.of_all([digest.of_bytes(file.read_bytes()) for file in files])


def keep(shipped: Callable[[], Iterable[str]]) -> None:
    """Keeps what the guarded expressions require, and others that come with the program, where nothing is kept yet."""
    if not _known().told and prepared.may_put():
        cut = {pattern: _cut(pattern) for pattern in shipped()}
        every = [*GUARDS, *(Guarded(*one) for those in cut.values() for one in those)]
        prepared.put(_KEPT, _version(), ({one.key: one.told for one in every}, cut))


GUARDS: list[Guarded] = []
"""The expressions of inspections, by number: of many texts it is asked at once which of these may match (ahead.py)."""


def guarded(pattern: re.Pattern[str]) -> Guarded:
    """An expression of an inspection with what it requires, made as its module is read."""
    GUARDS.append(Guarded(*expressions.source(pattern), len(GUARDS)))
    return GUARDS[-1]


def holding(strings: Iterable[str]) -> Guarded:
    """One that matches where a text has one of some strings of two characters."""
    return guarded(re.compile("|".join(map(re.escape, sorted(strings)))))


def alternatives(pattern: str) -> list[Guarded]:
    """The alternatives of an expression in order, each by itself, for each requires more than all of them together."""
    known = _known().cut.get(pattern)
    return [Guarded(*one) for one in (_cut(pattern) if known is None else known)]


def _cut(pattern: str) -> list[tuple[str, int]]:
    """(alternative, flags); an expression with groups, whose numbers would change, is left whole."""
    state = _parser.parse(pattern).state
    flags = int(state.flags & ~re.UNICODE)
    if state.groups > 1:
        return [(pattern, flags)]
    return [(part, flags) for part in _at_bars(re.sub(r"^\(\?[aimsux]+\)", "", pattern))]


def _at_bars(source: str) -> list[str]:
    """An expression cut at the bars that stand in no bracket and in no class."""
    depth, begin, at, parts = 0, 0, 0, []
    opened = -1
    while at < len(source):
        mark = source[at]
        if mark == "\\":
            at += 1
        elif opened >= 0:
            first = at == opened + 1 or (at == opened + 2 and source[opened + 1] == "^")
            opened = -1 if mark == "]" and not first else opened
        elif mark == "[":
            opened = at
        elif mark == "|" and not depth:
            parts.append(source[begin:at])
            begin = at + 1
        else:
            depth += (mark == "(") - (mark == ")")
        at += 1
    return [*parts, source[begin:]]


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
        found = _of_sequence(given[2]) if given[0] else []
        one = _single(given[2]) if given[0] > 1 else None
        return [*found, frozenset(a + b for a in one for b in one)] if one else found
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
        elif str(value) == "CATEGORY_DIGIT":
            found |= _DIGITS
        else:
            return None
    return frozenset(found) if len(found) <= _MOST_OF_CLASS else None


def _single(items: Any) -> Chars | None:
    """The characters that an expression of one character takes."""
    listed = list(items)
    return _chars(str(listed[0][0]), listed[0][1]) if len(listed) == 1 else None


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
