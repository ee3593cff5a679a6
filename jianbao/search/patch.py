"""A segment after some of its articles came, went or were edited: the shards of words that came or went, no others.

All other articles have the numbers that they had. What an article said before is read from its record; what the two
texts have in common stays untouched.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from jianbao.errors import AnewError
from jianbao.search import grams
from jianbao.search.files import Record
from jianbao.search.readings import Readings
from jianbao.search.shards import across, bits, blocks, posting_lists, shard, singles
from jianbao.search.shards.layout import FREQUENT, Layout
from jianbao.search.shards.pairs import Pairs
from jianbao.search.shards.segment import filed
from jianbao.search.terms import of_article

_MOST = 24
"""Changed articles from which on the whole segment is cut again."""
_SPLICED = 3
"""Changes of one list up to which each is put in by itself."""
_NUMBER = 4
"""Bytes of a number in a basis."""


class Edit(NamedTuple):
    """An article, by its number in the segment, as it was and as it is; None is not there."""

    article: int
    came: str
    """The year in which it came."""
    old: Record | None
    new: Record | None


class Change(NamedTuple):
    """How often a term stood in a field of an article (its number in the shard), and stands there now; 0: not."""

    term: str
    field: int
    article: int
    before: int
    frequency: int


Shard = tuple[str, int]
"""Family and number."""


def basis(numbers: Sequence[int], marks: Sequence[bytes]) -> bytes:
    """What a segment is made from: the number of each article, and the digest of what is in it."""
    return b"".join([n.to_bytes(_NUMBER, "big") + mark for n, mark in zip(numbers, marks, strict=True)])


def changed(head: int, now: bytes, before: bytes, size: int, most: int = _MOST) -> list[tuple[int, bool, bool]]:
    """(number, whether it was there, whether it is there) of every article that differs, in order.

    Behind so many bytes of ``head`` both are a ``basis`` whose marks have ``size`` bytes. Raises AnewError when the
    head differs, or more than ``most`` articles.
    """
    step = size + _NUMBER
    if now[:head] != before[:head]:
        raise AnewError("这一段索引另分了文件")
    new, old = ({all_[at : at + step] for at in range(head, len(all_), step)} for all_ in (now, before))
    left, come = ({row[:_NUMBER] for row in rows} for rows in (old - new, new - old))
    if len(left | come) > most:
        raise AnewError("改动的条目多")
    return [(int.from_bytes(n, "big"), n in left, n in come) for n in sorted(left | come)]


def touched(edits: Iterable[Edit], layout: Layout, readings: Readings, fold: grams.Fold) -> dict[Shard, list[Change]]:
    """What changes in which shards."""
    found: dict[Shard, list[Change]] = defaultdict(list)
    for edit in edits:
        old, new = (_terms(found, fold, readings, edit.came) if found else _NONE for found in (edit.old, edit.new))
        for family, term, field in old.keys() | new.keys():
            frequency = new[family, term, field]
            before = old[family, term, field]
            if frequency != before:
                at = layout.place(family, filed(family, term, readings))
                found[family, at].append(Change(term, field, edit.article, before, frequency))
    return found


def patched(data: bytes, family: str, articles: int, changes: Iterable[Change], numbers: Pairs | None) -> bytes:
    """A shard's bytes after the changes, the same that the whole segment cut again would give.

    Lists that do not change are copied as they stand. Raises AnewError when a list would have to tell frequencies
    that it has not told so far.
    """
    frequencies, pairs = FREQUENT[family], _numbers(family, numbers)
    of: dict[shard.Key, dict[int, list[Change]]] = defaultdict(lambda: defaultdict(list))
    for change in changes:
        of[shard.key(change.term, pairs)][change.field].append(change)
    keys, counts, reader, numbers_told = shard.opened(data, numbered=pairs is not None)
    terms: dict[shard.Key, tuple[shard.Counts, str]] = {}
    for key, dfs in zip(keys, counts, strict=True):
        if key in of:
            mine = of.pop(key)
            terms[key] = _joined(_field(reader, df, mine.get(f), articles, frequencies) for f, df in enumerate(dfs))
            continue
        at = reader.at
        for df in dfs:
            if df:
                posting_lists.skip(reader, df, articles, frequencies=frequencies)
        terms[key] = dfs, reader.since(at)
    come = of.keys() - terms.keys()
    for key, mine in of.items():
        terms[key] = _joined(
            _changed({}, mine[f], articles, frequencies) if f in mine else (0, "") for f in range(len(shard.FIELDS))
        )
    left = {key: term for key, term in terms.items() if any(term[0])}
    stay = not come and len(left) == len(keys)
    return shard.closed(left, numbers_told if stay else "") if left else b""


def _numbers(family: str, numbers: Pairs | None) -> shard.Numbers | None:
    """What tells the terms of a family that are numbers."""
    return {"p": numbers, "m": across.Buckets()}.get(family)


def _field(
    reader: bits.BitReader, df: int, changes: list[Change] | None, space: int, frequencies: bool
) -> tuple[int, str]:
    """(how many articles a list has after the changes, its bits)."""
    if changes:
        return _list(reader, df, changes, space, frequencies)
    at = reader.at
    posting_lists.skip(reader, df, space, frequencies=frequencies)
    return df, reader.since(at)


def _joined(fields: Iterable[tuple[int, str]]) -> tuple[shard.Counts, str]:
    """A term's lists, given as (articles, bits), as one."""
    (title, one), (tags, two), (body, three) = fields
    return (title, tags, body), one + two + three


def blocks_patched(
    read: Callable[[str], bytes], one: Shard, layout: Layout, changes: Sequence[Change], numbers: Pairs
) -> Iterator[tuple[str, bytes | None]]:
    """(name, bytes) of the files of a shard that the changes touch: mostly one block; no bytes: it is gone.

    ``read`` gives a file by its name.
    """
    space = layout.space
    first = blocks.first(read(blocks.name(*one, 0)))
    counted = [change for change in changes if change.article < blocks.counted(space)]
    postings = first.counted + sum(bool(change.frequency) - bool(change.before) for change in counted)
    width = blocks.width(space, first.halved)
    if blocks.halved(one[0], postings, layout) != first.halved:
        yield from _cut_again(read, one, layout, changes, numbers)
        return
    of: dict[int, list[Change]] = defaultdict(list)
    for change in changes:
        block, article = divmod(change.article, width)
        of[block].append(change._replace(article=article))
    if postings != first.counted:
        # Of many blocks the first one tells postings of others too.
        of.setdefault(0, [])
    for block, mine in sorted(of.items()):
        name = blocks.name(*one, block)
        data = read(name) if block else first.data
        data = patched(data, one[0], width, mine, numbers) if mine else data
        yield name, data if block else blocks.First(first.halved, postings, data).file


def _cut_again(
    read: Callable[[str], bytes], one: Shard, layout: Layout, changes: Sequence[Change], numbers: Pairs
) -> Iterator[tuple[str, bytes | None]]:
    """All blocks of a shard after the changes, where they are more than before or fewer."""
    family, frequencies, space = one[0], FREQUENT[one[0]], layout.space
    pairs = _numbers(family, numbers)
    first = blocks.first(read(blocks.name(*one, 0)))
    width = blocks.width(space, first.halved)
    terms: Lists = defaultdict(lambda: [{}, {}, {}])
    for block in range(1 << first.halved):
        data = read(blocks.name(*one, block)) if block else first.data
        for term in shard.decoded(data, width, frequencies=frequencies, pairs=pairs):
            for mine, theirs in zip(terms[term.text + term.reading], term.postings, strict=True):
                if isinstance(theirs, posting_lists.Heavy):
                    raise AnewError("一个常用词没有记下的次数要用到")
                mine.update((block * width + article, n) for article, n in theirs.items())
    for change in changes:
        kept = terms[change.term][change.field]
        kept.pop(change.article, None)
        if change.frequency:
            kept[change.article] = change.frequency
    postings = sum(article < blocks.counted(space) for kept in terms.values() for each in kept for article in each)
    times = blocks.halved(family, postings, layout)
    for block in range(1 << times, 1 << first.halved):
        yield blocks.name(*one, block), None
    width = blocks.width(space, times)
    for block in range(1 << times):
        low = block * width
        inside = {
            name: [{a - low: n for a, n in each.items() if low <= a < low + width} for each in kept]
            for name, kept in terms.items()
        }
        data = _closed(inside, width, pairs, frequencies=frequencies)
        yield blocks.name(*one, block), data if block else blocks.First(times, postings, data).file


Lists = dict[str, list[dict[int, int]]]
"""Term → for each field article → frequency."""
_NO_LISTS: list[dict[int, int]] = [{}, {}, {}]


def singles_patched(
    read: Callable[[str], bytes], number: int, layout: Layout, changes: Sequence[Change]
) -> Iterator[tuple[str, bytes | None]]:
    """(name, bytes) of the files of a shard of single characters that the changes touch; no bytes: it is gone."""
    first, width = singles.first(read(singles.name(number))), layout.width
    of: dict[int, list[Change]] = defaultdict(list)
    seldom = [change for change in changes if change.term not in first.frequent]
    for change in changes:
        if change.term in first.frequent:
            block, article = divmod(change.article, width)
            of[block].append(change._replace(article=article))
    made = {b: patched(read(singles.name(number, b)), "s", width, mine, None) for b, mine in sorted(of.items())}
    frequent, gone = set(first.frequent), set[str]()
    if 0 in made:
        keys, counts, *_ = shard.opened(made[0], numbered=False)
        gone = frequent - {str(key) for key, dfs in zip(keys, counts, strict=True) if sum(dfs) > singles.LEAST}
    if seldom or gone:
        rare = _lists(first.data, layout.space, seldom)
        come = {c for c, kept in rare.items() if layout.blocks > 1 and _within(kept, width) > singles.LEAST}
        if come or gone:
            lists = [
                _lists(made[b] if b in made else _of_block(read, number, b, first), width) for b in range(layout.blocks)
            ]
            _moved(rare, lists, width, come, gone)
            frequent = (frequent | come) - gone
            made = {b: _closed(mine, width, None, frequencies=False) for b, mine in enumerate(lists)}
        told = "".join(sorted(frequent))
        yield singles.name(number), singles.First(told, _closed(rare, layout.space, None, frequencies=False)).file
    for block, data in made.items():
        yield singles.name(number, block), data if frequent else None


def _moved(rare: Lists, lists: Sequence[Lists], width: int, come: Iterable[str], gone: Iterable[str]) -> None:
    """Moves characters that ``come`` from the rare ones into the blocks, and those that are ``gone`` back."""
    for character in gone:
        for b, mine in enumerate(lists):
            for kept, part in zip(rare[character], mine.pop(character, _NO_LISTS), strict=True):
                kept.update({b * width + article: 1 for article in part})
    for character in come:
        kept_by = rare.pop(character)
        for b, mine in enumerate(lists):
            mine[character] = [{a % width: 1 for a in each if a // width == b} for each in kept_by]


def _of_block(read: Callable[[str], bytes], number: int, block: int, first: singles.First) -> bytes:
    """A block of a shard of single characters; where none is frequent there is none."""
    return read(singles.name(number, block)) if first.frequent else b""


def _lists(data: bytes, space: int, changes: Iterable[Change] = ()) -> Lists:
    """What a shard without frequencies has after the changes."""
    found: Lists = defaultdict(lambda: [{}, {}, {}])
    for term in shard.decoded(data, space, frequencies=False):
        found[term.text] = list(term.postings)
    for change in changes:
        kept = found[change.term][change.field]
        kept.pop(change.article, None)
        if change.frequency:
            kept[change.article] = change.frequency
    return found


def _within(kept: Sequence[dict[int, int]], width: int) -> int:
    """How many postings of a term have numbers below ``width``."""
    return sum(article < width for each in kept for article in each)


def _closed(terms: Lists, width: int, numbers: shard.Numbers | None, *, frequencies: bool = True) -> bytes:
    """A block of some terms' postings."""
    lists = {
        shard.key(name, numbers): _joined(
            (len(each), posting_lists.text(each, width, frequencies=frequencies) if each else "") for each in kept
        )
        for name, kept in terms.items()
        if any(kept)
    }
    return shard.closed(lists) if lists else b""


def _list(reader: bits.BitReader, df: int, changes: list[Change], space: int, frequencies: bool) -> tuple[int, str]:
    """(how many articles a list has after the changes, its bits). Of most lists one or two articles change."""
    made: tuple[int, str] | None = None
    if df and len(changes) <= _SPLICED:
        if frequencies and df > posting_lists.HEAVY:
            told = [(change.article, change.before, change.frequency) for change in changes]
            made = posting_lists.spliced_heavy(reader, df, space, told)
        else:
            made = _spliced(reader, df, changes, space, frequencies)
    if made:
        return made
    postings = posting_lists.read(reader, df, space, frequencies=frequencies)
    return _changed(postings, changes, space, frequencies)


def _spliced(
    reader: bits.BitReader, df: int, changes: list[Change], space: int, frequencies: bool
) -> tuple[int, str] | None:
    """One change after the other; None, with nothing read, where that cannot be."""
    start, source, many, text = reader.at, reader, df, ""
    for change in changes:
        made = posting_lists.spliced(source, many, space, change.article, change.frequency, frequencies=frequencies)
        if made is None:
            reader.back(start)
            return None
        many, text = made
        source = bits.BitReader.of_text(text)
    return many, text


def _changed(postings: dict[int, int], changes: Iterable[Change], articles: int, frequencies: bool) -> tuple[int, str]:
    """(how many articles a list has after the changes, its bits)."""
    for change in changes:
        if isinstance(postings, posting_lists.Heavy):
            postings.total += change.frequency - change.before
        if change.frequency:
            postings[change.article] = change.frequency
        else:
            postings.pop(change.article, None)
    if (
        isinstance(postings, posting_lists.Heavy)
        and posting_lists.bound(len(postings), postings.total) < postings.bound
    ):
        raise AnewError("一个常用词没有记下的次数要用到")
    return len(postings), posting_lists.text(postings, articles, frequencies=frequencies) if postings else ""


_NONE: Counter[tuple[str, str, int]] = Counter()


def _terms(record: Record, fold: grams.Fold, readings: Readings, came: str) -> Counter[tuple[str, str, int]]:
    """(family, term, field) → frequency."""
    found: Counter[tuple[str, str, int]] = Counter()
    for family, term, field, frequency in of_article(record, fold, readings, came):
        found[family, term, field] += frequency
    for key in found:
        found[key] = min(found[key], bits.MOST_TF) if FREQUENT[key[0]] else 1
    return found
