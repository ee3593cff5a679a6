"""What a line may begin: the marks of CommonMark's blocks, and of the few that bulletins need beyond them.

Every pattern looks at the beginning of a line and is linear in it.
"""

from html.entities import html5
from typing import NamedTuple

from jianbao import expressions as re

_HEADING = re.compile(r"(#{1,6})(?=[ \t]|$)|(#{2,6})(?!#)")
"""The marks of an ATX heading; two or more also without their blank, as older programs read them."""
UNDERLINE = re.compile(r"(=++|-++)[ \t]*+$")
_FENCE = re.compile(r"(`{3,}+(?=[^`]*+$)|~{3,}+)(.*)", re.DOTALL)
ITEM = re.compile(r"([-*+]|(\d{1,9})([.)]))(?=[ \t]|$)", re.ASCII)
NOTE = re.compile(r"\[\^([^\[\]\s]++)\]:[ \t]*+")
DEFINITION = re.compile(r":(?=[ \t]+\S)")
TASK = re.compile(r"\[([ xX])\](?=[ \t]+\S)[ \t]")
_RULE_CELL = re.compile(r":?-++:?")
_MARK = re.compile(r"\\.|`++|\|", re.DOTALL)

_RAW = re.compile(r"<(script|pre|style|textarea)(?=[ \t>]|$)", re.IGNORECASE)
_RAW_END = re.compile(r"</(?:script|pre|style|textarea)>", re.IGNORECASE)
_BLOCK_TAG = re.compile(r"</?([a-z][a-z0-9]*)(?=[ \t>]|/>|$)", re.IGNORECASE)
_ATTRIBUTE = r"""(?:\s++[a-zA-Z_:][\w:.-]*+(?:\s*+=\s*+(?:[^\s"'=<>`]++|'[^']*+'|"[^"]*+"))?+)"""
OPEN_TAG = rf"<([a-zA-Z][a-zA-Z0-9-]*+){_ATTRIBUTE}*+\s*+/?>"
CLOSE_TAG = r"</([a-zA-Z][a-zA-Z0-9-]*+)\s*+>"
_LONE_TAG = re.compile(rf"(?:{OPEN_TAG}|{CLOSE_TAG})[ \t]*+$", re.ASCII)
_BLOCKS = frozenset(
    "address article aside base basefont blockquote body caption center col colgroup dd details dialog dir div dl dt "
    "fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 head header hr html iframe legend li link "
    "main menu menuitem nav noframes ol optgroup option p param search section summary table tbody td tfoot th thead "
    "title tr track ul".split()
)
ELEMENTS = _BLOCKS | frozenset(
    "a abbr acronym applet area audio b bdi bdo big br button canvas cite code data datalist del dfn em embed font "
    "i img input ins kbd label map mark marquee math meta meter noscript object output picture pre progress q rp rt "
    "ruby s samp script select slot small source span strike strong style sub sup svg template textarea time tt u var "
    "video wbr bgsound blink nobr".split()
)
"""The elements of HTML, old ones too. <String> and <甲> are none, and stay words."""
CONTENT = frozenset(
    "script style iframe object noscript template title textarea svg math video audio noframes noembed select "
    "canvas".split()
)
"""Elements that go with all that is in them, because nobody can show it."""
ENTITIES = frozenset(name.removesuffix(";") for name in html5 if name.endswith(";"))


class Html(NamedTuple):
    """A beginning of raw HTML: what ends it (None is a blank line), and whether it may stand within a paragraph."""

    end: re.Pattern[str] | None
    comment: bool
    interrupts: bool


def html(line: str) -> Html | None:
    """What raw HTML a line without its indent begins (CommonMark 0.31, HTML blocks).

    Instructions, declarations and CDATA are none: they would vanish, so they are words.
    """
    if line.startswith("<!--"):
        return Html(re.compile("-->"), True, True)
    if _RAW.match(line):
        return Html(_RAW_END, False, True)
    tag = _BLOCK_TAG.match(line)
    if tag and tag[1].lower() in _BLOCKS:
        return Html(None, False, True)
    lone = _LONE_TAG.match(line)
    if lone and (lone[1] or lone[2]).lower() in ELEMENTS:
        return Html(None, False, False)
    return None


def indent(line: str, column: int = 0) -> tuple[int, int]:
    """(columns, characters) of the blanks and tabs that a line begins with, ``column`` being where it begins."""
    if line[:1] not in (" ", "\t"):
        return 0, 0
    width = 0
    for at, c in enumerate(line):
        if c == " ":
            width += 1
        elif c == "\t":
            width += 4 - (column + width) % 4
        else:
            return width, at
    return width, len(line)


def dedented(line: str, column: int, most: int) -> tuple[str, int]:
    """(the line without up to ``most`` columns of blanks, the column where it begins now)."""
    width = at = 0
    while at < len(line) and width < most:
        if line[at] == " ":
            width += 1
        elif line[at] == "\t":
            step = 4 - (column + width) % 4
            if width + step > most:
                return " " * (width + step - most) + line[at + 1 :], column + most
            width += step
        else:
            break
        at += 1
    return line[at:], column + width


def heading(line: str) -> tuple[int, str] | None:
    """(level, title) of an ATX heading. One # alone without its blank is more often a topic: #巾帼行动#."""
    marks = _HEADING.match(line)
    if not marks:
        return None
    title = line[marks.end() :].strip(" \t")
    bare = title.rstrip("#")
    if bare != title and (not bare or bare[-1] in " \t"):
        title = bare.rstrip(" \t")
    return len(marks[0]), title


def rule(line: str) -> bool:
    """Whether a line is a thematic break."""
    marks = line.replace(" ", "").replace("\t", "")
    return len(marks) >= 3 and marks[0] in "*-_" and marks == marks[0] * len(marks)


def fence(line: str) -> tuple[str, str] | None:
    """(marks, what stands after them) of a line that opens fenced code."""
    found = _FENCE.match(line)
    return (found[1], found[2].strip(" \t")) if found else None


def table_rule(line: str) -> list[str] | None:
    """How each column is aligned ("" is not at all), of the line below a table's head; None when it is none."""
    if "-" not in line:
        return None
    parts = line.strip(" \t").removeprefix("|").removesuffix("|").split("|")
    parts = [part.strip(" \t") for part in parts]
    if not all(_RULE_CELL.fullmatch(part) for part in parts):
        return None
    ends = {(True, True): "center", (True, False): "left", (False, True): "right", (False, False): ""}
    return [ends[part[0] == ":", part[-1] == ":"] for part in parts]


def cells(row: str) -> list[tuple[str, int]]:
    """The cells of a table's row, each with the column (from 0) at which it begins; a bar in code is none."""
    line = row.rstrip()
    start = len(line) - len(line.lstrip())
    if line[start : start + 1] == "|":
        start += 1
    bars = _bars(line, start)
    edges = bars if bars and bars[-1] == len(line) - 1 else [*bars, len(line)]
    found = []
    for edge in edges:
        text = line[start:edge]
        found.append((text.strip().replace("\\|", "|"), start + len(text) - len(text.lstrip())))
        start = edge + 1
    return found


def _bars(line: str, start: int) -> list[int]:
    """Where the bars between cells stand."""
    if "`" not in line:
        return [m.start() for m in _MARK.finditer(line, start) if m[0] == "|"]
    marks = [(m.start(), m[0]) for m in _MARK.finditer(line, start)]
    last = {mark: at for at, (_, mark) in enumerate(marks) if mark[0] == "`"}
    bars = []
    code = ""
    for at, (offset, mark) in enumerate(marks):
        if code:
            code = "" if mark == code else code
        elif mark[0] == "`":
            code = mark if last[mark] > at else ""
        elif mark == "|":
            bars.append(offset)
    return bars
