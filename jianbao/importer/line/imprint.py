"""The foot of a printed bulletin or document: 主送, 抄送, 共印, who edited and who printed it."""

import re
from collections import Counter

from jianbao.importer.line import figures
from jianbao.importer.model import Dropped, Line

_LABELS = (
    "主题词|呈|呈送|报|报送|呈报|上报|送|主送|抄送|分送|抄报|发|发送|发至|下发|印送|印发|责任编辑|责编|编辑|"
    "编|打字|文印|缮印|文字录入|校对|核稿|审核|审稿|签发|编审|主编|副主编|执行主编|总编|编委|编发|编印|打印|印制|印刷|录入|排版"
    "|供稿|投稿|投稿邮箱|投稿信箱|联系人|电话|联系电话|地址|邮编|传真|电子邮箱|电子信箱|邮箱|网址|主办|主管|"
    "承办|编辑部|印数|印量|份数|共印"
)
_FOOT = re.compile(
    "(?:本期)?(?:责任编辑|责编|编辑|校对|审核)[ \u3000]{1,4}[\u4e00-\u9fff]{2,4}|"
    "[（(]本期(?:责任编辑|责编|编辑|校对|审核)[：:][^（）()：:]{1,40}[）)]|(?:本期)?(?:"
    + "|".join("[ \u3000\xa0]{0,4}".join(label) for label in sorted(_LABELS.split("|"), key=len, reverse=True))
    + r")(?:单位|人)?[ \t\u3000\xa0]{0,4}[：:丨/／].{0,240}"
    r"|[（(]?[ \u3000]{0,4}共?印(?:发|制|数)?[：:]?[ \u3000]{0,2}\d{1,6}[ \u3000]{0,2}份[ \u3000]{0,4}[）)]?|"
    r"[—―－\-_═＝=─━*＊]{3,}"
    rf"|[\u4e00-\u9fff]{{4,24}}[ \t\u3000\xa0]{{0,40}}{figures.YEAR}年.{{1,3}}月.{{1,3}}日(?:印发?|编印?|印制)"
    rf"|{figures.YEAR}年.{{1,3}}月.{{1,3}}日(?:印发|编印|印制)"
    r"|[\u4e00-\u9fff]{2,24}(?:会|委|办|室|部|社|区|校|院|局|站|科|处)[ \t\u3000]{1,8}(?:编|编印|主办|编制)"
    r"|[（(]?此[页件][^（）()。]{0,16}[）)]?"
)
PRINTED = re.compile("\\d日[ \t\u3000]{0,9}(?:印发|编印|印制)")
"""When it was printed, in the foot of a document or a report."""
_INVITES = re.compile(
    "(?:如有|欢迎|踊跃)?(?:投稿|来稿|赐稿)(?:者)?[,，]?(?:请|可|敬请)?(?:发送?|寄|联系|致)[^。；]{2,40}[。！!]?"
)
"""To whom readers of a bulletin send what they write; the last words of who calls for papers, too."""
_CALLED_FOR = re.compile("征文|征集|征稿|启事|投稿|来稿")
_ENDED = re.compile("[（(【][^（）()【】。]{1,24}[）)】]")
"""Below a text who signs it, or that it is over: （完）."""
_LAST = 12
"""Lines of a last item, by and large."""
_BEFORE_COLON = re.compile("([\u4e00-\u9fff]{1,6})[ \u3000]{0,2}[：:/／丨]")
_LONGEST_FOOT = 300
_SET_APART = re.compile("[ \t\u3000\xa0]{2,}")
"""Between what stands on one line of a foot: （共印80份）　　责任编辑：…."""
_ASKED = re.compile("(?:联系人|(?:联系|咨询)?电话|传真|(?:电子)?(?:邮箱|信箱)|邮编|地址)[:：]")
"""Whom to ask, and how: above the foot it is of the text."""


def taken(kept: list[Line]) -> list[Dropped]:
    """Takes the foot off the lines, from the end on; a line of it that goes on in the next one is whole."""
    end = len(kept)
    labels = Counter(label for line in kept if (label := _labelled(line)))
    while end and not kept[end - 1].picture:
        bare = kept[end - 1].bare
        if labels[_labelled(kept[end - 1])] > 2:
            break  # who sent each text, the last one as the others
        if (
            _invites(kept, end - 1)
            or (
                is_foot(kept[end - 1])
                and not (bare.startswith("供") and end > 1 and not is_foot(kept[end - 2]) and end == len(kept))
            )
            or (
                end > 1
                and is_foot(kept[end - 2])
                and len(bare) <= 60
                and re.search("[，、,]$", kept[end - 2].bare)
                and "。" not in bare[:-1]
            )
        ):
            end -= 1
        else:
            break
    while end < len(kept) and _ASKED.match("".join(kept[end].bare.split())):
        end += 1  # of a notice, which says whom to ask
    found = [Dropped(line.bare, "报尾") for line in kept[end:]]
    del kept[end:]
    return found


def _invites(lines: list[Line], at: int) -> bool:
    """Whether a line asks readers to write, in the foot, and is not of an item that calls for papers."""
    if _INVITES.fullmatch(lines[at].bare) is None:
        return False
    above = next((n for n in range(at - 1, -1, -1) if not (is_foot(lines[n]) or _INVITES.fullmatch(lines[n].bare))), -1)
    apart = lines[at].blank_before or above + 1 < at or (at + 1 < len(lines) and is_foot(lines[at + 1]))
    apart = apart or (above >= 0 and (lines[above].right or _ENDED.fullmatch(lines[above].bare) is not None))
    item = lines[max(0, above + 1 - _LAST) : above + 1]
    return apart and not any(_CALLED_FOR.search(line.bare) for line in item)


def _labelled(line: Line) -> str:
    """The label that a short line begins with: 报送 of 报送：经发办; "" for none."""
    found = _BEFORE_COLON.match(line.bare) if len(line.bare) <= 24 and not line.rows else None
    return found[1] if found else ""


def is_foot(line: Line) -> bool:
    """Whether a line can only be of a document's foot: 抄送：…, …办公室 2014年6月20日印发."""
    text = line.bare.replace("\n", " ")
    if line.picture or len(text) > _LONGEST_FOOT:
        return False
    if line.rows and all(len(row) > 1 for row in line.rows):
        # To whom it goes, set as a table: 报送 | 市妇联.
        return all(_FOOT.fullmatch(f"{row[0].strip('：: ')}：{' '.join(row[1:])}") for row in line.rows)
    return _FOOT.fullmatch(text) is not None or all(map(_FOOT.fullmatch, _SET_APART.split(text)))
