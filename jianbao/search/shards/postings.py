"""Postings as sorted arrays: a term's number, a field, an article and a frequency, packed in 64 bits.

Sorting such an array is grouping it; millions of postings cost no objects.
"""

from array import array
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from jianbao.search.shards import bits
from jianbao.search.shards.shard import Batch

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, Any]

FIELD_BITS, ARTICLE_BITS = 2, 20
LOW = FIELD_BITS + ARTICLE_BITS
NUMBER_AT = LOW + bits.TF_BITS


class Table:
    """Postings of terms that are texts; a text's number is its place in the order of appearance."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}
        self._keys = array("q")

    def __len__(self) -> int:
        return len(self._keys)

    def add(self, texts: Iterable[str], field: int, article: int) -> None:
        """Every occurrence of some texts in one field of an article."""
        numbers, low = self.numbers, field << ARTICLE_BITS | article
        self._keys.extend([numbers.setdefault(t, len(numbers)) << LOW | low for t in texts])

    def extend(self, texts: Sequence[str], which: "Array", low: "Array") -> None:
        """Many occurrences at once: ``which`` of the texts each is, and its field and article as in a key."""
        import numpy as np

        numbers = np.array([self.numbers.setdefault(t, len(self.numbers)) for t in texts], np.int64)
        self._keys.frombytes(np.unique(numbers[which] << LOW | low).tobytes())

    def keys(self, *, once: bool) -> "Array":
        """The postings, sorted; ``once`` does not count."""
        import numpy as np

        return packed(np.array(self._keys, np.int64), once=once)


def packed(keys: "Array", *, once: bool) -> "Array":
    """Occurrences (number, field, article) as sorted postings."""
    import numpy as np

    keys.sort()
    first = firsts(keys)
    frequency = np.ones(len(first), np.int64) if once else np.diff(np.append(first, len(keys)))
    return ((keys[first] << bits.TF_BITS) | np.minimum(frequency, bits.MOST_TF)).astype(np.uint64)


def firsts(values: "Array") -> "Array":
    """Where each new value of a sorted array begins."""
    import numpy as np

    return np.flatnonzero(np.concatenate(([True], values[1:] != values[:-1]))) if len(values) else np.zeros(0, np.int64)


def numbers(keys: "Array") -> "Array":
    """The terms' numbers."""
    import numpy as np

    return keys >> np.uint64(NUMBER_AT)


def terms(keys: "Array") -> "Array":
    """The terms' numbers, each once, of sorted postings."""
    found = numbers(keys)
    return found[firsts(found)]


def each(keys: "Array", terms: "Array") -> "list[Array]":
    """The postings of each of some terms, by their numbers, of sorted ones."""
    import numpy as np

    ends = (np.searchsorted(keys, at.astype(np.uint64) << np.uint64(NUMBER_AT)).tolist() for at in (terms, terms + 1))
    return [keys[begin:end] for begin, end in zip(*ends, strict=True)]


def within(keys: "Array", low: int, high: int) -> "Array":
    """The postings of the terms from ``low`` to before ``high``, of sorted ones."""
    import numpy as np

    ends = np.searchsorted(keys, np.array([low, high], np.uint64) << np.uint64(NUMBER_AT))
    return keys[ends[0] : ends[1]]


def articles(keys: "Array") -> "Array":
    """The articles."""
    import numpy as np

    return (keys >> np.uint64(bits.TF_BITS) & np.uint64((1 << ARTICLE_BITS) - 1)).astype(np.int64)


def batch(
    keys: "Array", where: "Array", names: Sequence[str] | None, extra: "Sequence[tuple[int, str, Array]]" = ()
) -> Batch:
    """Postings in the order of shards.

    ``where`` is the shard of each term, ``names`` their texts unless the numbers are the terms; ``extra``
    are (shard, text, postings) of more.
    """
    import numpy as np

    first = firsts(numbers(keys))
    number = numbers(keys)[first].astype(np.int64) if names is None else np.full(len(first), -1)
    texts = [*(names if names is not None else [""] * len(first)), *(name for _, name, _ in extra)]
    sizes = np.concatenate((np.diff(np.append(first, len(keys))), [len(k) for _, _, k in extra])).astype(np.int64)
    where = np.concatenate((where, [at for at, _, _ in extra])).astype(np.int64)
    number = np.concatenate((number, np.full(len(extra), -1)))
    keys = np.concatenate((keys, *(k for _, _, k in extra)))
    # Within a shard numbers stand before texts, both in their order.
    order = np.argsort(where * 2 + (number < 0), kind="stable")
    if names is not None or extra:
        listed = np.flatnonzero(number < 0).tolist()
        shard_of = where.tolist()
        order[np.flatnonzero((number < 0)[order])] = sorted(listed, key=lambda i: (shard_of[i], texts[i]))
    starts, sizes = (np.cumsum(sizes) - sizes)[order], sizes[order]
    keys = keys[np.arange(len(keys)) + np.repeat(starts - (np.cumsum(sizes) - sizes), sizes)]

    def part(at: int, size: int) -> "Array":
        return (keys >> np.uint64(at) & np.uint64((1 << size) - 1)).astype(np.int64)

    return Batch(
        where[order],
        number[order],
        [texts[i] for i in order.tolist() if number[i] < 0],
        np.repeat(np.arange(len(order)), sizes),
        part(bits.TF_BITS + ARTICLE_BITS, FIELD_BITS),
        part(bits.TF_BITS, ARTICLE_BITS),
        part(0, bits.TF_BITS),
    )
