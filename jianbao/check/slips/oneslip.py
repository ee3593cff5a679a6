"""What may have been meant in some places of a text, one slip away, by the kind of the slip."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from jianbao.check.slips.others import Others
from jianbao.check.words import lexicon

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from jianbao.check.words.sieves import Codes

    Ints = NDArray[np.intp]

ONE, TWIN, MORE, TURNED = range(4)
"""The kinds of slips: exchanged, another word, one too many, changed places."""
_COMMON = 13.0
"""Cost of a word, at most, that may have been meant."""
_NEAR = 2.0
"""What it may cost, at most, that one character is taken for another."""
_RARE = 8.0
"""How often a character is met, at least, that was meant: as a logarithm to 2, of 27 million."""
_NEVER = frozenset("地得他她它你您二三四五六七八九十百千万两")
"""Of these others judge, or nobody can."""

Found = tuple[int, "Ints", "Codes", "Codes"]


def _none(count: int) -> Codes:
    import numpy as np

    return np.zeros(count, np.uint32)


def exchanged(codes: Codes, places: Ints) -> Found:
    """A character that looks or sounds like it."""
    at, first, _ = _taken().at(places, codes)
    return ONE, at, first, _none(len(at))


@lru_cache(maxsize=1)
def _taken() -> Others:
    often = lexicon.alone()
    return Others.of(
        {
            one: [
                (other, cost)
                for other, cost in others.items()
                if cost <= _NEAR and other not in _NEVER and often.get(other, 0.0) >= _RARE
            ]
            for one, others in lexicon.shipped().confused.items()
            if one not in _NEVER
        }
    )


def twins(codes: Codes, places: Ints) -> Found:
    """A word of two that sounds the same."""
    import numpy as np

    those = [_sounds(a, b) for a, b in zip(codes[places].tolist(), codes[places + 1].tolist(), strict=True)]
    at = np.repeat(places, np.array([len(others) for others in those], np.intp))
    words = np.array([word for others in those for word in others], np.uint32).reshape(-1, 2)
    return TWIN, at, words[:, 0], words[:, 1]


@lru_cache(maxsize=100_000)
def _sounds(one: int, other: int) -> tuple[tuple[int, int], ...]:
    """The common words of two characters that sound the same, with both characters exchanged."""
    table, groups = _by_sound()
    found: set[tuple[int, int]] = set()
    for a in groups.get(one, ()):
        for b in groups.get(other, ()):
            found.update(table.get((a, b), ()))
    return tuple(sorted(word for word in found if word[0] != one and word[1] != other))


@lru_cache(maxsize=1)
def _by_sound() -> tuple[dict[tuple[int, int], list[tuple[int, int]]], dict[int, tuple[int, ...]]]:
    groups: dict[int, list[int]] = {}
    for number, line in enumerate(_same_sound()):
        for character in line:
            groups.setdefault(ord(character), []).append(number)
    table: dict[tuple[int, int], list[tuple[int, int]]] = {}
    known = lexicon.shipped()
    for word, cost in known.costs.items():
        if len(word) == 2 and cost <= _COMMON:
            one, other = ord(word[0]), ord(word[1])
            for a in groups.get(one, ()):
                for b in groups.get(other, ()):
                    table.setdefault((a, b), []).append((one, other))
    return table, {character: tuple(those) for character, those in groups.items()}


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
    those = places[twice | (np.isin(one, _SPARE) & alone)]
    return MORE, those, _none(len(those)), _none(len(those))


_COUNTING = tuple(map(ord, "一二两三几每半"))
_OF_PLACES = tuple(map(ord, "省市县区州镇乡村国"))
_FREE = tuple(map(ord, "作会为对与到在来上下要是有用过做当将从以能就请让看想带给动行"))
"""Words of their own, which may stand behind a word that ends so."""
_BEHIND_LE = tuple(map(ord, "解不却结然如断"))
"""Behind 了, which is no particle then."""
_SPARE = tuple(map(ord, "的了和在是与为对"))


def turned(codes: Codes, places: Ints) -> Found:
    """The two the other way round."""
    those = places[codes[places] != codes[places + 1]]
    return TURNED, those, codes[those + 1], codes[those]


def _same_sound() -> list[str]:
    """Characters that sound the same, a text for each sound."""
    lines = (lexicon.FOLDER / "confused.txt").read_text("utf-8").splitlines()
    return [line for line in lines if " " not in line and line[0] not in "#~="]
