"""What a saved page prints around an article: menus, 当前位置, 上一篇, 分享到, the site's foot, notices to browsers.

A text copied from a page has it as lines among the lines. Nothing is looked for in a file that has neither
such a line nor one of meta.py's. In the head the line above the meta line is the title, and whatever else is
short is menu; behind the text everything goes from the first line on that only the foot of a page has.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from jianbao.importer.line import controls, figures, heads, kinds, masthead, meta, mottos, titlemarks, titles
from jianbao.importer.model import Dropped, Line
from jianbao.importer.page import others, tail, unlabelled
from jianbao.importer.page.tail import OF_META, OF_PAGE

OF_OTHERS = "网页上推荐的别的文章"
_NAME_OF_PAGE = "网页的栏目名"
_OF_SEVERAL = "网页的总题，下面几条各有标题"
_COLUMN = re.compile(
    "(?:新闻|动态|要闻|资讯|快讯|公告|公示|通知|中心|天地|园地|专栏|专题|频道|栏目|信息|报道|模式|专区|交流|风采|网|局|会|委|校|学)$"
)
"""How the name of a column or of a site ends."""
_ADDRESSED = re.compile(
    "(?:各|全[市县区校镇]|敬爱的|亲爱的|尊敬的|同志)[^。；:：]{1,100}[:：]|[^。；:：]{1,30}(?:们|同志|女士|家长)[:：]|"
    "[\u4e00-\u9fff（）()、，,]{4,80}(?:局|委员会|总?工会|妇联|政府|办事处|学校|学院|公司|工委|党委|支部)[:：]"
)
"""To whom a document or a letter is addressed, below its title."""
_OF_NOTICE = re.compile("(?:时间|地点|对象|主题|参加人员|参加对象|人员|内容)[ \u3000]{0,2}[:：]")
"""How a notice begins that says when and where before it says a sentence."""
_GREETING = re.compile("[\u4e00-\u9fff]{1,3}(?:主任|主席|书记|部长|局长|科长|老师|编辑|同志|经理|校长)[:：]")
"""To whom a letter is written that a text came with."""
_NAME, _FIELDS = 20, 3
_TWICE = 8
"""Characters of a line that stands twice, and is a title and no word of a menu."""
_ISSUE = re.compile(r"第[\d一二三四五六七八九十百]{1,4}期")
"""In the name of a page that has a whole bulletin."""
_HEAD = 60
"""Lines at the beginning among which a head is looked for."""


class Framed(NamedTuple):
    """The lines of the article; what framed it; the meta lines that speak of the whole page and of no article."""

    lines: list[Line]
    dropped: list[Dropped]
    whole: list[meta.Meta]


def without(lines: Sequence[Line]) -> Framed:
    """The lines without what the page printed around them."""
    texts = [n for n, line in enumerate(lines) if kinds.is_text(line)]
    if not texts and sum(line.title for line in lines) and any(map(kinds.is_meta, lines[:_FIELDS])):
        return _of_pictures(lines)
    if not texts or not (
        any(kinds.is_frame(line) or kinds.is_meta(line) or controls.RECOMMENDED.fullmatch(line.bare) for line in lines)
        or _ends_as_page(lines, texts[-1] + 1)
        or _is_headed(lines[: min(texts[0], _HEAD)])
        or _is_of_paper(lines[:_FIELDS])
        or (texts[0] > 1 and lines[0].bare == lines[1].bare and kinds.words(lines[0].bare))  # a menu's word
    ):
        return Framed(list(lines), [], [])
    dropped: dict[int, str] = {}
    first = next((n for n in range(1, texts[0]) if _ADDRESSED.fullmatch(lines[n].bare)), texts[0])
    own = _own(lines, texts)
    first = min(first if first <= _HEAD else 0, _below_fields(lines, first, own))
    end = 1 + max(n for n in range(texts[-1], len(lines)) if n == texts[-1] or _is_own(lines[n], own))
    titles, whole = _head(lines, first, dropped)
    if not whole and not any((found := kinds.fields(line)) and found.date for line in lines[:first]):
        whole = [meta.Meta(day, "", "", (), True) for n in sorted(dropped) if (day := _day_of_paper(lines[n]))]
    listed = others.listed(lines, texts[0] + 1)
    dropped.update(dict.fromkeys(listed, OF_OTHERS))
    advised = _without_advice(lines, [n for n in texts if n not in listed])
    end = end if advised == texts else advised[-1] + 1
    texts = advised
    tail.tail(lines, end, dropped)
    tail.own_names(lines, end, dropped)
    dropped.update(dict.fromkeys(others.entries(lines, end), OF_OTHERS))
    tail.between(lines, end, dropped)
    if whole or any(kinds.fields(line) for line in lines[:first]):
        dropped.update(dict.fromkeys(others.headlines(lines, end), OF_OTHERS))
    for n in range(first, end):
        loose = n > texts[-1] and kinds.is_loose(lines[n])
        if (loose or kinds.is_frame(lines[n])) and not _is_own(lines[n], own):
            dropped[n] = OF_PAGE
    dropped.update(dict.fromkeys(others.begun(lines, texts), OF_OTHERS))
    # Fields may stand above their title.
    order = [*sorted(titles), *(n for n in range(len(lines)) if n not in titles)] if titles else range(len(lines))
    kept = [
        lines[n]._replace(title=n in titles if titles else lines[n].title, headed=lines[n].headed or n in titles)
        for n in order
        if n not in dropped
    ]
    return Framed(kept, [Dropped(_text(lines[n]), reason) for n, reason in sorted(dropped.items())], whole)


def _day_of_paper(line: Line) -> str:
    """The day of a newspaper that a line above an article gives, alone or in the path to its sheet; "" for none."""
    parts = [part.strip() for part in re.split("[>＞»|｜]", line.bare)]
    named = any(controls.SHEET.fullmatch(part) for part in parts)
    in_path = next((part for part in parts if named and controls.DAY.fullmatch(part)), "")
    return in_path or (line.bare if controls.DAY.match(line.bare) else "")


def _of_pictures(lines: Sequence[Line]) -> Framed:
    """The lines of a page that names its title, and below it has its fields, and pictures instead of a text."""
    dropped: dict[int, str] = {}
    whole: list[meta.Meta] = []
    for n, line in enumerate(lines):
        found = None if line.title else kinds.fields(line)
        if found and found.sure and not whole:
            dropped[n], whole = OF_META, [found]
        elif not line.title and (found or kinds.is_loose(line)):
            dropped[n] = OF_META if found else OF_PAGE
        elif controls.EMPTY.fullmatch(line.bare):
            dropped[n] = f"没有内容的“{line.bare.strip(':：')}”"
    kept = [line for n, line in enumerate(lines) if n not in dropped]
    return Framed(kept, [Dropped(_text(lines[n]), reason) for n, reason in sorted(dropped.items())], whole)


def _below_fields(lines: Sequence[Line], first: int, own: frozenset[int]) -> int:
    """Where the text begins of a page that names its title and has its day right below it, ``first`` elsewhere.

    What is short in the text's element is of it: a notice says when and where before it says a sentence.
    """
    title = max((n for n in range(first) if lines[n].title), default=-1)
    if title < 0:  # a page that was copied as text: what a notice says of itself stands below the fields
        said = next((n for n in range(2, first) if _OF_NOTICE.match(lines[n].bare)), 0)
        title = said - 2 if said and titles.is_title_like(lines[said - 2]) else -1
    at = title + 1
    dated = False
    while 0 <= title and at < first and (found := kinds.fields(lines[at])) and not (dated and found.date):
        dated = dated or (found.sure and found.date != "")
        at += 1
    while dated and own and at < first and lines[at].home not in own:
        at += 1
    return at if dated and not _ISSUE.search(lines[title].bare) else first


def _own(lines: Sequence[Line], texts: Sequence[int]) -> frozenset[int]:
    """The elements of a page that hold its paragraphs, and not its title."""
    titled = {line.home for line in lines if line.title}
    return frozenset(lines[n].home for n in texts) - titled - {0} if titled else frozenset()


def _is_own(line: Line, own: frozenset[int]) -> bool:
    """Whether a line beside a text's paragraphs is of it, though a page's foot has such lines, too: 受理电话：…."""
    return line.home in own and kinds.is_soft(line)


def _without_advice(lines: Sequence[Line], texts: list[int]) -> list[int]:
    """The positions of the paragraphs without those that a page has for its readers below its controls."""
    end = len(texts)
    for at in range(len(texts) - 1, 0, -1):
        if not controls.is_of_readers(lines[texts[at]].bare):
            break
        if any(map(kinds.is_frame, lines[texts[at - 1] + 1 : texts[at]])):
            end = at
    return texts[:end]


def _is_headed(lines: Sequence[Line]) -> bool:
    """Whether several fields with labels, a day among them, stand one below the other above a text."""
    found = [None if line.rows or line.picture else meta.read(line.bare) for line in lines]
    for at in range(len(found) - _FIELDS + 1):
        block = [one for one in found[at : at + _FIELDS] if one and one.labels]
        if len(block) == _FIELDS and any(one.date for one in block):
            return True
    return False


def _is_of_paper(lines: Sequence[Line]) -> bool:
    """Whether a newspaper's day and its sheet stand above everything: 2021年09月24日 / 第A08版：健康."""
    sheets = [n for n, line in enumerate(lines) if controls.SHEET.fullmatch(line.bare)]
    return any(controls.DAY.fullmatch(lines[n].bare) for at in sheets for n in (at - 1, at + 1) if 0 <= n < len(lines))


def _ends_as_page(lines: Sequence[Line], start: int) -> bool:
    """Whether nothing but its end says that a text was copied from a page: controls, or a list of other articles."""
    words = [line.bare for line in lines[start:] if not line.rows and kinds.words(line.bare)]
    legal = any(controls.is_legal(line.bare) for line in lines[start:] if not line.rows)
    return (
        legal
        or any(map(tail.is_code, lines[start:]))
        or bool(others.entries(lines, start))
        or (
            len(words) >= 2
            and len(words) == len(lines) - start
            and re.search("[\u4e00-\u9fff]", "".join(words)) is not None
        )
    )


def _text(line: Line) -> str:
    return line.text if line.rows else line.bare


def _head(lines: Sequence[Line], first: int, dropped: dict[int, str]) -> tuple[set[int], list[meta.Meta]]:
    """The positions of the title's lines above the first paragraph; the rest of the head goes into ``dropped``."""
    about = {n: found for n in range(first) if (found := kinds.fields(lines[n]))}
    dated = max((n for n, found in about.items() if found.date), default=0)
    about = {n: found for n, found in about.items() if n >= dated or not controls.TODAY.fullmatch(lines[n].bare)}
    loose = {n for n in range(first) if n not in about and kinds.is_loose(lines[n])}
    named, hands = unlabelled.fields(lines, first, about, loose)
    dropped.update(dict.fromkeys([*named, *hands], OF_META))
    of_page = [meta.Meta("", unlabelled.value(lines[n]), "", ("来源",), False) for n in named]
    if not about and not loose:
        return set(), []
    dropped.update(dict.fromkeys(loose, OF_PAGE))
    runs: list[list[int]] = []
    for n in range(first):
        if n in about or n in loose or n in named or n in hands or lines[n].picture:
            continue
        if titlemarks.FIRST.fullmatch(lines[n].bare) or heads.OF_TEXT.match(lines[n].bare):
            continue  # what it was called elsewhere, a summary
        if runs and runs[-1][-1] == n - 1:
            runs[-1].append(n)
        else:
            runs.append([n])
    groups = [group for run in runs if (group := _title(lines, run))]
    if not groups:
        return set(), of_page
    path = max((n for n in loose if n < groups[-1][0] and _is_path(lines[n])), default=-1)
    groups = [group for group in groups if any(lines[n].title for n in group)] or groups  # the page itself says so
    group = max(groups, key=lambda g: (g[0] > path, _weight(lines, g, about, first), -g[0]))
    behind = [n for run in runs for n in run if n > group[-1]]
    if about and min(about) > group[-1] and _is_name(lines, group, behind):
        name = _OF_SEVERAL if any(lines[n].headed for n in behind) else _NAME_OF_PAGE
        dropped.update({n: name for run in runs for n in run if n <= group[-1]})
        dropped.update(dict.fromkeys(about, OF_META))
        return set(), list(about.values())
    dropped.update({n: OF_PAGE for run in runs for n in run if n < group[0]})
    told = _words(lines, group)
    again = next((n for n in behind if len(told) >= 6 and _words(lines, [n]) == told), 0)
    dropped.update({n: OF_PAGE for n in behind if n < again})
    if group[0] and _is_said_again(lines, group[0]):  # whose page it is, above how often it was read or liked
        counted = max((n for n in loose if n > group[-1]), default=0)
        whose = [n for n in behind if n < counted and unlabelled.is_owner(lines[n])]
        dropped.update(dict.fromkeys(whose, OF_PAGE))
    return set(group), of_page


def _is_path(line: Line) -> bool:
    """Whether a line leads to the page; what stands above it is the site's."""
    return controls.PATH.match(line.bare) is not None or kinds.is_path(line.bare)


def _words(lines: Sequence[Line], at: Sequence[int]) -> str:
    return "".join("".join(lines[n].bare for n in at).split())


def _weight(lines: Sequence[Line], group: Sequence[int], about: dict[int, meta.Meta], first: int) -> int:
    """How much a line of the head looks like the title of the page."""
    last = lines[group[-1]]
    size = len("".join("".join(lines[n].bare for n in group).split()))
    weight = 3 if size >= 9 else 1 if size >= 6 else 0 if size >= 4 else -2
    weight += 2 if last.heading or last.title or last.centred or last.bold else 0
    weight += 2 if controls.DEED.search(last.bare) else 0
    if group[-1] + 1 in about:
        weight += 3
    elif any(n in about for n in range(group[-1] + 2, group[-1] + 4)):
        weight += 2
    return weight + (1 if group[-1] + 1 == first else 0) - (2 if controls.NAME_OF_SITE.fullmatch(last.bare) else 0)


def _title(lines: Sequence[Line], run: Sequence[int]) -> list[int]:
    """The lines of a title in a run of lines: the last ones, as far up as they belong together."""
    named = [n for n in run if lines[n].title]
    if named:
        return named  # the page itself says so
    again = next((n for n in reversed(run) if n - 1 in run and _is_said_again(lines, n)), -1)
    if again >= 0:  # what stands below it is a subtitle, or whose page it is and how often it was liked
        return [n for n in (again, again + 1) if n == again or (n in run and not unlabelled.is_owner(lines[n]))]
    last = len(run) - 1
    while last >= 0 and lines[run[last]].bare.endswith(("：", ":")):
        last -= 1  # 各单位：, to whom a document is addressed, or a kicker of a title that is not here
    while last > 0 and (
        figures.WHOLE.fullmatch("".join(lines[run[last]].bare.split()).strip("（）()"))
        or masthead.is_number(lines[run[last]].bare)
        or titles.is_day(lines[run[last]].bare)
    ):
        last -= 1  # the day or the number of a document, below its title
    if last < 0 or lines[run[last]].rows:
        return []
    group = [run[last]]
    for n in reversed(run[:last]):
        if any(other.bare == lines[n].bare for other in lines[:n]):
            break  # a menu's word, which stands above as well
        if len(group) >= 4 or lines[n].rows or not _belongs(lines[n], lines[group[0]], begins=n == 0):
            break
        group.insert(0, n)
    return group


def _is_said_again(lines: Sequence[Line], n: int) -> bool:
    """Whether a line says again the one above it, as a page has its title in its name and above its text."""
    told, above = ("".join(lines[at].bare.split()) for at in (n, n - 1))
    return len(told) >= _TWICE and told == above and titles.is_title_like(lines[n])


def _belongs(above: Line, below: Line, *, begins: bool) -> bool:
    """Whether a line above a title's line is of the title, too, and not the last word of a menu.

    ``begins``: the file begins with it.
    """
    upper, lower = above.bare, below.bare
    if upper.endswith(("。", "；", "！", "？")) or _GREETING.fullmatch(upper):
        return False
    if upper[0] in unlabelled.BULLETS and lower[0] != upper[0]:
        return False  # the last of a list of links
    if not re.search("[\u4e00-\u9fff]", upper):
        return False
    if upper.endswith(("：", ":")) or re.match("[—–－-]{1,2}|暨|和|并|及", lower):
        return True
    if figures.WHOLE.fullmatch("".join(upper.split()).strip("（）()")):
        return False
    if upper.endswith(("主办", "承办", "主管", "编印", "欢迎您", "欢迎您！", "欢迎您!")):
        return False
    if controls.NAME_OF_SITE.fullmatch("".join(upper.split())) and not lower.startswith("关于"):
        return False
    if mottos.is_of_place(upper, lower):
        return True
    if below.blank_before and not below.title and not titles.are_one(upper, lower):
        return False  # what a site says of itself, above the title
    size = len("".join(upper.split()))
    return size >= 8 or (begins and size >= 6 and not _COLUMN.search(upper))


def _is_name(lines: Sequence[Line], group: Sequence[int], below: Sequence[int]) -> bool:
    """Whether the title above the meta line is the page's name, and articles with titles of their own follow."""
    name = _words(lines, group)
    again = any(_words(lines, [n]) == name for n in below) or (group[0] > 0 and _is_said_again(lines, group[0]))
    if again and not _ISSUE.search(name):
        return False  # a title, and no name, stands twice
    own = [n for n in below if len(lines[n].bare) >= 6 and not lines[n].bare.endswith(("：", ":"))]
    if any(lines[n].headed for n in own):
        return True
    named = len(name) <= 8 or (len(name) <= _NAME and _ISSUE.search(name) is not None)
    return named and bool(own) and not controls.DEED.search(name)
