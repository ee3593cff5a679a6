"""Slips by evidence: where two characters stand side by side that nobody writes so, one of them is exchanged.

In 指异服务 nobody writes 指异; 异 looks like 导, and 指导 is a word. A slip is said only where the text with the other
character is so much likelier that names, places and seldom words do not explain it: likelier as words, by the
likeliest way to cut it, and as characters side by side. How much each weighs was fitted to slips made in well-edited
texts (tools/lexicon.py weights). What a window of two to four characters may have been is looked up once.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from jianbao import expressions as re
from jianbao import zh
from jianbao.check.inspect import Context, Hit
from jianbao.check.prose import Prose
from jianbao.check.slips import hidden, namelike, oneslip, swaps, twins, weighed
from jianbao.check.slips.judge import NOISE, PERHAPS, Candidate, judge
from jianbao.check.words import counts, grams
from jianbao.check.words.evidence import UNSURE, WEIGHTS, beside, is_behind_surname
from jianbao.check.words.lexicon import Lexicon

SURE = 2.5
"""How much evidence a warning needs; for a hint `judge.PERHAPS` is enough."""
_SAID = 1.8
"""Less than this is said of nothing: of such slips half are none."""
_OLD, _MOST, _SAME = 0.35, 8.0, 0.9
"""What evidence weighs beside that of the rows, how much of it counts at most, and how much both are to be together."""
_IDIOM = 4
"""A word of so many characters needs nobody's word: no other one is one off it."""
_LITTLE_LESS = 1.0
"""How much less is enough beside something else that is said."""
_TURNED, _TURNED_GAIN = 12.5, 9.0
"""Two characters changed places when they are a word no dearer the other way round, and the words so much likelier."""
_AROUND = 7
"""Characters on either side that are cut into words."""
_ROUNDS = 2
"""How often it is looked again where slips were found."""
_FAINT = 1.3
"""So much is enough in a sentence in which something else is said: who made one slip made another one sooner."""
_ENDS = "。！？；\n"
_HAN = re.compile("[\u4e00-\u9fff]*")
"""What names from abroad are spelled with …"""


class Slip(NamedTuple):
    """What stands there, what was meant, and how much speaks for it."""

    start: int
    found: str
    right: str
    evidence: float


ODD, ROWS, TURNED = range(3)
"""How a slip came to light: at two characters that nobody writes so, in a row of three or four, the wrong way round."""


class Clue(NamedTuple):
    """What may be a slip, as far as its clause tells: what stands in the whole text may speak against it."""

    place: int
    """Where it came to light."""
    slip: Slip
    way: int
    borne: bool = True
    """Not one character that no row of three bears out: names and seldom words are one off many words."""


def hits(prose: Prose, context: Context) -> Iterator[Hit]:
    """The slips of a text; one that stands there three times is somebody's name."""
    words, text = context.knowledge.words, prose.prose
    every = prose.ahead.slips if prose.ahead is not None else clues(prose, words)
    told = [
        slip
        for slip in _told(text, every, words)
        if text.count(slip.found) < 3
        and not namelike.is_meant(text, slip.start, slip.found, slip.right)
        and not namelike.is_word_of(words, text, slip.start, slip.found, slip.right)
    ]
    said = {_sentence(text, slip.start) for slip in told if slip.evidence >= _SAID}
    for slip in told:
        if slip.evidence >= _SAID or _sentence(text, slip.start) in said:
            check = "typos" if slip.evidence >= SURE else "typosmaybe"
            yield Hit(check, slip.start, slip.start + len(slip.found), slip.found, slip.right)


def _sentence(text: str, place: int) -> int:
    """Where a sentence begins, from its last character's mark on."""
    return max(text.rfind(mark, 0, place) for mark in _ENDS)


def clues(prose: Prose, words: frozenset[str]) -> list[Clue]:
    """Everything that may be a slip, by what stands in its clause alone."""
    exchanged = [Clue(place, slip, ODD) for place, slip in judged(prose, words)]
    exchanged += [Clue(place, slip, ROWS) for place, slip in _swapped(prose, words)]
    every = [*_borne_out(prose.prose, exchanged, words), *_turned(prose, words)]
    every += [_as_clue(prose.prose, one) for one in weighed.likely(prose.prose, words) if one.kind != oneslip.MORE]
    return [*every, *_hidden(prose.prose, every, words)]


def _told(text: str, every: Iterable[Clue], words: frozenset[str]) -> list[Slip]:
    """In order, those against which nothing speaks that stands in the whole text."""
    those = [clue for clue in every if not namelike.is_foreign(text, clue.place)]
    if not those:
        return []
    known = judge(words).known
    of_ways: tuple[list[Clue], list[Clue], list[Clue]] = [], [], []
    native = not namelike.is_traditional(text)
    for clue in those:
        if (native or clue.way == TURNED) and not _is_named(known, text, clue):
            of_ways[clue.way].append(clue)
    exchanged = [clue for clue in (*_likeliest_of(of_ways[ODD]), *of_ways[ROWS]) if clue.borne]
    both = [clue for clue in (*exchanged, *of_ways[TURNED]) if clue.slip.evidence >= _FAINT]
    return [clue.slip for clue in _likeliest_of(both)]


def _hidden(text: str, found: list[Clue], words: frozenset[str]) -> Iterator[Clue]:
    """The slips that come to light when those that were found are mended."""
    for _ in range(_ROUNDS):
        sure = [clue.slip for clue in found if clue.borne and clue.slip.evidence >= _SAID]
        mends = [(slip.start, slip.right) for slip in sure if len(slip.found) == len(slip.right)]
        found = [_as_clue(text, one) for one in hidden.slips(text, mends, words) if one.kind != oneslip.MORE]
        yield from found


def _borne_out(text: str, found: list[Clue], words: frozenset[str]) -> list[Clue]:
    """With what is said of them by the rows of characters and the words that what was meant makes.

    Names and seldom words are one off many words, and these ways, which look at two or three characters, take them
    for slips; what they find is said where the rows of up to four on both sides say the same.
    """
    changed = [_changed(clue.slip) for clue in found]
    asked = [
        n
        for n, places in enumerate(changed)
        if places and places[-1] - places[0] <= 1 and len(found[n].slip.right) < _IDIOM
    ]
    if not asked:
        return found
    slips = []
    for n in asked:
        slip, (first, last) = found[n].slip, (changed[n][0], changed[n][-1])
        slips.append((slip.start + first, slip.right[first : last + 1]))
    told = dict(zip(asked, weighed.evidence(text, slips, words), strict=True))
    return [_as_far_as(clue, told.get(n)) for n, clue in enumerate(found)]


def _as_far_as(clue: Clue, borne: float | None) -> Clue:
    """A clue that is borne out so far; where it is not enough by itself, it may be beside another slip."""
    if borne is None:
        return clue
    both = borne + _OLD * min(clue.slip.evidence, _MOST)
    slip = clue.slip if both >= _SAME else clue.slip._replace(evidence=_FAINT)
    return clue._replace(slip=slip, borne=both >= _SAME - _LITTLE_LESS)


def _changed(slip: Slip) -> list[int]:
    if len(slip.found) != len(slip.right):
        return []
    return [n for n, (a, b) in enumerate(zip(slip.found, slip.right, strict=True)) if a != b]


def slips(prose: Prose, words: frozenset[str] = frozenset(), least: float = PERHAPS) -> Iterator[Slip]:
    """Every slip of a text at two characters that nobody writes so, with its evidence; of those that overlap the
    likeliest."""
    text = prose.prose
    found = [
        Clue(place, slip, ODD) for place, slip in judged(prose, words, least) if not namelike.is_foreign(text, place)
    ]
    if not namelike.is_traditional(text):
        yield from (clue.slip for clue in _likeliest_of(found))


def judged(prose: Prose, words: frozenset[str], least: float = PERHAPS) -> Iterator[tuple[int, Slip]]:
    """What may be slips, with the places at which they came to light; each by what stands in its clause alone."""
    known = judge(words)
    text = prose.prose
    meant = known.idioms(prose)
    for place, long, short in known.odd(prose):
        # 收益|匪浅: between two words only an idiom of both of them can have been meant.
        candidates = long if short and _is_boundary(known.known, text, place) else [*long, *short]
        if candidates:
            meant[place] = [*meant.get(place, ()), *candidates]
    for place in sorted(meant):
        slip = _judged(known.known, text, place, meant[place], least)
        if slip is not None and slip.evidence >= least and text[place] not in "地得":
            yield place, slip


def _as_clue(text: str, one: weighed.Meant) -> Clue:
    """A slip that the rows of characters tell, with its evidence on the scale of the others."""
    more = one.evidence - weighed.SAID[one.kind]
    return Clue(one.at, _as_slip(text, one.at, one.length, one.right, _SAID + more * _STEP), ODD)


_STEP = 0.25
"""How much of this evidence is as much as one of the other's."""


def _as_slip(text: str, at: int, length: int, right: str, evidence: float) -> Slip:
    """Shown with the character before, or the one behind, where it is one alone."""
    if length > 1:
        return Slip(at, text[at : at + length], right, evidence)
    if at and zh.is_han(text[at - 1]):
        return Slip(at - 1, text[at - 1 : at + 1], text[at - 1] + right, evidence)
    return Slip(at, text[at : at + 2], right + text[at + 1 : at + 2], evidence)


def _swapped(prose: Prose, words: frozenset[str]) -> Iterator[tuple[int, Slip]]:
    """The slips that only three characters in a row show, with their evidence on the scale of the others."""
    known, text = judge(words).known, prose.prose
    for much, swap in swaps.likeliest(prose, known).values():
        start = swap.start if len(swap.word) > 1 else max(0, swap.place - 1)
        found = text[start : start + max(2, len(swap.word))]
        at = swap.place - start
        right = found[:at] + swap.character + found[at + 1 :]
        scale = (SURE - PERHAPS) / (swaps.SURE - swaps.PERHAPS)
        yield swap.place, Slip(start, found, right, PERHAPS + (much - swaps.PERHAPS) * scale)


def _turned(prose: Prose, words: frozenset[str]) -> Iterator[Clue]:
    """Two characters that changed places: 许些 for 些许."""
    judged, text = judge(words), prose.prose
    known = judged.known
    for place in judged.worth(prose).odd:
        found = text[place : place + 2]
        right = found[1] + found[0]
        if known.costs.get(right, UNSURE) > _TURNED or right in known.unmeant or found in known.costs:
            continue
        low, high = _clipped(text, place)
        turned = text[low:place] + right + text[place + 2 : high]
        ways = known.ways(text[low:high])
        gain = ways[0][-1] - known.ways(turned, place - low, ways)[0][-1]
        if gain >= _TURNED_GAIN:
            yield Clue(place, Slip(place, found, right, SURE), TURNED)


def _is_named(known: Lexicon, text: str, clue: Clue) -> bool:
    """Whether a character may be of a given name; of two that nobody writes so that is weighed."""
    if clue.way == ODD:
        return False
    places = (clue.place - 1, clue.place) if clue.way == ROWS else (clue.place,)
    return any(is_behind_surname(known, text, at) for at in places)


def _likeliest_of(found: list[Clue]) -> list[Clue]:
    """In order, and of those that overlap the likeliest."""
    kept: list[Clue] = []
    for clue in sorted(found, key=lambda c: (c.slip.start, -c.slip.evidence)):
        if kept and clue.slip.start < kept[-1].slip.start + len(kept[-1].slip.found):
            if clue.slip.evidence > kept[-1].slip.evidence:
                kept[-1] = clue
        else:
            kept.append(clue)
    return kept


def made_ready(words: frozenset[str], *, many: bool) -> None:
    """Loads the words for some texts, or for many, so that processes that are forked from this one need not."""
    known = judge(words)
    if many:
        known.expects_many()
    for tables in (grams, counts, swaps, twins, oneslip):
        tables.made_ready()


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
    before = text[max(0, place - _AROUND) : place][::-1]
    low = place - _HAN.match(before).end()  # type: ignore[union-attr]
    return low, _HAN.match(text, place + 2, place + 2 + _AROUND).end()  # type: ignore[union-attr]


def _judged(
    known: Lexicon, text: str, place: int, candidates: Iterable[tuple[int, Candidate]], least: float
) -> Slip | None:
    """The likeliest slip among what may have been meant around a place."""
    those: list[_Weighed] = []
    for where, candidate in candidates:
        at = place + where
        side, unseen, unseen_right = beside(text, at + candidate.place, candidate.right[candidate.place])
        evidence = candidate.known + WEIGHTS.side * side
        evidence += WEIGHTS.unseen * unseen + WEIGHTS.unseen_right * unseen_right
        most = WEIGHTS.cut * candidate.most + WEIGHTS.both * min(side, candidate.most)
        if evidence + most < least:
            continue
        if len(candidate.right) == 2 and is_behind_surname(known, text, at):
            evidence += WEIGHTS.of_name
        if evidence + most >= least:
            those.append((evidence + most, evidence, side, at, candidate.right, candidate.place))
    if not those:
        return None
    low, high = _clipped(text, place)
    those = [(bound, said, side, at - low, right, where) for bound, said, side, at, right, where in those]
    slip = _likeliest(known, text[low:high], tuple(sorted(those, reverse=True)))
    return slip and slip._replace(start=low + slip.start)


_Weighed = tuple[float, float, float, int, str, int]
"""(the most there can be, evidence without the words', that of the pairs, where, what was meant, which character)."""


@lru_cache(maxsize=20_000)
def _likeliest(known: Lexicon, text: str, candidates: tuple[_Weighed, ...]) -> Slip | None:
    ways = known.ways(text)
    before, loose = ways[0][-1], _broken(known, known.words(text, ways[1]))
    best: Slip | None = None
    for most, evidence, side, at, right, where in candidates:
        if best is not None and best.evidence >= most:
            break
        if len(right) < 4 and loose.isdisjoint(range(at, at + len(right))):
            continue
        place = at + where
        changed = text[:place] + right[where] + text[place + 1 :]
        gain = before - known.ways(changed, place, ways)[0][-1]
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
        if len(word) == 1 or known.costs.get(word, NOISE) >= NOISE:
            found.update(range(at, at + len(word)))
        at += len(word)
    return found
