"""The one act of the channels: a channel's files into a folder, only those that differ, over nothing else.

What was made is remembered beside the files, with a digest of all that it follows from: asked for again, a channel
that would come out the same makes nothing. Refused: folders below output/ and content/.
"""

import json
import os
from pathlib import Path
from typing import Any, NamedTuple

from jianbao import digest, files
from jianbao.channel.making import Made
from jianbao.errors import Problem, UsageError, reason
from jianbao.files.folders import Folder, LinkError

RECORD = ".jianbao-channel.json"
"""Made by jianbao, safe to delete: what was made here and from what."""


class Done(NamedTuple):
    """Paths that were written, that are as they were, that are gone, and that somebody has changed since."""

    folder: Path
    written: tuple[str, ...]
    unchanged: tuple[str, ...]
    removed: tuple[str, ...]
    kept: tuple[str, ...]


def home(site: Path) -> Path:
    """Where files go when nobody says otherwise."""
    return site / ".cache" / "channel"


def stem(path: str) -> str:
    """What the folders of an article or an issue are named by: its content path; an issue's is its folder."""
    return path.removesuffix(".md").removesuffix("/index")


def bring_up_to_date(base: Path, below: str, made: Made) -> Done:
    """Writes what is not there yet into the folder ``below`` ``base``, through no link.

    Raises UsageError, nothing overwritten, for a file that is not ours and for a link on the way.
    """
    try:
        with Folder(base) as folder:
            return _done(folder, f"{below}/" if below else "", base / below, made)
    except LinkError as error:
        raise UsageError(f"{base} 里有符号链接（{error.filename}），没有写；删去它，或用 --to 换一个文件夹") from None
    except OSError as error:
        raise UsageError(f"写不了 {error.filename or base}：{reason(error)}") from None


def _done(folder: Folder, prefix: str, where: Path, made: Made) -> Done:
    folder.make(prefix.rstrip("/"))
    known = _record(where)
    owned: dict[str, str] = known.get("files", {})
    state = {name: _digest(where / name) for name in owned}
    wanted = [file.name for file in made.files]
    same = known.get("basis") == made.basis.hex() and sorted(owned) == sorted(wanted)
    if same and all(state[name] == mark for name, mark in owned.items()):
        return Done(where, (), tuple(wanted), (), ())
    strange = [name for name in wanted if name not in owned and os.path.lexists(where / name)]
    if strange:
        raise UsageError(f"{where / strange[0]} 已经有了，不是这里做的，没有覆盖；移开它，或换一个文件夹")
    altered = {name for name in wanted if name in owned and state[name] not in (owned[name], "")}
    written, unchanged, now = [], [], {}
    for file in made.files:
        if file.name in altered:
            now[file.name] = owned[file.name]
            continue
        data = file.data()
        now[file.name] = digest.of_bytes(data).hex()
        if state.get(file.name) == now[file.name]:
            unchanged.append(file.name)
            continue
        folder.make((prefix + file.name).rpartition("/")[0])
        folder.write(prefix + file.name, data)
        written.append(file.name)
    gone = [name for name in owned if name not in wanted and state[name] == owned[name]]
    for name in gone:
        folder.unlink(prefix + name)
    # Where something was left alone, the next time has to look again.
    basis = "" if altered else made.basis.hex()
    record = json.dumps({"basis": basis, "files": now}, ensure_ascii=False, indent=1)
    folder.write(prefix + RECORD, record.encode())
    return Done(where, tuple(written), tuple(unchanged), tuple(gone), tuple(sorted(altered)))


def _record(where: Path) -> dict[str, Any]:
    data = files.read(where / RECORD, RECORD, files.LARGEST_DATA, where)
    try:
        found = json.loads(b"" if isinstance(data, Problem) else data)
        listed = found["files"]
        names = all(isinstance(n, str) and isinstance(m, str) and _inside(n) for n, m in listed.items())
        return found if isinstance(found["basis"], str) and names else {}
    except (ValueError, TypeError, KeyError, AttributeError):
        return {}


def _inside(name: str) -> bool:
    """Whether a name of the record stays below its folder: nobody else's file is looked at or removed."""
    return not os.path.isabs(name) and ".." not in name.replace("\\", "/").split("/") and ":" not in name


def _digest(file: Path) -> str:
    """A file's digest; "" when it is not there, and no digest at all for what is no file of ours."""
    if not os.path.lexists(file):
        return ""
    data = b"" if file.is_symlink() else files.read(file, file.name, files.LARGEST_FILE, file.parent)
    return "no file" if isinstance(data, Problem) or file.is_symlink() else digest.of_bytes(data).hex()
