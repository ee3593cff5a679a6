"""Slips in the words that bulletins are made of, told by less than others need: 家庭幅利政策.

Where every bulletin says 福利, two characters that nobody writes side by side, one off it, are a slip even where
nothing around bears it out. What is looked at: a character exchanged in a core word of two, and what fixed.py knows of
phrases. Nothing is said where what stands there may be the end of one word and the beginning of the next, where three
characters in a row over it were ever met, and of names. Nearly all of that stands in a clause, which is asked once
(`clues`); of the few that are left the whole text says whether they are a name, a slogan, or written so twice.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from jianbao import expressions as re
from jianbao import zh
from jianbao.check.inspect import Context, Hit
from jianbao.check.prose import Prose
from jianbao.check.slips import fixed, namelike
from jianbao.check.slips.fixed import LITTLE, PHRASE, WORD, Clue
from jianbao.check.slips.judge import judge
from jianbao.check.words import grams, lexicon
from jianbao.check.words.evidence import is_behind_surname
from jianbao.check.words.lexicon import Lexicon

_DEAREST, _WORD = 17.0, 15.0
"""Cost of a core word at most; of what else may be a word of the text."""
_NEAR_SOUND = 2.0
"""What it may cost to believe that one character was taken for another."""
_OFTEN = 2
_OF_PLACES = frozenset("村镇乡路街县市区州岛山河湖桥峰奇特斯尔克图台风站港沟屯庄寨社里")
"""What stands behind the name of a place."""
_OPENS, _CLOSES = frozenset("·“《、（市县区镇乡州"), frozenset("”》·、）市县区镇乡社")
_FOUR = re.compile("[、，“][\u4e00-\u9fff]{4}[、，”]")
"""Four characters by themselves are coined of two and two."""
_THREE = 3


def hits(prose: Prose, context: Context) -> Iterator[Hit]:
    """Core words and fixed phrases with a slip in them."""
    words, text = context.knowledge.words, prose.prose
    every = [*(prose.ahead.core if prose.ahead is not None else clues(prose, words)), *fixed.over_marks(prose, words)]
    if not every or namelike.is_traditional(text):
        return
    known = judge(words).known
    for place, hit, way in every:
        if way == WORD and (text.count(hit.found) >= _OFTEN or _is_name(known, text, place)):
            continue
        if way == PHRASE and namelike.is_pun(text, hit.start, hit.end, {text[place]}):
            continue
        if not namelike.is_word_of(words, text, hit.start, hit.found, hit.right):
            yield hit


def made_ready(words: frozenset[str]) -> None:
    """Loads the core words and the fixed phrases, so that processes that are forked from this one need not."""
    _beside(judge(words).known, words)
    fixed.made_ready(words)


def clues(prose: Prose, words: frozenset[str]) -> Iterator[Clue]:
    """Everything that may be a slip, by what stands in its clause alone."""
    yield from _exchanged(prose, words)
    yield from fixed.clues(prose, words)


def _exchanged(prose: Prose, words: frozenset[str]) -> Iterator[Clue]:
    """Two characters that nobody writes so, one off a core word."""
    text, judged = prose.prose, judge(words)
    known = judged.known
    for at in judged.unwritten(prose):
        found = text[at : at + 2]
        if found in words or not LITTLE.isdisjoint(found):
            continue
        right = _meant(known, found, words)
        if right and not _is_other(known, text, at):
            yield Clue(at, Hit("typosmaybe", at, at + 2, found, right), WORD)


@lru_cache(maxsize=50_000)
def _meant(known: Lexicon, found: str, words: frozenset[str]) -> str:
    """The core word that two characters may have been meant for; "" where there is none."""
    best = _DEAREST, ""
    for place, table in enumerate(_beside(known, words)):
        others = table.get(found[1 - place])
        if others:
            taken = known.confused.of(found[place])
            for right, cost in others:
                slip = taken.get(right[place], 99.0)
                if slip <= _NEAR_SOUND:
                    best = min(best, (cost + slip, right))
    return best[1]


@lru_cache(maxsize=4)
def _beside(known: Lexicon, words: frozenset[str]) -> tuple[dict[str, list[tuple[str, float]]], ...]:
    """By place: the other character → the core words that have it, each with its cost."""
    core = _core(words)
    tables: tuple[dict[str, list[tuple[str, float]]], ...] = ({}, {})
    for word in sorted(core.intersection(known.usual())):
        for place, table in enumerate(tables):
            table.setdefault(word[1 - place], []).append((word, known.costs[word]))
    return tables


def _is_other(known: Lexicon, text: str, at: int) -> bool:
    """Whether the two are of two words, of a place, or written so by others."""
    costs = known.costs
    if any(costs.get(text[at + 1 - n : at + 1], 99.0) < _WORD for n in (2, 3, 4) if n <= at + 1):
        return True
    if any(costs.get(text[at + 1 : at + 1 + n], 99.0) < _WORD for n in (2, 3, 4)):
        return True
    rows = [text[n : n + _THREE] for n in (at - 1, at) if n >= 0]
    if any(grams.is_met(row) for row in rows if len(row) == _THREE and all(map(zh.is_han, row))):
        return True
    if at > 1 and text[at - 2] == text[at] and zh.is_han(text[at - 1]):
        return True  # 防灾防险
    if _FOUR.match(text, max(0, at - 2)) or _FOUR.match(text, max(0, at - 3)):
        return True  # 铲土填坑
    before, behind = text[at - 1 : at], text[at + 2 : at + 3]
    return behind in _OF_PLACES or (before in _OPENS and behind in _CLOSES)


def _is_name(known: Lexicon, text: str, at: int) -> bool:
    return is_behind_surname(known, text, at) or namelike.is_named(text, at, at + 2) or namelike.is_foreign(text, at)


@lru_cache(maxsize=4)
def _core(words: frozenset[str]) -> frozenset[str]:
    """The core words, with those of two characters that an editor adds."""
    costs = lexicon.shipped().costs
    return frozenset(w for w in (*_listed(), *words) if len(w) == 2 and costs.get(w, 99.0) < _DEAREST)


def _listed() -> list[str]:
    return (lexicon.FOLDER / "core.txt").read_text("utf-8").split()
