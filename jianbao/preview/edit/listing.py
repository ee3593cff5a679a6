"""Everything that can be opened, as rows: articles, drafts, scheduled and withdrawn ones, issues, standing pages.

Rows are made of what the preview has read, not of the site it has built, so that what cannot be built can be found as
well. They are asked for again when the preview has built something new; only folders that changed are looked at again.
"""

import contextlib
import sqlite3
import threading
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from jianbao.cache.records import DamagedError, unpacked
from jianbao.errors import SiteError
from jianbao.model import Article, article_of
from jianbao.settings import config as configuration
from jianbao.site import model, standing

FIELDS = ("path", "title", "date", "column", "source", "state", "tags", "kind", "words", "issue")


class _Folder(NamedTuple):
    """A folder's record as the state has it, its rows, and what they depend on beside it."""

    record: bytes
    rows: list[list[Any]]
    timed: bool
    """Whether they depend on the time."""
    front: Article | None
    """Its issue."""
    elsewhere: list[tuple[int, Article]]
    """The indexes of rows whose articles name an issue, which may lie in another folder."""


class Listing:
    """The rows of one site, from the state of its preview; a lock is held while they are made."""

    def __init__(self, site: Path, state: Path) -> None:
        self.reading = threading.Lock()
        """Held by whoever reads content/ into the desk's state file."""
        self._making = threading.Lock()
        self._site, self._state = site, state
        self._version = -1
        self._folders: dict[str, _Folder] = {}
        self._rows: list[list[Any]] = []

    def rows(self, version: int) -> list[list[Any]]:
        """The rows, each a list of FIELDS, as of a build's version; those from before where nothing can be read."""
        with self._making:
            if version != self._version or not self._rows:
                # The settings are broken, or the state is: told elsewhere, and mended by the next build.
                with contextlib.suppress(SiteError, sqlite3.Error, DamagedError):
                    self._rows, self._version = self._made(), version
            return self._rows

    def _made(self) -> list[list[Any]]:
        zone = configuration.load(self._site).time_zone
        now = f"{datetime.now(ZoneInfo(zone)):%Y-%m-%dT%H:%M}"
        db = sqlite3.connect(f"{self._state.as_uri()}?mode=ro", uri=True)
        with contextlib.closing(db):
            records = dict(db.execute("SELECT path, files FROM folder"))
        before, self._folders = self._folders, {}
        for folder, record in records.items():
            known = before.get(folder)
            same = known is not None and known.record == record and not known.timed
            self._folders[folder] = known if known and same else _folder(folder, record, now)
        made = _placed(self._folders.values())
        made.sort(key=lambda row: (row[2], row[0]), reverse=True)
        return made


def _folder(folder: str, record: bytes, now: str) -> _Folder:
    files = unpacked(f"{folder}/", record)
    articles = [article_of(file[2]) for file in files.values() if file[2] is not None]
    unread = [f"{folder}/{name}".lstrip("/") for name, file in files.items() if file[2] is None]
    front = next((a for a in articles if a.kind == "issue"), None)
    issues = standing.Issues([front] if front else [])
    rows = [_row(article, now, issues.date(article), front) for article in articles]
    rows += [[path, "（文件头有错，打开看看）", "", "", "", "读不了", [], "article", 0, ""] for path in unread]
    timed = any(a.publish or a.expires for a in articles)
    return _Folder(record, rows, timed, front, [(i, a) for i, a in enumerate(articles) if a.issue])


def _placed(folders: Iterable[_Folder]) -> list[list[Any]]:
    """The rows of all folders, those in the issue that their articles name."""
    folders = list(folders)
    fronts = sorted((f.front for f in folders if f.front), key=standing.in_order_of_issues)
    issues, made = standing.Issues(fronts), []
    for folder in folders:
        rows = folder.rows.copy()
        for i, article in folder.elsewhere:
            at = issues.of(article)
            title = fronts[at].title if at >= 0 else ""
            rows[i] = [*rows[i][:2], issues.date(article), *rows[i][3:-1], title]
        made += rows
    return made


def _row(article: Article, now: str, date: str, front: Article | None) -> list[Any]:
    state = "已下线" if article.expires and article.expires <= now else model.label(article, now)
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
        front.title if front and article.kind == "article" else "",
    ]
