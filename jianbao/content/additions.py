"""Files that come to content/ together: all of them or none, also when whoever brings them is killed half-way.

They are first written into .cache/; then a list of them is, in one step: from then on they belong to content/, and
whoever comes next, whatever the command, brings in what is not there yet (``finish``). Nothing stands over an existing
file, and no link is followed.
"""

import contextlib
import json
import os
import shutil
from collections.abc import Sequence
from pathlib import Path

from jianbao import digest
from jianbao.cache import lock
from jianbao.errors import UsageError, reason
from jianbao.files.folders import Folder, LinkError

_LIST = "list.json"


def add(site: Path, files: Sequence[tuple[str, bytes | Path]], *, cure: str) -> tuple[str, ...]:
    """Writes files, (path below the site, bytes, or a file to be copied) each; returns their paths.

    Raises UsageError, nothing written.

    ``cure`` is what to do when one of them is there already.
    """
    taken = [path for path, _ in files if os.path.lexists(site / path)]
    if taken:
        raise UsageError(f"{taken[0]} 已经有了，什么也没有写下；{cure}")
    stage = _stage(site)
    try:
        lock.folder(site / ".cache")
        with contextlib.closing(lock.locked(site / ".cache" / "add.lock")), Folder(stage) as staged:
            listed = []
            for number, (path, given) in enumerate(files):
                data = given.read_bytes() if isinstance(given, Path) else given
                staged.write(str(number), data)
                listed.append([str(number), path, digest.of_bytes(data).hex()])
            staged.write(_LIST, json.dumps(listed).encode())
            _bring(site, listed)
            _forget(stage)
    except OSError as error:
        _forget(stage)
        where = error.filename if isinstance(error.filename, str) else ""
        why = "路上有符号链接" if isinstance(error, LinkError) else reason(error)
        raise UsageError(f"写不了 {where}：{why}；什么也没有写下") from None
    return tuple(path for path, _ in files)


def finish(site: Path) -> tuple[str, ...]:
    """Brings in what somebody who was killed did not; returns the paths of all that belonged together."""
    stage = _stage(site)
    if not (stage / _LIST).is_file():
        return ()
    with contextlib.closing(lock.locked(site / ".cache" / "add.lock")):
        try:
            listed = json.loads((stage / _LIST).read_bytes())
            paths = tuple(str(path) for _, path, _ in listed)
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


def _bring(site: Path, listed: Sequence[Sequence[str]]) -> None:
    """Moves what is staged to its place. When the system refuses, what was moved goes again."""
    made: list[str] = []
    with Folder(site) as folder:
        new = [above for _, path, _ in listed for above in _above(path) if not os.path.lexists(site / above)]
        try:
            for number, path, mark in listed:
                staged = _stage(site) / number
                if os.path.lexists(site / path) or not staged.exists():
                    continue  # brought in before, or an editor has put something there since
                if digest.of_bytes(staged.read_bytes()).hex() != mark:
                    raise ValueError(number)
                folder.make(path.rpartition("/")[0])
                made.append(path)
                folder.replace(str(staged), path)
        except OSError:
            for path in made:
                with contextlib.suppress(OSError):
                    folder.unlink(path)
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
