"""How text is cut for search: the one definition, which the browser's cut.js repeats and tests hold it to.

A text is folded (compatibility forms, case, combining marks, invisible characters, Traditional to
Simplified), then read as runs of Han characters and words of Latin letters or of digits; all else
separates. From these:

- a *pair* for every two neighbouring Han characters (妇女联 → 妇女, 女联);
- a *single* for every distinct character, Latin letters and digits included;
- a *suffix* for every ending of a word from two characters on (2018 → 2018, 018, 18), so that looking
  up by beginning finds any part of a word.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple, TypeVar

from jianbao.zh import HAN

Item = TypeVar("Item")

LONGEST_WORD = 24
"""Letters or digits; longer words (addresses, keys) are cut into pieces."""
LONGEST_QUERY = 100
"""Characters of a query that are looked at."""
MOST_PAIRS = 6
"""Pairs looked up for one run; a longer run is represented by so many, evenly spread."""

_INVISIBLE = re.compile("[\u0300-\u036f\u00ad\u200b-\u200f\u2060\ufeff]")
_RUN = re.compile(f"[{HAN}]+|[a-z]{{1,{LONGEST_WORD}}}|[0-9]{{1,{LONGEST_WORD}}}")
_HAN_RUN = re.compile(f"[{HAN}]+")
_WORD = re.compile(f"[a-z]{{2,{LONGEST_WORD}}}|[0-9]{{2,{LONGEST_WORD}}}")
_CHARACTER = re.compile(f"[{HAN}a-z0-9]")


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


def is_searched_han(character: str) -> bool:
    """Whether a character is Han."""
    return _HAN_RUN.fullmatch(character) is not None


def pairs(run: str) -> list[str]:
    """The overlapping pairs of a Han run."""
    return [run[i : i + 2] for i in range(len(run) - 1)]


def singles(folded: str) -> set[str]:
    """Every distinct character that can be searched."""
    return set(_CHARACTER.findall(folded))


def suffixes(folded: str) -> Iterator[str]:
    """The suffixes of every word, repeated words included."""
    for word in _WORD.findall(folded):
        for i in range(len(word) - 1):
            yield word[i:]


class Token(NamedTuple):
    """What is looked up for a query: ``kind`` is ``pair``, ``single``, ``word`` or ``start``.

    A ``start`` is a word that may go on: the reader has perhaps not finished typing it.
    """

    kind: str
    text: str


class Query(NamedTuple):
    """A query, cut: phrases are what the reader wrote without a blank between."""

    phrases: tuple[str, ...]
    tokens: tuple[Token, ...]


def query(text: str, fold: Fold) -> Query:
    """Cuts a query. Pairs and words are looked up; singles only where there is nothing else."""
    phrases = tuple(p for p in fold(text[:LONGEST_QUERY]).split() if _RUN.search(p))
    tokens: dict[Token, None] = {}
    lone: dict[Token, None] = {}
    for phrase in phrases:
        found = runs(phrase)
        for at, run in enumerate(found):
            if len(run) == 1:
                lone[Token("single", run)] = None
            elif is_han(run):
                tokens.update((Token("pair", pair), None) for pair in spread(pairs(run)))
            else:
                last = at == len(found) - 1 and phrase.endswith(run)
                tokens[Token("start" if last else "word", run)] = None
    return Query(phrases, tuple(tokens or lone))


def bare(folded: str) -> str:
    """What is compared when a phrase is looked for in a text: only what can be searched, runs apart."""
    return " ".join(runs(folded))


def spread(found: Sequence[Item]) -> list[Item]:
    """At most ``MOST_PAIRS`` of the pairs, first and last included."""
    if len(found) <= MOST_PAIRS:
        return list(found)
    last = len(found) - 1
    return [found[i * last // (MOST_PAIRS - 1)] for i in range(MOST_PAIRS)]
