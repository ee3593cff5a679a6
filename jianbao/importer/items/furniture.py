"""What stands between a bulletin's items and is none: the list of contents, the labels of columns.

All of it is dropped with its reason; a line that the contents name, or that a label stands above, is a title.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from jianbao import zh
from jianbao.importer.items import columns, months, ordinals, shapes, wrapped
from jianbao.importer.line import headparts, titlemarks, titles
from jianbao.importer.line.marks import SYMBOL, leading
from jianbao.importer.model import Dropped, Line

_ORNAMENTS = "★☆◆◇◎●○■□▲△※【】[]〖〗—-=＝~*"
_CONTENTS_HEAD = re.compile(
    "(?:目录|目次|本期(?:要目|要闻|导读|导览|目录|内容|导航|看点|提要)|要目|看点|内容导读|内容提要|导读)[:：]?"
)
_BULLETS = tuple("◆●■★☆▲△◇※○·•◎⊙❖✦➤>＞»")
_IN_ONE_LINE = re.compile("(?:本期)?(?:目录|要目|导读|内容提要|看点|导航)[ \u3000]{0,2}[:：]")
_BETWEEN = re.compile(
    f"[{''.join(_BULLETS)}|｜]|[；;]|[ \u3000\xa0]{{2,}}|(?<![\\d.])(?=\\d{{1,2}}(?:[、．]|[.](?!\\d)))"
)
"""Between the entries of contents that stand on one line: 要目：▲…　▲…."""
_PAGED = re.compile(r"(?<![.…·])[.…·]{2,}+\s*+[（(]?\d++[）)]?$")
_COLUMN = re.compile(
    r"[\u4e00-\u9fff]{0,6}(?:新闻|动态|要闻|资讯|快讯|公告|通知|工作|风采|园地|天地|活动|建设|专栏|专题|在线|信息|报道|交流|之声|快报|速递|速览|传真|播报)"
)
_BETWEEN_COLUMNS = re.compile(r"[ \u3000]?(?:——|[—－·•|｜丨>＞»/／-])[ \u3000]?")
_NAMES_COLUMN = re.compile(
    "(?:工作|基层|学习|典型|先进)?(?:经验|信息|情况)交流|经验介绍|典型(?:引路|风采|经验)|他山之石|调查研究|调研报告|领导讲话|工作研究|理论探讨"
)
"""What a bulletin has above a single article."""
_OF_COLUMN = "栏目标签"
CONTENTS = "目录"
_NAME = re.compile(
    "(?![\u4e00-\u9fff]*(?:[镇乡村校园局]|街道|社区|学校|小学|中学|妇联|工会|团委)$)[\u4e00-\u9fff]{2,5}"
)
"""What can name a column: no body, no place."""
_ENDED = ("。", "！", "？", "”", "）", ")", "…", "!", "?")
_LABEL = re.compile(
    rf"[|｜‖]{{1,2}}\s*[\u4e00-\u9fff]{{2,8}}\s*[|｜‖]{{1,2}}|(?:[【\[〖「『※=＝~～]|{SYMBOL}){{1,3}}\s*(?:[\u4e00-\u9fff]{{2,8}}|[\u4e00-\u9fff]{{2,5}}[·•]\d{{1,2}}(?:月份?|季度|期))\s*(?:[】\]〗」』※=＝~～]|{SYMBOL}){{0,3}}"
)
_DAY = re.compile(r"\d{1,2}月\d{1,2}日[ \u3000:：]")
_BARS = ("|", "｜", "‖")
_PARAGRAPH_OF_ITEM = 30
_LEAST, _WORDS = 3, 8
"""Entries of contents that no head names, and characters of a column's name above them."""
_UNIT = re.compile(r"(?:妇联|部|室|中心|所|园|会|校|委)[】\]〗◆●■★☆▲◇※]{0,2}$")
"""A label that names who it is of: in a file that begins with one the head of a column, else a signature."""


def without(lines: Sequence[Line], *, issue: bool = False) -> tuple[list[Line], list[Dropped]]:
    """(the lines that are items, what was dropped); ``issue``: the head says that they are one."""
    lines, dropped = _tabled(lines)
    lines, brackets = wrapped.without(lines) if issue else (lines, [])
    dropped += brackets
    lines = _titled(lines, dropped)
    lines, listed_once = _in_one_line(lines)
    dropped += listed_once
    kept, found = _contents(lines)
    dropped += found
    listed = {key(part) for entry in dropped for part in (entry.text, *entries(entry.text), *_several(entry.text))} - {
        ""
    }
    rest: list[Line] = []
    bare_labels = _bare_labels(kept) | (months.columns(kept) | ordinals.names(kept) if issue else frozenset())
    kept = _signed(kept)
    labelled = bool(kept) and _is_labelled(kept[0].bare)
    titled = columns.of_texts(kept, [at for at, x in enumerate(kept) if _is_labelled(x.bare)]) if issue else frozenset()
    below = blank = False
    for at, line in enumerate(kept):
        bare = line.bare
        blank = line.blank_before or (blank and below)  # above the name of its column
        if (at == 0 and _is_of_page(kept)) or at in bare_labels:
            dropped.append(Dropped(bare, _OF_COLUMN))
            below = True
            continue
        if not (line.rows or line.picture or line.right or line.item) and _is_label(kept, at, labelled=labelled):
            if at + 1 < len(kept) and (at in titled or _is_short_news(kept, at + 1) or _are_briefs(kept, at)):
                below = True  # 【部室传真】 above short news is their title
                line = line._replace(title=True)
            else:
                dropped.append(Dropped(bare, _OF_COLUMN))
                below = True
                continue
        rest.append(line._replace(headed=line.headed or below or key(bare) in listed, blank_before=blank))
        below = False
    return rest, dropped


def _titled(lines: list[Line], dropped: list[Dropped]) -> list[Line]:
    """The lines; the first one, when it is the only name in brackets and right above a text, is that text's title."""
    if len(lines) < 2 or lines[0].title or not lines[0].bare.startswith("【") or not shapes.is_prose(lines[1]):
        return lines
    if not _is_labelled(lines[0].bare) or len(lines[0].bare) < _WORDS or any(_is_labelled(x.bare) for x in lines[1:]):
        return lines
    dropped += [Dropped(mark, "标题外的括号") for mark in (lines[0].bare[0], lines[0].bare[-1])]
    return [lines[0]._replace(text=lines[0].bare[1:-1].strip(), title=True, headed=True), *lines[1:]]


def named_alone(lines: list[Line], dropped: Sequence[Dropped]) -> tuple[list[Line], list[str]]:
    """(the lines, that line): a single line that is marked as the columns' names, is the last that has the mark
    and stands between two texts is the title of the lower one: □来函照登. Several such are headings in an article."""
    marks = Counter(leading(label.text).strip() for label in dropped if label.reason == _OF_COLUMN)
    found = [
        at
        for at, line in enumerate(lines)
        if marks[leading(line.bare).strip() or "-"] > 1 and _is_labelled(line.bare) and not line.rows
    ]
    if len(found) != 1 or not found[0] or titlemarks.OF_REPORT.search(lines[found[0]].bare):
        return lines, []
    at = found[0]
    if not lines[at - 1].bare.endswith(_ENDED) or any(line.headed for line in lines[at + 1 :]):
        return lines, []
    return [line._replace(headed=n == at or line.headed) for n, line in enumerate(lines)], [lines[at].bare]


def _tabled(lines: Sequence[Line]) -> tuple[list[Line], list[Dropped]]:
    """(the lines without contents that stand in a table, what was dropped): its cells stand again as titles."""
    keys = {key(line.bare) for line in lines if not line.rows} - {""}
    kept: list[Line] = []
    dropped: list[Dropped] = []
    for line in lines:
        cells = [key(cell.strip(" |｜")) for row in line.rows for cell in row]
        named = [cell for cell in cells if cell]
        headed = bool(named) and _CONTENTS_HEAD.fullmatch(named[0]) is not None
        again = sum(cell in keys for cell in named)
        if len(kept) <= 8 and named and again >= 2 and (headed or again >= 0.6 * len(named)):
            dropped.append(Dropped(line.text, CONTENTS))
        else:
            kept.append(line)
    return kept, dropped


def _in_one_line(lines: Sequence[Line]) -> tuple[list[Line], list[Dropped]]:
    """(the lines without contents that stand on one of them, what was dropped): its entries stand again as titles."""
    for at, line in enumerate(lines[:8]):
        named = entries(line.bare)
        keys = {key(other.bare) for other in lines[at + 1 :]}
        if len(named) > 1 and sum(key(entry) in keys for entry in named) >= 0.6 * len(named):
            return [*lines[:at], *lines[at + 1 :]], [Dropped(line.bare, CONTENTS)]
    return list(lines), []


def entries(text: str) -> list[str]:
    """The titles in contents that stand on one line."""
    head = _IN_ONE_LINE.match(text)
    return [part for part in _BETWEEN.split(text[head.end() :]) if key(part)] if head else []


def _bare_labels(lines: Sequence[Line]) -> frozenset[int]:
    """The positions of columns' names without a mark, when a file has several: 讲座回放 above a title, 家长来信 too."""
    found: set[int] = set()
    for at in range(len(lines) - 2):
        name, title, below = lines[at], lines[at + 1], lines[at + 2]
        alone = _NAME.fullmatch("".join(name.bare.split())) is not None and not (name.rows or name.title)
        titled = titles.is_title_like(title) and len(title.bare) >= len(name.bare) + 2 and not title.rows
        text = not titles.is_title_like(below) or titles.SUBTITLE.match(below.bare) is not None
        apart = at == 0 or lines[at - 1].bare.endswith(_ENDED)
        if alone and titled and text and apart and not titles.is_short(name):
            found.add(at)
    return frozenset(found) if len(found) > 1 and 0 in found else frozenset()


def _signed(lines: list[Line]) -> list[Line]:
    """The lines; names in brackets of which the last stands below the last text, and none above the first, sign."""
    found = [at for at, line in enumerate(lines) if line.bare[:1] in "【[〔" and _is_labelled(line.bare)]
    texts = [at for at, line in enumerate(lines) if len(line.bare) > _PARAGRAPH_OF_ITEM]
    if len(found) < 2 or not texts or found[0] < texts[0] or found[-1] != len(lines) - 1:
        return lines
    return [line._replace(right=True, centred=False) if at in found else line for at, line in enumerate(lines)]


def _is_paragraph(line: Line) -> bool:
    return not (titles.is_title_like(line) or line.bare.startswith(_BULLETS) or line.rows or line.picture)


def _is_short_news(lines: Sequence[Line], at: int) -> bool:
    """Whether a line is news with a mark before it, and no title with one above its text."""
    if all(_DAY.match(line.bare) for line in lines[at : at + 2]) and at + 1 < len(lines):
        return not any(map(shapes.is_prose, lines[at : at + 2]))  # a chronicle
    if not lines[at].bare.startswith(_BULLETS) or lines[at].title:
        return False
    below = lines[at + 1].bare if at + 1 < len(lines) else ""
    of_title = titles.SUBTITLE.match(below) is not None or below.endswith("。")
    return not titles.is_title_like(lines[at]) or below.startswith(_BULLETS) or (len(below) < 40 and not of_title)


def _are_briefs(lines: Sequence[Line], at: int) -> bool:
    """Whether a label is what short news are called together, which stand below it without titles: 【一句话信息】."""
    name = "".join(lines[at].bare.split()).strip("【】[]〖〗")
    named = titlemarks.NAMES_BRIEFS.fullmatch(name) is not None
    return named and all(shapes.is_prose(line) for line in lines[at + 1 : at + 3])


def _is_of_page(lines: Sequence[Line]) -> bool:
    """Whether the first line is the name of the column that a page stands in: 学院新闻 above the title."""
    parts = [part.strip() for part in _BETWEEN_COLUMNS.split(lines[0].bare)]
    if len(lines) < 3 or lines[0].title or not all(map(_COLUMN.fullmatch, parts)):
        return False
    if len(parts) > 1 and titles.is_title_like(lines[1]):
        return True  # 新闻速递 — 基层动态
    if _NAMES_COLUMN.fullmatch(lines[0].bare) and titles.is_title_like(lines[1]) and len(lines[1].bare) >= 6:
        return True
    return (
        titles.is_title_like(lines[1])
        and len(lines[1].bare) >= 10
        and lines[1].blank_before
        and len(lines[2].bare) >= 40
    )


def _is_label(lines: Sequence[Line], at: int, *, labelled: bool) -> bool:
    """Whether a line names the column of what stands below it."""
    bare = lines[at].bare
    if lines[at].heading == 1 and at + 1 < len(lines) and lines[at + 1].heading == 2 and not lines[at].title:
        return not (any(line.title for line in lines[:at]) or ordinals.are_parts(lines, at))  # headings of one text
    if bare[:1] not in "【[〖「『" and at + 1 < len(lines) and _is_paragraph(lines[at + 1]):
        return False  # a mark stands before titles as well, and below a label stands one
    if bare.startswith(_BARS) and not _is_above_title(lines, at):
        return False
    return _is_labelled(bare) and (labelled or not _UNIT.search(bare))


def _is_above_title(lines: Sequence[Line], at: int) -> bool:
    """Whether a title stands below a line between bars; where several stand together they are a list: |张小丽|."""
    if at + 2 >= len(lines) or any(lines[n].bare.startswith(_BARS) for n in (max(at - 1, 0), at + 1) if n != at):
        return False
    return titles.is_title_like(lines[at + 1]) and any(map(shapes.is_prose, lines[at + 2 : at + 4]))


def _is_labelled(bare: str) -> bool:
    """Whether a line is nothing but a name between marks, be it set wide: ◇ 团 委 要 闻 ◇."""
    squeezed = "".join(bare.split())
    named = _LABEL.fullmatch(squeezed) is not None and not titlemarks.NAMES_PART.fullmatch(squeezed)
    return named and len(squeezed) <= 12


def is_label_of_contents(text: str) -> bool:
    """Whether a line of contents names no item: their head, a column between marks."""
    squeezed = "".join(text.split())
    return _CONTENTS_HEAD.fullmatch(squeezed.strip(_ORNAMENTS)) is not None or _LABEL.fullmatch(squeezed) is not None


def _contents(lines: list[Line]) -> tuple[list[Line], list[Dropped]]:
    """A list of contents: its head, and lines at the front that stand again further down as titles."""
    dropped: list[Dropped] = []
    start = next(
        (
            n
            for n, line in enumerate(lines[:8])
            if _CONTENTS_HEAD.fullmatch("".join(line.bare.split()).strip(_ORNAMENTS))
        ),
        -1,
    )
    keys = [key(line.bare) for line in lines]
    last = {key: at for at, key in enumerate(keys)}
    last |= {keys[at] + keys[at + 1]: at for at in range(len(keys) - 1) if len(lines[at].bare) < 40}  # of two lines
    if start < 0:
        listed = 0
        while listed < min(len(lines), 30) and keys[listed] and keys[listed] in keys[listed + 1 :]:
            listed += 1
        first, end = (0, listed) if listed >= _LEAST else _paged(lines)
        if not end:
            return lines, dropped
    else:
        first, end = start, start + 1
        while end < len(lines) and len(lines[end].bare) < 90 and _is_entry(lines, keys, last, end):
            end += 1
        ahead = end
        said = set(keys[first + 1 : end]) - {""}
        while (
            ahead < len(lines)
            and keys[ahead] not in said  # there the first item begins
            and _can_be_entry(lines[ahead], first=ahead == first + 1)
        ):
            said |= {keys[ahead]} - {""}
            ahead += 1
            end = ahead if _is_entry(lines, keys, last, ahead - 1) else end
        if end < ahead < len(lines) and lines[ahead].blank_before and keys[ahead] in keys[first + 1 : end]:
            end = ahead  # the last entries too, whose items are worded otherwise or not there: a listed title follows
        mark = lines[first + 1].bare[:1] if end > first + 1 else ""
        while (
            (mark in _BULLETS or leading(mark + "。"))
            and mark
            and end < len(lines)
            and len(lines[end].bare) < 90
            and lines[end].bare[:1] == mark
            and keys[end] not in keys[first:end]  # the first title, which has the mark as well
        ):
            end += 1  # an entry that is worded otherwise than its title, between others
            while end < len(lines) and _is_entry(lines, keys, last, end):
                end += 1
    return lines[:first] + lines[end:], [Dropped(line.bare, CONTENTS) for line in lines[first:end]]


def _paged(lines: Sequence[Line]) -> tuple[int, int]:
    """Where contents without a head begin and end: short lines at the front, of which several lead to a page."""
    found = [at for at, line in enumerate(lines[:30]) if _PAGED.search(line.bare)]
    if len(found) < _LEAST or any(len(line.bare) >= 90 or "。" in line.bare for line in lines[: found[-1]]):
        return 0, 0
    below = {key(line.bare) for line in lines[found[-1] + 1 :]}
    if not any(key(lines[at].bare) in below for at in found):
        return 0, 0  # 滨海社区……12: a list in somebody's text
    begin = found[0]
    if begin == 1 and len(lines[0].bare) <= _WORDS:
        begin = 0  # the column that the first entry stands in
    end = found[-1] + 1
    while end < len(lines) and headparts.is_composed("".join(lines[end].bare.split()), begun=True):
        end += 1  # who made it, and how to reach them
    return begin, end


def _several(bare: str) -> list[str]:
    """The entries of a line of contents that has more than one: ◆…　◆…."""
    found = [part for part in _BETWEEN.split(bare) if key(part)] if bare.startswith(_BULLETS) else []
    return found if len(found) > 1 else []


def _can_be_entry(line: Line, *, first: bool) -> bool:
    """Whether a line can be worded otherwise than its title, between other entries: short, with no blank line above."""
    return (first or not line.blank_before) and len(line.bare) < 60 and not (line.rows or "。" in line.bare)


def _is_entry(lines: Sequence[Line], keys: Sequence[str], last: Mapping[str, int], at: int) -> bool:
    """Whether a line below the head of the contents is one of them: it stands again, or leads to a page."""
    bare = lines[at].bare
    if _LABEL.fullmatch(bare):
        return at + 1 < len(lines) and keys[at + 1] != "" and _is_entry(lines, keys, last, at + 1)
    several = [key(part) for part in _several(bare)]
    if several and 2 * sum(last.get(part, 0) > at for part in several) >= len(several):
        return True
    return not keys[at] or last[keys[at]] > at or _PAGED.search(bare) is not None


def key(text: str) -> str:
    """A title as it stands in a list of contents, without its number, dots and page."""
    bare = re.sub(
        rf"^[\d一二三四五六七八九十]{{1,3}}[ ]?[、.．/／|｜]|^\d{{1,2}}[ \u3000]{{1,4}}(?=[{zh.HAN}“《])|"
        rf"^(?:{SYMBOL}|[※○>＞»·•\-—]){{1,9}}|^【[^】]{{2,8}}】",
        "",
        text.strip(),
        count=1,
    )
    bare = "".join(bare.split())
    return (
        bare.rstrip("）)").rstrip("0123456789").rstrip(".…·（(") if bare[-1:] in "）)0123456789" else bare.rstrip(".…·")
    )
