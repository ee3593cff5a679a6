"""Phrases that are written in one way only, with a character too few, too many, changed, or two the wrong way round.

Such a slip leaves one half of the phrase as it was: every half is looked for, and what stands beside it is compared
with the other half. The phrases are the long entries of data/words.yaml.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from jianbao import expressions as re
from jianbao.check.inspect import Context, Hit
from jianbao.check.prose import Prose
from jianbao.check.words import counts, lexicon

SHORTEST = 5
"""Characters of a phrase; shorter words are the lexicon's."""
_FREE = 7
"""In a shorter phrase only a character that is taken for another one counts: the rest may be another phrase."""
_ATTRIBUTES = frozenset("新大小全总老")
"""Words of one character that stand before a word of two."""
_BEHIND = frozenset("中上下里内外前后时间等的了")
"""What may stand behind a word by itself."""
_LITTLE_WORDS = frozenset("已将也都就还并均正再又则")
_EVERY_DAY = 10.5
"""Cost of a word of every day."""
_USUAL = 12.0
"""Cost of a word that is usual."""
_HARDLY = 2
"""The logarithm to 2 of how often a pair is met, at most, that nobody means."""
_HAN = re.compile("[\u4e00-\u9fff]")
_RUN = re.compile("[\u4e00-\u9fff]{1,4}")
_LONG, _GAP = 9, 0.5
"""Characters of a phrase that may stand without its last one amid a sentence; how much better it reads with it."""


class Phrase(NamedTuple):
    """A phrase that is written in one way only."""

    words: str
    half: int
    loose: bool
    """Whether it may be written otherwise: 推进 for 推动; then only a slip of the pen is told."""


def hits(prose: Prose, context: Context) -> Iterator[Hit]:
    """Every phrase that is nearly one of the fixed ones, and none of them."""
    text = prose.prose
    by_pair, first, _ = _phrases(context.knowledge.words)
    pairs = prose.pairs()
    every = {phrase for pair in pairs & first for half, phrase in by_pair[pair] if half[-2:] in pairs and half in text}
    yield from _hits(text, every, context)


def halves(context: Context) -> list[tuple[str, Phrase]]:
    """Either half of each phrase: a slip leaves one of them."""
    return [half for those in _phrases(context.knowledge.words)[0].values() for half in those]


def stand_near(clause: str, those: Iterable[Phrase], context: Context) -> bool:
    """Whether one of some phrases is nearly written in a clause; no phrase is of several clauses."""
    return any(True for _ in _hits(clause, those, context))


def _hits(text: str, those: Iterable[Phrase], context: Context) -> Iterator[Hit]:
    right = _phrases(context.knowledge.words)[2]
    told: set[tuple[int, int]] = set()
    for phrase in sorted(those):
        for start, end in _near(text, phrase):
            words = text[start:end]
            whole = words != phrase.words[:-1]
            if (start, end) in told or any(
                (whole and words in other) or _stands(text, other, start, end) for other in right
            ):
                continue
            told.add((start, end))
            check = "phrasesmaybe" if _is_other_wording(words, phrase.words) else "phrases"
            yield Hit(check, *_place(start, words, phrase.words), words, phrase.words)


def _is_other_wording(words: str, right: str) -> bool:
    """Whether another word stands in a phrase, and no slip of the pen: 中国优秀传统文化, 推动国家治理体系…现代化."""
    if len(words) != len(right):
        return False
    places = [n for n in range(len(right)) if words[n] != right[n]]
    if len(places) != 1 or _taken(words[places[0]], right[places[0]]):
        return False
    at = places[0]
    costs = lexicon.shipped().costs
    return any(costs.get(words[n : n + 2], 99.0) < _USUAL for n in (at - 1, at) if 0 <= n < len(words) - 1)


def _place(start: int, words: str, right: str) -> tuple[int, int]:
    """Where in a long phrase the slip is; of a short one all."""
    same = next((n for n, (a, b) in enumerate(zip(words, right, strict=False)) if a != b), min(len(words), len(right)))
    if same < _FREE:
        return start, start + len(words)
    behind = next((n for n, (a, b) in enumerate(zip(words[::-1], right[::-1], strict=False)) if a != b), 0)
    begin = min(start + same, start + len(words) - 1)
    return begin, max(begin + 1, start + len(words) - behind)


@lru_cache(maxsize=4)
def _phrases(words: frozenset[str]) -> tuple[dict[str, list[tuple[str, Phrase]]], frozenset[str], frozenset[str]]:
    """Either half of the phrases by its first two characters; these; and all phrases."""
    by_pair: dict[str, list[tuple[str, Phrase]]] = {}
    for word in sorted(words | lexicon.phrases()):
        if len(word) >= SHORTEST and "、" not in word:
            phrase = Phrase(word, (len(word) + 1) // 2, word not in words)
            for half in (word[: phrase.half], word[phrase.half :]):
                by_pair.setdefault(half[:2], []).append((half, phrase))
    return (
        by_pair,
        frozenset(by_pair),
        frozenset(w for w in words | lexicon.phrases() if len(w) >= SHORTEST and "、" not in w),
    )


def _stands(text: str, phrase: str, start: int, end: int) -> bool:
    """Whether the place lies in a longer phrase that is right."""
    at = text.find(phrase, max(0, end - len(phrase)), start + len(phrase))
    return at >= 0


def _near(text: str, phrase: Phrase) -> Iterator[tuple[int, int]]:
    words, half, loose = phrase
    first, second = words[:half], words[half:]
    whole = text.count(words)
    if whole and whole == text.count(first) == text.count(second):
        return  # as it should be, everywhere
    at = text.find(first)
    while at >= 0:
        size = _slip(text, at + half, second, words, loose=loose)
        if size >= 0:
            yield at, at + half + size
        at = text.find(first, at + 1)
    at = text.find(second)
    while at >= 0:
        size = _slip_before(text, at, first, words, loose=loose)
        if size >= 0:
            yield at - size, at + len(second)
        at = text.find(second, at + 1)


def _slip(text: str, at: int, wanted: str, words: str, *, loose: bool) -> int:
    """How many characters from a place on are the wanted ones with one slip that does not touch the last; -1 if not."""
    size = len(wanted)
    if text.startswith(wanted, at) or not _may_be(text[at : at + 2], wanted[0], wanted[1]):
        return -1
    for length in (size, size - 1, size + 1):
        there = text[at : at + length]
        ends = there[-1:] == wanted[-1:] or _taken(there[-1:], wanted[-1:])
        if len(there) == length > 0 and ends and _is_slip(there, wanted, words, loose=loose):
            return length
    if loose:
        return -1
    after = text[at + size - 1 : at + size]
    ends = not _HAN.match(after) or _is_gap(words, text[at + size - 1 : at + size + 3])
    return size - 1 if text.startswith(wanted[:-1], at) and ends and _broken_off(words[:-1]) else -1


def _broken_off(words: str) -> bool:
    """Whether a phrase without its last character ends in half a word: 现代化强, but not 学习中心 or 实践中."""
    return len(words) >= _FREE and len(lexicon.shipped().cut(words)[1][-1]) == 1 and words[-1] not in _BEHIND


def _is_gap(words: str, behind: str) -> bool:
    """Whether what stands behind a phrase without its last character reads better with it: 现代化国|贡献."""
    known = lexicon.shipped()
    run = _RUN.match(behind)
    if len(words) < _LONG or run is None:
        return False
    without, whole = (known.cut(start + run.group())[0] for start in (words[-4:-1], words[-4:]))
    return without - whole >= _GAP


def _slip_before(text: str, at: int, wanted: str, words: str, *, loose: bool) -> int:
    size = len(wanted)
    if text.endswith(wanted, 0, at) or not _may_be(text[max(0, at - 2) : at], wanted[-1], wanted[-2]):
        return -1
    for length in (size, size - 1, size + 1):
        there = text[max(0, at - length) : at]
        begins = there[:1] == wanted[:1] or _taken(there[:1], wanted[:1])
        if len(there) == length > 0 and begins and _is_slip(there, wanted, words, loose=loose):
            return length
    return -1


def _may_be(two: str, first: str, second: str) -> bool:
    """Whether two characters at an edge may be the two wanted there with one slip: one of these is among them."""
    return first in two or second in two


def _is_slip(there: str, wanted: str, words: str, *, loose: bool) -> bool:
    return _slip_of_pen(there, wanted, words) if loose else _one_slip(there, wanted, words)


def _slip_of_pen(there: str, wanted: str, words: str) -> bool:
    """One character changed for one it is taken for, or an inner one gone; what is left is nowhere written so."""
    if not all(_HAN.match(c) for c in there):
        return False
    if len(there) == len(wanted):
        places = [n for n in range(len(wanted)) if there[n] != wanted[n]]
        return len(places) == 1 and _taken(there[places[0]], wanted[places[0]]) and _is_strange(there)
    if len(there) != len(wanted) - 1:
        return False
    place = next((n for n in range(len(there)) if there[n] != wanted[n]), len(there))
    gone = wanted[:place] + wanted[place + 1 :] == there and 0 < place < len(there)
    if not gone or counts.met(there[place - 1 : place + 1], -1) > _HARDLY:
        return False
    place += words.index(wanted)
    around = lexicon.Around(words.replace(wanted, there, 1), place - 1, place + 1)
    return around.word_at(place - 1) != around.word_at(place)  # 宣传册 is a word


def _is_strange(there: str) -> bool:
    """Whether two of the characters side by side are hardly written so."""
    return any(counts.met(there[n : n + 2], -1) <= _HARDLY for n in range(len(there) - 1))


@lru_cache(maxsize=100_000)
def _taken(one: str, other: str) -> bool:
    return other in lexicon.shipped().confused.of(one)


def _one_slip(there: str, wanted: str, words: str) -> bool:
    """One character changed for one it is taken for, left out or put in; or two neighbours changed over."""
    if not all(_HAN.match(c) for c in there):
        return False
    if len(there) == len(wanted):
        places = [n for n in range(len(wanted)) if there[n] != wanted[n]]
        if len(places) == 1:
            another = there[places[0]], wanted[places[0]]
            if another[0] in _LITTLE_WORDS and another[1] not in _LITTLE_WORDS:
                return False  # 卫生健康委已会同
            return _taken(*another) or (len(words) >= _FREE and not _is_another(there, wanted))
        return len(places) == 2 and places[1] - places[0] == 1 and sorted(there) == sorted(wanted)
    short, long = sorted((there, wanted), key=len)
    place = next((n for n in range(len(short)) if short[n] != long[n]), len(short))
    # 住房城乡建设局 is as right as 住房和城乡建设局.
    if long[:place] + long[place + 1 :] != short or len(words) < _FREE or long[place] in "和与及的了是":
        return False
    return len(there) < len(wanted) or not _reads_as_well(words.replace(wanted, there, 1), words)


def _is_another(there: str, wanted: str) -> bool:
    """Whether another usual word stands at the end: 青年志愿服务活动 is as right as 青年志愿服务行动."""
    costs = lexicon.shipped().costs
    ends = there[-2:] != wanted[-2:] and costs.get(there[-2:], 99.0) < _EVERY_DAY
    return ends and costs.get(wanted[-2:], 99.0) < _EVERY_DAY


def _reads_as_well(longer: str, words: str) -> bool:
    """Whether a phrase with a character put in is made of words again: 学习雷锋志愿服务, 妇女儿童发展新规划."""
    known = lexicon.shipped()
    single, before = ([word for word in known.cut(one)[1] if len(word) == 1] for one in (longer, words))
    left = Counter(single) - Counter(before)
    return left.keys() <= _ATTRIBUTES
