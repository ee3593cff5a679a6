"""What stretches of a text may have been meant for: the windows of two to four characters that are one off a word.

Two questions are kept apart. Where it is worth looking is asked of a whole text at once (sieves.py): where two
characters stand side by side that nobody writes so, and where three of four characters are those of an idiom. What may
have been meant there is looked up window by window, each window once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from copy import deepcopy
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from jianbao.check.prose import Prose
from jianbao.check.words import counts, lexicon, oneoff, sets, sieves
from jianbao.check.words.evidence import MOST, UNSURE, WEIGHTS
from jianbao.check.words.lexicon import Lexicon

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

PERHAPS = 1.5
"""How much evidence a hint needs; one in ten thousand characters of news has so much by chance."""
NOISE = 15.0
"""A word of two characters dearer than this may be in the list for a slip of somebody's: 千部."""
PRODUCTIVE = frozenset(
    "本各整每该此全某同我贵双两一二三四五六七八九十多大小老新好完透到成上下中内外前后时等的者所处期次届年月日人在之"
    "可不能会要已再很更最都也就将为与和的了得出起来去进回开级共网"
)
"""各园, 本辑, 耕好: with such a character everybody makes words that no list holds."""
_CUT, _BOTH = WEIGHTS.cut, WEIGHTS.both
_FIGURES = frozenset("一二三四五六七八九十百千万亿")
_SOMETIMES = 11.5
"""Cost of a word that may be half of an idiom."""
_SELDOM = 10
"""The logarithm to 2 of how often, at most, half of an idiom is met in 27 million characters."""
_IDIOM, _WORD = 4, 3
"""Characters of the windows."""
_KEPT = 300_000
"""Windows that are remembered."""
_ROUNDED = 0.001
"""By how much a sum of short numbers may be off."""
_AROUND_AT_MOST = WEIGHTS.side * MOST + 2 * WEIGHTS.unseen


class Candidate(NamedTuple):
    """What a window may have been meant for."""

    right: str
    place: int
    """Which character is another one."""
    most: float
    """The words can gain no more than this."""
    known: float
    """The evidence that does not depend on what stands around."""


Changes = list[tuple[int, str]]
"""Which character of a window may have been another one, and which."""


class Worth(NamedTuple):
    """Where in a text looking closer is worth while; places in order."""

    odd: list[int]
    """Two Han characters that nobody writes side by side …"""
    near: list[tuple[int, bool, bool, Changes | None]]
    """… and of those that may be of an idiom, of a word of three or of one of two with a slip in it: which of these,
    and which slips of the latter; None where that is not known."""
    windows: np.ndarray
    """Of each place of the text whether three of the four characters from there on are an idiom's."""
    left: list[int]
    """Three characters that may be what is left of two words …"""
    beheaded: list[int]
    """… and half of an idiom with one character of the other half beside it."""


class Judge:
    """What stretches of texts may have been meant for, by one list of words; each stretch is looked at once."""

    def __init__(self, known: Lexicon) -> None:
        self.known = known
        halves = known.halves()
        self._halves = halves[2], halves[0]
        self.bound = _bound(known)
        self._sieves = _sieves(known, self.bound)
        three = known.beside(_WORD)
        self._three = sieves.Sieves(((0, 1), three[0]), ((0, 2), three[1]), ((0, 1), three[2]))
        suspects = {pair for pair in lexicon.suspects() if known.costs.get(pair, NOISE) >= NOISE}
        self._written = deepcopy(counts.pairs())
        met = [pair for pair in suspects if counts.met(pair, -1) >= 0]
        self._written.leave_out(sieves.codes("".join(met)).reshape(-1, 2))
        self._off: oneoff.OneOff | None = None
        self._pairs: dict[str, tuple[Candidate, ...]] = {}
        self._meant = lru_cache(maxsize=_KEPT)(self._looked_up)

    def unwritten(self, prose: Prose) -> list[int]:
        """Where in a text two Han characters stand side by side that nobody writes so."""
        if prose.worth is not None:
            return prose.worth.odd
        found: list[int] = self._written.others(sieves.codes(prose.prose)).tolist()
        return found

    def worth(self, prose: Prose) -> Worth:
        """Where looking closer is worth while; asked once of a text."""
        if prose.worth is None:
            text = sieves.codes(prose.prose)
            odd = self._written.others(text)
            first, second, third, fourth, left, heads, tails = self._sieves.passed(text)
            windows = first | second | third
            windows[:-1] |= fourth[1:]
            heads[1:] |= tails[:-1]
            prose.worth = Worth(
                odd.tolist(),
                self._near(text, odd, windows),
                windows,
                left.nonzero()[0].tolist(),
                heads.nonzero()[0].tolist(),
            )
        return prose.worth

    def _near(
        self, text: sieves.Codes, odd: NDArray[np.intp], windows: sieves.Places
    ) -> list[tuple[int, bool, bool, Changes | None]]:
        """Of which length a window around odd characters may be a word with a slip in it."""
        import numpy as np

        behind, words, before = self._three.passed(text)
        words |= before
        words[:-1] |= behind[1:]
        pair, changes = np.ones(len(odd), np.bool_), None
        if self._off is not None:
            changes = self._off.pairs(text, odd)
            pair[:] = False
            pair[list(changes)] = True
            if len(self._pairs) > _KEPT:
                self._pairs.clear()
            starts = np.unique(np.concatenate((odd, odd[odd > 0] - 1)))
            starts = starts[words[starts] & (starts < len(text) - 2)]
            words[:] = False
            words[starts[self._off.three(text, starts)]] = True
        of_idiom = windows[odd] | windows[odd + 1]
        for shift in (1, 2, 3):
            there = odd >= shift
            of_idiom[there] |= windows[odd[there] - shift]
        of_word = words[odd]
        of_word[odd > 0] |= words[odd[odd > 0] - 1]
        any_ = of_idiom | of_word | pair
        told = [changes.get(n, []) if changes is not None else None for n in any_.nonzero()[0].tolist()]
        return list(zip(*(column[any_].tolist() for column in (odd, of_idiom, of_word)), told, strict=True))

    def expects_many(self) -> None:
        """Makes ready what tells of many places at once that nothing can have been meant there."""
        if self._off is None:
            self._off = oneoff.OneOff(self.known, PRODUCTIVE, _may_weigh)
            sets.every()

    def idioms(self, prose: Prose) -> dict[int, list[tuple[int, Candidate]]]:
        """Where half of an idiom stands, and what is meant: 制宜 in 因的制宜."""
        costs, text, bound = self.known.costs, prose.prose, self.bound
        worth = self.worth(prose).windows.nonzero()[0].tolist()
        windows = frozenset(worth)
        places = {at for at in worth if text[at : at + 2] in bound}
        places.update(at + 2 for at in worth if text[at + 2 : at + 4] in bound)
        found: dict[int, list[tuple[int, Candidate]]] = {}
        for at in places:
            starts = [start for start in (at - 2, at) if start in windows]
            # Beside an idiom as it should be there is no other one.
            if any(text[start : start + _IDIOM] in costs for start in (at - 2, at) if 0 <= start <= len(text) - _IDIOM):
                continue
            meant = [(start - at, one) for start in starts for one in self._meant(text[start : start + _IDIOM])]
            if meant:
                found[at] = meant
        return found

    def beheaded(self, prose: Prose) -> Iterator[tuple[int, str, str, str]]:
        """(where, half, second halves, first halves) of the halves of idioms that are seldom without the other half.

        Only those with a character of the other half beside them.
        """
        heads, tails = self._halves
        for at in self.worth(prose).beheaded:
            half = prose.prose[at : at + 2]
            if half in self.bound:
                yield at, half, heads.get(half, ""), tails.get(half, "")

    def odd(self, prose: Prose) -> Iterator[tuple[int, list[tuple[int, Candidate]], list[tuple[int, Candidate]]]]:
        """Each place where two characters stand side by side that nobody writes so, and what the windows around them
        may be, as (where, from the place on, and what): those of four characters, and the shorter ones."""
        text, meant = prose.prose, self._meant
        worth = self.worth(prose)
        size = len(text)
        for at, of_idiom, of_word, of_pair in worth.near:
            long: list[tuple[int, Candidate]] = []
            short: list[tuple[int, Candidate]] = []
            if of_idiom:
                for start in range(max(0, at - 3), min(size - _IDIOM, at + 1) + 1):
                    if worth.windows[start]:
                        long += [(start - at, one) for one in meant(text[start : start + _IDIOM])]
            if of_word:
                if at:
                    short += [(-1, one) for one in meant(text[at - 1 : at + 2])]
                if at + _WORD <= size:
                    short += [(0, one) for one in meant(text[at : at + _WORD])]
            if of_pair is None:
                short += [(0, one) for one in meant(text[at : at + 2])]
            elif of_pair:
                short += [(0, one) for one in self._of_pair(text[at : at + 2], of_pair)]
            if long or short:
                yield at, long, short

    def _is_idiom(self, right: str, place: int) -> bool:
        """Whether four characters are more than two words side by side: 受益匪浅, and not 合资企业."""
        changed, kept = (right[:2], right[2:]) if place < 2 else (right[2:], right[:2])
        costs = self.known.costs
        counted = right[0] in _FIGURES and right[1] in _FIGURES
        return not counted and (costs.get(changed, UNSURE) >= UNSURE or costs.get(kept, UNSURE) >= _SOMETIMES)

    def _of_pair(self, window: str, changes: Changes) -> tuple[Candidate, ...]:
        """What a window of two may have been meant for, whose changes are known; as `_looked_up`."""
        found = self._pairs.get(window)
        if found is None:
            found = self._pairs[window] = self._candidates(window, changes)
        return found

    def _looked_up(self, window: str) -> tuple[Candidate, ...]:
        """Every word that a window of two to four characters may have been meant for."""
        return self._candidates(window, self.known.meant(window))

    def _candidates(self, window: str, changes: Iterable[tuple[int, str]]) -> tuple[Candidate, ...]:
        """Those of the words that some changes make of it which may have been meant."""
        costs = self.known.costs
        if costs.get(window, NOISE) < NOISE or (len(window) > 2 and window in costs):
            return ()
        apart, w = 0.0, WEIGHTS
        found = []
        for place, character in changes:
            taken = self.known.confused.of(window[place])[character]
            right = window[:place] + character + window[place + 1 :]
            cost = costs[right]
            evidence = w.none + w.cost * cost + (w.often if taken <= 1.0 else 0.0)
            evidence += w.long if len(window) == _IDIOM and self._is_idiom(right, place) else 0.0
            if len(window) == 2 and window[1 - place] in PRODUCTIVE:
                evidence += w.productive if taken <= 1.0 else w.productive_by_sound
            apart = apart or self.known.apart(window)
            if evidence + _most_around(apart - cost) >= PERHAPS:
                found.append(Candidate(right, place, apart - cost, evidence))
        return tuple(found)


@lru_cache(maxsize=1)
def left() -> dict[str, str]:
    """What is left of two words when an inner character goes, and the words; where it can be of several, of none."""
    found: dict[str, str] = {}
    several: set[str] = set()
    for whole in (*lexicon.neighbours(), *(words for words in lexicon.phrases() if len(words) == _IDIOM)):
        for rest, met in ((whole[0] + whole[2:], whole[0] + whole[2]), (whole[:2] + whole[3], whole[1] + whole[3])):
            if counts.met(met, -1) >= 0:
                continue
            if found.setdefault(rest, whole) != whole:
                several.add(rest)
    return {rest: whole for rest, whole in found.items() if rest not in several}


def _most_around(gain: float) -> float:
    """The most that can speak for a slip by what stands around, when the words gain so much at most."""
    return _AROUND_AT_MOST + _CUT * gain + _BOTH * (min(MOST, gain))


def _may_weigh(
    cost: NDArray[np.float32], gain: NDArray[np.float32], often: NDArray[np.bool_], makes: NDArray[np.bool_] | None
) -> NDArray[np.bool_]:
    """Whether words of two or three may have been meant: the sum of `Judge._looked_up`, for many at once."""
    import numpy as np

    w = WEIGHTS
    evidence = w.none + w.cost * cost + np.where(often, w.often, 0.0)
    if makes is not None:
        evidence += np.where(makes, np.where(often, w.productive, w.productive_by_sound), 0.0)
    most = _AROUND_AT_MOST + _CUT * gain + _BOTH * np.minimum(MOST, gain)
    return evidence + most >= PERHAPS - _ROUNDED


def _bound(known: Lexicon) -> frozenset[str]:
    """The halves of idioms that are no words and are met seldom: 制宜, 其乐."""
    halves = known.halves()
    return frozenset(
        half
        for half in halves[0].keys() | halves[2].keys()
        if known.costs.get(half, NOISE) >= _SOMETIMES and counts.met(half, 0) <= _SELDOM
    )


def _sieves(known: Lexicon, bound: frozenset[str]) -> sieves.Sieves:
    """Three of the four characters of an idiom, and what is left of words and of idioms when a character goes."""
    heads, tails = known.halves()[2], known.halves()[0]
    idioms = [half + other[n : n + 2] for half, other in heads.items() for n in range(0, len(other), 2)]
    return sieves.Sieves(
        ((0, 1, 2), [words[:3] for words in idioms]),
        ((0, 1, 3), [words[:2] + words[3] for words in idioms]),
        ((0, 2, 3), [words[0] + words[2:] for words in idioms]),
        ((0, 1, 2), [words[1:] for words in idioms]),
        ((0, 1, 2), left()),
        ((0, 1, 2), [half + c for half in bound for c in heads.get(half, "")[1::2]]),
        ((0, 1, 2), [c + half for half in bound for c in tails.get(half, "")]),
    )


@lru_cache(maxsize=2)
def judge(words: frozenset[str]) -> Judge:
    """Who judges by the words that came along and a site's own."""
    return Judge(lexicon.shipped().with_words(words))


def window(text: str, start: int, end: int, most: int = 6) -> tuple[int, int]:
    """(first, behind the last) of a stretch and the characters of the counts on either side of it, so many at most."""
    low, high = start, end
    while low > max(0, start - most) and "\u4e00" <= text[low - 1] <= "\u9fff":
        low -= 1
    while high < min(len(text), end + most) and "\u4e00" <= text[high] <= "\u9fff":
        high += 1
    return low, high
