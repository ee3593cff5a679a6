"""Text that a file gives twice: a text that restarts half-way, a paragraph or an item that stands again.

The whole copy is kept and the broken one dropped, once, with the places where the two differ.
"""

import difflib
import re
from collections.abc import Sequence
from dataclasses import replace

from jianbao.importer.model import Dropped, Item, Paragraph

_PROBE = 16
_SHORTEST = 60
_MOST_TRIED = 8
"""Places at which a text may begin again; one whose every paragraph begins alike is a list."""
_GRAM = 8
_POINT = re.compile(r"[（(]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[）).．、]")
"""A point of a list, which another list may have, too: of the morning and of the afternoon."""
_TITLE = 8
"""Characters of a title that is looked for among the paragraphs."""


def without(paragraphs: Sequence[Paragraph]) -> tuple[tuple[Paragraph, ...], list[Dropped], list[str]]:
    """(the paragraphs, each once; what was dropped; doubts about it)."""
    kept, dropped, doubts = _restart(tuple(paragraphs))
    seen: dict[str, None] = {}
    once: list[Paragraph] = []
    for at, paragraph in enumerate(kept):
        key = _squeezed(paragraph.text)
        if at + 1 < len(kept) and _is_beginning(key, _squeezed(kept[at + 1].text)):
            dropped.append(Dropped(paragraph.text, "摘要，是下一段的开头"))
            continue
        if len(key) >= 40 and key in seen and not _POINT.match(key):
            dropped.append(Dropped(paragraph.text, "这一段在同一条里已经出现过"))
            continue
        seen[key] = None
        once.append(paragraph)
    return tuple(once), dropped, doubts


def without_title(paragraphs: Sequence[Paragraph], title: str, dropped: list[Dropped]) -> list[Paragraph]:
    """The paragraphs without those that say nothing but the title, as pages have it in place of each picture."""
    wanted = _squeezed(title)
    again = [p for p in paragraphs if len(wanted) >= _TITLE and not p.rows and _squeezed(p.text) == wanted]
    if not again or len(again) == len(paragraphs):
        return list(paragraphs)
    dropped += [Dropped(p.text, "又写了一遍的标题") for p in again]
    return [p for p in paragraphs if p not in again]


def _is_beginning(text: str, below: str) -> bool:
    """Whether a paragraph says nothing but how the one below it begins, and breaks off."""
    bare = text.rstrip("….")
    return len(text) - len(bare) >= 1 and len(bare) >= 16 and below.startswith(bare) and len(below) > len(text)


def _restart(paragraphs: tuple[Paragraph, ...]) -> tuple[tuple[Paragraph, ...], list[Dropped], list[str]]:
    """A text that begins again before it was at its end: the broken first copy goes."""
    texts = [p.text for p in paragraphs]
    whole = "\n".join(texts)
    squeezed = [(i, c) for i, c in enumerate(whole) if not c.isspace()]
    plain = "".join(c for _, c in squeezed)
    if len(plain) < 2 * _SHORTEST:
        return paragraphs, [], []
    probe = plain[:_PROBE]
    at = plain.find(probe, _SHORTEST)
    tried = 0
    while at > 0 and tried < _MOST_TRIED:
        tried += 1
        first, second = plain[:at], plain[at : 2 * at]
        if _alike(first, second):
            position = squeezed[at][0]
            text = whole[:position].strip()
            differing = _differences(first, second)
            reason = f"重复：从“{probe}”起又从头写了一遍，这里是没有写完的前一遍（{at}字）"
            doubts = [f"文字从“{probe}”起写了两遍，只留了完整的后一遍"]
            if differing:
                doubts.append("两遍不同的地方：" + "；".join(differing))
            return _tail(paragraphs, position), [Dropped(text, reason)], doubts
        at = plain.find(probe, at + 1)
    return paragraphs, [], []


def _tail(paragraphs: tuple[Paragraph, ...], position: int) -> tuple[Paragraph, ...]:
    """The paragraphs from a position of their joined text on."""
    kept = []
    begin = 0
    for paragraph in paragraphs:
        end = begin + len(paragraph.text)
        if position <= begin:
            kept.append(paragraph)
        elif position < end:
            kept.append(replace(paragraph, text=paragraph.text[position - begin :].strip(), rows=()))
        begin = end + 1
    return tuple(kept)


def _alike(first: str, second: str) -> bool:
    """Whether two copies are the same but for a few marks; the first may break off in a word."""
    if len(second) < 0.5 * len(first):
        return False
    known = {second[i : i + _GRAM] for i in range(len(second) - _GRAM + 1)}
    grams = [first[i : i + _GRAM] for i in range(len(first) - _GRAM + 1)]
    return len(grams) > _SHORTEST // 2 and sum(g in known for g in grams) >= 0.9 * len(grams)


def _differences(first: str, second: str) -> list[str]:
    matcher = difflib.SequenceMatcher(None, first, second, autojunk=False)
    found = []
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind != "equal" and b < len(first) - 1:
            found.append(f"“{first[max(0, a - 4) : b + 4]}”与“{second[max(0, c - 4) : d + 4]}”")
    return found[:5]


def items_once(items: Sequence[Item]) -> tuple[list[Item], list[Dropped], list[str]]:
    """The items without those that stand twice under the same title with the same words."""
    kept: list[Item] = []
    dropped: list[Dropped] = []
    doubts: list[str] = []
    titled: dict[str, int] = {}
    for item in items:
        twin = titled.get(item.title, -1) if item.title else -1
        titled.setdefault(item.title, len(kept))
        if twin < 0 or not _alike(*sorted((_words(item), _words(kept[twin])), key=len)):
            kept.append(item)
            continue
        shorter, longer = sorted((item, kept[twin]), key=lambda i: len(_words(i)))
        kept[twin] = longer
        reason = f"“{item.title}”写了两遍，留了较全的一遍"
        parts = [
            shorter.kicker,
            shorter.title,
            shorter.subtitle,
            *(p.text for p in shorter.paragraphs),
            shorter.signature,
        ]
        dropped += [Dropped(part, reason) for part in parts if part]
        doubts.append(reason)
    return kept, dropped, doubts


def _words(item: Item) -> str:
    return _squeezed("".join(p.text for p in item.paragraphs))


def _squeezed(text: str) -> str:
    return "".join(text.split())
