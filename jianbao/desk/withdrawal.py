"""Taking an article back: a plan that names everything that will go, and one act on its file."""

import posixpath
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from jianbao import address, files
from jianbao.content import editing
from jianbao.desk import asked
from jianbao.desk.loading import Archive
from jianbao.errors import Problem, SiteError, UsageError, reason
from jianbao.model import WITHDRAWN, Article, Entry
from jianbao.pages import articles, lists, machines, periods
from jianbao.site import claims
from jianbao.site.standing import lists_of


class Withdrawal(NamedTuple):
    """What withdrawing an article does."""

    path: str
    """Below the site."""
    title: str
    page: str
    """Its address, which a tombstone keeps."""
    lists: tuple[str, ...]
    """Addresses of the pages and feeds that no longer name it."""
    pictures: tuple[str, ...]
    """Pictures and attachments that no other article uses."""
    mentions: tuple[str, ...]
    """Articles whose own words still link to it or name it."""
    purge: tuple[str, ...]
    """Absolute addresses that caches hold."""
    data: bytes
    """The file as it will be."""


def plan(archive: Archive, path: Path, today: str, why: str) -> Withdrawal:
    """The plan for one article. Raises UsageError when there is no such article to withdraw."""
    content = files.real(archive.folder / "content")
    article = asked.article(archive, path, "撤回", "请逐篇撤回这一期的文章")
    relative = article.path
    if article.status == WITHDRAWN:
        raise UsageError(f"content/{relative} 在{article.withdrawn or '从前'}已经撤回了，没有改动")
    entry = archive.entry(relative)
    lists = _lists(archive, entry) if entry else ()
    pictures = _pictures(archive, entry) if entry else ()
    pages = [article.address, *article.aliases, *pictures, *lists]
    return Withdrawal(
        f"content/{relative}",
        article.title,
        article.address,
        tuple(lists),
        tuple(pictures),
        _mentions(archive, article),
        tuple(address.url(archive.config.url, page) for page in pages),
        changed(_bytes(content, relative), today, why),
    )


def act(site: Path, made: Withdrawal) -> None:
    """Writes the one file."""
    try:
        files.replace(site / made.path, made.data)
    except OSError as error:
        raise UsageError(f"写不了 {made.path}：{reason(error)}") from None


def changed(data: bytes, today: str, why: str) -> bytes:
    """The file's bytes with status, date and reason in the front matter, every other byte as it is."""
    try:
        return editing.changed(data, {"status": WITHDRAWN, "withdrawn": today, "reason": why})
    except editing.EditError as error:
        raise UsageError(f"{error}；也可以手工加一行 status: {WITHDRAWN}") from None


def _bytes(content: Path, path: str) -> bytes:
    """The bytes of an article. Raises SiteError when it has gone meanwhile."""
    found = files.read(content / path, f"content/{path}", files.LARGEST_TEXT, content)
    if isinstance(found, Problem):
        raise SiteError([found])
    return found


def _lists(archive: Archive, entry: Entry) -> tuple[str, ...]:
    """Whatever names an article: the lists and their feeds, its issue, the articles beside it and related to it."""
    site, article, date = archive.site, entry.article, entry.card.date
    at = next((i for i, other in enumerate(site.entries) if other is entry), -1)
    found = ["index.html", "feed.xml", "feed.json"]
    groups = {"columns": site.columns, "sources": site.sources, "tags": site.tags, "months": site.months}
    for kind, name in lists_of(article, date):
        head = claims.head(kind, name)
        found.append(head)
        if kind in machines.FED:
            found += [head.removesuffix(".html") + ".xml", head.removesuffix(".html") + ".json"]
        members = next((group.members for group in groups.get(kind, ()) if group.name == name), ())
        if at in members:
            period, times = (name, lists.TIMES_OF_MONTHS) if kind == "months" else ("", 1)
            found += _page(archive, head, period, members, members.index(at), times)
    if entry.issue >= 0:
        issue = site.issues[entry.issue].entry.article.address
        fronts = [front.entry.card.date for front in site.issues]
        found += [issue, address.of_bulletin(issue), address.ISSUES]
        found += _page(archive, address.ISSUES, "", range(len(fronts)), entry.issue, 1, fronts.__getitem__)
    if at >= 0:
        near = [*articles.beside(site, at), *(i for i, others in enumerate(site.related) if at in others)]
        found += [site.entries[i].article.address for i in near if i >= 0]
    for year in site.years:
        found += [name for name, members in machines.sitemaps(site, year) if at in members]
    return tuple(dict.fromkeys(found))


def _page(
    archive: Archive,
    head: str,
    name: str,
    members: Sequence[int],
    row: int,
    times: int,
    date: Callable[[int], str] | None = None,
) -> list[str]:
    """The page of a list that a row stands on, where that is not its head."""
    dates = archive.site.entries.table.dates
    most = 2 * times * archive.config.list_rows
    whole = periods.cut(name, range(len(members)), date or (lambda n: dates[members[n]]), most)
    leaves = list(whole.leaves()) if whole.parts else []
    return [address.of_period(head, leaf.name) for leaf in leaves[:-1] if leaf.first <= row < leaf.loose]


def _pictures(archive: Archive, entry: Entry) -> tuple[str, ...]:
    """The files that this article uses and no other."""
    everything = [*archive.site.entries, *(i.entry for i in archive.site.issues), *archive.site.pages]
    mine = {*entry.hrefs, entry.cover}
    others = {href for e in everything if e is not entry for href in (*e.hrefs, e.cover)}
    files = {address.href(path): path for path in archive.site.files}
    return tuple(sorted(files[href] for href in mine - others if href in files))


def _mentions(archive: Archive, article: Article) -> tuple[str, ...]:
    """Articles that link to it, or write its title."""
    found = []
    for other in archive.articles:
        if other.path == article.path:
            continue
        targets = {
            posixpath.normpath(posixpath.join(posixpath.dirname(other.path), link.target.partition("#")[0]))
            for link in other.links
        }
        text = _bytes(archive.folder / "content", other.path).decode("utf-8", "replace")
        if article.path in targets or (len(article.title) >= 6 and article.title in text):
            found.append(f"content/{other.path}")
    return tuple(found)


def text(made: Withdrawal) -> str:
    """The plan as an editor reads it."""
    lines = [f"撤回“{made.title}”（{made.path}）", f"页面 {made.page} 改为撤回说明", "不再列出它的页面和订阅："]
    lines += [f"   {path}" for path in made.lists]
    lines.append("搜索索引里不再有它")
    if made.pictures:
        lines += ["一并撤下的图片和附件：", *(f"   {path}" for path in made.pictures)]
    if made.mentions:
        lines += ["这些文章还提到它，请自己修改：", *(f"   {path}" for path in made.mentions)]
    return "\n".join([*lines, "要刷新缓存的网址：", *(f"   {url}" for url in made.purge)])
