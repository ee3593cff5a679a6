"""A folder as values: every file below it with its stamp; nothing is opened.

Refused: links out of the folder and loops, things that are no files, names that are not text.
"""

import contextlib
import marshal
import os
import stat
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from jianbao.errors import Level, Problem, reason

_NEARLY_MARKDOWN = (".md", ".markdown", ".mdown", ".mkd", ".md.txt")
RACY = 2_000_000_000
"""Nanoseconds within which a file may change again without its times telling."""


class Inside(NamedTuple):
    """A folder as it was looked at: what lies in it, the folders in it apart."""

    seen: bytes
    """(name, kind, stamp) of everything, sorted, marshalled; ``kind`` is one of the below."""
    settled: bool
    """Whether nothing in it may still change unseen."""
    ordinary: bool
    """Whether there are files in it and nothing else, so that ``seen`` tells all there is to tell."""

    def everything(self) -> list[tuple[str, str, str]]:
        """What ``seen`` holds."""
        found: list[tuple[str, str, str]] = marshal.loads(self.seen)
        return found


DRAFTS = "_drafts"
"""The folder whose articles are drafts."""
FILE, LINK, OTHER, UNREADABLE = "flo!"
"""Kinds; what an unreadable folder or file is called has the reason instead of a stamp."""


def looked(root: Path, *, below: bool = True) -> dict[str, Inside]:
    """Every folder below ``root`` (itself is ""), sorted, each with a look at what lies in it, whatever its name.

    A file that was touched a moment ago has the stamp "": it may still change unseen.
    """
    found: dict[str, Inside] = {}
    trusted = time.time_ns() - RACY
    pending = [""]
    while pending:
        folder = pending.pop()
        try:
            with entries(f"{root}/{folder}") as inside:
                seen, folders = _seen(inside, trusted)
        except OSError as error:
            seen, folders = [("", UNREADABLE, reason(error))], []
        if below:
            pending += [f"{folder}/{name}" if folder else name for name in folders]
        kinds, stamps = {kind for _, kind, _ in seen}, {stamp for _, _, stamp in seen}
        settled, ordinary = UNREADABLE not in kinds and "" not in stamps, kinds <= {FILE}
        # Version 2 writes equal values alike; later ones do not.
        found[folder] = Inside(marshal.dumps(seen, 2), settled, ordinary)
    return dict(sorted(found.items()))


def _seen(entries: Iterator[os.DirEntry[str]], trusted: int) -> tuple[list[tuple[str, str, str]], list[str]]:
    """(everything but folders, sorted, the names of the folders)."""
    seen: list[tuple[str, str, str]] = []
    folders: list[str] = []
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            folders.append(entry.name)
            continue
        try:
            info = entry.stat(follow_symlinks=False)
        except OSError as error:
            seen.append((entry.name, UNREADABLE, reason(error)))
            continue
        mode = info.st_mode
        kind = FILE if stat.S_ISREG(mode) else LINK if stat.S_ISLNK(mode) else OTHER
        seen.append((entry.name, kind, _stamp(info, trusted)))
    seen.sort()
    return seen, folders


def listing(root: Path, folder: str, look: Inside) -> tuple[dict[str, str], dict[str, str], list[Problem]]:
    """(Markdown file → stamp, other file → stamp, what is wrong) of one folder.

    ``folder`` is its path below ``root``. Names that begin with a dot, and articles that begin with _, are
    not published.
    """
    markdown: dict[str, str] = {}
    others: dict[str, str] = {}
    problems: list[Problem] = []
    left: list[str] = []
    shown = f"content/{folder}".rstrip("/")
    above, _, last = folder.rpartition("/")
    if not readable(above):
        return markdown, others, problems
    if not readable(last):
        return markdown, others, [_not_utf8(shown)]
    for name, kind, stamp in look.everything():
        path = f"{shown}/{name}"
        if not name:
            message = f"读不了这个文件夹：{stamp}"
            problems.append(_whole(shown, "unreadable", message, "检查权限，或确认它存在"))
        elif _ignored(name) or (name.startswith("_") and name.endswith(".md")):
            if not silent(name):
                left.append(name)
        elif odd := _odd_name(path, name):
            problems.append(odd)
        elif kind == UNREADABLE:
            problems.append(_whole(path, "unreadable", f"读不了这个文件：{stamp}", "检查权限"))
        else:
            if kind == LINK:
                kind, stamp = _led(root, root / folder / name, path, problems)
            if kind == OTHER:
                problems.append(_whole(path, "not-a-file", "这不是普通文件", "删去它"))
            elif kind == FILE:
                (markdown if name.endswith(".md") else others)[name] = stamp
    return markdown, others, problems + ([not_published(shown, left)] if left else [])


def ours(folder: str) -> bool:
    """Whether a folder of content/ is one that is read. What lies in _drafts is, as drafts."""
    return (
        not any(_ignored(name) or (name[0] == "_" and name != DRAFTS) for name in folder.split("/")) if folder else True
    )


def left_out(folders: Iterable[str]) -> list[str]:
    """Of some folders those that are not read, without the folders in them, and without those nobody looks for."""
    return [f for f in folders if not ours(f) and ours(f.rpartition("/")[0]) and not silent(f.rpartition("/")[2])]


def not_published(
    shown: str,
    names: list[str],
    rule: str = "名字以 _ 或 . 开头的不发布",
    hint: str = "要发布，就去掉开头的符号；草稿放进 _drafts 文件夹",
) -> Problem:
    """A 提示 that names what lies in a folder and is not published, and by which rule."""
    some = "、".join(names[:5]) + (f" 等 {len(names)} 个" if len(names) > 5 else "")
    message = f"{rule}：{some}"
    return _whole(shown, "not-published", message, hint)._replace(level=Level.NOTICE)


def _ignored(name: str) -> bool:
    return name.startswith((".", "~$")) or name.endswith("~")


def silent(name: str) -> bool:
    """Whether nobody wrote it for readers: what systems and programs leave behind."""
    return name.startswith(
        (".git", ".DS_Store", "._", ".svn", ".keep", ".nojekyll", ".hidden", ".editorconfig", "~$")
    ) or name.endswith("~")


def _led(root: Path, link: Path, path: str, problems: list[Problem]) -> tuple[str, str]:
    """(kind, stamp) of what a symbolic link leads to; "" and a problem when that is not to be read."""
    target = os.path.realpath(link)
    if not os.path.exists(target):
        problems.append(_whole(path, "link-broken", "符号链接指向不存在的文件，或绕成了圈", "删去它"))
    elif not target.startswith(os.path.realpath(root) + os.sep) and target != os.path.realpath(root):
        problems.append(_whole(path, "link-outside", "符号链接指向 content/ 之外", "把文件复制进来"))
    elif os.path.isdir(target):
        problems.append(_whole(path, "link-folder", "文件夹不能是符号链接", "移动文件夹本身"))
    else:
        try:
            info = os.stat(target)
        except OSError as error:
            problems.append(_whole(path, "unreadable", f"读不了这个文件：{reason(error)}", "检查权限"))
        else:
            return FILE if stat.S_ISREG(info.st_mode) else OTHER, _stamp(info, time.time_ns() - RACY)
    return "", ""


@contextlib.contextmanager
def entries(path: str) -> Iterator[Iterator[os.DirEntry[str]]]:
    """What is in a folder; by its descriptor where that can be, so that it is not looked up again for every file."""
    if os.scandir not in os.supports_fd:
        with os.scandir(path) as found:
            yield found
        return
    folder = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        with os.scandir(folder) as found:
            yield found
    finally:
        os.close(folder)


def _stamp(info: os.stat_result, trusted: int) -> str:
    """A file's size and times; "" for one touched so lately that it could change again unseen."""
    modified, changed = info.st_mtime_ns, info.st_ctime_ns
    return "" if modified > trusted or changed > trusted else f"{info.st_size}.{modified}.{changed}"


def _odd_name(shown: str, name: str) -> Problem | None:
    """A name that is no UTF-8 (from a zip made on Windows), or that nearly ends in .md and would not be read."""
    if not readable(name):
        return _not_utf8(shown)
    if name.endswith(".md") or not name.lower().endswith(_NEARLY_MARKDOWN):
        return None
    message = "扩展名应为小写的 .md，这个文件没有发布"
    return _whole(shown, "bad-extension", message, "把扩展名改为 .md")._replace(level=Level.WARNING)


def readable(name: str) -> bool:
    """Whether a name is text."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def _not_utf8(shown: str) -> Problem:
    readable = os.fsencode(shown).decode("gb18030", "replace")
    return _whole(readable, "bad-name", "文件名不是 UTF-8 编码", "把文件（夹）改名，再重新输入原来的名字")


def _whole(path: str, code: str, message: str, hint: str) -> Problem:
    return Problem(path, 0, 0, Level.ERROR, code, message, hint)
