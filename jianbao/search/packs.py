"""Packs: the newest articles, some two dozen each, as a whole segment with its records in one file.

    record of each number · where its text goes on · shards of the families · shards of the dates' years

A browser fetches a shard of it as a range of bytes, so that a query costs what it would cost of small files, and a
server that knows no ranges sends the whole. The manifest tells the size of each part. The file is named by what it
follows from: whoever has the manifest of before looks for a file that is gone, not into one that has changed.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from jianbao.model import Page
from jianbao.search import files, fixed, grams, patch
from jianbao.search.files import FOLDER, OWNER, Record
from jianbao.search.numbers import PACK
from jianbao.search.shards import segment
from jianbao.search.shards.layout import DATED, FACETS, WHOLE, Layout

LAYOUT = Layout(PACK, {"p": 128, "s": 16, "w": 8, "i": 32, "m": 8, "f": len(FACETS)}, 1, WHOLE)
"""Of two dozen articles a shard has some two hundred bytes, and each costs a byte of the manifest."""
EDITS = 6
"""Changed articles up to which a pack is made from that of the last build."""

Parts = dict[str, bytes]
"""Name → bytes, of a pack's parts."""


class Pack:
    """A pack that is made once, however many ask for it, and only when somebody does."""

    def __init__(self, basis: bytes, mark: bytes, dated: Sequence[str], make: Callable[[], Parts]) -> None:
        """``basis``: what it follows from; ``mark``: what it is named by; ``dated``: the years of its dates; ``make``
        gives its parts."""
        self.basis = basis
        self.mark = mark
        self.path = path(mark)
        self.dated = dated
        self.make = make
        self.parts: list[bytes] = []

    def made(self, parts: Parts | None = None) -> list[bytes]:
        """Its parts, in the order of their names; ``parts``: as somebody has them."""
        if not self.parts:
            found = self.make() if parts is None else parts
            self.parts = [found.get(name, b"") for name in names(LAYOUT.shards, self.dated)]
        return self.parts

    @property
    def page(self) -> Page:
        """Its file."""
        return Page(f"{FOLDER}/{self.path}", OWNER, "", {"digest": self.mark.hex()}, lambda: b"".join(self.made()))

    def sizes(self) -> str:
        """How many bytes each part has, as the manifest tells it."""
        return files.digits([len(part) for part in self.made()])


def path(mark: bytes) -> str:
    """Where a pack lies below the index's folder."""
    return f"{files.PACKS}/{mark.hex()[:10]}"


def names(shards: Mapping[str, int], dated: Sequence[str], space: int = PACK) -> Iterator[str]:
    """The names of a pack's parts, in their order: those of the files that a segment would have."""
    for number in range(space):
        yield from (record(number), files.rest(record(number)))
    for family, many in shards.items():
        yield from (f"{family}{number:x}" for number in range(many))
    yield from (f"f{DATED + int(year):x}" for year in dated)


def record(number: int) -> str:
    """The name of an article's record."""
    return f"r{number:x}.z"


def made(records: Sequence[Record], words: Callable[[Record], segment.Words], tables: fixed.Tables) -> dict[str, bytes]:
    """The parts of a pack of these articles, with the whole of their texts."""
    found = segment.files(
        range(len(records)),
        lambda at: words(records[at]),
        LAYOUT,
        tables.readings,
        fixed.pairs(tables),
        grams.Fold(tables.simplified),
    )
    parts = dict(found)
    for number, one in enumerate(records):
        parts |= _written(number, one, tables)
    return parts


def _written(number: int, one: Record, tables: fixed.Tables) -> Parts:
    folding = tables.folding((one.title, *one.tags, one.text))
    long = len(one.text) > files.HEAD
    found = {record(number): files.written(one._replace(goes_on=long, folding=folding))}
    return found | ({files.rest(record(number)): files.deflated(one.text[files.HEAD :])} if long else {})


def parted(manifest: Mapping[str, Any], pack: str, data: bytes) -> Parts:
    """The parts of a pack that the manifest of the same build tells of."""
    parts = {}
    for folder, _, space, shards, _, dated, *sizes in manifest["segments"]:
        if folder == pack:
            at = 0
            for name, size in zip(names(shards, dated, space), files.numbers_of(sizes[0]), strict=True):
                parts[name] = data[at : at + size]
                at += size
    return parts


def again(
    parts: Parts, changed: Iterable[tuple[int, bool, bool]], now: Callable[[int], Record], tables: fixed.Tables
) -> Parts:
    """The parts after some numbers changed: (number, whether it was there, whether it is, as ``now`` gives it)."""
    made = dict(parts)
    edits = []
    for number, was, new in changed:
        mine = [made.pop(name, b"") for name in (record(number), files.rest(record(number)))]
        old = Record(*files.inflated(mine[0])) if was else None
        if old and old.goes_on:
            old = old._replace(text=old.text + files.inflated(mine[1]))
        edits.append(patch.Edit(number, "", old, now(number) if new else None))
        if new:
            made |= _written(number, now(number), tables)

    def read(name: str) -> bytes:
        return made.get(name, b"")

    numbers = fixed.pairs(tables)
    touched = patch.touched(edits, LAYOUT, tables.readings, grams.Fold(tables.simplified))
    for (family, number), changes in touched.items():
        if family == "s":
            found = patch.singles_patched(read, number, LAYOUT, changes)
        else:
            found = patch.blocks_patched(read, (family, number), LAYOUT, changes, numbers)
        made |= {name: data or b"" for name, data in list(found)}
    return made
