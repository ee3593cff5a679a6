"""Which expressions match in which sentences of many texts; each sentence is asked once, wherever it stands.

For those that look further than a clause (ahead.py), and no further than from one full stop or end of a line to the
next (expressions/bounded.py): so a text is not searched where it has what they require in another sentence.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from jianbao import expressions as re
from jianbao.check import required
from jianbao.check.expressions.bounded import STOPS
from jianbao.check.words import strings

_STOP = re.compile(f"[{STOPS}]")
_KEPT = 200_000
"""Sentences that are remembered."""

Places = dict[int, list[tuple[int, int]]]
"""By the number of an expression: from where to where it finds something."""


class Sentences:
    """Looks at the sentences of many texts for some expressions, by number."""

    def __init__(self, asked: Mapping[int, required.Guarded]) -> None:
        self._asked = list(asked.items())
        every = [one.sieves for one in asked.values()]
        assert all(every), "who asks for nothing would never be asked"
        self._conditions = strings.Conditions(every, required.SIEVES)
        self._known: dict[str, tuple[int, ...]] = {}

    def look(self, texts: Sequence[str]) -> list[Places]:
        """Where in each of the texts they match."""
        cut = [_cut(text) for text in texts]
        if len(self._known) > _KEPT:
            self._known.clear()
        every = [[text[start:end] for start, end in spans] for text, spans in zip(texts, cut, strict=True)]
        self._learn(list({one: None for those in every for one in those if one not in self._known}))
        found: list[Places] = []
        for spans, those in zip(cut, every, strict=True):
            places: Places = {}
            for span, sentence in zip(spans, those, strict=True):
                for number in self._known[sentence]:
                    places.setdefault(number, []).append(span)
            found.append(places)
        return found

    def _learn(self, sentences: list[str]) -> None:
        """Looks at sentences that were not met before."""
        self._known.update(dict.fromkeys(sentences, ()))
        if not sentences:
            return
        who, what = strings.fulfilled(self._conditions, sentences, "\0")
        for sentence, at in zip(who.tolist(), what.tolist(), strict=True):
            number, expression = self._asked[at]
            if expression.pattern.search(sentences[sentence]):
                self._known[sentences[sentence]] += (number,)


def _cut(text: str) -> list[tuple[int, int]]:
    """Where the sentences of a text begin and end, each with the marks before and behind it."""
    stops = [match.start() for match in _STOP.finditer(text)]
    if not stops:
        return [(0, len(text))]
    return [(0, stops[0] + 1), *((start, end + 1) for start, end in pairwise(stops)), (stops[-1], len(text))]
