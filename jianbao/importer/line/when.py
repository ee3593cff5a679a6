"""When an item happened: the date its own text gives, with the very words it was read from.

A date is never invented: those of other events (截至…, 继…后, …印发后, 贯彻…会议精神) are not the item's, a
day without any evidence of its year stays a basis without a date, and 日前 is no date at all.
"""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import islice

from jianbao.importer.line import feasts, figures
from jianbao.importer.line.evidence import Found, Year
from jianbao.importer.line.figures import DIGITS, GAP, HAN

_PART = "(?P<part>[上下中]午|晚上?|早上|凌晨|当[天日])?"
_DAY = re.compile(
    rf"(?<![\d一二三四五六七八九十第初])(?:(?P<year>{figures.YEAR}){GAP}年{GAP})?(?P<month>{DIGITS}|"
    rf"{HAN}){GAP}月{GAP}"
    rf"(?P<day>{DIGITS}(?:{GAP}[日号])?|{HAN}{GAP}[日号])"
    rf"(?P<tail>[至到—\-–－~～、和]{{1,2}}[ ]?(?:{DIGITS}{GAP}月{GAP})?(?:3[01]|[12]\d|0?[1-9])(?!\d)(?:{GAP}[日号])?"
    rf"|[至到—\-–－~～、和]{{1,2}}(?:{HAN}月)?{HAN}[日号])?{_PART}"
)
_MONTH = re.compile(
    r"(?:(?P<year>20\d\d)年)?(?P<month>1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九])月(?:[上中下]旬|(?:份|"
    r"(?=[，,以]))(?!底|初|上|中|下))"
)
_THIS_YEAR = re.compile(
    r"(?<=[。；！？])(?:就在)?今年(?P<month>1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九])月(?:份|[上中下]旬)?(?=[，,])"
)
"""今年五月，, with which a sentence begins that tells when it was."""
_ANNOUNCED = re.compile("将|(?<![主重需首必])要(?![求闻点素])|计划|拟|预计|力争|打算|准备")
"""What a sentence says that tells of what is still to come."""
_SENTENCE = 80
"""Characters of a sentence in which that is looked for."""
_NEAR = re.compile(
    r"(?P<word>(?:昨|今|前)(?:[天日]|晚|早)(?!后)|(?<![每逢隔])(?:本|上|这)?(?<![每逢隔])(?:周|"
    r"星期)[一二三四五六日天])(?P<part>[上下中]午|晚上?|早上|凌晨)?"
)
"""A day that is told from the day on which the text came out."""
_EXPLAINED = re.compile("(?:[今昨前][天日晚]|(?:农历|阴历|正月|[冬腊]月)[\u4e00-\u9fff]{2,6})[（(]$")
"""今天（9月7日）, whose bracket says which day that is."""
_DAY_ALONE = re.compile(
    rf"(?:(?P<which>[本当上]月)|(?<![\d月年—\-－–至到~～、第./:：十百]))(?P<day>[1-9]|[12]\d|3[01])日(?:至(?:[12]?\d|3[01])日)?{_PART}"
)
_OLD = re.compile(
    r"(?:农历|阴历|夏历|旧历)[\u4e00-\u9fff]{0,5}(?:正|冬|腊|"
    r"十?[一二三四五六七八九十])月[初十廿二三][一二三四五六七八九十]{0,2}"
)
_REPORTED = re.compile("讯|电(?!话|视|子|商)|消息")
_DATELINE = re.compile(
    r"(?:[^，。；！？、（）()]{0,16}(?:讯|电)[ \u3000]{0,2})?(?:[（(][^（）()。]{0,40}[）)])?[ "
    r"\u3000:：]{0,3}(?:讯[ \u3000]{0,2})?"
)
"""本报讯（记者 …）and whatever else stands before the first word of a report."""
_LUNAR = re.compile(r"(?:农历|阴历|夏历|旧历)[\u4e00-\u9fff]{0,5}$")
_BEFORE = re.compile(
    r"(?:截至|截止到?|继|自从|自|早在|将于|定于|拟于|贯彻|学习|传达|落实|根据|按照|依据|围绕|迎接|庆祝|纪念|"
    r"响应|今年的|每年的?|参加了?|(?:出)?生于|成立于"
    r"|始于|建于|去年|上年|前年|上一年|次年|明年|原定|由于|此前|曾于|已于|以来)[于在]?(?:了)?(?:20\d\d年)?$"
)
_AFTER = re.compile(
    r"^(?:起|以来|以前|之前|以后|之后|前夕?|后|零时|止|为止|印发|发布|下发|出台|颁布|施行|实施|通过的|召开的|"
    r"举行的|举办的|发表的|闭幕的|至今|到期)"
)
_OF_FEAST = re.compile(r"^是[^，。；]{2,40}(?:纪念日|周年|诞辰|题词[^，。；]{0,20}日)")
"""3月5日是…纪念日, which says no more than why something is done."""
_CLAUSE_AFTER = re.compile(
    r"(?:(?<!放学)(?<!下班)(?<![课饭午雨])后|以来|前夕|之前|为止|之际|的讲话|讲话精神|会议精神)$"
)
_FOREIGN = re.compile(
    r"^(?:全国|全省|中央|国务院|省委|省政府|国家)[^，。；]{0,20}(?:会议|座谈会|大会)(?:精神|后|之后|召开后|要求)"
)
_VAGUE = re.compile(r"^(?:近日|日前|最近|近期|近段时间|连日来|前不久|不久前|近来|此前)")
_POINT = re.compile(r"[（(]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})(?:[）)、．是]|[.](?!\d))")
"""One of several points of an item, with a date of its own."""
_FURTHER, _SOON = 8, 10
"""Paragraphs that may open with the day of what a page tells, and days in which pages tell of it."""
_WIRED = re.compile(r"[^，。；（(\d]{2,14}\d{1,2}月\d{1,2}日(?:电|讯)")
"""新华社南屏11月30日电, with which the text begins below lines that stand over it."""
_TAKEN = re.compile(r"(?:摄影?|供图|攝)[）)]?\s*$")
"""How a caption ends, which tells when the picture was taken."""
_LATEST = 45
"""Days after which a page does not tell of what happened."""
_PLAINLY = 6
"""What a day scores that opens a clause and names the part of the day: told plainly, even below 日前."""
_SENT = 60
"""Characters of the head of a report, before its first word."""
_MOST_DATES = 40
"""Dates of a paragraph that are weighed; its own stands among the first."""
_HEAD_OF_TEXT = 120
"""Characters of a text in which the day is looked for from which on it tells of something."""
_SHORTEST = 15
"""Characters of a paragraph; shorter ones are 各位代表： and the like."""
_SUMMARY = re.compile(r"[【\[](?:内容)?(?:摘要|导读|提要|核心提示|导语|新闻提要)[】\]][ \u3000:：]{0,3}")
"""What stands above a report and says it in short."""
_NUMERIC = re.compile(rf"((?:19|20)\d\d)[-/.](\d{{1,2}})[-/.](\d{{1,2}}){figures.UNTIL}?(?=[，,日上下 ])")
"""2018-04-12，, with which a report opens."""
_BULLETS = tuple("●◆■★☆▲△•·◇○※【")
"""A list of short news, each with its own date."""


def of_item(paragraphs: Sequence[str], heads: Sequence[Year] = ()) -> Found | None:
    """The item's own date, looked for in its first two paragraphs; ``heads`` are the days that pages were dated."""
    told = [text for text in paragraphs if len("".join(text.split())) >= _SHORTEST or re.search(r"\d[日号]", text)]
    told = [text for text in told if "。" in text or not _TAKEN.search(text)] or told
    for position, text in enumerate(told[:2]):
        bare = text.strip()
        bare = _SUMMARY.sub("", bare, count=1)
        lead = bare[_DATELINE.match(bare).end() :] if _DATELINE.match(bare) else bare  # type: ignore[union-attr]
        numeric = _NUMERIC.match(lead)
        if numeric and figures.day_of(*(int(numeric[n]) for n in (1, 2, 3))):
            return Found(int(numeric[1]), int(numeric[2]), int(numeric[3]), numeric.group())
        if bare[:1] in _BULLETS:
            return _of_list(paragraphs)
        if _VAGUE.match(lead):
            return _agreeing(bare, heads, _PLAINLY)
        if _POINT.match(bare) or re.match(r"图[\d一二三四五六七八九十]{0,2}[:：为]", bare):
            continue
        best: tuple[int, Found] | None = None
        for match in islice(_DAY.finditer(text), _MOST_DATES):
            score = _score(text, match)
            if position:
                score -= 1
            if 0 < score and (best is None or best[0] < score):
                best = (score, _found(match))
        if best and best[0] >= 3 - position:
            return _behind(text, best[1]) or best[1]
        counted = _counted(text, heads, position)
        if counted or best:
            return counted or (best[1] if best else None)
        vague = _by_month(lead, text) or _of_feast(text) if position == 0 else None
        if vague:
            return vague
    return None


def _by_month(lead: str, text: str) -> Found | None:
    """The month that a text begins with, or a sentence in it: 3月份，…; …。今年五月，…."""
    month = _MONTH.match(lead)
    if month and not _foreign(lead, month.end()):
        return Found(int(month["year"] or 0), figures.value(month["month"]), 0, month.group())
    this = _THIS_YEAR.search(text)
    if this is None or _ANNOUNCED.search(re.split("[。！？]", text[this.end() : this.end() + _SENTENCE])[0]):
        return None
    return Found(0, figures.value(this["month"]), 0, this.group())


def _of_feast(text: str) -> Found | None:
    """The day of the feast that a text says it is today: 今天是第70个世界红十字日."""
    told = feasts.today(text[:_HEAD_OF_TEXT])
    if not told:
        return None
    month, day, words = told
    return Found(0, month, day, words, f"“{words}”按{month}月{day}日计，请核对")


def _of_list(texts: Sequence[str]) -> Found | None:
    """The day of the first of several short news, told as a doubt where others have days of their own."""
    days = [_DAY.match(bare) for text in texts if (bare := text.strip().lstrip("".join(_BULLETS)).strip())]
    first = days[0] if days else None
    if first is None:
        return None
    others = len({day.group() for day in days if day}) > 1
    return _found(first)._replace(doubt="几条短讯各有日期，取第一条的，请核对" if others else "")


def begins(texts: Sequence[str]) -> Found | None:
    """The day from which a text's first words say that something goes on: 4月16日起，社区食堂恢复堂食."""
    text = texts[0].strip()[:_HEAD_OF_TEXT] if texts else ""
    opened = (match for match in _DAY.finditer(text) if match.start() == 0 or text[match.start() - 1] in "。！？”")
    return next((_found(match) for match in opened if text[match.end() :].startswith("起，")), None)


def not_long_before(found: Found | None, printed: Sequence[str]) -> Found | None:
    """A text's day, unless it names a year and its page came out long after it: then it tells of something earlier."""
    day = figures.day_of(found.year, found.month, found.day) if found and found.year and found.day else None
    came = next((told[0] for text in printed[1:] if (told := figures.whole(text))), None) if day else None
    return None if day and came and (came - day).days > _LATEST else found


def later(paragraphs: Sequence[str], heads: Sequence[Year]) -> Found | None:
    """The day that a later paragraph opens with, when the page came out on it or a few days after."""
    further = [text.strip() for text in paragraphs[2:_FURTHER] if not _TAKEN.search(text)]
    opened = (text for text in further if _DAY.match(text) or _WIRED.match(text))
    return next((found for text in opened if (found := _agreeing(text, heads, 3, first=True))), None)


def _agreeing(text: str, heads: Sequence[Year], least: int, *, first: bool = False) -> Found | None:
    """A day of a text that scores ``least``, when its page came out on it or a few days after."""
    days = [day for head in heads if head.day and (day := figures.day_of(head.year, head.month, head.day))]
    for match in islice(_DAY.finditer(text), 1 if first else _MOST_DATES) if days else ():
        if match["year"] or _score(text, match) < least:
            continue
        found = _found(match)
        told = figures.day_of(days[0].year, found.month, found.day)
        if told and 0 <= (days[0] - told).days <= _SOON:
            return found
    return None


def of_title(title: str) -> Found | None:
    """The date in the bracket that ends a title: 市妇联召开会议（5月8日）."""
    bracket = re.search(r"[（(]([^（）()]*)[）)]$", title)
    match = _DAY.search(bracket[1]) if bracket else None
    return _found(match) if match and re.search("[日号]", match.group()) else None


def in_title(title: str, heads: Sequence[Year]) -> Found | None:
    """The day that a title names, when the page came out on it: 9月26日要闻汇总."""
    named = [_found(match) for match in islice(_DAY.finditer(title), 2) if re.search("[日号]", match.group())]
    return next((f for f in named if any((h.month, h.day) == (f.month, f.day) for h in heads)), None)


def lunar(paragraphs: Sequence[str]) -> str:
    """The words of a day by the old calendar, which is no day that can be sorted by; "" when there is none."""
    for text in paragraphs[:2]:
        match = _OLD.search(text)
        if match:
            return match.group()
    return ""


def _counted(text: str, heads: Sequence[Year], position: int) -> Found | None:
    """昨日, 本周三 and 27日 as the day that they were when the text came out."""
    dated = [head for head in heads if head.month]
    if not dated:
        return None
    head = max(dated, key=lambda e: (bool(e.day), e.strength))
    day = figures.day_of(head.year, head.month, head.day) if head.day else None
    for match in islice(_NEAR.finditer(text), _MOST_DATES) if day else ():
        if re.match(r"[（(]\d", text[match.end() :]):
            continue
        told = _told(match["word"], day) if day and _score(text, match) - position >= 3 else None
        now = match["part"] or (not position and re.match("[，,]", text[match.end() :]))
        if told and (match["word"][0] != "今" or now):
            return _said(match.group(), told, head)
    for match in islice(_DAY_ALONE.finditer(text), _MOST_DATES) if not position else ():
        if _score(text, match) - position < 3:
            continue
        before = match["which"] == "上月" or (not match["which"] and day and int(match["day"]) > day.day)
        back = head.month - 1 if before else head.month
        told = figures.day_of(head.year if back else head.year - 1, back or 12, int(match["day"]))
        if told:
            return _said(match.group(), told, head)
    return None


def _behind(text: str, sent: Found) -> Found | None:
    """The day that a report tells behind the one on which it was sent: 3月5日讯（…）4日下午，…."""
    at = text.find(sent.basis) + len(sent.basis)
    if not sent.day or at > _SENT or not _REPORTED.match(text[at:].lstrip()):
        return None
    for match in islice(_DAY_ALONE.finditer(text, at), 1):
        day = int(match["day"])
        if match.start() - at > _SENT or not match["part"] or day > sent.day or _score(text, match) < 3:
            return None
        return sent._replace(day=day, basis=match.group(), told=sent.basis)
    return None


def _said(basis: str, told: date, head: Year) -> Found:
    words = " ".join(head.basis.split())
    return Found(
        told.year, told.month, told.day, basis, f"“{basis}”按“{words}”推算为{told.isoformat()}，请核对", head.basis
    )


def _told(word: str, day: date) -> date | None:
    """The day that a word means on a day."""
    if word[0] in "昨今前":
        return day - timedelta({"昨": 1, "今": 0, "前": 2}[word[0]])
    monday = day - timedelta(day.weekday() + (7 if word.startswith("上") else 0))
    told = monday + timedelta("一二三四五六日".index(word[-1].replace("天", "日")))
    return told if told <= day else told - timedelta(7) if not word.startswith(("本", "这")) else None


def _score(text: str, match: re.Match[str]) -> int:
    """How much speaks for a date being the item's own; 0 and less: another event's."""
    before, after = text[: match.start()].rstrip(), text[match.end() :].lstrip()
    if _DATELINE.fullmatch(before):
        before = ""
    clause = re.split("[，。；！？,;!?]", before)[-1]
    if _is_of_another(match, before, clause, after):
        return 0
    score = 1
    if not before:
        score += 4
    elif not clause.strip(" \u3000\xa0“”"):
        score += 3
    elif re.fullmatch(r"[\s]*(?:于|在|会议于|活动于|为[^，]{0,20}|.{1,16}于)", clause):
        score += 2
    elif len(clause) > 12:
        score -= 1
    if match["part"]:
        score += 2
    if _REPORTED.match(after) and len(before) <= 12:
        score += 3
    if after.startswith(("，", ",")) or re.match("[\u4e00-\u9fff]", after):
        score += 1
    return score


def _is_of_another(match: re.Match[str], before: str, clause: str, after: str) -> bool:
    """Whether a date is none, by the old calendar, or of what happened earlier or will, or stands in a bracket."""
    written = match.group()
    if "月" in written and not re.search("[日号]", written) and not match["tail"]:
        return True  # 3月8 is no day
    if _OF_FEAST.match(after) and not re.search("当[天日]", after[:60]):
        return True
    if _LUNAR.search(before) or _BEFORE.search(clause) or _AFTER.match(after) or _FOREIGN.match(after):
        return True
    if _CLAUSE_AFTER.search(re.split("[，。；！？,;!?]", after)[0]):
        return True
    if re.search("(?:截至|截止|继|自|根据|按照|贯彻|学习|传达)[^，。；]{0,12}$", clause):
        return True
    before = _EXPLAINED.sub("", before.lstrip("（( "))  # a document's day and number, in a bracket of their own
    return any(before.count(opened) > before.count(closed) for opened, closed in ("《》", "（）", "()"))


def _found(match: re.Match[str]) -> Found:
    year, month, day = (
        figures.value((match[name] or "").rstrip("日号 \u3000\xa0")) for name in ("year", "month", "day")
    )
    tail = match["tail"] or ""
    doubt = ""
    if figures.is_guessed(match.group()):
        doubt = f"“{match.group()}”里有认错的字，按{month}月{day}日读，请核对"
    if tail and tail[0] not in "、和" and not re.search("[日号]$", tail):
        doubt = f"“{match.group()}”少了“日”，只取开头的一天"
    return Found(year, month, day, match.group().rstrip("、和"), doubt)


def _foreign(text: str, end: int) -> bool:
    return _AFTER.match(text[end:]) is not None
