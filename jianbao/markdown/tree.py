"""Blocks as elements, for Python-Markdown to go on with: its inline patterns, tree processors and serializer."""

from collections.abc import Callable
from xml.etree.ElementTree import Element, SubElement

from markdown.util import AtomicString, code_escape

from jianbao import expressions as re
from jianbao.markdown import directives, starts
from jianbao.markdown.nodes import Line, Node

LINE = "\x02line"
"""An attribute that no text can have: the line of the file at which an element begins."""
LANGUAGE = re.compile(r"[\w+#.-]+")
_DONE = {" ": "☐ ", "x": "☑ ", "X": "☑ "}


class Tree:
    """Makes elements; ``stash`` keeps raw HTML and gives what stands for it."""

    def __init__(self, stash: Callable[[Node], str]) -> None:
        self._stash = stash

    def build(self, parent: Element, node: Node) -> None:
        """Appends the blocks in ``node`` to ``parent``."""
        for child in node.children:
            _BUILD[child.kind](self, parent, child)

    def _words(self, parent: Element, node: Node) -> None:
        made = SubElement(parent, f"h{node.level}" if node.kind == "heading" else "p", {LINE: str(node.line)})
        made.text = node.text

    def _rule(self, parent: Element, node: Node) -> None:  # noqa: ARG002 (as all of them)
        SubElement(parent, "hr")

    def _code(self, parent: Element, node: Node) -> None:
        code = SubElement(SubElement(parent, "pre", {LINE: str(node.line)}), "code")
        code.text = AtomicString(code_escape(node.text))
        language = LANGUAGE.match(node.info)
        if language:
            code.set("class", f"language-{language[0].lower()}")

    def _html(self, parent: Element, node: Node) -> None:
        SubElement(parent, "p", {LINE: str(node.line)}).text = AtomicString(self._stash(node))

    def _quote(self, parent: Element, node: Node) -> None:
        self.build(SubElement(parent, "blockquote"), node)

    def _list(self, parent: Element, node: Node) -> None:
        values = [item.value for item in node.children if item.value is not None]
        made = SubElement(parent, "ol" if values else "ul")
        # 1. 1. 1. is how one writes a list whose numbers count themselves.
        count = len(values) < 2 or len(set(values)) > 1
        if values and values[0] != 1:
            made.set("start", str(values[0]))
        if any(len(item.mark) == 2 and item.mark[0] == "0" for item in node.children):
            made.set("class", "zeros")  # 01. 02. are shown so
        loose = node.loose()
        number = values[0] if values else 0
        for item in node.children:
            element = SubElement(made, "li", {LINE: str(item.line)})
            if values and count and item.value is not None and item.value != number:
                element.set("value", str(item.value))
                number = item.value
            number += 1
            self._item(element, item, loose=loose)

    def _item(self, element: Element, item: Node, *, loose: bool) -> None:
        first = item.children[0] if item.children else None
        task = starts.TASK.match(first.lines[0].text) if first and first.kind == "paragraph" else None
        if task and first:
            line = first.lines[0]
            first.lines[0] = Line(line.number, line.column, _DONE[task[1]] + line.text[task.end() :].lstrip())
        if loose or sum(child.kind == "paragraph" for child in item.children) > 1:
            self.build(element, item)
            return
        for child in item.children:
            if child.kind != "paragraph":
                _BUILD[child.kind](self, element, child)
            elif len(element):
                element[-1].tail = f"\n{child.text}"
            else:
                element.text = child.text

    def _terms(self, parent: Element, node: Node) -> None:
        made = SubElement(parent, "dl")
        for child in node.children:
            if child.kind == "term":
                SubElement(made, "dt", {LINE: str(child.line)}).text = child.text
            else:
                element = SubElement(made, "dd", {LINE: str(child.line)})
                self._item(element, child, loose=len(child.children) > 1)

    def _directive(self, parent: Element, node: Node) -> None:
        """What a directive is told, as a list; directives.py finds it again by its line."""
        made = SubElement(parent, "dl", {LINE: str(node.line)})
        made.text = AtomicString(f"\x02d{node.line}\x03")
        for name, value in directives.values(node):
            SubElement(made, "dt").text = AtomicString(code_escape(name))
            SubElement(made, "dd", {LINE: str(value.number)}).text = value.text

    def _table(self, parent: Element, node: Node) -> None:
        table = SubElement(parent, "table")
        head, *rows = node.lines
        self._row(SubElement(table, "thead"), head, node.aligned, "th")
        if rows:
            body = SubElement(table, "tbody")
            for row in rows:
                self._row(body, row, node.aligned, "td")

    def _row(self, parent: Element, line: Line, aligned: list[str], tag: str) -> None:
        row = SubElement(parent, "tr")
        cells = starts.cells(line.text)
        for at, align in enumerate(aligned):
            cell = SubElement(row, tag, {LINE: str(line.number)})
            cell.text = cells[at][0] if at < len(cells) else ""
            if align:
                cell.set("class", f"align-{align}")


_BUILD: dict[str, Callable[[Tree, Element, Node], None]] = {
    "paragraph": Tree._words,
    "heading": Tree._words,
    "rule": Tree._rule,
    "code": Tree._code,
    "fence": Tree._code,
    "html": Tree._html,
    "quote": Tree._quote,
    "list": Tree._list,
    "terms": Tree._terms,
    "table": Tree._table,
    "directive": Tree._directive,
}
