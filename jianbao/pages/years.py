"""A year told on a page: its months as bars, its covers, its topics, a headline or two of each month, its figures.

The newest month of the newest year is still being written: nothing that its next article would change is told of it.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import partial

from jianbao import address, digest
from jianbao.model import Page, Shelf
from jianbao.pages.covers import cover
from jianbao.pages.frame import Context, Frame, card
from jianbao.pages.front import best
from jianbao.site.model import Group, Site

Used = list[tuple[int, str]]
"""(articles, name) of lists, the fullest first."""
_HEADLINES = 2
"""Of a month."""
_TOPICS = 12


def growing(site: Site) -> str:
    """The newest month, if it is of the newest year; "" otherwise."""
    newest = site.months[-1].name if site.months else ""
    return newest if newest and newest[:4] == site.years[-1].name else ""


def told(site: Site, group: Group) -> Sequence[int]:
    """The articles of a year but for those of the month that is growing."""
    month = growing(site)
    if month[:4] != group.name:
        return group.members
    return group.members[: bisect_left(group.members, site.months[-1].members[0])]


def until(site: Site, name: str) -> str:
    """8月, when of a year nothing newer is told; "" for a year that is told whole."""
    month = growing(site)
    return f"{int(month[5:]) - 1}月" if month[:4] == name else ""


def year(site: Site, frame: Frame, at: int) -> Shelf:
    """The page of a year, by its index in ``site.years``."""
    group = site.years[at]
    known = site.entries.table
    issues = [i.entry for i in site.issues if i.entry.article.date[:4] == group.name]
    near = [site.years[n].name if 0 <= n < len(site.years) else "" for n in (at - 1, at + 1)]
    members = told(site, group)
    used = [_most_used(site.columns, members), _most_used(site.tags, members)[:_TOPICS]]
    payload = [frame.digest, digest.of_text(" ".join(near)), *(known.cards[m] for m in group.members)]
    payload += [digest.of_plain([used, *(known.prominence[m] for m in group.members)])]
    payload += [entry.card_digest for entry in issues]
    return Shelf(f"years/{group.name}", digest.of_all(payload), 1, partial(_pages, site, frame, group, near, used))


def _pages(site: Site, frame: Frame, group: Group, near: Sequence[str], used: Sequence[Used]) -> Iterator[Page]:
    name = group.name
    dates = site.entries.table.dates
    path = address.of_list("archive", name)
    issues = [i.entry.article for i in site.issues if i.entry.article.date[:4] == name]
    members = told(site, group)
    columns, topics = used
    context: Context = {
        "title": f"{name}年",
        "count": len(members),
        "until": until(site, name),
        "issues": len(issues),
        "columns": [_counted("columns", *found) for found in columns],
        "topics": [_counted("tags", *found) for found in topics],
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
    now = growing(site)
    most = max((len(members) for of, members in groups.items() if of != now), default=1)
    made = []
    for month in (f"{name}-{m:02}" for m in range(1, 13)):
        members = groups.get(month, ())
        rows = best(site, members, _HEADLINES) if month != now else []
        made.append({**bar(month, None if month == now else len(members), most), "items": [card(e.card) for e in rows]})
    return made


def bar(name: str, count: int | None, most: int) -> Context:
    """A month as a bar: ``share`` is its height in percent of the fullest month's; both None while it grows.

    Rounded up: a month with one article among hundreds still has a bar to be seen.
    """
    href = None if count == 0 else address.href(address.of_list("archive", name))
    share = None if count is None else -(-100 * count // most)
    return {"title": f"{int(name[5:])}月", "href": href, "count": count, "share": share}


def _most_used(groups: Sequence[Group], members: Sequence[int]) -> Used:
    """(articles of the year, name) of the lists that have any, the fullest first; the year's articles are a run."""
    if not members:
        return []
    first, last = members[0], members[-1]
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
