"""What `check` tells of sentences whose faults others have marked: python benchmarks/grammar.py FILE.

FILE is one of FCGEC's (github.com/xlxwalex/FCGEC, Apache 2.0; FCGEC_valid.json): native Chinese, one sentence an entry,
with ``error_flag`` and ``error_type``. It is not kept here. A sentence counts when anything is told of its words;
what is told of marks and blanks only, of which these texts have faults of their own, is counted apart. Where in the
sentence it is told is not compared: -v prints what was, to be judged by eye.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from jianbao import zh
from jianbao.check import engine, prose

_KINDS = {
    "SC": "structure confused",
    "CR": "component redundant",
    "CM": "component missing",
    "ILL": "illogical",
    "IWC": "collocation",
    "IWO": "word order",
    "AM": "ambiguous",
    "": "right",
}
_WORDS = re.compile(rf"[{zh.HAN}]")


class Sentence(NamedTuple):
    """One entry: ``kind`` is the first of its types, "" when it is right."""

    text: str
    kind: str


def sentences(path: Path) -> list[Sentence]:
    """The entries of a file, in its order."""
    entries = json.loads(path.read_text("utf-8")).values()
    return [Sentence(e["sentence"], e["error_type"].split(";")[0] if e["error_flag"] else "") for e in entries]


def _print(name: str, count: Counter[str]) -> None:
    if count["sentences"]:
        share, marks = count["words"] / count["sentences"], count["marks"]
        print(f"{name:<20}{count['words']:>5} of {count['sentences']:>5}{share:>7.1%}, of marks only {marks}")


def main(arguments: Sequence[str]) -> int:
    """Prints by kind how many there are, and of how many something is told."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("--start", type=int, default=0, help="entries to leave out at the beginning")
    parser.add_argument("--count", type=int, default=None, help="entries to look at")
    parser.add_argument("-v", "--verbose", action="store_true", help="print what is told")
    options = parser.parse_args(arguments)
    chosen = sentences(options.file)[options.start :]
    made = engine.of_site(None)
    told: dict[str, Counter[str]] = defaultdict(Counter)
    for text, kind in chosen[: options.count]:
        found = made.found(prose.of_text(text, "sentence.txt"))
        words = any(_WORDS.search(text, f.start, f.end) for f in found)
        told[kind].update(sentences=1, words=int(words), marks=int(bool(found) and not words))
        if options.verbose and found:
            print(kind or "right", text, "; ".join(f"{f.problem.code} {f.problem.message}" for f in found), sep=" | ")
    for kind, name in _KINDS.items():
        _print(name, told[kind])
    _print("with a fault", sum((count for kind, count in told.items() if kind), Counter()))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
