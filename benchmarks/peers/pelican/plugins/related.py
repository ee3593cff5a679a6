"""Give every article its neighbours in time and up to five related earlier ones, by shared tags.

Pelican has neither of its own. As in jianbao, only the last few articles of each tag are looked at,
which keeps the work linear in the size of the archive.
"""

from collections import Counter, defaultdict, deque
from typing import Any

from pelican import signals  # type: ignore[import-not-found, import-untyped, unused-ignore]

CANDIDATES = 8


def _relate(generator: Any) -> None:
    recent: defaultdict[str, deque[int]] = defaultdict(lambda: deque(maxlen=CANDIDATES))
    oldest_first = generator.articles[::-1]
    for number, article in enumerate(oldest_first):
        shared: Counter[int] = Counter()
        for tag in article.tags:
            shared.update(recent[tag.slug])
            recent[tag.slug].append(number)
        best = sorted(shared.items(), key=lambda item: (-item[1], -item[0]))[:5]
        article.related = [oldest_first[earlier] for earlier, _ in best]
        article.previous = oldest_first[number - 1] if number else None
        article.next = oldest_first[number + 1] if number + 1 < len(oldest_first) else None


def register() -> None:
    """Pelican's entry point."""
    signals.article_generator_finalized.connect(_relate)
