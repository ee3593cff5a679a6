"""What is right or wrong by the time of which a sentence speaks: names of bodies and laws, posts, anniversaries.

The time is the earliest year that the sentence names, else the article's date; where neither is known nothing is said.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise

from jianbao import expressions as re
from jianbao import zh
from jianbao.check import required
from jianbao.check.inspect import Context, Hit
from jianbao.check.prose import Prose
from jianbao.check.rules import Finding, Rule
from jianbao.check.words import lexicon

_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)年")
_STOP = re.compile("[。！？\n\x00]")
_FORMER = re.compile(r"(?:原|前|时任|曾任|曾是|旧称|当年的|当时的|改为|更名|撤销|合并|废止|取代|替代)$")
_LATER = re.compile(r"[^。！？\n]{0,12}(?:同时废止|废止|改名|更名|撤销|并入|划入|前身|改组)")


def when(prose: Prose, start: int, end: int, date: str) -> str:
    """The year of the sentence around a place, or the article's date; "" when nothing tells."""
    text = prose.prose
    begin = max((m.end() for m in _STOP.finditer(text, max(0, start - 120), start)), default=max(0, start - 120))
    stop = _STOP.search(text, end)
    years = _YEAR.findall(text, begin, min(stop.start() if stop else len(text), end + 80))
    return min(years) if years else date


def _is_since(day: str, since: str) -> bool:
    """Whether a day of any precision lies behind another one for certain."""
    return (len(day) >= 4 and day[: len(since)] > since[: len(day)]) or (
        len(day) >= len(since) and day[: len(since)] >= since
    )


class Dated:
    """The rules of names that were right until a day."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        # 国家卫计委 before 卫计委: the longer one is said.
        self._rules = [(r, sorted(r.dated, key=len, reverse=True)) for r in rules if r.dated]
        self._by_pair: dict[str, list[str]] = {}
        for _, names in self._rules:
            for name in names:
                self._by_pair.setdefault(name[:2], []).append(name)

    def names(self) -> list[str]:
        """The names, right or not."""
        return [name for _, names in self._rules for name in names]

    def found(self, prose: Prose, date: str) -> Iterator[Finding]:
        """Names that were out of use by the time of which their sentence speaks."""
        if prose.ahead is not None and not prose.ahead.dated:
            return
        text = prose.prose
        pairs = prose.pairs()
        there = {
            name
            for pair in pairs & self._by_pair.keys()
            for name in self._by_pair[pair]
            if name[-2:] in pairs and name in text
        }
        for rule, names in self._rules if there else ():
            told: set[int] = set()
            for wrong in names:
                at = text.find(wrong) if wrong in there else -1
                while at >= 0:
                    end = at + len(wrong)
                    if told.isdisjoint(range(at, end)):
                        # 银保监会 that is right in its time is no 保监会.
                        told.update(range(at, end))
                        if not self._is_wrong(prose, rule, at, end, date):
                            at = text.find(wrong, end)
                            continue
                        yield Finding(at, end, rule, wrong, rule.dated[wrong][1].strip('"'))
                    at = text.find(wrong, end)

    @staticmethod
    def _is_wrong(prose: Prose, rule: Rule, at: int, end: int, date: str) -> bool:
        text = prose.prose
        if _FORMER.search(text, max(0, at - 4), at) or _LATER.match(text, end):
            return False
        if any(text.startswith(word, at + k) for word in rule.excepted for k in range(-3, 3)):
            return False
        wrong = text[at:end]
        return _is_since(when(prose, at, end, date), rule.dated[wrong][0])


_BEGAN = {
    "国际妇女节": 1910,
    "国际劳动妇女节": 1910,
    "妇女节": 1910,
    "新中国成立": 1949,
    "中华人民共和国成立": 1949,
    "建国": 1949,
    "建党": 1921,
    "中国共产党成立": 1921,
    "党成立": 1921,
    "建军": 1927,
    "五四运动": 1919,
    "建团": 1922,
    "共青团成立": 1922,
    "抗战胜利": 1945,
    "抗日战争胜利": 1945,
    "长征胜利": 1936,
    "改革开放": 1978,
    "香港回归": 1997,
    "澳门回归": 1999,
    "全国妇联成立": 1949,
}
_NUMBER = r"\d{1,3}|[一二三四五六七八九十百]{1,6}"
_ANNIVERSARY = re.compile(
    rf"(?<![民国公党])({'|'.join(sorted(_BEGAN, key=len, reverse=True))})"
    rf"(?:祖国)?[”」]?(?:的)?(?:第)?({_NUMBER})个?周年"
)


_FIRST = {
    "教师节": 1985, "中国农民丰收节": 2018, "国家宪法日": 2014, "全民国家安全教育日": 2016, "学雷锋纪念日": 1964,
    "世界读书日": 1996, "国际禁毒日": 1988, "国际家庭日": 1994, "全国土地日": 1991, "国际护士节": 1912,
    "世界无烟日": 1988, "世界艾滋病日": 1988, "全国爱眼日": 1996, "植树节": 1979, "记者节": 2000,
    "中国医师节": 2018,
    "国际妇女节": 1911, "国际劳动妇女节": 1911,
    "三八国际妇女节": 1911, "三八妇女节": 1911, "中国青年志愿者服务日": 2000,
    "中国人民警察节": 2021,
    "全国助残日": 1991, "国际消费者权益日": 1983, "世界献血者日": 2004,
}  # fmt: skip
"""Days by the year in which they were kept for the first time."""
_DAYS = "|".join(sorted(_FIRST, key=len, reverse=True))
_NTH = re.compile(rf"第({_NUMBER})[个次][“「]?[\d.·三八]{{0,5}}[”」]?(?P<day>{_DAYS})")
_ANNIVERSARIES, _NTHS = required.guarded(_ANNIVERSARY), required.guarded(_NTH)
_LITTLE = 2
_TOWARDS = re.compile("(?:迎接|迎|迎来|实现|到|奔向|面向|在)(?:中国|我国|祖国|[了的“])*$")
"""What is still to come has another year than the article."""
_ABROAD = re.compile("朝鲜|平壤|越南|老挝|古巴|蒙古国|以色列|印度|巴基斯坦|阿联酋|新加坡|美国|该国")
_NEAR = 40
_LOOKS_BACK = re.compile("[”》]?(?:庆祝|纪念)?(?:大会|讲话|时|以来|庆典|晚会|大阅兵|阅兵)")


def anniversaries(prose: Prose, context: Context) -> Iterator[Hit]:
    """新中国成立75周年 is 2024; from the article's date alone only what is off by little, and looks back on nothing."""
    for match in _ANNIVERSARIES.matches(prose):
        number = int(match[2]) if match[2].isascii() else _counted(match[2])
        year = when(prose, match.start(), match.end(), "")
        named = bool(year)
        year = year or context.date[:4]
        if not number or not year:
            continue
        right = int(year) - _BEGAN[match[1]]
        looks_back = _LOOKS_BACK.match(prose.prose, match.end())
        before = prose.prose[max(0, match.start() - _NEAR) : match.start()]
        if _TOWARDS.search(before) or (match[1] == "建国" and _ABROAD.search(before)):
            continue
        if right != number and (named or (abs(right - number) <= _LITTLE and not looks_back)):
            yield Hit("anniversaries", match.start(), match.end(), match.group(), f"{year}年是{match[1]}{right}周年")
    yield from _nth(prose, context)


def _nth(prose: Prose, context: Context) -> Iterator[Hit]:
    """第40个教师节 is 2024; from the article's date alone only what is off by little."""
    for match in _NTHS.matches(prose):
        number = int(match[1]) if match[1].isascii() else _counted(match[1])
        year = when(prose, match.start(), match.end(), "")
        named = bool(year)
        year = year or context.date[:4]
        right = int(year) - _FIRST[match["day"]] + 1 if year else number
        if number and right != number and (named or abs(right - number) <= _LITTLE):
            yield Hit(
                "anniversaries", match.start(), match.end(), match.group(), f"{year}年是第{right}个{match['day']}"
            )


def _counted(words: str) -> int:
    hundreds, _, rest = words.rpartition("百")
    return (zh.counted(hundreds) or 1) * 100 * ("百" in words) + zh.counted(rest.removeprefix("零"))


def leaders(prose: Prose, context: Context) -> Iterator[Hit]:
    """A post that one person at a time holds, beside somebody's name."""
    text = prose.prose
    every = {name for holders in context.knowledge.leaders.values() for name in holders}
    for post, holders in context.knowledge.leaders.items():
        at = text.find(post)
        while at >= 0:
            end = at + len(post)
            other = next((name for name in every - holders.keys() if text.startswith(name, end)), "")
            if other and text[max(0, at - 1) : at] not in ("副", "原", "前"):
                told = "；".join(f"{n}（{since}至{until or '今'}）" for n, (since, until) in holders.items())
                yield Hit("leaders", at, end + len(other), post + other, told)
            yield from _held(prose, at, end, post, holders, context.date)
            at = text.find(post, end)


def _held(
    prose: Prose, at: int, end: int, post: str, holders: Mapping[str, tuple[str, str]], date: str
) -> Iterator[Hit]:
    text = prose.prose
    if text[max(0, at - 1) : at] in ("副", "原", "前"):
        return
    following = text[end : end + 3]
    name = next((n for n in sorted(holders, key=len, reverse=True) if following.startswith(n)), "")
    told = "；".join(f"{n}（{since}至{until or '今'}）" for n, (since, until) in holders.items())
    if not name:
        slip = next((n for n in holders if _one_off(following[: len(n)], n)), "")
        if slip and not lexicon.shipped().costs.get(following[:2]):
            yield Hit("leaders", at, end + len(slip), post + following[: len(slip)], f"应为{slip}；{told}")
        return
    day = when(prose, at, end, date)
    since, until = holders[name]
    before = day and day[: len(since)] < since[: len(day)]
    after = until and _is_since(day, until) and day[: len(until)] > until
    if (before or after) and not _FORMER.search(text, max(0, at - 4), at):
        yield Hit("leaders", at, end + len(name), post + name, f"{told}；写从前的事用“时任”")


def _one_off(one: str, other: str) -> bool:
    """Whether a name of three differs from another in one character, or in the order of two."""
    if len(one) != len(other) or len(other) < 3:
        return False
    wrong = [n for n in range(len(one)) if one[n] != other[n]]
    return len(wrong) == 1 or (
        len(wrong) == 2 and any(b - a == 1 for a, b in pairwise(wrong)) and set(one) == set(other)
    )
