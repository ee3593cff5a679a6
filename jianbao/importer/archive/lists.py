"""Where the lists and feeds of an old archive lead: to the column, tag, year or feed that has its articles now."""

import posixpath
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple
from urllib.parse import quote

from jianbao import address
from jianbao.importer.archive import filing, posts, roots, schemes
from jianbao.importer.archive.kinds import Old
from jianbao.importer.archive.listing import COLUMNS, FEED, HOME, TAGS, Facts, Listed
from jianbao.importer.archive.posts import Post
from jianbao.settings import redirects
from jianbao.yaml.writing import scalar

_EVERY = {HOME: address.ARCHIVE, TAGS: "tags.html", COLUMNS: "columns.html"}
_FEED = "feed.xml"
_SHOWN = 20
_NAMES = {
    "tags.html": ("tags", "tag", "标签"),
    "columns.html": ("categories", "category", "columns", "分类", "栏目"),
    "search.html": ("search", "搜索"),
    "sitemap.html": ("sitemap", "站点地图"),
    "404.html": ("404", "notfound"),
}
"""What a page that a template fills is taken for, by its name; any other lists articles."""
HEAD = """\
# 旧网址转到哪里：左边是旧网站的网址，右边是这里的网页。构建时在旧网址上放一页，转到新网址。
# 带问号的要服务器照规则转，见 publishing 一页的“旧网址”。
"""


class Filed(NamedTuple):
    """A published text, and where it is filed now."""

    post: Post
    column: str
    tags: tuple[str, ...]


class Moved(NamedTuple):
    """Where old lists lead."""

    rules: tuple[tuple[str, str], ...]
    """(old address as a rule has it, path of the page below output/)."""
    doubts: tuple[str, ...]


def of_texts(
    old: Old,
    found: Iterable[Post],
    filed_as: tuple[Mapping[str, str], Mapping[str, str]],
    today: str,
    claimed: Iterable[str],
    homes: Mapping[str, str],
) -> Moved:
    """The rules for an archive, by all of its texts.

    ``filed_as`` are the columns of first categories and the spellings of tags (filing.py), ``claimed`` the old
    addresses that texts keep, ``homes`` the pages of texts by their files, all as paths below output/.
    """
    named, spelled = filed_as

    def names(name: str) -> list[str]:
        cured = next(iter(posts.cured([name])[0]), "")
        return [one for one in (spelled.get(cured, cured), named.get(cured, "")) if one]

    found = list(found)
    shown = [
        Filed(post, *filing.filed(post, named, spelled))
        for post in found
        if not (post.refused or post.draft or post.standing) and dict(post.front).get("publish", "") <= today
    ]
    own = [(where, _template(post)) for post in found if post.refused for where in (post.address, *post.aliases)]
    own += [(where, homes[post.path]) for post in found if post.path in homes for where in _asked(post)]
    return moved(old, shown, names, own, list(claimed))


def _asked(post: Post) -> list[str]:
    """The old addresses of a text at which its page cannot stand: with a question, or where the site has its own."""
    known = [
        where if re.search(r"/$|\.\w+$|\?", where) else f"{where}/" for where in (post.address, *post.aliases) if where
    ]
    asked = [where for where in known if "?" in where or roots.reserved(address.of_permalink(where))]
    return [*asked, *(f"/?{query}" for query in post.queries if query.startswith("page_id=") == post.standing)]


def moved(
    old: Old,
    filed: Sequence[Filed],
    named: Callable[[str], Sequence[str]],
    own: Iterable[tuple[str, str]],
    claimed: Iterable[str],
) -> Moved:
    """The rules for an archive.

    ``filed`` are its published texts that have a date; ``named`` gives for a name that the old archive used those that
    it may have now, the nearest first; ``own`` are addresses of texts and of pages that a program filled, with where
    they lead; ``claimed`` are the paths below output/ that are had.
    """
    facts = _facts(old, filed)
    now = _Now(filed, named)
    found: dict[str, str] = {}
    had = {address.key(path): path for path in (*now.heads, *claimed)}
    lost: dict[str, list[str]] = {}
    listed = ((one.address, now.page(one, facts)) for one in schemes.listed(old.kind, old.settings, facts))
    for where, target in (*own, *(pair for pair in listed if pair[1])):
        if not where:
            continue
        spelled = quote(unicodedata.normalize("NFC", where), safe="/?=&%~!$()*+,:@-._" + "".join(_han(where)))
        rule = redirects.Rule(spelled, target, 0, 0)
        if not redirects.usable(spelled) or ("?" not in spelled and not rule.where):
            lost.setdefault("里面有不能用的字", []).append(where)
        elif len(found) == redirects.MOST:
            lost.setdefault(f"多于 {redirects.MOST} 个", []).append(where)
        elif rule.where in now.heads and "?" not in spelled:
            if target != rule.where != address.HOME:
                lost.setdefault("网站自己的页面用它", []).append(where)
        elif "?" in spelled or had.setdefault(address.key(rule.where), rule.where) == rule.where:
            found.setdefault(spelled, target)
        else:
            lost.setdefault("与另一个网址只差大小写", []).append(where)
    taken = set(claimed)
    rules = ((old, new) for old, new in found.items() if redirects.Rule(old, new, 0, 0).where not in taken)
    doubts = [f"旧网址 {len(some)} 个没有保留：{why}（{'、'.join(some[:_SHOWN])}）" for why, some in lost.items()]
    return Moved(tuple(rules), tuple(doubts))


def _han(text: str) -> Iterable[str]:
    """The letters that stand in a rule as they are."""
    return {c for c in text if ord(c) > 127 and c.isalnum()}


def _template(post: Post) -> str:
    """What a page of a template leads to, by its file's name, its address and its title."""
    name = post.address.strip("/").removesuffix(".html").rpartition("/")[2].lower()
    for target, names in _NAMES.items():
        if name in names or post.title.lower() in names:
            return target
    return address.ARCHIVE


def _facts(old: Old, filed: Sequence[Filed]) -> Facts:
    newest = sorted((one.post.date for one in filed), reverse=True)
    tags: Counter[str] = Counter()
    columns: Counter[tuple[str, ...]] = Counter()
    sections: Counter[str] = Counter()
    for one in filed:
        tags.update(dict.fromkeys(one.post.labels, 1))
        columns.update(dict.fromkeys(one.post.shelves, 1))
    if old.kind == "Hugo":
        sections = _sections(old, [one.post.path for one in filed])
    slugs: Mapping[tuple[str, str], str] = old.settings.get("slugs") or {}
    return Facts(tuple(newest), tags, columns, sections, slugs)


def _sections(old: Old, paths: Iterable[str]) -> Counter[str]:
    """Hugo's sections with how many texts lie in them: folders at the top, and those below that have an _index.md."""
    known = {posixpath.dirname(path) for path in old.posts if posixpath.basename(path).startswith("_index.")}
    counted: Counter[str] = Counter(path.removeprefix("content/") for path in known if path != "content")
    for path in paths:
        inner = posixpath.dirname(path.removeprefix("content/"))
        first = inner.partition("/")[0]
        while inner:
            if inner == first or f"content/{inner}" in known:
                counted[inner] += 1
            inner = posixpath.dirname(inner)
    return counted


class _Now:
    """The lists that the new site will have."""

    def __init__(self, filed: Sequence[Filed], named: Callable[[str], Sequence[str]]) -> None:
        self.named = named
        self.columns = {address.key(one.column): one.column for one in filed if one.column}
        self.tags = {address.key(tag): tag for one in filed for tag in one.tags}
        self.dates = {one.post.date[:length] for one in filed for length in (4, 7)}
        heads = [address.of_list("columns", name) for name in self.columns.values()]
        heads += [address.of_list("tags", name) for name in self.tags.values()]
        heads += [address.of_list("archive", name) for name in self.dates]
        feeds = [f"{head.removesuffix('.html')}.{end}" for head in heads for end in ("xml", "json")]
        self.heads = {*heads, *feeds, *address.FIXED}

    def page(self, one: Listed, facts: Facts) -> str:
        """The page that has what a list had, "" for none."""
        if one.what in _EVERY:
            return _EVERY[one.what]
        if one.what == FEED:
            return _FEED
        if one.what == "nth":
            date = facts.dates[int(one.name)]
            return address.of_list("archive", date[:4])
        if one.what == "period":
            return address.of_list("archive", one.name) if one.name in self.dates else ""
        head = self._head(one.name, tag=one.what.startswith("tag"))
        if one.what.endswith("feed"):
            return f"{head.removesuffix('.html')}.xml" if head else _FEED
        return head or (address.ARCHIVE if one.what == "section" else "")

    def _head(self, name: str, *, tag: bool) -> str:
        both = [("tags", self.tags), ("columns", self.columns)]
        for key in map(address.key, self.named(name)):
            for kind, known in both if tag else both[::-1]:
                if key in known:
                    return address.of_list(kind, known[key])
        return ""


def written(before: str, rules: Iterable[tuple[str, str]]) -> str:
    """data/redirects.yaml with rules more; "" when there is none that is new. ``before`` is the file as it is."""
    lines = [f"{scalar(old)}: {scalar(new)}\n" for old, new in rules]
    if not lines:
        return ""
    return f"{before.rstrip()}\n{''.join(lines)}" if before.strip() else HEAD + "".join(lines)
