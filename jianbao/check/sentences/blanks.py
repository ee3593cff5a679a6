"""Blanks: between characters that are set without, and those that indent or end a line.

A blank between two words is a fault in a running sentence only. In headlines, lists of names, tables, labels and
brackets it sets apart what belongs apart, and is nobody's fault; a tab always does. ``fix`` is given only where the
blank stands beside a mark that sets apart by itself: there is no reading in which it says anything.
"""

from collections.abc import Iterator

from jianbao import expressions as re
from jianbao import zh
from jianbao.check import running
from jianbao.check.inspect import Context, Hit
from jianbao.check.prose import BLANK, Block, Prose

SET_WIDE = zh.WIDE.replace("\u3000", "\u3001")
"""What is set full-width and is no blank."""
_BLANKS = " \u3000\xa0\u2002-\u200a"
_ANY = " \u3000\xa0\u2002\u2003\u2009"
"""Without one of these there is no gap."""
_GAP = re.compile(rf"(?<=[{SET_WIDE}0-9A-Za-z%])(?P<gap>[{_BLANKS}]+)(?=[{SET_WIDE}0-9A-Za-z])")
_HAN = re.compile(f"[{zh.HAN}]")
_WIDE = re.compile(f"[{SET_WIDE}]")
_EDGE = re.compile(r"^(?P<lead>[ \t\u3000\xa0]+)(?=\S)|(?<![ \t\u3000\xa0])(?P<trail>[ \t\u3000\xa0]+)$", re.MULTILINE)
_MARGIN = " \t\u3000\xa0"
_EDGES = tuple(edge for blank in _MARGIN for edge in (f"\n{blank}", f"{blank}\n"))
"""Without one of these no line begins or ends with a blank."""
_FIELD = re.compile(rf"[{zh.HAN}]{{2,6}}[：:]|[A-Z][.、．]")
_BETWEEN = re.compile("[，、；]")
"""A blank after one of these says nothing."""
_CLOSING = re.compile("[，。、；！？）”》]")
_CLAUSE = re.compile("[，。、；：！？“”（）《》—…\n]")
_UNIT = re.compile(r"\d{0,3}(?:[年月日时分人名个位户家次场期项元万亿岁]|小时|公里|平方米)")
"""A number and its unit, or two halves of a number, are torn apart."""
_YEAR = re.compile(r"(?:\d \d{3}|\d\d \d\d|\d{3} \d)年")
_LEAD_IN = 12
"""本报讯 9月27日: before a blank so near to a paragraph's beginning stands what leads in."""
_REACH = 60
"""Characters on either side in which a clause is looked for."""
_NAMELESS = 5
"""Shorter pieces on either side of a blank may be names, or words of a list."""


def spaces(prose: Prose, context: Context) -> Iterator[Hit]:  # noqa: ARG001 (as every inspection)
    """Blanks in running sentences, and at the edges of lines."""
    spaced = any(blank in prose.prose for blank in _ANY)
    for block in prose.blocks if spaced else ():
        if block.kind in ("text", "value") and not block.text.isascii():
            yield from _gaps(prose, block)
    yield from _edges(prose, prose.text)


def _gaps(prose: Prose, block: Block) -> Iterator[Hit]:
    text = block.text
    if not any(blank in text for blank in _ANY):
        return
    told: list[tuple[int, int]] = []
    for match in _GAP.finditer(text):
        before, after = text[match.start() - 1], text[match.end()]
        start, end = block.start + match.start(), block.start + match.end()
        if _sets_apart(text, match):
            continue
        if not (
            _WIDE.match(before) or _WIDE.match(after) or _YEAR.search(text, max(0, match.start() - 3), match.end() + 4)
        ):
            continue
        what = "break" if before in "。！？" else _what(prose, block, match)
        if what:
            told.append((start, end))
            odd = what == "gap" and re.search("[\u3000\xa0]", match["gap"])
            yield Hit("spaceodd" if odd else f"space{what}", start, end, match["gap"], "", _fix(text, match))


def _fix(text: str, match: re.Match[str]) -> str | None:
    """ "" where the blank can go without a question."""
    before, after = text[match.start() - 1], text[match.end()]
    beside = _BETWEEN.match(before) or (_CLOSING.match(after) and _HAN.match(before))
    return "" if beside and len(match["gap"]) == 1 else None


def _what(prose: Prose, block: Block, match: re.Match[str]) -> str:
    """``gap``: a fault; ``apart``: to be looked at; "": it sets apart."""
    what = _sort(block.text, match)
    start = block.start + match.start()
    return what if what and running.is_running(prose, start) and not running.is_quoted(prose, start) else ""


def _sort(text: str, match: re.Match[str]) -> str:
    """The same, as if it stood in a running sentence."""
    before, after = text[match.start() - 1], text[match.end()]
    if after in "（(" or before in "）)】":
        return ""
    if _BETWEEN.match(before) or _CLOSING.match(after) or before in "”：" or after == "“":
        return "gap"
    if before.isdigit() and _UNIT.match(text, match.end()):
        return "gap"
    if match.start() < _LEAD_IN and "，" not in text[: match.start()]:
        return ""
    if before.isdigit() or after.isdigit():
        return "apart"
    left = _CLAUSE.split(text[max(0, match.start() - _REACH) : match.start()])[-1]
    right = _CLAUSE.split(text[match.end() : match.end() + _REACH], maxsplit=1)[0]
    if " " in left or " " in right or "\u3000" in left + right:
        return ""
    return "gap" if min(len(left), len(right)) >= _NAMELESS else "apart"


def _sets_apart(text: str, match: re.Match[str]) -> bool:
    """A blank as wide as three characters, or one before 户名：, sets apart what stands on one line."""
    wide = sum(2 if c == "\u3000" else 1 for c in match["gap"]) >= 6
    return wide or _FIELD.match(text, match.end()) is not None


def _edges(prose: Prose, text: str) -> Iterator[Hit]:
    """Indents and ends of lines. Two full-width blanks are the indent of a typed text, and stay in .txt."""
    if text[:1] not in _MARGIN and text[-1:] not in _MARGIN and not any(edge in text for edge in _EDGES):
        return
    for match in _EDGE.finditer(text, prose.body):
        lead, trail = match["lead"], match["trail"]
        if lead:
            yield from _indent(prose, text, match)
        elif trail and re.search("[\u3000\xa0]", trail):
            ends = text[match.start() - 1 : match.start()] in tuple("。！？；”）")
            safe = ends and not re.search(r" {2}$|\t", trail)
            yield Hit("spaceend", match.start(), match.end(), trail, "", "" if safe else None)


def _indent(prose: Prose, text: str, match: re.Match[str]) -> Iterator[Hit]:
    lead = match["lead"]
    following = text[match.end() : match.end() + 3]
    if following[:1] == BLANK or (not _WIDE.match(following) and not following[:1].isalnum()):
        return
    # A line of verse, a signature set to the right, a table: their blanks are their layout.
    running_text = running.is_running(prose, match.end()) and _HAN.match(following)
    safe = "" if running_text and len(lead) <= 2 and "\t" not in lead else None
    if prose.kind == "txt":
        if lead.strip("\u3000") or len(lead) == 1:
            yield Hit("spaceindent", match.start(), match.end(), lead, "", safe)
    elif re.search("[\u3000\xa0]", lead):
        yield Hit("spaceindent", match.start(), match.end(), lead, "", safe)
    elif _is_code(prose, match.start(), lead):
        yield Hit("codeindent", match.start(), match.end(), lead, "", None)


def _is_code(prose: Prose, start: int, lead: str) -> bool:
    """Four blanks after an empty line, and not inside a list or a footnote: Markdown makes code of it."""
    if len(lead.replace("\t", "    ")) < 4:
        return False
    before = prose.text[prose.body : start]
    if before.strip(" \t") and not re.search(r"\n[ \t]*\n$", before[-80:]) and before != "\n":
        previous = before[:-1].rpartition("\n")[2]
        if not (previous.startswith(("    ", "\t")) and _is_code_block(before)):
            return False
    return not _in_list(before)


def _is_code_block(before: str) -> bool:
    lines = before.rstrip("\n").split("\n")
    while lines and lines[-1].startswith(("    ", "\t")):
        lines.pop()
    return not lines or not lines[-1].strip()


def _in_list(before: str) -> bool:
    for line in reversed(before.split("\n")):
        if not line.strip() or line.startswith((" ", "\t")):
            continue
        return re.match(r"(?:[-*+]|\d+[.)])\s|\[\^", line) is not None
    return False
