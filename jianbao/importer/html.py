"""A saved web page as lines: blocks, centring, headings, tables, pictures; what frames the article is dropped.

The frame is known by its elements, by the names that sites give to them, and by consisting of links; what
stands above the line that the page itself names as its title is frame as well.
"""

import re
from html.parser import HTMLParser
from pathlib import PurePosixPath

from jianbao.importer import blanks, decode
from jianbao.importer.model import Beside, Dropped, Line, Source

_BLOCKS = {
    "address", "article", "blockquote", "body", "caption", "center", "dd", "div", "dl", "dt", "fieldset", "figcaption",
    "figure", "form", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "html", "li", "main", "ol", "p", "pre", "section",
    "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
_FRAME = {"nav", "footer", "aside", "form", "select", "button", "noscript", "iframe"}
_FRAME_NAME = re.compile(
    r"(?:nav(?:bar|igation)?|menu|header|head|top(?:bar|nav)?|foot(?:er)?|bottom|copyright"
    r"|bread ?crumbs?|crumbs?|position|pos|dqwz|weizhi|location|share|fx|side(?:bar)?|related|xgwz|pagination|page ?nav"
    r"|tool(?:bar|s)?|search|banner|logo|links?|login)"
)
_SILENT = {"script", "style", "template", "svg", "head"}
_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden")
_CENTRED = re.compile(r"text-align\s*:\s*center")
_RIGHT = re.compile(r"text-align\s*:\s*right")
_SAID = {
    "pubdate": "date",
    "article:published_time": "date",
    "contentsource": "source",
    "articletitle": "title",
    "og:title": "title",
}
_FOOT = re.compile(
    r"(?:主办|承办|主管|技术支持|维护|地址|联系电话|联系我们|电话|邮编|网站标识码|网站地图|版权所有|您是第|访问量|建议使用).*"
    r"|.*(?:ICP备|公网安备|Copyright|©|版权所有|All Rights Reserved).*"
    r"|.{0,20}(?:长按|扫描|扫一扫|识别).{0,20}(?:二维码|关注|码).{0,20}|.{0,12}(?:关注我们|阅读原文|点赞|在看|分享收藏)",
    re.IGNORECASE,
)


def source(name: str, text: str, doubts: tuple[str, ...], beside: Beside) -> Source:
    """The page as lines."""
    reader = _read(text, beside, hidden=True)
    if sum(map(len, reader.hidden)) > sum(len(line.text) for line in reader.lines):
        reader = _read(text, beside, hidden=False)  # a page that its own script would have shown
    said = {key: value for key, value in reader.said.items() if value}
    lines = [part for line in reader.lines for part in blanks.parts(line)]
    framing = list(reader.framing)
    lines = _from_title(lines, said.get("title", "") or reader.title, framing)
    while lines and not lines[-1].rows and not lines[-1].picture and _FOOT.fullmatch(lines[-1].bare):
        framing.append(lines.pop().bare)
    frame = " ".join(t.strip() for t in framing if t.strip())
    dropped = [Dropped(frame, "网页上的导航文字")] if frame else []
    dropped += [Dropped(t, "网页上隐藏的文字") for t in reader.hidden if t.strip()]
    dropped += reader.invisible
    if reader.missing:
        shown = "、".join(reader.missing[:3])
        doubts = (*doubts, f"网页里有{len(reader.missing)}张图片没有找到（{shown}），请另存后补上")
    said.pop("title", None)
    return Source(name, tuple(lines), tuple(dropped), doubts, reader.media, said)


def _read(text: str, beside: Beside, *, hidden: bool) -> "_Reader":
    reader = _Reader(beside, hidden=hidden)
    reader.feed(text)
    reader.close()
    reader.end_block()
    return reader


def _from_title(lines: list[Line], title: str, framing: list[str]) -> list[Line]:
    """The lines from the one that the page names as its title on, marked as a title."""
    wanted = "".join(title.split())
    for at, line in enumerate(lines[:60]):
        bare = "".join(line.bare.split())
        # <title> goes on with the site's name.
        if len(bare) >= 4 and not line.rows and (wanted == bare or (wanted.startswith(bare) and line.heading)):
            framing += [other.bare for other in lines[:at] if not other.picture]
            return [line._replace(heading=1), *lines[at + 1 :]]
    return lines


class _Reader(HTMLParser):
    """A page while it is being read; ``stack`` holds the open elements with what they do to the text."""

    def __init__(self, beside: Beside, *, hidden: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.beside = beside
        self.hides = hidden
        self.media: dict[str, bytes] = {}
        self.missing: list[str] = []
        self.title = ""
        self.linked = 0
        self.lines: list[Line] = []
        self.framing: list[str] = []
        self.hidden: list[str] = []
        self.invisible: list[Dropped] = []
        self.said: dict[str, str] = {}
        self.stack: list[tuple[str, str]] = []
        self.text = ""
        self.bold = 0
        self.plain = 0
        self.number = 1
        self.blank = False
        self.row: list[str] | None = None
        self.rows: list[tuple[str, ...]] = []
        self.tables = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {key: value or "" for key, value in attrs}
        if tag == "meta":
            self._meta(given)
            return
        if tag == "br":
            self.end_block()
            return
        if tag == "img":
            self._picture(given)
            return
        if (
            tag in _BLOCKS
            and tag not in ("td", "th", "tr", "tbody", "thead")
            and not (self.tables and self.row is not None)
        ):
            self.end_block()
        if tag == "table":
            self.tables += 1
        elif tag == "tr" and self.tables:
            self.row = []
        if tag in _VOID:
            return
        kind = "silent" if tag in _SILENT else "frame" if tag in _FRAME or self._frames(tag, given) else ""
        style = given.get("style", "")
        if not kind and self.hides and (_HIDDEN.search(style) or "hidden" in given):
            kind = "hidden"
        if not kind and (tag == "center" or _CENTRED.search(style) or given.get("align") == "center"):
            kind = "centre"
        elif not kind and (_RIGHT.search(style) or given.get("align") == "right"):
            kind = "right"
        self.stack.append((tag, kind))

    def handle_endtag(self, tag: str) -> None:
        if tag not in [open_tag for open_tag, _ in self.stack]:
            return
        if tag in ("td", "th") and self.row is not None:
            self.row.append(" ".join(self.text.split()))
            self.text = ""
        elif tag == "tr" and self.row is not None:
            if any(self.row):
                self.rows.append(tuple(self.row))
            self.row = None
        elif tag == "table":
            self._end_table()
        elif tag in _BLOCKS and self.row is None:
            self.end_block()
        while self.stack:
            if self.stack.pop()[0] == tag:
                break

    def handle_data(self, data: str) -> None:
        kinds = {kind for _, kind in self.stack}
        tags = [tag for tag, _ in self.stack]
        if "silent" in kinds:
            self.number += data.count("\n")
            self.title += data if "title" in tags else ""
            return
        lines, dropped = decode.lines(data)
        self.invisible += dropped
        text = "\n".join(lines)
        if "frame" in kinds:
            self.framing.append(text.strip())
        elif "hidden" in kinds:
            self.hidden.append(text.strip())
        else:
            bare = len(text.strip())
            self.linked += bare if "a" in tags else 0
            if any(tag in ("b", "strong") or re.fullmatch("h[1-6]", tag) for tag, _ in self.stack):
                self.bold += bare
            else:
                self.plain += bare
            self.text += re.sub(r"\s*\n\s*", " ", text) if "pre" not in tags else text
        self.number += data.count("\n")

    def end_block(self) -> None:
        """What was gathered is a line."""
        text, self.text = self.text, ""
        bold, self.bold, self.plain = bool(self.bold and not self.plain), 0, 0
        linked, self.linked = self.linked, 0
        bare = len("".join(re.sub(r"[|>»·/]", "", text).split()))
        if bare and linked >= 0.8 * bare and not any(re.fullmatch("h[1-6]", t) for t, _ in self.stack):
            self.framing.append(text.strip())
            return
        for piece in text.split("\n"):
            if not piece.strip():
                self.blank = True
                continue
            kinds = [kind for _, kind in self.stack]
            heading = next((int(t[1]) for t, _ in reversed(self.stack) if re.fullmatch("h[1-6]", t)), 0)
            self.lines.append(
                Line(piece.rstrip(), self.number, False, "centre" in kinds, "right" in kinds, bold, heading)
            )

    def _end_table(self) -> None:
        self.tables = max(0, self.tables - 1)
        if self.row is not None and any(self.row):
            self.rows.append(tuple(self.row))
        self.row = None
        rows, self.rows = self.rows, []
        if rows and all(len(row) == 1 for row in rows):  # a table that lays the page out
            for row in rows:
                self.lines.append(Line(row[0], self.number))
        elif rows:
            self.lines.append(Line("\n".join("\t".join(r) for r in rows), self.number, rows=tuple(rows)))
        self.end_block()

    def _frames(self, tag: str, given: dict[str, str]) -> bool:
        """Whether an element is a part of the site around the article, by the name that it has."""
        if tag == "header":
            return not {"article", "main"} & {t for t, _ in self.stack}
        names = {re.sub(r"[-_]+", " ", name).lower() for name in (given.get("id", ""), *given.get("class", "").split())}
        return tag in ("div", "ul", "ol", "section", "td", "table", "p") and any(map(_FRAME_NAME.fullmatch, names))

    def _picture(self, given: dict[str, str]) -> None:
        """A picture of the article, when the browser saved it with the page."""
        if any(kind in ("frame", "silent", "hidden") for _, kind in self.stack) or self.row is not None:
            return
        target = given.get("src") or given.get("data-src", "")
        data = self.beside(target)
        if data is None:
            self.missing += [given.get("alt") or target[-40:]] if target and not target.startswith("data:") else []
            return
        self.end_block()
        name = f"tu{len(self.media) + 1:02}{PurePosixPath(target.partition('?')[0]).suffix.lower()}"
        self.media[name] = data
        self.lines.append(Line("", self.number, picture=name, alt=" ".join(given.get("alt", "").split())))

    def _meta(self, given: dict[str, str]) -> None:
        key = _SAID.get((given.get("name") or given.get("property", "")).lower())
        if key and not self.said.get(key):
            self.said[key] = given.get("content", "").strip()
