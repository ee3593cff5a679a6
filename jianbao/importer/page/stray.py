"""What stands at the edges of lines, or alone on one, and is no word: the bars of a page's layout, ornaments."""

import re

from jianbao.importer.line import controls
from jianbao.importer.model import Dropped, Line
from jianbao.importer.page import tail

_ORNAMENT = re.compile(r"[^\w\s“”（）()《》]{1,3}|[uüØ]")
"""Also what a symbol font's mark is without the font."""
_STRAY = "|｜ \t\u3000\xa0"


def without(lines: list[Line]) -> tuple[list[Line], list[Dropped]]:
    """A | at either end of a line that is no table."""
    kept: list[Line] = []
    dropped: list[Dropped] = []
    for line in lines:
        kept_text = line.text if line.rows or line.picture else line.text.rstrip(_STRAY)
        stray = line.text[len(kept_text) :].strip()
        begins = kept_text.lstrip()
        if begins[:1] in ("|", "｜") and not (line.rows or line.picture):
            stray = begins[0] + stray
            kept_text = begins[1:]
        if not (line.rows or line.picture or line.title) and controls.HEAD_OF_TEXT.fullmatch(line.bare):
            dropped.append(Dropped(line.bare, tail.OF_PAGE))
            continue
        if kept_text and not line.rows and not line.picture and _ORNAMENT.fullmatch(line.bare):
            dropped.append(Dropped(line.bare, "没有文字的装饰"))
            continue
        if stray and (not kept_text or line.text.count("|") + line.text.count("｜") <= 2):
            dropped.append(Dropped(stray, "行首行末多余的竖线"))
            line = line._replace(text=kept_text)
            if not line.bare:
                continue
        kept.append(line)
    return kept, dropped
