"""Terms that must all be there, looked up together: in a large archive each only where all of them can be.

A glance into the first block of the largest segment tells about how frequent a pair is. So the first blocks of all are
read, then the rarest pair wherever it is; of the next one only the segments and blocks that have an article left, until
few are left, which are looked at as texts. What is found of a term is then whole where all of them are, and elsewhere
only a part: ``times`` says about how many times as much there is.
"""

from collections.abc import Mapping, Sequence, Set
from typing import NamedTuple

from jianbao.search.asking import chain
from jianbao.search.asking.chain import Step
from jianbao.search.asking.index_reader import IndexReader, Part, Terms, Wanted

Ask = tuple[str, int, Wanted]
"""Family, place and terms, as an index takes them."""
FEW = 3
"""So few articles are rather looked at as texts than for one more pair."""
RAREST, OFTEN = 4, 16
"""So many places are asked for where nobody has all; behind the second none that one article of so many has."""


class Place(NamedTuple):
    """Where a term is, or several that will do."""

    name: str
    asked: tuple[Ask, ...]
    """What an index is asked for."""
    linked: bool = False
    """As of a Step."""

    def step(self, terms: Terms, *, linked: bool = True) -> Step:
        """What was found of it; ``linked``: whether the step before is known."""
        return Step(self.name, terms, self.linked and linked)

    def glance(self, store: IndexReader) -> Part:
        """What a glance tells of it."""
        return _both([store.glance(*ask) for ask in self.asked])

    def here(self, store: IndexReader) -> bool:
        """Whether a glance at it was taken before."""
        return all(store.here_already(family, where) for family, where, _ in self.asked)

    def partly(self, store: IndexReader, only: Set[int] | None = None) -> Part:
        """What there is of it where some of these articles are."""
        return _both([store.partly(*ask, only) for ask in self.asked])


def _both(parts: Sequence[Part]) -> Part:
    terms = {name: postings for part in parts for name, postings in part.terms.items()}
    return Part(terms, max(part.times for part in parts))


def together(
    store: IndexReader,
    rows: Sequence[Sequence[Place]],
    among: Set[int] | None = None,
    *,
    few: int = FEW,
    whole: bool = False,
) -> list[dict[int, Part]]:
    """What was found of rows that must all be in an article, each row's places in one field of it.

    A place that is not told, by its number in its row, was not needed. ``among``: no other articles are asked for;
    ``few``: so few are enough; ``whole``: all articles that have some of the rarest places, where nobody has all.
    """
    every = [(r, i) for r, row in enumerate(rows) for i in range(len(row))]
    if not store.large:
        return [{i: place.partly(store) for i, place in enumerate(row)} for row in rows]
    glances = {(r, i): rows[r][i].glance(store) for r, i in every}
    about = {at: part.about if part.times != 1 else -1 for at, part in glances.items()}
    found: list[dict[int, Part]] = [{} for _ in rows]
    alive = among
    for n, (r, i) in enumerate(sorted(every, key=lambda at: (about[at], at))):
        if whole:
            unneeded = n >= RAREST or (n > 1 and about[r, i] * OFTEN > store.articles)
        else:
            unneeded = about[r, i] >= 0 and alive is not None and len(alive) <= few and bool(found[r])
        if unneeded:
            if alive is not None and not alive and not whole:
                # Nobody has all; what a glance tells may still say how a character is read.
                found[r][i] = glances[r, i]
            continue
        found[r][i] = glances[r, i] if about[r, i] < 0 else rows[r][i].partly(store, None if whole else alive)
        fields = set().union(*chain.joined(steps(rows[r], found[r])))
        alive = fields if alive is None else alive & fields
    return found


def steps(row: Sequence[Place], found: Mapping[int, Part]) -> list[Step]:
    """The steps of what was found of a row; what is linked to one that is not known may follow anything."""
    return [row[i].step(found[i].terms, linked=i - 1 in found) for i in sorted(found)]


def one_by_one(
    store: IndexReader, row: Sequence[Place], order: Sequence[int], *, guessed: bool = False
) -> dict[int, Part]:
    """The same of one row, the likeliest to be nowhere first; nothing when nobody has one of them.

    A row that is only ``guessed`` begins with what is here, and is left as soon as nobody has all that was looked up.
    """
    if guessed:
        order = sorted(order, key=lambda i: not row[i].here(store))
    found: dict[int, Part] = {}
    alive: Set[int] | None = None
    for i in order:
        # Once nobody is left a glance says how a character is read.
        nobody = store.large and alive is not None and not alive
        if nobody and guessed:
            # What was found may say how a character is read.
            break
        found[i] = row[i].glance(store) if nobody else row[i].partly(store, alive if store.large else None)
        if not found[i].terms and not (store.large and alive is not None):
            return {}
        alive = set().union(*chain.joined(steps(row, found))) if not nobody else alive
    return found
