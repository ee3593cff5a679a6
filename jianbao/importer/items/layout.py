"""Where the items of an issue begin, by how all of it is set: what explains the whole best is how it is cut.

Each way of being set (shapes.py) that some headlines have in common is tried as the one that they all have, and
weighed by how much of the issue it explains: a headline above each text, as many texts as can be, nothing above the
first but what is left of the head, nothing between a text and the next headline but who signs and the column's name.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from jianbao.importer.items import columns, inline, paired, remains, shapes, signed, years
from jianbao.importer.items.seen import Seen, is_signature, repeated, signs
from jianbao.importer.items.shapes import Block, Shape
from jianbao.importer.line import kinds, mottos, notes, signatures, titlemarks, titles
from jianbao.importer.line.evidence import Year
from jianbao.importer.line.leads import LEAD
from jianbao.importer.line.marks import leading
from jianbao.importer.model import Dropped, Line

_STRENGTH = {"headed": 5, "mark": 6, "number": 6, "signed": 5, "set": 4, "blank": 3, "indent": 3, "short": 1}
"""How much a way of being set says by itself: a mark is set on purpose."""
_NEAR = 0.5
"""The difference of what two ways to cut an issue explain by which neither is the surer one."""
_NEWS, _SEVERAL = 0.5, 3
"""The part of the texts that open as news do, and the fewest headlines, where nothing but their place tells them."""
_FEWEST_SIGNED = 2
_STRONG = ("mark", "number")
_SET_ON_PURPOSE = (*_STRONG, "set", "headed")
_CERTAIN = (*_STRONG, "headed")
"""Ways of being set that tell a headline although an item has other texts, below headings of its own."""
_ENOUGH = 0.6
"""The part of the texts above which the headlines of an issue have to stand."""
_TITLE = 8
"""Characters of a headline, by and large; a heading has fewer."""
_TEXT = 15
"""Characters of the shortest text."""
_OF_PAGE = re.compile("[>＞»]|位置|首页|网站|浏览|点击")


class Layout(NamedTuple):
    """An issue's lines, of which those that begin an item are headed; what is none of it; what it says of the year."""

    lines: list[Line]
    dropped: list[Dropped]
    doubts: list[str]
    evidence: list[Year]
    found: bool
    """Whether the headlines are known: no other line begins an item."""


class _Cut(NamedTuple):
    """One way to cut an issue."""

    score: float
    shape: Shape
    heads: list[int]


def told(
    lines: list[Line], departments: Mapping[str, str], around: Sequence[str], *, bulletin: bool, listed: bool
) -> Layout:
    """The lines as they are cut best, or as they stand where no way of being set tells headlines.

    ``around``: what was taken off above them; ``bulletin``: the head says that the file is an issue;
    ``listed``: it has contents, which name every item.
    """
    parts = shapes.blocks(lines)
    common = shapes.usual(lines)
    first = next((block.text for block in parts if block.end > block.text), 0)
    around = [text for text in around if not _OF_PAGE.search(text)]
    bulletin = bulletin or listed or any(map(remains.ISSUE.search, [*around, *(line.bare for line in lines[:first])]))
    bulletin = bulletin or _is_monthly(lines, parts)
    lines, brackets, parted = inline.parted(lines) if bulletin else (lines, [], [])
    parts = shapes.blocks(lines)
    seen = Seen(lines, parts, common, repeated(lines), departments)
    cuts = _cuts(seen, bulletin=bulletin, listed=listed)
    evidence = (
        [
            year
            for text in around[: remains.MOST]
            if len(text) <= remains.MOTTO and remains.ISSUE.search(text)
            for year in years.dated(text)
        ]
        if bulletin
        else []
    )
    if cuts:
        made = _applied(seen, cuts[0]._replace(shape=_before(seen, cuts[0])), listed=listed)
        made.doubts.extend(_near(seen, cuts))
        if cuts[0].shape[0] == "short" and _have_points(seen, cuts[0].heads):
            made.doubts.append("没有编号的短行按各条的标题，有编号的按条里的小标题，请核对分条")
    else:
        made = _off_head(seen) if bulletin else Layout(lines, [], [], [], found=False)
    dropped, doubts = brackets + made.dropped, parted + made.doubts + columns.doubts(made.dropped)
    return made._replace(dropped=dropped, doubts=doubts, evidence=evidence + made.evidence)


def _is_monthly(lines: Sequence[Line], parts: Sequence[Block]) -> bool:
    """Whether the month stands alone below a first line, and news with titles of their own below it."""
    month = next((n for n, line in enumerate(lines[:3]) if n and signatures.is_month(line.bare.strip("（）()"))), 0)
    if not month or mottos.DEED.search(lines[0].bare) or titles.KIND.search(lines[0].bare):
        return False
    texts = [block for block in parts if block.end > block.text > block.begin]
    news = sum(LEAD.match(lines[block.text].bare) is not None for block in texts)
    if len(texts) < 2 or titles.NUMBERING.match(lines[month + 1].bare):
        return False  # a report, whose parts are numbered below its month
    return news >= _NEWS * len(texts) and not shapes.is_prose(lines[month + 1])


def _before(seen: Seen, cut: _Cut) -> Shape:
    """The mark or the kind of number that stands before all headlines, whatever told them; else what told them."""
    if cut.shape[0] in _STRONG:
        return cut.shape
    lines = [seen.lines[at] for at in cut.heads]
    common = set.intersection(*(set(shapes.of_line(line, seen.common)) for line in lines))
    found = [shape for shape in common if shape[0] in _STRONG]
    counted = [shapes.numbered(line.bare)[1] for line in lines]
    return next((shape for shape in found if shape[0] == "mark" or _counts(counted)), cut.shape)


def _near(seen: Seen, cuts: Sequence[_Cut]) -> list[str]:
    """What is doubtful where another way to cut an issue explains nearly as much, and makes more or fewer items."""
    best = cuts[0]
    count = len(best.heads) + len(paired.unnumbered(seen.lines, seen.parts, best.shape, best.heads))
    first = next((block.text for block in seen.parts if block.text > best.heads[0]), 0)
    others = [
        cut
        for cut in cuts[1:]
        if cut.score >= best.score - _NEAR
        and len(cut.heads) != count
        and cut.heads[0] < first
        and not set(cut.heads) < set(best.heads)
    ]
    if not others:
        return []
    heads = others[0].heads
    shown = "、".join(f"“{seen.lines[at].bare[:12]}”" for at in heads[:3])
    return [f"也可以分成{len(heads)}条（{shown}等），两种分法差不多，请核对分条"]


def _cuts(seen: Seen, *, bulletin: bool, listed: bool) -> list[_Cut]:
    """The ways to cut an issue that explain enough of it, the best first."""
    lines, parts, common = seen.lines, seen.parts, seen.common
    short = [line for line in lines if not shapes.is_prose(line)]
    made = [
        _Cut(score, shape, heads)
        for shape in dict.fromkeys(shape for line in short for shape in shapes.of_line(line, common))
        if (bulletin or (shape[0] in _STRONG and shape[1] not in shapes.OF_HEADINGS))
        and not (listed and shape[0] == "short")  # what is nothing but short would stand in the contents
        and len(heads := shapes.members(lines, parts, shape, common)) > 1
        and (score := _score(seen, shape, heads)) > 0
    ]
    below = signed.heads(lines, parts, lambda at: signs(seen, at)) if bulletin else []
    if below and (score := _score(seen, ("signed", True), below)) > 0:
        made.append(_Cut(score, ("signed", True), below))
    ends = [block.end for block in parts]
    made.sort(key=lambda cut: (-cut.score, bisect_right(ends, cut.heads[0]), *_less_set(lines[cut.heads[-1]])))
    more = [n for n, cut in enumerate(made) if n and not listed and _has_more(cut, made[0])]
    return [made[n] for n in more[:1]] + [cut for n, cut in enumerate(made) if n not in more[:1]]


def _less_set(line: Line) -> tuple[int, bool]:
    """The less, the more a line is set apart: of two that stand above each text, the larger one is the headline."""
    return -line.size, not line.bold


def _has_more(cut: _Cut, best: _Cut) -> bool:
    """Whether a cut has all headlines of the best one, and those below no column's name, or of what nobody signs."""
    told = best.shape[0] == "headed" or (best.shape[0] == "signed" and cut.shape[0] in _STRONG)
    return told and set(cut.heads) > set(best.heads)


def _score(seen: Seen, shape: Shape, heads: Sequence[int]) -> float:
    """How much of an issue is explained when its items begin at these lines; 0 for what cannot be."""
    lines = seen.lines
    texts = [block for block in seen.parts if block.end > block.text and block.end > heads[0]]
    columned = _are_columns(lines, texts, heads)
    pointed = shape[0] == "short" and _have_points(seen, heads)
    if pointed or (
        shape[0] in _SET_ON_PURPOSE and not columned
    ):  # what stands below its own points is of the item above
        texts = [block for block in texts if not _goes_on(lines, block, heads)]
    if shape[0] == "signed":  # and what nobody signs
        texts = [block for block in texts if bisect_left(heads, block.begin) < bisect_left(heads, block.text)]
    headed = [
        (block, at) for block in texts for at in heads[bisect_left(heads, block.begin) : bisect_left(heads, block.text)]
    ]
    of_head = remains.can_be_head(lines, heads[0], plain=shape[1] in shapes.OF_HEADINGS)
    inside = len(texts) - len(headed)
    note = remains.note(lines, heads[0])
    missed = sum(block.text < block.end <= note for block in seen.parts)  # a text that has no headline stands above
    certain = shape[0] in _CERTAIN and not missed  # else the points of the first item have the mark
    if not of_head or len(headed) < _ENOUGH * (len(texts) - (inside / 2 if certain else 0)):
        return 0
    if shape[0] == "number" and not _counts([shapes.numbered(lines[at].bare)[1] for at in heads]):
        return 0
    if any(sum(len(line.bare) for line in lines[block.text : block.end]) < _TEXT for block, _ in headed):
        return 0
    if shape[0] == "short" and len(heads) < _SEVERAL:
        return 0
    if shape[0] == "short" and not (pointed or _opens_news(seen, headed)):
        return 0  # headings inside an article stand so, too
    strange = 0
    seconds = paired.seconds(lines, seen.parts, heads)
    for block, at in headed:
        above = range(block.begin, at) if at != heads[0] else range(0)
        strange += sum(not (is_signature(seen, n) or columns.is_one(lines, n) or _is_aside(lines[n])) for n in above)
        below = range(at + 1 + titles.is_kicker(lines, at), block.text)
        strange += sum(n not in seconds and _is_rival(lines[n]) for n in below)
    return max(_STRENGTH[shape[0]] + 4 * len(headed) / (len(texts) + missed) - 3 * strange / len(headed), 0)


def _opens_news(seen: Seen, headed: Sequence[tuple[Block, int]]) -> bool:
    """Whether the texts open as news do, or who signs stands between them: the lines above them are no headings."""
    news = sum(LEAD.match(seen.lines[block.text].bare) is not None for block, _ in headed)
    signed = sum(any(is_signature(seen, n) for n in range(block.begin, at)) for block, at in headed[1:])
    return news >= _NEWS * len(headed) or signed >= max(_FEWEST_SIGNED, _ENOUGH * (len(headed) - 1))


def _have_points(seen: Seen, heads: Sequence[int]) -> bool:
    """Whether a text has headings with numbers or marks: then the lines without, which say more, are no headings."""
    lines = seen.lines
    said = [lines[at].bare for at in heads]
    texts = [block for block in seen.parts if block.text < block.end]
    points = sum(_is_point(lines[block.begin].bare) for block in texts if block.text - 1 == block.begin > heads[0])
    plain = not any(_is_point(bare) or titlemarks.OF_REPORT.search(bare) for bare in said)
    above = {block.text - 1 for block in texts}
    if points < 2 or len({len(bare) for bare in said[1:]}) < 2 or _have_one_word(said[1:]) or _is_report(seen, heads):
        return False  # of one length, of one word: headings with points below each
    return plain and above.issuperset(heads) and sum(map(len, said)) >= _TITLE * len(said)


def _is_report(seen: Seen, heads: Sequence[int]) -> bool:
    """Whether all of the lines but the first have points right below their text: that is the title, they are parts."""
    parts, above = seen.parts, frozenset(heads)
    pointed = [block.text - 1 == block.begin and _is_point(seen.lines[block.begin].bare) for block in parts]
    below = [any(pointed[n + 1 : n + 2]) for n, block in enumerate(parts) if block.text - 1 in above]
    return below[:1] == [False] and all(below[1:])


def _have_one_word(said: Sequence[str]) -> bool:
    """Whether all lines have two characters in common."""
    return bool(set.intersection(*({bare[n : n + 2] for n in range(len(bare) - 1)} for bare in said)))


def _is_point(bare: str) -> bool:
    return titles.NUMBERING.match(bare) is not None or leading(bare) != ""


def _are_columns(lines: Sequence[Line], texts: Sequence[Block], heads: Sequence[int]) -> bool:
    """Whether a numbered line stands right below one of the lines, whose items it counts: ■ 要闻 / 1.…."""
    first = {block.text for block in texts}
    return any(at + 1 not in first and titles.NUMBERING.match(lines[at + 1].bare) for at in heads)


def _goes_on(lines: Sequence[Line], block: Block, heads: Sequence[int]) -> bool:
    """Whether a text stands below nothing but numbered headings, as those inside an item do: 一、补亲情."""
    short = range(block.begin, block.text)
    level = lines[heads[0]].heading
    inside = bool(short) and (
        all(titles.NUMBERING.match(lines[at].bare) is not None for at in short)
        or all(lines[at].heading > level > 0 for at in short)  # of a lower level than the headlines
    )
    held = bisect_left(heads, block.text) - bisect_left(heads, block.begin)
    return inside and block.begin > heads[0] and not held


def _counts(numbers: Sequence[int]) -> bool:
    """Whether numbers count from one, in each column anew perhaps."""
    return numbers[0] == 1 and all(number in (1, before + 1) for before, number in pairwise(numbers))


def _is_rival(line: Line) -> bool:
    """Whether a line below a headline could as well be one itself."""
    bare = line._replace(text=line.bare[shapes.numbered(line.bare)[2] :])
    if titles.UNIT.fullmatch(bare.bare):
        return False  # who sent it
    return titles.is_title_like(bare) and not shapes.is_writing(line) and not line.bare.endswith(("？", "?"))


def _is_aside(line: Line) -> bool:
    """Whether a line between a text and the next headline is what a picture shows, or in brackets."""
    return re.match("[（(【\\[]|图[为：:]|[上下左右]图|▲|△", line.bare) is not None


def _off_head(seen: Seen) -> Layout:
    """The lines without what is left of the head above a first headline that a blank line sets apart from it."""
    lines = list(seen.lines)
    first = next((block.text for block in seen.parts if block.end > block.text), 0)
    at = next((n for n in range(first - 1, 0, -1) if lines[n].blank_before), 0)
    above = lines[:at]
    apart = not seen.common.spaced or any(not line.blank_before or years.dated(line.bare) for line in lines[1:at])
    if (
        not above
        or not apart
        or not titles.is_title_like(lines[at])
        or not remains.can_be_head(lines, at)
        or notes.heads(above[0].bare)
        or any(kinds.is_meta(line) or line.title or line.headed or line.bare.endswith(("：", ":")) for line in above)
    ):
        return Layout(lines, [], [], [], found=False)
    dropped, doubts, evidence = remains.of_head(above)
    return Layout(lines[at:], dropped, doubts, evidence, found=False)


def _applied(seen: Seen, cut: _Cut, *, listed: bool) -> Layout:
    """The lines with their headlines known; what stands above them told as who signs, as columns, as the head."""
    lines = paired.marked(list(seen.lines), seen.parts, cut.heads)
    lines = signed.marked(lines, seen.parts, cut.heads) if cut.shape[0] == "signed" else lines
    kickers = paired.kickers(lines, seen.parts, cut.shape, cut.heads)
    upper = min(cut.heads) - 1
    if upper == 0 and cut.shape[0] not in _STRONG and (listed or lines[0].headed) and paired.first_kicker(lines, 0):
        kickers |= {0}
    folded = paired.folded(lines, seen.parts, cut.shape, cut.heads)
    heads = [at - 1 if at - 1 in kickers or at - 1 in folded else at for at in cut.heads]
    first = min(heads)
    note = remains.note(lines, first)
    dropped, doubts, evidence = remains.of_head(lines[:note])
    kept = [*(line for line in lines[:note] if line.picture), *lines[note:first]]
    following = sorted([*heads, *paired.unnumbered(lines, seen.parts, cut.shape, cut.heads)])
    prose = [at for at in range(first, len(lines)) if shapes.is_prose(lines[at])]
    for at in range(first, len(lines)):
        line = lines[at]
        if at == following[0] if following else False:
            following.pop(0)
            mark, rest = shapes.without_shape(line, cut.shape) if at not in kickers else ("", "")
            line = line._replace(role="kicker") if at in kickers or shapes.leads(lines, at) else line
            if mark:
                dropped.append(Dropped(mark, "标题前的符号" if cut.shape[0] == "mark" else "条的序号"))
                line = line._replace(text=rest)
            kept.append(line._replace(headed=True, blank_before=True))
            continue
        end = following[0] if following else len(lines)
        between = bisect_left(prose, at) == bisect_left(prose, end)
        if between and is_signature(seen, at):
            line = line._replace(right=True)
        elif between and (
            (at + 1 == end and columns.is_above(lines, at, first)) or (following and columns.is_one(lines, at))
        ):
            dropped.append(Dropped(line.bare, columns.OF_COLUMN))
            continue
        kept.append(line)
    known = cut.shape[0] in (*_STRONG, "set") or (
        cut.shape[0] == "signed" and signs(seen, len(lines) - 1)
    )  # else others may be items as well
    return Layout(kept, dropped, doubts, evidence, found=known)
