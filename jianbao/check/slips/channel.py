"""What somebody may have meant who typed a row of characters that nobody writes: one slip away, and written often.

Four kinds of slips: a character for another one, a word of two for another one of the same sound, a character too many,
two that changed places. A place is looked at where no three characters over it were ever met;
what may have been meant there is weighed by how much likelier the whole row becomes (counts.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from jianbao.check.slips import oneslip
from jianbao.check.slips.oneslip import MORE, ONE, TURNED, TWIN
from jianbao.check.words import counts, grams, sieves
from jianbao.check.words.taken import PART

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from jianbao.check.words.sieves import Codes, Places

    Ints = NDArray[np.intp]

_FIRST, _LAST = 0x4E00, 0x9FFF
_SIDE = 3
"""Characters before and behind that are weighed with it."""


class Edits(NamedTuple):
    """Of each slip: where, its kind, what was meant there (0 is nothing), what it gains, and what was met before."""

    at: Ints
    kind: Ints
    first: Codes
    second: Codes
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
    import numpy as np

    if len(text) < _SIDE:
        return None
    codes = sieves.codes(text)
    padded = _Padded(codes, (codes >= _FIRST) & (codes <= _LAST))
    odd = padded.odd(text)
    found: list[Edits] = []
    for slip, places in (
        (oneslip.exchanged, odd.one), (oneslip.twins, odd.two), (oneslip.more, odd.one), (oneslip.turned, odd.two),
    ):  # fmt: skip
        for begin in range(0, len(places), PART):
            kind, at, first, second = slip(codes, places[begin : begin + PART])
            if len(at):
                found.append(_weighed(padded, kind, at, first, second, least))
    if not found:
        return None
    return Edits(*(np.concatenate(column) for column in zip(*found, strict=True)))


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

    def around(self, at: Ints, length: int, middle: list[Codes]) -> Codes:
        """The characters before, some in the place of those that stand there, and those behind."""
        import numpy as np

        before = [self.codes[at + _SIDE - n] for n in range(_SIDE, 0, -1)]
        behind = [self.codes[at + _SIDE + length + n] for n in range(_SIDE)]
        for n in range(_SIDE - 2, -1, -1):
            before[n] = np.where(before[n + 1] == 0, 0, before[n])
        for n in range(1, _SIDE):
            behind[n] = np.where(behind[n - 1] == 0, 0, behind[n])
        return np.stack([*before, *middle, *behind], 1).astype(np.uint32)


LENGTHS = {ONE: (1, 1), TWIN: (2, 2), MORE: (1, 0), TURNED: (2, 2)}
"""How many characters stand there, and how many were meant."""


def _weighed(padded: _Padded, kind: int, at: Ints, first: Codes, second: Codes, least: float) -> Edits:
    import numpy as np

    length, meant = LENGTHS[kind]
    asked = np.zeros(padded.size, np.bool_)
    asked[at] = True
    places, which = np.flatnonzero(asked), (np.cumsum(asked) - 1)[at]
    standing = padded.around(places, length, [padded.codes[places + _SIDE + n] for n in range(length)])
    before, behind = standing[:, :_SIDE], standing[:, _SIDE + length :]
    middle = [first, second][:meant]
    met, unmet = _met([*before.T, *([None] * meant), *behind.T], which, middle)
    worth = (met > 1) | ((met > 0) & (unmet == 0))
    at, first, second, which, met, unmet = (
        at[worth],
        first[worth],
        second[worth],
        which[worth],
        met[worth],
        unmet[worth],
    )
    rows = np.column_stack([before[which], *[column[worth] for column in middle], behind[which]])
    asked = np.zeros(len(places), np.bool_)
    asked[which] = True
    as_it_stands = np.zeros(len(places), np.float32)
    as_it_stands[asked] = counts.likelihood(standing[asked], _SIDE)
    here = as_it_stands[which]
    gain = counts.likelihood(rows, _SIDE, here + np.float32(least)) - here
    worth = gain >= least
    at, first, second, rows, met, unmet = at[worth], first[worth], second[worth], rows[worth], met[worth], unmet[worth]
    seldom = np.full(len(at), 25.0, np.float32)
    for column in (first, second)[:meant]:
        seldom = np.minimum(seldom, counts.alone(column))
    return Edits(
        at,
        np.full(len(at), kind, np.intp),
        first,
        second,
        gain[worth],
        here[worth],
        met,
        unmet,
        _most(rows, range(_SIDE + meant), 4),
        _most(rows, range(1, _SIDE + meant), 3),
        _least(standing[which[worth]], length),
        _least(rows, meant),
        seldom,
    )


def _met(around: Sequence[Codes | None], which: Ints, middle: Sequence[Codes]) -> tuple[Ints, Ints]:
    """How many threes over what was meant were met, and how many were not.

    ``around`` are the columns of some places, None for what was meant; ``which`` of the places each row of that is of.
    """
    import numpy as np

    met, unmet = np.zeros(len(which), np.intp), np.zeros(len(which), np.intp)
    for start in range(_SIDE - 2, _SIDE + len(middle) if middle else _SIDE):
        three = around[start : start + 3]
        there = np.logical_and.reduce([column > 0 for column in three if column is not None])[which]
        numbers = grams.sums(three)[which]
        for n, column in enumerate(middle):
            if 0 <= _SIDE + n - start < len(three):
                numbers += column * np.uint32(grams.FACTORS[_SIDE + n - start])
        has = grams.of_sums(numbers, 3) & there
        met += has
        unmet += there & ~has
    return met, unmet


def _most(rows: Codes, starts: range, size: int) -> NDArray[np.float32]:
    """The most that rows of so many characters were met which begin somewhere."""
    import numpy as np

    most = np.zeros(len(rows), np.float32)
    for start in starts:
        if start + size <= rows.shape[1]:
            columns = [rows[:, start + n] for n in range(size)]
            there = np.flatnonzero(np.logical_and.reduce([column > 0 for column in columns]))
            most[there] = np.maximum(most[there], counts.often([column[there] for column in columns]))
    return most


def _least(rows: Codes, length: int) -> NDArray[np.float32]:
    """The least that two side by side were met of which one is in the middle; or the two around it."""
    import numpy as np

    least = np.full(len(rows), 20.0, np.float32)
    for start in range(_SIDE - 1, _SIDE + length):
        left, right = rows[:, start], rows[:, start + 1]
        there = np.flatnonzero((left > 0) & (right > 0))
        least[there] = np.minimum(least[there], counts.often([left[there], right[there]]))
    return least


NOT_AT_ALL, WEAKLY, WELL = range(3)
"""How far what stands around bears out that another character was meant."""


def borne_out(text: str, at: list[int], meant: list[str]) -> list[int]:
    """Of characters that may have been exchanged, how far anything around is written so with the other character.

    Well is that more threes were met than not, or a four. Where no three Han characters stand in a row nothing can be
    known, and nothing speaks against it.
    """
    import numpy as np

    codes = sieves.codes(text)
    padded = _Padded(codes, (codes >= _FIRST) & (codes <= _LAST))
    rows = padded.around(np.array(at, np.intp), 1, [sieves.codes("".join(meant))])
    met, unmet = _met([*rows.T[:_SIDE], None, *rows.T[_SIDE + 1 :]], np.arange(len(rows)), [rows[:, _SIDE]])
    well = (met > unmet) | (_most(rows, range(_SIDE + 1), 4) > 0)
    some = (met > 0) | (unmet == 0)
    return [WELL if good else WEAKLY if any_ else NOT_AT_ALL for good, any_ in zip(well, some, strict=True)]
