"""Queries with known answers, drawn from a corpus with a fixed seed.

A query's relevant articles are those whose text really has what was asked; only queries that few
articles answer are kept, so that finding one of them is no accident.
"""

import random
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

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


class Corpus:
    """Documents, and where their short substrings occur."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self.documents = documents
        self.titles = [d.title for d in documents]
        self.whole = [f"{d.title}\n{chr(10).join(d.tags)}\n{d.body}" for d in documents]

    def having(self, texts: Sequence[str], parts: Sequence[str]) -> frozenset[int]:
        """The places of the texts that have all parts."""
        found = []
        for i, text in enumerate(texts):
            if all(part in text for part in parts):
                found.append(i)
                if len(found) > FEW:
                    break
        return frozenset(found)


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
            if query and query[0] not in known and 1 <= len(query[1]) <= FEW:
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
    part = _part(rng.choice(corpus.titles), rng, 5, 10)
    return (part, corpus.having(corpus.titles, [part])) if part else None


def _substring(corpus: Corpus, rng: random.Random) -> Drawn:
    part = _part(rng.choice(corpus.documents).body, rng, 4, 7)
    return (part, corpus.having(corpus.whole, [part])) if part else None


def _two(corpus: Corpus, rng: random.Random) -> Drawn:
    whole = rng.choice(corpus.whole)
    parts = [_part(whole, rng, 2, 4) for _ in range(2)]
    return (" ".join(parts), corpus.having(corpus.whole, parts)) if all(parts) else None


def _said(text: str) -> list[str]:
    from pypinyin import lazy_pinyin

    return [s.replace("ü", "v") for s in lazy_pinyin(text, v_to_u=False)]


def _spoken(spell: Callable[[str, random.Random], str], low: int, high: int, *, title: bool) -> Callable[..., Drawn]:
    """A phrase that few articles have, typed as it sounds."""

    def draw(corpus: Corpus, rng: random.Random) -> Drawn:
        document = rng.choice(corpus.documents)
        part = _part(document.title if title else document.body, rng, low, high)
        relevant = corpus.having(corpus.titles if title else corpus.whole, [part]) if part else frozenset()
        return (spell(part, rng), relevant) if relevant else None

    return draw


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


def _traditional(part: str, _: random.Random) -> str:
    import opencc

    return str(opencc.OpenCC("s2t").convert(part))


def _digits(corpus: Corpus, rng: random.Random) -> Drawn:
    words = re.findall(r"[A-Za-z]{2,}|\d{2,}", rng.choice(corpus.documents).body)
    if not words:
        return None
    word = rng.choice(words)
    return word, corpus.having(corpus.whole, [word])


def _single(corpus: Corpus, rng: random.Random) -> Drawn:
    if not hasattr(corpus, "_characters"):
        corpus._characters = Counter(c for text in corpus.whole for c in set(text))  # type: ignore[attr-defined]
    rare = [c for c, n in corpus._characters.items() if n <= FEW and HAN.match(c)]  # type: ignore[attr-defined]
    if not rare:
        return None
    character = rng.choice(sorted(rare))
    return character, corpus.having(corpus.whole, [character])


KINDS: dict[str, Callable[[Corpus, random.Random], Drawn]] = {
    "title phrase": _title,
    "body substring": _substring,
    "two words": _two,
    "title pinyin": _spoken(lambda part, _: "".join(_said(part)), 3, 6, title=True),
    "body pinyin": _spoken(lambda part, _: "".join(_said(part)), 4, 6, title=False),
    "initials": _spoken(lambda part, _: "".join(s[0] for s in _said(part)), 5, 8, title=True),
    "mixed": _spoken(_mixed, 3, 6, title=True),
    "Traditional": _spoken(_traditional, 4, 8, title=False),
    "wrong homophone": _spoken(_wrong, 4, 7, title=False),
    "digits and Latin": _digits,
    "single character": _single,
}


def reciprocal(query: Query, answers: Sequence[int]) -> float:
    """One divided by the rank of the first relevant answer among ten, or 0."""
    for rank, answer in enumerate(answers[:10], 1):
        if answer in query.relevant:
            return 1 / rank
    return 0.0


def kinds(found: Sequence[Query]) -> Iterator[str]:
    """The kinds in their order."""
    yield from dict.fromkeys(query.kind for query in found)
