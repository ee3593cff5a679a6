"""What can be wrong with a site, as data.

A problem is a place, a fact and a next step. Readers collect the problems of all files and then
fail once, with one exception that one place (the command line) catches. This module refuses
nothing itself.
"""

import difflib
import errno
import os
import shlex
import sys
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Any, NamedTuple

from jianbao import expressions as re

PROGRAM = "python build.py" if sys.argv[0].replace("\\", "/").endswith("build.py") else "jianbao"
"""How whoever reads a message began the program, and begins it again: as installed, or by the door of a checkout."""


class Level(StrEnum):
    """How much a problem weighs: only an error stops a build."""

    ERROR = "错误"
    WARNING = "警告"
    NOTICE = "提示"


_WEIGHT = {Level.ERROR: 0, Level.WARNING: 1, Level.NOTICE: 2}


class Problem(NamedTuple):
    """One fault in the user's files.

    ``path`` is relative to the site and clickable; ``line`` and ``column`` count from 1, 0 meaning
    the whole file. ``code`` is documented in docs/problems.md. ``hint`` is the cure, "" if none.
    """

    path: str
    line: int
    column: int
    level: Level
    code: str
    message: str
    hint: str = ""

    @classmethod
    def of_plain(cls, values: Sequence[Any]) -> "Problem":
        """The problem that was kept as plain values: its level is a Level again."""
        path, line, column, level, *rest = values
        return cls(path, line, column, Level(level), *rest)

    def __str__(self) -> str:
        place = self.path
        if self.line:
            place += f":{self.line}:{self.column or 1}"
        text = f"{place} {self.level}[{self.code}] {self.message}"
        return f"{text}\n    {self.hint}" if self.hint else text


class SiteError(Exception):
    """The site as it stands cannot be built. ``touched`` says that something in output/ has been moved or written."""

    def __init__(self, problems: Iterable[Problem], *, touched: bool = False) -> None:
        self.problems = in_order(problems)
        self.touched = touched
        super().__init__("\n".join(str(p) for p in self.problems))

    def __reduce__(self) -> tuple[type["SiteError"], tuple[tuple[Problem, ...]]]:
        """A worker's error reaches the parent with its problems, not with their text."""
        return SiteError, (self.problems,)


class UsageError(Exception):
    """The command line asks for something that does not exist; exit code 2."""


class RefusedError(UsageError):
    """A file that a command was given cannot be taken in; ``problems`` say why, each with its code. Exit code 2."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = in_order(problems)
        super().__init__("\n".join(f"{p.path} {p.level}[{p.code}] {p.message}；{p.hint}" for p in self.problems))


def refused(name: str, code: str, message: str, cure: str) -> RefusedError:
    """Why a file, or what would be made of it, cannot be taken in."""
    return RefusedError([Problem(name, 0, 0, Level.ERROR, code, message, cure)])


class AnewError(Exception):
    """What the last build left cannot be gone on from; ``reason`` says why, in Chinese. It is made anew."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Sorted by place, each problem once: the same problems always print the same way."""
    return tuple(sorted(set(problems), key=lambda p: (p.path, p.line, p.column, _WEIGHT[p.level], p.code, p.message)))


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word that was probably meant, or ""."""
    # Two Han characters of which one is right are half alike; unrelated Latin words often are two thirds.
    near = difflib.get_close_matches(word, sorted(known), 1, 0.7 if word.isascii() else 0.5)
    return near[0] if near else ""


def suggestion(word: str, known: Iterable[str]) -> str:
    """``是不是想写 title？`` when something near is known, else ""."""
    near = nearest(word, known)
    return f"是不是想写 {near}？" if near else ""


_REASONS = {
    errno.EACCES: "没有权限",
    errno.EBUSY: "正被别的程序使用",
    errno.EEXIST: "已有同名的文件",
    errno.EIO: "磁盘读写出错",
    errno.EISDIR: "这是一个文件夹",
    errno.ELOOP: "符号链接绕成了圈",
    errno.EMFILE: "同时打开的文件太多",
    errno.ENAMETOOLONG: "名字太长",
    errno.ENOENT: "不存在",
    errno.ENOSPC: "磁盘满了",
    errno.ENOTDIR: "上一级是文件，不是文件夹",
    errno.EPERM: "没有权限",
    errno.EROFS: "这里只能读，不能写",
}


_WINDOWS = {
    5: "没有权限，或正被别的程序打开",
    32: "正被别的程序打开，关上它再试",
    33: "正被别的程序打开，关上它再试",
    123: "名字里有 Windows 不允许的符号",
    206: "路径超过 260 个字符；把网站放到浅一点的文件夹，或打开 Windows 的长路径支持",
}
"""Why Windows refuses, by its own numbers."""
_LONGEST_PATH = 260


def reason(error: OSError) -> str:
    """Why the operating system refused, in Chinese where the reason is an ordinary one."""
    number = getattr(error, "winerror", None)
    if number in _WINDOWS:
        return _WINDOWS[number]
    # Windows says of a path that is too long that it does not exist.
    if number == 3 and len(str(error.filename or "")) >= _LONGEST_PATH:
        return _WINDOWS[206]
    return _REASONS.get(error.errno or 0) or error.strerror or str(error)


_PLAIN_WORD = re.compile(r"[\w@%+=:,./~\\-]+")


def quoted(path: object) -> str:
    """A path as it can be pasted into a command: in quotes when it has blanks or what a shell reads as its own."""
    text = str(path)
    if _PLAIN_WORD.fullmatch(text):
        return text
    return f'"{text}"' if os.name == "nt" else shlex.quote(text)


def errors_in(problems: Iterable[Problem]) -> list[Problem]:
    """Those that stop a build."""
    return [p for p in problems if p.level is Level.ERROR]
