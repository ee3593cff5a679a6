"""Where one item ends and the next begins, in lines that may have nothing between them.

A title is a short line without the marks of a sentence, before a paragraph. Whether it opens an item
or is a heading inside one is weighed from what stands around it: a signature above, a blank line,
centring, an organisation and what it did, a lead that opens as news does. Inside a file that signs its
items an unsigned short line is a heading.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from jianbao import zh
from jianbao.importer.blanks import width
from jianbao.importer.furniture import is_meta
from jianbao.importer.model import Line

LONGEST_TITLE = 60
_NUMBERING = re.compile(
    r"[（(]?[一二三四五六七八九十]{1,3}[）)]?[、．.，,）)]|[（(]?\d{1,2}[）)、．.](?!\d)|第[一二三四五六七八九十]{1,3}[、，章节条，]"
    r"|[一二三四五六七八九十]{1,2}(?:是|要)|[①-⑳⑴-⒇]|[-•·●◆■*]\s*\S"
)
_ENDINGS = re.compile(r"[，、；,;。]$|[。；].")
_SUBTITLE = re.compile(r"(?:——|--+|─{2,}|－－|—\s?—)\s*\S")
_FOLDED = re.compile(r"暨|和|并|及|与|以及|等|的|之|系列活动|活动|工作$|会议$|仪式$")
_UNFINISHED = re.compile(r"(?:[和与及暨、的并“《（(]|关于|召开|举办|开展|学习|贯彻)$")
_ORGANISATION = re.compile(
    rf"(?:[{zh.HAN}]{{0,8}}(?:妇联|妇女联合会|妇儿工委|妇工委|妇委会|妇儿中心)|(?:我|全)[国省市区县州]|[{zh.HAN}]{{2,4}}(?:省|市|区|县|镇|街道|社区)(?![的内]))"
)
_ACT = re.compile(
    r"召开|举办|举行|开展|启动|部署|调研|走访|慰问|参加|参与|推进|推动|组织|检查|签订|赴|走进|荣获|获评?|成立|揭牌|培训|座谈|宣讲|发布|出台|传达|学习|考察|视察|检阅"
    r"|联合|深入|积极|充分肯定|指导|来[厦我]|打造|选举|当选|表彰|命名|印发|下发|带队|率队|发放|捐赠|落实|强化|加强|助力|做好|承办|迎接|关爱|维护|多举措"
)
_LEAD = re.compile(
    r"(?:近日|日前|最近|近期|连日来|为(?:了|进一步|深入|贯彻|全面|切实|认真|推动|加强|庆祝|迎接|弘扬|帮助|充分|丰富|提[高升]|[^，。]{2,30}，)"
    r"|“?[^，。]{1,8}”?(?:前夕|来临|期间|当天)，|[^，。]{0,16}(?:20\d\d年)?\d{1,2}月(?:\d{1,2}日)?|20\d\d年|今年|金秋|在[^，]{2,20}(?:之际|来临)|根据|按照|举世瞩目|继)"
)
_ENDED = tuple("。！？”…；!?.）)》")


@dataclass(slots=True)
class Piece:
    """One item's lines while the file is being cut."""

    titles: list[Line] = field(default_factory=list)
    body: list[Line] = field(default_factory=list)
    headings: set[int] = field(default_factory=set)
    """Positions in ``body`` of short lines that are headings inside the item."""


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


def is_title_like(line: Line) -> bool:
    """Whether the line could be (part of) a title by itself."""
    bare = line.bare
    if line.rows or line.picture or not 4 <= len(bare) <= LONGEST_TITLE or _NUMBERING.match(bare):
        return False
    if _ENDINGS.search(bare) or bare.endswith(("：", ":")) or bare[0] in "（(，。、；）)”》" or _SUBTITLE.match(bare):
        return False
    if not re.search(f"[{zh.HAN}]{{3}}", bare) or re.search("[！？].", bare) or is_meta(line):
        return False
    return bare.count("，") + bare.count(",") <= 2 and bare.count("“") == bare.count("”")


def pieces(lines: Sequence[Line], signed: frozenset[int]) -> list[Piece]:
    """The items; ``signed`` are the positions of the lines that end with a signature."""
    file = _file(lines, signed)
    found: list[Piece] = []
    at = 0
    while at < len(lines):
        count = _head(file, at, bool(found))
        if count and (not found or _opens_item(file, at, count)):
            found.append(Piece(titles=list(lines[at : at + count])))
            at += count
            continue
        if not found:
            found.append(Piece())
        piece = found[-1]
        if count == 1 and piece.body:
            piece.headings.add(len(piece.body))
        piece.body.append(lines[at])
        at += 1
    return found


def _file(lines: Sequence[Line], signed: frozenset[int]) -> _File:
    bodies = [line for line in lines if len(line.bare) >= 40]
    blanks = sum(line.blank_before for line in lines[1:])
    styled = sum(is_title_like(line) and _is_styled(line) for line in lines)
    last = max((n for n, line in enumerate(lines) if line.bare), default=-1)
    return _File(
        lines=lines,
        signed=signed,
        all_signed=len(signed) >= 2 and last in signed,
        spaced=len(lines) > 3 and blanks >= 0.8 * (len(lines) - 1),
        styled=styled >= 2 and not all(_is_styled(line) for line in bodies),
        indent=min((width(line.text) for line in bodies), default=0),
    )


def _is_styled(line: Line) -> bool:
    return line.centred or line.bold or 0 < line.heading <= 2


def _head(file: _File, at: int, inside: bool) -> int:
    """How many lines from ``at`` on form a block of title lines before a body; 0 when none begins here."""
    lines = file.lines
    end = at
    if _is_kicker(lines, at):
        end += 1
    first = end
    while end < len(lines) and end - first < 3 and is_title_like(lines[end]) and (end == first or _goes_on(lines, end)):
        end += 1
    if end == first:
        return 0
    while end < len(lines) and end - at < 6 and _SUBTITLE.match(lines[end].bare) and len(lines[end].bare) <= 60:
        end += 1
    if end >= len(lines):
        return 0 if inside else end - at
    following = lines[end]
    return end - at if _is_body(following) else 0


def _is_body(line: Line) -> bool:
    """Whether a line can stand below a title as the first of its text."""
    bare = line.bare
    if line.rows or line.picture or is_meta(line) or len(bare) >= 40 or bare.endswith(_ENDED):
        return True
    return _NUMBERING.match(bare) is not None or (bare.endswith(("：", ":")) and len(bare) >= 12)


def _is_kicker(lines: Sequence[Line], at: int) -> bool:
    bare = lines[at].bare
    return (
        bare.endswith(("：", ":"))
        and 5 <= len(bare) <= 45
        and not re.search("[。；]", bare)
        and not _NUMBERING.match(bare)
        and at + 1 < len(lines)
        and is_title_like(lines[at + 1])
    )


def _goes_on(lines: Sequence[Line], at: int) -> bool:
    """Whether the title-like line belongs to the title above it."""
    before, line = lines[at - 1], lines[at]
    if line.blank_before and not (_is_styled(line) and _is_styled(before)):
        return _FOLDED.match(line.bare) is not None and len(line.bare) < 40
    return True


def _opens_item(file: _File, at: int, count: int) -> bool:
    """Whether a title block in the middle of the file opens a new item."""
    return at - 1 in file.signed or _said_by_words(file, at, count) + _said_by_place(file, at) >= 3


def _said_by_words(file: _File, at: int, count: int) -> int:
    """An organisation and what it did, a lead that opens as news does and names them again."""
    lines = file.lines
    bare = (lines[at + 1] if _is_kicker(lines, at) else lines[at]).bare
    body = lines[at + count].bare
    score = 2 if _ORGANISATION.match(bare) else 0
    if _ACT.search(bare):
        score += 1
    if _LEAD.match(body) and len(body) >= 30:
        score += 2
    if len(bare) >= 6 and any(bare[i : i + 4] in body[:40] for i in range(len(bare) - 3)):
        score += 2
    if count > 1 and (_is_kicker(lines, at) or _SUBTITLE.match(lines[at + count - 1].bare)):
        score += 1
    return score


def _said_by_place(file: _File, at: int) -> int:
    """A blank line above, centring or boldness, the indent; a file that signs its items, a sentence left open above."""
    lines = file.lines
    title = lines[at + 1] if _is_kicker(lines, at) else lines[at]
    score = 2 if title.blank_before and not file.spaced else 0
    if file.styled:
        score += 3 if _is_styled(title) else -2
    if file.all_signed:
        score -= 3
    if len(title.bare) < 10 and not _is_styled(title):
        score -= 1
    if not lines[at - 1].bare.endswith(_ENDED) and not lines[at - 1].rows:
        score -= 2
    if file.indent and width(title.text) >= file.indent and not title.centred:
        score -= 1
    return score


def title_parts(titles: Sequence[Line]) -> tuple[str, str, str, str]:
    """(kicker, title, subtitle, a doubt) of a block of title lines."""
    kicker, subtitle, doubt = "", "", ""
    main: list[str] = []
    for line in titles:
        bare = " ".join(line.bare.split("\n"))
        if not main and not kicker and bare.endswith(("：", ":")) and len(titles) > 1:
            kicker = bare
        elif _SUBTITLE.match(bare) and main:
            subtitle = f"{subtitle} {bare}".strip()
        elif main and (_FOLDED.match(bare) or _UNFINISHED.search(main[-1]) or _open(main[-1])):
            main[-1] += bare
        else:
            main.append(bare)
    if len(main) > 1:
        doubt = f"标题有{len(main)}行，合为一个标题；若其中一行是引题或副题，请改"
    return kicker, " ".join(main), subtitle, doubt


def _open(text: str) -> bool:
    return (
        text.count("《") > text.count("》") or text.count("“") > text.count("”") or text.count("（") > text.count("）")
    )
