"""The head of a printed bulletin or document, and what every one of its pages repeats.

The name, the number, who makes it and when; page numbers and running heads, which cut a
paragraph in two. The head is the best evidence of the year and of the issue.
"""

import re
from collections.abc import Sequence

from jianbao.importer.line import controls, figures, headparts, imprint, parts, titles
from jianbao.importer.line.evidence import Year
from jianbao.importer.model import Dropped, Line

_PAGE = re.compile(
    r"[-—－–·\s]{0,6}(?:第\s?)?[\dlO]{1,3}(?:\s?页)?(?:\s{0,3}[/／，,]?\s{0,3}共?\s?\d{1,3}\s?页?)?[-—－–·\s]{0,6}"
)
_ALONE = re.compile(
    rf"{headparts.IN_LATIN}(?:{headparts.DATE})?|(?:20\d\d(?:[—－–-]{{1,2}}20\d\d)?(?:学年度?|年)?)?(?:第[一二]|[春秋]季|[上下])学期|"
    rf"[（(](?:总|共|累计|总共)第?{headparts.NUMBERS}期[）)]|"
    rf"(?:{headparts.NAME})(?:[（(].{{1,12}}[）)])?(?:{headparts.ISSUE}){{0,2}}"
    rf"|(?:{headparts.ISSUE}){{1,2}}(?:{headparts.MAKER})?(?:{headparts.DATE})?"
    rf"|(?:{headparts.MAKER}|[\u4e00-\u9fff]{{4,24}})(?:{headparts.DATE})|(?:{headparts.DATE})(?:{headparts.MAKER}|{headparts.ISSUE})"
    rf"|(?:{headparts.MAKER})(?:本期)?(?:责任编辑|执行编辑|编辑|责编|主编)[：:]?[\u4e00-\u9fff、]{{2,12}}"
    rf"|[\u4e00-\u9fff]{{2,24}}(?:编印?|主办|编发)|[—－\-_═＝=─━*＊]{{3,}}"
    rf"|{headparts.BETWEEN_DASHES}"
    r"|内部(?:资料|刊物|材料|文件|交流)?[，,·]?(?:注意保存|仅供参考|免费交流)?|免费(?:交流|赠阅)|赠阅|"
    r"注意保存|仅供参考|不?得?外传|密级.{0,10}|签发人?[：:].{1,12}"
    r"|[（(]?(?:增刊|专刊|特刊|试刊|创刊号)[）)]?|(?:特急|加急|急件|平急)"
)
_BELOW_OTHERS = re.compile(
    rf"{headparts.MAKER}|[（(]\d{{1,3}}[）)]|"
    rf"[（(]?(?:{headparts.DATE})(?:[-—－–~～至]{{1,2}}(?:\d{{4}}年)?(?:\d{{1,2}}月)?\d{{1,2}}日)?[）)]?"
)
"""A maker, a date or a bare number alone on its line: of the masthead only when one stands above it."""
_DOCUMENT = re.compile(r"[\u4e00-\u9fff]{4,40}文件")
_NUMBER_OF_DOCUMENT = re.compile(
    r"[\u4e00-\u9fff（）()]{1,14}[〔\[【（(﹝]\d{4}[〕\]】）)﹞]第?\d{1,4}号(?:签发人[：:].{2,10})?"
)
_NUMBER_ALONE = re.compile(r"[〔\[【（(﹝](?:19|20)\d\d[〕\]】）)﹞]第?\d{1,4}号|第\d{1,4}号")
"""A document's number without the letters of who issued it, as minutes have it."""
_NUMBERED = re.compile(rf"(?:{headparts.DATE})?(?:{headparts.ISSUE}){{1,2}}(?:{headparts.DATE})?")
"""An issue's number, perhaps with the day."""
_OF_WEEK = re.compile(r"第[\d一二三四五六七八九十]{1,4}周")
_NUMBERED_BY = re.compile(
    rf"(?:(?:{headparts.ISSUE}){{1,2}}(?:{headparts.MAKER})|(?:{headparts.MAKER})(?:{headparts.ISSUE}){{1,2}})(?:{headparts.DATE})?"
)
"""Its number, who made it, and perhaps when."""
_MADE_ON = re.compile(
    rf"(?:(?:主办|主管|承办|编印|编辑|编)(?:单位)?[：:])?[\u4e00-\u9fff、]{{2,40}}(?:[：:])?(?:{headparts.DATE})(?:出刊|出版|编印?|印发?)?"
)
"""Who made it, and when, on one line."""
OF_DOCUMENT = "文件的版头"
_IS_MADE = re.compile("主办|编印?|编辑|办公室|印发")
_MOST_NAMES = 4
"""Lines of names that stand above a number: of the bulletin, of the bodies that issue a document."""
_RULE = re.compile("[*＊※☆★●○◆]{3,}|[—―－\\-_═＝=─━*＊~～·.…]{5,}")
_ORNAMENTS = re.compile("(?<=.)[☆★◆◇■□▲△※|｜](?=.)")
"""What stands between the maker and the day of a masthead."""
_LONGEST_NAME = 12
_SHORTEST_TITLE, _PARAGRAPH = 8, 20
_IS_DONE = re.compile("召开|举办|举行|开展|走访|慰问|启动|荣获|关于")
_LONGEST_HEAD = 60
"""Characters of a line of a masthead."""
_MOST = 10
"""Lines at the beginning among which a masthead is looked for."""
_ISSUE_DATE = re.compile(
    rf"({figures.YEAR}){figures.GAP}年{figures.GAP}({figures.DIGITS}|{figures.HAN}){figures.GAP}月"
    rf"(?:{figures.GAP}({figures.DIGITS}|{figures.HAN}){figures.GAP}日)?|(20\d\d|"
    rf"19\d\d)[-./](\d{{1,2}})[-./](\d{{1,2}})"
)
_FIGURES = str.maketrans("０１２３４５６７８９", "0123456789")
_UNTIL = re.compile(
    r"[ ]?[-—－–~～至]{1,2}[ ]?(?:(?:(\d{1,2})月)?(\d{1,2})日|(\d{1,2})[./](\d{1,2})(?![\d./])|(\d{1,2})$)"
)
_YEAR_ALONE = re.compile(
    rf"(?:19|20)\d\d(?=年)|(?<=[{headparts.DASH}])(?:19|20)\d\d(?=[{headparts.DASH}])|"
    r"^(?:19[89]|20[0-4])\d$|(?<=[（(〔\[【])(?:19|20)\d\d(?=[）)〕\]】]年?第)"
)
_NUMBER_IN_LATIN = re.compile(
    rf"(?:[Nn][Oo]|VOL|Vol|Issue)[.．:：]?(?P<number>\d{{1,4}})(?:[（(,，]?(?P<year>{figures.YEAR}))?(?!\d)"
)
_NUMBER = re.compile(rf"(?:[（(\[【〔]?(20\d\d|19\d\d)[）)\]】〕]?年?)?(总|增刊)?(?<!共)第?({headparts.NUMBERS})期")


def _seen(text: str) -> str:
    """A line as it is looked at: without blanks, full-width figures as others."""
    return "".join(text.split()).translate(_FIGURES)


def is_page(line: Line) -> bool:
    """Whether a line is a page's number."""
    return not line.rows and not line.picture and _PAGE.fullmatch(line.bare) is not None


def is_number(text: str) -> bool:
    """Whether a line is nothing but an official document's number: 厦妇〔2014〕12号."""
    seen = "".join(text.split())
    alone = _NUMBER_ALONE.fullmatch(seen) is not None and not seen.startswith("第")
    return alone or _NUMBER_OF_DOCUMENT.fullmatch(seen.strip("（）()")) is not None


def without_pages(lines: Sequence[Line]) -> tuple[list[Line], list[Dropped]]:
    """The lines without page numbers and running heads; what these cut in two has no blank line between its halves."""
    names = {_seen(line.bare) for line in lines[:_MOST] if re.fullmatch(headparts.NAME, _seen(line.bare))}
    running = {
        name: re.compile(rf"{re.escape(name)}(?:{headparts.ISSUE})?(?:{headparts.NUMBERS})?")
        for name in names
        if len(name) >= 4
    }
    numbers = parts.numbers(lines)
    said: set[str] = set()
    kept: list[Line] = []
    dropped: list[Dropped] = []
    cut = False
    for at, line in enumerate(lines):
        seen = _seen(line.bare)
        page = is_page(line) and at not in numbers and not (at < _MOST and re.fullmatch(headparts.BETWEEN_DASHES, seen))
        if not line.rows and _RULE.fullmatch(seen):
            dropped.append(Dropped(line.bare, "分隔线"))
            continue
        again = at >= _MOST // 2 and len(seen) <= 40 and any(running[name].fullmatch(seen) for name in said)
        said |= {seen} & running.keys()
        if page or again:
            dropped.append(Dropped(line.bare, "页码" if page else "页眉"))
            cut = True
            continue
        if (
            cut
            and kept
            and line.blank_before
            and not line.text[:1].isspace()
            and not kept[-1].bare.endswith(tuple("。！？：；”）"))
        ):
            line = line._replace(blank_before=False)
        cut = False
        kept.append(line)
    return kept, dropped


def without(lines: Sequence[Line]) -> tuple[list[Line], list[Dropped], list[Year], str]:
    """(the lines below the masthead and above the foot, what was dropped, evidence of the date, the issue's number)."""
    dropped: list[Dropped] = []
    evidence: list[Year] = []
    kept: list[Line] = []
    number = ""
    above, why = _above_number(lines)
    for position, line in enumerate(lines):
        text = " ".join(line.bare.split("\n"))
        seen = _ORNAMENTS.sub("", _seen(text))
        reason = _of_head(lines, position, seen, begun=bool(dropped), over=bool(kept)) if position < _MOST else ""
        reason = reason or (why if position < above else "")
        if any(other.title for other in lines[: min(position + 1, _MOST)]):
            reason = ""  # below the title that a page names there is no masthead
        if not reason:
            kept.append(line)
            continue
        dropped.append(Dropped(line.bare, reason))
        if reason != "报头" and not _MADE_ON.fullmatch(seen):
            evidence += [Year(int(m), text, 9) for m in re.findall(r"[〔\[【（(﹝](20\d\d|19\d\d)", seen)[:1]]
            continue
        days = dated(text.translate(_FIGURES)) or dated(seen)  # 二 ○ 一 六 年, set wide
        alone = _YEAR_ALONE.search(seen)
        evidence += days or ([Year(int(alone[0]), text, 8)] if alone else [])
        numbered, latin = _NUMBER.search(seen), _NUMBER_IN_LATIN.match(seen)
        if latin and not number:
            number = _latin(latin)
            evidence += [Year(int(latin["year"]), text, 9)] if latin["year"] else []
        if numbered:
            if not number or number.startswith("总"):
                number = _issue(numbered)
            if numbered[1]:
                evidence.append(Year(int(numbered[1]), text, 9))
    foot = imprint.taken(kept)
    if not any(e.day for e in evidence):
        evidence += [day for d in foot if imprint.PRINTED.search(d.text) for day in dated(d.text.translate(_FIGURES))]
    return kept, [*dropped, *foot], evidence, number


def _above_number(lines: Sequence[Line]) -> tuple[int, str]:
    """(how many lines at the beginning are the head, why): those down to the last line that only a head has.

    Such are an issue's number, a document's number and who made it when. What stands above one is a name, whatever
    it is called, and who issues it; below a document's number a title must follow, for else it stands above it.
    """
    last, reason, names = -1, "", 0
    for position, line in enumerate(lines[:_MOST]):
        seen = _seen(line.bare)
        if len(seen) > _LONGEST_HEAD or line.picture or len(line.rows) > 3 or line.title or re.search("[。；]", seen):
            break
        numbered = ("期" in seen or _OF_WEEK.search(seen)) and (
            _NUMBERED.fullmatch(seen) or _NUMBERED_BY.fullmatch(seen)
        )
        numbered = numbered or _NUMBER_IN_LATIN.fullmatch(seen.rstrip("）)"))
        composed = headparts.is_composed(seen, begun=last >= 0)
        if numbered or _names_issue(seen) or (composed and (last >= 0 or _NUMBER.search(seen))):
            last, reason, names = position, "报头", 0
        elif _NUMBER_OF_DOCUMENT.fullmatch(seen) or _NUMBER_ALONE.fullmatch(seen):
            if _titled(lines, position + 1):
                last, reason, names = position, OF_DOCUMENT, 0
        elif _MADE_ON.fullmatch(seen) and last >= 0:
            if re.match("主办|主管|承办|编", seen) or _titled(lines, position + 1):
                last, names = position, 0
        elif not (_ALONE.fullmatch(seen) or composed):
            names += 1
            if len(seen) > 30 or names > _MOST_NAMES or re.search("[：，]", seen) or controls.DEED.search(seen):
                break
    return last + 1, reason


def _names_issue(seen: str) -> bool:
    """Whether a line says who makes a bulletin and which number it is, in whatever order, and nothing else."""
    if not (_IS_MADE.search(seen) and _NUMBER.search(seen)) or re.search("[，。：:]", seen):
        return False
    return re.search("(?:期[）)]?|[编印办室日])$", seen) is not None and not controls.DEED.search(seen)


def issue(line: Line) -> str:
    """The number of the issue that a line of a head names and nothing else, "" for none: 2021年第9期（总第40期）."""
    seen = _ORNAMENTS.sub("", _seen(line.bare))
    latin = None if line.picture or len(seen) > _LONGEST_HEAD else _NUMBER_IN_LATIN.fullmatch(seen.rstrip("）)"))
    if latin:
        return _latin(latin)
    if line.picture or len(seen) > _LONGEST_HEAD or "期" not in seen:
        return ""
    alone = _NUMBERED.fullmatch(re.sub(rf"^{headparts.NAME}(?=第|总|20|[（(])|{headparts.MAKER}$", "", seen))
    composed = alone or _names_issue(seen) or headparts.is_composed(seen, begun=False)
    numbered = _NUMBER.search(seen) if composed else None
    return _issue(numbered) if numbered else ""


def begins(lines: Sequence[Line], end: int) -> bool:
    """Whether a print's head is what a file begins with: its number, or its name above who made it when.

    ``end``: where the first line stands that could be a page's; a line of the head can be that one.
    """
    above = _above_number(lines)[0]
    for at, line in enumerate(lines[: end + 1]):
        if at < above and (issue(line) or is_number(line.bare)):
            return True
        if at and is_made_on(line) and is_alone(lines[at - 1]):
            return True
    return False


def is_made_on(line: Line) -> bool:
    """Whether a line says who made a bulletin, and when."""
    seen = _ORNAMENTS.sub("", _seen(line.bare))
    return (
        not line.picture
        and len(seen) <= _LONGEST_HEAD
        and (_MADE_ON.fullmatch(seen) is not None or re.fullmatch(headparts.DATE, seen) is not None)
    )


def is_alone(line: Line) -> bool:
    """Whether a line can stand in a head by itself."""
    seen = _seen(line.bare)
    alone = not line.picture and len(seen) <= _LONGEST_HEAD
    return alone and (_ALONE.fullmatch(seen) is not None or headparts.is_composed(seen, begun=True))


def _is_title(lines: Sequence[Line], position: int, seen: str) -> bool:
    """Whether a line that could be a bulletin's name is a title: its text stands below it, and nothing of a head."""
    below = lines[position + 1] if position + 1 < len(lines) else None
    return (
        below is not None
        and len(seen) > _SHORTEST_TITLE
        and re.fullmatch(headparts.NAME, seen) is not None
        and not (below.rows or below.picture)
        and len(below.bare) > _PARAGRAPH
        and re.search("[，,。]", below.bare) is not None
    )


def _titled(lines: Sequence[Line], position: int) -> bool:
    """Whether a title stands at a position, below lines that can only be of the head."""
    for line in lines[position : position + 4]:
        seen = _seen(line.bare)
        alone = _ALONE.fullmatch(seen) or _MADE_ON.fullmatch(seen) or _NUMBER_OF_DOCUMENT.fullmatch(seen)
        if not (alone or headparts.is_composed(seen, begun=True)):
            return titles.is_title_like(line) or titles.is_kicker(lines, lines.index(line))
    return False


def _of_head(lines: Sequence[Line], position: int, seen: str, *, begun: bool, over: bool) -> str:
    """Why a line at the beginning is dropped, "" when it is none of the masthead's."""
    if lines[position].picture or len(seen) > _LONGEST_HEAD or len(lines[position].rows) > 3:
        return ""
    titled = position + 1 < len(lines) and lines[position + 1].bare.startswith("关于")
    rows = [_seen("".join(row)) for row in lines[position].rows]
    if rows and all(_ALONE.fullmatch(row) or _MADE_ON.fullmatch(row) for row in rows):
        return "报头"
    if over and any(len(line.bare) >= _PARAGRAPH and line.bare.endswith("。") for line in lines[:position]):
        return ""  # 部门动态, below the first text
    if over and titles.is_rest(lines[position]):
        return ""  # …的 / 通　报
    if len(seen) > _LONGEST_NAME and "期" not in seen and _IS_DONE.search(seen):
        return ""  # 某社区开展治安巡逻工作信息 tells what was done
    if not begun and _is_title(lines, position, seen):
        return ""
    if headparts.YEAR_ALONE.fullmatch(seen):
        again = any(
            headparts.YEAR_ALONE.fullmatch(_seen(line.bare)) for line in [*lines[:position], *lines[position + 1 :]]
        )
        return "报头" if begun and not over and not again else ""  # 2013, above what was done in it
    if _ALONE.fullmatch(seen) or (begun and not over and not titled and _BELOW_OTHERS.fullmatch(seen)):
        return "报头"
    if begun and not over and headparts.is_composed(seen, begun=True):
        return "报头"
    if _NUMBER_OF_DOCUMENT.fullmatch(seen):
        return "发文字号"
    below = [_seen(line.bare) for line in lines[position + 1 : position + 4]]
    if _DOCUMENT.fullmatch(seen) and any(map(_NUMBER_OF_DOCUMENT.fullmatch, below)):
        return OF_DOCUMENT
    return ""


def _latin(match: re.Match[str]) -> str:
    """The number of an issue in half-width letters, as others are printed."""
    return f"{match['year']}年第{match['number']}期" if match["year"] else f"第{match['number']}期"


def _figure(one: re.Match[str]) -> str:
    return str(figures.value(one[0])) if figures.is_guessed(one[0]) else one[0]


def _issue(match: re.Match[str]) -> str:
    """The number as printed; figures that a scanner took for letters are figures."""
    told = re.sub(
        headparts.ONE, lambda one: str(figures.value(one[0])) if figures.is_guessed(one[0]) else one[0], match[3]
    )
    year = f"{match[1]}年" if match[1] else ""
    return f"{year}{match[2] or ''}第{told}期"


def dated(text: str) -> list[Year]:
    """The dates of a masthead as evidence."""
    found = []
    for match in _ISSUE_DATE.finditer(text):
        year, month, day = (figures.value(match[n] or match[n + 3] or "") for n in (1, 2, 3))
        until = _UNTIL.match(text, match.end())
        if until:  # 10月12日—16日 came out on the last of its days
            month, day = int(until[1] or until[3] or month), int(until[2] or until[4] or until[5])
        if figures.day_of(year, month, day or 1):
            found.append(Year(year, text, 9, month, day))
    return found
