"""The names of an issue's columns, which stand between a text and the next headline: 基层之声, ◇ 经验交流."""

import re
from collections.abc import Sequence

from jianbao import zh
from jianbao.importer.items import shapes
from jianbao.importer.line import meta, mottos, titlemarks, titles
from jianbao.importer.line.marks import leading
from jianbao.importer.model import Dropped, Line

OF_COLUMN = "栏目标签"
_NAME, _FEW = 14, 7
"""Characters of a column's name, and of one with which the numbers begin anew."""
_DASHES = ("—", "－", "-", "–")


def opens(lines: Sequence[Line], at: int) -> bool:
    """Whether a name of a few letters stands above a headline with which the numbers begin anew: 基层 / （一）…."""
    name = "".join(lines[at].bare.split())
    return (
        at + 1 < len(lines)
        and shapes.numbered(lines[at + 1].bare)[1] == 1
        and re.fullmatch(f"[{zh.HAN}]{{2,{_FEW}}}", name) is not None
        and not (lines[at].right or name.endswith(("供稿", "文", "图")))
        and not (titles.UNIT.fullmatch(name) or mottos.WHO.fullmatch(name) or meta.is_body(name))
    )


def is_named(lines: Sequence[Line], at: int) -> bool:
    """Whether a line right above a headline is what columns are called, and nobody who signs: 基层动态."""
    name = "".join(lines[at].bare.split())
    named = len(name) <= _FEW and titlemarks.NAMES_COLUMN.search(name) is not None and not lines[at].right
    return named and not (titles.UNIT.fullmatch(name) or mottos.WHO.fullmatch(name) or meta.is_body(name))


def is_above(lines: Sequence[Line], at: int, first: int) -> bool:
    """Whether a line right above a headline names a column, by its words or as one stands above the first headline."""
    return opens(lines, at) or is_named(lines, at) or (first > 0 and _can_be(lines, first - 1) and _can_be(lines, at))


def doubts(dropped: Sequence[Dropped]) -> list[str]:
    """What is said of numbered lines that were taken for the names of columns: they may be a list of the text."""
    lines = [d.text for d in dropped if d.reason == OF_COLUMN and shapes.numbered(d.text)[0]]
    return (
        [f"“{lines[0]}”等{len(lines)}行有编号，按栏目名，没有收入，请核对是不是正文里的列表"] if len(lines) > 1 else []
    )


def _can_be(lines: Sequence[Line], at: int) -> bool:
    """Whether a line is a few letters, and neither a body nor a person who signs."""
    name = "".join(lines[at].bare.split())
    few = re.fullmatch(f"[{zh.HAN}]{{4,{_FEW}}}", name) is not None and not lines[at].right
    return few and not (
        titles.UNIT.match(name) or mottos.WHO.match(name) or meta.is_body(name) or mottos.DEED.search(name)
    )


def is_one(lines: Sequence[Line], at: int) -> bool:
    """Whether a line above a headline is the name of a column and not who signs the text above it."""
    bare = lines[at].bare
    size = len("".join(bare.split()))
    if size > _NAME or re.search("[：:，。）)】]$|供稿|通讯员|记者|[：:]", bare) or lines[at].right:
        return False
    if leading(bare) or shapes.numbered(bare)[0]:
        return True
    return lines[at].blank_before and not (bare.startswith(_DASHES) or mottos.WHO.fullmatch(bare))


def of_texts(lines: Sequence[Line], labels: Sequence[int]) -> frozenset[int]:
    """The labels that stand right above a text, where those before them stand above headlines: they are its title.

    【群团工作】 is above three headlines, 【数字·11月】 above figures and nothing else.
    """
    if len(labels) < 2:
        return frozenset()
    above = [at for at in labels if at + 2 < len(lines) and titles.is_title_like(lines[at + 1])]
    above = [at for at in above if at + 1 not in labels and shapes.is_prose(lines[at + 2])]
    ends = [*labels[1:], len(lines)]
    texts = [
        at
        for at, end in zip(labels, ends, strict=True)
        if end > at + 1 and all(map(shapes.is_prose, lines[at + 1 : end]))
    ]
    return frozenset(at for at in texts if above and at > above[0])
