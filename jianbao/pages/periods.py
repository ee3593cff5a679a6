"""How a long list is cut by the calendar: decades, and where one is long its halves, years, their halves, quarters,
months, ten days, days.

How a period is cut depends on its own rows alone, so that a late one changes the page of its period and no other. A
period that is just not long enough to be cut may have been so before one of its rows went: its parts still answer.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from jianbao import zh

DateOf = Callable[[int], str]
"""The date of a row; rows are in the order of their dates."""


class Period(NamedTuple):
    """A stretch of the calendar, with the rows whose dates lie in it."""

    name: str
    """``2010-2019``, ``2015-2019``, ``2018``, ``2018-h1``, ``2018-q3``, ``2018-05``, ``2018-05-x2`` (its second ten
    days) or ``2018-05-23``; "" is all time."""
    first: int
    end: int
    loose: int
    """Rows before this one stand on the period's own page: all of one that is not cut, else those whose dates are too
    coarse for its parts."""
    parts: "tuple[Period, ...]"
    """What it is cut into, oldest first."""
    once: tuple[str, ...]
    """The names of parts that it may have been cut into when it had some rows more."""

    @property
    def title(self) -> str:
        """As readers read it: 2018年上半年."""
        return title(self.name)

    def leaves(self) -> "Iterator[Period]":
        """The periods that have rows of their own, oldest first."""
        if self.loose > self.first or not self.parts:
            yield self
        for part in self.parts:
            yield from part.leaves()

    @property
    def month(self) -> bool:
        """Whether it is a month."""
        return len(self.name) == 7 and self.name[5:].isdecimal()

    @property
    def page(self) -> bool:
        """Whether it has a page of its own.

        Of those that are cut, a year and a month have, and what has rows that are too coarse for its parts.
        """
        return not self.parts or self.loose > self.first or len(self.name) == 4 or self.month

    def listed(self) -> "Iterator[Period]":
        """What its page leads to, oldest first: its leaves, but that of a year to months that are cut."""
        for part in self.parts:
            if not part.parts or part.month:
                yield part
                continue
            if part.page:
                yield part
            yield from part.listed()

    @property
    def years(self) -> tuple[int, int] | None:
        """The first and the last year of a period of several; None for any other."""
        return _years(self.name)

    def annals(self) -> "Iterator[Period]":
        """The years, and instead of those that are too few for a page of their own what they stand in, oldest first."""
        for part in self.parts:
            if part.parts and part.years:
                yield from part.annals()
            else:
                yield part

    def all(self, above: "tuple[Period, ...]" = ()) -> "Iterator[tuple[Period, tuple[Period, ...]]]":
        """Itself and whatever it is cut into, in any depth, each with those that it is a part of, the longest first."""
        yield self, above
        for part in self.parts:
            yield from part.all((*above, self))


def cut(name: str, rows: range, date: DateOf, most: int) -> Period:
    """The period of that name with its ``rows``; cut where it has more than ``most``.

    Days are never cut.
    """
    first, end = rows.start, rows.stop
    if len(rows) * 4 <= most * 3:
        return Period(name, first, end, end, (), ())
    found: list[tuple[str, range]] = []
    at = first
    for part, low, high in _decades(date, rows) if not name else _parts(name):
        start = at if at < end and date(at) >= low else _behind(date, at, end, low)
        at = _behind(date, start, end, high)
        if at > start:
            found.append((part, range(start, at)))
    parts = tuple(cut(part, mine, date, most) for part, mine in found)
    if len(rows) <= most or not found:
        once = tuple(name for part in parts for name in (part.name, *part.once))
        return Period(name, first, end, end, (), once)
    return Period(name, first, end, found[0][1].start, parts, ())


def before(name: str, rows: range, date: DateOf, most: int, lost: Sequence[str]) -> Iterator[str]:
    """The names of all that a period was cut into when it had rows of the dates ``lost`` too, in order.

    Where nothing was lost nothing is cut otherwise, and nothing is told.
    """
    if (len(rows) + len(lost)) * 4 <= most * 3:
        return
    parts = (
        _parts(name) if name else iter(sorted({*_decades(date, rows), *_decades(lost.__getitem__, range(len(lost)))}))
    )
    at = rows.start
    for part, low, high in parts:
        start = _behind(date, at, rows.stop, low)
        at = _behind(date, start, rows.stop, high)
        mine = lost[bisect_left(lost, low) : bisect_left(lost, high)]
        if at > start or mine:
            yield part
        if mine:
            yield from before(part, range(start, at), date, most, mine)


@lru_cache(maxsize=10_000)
def title(name: str) -> str:
    """A period's name as readers read it."""
    year, _, rest = name.partition("-")
    if _years(name):
        return f"{year}—{rest}年"
    if rest[:1] == "h":
        return f"{year}年{'上下'[int(rest[1]) - 1]}半年"
    if rest[:1] == "q":
        return f"{year}年第{'一二三四'[int(rest[1]) - 1]}季度"
    month, _, ten = name.rpartition("-x")
    return f"{zh.date_text(month)}{'上中下'[int(ten) - 1]}旬" if month else zh.date_text(name)


@lru_cache(maxsize=10_000)
def _years(name: str) -> tuple[int, int] | None:
    """The first and the last year of a period of several; None for any other."""
    first, _, last = name.partition("-")
    return (int(first), int(last)) if len(last) == len(first) and last.isdecimal() else None


def _decades(date: DateOf, rows: Sequence[int]) -> Iterator[tuple[str, str, str]]:
    """(name, from, to) of the decades in which there are rows; "to" is the first date behind it, as texts compare."""
    at = rows[0] if rows else 0
    while rows and at <= rows[-1]:
        first = int(date(at)[:4]) // 10 * 10
        yield f"{first:04}-{first + 9:04}", f"{first:04}", f"{first + 10:04}"
        at = max(at + 1, _behind(date, at, rows[-1] + 1, f"{first + 10:04}"))


def _parts(name: str) -> Iterator[tuple[str, str, str]]:
    """(name, from, to) of what a period is cut into, as of decades."""
    year, rest = name[:4], name[5:]
    if years := _years(name):
        first, last = years
        if last - first > 4:
            yield from ((f"{y:04}-{y + 4:04}", f"{y:04}", f"{y + 5:04}") for y in (first, first + 5))
        else:
            yield from ((f"{y:04}", f"{y:04}", f"{y + 1:04}") for y in range(first, last + 1))
    elif not rest:
        yield from ((f"{year}-h{n + 1}", f"{year}-{6 * n + 1:02}", f"{year}-{6 * n + 7:02}") for n in (0, 1))
    elif rest[0] == "h":
        quarters = (1, 2) if rest[1] == "1" else (3, 4)
        yield from ((f"{year}-q{q}", f"{year}-{3 * q - 2:02}", f"{year}-{3 * q + 1:02}") for q in quarters)
    elif rest[0] == "q":
        last = 3 * int(rest[1])
        yield from ((f"{year}-{m:02}", f"{year}-{m:02}", f"{year}-{m + 1:02}") for m in range(last - 2, last + 1))
    elif len(rest) == 2:
        ends = (1, 11, 21, 32)
        yield from ((f"{name}-x{n + 1}", f"{name}-{ends[n]:02}", f"{name}-{ends[n + 1]:02}") for n in range(3))
    elif rest[3] == "x":
        month, last = name[:7], 31 if rest[4] == "3" else 10 * int(rest[4])
        first = 10 * int(rest[4]) - 9
        yield from ((f"{month}-{d:02}", f"{month}-{d:02}", f"{month}-{d + 1:02}") for d in range(first, last + 1))


def _behind(date: DateOf, low: int, high: int, text: str) -> int:
    """The first row from ``low`` on, before ``high``, whose date does not stand before ``text``."""
    return low + bisect_left(range(low, high), text, key=date)
