"""The export of WordPress (WXR 1.2, also written for Typecho).

The export's HTML goes into the article as it stands: Markdown takes it, and what is unsafe in it is told by the build.
"""

import html
import re
from collections import Counter
from collections.abc import Sequence
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree as ET

from jianbao import files
from jianbao.errors import Problem, UsageError
from jianbao.importer.archive import plainhtml, wordpress
from jianbao.importer.archive import posts as reader
from jianbao.importer.archive.kinds import Old
from jianbao.importer.archive.posts import Post, refused
from jianbao.importer.posts import editors, headers
from jianbao.importer.word import safexml

_LARGEST = 256 * 2**20
_CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
_SHOWN = frozenset(("publish", "draft", "pending", "private", "future"))
_ELEMENT = re.compile("<[^<>]*+>")
_MORE = re.compile(r"<!--(?:more|nextpage)(?:[^\n<-]|-(?!->))*+-->")


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
    items = list(channel.iter("item")) if channel is not None else []
    people = _people(channel) if channel is not None else {}
    old.settings.setdefault("slugs", {}).update(_slugs(channel) if channel is not None else {})
    if any("/index.php/" in (item.findtext("link") or "") for item in items):
        old.settings["index_php"] = True
    read = [(number, item, _values(item)) for number, item in enumerate(items, 1)]
    pictures = [v for _, _, v in read if v.get("post_type") == "attachment" and v.get("attachment_url")]
    found: list[Post] = []
    others: Counter[str] = Counter()
    for number, item, values in read:
        kind, status = values.get("post_type", "post"), values.get("status", "publish")
        name = f"{path}#{values.get('post_id') or number}"
        if kind not in ("post", "page"):
            others[kind] += kind not in ("attachment", "revision")
        elif status not in _SHOWN:
            why = _LEFT.get(status, f"状态是 {status}")
            found.append(refused(name, f"“{values.get('title', '')[:40]}”{why}"))
        else:
            values["creator"] = people.get(values.get("creator", ""), "")
            found.append(_post(old, name, item, values, pictures))
    return [*found, *(refused(path, f"{count} 项“{kind}”不是文章") for kind, count in sorted(others.items()) if count)]


_LEFT = {"trash": "在回收站里", "auto-draft": "是自动存的空稿", "inherit": "是旧的版本"}


def _people(channel: ET.Element) -> dict[str, str]:
    """Login name → name as readers saw it; a login that says no more than admin is no author."""
    found = {}
    for author in channel:
        if author.tag.endswith("}author"):
            said = {child.tag.rpartition("}")[2]: (child.text or "").strip() for child in author}
            login = said.get("author_login", "")
            found[login] = said.get("author_display_name", "") or login
    for item in channel.iter("item"):
        login = next((c.text or "" for c in item if c.tag.endswith("}creator")), "")
        found.setdefault(login, login)
    return found


def _slugs(channel: ET.Element) -> dict[tuple[str, str], str]:
    """(``column`` or ``tag``, name) → the slug in addresses, below that of its parent; (``cat``, name) → its number."""
    found: dict[tuple[str, str], str] = {}
    for item in channel.iter("item"):
        for given in item.findall("category"):
            kind = {"category": "column", "post_tag": "tag"}.get(given.get("domain", ""), "")
            if kind and given.text:
                found[kind, html.unescape(given.text)] = unquote(given.get("nicename", ""))
    terms = [{c.tag.rpartition("}")[2]: (c.text or "").strip() for c in child} for child in channel]
    said = {unquote(t["category_nicename"]): t for t in terms if t.get("category_nicename")}
    for slug, term in said.items():
        path, above = [slug], unquote(term.get("category_parent", ""))
        while above in said and above not in path:
            path.insert(0, above)
            above = unquote(said[above].get("category_parent", ""))
        name = html.unescape(term.get("cat_name", ""))
        found["column", name] = "/".join(path)
        found["cat", name] = term.get("term_id", "")
    return {key: slug for key, slug in found.items() if slug}


def _values(item: ET.Element) -> dict[str, str]:
    kept = (child for child in item if child.tag != _CONTENT)
    return {("excerpt" if c.tag.endswith("}encoded") else c.tag.rpartition("}")[2]): (c.text or "") for c in kept}


def _post(old: Old, path: str, item: ET.Element, values: dict[str, str], pictures: Sequence[dict[str, str]]) -> Post:
    terms = [(c.get("domain", ""), html.unescape(c.text or "")) for c in item.findall("category") if c.text]
    day = re.sub(r":\d\d$", "", values.get("post_date", "")).removesuffix(" 00:00")
    header: dict[str, Any] = {
        "title": html.unescape(values.get("title", "")),
        "date": day,
        "categories": [text for domain, text in terms if domain == "category"],
        "tags": [text for domain, text in terms if domain == "post_tag"],
        "author": values.get("creator", ""),
        "url": re.sub(r"\?.*", "", values.get("link", "")) if "?" not in values.get("link", "") else "",
        "summary": " ".join(html.unescape(_ELEMENT.sub("", values.get("excerpt", ""))).split()),
        "draft": values.get("status") not in ("publish", "future"),
        "publishDate": day if values.get("status") == "future" else "",
        "layout": "page" if values.get("post_type") == "page" else "",
    }
    header = {key: value for key, value in header.items() if value and not str(value).startswith("0000")}
    body = item.findtext(_CONTENT) or ""
    body = body.replace("\r\n", "\n").replace("\r", "\n")
    missing = editors.missing(body)
    body = _MORE.sub("", editors.without(body))
    comments = sum(child.tag.endswith("}comment") for child in item)
    doubts = (f"{comments} 条读者评论没有收入",) if comments else ()
    closed = values.get("post_password") or values.get("status") == "private"
    how = (
        "要密码才能看，作草稿收入，密码没有写进去" if values.get("post_password") else "没有公开（private），作草稿收入"
    )
    password = (f"原来{how}",) if closed else ()
    number = path.partition("#")[2]
    body, told = wordpress.body(body, pictures, number)
    body = plainhtml.markdown(body)
    doubts = (*doubts, *missing, *told)
    made = reader.of_header(old, path, headers.Header(header, body.strip("\n")), (*doubts, *password))
    standing = values.get("post_type") == "page" or not made.date
    return made._replace(
        standing=standing,
        draft=made.draft or bool(password),
        front=tuple((key, value) for key, value in made.front if key != "layout"),
        name=unquote(values.get("post_name", "")) or number,
        queries=tuple(f"{key}={number}" for key in ("p", "page_id")),
    )
