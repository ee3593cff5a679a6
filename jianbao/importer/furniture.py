"""What stands in a bulletin and is no item: masthead, contents, page numbers, the lines at the foot.

All of it is dropped with its reason, and part of it is the best evidence of the year and of the issue.
"""

import re
from collections.abc import Sequence

from jianbao.importer.model import Dropped, Line
from jianbao.importer.when import Year

_PAGE = re.compile(r"[-—－–·\s]*(?:第\s*)?\d{1,3}(?:\s*页)?(?:\s*[/／，,]?\s*共?\s*\d{1,3}\s*页?)?[-—－–·\s]*")
_WRITTEN = "二[○〇零0OＯ][○〇零0OＯ一二三四五六七八九]{2}"
"""A year in Han figures, with whatever was typed for the nought."""
_GAP = r"[ \t\u3000\xa0]*"
_YEAR_IN_HEAD = rf"[（(\[【〔]?(?:20\d\d|19\d\d|{_WRITTEN})[）)\]】〕]?{_GAP}年?度?"
_ISSUE_IN_HEAD = (
    rf"[（(\[【〔]?(?:{_YEAR_IN_HEAD})?{_GAP}[（(]?(?:总|增刊)?第?{_GAP}[\d一二三四五六七八九十百]+{_GAP}期"
    r"[）)\]】〕]?(?:[（(].{0,16}[）)])?"
)
_DATE_IN_HEAD = (
    rf"(?:20\d\d|19\d\d|{_WRITTEN})年["
    r"\d一二三四五六七八九十]{1,3}月(?:[\d一二三四五六七八九十]{1,3}日)?(?:出版|编印?|印发?)?|20\d\d[-./]\d{1,2}[-./]\d{1,2}"
)
_MAKER_IN_HEAD = (
    r"(?:主办|编印|编)?[：:]?[\u4e00-\u9fff]{2,24}(?:妇联|妇女联合会|办公室|编辑部|编|编印|主办|编发|印发?)"
)
_NAME_IN_HEAD = r"[\u4e00-\u9fff]{0,14}(?:简报|动态|信息|快讯|专报|通讯|简讯|情况反映|要情|月报|周报)"
_MASTHEAD = re.compile(
    rf"(?:{_NAME_IN_HEAD}){_GAP}(?:[（(].{{1,12}}[）)])?(?:{_GAP}(?:{_ISSUE_IN_HEAD}))*"
    rf"|(?:(?:{_ISSUE_IN_HEAD}){_GAP})+(?:(?:{_MAKER_IN_HEAD}){_GAP})?(?:{_DATE_IN_HEAD})?"
    rf"|(?:{_MAKER_IN_HEAD}){_GAP}(?:{_DATE_IN_HEAD})|(?:{_DATE_IN_HEAD}){_GAP}(?:{_MAKER_IN_HEAD})"
    r"|[\u4e00-\u9fff]{2,24}(?:编印?|主办|编发)|[—－\-_═＝=─━*＊]{3,}"
    r"|内部(?:资料|刊物|材料)?[，,\s]*(?:注意保存|仅供参考)?|注意保存|仅供参考|不?得?外传|密级.{0,10}|签发人?[：:].{1,12}"
)
_MORE_OF_HEAD = re.compile(
    rf"{_MAKER_IN_HEAD}|[（(]?(?:{_DATE_IN_HEAD})(?:[-—－–~～至]+(?:\d{{4}}年)?(?:\d{{1,2}}月)?\d{{1,2}}日)?[）)]?"
)
"""A maker or a date alone on its line: of the masthead only when one stands above it."""
_ORNAMENTS = "★☆◆◇●○■□▲△※【】[]〖〗—-"
_CONTENTS_HEAD = re.compile("(?:目录|目次|本期(?:要目|导读|目录|内容|导航)|要目|内容提要|导读)[:：]?")
_BULLETS = tuple("◆●■★☆▲△◇※○·•")
_PAGED = re.compile(r"[.…·]{2,}\s*[（(]?\d+[）)]?$")
_OF_COLUMN = "栏目标签"
_LABEL = re.compile(r"[【\[〖◆●■★☆▲◇※]{1,2}\s*[\u4e00-\u9fff]{2,8}\s*[】\]〗]?")
_UNIT = re.compile(r"(?:妇联|部|室|中心|所|园|会|校|委)[】\]〗]?$")
"""A label that names who it is of: in a file that begins with one the head of a column, else a signature."""
_FOOT = re.compile(
    r"(?:主题词|报\s*送?|发\s*送|送|抄\s*送|主\s*送|分\s*送|发|印\s*送|责任编辑|责\s*编|编\s*辑|校\s*对|核\s*稿|审\s*核|签\s*发|编\s*审|主\s*编|打\s*印|印\s*制|录\s*入|投稿邮箱|电\s*话|联系电话"
    r"|地\s*址|邮\s*编|传\s*真|电子邮箱)\s*[：:].{1,120}|[（(]?共印\s*\d+\s*份[）)]?"
)
_WEB = re.compile(
    r"(?:您?(?:的)?(?:当前|所在)?位置|首页)[：:>＞»].{0,80}|[【\[]?(?:打印|关闭|打印本页|关闭窗口|收藏|返回顶部|返回|分享到?|字号|大|中|小)[】\]]?"
    r"(?:[\s|【\[]*(?:打印|关闭|收藏|大|中|小|分享|字体|字号)[】\]\s|]*)*|(?:上一[篇条]|下一[篇条])[：:].{0,80}|浏览次数[：:]?\s*\d*|字体[：:].{0,20}"
    r"|版权所有.{0,80}|.{0,20}ICP备.{0,40}|扫一扫.{0,30}|相关(?:链接|阅读|文章)[：:]?"
)
_META = re.compile(
    r"(?:发布(?:时间|日期)|日期|时间|来源|信息来源|作者|点击(?:数|率)?|浏览(?:次数|量)?|阅读(?:次数|量)?|编辑|责任编辑)\s*[：:]"
)
_ISSUE_DATE = re.compile(r"(20\d\d)年(1[0-2]|0?[1-9])月")
_CHINESE_DATE = re.compile(rf"({_WRITTEN})年([一二三四五六七八九十]{{1,3}})月")
_NUMBER = re.compile(r"(?:(20\d\d)年)?\s*总?第\s*(\d{1,3})\s*期")
_DIGITS = {c: str(n) for n, c in enumerate("〇一二三四五六七八九")} | dict.fromkeys("○零0OＯ", "0")


def without(lines: Sequence[Line]) -> tuple[list[Line], list[Dropped], list[Year], str]:
    """(the lines that are items, what was dropped, the evidence of the year, the issue's number as printed)."""
    pages = [Dropped(line.bare, "页码") for line in lines if _is_page(line)]
    kept, dropped, evidence, number = _masthead([line for line in lines if not _is_page(line)])
    kept, found = _contents(kept)
    listed = {_key(entry.text) for entry in found} - {""}
    dropped += found + pages
    rest: list[Line] = []
    labelled = bool(kept) and _LABEL.fullmatch(kept[0].bare) is not None
    below = False
    for at, line in enumerate(kept):
        bare = line.bare
        reason = ""
        if line.rows or line.picture:
            pass
        elif _WEB.fullmatch(bare):
            reason = "网页上的导航文字"
        elif _LABEL.fullmatch(bare) and len(bare) <= 12 and (labelled or not _UNIT.search(bare)):
            if at + 1 < len(kept) and kept[at + 1].bare.startswith(_BULLETS):
                below = True  # 【部室传真】 above short news is their title
            else:
                reason = _OF_COLUMN
        if reason:
            dropped.append(Dropped(bare, reason))
            below = below or reason == _OF_COLUMN
        else:
            rest.append(line._replace(headed=below or _key(bare) in listed))
            below = False
    while rest and not rest[-1].rows and _FOOT.fullmatch(rest[-1].bare):
        dropped.append(Dropped(rest.pop().bare, "报尾"))
    return rest, dropped, evidence, number


def _is_page(line: Line) -> bool:
    return not line.rows and not line.picture and _PAGE.fullmatch(line.bare) is not None


def evidence(text: str) -> list[Year]:
    """What the head of a page says of the year."""
    return _dated(text)


def is_meta(line: Line) -> bool:
    """Whether the line is a web page's own: 发布时间：2018-04-23 来源：市妇联 浏览次数：12."""
    if len(line.bare) < 60 and re.search(r"20\d\d-\d\d-\d\d(?: \d\d:\d\d(?::\d\d)?)?$", line.bare):
        return True
    return (
        len(_META.findall(line.bare)) >= 1
        and len(line.bare) < 90
        and not line.bare.endswith("。")
        and bool(_META.match(line.bare) or len(_META.findall(line.bare)) >= 2)
    )


def _masthead(lines: list[Line]) -> tuple[list[Line], list[Dropped], list[Year], str]:
    """The first lines as far as they are a bulletin's head."""
    dropped: list[Dropped] = []
    evidence: list[Year] = []
    number = ""
    kept: list[Line] = []
    for position, line in enumerate(lines):
        bare = line.bare
        seen = "".join(bare.split())
        of_head = _MASTHEAD.fullmatch(seen) or (dropped and not kept and _MORE_OF_HEAD.fullmatch(seen))
        if position < 8 and not line.rows and len(seen) <= 60 and of_head:
            dropped.append(Dropped(bare, "报头"))
            evidence += _dated(bare)
            numbered = _NUMBER.search(bare)
            if numbered:
                if not number or number.startswith("总"):
                    number = "".join(numbered.group().split())
                if numbered[1]:
                    evidence.append(Year(int(numbered[1]), bare, 9))
        else:
            kept.append(line)
    return kept, dropped, evidence, number


def _dated(text: str) -> list[Year]:
    found = [Year(int(m[1]), text, 9, int(m[2])) for m in _ISSUE_DATE.finditer(text)]
    for match in _CHINESE_DATE.finditer(text):
        year = int("".join(_DIGITS.get(c, "0") if c != "二" else "2" for c in match[1]))
        found.append(Year(year, text, 9, _month(match[2])))
    return found


def _month(text: str) -> int:
    """十二 → 12."""
    tens, _, ones = text.rpartition("十")
    value = int(_DIGITS.get(ones, "0")) if ones else 0
    return value + (10 if "十" in text else 0) if not tens else value + 10


def _contents(lines: list[Line]) -> tuple[list[Line], list[Dropped]]:
    """A list of contents: its head, and lines at the front that stand again further down as titles."""
    dropped: list[Dropped] = []
    start = next(
        (
            n
            for n, line in enumerate(lines[:8])
            if _CONTENTS_HEAD.fullmatch("".join(line.bare.split()).strip(_ORNAMENTS))
        ),
        -1,
    )
    keys = [_key(line.bare) for line in lines]
    if start < 0:
        listed = 0
        while listed < min(len(lines), 30) and keys[listed] and keys[listed] in keys[listed + 1 :]:
            listed += 1
        if listed < 3:
            return lines, dropped
        first, end = 0, listed
    else:
        first, end = start, start + 1
        while end < len(lines) and len(lines[end].bare) < 90 and _is_entry(lines, keys, end):
            end += 1
        mark = lines[first + 1].bare[:1] if end > first + 1 else ""
        while mark in _BULLETS and end < len(lines) and len(lines[end].bare) < 90 and lines[end].bare[:1] == mark:
            end += 1  # an entry that is worded otherwise than its title, between others
            while end < len(lines) and _is_entry(lines, keys, end):
                end += 1
    return lines[:first] + lines[end:], [Dropped(line.bare, "目录") for line in lines[first:end]]


def _is_entry(lines: Sequence[Line], keys: Sequence[str], at: int) -> bool:
    """Whether a line below the head of the contents is one of them: it stands again, or leads to a page."""
    bare = lines[at].bare
    if _LABEL.fullmatch(bare):
        return at + 1 < len(lines) and keys[at + 1] != "" and _is_entry(lines, keys, at + 1)
    return not keys[at] or keys[at] in keys[at + 1 :] or _PAGED.search(bare) is not None


def _key(text: str) -> str:
    """A title as it stands in a list of contents, without its number, dots and page."""
    bare = re.sub(
        r"^[\d一二三四五六七八九十]{1,3}[、.．]|^[◆●■★·•\-—]+|^【[^】]{2,8}】|[.…·\s（(]*\d*[)）\s]*$", "", text.strip()
    )
    return "".join(bare.split())
