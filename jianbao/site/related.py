"""What tags say: which articles are related, and which two tags may be one word written two ways."""

from collections import defaultdict, deque
from collections.abc import Callable, Iterable
from typing import NamedTuple

from jianbao.errors import Level, Problem
from jianbao.site.model import Group, Site
from jianbao.zh import Reading

RECENT = 8
"""How many earlier articles of a tag are looked at for related ones."""


class Related(NamedTuple):
    """Which articles are related, and what that followed from."""

    most: int
    tags: tuple[tuple[str, ...], ...]
    """Of every article, in order."""
    found: tuple[tuple[int, ...], ...]
    """For each article its related earlier ones, best first."""


def related(tags: tuple[tuple[str, ...], ...], most: int, before: Related | None = None) -> tuple[tuple[int, ...], ...]:
    """For each article the earlier ones that share the most tags with it, the later first.

    Only earlier ones, and only the last few of each tag: so a new article changes no old one's page, and up to
    the first article with other tags than ``before`` the answer is the same.
    """
    start = 0
    if before and before.most == most:
        if before.tags == tags:
            return before.found
        differing = (i for i, (mine, old) in enumerate(zip(tags, before.tags, strict=False)) if mine != old)
        start = next(differing, min(len(tags), len(before.tags)))
    found = list(before.found[:start]) if before else []
    recent: dict[str, deque[int]] = defaultdict(lambda: deque(maxlen=RECENT))
    for i in range(start):
        for tag in tags[i]:
            recent[tag].append(i)
    for i in range(start, len(tags)):
        found.append(related_to(tags[i], recent.__getitem__, most))
        for tag in tags[i]:
            recent[tag].append(i)
    return tuple(found)


def related_to(mine: tuple[str, ...], earlier: Callable[[str], Iterable[int]], most: int) -> tuple[int, ...]:
    """The articles related to one that has the tags ``mine``; ``earlier`` gives the last RECENT of a tag."""
    shared: dict[int, int] = {}
    for tag in mine:
        for other in earlier(tag):
            shared[other] = shared.get(other, 0) + 1
    best = sorted([(-n, -other) for other, n in shared.items()])[:most]
    return tuple(-other for _, other in best)


def alike(site: Site, readings: dict[str, Reading]) -> list[Problem]:
    """A 提示 for every two tags that sound the same or differ by Traditional form only; never merged."""
    groups: dict[str, list[Group]] = defaultdict(list)
    for group in site.tags:
        groups[readings[group.name].pinyin].append(group)
    problems = []
    for same in groups.values():
        most = max(same, key=lambda g: len(g.members))
        for group in same:
            if group is most or group.name.casefold() == most.name.casefold():
                continue  # relate refuses tags that differ by case alone
            traditional = readings[group.name].simplified == readings[most.name].simplified
            article = site.entries[group.members[-1]].article
            line, column = article.place("tags")
            message = f"标签“{group.name}”与“{most.name}”" + ("只有繁简之别" if traditional else "同音")
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
