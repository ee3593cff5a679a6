"""A site with articles newer than all of its others: what a bulletin's day brings.

Only what is plainly right is done here, as ``relate`` would do it. Whatever could have a fault, or could touch what
stands already, is refused (AnewError), and ``relate`` finds the site anew, with all that it has to say.
"""

import posixpath
from bisect import bisect
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from jianbao import address
from jianbao.model import WITHDRAWN, Article
from jianbao.settings.config import Config
from jianbao.site import related
from jianbao.site.links import Links
from jianbao.site.model import LISTS, Group, Issue, Site, in_place

_PLACES = {kind: "archive" if kind in ("months", "years") else kind for kind in LISTS}


class AnewError(Exception):
    """The site has to be related anew."""


def longer(
    site: Site, added: list[Article], fresh: Iterable[str], files: frozenset[str], config: Config, now: str
) -> Site:
    """The site with the articles ``added``; ``fresh`` are those of ``files`` that are new. Raises AnewError."""
    if not added and not fresh:
        return site
    made = _Longer(site, files, config, now)
    made.files(fresh)
    for front in sorted((a for a in added if a.kind == "issue"), key=lambda a: (a.date, a.order, a.path)):
        made.front(front)
    rest = [(made.place(article), article) for article in added if article.kind != "issue"]
    for _, article in sorted(rest):
        made.article(article)
    return made.site()


class _Longer:
    """A site while it grows at its end."""

    def __init__(self, site: Site, files: frozenset[str], config: Config, now: str) -> None:
        if not site.entries:
            raise AnewError
        self.old = site
        self.config = config
        self.now = now
        self.columns = site.entries.columns
        self.entries = site.entries
        self.related = list(site.related)
        self.issues = list(site.issues)
        self.groups = {kind: {g.name: list(g.members) for g in getattr(site, kind)} for kind in LISTS}
        fronts, pages = (i.entry.article for i in site.issues), (e.article for e in site.pages)
        self.addresses = dict(zip(self.columns.paths, self.columns.addresses, strict=True))
        self.addresses |= {a.path: a.address for a in (*fronts, *pages)}
        buried = {a.path: a.address for a in site.tombstones}
        heads = [address.of_list(_PLACES[kind], name) for kind, groups in self.groups.items() for name in groups]
        aliases = [alias[0] for alias in site.aliases]
        self.aliases = [address.key(alias) for alias in aliases]
        self.links = Links((), files, self.addresses, buried, [*address.FIXED, *heads, *aliases])
        self.links.used |= set(site.files)
        self.keys = {address.key(known) for known in self.links.known}

    def files(self, fresh: Iterable[str]) -> None:
        """New pictures and attachments: none may be where a link led before it was there."""
        for path in fresh:
            self.nowhere(path)

    def nowhere(self, path: str) -> None:
        """Refuses a path below content/ at which links have led to something else."""
        if not self.links.known.isdisjoint((path, address.of_permalink(f"/{path}"))):
            raise AnewError

    def front(self, article: Article) -> None:
        """A new issue's front page."""
        if not _plain(article, "issue") or not article.date or not self.issues:
            raise AnewError
        last = self.issues[-1].entry.article
        folder = article.path.rpartition("/")[0]
        others = (*self.columns.paths, *(a.path for a in self.old.tombstones))
        if (article.date, article.order, article.path) < (last.date, last.order, last.path) or any(
            path.rpartition("/")[0] == folder for path in others
        ):
            raise AnewError  # also for articles that belonged to no issue so far
        if any(a.issue and a.issue in (posixpath.basename(folder), article.number) for a in self.old.tombstones):
            raise AnewError  # nobody asks whether their issue is there
        linked = self.linked(article)
        self.claim(article)
        self.issues.append(Issue(in_place(article, article.date, self.now, (len(self.issues), article), linked), ()))

    def place(self, article: Article) -> tuple[str, int, int, str]:
        """What the article is put in order by."""
        issue = self.issue(article)
        date = article.date or (self.issues[issue].entry.article.date if issue >= 0 else "")
        return date, issue, article.order, article.path

    def article(self, article: Article) -> None:
        """One more article, newer than all others."""
        date, issue, *_ = place = self.place(article)
        last = self.entries[-1]
        before = (last.card.date, last.issue, last.article.order, last.article.path)
        columns = {column.name for column in self.config.columns}
        count = len(self.columns.paths)
        if (
            not _plain(article, "article")
            or not date
            or place <= before
            or (columns and article.column not in columns)
            or any(at == count for at, _ in self.old.gaps)
        ):
            raise AnewError
        front = self.issues[issue].entry.article if issue >= 0 else None
        entry = in_place(article, date, self.now, (issue, front), self.linked(article))
        self.claim(article)
        self.related.append(related.related_to(article.tags, self.recent, self.config.related))
        named = {
            "columns": [article.column],
            "sources": [article.source],
            "tags": article.tags,
            "months": [date[:7] if len(date) >= 7 else ""],
            "years": [date[:4]],
        }
        for kind, names in named.items():
            for name in filter(None, names):
                self.member(kind, name, count)
        if issue >= 0:
            self.item(issue, count, article.order)
        self.columns.append(entry)

    def issue(self, article: Article) -> int:
        """Index of the issue that the article belongs to, -1 for none."""
        folders = {i.entry.article.path.rpartition("/")[0]: n for n, i in enumerate(self.issues)}
        if not article.issue:
            return folders.get(article.path.rpartition("/")[0], -1)
        for folder, n in folders.items():
            if article.issue in (posixpath.basename(folder), self.issues[n].entry.article.number):
                return n
        raise AnewError

    def claim(self, article: Article) -> None:
        """Takes the article's address."""
        self.nowhere(article.path)
        key = address.key(article.address)
        if article.aliases or key in self.keys or any(alias.startswith(f"{key}/") for alias in self.aliases):
            raise AnewError
        self.keys.add(key)
        self.links.known.add(article.address)
        self.addresses[article.path] = article.address

    def linked(self, article: Article) -> tuple[tuple[str, ...], str]:
        """Where its links lead, and its cover."""
        hrefs = tuple(self.links.href(article, link) for link in article.links)
        cover = self.links.cover(article)
        if self.links.problems or any("#" in link.target for link in article.links):
            raise AnewError
        return hrefs, cover

    def recent(self, tag: str) -> Sequence[int]:
        """The newest articles of a tag."""
        return self.groups["tags"].get(tag, ())[-related.RECENT :]

    def member(self, kind: str, name: str, number: int) -> None:
        """Adds an article to a list."""
        members = self.groups[kind].get(name)
        if members is None:
            key = address.key(address.of_list(_PLACES[kind], name))
            # What is said of a topic without articles may name a tag that looks like it.
            unused = kind == "tags" and any(topic not in self.groups[kind] for topic, _ in self.config.topics)
            if kind == "columns" or key in self.keys or unused:
                raise AnewError
            self.keys.add(key)
            members = self.groups[kind][name] = []
        members.append(number)

    def item(self, issue: int, number: int, order: int) -> None:
        """Adds an article to an issue."""
        found = self.issues[issue]
        members = list(found.members)
        members.insert(bisect([self.entries[m].article.order for m in members], order), number)
        self.issues[issue] = replace(found, members=tuple(members))

    def site(self) -> Site:
        """The site as it now is."""
        lists: Any = {
            kind: tuple(
                Group(name, tuple(members))
                for name, members in (groups.items() if kind == "columns" else sorted(groups.items()))
            )
            for kind, groups in self.groups.items()
        }
        files = tuple(sorted(self.links.used))
        return replace(self.old, related=self.related, issues=tuple(self.issues), files=files, **lists)


def _plain(article: Article, kind: str) -> bool:
    """Whether it is of this kind and stands on the site from now on, whatever the clock says."""
    hidden = article.draft or article.publish or article.expires or article.status == WITHDRAWN
    return article.kind == kind and not hidden
