"""A folder as values: every file below it with its stamp; nothing is opened.

Refused: links out of the folder and loops, things that are no files, names that are not text.
"""

import os
import stat
import time
from pathlib import Path

from jianbao.errors import Level, Problem, reason

_NEARLY_MARKDOWN = (".md", ".markdown", ".mdown", ".mkd", ".md.txt")
_RACY = 2_000_000_000
"""Nanoseconds within which a file may change again without its times telling."""


def stamps(root: Path, *, below: bool = True) -> list[tuple[str, str]]:
    """Every file of a folder (and ``below`` it), whatever its name, with its stamp; "" is one that may still change."""
    found: list[tuple[str, str]] = []
    trusted = time.time_ns() - _RACY
    pending = [""] if root.is_dir() else []
    while pending:
        folder = pending.pop()
        try:
            entries = list(os.scandir(root / folder))
        except OSError:
            found.append((folder, ""))  # reading content/ says what is wrong
        else:
            for entry in entries:
                path = f"{folder}/{entry.name}" if folder else entry.name
                if not entry.is_dir(follow_symlinks=False):
                    found.append((path, _stamp(entry.stat(follow_symlinks=False), trusted)))
                elif below:
                    pending.append(path)
    return sorted(found)


def listing(root: Path, problems: list[Problem]) -> tuple[dict[str, dict[str, str]], dict[str, str]]:
    """(folder → Markdown file → stamp, other file → stamp), of all that is below ``root``."""
    markdown: dict[str, dict[str, str]] = {}
    others: dict[str, str] = {}
    # A file changed just before it is read could change again unseen: it gets no stamp that matches.
    trusted = time.time_ns() - _RACY
    real_root = os.path.realpath(root)
    pending = [""]
    while pending:
        folder = pending.pop()
        try:
            entries = sorted(os.scandir(root / folder), key=lambda e: e.name)
        except OSError as error:
            problems.append(
                _whole(
                    f"content/{folder}".rstrip("/"),
                    "unreadable",
                    f"读不了这个文件夹：{reason(error)}",
                    "检查权限，或确认它存在",
                )
            )
            continue
        for entry in entries:
            name = entry.name
            if name.startswith((".", "~$")) or name.endswith("~"):
                continue
            path = f"{folder}/{name}" if folder else name
            odd = _odd_name(path, name)
            if odd:
                problems.append(odd)
                continue
            try:
                if entry.is_symlink() and not _stays_inside(entry, real_root, path, problems):
                    continue
                if entry.is_dir():
                    pending.append(path)
                    continue
                info = entry.stat()
            except OSError as error:
                message = f"读不了这个文件：{reason(error)}"
                problems.append(_whole(f"content/{path}", "unreadable", message, "检查权限"))
                continue
            if not stat.S_ISREG(info.st_mode):
                problems.append(_whole(f"content/{path}", "not-a-file", "这不是普通文件", "删去它"))
                continue
            stamp = _stamp(info, trusted)
            if name.endswith(".md"):
                markdown.setdefault(folder, {})[name] = stamp
            else:
                others[path] = stamp
    return markdown, others


def _stamp(info: os.stat_result, trusted: int) -> str:
    """A file's size and times; "" for one touched so lately that it could change again unseen."""
    if max(info.st_mtime_ns, info.st_ctime_ns) > trusted:
        return ""
    return f"{info.st_size}.{info.st_mtime_ns}.{info.st_ctime_ns}"


def _odd_name(path: str, name: str) -> Problem | None:
    """A name that is no UTF-8 (from a zip made on Windows), or that nearly ends in .md and would not be read."""
    if not name.isascii():
        try:
            name.encode()
        except UnicodeEncodeError:
            shown = os.fsencode(path).decode("gb18030", "replace")
            hint = "把文件（夹）改名，再重新输入原来的名字"
            return _whole(f"content/{shown}", "bad-name", "文件名不是 UTF-8 编码", hint)
    if name.endswith(".md") or not name.lower().endswith(_NEARLY_MARKDOWN):
        return None
    message = "扩展名应为小写的 .md，这个文件没有发布"
    return _whole(f"content/{path}", "bad-extension", message, "把扩展名改为 .md")._replace(level=Level.WARNING)


def _stays_inside(entry: os.DirEntry[str], root: str, path: str, problems: list[Problem]) -> bool:
    target = os.path.realpath(entry.path)
    if not os.path.exists(target):
        problems.append(_whole(f"content/{path}", "link-broken", "符号链接指向不存在的文件，或绕成了圈", "删去它"))
    elif target != root and not target.startswith(root + os.sep):
        problems.append(_whole(f"content/{path}", "link-outside", "符号链接指向 content/ 之外", "把文件复制进来"))
    elif os.path.isdir(target):
        problems.append(_whole(f"content/{path}", "link-folder", "文件夹不能是符号链接", "移动文件夹本身"))
    else:
        return True
    return False


def _whole(path: str, code: str, message: str, hint: str) -> Problem:
    return Problem(path, 0, 0, Level.ERROR, code, message, hint)
