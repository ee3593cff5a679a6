"""Where the screen may read and write: articles below content/ and what lies beside them, through no link.

Every path that comes from a browser passes here. Refused: what leads out of content/, names that begin with a dot, what
is no Markdown where an article is meant, files beside articles that are not published (the closed list of mime.py).
"""

import re
from pathlib import Path

from jianbao import address, digest, files, mime
from jianbao.errors import Problem, UsageError, reason
from jianbao.files import folders

LARGEST_BESIDE = 64 * 2**20
"""Bytes of a picture or attachment that is put beside an article."""
_STEP = re.compile(r"[^\x00-\x1f\x7f/\\:*?\"<>|]+")


def checked(path: object, *, ending: str = ".md") -> str:
    """The path below content/ that a browser named. Raises UsageError."""
    steps = path.split("/") if isinstance(path, str) else [""]
    wrong = not all(_STEP.fullmatch(step) and step[0] != "." and step == step.strip() for step in steps)
    if wrong or not isinstance(path, str) or not path.endswith(ending) or len(path) > 500:
        raise UsageError("没有这篇文章")
    return path


def read(site: Path, path: str) -> bytes:
    """The bytes of an article. Raises UsageError with the reason."""
    content = site / "content"
    found = files.read(content / path, f"content/{path}", files.LARGEST_TEXT, content)
    if isinstance(found, Problem):
        raise UsageError("这篇文章已经不在了" if not (content / path).exists() else found.message)
    return found


def mark(data: bytes) -> str:
    """What tells one state of a file from another."""
    return digest.of_bytes(data).hex()


def write(site: Path, path: str, data: bytes) -> None:
    """Puts a file of content/ in its place, whole or not at all. Raises UsageError, nothing written."""
    try:
        with folders.Folder(site / "content") as folder:
            if folder.is_link(path):
                raise folders.LinkError(path)
            mode = (site / "content" / path).stat().st_mode if folder.exists(path) else None
            folder.write(path, data, mode=mode)
    except folders.LinkError:
        raise UsageError("写不了：路上有符号链接，它指向别处；请维护网站的人看一看") from None
    except OSError as error:
        raise UsageError(f"没有存下来：{reason(error)}；写的内容还在这个窗口里") from None


def beside(site: Path, path: str, name: str, data: bytes, more: tuple[str, ...]) -> str:
    """Puts a picture or attachment beside an article; the name that it got, one that is free. Raises UsageError."""
    name = name.replace("\\", "/").rpartition("/")[2].strip().lower()
    stem, dot, ending = name.rpartition(".")
    if not dot or (why := mime.refused(name, more)):
        raise UsageError(f"“{name}”不能放进来：{why if dot else '没有扩展名的文件'}；{mime.cure(name)}")
    if len(data) > LARGEST_BESIDE:
        raise UsageError(f"“{name}”超过 {LARGEST_BESIDE // 2**20} MB；压缩后再放进来")
    stem = re.sub(r"[^0-9a-z\u4e00-\u9fff_-]+", "-", stem).strip("-_")[:40] or "wenjian"
    folder = path.rpartition("/")[0]
    for number in range(1, 1000):
        free = f"{stem}{f'-{number}' if number > 1 else ''}.{ending}"
        wanted = f"{folder}/{free}" if folder else free
        there = site / "content" / wanted
        if not address.fault(wanted) and not there.exists() and not there.is_symlink():
            write(site, wanted, data)
            return free
        if (
            there.is_file()
            and not there.is_symlink()
            and there.stat().st_size == len(data)
            and there.read_bytes() == data
        ):
            return free  # dropped twice
    raise UsageError(f"“{name}”：同名的文件太多，改一个名字")
