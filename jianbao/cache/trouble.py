"""What becomes of a cache that cannot be kept, or that is not what was put there."""

import contextlib
import errno
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from jianbao.cache import tables
from jianbao.cache.records import DamagedError
from jianbao.cache.tables import Row
from jianbao.errors import PROGRAM, Level, Problem, SiteError, reason

T = TypeVar("T")


class DamagedStateError(SiteError):
    """The state file is not what was put there; whoever can do without what it held begins it anew."""

    def __init__(self, path: Path) -> None:
        hint = f"运行 {PROGRAM}，程序会忘掉它，重新生成"
        shown = f"{path.parent.name}/{path.name}"
        super().__init__([Problem(shown, 0, 0, Level.ERROR, "cache-damaged", "记下的构建结果坏了，没有使用", hint)])


def mended(work: Callable[[bool], T]) -> T:
    """``work(False)``, and once more as ``work(True)``, with the state begun anew, when the state turns out damaged."""
    try:
        return work(False)
    except DamagedStateError:
        return work(True)


def notices(path: Path, links: tuple[str, ...], *, forgotten: bool) -> list[Problem]:
    """What is told of a state that was begun anew, and of links that lay in its folder."""
    shown = f"{path.parent.name}/{path.name}"
    told = []
    if forgotten:
        message = "记下的构建结果坏了，或是别的版本的；已忘掉，全部重新生成"
        told.append(Problem(shown, 0, 0, Level.NOTICE, "cache-forgotten", message, "不用做什么；常见就检查磁盘"))
    for name in links:
        message = "这里的符号链接已删去，它指的文件没有动"
        told.append(Problem(f"{path.parent.name}/{name}", 0, 0, Level.NOTICE, "cache-link", message, "不用做什么"))
    return told


def ledger(path: Path) -> dict[str, Row]:
    """The ledger of a damaged state file with every file to be made again; empty when not all of it verifies."""
    try:
        with contextlib.closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as db:
            found = tables.rows(db.execute(tables.LEDGER))
            if not tables.complete(db, len(found)):
                return {}
    except (sqlite3.Error, DamagedError):
        return {}
    return {name: row._replace(fingerprint=b"") for name, row in found.items()}


_ROOM = 1 << 16
"""Bytes below which a disk has no room for another page of the state file and its log."""


@contextlib.contextmanager
def room(site: Path) -> Iterator[None]:
    """A disk that is full while something is remembered is the user's to mend, not a bug of ours."""
    try:
        yield
    except (OSError, sqlite3.OperationalError) as error:
        if getattr(error, "errno", 0) not in (errno.ENOSPC, errno.EDQUOT) and "disk is full" not in str(error):
            raise
        hint = "腾出空间后再构建一次；再次构建会补齐"
        raise SiteError([Problem(f"{site.name}/.cache", 0, 0, Level.ERROR, "disk-full", "磁盘满了", hint)]) from None


def unwritable(path: Path, error: OSError | sqlite3.DatabaseError) -> SiteError:
    """Why the state cannot be kept, as a problem of the folder it lies in."""
    full = "full" in str(error) or (isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT))
    # SQLite has one word for every write that failed; whether there is room, the disk knows.
    full = full or ("I/O" in str(error) and shutil.disk_usage(path.parent).free < _ROOM)
    why = reason(error) if isinstance(error, OSError) else str(error)
    code, message = ("disk-full", "磁盘满了") if full else ("cache-unwritable", f"写不进去：{why}")
    hint = "腾出空间后再构建一次" if full else f"检查 {path.parent.name} 和它的权限；它应是一个文件夹，可以删去"
    return SiteError([Problem(path.parent.name, 0, 0, Level.ERROR, code, message, hint)])
