"""Files as their bytes come and go: text as Windows and Word leave it, and a file replaced whole or not at all.

Refused by name: UTF-16, GBK and whatever else is not UTF-8; control characters, which no page and no
feed may hold.
"""

import contextlib
import os
import re
from pathlib import Path

from jianbao.errors import Level, Problem

HIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060\ufeff\ufffe\uffff]")
"""What cannot be seen in a value: a name with it is another name."""
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")


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
    control = _CONTROL.search(found)
    if control:
        line = found.count("\n", 0, control.start()) + 1
        column = control.start() - found.rfind("\n", 0, control.start())
        name = "空字符（NUL）" if control.group() == "\x00" else f"控制字符 U+{ord(control.group()):04X}"
        return wrong(line, column, "control-character", f"这里有一个看不见的{name}", "删去它")
    return found


def replace(path: Path, data: bytes) -> None:
    """Puts ``data`` in the place of a file, whole or not at all; the permissions of a file that was there stay.

    The bytes are written beside it under a name of this process and renamed. Raises OSError, the file as it was.
    """
    beside = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        with open(beside, "xb") as file:
            file.write(data)
        with contextlib.suppress(FileNotFoundError):
            beside.chmod(path.stat().st_mode)
        os.replace(beside, path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
