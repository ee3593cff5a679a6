"""Whether a query may name something beside the articles, told in the manifest: most queries need no file of entries.

What two neighbours sound like in titles, how titles begin, and which two characters stand side by side in what
entries say more, are put into bits of a table by their places. A query whose neighbours are not all there names
nothing. By chance one in five seems to; the entries then say that it does not. The browser's query.js asks the
same bits.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from jianbao.search import grams
from jianbao.search.asking.spell import Row, heard, rows
from jianbao.search.readings import mixed, place

PLACES = 16
"""A place has so many bits."""
_SPARSE = 1.5
"""So many times as many bits as things that are told, at least."""
_INITIALS = 4
"""So many initials of a title are told."""


def told(entries: Iterable[Sequence[str | int]], fold: grams.Fold, own: dict[str, str]) -> str:
    """The table for some entries as hexadecimal digits, 2 to the power of some number of bits."""
    places = {found for _, title, _, more in entries for found in _places(fold(str(title)), fold(str(more)), own)}
    size = 3
    while size < PLACES and 1 << size < len(places) * _SPARSE:
        size += 1
    bits = 0
    for found in places:
        bits |= 1 << (found >> PLACES - size)
    # The first digit has the lowest four bits.
    return f"{bits:0{(1 << size) // 4}x}"[::-1]


def _places(title: str, more: str, own: dict[str, str]) -> Iterator[int]:
    whole = "".join(grams.runs(title))
    # Letters and digits stand in titles as they are written, and are passed where a title is heard.
    for text in {whole, "".join(grams.han_runs(title))}:
        said = [own.get(c, c) for c in text]
        for two in pairwise(said):
            yield place(*two)
        if len(said) == 1:
            yield place(*said)
        if len(said) > 1:
            yield place(said[0], said[1][0])
            yield from _begins("".join(each[0] for each in said))
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


def may_name(table: str, text: str, fold: grams.Fold, own: dict[str, str], syllables: frozenset[str]) -> Hint:
    """Where entries.found may find a query."""
    phrases = ["".join(grams.runs(phrase)) for phrase in grams.query(text, fold).phrases]
    if not phrases:
        return Hint(titles=False, said=False)
    shift = PLACES - (len(table) * 4).bit_length() + 1

    def has(found: int) -> bool:
        at = found >> shift
        return bool(int(table[at >> 2], 16) >> (at & 3) & 1)

    whole = "".join(phrases)
    if len(whole) == 1:
        titles, said = has(place(own.get(whole, whole))), has(_side(whole, "\0"))
    else:
        beside = [two for phrase in phrases for two in pairwise(phrase)]
        titles = all(has(place(own.get(a, a), own.get(b, b))) for a, b in beside)
        said = all(has(_side(a, b)) for a, b in beside)
    ways = [way[0] for way in rows(text, fold, syllables) if len(way) == 1]
    heard_so = any(all(map(has, _heard(row, own))) for row in ways if len(row) > 1 or row[0].kind != "han")
    return Hint(titles or heard_so, said)


def _heard(row: Row, own: dict[str, str]) -> Iterator[int]:
    """The places that a title has which sounds so; none of a single syllable, which may be anywhere."""
    said = [heard(sound, own) for sound in row]
    whole = [sound.kind in ("han", "syllable") for sound in row]
    for at, (one, other) in enumerate(pairwise(said)):
        if whole[at] and whole[at + 1]:
            yield place(one, other)
        elif not at and whole[0]:
            yield place(one, other[0])
    if not all(whole):
        # What has only been begun, and initials, begin a title.
        yield from _begins("".join(each[0] for each in said))
