"""Slips that others hid: with these mended, what stands beside them is written so, or it is not."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence

from jianbao.check.slips import weighed
from jianbao.check.slips.weighed import Meant

_FAR = 60
"""Characters on either side of a slip that are looked at again."""
_BETWEEN = "\n，\n"
_HAN = re.compile("[\u4e00-\u9fff]*")


def slips(text: str, mends: Iterable[tuple[int, str]], words: frozenset[str]) -> Iterator[Meant]:
    """What else is likely in the clauses in which something was mended, but for what was: where, and what is right."""
    mended: dict[int, str] = {}
    clauses: set[tuple[int, int]] = set()
    for start, right in mends:
        mended.update(enumerate(right, start))
        clauses.add(_clause(text, start))
    if not clauses:
        return
    places, ordered = sorted(mended), sorted(clauses)
    left, shift = _BETWEEN.join(_mended(text, mended, places, start, end) for start, end in ordered), 0
    likely = weighed.likely(left, words)
    begins = [one.at for one in likely]
    for start, end in ordered:
        for one in likely[bisect_left(begins, shift) : bisect_left(begins, shift + end - start)]:
            at = one.at - shift + start
            if all(mended.get(n, text[n]) == text[n] for n in range(at, at + one.length)):
                yield one._replace(at=at)
        shift += end - start + len(_BETWEEN)


def _mended(text: str, mended: Mapping[int, str], places: Sequence[int], start: int, end: int) -> str:
    """A stretch of the text with some characters in the places of others; ``places`` are these in order."""
    made = list(text[start:end])
    for place in places[bisect_left(places, start) : bisect_left(places, end)]:
        made[place - start] = mended[place]
    return "".join(made)


def _clause(text: str, place: int) -> tuple[int, int]:
    """The Han characters around a place, as far as they are looked at."""
    before = _HAN.match(text[max(0, place - _FAR) : place][::-1])
    behind = _HAN.match(text, place, place + _FAR)
    assert before is not None
    assert behind is not None
    return place - before.end(), behind.end()
