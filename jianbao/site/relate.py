"""How the articles stand to each other: order, issues, lists, neighbours, links.

Pure: articles and settings in, one Site and every problem out. Refused: addresses that two things
want, links that lead nowhere, columns and issues that do not exist, articles without any date.
"""

import posixpath
import unicodedata
from bisect import bisect
from collections import defaultdict
from collections.abc import Iterable, Sequence

from jianbao import address
from jianbao.errors import Level, Problem, suggestion
from jianbao.model import EXPIRED, WITHDRAWN, Article, Entry
from jianbao.settings.config import Config
from jianbao.site import related
from jianbao.site.links import Links
from jianbao.site.model import Columns, Entries, Group, Issue, Site, in_place
from jianbao.site.related import Related

Dated = tuple[str, int, Article]
"""Date, index of the issue or -1, article."""


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
    articles: Sequence[Article],
    files: Iterable[str],
    config: Config,
    now: str,
    *,
    drafts: bool = False,
    complete: bool = True,
    before: Related | None = None,
) -> tuple[Site, list[Problem]]:
    """The site as of ``now`` and every problem in how its parts fit together.

    ``files`` are the content paths of pictures and attachments; ``complete`` is False when some
    articles could not be read; ``before`` is what was related the last time.
    """
    work = _Relating(articles, frozenset(files), config, now, drafts)
    if complete and not work.articles:
        hint = "文章放在 content/ 里，扩展名为 .md；也看看是不是写错了 --site"
        work.problems.append(Problem("content", 0, 0, Level.NOTICE, "no-articles", "没有可发布的文章", hint))
    related = work.site(before)
    return related, work.problems


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
        self.by_folder = {a.path.rpartition("/")[0]: i for i, a in enumerate(self.fronts)}
        self.links = Links((), files, {}, {}, ())

    def add(
        self, article: Article, key: str, code: str, message: str, hint: str = "", level: Level = Level.ERROR
    ) -> None:
        line, column = article.place(key)
        self.problems.append(Problem(f"content/{article.path}", line, column, level, code, message, hint))

    def site(self, before: Related | None) -> Site:
        columns = {c.name for c in self.config.columns}
        dated = []
        for article in self.articles:
            issue = self.issue(article)
            date = article.date or (self.fronts[issue].date if issue >= 0 else "")
            if not date and "date:" not in article.places:
                hint = "加一行 date: 2018-04-23（只知道月份就写 2018-04）"
                self.add(article, "title", "no-date", "既没有日期，也不属于哪一期", hint)
            self.column(article, columns)
            dated.append((date, issue, article))
        for front in self.fronts:
            if not front.date and "date:" not in front.places:
                self.add(front, "title", "no-date", "这一期没有日期", "加一行 date: 2018-04")
        dated.sort(key=_place)
        lists = self.groups(dated)
        self.same_case(lists["tags"], dated)
        aliases = self.claimed(_reserved(lists))
        others = [*address.FIXED, *_reserved(lists).values(), *(a[0] for a in aliases)]
        self.links = Links(self.all, self.files, self.addresses, self.buried, others)
        self.settings(lists["tags"])
        entries = [self.entry(a, date, issue) for date, issue, a in dated]
        fronts = [self.entry(a, a.date, i) for i, a in enumerate(self.fronts)]
        members: dict[int, list[int]] = defaultdict(list)
        for i, entry in enumerate(entries):
            if entry.issue >= 0:
                members[entry.issue].append(i)
        in_order = {k: tuple(sorted(v, key=lambda i: (entries[i].article.order, i))) for k, v in members.items()}
        self.problems += self.links.problems
        return Site(
            entries=Entries(Columns.of(entries), {a.path: a for a in self.articles}.__getitem__, self.now, entries),
            related=related.related(tuple(e.article.tags for e in entries), self.config.related, before),
            issues=tuple(Issue(front, in_order.get(i, ())) for i, front in enumerate(fronts)),
            pages=tuple(self.entry(a, a.date, -1) for a in self.pages),
            tombstones=tuple(self.tombstones),
            gaps=self.gaps(dated),
            aliases=tuple(aliases),
            files=tuple(sorted(self.links.used)),
            next_change=next_change(self.all, self.now),
            **lists,
        )

    def gaps(self, dated: list[Dated]) -> tuple[tuple[int, Article], ...]:
        """Where tombstones stood when they were articles."""
        gone = []
        for article in self.tombstones:
            if article.kind == "article":
                issue = self.found(article)
                gone.append((article.date or (self.fronts[issue].date if issue >= 0 else ""), issue, article))
        places = [_place(d) for d in dated]
        return tuple((bisect(places, _place(d)), d[2]) for d in sorted(gone, key=_place))

    def found(self, article: Article) -> int:
        """Index of the issue that the article belongs to, -1 for none."""
        if not article.issue:
            return self.by_folder.get(article.path.rpartition("/")[0], -1)
        for folder, i in self.by_folder.items():
            if article.issue in (posixpath.basename(folder), self.fronts[i].number):
                return i
        return -1

    def issue(self, article: Article) -> int:
        """``found``, or what is wrong with an issue that is named and is not there."""
        issue = self.found(article)
        if issue >= 0 or not article.issue:
            return issue
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

    def claimed(self, reserved: dict[str, str]) -> list[tuple[str, str, str, str]]:
        """The aliases; reports every address that two things want. ``reserved`` are the lists' by key."""
        owners: dict[str, tuple[Article, str]] = {}

        def claim(article: Article, wanted: str, key: str) -> None:
            folded = address.key(wanted)
            other, other_address = owners.setdefault(folded, (article, wanted))
            if folded in reserved and article.path != "index.md":
                message = f"{_owner(folded, reserved)} 与 content/{article.path} 都要用地址 {wanted}"
                self.add(article, key, "path-taken", message, "改其中一处的文件名、slug、标签或栏目名")
            elif key == "aliases" and other is article:
                if other_address == article.address == wanted:
                    self.add(article, key, "alias-taken", f"旧地址 {wanted} 就是这一页自己的地址", "删去这个旧地址")
                elif other_address != wanted:
                    message = f"旧地址 {wanted} 与 {other_address} 只差大小写或字形"
                    self.add(article, key, "alias-taken", message, "删去这个旧地址")
            elif other is not article:
                self.taken(article, key, wanted, other, other_address)

        shown = [*self.fronts, *self.pages, *self.articles]
        for article in sorted([*shown, *self.tombstones]):
            claim(article, article.address, "permalink" if "permalink:" in article.places else "slug")
        aliases = []
        for article in [*shown, *self.tombstones]:
            gone = WITHDRAWN if article.status == WITHDRAWN else EXPIRED
            title = article.title if article.path in self.addresses else gone
            for old in article.aliases:
                claim(article, old, "aliases")
                aliases.append((old, title, article.address, article.path))
                above = next((owners[part] for part in _above(address.key(old)) if part in owners), None)
                if above:
                    message = f"content/{above[0].path} 的地址 {above[1]} 与 content/{article.path} 的 {old}"
                    hint = "改其中一处的文件名、slug、标签或栏目名"
                    self.add(article, "aliases", "path-taken", f"{message} 一个是文件，一个是文件夹", hint)
        return aliases

    def taken(self, article: Article, key: str, wanted: str, other: Article, other_address: str) -> None:
        """Two articles want one address."""
        if unicodedata.normalize("NFC", article.path) == unicodedata.normalize("NFC", other.path):
            message = f"两个文件名看起来一样，只是字形（Unicode 组合方式）不同：content/{other.path}"
            self.add(article, key, "address-case", message, "删去多余的一个，或改其中一个的名字")
        elif other_address != wanted:
            message = f"地址 {wanted} 与 content/{other.path} 的 {other_address} 只差大小写或字形"
            self.add(article, key, "address-case", message, "改文件名或 slug，两处要明显不同")
        elif key == "aliases":
            message = f"旧地址 {wanted} 已是 content/{other.path} 的地址"
            self.add(article, key, "alias-taken", message, "删去这个旧地址，或改另一篇")
        else:
            message = f"地址 {wanted} 已被 content/{other.path} 使用"
            self.add(article, key, "address-taken", message, "改其中一篇的文件名或 slug")

    def same_case(self, tags: tuple[Group, ...], dated: list[tuple[str, int, Article]]) -> None:
        """Two tags that a file system or a server takes for one; the later article is to change."""
        first: dict[str, Group] = {}
        for group in sorted(tags, key=lambda g: tuple(g.members)):
            other = first.setdefault(address.key(group.name), group)
            if other is not group:
                message = f"标签“{group.name}”与“{other.name}”只差大小写"
                self.add(dated[group.members[0]][2], "tags", "path-taken", message, f"统一写作“{other.name}”")

    def settings(self, tags: tuple[Group, ...]) -> None:
        """What config.yaml and data/topics.yaml say of things that are not there."""
        for number, (title, target) in enumerate(self.config.nav):
            if target in self.files:
                self.links.used.add(target)
            elif target not in self.links.known:
                message = f"导航“{title}”指向不存在的 {target}"
                hint = suggestion(target, self.links.known) or "写已有页面的地址，例如 href: archive.html"
                self.problems.append(self.config.place(f"nav/{number}").problem("nav-nowhere", message, hint))
        used = {group.name for group in tags}
        for topic, _ in self.config.topics:
            if topic not in used:
                message = f"专题“{topic}”还没有文章用到，首页上不显示"
                hint = suggestion(topic, used) or "核对它与文章标签的写法，或删去这一行"
                place = self.config.place(f"topics/{topic}")
                self.problems.append(place.problem("topic-unused", message, hint, Level.WARNING))

    def groups(self, dated: list[tuple[str, int, Article]]) -> dict[str, tuple[Group, ...]]:
        """The lists by name, each with its members in order."""
        columns: dict[str, list[int]] = {c.name: [] for c in self.config.columns}
        by_tag: dict[str, list[int]] = defaultdict(list)
        sources: dict[str, list[int]] = defaultdict(list)
        months: dict[str, list[int]] = defaultdict(list)
        years: dict[str, list[int]] = defaultdict(list)
        for i, (date, _, article) in enumerate(dated):
            if article.column:
                columns.setdefault(article.column, []).append(i)
            if article.source:
                sources[article.source].append(i)
            for tag in article.tags:
                by_tag[unicodedata.normalize("NFC", tag)].append(i)
            if len(date) >= 7:
                months[date[:7]].append(i)
            if date:
                years[date[:4]].append(i)
        named = {"columns": columns, "tags": by_tag, "sources": sources, "months": months, "years": years}
        return {
            kind: tuple(
                Group(name, tuple(members))
                for name, members in (found.items() if kind == "columns" else sorted(found.items()))
                if members
            )
            for kind, found in named.items()
        }

    def entry(self, article: Article, date: str, issue: int) -> Entry:
        """The article in its place, its links resolved."""
        hrefs = tuple(self.links.href(article, link) for link in article.links)
        front = self.fronts[issue] if issue >= 0 else None
        return in_place(article, date, self.now, (issue, front), (hrefs, self.links.cover(article)))


def _place(dated: Dated) -> tuple[str, int, int, str]:
    """What articles are put in order by."""
    date, issue, article = dated
    return date, issue, article.order, article.path


def _reserved(lists: dict[str, tuple[Group, ...]]) -> dict[str, str]:
    """The addresses of the site's own pages and of the lists, by key."""
    found = {path: path for path in address.FIXED}
    for kind, groups in lists.items():
        place = "archive" if kind in ("months", "years") else kind
        for group in groups:
            head = address.of_list(place, group.name)
            found[address.key(head)] = head
    return found


def _owner(folded: str, reserved: dict[str, str]) -> str:
    """What a reserved address belongs to, in an editor's words."""
    name = reserved[folded].rpartition("/")[2].removesuffix(".html")
    return "首页" if folded == address.HOME else f"列表“{name}”" if "/" in folded else "网站自己的页面"


def _above(path: str) -> list[str]:
    """The folders that a path lies in."""
    parts = path.split("/")
    return ["/".join(parts[:n]) for n in range(1, len(parts))]
