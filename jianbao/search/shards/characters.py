"""What is known of characters and of their pairs before any text is looked at, as arrays.

A segment of two dozen articles takes less time than these, so a process makes them once.
"""

from typing import TYPE_CHECKING, Any

from jianbao.search import grams, initials
from jianbao.search.readings import Readings
from jianbao.search.shards.pairs import Pairs
from jianbao.zh import HAN_RANGES

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, Any]

DIGIT, LETTER, HAN = 1, 2, 3
"""What a character is; of others 0."""


class Characters:
    """Arrays by code point, and which pairs have a reading that is not their characters' own."""

    def __init__(self, readings: Readings, numbers: Pairs, fold: grams.Fold) -> None:
        import numpy as np

        self.simplified = np.arange(0x110000, dtype=np.int64)
        for character, simple in fold.simplified.items():
            self.simplified[ord(character)] = ord(simple)
        self.kind = np.zeros(0x110000, np.uint8)
        self.kind[48:58], self.kind[97:123] = DIGIT, LETTER
        for first, last in HAN_RANGES:
            self.kind[first : last + 1] = HAN
        self.initials = initials.Codes(readings)
        known = {numbers.number(pair) for pair in readings.pairs} - {-1}
        self._pairs = np.array(sorted(known), np.int64)
        ranges = [numbers.beginning(surname) for surname in readings.surnames]
        lows, ends = (np.concatenate([np.zeros(0, np.int64), *at]) for at in zip(*ranges, strict=True))
        order = np.argsort(lows)
        # Before the first range stands one without numbers, so that every number has one that begins before it.
        self._lows, self._ends = np.append(-1, lows[order]), np.append(-1, ends[order])

    def otherwise(self, numbers: "Array") -> "Array":
        """Those of some pairs' numbers that may have another reading: a known word, or a surname in front."""
        import numpy as np

        named = numbers < self._ends[np.searchsorted(self._lows, numbers, "right") - 1]
        return numbers[named | np.isin(numbers, self._pairs)]


def known(readings: Readings, numbers: Pairs, fold: grams.Fold) -> Characters:
    """The arrays of these tables; made once in a process."""
    mine = readings.own, readings.pairs, readings.surnames, numbers, fold.simplified
    if not _made or any(one is not other for one, other in zip(_made[0][0], mine, strict=True)):
        _made[:] = [(mine, Characters(readings, numbers, fold))]
    return _made[0][1]


_made: list[tuple[tuple[object, ...], Characters]] = []
