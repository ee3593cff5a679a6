"""How much likelier the words of a text can become with what was meant, at most: told before they are cut.

To cut the characters around a place twice, as they stand and as they were meant, is most of what a slip costs, and of
three hundred that are weighed one is said. The words are the likeliest together. So what stands there costs no more
than what was meant with the words over the place broken up into characters: nothing more is gained than these spare.
"""

from math import inf
from typing import NamedTuple

from jianbao.check.words.lexicon import PLACE_ENDS, SURNAMES, UNKNOWN, Lexicon

_LONGEST = 4
"""Characters of a word."""


class Gain(NamedTuple):
    """How much is gained, at most, when this word stands over the place: what it costs, at least, and its length."""

    most: float
    cost: float
    size: int


def gains(known: Lexicon, text: str, at: int, length: int, right: str) -> list[Gain]:
    """What can be gained with ``right`` in the place of so many characters, by the words that may stand over it then.

    Where two words share the place the cost is that of the dearer one, and the length none; where nothing was meant and
    no word reaches over the gap both are 0. What is no word by itself costs as much as a character that is none.
    """
    before, behind = _run(text[max(0, at - _LONGEST + 1) : at][::-1])[::-1], _run(text[at + length : at + length + 3])
    changed, place, meant = before + right + behind, len(before), len(right)
    more = known.apart(text[at : at + length]) - known.apart(right)
    size = len(changed)
    if meant == 1:
        return _words(known, changed, (0, place), (place + 1, size), more)
    if meant == 0:
        return [Gain(more, 0.0, 0), *_words(known, changed, (0, place - 1), (place + 1, size), more)]
    whole = _words(known, changed, (0, place), (place + 2, size), more)
    first = _words(known, changed, (0, place), (place + 1, place + 1), 0.0)
    second = _words(known, changed, (place + 1, place + 1), (place + 2, size), more)
    dearer = max(min(one.cost for one in first), min(one.cost for one in second))
    return [*whole, Gain(max(one.most for one in first) + max(one.most for one in second), dearer, 0)]


def _run(text: str) -> str:
    """The Han characters that it begins with."""
    for n, character in enumerate(text):
        if not "\u4e00" <= character <= "\u9fff":
            return text[:n]
    return text


def _words(known: Lexicon, text: str, begin: tuple[int, int], end: tuple[int, int], more: float) -> list[Gain]:
    """Every word that begins and ends within some bounds, these included, with what it spares and ``more``."""
    costs, apart, found = known.costs, known.apart, []
    for start in range(max(begin[0], end[0] - _LONGEST), begin[1] + 1):
        named = text[start] in SURNAMES
        for stop in range(max(end[0], start + 1), min(start + _LONGEST, end[1]) + 1):
            size = stop - start
            if size == 1:
                found.append(Gain(more, UNKNOWN, 1))
                continue
            word = text[start:stop]
            cost = costs.get(word)
            if cost is not None:
                found.append(Gain(more + apart(word) - cost, min(cost, UNKNOWN), size))
            elif named or word[-1] in PLACE_ENDS:
                cost = known.unlisted(word)
                if cost < inf:
                    found.append(Gain(more + apart(word) - cost, UNKNOWN, size))
    return found
