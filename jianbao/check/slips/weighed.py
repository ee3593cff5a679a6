"""Which of the slips that somebody may have made (channel.py) are likely enough to be said, by what speaks for them.

It is asked twice: of all of them what the counts say, and of the few that are left what the words around say as well.
How much each piece weighs was fitted to slips made in news of other years than those that were counted.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from jianbao.check.inspect import Context, Hit
from jianbao.check.prose import Prose
from jianbao.check.slips import channel, doubles, gains
from jianbao.check.slips.channel import Edits
from jianbao.check.slips.judge import PRODUCTIVE, judge, window
from jianbao.check.slips.oneslip import MORE, ONE
from jianbao.check.words import lexicon
from jianbao.check.words.evidence import is_behind_surname
from jianbao.check.words.lexicon import Lexicon, Ways

if TYPE_CHECKING:
    from jianbao.check.words.sieves import Places

SAID = (2.2, 0.9, 0.2, 1.3)
"""By kind how much evidence a hint needs: one in forty thousand characters of clean news has so much by chance."""
LEAST = 8.0
"""How much likelier a row has to become, as a logarithm to 2."""
_MOST, _MOST_PAIR = 14.0, 12.0
_UNKNOWN = 18.0
"""The cost of what is no word."""
_SMALL = frozenset("的了和在是等与对为中上会有以个到将从这那一不也就都还")
_MADE = -4.5
"""What speaks against 我国 where 我园 stands."""
_GAIN, _NAMED, _OFTEN, _DEAR_HERE, _DEAR, _LOOSE_HERE, _LOOSE = 9, 10, 11, 14, 15, 16, 17
"""Which of the pieces of evidence some are."""
_ROUNDED = 0.001
"""By how much a sum may be off that is added up in another order."""
_TWICE = 2
"""What stands in a text so often is meant so."""
_KINDS = "one twin more turned".split()


class Meant(NamedTuple):
    """Where, how many characters stand there, what was meant, its kind, and how much speaks for it."""

    at: int
    length: int
    right: str
    kind: int
    evidence: float


def hits(prose: Prose, context: Context) -> Iterator[Hit]:
    """Characters too many, where they stand in a text once; those that were exchanged are told with the other slips."""
    text = prose.prose
    every = anywhere(prose, context) if prose.ahead is None else prose.ahead.spare
    return (hit for hit in every if text.count(hit.found) < _TWICE)


def anywhere(prose: Prose, context: Context) -> Iterator[Hit]:
    """The same by what stands in a clause, however often."""
    text = prose.prose
    for one in likely(text, context.knowledge.words):
        if one.kind == MORE:
            start, end = window(text, one.at, one.at + one.length, 2)
            right = text[start : one.at] + one.right + text[one.at + one.length : end]
            if not doubles.OFFICE.search(text, start, end):
                yield Hit("doublesmaybe", start, end, text[start:end], right)


@lru_cache(maxsize=4)
def likely(text: str, words: frozenset[str]) -> list[Meant]:
    """Every slip that is likely enough, in order; of those in one place the likeliest."""
    found: list[Meant] = []
    every = sorted(
        (one for one in _weighed(text, judge(words).known) if one.evidence >= SAID[one.kind]),
        key=lambda one: (SAID[one.kind] - one.evidence, one.at, one.right),
    )
    taken: set[int] = set()
    for one in every:
        around = range(one.at - 1, one.at + max(1, one.length) + 1)
        places = {n for n in around if "\u4e00" <= text[n : n + 1] <= "\u9fff"}  # what stands behind a mark is apart
        if taken.isdisjoint(places):
            taken.update(places)
            found.append(one)
    return sorted(found)


def _weighed(text: str, known: Lexicon) -> Iterator[Meant]:
    every = channel.edits(text, LEAST)
    if every is None:
        return
    worth = _worth(every)
    cuts: dict[tuple[int, int], _Cut] = {}
    for at, kind, first, second, gain, here, met, unmet, four, three, pair, pair_meant, seldom in zip(
        *(column[worth].tolist() for column in every), strict=True
    ):
        length, meant = channel.LENGTHS[kind]
        right = (chr(first) if meant else "") + (chr(second) if meant > 1 else "")
        none, *each = weights()[1][kind]
        often = _often(known, text, at, kind, right)
        counted = gain, here, met, unmet, four, three, pair, min(pair_meant, _MOST_PAIR), seldom
        sure = none + sum(w * piece for w, piece in zip(each, counted, strict=False))
        sure += sum(w * piece for w, piece in zip(each[_OFTEN:], (often, unmet == 0, pair == 0), strict=False))
        most = sure + _most_words(known, text, at, length, right, each) - SAID[kind] + _ROUNDED
        if most + _most_around(text, at, length, each) < 0:
            continue
        cut = cuts.get((at, length)) or cuts.setdefault((at, length), _cut(known, text, at, length))
        if most + _of_cut(cut, each) < 0:
            continue
        changed = text[cut.low : at] + right + text[at + length : cut.high]
        costs, back = known.ways(changed, at - cut.low, cut.ways)
        words = known.words(changed, back)
        named = any(is_behind_surname(known, text, n) for n in range(max(0, at - 1), at + 1))
        pieces = (
            *counted, max(-_MOST, min(cut.ways[0][-1] - costs[-1], _MOST)), named, often, unmet == 0, pair == 0,
            cut.word, _word(known, words, at - cut.low, meant), cut.loose, _loose(words),
        )  # fmt: skip
        if kind == ONE and _is_made(words, at - cut.low):
            none += _MADE
        yield Meant(at, length, right, kind, none + sum(w * piece for w, piece in zip(each, pieces, strict=True)))


def _most_words(known: Lexicon, text: str, at: int, length: int, right: str, each: list[float]) -> float:
    """The most that can speak for a slip by the word over it: how much it gains and costs, and whether it is a name."""
    gain, dear = each[_GAIN], each[_DEAR]
    return max(each[_NAMED], 0.0) + max(
        gain * max(-_MOST, min(one.most, _MOST)) + min(dear, 0.0) * one.cost + max(dear, 0.0) * _UNKNOWN
        for one in gains.gains(known, text, at, length, right)
    )


def _most_around(text: str, at: int, length: int, each: list[float]) -> float:
    """The most that can speak for it by the word that stands there, and by what stands alone before and after."""
    low, high = window(text, at, at + length)
    alone = sum(character not in _SMALL for character in text[low:high])
    return max(each[_DEAR_HERE], 0.0) * _UNKNOWN + (max(each[_LOOSE_HERE], 0.0) + max(each[_LOOSE], 0.0)) * (alone + 2)


def _of_cut(cut: _Cut, each: list[float]) -> float:
    """The same where it is known how what stands there is cut."""
    alone = max(each[_LOOSE], 0.0) * (cut.high - cut.low + 2)
    return each[_DEAR_HERE] * cut.word + each[_LOOSE_HERE] * cut.loose + alone


def _is_made(words: list[str], at: int) -> bool:
    """Whether the word of a place has two characters, and the other one is such that everybody makes words with it."""
    for word in words:
        if at < len(word):
            return len(word) == 2 and word[1 - at] in PRODUCTIVE
        at -= len(word)
    return False


def _often(known: Lexicon, text: str, at: int, kind: int, right: str) -> bool:
    """Whether people often make this slip: one character for the other, one twice."""
    if kind == ONE:
        return known.confused.of(text[at]).get(right, 9.0) <= 1.0
    return kind == MORE and text[at] in (text[max(0, at - 1) : at], text[at + 1 : at + 2])


class _Cut(NamedTuple):
    """The Han characters around a place, how to cut them, how many stand alone then, and the word of the place."""

    low: int
    high: int
    ways: Ways
    loose: int
    word: float


def _cut(known: Lexicon, text: str, at: int, length: int) -> _Cut:
    low, high = window(text, at, at + length)
    ways = known.ways(text[low:high])
    words = known.words(text[low:high], ways[1])
    return _Cut(low, high, ways, _loose(words), _word(known, words, at - low, length))


def _loose(words: list[str]) -> int:
    """How many characters stand by themselves."""
    return sum(len(word) == 1 and word not in _SMALL for word in words)


def _word(known: Lexicon, words: list[str], at: int, length: int) -> float:
    """The cost of the dearest word that the characters are of; much for one by itself, little where there is none."""
    start, dearest = 0, 0.0
    for word in words:
        end = start + len(word)
        if start < at + length and end > at:
            dearest = max(dearest, known.costs.get(word, _UNKNOWN) if len(word) > 1 else _UNKNOWN)
        start = end
    return min(dearest, _UNKNOWN)


def _worth(every: Edits) -> Places:
    """Those of which the counts do not say that they are none."""
    import numpy as np

    pieces = np.stack(
        [
            every.gain, every.here, every.met, every.unmet, every.four, every.three, every.pair,
            np.minimum(every.pair_meant, _MOST_PAIR), every.seldom, every.unmet == 0, every.pair == 0,
        ],
        1,
    ).astype(np.float32)  # fmt: skip
    table = np.array(weights()[0], np.float32)[every.kind]
    return np.asarray(table[:, 0] + (table[:, 1:] * pieces).sum(1) > 0)


@lru_cache(maxsize=1)
def weights() -> tuple[list[list[float]], list[list[float]]]:
    """By kind, what each piece of evidence weighs; first the sum where nothing is: of the counts, and of all."""
    lines = (lexicon.FOLDER / "channel.txt").read_text("utf-8").splitlines()
    rows = {(kind, stage): [float(v) for v in each] for kind, stage, *each in (line.split(" ") for line in lines)}
    return [rows[kind, "first"] for kind in _KINDS], [rows[kind, "second"] for kind in _KINDS]
