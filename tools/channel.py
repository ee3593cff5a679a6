"""Fit jianbao/check/words/channel.txt: what each piece of evidence for a slip weighs (check/slips/weighed.py).

    python tools/channel.py FILE…

Files that end with .txt hold well-edited texts, a paragraph a line, of which nothing was counted (tools/grams.py):
slips are made in every third one, and the others stay as they are. The rest hold slips that somebody made, a row each:
a number, the sentence as it was written, and as it was meant, with tabs between. Printed is, by kind, how many of the
slips get more than some sum, and how many sums of what is right are as high: weighed.SAID is chosen by that.
The regression is Newton's, with numpy alone. Run by hand, seldom; what it writes is committed.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from jianbao.check.words.lexicon import Lexicon

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from jianbao.check.slips import channel, oneslip, weighed  # noqa: E402 (the path is made first)
from jianbao.check.slips.judge import judge  # noqa: E402
from jianbao.check.words import lexicon  # noqa: E402
from tools import grams  # noqa: E402

_TOGETHER = 200
_APART = "\n，\n"
_NEAR = 1
"""What lies so near to a slip, and is none, is neither right nor wrong."""
_LOST = 0.02
"""How many of the slips that are said at last may be lost by what the counts alone say."""
_HELD = 1.0
"""How strongly the weights are held near 0, of pieces that vary by 1."""
_STEPS = 30
_PER = 10_000


class Sample(NamedTuple):
    """A text, what was meant at its places (nothing, where a character is too many), and whether people made it."""

    text: str
    meant: dict[int, str]
    real: bool


class Candidate(NamedTuple):
    """What may have been meant somewhere, as the pieces of evidence, and whether it was."""

    kind: int
    pieces: NDArray[np.float64]
    right: bool
    real: bool


def _samples(files: Iterable[Path]) -> Iterator[Sample]:
    chance, known = random.Random(5), lexicon.shipped()  # noqa: S311 (a sample)
    for file in files:
        for number, line in enumerate(file.read_text("utf-8").splitlines()):
            if file.suffix == ".txt":
                yield _made(line, number, known, chance)
                continue
            _, wrong, right = (*line.split("\t"), "", "")[:3]
            if len(wrong) == len(right):
                yield Sample(wrong, {n: b for n, (a, b) in enumerate(zip(wrong, right, strict=True)) if a != b}, True)
                yield Sample(right, {}, True)


def _made(line: str, number: int, known: Lexicon, chance: random.Random) -> Sample:
    if number % 6 == 0:
        text, right = grams.with_slips(line, known, chance)
        return Sample(text, right, False)
    if number % 6 > 1 or len(line) < _TOGETHER / 10:
        return Sample(line, {}, False)
    at = chance.randrange(1, len(line) - 1)
    if number % 12 == 1:
        more = line[at] if chance.random() < 0.5 else chr(chance.choice(oneslip.SPARE))
        return Sample(line[:at] + more + line[at:], {at: ""}, False)
    return Sample(line[:at] + line[at + 1] + line[at] + line[at + 2 :], {at: line[at], at + 1: line[at + 1]}, False)


def _candidates(samples: list[Sample]) -> Iterator[Candidate]:
    """Whatever may have been meant in some texts; what touches a slip and does not mend it is left out."""
    known = judge(frozenset()).known
    for begin in range(0, len(samples), _TOGETHER):
        text, meant, real = "", dict[int, str](), list[bool]()
        for sample in samples[begin : begin + _TOGETHER]:
            meant.update({len(text) + place: right for place, right in sample.meant.items()})
            text += sample.text + _APART
            real += [sample.real] * (len(text) - len(real))
        every = channel.edits(text, weighed.LEAST)
        if every is None:
            continue
        cuts, table = weighed.Cuts(known, text), weighed.counted(every)
        for at, kind, row, counted in zip(
            every.at.tolist(), every.kind.tolist(), every.right.tolist(), table, strict=True
        ):
            length, size = channel.LENGTHS[kind]
            right = "".join(map(chr, row[:size]))
            is_right = _is_right(text, meant, at, length, right)
            if is_right or not any(n in meant for n in range(at - _NEAR, at + length + _NEAR)):
                pieces = np.array([1.0, *counted, *cuts.pieces(at, length, right)])
                yield Candidate(kind, pieces, is_right, real[at])


def _is_right(text: str, meant: dict[int, str], at: int, length: int, right: str) -> bool:
    if len(right) < length:
        return any(meant.get(n) == "" and text[n] == text[at] for n in (at - 1, at, at + 1))
    changed = [n for n in range(length) if text[at + n] != right[n]]
    return all(meant.get(at + n) == right[n] for n in changed)


def _fitted(pieces: NDArray[np.float64], wanted: NDArray[np.bool_]) -> NDArray[np.float64]:
    """The weights of a logistic regression; the first piece is 1 everywhere."""
    scale = pieces.std(0)
    same = scale == 0
    rows, weights = pieces / np.where(same, 1.0, scale), np.zeros(pieces.shape[1])
    held = np.where(same, 1e9, _HELD)
    held[0] = 1e-6
    for _ in range(_STEPS):
        likely = 1 / (1 + np.exp(-np.clip(rows @ weights, -30, 30)))
        slope = rows.T @ (likely - wanted) + held * weights
        bend = (rows.T * (likely * (1 - likely))) @ rows + np.diag(held)
        weights -= np.linalg.solve(bend, slope)
    return weights / np.where(same, 1.0, scale)


def _line(kind: str, stage: str, weights: NDArray[np.float64]) -> str:
    return " ".join([kind, stage, *(f"{weight:.3f}" for weight in weights)])


def main(names: list[str]) -> None:
    files = [Path(name) for name in names]
    samples = list(_samples(files))
    clean = sum(len(sample.text) for sample in samples if not sample.meant)
    every = list(_candidates(samples))
    lines = []
    for number, kind in enumerate(weighed.KINDS):
        those = [one for one in every if one.kind == number]
        pieces, wanted = np.array([one.pieces for one in those]), np.array([one.right for one in those])
        real = np.array([one.real for one in those])
        second = _fitted(pieces, wanted)
        first = _fitted(pieces[:, : 1 + len(weighed.COUNTED)], wanted)
        said = pieces @ second
        counted = pieces[:, : len(first)] @ first
        asked = counted[wanted & (said >= weighed.SAID[number])]
        if len(asked):
            first[0] -= np.quantile(asked, _LOST)
        lines += [_line(kind, "first", first), _line(kind, "second", second)]
        print(f"{kind}: {int(wanted.sum())} right, {int((wanted & real).sum())} of people, {len(wanted)} in all")
        for rate in (0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 1.0):
            none = np.sort(said[~wanted])[::-1]
            least = none[min(len(none) - 1, int(rate * clean / _PER))]
            shares = [np.mean(said[wanted & of] >= least) if (wanted & of).any() else 0 for of in (real, ~real)]
            print(f"  {rate} in {_PER}: from {least:.2f} on, of people {shares[0]:.3f}, made {shares[1]:.3f}")
    (lexicon.FOLDER / "channel.txt").write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
