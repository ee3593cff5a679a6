"""Everything that can be opened, as rows: articles, drafts, scheduled and withdrawn ones, issues, standing pages.

Rows are made of what was read, not of the built site, so that what cannot be built can be found as well; they are made
again when the preview has built something new.
"""

import threading
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from jianbao.desk import loading
from jianbao.errors import SiteError
from jianbao.model import Article
from jianbao.site import model

FIELDS = ("path", "title", "date", "column", "source", "state", "tags", "kind", "words", "issue")


class Listing:
    """A site's rows, newest first, read again only when the site is another one."""

    def __init__(self, site: Path) -> None:
        self._site = site
        self.reading = threading.Lock()
        """Held while the archive is read: what is remembered of it has one reader at a time."""
        self._version = -1
        self._rows: list[list[Any]] = []

    def rows(self, version: int) -> list[list[Any]]:
        """The rows, each a list of FIELDS, as of a build's version; those from before where nothing can be read."""
        with self.reading:
            if version != self._version or not self._rows:
                try:
                    articles, zone, unread = loading.articles(self._site)
                except SiteError:
                    return self._rows  # the settings are broken, or another program reads just now: told elsewhere
                self._rows, self._version = _rows(articles, zone, unread), version
            return self._rows


def _rows(articles: list[Article], zone: str, unread: list[str]) -> list[list[Any]]:
    now = f"{datetime.now(ZoneInfo(zone)):%Y-%m-%dT%H:%M}"
    dates = {a.path.rpartition("/")[0]: a.date for a in articles if a.kind == "issue"}
    titles = {a.path.rpartition("/")[0]: a.title for a in articles if a.kind == "issue"}
    made = [_row(article, now, dates, titles) for article in articles]
    made += [[path, "（文件头有错，打开看看）", "", "", "", "读不了", [], "article", 0, ""] for path in unread]
    made.sort(key=lambda row: (row[2], row[0]), reverse=True)
    return made


def _row(article: Article, now: str, dates: dict[str, str], titles: dict[str, str]) -> list[Any]:
    folder = article.path.rpartition("/")[0]
    date = article.date or dates.get(folder, "")
    state = "已下线" if article.expires and article.expires <= now else model.label(article, now)
    issue = titles.get(folder, "") if article.kind == "article" else ""
    return [
        article.path,
        article.title,
        date,
        article.column,
        article.source,
        state,
        list(article.tags),
        article.kind,
        article.characters,
        issue,
    ]
