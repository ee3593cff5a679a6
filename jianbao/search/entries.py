"""What a site has beside its articles, found above them: pages, columns, sources, issues, topics, people.

They are few and their names short, so that a query is held against all of them; the browser's entries.js does the
same. A standing page is found by its text too, a person by a post.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple
from urllib.parse import quote

from jianbao import address
from jianbao.search import grams
from jianbao.search.asking.spell import Row, has, matched, rows
from jianbao.search.text import plain
from jianbao.site.model import Site

KINDS = ("页面", "栏目", "来源", "简报", "标签", "人物")
MOST = 5
"""Entries that are shown."""
TAGS = 200
"""Tags that are entries."""
TEXT = 2000
"""Characters of a page's text that are looked at."""


class Found(NamedTuple):
    """One entry; ``kind`` is an index into KINDS, ``more`` a number, a page's text or a person's posts."""

    kind: int
    title: str
    href: str
    more: str


def of_site(site: Site, people: Iterable[tuple[str, str]], body_of: Callable[[str], str]) -> list[list[str | int]]:
    """The entries of a site; of tags those that most articles have."""
    tags = sorted(site.tags, key=lambda group: (-len(group.members), group.name))[:TAGS]
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
    return listed + [[5, name, f"search.html?q={quote(name)}", posts] for name, posts in people]


def found(
    entries: Iterable[Sequence[str | int]],
    text: str,
    fold: grams.Fold,
    own: dict[str, str],
    syllables: frozenset[str],
) -> list[Found]:
    """The entries that a query names, the best first; ``syllables`` are all that letters may be."""
    phrases = ["".join(grams.runs(phrase)) for phrase in grams.query(text, fold).phrases]
    whole = "".join(phrases)
    if not phrases:
        return []
    ways = [way[0] for way in rows(text, fold, syllables) if len(way) == 1]
    made = []
    for number, row in enumerate(entries):
        one = Found(*row)  # type: ignore[arg-type]
        title = "".join(grams.runs(fold(one.title)))
        more = "".join(grams.runs(fold(one.more)))
        rank = _rank(whole, phrases, title, more, one.kind)
        if rank is None and any(_sounds(way, title, own) for way in ways):
            rank = 3
        if rank is not None:
            made.append((rank, one.kind, len(one.title), number, one))
    return [one for *_, one in sorted(made)[:MOST]]


def _rank(whole: str, phrases: Sequence[str], title: str, more: str, kind: int) -> int | None:
    if whole in (title, more if kind else title):
        return 0
    if len(whole) > 1 and title.startswith(whole):
        return 1
    if len(whole) > 1 and all(phrase in title for phrase in phrases):
        return 2
    return 4 if len(whole) > 1 and all(phrase in more for phrase in phrases) else None


def _sounds(row: Row, title: str, own: dict[str, str]) -> bool:
    """Whether a title begins so; whole syllables may stand anywhere in it."""
    exact = any(sound.kind != "han" for sound in row)
    if len(row) == 1 and row[0].kind == "han":
        return False
    part = matched(row, title, own, exact=exact)
    return bool(part) and (title.startswith(part) or not (has([row], "initial") or has([row], "begun")))
