"""Which of the slips that somebody may have made (channel.py) are likely enough to be said, by what speaks for them.

It is asked twice: of all of them what the counts say, and of the few that are left what the words around say as well.
How much each piece weighs was fitted to slips made in news of other years than those that were counted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
from jianbao.check.words.taken import BY_PARTS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SAID = (1.0, 0.0, 1.2, 1.3, 0.8)
"""By kind how much evidence a hint needs: one in forty thousand characters of clean news has so much by chance."""
LESS = 2.0
"""So much less is enough beside another slip: who made one made a second one sooner."""
LEAST = 8.0
"""How much likelier a row has to become, as a logarithm to 2."""
_MOST, _MOST_PAIR = 14.0, 12.0
_UNKNOWN = 18.0
"""The cost of what is no word."""
_SMALL = frozenset("的了和在是等与对为中上会有以个到将从这那一不也就都还")
COUNTED = "gain here met unmet four three pair meant seldom often near parts cost whole torn rival".split()
OF_WORDS = "words named dear_here dear loose_here loose made".split()
"""The pieces of evidence: of the counts, and of the words around."""
_GAIN, _NAMED, _DEAR_HERE, _DEAR, _LOOSE_HERE, _LOOSE, _MADE = range(len(COUNTED), len(COUNTED) + len(OF_WORDS))
_NEAR_SOUND = 3.0
"""What it costs to believe that a character was taken for one that sounds nearly the same."""
_ROUNDED = 0.001
"""By how much a sum may be off that is added up in another order."""
_TWICE = 2
"""What stands in a text so often is meant so."""
KINDS = "one twin more turned beside".split()


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
        if one.kind == MORE and one.evidence >= SAID[MORE]:
            start, end = window(text, one.at, one.at + one.length, 2)
            right = text[start : one.at] + one.right + text[one.at + one.length : end]
            if not doubles.OFFICE.search(text, start, end):
                yield Hit("doublesmaybe", start, end, text[start:end], right)


@lru_cache(maxsize=4)
def likely(text: str, words: frozenset[str]) -> list[Meant]:
    """Every slip that is likely enough, at least beside another one, in order; of those in one place the likeliest."""
    found: list[Meant] = []
    every = sorted(
        (one for one in _weighed(text, judge(words).known) if one.evidence >= SAID[one.kind] - LESS),
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
    table = counted(every)
    first, second = weights()
    worth = first[every.kind, 0] + (first[every.kind, 1:] * table).sum(1) > 0
    every, table = Edits(*(column[worth] for column in every)), table[worth]
    sums = second[every.kind, 0] + (second[every.kind, 1 : 1 + len(COUNTED)] * table).sum(1)
    cuts = Cuts(known, text)
    for at, kind, row, sure in zip(
        every.at.tolist(), every.kind.tolist(), every.right.tolist(), sums.tolist(), strict=True
    ):
        length, meant = channel.LENGTHS[kind]
        right, each = "".join(map(chr, row[:meant])), second[kind, 1:].tolist()
        most = sure + _most_words(known, text, at, length, right, each) - SAID[kind] + LESS + _ROUNDED
        if most + _most_around(text, at, length, each) < 0:
            continue
        cut = cuts.at(at, length)
        if most + _of_cut(cut, each) < 0:
            continue
        pieces = cuts.pieces(at, length, right)
        yield Meant(
            at, length, right, kind, sure + sum(w * p for w, p in zip(each[len(COUNTED) :], pieces, strict=True))
        )


def evidence(text: str, slips: Sequence[tuple[int, str]], words: frozenset[str]) -> list[float]:
    """What speaks for some slips, of one character or of two side by side: where, and what was meant."""
    every, cuts, found = channel.those(text, slips), Cuts(judge(words).known, text), dict[tuple[int, str], float]()
    second = weights()[1]
    for at, kind, row, table in zip(
        every.at.tolist(), every.kind.tolist(), every.right.tolist(), counted(every), strict=True
    ):
        right = "".join(map(chr, row[: channel.LENGTHS[kind][1]]))
        pieces = [1.0, *table.tolist(), *cuts.pieces(at, len(right), right)]
        found[at, right] = float(second[kind] @ pieces)
    return [found[slip] for slip in slips]


def counted(every: Edits) -> NDArray[np.float32]:
    """The pieces of evidence that are counted, a row for each slip."""
    import numpy as np

    one = every.kind == ONE
    best = np.full(int((every.at + 4).max(initial=0)) + 1, -99.0, np.float32)
    np.maximum.at(best, every.at, every.gain)
    again = np.full(len(best), LEAST, np.float32)
    others = every.gain < best[every.at]
    np.maximum.at(again, every.at[others], every.gain[others])
    rival = np.where(others, best[every.at], again[every.at]) - every.gain
    return np.stack(
        [
            every.gain, every.here, every.met, every.unmet, every.four, every.three, every.pair,
            np.minimum(every.pair_meant, _MOST_PAIR), every.seldom,
            every.costs <= 1, one & (every.costs == _NEAR_SOUND), one & (every.costs == BY_PARTS), every.costs,
            every.unmet == 0, every.pair == 0, np.clip(rival, -10, 10),
        ],
        1,
    ).astype(np.float32)  # fmt: skip


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


class Cuts:
    """What the words of a text say of slips in it."""

    def __init__(self, known: Lexicon, text: str) -> None:
        self._known, self._text = known, text
        self._cuts: dict[tuple[int, int], _Cut] = {}

    def at(self, at: int, length: int) -> _Cut:
        """How a place is cut as it stands."""
        if (at, length) not in self._cuts:
            self._cuts[at, length] = _cut(self._known, self._text, at, length)
        return self._cuts[at, length]

    def pieces(self, at: int, length: int, right: str) -> tuple[float, ...]:
        """The pieces of evidence of the words."""
        known, text, cut = self._known, self._text, self.at(at, length)
        changed = text[cut.low : at] + right + text[at + length : cut.high]
        costs, back = known.ways(changed, at - cut.low, cut.ways)
        words = known.words(changed, back)
        named = any(is_behind_surname(known, text, n) for n in range(max(0, at - 1), at + 1))
        gain = max(-_MOST, min(cut.ways[0][-1] - costs[-1], _MOST))
        dear = _word(known, words, at - cut.low, len(right))
        made = length == 1 and len(right) == 1 and _is_made(words, at - cut.low)
        return gain, named, cut.word, dear, cut.loose, _loose(words), made


def _is_made(words: list[str], at: int) -> bool:
    """Whether the word of a place has two characters, and the other one is such that everybody makes words with it."""
    for word in words:
        if at < len(word):
            return len(word) == 2 and word[1 - at] in PRODUCTIVE
        at -= len(word)
    return False


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


@lru_cache(maxsize=1)
def weights() -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """By kind, what each piece of evidence weighs; first the sum where nothing is: of the counts, and of all."""
    import numpy as np

    lines = (lexicon.FOLDER / "channel.txt").read_text("utf-8").splitlines()
    rows = {(kind, stage): [float(v) for v in each] for kind, stage, *each in (line.split(" ") for line in lines)}
    first, second = (np.array([rows[kind, stage] for kind in KINDS]) for stage in ("first", "second"))
    return first, second
