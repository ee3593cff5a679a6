"""What stands around a title and is none of it: a document's number, who reported, a button, the bulletin's name."""

import re
from collections.abc import Sequence

from jianbao import zh
from jianbao.importer.model import Dropped, Line

_TITLED = re.compile("(?:文章|新闻|信息|帖子)?(?:标题|题目|题名)[ \u3000]{0,2}[:：][ \u3000]{0,4}\\S{4}")
FIRST = re.compile(
    r"[：:]?[（(]?原(?:文)?(?:标题|题)[为是]?[ \u3000]{0,2}"
    r"(?:(?:[：:_]|(?=《))[^。]{4,80}[。]?|“[^“”。]{4,80}”[）)]?[。]?|「[^「」。]{4,80}」[）)]?[。]?)"
)
"""What a text was called where it was taken from."""
OF_ORIGINAL = "转载时注明的原标题"
_FIRST = 12
"""Lines among which a title is looked for that stands twice."""
LABEL = re.compile("(?:文章|新闻|信息|帖子)?(?:标题|主题|题目|题名)[ \u3000]{0,2}[:：][ \u3000]{0,4}(?=\\S{4})")
"""标题：, before a title."""
_NUMBERED_DOCUMENT = re.compile(
    rf"[{zh.HAN}（）()]{{1,14}}[〔\[【（(]\d{{4}}[〕\]】）)]第?\d{{1,4}}号"
    r"[ \u3000]{0,2}《(?P<title>[^《》]{8,60})》"
)
_NUMBER_BEFORE = re.compile(
    rf"[{zh.HAN}（）()]{{1,14}}[〔\[【（(]\d{{4}}[〕\]】）)]第?\d{{1,4}}号[ \u3000：:]{{0,2}}"
    rf"(?=[{zh.HAN}][^《》]{{7,100}}$)"
)
"""A document's number before its title, without marks around that."""
_BYLINE = re.compile(
    rf"(?<=\S)[ \t\u3000\xa0]{{1,8}}(?:本报|本刊|本网|特约|见习)?(?:记者|通讯员|实习生)[ "
    rf"\t\u3000\xa0]{{0,4}}[{zh.HAN}]{{2,4}}(?:[ \u3000、][{zh.HAN}]{{2,4}}){{0,2}}$"
)
"""Who reported, behind a title on its line."""
_CONTROL = re.compile(
    r"[（(【\[](?:点击|附件|可)?(?:复制链接|复制|下载|查看|打印|收藏|原创|转载|置顶|组图|图|视频)[^（）()【】\[\]]{0,10}[）)】\]]$"
)
"""（点击下载）, （组图）behind a title."""
_OF_ISSUE = re.compile(
    rf"《?[{zh.HAN}]{{2,10}}》?[ \u3000]?[（(]?(?:\d{{4}}年)?第?[\d一二三四五六七八九十]{{1,4}}期[）)]?"
    r"[：:—|丨 ]{1,3}(?=\S{6})"
)

ORNAMENT = re.compile(
    r"[>＞»]{1,3}[ \u3000]{0,2}(?=[\u4e00-\u9fff“\d])|"
    r"[uüØ§][ \t\u3000\xa0]{1,4}(?=[\u4e00-\u9fff“《]{4})|"  # what a symbol font's mark is without the font
    r"[•·](?=[ \t\u3000\xa0])[ \t\u3000\xa0]{1,4}(?=\S)|[★☆◆◇●■□▲△▶►◎❤♥✿⊙❖✦✧➤]{1,3}[ \t\u3000\xa0]{0,4}(?=\S)"
)
BRIEFS = re.compile("[★☆◆◇●■□▲△▶►◎]{1,3}(?:短讯|简讯|快讯|短波|短信息|花絮|简明新闻)")
"""Above several short news, with the mark before it that the other titles have: ◎短讯."""
NAMES_BRIEFS = re.compile(
    "(?:要闻|工作|基层|一句话|综合)?(?:短讯|简讯|快讯|短波|短信息|简明新闻|花絮)(?:集锦|[一二两三四五六七八九]则)?|"
    "一句话(?:信息|新闻|动态)"
)
"""What several short news below it are called together."""
NAMES_COLUMN = re.compile(
    "(?:动态|要闻|新闻|资讯|风采|榜样|课堂|讲堂|故事|专栏|天地|在线|之声|播报|观察|速递|速览|快报|时间|人物|典型|行动|进行时|在身边|在路上"
    "|大家谈|新时代|家风|园地|之窗|之家|交流|连线|聚焦|一线|传真|巡礼|展示|展播|论坛|视点|看台)$"
)
"""How the name of a column ends: where one line above a headline is such a name, all are."""
OF_COLUMN = re.compile(
    rf"[{zh.HAN}]{{2,6}}(?:日报|晚报|早报|晨报|时报|都市报|发布)|(?:喜报|关注|聚焦|通知|提醒|公告|预告|头条|快讯|权威发布|转载|转发|[{zh.HAN}]{{0,6}}(?:动态|要闻|新闻|资讯|风采|榜样|课堂|讲堂|故事|专栏|"
    rf"天地|在线|之声|播报|观察|速递|快报|时间|人物|典型|在行动|进行时|在身边|在路上|大家谈))"
)
"""What names a column before a bar: 巾帼榜样 | …."""
OF_REPORT = re.compile("做法|成效|成果|经验|体会|问题|不足|打算|计划|目标|任务|措施|背景|意义|启示|特点|亮点|要求|建议")
"""What a heading inside an article says."""
_LEAST = 7
"""Characters of a title that says something without the label before it: 【合唱社】活动通知 does not."""
_STARRED = re.compile(
    r"(?P<mark>[*＊~～=＝#]{1,3})[ \u3000]{0,2}(?P<title>[^*＊~～=＝#。\s][^*＊~～=＝#。]{2,38}[^*＊~～=＝#。\s])"
    r"[ \u3000]{0,2}(?P<behind>(?P=mark))"
)
"""A title between two stars."""
LABELLED = re.compile(r"[【\[〖](?P<label>[\u4e00-\u9fff“”·]{2,10}|\d{1,2})[】\]〗][ \t\u3000\xa0]{0,4}(?=\S)")
WRAPPED = re.compile(r"[【〖](?P<title>[^【】〖〗]{4,60})[】〗]")


def bare(text: str, dropped: list[Dropped]) -> str:
    """A title without the ornament, the label or the brackets around it."""
    ornament = ORNAMENT.match(text)
    if ornament:
        dropped.append(Dropped(ornament.group().strip(), "标题前的符号"))
        text = text[ornament.end() :]
        behind = text.rstrip("★☆◆◇●■□▲△▶►◎❤♥✿")
        dropped += [Dropped(text[len(behind) :], "标题后的符号")] if len(behind) < len(text) else []
        text = behind.rstrip()
    wrapped = WRAPPED.fullmatch(text)
    if wrapped and len(wrapped["title"]) > 8:
        dropped += [Dropped(text[0], "标题外的括号"), Dropped(text[-1], "标题外的括号")]
        return wrapped["title"].strip()
    labelled = LABELLED.match(text)
    if labelled and not wrapped and len(text) - labelled.end() >= _LEAST:
        dropped.append(Dropped(labelled.group().strip(), "标题前的栏目标签"))
        text = text[labelled.end() :]
    return text


def said_once(titles: Sequence[Line], dropped: list[Dropped]) -> list[Line]:
    """The lines of a title without its label (标题：…), and without one that those below it say again together."""
    first = [line for line in titles if len(titles) > 1 and FIRST.fullmatch(line.bare)]
    dropped += [Dropped(line.bare, OF_ORIGINAL) for line in first]
    titles = [line for line in titles if line not in first]
    told = [
        line._replace(text=_without_label(line.bare, dropped)) if LABEL.match(line.bare) else line for line in titles
    ]
    for at, line in enumerate(told):
        rest = ["".join(without_control(other.bare, []).split()) for other in told[at + 1 :]]
        whole = "".join(without_control(line.bare, []).split())
        if len(whole) >= 6 and any("".join(rest[: end + 1]) == whole for end in range(len(rest))):
            dropped.append(Dropped(line.bare, "又写了一遍的标题"))
            return [*told[:at], *told[at + 1 :]]
    return told


def unlabelled(lines: list[Line], dropped: list[Dropped]) -> list[Line]:
    """The lines of a file, of which one of the first says by its label that it is the title: 标题：…."""
    at = next((n for n, line in enumerate(lines[:4]) if _TITLED.match(line.bare)), -1)
    if at < 0:
        return lines
    title = lines[at]._replace(text=_without_label(lines[at].bare, dropped), title=True, headed=True)
    return [*lines[:at], title, *lines[at + 1 :]]


def without_whole(lines: list[Line], dropped: list[Dropped]) -> list[Line]:
    """The lines of a file without one that says those below it together, as a page's name does: they are titles."""
    told = ["".join(line.bare.split()) for line in lines[:_FIRST]]
    for at, whole in enumerate(told):
        end = next((end for end in (at + 3, at + 4) if len(whole) >= 12 and "".join(told[at + 1 : end]) == whole), 0)
        if end:
            dropped.append(Dropped(lines[at].bare, "又写了一遍的标题"))
            return [*lines[:at], *(line._replace(title=True) for line in lines[at + 1 : end]), *lines[end:]]
    return lines


def unstarred(lines: list[Line], dropped: list[Dropped]) -> list[Line]:
    """The lines; one between two marks that set it apart (* 团区委举办沙龙 *) is bold without them."""
    told: list[Line] = []
    for line in lines:
        found = None if line.rows or line.picture else _STARRED.fullmatch(line.bare)
        if found:
            dropped += [Dropped(found["mark"], "标题两边的符号"), Dropped(found["behind"], "标题两边的符号")]
            line = line._replace(text=found["title"], bold=True)
        told.append(line)
    return told


def _without_label(bare: str, dropped: list[Dropped]) -> str:
    label = LABEL.match(bare)
    dropped += [Dropped(label.group().strip(), "标题前的“标题”二字")] if label else []
    return bare[label.end() :] if label else bare


def without_control(title: str, dropped: list[Dropped]) -> str:
    """A line of a title without a page's button behind it."""
    control = _CONTROL.search(title[-30:])
    if not control or len(title) <= len(control.group()) + 4:
        return title
    dropped.append(Dropped(control.group(), "标题后的网页按钮"))
    return title[: len(title) - len(control.group())].rstrip()


def without_issue(title: str, dropped: list[Dropped]) -> str:
    """A title without the name and the number of its bulletin before it: 《工会信息》第23期：…."""
    found = _OF_ISSUE.match(title)
    if not found:
        return title
    dropped.append(Dropped(found.group().strip(), "标题前的刊名和期号"))
    return title[found.end() :]


def without_number_and_byline(title: str, dropped: list[Dropped]) -> str:
    """A title without the document's number before it, as collections of laws have it, and who reported behind it."""
    before = _NUMBER_BEFORE.match(title)
    if before:
        dropped.append(Dropped(before.group().strip(), "发文字号"))
        title = title[before.end() :]
    numbered = _NUMBERED_DOCUMENT.fullmatch(title)
    if numbered:
        dropped += [Dropped(title[: numbered.start("title")], "发文字号"), Dropped("》", "标题外的书名号")]
        title = numbered["title"]
    byline = _BYLINE.search(title[-40:])
    if byline:
        dropped.append(Dropped(byline.group().strip(), "标题后的记者姓名"))
        title = title[: len(title) - len(byline.group())]
    return title


NAMES_PART = re.compile(
    r"[【\[〖]?(?:[\u4e00-\u9fff]{0,4}(?:案例|附件|问题|例|课)|第(?=[\d一二三四五六七八九十]{1,3}[课讲章节步]))"
    r"[\d一二三四五六七八九十]{1,3}[课讲章节步]?[】\]〗]?"
)
"""A part of one text with its number, which no item's title stands below: 【案例1】."""
