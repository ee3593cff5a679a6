"""A level after some of its articles were edited: the shards of the words that came or went, and no others.

The level's articles and their numbers are the same as before. What an article said then is read from its
record; what the two texts have in common stays untouched.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from jianbao import digest
from jianbao.errors import AnewError
from jianbao.search import bits, grams, posting_lists, shard
from jianbao.search.files import Record
from jianbao.search.index_reader import young_terms
from jianbao.search.readings import Readings, place
from jianbao.search.segment import FACETS, FREQUENT, place_of

_MOST = 24
"""Edited articles from which on the whole level is cut again."""
_BLOCK = 256
"""Digests that are compared at one go."""


class Edit(NamedTuple):
    """An article, by its number in the level, as it was and as it is."""

    article: int
    old: Record
    new: Record


class Change(NamedTuple):
    """How often a term stood in a field of an article, and stands there now; 0 is not at all."""

    term: str
    field: int
    article: int
    before: int
    frequency: int


Shard = tuple[str, int]
"""Family and number."""


def changed(basis: bytes, before: bytes, count: int) -> list[int]:
    """Which articles differ; a basis ends with the digests of ``count`` articles.

    Raises AnewError when more differs, or too many.
    """
    size = digest.SIZE
    head = len(basis) - count * size
    if basis[:head] != before[:head] or len(basis) != len(before):
        raise AnewError("这一段索引的条目变了")
    blocks = range(head, len(basis), _BLOCK * size)
    near = [at for at in blocks if basis[at : at + _BLOCK * size] != before[at : at + _BLOCK * size]]
    starts = [at for block in near for at in range(block, min(block + _BLOCK * size, len(basis)), size)]
    found = [(at - head) // size for at in starts if basis[at : at + size] != before[at : at + size]]
    if len(found) > _MOST:
        raise AnewError("改动的条目多")
    return found


def touched(
    edits: Iterable[Edit], shards: Mapping[str, int], readings: Readings, fold: grams.Fold
) -> dict[Shard, list[Change]]:
    """What changes in which shards."""
    found: dict[Shard, list[Change]] = defaultdict(list)
    for edit in edits:
        old, new = _terms(edit.old, fold, readings), _terms(edit.new, fold, readings)
        for family, term, field in old.keys() | new.keys():
            frequency = new[family, term, field]
            before = old[family, term, field]
            if frequency != before:
                at = _shard(family, term, shards, readings)
                found[family, at].append(Change(term, field, edit.article, before, frequency))
    return found


def patched(data: bytes, family: str, articles: int, changes: Iterable[Change]) -> bytes:
    """A shard's bytes after the changes, the same that the whole level cut again would give.

    Lists that do not change are copied as they stand. Raises AnewError when a list would have to tell frequencies
    that it has not told so far.
    """
    frequencies = FREQUENT[family]
    of: dict[tuple[str, int], list[Change]] = defaultdict(list)
    for change in changes:
        of[change.term, change.field].append(change)
    names, counts, reader = shard.opened(data)
    terms: dict[str, list[tuple[int, str]]] = {}
    for name, dfs in zip(names, counts, strict=True):
        kept = terms[name] = []
        for field, df in enumerate(dfs):
            if mine := of.pop((name, field), None):
                postings = posting_lists.read(reader, df, articles, frequencies=frequencies)
                kept.append(_changed(postings, mine, articles, frequencies))
            else:
                at = reader.at
                posting_lists.skip(reader, df, articles, frequencies=frequencies)
                kept.append((df, reader.since(at)))
    for (name, field), mine in of.items():
        terms.setdefault(name, [(0, "")] * len(shard.FIELDS))[field] = _changed({}, mine, articles, frequencies)
    left = {name: fields for name, fields in terms.items() if any(df for df, _ in fields)}
    return shard.closed(left, pairs=family == "p") if left else b""


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


def _terms(record: Record, fold: grams.Fold, readings: Readings) -> Counter[tuple[str, str, int]]:
    """(family, term, field) → frequency."""
    found: Counter[tuple[str, str, int]] = Counter()
    for family, term, field, frequency in young_terms(record, fold, readings):
        found[family, term, field] += frequency
    for key in found:
        found[key] = min(found[key], bits.MOST_TF) if FREQUENT[key[0]] else 1
    return found


def _shard(family: str, term: str, shards: Mapping[str, int], readings: Readings) -> int:
    if family == "f":
        return FACETS.index(term.partition("=")[0])
    where = place(*term[2:].split("'")) if family == "p" and len(term) > 2 else place_of(family, term, readings)
    return where * shards[family] >> 16
