"""Asking the index: what the browser's query.js does too.

The tiers, each appended to the one before until there are enough answers: articles that have every
term; those that sound like the query (pinyin, initials, mixtures, a wrong homophone); those that have
any term. In the first two, articles that can have the terms one behind the other come first; the best of
these are looked at as texts, and those that really have the phrase come first.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple

from jianbao.search import chain, grams, rank, sounds
from jianbao.search.chain import Step
from jianbao.search.files import Record
from jianbao.search.index_reader import IndexReader, Postings, Terms
from jianbao.search.readings import place
from jianbao.search.spell import matches, rows, unspoken

LOOKED_AT = 10
"""Texts looked at together when phrases are confirmed."""
ROUNDS, PATIENCE = 3, 4
"""How often, and how often as long as none of the texts has the phrase."""
Confirm = Callable[[list[int]], list[int]]


class Answer(NamedTuple):
    """Articles, the best first, with lunr's scores."""

    articles: list[int]
    scores: dict[int, float]
    total: int
    """How many have every term, or sound like it when none has."""


class Exact(NamedTuple):
    """What a query's own tokens lead to."""

    phrases: list[list[Step]]
    terms: dict[str, Postings]
    """By token; the first that nobody has ends it."""
    joined: set[int]
    """Articles that have all tokens of each phrase in one field."""

    @property
    def all(self) -> bool:
        """Whether every token is somewhere."""
        return bool(self.terms) and all(any(p) for p in self.terms.values())


def answer(store: IndexReader, text: str, *, limit: int = 10) -> Answer:
    """The answer to what a reader typed."""
    if store.needs_folding(text):
        store.load_folding()
    query = grams.query(text, store.fold)
    found: dict[int, float] = {}
    total = 0
    terms = exact(store, query.tokens)
    if terms.all and len(terms.joined) > LOOKED_AT and query.more != query.tokens:
        terms = exact(store, query.more)
    if terms.all:
        scored = rank.scored(store.articles, terms.terms, required=True, first=terms.joined)
        total = _take(found, scored, partial(_confirmed, store, query))
    written = [run for phrase in query.phrases for run in grams.runs(phrase) if unspoken(run, store.syllables)]
    kept = [step for phrase in terms.phrases for step in phrase if any(step.name in run for run in written)]
    whole = False
    for way in rows(text, store.fold, store.syllables):
        if len(found) >= limit:
            break
        initials = any(sound.kind == "initial" for row in way for sound in row)
        # Whoever is understood by whole syllables did not mean initials.
        spoken = None if whole and initials else sounds.spoken(store, way, kept)
        if spoken:
            # What is written as the reader wrote it comes first: of a slip only one character is wrong.
            welcome = {f"={name}": postings for name, postings in terms.terms.items()}
            scored = rank.scored(store.articles, spoken.terms, required=True, welcome=welcome)
            many = _take(found, scored, partial(_heard, store, spoken))
            total = total or many
            whole = whole or (many > 0 and not initials)
    if len(found) < limit and len(terms.terms) > 1:
        some = {name: p for name, p in terms.terms.items() if any(p)}
        _take(found, rank.scored(store.articles, some, required=False), None)
    return Answer(list(found), found, total or len(found))


def exact(store: IndexReader, tokens: Sequence[Sequence[grams.Token]]) -> Exact:
    """The postings of tokens, phrase by phrase."""
    phrases = [[Step(t.text, looked_up(store, t), linked=False) for t in phrase] for phrase in tokens]
    terms = {step.name: chain.merged(step.terms) for phrase in phrases for step in phrase}
    each = [set().union(*chain.joined(phrase)) for phrase in phrases]
    return Exact(phrases, terms, set.intersection(*each) if each else set())


def looked_up(store: IndexReader, token: grams.Token) -> Terms:
    """One token's terms: itself, or for a word that may go on every word that begins so."""
    of, text = store.readings.of, token.text
    if token.kind == "pair":
        return store.terms("p", place(of(text[0]), of(text[1])), lambda term, reading: term == text and not reading)
    if token.kind == "single":
        return store.terms("s", place(of(text)), lambda term, _: term == text)
    where = place(text[0], text[1])
    if token.kind == "start":
        return store.terms("w", where, lambda term, _: term.startswith(text))
    return store.terms("w", where, lambda term, _: term == text)


def _take(found: dict[int, float], scored: rank.Scored, confirm: Confirm | None) -> int:
    """Appends what is new; returns how many the tier has."""
    articles = [a for a in scored.articles if a not in found]
    for article in confirm(articles) if confirm else articles:
        found[article] = scored.scores.get(article, 0.0)
    return scored.total


def _confirmed(store: IndexReader, query: grams.Query, articles: list[int]) -> list[int]:
    """Those first that have the phrases, of those looked at."""
    phrases = [grams.bare(phrase) for phrase in query.phrases]
    if all(len(phrase) <= 2 for phrase in phrases):
        return articles

    def has(record: Record) -> bool:
        text = grams.bare(store.fold("\n".join((record.title, *record.tags, record.text))))
        return all(phrase in text for phrase in phrases)

    return _first(store, articles, has)


def _heard(store: IndexReader, spoken: sounds.Spoken, articles: list[int]) -> list[int]:
    """Those first that have the sounds in a row, of those looked at."""
    own = store.readings.own

    def has(record: Record) -> bool:
        title = store.fold("\n".join((record.title, *record.tags)))
        whole = f"{title}\n{store.fold(record.text)}"
        # Initials are those of titles and tags.
        return all(
            matches(row, title if any(s.kind == "initial" for s in row) else whole, own, exact=spoken.exactly)
            for row in spoken.rows
        )

    return _first(store, articles, has)


def _first(store: IndexReader, articles: list[int], has: Callable[[Record], bool]) -> list[int]:
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
