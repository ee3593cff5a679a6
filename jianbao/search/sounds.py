"""What a query sounds like, looked up.

Every two neighbouring sounds name a shard. A character that is read otherwise in a word (重 in 重建) is filed
so only within that word's pairs; the pairs beside it are filed by its own reading (城市重建: 市重 under "shi
zhong"). Therefore, where a shard shows that a sound of the query is such a character, the pairs beside are
looked up by its own reading as well.
"""

from collections.abc import Sequence
from itertools import product
from typing import NamedTuple

from jianbao.search import chain, grams, spell
from jianbao.search.chain import Step
from jianbao.search.index_reader import IndexReader, Postings, Terms
from jianbao.search.readings import place
from jianbao.search.spell import Row

MANY = 10
"""Of more articles than these, all pairs of a long row are looked up."""


class Spoken(NamedTuple):
    """A way to read a query, with what was found."""

    rows: list[Row]
    exactly: bool
    """Whether Han characters stand for themselves: only where a query is nothing but Han may they be slips."""
    terms: dict[str, Postings]
    """What an article must have: postings in fields that have all of a row one behind the other."""


def spoken(store: IndexReader, way: Sequence[Row], kept: Sequence[Step]) -> Spoken | None:
    """What sounds so; None when nothing does. ``kept`` is what must be there as written."""
    exactly = any(sound.kind != "han" for row in way for sound in row)
    terms = {step.name: chain.merged(step.terms) for step in kept}
    heard: list[Row] = []
    for number, row in enumerate(way):
        found = _row(store, row, exactly, grams.FIRST)
        if found and len(row) - 1 > grams.FIRST and not 0 < len(set().union(*found.fields)) <= MANY:
            found = _row(store, row, exactly, grams.MOST)
        if not found or not any(found.fields):
            return None
        heard.append(found.row)
        terms.update((f"{number} {s.name}", chain.merged(s.terms, found.fields)) for s in found.steps)
    return Spoken(heard, exactly, terms) if all(any(p) for p in terms.values()) else None


class _Row(NamedTuple):
    row: Row
    steps: list[Step]
    fields: chain.Fields


def _row(store: IndexReader, row: Row, exactly: bool, most: int) -> _Row | None:
    own = store.readings.own
    titles_only = any(sound.kind == "initial" for sound in row)
    steps = []
    if len(row) == 1:
        if titles_only:
            return None
        steps.append(Step("", _single(store, row[0], exactly), linked=False))
    if titles_only:
        heads = "".join(spell.heard(s, own)[0] for s in row)
        size = min(len(heads), 3)
        starts = grams.spread([heads[i : i + size] for i in range(len(heads) - size + 1)], most)
        steps += [Step(f"{gram}.", _initials(store, gram), linked=False) for gram in starts]
    whole = [i for i in range(len(row) - 1) if "initial" not in (row[i].kind, row[i + 1].kind)]
    places = grams.spread(whole, most)
    found = {i: _pair(store, row[i : i + 2], exactly) for i in places}
    row = _also(row, found, own)
    for i in places:
        if row[i].also or row[i + 1].also:
            found[i].update(_beside(store, row[i : i + 2], exactly))
        terms = {t: (p[0], p[1], {}) for t, p in found[i].items()} if titles_only else found[i]
        steps.append(Step(str(i), terms, linked=i - 1 in places))
    return _Row(row, steps, chain.joined(steps))


def _single(store: IndexReader, sound: spell.Sound, exactly: bool) -> Terms:
    own = store.readings.own
    return store.terms(
        "s",
        place(spell.heard(sound, own)),
        lambda text, _: spell.fits(sound, text, own.get(text, text), own, exact=exactly),
    )


def _initials(store: IndexReader, gram: str) -> Terms:
    return store.terms("i", place(gram), lambda text, _: text == gram)


def _pair(store: IndexReader, two: Row, exactly: bool) -> Terms:
    own = store.readings.own

    def wanted(text: str, reading: str) -> bool:
        said = reading.split("'") if reading else [own.get(c, c) for c in text]
        return all(spell.fits(two[i], text[i], said[i], own, exact=exactly) for i in (0, 1))

    return store.terms("p", place(*(spell.heard(s, own) for s in two)), wanted)


def _also(row: Row, found: dict[int, Terms], own: dict[str, str]) -> Row:
    """The row with the characters that are read so in a word."""
    also: list[set[str]] = [set() for _ in row]
    for i, terms in found.items():
        for text, reading in terms:
            for side in (0, 1) if reading else ():
                heard = spell.heard(row[i + side], own)
                if text[side] != row[i + side].text and not spell.same(heard, own.get(text[side], text[side])):
                    also[i + side].add(text[side])
    return tuple(s._replace(also="".join(sorted(a))) if a else s for s, a in zip(row, also, strict=True))


def _beside(store: IndexReader, two: Row, exactly: bool) -> Terms:
    """The pairs of one character that is read otherwise by itself and one that is not, under their own readings."""
    own = store.readings.own
    heard = [spell.heard(s, own) for s in two]
    ways = [{heard[i], *(own.get(c, c) for c in two[i].also)} for i in (0, 1)]
    found: Terms = {}
    for first, second in sorted(product(*ways)):
        if [first, second] == heard:
            continue

        def wanted(text: str, reading: str, said: tuple[str, str] = (first, second)) -> bool:
            return not reading and all(
                own.get(text[i], text[i]) == said[i] and spell.fits(two[i], text[i], said[i], own, exact=exactly)
                for i in (0, 1)
            )

        found.update(store.terms("p", place(first, second), wanted))
    return found
