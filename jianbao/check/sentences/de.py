"""的, 地 and 得 by the words on both sides, weighed: 更好的了解 reads as 更好地了解, 唱的十分投入 as 唱得十分投入.

What each word and each kind of word speaks for was fitted (tools/particles.py) to well-edited texts, where 的 is 的; a
finding is what hardly one 的 in ten thousand of theirs would be. Rules that see more than a word are in particles.py.
"""

from collections.abc import Iterator
from functools import lru_cache
from math import inf
from typing import NamedTuple

from jianbao import expressions as re
from jianbao.check.inspect import Context, Hit
from jianbao.check.prose import Prose
from jianbao.check.sentences.particles import EITHER
from jianbao.check.words import lexicon

_DI, _DE, _BACK = 0.5, 0.5, 6.8
"""How much more has to speak for 地 than for 的, for 得 than for 的, and for 的 than for 地 …"""
_BACK_BEFORE_NOUN = 2.0
"""… where a noun stands behind it, and then a mark …"""
_SET, _UNLISTED, _DONE_SO = 2.5, 3.0, 0.0
"""… and for 地 behind an idiom, and behind a word of no kind; for 的 in 作了精心的准备."""
_MANNER, _IDIOM = frozenset({"a", "ad", "d", "z", "b", "vd"}), frozenset({"i", "l"})
_DOING = re.compile(
    "(?:进行|作出|做出|展开|开展|给予|予以|得到|获得|受到|产生|引起|取得|提出|表示|举行|带来|[作做])了?[一多几]?[次番个]?"
    "[很十分非常更加最较]{0,2}(?:[\u4e00-\u9fff]{2}、?)?$"
)
"""What is done is a noun: 进行了热烈的讨论."""
_WITH = re.compile("(?<![可所加予得难])以[更最]?$")
"""… and so is what something is done with, where another verb follows: 以更好的服务回报社会."""
_THING = re.compile(
    "(?:作用|意识|力量|过程|水平|效果|成绩|成果|氛围|精神|态度|经历|机会|方式|方法|意义|思路|局面|空间|基础|能力|压力|动力|内容|形式|愿望|信念|决心"
    "|感情|情怀|素养|品质|作风|任务|责任|环境|条件|计划|方案|措施|机制|体系|制度|资源|渠道|平台|活动|人员|队伍|[力感性度率者式型中里]"
    "|(?:促进|推动|带来|离不开|是|为|使|让))"
)
"""What tells behind a verb that it is a thing, or of one: 极大的推动作用, 深深的凝聚力, 卓有成效的合作促进了."""
_MEASURES = frozenset("更多 最多 更少 最少 更大 最大 不少 很多".split())
"""What may stand before some of a thing: 更多的关心和帮助."""
_ENDS = frozenset("，。；！、”")
_WIDTH = 7
"""Characters on either side that are cut into words."""
_LIKELY_DI, _LIKELY_DE = 1.0, -0.5
"""A word on the left that speaks less for 地 is not looked at; nor is one on the right, for 得."""
_WORTH = -1.0
"""What has to speak for 地 or 得 at first sight."""
_IDIOMS = 4
"""Characters of one."""
_COMMON_NOUN = 13.5
"""Cost of a noun that is sure to be one."""
_ADVERB = 2
"""地 stands behind words of so many characters and more."""


class _Hints(NamedTuple):
    """Words that stand before 地, and behind 得."""

    di: frozenset[str]
    de: frozenset[str]


def weighed(prose: Prose, context: Context) -> Iterator[Hit]:  # noqa: ARG001 (as every inspection)
    """Each 的 that reads as 地 or 得, and each 地 that reads as 的."""
    text, known = prose.prose, hints()
    at = text.find("的", 1)
    while at >= 0:
        if _is_likely_left(text, at, known):
            yield from _found(text, at, 0)
        if any(text[at + 1 : at + 1 + size] in known.de for size in (2, 1, _IDIOMS)):
            yield from _found(text, at, 1)
        at = text.find("的", at + 1)
    at = text.find("地", _ADVERB)
    while at >= 0:
        if (_is_likely_left(text, at, known) or _is_quality(text, at)) and stands_alone(text, at, "地"):
            yield from _back(text, at)
        at = text.find("地", at + 1)


def _found(text: str, at: int, which: int) -> Iterator[Hit]:
    # Most places are told by the longest words on both sides, which are found much faster than the likeliest.
    there = around(text, at) if _said(_longest(text, at))[which] >= _WORTH else None
    if there is None:
        return
    left, said = there[1], _said(there)
    if said[which] < max(said[1 - which], _DE if which else _least(left)):
        return
    if _is_of_thing(text, at, left, there[2]) if which == 0 else text.startswith("了", at + 1 + len(there[2])):
        return
    found = text[at - len(left) : at + 1]
    yield Hit(("deedparticle", "resultparticle")[which], at - len(left), at + 1, found, left + "地得"[which])


def _is_of_thing(text: str, at: int, left: str, right: str) -> bool:
    """Whether what stands behind 的 is the name of a deed, or of what it makes: 进行了认真的思考, 极大的推动作用."""
    end = at + 1 + len(right)
    if right[0] == "一" or _THING.match(text, end) or _DOING.search(text[max(0, at - 12) : at - len(left)]):
        return True
    then = lexicon.kinds().get(text[end : end + 2], "")
    if then.startswith("v") and _WITH.search(text[max(0, at - 12) : at - len(left)]):
        return True
    return left in _MEASURES and text[end : end + 1] in tuple("和与、")


def _least(word: str) -> float:
    """What has to speak for 地 behind a word: how something is done, or an idiom; endless behind a verb or name."""
    kind = lexicon.kinds().get(word, "")
    if len(word) < _ADVERB:
        return inf
    if kind in _IDIOM or len(word) == len("因地制宜"):
        return _SET
    if kind in _MANNER or word in lexicon.particles()[0] or word[-1] == word[-2]:
        return _DI
    return inf if kind else _UNLISTED


def _back(text: str, at: int) -> Iterator[Hit]:
    there = around(text, at)
    if there is None or len(there[1]) < _ADVERB:
        return
    left, right = there[1:3]
    end = text[at + 1 + len(right) : at + 2 + len(right)]
    done = (
        end in _ENDS
        and lexicon.kinds().get(right, "n")[0] in "nv"
        and _DOING.search(text[max(0, at - 12) : at - len(left)])
    )
    # 形象地体验和感受: what may be done is done, but where somebody makes a thing of it.
    if not done and (lexicon.kinds().get(right, "n")[0] == "v" or right in EITHER):
        return
    sure = end in _ENDS and _is_noun(right) and lexicon.kinds().get(left, "n").startswith("a")
    least = _BACK_BEFORE_NOUN if sure else _BACK
    if -_said(there)[0] >= (_DONE_SO if done else least):
        yield Hit("thingparticle", at - len(left), at + 1, text[at - len(left) : at + 1], left + "的")


def _is_quality(text: str, at: int) -> bool:
    """Whether what stands before 地 tells what something is like: 丰富, 温暖."""
    return lexicon.kinds().get(text[at - 2 : at], "n").startswith("a")


def _is_noun(word: str) -> bool:
    """Whether a word is known, and nothing but a noun."""
    return len(word) > 1 and word not in lexicon.kinds() and lexicon.shipped().costs.get(word, inf) < _COMMON_NOUN


def _is_likely_left(text: str, at: int, hints: _Hints) -> bool:
    if at < _ADVERB:
        return False
    two = text[at - 2 : at]
    return two[0] == two[1] or two in hints.di or (at >= _IDIOMS and text[at - _IDIOMS : at] in hints.di)


def stands_alone(text: str, at: int, particle: str) -> bool:
    """Whether a particle is no part of a word, as 地 is in 各地 and 地区."""
    known = lexicon.shipped()
    run = text[max(0, at - 4) : at + 4]
    place, begin = at - max(0, at - 4), 0
    for word in known.cut(run)[1]:
        if begin == place:
            return word == particle
        begin += len(word)
    return False


def around(text: str, at: int) -> tuple[str, str, str, str] | None:
    """The two words before a place and the two behind it, a mark counting as one; None where a side has no word."""
    low, high = at, at + 1
    while low > 0 and at - low < _WIDTH and "\u4e00" <= text[low - 1] <= "\u9fff":
        low -= 1
    while high < len(text) and high - at <= _WIDTH and "\u4e00" <= text[high] <= "\u9fff":
        high += 1
    if low == at or high == at + 1:
        return None
    known = lexicon.shipped()
    left, right = known.cut(text[low:at])[1], known.cut(text[at + 1 : high])[1]
    mark = text[high : high + 1]
    then = right[1] if len(right) > 1 else "?" if "\u4e00" <= mark <= "\u9fff" else mark.strip() or "/"
    return left[-2] if len(left) > 1 else "^", left[-1], right[0], then


def _longest(text: str, at: int) -> tuple[str, str, str, str]:
    """About what `around` tells: the longest words of the list."""
    costs = lexicon.shipped().costs
    left = next((text[at - n : at] for n in (4, 3, 2) if at >= n and text[at - n : at] in costs), text[at - 1 : at])
    right = _word(text, at + 1, costs)
    return "^", left, right, _word(text, at + 1 + len(right), costs)


def _word(text: str, at: int, costs: dict[str, float]) -> str:
    return next((text[at : at + n] for n in (4, 3, 2) if text[at : at + n] in costs), text[at : at + 1]).strip() or "/"


def _said(there: tuple[str, str, str, str]) -> tuple[float, float]:
    """What speaks for 地 and for 得 rather than for 的, as natural logarithms: the weights of all features."""
    _, left, right, then = there
    kinds = lexicon.kinds()
    one, other, third = _kind(left, kinds), _kind(right, kinds), _kind(then, kinds)
    di, de = _weight("none")
    for more in (_sum_left(left), _sum_right(right), _sum_then(then), _sum_kinds(one, other, third)):
        di, de = di + more[0], de + more[1]
    return di / 10, de / 10


def _weight(*features: str) -> tuple[int, int]:
    """The sum of some features' weights."""
    weights = lexicon.weights()
    those = [weights[feature] for feature in features if feature in weights]
    return sum(di for di, _ in those), sum(de for _, de in those)


@lru_cache(maxsize=50_000)
def _sum_left(word: str) -> tuple[int, int]:
    return _weight(*_of_left(word, lexicon.kinds()))


@lru_cache(maxsize=50_000)
def _sum_right(word: str) -> tuple[int, int]:
    return _weight(*_of_right(word, lexicon.kinds()))


@lru_cache(maxsize=50_000)
def _sum_then(word: str) -> tuple[int, int]:
    return _weight(*_of_then(word, lexicon.kinds()))


@lru_cache(maxsize=50_000)
def _sum_kinds(one: str, other: str, third: str) -> tuple[int, int]:
    return _weight(*_of_kinds(one, other, third))


def features(there: tuple[str, str, str, str], kinds: dict[str, str]) -> set[str]:
    """The features of a place: words, their kinds and lengths on both sides, and pairs of kinds."""
    _, left, right, then = there
    one, other, third = _kind(left, kinds), _kind(right, kinds), _kind(then, kinds)
    return {*_of_left(left, kinds), *_of_right(right, kinds), *_of_then(then, kinds), *_of_kinds(one, other, third)}


def _of_left(word: str, kinds: dict[str, str]) -> list[str]:
    found = [f"1{_kind(word, kinds)}", f"2{len(word)}", f"6{word}"]
    if len(word) == 4:
        found.append(f"a{_kind(word[2:], kinds)}")
    return [*found, "b"] if word[-1] == word[-2:-1] else found


def _of_right(word: str, kinds: dict[str, str]) -> list[str]:
    return [f"3{_kind(word, kinds)}", f"4{len(word)}", f"7{word}"]


def _of_then(word: str, kinds: dict[str, str]) -> list[str]:
    return [f"5{_kind(word, kinds)}", *([f"0{word}"] if len(word) == 1 else [])]


def _of_kinds(one: str, other: str, third: str) -> list[str]:
    return [f"8{other}+{third}", f"9{one}+{other}"]


def _kind(word: str, kinds: dict[str, str]) -> str:
    """jieba's part of speech; of what it does not list a noun's, and w of a mark."""
    return kinds.get(word, "n") if "\u4e00" <= word[0] <= "\u9fff" else "w"


@lru_cache(maxsize=1)
def hints() -> _Hints:
    """Made ready once, in a fifth of a second."""
    kinds, weights = lexicon.kinds(), lexicon.weights()
    words = {*kinds, *(feature[1:] for feature in weights if feature[0] in "67")}

    def likely(features_of: list[str], which: int) -> bool:
        return sum(weights[f][which] for f in features_of if f in weights) > (_LIKELY_DI, _LIKELY_DE)[which] * 10

    di = {word for word in words if len(word) in (_ADVERB, _IDIOMS) and likely(_of_left(word, kinds), 0)}
    de = {word for word in words if len(word) in (1, 2, _IDIOMS) and likely(_of_right(word, kinds), 1)}
    return _Hints(frozenset(di | lexicon.particles()[0]), frozenset(de))
