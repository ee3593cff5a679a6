"""Two characters side by side that were both exchanged, each for any other one.

Each hides the other one: around it nothing is written so, whatever was meant in its place. So what was meant first is
looked for by what stands before it, what was meant second by what stands behind, and both by what they are together.
With one or two characters between them it was tried as well: it found ten of 3,254 slips of others, and took as long.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from jianbao.check.slips.oneslip import Found
from jianbao.check.slips.twins import spread
from jianbao.check.words import counts, grams

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from jianbao.check.words.sieves import Codes, Places
    from jianbao.check.words.taken import Costs

    Ints = NDArray[np.intp]
    _Meant = tuple[Ints, Codes, Costs]
    """Where, which character, and what it costs to believe that."""
    Sides = tuple[_Meant, _Meant]

BESIDE = 4
"""The kind of slip, behind those of one character."""
_USUAL = 5.0
"""How often two have to be met, as a logarithm to 2, where no third character stands beside them."""


def exchanged(codes: Codes, sides: Sequence[Sides], side: int) -> Found:
    """The slips of which the first character and the second are some of ``sides``."""
    import numpy as np

    if not sides:
        return Found(BESIDE, np.zeros(0, np.intp), [], np.zeros(0))
    (first, one, dear), (last, other, dearer) = (
        tuple(np.concatenate(column) for column in zip(*those, strict=True)) for those in zip(*sides, strict=True)
    )
    begins = np.searchsorted(last, first + 1)
    which, there = spread(begins, np.searchsorted(last, first + 1, "right") - begins)
    at, pair = first[which], [one[which], other[there]]
    fits = _fit(codes, at, pair)
    return Found(BESIDE, at[fits] - side, [column[fits] for column in pair], (dear[which] + dearer[there])[fits])


def sides(
    slips: Found, around: tuple[list[Codes], list[Codes]], which: Ints, written: tuple[Places, Places], side: int
) -> Sides:
    """Which of some exchanged characters is written behind the two before it, and which before the two behind it.

    ``around`` are the columns of what stands before and behind some places, 0 from where there is no Han character on,
    ``which`` the place of each slip; ``written`` tells it of those that have two there. What is found counts from so
    many characters before the text.
    """
    import numpy as np

    found = []
    for (near, far), has, step in zip(((around[0][-1], around[0][-2]), around[1][:2]), written, (-1, 1), strict=True):
        fits = has | (near == 0)[which]  # alone, anything may be
        two = np.flatnonzero(((near > 0) & (far == 0))[which])
        fits[two] = counts.often([near[which[two]], slips.meant[0][two]][::-step]) >= _USUAL
        those = np.flatnonzero(fits)
        found.append((slips.at[those] + side, slips.meant[0][those], slips.costs[those]))
    return found[0], found[1]


def _fit(codes: Codes, at: Ints, pair: list[Codes]) -> Places:
    """Whether the two are written so, and in a row with what stands before or behind."""
    import numpy as np

    fits = counts.often(pair) > 0
    those = np.flatnonzero(fits)
    both = [column[those] for column in pair]
    before, behind = codes[at[those] - 1], codes[at[those] + 2]
    written = (before == 0) & (behind == 0)
    for there, rows in ((before > 0, [before, *both]), (behind > 0, [*both, behind])):
        written |= there & grams.met(rows)
    fits[those] = written
    return fits
