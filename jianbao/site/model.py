"""The published articles in their order: in columns what is asked of all of them, each whole when it is asked for.

An archive of 100,000 articles is looked at by a build that changes one of them. What every build asks of every article
are a dozen digests, numbers and short texts; the rest is fetched for those few whose pages are made.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, NamedTuple, overload

from jianbao import digest
from jianbao.model import Article, Card, Entry, plain
from jianbao.site.standing import Away

LISTS = ("columns", "tags", "sources", "months", "years")
"""The lists of a site by their names in it."""
Linked = tuple[tuple[str, ...], str]
"""Where an entry's links lead, and its cover's address."""
NOT_LINKED: Linked = ((), "")
Asking = tuple[str, int, int, tuple[tuple[Any, ...], ...]]
"""What an article asks of its theme: a layout with its line and column, and directives, as the state keeps them."""


@dataclass(frozen=True, slots=True)
class Table:
    """What is known of every entry, one list for each thing; ``Row`` has their values for one entry."""

    paths: list[str]
    addresses: list[str]
    dates: list[str]
    """Of the cards."""
    orders: list[int]
    """The ``order`` of each within its issue."""
    added: list[str]
    """The date on which each came into the archive, where it says so."""
    articles: list[bytes]
    """Digests of the files' bytes."""
    cards: list[bytes]
    digests: list[bytes]
    characters: list[int]
    issues: list[int]
    prominence: list[int]
    """How far each stands out among others: what an editor wanted to lead (4), a cover (2), a summary (1)."""
    linked: dict[str, Linked]
    """Content path → links and cover, of those that have any."""
    asking: dict[str, Asking]
    """Content path → what is asked of the theme, of those that ask for anything."""

    @classmethod
    def of(cls, entries: Sequence[Entry]) -> "Table":
        """The columns of whole entries."""
        empty: list[Any] = [*([] for _ in Row._fields), {}, {}]
        made = cls(*empty)
        for at, entry in enumerate(entries):
            made.insert(at, Row.of(entry))
            made.put(at, entry)
        return made

    def insert(self, at: int, row: "Row") -> None:
        """Makes room for one more entry before the one at ``at``."""
        for column, value in zip(self._lists(), row, strict=True):
            column.insert(at, value)

    def remove(self, at: int) -> None:
        """Takes an entry out."""
        self.linked.pop(self.paths[at], None)
        self.asking.pop(self.paths[at], None)
        for column in self._lists():
            del column[at]

    def put(self, at: int, entry: Entry) -> None:
        """Says what is known of the entry at ``at``."""
        self.linked.pop(self.paths[at], None)
        for column, value in zip(self._lists(), Row.of(entry), strict=True):
            column[at] = value
        if entry.hrefs or entry.cover:
            self.linked[entry.article.path] = (entry.hrefs, entry.cover)
        self.asking.pop(self.paths[at], None)
        if entry.article.layout or entry.article.directives:
            self.asking[entry.article.path] = asking(entry.article)

    def place(self, at: int) -> "Place":
        """What the entry at ``at`` is put in order by."""
        return self.dates[at], self.issues[at], self.orders[at], self.paths[at]

    def copy(self) -> "Table":
        """The same, to be changed."""
        lists: list[Any] = [*map(list, self._lists()), dict(self.linked), dict(self.asking)]
        return Table(*lists)

    def _lists(self) -> tuple[list[Any], ...]:
        return tuple(getattr(self, name) for name in Row._fields)

    def plain(self) -> dict[str, Any]:
        """Plain values for the state, by name; digests in one piece."""
        made = {column.name: getattr(self, column.name) for column in fields(self)}
        return made | {name: b"".join(made[name]) for name in ("articles", "cards", "digests")}

    @classmethod
    def of_plain(cls, plain: dict[str, Any]) -> "Table":
        """The columns back from the state."""
        made: Any = {name: digest.apart(value) if isinstance(value, bytes) else value for name, value in plain.items()}
        return cls(**made)


class Row(NamedTuple):
    """What the columns say of one entry."""

    paths: str
    addresses: str
    dates: str
    orders: int
    added: str
    articles: bytes
    cards: bytes
    digests: bytes
    characters: int
    issues: int
    prominence: int

    @classmethod
    def of(cls, entry: Entry) -> "Row":
        """The row of a whole entry."""
        article, row = entry.article, entry.card
        marks = (article.digest, entry.card_digest, entry.digest)
        named = (article.path, article.address, row.date, article.order, article.added)
        prominence = 4 * article.lead + 2 * bool(entry.cover) + bool(article.summary)
        return cls(*named, *marks, article.characters, entry.issue, prominence)


Place = tuple[str, int, int, str]
"""Date, index of the issue or -1, order within the issue, content path: what entries are put in order by."""


class Entries(Sequence[Entry]):
    """The entries, oldest first."""

    __slots__ = ("_article", "_now", "_whole", "table")

    def __init__(
        self, table: Table, article: Callable[[str], Article], now: str, whole: Mapping[int, Entry] | None = None
    ) -> None:
        """``article`` gives an article by its path; ``whole`` are those entries that are there already."""
        self.table = table
        self._article = article
        self._now = now
        self._whole: dict[int, Entry] = dict(whole or {})

    def __len__(self) -> int:
        return len(self.table.paths)

    @overload
    def __getitem__(self, at: int) -> Entry: ...

    @overload
    def __getitem__(self, at: slice) -> list[Entry]: ...

    def __getitem__(self, at: int | slice) -> Entry | list[Entry]:
        if isinstance(at, slice):
            return [self[i] for i in range(*at.indices(len(self)))]
        found = self._whole.get(at)
        if found is None:
            i = range(len(self))[at]
            found = self._whole.get(i)
            if found is None:
                found = self._whole[i] = self._made(i)
        return found

    def __iter__(self) -> Iterator[Entry]:
        return map(self.__getitem__, range(len(self)))

    def _made(self, i: int) -> Entry:
        known = self.table
        article = self._article(known.paths[i])
        hrefs, cover = known.linked.get(known.paths[i], NOT_LINKED)
        row = card(article, known.dates[i], self._now)
        return Entry(article, row, known.digests[i], known.cards[i], known.issues[i], hrefs, cover)


@dataclass(frozen=True, slots=True)
class Some(Sequence[Entry]):
    """Some of the entries, by their indexes."""

    entries: Entries
    members: Sequence[int]

    def __len__(self) -> int:
        return len(self.members)

    @overload
    def __getitem__(self, at: int) -> Entry: ...

    @overload
    def __getitem__(self, at: slice) -> "Some": ...

    def __getitem__(self, at: int | slice) -> "Entry | Some":
        return Some(self.entries, self.members[at]) if isinstance(at, slice) else self.entries[self.members[at]]

    def date(self, at: int) -> str:
        """The date of the row there."""
        return self.entries.table.dates[self.members[at]]

    def digests(self) -> list[bytes]:
        """Those of the entries."""
        known = self.entries.table.digests
        return [known[m] for m in self.members]

    def cards(self) -> list[bytes]:
        """Digests of their rows."""
        known = self.entries.table.cards
        return [known[m] for m in self.members]


@dataclass(frozen=True, slots=True)
class Group:
    """The articles that one list shows, oldest first, as indexes into Site.entries."""

    name: str
    members: Sequence[int]


@dataclass(frozen=True, slots=True)
class Issue:
    """An issue (期): its own page and its items in order, as indexes into Site.entries."""

    entry: Entry
    members: Sequence[int]


@dataclass(frozen=True, slots=True)
class Site:
    """Everything the outputs follow from: the articles in order and how they stand to each other."""

    entries: Entries
    """Published articles, oldest first."""
    related: Sequence[tuple[int, ...]]
    """For each entry its related earlier ones, best first."""
    issues: tuple[Issue, ...]
    """Oldest first."""
    pages: tuple[Entry, ...]
    """Standing pages, in order."""
    columns: tuple[Group, ...]
    tags: tuple[Group, ...]
    sources: tuple[Group, ...]
    months: tuple[Group, ...]
    """By ``YYYY-MM``; articles known to the year alone are in ``years`` only."""
    years: tuple[Group, ...]
    tombstones: tuple[Article, ...]
    """Withdrawn and expired articles: their addresses stay, their words do not."""
    aliases: tuple[tuple[str, str, str, str], ...]
    """(old address, title and address of the page it leads to, content path of that page)."""
    files: tuple[str, ...]
    """Content paths of the pictures and attachments that published pages use, sorted."""
    next_change: str
    """The next moment at which a build would differ by date alone, or ""."""
    away: tuple[Away, ...] = ()
    """Articles that are not to be seen, by path: their numbers in the search index are kept for them."""

    def written_in(self) -> dict[str, tuple[str, str]]:
        """Address → (content path, date) of every page that a file of content/ makes."""
        known = self.entries.table
        made = dict(zip(known.addresses, zip(known.paths, known.dates, strict=True), strict=True))
        others = (*(i.entry.article for i in self.issues), *(e.article for e in self.pages), *self.tombstones)
        return made | {a.address: (a.path, a.date) for a in others}


def asking(article: Article) -> Asking:
    """What an article asks of its theme."""
    return article.layout, *article.place("layout"), plain(article.directives)


def label(article: Article, now: str) -> str:
    """What a list says of an article beside its title: only a preview shows drafts and future ones."""
    if article.draft:
        return "草稿"
    if article.publish and article.publish > now:
        return "待上线"
    return article.status if article.status != "现行" else ""


def card(article: Article, date: str, now: str) -> Card:
    """The article's row in a list; ``date`` is its own or its issue's."""
    status = label(article, now)
    named = (article.title, article.address, date, article.column, article.source, article.summary)
    return Card(*named, status, article.phrased[1])


def in_place(article: Article, date: str, now: str, issue: tuple[int, Article | None], linked: Linked) -> Entry:
    """The article in its place; ``issue`` is that issue's index and front page, or (-1, None)."""
    row = card(article, date, now)
    mark = digest.of_text("\x1f".join(row))
    hrefs, cover = linked
    at, front = issue
    issue_title = "\x1f".join((front.title, front.number, front.address)) if front else ""
    whole = digest.of_bytes(article.digest + mark + "\x1f".join((issue_title, cover, *hrefs)).encode())
    return Entry(article, row, whole, mark, at, hrefs, cover)
