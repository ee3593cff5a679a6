"""The title of a text that begins with lines of which none is one by its own look: the likeliest of them is.

Every text has a title far more often than none. Each line above the first paragraph is weighed by its length, its
words, how near it stands to the paragraph, how it is set, and what goes on below it.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from jianbao.importer.line import bylines, controls, heads, kinds, meta, titlemarks, titles
from jianbao.importer.model import Dropped, Item, Line
from jianbao.importer.page.tail import OF_PAGE

_MOST, _PARAGRAPH, _SENTENCE, _LONGEST = 10, 40, 16, 80
"""Lines above the first paragraph that are weighed, characters of a paragraph, of a sentence, and of a title."""
_ENOUGH, _LEAST, _FEW = 4, 12, 5
_SET, _SHORT = 5, 24
"""Lines, and characters of one, of a text that is set line by line, as it is for telephones."""
_ABOVE = "标题上面的文字"
OF_ORIGINAL = titlemarks.OF_ORIGINAL
_ORIGINAL = re.compile("[（(]?原(?:文)?(?:标题|题)[为是]?[：:]?[ \u3000]{0,3}[“「]?")
_NONE = re.compile(
    r"。|[；，、：:;,]$|^[（(][^（）()]*[）)]$|记者|通讯员|摄[）)]?$|^(?:近日|日前|本报|本刊|本网)|[好们志][！!，,]|"
    r"^(?:您|你)?(?:现在|当前|目前)?(?:所在)?(?:的)?位置|^附[件：:]|^第[一二三四五六七八九十\d]{1,3}[章条节期版]|https?:"
)
_ACT = re.compile(
    r"召开|举办|举行|开展|启动|走访|慰问|培训|座谈|签约|揭牌|表彰|宣讲|成立|组织|深入|工作|活动|会议|讲话|情况"
)


def title(lines: Sequence[Line]) -> tuple[int, int]:
    """(where the title of an untitled text begins, where it ends); (0, 0) when no line is likely enough."""
    first = next((n for n, line in enumerate(lines[: _MOST + 1]) if _is_paragraph(line)), 0)
    weighed = [(weight, n) for n in range(first) if (weight := _weight(lines, n, first)) >= _ENOUGH]
    if not weighed:
        return 0, 0
    begin = max(weighed)[1]
    if first >= _SET and 0 < begin < first - 1 and all(len(line.bare) <= _SHORT for line in lines[:first]):
        return 0, 0  # a text that is set line by line
    end = begin + 1
    while begin and titles.is_title_like(lines[begin - 1]) and titles.are_one(lines[begin - 1].bare, lines[begin].bare):
        begin -= 1
    while end < first and (_is_subtitle(lines[end].bare) or titles.UNIT.fullmatch(lines[end].bare)):
        end += 1
    return begin, end


def rescued(made: list[Item], dropped: list[Dropped]) -> list[str]:
    """Gives a page's only text without a title the last of the lines of the page's frame that says what was done.

    A text has a title far more often than none; where it stood among the buttons it was taken for one. The doubt is
    returned, none when there is no such line.
    """
    if len(made) != 1 or made[0].title or made[0].kicker:
        return []
    original = next((n for n, d in enumerate(dropped) if d.reason == OF_ORIGINAL), -1)
    if original >= 0:
        return [_from_original(made, dropped, original)]
    likely = [n for n, d in enumerate(dropped) if d.reason == OF_PAGE and _can_be_told(d.text)]
    if len(likely) != 1:
        return []
    found = dropped.pop(likely[0])
    doubts = tuple(doubt for doubt in made[0].doubts if doubt != "没有找到标题")
    made[0] = replace(made[0], title=found.text, doubts=doubts)
    return [f"“{found.text[:16]}”在网页的菜单中间，按标题，请核对"]


def _from_original(made: list[Item], dropped: list[Dropped], at: int) -> str:
    """Gives a text what it was called where it was taken from as its title, and returns the doubt."""
    said = _ORIGINAL.match(dropped[at].text)
    begin = said.end() if said else 0
    title = dropped[at].text[begin:].rstrip()
    if dropped[at].text[0] in "（(" and title.endswith(("）", ")")):
        title = title[:-1].rstrip()
    if said and said.group()[-1] in "“「":
        title = title.rstrip("。”」")
    around = (dropped[at].text[:begin], dropped[at].text[begin + len(title) :])
    dropped[at : at + 1] = [Dropped(text, OF_ORIGINAL) for text in around if text.strip()]
    doubts = tuple(doubt for doubt in made[0].doubts if doubt != "没有找到标题")
    made[0] = replace(made[0], title=title, doubts=doubts)
    return f"没有别的标题，转载时注明的原标题“{title[:16]}”按标题，请核对"


def _can_be_told(text: str) -> bool:
    long = _LEAST <= len(text) <= _LONGEST and not re.search("[|｜>＞»]", text)
    return long and titles.is_title_like(Line(text, 1)) and (_ACT.search(text) or titles.KIND.search(text)) is not None


def says_little(title: str) -> bool:
    """Whether a title has so few characters that it can be a column's name, a heading, or the rest of a title."""
    bare = "".join(title.split()).strip("【】")
    named = titles.KIND.fullmatch(bare) or titlemarks.NAMES_BRIEFS.fullmatch(bare) or titles.is_short(Line(bare, 1))
    return len(bare) <= _FEW and not named


def without(lines: Sequence[Line]) -> tuple[list[Dropped], list[str]]:
    """(what stood above a title, as dropped; the doubt that it leaves)."""
    dropped = [Dropped(line.bare, _ABOVE) for line in lines if line.bare]
    told = "、".join(f"“{found.text[:16]}”" for found in dropped[:3])
    return dropped, [f"标题上面的{len(dropped)}行（{told}）没有收入，请核对"] if dropped else []


def _is_subtitle(bare: str) -> bool:
    return titles.SUBTITLE.match(bare) is not None and not re.search("[。；]", bare)


def _is_paragraph(line: Line) -> bool:
    bare = line.bare
    if line.rows or len(bare) >= 2 * _PARAGRAPH or (len(bare) >= _PARAGRAPH and re.search("[，,]", bare)):
        return True
    return len(bare) >= _SENTENCE and bare.endswith(("。", "！", "？", "”"))


def _weight(lines: Sequence[Line], at: int, first: int) -> int:
    """How much a line above the first paragraph looks like the title; 0 for one that can be none."""
    line = lines[at]
    bare = controls.plain(line.bare)
    size = len("".join(bare.split()))
    if (
        line.rows
        or line.picture
        or not (2 if titles.KIND.fullmatch(bare) else 4) <= size <= _LONGEST
        or _NONE.search(bare)
        or titles.NUMBERING.match(bare)
        or titles.FIRST.fullmatch(bare)
    ):
        return 0
    if meta.read(line.bare) is not None or bylines.is_speaker(bare) or heads.is_writer(line) or kinds.is_loose(line):
        return 0
    weight = 2 if 8 <= size <= 45 or titles.KIND.fullmatch(bare) else 1
    weight += 2 if _ACT.search(bare) or titles.KIND.search(bare) else 0
    below = [other.bare for other in lines[at + 1 : first]]
    between = [bare for bare in below if not (_is_subtitle(bare) or meta.read(bare) or bare.endswith(("：", ":")))]
    weight += 2 if not between else 1 if len(between) == 1 else 0
    weight += 1 if "——" in bare or any(map(_is_subtitle, below[:1])) else 0
    weight += 2 if titles.is_styled(line) else 0
    return weight - (2 if controls.NAME_OF_SITE.fullmatch(bare) else 0)
