"""Which characters are taken for which, as arrays: so that all places of a text are asked together."""

from __future__ import annotations

import lzma
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from jianbao.check.words import lexicon, sieves

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from jianbao.check.words.sieves import Codes, Places

    Ints = NDArray[np.intp]
    Costs = NDArray[np.float64]

PART = 10_000
"""How many places are looked at together: each has some fifty others, and a file may have millions of places."""
_USUAL = 8.0
"""How often a character is met, at least, that may be one of the same parts: as a logarithm to 2."""
BY_PARTS = 4.0
"""What it costs to believe that a character was taken for one of the same parts."""
_PLANE = 0x10000


class Others(NamedTuple):
    """By character: where in the row its others begin, how many there are; the row, and what is known of each in it."""

    begins: Ints
    sizes: Ints
    row: Codes
    costs: Costs

    @classmethod
    def of(cls, wrong: Codes, right: Codes, costs: Costs) -> Others:
        """From what may stand there, in order, what is meant then, and what is known of that."""
        import numpy as np

        sizes = np.bincount(wrong, minlength=_PLANE)
        return cls(np.cumsum(sizes) - sizes, sizes, right, costs)

    def at(self, places: Ints, codes: Codes) -> tuple[Ints, Codes, Costs]:
        """Each of the places as often as the character there has others, the others, and what is known of them."""
        import numpy as np

        asked = plain(codes[places])
        sizes = self.sizes[asked]
        ends = np.cumsum(sizes)
        taken = np.arange(ends[-1] if len(ends) else 0) + np.repeat(self.begins[asked] - ends + sizes, sizes)
        return np.repeat(places, sizes), self.row[taken], self.costs[taken]


def plain(codes: Codes) -> Codes:
    """The codes, with 0 for what is beyond the first plane."""
    import numpy as np

    return np.where(codes < _PLANE, codes, np.uint32(0))


class Taken(NamedTuple):
    """What stands there, what is meant then, what it costs to believe that; in order."""

    wrong: Codes
    right: Codes
    costs: Costs

    def those(self, wanted: Places) -> Taken:
        """Some of them."""
        return Taken(self.wrong[wanted], self.right[wanted], self.costs[wanted])


@lru_cache(maxsize=1)
def taken() -> Taken:
    """Every character that is taken for another one; of the first plane, where all of them are."""
    import numpy as np

    rows = [(one, others, cost) for one, those in lexicon.shipped().confused.rows.items() for others, cost in those]
    sizes = [len(others) for _, others, _ in rows]
    wrong = np.repeat(sieves.codes("".join(one for one, _, _ in rows)), sizes)
    right = sieves.codes("".join(others for _, others, _ in rows))
    costs = np.repeat([cost for _, _, cost in rows], sizes)
    some = np.flatnonzero((wrong != right) & (wrong < _PLANE) & (right < _PLANE))
    wrong, right, costs = wrong[some], right[some], costs[some]
    keys = (wrong << np.uint32(16)) | right
    order = np.lexsort((costs, keys))
    least = np.ones(len(order), np.bool_)  # of those that several rows tell
    least[1:] = np.diff(keys[order]) != 0
    order = order[least]
    return Taken(wrong[order], right[order], costs[order])


@lru_cache(maxsize=1)
def by_parts() -> Taken:
    """Every character that has a part of another one, or is one of its parts, and is taken for it by nothing else."""
    import numpy as np

    alone = np.zeros(_PLANE, np.bool_)
    alone[[ord(one) for one, often in lexicon.alone().items() if often >= _USUAL and ord(one) < _PLANE]] = True
    keys = []
    for line in lzma.decompress((lexicon.FOLDER / "parts.txt.xz").read_bytes()).decode().split("\n"):
        part, few, those = line.partition("=") if "=" in line else line.partition("+")
        one, every = sieves.codes(part), sieves.codes(those)
        usual = every[alone[every]]
        for wrong, right in ((every, one[alone[one]]), (one, usual), *([(every, usual)] if few == "=" else ())):
            keys.append(((wrong[:, None] << np.uint32(16)) | right).ravel())
    made = np.sort(np.concatenate(keys))
    made = made[np.append(True, made[1:] != made[:-1])]
    first, second, known = made >> np.uint32(16), made & np.uint32(0xFFFF), _keys()
    new = (first != second) & (known[np.minimum(np.searchsorted(known, made), len(known) - 1)] != made)
    return Taken(first[new], second[new], np.full(int(new.sum()), BY_PARTS))


@lru_cache(maxsize=1)
def _keys() -> Codes:
    """Both characters of each row as one number, in order."""
    import numpy as np

    every = taken()
    return (every.wrong << np.uint32(16)) | every.right


def costs(wrong: Codes, right: Codes) -> Costs:
    """What it costs to believe that one character was written for another one; endless where it is not taken for it."""
    import numpy as np

    keys, asked = _keys(), (wrong << np.uint32(16)) | right
    at = np.minimum(np.searchsorted(keys, asked), len(keys) - 1)
    return np.where(keys[at] == asked, taken().costs[at], np.inf)


def among(codes: Codes, characters: frozenset[str]) -> Places:
    """Which of the codes are of some characters."""
    import numpy as np

    table = np.zeros(_PLANE, np.bool_)
    table[[ord(character) for character in characters]] = True
    return table[codes]
