"""A built index as it lies in a folder: what the browser's index_reader.js does, for the command line and the tests.

It counts the files and bytes it reads, which are those that a browser would fetch.
"""

from collections.abc import Callable, Iterable, Iterator, Set
from functools import lru_cache
from itertools import accumulate
from typing import Any, NamedTuple

from jianbao.search import files, grams, packs
from jianbao.search.asking.asked import Period
from jianbao.search.files import Record
from jianbao.search.readings import Readings
from jianbao.search.shards import across, blocks, segment, shard, singles
from jianbao.search.shards.layout import DATED, FREQUENT, Layout
from jianbao.search.shards.pairs import Pairs
from jianbao.search.terms import of_article

Postings = tuple[dict[int, int], dict[int, int], dict[int, int]]
"""For each of title, tags and body: article → frequency."""
Terms = dict[tuple[str, str], Postings]
"""Terms, each a text and its reading (or ""), with their postings in all segments together."""
Read = Callable[[str], bytes]
Wanted = Callable[[str, str], bool]
"""Of the text of a term and its reading, or ""."""


LARGE = 8192
"""Numbers from which on a segment is large: a third to two thirds of them are articles', about as many as lists have
that HEAVY tells apart."""


class Part(NamedTuple):
    """Terms as far as they were read."""

    terms: Terms
    times: float
    """About how many times as many articles there are; 1 when all was read."""

    @property
    def about(self) -> float:
        """About how many postings there are."""
        return self.times * sum(len(articles) for postings in self.terms.values() for articles in postings)


class _Segment(NamedTuple):
    folder: str
    first: int
    space: int
    """How many numbers it has from the first on; a third to two thirds of them are articles'."""
    shards: dict[str, int]
    blocks: int
    """Into how many blocks of numbers its frequent single characters are cut."""
    dated: list[str]
    """The years of its articles' dates."""
    sizes: str = ""
    """Of a pack: how many bytes each of its parts has."""

    def files(
        self, family: str, where: int, read: "Read", wanted: "Wanted", only: Set[int] | None = None
    ) -> Iterator[tuple[bytes, int, int]]:
        """Every file that holds ``wanted`` terms of a place: (its shard, its first number, how many it can hold).

        ``only``: none but the first block and those that have one of these articles, if there is any.
        """
        layout = Layout(self.space, self.shards, self.blocks)
        number = layout.place(family, where)
        if family != "s":
            mine = None if only is None else {a - self.first for a in only if self.first <= a < self.first + self.space}
            if mine is not None and not mine:
                return
            known = blocks.first(read(f"{self.folder}/{blocks.name(family, number, 0)}"))
            width = blocks.width(self.space, known.halved)
            yield known.data, self.first, width
            some = range(1 << known.halved) if mine is None else sorted({a // width for a in mine})
            for block in (block for block in some if block):
                yield read(f"{self.folder}/{blocks.name(family, number, block)}"), self.first + block * width, width
            return
        frequent, data = singles.first(read(f"{self.folder}/{singles.name(number)}"))
        for block in range(self.blocks if any(wanted(c, "") for c in frequent) else 0):
            named = f"{self.folder}/{singles.name(number, block)}"
            yield read(named), self.first + block * layout.width, layout.width
        yield data, self.first, self.space


class IndexReader:
    """The index below ``search/``; ``read`` gives a file's bytes by its path there."""

    def __init__(self, read: Read) -> None:
        self._source = read
        self._read: dict[str, bytes] = {}
        self.files: dict[str, int] = {}
        """Files read, with their bytes: of a pack those of the parts that were read."""
        self._parts: dict[str, tuple[str, int, int | None]] = {}
        """What is part of a pack → (the pack, where the part begins, where it ends)."""
        self.manifest: dict[str, Any] = files.inflated(self.read("index.z"))
        self.fold = grams.Fold({})
        """What folds a query."""
        self.texts = grams.Fold({})
        """What folds the texts that are here: each record tells the Traditional characters that it has."""
        table = self.read(self.manifest["characters"])
        self._own = _own_readings(table)
        self.readings = Readings(self._own, {p: tuple(r) for p, r in self.manifest["others"].items()}, {})
        self.syllables = _syllables(table)
        self.count: int = self.manifest["count"]
        """Numbers that there are; most are no article's."""
        self.articles: int = self.manifest["articles"]
        self.segments = [_Segment(*row) for row in self.manifest["segments"]]
        for part in self.segments:
            ends = list(accumulate(files.numbers_of(part.sizes), initial=0))
            named = packs.names(part.shards, part.dated, part.space) if part.sizes else ()
            for name, low, high in zip(named, ends, ends[1:], strict=False):
                self._parts[f"{part.folder}/{name}"] = part.folder, low, high
        self.large = any(part.space >= LARGE for part in self.segments)
        """Whether what must all be there is looked up only where all of it can be."""
        self.scripts: set[str] = set()
        """The modules that a browser fetches when it needs them."""
        young = self.manifest["young"]
        self.young = {n: self._kept(Record(*row)) for n, row in enumerate(young, self.count - len(young))}
        self._young: dict[tuple[str, int], dict[str, Postings]] | None = None
        """Family and place → the terms of the young that are filed there."""
        self._several: dict[str, str] | None = None
        self.here: dict[int, Record] = dict(self.young)
        """The records that need not be fetched."""

    def read(self, path: str) -> bytes:
        """A file's bytes, counted."""
        if path not in self._read:
            file, low, high = self._parts.get(path, (path, 0, None))
            self._read[path] = b"" if low == high else self._source(file)[low:high]
            if low != high:
                self.files[file] = self.files.get(file, 0) + len(self._read[path])
        return self._read[path]

    def needs_folding(self, text: str) -> bool:
        """Whether a query has a character that may be Traditional."""
        return any(c not in self._own for run in grams.han_runs(self.fold(text)) for c in run)

    @property
    def entries(self) -> list[list[str | int]]:
        """What the site has beside its articles: entries.py says what a row means."""
        found: list[list[str | int]] = files.inflated(self.read(self.manifest["entries"]))
        return found

    @property
    def said(self) -> list[str]:
        """What each of them says more."""
        found: list[str] = files.inflated(self.read(self.manifest["said"]))
        return found

    @property
    def alike(self) -> list[list[str]]:
        """Groups of words that are the same to a reader."""
        found: list[list[str]] = files.inflated(self.read(self.manifest["same"]))
        return found

    @property
    def several(self) -> dict[str, str]:
        """Reading → characters that have it in words, though not by themselves."""
        if self._several is None:
            self._several = files.inflated(self.read(self.manifest["several"]))
        return self._several

    def load_folding(self) -> None:
        """Reads the table of Traditional characters."""
        if not self.fold.simplified:
            self.fold = _folds(files.inflated(self.read(self.manifest["folding"])))

    def here_already(self, family: str, where: int) -> bool:
        """Whether the first file of a place in the largest segment was read."""
        if not self.segments:
            return False
        part = self.largest
        number = Layout(part.space, part.shards, part.blocks).place(family, where)
        return f"{part.folder}/{blocks.name(family, number, 0)}" in self._read

    @property
    def largest(self) -> _Segment:
        """The segment with most numbers."""
        return max(self.segments, key=lambda part: part.space)

    def terms(self, family: str, where: int, wanted: Wanted) -> Terms:
        """The terms of a place that are ``wanted``."""
        return self.partly(family, where, wanted).terms

    def glance(self, family: str, where: int, wanted: Wanted) -> Part:
        """The same of the first block of pairs in the largest segment; of all else the whole."""
        return self.partly(family, where, wanted, {self.largest.first} if family == "p" else None)

    def partly(self, family: str, where: int, wanted: Wanted, only: Set[int] | None = None) -> Part:
        """The same of those segments and blocks that have some articles of ``only``; of single characters the whole."""
        found: Terms = {}
        seen = 0
        for data, first, width in self._shards(family, where, wanted, only):
            seen += width
            for term in self._decoded(data, width, family):
                if wanted(term.text, term.reading):
                    kept = found.setdefault((term.text, term.reading), ({}, {}, {}))
                    for mine, theirs in zip(kept, term.postings, strict=True):
                        mine.update((first + article, n) for article, n in theirs.items())
        for name, postings in self._young_terms(family, where).items():
            term_of = (name[:2], name[2:]) if family == "p" else (name, "")
            if wanted(*term_of):
                kept = found.setdefault(term_of, ({}, {}, {}))
                for mine, theirs in zip(kept, postings, strict=True):
                    mine.update(theirs)
        whole = sum(part.space for part in self.segments)
        return Part(found, whole / max(seen, 1) if seen < whole else 1)

    def dates(self, year: str) -> tuple[dict[str, set[int]], dict[str, set[int]]]:
        """The articles of a year's months (2018-04; of what has none 2018), and of the days of its months (23)."""
        months: dict[str, set[int]] = {}
        days: dict[str, set[int]] = {}
        for text, articles in self.filters(DATED + int(year)).items():
            facet, _, value = text.partition("=")
            if facet == "month":
                months[value] = articles
            else:
                days[value[5:]] = articles
        return months, days

    def filters(self, number: int) -> dict[str, set[int]]:
        """Every term of a file of filters, with its articles."""
        found: dict[str, set[int]] = {}
        for part in self.segments:
            if number < DATED or f"{number - DATED:04}" in part.dated:
                for data, first, width in part.files("f", number, self.read, _all):
                    for term in self._decoded(data, width, "f"):
                        found.setdefault(term.text, set()).update(first + article for article in term.postings[2])
        for text, postings in self._young_terms("f", number).items():
            found.setdefault(text, set()).update(postings[2])
        return found

    @property
    def dated(self) -> list[str]:
        """The years of all articles' dates."""
        young = {record.date[:4] for record in self.young.values()}
        return sorted(young.union(*(part.dated for part in self.segments)))

    def within(self, period: Period) -> set[int]:
        """The articles of a time; one whose day is not known is of its whole month, or of its whole year."""
        low, high = period
        found: set[int] = set()
        for year in (year for year in self.dated if low[:4] <= year <= high[:4]):
            months, days = self.dates(year)
            for month, articles in months.items():
                known = len(month) == 7
                first, last = (f"{month}-01", f"{month}-31") if known else (f"{month}-01-01", f"{month}-12-31")
                if low <= first and last <= high:
                    found |= articles
                elif known and first <= high and low <= last:
                    some = (a for day, a in days.items() if low <= f"{month}-{day}" <= high)
                    found |= articles & set().union(*some)
        return found

    def everyone(self) -> list[int]:
        """The numbers of all articles, in order; each has a month, or a year."""
        return sorted(set().union(*(a for year in self.dated for a in self.dates(year)[0].values())))

    def records(self, articles: Iterable[int]) -> dict[int, Record]:
        """What is shown of some articles."""
        made = {article: self.here.get(article) or self._record(article) for article in articles}
        self.here.update(made)
        return made

    def whole(self, articles: Iterable[int]) -> dict[int, Record]:
        """The same with the whole of their texts."""
        made = self.records(articles)
        for article, record in made.items():
            if record.goes_on:
                more: str = files.inflated(self.read(files.rest(self._home(article))))
                made[article] = self.here[article] = record._replace(text=record.text + more, goes_on=False)
        return made

    def _shards(
        self, family: str, where: int, wanted: Wanted, only: Set[int] | None
    ) -> Iterator[tuple[bytes, int, int]]:
        """Every shard of a place, in all segments: (bytes, the first number in it, how many it can hold)."""
        for part in self.segments:
            yield from part.files(family, where, self.read, wanted, only)

    def _decoded(self, data: bytes, space: int, family: str) -> list[shard.Term]:
        table = self.read(self.manifest["characters"]) if family == "p" else b""
        return _decoded(data, space, family, table)

    def _record(self, article: int) -> Record:
        return self._kept(Record(*files.inflated(self.read(self._home(article)))))

    def _kept(self, record: Record) -> Record:
        if record.folding:
            self.texts = grams.Fold({**self.texts.simplified, **_folds(record.folding).simplified})
        return record

    def _home(self, article: int) -> str:
        """Where the record of an article lies."""
        first = 0
        for year, room in self.manifest["years"]:
            if article < first + room:
                return f"{year}-{room:x}/{article - first:x}.z"
            first += room
        part = max((part for part in self.segments if part.first <= article), key=lambda part: part.first)
        return f"{part.folder}/{packs.record(article - part.first)}"

    def _young_terms(self, family: str, where: int) -> dict[str, Postings]:
        """The terms of a place in the newest articles, which the manifest carries as texts and which are cut here."""
        if self._young is None:
            self._young = {}
            for at, record in self.young.items():
                for name, text, field, frequency in of_article(record, self.texts, self.readings):
                    there = self._young.setdefault((name, segment.filed(name, text, self.readings)), {})
                    kept = there.setdefault(text, ({}, {}, {}))[field]
                    kept[at] = kept.get(at, 0) + frequency
        return self._young.get((family, where), {})


def _all(_: str, __: str) -> bool:
    return True


def _folds(table: str) -> grams.Fold:
    return grams.Fold(dict(zip(table[::2], table[1::2], strict=True)))


@lru_cache(maxsize=2)
def _own_readings(data: bytes) -> dict[str, str]:
    return files.own_readings(files.inflated(data))


@lru_cache(maxsize=2)
def _syllables(data: bytes) -> frozenset[str]:
    return frozenset(files.syllables(files.inflated(data)))


@lru_cache(maxsize=2)
def _pairs(data: bytes) -> Pairs:
    return Pairs(_own_readings(data))


@lru_cache(maxsize=1024)
def _decoded(data: bytes, space: int, family: str, table: bytes) -> list[shard.Term]:
    """Every term of a shard; kept, because many queries ask for the same ones."""
    numbers = across.Buckets() if family == "m" else _pairs(table) if table else None
    return shard.decoded(data, space, frequencies=FREQUENT[family], pairs=numbers)
