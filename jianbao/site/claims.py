"""Addresses that two things want: articles, lists, old addresses, a file where another needs a folder."""

import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence

from jianbao import address
from jianbao import expressions as re
from jianbao.errors import Level, Problem
from jianbao.model import EXPIRED, WITHDRAWN, Article

Alias = tuple[str, str, str, str]
"""(old address, title and address of the page it leads to, content path of that page)."""
Group = tuple[str, Sequence[int]]
"""A tag, and the indexes of its articles."""
_PLACES = {"months": "archive", "years": "archive"}


def head(kind: str, name: str) -> str:
    """The address of a list's head; ``kind`` is one of the site's lists."""
    return address.of_list(_PLACES.get(kind, kind), name)


def heads(lists: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """The addresses of the site's own pages and of the lists, by key; ``lists`` has their names by kind."""
    found = {path: path for path in address.FIXED}
    for kind, names in lists.items():
        for name in names:
            where = head(kind, name)
            found[address.key(where)] = where
    return found


def aliases(shown: Iterable[Article], buried: Iterable[Article]) -> tuple[Alias, ...]:
    """Old addresses and where they lead, sorted; ``buried`` are articles of which only a tombstone is left."""
    found = [(old, a.title, a.address, a.path) for a in shown for old in a.aliases]
    for article in buried:
        gone = WITHDRAWN if article.status == WITHDRAWN else EXPIRED
        found += [(old, gone, article.address, article.path) for old in article.aliases]
    return tuple(sorted(found))


class Claims:
    """Who has which address. The first of two that want the same keeps it, by content path."""

    def __init__(self, reserved: Mapping[str, str], told: Callable[[Problem], None]) -> None:
        """``reserved`` are the site's own addresses by key; ``told`` is given every problem."""
        self._reserved = reserved
        self._told = told
        self._owners: dict[str, tuple[Article, str]] = {}

    def all(self, articles: Iterable[Article]) -> None:
        """Claims the addresses of all articles, and then their old ones."""
        known = sorted(articles)
        for article in known:
            self._claim(article, article.address, "permalink" if "permalink:" in article.places else "slug")
        for article in known:
            for old in article.aliases:
                self._claim(article, old, "aliases")
                above = next((self._owners[part] for part in above_of(address.key(old)) if part in self._owners), None)
                if above:
                    message = f"content/{above[0].path} 的地址 {above[1]} 与 content/{article.path} 的 {old}"
                    hint = "改其中一处的文件名、slug、标签或栏目名"
                    self._add(article, "aliases", "path-taken", f"{message} 一个是文件，一个是文件夹", hint)

    def _claim(self, article: Article, wanted: str, key: str) -> None:
        folded = address.key(wanted)
        other, other_address = self._owners.setdefault(folded, (article, wanted))
        if folded in self._reserved and article.path != "index.md":
            message = f"{self._reserved_for(folded)} 与 content/{article.path} 都要用地址 {wanted}"
            self._add(article, key, "path-taken", message, "改其中一处的文件名、slug、标签或栏目名")
        elif key == "aliases" and other is article:
            if other_address == article.address == wanted:
                self._add(article, key, "alias-taken", f"旧地址 {wanted} 就是这一页自己的地址", "删去这个旧地址")
            elif other_address != wanted:
                message = f"旧地址 {wanted} 与 {other_address} 只差大小写或字形"
                self._add(article, key, "alias-taken", message, "删去这个旧地址")
        elif other is not article:
            self._taken(article, key, wanted, other, other_address)

    def _taken(self, article: Article, key: str, wanted: str, other: Article, other_address: str) -> None:
        """Two articles want one address."""
        if unicodedata.normalize("NFC", article.path) == unicodedata.normalize("NFC", other.path):
            message = f"两个文件名看起来一样，只是字形（Unicode 组合方式）不同：content/{other.path}"
            self._add(article, key, "address-case", message, "删去多余的一个，或改其中一个的名字")
        elif other_address != wanted:
            message = f"地址 {wanted} 与 content/{other.path} 的 {other_address} 只差大小写或字形"
            self._add(article, key, "address-case", message, "改文件名或 slug，两处要明显不同")
        elif key == "aliases":
            message = f"旧地址 {wanted} 已是 content/{other.path} 的地址"
            self._add(article, key, "alias-taken", message, "删去这个旧地址，或改另一篇")
        else:
            message = f"地址 {wanted} 已被 content/{other.path} 使用"
            self._add(article, key, "address-taken", message, "改其中一篇的文件名或 slug")

    def _reserved_for(self, folded: str) -> str:
        """What a reserved address belongs to, in an editor's words."""
        name = self._reserved[folded].rpartition("/")[2].removesuffix(".html")
        return "首页" if folded == address.HOME else f"列表“{name}”" if "/" in folded else "网站自己的页面"

    def _add(self, article: Article, key: str, code: str, message: str, hint: str) -> None:
        self._told(Problem(f"content/{article.path}", *article.place(key), Level.ERROR, code, message, hint))


def same_case(tags: Iterable[Group], article: Callable[[int], Article]) -> list[Problem]:
    """Two tags that a file system or a server takes for one; the later article is to change."""
    first: dict[str, Group] = {}
    found = []
    for group in sorted(tags, key=lambda g: tuple(g[1])):
        other = first.setdefault(address.key(group[0]), group)
        if other is not group:
            owner = article(group[1][0])
            message, hint = f"标签“{group[0]}”与“{other[0]}”只差大小写", f"统一写作“{other[0]}”"
            found.append(
                Problem(f"content/{owner.path}", *owner.place("tags"), Level.ERROR, "path-taken", message, hint)
            )
    return found


def same_issue(fronts: Iterable[Article]) -> list[Problem]:
    """Two issues of one number, or of one title and date, told at both: readers cannot tell them apart."""
    by_number: dict[tuple[str, str], list[Article]] = {}
    by_title: dict[tuple[str, str], list[Article]] = {}
    for front in fronts:
        number = unicodedata.normalize("NFKC", front.number).replace(" ", "")
        if number:
            # 第4期 is every year's; 2018年第4期 and 总第40期 are there once.
            once = "总" in number or re.search("[0-9]{4}|[〇零一二三四五六七八九]{4}", number)
            by_number.setdefault((number, "" if once else front.date[:4]), []).append(front)
        by_title.setdefault((front.title, front.date), []).append(front)
    found: dict[str, Problem] = {}
    for groups, key in ((by_number, "number"), (by_title, "title")):
        for group in (group for group in groups.values() if len(group) > 1):
            for front in group:
                other = next(other for other in group if other is not front)
                place = f"content/{other.path}:{other.place(key)[0]}"
                what = f"期号“{front.number}”与 {place} 的相同" if key == "number" else f"标题和日期与 {place} 的相同"
                hint = f"核对两期的 {'number' if key == 'number' else 'title 和 date'}；是同一期，就并到一个文件夹里"
                found.setdefault(
                    front.path,
                    Problem(f"content/{front.path}", *front.place(key), Level.WARNING, "issue-twice", what, hint),
                )
    return list(found.values())


def clash(
    reserved: Mapping[str, str], owned: Iterable[str], old: Iterable[str], fresh: Sequence[str], aliases: Sequence[str]
) -> str:
    """Why new addresses may be in the way of those that are there, or these of them; "" when they certainly are not.

    ``reserved`` are the site's own by key; ``owned`` those of articles, ``old`` their old ones; ``fresh`` and
    ``aliases`` the same of what is new.
    """
    mine = [address.key(where) for where in (*fresh, *aliases)]
    old_keys = {address.key(where) for where in old}
    # Most addresses are their own key, and there are many.
    owned_keys = {where if where.isascii() and where == where.lower() else address.key(where) for where in owned}
    if len(set(mine)) < len(mine) or not (owned_keys | old_keys).isdisjoint(mine):
        return "两处可能要用同一个地址"
    if any(where in reserved for where in mine):
        return "有文章要用列表的地址"
    folders = {part for where in (*old_keys, *map(address.key, aliases)) for part in above_of(where)}
    if not folders.isdisjoint({*owned_keys, *old_keys, *mine}):
        return "一个旧地址在另一个地址之下"
    return ""


def above_of(path: str) -> list[str]:
    """The folders that a path lies in."""
    parts = path.split("/")
    return ["/".join(parts[:n]) for n in range(1, len(parts))]
