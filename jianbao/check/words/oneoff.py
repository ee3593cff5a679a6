"""Every pair and every three characters that are one slip off a common word, worked out at once for a whole archive.

An archive has a hundred thousand pairs of characters that nobody writes, and four of five of them can be no slip: the
word that would have been meant is too seldom, or would gain too little. To find that out for one after another takes
longer than for all words with all characters that are taken for theirs together (numpy, half a second). One text
alone is not worth it. What is told here is never less than what `judge.Judge` finds, which looks again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from jianbao.check.words import sieves
from jianbao.check.words.lexicon import UNKNOWN, Lexicon

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Weigh = Callable[[Floats, Floats, NDArray[np.bool_], NDArray[np.bool_] | None], NDArray[np.bool_]]
    """(cost of the word, what it gains, whether its character is often taken for the wrong one, whether the other of
    two characters is productive) → whether it may be worth looking at."""

_WORDS = 8_000
"""Words that are worked out together: some half a million windows."""
_PLANE = 0x10000
"""Characters that are looked at; a slip makes no others."""


class _Confusions(NamedTuple):
    """What is taken for what, sorted by what was meant."""

    wrong: NDArray[np.intp]
    often: NDArray[np.bool_]
    begins: NDArray[np.intp]
    """Of each character where its own begin."""


class OneOff:
    """Pairs and windows of three that may be a common word with a slip in it."""

    def __init__(self, known: Lexicon, words: list[list[str]], productive: frozenset[str], weigh: Weigh) -> None:
        """``words``: those that may have been meant, of two characters and of three."""
        import numpy as np

        confusions = _confusions(known)
        costs = np.full(_PLANE, UNKNOWN, np.float32)
        for character in filter(lambda word: len(word) == 1 and ord(word) < _PLANE, known.costs):
            costs[ord(character)] = known.costs[character]
        makes = np.zeros(_PLANE, np.bool_)
        makes[[ord(character) for character in productive]] = True
        self._bits = sieves.Bits(
            windows
            for those in words
            for n in range(0, len(those), _WORDS)
            for windows in _wrong(those[n : n + _WORDS], known, confusions, costs, makes, weigh)
        )

    def pairs(self, text: sieves.Codes, places: NDArray[np.intp]) -> NDArray[np.bool_]:
        """Of some places of a text whether the two characters there are one slip off a word; now and then of others."""
        return self._bits.has(text[places], text[places + 1])

    def three(self, text: sieves.Codes, places: NDArray[np.intp]) -> NDArray[np.bool_]:
        """The same of three characters, of places that have three."""
        return self._bits.has(text[places], text[places + 1], text[places + 2])


def _confusions(known: Lexicon) -> _Confusions:
    import numpy as np

    wrong = sieves.codes("".join(one * len(others) for one, others in known.confused.items()))
    right = sieves.codes("".join("".join(others) for others in known.confused.values()))
    taken = np.fromiter((c for others in known.confused.values() for c in others.values()), np.float32, len(right))
    order = np.argsort(right, kind="stable")
    begins = np.searchsorted(right[order], np.arange(_PLANE + 1))
    return _Confusions(wrong[order].astype(np.intp), taken[order] <= 1.0, begins)


def _wrong(
    words: list[str], known: Lexicon, confusions: _Confusions, costs: Floats, makes: NDArray[np.bool_], weigh: Weigh
) -> Iterator[NDArray[np.uint32]]:
    """Windows of each place of some words of one length, with every character there that is taken for the right one."""
    import numpy as np

    length = len(words[0])
    right = sieves.codes("".join(words)).reshape(-1, length).astype(np.intp)
    cost = np.array([known.costs[word] for word in words], np.float32)
    apart = costs[right].sum(1, dtype=np.float32)
    for place in range(length):
        begins = confusions.begins[right[:, place]]
        sizes = confusions.begins[right[:, place] + 1] - begins
        rows = np.repeat(np.arange(len(words)), sizes)
        at = np.arange(len(rows)) - np.repeat(np.cumsum(sizes) - sizes, sizes) + np.repeat(begins, sizes)
        wrong = confusions.wrong[at]
        gain = (apart - costs[right[:, place]] - cost)[rows] + costs[wrong]
        other = makes[right[:, 1 - place]][rows] if length == 2 else None
        worth = weigh(cost[rows], gain, confusions.often[at], other)
        windows = right[rows[worth]].astype(np.uint32)
        windows[:, place] = wrong[worth]
        yield windows
