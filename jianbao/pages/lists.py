"""Pages that list articles, newest first: a head with the newest, and behind it pages by the calendar."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from jianbao import address, zh
from jianbao.model import Entry, Page
from jianbao.pages import periods, years
from jianbao.pages.covers import cover
from jianbao.pages.frame import Context, Frame, card
from jianbao.pages.periods import Period
from jianbao.site.model import Site

Link = tuple[str, str]
"""(title, address)."""
TIMES_OF_MONTHS = 2
"""How many times ``list_rows`` make a page of a month."""


@dataclass(frozen=True, slots=True)
class Listing:
    """A list's own words; its rows come separately."""

    kind: str
    """``column``, ``tag``, ``source``, ``issues``, ``month`` or ``year``."""
    title: str
    head: str
    """The address of its first page."""
    trail: tuple[Link, ...]
    description: str = ""
    feeds: tuple[Link, ...] = ()
    times: int = 1
    """How many times ``list_rows`` make a page."""
    period: str = ""
    """The period that the whole list is of, "" for all time."""


class Part(NamedTuple):
    """A page of a list: which of its rows it shows, oldest first, and what it says of the others."""

    path: str
    first: int
    end: int
    title: str
    """Of its period; "" is the head."""
    newer: Link | None
    older: Link | None
    size: int | None
    """How many rows the page's period has, where the page says it; on the head how many the whole list has."""
    years: tuple[tuple[str, str, int], ...]
    """On the head of a list that is cut: (title, address, rows) of its years, newest first; some stand together."""
    parts: tuple[Link, ...]
    """The periods with rows that a year, or a part of one, is cut into, newest first."""
    above: tuple[Link, ...] = ()
    """The periods that it lies in, the longest first."""
    target: Link | None = None
    """Where an address leads that once was a page of this list."""
    span: str = ""
    """From when to when all rows of the list are; on the head only."""


def parts(
    listing: Listing, rows: int, date: Callable[[int], str], frame: Frame, lost: Sequence[str] = ()
) -> list[Part]:
    """The pages of a list of so many ``rows``, the head first; ``date`` gives a row's date.

    ``lost`` are the dates, in order, of rows that were withdrawn: what the list was cut into with them answers.
    """
    made = _parts(listing, rows, date, frame)
    if lost:
        known = {part.path for part in made}
        names = periods.before(listing.period, range(rows), date, 2 * listing.times * frame.config.list_rows, lost)
        names = (name for name in names if address.of_period(listing.head, name) not in known)
        made += _answering(listing, list(names), (listing.title, listing.head))
    return made


def _parts(listing: Listing, rows: int, date: Callable[[int], str], frame: Frame) -> list[Part]:
    """As ``parts``, of what there is.

    A list of up to two pages' worth has only its head. The head of others shows the newest periods that make half a
    page together, and of the newest period it is the only page: a new row changes the head alone.
    """
    size = listing.times * frame.config.list_rows
    whole = periods.cut(listing.period, range(rows), date, 2 * size)
    if not whole.parts:
        head = Part(listing.head, 0, rows, "", None, None, rows, (), (), span=_span(rows, date))
        return [head, *_answering(listing, whole.once, (listing.title, listing.head))]
    leaves = list(whole.leaves())
    newest = leaves[-1]

    links = {newest.name: (newest.title, listing.head)}

    def link(period: Period) -> Link:
        if period.name not in links:
            links[period.name] = period.title, address.of_period(listing.head, period.name)
        return links[period.name]

    shown = len(leaves) - 1
    while shown and 2 * (rows - leaves[shown].first) < size:
        shown -= 1
    older = link(leaves[shown - 1]) if shown else None
    annals = tuple((*link(part), part.end - part.first) for part in reversed(list(whole.annals())))
    made = [Part(listing.head, leaves[shown].first, rows, "", None, older, rows, annals, (), span=_span(rows, date))]
    names = [leaf.name for leaf in leaves]
    beside = dict(zip(names, zip([None, *leaves], [*leaves[1:], None], strict=False), strict=True))
    for period, above in whole.all():
        # Not to the head of the newest one: they would have to lead elsewhere when it is so no more.
        made += _answering(listing, period.once, (period.title, address.of_period(listing.head, period.name)))
        if period is newest and period is not whole:
            # Its own address is that of its page when there is a newer one.
            made += _answering(listing, (period.name,), link(period))
        if period.years and period.parts:
            # Its years stand on the head.
            made += _answering(listing, (period.name,), (listing.title, listing.head))
            continue
        if not period.page and period is not whole:
            page = next((other for other in reversed(above) if other.page and other is not whole), None)
            made += _answering(listing, (period.name,), link(page) if page else (listing.title, listing.head))
            continue
        if period is newest or (period is whole and period.name not in beside):
            continue
        before, after = beside.get(period.name, (None, None))
        size_of = None if period.parts else period.end - period.first
        # On the page of 2018年 a part is 4月, not 2018年4月.
        inside = tuple(
            (title.removeprefix(period.title), path) for title, path in map(link, reversed(list(period.listed())))
        )
        around = tuple(link(other) for other in above if other is not whole and not other.years and other.page)
        near = (link(after) if after else None, link(before) if before else None)
        _, path = link(period)
        made.append(Part(path, period.first, period.loose, period.title, *near, size_of, (), inside, above=around))
    return made


def _span(rows: int, date: Callable[[int], str]) -> str:
    first, last = (zh.date_text(date(at)[:7]) for at in (0, rows - 1)) if rows else ("", "")
    return first if first == last else f"{first}—{last}"


def _answering(listing: Listing, names: Sequence[str], target: Link) -> list[Part]:
    """The addresses of periods whose rows stand on another page."""
    paths = [(address.of_period(listing.head, name), periods.title(name)) for name in names]
    return [Part(path, 0, 0, title, None, None, None, (), (), target=target) for path, title in paths]


def pages(listing: Listing, rows: Sequence[Entry], frame: Frame, some: Iterable[Part]) -> Iterator[Page]:
    """Some pages of a list; ``rows`` oldest first."""
    for part in some:
        if part.target:
            yield _once(listing, frame, part, part.target)
        else:
            yield _page(listing, frame, part, rows[part.first : part.end])


def _links(links: Iterable[Link]) -> list[Context]:
    return [{"title": title, "href": address.href(path)} for title, path in links]


def _page(listing: Listing, frame: Frame, part: Part, rows: Sequence[Entry]) -> Page:
    head = not part.title
    context: Context = {
        "title": listing.title,
        "description": listing.description,
        "kind": listing.kind,
        "items": [card(entry.card) for entry in reversed(rows)],
        "covers": [cover(e.article) for e in reversed(rows)] if listing.kind == "issues" else [],
        "head": {"title": listing.title, "href": address.href(listing.head)},
        "part": part.title,
        "older": _links([part.older])[0] if part.older else None,
        "newer": _links([part.newer])[0] if part.newer else None,
        "count": part.size,
        "unit": "期" if listing.kind == "issues" else "条",
        "span": part.span,
        "years": [{"title": t, "href": address.href(p), "count": n} for t, p, n in part.years],
        "parts": _links(part.parts),
        "feeds": _links(listing.feeds) if head else [],
    }
    page = frame.page(
        listing.kind,
        part.path,
        listing.title if head else f"{listing.title}（{part.title}）",
        trail=[*listing.trail, *([] if head else [(listing.title, listing.head), *part.above])],
        description=listing.description,
        meta=frame.column_meta(
            listing.title, frame.columns.get(listing.title) if listing.kind == "column" else None, listing.title
        ),
        feeds=list(listing.feeds) or None,
    )
    return Page(part.path, f"列表“{listing.title}”", "list.html", {"page": page, "list": context})


def _once(listing: Listing, frame: Frame, part: Part, target: Link) -> Page:
    """What answers at the address of a page that a list once had: the way to the page that has its rows now."""
    title = f"{listing.title}（{part.title}）"
    page = frame.page("alias", part.path, title, noindex=True)
    context = {"title": title, "href": address.href(target[1]), "url": frame.url(target[1])}
    return Page(part.path, f"列表“{listing.title}”", "alias.html", {"page": page, "target": context})


def archive(site: Site, frame: Frame) -> Page:
    """The overview, year by month; of the month that is growing no count."""
    now = years.growing(site)
    counts: dict[str, int | None] = {g.name: None if g.name == now else len(g.members) for g in site.months}
    most = max((count for count in counts.values() if count), default=1)
    made = []
    for group in reversed(site.years):
        names = [f"{group.name}-{m:02}" for m in range(1, 13)]
        made.append(
            {
                "title": f"{group.name}年",
                "href": address.href(address.of_list("archive", group.name)),
                "count": len(years.told(site, group)),
                "until": years.until(site, group.name),
                "months": [years.bar(name, counts.get(name, 0), most) for name in names],
            }
        )
    page = frame.page("archive", address.ARCHIVE, "历年", meta=frame.column_meta("历年", None, "历年"))
    return Page(address.ARCHIVE, "历年", "archive.html", {"page": page, "archive": {"title": "历年", "years": made}})


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
