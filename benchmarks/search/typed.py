"""Queries as readers really type them: unfinished, misspelt, by ear, with a date, with a minus.

They were drawn up from what readers do, by somebody who had not read how the search does any of it, and have
not been changed to suit it since. Each has a way of being right: ``ranks`` looks at the first ten rows alone,
``shown`` also at the suggestions above them, for what is unfinished or misspelt.
"""

import random
import re
from collections.abc import Callable, Sequence
from functools import cache
from typing import NamedTuple

from pypinyin import lazy_pinyin, pinyin

from benchmarks.search.queries import FEW, HAN, Corpus, Document

Articles = frozenset[int]


class Typed(NamedTuple):
    """What is typed; the phrase that is meant; the articles that have it; whether every row must be one of them."""

    kind: str
    text: str
    meant: str
    relevant: Articles
    only: bool = False


class Texts(NamedTuple):
    """A corpus with its dates: ``days[i]`` is the YYYY-MM-DD of document i."""

    corpus: Corpus
    days: Sequence[str]

    def having(self, *parts: str) -> Articles:
        """All articles that have all parts."""
        return self.corpus.whole.having(*parts, most=len(self.days))


Drawn = tuple[str, str, Articles] | tuple[str, str, Articles, bool] | None


def said(text: str) -> list[str]:
    """The syllables of a phrase, as pypinyin reads it."""
    return [s.replace("ü", "v") for s in lazy_pinyin(text, v_to_u=False)]


@cache
def syllables() -> frozenset[str]:
    """Every syllable that some character has."""
    return frozenset(said(chr(c))[0] for c in range(0x4E00, 0x9FFF) if said(chr(c))[0].isascii())


def phrase(texts: Texts, rng: random.Random, low: int, high: int, *, title: bool = True) -> str:
    """A run of characters from a title or a text that few articles have, or ""."""
    document = rng.choice(texts.corpus.documents)
    runs = [run for run in HAN.findall(document.title if title else document.body) if len(run) >= low]
    if not runs:
        return ""
    run = rng.choice(runs)
    # A reader begins where a word begins more often than not: at a run's beginning.
    at = 0 if rng.random() < 0.5 else rng.randrange(len(run) - low + 1)
    part = run[at : at + rng.randint(low, high)]
    return part if 0 < len(texts.corpus.whole.having(part)) <= FEW else ""


def items(document: Document) -> list[str]:
    """What stands between the marks of a list in a text: names and words."""
    return re.findall("(?<=[、，])([\u4e00-\u9fff]{2,5})(?=[、，。等])", document.body)


SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎"
    "余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
    ""
)


# Unfinished


def _prefix(texts: Texts, rng: random.Random) -> Drawn:
    part = phrase(texts, rng, 2, 6)
    if not part:
        return None
    own = said(part)
    whole, least = "".join(own), len(own[0]) + 1
    if least >= len(whole):
        return None
    return whole[: rng.randrange(least, len(whole) + 1)], part, texts.having(part)


def _prefix_mixed(texts: Texts, rng: random.Random) -> Drawn:
    part = phrase(texts, rng, 2, 6)
    if not part:
        return None
    cut = rng.randrange(1, len(part))
    rest = "".join(said(part)[cut:])
    return part[:cut] + rest[: rng.randrange(1, len(rest) + 1)], part, texts.having(part)


def _last_missing(texts: Texts, rng: random.Random) -> Drawn:
    part = phrase(texts, rng, 3, 6)
    whole = "".join(said(part))
    return (whole[:-1], part, texts.having(part)) if part else None


# By ear

FUZZY = (
    *(("zh", "z"), ("ch", "c"), ("sh", "s"), ("n", "l"), ("f", "h")),
    *(("ang", "an"), ("eng", "en"), ("ing", "in")),
)


def _fuzzy(texts: Texts, rng: random.Random) -> Drawn:
    part = phrase(texts, rng, 3, 6, title=rng.random() < 0.5)
    if not part:
        return None
    own = said(part)
    ways = []
    for at, syllable in enumerate(own):
        for one, other in FUZZY:
            for a, b in ((one, other), (other, one)):
                final = len(one) == 3
                if final and syllable.endswith(a) and (a == one or not syllable.endswith(one)):
                    ways.append((at, syllable[: -len(a)] + b))
                if not final and syllable.startswith(a) and (a == one or not syllable.startswith(one)):
                    ways.append((at, b + syllable[len(a) :]))
    ways = [(at, new) for at, new in ways if new in syllables() and new != own[at]]
    if not ways:
        return None
    for at, new in rng.sample(ways, min(len(ways), rng.choice((1, 1, 2)))):
        own[at] = new
    return "".join(own), part, texts.having(part)


def _several_readings(texts: Texts, rng: random.Random) -> Drawn:
    """One character of a phrase under another of its readings: 重复 as zhongfu, 似 as shi."""
    part = phrase(texts, rng, 3, 6, title=rng.random() < 0.5)
    if not part:
        return None
    own = said(part)
    ways = []
    for at, character in enumerate(part):
        others = {s.replace("ü", "v") for s in pinyin(character, style=0, heteronym=True)[0]} - {own[at]}
        # Readings that some dictionary has and nobody types are left out: what a word of two characters has.
        ways += [(at, other) for other in sorted(others) if (character, other) in COMMON_OTHER]
    if not ways:
        return None
    at, other = rng.choice(ways)
    own[at] = other
    return "".join(own), part, texts.having(part)


COMMON_OTHER = frozenset(
    (pair[0], pair[1:])
    for pair in (
        "重zhong 重chong 长chang 长zhang 行hang 行xing 似shi 似si 率lv 率shuai 调diao 调tiao 供gong 乐le 乐yue "
        "会kuai 会hui 都du 都dou 还hai 还huan 了liao 了le 得dei 得de 地di 地de 着zhao 着zhe 传zhuan 传chuan "
        "参can 参shen 差cha 差chai 朝chao 朝zhao 度duo 度du 发fa 分fen 干gan 给gei 给ji 和he 和huo 合he 降jiang "
        "降xiang 角jiao 角jue 解jie 解xie 校xiao 校jiao 觉jue 觉jiao 量liang 落luo 落la 没mei 没mo 强qiang 强jiang "
        "曲qu 塞sai 塞se 色se 省sheng 省xing 盛sheng 盛cheng 石shi 石dan 识shi 识zhi 属shu 属zhu 数shu 数shuo 宿su "
        "提ti 提di 吐tu 为wei 系xi 系ji 相xiang 血xue 血xie 压ya 咽yan 应ying 与yu 曾ceng 曾zeng 藏cang 藏zang "
        "择ze 择zhai 扎zha 扎za 种zhong 转zhuan 查cha 查zha 单dan 单shan 区qu 区ou 便bian 便pian 薄bo 薄bao "
        "吓xia 吓he 露lu 露lou 模mo 模mu 奔ben 剥bo 剥bao 称cheng 称chen 仔zai 仔zi 厦sha 厦xia 弹dan 弹tan"
    ).split()
)


# Misspelt

NEAR = {
    key: row[max(0, at - 1) : at] + row[at + 1 : at + 2]
    for row in ("qwertyuiop", "asdfghjkl", "zxcvbnm")
    for at, key in enumerate(row)
}


def _slip(change: Callable[[str, int, random.Random], str]) -> Callable[[Texts, random.Random], Drawn]:
    def draw(texts: Texts, rng: random.Random) -> Drawn:
        part = phrase(texts, rng, 4, 6, title=rng.random() < 0.7)
        if not part:
            return None
        whole = "".join(said(part))
        typed = change(whole, rng.randrange(1, len(whole) - 1), rng)
        return (typed, part, texts.having(part)) if typed != whole else None

    return draw


def _missing(whole: str, at: int, _: random.Random) -> str:
    return whole[:at] + whole[at + 1 :]


def _doubled(whole: str, at: int, _: random.Random) -> str:
    return whole[:at] + whole[at] + whole[at:]


def _swapped(whole: str, at: int, _: random.Random) -> str:
    return whole[:at] + whole[at + 1] + whole[at] + whole[at + 2 :]


def _neighbour(whole: str, at: int, rng: random.Random) -> str:
    return whole[:at] + rng.choice(NEAR[whole[at]]) + whole[at + 1 :]


# Initials


def _names(texts: Texts, rng: random.Random) -> Drawn:
    found = [w for w in items(rng.choice(texts.corpus.documents)) if len(w) == 3 and w[0] in SURNAMES]
    if not found:
        return None
    name = rng.choice(found)
    # A name, not a chance word: it stands in lists of several articles, or with a post.
    return "".join(s[0] for s in said(name)), name, texts.having(name)


def _words(texts: Texts, rng: random.Random) -> Drawn:
    found = [w for w in items(rng.choice(texts.corpus.documents)) if len(w) >= 4]
    word = rng.choice(found) if found else ""
    return ("".join(s[0] for s in said(word)), word, texts.having(word)) if word else None


def _initials_chance(texts: Texts, rng: random.Random) -> Drawn:
    """Initials in which two neighbours happen to spell a syllable."""
    part = phrase(texts, rng, 5, 9)
    if not part:
        return None
    typed = "".join(s[0] for s in said(part))
    chance = any(typed[at : at + n] in syllables() for at in range(len(typed)) for n in (2, 3))
    return (typed, part, texts.having(part)) if chance else None


def _initials_digraph(texts: Texts, rng: random.Random) -> Drawn:
    """zh, ch and sh as one initial."""
    part = phrase(texts, rng, 4, 7)
    if not part:
        return None
    own = said(part)
    typed = "".join(s[:2] if s[:2] in ("zh", "ch", "sh") else s[0] for s in own)
    return (typed, part, texts.having(part)) if len(typed) > len(own) else None


# With a date


def _word_in(texts: Texts, rng: random.Random, form: Callable[[str, str], str], length: int) -> Drawn:
    at = rng.randrange(len(texts.days))
    runs = [run for run in HAN.findall(texts.corpus.documents[at].title) if len(run) >= 2]
    if not runs:
        return None
    run = rng.choice(runs)
    start = rng.randrange(len(run) - 1)
    word, day = run[start : start + 2], texts.days[at]
    those = frozenset(i for i in texts.having(word) if texts.days[i][:length] == day[:length])
    return form(word, day), word, those, True


def _year(texts: Texts, rng: random.Random) -> Drawn:
    form = rng.choice(("{w} {y}", "{y} {w}", "{w} {y}年", "{y}年{w}", "{w}{y}"))
    return _word_in(texts, rng, lambda word, day: form.format(w=word, y=day[:4]), 4)


def _month(texts: Texts, rng: random.Random) -> Drawn:
    form = rng.choice(("{w} {y}年{m}月", "{y}年{m}月 {w}", "{y}-{mm} {w}", "{w} {y}.{m}", "{y}年{m}月{w}"))
    return _word_in(texts, rng, lambda w, d: form.format(w=w, y=d[:4], m=int(d[5:7]), mm=d[5:7]), 7)


def _day(texts: Texts, rng: random.Random) -> Drawn:
    at = rng.randrange(len(texts.days))
    year, month, day = texts.days[at].split("-")
    form = rng.choice(("{y}年{m}月{d}日", "{y}-{mm}-{dd}", "{y}/{m}/{d}", "{y}.{m}.{d}", "{y}{mm}{dd}"))
    text = form.format(y=year, m=int(month), d=int(day), mm=month, dd=day)
    return text, text, frozenset(i for i, d in enumerate(texts.days) if d == texts.days[at]), True


# Operators


def _two_words(texts: Texts, rng: random.Random) -> tuple[str, str] | None:
    runs = [run for run in HAN.findall(rng.choice(texts.corpus.documents).body) if len(run) >= 2]
    if len(runs) < 2:
        return None
    one, other = (run[at : at + 2] for run in rng.sample(runs, 2) for at in [rng.randrange(len(run) - 1)])
    return (one, other) if one != other else None


def _minus(texts: Texts, rng: random.Random) -> Drawn:
    words = _two_words(texts, rng)
    if not words:
        return None
    one, other = words
    mark = rng.choice("-－")
    return f"{one} {mark}{other}", one, texts.having(one) - texts.having(other), True


def _either(texts: Texts, rng: random.Random) -> Drawn:
    parts = [phrase(texts, rng, 3, 5) for _ in range(2)]
    if not all(parts):
        return None
    return f"{parts[0]} 或 {parts[1]}", parts[1], texts.having(parts[0]) | texts.having(parts[1]), True


def _quoted(texts: Texts, rng: random.Random) -> Drawn:
    """Two words that stand beside each other in few articles, and apart in more."""
    found = re.findall("[\u4e00-\u9fff]{2}[、，][\u4e00-\u9fff]{2}", rng.choice(texts.corpus.documents).body)
    if not found:
        return None
    one, other = re.split("[、，]", rng.choice(found))
    marks = rng.choice(('""', "“”"))
    those = frozenset(
        at
        for at in texts.having(one, other)
        if re.search(f"{one}[^\u4e00-\u9fffA-Za-z0-9]*{other}", texts.corpus.whole.texts[at])
    )
    return f"{marks[0]}{one} {other}{marks[1]}", one + other, those, True


# Other words for the same

SAME = ("妇女节/三八节", "女孩/女童")
TAIWAN = {
    "网络": "網路",
    "云端": "雲端",
    "软件": "軟體",
    "信息": "資訊",
    "数字": "數位",
    "质量": "品質",
    "互联网": "網際網路",
    "出租车": "計程車",
    "智能": "智慧",
    "打印": "列印",
    "视频": "影片",
    "短信": "簡訊",
    "人工智能": "人工智慧",
    "数据": "資料",
    "项目": "專案",
}


def _synonym(texts: Texts, rng: random.Random) -> Drawn:
    one, other = rng.sample(rng.choice(SAME).split("/"), 2)
    return one, other, texts.having(other) - texts.having(one)


def _taiwan(texts: Texts, rng: random.Random) -> Drawn:
    word = rng.choice(sorted(TAIWAN))
    return TAIWAN[word], word, texts.having(word)


def _zhu(texts: Texts, rng: random.Random) -> Drawn:
    """著 for 着, as Taiwan writes."""
    found = re.findall("[\u4e00-\u9fff]{1,3}着[\u4e00-\u9fff]{1,3}", rng.choice(texts.corpus.documents).body)
    part = rng.choice(found) if found else ""
    return (part.replace("着", "著"), part, texts.having(part)) if part else None


# A homophone in a title before scattered exact pieces


def _homophone_title(texts: Texts, rng: random.Random) -> Drawn:
    part = phrase(texts, rng, 4, 6)
    if not part:
        return None
    at = rng.randrange(len(part))
    alike = [c for c in common() if c != part[at] and said(c) == said(part[at])]
    if not alike:
        return None
    typed = part[:at] + rng.choice(alike) + part[at + 1 :]
    return (typed, part, texts.having(part)) if not texts.having(typed) else None


@cache
def common() -> tuple[str, ...]:
    """The characters of GB 2312's first level."""
    cells = (bytes([row, cell]).decode("gb2312", "ignore") for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF))
    return tuple(c for c in cells if c)


KINDS: dict[str, Callable[[Texts, random.Random], Drawn]] = {
    "prefix": _prefix,
    "prefix after Han": _prefix_mixed,
    "last letter missing": _last_missing,
    "模糊音": _fuzzy,
    "letter missing": _slip(_missing),
    "letter doubled": _slip(_doubled),
    "letters swapped": _slip(_swapped),
    "neighbouring key": _slip(_neighbour),
    "initials of names": _names,
    "initials of words": _words,
    "initials by chance": _initials_chance,
    "initials sh zh": _initials_digraph,
    "word and year": _year,
    "word and month": _month,
    "a day": _day,
    "left out": _minus,
    "either": _either,
    "one phrase": _quoted,
    "synonyms": _synonym,
    "Taiwan's words": _taiwan,
    "著 for 着": _zhu,
    "other reading": _several_readings,
    "homophone title": _homophone_title,
}
SUGGESTED = {"prefix", "prefix after Han", "letter missing", "letter doubled", "letters swapped", "neighbouring key"}
"""Kinds that a suggestion answers as well as a row."""


def drawn(texts: Texts, each: int, seed: int = 19) -> list[Typed]:
    """``each`` queries of every kind."""
    made: list[Typed] = []
    for kind, draw in KINDS.items():
        rng = random.Random(f"{seed} {kind}")
        known: set[str] = set()
        for _ in range(each * 60):
            if len(known) == each:
                break
            found = draw(texts, rng)
            if found and found[0] not in known and found[2]:
                known.add(found[0])
                made.append(Typed(kind, *found))
    return made


AMONG = {"homophone title": 3}
"""Kinds whose rows must stand among fewer than ten."""


def right(one: Typed, rows: Sequence[int], suggestions: Sequence[str] = (), first: int = 10) -> bool:
    """Whether what was meant stands among the rows or, where that will do, the suggestions.

    Where every row must be right, all of the first ten are, and there are ten if so many articles are.
    """
    rows = rows[: min(first, AMONG.get(one.kind, first))]
    if one.only:
        return set(rows) <= one.relevant and len(rows) == min(first, len(one.relevant))
    if one.kind in SUGGESTED and any(meets(one.meant, said_of) for said_of in suggestions):
        return True
    return any(row in one.relevant for row in rows)


def meets(meant: str, suggestion: str) -> bool:
    """Whether a suggestion is what was meant, or its beginning with at least two characters, or goes beyond it."""
    return suggestion.startswith(meant) or (len(suggestion) > 1 and meant.startswith(suggestion))
