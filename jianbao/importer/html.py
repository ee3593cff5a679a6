"""A saved web page as lines: blocks, centring, headings, tables; what frames the article is dropped."""

import re
from html.parser import HTMLParser

from jianbao.importer import blanks, decode
from jianbao.importer.model import Dropped, Line, Source

_BLOCKS = {
    "address", "article", "blockquote", "body", "caption", "center", "dd", "div", "dl", "dt", "fieldset", "figcaption",
    "figure", "form", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "html", "li", "main", "ol", "p", "pre", "section",
    "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
_FRAME = {"nav", "header", "footer", "aside", "form", "select", "button", "noscript", "iframe"}
_SILENT = {"script", "style", "template", "svg", "head"}
_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden")
_CENTRED = re.compile(r"text-align\s*:\s*center")
_RIGHT = re.compile(r"text-align\s*:\s*right")


def source(name: str, text: str, doubts: tuple[str, ...]) -> Source:
    """The page as lines."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    reader.end_block()
    dropped = [Dropped(t, "网页上的导航文字") for t in reader.framing if t.strip()]
    dropped += [Dropped(t, "网页上隐藏的文字") for t in reader.hidden if t.strip()]
    dropped += reader.invisible
    lines = [part for line in reader.lines for part in blanks.parts(line)]
    said = {key: value for key, value in reader.meta.items() if value}
    return Source(name, tuple(lines), tuple(dropped), doubts, said=said)


class _Reader(HTMLParser):
    """A page while it is being read; ``stack`` holds the open elements with what they do to the text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[Line] = []
        self.framing: list[str] = []
        self.hidden: list[str] = []
        self.invisible: list[Dropped] = []
        self.meta: dict[str, str] = {}
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
        kind = "silent" if tag in _SILENT else "frame" if tag in _FRAME else ""
        style = given.get("style", "")
        if not kind and (_HIDDEN.search(style) or "hidden" in given):
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
        if "silent" in kinds:
            self.number += data.count("\n")
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
            if any(tag in ("b", "strong") or re.fullmatch("h[1-6]", tag) for tag, _ in self.stack):
                self.bold += bare
            else:
                self.plain += bare
            self.text += re.sub(r"\s*\n\s*", " ", text) if "pre" not in [t for t, _ in self.stack] else text
        self.number += data.count("\n")

    def end_block(self) -> None:
        """What was gathered is a line."""
        text, self.text = self.text, ""
        bold, self.bold, self.plain = bool(self.bold and not self.plain), 0, 0
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

    def _meta(self, given: dict[str, str]) -> None:
        key = {"pubdate": "date", "contentsource": "source"}.get(given.get("name", "").lower())
        if key:
            self.meta[key] = given.get("content", "").strip()
