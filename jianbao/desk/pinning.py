"""The one version of the program, and of all that it needs, that a site's continuous integration installs, by digest.

What the program needs is what was locked when it was released: the lock travels with it. A file cannot hold its own
digest, so that of the program itself is asked of whoever installed it, and else of pip; where neither knows, that is
said, and the version alone is pinned.
"""

import hashlib
import importlib.metadata
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit
from urllib.request import url2pathname

from jianbao import __version__

_PACKAGE = Path(__file__).parent.parent
_WAIT = 60
"""Seconds that pip is given to fetch one file."""


class Pins(NamedTuple):
    """Two requirements files as text, and why the second has no digest ("" when it has)."""

    dependencies: str
    program: str
    unpinned: str


def pins(extras: tuple[str, ...] = ("publish",)) -> Pins:
    """What pip is to install. Looks at what is installed, and may ask the package index."""
    digest, why = own_digest()
    locked = _lock()
    wanted = _needed(locked, extras)
    head = (
        f"# jianbao {__version__} 要用的程序包，连同摘要；自动流程照它安装。\n"
        "# 换版本：装好新版，删去这个文件和 requirements-jianbao.txt，再运行 jianbao init\n"
    )
    entries = (re.sub(r"\n[ \t]+#.*", "", locked[name]) for name in locked if name in wanted)
    body = "\n".join(entries)
    own = f"jianbao=={__version__}" + (f" --hash=sha256:{digest}" if digest else "")
    return Pins(head + body + "\n", f"{own}\n", why)


def _lock() -> dict[str, str]:
    """Name → its entry in the lock, comments included, in the lock's order; {} when the lock did not come along."""
    places = (_PACKAGE / "requirements.lock", _PACKAGE.parent / "requirements.lock")
    file = next((p for p in places if p.is_file()), None)
    text = file.read_text("utf-8") if file else ""
    entries = re.findall(r"^[A-Za-z0-9].*(?:\n[ \t]+.*)*", text, re.MULTILINE)
    found: dict[str, str] = {}
    for entry in entries:  # a package has an entry for each range of versions of Python in which it is another one
        name = _canonical(re.split(r"[=\s;\[]", entry, maxsplit=1)[0])
        found[name] = f"{found[name]}\n{entry}" if name in found else entry
    return found


def _needed(locked: dict[str, str], extras: tuple[str, ...]) -> set[str]:
    """The locked packages that the program and some extras need, with what those need again.

    The lock's comments tell who needs a package; of a program that is not installed everything is taken.
    """
    try:
        told = importlib.metadata.requires("jianbao") or []
    except importlib.metadata.PackageNotFoundError:
        return set(locked)
    wanted = {name for text in told if (name := _asked(text, extras))}
    while more := {name for name, entry in locked.items() if name not in wanted and _users(entry) & wanted}:
        wanted |= more
    return wanted


def _asked(text: str, extras: tuple[str, ...]) -> str:
    """The package that a requirement names, when it is always needed or belongs to an extra that is wanted; else ""."""
    head, _, marker = text.partition(";")
    named = re.search(r"extra\s*==\s*['\"]([\w.-]+)['\"]", marker)
    if named and _canonical(named[1]) not in map(_canonical, extras):
        return ""
    match = re.match(r"\s*([\w.-]+)", head)
    return _canonical(match[1]) if match else ""


def _users(entry: str) -> set[str]:
    """The packages that a locked entry is there for."""
    told = re.findall(r"#[ \t]+(?:via[ \t]+)?([A-Za-z0-9][\w.-]*)[ \t]*$", entry, re.MULTILINE)
    return {_canonical(name) for name in told} - {"via"}


def own_digest() -> tuple[str, str]:
    """(SHA-256 of the program's own wheel, why it is not known)."""
    try:
        told = json.loads(importlib.metadata.distribution("jianbao").read_text("direct_url.json") or "{}")
    except (importlib.metadata.PackageNotFoundError, ValueError):
        return "", "这里的 jianbao 不是从安装包装的"
    info = told.get("archive_info", {})
    digest = (info.get("hashes") or {}).get("sha256") or str(info.get("hash", "")).removeprefix("sha256=")
    if re.fullmatch("[0-9a-f]{64}", digest):
        return digest, ""
    wheel = _local(str(told.get("url", "")))
    if wheel:  # uv says where it had it from, and nothing more
        return hashlib.sha256(wheel.read_bytes()).hexdigest(), ""
    if told:
        return "", "这里的 jianbao 不是从安装包装的"
    return _fetched_digest()


def _local(url: str) -> Path | None:
    """The wheel on this machine that an address names, while it is still there."""
    parts = urlsplit(url)
    path = Path(url2pathname(parts.path)) if parts.scheme == "file" and parts.path.endswith(".whl") else None
    return path if path and path.is_file() else None


def _fetched_digest() -> tuple[str, str]:
    """The digest of the file that the package index has."""
    with tempfile.TemporaryDirectory() as folder:
        command = [
            *(sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary", ":all:"),
            *("--disable-pip-version-check", "--no-input", "--retries", "0", "--timeout", "10"),
            *("--dest", folder, f"jianbao=={__version__}"),
        ]
        try:
            done = subprocess.run(command, capture_output=True, timeout=_WAIT, check=False)
        except (OSError, subprocess.TimeoutExpired):
            return "", "向软件源取它的摘要没有成功"
        wheels = list(Path(folder).glob("*.whl"))
        if done.returncode or not wheels:
            return "", "向软件源取它的摘要没有成功"
        return hashlib.sha256(wheels[0].read_bytes()).hexdigest(), ""


def _canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
