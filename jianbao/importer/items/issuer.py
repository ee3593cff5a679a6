"""Whose bulletin it is: a room that signs by its name alone is one of the body that the head names."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from jianbao.importer.line import headparts, masthead
from jianbao.importer.model import Dropped, Item

_KINDS = (
    ("妇联", re.compile("妇联|妇女联合会|妇工委|妇儿工委|妇女工作|妇运")),
    ("工会", re.compile("工会|工运|职工")),
    ("团委", re.compile("团[省市区县]?委|共青团")),
    ("学校", re.compile("教育局|教育工委|学校|[小中大]学|学院|幼儿园|校园")),
    ("残联", re.compile("残联|残疾人")),
    ("侨联", re.compile("侨联|归国华侨")),
    ("科协", re.compile("科协|科学技术协会")),
    ("红十字会", re.compile("红十字")),
    ("卫健", re.compile("卫健|卫生|计生|医院")),
    ("老龄", re.compile("老龄|老干部|老年")),
    ("关工委", re.compile("关工|关心下一代")),
    ("政协", re.compile("政协|政治协商会议")),
    ("地方", re.compile("街道|办事处|镇|乡|社区")),
)
_UNIT = re.compile(rf"[\u4e00-\u9fff]{{3,30}}(?:{headparts.UNIT}|部|会|院|府|社|站|所|团|委)")
_MINUTES = re.compile("纪要(?:[（(].{1,8}[）)])?$")
_MADE_BY = re.compile(rf"(?P<who>[\u4e00-\u9fff]{{4,40}}?)(?:编印?|印发?)?(?:{headparts.DATE})")
"""Who made minutes, which nobody signs, and when."""
_ROOM = re.compile("[（(【\\[]?([\u4e00-\u9fff]{2,5}(?:室|部|处|科))[）)】\\]]?")


def of_head(head: Sequence[Dropped]) -> str:
    """The bodies that a document's head names, "" for none: who issued it, when nobody signs."""
    texts = ["".join(found.text.split()) for found in head]
    of_document = [found.reason == masthead.OF_DOCUMENT for found in head]
    names = [text.removesuffix("文件") for text, of_it in zip(texts, of_document, strict=True) if of_it]
    if any(map(_MINUTES.search, texts)):
        names += [made["who"] for text in texts if (made := _MADE_BY.fullmatch(text))]
    return "、".join(dict.fromkeys(name for name in names if _UNIT.fullmatch(name)))


def _kinds(texts: Sequence[str]) -> set[str]:
    told = ["".join(text.split()) for text in texts]
    return {kind for kind, pattern in _KINDS if any(map(pattern.search, told))}


def rooms_of(made: list[Item], head: Sequence[str], departments: Mapping[str, str]) -> list[Item]:
    """The items; where the head names bodies of other kinds than ours, a room alone (办公室) is none of our own."""
    theirs, ours = _kinds(head), _kinds(list(departments.values()))
    if not theirs or not ours or theirs & ours:
        return made
    return [_of_head(item) for item in made]


def _of_head(item: Item) -> Item:
    room = _ROOM.fullmatch("".join(item.signature.split()))
    if not room or room[1] == item.source or not item.source.endswith(room[1]):
        return item
    doubt = f"来源“{room[1]}”没有写明是哪个单位的，报头不是这里的，请核对"
    return replace(item, source=room[1], doubts=(*item.doubts, doubt))
