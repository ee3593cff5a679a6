"""Neighbouring pairs have a character in common: the cheapest evidence that they stand one behind the other.

妇联改 is 妇联 and 联改. For characters as written this says only that the pairs are in one field; for sounds
it says much: of the articles that have some pair "shun jin" and some pair "jin fu" somewhere, few have
顺今 and 今妇. No text need be fetched to know that.
"""

from collections.abc import Sequence
from typing import NamedTuple

from jianbao.search.asking.index_reader import Postings, Terms
from jianbao.search.shards.shard import FIELDS

Fields = tuple[set[int], ...]
"""For each of title, tags and body the articles that have all of a row there."""


class Step(NamedTuple):
    """What one place of a phrase may be."""

    name: str
    terms: Terms
    linked: bool
    """Whether it begins with the character with which the step before ends."""


def joined(steps: Sequence[Step]) -> Fields:
    """Where the steps can stand one behind the other.

    The last characters of a step are bits of a number, as in the browser, where sets were too slow; beyond
    32 of them some share a bit, which lets in an article too many now and then.
    """
    made = []
    for field in range(len(FIELDS)):
        alive: dict[int, int] | None = None
        known: dict[str, int] = {}
        for step in steps:
            now: dict[int, int] = {}
            bit = {c: 1 << i % 32 for i, c in enumerate(sorted({text[-1] for text, _ in step.terms}))}
            for (text, _), postings in step.terms.items():
                need, mark = known.get(text[0], 0) if step.linked else -1, bit[text[-1]]
                for article in postings[field]:
                    if alive is None or alive.get(article, 0) & need:
                        now[article] = now.get(article, 0) | mark
            alive, known = now, bit
        made.append(set(alive or ()))
    return tuple(made)


def merged(terms: Terms, only: Fields | None = None) -> Postings:
    """The postings of some terms as those of one; ``only`` those of some fields and articles."""
    found: Postings = ({}, {}, {})
    for postings in terms.values():
        for field, (mine, theirs) in enumerate(zip(found, postings, strict=True)):
            for article, frequency in theirs.items():
                if only is None or article in only[field]:
                    mine[article] = mine.get(article, 0) + frequency
    return found
