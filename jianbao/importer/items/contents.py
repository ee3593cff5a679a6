"""Whether a list of contents and the items of an issue are the same: what either has alone is told."""

import re
from collections.abc import Sequence

from jianbao.importer.items import furniture
from jianbao.importer.line import meta, mottos
from jianbao.importer.model import Dropped, Item

_ALIKE = 0.5
"""The part of an entry's pairs of letters that a title has, which says the same in other words."""
_SHORTEST, _FEWEST = 4, 2
_PAGE = re.compile(r"[（(]?\d{1,3}[）)]?$")


def doubts(dropped: Sequence[Dropped], items: Sequence[Item]) -> list[str]:
    """What is doubtful where an issue has contents: an entry without its item, an item without its entry."""
    listed = [entry for found in dropped if found.reason == furniture.CONTENTS for entry in _listed(found.text)]
    labels = {furniture.key(found.text) for found in dropped if found.reason != furniture.CONTENTS}
    titles = [(item.kicker + item.title + item.subtitle, item.shown_title) for item in items]
    named = {furniture.key(title) for item in items for title in (item.title, item.shown_title)}
    entries = [
        entry
        for entry in dict.fromkeys(listed)
        if furniture.key(entry) in named or not (furniture.key(entry) in labels or _names_none(entry))
    ]
    if len(entries) < _FEWEST:
        return []
    missing = [entry for entry in entries if not any(_are_alike(entry, title) for title, _ in titles)]
    strange = [shown for title, shown in titles if not any(_are_alike(entry, title) for entry in entries)]
    told = [f"目录里的{_quoted(missing)}没有对上哪一条"] if missing else []
    told += [f"{_quoted(strange)}目录里没有"] if strange else []
    return [f"目录列出{len(entries)}条，分成了{len(items)}条：{'，'.join(told)}，请核对分条"] if told else []


def _listed(text: str) -> list[str]:
    """The titles in a line, or in a table, of contents."""
    parts = [part for part in re.split("[\n\t]", text) for part in (furniture.entries(part) or [part])]
    bare = [_PAGE.sub("", part.strip()).strip() for part in parts]
    return [part for part in bare if len(furniture.key(part)) >= _SHORTEST]


def _names_none(text: str) -> bool:
    """Whether a line of contents names no item: their head, a column, who made it."""
    return furniture.is_label_of_contents(text) or mottos.WHO.fullmatch(text) is not None or meta.is_body(text)


def _are_alike(entry: str, title: str) -> bool:
    one, other = (re.sub(r"[^\w]", "", furniture.key(text)) for text in (entry, title))
    if one in other or other in one:
        return True
    pairs = {one[i : i + 2] for i in range(len(one) - 1)}
    return sum(pair in other for pair in pairs) >= _ALIKE * len(pairs)


def _quoted(texts: Sequence[str]) -> str:
    shown = "、".join(f"“{text[:16]}”" for text in texts[:3])
    return f"{shown}等{len(texts)}条" if len(texts) > 3 else shown
