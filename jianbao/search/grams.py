"""How text is cut for search: the one definition, which the browser's grams.js repeats and tests hold it to.

A text is folded (compatibility forms, case, combining marks, invisible characters, Traditional to
Simplified), then read as Han characters and as words of Latin letters or of digits; all else separates.
From these:

- a *pair* for every two neighbouring characters, unless both are of one word (妇女联 → 妇女, 女联; 第15期 →
  第1, 5期);
- *neighbours*: two characters that only marks part (妇联、改革 → 联改);
- a *single* for every distinct character, Latin letters and digits included;
- a *suffix* for every ending of a word of letters from two on (wifi → wifi, ifi, fi), so that looking up by
  beginning finds any part of it; a number is looked up from its beginning only (2018 → 2018, 20*, 201*);
- a *word* for what stands between two marks or ends a list (王小明、联席会议、模式创新等), and for what is probably a
  person's name: what readers type the initials of.
"""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import NamedTuple, TypeVar

from jianbao import expressions as re
from jianbao.zh import HAN

Item = TypeVar("Item")

LONGEST_SUFFIX = 24
"""So much of a suffix is kept; of longer words every piece of this length can be looked up."""
LONG_NUMBER = 4
"""Digits from which on a number is filed by its first four."""
LONGEST_QUERY = 100
"""Characters of a query that are looked at."""
FIRST, SOME, SPOKEN, MOST = 4, 8, 6, 16
"""Pairs of one phrase that are looked up at first, evenly spread (of one that is only heard, whose pairs must be
neighbours to tell much, some more); and later, when too much has been found."""

_INVISIBLE = re.compile("[\u0300-\u036f\u00ad\u200b-\u200f\u2060\ufeff]")
_RUN = re.compile(f"[{HAN}]+|[a-z]+|[0-9]+")
_HAN_RUN = re.compile(f"[{HAN}]+")
_PIECE = re.compile(f"[{HAN}a-z0-9]+")
_WORD = re.compile("[a-z]{2,}|[0-9]{2,}")
_APART = bytes(byte if bytes([byte]).isalnum() else 0x20 for byte in range(256))
"""Blanks in the place of whatever is no letter and no digit."""
_CHARACTER = re.compile(f"[{HAN}a-z0-9]")
BESIDE = "\ue000"
"""Stands in a query between two words that must stand beside each other, whatever mark is between them."""
_APART_WORDS = re.compile(r"([a-z]) \?(?=[a-z])|([0-9]) \?(?=[0-9])")
_HAN_NEIGHBOURS = re.compile(f"(?<=[{HAN}])(?=[{HAN}])")
_BESIDE = re.compile(f"([{HAN}a-z0-9]){BESIDE}(?=([{HAN}a-z0-9]))")
_PAIR = re.compile(f"(?=([{HAN}][{HAN}a-z0-9]|[a-z][{HAN}0-9]|[0-9][{HAN}a-z]))")
SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖"
    "邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂焦向柳邢"
    "骆岳齐沿梅莫庄辛管祝左涂谷祁时舒耿牟卜詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋甘景薄单包司柏宁柯阮桂闵解强丛"
)
POSTS = "长员授士师记席任者生理委"
"""The last characters of posts."""
OTHERS = "等"
"""Behind the last word of a list, as a mark would be: 模式创新等."""
NAME, LONGEST_WORD = 3, 5
"""Characters of a name with its surname, which is the shortest word too, and of the longest word."""
_LONG_RUN = re.compile(f"[{HAN}]{{{NAME},}}")
_LIKELY = frozenset(SURNAMES)
_NAMED = re.compile(f"[{POSTS}](?=([{SURNAMES}][{HAN}]{{{NAME - 1}}}))")


class Fold:
    """Folding; ``simplified`` maps single Traditional characters."""

    def __init__(self, simplified: Mapping[str, str]) -> None:
        self.simplified = simplified
        self._map = str.maketrans(dict(simplified))

    def __call__(self, text: str) -> str:
        return normal(text).translate(self._map)


def normal(text: str) -> str:
    """A text as it is before Traditional characters are folded."""
    return _INVISIBLE.sub("", unicodedata.normalize("NFKD", text)).lower()


def runs(folded: str) -> list[str]:
    """Runs of Han, and words."""
    return _RUN.findall(folded)


def han_runs(folded: str) -> list[str]:
    """Runs of Han alone."""
    return _HAN_RUN.findall(folded)


def is_han(run: str) -> bool:
    """Whether a run is one of Han characters."""
    return run[0] > "z"


def pairs(folded: str) -> list[str]:
    """The pairs of a text, in order."""
    return _PAIR.findall(folded)


def neighbours(folded: str) -> Iterator[str]:
    """Every two characters of a text that only marks part, as one text."""
    before = ""
    for piece in _PIECE.findall(folded):
        if before:
            yield before + piece[0]
        before = piece[-1]


def singles(folded: str) -> set[str]:
    """Every distinct character that can be searched."""
    return set(_CHARACTER.findall(folded))


def suffixes(folded: str) -> Iterator[str]:
    """The suffixes of every word, repeated words included; of a number the whole, and how a long one begins."""
    return chain.from_iterable(map(endings, tokens(folded)))


def tokens(folded: str) -> list[bytes]:
    """What stands together of letters and digits."""
    return folded.encode("ascii", "replace").translate(_APART).split()


def endings(token: bytes) -> list[str]:
    """The suffixes of the words of a token; of a long number how it begins too, with a star."""
    if len(token) < 2:
        return []
    text = token.decode()
    words_of = [text] if text.isdigit() else _WORD.findall(text)
    made: list[str] = []
    for word in words_of:
        made += [word[i : i + LONGEST_SUFFIX] for i in range(len(word) - 1 if word > ":" else 1)]
        made += [f"{word[:size]}*" for size in range(2, LONG_NUMBER)] if is_long(word) else []
    return made


def is_long(word: str) -> bool:
    """Whether a word is a number that is filed by more than its first two digits."""
    return len(word) >= LONG_NUMBER and word < ":" and word[-1] != "*"


def beginning(word: str) -> tuple[str, str]:
    """By what a word is filed: its first two characters; of a long number its first two digits and the next two.

    Of a hundred thousand articles all that name a year of this century would else be in the shard of 20.
    """
    return (word[:2], word[2:LONG_NUMBER]) if is_long(word) else (word[0], word[1])


def begins(word: str, text: str) -> bool:
    """Whether a word filed where ``text`` is begins so; what long numbers do is told of them together."""
    if text < ":" and not is_long(text):
        return word == f"{text}*" or (word.startswith(text) and not is_long(word) and word[-1] != "*")
    return word.startswith(text)


def words(folded: str) -> set[str]:
    """What stands between marks or ends a list; and names: a surname and two characters by a mark or behind a post."""
    found = set(_NAMED.findall(folded))
    for run in _LONG_RUN.findall(folded):
        if len(run) <= LONGEST_WORD:
            found.add(run)
        found.update(run[:end] for end in range(NAME, min(LONGEST_WORD + 1, len(run))) if run[end] == OTHERS)
        if run[0] in _LIKELY:
            found.add(run[:NAME])
        if run[-NAME] in _LIKELY:
            found.add(run[-NAME:])
    return found


def is_name(word: str) -> bool:
    """Whether a word is probably a person's name: a surname and two characters."""
    return len(word) == NAME and word[0] in _LIKELY


class Token(NamedTuple):
    """What is looked up for a query: ``kind`` is ``pair``, ``single``, ``word``, ``start`` or ``beside``.

    A ``start`` is a word that may go on: the reader has perhaps not finished typing it. What is ``beside`` may have a
    mark between.
    """

    kind: str
    text: str


class Query(NamedTuple):
    """A query, cut: phrases are what the reader wrote without a blank between, each with its tokens."""

    phrases: tuple[str, ...]
    tokens: tuple[tuple[Token, ...], ...]
    """What is looked up of each phrase: its pairs and words, or its characters where it has neither."""
    some: tuple[tuple[Token, ...], ...]
    """The same with some more of the pairs of long phrases, of which a large archive needs the rarest only."""
    more: tuple[tuple[Token, ...], ...]
    """The same with more of the pairs of long phrases."""


def query(text: str, fold: Fold) -> Query:
    """Cuts a query."""
    phrases = tuple(p for p in fold(text[:LONGEST_QUERY]).split() if _RUN.search(p))
    return Query(phrases, *(tuple(_tokens(phrase, most) for phrase in phrases) for most in (FIRST, SOME, MOST)))


def _tokens(phrase: str, most: int) -> tuple[Token, ...]:
    made: list[Token] = []
    found = runs(phrase)
    for at, run in enumerate(found):
        if len(run) == 1 or is_han(run):
            continue
        if len(run) > LONGEST_SUFFIX:
            pieces = [run[i : i + LONGEST_SUFFIX] for i in range(len(run) - LONGEST_SUFFIX + 1)]
            made += [Token("start", piece) for piece in spread(pieces, FIRST)]
        else:
            made.append(Token("start" if at == len(found) - 1 and phrase.endswith(run) else "word", run))
    made += [Token("beside", one + other) for one, other in _BESIDE.findall(phrase)]
    made += [Token("pair", pair) for pair in spread(pairs(phrase), most)]
    return tuple(dict.fromkeys(made or [Token("single", run) for run in found]))


def beside(phrase: str) -> str:
    """A phrase in quotation marks: its words, one beside the other."""
    return BESIDE.join(_PIECE.findall(normal(phrase)))


def standing(phrase: str, *, marked: bool = False) -> str:
    """An expression for a phrase of a query in what ``bare`` gives; ``marked``: marks may stand between any Han."""
    made = " ?".join(map(bare, phrase.split(BESIDE)))
    # Two words of letters, or two numbers, are two.
    made = _APART_WORDS.sub(lambda m: f"{m[1] or m[2]} ", made)
    return _HAN_NEIGHBOURS.sub(" ?", made) if marked else made


def bare(folded: str) -> str:
    """What is compared when a phrase is looked for in a text: only what can be searched, runs apart."""
    return " ".join(runs(folded))


def spread(found: Sequence[Item], most: int) -> list[Item]:
    """At most so many, first and last included, evenly spread."""
    if len(found) <= most:
        return list(found)
    last = len(found) - 1
    return [found[i * last // (most - 1)] for i in range(most)]
