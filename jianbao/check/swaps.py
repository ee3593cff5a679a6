"""A character exchanged for another one where each pair is written, but not the row: 防疫物质 for 防疫物资.

typos.py looks where two characters stand side by side that nobody writes so. Here no three characters around a place
were ever met in a row, and with one that is taken for it they were; or the place is in a word that another one sounds
like, and no four around it were. How much the pieces of evidence weigh was fitted to
slips made in well-edited texts of which nothing was counted (tools/grams.py weights).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from jianbao.check import grams, lexicon, sieves
from jianbao.check.judge import PRODUCTIVE
from jianbao.check.lexicon import Lexicon
from jianbao.check.prose import Prose

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.intp]

SURE, PERHAPS = 3.5, 2.7
"""How much evidence a warning needs, and a hint; one in ten thousand characters of a text of another kind than those
that were counted has so much by chance."""
_LIKELY = 3.0
"""What it may cost to believe that one character was written for another."""
_SELDOM = -0.5
"""How often characters are taken for each other that sound nearly the same."""
_MADE = -4.5
"""What speaks against a word of two with a character that everybody makes words with: 我园 is none for 我国."""
_NOISE = 15.0
"""Cost of a word that may be in the list for somebody's slip."""
_COMMON = 13.0
"""Cost of a word, at most, that others sound like."""
_NEVER = frozenset("的地得他她它一二三四五六七八九十百千万两")
"""Of these others judge, or nobody can."""
_FIRST, _LAST = 0x4E00, 0x9FFF
_PLANE = 0x10000
_AROUND = 6
_MOST_GAIN = 12.0


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


def swaps(prose: Prose, known: Lexicon) -> Iterator[Swap]:
    """Every other character that makes a row that is written of one that is not, with the evidence."""
    text = prose.prose
    rows = _rows(sieves.codes(text), _in_twins(prose))
    if rows is None:
        return
    cuts: dict[int, _Cut] = {}
    pairs, alone = lexicon.pairs(), lexicon.alone()
    for at, other, often, around, of_three, three, unmet, four, unmet_four in zip(
        *(c.tolist() for c in rows), strict=True
    ):
        character = chr(other)
        most, written, torn = _beside(pairs, text, at, text[at])
        most_right, written_right, torn_right = _beside(pairs, text, at, character)
        if torn_right:
            continue
        here = cuts.get(at) or cuts.setdefault(at, _cut(known, text, at))
        changed = here.text[: at - here.low] + character + here.text[at - here.low + 1 :]
        cost, words = known.cut(changed)
        start, word = _word_at(known, words, here.low, at)
        yield Swap(
            at,
            character,
            (
                float(often), around, of_three, most, written, torn, most_right, written_right,
                three, unmet, four, unmet_four, alone.get(text[at], 0.0), alone.get(character, 0.0),
                min(here.cost - cost, _MOST_GAIN), here.size, len(word),
            ),
            start,
            word,
        )  # fmt: skip


def likeliest(prose: Prose, known: Lexicon) -> dict[int, tuple[float, Swap]]:
    """By place the likeliest of those that are likely enough to be told, with the evidence."""
    found: dict[int, tuple[float, Swap]] = {}
    for swap in swaps(prose, known):
        much = evidence(swap)
        if much >= PERHAPS and (swap.place not in found or much > found[swap.place][0]):
            found[swap.place] = much, swap
    return found


def evidence(swap: Swap) -> float:
    """How much speaks for it; the logarithm of the odds, as far as made slips are like those that people make."""
    beside = swap.word[1 - (swap.place - swap.start)] if len(swap.word) == 2 else ""
    made = _MADE if beside in PRODUCTIVE else 0.0
    return made + WEIGHTS.none + sum(weight * piece for weight, piece in zip(WEIGHTS[1:], swap.pieces, strict=True))


class _Cut(NamedTuple):
    """The characters around a place, what they cost as words, and how long the word is that the place is in."""

    low: int
    text: str
    cost: float
    size: int


def _cut(known: Lexicon, text: str, at: int) -> _Cut:
    low, high = at, at + 1
    while low > max(0, at - _AROUND) and "\u4e00" <= text[low - 1] <= "\u9fff":
        low -= 1
    while high < min(len(text), at + _AROUND + 1) and "\u4e00" <= text[high] <= "\u9fff":
        high += 1
    cost, words = known.cut(text[low:high])
    return _Cut(low, text[low:high], cost, len(_word_at(known, words, low, at)[1]))


def _word_at(known: Lexicon, words: list[str], low: int, at: int) -> tuple[int, str]:
    """Where the word begins that a place is in, and the word; a character alone where it is no sure one."""
    for word in words:
        if at < low + len(word):
            return (low, word) if known.costs.get(word, _NOISE) < _NOISE else (at, word[at - low])
        low += len(word)
    return at, ""


def _beside(pairs: dict[str, int], text: str, at: int, character: str) -> tuple[int, int, int]:
    """Of the pairs that a character makes: how often the commoner is met, how many people write, how many nobody."""
    most = written = torn = 0
    for pair in (text[at - 1 : at] + character, character + text[at + 1 : at + 2]):
        if len(pair) == 2 and all("\u4e00" <= c <= "\u9fff" for c in pair):
            met = pairs.get(pair)
            most = max(most, met or 0)
            written += met is not None
            torn += met is None
    return most, written, torn


def _rows(codes: sieves.Codes, twins: list[tuple[int, int, float]]) -> _Rows | None:
    """``twins``: (place, the other character, whether it is often taken for this one) of words."""
    import numpy as np

    size = len(codes)
    if size < 3:
        return None
    han = (codes >= _FIRST) & (codes <= _LAST)
    three = han[:-2] & han[1:-1] & han[2:]
    strange = three.copy()
    strange[three] = ~grams.met([codes[n : size - 2 + n][three] for n in range(3)])
    valid, unmet = np.zeros(size, np.intp), np.zeros(size, np.intp)
    for n in range(3):
        valid[n : size - 2 + n] += three
        unmet[n : size - 2 + n] += strange
    places = np.flatnonzero((unmet > 0) & (unmet == valid))
    characters, which = np.unique(codes[places], return_inverse=True)
    confused = [_confused(one) for one in characters.tolist()]
    sizes_of = np.array([len(others) for others, _ in confused], np.intp)
    begins, sizes = (np.cumsum(sizes_of) - sizes_of)[which], sizes_of[which]
    at = np.repeat(places, sizes)
    taken = np.arange(len(at)) - np.repeat(np.cumsum(sizes) - sizes, sizes) + np.repeat(begins, sizes)
    others = np.concatenate([np.zeros(0, np.uint32), *(others for others, _ in confused)])[taken]
    often = np.concatenate([np.zeros(0, np.float64), *(often for _, often in confused)])[taken]
    more = np.array(twins, np.float64).reshape(-1, 3)
    where = more[:, 0].astype(np.intp)
    there = (unmet < valid)[where]
    more, where = more[there], where[there]
    there = _met(codes, han, where, codes[where], 4)[0] == 0
    more, where = more[there], where[there]
    at = np.concatenate((at, where))
    others = np.concatenate((others, more[:, 1].astype(np.uint32)))
    often = np.concatenate((often, more[:, 2]))
    met, not_met = _met(codes, han, at, others, 3)
    worth = met > 0
    at, others, often, met, not_met = at[worth], others[worth], often[worth], met[worth], not_met[worth]
    four, not_four = _met(codes, han, at, others, 4)
    sure = ((unmet[at] == valid[at]) & (unmet[at] > 1)) | (four > 0)
    at, others, often, met, not_met = at[sure], others[sure], often[sure], met[sure], not_met[sure]
    four, not_four = four[sure], not_four[sure]
    return _Rows(at, others, often, unmet[at], (valid - unmet)[at], met, not_met, four, not_four)


def _often(cost: float) -> float:
    """How often one is taken for the other: 1 often, 0 now and then, less seldom."""
    return 1.0 if cost <= 1.0 else 0.0 if cost <= 2.0 else _SELDOM


def _in_twins(prose: Prose) -> list[tuple[int, int, float]]:
    """(place, the other character, whether often taken for it) of the words of a text that sound like other words."""
    text, found = prose.prose, []
    for word in prose.pairs() & _common():
        twins = _twins(word)
        at = text.find(word) if twins else -1
        while at >= 0:
            found += [(at + place, other, often) for place, other, often in twins]
            at = text.find(word, at + 1)
    return sorted(found)


@lru_cache(maxsize=1)
def _common() -> frozenset[str]:
    """The common words of two characters."""
    known = lexicon.shipped()
    return frozenset(word for word in known.usual() if len(word) == 2 and known.costs[word] <= _COMMON)


@lru_cache(maxsize=100_000)
def _twins(word: str) -> list[tuple[int, int, float]]:
    """(place, character, whether often taken for it) of each that makes another common word of one."""
    confused = lexicon.shipped().confused
    return [
        (place, ord(other), _often(cost))
        for place in (0, 1)
        for other, cost in confused.get(word[place], {}).items()
        if word[:place] + other + word[place + 1 :] in _common() and _NEVER.isdisjoint((other, word[place]))
    ]


def _met(
    codes: sieves.Codes, han: NDArray[np.bool_], at: Ints, others: sieves.Codes, length: int
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
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


@lru_cache(maxsize=30_000)
def _confused(character: int) -> tuple[sieves.Codes, NDArray[np.float64]]:
    """The characters that one is taken for, and whether often."""
    import numpy as np

    one = chr(character)
    likely = [
        (ord(other), _often(cost))
        for other, cost in lexicon.shipped().confused.get(one, {}).items()
        if cost <= _LIKELY and one not in _NEVER and other not in _NEVER and max(character, ord(other)) < _PLANE
    ]
    likely.sort()
    others, often = zip(*likely, strict=True) if likely else ((), ())
    return np.array(others, np.uint32), np.array(often, np.float64)
