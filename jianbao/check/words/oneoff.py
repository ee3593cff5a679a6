"""Of many places of a text at once: whether the two or three characters there may be a common word with a slip in it.

A text has thousands of places at which two characters stand side by side that nobody writes so, and at four of five of
them there is no slip: the word that would have been meant is none, is too seldom, or would gain too little. What each
character there is taken for is held against what makes a word with the others, of all places together (numpy), and
that is weighed. What is told here is never less than what `judge.Judge` finds, which looks again.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from jianbao.check.words import sets, sieves, taken
from jianbao.check.words.lexicon import UNKNOWN, Lexicon

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
        self.columns = [column[order] for column in columns]

    def costs(self, columns: list[sieves.Codes]) -> Floats:
        """What words cost; each of the rows is one."""
        import numpy as np

        return self._costs[np.searchsorted(self._keys, _keys(columns))]


class _Rest(NamedTuple):
    """Of words of three without one of their characters: which one that was, in the order of the two others."""

    keys: NDArray[np.uint64]
    characters: sieves.Codes

    @classmethod
    def of(cls, words: _Words, place: int) -> _Rest:
        import numpy as np

        keys = _keys([column for n, column in enumerate(words.columns) if n != place])
        order = np.argsort(keys, kind="stable")
        return cls(keys[order], words.columns[place][order])

    def meant(self, columns: list[sieves.Codes]) -> tuple[Ints, sieves.Codes]:
        """(row, character) of every character that makes a word of the two others of a row."""
        import numpy as np

        keys = _keys(columns)
        begins = np.searchsorted(self.keys, keys)
        sizes = np.searchsorted(self.keys, keys, "right") - begins
        ends = np.cumsum(sizes)
        rows = np.repeat(np.arange(len(sizes)), sizes)
        return rows, self.characters[np.arange(len(rows)) + np.repeat(begins - ends + sizes, sizes)]


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
        left, right = self._words[2].columns
        self._beside = sets.made(right, left), sets.made(left, right)
        self._rest = [_Rest.of(self._words[3], place) for place in range(3)]
        self._costs = np.full(_PLANE, UNKNOWN, np.float32)
        for character in filter(lambda word: len(word) == 1 and ord(word) < _PLANE, known.costs):
            self._costs[ord(character)] = known.costs[character]
        self._makes = np.zeros(_PLANE, np.bool_)
        self._makes[[ord(character) for character in productive]] = True

    def pairs(self, text: sieves.Codes, places: Ints) -> dict[int, list[tuple[int, str]]]:
        """By number of some places of a text, where two Han characters stand, the slips that they may be off a word:
        which of the two is another character, and what it was meant for."""
        import numpy as np

        columns, found = [taken.plain(text[places + n]) for n in range(2)], dict[int, list[tuple[int, str]]]()
        for place, beside in enumerate(self._beside):

            def words(rows: Ints, place: int = place, beside: sets.Sets = beside) -> sets.Bits:
                return sets.every().of(columns[place][rows]) & beside.of(columns[1 - place][rows])

            rows, others = sets.told(np.arange(len(places)), words)
            costs = taken.costs(columns[place][rows], others)
            likely = self._likely([column[rows] for column in columns], place, others, costs)
            for row, other in zip(rows[likely].tolist(), others[likely].tolist(), strict=True):
                found.setdefault(row, []).append((place, chr(other)))
        return found

    def three(self, text: sieves.Codes, places: Ints) -> NDArray[np.bool_]:
        """Of some places where three characters stand whether they may be one slip off a word."""
        import numpy as np

        columns, found = [taken.plain(text[places + n]) for n in range(3)], np.zeros(len(places), np.bool_)
        for place, rest in enumerate(self._rest):
            rows, others = rest.meant([column for n, column in enumerate(columns) if n != place])
            costs = taken.costs(columns[place][rows], others)
            some = np.isfinite(costs)
            rows, others, costs = rows[some], others[some], costs[some]
            found[rows[self._likely([column[rows] for column in columns], place, others, costs)]] = True
        return found

    def _likely(
        self, columns: list[sieves.Codes], place: int, others: sieves.Codes, taken_for: taken.Costs
    ) -> NDArray[np.bool_]:
        """Of rows that are a word with another character at a place whether it may have been meant."""
        import numpy as np

        cost = self._words[len(columns)].costs([others if n == place else c for n, c in enumerate(columns)])
        apart = np.sum([self._costs[column] for column in columns], 0, dtype=np.float32)
        other = self._makes[columns[1 - place]] if len(columns) == 2 else None
        return self._weigh(cost, apart - cost, taken_for <= 1.0, other)
