"""Whether output/ is behind the site's files: what was edited and not built must not seem to be published.

Files are compared with what the last build read of them, by their digests where the stamps differ, so that a fresh
checkout beside a restored output/ is no change. Where the state knows nothing of them nothing is said.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from jianbao import digest, files
from jianbao.cache.state import Folder, Row, State
from jianbao.content import parsing, public, reader, scan
from jianbao.content.scan import Inside
from jianbao.errors import PROGRAM, Level, Problem
from jianbao.model import Article, article_of
from jianbao.output import begun, unchanged
from jianbao.settings import config as configuration
from jianbao.site import standing

_CURE = f"先运行 {PROGRAM}，再发布"
_NAMED = 5
"""Files that are named; of others the number is told."""
_PARSED = 200
"""Changed articles that are read again to know whether readers would see a difference; of more all count."""
_PAGES = ("articles", "issues", "pages")
"""Shelves of what a withdrawal replaces."""


class Behind(NamedTuple):
    """What output/ does not have yet."""

    waiting: tuple[Problem, ...] = ()
    """What an editor should know before it is published."""
    withdrawn: tuple[Problem, ...] = ()
    """Articles that were taken back, whose text is still in output/."""


class _Changed(NamedTuple):
    """A Markdown file that is not as the last build read it."""

    path: str
    was: Article | None
    now: Article | None
    """None when it cannot be read, or is gone."""


def found(site: Path, state: State, rows: Mapping[str, Row]) -> Behind:
    """What was changed since the build that made ``rows``. Raises SiteError when the settings cannot be read."""
    known = state.folders()
    if not known:
        return Behind()
    zone = ZoneInfo(configuration.load(site).time_zone)
    now = f"{datetime.now(zone):%Y-%m-%dT%H:%M}"
    articles, others = _content(site / "content", known, state, rows, zone)
    unfinished = begun.unfinished(state)
    before = {c.path: c.was for c in articles}
    buried = {c.path: c.now for c in articles if c.now and standing.buried(c.now, now)}
    if unfinished:  # it has read what it did not bring into output/
        buried |= {a.path: a for a in _read(known, state) if a.path not in before and standing.buried(a, now)}
    taken_back = {p: a for p, a in buried.items() if any(_is_page(o.address, rows) for o in (a, before.get(p) or a))}
    shown = [c for c in articles if len(articles) > _PARSED or not (c.was or c.now) or _seen(c, now)]
    paths = [*(f"content/{c.path}" for c in shown if c.path not in taken_back), *(f"content/{p}" for p in others)]
    paths += [*begun.changed(site, state), *_public(site, state)]
    waiting = [*_failed(unfinished), *_edited(sorted(paths)), *_due(unchanged.until(state), now)]
    return Behind(tuple(waiting), tuple(_taken_back(article) for _, article in sorted(taken_back.items())))


def _failed(unfinished: bool) -> Iterator[Problem]:
    if unfinished:
        message = "上一次构建没有做完，output/ 里还是以前的网站"
        yield Problem("output", 0, 0, Level.WARNING, "output-unfinished", message, _CURE)


def _edited(paths: list[str]) -> Iterator[Problem]:
    if paths:
        first, *more = paths
        some = "、".join(more[: _NAMED - 1]) + (f" 等 {len(more)} 个" if len(more) >= _NAMED else "")
        message = "上一次构建以后改动过，output/ 里还没有" + (f"；还有 {some}" if more else "")
        yield Problem(first, 0, 0, Level.WARNING, "output-behind", message, _CURE)


def _due(until: str, now: str) -> Iterator[Problem]:
    if until and until <= now:
        message = f"{until.replace('T', ' ')} 有文章上线或下线，那以后还没有构建"
        yield Problem("output", 0, 0, Level.WARNING, "output-overdue", message, _CURE)


def _taken_back(article: Article) -> Problem:
    message = f"已经撤回或下线，还没有构建：output/{article.address} 里还是全文"
    return Problem(f"content/{article.path}", 0, 0, Level.ERROR, "output-withdrawn", message)


def _is_page(address: str, rows: Mapping[str, Row]) -> bool:
    return address in rows and rows[address].shelf.partition("/")[0] in _PAGES


def _seen(changed: _Changed, now: str) -> bool:
    """Whether readers see one of the two."""
    sides = [article for article in (changed.was, changed.now) if article]
    return any(standing.published(a, now, drafts=False) or standing.buried(a, now) for a in sides)


def _content(
    root: Path, known: Mapping[str, Folder], state: State, rows: Mapping[str, Row], zone: ZoneInfo
) -> tuple[list[_Changed], list[str]]:
    """(articles, pictures and attachments that are used) that are not as they were read."""
    articles: list[_Changed] = []
    others: list[str] = []
    digests: dict[str, tuple[str, bytes]] = {}
    looked = scan.looked(root)
    for folder in sorted(known.keys() | looked.keys()):
        old, look = known.get(folder), looked.get(folder)
        if not scan.ours(folder) or (old and look and _same(old, look)):
            continue
        markdown, lying, _ = scan.listing(root, folder, look) if look else ({}, {}, [])
        before = state.files(folder) if old else {}
        for name in sorted(markdown.keys() | before.keys()):
            path = f"{folder}/{name}" if folder else name
            was = reader.File(*before[name]) if name in before else None
            if changed := _article(root, path, markdown.get(name), was, zone):
                articles.append(changed)
        digests = digests or state.file_digests()
        for name in sorted(lying.keys() | (old.others.keys() if old else set())):
            path = f"{folder}/{name}" if folder else name
            if path in rows and path in digests and not _kept(root, path, lying.get(name), digests[path]):
                others.append(path)
    return articles, others


def _same(old: Folder, look: Inside) -> bool:
    return look.settled and look.ordinary and old.look == digest.of_bytes(look.seen)


def _article(root: Path, path: str, stamp: str | None, was: reader.File | None, zone: ZoneInfo) -> _Changed | None:
    """How a file has changed; None when it has not. ``stamp`` is None for one that is gone."""
    if was and stamp and was.stamp == stamp:
        return None
    old = article_of(was.article) if was and was.article is not None else None
    data = b"" if stamp is None else files.read(root / path, f"content/{path}", files.LARGEST_TEXT, root)
    if stamp is None or isinstance(data, Problem):
        return _Changed(path, old, None)
    mark = digest.of_bytes(data)
    if was and was.digest == mark:
        return None
    return _Changed(path, old, parsing.parsed(data, path, zone, {}, mark)[0])


def _kept(root: Path, path: str, stamp: str | None, known: tuple[str, bytes]) -> bool:
    """Whether a picture or attachment is as it was."""
    if stamp and stamp == known[0]:
        return True
    try:
        with (root / path).open("rb") as file:
            return digest.of_file(file) == known[1]
    except OSError:
        return False


def _public(site: Path, state: State) -> list[str]:
    """Files of public/ that are not as they were."""
    known: public.Known = state.get(public.KEY) or {}
    now, _ = public.found(site, known)
    nothing = ("", b"")
    paths = sorted(known.keys() | now.keys())
    return [f"{public.FOLDER}/{p}" for p in paths if known.get(p, nothing)[1] != now.get(p, nothing)[1]]


def _read(known: Mapping[str, Folder], state: State) -> Iterator[Article]:
    """Every article as it was last read."""
    for folder in known:
        for file in state.files(folder).values():
            if (plain := reader.File(*file).article) is not None:
                yield article_of(plain)
