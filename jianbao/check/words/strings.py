"""Which of many conditions hold in which of many texts, each condition being that a text has one of some strings.

The strings are characters, and two of them side by side. All places of all texts are looked up in one table (numpy);
what a condition asks for is told a few thousand texts later all the same, in a few microseconds for each.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from jianbao.check.words import sieves

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.intp]

_CODES = 0x110000


class _Asking(NamedTuple):
    """Of each string who asks for it, one behind the other."""

    begins: Ints
    who: Ints
    nobody: NDArray[np.bool_]
    """Those who ask for nothing."""


class Conditions:
    """Some conditions, each of up to so many sets of strings: a text fulfils it that has one string of every set."""

    def __init__(self, every: Sequence[Sequence[Iterable[str]]], sets: int) -> None:
        import numpy as np

        self.size = len(every)
        strings = sorted({string for condition in every for asked in condition for string in asked})
        numbers = {string: number for number, string in enumerate(strings, 1)}
        self._one = np.zeros(_CODES, np.uint16)
        """Of each character its number, 0 where nobody asks for it …"""
        self._first, self._second = np.zeros(_CODES, np.uint16), np.zeros(_CODES, np.uint16)
        """… and which row and which column of the table of pairs it has."""
        pairs = [string for string in strings if len(string) > 1]
        for table, place in ((self._first, 0), (self._second, 1)):
            characters = sorted({ord(pair[place]) for pair in pairs})
            table[characters] = np.arange(1, len(characters) + 1)
        self._width = np.intp(self._second.max()) + 1
        self._two = np.zeros((int(self._first.max()) + 1) * self._width, np.uint16)
        for string, number in numbers.items():
            if len(string) > 1:
                self._two[self._first[ord(string[0])] * self._width + self._second[ord(string[1])]] = number
            else:
                self._one[ord(string)] = number
        self._holds = np.zeros(0, np.bool_)
        """A byte for each condition of each group, all of them 0 but while they are looked at."""
        self._asking = [
            _asking([sorted(c[n]) if n < len(c) else [] for c in every], numbers, len(strings)) for n in range(sets)
        ]

    def fulfilled(self, text: sieves.Codes, group: Ints, groups: int) -> tuple[Ints, Ints]:
        """(groups, conditions) side by side, by group; ``group`` says of each place of a text whose it is.

        A condition that asks for nothing is not told.
        """
        import numpy as np

        two = self._two.take(self._first.take(text[:-1]) * self._width + self._second.take(text[1:]))
        one = self._one.take(text)
        at_two, at_one = two.nonzero()[0], one.nonzero()[0]
        found = np.concatenate((two[at_two], one[at_one])).astype(np.intp)
        owner = np.concatenate((group[at_two], group[at_one])) * self.size
        first, *others = self._asking
        which, rows = _rows(first, found, owner)
        if len(self._holds) < groups * self.size:
            self._holds = np.zeros(groups * self.size, np.bool_)
        for asking in others:
            _, holding = _rows(asking, found, owner)
            self._holds[holding] = True
            kept = asking.nobody[which] | self._holds[rows]
            self._holds[holding] = False
            which, rows = which[kept], rows[kept]
        rows = np.unique(rows)
        return rows // self.size, rows % self.size


def _rows(asking: _Asking, found: Ints, owner: Ints) -> tuple[Ints, Ints]:
    """Conditions that have one of the strings that they ask for; and each with the group that has it, as one number."""
    import numpy as np

    begins = asking.begins[found]
    sizes = asking.begins[found + 1] - begins
    ends = np.cumsum(sizes)
    which = asking.who[np.arange(ends[-1] if len(ends) else 0) + np.repeat(begins - ends + sizes, sizes)]
    return which, np.repeat(owner, sizes) + which


def _asking(asked: list[list[str]], numbers: dict[str, int], size: int) -> _Asking:
    import numpy as np

    who: list[list[int]] = [[] for _ in range(size + 1)]
    for condition, strings in enumerate(asked):
        for string in strings:
            who[numbers[string]].append(condition)
    begins = np.zeros(size + 2, np.intp)
    begins[1:] = np.cumsum([len(those) for those in who])
    nobody = np.array([not strings for strings in asked], np.bool_)
    return _Asking(begins, np.array([one for those in who for one in those], np.intp), nobody)


def fulfilled(conditions: Conditions, texts: Sequence[str], between: str) -> tuple[Ints, Ints]:
    """(which of the texts, which condition it fulfils), with something between the texts."""
    import numpy as np

    sizes = np.array([len(text) + len(between) for text in texts])
    codes = sieves.codes(between.join(texts) + between)
    return conditions.fulfilled(codes, np.repeat(np.arange(len(texts)), sizes), len(texts))
