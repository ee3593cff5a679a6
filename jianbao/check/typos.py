"""Slips by evidence: where two characters stand side by side that nobody writes so, one of them is exchanged.

In 指异服务 nobody writes 指异; 异 looks like 导, and 指导 is a word. A slip is said only where the text with the other
character is so much likelier that names, places and seldom words do not explain it: likelier as words, by the
likeliest way to cut it, and as characters side by side. How much each weighs was fitted to slips made in well-edited
texts (tools/lexicon.py weights). What a window of two to four characters may have been is looked up once.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from jianbao.check import lexicon
from jianbao.check.evidence import MOST, UNSURE, WEIGHTS, beside, is_behind_surname
from jianbao.check.inspect import Context, Hit
from jianbao.check.lexicon import Lexicon
from jianbao.check.prose import BLANK, Prose

SURE, PERHAPS = 2.5, 1.5
"""How much evidence a warning needs, and a hint; one in ten thousand characters of news has so much by chance."""
_PRODUCTIVE = frozenset(
    "本各整每该此全某同我贵双两一二三四五六七八九十多大小老新好完透到成上下中内外前后时等者所处期次届年月日人在之"
    "可不能会要已再很更最都也就将为与和的了得出起来去进回开级共网"
)
"""各园, 本辑, 耕好: with such a character everybody makes words that no list holds."""
_CUT, _BOTH = WEIGHTS.cut, WEIGHTS.both
_NOISE = 15.0
"""A word of two characters dearer than this may be in the list for a slip of somebody's: 千部."""
_FIGURES = frozenset("一二三四五六七八九十百千万亿")
_RUN = re.compile("[\u4e00-\u9fff]{2,}")
_SOMETIMES = 11.5
"""Cost of a word that may be half of an idiom."""
_SELDOM = 10
"""The logarithm to 2 of how often, at most, half of an idiom is met in 27 million characters."""
_AROUND = 7
"""Characters on either side that are cut into words."""
_REACH = 3
"""Characters on either side of two that may be of one word with them, or of a word beside them."""
_EDGE = BLANK * _REACH
_FOREIGN = frozenset(
    "斯克尔尼夫拉德巴布卡姆赫贝萨穆伊奥乌罗莫托维洛诺科普雷哈迪纳阿亚兹塞吉西特伦格莱诺戈图邦耶佩鲁切桑"
)
"""What names from abroad are spelled with …"""
_TRADITIONAL = frozenset("們這個來時會對國學為與後過發動經實業關應樣間問長開無從婦區員進")
_OF_A_NAME = 3  # … so many of them


class Slip(NamedTuple):
    """What stands there, what was meant, and how much speaks for it."""

    start: int
    found: str
    right: str
    evidence: float


class _Candidate(NamedTuple):
    """What a window may have been meant for."""

    right: str
    place: int
    """Which character is another one."""
    most: float
    """The words can gain no more than this."""
    known: float
    """The evidence that does not depend on what stands around."""


def hits(prose: Prose, context: Context) -> Iterator[Hit]:
    """The slips of a text; one that stands there three times is somebody's name."""
    for slip in slips(prose, context.knowledge.words):
        if prose.prose.count(slip.found) < 3:
            check = "typos" if slip.evidence >= SURE else "typosmaybe"
            yield Hit(check, slip.start, slip.start + len(slip.found), slip.found, slip.right)


def slips(prose: Prose, words: frozenset[str] = frozenset(), least: float = PERHAPS) -> Iterator[Slip]:
    """Every slip of a text, with its evidence; of those that overlap the likeliest."""
    known = judge(words)
    text = prose.prose
    if len(prose.pairs() & _TRADITIONAL) >= _OF_A_NAME:
        return
    bare = f"{_EDGE}{text}{_EDGE}"
    found: list[Slip] = []
    meant = known.halves(prose, bare)
    for place in known.odd(prose):
        # 收益|匪浅: between two words only an idiom of both of them can have been meant.
        apart = _is_boundary(known.known, text, place)
        candidates = known.candidates(bare[place : place + 2 + 2 * _REACH], idioms=apart)
        if candidates:
            meant[place] = [*meant.get(place, ()), *candidates]
    for place in sorted(meant):
        slip = _judged(known.known, text, place, meant[place], least)
        if slip is not None and slip.evidence >= least and not _is_foreign(text, place) and text[place] not in "地得":
            found.append(slip)
    yield from _likeliest_of(found)


def _likeliest_of(found: list[Slip]) -> list[Slip]:
    """In order, and of those that overlap the likeliest."""
    kept: list[Slip] = []
    for slip in sorted(found, key=lambda s: (s.start, -s.evidence)):
        if kept and slip.start < kept[-1].start + len(kept[-1].found):
            if slip.evidence > kept[-1].evidence:
                kept[-1] = slip
        else:
            kept.append(slip)
    return kept


def made_ready(words: frozenset[str]) -> None:
    """Loads the words, so that processes that are forked from this one need not."""
    judge(words)


class Judge:
    """What stretches of texts may have been meant for, by one list of words; each stretch is looked at once."""

    def __init__(self, known: Lexicon) -> None:
        self.known = known
        common = known.common()
        self._beside = common.beside
        heads, tails = self._halves = common.halves[2], common.halves[0]
        self._either = {half: (heads.get(half, ""), tails.get(half, "")) for half in heads.keys() | tails.keys()}
        """Half of a word of four → (second halves, first halves), each one behind the other."""
        suspects = {pair for pair in lexicon.suspects() if known.costs.get(pair, _NOISE) >= _NOISE}
        self._bound = _bound(known)
        self._ordinary = lexicon.pairs().keys() - suspects
        """What is written."""
        self._met = set[str]()
        """What texts had of it, and what is not of Han characters; grows with the texts."""
        self._meant = lru_cache(maxsize=300_000)(self._looked_up)

    def odd(self, prose: Prose) -> list[int]:
        """Where two Han characters stand side by side that nobody writes so."""
        if prose.odd is not None:
            return prose.odd
        # Those that were met are few and looked up fast; the others are a million.
        new = prose.pairs() - self._met
        strange = new - self._ordinary
        odd = {pair for pair in strange if len(pair) == 2 and _RUN.match(pair)}
        self._met |= new - odd
        found: list[int] = []
        for pair in odd:
            at = prose.prose.find(pair)
            while at >= 0:
                found.append(at)
                at = prose.prose.find(pair, at + 1)
        prose.odd = sorted(found)
        return prose.odd

    def halves(self, prose: Prose, bare: str) -> dict[int, list[tuple[int, _Candidate]]]:
        """Where half of an idiom stands, and what is meant: 制宜 in 因的制宜; ``bare`` has an edge on both sides."""
        costs, (heads, tails) = self.known.costs, self._halves
        found: dict[int, list[tuple[int, _Candidate]]] = {}
        for half in prose.pairs() & self._bound:
            behind, before = heads.get(half, ""), tails.get(half, "")
            at = bare.find(half, _REACH)
            while at >= 0:
                second = bare[at + 2] in behind or bare[at + 3] in behind
                first = bare[at - 1] in before or bare[at - 2] in before
                if (first or second) and bare[at : at + 4] not in costs and bare[at - 2 : at + 2] not in costs:
                    stretch = bare[at - _REACH : at + 2 + _REACH]
                    those = [
                        *(self._from(stretch, 1, 4) if first else ()),
                        *(self._from(stretch, 3, 4) if second else ()),
                    ]
                    if those:
                        found[at - _REACH] = those
                at = bare.find(half, at + 1)
        return found

    def bound(self, prose: Prose) -> Iterator[tuple[int, str, str, str]]:
        """(where, half, second halves, first halves) of the halves of idioms that are seldom without the other half."""
        heads, tails = self._halves
        for half in prose.pairs() & self._bound:
            at = prose.prose.find(half)
            while at >= 0:
                yield at, half, heads.get(half, ""), tails.get(half, "")
                at = prose.prose.find(half, at + 1)

    def candidates(self, stretch: str, *, idioms: bool) -> list[tuple[int, _Candidate]]:
        """(where, from the first of the two characters on, and what) windows around the two in the middle may be.

        The tables alone tell that most windows can be nothing. ``idioms``: of four characters, and no shorter.
        """
        halves, windows = self._either, []
        for at in range(7):
            those = halves.get(stretch[at : at + 2])
            if those is None:
                continue
            behind, before = those
            if behind and at <= 4 and (stretch[at + 2] in behind or stretch[at + 3] in behind):
                windows.append(at)
            if before and at >= 2 and (stretch[at - 2] in before or stretch[at - 1] in before):
                windows.append(at - 2)
        found = [one for at in sorted({*windows}) for one in self._from(stretch, at, 4)] if windows else []
        return found if idioms else found + self._shorter(stretch)

    def _shorter(self, stretch: str) -> list[tuple[int, _Candidate]]:
        """The same of two and three characters."""
        pairs, three = self._beside[2], self._beside[3]
        found: list[tuple[int, _Candidate]] = []
        before, first, second, behind = tuple(stretch[_REACH - 1 : _REACH + 3])
        middle = first + second
        if middle in three[0] or before + second in three[1] or before + first in three[2]:
            found += self._from(stretch, _REACH - 1, 3)
        if second + behind in three[0] or first + behind in three[1] or middle in three[2]:
            found += self._from(stretch, _REACH, 3)
        if second in pairs[0] or first in pairs[1]:
            found += self._from(stretch, _REACH, 2)
        return found

    def _is_idiom(self, right: str, place: int) -> bool:
        """Whether four characters are more than two words side by side: 受益匪浅, and not 合资企业."""
        changed, kept = (right[:2], right[2:]) if place < 2 else (right[2:], right[:2])
        costs = self.known.costs
        counted = right[0] in _FIGURES and right[1] in _FIGURES
        return not counted and (costs.get(changed, UNSURE) >= UNSURE or costs.get(kept, UNSURE) >= _SOMETIMES)

    def _from(self, stretch: str, at: int, length: int) -> list[tuple[int, _Candidate]]:
        return [(at - _REACH, meant) for meant in self._meant(stretch[at : at + length])]

    def _looked_up(self, window: str) -> tuple[_Candidate, ...]:
        """Every word that a window of two to four characters may have been meant for."""
        costs = self.known.costs
        if costs.get(window, _NOISE) < _NOISE or (len(window) > 2 and window in costs):
            return ()
        apart, w = 0.0, WEIGHTS
        found = []
        for place, character, taken in self.known.meant(window):
            right = window[:place] + character + window[place + 1 :]
            cost = costs[right]
            evidence = w.none + w.cost * cost + (w.often if taken <= 1.0 else 0.0)
            evidence += w.long if len(window) == 4 and self._is_idiom(right, place) else 0.0
            if len(window) == 2 and window[1 - place] in _PRODUCTIVE:
                evidence += w.productive if taken <= 1.0 else w.productive_by_sound
            apart = apart or self.known.apart(window)
            if evidence + _most_around(apart - cost) >= PERHAPS:
                found.append(_Candidate(right, place, apart - cost, evidence))
        return tuple(found)


_AROUND_AT_MOST = WEIGHTS.side * MOST + 2 * WEIGHTS.unseen


def _most_around(gain: float) -> float:
    """The most that can speak for a slip by what stands around, when the words gain so much at most."""
    return _AROUND_AT_MOST + _CUT * gain + _BOTH * (min(MOST, gain))


def _bound(known: Lexicon) -> frozenset[str]:
    """The halves of idioms that are no words and are met seldom: 制宜, 其乐."""
    pairs, halves = lexicon.pairs(), known.common().halves
    return frozenset(
        half
        for half in halves[0].keys() | halves[2].keys()
        if known.costs.get(half, _NOISE) >= _SOMETIMES and pairs.get(half, 0) <= _SELDOM
    )


@lru_cache(maxsize=2)
def judge(words: frozenset[str]) -> Judge:
    """Who judges by the words that came along and a site's own."""
    return Judge(lexicon.shipped().with_words(words))


def _is_boundary(known: Lexicon, text: str, place: int) -> bool:
    """Whether one word ends with the first of two characters and another one begins with the second."""
    costs = known.costs
    ends = place > 0 and (
        costs.get(text[place - 1 : place + 1], UNSURE) < UNSURE
        or costs.get(text[max(0, place - 2) : place + 1], UNSURE) < UNSURE
    )
    return ends and (
        costs.get(text[place + 1 : place + 3], UNSURE) < UNSURE
        or costs.get(text[place + 1 : place + 4], UNSURE) < UNSURE
    )


def _clipped(text: str, place: int) -> tuple[int, int]:
    """The Han characters around a place, as far as they matter."""
    low, high = place, place + 2
    first, last = max(0, place - _AROUND), min(len(text), place + 2 + _AROUND)
    while low > first and "\u4e00" <= text[low - 1] <= "\u9fff":
        low -= 1
    while high < last and "\u4e00" <= text[high] <= "\u9fff":
        high += 1
    return low, high


def _is_foreign(text: str, place: int) -> bool:
    return sum(c in _FOREIGN for c in text[max(0, place - 2) : place + 4]) >= _OF_A_NAME


def _judged(
    known: Lexicon, text: str, place: int, candidates: Iterable[tuple[int, _Candidate]], least: float
) -> Slip | None:
    """The likeliest slip among what may have been meant around a place."""
    low, high = _clipped(text, place)
    those = []
    for where, candidate in candidates:
        at = place - low + where
        side, unseen, unseen_right = beside(text, low + at + candidate.place, candidate.right[candidate.place])
        evidence = candidate.known + WEIGHTS.side * side
        evidence += WEIGHTS.unseen * unseen + WEIGHTS.unseen_right * unseen_right
        if len(candidate.right) == 2 and is_behind_surname(known, text, low + at):
            evidence += WEIGHTS.of_name
        bound = evidence + WEIGHTS.cut * candidate.most + WEIGHTS.both * min(side, candidate.most)
        if bound >= least:
            those.append((bound, evidence, side, at, candidate.right, candidate.place))
    slip = _likeliest(known, text[low:high], tuple(sorted(those, reverse=True))) if those else None
    return slip and slip._replace(start=low + slip.start)


_Weighed = tuple[float, float, float, int, str, int]
"""(the most there can be, evidence without the words', that of the pairs, where, what was meant, which character)."""


@lru_cache(maxsize=20_000)
def _likeliest(known: Lexicon, text: str, candidates: tuple[_Weighed, ...]) -> Slip | None:
    costs, back = known.ways(text)
    before, loose = costs[-1], _broken(known, known.words(text, back))
    best: Slip | None = None
    for most, evidence, side, at, right, where in candidates:
        if best is not None and best.evidence >= most:
            break
        if len(right) < 4 and loose.isdisjoint(range(at, at + len(right))):
            continue
        place = at + where
        changed = text[:place] + right[where] + text[place + 1 :]
        gain = before - known.ways(changed, place, costs)[0][-1]
        said = evidence + WEIGHTS.cut * gain + WEIGHTS.both * min(side, gain)
        if len(right) == 2 and not loose.issuperset((at, at + 1)):
            said += WEIGHTS.torn
        if best is None or said > best.evidence:
            best = Slip(at, text[at : at + len(right)], right, said)
    return best


def _broken(known: Lexicon, cut: list[str]) -> set[int]:
    """The places of what is no word of the list: single characters, and what may be a name."""
    found: set[int] = set()
    at = 0
    for word in cut:
        if len(word) == 1 or known.costs.get(word, _NOISE) >= _NOISE:
            found.update(range(at, at + len(word)))
        at += len(word)
    return found
