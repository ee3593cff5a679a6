"""Headlines that stand on the line of their text, between brackets: 【春季运动会开幕】4月10日，…."""

import re
from collections.abc import Sequence

from jianbao.importer.line import titles
from jianbao.importer.model import Dropped, Line

_TITLED = re.compile(
    r"(?P<open>[【〖［\[])[ \u3000]{0,2}(?P<title>[^【】〖〗［］\[\]。]{4,40}?)[ \u3000]{0,2}(?P<close>[】〗］\]])"
)
_FEWEST, _PART, _TEXT = 2, 0.6, 15
"""The fewest texts that begin so, the part of all texts that have to, and the characters of a text."""
_OUTER = "标题外的括号"


def parted(lines: Sequence[Line]) -> tuple[list[Line], list[Dropped]]:
    """(the lines, of which those that begin with a headline in brackets are two; the brackets), where most texts do."""
    texts = [n for n, line in enumerate(lines) if "。" in line.bare and not (line.rows or line.picture)]
    found = {n: match for n in texts if (match := _TITLED.match(lines[n].bare))}
    found = {n: match for n, match in found.items() if len(lines[n].bare) - match.end() >= _TEXT}
    names = {match["title"] for match in found.values()}
    if len(found) < max(_FEWEST, _PART * len(texts)) or len(names) < len(found):
        return list(lines), []
    if not all(titles.is_title_like(lines[n]._replace(text=match["title"])) for n, match in found.items()):
        return list(lines), []
    made: list[Line] = []
    for n, line in enumerate(lines):
        if match := found.get(n):
            made.append(line._replace(text=match["title"], headed=True, blank_before=True))
            line = line._replace(text=line.bare[match.end() :].lstrip(), blank_before=False)
        made.append(line)
    return made, [Dropped(match[mark], _OUTER) for match in found.values() for mark in ("open", "close")]
