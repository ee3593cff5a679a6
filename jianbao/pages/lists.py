"""Pages that list articles, newest first; older pages are numbered from the oldest and never change."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from typing import NamedTuple

from jianbao import address, zh
from jianbao.model import Card, Entry, Page
from jianbao.pages.frame import Context, Frame, card
from jianbao.site.model import Site

_NAMED, _NEWEST = 20, 5
"""About how many numbered pages a head names, and how many of those are the newest."""


@dataclass(frozen=True, slots=True)
class Listing:
    """A list's own words; its rows come separately."""

    kind: str
    """``column``, ``tag``, ``source``, ``issues``, ``month`` or ``year``."""
    title: str
    head: str
    """The address of its first page."""
    trail: tuple[tuple[str, str], ...]
    description: str = ""
    feeds: tuple[tuple[str, str], ...] = ()
    months: tuple[tuple[str, str], ...] = ()
    times: int = 1
    """How many times ``list_rows`` a page has; 0 puts all on one: those of a year that belong to no month are few."""


class Part(NamedTuple):
    """A page of a list: which of its rows it shows, oldest first, and what it says of the others."""

    path: str
    first: int
    end: int
    number: int | None
    """None is the head."""
    newer: str | None
    older: str | None
    pages: int
    """On the head, how many numbered pages there are."""
    total: int | None
    """How many rows the whole list has, where the page says it."""


def parts(listing: Listing, rows: int, frame: Frame) -> list[Part]:
    """The pages of a list of so many ``rows``: the head with the newest, and numbered ones, full, with the others.

    The head keeps between one and two pages' worth, so that a new row changes the head alone and
    every fiftieth time makes one numbered page.
    """
    size = listing.times * frame.config.list_rows or rows + 1
    numbered = max(0, rows // size - 1)
    # None before the oldest, the head after the newest.
    path = [None, *(address.of_number(listing.head, n) for n in range(1, numbered + 1)), listing.head]
    # A year's page has rows only for what no month shows.
    total = None if listing.kind == "year" else rows
    head = Part(listing.head, numbered * size, rows, None, None, path[numbered], numbered, total)
    older = [
        Part(path[n] or "", (n - 1) * size, n * size, n, path[n + 1], path[n - 1], 0, None)
        for n in range(1, numbered + 1)
    ]
    return [head, *older]


def pages(listing: Listing, rows: Sequence[Entry], frame: Frame, some: Iterable[Part] | None = None) -> Iterator[Page]:
    """The pages of a list, or ``some`` of them; ``rows`` oldest first."""
    for part in parts(listing, len(rows), frame) if some is None else some:
        yield _page(listing, frame, part, [entry.card for entry in rows[part.first : part.end]])


def _page(listing: Listing, frame: Frame, part: Part, rows: Sequence[Card]) -> Page:
    head = part.number is None
    numbered = [(f"第{n}页", address.of_number(listing.head, n)) for n in named(part.pages)]
    context: Context = {
        "title": listing.title,
        "description": listing.description,
        "kind": listing.kind,
        "items": [card(row) for row in reversed(rows)],
        "head": {"title": listing.title, "href": address.href(listing.head)},
        "number": part.number,
        "older": address.href(part.older) if part.older else None,
        "newer": address.href(part.newer) if part.newer else None,
        "count": part.total,
        "pages": [{"title": t, "href": address.href(p)} for t, p in numbered],
        "feeds": [{"title": t, "href": address.href(p)} for t, p in listing.feeds] if head else [],
        "months": [{"title": t, "href": address.href(p)} for t, p in listing.months],
        "period": _period(rows),
    }
    title = listing.title if head else f"{listing.title}（第{part.number}页）"
    page = frame.page(
        listing.kind,
        part.path,
        title,
        trail=[*listing.trail, *([] if head else [(listing.title, listing.head)])],
        description=listing.description,
        meta=frame.column_meta(
            listing.title, frame.columns.get(listing.title) if listing.kind == "column" else None, listing.title
        ),
        feeds=list(listing.feeds) or None,
    )
    return Page(part.path, f"列表“{listing.title}”", "list.html", {"page": page, "list": context})


def named(pages: int) -> list[int]:
    """Which of so many numbered pages the head names: all of a few, of many the newest, the oldest and every so many.

    The head is rewritten for every article, and must not grow with the archive.
    """
    steps = (first * 10**zeros for zeros in count() for first in (1, 5))
    step = next(step for step in steps if pages <= _NAMED * step)
    return [n for n in range(pages, 0, -1) if n % step == 0 or n > pages - _NEWEST or n == 1]


def _period(rows: Sequence[Card]) -> str:
    """``2012年3月—2014年1月``: the months between which the rows lie."""
    dates = [row.date[:7] for row in rows if row.date]
    if not dates:
        return ""
    first, last = zh.date_text(min(dates)), zh.date_text(max(dates))
    return first if first == last else f"{first}—{last}"


def archive(site: Site, frame: Frame) -> Page:
    """The overview, year by month; what is still growing shows no count."""
    counts = {g.name: len(g.members) for g in site.months}
    newest_year = max((g.name for g in site.years), default="")
    newest = max((month for month in counts if month.startswith(newest_year)), default="")
    most = max((count for month, count in counts.items() if month != newest), default=1)
    years = []
    for group in reversed(site.years):
        year = group.name
        months = []
        for m in range(1, 13):
            name = f"{year}-{m:02}"
            href = address.href(address.of_list("archive", name)) if name in counts else None
            count = None if name == newest else counts.get(name, 0)
            # Rounded up: a month with one article among hundreds still has a bar to be seen.
            share = None if count is None else -(-100 * count // most)
            months.append({"title": f"{m}月", "href": href, "count": count, "share": share})
        years.append(
            {
                "title": f"{year}年",
                "href": address.href(address.of_list("archive", year)),
                "count": None if year == newest_year else len(group.members),
                "months": months,
            }
        )
    page = frame.page("archive", address.ARCHIVE, "归档", meta=frame.column_meta("归档", None, "归档"))
    return Page(address.ARCHIVE, "归档", "archive.html", {"page": page, "archive": {"title": "归档", "years": years}})


def index(
    kind: str, title: str, description: str, groups: list[tuple[str, list[tuple[str, str, str]]]], frame: Frame
) -> Page:
    """An index of lists: ``groups`` are (title, [(title, address, note)])."""
    path = f"{kind}.html"
    context: Context = {
        "title": title,
        "description": description,
        "groups": [
            {
                "title": name,
                "id": f"group-{name}" if name.isalpha() and name.isascii() else f"group-{n}",
                "items": [{"title": t, "href": address.href(p), "note": note} for t, p, note in items],
            }
            for n, (name, items) in enumerate(groups)
        ],
    }
    page = frame.page(kind, path, title, description=description, meta=frame.column_meta(title, None, title))
    return Page(path, title, "index.html", {"page": page, "index": context})


def by_letter(names: list[str], frame: Frame, kind: str) -> list[tuple[str, list[tuple[str, str, str]]]]:
    """Names in the order of their readings, under the letters A–Z and #."""
    groups: dict[str, list[tuple[str, str, str]]] = {}
    for name in sorted(names, key=lambda n: (frame.readings[n].pinyin, n)):
        letter = zh.letter(frame.readings[name].pinyin)
        groups.setdefault(letter, []).append((name, address.of_list(kind, name), ""))
    return sorted(groups.items(), key=lambda g: (g[0] == "#", g[0]))
