"""A shard: some terms of a level with what lunr's inverted index keeps of them, in one small file.

    varint terms by number · varint Rice parameter · varint bytes of text · text (terms, newlines between)
    bits: numbers of terms (ascending, as Rice-coded gaps) · counts of every term · postings of every term

A pair of common Han characters, Latin letters or digits is a number of 30 bits; every other term is text.
A pair whose reading differs from its characters' own is filed a second time under that reading and
carries it: ``重塑chong'su``. Counts: a 1 and gamma(body), or a 0 and gamma(1 + n) of title, tags and body. Postings:
see posting_lists.py.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from jianbao.search import bits, posting_lists

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, Any]

FIELDS = ("title", "tags", "body")
BASE, END, SPAN = 0x3400, 0xA000, 1 << 15
"""Characters from BASE to END are numbered from 0, ASCII's behind them, all below SPAN; the others stand as text."""


class Batch(NamedTuple):
    """Shards to be written. Terms are in the order of their shards, in each numbers before texts."""

    shard: "Array"
    """The shard of every term."""
    number: "Array"
    """The number of every term, -1 for a text."""
    text: Sequence[str]
    """The texts of the terms that have no number."""
    term: "Array"
    """The term of every posting, ascending; within a term, by field and article."""
    field: "Array"
    article: "Array"
    frequency: "Array"
    total: "Array | None" = None
    """Occurrences of every list (a field of a term), where ``frequency`` does not tell all of them."""


def character(number: int) -> str:
    """The character of a number."""
    return chr(number + BASE if number < END - BASE else number - (END - BASE))


def number_of(character: str) -> int:
    """The number of a character, -1 when it is rare."""
    code = ord(character)
    if code < 128:
        return code + END - BASE
    return code - BASE if BASE <= code < END else -1


def number(pair: str) -> int:
    """The number of a pair of characters, -1 when one of them is rare."""
    first, second = map(number_of, pair)
    return first * SPAN + second if first >= 0 and second >= 0 else -1


def pair(number: int) -> str:
    """The pair of a number."""
    return character(number // SPAN) + character(number % SPAN)


def encoded(batch: Batch, articles: int, *, frequencies: bool) -> Iterator[tuple[int, bytes]]:
    """(shard, bytes) of every shard that has terms; ``articles`` is the size of the level."""
    import numpy as np

    if not len(batch.shard):
        return
    shards, first = np.unique(batch.shard, return_index=True)
    numbered = batch.number >= 0
    many = np.add.reduceat(numbered.astype(np.int64), first)
    place = np.searchsorted(shards, batch.shard)
    parameter = _parameters(many)
    parts = [
        (_numbers(batch, place, numbered, parameter), many),
        (_counts(batch), 4 * np.bincount(place)),
        _postings(batch, place, articles, frequencies),
        ((np.zeros_like(shards, np.uint64), np.zeros_like(shards, np.uint64)), np.ones_like(many)),
    ]
    codes, lengths = posting_lists.interleaved(parts)
    ends = np.cumsum(np.sum([sizes for _, sizes in parts], axis=0)) - 1
    # The last code of each shard is zeros up to a whole byte.
    total = np.add.reduceat(lengths, np.concatenate(([0], ends[:-1] + 1)))
    fill = lengths[ends] = (np.uint64(8) - total % np.uint64(8)) % np.uint64(8)
    data = bits.packed(codes, lengths)
    until = np.cumsum((total + fill) // np.uint64(8)).tolist()
    texts = iter(batch.text)
    sizes = np.diff(np.append(first, len(batch.shard))).tolist()
    since = 0
    for at, shard in enumerate(shards.tolist()):
        text = "\n".join(next(texts) for _ in range(sizes[at] - int(many[at]))).encode()
        yield (
            shard,
            varint(int(many[at])) + varint(int(parameter[at])) + varint(len(text)) + text + data[since : until[at]],
        )
        since = until[at]


def _parameters(many: "Array") -> "Array":
    import numpy as np

    return bits.parameters(1 << 30, np.maximum(many, 1).astype(np.uint64))


def _numbers(batch: Batch, place: "Array", numbered: "Array", parameter: "Array") -> "tuple[Array, Array]":
    import numpy as np

    number, shard = batch.number[numbered].astype(np.int64), place[numbered]
    if not len(number):
        return np.zeros(0, np.uint64), np.zeros(0, np.uint64)
    before = np.concatenate(([-1], number[:-1]))
    before[np.concatenate(([True], shard[1:] != shard[:-1]))] = -1
    return bits.rice((number - before - 1).astype(np.uint64), parameter[shard], bits.WIDE)


def _counts(batch: Batch) -> "tuple[Array, Array]":
    """Of every term the flag and the three counts, those that are left out as codes without bits."""
    import numpy as np

    size = len(batch.shard)
    df = np.bincount(batch.term * 3 + batch.field, minlength=3 * size).reshape(size, 3).astype(np.uint64)
    plain = (df[:, 0] == 0) & (df[:, 1] == 0)
    shown = np.where(plain[:, None], 0, df + np.uint64(1)).astype(np.uint64)
    shown[plain, 2] = df[plain, 2]
    codes, lengths = bits.gamma(shown)
    flag = plain.astype(np.uint64)[:, None]
    return np.hstack((flag, codes)).ravel(), np.hstack((np.ones_like(flag), lengths)).ravel()


def _postings(batch: Batch, place: "Array", articles: int, frequencies: bool) -> "tuple[tuple[Array, Array], Array]":
    """The codes of all lists, and how many of them each shard has."""
    import numpy as np

    key = batch.term * 3 + batch.field
    starts = np.flatnonzero(np.concatenate(([True], key[1:] != key[:-1])))
    total = batch.total if batch.total is not None else np.add.reduceat(batch.frequency, starts)
    codes, many = posting_lists.written(
        starts, batch.article, batch.frequency, total, articles, frequencies=frequencies
    )
    owner = place[batch.term[starts]]
    return codes, np.bincount(owner, weights=many, minlength=int(place[-1]) + 1).astype(np.int64)


def varint(value: int) -> bytes:
    """A number in groups of seven bits, the lowest first."""
    made = bytearray()
    while value > 127:
        made.append(value & 127 | 128)
        value >>= 7
    return bytes([*made, value])


Postings = tuple[dict[int, int], dict[int, int], dict[int, int]]
"""For each of FIELDS article → frequency."""


class Term(NamedTuple):
    """A term as it is read: ``reading`` only where it is not its characters' own."""

    text: str
    reading: str
    postings: Postings


def decoded(data: bytes, articles: int, *, frequencies: bool, pairs: bool) -> list[Term]:
    """Every term of a shard; of ``pairs`` the first two characters are the term, the rest its reading."""
    names, counts, reader = opened(data)
    made = []
    for name, dfs in zip(names, counts, strict=True):
        title, tags, body = (posting_lists.read(reader, df, articles, frequencies=frequencies) for df in dfs)
        text, reading = (name[:2], name[2:]) if pairs else (name, "")
        made.append(Term(text, reading, (title, tags, body)))
    return made


def opened(data: bytes) -> tuple[list[str], list[tuple[int, ...]], bits.Reader]:
    """(the terms of a shard, in how many articles each is by field, a reader before the first posting)."""
    if not data:
        return [], [], bits.Reader(b"")
    at = 0

    def take() -> int:
        nonlocal at
        value = shift = 0
        while True:
            byte = data[at]
            at += 1
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return value

    many, k, size = take(), take(), take()
    words = data[at : at + size].decode().split("\n") if size else []
    reader = bits.Reader(data[at + size :])
    names = []
    last = -1
    for _ in range(many):
        last += 1 + reader.rice(k, bits.WIDE)
        names.append(pair(last))
    names += words
    counts = [(0, 0, reader.gamma()) if reader.number(1) else tuple(reader.gamma() - 1 for _ in FIELDS) for _ in names]
    return names, counts, reader


def closed(terms: Mapping[str, Sequence[tuple[int, str]]], *, pairs: bool) -> bytes:
    """The bytes of a shard, of which every list is given as (articles, bits); the same that ``encoded`` makes."""
    numbers = {name: number(name) if pairs and len(name) == 2 else -1 for name in terms}
    numbered = sorted(at for at in numbers.values() if at >= 0)
    words = sorted(name for name, at in numbers.items() if at < 0)
    k = bits.parameter(1 << 30, max(len(numbered), 1))
    gaps = (at - before - 1 for before, at in zip([-1, *numbered], numbered, strict=False))
    parts = [bits.rice_text(gap, k, bits.WIDE) for gap in gaps]
    ordered = [terms[name] for name in (*map(pair, numbered), *words)]
    for (title, _), (tags, _), (body, _) in ordered:
        plain = not title and not tags
        shown = (body,) if plain else (title + 1, tags + 1, body + 1)
        parts.append(("1" if plain else "0") + "".join(map(bits.gamma_text, shown)))
    parts += [made for term in ordered for _, made in term]
    text = "\n".join(words).encode()
    return varint(len(numbered)) + varint(k) + varint(len(text)) + text + bits.packed_text("".join(parts))
