"""Everything Chinese: dates as they are read, sentences, soft line breaks, readings, folding.

Readings come from pypinyin once per distinct word (pinyin.py), corrected by data/pinyin.yaml; opencc is imported only
when a word is met for the first time (state.py remembers the rest).
"""

import unicodedata
from collections.abc import Callable, Iterable
from functools import cache, lru_cache
from typing import NamedTuple

from jianbao import expressions as re
from jianbao import pinyin
from jianbao.pinyin import Known

OFTEN = "，。的国、一中在人大会和不有年新了上工发业为行要成地出以时展月日"
"""The most frequent characters of news. The search index says them as control characters from U+0000 on, one byte each;
the theme's index_reader.js has them too.
"""
_SHORTER = [(c, chr(i)) for i, c in enumerate(OFTEN)]
HAN_RANGES = ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x323AF), (0x3007, 0x3007))
"""Han characters: first and last code points."""
HAN = "".join(f"{chr(first)}-{chr(last)}" if first < last else chr(first) for first, last in HAN_RANGES)
"""Han characters, as the inside of a regular expression's class."""
_WIDE_RANGES = (*HAN_RANGES, (0x3000, 0x303F), (0xFF01, 0xFF60), (0xFFE0, 0xFFE6))
_WIDE_MARKS = "\u2014\u2018\u2019\u201c\u201d\u2026\u00b7"
WIDE = "".join(f"{chr(first)}-{chr(last)}" for first, last in _WIDE_RANGES) + _WIDE_MARKS
"""Han characters and the marks that are set full-width among them."""
SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫"
    "段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤洪裴国聂宁柯庄施连翁章池占詹尤俞甘兰温纪童涂欧阮游卓巫缪蓝骆简饶丘翟慕"
)
"""The surnames that nearly everybody has, one character each."""

_DIGITS = "〇一二三四五六七八九"
_HAN_RUN = re.compile(f"[{HAN}]+")
_WORD = re.compile(r"[0-9A-Za-z]+")
_HAN_BLOCKS = bytes((*range(0x34, 0xA0), 0xF9, 0xFA))
"""The upper bytes of UTF-16 that only Han have, but for the hexagrams of U+4DC0 to U+4DFF; 〇 and the astral apart."""
_HEXAGRAMS = b"\x4d"
_WORDS = bytes(byte if bytes([byte]).isalnum() else 0x20 for byte in range(256))
_BREAK = re.compile("(?<=[^\x00-\xb6])[ \t]*\n[ \t]*|(?<![ \t])[ \t]*+\n[ \t]*+(?=[^\x00-\xb6])")
"""A line break beside whatever is no plain Latin: a class of all that is WIDE takes a millisecond to compile."""
_MAY_BREAK = re.compile(r"(?:[^\x00-\xb6]|[*_\])`])[ \t]*\n[ \t>]*[^\s#|]|\n[ \t>]*[^\x00-\xb6]")
_UMLAUT = str.maketrans("ǖǘǚǜ", "vvvv")
_ID = re.compile(rf"[^{HAN}0-9A-Za-z]+")
_SENTENCE_END = re.compile("[。！？][”’」』）〕》]*|[；…]")


_TRUTHS = dict.fromkeys(("true", "yes", "on", "1", "是"), True) | dict.fromkeys(
    ("false", "no", "off", "0", "否"), False
)
"""What editors write for yes and no, in front matter, settings and directives alike."""


def truth(text: str) -> bool | None:
    """What a word for yes or no says, in whatever case; None for any other word."""
    return _TRUTHS.get(text.lower())


class Reading(NamedTuple):
    """What is known of a word: toneless ``pinyin`` (syllables apart by spaces) and ``simplified`` form."""

    pinyin: str
    simplified: str


def joined(text: str) -> str:
    """The text without line breaks beside a Han character or a full-width mark: Chinese is set without spaces."""

    def kept(found: re.Match[str]) -> str:
        start, end = found.span()
        beside = text[max(0, start - 1) : start] + text[end : end + 1]
        return "" if any(char in _WIDE_MARKS or _within(char, _WIDE_RANGES) for char in beside) else found[0]

    return _BREAK.sub(kept, text)


def is_han(char: str) -> bool:
    """Whether one character, or none, is a Han character."""
    return bool(char) and _within(char, HAN_RANGES)


def _within(char: str, ranges: tuple[tuple[int, int], ...]) -> bool:
    code = ord(char)
    return any(first <= code <= last for first, last in ranges)


def breaks_softly(text: str) -> bool:
    """Whether ``joined`` would change the text, or might once marks of emphasis are gone."""
    return _MAY_BREAK.search(text) is not None


def numeral(number: int) -> str:
    """21 → 二十一; as items are counted, from 1 to 99, other numbers in digits."""
    if not 0 < number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    return (("" if tens == 1 else _DIGITS[tens]) + "十" if tens else "") + (_DIGITS[ones] if ones else "")


_COUNTED = {numeral(number): number for number in range(1, 100)}


def counted(text: str) -> int:
    """二十一 → 21, and 21 → 21; 0 for what ``numeral`` never says."""
    return int(text) if text.isdecimal() else _COUNTED.get(text, 0)


def heading_id(title: str) -> str:
    """A heading's anchor: its Han characters, letters and digits; what is left out becomes a hyphen."""
    return _ID.sub("-", title).strip("-").lower() or "heading"


def characters(text: str) -> int:
    """Reading length: Han characters one by one, and words of Latin letters or digits."""
    high = text.encode("utf-16-le", "surrogatepass")[1::2]
    if len(high) != len(text) or _HEXAGRAMS in high:
        rest, runs = _HAN_RUN.subn(" ", text)
        return len(text) - len(rest) + runs + len(_WORD.findall(rest))
    han = len(high) - len(high.translate(None, _HAN_BLOCKS)) + text.count("〇")
    return han + len(text.encode("ascii", "replace").translate(_WORDS).split())


def summary(text: str, shortest: int = 60, longest: int = 120) -> str:
    """The first sentences of a text, ending at a sentence, 60 to 120 characters where possible."""
    text = " ".join(text.split())
    if len(text) <= longest:
        return text
    ends = [m.end() for m in _SENTENCE_END.finditer(text, 0, longest + 1) if m.end() <= longest]
    good = [end for end in ends if end >= shortest]
    if good:
        return text[: good[-1]]
    comma = max(text.rfind(mark, 0, longest - 1) for mark in "，、：；")
    return text[: comma if comma >= shortest else longest - 1] + "……"


@lru_cache(maxsize=16384)
def date_text(date: str) -> str:
    """2018-04-23 → 2018年4月23日; 2018-04 → 2018年4月; 2018 → 2018年; "" → ""."""
    if not date:
        return ""
    return "".join(f"{int(part)}{unit}" for part, unit in zip(date.split("-"), "年月日", strict=False))


def letter(pinyin: str) -> str:
    """The letter under which a word stands in an A–Z index; ``#`` for digits and the rest."""
    first = unicodedata.normalize("NFD", pinyin[:1]).upper()[:1]
    return first if "A" <= first <= "Z" else "#"


def readings(words: Iterable[str], corrections: dict[str, str], known: Known | None = None) -> dict[str, Reading]:
    """The reading of every word, by pypinyin and opencc.

    ``corrections`` is data/pinyin.yaml: word → syllables with tone marks, spaces between them. ``known`` is what
    pypinyin says, where it is at hand: its import takes longer than reading all words of most archives.
    """
    simplify, known = _simplifier(), known or pinyin.known()
    found = {}
    for word in words:
        simplified = simplify(word)
        said: list[str] = []
        for part, correction in _corrected(simplified, corrections):
            said += _toneless(correction) if correction else known.reading(part)
        found[word] = Reading(" ".join(s.strip().lower() for s in said), simplified)
    return found


def loaded() -> None:
    """Loads what a word that was never met needs."""
    _simplifier()


@cache
def _simplifier() -> Callable[[str], str]:
    import opencc

    found: Callable[[str], str] = opencc.OpenCC("t2s").convert
    return found


def _corrected(word: str, corrections: dict[str, str]) -> list[tuple[str, str]]:
    """The word in parts, each with its correction or "": the longest corrected words first, from the left.

    pypinyin's own way of loading corrections changes it for good, also for the next build of a preview.
    """
    parts: list[tuple[str, str]] = []
    plain = at = 0
    longest = max(map(len, corrections), default=0)
    while at < len(word):
        match = next((word[at : at + n] for n in range(longest, 0, -1) if word[at : at + n] in corrections), "")
        if match:
            parts += [(word[plain:at], "")] * (plain < at) + [(match, corrections[match])]
            plain = at = at + len(match)
        else:
            at += 1
    return parts + [(word[plain:], "")] * (plain < len(word))


def _toneless(said: str) -> list[str]:
    """lǜ xìng → lv, xing."""
    marked = unicodedata.normalize("NFD", said.replace("ü", "v").translate(_UMLAUT))
    return "".join(c for c in marked if not unicodedata.combining(c)).split()


def shorter(text: str) -> str:
    """A text that has no control characters, with those for its most frequent ones."""
    for often, control in _SHORTER:
        # Six times as fast as one translation of all.
        text = text.replace(often, control)
    return text


def longer(text: str) -> str:
    """What ``shorter`` was given."""
    for often, control in _SHORTER:
        text = text.replace(control, often)
    return text
