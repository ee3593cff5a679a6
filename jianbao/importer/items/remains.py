"""What stands above the first headline of an issue: whether it can be the rest of its head, and what that says."""

import re
from collections.abc import Sequence

from jianbao.importer.items import shapes, years
from jianbao.importer.line import headparts, imprint, mottos, notes, titles
from jianbao.importer.line.evidence import Year
from jianbao.importer.line.marks import leading
from jianbao.importer.model import Dropped, Line
from jianbao.importer.page.tail import OF_PAGE

OF_HEAD = "报头里的文字"
_NOTE, _FEW = 3, 7
"""Lines of what an editor says of the whole issue, and characters of a line that is no article's title."""
MOST, MOTTO = 12, 40
"""Lines above a first headline, and characters of one of them."""
ISSUE = re.compile(
    rf"第[ \u3000]?{headparts.ONE}[ \u3000]?期|总第|月号|月刊|[Vv][Oo][Ll][.．]?[ ]?\d|(?<![A-Za-z])N[oO][.．]?[ ]?\d|"
    r"编辑部|编印|主办|简报|简讯|"
    r"[月周季小校]报|[专会季月]刊|[春夏秋冬]季?[号刊]|内部(?:资料|交流)|特[辑刊]|创刊|编者的话|卷首|之[窗声友]$|通讯$|动态$|团讯|快讯"
)
"""What only the head of an issue says."""


_OF_ISSUE = re.compile(
    rf"第[ \u3000]?{headparts.ONE}[ \u3000]?期|总第|月刊|[Vv][Oo][Ll][.．]?[ ]?\d|(?<![A-Za-z])N[oO][.．]?[ ]?\d|"
    r"简[报讯]$|(?<=.{5})(?:动态|通讯|信息)$"
)
"""What names an issue, and no site: 某工会工作动态, but not 某馆主办."""
_MENU = re.compile(r"[|｜•]|主办|\s\S+\s")


def can_be_head(lines: Sequence[Line], first: int, *, plain: bool = False) -> bool:
    """Whether what stands above the first headline can be the rest of the head.

    ``plain``: the headlines are numbered as headings inside an article are.
    """
    begin = note(lines, first)
    above = [line for line in lines[:begin] if line.bare]
    if first - begin > _NOTE:
        return False
    if len(above) > MOST or any(len(line.rows) > 3 for line in above):
        return False
    if any(len(line.bare) > MOTTO for line in above if not line.rows):
        return False
    texts = [n for n, line in enumerate(above) if shapes.is_prose(line) and not line.rows]
    if len(texts) > 1 or any(n and _has_text(above[n - 1]) and not above[n].blank_before for n in texts):
        return False
    if any(line.bare.endswith(("：", ":")) for line in above):
        return False
    if plain and has_title(above, lines[first].bare[shapes.numbered(lines[first].bare)[2] :]):
        return False
    return not any(map(_is_title, above[-2:]))  # a title, whose headings are set so


def around(dropped: Sequence[Dropped]) -> list[str]:
    """What stood above the first headline and can be of a head; what frames a page has to say so in its own words."""
    names = [d.text for d in dropped if d.reason == OF_PAGE and not _MENU.search(d.text)]
    return [d.text for d in dropped if d.reason != OF_PAGE or d.text in names or _OF_ISSUE.search(d.text)]


def _has_text(line: Line) -> bool:
    """Whether what stands right below a line is its text: it is a title, or has a number or a mark."""
    return _is_title(line) or shapes.numbered(line.bare)[0] != "" or leading(line.bare) != ""


def note(lines: Sequence[Line], first: int) -> int:
    """Where what an editor says of the whole issue begins above its first headline, ``first`` for nowhere."""
    return next((at for at in range(first) if notes.heads(lines[at].bare)), first)


def has_title(above: Sequence[Line], first: str) -> bool:
    """Whether the lines above a first headline, ``first``, have one that can be an article's title.

    Phrases of one length are a head's motto above news, and a report's title above its points: 抓培训　强素质.
    """
    said = max((n for n, line in enumerate(above) if ISSUE.search(line.bare) or years.dated(line.bare)), default=-1)
    news = mottos.DEED.search(first) is not None or mottos.WHO.match(first) is not None
    return any(  # above what only a head says stand names
        titles.is_title_like(line) and not (is_of_head(line) or (news and _is_of_phrases(line)))
        for line in above[said + 1 :]
    )


def is_of_head(line: Line) -> bool:
    """Whether a line says what only the head of an issue does, or is its motto."""
    return mottos.MOTTO.fullmatch(line.bare) is not None or len(line.bare) <= _FEW or is_said(line)


def _is_of_phrases(line: Line) -> bool:
    """Whether a line is made of phrases of one length, none of which says what was done."""
    phrases = line.bare.split()
    return len(phrases) > 1 and len({len(phrase) for phrase in phrases}) == 1 and not mottos.DEED.search(line.bare)


def is_said(line: Line) -> bool:
    """Whether a line says in so many words what a head does: which issue, whose, who made it."""
    named = mottos.WHO.fullmatch(line.bare) or titles.UNIT.fullmatch(line.bare)
    return named is not None or ISSUE.search(line.bare) is not None or imprint.is_foot(line)


def _is_title(line: Line) -> bool:
    """Whether a line above the first headline says more than a head does: what was done, or of which kind a text is."""
    bare = shapes.without_marks(line.bare[shapes.numbered(line.bare)[2] :])
    if not titles.is_title_like(line._replace(text=bare)) or ISSUE.search(bare):
        return False
    done = len(bare) > _FEW and mottos.DEED.search(bare) is not None  # 工作部署 names a column
    return done or titles.KIND.search(bare) is not None


def of_head(above: Sequence[Line]) -> tuple[list[Dropped], list[str], list[Year]]:
    """Lines above the first headline as what is left of the head: dropped, told, and read for the year."""
    dropped = [Dropped(line.text if line.rows else line.bare, OF_HEAD) for line in above if line.bare]
    told = "、".join(f"“{found.text[:16]}”" for found in dropped[:4])
    doubts = [f"第一条上面的{len(dropped)}行（{told}）按报头，没有收入，请核对"] if dropped else []
    return dropped, doubts, [year for line in above for year in years.dated(line.bare)]
