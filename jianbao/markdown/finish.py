"""What a bulletin's HTML needs beyond Markdown's, once all inline patterns are done.

Soft line breaks beside Han are none; headings get anchors; links into the site become placeholders; a
picture alone is a figure, and one that is a film or a recording is shown as such.
"""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

import markdown
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from jianbao import expressions as re
from jianbao import zh
from jianbao.markdown import inline, media, sanitise
from jianbao.markdown.plain import Outline
from jianbao.markdown.references import Source
from jianbao.markdown.tree import LINE

_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_JOINED = frozenset(("p", "li", "td", "th", "dd", "dt", *_HEADINGS))
_INLINE_MARK = re.compile(r"[`\\\[\]!<&*_~\x02\x03]|://|www\.|  \n")
_STASHED = re.compile("\x02[^\x02\x03]*+\x03")


class Plain(Treeprocessor):
    """Before the inline patterns: text without any of their marks is said to be final.

    Most paragraphs of a bulletin are plain Han, and trying two dozen patterns on them is a third of
    Markdown's time. Tests hold the output to be the same as without this.
    """

    def run(self, root: Element) -> None:
        for element in root.iter():
            text = element.text
            if text and not _INLINE_MARK.search(text):
                element.text = AtomicString(text)


class Finish(Treeprocessor):
    """The last tree processor. ``begin`` before every text."""

    def __init__(self, md: markdown.Markdown) -> None:
        super().__init__(md)
        self.begin(Source("", "", 1), Outline(), raw=False)

    def begin(self, source: Source, outline: Outline, *, raw: bool) -> None:
        """``raw`` tells that the text holds HTML, so that nh3 will look at all attributes."""
        self.source = source
        self.outline = outline
        self.raw = raw
        self.shown: list[str] = []
        """Films and recordings, which nh3 must not see."""

    def run(self, root: Element) -> None:
        if zh.breaks_softly(self.source.text):
            for block in root.iter():
                if block.tag in _JOINED:
                    _join(block)
        shift = 1 if root.find("h1") is not None else 0
        for element in root.iter():
            if element.attrib:
                line = element.attrib.pop(LINE, None)
                if line:
                    self.source.line = int(line)
            if element.tag in _HEADINGS:
                self._heading(element, shift)
            elif element.tag == "table":
                # A wide table scrolls in its own box, and the keyboard must reach it.
                element.set("tabindex", "0")
            if element.attrib:
                self._attributes(element)
        self._figures(root)
        for element in root:
            if element.tag == "p" and self.outline.brief:
                self.outline.lead += _STASHED.sub("", "".join(_words(element))).strip()

    def _heading(self, element: Element, shift: int) -> None:
        level = min(int(element.tag[1]) + shift, 6)
        element.tag = f"h{level}"
        title = _STASHED.sub("", inline.unescaped("".join(element.itertext()))).strip()
        element.set("id", self.outline.anchor(level, title, element.get("id") or ""))

    def _attributes(self, element: Element) -> None:
        for name, value in element.attrib.items():
            if value and "\x02" in value:
                element.set(name, inline.unescaped(value))
        if element.tag == "img" and media.kind(element.get("src", "")):
            self._show(element)
            return
        if self.raw:
            return
        allowed = sanitise.ATTRIBUTES.get(element.tag, set())
        for name, value in list(element.attrib.items()):
            if name in ("href", "src") and name in allowed:
                url = self.source.url(value, element.tag == "img")
                if url:
                    element.set(name, url)
                else:
                    del element.attrib[name]
            elif name in ("width", "height") and name in allowed:
                self._size(element, name, value)
            elif name not in allowed and name not in sanitise.GLOBAL_ATTRIBUTES:
                del element.attrib[name]

    def _size(self, element: Element, name: str, value: str) -> None:
        """A picture's size in pixels, whatever it was written in."""
        pixels = media.pixels(value)
        if pixels:
            element.set(name, pixels)
        else:
            self.source.no_size(name, value)
            del element.attrib[name]

    def _show(self, element: Element) -> None:
        """``![words](film.mp4)`` as an element that plays it."""
        src, words = element.get("src", ""), element.get("alt", "")
        self.shown.append(media.element(src, self.source.url(src, picture=False), words))
        element.attrib.clear()
        element.tag = "span"
        element.text = AtomicString(f"\x02m{len(self.shown) - 1}\x03")

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


_OPAQUE = frozenset(("code", "pre", "br", "p", "ul", "ol", "dl", "table", "blockquote", "img"))


def _join(block: Element) -> None:
    """Joins the block's own soft line breaks, also where one stands beside an emphasis, a link or code."""
    pieces: list[tuple[Element, str, str]] = []

    def walk(element: Element) -> None:
        pieces.append((element, "text", element.text or ""))
        for child in element:
            if child.tag not in _OPAQUE:
                walk(child)
            elif child.tag == "code":
                pieces.append((child, "", child.text or ""))
            pieces.append((child, "tail", child.tail or ""))

    walk(block)
    pieces = [piece for piece in pieces if piece[2]]
    before = ""
    for position, (element, attribute, text) in enumerate(pieces):
        if attribute and "\n" in text:
            after = pieces[position + 1][2][0] if position + 1 < len(pieces) else ""
            # A blank beside the text is not the text's own, and joining would take it.
            before, after = before.strip(), after.strip()
            joined = zh.joined(f"{before}{text}{after}")
            joined = joined[len(before) : len(joined) - len(after)]
            if joined != text:
                setattr(element, attribute, joined)
                text = joined
        before = text[-1:] or before
