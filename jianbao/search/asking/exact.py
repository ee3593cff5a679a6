"""What a query's own tokens lead to: the articles that have them as they are written."""

from collections.abc import Sequence, Set
from typing import NamedTuple

from jianbao.search import grams
from jianbao.search.asking import chain, narrow
from jianbao.search.asking.chain import Step
from jianbao.search.asking.index_reader import IndexReader, Postings
from jianbao.search.asking.narrow import Place
from jianbao.search.readings import place
from jianbao.search.shards import across


class Exact(NamedTuple):
    """What a query's own tokens lead to."""

    phrases: list[list[Step]]
    terms: dict[str, Postings]
    """By token; the first that nobody has ends it."""
    joined: set[int]
    """Articles that have all tokens of each phrase in one field."""
    times: dict[str, float]
    """By token about how many times as many articles have it as are told here."""
    partly: bool
    """Whether some token was looked up only where all of them can be."""

    @property
    def parted(self) -> set[int]:
        """Articles that have two of the characters with a mark between."""
        terms = (step.terms for phrase in self.phrases for step in phrase)
        found = (postings for each in terms for (text, _), postings in each.items() if across.is_name(text))
        return {article for postings in found for field in postings for article in field}

    @property
    def all(self) -> bool:
        """Whether every token is somewhere."""
        return bool(self.terms) and all(any(p) for p in self.terms.values())


def exact(
    store: IndexReader,
    tokens: Sequence[Sequence[grams.Token]],
    among: Set[int] | None = None,
    *,
    few: int = narrow.FEW,
    whole: bool = False,
) -> Exact:
    """The postings of tokens, phrase by phrase; the others are what narrow.together takes."""
    rows = [[looked_up(store, token) for token in phrase] for phrase in tokens]
    found = narrow.together(store, rows, among, few=few, whole=whole)
    phrases = [narrow.steps(row, parts) for row, parts in zip(rows, found, strict=True)]
    terms = {step.name: chain.merged(step.terms) for phrase in phrases for step in phrase}
    times = {row[i].name: part.times for row, parts in zip(rows, found, strict=True) for i, part in parts.items()}
    each = [set().union(*chain.joined(phrase)) for phrase in phrases]
    needed = all(len(row) == len(parts) for row, parts in zip(rows, found, strict=True))
    partly = not needed or any(times != 1 for times in times.values())
    return Exact(phrases, terms, set.intersection(*each) if each else set(), times, partly)


def looked_up(store: IndexReader, token: grams.Token) -> Place:
    """Where one token is: itself, or for a word that may go on every word that begins so."""
    of, text = store.readings.of, token.text
    if token.kind == "pair":
        where = place(of(text[0]), of(text[1]))
        return Place(text, (("p", where, lambda term, reading: term == text and not reading),))
    if token.kind == "single":
        return Place(text, (("s", place(of(text)), lambda term, _: term == text),))
    if token.kind == "beside":
        where, bucket = place(of(text[0]), of(text[1])), across.bucket(text)
        named = across.name(bucket)
        return Place(
            text,
            (
                ("p", where, lambda term, reading: term == text and not reading),
                ("m", bucket, lambda term, _: term == named),
            ),
        )
    where = place(*grams.beginning(text))
    if token.kind == "start":
        return Place(text, (("w", where, lambda term, _: grams.begins(term, text)),))
    return Place(text, (("w", where, lambda term, _: term == text),))
