"""Measure words with what they do not count: 三辆电脑, 一匹小牛犊.

Things and the measure words that they take are a list; another of the words that count single things is a slip. What
counts parts, kinds or heaps (种, 批, 车) may stand before anything.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from jianbao.check import lexicon
from jianbao.check.inspect import Context, Hit
from jianbao.check.prose import Prose

_WORDS = "只条张把台辆架艘部本册份篇幅支枝根块片座栋幢间所家户名位头匹口棵株朵颗粒件副双对床顶面盏扇首"
"""Each counts things of its own. 个 counts nearly everything, and 套, 组, 批 count several at once."""
_COUNTED = re.compile(
    rf"(?<![第之百分])[一二两三四五六七八九十百千万几数\d][余多]?(?P<word>[{_WORDS}])(?P<thing>[\u4e00-\u9fff]{{1,5}})"
)
_BEHIND = frozenset("和与及等的在被已都将并也")
_SIGNS = "，。、；：！？”’）》\n \u3000"


def measures(prose: Prose, context: Context) -> Iterator[Hit]:  # noqa: ARG001 (as every inspection)
    """Each thing that is counted with another thing's word."""
    for match in _COUNTED.finditer(prose.prose):
        run = match["thing"]
        for size in range(len(run), 0, -1):
            words = _things().get(run[:size])
            if not words:
                continue
            behind = prose.prose[match.start("thing") + size : match.start("thing") + size + 1]
            ends = (
                behind == "" or behind in _SIGNS if size == 1 else behind == "" or behind in _BEHIND or behind in _SIGNS
            )
            if ends and match["word"] not in words:
                end = match.start("thing") + size
                right = "、".join(f"一{word}{run[:size]}" for word in words[:2])
                yield Hit("measures", match.start(), end, prose.prose[match.start() : end], right)
            break


@lru_cache(maxsize=1)
def _things() -> dict[str, str]:
    """Each thing with the words that count it, the usual one first."""
    found: dict[str, str] = {}
    for words, things in lexicon.measures():
        for thing in things:
            found[thing] = found.get(thing, "") + words
    return found
