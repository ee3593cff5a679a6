"""The HTML of a body as a small tree, for channels that have to say the same with other elements.

A body is well-formed already: Python-Markdown made it, or nh3. Whatever else is read here (what a browser
has on its clipboard) is read as leniently as html.parser does.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Union

VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
"""Elements without an end tag (HTML Living Standard, 13.1.2)."""
BLOCKS = frozenset(
    "p h1 h2 h3 h4 h5 h6 ul ol li dl dt dd blockquote pre table thead tbody tfoot tr th td caption figure figcaption "
    "div section details summary hr body".split()
)


@dataclass(slots=True)
class Element:
    """An element with its attributes and what is in it."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list["Node"] = field(default_factory=list)


Node = Union[Element, str]  # noqa: UP007 (of two names, one of which is a string here)


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("body")
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].children.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        at = next((n for n in range(len(self.open) - 1, 0, -1) if self.open[n].tag == tag), 0)
        if at:
            del self.open[at:]

    def handle_data(self, data: str) -> None:
        children = self.open[-1].children
        if children and isinstance(children[-1], str):
            children[-1] += data
        else:
            children.append(data)


def parsed(html: str) -> list[Node]:
    """The nodes of some HTML."""
    builder = _Builder()
    builder.feed(html)
    builder.close()
    return builder.root.children


def elements(nodes: Iterable[Node]) -> Iterator[Element]:
    """Every element, in the order of the document."""
    for node in nodes:
        if isinstance(node, Element):
            yield node
            yield from elements(node.children)


def words(nodes: Iterable[Node]) -> str:
    """All text, in order."""
    return "".join(node if isinstance(node, str) else words(node.children) for node in nodes)


def line(nodes: Iterable[Node]) -> str:
    """All text as one line."""
    return " ".join(words(nodes).split())


def is_blank(node: Node) -> bool:
    """Whether it is nothing but white space between blocks."""
    return isinstance(node, str) and not node.strip()


def has_blocks(nodes: Iterable[Node]) -> bool:
    """Whether a block is among them."""
    return any(isinstance(node, Element) and node.tag in BLOCKS for node in nodes)


def groups(nodes: Iterable[Node]) -> list[Element]:
    """Blocks one by one; what stands between them loose, text and emphasis, becomes paragraphs."""
    made: list[Element] = []
    loose: list[Node] = []
    for node in [*nodes, Element("hr")]:
        if isinstance(node, Element) and node.tag in BLOCKS:
            if any(not is_blank(n) for n in loose):
                made.append(Element("p", {}, loose))
            loose = []
            made.append(node)
        else:
            loose.append(node)
    return made[:-1]


def class_of(element: Element) -> set[str]:
    """The names of its classes."""
    return set(element.attributes.get("class", "").split())


def squeezed(text: str) -> str:
    """Without any blanks, for comparing what two channels say."""
    return re.sub(r"\s+", "", text)
