"""Pages that list articles, newest first; older pages are numbered from the oldest and never change."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jianbao import address, zh
from jianbao.model import Card, Page, Site
from jianbao.outputs.frame import Context, Frame, card


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
    whole: bool = False
    """All rows on one page: what a month or a year holds is bounded."""


def pages(listing: Listing, rows: Sequence[Card], frame: Frame) -> Iterator[Page]:
    """The head with the newest rows, and the numbered pages with the others.

    The head keeps between one and two pages' worth, so that a new row changes the head alone and
    every fiftieth time makes one numbered page. ``rows`` are oldest first.
    """
    size = frame.config.list_rows
    numbered = 0 if listing.whole else max(0, len(rows) // size - 1)
    older = [(f"第{n}页", address.of_number(listing.head, n)) for n in range(numbered, 0, -1)]
    # A year's page has rows only for what no month shows.
    count = None if listing.kind == "year" else len(rows)
    yield _page(
        listing,
        frame,
        listing.head,
        rows[numbered * size :],
        None,
        None,
        older[0][1] if older else None,
        count,
        older,
    )
    for n in range(1, numbered + 1):
        newer = address.of_number(listing.head, n + 1) if n < numbered else listing.head
        before = address.of_number(listing.head, n - 1) if n > 1 else None
        yield _page(
            listing,
            frame,
            address.of_number(listing.head, n),
            rows[(n - 1) * size : n * size],
            n,
            newer,
            before,
            None,
            [],
        )


def _page(
    listing: Listing,
    frame: Frame,
    path: str,
    rows: Sequence[Card],
    number: int | None,
    newer: str | None,
    older: str | None,
    count: int | None,
    numbered: list[tuple[str, str]],
) -> Page:
    context: Context = {
        "title": listing.title,
        "description": listing.description,
        "kind": listing.kind,
        "items": [card(row) for row in reversed(rows)],
        "head": {"title": listing.title, "href": address.href(listing.head)},
        "number": number,
        "older": address.href(older) if older else None,
        "newer": address.href(newer) if newer else None,
        "count": count,
        "pages": [{"title": t, "href": address.href(p)} for t, p in numbered],
        "feeds": [{"title": t, "href": address.href(p)} for t, p in listing.feeds] if number is None else [],
        "months": [{"title": t, "href": address.href(p)} for t, p in listing.months],
        "period": _period(rows),
    }
    title = listing.title if number is None else f"{listing.title}（第{number}页）"
    page = frame.page(
        listing.kind,
        path,
        title,
        trail=[*listing.trail, *([(listing.title, listing.head)] if number is not None else [])],
        description=listing.description,
        meta=frame.column_meta(
            listing.title, frame.columns.get(listing.title) if listing.kind == "column" else None, listing.title
        ),
        feeds=list(listing.feeds) or None,
    )
    return Page(path, f"列表“{listing.title}”", "list.html", {"page": page, "list": context})


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
