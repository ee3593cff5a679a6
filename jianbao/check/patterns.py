"""Patterns and lists of words, applied to a text; the fast half of the inspection."""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

from jianbao import expressions as re
from jianbao.check import required
from jianbao.check.prose import Prose
from jianbao.check.rules import Finding, Rule
from jianbao.check.words import lexicon

Where = Mapping[int, Sequence[tuple[int, int]] | None]
"""By the number of an alternative: from where to where it finds something; None is anywhere."""
_NOWHERE: Where = {}


class Patterns:
    """The rules with a pattern or a list, made ready once for many texts."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._parts: list[_Part] = []
        self._needed: dict[str, list[int]] = {}
        """String → by sieve the parts, as bits of a number, that ask for it or for another one …"""
        self._free = [0] * required.SIEVES
        """… and those that ask for nothing."""
        self._nothing = [0] * required.SIEVES
        self._words: dict[str, list[tuple[str, str, Rule]]] = {}
        for rule in rules:
            if rule.pattern is not None:
                self._index(rule, rule.pattern)
            for wrong, right in rule.words.items():
                self._words.setdefault(wrong[:2], []).append((wrong, right, rule))
        self._strings = frozenset(self._needed) | frozenset(self._words)

    def made_ready(self) -> None:
        """Makes all expressions, which otherwise are made when they are first wanted."""
        for part in self._parts:
            _ = part.expression.pattern

    def _index(self, rule: Rule, pattern: str) -> None:
        """Notes what a text must hold for a rule to be tried: what its expression requires, or its ``needs``."""
        for order, part in enumerate(required.alternatives(pattern)):
            bit = 1 << len(self._parts)
            self._parts.append(_Part(len(self._parts), rule, order, part))
            sieves = list(part.sieves) or [frozenset(needed[:2] for needed in rule.needs)]
            for number in range(required.SIEVES):
                asked = sieves[number] if number < len(sieves) else ()
                for string in asked:
                    self._needed.setdefault(string, [0] * required.SIEVES)[number] |= bit
                if not asked:
                    self._free[number] |= bit

    def expressions(self) -> list[required.Guarded]:
        """The alternatives of all expressions, by number."""
        return [part.expression for part in self._parts]

    def conditions(self) -> list[tuple[frozenset[str], ...]]:
        """By alternative: the sets of strings of each of which a text has one that it matches in."""
        return [part.expression.sieves for part in self._parts]

    def listed(self) -> list[str]:
        """The words of all lists."""
        return [wrong for words in self._words.values() for wrong, _, _ in words]

    def found(self, prose: Prose) -> Iterator[Finding]:
        """What the rules find, in no order. A rule is looked at where the text has what it needs."""
        ahead = prose.ahead
        held = prose.pairs() & self._strings if ahead is None or ahead.listed is None else frozenset[str]()
        where = _NOWHERE if ahead is None else ahead.parts
        for rule, parts in (self._tried(held) if ahead is None else self._of(where)).items():
            if rule.only and rule.only != prose.kind:
                continue
            if not rule.needs or any(needed in prose.prose for needed in rule.needs):
                yield from self._matches(rule, parts, prose.prose, where)
        yield from self._listed(prose.prose, self._standing(prose, held))

    def _of(self, numbers: Iterable[int]) -> dict[Rule, list["_Part"]]:
        """Some of the alternatives by their rules."""
        found = dict[Rule, list[_Part]]()
        for number in sorted(numbers):
            found.setdefault(self._parts[number].rule, []).append(self._parts[number])
        return found

    def _standing(self, prose: Prose, held: Set[str]) -> list[tuple[str, str, Rule]]:
        """The words of lists that stand in a text."""
        listed = prose.ahead.listed if prose.ahead is not None else None
        if listed is not None:
            return [word for wrong in listed for word in self._words[wrong[:2]] if word[0] == wrong]
        text, pairs = prose.prose, prose.pairs()
        return [word for two in held for word in self._words.get(two, ()) if word[0][-2:] in pairs and word[0] in text]

    def _tried(self, held: Set[str]) -> dict[Rule, list["_Part"]]:
        """The rules, with the alternatives of theirs, that find all they ask for among the strings of a text."""
        one, two, three = self._free
        for string in held:
            first, second, third = self._needed.get(string, self._nothing)
            one, two, three = one | first, two | second, three | third
        every, found = one & two & three, dict[Rule, list[_Part]]()
        while every:
            part = self._parts[(every & -every).bit_length() - 1]
            found.setdefault(part.rule, []).append(part)
            every &= every - 1
        return found

    def _listed(self, text: str, words: list[tuple[str, str, Rule]]) -> Iterator[Finding]:
        told: set[int] = set()
        # 副书计划 holds 书计 and 副书计: the longer one is said.
        for wrong, right, rule in sorted(words, key=lambda w: (-len(w[0]), w[0])):
            at = text.find(wrong)
            while at >= 0:
                end = at + len(wrong)
                if told.isdisjoint(range(at, end)) and not _inside(text, at, end, rule.excepted):
                    told.update(range(at, end))
                    if not _by_chance(text, at, end):
                        yield Finding(at, end, rule, wrong, right, right if rule.safe and right else None)
                at = text.find(wrong, end)

    def _matches(self, rule: Rule, parts: list["_Part"], text: str, where: Where) -> Iterator[Finding]:
        for match in _in_order(parts, text, where):
            start, end = match.span()
            if start == end or (rule.excepted and _inside(text, start, end, rule.excepted)):
                continue
            if "here" in match.re.groupindex and match.start("here") >= 0:  # else it takes no part: all is told
                start, end = match.span("here")
            right = rule.replace or ""
            if "\\" in right:
                right = match.expand(right)
            yield Finding(
                start, end, rule, match.group(), right, right if rule.safe and rule.replace is not None else None
            )


@dataclass(frozen=True, slots=True, eq=False)
class _Part:
    """One alternative of a rule's expression."""

    number: int
    rule: Rule
    order: int
    expression: required.Guarded


def _in_order(parts: list[_Part], text: str, where: Where) -> Iterator[re.Match[str]]:
    """What some of the alternatives of an expression find, as the whole of it would: the first one at a place."""
    if len(parts) == 1:
        yield from _found(parts[0], text, where)
        return
    found = [(match.start(), part.order, match) for part in parts for match in _found(part, text, where)]
    reach = 0
    for start, _, match in sorted(found, key=lambda f: f[:2]):
        if start >= reach:
            reach = match.end()
            yield match


def _found(part: _Part, text: str, where: Where) -> Iterator[re.Match[str]]:
    """What an alternative finds; where it is known in which clauses it does, only these are searched."""
    pattern, places = part.expression.pattern, where.get(part.number)
    if places is None:
        yield from pattern.finditer(text)
        return
    at = 0
    for start, end in places:
        at = max(at, start)
        while at <= end and (match := pattern.search(text, at, end)):
            # A clause ends where the text goes on: the match is that of the text, or none.
            again = pattern.match(text, match.start())
            if again:
                yield again
            at = max(again.end(), match.start() + 1) if again else match.start() + 1


def _by_chance(text: str, start: int, end: int) -> bool:
    """Whether the characters only happen to stand side by side: in 部署假期 there is no 署假."""
    return lexicon.Around(text, start, end).crosses(start, end)


def _inside(text: str, start: int, end: int, excepted: Sequence[str]) -> bool:
    """Whether the finding is part of a longer word that is right."""
    for word in excepted:
        at = text.find(word, max(0, start - len(word) + 1), end + len(word))
        if at >= 0 and at < end and start < at + len(word):
            return True
    return False
