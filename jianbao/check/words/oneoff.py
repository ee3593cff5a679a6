"""Of many places of a text at once: whether the two or three characters there may be a common word with a slip in it.

A text has thousands of places at which two characters stand side by side that nobody writes so, and at four of five of
them there is no slip: the word that would have been meant is none, is too seldom, or would gain too little. Each
character there is exchanged for every one that it is taken for, of all places together (numpy), and what is then a word
is weighed. What is told here is never less than what `judge.Judge` finds, which looks again.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from jianbao.check.words import sieves, taken
from jianbao.check.words.lexicon import UNKNOWN, Lexicon
from jianbao.check.words.taken import PART

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Ints = NDArray[np.intp]
    Weigh = Callable[[Floats, Floats, NDArray[np.bool_], NDArray[np.bool_] | None], NDArray[np.bool_]]
    """(cost of the word, what it gains, whether its character is often taken for the wrong one, whether the other of
    two characters is productive) → whether it may be worth looking at."""

_PLANE = 0x10000
"""Characters that are looked at; a slip makes no others."""


class _Words:
    """Words of one length with their costs."""

    def __init__(self, known: Lexicon, words: list[str], length: int) -> None:
        import numpy as np

        columns = list(sieves.codes("".join(words)).reshape(-1, length).T)
        keys = _keys(columns)
        order = np.argsort(keys)
        self._keys = keys[order]
        self._costs = np.array([known.costs[word] for word in words], np.float32)[order]
        self._bits = sieves.Bits(columns)

    def among(self, columns: list[sieves.Codes]) -> tuple[Ints, Floats]:
        """Which of the rows are such words, and what these cost."""
        import numpy as np

        maybe = np.flatnonzero(self._bits.has(columns))
        keys = _keys([column[maybe] for column in columns])
        at = np.minimum(np.searchsorted(self._keys, keys), len(self._keys) - 1)
        same = self._keys[at] == keys
        return maybe[same], self._costs[at[same]]


def _keys(columns: list[sieves.Codes]) -> NDArray[np.uint64]:
    import numpy as np

    total = columns[0].astype(np.uint64)
    for column in columns[1:]:
        total = (total << np.uint64(16)) | column
    return total


class OneOff:
    """Pairs and windows of three that may be a common word with a slip in it."""

    def __init__(self, known: Lexicon, productive: frozenset[str], weigh: Weigh) -> None:
        import numpy as np

        self._weigh = weigh
        words: dict[int, list[str]] = {2: [], 3: [], 4: []}
        for word in known.usual():
            if max(word) < chr(_PLANE):
                words[len(word)].append(word)
        self._words = {length: _Words(known, words[length], length) for length in (2, 3)}
        self._costs = np.full(_PLANE, UNKNOWN, np.float32)
        for character in filter(lambda word: len(word) == 1 and ord(word) < _PLANE, known.costs):
            self._costs[ord(character)] = known.costs[character]
        self._makes = np.zeros(_PLANE, np.bool_)
        self._makes[[ord(character) for character in productive]] = True

    def pairs(self, text: sieves.Codes, places: Ints) -> NDArray[np.bool_]:
        """Of some places of a text, where two Han characters stand, whether they may be one slip off a word."""
        return self._of(text, places, 2)

    def three(self, text: sieves.Codes, places: Ints) -> NDArray[np.bool_]:
        """The same of three characters, of places that have three."""
        return self._of(text, places, 3)

    def _of(self, text: sieves.Codes, places: Ints, length: int) -> NDArray[np.bool_]:
        import numpy as np

        found = np.zeros(len(places), np.bool_)
        for begin in range(0, len(places), PART):
            starts = places[begin : begin + PART]
            columns = [taken.plain(text[starts + n]) for n in range(length)]
            for place in range(length):
                found[begin + self._changed(columns, place)] = True
        return found

    def _changed(self, columns: list[sieves.Codes], place: int) -> Ints:
        """The rows that may be a word with another character at a place."""
        import numpy as np

        rows, others, taken_for = taken.every().at(np.arange(len(columns[0])), columns[place])
        which, cost = self._words[len(columns)].among(
            [others if n == place else column[rows] for n, column in enumerate(columns)]
        )
        rows = rows[which]
        apart = np.sum([self._costs[column[rows]] for column in columns], 0, dtype=np.float32)
        other = self._makes[columns[1 - place][rows]] if len(columns) == 2 else None
        return rows[self._weigh(cost, apart - cost, taken_for[which] <= 1.0, other)]
