"""What was meant when a letter slipped: one is missing, doubled, another, or two are swapped.

What was typed whole, before the slip and behind it, leads to articles; in the best of them, titles before texts,
a place is looked for that reads as was typed but for one letter.
"""

import math
from collections import Counter
from collections.abc import Iterator, Set
from itertools import pairwise
from typing import NamedTuple

from jianbao import expressions as re
from jianbao.search import grams
from jianbao.search.asking import chain, rank, sounds
from jianbao.search.asking.index_reader import IndexReader, Postings
from jianbao.search.asking.spell import Sound, matched, same
from jianbao.search.readings import place

SHORTEST, LONGEST = 5, 40
"""Letters of what is mended."""
LOOKED_AT, TOGETHER, MOST = 12, 4, 3
"""Articles that are looked at, and together; words that are offered."""
TRIED, SEEN = 12, 3
"""Ways to mend that are tried; articles that are looked at for each."""
_UNUSUAL = 4.0
_LETTERS = 6
"""The longest syllable has so many."""
_BESIDE = {
    key: row[max(0, at - 1) : at] + row[at + 1 : at + 2]
    for row in ("qwertyuiop", "asdfghjkl", "zxcvbnm")
    for at, key in enumerate(row)
}
"""Key → the keys left and right of it."""
_TYPED = re.compile("[a-zü' ]+")


class Meant(NamedTuple):
    """Words in Han, the likeliest first, and the articles that have them."""

    words: list[str]
    articles: list[int]
    scores: dict[int, float]


NOTHING = Meant([], [], {})


def meant(store: IndexReader, text: str, among: Set[int] | None) -> Meant:
    """What is offered for letters that lead nowhere."""
    typed = "".join(re.findall("[a-z]+", store.fold(text))).replace("v", "u")
    if not _TYPED.fullmatch(text.strip().lower()) or not SHORTEST <= len(typed) <= LONGEST:
        return NOTHING
    return _by_what_is_whole(store, typed, among) or _by_mending(store, typed, among) or NOTHING


def _by_what_is_whole(store: IndexReader, typed: str, among: Set[int] | None) -> Meant | None:
    terms: dict[str, Postings] = {}
    for first, second in pairs(typed, store.syllables):
        found = _heard(store, first, second)
        if any(found):
            terms[f"{first} {second}"] = found
    scores = _scores(store, terms, among)
    order = sorted(scores, key=lambda a: (-round(scores[a], 6), -a))[:LOOKED_AT]
    words: dict[str, None] = {}
    articles: list[int] = []
    for at, article in enumerate(order):
        if words and at % TOGETHER == 0:
            break
        record = store.whole([article])[article]
        texts = ("\n".join((record.title, *record.tags)), record.text)
        found_in = (near(typed, store.texts(part), store.readings.own) for part in texts)
        word = next(filter(None, found_in), "")
        if word:
            words[word] = None
            articles.append(article)
    return Meant(list(words)[:MOST], articles, {a: scores[a] for a in articles}) if words else None


def _by_mending(store: IndexReader, typed: str, among: Set[int] | None) -> Meant | None:
    """The likeliest words that are one letter away, looked up one after the other."""
    own = store.readings.own
    for row in mended(typed, own)[:TRIED]:
        sounds_of = tuple(Sound("syllable", said) for said in row)
        spoken = sounds.spoken(store, [sounds_of], (), guessed=True)
        if not spoken:
            continue
        scored = rank.scored(store.articles, spoken.terms, required=True, among=among)
        order = scored.articles[:SEEN]
        records = store.whole(order)
        words = {}
        for article in order:
            record = records[article]
            text = store.texts("\n".join((record.title, *record.tags, record.text)))
            if word := matched(spoken.rows[0], text, own, exact=True):
                words[article] = word
        if words:
            return Meant(list(dict.fromkeys(words.values()))[:MOST], list(words), scored.scores)
    return None


def mended(typed: str, own: dict[str, str]) -> list[list[str]]:
    """The rows of syllables that are one letter away, the likeliest first."""
    often = Counter(said.replace("v", "u") for said in own.values())
    known = set(often)
    # It is in the syllable behind those that are whole from the beginning, and in the one before those to the end.
    low = len(typed) - sum(map(len, _backward(typed, known))) - _LETTERS
    high = sum(map(len, _furthest(typed, known))) + _LETTERS - 1
    if low > high:
        low, high = 0, len(typed)
    found: dict[str, float] = {}
    for word, cost in _one_letter_away(typed, max(low, 0), min(high, len(typed))):
        found[word] = min(cost, found.get(word, cost))
    rows: list[tuple[int, str, list[str]]] = []
    for word, cost in found.items():
        row = _furthest(word, known)
        if sum(map(len, row)) == len(word) and len(row) > 1:
            whole = cost + sum(_UNUSUAL - math.log(often[said]) for said in row)
            rows.append((round(whole * 1e6), " ".join(row), row))
    return [row for *_, row in sorted(rows)]


def _one_letter_away(typed: str, low: int, high: int) -> Iterator[tuple[str, float]]:
    """(word, what the slip costs) of every word with a letter less, other, more or swapped from ``low`` to ``high``."""
    for at in range(low, min(high + 1, len(typed))):
        yield typed[:at] + typed[at + 1 :], 0.0 if typed[at] in typed[max(at - 1, 0) : at] else 1.0
        yield typed[:at] + typed[at + 1 : at + 2] + typed[at] + typed[at + 2 :], 0.0
        for other in _BESIDE.get(typed[at], ""):
            yield typed[:at] + other + typed[at + 1 :], 0.5
    for at in range(low, min(high + 1, len(typed)) + 1):
        for other in "abcdefghijklmnopqrstuwxyz":
            yield typed[:at] + other + typed[at:], 0.5


def _scores(store: IndexReader, terms: dict[str, Postings], among: Set[int] | None) -> dict[int, float]:
    """The sum of the weights of what an article has; a pair in a title says more than many in a text."""
    scores: dict[int, float] = {}
    for postings in terms.values():
        weight = rank.idf(store.articles, postings)
        for articles, boost in zip(postings, rank.BOOSTS, strict=True):
            for article in articles:
                if among is None or article in among:
                    scores[article] = scores.get(article, 0.0) + weight * boost
    return scores


def _heard(store: IndexReader, first: str, second: str) -> Postings:
    own = store.readings.own

    def wanted(text: str, reading: str) -> bool:
        said = reading.split("'") if reading else [own.get(c, c) for c in text]
        return same(first, said[0]) and same(second, said[1])

    return chain.merged(store.terms("p", place(first, second), wanted))


def pairs(typed: str, syllables: frozenset[str]) -> list[tuple[str, str]]:
    """Neighbouring syllables as read from the beginning, and as read from the end, as far as either goes."""
    known = {s.replace("v", "u") for s in syllables}
    rows = [_furthest(typed, known), _backward(typed, known)]
    return list(dict.fromkeys(pair for row in rows for pair in pairwise(row)))


def _furthest(typed: str, known: Set[str]) -> list[str]:
    """The fewest syllables that lead furthest; of as many, the longest first."""
    best: list[list[str] | None] = [None] * (len(typed) + 1)
    best[0] = []
    for at in range(len(typed)):
        row = best[at]
        if row is None:
            continue
        for size in range(6, 0, -1):
            part, end = typed[at : at + size], at + size
            if end <= len(typed) and part in known:
                before = best[end]
                if before is None or len(row) + 1 < len(before):
                    best[end] = [*row, part]
    return next(row for row in reversed(best) if row is not None)


def _backward(typed: str, known: Set[str]) -> list[str]:
    return [s[::-1] for s in _furthest(typed[::-1], {s[::-1] for s in known})][::-1]


def near(typed: str, folded: str, own: dict[str, str]) -> str:
    """The place in a text that reads as was typed but for one letter, as Han characters; "" when there is none."""
    for run in grams.han_runs(folded):
        said = [own.get(c, "?").replace("v", "u") for c in run]
        for at in range(len(said)):
            whole = ""
            for end in range(at, len(said)):
                whole += said[end]
                if len(whole) > len(typed) + 1:
                    break
                if len(whole) >= len(typed) - 1 and one_off(typed, whole):
                    return run[at : end + 1]
    return ""


def one_off(typed: str, meant_for: str) -> bool:
    """Whether two words differ by one letter: missing, too many, another, or swapped with its neighbour."""
    short, long = sorted((typed, meant_for), key=len)
    at = next((i for i, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    if len(short) < len(long):
        return short[at:] == long[at + 1 :]
    swapped = short[at : at + 2] == long[at : at + 2][::-1] and short[at + 2 :] == long[at + 2 :]
    return short[at + 1 :] == long[at + 1 :] or swapped
