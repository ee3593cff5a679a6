"""The home page: a lead, three more stories, the newest without them, columns, figures, earlier years, covers.

It follows from the newest fifty articles and from names of lists. No clock says what "this month" is: the newest
article does.
"""

from collections.abc import Collection, Iterable, Sequence
from itertools import islice

from jianbao import address, zh
from jianbao.model import Entry, Page
from jianbao.pages import articles
from jianbao.pages.covers import cover
from jianbao.pages.frame import Context, Frame, card
from jianbao.site.model import Site

_LEADS, _PICTURED = 50, 20
"""Among how many of the newest articles a lead is looked for: one that an editor wants, one with a picture."""
_SECOND = 3
_COVERS = 12
_EARLIER = 6
"""Years of which this month is recalled."""


def home(site: Site, frame: Frame) -> Page:
    """The home page."""
    most = frame.config.home_rows
    newest = site.entries[-_LEADS:][::-1]
    lead = _lead(newest, frame)
    second = _second(newest, lead, frame)
    told = [entry for entry in (lead, *second) if entry]
    shown = {entry.article.path for entry in told}
    latest = list(islice((e for e in newest if e.article.path not in shown), 2 * most))
    shown |= {entry.article.path for entry in latest}
    used = {g.name: len(g.members) for g in site.tags}
    topics = [t for t, _ in frame.config.topics if t in used] or sorted(used, key=lambda t: (-used[t], t))[:20]
    feeds = [(frame.config.name, "feed.xml"), (frame.config.name, "feed.json")]
    context = {
        "page": frame.page("home", address.HOME, frame.config.name, feeds=feeds),
        "lead": _story(lead, site, frame) if lead else None,
        "second": [_story(entry, site, frame) for entry in second],
        "latest": [card(entry.card) for entry in latest],
        "columns": list(_columns(site, frame, shown)),
        "figures": [{"label": label, "value": value} for label, value in frame.config.figures],
        "earlier": _earlier(site),
        "issue": articles.issue_items(site, site.issues[-1]) if site.issues else None,
        "years": [
            {"title": f"{g.name}年", "href": address.href(address.of_list("archive", g.name))}
            for g in reversed(site.years)
        ],
        "topics": [{"title": t, "href": address.href(address.of_list("tags", t))} for t in topics],
        "issues": [cover(i.entry.article) for i in reversed(site.issues[-_COVERS:])],
    }
    return Page(address.HOME, "首页", "home.html", context)


def _lead(newest: list[Entry], frame: Frame) -> Entry | None:
    """What an editor wants to lead; else the newest with a picture; else the newest with a summary; else the newest."""
    wanted = next((e for e in newest if e.article.lead), None)
    pictured = next((e for e in newest[:_PICTURED] if picture(e, frame)), None)
    told = next((e for e in newest[:_PICTURED] if e.article.summary), None)
    return wanted or pictured or told or (newest[0] if newest else None)


def _second(newest: list[Entry], lead: Entry | None, frame: Frame) -> list[Entry]:
    """Three more of the newest, those with a picture or a summary first, in their order."""
    rest = [e for e in newest[:_PICTURED] if e is not lead]
    ranked = sorted(rest, key=lambda e: (not e.article.lead, picture(e, frame) is None, not e.article.summary))
    chosen = ranked[:_SECOND]
    return [e for e in rest if any(e is other for other in chosen)]


def picture(entry: Entry, frame: Frame) -> Context | None:
    """The picture that stands for an article: its cover, or the first photo of its text. A chart cannot be cut."""
    photos = (h for h in entry.hrefs if h in frame.pictures and not h.lower().endswith(".svg"))
    href = entry.cover or next(photos, "")
    return {"href": href, "alt": entry.article.title, **frame.picture(href)} if href else None


def _story(entry: Entry, site: Site, frame: Frame) -> Context:
    """An article as the home page tells it."""
    issue = site.issues[entry.issue].entry.article if entry.issue >= 0 else None
    more = {"summary": entry.article.description, "picture": picture(entry, frame)}
    return {**card(entry.card), **more, "cover": cover(issue) if issue else None}


def _columns(site: Site, frame: Frame, shown: Collection[str]) -> Iterable[Context]:
    """Each column with its newest that the page has not shown yet; of one that has no others, its newest."""
    most = frame.config.home_rows
    for group in site.columns:
        newest = [site.entries[m] for m in reversed(group.members[-most - len(shown) :])]
        fresh = [e for e in newest if e.article.path not in shown]
        column = frame.columns.get(group.name)
        yield {
            "title": group.name,
            "href": address.href(address.of_list("columns", group.name)),
            "description": column.description if column else "",
            "items": [card(e.card) for e in (fresh or newest)[:most]],
        }


def _earlier(site: Site) -> Context | None:
    """This month in earlier years, one article of each, counted from the newest that names a month."""
    newest = site.months[-1].name if site.months else ""
    groups = [g for g in site.months if g.name[4:] == newest[4:] and g.name != newest][-_EARLIER:]
    if not groups:
        return None
    rows = [best(site, group.members, 1)[0] for group in reversed(groups)]
    return {"title": f"往年{zh.date_text(newest)[5:]}", "items": [card(entry.card) for entry in rows]}


def best(site: Site, members: Sequence[int], most: int) -> list[Entry]:
    """Those of some articles that stand for them: what an editor wanted to lead, with a cover, with a summary.

    The length of a text says nothing here, or a correction of one would change the pages of its year.
    """
    prominence = site.entries.table.prominence
    chosen = frozenset(sorted(members, key=lambda m: -prominence[m])[:most])
    return [site.entries[m] for m in members if m in chosen]
