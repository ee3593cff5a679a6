"""The shipped index asked about itself.

What an article's title says and a word from the middle of its text must lead to it, as written and as it
sounds. The files are those that readers get; nothing is taken from memory of the build.
"""

from collections.abc import Iterator
from pathlib import Path

from jianbao.errors import Level, Problem
from jianbao.search import grams
from jianbao.search.asking import sounds, spell
from jianbao.search.asking.exact import exact
from jianbao.search.asking.index_reader import IndexReader
from jianbao.search.files import FOLDER, MANIFEST, Record

SAMPLE = 60
"""About how many articles are asked for, evenly spread."""
_WORD = 4


def problems(output: Path) -> list[Problem]:
    """An error for every article of the sample that its own words do not lead to."""
    if not (output / MANIFEST).is_file():
        return []
    store = IndexReader(lambda path: (output / FOLDER / path).read_bytes())
    store.load_folding()
    everyone = store.everyone()
    chosen = everyone[:: max(1, len(everyone) // SAMPLE)]
    found = []
    for article, record in store.records(chosen).items():
        for words in _asked(record, store):
            if not leads_to(store, words, article):
                message = f"搜“{words}”找不到“{record.title}”"
                hint = "索引与文章对不上，请加 --clean 重新生成；还不行，请把这条提示告诉开发者"
                found.append(Problem(record.href, 0, 0, Level.ERROR, "search-missed", message, hint))
    return found


def _asked(record: Record, store: IndexReader) -> Iterator[str]:
    """The title, a word from the middle of the text, and the title's beginning as it sounds."""
    title = "".join(grams.han_runs(store.fold(record.title))[:1])
    yield record.title
    runs = grams.runs(store.fold(record.text))
    if runs:
        run = runs[len(runs) // 2]
        # A part of a number is not looked for.
        middle = max(len(run) - _WORD, 0) // 2 if grams.is_han(run) else 0
        yield run[middle : middle + _WORD]
    said = [store.readings.own.get(c, "") for c in title[:_WORD]]
    if len(said) > 1 and all(said):
        yield " ".join(said)


def leads_to(store: IndexReader, words: str, article: int) -> bool:
    """Whether somebody who asks for the words finds the article."""
    asked = grams.query(words, store.fold)
    terms = exact(store, asked.more, few=-1)
    if terms.terms and all(any(article in field for field in lists) for lists in terms.terms.values()):
        return True
    if not asked.phrases:
        return True
    ways = (sounds.spoken(store, way, ()) for way in spell.rows(words, store.fold, store.syllables))
    return any(way and all(any(article in f for f in lists) for lists in way.terms.values()) for way in ways)
