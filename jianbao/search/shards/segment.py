"""A segment of the index: the shards of some articles, from their texts.

Chunks of articles are cut one after the other and kept as sorted arrays of postings, so that what is
in memory at once is bounded by the postings and not by the texts. Six families of shards:

    p  pairs of characters, by the readings of both            title, tags, body
    s  single characters, by their reading (no frequencies)    title, tags, body
    w  suffixes of words, by how they begin                    title, tags, body
    i  two and three initials in a row, and a syllable         title, tags
       with the next initial (no frequencies)
       all initials of a word or name, with a point            title, tags, body
    m  what stands side by side only across a mark, in
       buckets (no frequencies)                            title, tags, body
    f  columns, sources, tags, years that are not those in     (one shard for each)
       which an article came, for filters
       months and days, for times                              (one shard for each year)

Because a pair is filed by its readings, 妇联, 富联 and "fulian" ask for the same small file. Frequent single characters
are cut into blocks of numbers (singles.py), and so are other shards that have much (blocks.py).
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

from jianbao.search import grams, initials
from jianbao.search.readings import Readings, place
from jianbao.search.shards import across, blocks, characters, postings, shard, singles
from jianbao.search.shards.characters import HAN
from jianbao.search.shards.layout import DATED, FACETS, FREQUENT, Layout
from jianbao.search.shards.pairs import Pairs, mixed
from jianbao.search.shards.postings import ARTICLE_BITS, LOW, Table, packed
from jianbao.search.shards.shard import FIELDS

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, Any]

_CHUNK = 1024
"""Articles cut together."""
_PART = 1 << 18
"""Postings encoded together, about: with eight times as many numpy waits for memory a third longer."""


class Words(NamedTuple):
    """What is searched of an article."""

    fields: tuple[str, str, str]
    """Title, tags (newlines between) and body, as ``grams.normal`` makes them."""
    column: str
    source: str
    labels: tuple[str, ...]
    """The tags as they are written."""
    date: str
    came: str
    """The year in which it came."""


def files(
    slots: Sequence[int],
    words: Callable[[int], Words],
    layout: Layout,
    readings: Readings,
    numbers: Pairs,
    fold: grams.Fold,
) -> Iterator[tuple[str, bytes]]:
    """(name, bytes) of every shard that has terms.

    ``slots`` are the numbers of the articles, ascending; ``words`` gives each article, by its place among them.
    """
    maker = _Maker(slots, layout, readings, numbers, fold)
    for start in range(0, len(slots), _CHUNK):
        maker.add(start, [words(i) for i in range(start, min(start + _CHUNK, len(slots)))])
    yield from maker.files()


def place_of(family: str, term: str, readings: Readings) -> int:
    """Where a term that is text is filed under its own reading, among 2¹⁶."""
    if family == "w":
        return place(*grams.beginning(term))
    if family == "m":
        return across.Buckets().number(term)
    if family == "s":
        return place(readings.of(term))
    if family == "p":
        return place(readings.of(term[0]), readings.of(term[1]))
    return place(*term.split(" "))


def filed(family: str, term: str, readings: Readings) -> int:
    """Where a term is filed, a pair with a reading behind it under that reading, a filter in the shard of its facet."""
    if family == "f":
        facet, _, value = term.partition("=")
        return FACETS.index(facet) if facet in FACETS else DATED + int(value[:4])
    return place(*term[2:].split("'")) if family == "p" and len(term) > 2 else place_of(family, term, readings)


def facets(column: str, source: str, tags: Sequence[str], date: str, came: str) -> list[str]:
    """The terms by which readers filter: ``column=要闻``, a date as its month (2018-04) and its day (2018-23).

    The year by itself is that in which an article ``came``, or told.
    """
    values = [("column", column), ("source", source), *(("tag", tag) for tag in tags)]
    values += [("year", date[:4] if date[:4] != came else ""), ("month", date[:7])]
    values += [("day", f"{date[:4]}-{date[8:10]}" if date[8:10] else "")]
    return [f"{facet}={value}" for facet, value in dict.fromkeys(values) if value]


class _Endings(dict[bytes, list[str]]):
    """The suffixes of tokens: an archive says the same ones again and again."""

    def __missing__(self, token: bytes) -> list[str]:
        made = self[token] = grams.endings(token)
        return made


class _Maker:
    """Gathers the postings of a segment."""

    def __init__(
        self, slots: Sequence[int], layout: Layout, readings: Readings, numbers: Pairs, fold: grams.Fold
    ) -> None:
        import numpy as np

        self.slots = np.array(slots, np.int64)
        self.layout = layout
        self.readings = readings
        self.numbers = numbers
        self.fold = fold
        self.pairs: list[Array] = []
        """Sorted, by chunk and field: number of the pair, field, article and frequency packed in 64 bits."""
        self.singles: list[Array] = []
        """The same by code point."""
        self.across: list[Array] = []
        """The same by bucket."""
        self.tables = {"rare": Table(), "w": Table(), "i": Table(), "f": Table()}
        self._tags: dict[str, set[str]] = {}
        self._endings = _Endings()
        self._known = characters.known(readings, numbers, fold)

    def add(self, start: int, chunk: Sequence[Words]) -> None:
        """Articles from ``start`` on."""
        folded, *_ = [self._characters(field, start, [w.fields[field] for w in chunk]) for field in range(len(FIELDS))]
        for at, words in enumerate(chunk, start):
            for field in range(len(FIELDS)):
                tokens = grams.tokens(words.fields[field])
                self.tables["w"].add(chain.from_iterable([self._endings[token] for token in tokens]), field, at)
            self.tables["i"].add(initials.of_title(folded[at - start], self.readings), 0, at)
            for tag in words.fields[1].split("\n"):
                if tag not in self._tags:
                    self._tags[tag] = initials.of_title(self.fold(tag), self.readings)
            self.tables["i"].add(set().union(*(self._tags[t] for t in words.fields[1].split("\n"))), 1, at)
            self.tables["f"].add(facets(words.column, words.source, words.labels, words.date, words.came), 2, at)

    def _characters(self, field: int, start: int, texts: list[str]) -> list[str]:
        """Pairs, singles and the initials of words of one field; gives its texts folded."""
        import numpy as np

        code = self._known.simplified[np.frombuffer("\n".join(texts).encode("utf-32-le", "replace"), np.uint32)]
        sizes = np.fromiter((len(t) + 1 for t in texts), np.int64, len(texts))
        low = (np.repeat(np.arange(start, start + len(texts)), sizes)[: len(code)]) | field << ARTICLE_BITS
        kind = self._known.kind[code]
        good = kind > 0
        self.singles.append(packed(code[good] << LOW | low[good], once=True))
        there = np.flatnonzero(good)
        apart = (np.diff(there) > 1) & (low[there[:-1]] == low[there[1:]])
        before, behind = there[:-1][apart], there[1:][apart]
        bucket = mixed(code[before].astype(np.uint32), code[behind].astype(np.uint32))
        self.across.append(packed(bucket.astype(np.int64) << LOW | low[before], once=True))
        texts_of, which, where = self._known.initials.words(code, kind == HAN)
        self.tables["i"].extend(texts_of, which, low[where])
        # As grams.pairs: two letters, or two digits, are one word.
        both = good[:-1] & good[1:] & ((kind[:-1] != kind[1:]) | (kind[1:] == HAN))
        kinds, places, sizes_of, first_of = self.numbers.by_code
        sound = kinds[code]
        numbered = sound >= 0
        for i in np.flatnonzero(both & ~(numbered[:-1] & numbered[1:])).tolist():
            self.tables["rare"].add([chr(code[i]) + chr(code[i + 1])], field, int(low[i]) & (1 << ARTICLE_BITS) - 1)
        here = np.flatnonzero(both & numbered[:-1] & numbered[1:])
        one, other = code[here], code[here + 1]
        first, second = sound[here].astype(np.int64), sound[here + 1]
        number = first_of[first * len(sizes_of) + second] + places[one] * sizes_of[second] + places[other]
        self.pairs.append(packed(number << LOW | low[here], once=False))
        folded = code.astype(np.uint32).tobytes().decode("utf-32-le")
        ends = np.cumsum(sizes).tolist()
        return [folded[begin : end - 1] for begin, end in zip([0, *ends], ends, strict=False)]

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Every shard; what is done with is let go before the pairs, which are most."""
        shards = self.layout.shards
        yield from self._single_files(shards["s"])
        self.singles.clear()
        for family in ("w", "i"):
            yield from self._text_files(family, shards[family])
            del self.tables[family]
        yield from self._across_files(shards["m"])
        self.across.clear()
        yield from self._pair_files(shards["p"])
        self.pairs.clear()
        yield from self._filter_files()

    def _encoded(self, family: str, batch: shard.Batch) -> Iterator[tuple[str, bytes]]:
        """Files whose articles have their numbers; until here each was known by its place among the others."""
        return blocks.encoded(family, batch._replace(article=self.slots[batch.article]), self.layout)

    def _filter_files(self) -> Iterator[tuple[str, bytes]]:
        import numpy as np

        names = list(self.tables["f"].numbers)
        where = np.array([filed("f", text, self.readings) for text in names], np.int64)
        batch = postings.batch(self.tables["f"].keys(once=True), where, names)
        yield from self._encoded("f", batch)

    def _text_files(self, family: str, shards: int) -> Iterator[tuple[str, bytes]]:
        import numpy as np

        keys = self.tables[family].keys(once=not FREQUENT[family])
        names = list(self.tables[family].numbers)
        where = np.array([place_of(family, text, self.readings) * shards >> 16 for text in names], np.int64)
        sizes = np.diff(np.append(postings.firsts(postings.numbers(keys)), len(keys)))
        parts = min(shards, 1 << (len(keys) // _PART).bit_length())
        for part in range(parts):
            chosen = (where >= part * shards // parts) & (where < (part + 1) * shards // parts)
            texts = [names[i] for i in np.flatnonzero(chosen).tolist()]
            batch = postings.batch(keys[np.repeat(chosen, sizes)], where[chosen], texts)
            yield from self._encoded(family, batch)

    def _single_files(self, shards: int) -> Iterator[tuple[str, bytes]]:
        import numpy as np

        places = np.zeros(0x110000, np.uint16)
        for code in {code for keys in self.singles for code in postings.terms(keys).tolist()}:
            places[code] = place_of("s", chr(code), self.readings)
        width, blocks_of = self.layout.width, self.layout.blocks
        for _, keys in _parts(self.singles, lambda numbers: places[numbers], shards):
            number_of = postings.numbers(keys)
            first = postings.firsts(number_of)
            codes, at = number_of[first], np.repeat(np.arange(len(first)), np.diff(np.append(first, len(keys))))
            slot = self.slots[postings.articles(keys)]
            counted = np.bincount(at[slot < width], minlength=len(codes))
            frequent = counted > singles.LEAST if blocks_of > 1 else np.zeros(len(codes), bool)
            number = places[codes].astype(np.int64) * shards >> 16
            often = dict.fromkeys(np.unique(number).tolist(), "")
            for i in np.flatnonzero(frequent).tolist():
                often[int(number[i])] += chr(int(codes[i]))
            rare = dict(self._of_characters(keys[~frequent[at]], places, shards, 0, self.layout.space))
            for shard_number, told in often.items():
                yield singles.name(shard_number), singles.First(told, rare.get(shard_number, b"")).file
            for block in range(blocks_of if frequent.any() else 0):
                mine = frequent[at] & (slot // width == block)
                made = dict(self._of_characters(keys[mine], places, shards, block * width, width))
                for shard_number in (shard_number for shard_number, told in often.items() if told):
                    yield singles.name(shard_number, block), made.get(shard_number, b"")

    def _of_characters(
        self, keys: "Array", places: "Array", shards: int, first: int, space: int
    ) -> Iterator[tuple[int, bytes]]:
        """The shards of some characters' postings, with so many numbers from ``first`` on."""
        import numpy as np

        codes = postings.terms(keys)
        where = places[codes].astype(np.int64) * shards >> 16
        batch = postings.batch(keys, where, [chr(code) for code in codes.tolist()])
        batch = batch._replace(article=self.slots[batch.article] - first)
        return shard.encoded(batch, space, frequencies=False)

    def _pair_files(self, shards: int) -> Iterator[tuple[str, bytes]]:
        import numpy as np

        bounds = self.numbers.bounds(shards)
        texts = self._filed_as_text()
        parts = min(shards, 1 << (sum(map(len, self.pairs)) // _PART).bit_length())
        for part in range(parts):
            mine = range(part * shards // parts, (part + 1) * shards // parts)
            low, high = int(bounds[mine.start]), int(bounds[mine.stop])
            keys = np.concatenate([postings.within(keys, low, high) for keys in self.pairs])
            keys.sort()
            number = postings.numbers(keys)
            where = np.searchsorted(bounds, number[postings.firsts(number)].astype(np.int64), "right") - 1
            extra = [(at * shards >> 16, name, found) for name, (at, found) in texts.items()]
            some = [one for one in extra if one[0] in mine]
            if len(keys) or some:
                batch = postings.batch(keys, where, None, some)
                yield from self._encoded("p", batch)

    def _across_files(self, shards: int) -> Iterator[tuple[str, bytes]]:
        for _, keys in _parts(self.across, lambda numbers: numbers, shards):
            number = postings.numbers(keys)
            where = number[postings.firsts(number)].astype("int64") * shards >> 16
            yield from self._encoded("m", postings.batch(keys, where, None))

    def _filed_as_text(self) -> "dict[str, tuple[int, Array]]":
        """Pairs of rare characters, and pairs under a reading that is not their characters' own.

        Text → (place, postings).
        """
        import numpy as np

        found: dict[str, tuple[int, Array]] = {}
        rare = self.tables["rare"].keys(once=False)
        counted = np.arange(len(self.tables["rare"].numbers))
        for pair, keys in zip(self.tables["rare"].numbers, postings.each(rare, counted), strict=True):
            found[pair] = place_of("p", pair, self.readings), keys
            for reading in self.readings.others(pair):
                found[pair + reading] = place(*reading.split("'")), keys
        otherwise = [self._known.otherwise(postings.terms(keys).astype(np.int64)) for keys in self.pairs]
        ordered = np.unique(np.concatenate([np.zeros(0, np.int64), *otherwise]))
        parts = [postings.each(keys, ordered) for keys in self.pairs]
        for at, number in enumerate(ordered.tolist()):
            keys = np.concatenate([np.zeros(0, np.uint64), *(part[at] for part in parts)])
            if len(keys):
                keys.sort()
                pair = self.numbers.pair(number)
                for reading in self.readings.others(pair):
                    found[pair + reading] = place(*reading.split("'")), keys
        return found


def _parts(
    runs: "Sequence[Array]", place_of_numbers: "Callable[[Array], Array]", shards: int
) -> "Iterator[tuple[range, Array]]":
    """Sorted postings as some at a time, whole shards of them: (which of 2¹⁶ places, their postings)."""
    import numpy as np

    places = [place_of_numbers(postings.numbers(keys)).astype(np.uint16) for keys in runs]
    parts = min(shards, 1 << (sum(map(len, runs)) // _PART).bit_length())
    for part in range(parts):
        low, high = (part << 16) // parts, (part + 1 << 16) // parts
        keys = np.concatenate([k[(p >= low) & (p < high)] for k, p in zip(runs, places, strict=True)])
        keys.sort()
        yield range(low, high), keys
