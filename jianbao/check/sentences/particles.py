"""的 before a deed, and 地 before a thing: 正确的使用了灭火器, 优美地旋律.

What stands on both sides decides: a word of manner on the left, and on the right a verb with 了, 着 or 到 behind it, a
preposition, or a modal verb before it all. 正确的使用方法 has none of them.
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from jianbao import expressions as re
from jianbao.check.inspect import Context, Hit
from jianbao.check.prose import Prose
from jianbao.check.words import lexicon

_MODAL = re.compile("(?:可以|能够|应该|应当|必须|务必|需要|一直|正在|都能|[要会能都]|开始)$")
_DONE = frozenset("了着过")
_PASSING = frozenset(("过程", "过渡"))
"""Words that begin like a verb that is over: 深入的学习过程."""
_TOWARDS = frozenset("把向给将被")
_MOVES = frozenset("跑走冲奔飞流落跳唱喊说讲写画送递举拿放坐站跪躺围靠扑涌驶滑溜爬抱握拉搂牵捧端蹲排照投融")
_WHITHER = frozenset("向进到出起下回开入在给成")
_NO_THING = frozenset("，。、；！和与及在是让令使")
_USUAL = 13.0


_WHO = frozenset("们家员者师工友众民")
"""What words for people end in."""
_BEGINS = frozenset(("", "\n", "。", "，", "；", "\u3000"))
_FEELINGS = frozenset("安心 开心 高兴 快乐 愉快 细心 耐心 用心 热情 认真 仔细".split())
_DEEDS = frozenset(
    """
    清理 整理 布置 排队 参观 体验 打扫 擦拭 搀扶 搬运 摆放 发放 领取 填写 挑选 包装 粘贴 书写 描绘 绘制 演唱
    演奏 朗诵 表演 抢答 鼓掌 讲述 讲解 解答 倾听 聆听 询问 查看 检查 劝导 捡拾 清除 冲洗 修剪 种植 采摘 制作
    品尝 分享 汇报 传授 加入 报名 配合 协助 迎接 接过 收下 拿起 捧起 握住 抱住 搂住 走进 走上 来到 唱起 举起
    接待 回答 观看 参加 参与 投入 投身 完成
    """.split()
)
WON = frozenset("赢得 博得 受到 得到 获得 引来 换来 打动".split())
"""What a deed does that is a thing: 耐心的解答赢得了称赞."""
_CLAUSE = frozenset(("", "\n", "。", "，", "；", "：", "！", "？", "\u3000"))
_PERSONS = frozenset(
    "我们 他们 她们 你们 它们 大家 自己 人们 别人 咱们 其他 有的 这里 那里 当时 今天 昨天 现在 所有".split()
)
_WORDS_OF_DONE = frozenset("了解 了却 了结 了然 着力 着重 着实 着眼 着手 着装 着色 着落 着想".split())
_ENDS_NAME = frozenset("们人年月日区市县省国会部局家里中上下内外")
_WHOM = frozenset("他们 她们 老人 孩子 大家 居民 群众 同学 学生 我们 每位 每一 各位 患者 家长".split())
_HOW_TOO = frozenset(
    "关切 热心 大胆 麻利 焦急 关心 微笑 兴奋 激动 感动 自信 虚心 好奇 惊讶 急切 和蔼 温柔 恭敬 诚恳".split()
)
"""How something is done, beside the words of manner."""
_NO_OBJECT = frozenset("的让使和与是也都给令等或并而在")
_NOUNS = frozenset(
    """
    工作 活动 精神 态度 过程 情况 方式 方法 能力 氛围 环境 经历 机会 行动 表现 效果 成果 内容 形式 项目 时光
    心情 作用 程度 水平 人员 队伍 任务 服务 技巧 环节 课程 感受 力量 意识 愿望 热情 信念 决心 机制 意义 条件
    """.split()
)
EITHER = frozenset(
    """
    体验 关心 领会 记录 感受 认识 了解 学习 理解 掌握 把握 支持 帮助 配合 参与 思考 讨论 交流 沟通 合作 服务 宣传
    保护 教育 关注 关爱 指导 引导 展示 展现 反映 总结 分析 研究 规划 设计 管理 监督 检查 评价 回顾 介绍 传承 弘扬
    发展 奉献 付出 成长 生活 工作 坚守
    """.split()
)
"""What may be done as well as be a thing."""


_OF_WHAT = frozenset(
    "工作 学习 生活 服务 育人 文化 人居 成长 教学 营商 校园 精神 创业 家庭 社会 舞台 艺术 政治 理论".split()
)
_MANNERS = re.compile("(?:态度|作风|氛围|环境|面貌|风貌|效果|气息|魅力|表现力|功底|底蕴|基础|形象)(?!的)")


class Words(NamedTuple):
    """What the two sides may be."""

    manner: frozenset[str]
    quality: frozenset[str]
    """Words that say what a thing is like, and hardly how something is done."""
    deed: frozenset[str]
    act: frozenset[str]
    """Verbs that are nouns as well."""
    thing: frozenset[str]


def hits(prose: Prose, context: Context) -> Iterator[Hit]:  # noqa: ARG001 (as every inspection)
    """Each 的 that should be 地, and 地 that should be 的."""
    text = prose.prose
    at = text.find("的")
    while at >= 0:
        manner = _before(text, at, _words().manner)
        manner = manner or _twice(text, at)
        if text[at + 3 : at + 5] in WON:
            manner = ""
        opened = "" if manner else _opens(text, at)
        if opened:
            yield Hit("deedparticle", at - len(opened), at + 1, opened + "的", opened + "地")
        elif manner and (_is_deed(text, at, len(manner)) or _is_somebodys(text, at, len(manner))):
            yield Hit("deedparticle", at - len(manner), at + 1, text[at - len(manner) : at + 1], manner + "地")
        at = text.find("的", at + 1)
    at = text.find("地")
    while at >= 0:
        quality = _before(text, at, _words().manner) or _before(text, at, _words().quality)
        quality = quality or (text[at - 3 : at] if at > 2 and text[at - 1] == text[at - 2] != text[at - 3] else "")
        if quality and _is_thing(text, at):
            yield Hit("thingparticle", at - len(quality), at + 1, text[at - len(quality) : at + 1], quality + "的")
        at = text.find("地", at + 1)


@lru_cache(maxsize=1)
def _words() -> Words:
    return Words(*lexicon.particles())


def _before(text: str, at: int, words: frozenset[str]) -> str:
    """The word that ends at a place, "" when it is none of them or the end of a longer one."""
    for size in (4, 2):
        word = text[max(0, at - size) : at]
        two = size == 4 and len(word) == 4 and word[:2] in words and word[2:] in words  # 认真细致
        if len(word) == size and (word in words or two):
            # 不自觉, 最积极: another word of which this is the end says otherwise.
            return word if size == 4 or text[max(0, at - 3) : at - 2] not in ("最", "不", "之", "较") else ""
    return ""


def _is_deed(text: str, at: int, size: int) -> bool:
    """Whether what stands behind 的 is done, and no thing."""
    known = lexicon.shipped().costs
    behind = text[at + 1 : at + 3]
    if len(behind) < 2:
        return False
    if behind[0] in _TOWARDS:
        return known.get(behind, 99.0) >= _USUAL and "\u4e00" <= behind[1] <= "\u9fff"
    if behind[0] in _MOVES and behind[1] in _WHITHER and known.get(text[at + 2 : at + 4], 99.0) >= _USUAL:
        return True
    deed, acts = behind in _words().deed, behind in _words().act
    if not (deed or acts):
        return False
    then, two = text[at + 3 : at + 4], text[at + 3 : at + 5]
    if then in _DONE and two not in _PASSING:
        return text[at + 4 : at + 5] not in ("的", "")
    # 卓有成效的合作促进了 …: a deed that is a thing does something itself.
    if deed and (two in _words().deed or two in _words().act) and text[at + 5 : at + 6] in _DONE:
        return True
    return _MODAL.search(text, max(0, at - size - 2), at - size) is not None and "\u4e00" <= then <= "\u9fff"


def _opens(text: str, at: int) -> str:
    """What a clause begins with before the 的 of a deed that is done: ，热心的帮助着老人. No thing is written so."""
    left, act, then = text[max(0, at - 2) : at], text[at + 1 : at + 3], text[at + 3 : at + 4]
    if at < len(left) or text[max(0, at - 3) : at - 2] not in _CLAUSE or left in _PERSONS or len(act) < len(left):
        return ""
    known = _words()
    if act not in known.deed and act not in known.act and not lexicon.kinds().get(act, "n").startswith("v"):
        return ""
    if then in ("了", "着"):
        fits = text[at + 3 : at + 5] not in _WORDS_OF_DONE and text[at + 4 : at + 5] not in ("的", "")
        return left if fits and left[-1:] not in _ENDS_NAME else ""
    whom = text[at + 3 : at + 5] in _WHOM and text[at + 5 : at + 6] not in ("和", "与", "、", "是", "都", "也")
    how = left in _HOW_TOO or left in known.manner
    return left if whom and how else ""


def _twice(text: str, at: int) -> str:
    """Two words of manner as one, of which the list has the second: 安心开心."""
    word = text[max(0, at - 4) : at]
    return word if word[2:] in _FEELINGS and word[:2] in _FEELINGS | _words().manner else ""


def _is_somebodys(text: str, at: int, size: int) -> bool:
    """Whether somebody does it to something: 同学们认真仔细的清理院内的垃圾, and not 同学们认真仔细的学习态度."""
    before = text[max(0, at - size - 1) : at - size]
    whom, act = before in _WHO, text[at + 1 : at + 3]
    done = text[at + 3 : at + 4]
    if act not in _DEEDS and act not in _words().deed:
        return False
    if act in _DEEDS and done in _DONE and (whom or before in _BEGINS):
        return text[at + 4 : at + 5] not in ("的", "")
    fits = "\u4e00" <= done <= "\u9fff" and done not in _NO_OBJECT and text[at + 3 : at + 5] not in _NOUNS
    return fits and (whom or (size == len("安心开心") and before in _BEGINS))


def _is_thing(text: str, at: int) -> bool:
    """Whether what stands behind 地 is a thing, with the end of its clause or 和, 在, 是 behind it."""
    known = lexicon.shipped().costs
    thing = text[at + 1 : at + 3]
    if thing in _OF_WHAT and _MANNERS.match(text, at + 3):
        return True  # 细致地工作态度
    if thing not in _words().thing or known.get(text[at : at + 2], 99.0) < _USUAL:
        return False
    # 一如既往地关心和支持: what may be done is done.
    return text[at + 3 : at + 4] in _NO_THING and thing not in EITHER
