"""Of which year an item tells: what pages, mastheads, titles and texts say of it, and how strongly."""

import re
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from jianbao.importer.line import figures

_FUTURE = re.compile(r"规划|计划|目标|到$|至$|力争|前$|纲要|[-—－~～至]$|届$|预计")
_YEAR = re.compile(r"(?<!\d)(20\d\d|19[89]\d)年(?!来|代|前|后|间)")
_SCHOOL_YEAR = re.compile(r"(?<!\d)(20\d\d)年?[-—－–~～至]{1,2}(20\d\d)学?年?(?:学年|第[一二]学期)度?")
_SCHOOL_BEGINS = 8
"""The month in which a school year begins at the earliest."""
_BEGAN = re.compile(
    r"(?:\d{1,2}月)?(?:\d{1,2}日)?(?:正式)?(?:启动|成立|开始|起|开工|创办|设立|创建|建成|建立|组建|出生|实施|施行)"
)
"""于2018年3月启动: when something began that goes on."""
_NUMBERED = re.compile(r"〔(20\d\d)〕")
_FEASTS = (
    "三[·.]?八|妇女节",
    "五[·.]?四运动",
    "(?:中国)?共产党(?:成立)?|建党|党的生日",
    "共青团|建团",
    "中华人民共和国|新中国|建国",
    "改革开放",
    "抗战胜利|抗日战争",
    "长征胜利",
    "香港回归",
    "澳门回归",
)
_BEGUN = dict(zip(_FEASTS, (1910, 1919, 1921, 1922, 1949, 1978, 1945, 1936, 1997, 1999), strict=True))
"""From which year the anniversaries are counted that bulletins tell of."""
_ANNIVERSARY = re.compile(rf"“?((?:{'|'.join(_FEASTS)})[^，。；！？\d]{{0,10}}?)(\d{{1,3}})周年")
_NTH = re.compile(rf"(?=第\d{{1,3}}个[^，。；！？]{{0,2}}((?:{_FEASTS[0]})))第(\d{{2,3}})个[^，。；！？]{{0,12}}?节")
DATED = 7
"""Evidence as strong as this is the day on which a page or an issue came out."""
_DEED = re.compile("[“‘《](?!以来)|[春夏秋冬]季|(?:第[一二三四]|上半|下半|寒|暑)")
_OF_DEED = 3
"""2015年“金秋助学”活动: the year that a text gives to what it tells of, as strong as a plain one."""
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


def of_head(text: str) -> list[Year]:
    """The day that a page was dated, as evidence."""
    found = figures.whole(text)
    return [Year(found[0].year, text, DATED, found[0].month, found[0].day)] if found else []


def years(text: str, strength: int) -> list[Year]:
    """The years that a text names, without those of plans and of ranges."""
    found = []
    for match in _YEAR.finditer(text):
        before, after = text[max(0, match.start() - 4) : match.start()], text[match.end() : match.end() + 20]
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
        bonus = 1 if month or after.startswith("度") else _OF_DEED if strength == 1 and _DEED.match(after) else 0
        found.append(Year(int(match[1]), basis, strength + bonus, int(month[1]) if month else 0))
    found += [Year(int(m[1]), m.group(), strength - 1) for m in _NUMBERED.finditer(text)]
    found += [Year(begun + int(m[2]), m.group(), max(strength, PLAIN)) for begun, m in _anniversaries(text)]
    for match in _SCHOOL_YEAR.finditer(text):
        if int(match[2]) == int(match[1]) + 1:
            found.append(Year(int(match[1]), match.group(), strength, school=True))
    return found


def partial(text: str) -> Found | None:
    """The day that a page's field gives without its year."""
    found = figures.PARTIAL.fullmatch(text)
    return Found(0, int(found["month"]), int(found["day"]), text) if found else None


def _anniversaries(text: str) -> list[tuple[int, re.Match[str]]]:
    """(the year that a text counts from, its words): “三八”国际劳动妇女节108周年, 第109个“三八”妇女节."""
    found = [(m, m[1]) for m in _ANNIVERSARY.finditer(text)]
    named = [(m, m[1] or "") for m in _NTH.finditer(text)]
    return [(begun, match) for match, name in found + named if (begun := _begun(name)) and int(match[2])]


def _begun(name: str) -> int:
    return next((year for words, year in _BEGUN.items() if re.search(words, name)), 0)


def year_of(found: Found, evidence: Sequence[Year]) -> tuple[int, str, str]:
    """(year, the words it was read from, a doubt) for a date that names none; year 0 without evidence."""
    if found.year:
        return found.year, "", ""
    telling = [e for e in evidence if _tells(e, found)]
    for strength in sorted({e.strength for e in telling}, reverse=True):
        same = [e for e in telling if e.strength == strength]
        fitting = sorted({(_nearest(e, found), e.basis) for e in same}, key=lambda y: -y[0])
        known = {year for year, _ in fitting}
        if len(known) == 1:
            year, basis = fitting[0]
            return year, basis, ""
        if known:
            year, basis = fitting[0]
            told = "、".join(f"{y}年" for y in sorted(known))
            return year, basis, f"文件里有{told}，“{found.basis}”按{year}年计，请核对"
    named = {e.year for e in evidence}
    if len(named) == 1 and len(evidence) > 1:
        year, basis = named.pop(), evidence[0].basis
        return year, basis, f"文件里只有{year}年这一个年份，“{found.basis}”按它计，请核对"
    return 0, "", f"“{found.basis}”没有年份，文件里也推不出来；请核对后用 --year 指明"


def _tells(evidence: Year, found: Found) -> bool:
    """A year in the middle of a text may be of anything: it tells only of its own month, or as 年度."""
    if evidence.strength >= PLAIN or evidence.school:
        return True
    return abs(evidence.month - found.month) <= 1 if evidence.month else evidence.basis[4:6] == "年度"


def _nearest(evidence: Year, found: Found) -> int:
    """A bulletin of January tells of the last days of December: that is the year before."""
    if evidence.school:
        return evidence.year + (found.month < _SCHOOL_BEGINS)
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
