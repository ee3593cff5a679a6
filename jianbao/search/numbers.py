"""Numbers that nobody moves: an article's number in the index follows from its path and the year in which it came.

A year has room for half as many articles again as it has, and for up to three times as many; one that is over has no
less than the mean one. Each article's slot in it is a hash of its path, under which names that count up all want
different slots; of two that want the same one, the later one looks on. So an article that comes, goes or changes leaves
the numbers of all others as they are, but for one or two that may have to make room; and years stand in their order, so
that of two equal answers the one of the later year comes first. The year is that of ``added`` where an article says
when it came into the archive, else that of the folder that it lies in, if that is one that is over, else of its date:
who corrects a date moves nobody.
In a year that is over drafts, and what was withdrawn or has expired, keep theirs: only a file that is deleted, or that
comes, makes others move.

What is written together is a *segment*: all years that are over are one, what is newer another, and where the newest
year is long, its months that are over. The newest articles, fewer than four, are *young*: they stand in the
manifest as texts, and one more article changes that one file. Between the two stand some dozens of articles in *packs*:
each is a segment in a single file (packs.py), numbered in the order in which they came, and four that are young no more
make one such file anew. When some packs are full their articles get slots in their year, and go into its segment
together, on the day after.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b
from typing import NamedTuple

from jianbao import digest
from jianbao.cache.state import State
from jianbao.site.model import Table
from jianbao.site.standing import Away

UNIT = 4
"""The articles of the newest year are in files of their own in multiples of so many; what is left over is young."""
PACK, CHARACTERS = 24, 16_000
"""Articles, and characters of their texts, that a pack has at most; an article that is longer has one for itself."""
PACKS = 4
"""So many packs are full before what is in them goes into the segment; in one day twice as many may become full."""
LONG = 1024
"""Articles of the newest year from which on its months that are over are a segment of their own."""
_TRIES = 64
_COUNTED = 1000
"""A file's name counts up whose last number is so large: small ones begin anew with every day, month or issue."""
_DAY = re.compile(r"(?<![0-9])(?:19|20)[0-9]{6}(?![0-9])")
_LAST = re.compile(r"([0-9]{1,18})(?=[^0-9]*\Z)")
_GOLDEN = 0x9E3779B97F4A7C15
"""2⁶⁴ by the golden ratio: its multiples, of numbers that follow each other, keep as far apart as any can."""
_WORD = (1 << 64) - 1

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
    """Articles that are written together, with ``space`` numbers from ``first`` on; of a pack ``years`` are none."""

    name: str
    first: int
    space: int
    years: tuple[Year, ...]
    members: list[int]
    """Indexes of the entries, in the order of their numbers."""


class Numbers:
    """The numbers of all entries."""

    def __init__(
        self, columns: Table, known: Mapping[str, tuple[bytes, Sequence[int]]], away: Sequence[Away] = ()
    ) -> None:
        """``known`` are years as last numbered: most stay as they were; ``away`` articles that are not to be seen."""
        told = [added or date for added, date in zip(columns.added, columns.dates, strict=True)]
        now = max(told, default="")[:4]
        self.came = [
            _came(added, date, path, now)
            for added, date, path in zip(columns.added, columns.dates, columns.paths, strict=True)
        ]
        members: dict[str, list[int]] = {}
        for i, came in enumerate(self.came):
            members.setdefault(came[:4], []).append(i)
        newest = max(members, default="")
        packs: list[list[int]] = []
        grown: set[int] = set()
        self.young: list[int] = []
        """Indexes of the young, in the order in which they came."""
        if newest:
            # What came late stands behind what is of that day.
            mine = sorted(members[newest], key=lambda i: (self.came[i], columns.added[i] > columns.dates[i], i))
            kept = len(mine) // UNIT * UNIT
            packs = _packs(mine[:kept], self.came, self.came[mine[-1]], columns.characters)
            self.young, members[newest] = mine[kept:], mine[: kept - sum(map(len, packs))]
            grown = set() if self.young else set(mine[-UNIT:])
        self.of: list[int] = [0] * len(self.came)
        """The number of each entry."""
        self.years: list[Year] = []
        self.known: Known = {}
        first = 0
        # Who is taken back from a year that is over keeps its slot, and nobody moves.
        theirs: dict[str, list[tuple[str, str]]] = {name: [] for name in members}
        for one in away:
            year = _came(one.added, one.came, one.path, now)[:4]
            if year in theirs and year != newest:
                theirs[year].append((one.added, one.path))
        rooms = _rooms({name: len(members[name]) + len(theirs[name]) for name in sorted(members)})
        for name, size in rooms.items():
            mine = members[name]
            articles = [(columns.added[i], columns.paths[i]) for i in mine] + theirs[name]
            mark = digest.of_text("\n".join([str(size), *(f"{added} {path}" for added, path in articles)]))
            before = known.get(name)
            taken = before[1] if before and before[0] == mark else slots(articles, size)
            self.known[name] = mark, taken
            self.years.append(Year(name, first, size))
            for i, slot in zip(mine, taken, strict=False):
                self.of[i] = first + slot
            first += size
        self.packs: list[Segment] = []
        self.before: Segment | None = None
        """Where no article is young, the pack that has just grown, as it was: who still has the manifest of before
        reads it, and it goes when the next article comes, which writes no pack."""
        for at, part in enumerate(packs):
            self.packs.append(Segment(f"{at}", first, PACK, (), part))
            old = [i for i in part if i not in grown]
            if 0 < len(old) < len(part):
                self.before = Segment(f"{at}", first, PACK, (), old)
            for number, i in enumerate(part, first):
                self.of[i] = number
            first += PACK
        for number, i in enumerate(self.young, first):
            self.of[i] = number
        self.count = first + len(self.young)
        """How many numbers there are."""
        self.segments = self._segments(members)

    def in_order(self, some: Iterable[int]) -> list[int]:
        """Entries in the order of their numbers."""
        return sorted(some, key=self.of.__getitem__)

    def _segments(self, members: Mapping[str, list[int]]) -> list[Segment]:
        if not self.years:
            return []
        *over, year = self.years
        made = []
        if over:
            old = self.in_order(i for name in over for i in members[name.name])
            made.append(Segment(f"{over[0].name}-{over[-1].name}", 0, year.first, tuple(over), old))
        newest = members[year.name]
        month = self.came[newest[-1]][:7] if len(newest) > LONG else ""
        done, last = ([i for i in newest if (self.came[i] < month) is is_over] for is_over in (True, False))
        for name, mine in ((f"{year.name}-", done), (year.name, last)):
            if mine:
                made.append(Segment(name, year.first, year.room, (year,), self.in_order(mine)))
        return made


def numbered(columns: Table, away: Sequence[Away], state: State, version: bytes) -> Numbers:
    """The numbers of all entries, with those of articles ``away`` left free.

    Years whose articles are the same are remembered under the program's ``version``.
    """
    kept = state.get("search numbers")
    known = kept[1] if kept and kept[0] == version else {}
    made = Numbers(columns, known, away)
    if made.known != known:
        with state.transaction():
            state.put("search numbers", (version, made.known))
    return made


def _packs(mine: Sequence[int], came: Sequence[str], today: str, characters: Sequence[int]) -> list[list[int]]:
    """Of the newest year's articles, as they came, those that stand in packs: behind the last packs that were full
    together before ``today``, so that the ten of a bulletin go into packs together."""
    packs: list[list[int]] = []
    size = before = 0
    for i in mine:
        size += characters[i]
        if not packs or len(packs[-1]) == PACK or size > CHARACTERS:
            packs.append([])
            size = characters[i]
        packs[-1].append(i)
        if came[i] < today:
            before = len(packs)
    full, now = (max(many - 1, 0) // PACKS * PACKS for many in (before, len(packs)))
    return packs[full if len(packs) - full <= 2 * PACKS else now :]


def _came(added: str, date: str, path: str, newest: str) -> str:
    """When an article came into the archive, or the year."""
    folder = path[:4]
    if added or not (path[4:5] == "/" and folder.isascii() and folder.isdecimal()):
        return added or date
    return folder if folder != date[:4] and "1900" <= folder < newest else date


def _rooms(articles: Mapping[str, int]) -> dict[str, int]:
    """How many slots each year has, from how many articles it has; years in their order.

    A year that is over has at least the room of the mean one. So where years are much alike they are given another
    room when the archive as a whole has doubled, not each when it has itself.
    """
    *over, newest = articles or [""]
    least = room(sum(articles[name] for name in over) // max(len(over), 1))
    return {name: room(many) if name == newest else max(room(many), least) for name, many in articles.items()}


def room(articles: int) -> int:
    """How many slots so many articles want: a power of two, of which they take two thirds at most.

    At the next one a year's articles are given other numbers.
    """
    return 1 << max(4, (-(-articles * 3 // 2) - 1).bit_length())


def slots(articles: Sequence[tuple[str, str]], size: int) -> list[int]:
    """The slot of each of a year's articles, of ``size`` slots.

    Each is told as (added, path), and wants slots in an order that is its own. They choose one after the other, by
    ``added`` and by the files' names, so that what comes out does not depend on what was built before; and since many
    files are named in the order in which they come, whatever their folder, it is mostly the later one that has to
    look on.
    """

    def order(at: int) -> tuple[str, str, str]:
        added, path = articles[at]
        return added, path.rpartition("/")[2], path

    taken: set[int] = set()
    found = [0] * len(articles)
    for at in sorted(range(len(articles)), key=order):
        path = articles[at][1]
        slot = _wanted(path) * size >> 64
        value = _hash(path)
        for turn in range(size + _TRIES):
            if slot not in taken:
                break
            value = (value * _GOLDEN + turn + 1) & _WORD
            slot = (value >> 32) % size if turn < _TRIES else (slot + 1) % size
        taken.add(slot)
        found[at] = slot
    return found


def _wanted(path: str) -> int:
    """Where among 2⁶⁴ an article wants its slot.

    Names that count up (``a004812.md``, ``t20160512_3017.md``: those that a content management system gave) are spread
    evenly, whatever their folders: of such ones alone hardly any takes the slot that another one wants, so that one
    that is deleted moves none. Of other names every fifth article has had to look on.
    """
    name = path.rpartition("/")[2]
    last = _LAST.search(name)
    if last is None or int(last[0]) < _COUNTED:
        return _hash(path)
    rest = _DAY.sub("", name[: last.start()]) + name[last.end() :]
    return (int(last[0]) * _GOLDEN + _hash(rest)) & _WORD


def _hash(text: str) -> int:
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest())
