"""One text of an old archive as a value: its header in this site's keys, its body as it stood, its old address.

Nothing of other texts is known here. A text that cannot be read is a value too, with the reason.
"""

import posixpath
import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from jianbao import address, files
from jianbao.content.keys import canonical
from jianbao.errors import Problem, UsageError
from jianbao.importer import reading
from jianbao.importer.archive import liquid, permalinks, plainhtml
from jianbao.importer.archive.kinds import Old
from jianbao.importer.posts import closed, editors, foreign, headers
from jianbao.importer.text import decode
from jianbao.yaml.writing import scalar

_HTML = (".html", ".htm")


class Post(NamedTuple):
    """A text of the old archive."""

    path: str
    """Of its file below the archive; of an export the file, # and a number."""
    title: str
    date: str
    """ISO, with time perhaps; "" for none."""
    column: str
    tags: tuple[str, ...]
    front: tuple[tuple[str, str], ...]
    """Other keys with their values as YAML."""
    body: str
    address: str
    """Its old address, from / on; "" when it had none that can be told."""
    aliases: tuple[str, ...]
    standing: bool
    """Whether it is a page that belongs to no time."""
    draft: bool
    cover: str = ""
    doubts: tuple[str, ...] = ()
    refused: str = ""
    """Why it cannot come in."""
    files: tuple[tuple[str, bytes], ...] = ()
    """Pictures that were read together with it, by the names that its body gives them."""
    name: str = ""
    """What its file is to be called; "" for the name of its old file."""
    queries: tuple[str, ...] = ()
    """Old addresses that are nothing but a question: p=12."""
    labels: tuple[str, ...] = ()
    """Its tags as the old archive spells them."""
    shelves: tuple[tuple[str, ...], ...] = ()
    """Its categories as the old archive spells them, each from the uppermost down."""


def read(old: Old, path: str) -> Post:
    """The post in a file of the archive."""
    data = files.read(old.folder / path, path, reading.LARGEST, None)
    if isinstance(data, Problem):
        return refused(path, data.message.removeprefix("读不了这个文件："))
    try:
        text, encoding = decode.text(data, path)
    except UsageError as error:
        return refused(path, str(error))
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    doubts = () if encoding == "UTF-8" else (f"文件是 {encoding} 编码，已按它读取",)
    doubts = (*doubts, *decode.doubts(text, path))
    name = posixpath.basename(path)
    header = headers.read(text, name)
    return of_header(old, path, header, doubts)


def refused(path: str, why: str) -> Post:
    """A text that cannot come in, with the reason."""
    return Post(path, "", "", "", (), (), "", "", (), standing=False, draft=False, refused=why)


def of_header(old: Old, path: str, header: headers.Header, doubts: tuple[str, ...]) -> Post:
    """The post that a header and a body make."""
    name = posixpath.basename(path)
    if name in ("index.md", "_index.md") and "/" in path:
        name = posixpath.basename(posixpath.dirname(path)) + ".md"
    given = foreign.values(
        {k: v for k, v in header.values.items() if canonical(str(k)) not in ("issue", "number")}, name
    )
    doubts = (*doubts, *given.doubts)
    doubts = (*doubts, *editors.missing(header.body))
    body, why = editors.without(header.body.strip("\n")), ""
    doubts = (*doubts, *headers.doubts(header))
    if header.fault and header.unread:
        unread, why = closed.without(header.unread)
        doubts = (*doubts, why)
        body = f"<!-- 原文件头：\n{unread.replace('--', '—')}\n-->\n\n{body}"
    title, body = _title(given.said.get("title", ""), body, name)
    kept = [(k, v) for k, v in given.front if k not in ("date", "permalink", "aliases", "slug", "draft")]
    dated = next((v.strip('"') for k, v in given.front if k == "date"), given.said.get("date", ""))
    named = categories(header.values) or _by_folder(old, path)
    tags = [*given.said.get("tags", "").split("\n"), *named[1:]]
    usable, more = cured([tag for tag in tags if tag])
    column, told = cured(list(named[:1]))
    locked = closed.by_tag(old.settings, (*named, *usable))
    doubts = (*doubts, *([locked] if locked else []))
    own = ("draft", "true") in given.front or "_drafts/" in f"/{path}"
    for key in ("kicker", "subtitle", "source"):
        if said := given.said.get(key, ""):
            fault = address.fault_of_name(said) if key == "source" else ""
            kept += [] if fault else [(key, scalar(said))]
            doubts = (*doubts, f"来源“{said}”不能用：{fault}，没有写进去") if fault else doubts
    draft = own or bool(why or locked)
    home = permalinks.address(old, path, header.values, dated, named)
    if old.kind == "Jekyll" and "_posts/" not in path and (name.endswith(_HTML) or liquid.is_program(body)):
        body, told_of = _of_a_program(body, html=name.endswith(_HTML))
        doubts = (*doubts, *told_of)
    if why_not := _of_a_template(old, path, header.values, dated, body):
        return refused(path, why_not)._replace(
            title=title, address="" if draft else home, aliases=() if draft else _aliases(header.values)
        )
    others = permalinks.others(old, path, header.values, dated, named)
    if not home and not draft and old.kind in permalinks.PROGRAMS:
        doubts = (*doubts, "照旧网站的设置推不出它的旧网址，没有写 permalink；旧网址要能打开，请补上")
    if draft and not dated:
        doubts = (*doubts, "草稿没有日期，放在 content/_drafts/；写完时加上 date，移到 content/年/，删去 draft")
    return Post(
        path,
        title,
        dated,
        column[0] if column else "",
        tuple(tag for tag in usable if tag not in column),
        tuple(kept),
        body,
        home,
        (*_aliases(header.values), *others),
        standing=not dated or _stands(old, path, header.values),
        draft=draft,
        cover=given.said.get("cover", ""),
        doubts=(*doubts, *more, *told),
        labels=tuple(tag for tag in given.said.get("tags", "").split("\n") if tag),
        shelves=_shelves(old, header.values, named),
    )


def _of_a_program(body: str, *, html: bool) -> tuple[str, list[str]]:
    """(a page's own words, "" for none; what is said of it)."""
    own = liquid.own(body) if html or liquid.is_program(body) else body
    made = plainhtml.markdown(own) if html else own
    said = "由模板语言（{% for %} 等）生成的部分、样式和脚本没有收入"
    return made, [said] if own and own != body else []


def _of_a_template(old: Old, path: str, header: Mapping[str, Any], dated: str, body: str) -> str:
    """Why a page has no words of its own, "" where it has."""
    if old.static and not body.strip() and (not dated or _stands(old, path, header)):
        return "这一页没有自己的文字，由模板生成；列表由 jianbao 自己做"
    return ""


def _shelves(old: Old, header: Mapping[str, Any], named: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """The categories of a header, each from the uppermost down; with Hexo one that follows another lies below it."""
    if old.kind != "Hexo":
        return tuple((name,) for name in named)
    for key, value in header.items():
        if canonical(str(key)) == "column" and isinstance(value, list) and any(isinstance(v, list) for v in value):
            return tuple(tuple(foreign.names(v)) for v in value if foreign.names(v))
    return (named,) if named else ()


def categories(header: Mapping[str, Any]) -> tuple[str, ...]:
    """Every category that a header names, in order."""
    found: list[str] = []
    for key, value in header.items():
        if canonical(str(key)) == "column":
            found += foreign.names(value)
    return tuple(dict.fromkeys(found))


def _by_folder(old: Old, path: str) -> tuple[str, ...]:
    """The category that Pelican takes from the folder, unless its settings forbid it."""
    if old.kind != "Pelican" or old.settings.get("USE_FOLDER_AS_CATEGORY", True) is False or "/pages/" in f"/{path}":
        return ()
    folder = posixpath.basename(posixpath.dirname(path.removeprefix(f"{old.static[0]}/")))
    return (folder,) if folder else ()


def _stands(old: Old, path: str, header: Mapping[str, Any]) -> bool:
    """Whether a dated text is a page all the same: about.md, what a program calls page."""
    if str(header.get("layout", header.get("type", ""))).lower() == "page":
        return True
    return {
        "Hexo": not path.startswith((f"{old.static[0]}/_posts/", f"{old.static[0]}/_drafts/")) if old.static else False,
        "Jekyll": not re.search("(?:^|/)_[^/]+/", path),
        "Hugo": path.count("/") < 2,
        "Pelican": "/pages/" in f"/{path}",
    }.get(old.kind, False)


def _title(title: str, body: str, name: str) -> tuple[str, str]:
    """(the title, the body): a text without one has it in its first heading, else in its file's name."""
    title = " ".join(files.HIDDEN.sub("", title).split())
    if title:
        return title, body
    first, _, rest = body.lstrip("\n").partition("\n")
    if re.match(r"#[ \t]", first):
        return first.strip("# \t"), rest.lstrip("\n")
    return re.sub(r"^\d{4}-\d{1,2}-\d{1,2}-", "", posixpath.splitext(name)[0]), body


def _aliases(header: Mapping[str, Any]) -> tuple[str, ...]:
    found: list[str] = []
    for key, value in header.items():
        if canonical(str(key)) == "aliases":
            found += [str(v) for v in (value if isinstance(value, list) else [value]) if v]
    return tuple("/" + re.sub(r"^https?://[^/]+", "", one).lstrip("/") for one in found)


def cured(names: Sequence[str]) -> tuple[list[str], list[str]]:
    """(names that can stand in an address, what was done to make them so)."""
    kept: list[str] = []
    doubts: list[str] = []
    for name in names:
        new = " ".join(files.HIDDEN.sub("", name).split())
        if address.fault_of_name(new):
            new = re.sub(r"(?<!\.)\.++$", lambda m: "．" * len(m[0]), new)
        fault = address.fault_of_name(new) if new else "是空的"
        if fault:
            doubts.append(f"标签“{name[:40]}”不能用：{fault}，没有写进去")
        elif new not in kept:
            kept.append(new)
            if new != name:
                doubts.append(f"标签“{name}”不能这样写，写作“{new}”")
    return kept, doubts


def front(post: Post, column: str, tags: tuple[str, ...], permalink: str, aliases: tuple[str, ...], cover: str) -> str:
    """The front matter of the post's article, without its fences."""
    values = [
        ("title", scalar(post.title) or '"（无标题）"'),
        ("date", "" if post.standing and not post.date else post.date),
        ("column", scalar(column)),
        ("tags", f"[{', '.join(scalar(t, inside=True) for t in tags)}]" if tags else ""),
        ("cover", scalar(cover)),
        ("draft", "true" if post.draft else ""),
        ("permalink", scalar(permalink)),
        ("aliases", f"[{', '.join(scalar(a, inside=True) for a in aliases)}]" if aliases else ""),
    ]
    written = {key for key, value in values if value}
    lines = [f"{key}: {value}\n" for key, value in values if value]
    extra = ""
    for key, value in post.front:
        if key == "extra":
            extra = value
        elif key not in written:
            lines.append(f"{key}: {value}\n")
    lines.append(f"extra:{extra.rstrip()}\n  {ORIGIN}: {scalar(post.path)}\n")
    return "".join(lines)


ORIGIN = "原文件"
"""The key below ``extra`` that says which file of an old archive an article was."""
