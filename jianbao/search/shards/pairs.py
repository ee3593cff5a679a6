"""Pairs of characters as numbers: in the order of the places where their sounds are filed.

All characters of the table of readings, Latin letters and digits are sorted into classes by what an ear hears. Every
two classes have a place among 2¹⁶, and from it on as many numbers as there are pairs of their characters. So a shard
is a range of numbers, and a pair in it costs about nine bits where two code points would cost thirty.
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from jianbao.search.readings import ear, hashed

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, Any]

PLACES = 1 << 16
ALONE = "0123456789abcdefghijklmnopqrstuvwxyz"
"""Characters that stand for their own sound."""


class Layout(NamedTuple):
    """Where the numbers of every two classes begin, as bytes of 32-bit numbers that the state can keep."""

    first: bytes
    """By two classes."""
    order: bytes
    """Two classes as one number, in the order of their places."""
    ordered: bytes
    """The first numbers in that order."""
    total: int
    """How many numbers there are."""


def layout(own: Mapping[str, str]) -> Layout:
    """The layout of the pairs of characters with these readings. Imports numpy."""
    import numpy as np

    classes = _classes(own)
    sizes = np.array([len(members) for members in classes.values()], np.int64)
    order = np.argsort(_places(list(classes)), kind="stable")
    many = np.outer(sizes, sizes).ravel()[order]
    ends = np.cumsum(many)
    ordered = (ends - many).astype(np.uint32)
    first = np.zeros(len(order), np.uint32)
    first[order] = ordered
    return Layout(first.tobytes(), order.astype(np.uint32).tobytes(), ordered.tobytes(), int(ends[-1]))


class Pairs:
    """The numbers of pairs; those of other characters than the table's have none.

    A layout that was kept makes them without numpy, whose import is most of what an edit of one article would take.
    """

    def __init__(self, own: Mapping[str, str], kept: tuple[Any, ...] | None = None) -> None:
        """``own`` tells the reading of every character; ``kept`` is its Layout, plain."""
        classes = _classes(own)
        self._names = list(classes)
        self._members = list(classes.values())
        self._at = {c: (k, i) for k, members in enumerate(self._members) for i, c in enumerate(members)}
        laid = Layout(*kept) if kept else layout(own)
        self._laid = laid
        self._first, self._order, self._ordered = (memoryview(data).cast("I") for data in laid[:3])
        self.count = laid.total
        """How many numbers there are."""

    def number(self, pair: str) -> int:
        """The number of a pair, -1 when it has none."""
        first, second = (self._at.get(c) for c in pair)
        if not first or not second:
            return -1
        start = self._first[first[0] * len(self._members) + second[0]]
        return start + first[1] * len(self._members[second[0]]) + second[1]

    def pair(self, number: int) -> str:
        """The pair of a number."""
        at = bisect_right(self._ordered, number) - 1
        first, second = divmod(self._order[at], len(self._members))
        one, other = divmod(number - self._ordered[at], len(self._members[second]))
        return self._members[first][one] + self._members[second][other]

    def bounds(self, shards: int) -> "Array":
        """The first number of each of so many shards, and behind them the number of all."""
        import numpy as np

        order = np.frombuffer(self._laid.order, np.uint32)
        # The first place of a shard is the first that is not below its share of them.
        at = np.searchsorted(_places(self._names)[order], -(np.arange(shards) * -PLACES // shards))
        ordered = np.frombuffer(self._laid.ordered, np.uint32).astype(np.int64)
        return np.append(np.append(ordered, self.count)[at], self.count)

    def beginning(self, character: str) -> "tuple[Array, Array]":
        """Ranges of numbers (first, end) that are those of all pairs that begin with a character."""
        import numpy as np

        if character not in self._at:
            return np.zeros(0, np.int64), np.zeros(0, np.int64)
        k, i = self._at[character]
        _, _, sizes, first = self.by_code
        low = first[k * len(sizes) : (k + 1) * len(sizes)] + i * sizes
        return low, low + sizes

    @cached_property
    def by_code(self) -> "tuple[Array, Array, Array, Array]":
        """By code point the class (-1 for none) and the place in it; by class the size; by two classes the first."""
        import numpy as np

        kind, at = np.full(0x110000, -1, np.int32), np.zeros(0x110000, np.int32)
        for character, (k, i) in self._at.items():
            kind[ord(character)], at[ord(character)] = k, i
        sizes = np.array([len(members) for members in self._members], np.int64)
        return kind, at, sizes, np.frombuffer(self._laid.first, np.uint32).astype(np.int64)


def _classes(own: Mapping[str, str]) -> dict[str, list[str]]:
    """What an ear hears → the characters, both in order."""
    classes: dict[str, list[str]] = {}
    for character, reading in (dict(zip(ALONE, ALONE, strict=True)) | dict(own)).items():
        classes.setdefault(ear(reading), []).append(character)
    return {name: sorted(classes[name]) for name in sorted(classes)}


def _places(names: Sequence[str]) -> "Array":
    """The places of every two classes."""
    import numpy as np

    hashes = np.array([hashed(name) for name in names], np.uint32)
    return mixed(hashes[:, None], hashes[None, :]).ravel()


def mixed(first: "Array", second: "Array") -> "Array":
    """The places of hashes, two and two, as ``readings.mixed`` says."""
    import numpy as np

    value = first * np.uint32(0x9E3779B1) ^ second
    value ^= value >> np.uint32(15)
    value *= np.uint32(0x2C1B3C6D)
    made: Array = (value ^ value >> np.uint32(12)) & np.uint32(PLACES - 1)
    return made
