"""Sets of characters as bits: what may stand in a place is what several sets have in common, for many places at once.

A character is taken for some fifty others, and of these two stand as people write them beside their neighbours. To look
up each of the fifty is what a slip costs; sets of a hundred machine words are joined in a few steps. They are exact.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from jianbao.check.words import counts, taken

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from jianbao.check.words.sieves import Codes
    from jianbao.check.words.taken import Taken

    Ints = NDArray[np.intp]
    Bits = NDArray[np.uint64]

_PLANE = 0x10000
_WORD = 64
_PART = 2_000
"""Places whose sets are joined together; they lie in a processor's own memory then."""


class Sets(NamedTuple):
    """By character a set of characters; of others than those of the plane an empty one."""

    number: NDArray[np.uint16]
    bits: Bits

    def of(self, codes: Codes) -> Bits:
        """The sets of some characters, a row each."""
        return self.bits[self.number[taken.plain(codes)]]


def made(owners: Codes, members: Codes) -> Sets:
    """From pairs of characters, of which the second one belongs to the set of the first one."""
    import numpy as np

    number = np.zeros(_PLANE, np.uint16)
    number[owners] = 1
    every = np.flatnonzero(number)
    number[every] = np.arange(1, len(every) + 1)
    places = _places()[members]
    known = places < len(_alphabet()) - 1
    rows, places = number[owners[known]], places[known]
    bits = np.zeros((len(every) + 1, -(-len(_alphabet()) // _WORD) * _WORD // 8), np.uint8)
    np.bitwise_or.at(bits, (rows, places >> 3), np.left_shift(1, places & 7).astype(np.uint8))
    return Sets(number, bits.view(np.uint64))


def told(places: Ints, sets: Callable[[Ints], Bits]) -> tuple[Ints, Codes]:
    """(place, character) of each character in the set of each of some places, in order."""
    import numpy as np

    found: list[tuple[Ints, Codes]] = []
    for begin in range(0, len(places), _PART):
        part = places[begin : begin + _PART]
        rows = sets(part)
        some = np.flatnonzero(rows)
        bits = np.unpackbits(rows.ravel()[some].view(np.uint8), bitorder="little")
        at = np.flatnonzero(bits)
        owner, first = np.divmod(some[at // _WORD], rows.shape[1])
        found.append((part[owner], _alphabet()[first * _WORD + at % _WORD]))
    if not found:
        return np.zeros(0, np.intp), np.zeros(0, np.uint32)
    return np.concatenate([at for at, _ in found]), np.concatenate([others for _, others in found])


def confused(those: Taken) -> Sets:
    """By character those that it is taken for."""
    return made(those.wrong, those.right)


@lru_cache(maxsize=1)
def every() -> Sets:
    """By character all that it is taken for."""
    return confused(taken.taken())


@lru_cache(maxsize=1)
def written() -> tuple[Sets, Sets]:
    """Of each character those that people write behind it, and those that they write before it."""
    left, right = counts.pairs().rows()
    return made(left, right), made(right, left)


@lru_cache(maxsize=1)
def _alphabet() -> Codes:
    """The characters that are told apart, in order: those that others are taken for; the last one is none."""
    import numpy as np

    return np.append(np.unique(taken.taken().right), np.uint32(_PLANE))


@lru_cache(maxsize=1)
def _places() -> NDArray[np.uint16]:
    """By character its place among those, the last one for all others."""
    import numpy as np

    known = _alphabet()[:-1]
    found = np.full(_PLANE, len(known), np.uint16)
    found[known] = np.arange(len(known))
    return found
