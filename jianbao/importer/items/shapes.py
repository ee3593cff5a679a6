"""How the lines of an issue are set, and which way of being set its headlines have in common.

An issue is made of short lines and of prose by turns. Whatever its headlines look like, they look alike: one stands
above each text, with the same mark, number, style, indent or blank line as the others. Such a likeness tells them
without knowing the mark.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from itertools import chain
from typing import NamedTuple

from jianbao import zh
from jianbao.importer.line import bylines, heads, signatures, titlemarks, titles
from jianbao.importer.line.leads import LEAD
from jianbao.importer.line.marks import SYMBOL, leading, trailing
from jianbao.importer.line.titles import NUMBERING, SUBTITLE
from jianbao.importer.model import Line
from jianbao.importer.text.blanks import width

Shape = tuple[str, object]
"""What lines have in common: ("mark", "▍"), ("number", "01/"), ("set", …), ("indent", 4), ("blank", True)."""

_CALLED = re.compile("[\u4e00-\u9fff].{8,}[!?]$")
_CALLS = re.compile("[\u4e00-\u9fff]{2,4}[！!].{4}")
"""A sentence that ends with a half-width mark, and a headline that calls first: 喜报！我校获奖!"""
_OF_NOTICE = re.compile(
    "(?:.{0,2}(?:时间|地点|主题|对象|内容|要求|方式|流程|程序|奖项|报名|联系|名单|目的|单位|主办|承办))"
)
"""What a notice says before ：, each time with a mark perhaps."""
_LEVEL = 3
"""The lowest level of a heading's style that headlines have."""
_LONGEST, _SENTENCE, _MOST_SHORT = 45, 46, 4
"""Characters of a short line, and of one that can only be prose; short lines between a headline and its text."""
_LOOSE = ("blank", "indent", "set")
_SAYS_LITTLE, _COLUMN, _SHORT = 8, 8, 5
_BETWEEN_MARKS = re.compile(
    rf"(?:[【\[〖「『※=＝~～—-]|{SYMBOL}){{1,3}}[ \u3000]{{0,3}}[^，。：:]{{2,10}}?"
    rf"[ \u3000]{{0,3}}(?:[】\]〗」』※=＝~～—-]|{SYMBOL}){{1,3}}"
)
_NUMBERED = (
    ("01/", re.compile(r"(?P<n>\d{1,2})[ \u3000]{0,3}[/／|｜丨︱·][ \u3000]{0,3}(?=\S)")),
    ("1", re.compile(r"(?P<n>\d{1,2})[ \u3000]{0,3}(?:[、．]|[.](?!\d))[ \u3000]{0,3}(?=\S)")),
    ("1 ", re.compile(r"(?P<n>\d{1,2})[ \u3000]{1,4}(?=[\u4e00-\u9fff“《]|(?<=\b0\d  )\d{2,4}年)(?![年月日])")),
    (
        "NO",
        re.compile(
            r"(?:NO|No|no|PART|Part|TOP)[.．:： \u3000]{0,3}(?P<n>\d{1,2})[ \u3000/／|｜丨︱.．:：、·]{0,4}(?=\S)"
        ),
    ),
    ("[1]", re.compile(r"[【\[〔（(〖](?P<n>\d{1,2})[】\]〕）)〗][ \u3000]{0,3}(?=\S)")),
    ("①", re.compile("(?P<n>[①-⑳⑴-⒇❶-❿])[ \u3000]{0,3}(?=\\S)")),
    ("一、", re.compile(r"(?P<n>[一二三四五六七八九十]{1,3})[ \u3000]{0,3}、[ \u3000]{0,3}(?=\S)")),
    ("一 ", re.compile("(?P<n>[一二三四五六七八九十]{1,3})[ \u3000]{1,4}(?=[\u4e00-\u9fff“《])")),
    ("（一）", re.compile(r"[（(](?P<n>[一二三四五六七八九十]{1,3})[）)][ \u3000]{0,3}[、.．]?[ \u3000]{0,3}(?=\S)")),
    (
        "之",
        re.compile(
            r"(?:要闻|动态|简讯|消息|快讯|新闻|之)(?P<n>[一二三四五六七八九十]{1,3}|\d{1,2})"
            r"[ \u3000]{0,3}[：:、][ \u3000]{0,3}(?=\S)"
        ),
    ),
)
"""The ways in which headlines are numbered."""

OF_HEADINGS = ("1", "1 ", "①", "一、", "一 ", "（一）")
"""Those that the headings inside an article have as often."""
_SIGNED = re.compile(
    "(?<=[。！？”.!?])[ \t\u3000\xa0]*+[（(【][^（）()【】]{2,30}(?:[（(]\\d{1,2}[）)][^（）()【】]{0,12})?[）)】]$"
)
"""Who signs, in brackets behind the last sentence."""


class Block(NamedTuple):
    """Short lines and the prose below them, by position: ``begin`` ≤ short lines < ``text`` ≤ prose < ``end``."""

    begin: int
    text: int
    end: int


def is_prose(line: Line) -> bool:
    """Whether a line can only be of a text: it has a sentence's end, or is longer than a headline."""
    bare = _SIGNED.sub("", line.bare)
    if line.rows or line.picture or line.item:
        return True
    if re.search('[。；]|[\u4e00-\u9fff\\d"”)）][.;]$', bare) or len(bare) >= _SENTENCE:
        return True
    if 0 < line.heading <= _LEVEL:
        return False  # the document says what it is
    if _CALLED.match(bare) and not _CALLS.match(bare):
        return True
    quoted = bare.endswith("”") and (bare.count("，") > 1 or bare.endswith(("。”", "！”", "？”")))
    return bare.endswith(("，", "、", ",")) or (len(bare) >= 30 and (quoted or bare.endswith(("！", "？", "：", "…"))))


def blocks(lines: Sequence[Line]) -> list[Block]:
    """The issue as short lines and prose by turns; short lines at its end are a block without prose."""
    made: list[Block] = []
    at = 0
    while at < len(lines):
        begin = at
        while at < len(lines) and not is_prose(lines[at]):
            at += 1
        text = at
        while at < len(lines) and (is_prose(lines[at]) or _is_of_part(lines, at)):
            at += 1
        made.append(Block(begin, text, at))
    return made


def _is_of_part(lines: Sequence[Line], at: int) -> bool:
    """Whether a short line is a numbered part of the text above, or its title: 【案例1】."""
    return any(titlemarks.NAMES_PART.fullmatch(line.bare) for line in lines[max(at - 1, 0) : at + 1])


def numbered(bare: str) -> tuple[str, int, int]:
    """(the way in which a line is numbered, its number, where the number ends); ("", 0, 0) for none."""
    for name, pattern in _NUMBERED:
        if match := pattern.match(bare):
            figure = match["n"]
            return name, _counted(figure), match.end()
    return "", 0, 0


def _counted(figure: str) -> int:
    """The value of a number in figures, in Chinese numerals or in a ring."""
    if figure.isdecimal():
        return int(figure)
    return int(unicodedata.numeric(figure)) if len(figure) == 1 and not zh.counted(figure) else zh.counted(figure)


def without_marks(bare: str) -> str:
    """A line without the marks before and behind it."""
    return bare[len(leading(bare)) : len(bare) - len(trailing(bare))].strip()


def without_shape(line: Line, shape: Shape) -> tuple[str, str]:
    """(what stands before a headline and is none of it, the headline)."""
    bare = line.bare
    end = len(leading(bare)) if shape[0] == "mark" else numbered(bare)[2] if shape[0] == "number" else 0
    behind = len(bare) - len(trailing(bare)) if shape[0] == "mark" else len(bare)
    return bare[:end].strip() + bare[behind:].strip(), bare[end:behind].strip()


class Usual(NamedTuple):
    """How the prose of an issue is set, and whether blank lines say anything."""

    indent: int
    set: tuple[bool, bool, int, int]
    spaced: bool


def usual(lines: Sequence[Line]) -> Usual:
    """How most prose of an issue is set."""
    prose = [line for line in lines if is_prose(line) and not (line.rows or line.picture)]
    indents, sets = Counter(width(line.text) for line in prose), Counter(map(_set, prose))
    apart = sum(line.blank_before for line in prose)
    return Usual(
        max(indents, key=lambda one: indents[one], default=0),
        max(sets, key=lambda one: sets[one], default=(False, False, 0, 0)),
        bool(prose) and apart >= 0.6 * len(prose),
    )


def _set(line: Line) -> tuple[bool, bool, int, int]:
    return line.centred, line.bold, line.heading, line.size


def of_line(line: Line, common: Usual) -> list[Shape]:
    """Every way in which a line is set otherwise than prose is."""
    found: list[Shape] = [("headed", True)] if line.headed else []
    if mark := leading(line.bare):
        found.append(("mark", "".join(mark.split())))
    if name := numbered(line.bare)[0]:
        found.append(("number", name))
    if _set(line) != common.set:
        found.append(("set", _set(line)))
    if not line.centred and (own := width(line.text)) != common.indent:
        found.append(("indent", own))
    if line.blank_before and not common.spaced:
        found.append(("blank", True))
    found.append(("short", True))
    return found


def is_headline(line: Line, shape: Shape) -> bool:
    """Whether a line with this shape can be a headline by its words: the surer the shape, the less they have to say."""
    _, rest = without_shape(line, shape)
    if line.rows or line.picture or not 2 <= len(rest) <= _LONGEST or SUBTITLE.match(rest):
        return False
    if NUMBERING.match(rest) or titles.ENDINGS.search(rest) or rest.endswith(("：", ":")):
        return False
    sure = shape[0] == "headed" or (
        shape[0] in ("mark", "number", "set") and len(rest) < _SAYS_LITTLE and len(re.findall(f"[{zh.HAN}]", rest)) > 1
    )
    briefs = titlemarks.NAMES_BRIEFS.fullmatch("".join(rest.split())) is not None
    bold = line.bold or shape[0] in ("mark", "number")  # set on purpose, however loud its words are
    return sure or briefs or titles.is_title_like(line._replace(text=rest, bold=bold))


def is_label(bare: str) -> bool:
    """Whether a line is a name between marks or brackets, as a column's is: 〓 基层快递 〓, 「议事厅」."""
    return _BETWEEN_MARKS.fullmatch(bare) is not None


def members(lines: Sequence[Line], parts: Sequence[Block], shape: Shape, common: Usual) -> list[int]:
    """The one line of each block that has the shape and stands above its prose; none where a block has several."""
    found: list[int] = []
    single = shape[0] == "blank" and not _are_double(lines, parts)
    for number, block in enumerate(parts):
        if block.text == block.end:
            continue
        ones = [
            at
            for at in range(max(block.begin, block.text - _MOST_SHORT), block.text)
            if shape in of_line(lines[at], common)
            and (
                is_headline(lines[at], shape)
                or (shape[0] in _LOOSE and titles.is_kicker(lines, at))
                or leads(lines, at)
            )
            and (at + 1 == block.text or not is_label(lines[at].bare))
            and not (shape[0] in _LOOSE and at > block.begin and _is_sender(lines, at))
        ]
        inside = shape[0] == "short" and bool(ones) and block.begin == ones[-1]
        if not ones or (inside and is_heading(lines[ones[-1]], lines[block.text])):
            continue
        if shape[0] in ("mark", "number") and len(ones) > 1 and number:
            return []  # a list, of which a line has no text of its own
        if single and _is_column(lines, ones[-1], block.text):
            ones.append(ones[-1] + 1)
        elif shape[0] == "blank" and not single and block.text - ones[-1] > 2 and _names_column(lines[ones[-1]]):
            ones.append(ones[-1] + 1)  # above a headline of two lines
        found.append(
            ones[-1]
            if shape[0] in ("blank", "mark", "number", "headed", "short")
            or (number == 0 and lines[ones[-1]].blank_before)
            else ones[0]
        )
    return found


def leads(lines: Sequence[Line], at: int) -> bool:
    """Whether a line with a mark before it and ： behind it leads to the headline below it, which has a text.

    A single one that has no news below it is of the item above: ★温馨提示：.
    """
    if not _leads(lines[at]) or at + 2 >= len(lines):
        return False
    if not titles.is_title_like(lines[at + 1]) or not is_prose(lines[at + 2]):
        return False
    others = chain(range(at + 1, len(lines)), range(at - 1, -1, -1))  # the nearest first, which keeps this linear
    return LEAD.match(lines[at + 2].bare) is not None or any(_leads(lines[n]) for n in others)


def _leads(line: Line) -> bool:
    """Whether a line has a mark before it and ： behind it, and is none of a notice."""
    rest = without_marks(line.bare)
    named = leading(line.bare) != "" and rest.endswith(("：", ":")) and 3 <= len(rest) <= _COLUMN
    return named and _OF_NOTICE.match(rest) is None


def _is_sender(lines: Sequence[Line], at: int) -> bool:
    """Whether a line below a title is nothing but the body that sent the text."""
    above = lines[at - 1]
    named = titles.UNIT.fullmatch(lines[at].bare) is not None
    return named and titles.is_title_like(above) and titles.UNIT.fullmatch(above.bare) is None


def is_heading(line: Line, below: Line) -> bool:
    """Whether a line that nothing sets apart is likelier a heading inside an article: few words, and no news below."""
    return len(line.bare) < _SAYS_LITTLE and LEAD.match(below.bare) is None


def _is_column(lines: Sequence[Line], at: int, text: int) -> bool:
    """Whether a short line stands above a longer one that is the headline: 一线传真二 / 区残联为听障儿童配助听器."""
    if at + 1 >= text or len(lines[at].bare) > _COLUMN:
        return False
    below = lines[at + 1]
    return len(below.bare) > len(lines[at].bare) and titles.is_title_like(below) and not is_writing(below)


def _names_column(line: Line) -> bool:
    return len(line.bare) <= _COLUMN and titlemarks.NAMES_COLUMN.search(line.bare) is not None


def _are_double(lines: Sequence[Line], parts: Sequence[Block]) -> bool:
    """Whether most headlines have two lines in this issue, and most that stand above another are no column's name."""
    texts = sum(block.end > block.text for block in parts)
    upper = [
        lines[block.begin]
        for block in parts
        if block.text == block.begin + 2 and block.end > block.text and not is_writing(lines[block.begin + 1])
    ]
    names = {line.bare for line in upper}
    said = [len(bare) > _COLUMN or (len(bare) > _SHORT and not titlemarks.NAMES_COLUMN.search(bare)) for bare in names]
    return 1 < len(upper) == len(names) and 2 * len(upper) > texts and 2 * sum(said) > len(upper)


def is_writing(line: Line) -> bool:
    """Whether a line below a headline says who wrote the text."""
    return heads.is_writer(line) or bylines.is_person(line.bare) or signatures.is_class(line.bare)
