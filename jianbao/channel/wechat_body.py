"""A body as HTML that WeChat's editor keeps: inline styles, few elements, nothing it would take away.

Lists become paragraphs with their marks, links leave the site as numbered endnotes, pictures as numbered places
for the files that an editor uploads, wide tables as one card a row. No text is left out; what is added is marks,
numbers and the places' names. The rules, each with its source, stand in wechat_rules.py.
"""

import html
import os
from collections.abc import Callable, Mapping
from typing import NamedTuple

from jianbao import expressions as re
from jianbao.channel import raster, tree
from jianbao.channel.styles import Style
from jianbao.channel.tree import Element, Node

_COLUMNS = 6
"""More columns than this cannot be read on a telephone, and a row becomes a card."""
_SMALL = 4
"""More columns than this are set smaller."""
_OURS = re.compile(r"https?://mp\.weixin\.qq\.com/", re.IGNORECASE)
_WEB = re.compile(r"https?://", re.IGNORECASE)
_INLINE = {
    "strong": "strong", "b": "strong", "em": "em", "i": "em", "cite": "em", "var": "em", "mark": "mark",
    "ins": "underline", "u": "underline", "del": "through", "s": "through", "sup": "sup", "sub": "sub",
    "small": "small", "code": "small", "kbd": "small", "samp": "small",
}  # fmt: skip
"""Which part of a style an inline element is given."""


class Picture(NamedTuple):
    """A picture in its order: what is uploaded, and where it belongs."""

    number: int
    path: str
    """Below content/; an address for one that is elsewhere."""
    file: str
    """Its name among the files for upload."""
    alt: str
    caption: str


class Body:
    """Bodies being written into one article: pictures and links are numbered through."""

    def __init__(self, style: Style, uploaded: Mapping[str, str] | None = None) -> None:
        """``uploaded`` are the addresses that WeChat has given to pictures, by content path."""
        self.style = style
        self.uploaded = uploaded or {}
        self.pictures: list[Picture] = []
        self.links: list[tuple[str, str]] = []
        """(words, address) of the endnotes, in order."""

    def written(self, nodes: tuple[Node, ...] | list[Node]) -> str:
        """The HTML of a body."""
        return "".join(self.block(element) for element in tree.groups(nodes))

    def block(self, element: Element) -> str:
        """The HTML of a block."""
        tag = element.tag
        if tag == "p":
            return self._paragraph(element)
        if tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
            return self._tag("h2" if tag in ("h1", "h2") else "h3", self._inline(element.children), part=tag)
        if tag in ("ul", "ol"):
            return self._list(element, 0)
        if tag == "table":
            return self._table(element)
        if tag == "pre":
            lines = html.escape(tree.words(element.children).rstrip("\n"), quote=False).split("\n")
            kept = "<br>".join(re.sub(r"^ +| {2,}", lambda m: "\xa0" * len(m[0]), line) for line in lines)
            return self._tag("section", kept, part="code")
        if tag == "hr":
            return self._tag("section", "<br>", part="rule")
        if tag == "figure":
            return self._figure(element)
        if tag == "blockquote":
            return self._tag("blockquote", self.written(element.children), part="quote")
        if tag == "dl":
            return "".join(self._definition(child) for child in element.children if isinstance(child, Element))
        if tag == "div" and "footnote" in tree.class_of(element):
            return self._notes(element)
        return self.written(element.children)

    def _tag(self, tag: str, inner: str, *, part: str) -> str:
        part = {"h1": "h2", "h4": "h3", "h5": "h3", "h6": "h3"}.get(part, part)
        return f'<{tag} style="{self.style[part]}">{inner}</{tag}>'

    def _paragraph(self, element: Element, part: str = "p") -> str:
        """A paragraph; pictures in it stand below it, by themselves."""
        pictures = [e for e in tree.elements(element.children) if e.tag == "img"]
        words = self._inline(element.children).strip(" \xa0")
        made = self._tag("p", words, part=part) if words else ""
        return made + "".join(self._picture(e, "") for e in pictures)

    def _inline(self, nodes: list[Node]) -> str:
        made = []
        for node in nodes:
            if isinstance(node, str):
                made.append(html.escape(re.sub(r"[ \t\r\n]+", " ", node), quote=False))
            elif node.tag == "br":
                made.append("<br>")
            elif node.tag == "a":
                made.append(self._link(node))
            elif node.tag == "sup" and any("footnote-ref" in tree.class_of(e) for e in tree.elements(node.children)):
                made.append(self._span("sup", f"注{html.escape(tree.words(node.children))}"))
            elif node.tag == "q":
                made.append(f"“{self._inline(node.children)}”")
            elif node.tag == "rt":
                made.append(f"（{self._inline(node.children)}）")
            elif node.tag not in ("img", "rp"):
                made.append(self._marked(node))
        return "".join(made)

    def _marked(self, node: Element) -> str:
        inner = self._inline(node.children)
        part = _INLINE.get(node.tag, "")
        if not part or not inner:
            return inner
        return self._tag("strong", inner, part=part) if part == "strong" else self._span(part, inner)

    def _span(self, part: str, inner: str) -> str:
        return self._tag("span", inner, part=part)

    def _link(self, element: Element) -> str:
        if "footnote-backref" in tree.class_of(element):
            return ""
        target = element.attributes.get("href", "")
        words = self._inline(element.children)
        if _OURS.match(target):
            return f'<a href="{html.escape(target)}" style="{self.style["link"]}">{words}</a>'
        shown = tree.line(element.children)
        if not _WEB.match(target) or shown == target:
            said = target.partition(":")[2].lstrip("/")
            # 拨打 tel: and mail to mailto: are no endnotes, but nor may what they lead to be lost.
            lost = target.startswith(("mailto:", "tel:")) and said not in shown
            return words + (f"（{html.escape(said)}）" if lost else "")
        known = next((n for n, (_, address) in enumerate(self.links, 1) if address == target), 0)
        if not known:
            self.links.append((shown, target))
            known = len(self.links)
        return f"{words}{self._span('sup', f'[{known}]')}"

    def _list(self, element: Element, depth: int) -> str:
        made = []
        number = int(element.attributes.get("start") or 1) if element.attributes.get("start", "1").isdigit() else 1
        for child in element.children:
            if isinstance(child, Element) and child.tag == "li":
                mark = f"{number}." if element.tag == "ol" else "·" if depth else "•"
                made.append(self._item(child, mark, depth))
                number += 1
            elif isinstance(child, Element):
                made.append(self.block(child))
        return "".join(made)

    def _item(self, element: Element, mark: str, depth: int) -> str:
        made = []
        for block in tree.groups(element.children):
            if block.tag in ("ul", "ol"):
                made.append(self._list(block, depth + 1))
            elif block.tag == "p":
                marked = Element("p", {}, [f"{mark} " if mark else "", *block.children])
                made.append(self._paragraph(marked, "inner" if depth else "item"))
            else:
                made.append((self._tag("p", mark, part="item") if mark else "") + self.block(block))
            mark = ""
        return "".join(made)

    def _definition(self, element: Element) -> str:
        if element.tag == "dt":
            return self._tag("p", f"<strong>{self._inline(element.children)}</strong>", part="plain")
        return "".join(
            self._paragraph(block, "item") if block.tag == "p" else self.block(block)
            for block in tree.groups(element.children)
        )

    def _notes(self, element: Element) -> str:
        items = [e for e in tree.elements(element.children) if e.tag == "li"]
        made = [self._tag("p", "注释", part="section")]
        for number, item in enumerate(items, 1):
            mark = f"注{number}："
            for block in tree.groups(item.children):
                if block.tag == "p":
                    made.append(self._paragraph(Element("p", {}, [mark, *block.children]), "foot"))
                else:
                    made.append((self._tag("p", mark, part="foot") if mark else "") + self.block(block))
                mark = ""
        return "".join(made)

    def endnotes(self) -> str:
        """The addresses of the links, which WeChat lets nobody follow."""
        if not self.links:
            return ""
        lines = [f"[{n}] {html.escape(w)}：{html.escape(a)}" for n, (w, a) in enumerate(self.links, 1)]
        return self._tag("p", "文中链接", part="section") + "".join(self._tag("p", x, part="foot") for x in lines)

    def _figure(self, element: Element) -> str:
        made = []
        caption = next((c for c in element.children if isinstance(c, Element) and c.tag == "figcaption"), None)
        said = ""
        if caption is not None:
            parts = [c if isinstance(c, str) else f"　{tree.line(c.children)}" for c in caption.children]
            said = "".join(parts).strip()
        made += [self._picture(child, said) for child in tree.elements(element.children) if child.tag == "img"]
        rest = [c for c in element.children if not (isinstance(c, Element) and c.tag in ("img", "figcaption"))]
        made += [self.block(block) for block in tree.groups(rest) if tree.words([block]).strip()]
        if said:
            made.append(self._tag("p", html.escape(said), part="caption"))
        return "".join(made)

    def _picture(self, element: Element, caption: str) -> str:
        path, alt = element.attributes.get("src", ""), element.attributes.get("alt", "")
        number = len(self.pictures) + 1
        stem = os.path.splitext(os.path.basename(path.partition("?")[0]))[0]
        file = f"{number:02}-{stem or 'tu'}{raster.uploaded_as(path)}"
        self.pictures.append(Picture(number, path, file, alt, caption))
        if path in self.uploaded:
            image = (
                f'<img src="{html.escape(self.uploaded[path])}" alt="{html.escape(alt)}" style="{self.style["img"]}">'
            )
            return self._tag("p", image, part="photo").replace('<p style="', '<p style="color:#262626;')
        return self._tag("section", f"〔图{number}：{html.escape(file)}〕", part="picture")

    def _table(self, element: Element) -> str:
        caption = next((c for c in element.children if isinstance(c, Element) and c.tag == "caption"), None)
        above = self._tag("p", self._inline(caption.children), part="caption") if caption is not None else ""
        rows = [[c for c in e.children if isinstance(c, Element)] for e in tree.elements([element]) if e.tag == "tr"]
        width = max((len(row) for row in rows), default=0)
        plain = not any(c.attributes.get("colspan") or c.attributes.get("rowspan") for row in rows for c in row)
        if width > _COLUMNS and plain and all(c.tag == "th" for c in rows[0]):
            return above + self._cards(rows)
        made = "".join(f"<tr>{''.join(self._cell(cell, width) for cell in row)}</tr>" for row in rows)
        return f'{above}<table style="{self.style["table"]}"><tbody>{made}</tbody></table>'

    def _cell(self, cell: Element, width: int) -> str:
        part = self.style["head" if cell.tag == "th" else "cell"]
        if width > _SMALL:
            part = part.replace("padding:6px 8px", "padding:4px").replace("font-size:14px", "font-size:12px")
        align = next((c.removeprefix("align-") for c in tree.class_of(cell) if c.startswith("align-")), "")
        part += f";text-align:{align}" if align in ("right", "center") else ""
        spans = "".join(
            f' {n}="{html.escape(cell.attributes[n])}"' for n in ("colspan", "rowspan") if n in cell.attributes
        )
        blocks = tree.groups(cell.children) if tree.has_blocks(cell.children) else []
        inner = "<br>".join(self._inline(block.children) for block in blocks) if blocks else self._inline(cell.children)
        pictures = "".join(self._picture(e, "") for e in tree.elements(cell.children) if e.tag == "img")
        return f'<td{spans} style="{part}">{inner}{pictures}</td>'

    def _cards(self, rows: list[list[Element]]) -> str:
        """One card a row: its first cell, then each other cell below its column's name."""
        heads = [self._inline(cell.children) for cell in rows[0]]
        write: Callable[[Element], str] = lambda cell: self._inline(cell.children)  # noqa: E731
        made = []
        for row in rows[1:]:
            lines = [f"<strong>{heads[0]}：{write(row[0])}</strong>"] if row else []
            lines += [f"{head}：{write(cell)}" for head, cell in zip(heads[1:], row[1:], strict=False)]
            made.append(self._tag("section", "<br>".join(lines), part="quote"))
        return "".join(made)
