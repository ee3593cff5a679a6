"""lunr scores: an index of just a query's terms, with global frequencies, is asked as lunr asks its own.

lunr divides by the norm of the query's vector, so adding up scores of separate indexes is wrong; one
index of the few terms that the query names gives the very scores of an index of everything.
"""

import math
from collections.abc import Mapping, Set
from typing import Any, NamedTuple

from jianbao.search.asking.index_reader import Postings
from jianbao.search.shards.shard import FIELDS

BOOSTS = (3, 2, 1)
"""Of title, tags and body."""
K1 = 1.2
"""With b = 0: the length of a text does not count, so that no table of lengths is needed."""
MOST_SCORED, FEW = 200, 2000
"""Articles given to lunr, the best by a sum over arrays; of so few as FEW all."""


class Scored(NamedTuple):
    """Articles, the best first; of equals the newest."""

    articles: list[int]
    """All that match, scored or not."""
    scores: dict[int, float]


def idf(count: int, postings: Postings, times: float = 1) -> float:
    """lunr's inverse document frequency: an article counts once for each field that has the term.

    ``times``: about how many times as many have it as are told.
    """
    df = sum(map(len, postings)) * times
    return math.log(1 + abs((count - df + 0.5) / (df + 0.5)))


def scored(
    count: int,
    terms: Mapping[str, Postings],
    *,
    required: bool,
    welcome: Mapping[str, Postings] | None = None,
    among: Set[int] | None = None,
    times: Mapping[str, float] | None = None,
) -> Scored:
    """The articles that have all terms, or any; ``count`` is all there are.

    ``welcome`` terms add to the score where an article has them; ``among`` leaves out all others. ``times``: about how
    many times as many articles have a term as its postings tell.
    """
    if not terms:
        return Scored([], {})
    welcome = {name: postings for name, postings in (welcome or {}).items() if any(postings)}
    every = {**terms, **welcome}
    weights = {name: idf(count, postings, (times or {}).get(name, 1)) for name, postings in every.items()}
    rough: dict[int, float] = {}
    having: dict[int, int] = {}
    for name, postings in every.items():
        weight = weights[name]
        seen: set[int] = set()
        for articles, boost in zip(postings, BOOSTS, strict=True):
            for article, frequency in articles.items():
                rough[article] = rough.get(article, 0.0) + weight * boost * (K1 + 1) * frequency / (K1 + frequency)
            seen.update(articles)
        for article in seen if name in terms else ():
            having[article] = having.get(article, 0) + 1
    least = len(terms) if required else 1
    found = [a for a, n in having.items() if n >= least and (among is None or a in among)]
    found.sort(key=lambda a: (-rough[a], -a))
    most = MOST_SCORED if count > FEW else FEW
    scores = _by_lunr(weights, every, set(found[:most]), set(terms) if required else set())
    best = sorted(scores, key=lambda a: (-round(scores[a], 6), -a))
    # Beyond what lunr scores, the newest first.
    return Scored(best + sorted(found[most:], reverse=True), scores)


def _by_lunr(
    weights: Mapping[str, float], terms: Mapping[str, Postings], chosen: set[int], required: set[str]
) -> dict[int, float]:
    from lunr.index import Index
    from lunr.query import QueryPresence

    index = Index.load(serialised(weights, terms, chosen))
    query = index.create_query()
    for name in terms:
        presence = QueryPresence.REQUIRED if name in required else QueryPresence.OPTIONAL
        query.term(name, use_pipeline=False, presence=presence)
    return {int(result["ref"]): result["score"] for result in index.query(query)}


def serialised(weights: Mapping[str, float], terms: Mapping[str, Postings], chosen: set[int]) -> dict[str, Any]:
    """A lunr index of some terms and articles, in lunr's own format."""
    inverted: list[Any] = []
    vectors: dict[str, list[float]] = {}
    for number, name in enumerate(sorted(terms)):
        weight = weights[name]
        entry: dict[str, Any] = {"_index": number}
        for field, articles, boost in zip(FIELDS, terms[name], BOOSTS, strict=True):
            mine = sorted(chosen & articles.keys())
            entry[field] = {str(article): {} for article in mine}
            for article in mine:
                tf = articles[article]
                value = math.floor(weight * (K1 + 1) * tf / (K1 + tf) * boost * 1000 + 0.5) / 1000
                vectors.setdefault(f"{field}/{article}", []).extend((number, value))
        inverted.append([name, entry])
    return {
        "version": "2.3.9",
        "fields": list(FIELDS),
        "fieldVectors": [[ref, vector] for ref, vector in vectors.items()],
        "invertedIndex": inverted,
        "pipeline": [],
    }
