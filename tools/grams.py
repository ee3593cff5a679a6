"""Make jianbao/check/words/three.bits.xz and four.bits.xz: which characters stand in a row in well-edited texts.

    python tools/grams.py count FOLDER…         the tables
    python tools/grams.py levels FOLDER…        how often: three.levels.xz and four.levels.xz
    python tools/grams.py more FOLDER…          further texts into these tables
    python tools/grams.py weights FOLDER…       what each piece of evidence weighs: printed, for swaps.Weights

The folders hold .txt and .md: news and statutes. No more of them is kept than one bit a string, and nothing of strings
that stand there once. The weights have to be fitted on folders that were not counted.
Run by hand, seldom; what it writes is committed. Needs numpy.
"""

from __future__ import annotations

import lzma
import random
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from jianbao.check.words.lexicon import Lexicon
    from jianbao.check.words.sieves import Codes

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from jianbao.check.words import lexicon  # noqa: E402 (the path is made first)

WORDS = ROOT / "jianbao" / "check" / "words"
_TIMES = {3: 2, 4: 4}
"""A string is met when it stands there so many times."""
_MORE = {3: 2, 4: 3}
"""The same where further texts are added."""
_COUNTED = 29_000_000
"""Characters of the texts that were counted first."""
_FIRST, _LAST = 0x4E00, 0x9FFF
_KINDS = {1.0: 6.0, 2.0: 2.0, 3.0: 0.5}
"""How often people make slips of a kind: looks alike or often confused, sounds or looks like it, sounds nearly so."""
_OFTEN = 0.3
_WORD = 13.5
"""A dearer word is seldom written for another one."""


def _texts(folders: list[str]) -> Iterator[str]:
    """Each paragraph once."""
    seen: set[int] = set()
    for path in sorted(path for folder in folders for path in Path(folder).rglob("*")):
        if path.suffix in (".md", ".txt"):
            for line in path.read_text("utf-8").splitlines():
                if hash(line) not in seen:
                    seen.add(hash(line))
                    yield line


def _strings(text: Codes, length: int) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """Every row of so many Han characters, as one number each and in order, and how often it stands there."""
    size = len(text) - length + 1
    key, han = np.zeros(size, np.uint64), np.ones(size, np.bool_)
    for n in range(length):
        column = text[n : n + size]
        han &= (column >= _FIRST) & (column <= _LAST)
        key = (key << np.uint64(16)) | column.astype(np.uint64)
    return np.unique(key[han], return_counts=True)


def _columns(strings: NDArray[np.uint64], length: int) -> list[Codes]:
    return [(strings >> np.uint64(16 * n) & np.uint64(0xFFFF)).astype(np.uint32) for n in reversed(range(length))]


def _count(folders: list[str]) -> None:
    from jianbao.check.words import grams, sieves

    text = sieves.codes("\n".join(_texts(folders)))
    for length, least in _TIMES.items():
        strings, times = _strings(text, length)
        strings = strings[times >= least]
        columns = _columns(strings, length)
        bits = np.zeros(1 << grams.BITS, np.bool_)
        bits[grams.places(columns)] = True
        packed = np.packbits(bits, bitorder="little").tobytes()
        (WORDS / grams.FILES[length]).write_bytes(_pressed(packed))
        print(f"{len(strings)} strings of {length}, {bits.mean():.3f} of the table")


def _levels(folders: list[str]) -> None:
    from jianbao.check.words import counts, grams, sieves

    text = sieves.codes("\n".join(_texts(folders)))
    for length, least in counts.LEVELS.items():
        strings, times = _strings(text, length)
        strings, times = strings[times >= least[0]], times[times >= least[0]]
        columns = _columns(strings, length)
        table = np.zeros(1 << counts.BITS, np.uint8)
        level = np.searchsorted(np.array(least), times, side="right").astype(np.uint8)
        np.maximum.at(table, grams.places(columns) >> np.uint32(grams.BITS - counts.BITS), level)
        packed = (table[0::4] | table[1::4] << 2 | table[2::4] << 4 | table[3::4] << 6).astype(np.uint8).tobytes()
        (WORDS / counts.FILES[length]).write_bytes(_pressed(packed))
        print(f"{len(strings)} strings of {length} with a level")


def _more(folders: list[str]) -> None:
    """What was counted once is not here any more: its tables say about how often a row was met in it, and that is
    added to. All is as often as in a text as long as the first ones were, so that logarithms keep their meaning."""
    from jianbao.check.words import counts, grams, sieves

    text = sieves.codes("\n".join(_texts(folders)))
    share = _COUNTED / (_COUNTED + len(text))
    for length, least in counts.LEVELS.items():
        strings, times = _strings(text, length)
        columns = _columns(strings, length)
        before = np.where(grams.met(columns), 2.0 ** counts.often(columns), 0.0)
        rare = times < _MORE[length]
        bits = np.unpackbits(grams.table(length), bitorder="little").astype(np.bool_)
        bits[grams.places([column[~rare] for column in columns])] = True
        both = share * (before + times)
        cells = grams.places(columns) >> np.uint32(grams.BITS - counts.BITS)
        old = counts.levels(length)
        table = np.stack([old >> (2 * n) & 3 for n in range(4)], 1).ravel()
        level = np.searchsorted(np.array(least), both, side="right").astype(np.uint8)
        often = times >= _MORE[length]
        table[cells[often]] = 0
        np.maximum.at(table, cells[often], level[often])
        packed = (table[0::4] | table[1::4] << 2 | table[2::4] << 4 | table[3::4] << 6).astype(np.uint8).tobytes()
        (WORDS / grams.FILES[length]).write_bytes(_pressed(np.packbits(bits, bitorder="little").tobytes()))
        (WORDS / counts.FILES[length]).write_bytes(_pressed(packed))
        print(f"{int((~rare).sum())} strings of {length}, {bits.mean():.3f} of the table")


def _pressed(data: bytes) -> bytes:
    return lzma.compress(data, preset=9 | lzma.PRESET_EXTREME)


def with_slips(text: str, known: Lexicon, chance: random.Random) -> tuple[str, dict[int, str]]:
    """(a text with slips in every second sentence, what was right, by place).

    Characters that are often written are often written by mistake. People who type take one word for another that
    sounds like it: where a word can be made, the slip makes one now and then.
    """
    made, right, alone = list(text), dict[int, str](), lexicon.alone()
    for number, sentence in enumerate(re.finditer("[^。！？\n]+", text)):
        for _ in range(max(1, len(sentence.group()) // 40) if number % 2 else 0):
            place = chance.randrange(*sentence.span())
            others = sorted(known.confused.of(text[place]).items())
            around = text[place - 1 : place], text[place + 1 : place + 2]
            words = [
                (c, n)
                for c, n in others
                if min(known.costs.get(w, 99.0) for w in (around[0] + c, c + around[1])) < _WORD
            ]
            others = words if words and chance.random() < _OFTEN else others
            if others:
                weights = [_KINDS[cost] * 2.0 ** (alone.get(c, 0.0) / 2) for c, cost in others]
                made[place] = chance.choices(others, weights)[0][0]
                right[place] = text[place]
    return "".join(made), right


def _weights(folders: list[str]) -> None:
    from jianbao.check import prose
    from jianbao.check.slips import swaps

    chance = random.Random(5)  # noqa: S311 (a sample)
    known = lexicon.shipped()
    rows: list[list[float]] = []
    for number, line in enumerate(_texts(folders)):
        if len(line) < 30 or number % 3:
            continue
        text, right = with_slips(line, known, chance)
        for swap in swaps.swaps(prose.of_text(text, "a.txt"), known):
            is_right = right.get(swap.place) == swap.character
            if is_right or not any(abs(place - swap.place) < 4 for place in right):
                rows.append([float(is_right), 1.0, *swap.pieces])
    table = np.array(rows)
    wanted, pieces = table[:, 0], table[:, 1:]
    scale = np.maximum(pieces.std(0), 1e-9)
    scale[0] = 1.0
    weights = np.zeros(pieces.shape[1])
    for _ in range(6000):
        likely = 1 / (1 + np.exp(-(pieces / scale) @ weights))
        weights -= 0.5 * ((pieces / scale).T @ (likely - wanted) / len(wanted) + 1e-5 * weights)
    print(f"{len(rows)} swaps, {int(wanted.sum())} of them right")
    for name, weight in zip(swaps.Weights._fields, weights / scale, strict=True):
        print(f"    {name}: float = {weight:.2f}")


if __name__ == "__main__":
    {"count": _count, "levels": _levels, "more": _more, "weights": _weights}[sys.argv[1]](sys.argv[2:])
