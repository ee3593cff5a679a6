"""How the terms of a segment are shared out among its files, known before any text is read."""

import math
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
_SHARD, _NEWEST = 1200, 240
"""About how many bytes a shard of pairs, or of initials, has. Those of the newest year are smaller: a query asks every
segment, and theirs are few."""
_ARTICLE = 400
"""About how many bytes of an article's pairs are shared out by their size. An archive of longer texts has larger shards
and not more of them: all families together have about one file for an article."""
_BESIDE = {"s": (2 / 5, 2400, 1500), "m": (1 / 5, 1200, 1200), "w": (1 / 50, 400, 80)}
"""Single characters, what a mark parts, words: their bytes beside those of the pairs, and those of a shard of years
that are over and of the newest one."""
POSTINGS = 1100
"""About how many postings a block of pairs has at most, where shards have the size that is meant."""
WHOLE = 1 << 40
"""As many postings a block: no shard is cut."""
_MOST = 1 << 16
BLOCK = 1024
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
    postings: int = POSTINGS
    """How many postings a block of pairs has at most (blocks.py); only who makes shards asks."""

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
        size = min(characters * _PAIRS, articles * _ARTICLE)
        longer = max(1.0, characters * _PAIRS / max(size, 1))
        pairs, wanted = _shards(size / longer, meant), size / longer * 3 / 2 / meant
        made = {"p": pairs if newest or wanted < pairs * 3 / 2 else min(_MOST, pairs * 3 // 2)}
        for family, (share, older, young) in _BESIDE.items():
            parts = blocks if family == "s" else 1
            made[family] = _shards(size * share / parts, young if newest else older)
        made["i"] = _shards((articles + min(articles, _SOME)) * _INITIALS, meant)
        return cls(space, made | {"f": len(FACETS)}, blocks, int(POSTINGS * 2 ** (round(math.log2(longer)) / 2)))


def _shards(size: float, meant: float) -> int:
    """How many shards of ``meant`` bytes so many are shared out among: the largest power of two by which no shard has
    less than two thirds of what is meant, of those that a family may have."""
    return min(_MOST, 1 << max(int(size * 3 / 2 / meant).bit_length() - 1, 0))
