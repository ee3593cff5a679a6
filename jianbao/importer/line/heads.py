"""Where a title may stand, and how many lines it has: short ones without the marks of a sentence, above a paragraph.

Whether it opens an item or is a heading inside one is weighed in cut.py.
"""

import re
from collections.abc import Sequence

from jianbao import zh
from jianbao.importer.line import bylines, figures, marks, masthead, meta, notes, titles
from jianbao.importer.line.kinds import is_meta
from jianbao.importer.line.titles import NUMBERING, SUBTITLE, is_kicker, is_styled, is_title_like
from jianbao.importer.model import Line

MARKS = tuple("●◆■★☆▲△◇○※□▶•⊙❖✦✧➤>＞»")
"""What stands before a title, or before each of a list's lines."""
ENDED = tuple("。！？”…；!?.)）》】]")
"""How a line ends that is a sentence, a quotation or a bracket."""
_CAPTION = re.compile(r".{6,60}(?:[。\s]|记者|通讯员).{0,16}(?:摄|供图|摄影)[）)]?")
"""Who took the picture that stood here."""
REPORT = re.compile(f"(?:本[报刊网台]|[{zh.HAN}]{{2,8}}[报网])讯")
"""How a report opens: 本报讯."""
OF_TEXT = re.compile(r"[（(]?截[至止]到?(?:目前|\d)|(?:内容)?(?:摘要|简介|导读|提要)[：:]")
"""Until when figures are given, and the label of a summary: below a title, and none of it."""
_OF_MEETING = re.compile(
    "(?:会议)?(?:时[ \u3000]{0,4}间|地[ \u3000]{0,4}点|主[ \u3000]{0,4}持|主持人)[ \u3000]{0,2}[：:]"
)
"""How minutes begin, below their title."""
_CHRONICLE = re.compile("大事记|记事|纪事|年表|工作日志|日程")
_MONTH = re.compile(
    r"(?:[一二三四五六七八九十]{1,2}|\d{1,2})月(?:份?[:：]?$|(?:[一二三四五六七八九十]{1,3}|\d{1,2})日)"
)
"""A month alone, or a day, with which a chronicle begins."""
_MOST_SET, _PARAGRAPH, _NEAR = 4, 40, 60
"""Lines that a title is set in, characters of the paragraph below it, lines in which a heading's mark comes again."""


def head(lines: Sequence[Line], at: int, *, inside: bool) -> int:
    """How many lines from ``at`` on form a block of title lines before a body; 0 when none begins here."""
    end = at
    if is_kicker(lines, at):
        end += 1
    first = end
    if _is_of_list(lines, at):
        return 0
    while end < len(lines) and end - first < (5 if lines[end].title else 3):
        if not (is_title_like(lines[end]) or (end > first and titles.is_rest(lines[end]))):
            break
        if end > first and (not _goes_on(lines, end) or bylines.is_person(lines[end].bare)):
            break
        end += 1
    if end == first:
        return 0
    while end < len(lines) and end - at < 6 and SUBTITLE.match(lines[end].bare) and len(lines[end].bare) <= 60:
        end += 1
    if end >= len(lines):
        return 0 if inside else end - at
    follows = (
        _is_body(lines[end])
        or _is_of_chronicle(lines, end)
        or _is_address(lines, end)
        or marks.leading(lines[end].bare) != ""
    )
    return end - at if lines[end - 1].title or follows else 0


def known(lines: Sequence[Line], at: int) -> int:
    """How many lines a headline has that is known to be one: those that go on with it, and its subtitle."""
    end = at + 1 + (is_kicker(lines, at) or lines[at].role == "kicker")
    while end < len(lines) and is_title_like(lines[end]) and _is_one(lines[end - 1], lines[end]):
        end += 1
    while end < len(lines) and (lines[end].role == "subtitle" or is_subtitle(lines[end])):
        end += 1
    return end - at


def _is_one(upper: Line, lower: Line) -> bool:
    """Whether a line goes on with the headline above it: by its words, or as it is set, with a line end or centred."""
    alike = is_styled(upper) and _set(upper) == _set(lower)
    return titles.are_one(upper.bare, lower.bare) or (alike and (upper.number == lower.number or upper.centred))


def _set(line: Line) -> tuple[bool, bool, int, int]:
    return line.centred, line.bold, line.heading, line.size


def opening(lines: Sequence[Line]) -> int:
    """How many short lines above a file's first paragraph are its title, set line by line; 0 when none are."""
    at = 0
    while at < min(len(lines), _MOST_SET) and _is_set(lines[at]):
        at += 1
    while at > 1 and is_writer(lines[at - 1]):
        at -= 1
    return at if 0 < at < len(lines) and len(lines[at].bare) >= _PARAGRAPH and not is_meta(lines[at]) else 0


def is_writer(line: Line) -> bool:
    """Whether a line is nothing but the name of who wrote what stands below it: 王小丽, 王　丽."""
    size = len("".join(line.bare.split()))
    return bylines.is_written_by(line.bare) or (bylines.is_speaker(line.bare) and (size != len(line.bare) or size == 3))


def _is_set(line: Line) -> bool:
    """Whether a line is part of a title that is set line by line: a few characters, none of a sentence."""
    bare = line.bare
    return (
        not (line.rows or line.picture or NUMBERING.match(bare) or is_meta(line) or notes.heads(bare))
        and not (OF_TEXT.match(bare) or titles.FIRST.fullmatch(bare))
        and not bare.endswith(("讯", "电"))
        and 3 <= len("".join(bare.split())) <= 24
        and len(re.findall(f"[{zh.HAN}]", bare)) >= 3
        and not re.search("[。；，：:,;]|[（(]$|^[（(].*[）)]$", bare)
        and figures.WHOLE.fullmatch("".join(bare.split())) is None
        and not bylines.is_person(bare)
    )


def _is_of_list(lines: Sequence[Line], at: int) -> bool:
    """Whether a line with a mark before it stands among others with the same mark."""
    mark = lines[at].bare[:1]
    beside = [*lines[max(0, at - 1) : at], *lines[at + 1 : at + 2]]
    return mark in MARKS and any(line.bare[:1] == mark for line in beside)


def _is_address(lines: Sequence[Line], at: int) -> bool:
    """Whether a line below a title names whom it speaks to: 各单位：, 同志们：, or who speaks."""
    if _OF_MEETING.match(lines[at].bare) and titles.KIND.search(lines[at - 1].bare):
        return True
    if masthead.is_number(lines[at].bare) and at + 1 < len(lines):
        return True  # of the document whose title stands above
    if bylines.is_person(lines[at].bare) or is_writer(lines[at]):
        return True
    if bylines.is_speaker(lines[at].bare):
        below = lines[at + 1].bare if at + 1 < len(lines) else ""
        return figures.WHOLE.fullmatch("".join(below.split()).strip("（）()")) is not None or below.endswith(
            ("：", ":")
        )
    if figures.WHOLE.fullmatch("".join(lines[at].bare.split()).strip("（）()")) and at + 1 < len(lines):
        return titles.KIND.search(lines[at - 1].bare) is not None or _is_dated(lines, at)
    return lines[at].bare.endswith(("：", ":")) and (at + 1 == len(lines) or not is_title_like(lines[at + 1]))


def _is_dated(lines: Sequence[Line], at: int) -> bool:
    """Whether the day stands alone between the title of a report and its text, perhaps with what a picture showed."""
    title = lines[at - 1].bare
    below = lines[at + 2 if lines[at + 1].bare.startswith(("（", "(")) and at + 2 < len(lines) else at + 1]
    named = titles.UNIT.fullmatch(title) is not None or meta.is_body(title)
    return len(title) >= 10 and not named and len(below.bare) >= _PARAGRAPH and not below.rows


def _is_of_chronicle(lines: Sequence[Line], at: int) -> bool:
    """Whether a month or a day stands alone below the title of a chronicle: 三月 below 2013年大事记."""
    return (
        _CHRONICLE.search(lines[at - 1].bare) is not None and _MONTH.match("".join(lines[at].bare.split())) is not None
    )


def _is_body(line: Line) -> bool:
    """Whether a line can stand below a title as the first of its text."""
    bare = line.bare
    if line.rows or line.picture or is_meta(line) or len(bare) >= 40 or bare.endswith(ENDED):
        return True
    if (
        (bare[:1] in MARKS and len(bare) >= 25)
        or OF_TEXT.match(bare)
        or _CAPTION.fullmatch(bare)
        or titles.FIRST.fullmatch(bare)
    ):
        return True
    return NUMBERING.match(bare) is not None or (bare.endswith(("：", ":")) and len(bare) >= 12)


def _goes_on(lines: Sequence[Line], at: int) -> bool:
    """Whether the title-like line belongs to the title above it."""
    before, line = lines[at - 1], lines[at]
    if line.title or before.title:
        return line.title
    mark = marks.leading(line.bare)
    if (
        mark
        and not marks.leading(before.bare)
        and any(other.bare.startswith(mark) for other in lines[at + 1 : at + _NEAR])
    ):
        return False  # one of several headings, below a title that has no mark
    if titles.UNIT.fullmatch(before.bare) and at + 1 < len(lines) and REPORT.match(lines[at + 1].bare):
        return True  # the place of each report, above its title
    if line.blank_before and not (is_styled(line) and is_styled(before)):
        return titles.are_one(before.bare, line.bare) and len(line.bare) < 40
    return True


def is_subtitle(line: Line) -> bool:
    """Whether a line is a subtitle by its dash, and no paragraph that begins with one."""
    bare = line.bare
    return (
        not line.rows
        and SUBTITLE.match(bare) is not None
        and 6 <= len(bare) <= 40
        and not re.search("[。；！？]", bare)
    )
