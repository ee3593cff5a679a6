"""What every page shares: the site's chrome, the page's head, rows and dates."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from jianbao import address, digest, zh
from jianbao.content import dates
from jianbao.markdown.arguments import Shown, nowhere
from jianbao.media import pictures
from jianbao.media.pictures import Picture
from jianbao.model import Article, Card, Entry, Page
from jianbao.pages import asking, chrome
from jianbao.pages.asking import Themed
from jianbao.settings.config import Column, Config
from jianbao.site.model import Linked, Site
from jianbao.zh import Reading

Context = dict[str, Any]
SHARE, SHARE_GLYPHS = "share.png", "share-glyphs.png"
"""The theme's picture for sharing, and the signs to write on it."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The settings that contexts are made with, and a digest of them all."""

    config: Config
    columns: dict[str, Column]
    readings: dict[str, Reading]
    """Of every tag and source."""
    chrome: Context
    """``site`` in every template."""
    pictures: dict[str, Picture]
    """By their addresses as they stand in links."""
    tabs: frozenset[str]
    """Where the entries of the navigation lead."""
    themed: Themed
    """What the theme has for articles that ask for it."""
    digest: bytes

    @classmethod
    def of(
        cls,
        config: Config,
        site: Site,
        assets: dict[str, str],
        options: dict[str, str],
        readings: dict[str, Reading],
        shown: dict[str, Picture],
        themed: Themed,
        engine: bytes,
        logo: Picture | None = None,
    ) -> "Frame":
        """``assets`` are the theme's static files by name → address; ``shown`` the pictures by content path; ``logo``
        what is known of the theme's; ``engine`` digests all that renders.

        A picture is not in the frame's digest but in that of what shows it.
        """
        shared = chrome.shared(config, site, assets, options, logo)
        settings = [
            shared,
            [
                config.url,
                config.list_rows,
                config.feed_entries,
                config.home_rows,
                config.government_tags,
                config.time_zone,
            ],
            [[c.name, c.description, *c.keywords] for c in config.columns],
            [list(t) for t in config.topics],
            [list(f) for f in config.figures],
        ]
        columns = {c.name: c for c in config.columns}
        by_href = {address.href(path): picture for path, picture in shown.items()}
        mark = digest.of_all([engine, digest.of_plain(settings)])
        tabs = frozenset(entry["href"] for item in shared["nav"] for entry in (item, *item["items"]))
        return cls(config, columns, readings, shared, by_href, tabs, themed, mark)

    def url(self, path: str) -> str:
        """The absolute URL of an address."""
        return address.url(self.config.url, path)

    def instant(self, date: str, time: str = "") -> str:
        """RFC 3339, in the site's time zone; what a date leaves open is taken as its beginning."""
        return _instant(date, time, self.config.time_zone)

    def picture(self, href: str) -> Context:
        """What a template needs beside a picture's address, so that nothing moves when it arrives."""
        found = self.pictures.get(href)
        if found is None:
            return {"width": None, "height": None, "webp": []}
        copies = [{"width": width, "href": pictures.address(href, width)} for width in found.copies]
        return {"width": found.width, "height": found.height, "webp": copies}

    def marks(self, linked: Linked) -> list[bytes]:
        """What an entry's pages take from its pictures' bytes, as a digest; nothing when it has none."""
        hrefs, cover = linked
        hrefs = tuple(href for href in (*hrefs, cover) if href in self.pictures)
        return [digest.of_plain([[href, self.picture(href)] for href in hrefs])] if hrefs else []

    def page(
        self,
        kind: str,
        path: str,
        title: str,
        *,
        trail: list[tuple[str, str]] | None = None,
        description: str = "",
        meta: list[list[str]] | None = None,
        og: list[list[str]] | None = None,
        jsonld: str = "",
        feeds: list[tuple[str, str]] | None = None,
        noindex: bool = False,
        uses: Iterable[Article] = (),
    ) -> Context:
        """``page`` in a template: what the head and the breadcrumb show.

        ``trail`` are (title, address) between 首页 and the page; ``feeds`` (title, address); ``uses`` are the articles
        whose layouts and directives the page shows. The tab is the entry of the navigation that leads to the page
        itself ("page") or to the section it stands in ("true").
        """
        url = self.url(path)
        image = self.chrome["assets"].get(SHARE)
        if image and not any(name == "og:image" for name, _ in og or ()):
            og = [*(og or [["og:type", "website"]]), ["og:image", self.url(image)]]
        parts = urlsplit(self.config.url)
        government = []
        if self.config.government_tags:
            government = [["SiteName", self.config.name], ["SiteDomain", parts.netloc]]
            if self.config.footer.id_code:
                government.append(["SiteIDCode", self.config.footer.id_code])
            government += meta or []
        own = address.href(path)
        section = address.href(trail[0][1]) if trail else None
        tab = own if own in self.tabs else section if section in self.tabs else None
        crumbs = [{"title": t, "href": address.href(p)} for t, p in [("首页", address.HOME), *(trail or [])]]
        return {
            "kind": kind,
            "root": self.config.base if kind == "notfound" else "../" * path.count("/"),
            "href": own,
            "tab": {"href": tab, "current": "page" if tab == own else "true"},
            "url": url,
            "title": title,
            "description": description or self.config.description,
            "noindex": noindex,
            "uses": asking.names(uses),
            "meta": government,
            "og": [
                ["og:site_name", self.config.name],
                ["og:title", title],
                ["og:url", url],
                *(og or [["og:type", "website"]]),
            ],
            "jsonld": jsonld,
            "breadcrumb": [*crumbs, {"title": title, "href": None}] if kind != "home" else [],
            "feeds": [
                {
                    "title": t,
                    "href": address.href(p),
                    "type": "application/feed+json" if p.endswith(".json") else "application/atom+xml",
                }
                for t, p in feeds or [(self.config.name, "feed.xml")]
            ],
        }

    def column_meta(self, title: str, column: Column | None, kind: str) -> list[list[str]]:
        """The page tags of a list; required ones are never empty."""
        description = column.description if column else ""
        keywords = "，".join(column.keywords) if column else ""
        return [
            ["ColumnName", title],
            ["ColumnDescription", description or f"{self.config.name}{title}"],
            ["ColumnKeywords", keywords or title],
            ["ColumnType", kind],
        ]


@lru_cache(maxsize=16384)
def _instant(date: str, time: str, zone: str) -> str:
    moment = datetime.fromisoformat(f"{dates.first_day(date)}T{time or '00:00'}").replace(tzinfo=ZoneInfo(zone))
    return moment.isoformat()


@lru_cache(maxsize=16384)
def card(row: Card) -> Context:
    """A row in a list. The same article stands in ten lists: contexts share the row and never change it."""
    return {
        "title": row.title,
        "phrased": row.phrased,
        "href": address.href(row.href),
        "date": row.date,
        "date_text": zh.date_text(row.date),
        "column": row.column,
        "source": row.source,
        "summary": row.summary,
        "status": row.status,
    }


def body(entry: Entry, prefix: str, frame: Frame, *, illustrated: bool = True) -> Context:
    """A reference to a body, resolved only when the page is really rendered.

    Where it is ``illustrated`` its pictures get what pages need to know of them; feeds leave that to their readers.
    """
    article = entry.article
    shown = {href: frame.picture(href) for href in entry.hrefs if href in frame.pictures} if illustrated else {}
    made: Context = {"path": article.path, "digest": article.digest.hex(), "prefix": prefix}
    made |= {"hrefs": list(entry.hrefs), "pictures": shown}
    long = {h.id: h.phrased for h in article.headings if h.phrased} if illustrated else {}
    if long:
        made["headings"] = long
    if article.directives:
        where = Shown(prefix, entry.hrefs, frame.picture if illustrated else nowhere)
        made["directives"] = asking.directives(entry, where, frame.themed)
    return made


def script_json(value: object) -> str:
    """JSON that is safe inside a script element."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def single(name: str, frame: Frame, pages: list[Page]) -> tuple[str, bytes, list[Page]]:
    """A shelf of pages cheap enough to be made each time: their contexts are what it follows from."""
    return name, digest.of_all([frame.digest, digest.of_plain([[p.path, p.template, p.context] for p in pages])]), pages
