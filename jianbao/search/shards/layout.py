"""How the terms of a segment are shared out among its files, known before any text is read."""

from collections.abc import Iterator
from typing import NamedTuple, Self

FACETS = ("column", "source", "tag", "year")
"""What readers filter by, each with a file of its own; the year only where it is not that in which an article came."""
DATED = len(FACETS)
"""From here on files of filters are those of years: the months and days of the articles dated in 2018 are in the file
of that number more."""
FREQUENT = {"p": True, "s": False, "w": True, "i": False, "m": False, "f": False}
"""The families, and whether their postings carry frequencies."""
_PAIRS = 0.75
"""About how many bytes of shards of pairs a character of the texts takes."""
_INITIALS, _SOME = 120, 256
"""About how many bytes the initials of an article take; those of the first ones twice, as they are all new."""
_SHARD = 1200
"""About how many bytes a shard of pairs, or of initials, has."""
_NEWEST = 240
"""Those of the newest year are smaller: a query asks every segment, and theirs are few."""
_SINGLES, _SINGLES_NEWEST, _WORDS, _ACROSS = 8, 16, 8, 16
"""So many shards of pairs there are for one of single characters (two numbers), of words, of what a mark parts. Were
they shared out by sizes of their own, each family would be cut otherwise at another size of the segment, and all files
are made anew each time."""
_MOST = 1 << 16
BLOCK = 2048
"""About how many articles the single characters of one block are of."""
_BLOCKS, _LARGE = 16, 1 << 17
"""Blocks at most: whoever asks for a single character fetches a file of each. Of more articles there are twice as many
when there are twice as many, or their files would be too large to fetch."""


class Layout(NamedTuple):
    """How the terms of a segment are shared out among its files."""

    space: int
    """How many numbers the segment has."""
    shards: dict[str, int]
    """How many shards each family has."""
    blocks: int
    """Into how many blocks of numbers the frequent single characters are cut; with one, none is frequent."""

    @property
    def files(self) -> Iterator[tuple[str, int]]:
        """Family and number of every shard."""
        for family, many in self.shards.items():
            for number in range(many):
                yield family, number

    @property
    def width(self) -> int:
        """How many numbers of articles a block of single characters has."""
        return -(-self.space // self.blocks)

    def place(self, family: str, where: int) -> int:
        """The shard that holds a term filed at ``where`` among 2¹⁶."""
        return where if family == "f" else where * self.shards[family] >> 16

    @classmethod
    def of(cls, articles: int, characters: int, space: int, *, newest: bool = False) -> Self:
        """How a segment of so many articles and characters is shared out, known before any text is read.

        ``newest`` is a segment of the newest year. Powers of two, so that files are seldom all made anew; where pairs
        of years that are over would have files half as large again as meant, there is a step between.
        """
        most = max(_BLOCKS, _BLOCKS << (articles // _LARGE).bit_length())
        blocks = min(most, 1 << max((articles // BLOCK).bit_length() - 1, 0))
        meant = _NEWEST if newest else _SHARD
        wanted = characters * _PAIRS * 3 / 2 / meant
        pairs = _power(wanted)
        made = {
            "p": pairs if newest or wanted < pairs * 3 / 2 else min(_MOST, pairs * 3 // 2),
            "s": max(1, pairs // (_SINGLES_NEWEST if newest else _SINGLES) // blocks),
            "w": max(1, pairs // _WORDS),
            "m": max(1, pairs // _ACROSS),
            "i": _power((articles + min(articles, _SOME)) * _INITIALS * 3 / 2 / meant),
        }
        return cls(space, made | {"f": len(FACETS)}, blocks)


def _power(size: float) -> int:
    """The largest power of two that is not above, of those that a family may have shards."""
    return min(_MOST, 1 << max(int(size).bit_length() - 1, 0))
