"""Which three and four characters stand in a row in what is well written: millions of them, one bit each.

A pair of characters is soon met by chance; three in a row seldom, four hardly ever. The tables were counted in news and
statutes (tools/grams.py): strings, not texts. Of a hundred strings that were never met three pass for met, so that
nothing may hang on one of them alone.
"""

from __future__ import annotations

import lzma
from collections.abc import Sequence
from functools import lru_cache, reduce
from pathlib import Path
from typing import TYPE_CHECKING

from jianbao.check.words import sieves

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from jianbao.check.words.sieves import Codes, Places

BITS = 25
"""Of a place in a table."""
FILES = {3: "three.bits.xz", 4: "four.bits.xz"}
FACTORS = (0x9E3779B1, 0x85EBCA77, 0xC2B2AE3D, 0x27D4EB2F)
_FIRST, _LAST = 0x4E00, 0x9FFF
_FOLDER = Path(__file__).parent


def sums(columns: Sequence[Codes | None]) -> Codes:
    """What characters add to the number of their row, by column; a column that is None adds nothing."""
    import numpy as np

    found = [column * np.uint32(factor) for column, factor in zip(columns, FACTORS, strict=False) if column is not None]
    return reduce(np.add, found)


def places(columns: list[Codes]) -> Codes:
    """Where in a table strings have their bit; the characters of a string stand in the columns of its row."""
    return _place(sums(columns))


def _place(numbers: Codes) -> Codes:
    import numpy as np

    return numbers >> np.uint32(32 - BITS)


def met(columns: list[Codes]) -> Places:
    """Of each row of three or four characters whether they were met in this order."""
    return of_sums(sums(columns), len(columns))


def of_sums(numbers: Codes, length: int) -> Places:
    """The same of rows of some length by their numbers."""
    import numpy as np

    bits, keys = table(length), _place(numbers)
    return ((bits.take(keys >> 3) >> (keys & 7).astype(np.uint8)) & 1).view(np.bool_)


@lru_cache(maxsize=50_000)
def is_met(row: str) -> bool:
    """The same of one row."""
    return bool(met([sieves.codes(character) for character in row])[0])


@lru_cache(maxsize=4)
def standing(text: str, length: int) -> tuple[Places, Places]:
    """Of each place of a text up to the last that so many Han characters can begin at: whether they do, and whether
    they were met. Two inspections ask it of the same text."""
    import numpy as np

    codes = sieves.codes(text)
    han = (codes >= _FIRST) & (codes <= _LAST)
    count = max(0, len(codes) - length + 1)
    there = np.logical_and.reduce([han[n : count + n] for n in range(length)])
    has = there.copy()
    has[there] = met([codes[n : count + n][there] for n in range(length)])
    for told in (there, has):
        told.setflags(write=False)
    return there, has


def made_ready() -> None:
    """Loads the tables."""
    for length in FILES:
        table(length)


@lru_cache(maxsize=2)
def table(length: int) -> NDArray[np.uint8]:
    import numpy as np

    return np.frombuffer(lzma.decompress((_FOLDER / FILES[length]).read_bytes()), np.uint8)
