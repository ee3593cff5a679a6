"""Slips by evidence: where two characters stand side by side that nobody writes so, one of them is exchanged.

In 指异服务 nobody writes 指异; 异 looks like 导, and 指导 is a word. A slip is said only where the text with the other
character is so much likelier as a whole that names, places and seldom words do not explain it. What a window of two to
four characters may be does not depend on what stands around it, and is looked up once.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from jianbao.check import lexicon
from jianbao.check.inspect import Context, Hit
from jianbao.check.lexicon import Lexicon
from jianbao.check.prose import BLANK, Prose

SURE, PERHAPS = 6.0, 4.8
"""By how much the logarithm of the likelihood has to grow for a warning, and for a hint."""
_ALIKE = 1.3
"""By how much less where the characters look much like the word that was meant, and are none."""
_SELDOM = 0.6
"""How much more it has to grow for every unit by which the word that was meant is seldomer than …"""
_USUAL = 9.0
"""… a word of every page."""
_PRODUCTIVE = frozenset(
    "本各整每该此全某同我贵双两一二三四五六七八九十多大小老新好完透到成上下中内外前后时等者所处期次届年月日人在之"
    "可不能会要已再很更最都也就将为与和的了得"
)
_MADE_UP = 3.0
"""各园, 本辑, 耕好: with such a character everybody makes words that no list holds; they have to gain more."""
_NO_NAME = 1.0
_RUN = re.compile("[\u4e00-\u9fff]{2,}")
_UNSURE = 13.0
"""Cost of a word that is too seldom to be sure of."""
_AROUND = 7
"""Characters on either side that are cut into words."""
_REACH = 3
"""Characters on either side of two that may be of one word with them, or of a word beside them."""
_EDGE = BLANK * _REACH
_FOREIGN = frozenset(
    "斯克尔尼夫拉德巴布卡姆赫贝萨穆伊奥乌罗莫托维洛诺科普雷哈迪纳阿亚兹塞吉西特伦格莱诺戈图邦耶佩鲁切桑"
)
"""What names from abroad are spelled with …"""
_OF_A_NAME = 3
"""… so many of them."""


class Slip(NamedTuple):
    """What stands there, what was meant, and how much likelier that is."""

    start: int
    found: str
    right: str
    gain: float
    """How much likelier, less what a seldom word has to make up for."""


class _Candidate(NamedTuple):
    """What a window may have been meant for."""

    most: float
    """It can gain no more than this."""
    at: int
    right: str
    place: int
    """Which character is another one."""
    handicap: float


def typos(prose: Prose, context: Context) -> Iterator[Hit]:
    """The slips of a text; one that stands there three times is somebody's name."""
    for slip in slips(prose, context.knowledge.words):
        if prose.prose.count(slip.found) < 3:
            sure = SURE - _ALIKE if lexicon.suspects().intersection(_pairs(slip.found)) else SURE
            sure += _NO_NAME if len(slip.found) == 2 and not lexicon.may_name(slip.found) else 0.0
            check = "typos" if slip.gain >= sure else "typosmaybe"
            yield Hit(check, slip.start, slip.start + len(slip.found), slip.found, slip.right)


def slips(prose: Prose, words: frozenset[str] = frozenset(), least: float = PERHAPS) -> Iterator[Slip]:
    """Every slip of a text, with its evidence; of those that overlap the likeliest."""
    judge = _judge(words)
    text = prose.prose
    bare = f"{_EDGE}{text}{_EDGE}"
    found: list[Slip] = []
    for place in judge.odd(prose):
        # 收益|匪浅: between two words only an idiom of both of them can have been meant.
        apart = _is_boundary(judge.known, text, place)
        candidates = judge.candidates(bare[place : place + 2 + 2 * _REACH], idioms=apart)
        if not candidates:
            continue
        slip = _judged(judge.known, text, place, candidates)
        enough = least - _ALIKE if text[place : place + 2] in judge.suspects else least
        if slip is not None and slip.gain >= enough and not _is_foreign(text, place):
            found.append(slip)
    yield from _likeliest_of(found)


def _likeliest_of(found: list[Slip]) -> list[Slip]:
    """In order, and of those that overlap the likeliest."""
    kept: list[Slip] = []
    for slip in sorted(found, key=lambda s: (s.start, -s.gain)):
        if kept and slip.start < kept[-1].start + len(kept[-1].found):
            if slip.gain > kept[-1].gain:
                kept[-1] = slip
        else:
            kept.append(slip)
    return kept


def _pairs(text: str) -> set[str]:
    return {text[n : n + 2] for n in range(len(text) - 1)}


def made_ready(words: frozenset[str]) -> None:
    """Loads the words, so that processes that are forked from this one need not."""
    _judge(words)


class _Judge:
    """What stretches of texts may have been meant for, by one list of words; each stretch is looked at once."""

    def __init__(self, known: Lexicon) -> None:
        self.known = known
        common = known.common()
        self._beside = common.beside
        self._halves = common.halves[2], common.halves[0]
        self.suspects = lexicon.suspects() - known.costs.keys()
        self._ordinary = set(lexicon.pairs() - self.suspects)
        """What is written, and what is not of Han characters; grows with the texts."""
        self._meant = lru_cache(maxsize=300_000)(self._looked_up)

    def odd(self, prose: Prose) -> list[int]:
        """Where two Han characters stand side by side that nobody writes so."""
        strange = prose.pairs() - self._ordinary
        odd = {pair for pair in strange if len(pair) == 2 and _RUN.match(pair)}
        self._ordinary |= strange - odd
        found: list[int] = []
        for pair in odd:
            at = prose.prose.find(pair)
            while at >= 0:
                found.append(at)
                at = prose.prose.find(pair, at + 1)
        return sorted(found)

    def candidates(self, stretch: str, *, idioms: bool) -> Sequence[_Candidate]:
        """What the windows that have the two characters in the middle in them may be, or long ones beside one of them.

        The tables alone tell that most windows can be nothing. ``idioms``: of four characters, and no shorter.
        """
        two, three = self._beside[2], self._beside[3]
        heads, tails = self._halves
        found: list[_Candidate] = []
        for at in range(5):
            a, b, c, d = tuple(stretch[at : at + 4])
            those = heads.get(a + b)
            if not those or (c not in those and d not in those):
                those = tails.get(c + d)
                if not those or (a not in those and b not in those):
                    continue
            found += self._from(stretch, at, 4)
        if idioms:
            return found
        before, first, second, behind = tuple(stretch[_REACH - 1 : _REACH + 3])
        if first + second in three[0] or before + second in three[1] or before + first in three[2]:
            found += self._from(stretch, _REACH - 1, 3)
        if second + behind in three[0] or first + behind in three[1] or first + second in three[2]:
            found += self._from(stretch, _REACH, 3)
        if second in two[0] or first in two[1]:
            found += self._from(stretch, _REACH, 2)
        return found

    @staticmethod
    def _of_two(window: str, kept: str) -> float:
        """What two characters have to gain more, or less: more where everybody makes words with the one that is right,
        less where they can be nobody's name and no place's."""
        if kept in _PRODUCTIVE:
            return _MADE_UP
        return 0.0 if lexicon.may_name(window) else -_NO_NAME

    def _from(self, stretch: str, at: int, length: int) -> Sequence[_Candidate]:
        meant = self._meant(stretch[at : at + length])
        return [candidate._replace(at=at - _REACH) for candidate in meant] if meant else ()

    def _looked_up(self, window: str) -> tuple[_Candidate, ...]:
        """Every word that a window of two to four characters may have been meant for, if that can gain enough."""
        known = self.known
        if window in known.costs:
            return ()
        found = []
        for place, character, cost in known.meant(window):
            right = window[:place] + character + window[place + 1 :]
            handicap = cost + _SELDOM * max(0.0, known.costs[right] - _USUAL)
            if len(window) == 2:
                handicap += self._of_two(window, window[1 - place])
            most = known.apart(window) - known.costs[right] - handicap
            if most >= (PERHAPS if self.suspects.isdisjoint(_pairs(window)) else PERHAPS - _ALIKE):
                found.append(_Candidate(most, 0, right, place, handicap))
        return tuple(found)


@lru_cache(maxsize=2)
def _judge(words: frozenset[str]) -> _Judge:
    return _Judge(lexicon.shipped().with_words(words))


def _is_boundary(known: Lexicon, text: str, place: int) -> bool:
    """Whether one word ends with the first of two characters and another one begins with the second."""
    costs = known.costs
    ends = place > 0 and (
        costs.get(text[place - 1 : place + 1], _UNSURE) < _UNSURE
        or costs.get(text[max(0, place - 2) : place + 1], _UNSURE) < _UNSURE
    )
    return ends and (
        costs.get(text[place + 1 : place + 3], _UNSURE) < _UNSURE
        or costs.get(text[place + 1 : place + 4], _UNSURE) < _UNSURE
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


def _judged(known: Lexicon, text: str, place: int, candidates: Iterable[_Candidate]) -> Slip | None:
    """The likeliest slip among what may have been meant around a place."""
    low, high = _clipped(text, place)
    slip = _likeliest(known, text[low:high], tuple(c._replace(at=place - low + c.at) for c in candidates))
    return slip and slip._replace(start=low + slip.start)


@lru_cache(maxsize=20_000)
def _likeliest(known: Lexicon, text: str, candidates: tuple[_Candidate, ...]) -> Slip | None:
    costs, back = known.ways(text)
    before, loose = costs[-1], _broken(known, known.words(text, back))
    best: Slip | None = None
    for most, at, right, where, handicap in sorted(candidates, reverse=True):
        if best is not None and best.gain >= most:
            break
        if len(right) < 4 and loose.isdisjoint(range(at, at + len(right))):
            continue
        place = at + where
        changed = text[:place] + right[where] + text[place + 1 :]
        gain = before - known.ways(changed, place, costs)[0][-1] - handicap
        if best is None or gain > best.gain:
            best = Slip(at, text[at : at + len(right)], right, gain)
    return best


def _broken(known: Lexicon, cut: list[str]) -> set[int]:
    """The places of what is no word of the list: single characters, and what may be a name."""
    found: set[int] = set()
    at = 0
    for word in cut:
        if len(word) == 1 or word not in known.costs:
            found.update(range(at, at + len(word)))
        at += len(word)
    return found
