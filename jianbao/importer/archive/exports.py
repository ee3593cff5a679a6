"""Archives that are no folder of Markdown: WordPress's export (WXR 1.2, also written for Typecho), and saved pages.

The export's HTML goes into the article as it stands: Markdown takes it, and what is unsafe in it is told by the build.
"""

import html
import posixpath
import re
from xml.etree import ElementTree as ET

from jianbao import files
from jianbao.errors import Problem, UsageError
from jianbao.importer import bulletin, headers, reading, safexml
from jianbao.importer.archive import posts as reader
from jianbao.importer.archive.kinds import Old
from jianbao.importer.archive.posts import Post
from jianbao.importer.model import Options
from jianbao.importer.writing import article

_LARGEST = 256 * 2**20
_CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
_SHOWN = frozenset(("publish", "draft", "pending", "private", "future"))
_BLOCK = re.compile(r"<!-- /?wp:(?:[^\n<-]|-(?!->))*+-->\n?")
_MORE = re.compile(r"<!--(?:more|nextpage|markdown)(?:[^\n<-]|-(?!->))*+-->")


class _DoctypeError(Exception):
    """The file declares a document type, with which a small file could become gigabytes."""


class _Plain(safexml.Shallow):
    """A tree of XML without a document type."""

    def doctype(self, *_: object) -> None:
        raise _DoctypeError


def posts(old: Old, path: str) -> list[Post]:
    """The posts and pages of an export. Raises UsageError when it is no whole XML, or says what XML must not."""
    data = files.read(old.folder / path, path, _LARGEST, None)
    if isinstance(data, Problem):
        raise UsageError(f"读不了 {path}：{data.message}")
    parser = ET.XMLParser(target=_Plain())  # noqa: S314 (a document type is refused before any entity is read)
    try:
        parser.feed(re.sub(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]", b"", data))
        root = parser.close()
    except _DoctypeError:
        raise UsageError(f"{path} 里有 DOCTYPE，没有读；重新导出一次") from None
    except (ET.ParseError, safexml.TooDeepError) as error:
        raise UsageError(f"{path} 不是完整的 XML（{str(error) or '嵌套太深'}）；重新导出一次") from None
    channel = root.find("channel")
    home = (channel.findtext("link") or "") if channel is not None else ""
    old.settings.setdefault("url", home)
    found = []
    for number, item in enumerate(channel.iter("item") if channel is not None else (), 1):
        values = {child.tag.rpartition("}")[2]: (child.text or "") for child in item if child.tag != _CONTENT}
        kind, status = values.get("post_type", "post"), values.get("status", "publish")
        if kind not in ("post", "page") or status not in _SHOWN:
            continue
        found.append(_post(old, f"{path}#{values.get('post_id') or number}", item, values))
    return found


def _post(old: Old, path: str, item: ET.Element, values: dict[str, str]) -> Post:
    terms = [(c.get("domain", ""), html.unescape(c.text or "")) for c in item.findall("category") if c.text]
    header = {
        "title": html.unescape(values.get("title", "")),
        "date": re.sub(r":\d\d$", "", values.get("post_date", "")).removesuffix(" 00:00"),
        "categories": [text for domain, text in terms if domain == "category"],
        "tags": [text for domain, text in terms if domain == "post_tag"],
        "author": values.get("creator", ""),
        "url": re.sub(r"\?.*", "", values.get("link", "")) if "?" not in values.get("link", "") else "",
        "draft": values.get("status") != "publish",
        "layout": "page" if values.get("post_type") == "page" else "",
    }
    header = {key: value for key, value in header.items() if value and not str(value).startswith("0000")}
    body = item.findtext(_CONTENT) or ""
    body = _MORE.sub("", _BLOCK.sub("", body.replace("\r\n", "\n").replace("\r", "\n")))
    comments = sum(child.tag.endswith("}comment") for child in item)
    doubts = (f"{comments} 条读者评论没有收入",) if comments else ()
    password = ("原来要密码才能看，作草稿收入",) if values.get("post_password") else ()
    made = reader.of_header(old, path, headers.Header(header, body.strip("\n")), (*doubts, *password))
    standing = values.get("post_type") == "page" or not made.date
    return made._replace(standing=standing, draft=made.draft or bool(password))


def page(old: Old, path: str) -> list[Post]:
    """What a saved page holds: one article, or the items of a bulletin."""
    data = files.read(old.folder / path, path, reading.LARGEST, None)
    if isinstance(data, Problem):
        return [_refused(path, data.message)]
    try:
        source = reading.source(posixpath.basename(path), data, reading.beside(old.folder / path))
        cut = bulletin.items(source, {}, Options())
    except UsageError as error:
        return [_refused(path, str(error))]
    told = [f"没有收入的文字：“{d.text[:40]}”（{d.reason}）" for d in cut.dropped if d.reason != "页面的框架"]
    found = []
    for number, item in enumerate(cut.items):
        text = article(item, 0)
        body = text.partition("\n---\n")[2].strip("\n")
        name = path if not number else f"{path}#{number + 1}"
        values = {"title": item.shown_title, "date": item.date, "source": item.source}
        header = headers.Header({k: v for k, v in values.items() if v}, body)
        doubts = (*item.doubts, *(told if not number else ()), *(cut.doubts if not number else ()))
        made = reader.of_header(old, name, header, tuple(doubts))
        found.append(
            made._replace(
                address=f"/{path}" if len(cut.items) == 1 else "",
                standing=not made.date,
                files=tuple(source.media.items()),
            )
        )
    return found


def _refused(path: str, why: str) -> Post:
    return Post(path, "", "", "", (), (), "", "", (), standing=False, draft=False, refused=why)
