"""One item's lines while a file is being cut, and what a title says that stands a second time."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from jianbao.importer.line import meta, mottos, titlemarks
from jianbao.importer.line.kinds import is_meta
from jianbao.importer.model import Dropped, Line

_TITLE, _PARAGRAPH, _PROBE = 8, 40, 16
"""Characters of a title that can stand again, of a paragraph, and of how one begins."""
_SHOWN, _CAPTION = re.compile("(?:现场|合影|留念|照片|剪影|掠影)$"), 20
"""How the words below a picture end, and their characters."""


@dataclass(slots=True)
class Piece:
    """One item's lines while the file is being cut."""

    titles: list[Line] = field(default_factory=list)
    body: list[Line] = field(default_factory=list)
    headings: set[int] = field(default_factory=set)
    """Positions in ``body`` of short lines that are headings inside the item."""
    dropped: list[Dropped] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    above: list[Line] = field(default_factory=list)
    """A title above the page's fields, when another one stands below them."""
    under: list[Line] = field(default_factory=list)
    """A subtitle below the page's fields."""


def told_once(found: list[Piece]) -> list[Piece]:
    """The pieces; a title that has nothing below it but a page's fields belongs to what follows it.

    The page says it again there, or it stands above another one as what several articles are called together.
    """
    made: list[Piece] = []
    for piece in found:
        last = made[-1] if made else None
        if last and last.titles and piece.titles and not (last.above or last.under) and _are_fields(last.body):
            if _words(last.titles) == _words(piece.titles):
                told, again = last.titles, piece.titles
                if len(told) < len(again):
                    told, again = again, told  # below the fields its lines are apart
                last.titles = told
                last.dropped += [Dropped(line.bare, "又写了一遍的标题") for line in again]
            elif _words(piece.titles).startswith(_words(last.titles)):
                last.dropped += [Dropped(line.bare, "又写了一遍的标题") for line in piece.titles[:1]]
                if any(map(_is_caption, piece.titles[1:])):
                    last.body += piece.titles[1:]
                else:
                    last.under = piece.titles[1:]
            elif mottos.DEED.search(_words(last.titles)) and "关于" not in _words(piece.titles):
                last.under = piece.titles
            else:
                last.above, last.titles = last.titles, piece.titles
            last.dropped += piece.dropped
            last.headings = {len(last.body) + at for at in piece.headings}
            last.body += piece.body
        else:
            made.append(piece)
    return made


def _is_caption(line: Line) -> bool:
    """Whether a line below a title is what stood below a picture: 活动仪式现场."""
    return _SHOWN.search(line.bare) is not None and len(line.bare) <= _CAPTION


def _are_fields(lines: Sequence[Line]) -> bool:
    """Whether lines are nothing but a page's fields."""
    return any(map(is_meta, lines)) and all(not line.picture and meta.read(line.bare) is not None for line in lines)


def squeezed(text: str) -> str:
    """A line without its blanks and the label of a title: what it says."""
    return "".join(titlemarks.LABEL.sub("", text, count=1).split())


def _words(lines: Sequence[Line]) -> str:
    told = titlemarks.said_once(lines, [])
    return "".join("".join(titlemarks.without_control(line.bare, []) for line in told).split())


def says_title(piece: Piece, lines: Sequence[Line], at: int) -> bool:
    """Whether a line amid a text says its title again, in place of a picture, and the text does not begin again."""
    return (
        bool(piece.titles)
        and any(len(line.bare) >= _PARAGRAPH for line in piece.body)
        and len(lines[at].bare) >= _TITLE
        and _words(lines[at : at + 1]) == _words(piece.titles)
        and lines[at + 1 : at + 2] != []
        and lines[at + 1].bare[:_PROBE] != next((n.bare[:_PROBE] for n in piece.body if len(n.bare) >= _PARAGRAPH), "")
    )
