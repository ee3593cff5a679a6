"""Headlines that stand on the line of their text, between brackets: 【春季运动会开幕】4月10日，…."""

import re
from collections.abc import Sequence

from jianbao.importer.items import remains
from jianbao.importer.line import titles
from jianbao.importer.model import Dropped, Line

_TITLED = re.compile(
    r"(?P<open>[【〖［\[])[ \u3000]{0,2}(?P<title>[^【】〖〗［］\[\]。]{4,40}?)[ \u3000]{0,2}(?P<close>[】〗］\]])"
)
_FEWEST, _PART, _TEXT = 2, 0.6, 15
"""The fewest texts that begin so, the part of all texts that have to, and the characters of a text."""
_WEEK = re.compile(r"第[一二三四五六七八九十\d]{1,3}[周旬季学]")
_OUTER = "标题外的括号"


def parted(lines: Sequence[Line]) -> tuple[list[Line], list[Dropped], list[str]]:
    """(the lines, of which those that begin with a headline in brackets are two; the brackets; what is doubtful).

    So are the points of an article, below its title or its first words, and between its other texts: none is parted.
    """
    texts = [n for n, line in enumerate(lines) if "。" in line.bare and not (line.rows or line.picture)]
    found = {n: match for n in texts if (match := _TITLED.match(lines[n].bare))}
    found = {n: match for n, match in found.items() if len(lines[n].bare) - match.end() >= _TEXT}
    names = {match["title"] for match in found.values()}
    if len(found) < max(_FEWEST, _PART * len(texts)) or len(names) < len(found):
        return list(lines), [], []
    if not all(titles.is_title_like(lines[n]._replace(text=match["title"])) for n, match in found.items()):
        return list(lines), [], []
    first, last = min(found), max(found)
    if any(n not in found for n in texts if n < last) or any(map(_is_of_article, lines[:first])):
        return list(lines), [], []
    made: list[Line] = []
    for n, line in enumerate(lines):
        if match := found.get(n):
            made.append(line._replace(text=match["title"], headed=True, blank_before=True))
            line = line._replace(text=line.bare[match.end() :].lstrip(), blank_before=False)
        made.append(line)
    doubt = f"段首括号里的文字（“{found[first]['title'][:12]}”等{len(found)}处）按各条的标题，请核对分条"
    return made, [Dropped(match[mark], _OUTER) for match in found.values() for mark in ("open", "close")], [doubt]


def _is_of_article(line: Line) -> bool:
    """Whether a line above the first bracket can be the title of all texts: nothing that a head says explains it."""
    return titles.is_title_like(line) and not (remains.is_said(line) or _WEEK.search(line.bare))
