"""Dates that do not exist or are cut off, weekdays that do not fit, and totals whose parts do not add up."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from jianbao import expressions as re
from jianbao.check import required
from jianbao.check.inspect import Context, Hit
from jianbao.check.prose import Prose

_DATE = re.compile(
    r"(?:(?<!\d)(?P<year>\d{4})年)?(?<![\d.])(?P<month>\d{1,2})月(?P<day>\d{1,2})(?P<unit>日|号)(?:[（(，,]?(?:星期|周)(?P<week>[一二三四五六日天])[）)]?)?"
)
_MONTH = re.compile(r"(?<!\d)(\d{4})年(\d{1,2})月(?!\d)")
_MONTHS = re.compile(r"月(?<=\d月)")
_ISO = re.compile(r"(\d(?<![\d\-/.]\d)\d{3})[-/.](\d{1,2})[-/.](\d{1,2})(?![\d\-/.])")
_CUT = re.compile(
    r"(?<!\d)(?P<all>\d{1,2}月\d{1,2}日?\s*(?:[-–—－~～至到]|——)\s*\d{1,2})(?![\d日号月年点时:：.%％届期天个人名岁])"
)
_SHORT = re.compile(r"(?<![\d.])(?P<all>\d{1,2}月\d{1,2})(?![\d日号.%％]|\s*[-–—－~～至、和\d])")
_RANGE = re.compile(
    r"(?<!\d)(?P<month>\d{1,2})月(?P<day>\d{1,2})日?(?:起|开始)?[，,]?(?:至|到|[-–—－~～]|——)(?P<end>(?:(?P<last>\d{1,2})月)?(?P<until>\d{1,2})[日号])"
)
_WHOLE = re.compile(
    r"(\d(?<!\d\d)\d{3})年(\d{1,2})月(?:(\d{1,2})日)?(?:起|开始)?[，,]?(?:至|到|[-–—－~～]{1,2})(?P<end>(\d{4})年(\d{1,2})月(?:(\d{1,2})日)?)"
)
_EVERY_YEAR = re.compile("每年|[次翌跨]年|冬|供[暖热]")
_TIME = re.compile(r"(\d(?<![\d:：]\d)\d?)(?:[:：]|[时点])(\d{1,2})(?:分|(?![\d%.:：]))")
_HOUR = re.compile(r"(?:[上下]午|凌晨|晚上?)(\d{1,2})[时点]")
_DAYS = re.compile(r"(?<![\d月年.—–~～-])(\d{1,2})日(?:至|到|[-–—~～])(\d{1,2})日")
_ANY_DAY = re.compile(r"日(?<=\d日)")
_NO_DAY = re.compile(r"(?:(?<=[于前后在至到起从])|(?<=[，。、；：\n]))(\d{2,3})日(?=[前上下起至止召举开，])")
_YEARS = re.compile(r"(?<!\d)((?:19|20)\d\d)年?(?:至|到|[-—–~～])(?P<end>(?:19|20)\d\d)(?=[年）)])")
_ISOS, _TIMES, _HOURS, _YEARS_TO = (required.guarded(p) for p in (_ISO, _TIME, _HOUR, _YEARS))
_LONGEST = 31
_NEAR = 12
_LATE = 20
"""From this day of a month on a range may end in the next one."""
_WEEK = "一二三四五六日"
_COUNTED = tuple("个份会次场期条名人家天岁")
"""3月3次 is no date."""


def dates(prose: Prose, context: Context) -> Iterator[Hit]:
    """Dates and times that are on no calendar and no clock."""
    text = prose.prose
    for start, end in _around_months(text):
        for match in _DATE.finditer(text, start, end):
            yield from _day(match, context)
        for match in _MONTH.finditer(text, start, end):
            if not 1 <= int(match[2]) <= 12:
                yield Hit("dates", match.start(), match.end(), match.group())
        yield from _cut_off(text, start, end)
        yield from _ranges(text, start, end)
    for match in _ISOS.matches(prose):
        if _valid(int(match[1]), int(match[2]), int(match[3])) is None:
            yield Hit("dates", match.start(), match.end(), match.group())
    yield from _days(prose)
    yield from _clock(prose)


def _around_months(text: str) -> list[tuple[int, int]]:
    """Where dates can stand: the expressions below are tried nowhere else, which is most of a text."""
    found: list[tuple[int, int]] = []
    for match in _MONTHS.finditer(text):
        start, end = max(0, _digits(text, match.start(), 2) - 6), match.end() + 24
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


def _digits(text: str, at: int, most: int) -> int:
    """Where the digits before a place begin, of so many at most."""
    start = at
    while start and at - start < most and text[start - 1].isdecimal():
        start -= 1
    return start


def _cut_off(text: str, begin: int, stop: int) -> Iterator[Hit]:
    cut = [match.span() for match in _CUT.finditer(text, begin, stop)]
    short = [
        match.span()
        for match in _SHORT.finditer(text, begin, stop)
        if not any(a <= match.start() < b for a, b in cut) and text[match.end() : match.end() + 1] not in _COUNTED
    ]
    for start, end in cut + short:
        yield Hit("datecut", start, end, text[start:end], f"{text[start:end].replace('-', '—')}日")


def _ranges(text: str, begin: int, stop: int) -> Iterator[Hit]:
    for match in _RANGE.finditer(text, begin, stop):
        one = (int(match["month"]), int(match["day"]))
        other = (int(match["last"] or match["month"]), int(match["until"]))
        over = one[0] > other[0] and _EVERY_YEAR.search(text, max(0, match.start() - _NEAR), match.start())
        if other <= one and not (one[0] == 12 and other[0] == 1) and not over:
            yield Hit("daterange", match.start("end"), match.end(), match.group())
    for match in _WHOLE.finditer(text, begin, stop):
        began, ended = ([int(n or 0) for n in match.group(*those)] for those in ((1, 2, 3), (5, 6, 7)))
        if ended < began and (began[2] > 0) == (ended[2] > 0):
            yield Hit("daterange", match.start("end"), match.end(), match.group())


def _days(prose: Prose) -> Iterator[Hit]:
    """从8日到6日: a range without its month that ends before it begins, too early in the month to end in the next."""
    text = prose.prose
    for day in _ANY_DAY.finditer(text):
        start, end = _digits(text, day.start(), 3), day.start()
        match = _DAYS.match(text, start)
        if match and int(match[2]) <= int(match[1]) < _LATE:
            yield Hit("daterange", match.start(), match.end(), match.group())
        elif end - start > 1 and int(text[start:end]) > _LONGEST and _NO_DAY.match(text, start):
            yield Hit("dates", start, end + 1, text[start : end + 1])
    for match in _YEARS_TO.matches(prose):
        if match[2] < match[1]:
            yield Hit("daterange", match.start(2), match.end(), match.group())


def _clock(prose: Prose) -> Iterator[Hit]:
    text = prose.prose
    for match in _TIMES.matches(prose):
        hour, minute = int(match[1]), int(match[2])
        clock = re.search("(?:[上下]午|凌晨|晚上?|日|时间|[时点]至?)$", text[max(0, match.start() - 2) : match.start()])
        if (hour > 24 or minute > 59) and clock:
            yield Hit("dates", match.start(), match.end(), match.group())
    for match in _HOURS.matches(prose):
        if int(match[1]) > 24:
            yield Hit("dates", match.start(), match.end(), match.group())


_WEEK_BEFORE = re.compile("(?:周|星期|礼拜)([一二三四五六日天])[（(]$")
"""本周六（5月11日）."""


def _day(match: re.Match[str], context: Context) -> Iterator[Hit]:
    month, day = int(match["month"]), int(match["day"])
    year = int(match["year"] or 0)
    fits = _valid(year or 2000, month, day)
    if fits is None:
        yield Hit("dates", match.start(), match.end(), match.group())
        return
    known = year or (int(context.date[:4]) if context.date[:4].isdigit() else 0)
    before = _WEEK_BEFORE.search(match.string, max(0, match.start() - len("礼拜六（")), match.start())
    week = match["week"] or (before and before[1])
    if week and known and _valid(known, month, day):
        real = _WEEK[date(known, month, day).weekday()]
        if real != week.replace("天", "日"):
            yield Hit("weekday", match.start(), match.end(), match.group(), f"{known}年{month}月{day}日是星期{real}")


def _valid(year: int, month: int, day: int) -> date | None:
    if not 1 <= month <= 12 or not 1 <= year <= 9999 or not 1 <= day <= monthrange(year, month)[1]:
        return None
    return date(year, month, day)


_NUMBER = r"\d[\d,，]*(?:\.\d+)?"
_UNIT = r"[人名个位户家所件起例次场期项篇条万元亿份对种类岗元]"
_DIGIT = re.compile(r"\d")
_TOTAL = re.compile(
    rf"(?P<total>\d(?<![\d.]\d)\d{{0,11}}(?:\.\d+)?)(?P<unit>(?:万|亿)?{_UNIT}{{1,2}})(?P<tail>[^。；！？\n\d]{{0,16}}?)(?P<open>[：:（(]|，其中[：:]?|，分别(?:是|为)[：:]?|，包括[：:]?)(?P<parts>[^。；！？\n）)：:]{{6,300}})"
)
_PART = re.compile(
    r"^(?P<label>[^\d、，,；和]{1,20}?)(?P<number>\d+(?:\.\d+)?)(?P<unit>(?:万|亿)?[\u4e00-\u9fff]{0,2})$"
)


def sums(prose: Prose, context: Context) -> Iterator[Hit]:  # noqa: ARG001 (as every inspection)
    """15人：思明1、湖里1、…: at least three parts of one kind after a total; and tables with a row 合计."""
    for block in prose.blocks:
        if block.kind != "row" and len(_DIGIT.findall(block.text)) >= 4:
            for match in _TOTAL.finditer(block.text):
                yield from _added(block.start, match)
    yield from _tables(prose)


def _added(offset: int, match: re.Match[str]) -> Iterator[Hit]:
    pieces = [p for p in re.split("[、，,；]|(?<=[人名个户家])和", match["parts"].strip()) if p]
    numbers: list[Decimal] = []
    labels: list[str] = []
    for piece in pieces:
        part = _PART.match(piece.strip(" \u3000\xa0其中和及"))
        if not part or (part["unit"] and part["unit"] != match["unit"] and match["unit"] not in part["unit"]):
            break
        if re.search("[年月日第岁以每增比约近超上下]", part["label"]):
            return
        numbers.append(Decimal(part["number"]))
        labels.append(part["label"])
    if len(numbers) < 3 or len(set(labels)) < len(labels):
        return
    if len(numbers) < len(pieces):
        return
    total, parts = Decimal(match["total"]), sum(numbers)
    among = "其中" in match["open"] or "包括" in match["open"]
    if re.search("[等余多]", match["parts"][-3:]) or (among and parts <= total):
        return
    if parts != total:
        start = offset + match.start("total")
        yield Hit(
            "sums", start, offset + match.end("unit"), f"{match['total']}{match['unit']}", f"{parts}{match['unit']}"
        )


_ROW_TOTAL = re.compile(r"\W*(?:合\s*计|总\s*计|共\s*计|小\s*计|总数)\W*")


def _tables(prose: Prose) -> Iterator[Hit]:
    """The row 合计 of a Markdown table, column by column."""
    rows: list[tuple[int, list[tuple[int, str]]]] = []
    for block in [*prose.blocks, None]:
        if block is not None and block.kind == "row" and (not rows or block.start <= rows[-1][0] + 1):
            rows.append((block.start + len(block.text), _cells(block.start, block.text)))
            continue
        if len(rows) > 3:
            yield from _columns([cells for _, cells in rows])
        rows = (
            [(block.start + len(block.text), _cells(block.start, block.text))] if block and block.kind == "row" else []
        )


def _cells(start: int, text: str) -> list[tuple[int, str]]:
    found = []
    at = text.find("|") + 1
    for cell in text[at:].rstrip().rstrip("|").split("|"):
        found.append((start + at + len(cell) - len(cell.lstrip()), cell.strip().strip("*")))
        at += len(cell) + 1
    return found


def _columns(rows: list[list[tuple[int, str]]]) -> Iterator[Hit]:
    totals = [n for n, cells in enumerate(rows) if cells and _ROW_TOTAL.fullmatch(cells[0][1])]
    if len(totals) != 1 or totals[0] not in (2, len(rows) - 1):
        return
    others = [cells for n, cells in enumerate(rows) if n not in (0, 1, totals[0])]
    for column, (start, written) in enumerate(rows[totals[0]][1:], 1):
        number = re.fullmatch(rf"\**({_NUMBER})\**({_UNIT}*)", written)
        cells = [
            re.fullmatch(rf"({_NUMBER})({_UNIT}*)", row[column][1]) if column < len(row) else None for row in others
        ]
        if not number or len(cells) < 2 or not all(cells):
            continue
        parts = sum(Decimal(re.sub("[,，]", "", cell[1])) for cell in cells if cell)
        if parts != Decimal(re.sub("[,，]", "", number[1])):
            yield Hit("sums", start, start + len(written), written, str(parts))
