"""The shipped index asked about itself, and its sizes held to a budget.

What an article's title says and a word from the middle of its text must lead to it, as written and as it
sounds. The files are those that readers get; nothing is taken from memory of the build.
"""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from jianbao.errors import Level, Problem
from jianbao.index import cut, query, sounds, spell
from jianbao.index.files import FOLDER, GONE, MANIFEST, Record
from jianbao.index.store import Store

SAMPLE = 60
"""About how many articles are asked for, evenly spread."""
_WORD = 4


class Budget(NamedTuple):
    """What a site's search may weigh: the largest shard and a first query in kB, everything in MB."""

    shard: int
    query: int
    total: int


def problems(output: Path) -> list[Problem]:
    """An error for every article of the sample that its own words do not lead to."""
    if not (output / MANIFEST).is_file():
        return []
    store = Store(lambda path: (output / FOLDER / path).read_bytes())
    store.load_folding()
    chosen = range(0, store.count, max(1, store.count // SAMPLE))
    found = []
    for article, record in store.records(chosen).items():
        if record == GONE:
            continue
        for words in _asked(record, store):
            if not _leads_to(store, words, article):
                message = f"搜“{words}”找不到“{record.title}”"
                hint = "索引与文章对不上，请加 --clean 重新生成；还不行，请把这条提示告诉开发者"
                found.append(Problem(record.href, 0, 0, Level.ERROR, "search-missed", message, hint))
    return found


def _asked(record: Record, store: Store) -> Iterator[str]:
    """The title, a word from the middle of the text, and the title's beginning as it sounds."""
    title = "".join(cut.han_runs(store.fold(record.title))[:1])
    yield record.title
    runs = cut.runs(store.fold(record.text))
    if runs:
        run = runs[len(runs) // 2]
        middle = max(len(run) - _WORD, 0) // 2
        yield run[middle : middle + _WORD]
    said = [store.readings.own.get(c, "") for c in title[:_WORD]]
    if len(said) > 1 and all(said):
        yield " ".join(said)


def _leads_to(store: Store, words: str, article: int) -> bool:
    asked = cut.query(words, store.fold)
    terms = query.exact(store, asked.more)
    if terms.terms and all(any(article in field for field in lists) for lists in terms.terms.values()):
        return True
    if not asked.phrases:
        return True
    ways = (sounds.spoken(store, way, ()) for way in spell.rows(words, store.fold, store.syllables))
    return any(way and all(any(article in f for f in lists) for lists in way.terms.values()) for way in ways)


def over(budget: Budget, sizes: Mapping[str, int]) -> list[Problem]:
    """A warning for each part of the budget that is exceeded; ``sizes`` are those of all files by path."""
    mine = {path.removeprefix(f"{FOLDER}/"): size for path, size in sizes.items() if path.startswith(f"{FOLDER}/")}
    if not mine:
        return []
    shards: dict[str, list[int]] = {}
    for path, size in mine.items():
        folder, _, name = path.rpartition("/")
        if folder and name.startswith("p"):
            shards.setdefault(folder, []).append(size)
    texts = [size for path, size in mine.items() if "/" in path and path.endswith(".z")]
    always = sum(
        size
        for path, size in mine.items()
        if path == "index.z" or path.startswith(("app.", "characters.")) or (path.endswith(".js") and "lunr" in path)
    )
    # Six pairs in every level, and ten texts.
    asked = sum(cut.FIRST * sum(sizes) / len(sizes) for sizes in shards.values())
    shown = query.LOOKED_AT * sum(texts) / len(texts) if texts else 0
    largest = max((size for path, size in mine.items() if "/" in path), default=0)
    return [
        *_warned("search.shard", "最大的一个搜索文件", largest / 1000, budget.shard, "kB"),
        *_warned("search.query", "第一次搜索大约要取", (always + asked + shown) / 1000, budget.query, "kB"),
        *_warned("search.total", "搜索用的文件一共", sum(mine.values()) / 1e6, budget.total, "MB"),
    ]


def _warned(key: str, what: str, size: float, most: int, unit: str) -> Iterable[Problem]:
    if size > most:
        hint = f"流量够用就在 config.yaml 里把 {key} 改大；不够用，可以把早年的文章分出去另建一个网站"
        message = f"{what} {size:.1f} {unit}，超过了 {key} 定的 {most} {unit}"
        yield Problem("config.yaml", 0, 0, Level.WARNING, "search-budget", message, hint)
