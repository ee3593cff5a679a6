"""What each character may have been typed for, as arrays: so that all places of a text are asked together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from jianbao.check.words.sieves import Codes

    Ints = NDArray[np.intp]
    Costs = NDArray[np.float64]

PART = 10_000
"""How many places are looked at together: each has some thirty others, and a file may have millions of places."""
_PLANE = 0x10000


class Others(NamedTuple):
    """By character: where in the row its others begin, how many there are; the row, and what is known of each in it."""

    begins: Ints
    sizes: Ints
    row: Codes
    costs: Costs

    @classmethod
    def of(cls, table: Mapping[str, Iterable[tuple[str, float]]]) -> Others:
        """The table as arrays; what is beyond the first plane is left out."""
        import numpy as np

        begins, sizes = np.zeros(_PLANE, np.intp), np.zeros(_PLANE, np.intp)
        row: list[tuple[int, float]] = []
        for character, others in table.items():
            if ord(character) < _PLANE:
                begins[ord(character)] = len(row)
                row += sorted((ord(other), cost) for other, cost in others if ord(other) < _PLANE)
                sizes[ord(character)] = len(row) - begins[ord(character)]
        characters, costs = zip(*row, strict=True) if row else ((), ())
        return cls(begins, sizes, np.array(characters, np.uint32), np.array(costs, np.float64))

    def at(self, places: Ints, codes: Codes) -> tuple[Ints, Codes, Costs]:
        """Each of the places as often as the character there has others, the others, and what is known of them."""
        import numpy as np

        asked = codes[places]
        asked = np.where(asked < _PLANE, asked, 0)
        sizes = self.sizes[asked]
        ends = np.cumsum(sizes)
        taken = np.arange(ends[-1] if len(ends) else 0) + np.repeat(self.begins[asked] - ends + sizes, sizes)
        return np.repeat(places, sizes), self.row[taken], self.costs[taken]
