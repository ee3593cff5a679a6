"""Pairs of characters as numbers: in the order of the places where their sounds are filed.

All characters of the table of readings, Latin letters and digits are sorted into classes by what an ear hears. Every
two classes have a place among 2¹⁶, and from it on as many numbers as there are pairs of their characters. So a shard
is a range of numbers, and a pair in it costs about nine bits where two code points would cost thirty.
"""

from bisect import bisect_right
from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from jianbao.search.readings import ear, hashed

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, Any]

PLACES = 1 << 16
ALONE = "0123456789abcdefghijklmnopqrstuvwxyz"
"""Characters that stand for their own sound."""


class Pairs:
    """The numbers of pairs; those of other characters than the table's have none."""

    def __init__(self, own: Mapping[str, str]) -> None:
        """``own`` tells the reading of every character."""
        import numpy as np

        classes: dict[str, list[str]] = {}
        for character, reading in (dict(zip(ALONE, ALONE, strict=True)) | dict(own)).items():
            classes.setdefault(ear(reading), []).append(character)
        names = sorted(classes)
        self._members = [sorted(classes[name]) for name in names]
        self._at = {c: (k, i) for k, members in enumerate(self._members) for i, c in enumerate(members)}
        sizes = np.array([len(members) for members in self._members], np.int64)
        hashes = np.array([hashed(name) for name in names], np.uint32)
        place = _mixed(hashes)
        self._order = np.argsort(place, kind="stable")
        many = np.outer(sizes, sizes).ravel()[self._order]
        ends = np.cumsum(many)
        self.count = int(ends[-1])
        """How many numbers there are."""
        self._first = np.zeros(len(place), np.int64)
        self._first[self._order] = ends - many
        self._ordered_first = ends - many
        self._ordered_place = place[self._order]

    def number(self, pair: str) -> int:
        """The number of a pair, -1 when it has none."""
        first, second = (self._at.get(c) for c in pair)
        if not first or not second:
            return -1
        start = int(self._first[first[0] * len(self._members) + second[0]])
        return start + first[1] * len(self._members[second[0]]) + second[1]

    def pair(self, number: int) -> str:
        """The pair of a number."""
        at = bisect_right(self._starts, number) - 1
        first, second = divmod(self._sounds[at], len(self._members))
        one, other = divmod(number - self._starts[at], len(self._members[second]))
        return self._members[first][one] + self._members[second][other]

    def bounds(self, shards: int) -> "Array":
        """The first number of each of so many shards, and behind them the number of all."""
        import numpy as np

        at = np.searchsorted(self._ordered_place, np.arange(shards) * PLACES // shards)
        return np.append(np.append(self._ordered_first, self.count)[at], self.count)

    def beginning(self, character: str) -> "tuple[Array, Array]":
        """Ranges of numbers (first, end) that are those of all pairs that begin with a character."""
        import numpy as np

        if character not in self._at:
            return np.zeros(0, np.int64), np.zeros(0, np.int64)
        k, i = self._at[character]
        sizes = np.array([len(members) for members in self._members], np.int64)
        low = self._first[k * len(sizes) : (k + 1) * len(sizes)] + i * sizes
        return low, low + sizes

    @cached_property
    def by_code(self) -> "tuple[Array, Array, Array, Array]":
        """By code point the class (-1 for none) and the place in it; by class the size; by two classes the first."""
        import numpy as np

        kind, at = np.full(0x110000, -1, np.int32), np.zeros(0x110000, np.int32)
        for character, (k, i) in self._at.items():
            kind[ord(character)], at[ord(character)] = k, i
        sizes = np.array([len(members) for members in self._members], np.int64)
        return kind, at, sizes, self._first

    @cached_property
    def _starts(self) -> list[int]:
        found: list[int] = self._ordered_first.tolist()
        return found

    @cached_property
    def _sounds(self) -> list[int]:
        found: list[int] = self._order.tolist()
        return found


def _mixed(hashes: "Array") -> "Array":
    """The places of every two hashes, as ``readings.mixed`` says."""
    import numpy as np

    value = ((hashes * np.uint32(0x9E3779B1))[:, None] ^ hashes[None, :]).ravel()
    value ^= value >> np.uint32(15)
    value *= np.uint32(0x2C1B3C6D)
    made: Array = (value ^ value >> np.uint32(12)) & np.uint32(PLACES - 1)
    return made
