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

_MOST_BITS, _LEAST_BITS, _ROOM = 22, 16, 64
"""Of a place in a table, which has one byte for each; how many places a word has, so that a small table stays near."""
_FACTORS = ((0x9E3779B1, 0x85EBCA77, 0xC2B2AE3D), (0x27D4EB2F, 0x165667B1, 0x9E3779B9))
"""Odd, and without a pattern; the highest bits of the sum tell a place in the table. Each word has two (B. Bloom,
Space/time trade-offs in hash coding with allowable errors, 1970)."""
_KINDS = 8
_FIRST, _HAN = 0x4E00, 0x5200
"""The first Han character, and how many there are of them."""
_PLANE = 0x10000


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
        of_kinds = [codes("".join(words)).reshape(-1, len(shape)) for shape, words in kinds]
        most = max(map(len, of_kinds), default=0)
        self._bits = min(max((most * _ROOM).bit_length(), _LEAST_BITS), _MOST_BITS)
        self._table = np.zeros(1 << self._bits, np.uint8)
        for number, (shape, columns) in enumerate(zip(self.shapes, of_kinds, strict=True)):
            split = [columns[:, n] for n in range(len(shape))]
            for factors in _FACTORS:
                self._table[self._hashed(split, factors)] |= np.uint8(1 << number)

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
        there = self._table.take(self._hashed(columns, _FACTORS[0]))
        maybe = there.nonzero()[0]
        there[maybe] &= self._table[self._hashed([column[maybe] for column in columns], _FACTORS[1])]
        return there

    def _hashed(self, columns: list[Codes], factors: tuple[int, ...]) -> Codes:
        import numpy as np

        total = columns[0] * np.uint32(factors[0])
        for column, factor in zip(columns[1:], factors[1:], strict=False):
            total += column * np.uint32(factor)
        total >>= np.uint32(32 - self._bits)
        return total


class Pairs:
    """How often two Han characters stand side by side, a number from 1 on for each pair that does; this is exact."""

    def __init__(self, pairs: Codes, numbers: NDArray[np.uint8]) -> None:
        """``pairs``: Han characters, in two columns."""
        import numpy as np

        rank = np.argsort(-np.bincount(pairs.ravel(), minlength=_PLANE), kind="stable")
        count = len(np.unique(pairs))
        self._number = np.zeros(_PLANE, np.uint32)
        """Of each character one, the commonest first, so that what is often asked for lies together; 0 for others."""
        self._number[rank[:count]] = np.arange(1, count + 1)
        self._size = np.uint32(count + 1)
        self._table = np.zeros((count + 1) * (count + 1), np.uint8)
        self._table[self._places(pairs[:, 0], pairs[:, 1])] = numbers

    def _places(self, left: Codes, right: Codes) -> Codes:
        return self._number[left] * self._size + self._number[right]

    def plain(self) -> tuple[dict[str, int], memoryview, int]:
        """(number of each character, table by the first one's times ``size`` and the second one's, ``size``)."""
        known = self._number.nonzero()[0].tolist()
        numbers = {chr(code): int(self._number[code]) for code in known}
        return numbers, self._table.data, int(self._size)

    def rows(self) -> tuple[Codes, Codes]:
        """The characters of the pairs, the first ones and the second ones."""
        import numpy as np

        characters = np.zeros(int(self._size), np.uint32)
        characters[self._number] = np.arange(_PLANE)
        characters[0] = 0
        left, right = np.divmod(np.flatnonzero(self._table), int(self._size))
        return characters[left], characters[right]

    def of(self, left: Codes, right: Codes) -> NDArray[np.uint8]:
        """Of each two Han characters their number; 0 where they are none of the pairs."""
        return self._table[self._places(left, right)]

    def leave_out(self, pairs: Codes) -> None:
        """Makes some of them none."""
        self._table[self._places(pairs[:, 0], pairs[:, 1])] = 0

    def others(self, text: Codes) -> NDArray[np.intp]:
        """Where two Han characters stand side by side that are none of the pairs."""
        import numpy as np

        han = (text >= _FIRST) & (text < _FIRST + _HAN)
        places = np.flatnonzero(han[:-1] & han[1:])
        return np.asarray(places[self.of(text[places], text[places + 1]) == 0], np.intp)
