"""An article moved to another issue: its file, what only it uses beside it, the links to it, its old address kept.

The plan is a value with every byte that will be written; each file is changed by places, like by any other act.
"""

import posixpath
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote

from jianbao import address, files
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
    """The old address, which keeps answering; "" where it stays the same."""


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
    where = _address(article, new)
    owner = next((a for a in archive.articles if a.path != path and where in (a.address, *a.aliases)), None)
    if owner:
        raise UsageError(f"content/{owner.path} 已经用着网址 {where}，没有移动")
    used = _used(article, archive)
    others = {p for a in archive.articles if a.path != path for p in _used(a, archive)}
    beside = tuple(
        (p, f"{target}/{posixpath.basename(p)}") for p in sorted(used - others) if posixpath.dirname(p) == old
    )
    taken = [p for _, p in beside if (archive.folder / "content" / p).exists()]
    if taken:
        raise UsageError(f"那一期里已经有同名的图片“{posixpath.basename(taken[0])}”，没有移动")
    moved = {path: new, **dict(beside)}
    was = _bytes(archive.folder, path)
    data = _relinked(was, article, target, moved)
    values: dict[str, Any] = {}
    # Who comes back to an address that it had has it as its own.
    aliases = [alias for alias in (*article.aliases, article.address) if address.key(alias) != address.key(where)]
    if aliases != list(article.aliases):
        values["aliases"] = aliases
    if article.cover and (cover := _target(article.cover, old, target, moved)) != article.cover:
        values["cover"] = cover
    try:
        data = editing.changed(data, values) if values else data
    except editing.EditError as error:
        raise UsageError(str(error)) from None
    linked = []
    for other in archive.articles:
        folder = posixpath.dirname(other.path)
        if other.path != path and any(_path(folder, link.target) == path for link in other.links):
            theirs = _bytes(archive.folder, other.path)
            linked.append((other.path, theirs, _relinked(theirs, other, folder, moved)))
    return Move(path, was, new, data, beside, tuple(linked), article.address if article.address != where else "")


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
    return "\n".join([*lines, f"旧网址 {made.alias} 转到新网址" if made.alias else "网址不变"])


def _address(article: Article, path: str) -> str:
    """The article's address when its file is at ``path``."""
    if "permalink:" in article.places:
        return article.address
    found = address.of_file(path)
    slug = posixpath.basename(article.address).removesuffix(".html")
    return address.with_slug(found, slug) if "slug:" in article.places else found


def _path(folder: str, target: str) -> str:
    """The content path that a link written in ``folder`` names, from there or from content/; "" for the page itself."""
    bare = unquote(re.split("[?#]", target, maxsplit=1)[0])
    return posixpath.normpath(bare.lstrip("/") if bare[:1] == "/" else posixpath.join(folder, bare)) if bare else ""


def _target(target: str, old: str, new: str, moved: Mapping[str, str]) -> str:
    """A link written in the folder ``old`` as it has to be in ``new``, once the files of ``moved`` have moved."""
    bare = re.split("[?#]", target, maxsplit=1)[0]
    path = _path(old, target)
    now = moved.get(path, path)
    if not bare or "://" in bare or bare.startswith("//") or _path(new, target) == now:
        return target
    made = f"/{now}" if bare.startswith("/") else posixpath.relpath(now, new)
    return (address.href(made) if "%" in bare else made) + target[len(bare) :]


def _used(article: Article, archive: Archive) -> set[str]:
    folder = posixpath.dirname(article.path)
    found = {_path(folder, link.target) for link in article.links} | {_path(folder, article.cover)}
    return {path for path in found if path in archive.files}


def _bytes(site: Path, path: str) -> bytes:
    found = files.read(site / "content" / path, f"content/{path}", files.LARGEST_TEXT, site / "content")
    if isinstance(found, Problem):
        raise SiteError([found])
    return found


def _relinked(data: bytes, article: Article, folder: str, moved: Mapping[str, str]) -> bytes:
    """An article's text with its links as they have to be in ``folder``, once the files of ``moved`` have moved."""
    old = posixpath.dirname(article.path)
    wanted = {link.target: _target(link.target, old, folder, moved) for link in article.links}
    return _replaced(data, {target: new for target, new in wanted.items() if target != new})


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
