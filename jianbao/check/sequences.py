"""Enumerations in one order only (创新、协调、绿色、开放、共享): items that changed places, and one changed.

They are the entries of data/words.yaml with 、 in them.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from jianbao.check.inspect import Context, Hit
from jianbao.check.prose import Prose

_RUN = re.compile("[\u4e00-\u9fff]{2,12}(?:[”」]?、[“「]?[\u4e00-\u9fff]{2,12}){2,12}")
_BETWEEN = re.compile("[”」]?、[“「]?")
_FEW = 3
"""An enumeration of so many is known by all of them, or by the end of the one that is another."""


def sequences(prose: Prose, context: Context) -> Iterator[Hit]:
    """Each run that is nearly one of the enumerations, with what it should be."""
    known = [items for items in _sequences(context.knowledge.words) if _may_hold(prose, items)]
    for match in _RUN.finditer(prose.prose) if known else ():
        parts = _BETWEEN.split(match.group())
        for items in known:
            at = next((n for n in range(len(parts) - len(items) + 1) if _is_near(parts, n, items)), -1)
            if at < 0 or (at + len(items) < len(parts) and parts[at + len(items)] in items):
                continue
            start = prose.prose.find(parts[at], match.start())
            end = prose.prose.find(parts[at + len(items) - 1], start) + len(parts[at + len(items) - 1])
            yield Hit("sequences", start, end, prose.prose[start:end], "、".join(items))
            break


@lru_cache(maxsize=4)
def _sequences(words: frozenset[str]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(word.split("、")) for word in sorted(words) if "、" in word)


def _may_hold(prose: Prose, items: tuple[str, ...]) -> bool:
    """Whether all of an enumeration but one stand in the text."""
    there = sum(prose.may_hold(item) and item in prose.prose for item in items)
    return there >= max(2, len(items) - 1)


def _is_near(parts: list[str], at: int, items: tuple[str, ...]) -> bool:
    """Whether the parts from a place on are the items, but for their order or for one of them."""
    mine = parts[at : at + len(items)]
    cut = [_item(part, n, len(items), items) for n, part in enumerate(mine)]
    if len(set(cut) - {""}) < len(items) - 1 or cut == list(items):
        return False
    if "" not in cut:
        return sorted(cut) == sorted(items)
    place = cut.index("")
    if [c for c in cut if c] != [item for n, item in enumerate(items) if n != place]:
        return False
    part, item = mine[place], items[place]
    alike = part[-2:] == item[-2:] or part[:2] == item[:2] if len(items) <= _FEW else bool(set(part) & set(item))
    return alike and abs(len(part) - len(item)) <= (1 if 0 < place < len(items) - 1 else 8)


def _item(part: str, place: int, size: int, items: tuple[str, ...]) -> str:
    """Which of the items a part is: before the first one and behind the last one more may stand; "" for none."""
    for item in items:
        if part == item or (place == 0 and part.endswith(item)) or (place == size - 1 and part.startswith(item)):
            return item
    return ""
