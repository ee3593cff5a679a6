"""Patterns and lists of words, applied to a text; the fast half of the inspection."""

import re
from collections.abc import Iterable, Iterator, Sequence

from jianbao.check import lexicon
from jianbao.check.prose import Prose
from jianbao.check.rules import Finding, Rule


class Patterns:
    """The rules with a pattern or a list, made ready once for many texts."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        rules = list(rules)
        # A rule whose words all begin with characters that a text lacks need not look at it.
        self._patterns = [(rule, frozenset(n[0] for n in rule.needs)) for rule in rules if rule.pattern is not None]
        words = {wrong: (right, rule) for rule in rules for wrong, right in rule.words.items()}
        self._words = words
        # The first two characters of a thousand words: most texts have few of them.
        self._alternation = _alternation(words) if words else None

    def found(self, prose: Prose) -> Iterator[Finding]:
        """What the rules find, in no order."""
        text = prose.prose
        letters = frozenset(text)
        for rule, firsts in self._patterns:
            if firsts and firsts.isdisjoint(letters):
                continue
            if rule.only and rule.only != prose.kind:
                continue
            if rule.needs and not any(needed in text for needed in rule.needs):
                continue
            yield from self._matches(rule, text)
        if self._alternation is not None:
            for match in self._alternation.finditer(text):
                right, rule = self._words[match.group()]
                if not (_inside(text, *match.span(), rule.excepted) or _by_chance(text, *match.span())):
                    yield Finding(
                        match.start(), match.end(), rule, match.group(), right, right if rule.safe and right else None
                    )

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


def _alternation(words: Iterable[str]) -> re.Pattern[str]:
    """All words as one expression, by their first characters, the longer before the shorter."""
    by_first: dict[str, list[str]] = {}
    for word in words:
        by_first.setdefault(word[0], []).append(word[1:])
    parts = []
    for first, rests in sorted(by_first.items()):
        ordered = sorted(rests, key=lambda r: (-len(r), r))
        parts.append(re.escape(first) + "(?:" + "|".join(map(re.escape, ordered)) + ")")
    return re.compile("|".join(parts))


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
