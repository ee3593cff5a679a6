"""A body as paragraphs of plain words: what a Word document, an e-mail's plain half and a comparison are made of."""

from typing import NamedTuple

from jianbao.channel import tree
from jianbao.channel.tree import Element, Node


class Run(NamedTuple):
    """Some words of one look; ``link`` is an absolute address or ""."""

    text: str
    bold: bool = False
    link: str = ""


class Paragraph(NamedTuple):
    """A paragraph, a table (``rows``, each cell with its alignment) or a picture (``picture``)."""

    runs: tuple[Run, ...] = ()
    kind: str = "text"
    """``text``, ``heading``, ``item``, ``quote``, ``note`` or ``caption``."""
    rows: tuple[tuple[tuple[str, str, bool], ...], ...] = ()
    """(words, ``left``, ``center`` or ``right``, whether of the head) of each cell."""
    picture: str = ""
    alt: str = ""

    @property
    def text(self) -> str:
        """All words."""
        return "".join(run.text for run in self.runs)


def paragraphs(nodes: tuple[Node, ...] | list[Node]) -> list[Paragraph]:
    """A body's paragraphs in order. Footnotes are 注1 in the text and in their place at the end."""
    return [paragraph for block in tree.groups(nodes) for paragraph in _block(block, "text", 0)]


def _block(block: Element, kind: str, depth: int) -> list[Paragraph]:
    tag = block.tag
    if tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
        return _words(block.children, "heading")
    if tag == "p":
        return _words(block.children, kind)
    if tag in ("ul", "ol"):
        return _list(block, depth)
    if tag == "table":
        return [*_captions(block, "caption"), Paragraph(rows=_rows(block))]
    if tag == "figure":
        shown = [p for e in tree.elements(block.children) if e.tag == "img" for p in _picture(e)]
        return [*shown, *_captions(block, "figcaption")]
    if tag == "pre":
        return [Paragraph((Run(line),), kind) for line in tree.words(block.children).split("\n") if line.strip()]
    if tag == "hr":
        return []
    if tag == "div" and "footnote" in tree.class_of(block):
        items = [e for e in tree.elements(block.children) if e.tag == "li"]
        return [p for n, item in enumerate(items, 1) for p in _item(item, f"注{n}：", "note", 0)]
    inner = "quote" if tag == "blockquote" else kind
    return [p for child in tree.groups(block.children) for p in _block(child, inner, depth)]


def _list(block: Element, depth: int) -> list[Paragraph]:
    start = block.attributes.get("start", "1")
    number = int(start) if start.isdigit() else 1
    made: list[Paragraph] = []
    for child in block.children:
        if isinstance(child, Element):
            mark = f"{number}. " if block.tag == "ol" else "· " if depth else "• "
            made += _item(child, mark, "item", depth)
            number += 1
    return made


def _item(item: Element, mark: str, kind: str, depth: int) -> list[Paragraph]:
    made: list[Paragraph] = []
    for child in tree.groups(item.children):
        made += _block(child, kind, depth + 1)
    if made and made[0].runs:
        made[0] = made[0]._replace(runs=(Run(mark), *made[0].runs))
    elif mark.strip():
        made.insert(0, Paragraph((Run(mark.strip()),), kind))
    return made


def _captions(block: Element, tag: str) -> list[Paragraph]:
    found = []
    for child in block.children:
        if isinstance(child, Element) and child.tag == tag:
            parts = [c if isinstance(c, str) else f"　{tree.line(c.children)}" for c in child.children]
            found.append(Paragraph((Run("".join(parts).strip()),), "caption"))
    return found


def _picture(element: Element) -> list[Paragraph]:
    return [Paragraph(kind="picture", picture=element.attributes.get("src", ""), alt=element.attributes.get("alt", ""))]


def _rows(table: Element) -> tuple[tuple[tuple[str, str, bool], ...], ...]:
    found = []
    for row in tree.elements([table]):
        if row.tag == "tr":
            cells = [c for c in row.children if isinstance(c, Element)]
            found.append(tuple((tree.line(c.children), _align(c), c.tag == "th") for c in cells))
    return tuple(found)


def _align(cell: Element) -> str:
    named = {name.removeprefix("align-") for name in tree.class_of(cell)}
    return next((align for align in ("center", "right") if align in named), "left")


def _words(nodes: list[Node], kind: str) -> list[Paragraph]:
    """A paragraph of some inline nodes, with the pictures in it below."""
    runs = _merged(_runs(nodes, bold=False, link=""))
    made = [Paragraph(tuple(runs), kind)] if any(run.text.strip() for run in runs) else []
    return made + [p for e in tree.elements(nodes) if e.tag == "img" for p in _picture(e)]


def _runs(nodes: list[Node], *, bold: bool, link: str) -> list[Run]:
    made: list[Run] = []
    for node in nodes:
        if isinstance(node, str):
            made.append(Run(" ".join(f".{node}.".split())[1:-1], bold, link))
        elif node.tag == "br":
            made.append(Run("\n", bold, link))
        elif "footnote-backref" in tree.class_of(node):
            continue
        elif node.tag == "sup" and any("footnote-ref" in tree.class_of(e) for e in tree.elements(node.children)):
            made.append(Run(f"（注{tree.words(node.children)}）", bold, link))
        elif node.tag == "q":
            made += [Run("“", bold, link), *_runs(node.children, bold=bold, link=link), Run("”", bold, link)]
        else:
            target = node.attributes.get("href", "") if node.tag == "a" else ""
            heavy = bold or node.tag in ("strong", "b")
            made += _runs(node.children, bold=heavy, link=target if "://" in target else link)
    return made


def _merged(runs: list[Run]) -> list[Run]:
    made: list[Run] = []
    for run in runs:
        if made and made[-1][1:] == run[1:]:
            made[-1] = made[-1]._replace(text=made[-1].text + run.text)
        elif run.text:
            made.append(run)
    # Blanks at the ends are the file's, not the text's.
    if made:
        made[0] = made[0]._replace(text=made[0].text.lstrip())
        made[-1] = made[-1]._replace(text=made[-1].text.rstrip())
    return [run for run in made if run.text]
