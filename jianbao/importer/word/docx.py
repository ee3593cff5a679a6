"""A Word document as lines, read from its XML: what it prints and its text does not say.

Numbers of lists, centring, boldness, heading styles, tables, pictures with their descriptions; tracked
deletions and hidden text are dropped, and said. Text boxes are read once, though Word writes them twice.
"""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import NamedTuple
from xml.etree import ElementTree as ET

from jianbao.errors import refused
from jianbao.importer.model import OF_PAGE, Dropped, Line, Source
from jianbao.importer.text import blanks, bounds, decode, witness
from jianbao.importer.word.numbering import Numbering, W
from jianbao.importer.word.safexml import Parts

_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_V = "{urn:schemas-microsoft-com:vml}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg")
_OFF = ("0", "false", "off")

_TITLE, _WIDEST = 60, 60
"""Characters of a line that can be a title, and columns that a cell may take."""


class _Run(NamedTuple):
    """A piece of a paragraph as it is met: text, or a picture by its relationship."""

    text: str
    bold: bool = False
    picture: str = ""
    alt: str = ""
    size: int = 0


def source(name: str, data: bytes) -> Source:
    """The document as lines. Raises RefusedError when it is no .docx that can be read safely."""
    parts = Parts(name, data)
    document = parts.xml("word/document.xml")
    body = document.find(f"{W}body") if document is not None else None
    if body is None:
        raise refused(name, "import-format", "里面没有正文，不是 .docx", "在 Word 或 WPS 里打开，另存为 .docx，再导入")
    bounds.fits(name, sum(len(t.text or "") for t in body.iter(f"{W}t")), sum(1 for _ in body.iter(f"{W}p")))
    reader = _Reader(parts)
    reader.blocks(body)
    dropped = [Dropped(text, "修订中已删除的文字") for text in reader.deleted if text.strip()]
    dropped += [Dropped(text, "隐藏的文字") for text in reader.hidden if text.strip()]
    doubts = ["文件里有修订标记：删除的已去掉，插入的已采用"] if reader.deleted or reader.inserted else []
    dropped += [Dropped(text, reason) for reason, text in reader.aside if text.strip()]
    dropped += reader.invisible
    dropped += [Dropped(text, OF_PAGE) for text in _of_pages(parts)]
    dropped += [Dropped(text, "批注") for text in _texts(parts.xml("word/comments.xml"))]
    if reader.notes:
        doubts.append("文件里有脚注或尾注，放在最后一条的末尾，请移到原处")
    drawn = _of_drawings(parts)
    if drawn:
        dropped += [Dropped(text, "图形（SmartArt、图表）里的文字") for text in drawn]
        doubts.append("文件里有SmartArt图形或图表，里面的文字没有收入，请补写或改成图片")
    lines = [part for line in [*reader.lines, *reader.notes] for part in blanks.parts(line)]
    seen = witness.document(parts.data("word/document.xml") or b"")
    unread = witness.unread(seen, [*(line.text for line in lines), *(d.text for d in dropped)])
    if unread:
        dropped += [Dropped(text, "文档里有、却没有读出位置的文字") for text in unread]
        doubts.append(f"文档里有{len(unread)}处文字没有读出位置，列在“没有收入的文字”里，请核对")
    return Source(name, tuple(lines), tuple(dropped), tuple(doubts), reader.media)


class _Reader:
    """A document while it is being read."""

    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        self.lines: list[Line] = []
        self.notes: list[Line] = []
        self.deleted: list[str] = []
        self.aside: list[tuple[str, str]] = []
        """(reason, text) of what stands beside the text: readings above words."""
        self.hidden: list[str] = []
        self.invisible: list[Dropped] = []
        self.inserted = False
        self.media: dict[str, bytes] = {}
        styles = parts.xml("word/styles.xml")
        self.numbering = Numbering(parts.xml("word/numbering.xml"), styles)
        self.styles = {s.get(f"{W}styleId", ""): s for s in styles.iter(f"{W}style")} if styles is not None else {}
        relations = parts.xml("word/_rels/document.xml.rels")
        self.targets = {r.get("Id", ""): r.get("Target", "") for r in relations} if relations is not None else {}
        self.blank = False
        self.number = 0

    def blocks(self, parent: ET.Element) -> None:
        """The paragraphs and tables below an element, in order."""
        for element in parent:
            if element.tag == f"{W}p":
                self.paragraph(element)
            elif element.tag == f"{W}tbl":
                self.table(element)
            elif element.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}customXml", f"{W}smartTag", f"{W}ins", f"{W}moveTo"):
                self.blocks(element)
            elif element.tag in (f"{W}del", f"{W}moveFrom"):
                self.deleted.append(_all_text(element))

    def paragraph(self, element: ET.Element) -> None:
        """A paragraph as its lines; text boxes anchored in it follow it."""
        self.number += 1
        properties = element.find(f"{W}pPr")
        boxes: list[ET.Element] = []
        runs = list(self.runs(element, boxes))
        text = self._visible("".join(r.text for r in runs))
        label = self.numbering.label(properties) if text.strip() else ""
        bold = bool(text.strip()) and all(r.bold for r in runs if r.text.strip())
        sizes = {r.size for r in runs if r.text.strip()}
        size = sizes.pop() if len(sizes) == 1 else 0
        heading, centred, right = self.look(properties)
        added = False
        for piece in re.split(r"\n", text):
            if piece.strip():
                shown = label + piece.lstrip() if label else piece
                label = ""
                apart = self.blank and not added
                self.lines.append(Line(shown.rstrip(), self.number, apart, centred, right, bold, heading, size=size))
                added = True
        for run in runs:
            added = self._picture(run) or added
        self.blank = not added
        for box in boxes:
            self.blocks(box)

    def runs(self, element: ET.Element, boxes: list[ET.Element]) -> Iterator[_Run]:
        """The runs of a paragraph; what is deleted or hidden is put aside."""
        for child in element:
            tag = child.tag
            if tag in (f"{W}del", f"{W}moveFrom"):
                self.deleted.append(_all_text(child))
            elif tag == f"{W}r":
                yield from self.run(child, boxes)
            elif tag in (f"{W}ins", f"{W}moveTo"):
                self.inserted = True
                yield from self.runs(child, boxes)
            elif tag == f"{_M}t":
                yield _Run(child.text or "")
            elif tag not in (f"{W}pPr", f"{W}r"):
                yield from self.runs(child, boxes)

    def run(self, run: ET.Element, boxes: list[ET.Element]) -> Iterator[_Run]:
        properties = run.find(f"{W}rPr")
        if properties is not None and _on(properties, "vanish"):
            self.hidden.append(_all_text(run))
            return
        bold = properties is not None and _on(properties, "b")
        for child in run:
            tag = child.tag
            if tag == f"{W}t":
                yield _Run(child.text or "", bold, size=_size(properties))
            elif tag in (f"{W}br", f"{W}cr"):
                yield _Run("" if child.get(f"{W}type") in ("page", "column") else "\n", bold)
            elif tag in (f"{W}tab", f"{W}ptab"):
                yield _Run("\t", bold)
            elif tag == f"{W}noBreakHyphen":
                yield _Run("-", bold)
            elif tag == f"{W}sym":
                yield _Run(_symbol(child), bold)
            elif tag == f"{W}delText":
                self.deleted.append(child.text or "")
            elif tag == f"{W}ruby":
                yield _Run(_all_text(child.find(f"{W}rubyBase")), bold)
                self.aside.append(("注音", _all_text(child.find(f"{W}rt"))))
            elif tag in (f"{W}footnoteReference", f"{W}endnoteReference"):
                self.note(tag.removeprefix(W).removesuffix("Reference"), child.get(f"{W}id", ""))
            elif tag in (f"{W}drawing", f"{W}pict", f"{W}object", f"{_MC}AlternateContent"):
                yield from self.drawing(child, boxes)

    def drawing(self, element: ET.Element, boxes: list[ET.Element]) -> Iterator[_Run]:
        """Pictures and text boxes; of Word's two copies the first is read."""
        choice = element.find(f"{_MC}Choice") if element.tag == f"{_MC}AlternateContent" else element
        if choice is None:
            choice = element
        found = list(choice.iter(f"{W}txbxContent"))
        boxes += [box for box in found if not any(box in list(o.iter())[1:] for o in found)]
        described = next((d.get("descr") or "" for d in choice.iter(f"{_WP}docPr")), "")
        for blip in choice.iter(f"{_A}blip"):
            yield _Run("", picture=blip.get(f"{_R}embed", ""), alt=described)
        for image in choice.iter(f"{_V}imagedata"):
            yield _Run("", picture=image.get(f"{_R}id", ""), alt=described)

    def note(self, kind: str, identifier: str) -> None:
        """A footnote's text, as a line of its own at the end."""
        root = self.parts.xml(f"word/{kind}s.xml")
        for note in root if root is not None else ():
            if note.get(f"{W}id") == identifier:
                text = self._visible(_all_text(note)).strip()
                if text:
                    self.notes.append(Line(f"注：{text}", self.number))

    def table(self, element: ET.Element) -> None:
        """A table's cells; paragraphs in a cell are joined. A table of one cell is a frame around text."""
        self.number += 1
        found = []
        for row in _rows(element):
            cells = [cell for child in row for cell in _cells(child)]
            found.append((row, cells))
        if sum(len(cells) for _, cells in found) == 1:
            begin = len(self.lines)
            self.blocks(found[0][1][0])
            if len(self.lines) == begin + 1 and 0 < len(self.lines[-1].bare) <= _TITLE:
                self.lines[-1] = self.lines[-1]._replace(bold=True)  # a frame around a line sets it apart
            return
        if any(True for cells in found for cell in cells[1] for _ in cell.iter(f"{W}tbl")):
            for _, cells in found:  # tables within tables lay a page out
                for cell in cells:
                    self.blocks(cell)
            return
        rows = []
        for _, cells in found:
            texts = []
            for cell in cells:
                boxes: list[ET.Element] = []
                runs = [run for p in cell.iter(f"{W}p") for run in self.runs(p, boxes)]
                texts.append(" ".join(self._visible("".join(r.text for r in runs)).split()))
                texts += [""] * (_spanned(cell) - 1)
                for run in runs:
                    self._picture(run)
            if any(texts):
                rows.append(tuple(texts))
        if rows:
            self.lines.append(Line("\n".join("\t".join(r) for r in rows), self.number, self.blank, rows=tuple(rows)))
        self.blank = False

    def look(self, properties: ET.Element | None) -> tuple[int, bool, bool]:
        """(heading level, centred, right-aligned), with what the style says."""
        if properties is None:
            return 0, False, False
        style = _value(properties, "pStyle")
        alignment = _value(properties, "jc") or self._of_style(style, "jc")
        outline = _value(properties, "outlineLvl") or self._of_style(style, "outlineLvl")
        element = self.styles.get(style)
        named = (_value(element, "name") if element is not None else style).lower()
        level = re.fullmatch(r"(?:heading|标题)\s*([1-9])", named)
        heading = int(level[1]) if level else 1 if named in ("title", "标题") else 0
        if not heading and outline.isdigit() and int(outline) < 9:
            heading = int(outline) + 1
        return heading, alignment == "center", alignment in ("right", "end")

    def _of_style(self, style: str, name: str) -> str:
        seen: set[str] = set()
        while style and style not in seen and style in self.styles:
            seen.add(style)
            properties = self.styles[style].find(f"{W}pPr")
            if properties is not None and _value(properties, name):
                return _value(properties, name)
            style = _value(self.styles[style], "basedOn")
        return ""

    def _picture(self, run: _Run) -> bool:
        target = self.targets.get(run.picture, "") if run.picture else ""
        path = PurePosixPath("word") / target if not target.startswith("/") else PurePosixPath(target[1:])
        if not target or path.suffix.lower() not in _PICTURES or ".." in path.parts:
            return False
        data = self.parts.data(str(path))
        if data is None:
            return False
        name = f"tu{len(self.media) + 1:02}{path.suffix.lower()}"
        self.media[name] = data
        self.lines.append(Line("", self.number, picture=name, alt=" ".join(run.alt.split())))
        return True

    def _visible(self, text: str) -> str:
        """The text without characters that cannot be seen."""
        lines, dropped = decode.lines(text)
        self.invisible += dropped
        return "\n".join(lines)


def _of_pages(parts: Parts) -> list[str]:
    """The paragraphs of the pages' heads and feet, each once."""
    names = [name for name in parts.names() if re.fullmatch(r"word/(?:header|footer)\d*\.xml", name)]
    return list(dict.fromkeys(text for name in sorted(names) for text in _texts(parts.xml(name))))


def _of_drawings(parts: Parts) -> list[str]:
    """What diagrams and charts say, which is in parts of their own."""
    names = [n for n in parts.names() if re.fullmatch(r"word/(?:diagrams/data|charts/chart)\d*\.xml", n)]
    found: list[str] = []
    for name in sorted(names):
        root = parts.xml(name)
        said = [e.text or "" for e in root.iter() if e.tag in (f"{_A}t", f"{_C}v")] if root is not None else []
        found += [text.strip() for text in said if re.search(r"[^\d.\s]", text)]
    return list(dict.fromkeys(found))


def _texts(root: ET.Element | None) -> list[str]:
    texts = [_all_text(p).strip() for p in root.iter(f"{W}p")] if root is not None else []
    return [text for text in texts if text]


def _rows(table: ET.Element) -> list[ET.Element]:
    """The rows of a table, without those of the tables in its cells."""
    found: list[ET.Element] = []
    for child in table:
        if child.tag == f"{W}tr":
            found.append(child)
        elif child.tag != f"{W}tc":
            found += _rows(child)
    return found


def _cells(element: ET.Element) -> list[ET.Element]:
    if element.tag == f"{W}tc":
        return [element]
    return list(element.iter(f"{W}tc")) if element.tag == f"{W}sdt" else []


def _spanned(cell: ET.Element) -> int:
    """How many columns of its table a cell takes."""
    properties = cell.find(f"{W}tcPr")
    value = "" if properties is None else _value(properties, "gridSpan")
    return min(_WIDEST, int(value)) if value.isascii() and value.isdigit() else 1


def _all_text(element: ET.Element | None) -> str:
    if element is None:
        return ""
    return "".join(e.text or "" for e in element.iter() if e.tag in (f"{W}t", f"{W}delText"))


def _symbol(element: ET.Element) -> str:
    code = element.get(f"{W}char", "")
    return "·" if code.upper() in ("F0B7", "00B7") else ""


def _value(element: ET.Element, name: str) -> str:
    found = element.find(f"{W}{name}")
    return found.get(f"{W}val", "") if found is not None else ""


def _on(properties: ET.Element, name: str) -> bool:
    found = properties.find(f"{W}{name}")
    return found is not None and found.get(f"{W}val", "1") not in _OFF


def _size(properties: ET.Element | None) -> int:
    found = properties.find(f"{W}sz") if properties is not None else None
    return int(half) if found is not None and (half := found.get(f"{W}val", "")).isdecimal() else 0
