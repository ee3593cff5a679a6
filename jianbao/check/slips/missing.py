"""A character that is missing: 充发挥 for 充分发挥, 异口声 for 异口同声.

What is left has two characters side by side that nobody writes so, or half of an idiom, and reads worse than with the
character.
"""

from collections.abc import Iterator

from jianbao.check.inspect import Context, Hit
from jianbao.check.prose import Prose
from jianbao.check.slips.judge import Judge, judge, left
from jianbao.check.words import counts, lexicon

_LEAST, _LEAST_IDIOM = 2.0, 6.0
"""By how much the logarithm of the likelihood has to grow for the one character more."""
_AROUND = 6
_SHORT_FOR, _MET = frozenset("企媒创旅展协赛联校院局委办"), 3
"""What words of two are shortened to, in 央企 and 俄媒; the logarithm to 2 of how often such a pair is met."""
_SELDOM, _HALF, _IDIOM = 13.0, 2, 4


def hits(prose: Prose, context: Context) -> Iterator[Hit]:
    """Words with one of their characters left out, as far as they then stand beside others as nobody writes them."""
    text, whole_of, known = prose.prose, left(), context.knowledge.words
    judged = judge(known)
    worth = judged.worth(prose)
    odd = frozenset(worth.odd) if worth.left else ()
    for place in sorted({at + n for at in worth.left for n in (0, 1) if at + n in odd}):
        for start in (place, place - 1):
            words = text[start : start + 3] if start >= 0 else ""
            whole = whole_of.get(words)
            if whole and words not in known and not _is_of_another(text, start) and _gain(text, start, whole) >= _LEAST:
                yield Hit("missing", start, start + 3, words, whole)
                break
    yield from _idioms(prose, judged)


def _is_of_another(text: str, start: int) -> bool:
    """Whether the first character is the end of a word: 科创|资源, 央企|创新."""
    if start == 0:
        return False
    pair = text[start - 1 : start + 1]
    met = counts.met(pair)
    return pair in lexicon.shipped().costs or (pair[1] in _SHORT_FOR and met >= _MET)


def _gain(text: str, start: int, whole: str) -> float:
    """How much likelier the words are with ``whole`` in the place of what is one character shorter."""
    end = start + len(whole) - 1
    low, high = start, end
    while low > max(0, start - _AROUND) and "\u4e00" <= text[low - 1] <= "\u9fff":
        low -= 1
    while high < min(len(text), end + _AROUND) and "\u4e00" <= text[high] <= "\u9fff":
        high += 1
    known = lexicon.shipped()
    return known.cut(text[low:high])[0] - known.cut(text[low:start] + whole + text[end:high])[0]


def _idioms(prose: Prose, judged: Judge) -> Iterator[Hit]:
    """Half of an idiom with one character of the other half beside it."""
    text = prose.prose
    for at, half, heads, tails in judged.beheaded(prose):
        behind, before = text[at + 2 : at + 4], text[max(0, at - 2) : at]
        if not (behind and behind[0] in heads) and not (before and before[-1] in tails):
            continue
        for n in range(0, len(heads), 2):
            if behind[:1] == heads[n + 1] != heads[n] and _is_seldom(heads[n : n + 2]):
                yield from _idiom(text, at, half + behind[0], half + heads[n : n + 2])
        for n in range(0, len(tails), 2):
            if (
                before[-1:] == tails[n + 1] != tails[n]
                and before[:1] != tails[n]
                and _is_first(text, at, tails[n : n + 2] + half)
            ) or (before[-1:] == tails[n] and _is_seldom(tails[n : n + 2])):
                yield from _idiom(text, at - 1, before[-1] + half, tails[n : n + 2] + half)


def _is_first(text: str, at: int, whole: str) -> bool:
    """Whether an idiom lost its first character, and has no other one in its place: 加足马力 for 开足马力."""
    if lexicon.kinds().get(whole) != "i" or at < _HALF:
        return False
    before = lexicon.Around(text, at - 2, at - 1).word_at(at - 2)[2]
    return len(before) != 1 or not "\u4e00" <= before <= "\u9fff"


def _is_seldom(half: str) -> bool:
    """Whether the other half is no word of every day: 扩开放 is short for 扩大开放, and right."""
    return lexicon.shipped().costs.get(half, 99.0) >= _SELDOM


def _idiom(text: str, start: int, found: str, whole: str) -> Iterator[Hit]:
    known = lexicon.shipped()
    if found in known.costs or lexicon.Around(text, start, start + 3).crosses(start, start + 3):
        return
    if _gain(text, start, whole) >= _LEAST_IDIOM:
        yield Hit("missing", start, start + 3, found, whole)
