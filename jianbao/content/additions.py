"""Files that come to content/, change and go together: all of them or none, also when who does it is killed half-way.

What is new is first written into .cache/; then a list of it is, in one step: from then on it belongs to content/, and
whoever comes next, whatever the command, does what is not done yet (``finish``). Nothing stands over a file but over
the very bytes that it was made of, and nothing else is deleted; no link is followed.
"""

import contextlib
import json
import os
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from jianbao import digest
from jianbao.cache import lock
from jianbao.errors import UsageError, reason
from jianbao.files.folders import Folder, LinkError

_LIST = "list.json"


class Change(NamedTuple):
    """A file that is to become ``data`` or to go (None); ``before`` are the bytes that it must have (None: no file)."""

    path: str
    """Below the site."""
    data: bytes | None
    before: bytes | None


def add(site: Path, files: Sequence[tuple[str, bytes | Path]], *, cure: str) -> tuple[str, ...]:
    """Writes files, (path below the site, bytes, or a file to be copied) each; returns their paths.

    Raises UsageError, nothing written.

    ``cure`` is what to do when one of them is there already.
    """
    taken = [path for path, _ in files if os.path.lexists(site / path)]
    if taken:
        raise UsageError(f"{taken[0]} 已经有了，什么也没有写下；{cure}")
    listed = ((path, given.read_bytes() if isinstance(given, Path) else given, None) for path, given in files)
    _together(site, listed)
    return tuple(path for path, _ in files)


def exchange(site: Path, changes: Iterable[Change]) -> None:
    """Makes all of the changes, those that add before those that replace, those that delete last.

    Raises UsageError, nothing changed; also where a file is another one than the change was made of.
    """
    order = sorted(changes, key=lambda change: (change.data is None, change.before is not None))
    other = next((c.path for c in order if _digest(site, c.path) != _mark(c.before)), None)
    if other:
        raise UsageError(f"{other} 刚刚在别处改过，什么也没有改；再做一次")
    _together(site, order)


def _together(site: Path, listed: Iterable[tuple[str, bytes | None, bytes | None]]) -> None:
    stage = _stage(site)
    try:
        lock.folder(site / ".cache")
        with contextlib.closing(lock.locked(site / ".cache" / "add.lock")), Folder(stage) as staged:
            steps = []
            for number, (path, data, before) in enumerate(listed):
                if data is not None:
                    mode = (site / path).stat().st_mode if before is not None else None
                    staged.write(str(number), data, mode=mode)
                steps.append([str(number), path, _mark(data), _mark(before)])
            staged.write(_LIST, json.dumps(steps).encode())
            _bring(site, steps)
            _forget(stage)
    except OSError as error:
        _forget(stage)
        where = error.filename if isinstance(error.filename, str) else ""
        why = "路上有符号链接" if isinstance(error, LinkError) else reason(error)
        raise UsageError(f"写不了 {where}：{why}；什么也没有写下") from None


def finish(site: Path) -> tuple[str, ...]:
    """Brings in what somebody who was killed did not; returns the paths of all that belonged together."""
    stage = _stage(site)
    if not (stage / _LIST).is_file():
        return ()
    with contextlib.closing(lock.locked(site / ".cache" / "add.lock")):
        try:
            listed = json.loads((stage / _LIST).read_bytes())
            paths = tuple(str(path) for _, path, _, _ in listed)
            _bring(site, listed)
        except FileNotFoundError:
            return ()  # whoever was writing has just done it
        except (ValueError, TypeError):
            _forget(stage)  # damaged: what is there stays, what is not was not promised
            return ()
        except OSError as error:
            raise UsageError(f"上次没有写完的文件补不齐：{reason(error)}；检查磁盘和权限，或删去 .cache/add") from None
        _forget(stage)
    return paths


def _stage(site: Path) -> Path:
    return site / ".cache" / "add"


def _mark(data: bytes | None) -> str:
    return "" if data is None else digest.of_bytes(data).hex()


def _digest(site: Path, path: str) -> str:
    """What tells the file that stands there from another; "" for none, what no file has for a link or a folder."""
    place = site / path
    if not os.path.lexists(place):
        return ""
    return "no file" if place.is_symlink() or not place.is_file() else _mark(place.read_bytes())


def _bring(site: Path, steps: Sequence[Sequence[str]]) -> None:
    """Moves what is staged to its place, and deletes. When the system refuses, what was done is taken back.

    What an editor has put there, changed or deleted since stays as the editor left it.
    """
    done: list[tuple[str, bytes | None]] = []
    with Folder(site) as folder:
        new = [
            above for _, path, mark, _ in steps if mark for above in _above(path) if not os.path.lexists(site / above)
        ]
        try:
            for number, path, mark, before in steps:
                staged = _stage(site) / number
                if _digest(site, path) != before or (mark and not staged.exists()):
                    continue
                if mark and digest.of_bytes(staged.read_bytes()).hex() != mark:
                    raise ValueError(number)
                old = (site / path).read_bytes() if before else None
                folder.make(path.rpartition("/")[0])
                done.append((path, old))
                if mark:
                    folder.replace(str(staged), path)
                else:
                    folder.unlink(path)
        except OSError:
            for path, old in reversed(done):
                with contextlib.suppress(OSError):
                    if old is None:
                        folder.unlink(path)
                    elif _digest(site, path) != _mark(old):
                        folder.write(path, old)
            for above in sorted(dict.fromkeys(new), key=len, reverse=True):
                with contextlib.suppress(OSError):
                    folder.rmdir(above)
            raise


def _above(path: str) -> list[str]:
    names = path.split("/")[:-1]
    return ["/".join(names[: n + 1]) for n in range(len(names))]


def _forget(stage: Path) -> None:
    """The list first: without it the rest means nothing."""
    with contextlib.suppress(OSError):
        (stage / _LIST).unlink(missing_ok=True)
    shutil.rmtree(stage, ignore_errors=True)
