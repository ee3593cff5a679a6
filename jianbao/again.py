"""The site of a moment ago with other bodies: what a process that builds again and again need not relate anew.

How articles stand to each other follows from their front matter, addresses, anchors and links. Where nothing
of that has changed, the same site is right again, with the articles that were saved in the places of those before.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from jianbao import digest
from jianbao.config import Config
from jianbao.errors import Problem
from jianbao.model import Article, Entry, Site


class Asked(NamedTuple):
    """What a site is related from, the articles and the moment apart."""

    files: frozenset[str]
    config: Config
    drafts: bool
    complete: bool


@dataclass(frozen=True, slots=True)
class Known:
    """A site as it was related, and all that it followed from."""

    articles: Sequence[Article]
    asked: Asked
    now: str
    site: Site
    problems: tuple[Problem, ...]

    def with_bodies(self, articles: Sequence[Article], asked: Asked, now: str) -> Site | None:
        """The site of these articles; None when something but bodies is not as it was."""
        if asked != self.asked or len(articles) != len(self.articles) or _moments(self.articles, self.now, now):
            return None
        changed = {}
        for old, new in zip(self.articles, articles, strict=True):
            if old is not new:
                if _but_for_the_body(old) != _but_for_the_body(new):
                    return None
                changed[new.path] = new
        return _with(self.site, changed) if changed else self.site


def of_entry(article: Article, card_digest: bytes, issue: Article | None, cover: str, hrefs: Iterable[str]) -> bytes:
    """The digest of an entry; ``issue`` is the front page of the issue that it belongs to."""
    issue_title = "\x1f".join((issue.title, issue.number, issue.address)) if issue else ""
    return digest.of_bytes(article.digest + card_digest + "\x1f".join((issue_title, cover, *hrefs)).encode())


def _but_for_the_body(article: Article) -> Article:
    """The article without what only its own page and the search index show of its body."""
    return article._replace(digest=b"", description="", headings=(), characters=0)


def _moments(articles: Iterable[Article], *between: str) -> bool:
    """Whether an article may appear, go or change its label between two moments."""
    first, last = sorted(between)
    return first != last and any(first < m <= last for a in articles for m in (a.publish, a.expires) if m)


def _with(site: Site, changed: dict[str, Article]) -> Site:
    def now(entry: Entry) -> Entry:
        article = changed.get(entry.article.path)
        if article is None:
            return entry
        issue = site.issues[entry.issue].entry.article if entry.issue >= 0 else None
        mark = of_entry(article, entry.card_digest, issue, entry.cover, entry.hrefs)
        return entry._replace(article=article, digest=mark)

    return replace(
        site,
        entries=tuple(map(now, site.entries)),
        issues=tuple(replace(issue, entry=now(issue.entry)) for issue in site.issues),
        pages=tuple(map(now, site.pages)),
        tombstones=tuple(changed.get(a.path, a) for a in site.tombstones),
        gaps=tuple((at, changed.get(a.path, a)) for at, a in site.gaps),
    )
