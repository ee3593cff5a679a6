"""What a site has beside its articles, found above them: pages, columns, sources, issues, topics, people.

They are few and their names short, so that a query is held against all of them; the browser's entries.js does the
same. A standing page is found by its text too, a person by a post.
"""

from collections import ChainMap
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple
from urllib.parse import quote

from jianbao import address
from jianbao import expressions as re
from jianbao.search import grams
from jianbao.search.asking.spell import Row, has, matched, rows
from jianbao.search.readings import Readings
from jianbao.search.text import plain
from jianbao.site.model import Site

KINDS = ("页面", "栏目", "来源", "简报", "标签", "人物")
MOST = 5
"""Entries that are shown."""
TAGS = 200
"""Tags that are entries."""
TOPICS = 8
"""Tags that are offered before anything is typed."""
_FOLDERS = {1: "columns", 2: "sources", 4: "tags"}
_UNQUOTED = "-_.!~*'()"
_OTHERWISE = re.compile("([^a-z])([a-z]+)")
TEXT = 2000
"""Characters of a page's text that are looked at."""


class Found(NamedTuple):
    """One entry; ``kind`` is an index into KINDS."""

    kind: int
    title: str
    href: str


def short(row: Sequence[str | int]) -> list[str | int]:
    """A row as the file has it: without an address that follows from the title."""
    kind, title, href, more = row
    return [kind, title, "" if href == regular(int(kind), str(title)) else href, more]


def regular(kind: int, title: str) -> str:
    """The address that most entries of a kind and title have."""
    folder = _FOLDERS.get(kind)
    # As a browser's encodeURIComponent writes it.
    return f"{folder}/{title}.html" if folder else f"search.html?q={quote(title, safe=_UNQUOTED)}"


def filed(row: Sequence[str | int], readings: Readings, fold: grams.Fold) -> list[str | int]:
    """A row as ``found`` wants it."""
    also = read_otherwise(int(row[0]), fold(str(row[1])), readings)
    return [*row[:3], "".join(c + said for c, said in also.items())] if also else [*row[:3]]


def read_otherwise(kind: int, title: str, readings: Readings) -> dict[str, str]:
    """The characters of a folded title that are read otherwise in its words, with that reading: 长 as chang in 长春.

    And a surname that is read otherwise, of a person.
    """
    found: dict[str, str] = {}
    for run in grams.han_runs(title):
        for pair in map("".join, pairwise(run)):
            for said in readings.pairs.get(pair, ())[:1]:
                found.update(zip(pair, said.split("'"), strict=True))
    if KINDS[kind] == "人物" and title[:1] in readings.surnames:
        found[title[0]] = readings.surnames[title[0]]
    return {c: said for c, said in found.items() if said != readings.of(c)}


def of_site(site: Site, people: Iterable[tuple[str, str]], body_of: Callable[[str], str]) -> list[list[str | int]]:
    """The entries of a site; of tags those that most articles have. Kind, title, address, and what it says more: a
    number, a page's text or a person's posts.

    Tags stand in classes, each of twice as many articles as the next: by their numbers two of them changed places
    with every second article, and all entries were written anew.
    """
    tags = sorted(site.tags, key=lambda group: (-len(group.members).bit_length(), group.name))[:TAGS]
    lists = (("columns", site.columns), ("sources", site.sources))
    listed: list[list[str | int]] = []
    for entry in site.pages:
        article = entry.article
        listed.append([0, article.title, address.href(article.address), plain(body_of(article.path))[:TEXT]])
    for kind, (name, groups) in enumerate(lists, 1):
        listed += [[kind, group.name, address.href(address.of_list(name, group.name)), ""] for group in groups]
    for issue in site.issues:
        article = issue.entry.article
        listed.append([3, article.title, address.href(article.address), article.number])
    listed += [[4, group.name, address.href(address.of_list("tags", group.name)), ""] for group in tags]
    listed += [[5, name, regular(5, name), posts] for name, posts in people]
    return [short(row) for row in listed]


def topics(site: Site) -> list[str]:
    """The tags that most articles have, which are offered before anything is typed."""
    return [g.name for g in sorted(site.tags, key=lambda group: (-len(group.members), group.name))[:TOPICS]]


def found(
    entries: Iterable[Sequence[str | int]],
    said: Sequence[str],
    text: str,
    fold: grams.Fold,
    own: dict[str, str],
    syllables: frozenset[str],
) -> list[Found]:
    """The entries that a query names, the best first; ``syllables`` are all that letters may be.

    A row is kind, title, address, and ``read_otherwise`` in one text where there is some.
    ``said`` is what they say more, or nothing where that need not be looked at.
    """
    phrases = ["".join(grams.runs(phrase)) for phrase in grams.query(text, fold).phrases]
    whole = "".join(phrases)
    if not phrases:
        return []
    ways = [way[0] for way in rows(text, fold, syllables) if len(way) == 1]
    made = []
    for number, (kind, name, href, *also) in enumerate(entries):
        one = Found(int(kind), str(name), str(href))
        more = "".join(grams.runs(fold(said[number]))) if said else ""
        title = "".join(grams.runs(fold(one.title)))
        rank = _rank(whole, phrases, title, more, one.kind)
        said_so = [own, ChainMap(dict(_OTHERWISE.findall(str(also[0]))), own)] if also else [own]
        if rank is None and any(_sounds(way, title, each) for each in said_so for way in ways):
            rank = 3
        if rank is not None:
            made.append((rank, one.kind, len(one.title), number, one))
    return [one._replace(href=one.href or regular(one.kind, one.title)) for *_, one in sorted(made)[:MOST]]


def _rank(whole: str, phrases: Sequence[str], title: str, more: str, kind: int) -> int | None:
    if whole in (title, more if kind else title):
        return 0
    if len(whole) > 1 and title.startswith(whole):
        return 1
    if len(whole) > 1 and all(phrase in title for phrase in phrases):
        return 2
    return 4 if len(whole) > 1 and all(phrase in more for phrase in phrases) else None


def _sounds(row: Row, title: str, own: Mapping[str, str]) -> bool:
    """Whether a title begins so; whole syllables may stand anywhere in it."""
    exact = any(sound.kind != "han" for sound in row)
    if len(row) == 1 and row[0].kind == "han":
        return False
    part = matched(row, title, own, exact=exact)
    return bool(part) and (title.startswith(part) or not (has([row], "initial") or has([row], "begun")))
