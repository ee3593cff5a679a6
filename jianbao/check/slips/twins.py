"""Common words of two characters that another one may have been written for: one character off, or of the same sound.

Both are told for all places of a text at once, as arrays.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from jianbao.check.words import lexicon, sets, sieves, taken

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from jianbao.check.words.sieves import Codes

    Ints = NDArray[np.intp]

_COMMON = 13.0
"""Cost of a word, at most, that may have been meant."""


@lru_cache(maxsize=1)
def _words() -> tuple[str, ...]:
    """The common words of two characters."""
    return tuple(word for word, cost in lexicon.shipped().costs.items() if cost <= _COMMON and len(word) == 2)


class _Found(NamedTuple):
    """In order: words as one number each, and what is told of them."""

    keys: Codes
    same: Ints
    """How many of them are the same from there on."""
    rows: tuple[NDArray[Any], ...]

    @classmethod
    def made(cls, keys: Codes, *rows: NDArray[Any]) -> _Found:
        """Of words in order."""
        import numpy as np

        return cls(keys, np.searchsorted(keys, keys, "right") - np.arange(len(keys)), rows)

    def of(self, keys: Codes) -> tuple[Ints, list[NDArray[Any]]]:
        """(which of the keys, what is told), a key as costs as something is."""
        import numpy as np

        begins = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        sizes = np.where(self.keys[begins] == keys, self.same[begins], 0)
        which, at = spread(begins, sizes)
        return which, [row[at] for row in self.rows]


Tables = tuple[_Found, ...]


def spread(begins: Ints, sizes: Ints) -> tuple[Ints, Ints]:
    """(which, where) of stretches, each place by itself."""
    import numpy as np

    ends = np.cumsum(sizes)
    which = np.repeat(np.arange(len(sizes)), sizes)
    return which, np.arange(len(which)) + np.repeat(begins - ends + sizes, sizes)


def _key(left: Codes, right: Codes) -> Codes:
    import numpy as np

    return (left << np.uint32(16)) | right


def one_off(codes: Codes, places: Ints, tables: Tables) -> tuple[Ints, Codes, taken.Costs]:
    """(place, the other character, its cost) at those of the places whose word is one off another one."""
    import numpy as np

    codes = taken.plain(codes)
    found: list[tuple[Ints, Codes, taken.Costs]] = []
    for place, table in enumerate(tables):
        there = places[(places - place >= 0) & (places - place + 1 < len(codes))]
        which, (others, costs) = table.of(_key(codes[there - place], codes[there - place + 1]))
        found.append((there[which], others, costs))
    at, others, costs = (np.concatenate(column) for column in zip(*found, strict=True))
    order = np.lexsort((others, at))
    return at[order], others[order], costs[order]


def off(confused: sets.Sets) -> Tables:
    """By place in a word, what other characters make another common word, and what it costs to believe that."""
    import numpy as np

    unmeant = lexicon.shipped().unmeant
    words = sieves.codes("".join(word for word in _words() if word not in unmeant)).reshape(-1, 2)
    words = words[np.argsort(_key(words[:, 0], words[:, 1]))]
    keys = _key(words[:, 0], words[:, 1])
    found = []
    for place in (0, 1):
        beside = sets.made(words[:, 1 - place], words[:, place])

        def meant(rows: Ints, place: int = place, beside: sets.Sets = beside) -> sets.Bits:
            return confused.of(words[rows, place]) & beside.of(words[rows, 1 - place])

        rows, others = sets.told(np.arange(len(words)), meant)
        found.append(_Found.made(keys[rows], others, taken.costs(words[rows, place], others)))
    return tuple(found)


def same_sound(codes: Codes, places: Ints) -> tuple[Ints, Codes, Codes]:
    """(place, both characters) of the common words that sound as the two there do, with both of them exchanged."""
    import numpy as np

    table, sounds = _by_sound()
    codes = taken.plain(codes)
    left, right = codes[places], codes[places + 1]
    which, first = _sounds_of(sounds, left)
    again, second = _sounds_of(sounds, right[which])
    found, (ones, others) = table.of((first[again] << np.uint32(16)) | second)
    which = which[again][found]
    kept = (ones != left[which]) & (others != right[which])
    which, ones, others = which[kept], ones[kept], others[kept]
    order = np.lexsort((others, ones, which))
    which, ones, others = which[order], ones[order], others[order]
    new = np.ones(len(which), np.bool_)
    new[1:] = (which[1:] != which[:-1]) | (ones[1:] != ones[:-1]) | (others[1:] != others[:-1])
    return places[which[new]], ones[new], others[new]


def _sounds_of(sounds: _Found, characters: Codes) -> tuple[Ints, Codes]:
    """(which of the characters, the number of a sound)."""
    which, (numbers,) = sounds.of(characters)
    return which, numbers


@lru_cache(maxsize=1)
def _by_sound() -> tuple[_Found, _Found]:
    """The common words by the sounds of both characters; the sounds of the characters."""
    import numpy as np

    lines = (lexicon.FOLDER / "confused.txt").read_text("utf-8").splitlines()
    sounds = [line for line in lines if " " not in line and line[0] not in "#~="]
    characters = sieves.codes("".join(sounds))
    numbers = np.repeat(np.arange(len(sounds), dtype=np.uint32), [len(line) for line in sounds])
    order = np.argsort(characters, kind="stable")
    of_character = _Found.made(characters[order], numbers[order])
    words = sieves.codes("".join(_words())).reshape(-1, 2)
    which, first = _sounds_of(of_character, words[:, 0])
    again, second = _sounds_of(of_character, words[which, 1])
    keys = (first[again] << np.uint32(16)) | second
    order = np.argsort(keys)
    those = words[which[again]][order]
    return _Found.made(keys[order], those[:, 0].copy(), those[:, 1].copy()), of_character


def made_ready() -> None:
    """Loads the words by their sounds."""
    _by_sound()
