"""What the proof-reader knows of words: which there are, how often, and which characters are taken for each other.

The files in words/ are made by tools/lexicon.py: words and frequencies of jieba (MIT), shapes measured from Noto (OFL),
sounds of pypinyin (MIT). They are loaded once, when a text is first looked at. A text is cut into the words that are
likeliest together; names of persons and places, which no list holds, count as words that are seldom.
"""

import lzma
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

from jianbao import zh

_FOLDER = Path(__file__).parent / "words"
_LONGEST = 4
_UNKNOWN = 18.0
"""Cost (the negative logarithm of the likelihood) of a character that is no word by itself."""
_PERSON = {2: 15.5, 3: 17.0}
_PLACE = 17.5
_SITE = 11.0
"""Of a word that the site's own data names."""
_KNOWN = 12.0
"""Of what well-edited texts write and no list of words holds: right, but never what was meant."""
_PLACE_ENDS = frozenset("市县区镇乡村路街桥山河湖岛湾港庄")
_SURNAMES = frozenset(zh.SURNAMES)
_NO_NAME = frozenset(
    "的了在和是与及等为对将也都不有把被向从到以于着过并或这那就又再很更最让使给所其之而且但若如由因该此各每个们会要能可应"
)
_SAME_SOUND, _NEAR_SOUND, _VERY_ALIKE, _ALIKE, _OFTEN = 2.0, 3.0, 1.0, 2.0, 1.0
"""What it costs to believe that one character was written for another."""
_LEAST_COMMON = {2: 13.8, 3: 14.9, 4: 16.9}
"""By length: a word dearer than this is never what was meant."""
_KEPT = {3: ((0, 1), (1, 2), (2, 0)), 4: ((0, 1), (2, 3))}
"""By length: two characters of a word, one pair of which a single slip leaves alone."""


_NOTHING: frozenset[str] = frozenset()


class Lexicon:
    """Words with their costs, and what is confused with what."""

    def __init__(self, costs: dict[str, float], unmeant: frozenset[str], confused: dict[str, dict[str, float]]) -> None:
        self.costs = costs
        self.unmeant = unmeant
        self.confused = confused
        self._taken = {character: frozenset(others) for character, others in confused.items()}
        self._by_two: dict[tuple[int, int], dict[str, list[str]]] | None = None
        self._around: tuple[dict[str, set[str]], dict[str, set[str]]] | None = None

    def cut(self, text: str) -> tuple[float, list[str]]:
        """(cost, words) of the likeliest way to cut a run of Han characters."""
        size = len(text)
        best = [0.0] + [1e9] * size
        back = [0] * (size + 1)
        for start in range(size):
            for end in range(start + 1, min(start + _LONGEST, size) + 1):
                cost = self._cost(text[start:end])
                if cost is not None and best[start] + cost < best[end]:
                    best[end], back[end] = best[start] + cost, start
        words = []
        while size:
            words.append(text[back[size] : size])
            size = back[size]
        return best[-1], words[::-1]

    def apart(self, text: str) -> float:
        """What the characters cost one by one: what a word of them can spare at most."""
        return sum(self.costs.get(character, _UNKNOWN) for character in text)

    def _cost(self, word: str) -> float | None:
        cost = self.costs.get(word)
        if cost is not None:
            return cost
        size = len(word)
        if size == 1:
            return _UNKNOWN
        if size < _LONGEST and word[0] in _SURNAMES and _NO_NAME.isdisjoint(word[1:]):
            # 唐讲座 is nobody's name.
            return _PERSON[size] if size == 2 or self.costs.get(word[1:], _UNKNOWN) > _LEAST_COMMON[2] else None
        return _PLACE if size > 2 and word[-1] in _PLACE_ENDS else None

    def meant(self, window: str) -> Iterator[tuple[int, str, float]]:
        """(place, character, its cost) of every slip that makes a common word of two to four characters."""
        length = len(window)
        if length == 2:
            after, before = self._pairs()
            first, second = window[0], window[1]
            # Of two sets the smaller one is walked: most characters have few words.
            for at, near, written in ((1, after.get(first), second), (0, before.get(second), first)):
                for character in near & self._taken.get(written, _NOTHING) if near else ():
                    yield at, character, self.confused[written][character]
            return
        told = set()
        for one, other in _KEPT[length]:
            for word in self._index()[length, one].get(window[one] + window[other], ()):
                places = [n for n in range(length) if word[n] != window[n]]
                if len(places) == 1 and word not in told:
                    told.add(word)
                    cost = self.confused.get(window[places[0]], {}).get(word[places[0]], 0)
                    if cost:
                        yield places[0], word[places[0]], cost

    def _is_common(self, word: str) -> bool:
        return self.costs.get(word, _UNKNOWN) <= _LEAST_COMMON[len(word)] and word not in self.unmeant

    def _pairs(self) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
        """The common words of two: which characters come after each, and which before each."""
        if self._around is None:
            after: dict[str, set[str]] = {}
            before: dict[str, set[str]] = {}
            for word in self.costs:
                if len(word) == 2 and self._is_common(word):
                    after.setdefault(word[0], set()).add(word[1])
                    before.setdefault(word[1], set()).add(word[0])
            self._around = after, before
        return self._around

    def _index(self) -> dict[tuple[int, int], dict[str, list[str]]]:
        """The common words by length and by two of their characters: a slip leaves some two as they were."""
        if self._by_two is None:
            made: dict[tuple[int, int], dict[str, list[str]]] = {}
            for length, pairs in _KEPT.items():
                words = [word for word in self.costs if len(word) == length and self._is_common(word)]
                for one, other in pairs:
                    table = made.setdefault((length, one), {})
                    for word in words:
                        table.setdefault(word[one] + word[other], []).append(word)
            self._by_two = made
        return self._by_two

    def with_words(self, words: Iterable[str]) -> "Lexicon":
        """The same, with words that a site's own data names."""
        more = {w: _SITE for w in words if 2 <= len(w) <= _LONGEST and self.costs.get(w, _UNKNOWN) > _SITE}
        return Lexicon({**self.costs, **more}, self.unmeant - more.keys(), self.confused) if more else self


@lru_cache(maxsize=1)
def pairs() -> frozenset[str]:
    """The characters that stand side by side in what people write, two and two; a slip makes others."""
    lines = lzma.decompress((_FOLDER / "pairs.txt.xz").read_bytes()).decode().split("\n")
    return frozenset(line[0] + other for line in lines for other in line[1:])


@lru_cache(maxsize=1)
def shipped() -> Lexicon:
    """What came with jianbao; about a third of a second the first time."""
    costs: dict[str, float] = {}
    unmeant: set[str] = set()
    for line in lzma.decompress((_FOLDER / "words.txt.xz").read_bytes()).decode().split("\n"):
        length, cost, kind, words = line.split(" ")
        size, tenth = int(length), int(cost) / 10
        made = [words[n : n + size] for n in range(0, len(words), size)]
        costs.update(dict.fromkeys(made, tenth))
        if kind == "n":
            unmeant.update(made)
    for line in (_FOLDER / "often.txt").read_text("utf-8").splitlines():
        length, cost, words = line.split(" ")
        size, tenth = int(length), int(cost) / 10
        costs.update({words[n : n + size]: tenth for n in range(0, len(words), size)})
    known = [word for word in (_FOLDER / "known.txt").read_text("utf-8").split() if word not in costs]
    costs.update(dict.fromkeys(known, _KNOWN))
    return Lexicon(costs, frozenset(unmeant.union(known)), _confusions())


def _confusions() -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = {}

    def confuse(ones: str, others: str, cost: float) -> None:
        for one in ones:
            mine = found.setdefault(one, {})
            for other in others:
                if other != one and mine.get(other, cost) >= cost:
                    mine[other] = cost

    for line in (_FOLDER / "confused.txt").read_text("utf-8").splitlines():
        parts = line.lstrip("~=").split(" ")
        if line.startswith("#"):
            continue
        if line.startswith("~"):
            confuse(parts[0], parts[1], _NEAR_SOUND)
            confuse(parts[1], parts[0], _NEAR_SOUND)
        elif line.startswith("="):
            confuse(parts[0], parts[0], _OFTEN)
        elif len(parts) == 1:
            confuse(line, line, _SAME_SOUND)
        else:
            confuse(parts[0], parts[1].strip("-"), _VERY_ALIKE)
            confuse(parts[0], parts[2].strip("-"), _ALIKE)
    return found


_HAN = re.compile("[\u4e00-\u9fff]+")
_WIDTH = 5


class Around:
    """The likeliest words around a stretch of a text."""

    def __init__(self, text: str, start: int, end: int) -> None:
        low = start
        while low > 0 and start - low < _WIDTH and _HAN.match(text[low - 1]):
            low -= 1
        match = _HAN.match(text, low, end + _WIDTH)
        self.words: list[tuple[int, int, str]] = []
        at = low
        for word in shipped().cut(match.group())[1] if match else ():
            self.words.append((at, at + len(word), word))
            at += len(word)

    def word_at(self, place: int) -> tuple[int, int, str]:
        """(start, end, word) of the word that a place is in; an empty one where there is none."""
        return next((w for w in self.words if w[0] <= place < w[1]), (place, place, ""))

    def crosses(self, start: int, end: int) -> bool:
        """Whether a known word reaches over the beginning or the end of a stretch."""
        known = shipped().costs
        return any(a < start < b or a < end < b for a, b, word in self.words if len(word) > 1 and word in known)
