"""Where a headline may be broken between two lines: between words, and only where a reader would pause.

jieba's dictionary and its model of unknown words (rjieba) both have to see a border; beside a character that is a word
by itself, which is how names look that no dictionary holds, a line is broken only where grammar says on which side.
Refused: breaks inside numbers with their units, short quotations and titles, and beside marks that may not begin or end
a line.
"""

from collections.abc import Callable, Iterable
from functools import lru_cache
from itertools import accumulate, chain, pairwise

from jianbao import expressions as re
from jianbao import zh

MARK = "\u200b"
"""Stands in a phrased text where it may be broken (ZERO WIDTH SPACE); no text of an editor keeps one."""
LONGEST = 10
"""A phrase of more characters is broken at weaker places too, or it would be wider than a line of a telephone."""
BELOW_A_COVER = 5
"""The same for what stands below a cover on a shelf."""
_NOT_FIRST = frozenset("，。、；：？！）》〉」』”’】〕…—－·％%,.;:?!)]}々℃")
_NOT_LAST = frozenset("（《〈「『“‘【〔([{—－·")
_BLANKS = frozenset(c for c in map(chr, range(0x3001)) if c.isspace())
_NO_LINE_BEGINS_WITH = _NOT_FIRST | _BLANKS | {"之"}
_NO_LINE_ENDS_WITH = _NOT_LAST | _BLANKS
_TOGETHER = (
    rf"第?[0-9][0-9.,，:：/—–~-]*+(?:余|多)?+[%％‰万亿千百十]*+(?:个|余|多)?+(?:[{zh.HAN}])?+(?:[0-9]++[月日号时分]?+)*+|"
    rf"第?[〇一二三四五六七八九十百千万亿零两几]{{1,12}}[{zh.HAN}]|"
    r"[A-Za-z0-9][A-Za-z0-9 .+\-]*+|“[^“”]{1,6}”|《[^《》]{1,6}》|（[^（）]{1,6}）|——|……"
)
"""What is never broken: numbers with their units, words of letters, short quotations, titles and brackets."""
_NAMED = rf"[{zh.HAN}](?:[〇一二三四五六七八九十]{{1,4}}(?:号|世(?![纪代界]))|[0-9]++(?:号|(?=[】）」》”]|$)))"
"""A number that belongs to the name before it: 鹊桥二号, 威廉四世, 专题之26."""
_LEADING = frozenset(["v", "p", "c", "d"])
"""Parts of speech (jieba's) of which a word of one character rather begins a phrase than ends one."""
_BLANK = re.compile(r"\s+")
_JOINING = frozenset("在暨与和及或并跟同对向于以为从由将把被让使给自至到就随按因经据已仍再又更最不均新各全该每超逾")
"""Words of one character that belong to what follows: a line begins with them and never ends so."""
_ENDING = frozenset([*"的了着过们等后前时内里外间期", "主义", "会上", "会前", "会后"])
"""Words of one character that belong to what stands before: a line ends with them and never begins so."""
_PLACES = frozenset("省市县区州")
"""What ends the name of a place, and what a word begins with that completes one before it: 贵州 省委."""
_FIXED = (
    "多措并举|急难愁盼|久久为功|走深走实|做优做强|做大做强|以学促干|以学铸魂|以学增智|以学正风|同向同行|共建共享|共商共建|"
    "藏粮于地|藏粮于技|提质增效|保质保量|群策群力|联防联控|群防群治|稳中求进|稳中向好|宜居宜业|向上向善|"
    "互学互鉴|同心同德|建功立业|建言献策|巾帼建功|三八红旗手|娘家人|半边天|领头雁|带头人|四必访|三下乡"
)
"""Words of official prose that a dictionary cuts."""
_FOREIGN = frozenset(
    "阿埃艾安奥巴拜班贝比彼别宾波博布查茨达戴丹德迪蒂丁顿杜多厄恩尔法范菲费弗盖格古哈海汉赫亨胡霍基吉贾加卡凯坎康考科克肯库"
    "拉莱兰劳勒雷里利林隆卢鲁伦罗洛马玛迈曼梅门蒙米莫默姆穆纳内尼涅努诺欧帕潘佩皮普奇齐乔热瑞萨塞桑沙什圣施史斯苏索塔泰坦汤"
    "特提廷图托瓦威韦维沃乌西希锡谢辛雅亚延扬伊因尤约泽扎詹兹佐"
)
"""Characters by which foreign names are written: two words of nothing else are halves of one name, 巴赫穆特."""


@lru_cache(maxsize=1)
def _whole() -> tuple[re.Pattern[str], ...]:
    """What is never broken. Compiled for the first title that was never met: that takes as long as a small build."""
    return re.compile(_TOGETHER), re.compile(_FIXED), re.compile(_NAMED)


@lru_cache(maxsize=1)
def _cutter() -> Callable[..., list[str]]:
    """Loaded for the first title that was never met: its dictionary takes a fifth of a second."""
    import rjieba

    found: Callable[..., list[str]] = rjieba.cut
    return found


def loaded() -> None:
    """Loads the cutter: before a process is forked, or each of its children would."""
    _cutter()


def pieces(text: str, names: Iterable[str] = (), longest: int = LONGEST) -> list[str]:
    """The text in pieces between which it may be broken; ``names`` are words that stay whole.

    Where a piece is of more than ``longest`` characters, weaker places are taken too, while there are any.
    """
    if len(text) < 2:
        return [text] if text else []
    closed = _closed(text, names)
    # What is never broken is a word like others: a number with its unit, a name.
    known = _cutter()(text, False)
    places = list(accumulate(map(len, known)))
    if closed:
        places = [at for at in places if at not in closed]
        known = _cut(text, places[:-1])
    borders = {*accumulate(map(len, _cutter()(text, True)))} - closed
    open_: list[int] = []
    pauses: set[int] = set()
    at = 0
    for before, after in pairwise(known):
        at += len(before)
        # Marks and 之, which joins, allow no break; beside a blank the browser breaks by itself.
        if at in borders and text[at] not in _NO_LINE_BEGINS_WITH and text[at - 1] not in _NO_LINE_ENDS_WITH:
            open_.append(at)
            if _pause(text, at, before, after):
                pauses.add(at)
    made = _cut(text, sorted(pauses))
    if max(map(len, made)) <= longest:
        return made
    ends = dict(zip(places, known, strict=True))
    starts = {place - len(word): word for place, word in ends.items()}
    blanks = {m.end() for m in _BLANK.finditer(text)}
    for weaker in (_beside_a_run, _before_a_verb):
        for start, end in _too_long({*pauses, *blanks, len(text)}, longest):
            pauses |= {at for at in open_ if start < at < end and weaker(at, ends, starts)}
    return _cut(text, sorted(pauses))


def _too_long(ends: Iterable[int], longest: int) -> list[tuple[int, int]]:
    """(start, end) of the pieces that are of more characters."""
    places = [0, *sorted(ends)]
    return [(start, end) for start, end in pairwise(places) if end - start > longest]


def phrased(text: str, names: Iterable[str] = (), longest: int = LONGEST) -> str:
    """The text with a MARK wherever it may be broken."""
    return MARK.join(pieces(text.replace(MARK, ""), names, longest))


def _closed(text: str, names: Iterable[str]) -> set[int]:
    """The places inside what stays whole."""
    together, fixed, named = _whole()
    spans = [m.span() for m in chain(together.finditer(text), fixed.finditer(text), named.finditer(text))]
    for name in names:
        spans += [m.span() for m in re.finditer(re.escape(name), text)] if len(name) > 1 else []
    return {at for start, end in spans for at in range(start + 1, end)}


def _pause(text: str, at: int, before: str, after: str) -> bool:
    """Whether a reader may pause between two words of the dictionary."""
    if text[at - 1] in _NOT_FIRST:
        return True
    if before in _JOINING:
        return False
    if text[at] in _NOT_LAST:
        return True
    if after in _ENDING or text[at] in _PLACES or (len(before) < 2 and before not in _ENDING):
        return False
    # With nothing behind it a word joins nothing: it is the end of a name, 李家超.
    joins = after in _JOINING and text[at + 1 : at + 2].isalnum()
    return (joins or len(after) > 1) and not _FOREIGN.issuperset(before + after)


def _beside_a_run(at: int, ends: dict[int, str], starts: dict[int, str]) -> bool:
    """Whether a word of the dictionary, or one that joins, stands on one side, and on the other characters that seem to
    be one word together: a name, or an abbreviation; or the name of a place ends before a word."""
    left, right = at, at
    while len(ends.get(left, "")) == 1 and ends[left].isalnum():
        left -= 1
    while len(starts.get(right, "")) == 1 and starts[right].isalnum() and starts[right] not in _ENDING:
        right += 1
    before, after = len(ends[at]) > 1, len(starts[at]) > 1
    joins = starts[at] in _JOINING and at - left >= 2
    named = after and ends[at] in _PLACES
    return joins or named or (before and right - at >= 2) or (after and 2 <= at - left <= 3)


def _before_a_verb(at: int, ends: dict[int, str], starts: dict[int, str]) -> bool:
    """Whether a word of the dictionary ends here, and a verb or the like of one character begins: 谈判 是 解决."""
    word = starts[at]
    if len(ends[at]) < 2 or len(word) != 1 or at + 1 not in starts:
        return False
    return _leads(word)


@lru_cache(maxsize=1024)
def _leads(word: str) -> bool:
    """Whether a word of one character is of a part of speech that rather begins a phrase."""
    import rjieba

    return dict(rjieba.tag(word, False)).get(word) in _LEADING


def _cut(text: str, ends: Iterable[int]) -> list[str]:
    places = [0, *ends, len(text)]
    return [text[start:end] for start, end in pairwise(places)]
