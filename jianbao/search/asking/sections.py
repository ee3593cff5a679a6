"""What was found, in sections: each tells in which way its articles answer."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from jianbao.search.asking.confirm import BESIDE, LOOKED_AT
from jianbao.search.asking.index_reader import IndexReader

TIERS = ("exact", "same", "sounds", "slip", "some")


class Section(NamedTuple):
    """Articles that answer in one way, the best first."""

    tier: str
    articles: list[int]
    scores: dict[int, float]
    about: bool = False
    """Whether some were not looked at, so that their number is only about right."""
    least: bool = False
    """Whether more have only some of the words: they were looked up where all can be."""
    via: str = ""
    """The other word for the same."""


def together(found: Sequence[Sequence[Section]]) -> Iterator[Section]:
    """The sections of all alternatives: an article stands in the best only."""
    seen: set[int] = set()
    for tier in TIERS:
        mine = [section for sections in found for section in sections if section.tier == tier]
        if not mine:
            continue
        scores = {a: score for section in mine for a, score in section.scores.items()}
        articles = list(dict.fromkeys(a for section in mine for a in section.articles if a not in seen))
        if len(found) > 1:
            articles.sort(key=lambda a: (-round(scores.get(a, 0.0), 6), -a))
        seen.update(articles)
        if articles:
            via = "、".join(dict.fromkeys(section.via for section in mine if section.via))
            about, least = (any(getattr(section, name) for section in mine) for name in ("about", "least"))
            yield Section(tier, articles, scores, about, least, via)


def shown(store: IndexReader, sections: Sequence[Section], limit: int, *, spelling: bool) -> list[int]:
    """Every article once; where one section would fill the first rows, the next ones get some of them.

    Beside what is right what is only partly right gets a few. While somebody spells a word a few are enough, and those
    that need not be fetched.
    """
    beside = [s.articles[:BESIDE] for s in sections[1:] if s.tier in ("same", "sounds")]
    room = max(limit - sum(map(len, beside)), limit // 2)
    order = [*(sections[0].articles[:room] if sections else ()), *(a for some in beside for a in some)]
    rest = (s.articles[: BESIDE if at and s.tier == "some" else None] for at, s in enumerate(sections))
    found = list(dict.fromkeys([*order, *(a for articles in rest for a in articles)]))
    if limit >= LOOKED_AT or not spelling:
        return found
    return [a for at, a in enumerate(found) if at < BESIDE or a in store.here]
