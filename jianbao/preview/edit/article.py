"""An article as the screen's form has it, and as it is saved: values by key, the text, and the state it was read in.

Saving names the state that the editor saw. Where the file is another one by now, nothing is written, which is
said, and what the editor wrote is kept below .cache/. Front matter that cannot be
read is shown as its text.
"""

import json
import time
from collections.abc import Mapping
from datetime import UTC
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from jianbao import digest, files
from jianbao.content import delimiters, editing, edits, frontmatter
from jianbao.content.replacing import Value
from jianbao.errors import Problem, UsageError, reason
from jianbao.files.folders import Folder
from jianbao.preview.edit import place, wording

TEXTS = "title kicker subtitle source author summary cover status number order editor reviewer approver reason".split()
LISTS = ("tags", "people", "aliases")
RECORDS = ("updates", "channels")
_KNOWN = frozenset([*TEXTS, *LISTS, *RECORDS, "date", "column", "draft", "publish", "expires", "origin", "withdrawn"])
_MOST_KEPT = 200


def opened(site: Path, path: str, zone: str) -> dict[str, Any]:
    """An article: ``mark`` (its state), ``front`` (values by key, None where unreadable), ``head``, ``body``."""
    data = place.read(site, path)
    made: dict[str, Any] = {"path": path, "mark": place.mark(data), "unsaved": _kept(site, path)}
    text = _text(data, path)
    parts = delimiters.split(text, path)
    if isinstance(parts, Problem):
        return made | {"front": None, "head": "", "body": text, "fault": wording.told(parts.message)}
    front, problems = frontmatter.read(text, path, ZoneInfo(zone))
    if front is None:
        return made | {"front": None, "head": parts[0], "body": parts[1], "fault": wording.told(problems[0].message)}
    _remember(site, path, data)
    return made | {"front": values(front.values), "head": parts[0], "body": parts[1], "fault": ""}


def values(read: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a front matter as the form has them: texts, lists of texts, lists of records."""
    made: dict[str, Any] = {}
    for key, value in read.items():
        if key not in _KNOWN or value is None:
            continue
        if key == "date":
            made[key] = " ".join(filter(None, value))
        elif key in ("publish", "expires"):
            made[key] = value.replace("T", " ").removesuffix(" 00:00")
        elif key == "origin":
            made[key] = {"name": value.name, "url": value.url}
        elif key in LISTS:
            made[key] = list(value)
        elif key in RECORDS:
            made[key] = [{k: v for k, v in record._asdict().items() if v} for record in value]
        elif isinstance(value, bool):
            made[key] = "true" if value else ""
        else:
            made[key] = str(value)
    return made


def saved(site: Path, path: str, asked: Mapping[str, Any]) -> dict[str, Any]:
    """What saving led to: ``mark`` of the new state, or ``conflict`` with the file as it is, nothing written.

    ``asked`` has ``mark``, ``changes`` (key → value) and, where it changed, ``body`` or ``head``.
    Raises UsageError or EditError, nothing written.
    """
    data = place.read(site, path)
    changes = _changes(asked.get("changes", {}))
    if place.mark(data) != asked.get("mark"):
        _keep(site, path, asked)
        return {"conflict": True, "mark": place.mark(data)}
    try:
        new = changed(data, path, changes, asked.get("body"), asked.get("head"))
        if new != data:
            place.write(site, path, new)
    except (UsageError, editing.EditError):
        _keep(site, path, asked)
        raise
    _forget(site, path)
    return {"mark": place.mark(new)}


def changed(data: bytes, path: str, changes: Mapping[str, Value], body: Any, head: Any = None) -> bytes:
    """An article's bytes with these values and this text; every other byte as it is. Raises EditError."""
    if isinstance(head, str):
        data = _with(data, path, 0, head if head.endswith("\n") or not head else f"{head}\n")
    data = editing.changed(data, changes)
    return _with(data, path, 1, body) if isinstance(body, str) else data


def _with(data: bytes, path: str, part: int, new: str) -> bytes:
    """The bytes with another front matter (0) or text (1); only what differs is replaced."""
    text = _text(data, path)
    parts = delimiters.split(text, path)
    old, start = text, 0
    if not isinstance(parts, Problem):
        old = parts[1] if part else parts[0]
        start = len(text) - len(old) if part else text.index("\n") + 1
    new = new.replace("\r\n", "\n").replace("\r", "\n")
    if part and start and not text[:start].endswith("\n") and new:
        new = f"\n{new}"
    made = edits.mended(data, [edits.Edit(e.start + start, e.end + start, e.new) for e in edits.between(old, new)])
    assert made is not None
    return made


def undone(site: Path, path: str, mark: str) -> dict[str, Any]:
    """Puts the article back as it was when it was first opened in this state. Raises UsageError."""
    now = place.read(site, path)
    try:
        before = (_room(site) / f"{kept_name(path)}-{int(mark, 16):x}.md").read_bytes()
    except (OSError, ValueError):
        raise UsageError("打开时的样子没有留下来，恢复不了") from None
    _remember(site, path, now)
    place.write(site, path, before)
    return {"mark": place.mark(before)}


def _changes(given: Any) -> dict[str, Value]:
    """The changes that a browser asks for. Raises UsageError for what no form sends."""
    if not isinstance(given, dict):
        raise UsageError("看不懂这次保存")
    for key, value in given.items():
        fits = (
            isinstance(value, str)
            or (key in LISTS and isinstance(value, list) and all(isinstance(v, str) and v.strip() for v in value))
            or (key in RECORDS and isinstance(value, list) and all(_record(v) for v in value))
            or (key == "origin" and _record(value))
        )
        if key not in _KNOWN or not fits or (key in (*LISTS, *RECORDS) and isinstance(value, str)):
            raise UsageError("看不懂这次保存")
        if files.HIDDEN.search(json.dumps(value, ensure_ascii=False)):
            raise UsageError("有看不见的字符，没有存；删去刚才粘贴的内容，重新输入")
    return given


def _record(value: Any) -> bool:
    return isinstance(value, dict) and all(
        isinstance(part, str) and name in ("name", "url", "date", "text") for name, part in value.items()
    )


def _text(data: bytes, path: str) -> str:
    text = files.text(data, path)
    if isinstance(text, Problem):
        raise UsageError(f"{text.message}；{text.hint}")
    return text


# ---- what is kept below .cache/ ----


def _room(site: Path) -> Path:
    return site / ".cache" / "edit"


def kept_name(path: str) -> str:
    """The name under which an article's unsaved text is kept, without its ending."""
    return digest.of_text(path).hex()[:24]


def _remember(site: Path, path: str, data: bytes) -> None:
    """Keeps a state that an editor began from; the oldest ones go. A full disk is told when the article is saved."""
    try:
        with Folder(_room(site)) as room:
            name = f"{kept_name(path)}-{int(place.mark(data), 16):x}.md"
            if not room.exists(name):
                room.write(name, data)
        old = sorted(_room(site).glob("*.md"), key=lambda file: file.stat().st_mtime)
        for file in old[:-_MOST_KEPT]:
            file.unlink()
    except OSError:
        return


def _keep(site: Path, path: str, asked: Mapping[str, Any]) -> None:
    """Keeps what could not be saved; the browser has it, too."""
    kept = {"path": path, "when": time.strftime("%Y-%m-%d %H:%M"), **{k: asked.get(k) for k in ("changes", "body")}}
    try:
        with Folder(_room(site)) as room:
            room.write(f"{kept_name(path)}.json", json.dumps(kept, ensure_ascii=False).encode())
    except OSError as error:
        raise UsageError(
            f"没有存下来，.cache 里也写不进：{reason(error)}；写的内容还在这个窗口里，先复制出来"
        ) from None


def _kept(site: Path, path: str) -> dict[str, Any] | None:
    try:
        kept = json.loads((_room(site) / f"{kept_name(path)}.json").read_bytes())
    except (OSError, ValueError):
        return None
    return kept if isinstance(kept, dict) and kept.get("path") == path else None


def _forget(site: Path, path: str) -> None:
    try:
        (_room(site) / f"{kept_name(path)}.json").unlink(missing_ok=True)
    except OSError:
        return


def dropped(site: Path, path: str) -> None:
    """The editor does not want what could not be saved."""
    _forget(site, path)


def front_of(data: bytes) -> dict[str, Any]:
    """The values of an article's bytes as the form has them; empty for what cannot be read."""
    text = files.text(data, "")
    front = None if isinstance(text, Problem) else frontmatter.read(text, "", UTC)[0]
    return values(front.values) if front else {}
