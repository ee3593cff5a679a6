"""Nouns at the end of a clause, and the verbs before them that do not go with them: 增加了履职能力, 召开了活动.

Which do not is a list (words/collocations.txt); that they do not was held against twenty-three million characters of
news and statutes. The verb is the last one before the noun of those that the list knows.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from jianbao import expressions as re
from jianbao.check.inspect import Context, Hit
from jianbao.check.prose import Prose
from jianbao.check.words import lexicon, sieves
from jianbao.check.words.strings import Conditions

_ENDS = frozenset(("，", "。", "；", "！", "、", "和", "\n", ""))
_FAR = 16
"""Characters between a verb and its noun."""
_STOP = re.compile("[^\u4e00-\u9fff“”《》\\d]")
_GOT = re.compile(
    "[都也均]?(?:得到|获得|得以|有)了?(?:明显|显著|极大|有效|进一步|很大|较大|大幅|充分|全面|不断|持续|切实)?的?"
    "(?P<verb>[\u4e00-\u9fff]{2})(?=[，。；！、])"
)
_SEVERAL = re.compile("[和与及]")
_IS = re.compile("具有|有着|是一|也是|就是")
"""Behind it begins another predicate: 推动外贸发展具有积极作用."""
_LEADS = re.compile(
    "(?:进一步|有效|不断|极大|大大|切实|持续|全面|着力|努力|积极|有力|充分|共同|认真|务必|必须|应当?|须|地|要|能|将|并|来|以|可|又|更|也|还|为了?|，)$"
)


_OF_NOUNS = frozenset("的性力者")
"""What makes a noun of a verb before it."""
_ALSO_NOUN = frozenset({"vn", "n"})


class _Known(NamedTuple):
    """What the list says."""

    wrong: dict[str, dict[str, str]]
    """Noun → verb that does not go with it → what does."""
    nouns: dict[str, list[str]]
    """By their last two characters, the longer ones first."""
    verbs: re.Pattern[str]
    first: frozenset[str]
    """The verbs, as pairs of characters."""
    tails: frozenset[str]
    """What nouns end in."""


def hits(prose: Prose, context: Context) -> Iterator[Hit]:  # noqa: ARG001 (as every inspection)
    """Each noun whose verb does not go with it, from the verb on."""
    known, text = _known(), prose.prose
    for tail in _standing(text):
        for noun in known.nouns[tail]:
            at = text.find(noun)
            while at >= 0:
                end = at + len(noun)
                if text[end : end + 1] in _ENDS:
                    yield from _governed(text, at, end, known.wrong[noun], known.verbs)
                else:
                    yield from _undergone(text, at, end, known.wrong[noun])
                at = text.find(noun, end)


def _standing(text: str) -> list[str]:
    """What nouns of the list end in, as far as it stands in a text."""
    import numpy as np

    tails, there = _tails()
    codes = sieves.codes(text)
    return [tails[n] for n in there.fulfilled(codes, np.zeros(len(codes), np.intp), 1)[1].tolist()]


@lru_cache(maxsize=1)
def _tails() -> tuple[list[str], Conditions]:
    tails = sorted(_known().tails)
    return tails, Conditions([[{tail}] for tail in tails], 1)


def asked() -> list[Iterable[str]]:
    """What a clause has to hold: one of the verbs and one of the nouns, as far as two characters tell."""
    known = _known()
    return [set(known.first), set(known.tails)]


def _governed(text: str, at: int, end: int, wrong: dict[str, str], verbs: re.Pattern[str]) -> Iterator[Hit]:
    low = max(0, at - _FAR)
    stops = [m.end() for m in _STOP.finditer(text, low, at)]
    begins = low == 0 or text[low - 1] == "\n" if not stops else text[stops[-1] - 1] != "、"
    low = stops[-1] if stops else low
    found = list(verbs.finditer(text, low, at))
    if not found or found[-1].group() not in wrong:
        return
    verb = found[-1]
    between = text[verb.end() : at]
    if "”" in between and "“" not in between.partition("”")[0]:
        return  # “心愿实现”活动
    # 培育企业的平台: a verb before 的 may be of what tells which thing is meant.
    led = _LEADS.search(text[max(low, verb.start() - 3) : verb.start()]) is not None
    leads = led or (verb.start() == low and begins)
    if ("的" in between or not between) and not between.startswith("了") and not leads:
        return  # 城市|建设理念
    if (
        _SEVERAL.search(between)
        or between.startswith("等")
        or _is_done(between.removeprefix("了"))
        or verbs.search(between)
        or _IS.search(between)
    ):
        return  # 加快完善制度
    if wrong[verb.group()] in text[max(0, verb.start() - _FAR) : verb.start()].rpartition("，")[2]:
        return  # 加大一体推进“三不腐”力度
    if text[end : end + 1] in ("和", "、") and (between.startswith("对") or not _as_wrong(text, end + 1, verb.group())):
        return
    if between[:1] in _OF_NOUNS or (not led and _crosses(text, *verb.span())):
        return
    yield Hit("collocations", verb.start(), end, text[verb.start() : end], wrong[verb.group()])


def _crosses(text: str, start: int, end: int) -> bool:
    return lexicon.Around(text, start, end).crosses(start, end)


_RESULT = re.compile("[\u4e00-\u9fff][牢好强实稳深全准固]")


def _is_done(between: str) -> bool:
    """Whether what follows a verb is another verb: 加快完善制度, 促进铸牢意识; in 扩大工作力度 it is a noun."""
    kind = lexicon.kinds().get(between[:2], "")
    if kind in _ALSO_NOUN and len(between) == len("工作"):
        return False
    return kind.startswith("v") or (not kind and _RESULT.match(between) is not None)  # 安全 is a word of its own


def _as_wrong(text: str, at: int, verb: str) -> bool:
    """Whether the row of nouns ends in one more that the verb does not go with, or in a bare word: 加大交流和宣传.

    实现运动成绩和精神文明双丰收 says something else, and 提高战略体系和能力 the right thing of its last noun.
    """
    wrong = _known().wrong
    stop = _STOP.search(text, at, at + _FAR)
    end = stop.start() if stop else min(len(text), at + _FAR)
    if end - at <= len("宣传") and text[end : end + 1] != "、":
        return True
    return any(verb in wrong.get(text[end - size : end], ()) for size in (2, 3, 4) if end - size >= at)


def _undergone(text: str, at: int, end: int, wrong: dict[str, str]) -> Iterator[Hit]:
    """环境得到了明显提高: the noun first, and the verb behind 得到."""
    match = _GOT.match(text, end)
    if match and match["verb"] in wrong:
        yield Hit("collocations", at, match.end(), text[at : match.end()], wrong[match["verb"]])


@lru_cache(maxsize=1)
def _known() -> _Known:
    wrong: dict[str, dict[str, str]] = {}
    verbs: set[str] = set()
    for nouns, never, right in lexicon.collocations():
        verbs.update(never, right)
        for noun in nouns:
            wrong.setdefault(noun, {}).update(dict.fromkeys(never, "、".join(right)))
    pattern = re.compile("|".join(sorted(verbs, key=lambda verb: (-len(verb), verb))))
    by_tail: dict[str, list[str]] = {}
    for noun in sorted(wrong, key=lambda noun: (-len(noun), noun)):
        by_tail.setdefault(noun[-2:], []).append(noun)
    return _Known(wrong, by_tail, pattern, frozenset(verb[:2] for verb in verbs), frozenset(by_tail))
