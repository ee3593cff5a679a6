"""One organisation named two ways within an article: 人力资源和社会保障局, and 人力资源与社会保障局 further on.

Names are compared from their ends: what stands before a name in a sentence cannot be told from it. An
abbreviation (妇儿中心) is no slip, and neither is what tells places and levels apart (省, 市, 东, 一).
"""

from collections.abc import Iterator, Mapping

from jianbao import expressions as re
from jianbao import zh
from jianbao.check.inspect import Context, Hit
from jianbao.check.prose import Prose
from jianbao.check.words import lexicon

_ENDS = re.compile(
    "委员会|联合会|基金会|研究会|促进会|协会|学会|中心|办公室|保障局|管理局|监督局|领导小组|联席会议|服务站|联盟"
)
_BEFORE = re.compile(f"[{zh.HAN}]{{0,16}}$")
TELLING = frozenset(
    "国省市区县镇乡村州东南西北中上下前后内外大小新老旧男女青少儿幼一二三四五六七八九十百甲乙正副总分常执监理"
)
"""A difference of these is one of organisations."""
_AND = frozenset("和与及暨")
_CUT_OUT = frozenset({"员会", "保障", "管理", "筹备", "的", "了", "联邦"})
"""What an abbreviation leaves out, 救灾委办公室, and what tells 筹备委员会 from 委员会; 选举产生的委员会 is no name."""
_NO_BODY = re.compile("以[\u4e00-\u9fff]{2,12}为中心$")
_SAME_END, _SAME_BEFORE = 3, 3
"""How many characters two names have in common on both sides of their difference."""


def hits(prose: Prose, context: Context) -> Iterator[Hit]:
    """The rarer of two spellings, where it first stands."""
    named: dict[str, int] = {}
    for match in _ENDS.finditer(prose.prose):
        before = _BEFORE.search(prose.prose, max(0, match.start() - 16), match.start())
        words = (before.group() if before else "") + match.group()
        # 以人民健康为中心 is no body.
        if len(words) >= _SAME_END + _SAME_BEFORE and not _NO_BODY.search(words):
            named.setdefault(words, match.end())
    # Every pair of different names would be compared: only those with the same end can be alike.
    by_end: dict[str, list[str]] = {}
    for name in sorted(named, key=lambda n: named[n]):
        by_end.setdefault(name[-_SAME_END:], []).append(name)
    for alike in by_end.values():
        for position, name in enumerate(alike):
            for other in alike[:position]:
                cut = _slip(other, name)
                if cut:
                    yield _hit(prose, other[-cut[0] :], name[-cut[1] :], named[name])
                    break
    yield from _departments(prose, context.knowledge.departments)


def _hit(prose: Prose, first: str, second: str, end: int) -> Hit:
    text = prose.prose
    if text.count(first) < text.count(second):
        start = text.find(first)
        return Hit("organisations", start, start + len(first), first, second)
    return Hit("organisations", end - len(second), end, second, first)


def _slip(one: str, other: str) -> tuple[int, int] | None:
    """How much of the ends of both are one name with a slip in it; None when they are the same, or two names."""
    same = 0
    while same < min(len(one), len(other)) and one[-1 - same] == other[-1 - same]:
        same += 1
    if same >= min(len(one), len(other)) or same < _SAME_END:
        return None
    for mine, others in ((1, 1), (1, 0), (0, 1), (2, 0), (0, 2)):
        left, right = one[: len(one) - same - mine], other[: len(other) - same - others]
        changed = one[len(left) : len(one) - same] + other[len(right) : len(other) - same]
        before = 0
        while before < min(len(left), len(right)) and left[-1 - before] == right[-1 - before]:
            before += 1
        if mine == others and not _taken(*changed):
            continue
        if lexicon.kinds().get(changed) == "v":
            continue  # 出席企业家委员会, 会见纪念佛教协会: what is done, and no name
        if before >= _SAME_BEFORE and not TELLING & set(changed) and changed not in _CUT_OUT:
            return same + mine + before, same + others + before
    return None


def _taken(one: str, other: str) -> bool:
    """Whether one character is written for another by mistake: 佛教协会 and 道教协会 are two."""
    return other in lexicon.shipped().confused.of(one) or {one, other} <= _AND


def _departments(prose: Prose, departments: Mapping[str, str]) -> Iterator[Hit]:
    """Two spellings of one of our own departments, one of them with a word more in its middle."""
    text = prose.prose
    if "妇" not in text:
        return
    found: dict[str, list[str]] = {}
    for spelling in departments:
        if len(spelling) >= 4 and spelling in text:
            found.setdefault(departments[spelling], []).append(spelling)
    for spellings in found.values():
        for first in spellings:
            for second in spellings:
                at = text.find(second)
                if text.find(first) < at and _one_more_word(first, second):
                    yield Hit("organisations", at, at + len(second), second, first)


def _one_more_word(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    begin = 0
    while begin < len(short) and short[begin] == long[begin]:
        begin += 1
    return len(long) > len(short) and begin >= 3 and begin < len(short) and long.endswith(short[begin:])
