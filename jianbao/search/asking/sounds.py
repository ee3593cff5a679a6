"""What a query sounds like, looked up.

Every two neighbouring sounds name a shard. A character that is read otherwise in a word (重 in 重建) is filed
so only within that word's pairs; the pairs beside it are filed by its own reading (城市重建: 市重 under "shi
zhong"). Therefore, where a shard shows that a sound of the query is such a character, the pairs beside are
looked up by its own reading as well.

Files are named by what an ear hears that mixes up zh and z, n and l, f and h, ang and an, so that what was
typed so is in the same files and only taken less exactly (``near``).
"""

import math
from collections.abc import Iterator, Sequence, Set
from itertools import product
from typing import NamedTuple

from jianbao.search import grams
from jianbao.search.asking import chain, narrow, spell
from jianbao.search.asking.chain import Step
from jianbao.search.asking.index_reader import IndexReader, Postings, Terms
from jianbao.search.asking.narrow import Ask, Place
from jianbao.search.asking.spell import Row, Sound
from jianbao.search.readings import ear, place

MANY = 10
"""Of more articles than these, all pairs of a long row are looked up."""
SAID = 3
"""Words of two characters that are offered."""
SURE = 4
"""Of more initials than these in a row it is certain that they are meant."""
FEW = 4
"""So many shards at most are asked for a syllable that has only been begun."""


class Spoken(NamedTuple):
    """A way to read a query, with what was found."""

    rows: list[Row]
    exactly: bool
    """Whether Han characters stand for themselves: only where a query is nothing but Han may they be slips."""
    near: bool
    words: bool
    terms: dict[str, Postings]
    """What an article must have: postings in fields that have all of a row one behind the other."""
    welcome: dict[str, Postings]
    """What adds to its score."""
    said: list[str]
    """What two sounds are in Han, the most frequent first: that much is known without a text."""
    sure: Set[int]
    """Articles that need not be looked at: a title that has so many initials in a row has them for that reason."""


class Ear(NamedTuple):
    """How what was found is compared with a query."""

    own: dict[str, str]
    exactly: bool
    near: bool
    words: bool
    """Whether initials are those of whole words."""
    brief: int = 0
    """While somebody types: how many texts may be looked at."""
    doubtful: bool = False
    longer: bool = False
    few: int = narrow.FEW
    guessed: bool = False

    def fits(self, sound: Sound, character: str, reading: str) -> bool:
        """Whether a character, read so, is meant."""
        return spell.fits(sound, character, reading, self.own, exact=self.exactly, near=self.near)


def spoken(
    store: IndexReader,
    way: Sequence[Row],
    kept: Sequence[Step],
    *,
    near: bool = False,
    words: bool = False,
    brief: int = 0,
    doubtful: bool = False,
    longer: bool = False,
    few: int = narrow.FEW,
    guessed: bool = False,
) -> Spoken | None:
    """What sounds so; None when nothing does. ``kept`` is what must be there as written.

    ``brief`` is how many texts may be looked at while somebody types: of a syllable that has only been begun less is
    asked then. A ``longer`` way than need be is left when nobody has the two syllables that it cuts one into, a
    ``doubtful`` one as soon as any of its pairs is nowhere, the rarest first. ``few``: as narrow.together takes it;
    ``guessed``: as narrow.one_by_one does.
    """
    exactly = any(sound.kind != "han" for row in way for sound in row)
    hears = Ear(store.readings.own, exactly, near, words, brief, doubtful, longer, few, guessed)
    terms = {step.name: chain.merged(step.terms) for step in kept}
    welcome: dict[str, Postings] = {}
    sure: Set[int] | None = None
    said: list[str] = []
    heard: list[Row] = []
    for number, row in enumerate(way):
        # What is nothing but Han was asked for as written: its shards are here.
        first = grams.SOME if store.large else grams.SPOKEN if exactly else grams.FIRST
        found = _row(store, row, hears, first)
        if found and len(row) - 1 > first and not 0 < len(set().union(*found.fields)) <= MANY:
            found = _row(store, row, hears, grams.MOST)
        if not found or not any(found.fields):
            return None
        heard.append(found.row)
        if len(way) == 1 and len(row) == 2 and len(found.steps) == 1 and not spell.has([row], "initial"):
            said = _said(found.steps[0].terms)
        sure = found.sure if sure is None else sure & found.sure
        terms.update((f"{number} {s.name}", chain.merged(s.terms, found.fields)) for s in found.steps)
        welcome.update((f"{number} {s.name}", chain.merged(s.terms, found.fields)) for s in found.welcome)
    if not all(any(p) for p in terms.values()):
        return None
    return Spoken(heard, hears.exactly, near, words, terms, welcome, said, sure or frozenset())


def _said(terms: Terms) -> list[str]:
    often: dict[str, int] = {}
    for (text, _), postings in terms.items():
        often[text] = often.get(text, 0) + sum(map(len, postings))
    often.pop("", None)
    # What most articles have, a title's word before a text's.
    title = {text: sum(len(p[0]) for (t, _), p in terms.items() if t == text) for text in often}
    order = sorted(often, key=lambda text: (-title[text], -often[text], text.encode("utf-16-be")))
    return [text for text in order if " " not in text][:SAID]


class _Row(NamedTuple):
    row: Row
    steps: list[Step]
    fields: chain.Fields
    welcome: tuple[Step, ...] = ()
    sure: Set[int] = frozenset()


def _row(store: IndexReader, row: Row, hears: Ear, most: int) -> _Row | None:
    if any(sound.kind == "initial" for sound in row):
        return _by_initials(store, row, hears, most) if _perhaps_initials(store, row, hears, most) else None
    if row[-1].kind == "begun":
        return _begun(store, row, hears, most)
    if len(row) == 1:
        steps = [Step("", _single(store, row[0], hears), linked=False)]
        return _Row(row, steps, chain.joined(steps))
    row, steps = _pairs(store, row, hears, most)
    return _Row(row, steps, chain.joined(steps))


def _pairs(store: IndexReader, row: Row, hears: Ear, most: int) -> tuple[Row, list[Step]]:
    """(the row with the characters that are read so in a word, a step for each pair of whole sounds)."""
    whole = [i for i in range(len(row) - 1) if not {"initial", "begun"} & {row[i].kind, row[i + 1].kind}]
    places = grams.spread(whole, most)
    for i in (i for i in spell.cut(row) if i in places and hears.longer):
        if not store.terms(*_pair(row[i : i + 2], hears)):
            return row, [Step("", {}, linked=False)]
    order = sorted(range(len(places)), key=lambda at: (_often(row[places[at] : places[at] + 2], hears.own), at))
    while True:
        # What is read otherwise in a pair is by itself in the pair beside.
        if any(sound.also for sound in row):
            store.scripts.add("otherwise")
        asked = [
            Place(str(i), (_pair(row[i : i + 2], hears), *_beside(row[i : i + 2], hears)), i - 1 in places)
            for i in places
        ]
        parts = (
            narrow.one_by_one(store, asked, order, guessed=hears.guessed)
            if hears.doubtful or hears.guessed
            else narrow.together(store, [asked], few=hears.few)[0]
        )
        before, row = row, _also(row, {places[at]: part.terms for at, part in parts.items()}, hears.own)
        if row == before:
            # Of pairs that nobody has together there is one step that nobody has.
            return row, narrow.steps(asked, parts) or [Step("", {}, linked=False) for _ in places[:1]]


def _often(two: Row, own: dict[str, str]) -> int:
    """How many pairs of characters may be meant."""
    return math.prod(max(sum(spell.same(sound.text, said) for said in own.values()), 1) for sound in two)


def _perhaps_initials(store: IndexReader, row: Row, hears: Ear, most: int) -> bool:
    """Whether initials need be asked for: words have nothing else; of titles and tags what is whole tells it too."""
    if len(row) == 1 or (hears.words and any(s.kind != "initial" for s in row)):
        return False
    _, whole = _pairs(store, row, hears._replace(guessed=True), most)
    return hears.words or not whole or any(chain.joined(whole)[:2])


def _by_initials(store: IndexReader, row: Row, hears: Ear, most: int) -> _Row | None:
    """Any initials of titles and tags; or as whole words and names, wherever they stand."""
    store.scripts.add("initials")
    heads = "".join(spell.heard(s, hears.own)[0] for s in row)
    if hears.words:
        steps = [Step("word", _gram(store, f"{heads}."), linked=False)]
        return _Row(row, steps, chain.joined(steps))
    size = min(len(heads), 3)
    rows = grams.spread([heads[i : i + size] for i in range(len(heads) - size + 1)], most)
    # The first and the last tell in most cases that nobody has them all.
    ends = [Step("", _gram(store, gram), linked=False) for gram in dict.fromkeys((rows[0], rows[-1]))]
    if not any(chain.joined(ends)):
        return None
    steps = [Step(f"{gram}.", _gram(store, gram), linked=False) for gram in rows]
    row, pairs = _pairs(store, row, hears, most)
    steps += [s._replace(terms={t: (p[0], p[1], {}) for t, p in s.terms.items()}) for s in pairs]
    fields = chain.joined(steps)
    return _Row(row, steps, fields, (), fields[0] | fields[1] if len(row) > SURE else frozenset[int]())


def _gram(store: IndexReader, gram: str) -> Terms:
    return store.terms("i", place(gram), lambda text, _: text == gram)


def _begun(store: IndexReader, row: Row, hears: Ear, most: int) -> _Row | None:
    """A row whose last syllable has only been begun."""
    core, last = row[:-1], row[-1]
    if not core:
        return None
    core, steps = _pairs(store, core, hears, most) if len(core) > 1 else (core, [])
    begins = {ear(s) for s in store.syllables if s.startswith(last.text)}
    if hears.near:
        begins |= {e for e in map(ear, store.syllables) if e.startswith(ear(last.text))}
    before = spell.heard(core[-1], hears.own)
    if len(begins) <= (1 if hears.brief else FEW):
        terms: Terms = {}
        for syllable in sorted(begins):
            terms.update(store.terms(*_heard_at((core[-1], last), hears, before, syllable)))
        # Linked only where the pair before is among those that were looked up.
        steps = [*steps, Step("begun", terms, linked=bool(steps) and steps[-1].name == str(len(core) - 2))]
        return _Row((*core, last), steps, chain.joined(steps))

    def same(text: str, _: str) -> bool:
        said, _, letter = text.partition(" ")
        close = hears.near and ear(said) == ear(before) and ear(letter) == ear(last.text[0])
        return close or (letter == last.text[0] and spell.same(before, said))

    gram = Step("begun", store.terms("i", place(before, last.text[0]), same), linked=False)
    title, tags, _ = chain.joined([gram])
    if not steps:
        return _Row((*core, last), [gram], (title, tags, set()))
    fields = chain.joined(steps)
    # What goes on in a text is not filed; the texts themselves tell, which while somebody types must be few.
    body = set() if 0 < hears.brief < len(fields[2]) else fields[2]
    return _Row((*core, last), steps, (fields[0] & title, fields[1] & tags, body), (gram,))


def _heard_at(two: Row, hears: Ear, first: str, second: str) -> Ask:
    own = hears.own

    def wanted(text: str, reading: str) -> bool:
        said = reading.split("'") if reading else [own.get(c, c) for c in text]
        # Of what has only been begun each syllable is asked for by itself.
        if two[1].kind == "begun" and ear(said[1]) != second:
            return False
        return all(hears.fits(two[i], text[i], said[i]) for i in (0, 1))

    return "p", place(first, second), wanted


def _single(store: IndexReader, sound: Sound, hears: Ear) -> Terms:
    own = hears.own
    return store.terms(
        "s", place(spell.heard(sound, own)), lambda text, _: hears.fits(sound, text, own.get(text, text))
    )


def _pair(two: Row, hears: Ear) -> Ask:
    return _heard_at(two, hears, *(spell.heard(s, hears.own) for s in two))


def _also(row: Row, found: dict[int, Terms], own: dict[str, str]) -> Row:
    """The row with the characters that are read so in a word."""
    also: list[set[str]] = [set() for _ in row]
    for i, terms in found.items():
        for text, reading in terms:
            for side in (0, 1) if reading else ():
                heard = spell.heard(row[i + side], own)
                if text[side] != row[i + side].text and not spell.same(heard, own.get(text[side], text[side])):
                    also[i + side].add(text[side])
    return tuple(s._replace(also="".join(sorted({*s.also, *a}))) if a else s for s, a in zip(row, also, strict=True))


def _beside(two: Row, hears: Ear) -> Iterator[Ask]:
    """The pairs of one character that is read otherwise by itself and one that is not, under their own readings."""
    if not any(s.also for s in two):
        return
    own = hears.own
    heard = [spell.heard(s, own) for s in two]
    ways = [{heard[i], *(own.get(c, c) for c in two[i].also)} for i in (0, 1)]
    for first, second in sorted(product(*ways)):
        if [first, second] == heard:
            continue

        def wanted(text: str, reading: str, said: tuple[str, str] = (first, second)) -> bool:
            return not reading and all(
                own.get(text[i], text[i]) == said[i] and hears.fits(two[i], text[i], said[i]) for i in (0, 1)
            )

        yield "p", place(first, second), wanted


def otherwise(store: IndexReader, way: Sequence[Row]) -> list[list[Row]]:
    """The same rows with one sound at a time as the other reading of characters that have several."""
    made = []
    for at, row in enumerate(way):
        for i, sound in enumerate(row):
            also = store.several.get(sound.text, "") if sound.kind == "syllable" else ""
            if also and len(row) > 1:
                new = (*row[:i], sound._replace(also=also), *row[i + 1 :])
                made.append([*way[:at], new, *way[at + 1 :]])
    return made
