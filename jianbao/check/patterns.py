"""Patterns and lists of words, applied to a text; the fast half of the inspection."""

import re
from collections.abc import Iterable, Iterator, Sequence

from jianbao.check import lexicon, required
from jianbao.check.prose import Prose
from jianbao.check.rules import Finding, Rule


class Patterns:
    """The rules with a pattern or a list, made ready once for many texts."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        rules = list(rules)
        self._always: list[Rule] = []
        self._patterns: dict[str, list[Rule]] = {}
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
        strings = required.of(pattern) or frozenset(needed[:2] for needed in rule.needs)
        for string in strings:
            self._patterns.setdefault(string, []).append(rule)
        if not strings:
            self._always.append(rule)

    def found(self, prose: Prose) -> Iterator[Finding]:
        """What the rules find, in no order. A rule is looked at where the text has two characters that it needs."""
        text = prose.prose
        wanted = dict.fromkeys(self._always)
        for pair in prose.pairs() & self._needed_pairs:
            wanted |= dict.fromkeys(self._patterns[pair])
        for rule in wanted:
            if rule.only and rule.only != prose.kind:
                continue
            if not rule.needs or any(needed in text for needed in rule.needs):
                yield from self._matches(rule, text)
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

    def _matches(self, rule: Rule, text: str) -> Iterator[Finding]:
        assert rule.pattern is not None
        for match in rule.pattern.finditer(text):
            start, end = match.span()
            if start == end or (rule.excepted and _inside(text, start, end, rule.excepted)):
                continue
            right = match.expand(rule.replace) if rule.replace is not None else ""
            yield Finding(
                start, end, rule, match.group(), right, right if rule.safe and rule.replace is not None else None
            )


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
