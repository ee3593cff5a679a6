"""A shard of single characters: those of few articles in one file, the others in blocks of numbers.

    varint bytes of the frequent characters · these · shard of the others      (the first file)
    shard of the frequent ones                                                 (every block)

The list of 的 is long, one article has some two hundred such characters, and hardly anybody asks for one: of blocks an
article changes one. Whoever asks for a rare character needs no block; the first file says which characters are in
them. A character is frequent by its postings in the first block's numbers, so that an article of any other number
changes nothing but its own block and what is rare.
"""

from typing import NamedTuple

from jianbao.search.shards import shard

LEAST = 4
"""A character is frequent that has more postings than these in the first block: about so many in every block."""


class First(NamedTuple):
    """What the first file of a shard says."""

    frequent: str
    """The characters that are in blocks, in order; without any there are no blocks."""
    data: bytes
    """The shard of all others, which holds the segment's numbers."""

    @property
    def file(self) -> bytes:
        """The bytes of the file; a shard without characters has none."""
        told = self.frequent.encode()
        return shard.varint(len(told)) + told + self.data if told or self.data else b""


def first(data: bytes) -> First:
    """What a file of ``First`` says."""
    size, at = shard.varint_at(data, 0) if data else (0, 0)
    return First(data[at : at + size].decode(), data[at + size :])


def name(number: int, block: int | None = None) -> str:
    """The first file of a shard, or that of a block."""
    return f"s{number:x}" if block is None else f"s{number:x}-{block:x}"
