"""public/: files that lie at the site's root as they are: what search engines and platforms verify a site by, icons.

Refused: links out of public/, names that cannot be addresses, hidden files other than ``.well-known`` (RFC 8615).
"""

import os
from pathlib import Path
from typing import Any

from jianbao import address, digest, files
from jianbao.cache.state import State
from jianbao.content import scan
from jianbao.errors import Level, Problem

FOLDER = "public"
WELL_KNOWN = ".well-known/"
"""The one hidden folder that is published: security.txt lies there."""
KEY = "public"
"""Under which the state keeps what was found."""
_RULE = f"名字以 . 开头的不发布（{WELL_KNOWN} 除外）"
Known = dict[str, tuple[str, bytes]]
"""Path below public/ → (stamp, digest), as the state keeps it."""


def found(site: Path, known: Known | None) -> tuple[Known, list[Problem]]:
    """The files of public/ and what is wrong with them; ``known`` is what was found the last time."""
    root = site / FOLDER
    if not os.path.lexists(root):
        return {}, []
    if root.is_symlink() or not root.is_dir():
        return {}, [_problem(FOLDER, "not-a-file", "public 应为一个文件夹", "把它改成文件夹，或删去它")]
    made: Known = {}
    problems: list[Problem] = []
    left: list[str] = []
    for folder, inside in scan.looked(root).items():
        for name, kind, stamp in inside.everything():
            path = f"{folder}/{name}" if folder else name
            if any(part.startswith(".") or part.endswith("~") for part in path.removeprefix(WELL_KNOWN).split("/")):
                left.append(path)
                continue
            old = (known or {}).get(path)
            if old and kind == scan.FILE and stamp and old[0] == stamp:
                made[path] = old
                continue
            mark = _digest(root, path, problems)
            if mark:
                made[path] = (stamp if kind == scan.FILE else "", mark)
    left = [path for path in left if not any(map(scan.silent, path.removeprefix(WELL_KNOWN).split("/")))]
    if left:
        problems.append(scan.not_published(FOLDER, left, _RULE, "要发布，就去掉开头的点"))
    return made, problems


def remembered(site: Path, state: State) -> tuple[dict[str, bytes], list[Problem]]:
    """(the files of public/ with their digests, what is wrong with them); the state tells those that did not change."""
    known = state.get(KEY)
    now, problems = found(site, known)
    if now != (known or {}):
        with state.transaction():
            state.put(KEY, now)
    return {path: mark for path, (_, mark) in now.items()}, problems


def data(site: Path, path: str) -> bytes | Problem:
    """The bytes of a file of public/, or why it cannot be read."""
    root = site / FOLDER
    return files.read(root / path, f"{FOLDER}/{path}", files.LARGEST_FILE, root)


def _digest(root: Path, path: str, problems: list[Problem]) -> bytes:
    shown = f"{FOLDER}/{path}"
    wrong = "文件名不是 UTF-8 编码" if not scan.readable(path) else address.fault(path.removeprefix(WELL_KNOWN))
    if wrong:
        problems.append(
            _problem(shown if scan.readable(path) else FOLDER, "bad-name", f"文件名不能用作地址：{wrong}", "改文件名")
        )
        return b""
    found: Any = data(root.parent, path)
    if isinstance(found, Problem):
        problems.append(found)
        return b""
    return digest.of_bytes(found)


def _problem(path: str, code: str, message: str, hint: str) -> Problem:
    return Problem(path, 0, 0, Level.ERROR, code, message, hint)
