"""A shard whose lists are long, in several files: blocks of numbers, of which one article changes one.

    varint how often it is halved · varint how many postings are counted · shard      (the first block)
    shard                                                                             (every other)

All families but single characters are cut so: pairs, of which an article changes many, where they have some thousand
postings; what is asked for as a whole only where a file would be too large to fetch.

Into how many a shard is cut follows from the postings of the first eighth of the segment's numbers, which the first
file tells. So an article of any other number changes nothing but its own block, and whoever asks for the first file
learns from it which others there are.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from jianbao.search.shards import shard
from jianbao.search.shards.layout import FREQUENT, WHOLE, Layout
from jianbao.search.shards.shard import Batch

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, Any]

FEW = 8
"""Pairs have no more blocks than these for being many: whoever asks for one fetches a file of each."""
LARGE = 40_000
"""About how many postings any block has at most: five to nine bits each."""
MOST = 64
"""Blocks at most."""
_EIGHTH = 8
"""Of so many parts of a segment's numbers the first one is counted."""


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


def name(family: str, number: int, block: int) -> str:
    """The file of a block."""
    return f"{family}{number:x}-{block:x}" if block else f"{family}{number:x}"


def width(space: int, halved: int) -> int:
    """How many of a segment's numbers a block has."""
    return -(-space // (1 << halved))


def counted(space: int) -> int:
    """The postings of so many numbers, the first ones, are counted."""
    return -(-space // _EIGHTH)


def halved(family: str, postings: int, layout: Layout) -> int:
    """How often a shard is halved that has so many postings among those that are counted."""
    times = 0
    while 1 << times < MOST and layout.postings < WHOLE:
        most = layout.postings if family == "p" and 1 << times < FEW else LARGE
        if postings * _EIGHTH >> times <= most:
            break
        times += 1
    return times


def encoded(family: str, batch: Batch, layout: Layout) -> Iterator[tuple[str, bytes]]:
    """(name, bytes) of every file of the shards that have terms."""
    import numpy as np

    if not len(batch.article):
        return
    shards = np.unique(batch.shard)
    at = np.searchsorted(shards, batch.shard)[batch.term]
    many = np.bincount(at[batch.article < counted(layout.space)], minlength=len(shards)).tolist()
    times = [halved(family, postings, layout) for postings in many]
    if not any(times):
        counted_of = dict(zip(shards.tolist(), many, strict=True))
        for number, data in shard.encoded(batch, layout.space, frequencies=FREQUENT[family]):
            yield name(family, number, 0), First(0, counted_of[number], data).file
        return
    widths = np.array([width(layout.space, each) for each in times], np.int64)
    block = batch.article // widths[at]
    file = shards[at].astype(np.int64) * MOST + block
    batch = batch._replace(article=batch.article - block * widths[at])
    files = dict(_encoded(batch, file, widths[at], frequencies=FREQUENT[family]))
    for number, each, postings in zip(shards.tolist(), times, many, strict=True):
        yield name(family, number, 0), First(each, postings, files.get(number * MOST, b"")).file
        for other in range(1, 1 << each):
            yield name(family, number, other), files.get(number * MOST + other, b"")


def _encoded(batch: Batch, file: "Array", widths: "Array", *, frequencies: bool) -> Iterator[tuple[int, bytes]]:
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
    return shard.encoded(made, widths[order][first], frequencies=frequencies)
