"""A shard of single characters: those of few articles in one file, the others in blocks of numbers.

    varint how many are frequent · for each varint code point, varint how often counted · shard of the others
                                                                                            (the first file)
    shard of the frequent ones                                                              (every block)

The list of 的 is long, one article has some two hundred such characters, and hardly anybody asks for one: of blocks an
article changes one. Whoever asks for a rare character needs no block; the first file says which characters are in
them. A character is frequent by its postings in the first block's numbers, so that an article of any other number
changes nothing but its own block and what is rare.
"""

from collections.abc import Mapping
from typing import NamedTuple

from jianbao.search import shard

RARE = 128
"""A character of about so many postings in a segment is not frequent yet."""


class First(NamedTuple):
    """What the first file of a shard says."""

    counted: Mapping[str, int]
    """The frequent characters, with how many postings each has in the first block's numbers."""
    data: bytes
    """The shard of all others, which holds the segment's numbers."""

    @property
    def file(self) -> bytes:
        """The bytes of the file; a shard without characters has none."""
        if not self.counted and not self.data:
            return b""
        told = [shard.varint(ord(c)) + shard.varint(many) for c, many in sorted(self.counted.items())]
        return shard.varint(len(told)) + b"".join(told) + self.data


def first(data: bytes) -> First:
    """What a file of ``First`` says."""
    if not data:
        return First({}, b"")
    many, at = shard.varint_at(data, 0)
    counted = {}
    for _ in range(many):
        code, at = shard.varint_at(data, at)
        counted[chr(code)], at = shard.varint_at(data, at)
    return First(counted, data[at:])


def name(number: int, block: int | None = None) -> str:
    """The first file of a shard, or that of a block."""
    return f"s{number:x}" if block is None else f"s{number:x}-{block:x}"


def least(blocks: int) -> int:
    """A character is frequent that has more postings than these in the first of so many blocks."""
    return RARE // blocks
