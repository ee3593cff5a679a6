"""Headings inside an item: they come in groups of one look, and a single strange one is the next item's title."""

import re
from collections.abc import Sequence
from dataclasses import replace
from statistics import median

from jianbao.importer.items.piece import Piece
from jianbao.importer.line import heads
from jianbao.importer.line.leads import LEAD
from jianbao.importer.line.titles import NUMBERING, is_styled
from jianbao.importer.model import Line
from jianbao.importer.text.blanks import width

ACT = re.compile(
    r"召开|举办|举行|开展|启动|部署|调研|走访|慰问|参加|参与|推进|推动|组织|检查|签订|赴|走进|荣获|获评?|"
    r"成立|揭牌|培训|座谈|宣讲|发布|出台|传达|学习|考察|视察|检阅"
    r"|联合|深入|积极|充分肯定|指导|来[厦我]|打造|选举|当选|表彰|命名|印发|下发|带队|率队|发放|捐赠|落实|"
    r"强化|加强|助力|做好|承办|迎接|关爱|维护|多举措|开班|开课|揭晓|换届|闭幕|开幕"
)
_ONE_UNIT = "[\u4e00-\u9fff]{2,10}(?:街道|办事处|镇|乡|社区|村|县|区|市|学校|小学|中学|幼儿园|妇联|共青团|工会|团委|局)"
UNIT = re.compile(rf"{_ONE_UNIT}(?:[、和 \u3000]{{1,2}}(?:共青团|{_ONE_UNIT})){{0,2}}")
_OF_POINT = re.compile("[^：:]{2,6}[：:](?=\\S)")
"""学什么：学会算账, as headings are worded that stand beside each other."""
_NO_ITEM = re.compile(
    r"(?:附件?|背景|相关|链接|名单|资料|新闻|小贴士|获奖|温馨提示|下一步|存在|主要|工作(?:思路|打算|计划))"
)
"""A heading that stands alone in an item often enough."""
_TEXT, _PART = 60, 0.6
"""Characters of the text below a heading that can be an item's, and the part of what an item of the issue has."""


def is_below(piece: Piece, line: Line) -> bool:
    """Whether a document's own styles say that the line is a heading below the title of a piece that has a text."""
    return bool(piece.body) and line.heading > max((title.heading for title in piece.titles), default=0) > 0


def _strange(piece: Piece) -> int:
    """The only heading of a piece, or the last one where all others have a form that it has not; -1 for none."""
    found = sorted(piece.headings)
    if len(found) < 3:
        return found[0] if len(found) == 1 else -1
    formed = [_OF_POINT.match(piece.body[at].bare) is not None for at in found]
    return found[-1] if all(formed[:-1]) and not formed[-1] else -1


def parted(piece: Piece, found: Sequence[Piece]) -> list[Piece]:
    """A piece with a single heading amid unnumbered text, as two: headings come in groups.

    ``found``: all pieces of the file, of which the lengths say how short an item is.
    """
    at = _strange(piece)
    if at < 0 or not piece.titles:
        return [piece]
    head, before, after = piece.body[at], piece.body[:at], piece.body[at + 1 :]
    if (
        not before
        or any(NUMBERING.match(line.bare) for line in piece.body)
        or is_below(piece, head)
        or (is_styled(piece.titles[0]) and not is_styled(head))
        or _NO_ITEM.match("".join(head.bare.split()))
        or (UNIT.fullmatch(head.bare) and not ACT.search(head.bare))
        or not before[-1].bare.endswith(heads.ENDED)
        or len(head.bare) < 6
        or sum(len(line.bare) for line in after) < _fewest(head, after, found)
        or width(piece.titles[0].text) < min(width(line.text) for line in before + after) <= width(head.text)
    ):
        return [piece]
    doubt = "这一行也可能是上一条里的小标题，请核对"
    return [replace(piece, body=before, headings=set()), Piece([head], after, doubts=[doubt])]


def _fewest(head: Line, after: Sequence[Line], found: Sequence[Piece]) -> float:
    """How many characters below a heading make an item of it: as few as others have, where it says that it is news."""
    news = ACT.search(head.bare) or any(LEAD.match(line.bare) for line in after[:1])
    return min(_TEXT, _PART * _usual(found)) if news else _TEXT


def _usual(found: Sequence[Piece]) -> float:
    """How many characters the text of an item has in this issue."""
    sizes = [sum(len(line.bare) for line in piece.body) for piece in found]
    return median(sizes) if len(sizes) > 2 else _TEXT / _PART
