"""A character exchanged for another one where each pair is written, but not the row: 防疫物质 for 防疫物资.

typos.py looks where two characters stand side by side that nobody writes so. Here no three characters around a place
were ever met in a row, and with one that is taken for it they were; or the place is in a word that another one sounds
like, and no four around it were. How much the pieces of evidence weigh was fitted to
slips made in well-edited texts of which nothing was counted (tools/grams.py weights).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from math import inf
from typing import TYPE_CHECKING, NamedTuple

from jianbao.check.prose import Prose
from jianbao.check.slips import gains, twins
from jianbao.check.slips.judge import PRODUCTIVE, window
from jianbao.check.words import counts, grams, lexicon, sets, sieves, taken
from jianbao.check.words.lexicon import Lexicon, Ways
from jianbao.check.words.taken import PART

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.intp]
    Often = NDArray[np.float64]

SURE, PERHAPS = 3.5, 2.7
"""How much evidence a warning needs, and a hint; one in ten thousand characters of a text of another kind than those
that were counted has so much by chance."""
_LIKELY = 3.0
"""What it may cost to believe that one character was written for another."""
_OFTEN, _LESS_OFTEN, _SELDOM = 1.0, 2.0, -0.5
"""What that costs of characters that are often taken for each other, and that sound or look alike; and how often those
are that sound nearly the same."""
_MADE = -4.5
"""What speaks against a word of two with a character that everybody makes words with: 我园 is none for 我国."""
_NOISE = 15.0
"""Cost of a word that may be in the list for somebody's slip."""
_NEVER = frozenset("的地得他她它一二三四五六七八九十百千万两")
"""Of these others judge, or nobody can."""
_FIRST, _LAST = 0x4E00, 0x9FFF
_MOST_GAIN, _LONGEST = 12.0, 4
_ROUNDED = 0.001
"""By how much a sum may be off that is added up in another order."""


class Weights(NamedTuple):
    """What each piece of evidence weighs."""

    none: float = -4.61
    often: float = 1.82
    """The two characters are often taken for each other, or look very much alike; one more than was fitted, since slips
    that people make are oftener of this kind than made ones."""
    around: float = 0.29
    """Each three characters around the place that were not met."""
    met: float = -1.39
    """Each three characters around the place that were met."""
    most: float = -0.2
    """How often the commoner of the pairs is met, as a logarithm to 2 …"""
    written: float = -0.57
    """… and each pair that people write …"""
    torn: float = 0.76
    """… and each that nobody writes."""
    most_right: float = 0.35
    """With the other character: how often the commoner of the pairs is met …"""
    written_right: float = 0.33
    """… and each pair that people write."""
    three: float = 0.51
    """Each three that were met with the other character …"""
    unmet: float = -0.94
    """… and each that were not."""
    four: float = 1.53
    """Each four that were met with the other character …"""
    unmet_four: float = 0.13
    """… and each that were not."""
    common: float = 0.29
    """How often this character is met at all, as a logarithm to 2 …"""
    common_right: float = -0.31
    """… and the other one."""
    gain: float = 0.37
    """By how much likelier the words are."""
    of_word: float = -1.01
    """Characters of the word that the place is in now …"""
    of_word_right: float = 0.59
    """… and would be in."""


WEIGHTS = Weights()


class Swap(NamedTuple):
    """Where, which character was meant, what speaks for it, and the word that it makes with where that begins."""

    place: int
    character: str
    pieces: tuple[float, ...]
    start: int
    word: str


class _Rows(NamedTuple):
    """Of each place and character: where, what, and how many of three and of four there would be that were met."""

    at: Ints
    others: sieves.Codes
    often: NDArray[np.float64]
    around: NDArray[np.intp]
    of_three: NDArray[np.intp]
    three: NDArray[np.intp]
    unmet: NDArray[np.intp]
    four: NDArray[np.intp]
    unmet_four: NDArray[np.intp]


def swaps(prose: Prose, known: Lexicon, least: float = -inf) -> Iterator[Swap]:
    """Every other character that makes a written row of one that is not, with the evidence where it can be so much."""
    text = prose.prose
    rows = _rows(text)
    if rows is None:
        return
    cuts: dict[int, _Cut] = {}
    alone = lexicon.alone()
    last, most, written, torn = -1, 0, 0, 0
    for at, other, often, around, of_three, three, unmet, four, unmet_four in zip(
        *(c.tolist() for c in rows), strict=True
    ):
        character = chr(other)
        most_right, written_right, _ = _beside(text, at, character)
        if at != last:
            last, (most, written, torn) = at, _beside(text, at, text[at])
        pieces = (
            float(often), around, of_three, most, written, torn, most_right, written_right,
            three, unmet, four, unmet_four, alone.get(text[at], 0.0), alone.get(character, 0.0),
        )  # fmt: skip
        if _weighed((*pieces, _MOST_GAIN, 1, _LONGEST)) < least or _most(known, text, at, character, pieces) < least:
            continue
        here = cuts.get(at) or cuts.setdefault(at, _cut(known, text, at))
        changed = here.text[: at - here.low] + character + here.text[at - here.low + 1 :]
        costs, back = known.ways(changed, at - here.low, here.ways)
        start, word = _word_at(known, known.words(changed, back), here.low, at)
        of_words = min(here.ways[0][-1] - costs[-1], _MOST_GAIN), here.size, len(word)
        yield Swap(at, character, (*pieces, *of_words), start, word)


def _most(known: Lexicon, text: str, at: int, character: str, pieces: tuple[float, ...]) -> float:
    """The most that can speak for it, by the words that may stand over the place then."""
    over = gains.gains(known, text, at, 1, character)
    return _ROUNDED + max(_weighed((*pieces, min(one.most, _MOST_GAIN), 1, one.size)) for one in over)


def likeliest(prose: Prose, known: Lexicon) -> dict[int, tuple[float, Swap]]:
    """By place the likeliest of those that are likely enough to be told, with the evidence."""
    found: dict[int, tuple[float, Swap]] = {}
    for swap in swaps(prose, known, PERHAPS):
        much = evidence(swap)
        if much >= PERHAPS and (swap.place not in found or much > found[swap.place][0]):
            found[swap.place] = much, swap
    return found


def evidence(swap: Swap) -> float:
    """How much speaks for it; the logarithm of the odds, as far as made slips are like those that people make."""
    beside = swap.word[1 - (swap.place - swap.start)] if len(swap.word) == 2 else ""
    made = _MADE if beside in PRODUCTIVE else 0.0
    return made + _weighed(swap.pieces)


def _weighed(pieces: tuple[float, ...]) -> float:
    return WEIGHTS.none + sum(weight * piece for weight, piece in zip(WEIGHTS[1:], pieces, strict=True))


class _Cut(NamedTuple):
    """The characters around a place, how to cut them into words, and how long the word is that the place is in."""

    low: int
    text: str
    ways: Ways
    size: int


def _cut(known: Lexicon, text: str, at: int) -> _Cut:
    low, high = window(text, at, at + 1)
    ways = known.ways(text[low:high])
    return _Cut(low, text[low:high], ways, len(_word_at(known, known.words(text[low:high], ways[1]), low, at)[1]))


def _word_at(known: Lexicon, words: list[str], low: int, at: int) -> tuple[int, str]:
    """Where the word begins that a place is in, and the word; a character alone where it is no sure one."""
    for word in words:
        if at < low + len(word):
            return (low, word) if known.costs.get(word, _NOISE) < _NOISE else (at, word[at - low])
        low += len(word)
    return at, ""


def _beside(text: str, at: int, character: str) -> tuple[int, int, int]:
    """Of the pairs that a character makes: how often the commoner is met, how many people write, how many nobody."""
    most = written = torn = 0
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    for other, pair in ((before, before + character), (after, character + after)):
        if "\u4e00" <= other <= "\u9fff":
            met = counts.met(pair, -1)
            if met < 0:
                torn += 1
            else:
                most = max(most, int(met))
                written += 1
    return most, written, torn


def _rows(text: str) -> _Rows | None:
    """The candidates of a text, and what was met around them."""
    import numpy as np

    if len(text) < 3:
        return None
    codes = sieves.codes(text)
    han = (codes >= _FIRST) & (codes <= _LAST)
    valid, met_here = _around(text, 3)
    unmet = valid - met_here
    places = np.flatnonzero((unmet > 0) & (unmet == valid))
    within = np.flatnonzero((unmet < valid) & (_around(text, 4)[1] == 0))
    found = []
    for begin in range(0, max(len(places), len(within)), PART):
        part = slice(begin, begin + PART)
        at, others, often = _others(codes, han, places[part], within[part])
        met, not_met = _met(codes, han, at, others, 3)
        worth = met > 0
        at, others, often, met, not_met = at[worth], others[worth], often[worth], met[worth], not_met[worth]
        four, not_four = _met(codes, han, at, others, 4)
        sure = ((unmet[at] == valid[at]) & (unmet[at] > 1)) | (four > 0)
        rows = at, others, often, unmet[at], (valid - unmet)[at], met, not_met, four, not_four
        found.append([column[sure] for column in rows])
    return _Rows(*(np.concatenate(column) for column in zip(*found, strict=True))) if found else None


def _others(codes: sieves.Codes, han: sieves.Places, places: Ints, within: Ints) -> tuple[Ints, sieves.Codes, Often]:
    """(place, another character, whether often taken for it) of some places, and of the words at some others; of those
    that make pairs that people write."""
    import numpy as np

    at, others = _written(codes, han, places)
    more, words, costs = twins.one_off(codes, within, _off())
    kept = counts.written(codes, han, more, words)
    costs = np.concatenate((taken.costs(taken.plain(codes[at]), others), costs[kept]))
    often = np.select([costs <= _OFTEN, costs <= _LESS_OFTEN], [1.0, 0.0], _SELDOM)
    return np.concatenate((at, more[kept])), np.concatenate((others, words[kept])), often


def _written(codes: sieves.Codes, han: sieves.Places, places: Ints) -> tuple[Ints, sieves.Codes]:
    """(place, another character that it is taken for) where people write the pairs that this makes."""
    behind, before = sets.written()
    last = len(codes) - 1

    def fitting(at: Ints) -> sets.Bits:
        bits = _sets().of(codes[at])
        for has, beside, fits in ((at > 0, at - 1, behind), (at < last, at + 1, before)):
            some = has.nonzero()[0]
            some = some[han[beside[some]]]
            bits[some] &= fits.of(codes[beside[some]])
        return bits

    return sets.told(places, fitting)


def _around(text: str, length: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Of each place: how many strings of so many Han characters are around it, and how many of them were met."""
    import numpy as np

    strings, met = np.zeros(len(text), np.intp), np.zeros(len(text), np.intp)
    there, has = grams.standing(text, length)
    for n in range(length):
        strings[n : len(there) + n] += there
        met[n : len(has) + n] += has
    return strings, met


@lru_cache(maxsize=1)
def _off() -> twins.Tables:
    return twins.off(_sets())


def made_ready() -> None:
    """Loads what is taken for what."""
    _off()
    _sets()
    sets.written()


def _met(codes: sieves.Codes, han: sieves.Places, at: Ints, others: sieves.Codes, length: int) -> tuple[Ints, Ints]:
    """Of each place with another character: how many of the strings around it were met, and how many were not."""
    import numpy as np

    met, unmet = np.zeros(len(at), np.intp), np.zeros(len(at), np.intp)
    for before in range(length):
        first = at - before
        there = (first >= 0) & (first + length <= len(codes))
        for n in range(length):
            there[there] = han[first[there] + n]
        columns = [others[there] if n == before else codes[first[there] + n] for n in range(length)]
        has = grams.met(columns)
        met[there] += has
        unmet[there] += ~has
    return met, unmet


@lru_cache(maxsize=1)
def _sets() -> sets.Sets:
    """By character, those that it is taken for."""
    every = taken.taken()
    never = taken.among(every.wrong, _NEVER) | taken.among(every.right, _NEVER)
    return sets.confused(every.those(~never & (every.costs <= _LIKELY)))
