"""The line that a page prints between an article's title and its text: when, from whom, how often read.

发布时间：2013-10-29 16:20　来源：市妇联　浏览次数：1034　字体：【大 中 小】 and its hundred relatives, in any order,
glued or apart, with or without brackets. A line is one only when all of it is such fields.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from jianbao.importer.line import accounts, bylines, clutter, controls, figures, press
from jianbao.importer.line.labels import KIND, LOOSE, MEDIA, NAME, NOBODY, NOTHING

_BLANK = "[ \t\u3000\xa0]{0,6}"
_LABEL = re.compile(rf"(?P<name>{NAME}){_BLANK}(?:[:：丨｜|︱]|(?=\d))")
_NUMERIC_YEAR = re.compile(r"(?:19|20)\d\d")
_NUMERIC = r"(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}"
_REVERSED = r"(?<!\d)\d\d?\.\d\d?\.20\d\d"
_AMERICAN = r"(?<!\d)\d\d?/\d\d?/20\d\d"
_SHORT = r"(?<!\d)\d\d(?:年\d{1,2}月\d{1,2}日|-\d\d-\d\d(?= \d))"
"""A year of two figures, which only the fields of old pages have."""
_SPLIT_DAY = rf"(?<!\d)(?:{figures.SPLIT})"
_MOMENT = re.compile(
    rf"(?:{figures.ENGLISH}|{_NUMERIC}{figures.UNTIL}?|{_SPLIT_DAY}|{_REVERSED}|{_AMERICAN}|{_SHORT}|{figures.REPUBLIC}|"
    rf"(?:19|20)\d\d{_BLANK}年{_BLANK}\d{{1,2}}{_BLANK}月{_BLANK}\d{{1,2}}{_BLANK}日?)"
    r"(?:[ \t\u3000\xa0T]{0,4}\d{1,2}(?:[:：]\d\d(?:[:：]\d\d(?:\.\d{1,3})?)?(?: [AP]M)?|[时時]\d\d分))?"
    r"|(?<!\d)\d{1,2}:\d\d(?::\d\d)?(?!\d)"
)
_BYLINE = re.compile(
    r"原创[ \t\u3000\xa0]{1,4}(?P<names>[^\s。，；：:]{2,16}(?:[ \t\u3000\xa0]{1,4}[^\s\d。，；：:]{2,16}){0,2})"
    r"(?:[ \t\u3000\xa0]{1,4}(?P<date>(?:19|20)\d\d[-年]\d{1,2}[-月]\d{1,2}日?)(?:[ \u3000]\d{1,2}:\d\d)?)?"
    r"(?:[ \t\u3000\xa0]{1,4}(?:发表于)?[\u4e00-\u9fff]{2,6})?"
)
"""原创, the author and the account, as a WeChat article has them below its title."""
_CREDIT = re.compile(
    r"(文字|图片|摄影|编辑|责编|校对|审核|排版|制作|撰文|撰稿)[ ]?[/／丨|｜][ ]?([\u4e00-\u9fffA-Za-z、 ]{2,16})"
)
_BODY = re.compile("妇联|工会|团|委|联合会|街道|社区|学校|小学|中学|园|局|办|协会|中心|镇|乡")
_BODY_ALONE = re.compile(
    "(?:[\u4e00-\u9fff]{1,14}(?:妇联|工会|团[省市区县]?委|联合会|街道|社区|学校|小学|中学|大学|学院|幼儿园|教育局|办公室|办事处|协会|红十字会|残联|侨联|科协|老龄办|中心|镇|乡|委员会|宣传部|工委办?|联办)|团[省市区县]委)"
)
_REPORTER = re.compile(
    r"[□■○◎◆●/／]?[ \u3000]{0,2}(?:文[+＋]?[/／]图?[ ]?)?"
    r"(?:本报|本刊|本网|本台|特约|见习|实习|[\u4e00-\u9fff]{0,6}融媒体?|[\u4e00-\u9fff]{0,6}全媒体|首席|[\u4e00-\u9fff·]{2,14}(?:报|网|台|社))?(?:记者|通讯员|实习生)"
    r"[：:/／ \t\u3000\xa0]{1,4}[\u4e00-\u9fff]{2,4}(?:(?:[ \t\u3000\xa0、，]|通讯员|记者|文|摄影?|图|"
    r"[/／]){1,4}[\u4e00-\u9fff]{2,4}){0,4}|记者[\u4e00-\u9fff]{2,4}?(?:摄影)?报道"
)
"""Who reported, on a line of its own below a title."""
_REPORTERS = re.compile(
    r"(?:(?:本报|本刊|本网|特约|见习|实习|全媒体|融媒体|[\u4e00-\u9fff·]{2,14}[报网台社])?"
    r"(?:记者|通讯员|实习生|作者)[：: \u3000]{0,2}"
    r"[\u4e00-\u9fff]{2,4}[ \u3000、，]{0,3}){1,5}"
)
"""Reporters before a line's first label, without one of their own."""
_OF_BODY = re.compile(
    rf"[□/／][ \u3000]{{0,2}}(?P<body>{_BODY_ALONE.pattern})[ \u3000\xa0]{{1,4}}(?P<name>[\u4e00-\u9fff]{{2,4}})"
)
"""□, the body and the name of who wrote it."""
_MARKED = re.compile(
    r"(?P<mark>[□■◎◆●/／])[ \u3000]{0,2}(?P<name>[\u4e00-\u9fff]{2,3})(?:[ \u3000、]{1,2}[\u4e00-\u9fff]{2,4}){0,3}"
)
"""□ and the name of who wrote it."""
_EDGE = " \t\u3000\xa0【】[]［］〔〕〖〗（）()|｜丨·•-—>＞,，、；;。.*#"
_OF_DOCUMENT = re.compile("[\u4e00-\u9fff]{6}(?:方案|计划|总结|报告|纪要|名单|简报|安排|通知|公示|公告|大事记)$")
_NO_VALUE = re.compile("[。；！？]")
_COUNTED = re.compile(r"\d{1,8}\s+(?P<source>[\u4e00-\u9fff]{2,10})(?:\s+[\u4e00-\u9fff]{2,4})?")
"""How often read, and who published it, as apps have it."""
_ODD = 24
"""Characters of a value that is none of its label's, in a line that is full of fields."""
_SITE = re.compile(r"[\u4e00-\u9fff]{2,12}(?:网站?|日报|晚报|时报|报社|客户端|电视台|在线|新闻|头条|发布)")
"""Whose page it is, before the label of its day."""
_LABEL_ALONE = re.compile(rf"[【\[（(]?(?P<name>{NAME}){_BLANK}[:：]")
_PERSONS = re.compile("[\u4e00-\u9fff]{2,4}(?:[ \u3000、，,]{1,3}[\u4e00-\u9fff]{2,4}){0,4}[】\\]）)]?")


def is_apart(label: str, value: str) -> bool:
    """Whether two lines are a label and its value, which the page set below it: 责任编辑： / 李莎莎."""
    found = _LABEL_ALONE.fullmatch(label.strip())
    bare = value.strip()
    if not found or not bare or len(bare) > 20 or _LABEL.search(bare):
        return False
    kind = KIND["".join(found["name"].split())]
    if kind == "date":
        return _MOMENT.match(bare) is not None
    if kind == "count":
        return bare.isdigit()
    if kind == "person":
        return _PERSONS.fullmatch(bare) is not None or bylines.body(bare) is not None
    return kind == "source" and (_BODY.search(bare) is not None or "".join(bare.split()) in NOBODY)


def is_body(text: str) -> bool:
    """Whether a line is nothing but a body's name: among a page's fields it is the source."""
    return _BODY_ALONE.fullmatch(text.strip()) is not None


def is_medium(text: str) -> bool:
    """Whether a line is nothing but the name of a paper, an agency or a site: 新华社, 半月谈."""
    bare = text.strip()
    return bare in MEDIA or (_SITE.fullmatch(bare) is not None and not re.search("(?:新闻|头条|发布|在线)$", bare))


def labelled(text: str) -> bool:
    """Whether a label stands in a text, be it a common word."""
    return _LABEL.search(text) is not None


def begins(text: str) -> int:
    """Where the first label that is no common word stands in a line, -1 when none does."""
    return next((m.start() for m in _LABEL.finditer(text) if "".join(m["name"].split()) not in LOOSE), -1)


_SPREAD = re.compile("(?<![\u4e00-\u9fff])(通|记|作)[ \u3000]{1,2}(讯|者)(?:[ \u3000]{1,2}(员))?(?=[ \u3000：:])")
"""通 讯 员, as typesetters set it as wide as 融媒体记者."""

_SET_WIDE = re.compile(r"(?<=[\s：:])([\u4e00-\u9fff])[ \u3000]{1,4}([\u4e00-\u9fff])(?=[\s、，]|$)")
"""方  敏, a name of two letters, as typesetters set it as wide as one of three."""


def _joined(match: re.Match[str]) -> str:
    return "".join(group for group in match.groups() if group)


class Meta(NamedTuple):
    """What a line of fields says."""

    date: str
    """As it stood, "" for none."""
    source: str
    person: str
    labels: tuple[str, ...]
    sure: bool
    """Whether the line can be nothing else, wherever it stands."""


_SITE_ADDRESS = re.compile(
    r"(?<![A-Za-z0-9.-])(?:https?://)?+(?:[A-Za-z0-9-]{1,40}+\.){1,4}+(?:com|cn|net|org)(?:/\S*+|(?![A-Za-z0-9.]))"
)
_OF_SITE = re.compile(
    rf"[\u4e00-\u9fff]{{2,20}}(?:门户网站|政务网|政府网|网站)[ \u3000]{{1,4}}(?=(?:{NAME}){_BLANK}[:：])"
)
"""The address of a site beside its name, and whose page it is, before the first of its fields."""


def read(text: str) -> Meta | None:
    """The fields of a line, None when something in it is none; labels may be in Traditional characters."""
    bare = text.strip()
    return _told(bare) if 0 < len(bare) <= _LONGEST and not clutter.is_sentence(bare) else None


@lru_cache(maxsize=2048)
def _told(text: str) -> Meta | None:
    """The same, remembered: a line is asked many times on its way to an item."""
    if accounts.is_place(text.strip(_EDGE)):
        return Meta("", "", "", ("发布于",), True)
    if account := accounts.followed(text):
        return Meta("", account, "", ("账号",), True)
    found = _read(text) or _of_cells(text)
    if found is None and (bullet := _BULLET.match(text)):
        found = _read(text[bullet.end() :])
        found = found if found and found.labels else None
    simple = controls.plain(text) if found is None else text
    if simple == text or (found := _read(simple)) is None:
        return found
    at = simple.find(found.source) if found.source else -1
    return found._replace(source=text[at : at + len(found.source)]) if at >= 0 else found


_LONGEST = 400
"""Characters of a line of fields."""
_BULLET = re.compile("[◆◇▲△●○■□★☆▶►※•][ \u3000]{0,3}(?=\\S)")


def _read(text: str) -> Meta | None:
    text = clutter.without(text) if len(text) <= clutter.LONGEST else text
    bare = re.sub(r"^https?://\S{4,100}\s+", "", text.strip(_EDGE), count=1)
    bare = _SITE_ADDRESS.sub(" ", bare).strip(_EDGE) if _NUMERIC_YEAR.search(bare) else bare
    bare = _OF_SITE.sub("", bare, count=1)
    if not bare or len(bare) > 200:
        return None
    printed = press.told(bare, text)
    if printed:
        return Meta(printed.date, printed.name, "", (printed.label,), True)
    credit = _CREDIT.fullmatch(bare)
    if credit:
        bare = f"{credit[1]}：{credit[2]}"
    if controls.REPLY.fullmatch(bare):
        return Meta(_MOMENT.search(bare).group(), "", bare.split()[0], ("发表于",), True)  # type: ignore[union-attr]
    byline = _BYLINE.fullmatch(bare)
    if byline:
        names = byline["names"].split()
        account = next((name for name in names if _BODY.search(name)), names[-1])
        return Meta(byline["date"] or "", account, "", ("原创",), bool(byline["date"]))
    bare = _SPREAD.sub(_joined, bare, count=1)
    bare = _SET_WIDE.sub(r"\1\2", bare) if len(bare) <= 60 else bare
    marked = _MARKED.fullmatch(bare)
    if _REPORTER.fullmatch(bare) or (marked and (marked["mark"] in "□/／" or bylines.is_name(marked["name"]))):
        return Meta("", "", bare, ("记者",), True)
    if of_body := _OF_BODY.fullmatch(bare):
        return Meta("", of_body["body"], of_body["name"], ("作者",), True)
    found = list(_LABEL.finditer(bare))
    if not found and all(word in KIND for word in bare.split()):
        return Meta("", "", "", tuple(bare.split()), False)  # 摄影 审核 签发, with nobody behind them
    values = {"date": "", "source": "", "person": ""}
    labels: list[str] = []
    head = bare[: found[0].start()] if found else bare
    certain = _is_of_fields(bare, found) and len(head) <= _ODD
    if not _head(head, values, labelled=bool(found)) and not certain:
        return None
    for number, match in enumerate(found):
        name = "".join(match["name"].split())
        end = found[number + 1].start() if number + 1 < len(found) else len(bare)
        value = bare[match.end() : end].strip(_EDGE)
        if not _fits(KIND[name], name, value, values) and not (certain and len(value) <= _ODD):
            return None
        labels.append(name)
    person = values["person"]  # 作者：街道妇联
    values["source"] = values["source"] or (person if is_body(person) else bylines.of_writer(labels, person))
    sure = any(label not in LOOSE for label in labels) or (len(labels) > 1 and bool(values["date"] or values["source"]))
    sure = sure or (bool(values["date"]) and not any(KIND[label] == "date" for label in labels if label in KIND))
    return Meta(values["date"], values["source"], values["person"], tuple(labels), sure)


def _of_cells(bare: str) -> Meta | None:
    """The fields of a line that bars cut into cells, one of which is a moment: 2013-7-29 8:45 | 办公室 | 阅读：312."""
    cells = [cell.strip(_EDGE) for cell in re.split("[|｜丨]", bare)] if len(bare) <= 200 else []
    if len(cells) < 2 or not all(0 < len(cell) <= _ODD for cell in cells):
        return None
    moments = [cell for cell in cells if _MOMENT.fullmatch(cell) and len(cell) > 7]
    rest = [
        cell for cell in cells if cell not in moments and not _LABEL.search(cell) and not clutter.COUNT.fullmatch(cell)
    ]
    if len(moments) != 1 or len(rest) > 2 or any(re.search("[，。！？]", cell) for cell in rest):
        return None
    source = next((cell for cell in rest if _BODY_ALONE.fullmatch(cell) or _SITE.fullmatch(cell)), "")
    return Meta(moments[0], source, "", ("时间",), True)


def _is_of_fields(bare: str, found: Sequence[re.Match[str]]) -> bool:
    """Whether a line has so many fields, a moment among them, that what else stands between them is of the page."""
    kinds = {KIND["".join(match["name"].split())] for match in found}
    return len(found) >= 3 and len(kinds) >= 2 and _MOMENT.search(bare) is not None and not _NO_VALUE.search(bare)


def _head(head: str, values: dict[str, str], *, labelled: bool) -> bool:
    """What stands before the first label: nothing, a moment, the name of a source beside it."""
    bare = head.strip(_EDGE)
    if not bare:
        return labelled
    moment = _MOMENT.search(bare)
    if moment and moment.end() - moment.start() > 7:
        rest = figures.WEEKDAY.sub("", _without(moment, bare))
        rest = re.sub(r"\[[\u4e00-\u9fff]{2}\] ?\d{0,6}$", "", rest)
        rest = re.sub(r"(?:发布|发表)于[\u4e00-\u9fff]{2,4}$", "", clutter.SHEET.sub("", rest, count=1)).strip(_EDGE)
        rest = accounts.bare(accounts.without_controls(rest))
        rest = rest if re.search("[\u4e00-\u9fff]|^[A-Z]{2,8}$", rest) else ""  # the name that somebody goes by
        values["date"] = moment.group()
        if rest and _OF_DOCUMENT.search(rest) and bare[moment.start() - 1 : moment.start()].strip(_EDGE):
            return False  # a document's name with its day glued behind it
        numeric = (
            re.match(rf"{_NUMERIC}|{_SPLIT_DAY}", moment.group()) is not None
            or re.search(r"\d[:：时時]\d\d", moment.group()) is not None
        )
        if rest and (
            len(rest) > 24 or _NO_VALUE.search(rest) or re.search("[，：:]", rest) or not (numeric or labelled)
        ):
            return False
        named = bylines.is_name(rest) and not is_medium(rest)
        values["person"] = rest if named else ""
        values["source"] = (
            rest if rest and not named and not clutter.SIZES.fullmatch(rest) and rest not in NOBODY else ""
        )
        values["guessed"] = values["source"]
        return numeric or labelled
    if labelled and (_REPORTERS.fullmatch(bare) or bylines.body(bare) is not None):
        values["person"], values["source"] = bare, values["source"] or bylines.body(bare) or ""
        return True
    if labelled and (_SITE.fullmatch(bare) or _BODY_ALONE.fullmatch(bare)):
        values["source"] = values["guessed"] = bare
        return True
    return labelled and len(bare) <= 16 and clutter.SIZES.fullmatch(bare) is not None


def _fits(kind: str, name: str, value: str, values: dict[str, str]) -> bool:
    """Whether a value can be its label's; what it says goes into ``values``."""
    if kind == "empty":
        return value in NOTHING
    if kind == "count":
        named = _COUNTED.fullmatch(value)
        if named and not controls.WORDS.fullmatch(named["source"]):
            values["source"] = values["guessed"] = named["source"]
            return True
        number = re.sub(r"字[号体]|打印|关闭|收藏|分享|评论|关注|[大中小|｜【】\[\]]", "", "".join(value.split()))
        return clutter.COUNT.fullmatch(number) is not None or clutter.SIZES.fullmatch(value) is not None
    if _NO_VALUE.search(value) and not (kind == "person" and "；" in value and bylines.body(value) is not None):
        return False
    if kind == "date":
        return not (name in LOOSE and _OF_EVENT.search(value)) and _fits_date(value, values)
    if name == "单位" and len(value) < 3:
        return False  # of a table's figures: 万元
    if len(value) > 40:
        return kind == "form" and len(value) <= 80
    moment = _MOMENT.search(value)
    if moment and len(moment.group()) > 7:
        values["date"] = values["date"] or moment.group()
        value = _without(moment, value)
    if kind == "form":
        return name != "备注" or "，" not in value
    value = clutter.SIZES.sub("", value) if re.search(r"[大中小][ 】]", value) else value
    if kind == "source" and value and "".join(value.split()) not in NOBODY:
        first = re.split(r"  |\s[\u4e00-\u9fff]{2,8}[:：]|\s(?:特约)?(?:通讯员|记者|作者|实习生)(?=\s|$)", value)[
            0
        ].strip(_EDGE)
        first = _BUTTON.sub("", _SITE_ADDRESS.sub("", first).strip(_EDGE)).removesuffix("收集")
        first = accounts.of_path(accounts.bare(first).strip(_EDGE))
        kept = values["source"] if name == "来源" and not values.pop("guessed", "") else ""
        values["source"] = kept or first
    if kind == "person" and value:
        values["person"] = values["person"] or value
    return "，" not in value or kind == "source"


_BUTTON = re.compile("[ \u3000]{0,3}\\d{0,6}(?:听新闻|语音播报|朗读|点赞|收藏|分享|打印|评论)$")
"""A button behind a source, perhaps with its count."""
_OF_EVENT = re.compile(
    r"周[一二三四五六日末]|[（(]星期|[（(]今[天日]|[上下中]午(?![ \u3000]?\d{1,2}:\d\d:\d\d)|全天|一天|晚|起|开始|"
    r"\d[日号]?[ \u3000]?[至到—–~～]{1,2}[ \u3000]?\d|(?:[日号]|[:：]\d\d)[ \u3000]?[－-][ \u3000]?\d"
)
"""When something is to happen, which a notice says with the words that a page has for its own day: 时间：周六中午."""


def _fits_date(value: str, values: dict[str, str]) -> bool:
    """Whether a value is a day, perhaps with the source behind it."""
    moment = _MOMENT.search(value)
    if not moment and figures.PARTIAL.fullmatch(value):
        values["date"] = values["date"] or value
        return True
    if not moment:
        return not value or clutter.SIZES.fullmatch(value) is not None
    rest = figures.WEEKDAY.sub("", _without(moment, value)).strip(_EDGE)
    values["date"] = values["date"] or moment.group()
    controlled = all(controls.WORDS.fullmatch(word) for word in re.split("[|｜ ]+", rest))
    if re.search("[\u4e00-\u9fff]", rest) and not (values["source"] or clutter.SIZES.fullmatch(rest) or controlled):
        values["source"] = values["guessed"] = rest
    return len(rest) <= 20


def _without(moment: re.Match[str], text: str) -> str:
    return f"{text[: moment.start()]} {text[moment.end() :]}".strip(_EDGE)
