"""Who had a hand in a text, as its last line or bracket says it: 文/图 院团委 张甲 编辑/李乙, 王丙\\文.

Roles stand before their names or behind them. Persons are not kept as a source; the body among them is.
"""

import re
from collections.abc import Sequence

from jianbao import zh

_ROLE = (
    r"(?:文字|图文|文图|图片|摄影|摄像|撰稿|撰文|供稿|供图|拍摄|配图|通讯员|记者|作者|编辑|责任编辑|责编|编审|主编|审核|审稿|执笔|统稿|"
    r"核稿|拟稿|校对|排版|美编|制作|初审|复审|终审|一审|二审|三审|[文图摄])人?"
)
_MARK = r"[:：/／丨|｜︱]"
_ROLES = rf"{_ROLE}(?:[/／、&]?{_ROLE})?"
_BEFORE = re.compile(rf"{_ROLES}{_MARK}")
_BEHIND = re.compile(rf"(?P<who>.{{2,20}}?){_MARK}{_ROLES}")
_SENT = re.compile("(?P<who>[^、]{2,20}?)(?:供稿|供图|报送|来稿)")
"""The body that sent a text, beside roles that have a mark."""
_MARKED = re.compile(_MARK)
_ALONE = re.compile(_ROLES)
_PERSON = re.compile(rf"[{zh.SURNAMES}][{zh.HAN}]{{1,3}}|[{zh.HAN}]某{{1,2}}")
_BODY = re.compile(
    rf"[{zh.HAN}A-Za-z0-9（）()]{{1,24}}(?:妇联|联合会|工会|团委|党委|支部|总支|委员会|[^全]部|办公室|办|处|科|室|中心|学院|学校|"
    rf"大学|中学|小学|幼儿园|医院|公司|集团|街道|社区|局|会|队|站|社|报|网|电视台|村|镇|乡|[^第小分各]组)"
)
_WORD = re.compile(rf"[{zh.HAN}]{{2,4}}")
"""A name with a rare surname, beside a role."""
_BETWEEN = re.compile(r"[\s、，,；;]+")

_WITH_ROOM = re.compile(
    rf"(?P<room>团委|妇联|工会|团总支|[{zh.HAN}]{{2,12}}(?:[处科室系]|[^辑]部|办|中心|妇联|工会|团委|学院|学校|[中小]学|幼儿园|街道|社区|局))"
    rf"(?:[ \t\u3000\xa0]{{1,4}}(?:[{zh.SURNAMES}][{zh.HAN}]{{1,2}}|[{zh.HAN}]某{{1,2}}))?"
)
_WRITERS = frozenset("By 作者 撰稿 撰稿人 供稿 供稿人 通讯员 文字 撰文 发布人 发布者 上传者".split())
_WITH_POST = re.compile(
    rf"[{zh.HAN}、]{{2,24}}[ \t\u3000\xa0]{{1,4}}[{zh.SURNAMES}][ \u3000]{{0,2}}[{zh.HAN}](?:[ "
    rf"\u3000]{{0,2}}[{zh.HAN}])?"
    rf"|[{zh.HAN}、]{{0,20}}(?:书记|主席|部长|局长|校长|主任|[县市区镇乡院园会处科所]长|秘书长|总经理|董事长)"
    rf"[ \t\u3000\xa0]{{1,4}}[{zh.HAN}]{{2,3}}"
)
_IN_OFFICE = re.compile(
    rf"[{zh.HAN}、]{{2,20}}(?:书记|主席|部长|局长|校长|主任|县长|市长|区长|镇长|乡长|院长|园长|会长|处长|"
    rf"科长|秘书长|总经理|董事长)[{zh.SURNAMES}][{zh.HAN}]{{1,2}}"
)
_OFFICE_BEHIND = re.compile(
    rf"[{zh.SURNAMES}][{zh.HAN}]{{5,30}}(?:教授|研究员|院长|所长|主任|会长|主席|书记|局长|校长|评论员|学者|律师|作家)"
)
_ANY_NAME = re.compile(rf"[{zh.SURNAMES}](?:[{zh.HAN}]{{1,2}}|[ \u3000]{{1,4}}[{zh.HAN}](?:[ \u3000]?[{zh.HAN}])?)")
_MEDIUM = re.compile(
    r"(?P<medium>[\u4e00-\u9fff]{0,9}(?:日报|晚报|时报|晨报|都市报|商报|青年报|工人报|妇女报|新闻网|[\u4e00-\u9fff]网|新华社|电视台|"
    r"融媒体?|客户端|在线)(?:[\u4e00-\u9fff]{1,4}[站社])?|新华社|中新社|人民网|新华网|中新网)(?:消息|(?:[\u4e00-\u9fff]{0,6}\d{1,2}月\d{1,2}日)?[讯电])"
    r"|(?:[\u4e00-\u9fff]{2,8}网[-—·])?(?P<first>[\u4e00-\u9fff]{2,9}(?:日报|晚报|时报|晨报|都市报|商报|青年报|工人报|妇女报|女报|[\u4e00-\u9fff]网|客户端))"
    r"(?:[·/／、]?[\u4e00-\u9fff]{1,8}(?:网|客户端))?(?:讯|"
    r"(?:全媒体|融媒体|首席|见习|实习)?记者[ \u3000]{0,2}[\u4e00-\u9fff]{2,4})"
    r"|本[报网刊]讯?[ \u3000]{0,3}[（(](?P<paper>[\u4e00-\u9fff]{1,8}(?:日报|晚报|时报|晨报|商报|青年报|新闻网))"
    r"(?:全媒体|融媒体|首席)?(?:见习|实习)?记者"
)
_OF_BODY = re.compile("(?:委员会|中心|[部处室科组站]|协会|联盟)$")
_ROOM_OF = re.compile("(?:[部处室科组站]|中心)$")
_OF_PLACE = re.compile(f"[{zh.HAN}]{{0,4}}?(?:[省市县区镇乡村州旗]|街道)[{zh.HAN}]{{2}}|[中全]国")


def body(text: str) -> str | None:
    """The bodies that a line of credits names, joined by 、; "" for persons alone, None when it is no such line."""
    bodies: list[str] = []
    marked = strange = False
    for word in _BETWEEN.split(
        re.sub(rf"(?<![ \u3000\xa0])[ \u3000\xa0]*+({_MARK})[ \u3000\xa0]*+", r"\1", text.replace("\\", "/").strip())
    ):
        before = _BEFORE.match(word)
        who = word[before.end() :] if before else word
        behind = _BEHIND.fullmatch(who) or (_SENT.fullmatch(who) if _MARKED.search(text) else None)
        who = behind["who"] if behind else who
        marked = marked or before is not None or behind is not None
        if not who or _ALONE.fullmatch(who):
            marked = marked or who != ""
        elif len(who) > 2 and _BODY.fullmatch(who) and not (len(who) <= 3 and _PERSON.fullmatch(who)):
            bodies.append(who)
        elif not _PERSON.fullmatch(who):
            strange = True
            if not _WORD.fullmatch(who):
                return None
    if strange and not marked:
        return None
    return "、".join(dict.fromkeys(bodies)) if marked else None


def of_writer(labels: Sequence[str], person: str) -> str:
    """The department before a writer's name in a field: 作者：教导处 谢丹; "" for none, and for who edited it."""
    found = _WITH_ROOM.fullmatch(person) if _WRITERS.intersection(labels[:2]) and not is_name(person) else None
    return found["room"] if found else ""


def is_person(text: str) -> bool:
    """Whether a line is nothing but who speaks: 县委副书记　段文."""
    bare = text.strip("（）()")
    return _WITH_POST.fullmatch(bare) is not None or _IN_OFFICE.fullmatch(bare) is not None


def is_in_office(text: str) -> bool:
    """Whether a line is nothing but a person and what they are, without a blank: 王文某大学研究院执行院长."""
    return _OFFICE_BEHIND.fullmatch(text) is not None


def is_name(text: str) -> bool:
    """Whether a word is nothing but a person's name, by its surname."""
    return re.fullmatch(rf"[{zh.SURNAMES}][{zh.HAN}]{{1,2}}", text) is not None


_WRITTEN_BY = re.compile(rf"(?:文|图文|文图|撰稿|供稿)[ \u3000]?[/／][ \u3000]?(?![图文])[{zh.HAN}、 \u3000]{{2,20}}")


def is_written_by(text: str) -> bool:
    """Whether a line below a title says who wrote the text, with a stroke: 文／社区志愿者 老魏."""
    return _WRITTEN_BY.fullmatch(text) is not None


def is_speaker(text: str) -> bool:
    """Whether a line below the title of a speech says who gave it, be it with nothing but a name: 陈 立."""
    return is_written_by(text) or is_person(text) or _ANY_NAME.fullmatch(text.strip("（）()")) is not None


def medium(paragraphs: Sequence[str]) -> str:
    """The paper or the station that a report names itself by: 长江日报6月1日讯; "" for 本报 and for none."""
    match = next((found for text in paragraphs[:3] if (found := _MEDIUM.match(text.strip(" \u3000?？")))), None)
    named = (match["medium"] or match["first"] or match["paper"]) if match else ""
    named = named.removesuffix("客户端")
    return "" if named.startswith(("本", "该", "据")) else named


def are_one(words: Sequence[str]) -> bool:
    """Whether the names behind a body's are of its own units: 西岭县总工会 女职工委员会."""
    units = all(_OF_BODY.search(word) and not _OF_PLACE.match(word) for word in words[1:])
    return len(words) > 1 and units and _ROOM_OF.search(words[0]) is None
