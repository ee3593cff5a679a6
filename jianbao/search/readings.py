"""How characters are read: the table that the browser gets, and the pairs that are read otherwise.

pypinyin's tables are looked into once for each distinct character, never for a text. Where the reading of a pair in
pypinyin's phrases or in data/pinyin.yaml differs from its characters' own, the pair is filed under
both; so is every pair that begins with a surname that is read otherwise (单主任, 查女士).
"""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain
from typing import NamedTuple

from jianbao import expressions as re
from jianbao.search.grams import is_han

NAMES = (
    "筼筜玥珺喆堃昇淼镕赟骉犇焱垚燚翀祎偲頔婳嫄妤昉晞晧曌煊琛瑀瑄璟璠甯翊芃蘅頫飏鸢钰铖锟镛昶旻暐珩珣玘璐璇"
    "珮玙埈熺炤焜琍堉旸彧沄淏烜炘玚玠珰琤祐勠瞭垵"
)
"""Characters of names, of people and places, that GB 2312 lacks; data/pinyin.yaml adds more."""


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


class Said(NamedTuple):
    """What pypinyin says, as plain values: it follows from the program alone, and no site's words are in it."""

    alone: dict[str, str]
    """Reading → all characters that are read so by themselves."""
    own: dict[str, str]
    """Of the characters that every site's table has."""
    pairs: dict[str, tuple[str, ...]]
    """As in Readings, by the phrases that have no other characters."""
    rare: list[tuple[str, list[str]]]
    """The phrases that have others, with their syllables."""
    otherwise: dict[str, dict[str, int]]
    """Usual character → readings that it has in phrases and not by itself, and in how many: more than two are two."""

    def of(self, characters: Iterable[str]) -> dict[str, str]:
        """How characters are read by themselves."""
        wanted = set(characters)
        return {c: reading for reading, those in self.alone.items() for c in wanted.intersection(those)}


def said() -> Said:
    """Costs an import of pypinyin and a look at all its characters and phrases."""
    from pypinyin.constants import PINYIN_DICT

    alone: dict[str, str] = {}
    own = {}
    always = {*common(), *NAMES}
    for code, text in sorted(PINYIN_DICT.items()):
        character, reading = chr(code), plain(text.partition(",")[0])
        if is_han(character):
            alone[reading] = alone.get(reading, "") + character
            if character in always:
                own[character] = reading
    rare, pairs = [], dict[str, set[str]]()
    often: dict[str, dict[str, int]] = {}
    usual = set(common()[:_USUAL])
    for word, syllables in _phrases():
        _count(often, word, syllables, own, usual)
        if own.keys() >= set(word):
            _file(pairs, word, syllables, own)
        else:
            rare.append((word, syllables))
    return Said(alone, own, _sorted(pairs), rare, often)


def of_words(
    characters: Iterable[str], words: Mapping[str, str], surnames: Mapping[str, str], known: Said | None = None
) -> Readings:
    """The readings of ``characters`` and of all common ones.

    ``words`` and ``surnames`` are those of data/pinyin.yaml, with tones; ``known`` is ``said()`` where it is at hand.
    """
    known = known or said()
    more = {*characters, *(c for word in words for c in word)} - known.own.keys()
    own = dict(sorted((known.own | known.of(more)).items())) if more else known.own
    pairs = {pair: set(readings) for pair, readings in known.pairs.items()}
    for word, syllables in (*known.rare, *_said(words)):
        _file(pairs, word, syllables, own)
    return Readings(own, _sorted(pairs), {c: plain(r) for c, r in surnames.items()})


def several(
    words: Mapping[str, str], surnames: Mapping[str, str], own: Mapping[str, str], known: Said | None = None
) -> dict[str, str]:
    """Reading → the common characters that have it too, in words, though not by themselves: chong → 重, shan → 单."""
    often = {character: dict(readings) for character, readings in (known or said()).otherwise.items()}
    usual = set(common()[:_USUAL])
    for word, syllables in _said(words):
        _count(often, word, syllables, own, usual)
    for surname, text in surnames.items():
        if len(surname) == 1:
            for _ in range(_ENOUGH):
                _count(often, surname, [plain(text)], own, usual)
    found: dict[str, set[str]] = {}
    for character, readings in often.items():
        for reading, many in readings.items():
            if many >= _ENOUGH:
                found.setdefault(reading, set()).add(character)
    return {reading: "".join(sorted(characters)) for reading, characters in sorted(found.items())}


_ENOUGH = 2
"""Phrases in which a character has to have a reading."""


def _file(pairs: dict[str, set[str]], word: str, syllables: list[str], own: Mapping[str, str]) -> None:
    """Files the pairs of a word that it reads otherwise than by themselves."""
    usual = [own.get(c) for c in word]
    if usual != syllables:
        for i in range(len(word) - 1):
            if usual[i : i + 2] != syllables[i : i + 2]:
                pairs.setdefault(word[i : i + 2], set()).add(f"{syllables[i]}'{syllables[i + 1]}")


def _sorted(pairs: dict[str, set[str]]) -> dict[str, tuple[str, ...]]:
    return {pair: tuple(sorted(readings)) for pair, readings in pairs.items()}


def _count(
    often: dict[str, dict[str, int]], word: str, syllables: list[str], own: Mapping[str, str], usual: set[str]
) -> None:
    """Counts a word's readings of usual characters that are not their own."""
    for character, reading in zip(word, syllables, strict=True):
        if reading and character in usual and own.get(character) not in (None, reading):
            readings = often.setdefault(character, {})
            readings[reading] = min(readings.get(reading, 0) + 1, _ENOUGH)


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


@lru_cache(1 << 16)
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
