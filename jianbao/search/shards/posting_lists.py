"""The articles of one term in one field, with frequencies: what takes most of a shard's bytes.

    light  gaps between article numbers in Rice's code, each followed by the frequency in gamma
    heavy  in more than HEAVY articles: its occurrences in all, the gaps, and frequencies only of articles above a bound

A heavy term stands nearly everywhere, hence weighs little beside any other; asked for by itself, it is the articles
that have it often that matter. The bound is three times the mean, rounded down to a power of two; the number of
occurrences tells it. So one article can be edited without knowing the frequencies of the others, but where it makes the
mean fall below a power of two: frequencies that were not told have to be told then.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from jianbao.search.shards import bits

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, Any]
    Codes = tuple[Array, Array]
    """(codes, lengths)."""

HEAVY = 4096
"""Articles of a level; no archive of fewer has a frequency that is not told."""


class Heavy(dict[int, int]):
    """Article → frequency of a heavy term, where those up to a bound are taken for the mean."""

    def __init__(self, members: Iterable[int], total: int) -> None:
        found = list(members)
        super().__init__(dict.fromkeys(found, mean(len(found), total)))
        self.bound = bound(len(found), total)
        self.total = total
        """Occurrences in all articles."""


def bound(df: int, total: int) -> int:
    """Up to which frequency a list of ``df`` articles with ``total`` occurrences does not tell it; 0: all are told."""
    return 3 << (total // df).bit_length() - 1 if df > HEAVY else 0


def mean(df: int, total: int) -> int:
    """What a frequency that is not told counts as."""
    return (2 * total + df) // (2 * df)


def read(reader: bits.BitReader, df: int, space: int, *, frequencies: bool) -> dict[int, int]:
    """Article → frequency, of a list of ``df`` in a segment of so many numbers."""
    if not (frequencies and df > HEAVY):
        return _gaps(reader, df, space, frequencies=frequencies)
    total = reader.gamma()
    heavy = Heavy(_gaps(reader, df, space, frequencies=False), total)
    told = _gaps(reader, reader.gamma() - 1, space, frequencies=True)
    heavy.update((article, heavy.bound + more) for article, more in told.items())
    return heavy


def skip(reader: bits.BitReader, df: int, space: int, *, frequencies: bool) -> None:
    """Passes what ``read`` reads."""
    heavy = frequencies and df > HEAVY
    if heavy:
        reader.gamma()
    _skip_gaps(reader, df, space, frequencies=frequencies and not heavy)
    if heavy:
        _skip_gaps(reader, reader.gamma() - 1, space, frequencies=True)


def spliced(
    reader: bits.BitReader, df: int, space: int, article: int, frequency: int, *, frequencies: bool
) -> tuple[int, str] | None:
    """(how many, the bits) of a light list in which one article has that frequency now, 0 for none.

    All others are copied. None, with nothing read, where all has to be written again because gaps are told otherwise.
    """
    start, k = reader.at, bits.parameter(space, df)
    many, last = reader.until(article, df, k, frequencies)
    parts = [reader.since(start)]
    gap, rest = reader.posting(k, frequencies) if many < df else (-1, "")
    found = last + 1 + gap if many < df else -1
    read = min(many + 1, df)
    there = found == article
    after = df + bool(frequency) - there
    if not after or bits.parameter(space, after) != k or (frequencies and after > HEAVY):
        reader.back(start)
        return None
    if frequency:
        told = bits.gamma_text(frequency) if frequencies else ""
        parts.append(bits.rice_text(article - last - 1, k, bits.GAP) + told)
        last = article
    elif there and read < df:
        gap, rest = reader.posting(k, frequencies)
        found, read, there = found + 1 + gap, read + 1, False
    if found >= 0 and not there:
        parts.append(bits.rice_text(found - last - 1, k, bits.GAP) + rest)
    at = reader.at
    reader.skip(df - read, k, frequencies)
    return after, "".join([*parts, reader.since(at)])


def spliced_heavy(
    reader: bits.BitReader, df: int, space: int, changes: Iterable[tuple[int, int, int]]
) -> tuple[int, str] | None:
    """The same for a heavy list and ``changes`` of (article, frequency before, frequency).

    None also where frequencies would have to be told that are not known, or where it is heavy no more.
    """
    start = reader.at
    total = reader.gamma()
    at = reader.at
    _skip_gaps(reader, df, space, frequencies=False)
    members, many = reader.since(at), df
    low = bound(df, total)
    told = {a: low + n for a, n in _gaps(reader, reader.gamma() - 1, space, frequencies=True).items()}
    end = reader.at
    for article, before, frequency in changes:
        total += frequency - before
        told[article] = frequency
        if bool(before) != bool(frequency):
            one = spliced(bits.BitReader.of_text(members), many, space, article, bool(frequency), frequencies=False)
            if one is None:
                reader.back(start)
                return None
            many, members = one
    after = bound(many, total)
    if after < low or many <= HEAVY:
        reader.back(start)
        return None
    left = {article: n - after for article, n in sorted(told.items()) if n > after}
    reader.back(end)
    return many, bits.gamma_text(total) + members + bits.gamma_text(len(left) + 1) + _spaced(list(left), left, space)


def _skip_gaps(reader: bits.BitReader, many: int, space: int, *, frequencies: bool) -> None:
    if many:
        reader.skip(many, bits.parameter(space, many), frequencies)


def _gaps(reader: bits.BitReader, many: int, space: int, *, frequencies: bool) -> dict[int, int]:
    return reader.postings(many, bits.parameter(space, many), frequencies) if many else {}


def written(
    starts: "Array", article: "Array", frequency: "Array", total: "Array", space: "int | Array", *, frequencies: bool
) -> "tuple[Codes, Array]":
    """(codes, how many of them each list has) of lists that begin at ``starts``, their articles ascending.

    ``total``: occurrences of each list, which only heavy ones tell; ``space``: how many numbers each has, or all.
    """
    import numpy as np

    df = np.diff(np.append(starts, len(article)))
    heavy = df > HEAVY if frequencies else np.zeros(len(df), bool)
    if not heavy.any():
        return _joined(article, frequency, df, space, frequencies=frequencies), df

    def chosen(lists: "Array") -> "tuple[Array, Array, Array]":
        """(articles, frequencies, sizes) of some lists; the others have none."""
        mine = np.repeat(lists, df)
        return article[mine], frequency[mine], np.where(lists, df, 0)

    some = heavy.astype(np.int64)
    parts = [(bits.gamma(total[heavy].astype(np.uint64)), some)]
    light, often, sizes = chosen(~heavy)
    parts.append((_joined(light, often, sizes, space, frequencies=frequencies), sizes))
    members, _, sizes = chosen(heavy)
    parts.append((_joined(members, members, sizes, space, frequencies=False), sizes))
    # Of a list that is not heavy ``total`` may be anything.
    mean = bits.bit_length(np.maximum(total // df, 1).astype(np.uint64)).astype(np.int64)
    low = np.repeat(np.int64(3) << mean - 1, df)
    told = np.repeat(heavy, df) & (frequency > low)
    sizes = np.bincount(np.repeat(np.arange(len(df)), df)[told], minlength=len(df))
    parts.append((bits.gamma((sizes + 1).astype(np.uint64)[heavy]), some))
    parts.append((_joined(article[told], (frequency - low)[told], sizes, space, frequencies=True), sizes))
    return interleaved(parts), np.sum([sizes for _, sizes in parts], axis=0)


def text(postings: Mapping[int, int], space: int, *, frequencies: bool) -> str:
    """The bits of one list as zeros and ones, the same that ``written`` makes of it among many."""
    df = len(postings)
    members = sorted(postings)
    if not (frequencies and df > HEAVY):
        return _spaced(members, postings if frequencies else None, space)
    total = postings.total if isinstance(postings, Heavy) else sum(postings.values())
    low = bound(df, total)
    told = {article: postings[article] - low for article in members if postings[article] > low}
    gaps = _spaced(members, None, space)
    return bits.gamma_text(total) + gaps + bits.gamma_text(len(told) + 1) + _spaced(list(told), told, space)


def _spaced(members: Sequence[int], frequency: Mapping[int, int] | None, space: int) -> str:
    """Gaps between articles, each followed by its article's frequency."""
    k = bits.parameter(space, max(len(members), 1))
    parts = []
    before = -1
    for article in members:
        parts.append(bits.rice_text(article - before - 1, k, bits.GAP))
        if frequency:
            parts.append(bits.gamma_text(frequency[article]))
        before = article
    return "".join(parts)


def interleaved(parts: "list[tuple[Codes, Array]]") -> "Codes":
    """The codes of all parts, group by group; a part tells how many of its codes each group has."""
    import numpy as np

    begin = np.cumsum(np.sum([sizes for _, sizes in parts], axis=0))
    whole = int(begin[-1])
    begin = np.concatenate(([0], begin[:-1]))
    codes, lengths = np.zeros(whole, np.uint64), np.zeros(whole, np.uint64)
    for (made, bits_of), sizes in parts:
        at = np.arange(len(made)) + np.repeat(begin - (np.cumsum(sizes) - sizes), sizes)
        codes[at], lengths[at] = made, bits_of
        begin = begin + sizes
    return codes, lengths


def _joined(
    article: "Array", frequency: "Array", sizes: "Array", space: "int | Array", *, frequencies: bool
) -> "Codes":
    import numpy as np

    starts = (np.cumsum(sizes) - sizes)[sizes > 0]
    before = np.concatenate(([-1], article[:-1].astype(np.int64)))[: len(article)]
    before[starts] = -1
    k = np.repeat(bits.parameters(space, np.maximum(sizes, 1).astype(np.uint64)), sizes)
    gaps = bits.rice((article - before - 1).astype(np.uint64), k, bits.GAP)
    return bits.joined(gaps, bits.gamma(frequency.astype(np.uint64))) if frequencies else gaps
