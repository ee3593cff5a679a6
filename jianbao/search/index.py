"""The files of the search index, as shelves: which articles each group of files follows from.

Articles are numbered from the oldest. Levels end where multiples of 16,384, 1,024 and 16 do, so a level
is full for ever or grows at its end, and what there is follows from the list of articles alone, not
from the order in which they came. The newest, fewer than sixteen, stand in the manifest as they are and
are cut by the browser: one more article changes that one file, every sixteenth a small level, every
1,024th a large one.

An article that is withdrawn or expires keeps its number, so that those behind it keep theirs: its words go as those of
an edited one do.

A folder is named by which article has which number in it, and a file in it by what is asked for. So an
article that is edited changes its record and the shards of the words that came or went, and whoever
still has the manifest of before reads them right.
"""

import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import groupby
from typing import Any, NamedTuple

from jianbao import address, digest
from jianbao.errors import AnewError
from jianbao.model import Article, Before, Entry, Page, Shelf
from jianbao.search import files, grams, patch, segment
from jianbao.search.files import FOLDER, GONE, OWNER, Record
from jianbao.search.fixed import Fixed, Tables, page
from jianbao.search.text import plain
from jianbao.site.model import Entries

UNITS = (1 << 14, 1 << 10, 1 << 4)
"""What the ends of levels are multiples of; what is left over is young."""
RECORD_UNITS = (1 << 10, 1 << 4)
"""The same for the folders of records."""

_GONE = digest.of_text("")
"""What all that is gone follows from."""

BodyOf = Callable[[str], str]
"""Content path → HTML of the body."""


def spans(count: int) -> list[tuple[int, int]]:
    """(first, number of articles) of every level; those that are left over are young."""
    made = []
    start = 0
    for unit in UNITS:
        end = count // unit * unit
        if end > start:
            made.append((start, end - start))
            start = end
    return made


def folders(count: int) -> list[tuple[int, int]]:
    """(first, number of articles) of every folder of records."""
    large, small = RECORD_UNITS
    full = count // large * large
    return [
        *((at, large) for at in range(0, full, large)),
        *((at, small) for at in range(full, count // small * small, small)),
    ]


class Members:
    """What has a number: the entries, oldest first, and between them the articles that are gone.

    In columns, as the entries are; each whole only when it is asked for.
    """

    def __init__(self, entries: Entries, gaps: Sequence[tuple[int, Article]] = ()) -> None:
        """``gaps`` are the articles that are gone, each with how many entries are older."""
        known = entries.columns
        self._entries = entries
        self._entry: list[int] | None = None
        """Index of the entry of each, -1 for what is gone; None where each has its own."""
        self.paths, self.articles, self.cards = known.paths, known.articles, known.cards
        self.characters, self.dates = known.characters, known.dates
        if gaps:
            self._entry = list(range(len(entries)))
            self.paths, self.articles, self.cards = list(self.paths), list(self.articles), list(self.cards)
            self.characters, self.dates = list(self.characters), list(self.dates)
            for at, article in reversed(gaps):
                self._entry.insert(at, -1)
                self.paths.insert(at, article.path)
                self.articles.insert(at, _GONE)
                self.cards.insert(at, _GONE)
                self.characters.insert(at, article.characters)
                # What is gone counts with the year of the one before.
                self.dates.insert(at, self.dates[at - 1] if at else "")

    def __len__(self) -> int:
        return len(self.paths)

    def __getitem__(self, number: int) -> Entry | None:
        """The entry of a number; None when it is gone."""
        at = number if self._entry is None else self._entry[number]
        return self._entries[at] if at >= 0 else None

    @property
    def left(self) -> int:
        """How many are not gone."""
        return len(self._entries)


def shelves(members: Members, tables: Tables, beside: Fixed, body_of: BodyOf, engine: bytes) -> Iterator[Shelf]:
    """Every shelf of the index.

    ``beside`` are the files that follow from no article; ``engine`` digests the program and the tables.
    """
    base = digest.of_all([engine, digest.of_text(zlib.ZLIB_RUNTIME_VERSION)])
    articles, cards = members.articles, members.cards
    records: list[list[Any]] = []
    for first, count in folders(len(members)):
        mine = slice(first, first + count)
        folder = _folder(members.paths[mine])
        records.append([folder, count])
        basis = b"".join([base, folder.encode(), *articles[mine], *cards[mine]])
        what = (base, folder, members, first, body_of)
        yield Shelf(
            f"{FOLDER}/records {first}",
            digest.of_bytes(basis),
            count,
            partial(_records, range(count), *what),
            partial(_records_again, basis, count, *what),
            basis,
        )
    levels: list[list[Any]] = []
    for first, count in spans(len(members)):
        mine = slice(first, first + count)
        numbers = segment.shards(count, sum(members.characters[mine]))
        folder = _folder(members.paths[mine], *numbers.values())
        levels.append([folder, count, numbers])
        basis = b"".join([base, folder.encode(), *articles[mine]])
        run = _Run(folder, members, first, count, numbers, tables, body_of)
        # An article is cut about as fast as its page is rendered.
        yield Shelf(
            f"{FOLDER}/level {first}",
            digest.of_bytes(basis),
            count,
            partial(_level, run),
            partial(_again, run, basis, records),
            basis,
        )
    young = sum(count for _, count, _ in levels)
    known = {
        "format": files.FORMAT,
        "count": len(members),
        "articles": members.left,
        "levels": levels,
        "records": records,
        "years": [[year, len(list(group))] for year, group in groupby(date[:4] for date in members.dates)],
        **{name: each.path.removeprefix(f"{FOLDER}/") for name, each in beside.named.items()},
    }
    known["scripts"] = beside.first
    known["alike"] = beside.alike
    always = [*beside.named.values(), *beside.scripts]
    fixed_mark = digest.of_all(digest.of_text(each.path) for each in always)
    yield Shelf(f"{FOLDER}/tables", fixed_mark, len(always), partial(iter, always))
    mark = digest.of_all([base, digest.of_plain(known), *articles[young:], *cards[young:]])
    yield Shelf(FOLDER, mark, 1, partial(_manifest, known, members, young, tables, body_of))


def record(entry: Entry | None, body_of: BodyOf) -> Record:
    """What is shown of an article, and searched."""
    if entry is None:
        return GONE
    article, card = entry.article, entry.card
    text = "\n".join(part for part in (article.kicker, article.subtitle, plain(body_of(article.path))) if part)
    href = address.href(card.href)
    return Record(card.title, href, card.date, article.column, article.source, article.tags, card.status, text)


def words(found: Record) -> segment.Words:
    """The words of an article."""
    fields = (grams.normal(found.title), grams.normal("\n".join(found.tags)), grams.normal(found.text))
    return segment.Words(fields, found.column, found.source, found.tags, found.date)


def _folder(paths: Sequence[str], *numbers: int) -> str:
    """The name of a folder: which articles have which numbers in it, and how many shards share them out."""
    return digest.of_text("\n".join([str(files.FORMAT), *map(str, numbers), *paths])).hex()[:10]


class _Run(NamedTuple):
    """What the files of a level follow from: ``size`` members from the ``first`` on."""

    folder: str
    members: Members
    first: int
    size: int
    shards: dict[str, int]
    """How many of each family."""
    tables: Tables
    body_of: BodyOf

    def record(self, at: int) -> Record:
        """That of a member, by its number in the level."""
        return record(self.members[self.first + at], self.body_of)


def _level(run: _Run) -> Iterator[Page]:
    made = segment.files(
        run.size,
        lambda at: words(run.record(at)),
        run.shards,
        run.tables.readings,
        grams.Fold(run.tables.simplified),
    )
    empty = {(family, number) for family, many in run.shards.items() for number in range(many)}
    for family, number, data in made:
        empty.discard((family, number))
        yield page(f"{run.folder}/{family}{number:x}", data)
    # A browser that asks for a term nobody uses finds an empty file, not an error.
    for family, number in sorted(empty):
        yield page(f"{run.folder}/{family}{number:x}", b"")


def _again(run: _Run, basis: bytes, records: list[list[Any]], before: Before) -> Iterator[Page]:
    """Of ``_level`` the shards of changed words, made from those of the last build."""
    edits = [
        patch.Edit(at, Record(*files.inflated(before.read(_home(records, run.first + at)))), run.record(at))
        # The same folder has the same articles and the same shards.
        for at in patch.changed(basis, before.basis, run.size)
    ]
    touched = patch.touched(edits, run.shards, run.tables.readings, grams.Fold(run.tables.simplified))
    for (family, number), changes in sorted(touched.items()):
        path = f"{run.folder}/{family}{number:x}"
        yield page(path, patch.patched(before.read(f"{FOLDER}/{path}"), family, run.size, changes))


def _home(records: list[list[Any]], number: int) -> str:
    """Where the record of a number lies."""
    for folder, count in records:
        if number < count:
            return f"{FOLDER}/{folder}/{number:x}.z"
        number -= count
    raise AnewError("找不到条目的原文")


def _records(
    some: Iterable[int], base: bytes, folder: str, members: Members, first: int, body_of: BodyOf
) -> Iterator[Page]:
    for at in some:
        mark = digest.of_all([base, members.articles[first + at], members.cards[first + at]])
        path = f"{FOLDER}/{folder}/{at:x}.z"
        yield Page(path, OWNER, "", {"digest": mark.hex()}, partial(_record, members, first + at, body_of))


def _records_again(
    basis: bytes,
    count: int,
    base: bytes,
    folder: str,
    members: Members,
    first: int,
    body_of: BodyOf,
    before: Before,
) -> Iterator[Page]:
    """Of ``_records`` those of changed articles."""
    changed = {at % count for at in patch.changed(basis, before.basis, 2 * count)}
    return _records(sorted(changed), base, folder, members, first, body_of)


def _record(members: Members, number: int, body_of: BodyOf) -> bytes:
    return files.deflated(record(members[number], body_of))


def _manifest(known: dict[str, Any], members: Members, young: int, tables: Tables, body_of: BodyOf) -> Iterator[Page]:
    records = [record(members[number], body_of) for number in range(young, len(members))]
    fold, readings = grams.Fold(tables.simplified), tables.readings
    texts = [text for found in records for text in (found.title, *found.tags, found.text)]
    pairs = {pair for text in texts for pair in grams.pairs(fold(text))}
    others = {pair: readings.others(pair) for pair in sorted(pairs) if readings.others(pair)}
    traditional = {c for text in texts for c in grams.normal(text)} & tables.simplified.keys()
    folding = files.folding({c: tables.simplified[c] for c in traditional})
    yield page("index.z", files.deflated({**known, "young": records, "others": others, "youngFolding": folding}))
