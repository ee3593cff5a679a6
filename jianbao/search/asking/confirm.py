"""The best of what was found, looked at as texts; and the other words for the same."""

from collections.abc import Callable

from jianbao.search import grams, hints
from jianbao.search.asking import sounds, spell
from jianbao.search.asking.index_reader import IndexReader
from jianbao.search.asking.spell import Row, matched
from jianbao.search.files import Record

LOOKED_AT = 10
"""Texts looked at together when phrases are confirmed."""
ROUNDS, PATIENCE = 3, 4
"""How often, and how often as long as none of the texts has the phrase."""
THOROUGH, STUBBORN = 6, 12
"""The same for what stands in quotation marks: that its words stand side by side, only texts tell."""
BESIDE = 3
"""Rows that another word for the same, another reading, or what is only partly right gets beside what is right."""
ALIKE = 4
"""Other words that are asked for."""


def bare_of(record: Record, fold: grams.Fold) -> str:
    """Title, tags and text, with what can be searched in them: a phrase stands in one of them."""
    return "\n".join(grams.bare(fold(field)) for field in (record.title, "\n".join(record.tags), record.text))


def alike(store: IndexReader, text: str) -> list[tuple[str, str]]:
    """(the text with another word for the same, that word), for each word of a text that has others."""
    folded = store.fold(text)
    found = [(folded.replace("著", "着"), "着")] if "著" in folded else []
    runs = grams.runs(folded)
    # Nobody needs the table who spells a word.
    spoken = all(len(r) < 2 if grams.is_han(r) else not spell.unspoken(r, store.syllables) for r in runs)
    perhaps = not spoken and hints.may_have(store.manifest["hints"][2], folded)
    if perhaps or found:
        store.scripts.add("alike")
    for group in store.alike if perhaps else ():
        for word in sorted(group, key=lambda w: (-len(w), w)):
            if word in folded:
                found += [(folded.replace(word, other), other) for other in group if other not in folded]
                break
    return found[:ALIKE]


def confirmed_by_sound(
    store: IndexReader, spoken: sounds.Spoken, articles: list[int], limit: int
) -> tuple[list[int], bool, list[str]]:
    """(those that have the sounds in a row, whether some were not looked at, what it is that they have)."""
    if not spoken.near and all(len(row) <= 2 and not has_open(row) for row in spoken.rows):
        # A pair that sounds so says all that a text would.
        return articles, False, []
    own, said_by = store.readings.own, list[str]()

    def has(article: int, record: Record) -> bool:
        title = store.texts("\n".join((record.title, *record.tags)))
        found = []
        for row in spoken.rows:
            initials = any(s.kind == "initial" for s in row)
            body = store.texts(record.text)
            if spoken.words:
                words = (word for word in grams.words(f"{title}\n{body}") if len(word) == len(row))
                places = sorted(words, key=lambda word: word.encode("utf-16-be"))
            else:
                places = [title] if initials else [f"{title}\n{body}"]
            each = (matched(row, text, own, exact=spoken.exactly, near=spoken.near) for text in places)
            found.append(next(filter(None, each), ""))
        if all(found) or article in spoken.sure:
            said_by.append(" ".join(found) if all(found) else "")
            return True
        return False

    open_ended = any(map(has_open, spoken.rows))
    # Of a name all texts that may have it, where they are not many more.
    several = 1 + open_ended + (spoken.words and len(articles) <= 3 * limit)
    good, left = looked_at(store, articles, has, limit, several * limit)
    if open_ended:
        # Many names have the same initials, many words begin so: one article of each before a second one.
        firsts = {word: a for a, word in reversed(list(zip(good, said_by, strict=True)))}
        ahead = {a: 0 if spoken.words and grams.is_name(word) else 1 for word, a in firsts.items()}
        good.sort(key=lambda a: ahead.get(a, 2))
        said_by.sort(key=lambda word: not (spoken.words and grams.is_name(word)))
    return good + left, bool(left), list(filter(None, dict.fromkeys(said_by)))


def has_open(row: Row) -> bool:
    """Whether some sound is not a whole syllable."""
    return spell.has([row], "initial") or spell.has([row], "begun")


def looked_at(
    store: IndexReader,
    articles: list[int],
    has: Callable[[int, Record], bool],
    limit: int,
    enough: int,
    *,
    thorough: bool = False,
) -> tuple[list[int], list[int]]:
    """(those that hold of the best, those that were not looked at, unless most of the others do not hold).

    ``enough`` is how many that hold are enough; while somebody types (``limit`` below ten) one look is. ``thorough``
    looks longer, and gives all that were not looked at.
    """
    if limit < LOOKED_AT:
        return _while_typing(store, articles, has, limit)
    rounds, patience = (THOROUGH, STUBBORN) if thorough else (ROUNDS, PATIENCE)
    good: list[int] = []
    looked = 0
    for turn in range(patience):
        batch = articles[looked : looked + LOOKED_AT]
        looked += len(batch)
        records = store.records(batch)
        good += [a for a in batch if _holds(store, a, records[a], has)]
        if len(good) >= min(enough, 3 * LOOKED_AT) or looked >= len(articles) or (good and turn + 1 >= rounds):
            break
    return good, articles[looked:] if thorough or 2 * len(good) >= looked else []


def _while_typing(
    store: IndexReader, articles: list[int], has: Callable[[int, Record], bool], limit: int
) -> tuple[list[int], list[int]]:
    """Rows that still fit stay; only where they are few, others are looked at."""
    here = [a for a in articles if a in store.here]
    good = [a for a in here if has(a, store.here[a])]
    fresh = [a for a in articles if a not in store.here]
    batch = fresh[: max(limit - len(good), 0)] if len(good) < BESIDE else []
    records = store.records(batch)
    good += [a for a in batch if has(a, records[a])]
    # Of long texts only the beginning was looked at.
    open_ = [a for a in (*here, *batch) if store.here[a].goes_on and a not in good]
    return good, [*open_, *fresh[len(batch) :]] if 2 * len(good) >= len(here) + len(batch) else []


def _holds(store: IndexReader, article: int, record: Record, has: Callable[[int, Record], bool]) -> bool:
    """Whether a text has it; where that of a long one goes on is only fetched when its beginning has not."""
    return has(article, record) or (record.goes_on and has(article, store.whole([article])[article]))
