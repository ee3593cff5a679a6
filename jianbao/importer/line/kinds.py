"""What one line of a saved page can be: a control, a path, a notice, the fields below a title, a paragraph.

Where it stands is not looked at here; frame.py does.
"""

import re
from functools import lru_cache

from jianbao.importer.line import controls, meta
from jianbao.importer.model import Line

_TITLE, _FIELDS, _NEXT = 80, 160, 14
"""Characters of a title, of the fields behind it, and between two of these, in a page that was copied as one line."""
_GAP = re.compile("[】\\]）)] {0,4}(?=[^ ])|[ \u3000\xa0]{1,4}(?=[^ \u3000\xa0])")
_TIME = re.compile(r"\d{1,2}[:：]\d\d")
_COUNT = re.compile(r"(?:阅读|浏览|点击|访问)(?:次数|人数|数|量)?[:：]?[ ]?\d{1,8}(?:次|人次)(?=[^ ])")
"""How often read, with nothing between it and the text's first word."""
_COLUMN = re.compile(
    "(?:机关|工作|基层|部门|系统|新闻|县区|各地|综合|信息|妇联|工会|共青团|校园|社区|街道|党建|文明|教育|政务|热点|最新){1,2}"
    "(?:动态|要闻|信息|资讯|快讯|新闻|传真|之窗)"
    "(?:[ \u3000\xa0]{0,2}[|｜>＞»·—-]{1,2}[ \u3000\xa0]{0,2}|[ \u3000\xa0]{1,4}|"
    "(?!公开|化|员|网|管理|发[布言]|工作|中心|平台|系统|报送|科)"
    "(?=(?:我|全)[省市县区镇乡校]|[\u4e00-\u9fff]{2,3}(?:[省市县区镇乡]|街道)))"
)
"""The name of the column that a page stands in, before its title: apart from it, or glued before a place's name."""
_ENDS = ("。", "！", "？", "”", "…", "；", "!", "?", "）", ")")


def is_frame(line: Line) -> bool:
    """Whether a line can only be of the page around an article, wherever it stands."""
    bare = line.bare.strip("|｜ \u3000").lstrip("□■◇◆●▪ \u3000")
    if line.rows or line.picture:
        return False
    return (0 < len(bare) <= _FIELDS and _frames(bare)) or controls.TEASER.search(bare[-16:]) is not None


@lru_cache(maxsize=2048)
def _frames(text: str) -> bool:
    """The same of its words, remembered: a line is asked many times on its way to an item."""
    bare = controls.plain(text)
    bare = "".join(bare.split()) if controls.SET_APART.fullmatch(bare) else bare
    sentence = "。" in bare
    if (
        len(bare) <= 100
        and not sentence
        and (controls.PATH.match(bare) or is_path(bare) or controls.NEIGHBOUR.match(bare))
    ):
        return True
    half = bare[: len(bare) // 2]
    if half * 2 == bare and controls.NAME_OF_SITE.fullmatch(half):
        return True  # the name of the site, and its picture's
    if controls.COLUMN_OF_PAGE.fullmatch(bare) or controls.PLACEHOLDER.fullmatch(bare):
        return True
    if len(bare) <= 16 and bare.endswith((" >", ">>", "＞", "»")) and not sentence:
        return True  # the column, which leads to its page
    if (
        controls.WELCOME.fullmatch(bare)
        or controls.NAME_OF_PICTURE.fullmatch(bare)
        or controls.ADDRESS.fullmatch(bare)
        or controls.END.fullmatch(bare)
        or controls.COMMENTS.fullmatch(bare)
        or controls.LICENCE.fullmatch(bare)
        or controls.NAMED.fullmatch(bare)
        or controls.PARTIAL.fullmatch(bare)
        or controls.TIP.fullmatch(bare)
        or controls.UNFILLED.fullmatch(bare)
        or controls.is_advice(bare)
        or controls.BUTTONS.fullmatch(bare)
        or controls.CONSENT.fullmatch(bare)
    ):
        return True
    if len(bare) <= _FIELDS and not sentence and controls.ORIGINAL.search(bare):
        return True
    if controls.RELATED.fullmatch(bare) or (
        len(bare) <= 40 and controls.SITE.search(bare) and (len(bare) <= 16 or not bare.endswith(_ENDS))
    ):
        return True
    if controls.MENU.fullmatch(bare) or (len(bare) <= 40 and controls.OF_SERVER.fullmatch(bare)):
        return True
    strong = len(controls.SITE.findall(bare[:160])) if len(bare) > 40 or sentence else 0
    return strong >= 2 or (strong == 1 and not sentence) or words(bare) >= 2


def is_path(bare: str) -> bool:
    """首页 > 动态 > 正文 without the words before it."""
    parts = [p.strip() for p in re.split("[>＞»›]", bare)]
    named = re.search("首页|主页|正文|内容|位置|栏目|动态|新闻|公开|详情|频道", bare) is not None
    named = named or re.search("(?:网|网站|门户|平台|在线)$", parts[0]) is not None
    of_sites = len(parts) == 2 and all(re.search("(?:网|网站|频道|门户|在线)$", part) for part in parts)
    return (
        named
        and (len(parts) >= 3 or of_sites)
        and "<" not in bare
        and all(len(p) <= 16 for p in parts[:-1])
        and len(bare) <= 80
    )


def words(bare: str) -> int:
    """How many words a line has that is nothing but words of a page's controls; 0 when it has others."""
    words = [word.strip("0123456789") or word for word in controls.SPLIT.split(bare) if word]
    if not all(controls.WORDS.fullmatch(word) for word in words):
        return 0
    return len(words) + (1 if len("".join(words)) >= 4 else 0)


_GLUED, _LONGEST_WORD = 40, 8
"""Characters of a row of buttons that a page sets without a blank between them, and of one of them."""


def are_glued(text: str) -> bool:
    """Whether a line is several buttons without a blank between them: 友善打印转寄好友字级：小中大."""
    bare = "".join(text.split())
    if not 4 <= len(bare) <= _GLUED:
        return False
    fewest: list[int] = [0] + [len(bare)] * len(bare)
    for end in range(1, len(bare) + 1):
        for begin in range(max(0, end - _LONGEST_WORD), end):
            if fewest[begin] < len(bare) and controls.WORDS.fullmatch(bare[begin:end].strip(":：|｜【】[]")):
                fewest[end] = min(fewest[end], fewest[begin] + 1)
    return 2 <= fewest[-1] <= len(bare) // 2


def apart(line: Line) -> list[Line]:
    """A title that its fields stand behind, as two lines; nothing when it is none."""
    bare = line.bare
    at = meta.begins(bare) if 20 <= len(bare) <= 200 else -1
    if (
        at < 8
        or bare[0] in "（("
        or len(bare[:at].strip(" |丨\u3000")) < 8
        or meta.read(bare) is not None
        or re.search("[。；]", bare[:at])
        or (found := meta.read(bare[at:])) is None
        or not (found.sure and found.date)
    ):
        return []
    return [line._replace(text=bare[:at].rstrip()), line._replace(text=bare[at:], blank_before=False)]


def whole(line: Line) -> list[Line]:
    """A page that was copied as one line, as three: its title, its fields, its text; nothing when it is none."""
    bare = line.bare
    at = meta.begins(bare[:_TITLE]) if len(bare) > 2 * _TITLE else -1
    if at < 4 or re.search("[。；]", bare[:at]):
        return []
    over = min(len(bare), at + _FIELDS)
    ends = sorted({match.end() for form in (_GAP, _COUNT) for match in form.finditer(bare, at, over)})
    for end in ends:
        rest = bare[end:]
        found = None if rest[0] in "大中小】])）" or meta.labelled(rest[:_NEXT]) else meta.read(bare[at:end])
        if found and found.sure and found.date and not _TIME.match(rest):
            column = _COLUMN.match(bare[:at])
            begin = column.end() if column else 0
            cells = *([bare[:begin].rstrip()] if begin else []), bare[begin:at].rstrip(), bare[at:end].rstrip(), rest
            return [line._replace(text=text, blank_before=line.blank_before and n == 0) for n, text in enumerate(cells)]
    return []


def guessed(line: Line) -> list[str]:
    """The doubt about the column's name that ``whole`` cut off in front of a title where nothing stands between."""
    cells = [] if line.rows or line.picture else whole(line)
    glued = len(cells) == 4 and line.bare.startswith(cells[0].text + cells[1].text)
    if not glued or not re.search("[\u4e00-\u9fff]$", cells[0].text):
        return []
    return [f"标题前的“{cells[0].text}”按栏目名，没有收入，请核对"]


def is_meta(line: Line) -> bool:
    """Whether a line can only be the one below a title."""
    found = None if line.rows or line.picture else meta.read(line.bare)
    return found is not None and found.sure


def fields(line: Line) -> meta.Meta | None:
    """The fields of a line, None when it has none or leads to a page."""
    return (
        None
        if line.picture or (re.search("[>＞»›]", line.bare) and "@" not in line.bare and not _is_labelled(line.bare))
        else meta.read(" ".join(line.bare.split("\n")) if line.rows else line.bare)
    )


def _is_labelled(text: str) -> bool:
    """Whether fields with labels stand in a line that has a path in it, too: 编辑日期：… 来源：区委部门 > 新闻中心."""
    found = meta.read(text)
    return found is not None and found.date != "" and len(found.labels) > 1


def is_loose(line: Line) -> bool:
    """A line that beside others of a page is one as well: 第二版, 返回, 12 13 14."""
    bare = line.bare
    if line.rows or line.picture:
        return False
    return is_frame(line) or bool(
        controls.SHEET.fullmatch(bare)
        or (controls.SHEET.match(bare) and words(controls.SHEET.sub("", bare, count=1)))
        or controls.CALENDAR.fullmatch(bare)
        or controls.TODAY.fullmatch(bare)
        or words(bare)
        or controls.PICTURE.fullmatch(bare.strip(" |"))
        or controls.APPEAL.fullmatch(bare)
        or re.fullmatch(r"[^\w\s“”（）()《》]{2,60}", bare)
        or controls.OF_SITE.fullmatch(bare)
        or controls.OFFICE.fullmatch(bare)
        or controls.FOOT.fullmatch(bare)
        or controls.LAWYERS.fullmatch(bare)
        or controls.HEAD_OF_TEXT.fullmatch(bare)
        or controls.NOTICE.match(bare)
        or controls.is_legal(bare)
    )


_NUMBERED = re.compile(r"[（(]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[.．、）)][ \u3000]{0,2}(?=\S{4})")


def is_soft(line: Line) -> bool:
    """Whether a line that a page's foot can have may be of a notice as well: whom to call, who holds it, an address."""
    bare = line.bare
    if line.rows or line.picture or controls.is_legal(bare):
        return False
    numbered = _NUMBERED.match(bare) is not None
    return numbered or controls.OFFICE.fullmatch(bare) is not None or controls.ADDRESS.fullmatch(bare) is not None


def is_text(line: Line) -> bool:
    """Whether a line is a paragraph of an article."""
    bare = line.bare
    if line.rows or line.picture:
        return False
    ended = "。" in bare or controls.ENDED.search(bare) is not None
    open_ended = re.search("[\u4e00-\u9fff”’）)》]$", bare) is not None and len(bare) < 60  # a long title has commas
    long = (len(bare) >= 40 and re.search("[，。,]", bare) is not None) and (ended or not open_ended)
    long = long or (ended and len(bare) >= 16)
    if not long or is_frame(line) or meta.read(bare) is not None:
        return False
    if controls.is_advice(bare) or controls.TEASER.search(bare[-16:]):
        return False
    return not controls.NOTICE.match(bare) and not (controls.is_legal(bare) and len(bare) <= 400)
