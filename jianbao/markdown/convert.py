"""Markdown to the HTML of a body, by Python-Markdown with the few extensions that bulletins need.

Links into the site become placeholders (``jianbao:0``, ``jianbao:1``, …), because an address is
known only when all files are read. Raw HTML and unsafe URLs are sanitised by nh3. Refused by name:
what Python-Markdown would hang or crash on (its inline patterns are quadratic in brackets and its
block parser is recursive; see limits.py).
"""

import html
import re
from collections.abc import Iterator
from typing import Any, NamedTuple
from xml.etree.ElementTree import Element, SubElement

import markdown
from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension
from markdown.extensions.footnotes import FootnoteExtension
from markdown.extensions.tables import TableExtension
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from jianbao import zh
from jianbao.errors import Level, Problem
from jianbao.markdown import limits, plain, sanitise, tables
from jianbao.markdown.plain import Outline
from jianbao.markdown.references import Source
from jianbao.model import Heading, Link

PLACEHOLDER = re.compile(r'(?:(?<= href=")|(?<= src="))jianbao:(\d+)(?=")', re.ASCII)

_INDENT = re.compile("\n\u3000+(?=\\S)")
_PARAGRAPH = re.compile("(?<=\\S)[ \\t]*\n\u3000\u3000+(?=\\S)")
"""A line that begins as a printed paragraph does; pasted from Word there is no blank line before it."""
_EMPTY_NOTE = re.compile(r"^\[\^([^\]\s]+)\]:[ \t]*$(?!\n[ \t]+\S)", re.MULTILINE)
_FOOTNOTE = re.compile(r"\[\^([^\]\s]+)\](:?)")
_NOTE_IN_NOTE = re.compile(r"^([ \t>*+\d.)-]*)(\[\^[^\]]*\]:)", re.MULTILINE)
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_LINE = re.compile(f"[{zh.HAN}“《（][^\n]*")
_INLINE_MARK = re.compile(r"[`\\\[\]!<&*_\x02\x03]|  \n")
_TAG = re.compile(r'<(/?)([a-z][a-z0-9]*)((?:[^>"]|"[^"]*")*)>')
_OWN = re.compile(r'( id="| href="#)')
_IMG = re.compile(r'<img((?: (?:[^>"]|"[^"]*")*)?)>')
SIZES = "(min-width: 43rem) 40.5rem, 92vw"
"""How wide a picture in a text is shown (HTML, sizes): the text's width, or nearly the screen's."""
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
    source = Source(text, path, first_line)
    outline = Outline()
    converter.jianbao.begin(source, outline, "<" in text)
    converter.reset()
    try:
        made = plain.body(_as_markdown(text), outline, converter.convert)
    except RecursionError:
        return None, [_problem(path, first_line, 1, "markdown-too-deep", "列表或引用套得太深", "减少层次")]
    if "<" in text:
        made = sanitise.cleaned(made, source)
    source.problems += tables.lost_cells(text, path, first_line) if "|" in text else []
    source.problems += _loose_footnotes(text, source) if "[^" in text else []
    anchors = tuple(re.findall(r'<[^>]*? id="([^"]*)"', made)) if ' id="' in made else ()
    return (
        Body(
            made,
            zh.summary(outline.lead),
            tuple(outline.headings),
            anchors,
            tuple(source.links),
            zh.characters(text),
        ),
        source.problems,
    )


def _as_markdown(text: str) -> str:
    """The text behind a line break, without empty notes, its printed paragraphs apart as Markdown's are."""
    text = f"\n{_EMPTY_NOTE.sub('', text) if '[^' in text else text}"
    return _INDENT.sub("\n", _PARAGRAPH.sub("\n\n", text)) if "\n\u3000" in text else text


def _loose_footnotes(text: str, source: Source) -> list[Problem]:
    """A 警告 for every footnote mark without its note, and note without its mark."""
    marks = {(m[1], bool(m[2])): m.start() for m in reversed(list(_FOOTNOTE.finditer(text)))}
    found = []
    for (name, note), offset in marks.items():
        if (name, not note) not in marks:
            line, column = source.place(offset)
            message = f"注 [^{name}] 在正文里没有用到" if note else f"注 [^{name}] 没有内容"
            hint = f"在正文里写 [^{name}]，或删去这条注" if note else f"在文末写一行 [^{name}]: 说明"
            found.append(Problem(source.path, line, column, Level.WARNING, "footnote-loose", message, hint))
    for empty in _EMPTY_NOTE.finditer(text):
        line, column = source.place(empty.start())
        message, hint = f"注 [^{empty[1]}] 没有内容", f"在文末写一行 [^{empty[1]}]: 说明"
        found.append(Problem(source.path, line, column, Level.WARNING, "footnote-loose", message, hint))
    return found


def linked(made: str, hrefs: list[str]) -> str:
    """A body's HTML with its placeholders replaced by real addresses (of the same order)."""
    if not hrefs:
        return made
    return PLACEHOLDER.sub(lambda m: html.escape(hrefs[int(m[1])]) if int(m[1]) < len(hrefs) else "#", made)


def embedded(made: str, mark: str) -> str:
    """A body as a part of a page of several: its headings one level lower, its anchors marked as its own."""

    def inner(match: re.Match[str]) -> str:
        slash, tag, rest = match.groups()
        if tag in _HEADINGS:
            tag = f"h{min(int(tag[1]) + 1, 6)}"
        return f"<{slash}{tag}{_OWN.sub(lambda m: m[1] + mark, rest)}>"

    return _TAG.sub(inner, made)


def illustrated(made: str, pictures: dict[str, Any], prefix: str) -> str:
    """A body whose pictures keep their place free while they load, and come as small as the screen allows.

    ``pictures`` are by address: width, height and copies in WebP, as in outputs/frame.py.
    """

    def framed(match: re.Match[str]) -> str:
        rest = match[1]
        source = re.search(r' src="([^"]*)"', rest)
        picture = pictures.get(html.unescape(source[1]).removeprefix(prefix)) if source else None
        if not picture:
            return match[0]
        size = f' width="{picture["width"]}" height="{picture["height"]}"'
        given = "" if re.search(r" (width|height)=", rest) else size
        image = f'<img{rest}{given} loading="lazy" decoding="async">'
        if not picture["webp"]:
            return image
        copies = ", ".join(f"{prefix}{html.escape(copy['href'])} {copy['width']}w" for copy in picture["webp"])
        return f'<picture><source type="image/webp" srcset="{copies}" sizes="{SIZES}">{image}</picture>'

    return _IMG.sub(framed, made)


def _problem(path: str, line: int, column: int, code: str, message: str, hint: str) -> Problem:
    return Problem(path, line, column, Level.ERROR, code, message, hint)


class _Finish(Treeprocessor):
    """After all inline patterns: what a bulletin's HTML needs beyond Markdown's."""

    def __init__(self, md: markdown.Markdown) -> None:
        super().__init__(md)
        self.begin(Source("", "", 1), Outline(), False)

    def begin(self, source: Source, outline: Outline, raw: bool) -> None:
        self.source = source
        self.outline = outline
        self.raw = raw

    def run(self, root: Element) -> None:
        if zh.breaks_softly(self.source.text):
            for block in root.iter():
                if block.tag in ("p", "li", "td", "th", "dd", "dt", "h1", "h2", "h3", "h4", "h5", "h6"):
                    _join(block)
        shift = 1 if root.find("h1") is not None else 0
        for element in root.iter():
            if element.tag in _HEADINGS:
                self._heading(element, shift)
            elif element.tag == "table":
                # A wide table scrolls in its own box, and the keyboard must reach it.
                element.set("tabindex", "0")
            if element.attrib and not self.raw:
                self._attributes(element)
        self._figures(root)
        for element in root:
            if element.tag == "p" and self.outline.brief:
                self.outline.lead += _STASHED.sub("", "".join(_words(element))).strip()

    def _heading(self, element: Element, shift: int) -> None:
        level = min(int(element.tag[1]) + shift, 6)
        element.tag = f"h{level}"
        title = _STASHED.sub("", "".join(element.itertext())).strip()
        element.set("id", self.outline.anchor(level, title, element.get("id") or ""))

    def _attributes(self, element: Element) -> None:
        allowed = sanitise.ATTRIBUTES.get(element.tag, set())
        for name, value in list(element.attrib.items()):
            if name == "align" and value in ("left", "right", "center"):
                element.set("class", f"align-{value}")
            if name in ("href", "src") and name in allowed:
                url = self.source.url(value, element.tag == "img")
                if url:
                    element.set(name, url)
                else:
                    del element.attrib[name]
            elif name not in allowed and name not in sanitise.GLOBAL_ATTRIBUTES:
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
                caption, _, credit = image.attrib.pop("title", "").replace("|", "｜").partition("｜")
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


def _words(element: Element) -> Iterator[str]:
    """An element's text, without the numbers of footnotes."""
    yield element.text or ""
    for child in element:
        if child.get("class") != "footnote-ref" and not (
            child.tag == "sup" and (child.get("id") or "").startswith("fnref")
        ):
            yield from _words(child)
        yield child.tail or ""


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


class _Line(BlockProcessor):
    """A block that is one line beginning with a Han character: a paragraph, whatever else is asked of it.

    Every other kind of block begins otherwise or has a second line; asking them all first costs as
    much as the paragraph. Tests hold the output to be the same as without this.
    """

    def test(self, parent: Element, block: str) -> bool:  # noqa: ARG002 (Python-Markdown's signature)
        return _LINE.fullmatch(block) is not None and not self.parser.state.isstate("list")

    def run(self, parent: Element, blocks: list[str]) -> None:
        SubElement(parent, "p").text = blocks.pop(0)


class _Plain(Treeprocessor):
    """Before the inline patterns: text without any of their marks is said to be final.

    Most paragraphs of a bulletin are plain Han, and trying two dozen patterns on them is a third of
    Markdown's time. Tests hold the output to be the same as without this.
    """

    def run(self, root: Element) -> None:
        for element in root.iter():
            text = element.text
            if text and not _INLINE_MARK.search(text):
                element.text = AtomicString(text)


class _Footnotes(FootnoteExtension):
    """Notes that hold no notes: Python-Markdown crashes on a definition that it finds while it writes them."""

    def makeFootnotesDiv(self, root: Element) -> Element | None:  # noqa: N802 (Python-Markdown's name)
        for name, note in self.footnotes.items():
            self.footnotes[name] = _NOTE_IN_NOTE.sub(r"\1\\\2", note)
        return super().makeFootnotesDiv(root)


class _Bulletin(Extension):
    def extendMarkdown(self, md: markdown.Markdown) -> None:  # noqa: N802 (Python-Markdown's name)
        md.parser.blockprocessors.register(_Line(md.parser), "jianbao-line", 200)
        # Python-Markdown's inline patterns run at 20, its attribute lists at 8.
        md.treeprocessors.register(_Plain(md), "jianbao-plain", 21)
        finish = _Finish(md)
        md.treeprocessors.register(finish, "jianbao", 5)
        md.jianbao = finish  # type: ignore[attr-defined]


_made: Any = None


def _converter() -> Any:
    """One converter a process: making one costs as much as twenty articles."""
    global _made
    if _made is None:
        footnotes = _Footnotes(BACKLINK_TITLE="回到正文注{}", SEPARATOR=":", USE_DEFINITION_ORDER=False)
        _made = markdown.Markdown(
            extensions=[TableExtension(use_align_attribute=True), footnotes, "attr_list", _Bulletin()],
            output_format="html",
        )
    return _made
