"""Two words of one meaning side by side: 先后陆续到达, 全体所有师生, 免费无偿提供.

Which words mean the same is a list (words/same.txt), a group a line. Pairs that are written side by side (走访慰问,
看望慰问) say so in rows that were met (grams.py), and nothing is said of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import permutations
from typing import NamedTuple

from jianbao.check.inspect import Context, Hit
from jianbao.check.prose import Prose
from jianbao.check.words import grams, lexicon, sieves

_KEY = 4
"""Characters over the seam of two words, two of either."""


class _Table(NamedTuple):
    sieve: sieves.Sieves
    pairs: dict[str, list[tuple[str, str]]]
    """By the four characters over their seam."""


def hits(prose: Prose, context: Context) -> Iterator[Hit]:  # noqa: ARG001 (as every inspection)
    """Each two words of one meaning, with the one that is enough."""
    table, text = _table(), prose.prose
    for at in table.sieve.passed(sieves.codes(text))[0].nonzero()[0].tolist():
        for one, other in table.pairs.get(text[at : at + _KEY], ()):
            start, end = at + 2 - len(one), at + 2 + len(other)
            if start >= 0 and text[start:end] == one + other and not _is_of_others(text, start, end):
                yield Hit("same", start, end, one + other, one)
                break


def _is_of_others(text: str, start: int, end: int) -> bool:
    """Whether the first is the end of another word, or the last the beginning of one."""
    return lexicon.Around(text, start, end).crosses(start, end)


@lru_cache(maxsize=1)
def _table() -> _Table:
    lines = (lexicon.FOLDER / "same.txt").read_text("utf-8").splitlines()
    pairs = sorted({pair for line in lines for pair in permutations(line.split(), 2)})
    keys = [one[-2:] + other[:2] for one, other in pairs]
    met = grams.met([sieves.codes("".join(key[n] for key in keys)) for n in range(_KEY)])
    found: dict[str, list[tuple[str, str]]] = {}
    for key, pair, has in zip(keys, pairs, met.tolist(), strict=True):
        if not has:
            found.setdefault(key, []).append(pair)
    return _Table(sieves.Sieves((tuple(range(_KEY)), found)), found)
