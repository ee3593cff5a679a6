"""Of which year an item tells: what pages, mastheads, titles and texts say of it, and how strongly."""

import re
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from jianbao.importer.line import feasts, figures

_FUTURE = re.compile(r"规划|计划|目标|到$|至$|力争|前$|纲要|[-—－~～至]$|届$|预计")
_YEAR = re.compile(r"(?<!\d)(20\d\d|19[89]\d)年(?!来|代|前|后|间)")
_SCHOOL_YEAR = re.compile(r"(?<!\d)(20\d\d)年?[-—－–~～至]{1,2}(20\d\d)学?年?(?:学年|第[一二]学期)度?")
_SCHOOL_BEGINS = 8
"""The month in which a school year begins at the earliest."""
_BEGAN = re.compile(
    r"(?:\d{1,2}月)?(?:\d{1,2}日)?(?:正式)?(?:启动|成立|开始|起|开工|创办|设立|创建|建成|建立|组建|出生|实施|施行)"
)
"""于2018年3月启动: when something began that goes on."""
_OF_PATH = re.compile("[>＞»›][ \u3000]{0,2}((?:19|20)\\d\\d)年?$")
_NUMBERED = re.compile(r"〔(20\d\d)〕")
DATED = 7
"""Evidence as strong as this is the day on which a page or an issue came out."""
_DEED = re.compile("[“‘《](?!以来)|[春夏秋冬]季|(?:第[一二三四]|上半|下半|寒|暑)")
_FEASTS = {"春节": 2, "元宵": 2, "清明": 4, "端午": 6, "七夕": 8, "中秋": 9, "重阳": 10, "国庆": 10, "元旦": 1}
"""The months that feasts are in, or beside."""
_FEAST = re.compile("|".join(_FEASTS))
_OF_DEED = 3
"""2015年“金秋助学”活动: the year that a lead gives to what it tells of, as strong as a plain one."""
_REVIEWED = re.compile("度(?:(?!部署|计划|动员|启动)[^，。；！？]){0,24}?(?:总结|考核|述职|表彰|评优|评先|先进)")
_REVIEWS_END = 3
"""The month until which a year that is over is looked back upon: 1月4日，2012年度工作总结会 is of 2013."""
_THIS = ("今年", "就在今年")
_OF_PERSON = re.compile("[^，。；]{0,6}[，,][ \u3000]?[她他我](?!们)")
_ISSUED = re.compile(
    "(?:中央|国务院|全国|[省市]里?|自治区|[\u4e00-\u9fff]{1,6}[部厅局委])[^，。；]{0,12}(?:下发|印发|出台|颁布|公布)了?(?:《|关于)"
)
_TO_COME = re.compile("将|计划|规划|力争|到(?!了)|目标|前$")
_BEFORE = 8
"""Characters before a year that say whether it is one to come."""
PLAIN = 4
"""Evidence weaker than this stands somewhere in a text, and is not a title, a lead or a masthead."""


class Found(NamedTuple):
    """A date in an item: ``month``/``day`` as numbers (day 0: the month alone), with its words."""

    year: int
    """0 when its words do not name one."""
    month: int
    day: int
    basis: str
    doubt: str = ""
    told: str = ""
    """The words of the page's or the issue's own date, when the day was counted from it."""


class Year(NamedTuple):
    """Evidence of the year: the words, how strong, and the month that they name (0: none)."""

    year: int
    basis: str
    strength: int
    month: int = 0
    day: int = 0
    school: bool = False
    """The year in which a school year begins, which ends in the next one."""
    over: bool = False
    """The year that is looked back upon in the next one's first months: 2012年度总结交流会."""
    feast: bool = False
    """It tells only of the months around its own, however strong it is: 2009年春节返乡."""
    unsure: bool = False
    """Something else may be meant: what is read from it is told as a doubt."""


def of_head(text: str) -> list[Year]:
    """The day that a page was dated, as evidence."""
    found = figures.whole(text)
    return [Year(found[0].year, text, DATED, found[0].month, found[0].day)] if found else []


def of_path(text: str) -> list[Year]:
    """The year that a page's path ends in, whose texts the page's column has: 首页 > 要闻 > 2007年."""
    found = _OF_PATH.search(text[-12:])
    return [Year(int(found[1]), text, DATED + 1)] if found else []


def years(text: str, strength: int, *, opens: bool = False) -> list[Year]:
    """The years that a text names, without those of plans and of ranges; ``opens``: an item begins with it."""
    found = []
    lead = len(text.partition("。")[0]) if opens else 0
    for match in _YEAR.finditer(text):
        before, after = text[max(0, match.start() - 4) : match.start()], text[match.end() : match.end() + 40]
        if (
            re.search(r"[-—－–~～至到]$|前年|去年", before)
            or _FUTURE.search(after[:4])
            or re.match("[-—－–~～至到]", after)
            or (before.endswith(("于", "自", "从")) and _BEGAN.match(after))
        ):
            continue
        month = re.match(r"(1[0-2]|0?[1-9])月", after)
        phrase = re.match(r"[^，。；：！？、\s（）“”《》]{0,12}", after)
        basis = match.group() + (phrase.group() if phrase else "")
        feast = _FEAST.match(after) if strength == 1 else None
        told = feast is not None or (match.start() < lead and _DEED.match(after) is not None)
        bonus = 1 if month or after.startswith("度") else _OF_DEED if told else 0
        over = _REVIEWED.match(after) is not None
        of_month = int(month[1]) if month else _FEASTS[feast.group()] if feast else 0
        unsure = feast is not None and match.start() >= lead
        found.append(Year(int(match[1]), basis, strength + bonus, of_month, 0, False, over, feast is not None, unsure))
    found += [Year(int(m[1]), m.group(), strength - 1) for m in _NUMBERED.finditer(text)]
    found += [Year(y, words, max(strength, PLAIN), unsure=unsure) for y, words, unsure in feasts.years(text)]
    for match in _SCHOOL_YEAR.finditer(text):
        if int(match[2]) == int(match[1]) + 1:
            found.append(Year(int(match[1]), match.group(), strength, school=True))
    return found


def written(text: str) -> Found | None:
    """The whole date that a header or the foot of an item gives, in whatever form."""
    found = figures.whole(text)
    return Found(found[0].year, found[0].month, found[0].day, found[1]) if found else None


def partial(text: str) -> Found | None:
    """The day that a page's field gives without its year."""
    found = figures.PARTIAL.fullmatch(text)
    return Found(0, int(found["month"]), int(found["day"]), text) if found else None


def year_of(found: Found, evidence: Sequence[Year]) -> tuple[int, str, str]:
    """(year, the words it was read from, a doubt) for a date that names none; year 0 without evidence."""
    if found.year:
        return found.year, "", ""
    telling = [e for e in evidence if _tells(e, found)]
    printed = max((e for e in telling if e.strength >= DATED and e.month), key=lambda e: e.strength, default=None)
    if printed and found.basis.startswith(_THIS) and found.month > printed.month:
        return 0, "", f"“{found.basis}”在“{' '.join(printed.basis.split())}”以后，没有当作日期，请核对"
    for strength in sorted({e.strength for e in telling}, reverse=True):
        same = [e for e in telling if e.strength == strength]
        fitting = sorted({(_nearest(e, found), e.basis) for e in same}, key=lambda y: -y[0])
        known = {year for year, _ in fitting}
        if len(known) == 1:
            year, basis = fitting[0]
            if same[0].strength == DATED + 1 and any(e.strength == DATED and e.year != year for e in evidence):
                return year, basis, f"“{found.basis}”按“{basis}”计，和网页上的日期不在一年，请核对"
            if all(e.unsure for e in same):
                return year, basis, f"“{found.basis}”只能由“{basis}”推算为{year}年，请核对"
            counted = all(e.over and _nearest(e, found) != e.year for e in same)
            return year, basis, f"“{found.basis}”总结的是{year - 1}年，按{year}年计，请核对" if counted else ""
        if known:
            year, basis = fitting[0]
            told = "、".join(f"{y}年" for y in sorted(known))
            return year, basis, f"文件里有{told}，“{found.basis}”按{year}年计，请核对"
    named = {e.year for e in evidence}
    if len(named) == 1 and len(evidence) > 1:
        year, basis = _nearest(evidence[0], found), evidence[0].basis
        return year, basis, f"文件里只有{year}年这一个年份，“{found.basis}”按它计，请核对"
    return 0, "", f"“{found.basis}”没有年份，文件里也推不出来；请核对后用 --year 指明"


def _tells(evidence: Year, found: Found) -> bool:
    """A year in the middle of a text may be of anything: it tells only of its own month, or as 年度."""
    if evidence.feast:
        return abs(evidence.month - found.month) <= 1
    if evidence.strength >= PLAIN or evidence.school:
        return True
    return abs(evidence.month - found.month) <= 1 if evidence.month else evidence.basis[4:6] == "年度"


def _nearest(evidence: Year, found: Found) -> int:
    """A bulletin of January tells of the last days of December: that is the year before."""
    if evidence.school:
        return evidence.year + (found.month < _SCHOOL_BEGINS)
    if evidence.over and found.month <= _REVIEWS_END:
        return evidence.year + 1
    if evidence.strength >= 7 and evidence.month and found.month > evidence.month + 1:
        return evidence.year - 1
    return evidence.year


def iso(year: int, month: int, day: int) -> str:
    """``2018-04-23`` or ``2018-04``; "" for a day that does not exist."""
    try:
        date(year, month, day or 1)
    except ValueError:
        return ""
    return f"{year:04}-{month:02}" + (f"-{day:02}" if day else "")


def earlier(found: Found, title: str, texts: Sequence[str]) -> str:
    """What is doubtful of a day with its year that a text tells and no page confirms; "" for nothing."""
    at = next((n for n, text in enumerate(texts[:2]) if found.basis in text), -1)
    if not (found.year and found.day) or at < 0:
        return ""
    rest = texts[at][texts[at].index(found.basis) + len(found.basis) :]
    sentence = rest.partition("。")[0]
    if _OF_PERSON.match(sentence):
        return f"“{found.basis}”可能是文中的人从前的事，请核对"
    if _ISSUED.search(sentence) and not re.search("下发|印发|出台|颁布|公布|发布", title):
        return f"“{found.basis}”可能是上级发文的日子，请核对"
    later = [year for text in (rest, *texts[at + 1 :]) if (year := _latest(text)) > found.year]
    return f"文中还说到{max(later)}年，“{found.basis}”可能是从前的事，请核对" if later else ""


def _latest(text: str) -> int:
    """The latest year that a text names and does not plan for; 0 for none."""
    told = [year for year in years(text, 1) if not _TO_COME.search(_before(text, year.basis))]
    return max((year.year for year in told if year.strength), default=0)


def _before(text: str, words: str) -> str:
    at = max(text.find(words), 0)
    return text[max(0, at - _BEFORE) : at]
