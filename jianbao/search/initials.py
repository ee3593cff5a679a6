"""Initials of titles, words and names: what readers type of them, ``wyr`` or ``fulh``.

Of a title and of tags every two and three initials in a row, whatever stands between; of a word, whose beginning and
end ``grams.words`` says, all of them with a point behind.
"""

from collections.abc import Iterable
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from jianbao.search import grams
from jianbao.search.readings import Readings

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, Any]

_END = "."
_BITS = 5
"""Of a letter in a key."""


def of_title(title: str, readings: Readings) -> set[str]:
    """Two and three initials in a row, of all Han of a folded title, marks and words between left out.

    And every syllable with the initial behind it: ``fu l`` is what has been typed of 妇联 or 福利.
    """
    han = "".join(grams.han_runs(title))
    said = [readings.of(c) for c in han]
    heads = "".join([s[0] for s in said])
    found = {heads[i : i + n] for n in (2, 3) for i in range(len(heads) - n + 1)}
    found.update([f"{s} {after}" for s, after in zip(said, heads[1:], strict=False)])
    for i, pair in enumerate(grams.pairs(han)):
        for reading in readings.others(pair):
            first, _, second = reading.partition("'")
            near = heads[max(i - 1, 0) : i] + first[0] + second[0] + heads[i + 2 : i + 3]
            found.update(near[j : j + n] for n in (2, 3) for j in range(len(near) - n + 1))
            row = [*said[max(i - 1, 0) : i], first, second, *said[i + 2 : i + 3]]
            found.update(f"{s} {after[0]}" for s, after in pairwise(row))
    return found


def of_words(folded: str, readings: Readings) -> set[str]:
    """The initials of the words and names of a folded text, each whole: ``wxm.`` is 王小明, and no part of a word."""
    return {of_word(word, readings) for word in grams.words(folded)}


def of_word(word: str, readings: Readings) -> str:
    """The initials of a whole word."""
    own = readings.own
    return "".join([own.get(c, c)[0] for c in word]) + _END


class Codes:
    """The same as ``of_words`` of many texts at once, given as code points."""

    def __init__(self, readings: Readings) -> None:
        import numpy as np

        self._readings = readings
        self._letter = np.zeros(0x110000, np.uint8)
        for character, said in readings.own.items():
            self._letter[ord(character)] = ord(said[0]) - 96
        self._surname, self._post = (_among(which) for which in (grams.SURNAMES, grams.POSTS))

    def words(self, code: "Array", han: "Array") -> "tuple[list[str], Array, Array]":
        """(initials, which of them, where it begins) of every word and name; the texts are apart by what is no Han.

        ``han`` tells which of the code points are Han characters. The same may come more than once.
        """
        import numpy as np

        edges = np.diff(np.concatenate(([0], han.view(np.int8), [0])))
        begins, ends = np.flatnonzero(edges > 0), np.flatnonzero(edges < 0)
        long = ends - begins >= grams.NAME
        begins, ends = begins[long], ends[long]
        whole = ends - begins <= grams.LONGEST_WORD
        behind = np.flatnonzero(code == ord(grams.OTHERS))
        within = np.searchsorted(begins, behind, "right") - 1
        inside = (within >= 0) & (behind < ends[within]) if len(begins) else np.zeros(len(behind), bool)
        behind, listed = behind[inside], begins[within[inside]]
        short = (behind - listed >= grams.NAME) & (behind - listed <= grams.LONGEST_WORD)
        behind, listed = behind[short], listed[short]
        post = np.flatnonzero(self._post[code[: -grams.NAME]] & self._surname[code[1 : 1 - grams.NAME]]) + 1
        names = (
            begins[self._surname[code[begins]]],
            ends[self._surname[code[ends - grams.NAME]]] - grams.NAME,
            post[han[post + 1] & han[post + 2]],
        )
        start = np.concatenate((begins[whole], listed, *names))
        size = np.concatenate(((ends - begins)[whole], behind - listed, np.full(sum(map(len, names)), grams.NAME)))
        key, said = self._keys(code, start, size)
        keys, which = np.unique(key[said], return_inverse=True)
        texts = [_text(each) for each in keys.tolist()]
        others = [
            of_word("".join(map(chr, code[at : at + n].tolist())), self._readings)
            for at, n in zip(start[~said].tolist(), size[~said].tolist(), strict=True)
        ]
        which = np.concatenate((which, np.arange(len(texts), len(texts) + len(others))))
        return texts + others, which, np.concatenate((start[said], start[~said]))

    def _keys(self, code: "Array", start: "Array", size: "Array") -> "tuple[Array, Array]":
        """The initials as numbers, the first one lowest, and for which words that is all: all can be read."""
        import numpy as np

        key = np.zeros(len(start), np.int64)
        said = np.ones(len(start), bool)
        for place in range(grams.LONGEST_WORD):
            inside = size > place
            letter = self._letter[code[np.where(inside, start + place, start)]]
            said &= (letter > 0) | ~inside
            key |= np.where(inside, letter, 0).astype(np.int64) << _BITS * place
        return key, said


def _among(characters: Iterable[str]) -> "Array":
    import numpy as np

    made = np.zeros(0x110000, bool)
    made[[ord(c) for c in characters]] = True
    return made


def _text(key: int) -> str:
    letters = [key >> _BITS * place & (1 << _BITS) - 1 for place in range(grams.LONGEST_WORD)]
    return "".join([chr(96 + letter) for letter in letters if letter]) + _END
