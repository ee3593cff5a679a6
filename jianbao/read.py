"""content/ as values: every Markdown file read once for as long as its bytes stay the same.

A file is looked at by its stamp (size, times); when that differs its bytes are digested; only when
those differ is it parsed. All problems of all files are collected. Refused: what is no UTF-8 text,
links out of content/ and loops, names that cannot become addresses.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import tzinfo
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from jianbao import address, digest, encoding, listing, workers
from jianbao.errors import Level, Problem, reason
from jianbao.model import WITHDRAWN, Article, Heading, Link, Origin, Update
from jianbao.state import State

CHUNK = 64
"""Files parsed together in a worker."""


class File(NamedTuple):
    """A file of content/ as last read. ``article`` and ``problems`` are plain tuples for the state.

    A hundred thousand stay the plain tuples that the state gives; only those to be parsed get their names.
    """

    stamp: str
    digest: bytes
    article: tuple[Any, ...] | None
    problems: tuple[tuple[Any, ...], ...]


class Content(NamedTuple):
    """Everything below content/."""

    articles: list[Article]
    """Sorted by path."""
    others: dict[str, str]
    """Pictures and attachments: path → stamp."""
    problems: list[Problem]
    parsed: int
    """How many files had to be parsed."""


@dataclass(slots=True)
class Memory:
    """What a process that reads the same folder again and again has in its hands already.

    It holds as long as nobody else writes the state.
    """

    folders: dict[str, dict[str, tuple[Any, ...]]] | None = None
    """As State.folders gives them."""
    stamps: dict[str, dict[str, str]] = field(default_factory=dict)
    """The Markdown files of each folder when ``folders`` was read."""
    articles: dict[str, tuple[tuple[Any, ...], Article]] = field(default_factory=dict)
    """Path → the plain tuple and the article made of it."""

    def article(self, plain: tuple[Any, ...]) -> Article:
        """The article of a plain tuple, made once."""
        kept = self.articles.get(plain[0])
        if kept is None or kept[0] is not plain:
            kept = self.articles[plain[0]] = (plain, _article(plain))
        return kept[1]


class _Found(NamedTuple):
    """A Markdown file that is to be parsed."""

    path: str
    stamp: str
    known: File | None


def content(root: Path, state: State, zone: ZoneInfo, jobs: int, memory: Memory | None = None) -> Content:
    """What ``root`` holds now. What was read is remembered in ``state``, problems included."""
    problems: list[Problem] = []
    folders, others = listing.listing(root, problems)
    memory = memory or Memory()
    known, same = memory.folders, memory.stamps
    if known is None:
        known, same = state.folders(), {}
    memory.folders = None  # what is on its way to the state is not there yet
    now: dict[str, dict[str, tuple[Any, ...]]] = {}
    stale: list[_Found] = []
    for folder, stamps in folders.items():
        before = known.get(folder, {})
        if same.get(folder) == stamps and "" not in stamps.values():
            now[folder] = before
            continue
        now[folder] = {}
        for name, stamp in stamps.items():
            file = before.get(name)
            if file is not None and stamp and file[0] == stamp:
                now[folder][name] = file
            else:
                stale.append(_Found(f"{folder}/{name}" if folder else name, stamp, File(*file) if file else None))
    parsed = _parse(root, stale, now, state, zone, jobs)
    changed = {f: {n: tuple(file) for n, file in files.items()} for f, files in now.items() if files != known.get(f)}
    gone = [
        f"{folder}/{name}" if folder else name
        for folder, files in known.items()
        if files is not now.get(folder)
        for name in files.keys() - now.get(folder, {}).keys()
    ]
    if changed or gone:
        with state.transaction():
            state.keep_folders(changed, known.keys() - now.keys())
            state.keep_bodies((), gone)
    articles = []
    for files in now.values():
        for _, _, article, found in files.values():
            if found:
                problems += [Problem(*p)._replace(level=Level(p[3])) for p in found]
            if article is not None:
                articles.append(memory.article(article))
    memory.folders, memory.stamps = now, folders
    articles.sort()
    return Content(articles, others, problems, parsed)


def file_digests(root: Path, files: dict[str, str], used: Iterable[str], state: State) -> dict[str, bytes]:
    """The digests of the pictures and attachments in ``used``; ``files`` tells their stamps."""
    known = state.file_digests()
    found: dict[str, bytes] = {}
    fresh = []
    for path in used:
        stamp, content_digest = known.get(path, ("", b""))
        if stamp != files[path] or stamp == "":
            content_digest = digest.of_bytes((root / path).read_bytes())
            fresh.append((path, files[path], content_digest))
        found[path] = content_digest
    if fresh:
        with state.transaction():
            state.keep_file_digests(fresh)
    return found


def _parse(
    root: Path, stale: list[_Found], now: dict[str, dict[str, tuple[Any, ...]]], state: State, zone: ZoneInfo, jobs: int
) -> int:
    """Reads what is stale into ``now`` and remembers the bodies; returns how many were really parsed."""
    if stale:
        _parsers()
    chunks = [stale[i : i + CHUNK] for i in range(0, len(stale), CHUNK)]
    parsed = 0
    for chunk, made in zip(chunks, workers.results(_parsed, (root, zone), chunks, jobs), strict=True):
        bodies = []
        for found, (file, html) in zip(chunk, made, strict=True):
            folder, _, name = found.path.rpartition("/")
            now[folder][name] = file
            if html is not None:
                bodies.append((found.path, html))
        parsed += sum(
            found.known is None or found.known.digest != file.digest
            for found, (file, _) in zip(chunk, made, strict=True)
        )
        if bodies:
            with state.transaction():
                # A killed build must not leave a new body beside an old record that a revert brings back.
                state.forget_folders({found.path.rpartition("/")[0] for found in chunk})
                state.keep_bodies(bodies, ())
    return parsed


def _parsed(shared: tuple[Path, tzinfo], chunk: Sequence[_Found]) -> list[tuple[File, str | None]]:
    root, zone = shared
    return [_file(root, found, zone) for found in chunk]


def _file(root: Path, found: _Found, zone: tzinfo) -> tuple[File, str | None]:
    """One file as it is now, and its body's HTML unless the remembered one still holds."""
    shown = f"content/{found.path}"
    try:
        with open(f"{root}/{found.path}", "rb", buffering=0) as opened:
            data = opened.read()
    except OSError as error:
        problem = Problem(shown, 0, 0, Level.ERROR, "unreadable", f"读不了这个文件：{reason(error)}", "检查权限")
        return File("", b"", None, _plain([problem])), None
    content_digest = digest.of_bytes(data)
    if found.known is not None and found.known.digest == content_digest:
        return found.known._replace(stamp=found.stamp), None
    article, html, problems = parsed(data, found.path, zone)
    return File(found.stamp, content_digest, _plain(article), _plain(problems)), html


def parsed(data: bytes, path: str, zone: tzinfo) -> tuple[Article | None, str | None, list[Problem]]:
    """The article that a file's bytes make, its body's HTML, and the problems in it.

    ``path`` is below content/. A pure function: nothing of other files is known here.
    """
    frontmatter, markup = _parsers()
    shown = f"content/{path}"
    text = encoding.text(data, shown)
    if isinstance(text, Problem):
        return None, None, [text]
    front, problems = frontmatter.read(text, shown, zone)
    if front is None:
        return None, None, problems
    body, found = markup.body(front.body, shown, front.body_line)
    problems += found
    values = front.values
    kind = "page" if path.startswith("pages/") else "issue" if path.rpartition("/")[2] == "index.md" else "article"
    if not values.get("title") and not any(p.code in ("not-text", "value-cut") for p in problems):
        problems.append(Problem(shown, 1, 1, Level.ERROR, "no-title", "没有标题", "加一行 title: 标题"))
    where = values.get("permalink") or address.of_file(path)
    if values.get("slug") and not values.get("permalink"):
        where = address.with_slug(where, values["slug"])
    wrong = address.fault(where) or ("content/ 的最上一级不能有 index.md" if path == "index.md" else "")
    if wrong:
        problems.append(
            Problem(
                shown, 0, 0, Level.ERROR, "bad-name", f"文件名不能用作地址：{wrong}", "改文件名，或加一行 slug: 短名"
            )
        )
    if body is None:
        return None, None, problems
    status = values.get("status", "现行")
    day, clock = values.get("date", ("", ""))
    article = Article(
        path=path,
        kind=kind,
        digest=digest.of_bytes(data),
        address=where,
        title=values.get("title", ""),
        kicker=values.get("kicker", ""),
        subtitle=values.get("subtitle", "").removeprefix("——"),
        date=day,
        time=clock,
        modified=values.get("modified", ""),
        number=values.get("number", ""),
        issue=values.get("issue", ""),
        order=values.get("order", 0),
        column=values.get("column", ""),
        source=values.get("source", ""),
        origin=values.get("origin"),
        author=values.get("author", ""),
        tags=values.get("tags", ()),
        people=values.get("people", ()),
        summary=values.get("summary", ""),
        description=values.get("summary") or body.description,
        cover=values.get("cover", ""),
        status="现行" if status in ("draft", "hidden") else status,
        draft=values.get("draft", False) or status in ("draft", "hidden"),
        publish=values.get("publish", ""),
        expires=values.get("expires", ""),
        aliases=values.get("aliases", ()),
        updates=values.get("updates", ()),
        withdrawn=values.get("withdrawn", "") if status == WITHDRAWN else "",
        reason=values.get("reason", "") if status == WITHDRAWN else "",
        headings=body.headings,
        anchors=body.anchors,
        links=body.links,
        characters=body.characters,
        places=front.places,
    )
    return article, body.html, problems


_BARE = frozenset((str, int, bool, bytes))


def _plain(value: Any) -> Any:
    """Named tuples and texts with names as the bare ones that the state can keep."""
    if isinstance(value, (tuple, list)):
        return tuple([v if type(v) in _BARE else _plain(v) for v in value])
    return str(value) if isinstance(value, str) and type(value) is not str else value


def _parsers() -> tuple[ModuleType, ModuleType]:
    """The modules that parse; heavy, and a build with nothing new needs neither."""
    from jianbao import frontmatter, markup

    return frontmatter, markup


def _article(plain: tuple[Any, ...]) -> Article:
    """An article back from the state; its inner tuples get their names again."""
    made = Article._make(plain)
    if made.origin or made.updates or made.headings or made.links:
        made = made._replace(
            origin=Origin(*made.origin) if made.origin else None,
            updates=tuple(Update(*u) for u in made.updates),
            headings=tuple(Heading(*h) for h in made.headings),
            links=tuple(Link(*link) for link in made.links),
        )
    return made
