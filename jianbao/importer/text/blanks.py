"""Lines as people meant them: hard-wrapped ones joined, breaks hidden inside a line found, indents read.

Nothing is lost here but blanks.
"""

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

from jianbao import zh
from jianbao.importer.line import figures, kinds, masthead, meta, signatures
from jianbao.importer.model import Dropped, Line

_HIDDEN = re.compile(
    rf"(?<=[。！？])(?P<quote>[”’』」）〕》]?)(?P<gap>[ \t\u3000\xa0\u2002-\u200a]+)(?=[{zh.HAN}“《0-9（])"
)
_AFTER_OTHERS = re.compile(rf"[，、；：》”）,;)] (?=[{zh.HAN}])")
_GAPPED = re.compile("[ \u3000\xa0]{4}|\u3000{3}|(?<![.…·])[.…·]{2,}+[ \u3000]?[（(]?\\d{1,3}[）)]?$")
"""A wide gap, or the leader to a page's number, which a line of prose has not."""
_CREDIT = re.compile(
    r"(?:.{0,12}(?:记者|通讯员|記者|通訊員).{2,16}|[\u4e00-\u9fff]{2,4}|受访者|资料图?|"
    r"[\u4e00-\u9fff]{2,8}(?:妇联|工会|团委|社区|街道|学校))[ /／]{0,2}(?:摄影?|攝|供图|图)"
)
"""Who took the picture above, at the end of its caption."""
_PARAGRAPH = 26
"""Characters of a line that is no title."""
_CENTRED = 8
"""Leading blanks that are no indent any more but centre a title (a full-width one counts two)."""
_SLACK, _SIZES = 4, 3
"""Twice the columns by which the middles of centred lines differ, and how many lengths they have."""
_SENTENCE_END = tuple("。！？；：…”’）》!?;:.")
_ENDS = re.compile(r"[。！？；：…!?;:.]$|[。！？…][”’）》]+$|[）)]$")
_INDENTS = "\t \xa0\u3000"


def width(text: str) -> int:
    """How far a line is indented, in half-width blanks."""
    return sum(2 if c == "\u3000" else 4 if c == "\t" else 1 for c in text[: len(text) - len(text.lstrip())])


def lines(texts: Sequence[str]) -> tuple[list[Line], list[Dropped]]:
    """The lines that hold something, numbered from 1, wrapped ones joined, hidden breaks made real.

    With them what every page of a print repeats, which is dropped, because it cuts wrapped lines apart.
    """
    found: list[Line] = []
    blank = True
    for number, text in enumerate(texts, 1):
        if not text.strip():
            blank = True
            continue
        centred = _CENTRED <= width(text) and len(text.strip()) <= 60
        found.append(Line(text.rstrip(), number, blank_before=blank, centred=centred))
        blank = False
    found, dropped = masthead.without_pages(days(found))
    return _signed([part for line in _continued(_unwrapped(found)) for part in parts(line)]), dropped


def _signed(found: list[Line]) -> list[Line]:
    """The lines, of which those name who signs that a body's name stands on, far to the right, below a sentence.

    Where lines of different lengths have one middle, what has it too is centred, and signs nothing.
    """
    middle = _middle(found)
    made = found[:1]
    for line in found[1:]:
        signs = line.centred and width(line.text) >= 2 * _CENTRED and _ENDS.search(made[-1].bare) is not None
        signs = signs and signatures.below(line.text, {}, dated=True) != ""
        signs = signs and not (middle and abs(_half(line) - middle) <= _SLACK)
        made.append(line._replace(centred=False, right=True) if signs else line)
    return made


def _half(line: Line) -> int:
    """Twice the column in which the middle of a line stands."""
    return 2 * width(line.text) + _columns(line.bare)


def _middle(found: Sequence[Line]) -> int:
    """Twice the column of the middle that most centred lines have; 0 where fewer than three of several lengths do."""
    sizes: dict[int, set[int]] = {}
    for line in found:
        if line.centred:
            sizes.setdefault(_half(line), set()).add(_columns(line.bare))
    near = {half: set().union(*(sizes.get(half + n, ()) for n in range(-_SLACK, _SLACK + 1))) for half in sizes}
    best = max(near, key=lambda half: len(near[half]), default=0)
    told = near.get(best, {0})
    return best if len(told) >= _SIZES and max(told) - min(told) > 2 * _SLACK else 0  # else they begin below each other


def days(lines: Sequence[Line]) -> list[Line]:
    """The lines with a day that a page sets on several of them as one: 29 / 2022 / - / 04."""
    made: list[Line] = []
    at = 0
    while at < len(lines):
        size = next((n for n in (4, 3, 2) if at + n <= len(lines) and _is_day(lines[at : at + n])), 1)
        text = " ".join(line.bare for line in lines[at : at + size])
        made.append(lines[at]._replace(text=text) if size > 1 else lines[at])
        at += size
    return made


_SIGNED_BEHIND = re.compile("(?<=[。！？”])[ \u3000]{2,60}[（(][^（）()。]{2,24}[）)]$")
"""Who signs, on the last line of a paragraph and far to the right of it."""


def _is_day(lines: Sequence[Line]) -> bool:
    if any(line.rows or line.picture or not 0 < len(line.bare) <= 9 for line in lines):
        return False
    return re.fullmatch(figures.SPLIT, " ".join(line.bare for line in lines)) is not None


def tables(lines: Sequence[Line]) -> list[Line]:
    """The lines with those that tabs set as a table made one: several below each other with as many tabs."""
    made: list[Line] = []
    at = 0
    while at < len(lines):
        count = lines[at].bare.count("\t") if not (lines[at].rows or lines[at].picture) else 0
        end = at
        while count and end < len(lines) and lines[end].bare.count("\t") == count and not lines[end].rows:
            end += 1
        if end - at >= 2:
            rows = tuple(tuple(cell.strip() for cell in line.bare.split("\t")) for line in lines[at:end])
            made.append(lines[at]._replace(text="\n".join("\t".join(row) for row in rows), rows=rows))
            at = end
        else:
            made.append(lines[at])
            at += 1
    return made


def parts(line: Line) -> list[Line]:
    """A line cut where 。 and blanks hide the end of a paragraph."""
    if line.rows or line.picture:
        return [line]
    gaps = [m for m in _HIDDEN.finditer(line.text) if not _is_signature(line.text[m.end() :])]
    if _is_strewn(line.text, gaps):
        return [line]
    cuts = [0, *(m.end() for m in gaps), len(line.text)]
    pieces = [line.text[a:b].rstrip() for a, b in pairwise(cuts)]
    return [
        line._replace(text=piece, blank_before=line.blank_before if n == 0 else False, centred=line.centred and n == 0)
        for n, piece in enumerate(pieces)
        if piece.strip()
    ]


def _is_strewn(text: str, gaps: Sequence[re.Match[str]]) -> bool:
    """Whether single blanks say nothing.

    One alone is a slip; a hand may type one after every sentence, or after other marks as well.
    """
    if not gaps or any(m["gap"] != " " for m in gaps):
        return False
    ends = text.count("。")
    return len(gaps) == 1 or (ends >= 5 and len(gaps) >= 0.8 * (ends - 1)) or len(_AFTER_OTHERS.findall(text)) >= 2


def _is_signature(rest: str) -> bool:
    if len(rest) < 30 and _CREDIT.fullmatch(rest.strip()):
        return True
    return rest.startswith("（") and rest.rstrip().endswith("）") and rest.count("（") <= 2 and len(rest) < 30


def _unwrapped(found: list[Line]) -> list[Line]:
    """Lines that a program broke at a fixed width, joined to paragraphs again.

    They are known by their longest ones: several of one length, most of them stopping amid a sentence.
    """
    apart = [_is_apart(line) for line in found]
    prose = [line for line, alone in zip(found, apart, strict=True) if not alone]
    filled = iter(max((_full(prose, measure) for measure in (len, _columns)), key=sum))
    full = [not alone and next(filled) for alone in apart]
    if not any(full):
        return found
    says_blank = sum(line.blank_before for line in found) < 0.8 * len(found)
    says_indent = sum(line.text[:1] in _INDENTS for line in found) < 0.8 * len(found)
    joined: list[list[Line]] = []
    for line, is_full, was_full, alone in zip(found, full, [False, *full[:-1]], apart, strict=True):
        indented = says_indent and line.text[:1] in _INDENTS
        # The last line of a paragraph ends with a mark: one that does not, below one that does, is a title.
        above = joined[-1][-1].bare if joined else ""
        title = not is_full and not _ENDS.search(line.bare) and _ENDS.search(above) is not None
        if joined and not ((says_blank and line.blank_before) or indented or title or not was_full or alone):
            joined[-1].append(line if says_indent else line._replace(text=line.text.lstrip()))
        else:
            joined.append([line])
    return [lines[0]._replace(text="".join(line.text for line in lines)) for lines in joined]


def _continued(found: list[Line]) -> list[Line]:
    """Lines that go on the line above them, joined: where paragraphs are indented, one that is not, amid a sentence."""
    flush = _flush(found)
    if flush:
        told: list[Line] = []
        for at, line in enumerate(found):
            told[-1:] = [told[-1]._replace(text=told[-1].text + line.text)] if at in flush else [*told[-1:], line]
        return told
    texts = [line for line in found if len(line.bare) >= _PARAGRAPH]
    if len(texts) < 3 or sum(line.text[:1] in _INDENTS for line in texts) < 0.6 * len(texts):
        return found
    made: list[Line] = []
    for line in found:
        above = made[-1] if made else None
        if (
            above is not None
            and above.text[:1] in _INDENTS
            and len(above.bare) >= _PARAGRAPH
            and not (line.blank_before or line.text[:1] in _INDENTS or _is_apart(line) or _is_apart(above))
            and not _ENDS.search(above.bare)
            and len(line.bare) >= 10
        ):
            made[-1] = above._replace(text=above.text + line.text)
        else:
            made.append(line)
    return made


def _flush(found: Sequence[Line]) -> set[int]:
    """The positions of the lines without an indent, where each goes on one that fills the width, most amid a sentence.

    Nothing when one stands below a line that does not: then it is no sign.
    """
    apart = [_is_apart(line) for line in found]
    top = max((_columns(line.text) for line, alone in zip(found, apart, strict=True) if not alone), default=0)
    begins = next((n for n, line in enumerate(found) if line.text[:1] in _INDENTS and not line.centred), len(found))
    flush = {n for n in range(begins + 1, len(found)) if not (found[n].text[:1] in _INDENTS or apart[n])}
    above = {n: found[n - 1] for n in flush}
    wrapped = all(
        not (apart[n - 1] or line.centred or found[n].blank_before) and _columns(line.text) >= 0.85 * top
        for n, line in above.items()
    )
    torn = sum(_ENDS.search(line.bare) is None for line in above.values())
    return flush if 20 <= top <= 120 and len(flush) > 1 and 2 * torn >= len(flush) and wrapped else set()


def _is_apart(line: Line) -> bool:
    """Whether a line is none of a wrapped text: a page's field or frame, a masthead with a wide gap in it."""
    alone = line.blank_before and meta.is_body(line.bare)
    alone = alone or (line.centred and _columns(line.bare) <= width(line.text))  # who signs, set on the right
    gapped = _GAPPED.search(line.bare) is not None and not _SIGNED_BEHIND.search(line.bare)
    return alone or kinds.is_frame(line) or kinds.is_meta(line) or gapped


def _full(found: Sequence[Line], measure: Callable[[str], int]) -> list[bool]:
    """Which lines fill the width; none, when the lines were not broken at one."""
    lengths = [measure(_SIGNED_BEHIND.sub("", line.text)) for line in found]
    top, slack = max(lengths, default=0), 2 if measure is len else 4
    widest = [line for line, n in zip(found, lengths, strict=True) if n >= top - slack]
    torn = [line for line in widest if not line.bare.endswith(_SENTENCE_END)]
    enough = len(torn) >= 0.6 * len(widest) if len(widest) > 2 else len(torn) == 2 and top >= 30
    if not 20 <= top <= 120 or not enough:
        return [False] * len(found)
    torn_amid = [n >= 0.85 * top and not _ENDS.search(line.bare) for line, n in zip(found, lengths, strict=True)]
    return [n >= top - 1.5 * slack or amid for n, amid in zip(lengths, torn_amid, strict=True)]


def _columns(text: str) -> int:
    """How wide a line is: a Han character or a full-width mark takes two columns."""
    return sum(1 if c.isascii() else 2 for c in text)
