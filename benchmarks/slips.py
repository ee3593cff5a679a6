"""How many slips of the pen `check` finds in sentences of others, and how much it says of right ones.

    python benchmarks/slips.py FILE…

A file has a row for each sentence: a number, the sentence as it was written, and as it was meant, with tabs between, as
those of ECSpell have (https://github.com/Aopolin-Lv/ECSpell, Data/domains_data, MIT); none is in the repository.
A slip is found when a finding touches its character, of whatever level and rule; a finding of the rules about slips
that touches none is false. A sentence is right when all its slips are found and nothing false is said: precision is of
the sentences in which a slip is told, recall of those that have one.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from jianbao.check import engine, prose  # noqa: E402 (the path is made first)

_OF_SLIPS = {"typo", "typo-word", "typo-look", "typo-maybe", "mistaken-word", "fixed-near"}
_TOGETHER = 128


class Row(NamedTuple):
    """A sentence as it was written and as it was meant."""

    written: str
    meant: str


class Told(NamedTuple):
    """Which slips of a sentence were found, of which there are, and how many false ones."""

    slips: frozenset[int]
    found: frozenset[int]
    false: int


def rows(file: Path) -> list[Row]:
    """Those of a file whose two sentences are equally long."""
    parts = [line.split("\t") for line in file.read_text("utf-8").splitlines()]
    return [Row(part[1], part[2]) for part in parts if len(part) > 2 and len(part[1]) == len(part[2])]


def told(made: engine.Engine, those: Sequence[Row]) -> list[Told]:
    """What is found in each of them."""
    found: list[Told] = []
    for begin in range(0, len(those), _TOGETHER):
        part = those[begin : begin + _TOGETHER]
        texts = [prose.of_text(row.written, "a.txt") for row in part]
        made.looks_ahead(texts)
        for row, text in zip(part, texts, strict=True):
            slips = frozenset(n for n, (a, b) in enumerate(zip(row.written, row.meant, strict=True)) if a != b)
            touched, false = set[int](), 0
            for one in made.found(text, "2020"):
                here = {n for n in slips if one.start - 1 <= n <= one.end}
                touched |= here
                false += not here and one.problem.code in _OF_SLIPS
            found.append(Told(slips, frozenset(touched), false))
    return found


def main(arguments: Sequence[str]) -> int:
    """Prints a line for each file."""
    made = engine.of_site(None)
    for name in arguments:
        those = rows(Path(name))
        every = told(made, those)
        right = told(made, [Row(meant, meant) for meant in sorted({row.meant for row in those})])
        slips, found = sum(len(one.slips) for one in every), sum(len(one.found) for one in every)
        wrong = sum(bool(one.slips) for one in every)
        said = sum(bool(one.found or one.false) for one in every)
        whole = sum(bool(one.slips) and one.slips == one.found and not one.false for one in every)
        length = sum(len(meant) for meant in {row.meant for row in those})
        of_said, of_wrong, both = whole / said, whole / wrong, 2 * whole / (said + wrong)
        print(f"{Path(name).name}: slips {found} of {slips}, {found / slips:.1%}")
        print(f"  sentences: precision {of_said:.1%}, recall {of_wrong:.1%}, F1 {both:.1%}")
        beside, alone = sum(one.false for one in every), sum(one.false for one in right)
        print(f"  false: {beside} in these sentences, {alone} in {length} characters of right ones")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
