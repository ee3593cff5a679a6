"""What an issue says of its own headlines: that each has a second line, that a column's single item has no number.

What most of them have is no accident. Where every text has two short lines above it, the lower one is a subtitle and
no rival of the upper one; where a column's name stands above a text as above the numbered items, the line between
the two is a headline that was not numbered because there is but one.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence

from jianbao.importer.items import shapes
from jianbao.importer.items.shapes import Block, Shape
from jianbao.importer.line import bylines, folding, heads, mottos, titlemarks, titles
from jianbao.importer.line.marks import leading
from jianbao.importer.model import Line

_FEWEST, _MOST = 2, 0.6
"""The fewest headlines with a second line, and the part of all headlines, that make a custom of it."""
_CREDIT = re.compile("(?:文字?|图文?|撰文|撰稿|供稿|作者|摄影|记者|通讯员)[ \u3000]?[/／:：|｜丨]")
"""Who wrote it, below a headline: 文／社区志愿者 老魏."""
_SAYS = 3
"""Characters of a column's name that can be that of its only text as well."""
_OPENING, _LONGER, _SURE = 160, 1.4, 0.4
"""Characters of a text that say its headline again, how much longer than its kicker a headline is, and how much more
the text below tells of the lower of two lines, each time, where all the upper ones are kickers."""
_OF_STORY = re.compile("(?:[^日笔书]记|侧记|纪实|掠影|剪影|见闻|扫描|故事|二三事|之路|启示|带来的思考)$")
"""How a subtitle ends that says what kind of story the one above is: 二矿机电队青工创新记."""
_LONG = 6
"""Characters of a kicker, by and large: a column's name has fewer."""


def seconds(lines: Sequence[Line], parts: Sequence[Block], above: Sequence[int]) -> frozenset[int]:
    """The lines below the headlines ``above`` that are their subtitles, because nearly all of them have one."""
    texts = [(at, block.text) for block in parts if block.end > block.text for at in _held(block, above)]
    found = [at + 1 for at, text in texts if at + 2 == text and _is_second(lines, at)]
    return frozenset(found) if len(found) >= max(_FEWEST, _MOST * len(above)) else frozenset()


def _held(block: Block, above: Sequence[int]) -> Sequence[int]:
    """Those of the headlines, which are in order, that stand among the short lines of a block."""
    return above[bisect_left(above, block.begin) : bisect_left(above, block.text)]


def _is_second(lines: Sequence[Line], at: int) -> bool:
    upper, lower = lines[at], lines[at + 1]
    if heads.is_subtitle(lower):
        return True
    if _is_body(lower.bare):
        return False  # who sent it
    written = shapes.is_writing(lower) or _CREDIT.match(lower.bare)
    return titles.is_title_like(lower) and not written and not upper.bare.endswith(("：", ":"))


def marked(lines: list[Line], parts: Sequence[Block], above: Sequence[int]) -> list[Line]:
    """The lines; those that are subtitles by custom are told so, where their words do not say that they go on."""
    made = list(lines)
    found = seconds(lines, parts, above)
    told = sum(_is_told(lines, at) for at in found)
    kickers = sum(mottos.is_kicker_of(lines[at - 1].bare, lines[at].bare) for at in found)
    for at in found:
        upper, lower = lines[at - 1].bare, lines[at].bare
        motto = 2 * kickers > len(found) and mottos.MOTTO.fullmatch(upper) and not mottos.MOTTO.fullmatch(lower)
        if (
            motto
            or _is_set_above(lines[at - 1], lines[at])
            or (
                told >= _SURE * len(found)
                and not heads.is_subtitle(lines[at])
                and lines[at - 1].number != lines[at].number
            )
        ):
            made[at - 1] = made[at - 1]._replace(role="kicker")
        elif not (
            lines[at - 1].number == lines[at].number
            or heads.is_subtitle(lines[at])
            or (titles.are_one(upper, lower) and not (told <= 0 and mottos.is_kicker_of(upper, lower)))
        ):
            made[at] = made[at]._replace(role="subtitle")
    return made


def _is_told(lines: Sequence[Line], at: int) -> float:
    """How much more the text below two lines tells of the lower one: what a headline says, its text says again."""
    upper, lower = ("".join(lines[n].bare.split()) for n in (at - 1, at))
    text = "".join("".join(line.bare.split()) for line in lines[at + 1 : at + 3])[:_OPENING]
    told = _said_in(lower, text) - _said_in(upper, text)
    news = [bool(mottos.DEED.search(line) or re.search("[“《\\d]", line)) for line in (upper, lower)]
    longer = _LONGER * len(upper) <= len(lower)
    acts = mottos.WHO.match(upper) is not None and mottos.WHO.match(lower) is None  # 区妇联搭建平台 / 60人走进课堂
    return told - acts + (news[1] - news[0]) / 2 + longer / 4 - bool(_OF_STORY.search(lower))


def _said_in(line: str, text: str) -> float:
    """The part of a line's pairs of characters that a text has."""
    pairs = {line[n : n + 2] for n in range(len(line) - 1)}
    return sum(pair in text for pair in pairs) / max(len(pairs), 1)


def _is_set_above(upper: Line, lower: Line) -> bool:
    """Whether the lower of two lines is set as the headline, in larger or bolder letters, and the upper is not."""
    larger = lower.size > upper.size > 0
    return larger or (lower.bold and not upper.bold and lower.size >= upper.size)


def kickers(lines: Sequence[Line], parts: Sequence[Block], shape: Shape, above: Sequence[int]) -> frozenset[int]:
    """The lines above the headlines that are their kickers, because nearly all have one and no column is called so."""
    if shape[0] in ("number", "mark"):
        return frozenset()
    first = {at: block.begin for block in parts for at in _held(block, above)}
    found = [
        at - 1
        for at in above
        if at - 1 >= first.get(at, at)
        and _is_kicker(lines, at - 1)
        and (at == above[0] or (lines[at - 1].blank_before and not lines[at].blank_before))  # else it is of the text
    ]
    said = {lines[at].bare for at in found}
    long = sum(len(text) for text in said) >= _LONG * len(found)
    custom = len(found) >= max(_FEWEST, _MOST * len(above)) and len(said) == len(found)
    custom = custom and not any(map(titlemarks.NAMES_COLUMN.search, said))
    own = [at - 1 for at in above if at - 1 >= first.get(at, at) and _is_motto(lines[at - 1], lines[at])]
    return frozenset(found) if custom and long else frozenset(own)


def folded(lines: Sequence[Line], parts: Sequence[Block], shape: Shape, above: Sequence[int]) -> frozenset[int]:
    """The lines above the headlines, of which these are only the rest: …开展“安康杯”竞赛 / 督查活动."""
    if shape[0] in ("number", "mark"):
        return frozenset()
    begins = {at: block.begin for block in parts for at in _held(block, above)}
    return frozenset(
        at - 1
        for at in above
        if at - 1 >= begins.get(at, at)
        and not lines[at].blank_before
        and not lines[at].bold
        and len(lines[at].bare) < len(lines[at - 1].bare)
        and titles.is_title_like(lines[at - 1])
        and folding.is_rest(lines[at - 1].bare, lines[at].bare)
    )


def first_kicker(lines: Sequence[Line], at: int) -> bool:
    """Whether a line stands right above the first headline, and is its kicker, because the head is not above it.

    Contents, or the name of a column, stand between the head and it; a blank line that it does not share with the
    headline sets it off from them.
    """
    upper, lower = lines[at], lines[at + 1]
    if lower.blank_before and not upper.blank_before:
        return False
    apart = mottos.is_kicker_of(upper.bare, lower.bare) or not titles.are_one(upper.bare, lower.bare)
    return len(upper.bare) >= _LONG and _is_kicker(lines, at) and apart


def _is_motto(upper: Line, lower: Line) -> bool:
    """Whether a motto stands right above what was done, and no blank line between them: 规划先行 统筹推进."""
    apart = (lower.blank_before and not upper.blank_before) or mottos.MOTTO.fullmatch(lower.bare)
    if any(map(_is_body, upper.bare.split())):
        return False  # two of them sign
    return mottos.MOTTO.fullmatch(upper.bare) is not None and not apart and mottos.DEED.search(lower.bare) is not None


def _is_kicker(lines: Sequence[Line], at: int) -> bool:
    line = lines[at]
    named = _is_body(line.bare) or shapes.is_label(line.bare)
    marked = _kind(line) or line.right or shapes.is_writing(line)
    return titles.is_title_like(line) and not (named or marked or re.search("[：:/／（(℃]", line.bare))


def _is_body(bare: str) -> bool:
    """Whether a line is the name of a body, or that of one and of somebody there: 石桥镇妇联李红霞."""
    body = titles.UNIT.match(bare) or mottos.WHO.match(bare)
    rest = "".join(bare[body.end() :].split()) if body else ""
    return body is not None and (not rest or bylines.is_name(rest))


def unnumbered(lines: Sequence[Line], parts: Sequence[Block], shape: Shape, above: Sequence[int]) -> list[int]:
    """Headlines that have no number or mark, below a column's name that is as those above the other headlines."""
    if shape[0] not in ("number", "mark"):
        return []
    names = {kind for at in above if at and (kind := _kind(lines[at - 1])) and kind != _kind(lines[at])}
    found: list[int] = []
    begin = min(above)
    for block in parts:
        title = block.text - 1
        if _held(block, above) or block.end == block.text or block.begin < begin:
            continue
        alone = title == block.begin and len(shapes.without_marks(lines[title].bare)) >= _SAYS
        if alone and _kind(lines[title]) in names:
            found.append(title)  # the column and its only text have one name: ◎健康小贴士
        elif title <= block.begin:
            continue
        elif _kind(lines[title - 1]) in names and titles.is_title_like(lines[title]):
            found.append(title)
    return found


def _kind(line: Line) -> str:
    """How a column's name is told: the way in which it is numbered, or its mark; "" for neither."""
    if shapes.is_prose(line):
        return ""
    return shapes.numbered(line.bare)[0] or leading(line.bare).strip() or ("【" if shapes.is_label(line.bare) else "")
