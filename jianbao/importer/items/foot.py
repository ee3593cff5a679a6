"""The lines below a text: who signs it and when, what a document has behind that, what a page says again."""

import re
from collections.abc import Mapping, Sequence

from jianbao.importer.line import bylines, controls, figures, meta, signatures
from jianbao.importer.line.labels import KIND
from jianbao.importer.model import Line

_BEHIND = re.compile(r"附[件表：: 　\d]|附$|[（(]?(?:联系人|联系电话|联系方式|咨询电话|此件)|抄送|主送")
"""What a document has behind its signature (GB/T 9704)."""
_PEN_NAME = re.compile(
    "(?![一-鿿]*[奖启上呈鉴复礼敬勉油见此束毕完谢待续附注图表略读转载回打印享藏评论更多合影名单])(?!以[上下]|特此|再见|加油)[一-鿿]{2,3}"
)
"""Two or three letters below the last sentence, which are the name that somebody writes under."""
_SENTENCE = 20
"""Characters of a sentence that ends a text."""
_ENDED = ("。", "！", "？", "”", "!")
_CHECKED = re.compile("[\u4e00-\u9fff]{2,12}(?:审核|审稿|校对|编辑|录入)[人员]?[:：] ?[\u4e00-\u9fff]{2,4}")
"""Who of which place passed a text: 某功能区审核人：王某."""
_WRAPPED = re.compile("[【\\[〔「（(]([^【】\\[\\]〔〕「」（）()]{2,24})[】\\]〕」）)]")
"""Who signs, between brackets of any kind."""
_HANDS = re.compile(
    "[（(][ \u3000]{0,2}[\u4e00-\u9fff]{2,10}(?:供稿|撰稿|撰文|报道)"
    "(?:[ \u3000、，]{1,3}[\u4e00-\u9fff]{2,10}(?:编辑|摄影|审核|校对|供图)){1,3}[ \u3000]{0,2}[）)]"
)
"""Who did what, each before the word for it: （周文供稿 新闻中心编辑）."""
_SEAL = re.compile("[（(](?:盖章|公章|印章|签章|章|印)[）)]")
"""Where a document is sealed."""


def told_again(title: str, line: Line) -> meta.Meta | None:
    """What a newspaper's page prints below a text: the paper, its sheet, the title once more, the day."""
    day = figures.whole(line.bare)
    if line.rows or not day or len(title) < 4 or len(line.bare) > 120 or title not in line.bare or "。" in line.bare:
        return None
    paper = re.search(r"(?:^|(?<=\s))[\u4e00-\u9fff]{2,10}(?:报|网|周刊)(?=\s)", line.bare)
    return meta.Meta(day[1], paper.group() if paper else "", "", ("报刊",), True)


def after_signature(body: Sequence[tuple[int, Line]], departments: Mapping[str, str]) -> int:
    """Where a document goes on behind its signature and date, with 附件, whom to ask or what its pictures show."""
    captions = True
    for at in range(len(body) - 1, 1, -1):
        captions = captions and _is_caption(body[at][1])
        if not (captions or _BEHIND.match(body[at][1].bare)):
            continue
        day, above = body[at - 1][1], body[at - 2][1]
        if signatures.is_date_below(day.text) and (below(above, departments, dated=True) or above.right):
            return at
    return len(body)


def _is_caption(line: Line) -> bool:
    """Whether a line can be what is left of a picture: short, and no sentence."""
    return line.picture != "" or (
        not line.rows and 4 <= len(line.bare) <= 40 and not re.search("[。；！？:：]", line.bare)
    )


def below(
    line: Line, departments: Mapping[str, str], *, dated: bool, above: str = "", last: bool = False
) -> tuple[str, str] | None:
    """(date, name) of a line below a text that is nothing but one of them; ``dated``: its date stands below.

    ``last``: nothing stands below it.
    """
    if line.rows or line.picture:
        return None
    if signatures.is_date_below(line.text):
        return line.bare, ""
    if signatures.is_month(line.bare) and (line.right or signatures.below(above, departments, dated=True)):
        return line.bare, ""
    if both := signatures.with_day(line.text.strip().lstrip("—－"), departments):
        return both
    if len(above) >= _SENTENCE and above.endswith(_ENDED) and bylines.is_name(controls.plain(line.bare)):
        return "", line.bare  # who wrote it, below its last sentence
    if _SEAL.fullmatch(line.bare) or _HANDS.fullmatch(line.bare):
        return "", ""
    signed = signatures.at_end(line.text, departments)
    name = "" if signed is not None and signed.text else signatures.below(line.text, departments, dated=dated)
    inside = _WRAPPED.fullmatch(line.bare)
    bare = inside[1].strip() if inside else line.bare.lstrip("—－-–").strip()
    if (
        not name
        and line.right
        and len(bare) <= 40
        and not re.search("[。，；：！？:【】\\[\\]|]|来源|网络|编排|整理", bare)
    ):
        name = bare  # what stands on the right below a text is who signs it
    if not name and last and len(above) >= _SENTENCE and above.endswith(_ENDED) and _PEN_NAME.fullmatch(line.bare):
        return "", ""  # a signature, and no body that sent it
    day = figures.whole(line.bare) if line.bare[:1] in "（(【[" else None
    return (day[1] if day else "", name) if name else None


def behind_credits(lines: Sequence[Line], departments: Mapping[str, str]) -> list[int]:
    """The positions of short lines behind the first credits below a text: they are of the page, and sign nothing."""
    last = max((n for n, line in enumerate(lines) if line.rows or line.picture or _is_text(line.bare)), default=0)
    first = next((n for n in range(last + 1, len(lines)) if is_credit(lines[n].bare)), len(lines))
    found = range(first + 1, len(lines))
    return [n for n in found if meta.read(lines[n].bare) is None and not below(lines[n], departments, dated=True)]


def _is_text(bare: str) -> bool:
    return len(bare) >= 40 or re.search("[。！？；：:]$", bare) is not None or _BEHIND.match(bare) is not None


def is_form(line: Line) -> bool:
    """Whether a line says nothing but how a document is to be filed or made public: 公开方式：主动公开."""
    found = None if line.rows or line.picture else meta.read(line.bare)
    return found is not None and found.labels != () and all(KIND.get(label) == "form" for label in found.labels)


def is_credit(bare: str) -> bool:
    """Whether a line says nothing but who had a hand in a text, or whose it is."""
    found = meta.read(bare)
    named = found is not None and any(KIND.get(label) in ("person", "source") for label in found.labels)
    return named or _CHECKED.fullmatch(bare) is not None
