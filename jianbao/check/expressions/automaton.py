"""A regular expression as an automaton of what it may take next, read by Python's own parser.

``re._parser`` has no public name: a hack, and the alternative is a parser of our own. Repeats of more than ``MANY``
count as endless; words of backward references as those of the group.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from re import _constants, _parser  # type: ignore[attr-defined]
from typing import Any, NamedTuple

MANY = 60
"""A repeat that may be longer than this is as good as endless: a text has a hundred thousand characters."""
_ANY_CASE = int(re.IGNORECASE)
_COPIES = 2
"""How often a bounded repeat is written out: what can go wrong in many can go wrong in two."""
_SAMPLES = "é \u3000\xa0\u2028０５９Ａｚ中一龥〇，。、；：！？（）“”《》—…·①²\U00020000"


class _Edge(NamedTuple):
    """A step that takes nothing; ``before`` and ``after`` are the characters that must stand there."""

    to: int
    before: int
    after: int
    sure: bool = True
    """Whether nothing but characters can forbid it."""
    enters: bool = False
    """Whether it begins another round of an endless repeat; the engine goes no round in which nothing is taken."""


class Node(NamedTuple):
    """A state that is about to take one of some characters."""

    state: int
    takes: int


Graph = dict[Node, list[tuple[int, Node]]]
"""State → (characters that lead there, the state reached) for each step."""


class Automaton:
    """The states of an expression, made from its end to its beginning."""

    def __init__(self, tree: Any, mode: str) -> None:
        self.flags = int(tree.state.flags)  # a flag of the enumeration takes thirty times as long to ask
        self.groups: dict[int, Any] = {}
        self.samples = sorted(_sampled(tree))
        self._codes = [ord(sample) for sample in self.samples]
        self.all = (1 << len(self.samples)) - 1
        self.chars: list[tuple[int, int] | None] = []
        """State → (what it takes, the state behind)."""
        self.edges: list[list[_Edge]] = []
        self.accept, self.dead = self.state(), self.state()
        self.whole = mode == "fullmatch"
        self.first = self.sequence(tree, self.accept, self.flags)
        self.anywhere = mode == "search"

    def state(self, takes: int | None = None, to: int = 0) -> int:
        self.chars.append(None if takes is None else (takes, to))
        self.edges.append([])
        return len(self.chars) - 1

    def edge(self, at: int, to: int, **condition: Any) -> int:
        self.edges[at].append(_Edge(to, **{"before": self.all, "after": self.all, **condition}))
        return at

    def sequence(self, items: Iterable[Any], to: int, flags: int) -> int:
        for op, given in reversed(list(items)):
            to = self.item(str(op), given, to, flags)
        return to

    def item(self, op: str, given: Any, to: int, flags: int) -> int:
        takes = self.taken(op, given, flags)
        if takes is not None:
            return self.state(takes, to)
        return getattr(self, f"_{op.lower()}")(given, to, flags)  # type: ignore[no-any-return]

    def taken(self, op: str, given: Any, flags: int) -> int | None:
        """What one character's expression takes; None for any other."""
        if op == "ANY":
            return self.mask(lambda c: bool(flags & re.DOTALL) or c != "\n")
        if op in ("LITERAL", "NOT_LITERAL"):
            found = self.mask(lambda c: given in _cases(c)) if flags & _ANY_CASE else self.span(given, given)
            return found if op == "LITERAL" else self.all & ~found
        if op != "IN":
            return None
        found, negated = 0, False
        for kind, value in given:
            if str(kind) == "NEGATE":
                negated = True
            elif str(kind) == "RANGE":
                low, high = value
                found |= (
                    self.mask(lambda c, low=low, high=high: any(low <= o <= high for o in _cases(c)))
                    if flags & _ANY_CASE
                    else self.span(low, high)
                )
            elif str(kind) == "CATEGORY":
                found |= self.mask(_category(str(value), flags))
            else:
                found |= self.taken("LITERAL", value, flags) or 0
        return self.all & ~found if negated else found

    def mask(self, holds: Any) -> int:
        return sum(1 << n for n, c in enumerate(self.samples) if holds(c))

    def span(self, low: int, high: int) -> int:
        """The characters from one to another."""
        return (1 << bisect_right(self._codes, high)) - (1 << bisect_left(self._codes, low))

    def single(self, items: Any, flags: int) -> int | None:
        """What the expression takes when it is one character's."""
        listed = list(items)
        return self.taken(str(listed[0][0]), listed[0][1], flags) if len(listed) == 1 else None

    # Each makes a state for one kind of expression, before the state ``to``.

    def _branch(self, given: Any, to: int, flags: int) -> int:
        made = self.state()
        for branch in given[1]:
            self.edge(made, self.sequence(branch, to, flags))
        return made

    def _subpattern(self, given: Any, to: int, flags: int) -> int:
        group, more, less, inner = given
        self.groups[group] = inner
        return self.sequence(inner, to, (flags | more) & ~less)

    def _atomic_group(self, given: Any, to: int, flags: int) -> int:
        return self.sequence(given, to, flags)

    def _groupref(self, given: Any, to: int, flags: int) -> int:
        return self.edge(self.state(), self.sequence(self.groups.get(given, ()), to, flags), sure=False)

    def _groupref_exists(self, given: Any, to: int, flags: int) -> int:
        return self._branch((None, [given[1] or [], given[2] or []]), to, flags)

    def _max_repeat(self, given: Any, to: int, flags: int, beyond: int | None = None) -> int:
        least, most, inner = given
        if least == most and least <= MANY:
            for _ in range(min(int(least), _COPIES)):
                to = self.sequence(inner, to, flags)
            return to
        if most is _constants.MAXREPEAT or most > MANY:
            loop = self.state()
            self.edge(loop, self.sequence(inner, loop, flags), enters=True)
            self.edge(loop, to, after=self.all if beyond is None else beyond)
            to = loop
        else:
            behind = to
            for _ in range(min(int(most - min(least, _COPIES)), _COPIES)):
                optional = self.state()
                self.edge(optional, self.sequence(inner, to, flags))
                to = self.edge(optional, behind)
        for _ in range(min(int(least), _COPIES)):
            to = self.sequence(inner, to, flags)
        return to

    _min_repeat = _max_repeat

    def _possessive_repeat(self, given: Any, to: int, flags: int) -> int:
        takes = self.single(given[2], flags)
        return self._max_repeat(given, to, flags, None if takes is None else self.all & ~takes)

    def _assert(self, given: Any, to: int, flags: int) -> int:
        way, inner = given
        takes = self.single(inner, flags)
        made = self.state()
        if takes is None:
            return self._looked(way, inner, made, to, flags)
        if way < 0:
            return self.edge(made, to, before=takes, sure=False)
        return self.edge(made, to, after=takes, sure=False)

    def _assert_not(self, given: Any, to: int, flags: int) -> int:
        way, inner = given
        takes = self.single(inner, flags)
        made = self.state()
        if takes is None:
            return self._looked(way, inner, made, to, flags)
        if way < 0:
            return self.edge(made, to, before=self.all & ~takes, sure=False)
        return self.edge(made, to, after=self.all & ~takes, sure=False)

    def _looked(self, way: int, inner: Any, made: int, to: int, flags: int) -> int:
        self.edge(made, to, sure=False)
        if way > 0:
            self.edge(made, self.sequence(inner, self.dead, flags))
        return made

    def _at(self, given: Any, to: int, flags: int) -> int:
        made, where = self.state(), str(given)
        line = self.mask(lambda c: c == "\n")
        if where == "AT_BEGINNING" and flags & re.MULTILINE:
            return self.edge(made, to, before=line, sure=False)
        if where in ("AT_BEGINNING", "AT_BEGINNING_STRING"):
            return self.edge(made, to, before=0, sure=False)
        if where == "AT_END":
            return self.edge(made, to, after=line, sure=False)
        if where == "AT_END_STRING":
            return self.edge(made, to, after=0, sure=False)
        return self.edge(made, to, sure=False)

    def graph(self) -> Graph:
        """Node → (by which characters, the node behind), for what can be reached and can still fail."""
        made: Graph = {}
        pending: list[Node] = []
        anywhere = Node(-1, self.all)
        begin = list(self.reached(self.first, begins=True))
        if self.anywhere:
            pending.append(anywhere)
        pending += [node for _, node, _ in begin if node is not None]
        while pending:
            node = pending.pop()
            if node in made:
                continue
            ways: list[tuple[int, Node | None, bool]] = [(self.all, anywhere, False)] if node == anywhere else []
            ways += list(self.reached(self.first if node == anywhere else self.behind(node), begins=False))
            if any(to is None and sure for _, to, sure in ways) and not self.whole:
                made[node] = []  # nothing more is wanted
                continue
            made[node] = [(by & node.takes, to) for by, to, _ in ways if to is not None and by & node.takes]
            pending += [to for _, to in made[node]]
        return made

    def behind(self, node: Node) -> int:
        found = self.chars[node.state]
        assert found is not None
        return found[1]

    def reached(self, state: int, *, begins: bool) -> Iterator[tuple[int, Node | None, bool]]:
        """(characters that must stand before, node, sure) without taking anything; None is the expression's end."""
        ways: list[tuple[int, int, int, bool, frozenset[int]]] = [(state, self.all, self.all, True, frozenset())]
        while ways:
            at, before, after, sure, entered = ways.pop()
            if at in entered:
                continue
            if at == self.accept:
                yield before, None, sure and before == self.all
            taken = self.chars[at]
            if taken is not None:
                if taken[0] & after:
                    yield before, Node(at, taken[0] & after), sure
                continue
            for edge in self.edges[at]:
                if begins or before & edge.before:
                    now = entered | {at} if edge.enters else entered
                    ways.append((edge.to, before & edge.before, after & edge.after, sure and edge.sure, now))


def _cases(c: str) -> tuple[int, ...]:
    return tuple(ord(v) for v in {c, c.lower(), c.upper()} if len(v) == 1)


def _category(name: str, flags: int) -> Any:
    letter = {"DIGIT": "d", "SPACE": "s", "WORD": "w"}[name.rpartition("_")[2]]
    found = re.compile("\\" + (letter.upper() if "_NOT_" in name else letter), flags & re.ASCII)
    return lambda c: found.match(c) is not None


def _sampled(tree: Any) -> set[str]:
    """Characters of every kind that the expression tells apart."""
    found = {*map(chr, range(128)), *_SAMPLES}
    pending: list[Any] = [tree]
    while pending:
        item = pending.pop()
        if isinstance(item, int) and not isinstance(item, type(_constants.MAXREPEAT)):
            near = (item - 1, item, item + 1)
            found |= {chr(c) for c in near if 0 <= c < 0x110000 and not 0xD800 <= c < 0xE000}
        elif isinstance(item, (list, tuple, _parser.SubPattern)):
            pending += list(item)
    return found
