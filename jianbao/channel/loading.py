"""The site as channels see it: pieces and bulletins by their paths.

What was read is remembered in a state file of its own, so that a build or a preview may run meanwhile.
Refused: paths that are no published article, errors in the file that is asked for.
"""

import os
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote
from zoneinfo import ZoneInfo

from jianbao import address, files, workers, zh
from jianbao import expressions as re
from jianbao.cache import program, trouble
from jianbao.cache.state import State, StateReader
from jianbao.channel import tree
from jianbao.channel.piece import Bulletin, Piece
from jianbao.channel.tree import Element, Node
from jianbao.content import frontmatter, reader
from jianbao.errors import Problem, SiteError, UsageError, errors_in, nearest
from jianbao.model import WITHDRAWN, Article, Entry
from jianbao.settings import config as configuration
from jianbao.settings.config import Config
from jianbao.site import builder
from jianbao.site.built import Asked
from jianbao.site.model import Issue, Site

_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)


class Archive(NamedTuple):
    """A site folder, read and related; drafts and future articles are in it."""

    folder: Path
    config: Config
    site: Site
    articles: dict[str, Article]
    """Every file that could be read, by its path below content/."""
    problems: tuple[Problem, ...]
    body_of: Callable[[str], str]


def archive(folder: Path, *, jobs: int | None = None, state: str = "channel") -> Archive:
    """The archive of a site folder. Raises SiteError when its settings cannot be read."""
    return trouble.mended(partial(_archive, files.real(folder), jobs or workers.cores(), f"{state}.sqlite"))


def _archive(folder: Path, jobs: int, name: str, anew: bool) -> Archive:
    config = configuration.load(folder)
    zone = ZoneInfo(config.time_zone)
    now = f"{datetime.now(zone):%Y-%m-%dT%H:%M}"
    path = folder / ".cache" / name
    with State(path, anew=anew) as state:
        told = trouble.notices(path, state.links, forgotten=state.forgotten)
        reader.expect(state, program.version(), config.time_zone)
        content = reader.content(folder / "content", state, zone, jobs)
        articles = content.articles
        asked = Asked(frozenset(content.others), config, drafts=True, now=now)
        built = builder.from_nothing(articles, asked, complete=not errors_in(content.problems))
        body_of = StateReader(state.path).body
    problems = (*told, *content.problems, *built.problems)
    return Archive(folder, config, built.site, {a.path: a for a in articles}, problems, body_of)


def found(archive: Archive, path: Path) -> Piece | Bulletin:
    """The article or the issue that an editor names: its file, the issue's folder, or the address of its page.

    Raises UsageError when there is none, SiteError when the file has errors.
    """
    name = _below_content(archive, path)
    wrong = [p for p in errors_in(archive.problems) if p.path == f"content/{name}"]
    if wrong:
        raise SiteError(wrong)
    for issue in archive.site.issues:
        if issue.entry.article.path == name:
            return bulletin(archive, issue)
    for entry in archive.site.entries:
        if entry.article.path == name:
            return piece(archive, entry)
    article = archive.articles.get(name)
    if article is not None and article.status == WITHDRAWN:
        raise UsageError(f"content/{name} 已撤回，不能再往别处发")
    if article is not None and article.kind == "page":
        raise UsageError(f"content/{name} 是独立页面；这个命令用于文章和整期")
    if article is not None:
        raise UsageError(f"content/{name} 已下线，不能再往别处发")
    near = nearest(name, archive.articles)
    raise UsageError(f"没有 {path} 这篇文章" + (f"；是不是 content/{near}？" if near else ""))


def _below_content(archive: Archive, path: Path) -> str:
    """The content path of what is named; of an issue's folder that of its index.md."""
    content = archive.folder / "content"
    tried = [Path.cwd() / path, archive.folder / path, content / path]
    for one in tried:
        real = Path(os.path.normpath(one))
        real = real / "index.md" if real.is_dir() else real
        if real.is_file() and real.is_relative_to(content):
            return real.relative_to(content).as_posix()
    # An address that was taken for a path has lost one of its slashes.
    wanted = re.sub(r"^(https?):/+", r"\1://", unquote(path.as_posix())).removeprefix(archive.config.url).lstrip("/")
    return next((a.path for a in archive.articles.values() if wanted in (a.address, a.path)), path.as_posix())


def piece(archive: Archive, entry: Entry) -> Piece:
    """An article in its place, as channels know it."""
    article, config = entry.article, archive.config
    front = _front(archive.folder, article.path)
    places = tuple((k, int(line), int(column)) for k, line, column in (p.split(":") for p in article.places.split()))
    return Piece(
        path=article.path,
        url=address.url(config.url, article.address),
        title=article.title,
        kicker=article.kicker,
        subtitle=article.subtitle,
        date=entry.card.date,
        date_text=zh.date_text(entry.card.date),
        source=article.source
        or (article.origin.name if article.origin else "")
        or config.footer.sponsor
        or config.name,
        origin=article.origin.name if article.origin else "",
        author=article.author,
        tags=article.tags,
        summary=article.description,
        status=entry.card.status or article.status,
        cover=unquote(entry.cover),
        editor=str(front.get("editor") or ""),
        reviewer=str(front.get("reviewer") or ""),
        approver=str(front.get("approver") or ""),
        updates=tuple((zh.date_text(u.date), u.text) for u in article.updates),
        body=tuple(_body(archive, entry)),
        places=places,
    )


def bulletin(archive: Archive, issue: Issue) -> Bulletin:
    """An issue with its items."""
    article, config = issue.entry.article, archive.config
    return Bulletin(
        path=article.path,
        url=address.url(config.url, article.address),
        whole_url=address.url(config.url, address.of_bulletin(article.address)),
        title=article.title,
        number=article.number,
        date=article.date,
        date_text=zh.date_text(article.date),
        summary=article.description,
        name=config.theme_options.get("bulletin") or config.name,
        sponsor=config.footer.sponsor,
        lead=tuple(_body(archive, issue.entry)),
        pieces=tuple(piece(archive, archive.site.entries[m]) for m in issue.members),
    )


def _front(folder: Path, path: str) -> dict[str, object]:
    """The front matter's values: who edited and who approved stands there and nowhere else."""
    data = files.read(folder / "content" / path, f"content/{path}", files.LARGEST_TEXT, folder)
    text = "" if isinstance(data, Problem) else data.decode("utf-8-sig", "replace")
    front, _ = frontmatter.read(text.replace("\r\n", "\n"), path, UTC)
    return front.values if front is not None else {}


def _body(archive: Archive, entry: Entry) -> list[Node]:
    """A body as a tree: links absolute, pictures by their content path."""
    nodes = tree.parsed(archive.body_of(entry.article.path))
    for element in tree.elements(nodes):
        name = {"a": "href", "img": "src"}.get(element.tag, "")
        target = element.attributes.get(name, "")
        if name and target.startswith("jianbao:"):
            href = entry.hrefs[int(target.removeprefix("jianbao:"))] if entry.hrefs else ""
            element.attributes[name] = _resolved(archive.config, element, href, address.href(entry.article.address))
    return nodes


def _resolved(config: Config, element: Element, href: str, own: str) -> str:
    if element.tag == "img":
        return unquote(href)
    page, hash_, heading = href.partition("#")
    if hash_ and page in ("", own):
        return f"#{heading}"
    return href if _ELSEWHERE.match(href) else f"{config.url}{href}"
