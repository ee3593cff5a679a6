"""Whether a query may name something beside the articles, told in the manifest: most queries need no file of entries.

What two neighbours sound like in titles and how titles begin are put into the bits of one table by their places, which
two characters stand side by side in what entries say more into those of another. A query whose neighbours are not all
there names nothing, and by chance one in six seems to: the entries then say that it does not. The browser's query.js
asks the same bits.
"""

from collections import ChainMap
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from functools import partial
from itertools import pairwise
from typing import NamedTuple

from jianbao.search import grams
from jianbao.search.asking.spell import Row, heard, rows
from jianbao.search.entries import read_otherwise
from jianbao.search.readings import Readings, mixed, place

PLACES = 16
"""A place has so many bits."""
_SPARSE = 3
"""So many times as many bits as things that are told: more would cost every query what they spare a few."""
_SELDOM = 20
"""The same where any two neighbours of a query will do, and few queries have such words."""
_INITIALS = 4
"""So many initials of a title are told."""


def told(entries: Iterable[Sequence[str | int]], fold: grams.Fold, readings: Readings) -> tuple[str, str]:
    """The tables of some entries, of titles and of what they say more, as hexadecimal digits."""
    titles, said = set[int](), set[int]()
    for kind, title, _, more in entries:
        folded = fold(str(title))
        titles.update(_heard_in(folded, readings.own))
        if also := read_otherwise(int(kind), folded, readings):
            titles.update(_heard_in(folded, ChainMap(also, readings.own)))
        said.update(_written_in(fold(str(more))))
    return _table(titles), _table(said)


def of_words(words: Iterable[str]) -> str:
    """The table of how words begin that have others for the same: two characters of each. Of one tells nothing."""
    places = set()
    for word in words:
        if len(word) < 2:
            return "f"
        places.add(_side(*word[:2]))
    return _table(places, sparse=_SELDOM)


def may_have(table: str, text: str) -> bool:
    """Whether some of those words may be in a folded text."""
    return any(_has(table, _side(*two)) for two in pairwise(f"{text}\0"))


def _table(places: Set[int], *, sparse: int = _SPARSE) -> str:
    size = 4 * min(-(-len(places) * sparse // 4) or 1, 1 << PLACES - 2)
    bits = 0
    for found in places:
        bits |= 1 << (found * size >> PLACES)
    # The first digit has the lowest four bits.
    return f"{bits:0{size // 4}x}"[::-1]


def _heard_in(title: str, own: Mapping[str, str]) -> Iterator[int]:
    """The places of a title."""
    whole = "".join(grams.runs(title))
    # Letters and digits stand in titles as they are written, and are passed where a title is heard.
    for text in {whole, "".join(grams.han_runs(title))}:
        said = [own.get(c, c) for c in text]
        for two in pairwise(said):
            yield place(*two)
        if len(said) == 1:
            yield place(*said)
        yield from _begins("".join(each[0] for each in said))


def _written_in(more: str) -> Iterator[int]:
    """The places of what an entry says more."""
    text = "".join(grams.runs(more))
    for two in pairwise(text):
        yield _side(*two)
    if len(text) == 1:
        yield _side(text, "\0")


def _begins(letters: str) -> Iterator[int]:
    """The places of how the initials of a title begin: two, three and four of them."""
    for size in range(2, min(len(letters), _INITIALS) + 1):
        yield place(letters[: size - 1], letters[size - 1])


def _side(one: str, other: str) -> int:
    return mixed(ord(one), ord(other))


class Hint(NamedTuple):
    """What of entries may have what a query asks."""

    titles: bool
    said: bool
    """What they say more: a number, a page's text, a person's posts."""


def may_name(
    tables: Sequence[str], text: str, fold: grams.Fold, own: dict[str, str], syllables: frozenset[str]
) -> Hint:
    """Where entries.found may find a query."""
    phrases = ["".join(grams.runs(phrase)) for phrase in grams.query(text, fold).phrases]
    if not phrases:
        return Hint(titles=False, said=False)
    titled, saying = (partial(_has, table) for table in tables[:2])
    whole = "".join(phrases)
    if len(whole) == 1:
        titles, said = titled(place(own.get(whole, whole))), saying(_side(whole, "\0"))
    else:
        beside = [two for phrase in phrases for two in pairwise(phrase)]
        titles = all(titled(place(own.get(a, a), own.get(b, b))) for a, b in beside)
        said = all(saying(_side(a, b)) for a, b in beside)
    ways = [way[0] for way in rows(text, fold, syllables) if len(way) == 1]
    heard_so = any(all(map(titled, _heard(row, own))) for row in ways if len(row) > 1 or row[0].kind != "han")
    return Hint(titles or heard_so, said)


def _has(table: str, found: int) -> bool:
    at = found * 4 * len(table) >> PLACES
    return bool(int(table[at >> 2], 16) >> (at & 3) & 1)


def _heard(row: Row, own: dict[str, str]) -> Iterator[int]:
    """The places that a title has which sounds so; none of a single syllable, which may be anywhere."""
    said = [heard(sound, own) for sound in row]
    whole = [sound.kind in ("han", "syllable") for sound in row]
    for at, (one, other) in enumerate(pairwise(said)):
        if whole[at] and whole[at + 1]:
            yield place(one, other)
    if not all(whole):
        # What has only been begun, and initials, begin a title.
        yield from _begins("".join(each[0] for each in said))
