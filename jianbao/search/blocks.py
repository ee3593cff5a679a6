"""A shard of pairs whose lists are long, in several files: blocks of numbers, of which one article changes one.

    varint how often it is halved · varint how many postings are counted · shard      (the first block)
    shard                                                                             (every other)

Into how many a shard is cut follows from the postings of the first eighth of the segment's numbers, all of which the
first block has. So an article of any other number changes nothing but its own block, and whoever asks for the first
file learns from it which others there are.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from jianbao.search import shard
from jianbao.search.shard import Batch

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, Any]

MOST = 8
"""Blocks at most: whoever asks for a pair fetches a file of each."""
POSTINGS = 1000
"""About how many postings a block has at most."""


class First(NamedTuple):
    """What the file of the first block says."""

    halved: int
    """How often the shard is halved."""
    counted: int
    """Postings of the numbers by which that is decided."""
    data: bytes
    """The block itself."""

    @property
    def file(self) -> bytes:
        """The bytes of the file; a shard without terms has none."""
        return shard.varint(self.halved) + shard.varint(self.counted) + self.data if self.data or self.halved else b""


def first(data: bytes) -> First:
    """What a file of ``First`` says."""
    if not data:
        return First(0, 0, b"")
    halved, at = shard.varint_at(data, 0)
    counted, at = shard.varint_at(data, at)
    return First(halved, counted, data[at:])


def name(number: int, block: int) -> str:
    """The file of a block."""
    return f"p{number:x}-{block}" if block else f"p{number:x}"


def width(space: int, halved: int) -> int:
    """How many of a segment's numbers a block has."""
    return -(-space // (1 << halved))


def counted(space: int) -> int:
    """The postings of so many numbers, the first ones, are counted."""
    return -(-space // MOST)


def halved(postings: int) -> int:
    """How often a shard is halved that has so many postings there."""
    times = 0
    while postings * MOST >> times > POSTINGS and 1 << times < MOST:
        times += 1
    return times


def encoded(batch: Batch, space: int) -> Iterator[tuple[str, bytes]]:
    """(name, bytes) of every file of the shards that have terms; ``space`` is how many numbers the segment has."""
    import numpy as np

    shards = np.unique(batch.shard)
    at = np.searchsorted(shards, batch.shard)[batch.term]
    many = np.bincount(at[batch.article < counted(space)], minlength=len(shards)).tolist()
    times = [halved(postings) for postings in many]
    widths = np.array([width(space, each) for each in times], np.int64)
    block = batch.article // widths[at]
    file = shards[at].astype(np.int64) * MOST + block
    files = dict(_encoded(batch._replace(article=batch.article - block * widths[at]), file, widths[at]))
    for number, each, postings in zip(shards.tolist(), times, many, strict=True):
        yield name(number, 0), First(each, postings, files.get(number * MOST, b"")).file
        for other in range(1, 1 << each):
            yield name(number, other), files.get(number * MOST + other, b"")


def _encoded(batch: Batch, file: "Array", widths: "Array") -> Iterator[tuple[int, bytes]]:
    """The shards of every ``file``, which each posting tells, with the number of articles that it can hold."""
    import numpy as np

    order = np.argsort(file, kind="stable")
    file, term = file[order], batch.term[order]
    begins = np.concatenate(([True], (file[1:] != file[:-1]) | (term[1:] != term[:-1])))
    first = np.flatnonzero(begins)
    terms = term[first]
    text_of = np.cumsum(batch.number < 0) - 1
    number = batch.number[terms]
    made = Batch(
        file[first],
        number,
        [batch.text[i] for i in text_of[terms[number < 0]].tolist()],
        np.cumsum(begins) - 1,
        batch.field[order],
        batch.article[order],
        batch.frequency[order],
    )
    return shard.encoded(made, widths[order][first], frequencies=True)
