"""Asking the index: what the browser's search.js does too.

The tiers, each appended to the one before until there are enough answers: articles that have every
term; those that sound like the query (pinyin, initials, mixtures, a wrong homophone); those that have
any term. The best of a tier are looked at as texts, and those that really have the phrase come first.
"""

from collections.abc import Callable, Iterable
from functools import partial
from typing import NamedTuple

from jianbao.index import cut, rank, spell
from jianbao.index.files import Record
from jianbao.index.readings import place
from jianbao.index.spell import Row
from jianbao.index.store import Postings, Store

LOOKED_AT = 10
"""Texts looked at together when phrases are confirmed."""
ROUNDS, PATIENCE = 3, 4
"""How often, and how often as long as none of the texts has the phrase."""
_NOTHING: Postings = ({}, {}, {})


class Answer(NamedTuple):
    """Articles, the best first, with lunr's scores; ``records`` of those that were looked at."""

    articles: list[int]
    scores: dict[int, float]
    total: int
    """How many have every term, or sound like it when none has."""


def answer(store: Store, text: str, *, limit: int = 10) -> Answer:
    """The answer to what a reader typed."""
    if store.needs_folding(text):
        store.load_folding()
    query = cut.query(text, store.fold)
    found: dict[int, float] = {}
    total = 0
    terms = exact(store, query)
    if terms and all(any(p) for p in terms.values()):
        total = _take(found, rank.scored(store.count, terms, required=True), partial(_confirmed, store, query))
    for way in spell.rows(text, store.fold, store.syllables):
        if len(found) >= limit:
            break
        spoken = sounds(store, way)
        if spoken and all(any(p) for p in spoken.values()):
            # What is written as the reader wrote it comes first: of a slip only one character is wrong.
            written = {f"={name}": postings for name, postings in terms.items()}
            scored = rank.scored(store.count, spoken, required=True, welcome=written)
            many = _take(found, scored, partial(_heard, store, way))
            total = total or many
    if len(found) < limit and len(terms) > 1:
        some = {name: p for name, p in terms.items() if any(p)}
        _take(found, rank.scored(store.count, some, required=False), None)
    return Answer(list(found), found, total or len(found))


def exact(store: Store, query: cut.Query) -> dict[str, Postings]:
    """The postings of a query's tokens; words first, and nothing more once one is missing."""
    made: dict[str, Postings] = {}
    for token in sorted(query.tokens, key=lambda t: t.kind in ("pair", "single")):
        made[token.text] = looked_up(store, token)
    return made


def looked_up(store: Store, token: cut.Token) -> Postings:
    """The postings of one token."""
    if token.kind == "pair":
        readings = store.readings
        where = place(readings.of(token.text[0]), readings.of(token.text[1]))
        return store.postings("p", where, lambda text, reading: text == token.text and not reading)
    if token.kind == "single":
        where = place(store.readings.of(token.text))
        return store.postings("s", where, lambda text, _: text == token.text)
    where = place(token.text[0], token.text[1])
    if token.kind == "start":
        return store.postings("w", where, lambda text, _: text.startswith(token.text))
    return store.postings("w", where, lambda text, _: text == token.text)


def sounds(store: Store, way: Iterable[Row]) -> dict[str, Postings]:
    """The postings of what a query sounds like; {} when it cannot be looked up."""
    rows = list(way)
    exactly = any(sound.kind != "han" for row in rows for sound in row)
    made: dict[str, Postings] = {}
    for row in rows:
        titles_only = any(sound.kind == "initial" for sound in row)
        if len(row) == 1:
            if row[0].kind == "initial":
                return {}
            made[row[0].text] = _single(store, row[0], exactly)
        if titles_only:
            heads = "".join(spell.heard(s, store.readings.own)[0] for s in row)
            size = min(len(heads), 3)
            for gram in cut.spread([heads[i : i + size] for i in range(len(heads) - size + 1)]):
                made[f"{gram}."] = _initials(store, gram)
        pairs = [row[i : i + 2] for i in range(len(row) - 1)]
        for pair in cut.spread([p for p in pairs if all(s.kind != "initial" for s in p)]):
            postings = _pair(store, pair, exactly)
            name = "'".join(s.text for s in pair)
            made[name] = (postings[0], postings[1], {}) if titles_only else postings
    return made


def _single(store: Store, sound: spell.Sound, exactly: bool) -> Postings:
    own = store.readings.own
    return store.postings(
        "s",
        place(spell.heard(sound, own)),
        lambda text, _: spell.fits(sound, text, own.get(text, text), own, exact=exactly),
    )


def _initials(store: Store, gram: str) -> Postings:
    return store.postings("i", place(gram), lambda text, _: text == gram)


def _pair(store: Store, pair: Row, exactly: bool) -> Postings:
    own = store.readings.own

    def wanted(text: str, reading: str) -> bool:
        said = reading.split("'") if reading else [own.get(c, c) for c in text]
        return all(spell.fits(pair[i], text[i], said[i], own, exact=exactly) for i in (0, 1))

    return store.postings("p", place(*(spell.heard(s, own) for s in pair)), wanted)


def _take(found: dict[int, float], scored: rank.Scored, confirm: Callable[[list[int]], list[int]] | None) -> int:
    """Appends what is new; returns how many the tier has."""
    articles = [a for a in scored.articles if a not in found]
    for article in confirm(articles) if confirm else articles:
        found[article] = scored.scores.get(article, 0.0)
    return scored.total


def _confirmed(store: Store, query: cut.Query, articles: list[int]) -> list[int]:
    """Those first that have the phrases, of those looked at."""
    phrases = [cut.bare(phrase) for phrase in query.phrases]
    if all(len(phrase) <= 2 for phrase in phrases):
        return articles

    def has(record: Record) -> bool:
        text = cut.bare(store.fold("\n".join((record.title, *record.tags, record.text))))
        return all(phrase in text for phrase in phrases)

    return _first(store, articles, has)


def _heard(store: Store, way: Iterable[Row], articles: list[int]) -> list[int]:
    """Those first that have the sounds in a row, of those looked at."""
    rows = list(way)
    exactly = any(sound.kind != "han" for row in rows for sound in row)
    own = store.readings.own

    def has(record: Record) -> bool:
        title = store.fold("\n".join((record.title, *record.tags)))
        whole = f"{title}\n{store.fold(record.text)}"
        # Initials are those of titles and tags.
        return all(
            spell.matches(row, title if any(s.kind == "initial" for s in row) else whole, own, exact=exactly)
            for row in rows
        )

    return _first(store, articles, has)


def _first(store: Store, articles: list[int], has: Callable[[Record], bool]) -> list[int]:
    good: list[int] = []
    looked = 0
    for turn in range(PATIENCE):
        batch = articles[looked : looked + LOOKED_AT]
        looked += len(batch)
        records = store.records(batch)
        good += [a for a in batch if has(records[a])]
        if len(good) >= LOOKED_AT or looked >= len(articles) or len(good) == looked or (good and turn + 1 >= ROUNDS):
            break
    kept = set(good)
    return good + [a for a in articles if a not in kept]
