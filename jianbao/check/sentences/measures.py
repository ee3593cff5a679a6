"""Measure words with what they do not count: 三辆电脑, 一匹小牛犊.

Things and the measure words that they take are a list; another of the words that count single things is a slip. What
counts parts, kinds or heaps (种, 批, 车) may stand before anything.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache

from jianbao import expressions as re
from jianbao.check import required
from jianbao.check.inspect import Context, Hit
from jianbao.check.prose import Prose
from jianbao.check.words import lexicon

_WORDS = "只条张把台辆架艘部本册份篇幅支枝根块片座栋幢间所家户名位头匹口棵株朵颗粒件副双对床顶面盏扇首枚封个"
_COUNTED = re.compile(
    rf"(?<![第之百分每各])[一二两三四五六七八九十百千万几数\d][余多]?(?P<word>[{_WORDS}])(?:(?P<again>(?P=word))?(?=[\u4e00-\u9fff])|(?=[，。、；）]))"
)
_GUARDED = required.guarded(_COUNTED)
_NUMBER = re.compile(r"\d{1,6}[余多]?$")
_BEHIND_THING = frozenset("只条张把台辆架艘本册幅付支枝根座栋幢头匹口棵株朵颗副双盏扇枚")
"""What counts single things also behind them: 电脑20辆, where 职工50户 may be meant."""
_NUMERALS = frozenset("一二两三四五六七八九十百千万")
_RUN = re.compile("[\u4e00-\u9fff]{1,12}")
_MODIFIER = re.compile("[\u4e00-\u9fff]{1,6}?的")
_QUALITY = frozenset({"a", "z", "b", "i", "l", "ad"})
_LONGEST = 5
_PLACE = frozenset("校院厂店司局村镇县市区国家馆室所站社团队组会")
"""What a thing ends in that is counted itself: 十几所高等学校的校长."""
_BEHIND = frozenset("和与及等在被已都将并也")
_SIGNS = "，。、；：！？”’）》\n \u3000"
_ANY = "个"
"""Counts nearly everything, as people speak; a line of the list that begins with ! says what it does not count."""


def hits(prose: Prose, context: Context) -> Iterator[Hit]:  # noqa: ARG001 (as every inspection)
    """Each thing that is counted with another thing's word, 一条条证书 and 一本厚厚的毛巾 too."""
    text = prose.prose
    for match in _GUARDED.matches(prose):
        run = _RUN.match(text, match.end())
        if run is None:
            yield from _behind(text, match)
            continue
        modifier = _MODIFIER.match(run.group())
        places = [0]
        if modifier and _is_quality(modifier.group()[:-1]):
            places.append(modifier.end())
        elif _is_quality(run.group()[:2]):
            places.append(2)  # 三个红色歌曲
        for skipped in places:
            thing, words = _thing(run.group()[skipped : skipped + _LONGEST])
            if not words:
                continue
            end = match.end() + skipped + len(thing)
            if match["word"] not in words and _ends(text, end, thing, match["word"]):
                right = "、".join(f"一{word}{thing}" for word in words[:2])
                start = _whole(text, match.start())
                yield Hit("measures", start, end, text[start:end], right)
            break


def _whole(text: str, start: int) -> int:
    """Where the number begins whose last figure stands at a place: 20只步道, not 0只步道."""
    while start and ((text[start - 1].isascii() and text[start - 1].isdigit()) or text[start - 1] in _NUMERALS):
        start -= 1
    return start


def _behind(text: str, match: re.Match[str]) -> Iterator[Hit]:
    """The thing first, the number behind it, and a mark: 捐赠电脑20辆，."""
    number = _NUMBER.search(text, max(0, match.start() - 6), match.end() - 1)
    if number is None or match["word"] not in _BEHIND_THING:
        return
    thing, words = _thing_before(text, number.start())
    if words and match["word"] not in words:
        start = number.start() - len(thing)
        right = "、".join(f"{thing}{number.group()}{word}" for word in words[:2])
        yield Hit("measures", start, match.end(), text[start : match.end()], right)


def _thing_before(text: str, end: int) -> tuple[str, str]:
    """The longest thing of the list that ends at a place, and what counts it."""
    for size in range(_LONGEST, 1, -1):
        words = _things().get(text[end - size : end]) if end >= size else None
        if words:
            return text[end - size : end], words
    return "", ""


def asked() -> list[Iterable[str]]:
    """What a clause has to hold."""
    return [*_GUARDED.sieves]


def _is_quality(words: str) -> bool:
    """Whether 厚厚 or 声势浩大 tells what something is like."""
    return (lexicon.kinds().get(words, "n") in _QUALITY and words[-1:] not in _PLACE) or words[-1:] == words[-2:-1]


def _ends(text: str, end: int, thing: str, word: str) -> bool:
    """Whether a thing is not the beginning of what is counted: 一家企业协会, 9位企业和专家代表."""
    behind = text[end : end + 1]
    if behind == "" or behind in _SIGNS:
        return True
    if behind in _BEHIND:
        return len(thing) > 1 and not (word in "名位" and behind in "和与及")
    return len(thing) > len("毛巾") and lexicon.kinds().get(text[end : end + 2]) == "v"


def _thing(run: str) -> tuple[str, str]:
    """The longest thing of the list that a run begins with, or a thing of a kind (石榴树), and what counts it."""
    for size in range(len(run), 0, -1):
        words = _things().get(run[:size])
        if words:
            return run[:size], words
    known = lexicon.shipped().costs
    for size in (4, 3, 2):
        words = _things().get("-" + run[size - 1 : size])
        is_noun = lexicon.kinds().get(run[:size], "n")[0] == "n"
        if words and is_noun and len(run) >= size and (run[:size] in known or (size > 2 and run[: size - 1] in known)):
            return run[:size], words
    return "", ""


@lru_cache(maxsize=1)
def _things() -> dict[str, str]:
    """Each thing with the words that count it, the usual one first; -树 is what ends in 树."""
    found: dict[str, str] = {}
    for words, things in lexicon.measures():
        for thing in things:
            found[thing] = found.get(thing, "") + words.strip("!") + ("" if words[0] == "!" else _ANY)
    return found
