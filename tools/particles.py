"""Make jianbao/check/words/kinds.txt.xz and de.txt: what stands beside 的, 地 and 得, and what it speaks for.

    python tools/particles.py jieba-0.42.1/jieba/dict.txt NEWS TALES

NEWS and TALES are folders of .txt files: well-edited texts, of which every 的 counts as right, and others rich
in 地 and 得, of which a 的 behind a word that stands before 地 elsewhere is left out. Parts of speech: jieba (MIT).
Shipped: news of a broadcaster, and the fairy tales of Chinese-Cloze-RC (Yiming Cui and others, CC BY-SA 4.0); weights
of features are shipped, and no text of theirs. Run by hand, seldom; needs scikit-learn.
"""

from __future__ import annotations

import lzma
import re
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))
WORDS = ROOT / "jianbao" / "check" / "words"
_PARTICLE = re.compile("[的地得]")
_NAMES = frozenset("n nr ns nz nt zg g x ng j o e k mg tg nrt nrfg".split())
"""Kinds that are not listed: what is of no listed kind counts as a noun."""
_LONG, _SHORT = 14.0, 13.0
"""Costs of the dearest words, and of the dearest characters, whose kinds are listed."""
_ROUND, _LEAST = 10, 2


class Place(NamedTuple):
    """A particle and what stands around it."""

    particle: str
    around: tuple[str, str, str, str]


def _places(folder: str) -> list[Place]:
    from jianbao.check.sentences import de

    found = []
    for path in sorted(Path(folder).glob("*.txt")):
        text = path.read_text("utf-8")
        for match in _PARTICLE.finditer(text):
            at = match.start()
            around = de.around(text, at)
            if around is None or (match.group() != "的" and not de.stands_alone(text, at, match.group())):
                continue
            if match.group() != "地" or len(around[1]) > 1:
                found.append(Place(match.group(), around))
    return found


def _kinds(path: str) -> dict[str, str]:
    from jianbao.check.words import lexicon

    costs = lexicon.shipped().costs
    found = {}
    for line in Path(path).read_text("utf-8").splitlines():
        word, _, kind = line.split(" ")
        dearest = _LONG if len(word) > 1 else _SHORT
        if kind not in _NAMES and costs.get(word, 99.0) <= dearest:
            found[word] = kind[:2]
    return found


def _fitted(places: list[Place], kinds: dict[str, str]) -> dict[str, tuple[int, int]]:
    import numpy
    from scipy.sparse import csr_matrix  # type: ignore[import-untyped]
    from sklearn.linear_model import LogisticRegression  # type: ignore[import-not-found]

    from jianbao.check.sentences import de

    rows = [sorted(de.features(place.around, kinds)) for place in places]
    times = Counter(feature for row in rows for feature in row)
    number = {feature: n for n, feature in enumerate(sorted(f for f, count in times.items() if count > 1))}
    columns: list[int] = []
    ends = [0]
    for row in rows:
        columns += [number[feature] for feature in row if feature in number]
        ends.append(len(columns))
    matrix: Any = csr_matrix((numpy.ones(len(columns)), columns, ends), shape=(len(rows), len(number)))
    model = LogisticRegression(C=1.0, max_iter=400).fit(matrix, ["的地得".index(p.particle) for p in places])
    weights = model.coef_ - model.coef_[0]
    none = model.intercept_ - model.intercept_[0]
    told = {f: (round(weights[1, n] * _ROUND), round(weights[2, n] * _ROUND)) for f, n in number.items()}
    kept = {f: w for f, w in sorted(told.items()) if max(map(abs, w)) >= _LEAST}
    return {"none": (round(none[1] * _ROUND), round(none[2] * _ROUND)), **kept}


def _written(kinds: dict[str, str]) -> str:
    groups: dict[tuple[str, int], list[str]] = {}
    for word, kind in kinds.items():
        groups.setdefault((kind, len(word)), []).append(word)
    return "\n".join(f"{kind} {size} {''.join(sorted(words))}" for (kind, size), words in sorted(groups.items()))


def main(arguments: Iterable[str]) -> None:
    """Writes both files."""
    dictionary, news, tales = arguments
    kinds = _kinds(dictionary)
    others = _places(tales)
    manner = {place.around[1] for place in others if place.particle == "地"}
    places = _places(news) + [p for p in others if p.particle != "的" or p.around[1] not in manner]
    (WORDS / "kinds.txt.xz").write_bytes(lzma.compress(_written(kinds).encode(), preset=9))
    weights = _fitted(places, kinds)
    lines = [f"{feature} {di} {de}\n" for feature, (di, de) in weights.items()]
    (WORDS / "de.txt").write_text("".join(lines), "utf-8")
    print(Counter(place.particle for place in places), len(weights), "weights")


if __name__ == "__main__":
    main(sys.argv[1:])
