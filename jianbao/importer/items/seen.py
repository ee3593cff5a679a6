"""An issue as it is looked at, and which of its lines say who sent or signed the text above them."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from jianbao.importer.items import shapes
from jianbao.importer.items.shapes import Block, Usual
from jianbao.importer.line import signatures
from jianbao.importer.model import Line

_IN_BRACKETS = re.compile(
    "[（(【\\[](?!图|注|如|见|待续|未完|全文|完|略|下转|上接)[\u4e00-\u9fff \u3000、·]{2,24}(?<!摄)[）)】\\]]"
)
"""Who signs, between brackets on a line of its own."""
_TAKEN = re.compile("(?:摄影?|供图|图)[）)】\\]]?$|^[（(]?图")
"""Who took a picture."""
_DASH = "——"
_DASHES = ("—", "－", "-", "–")
_LABEL = re.compile("([\u4e00-\u9fff]{1,5})[ \u3000]{0,2}[：:/／丨|｜]")
_SIGNED = 30
"""Characters of who signs."""


class Seen(NamedTuple):
    """An issue as it is looked at."""

    lines: Sequence[Line]
    parts: Sequence[Block]
    common: Usual
    repeated: frozenset[str]
    """Labels that several short lines begin with below a text: 报送, 文."""
    departments: Mapping[str, str]


def repeated(lines: Sequence[Line]) -> frozenset[str]:
    found = Counter(
        match[1]
        for above, line in pairwise(lines)
        if shapes.is_prose(above) and len(line.bare) <= _SIGNED and (match := _LABEL.match(line.bare))
    )
    signed = [line for above, line in pairwise(lines) if shapes.is_prose(above) and _is_dashed(line)]
    return frozenset(label for label, count in found.items() if count > 1) | ({_DASH} if len(signed) > 1 else set())


def _is_dashed(line: Line) -> bool:
    """Whether a line below a text can say who sent it, behind a dash: ——乡团委."""
    return line.bare.startswith(_DASHES) and len(line.bare) <= _SIGNED and not shapes.is_prose(line)


def is_signature(seen: Seen, at: int) -> bool:
    """Whether a line below a text says who sent or signed it, by its words, its label or its place on the right."""
    line = seen.lines[at]
    if not at or len(line.bare) > _SIGNED or shapes.is_label(line.bare):
        return False
    label = _LABEL.match(line.bare)
    if line.right or (label and label[1] in seen.repeated) or signatures.at_end(line.text, seen.departments):
        return True
    if _IN_BRACKETS.fullmatch(line.bare) or (_DASH in seen.repeated and _is_dashed(line)):
        return True
    apart = line.blank_before and not line.bare.startswith(_DASHES)
    return not apart and bool(signatures.below(line.text, seen.departments, dated=True))


def signs(seen: Seen, at: int) -> bool:
    """Whether a line says who signed the text above it, or ends with it; who took a picture does not."""
    line = seen.lines[at]
    if shapes.is_prose(line):
        return signatures.at_end(line.text, seen.departments) is not None and not _TAKEN.search(line.bare)
    return is_signature(seen, at) and not _TAKEN.search(line.bare)
