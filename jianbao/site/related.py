"""What tags say: which articles are related, and which two tags may be one word written two ways."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable

from jianbao.errors import Level, Problem
from jianbao.site.model import Group, Site
from jianbao.zh import Reading

RECENT = 4
"""How many earlier articles of a tag are looked at for related ones."""


def related_to(earlier: Iterable[Iterable[int]], most: int) -> tuple[int, ...]:
    """The articles related to one: at most ``most`` of those that share tags with it, the most shared and latest first.

    ``earlier`` has for each of its tags the last RECENT articles before it. Only earlier ones, and only the last few
    of each tag: an article that comes, goes or gets another tag changes the pages of at most so many behind it.
    """
    shared: dict[int, int] = {}
    for members in earlier:
        for other in members:
            shared[other] = shared.get(other, 0) + 1
    best = sorted([(-n, -other) for other, n in shared.items()])[:most]
    return tuple(-other for _, other in best)


def alike(site: Site, readings: dict[str, Reading]) -> list[Problem]:
    """A 提示 for every two tags that sound the same or differ by Traditional form or width only; never merged."""
    groups: dict[str, list[Group]] = defaultdict(list)
    for group in site.tags:
        groups[_width(readings[group.name].pinyin)].append(group)
    problems = []
    for same in groups.values():
        most = max(same, key=lambda g: len(g.members))
        for group in same:
            if group is most or group.name.casefold() == most.name.casefold():
                continue  # claims refuse tags that differ by case alone
            traditional = readings[group.name].simplified == readings[most.name].simplified
            article = site.entries[group.members[-1]].article
            line, column = article.place("tags")
            how = (
                "只差全角半角" if _width(group.name) == _width(most.name) else "只有繁简之别" if traditional else "同音"
            )
            message = f"标签“{group.name}”与“{most.name}”{how}"
            problems.append(
                Problem(
                    f"content/{article.path}",
                    line,
                    column,
                    Level.NOTICE,
                    "tags-alike",
                    message,
                    f"若是同一个意思，统一写作“{most.name}”",
                )
            )
    return problems


def _width(name: str) -> str:
    """A name in half-width letters, small ones."""
    return unicodedata.normalize("NFKC", name).casefold()
