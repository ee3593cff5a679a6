"""The articles of one term in one field, with frequencies: what takes most of a shard's bytes.

    rare   gaps between article numbers in Rice's code, each followed by the frequency in gamma
    dense  in more than half of a level's articles: the gaps between those that lack the term, then the frequencies
    heavy  in more than HEAVY articles: its occurrences in all, the gaps, and frequencies only of articles above a bound

A heavy term stands nearly everywhere, hence weighs little beside any other; asked for by itself, it is the articles
that have it often that matter. The bound is three times the mean, which the number of occurrences tells, so that one
article can be edited without knowing the frequencies of the others.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from jianbao.search import bits

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
    return 3 * total // df if df > HEAVY else 0


def mean(df: int, total: int) -> int:
    """What a frequency that is not told counts as."""
    return (2 * total + df) // (2 * df)


def read(reader: bits.Reader, df: int, articles: int, *, frequencies: bool) -> dict[int, int]:
    """Article → frequency, of a list of ``df`` in a level of ``articles``."""
    if frequencies and df > HEAVY:
        total = reader.gamma()
        heavy = Heavy(_members(reader, df, articles), total)
        told = _gaps(reader, reader.gamma() - 1, articles, frequencies=True)
        heavy.update((article, heavy.bound + more) for article, more in told.items())
        return heavy
    if df * 2 <= articles:
        return _gaps(reader, df, articles, frequencies=frequencies)
    return {article: reader.gamma() if frequencies else 1 for article in _members(reader, df, articles)}


def skip(reader: bits.Reader, df: int, articles: int, *, frequencies: bool) -> None:
    """Passes what ``read`` reads."""
    dense, heavy = df * 2 > articles, frequencies and df > HEAVY
    if heavy:
        reader.gamma()
    _skip_gaps(reader, articles - df if dense else df, articles, frequencies=frequencies and not dense and not heavy)
    if heavy:
        _skip_gaps(reader, reader.gamma() - 1, articles, frequencies=True)
    elif dense and frequencies:
        reader.skip(df, None, frequencies=True)


def _skip_gaps(reader: bits.Reader, many: int, articles: int, *, frequencies: bool) -> None:
    if many:
        reader.skip(many, bits.parameter(articles, many), frequencies)


def _members(reader: bits.Reader, df: int, articles: int) -> "list[int] | dict[int, int]":
    if df * 2 <= articles:
        return _gaps(reader, df, articles, frequencies=False)
    absent = _gaps(reader, articles - df, articles, frequencies=False)
    return [article for article in range(articles) if article not in absent]


def _gaps(reader: bits.Reader, many: int, articles: int, *, frequencies: bool) -> dict[int, int]:
    return reader.postings(many, bits.parameter(articles, many), frequencies) if many else {}


def written(
    starts: "Array", article: "Array", frequency: "Array", total: "Array", articles: int, *, frequencies: bool
) -> "tuple[Codes, Array]":
    """(codes, how many of them each list has) of lists that begin at ``starts``, their articles ascending.

    ``total``: occurrences of each list, which only heavy ones tell.
    """
    import numpy as np

    df = np.diff(np.append(starts, len(article)))
    dense = df * 2 > articles
    heavy = df > HEAVY if frequencies else np.zeros_like(dense)
    special = dense | heavy
    if not special.any():
        return _joined(article, frequency, df, articles, frequencies=frequencies), df

    def chosen(lists: "Array") -> "tuple[Array, Array, Array]":
        """(articles, frequencies, sizes) of some lists; the others have none."""
        mine = np.repeat(lists, df)
        return article[mine], frequency[mine], np.where(lists, df, 0)

    some = heavy.astype(np.int64)
    parts = [(bits.gamma(total[heavy].astype(np.uint64)), some)]
    plain, often, sizes = chosen(~special)
    parts.append((_joined(plain, often, sizes, articles, frequencies=frequencies), sizes))
    members, _, sizes = chosen(heavy & ~dense)
    parts.append((_joined(members, members, sizes, articles, frequencies=False), sizes))
    lacking = [_lacking(article[starts[i] : starts[i] + df[i]], articles) for i in np.flatnonzero(dense).tolist()]
    sizes = np.where(dense, articles - df, 0)
    none = np.zeros(0, np.int64)
    parts.append((_joined(np.concatenate([none, *lacking]), none, sizes, articles, frequencies=False), sizes))
    low = np.repeat(3 * total // df, df)
    told = np.repeat(heavy, df) & (frequency > low)
    sizes = np.bincount(np.repeat(np.arange(len(df)), df)[told], minlength=len(df))
    parts.append((bits.gamma((sizes + 1).astype(np.uint64)[heavy]), some))
    parts.append((_joined(article[told], (frequency - low)[told], sizes, articles, frequencies=True), sizes))
    if frequencies:
        _, often, sizes = chosen(dense & ~heavy)
        parts.append((bits.gamma(often.astype(np.uint64)), sizes))
    return interleaved(parts), np.sum([sizes for _, sizes in parts], axis=0)


def text(postings: Mapping[int, int], articles: int, *, frequencies: bool) -> str:
    """The bits of one list as zeros and ones, the same that ``written`` makes of it among many."""
    df = len(postings)
    members = sorted(postings)
    dense, heavy = df * 2 > articles, frequencies and df > HEAVY
    if not dense and not heavy:
        return _spaced(members, postings if frequencies else None, articles)
    shown = [article for article in range(articles) if article not in postings] if dense else members
    gaps = _spaced(shown, None, articles)
    if not heavy:
        return gaps + "".join(bits.gamma_text(postings[article]) for article in members) if frequencies else gaps
    total = postings.total if isinstance(postings, Heavy) else sum(postings.values())
    low = bound(df, total)
    told = {article: postings[article] - low for article in members if postings[article] > low}
    return bits.gamma_text(total) + gaps + bits.gamma_text(len(told) + 1) + _spaced(list(told), told, articles)


def _spaced(members: Sequence[int], frequency: Mapping[int, int] | None, articles: int) -> str:
    """Gaps between articles, each followed by its article's frequency."""
    k = bits.parameter(articles, max(len(members), 1))
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


def _lacking(members: "Array", articles: int) -> "Array":
    import numpy as np

    lacks = np.ones(articles, bool)
    lacks[members] = False
    return np.flatnonzero(lacks)


def _joined(article: "Array", frequency: "Array", sizes: "Array", articles: int, *, frequencies: bool) -> "Codes":
    import numpy as np

    starts = (np.cumsum(sizes) - sizes)[sizes > 0]
    before = np.concatenate(([-1], article[:-1].astype(np.int64)))[: len(article)]
    before[starts] = -1
    k = np.repeat(bits.parameters(articles, np.maximum(sizes, 1).astype(np.uint64)), sizes)
    gaps = bits.rice((article - before - 1).astype(np.uint64), k, bits.GAP)
    return bits.joined(gaps, bits.gamma(frequency.astype(np.uint64))) if frequencies else gaps
