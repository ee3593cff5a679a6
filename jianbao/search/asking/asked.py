"""What a reader typed, taken apart: phrases in quotation marks, what is left out, alternatives, dates.

    妇联 -改革              without 改革
    "妇联 改革"             one phrase, whatever marks stand between
    妇联 或 工会            either
    海沧 2018、2018年4月23日、2018-04、2016-2018、去年三月     articles of that time

The browser's asked.js says the same.
"""

import unicodedata
from datetime import date
from typing import NamedTuple

from jianbao import expressions as re
from jianbao.search import grams

LONGEST = grams.LONGEST_QUERY
_QUOTED = re.compile('["“”„「『]([^"“”„「」『』]*+)["“”„」』]')
_SIGN = grams.BESIDE
"""Nobody types it."""
_MINUS = re.compile(r"[-−](?=[^\s\-−])")
_EITHER = {"或", "或者", "or", "OR", "|"}
_BETWEEN = "(?:[-~—–]|至|到)"
_DAY = "([0-9]{4})年([0-9]{1,2})月([0-9]{1,2})[日号]?"
_PERIODS = (
    (re.compile(_DAY), "day"),
    (re.compile("([0-9]{4})([-/.])([0-9]{1,2})\\2([0-9]{1,2})"), "numbered"),
    (re.compile("((?:19|20)[0-9]{2})([01][0-9])([0-3][0-9])"), "day"),
    (re.compile(f"([0-9]{{4}})年?{_BETWEEN}([0-9]{{4}})年?"), "years"),
    (re.compile("([0-9]{4})年([0-9]{1,2})月份?"), "month"),
    (re.compile("([0-9]{4})[-/.]([0-9]{1,2})"), "month"),
    (re.compile("((?:19|20)[0-9]{2})年?"), "year"),
    (re.compile("(今年|去年|前年)([0-9]{1,2}|十[一二]?|[一二三四五六七八九])月份?"), "relative"),
    (re.compile("(今年|去年|前年)"), "relative"),
    (re.compile("(本月|这个月|上月|上个月)"), "near"),
)
_SPECIAL = re.compile('["“”„「『|0-9\\-−年月\ue000]|(?<!\\S)(?:或者?|or|OR)(?!\\S)')
_BACK = {"今年": 0, "去年": 1, "前年": 2}
_MONTHS = {name: number for number, name in enumerate("一 二 三 四 五 六 七 八 九 十 十一 十二".split(), 1)}


def special(text: str) -> bool:
    """Whether a browser needs asked.js for a query; of any other ``asked`` says nothing but its words."""
    return _SPECIAL.search(unicodedata.normalize("NFKC", text[:LONGEST])) is not None


class Period(NamedTuple):
    """From the first day to the last, as ``2018-04-23``; 31 stands for the end of every month."""

    first: str
    last: str


class Wish(NamedTuple):
    """One of the alternatives."""

    text: str
    quoted: tuple[str, ...] = ()
    """Phrases that must be there as one, with a sign (grams.BESIDE) between their words; so they stand in the text."""
    dated: str = ""
    """What is left of the text when a period has been taken out of it."""
    period: Period | None = None


class Asked(NamedTuple):
    """A query."""

    either: tuple[Wish, ...]
    without: tuple[str, ...]


def read(text: str, today: date) -> Asked:
    """Takes a query apart; ``today`` is what 去年 is reckoned from."""
    text = unicodedata.normalize("NFKC", text[:LONGEST]).replace(_SIGN, " ")
    quoted: list[str] = _QUOTED.findall(text)
    # A phrase keeps its place as a word of its own.
    bare = _QUOTED.sub(f" {_SIGN} ", text)
    without: list[str] = []
    groups: list[list[str]] = [[]]
    phrases: list[list[str]] = [[]]
    for word in bare.split():
        if word == _SIGN:
            phrase = grams.beside(quoted.pop(0))
            if phrase:
                groups[-1].append(phrase)
                phrases[-1].append(phrase)
        elif word in _EITHER:
            groups.append([])
            phrases.append([])
        elif _MINUS.match(word):
            without.append(word[1:])
        else:
            groups[-1].append(word)
    wishes = tuple(_wish(words, tuple(said), today) for words, said in zip(groups, phrases, strict=True) if words)
    if not wishes:
        # Nothing but signs, or nothing but what is left out: taken as it stands.
        return Asked((Wish(text),), ())
    return Asked(wishes, tuple(without))


def _wish(words: list[str], quoted: tuple[str, ...], today: date) -> Wish:
    text = " ".join(words)
    for at, word in enumerate(words):
        if word in quoted:
            continue
        found = period(word, today)
        if found:
            when, rest = found
            return Wish(text, quoted, " ".join([*words[:at], *([rest] if rest else []), *words[at + 1 :]]), when)
    return Wish(text, quoted)


def period(word: str, today: date) -> tuple[Period, str] | None:
    """The time that a word names, and what stands before or behind it: nothing, or a run of two Han or more."""
    for pattern, kind in _PERIODS:
        for match in pattern.finditer(word):
            before, after = word[: match.start()], word[match.end() :]
            rest = before or after
            if (before and after) or (rest and not (len(rest) > 1 and grams.han_runs(rest) == [rest])):
                continue
            made = _made(kind, match.groups(), today)
            if made:
                return made, rest
    return None


def _made(kind: str, parts: tuple[str, ...], today: date) -> Period | None:
    if kind == "numbered":
        kind, parts = "day", (parts[0], parts[2], parts[3])
    if kind == "years":
        return Period(f"{parts[0]}-01-01", f"{parts[1]}-12-31") if "1900" <= parts[0] <= parts[1] < "2100" else None
    if kind == "near":
        months = today.year * 12 + today.month - 1 - ("上" in parts[0])
        return _month(str(months // 12), months % 12 + 1)
    if kind == "relative":
        year = str(today.year - _BACK[parts[0]])
        return _month(year, _MONTHS.get(parts[1]) or int(parts[1])) if len(parts) > 1 else _year(year)
    if not "1900" <= parts[0] < "2100":
        return None
    if kind == "year":
        return _year(parts[0])
    if kind == "month":
        return _month(parts[0], int(parts[1]))
    month, day = int(parts[1]), int(parts[2])
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    said = f"{parts[0]}-{month:02}-{day:02}"
    return Period(said, said)


def _year(year: str) -> Period:
    return Period(f"{year}-01-01", f"{year}-12-31")


def _month(year: str, month: int) -> Period | None:
    return Period(f"{year}-{month:02}-01", f"{year}-{month:02}-31") if 1 <= month <= 12 else None
