"""content/ as values: every Markdown file read once for as long as its bytes stay the same.

A file is looked at by its stamp (size, times); when that differs its bytes are digested; only when
those differ is it parsed. All problems of all files are collected. Refused: what is no UTF-8 text,
links out of content/ and loops, names that cannot become addresses.
"""

import marshal
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import tzinfo
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from jianbao import digest, files, workers
from jianbao.cache.state import Changes, Folder, State, StateReader
from jianbao.content import parsing, phrases, scan
from jianbao.content.scan import Inside
from jianbao.errors import Problem, SiteError
from jianbao.model import Article, article_of, plain

CHUNK = 64
"""Files parsed together in a worker."""
SOME = 64_000_000
"""Bytes of files of which all that was read is no burden when it is told at once."""
MANY = 200
"""Changed articles from which on what followed from them is better found anew."""


_PLACE = " content/ "


class File(NamedTuple):
    """A file of content/ as last read. ``article`` and ``problems`` are plain tuples for the state.

    A hundred thousand stay the plain tuples that the state gives; only those to be parsed get their names.
    """

    stamp: str
    digest: bytes
    article: tuple[Any, ...] | None
    problems: tuple[tuple[Any, ...], ...]


Files = dict[str, tuple[Any, ...]]
"""The Markdown files of a folder by name, each the plain tuple of a File."""


class Content:
    """Everything below content/. Articles are made of what the state keeps, when they are asked for."""

    def __init__(
        self, folders: Mapping[str, Folder], files: Callable[[str], Files], parsed: int, since: Changes | str
    ) -> None:
        """``files`` gives those of a folder."""
        self._folders = sorted(folders)
        self._files = files
        self._known: dict[str, Files] = {}
        self.others = {_below(f, name): stamp for f, folder in folders.items() for name, stamp in folder.others.items()}
        """Pictures and attachments: path → stamp."""
        self.problems = [Problem.of_plain(p) for f in folders.values() for p in f.problems]
        self.parsed = parsed
        """How many files had to be parsed."""
        self.since = since
        """As State.since says it."""

    def article(self, path: str) -> Article | None:
        """The article of a file, None when there is none."""
        folder, _, name = path.rpartition("/")
        if folder not in self._known:
            self._known[folder] = self._files(folder)
        file = self._known[folder].get(name)
        return article_of(file[2]) if file and file[2] is not None else None

    @cached_property
    def articles(self) -> list[Article]:
        """All of them, sorted by path."""
        folders = (self._known.get(folder) or self._files(folder) for folder in self._folders)
        files = (file for folder in folders for file in folder.values())
        return sorted(article_of(file[2]) for file in files if file[2] is not None)


_READING = "reading"
"""Under which a state says by which program it was read."""


class _Found(NamedTuple):
    """A Markdown file that is to be parsed."""

    path: str
    stamp: str
    known: File | None


def expect(state: State, version: bytes, zone: str) -> None:
    """Forgets what was read by another program, or in another time zone. ``version`` is the program's."""
    state.expect(_READING, _version(version, zone), "folder", "body")


def borrow(state: State, other: Path, version: bytes, zone: str) -> None:
    """Takes over what another state file knows of the same content, where this one knows nothing yet."""
    state.borrow(other, _READING, _version(version, zone), "folder", "body", "file", also=("theme", "pictures"))


def _version(version: bytes, zone: str) -> bytes:
    return digest.of_plain([version.hex(), zone])


def content(
    root: Path,
    state: State,
    zone: ZoneInfo,
    jobs: int,
    looked: dict[str, Inside] | None = None,
    meanwhile: Callable[[], None] | None = None,
) -> Content:
    """What ``root`` holds now. What was read is remembered in ``state``, problems included.

    ``looked`` is what a look at the folder has just found. ``meanwhile`` is done here while other processes read, where
    they do.
    """
    looked = looked or scan.looked(root)
    since, known = state.since(), state.folders()
    now: dict[str, Folder] = {}
    before: dict[str, Files] = {}
    changed: dict[str, Files] = {}
    stale: list[_Found] = []
    for folder, look in looked.items():
        old = known.get(folder)
        mark = digest.of_bytes(look.seen) if look.settled and look.ordinary else b""
        if not scan.ours(folder):
            continue
        if old and mark and old.look == mark:
            now[folder] = old
            continue
        markdown, others, found = scan.listing(root, folder, look)
        now[folder] = Folder(mark, others, list(plain(found)))
        before[folder] = state.files(folder) if old else {}
        changed[folder] = {}
        for name, stamp in markdown.items():
            file = before[folder].get(name)
            if file is not None and stamp and file[0] == stamp:
                changed[folder][name] = file
            else:
                stale.append(_Found(_below(folder, name), stamp, File(*file) if file else None))
    gone = known.keys() - now.keys()
    before |= {folder: state.files(folder) for folder in gone}
    parsed = _parse(root, stale, changed, state, zone, jobs, meanwhile)
    for folder, new in changed.items():
        now[folder].problems.extend(problem for file in new.values() for problem in file[3])
        if any(file[0] == "" for file in new.values()):
            now[folder] = now[folder]._replace(look=b"")  # what could not be read may be readable with the same times
    different = [f for f, files in changed.items() if now[f] != known.get(f) or files != before[f]]
    if different or gone:
        since = _since(since, before, changed)
        missing = [_below(f, name) for f, old in before.items() for name in old.keys() - changed.get(f, {}).keys()]
        with state.transaction():
            # A name that is no text can be told of, and not remembered.
            state.keep_folders({f: (now[f], changed[f]) for f in different if scan.readable(f)}, gone)
            state.keep_bodies((), missing)
            state.keep_since(since)
    made = Content(now, _Kept(changed, StateReader(state.path)), parsed, since)
    left = [f"{folder}/" for folder in scan.left_out(looked)]
    made.problems += [scan.not_published("content", left)] if left else []
    return made


class _Kept:
    """The files of folders: those just read, once, and whatever else from the state."""

    def __init__(self, fresh: dict[str, Files], state: StateReader) -> None:
        self._fresh = fresh
        self._state = state

    def __call__(self, folder: str) -> Files:
        # Given away: a first build would keep everything twice, as it was read and as it is used.
        fresh = self._fresh.pop(folder, None)
        return self._state.files(folder) if fresh is None else fresh


def _since(since: Changes | str, before: dict[str, Files], now: dict[str, Files]) -> Changes | str:
    """The articles that have changed, as they were; why they are not told when that is too much to keep."""
    if isinstance(since, str):
        return since
    changes = dict(since)
    for folder, old in before.items():
        new = now.get(folder, {})
        for name in sorted(old.keys() | new.keys()):
            was, become = (files[name][2] if name in files else None for files in (old, new))
            if was != become:
                changes.setdefault(_below(folder, name), was)
    return changes if len(changes) <= MANY else f"改动的文章有 {len(changes)} 篇，超过 {MANY} 篇"


def _below(folder: str, name: str) -> str:
    return f"{folder}/{name}" if folder else name


def file_digests(root: Path, stamps: dict[str, str], used: Iterable[str], state: State) -> dict[str, bytes]:
    """The digests of the pictures and attachments in ``used``; ``stamps`` tells theirs.

    Raises SiteError for those that cannot be read.
    """
    known = state.file_digests()
    found: dict[str, bytes] = {}
    fresh = []
    problems: list[Problem] = []
    for path in used:
        stamp, content_digest = known.get(path, ("", b""))
        if stamp != stamps[path] or stamp == "":
            content_digest = _digest(root, path, problems)
            fresh.append((path, stamps[path], content_digest))
        found[path] = content_digest
    if problems:
        raise SiteError(problems)
    if fresh:
        with state.transaction():
            state.keep_file_digests(fresh)
    return found


def _digest(root: Path, path: str, problems: list[Problem]) -> bytes:
    """The digest of a file, however large."""
    shown = f"content/{path}"
    try:
        with files.opened(root / path, shown, files.LARGEST_FILE, root, place=_PLACE, walked=True) as file:
            if not isinstance(file, Problem):
                return digest.of_file(file)
            problems.append(file)
    except OSError as error:
        problems.append(files.unreadable(shown, error))
    return b""


def _parse(
    root: Path,
    stale: list[_Found],
    now: dict[str, dict[str, tuple[Any, ...]]],
    state: State,
    zone: ZoneInfo,
    jobs: int,
    meanwhile: Callable[[], None] | None,
) -> int:
    """Reads what is stale into ``now`` and remembers the bodies; returns how many were really parsed."""
    if stale:
        parsing.loaded()
    if jobs > 1 and any(found.known is None for found in stale):
        phrases.loaded()
    chunks = [stale[i : i + CHUNK] for i in range(0, len(stale), CHUNK)]
    parsed = 0
    answers = workers.results(
        _parsed, (root, zone), chunks, jobs, together=sum(map(_size, stale)) <= SOME, meanwhile=meanwhile
    )
    for chunk, made in zip(chunks, answers, strict=True):
        bodies = []
        for found, (file, html) in zip(chunk, marshal.loads(made), strict=True):
            folder, _, name = found.path.rpartition("/")
            now[folder][name] = file
            if html is not None:
                bodies.append((found.path, html))
            parsed += found.known is None or found.known.digest != file[1]
        if bodies:
            with state.transaction():
                # A killed build must not leave a new body beside an old record that a revert brings back.
                state.forget_folders({path.rpartition("/")[0] for path, _ in bodies})
                state.keep_bodies(bodies, ())
    return parsed


def _size(found: _Found) -> int:
    """The size of a file, as its stamp tells it; one that was touched just now has none, and most are small."""
    return int(found.stamp.partition(".")[0] or CHUNK << 10)


def _parsed(shared: tuple[Path, tzinfo], chunk: Sequence[_Found]) -> bytes:
    """(the plain values of File, its body's HTML) of each, for another process: pickling takes four times the time."""
    root, zone = shared
    return marshal.dumps([(tuple(file), html) for file, html in (_file(root, found, zone) for found in chunk)])


def _known_titles(known: File | None) -> dict[parsing.Phrasing, str]:
    """The headlines and headings of a file as it was, phrased: most edits leave them as they are."""
    if known is None or known.article is None:
        return {}
    article = article_of(known.article)
    texts = (*article.phrased, *(h.phrased for h in article.headings))
    return {(text.replace(phrases.MARK, ""), article.people): text for text in texts}


def _file(root: Path, found: _Found, zone: tzinfo) -> tuple[File, str | None]:
    """One file as it is now, and its body's HTML unless the remembered one still holds."""
    shown = f"content/{found.path}"
    data = files.read(f"{root}/{found.path}", shown, files.LARGEST_TEXT, root, place=_PLACE, walked=True)
    if isinstance(data, Problem):
        return File("", b"", None, plain([data])), None
    content_digest = digest.of_bytes(data)
    if found.known is not None and found.known.digest == content_digest:
        return found.known._replace(stamp=found.stamp), None
    article, html, problems = parsing.parsed(data, found.path, zone, _known_titles(found.known), content_digest)
    return File(found.stamp, content_digest, plain(article), plain(problems)), html
