"""What a query may mean as sounds: Han characters, syllables and initials in a row.

A run of letters is cut into syllables and initials, the fewest first (fulian → fu lian, flian → f lian,
fl → f l). The last of a query may be one that has just been begun: of fuli, li may be lian. Letters that can all be
initials may be just those, whatever they spell (dethxgab).
"""

import itertools
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from jianbao import expressions as re
from jianbao.search import grams
from jianbao.search.readings import ear

MOST = 4
"""Ways of cutting that are kept."""
_DIGITS = re.compile(f"[0-9\\s{grams.BESIDE}]+")
_INITIAL = 1.6
"""What an initial costs; a syllable costs 1."""
_BEGUN, _BEGUN_WHOLE = 1.3, 1.2
_LONGEST = 6
_VOWELS = frozenset("aeiouv")


class Sound(NamedTuple):
    """``kind`` is ``han``, ``syllable``, ``begun`` or ``initial``."""

    kind: str
    text: str
    also: str = ""
    """Characters that are read so in what was found, though not by themselves."""


Row = tuple[Sound, ...]
"""The sounds of one phrase."""


def rows(text: str, fold: grams.Fold, syllables: frozenset[str]) -> list[tuple[Row, ...]]:
    """The ways to read a query, the likeliest first; each gives rows of what is spoken in one breath.

    Digits are not spoken, nor are words that are no pinyin: they part rows, as does a mark between Han characters.
    """
    # ü before marks are dropped: lǜ is lv.
    spelled = unicodedata.normalize("NFKD", text[: grams.LONGEST_QUERY]).lower()
    spelled = re.sub("u([\u0300-\u0307\u0309-\u036f]*)\u0308", "v", spelled)
    phrases = [p for part in _DIGITS.split(fold(spelled)) for p in _breaths(grams.runs(part), syllables)]
    if not phrases:
        return []
    found: list[tuple[Row, ...]] = []
    if len(phrases) > 1 and all(len(p) == 1 and p[0] in syllables for p in phrases):
        found.append((tuple(Sound("syllable", p[0]) for p in phrases),))
    each = [_phrase(phrase, syllables) for phrase in phrases]
    found += itertools.islice(itertools.product(*each), 2 * MOST)
    return [
        way for way in dict.fromkeys(found) if any(len(row) > 1 or row[0].kind in ("han", "syllable") for row in way)
    ]


def has(way: Iterable[Row], kind: str) -> bool:
    """Whether some sound is of a kind."""
    return any(sound.kind == kind for row in way for sound in row)


def same(typed: str, reading: str) -> bool:
    """Whether a syllable as typed is that reading; u stands for ü as well."""
    return typed == reading or typed == reading.replace("v", "u")


def matched(row: Row, text: str, own: Mapping[str, str], *, exact: bool, near: bool = False) -> str:
    """What in a folded text has the row's sounds one behind the other, or ""; ``exact`` wants its Han as written."""
    found = "".join(grams.han_runs(text))
    said = [own.get(c, c) for c in found]
    for at in range(len(found) - len(row) + 1):
        if all(fits(sound, found[at + i], said[at + i], own, exact=exact, near=near) for i, sound in enumerate(row)):
            return found[at : at + len(row)]
    return ""


def fits(
    sound: Sound, character: str, reading: str, own: Mapping[str, str], *, exact: bool, near: bool = False
) -> bool:
    """Whether a character, read so, is a sound of the query, or ``near`` it to an ear that mixes some sounds up."""
    if character in sound.also:
        return True
    if sound.kind in ("initial", "begun"):
        return reading.startswith(sound.text) or (near and ear(reading).startswith(ear(sound.text)))
    if sound.kind == "syllable":
        return same(sound.text, reading) or (near and ear(sound.text) == ear(reading))
    if character == sound.text:
        return True
    mine = own.get(sound.text, "")
    return not exact and (reading == mine or (near and bool(mine) and ear(reading) == ear(mine)))


def heard(sound: Sound, own: dict[str, str]) -> str:
    """The reading under which a sound is filed."""
    return own.get(sound.text, sound.text) if sound.kind == "han" else sound.text


def unspoken(word: str, syllables: frozenset[str]) -> bool:
    """Whether a word of a query can only be meant as it is written."""
    return word.isascii() and (word.isdigit() or not _latin(word, syllables, last=True))


def spelled(text: str) -> bool:
    """Whether there are letters in it."""
    return any("a" <= c <= "z" for c in text.lower())


def nothing_else(text: str, fold: grams.Fold, syllables: frozenset[str]) -> bool:
    """Whether a query is letters that can be read as pinyin."""
    found = grams.runs(fold(text))
    return bool(found) and not any(grams.is_han(run) or unspoken(run, syllables) for run in found)


def one_syllable(text: str, syllables: frozenset[str]) -> bool:
    """Whether there are letters of one syllable at most, whole or begun: they lead to everything."""
    return text.isascii() and text.isalpha() and any(s.startswith(text.lower()) for s in syllables)


def cut(row: Row) -> list[int]:
    """Where a syllable may have been cut in two: pinyin writes xi'an when it is not xian."""
    return [i for i in range(len(row) - 1) if row[i + 1].kind == "syllable" and row[i + 1].text[0] in "aoe"]


def long(way: Iterable[Row]) -> int:
    """How many sounds a way to read a query has."""
    return sum(map(len, way))


def _breaths(runs: Sequence[str], syllables: frozenset[str]) -> list[list[str]]:
    """Neighbouring runs as what is spoken without a stop."""
    made: list[list[str]] = [[]]
    for run in runs:
        if unspoken(run, syllables):
            made.append([])
        elif made[-1] and grams.is_han(run) and grams.is_han(made[-1][-1]):
            made.append([run])
        else:
            made[-1].append(run)
    return [breath for breath in made if breath]


def _phrase(runs: Sequence[str], syllables: frozenset[str]) -> list[Row]:
    ways: list[list[Row]] = []
    for at, run in enumerate(runs):
        if grams.is_han(run):
            ways.append([tuple(Sound("han", c) for c in run)])
        else:
            ways.append(_latin(run, syllables, last=at == len(runs) - 1))
    made = itertools.islice(itertools.product(*ways), MOST + 2)
    return [tuple(itertools.chain(*way)) for way in made]


def _latin(run: str, syllables: frozenset[str], *, last: bool) -> list[Row]:
    best: list[list[tuple[float, Row]]] = [[] for _ in range(len(run) + 1)]
    best[0].append((0.0, ()))
    for at in range(len(run)):
        for cost, row in best[at]:
            for price, sound, size in _next(run, at, syllables, last=last):
                best[at + size].append((cost + price, (*row, sound)))
        for end in range(at + 1, len(run) + 1):
            best[end] = _cheapest(best[end])
    found = list(dict.fromkeys(_settled(row) for _, row in best[-1]))
    # Before what is mostly initials anyway.
    at = next((i for i, row in enumerate(found) if _mostly_initials(row)), len(found))
    letters = [row for row in dict.fromkeys((_letters(run, "[zcs]h|."), _letters(run, "."))) if row]
    return [*(r for r in found[:at] if r not in letters), *letters, *(r for r in found[at:] if r not in letters)]


def _settled(row: Row) -> Row:
    """Beside initials what has been begun is one more initial."""
    if any(sound.kind == "initial" for sound in row):
        return tuple(s._replace(kind="initial") if s.kind == "begun" else s for s in row)
    return row


def _letters(run: str, pattern: str) -> Row:
    """The letters as initials, as the pattern takes them together; nothing when some can be none."""
    parts = re.findall(pattern, run)
    return tuple(Sound("initial", part) for part in parts) if 1 < len(parts) and not set(run) & set("iuv") else ()


def _mostly_initials(row: Row) -> bool:
    return sum(s.kind == "initial" for s in row) * 2 > len(row)


def _cheapest(ways: Iterable[tuple[float, Row]]) -> list[tuple[float, Row]]:
    return sorted(ways, key=lambda way: (round(way[0], 3), way[1]))[:MOST]


def _next(run: str, at: int, syllables: frozenset[str], *, last: bool) -> Iterable[tuple[float, Sound, int]]:
    for size in range(1, min(_LONGEST, len(run) - at) + 1):
        part = run[at : at + size]
        # 嗯 is n by itself, never a syllable among others.
        spoken = len(part) == len(run) or not _VOWELS.isdisjoint(part)
        whole = spoken and (part in syllables or part.replace("u", "v") in syllables)
        if whole:
            yield 1.0, Sound("syllable", part), size
        if last and at + size == len(run) and any(s.startswith(part) and s != part for s in syllables):
            yield _BEGUN_WHOLE if whole else _BEGUN, Sound("begun", part), size
    if run[at] not in "iuv":
        yield _INITIAL, Sound("initial", run[at]), 1
        if run[at : at + 2] in ("zh", "ch", "sh"):
            yield _INITIAL, Sound("initial", run[at : at + 2]), 2
