"""A character that is missing from two words that often stand side by side: 充发挥 for 充分发挥.

What is left has two characters side by side that nobody writes so, and reads worse than with the one between them.
"""

from collections.abc import Iterator
from functools import lru_cache

from jianbao.check import lexicon
from jianbao.check.inspect import Context, Hit
from jianbao.check.prose import Prose
from jianbao.check.typos import judge

_LEAST = 2.5
"""By how much the logarithm of the likelihood has to grow for the one character more."""
_AROUND = 6


def missing(prose: Prose, context: Context) -> Iterator[Hit]:
    """Three characters that are two words with one of them left out."""
    text, left = prose.prose, _left()
    for place in judge(context.knowledge.words).odd(prose):
        for start in (place, place - 1):
            words = text[start : start + 3] if start >= 0 else ""
            whole = left.get(words)
            if whole and whole not in context.knowledge.words and _reads_better(text, start, whole):
                yield Hit("missing", start, start + 3, words, whole)
                break


@lru_cache(maxsize=1)
def _left() -> dict[str, str]:
    """What is left of two words when an inner character goes, and the words; where it can be of several, of none."""
    pairs = lexicon.pairs()
    found: dict[str, str] = {}
    several: set[str] = set()
    for whole in lexicon.neighbours():
        for left, met in ((whole[0] + whole[2:], whole[0] + whole[2]), (whole[:2] + whole[3], whole[1] + whole[3])):
            if met in pairs:
                continue
            if found.setdefault(left, whole) != whole:
                several.add(left)
    return {left: whole for left, whole in found.items() if left not in several}


def _reads_better(text: str, start: int, whole: str) -> bool:
    low, high = start, start + 3
    while low > max(0, start - _AROUND) and "\u4e00" <= text[low - 1] <= "\u9fff":
        low -= 1
    while high < min(len(text), start + 3 + _AROUND) and "\u4e00" <= text[high] <= "\u9fff":
        high += 1
    known = lexicon.shipped()
    without, with_it = text[low:high], text[low:start] + whole + text[start + 3 : high]
    return known.cut(without)[0] - known.cut(with_it)[0] >= _LEAST
