"""What stands below the text of a page that was copied as text: its credits, other articles, the site's own words.

From the first line on that only the foot of a page has, everything goes, with its reason.
"""

import re
from collections.abc import Sequence

from jianbao.importer.line import controls, heads, kinds, signatures
from jianbao.importer.model import Dropped, Line
from jianbao.importer.page import others

OF_PAGE = "网页上的导航文字"
OF_META = "网页上的来源和时间，已读入来源和日期"
_BULLET = "•·●◆ \u3000"
_BANNER = re.compile("([◆●■★▲◇○=~—*-])\\1{1,9}[^。，]{2,24}?\\1{2,10}")
_LISTS = re.compile("名单|(?:如下|名为|分别是)[^。]{0,4}$|[:：]$|^[一二三特优]等奖")
_LEADS = re.compile("[^>＞»›] ?[>＞»›] ?[^>＞»›]")
_BARS = re.compile("[|｜](?:[ ]?[\u4e00-\u9fff]{2,6}[ ]?[|｜]){3,12}")
_REPORTED = re.compile("[（(][^（）()]{0,24}(?:记者|通讯员)[^（）()]{2,24}[）)]$")
_FOOT = 40
"""Characters of what is short in a page's foot."""


def between(lines: Sequence[Line], start: int, dropped: dict[int, str]) -> None:
    """Drops what is short and stands, behind the text, between lines that only a page's foot has."""
    known = [n for n in range(start, len(lines)) if kinds.is_loose(lines[n])]
    strong = [n for n in known if kinds.is_frame(lines[n])]
    for n in range(known[0] + 1, strong[-1]) if strong else ():
        line = lines[n]
        of_article = kinds.fields(line) or line.rows or line.picture or signatures.is_date_below(line.bare)
        if not of_article and len(line.bare) <= _FOOT and not re.search("[。；：:]|^附|^[（(]", line.bare[:-1]):
            dropped.setdefault(n, OF_PAGE)


def paths(lines: Sequence[Line], dropped: Sequence[Dropped]) -> list[str]:
    """The paths that a page has above its text: what its foot says with a year is of the site."""
    first = next((n for n, line in enumerate(lines) if kinds.is_text(line)), len(lines))
    above = {line.bare for line in lines[:first]}
    return [d.text for d in dropped if d.reason == OF_PAGE and d.text in above and kinds.is_path(d.text)]


def own_names(lines: Sequence[Line], start: int, dropped: dict[int, str]) -> None:
    """Drops what stands behind the text from a line on that says again what the path above it says: 松江新闻."""
    paths = [
        line.bare
        for n, line in enumerate(lines[:start])
        if controls.PATH.match(line.bare) or kinds.is_path(line.bare) or (n in dropped and _LEADS.search(line.bare))
    ]
    names = {part.strip() for path in paths for part in re.split("[>＞»›:：]", path) if len(part.strip()) >= 4}
    for n in range(start, len(lines)):
        if lines[n].bare in names or f"{lines[n].bare}网" in names:
            for behind in range(n, len(lines)):
                if len(lines[behind].bare) <= 40 and not lines[behind].bare.endswith("。"):
                    dropped.setdefault(behind, OF_PAGE)
            return


def _is_marked(line: Line, last: Line) -> bool:
    """Whether a page says that a line is of its text: a heading, bold, a quotation, or beside the last paragraph."""
    return line.heading > 1 or line.bold or line.quoted or (line.home != 0 and line.home == last.home)


def _of_whom_to_ask(lines: Sequence[Line]) -> int:
    """How many lines behind the last paragraph say whom to ask, as a notice does: 联系人 first, then how."""
    seen = ["".join(line.bare.split()) for line in lines]
    if not seen or not re.match("(?:联系人|咨询人|报名(?:电话|方式|邮箱)|联系方式|咨询电话)[:：]", seen[0]):
        return 0
    return next((n for n, text in enumerate(seen) if not controls.ASKED.match(text)), len(seen))


def _is_banner(lines: Sequence[Line], n: int) -> bool:
    """Whether a line is the name of who made the page, between marks, above the credits: ◆◆◆新媒体中心◆◆◆."""
    return _BANNER.fullmatch(lines[n].bare) is not None and any(map(kinds.fields, lines[n + 1 : n + 2]))


def _is_link(lines: Sequence[Line], n: int) -> bool:
    """Whether a few letters, an advertisement, stand between who reported, at a text's end, and the foot."""
    signed = _REPORTED.search(lines[n - 1].bare[-40:]) is not None
    alone = re.fullmatch("[\u4e00-\u9fff]{4,10}", lines[n].bare) is not None
    return signed and alone and kinds.is_loose(lines[n + 1]) and not _is_marked(lines[n], lines[n - 1])


def _is_menu(lines: Sequence[Line], n: int) -> bool:
    """Whether the last line of a page is a menu between bars, and no row of a table: | 医院简介| 联系方式|."""
    beside = n > 0 and lines[n - 1].bare.startswith(("|", "｜"))
    return not (lines[n].rows or beside) and _BARS.fullmatch(lines[n].bare) is not None


def is_code(line: Line) -> bool:
    """Whether a line is what a picture of a code was called: 文章二维码."""
    return len(line.bare) <= 12 and line.bare.endswith("二维码")


def _of_credits(lines: Sequence[Line], start: int) -> list[int]:
    """The positions of what a page's credits have among them: lines with one mark before them, most of them fields."""
    found: list[int] = []
    marked = [n for n in range(start, len(lines)) if lines[n].bare[:1] in heads.MARKS and len(lines[n].bare) <= 40]
    for mark in {lines[n].bare[0] for n in marked}:
        block = [n for n in marked if lines[n].bare[0] == mark]
        strange = [n for n in block if kinds.fields(lines[n]) is None]
        found += strange if len(block) > 2 * len(strange) else []
    return found


def tail(lines: Sequence[Line], start: int, dropped: dict[int, str]) -> None:
    """What stands behind the last paragraph, from the first line on that only a page's foot has."""
    over = False
    framed = {lines[n].bare.strip(_BULLET) for n in dropped if n < start}
    dropped.update(dict.fromkeys(_of_credits(lines, start), OF_META))
    start += _of_whom_to_ask(lines[start:])
    if start + 1 < len(lines) and _is_link(lines, start):
        dropped[start] = OF_PAGE
    end = len(lines)
    while end > start and re.fullmatch("[\u4e00-\u9fff]{2,6}", lines[end - 1].bare):
        if _is_marked(lines[end - 1], lines[start - 1]):
            break
        end -= 1
    if len(lines) - end > 1 and not any(_LISTS.search(line.bare) for line in lines[end - 1 :]):
        dropped.update(dict.fromkeys(range(end, len(lines)), OF_PAGE))
    for n in range(start, len(lines)):
        line = lines[n]
        named = controls.OWN_NAME.fullmatch(line.bare) and any(map(kinds.is_frame, lines[n + 1 : n + 2]))
        again = line.bare in framed and len(line.bare) <= 12
        named = (
            named or (n == len(lines) - 1 and _is_menu(lines, n)) or others.are_tags(lines, n) or _is_banner(lines, n)
        )
        about = None if over else kinds.fields(line)
        if about and about.source and about.date:
            continue  # behind the first words of a notice: 版权声明 来源：… 时间：…
        if over or named or again or kinds.is_loose(line) or controls.LIST.fullmatch(line.bare):
            dropped[n] = OF_PAGE
            over = over or (
                (kinds.is_frame(line) or again or controls.LIST.fullmatch(line.bare) is not None or is_code(line))
                and not (line.rows or controls.END.fullmatch(line.bare))
            )
        elif (
            kinds.fields(line) is None
            and controls.EMPTY.fullmatch(line.bare)
            and all(kinds.is_loose(other) or not other.bare.strip("|｜") for other in lines[n + 1 :])
        ):
            dropped[n] = f"没有内容的“{line.bare.strip(':：')}”"
