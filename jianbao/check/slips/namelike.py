"""Whether a stretch that looks like a slip is of somebody's name: beside a post, in a list of names, from abroad;
or was meant so, in a slogan.

Names are one off many words, and no list holds them all. What is looked at is what stands around, never the name alone.
"""

from functools import lru_cache

from jianbao import expressions as re
from jianbao import zh

_SURNAMES = frozenset(zh.SURNAMES)
_MORE = _SURNAMES | frozenset(
    "傅梅单易斯慎杭祖曲常康成乔盛柏庞樊舒柴柳艾安卜车晁储楚费封盖耿宫管桂霍姬计解景鞠亢匡况赖郎乐冷厉栗连廉练蔺凌逄蒙米宓苗闵"
    "明牟慕穆那倪农潘皮蒲浦戚亓祁权冉饶任戎阮桑沙商邵申石时史寿水司苏隋覃谭滕田童佟涂屠宛危卫闻翁邬仇辛邢胥徐续宣鄢晏仰尧游于虞"
    "郁岳云臧翟湛甄钟仲诸祝庄卓宗邹左弓仝"
)
"""With those that fewer have: enough only where more speaks for a name."""
_POST = re.compile(
    "(?:[院园校镇乡村市县区局科处部厅会队所站组班社厂店团行家]长|主任|书记|主席|委员|教授|老师|同志|医生|护士|法官|律师|干事|经理"
    "|同学|学生|村民|居民|职工|社工|网格员|记者|通讯员|辅导员|志愿者|党员|代表|先生|女士|阿姨|大爷|奶奶|、)$"
)
"""What stands before somebody's name."""
_LEADS = re.compile("(?:[院园校镇乡村市县区局科处部厅会队所站组班社厂店]长|主任|书记|主席|教授|记者|通讯员)$")
"""What nearly nothing but a name stands behind."""
_TITLE = re.compile(
    "[副总]?(?:[院园校镇乡村市县区局科处部厅会队所站组班社厂店行]长|书记|主席|主任|教授|经理)|老师|同学|同志|女士|先生|医生|护士|法官"
    "|律师|阿姨|大爷|奶奶|一行"
)
"""What stands behind it."""
_ABROAD = re.compile("[·•][\u4e00-\u9fff]{0,5}$"), re.compile("[\u4e00-\u9fff]{0,5}[·•]")
_FOREIGN = frozenset(
    "斯克尔尼夫拉德巴布卡姆赫贝萨穆伊奥乌罗莫托维洛诺科普雷哈迪纳阿亚兹塞吉西特伦格莱诺戈图邦耶佩鲁切桑"
)
"""What names from abroad are spelled with …"""
_OF_A_NAME = 3  # … so many of them
_FOUR = re.compile("[、，“][\u4e00-\u9fff]{4}[、，”]")
"""Four characters by themselves are coined of two and two, as 铲土填坑: what stands in their middle is of no word."""
_WHOLE, _HALF = 4, 2
_FIRM = re.compile("[\u4e00-\u9fff（）]{0,12}(?:公司|集团|商行|酒店|超市|花园|工厂|茶业|酒业)")
"""What follows the name of a firm."""
_PLACE = frozenset("洲岛屿圩浜泾垸畈坞埭垭塬峪屯寨峒岙")
"""What names of places end with, and hardly any other word: 世业洲 is none of 事业."""
_TRADITIONAL = frozenset("們這個來時會對國學為與後過發動經實業關應樣間問長開無從婦區員進")
_PUNS = frozenset("疫艺语阅悦廉税法童益医衣爱绿美乐育粽月圆冬夏春秋农警兵书声享橙暖智慧")
"""What slogans put in the place of a character that sounds like it: “疫”往无前, “语”众不同."""
_SLOGAN = 14
"""Characters of one, in quotation marks."""
_FAR = 6
_BETWEEN = "、，；：（）。\u3000 \n"
_NAME = (2, 3)
"""Characters of a name."""


def is_named(text: str, start: int, end: int) -> bool:
    """Whether some characters are likely of a name."""
    if text[start] in _SURNAMES and _POST.search(text, max(0, start - 4), start):
        return True
    if _ABROAD[0].search(text, max(0, start - _FAR), start) or _ABROAD[1].match(text, end, end + _FAR):
        return True
    return any(_begins(text, at, end) for at in (start - 1, start) if at >= 0 and text[at] in _MORE) or _is_listed(
        text, start, end
    )


def _begins(text: str, at: int, end: int) -> bool:
    """Whether a name begins there, with a post before it or a title behind."""
    if _LEADS.search(text, max(0, at - 4), at):
        return True
    return any(_TITLE.match(text, at + size) for size in _NAME if at + size >= end)


def _is_listed(text: str, start: int, end: int) -> bool:
    """Whether it is all of an item, or its beginning, in a list of what looks like names."""
    low, high = start, end
    while low > max(0, start - 2) and text[low - 1] not in _BETWEEN:
        low -= 1
    while high < min(len(text), end + 2) and text[high] not in _BETWEEN:
        high += 1
    if high - low not in _NAME or text[low] not in _MORE:
        return False
    before = re.split(f"[{_BETWEEN}]+", text[max(0, low - _FAR) : low])[-2:-1]
    behind = re.split(f"[{_BETWEEN}]+", text[high : high + _FAR])[1:2]
    return any(len(item) in _NAME and item[0] in _MORE for item in (*before, *behind))


def is_foreign(text: str, place: int) -> bool:
    """Whether what stands around two characters is spelled as names from abroad are."""
    return sum(c in _FOREIGN for c in text[max(0, place - 2) : place + 4]) >= _OF_A_NAME


@lru_cache(maxsize=4)
def is_traditional(text: str) -> bool:
    """Whether a text is written in traditional characters, of which no list knows how they stand side by side."""
    return sum(character in text for character in _TRADITIONAL) >= _OF_A_NAME


def is_pun(text: str, start: int, end: int, changed: set[str]) -> bool:
    """Whether characters were changed on purpose, in a slogan between quotation marks: “疫”往无前."""
    if not changed & _PUNS:
        return False
    left = max(text.rfind(mark, max(0, start - _SLOGAN), start + 1) for mark in "“《‘")
    right = min((at for mark in "”》’" if (at := text.find(mark, end, end + _SLOGAN)) >= 0), default=-1)
    return 0 <= left < right and "。" not in text[left:right]


def is_meant(text: str, start: int, found: str, right: str) -> bool:
    """Whether it is a pun of a slogan, a firm's name, one of 防灾防险, or somebody's name behind a post."""
    end = start + len(found)
    changed = {a for a, b in zip(found, right, strict=False) if a != b}
    if is_pun(text, start, end, changed):
        return True
    if len(found) >= _WHOLE:
        return False
    if text[end : end + 1] in _PLACE or _FIRM.match(text, end) or (start > 1 and text[start - 2] == found[0]):
        return True
    if len(found) == _HALF and start > 1 and _FOUR.fullmatch(text[start - 2 : end + 2]):
        return True
    return is_named(text, start, end)


def is_word_of(words: frozenset[str], text: str, start: int, found: str, right: str) -> bool:
    """Whether what would be changed is in a word of data/words.yaml that stands there: an editor says it is right."""
    changed = [n for n, (a, b) in enumerate(zip(found, right, strict=False)) if a != b]
    pairs = _pairs(words)
    return any(
        text[begin : begin + size] in words
        for place in (start + n for n in changed or range(len(found)))
        if text[place - 1 : place + 1] in pairs or text[place : place + 2] in pairs
        for size in _sizes(words)
        for begin in range(max(0, place - size + 1), place + 1)
    )


@lru_cache(maxsize=4)
def _pairs(words: frozenset[str]) -> frozenset[str]:
    """What stands side by side in the words: what is in one of them has a neighbour in it."""
    return frozenset(word[n : n + 2] for word in words for n in range(len(word) - 1))


@lru_cache(maxsize=4)
def _sizes(words: frozenset[str]) -> tuple[int, ...]:
    return tuple(sorted({len(word) for word in words if len(word) > 1}))
