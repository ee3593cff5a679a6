"""The numbers of dates as they come: 15, 十五, 1 5, and l5 or 1O where a scanner took a letter for a figure."""

import re
from collections.abc import Iterable
from datetime import date

from jianbao import zh

HAN_FIGURES = "〇○零一二三四五六七八九"
_NOUGHT = "〇○零0OoＯ"
_BY_FIGURE = (
    {c: str(n) for n, c in enumerate("〇一二三四五六七八九")} | dict.fromkeys("○零OoＯ", "0") | {"l": "1", "I": "1"}
)
YEAR = (
    rf"(?:20\d\d|19\d\d|[1l][9][\dlOo]{{2}}|2[0Oo][\dlOo]{{2}}|二[{_NOUGHT}][{_NOUGHT}一二三四五六七八九]{{2}}|"
    rf"一九[{_NOUGHT}一二三四五六七八九]{{2}})"
)
"""A year as digits, as a scanner read them, or in Han figures."""
UNTIL = r"(?:[ ]?[—－–~～至-]{1,2}[ ]?(?:(?:19|20)\d\d[-/.])?\d{1,2}[/.月]\d{1,2}日?(?![\d./]))"
"""The end of several days behind their first one: 2016.4.28-5.3."""
WEEKDAY = re.compile("星期[一二三四五六日天]")
GAP = "[ \u3000\xa0]{0,2}"
"""Blanks that are typed, or set by a program, between figures and 年, 月, 日."""
_OCR = "[0-9lIOoＯ]"
DIGITS = rf"(?:{_OCR}{{1,2}})"
HAN = "(?:[一二三][〇○零OＯo0]|[二三]?十[一二三四五六七八九]?|廿[一二三四五六七八九]?|卅[一]?|[一二三四五六七八九])"


def value(text: str) -> int:
    """The number that a date's figure means; 0 for none."""
    bare = "".join(text.split()).replace("廿", "二十").replace("卅", "三十")
    if not bare or bare in _ENGLISH_MONTHS:
        return _ENGLISH_MONTHS.get(bare, 0)
    if "十" in bare:
        return zh.counted(bare)
    digits = "".join(_BY_FIGURE.get(c, c) for c in bare)
    return int(digits) if digits.isascii() and digits.isdigit() else 0


def is_guessed(text: str) -> bool:
    """Whether letters in it were read as figures."""
    return re.search("[lIOoＯ]", text) is not None


SPLIT = (
    r"\d\d? (?:19|20)\d\d ?[-/.年] ?\d{1,2}(?![\d日])月?|(?:19|20)\d\d ?[-/.年] ?\d{1,2}月? \d\d?(?![\d:：])日?|"
    r"\d\d?[-/.月]\d\d?日? (?:19|20)\d\d(?!\d)|(?:19|20)\d\d \d\d[-/.]\d\d(?!\d)"
)
"""A day that a page sets apart from its month or its year, on lines of their own, when these are joined."""
_ENGLISH_MONTHS = {name: n for n, name in enumerate("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(), 1)}
ENGLISH_MONTH = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
ENGLISH = rf"(?<![A-Za-z]){ENGLISH_MONTH}[a-z]{{0,6}}\.? \d{{1,2}},? (?:19|20)\d\d(?!\d)"
"""Jul 6, 2022."""
WHOLE = re.compile(
    rf"(?P<year>{YEAR}){GAP}年{GAP}(?P<month>{DIGITS}|{HAN}){GAP}月{GAP}(?P<day>{DIGITS}|{HAN}){GAP}[日号]?"
    rf"|(?P<y>{YEAR})[-/.．](?P<m>\d{{1,2}})[-/.．](?P<d>\d{{1,2}})"
    r"|(?<!\d)(?P<over>\d{1,2}) (?P<under>(?:19|20)\d\d) ?[-/.年] ?(?P<beside>\d{1,2})(?![\d日])"
    r"|(?<!\d)(?P<first>(?:19|20)\d\d) ?[-/.年] ?(?P<second>\d{1,2})月? (?P<third>\d{1,2})(?![\d:：])"
    r"|(?<!\d)(?P<above>(?:19|20)\d\d) (?P<mo>\d\d)[-/.](?P<da>\d\d)(?!\d)"
    r"|(?<!\d)(?P<one>\d{1,2})[-/.月](?P<two>\d{1,2})日? (?P<three>(?:19|20)\d\d)(?!\d)"
    r"|(?<!\d)(?P<day_first>\d{1,2})\.(?P<then>\d{1,2})\.(?P<last>20\d\d)(?!\d)"
    r"|(?<!\d)(?P<american>\d{1,2})/(?P<second_of>\d{1,2})/(?P<of>20\d\d)(?!\d)"
    r"|(?<![\d.])(?P<roc>民[国國][ ]?\d{1,3}|1[01]\d)[-/.年](?P<rm>\d{1,2})[-/.月](?P<rd>\d{1,2})(?![\d.])"
    rf"|(?P<named>{ENGLISH_MONTH})[a-z]{{0,6}}\.? (?P<english>\d{{1,2}}),? (?P<latin>(?:19|20)\d\d)(?!\d)"
    r"|(?<!\d)(?P<yy>\d\d)[年-](?P<mm>\d{1,2})[月-](?P<dd>\d{1,2})(?!\d)"
)


_PRINTED = re.compile(
    rf"({YEAR}){GAP}年{GAP}({DIGITS}|{HAN}){GAP}月{GAP}({DIGITS}|{HAN}){GAP}日|(?<!\d)({YEAR})([-/.])(\d{{1,2}})\5(\d{{1,2}})(?!\d)"
)


def impossible(texts: Iterable[str]) -> list[str]:
    """What is said of the days of a head that no calendar has: 2011年6月31日."""
    told = []
    for match in (match for text in texts for match in _PRINTED.finditer(text)):
        year, month, day = (value(match[n] or match[other]) for n, other in ((1, 4), (2, 6), (3, 7)))
        if day_of(year, month, day) is None:
            told.append(f"报头的“{match.group()}”，没有这一天，请核对")
    return list(dict.fromkeys(told))


REPUBLIC = r"(?<![\d.])(?:民[国國][ ]?\d{1,3}|1[01]\d)[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?![\d.])"
_REPUBLIC = 1911
"""What is added to the years that are counted in Taiwan: 113-03-09."""
PARTIAL = re.compile(r"(?P<month>0[1-9]|1[0-2])-(?P<day>0[1-9]|[12]\d|3[01])(?:[ \u3000]{1,3}\d{1,2}:\d\d(?::\d\d)?)?")
"""A day of a page's fields without its year: 03-08 14:34."""
_NAMES = (
    ("year", "y", "yy", "last", "under", "first", "above", "three", "of", "roc", "latin"),
    ("month", "m", "mm", "then", "beside", "second", "mo", "one", "american", "rm", "named"),
    ("day", "d", "dd", "day_first", "over", "third", "da", "two", "second_of", "rd", "english"),
)


def whole(text: str) -> tuple[date, str] | None:
    """(the first whole date of a text in any form, the words it stands in)."""
    for match in WHOLE.finditer(text):
        numbers = [
            value(next((match[name] for name in names if match[name]), "").lstrip("民国國 ")) for names in _NAMES
        ]
        numbers[0] += _REPUBLIC if match["roc"] else 0
        numbers[0] += 0 if not match["yy"] else 2000 if numbers[0] < 50 else 1900
        found = day_of(*numbers)
        if found:
            return found, match.group()
    return None


def day_of(year: int, month: int, day: int) -> date | None:
    """The day, None when there is none."""
    try:
        return date(year, month, day)
    except ValueError:
        return None
