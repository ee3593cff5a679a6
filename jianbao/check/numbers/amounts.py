"""Amounts that follow from one another: quantity and price, averages, and totals that are said without 共.

What is rounded is not told: a total may be off by one in its last digit, an average by one in a hundred.
"""

from collections.abc import Iterator
from decimal import Decimal

from jianbao import expressions as re
from jianbao import zh
from jianbao.check import required
from jianbao.check.inspect import Context, Hit
from jianbao.check.prose import Prose

_N = r"\d(?<![\d.,]\d)\d{0,11}(?:\.\d{1,4})?"
_ONE = "人次|人|名|位|户|家|份|套|件|个|箱|袋|盒|桶|台|本|册|张|场|期|次|棵|株|间|所|篇|组|对|亩|支|辆"
_HAN = "[\u4e00-\u9fff“”]"
_IS = "价值|标准|补助|发放|慰问金|救助金|资助|奖励|补贴|单价|各|为|给予|助学金|价格|人民币|约?合|是"
_ALL = "共计|总计|合计|总价值|总价|总值|总额|总金额|总费用|一共|总共|累计|共|折合"
_WORDS = "发放|慰问金|救助金|助学金|价值|金额|人民币|为|资助|捐助|投入|花费|支出|需|计|达|是|补助|奖励|费用|[款金]"
_PRICED = re.compile(
    rf"(?P<count>{_N})(?P<one>{_ONE})(?!余|多){_HAN}{{0,10}}[，,、；（(]?(?:每(?P=one)|单价)(?:{_IS}){{0,2}}(?P<each>{_N})(?P<money>万?元)"
    rf"(?:的?(?:慰问金|救助金|助学金|奖金|奖学金|补贴|补助))?[，,；）)]{{0,2}}(?:{_ALL})(?:{_WORDS}){{0,2}}(?P<all>{_N})(?P<unit>万?元)"
)
"""200份，每份价值150元，总价值3.5万元."""
_PRICE_FIRST = re.compile(
    rf"每(?P<one>{_ONE})(?:{_IS}){{1,2}}(?P<each>{_N})(?P<money>万?元)[，,；]?(?:共|购买|采购|发放|资助|慰问|救助|为){{0,2}}(?P<count>{_N})(?P=one)"
    rf"{_HAN}{{0,6}}[，,；]?(?:{_ALL})(?:{_WORDS}){{0,2}}(?P<all>{_N})(?P<unit>万?元)"
)
"""每份价值150元，共200份，总价值3.5万元."""
_AVERAGE = re.compile(
    rf"(?P<count>{_N})(?P<one>{_ONE})(?P<what>{_HAN}{{0,8}}[，,]?{_HAN}{{0,12}})(?P<all>{_N})(?P<unit>万元|元|小时|人次|件|份|场|次|篇|本|册|公斤|斤|棵)"
    rf"[\u4e00-\u9fff]{{0,4}}[，,；]平均(?P<per>每[\u4e00-\u9fff]{{1,3}}?)(?:捐款?|捐赠|投入|收入|{_IS}|达|阅读|借阅|服务|植树|种植)?(?P<each>{_N})(?P<other>万元|元|小时|人次|件|份|场|次|篇|本|册|公斤|斤|棵)"
)
"""36个班级共收到捐款27000元，平均每班700元."""
_THING = "人次|人|名|位|户|家|场|次|份|件|个|台|本|册|棵|株|篇|期|节|小时|课时"
_GROUPED = re.compile(
    rf"(?P<count>{_N})(?P<one>个|支|辆|桌|排|组|天|期|班|所|家|村|户|场|名|人)(?P<what>{_HAN}{{0,12}})[，,、](?:平均)?每(?P<per>[\u4e00-\u9fff]{{1,2}}?)(?:有|各|派|选派|安排|开展|举办|种植?|组织)?"
    rf"(?P<each>{_N})(?P<thing>{_THING})(?:[\u4e00-\u9fff]{{0,3}})[，,；](?:共计|总计|合计|一共|总共|共)(?:有|开展|举办|派出|组织|种植|计)?(?P<all>{_N})(?P=thing)(?![余多])"
)
"""6个村派人参加，每村15人，共计80人."""
_GOT = "收入|收到|筹集|筹得|募集|募得|预算|善款|捐款|经费|拨款|资金|拨付"
_SPENT = "支出|使用|用去|花费|花去|发放|支付|用于"
_BALANCE = re.compile(
    rf"(?:{_GOT})(?:共|共计|资金|善款|经费|总额|为)?(?P<all>{_N})(?P<unit>万?元)[，,；](?:已|共|实际|累计)?(?:{_SPENT})(?:共|了|资金)?(?P<each>{_N})(?P=unit)"
    rf"[，,；](?:尚|现|还)?(?:结余|剩余|节余|结存|余额为?)(?P<rest>{_N})(?P=unit)"
)
"""收到捐款3万元，支出1.8万元，结余1.5万元."""
_PEOPLE = frozenset("人名位")
_TIMES = re.compile("[年月日天季周]|其中|人均|每|[加和及]|另|等")
_TIMES_OTHER = re.compile("其中|每|另|等|分[别批]|轮流")
_HUNDREDTH, _ROUNDED = Decimal("0.01"), Decimal("0.6")


def hits(prose: Prose, context: Context) -> Iterator[Hit]:  # noqa: ARG001 (as every inspection)
    """Totals that are not quantity times price, averages that are not the total divided, and prizes that are more."""
    for guard in (_PRICED_GUARD, _PRICE_FIRST_GUARD):
        for match in guard.matches(prose):
            yield from _product(match)
    for match in _AVERAGE_GUARD.matches(prose):
        yield from _average(match)
    for match in _GROUPED_GUARD.matches(prose):
        right = Decimal(match["count"]) * Decimal(match["each"])
        named = match["per"] == match["one"] or match["per"][0] in match["what"]
        if named and right != Decimal(match["all"]) and not _TIMES_OTHER.search(match["what"]):
            end = match.end("all") + len(match["thing"])
            yield Hit("sums", match.start("all"), end, f"{match['all']}{match['thing']}", f"{right:f}{match['thing']}")
    for match in _BALANCE_GUARD.matches(prose):
        rest = Decimal(match["all"]) - Decimal(match["each"])
        if rest != Decimal(match["rest"]):
            shown, left = f"{match['rest']}{match['unit']}", f"{rest:f}{match['unit']}"
            yield Hit("balances", match.start("rest"), match.end("rest") + len(match["unit"]), shown, left)


def _yuan(number: str, unit: str) -> Decimal:
    return Decimal(number) * (10_000 if unit.startswith("万") else 1)


def _step(number: str, unit: str) -> Decimal:
    """What the last digit of a number is worth, and a little."""
    return Decimal("1.01") * Decimal(10) ** -len(number.partition(".")[2]) * (10_000 if unit.startswith("万") else 1)


def _shown(amount: Decimal, unit: str) -> str:
    amount = amount / 10_000 if unit.startswith("万") else amount
    return f"{round(amount, 2).normalize():f}{unit}"


def _product(match: re.Match[str]) -> Iterator[Hit]:
    right = _yuan(match["each"], match["money"]) * Decimal(match["count"])
    said = _yuan(match["all"], match["unit"])
    exact = match["unit"] == "元" and match["money"] == "元"
    if abs(right - said) > (Decimal("0.5") if exact else _step(match["all"], match["unit"])):
        shown = f"{match['all']}{match['unit']}"
        yield Hit("sums", match.start("all"), match.end("unit"), shown, _shown(right, match["unit"]))


def _average(match: re.Match[str]) -> Iterator[Hit]:
    per, one = match["per"][1:], match["one"]
    named = per[0] in match["what"] or per == one or (per[0] in _PEOPLE and one in _PEOPLE)
    kinds = match["unit"].removeprefix("万"), match["other"].removeprefix("万")
    count = Decimal(match["count"])
    if not named or kinds[0] != kinds[1] or not count or _TIMES.search(match["what"]):
        return
    real = _yuan(match["all"], match["unit"]) / count
    said = _yuan(match["each"], match["other"])
    if abs(real - said) > max(_step(match["each"], match["other"]) * _ROUNDED, real * _HUNDREDTH):
        shown = f"{match['each']}{match['other']}"
        yield Hit("averages", match.start("each"), match.end("other"), shown, _shown(real, match["other"]))


_PRIZE = r"(?:[一二三特]等|[优金银铜]|[\u4e00-\u9fff]{2,4})秀?奖"
_PRIZES = re.compile(
    rf"(?P<parts>(?:(?:{_PRIZE})(?:各|为)?\d{{1,5}}(?P<unit>[人名位篇件幅份部项组户个])[、，和及]{{1,2}}){{2,8}}+)"
    r"(?:共有?|共计|合计|总共|一共)?(?P<all>\d{1,6})(?P=unit)(?![余多])[\u4e00-\u9fff]{0,6}?(?:获奖|获表彰|受到?表彰|上榜|获评|入选|脱颖而出|榜上有名|受到?嘉奖|喜获殊荣)"
)
"""一等奖1名、二等奖3名、三等奖6名，21名选手获奖."""
_SAID = re.compile(
    rf"(?P<parts>(?:{_HAN}{{1,12}}?\d{{1,6}}(?P<unit>人|名|位|户|家|个|件|份|篇|场|支|亩|元|万元)[、，和及]{{1,2}}){{2,8}}+)"
    r"(?P<many>[一二两三四五六七八九十]{1,2})个?(?P<what>[\u4e00-\u9fff]{1,3})(?:一共|总共|合计|共计|共有?)(?P<all>\d{1,7})(?P=unit)(?![余多])"
)
"""甲村18人、乙村22人、丙村20人，三村共62人."""
_SUMMED = re.compile(
    r"[一二两三四五六七八九十]{1,2}个?[\u4e00-\u9fff]{1,3}(?:一共|总共|合计|共计|共有?)\d{1,7}(?:[人名位户家个件份篇场支亩元]|万元)"
)
"""How that ends, which is found a hundred times sooner."""
_NUMBER = re.compile(r"(?<!\d)(\d{1,8})[人名位户家个件份篇场支亩元万幅部项组]")
_VAGUE = re.compile("[约近余多每各均超逾达占]|比(?!赛)|以上|左右|第|年|月|日|岁")


def stated(prose: Prose, context: Context) -> Iterator[Hit]:  # noqa: ARG001 (as every inspection)
    """Parts in a row, and a total behind them whose words stand between."""
    for guard in (_PRIZES_GUARD, _SAID_GUARD):
        if guard is _SAID_GUARD and _SUMMED.search(prose.prose) is None:
            continue
        for match in guard.matches(prose):
            numbers = [int(n) for n in _NUMBER.findall(match["parts"])]
            many = "many" in guard.pattern.groupindex and zh.counted(match["many"].replace("两", "二"))
            if many and many != len(numbers):
                continue
            said, added = int(match["all"]), sum(numbers)
            if said != added and said < 2 * added and not _VAGUE.search(match["parts"].replace("其中", "")):
                start, end = match.start("all"), match.end("all") + len(match["unit"])
                yield Hit("sums", start, end, prose.prose[start:end], f"{added}{match['unit']}")


_AMONG = re.compile(
    rf"(?P<whole>\d(?<![\d.,]\d)\d{{0,8}})(?P<unit>{_ONE}|幅|部|项|例|起|宗|门|类|条|块|元|万元){_HAN}{{0,16}}[，,（(]?其中[：:]?(?:有|包括)?(?P<parts>(?:{_HAN}{{1,14}}?\d{{1,8}}(?P=unit)[、，,和及]{{0,2}}){{2,8}})(?=[。；;）)\n]|$)",
    re.MULTILINE,
)
_PART = re.compile(rf"(?P<label>{_HAN}{{1,14}}?)(?P<number>\d{{1,8}})")
_BOTH = tuple(
    frozenset(pair.split("/"))
    for pair in """
    男/女 男性/女性 男生/女生 男孩/女孩 男童/女童 男职工/女职工 男选手/女选手 城镇/农村 城市/农村 线上/线下 公办/民办
    上半年/下半年 专职/兼职 专职干部/兼职干部 上午/下午 正式党员/预备党员
    """.split()
)
"""Two that are all there is."""
_OVERLAP = re.compile(
    "[男女]|党员|团员|少数民族|本科|硕士|博士|大专|学历|高级|中级|骨干|干部|新[增入]|首次|困难|残疾|贫困|重点|优秀|先进|主要"
    "|已|未|获|退休|以[上下]|岁|年|月"
)
"""Attributes, of which one may have two, and others none."""
_MOST = 10


def among(prose: Prose, context: Context) -> Iterator[Hit]:  # noqa: ARG001 (as every inspection)
    """Parts after 其中 that are all of it, or plainly meant so, and miss the total by little."""
    for match in _AMONG_GUARD.matches(prose):
        parts = [(part["label"].strip("、，和及有“”"), int(part["number"])) for part in _PART.finditer(match["parts"])]
        labels = {label for label, _ in parts}
        whole, added = int(match["whole"]), sum(number for _, number in parts)
        every = labels in _BOTH
        vague = not every and any(_VAGUE.search(label) for label in labels)
        if len(labels) < len(parts) or vague or added >= whole:
            continue
        near = (whole - added) * _MOST <= whole and not any(_OVERLAP.search(label) for label in labels)
        if every or near:
            end = match.end("whole") + len(match["unit"])
            shown = prose.prose[match.start("whole") : end]
            yield Hit("among", match.start("whole"), end, shown, f"{added}{match['unit']}")


_GROUPED_GUARD, _BALANCE_GUARD = required.guarded(_GROUPED), required.guarded(_BALANCE)
_PRICED_GUARD, _PRICE_FIRST_GUARD, _AVERAGE_GUARD, _PRIZES_GUARD, _SAID_GUARD, _AMONG_GUARD = (
    required.guarded(pattern) for pattern in (_PRICED, _PRICE_FIRST, _AVERAGE, _PRIZES, _SAID, _AMONG)
)
