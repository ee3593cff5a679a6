"""What answers at the old addresses of data/redirects.yaml: the way to a page, and a feed itself, which nobody follows.

Whatever the site has of its own keeps its address; a rule that leads nowhere makes no page. Both are told.
"""

from collections.abc import Iterable, Iterator
from functools import partial

from jianbao import address, digest
from jianbao.errors import Level, Problem
from jianbao.model import Page, Shelf
from jianbao.pages import articles, machines
from jianbao.pages.frame import Frame
from jianbao.settings.redirects import FILE, Rule
from jianbao.site import claims
from jianbao.site.model import LISTS, Group, Site, Some

_FIXED = {
    address.HOME: "首页",
    address.ARCHIVE: "历年",
    "columns.html": "栏目",
    "tags.html": "标签",
    "sources.html": "来源",
    "sitemap.html": "站点地图",
    "sitemap.xml": "站点地图",
    "robots.txt": "robots.txt",
    "404.html": "没有找到这一页",
    "manifest.webmanifest": "manifest.webmanifest",
}


def redirects(
    site: Site, frame: Frame, files: Iterable[str], public: Iterable[str]
) -> tuple[list[Shelf], list[Problem]]:
    """(shelves of what answers, what is said of rules that nothing answers for).

    ``files`` are the content paths of what lies beside articles and is shown, ``public`` the paths of public/.
    """
    rules = frame.config.redirects
    if not rules:
        return [], []
    known = _titles(site, frame) | {path: path.rpartition("/")[2] for path in (*files, *public)}
    feeds = _feeds(site, frame)
    taken = {address.key(path) for path in (*known, *feeds, *(alias[0] for alias in site.aliases))}
    within = {part for path in taken for part in claims.above_of(path)}
    heads = {path.removesuffix(".html"): title for path, title in known.items() if path not in _FIXED}
    pages: list[tuple[str, str, str]] = []
    shelves: list[Shelf] = []
    problems: list[Problem] = []
    for rule in rules:
        where, key = rule.where, address.key(rule.where)
        # A list has pages of years, an issue its bulletin: those that lie below a page are its own.
        title = known.get(rule.new) or next((heads[part] for part in claims.above_of(rule.new) if part in heads), "")
        if not where:
            problems += _not_a_file(rule)
        elif key in taken or key in within or not taken.isdisjoint(claims.above_of(key)):
            problems.append(_problem(rule, "redirect-taken", f"旧网址“{rule.old}”上现在有网页", "删去这一行"))
        elif rule.new in feeds and not where.endswith(".html"):
            shelves.append(_feed(where, rule.new, *feeds[rule.new], frame))
        elif title or rule.new in feeds:
            pages.append((where, title or "订阅", rule.new))
        else:
            message = f"“{rule.old}”要转到的 {rule.new} 在网站里没有"
            problems.append(_problem(rule, "redirect-nowhere", message, "写已有页面的地址，例如 tags.html"))
        if where:
            taken.add(key)
            within.update(claims.above_of(key))
    if pages:
        words = [frame.digest, digest.of_plain(list(map(list, pages)))]
        shelves.append(Shelf("aliases/redirects", digest.of_all(words), len(pages), partial(_pages, pages, frame)))
    return shelves, problems


def _problem(rule: Rule, code: str, message: str, hint: str) -> Problem:
    return Problem(FILE, rule.line, rule.column, Level.WARNING, code, message, hint)


def _not_a_file(rule: Rule) -> list[Problem]:
    """What is said of an address that no file can answer, though it has no question mark, which speaks for itself."""
    if "?" in rule.old:
        return []
    fault = address.fault(address.of_permalink(rule.old))
    message = f"旧网址“{rule.old}”放不成文件：{fault}"
    return [_problem(rule, "redirect-server", message, "要服务器照规则转：publish 的目标里写 redirects")]


def _pages(pages: Iterable[tuple[str, str, str]], frame: Frame) -> Iterator[Page]:
    for where, title, target in pages:
        yield articles.alias(where, title, target, "", frame)._replace(owner=FILE)


def _titles(site: Site, frame: Frame) -> dict[str, str]:
    """The title of every page that a rule may lead to, by its address."""
    found = dict(_FIXED)
    if site.issues:
        found[address.ISSUES] = "简报"
    if machines.SEARCH in frame.chrome["assets"]:
        found["search.html"] = "搜索"
    for kind in LISTS:
        titled = _period if kind in ("years", "months") else str
        found |= {claims.head(kind, group.name): titled(group.name) for group in getattr(site, kind)}
    asked = {rule.new for rule in frame.config.redirects}
    for at, path in enumerate(site.entries.table.addresses):
        found[path] = site.entries[at].article.title if path in asked else path
    for entry in (*(issue.entry for issue in site.issues), *site.pages):
        found[entry.article.address] = entry.article.title
    return found | {article.address: "这一页已撤回" for article in site.tombstones}


def _period(name: str) -> str:
    year, _, month = name.partition("-")
    return f"{year}年{int(month)}月" if month else f"{year}年"


def _feeds(site: Site, frame: Frame) -> dict[str, tuple[str, str, Some]]:
    """Address of a feed → its title, the page that it follows, its articles."""
    some = frame.config.feed_entries
    whole = Some(site.entries, range(len(site.entries))[-some:])
    found = {f"feed.{end}": (frame.config.name, address.HOME, whole) for end in ("xml", "json") if whole}
    both: list[tuple[str, Group]] = [("columns", group) for group in site.columns]
    both += [("tags", group) for group in site.tags]
    for kind, group in both:
        head = address.of_list(kind, group.name)
        about = (f"{group.name} - {frame.config.name}", head, Some(site.entries, group.members[-some:]))
        found |= {f"{head.removesuffix('.html')}.{end}": about for end in ("xml", "json")}
    return found


def _feed(where: str, target: str, title: str, head: str, newest: Some, frame: Frame) -> Shelf:
    words = digest.of_plain([title, head, target])
    mark = digest.of_all([frame.digest, words, *newest.digests()])
    return Shelf(f"moved/{where}", mark, 2, partial(_followed, where, target, title, head, newest, frame))


def _followed(where: str, target: str, title: str, head: str, newest: Some, frame: Frame) -> Iterator[Page]:
    """The feed as it is at its own address, which it names: whoever reads it learns that."""
    stem, _, _ = target.rpartition(".")
    for page in machines.feeds(title, head, stem, newest, frame, whole=head == address.HOME):
        if page.path == target:
            context = page.context
            if "feed" in context:
                context = {"feed": {**context["feed"], "root": "../" * where.count("/")}}
            yield page._replace(path=where, context=context, owner=FILE)
