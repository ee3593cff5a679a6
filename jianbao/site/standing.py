"""Which articles stand on the site at a moment, which issue each belongs to, and which lists it stands in."""

import posixpath
import unicodedata
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from jianbao.model import WITHDRAWN, Article


def published(article: Article, now: str, drafts: bool) -> bool:
    """Whether the article stands on the site at ``now`` (``YYYY-MM-DDTHH:MM``, site time)."""
    if article.status == WITHDRAWN or (article.expires and article.expires <= now):
        return False
    return drafts or not (article.draft or (article.publish and article.publish > now))


def buried(article: Article, now: str) -> bool:
    """Whether the article once stood on the site and its address must answer with a tombstone."""
    return not article.draft and (article.status == WITHDRAWN or bool(article.expires and article.expires <= now))


def next_change(moments: Iterable[tuple[str, str, bool]], now: str, drafts: bool) -> str:
    """The first moment after ``now`` at which an article appears or goes by its date, or "".

    ``moments`` are (publish, expires, whether it is a draft); of a draft they count only where ``drafts`` are shown.
    """
    shown = (moment for moment in moments if drafts or not moment[2])
    return min((at for publish, expires, _ in shown for at in (publish, expires) if at > now), default="")


def in_order_of_issues(front: Article) -> tuple[str, int, str]:
    """What issues are put in order by."""
    return front.date, front.order, front.path


def said_of_issue(front: Article) -> tuple[str, ...]:
    """What items take from their issue."""
    return front.path, front.date, str(front.order), front.title, front.number, front.address


def tags_of(article: Article) -> list[str]:
    """An article's tags as the lists are named."""
    return list(dict.fromkeys(unicodedata.normalize("NFC", tag) for tag in article.tags))


def lists_of(article: Article, date: str) -> list[tuple[str, str]]:
    """(kind, name) of the lists in which an article of this date stands; the kinds are those of LISTS (model.py)."""
    named = [("columns", article.column), ("sources", article.source), *(("tags", tag) for tag in tags_of(article))]
    named += [("months", date[:7] if len(date) >= 7 else ""), ("years", date[:4])]
    return [(kind, name) for kind, name in named if name]


class Away(NamedTuple):
    """An article of content/ that is not on the site: a draft, withdrawn, expired, or not yet due."""

    path: str
    added: str
    date: str
    """Its own; "" where it has its issue's."""
    issue: str
    """The issue that it says it belongs to."""
    came: str = ""
    """When it came into the archive, as of others: ``added``, or the date that it would have."""


class Issues:
    """Which issue an article belongs to: that of its folder, or the one that it names."""

    def __init__(self, fronts: Sequence[Article]) -> None:
        """``fronts`` are the issues' front pages, in order."""
        self._fronts = fronts
        self._by_folder = {folder(front.path): i for i, front in enumerate(fronts)}
        self._by_name: dict[str, int] = {}
        for i in self._by_folder.values():
            for name in names(fronts[i]):
                self._by_name.setdefault(name, i)

    def of(self, article: Article | Away) -> int:
        """The index of the article's issue, -1 for none."""
        if article.issue:
            return self._by_name.get(article.issue, -1)
        return self._by_folder.get(folder(article.path), -1)

    def date(self, article: Article | Away) -> str:
        """The article's date, or its issue's; "" for neither."""
        if article.date:
            return article.date
        issue = self.of(article)
        return self._fronts[issue].date if issue >= 0 else ""

    def known(self) -> list[str]:
        """The names of the issues' folders."""
        return [posixpath.basename(path) for path in self._by_folder]


def names(front: Article) -> tuple[str, str]:
    """The names by which articles outside its folder can belong to an issue."""
    return posixpath.basename(folder(front.path)), front.number


def folder(path: str) -> str:
    """The folder of a content file."""
    return path.rpartition("/")[0]
