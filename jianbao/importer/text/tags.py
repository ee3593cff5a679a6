"""Tags that are left in a text: what was copied from a page's source instead of the page."""

import re
from collections.abc import Sequence

from jianbao.importer.model import Dropped, Line

_TAG = re.compile(r"</?(?P<name>p|br|div|section|span|strong|b|em|i|font|u)(?:\s[^<>]{0,300})?/?>", re.IGNORECASE)
_BLOCK = re.compile(r"<(?:p|div|section)(?:\s[^<>]{0,300})?>", re.IGNORECASE)
"""How a line begins that was copied from a page's source; elsewhere a tag is text like any other."""
_BLOCKS = frozenset("p br div section".split())


def without(lines: Sequence[Line], dropped: list[Dropped]) -> list[Line]:
    """The lines without the tags in them; a block's ends its line."""
    made: list[Line] = []
    for line in lines:
        if line.rows or not _BLOCK.match(line.bare):
            made.append(line)
            continue
        dropped += [Dropped(found.group(), "网页的标记") for found in _TAG.finditer(line.text)]
        text = _TAG.sub(lambda found: "\n" if found["name"].lower() in _BLOCKS else "", line.text)
        pieces = [piece for piece in text.split("\n") if piece.strip()]
        made += [line._replace(text=piece, blank_before=line.blank_before and not n) for n, piece in enumerate(pieces)]
    return made
