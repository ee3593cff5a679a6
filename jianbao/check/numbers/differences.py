"""Amounts by which two others differ, and totals of what is told one by one: 从200人增至300人，增加了150人.

What is rounded (约, 近, 余, 多) is left alone.
"""

from collections.abc import Iterator
from decimal import Decimal

from jianbao import expressions as re
from jianbao.check import required
from jianbao.check.inspect import Context, Hit
from jianbao.check.prose import Prose

_N = r"\d(?<![\d.,]\d)\d{0,11}(?:\.\d{1,4})?"
_UNIT = (
    "万元|亿元|元|万人次|人次|万人|人|名|位|户|家|个|件|起|场|份|万|亿|吨|公斤|斤|篇|项|例|宗|次|所|支|节|期|本|册|亩|辆|台|套|岁|分|分钟"
    "|公里|米|厘米|平方米"
)
_HAN = "[\u4e00-\u9fff“”]"
_GREW = "增长|增加|提高|上升|提升|发展|扩大|壮大|扩充|下降|减少|降低|缩减|缩短|精简|增|升|扩|涨|降|减"
_RAISED = re.compile(
    rf"(?:由|从){_HAN}{{0,8}}?(?:\d{{4}}年的?)?(?P<one>{_N})(?P<unit>{_UNIT})?(?:{_GREW})?(?:到|至|为)了?{_HAN}{{0,6}}?(?P<other>{_N})"
    rf"(?P<same>{_UNIT})[，,](?:[共净总一]{{1,2}})?(?P<way>增加|增长|增多|提高|上升|扩大|减少|下降|降低|缩短|精简|多|少|降)了?(?P<by>{_N})(?P=same)(?![余多%％])"
)
"""从200人增至300人，增加了150人."""
_APART = re.compile(
    rf"(?P<one>{_N})(?P<unit>分|票|米|公里|公斤|斤|岁|厘米|元|万元)[，、；]{_HAN}{{1,10}}?(?P<other>{_N})(?P=unit)[，；](?:两者|二者|两队|双方)?"
    rf"(?:相差|差|仅差|只差|高出|领先|落后){_HAN}{{0,2}}?(?P<by>{_N})(?P=unit)(?![余多])"
)
"""甲队85分，乙队92分，相差17分."""
_EACH_OF = re.compile(
    rf"(?P<count>{_N})(?P<one>个|支|所|家|场|组|户|辆|张|间|条)(?P<what>[\u4e00-\u9fff]{{1,6}})[，,、；]每(?P=one)?(?P=what)?{_HAN}{{0,6}}?(?P<each>{_N})(?P<thing>{_UNIT})"
    rf"[，,；](?:共计|总计|合计|一共|总共|累计|共){_HAN}{{0,6}}?(?P<all>{_N})(?P=thing)(?![余多])"
)
"""8个街道，每个街道发放200册，共发放1800册."""
_ONE_BY_ONE = re.compile(
    rf"(?P<all>\d{{1,3}}(?:,\d{{3}}){{1,4}}|{_N})(?P<unit>{_UNIT}){_HAN}{{0,10}}[：:](?P<parts>(?:第[一二三四五六七八九十]{{1,2}}[天场期批次组轮季周](?:{_HAN}{{0,6}}?)(?<![约近])\d{{1,8}}(?P=unit)[，、；和]?){{2,8}})(?=[。；\n]|$)"
)
"""三天共有1500人参观：第一天300人，第二天400人，第三天500人."""
_NUMBER = re.compile(r"(\d{1,8})(?=[^\d])")
_VAGUE = re.compile("[约近余多超逾]|以上|左右|其中|另|等")
_RAISED_GUARD, _APART_GUARD, _EACH_GUARD, _ONE_GUARD = map(required.guarded, (_RAISED, _APART, _EACH_OF, _ONE_BY_ONE))


def hits(prose: Prose, context: Context) -> Iterator[Hit]:  # noqa: ARG001 (as every inspection)
    """Each difference and each total that does not fit."""
    for match in _RAISED_GUARD.matches(prose):
        if match["unit"] in (None, match["same"]):
            yield from _told(match, "by", abs(Decimal(match["other"]) - Decimal(match["one"])), match["same"])
    for match in _APART_GUARD.matches(prose):
        yield from _told(match, "by", abs(Decimal(match["other"]) - Decimal(match["one"])), match["unit"])
    for match in _EACH_GUARD.matches(prose):
        yield from _told(match, "all", Decimal(match["count"]) * Decimal(match["each"]), match["thing"])
    for match in _ONE_GUARD.matches(prose):
        yield from _told(match, "all", Decimal(sum(map(int, _NUMBER.findall(match["parts"])))), match["unit"])


def _told(match: re.Match[str], said: str, right: Decimal, unit: str) -> Iterator[Hit]:
    if Decimal(match[said].replace(",", "")) == right or _VAGUE.search(match.group()):
        return
    yield Hit(
        "sums", match.start(said), match.end(said) + len(unit), match[said] + unit, f"{right.normalize():f}{unit}"
    )
