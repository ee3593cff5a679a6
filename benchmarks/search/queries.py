"""Queries with known answers, drawn from a corpus with a fixed seed.

A query's relevant articles are those whose text really has what was asked: the characters, or for what is
typed as it sounds, characters that sound so, one behind the other. Only queries that few articles answer are
kept, so that finding one of them is no accident.
"""

import random
import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import cache, cached_property
from itertools import accumulate
from typing import NamedTuple

from pypinyin import lazy_pinyin

HAN = re.compile("[\u4e00-\u9fff]+")
FEW = 3
"""Articles that may answer a query."""


class Document(NamedTuple):
    """An article as plain text."""

    url: str
    title: str
    tags: tuple[str, ...]
    body: str


class Query(NamedTuple):
    """What is typed, and the articles (by place) that answer it."""

    kind: str
    text: str
    relevant: frozenset[int]


class Texts:
    """Texts in which substrings are looked for: as one, which is many times faster than one by one."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.texts = texts
        self._all = "\0".join(texts)
        self._starts = list(accumulate((len(text) + 1 for text in texts), initial=0))

    def having(self, *parts: str, most: int = FEW) -> frozenset[int]:
        """The places of the texts that have all parts; one more than ``most`` at most."""
        found: list[int] = []
        longest = max(parts, key=len)
        at = self._all.find(longest)
        while at >= 0 and len(found) <= most:
            place = bisect_right(self._starts, at) - 1
            if all(part in self.texts[place] for part in parts):
                found.append(place)
            at = self._all.find(longest, self._starts[place + 1])
        return frozenset(found)


class Corpus:
    """Documents, and where their short substrings occur."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self.documents = documents
        self.titles = Texts([d.title for d in documents])
        self.whole = Texts([f"{d.title}\n{chr(10).join(d.tags)}\n{d.body}" for d in documents])

    @cached_property
    def characters(self) -> Counter[str]:
        """How many documents have each character."""
        return Counter(c for text in self.whole.texts for c in set(text))

    @cached_property
    def spoken(self) -> Texts:
        """The documents, one syllable's sign for each character."""
        return Texts([text.translate(_sounds()) for text in self.whole.texts])

    @cached_property
    def heads(self) -> Texts:
        """The titles as initials."""
        return Texts([text.translate(_initials()) for text in self.titles.texts])


@cache
def _own() -> dict[str, str]:
    """Han character → syllable."""
    return {chr(c): said[0].replace("ü", "v") for c in range(0x4E00, 0xA000) if (said := lazy_pinyin(chr(c)))}


@cache
def _signs() -> dict[str, int]:
    return {said: 0xE000 + i for i, said in enumerate(sorted(set(_own().values())))}


@cache
def _sounds() -> dict[int, int]:
    """Han character → a private sign that its homophones share."""
    return {ord(c): _signs()[said] for c, said in _own().items()}


@cache
def _initials() -> dict[int, str]:
    return {ord(c): said[0] for c, said in _own().items()}


def queries(corpus: Corpus, each: int, seed: int = 11) -> list[Query]:
    """``each`` queries of every kind."""
    made: list[Query] = []
    for kind, draw in KINDS.items():
        rng = random.Random(f"{seed} {kind}")
        known: set[str] = set()
        for _ in range(each * 40):
            if len(known) == each:
                break
            query = draw(corpus, rng)
            if query and query[0] not in known and query[1] and (len(query[1]) <= FEW or kind in MANY):
                known.add(query[0])
                made.append(Query(kind, *query))
    return made


Drawn = tuple[str, frozenset[int]] | None


def _part(text: str, rng: random.Random, low: int, high: int) -> str:
    """A substring of so many Han characters, or ""."""
    runs = [run for run in HAN.findall(text) if len(run) >= low]
    if not runs:
        return ""
    run = rng.choice(runs)
    size = min(len(run), rng.randint(low, high))
    at = rng.randrange(len(run) - size + 1)
    return run[at : at + size]


def _title(corpus: Corpus, rng: random.Random) -> Drawn:
    part = _part(rng.choice(corpus.titles.texts), rng, 5, 10)
    return (part, corpus.titles.having(part)) if part else None


def _substring(corpus: Corpus, rng: random.Random) -> Drawn:
    part = _part(rng.choice(corpus.documents).body, rng, 4, 7)
    return (part, corpus.whole.having(part)) if part else None


def _two(corpus: Corpus, rng: random.Random) -> Drawn:
    whole = rng.choice(corpus.whole.texts)
    parts = [_part(whole, rng, 2, 4) for _ in range(2)]
    return (" ".join(parts), corpus.whole.having(*parts)) if all(parts) else None


def _said(text: str) -> list[str]:
    return [s.replace("ü", "v") for s in lazy_pinyin(text, v_to_u=False)]


def _spoken(spell: Callable[[str, random.Random], str], low: int, high: int, *, title: bool) -> Callable[..., Drawn]:
    """A phrase that few articles have, typed as it sounds."""

    def draw(corpus: Corpus, rng: random.Random) -> Drawn:
        document = rng.choice(corpus.documents)
        part = _part(document.title if title else document.body, rng, low, high)
        if not part or not 0 < len(corpus.whole.having(part)) <= FEW:
            return None
        return spell(part, rng), corpus.spoken.having(part.translate(_sounds()))

    return draw


def _heads(corpus: Corpus, rng: random.Random) -> Drawn:
    """The initials of a part of a title."""
    part = _part(rng.choice(corpus.titles.texts), rng, 5, 8)
    if not part or not 0 < len(corpus.titles.having(part)) <= FEW:
        return None
    return "".join(s[0] for s in _said(part)), corpus.heads.having(part.translate(_initials()))


def _mixed(part: str, rng: random.Random) -> str:
    cut = rng.randrange(1, len(part))
    said = "".join(_said(part[cut:]))
    return part[:cut] + said if rng.random() < 0.7 else "".join(_said(part[:cut])) + part[cut:]


_HOMOPHONES: dict[str, list[str]] = defaultdict(list)


def _wrong(part: str, rng: random.Random) -> str:
    if not _HOMOPHONES:
        for row in range(0xB0, 0xD8):
            for cell in range(0xA1, 0xFF):
                character = bytes([row, cell]).decode("gb2312", "ignore")
                if character:
                    _HOMOPHONES[_said(character)[0]].append(character)
    at = rng.randrange(len(part))
    others = [c for c in _HOMOPHONES[_said(part)[at]] if c != part[at]]
    return part[:at] + rng.choice(others) + part[at + 1 :] if others else part


def _traditional(corpus: Corpus, rng: random.Random) -> Drawn:
    import opencc

    part = _part(rng.choice(corpus.documents).body, rng, 4, 8)
    return (str(opencc.OpenCC("s2t").convert(part)), corpus.whole.having(part)) if part else None


def _digits(corpus: Corpus, rng: random.Random) -> Drawn:
    """A number or a Latin word with the characters beside it."""
    found = re.findall(
        "[\u4e00-\u9fff]{0,2}(?:[A-Za-z]{2,}|[0-9]+)[\u4e00-\u9fff]{0,2}", rng.choice(corpus.whole.texts)
    )
    word = rng.choice(found) if found else ""
    return (word, corpus.whole.having(word)) if len(word) > 1 else None


def _single(corpus: Corpus, rng: random.Random) -> Drawn:
    rare = sorted(c for c, n in corpus.characters.items() if n <= FEW and HAN.match(c))
    character = rng.choice(rare) if rare else ""
    return (character, corpus.whole.having(character)) if rare else None


ODD = {
    said.strip(): word
    for said, _, word in (
        line.strip().rpartition(" ")
        for line in """
lai xia 来厦,xia jin 厦金,xia da 厦大,zeng cuo an 曾厝垵,chong su 重塑,chang xiao 长效,shan zhu ren 单主任,
zha nv shi 查女士,lv li 吕丽,lu li 吕丽,fu nv 妇女,fu nu 妇女,chong qing 重庆,yin hang 银行,xie xiao dong 解晓东,
zeng zhu xi 曾主席,qiu ying 仇英,ren li hua 任丽华,hua luo geng 华罗庚,pan yu 番禺,chang ting 长汀,kuai ji 会计,
tiao jie 调解,shuai xian 率先,xiao lv 效率,lv se 绿色,zhan lve 战略,zhan lue 战略,gong ji 供给,ji yu 给予,
chong jian jia yuan 重建家园,cheng shi chong jian 城市重建,xin hang zhang 新行长,lai xia tou zi 来厦投资,
tong an 同安,gu lang yu 鼓浪屿,ge zai xi 歌仔戏,dan qin jia ting 单亲家庭,chang qi jian chi 长期坚持
""".replace("\n", "").split(",")
    )
}
"""Words with a reading that is easily got wrong, by what a reader types; run.py plants them in the corpus."""


def _odd(corpus: Corpus, rng: random.Random) -> Drawn:
    said = rng.choice(sorted(ODD))
    signs = {syllable: chr(sign) for syllable, sign in _signs().items()}
    alike = "".join(signs.get(syllable, " ") for syllable in said.split())
    many = len(corpus.documents)
    return said.replace(" ", ""), corpus.whole.having(ODD[said], most=many) | corpus.spoken.having(alike, most=many)


KINDS: dict[str, Callable[[Corpus, random.Random], Drawn]] = {
    "title phrase": _title,
    "body substring": _substring,
    "two words": _two,
    "title pinyin": _spoken(lambda part, _: "".join(_said(part)), 3, 6, title=True),
    "body pinyin": _spoken(lambda part, _: "".join(_said(part)), 4, 6, title=False),
    "initials": _heads,
    "mixed": _spoken(_mixed, 3, 6, title=True),
    "Traditional": _traditional,
    "wrong homophone": _spoken(_wrong, 4, 7, title=False),
    "odd reading": _odd,
    "digits and Latin": _digits,
    "single character": _single,
}


MANY = {"odd reading"}
"""Kinds of words that many articles may have."""


def reciprocal(query: Query, answers: Sequence[int]) -> float:
    """One divided by the rank of the first relevant answer among ten, or 0."""
    for rank, answer in enumerate(answers[:10], 1):
        if answer in query.relevant:
            return 1 / rank
    return 0.0


def kinds(found: Sequence[Query]) -> Iterator[str]:
    """The kinds in their order."""
    yield from dict.fromkeys(query.kind for query in found)
