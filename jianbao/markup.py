"""Markdown to the HTML of a body, by Python-Markdown with the few extensions that bulletins need.

Links into the site become placeholders (``jianbao:0``, ``jianbao:1``, …), because an address is
known only when all files are read. Raw HTML and unsafe URLs are sanitised by nh3. Refused by name:
what Python-Markdown would hang or crash on (its inline patterns are quadratic in brackets and its
block parser is recursive; see limits.py).
"""

import html
import re
from typing import Any, NamedTuple
from xml.etree.ElementTree import Element

import markdown
from markdown.extensions import Extension
from markdown.extensions.footnotes import FootnoteExtension
from markdown.extensions.tables import TableExtension
from markdown.treeprocessors import Treeprocessor

from jianbao import limits, zh
from jianbao.errors import Level, Problem
from jianbao.model import Heading, Link

PLACEHOLDER = re.compile(r'(?<==")jianbao:(\d+)(?=")', re.ASCII)

_SCHEME = re.compile(r"^[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_SAFE_SCHEMES = ("http:", "https:", "mailto:", "tel:")
_GLOBAL_ATTRIBUTES = {"class", "id", "title", "lang", "dir"}
_ATTRIBUTES = {
    "a": {"href", "hreflang"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start", "reversed", "type"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "time": {"datetime"},
    "blockquote": {"cite"},
}
_TAGS = set(
    "p h1 h2 h3 h4 h5 h6 strong em b i u s del ins sub sup small mark br hr ul ol li dl dt dd blockquote pre code "
    "kbd samp var q cite table thead tbody tfoot tr th td caption colgroup col a img figure figcaption div span "
    "section ruby rt rp abbr time details summary".split()
)
_UNSAFE_HTML = re.compile(
    r"<\s*(script|style|iframe|object|embed|form|input|link|meta|base|svg|math)\b|\son[a-z]+\s*=", re.IGNORECASE
)
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_STASHED = re.compile("\x02[^\x03]*\x03")


class Body(NamedTuple):
    """A body's HTML and what the rest of the site needs to know of it."""

    html: str
    description: str
    headings: tuple[Heading, ...]
    anchors: tuple[str, ...]
    links: tuple[Link, ...]
    characters: int


def body(text: str, path: str, first_line: int) -> tuple[Body | None, list[Problem]]:
    """The body that Markdown ``text`` makes, which begins at ``first_line`` of the file ``path``."""
    refused = limits.refused(text, path, first_line)
    if refused:
        return None, [refused]
    converter = _converter()
    source = _Source(text, path, first_line)
    converter.jianbao.begin(source, "<" in text)
    converter.reset()
    try:
        made = converter.convert(text)
    except RecursionError:
        return None, [_problem(path, first_line, 1, "markdown-too-deep", "列表或引用套得太深", "减少层次")]
    if "<" in text:
        made = _sanitised(made, source)
        unsafe = _UNSAFE_HTML.search(text)
        if unsafe:
            line, column = source.place(unsafe.start())
            source.problems.append(
                Problem(
                    path,
                    line,
                    column,
                    Level.WARNING,
                    "html-removed",
                    f"不安全的 HTML（{unsafe.group().strip()}）不会发布",
                    "删去它，或改用 Markdown 写法",
                )
            )
    found = converter.jianbao
    anchors = tuple(re.findall(r'<[^>]*? id="([^"]*)"', made)) if ' id="' in made else ()
    return (
        Body(made, found.description, tuple(found.headings), anchors, tuple(source.links), zh.characters(text)),
        source.problems,
    )


def linked(made: str, hrefs: list[str]) -> str:
    """A body's HTML with its placeholders replaced by real addresses (of the same order)."""
    if not hrefs:
        return made
    return PLACEHOLDER.sub(lambda m: html.escape(hrefs[int(m[1])]) if int(m[1]) < len(hrefs) else "#", made)


def _problem(path: str, line: int, column: int, code: str, message: str, hint: str) -> Problem:
    return Problem(path, line, column, Level.ERROR, code, message, hint)


class _Source:
    """The text being converted: finds the places of links in it, collects links and problems."""

    def __init__(self, text: str, path: str, first_line: int) -> None:
        self.text = text
        self.path = path
        self.first_line = first_line
        self.links: list[Link] = []
        self.problems: list[Problem] = []
        self._from: dict[str, int] = {}

    def place(self, offset: int) -> tuple[int, int]:
        line_start = self.text.rfind("\n", 0, offset) + 1
        return self.first_line + self.text.count("\n", 0, offset), offset - line_start + 1

    def find(self, target: str) -> tuple[int, int]:
        offset = self.text.find(target, self._from.get(target, 0))
        if offset < 0:
            offset = max(self.text.find(target), 0)
        self._from[target] = offset + len(target)
        return self.place(offset)

    def url(self, target: str, picture: bool) -> str:
        """What stands in the page for a link's target; "" for one that is not safe."""
        bare = re.sub(r"[\x00-\x20]+", "", html.unescape(target))
        scheme = _SCHEME.match(bare)
        if scheme or bare.startswith("//"):
            if bare.startswith("//") or (scheme and scheme.group().lower() in _SAFE_SCHEMES):
                return target
            line, column = self.find(target)
            self.problems.append(
                _problem(
                    self.path,
                    line,
                    column,
                    "unsafe-link",
                    f"不安全的链接 {target[:60]}",
                    "只用 http、https、mailto、tel 或站内文件",
                )
            )
            return ""
        if bare.startswith("#") and not picture and bare.startswith(("#fn:", "#fnref")):
            return target
        line, column = self.find(target)
        self.links.append(Link(html.unescape(target).strip(), line, column, picture))
        return f"jianbao:{len(self.links) - 1}"


class _Finish(Treeprocessor):
    """After all inline patterns: what a bulletin's HTML needs beyond Markdown's."""

    def __init__(self, md: markdown.Markdown) -> None:
        super().__init__(md)
        self.begin(_Source("", "", 1), False)

    def begin(self, source: _Source, raw: bool) -> None:
        self.source = source
        self.raw = raw
        self.headings: list[Heading] = []
        self.description = ""

    def run(self, root: Element) -> None:
        if zh.breaks_softly(self.source.text):
            for block in root.iter():
                if block.tag in ("p", "li", "td", "th", "dd", "dt", "h1", "h2", "h3", "h4", "h5", "h6"):
                    _join(block)
        shift = 1 if root.find("h1") is not None else 0
        used: set[str] = set()
        for element in root.iter():
            if element.tag in _HEADINGS:
                self._heading(element, shift, used)
            if element.attrib and not self.raw:
                self._attributes(element)
        self._figures(root)
        self.description = zh.summary(_lead(root))

    def _heading(self, element: Element, shift: int, used: set[str]) -> None:
        level = min(int(element.tag[1]) + shift, 6)
        element.tag = f"h{level}"
        title = _STASHED.sub("", "".join(element.itertext())).strip()
        wanted = element.get("id") or zh.heading_id(title)
        identifier, n = wanted, 2
        while identifier in used:
            identifier, n = f"{wanted}-{n}", n + 1
        used.add(identifier)
        element.set("id", identifier)
        self.headings.append(Heading(level, identifier, title))

    def _attributes(self, element: Element) -> None:
        allowed = _ATTRIBUTES.get(element.tag, set())
        for name, value in list(element.attrib.items()):
            if name == "align" and value in ("left", "right", "center"):
                element.set("class", f"align-{value}")
            if name in ("href", "src") and name in allowed:
                url = self.source.url(value, element.tag == "img")
                if url:
                    element.set(name, url)
                else:
                    del element.attrib[name]
            elif name not in allowed and name not in _GLOBAL_ATTRIBUTES:
                del element.attrib[name]

    def _figures(self, root: Element) -> None:
        """A paragraph that is a picture alone becomes a figure; its title is ``caption｜credit``."""
        for paragraph in root:
            if (
                paragraph.tag == "p"
                and len(paragraph) == 1
                and paragraph[0].tag == "img"
                and not (paragraph.text or "").strip()
                and not (paragraph[0].tail or "").strip()
            ):
                image = paragraph[0]
                caption, _, credit = image.attrib.pop("title", "").partition("｜")
                paragraph.tag = "figure"
                paragraph.text = image.tail = None
                if caption or credit:
                    label = Element("figcaption")
                    label.text = caption.strip()
                    if credit.strip():
                        small = Element("span", {"class": "credit"})
                        small.text = credit.strip()
                        label.append(small)
                    paragraph.append(label)


def _lead(root: Element) -> str:
    """The words of the first paragraphs, enough for a summary."""
    words = ""
    for element in root:
        if element.tag == "p":
            words += _STASHED.sub("", "".join(element.itertext())).strip()
            if len(words) > 130:
                break
    return words


def _join(block: Element) -> None:
    """Joins the block's own soft line breaks, also where one stands beside an emphasis or a link."""
    pieces: list[tuple[Element, str]] = []

    def walk(element: Element) -> None:
        pieces.append((element, "text"))
        for child in element:
            if child.tag not in ("code", "pre", "br", "p", "ul", "ol", "table", "blockquote", "img"):
                walk(child)
            pieces.append((child, "tail"))

    walk(block)
    before = ""
    for position, (element, attribute) in enumerate(pieces):
        text = getattr(element, attribute)
        if not text:
            continue
        if "\n" in text:
            after = next((t for e, a in pieces[position + 1 :] if (t := getattr(e, a))), "")
            made = zh.joined(f"{before[-1:]}{text}{after[:1]}")
            text_made = made[len(before[-1:]) : len(made) - len(after[:1])]
            if text_made != text:
                setattr(element, attribute, text_made)
                text = text_made
        before = text


class _Bulletin(Extension):
    def extendMarkdown(self, md: markdown.Markdown) -> None:  # noqa: N802 (Python-Markdown's name)
        finish = _Finish(md)
        md.treeprocessors.register(finish, "jianbao", 5)
        md.jianbao = finish  # type: ignore[attr-defined]


_made: Any = None


def _converter() -> Any:
    """One converter a process: making one costs as much as twenty articles."""
    global _made
    if _made is None:
        footnotes = FootnoteExtension(BACKLINK_TITLE="回到正文注{}", SEPARATOR=":")
        _made = markdown.Markdown(
            extensions=[TableExtension(use_align_attribute=True), footnotes, "attr_list", _Bulletin()],
            output_format="html",
        )
    return _made


def _sanitised(made: str, source: _Source) -> str:
    """The HTML with only harmless tags, attributes and URLs left in it."""
    import nh3

    def attribute(tag: str, name: str, value: str) -> str | None:
        if (tag, name) in (("a", "href"), ("img", "src")):
            return source.url(value, tag == "img") or None
        if name == "align":
            return None
        return value

    attributes = {tag: names | _GLOBAL_ATTRIBUTES for tag, names in _ATTRIBUTES.items()}
    attributes["*"] = set(_GLOBAL_ATTRIBUTES)
    cleaned: str = nh3.clean(
        made,
        tags=_TAGS,
        clean_content_tags={
            "script",
            "style",
            "iframe",
            "object",
            "noscript",
            "template",
            "title",
            "textarea",
            "svg",
            "math",
        },
        attributes=attributes,
        attribute_filter=attribute,
        url_schemes={"http", "https", "mailto", "tel", "jianbao"},
        link_rel=None,
        strip_comments=True,
    )
    return cleaned
