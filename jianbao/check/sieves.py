"""Where in a text some words can stand, told for all its places at once.

Most places of a text hold nothing that an inspection looks for, and to find that out for one after another is what an
inspection costs. Here the characters of the whole text are looked up in one table (numpy), at each place those of a
shape: two side by side, two with one between them, three of four. A sieve lets through every place where one of its
words stands, and now and then another one (of a thousand places less than one), so that what it lets through has to be
looked at; nothing is ever found by it alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Codes = NDArray[np.uint32]
    Places = NDArray[np.bool_]

_BITS = 22
"""Of a place in the table, which has one byte for each."""
_FACTORS = ((0x9E3779B1, 0x85EBCA77, 0xC2B2AE3D), (0x27D4EB2F, 0x165667B1, 0x9E3779B9))
"""Odd, and without a pattern; the highest bits of the sum tell a place in the table. Each word has two (B. Bloom,
Space/time trade-offs in hash coding with allowable errors, 1970)."""
_KINDS = 8
_FIRST, _LAST = 0x4E00, 0x9FFF


def codes(text: str) -> Codes:
    """The characters of a text as numbers."""
    import numpy as np

    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


class Sieves:
    """Up to eight sieves in one table, each for words of one shape: where its characters stand from a place on."""

    def __init__(self, *kinds: tuple[tuple[int, ...], Iterable[str]]) -> None:
        """``kinds``: (offsets of the characters, such characters as texts of that length)."""
        import numpy as np

        if len(kinds) > _KINDS:
            raise ValueError("more kinds than bits")
        self.shapes = tuple(shape for shape, _ in kinds)
        self._table = np.zeros(1 << _BITS, np.uint8)
        for number, (shape, words) in enumerate(kinds):
            columns = codes("".join(words)).reshape(-1, len(shape))
            split = [columns[:, n] for n in range(len(shape))]
            for factors in _FACTORS:
                self._table[_hashed(split, factors)] |= np.uint8(1 << number)

    def passed(self, text: Codes) -> list[Places]:
        """By kind: for each place of a text whether one of the kind's words may stand there."""
        import numpy as np

        size = len(text)
        found: list[Places] = []
        told: dict[tuple[int, ...], NDArray[np.uint8]] = {}
        for number, shape in enumerate(self.shapes):
            if shape not in told:
                there = np.zeros(size, np.uint8)
                last = max(shape)
                if size > last:
                    there[: size - last] = self._told([text[n : size - last + n] for n in shape])
                told[shape] = there
            found.append((told[shape] & np.uint8(1 << number)) != 0)
        return found


    def _told(self, columns: list[Codes]) -> NDArray[np.uint8]:
        """What the table says of each row; the second place is looked at only where the first says anything."""
        there = self._table[_hashed(columns, _FACTORS[0])]
        maybe = there.nonzero()[0]
        there[maybe] &= self._table[_hashed([column[maybe] for column in columns], _FACTORS[1])]
        return there


def _hashed(columns: list[Codes], factors: tuple[int, ...]) -> Codes:
    import numpy as np

    total = columns[0] * np.uint32(factors[0])
    for column, factor in zip(columns[1:], factors[1:], strict=False):
        total = total + column * np.uint32(factor)
    return total >> np.uint32(32 - _BITS)


class Pairs:
    """Pairs of Han characters, of which the others are wanted; unlike a sieve it is exact."""

    def __init__(self, pairs: Iterable[str]) -> None:
        import numpy as np

        columns = codes("".join(pairs)).reshape(-1, 2)
        characters = np.unique(columns)
        self._size = len(characters) + 2
        self._numbers = np.zeros(_LAST - _FIRST + 3, np.uint16)
        """By character, counted from the one before the first Han character: 0 is none, 1 one of no pair."""
        self._numbers[1:-1] = 1
        self._numbers[characters - (_FIRST - 1)] = np.arange(2, self._size, dtype=np.uint16)
        numbers = self._numbers[columns - (_FIRST - 1)].astype(np.int64)
        known = np.zeros(self._size * self._size, np.bool_)
        known[numbers[:, 0] * self._size + numbers[:, 1]] = True
        self._known = np.packbits(known, bitorder="little")

    def others(self, text: Codes) -> NDArray[np.intp]:
        """Where two Han characters stand side by side that are none of the pairs."""
        import numpy as np

        numbers = self._numbers[np.clip(text, _FIRST - 1, _LAST + 1) - (_FIRST - 1)].astype(np.int32)
        left, right = numbers[:-1], numbers[1:]
        keys = left * np.int32(self._size) + right
        known = (self._known[keys >> 3] >> (keys & 7).astype(np.uint8)) & 1
        return np.flatnonzero((left > 0) & (right > 0) & (known == 0))
