"""Saved pages of an old site: each an article at its old address, with what stands beside it."""

import posixpath
import re
from urllib.parse import unquote, urlsplit

from jianbao import files
from jianbao.errors import Problem, UsageError
from jianbao.importer import bulletin, reading
from jianbao.importer.archive import pagemarks
from jianbao.importer.archive import posts as reader
from jianbao.importer.archive.kinds import Old
from jianbao.importer.archive.posts import Post, refused
from jianbao.importer.model import Options
from jianbao.importer.page import flattened
from jianbao.importer.posts import headers
from jianbao.importer.text import decode
from jianbao.importer.writing import article

_SAVED = re.compile(r"<!-- saved from url=\(\d+\)(\S+) -->")
"""What browsers write above a page that they save."""
_AUTHOR = re.compile(r"作[ \u3000\xa0]{0,4}者[:：][ \u3000\xa0]{0,2}([\u4e00-\u9fff·]{2,12}|[A-Za-z .]{3,30})")
_FRAME = frozenset(("页面的框架", "网页上的导航文字"))


def read(old: Old, path: str) -> list[Post]:
    """What a saved page holds: one article, or the items of a bulletin."""
    data = files.read(old.folder / path, path, reading.LARGEST, None)
    if isinstance(data, Problem):
        return [refused(path, data.message)]
    try:
        source = reading.source(posixpath.basename(path), data, reading.beside(old.folder / path))
        cut = bulletin.items(source, {}, Options())
        text = decode.text(data, path)[0]
    except UsageError as error:
        return [refused(path, str(error))]
    told = [f"没有收入的文字：“{d.text[:40]}”（{d.reason}）" for d in cut.dropped if d.reason != "页面的框架"]
    where, asked = _where(old, text, path)
    author = next((m[1].strip() for d in cut.dropped if d.reason not in _FRAME and (m := _AUTHOR.search(d.text))), "")
    one = len(cut.items) == 1
    found = []
    for number, item in enumerate(cut.items):
        body = article(item, 0).partition("\n---\n")[2].strip("\n")
        marked = pagemarks.marked(body, text)
        name = path if not number else f"{path}#{number + 1}"
        values = {"title": item.shown_title, "date": item.date, "source": item.source}
        values |= {"kicker": item.kicker, "subtitle": item.subtitle, "author": author if one else ""}
        header = headers.Header({k: v for k, v in values.items() if v}, marked.body)
        own = [doubt for doubt in cut.doubts if flattened.CURE not in doubt]  # here they are kept
        doubts = (*item.doubts, *(() if number else (*told, *own, *marked.doubts)))
        made = reader.of_header(old, name, header, tuple(doubts))
        found.append(
            made._replace(
                address=where if one else "",
                aliases=() if number else asked,
                standing=not made.date,
                files=tuple(source.media.items()),
            )
        )
    return found


def _where(old: Old, text: str, path: str) -> tuple[str, tuple[str, ...]]:
    """(the old address of a page, others of its): where it was saved from, else where it lies in the folder.

    At an address with a question no file can stand; a rule for servers leads from there.
    """
    saved = _SAVED.search(text[:4096])
    address = urlsplit(saved[1]) if saved else None
    if address is None or address.scheme not in ("http", "https"):
        return f"/{path}", ()
    old.settings.setdefault("url", f"{address.scheme}://{address.netloc}")
    if address.query:
        return "", (f"{address.path or '/'}?{address.query}",)
    return unquote(address.path) or "/", ()
