"""What the search index weighs, held to a budget.

A folder of it is added up once for as long as its files stay as they are.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple, Self

from jianbao.cache.state import State
from jianbao.errors import Level, Problem
from jianbao.output.inventory import Disk, File
from jianbao.search import grams
from jianbao.search.asking import confirm
from jianbao.search.files import FOLDER, PACKS
from jianbao.settings.config import Config

EACH, LEAST = 3, 100
"""Where config.yaml does not say how many MB all of search may take: kB for each article, MB at least."""


class Budget(NamedTuple):
    """What a site's search may weigh: the largest shard and a first query in kB, everything in MB."""

    shard: int
    query: int
    total: int
    said: bool = True
    """Whether config.yaml says how much everything may."""

    @classmethod
    def of(cls, config: Config, articles: int) -> Self:
        """That of a site of so many articles."""
        total = config.search_total or max(LEAST, EACH * articles // 1000)
        return cls(config.search_shard, config.search_query, total, bool(config.search_total))


class Weight(NamedTuple):
    """Files of a folder: how many bytes, how many at most, and what the shards of pairs and the texts are of them."""

    total: int
    largest: int
    shards: int
    shard_bytes: int
    texts: int
    text_bytes: int


_KEY = "search weights"
Known = dict[str, tuple[bytes, tuple[int, ...]]]
"""Folder → (the digest of what lies in it, its weight)."""


def told(config: Config, articles: int, on_disk: Disk, state: State) -> list[Problem]:
    """Warnings when search weighs more than config.yaml allows; the state tells what has not changed."""
    before = state.get(_KEY) or {}
    problems, known = over(Budget.of(config, articles), on_disk, before)
    if known != before:
        with state.transaction():
            state.put(_KEY, known)
    return problems


def over(budget: Budget, on_disk: Disk, known: Known) -> tuple[list[Problem], Known]:
    """(a warning for each part of the budget that is exceeded, what to know the next time)."""
    marks = {folder: mark for folder, mark in on_disk.folders().items() if folder.startswith(f"{FOLDER}/")}
    weights: dict[str, Weight] = {}
    for folder, mark in marks.items():
        before = known.get(folder)
        same = before is not None and before[0] == mark
        weights[folder] = Weight(*before[1]) if before and same else _weight(on_disk.files(folder))
    top = on_disk.files(FOLDER)
    if not top and not weights:
        return [], {}
    always = sum(
        size
        for name, (size, _) in top.items()
        if name == "index.z" or name.startswith(("app.", "chunk.", "characters.", "entries.", "said."))
    )
    # Some pairs in every level, and ten texts.
    asked = sum(grams.FIRST * w.shard_bytes / w.shards for w in weights.values() if w.shards)
    texts = sum(w.texts for w in weights.values())
    shown = confirm.LOOKED_AT * sum(w.text_bytes for w in weights.values()) / texts if texts else 0
    # Of a pack nobody fetches more than parts.
    largest = max((w.largest for folder, w in weights.items() if folder != f"{FOLDER}/{PACKS}"), default=0)
    total = sum(w.total for w in weights.values()) + sum(size for size, _ in top.values())
    problems = [
        *_warned("search.shard", "最大的一个搜索文件", largest / 1000, budget.shard, "kB"),
        *_warned("search.query", "第一次搜索大约要取", (always + asked + shown) / 1000, budget.query, "kB"),
        *_warned("search.total", "搜索用的文件一共", total / 1e6, budget.total, "MB", said=budget.said),
    ]
    return problems, {folder: (mark, tuple(weights[folder])) for folder, mark in marks.items()}


def _weight(files: Mapping[str, File]) -> Weight:
    sizes = [size for size, _ in files.values()]
    # A shard in several files is asked for as one.
    shards = {name: size for name, (size, _) in files.items() if name[0] == "p"}
    texts = [size for name, (size, _) in files.items() if name[-2:] == ".z"]
    return Weight(
        sum(sizes), max(sizes), sum("-" not in name for name in shards), sum(shards.values()), len(texts), sum(texts)
    )


def _warned(key: str, what: str, size: float, most: int, unit: str, *, said: bool = True) -> Iterable[Problem]:
    if size > most:
        more = f"把 {key} 改大" if said else f"写明 {key} 可以有多少"
        hint = f"流量够用就在 config.yaml 里{more}；不够用，可以把早年的文章分出去另建一个网站"
        limit = (
            f"{key} 定的 {most} {unit}"
            if said
            else f"没有写 {key} 时的 {most} {unit}（每篇 {EACH} kB，至少 {LEAST} MB）"
        )
        message = f"{what} {size:.1f} {unit}，超过了{' ' if said else ''}{limit}"
        yield Problem("config.yaml", 0, 0, Level.WARNING, "search-budget", message, hint)
