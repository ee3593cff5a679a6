"""One process at a time: a file that is locked for as long as its owner lives, with the owner's number in it."""

import os
from pathlib import Path
from typing import Any

from jianbao import workers
from jianbao.errors import Level, Problem, SiteError
from jianbao.files import folders


def folder(path: Path) -> tuple[str, ...]:
    """Makes the cache's folder; returns the names of the links that lay in it, which are deleted.

    What a link leads to is somebody's; the link itself, like everything there, may be deleted at any time. Raises
    SiteError when the folder is itself a link.
    """
    if folders.is_link(path):
        hint = "删去这个链接；程序会自己建一个文件夹"
        raise SiteError([Problem(path.name, 0, 0, Level.ERROR, "cache-linked", f"{path.name} 是符号链接", hint)])
    path.mkdir(parents=True, exist_ok=True)
    with os.scandir(path) as found:
        links = tuple(sorted(entry.name for entry in found if folders.is_link(entry.path)))
    for name in links:
        folders.remove_link(path / name)
    return links


def locked(path: Path) -> Any:
    """The opened and locked lock file, with our process number in it."""
    flags = os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_NOFOLLOW", 0)
    opened = os.open(path, flags, 0o644)
    handle = open(opened, "a+", encoding="ascii", errors="replace")  # noqa: SIM115 (held until the state is closed)
    try:
        _take(handle)
    except OSError:
        handle.seek(0)
        owner = handle.read().strip()
        handle.close()
        message = f"另一个构建、发布或检查正在进行（进程 {owner or '未知'}）"
        raise SiteError([Problem(path.name, 0, 0, Level.ERROR, "build-running", message, "等它结束再试")]) from None
    handle.seek(0)
    handle.truncate()
    handle.write(str(os.getpid()))
    handle.flush()
    workers.keep_private(handle)
    return handle


def _take(handle: Any) -> None:
    if os.name == "nt":
        import msvcrt

        # Past the end, so that the process number in front stays readable to others.
        handle.seek(1024)
        msvcrt.locking(handle.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        return
    import fcntl

    fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
