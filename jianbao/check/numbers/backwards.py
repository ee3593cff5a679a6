"""Ranges that run backwards (60%～50%, 6～3岁, 9:00至8:30), hours of no clock, or of another part of the day.

What goes down (由60%降到50%), scores, and nights (22:00至6:00) are no such ranges.
"""

from collections.abc import Iterator
from decimal import Decimal

from jianbao import expressions as re
from jianbao import zh
from jianbao.check import required
from jianbao.check.inspect import Context, Hit
from jianbao.check.prose import Prose

_TO = "——|--|[～~—–－-]|至|到"
_UNITS = "[%％‰]|周?岁|℃|°C|摄氏度|度|个月|个?小时|分钟|厘米|公里|千米|公斤|千克|cm|mm|kg|km|年级|米|周"
_RANGE = re.compile(
    rf"\d(?<![\d.,:：/—–~～-]\d)(?<![第负米块元点分时年月]\d)(?P<one>\d{{0,6}}(?:\.\d{{1,3}})?)(?P<first>{_UNITS})?(?:{_TO})"
    rf"(?P<other>\d{{1,7}}(?:\.\d{{1,3}})?)(?P<unit>{_UNITS})"
)
_HAN_RANGE = re.compile(
    "(?<![一二三四五六七八九十])(?P<one>[一二三四五六七八九])(?:至|到|—|~|～|-)(?P<other>[一二三四五六七八九])(?:年级|周?岁)"
)
_DOWN = re.compile("[由从自降减低跌缩退负零]|倒数|倒计时|比分|落差|[加减]|前$")
_BEFORE = 10
"""Characters before a range that tell of what goes down."""


def ranges(prose: Prose, context: Context) -> Iterator[Hit]:  # noqa: ARG001 (as every inspection)
    """60%～50%, 26℃～22℃, 6～3岁, 六至三年级."""
    text = prose.prose
    for match in _RANGES.matches(prose):
        one, other = Decimal(text[match.start()] + match["one"]), Decimal(match["other"])
        first = match["first"] or match["unit"]
        if one > other and _same(first, match["unit"]) and not _goes_down(text, match.start()):
            yield _turned(match, text)
    for match in _HAN_RANGES.matches(prose):
        if zh.counted(match["one"]) > zh.counted(match["other"]) and not _goes_down(text, match.start()):
            yield _turned(match, text)
    yield from _times(prose)


def _same(one: str, other: str) -> bool:
    return one == other or {one, other} <= set("%％") or {one, other} <= {"岁", "周岁"}


def _goes_down(text: str, at: int) -> bool:
    begin = max(0, at - _BEFORE)
    cut = max(text.rfind(mark, begin, at) for mark in "，。；、：\n") + 1
    return _DOWN.search(text, max(begin, cut), at) is not None


def _turned(match: re.Match[str], text: str) -> Hit:
    return Hit("backwards", match.start(), match.end(), text[match.start() : match.end()])


_CLOCK_RANGE = re.compile(
    rf"\d(?<![\d:：.]\d)(?P<one>\d?)[:：](?P<minute>\d\d)(?P<to>{_TO})(?P<other>\d{{1,2}})[:：](?P<last>\d\d)(?![\d:：])"
)
_HOUR_RANGE = re.compile(
    rf"\d(?<![\d:：.]\d)(?P<one>\d?)[时点](?:(?P<minute>\d\d?)分|半)?(?:{_TO})(?P<other>\d{{1,2}})[时点](?:(?P<last>\d\d?)分)?"
)
_SCORE = re.compile("比分|[胜负局盘赛]|战平|打成|击败|不敌")
_OPEN = re.compile("时间|开放|营业|服务|每[日天周晚]|周[一二三四五六日末]|星期|[日号上下晚早午于定]|办公|咨询|热线")
_NIGHT = re.compile("晚|夜|次日|翌日|昼|值班|值守|下午|傍晚|倒")
_EVENING, _MORNING = 17, 12
_NEAR = 16


def _times(prose: Prose) -> Iterator[Hit]:
    text = prose.prose
    for match in [*_CLOCK_RANGES.matches(prose), *_HOUR_RANGES.matches(prose)]:
        before = text[max(0, match.start() - _NEAR) : match.start()]
        one, other = int(text[match.start()] + match["one"]), int(match["other"])
        start, end = one * 60 + int(match["minute"] or 0), other * 60 + int(match["last"] or 0)
        dashed = "to" in match.re.groupindex and match["to"] not in ("至", "到")
        if _SCORE.search(before) or (dashed and not _OPEN.search(before)):
            continue
        if max(one, other) > 24 or max(start, end) > 24 * 60:
            if max(one, other) < 60:
                yield Hit("oddhour", match.start(), match.end(), match.group())
        elif end < start and not (one >= _EVENING and other <= _MORNING) and not _NIGHT.search(before):
            yield _turned(match, text)


_PARTS = {
    "凌晨": (*range(7, 12),),
    "清晨": (*range(11, 24),),
    "早上": (*range(12, 24),),
    "早晨": (*range(12, 24),),
    "上午": (*range(13, 24),),
    "中午": (*range(3, 10),),
    "下午": (*range(8, 12), *range(20, 25)),
    "傍晚": (*range(1, 4), *range(9, 16), *range(21, 25)),
    "深夜": (*range(5, 9), *range(13, 20)),
    "午夜": (*range(4, 11), *range(13, 22)),
}
"""Hours that are in no such part of the day."""
_LISTED = frozenset("凌晨 清晨 早上 早晨 上午 中午 下午".split())
"""Of these with figures a rule of data/ tells."""
_PART = re.compile(
    rf"(?P<part>{'|'.join(_PARTS)})(?P<hour>\d{{1,2}}|[一二两三四五六七八九十]{{1,3}})(?:[时点](?![心子滴评])|[:：]\d\d(?!\d))"
)


def hours(prose: Prose, context: Context) -> Iterator[Hit]:  # noqa: ARG001 (as every inspection)
    """傍晚9时, 深夜15:00, 下午九点: parts of the day beside an hour of another one."""
    for match in _PARTS_GUARD.matches(prose):
        said = match["hour"]
        if said.isascii() and match["part"] in _LISTED:
            continue
        hour = int(said) if said.isascii() else zh.counted(said.replace("两", "二"))
        if hour in _PARTS[match["part"]]:
            yield Hit("oddhour", match.start(), match.end(), match.group())


_RANGES, _HAN_RANGES, _CLOCK_RANGES, _HOUR_RANGES, _PARTS_GUARD = (
    required.guarded(pattern) for pattern in (_RANGE, _HAN_RANGE, _CLOCK_RANGE, _HOUR_RANGE, _PART)
)
