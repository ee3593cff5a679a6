"""Files for machines: feeds, sitemaps, robots.txt."""

from collections.abc import Iterator, Sequence

from jianbao import address
from jianbao.model import Entry, Page
from jianbao.pages import periods
from jianbao.pages.frame import Context, Frame, body
from jianbao.site.model import Group, Site

FED = ("columns", "tags")
"""The lists that have feeds."""


def feeds(
    title: str, home: str, stem: str, entries: Sequence[Entry], frame: Frame, *, whole: bool = False
) -> Iterator[Page]:
    """An Atom (RFC 4287) and a JSON feed (version 1.1) of the newest entries; ``entries`` oldest first.

    ``home`` is the address of the page that the feed follows, ``stem`` its own without ending. Both have summaries,
    the Atom feed ``whole`` texts beside them where that is asked for: every article writes all feeds it is in anew.
    """
    newest = entries[::-1][: frame.config.feed_entries]
    rows = [_entry(entry, frame, whole=whole) for entry in newest]
    atom: Context = {
        "title": title,
        "id": frame.url(f"{stem}.xml"),
        "url": frame.url(home),
        "self": frame.url(f"{stem}.xml"),
        "root": "../" * stem.count("/"),
        "updated": max(row["updated"] for row in rows),
        "entries": rows,
    }
    yield Page(f"{stem}.xml", f"订阅“{title}”", "feed.xml", {"feed": atom})
    json_feed: Context = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": title,
        "home_page_url": frame.url(home),
        "feed_url": frame.url(f"{stem}.json"),
        "language": frame.config.language,
        "items": [
            {
                "id": row["id"],
                "url": row["url"],
                "title": row["title"],
                "date_published": row["published"],
                **({"date_modified": row["updated"]} if row["updated"] != row["published"] else {}),
                "authors": [{"name": row["author"]}],
                "tags": row["tags"],
                "content_text": row["summary"],
            }
            for row in rows
        ],
    }
    yield Page(f"{stem}.json", f"订阅“{title}”", "", {"json": json_feed})


def _entry(entry: Entry, frame: Frame, *, whole: bool) -> Context:
    article = entry.article
    published = frame.instant(entry.card.date, article.time)
    changes = [frame.instant(u.date) for u in article.updates] + (
        [frame.instant(article.modified)] if article.modified else []
    )
    url = frame.url(article.address)
    return {
        "title": article.title,
        "url": url,
        "id": url,
        "published": published,
        "updated": max([published, *changes]),
        "author": article.source or (article.origin.name if article.origin else "") or frame.config.name,
        "summary": article.description,
        "tags": list(article.tags),
        "content": body(entry, frame.config.url, frame, illustrated=False) if whole else None,
    }


_SITEMAP = 125
"""Articles of a sitemap: some 13 kB, of which every article of its months writes all."""
_LONG = 4000
"""Articles of a year from which on its sitemaps hold twice as many: one for each day made an index of all of 660 kB."""


def sitemaps(site: Site, year: Group) -> Iterator[tuple[str, Sequence[int]]]:
    """The sitemaps of a year: (address, its articles), by halves, quarters … where it is long."""
    dates = site.entries.table.dates
    size = len(year.members)
    most = _SITEMAP << (size // _LONG).bit_length()
    whole = periods.cut(year.name, range(size), lambda n: dates[year.members[n]], most)
    for leaf in whole.leaves():
        yield f"sitemap/{leaf.name}.xml", year.members[leaf.first : leaf.loose]


def sitemap(name: str, entries: Sequence[Entry], frame: Frame) -> Iterator[Page]:
    """A sitemap of articles (sitemaps.org protocol 0.9)."""
    rows = []
    for entry in entries:
        dates = [entry.card.date, entry.article.modified, *(u.date for u in entry.article.updates)]
        rows.append(
            {"url": frame.url(entry.article.address), "lastmod": max(d for d in dates if len(d) in (0, 10))}
            if max(map(len, dates)) == 10
            else {"url": frame.url(entry.article.address), "lastmod": ""}
        )
    yield Page(name, "站点地图", "sitemap.xml", {"entries": rows})


def sitemap_of(paths: Sequence[str], name: str, frame: Frame) -> Page:
    """The sitemap of pages that have no date."""
    rows = [{"url": frame.url(path), "lastmod": ""} for path in paths]
    return Page(name, "站点地图", "sitemap.xml", {"entries": rows})


def sitemap_index(names: Sequence[str], frame: Frame) -> Page:
    """The index of all sitemaps."""
    rows = [{"url": frame.url(name)} for name in names]
    return Page("sitemap.xml", "站点地图", "sitemapindex.xml", {"entries": rows})


def robots(frame: Frame) -> Page:
    """robots.txt (RFC 9309)."""
    return Page("robots.txt", "robots.txt", "robots.txt", {"sitemap": frame.url("sitemap.xml")})


def manifest() -> Page:
    """The web app manifest (W3C): name and icons for those who keep the site on their telephone."""
    return Page("manifest.webmanifest", "manifest.webmanifest", "manifest.webmanifest", {})


def notfound(frame: Frame) -> Page:
    """The page that a server shows for an address that does not exist, at whatever depth."""
    page = frame.page("notfound", "404.html", "没有找到这一页", noindex=True)
    return Page("404.html", "404 页", "404.html", {"page": page})


SEARCH = "search/app.js"
"""The theme's search script: where it is, there is a search page."""


def search(frame: Frame) -> Page:
    """The search page."""
    page = frame.page("search", "search.html", "搜索", noindex=True)
    return Page("search.html", "搜索页", "search.html", {"page": page})


def people_sitemap(groups: list[tuple[str, list[tuple[str, str]]]], frame: Frame) -> Page:
    """The site map that people read: ``groups`` are (title, [(title, address)])."""
    page = frame.page("sitemap", "sitemap.html", "站点地图", meta=frame.column_meta("站点地图", None, "站点地图"))
    context = [
        {"title": t, "items": [{"title": n, "href": address.href(p)} for n, p in items]} for t, items in groups if items
    ]
    return Page("sitemap.html", "站点地图", "sitemap.html", {"page": page, "groups": context})
