"""The entries of a site while some of them come, go or move: their order, the lists they stand in, what is related.

Whatever changes is first taken out and then put in; an archive from nothing is one in which everything is put in. An
entry that comes into the middle gives all behind it other indexes: those are told to every list in one pass, however
many entries have changed.
"""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from jianbao.model import Article
from jianbao.site.model import LISTS, Place, Row, Site
from jianbao.site.related import RECENT, related_to
from jianbao.site.standing import lists_of, tags_of

ITEMS = "items"
"""The articles of an issue, by the content path of its front page: a list like the others."""


class Placed(NamedTuple):
    """An article that is to be put in, with what its place follows from."""

    date: str
    issue: int
    """Index of its issue, -1 for none."""
    article: Article

    @property
    def place(self) -> Place:
        """What it is put in order by."""
        return self.date, self.issue, self.article.order, self.article.path


class Rows:
    """Entries in their order, and the lists of their indexes."""

    def __init__(self, site: Site, issues: Sequence[int]) -> None:
        """``issues`` gives each issue's index from the one it had in ``site``."""
        self.table = site.entries.table.copy()
        if list(issues) != list(range(len(issues))):
            self.table.issues[:] = [issues[i] if i >= 0 else -1 for i in self.table.issues]
        self.lists: dict[str, dict[str, Sequence[int]]] = {
            kind: {group.name: group.members for group in getattr(site, kind)} for kind in LISTS
        }
        self.lists[ITEMS] = {issue.entry.article.path: sorted(issue.members) for issue in site.issues}
        self.related = list(site.related)
        self._was = list(range(len(site.entries)))
        """The index that each entry had, -1 for those that were put in."""
        self._shaken: set[int] = set()
        """Entries whose related ones may have changed."""

    def change(self, gone: Iterable[str], come: Sequence[Placed], fronts: Sequence[Article]) -> dict[str, int]:
        """Takes out and puts in; returns the indexes of what was put in, by path. ``fronts`` are the issues.

        Columns that do not follow from an article's place are left to whoever knows its links.
        """
        some, new = set(gone), {placed.article.path: placed for placed in come}
        before = [i for i, path in enumerate(self.table.paths) if path in some] if some else []
        known = {self.table.paths[i]: self._forget(i) for i in before}
        places = {placed.place for placed in come}
        out = [i for i in before if self.table.place(i) not in places]
        left = {self.table.paths[i] for i in out}
        staying = {p for p, (tags, _) in known.items() if p not in left and set(tags_of(new[p].article)) == tags}
        for i in reversed(out):
            self.table.remove(i)
            del self.related[i], self._was[i]
        fresh = [placed for path, placed in new.items() if path not in known or path in left]
        for placed in sorted(fresh, key=lambda p: p.place):
            self._insert(placed)
        self._shaken = set().union(*(behind for path, (_, behind) in known.items() if path not in staying))
        if out or fresh:
            self._renumber()
        at = {path: i for i, path in enumerate(self.table.paths) if path in new} if new else {}
        for path, i in at.items():
            self._enter(i, new[path], fronts)
        self._sort()
        if len(at) == len(self.table.paths):
            self._shaken = set(at.values())
            return at  # from nothing: there is nobody else to be told
        for path, i in at.items():
            if path not in staying:
                self._shake(i, new[path].article)
        return at

    def _forget(self, i: int) -> tuple[set[str], set[int]]:
        """Takes an entry out of its lists; returns its tags, and who stands shortly behind it in their lists."""
        tags: set[str] = set()
        behind: set[int] = set()
        for kind, groups in self.lists.items():
            for name, members in groups.items():
                at = bisect_left(members, i)
                if at < len(members) and members[at] == i:
                    if kind == "tags":
                        tags.add(name)
                        behind.update(members[at + 1 : at + 1 + RECENT])
                    groups[name] = [*members[:at], *members[at + 1 :]]
        return tags, behind

    def _insert(self, placed: Placed) -> None:
        """Makes room for an entry."""
        many = len(self._was)
        at = many
        if many and placed.place < self.table.place(many - 1):
            at = bisect_left(range(many), placed.place, key=self.table.place)
        article = placed.article
        known = (article.path, article.address, placed.date, article.order, article.added)
        self.table.insert(at, Row(*known, b"", b"", b"", article.characters, placed.issue, 0))
        self.related.insert(at, ())
        self._was.insert(at, -1)

    def _renumber(self) -> None:
        """Tells every list the indexes that its entries now have."""
        now = [-1] * (max(self._was, default=-1) + 1)
        first = len(self._was)
        for i, was in enumerate(self._was):
            if was >= 0:
                now[was] = i
                if was != i and i < first:
                    first = min(i, was)
        for groups in self.lists.values():
            for name, members in groups.items():
                if members and members[-1] >= first:
                    groups[name] = [now[m] for m in members]
        self.related[first:] = [tuple([now[m] for m in found]) for found in self.related[first:]]
        self._shaken = {now[i] for i in self._shaken if i < len(now) and now[i] >= 0}

    def _enter(self, i: int, placed: Placed, fronts: Sequence[Article]) -> None:
        """Puts an entry into its lists."""
        named = lists_of(placed.article, placed.date)
        if placed.issue >= 0:
            named.append((ITEMS, fronts[placed.issue].path))
        for kind, name in named:
            members = self.lists[kind].get(name)
            if not isinstance(members, list):
                members = self.lists[kind][name] = list(members or ())
            members.append(i)

    def _sort(self) -> None:
        """Brings what was put in to its place in each list; lists in which nothing is left go."""
        for kind, groups in self.lists.items():
            self.lists[kind] = {name: members for name, members in groups.items() if members}
            for members in self.lists[kind].values():
                if isinstance(members, list):
                    members.sort()

    def _shake(self, i: int, article: Article) -> None:
        """Notes an entry, and who stands shortly behind it in the lists of its tags: other articles may be related."""
        self._shaken.add(i)
        for tag in tags_of(article):
            members = self.lists["tags"][tag]
            behind = bisect_left(members, i) + 1
            self._shaken.update(members[behind : behind + RECENT])

    def relate(self, tags: Mapping[int, Sequence[str]], most: int) -> None:
        """Finds the related ones of every entry of ``shaken`` again; ``tags`` are theirs."""
        members = self.lists["tags"]

        def earlier(tag: str, i: int) -> Sequence[int]:
            mine = members[tag]
            at = bisect_left(mine, i)
            return mine[max(0, at - RECENT) : at]

        for i, mine in tags.items():
            self.related[i] = related_to([earlier(tag, i) for tag in mine], most)

    @property
    def shaken(self) -> list[int]:
        """The indexes of entries whose related ones may have changed."""
        return sorted(self._shaken)
