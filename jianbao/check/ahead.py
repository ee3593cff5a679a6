"""Many texts looked at together, before each is taken through the rules: what cannot be found in one is left out.

Texts say the same half sentences again and again. A clause, with the mark before and the mark behind it, is looked at
once; what looks no further than a clause (bounded.py) and finds nothing in any clause of a text is not tried on it.
Nothing is found here: whoever finds something in a clause looks at the text itself, so that findings are the same as
without this. What looks further asks which strings a text has (strings.py).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, NamedTuple

from jianbao import expressions as re
from jianbao.check import required
from jianbao.check.expressions.bounded import MARKS
from jianbao.check.inspect import Context, Hit, Inspection
from jianbao.check.prose import BLANK, Prose
from jianbao.check.sentences import collocations, measures
from jianbao.check.slips import core, exchanged, fixed, phrases, sequences, typos, weighed
from jianbao.check.slips.typos import Clue
from jianbao.check.stretches import Sentences
from jianbao.check.words import strings
from jianbao.check.words.strings import Conditions

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from jianbao.check.patterns import Patterns, Where

    Ints = NDArray[np.intp]

_MARK = re.compile(f"[{MARKS}]")
_APART = "\n，\n"
"""Between clauses that stand behind each other by chance."""
_KEPT = 300_000
"""Clauses that are remembered."""
_SEVERAL: tuple[Inspection, ...] = (sequences.hits, collocations.hits, measures.hits, exchanged.hits)
"""Those that say which strings a clause has to hold."""
_SHORT = 4
"""Characters of words that are looked up wherever they stand."""


class Seen(NamedTuple):
    """What a text may hold."""

    parts: Where
    """The alternatives of rules that may match."""
    listed: frozenset[str] | None
    """The words of rules' lists that stand in it, None where that is not known …"""
    dated: bool
    """… and whether a name that was right until a day does."""
    guards: frozenset[int]
    """The guarded expressions that may match, by their numbers …"""
    guarded: int
    """… of the first so many."""
    inspections: int = -1
    """Those of the bounded inspections that found something, as bits of a number."""
    slips: tuple[Clue, ...] = ()
    """What may be slips of the pen, each by its clause …"""
    spare: tuple[Hit, ...] = ()
    """… and characters that may be too many, …"""
    core: tuple[fixed.Clue, ...] = ()
    """… and what may be slips in core words and fixed phrases."""


class _Clause(NamedTuple):
    """What a clause holds, as a text does; the places of slips count from its beginning."""

    parts: tuple[int, ...] = ()
    listed: tuple[str, ...] = ()
    inspections: int = 0
    slips: tuple[Clue, ...] = ()
    spare: tuple[Hit, ...] = ()
    core: tuple[fixed.Clue, ...] = ()


_NOTHING = _Clause()


class Ahead:
    """Looks at many texts for the rules of one site."""

    def __init__(
        self, patterns: Patterns, dated: Iterable[str], inspections: Sequence[Inspection], context: Context
    ) -> None:
        self._inspections = [one for one in inspections if one is not phrases.hits]
        self._bits = {one: 1 << number for number, one in enumerate(inspections)}
        self._context = context
        self._known: dict[str, _Clause] = {}
        parts = patterns.conditions()
        self._parts = patterns.expressions()
        self._near = [n for n, part in enumerate(self._parts) if parts[n] and part.bounded]
        inside = {n: part for n, part in enumerate(self._parts) if parts[n] and part.in_sentence and not part.bounded}
        self._sentences = Sentences(inside)
        near = frozenset(self._near) | inside.keys()
        self._far = [n for n in range(len(parts)) if n not in near]
        self._always = [n for n in self._far if not parts[n]]
        """The alternatives of rules, and the guarded expressions, that ask for nothing."""
        self._free = [number for number, guard in enumerate(required.GUARDS) if not guard.sieves]
        words = patterns.listed()
        self._listed = [word for word in words if not _MARK.search(word)]
        self._broken = [word for word in words if _MARK.search(word)]
        """Words of lists that are of several clauses."""
        halves = phrases.halves(context)
        self._halves = [half for half in halves if not _MARK.search(half[1].words)]
        self._long = [half for half, phrase in halves if _MARK.search(phrase.words)]
        """Halves of phrases that are of several clauses."""
        enumerated = sequences.asked(context)
        self._sequences = len(enumerated)
        changed = exchanged.asked(context)
        self._changed = len(changed)
        self._kept = self._bits[exchanged.hits] if any(map(_MARK.search, context.knowledge.words)) else 0
        """What a site's own phrase may ask of several clauses."""
        every: list[list[Iterable[str]]] = [
            *(list[Iterable[str]](parts[n]) for n in self._near),
            *(_ends(word) for word in self._listed),
            *(_ends(half) for half, _ in self._halves),
            *enumerated,
            collocations.asked(),
            measures.asked(),
            *changed,
        ]
        assert all(every), "who asks for nothing would never be asked"
        self._of_clauses = Conditions(every, required.SIEVES)
        self._dated = list(dated)
        guards = [guard.sieves for guard in required.GUARDS]
        self._guards = len(guards)
        far = [[*parts[n]] for n in self._far]
        self._of_texts = Conditions([*far, *guards, *map(_ends, self._dated)], required.SIEVES)
        # Words of few characters are read over whatever stands between them.
        self._reads = not any(len(word) <= _SHORT and _MARK.search(word) for word in context.knowledge.words)

    def look(self, texts: Sequence[Prose]) -> None:
        """Tells each text what it may hold, but for those that do not begin and end as a text does."""
        whole = [text for text in texts if self._reads and text.ahead is None and _is_whole(text.prose)]
        if not whole:
            return
        cut = [[match.start() for match in _MARK.finditer(text.prose)] for text in whole]
        clauses = [
            [text.prose[a : b + 1] for a, b in pairwise(places)] for text, places in zip(whole, cut, strict=True)
        ]
        if len(self._known) > _KEPT:
            self._known.clear()
        self._learn(list({clause: None for those in clauses for clause in those if clause not in self._known}))
        far, sentences = self._of_whole(whole), self._sentences.look([text.prose for text in whole])
        for text, places, those, (parts, guards, dated), inside in zip(
            whole, cut, clauses, far, sentences, strict=True
        ):
            where = {**dict.fromkeys(parts), **inside}
            text.ahead = self._together(text, places, those, where, guards, dated=dated)

    def _together(
        self,
        text: Prose,
        places: list[int],
        clauses: list[str],
        where: dict[int, list[tuple[int, int]] | None],
        guards: set[int],
        *,
        dated: bool,
    ) -> Seen:
        known = self._known
        listed = {word for word in self._broken if word in text.prose}
        inspections = self._kept | (self._bits[phrases.hits] if any(half in text.prose for half in self._long) else 0)
        slips: list[Clue] = []
        spare: list[Hit] = []
        of_core: list[fixed.Clue] = []
        for start, clause in zip(places, clauses, strict=False):
            one = known[clause]
            if one is _NOTHING:
                continue
            for part in one.parts:
                if (there := where.setdefault(part, [])) is not None:
                    there.append((start, start + len(clause)))
            listed.update(one.listed)
            inspections |= one.inspections
            slips += [_moved(clue, start) for clue in one.slips]
            spare += [_shifted(hit, start) for hit in one.spare]
            of_core += [_with_place(clue, start) for clue in one.core]
        found = tuple(slips), tuple(spare), tuple(of_core)
        return Seen(where, frozenset(listed), dated, frozenset(guards), self._guards, inspections, *found)

    def _of_whole(self, texts: list[Prose]) -> list[tuple[set[int], set[int], bool]]:
        """(alternatives, guarded expressions, whether there is a dated name) of each text, by the strings it has."""
        found: list[tuple[set[int], set[int], list[bool]]] = [(set(self._always), set(self._free), []) for _ in texts]
        first, second = len(self._far), len(self._far) + self._guards
        who, what = strings.fulfilled(self._of_texts, [text.prose for text in texts], "")
        for number, condition in zip(who.tolist(), what.tolist(), strict=True):
            parts, guards, names = found[number]
            if condition < first:
                parts.add(self._far[condition])
            elif condition < second:
                guards.add(condition - first)
            elif not names and self._dated[condition - second] in texts[number].prose:
                names.append(True)
        return [(parts, guards, bool(names)) for parts, guards, names in found]

    def _learn(self, clauses: list[str]) -> None:
        """Looks at clauses that were not met before."""
        if not clauses:
            return
        parts: dict[int, list[int]] = {}
        bits: dict[int, int] = {}
        asked = self._asked(clauses)
        for number, at in asked.parts:
            if self._parts[at].pattern.search(clauses[number]):
                parts.setdefault(number, []).append(at)
        for number, those in asked.phrases.items():
            if phrases.stand_near(clauses[number], those, self._context):
                bits[number] = self._bits[phrases.hits]
        text, starts = _joined(clauses)
        for inspection in self._inspections:
            only = asked.only.get(inspection)
            for at in (
                self._hit(inspection, clauses, only) if only is not None else self._hits(inspection, text, starts)
            ):
                bits[at] = bits.get(at, 0) | self._bits[inspection]
        slips: dict[int, list[Clue]] = {}
        for clue in typos.clues(text, self._context.knowledge.words):
            at = bisect_right(starts, clue.slip.start) - 1
            slips.setdefault(at, []).append(_moved(clue, -starts[at]))
        spare: dict[int, list[Hit]] = {}
        for hit in weighed.anywhere(text, self._context):
            at = bisect_right(starts, hit.start) - 1
            spare.setdefault(at, []).append(_shifted(hit, -starts[at]))
        of_core: dict[int, list[fixed.Clue]] = {}
        for one in core.clues(text, self._context.knowledge.words):
            at = bisect_right(starts, one.hit.start) - 1
            of_core.setdefault(at, []).append(_with_place(one, -starts[at]))
        self._known.update(dict.fromkeys(clauses, _NOTHING))
        for number in {*parts, *asked.listed, *bits, *slips, *spare, *of_core}:
            told = tuple(slips.get(number, ())), tuple(spare.get(number, ())), tuple(of_core.get(number, ()))
            self._known[clauses[number]] = _Clause(
                tuple(parts.get(number, ())), tuple(asked.listed.get(number, ())), bits.get(number, 0), *told
            )

    def _hits(self, inspection: Inspection, text: Prose, starts: list[int]) -> Iterator[int]:
        """The clauses of a text, which begin somewhere each, in which an inspection finds something."""
        return (bisect_right(starts, hit.start) - 1 for hit in inspection(text, self._context))

    def _hit(self, inspection: Inspection, clauses: list[str], only: list[int]) -> Iterator[int]:
        """The same of some of the clauses."""
        if not only:
            return iter(())
        text, starts = _joined([clauses[number] for number in only])
        return (only[number] for number in self._hits(inspection, text, starts))

    def _asked(self, clauses: list[str]) -> _Asked:
        """What may be in which of some clauses, by the strings they hold."""
        who, what = strings.fulfilled(self._of_clauses, clauses, _APART)
        parts, words, halves = len(self._near), len(self._listed), len(self._halves)
        ends = list(accumulate((parts, words, halves, self._sequences, 1, 1, self._changed)))
        near, listed, half_of, *several = _cut(who, what, ends)
        found = _Asked([(number, self._near[at]) for number, at in near], {}, {}, {})
        for number, at in listed:
            if (word := self._listed[at - parts]) in clauses[number]:
                found.listed.setdefault(number, []).append(word)
        for number, at in half_of:
            half, phrase = self._halves[at - parts - words]
            if half in clauses[number]:
                found.phrases.setdefault(number, set()).add(phrase)
        for inspection, those in zip(_SEVERAL, several, strict=True):
            found.only[inspection] = list({number: None for number, _ in those})
        return found


class _Asked(NamedTuple):
    """What may be in which of some clauses, which are numbered."""

    parts: list[tuple[int, int]]
    """(clause, alternative of a rule)"""
    listed: dict[int, list[str]]
    """The words of lists that stand in a clause."""
    phrases: dict[int, set[phrases.Phrase]]
    """The phrases of which one half stands in a clause."""
    only: dict[Inspection, list[int]]
    """The clauses in which some of the inspections may find something."""


def _moved(clue: Clue, by: int) -> Clue:
    slip = clue.slip
    return clue._replace(place=clue.place + by, slip=slip._replace(start=slip.start + by))


def _with_place(clue: fixed.Clue, by: int) -> fixed.Clue:
    return fixed.Clue(clue.place + by, _shifted(clue.hit, by), clue.way)


def _shifted(hit: Hit, by: int) -> Hit:
    return hit._replace(start=hit.start + by, end=hit.end + by)


def _ends(word: str) -> list[Iterable[str]]:
    """What holds a word has its first two characters and its last two."""
    return [{word[:2]}, {word[-2:]}]


def _joined(clauses: list[str]) -> tuple[Prose, list[int]]:
    """(clauses as one text, where each begins)."""
    text = _APART.join(clauses)
    starts = list(accumulate((len(clause) + len(_APART) for clause in clauses[:-1]), initial=0))
    made = Prose("", text, text, "txt")
    # Nobody has looked at them: anything may stand there.
    every = len(required.GUARDS)
    made.ahead = Seen({}, listed=None, dated=True, guards=frozenset(range(every)), guarded=every)
    return made, starts


def _is_whole(text: str) -> bool:
    """Whether every character stands in a clause between two marks, but for what is no prose at the beginning."""
    first = _MARK.search(text)
    return first is not None and not text[: first.start()].strip(BLANK) and text[-1] in MARKS


def _cut(who: Ints, what: Ints, ends: list[int]) -> Iterator[list[tuple[int, int]]]:
    """(text, condition) of the conditions up to each of some ends, in order."""
    import numpy as np

    kinds = np.searchsorted(ends, what, "right")
    for kind in range(len(ends)):
        of = kinds == kind
        yield list(zip(who[of].tolist(), what[of].tolist(), strict=True))
