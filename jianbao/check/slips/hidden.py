"""Slips that others hid: with these mended, what stands beside them is written so, or it is not."""

import re
from collections.abc import Iterable, Iterator

from jianbao.check.slips import weighed
from jianbao.check.slips.weighed import Meant

_FAR = 60
"""Characters on either side of a slip that are looked at again."""
_BETWEEN = "\n，\n"
_HAN = re.compile("[\u4e00-\u9fff]*")


def slips(text: str, mends: Iterable[tuple[int, str]], words: frozenset[str]) -> Iterator[Meant]:
    """What else is likely in the clauses in which something was mended, but for what was: where, and what is right."""
    mended = list(text)
    for start, right in mends:
        mended[start : start + len(right)] = right
    clauses = sorted({_clause(text, start) for start, _ in mends})
    if not clauses:
        return
    left, shift = _BETWEEN.join("".join(mended[start:end]) for start, end in clauses), 0
    likely = weighed.likely(left, words)
    for start, end in clauses:
        for one in likely:
            at = one.at - shift + start
            here = shift <= one.at < shift + end - start
            if here and all(mended[n] == text[n] for n in range(at, at + one.length)):
                yield one._replace(at=at)
        shift += end - start + len(_BETWEEN)


def _clause(text: str, place: int) -> tuple[int, int]:
    """The Han characters around a place, as far as they are looked at."""
    before = _HAN.match(text[max(0, place - _FAR) : place][::-1])
    behind = _HAN.match(text, place, place + _FAR)
    assert before is not None
    assert behind is not None
    return place - before.end(), behind.end()
