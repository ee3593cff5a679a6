"""The one way to a site: articles are given to a builder, and it says how they stand to each other.

A site from nothing is an empty builder that is given all articles. Whatever happens to an archive later is the same
builder, begun from the last site and given what has changed: an edit, one more article anywhere in time, a draft, a
removal, another date, tag or column. What it is not sure of in place it gives up with a reason (``AnewError``), and
the site is built from nothing, where everything that is wrong is told with all that is known.

Refused: addresses that two things want, links that lead nowhere, columns and issues that do not exist, articles without
any date.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

from jianbao import address
from jianbao.errors import AnewError, Level, Problem, suggestion
from jianbao.model import Article, Entry
from jianbao.site import claims, standing
from jianbao.site.built import Asked, Built, Getter, Moment, mark, nothing, sure
from jianbao.site.given import Given
from jianbao.site.links import Links
from jianbao.site.model import LISTS, NOT_LINKED, Entries, Group, Issue, Site, in_place
from jianbao.site.rows import ITEMS, Placed, Rows
from jianbao.site.standing import Issues


def from_nothing(articles: Sequence[Article], asked: Asked, *, complete: bool = True) -> Built:
    """The site of all articles, with every problem in how they fit together.

    ``complete`` is False when some articles could not be read.
    """
    known = {article.path: article for article in articles}
    made = Builder(nothing(asked), asked, known.get, articles, complete=complete)
    return made.built(dict.fromkeys(known))


def gone_on(last: Built, changes: Mapping[str, Article | None], article: Getter, asked: Asked) -> Built:
    """The last site with what has changed: ``changes`` has the articles as they were, ``article`` gives them as they
    are. Raises AnewError."""
    if last.config != mark(asked.config):
        raise AnewError("设置变了")
    if last.drafts != asked.drafts:
        raise AnewError("带草稿与不带草稿的网站不同")
    if missing := (last.files - asked.files).intersection(last.site.files):
        raise AnewError(f"文章用着的文件不在了：{min(missing)}")
    first, end = sorted((last.now, asked.now))
    due = [p for p, m in last.moments.items() if first < m.publish <= end or first < m.expires <= end]
    return Builder(last, asked, article).built({**dict.fromkeys(due), **changes})


class Builder:
    """A site while articles are given to it."""

    def __init__(
        self,
        last: Built,
        asked: Asked,
        article: Getter,
        everything: Sequence[Article] | None = None,
        *,
        complete: bool = True,
    ) -> None:
        """``everything`` are all articles where the site is built from nothing, ``complete`` if all could be read.

        Where it is not, whatever is wrong raises AnewError.
        """
        self.last = last
        self.asked = asked
        self.article = article
        self.everything = everything
        self.complete = complete
        self.old = last.site
        self.problems: list[Problem] = []
        self.fronts: list[Article] = []
        self.lists: dict[str, dict[str, Sequence[int]]] = {}

    def built(self, changes: Mapping[str, Article | None]) -> Built:
        """The site with the articles at these paths as they now are; ``changes`` says how they were."""
        self.given = Given(self.last, self.asked, self.article, changes)
        kept = [i.entry.article for i in self.old.issues if i.entry.article.path not in self.given]
        self.fronts = sorted([*kept, *self.given.of_kind("issue")], key=standing.in_order_of_issues)
        issues = Issues(self.fronts)
        placed = [self._placed(a, issues) for a in self.given.of_kind("article")]
        now = {front.path: i for i, front in enumerate(self.fronts)}
        rows = Rows(self.old, [now.get(issue.entry.article.path, -1) for issue in self.old.issues])
        at = rows.change(self.given.articles, placed, self.fronts)
        self.lists = rows.lists
        self._claim()
        whole = self._entries(rows, placed, at)
        known = {issue.entry.article.path: issue.entry for issue in self.old.issues}
        fronts = [self._front(i, front, known.get(front.path)) for i, front in enumerate(self.fronts)]
        pages = self._pages()
        self._relate(rows, whole)
        return self._finished(rows, whole, fronts, pages)

    def _placed(self, article: Article, issues: Issues) -> Placed:
        """Where an article belongs, and what is wrong with that."""
        issue = issues.of(article)
        if article.issue and issue < 0:
            hint = suggestion(article.issue, issues.known()) or "写期的文件夹名；新的一期先建文件夹和 index.md"
            self._tell(article, "issue", "unknown-issue", f"没有这一期：{article.issue}", hint)
        date = issues.date(article)
        if not date and "date:" not in article.places:
            hint = "加一行 date: 2018-04-23（只知道月份就写 2018-04）"
            self._tell(article, "title", "no-date", "既没有日期，也不属于哪一期", hint)
        self._column(article)
        return Placed(date, issue, article)

    def _column(self, article: Article) -> None:
        known = [column.name for column in self.asked.config.columns]
        if not article.column:
            if known:
                self._tell(article, "title", "no-column", "没有栏目", f"加一行 column: {known[0]}", Level.WARNING)
        elif known and article.column not in known:
            hint = suggestion(article.column, sorted(known)) or f"可用：{'、'.join(known)}"
            self._tell(article, "column", "unknown-column", f"没有“{article.column}”这个栏目", hint)

    def _tell(
        self, article: Article, key: str, code: str, message: str, hint: str = "", level: Level = Level.ERROR
    ) -> None:
        self._told(Problem(f"content/{article.path}", *article.place(key), level, code, message, hint))

    def _told(self, problem: Problem) -> None:
        """Keeps a problem; in place an error is left to whoever knows everything."""
        if self.everything is None and problem.level == Level.ERROR:
            raise AnewError(f"要说清 {problem.path} 的问题（{problem.code}）")
        self.problems.append(problem)

    # ---- addresses ----

    def _claim(self) -> None:
        """Every address belongs to one thing."""
        if self.everything is not None:
            taken = claims.Claims(self._heads, self._told)
            taken.all(article for article in self.everything if self.given.stands(article))
        elif reason := self._clash():
            raise AnewError(reason)

    @cached_property
    def _heads(self) -> dict[str, str]:
        return claims.heads({kind: self.lists[kind] for kind in LISTS})

    def _clash(self) -> str:
        """Why what has no address yet, or another, may be in the way of something, or something in its way."""
        given, known = self.given, self.given.addresses
        before = {claims.head(kind, group.name) for kind in LISTS for group in getattr(self.old, kind)}
        heads = {claims.head(kind, name) for kind in LISTS for name in self.lists[kind]}
        stands = [article for article in given.articles.values() if article and given.stands(article)]
        fresh = [a for a in stands if known.get(a.path) != a.address]
        aliases = [old for article in stands for old in article.aliases]
        files = self.asked.files - self.last.files
        linking = [path for path in given.linking(map(address.href, before - heads)) if path not in given]
        if linking:
            return f"{linking[0]} 链接着一个不再有文章的列表"
        if not (fresh or aliases or files or heads - before):
            return ""
        # An article that was edited where it stands keeps its address, and another may want it.
        kept = [where for path, where in known.items() if path not in given]
        kept += [article.address for article in stands if known.get(article.path) == article.address]
        old = [alias[0] for alias in self.old.aliases if alias[3] not in given]
        # Where links may have led before there was anything at these paths.
        wanted = {
            where for path in (*(a.path for a in fresh), *files) for where in (path, address.of_permalink(f"/{path}"))
        }
        if not wanted.isdisjoint({*kept, *old, *heads, *address.FIXED}):
            return "新来的文件可能改变旧链接的去处"
        if len({address.key(head) for head in heads}) < len(heads):
            return "两个列表的名字只差大小写或字形"
        news = [*(article.address for article in fresh), *(heads - before)]
        reserved = {key: head for key, head in self._heads.items() if head not in heads - before}
        return claims.clash(reserved, kept, old, news, aliases)

    @cached_property
    def links(self) -> Links:
        """What can be linked to."""
        given = self.given
        answers = {path: where for path, where in given.addresses.items() if path not in given}
        answers |= {
            path: article.address for path, article in given.articles.items() if article and given.stands(article)
        }
        others = [*self._heads.values(), *(alias[0] for alias in self._aliases)]
        return Links(self.everything or (), self.article, self.asked, answers, others)

    @cached_property
    def _aliases(self) -> tuple[claims.Alias, ...]:
        kept = [alias for alias in self.old.aliases if alias[3] not in self.given]
        shown = [article for path in self.given.articles if (article := self.given.shown(path))]
        buried = [article for article in self.given.tombstones if article.path in self.given]
        return tuple(sorted([*kept, *claims.aliases(shown, buried)]))

    # ---- entries ----

    def _entry(self, article: Article, date: str, issue: int) -> Entry:
        """The article in its place, its links resolved."""
        linked = NOT_LINKED
        if article.links or article.cover:
            hrefs = tuple(self.links.href(article, link) for link in article.links)
            linked = (hrefs, self.links.cover(article))
            for problem in self.links.problems:
                self._told(problem)
            self.links.problems.clear()
        front = self.fronts[issue] if issue >= 0 else None
        return in_place(article, date, self.asked.now, (issue, front), linked)

    def _entries(self, rows: Rows, placed: Iterable[Placed], at: Mapping[str, int]) -> dict[int, Entry]:
        """The given entries, by index."""
        whole = {}
        for date, issue, article in placed:
            i = at[article.path]
            whole[i] = self._entry(article, date, issue)
            rows.table.put(i, whole[i])
        return whole

    def _front(self, i: int, front: Article, known: Entry | None) -> Entry:
        if known is None or front.path in self.given:
            if not front.date and "date:" not in front.places:
                self._tell(front, "title", "no-date", "这一期没有日期", "加一行 date: 2018-04")
            return self._entry(front, front.date, i)
        return known._replace(issue=i)

    def _pages(self) -> tuple[Entry, ...]:
        kept = [entry for entry in self.old.pages if entry.article.path not in self.given]
        made = [self._entry(article, article.date, -1) for article in self.given.of_kind("page")]
        return tuple(sorted([*kept, *made], key=lambda e: (e.article.order, e.article.path)))

    def _relate(self, rows: Rows, whole: Mapping[int, Entry]) -> None:
        def tags(i: int) -> Sequence[str]:
            if i in whole:
                return standing.tags_of(whole[i].article)
            article = self.article(rows.table.paths[i])
            return standing.tags_of(article) if article else ()

        rows.relate({i: tags(i) for i in rows.shaken}, self.asked.config.related)

    # ---- the whole ----

    def _finished(
        self, rows: Rows, whole: Mapping[int, Entry], fronts: Sequence[Entry], pages: tuple[Entry, ...]
    ) -> Built:
        columns, config = rows.table, self.asked.config
        items = rows.lists[ITEMS]
        orders = columns.orders
        issues = tuple(
            Issue(front, tuple(sorted(items.get(front.article.path, ()), key=lambda i: (orders[i], i))))
            for front in fronts
        )
        lists: Any = {kind: self._groups(kind, rows.lists[kind]) for kind in LISTS}
        entries = Entries(columns, sure(self.article), self.asked.now, whole)
        if self.everything is not None:
            groups = [(group.name, group.members) for group in lists["tags"]]
            for problem in claims.same_case(groups, lambda i: entries[i].article):
                self._told(problem)
        moments, named = self._kept(self.last.moments), self._kept(self.last.named)
        for path, article in self.given.articles.items():
            if article and (article.publish or article.expires):
                moments[path] = Moment(article.publish, article.expires, article.draft)
            if article and article.issue:
                named[path] = article.issue
        used, others = self._settings([group.name for group in lists["tags"]])
        others += claims.same_issue(self.fronts)
        for hrefs, cover in (*columns.linked.values(), *((e.hrefs, e.cover) for e in (*fronts, *pages))):
            used.update(href.partition("#")[0] for href in (*hrefs, cover))
        site = Site(
            entries=entries,
            related=rows.related,
            issues=issues,
            pages=pages,
            tombstones=self.given.tombstones,
            aliases=self._aliases,
            files=tuple(sorted(path for path in self.asked.files if address.href(path) in used)),
            next_change=standing.next_change(moments.values(), self.asked.now, self.asked.drafts),
            away=self.given.away(Issues(self.fronts)),
            **lists,
        )
        if self.complete and not entries:
            hint = "文章放在 content/ 里，扩展名为 .md；也看看是不是写错了 --site"
            others.append(Problem("content", 0, 0, Level.NOTICE, "no-articles", "没有可发布的文章", hint))
        told = [p for p in self.last.told if p.path.removeprefix("content/") not in self.given]
        asked = (self.asked.files, mark(config), self.asked.drafts, self.asked.now)
        return Built(*asked, moments, named, site, tuple(sorted([*told, *self.problems])), tuple(others))

    def _kept(self, known: Mapping[str, Any]) -> dict[str, Any]:
        return {path: value for path, value in known.items() if path not in self.given}

    def _groups(self, kind: str, lists: Mapping[str, Sequence[int]]) -> tuple[Group, ...]:
        """The lists of a kind in order: columns as they are configured, all others by name."""
        first = {column.name: n for n, column in enumerate(self.asked.config.columns)} if kind == "columns" else {}

        def place(name: str) -> tuple[Any, ...]:
            return (first.get(name, len(first)), lists[name][0]) if kind == "columns" else (name,)

        return tuple(Group(name, tuple(lists[name])) for name in sorted(lists, key=place))

    def _settings(self, tags: Sequence[str]) -> tuple[set[str], list[Problem]]:
        """(what the menu links to, what config.yaml and data/topics.yaml say of things that are not there)."""
        used: set[str] = set()
        found, known, config = [], set(tags), self.asked.config
        nested = [(f"nav/{n}/{m}", item) for n, entry in enumerate(config.nav) for m, item in enumerate(entry.items)]
        for name, entry in [*((f"nav/{n}", entry) for n, entry in enumerate(config.nav)), *nested]:
            if entry.target in self.asked.files:
                used.add(address.href(entry.target))
            elif entry.target and not entry.external and entry.target not in self.links.known:
                message = f"导航“{entry.title}”指向不存在的 {entry.target}"
                hint = suggestion(entry.target, self.links.known) or "写已有页面的地址，例如 href: archive.html"
                found.append(config.place(name).problem("nav-nowhere", message, hint))
        for topic, _ in config.topics:
            if topic not in known:
                message = f"专题“{topic}”还没有文章用到，首页上不显示"
                hint = suggestion(topic, known) or "核对它与文章标签的写法，或删去这一行"
                found.append(config.place(f"topics/{topic}").problem("topic-unused", message, hint, Level.WARNING))
        return used, found
