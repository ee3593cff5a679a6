"""Where one item ends and the next begins, in lines that may have nothing between them.

A title is a short line without the marks of a sentence, before a paragraph. Whether it opens an item
or is a heading inside one is weighed from what stands around it: a signature above, a blank line,
centring, an organisation and what it did, a lead that opens as news does. Headings come in groups of one
look; a single one amid a text is more likely the next item's title, and is told as a doubt. A file whose
first line is 一、 and a title numbers its items.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from jianbao import zh
from jianbao.importer.items import asides, headings, opening, ordinals
from jianbao.importer.items.piece import Piece, says_title, squeezed, told_once
from jianbao.importer.items.shapes import is_prose
from jianbao.importer.line import heads, marks, mottos, titlemarks, titles
from jianbao.importer.line.kinds import fields, is_meta
from jianbao.importer.line.leads import LEAD
from jianbao.importer.line.titles import LONGEST, SUBTITLE, is_kicker, is_styled, is_title_like
from jianbao.importer.model import Dropped, Line
from jianbao.importer.text.blanks import width

_ORGANISATION = re.compile(
    rf"(?:[{zh.HAN}]{{0,8}}(?:妇联|妇女联合会|妇儿工委|妇工委|妇委会|妇儿中心)|(?:我|全)[国省市区县州]|各级|"
    rf"(?:中共)?[{zh.HAN}]{{0,3}}[国省市区县](?:委|政府|政协|人大|直)|[{zh.HAN}]{{2,4}}(?:省|市|区|县|镇|"
    rf"街道|社区)(?![的内]))"
)
_BRIEFS = re.compile(
    r"[\u4e00-\u9fff]{0,6}(?:简讯|短讯|快讯|动态|集锦|信息|要闻|新闻)(?:[一二两三四五六七八九十\d]+则)?"
)
_DAY_FIRST = re.compile(r"(?:20\d\d年)?\d{1,2}月\d{1,2}日[^，。]{0,8}，")
"""3月18日上午，"""
_DATED = re.compile(r".{0,40}\d{1,2}月\d{1,2}日")
_ENDED_SENTENCE = tuple("。！？；!?;")
_SURE = 3
"""What a title's words must say at least to open an item by themselves."""
_PART = 6
"""Characters of a part of a title that stands again as a heading."""
_PARAGRAPH, _DATED_LEAD = 30, 10
"""Characters of a paragraph that tells how it opens, and of one that opens with the day."""


@dataclass(frozen=True, slots=True)
class _File:
    """What is true of the file as a whole, and weighs in each decision."""

    lines: Sequence[Line]
    signed: frozenset[int]
    """Positions of the lines that end with a signature."""
    all_signed: bool
    spaced: bool
    """Blank lines stand between nearly all lines and say nothing."""
    styled: bool
    """Some titles are set apart by centring, boldness or a style."""
    indent: int
    """The least indent of the paragraphs, when the first title has none of it."""
    copied: bool = False
    of_page: bool = False
    """It was copied from a page, of several articles perhaps."""
    numbered: bool = False
    """It is an issue of a bulletin by its head."""
    many: bool = False
    """Several titles open items by their words alone."""
    looks: frozenset[tuple[object, ...]] = frozenset()
    """How titles look that open an item by their words: others that look so open one as well."""


def pieces(
    lines: Sequence[Line],
    signed: frozenset[int],
    *,
    single: bool = False,
    copied: bool = False,
    numbered: bool = False,
    known: bool = False,
) -> list[Piece]:
    """The items; ``signed`` are the positions of the lines that end with a signature.

    ``single``: the file is one article; a title amid it opens an item only where a label or the contents say so.
    ``numbered``: it is an issue of a bulletin, which has several items more often than headings.
    ``known``: the lines that begin an item are headed, and no other does.
    ``copied``: it was copied from the page of one article; a title amid it opens an item only by its own words.
    """
    ordered = {} if known else ordinals.numbered(lines)
    if ordered:
        return _by_number(lines, ordered)
    number = ordinals.lone(lines)
    lines = [lines[0]._replace(text=lines[0].bare[len(number) :]), *lines[1:]] if number else lines
    file = replace(_file(lines, signed), copied=copied, of_page=copied, numbered=numbered)
    words = {
        at: _said_by_words(file, at, count)
        for at in range(1, len(lines))
        if not (copied and _is_caption(lines, at)) and (count := heads.head(lines, at, inside=True))
    }
    told = len(words) > 1 and min(words.values()) > 1  # each of several opens as news does
    looks = frozenset(_look(file, lines[at]) for at, score in words.items() if score >= _SURE)
    many = sum(score >= _SURE for score in words.values()) > 1
    file = replace(file, looks=looks, copied=copied and not told, many=many)
    found: list[Piece] = []
    at = 0
    opening = heads.opening(lines) if lines and 0 not in signed and not heads.head(lines, 0, inside=False) else 0
    if opening:
        found.append(Piece(titles=list(lines[:opening])))
        at = opening
    while at < len(lines):
        count = _head(file, found, at)
        listed = not (count or known or single) and _is_list(file, found, at)
        count = count or int(listed)
        if lines[at].headed and at not in signed and (known or (not count and not is_prose(lines[at]))):
            count = heads.known(lines, at)
        named = count and found and not lines[at].headed and _is_named(found[0], lines[at])
        if named or (count and found and (single or known) and not lines[at].headed):
            count = min(count, 1)
        elif count and (not found or asides.is_note(found) or _opens_item(file, at, count, len(found[-1].headings))):
            found.append(Piece(list(lines[at : at + count]), doubts=[asides.LISTED] if listed else []))
            at += count
            continue
        if not found:
            found.append(Piece())
        piece = found[-1]
        if (piece.body or marks.leading(lines[at].bare)) and (
            count == 1 or (lines[at].heading and len(lines[at].bare) <= LONGEST)
        ):
            piece.headings.add(len(piece.body))
        piece.body.append(lines[at])
        at += 1
    if number:
        found[0].dropped.append(Dropped(number.strip(), "条的序号"))
    found = told_once(found)
    if copied and len(found) > 1 and _is_captions(found[-1]):
        last = found.pop()
        found[-1].body += [*last.titles, *last.body]
    _off_column(found)
    if found and not found[0].titles:
        _entitle(found[0])
    asides.with_first(found)
    return (
        found if single or file.copied or known else [part for piece in found for part in headings.parted(piece, found)]
    )


def _is_named(first: Piece, line: Line) -> bool:
    """Whether a line is the last part of the title that a text has: it is a heading of that part, and no title."""
    title = squeezed("".join(line.bare for line in first.titles[-1:]))
    return len(line.bare) >= _PART and title != squeezed(line.bare) and title.endswith(squeezed(line.bare))


def _by_number(lines: Sequence[Line], numbered: dict[int, int]) -> list[Piece]:
    """The items of a file that numbers them, or its columns and the items in each."""
    inner = ordinals.columns(lines, numbered)
    of_columns = [Dropped(lines[at].bare, "栏目标签") for at in sorted(numbered) if inner]
    kept = [(at, line) for at, line in enumerate(lines) if not (inner and at in numbered)]
    items = {n: inner[at] if inner else numbered[at] for n, (at, _) in enumerate(kept) if at in (inner or numbered)}
    made = [
        Piece([title], body, dropped=[number])
        for title, body, number in ordinals.parted([line for _, line in kept], items)
    ]
    made[0].dropped += of_columns
    return made


def _head(file: _File, found: Sequence[Piece], at: int) -> int:
    """How many lines from ``at`` on are a title by their words."""
    lines, signed = file.lines, file.signed
    if file.of_page and found and _is_caption(lines, at):
        return 0
    if at in signed or (at and titlemarks.NAMES_PART.fullmatch(lines[at - 1].bare)):
        return 0
    if found and (headings.is_below(found[-1], lines[at]) or says_title(found[-1], lines, at)):
        return 0
    count = heads.head(lines, at, inside=bool(found))
    below = at + count
    signed_below = bool(found and count) and below in signed and not is_prose(lines[below])
    return 0 if signed_below else count  # the last line of a text, whatever it ends with


def _is_caption(lines: Sequence[Line], at: int) -> bool:
    """Whether a line of a page has the mark of captions before it, which its first title has not."""
    return lines[at].bare[:1] in ("▲", "△") and lines[0].bare[:1] != lines[at].bare[:1]


def _is_list(file: _File, found: Sequence[Piece], at: int) -> bool:
    """Whether a list that the whole issue has begins at a line: below the last of several items, which are signed."""
    several = file.numbered and not file.copied and len(found) > 1 and len([n for n in file.signed if n < at]) > 1
    return several and at - 1 in file.signed and at not in file.signed and asides.names_list(file.lines, at, found[-1])


def _is_captions(piece: Piece) -> bool:
    """Whether what would be an item behind the text of one page is the words below its pictures: no sentence at all."""
    words = [line for line in piece.titles + piece.body if not fields(line)]
    return not any(line.rows or line.headed or re.search("[。！？；：:]", line.text) for line in words)


def _off_column(found: Sequence[Piece]) -> None:
    """Takes the name of the column off a file's first title, where every other title has one line."""
    first = found[0].titles if len(found) > 2 else []
    if len(first) != 2 or any(len(piece.titles) != 1 for piece in found[1:]):
        return
    name, title = first[0].bare, first[1].bare
    if len(name) <= 6 < len(title) and not titles.are_one(name, title) and not mottos.DEED.search(name):
        found[0].dropped.append(Dropped(found[0].titles.pop(0).bare, "栏目标签"))


def _entitle(piece: Piece) -> None:
    """Gives a piece without a title the likeliest of its first lines; what stands above it is none of the text."""
    begin, end = opening.title(piece.body)
    if end:
        dropped, doubts = opening.without(piece.body[:begin])
        piece.titles, piece.body = piece.body[begin:end], piece.body[end:]
        piece.headings = {at - end for at in piece.headings if at >= end}
        piece.dropped += dropped
        piece.doubts += doubts


def _file(lines: Sequence[Line], signed: frozenset[int]) -> _File:
    bodies = [line for line in lines if len(line.bare) >= 40]
    blanks = sum(line.blank_before for line in lines[1:])
    styled = sum(is_title_like(line) and is_styled(line) for line in lines)
    last = max((n for n, line in enumerate(lines) if line.bare), default=-1)
    indent = min((width(line.text) for line in bodies), default=0)
    return _File(
        lines=lines,
        signed=signed,
        all_signed=len(signed) >= 2 and last in signed,
        spaced=len(lines) > 3 and blanks >= 0.8 * (len(lines) - 1),
        styled=styled >= 2 and not (bodies and all(is_styled(line) for line in bodies)),
        indent=indent if not lines or lines[0].centred or width(lines[0].text) < indent else 0,
    )


def _look(file: _File, line: Line) -> tuple[object, ...]:
    mark = line.bare[0] if line.bare[:1] in heads.MARKS else ""
    return line.blank_before and not file.spaced, width(line.text) < file.indent, mark, *_style(line)


def _style(line: Line) -> tuple[bool, bool, int]:
    return line.centred, line.bold, line.heading


def _opens_item(file: _File, at: int, count: int, headings: int) -> bool:
    """Whether a title block in the middle of the file opens a new item; ``headings`` were found in this one before."""
    if at - 1 in file.signed or file.lines[at].headed or is_meta(file.lines[at + count]):
        return True
    apart = file.lines[at].blank_before or not any(line.blank_before for line in file.lines[1:])
    if titles.is_short(file.lines[at]) and apart and not file.copied and file.lines[at - 1].bare.endswith(heads.ENDED):
        return True
    words = _said_by_words(file, at, count)
    if words >= 3 and is_meta(file.lines[at - 1]):
        return True
    if words <= _SURE and file.copied:
        return False
    line, first = file.lines[at], file.lines[0]
    styled = file.styled and is_styled(line) and _style(line) == _style(first)
    styled = styled or _is_marked(file.lines, at)
    if words < 3 and not styled and _is_parallel(file, at):
        return False
    if words < 3 and not styled and (headings > 1 or (words < 2 and _look(file, line) not in file.looks)):
        return False
    again = 2 if file.many and words > 1 and _look(file, line) in file.looks else 0
    return words + again + _said_by_place(file, at) >= 3


def _is_parallel(file: _File, at: int) -> bool:
    """Whether a title is built as another near it, as headings are: 用好…，为庭院赋能 and 深化…，为庭院增彩."""
    bare = file.lines[at].bare
    words = {bare[i : i + 4] for i in range(len(bare) - 3) if re.fullmatch(f"[{zh.HAN}]{{4}}", bare[i : i + 4])}
    beside = [n for n in range(max(0, at - 12), min(len(file.lines), at + 13)) if n != at]
    return any(
        any(word in file.lines[n].bare for word in words)
        for n in beside
        if 8 <= len(file.lines[n].bare) <= 40
        and abs(len(file.lines[n].bare) - len(bare)) <= 4
        and n > 0
        and not file.lines[n].bare.endswith(_ENDED_SENTENCE)
    )


def _said_by_words(file: _File, at: int, count: int) -> int:
    """An organisation and what it did, a lead that opens as news does and names them again."""
    lines = file.lines
    above = is_kicker(lines, at) or (count > 1 and titles.UNIT.fullmatch(lines[at].bare) is not None)
    bare = (lines[at + 1] if above else lines[at]).bare
    body = lines[at + count].bare
    if headings.UNIT.fullmatch(bare) and not headings.ACT.search(bare):
        return 0  # a place among several that an item goes through
    score = 2 if _ORGANISATION.match(bare) else 4 if _BRIEFS.fullmatch(bare) and body[0] in "●◆■★☆▲△◇○※" else 0
    if headings.ACT.search(bare):
        score += 1
    if heads.REPORT.match(body) and not file.copied:
        score += 4
    elif len(body) >= _DATED_LEAD and _DAY_FIRST.match(body) and body.endswith(heads.ENDED):
        score += 2
    elif len(body) >= _PARAGRAPH:
        score += 2 if LEAD.match(body) else 1 if re.match(r"20\d\d年", body) or _DATED.match(body) else 0
    words = [bare[i : i + 4] for i in range(len(bare) - 3)]
    if len(bare) >= 6 and any(w in body[:40] for w in words if not re.search(r"\d{2}|\d年", w)):
        score += 2
    if count > 1 and (is_kicker(lines, at) or SUBTITLE.match(lines[at + count - 1].bare)):
        score += 1
    return score


def _is_marked(lines: Sequence[Line], at: int) -> bool:
    """Whether a title begins as the file's first one does: with the same mark, with the name of who did it and ：."""
    if is_kicker(lines, 0) and is_kicker(lines, at):
        return True
    return lines[0].bare[:1] in heads.MARKS and lines[at].bare[:1] == lines[0].bare[:1]


def _said_by_place(file: _File, at: int) -> int:
    """A blank line above, centring or boldness, the indent; a file that signs its items, a sentence left open above."""
    lines = file.lines
    title = lines[at + 1] if is_kicker(lines, at) else lines[at]
    score = 2 if title.blank_before and not file.spaced else 0
    told = any(re.search("[。！？]|[.!?]$", line.bare) for line in lines[at + 1 : at + 3])
    score += 1 if file.numbered and told and lines[at - 1].bare.endswith(heads.ENDED) else 0
    if file.styled:
        score += 3 if is_styled(title) else -2
    if file.all_signed:
        score -= 3
    marked = _is_marked(lines, at)
    score += 3 if marked else 0
    if len(title.bare) < 10 and not (marked or is_styled(title)):
        score -= 1
    if not lines[at - 1].bare.endswith(heads.ENDED) and not lines[at - 1].rows:
        score -= 2
    if file.indent and not title.centred:
        score += -1 if width(title.text) >= file.indent else 2 if not width(title.text) else 0
    return score
