"""How the articles stand to each other: order, issues, lists, neighbours, links.

Pure: articles and settings in, one Site and every problem out. Refused: addresses that two things
want, links that lead nowhere, columns and issues that do not exist, articles without any date.
"""

import posixpath
import re
import unicodedata
from collections import defaultdict, deque
from collections.abc import Iterable, Sequence
from urllib.parse import unquote

from jianbao import address, digest
from jianbao.config import Config
from jianbao.errors import Level, Problem, suggestion
from jianbao.model import WITHDRAWN, Article, Card, Entry, Group, Issue, Link, Site
from jianbao.zh import Reading

_RECENT = 8
"""How many earlier articles of a tag are looked at for related ones."""
_NOWHERE = "\x00"


def published(article: Article, now: str, drafts: bool) -> bool:
    """Whether the article stands on the site at ``now`` (``YYYY-MM-DDTHH:MM``, site time)."""
    if article.status == WITHDRAWN or (article.expires and article.expires <= now):
        return False
    return drafts or not (article.draft or (article.publish and article.publish > now))


def buried(article: Article, now: str) -> bool:
    """Whether the article once stood on the site and its address must answer with a tombstone."""
    return not article.draft and (article.status == WITHDRAWN or bool(article.expires and article.expires <= now))


def next_change(articles: Iterable[Article], now: str) -> str:
    """The first moment after ``now`` at which an article appears or goes by its date, or ""."""
    moments = [m for a in articles if not a.draft for m in (a.publish, a.expires) if m and m > now]
    return min(moments, default="")


def site(
    articles: Sequence[Article], files: Iterable[str], config: Config, now: str, *, drafts: bool = False
) -> tuple[Site, list[Problem]]:
    """The site as of ``now`` and every problem in how its parts fit together.

    ``files`` are the content paths of pictures and attachments.
    """
    work = _Relating(articles, frozenset(files), config, now, drafts)
    if not work.articles:
        hint = "文章放在 content/ 里，扩展名为 .md；也看看是不是写错了 --site"
        work.problems.append(Problem("content", 0, 0, Level.NOTICE, "no-articles", "没有可发布的文章", hint))
    return work.site(), work.problems


class _Relating:
    """The articles while they are being related; collects problems."""

    def __init__(
        self, articles: Sequence[Article], files: frozenset[str], config: Config, now: str, drafts: bool
    ) -> None:
        self.all = articles
        self.files = files
        self.config = config
        self.now = now
        self.problems: list[Problem] = []
        shown = [a for a in articles if published(a, now, drafts)]
        self.tombstones = [a for a in articles if buried(a, now)]
        self.fronts = sorted((a for a in shown if a.kind == "issue"), key=lambda a: (a.date, a.order, a.path))
        self.pages = sorted((a for a in shown if a.kind == "page"), key=lambda a: (a.order, a.path))
        self.articles = [a for a in shown if a.kind == "article"]
        self.addresses = {a.path: a.address for a in shown}
        self.buried = {a.path: a.address for a in self.tombstones}
        self.by_folder = {posixpath.dirname(a.path): i for i, a in enumerate(self.fronts)}
        self.used: set[str] = set()
        self.known: set[str] = set()

    def add(
        self, article: Article, key: str, code: str, message: str, hint: str = "", level: Level = Level.ERROR
    ) -> None:
        line, column = article.place(key)
        self.problems.append(Problem(f"content/{article.path}", line, column, level, code, message, hint))

    def site(self) -> Site:
        columns = {c.name for c in self.config.columns}
        dated = []
        for article in self.articles:
            issue = self.issue(article)
            date = article.date or (self.fronts[issue].date if issue >= 0 else "")
            if not date:
                hint = "加一行 date: 2018-04-23（只知道月份就写 2018-04）"
                self.add(article, "title", "no-date", "既没有日期，也不属于哪一期", hint)
            self.column(article, columns)
            dated.append((date, issue, article))
        for front in self.fronts:
            if not front.date:
                self.add(front, "title", "no-date", "这一期没有日期", "加一行 date: 2018-04")
        dated.sort(key=lambda d: (d[0], d[1], d[2].order, d[2].path))
        aliases = self.claimed()
        lists = self.groups(dated)
        self.reachable(lists, aliases)
        entries = tuple(self.entry(a, date, issue) for date, issue, a in dated)
        fronts = [self.entry(a, a.date, i) for i, a in enumerate(self.fronts)]
        members: dict[int, list[int]] = defaultdict(list)
        for i, entry in enumerate(entries):
            if entry.issue >= 0:
                members[entry.issue].append(i)
        in_order = {k: tuple(sorted(v, key=lambda i: (entries[i].article.order, i))) for k, v in members.items()}
        return Site(
            entries=entries,
            related=_related([e.article.tags for e in entries], self.config.related),
            issues=tuple(Issue(front, in_order.get(i, ())) for i, front in enumerate(fronts)),
            pages=tuple(self.entry(a, a.date, -1) for a in self.pages),
            tombstones=tuple(self.tombstones),
            aliases=tuple(aliases),
            files=tuple(sorted(self.used)),
            next_change=next_change(self.all, self.now),
            **lists,
        )

    def issue(self, article: Article) -> int:
        """Index of the issue that the article belongs to, -1 for none."""
        if not article.issue:
            return self.by_folder.get(posixpath.dirname(article.path), -1)
        for folder, i in self.by_folder.items():
            if article.issue in (posixpath.basename(folder), self.fronts[i].number):
                return i
        known = [posixpath.basename(folder) for folder in self.by_folder]
        hint = suggestion(article.issue, known) or "写期的文件夹名；新的一期先建文件夹和 index.md"
        self.add(article, "issue", "unknown-issue", f"没有这一期：{article.issue}", hint)
        return -1

    def column(self, article: Article, known: set[str]) -> None:
        if not article.column:
            if known:
                self.add(
                    article,
                    "title",
                    "no-column",
                    "没有栏目",
                    f"加一行 column: {self.config.columns[0].name}",
                    Level.WARNING,
                )
        elif known and article.column not in known:
            hint = (
                suggestion(article.column, sorted(known)) or f"可用：{'、'.join(c.name for c in self.config.columns)}"
            )
            self.add(article, "column", "unknown-column", f"没有“{article.column}”这个栏目", hint)

    def claimed(self) -> list[tuple[str, str, str, str]]:
        """The aliases; reports every address that two files want."""
        owners: dict[str, tuple[Article, str]] = {}

        def claim(article: Article, wanted: str, key: str) -> None:
            folded = address.key(wanted)
            other, other_address = owners.setdefault(folded, (article, wanted))
            if other is article and other_address == wanted and key != "aliases":
                return
            if other is article:
                if key == "aliases" and (other_address != wanted or wanted == article.address):
                    self.add(article, key, "alias-taken", f"旧地址 {wanted} 就是这一页自己的地址", "删去这个旧地址")
            elif other_address != wanted:
                message = f"地址 {wanted} 与 content/{other.path} 的 {other_address} 只差大小写或字形"
                self.add(article, key, "address-case", message, "改文件名或 slug，两处要明显不同")
            elif key == "aliases":
                message = f"旧地址 {wanted} 已是 content/{other.path} 的地址"
                self.add(article, key, "alias-taken", message, "删去这个旧地址，或改另一篇")
            else:
                self.add(
                    article,
                    key,
                    "address-taken",
                    f"地址 {wanted} 已被 content/{other.path} 使用",
                    "改其中一篇的文件名或 slug",
                )

        shown = [*self.fronts, *self.pages, *self.articles]
        for article in sorted([*shown, *self.tombstones]):
            claim(article, article.address, "permalink" if "permalink:" in article.places else "slug")
        aliases = []
        for article in [*shown, *self.tombstones]:
            title = article.title if article.path in self.addresses else WITHDRAWN
            for old in article.aliases:
                claim(article, old, "aliases")
                aliases.append((old, title, article.address, article.path))
        return aliases

    def groups(self, dated: list[tuple[str, int, Article]]) -> dict[str, tuple[Group, ...]]:
        """The lists by name, each with its members in order."""
        columns: dict[str, list[int]] = {c.name: [] for c in self.config.columns}
        tags: dict[str, list[int]] = defaultdict(list)
        sources: dict[str, list[int]] = defaultdict(list)
        months: dict[str, list[int]] = defaultdict(list)
        years: dict[str, list[int]] = defaultdict(list)
        for i, (date, _, article) in enumerate(dated):
            if article.column:
                columns.setdefault(article.column, []).append(i)
            if article.source:
                sources[article.source].append(i)
            for tag in article.tags:
                tags[unicodedata.normalize("NFC", tag)].append(i)
            if len(date) >= 7:
                months[date[:7]].append(i)
            if date:
                years[date[:4]].append(i)
        named = {"columns": columns, "tags": tags, "sources": sources, "months": months, "years": years}
        return {
            kind: tuple(
                Group(name, tuple(members))
                for name, members in (found.items() if kind == "columns" else sorted(found.items()))
                if members
            )
            for kind, found in named.items()
        }

    def reachable(self, lists: dict[str, tuple[Group, ...]], aliases: list[tuple[str, str, str, str]]) -> None:
        """Every address that a link beginning with / may name."""
        self.known = {*address.FIXED, *self.addresses.values(), *self.buried.values(), *(a[0] for a in aliases)}
        for kind, found in lists.items():
            place = "archive" if kind in ("months", "years") else kind
            self.known.update(address.of_list(place, g.name) for g in found)

    def entry(self, article: Article, date: str, issue: int) -> Entry:
        """The article in its place, its links resolved."""
        hrefs = tuple(self.href(article, link) for link in article.links)
        cover = ""
        if article.cover and not re.match("https?://", article.cover):
            line, column = article.place("cover")
            cover = self.href(article, Link(article.cover, line, column, True))
        status = article.status if article.status != "现行" else ""
        card = Card(article.title, article.address, date, article.column, article.source, article.summary, status)
        card_digest = digest.of_text("\x1f".join(card))
        issue_title = (
            "\x1f".join((self.fronts[issue].title, self.fronts[issue].number, self.fronts[issue].address))
            if issue >= 0
            else ""
        )
        whole = article.digest + card_digest + "\x1f".join((issue_title, cover, *hrefs)).encode()
        return Entry(article, card, digest.of_bytes(whole), card_digest, issue, hrefs, cover)

    def href(self, article: Article, link: Link) -> str:
        """Where a link leads, below output/; reports one that leads nowhere."""
        target, _, fragment = link.target.partition("#")
        target = unicodedata.normalize("NFC", unquote(target.partition("?")[0]))
        fragment = unquote(fragment)
        if not target:
            found, path = article.address, article.path
        elif target.startswith("/"):
            path = target.lstrip("/")
            found = self.addresses.get(path) or (path if path in self.files else address.of_permalink(target))
        else:
            path = posixpath.normpath(posixpath.join(posixpath.dirname(article.path), target))
            found = self.addresses.get(path) or self.buried.get(path) or (path if path in self.files else _NOWHERE)
            if found == _NOWHERE and path in self.known:
                found = path
        if found in self.files:
            self.used.add(found)
        elif link.picture or found not in self.known:
            self.broken(article, link, path)
            return ""
        elif fragment and not self.anchored(article, found, fragment):
            self.place(article, link, "broken-anchor", f"目标页里没有 #{fragment}", "核对标题；锚点就是标题的文字")
        return address.href(found) + (f"#{fragment}" if fragment else "")

    def anchored(self, article: Article, found: str, fragment: str) -> bool:
        if found == article.address:
            return fragment in article.anchors
        targets = [a for a in self.all if a.address == found]
        return not targets or any(fragment in a.anchors for a in targets)

    def broken(self, article: Article, link: Link, path: str) -> None:
        what = "图片" if link.picture else "链接"
        if any(a.path == path for a in self.all):
            self.place(
                article, link, "link-unpublished", f"链接指向尚未发布的 {link.target}", "先发布它，或暂时去掉链接"
            )
            return
        near = suggestion(path, sorted({*self.addresses, *self.files}))
        message = f"{what}指向不存在的 {link.target}"
        self.place(
            article,
            link,
            "broken-picture" if link.picture else "broken-link",
            message,
            near or "核对文件名；路径从本文所在的文件夹算起",
        )

    def place(self, article: Article, link: Link, code: str, message: str, hint: str) -> None:
        self.problems.append(
            Problem(f"content/{article.path}", link.line, link.column, Level.ERROR, code, message, hint)
        )


def _related(tags: list[tuple[str, ...]], most: int) -> tuple[tuple[int, ...], ...]:
    """For each article the earlier ones that share the most tags with it, the later first.

    Only earlier ones, and only the last few of each tag: so a new article changes no old one's page.
    """
    recent: dict[str, deque[int]] = defaultdict(lambda: deque(maxlen=_RECENT))
    found = []
    for i, mine in enumerate(tags):
        shared: dict[int, int] = {}
        for tag in mine:
            for other in recent[tag]:
                shared[other] = shared.get(other, 0) + 1
            recent[tag].append(i)
        best = sorted([(-n, -other) for other, n in shared.items()])[:most]
        found.append(tuple(-other for _, other in best))
    return tuple(found)


def same_tags(site: Site, readings: dict[str, Reading]) -> list[Problem]:
    """A 提示 for every two tags that sound the same or differ by Traditional form only; never merged."""
    groups: dict[str, list[Group]] = defaultdict(list)
    for group in site.tags:
        groups[readings[group.name].pinyin].append(group)
    problems = []
    for alike in groups.values():
        most = max(alike, key=lambda g: len(g.members))
        for group in alike:
            if group is most:
                continue
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
