"""How often one, two, three and four characters stand in a row in what is well written: logarithms to 2.

Of two the count is in pairs.txt.xz; of three and four a bit says whether they were met (grams.py), and two bits more
how often. So much a model of characters needs that backs off to shorter rows.
"""

from __future__ import annotations

import lzma
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from jianbao.check.words import grams, lexicon

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from jianbao.check.words.sieves import Codes, Places

    Logs = NDArray[np.float32]

BITS = 24
"""Of a place in a table of levels."""
FILES = {3: "three.levels.xz", 4: "four.levels.xz"}
LEVELS = {3: (8, 32, 128), 4: (16, 64, 256)}
"""From how many times on a row is of a level."""
_LOGS = {3: (0.0, 1.6, 4.0, 6.0, 8.5), 4: (0.0, 2.8, 5.0, 7.0, 9.5)}
"""What stands for the count: never met, met, and by level."""
_ALL = 24.6
"""How many characters were counted."""
_BACK = 1.7
"""What it costs that a row was not met, and a shorter one is asked …"""
_NEVER = 3.0
"""… and that not even two were."""
_HAN, _SIZE = 0x4E00, 0x5200
_FOLDER = Path(__file__).parent


def often(columns: list[Codes]) -> Logs:
    """Of each row of two, three or four characters how often it was met; 0 is hardly ever."""
    import numpy as np

    size = len(columns)
    if size == 2:
        return _of_two(columns[0], columns[1])
    met = grams.met(columns)
    found = np.zeros(len(met), np.float32)
    those = [column[met] for column in columns]
    keys = grams.places(those) >> np.uint32(grams.BITS - BITS)
    level = (_levels(size)[keys >> 2] >> ((keys & 3) * 2).astype(np.uint8)) & 3
    found[met] = np.array(_LOGS[size], np.float32)[level + 1]
    return found


def alone(codes: Codes) -> Logs:
    """How often each character was met at all."""
    return _of_one()[_places(codes)]


def likelihood(rows: Codes, first: int) -> Logs:
    """How likely the characters from column ``first`` on are behind those before; 0 in a row is no character."""
    import numpy as np

    total = np.zeros(len(rows), np.float32)
    for at in range(first, rows.shape[1]):
        columns = [rows[:, n] for n in range(max(0, at - 3), at + 1)]
        there = np.flatnonzero(columns[-1] > 0)
        if len(there):
            total[there] += _behind([column[there] for column in columns])
    return total


def _behind(columns: list[Codes]) -> Logs:
    """How likely the last character is behind the others, of which those before a 0 are none."""
    import numpy as np

    last = columns[-1]
    one = _of_one()
    said = one[_places(last)] - np.float32(_ALL)
    rest = np.flatnonzero(columns[-2] > 0)
    lacks = np.zeros(len(last), np.float32)
    lacks[rest] = _NEVER
    for size in (2, 3, 4):
        if size > len(columns):
            break
        rest = rest[columns[-size][rest] > 0]
        if not len(rest):
            break
        those = [column[rest] for column in columns[-size:]]
        times = often(those)
        before = one[_places(those[0])] if size == 2 else often(those[:-1])
        met = times > 0
        lacks[rest[~met]] += _BACK if size > 2 else 0.0
        found = rest[met]
        said[found] = np.minimum(times[met] - before[met], -0.1)
        lacks[found] = 0.0
    return said - lacks


def written(codes: Codes, han: Places, at: NDArray[np.intp], others: Codes) -> Places:
    """Of each place and another character there: whether people write the pairs that it makes with its neighbours."""
    import numpy as np

    written = np.ones(len(at), np.bool_)
    for beside, order in ((-1, 1), (1, -1)):
        there = np.flatnonzero((at + beside >= 0) & (at + beside < len(codes)))
        there = there[han[at[there] + beside]]
        written[there] &= often([codes[at[there] + beside], others[there]][::order]) > 0
    return written


def made_ready() -> None:
    """Loads the tables."""
    _of_one()
    _pairs()
    for size in FILES:
        _levels(size)


def _places(codes: Codes) -> NDArray[np.intp]:
    import numpy as np

    return np.minimum(codes.astype(np.intp) - _HAN, _SIZE - 1)


def _of_two(left: Codes, right: Codes) -> Logs:
    import numpy as np

    keys, logs = _pairs()
    asked = (left - np.uint32(_HAN)) * np.uint32(_SIZE) + (right - np.uint32(_HAN))
    at = np.minimum(np.searchsorted(keys, asked), len(keys) - 1)
    return np.where(keys[at] == asked, logs[at], np.float32(0))


@lru_cache(maxsize=1)
def _pairs() -> tuple[Codes, Logs]:
    """The pairs as numbers, in order, and how often each was met."""
    import numpy as np

    met = lexicon.pairs()
    codes = np.frombuffer("".join(met).encode("utf-32-le"), np.uint32).reshape(-1, 2) - np.uint32(_HAN)
    keys = codes[:, 0] * np.uint32(_SIZE) + codes[:, 1]
    order = np.argsort(keys)
    return keys[order], np.fromiter(met.values(), np.float32, len(met))[order] + np.float32(0.5)


@lru_cache(maxsize=1)
def _of_one() -> Logs:
    """How often each character was met, by its number."""
    import numpy as np

    found = np.full(_SIZE, 2.0, np.float32)
    for character, times in lexicon.alone().items():
        found[min(ord(character) - _HAN, _SIZE - 1)] = times
    return found


@lru_cache(maxsize=2)
def _levels(size: int) -> NDArray[np.uint8]:
    import numpy as np

    return np.frombuffer(lzma.decompress((_FOLDER / FILES[size]).read_bytes()), np.uint8)
