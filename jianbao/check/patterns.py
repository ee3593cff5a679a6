"""Patterns and lists of words, applied to a text; the fast half of the inspection."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from jianbao.check import lexicon, required
from jianbao.check.prose import Prose
from jianbao.check.rules import Finding, Rule


class Patterns:
    """The rules with a pattern or a list, made ready once for many texts."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        rules = list(rules)
        self._always: list[_Part] = []
        self._patterns: dict[str, list[_Part]] = {}
        self._words: dict[str, list[tuple[str, str, Rule]]] = {}
        for rule in rules:
            if rule.pattern is not None:
                self._index(rule, rule.pattern)
            for wrong, right in rule.words.items():
                self._words.setdefault(wrong[:2], []).append((wrong, right, rule))

        self._needed_pairs = frozenset(self._patterns)
        self._first_pairs = frozenset(self._words)

    def _index(self, rule: Rule, pattern: re.Pattern[str]) -> None:
        """Notes what a text must hold for a rule to be tried: what its expression requires, or its ``needs``."""
        for order, part in enumerate(required.alternatives(pattern)):
            one = _Part(rule, order, part, part.sieves[1:])
            strings = next(iter(part.sieves), None) or frozenset(needed[:2] for needed in rule.needs)
            for string in strings:
                self._patterns.setdefault(string, []).append(one)
            if not strings:
                self._always.append(one)

    def found(self, prose: Prose) -> Iterator[Finding]:
        """What the rules find, in no order. A rule is looked at where the text has two characters that it needs."""
        pairs = prose.pairs()
        wanted = set(self._always)
        for pair in pairs & self._needed_pairs:
            wanted.update(self._patterns[pair])
        by_rule: dict[Rule, list[_Part]] = {}
        for part in wanted:
            for sieve in part.more:
                if pairs.isdisjoint(sieve):
                    break
            else:
                by_rule.setdefault(part.rule, []).append(part)
        for rule, parts in by_rule.items():
            if rule.only and rule.only != prose.kind:
                continue
            if not rule.needs or any(needed in prose.prose for needed in rule.needs):
                yield from self._matches(rule, parts, prose.prose)
        yield from self._listed(prose)

    def _listed(self, prose: Prose) -> Iterator[Finding]:
        text = prose.prose
        told: set[int] = set()
        pairs = prose.pairs()
        words = [
            word
            for pair in pairs & self._first_pairs
            for word in self._words[pair]
            if word[0][-2:] in pairs and word[0] in text
        ]
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

    def _matches(self, rule: Rule, parts: list["_Part"], text: str) -> Iterator[Finding]:
        for match in _in_order(parts, text):
            start, end = match.span()
            if start == end or (rule.excepted and _inside(text, start, end, rule.excepted)):
                continue
            right = match.expand(rule.replace) if rule.replace is not None else ""
            yield Finding(
                start, end, rule, match.group(), right, right if rule.safe and rule.replace is not None else None
            )


@dataclass(frozen=True, slots=True, eq=False)
class _Part:
    """One alternative of a rule's expression."""

    rule: Rule
    order: int
    expression: required.Guarded
    more: tuple[frozenset[str], ...]
    """What a text must hold beside the strings that the part is looked up by."""


def _in_order(parts: list[_Part], text: str) -> Iterator[re.Match[str]]:
    """What some of the alternatives of an expression find, as the whole of it would: the first one at a place."""
    if len(parts) == 1:
        yield from parts[0].expression.pattern.finditer(text)
        return
    found = [(match.start(), part.order, match) for part in parts for match in part.expression.pattern.finditer(text)]
    reach = 0
    for start, _, match in sorted(found, key=lambda f: f[:2]):
        if start >= reach:
            reach = match.end()
            yield match


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
