"""Fixed phrases with a word exchanged (中华民族伟大振兴), two words swapped (社会主义价值核心观), or a word gone.

phrases.py looks for slips of a character. Here a whole word is another one: of long phrases only, and only where all
the rest stands as it should. Names of bodies and of honours are phrases of this kind.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from jianbao import expressions as re
from jianbao import zh
from jianbao.check import required
from jianbao.check.inspect import Context, Hit
from jianbao.check.prose import Prose
from jianbao.check.words import lexicon

SHORTEST = 7
"""Characters of a phrase."""
_REST = 5
"""Characters that stand as they should when a word is exchanged."""
_FEW, _MUCH = 2, 4
_WORD = 12.5
"""Cost of a word that people know."""
_HAN = re.compile(f"[{zh.HAN}]+")
_GONE = frozenset("工作 全国 代表 常务 事务".split())
_BODY_ENDS = ("会", "局", "站", "所", "中心")
"""Words that are left out of a body's name by mistake; without others it may be another one (三八妇女节)."""
_EITHER = frozenset({frozenset("活动 行动".split()), frozenset("建设 建成".split()), frozenset("党委 党组".split())})
"""Words of which both may stand."""
_SAME_AS_WELL = frozenset("建设 发展 推进 推动 加强 保障 保护 服务 活动 指导 创建".split())
"""Words that may stand in the place of many."""


class _Slot(NamedTuple):
    """A place in a phrase: what stands before it and behind it, and the word in it."""

    before: str
    word: str
    behind: str


@lru_cache(maxsize=1)
def _closed() -> frozenset[str]:
    """Phrases of which the last word is one as well: whatever else stands there is an exchange."""
    lines = (lexicon.FOLDER / "closed.txt").read_text("utf-8").splitlines()
    return frozenset(line for line in lines if not line.startswith("#"))


@lru_cache(maxsize=4)
def _slots(words: frozenset[str]) -> tuple[dict[str, list[_Slot]], dict[str, list[tuple[str, str]]]]:
    """Open places by the two characters before; and phrases with two words swapped, by the pair where these meet."""
    known = lexicon.shipped()
    slots: dict[str, list[_Slot]] = {}
    swapped: dict[str, list[tuple[str, str]]] = {}
    right = words | lexicon.phrases()
    for phrase in sorted({w for w in words if "、" not in w and len(w) >= SHORTEST} | _closed()):
        at = 0
        for word in known.cut(phrase)[1]:
            before, behind = phrase[:at], phrase[at + len(word) :]
            at += len(word)
            open_ = len(behind) > 1 or (not behind and phrase in _closed())
            if len(word) in (2, 3) and len(before) > _FEW and open_ and len(before + behind) >= _REST:
                slots.setdefault(before[-2:], []).append(_Slot(before, word, behind))
        for n in range(len(phrase) - 3):
            one, other = phrase[n : n + 2], phrase[n + 2 : n + 4]
            turned = phrase[:n] + other + one + phrase[n + 4 :]
            if one != other and turned not in right and max(known.costs.get(w, 99.0) for w in (one, other)) < _WORD:
                swapped.setdefault(other[1] + one[0], []).append((turned, phrase))
    return slots, swapped


def asked(context: Context) -> list[list[Iterable[str]]]:
    """By phrase, of which a clause has to hold a part: how that begins, and how it ends."""
    slots, swapped = _slots(context.knowledge.words)
    parts = {slot.before for those in slots.values() for slot in those}
    parts.update(turned for those in swapped.values() for turned, _ in those)
    return [[{part[:2]}, {part[-2:]}] for part in sorted(parts)]


def hits(prose: Prose, context: Context) -> Iterator[Hit]:
    """Every phrase with another word in it, at that word."""
    text, pairs = prose.prose, prose.pairs()
    slots, swapped = _slots(context.knowledge.words)
    told: set[int] = set()
    for pair in sorted(pairs & swapped.keys()):
        for turned, phrase in swapped[pair]:
            for match in re.finditer(turned, text):
                if match.start() not in told:
                    told.update(range(*match.span()))
                    yield Hit("exchanged", *match.span(), turned, phrase)
    for pair in sorted(pairs & slots.keys()):
        for slot in slots[pair]:
            for start, end in _exchanged(text, slot):
                if start not in told and not _is_right(text, start, end, context.knowledge.words):
                    told.update(range(start, end + 1))
                    shown = text[start - len(slot.before) : end + len(slot.behind)]
                    yield Hit("exchanged", start, end, shown, "".join(slot))


def _exchanged(text: str, slot: _Slot) -> Iterator[tuple[int, int]]:
    """Where another word stands in the place, or none."""
    size = len(slot.word)
    at = text.find(slot.before)
    while at >= 0:
        start = at + len(slot.before)
        if not text.startswith(slot.word, start):
            if slot.behind:
                there = text[start : start + size]
                shorter = text[start : start + size - 1]
                # 社会主义法治国家 is as right as 社会主义现代化国家: words that share nothing are no slip.
                alike = set(there) & set(slot.word)
                if alike and text.startswith(slot.behind, start + size) and _is_exchange(there, slot.word):
                    yield start, start + size
                elif len(slot.behind) >= _MUCH and _is_cut(text, start, shorter, slot):
                    yield start, start + len(shorter)
                elif slot.word in _GONE and slot.behind.endswith(_BODY_ENDS) and text.startswith(slot.behind, start):
                    yield start, start
            elif _ends_otherwise(text, start, slot):
                yield start, start + size
        at = text.find(slot.before, at + 1)


def _is_exchange(there: str, word: str) -> bool:
    """Whether a word stands for another one that is no less right there; a slip of a character is phrases.py's."""
    return (
        _HAN.fullmatch(there) is not None
        and lexicon.shipped().costs.get(there, 99.0) < _WORD
        and frozenset((there, word)) not in _EITHER
        and there not in _SAME_AS_WELL
    )


def _is_cut(text: str, start: int, there: str, slot: _Slot) -> bool:
    """Whether one character stands where a word of two should: 以人民为主的发展思想."""
    single = len(there) == 1 and _HAN.fullmatch(there) is not None and there not in "的之大新和与"
    return single and text.startswith(slot.behind, start + 1)


def _ends_otherwise(text: str, start: int, slot: _Slot) -> bool:
    """Whether the phrase ends in another word, which does not go on: 伟大振兴, but not 伟大民族精神."""
    there = text[start : start + len(slot.word)]
    run = _HAN.match(text, start, start + 4)
    words = lexicon.shipped().cut(run.group())[1] if run else []
    goes_on = text[start + len(there) : start + len(there) + 1] in ("的", "之")
    closed = slot.before + slot.word in _closed() and len(slot.before) > _REST + 1
    if not (closed or set(there) & set(slot.word)) or goes_on:
        return False
    return bool(words) and words[0] == there and _is_exchange(there, slot.word)


def _is_right(text: str, start: int, end: int, words: frozenset[str]) -> bool:
    """Whether the place lies in another phrase that is right."""
    around = text[max(0, start - 12) : end + 12]
    place = min(start, 12)
    found = ((around.find(w), len(w)) for w in words if len(w) > end - start and w in around)
    return any(at < place and at + size >= place + max(1, end - start) for at, size in found)


_CONGRESS = re.compile(
    "中国(?P<whose>共产党|工会|妇女|共产主义青年团|少年先锋队|残疾人联合会|文学艺术界联合会|作家协会|科学技术协会)"
    "第(?:[一二三四五六七八九十]{1,3}|[0-9]{1,2})(?:次|届)代表大会"
)
_HONOURS = {
    "三八红旗": ("手", "手标兵", "集体", "集体标兵"),
    "巾帼建功": ("标兵", "先进集体", "先进个人"),
    "巾帼文明": ("岗", "示范岗"),
    "五一劳动": ("奖章", "奖状"),
    "青年五四": ("奖章", "奖章集体"),
}
_ENDS = "个人|能手|先锋|模范|先进(?!集体|个人)|单位|家庭|岗位|之家|奖牌|标杆|标兵|女性|勋章|集体|奖章|奖状|示范岗|号"
_HONOUR = re.compile(rf"(?:全国|[省市区县])(?P<head>{'|'.join(_HONOURS)})(?P<end>{_ENDS})(?![岗奖号])")
_PLENARY = re.compile(
    "[一二三四五六七八九十]届[一二三四五六七八九]中(?P<end>全体|全委|全国|大会|会议|全)(?=精神|上|以来|公报|《|闭幕|召开)"
)
_CONGRESSES, _HONOURED, _PLENARIES = (required.guarded(pattern) for pattern in (_CONGRESS, _HONOUR, _PLENARY))


def named(prose: Prose, context: Context) -> Iterator[Hit]:  # noqa: ARG001 (as every inspection)
    """Congresses without 全国, plenary meetings called otherwise, honours with another one's end."""
    for match in _CONGRESSES.matches(prose):
        at = match.end() - len("代表大会")
        yield Hit("exchanged", at, match.end(), match.group(), match.group().replace("代表大会", "全国代表大会"))
    for match in _PLENARIES.matches(prose):
        right = match.group()[: -len(match["end"])] + "全会"
        yield Hit("exchanged", match.start("end"), match.end(), match.group(), right)
    for match in _HONOURED.matches(prose):
        ends = _HONOURS[match["head"]]
        if match["end"] not in ends:
            right = "、".join(match["head"] + end for end in ends)
            yield Hit("exchanged", match.start("head"), match.end(), match.group(), right)
