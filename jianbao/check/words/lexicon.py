"""What the proof-reader knows of words: which there are, how often, and which characters are taken for each other.

The files in words/ are made by tools/lexicon.py: words and frequencies of jieba (MIT), shapes measured from Noto (OFL),
sounds of pypinyin (MIT). They are loaded once, when a text is first looked at. A text is cut into the words that are
likeliest together; names of persons and places, which no list holds, count as words that are seldom.
"""

import lzma
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from math import inf, log2
from pathlib import Path

from jianbao import expressions as re
from jianbao import zh
from jianbao.check.words import confused
from jianbao.check.words.confused import Confused

FOLDER = Path(__file__).parent
_LONGEST = 4
UNKNOWN = 18.0
"""Cost (the negative logarithm of the likelihood) of a character that is no word by itself."""
_PERSON = {2: 15.5, 3: 17.0}
_PLACE = 17.5
_SITE = 11.0
"""Of a word that the site's own data names."""
_KNOWN = 12.0
"""Of what well-edited texts write and no list of words holds: right, but never what was meant."""
PLACE_ENDS = frozenset("市县区镇乡村路街桥山河湖岛湾港庄")
SURNAMES = frozenset(zh.SURNAMES)
NO_NAME = frozenset(
    "的了在和是与及等为对将也都不有把被向从到以于着过并或这那就又再很更最让使给所其之而且但若如由因该此各每个们会要能可应"
)
_LEAST_COMMON = {2: 16.0, 3: 16.0, 4: 18.0}
"""By length: a word dearer than this is never what was meant."""
_REMEMBERED = 20_000
"""Runs of characters of which it is known how to cut them."""
_NO_GIVEN_NAME = 13.8
"""A word cheaper than this is nobody's given name."""
_GROUP = re.compile("([a-z])([^a-z]+)")


Ways = tuple[list[float], list[int]]
"""Of how to cut a text, by place: the least cost up to there, and where the last word begins."""


class Lexicon:
    """Words with their costs, and what is confused with what."""

    def __init__(self, costs: dict[str, float], unmeant: frozenset[str], taken: Confused) -> None:
        self.costs = costs
        self.unmeant = unmeant
        self.confused = taken
        self._cut: dict[str, Ways] = {}
        self._usual: list[str] | None = None
        self._beside: dict[int, list[dict[str, str]]] = {}
        self._halves: dict[int, dict[str, str]] = {}

    def cut(self, text: str) -> tuple[float, list[str]]:
        """(cost, words) of the likeliest way to cut a run of Han characters."""
        best, back = self.ways(text)
        return best[-1], self.words(text, back)

    @staticmethod
    def words(text: str, back: Sequence[int]) -> list[str]:
        """The words of a way: ``back`` is where the last one begins, by place."""
        size, found = len(text), []
        while size:
            found.append(text[back[size] : size])
            size = back[size]
        return found[::-1]

    def ways(self, text: str, same: int = 0, before: "Ways | None" = None) -> "Ways":
        """By place: the cost of the likeliest way to get there, and where its last word begins.

        ``before`` are those of a text whose first ``same`` characters are the same ones; they are not worked out again.
        What stands in a text is asked by several inspections, and remembered; nobody may change it.
        """
        if before is not None:
            return self._ways(text, same, before)
        found = self._cut.get(text)
        if found is None:
            if len(self._cut) > _REMEMBERED:
                self._cut.clear()
            found = self._cut[text] = self._ways(text, 0, None)
        return found

    def _ways(self, text: str, same: int, before: "Ways | None") -> "Ways":
        size = len(text)
        best, back = [inf] * (size + 1), [0] * (size + 1)
        best[0] = 0.0
        if before is not None:
            best[: same + 1], back[: same + 1] = before[0][: same + 1], before[1][: same + 1]
        known = self.costs.get
        for start in range(max(0, same + 1 - _LONGEST), size):
            so_far = best[start]
            named = text[start] in SURNAMES
            for end in range(max(start, same) + 1, min(start + _LONGEST, size) + 1):
                cost = known(text[start:end])
                if cost is None:
                    # Most words that no list holds can be no name either.
                    if not named and end - start > 1 and text[end - 1] not in PLACE_ENDS:
                        continue
                    cost = self.unlisted(text[start:end])
                if so_far + cost < best[end]:
                    best[end], back[end] = so_far + cost, start
        return best, back

    def apart(self, text: str) -> float:
        """What the characters cost one by one: what a word of them can spare at most."""
        total, costs = 0.0, self.costs
        for character in text:
            total += costs.get(character, UNKNOWN)
        return total

    def unlisted(self, word: str) -> float:
        """The cost of what no list holds: a character, or what may be a name; endless where it is none."""
        size = len(word)
        if size == 1:
            return UNKNOWN
        if size < _LONGEST and word[0] in SURNAMES and NO_NAME.isdisjoint(word[1:]):
            # 唐讲座 is nobody's name.
            return _PERSON[size] if size == 2 or self.costs.get(word[1:], UNKNOWN) > _NO_GIVEN_NAME else inf
        return _PLACE if size > 2 and word[-1] in PLACE_ENDS else inf

    def meant(self, window: str) -> Iterator[tuple[int, str]]:
        """(place, character) of every slip that makes a common word of two to four characters."""
        taken = self.confused.of
        if len(window) == _LONGEST:
            halves = self.halves()
            # A slip leaves one half of the word as it was.
            for at, kept, other in ((2, window[:2], window[2:]), (0, window[2:], window[:2])):
                those = halves[at].get(kept, "")
                if not those:
                    continue
                first, second = taken(other[0]), taken(other[1])
                for one, two in zip(those[::2], those[1::2], strict=True):
                    if two == other[1] and one in first:
                        yield at, one
                    elif one == other[0] and two in second:
                        yield at + 1, two
            return
        for place, table in enumerate(self.beside(len(window))):
            there = table.get(window[:place] + window[place + 1 :])
            if there:
                others = taken(window[place])
                yield from ((place, character) for character in there if character in others)

    def usual(self) -> list[str]:
        """The words that may have been meant."""
        if self._usual is None:
            self._usual = self._made_usual()
        return self._usual

    def _made_usual(self) -> list[str]:
        return [w for w, cost in self.costs.items() if cost <= _LEAST_COMMON.get(len(w), 0) and w not in self.unmeant]

    def beside(self, length: int) -> list[dict[str, str]]:
        """Of the words of two or three that may have been meant: place → the other characters → those that stand there.

        Made ready once, as are the halves.
        """
        if length not in self._beside:
            tables: list[dict[str, str]] = [{} for _ in range(length)]
            for word in self.usual():
                if len(word) == length:
                    for place, table in enumerate(tables):
                        rest = word[:place] + word[place + 1 :]
                        table[rest] = table.get(rest, "") + word[place]
            self._beside[length] = tables
        return self._beside[length]

    def halves(self) -> dict[int, dict[str, str]]:
        """Of those of four: where one half begins → the other half → those that stand there, one behind the other."""
        if not self._halves:
            heads: dict[str, str] = {}
            tails: dict[str, str] = {}
            for word in self.usual():
                if len(word) == _LONGEST:
                    head, tail = word[:2], word[2:]
                    heads[head] = heads.get(head, "") + tail
                    tails[tail] = tails.get(tail, "") + head
            self._halves = {2: heads, 0: tails}
        return self._halves

    def with_words(self, words: Iterable[str]) -> "Lexicon":
        """The same, with words that a site's own data names."""
        more = {w: _SITE for w in words if 2 <= len(w) <= _LONGEST and self.costs.get(w, UNKNOWN) > _SITE}
        return Lexicon({**self.costs, **more}, self.unmeant - more.keys(), self.confused) if more else self


def may_name(text: str) -> bool:
    """Whether some characters may be of a person's or a place's name."""
    return not SURNAMES.isdisjoint(text) or text[-1] in PLACE_ENDS


def files() -> list[Path]:
    """What it is made from."""
    return sorted(FOLDER.iterdir())


UNSEEN = -0.5
"""The logarithm of how often a pair was met that was met hardly ever."""


@lru_cache(maxsize=1)
def lines() -> list[str]:
    """The characters that stand side by side in what people write, two and two; a slip makes others.

    By the first one: it, and behind a letter for the logarithm to 2 of how often, in 27 million (c: four times), the
    others. counts.py looks them up.
    """
    return lzma.decompress((FOLDER / "pairs.txt.xz").read_bytes()).decode().split("\n")


def groups(line: str) -> Iterator[tuple[int, str]]:
    """(the logarithm, the characters) of a line."""
    return ((ord(group[1]) - ord("a"), group[2]) for group in _GROUP.finditer(line, 1))


@lru_cache(maxsize=1)
def alone() -> dict[str, float]:
    """The logarithm to 2 of how often a character was met with another one behind it."""
    return {line[0]: log2(sum(len(others) << much for much, others in groups(line))) for line in lines() if line}


@lru_cache(maxsize=1)
def suspects() -> frozenset[str]:
    """Those of the pairs that are no word and look or sound like a common one: 深人, in 资深人士 or for 深入."""
    lines = (FOLDER / "suspect.txt").read_text("utf-8").split()
    return frozenset(line[n : n + 2] for line in lines for n in range(0, len(line), 2))


@lru_cache(maxsize=1)
def neighbours() -> tuple[str, ...]:
    """Two words of two characters that often stand side by side, as one."""
    words = lzma.decompress((FOLDER / "neighbours.txt.xz").read_bytes()).decode()
    return tuple(words[n : n + 4] for n in range(0, len(words), 4))


@lru_cache(maxsize=1)
def particles() -> tuple[frozenset[str], ...]:
    """Words of manner, words of quality, verbs that are no nouns, verbs that are, nouns."""
    return tuple(frozenset(line.split()[1:]) for line in (FOLDER / "particles.txt").read_text("utf-8").splitlines())


@lru_cache(maxsize=1)
def kinds() -> dict[str, str]:
    """Common words that are no nouns with their parts of speech, as jieba calls them: v, a, d, i, …"""
    found: dict[str, str] = {}
    for line in lzma.decompress((FOLDER / "kinds.txt.xz").read_bytes()).decode().split("\n"):
        kind, length, words = line.split(" ")
        found.update({words[n : n + int(length)]: kind for n in range(0, len(words), int(length))})
    return found


@lru_cache(maxsize=1)
def weights() -> dict[str, tuple[int, int]]:
    """What a feature of a place speaks for, in tenths, see de.py: for 地 and for 得 rather than for 的."""
    found: dict[str, tuple[int, int]] = {}
    for line in (FOLDER / "de.txt").read_text("utf-8").split("\n")[:-1]:
        feature, di, de = line.rsplit(" ", 2)
        found[feature] = int(di), int(de)
    return found


@lru_cache(maxsize=1)
def measures() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """(measure words, the things that take them)."""
    lines = (FOLDER / "measures.txt").read_text("utf-8").splitlines()
    return tuple((line.split()[0], tuple(line.split()[1:])) for line in lines)


@lru_cache(maxsize=1)
def collocations() -> list[tuple[list[str], list[str], list[str]]]:
    """(nouns, verbs that do not go with them, verbs that do)."""
    lines = (FOLDER / "collocations.txt").read_text("utf-8").splitlines()
    rows = [[part.split() for part in line.split("|")] for line in lines if not line.startswith("#")]
    return [(nouns, never, right) for nouns, never, right in rows]


@lru_cache(maxsize=1)
def phrases() -> frozenset[str]:
    """Phrases that are often written so, and otherwise as well: only what looks like a slip is one."""
    return frozenset((FOLDER / "phrases.txt").read_text("utf-8").split())


@lru_cache(maxsize=1)
def laws() -> frozenset[str]:
    """The names of the state's laws and regulations, also of those that are repealed, without 中华人民共和国."""
    return frozenset((FOLDER / "laws.txt").read_text("utf-8").split())


@lru_cache(maxsize=1)
def shipped() -> Lexicon:
    """What came with jianbao; about a third of a second the first time."""
    costs: dict[str, float] = {}
    unmeant: set[str] = set()
    for line in lzma.decompress((FOLDER / "words.txt.xz").read_bytes()).decode().split("\n"):
        length, cost, kind, words = line.split(" ")
        size, tenth = int(length), int(cost) / 10
        made = [words[n : n + size] for n in range(0, len(words), size)]
        costs.update(dict.fromkeys(made, tenth))
        if kind == "n":
            unmeant.update(made)
    for line in (FOLDER / "often.txt").read_text("utf-8").splitlines():
        length, cost, words = line.split(" ")
        size, tenth = int(length), int(cost) / 10
        costs.update({words[n : n + size]: tenth for n in range(0, len(words), size)})
    known = [word for word in (FOLDER / "known.txt").read_text("utf-8").split() if word not in costs]
    costs.update(dict.fromkeys(known, _KNOWN))
    meant = (FOLDER / "meant.txt").read_text("utf-8").split()
    return Lexicon(costs, frozenset(unmeant.union(known).difference(meant)), confused.read())


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
