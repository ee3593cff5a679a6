"""What stands at the edges of lines, or alone on one, and is no word: the bars of a page's layout, ornaments."""

import re

from jianbao.importer.line import controls
from jianbao.importer.model import Dropped, Line
from jianbao.importer.page import tail

_ORNAMENT = re.compile(r"[^\w\s“”（）()《》]{1,3}|[uüØ]|[（()）]")
"""Also what a symbol font's mark is without the font."""
_NOISE = "论坛为防复制加的乱码"
_TOKENS, _MARKED, _MIXED = 6, 3, 2
"""Words of one or two characters in a run of noise, those that have marks, and those of a letter and a figure."""
_STRAY = "|｜ \t\u3000\xa0"


def unscrambled(lines: list[Line], dropped: list[Dropped]) -> list[Line]:
    """The lines without the runs of letters and marks that forums put among a text's lines: # v: P8 ^. X8 K4 J& {'.

    One alone can be anything; a forum puts several.
    """
    found = {n: runs for n, line in enumerate(lines) if (runs := _noise(line))}
    if sum(map(len, found.values())) < 2:
        return lines
    kept: list[Line] = []
    for n, line in enumerate(lines):
        text = line.text
        for run in found.get(n, ()):
            dropped.append(Dropped(run.strip(), _NOISE))
            text = text.removesuffix(run) if text.endswith(run) else text.removeprefix(run)
        if text.strip() or n not in found:
            kept.append(line._replace(text=text))
    return kept


def _noise(line: Line) -> list[str]:
    """The runs at the beginning and at the end of a line."""
    if line.rows or line.picture:
        return []
    text = line.text
    begin = next((n for n, c in enumerate(text) if c > "~"), len(text))
    end = next((n for n in range(len(text), 0, -1) if text[n - 1] > "~"), 0)
    runs = [text[:begin], text[end:]] if begin < len(text) else [text]
    return [run for run in runs if _is_noise(run)]


def _is_noise(run: str) -> bool:
    tokens = run.split()
    if len(tokens) < _TOKENS or any(len(token) > 2 for token in tokens):
        return False
    marked = sum(re.search(r"[^A-Za-z0-9]", token) is not None for token in tokens)
    mixed = sum(re.fullmatch(r"[A-Za-z]\d", token) is not None for token in tokens)
    return marked >= _MARKED and mixed >= _MIXED


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
