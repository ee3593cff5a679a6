"""What somebody may have meant who typed a row of characters that nobody writes: one slip away, and written often.

Five kinds of slips: a character for another one, a word of two for another one of the same sound, two side by side that
were both exchanged, a character too many, two that changed places. A place is looked at where no four characters over
it were ever met, nor every three; what may have been meant there
is weighed by how much likelier the whole row becomes (counts.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from jianbao.check.slips import oneslip, twoslips
from jianbao.check.slips.oneslip import MORE, ONE, TURNED, TWIN, Found
from jianbao.check.slips.twoslips import BESIDE
from jianbao.check.words import counts, grams, sieves, taken
from jianbao.check.words.taken import PART

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from jianbao.check.slips.twoslips import Sides
    from jianbao.check.words.sieves import Codes, Places
    from jianbao.check.words.taken import Costs

    Ints = NDArray[np.intp]

_FIRST, _LAST = 0x4E00, 0x9FFF
_MOST_MEANT = 2
_OFTEN = 4.0
"""How often three have to be met, as a logarithm to 2, where no other three with what was meant are met."""
_SIDE = 3
"""Characters before and behind that are weighed with it."""


class Edits(NamedTuple):
    """Of each slip: where, its kind, what was meant there (0 is nothing), what it gains, and what was met before."""

    at: Ints
    kind: Ints
    right: Codes
    """What was meant, in a row, 0 behind its end."""
    costs: Costs
    """What it costs to believe that, of characters that are taken for others."""
    gain: NDArray[np.float32]
    here: NDArray[np.float32]
    """How likely the row is as it stands."""
    met: Ints
    """How many threes were met with what was meant …"""
    unmet: Ints
    """… and how many were not."""
    four: NDArray[np.float32]
    """The most that one of the fours was met …"""
    three: NDArray[np.float32]
    """… and one of the threes."""
    pair: NDArray[np.float32]
    """The least that one of the pairs was met as it stands …"""
    pair_meant: NDArray[np.float32]
    """… and with what was meant."""
    seldom: NDArray[np.float32]
    """How often the rarest character was met that was meant."""


def edits(text: str, least: float) -> Edits | None:
    """Every slip that gains at least so much."""

    if len(text) < _SIDE:
        return None
    codes = sieves.codes(text)
    padded = _Padded(codes, (codes >= _FIRST) & (codes <= _LAST))
    odd = padded.odd(text)
    found: list[Edits] = []
    sides: list[Sides] = []
    for slip, places in (
        (oneslip.exchanged, odd.one), (oneslip.twins, odd.two), (oneslip.more, odd.one), (oneslip.turned, odd.two),
    ):  # fmt: skip
        for begin in range(0, len(places), PART):
            found += _weighed(padded, slip(codes, places[begin : begin + PART]), least, sides)
    found += _weighed(padded, twoslips.exchanged(padded.codes, sides, _SIDE), least)
    return _together(found)


def those(text: str, slips: Sequence[tuple[int, str]]) -> Edits:
    """Some slips, of one character or of two side by side, whatever they gain: where, and what was meant."""
    import numpy as np

    codes = sieves.codes(text)
    padded, found = _Padded(codes, (codes >= _FIRST) & (codes <= _LAST)), []
    for kind in (ONE, BESIDE):
        some = [slip for slip in slips if len(slip[1]) == LENGTHS[kind][1]]
        if some:
            at = np.array([place for place, _ in some], np.intp)
            meant = sieves.codes("".join(right for _, right in some)).reshape(len(some), -1).T
            costs = np.sum([taken.costs(codes[at + n], column) for n, column in enumerate(meant)], 0)
            slips_of = Found(kind, at, list(meant), np.minimum(costs, len(meant) * taken.BY_PARTS))
            found += _weighed(padded, slips_of, -np.inf)
    every = _together(found)
    assert every is not None
    return every


def _together(found: list[Edits]) -> Edits | None:
    import numpy as np

    return Edits(*(np.concatenate(column) for column in zip(*found, strict=True))) if found else None


class _Odd(NamedTuple):
    """Where no three characters over a place were ever met: over one, over two."""

    one: Ints
    two: Ints


class _Padded:
    """A text as numbers, 0 where there is no Han character, with room at both ends."""

    def __init__(self, codes: Codes, han: Places) -> None:
        import numpy as np

        self.codes = np.zeros(len(codes) + 3 * _SIDE + 2, np.uint32)
        self.codes[_SIDE : _SIDE + len(codes)] = np.where(han, codes, 0)
        self.size = len(codes)

    def odd(self, text: str) -> _Odd:
        import numpy as np

        c, size, side = self.codes, self.size, _SIDE
        rows = {length: self._rows(text, length) for length in (3, 4)}
        three = rows[3][1]
        rows[4][1][:-1] &= three[:-1] & three[1:]  # some rows have a bit in common

        def none(least: int, most: int) -> Places:
            """Where of the rows from the one that begins so far before on no four was met, nor every three."""
            unmet = np.zeros(size, np.bool_)
            fours, met, met_four = unmet.copy(), unmet.copy(), unmet.copy()
            for length, (there, has) in rows.items():
                for start in range(least - (length - 3), most + 1):
                    part = slice(side + start, side + start + size)
                    if length == 3:
                        unmet |= there[part] & ~has[part]
                        met |= has[part]
                    else:
                        fours |= there[part]
                        met_four |= has[part]
            return unmet & ~met_four & (fours | ~met)

        han = c[side : side + size] > 0
        next_ = c[side + 1 : side + 1 + size] > 0
        return _Odd(np.flatnonzero(none(-2, 0) & han), np.flatnonzero(none(-1, 0) & han & next_))

    def _rows(self, text: str, length: int) -> tuple[Places, ...]:
        """Of each place whether so many Han characters begin there, and whether they were met."""
        import numpy as np

        found = []
        for told in grams.standing(text, length):
            found.append(np.zeros(len(self.codes), np.bool_))
            found[-1][_SIDE : _SIDE + len(told)] = told
        return tuple(found)

    def around(self, at: Ints, length: int) -> tuple[list[Codes], list[Codes]]:
        """The characters before and those behind, by column, 0 from where there is no Han character on."""
        import numpy as np

        before = [self.codes[at + _SIDE - n] for n in range(_SIDE, 0, -1)]
        behind = [self.codes[at + _SIDE + length + n] for n in range(_SIDE)]
        for n in range(_SIDE - 2, -1, -1):
            before[n] = np.where(before[n + 1] == 0, np.uint32(0), before[n])
        for n in range(1, _SIDE):
            behind[n] = np.where(behind[n - 1] == 0, np.uint32(0), behind[n])
        return before, behind


LENGTHS = {ONE: (1, 1), TWIN: (2, 2), MORE: (1, 0), TURNED: (2, 2), BESIDE: (2, 2)}
"""How many characters stand there, and how many were meant."""


def _weighed(padded: _Padded, slips: Found, least: float, sides: list[Sides] | None = None) -> list[Edits]:
    """The slips that gain so much. Of exchanged characters it is kept what is written on one side (twoslips.py)."""
    import numpy as np

    kind, at, middle, costs = slips
    if not len(at):
        return []
    length, meant = LENGTHS[kind]
    asked = np.zeros(padded.size, np.bool_)
    asked[at] = True
    places, which = np.flatnonzero(asked), (np.cumsum(asked) - 1)[at]
    before, behind = padded.around(places, length)
    each = _each([*before, *([None] * meant), *behind], which, middle)
    met, unmet = _met(each)
    if kind == ONE and sides is not None:
        sides.append(twoslips.sides(slips, (before, behind), which, (each[0][1], each[-1][1]), _SIDE))
    if least > -np.inf:
        worth = np.flatnonzero(met)
        one = (met[worth] == 1) & (unmet[worth] > 0)  # one alone has to be met often
        alone = worth[one]
        kept = np.ones(len(worth), np.bool_)
        kept[one] = _most_of([*before, *middle, *behind], each, which, alone, meant) >= _OFTEN
        worth = worth[kept]
        at, which, met, unmet, costs = at[worth], which[worth], met[worth], unmet[worth], costs[worth]
        middle = [column[worth] for column in middle]
    rows = [*(column[which] for column in before), *middle, *(column[which] for column in behind)]
    asked = np.zeros(len(places), np.bool_)
    asked[which] = True
    as_it_stands = np.zeros(len(places), np.float32)
    standing = [*before, *(padded.codes[places + _SIDE + n] for n in range(length)), *behind]
    as_it_stands[asked] = counts.likelihood([column[asked] for column in standing], _SIDE)
    here = as_it_stands[which]
    gain = counts.likelihood(rows, _SIDE, here + np.float32(least) if least > -np.inf else None) - here
    worth = np.flatnonzero(gain >= least)
    at, which, met, unmet, costs = at[worth], which[worth], met[worth], unmet[worth], costs[worth]
    rows = [column[worth] for column in rows]
    seldom = np.full(len(at), 25.0, np.float32)
    right = np.zeros((len(at), _MOST_MEANT), np.uint32)
    for n in range(meant):
        right[:, n] = rows[_SIDE + n]
        seldom = np.minimum(seldom, counts.alone(rows[_SIDE + n]))
    made = Edits(
        at,
        np.full(len(at), kind, np.intp),
        right,
        costs,
        gain[worth],
        here[worth],
        met,
        unmet,
        _most(rows, range(_SIDE + meant), 4),
        _most(rows, range(1, _SIDE + meant), 3),
        _least([column[which] for column in standing], length),
        _least(rows, meant),
        seldom,
    )
    return [made]


def _each(around: Sequence[Codes | None], which: Ints, middle: Sequence[Codes]) -> list[tuple[Places, Places]]:
    """Of the threes over what was meant, the first first: whether they are threes, and whether they were met.

    ``around`` are the columns of some places, None for what was meant; ``which`` of the places each row of that is of.
    """
    import numpy as np

    found = []
    for start in range(_SIDE - 2, _SIDE + len(middle) if middle else _SIDE):
        three = around[start : start + 3]
        there = np.logical_and.reduce([column > 0 for column in three if column is not None])[which]
        numbers = grams.sums(three)[which]
        for n, column in enumerate(middle):
            if 0 <= _SIDE + n - start < len(three):
                numbers += column * np.uint32(grams.FACTORS[_SIDE + n - start])
        found.append((there, grams.of_sums(numbers, 3) & there))
    return found


def _met(each: list[tuple[Places, Places]]) -> tuple[Ints, Ints]:
    """How many threes over what was meant were met, and how many were not."""
    import numpy as np

    met, three = np.zeros((2, len(each[0][0])), np.int8)
    for there, has in each:
        three += there
        met += has
    return met.astype(np.intp), (three - met).astype(np.intp)


def _most_of(
    around: Sequence[Codes], each: list[tuple[Places, Places]], which: Ints, those: Ints, meant: int
) -> NDArray[np.float32]:
    """How often the one three was met of each of some rows that has one; ``around`` are columns as those of `_each`,
    with what was meant in its place."""
    import numpy as np

    most = np.zeros(len(those), np.float32)
    for start, (_, has) in enumerate(each, _SIDE - 2):
        met = np.flatnonzero(has[those])
        rows, places = those[met], which[those[met]]
        three = [around[n][rows if _SIDE <= n < _SIDE + meant else places] for n in range(start, start + 3)]
        most[met] = counts.often(three)
    return most


def _most(rows: Sequence[Codes], starts: range, size: int) -> NDArray[np.float32]:
    """The most that rows of so many characters were met which begin somewhere."""
    import numpy as np

    most = np.zeros(len(rows[0]), np.float32)
    for start in starts:
        if start + size <= len(rows):
            columns = rows[start : start + size]
            there = np.flatnonzero(np.logical_and.reduce([column > 0 for column in columns]))
            most[there] = np.maximum(most[there], counts.often([column[there] for column in columns]))
    return most


def _least(rows: Sequence[Codes], length: int) -> NDArray[np.float32]:
    """The least that two side by side were met of which one is in the middle; or the two around it."""
    import numpy as np

    least = np.full(len(rows[0]), 20.0, np.float32)
    for start in range(_SIDE - 1, _SIDE + length):
        left, right = rows[start], rows[start + 1]
        there = np.flatnonzero((left > 0) & (right > 0))
        least[there] = np.minimum(least[there], counts.often([left[there], right[there]]))
    return least
