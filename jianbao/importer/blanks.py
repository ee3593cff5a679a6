"""Lines as people meant them: hard-wrapped ones joined, breaks hidden inside a line found, indents read.

Nothing is lost here but blanks.
"""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from jianbao import zh
from jianbao.importer.model import Line

_HIDDEN = re.compile(
    rf"(?<=[。！？])(?P<quote>[”’』」）〕》]?)(?P<gap>[ \t\u3000\xa0\u2002-\u200a]+)(?=[{zh.HAN}“《0-9（])"
)
_CENTRED = 8
"""Leading blanks that are no indent any more but centre a title (a full-width one counts two)."""
_SENTENCE_END = tuple("。！？；：…”’）》!?;:.")
_INDENTS = "\t \xa0\u3000"


def width(text: str) -> int:
    """How far a line is indented, in half-width blanks."""
    return sum(2 if c == "\u3000" else 4 if c == "\t" else 1 for c in text[: len(text) - len(text.lstrip())])


def lines(texts: Sequence[str]) -> list[Line]:
    """The lines that hold something, numbered from 1, wrapped ones joined, hidden breaks made real."""
    found: list[Line] = []
    blank = True
    for number, text in enumerate(texts, 1):
        if not text.strip():
            blank = True
            continue
        centred = _CENTRED <= width(text) and len(text.strip()) <= 60
        found.append(Line(text.rstrip(), number, blank_before=blank, centred=centred))
        blank = False
    return [part for line in _unwrapped(found) for part in parts(line)]


def parts(line: Line) -> list[Line]:
    """A line cut where 。 and blanks hide the end of a paragraph."""
    if line.rows or line.picture:
        return [line]
    gaps = [m for m in _HIDDEN.finditer(line.text) if not _is_signature(line.text[m.end() :])]
    ends = line.text.count("。")
    if ends >= 5 and len(gaps) >= 0.8 * (ends - 1) and all(m["gap"] == " " for m in gaps):
        return [line]  # a hand that types a space after every sentence
    cuts = [0, *(m.end() for m in gaps), len(line.text)]
    pieces = [line.text[a:b].rstrip() for a, b in pairwise(cuts)]
    return [
        line._replace(text=piece, blank_before=line.blank_before if n == 0 else False, centred=line.centred and n == 0)
        for n, piece in enumerate(pieces)
        if piece.strip()
    ]


def _is_signature(rest: str) -> bool:
    return rest.startswith("（") and rest.rstrip().endswith("）") and rest.count("（") == 1 and len(rest) < 30


def _unwrapped(found: list[Line]) -> list[Line]:
    """Lines that a program broke at a fixed width, joined to paragraphs again.

    Only a file most of whose lines are equally long and stop in the middle of a sentence is one.
    """
    lengths = [len(line.text.rstrip()) for line in found]
    if len(found) < 8 or max(lengths) > 80:
        return found
    longest = Counter(n for n in lengths if n >= 20).most_common(1)
    top = max((n for n, times in Counter(lengths).items() if times >= 3), default=0)
    if not longest or top < 20:
        return found
    full = [n >= top - 3 for n in lengths]
    torn = [f and not line.bare.endswith(_SENTENCE_END) for f, line in zip(full, found, strict=True)]
    if sum(torn) < 0.4 * len(found):
        return found
    made: list[Line] = []
    for line, was_full in zip(found, [False, *full[:-1]], strict=True):
        new = line.blank_before or line.text[:1] in _INDENTS or not was_full
        if made and not new:
            made[-1] = made[-1]._replace(text=made[-1].text + line.text)
        else:
            made.append(line)
    return made
