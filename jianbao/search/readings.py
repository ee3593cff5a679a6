"""How characters are read: the table that the browser gets, and the pairs that are read otherwise.

pypinyin's table is looked into once for each distinct character, never for a text. Where the reading of a pair in
pypinyin's phrases or in data/pinyin.yaml differs from its characters' own, the pair is filed under
both; so is every pair that begins with a surname that is read otherwise (单主任, 查女士).
"""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import chain

from jianbao import expressions as re
from jianbao.search.grams import is_han

NAMES = (
    "筼筜玥珺喆堃昇淼镕赟骉犇焱垚燚翀祎偲頔婳嫄妤昉晞晧曌煊琛瑀瑄璟璠甯翊芃蘅頫飏鸢钰铖锟镛昶旻暐珩珣玘璐璇"
    "珮玙埈熺炤焜琍堉旸彧沄淏烜炘玚玠珰琤祐勠瞭"
)
"""Characters of names that GB 2312 lacks; data/pinyin.yaml adds more."""


def common() -> list[str]:
    """The characters every site's table has, so that homophones of what a site says are known: GB 2312."""
    cells = (bytes([row, cell]) for row in range(0xB0, 0xF8) for cell in range(0xA1, 0xFF))
    return [c for cell in cells if (c := cell.decode("gb2312", "ignore"))]


@cache
def simplified() -> dict[str, str]:
    """Traditional character → simplified, one to one, by opencc."""
    import opencc

    convert = opencc.OpenCC("t2s").convert
    han = [chr(c) for block in ((0x3400, 0x4DC0), (0x4E00, 0xA000)) for c in range(*block)]
    made = dict(zip(han, convert("\n".join(han)).split("\n"), strict=True))
    # To the end of the chain, so that folding what is folded changes nothing.
    return {c: made.get(s, s) for c, s in made.items() if s != c and len(s) == 1 and made.get(s, s) != c}


@dataclass(frozen=True, slots=True)
class Readings:
    """Readings without tones; ü is written v."""

    own: dict[str, str]
    """Of characters."""
    pairs: dict[str, tuple[str, ...]]
    """Of pairs that are read otherwise: syllables with an apostrophe between, sorted."""
    surnames: dict[str, str]

    @property
    def syllables(self) -> frozenset[str]:
        """Every reading of a character, by itself or in a word."""
        words = (said for readings in self.pairs.values() for reading in readings for said in reading.split("'"))
        return frozenset(chain(self.own.values(), self.surnames.values(), words))

    def of(self, character: str) -> str:
        """A character's reading; one that has none stands for itself."""
        return self.own.get(character, character)

    def others(self, pair: str) -> tuple[str, ...]:
        """The readings of a pair that differ from its characters' own, sorted."""
        found = self.pairs.get(pair, ())
        if pair[0] not in self.surnames:
            return found
        second = self.of(pair[1])
        more = f"{self.surnames[pair[0]]}'{second}"
        return found if more == f"{self.of(pair[0])}'{second}" else tuple(sorted({*found, more}))


def of_words(characters: Iterable[str], words: Mapping[str, str], surnames: Mapping[str, str]) -> Readings:
    """The readings of ``characters`` and of all common ones.

    ``words`` and ``surnames`` are those of data/pinyin.yaml, with tones.
    """
    from pypinyin.constants import PINYIN_DICT

    wanted = {*common(), *NAMES, *characters, *(c for word in words for c in word)}
    own = {}
    for character in sorted(wanted):
        said = PINYIN_DICT.get(ord(character))
        if said and is_han(character):
            own[character] = plain(said.partition(",")[0])
    pairs: dict[str, set[str]] = {}
    for word, syllables in (*_phrases(), *_said(words)):
        usual = [own.get(c) for c in word]
        if usual != syllables:
            for i in range(len(word) - 1):
                if usual[i : i + 2] != syllables[i : i + 2]:
                    pairs.setdefault(word[i : i + 2], set()).add(f"{syllables[i]}'{syllables[i + 1]}")
    return Readings(own, {p: tuple(sorted(r)) for p, r in pairs.items()}, {c: plain(r) for c, r in surnames.items()})


def several(words: Mapping[str, str], surnames: Mapping[str, str], own: Mapping[str, str]) -> dict[str, str]:
    """Reading → the common characters that have it too, in words, though not by themselves: chong → 重, shan → 单."""
    often = Counter(chain.from_iterable(zip(word, said, strict=True) for word, said in (*_phrases(), *_said(words))))
    pairs = {pair for pair, n in often.items() if n > 1} | {(c, plain(said)) for c, said in surnames.items()}
    usual = set(common()[:_USUAL])
    found: dict[str, set[str]] = {}
    for character, reading in pairs:
        if character in usual and reading and own.get(character) not in (None, reading):
            found.setdefault(reading, set()).add(character)
    return {reading: "".join(sorted(characters)) for reading, characters in sorted(found.items())}


@cache
def _phrases() -> list[tuple[str, list[str]]]:
    """pypinyin's phrases with their syllables, those that have one for each character."""
    from pypinyin.constants import PHRASES_DICT

    return [(word, [plain(s[0]) for s in said]) for word, said in PHRASES_DICT.items() if len(said) == len(word)]


def _said(words: Mapping[str, str]) -> list[tuple[str, list[str]]]:
    """The same of data/pinyin.yaml."""
    given = ((word, [plain(s) for s in text.split()]) for word, text in words.items())
    return [(word, syllables) for word, syllables in given if len(word) == len(syllables)]


_USUAL = 3755
"""Characters of GB 2312's first part."""


@cache
def plain(syllable: str) -> str:
    """A syllable without its tone, ü as v: lǜ → lv, ê → e."""
    parts = unicodedata.normalize("NFD", syllable.lower().replace("u:", "ü")).replace("u\u0308", "v")
    return "".join(c for c in parts if "a" <= c <= "z")


_FLAT = re.compile("^(?:([zcs])h|n|f)")
_NASAL = re.compile("(?<=[aei]n)g$")


@cache
def ear(syllable: str) -> str:
    """What a syllable is for those who do not tell zh from z, n from l, f from h, ang from an; u and ü are one."""
    flat = _FLAT.sub(lambda m: m[1] or ("l" if m[0] == "n" else "h"), syllable.replace("v", "u"))
    return _NASAL.sub("", flat)


def hashed(syllable: str) -> int:
    """FNV-1a (32 bits) over the code units of what is heard: a slip of the ear asks for the same file."""
    value = 2166136261
    for unit in memoryview(ear(syllable).encode("utf-16-le")).cast("H"):
        value = (value ^ unit) * 16777619 & 0xFFFFFFFF
    return value


def mixed(first: int, second: int) -> int:
    """The place of two hashes among 2¹⁶; a shard takes as many of its high bits as it needs."""
    value = (first * 0x9E3779B1 & 0xFFFFFFFF) ^ second
    value ^= value >> 15
    value = value * 0x2C1B3C6D & 0xFFFFFFFF
    return (value ^ value >> 12) & 0xFFFF


def place(first: str, second: str = "") -> int:
    """The place of a pair of readings, or of one, or of the beginning of a word."""
    return mixed(hashed(first), hashed(second))
