"""One text, one name: 林芳 who becomes 林芬, and a meeting whose number changes on the way.

A person is known by what stands beside the name: a post, or a word of saying. Two names that stand side by side, or
each behind a post of its own in one sentence, are two persons.
"""

from collections.abc import Iterator
from itertools import combinations

from jianbao import expressions as re
from jianbao import zh
from jianbao.check import required
from jianbao.check.entities.people import POSTS
from jianbao.check.inspect import Context, Hit
from jianbao.check.prose import Prose
from jianbao.check.words import lexicon

_POST = "|".join(sorted(POSTS, key=len, reverse=True))
_SAYS = "|".join(
    """
    强调 指出 要求 表示 认为 介绍 主持 讲话 致辞 致词 宣读 宣布 作了 代表 带队 率队 一行 说 带领
    出席 参加 陪同 总结 通报 传达 走访 看望 慰问 来到 深入
    叮嘱 嘱咐 勉励 鼓励 希望 号召 呼吁 分析 讲述 分享 回顾 汇报 报告 解释 坦言 感慨 笑着 激动 高兴地 告诉 提醒 建议
    首先 随后 最后 一边 先后 向 详细 认真 亲切 现场
    带大家 带着 为大家 向大家 和大家 示范 演示 拿出 拿着 接过 走到 开讲 授课
    讲课 宣讲 开场 创办 获评 获得 荣获 当选 受聘 上台 登台 发言 接受 讲解 参与 负责
    """.split()
)
_NAME = f"[{zh.SURNAMES}][{zh.HAN}]{{1,2}}?"
_WHO = (
    "志愿者|社工|网格员|居民|村民|党员|医生|律师|老师|讲师|队员|执委|学员|教师|护士|民警"
    "|团长|队长|园长|馆长|站长|社长|组长|班长|会长|秘书长|负责人|创始人|经理|董事长|店主|记者|选手"
)
_AFTER_POST = re.compile(
    rf"(?:{_POST}|{_WHO})(?P<name>{_NAME})(?=同志|主持|[，。、；：（说]|{_SAYS}|等|每[天周月年次]|[告正也就已]|来[到自看])"
)
_BEFORE = r"(?:(?<=^.)|(?<=[。！？；，、”\n\u3000 ].)|(?<=(?:会上|随后|最后|当天|会后|其间|期间).))"
"""What stands before a name, looked for behind its surname: few characters are one."""
_BEFORE_SAYING = re.compile(
    rf"(?P<name>[{zh.SURNAMES}]{_BEFORE}[{zh.HAN}]{{1,2}}?)"
    rf"(?=同志|最后|还|首先|随后|[对就为与和]|{_SAYS}|(?:{_POST})[，。说指强要表])",
    re.MULTILINE,
)
_GIVEN = """
    芳芬 丽莉 红虹 玲琳 敏民 燕艳 珍真贞 霞侠 静净 佳嘉 晓小 兰蓝 欣新馨 伟炜玮 华桦 萍苹 娟娥 英瑛 琴芹 娜那 玫梅
    婷亭停 雯文 蓉容荣 颖影 洁杰 慧惠 媛嫒援 妍研 莹盈 怡宜 芝枝 凤风 军君 建健 强祥 刚钢 志智 永勇 金锦 秀绣 云芸
    秋邱 彬斌 辉晖 峰锋 涛焘 宁凝 菲霏 雪雷
""".split()
"""Characters of given names that are taken for each other although they neither look nor sound quite alike."""
_FULL = 3
"""Characters of a name that is seldom anything else."""
_STOPS = "。！？；\n"
_NO_NAME = frozenset("的了在和是与及等为对将也都不有把被向从到以于着过并或各该其后前会议员部局长任席记")


def hits(prose: Prose, context: Context) -> Iterator[Hit]:
    """The rarer of two names that are one person's."""
    text = prose.prose
    places: dict[str, list[int]] = {}
    for pattern in (_AFTER_POST, _BEFORE_SAYING):
        for match in pattern.finditer(text):
            if _is_name(match["name"]):
                places.setdefault(match["name"], []).append(match.start("name"))
    for name in [name for name in places if len(name) == _FULL]:
        for other, at in _others(text, name):
            places.setdefault(other, []).append(at)
    for one, other in combinations(sorted(places), 2):
        if (
            _alike(one, other)
            and not _are_two(text, one, other)
            and not {one, other} <= context.knowledge.people.keys()
        ):
            wrong, right = sorted((one, other), key=lambda n: (text.count(n), -places[n][0]))
            at = places[wrong][0]
            yield Hit("names", at, at + len(wrong), wrong, right)


def _others(text: str, name: str) -> Iterator[tuple[str, int]]:
    """What stands anywhere in a text and is nearly a name that is known to be one."""
    at = text.find(name[0])
    while at >= 0:
        other = text[at : at + _FULL]
        near = other != name and (other[1:2] == name[1] or other[2:] == name[2]) and all(map(zh.is_han, other))
        if near and _is_name(other) and other[1:] not in lexicon.shipped().costs and _alike(name, other):
            yield other, at
        at = text.find(name[0], at + 1)


def _is_name(name: str) -> bool:
    known = lexicon.shipped()
    return (name not in known.costs or name in known.unmeant) and _NO_NAME.isdisjoint(name[1:])


def _alike(one: str, other: str) -> bool:
    """The same surname, and one other character that is taken for the other, or two the wrong way round."""
    if len(one) != len(other) or one[0] != other[0]:
        return False
    wrong = [n for n in range(len(one)) if one[n] != other[n]]
    if len(wrong) == 2:
        return one[1:] == other[:0:-1]
    pair = {one[wrong[0]], other[wrong[0]]}
    taken = lexicon.shipped().confused.of(one[wrong[0]])
    return other[wrong[0]] in taken or any(pair <= set(group) for group in _GIVEN)


_KIN = re.compile("[姐姊妹兄弟]|双胞胎|孪生|[母父]女|[母父]子|女儿|儿子|一家|姑嫂|妯娌")
_BESIDE = "、和与及同跟”（）"


def _are_two(text: str, one: str, other: str) -> bool:
    """Whether both stand in one sentence as two do: side by side, or each with a post, or as kin."""
    at = text.find(one)
    while at >= 0:
        begin = max(text.rfind(mark, 0, at) for mark in _STOPS) + 1
        ends = [e for mark in _STOPS if (e := text.find(mark, at)) >= 0]
        end = min(ends, default=len(text))
        place = text.find(other, begin, end)
        if place >= 0:
            first, second = sorted((at, place))
            between = text[first + len(one) : second]
            several = text.count(one, begin, end) + text.count(other, begin, end) > 2
            if several or "，" not in between or _BESIDE.find(between[-1]) >= 0 or _BESIDE.find(between[0]) >= 0:
                return True
            if _POST_END.search(between) or _KIN.search(text, begin, end):
                return True
        at = text.find(one, at + 1)
    return False


_POST_END = re.compile(f"(?:{_POST}|{_WHO})$")


_SESSION = re.compile(
    r"第?(?P<number>[一二三四五六七八九十]{1,3}|\d{1,2})(?P<kind>届|次|期)(?P<what>[\u4e00-\u9fff]{0,14}?(?:会议|大会|全会|论坛|比赛|大赛|培训班|文化节|艺术节|读书节|运动会|博览会|执委会|代表大会|[妇职党团]代会))"
)


_NUMBERED = re.compile(
    r"[届次期](?<=[一二三四五六七八九十\d].)[\u4e00-\u9fff]{0,14}?(?:会议|大会|全会|论坛|比赛|大赛|培训班|文化节|艺术节|读书节|运动会|博览会|执委会|代表大会)"
)
"""What every session has, and is found sooner: what follows its number."""
_TERM = re.compile(
    r"(?P<term>[一二三四五六七八九十]{1,3})届(?P<number>[一二三四五六七八九十]{1,2})次(?P<what>[\u4e00-\u9fff]{0,6}?(?:全委会|全会|执委会|常委会|委员会|代表大会|会议))"
)
"""十一届三次全委会."""


_NEXT, _LEAD = 16, 240
"""Characters between two sentences' sessions that are the same one for certain, and of a first paragraph."""


def _is_retold(prose: Prose, first: int, second: int) -> bool:
    """Whether one place is in a title, and the other in the first paragraph: further on a text may tell of others."""
    lead = next((n for n, block in enumerate(prose.blocks) if block.kind == "text" and n), 0)
    if not lead:
        return False
    start = prose.blocks[lead].start
    return first < start <= second < start + min(_LEAD, len(prose.blocks[lead].text))


_SESSIONS, _TERMS = required.guarded(_SESSION), required.guarded(_TERM)


def sessions(prose: Prose, context: Context) -> Iterator[Hit]:  # noqa: ARG001 (as every inspection)
    """A title that numbers a meeting otherwise than the text does, which names one number only."""
    seen: dict[tuple[str, str], dict[int, re.Match[str]]] = {}
    for match in _TERMS.matches(prose):
        seen.setdefault(("次", f"{match['term']}届{match['what']}"), {}).setdefault(zh.counted(match["number"]), match)
    for match in _SESSIONS.matches(prose) if _NUMBERED.search(prose.prose) else ():
        number = int(match["number"]) if match["number"].isascii() else zh.counted(match["number"])
        if number:
            seen.setdefault((match["kind"], match["what"]), {}).setdefault(number, match)
    for found in seen.values():
        if len(found) != 2:
            continue
        first, second = sorted(found.values(), key=lambda m: m.start())
        if second.start() - first.end() > _NEXT and not _is_retold(prose, first.start(), second.start()):
            continue
        between = prose.prose[first.end() : second.start()]
        # 第三届已经闭幕，第四届将于明年举行: a text that tells of both says so within a sentence.
        if any(mark in between for mark in "。\n") and not re.search("上一?[届次期]|下一?[届次期]|历届", prose.prose):
            yield Hit("sessions", second.start(), second.end(), second.group(), first.group())
