"""A sentence that is nothing but a purpose: 为丰富文化生活，增强凝聚力。社区举办了晚会。 Its stop should be a comma.

Every clause of it begins with what one wants to reach, none says who did what, and the next sentence of the paragraph
does.
"""

from collections.abc import Iterator

from jianbao import expressions as re
from jianbao.check.inspect import Context, Hit
from jianbao.check.prose import BLANK, Prose
from jianbao.check.words import lexicon

_SENTENCE = re.compile(
    r"(?:^|(?<=[。！？\n]))[ \u3000]{0,8}(?P<words>[^。！？；\n]{6,160})。(?=(?P<next>[^。！？；\n]{4,80}))"
)
_FOR = re.compile("(?:^|，)(?:为了?|旨在)(?!此|期|准|首|例|主|止|人|民|生|何|所|什|核)")
_FOR_WORDS, _LONGEST = re.compile("为|旨在"), 180
"""Without one of these nothing is a purpose; characters of a sentence that is looked at, and a few more."""
_HOW = (
    "(?:进一步|更好地?|更加|切实|大力|深入|全面|扎实|有效|不断|积极|充分|持续|着力|认真|隆重|热烈|努力|真正|广泛|及时|牢固|稳步"
    "|加快|深度|大大|极大|从而|并|也|同时|共同|严格|坚决|精准|有力|科学|合理|主动|贴心|深化和|让|使|能|能够){0,3}地?"
)
_TO_DO = re.compile(f"{_HOW}(?:开展|组织|举办|办)好?(?!的)")
"""为深入开展……活动: what one wants to do is a goal as well."""
_REACHED = """
    做到 度过 引导 加强 加快 加深 增强 增进 增加 提高 提升 促进 推进 推动 丰富 营造 弘扬 落实 贯彻 学习 培养 培育 深化
    普及 响应 宣传 庆祝 纪念 迎接 帮助 鼓励 做好 保障 保证 确保 维护 发扬 传承 激发 展示 展现 关爱 关心
    构建 打造 创建 创设 巩固 强化 助力 活跃 解决 改善 优化 完善 健全 拓展 拓宽 搭建 满足 防止 防范 预防
    避免 遏制 减少 减轻 缓解 树立 凝聚 汇聚 调动 发挥 检验 了解 掌握 规范 夯实 筑牢 铸牢 推广 倡导 践行
    传递 拉近 密切 支持 扩大 释放 引领 教育 增添 缅怀 感受 体验 锻炼 磨炼 适应 履行 实现 达到 建设 建立
    形成 充实 调整 继承 动员 号召 引导 激励 推选 表彰 打通 补齐 提振 增长 拓宽 扎实 做实 抓好 用好 讲好 办好 守护 守牢
    压实
    消除 化解 更新 呵护 感恩 报答 重温 追忆 铭记 讴歌 学会 认识 明确 统一 配合 服务 方便 便于 争创 摸清 查找 总结
    检阅 选拔
    """.split()
_FOR_WHOM = re.compile(
    "[给让使帮][^，]{2,16}(?:营造|创造|提供|送|度过|过|了解|感受|体验|掌握|树立|养成|更好|更加|能|懂|学)"
)
"""为了给居民营造, 为了让学生了解."""
_BEFORE = 30
"""Characters that may stand before the purpose: 重阳节到来之际，"""
_GOAL = re.compile(f"{_HOW}(?:{'|'.join(_REACHED)})(?!了)")
_DOES = re.compile(
    "开展(?!的)|举办|举行|(?<!党)组织(?![能力部建的关生])|召开|启动|决定|制定|印发|成立|联合|设置|设立|安排|推出|出台|发布|采取|派出|邀请|走进|来到"
    "|奋斗|特此|我们|前往|将于|(?<!除)了(?!解)|着(?![力重])|(?<![度通超经])过(?![程渡硬好上]|一个|节)|是(?![否非])|必须|需要|应当|应该"
    "|[作做]出|应对|作用|贡献|提供[^，]{0,8}(?:保障|支撑|支持)|积极努力|(?<![志自意心])愿|(?<![重主需纪])要(?!求)|要求(?=[各全广学家])|提出"
)
"""What says that somebody did something, so that the sentence is one."""
_GOES_ON = re.compile(
    "并|也|同时|从而|进而|以|能|不断|共同|使|让|真正|切实|进一步|更好|努力|全面|积极|大力|激励|强|提|促|增"
)
"""How a goal after the first may begin, besides with a verb."""
_FINE = 6
"""Characters of a clause that is too short to say what was done."""
_DID = re.compile(
    "开展|举办|举行|组织|召开|启动|成立|联合|推出|邀请|走进|来到|前往|深入|参加|进行|发放|慰问|走访|参观|观看|制作|设立|带领|利用|结合"
    "|清理|承办|策划|发起|送[去上]|安装|修建|迎来|现将|现就"
)
_DAY = re.compile("(?:^|，)[^，]{2,16}是[^，]{0,16}[日节周月]”?$")
"""11月25日是“国际反家暴日”，: what day it is says nothing of what was done."""
_DATED = re.compile(
    "(?:[\u4e00-\u9fff“”]{2,16}于)?(?:20\\d\\d年)?\\d{1,2}月(?:\\d{1,2}日|[，上中下])|近日|日前|[今昨]天|当[天日]|连日来"
)


def _is_first(goal: str) -> bool:
    return _GOAL.match(goal) is not None or _FOR_WHOM.match(goal) is not None


def _is_goal(goal: str) -> bool:
    return (
        len(goal) <= _FINE
        or _GOAL.match(goal) is not None
        or _GOES_ON.match(goal) is not None
        or lexicon.kinds().get(goal[:2], "n").startswith("v")
    )


def hits(prose: Prose, context: Context) -> Iterator[Hit]:  # noqa: ARG001 (as every inspection)
    """The stop behind each purpose that is no sentence."""
    text = prose.prose
    begun = {
        max(text.rfind(mark, max(0, at.start() - _LONGEST), at.start()) for mark in "。！？\n") + 1
        for at in _FOR_WORDS.finditer(text)
    }
    for match in (one for at in sorted(begun) if (one := _SENTENCE.match(text, at))):
        words = match["words"]
        begins = _FOR.search(words)
        if begins is None or not (_DID.search(match["next"]) or _DATED.match(match["next"])):
            continue
        before, purpose = _DAY.sub("", words[: begins.start()]), words[begins.end() :]
        purpose = _TO_DO.sub("加强", purpose)
        if len(before) > (0 if begins.group().endswith("在") else _BEFORE) or _DOES.search(before):
            continue
        first, *others = purpose.split("，")
        if _DOES.search(purpose) is None and _is_first(first) and all(map(_is_goal, others)):
            stop = match.end("words")
            yield Hit("purposes", stop, stop + 1, words[-4:] + "。")


_OPEN_END = re.compile(
    "[^！？；：:|]{4,40}(?:了|，|着|将|让)[^！？；：:|（）()]{4,40}|[^！？|，]{2,60}，[^！？|（）()]{6,140}"
)
"""What stands behind the last stop of a paragraph and is a sentence."""
_SIGNED = re.compile(
    "(?:供稿|报道|来源|转载|[摄文图编审稿]|[一二三四五六七八九十\\d]日)$"
    "|^[\u4e00-\u9fff]{2,24}(?:联合会|委员会|办公室|妇联|工会|团委|党委|政府|中心|学校|[中小]学|协会|支部|编辑部|[局院站])$"
)
"""Who wrote, or a closing body or day."""
_CAPTION = re.compile("[（(]?[上下左右附]?图(?:为|示|中|片|[一二三四五六\\d])")
_STOPS = "。！？"
_BEFORE_LAST, _LONG_BEFORE = 10, 50
"""Characters before the last stop, at least; and of a paragraph whose last sentence may be any."""
_LAST = range(8, 81)


def unstopped(prose: Prose, context: Context) -> Iterator[Hit]:  # noqa: ARG001 (as every inspection)
    """A paragraph of several sentences whose last one has no mark behind it."""
    for block in prose.blocks:
        if block.kind != "text":
            continue
        text = block.text.rstrip()
        if not "\u4e00" <= text[-1:] <= "\u9fff":
            continue
        at = max(map(text.rfind, _STOPS))
        last = text[at + 1 :]
        if at < _BEFORE_LAST or "\n" in last or BLANK in last or _SIGNED.search(last):
            continue
        if _CAPTION.match(last) or _CAPTION.match(text):
            continue
        if (text[at] == "。" and _OPEN_END.fullmatch(last)) or (at >= _LONG_BEFORE and len(last) in _LAST):
            end = block.start + len(text)
            yield Hit("unstopped", end - 1, end, text[-1], text[-1] + "。")
