"""Exam of `check`: sentences with one fault, the same ones without it, and clean ones.

    python -m benchmarks.exam.checking            figures by kind, and what is missed or said for nothing
    python -m benchmarks.exam.checking --quiet    figures only

A fault counts as found when something is said within three characters of it. Whatever is said of a sentence without
its fault is a false alarm, hints as well; the figures give them apart.
"""

import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from jianbao.check import engine, prose
from jianbao.errors import Level

ROWS = Path(__file__).with_name("checking.txt")
LEAST = 0.75
"""Share of the faults that has to be found."""
_FAULT = re.compile(r"\{([^|{}]*)\|([^|{}]*)\}")
_NEAR = 3


class Row(NamedTuple):
    """A sentence; ``faults`` are the places of what is wrong in it, none in a clean one."""

    kind: str
    date: str
    text: str
    faults: tuple[tuple[int, int], ...]


def rows() -> list[Row]:
    """Every row with a fault, and every sentence as it is right."""
    made: list[Row] = []
    kind = date = ""
    for line in ROWS.read_text("utf-8").splitlines():
        if line.startswith("== "):
            kind, _, date = (part.strip() for part in line[3:].partition("@"))
        elif line and not line.startswith("# "):
            made += _both(kind, date, line)
    return made


def _both(kind: str, date: str, line: str) -> list[Row]:
    right = _FAULT.sub(lambda m: m[2], line)
    if all(m[1] == m[2] for m in _FAULT.finditer(line)):
        return [Row(kind, date, right, ())]
    text, places, at = "", [], 0
    for match in _FAULT.finditer(line):
        text += line[at : match.start()]
        if match[1] != match[2]:
            places.append((len(text), len(text) + len(match[1])))
        text += match[1]
        at = match.end()
    return [Row(kind, date, text + line[at:], tuple(places)), Row(kind, date, right, ())]


def said(made: engine.Engine, some: Sequence[Row]) -> Iterator[tuple[Row, list[engine.Found]]]:
    """Each row with what the proof-reader says of it, layout apart; all of them are looked at together."""
    texts = [prose.of_text(row.text, "a.txt") for row in some]
    made.looks_ahead(texts)
    for row, text in zip(some, texts, strict=True):
        yield row, made.found(text, row.date)


def main(arguments: list[str]) -> int:
    """Prints the figures; 1 when too little is found, or anything at all is warned of in a sentence that is right."""
    made = engine.of_site(None)
    asked: Counter[str] = Counter()
    found: Counter[str] = Counter()
    clean: Counter[str] = Counter()
    false: Counter[str] = Counter()
    hints: Counter[str] = Counter()
    for row, told in said(made, rows()):
        wrong = []
        if row.faults:
            asked[row.kind] += 1
            hit = any(f.start <= end + _NEAR and start - _NEAR <= f.end for f in told for start, end in row.faults)
            found[row.kind] += hit
            wrong = [] if hit else ["没有查到"]
        else:
            clean[row.kind] += 1
            warned = [f for f in told if f.problem.level is not Level.NOTICE]
            false[row.kind] += bool(warned)
            hints[row.kind] += bool(told) and not warned
            wrong = [f"{f.problem.level}[{f.problem.code}] {f.problem.message}" for f in told]
        if wrong and "--quiet" not in arguments:
            print(row.text, *wrong, sep="\n    ")
    for kind in clean:
        print(
            f"check {kind:　<8} 查到 {found[kind]:3} / {asked[kind]:3}，"
            f"误报 {false[kind]} / {clean[kind]:3}，提示 {hints[kind]}"
        )
    share = found.total() / asked.total()
    print(
        f"check 合计　　　　 查到 {found.total():3} / {asked.total():3}（{100 * share:.1f} %），"
        f"误报 {false.total()} / {clean.total():3}，提示 {hints.total()}"
    )
    return int(share < LEAST or false.total() > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
