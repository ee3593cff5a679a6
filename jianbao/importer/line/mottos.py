"""Which of two lines of a title is the headline, where no mark tells: a motto, a place, and what was done.

紧贴中心 服务大局 / 我校召开座谈会 has a kicker, 全省妇联开展志愿服务 / 送温暖、送平安、送幸福 a subtitle.
"""

import re

from jianbao import zh

DEED = re.compile(
    r"召开|举办|举行|开展|启动|部署|调研|走访|慰问|签订|走进|荣获|成立|揭牌|座谈|考察|开班|闭幕|开幕|关于|"
    r"纪实|印发|表彰"
)
WHO = re.compile(
    rf"(?:我|本|全)[国省市区县州镇乡校院局部系班会]|[{zh.HAN}]{{0,12}}(?:妇联|妇女联合会|工会|团委|委员会|(?<![大全格布])局|"
    rf"学校|中学|小学|大学|学院|幼儿园|街道|社区|镇|乡|村|省|市|区|县|公司|医院|中心|党委|支部)"
)
MOTTO = re.compile(
    rf"[{zh.HAN}]{{4,6}}(?:[ \u3000][{zh.HAN}]{{4,6}}){{1,3}}|[{zh.HAN}]{{3,6}}(?:[·•][{zh.HAN}]{{3,6}}){{1,2}}"
)
"""选优配强 凝心聚力, 走基层·听心声."""
PLACE = re.compile(
    rf"[{zh.HAN}]{{2,12}}(?:街道|镇|乡|社区|村|县|区|市|学校|小学|中学|大学|学院|幼儿园|妇联|工会|团委|局)"
)
_BEGUN = re.compile(
    "(?:开展|开设|设立|建成|推出|走访|评选|慰问|发放|举办|举行|召开|组织|启动|成立|打造|推进|深入|积极|扎实|多举措|“)"
)
_ITEMS = re.compile("[、 \u3000]")
_FEWEST, _MOST = 2, 8
"""Characters of one of the parallel phrases that a line is made of."""


def is_kicker_of(first: str, second: str) -> bool:
    """Whether the first of two lines is a motto above what happened: 紧贴中心 服务大局 / 我校召开座谈会."""
    if is_of_place(first, second) or (MOTTO.fullmatch(first) and WHO.match(second) and not MOTTO.fullmatch(second)):
        return True
    return (
        not DEED.search(first)
        and not WHO.match(first)
        and DEED.search(second) is not None
        and WHO.match(second) is not None
    )


def is_of_place(first: str, second: str) -> bool:
    """Whether the first of two lines says who did what the second tells: 石门社区 / 举办清明祭扫活动."""
    return PLACE.fullmatch(first) is not None and _BEGUN.match(second) is not None


def is_subtitle_of(first: str, second: str) -> bool:
    """Whether the second of two lines only praises what the first one says was done, in phrases of one length."""
    phrases = _ITEMS.split(second)
    alike = len({len(phrase) for phrase in phrases}) == 1 and _FEWEST <= len(phrases[0]) <= _MOST
    told = DEED.search(first) is not None and WHO.match(first) is not None
    return told and alike and len(phrases) > 1 and not (DEED.search(second) or WHO.match(second))
