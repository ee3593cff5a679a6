"""Sums in the order in which people write them: parts before their total, 其中, changes in per cent, differences, days.

Nothing is said of what cannot be added up: parts of another unit, 等, 余, parts that are themselves totals.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal, InvalidOperation

from jianbao import expressions as re
from jianbao import zh
from jianbao.check import required
from jianbao.check.inspect import Context, Hit
from jianbao.check.prose import Block, Prose

_N = r"\d(?<![\d.,]\d)\d{0,11}(?:\.\d{1,4})?"
_UNITS = "|".join(
    """
    人次 件次 场次 户次 人 名 位 户 家 个 份 件 场 篇 幅 首 部 套 册 本 期 例 起 宗 项 条 万元 亿元 元 万 亿
    千克 公斤 吨 亩 平方米 辆 台 支 组 对 岁 天 次 种 所 间 枚 块 面 张 盒 箱 袋 瓶 桶 只 头 棵 株
    """.split()
)
_PART = re.compile(rf"(?P<label>[\u4e00-\u9fff“”《》（）A-Za-z]{{1,16}}?)(?P<number>{_N})(?P<unit>{_UNITS})")
_DONE = "|".join(
    "评出 收到 发放 表彰 参加 颁发 接访 接待 开展 举办 走访 慰问 培训 服务 帮扶 完成 受理 调解 化解 救助 资助 组织 建成"
    " 新建 捐赠 捐款 募集 筹集 种植".split()
)
_TOTAL = re.compile(
    rf"[，,；]?(?:全年|全天|两天|当天|活动)?"
    rf"(?:共计|总共|合计|总计|一共|累计|共|总投资|总额|总金额|总经费|总收入|总面积|总人数)(?:[有为计约达]|{_DONE})?(?P<number>{_N})(?P<unit>{_UNITS})(?![余多])"
)
_BEHIND = re.compile(rf"(?:有)?(?P<number>{_N})(?P<unit>{_UNITS})(?P<label>[\u4e00-\u9fff]{{1,8}})")
"""其中18名党员、20名群众: the number before what it counts."""
_GOODS = "件套份箱袋瓶桶盒床条双本册台辆包副只张提"
_OF_GOODS = re.compile(
    rf"(?P<parts>(?:[\u4e00-\u9fff“”]{{1,8}}\d{{1,6}}[{_GOODS}][、，和]?){{2,10}})(?:共计|合计|总计|一共|共)"
    r"(?P<number>\d{1,7})(?P<unit>件|份)(?![余多套])"
)
"""米30袋、油30桶、棉被40床，共计100件."""
_THREE = re.compile(r"\d\D+\d+\D+\d")
_JOIN = re.compile("[、，,；和]|以及")
_AMONG = re.compile(
    rf"(?P<number>{_N})(?P<unit>{_UNITS})[^。！？；\n\d]{{0,24}}(?:[，,（(]?其中[：:，,]?|(?<=[人名位户])中[，,])"
)
_VAGUE = re.compile("等(?![奖级额分待候次])|[约近余多每各均超逾达]|以上|左右|不少于")
_SKIP = re.compile("第|(?<![老青少中成])年|月|日|岁|每|其中|同比|增长|比|占|近|约|超|达到|人均|平均|最")

_LEADS = re.compile(
    "^.{0,8}?(?:全年|今年以来|今年|年内|一年来|近年来|本年度|当年|年初|年底|当日|当天|近日|日前|节日期间|[上下]半年)"
)
"""What begins a row of parts by saying when: its 年 and 日 are of no part."""


def _is_other(label: str) -> bool:
    """Whether a label says that its number is no part: a date, a share, a change."""
    return _SKIP.search(_LEADS.sub("", label)) is not None


def totals(prose: Prose, context: Context) -> Iterator[Hit]:  # noqa: ARG001 (as every inspection)
    """Parts in a row and then their total; and parts after 其中 that are more than the whole."""
    wanted = [(pattern, added) for pattern, guard, added in _ADDED if guard.may_match(prose)]
    for block in prose.blocks if wanted else ():
        if block.kind != "row" and _THREE.search(block.text):
            for pattern, added in wanted:
                for match in pattern.finditer(block.text):
                    yield from added(block, match)


def _before(block: Block, total: re.Match[str]) -> Iterator[Hit]:
    """一等奖5篇、二等奖10篇、三等奖20篇，共36篇."""
    text = block.text
    begin = max(text.rfind(mark, 0, total.start()) for mark in "。！？；\n：") + 1
    parts = list(_PART.finditer(text, max(begin, total.start() - 160), total.start()))
    mine: list[re.Match[str]] = []
    end = total.start()
    for part in reversed(parts):
        if part["unit"] != total["unit"] or text[part.end() : end].strip("、，,；和 ") not in ("", "以及"):
            break
        if mine and not _JOIN.search(text[part.end() : end]):
            break
        mine.append(part)
        end = part.start()
    said = text[end : total.start()]
    if len(mine) < 2 or _VAGUE.search(said) or any(_is_other(part["label"]) for part in mine):
        return
    if len({part["label"] for part in mine}) < len(mine):
        return
    whole = Decimal(total["number"])
    added = [Decimal(part["number"]) for part in mine]
    # 收到征文1260篇，评出一等奖5篇、二等奖10篇，共15篇: what is added up may begin after any of them.
    sums = [sum(added[: count + 1]) for count in range(1, len(added))]
    group = len(mine)
    if "、" in said:
        group = next((n for n, part in enumerate(mine) if "，" in text[part.end() : total.start()] and n > 1), group)
    summed = sum(added[:group])
    if whole not in sums and whole < summed * 2:
        shown = f"{total['number']}{total['unit']}"
        place = block.start + total.start("number"), block.start + total.end("unit")
        yield Hit("sums", *place, shown, f"{summed}{total['unit']}")


def _goods(block: Block, match: re.Match[str]) -> Iterator[Hit]:
    """Goods that are counted in several units, and how many pieces they are said to be together."""
    counted = re.findall(rf"(?<!\d)(\d{{1,6}})([{_GOODS}])", match["parts"])
    said, summed = int(match["number"]), sum(int(number) for number, _ in counted)
    if len({unit for _, unit in counted}) < 2 or _SKIP.search(match["parts"]) or _VAGUE.search(match["parts"]):
        return
    if said != summed and summed < said * 2 and said < summed * 2:
        place = block.start + match.start("number"), block.start + match.end("unit")
        yield Hit("sums", *place, f"{said}{match['unit']}", f"{summed}{match['unit']}")


def _after(block: Block, match: re.Match[str]) -> Iterator[Hit]:
    """共50篇，其中诗歌20篇、散文35篇."""
    text = block.text
    stop = re.compile("[。！？；\n）)]").search(text, match.end())
    end = stop.start() if stop else len(text)
    before = _PART if not text[match.end() : match.end() + 2].strip("有")[:1].isdigit() else _BEHIND
    parts = list(before.finditer(text, match.end(), min(end, match.end() + 160)))
    mine: list[re.Match[str]] = []
    at = match.end()
    for part in parts:
        if part["unit"] != match["unit"] or text[at : part.start()].strip("、，,；和 ") not in ("", "以及"):
            break
        mine.append(part)
        at = part.end()
    if len(mine) < 2 or any(_is_other(part["label"]) or _VAGUE.search(part["label"]) for part in mine):
        return
    summed, whole = sum(Decimal(part["number"]) for part in mine), Decimal(match["number"])
    if summed > whole and text[at : at + 1] not in "等余多":
        shown = f"{match['number']}{match['unit']}"
        yield Hit(
            "sums",
            block.start + match.start("number"),
            block.start + match.end("unit"),
            shown,
            f"{summed}{match['unit']}",
        )


_ADDED = tuple(
    (pattern, required.guarded(pattern), added)
    for pattern, added in ((_TOTAL, _before), (_AMONG, _after), (_OF_GOODS, _goods))
)
"""How a total is found, and what is added up for it."""

_UP = "净增加|净增长|净增|新增|多出|增长|增加|提高|上升|提升|增幅|上涨|增收|多"
_DOWN = "净减少|净减|下降|减少|降低|缩减|降幅|下滑|减"
_MONEY = (
    "(?P<unit>万元|亿元|元|万人次|人次|万人|人|名|户|家|个|件|起|场|份|万|亿|吨|公斤|篇|份|项|例|宗|次|所|支|节|期"
    "|册|本|亩|辆|台|套|公里|棵|处|间|张|分)"
)
_FROM_TO = re.compile(
    rf"(?:由|从)(?P<when>[\u4e00-\u9fff\d]{{0,10}}?[年的月底初时])?(?P<one>{_N}){_MONEY}?"
    rf"[，,]?(?:增长|增加|提高|上升|提升|发展|扩大|下降|减少|降低|降|减|变)?(?:到|至|为)了?(?:[\u4e00-\u9fff\d]{{0,10}}?[年的月底初时])?(?P<other>{_N})(?:(?P=unit))?[，,]"
    rf"(?:同比|比上年|环比)?(?P<way>{_UP}|{_DOWN})了?(?:约|近)?(?P<change>{_N})(?P<sign>%|％|倍)"
)
_MORE = re.compile(
    rf"[比较][^。！？；，\n\d]{{0,10}}?的?(?P<one>{_N}){_MONEY}(?P<went>增加|增长|多|减少|下降|少)了?(?P<by>{_N})(?P=unit)[，,]"
    rf"(?:同比|比上年)?(?:{_UP}|{_DOWN})了?(?:约|近)?(?P<change>{_N})(?P<sign>%|％)"
)
"""比去年的200人增加50人，增长25%."""
_RANKS = (
    "前年",
    "去年 上年 上期 上届 上月 上季度 上学期 上半年 一季度",
    "今年 本年 本期 本届 本月 本季度 本学期 下半年 二季度",
)
_WHEN = "|".join([*" ".join(_RANKS).split(), f"{_N}年"])
_TWO_YEARS = re.compile(
    rf"(?P<early>{_WHEN})[^。！？；，\n\d]{{0,12}}?(?P<one>{_N}){_MONEY}[，,；]"
    rf"(?P<late>{_WHEN})[^。！？；，\n\d]{{0,12}}?(?P<other>{_N})(?P=unit)[，,]"
    rf"(?:同比|[比较][上去前]年|环比)?(?P<way>{_UP}|{_DOWN})了?(?:约|近)?(?P<change>{_N})(?P<sign>%|％|倍)"
)
"""前年办理240件，去年办理180件，同比下降20%; and the later one first: 今年180件，去年同期240件，下降20%."""
_RANKS = (
    "前年",
    "去年 上年 上期 上届 上月 上季度 上学期 上半年 一季度",
    "今年 本年 本期 本届 本月 本季度 本学期 下半年 二季度",
)
_DIFFERENCE = re.compile(
    rf"(?P<other>{_N}){_MONEY}[，,][比较][^。！？；，\n\d]{{0,8}}?的?(?P<one>{_N})(?P=unit)(?P<way>{_UP}|{_DOWN})了?(?P<change>{_N})(?P<sign>%|％|(?P=unit))"
)


_CHANGES = tuple((pattern, required.guarded(pattern)) for pattern in (_FROM_TO, _TWO_YEARS, _DIFFERENCE))

_SHARE = re.compile(
    rf"(?P<whole>{_N})(?P<unit>{_UNITS})[\u4e00-\u9fff“”]{{0,8}}[，,]?(?:其?中|内)?(?:有|已有)?[\u4e00-\u9fff]{{0,8}}?(?P<part>{_N})(?P=unit)"
    rf"[\u4e00-\u9fff]{{0,8}}[，,]?(?:占(?:总数|总人数|全部|比)?(?:的)?|[\u4e00-\u9fff]{{1,6}}率(?:为|达到?|是)?)(?:约|近)?(?P<share>\d{{1,3}}(?:\.\d{{1,2}})?)[%％]"
)


_EACH = re.compile(
    rf"每(?P<one>人|户|名|家|位|件|份|套)(?P<each>{_N})(?P<money>万?元)[，,；]?[\u4e00-\u9fff]{{0,6}}?(?P<count>{_N})(?P=one)[\u4e00-\u9fff]{{0,4}}"
    rf"[，,]?(?:共计?|合计|总计)(?:发放|慰问金|救助金)?(?P<all>{_N})(?P<unit>万?元)(?![余多])"
)


def multiplied(prose: Prose, context: Context) -> Iterator[Hit]:  # noqa: ARG001 (as every inspection)
    """每人500元，30人共1.5万元."""
    if "每" not in prose.prose:
        return
    for match in _EACH.finditer(prose.prose):
        each = Decimal(match["each"]) * (10_000 if match["money"] == "万元" else 1)
        said = Decimal(match["all"]) * (10_000 if match["unit"] == "万元" else 1)
        right = each * Decimal(match["count"])
        if said != right:
            shown = f"{(right / 10_000).normalize():f}万元" if match["unit"] == "万元" else f"{right.normalize():f}元"
            yield Hit("sums", match.start("all"), match.end("unit"), f"{match['all']}{match['unit']}", shown)


def shares(prose: Prose, context: Context) -> Iterator[Hit]:  # noqa: ARG001 (as every inspection)
    """12个社区中有8个达标，达标率66.7%: what a part is of the whole."""
    if "%" not in prose.prose and "％" not in prose.prose:
        return
    for match in _SHARE.finditer(prose.prose):
        whole, part, said = (Decimal(match[key]) for key in ("whole", "part", "share"))
        if not whole or part > whole:
            continue
        digits = len(match["share"].partition(".")[2])
        real = part / whole * 100
        if abs(real - said) > Decimal("1.01") * Decimal(10) ** -digits:
            right = f"{round(real, max(digits, 1)):f}%"
            yield Hit("sums", match.start("share"), match.end("share") + 1, f"{match['share']}%", right)


def changes(prose: Prose, context: Context) -> Iterator[Hit]:  # noqa: ARG001 (as every inspection)
    """由50万元增加到80万元，增长80%: what the change is said to be, and what it is."""
    wanted = [pattern for pattern, guard in _CHANGES if guard.may_match(prose)]
    for block in prose.blocks if wanted else ():
        if block.kind == "row" or not re.search("[增减降升提多]", block.text):
            continue
        for pattern in wanted:
            for match in pattern.finditer(block.text):
                right = _changed(match, _turned(match))
                if right:
                    start, end = block.start + match.start("way"), block.start + match.end()
                    yield Hit("sums", start, end, block.text[match.start("way") : match.end()], right)
        for match in _MORE.finditer(block.text):
            real = Decimal(match["by"]) / Decimal(match["one"]) * 100 if Decimal(match["one"]) else Decimal(0)
            digits = len(match["change"].partition(".")[2])
            if real and abs(real - Decimal(match["change"])) > Decimal("1.01") * Decimal(10) ** -digits:
                place = block.start + match.start("change"), block.start + match.end()
                yield Hit("sums", *place, f"{match['change']}%", f"{round(real, max(digits, 1)):f}%")


def _turned(match: re.Match[str]) -> int:
    """1 when the earlier time is told first, -1 when the later one is, 0 when both are the same or cannot be told."""
    if "early" not in match.re.groupindex:
        return 1
    early, late = (_rank(match[key]) for key in ("early", "late"))
    return (early < late) - (early > late) if (early > 9) == (late > 9) else 0


def _rank(when: str) -> int:
    if when[0].isdigit():
        return int(Decimal(when.removesuffix("年")))
    return next(n for n, words in enumerate(_RANKS) if when in words.split())


def _changed(match: re.Match[str], way: int) -> str:
    """What the change really is; "" when it is what the text says, as far as its digits go."""
    try:
        one, other, said = (Decimal(match[key]) for key in ("one", "other", "change"))
    except InvalidOperation:
        return ""
    one, other = (one, other) if way > 0 else (other, one)
    if not one or not way:
        return ""
    up = re.fullmatch(_UP, match["way"]) is not None
    difference = other - one if up else one - other
    if match["sign"] == match["unit"]:
        real = difference
    elif match["sign"] == "倍":
        real = difference / one
    else:
        real = difference / one * 100
    digits = len(match["change"].partition(".")[2])
    if abs(real - said) <= Decimal("1.01") * Decimal(10) ** -digits:
        return ""
    return f"{round(real, max(digits, 1) if match['sign'] else digits):f}{match['sign']}"


_DAYS = re.compile(
    r"(?:(\d{4})年)?(\d{1,2})月(\d{1,2})日?(?:开始|起|启动|开幕)?[，,]?(?:至|到|[-—–~～]{1,2})(?:(\d{1,2})月)?(\d{1,2})日[^。！？\n\d]{0,16}?(?:为期|历时|共|持续|连续)(\d{1,2}|[一二两三四五六七八九十]{1,3})天(?!半)"
)


_FOR_DAYS = re.compile(
    r"(?:为期|历时)(?P<many>\d{1,2}|[一二两三四五六七八九十]{1,3})天(?!半)的?[^。！？；\n\d]{0,16}?(?:(?P<year>\d{4})年)?(?P<month>\d{1,2})月(?P<day>\d{1,2})日?"
    r"(?:至|到|[-—–~～]{1,2})(?:(?P<other>\d{1,2})月)?(?P<last>\d{1,2})日"
)
"""为期三天的培训从6月3日至6月5日举行."""
_IN_DAYS, _FOR = required.guarded(_DAYS), required.guarded(_FOR_DAYS)
_SO_MANY = re.compile(r"(?:为期|历时|共|持续|连续)(?:\d{1,2}|[一二两三四五六七八九十]{1,3})天(?!半)")
"""What each of them says; nearly no text has it."""


def days(prose: Prose, context: Context) -> Iterator[Hit]:
    """3月5日至8日，为期三天: both ends count; the number may stand before them."""
    if not _SO_MANY.search(prose.prose):
        return
    for match in _IN_DAYS.matches(prose):
        yield from _counted(match, match.group(1, 2, 3, 4, 5, 6), context)
    for match in _FOR.matches(prose):
        yield from _counted(match, match.group("year", "month", "day", "other", "last", "many"), context)


def _counted(match: re.Match[str], told: tuple[str, ...], context: Context) -> Iterator[Hit]:
    """``told``: year, month, day, month and day of the end, how many days."""
    year = int(told[0] or (context.date[:4] if context.date[:4].isdigit() else 2023))
    said = int(told[5]) if told[5].isascii() else zh.counted(told[5].replace("两", "二"))
    try:
        first = date(year, int(told[1]), int(told[2]))
        last = date(year, int(told[3] or told[1]), int(told[4]))
    except ValueError:
        return
    real = (last - first).days + 1
    if said and real > 1 and said != real:
        yield Hit("days", match.start(), match.end(), match.group(), f"{real}天")
