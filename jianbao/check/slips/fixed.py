"""Fixed phrases with a slip in them: a character gone from the middle, exchanged, or turned with another one.

妇幼健院, 比超赶学. Nothing is said where what stands there may be the end of one word and the beginning of the next, or
where three characters in a row over it were ever met. All but what core.py asks of the whole text stands in a clause.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from jianbao import expressions as re
from jianbao import zh
from jianbao.check.expressions.bounded import MARKS
from jianbao.check.inspect import Hit
from jianbao.check.prose import Prose
from jianbao.check.slips.judge import PRODUCTIVE
from jianbao.check.words import counts, grams, lexicon, sieves

if TYPE_CHECKING:
    from jianbao.check.words.sieves import Codes, Places

_WORD = 15.0
"""Cost of what may be a word of the text."""
_NEAR_SOUND = 2.0
"""What it may cost to believe that one character was taken for another."""
_KNOWN_IDIOM = 18.5
"""Cost of an idiom that people know."""
_FREE = 7.75
"""Cost of a character that is often a word by itself."""
LITTLE = (
    PRODUCTIVE
    | lexicon.NO_NAME
    | frozenset("我你他她它什么怎样很太没用做看说想走放叫拿或并女男知行一两几半某另亦则乃即若岂犹")
)
"""Characters that make words with any other, or are words by themselves."""
_THREE = 3
_HAN = re.compile(f"[{zh.HAN}]+")
_ROWS = (3, 4)
_SHORTEST, _LONGEST = 4, 12
"""Characters of the phrases from which one may be gone."""
WORD, PHRASE, WHOLE = range(3)
"""What a slip is in: a core word, a phrase of which a character is another one, one of which nothing else is asked."""


class Clue(NamedTuple):
    """What may be a slip, as far as its clause tells: what stands in the whole text may speak against it."""

    place: int
    """Of the character that is another one."""
    hit: Hit
    way: int


def clues(prose: Prose, words: frozenset[str]) -> Iterator[Clue]:
    """Everything that may be a slip, by what stands in its clause alone."""
    yield from _cut(prose, words)
    yield from _changed(prose, _kept(words, broken=False), words)
    yield from _turned(prose, words)


def over_marks(prose: Prose, words: frozenset[str]) -> Iterator[Clue]:
    """What may be slips in a site's own phrases that go over a mark."""
    kept = _kept(words, broken=True)
    return _changed(prose, kept, words) if any(kept[1]) else iter(())


class _Cut(NamedTuple):
    """What is left of a phrase from whose middle a character is gone."""

    left: str
    at: int
    """Where in it the characters stand by which it is looked for."""
    whole: str
    gone: str


class _Table(NamedTuple):
    sieve: sieves.Sieves
    cuts: dict[str, list[_Cut]]


def _cut(prose: Prose, words: frozenset[str]) -> Iterator[Clue]:
    """A fixed phrase with an inner character gone."""
    table, text = _cuts(words), prose.prose
    for length, passed in zip(_ROWS, table.sieve.passed(sieves.codes(text)), strict=True):
        for at in passed.nonzero()[0].tolist():
            for cut in table.cuts.get(text[at : at + length], ()):
                start = at - cut.at
                end = start + len(cut.left)
                if start < 0 or not text.startswith(cut.left, start):
                    continue
                # 联妇组织: nothing is gone where the character stands beside its place.
                behind = 1 if text[end : end + 1] in MARKS else 2
                beside = text[max(0, start - 1) : start] + text[end : end + behind]
                if cut.gone not in beside and not lexicon.Around(text, start, end).crosses(start, end):
                    yield Clue(start, Hit("missing", start, end, cut.left, cut.whole), WHOLE)
                break


@lru_cache(maxsize=4)
def _cuts(words: frozenset[str]) -> _Table:
    """By rows of characters that nobody writes: of three, and of four where those of three are met."""
    phrases = sorted(w for w in {*words, *lexicon.phrases()} if _SHORTEST <= len(w) <= _LONGEST and "、" not in w)
    cuts: dict[str, list[_Cut]] = {}
    told: set[tuple[str, str]] = set()
    for length in _ROWS:
        found = [one for one in _made(phrases, length) if (one[1].left, one[1].whole) not in told]
        met = grams.met([sieves.codes("".join(key[n] for key, _ in found)) for n in range(length)])
        for (key, cut), has in zip(found, met.tolist(), strict=True):
            if not has:
                cuts.setdefault(key, []).append(cut)
                told.add((cut.left, cut.whole))
    for those in cuts.values():
        those.sort(key=lambda cut: (-len(cut.left), cut))
    return _Table(sieves.Sieves(*((tuple(range(n)), [key for key in cuts if len(key) == n]) for n in _ROWS)), cuts)


def _made(phrases: Iterable[str], length: int) -> Iterator[tuple[str, _Cut]]:
    """(a row of characters, what it is of) of every row that there is only because a character is gone."""
    for whole in phrases:
        # Not the second one: headlines say 送关怀 and 展巾帼风采, and everybody 街妇联.
        for gone in range(2, len(whole) - 1):
            left = whole[:gone] + whole[gone + 1 :]
            if whole[gone] in "的和与了" or whole[gone] == whole[gone - 1] or not _HAN.fullmatch(left):
                continue
            if _is_word(whole, gone):
                continue
            if len(left) > _THREE and all(len(word) > 1 for word in lexicon.shipped().cut(left)[1]):
                continue  # 青年健康成长
            for at in range(max(0, gone - length + 1), gone):
                if at <= len(left) - length:
                    yield left[at : at + length], _Cut(left, at, whole, whole[gone])


def _is_word(whole: str, gone: int) -> bool:
    """Whether what is left of the word may stand by itself: 作 of 工作, 会 of 大会, 好 of 良好."""
    known, at = lexicon.shipped(), 0
    for word in known.cut(whole)[1]:
        if at <= gone < at + len(word):
            rest = word[: gone - at] + word[gone - at + 1 :]
            return len(rest) == 1 and known.costs.get(rest, 99.0) < _FREE
        at += len(word)
    return False


_WINDOW = 4
_SHAPES = tuple(tuple(n for n in range(_WINDOW) if n != gone) for gone in range(_WINDOW))


class _Phrase(NamedTuple):
    whole: str
    changed: int
    """Which character is another one."""
    window: int
    """Where in it the window begins by which it is looked for."""
    idiom: bool = False
    """Whether it is no phrase of bulletins: then only a character that is taken for another one counts."""


_Kept = tuple[sieves.Sieves, tuple[dict[str, list[_Phrase]], ...]]
"""By which character of a window of four is another one: the three that are left, and the phrases they are of."""


@lru_cache(maxsize=8)
def _kept(words: frozenset[str], *, broken: bool) -> _Kept:
    """Of the phrases that go over a mark, or of all others."""
    tables: tuple[dict[str, list[_Phrase]], ...] = tuple({} for _ in _SHAPES)
    phrases = {w for w in {*words, *lexicon.phrases()} if _SHORTEST <= len(w) <= _LONGEST and "、" not in w}
    kinds, costs = lexicon.kinds(), lexicon.shipped().costs
    idioms = {w for w, kind in kinds.items() if kind == "i" and len(w) == _WINDOW and costs.get(w, 99.0) < _KNOWN_IDIOM}
    for whole in sorted(w for w in phrases | idioms if broken != set(MARKS).isdisjoint(w)):
        for changed in range(len(whole)):
            window = min(max(0, changed - 2), len(whole) - _WINDOW)
            there = whole[window : window + _WINDOW]
            gone = changed - window
            if _HAN.fullmatch(there):
                tables[gone].setdefault(there[:gone] + there[gone + 1 :], []).append(
                    _Phrase(whole, changed, window, whole not in phrases)
                )
    return sieves.Sieves(*zip(_SHAPES, tables, strict=True)), tables


def _changed(prose: Prose, kept: _Kept, words: frozenset[str]) -> Iterator[Clue]:
    """A fixed phrase with one character that is any other one, where nobody writes what stands there."""
    (sieve, tables), text = kept, prose.prose
    codes = sieves.codes(text)
    other = _others()[codes]
    for gone, passed in enumerate(sieve.passed(codes)):
        passed[: max(0, len(codes) - gone)] &= other[gone:]
        for at in passed.nonzero()[0].tolist():
            there = text[at : at + _WINDOW]
            for phrase in tables[gone].get(there[:gone] + there[gone + 1 :], ()):
                start = at - phrase.window
                end, place = start + len(phrase.whole), start + phrase.changed
                if start < 0 or not _is_one_off(text, start, phrase):
                    continue
                if phrase.idiom:
                    slip = _is_slip_of_idiom(text, start, place, phrase)
                else:
                    slip = _is_unwritten(text, start, end, place) and not _is_in_word(text, start, end, place, words)
                if slip:
                    yield Clue(place, Hit("typosmaybe", start, end, text[start:end], phrase.whole), PHRASE)
                    break


def made_ready(words: frozenset[str]) -> None:
    """Loads the phrases."""
    for broken in (False, True):
        _kept(words, broken=broken)
    _cuts(words)
    _orders(words)
    _others()


@lru_cache(maxsize=1)
def _others() -> Places:
    """By code whether it is of a Han character that is no little word."""
    import numpy as np

    found = np.zeros(sys.maxunicode + 1, np.bool_)
    for first, last in zh.HAN_RANGES:
        found[first : last + 1] = True
    found[[ord(character) for character in LITTLE]] = False
    return found


def _is_one_off(text: str, start: int, phrase: _Phrase) -> bool:
    """Whether a phrase stands there with one other character."""
    whole, changed = phrase.whole, phrase.changed
    place = start + changed
    return (
        place < len(text)
        and text[place] != whole[changed]
        and text.startswith(whole[:changed], start)
        and text.startswith(whole[changed + 1 :], place + 1)
    )


def _is_slip_of_idiom(text: str, start: int, place: int, phrase: _Phrase) -> bool:
    """Whether a character is taken for that of an idiom, and no row of three in it was met."""
    taken = lexicon.shipped().confused.of(text[place]).get(phrase.whole[phrase.changed], 99.0)
    there = text[start : start + _WINDOW]
    rows = [there[n : n + _THREE] for n in (0, 1) if n <= phrase.changed < n + _THREE]
    return (
        taken <= _NEAR_SOUND
        and there not in lexicon.shipped().costs
        and not any(map(grams.is_met, rows))
        and not lexicon.Around(text, start, start + _WINDOW).crosses(start, start + _WINDOW)
    )


def _is_in_word(text: str, start: int, end: int, place: int, words: frozenset[str]) -> bool:
    """Whether all of it is a word, or the character and one beside it: 毽球 in 毽球比赛."""
    pairs = [text[n : n + 2] for n in (place - 1, place) if start <= n < end - 1]
    return text[start:end] in words or any(pair in words or pair in lexicon.shipped().costs for pair in pairs)


def _is_unwritten(text: str, start: int, end: int, place: int) -> bool:
    """Whether no row of three over a place was ever met, and what stands there is the end of no other word."""
    rows = [text[n : n + _THREE] for n in range(max(0, place - 2), place + 1)]
    rows = [row for row in rows if len(row) == _THREE and all(map(zh.is_han, row))]
    # At the end of a phrase, before a mark, there is one row; then the pair must be one that nobody writes as well.
    few = len(rows) == 1 and place == end - 1 and counts.met(text[place - 1 : place + 1]) < 0
    if (len(rows) < 2 and not few) or any(map(grams.is_met, rows)):
        return False
    around = lexicon.Around(text, place, place + 1)
    return len(around.word_at(place)[2]) == 1 and not around.crosses(start, end)


@lru_cache(maxsize=4)
def _orders(words: frozenset[str]) -> tuple[Codes, dict[str, str]]:
    """What the characters of phrases of four add up to in any order, in order; the phrases by their sorted ones."""
    import numpy as np

    kinds, costs = lexicon.kinds(), lexicon.shipped().costs
    those = {w for w in (*words, *lexicon.phrases()) if len(w) == _WINDOW}
    those.update(
        w for w, kind in kinds.items() if kind == "i" and len(w) == _WINDOW and costs.get(w, 99.0) < _KNOWN_IDIOM
    )
    every = sorted(w for w in those if _HAN.fullmatch(w) and len(set(w)) == _WINDOW)
    columns = [sieves.codes("".join(w[n] for w in every)) for n in range(_WINDOW)]
    return np.unique(_sums(columns)), {"".join(sorted(w)): w for w in every}


def _sums(columns: list[Codes]) -> Codes:
    """What characters add up to, whatever their order."""
    import numpy as np

    total = np.zeros(len(columns[0]), np.uint32)
    for column in columns:
        total += (column * np.uint32(grams.FACTORS[0])) ^ (column * np.uint32(grams.FACTORS[1]) >> np.uint32(7))
    return total


def _turned(prose: Prose, words: frozenset[str]) -> Iterator[Clue]:
    """A phrase of four or an idiom with its characters in another order, that nobody writes: 比超赶学."""
    import numpy as np

    text, codes = prose.prose, sieves.codes(prose.prose)
    size = len(codes) - _WINDOW + 1
    if size < 1:
        return
    sums, phrases = _orders(words)
    there = _sums([codes[n : n + size] for n in range(_WINDOW)])
    places = np.searchsorted(sums, there)
    places[places == len(sums)] = 0
    for at in np.flatnonzero(sums[places] == there).tolist():
        found = text[at : at + _WINDOW]
        right = phrases.get("".join(sorted(found)))
        if right and found != right and not _is_of_words(found) and not grams.is_met(found):
            around = lexicon.Around(text, at, at + _WINDOW)
            if not around.crosses(at, at + _WINDOW):
                yield Clue(at, Hit("typosmaybe", at, at + _WINDOW, found, right), WHOLE)


def _is_of_words(found: str) -> bool:
    """Whether four characters are a word or two: 眼界大开 is as right as 大开眼界."""
    costs = lexicon.shipped().costs
    return found in costs or all(costs.get(half, 99.0) < _WORD for half in (found[:2], found[2:]))
