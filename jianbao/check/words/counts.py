"""How often one, two, three and four characters stand in a row in what is well written: logarithms to 2.

Of two the count is in pairs.txt.xz; of three and four a bit says whether they were met (grams.py), and two bits more
how often. So much a model of characters needs that backs off to shorter rows.
"""

from __future__ import annotations

import lzma
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from jianbao.check.words import grams, lexicon, sieves

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from jianbao.check.words.sieves import Codes, Pairs, Places

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
_LONGEST = 4
_PLANE = 0x10000
_FOLDER = Path(__file__).parent


def often(columns: list[Codes]) -> Logs:
    """Of each row of two, three or four characters how often it was met; 0 is hardly ever."""
    size = len(columns)
    return _of_two(columns[0], columns[1]) if size == 2 else _of_numbers(grams.sums(columns), size)


def _of_numbers(numbers: Codes, size: int) -> Logs:
    """The same of rows of three or four by their numbers."""
    import numpy as np

    met = np.flatnonzero(grams.of_sums(numbers, size))
    keys = numbers[met] >> np.uint32(32 - BITS)
    level = (levels(size)[keys >> 2] >> ((keys & 3) * 2).astype(np.uint8)) & 3
    found = np.zeros(len(numbers), np.float32)
    found[met] = np.array(_LOGS[size][1:], np.float32)[level]
    return found


def alone(codes: Codes) -> Logs:
    """How often each character was met at all."""
    import numpy as np

    return _of_one().take(np.minimum(codes, np.uint32(_PLANE - 1)))


def likelihood(columns: Sequence[Codes], first: int, least: Logs | None = None) -> Logs:
    """How likely the characters from column ``first`` on are behind those before; 0 in a row is no character.

    Of rows that will be less likely than ``least`` says, and surely so, it is only told that they are.
    """
    import numpy as np

    total = np.zeros(len(columns[0]), np.float32)
    some, left = np.arange(len(total)), list(columns)
    before = _ending(left[:first], {})
    for at in range(first, len(columns)):
        here = _ending(left[: at + 1], before)
        reaches = left[at - 1] > 0
        said = here[1] - np.float32(_ALL)
        lacks = np.where(reaches, np.float32(_NEVER), np.float32(0))
        for size in range(2, min(at + 1, _LONGEST) + 1):
            if size > 2:
                reaches = reaches & (left[at - size + 1] > 0)
            times = here[size]
            met = reaches & (times > 0)
            if size > 2:  # a table has a bit in common for some rows: what was met has its beginning and its end met
                met &= (here[size - 1] > 0) & (before[size - 1] > 0)
            said = np.where(met, np.minimum(times - before[size - 1], np.float32(-0.1)), said)
            back = np.float32(_BACK if size > 2 else 0.0)
            lacks = np.where(met, np.float32(0), np.where(reaches, lacks + back, lacks))
        total[some] += np.where(left[at] > 0, said - lacks, np.float32(0))
        before = here
        if least is not None and at + 1 < len(columns):
            likely = np.flatnonzero(total[some] >= least[some])
            if len(likely) < len(some):
                some = some[likely]
                reach = max(0, at + 2 - _LONGEST)
                left[reach:] = [column[likely] for column in left[reach:]]
                before = {size: times[likely] for size, times in here.items()}
    return total


def _ending(columns: list[Codes], before: dict[int, Logs]) -> dict[int, Logs]:
    """By length: how often the rows were met that end at the last column; 0 where they are no rows of characters.

    Of four it is only told where the three at their beginning (``before``) and those at their end were met.
    """
    import numpy as np

    found = {1: _of_one().take(np.minimum(columns[-1], np.uint32(_PLANE - 1)))}
    whole = columns[-1] > 0
    for size in range(2, min(len(columns), _LONGEST) + 1):
        if size == _LONGEST and not before:
            break
        whole = whole & (columns[-size] > 0)
        there = whole & (found[3] > 0) & (before[3] > 0) if size == _LONGEST else whole
        some = np.flatnonzero(there)
        if len(some) == len(whole):
            found[size] = often(columns[-size:])
        else:
            found[size] = np.zeros(len(whole), np.float32)
            found[size][some] = often([column[some] for column in columns[-size:]])
    return found


def written(codes: Codes, han: Places, at: NDArray[np.intp], others: Codes) -> Places:
    """Of each place and another character there: whether people write the pairs that it makes with its neighbours."""
    import numpy as np

    written = np.ones(len(at), np.bool_)
    for beside, order in ((-1, 1), (1, -1)):
        there = np.flatnonzero(written & (at + beside >= 0) & (at + beside < len(codes)))
        there = there[han[at[there] + beside]]
        left, right = [codes[at[there] + beside], others[there]][::order]
        written[there] &= pairs().of(left, right) > 0
    return written


def made_ready() -> None:
    """Loads the tables."""
    _of_one()
    pairs()
    for size in FILES:
        levels(size)


def _of_two(left: Codes, right: Codes) -> Logs:
    import numpy as np

    return np.take(_logs(), pairs().of(left, right))


@lru_cache(maxsize=1)
def _logs() -> Logs:
    """What stands for the number of a pair."""
    import numpy as np

    return np.where(np.arange(256) > 0, np.arange(256) - 0.5, 0).astype(np.float32)


@lru_cache(maxsize=1)
def pairs() -> Pairs:
    """The pairs that people write, numbered by how often: one more than the logarithm to 2."""
    import numpy as np

    codes = sieves.codes("\n".join(["", *lexicon.lines()]))
    first = np.flatnonzero(codes[:-1] == ord("\n")) + 1
    letters = np.flatnonzero((codes >= ord("a")) & (codes <= ord("z")))
    others = np.ones(len(codes), np.bool_)
    others[first] = others[first - 1] = others[letters] = False
    places = np.flatnonzero(others)
    left = codes[first[np.searchsorted(first, places) - 1]]
    much = codes[letters[np.searchsorted(letters, places) - 1]] - ord("a") + 1
    return sieves.Pairs(np.stack([left, codes[places]], 1), much.astype(np.uint8))


@lru_cache(maxsize=1)
def _looked_up() -> tuple[dict[str, int], memoryview, int]:
    return pairs().plain()


def met(pair: str, none: float = lexicon.UNSEEN) -> float:
    """The logarithm to 2 of how often two characters stand side by side; ``none`` where people write them hardly ever.

    For one pair; where many are asked for at once `often` is faster.
    """
    number, table, size = _looked_up()
    left, right = number.get(pair[:1]), number.get(pair[1:])
    if left is None or right is None:
        return none
    times: int = table[left * size + right]
    return times - 1 if times else none


@lru_cache(maxsize=1)
def _of_one() -> Logs:
    """How often each character of the first plane was met."""
    import numpy as np

    found = np.full(_PLANE, 2.0, np.float32)
    for character, times in lexicon.alone().items():
        found[ord(character)] = times
    return found


@lru_cache(maxsize=2)
def levels(size: int) -> NDArray[np.uint8]:
    import numpy as np

    return np.frombuffer(lzma.decompress((_FOLDER / FILES[size]).read_bytes()), np.uint8)
