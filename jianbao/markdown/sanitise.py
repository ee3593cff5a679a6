"""Raw HTML in a body, made harmless by nh3; what of it is published, and what is said of the rest.

Films and recordings beside the article are taken out before nh3 looks and put back after it.
"""

import html
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from jianbao import expressions as re
from jianbao.errors import Level, Problem
from jianbao.markdown import media, starts
from jianbao.markdown.blocks import Blocks
from jianbao.markdown.nodes import Line, Node, comment_open, leaves
from jianbao.markdown.references import Source

GLOBAL_ATTRIBUTES = {"class", "id", "title", "lang", "dir"}
ATTRIBUTES = {
    "a": {"href", "hreflang"},
    "details": {"open"},
    "img": {"src", "alt", "width", "height"},
    "li": {"value"},
    "ol": {"start", "reversed", "type"},
    "table": {"tabindex"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "time": {"datetime"},
}
_TAGS = set(
    "p h1 h2 h3 h4 h5 h6 strong em b i u s del ins sub sup small mark br hr ul ol li dl dt dd blockquote pre code "
    "kbd samp var q cite table thead tbody tfoot tr th td caption colgroup col a img figure figcaption div span "
    "section ruby rb rt rp abbr dfn time details summary wbr".split()
)
_EMPTY = frozenset("br hr img col wbr area base embed input link meta param source track".split())
_CLOSES_ITSELF = frozenset("p li dt dd td th tr thead tbody tfoot colgroup rt rp rb option".split())
_SCRIPTED = re.compile(
    r"<(?:script|style|iframe|object|embed|form|input|link|meta|base|svg|math)\b"
    r"|<[a-z][^<>]*?\s(?:on[a-z]+\s*+=|(?:href|src)\s*+=\s*+[\"']?\s*+(?:javascript|vbscript|data)\s*+:)"
    r"|<(?:javascript|vbscript|data):",
    re.IGNORECASE,
)
_STYLE = re.compile(r"<[a-z][^<>]*?\s(style\s*+=)", re.IGNORECASE)
_TAG = re.compile(rf"{starts.OPEN_TAG}|{starts.CLOSE_TAG}", re.ASCII)
_UNFINISHED = re.compile(r"</?([a-zA-Z][a-zA-Z0-9-]*+)(?![a-zA-Z0-9-])(?:[^<>\"']|\"[^\"<>]*+\"|'[^'<>]*+')*+(?!>)")
"""A tag that the next one, an open quotation mark or the end of the block comes into: what follows is taken for its
attributes, and is not shown."""
_INNER = re.compile(
    r"<(script|style|textarea|title)\b[^<>]*+>[^<]*+(?:<(?!/\1\s*+>)[^<]*+)*+(?:</\1\s*+>)?+", re.IGNORECASE
)
"""An element in which nothing is a tag; without its end it goes to the end of the block, as browsers read it."""
_COMMENT = re.compile(r"<!--[^-]*+(?:-(?!->)[^-]*+)*+(?:-->)?+")
_CODE = re.compile(r"(?<!\\)(`++)")
_MARKDOWN = re.compile(
    r"^(?:\[\^[^\[\]\s]+\]:|[-*+] |\d{1,9}[.)] |#{1,6} |>|```|~~~)|\*\*[^\s*]|\[\^[^\[\]\s]+\]"
    r"|(?<!\\)!?\[[^\[\]\n]*\]\([^\s()]",
    re.MULTILINE,
)
_PLAYER = re.compile(r"<(video|audio)\b([^<>]*+)>([^<]*+(?:<(?!/\1\s*+>)[^<]*+)*+)(</\1\s*+>)?+", re.IGNORECASE)
"""A player; one without its end (4) takes all that follows with it, and shows nothing."""
_SRC = re.compile(r"""\ssrc\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s"'<>]++))""", re.IGNORECASE)
_LESS = re.compile(r"<(?:/?([a-zA-Z][a-zA-Z0-9]*+)(?=[\s/>]))?")
_WORDS = re.compile(r"<[^<>]*+>")


@dataclass(slots=True)
class Piece:
    """A stretch of text in which HTML may stand: a line's, or a block's; and where it begins."""

    text: str
    lines: list[Line]
    raw: bool
    """Whether it is a block of HTML, in which no Markdown is."""
    _starts: list[int] | None = None
    _shown: list[tuple[int, int]] | None = None

    def place(self, offset: int) -> tuple[int, int]:
        """(line, column) of an offset in the text."""
        if self._starts is None:
            self._starts = [0, *(m.end() for m in re.finditer("\n", self.text))]
        number = bisect_right(self._starts, offset) - 1
        line = self.lines[min(number, len(self.lines) - 1)]
        return line.number, line.column + offset - self._starts[number]

    def shows(self, offset: int) -> bool:
        """Whether an offset lies in a player of a film or recording of the site."""
        if self._shown is None:
            self._shown = [m.span() for m in _PLAYER.finditer(self.text) if _playable(m)]
        before = bisect_right(self._shown, offset, key=lambda span: span[0]) - 1
        return before >= 0 and offset < self._shown[before][1]


def pieces(blocks: Blocks) -> Iterator[Piece]:
    """All texts of a body in which HTML may stand, without code in them."""
    for root in (blocks.root, *blocks.notes.values()):
        for node in leaves(root):
            if node.kind == "html":
                yield Piece(_blanked(_COMMENT, node.text), node.lines, True)
            elif node.kind not in ("code", "fence", "rule"):
                text = without_code(node.text)
                if text.strip():
                    yield Piece(text, node.lines, False)


def without_code(text: str) -> str:
    """The text with blanks for what stands in code, of the same length."""
    if "`" not in text:
        return text
    marks = list(_CODE.finditer(text))
    last = {mark[1]: at for at, mark in enumerate(marks)}
    made, done, at = [], 0, 0
    while at < len(marks):
        opening = marks[at]
        if last[opening[1]] > at:
            at = next(n for n in range(at + 1, len(marks)) if marks[n][1] == opening[1])
            made += [text[done : opening.start()], re.sub("[^\n]", " ", text[opening.start() : marks[at].end()])]
            done = marks[at].end()
        at += 1
    return "".join([*made, text[done:]])


def _blanked(pattern: re.Pattern[str], text: str) -> str:
    return pattern.sub(lambda m: re.sub("[^\n]", " ", m[0]), text)


def told(blocks: Blocks, source: Source) -> None:
    """Says what of a body's HTML is not published, what stays open, and where Markdown is not read."""
    open_tags: list[tuple[str, tuple[int, int]]] = []
    dropped: set[str] = set()
    styled = False
    for piece in pieces(blocks):
        if "<" not in piece.text:
            continue
        _comments(piece, source)
        _dangers(piece, source)
        styled = styled or _styled(piece, source)
        closed = {m[2].lower() for m in _TAG.finditer(piece.text) if m[2]}
        for tag in _TAG.finditer(piece.text):
            name = (tag[1] or tag[2]).lower()
            place = piece.place(tag.start())
            if name not in starts.ELEMENTS:
                continue
            if tag[1] and name in starts.CONTENT and not _SCRIPTED.match(tag[0]):
                if name in closed or piece.raw:
                    _removed(piece, tag, source)
            elif (
                name not in _TAGS and name not in starts.CONTENT and name not in dropped and not _SCRIPTED.match(tag[0])
            ):
                dropped.add(name)
                message = f"标签 <{name}> 不会发布，其中的文字照常显示"
                add(source, place, Level.NOTICE, "html-tag", message, "可以删去；样式由主题决定")
            if name in _TAGS and name not in _EMPTY and name not in _CLOSES_ITSELF:
                _balance(open_tags, name, place, closing=bool(tag[2]))
        if piece.raw:
            _unread(piece, source)
            _unfinished(piece, source)
    for name, place in open_tags:
        message = f"标签 <{name}> 没有结尾的 </{name}>"
        add(source, place, Level.WARNING, "html-open", message, f"补上 </{name}>，或删去 <{name}>")


def add(source: Source, place: tuple[int, int], level: Level, code: str, message: str, hint: str) -> None:
    """A problem at (line, column)."""
    source.problems.append(Problem(source.path, *place, level, code, message, hint))


def _balance(open_tags: list[tuple[str, tuple[int, int]]], name: str, place: tuple[int, int], *, closing: bool) -> None:
    if not closing:
        open_tags.append((name, place))
        return
    for at in range(len(open_tags) - 1, max(len(open_tags) - 50, 0) - 1, -1):
        if open_tags[at][0] == name:
            del open_tags[at]
            return


def _comments(piece: Piece, source: Source) -> None:
    at = piece.text.rfind("<!--")
    if not piece.raw and at >= 0 and "-->" not in piece.text[at:]:
        comment_open(source.problems, source.path, *piece.place(at))


def _dangers(piece: Piece, source: Source) -> None:
    for unsafe in _SCRIPTED.finditer(piece.text):
        shown = " ".join(unsafe.group().split())[:60]
        message = f"不安全的 HTML（{shown}）不会发布"
        hint = "删去它，或改用 Markdown 写法"
        if shown.lower().startswith(("<iframe", "<embed", "<object")):
            hint = "改为链接：[标题](网址)"
        add(source, piece.place(unsafe.start()), Level.WARNING, "html-removed", message, hint)


def _styled(piece: Piece, source: Source) -> bool:
    """Says where the first style is, for pages from editors of the web hold thousands; whether there is one."""
    styled = _STYLE.search(piece.text)
    if styled:
        message = "行内样式 style=… 不会发布"
        hint = "删去它；强调写成 **文字**，对齐和大小由主题决定"
        add(source, piece.place(styled.start(1)), Level.NOTICE, "html-style", message, hint)
    return styled is not None


def _removed(piece: Piece, tag: re.Match[str], source: Source) -> None:
    """An element that goes with what is in it; not one that is shown in its place."""
    name = tag[1].lower()
    hint = "删去标签，把文字写在外面；要显示标签本身，写成 `<" + name + ">`"
    what = "和其中的内容"
    if name in ("video", "audio"):
        if piece.shows(tag.start()):
            return
        hint = "把文件放在本文旁边，写成 ![说明](文件名.mp4)；别的网站上的，改为链接：[标题](网址)"
    add(source, piece.place(tag.start()), Level.WARNING, "html-removed", f"<{name}> {what}不会发布", hint)


def _unread(piece: Piece, source: Source) -> None:
    """Markdown within a block of HTML is words."""
    found = _MARKDOWN.search(piece.text)
    if found:
        shown = " ".join(found[0].split())
        message = f"HTML 块里不识别 Markdown，“{shown}”会照原样显示"
        hint = "在 HTML 标签的那一行之后空一行"
        add(source, piece.place(found.start()), Level.WARNING, "html-markdown", message, hint)


def _unfinished(piece: Piece, source: Source) -> None:
    """Tags of a block of HTML that are not written to their end, and take words with them."""
    for tag in _UNFINISHED.finditer(_blanked(_INNER, piece.text)):
        shown = " ".join(tag[0].split())[:60]
        message = f"标签没有写完（{shown}），其中和后面的字可能不会显示"
        hint = "补上 > 或引号；要显示标签本身，把 < 写成 &lt;"
        add(source, piece.place(tag.start()), Level.WARNING, "html-removed", message, hint)


def _playable(player: re.Match[str]) -> str:
    """The file that <video> or <audio> plays, "" when none lies in the site, or the element has no end."""
    if not player[4]:
        return ""
    for src in (_SRC.search(player[2]), *_SRC.finditer(player[3])):
        target = html.unescape(src[1] or src[2] or src[3]) if src else ""
        if media.kind(target):
            return target
    return ""


def players(raw: str, source: Source, shown: list[str]) -> str:
    """The HTML with what stands for films and recordings of the site; their elements are appended to ``shown``."""

    def played(match: re.Match[str]) -> str:
        target = _playable(match)
        if not target:
            return match[0]
        words = " ".join(_WORDS.sub("", html.unescape(match[3])).split())
        shown.append(media.element(target, source.url(target, picture=False), words))
        return f"\x02m{len(shown) - 1}\x03"

    return _PLAYER.sub(played, raw) if "<video" in raw.lower() or "<audio" in raw.lower() else raw


def closed(node: Node) -> str:
    """A block's raw HTML, which takes nothing of the page with it.

    What is no element of HTML is words, and elements that go with their content end in the block.
    """
    raw = _COMMENT.sub("", node.text).strip()
    raw = _LESS.sub(lambda m: m[0] if (m[1] or "").lower() in starts.ELEMENTS else f"&lt;{m[0][1:]}", raw)
    for name in starts.CONTENT:
        if f"<{name}" in raw.lower():
            opened = len(re.findall(rf"<{name}\b", raw, re.IGNORECASE))
            raw += f"</{name}>" * (opened - len(re.findall(rf"</{name}\b", raw, re.IGNORECASE)))
    return raw


def cleaned(made: str, source: Source) -> str:
    """The HTML with only harmless tags, attributes and URLs left in it."""
    import nh3

    def attribute(tag: str, name: str, value: str) -> str | None:
        if (tag, name) in (("a", "href"), ("img", "src")):
            return source.url(value, tag == "img") or None
        if name == "align" or (name == "tabindex" and value != "0"):
            return None
        if tag == "img" and name in ("width", "height") and not value.strip().endswith("%"):
            return media.pixels(value) or None
        return value

    attributes = {tag: names | GLOBAL_ATTRIBUTES for tag, names in ATTRIBUTES.items()}
    attributes["*"] = set(GLOBAL_ATTRIBUTES)
    cleaned: str = nh3.clean(
        made,
        tags=_TAGS,
        clean_content_tags=set(starts.CONTENT),
        attributes=attributes,
        attribute_filter=attribute,
        url_schemes={"http", "https", "mailto", "tel", "jianbao"},
        link_rel=None,
        strip_comments=True,
    )
    return cleaned
