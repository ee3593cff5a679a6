"""What may have been meant in some places of a text, one slip away, by the kind of the slip."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from jianbao.check.slips import twins as of_sound
from jianbao.check.words import counts, lexicon, taken
from jianbao.check.words.taken import Others

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from jianbao.check.words.sieves import Codes

    Ints = NDArray[np.intp]

ONE, TWIN, MORE, TURNED = range(4)
"""The kinds of slips: exchanged, another word, one too many, changed places."""
_NO_COST = 9.0
"""What stands for the cost where no character was exchanged for one that is taken for it."""
_RARE = 8.0
"""How often a character is met, at least, that was meant: as a logarithm to 2, of 27 million."""
_NEVER = frozenset("地得他她它你您二三四五六七八九十百千万两")
"""Of these others judge, or nobody can."""


class Found(NamedTuple):
    """Slips of a kind: where, what was meant there, by column, and what it costs to believe that."""

    kind: int
    at: Ints
    meant: list[Codes]
    costs: taken.Costs


def _found(kind: int, at: Ints, *meant: Codes) -> Found:
    import numpy as np

    return Found(kind, at, list(meant), np.full(len(at), _NO_COST))


def exchanged(codes: Codes, places: Ints) -> Found:
    """A character that looks or sounds like it."""
    at, meant, costs = _taken().at(places, codes)
    return Found(ONE, at, [meant], costs)


@lru_cache(maxsize=1)
def _taken() -> Others:
    import numpy as np

    one, other = taken.taken(), taken.by_parts()
    wrong, right = np.concatenate([one.wrong, other.wrong]), np.concatenate([one.right, other.right])
    costs = np.concatenate([one.costs, other.costs])
    never = taken.among(wrong, _NEVER) | taken.among(right, _NEVER)
    order = np.flatnonzero(~never & (counts.alone(right) >= _RARE))
    order = order[np.argsort(wrong[order], kind="stable")]
    return Others.of(wrong[order], right[order], costs[order])


def twins(codes: Codes, places: Ints) -> Found:
    """A word of two that sounds the same."""
    return _found(TWIN, *of_sound.same_sound(codes, places))


def more(codes: Codes, places: Ints) -> Found:
    """One of two that are the same, or a small one; not of 一届届, of 北京市市长, 增进了了解 or 就工作作专题报告."""
    import numpy as np

    one = codes[places]
    twice = np.zeros(len(places), np.bool_)
    twice[places > 0] = one[places > 0] == codes[places[places > 0] - 1]
    before, behind = codes[np.maximum(places - 2, 0)], codes[np.minimum(places + 1, len(codes) - 1)]
    twice &= ~np.isin(before, _COUNTING) & ~np.isin(one, _OF_PLACES)
    twice &= (one != ord("了")) | ~np.isin(behind, _BEHIND_LE)
    words = lexicon.shipped().costs
    for n in np.flatnonzero(twice & np.isin(one, _FREE)).tolist():
        twice[n] = chr(before[n]) + chr(one[n]) not in words
    alone = (one != codes[np.maximum(places - 1, 0)]) & (one != behind)
    those = np.flatnonzero(twice | (np.isin(one, SPARE) & alone))
    doubled = (one == codes[np.maximum(places - 1, 0)]) | (one == behind)
    return Found(MORE, places[those], [], np.where(doubled[those], 1.0, _NO_COST))


_COUNTING = tuple(map(ord, "一二两三几每半"))
_OF_PLACES = tuple(map(ord, "省市县区州镇乡村国"))
_FREE = tuple(map(ord, "作会为对与到在来上下要是有用过做当将从以能就请让看想带给动行"))
"""Words of their own, which may stand behind a word that ends so."""
_BEHIND_LE = tuple(map(ord, "解不却结然如断"))
"""Behind 了, which is no particle then."""
SPARE = tuple(map(ord, "的了和在是与为对"))


def turned(codes: Codes, places: Ints) -> Found:
    """The two the other way round."""
    those = places[codes[places] != codes[places + 1]]
    return _found(TURNED, those, codes[those + 1], codes[those])


def made_ready() -> None:
    """Loads what is taken for what."""
    _taken()
