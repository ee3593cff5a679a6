"""Slips by evidence: where two characters stand side by side that nobody writes so, words break up, and one
character that is taken for another makes a common word again.

指异服务 falls into single characters, and 指导服务 does not; 异 looks like 导. A slip is said only where the text with
the other character is so much likelier as a whole that names, places and seldom words do not explain it.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from jianbao.check import lexicon
from jianbao.check.inspect import Context, Hit
from jianbao.check.lexicon import Lexicon
from jianbao.check.prose import Prose

SURE, PERHAPS = 6.0, 5.0
"""By how much the logarithm of the likelihood has to grow for a warning, and for a hint."""
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
_RUN = re.compile("[\u4e00-\u9fff]{2,}")
_AROUND = 5
_MATTERS = 8
_LONGEST = 12
"""A longer row of single characters is a list of names, a verse, or another language."""
_SMALL = frozenset(
    "的了在和是与及等为对将也都不有把被向从到以于着过并或这那就又再很更最让使给所其之而且但若如由因该此各每个们会要能可应"
)


_FOREIGN = frozenset(
    "斯克尔尼夫拉德巴布卡姆赫贝萨穆伊奥乌罗莫托维洛诺科普雷哈迪纳阿亚兹塞吉西特伦格莱诺戈图邦耶佩鲁切桑"
)
"""What names from abroad are spelled with …"""
_OF_A_NAME = 3
"""… so many of them."""
_SELDOM_ALONE = 8.0
"""Cost of a character that seldom is a word by itself."""


class Slip(NamedTuple):
    """What stands there, what was meant, and how much likelier that is."""

    start: int
    found: str
    right: str
    gain: float
    """How much likelier, less what a seldom word has to make up for."""


def typos(prose: Prose, context: Context) -> Iterator[Hit]:
    """The slips of a text; one that stands there three times is somebody's name."""
    for slip in slips(prose, context.knowledge.words):
        if prose.prose.count(slip.found) < 3:
            check = "typos" if slip.gain >= SURE else "typosmaybe"
            yield Hit(check, slip.start, slip.start + len(slip.found), slip.found, slip.right)


def slips(prose: Prose, words: frozenset[str] = frozenset(), least: float = PERHAPS) -> Iterator[Slip]:
    """Every slip of a text, with its evidence."""
    known = _with(words)
    text = prose.prose
    for begin, end in _odd(prose):
        window = text[begin:end]
        for start, stop in _loose(known, window):
            low, high = max(0, start - _AROUND), min(len(window), stop + _AROUND)
            slip = _judged(known, window[low:high], start - low, stop - low)
            if slip and slip.gain >= least:
                yield slip._replace(start=begin + low + slip.start)


def _odd(prose: Prose) -> Iterator[tuple[int, int]]:
    """Stretches of Han characters around two that nobody writes side by side."""
    text = prose.prose
    places = []
    for pair in prose.pairs() - lexicon.pairs():
        if len(pair) == 2 and _RUN.match(pair):
            at = text.find(pair)
            while at >= 0:
                places.append(at)
                at = text.find(pair, at + 1)
    places.sort()
    begin = end = -1
    for place in places:
        low, high = _clipped(text, place)
        if low > end:
            if end > 0:
                yield begin, end
            begin = low
        end = high
    if end > 0:
        yield begin, end


def _clipped(text: str, place: int) -> tuple[int, int]:
    """The Han characters around a place, as far as they matter."""
    low, high = place, place + 2
    first, last = max(0, place - _MATTERS), min(len(text), place + 2 + _MATTERS)
    while low > first and "\u4e00" <= text[low - 1] <= "\u9fff":
        low -= 1
    while high < last and "\u4e00" <= text[high] <= "\u9fff":
        high += 1
    return low, high


@lru_cache(maxsize=2)
def _with(words: frozenset[str]) -> Lexicon:
    return lexicon.shipped().with_words(words)


def _loose(known: Lexicon, text: str) -> Iterator[tuple[int, int]]:
    """Rows of single characters among words, those with nothing but 的 and the like left out, and those of one
    character that often stands by itself.
    """
    begin = -1
    for at, length in [*known.pieces(text), (len(text), 2)]:
        if length == 1:
            begin = at if begin < 0 else begin
            continue
        if begin >= 0:
            row = text[begin:at]
            alone = len(row) == 1 and known.costs.get(row, _SELDOM_ALONE) < _SELDOM_ALONE
            if not alone and len(row) <= _LONGEST and not _SMALL.issuperset(row) and not _is_foreign(text, begin, at):
                yield begin, at
        begin = -1


def _is_foreign(text: str, start: int, end: int) -> bool:
    return sum(c in _FOREIGN for c in text[max(0, start - 2) : end + 2]) >= _OF_A_NAME


@lru_cache(maxsize=200_000)
def _judged(known: Lexicon, text: str, start: int, end: int) -> Slip | None:
    """The likeliest slip that touches text[start:end]."""
    candidates = _candidates(known, text, start, end)
    if not candidates:
        return None
    before, cut = known.cut(text)
    loose = _broken(known, cut)
    best: Slip | None = None
    for most, at, right, place, handicap in candidates:
        if best is not None and best.gain >= most:
            break
        if loose.isdisjoint(range(at, at + len(right))):
            continue
        changed = text[:place] + right[place - at] + text[place + 1 :]
        gain = before - known.cut(changed)[0] - handicap
        if best is None or gain > best.gain:
            best = Slip(at, text[at : at + len(right)], right, gain)
    return best


def _candidates(known: Lexicon, text: str, start: int, end: int) -> list[tuple[float, int, str, int, float]]:
    """(the most it can gain, where, the word, which character, what it has to make up for), the likeliest first."""
    return sorted(
        (
            (most, at, right, at + place, handicap)
            for length in (2, 3, 4)
            for at in range(max(0, start - length + 1), min(end, len(text) - length + 1))
            for most, right, place, handicap in _meant(known, text[at : at + length])
        ),
        reverse=True,
    )


@lru_cache(maxsize=300_000)
def _meant(known: Lexicon, window: str) -> tuple[tuple[float, str, int, float], ...]:
    """(the most it can gain, the word, which character, what it has to make up for) of every word a window may be."""
    apart = known.apart(window)
    found = []
    for place, character, cost in known.meant(window):
        right = window[:place] + character + window[place + 1 :]
        handicap = cost + _SELDOM * max(0.0, known.costs[right] - _USUAL)
        if len(window) == 2 and window[1 - place] in _PRODUCTIVE:
            handicap += _MADE_UP
        most = apart - known.costs[right] - handicap
        if most >= PERHAPS:
            found.append((most, right, place, handicap))
    return tuple(found)


def _broken(known: Lexicon, cut: list[str]) -> set[int]:
    """The places of what is no word of the list: single characters, and what may be a name."""
    found: set[int] = set()
    at = 0
    for word in cut:
        if len(word) == 1 or word not in known.costs:
            found.update(range(at, at + len(word)))
        at += len(word)
    return found
