"""The site of the last build with what has changed since: most builds follow the edit of one article.

How articles stand to each other follows from part of their front matter, their addresses, anchors and links. Where
nothing of that has changed the same site is right again, with new digests in the places of those articles; and articles
newer than all others go to its end. Everything else, and everything in which something is wrong, is related anew.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, NamedTuple

from jianbao import digest
from jianbao.errors import Problem
from jianbao.model import Article, Card, Entry, article_of, plain
from jianbao.settings.config import Config
from jianbao.site import appended
from jianbao.site.model import LISTS, NOT_LINKED, Columns, Entries, Group, Issue, Site, in_place

_SMALL = ("aliases", "files", "next_change")
_COLUMNS = tuple(column.name for column in fields(Columns))
PARTS = ("known", "related", "lists", "fronts", *_COLUMNS)
"""What is remembered apart, because an edit leaves most of it as it was."""

Getter = Callable[[str], Article | None]


class Asked(NamedTuple):
    """What a site is related from, the articles apart."""

    files: frozenset[str]
    config: Config
    drafts: bool
    now: str


@dataclass(frozen=True, slots=True)
class Known:
    """A site as it was related, and what else it followed from."""

    files: frozenset[str]
    config: bytes
    """Digest of the settings."""
    drafts: bool
    now: str
    moments: frozenset[str]
    """At which an article appears, goes, or is called something else."""
    site: Site
    problems: tuple[Problem, ...]

    @classmethod
    def of(cls, asked: Asked, articles: Iterable[Article], site: Site, problems: Iterable[Problem]) -> "Known":
        """A site that was related from these."""
        moments = frozenset(moment for a in articles for moment in (a.publish, a.expires) if moment)
        return cls(asked.files, _mark(asked.config), asked.drafts, asked.now, moments, site, tuple(problems))

    def after(self, changes: Mapping[str, tuple[Any, ...] | None], article: Getter, asked: Asked) -> "Known | None":
        """The same with what has changed; None when it has to be found anew.

        ``changes`` are the articles that have, as they were (plain); ``article`` gives them as they are.
        """
        first, last = sorted((self.now, asked.now))
        if (self.config, self.drafts) != (_mark(asked.config), asked.drafts) or not self.files <= asked.files:
            return None
        if any(first < moment <= last for moment in self.moments):
            return None
        edited: dict[str, Article] = {}
        added: list[Article] = []
        wrong = {problem.path for problem in self.problems}
        for path, before in changes.items():
            old, new = self._seen(article_of(before) if before else None), self._seen(article(path))
            if new is None or old is None:
                if old is not None:
                    return None
                added += [new] if new else []
            elif old != new:
                if _standing(old) != _standing(new) or (f"content/{path}" in wrong and old.places != new.places):
                    return None
                edited[path] = new
        site = _edited(self.site, edited, article, asked.now)
        try:
            site = appended.longer(site, added, asked.files - self.files, asked.files, asked.config, asked.now)
        except appended.AnewError:
            return None
        return replace(self, files=asked.files, now=asked.now, site=site)

    def _seen(self, article: Article | None) -> Article | None:
        """Nothing follows from a draft where drafts are not shown."""
        return None if article and article.draft and not self.drafts else article

    def parts(self) -> dict[str, Any]:
        """Plain values for the state."""
        site = self.site
        head = (self.config, self.drafts, self.now, self.moments)
        small = tuple(getattr(site, name) for name in _SMALL)
        at = {article.path: i for i, article in enumerate(site.tombstones)}
        return {
            **site.entries.columns.plain(),
            "known": (*head, plain(self.problems), sorted(self.files), small),
            "related": tuple(site.related),
            "lists": tuple(tuple((g.name, tuple(g.members)) for g in getattr(site, kind)) for kind in LISTS),
            "fronts": (
                tuple((plain(issue.entry), tuple(issue.members)) for issue in site.issues),
                plain(site.pages),
                plain(site.tombstones),
                tuple((number, at[article.path]) for number, article in site.gaps),
            ),
        }

    @classmethod
    def of_parts(cls, parts: Mapping[str, Any], article: Getter) -> "Known":
        """The same back from the state; ``article`` gives those that are asked for."""
        config, drafts, now, moments, problems, files, small = parts["known"]
        issues, pages, tombstones, gaps = parts["fronts"]
        buried = tuple(map(article_of, tombstones))
        named: Any = dict(
            zip(LISTS, (tuple(Group(*group) for group in groups) for groups in parts["lists"]), strict=True)
        )
        named |= zip(_SMALL, small, strict=True)
        site = Site(
            entries=Entries(Columns.of_plain({name: parts[name] for name in _COLUMNS}), _sure(article), now),
            related=parts["related"],
            issues=tuple(Issue(_entry(entry), members) for entry, members in issues),
            pages=tuple(map(_entry, pages)),
            tombstones=buried,
            gaps=tuple((number, buried[i]) for number, i in gaps),
            **named,
        )
        found = tuple(map(Problem.of_plain, problems))
        return cls(frozenset(files), config, drafts, now, moments, site, found)


def _mark(config: Config) -> bytes:
    return digest.of_text(repr(config))


def _standing(article: Article) -> tuple[Any, ...]:
    """What an article's place follows from, and what other pages take from it beyond its card."""
    links = tuple((link.target, link.picture) for link in article.links)
    shown = (article.title,) if article.kind != "article" or article.aliases else ()
    return (
        *(article.path, article.kind, article.address, article.date, article.number, article.issue, article.order),
        *(article.column, article.source, article.tags, article.cover, article.status, article.draft),
        *(article.publish, article.expires, article.aliases, article.anchors, links, shown),
    )


def _entry(plain: tuple[Any, ...]) -> Entry:
    return Entry._make((article_of(plain[0]), Card(*plain[1]), *plain[2:]))


def _edited(site: Site, edited: dict[str, Article], article: Getter, now: str) -> Site:
    """The site with these articles in the places of those before."""
    columns = site.entries.columns.copy()
    at = {path: i for i, path in enumerate(columns.paths) if path in edited}
    for path, i in at.items():
        issue = columns.issues[i]
        front = site.issues[issue].entry.article if issue >= 0 else None
        linked = columns.linked.get(i, NOT_LINKED)
        columns.put(i, in_place(edited[path], columns.dates[i], now, (issue, front), linked))

    def whole(entry: Entry) -> Entry:
        found = edited.get(entry.article.path)
        if found is None:
            return entry
        front = found if entry.issue >= 0 else None
        return in_place(found, entry.card.date, now, (entry.issue, front), (entry.hrefs, entry.cover))

    return replace(
        site,
        entries=Entries(columns, _sure(article), now),
        issues=tuple(replace(issue, entry=whole(issue.entry)) for issue in site.issues),
        pages=tuple(map(whole, site.pages)),
        tombstones=tuple(edited.get(a.path, a) for a in site.tombstones),
        gaps=tuple((number, edited.get(a.path, a)) for number, a in site.gaps),
    )


def _sure(article: Getter) -> Callable[[str], Article]:
    def sure(path: str) -> Article:
        found = article(path)
        if found is None:
            raise LookupError(path)
        return found

    return sure
