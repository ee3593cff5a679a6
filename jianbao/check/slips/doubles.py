"""Words and characters that stand twice in a row and should not: 会议会议强调, 让让群众满意.

Chinese doubles on purpose, too: 看看, 一个一个, 讨论讨论, 大会会场. Nothing is said where they belong to two words,
where the doubled form is a word, and of verbs that are doubled to soften them.
"""

from collections.abc import Iterator

from jianbao import expressions as re
from jianbao import zh
from jianbao.check.inspect import Context, Hit
from jianbao.check.prose import Prose
from jianbao.check.words import counts, grams, lexicon, sieves

_WORD = re.compile("([\u4e00-\u9fff]{2,8})\\1")
_LENGTHS = range(2, 9)
_LONGEST = 4
"""Characters of a word that the list may hold."""
_ONE = re.compile("([\u4e00-\u9fff])\\1")
_SOFTENED = frozenset(
    """
    讨论 商量 研究 休息 学习 打扫 收拾 整理 活动 锻炼 了解 认识 体验 尝试 考虑 观察 琢磨
    交流 沟通 放松 热闹 高兴 开心 介绍 参观 比较 调整 检查 清理 拾掇 打听 关心 照顾 帮助
    表扬 鼓励 教育 批评 分析 总结 回忆 温习 复习 练习 实践 修理 加油 永远 非常 特别 真的
    夸奖 称赞 奖励 提醒 劝说 问候 关照 照料 打扮 布置 切磋 探讨 张罗 熟悉 嘱咐 叮嘱 请教 核对
    谢谢 慢慢 好好 宣传 反省 反思 感受 品尝 比划 比试 推敲 合计 斟酌 领教 改进 改善 美化
    """.split()
)
_CHAINED = frozenset(
    """
    组织 领导 服务 产业 代表 指导 工作 教育 企业 社会 管理 计划 建议 决定 保障 培训 活动 规划
    报告 编辑 导演
    """.split()
)
"""A noun at the end of one word and a verb, or another noun, at the beginning of the next: 党组织组织党员."""
_GOVERNED = frozenset("学习 活动 教育 宣传 实践 调整 检查 介绍 总结 改进 研究 体验 交流".split())
"""What is done, and what something is called by: 学习成果."""
_USUAL = 12.5
_COUNTING = frozenset("一二两三四五六七八九十几半每很许多好大小非真早再又越愈")
_SMALL = frozenset("要能可已正再曾的了在是和与让使把将被对为从向到由于及等并而且或以其这那我你他她它们也都就还又很更最")
_MEANT = frozenset(
    """
    对对 等等 年年 天天 人人 家家 大大 小小 好好 慢慢 多多 常常 个个 处处 点点 步步 层层
    代代 件件
    """.split()
)
_SOUNDS = frozenset("哈呵嘻嘿啦哇咚滴嘀叮哗呼呜嗡轰喵汪咩")
"""What is written as it sounds, as often as one likes."""
_OFTEN = 6
"""The logarithm to 2 of how often a pair is met, at least, that people write."""
_COMMON, _BOUND = 13.0, 9.5
"""Cost of a doubled form that people write, and of a character that seldom stands by itself."""
_DONE = frozenset("不明小一算心")
"""不了了之, 小时了了."""
OFFICE = re.compile("[府委局联会协院厅]办办|[\u4e00-\u9fff]{2}了[\u4e00-\u9fff]{2}")
"""市政府办|办理, 区委办|办公会: the first is the office's short name; 化解了矛盾: a deed that is done."""
_IDIOM = re.compile("是是非非|和和美美|和和气气|了了心愿|对对碰|大大小小|方方面面|一对对|一把把|[一二三四五六七八九十]")


def hits(prose: Prose, context: Context) -> Iterator[Hit]:  # noqa: ARG001 (as every inspection)
    """Each doubled word or character, with what is left when one goes."""
    text = prose.prose
    for match in _doubled(_WORD, text, _LENGTHS):
        word = match[1]
        longer = len(word) > 2 and len(set(word)) > 2 and word[0] not in _COUNTING and word[1] != word[0]
        if longer or (len(word) <= _LONGEST and _is_slip(text, match)):
            yield Hit("doubles", match.start(), match.end(), match.group(), word)
    for match in _doubled(_ONE, text, range(1, 2)):
        check = _single_slip(text, match)
        if check:
            yield Hit(check, match.start(), match.end(), match.group(), match[1])


def _doubled(pattern: re.Pattern[str], text: str, lengths: range) -> Iterator[re.Match[str]]:
    """What an expression finds that begins with so many characters twice: they are looked for at all places at once."""
    import numpy as np

    codes = sieves.codes(text)
    places: set[int] = set()
    for length in lengths:
        same = codes[:-length] == codes[length:]
        size = max(0, len(same) - length + 1)
        places.update(np.flatnonzero(np.logical_and.reduce([same[n : n + size] for n in range(length)])).tolist())
    reach = 0
    for at in sorted(places):
        match = pattern.match(text, at) if at >= reach else None
        if match:
            reach = match.end()
            yield match


def _is_slip(text: str, match: re.Match[str]) -> bool:
    word = match[1]
    if word in _SOFTENED and not _governs(text, match):
        return False
    if (word in _CHAINED and not _governs(text, match)) or word[0] in _COUNTING or len(set(word)) == 1:
        return False
    known = lexicon.shipped().costs
    if word not in known or word * 2 in known or word in lexicon.shipped().unmeant:
        return False
    # 大会会场: the first half may belong to what stands before it, the second to what follows.
    before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
    return not (before and after and before + word[:1] in known and word[-1:] + after in known)


def _governs(text: str, match: re.Match[str]) -> bool:
    """Whether a verb that may be doubled is a noun's here: 学习学习成果, but not 讨论讨论这件事."""
    behind = text[match.end() : match.end() + 2]
    common = lexicon.shipped().costs.get(behind, 99.0) < _USUAL
    return match[1] in _GOVERNED and common and lexicon.kinds().get(behind, "n") == "n"


def _single_slip(text: str, match: re.Match[str]) -> str:
    """``doubles`` of 让让 and the like, ``doublesmaybe`` of what may be the end of a word that no list holds, or ""."""
    pair, one = match.group(), match[1]
    known = lexicon.shipped().costs
    start, end = match.span()
    before, after = text[max(0, start - 1) : start], text[end : end + 1]
    if text[start : start + 4] == one * 4 and before != one and after == one and one not in _SOUNDS:
        return "doubles"  # 纷纷纷纷
    if after == one and before != one and one in _SMALL:
        return "doubles"  # 要要要
    of_word = known.get(one + after, 99.0) < _USUAL  # 增进了|了解
    if (
        pair == "了了"
        and not of_word
        and before not in _DONE
        and after
        and not _IDIOM.search(before + pair + text[end : end + 2])
    ):
        return "doubles"
    if before == one or after == one or pair in _MEANT or _IDIOM.search(before + pair + text[end : end + 2]):
        return ""
    if OFFICE.match(before + pair):
        return ""
    around = lexicon.Around(text, start, end)
    left, right = around.word_at(start), around.word_at(start + 1)
    if left == right:
        return ""  # one word, known or a name
    if one in _SMALL:
        return "doubles" if len(left[2]) == 1 and len(right[2]) == 1 and pair not in known else ""
    # 思|思想: a single character before a word that begins with it
    single = len(left[2]) == 1 and len(right[2]) > 1 and right[2] in known
    # 暑期档|档期, 油漆工|工作, 能源局|局长: the first may be the end of a longer word, or of what was abbreviated.
    ends = counts.met(before + one) >= _OFTEN or after in "长室"
    odd = single and known.get(pair, 18.0) > _COMMON and before not in zh.SURNAMES and known.get(one, 18.0) > _BOUND
    if single and before not in zh.SURNAMES and counts.met(pair) < 0 and _is_unmet(text, start):
        return "doublesmaybe"  # 向群群众
    return "doublesmaybe" if odd and not ends else ""


def _is_unmet(text: str, start: int) -> bool:
    """Whether no row of three over a doubled character was ever met."""
    rows = [text[n : n + 3] for n in (start - 1, start) if n >= 0 and all(map(zh.is_han, text[n : n + 3]))]
    rows = [row for row in rows if len(row) == 3]
    return bool(rows) and not any(grams.met([sieves.codes(c) for c in row])[0] for row in rows)
