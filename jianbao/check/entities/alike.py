"""One text, one name, of what is no person: “同心驿站” that becomes “童心驿站”, 河滨社区 that becomes 河宾社区.

Two names that differ in one character that sounds or looks like the other's. Numbers, directions and the like tell two
apart (一组 and 二组), and so does standing side by side.
"""

from collections.abc import Callable, Iterator
from itertools import combinations

from jianbao import expressions as re
from jianbao import zh
from jianbao.check import required
from jianbao.check.entities.organisations import TELLING
from jianbao.check.inspect import Context, Hit
from jianbao.check.prose import Prose
from jianbao.check.words import lexicon

_QUOTED = re.compile(rf"“(?P<name>[{zh.HAN}]{{3,12}})”")
_TITLE = re.compile(rf"《(?P<name>[{zh.HAN}]{{5,6}})》")
"""Longer titles are structure.py's."""
_PLACE = re.compile(
    rf"(?=(?P<name>[{zh.HAN}]{{2}}(?:社区|街道|小区|小学|中学|幼儿园|公园|广场|医院|村委会|居委会|[村镇乡])))"
)
_PLACES = required.guarded(_PLACE)
_FEW = 2
"""Times that a name with a slip in it stands in a text, at most."""
_ROW = 8
_TITLED = frozenset("告约知报函示程议册书记单表案")
"""What may end titles of documents: 公约 is written for 公告, whatever they sound like."""
_NO_NAME = frozenset("的了在与和及到进入各本我们个该所这那其从向往是为去来回近把被走")
"""Characters that stand before 社区 and 村 where no name does."""
_KINDS = frozenset("农乡城中小名")
"""乡村, 农村, 城乡, 中小学: the character before is of the word."""


def hits(prose: Prose, context: Context) -> Iterator[Hit]:
    """The rarer of two, where it first stands; two that an editor has confirmed are two."""
    return (hit for hit in _alike(prose) if not {hit.found, hit.right} <= context.knowledge.words)


def _alike(prose: Prose) -> Iterator[Hit]:
    text = prose.prose
    if "”" in text:
        yield from _compared(text, _QUOTED.finditer(text), _sounds)
    if "》" in text:
        yield from _compared(text, _TITLE.finditer(text), _titled)
    for hit in _compared(text, _PLACES.matches(prose), _sounds):
        # 走近社区 and 走进社区 are words before one.
        if hit.found[1] in _KINDS or hit.right[1] in _KINDS:
            continue
        if hit.found[:2] not in lexicon.shipped().costs and _NO_NAME.isdisjoint(hit.found[:2] + hit.right[:2]):
            yield hit


_MARKED = re.compile(rf"“(?P<name>[{zh.HAN}0-9]+(?:[·•・，、—]{{1,2}}[{zh.HAN}0-9]+)*)”")
_BETWEEN = re.compile("[·•・，、—]+")
_LONG = 6
"""Characters of a name that stands with a mark between its parts and without."""


def marked(prose: Prose, context: Context) -> Iterator[Hit]:  # noqa: ARG001 (as every inspection)
    """One name with a mark between its parts and without, or with two: “巾帼·芳华学院” and “巾帼芳华学院”."""
    text = prose.prose
    if text.count("”") < len(("one", "another")):
        return
    forms: dict[str, dict[str, list[int]]] = {}
    for match in _MARKED.finditer(text):
        bare = _BETWEEN.sub("", match["name"])
        if len(bare) >= _LONG:
            forms.setdefault(bare, {}).setdefault(match["name"], []).append(match.start("name"))
    for names in forms.values():
        if len(names) == len(("with", "without")):
            wrong, right = sorted(names, key=lambda n: (len(names[n]), -names[n][0]))
            at = names[wrong][0]
            yield Hit("marked", at, at + len(wrong), wrong, right)


def _compared(text: str, names: Iterator[re.Match[str]], taken: Callable[[str, str], bool]) -> Iterator[Hit]:
    places: dict[str, list[int]] = {}
    for match in names:
        places.setdefault(match["name"], []).append(match.start("name"))
    forms: dict[tuple[str, str], list[str]] = {}
    for name in places if len(places) > 1 else ():
        for n in range(len(name)):
            forms.setdefault((name[:n], name[n + 1 :]), []).append(name)
    for (before, behind), alike in forms.items():
        if len(alike) > _ROW:
            continue  # a list, in which every one is another
        for one, other in combinations(alike, 2):
            pair = one[len(before) : len(one) - len(behind)], other[len(before) : len(one) - len(behind)]
            if not TELLING.isdisjoint(pair) or not taken(*pair):
                continue
            wrong, right = sorted((one, other), key=lambda n: (len(places[n]), -places[n][0]))
            if len(places[wrong]) <= _FEW and not _aside(text, one, other):
                at = places[wrong][0]
                yield Hit("alike", at, at + len(wrong), wrong, right)


def _sounds(one: str, other: str) -> bool:
    confused = lexicon.shipped().confused
    return other in confused.of(one) or one in confused.of(other)


def _titled(one: str, other: str) -> bool:
    return _sounds(one, other) or {one, other} <= _TITLED


def _aside(text: str, one: str, other: str) -> bool:
    """Whether they stand side by side somewhere, and are two."""
    between = "[”》]?(?:[、和与及或而到]|以及|不是|修改为|改为|更名为)?[“《]?"
    return any(re.search(f"{a}{between}{b}", text) is not None for a, b in ((one, other), (other, one)))
