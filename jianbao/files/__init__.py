"""Files as their bytes come and go: the one door by which every command reads what editors wrote, text as Windows and
Word leave it, and a file replaced whole or not at all.

Refused by name: what is no regular file (a pipe or a device never ends), links that lead out of the site, files larger
than anything of their kind; UTF-16, GBK and whatever else is not UTF-8; control characters, which no page and no feed
may hold.
"""

import contextlib
import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any

from jianbao import expressions as re
from jianbao.errors import Level, Problem, reason
from jianbao.files import patience

HIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060\ufeff\ufffe\uffff]")
"""What cannot be seen in a value: a name with it is another name."""
_REFERENCE = re.compile(r"&#(?:([0-9]{1,12})|[xX]([0-9A-Fa-f]{1,12}));?")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_CONTROL_BYTES = bytes({*range(0x20), 0x7F} - {*b"\t\n\r"})
_CONTROL_LEADS = (b"\xc2", b"\xef\xbf")
"""What the UTF-8 of the other control characters begins with."""


LARGEST_TEXT = 16 * 2**20
"""Bytes of an article; the longest that is converted has four million characters."""
LARGEST_DATA = 2**20
"""Bytes of config.yaml, of a file of data/, of a template."""
LARGEST_FILE = 256 * 2**20
"""Bytes of a picture, an attachment, a theme's static file: what is published passes through memory."""
_READ = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
_BROKEN = "符号链接指向不存在的文件，或绕成了圈"
_SAME = getattr(os, "O_NOFOLLOW", 0)


def real(path: str | Path) -> Path:
    """Where a path leads, all links followed; one that leads in circles, or nowhere, as far as it goes. Never raises
    for what it meets, as Path.resolve does."""
    return Path(os.path.realpath(path))


def walk(
    top: str | Path, onerror: Callable[[OSError], None] | None = None
) -> Iterator[tuple[str, list[str], list[str]]]:
    """As os.walk from the top down, links not followed; however deep, where Python before 3.12 calls itself for every
    level."""
    waiting = [str(top)]
    while waiting:
        folder = waiting.pop()
        folders: list[str] = []
        names: list[str] = []
        linked: set[str] = set()
        try:
            with os.scandir(folder) as entries:
                for entry in entries:
                    (folders if _leads_to_a_folder(entry) else names).append(entry.name)
                    if entry.is_symlink():
                        linked.add(entry.name)
        except OSError as error:
            if onerror is not None:
                onerror(error)
            continue
        yield folder, folders, names
        waiting += [os.path.join(folder, name) for name in reversed(folders) if name not in linked]


def below(folder: str | Path) -> list[Path]:
    """Everything below a folder that is no folder, links to folders included, sorted."""
    return sorted(
        Path(where, name)
        for where, folders, names in walk(folder)
        for name in (*names, *(n for n in folders if os.path.islink(os.path.join(where, n))))
    )


def _leads_to_a_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link in circles
        return False


def read(path: str | Path, shown: str, largest: int, below: Path | None, **more: Any) -> bytes | Problem:
    """The bytes of a regular file, of at most ``largest``, or why there are none. As ``opened`` otherwise."""
    try:
        if more.get("walked") and below is not None and (plain := _whole(str(path), largest)) is not None:
            return plain
        with opened(path, shown, largest, below, **more) as file:
            return file if isinstance(file, Problem) else file.read()
    except OSError as error:
        return unreadable(shown, error)


def _whole(path: str, largest: int) -> bytes | None:
    """The bytes of what nearly every file is, regular, no link and small enough; None for any other."""
    descriptor = _at_once(path)
    if descriptor is None:
        return None
    with open(descriptor, "rb", buffering=0) as file:
        info = os.fstat(descriptor)
        return file.read() if stat.S_ISREG(info.st_mode) and info.st_size <= largest else None


@contextlib.contextmanager
def opened(
    path: str | Path, shown: str, largest: int, below: Path | None, *, place: str = "网站文件夹", walked: bool = False
) -> Iterator[IO[bytes] | Problem]:
    """A regular file to be read bit by bit, or why there is none; ``shown`` is named in the Problem.

    What a link leads to has to lie below ``below``, which ``place`` names; None is for a file that somebody named on
    the command line, wherever it is. ``walked`` says that its folder was reached through no link. May raise OSError
    while it is read.
    """
    real = str(path)
    descriptor = _at_once(real) if walked and below is not None else None
    if descriptor is None:
        if below is not None and (not walked or os.path.islink(path)):
            real = os.path.realpath(path)
            if not f"{real}/".startswith(f"{os.path.realpath(below)}/".replace("//", "/")):
                yield _problem(shown, "link-outside", f"符号链接指向{place}之外", "把文件复制进来")
                return
        try:
            descriptor = os.open(real, _READ if below is None else _READ | _SAME)
        except OSError as error:
            broken = os.path.islink(path)
            yield _problem(shown, "link-broken", _BROKEN, "删去它") if broken else unreadable(shown, error)
            return
    with open(descriptor, "rb", buffering=0) as file:
        info = os.fstat(descriptor)
        if not stat.S_ISREG(info.st_mode):
            yield _problem(shown, "not-a-file", "这不是普通文件", "删去它")
        elif info.st_size > largest:
            size, most = (f"{n / 2**20:.0f} MB" for n in (info.st_size, largest))
            yield _problem(shown, "file-too-large", f"文件有 {size}，上限 {most}", "分成几个，或压缩后再放进来")
        else:
            yield file


def _at_once(path: str) -> int | None:
    """A file that is no link, opened; None for any other, and where the system cannot tell one."""
    try:
        return os.open(path, _READ | _SAME) if _SAME else None
    except OSError:
        return None


def unreadable(shown: str, error: OSError) -> Problem:
    """Why the system gives no bytes of a file."""
    return _problem(shown, "unreadable", f"读不了这个文件：{reason(error)}", "检查文件和它的权限")


def _problem(shown: str, code: str, message: str, hint: str) -> Problem:
    return Problem(shown, 0, 0, Level.ERROR, code, message, hint)


def text(data: bytes, path: str) -> str | Problem:
    """The text of a file's bytes, with plain line ends and no byte order mark; ``path`` is named in the Problem."""

    def wrong(line: int, column: int, code: str, message: str, hint: str) -> Problem:
        return Problem(path, line, column, Level.ERROR, code, message, hint)

    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return wrong(1, 1, "utf16", "文件是 UTF-16 编码", "用编辑器另存为 UTF-8")
    try:
        found = data.decode().removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        try:
            data.decode("gb18030")
            guess = "文件是 GBK（ANSI）编码"
        except UnicodeDecodeError:
            guess = "文件不是 UTF-8 编码"
        return wrong(line, 1, "not-utf8", guess, "用编辑器另存为 UTF-8（记事本：另存为 → 编码 → UTF-8）")
    found = found.replace("\r\n", "\n").replace("\r", "\n")
    if len(data) == len(data.translate(None, _CONTROL_BYTES)) and not any(lead in data for lead in _CONTROL_LEADS):
        return found
    control = _CONTROL.search(found)
    if control:
        line = found.count("\n", 0, control.start()) + 1
        column = control.start() - found.rfind("\n", 0, control.start())
        name = "空字符（NUL）" if control.group() == "\x00" else f"控制字符 U+{ord(control.group()):04X}"
        return wrong(line, column, "control-character", f"这里有一个看不见的{name}", "删去它")
    return found


def named_control(text: str) -> Iterator[tuple[int, str]]:
    """(offset, what is written) of each character reference that names a control character (HTML, 13.2.5.80)."""
    for found in _REFERENCE.finditer(text) if "&#" in text else ():
        number = int(found[1]) if found[1] else int(found[2], 16)
        if number > 0x10FFFF or 0xD800 <= number < 0xE000 or _CONTROL.match(chr(number)):
            yield found.start(), found.group()


def replace(path: Path, data: bytes) -> None:
    """Puts ``data`` in the place of a file, whole or not at all; the permissions of a file that was there stay.

    The bytes are written beside it and renamed; what a killed process left there, or a link, goes before, and is not
    followed. Raises OSError, the file as it was.
    """
    beside = path.with_name(f".{path.name}.new")
    try:
        beside.unlink(missing_ok=True)
        with open(beside, "xb") as file:
            file.write(data)
        with contextlib.suppress(FileNotFoundError):
            beside.chmod(path.stat().st_mode)
        patience.replace(beside, path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
