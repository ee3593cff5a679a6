"""Whose text it is, as portals write it beside the day: the account, where it wrote from, a button behind its name."""

import re

from jianbao.importer.line import controls

_BEHIND = re.compile(
    r"(?<=[\u4e00-\u9fff])[ \u3000]{0,3}(?:参与互动|我要评论|我有话说.{0,9}|[\d,]{0,9}人?参与.{0,6}|"
    r"\d{0,7}条?评论|举报|打印|收藏|分享.{0,6}|手机看|[听看]新闻|[（(]?原创[）)]?)$|"
    r"(?<=[报道网社刊])[（(][\u4e00-\u9fff]{2,4}[）)]?$"
)
"""A button behind the name of a source: 求是网参与互动; or the town that it is in."""
_PROVINCE = (
    "北京|天津|河北|山西|内蒙古|辽宁|吉林|黑龙江|上海|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|广西|海南|重庆|四川|贵州|云南|西藏|"
    "陕西|甘肃|青海|宁夏|新疆|台湾|香港|澳门"
)
_ACCOUNT = re.compile(
    rf"发布于(?:{_PROVINCE}|[\u4e00-\u9fff]{{2}})?([\u4e00-\u9fff]{{3,12}}?)(?:官方账号|官方帐号|[\u4e00-\u9fff]{{0,6}}创作者)$"
)
"""发布于北京经济日报官方账号, as portals have it: the account is whose text it is."""
_FROM = re.compile("^(?:[本此该]?文)?(?:来源|转载|摘)(?:于|自)(?=[\u4e00-\u9fff]{2})")
_PLACE = re.compile(rf"(?:发布于|IP属地|IP归属地|来自)[:：]?[ \u3000]{{0,2}}(?:{_PROVINCE})[\u4e00-\u9fff]{{0,5}}")
"""From where an account wrote: 发布于：北京市."""


_FROM_PLACE = re.compile(rf"(?<=[\u4e00-\u9fff])[ \u3000]{{0,3}}来自(?:{_PROVINCE})[\u4e00-\u9fff]{{0,5}}$")
_FOLLOWED = re.compile(r"([\u4e00-\u9fffA-Za-z0-9·]{2,16}?)(?:[ \u3000]{1,3}[+＋]?|[+＋])[ ]?(?:加?关注|已关注|订阅)")


_COUNT = re.compile(r"^\d{1,3}(?:,\d{3})+(?=[\u4e00-\u9fff]{2}|$)")
"""1,024 glued before a name: how often a page was read."""


def followed(text: str) -> str:
    """The account that a line names beside the button for following it: 柳河晚报 +关注; "" for none."""
    found = _FOLLOWED.fullmatch(text)
    return found[1] if found else ""


def bare(text: str) -> str:
    """The name of a source without what a page has around it: 本文来源于北京商报, 求是网参与互动."""
    return _FROM.sub("", _ACCOUNT.sub(r"\1", _BEHIND.sub("", _FROM_PLACE.sub("", text))))


def without_controls(text: str) -> str:
    """What stands beside a page's day without its buttons and counts: 和平街道 1268 【 大 中 小 】 打印."""
    words = (_COUNT.sub("", word) for word in text.split())
    return " ".join(word for word in words if not _is_control(word.strip("【】[]()（）|")))


def _is_control(word: str) -> bool:
    return not word or word.isdigit() or controls.WORDS.fullmatch(word) is not None


def of_path(text: str) -> str:
    """The last name of a source that is written as the path to it: 区委部门 > 宣传部 > 新闻中心."""
    parts = [part.strip() for part in re.split("[>＞»›]", text)]
    if len(parts) < 3:
        return f"{text}）" if text.count("（") > text.count("）") else text  # the edge of the field took the bracket
    return next((part for part in reversed(parts) if part), "")


def is_place(text: str) -> bool:
    """Whether a line says nothing but from where an account wrote."""
    return _PLACE.fullmatch(text) is not None
