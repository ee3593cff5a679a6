"""The lists inside an article's text: what a sentence announces (…包括：) and the lines of one make below it.

Such a line is a paragraph, and neither a headline, nor a heading, nor the name of a column. A page's own lists are
known by their elements; those of a text are known by the line that announces them.
"""

import re
from collections.abc import Sequence

from jianbao import zh
from jianbao.importer.items import shapes
from jianbao.importer.line.leads import LEAD
from jianbao.importer.line.marks import leading
from jianbao.importer.model import Line

_ANNOUNCES = re.compile(
    "(?:如下|包括|包含|含有|[分即依]别?[是为]|名单|名额|内容|条件|要求|分为|一共有|主要有|[是为有])[^，。：:]{0,6}[：:]$"
)
_ENDED = tuple("。！？；”）)")
_LONGEST, _WORDS = 24, 16
"""Characters of a list's line, and of one that has nothing but words."""
_PLAIN = "字"


def marked(lines: Sequence[Line]) -> list[Line]:
    """The lines; those of lists that the text announces are told as items, with the line that announces them."""
    made = list(lines)
    at = 0
    while at + 1 < len(made):
        size = _size(made, at)
        for n in range(at, at + size + 1 if size else at):
            made[n] = made[n]._replace(item=True)
        at += size + 1
    return made


def _size(lines: Sequence[Line], at: int) -> int:
    """How many lines of a list stand below one that announces it inside a text; 0 for none."""
    bare = lines[at].bare
    if not bare.endswith(("：", ":")) or not _is_plain(lines[at]) or lines[at].headed or lines[at].title:
        return 0
    above = lines[at - 1] if at else None
    told = above is not None and (above.item or (above.bare.endswith(_ENDED) and shapes.is_prose(above)))
    if not told and "。" not in bare:
        return 0  # above a title, it leads to that
    numbered = _numbered(lines, at + 1)
    return numbered or (_alike(lines, at + 1) if _ANNOUNCES.search(bare) else 0)


def _numbered(lines: Sequence[Line], at: int) -> int:
    """How many lines from one on count from one, right below each other."""
    kind = shapes.numbered(lines[at].bare)[0]
    size = 0
    while kind and at + size < len(lines) and _is_plain(lines[at + size]):
        if shapes.numbered(lines[at + size].bare)[:2] != (kind, size + 1):
            break
        size += 1
    return size if size > 1 else 0


def _alike(lines: Sequence[Line], at: int) -> int:
    """How many lines from one on are made alike: of the same mark, of the same words, figures and blanks."""
    make = _make(lines[at].bare)
    size = 0
    while at + size < len(lines) and _is_plain(lines[at + size]) and _make(lines[at + size].bare) == make:
        if len(lines[at + size].bare) > (_WORDS if make == _PLAIN else _LONGEST):
            break
        size += 1
    if size and at + size < len(lines) and LEAD.match(lines[at + size].bare) and make == _PLAIN:
        size -= 1  # the last one is the headline of the news below it
    return size if size > (2 if make == _PLAIN else 1) else 0


def _make(bare: str) -> str:
    """How a line is made: 思明区5户 and 湖里区12户 are alike, 王芳　工会 and 李明　妇联 are."""
    mark = "".join(leading(bare).split())
    words = re.sub(f"[{zh.HAN}“”《》、·]+", _PLAIN, bare[len(leading(bare)) :])
    return mark + re.sub(r"[ \t\u3000\xa0]+", " ", re.sub(r"[\d０-９.．％%]+", "0", words))


def _is_plain(line: Line) -> bool:
    """Whether a line is set as the text is: neither a table, nor a picture, nor set apart."""
    return not (line.rows or line.picture or line.heading or line.bold or line.centred or line.right)
