"""Enumerations in one order only (创新、协调、绿色、开放、共享): items that changed places, and one changed.

They are the entries of data/words.yaml with 、 in them.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import combinations

from jianbao import expressions as re
from jianbao.check.inspect import Context, Hit
from jianbao.check.prose import Prose

_RUN = re.compile("[\u4e00-\u9fff]{2,12}(?:[”」]?、[“「]?[\u4e00-\u9fff]{2,12}){2,12}")
_BETWEEN = re.compile("[”」]?、[“「]?")
_FEW = 3
"""An enumeration of so many is known by all of them, or by the end of the one that is another."""


def hits(prose: Prose, context: Context) -> Iterator[Hit]:
    """Each run that is nearly one of the enumerations, with what it should be."""
    known = _held(prose, *_sequences(context.knowledge.words))
    for match in _RUN.finditer(prose.prose) if known else ():
        parts = _BETWEEN.split(match.group())
        if any(_stands(parts, items) for items in known):
            continue
        for items in known:
            at = next((n for n in range(len(parts) - len(items) + 1) if _is_near(parts, n, items)), -1)
            if at < 0 or (at + len(items) < len(parts) and parts[at + len(items)] in items):
                continue
            start = prose.prose.find(parts[at], match.start())
            end = prose.prose.find(parts[at + len(items) - 1], start) + len(parts[at + len(items) - 1])
            other = [n for n, item in enumerate(items) if item not in parts[at + n]]
            place = start if len(other) != 1 else prose.prose.find(parts[at + other[0]], start)
            yield Hit("sequences", place, end, prose.prose[start:end], "、".join(items))
            break


def asked(context: Context) -> list[list[Iterable[str]]]:
    """By enumeration: sets of the beginnings of its items, of each of which a text has one that holds nearly all."""
    return [
        [{one[:2], other[:2]} for one, other in combinations(items[:3], 2)]
        if len(items) > 2
        else [{item[:2]} for item in items]
        for items in _sequences(context.knowledge.words)[0]
    ]


@lru_cache(maxsize=4)
def _sequences(words: frozenset[str]) -> tuple[tuple[tuple[str, ...], ...], frozenset[str]]:
    """The enumerations, and what their items begin with."""
    every = tuple(tuple(word.split("、")) for word in sorted(words) if "、" in word)
    return every, frozenset(item[:2] for items in every for item in items)


def _held(prose: Prose, every: tuple[tuple[str, ...], ...], first: frozenset[str]) -> list[tuple[str, ...]]:
    """The enumerations of which all items but one stand in the text."""
    pairs = prose.pairs() & first
    if len(pairs) < 2:
        return []
    return [
        items
        for items in every
        if sum(item[:2] in pairs and item in prose.prose for item in items) >= max(2, len(items) - 1)
    ]


def _stands(parts: list[str], items: tuple[str, ...]) -> bool:
    """Whether one of the enumerations stands there as it should."""
    size = len(items)
    return any(
        [_item(part, k, size, items) for k, part in enumerate(parts[n : n + size])] == list(items)
        for n in range(len(parts) - size + 1)
    )


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
