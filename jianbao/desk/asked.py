"""The article that somebody means by a path: as typed, below the site or below where they stand."""

from pathlib import Path

from jianbao import files
from jianbao.desk.loading import Archive
from jianbao.errors import PROGRAM, UsageError, suggestion
from jianbao.model import Article


def below(site: Path, path: Path) -> str:
    """The path below content/. Raises UsageError."""
    file = path if path.exists() and not (site / path).exists() else site / path
    try:
        return files.real(file).relative_to(files.real(site / "content")).as_posix()
    except ValueError:
        raise UsageError(f"{path} 不在 content/ 里") from None


def article(archive: Archive, path: Path, act: str, otherwise: str) -> Article:
    """The article. Raises UsageError for what is none, naming it and what is near.

    ``act`` is what is to be done with it, ``otherwise`` what can be done with an issue instead.
    """
    relative = below(archive.folder, path)
    found = next((a for a in archive.articles if a.path == relative), None)
    shown = f"content/{relative}"
    if found is None:
        raise UsageError(_none(archive, relative, shown))
    if found.kind == "issue":
        raise UsageError(f"{shown} 是一期的首页，不能{act}；{otherwise}")
    if found.kind != "article":
        raise UsageError(f"{shown} 是固定页面，不能{act}；不要的页面直接删去，并从导航里去掉")
    return found


def _none(archive: Archive, relative: str, shown: str) -> str:
    file = archive.folder / "content" / relative
    if file.is_dir():
        return f"{shown} 是一个文件夹；请写到文章，例如 {shown}/jiuzhu.md"
    if file.exists():
        return f"{shown} 读不了；先运行 {PROGRAM} check {shown}"
    near = suggestion(shown, [f"content/{a.path}" for a in archive.articles if a.kind == "article"])
    return f"没有 {shown} 这篇文章；{near or f'用 {PROGRAM} list --text 标题里的字 可以查到路径'}"
