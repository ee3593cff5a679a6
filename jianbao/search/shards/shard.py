"""A shard: some terms of a level with what lunr's inverted index keeps of them, in one small file.

    varint terms by number · varint the first number · varint Rice parameter · varint bytes of text · text
    bits: numbers of terms (ascending, as Rice-coded gaps) · counts of every term · postings of every term

A pair of characters that the table of readings has is a number (pairs.py); every other term is text: one control
character, how many characters it shares with the term before, and the rest of it. A pair whose reading differs from
its characters' own is filed a second time under that reading and carries it: ``重塑chong'su``. Counts: a 1 and
gamma(body), or a 0 and gamma(1 + n) of title, tags and body. Postings: see posting_lists.py.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from jianbao import expressions as re
from jianbao.search.shards import bits, posting_lists

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, Any]

FIELDS = ("title", "tags", "body")
_SHARED = 31
"""So many characters at most a term is said to have in common with the one before."""
_FRONTED = re.compile("([\0-\x1f])([^\0-\x1f]*)")


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


def encoded(batch: Batch, articles: "int | Array", *, frequencies: bool) -> Iterator[tuple[int, bytes]]:
    """(shard, bytes) of every shard that has terms; ``articles``: how many it can have, or the shard of each term."""
    import numpy as np

    if not len(batch.shard):
        return
    shards, first = np.unique(batch.shard, return_index=True)
    numbered = batch.number >= 0
    many = np.add.reduceat(numbered.astype(np.int64), first)
    place = np.searchsorted(shards, batch.shard)
    number = batch.number[numbered].astype(np.int64)
    ends = np.cumsum(many)
    some = many > 0
    lowest = np.zeros(len(shards), np.int64)
    lowest[some] = number[(ends - many)[some]]
    spread = np.ones(len(shards), np.int64)
    spread[some] = number[ends[some] - 1] - lowest[some] + 1
    parameter = bits.parameters(spread.astype(np.uint64), np.maximum(many, 1).astype(np.uint64))
    parts = [
        (_numbers(number, place[numbered], lowest, parameter), many),
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
        words = [next(texts) for _ in range(sizes[at] - int(many[at]))]
        yield shard, _head(int(many[at]), int(lowest[at]), int(parameter[at]), words) + data[since : until[at]]
        since = until[at]


def _head(many: int, lowest: int, parameter: int, words: Sequence[str]) -> bytes:
    """What stands before the bits of a shard."""
    text = fronted(words).encode()
    return varint(many) + varint(lowest) + varint(parameter) + varint(len(text)) + text


def fronted(words: Iterable[str]) -> str:
    """Ascending terms, each as how much of it stands in the one before, and the rest."""
    made = []
    for before, word in pairwise(["", *words]):
        least = min(len(before), len(word), _SHARED)
        shared = 0
        while shared < least and before[shared] == word[shared]:
            shared += 1
        made.append(chr(shared) + word[shared:])
    return "".join(made)


def unfronted(text: str) -> list[str]:
    """The terms that ``fronted`` wrote."""
    found = [""]
    for shared, rest in _FRONTED.findall(text):
        found.append(found[-1][: ord(shared)] + rest)
    return found[1:]


def _numbers(number: "Array", shard: "Array", lowest: "Array", parameter: "Array") -> "tuple[Array, Array]":
    """Gaps between the numbers of each shard, the first from its lowest."""
    import numpy as np

    if not len(number):
        return np.zeros(0, np.uint64), np.zeros(0, np.uint64)
    before = np.concatenate(([-1], number[:-1]))
    first = np.concatenate(([True], shard[1:] != shard[:-1]))
    before[first] = lowest[shard[first]] - 1
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


def _postings(
    batch: Batch, place: "Array", articles: "int | Array", frequencies: bool
) -> "tuple[tuple[Array, Array], Array]":
    """The codes of all lists, and how many of them each shard has."""
    import numpy as np

    key = batch.term * 3 + batch.field
    starts = np.flatnonzero(np.concatenate(([True], key[1:] != key[:-1])))
    total = batch.total if batch.total is not None else np.add.reduceat(batch.frequency, starts)
    space = articles if isinstance(articles, int) else articles[batch.term[starts]]
    codes, many = posting_lists.written(starts, batch.article, batch.frequency, total, space, frequencies=frequencies)
    owner = place[batch.term[starts]]
    return codes, np.bincount(owner, weights=many, minlength=int(place[-1]) + 1).astype(np.int64)


def varint(value: int) -> bytes:
    """A number in groups of seven bits, the lowest first."""
    made = bytearray()
    while value > 127:
        made.append(value & 127 | 128)
        value >>= 7
    return bytes([*made, value])


def varint_at(data: bytes, at: int) -> tuple[int, int]:
    """(the number that ``varint`` wrote there, where it ends)."""
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            return value, at


Postings = tuple[dict[int, int], dict[int, int], dict[int, int]]
"""For each of FIELDS article → frequency."""


class Term(NamedTuple):
    """A term as it is read: ``reading`` only where it is not its characters' own."""

    text: str
    reading: str
    postings: Postings


class Numbers(Protocol):
    """What tells of a term that is a number which two characters it is."""

    def number(self, pair: str) -> int:
        """The number of two characters, -1 when they have none."""

    def pair(self, number: int) -> str:
        """The two characters of a number."""


def decoded(data: bytes, articles: int, *, frequencies: bool, pairs: Numbers | None = None) -> list[Term]:
    """Every term of a shard; of ``pairs`` the first two characters are the term, the rest its reading."""
    keys, counts, reader, _ = opened(data, numbered=pairs is not None)
    made = []
    for key, dfs in zip(keys, counts, strict=True):
        title, tags, body = (posting_lists.read(reader, df, articles, frequencies=frequencies) for df in dfs)
        name = key if isinstance(key, str) else pairs.pair(key) if pairs else ""
        text, reading = (name[:2], name[2:]) if pairs else (name, "")
        made.append(Term(text, reading, (title, tags, body)))
    return made


Key = int | str
"""A term: the number of a pair, or a text."""
Counts = tuple[int, int, int]
"""In how many articles a term is, for each of FIELDS."""


def key(name: str, pairs: Numbers | None) -> Key:
    """What stands for a term in a shard of pairs, or in another one."""
    number = pairs.number(name) if pairs and len(name) == 2 else -1
    return name if number < 0 else number


class Opened(NamedTuple):
    """A shard of which no posting has been read."""

    keys: list[Key]
    counts: list[Counts]
    reader: bits.BitReader
    """Stands before the first posting."""
    numbers: str
    """The bits of those of its terms that are numbers."""


def opened(data: bytes, *, numbered: bool) -> Opened:
    """A shard's terms; ``numbered``: it is one of pairs."""
    if not data:
        return Opened([], [], bits.BitReader(b""), "")
    many, at = varint_at(data, 0)
    lowest, at = varint_at(data, at)
    k, at = varint_at(data, at)
    size, at = varint_at(data, at)
    words = unfronted(data[at : at + size].decode())
    reader = bits.BitReader(data[at + size :])
    numbers = reader.postings(many if numbered else 0, k, False, bits.WIDE)
    keys: list[Key] = [*(lowest + number for number in numbers), *words]
    told = reader.since(0)
    return Opened(keys, reader.counts(len(keys)), reader, told)


@lru_cache(maxsize=1 << 14)
def _counted(counts: Counts) -> str:
    title, tags, body = counts
    if not title and not tags:
        return "1" + bits.gamma_text(body)
    return "0" + "".join([bits.gamma_text(df + 1) for df in counts])


def closed(terms: Mapping[Key, tuple[Counts, str]], told: str = "") -> bytes:
    """The bytes of a shard, of which each term's lists are given as bits; the same that ``encoded`` makes.

    ``told``: the bits of the terms that are numbers, where they are known.
    """
    numbered = sorted(key for key in terms if isinstance(key, int))
    words = sorted(key for key in terms if isinstance(key, str))
    lowest, highest = (numbered[0], numbered[-1]) if numbered else (0, 0)
    k = bits.parameter(highest - lowest + 1, max(len(numbered), 1))
    gaps = () if told else pairwise([lowest - 1, *numbered])
    parts = [told, *(bits.rice_text(at - before - 1, k, bits.WIDE) for before, at in gaps)]
    ordered = [*(terms[number] for number in numbered), *(terms[word] for word in words)]
    parts += [_counted(counts) for counts, _ in ordered]
    parts += [made for _, made in ordered]
    return _head(len(numbered), lowest, k, words) + bits.packed_text("".join(parts))
