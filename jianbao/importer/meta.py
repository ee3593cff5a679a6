"""The line that a page prints between an article's title and its text: when, from whom, how often read.

发布时间：2013-10-29 16:20　来源：市妇联　浏览次数：1034　字体：【大 中 小】 and its hundred relatives, in any order,
glued or apart, with or without brackets. A line is one only when all of it is such fields.
"""

import re
from typing import NamedTuple

from jianbao.importer import bylines, controls, figures

_KINDS = {
    "date": (
        "出版日期 出版时间 见报日期 刊登日期 刊登时间 报道日期 公布日期 印发日期 发布时间 "
        "发布日期 发表时间 发表日期 发刊日期 刊发日期 刊发时间 更新时间 更新日期 添加时间 "
        "添加日期 录入时间 生成日期 成文日期 发文日期 发文时间 公开日期 创建时间 上传时间 "
        "撰写时间 撰写日期 撰稿时间 采编时间 审核时间 审核日期 来稿时间 投稿时间 文章时间 文章日期 "
        "新闻时间 新闻日期 发布于 发表于 "
        "上传日期 发稿时间 编辑时间 报道时间 提交时间 时间 日期"
    ),
    "source": (
        "信息来源 文章来源 新闻来源 稿件来源 资料来源 内容来源 来源单位 供稿单位 供稿部门 "
        "来稿单位 报送单位 投稿单位 发布机构 发布单位 发布部门 发文单位 发文机关 发文机构 "
        "报纸名称 当前报纸名称 信息提供 文字来源 发布来源 源自 转自 摘自 来源 稿源 供稿"
    ),
    "person": (
        "新闻作者 文章作者 责任编辑 网络编辑 图文编辑 文字编辑 微信编辑 本期编辑 编辑人 录入者 "
        "录入员 录入人 文章录入 信息录入 新闻录入 文章编辑 信息编辑 新闻编辑 文字录入 发布人员 "
        "发布人 发布者 拟稿人 核稿人 拟稿 核稿 供稿人 供图人 摄影人 摄像 投稿人 报送人 签发人 整理 "
        "提供者 信息员 联络员 责任校对 "
        "审校 编审人 执行编辑 栏目编辑 网编 校核 审定 审读  上传者 撰稿人 审核人 审稿人 通讯员 供图 "
        "图片来源 图片提供 值班编委 "
        "校对人 "
        "摄影记者 作者 责编 编辑 录入 撰稿 撰文 审核 审稿 初审 复审 终审 一审 二审 三审 签发 校对 "
        "摄影 图文 文图 记者 排版 制作 美编 编审 监制 主编 文字 图片 文 图 摄"
    ),
    "count": (
        "浏览次数 浏览数 浏览量 阅读次数 阅读人数 阅读量 阅读数 点击次数 点击数 点击率 点击量 "
        "访问次数 访问量 查看次数 查看数 已浏览 人气 浏览 阅读 点击 查看 热度 评论数 评论"
    ),
    "form": (
        "版面 版次 字体颜色 选择字号 选择字体 字号选择 栏目 字体大小 字号大小 文字大小 字体显示 视力保护色 "
        "保护视力色 背景色 我要分享 分享到 分享至 "
        "分享 打印 收藏 索引号 信息索引号 信息索引 主题分类 主题词 信息分类 体裁分类 组配分类 "
        "公开方式 公开形式 公开范围 公开时限 发文字号 文件编号 有效性 信息有效性 有效状态 "
        "体裁 形式 语种 废止日期 废止时间 公开类别 信息状态 信息名称 "
        "是否有效 时效性 生效日期 实施日期 施行日期 规范性文件编号 效力状态 文件状态 发布文号 统一编号 "
        "公文种类 信息类别 信息类型 "
        "所属栏目 服务对象 页面功能 失效日期 字体 字号 文号 关键词 关键字 标签 语音播报"
    ),
}
"""Labels by what they say: when, from whom, who had a hand in it, how often read, and what is nothing to us."""
_KIND = {name: kind for kind, names in _KINDS.items() for name in names.split()}
_LOOSE = frozenset(
    "时间 日期 来源 供稿 编辑 作者 审核 文字 图片 文 图 摄 记者 通讯员 摄影 主编 制作 校对 签发 文图 图文 "
    "标签 关键词 主题词 撰稿 点击 阅读 浏览 查看 评论 打印 分享 收藏 监制 供图"
    " 版面 版次 发文单位 发文机关 文号 字体 字号 栏目 源自 转自 摘自 整理 校核 审定 审读 拟稿 核稿 摄像".split()
)
"""Labels that stand in texts as well: alone they are a page's only right beside its title or its end."""
_BLANK = "[ \t\u3000\xa0]{0,6}"
_LABEL = re.compile(
    "(?P<name>"
    + "|".join(_BLANK.join(name) for name in sorted(_KIND, key=len, reverse=True))
    + f"){_BLANK}(?:[:：丨｜|]|(?=\\d))"
)
_NUMERIC = r"(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}"
_REVERSED = r"(?<!\d)\d\d?\.\d\d?\.20\d\d"
_SHORT = r"(?<!\d)\d\d(?:年\d{1,2}月\d{1,2}日|-\d\d-\d\d(?= \d))"
"""A year of two figures, which only the fields of old pages have."""
_SPLIT_DAY = rf"(?<!\d)(?:{figures.SPLIT})"
_MOMENT = re.compile(
    rf"(?:{_NUMERIC}|{_SPLIT_DAY}|{_REVERSED}|{_SHORT}|(?:19|20)\d\d{_BLANK}年{_BLANK}\d{{1,2}}{_BLANK}月{_BLANK}\d{{1,2}}{_BLANK}日?)"
    r"(?:[ \t\u3000\xa0T]{0,4}\d{1,2}[:：]\d\d(?:[:：]\d\d(?:\.\d{1,3})?)?)?|(?<!\d)\d{1,2}:\d\d(?::\d\d)?(?!\d)"
)
_BYLINE = re.compile(
    r"原创[ \t\u3000\xa0]{1,4}(?P<names>[^\s。，；：:]{2,16}(?:[ \t\u3000\xa0]{1,4}[^\s\d。，；：:]{2,16}){0,2})"
    r"(?:[ \t\u3000\xa0]{1,4}(?P<date>(?:19|20)\d\d[-年]\d{1,2}[-月]\d{1,2}日?)(?:[ \u3000]\d{1,2}:\d\d)?)?"
    r"(?:[ \t\u3000\xa0]{1,4}(?:发表于)?[\u4e00-\u9fff]{2,6})?"
)
"""原创, the author and the account, as a WeChat article has them below its title."""
_PRESS = re.compile(
    r"([《]?[\u4e00-\u9fff]{2,14}(?:报|网|社|台|刊|客户端|周刊)[》]?)[ \t\u3000\xa0]{1,4}((?:19|"
    r"20)\d\d年\d{1,2}月\d{1,2}日)"
    r"(?:[ \t\u3000\xa0]{1,4}第?[A-Z\d一二三四五六七八九十]{1,3}版)?"
    r"(?:[ \t\u3000\xa0]{1,4}(?:记者|作者|通讯员)?[ \u3000]?[\u4e00-\u9fff]{2,4}){0,2}"
)
"""A paper, its day and sheet, and who wrote it, as they stand below the title of a cutting."""
_SP = r"[ \u3000]{0,3}"
_PRINTED = re.compile(
    rf"(?:来源|原载|转自|摘自|刊于)?[:：]?{_SP}《{_SP}(?P<paper>[\u4e00-\u9fff]{{2,14}}){_SP}》{_SP}[（(]?{_SP}"
    rf"(?P<date>(?:19|20)\d\d{_SP}年{_SP}\d{{1,2}}{_SP}月{_SP}\d{{1,2}}{_SP}日|(?:19|20)\d\d[-/.]\d{{1,2}}[-/.]\d{{1,2}})"
    rf"[ \u3000，,]{{0,3}}(?:第?{_SP}[A-Z\d一二三四五六七八九十]{{1,4}}{_SP}版)?{_SP}[）)]?"
)
"""《人民日报》（2023年3月5日 14版）, below a text."""
_FIRST_IN = re.compile(
    rf"[（(](?:原载|原刊|刊载|刊|载|摘自|转自)于?{_SP}(?P<date>(?:19|20)\d\d年\d{{1,2}}月\d{{1,2}}日)?{_SP}"
    rf"《(?P<paper>[\u4e00-\u9fff]{{2,14}})》{_SP}[^（）()]{{0,20}}[）)]"
)
"""（原载2019年3月8日《山城日报》）."""
_CREDIT = re.compile(
    r"(文字|图片|摄影|编辑|责编|校对|审核|排版|制作|撰文|撰稿)[ ]?[/／丨|｜][ ]?([\u4e00-\u9fffA-Za-z、 ]{2,16})"
)
_BODY = re.compile("妇联|工会|团|委|联合会|街道|社区|学校|小学|中学|园|局|办|协会|中心|镇|乡")
_BODY_ALONE = re.compile(
    "[\u4e00-\u9fff]{1,14}(?:妇联|工会|团委|联合会|街道|社区|学校|小学|中学|幼儿园|教育局|办公室|协会|中心|镇|乡|委员会|宣传部)"
)
_REPORTER = re.compile(
    r"[□■○◎◆●/／]?[ \u3000]{0,2}(?:文[/／]图?[ ]?)?"
    r"(?:本报|本刊|本网|本台|特约|见习|实习|融媒体?|全媒体|首席|[\u4e00-\u9fff]{2,8}(?:报|网|台|社))?(?:记者|通讯员|实习生)"
    r"[：:/／ \t\u3000\xa0]{1,4}[\u4e00-\u9fff]{2,4}(?:(?:[ \t\u3000\xa0、，]|通讯员|记者|文|摄影?|图|"
    r"[/／]){1,4}[\u4e00-\u9fff]{2,4}){0,4}"
)
"""Who reported, on a line of its own below a title."""
_MARKED = re.compile(r"[□■◎◆●/／][ \u3000]{0,2}[\u4e00-\u9fff]{2,4}(?:[ \u3000、]{1,2}[\u4e00-\u9fff]{2,4}){0,3}")
"""□ and the name of who wrote it."""
_EDGE = " \t\u3000\xa0【】[]〔〕（）()|｜丨·•-—>＞,，、；;。.*#"
_NO_VALUE = re.compile("[。；！？]")
_COUNT = re.compile(
    r"[（(]?(?:[\d,，.]{0,12}\+?[万wW]?(?:次|人次|人|条|℃|°C)?|查看|载入中|加载中|正在读取)[.…]{0,6}[）)]?"
)
_COUNTED = re.compile(r"\d{1,8}\s+(?P<source>[\u4e00-\u9fff]{2,10})(?:\s+[\u4e00-\u9fff]{2,4})?")
"""How often read, and who published it, as apps have it."""
_SHEET = re.compile(r"第?[A-Z]?\d{1,2}版[:：·]?[ \t]?[\u4e00-\u9fff·]{0,8}")
"""A newspaper's sheet, as it stands beside its date."""
_SIZES = re.compile(
    r"(?:字[号体]|[大中小默认特超T]|A[+-]?|放大|缩小|打印|关闭|收藏|分享|正文|[\s|｜【】\[\]（）()、/+-]){1,30}"
)
_SITE = re.compile(r"[\u4e00-\u9fff]{2,12}(?:网站?|日报|晚报|时报|报社|客户端|电视台|在线|新闻|头条|发布)")
"""Whose page it is, before the label of its day."""
_NOBODY = frozenset(
    "本站 本站原创 原创 本网 本网站 网站管理员 管理员 admin 未知 佚名 不详 互联网 网络 转载 本网转载 "
    "网络转载 发布时间 时间 作者 本站编辑 超级管理员 系统管理员 点击".split()
)
"""What pages name as their source when they have none."""


_LABEL_ALONE = re.compile(
    "[【\\[（(]?(?P<name>"
    + "|".join(_BLANK.join(name) for name in sorted(_KIND, key=len, reverse=True))
    + f"){_BLANK}[:：]"
)
_PERSONS = re.compile("[\u4e00-\u9fff]{2,4}(?:[ \u3000、，,]{1,3}[\u4e00-\u9fff]{2,4}){0,4}[】\\]）)]?")


def is_apart(label: str, value: str) -> bool:
    """Whether two lines are a label and its value, which the page set below it: 责任编辑： / 李莎莎."""
    found = _LABEL_ALONE.fullmatch(label.strip())
    bare = value.strip()
    if not found or not bare or len(bare) > 20 or _LABEL.search(bare):
        return False
    kind = _KIND["".join(found["name"].split())]
    if kind == "date":
        return _MOMENT.match(bare) is not None
    if kind == "count":
        return bare.isdigit()
    if kind == "person":
        return _PERSONS.fullmatch(bare) is not None or bylines.body(bare) is not None
    return kind == "source" and (_BODY.search(bare) is not None or "".join(bare.split()) in _NOBODY)


def is_body(text: str) -> bool:
    """Whether a line is nothing but a body's name: among a page's fields it is the source."""
    return _BODY_ALONE.fullmatch(text.strip()) is not None


def begins(text: str) -> int:
    """Where the first label that is no common word stands in a line, -1 when none does."""
    return next((m.start() for m in _LABEL.finditer(text) if "".join(m["name"].split()) not in _LOOSE), -1)


_SPREAD = re.compile("(?<![\u4e00-\u9fff])(通|记|作)[ \u3000]{1,2}(讯|者)(?:[ \u3000]{1,2}(员))?(?=[ \u3000：:])")
"""通 讯 员, as typesetters set it as wide as 融媒体记者."""


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


_PICTOGRAM = re.compile("[\u2600-\u27bf\U0001f300-\U0001faff]\ufe0f?[ \u3000]{0,2}[\\d.]{1,9}[万wWkK+]{0,2}")
"""👁 128: how often read, or liked."""
_BEEN_READ = re.compile("(?:本[文页]|文章)?(?:已经?|共|总计?|累计)?被?(?=(?:浏览|阅读|点击|访问)[ \u3000:：]{0,4}\\d)")

_SEEN = re.compile(
    "(?:(?<=[\\d ])|^)(?:发布|更新|发表)?[ \u3000]{0,3}\\d{1,8}[ ]?[人次]{1,2}"
    "(?:查看|浏览|阅读|点击|观看|看过)[过了]?(?![\u4e00-\u9fff])"
)
"""发布81次查看, behind a page's date."""


def read(text: str) -> Meta | None:
    """The fields of a line, None when something in it is none; labels may be in Traditional characters."""
    found = _read(text)
    simple = controls.plain(text) if found is None else text
    if simple == text or (found := _read(simple)) is None:
        return found
    at = simple.find(found.source) if found.source else -1
    return found._replace(source=text[at : at + len(found.source)]) if at >= 0 else found


def _read(text: str) -> Meta | None:
    text = _SEEN.sub(" ", _BEEN_READ.sub(" ", _PICTOGRAM.sub(" ", text))) if len(text) <= 200 else text
    bare = re.sub(r"^https?://\S{4,100}\s+", "", text.strip(_EDGE), count=1)
    if not bare or len(bare) > 200:
        return None
    press = _PRESS.fullmatch(bare)
    if press:
        return Meta(press[2], press[1].strip("《》"), "", ("报刊",), True)
    printed = _PRINTED.fullmatch(text.strip(" \t\u3000\xa0")) or _FIRST_IN.fullmatch(text.strip(" \t\u3000\xa0"))
    if printed:
        return Meta(printed["date"] or "", printed["paper"], "", ("报刊",), True)
    credit = _CREDIT.fullmatch(bare)
    if credit:
        bare = f"{credit[1]}：{credit[2]}"
    byline = _BYLINE.fullmatch(bare)
    if byline:
        names = byline["names"].split()
        account = next((name for name in names if _BODY.search(name)), names[-1])
        return Meta(byline["date"] or "", account, "", ("原创",), bool(byline["date"]))
    bare = _SPREAD.sub(_joined, bare, count=1)
    if _REPORTER.fullmatch(bare) or _MARKED.fullmatch(bare):
        return Meta("", "", bare, ("记者",), True)
    found = list(_LABEL.finditer(bare))
    if not found and all(word in _KIND for word in bare.split()):
        return Meta("", "", "", tuple(bare.split()), False)  # 摄影 审核 签发, with nobody behind them
    values = {"date": "", "source": "", "person": ""}
    labels: list[str] = []
    head = bare[: found[0].start()] if found else bare
    if not _head(head, values, labelled=bool(found)):
        return None
    for number, match in enumerate(found):
        name = "".join(match["name"].split())
        end = found[number + 1].start() if number + 1 < len(found) else len(bare)
        value = bare[match.end() : end].strip(_EDGE)
        kind = _KIND[name]
        if not _fits(kind, name, value, values):
            return None
        labels.append(name)
    if not values["source"] and _BODY_ALONE.fullmatch(values["person"]):
        values["source"] = values["person"]  # 作者：街道妇联
    sure = any(label not in _LOOSE for label in labels) or (
        len(labels) > 1 and bool(values["date"] or values["source"])
    )
    sure = sure or (bool(values["date"]) and not any(_KIND[label] == "date" for label in labels if label in _KIND))
    return Meta(values["date"], values["source"], values["person"], tuple(labels), sure)


def _head(head: str, values: dict[str, str], *, labelled: bool) -> bool:
    """What stands before the first label: nothing, a moment, the name of a source beside it."""
    bare = head.strip(_EDGE)
    if not bare:
        return labelled
    moment = _MOMENT.search(bare)
    if moment and moment.end() - moment.start() > 7:
        rest = _without(moment, bare)
        rest = re.sub(r"发布于[\u4e00-\u9fff]{2,4}$", "", _SHEET.sub("", rest, count=1)).strip(_EDGE)
        values["date"] = moment.group()
        numeric = (
            re.match(rf"{_NUMERIC}|{_SPLIT_DAY}", moment.group()) is not None
            or re.search(r"\d[:：]\d\d", moment.group()) is not None
        )
        if rest and (
            len(rest) > 24 or _NO_VALUE.search(rest) or re.search("[，：:]", rest) or not (numeric or labelled)
        ):
            return False
        values["source"] = rest if rest and not _SIZES.fullmatch(rest) else ""
        values["guessed"] = values["source"]
        return numeric or labelled
    if labelled and _SITE.fullmatch(bare):
        values["source"] = values["guessed"] = bare
        return True
    return labelled and len(bare) <= 16 and _SIZES.fullmatch(bare) is not None


def _fits(kind: str, name: str, value: str, values: dict[str, str]) -> bool:
    """Whether a value can be its label's; what it says goes into ``values``."""
    if kind == "count":
        named = _COUNTED.fullmatch(value)
        if named:
            values["source"] = values["guessed"] = named["source"]
            return True
        number = re.sub(r"字[号体]|打印|关闭|收藏|分享|评论|[大中小|｜【】\[\]]", "", "".join(value.split()))
        return _COUNT.fullmatch(number) is not None or _SIZES.fullmatch(value) is not None
    if _NO_VALUE.search(value) and not (kind == "person" and "；" in value and bylines.body(value) is not None):
        return False
    if kind == "date":
        return _fits_date(value, values)
    if len(value) > 40:
        return kind == "form" and len(value) <= 80
    moment = _MOMENT.search(value)
    if moment and len(moment.group()) > 7:
        values["date"] = values["date"] or moment.group()
        value = _without(moment, value)
    if kind == "form":
        return True
    value = _SIZES.sub("", value) if re.search(r"[大中小][ 】]", value) else value
    if kind == "source" and value and "".join(value.split()) not in _NOBODY:
        first = re.split(r"  |\s[\u4e00-\u9fff]{2,8}[:：]", value)[0].strip(_EDGE)
        kept = values["source"] if name == "来源" and not values.pop("guessed", "") else ""
        values["source"] = kept or first
    if kind == "person" and value:
        values["person"] = values["person"] or value
    return "，" not in value or kind == "source"


def _fits_date(value: str, values: dict[str, str]) -> bool:
    """Whether a value is a day, perhaps with the source behind it."""
    moment = _MOMENT.search(value)
    if not moment:
        return not value or _SIZES.fullmatch(value) is not None or re.fullmatch(r"\d\d-\d\d", value) is not None
    rest = re.sub("星期[一二三四五六日天]", "", _without(moment, value)).strip(_EDGE)
    values["date"] = values["date"] or moment.group()
    if rest and not values["source"] and not _SIZES.fullmatch(rest):
        values["source"] = values["guessed"] = rest
    return len(rest) <= 20


def _without(moment: re.Match[str], text: str) -> str:
    return f"{text[: moment.start()]} {text[moment.end() :]}".strip(_EDGE)
