"""A year told on a page: its months as bars, its covers, its topics, a headline or two of each month, its figures."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import partial

from jianbao import address, digest
from jianbao.model import Page, Shelf
from jianbao.pages.covers import cover
from jianbao.pages.frame import Context, Frame, card
from jianbao.pages.front import best
from jianbao.site.model import Group, Site

_HEADLINES = 2
"""Of a month."""
_TOPICS = 12


def year(site: Site, frame: Frame, at: int) -> Shelf:
    """The page of a year, by its index in ``site.years``."""
    group = site.years[at]
    known = site.entries.columns
    issues = [i.entry for i in site.issues if i.entry.article.date[:4] == group.name]
    near = [site.years[n].name if 0 <= n < len(site.years) else "" for n in (at - 1, at + 1)]
    payload = [frame.digest, digest.of_text(" ".join(near)), *(known.digests[m] for m in group.members)]
    payload += [entry.card_digest for entry in issues]
    return Shelf(f"years/{group.name}", digest.of_all(payload), 1, partial(_pages, site, frame, group, near))


def _pages(site: Site, frame: Frame, group: Group, near: Sequence[str]) -> Iterator[Page]:
    name = group.name
    dates = site.entries.columns.dates
    path = address.of_list("archive", name)
    issues = [i.entry.article for i in site.issues if i.entry.article.date[:4] == name]
    columns, topics = (_most_used(groups, group) for groups in (site.columns, site.tags))
    context: Context = {
        "title": f"{name}年",
        "count": len(group.members),
        "issues": len(issues),
        "columns": [_counted("columns", *found) for found in columns],
        "topics": [_counted("tags", *found) for found in topics[:_TOPICS]],
        "months": _months(site, name),
        "covers": [cover(article) for article in issues],
        "loose": [card(site.entries[m].card) for m in reversed(group.members) if len(dates[m]) == 4],
        "previous": _link(near[0]),
        "next": _link(near[1]),
    }
    title = f"{name}年"
    meta = frame.column_meta(title, None, title)
    page = frame.page("year", path, title, trail=[("历年", address.ARCHIVE)], meta=meta)
    yield Page(path, f"列表“{title}”", "year.html", {"page": page, "year": context})


def _months(site: Site, name: str) -> list[Context]:
    """The twelve months: what the archive's overview says of them, and headlines."""
    groups = {g.name: g.members for g in site.months if g.name.startswith(name)}
    most = max(map(len, groups.values()), default=1)
    return [
        {
            **month(f"{name}-{m:02}", len(groups.get(f"{name}-{m:02}", ())), most),
            "items": [card(e.card) for e in best(site, groups.get(f"{name}-{m:02}", ()), _HEADLINES)],
        }
        for m in range(1, 13)
    ]


def month(name: str, count: int, most: int) -> Context:
    """A month as a bar: ``share`` is its height in percent of the fullest month's.

    Rounded up: a month with one article among hundreds still has a bar to be seen.
    """
    href = address.href(address.of_list("archive", name)) if count else None
    return {"title": f"{int(name[5:])}月", "href": href, "count": count, "share": -(-100 * count // most)}


def _most_used(groups: Sequence[Group], year: Group) -> list[tuple[int, str]]:
    """(articles of the year, name) of the lists that have any, the fullest first; the year's articles are a run."""
    first, last = year.members[0], year.members[-1]
    found = []
    for group in groups:
        count = bisect_left(group.members, last + 1) - bisect_left(group.members, first)
        if count:
            found.append((count, group.name))
    return sorted(found, key=lambda one: (-one[0], one[1]))


def _counted(place: str, count: int, name: str) -> Context:
    return {"title": name, "href": address.href(address.of_list(place, name)), "count": count}


def _link(name: str) -> Context | None:
    return {"title": f"{name}年", "href": address.href(address.of_list("archive", name))} if name else None
