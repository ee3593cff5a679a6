"""的 before a deed, and 地 before a thing: 正确的使用了灭火器, 优美地旋律.

What stands on both sides decides: a word of manner on the left, and on the right a verb with 了, 着 or 到 behind it, a
preposition, or a modal verb before it all. 正确的使用方法 has none of them.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from jianbao.check import lexicon
from jianbao.check.inspect import Context, Hit
from jianbao.check.prose import Prose

_MODAL = re.compile("(?:可以|能够|应该|应当|必须|务必|需要|一直|正在|都能|[要会能都]|开始)$")
_DONE = frozenset("了着过")
_TOWARDS = frozenset("把向给将被")
_MOVES = frozenset("跑走冲奔飞流落跳唱喊说讲写画送递举拿放坐站跪躺围靠扑涌驶滑溜爬抱握拉搂牵捧端蹲排照投融")
_WHITHER = frozenset("向进到出起下回开入在给成")
_NO_THING = frozenset("，。、；！和与及在是让令使")
_USUAL = 13.0


class Words(NamedTuple):
    """What the two sides may be."""

    manner: frozenset[str]
    quality: frozenset[str]
    """Words that say what a thing is like, and hardly how something is done."""
    deed: frozenset[str]
    act: frozenset[str]
    """Verbs that are nouns as well."""
    thing: frozenset[str]


def particles(prose: Prose, context: Context) -> Iterator[Hit]:  # noqa: ARG001 (as every inspection)
    """Each 的 that should be 地, and 地 that should be 的."""
    text = prose.prose
    at = text.find("的")
    while at >= 0:
        manner = _before(text, at, _words().manner)
        if manner and _is_deed(text, at, len(manner)):
            yield Hit("deedparticle", at - len(manner), at + 1, text[at - len(manner) : at + 1], manner + "地")
        at = text.find("的", at + 1)
    at = text.find("地")
    while at >= 0:
        quality = _before(text, at, _words().manner) or _before(text, at, _words().quality)
        quality = quality or (text[at - 3 : at] if at > 2 and text[at - 1] == text[at - 2] != text[at - 3] else "")
        if quality and _is_thing(text, at):
            yield Hit("thingparticle", at - len(quality), at + 1, text[at - len(quality) : at + 1], quality + "的")
        at = text.find("地", at + 1)


@lru_cache(maxsize=1)
def _words() -> Words:
    return Words(*lexicon.particles())


def _before(text: str, at: int, words: frozenset[str]) -> str:
    """The word that ends at a place, "" when it is none of them or the end of a longer one."""
    for size in (4, 2):
        word = text[max(0, at - size) : at]
        two = size == 4 and len(word) == 4 and word[:2] in words and word[2:] in words  # 认真细致
        if len(word) == size and (word in words or two):
            # 不自觉, 最积极: another word of which this is the end says otherwise.
            return word if size == 4 or text[max(0, at - 3) : at - 2] not in ("最", "不", "之", "较") else ""
    return ""


def _is_deed(text: str, at: int, size: int) -> bool:
    """Whether what stands behind 的 is done, and no thing."""
    known = lexicon.shipped().costs
    behind = text[at + 1 : at + 3]
    if len(behind) < 2:
        return False
    if behind[0] in _TOWARDS:
        return known.get(behind, 99.0) >= _USUAL and "\u4e00" <= behind[1] <= "\u9fff"
    if behind[0] in _MOVES and behind[1] in _WHITHER and known.get(text[at + 2 : at + 4], 99.0) >= _USUAL:
        return True
    deed, acts = behind in _words().deed, behind in _words().act
    if not (deed or acts):
        return False
    then, two = text[at + 3 : at + 4], text[at + 3 : at + 5]
    if then in _DONE:
        return text[at + 4 : at + 5] not in ("的", "")
    if (two in _words().deed or two in _words().act) and text[at + 5 : at + 6] in _DONE:
        return True
    return _MODAL.search(text, max(0, at - size - 2), at - size) is not None and "\u4e00" <= then <= "\u9fff"


def _is_thing(text: str, at: int) -> bool:
    """Whether what stands behind 地 is a thing, with the end of its clause or 和, 在, 是 behind it."""
    known = lexicon.shipped().costs
    thing = text[at + 1 : at + 3]
    if thing not in _words().thing or known.get(text[at : at + 2], 99.0) < _USUAL:
        return False
    return text[at + 3 : at + 4] in _NO_THING
