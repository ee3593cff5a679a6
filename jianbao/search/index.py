"""The files of the search index, as shelves: which articles each group of files follows from.

A segment's folder is named by its room, and a file in it by what is asked for. So an article that comes, goes or is
edited changes its record and the shards of its own words. Whoever still has the manifest of before reads them right.
"""

import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import Any, NamedTuple

from jianbao import address, digest
from jianbao.model import GONE, Before, Entry, Page, Shelf
from jianbao.search import files, fixed, grams, packs, patch
from jianbao.search.files import FOLDER, OWNER, Record
from jianbao.search.fixed import Fixed, Tables, page
from jianbao.search.numbers import Numbers, Segment, Year
from jianbao.search.shards import segment
from jianbao.search.shards.layout import DATED, Layout
from jianbao.search.text import plain
from jianbao.site.model import Entries

BodyOf = Callable[[str], str]
"""Content path → HTML of the body."""


def shelves(
    entries: Entries, numbers: Numbers, tables: Tables, beside: Fixed, body_of: BodyOf, engine: bytes
) -> Iterator[Shelf]:
    """Every shelf of the index.

    ``beside`` are the files that follow from no article; ``engine`` digests the program and the tables.
    """
    base = digest.of_all([engine, digest.of_text(zlib.ZLIB_RUNTIME_VERSION)])
    columns = entries.table
    of = numbers.of
    for year, members in _by_year(numbers):
        marks = [columns.articles[i] + columns.cards[i] for i in members]
        basis = base + patch.basis([of[i] - year.first for i in members], marks)
        run = _Records(base, year, entries, [(of[i] - year.first, i) for i in members], tables, body_of)
        yield Shelf(
            f"{FOLDER}/records {year.folder}",
            digest.of_bytes(basis),
            len(members),
            partial(_records, run, run.members),
            partial(_records_again, run, basis),
            partial(bytes, basis),
        )
    made: list[list[Any]] = []
    for part in numbers.segments:
        characters = sum(columns.characters[i] for i in part.members)
        newest = part.years[-1] == numbers.years[-1]
        layout = Layout.of(len(part.members), characters, part.space, newest=newest)
        folder = _folder(part, layout, beside.named["characters"].path)
        dated = sorted({columns.dates[i][:4] for i in part.members})
        made.append([folder, part.first, layout.space, layout.shards, layout.blocks, dated])
        slots = [of[i] - part.first for i in part.members]
        basis = base + folder.encode() + patch.basis(slots, [columns.articles[i] for i in part.members])
        written = _Run(folder, part, entries, slots, layout, tables, body_of)
        # An article is cut about as fast as its page is rendered.
        yield Shelf(
            f"{FOLDER}/segment {part.name}",
            digest.of_bytes(basis),
            len(part.members),
            partial(_segment, written),
            partial(_again, written, basis),
            partial(bytes, basis),
        )
    several = []
    for part in numbers.packs:
        pack = _pack(part, entries, tables, body_of, base)
        grown = numbers.before if numbers.before and numbers.before.name == part.name else None
        old = _pack(grown, entries, tables, body_of, base) if grown else None
        several.append(pack)
        made.append([pack.path, part.first, part.space, packs.LAYOUT.shards, 1, pack.dated])
        both = [each for each in (pack, old) if each]
        again = partial(_packed_again, pack, old, part, entries, tables, body_of)
        basis = (old.mark if old else bytes(digest.SIZE)) + pack.basis
        # Of one file, so that one process makes all packs and the manifest, which tells the sizes of their parts.
        yield Shelf(
            f"{FOLDER}/pack {part.name}",
            digest.of_all(each.mark for each in both),
            1,
            partial(_packed, both),
            again,
            partial(bytes, basis),
        )
    known = {
        "format": files.FORMAT,
        "count": numbers.count,
        "articles": len(entries),
        "segments": made,
        "years": [[year.name, year.room] for year in numbers.years],
        **{name: each.path.removeprefix(f"{FOLDER}/") for name, each in beside.named.items()},
    }
    known |= {"scripts": beside.first, **beside.told}
    young = [mark for i in numbers.young for mark in (columns.articles[i], columns.cards[i])]
    mark = digest.of_all([base, digest.of_plain(known), *young])
    told = partial(_manifest, known, several, entries, numbers.young, tables, body_of)
    yield Shelf(FOLDER, mark, 1, told, told)
    always = [*beside.named.values(), *beside.scripts]
    fixed_mark = digest.of_all(digest.of_text(each.path) for each in always)
    yield Shelf(f"{FOLDER}/tables", fixed_mark, len(always), partial(iter, always))


def record(entry: Entry, body_of: BodyOf) -> Record:
    """What is shown of an article, and searched."""
    article, card = entry.article, entry.card
    text = "\n".join(part for part in (article.kicker, article.subtitle, plain(body_of(article.path))) if part)
    href = address.href(card.href)
    return Record(card.title, href, card.date, article.column, article.source, article.tags, card.status, text)


def words(found: Record, came: str) -> segment.Words:
    """The words of an article that ``came`` in a year."""
    fields = (grams.normal(found.title), grams.normal("\n".join(found.tags)), grams.normal(found.text))
    return segment.Words(fields, found.column, found.source, found.tags, found.date, came)


def _by_year(numbers: Numbers) -> Iterator[tuple[Year, list[int]]]:
    """The years, each with those of its articles that are not young, in the order of their numbers."""
    members: dict[str, list[int]] = {year.name: [] for year in numbers.years}
    for part in numbers.segments:
        for i in part.members:
            members[numbers.came[i][:4]].append(i)
    for year in numbers.years:
        if members[year.name]:
            yield year, numbers.in_order(members[year.name])


def _folder(part: Segment, layout: Layout, characters: str) -> str:
    """The name of a segment's folder: which years have which room in it, and how many files share them out.

    And the name of the table of ``characters``, by which pairs are numbered.
    """
    years = [year.folder for year in part.years]
    cut = [*layout.shards.values(), layout.blocks, layout.postings]
    said = [str(files.FORMAT), part.name, *years, *map(str, cut), characters]
    return f"{part.years[-1].name}.{digest.of_text(' '.join(said)).hex()[:8]}"


class _Run(NamedTuple):
    """What the files of a segment follow from."""

    folder: str
    part: Segment
    entries: Entries
    slots: list[int]
    """The number of each member within the segment."""
    layout: Layout
    tables: Tables
    body_of: BodyOf

    def record(self, at: int) -> Record:
        """That of a member, by its place among them."""
        return record(self.entries[self.part.members[at]], self.body_of)

    def year(self, slot: int) -> Year:
        """That in which the article of a number in the segment came."""
        number = self.part.first + slot
        return next(year for year in self.part.years if year.first <= number < year.first + year.room)

    def home(self, slot: int) -> str:
        """Where its record lies."""
        year = self.year(slot)
        return f"{FOLDER}/{year.folder}/{self.part.first + slot - year.first:x}.z"

    def dated(self, at: int) -> str:
        """The year of a member's date."""
        return self.entries.table.dates[self.part.members[at]][:4]


def _segment(run: _Run) -> Iterator[Page]:
    made = segment.files(
        run.slots,
        lambda at: words(run.record(at), run.year(run.slots[at]).name),
        run.layout,
        run.tables.readings,
        fixed.pairs(run.tables),
        grams.Fold(run.tables.simplified),
    )
    empty = {f"{family}{number:x}" for family, number in run.layout.files}
    for name, data in made:
        empty.discard(name)
        yield page(f"{run.folder}/{name}", data)
    # A browser that asks for a term nobody uses finds an empty file, not an error.
    for name in sorted(empty):
        yield page(f"{run.folder}/{name}", b"")


def _again(run: _Run, basis: bytes, before: Before) -> Iterator[Page]:
    """Of ``_segment`` the shards of words that came or went, made from those of the last build."""
    now = {slot: at for at, slot in enumerate(run.slots)}
    changed = patch.changed(digest.SIZE + len(run.folder), basis, before.basis, digest.SIZE)
    edits, edited = [], {slot for slot, _, _ in changed}
    for slot, was, new in changed:
        old = _before(run.home(slot), before) if was else None
        edits.append(patch.Edit(slot, run.year(slot).name, old, run.record(now[slot]) if new else None))
    numbers = fixed.pairs(run.tables)
    touched = patch.touched(edits, run.layout, run.tables.readings, grams.Fold(run.tables.simplified))

    # The files of years are those of the dates that there are.
    there = {run.dated(at) for slot, at in now.items() if slot not in edited}
    left, come = ({each.date[:4] for each in some if each} for some in ([e.old for e in edits], [e.new for e in edits]))
    missing, gone = ({f"f{DATED + int(year):x}" for year in years - there} for years in (come - left, left - come))

    def read(name: str) -> bytes:
        return b"" if name in missing else before.read(f"{FOLDER}/{run.folder}/{name}")

    for (family, number), changes in sorted(touched.items()):
        if family == "s":
            made = patch.singles_patched(read, number, run.layout, changes)
        else:
            made = patch.blocks_patched(read, (family, number), run.layout, changes, numbers)
        for each, kept in made:
            path = f"{run.folder}/{each}"
            yield _gone(f"{FOLDER}/{path}") if kept is None or each in gone else page(path, kept)


def _before(path: str, before: Before) -> Record:
    """The record that the last build left there, with all of its text."""
    found = Record(*files.inflated(before.read(path)))
    return found._replace(text=found.text + files.inflated(before.read(files.rest(path)))) if found.goes_on else found


def _gone(path: str) -> Page:
    return Page(path, OWNER, GONE, {})


class _Records(NamedTuple):
    """What the records of a year follow from."""

    base: bytes
    year: Year
    entries: Entries
    members: list[tuple[int, int]]
    """(slot, index of the entry)."""
    tables: Tables
    body_of: BodyOf


def _records(run: _Records, some: Iterable[tuple[int, int]]) -> Iterator[Page]:
    known = run.entries.table
    for slot, i in some:
        mark = digest.of_all([run.base, known.articles[i], known.cards[i]])
        path, made = f"{FOLDER}/{run.year.folder}/{slot:x}.z", partial(_record, run, i)
        yield Page(path, OWNER, "", {"digest": mark.hex()}, made)
        if known.characters[i] > files.HEAD:
            yield Page(files.rest(path), OWNER, "", {"digest": mark.hex()}, partial(made, rest=True))


def _records_again(run: _Records, basis: bytes, before: Before) -> Iterator[Page]:
    """Of ``_records`` those of articles that have changed or come, and those that went."""
    changed = patch.changed(digest.SIZE, basis, before.basis, 2 * digest.SIZE, len(run.members))
    slots = {slot for slot, _, new in changed if new}
    made = list(_records(run, [member for member in run.members if member[0] in slots]))
    there = {page.path for page in made}
    for slot, was, _ in changed:
        path = f"{FOLDER}/{run.year.folder}/{slot:x}.z"
        if was:
            long = Record(*files.inflated(before.read(path))).goes_on
            had = [path, files.rest(path)] if long else [path]
            made += [_gone(each) for each in had if each not in there]
    return iter(made)


def _record(run: _Records, i: int, *, rest: bool = False) -> bytes:
    made = record(run.entries[i], run.body_of)
    if rest:
        return files.deflated(made.text[files.HEAD :])
    goes_on = run.entries.table.characters[i] > files.HEAD
    return files.written(
        made._replace(goes_on=goes_on, folding=run.tables.folding((made.title, *made.tags, made.text)))
    )


def _pack(part: Segment, entries: Entries, tables: Tables, body_of: BodyOf, base: bytes) -> packs.Pack:
    columns = entries.table
    marks = [columns.articles[i] + columns.cards[i] for i in part.members]
    basis = base + patch.basis(range(len(marks)), marks)
    dated = sorted({columns.dates[i][:4] for i in part.members})

    def make() -> packs.Parts:
        # Its numbers are of no year, so that each article's own is told.
        return packs.made([record(entries[i], body_of) for i in part.members], partial(words, came=""), tables)

    return packs.Pack(basis, _mark(part, basis), dated, make)


def _mark(part: Segment, basis: bytes) -> bytes:
    return digest.of_bytes(part.name.encode() + basis)


def _packed(several: Iterable[packs.Pack]) -> Iterator[Page]:
    return iter([pack.page for pack in several])


def _packed_again(
    pack: packs.Pack,
    old: packs.Pack | None,
    part: Segment,
    entries: Entries,
    tables: Tables,
    body_of: BodyOf,
    before: Before,
) -> Iterator[Page]:
    """``_packed``, made from what the last build left."""
    mark, basis = before.basis[: digest.SIZE], before.basis[digest.SIZE :]
    path = packs.path(_mark(part, basis))
    if path != pack.path:
        changed = patch.changed(digest.SIZE, pack.basis, basis, 2 * digest.SIZE, packs.EDITS)
        there = packs.parted(files.inflated(before.read(files.MANIFEST)), path, before.read(f"{FOLDER}/{path}"))
        pack.made(packs.again(there, changed, lambda number: record(entries[part.members[number]], body_of), tables))
    now = [each for each in (pack, old) if each]
    had = [path, *([packs.path(mark)] if any(mark) else [])]
    yield from (_gone(f"{FOLDER}/{each}") for each in had if each not in {pack.path for pack in now})
    yield from _packed(now)


def _sizes(several: Sequence[packs.Pack], before: Before | None) -> dict[str, str]:
    """Path → sizes of the parts of each pack; those that the last manifest tells are not made for it."""
    there = files.inflated(before.read(files.MANIFEST))["segments"] if before else []
    known = {row[0]: row[-1] for row in there if row[0].startswith(f"{files.PACKS}/")}
    return {pack.path: known.get(pack.path) or pack.sizes() for pack in several}


def _manifest(
    known: dict[str, Any],
    several: Sequence[packs.Pack],
    entries: Entries,
    young: Sequence[int],
    tables: Tables,
    body_of: BodyOf,
    before: Before | None = None,
) -> Iterator[Page]:
    sizes = _sizes(several, before)
    segments = [[*row, sizes[row[0]]] if row[0] in sizes else row for row in known["segments"]]
    records = [record(entries[i], body_of) for i in young]
    fold, readings = grams.Fold(tables.simplified), tables.readings
    texts = [text for found in records for text in (found.title, *found.tags, found.text)]
    pairs = {pair for text in texts for pair in grams.pairs(fold(text))}
    others = {pair: readings.others(pair) for pair in sorted(pairs) if readings.others(pair)}
    folded = (r._replace(folding=tables.folding((r.title, *r.tags, r.text))) for r in records)
    newest = {"young": [files.shown(found) for found in folded], "others": others}
    yield page("index.z", files.apart({**known, "segments": segments, **newest}, "young", "hints"))
