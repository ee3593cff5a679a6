"""The one act of the channels: a channel's files into a folder, only those that differ, over nothing else.

What was made is remembered beside the files, with a digest of all that it follows from: asked for again, a channel
that would come out the same makes nothing. Refused: folders below output/ and content/.
"""

import json
import os
from pathlib import Path
from typing import Any, NamedTuple

from jianbao import digest
from jianbao.channel.making import Made
from jianbao.errors import UsageError, reason
from jianbao.files import replace

RECORD = ".jianbao-channel.json"
"""Made by jianbao, safe to delete: what was made here and from what."""


class Done(NamedTuple):
    """Paths that were written, that are as they were, that are gone, and that somebody has changed since."""

    folder: Path
    written: tuple[str, ...]
    unchanged: tuple[str, ...]
    removed: tuple[str, ...]
    kept: tuple[str, ...]


def folder(site: Path, asked_path: str, channel: str) -> Path:
    """Where a channel's files go when nobody says otherwise."""
    return site / ".cache" / "channel" / stem(asked_path) / channel


def stem(path: str) -> str:
    """What the folders of an article or an issue are named by: its content path; an issue's is its folder."""
    return path.removesuffix(".md").removesuffix("/index")


def bring_up_to_date(where: Path, made: Made) -> Done:
    """Writes what is not there yet. Raises UsageError, nothing overwritten, for a file that is not ours."""
    known = _record(where)
    files: dict[str, str] = known.get("files", {})
    state = {name: _digest(where / name) for name in files}
    wanted = [file.name for file in made.files]
    same = known.get("basis") == made.basis.hex() and sorted(files) == sorted(wanted)
    if same and all(state[name] == mark for name, mark in files.items()):
        return Done(where, (), tuple(wanted), (), ())
    strange = [name for name in wanted if name not in files and os.path.lexists(where / name)]
    if strange:
        raise UsageError(f"{where / strange[0]} 已经有了，不是这里做的，没有覆盖；移开它，或换一个文件夹")
    altered = {name for name in wanted if name in files and state[name] not in (files[name], "")}
    written, unchanged, now = [], [], {}
    try:
        for file in made.files:
            if file.name in altered:
                now[file.name] = files[file.name]
                continue
            data = file.data()
            now[file.name] = digest.of_bytes(data).hex()
            if state.get(file.name) == now[file.name]:
                unchanged.append(file.name)
                continue
            (where / file.name).parent.mkdir(parents=True, exist_ok=True)
            replace(where / file.name, data)
            written.append(file.name)
        gone = [name for name in files if name not in wanted and state[name] == files[name]]
        for name in gone:
            (where / name).unlink()
        # Where something was left alone, the next time has to look again.
        basis = "" if altered else made.basis.hex()
        replace(where / RECORD, json.dumps({"basis": basis, "files": now}, ensure_ascii=False, indent=1).encode())
    except OSError as error:
        raise UsageError(f"写不了 {error.filename or where}：{reason(error)}") from None
    return Done(where, tuple(written), tuple(unchanged), tuple(gone), tuple(sorted(altered)))


def _record(where: Path) -> dict[str, Any]:
    try:
        found = json.loads((where / RECORD).read_bytes())
        files = found["files"]
        names = all(isinstance(n, str) and isinstance(m, str) and _inside(n) for n, m in files.items())
        return found if isinstance(found["basis"], str) and names else {}
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return {}


def _inside(name: str) -> bool:
    """Whether a name of the record stays below its folder: nobody else's file is looked at or removed."""
    return not os.path.isabs(name) and ".." not in name.replace("\\", "/").split("/") and ":" not in name


def _digest(file: Path) -> str:
    """A file's digest, "" when it is not there."""
    try:
        return digest.of_bytes(file.read_bytes()).hex()
    except OSError:
        return ""
