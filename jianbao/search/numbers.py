"""Numbers that nobody moves: an article's number in the index follows from its path and the year in which it came.

A year has about twice as much room as it has articles, and each article's slot in it is a hash of its path; of two that
want the same slot, one is given its next. So an article that comes, goes or changes leaves the numbers of all others as
they are, but for one or two that may have to make room; and years stand in their order, so that of two equal answers
the one of the later year comes first. The year is that of ``added`` where an article says when it came into the
archive, else of its date.

What is written together is a *segment*: all years that are over are one, what is newer another, and where the newest
year is long, its months that are over. The newest articles, fewer than sixteen, are *young*: they stand in the manifest
as texts, and one more article changes that one file.
"""

from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b
from typing import NamedTuple

from jianbao import digest
from jianbao.site.model import Columns

UNIT = 16
"""The articles of the newest year are segments in multiples of so many; what is left over is young."""
LONG = 1024
"""Articles of the newest year from which on its months that are over are a segment of their own."""
_TRIES = 64

Known = dict[str, tuple[bytes, Sequence[int]]]
"""Year → (the digest of its paths, the slots of these), as last made."""


class Year(NamedTuple):
    """A year's numbers: ``room`` of them from ``first`` on."""

    name: str
    first: int
    room: int

    @property
    def folder(self) -> str:
        """Where its articles' records lie. Another room has other slots, hence another folder."""
        return f"{self.name}-{self.room:x}"


class Segment(NamedTuple):
    """Articles that are written together, with ``space`` numbers from ``first`` on."""

    name: str
    first: int
    space: int
    years: tuple[Year, ...]
    members: list[int]
    """Indexes of the entries, in the order of their numbers."""


class Numbers:
    """The numbers of all entries."""

    def __init__(self, columns: Columns, known: Mapping[str, tuple[bytes, Sequence[int]]]) -> None:
        """``known`` are years as last numbered: most stay as they were."""
        self.came = [added or date for added, date in zip(columns.added, columns.dates, strict=True)]
        members: dict[str, list[int]] = {}
        for i, came in enumerate(self.came):
            members.setdefault(came[:4], []).append(i)
        self.of: list[int] = [0] * len(self.came)
        """The number of each entry."""
        self.years: list[Year] = []
        self.known: Known = {}
        first = 0
        for name in sorted(members):
            mine = members[name]
            paths = [columns.paths[i] for i in mine]
            mark = digest.of_text("\n".join(paths))
            before = known.get(name)
            taken = before[1] if before and before[0] == mark else slots(paths)
            self.known[name] = mark, taken
            self.years.append(Year(name, first, room(len(mine))))
            for i, slot in zip(mine, taken, strict=True):
                self.of[i] = first + slot
            first += room(len(mine))
        self.count = first
        self.young, self.segments = self._segments(members)

    def in_order(self, some: Iterable[int]) -> list[int]:
        """Entries in the order of their numbers."""
        return sorted(some, key=self.of.__getitem__)

    def _segments(self, members: Mapping[str, list[int]]) -> tuple[list[int], list[Segment]]:
        """(the young, the segments)."""
        if not self.years:
            return [], []
        *over, year = self.years
        newest = sorted(members[year.name], key=lambda i: (self.came[i], i))
        kept = len(newest) // UNIT * UNIT
        made = []
        if over:
            old = self.in_order(i for name in over for i in members[name.name])
            made.append(Segment(f"{over[0].name}-{over[-1].name}", 0, year.first, tuple(over), old))
        month = self.came[newest[-1]][:7]
        done = [i for i in newest[:kept] if self.came[i] < month] if len(newest) > LONG else []
        for name, mine in ((f"{year.name}-", done), (year.name, [i for i in newest[:kept] if i not in set(done)])):
            if mine:
                made.append(Segment(name, year.first, year.room, (year,), self.in_order(mine)))
        return self.in_order(newest[kept:]), made


def room(articles: int) -> int:
    """How many slots a year of so many articles has: a little more than twice as many, in steps of about a fifth.

    A step is where a year's articles are given other numbers.
    """
    wanted = max(16, articles * 17 // 8)
    unit = 1 << max(0, wanted.bit_length() - 3)
    return -(-wanted // unit) * unit


def slots(paths: Sequence[str]) -> list[int]:
    """The slot of each of a year's articles.

    Each wants slots in an order that is its own. They choose one after the other, in the order of another hash, so
    that what comes out does not depend on which of them came first.
    """
    size = room(len(paths))
    hashes = [int.from_bytes(blake2b(path.encode("utf-8", "surrogatepass"), digest_size=16).digest()) for path in paths]
    taken: set[int] = set()
    found = [0] * len(paths)
    for at in sorted(range(len(paths)), key=lambda n: (hashes[n], paths[n])):
        value = hashes[at] & (1 << 64) - 1
        slot = value % size
        for turn in range(size + _TRIES):
            if slot not in taken:
                break
            value = (value * 0x9E3779B97F4A7C15 + turn + 1) & (1 << 64) - 1
            slot = (value >> 32) % size if turn < _TRIES else (slot + 1) % size
        taken.add(slot)
        found[at] = slot
    return found
