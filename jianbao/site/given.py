"""What is given to a builder: the articles that have changed, and those whose place or links follow from these."""

from collections.abc import Iterable, Mapping
from functools import cached_property

from jianbao import address
from jianbao.model import Article, Entry
from jianbao.site import standing
from jianbao.site.built import Asked, Built, Getter
from jianbao.site.model import Issue
from jianbao.site.standing import Away, Issues


class Given:
    """The articles that are given, as they now are, and what stood on the last site."""

    def __init__(self, last: Built, asked: Asked, article: Getter, changes: Mapping[str, Article | None]) -> None:
        """``changes`` are the articles that have changed, as they were."""
        self._last = last
        self._asked = asked
        self._article = article
        self.old = last.site
        self.articles = {path: article(path) for path in changes}
        """By content path, None for those that are gone."""
        self._items_of_changed()
        self._linking(changes)

    def __contains__(self, path: str) -> bool:
        return path in self.articles

    def shown(self, path: str) -> Article | None:
        """A given article if it is to be seen on the site."""
        article = self.articles.get(path)
        return article if article and standing.published(article, self._asked.now, self._asked.drafts) else None

    def stands(self, article: Article) -> bool:
        """Whether something answers at its address: itself or a tombstone."""
        now = self._asked.now
        return standing.published(article, now, self._asked.drafts) or standing.buried(article, now)

    def of_kind(self, kind: str) -> list[Article]:
        """The given articles of a kind that are shown."""
        return [article for path in self.articles if (article := self.shown(path)) and article.kind == kind]

    @cached_property
    def tombstones(self) -> tuple[Article, ...]:
        """All that have one now, by path."""
        now = self._asked.now
        kept = [a for a in self.old.tombstones if a.path not in self.articles]
        mine = (a for path, a in self.articles.items() if a and not self.shown(path) and standing.buried(a, now))
        return tuple(sorted([*kept, *mine], key=lambda a: a.path))

    def away(self, issues: Issues) -> tuple[Away, ...]:
        """All articles that are not shown now, by path."""
        found = [one for one in self.old.away if one.path not in self.articles]
        for path, article in self.articles.items():
            if article and article.kind == "article" and not self.shown(path):
                found.append(Away(path, article.added, article.date, article.issue))
        return tuple(sorted(one._replace(came=one.added or issues.date(one)) for one in found))

    @cached_property
    def addresses(self) -> dict[str, str]:
        """Of all that stood on the last site, tombstones included, by content path."""
        columns = self.old.entries.table
        found = dict(zip(columns.paths, columns.addresses, strict=True))
        others = (*(i.entry.article for i in self.old.issues), *(e.article for e in self.old.pages))
        found.update({a.path: a.address for a in (*others, *self.old.tombstones)})
        return found

    @property
    def others(self) -> list[Entry]:
        """The issues and standing pages of the last site."""
        return [*(issue.entry for issue in self.old.issues), *self.old.pages]

    def linking(self, hrefs: Iterable[str], anchors: Iterable[str] = ()) -> list[str]:
        """The content paths of what linked to one of these, or to an anchor on one of ``anchors``."""
        pages, with_anchors = set(hrefs), set(anchors)
        linked = [(path, found) for path, (found, _) in self.old.entries.table.linked.items()]
        linked += [(entry.article.path, entry.hrefs) for entry in self.others]
        found = []
        for path, mine in linked:
            parts = [href.partition("#") for href in mine]
            if any(page in pages or (sign and page in with_anchors) for page, sign, _ in parts):
                found.append(path)
        return found

    def _items_of_changed(self) -> None:
        """Gives again what belongs to an issue that has changed, or may from now on."""
        before = {issue.entry.article.path: issue for issue in self.old.issues}
        for path in list(self.articles):
            new, issue = self.shown(path), before.get(path)
            front = new if new and new.kind == "issue" else None
            if front and issue and standing.said_of_issue(front) == standing.said_of_issue(issue.entry.article):
                continue
            if front or issue:
                self._items(front, issue)

    def _items(self, front: Article | None, issue: Issue | None) -> None:
        paths = self.old.entries.table.paths
        some = [paths[m] for m in issue.members] if issue else []
        for found in (front, issue.entry.article if issue else None):
            if found:
                folder, names = standing.folder(found.path), standing.names(found)
                some += [path for path in paths if path.startswith(folder) and standing.folder(path) == folder]
                some += [path for path, name in self._last.named.items() if name in names]
        self.articles.update({path: self._article(path) for path in some if path not in self.articles})

    def _linking(self, changes: Mapping[str, Article | None]) -> None:
        """Gives again what links to an address that goes, or to an anchor on a page that has others now."""
        if not self.addresses:
            return
        aliases = {old for a in self.articles.values() if a and self.stands(a) for old in a.aliases}
        gone = {
            address.href(old) for old, _, _, path in self.old.aliases if path in self.articles and old not in aliases
        }
        other = set()
        for path, new in self.articles.items():
            was, before = self.addresses.get(path), changes.get(path)
            if was and (new is None or not self.stands(new) or new.address != was):
                gone.add(address.href(was))
            elif was and before and new and before.anchors != new.anchors:
                other.add(address.href(was))
        if gone or other:
            found = self.linking(gone, other)
            self.articles.update({path: self._article(path) for path in found if path not in self.articles})
