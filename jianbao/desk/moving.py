"""An article moved to another issue: its file, what only it uses beside it, the links to it, its old address kept.

The plan is a value with every byte that will be written; each file is changed by places, like by any other act.
"""

import posixpath
import re
from pathlib import Path
from typing import NamedTuple

from jianbao import files
from jianbao.content import additions, editing
from jianbao.content.edits import Edit, mended
from jianbao.desk import asked
from jianbao.desk.loading import Archive
from jianbao.errors import Problem, SiteError, UsageError
from jianbao.model import Article


class Move(NamedTuple):
    """What moving an article does; paths are below content/."""

    before: str
    was: bytes
    """The article as it was when the plan was made."""
    path: str
    data: bytes
    """The article as it will be."""
    beside: tuple[tuple[str, str], ...]
    """(old, new) paths of the pictures and attachments that go along: no other article uses them."""
    linked: tuple[tuple[str, bytes, bytes], ...]
    """(path, bytes as they were, new bytes) of the articles that link to it."""
    alias: str
    """The old address, which keeps answering."""


def plan(archive: Archive, written: Path, issue: str) -> Move:
    """The plan for one article and the folder name of an issue that is there. Raises UsageError."""
    article = asked.article(archive, written, "移动", "要移的是这一期里的文章")
    path = article.path
    folders = {posixpath.dirname(a.path) for a in archive.articles if a.kind == "issue"}
    target = next((folder for folder in sorted(folders) if folder.rpartition("/")[2] == issue), "")
    old = posixpath.dirname(path)
    if not target:
        raise UsageError(f"没有“{issue}”这一期；先新建这一期")
    if target == old:
        raise UsageError("文章已经在这一期里")
    new = f"{target}/{posixpath.basename(path)}"
    if (archive.folder / "content" / new).exists():
        raise UsageError("那一期里已经有同名的文章，没有移动")
    used = _used(article, archive)
    others = {p for a in archive.articles if a.path != path for p in _used(a, archive)}
    beside = tuple(
        (p, f"{target}/{posixpath.basename(p)}") for p in sorted(used - others) if posixpath.dirname(p) == old
    )
    taken = [p for _, p in beside if (archive.folder / "content" / p).exists()]
    if taken:
        raise UsageError(f"那一期里已经有同名的图片“{posixpath.basename(taken[0])}”，没有移动")
    at_home = {posixpath.basename(p) for p, _ in beside}
    was = _bytes(archive.folder, path)
    data = _relinked(was, article, old, target, at_home)
    try:
        data = editing.changed(data, {"aliases": [*article.aliases, article.address]})
    except editing.EditError as error:
        raise UsageError(str(error)) from None
    linked = []
    for other in archive.articles:
        links = [link for link in other.links if _target(other, link.target) == path]
        if other.path != path and links:
            theirs = _bytes(archive.folder, other.path)
            linked.append((other.path, theirs, _pointed(theirs, other, path, new)))
    return Move(path, was, new, data, beside, tuple(linked), article.address)


def act(site: Path, made: Move) -> None:
    """Does all of it or nothing, whenever it is killed. Raises UsageError, nothing changed."""
    content = site / "content"
    kept = {old: (content / old).read_bytes() for old, _ in made.beside if (content / old).is_file()}
    additions.exchange(
        site,
        [
            additions.Change(f"content/{made.path}", made.data, None),
            *(additions.Change(f"content/{new}", kept.get(old, b""), None) for old, new in made.beside),
            *(additions.Change(f"content/{path}", data, was) for path, was, data in made.linked),
            additions.Change(f"content/{made.before}", None, made.was),
            *(additions.Change(f"content/{old}", None, kept.get(old)) for old, _ in made.beside),
        ],
    )


def text(made: Move) -> str:
    """The plan as an editor reads it."""
    lines = [f"content/{made.before} → content/{made.path}"]
    lines += [f"一起移走：content/{old} → content/{new}" for old, new in made.beside]
    lines += [f"改了链接：content/{path}" for path, _, _ in made.linked]
    return "\n".join([*lines, f"旧网址 {made.alias} 转到新网址"])


def _target(article: Article, target: str) -> str:
    bare = target.partition("#")[0].partition("?")[0]
    return posixpath.normpath(posixpath.join(posixpath.dirname(article.path), bare)) if bare else ""


def _used(article: Article, archive: Archive) -> set[str]:
    found = {_target(article, link.target) for link in article.links} | {_target(article, article.cover)}
    return {path for path in found if path in archive.files}


def _bytes(site: Path, path: str) -> bytes:
    found = files.read(site / "content" / path, f"content/{path}", files.LARGEST_TEXT, site / "content")
    if isinstance(found, Problem):
        raise SiteError([found])
    return found


def _relinked(data: bytes, article: Article, old: str, new: str, at_home: set[str]) -> bytes:
    """The article's own links, seen from its new folder; those that come along stay as they are."""
    wanted = {}
    for link in article.links:
        bare, mark, rest = link.target.partition("#")
        if bare and bare not in at_home:
            wanted[link.target] = posixpath.relpath(posixpath.normpath(posixpath.join(old, bare)), new) + mark + rest
    return _replaced(data, wanted)


def _pointed(data: bytes, article: Article, before: str, path: str) -> bytes:
    """Another article with its links to the one that moves at the new place."""
    wanted = {}
    for link in article.links:
        if _target(article, link.target) == before:
            _, mark, rest = link.target.partition("#")
            wanted[link.target] = posixpath.relpath(path, posixpath.dirname(article.path)) + mark + rest
    return _replaced(data, wanted)


def _replaced(data: bytes, wanted: dict[str, str]) -> bytes:
    """The bytes with these link targets replaced, as Markdown has them: ``](target`` or ``]: target``."""
    text = files.text(data, "")
    assert isinstance(text, str)
    found: list[Edit] = []
    for target, new in wanted.items():
        written = re.compile(
            rf"(?:\]\(\s*<?|\]:\s*<?|src=[\"']|href=[\"']){re.escape(target)}(?=[\s)>\"'#])",
        )
        found += [Edit(m.end() - len(target), m.end(), new) for m in written.finditer(text)]
    made = mended(data, sorted(set(found)))
    assert made is not None
    return made
