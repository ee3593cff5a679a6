"""A Word document as lines, read from its XML: what it prints and its text does not say.

Numbers of lists, centring, boldness, heading styles, tables, pictures with their descriptions; tracked
deletions and hidden text are dropped, and said. Text boxes are read once, though Word writes them twice.
"""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from xml.etree import ElementTree as ET

from jianbao.errors import refused
from jianbao.importer.model import OF_PAGE, Dropped, Line, Source
from jianbao.importer.text import blanks, bounds, decode, raised, witness
from jianbao.importer.word import asides, tables
from jianbao.importer.word.numbering import Numbering, W
from jianbao.importer.word.runs import Run, all_text, by_line, is_on, size_of, symbol, value
from jianbao.importer.word.safexml import Parts

_SUBTITLE = ("subtitle", "副标题")
"""How Word calls the style of a line below a title."""
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_V = "{urn:schemas-microsoft-com:vml}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg")

_WHERE = {"superscript": raised.UP, "subscript": raised.DOWN}
_TITLE = 60
"""Characters of a line that can be a title."""


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
    struck = [Dropped(text, "划去的文字（删除线）") for text in reader.struck if text.strip()]
    doubts = ["文件里有修订标记：删除的已去掉，插入的已采用"] if reader.deleted or reader.inserted else []
    if struck:
        doubts.append(f"文件里有划去的文字（删除线）{len(struck)}处，没有收入，列在“没有收入的文字”里，请核对")
    doubts += reader.raised.doubts()
    dropped += struck
    dropped += [Dropped(text, reason) for reason, text in reader.aside if text.strip()]
    dropped += reader.invisible
    dropped += [Dropped(text, OF_PAGE) for text in _of_pages(parts)]
    dropped += [Dropped(text, "批注") for text in _texts(parts.xml("word/comments.xml"))]
    if reader.columns:
        doubts.append(f"文件里{reader.columns}个表格当作版面的几栏，里面的文字按段落读，请核对")
    if reader.notes:
        doubts.append("文件里有脚注或尾注，放在最后一条的末尾，请移到原处")
    drawn = _of_drawings(parts)
    if drawn:
        dropped += [Dropped(text, "图形（SmartArt、图表）里的文字") for text in drawn]
        doubts.append("文件里有SmartArt图形或图表，里面的文字没有收入，请补写或改成图片")
    lines = [part for line in [*reader.lines, *reader.notes] for part in blanks.parts(line)]
    seen = witness.document(parts.data("word/document.xml") or b"")
    unread = witness.unread(seen, [*(line.text for line in lines), *(d.text for d in dropped), *reader.raised.read])
    if unread:
        dropped += [Dropped(text, "文档里有、却没有读出位置的文字") for text in unread]
        doubts.append(f"文档里有{len(unread)}处文字没有读出位置，列在“没有收入的文字”里，请核对")
    beside = asides.found(document, {line.alt for line in lines}) if document is not None else []
    dropped += beside
    if any(d.reason == asides.OF_ART for d in beside):
        doubts.append("文件里有艺术字，里面的文字没有收入，列在“没有收入的文字”里，是刊名或标题的请补上")
    return Source(name, tuple(lines), tuple(dropped), tuple(doubts), reader.media)


class _Reader:
    """A document while it is being read."""

    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        self.lines: list[Line] = []
        self.notes: list[Line] = []
        self.columns = 0
        self.deleted: list[str] = []
        self.aside: list[tuple[str, str]] = []
        """(reason, text) of what stands beside the text: readings above words."""
        self.hidden: list[str] = []
        self.struck: list[str] = []
        self.raised = raised.Raised()
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
                self.deleted.append(all_text(element))

    def paragraph(self, element: ET.Element) -> None:
        """A paragraph as its lines; text boxes anchored in it follow it."""
        self.number += 1
        properties = element.find(f"{W}pPr")
        boxes: list[ET.Element] = []
        runs = list(self.runs(element, boxes))
        said = [(self._visible("".join(r.text for r in part)), part) for part in by_line(runs)]
        label = self.numbering.label(properties) if any(text.strip() for text, _ in said) else ""
        heading, centred, right = self.look(properties)
        below_title = bool(self.lines) and self.lines[-1].heading > 0 and self._named(properties) in _SUBTITLE
        added = False
        for text, part in said:
            bold = all(r.bold for r in part if r.text.strip())
            sizes = {r.size for r in part if r.text.strip()}
            size = sizes.pop() if len(sizes) == 1 else 0
            for piece in filter(str.strip, text.split("\n")):
                shown = label + piece.lstrip() if label else piece
                label = ""
                apart = self.blank and not added
                line = Line(shown.rstrip(), self.number, apart, centred, right, bold, heading, size=size)
                self.lines.append(line._replace(role="subtitle") if below_title else line)
                added = True
        for run in runs:
            added = self._picture(run) or added
        self.blank = not added
        for box in boxes:
            self.blocks(box)

    def runs(self, element: ET.Element, boxes: list[ET.Element]) -> Iterator[Run]:
        """The runs of a paragraph; what is deleted or hidden is put aside."""
        for child in element:
            tag = child.tag
            if tag in (f"{W}del", f"{W}moveFrom"):
                self.deleted.append(all_text(child))
            elif tag == f"{W}r":
                yield from self.run(child, boxes)
            elif tag in (f"{W}ins", f"{W}moveTo"):
                self.inserted = True
                yield from self.runs(child, boxes)
            elif tag == f"{_M}t":
                yield Run(child.text or "")
            elif tag not in (f"{W}pPr", f"{W}r"):
                yield from self.runs(child, boxes)

    def run(self, run: ET.Element, boxes: list[ET.Element]) -> Iterator[Run]:
        properties = run.find(f"{W}rPr")
        aside = self._aside(properties)
        if aside is not None:
            aside.append(all_text(run))
            return
        bold = properties is not None and is_on(properties, "b")
        where = _WHERE.get(value(properties, "vertAlign"), "") if properties is not None else ""
        for child in run:
            tag = child.tag
            if tag == f"{W}t":
                yield Run(self.raised.shown(child.text or "", where), bold, size=size_of(properties))
            elif tag in (f"{W}br", f"{W}cr"):
                yield Run("" if child.get(f"{W}type") in ("page", "column") else "\n", bold)
            elif tag in (f"{W}tab", f"{W}ptab"):
                yield Run("\t", bold)
            elif tag == f"{W}noBreakHyphen":
                yield Run("-", bold)
            elif tag == f"{W}sym":
                yield Run(symbol(child), bold)
            elif tag == f"{W}delText":
                self.deleted.append(child.text or "")
            elif tag == f"{W}ruby":
                yield Run(all_text(child.find(f"{W}rubyBase")), bold)
                self.aside.append(("注音", all_text(child.find(f"{W}rt"))))
            elif tag in (f"{W}footnoteReference", f"{W}endnoteReference"):
                self.note(tag.removeprefix(W).removesuffix("Reference"), child.get(f"{W}id", ""))
            elif tag in (f"{W}drawing", f"{W}pict", f"{W}object", f"{_MC}AlternateContent"):
                yield from self.drawing(child, boxes)

    def _aside(self, properties: ET.Element | None) -> list[str] | None:
        """Where a run is put that is no text of the document: hidden, or struck out."""
        if properties is None:
            return None
        if is_on(properties, "vanish"):
            return self.hidden
        return self.struck if self._says(properties, "strike", "dstrike") else None

    def _says(self, properties: ET.Element, *names: str) -> bool:
        """Whether one of these properties is on for a run, by its own words or by its style's."""
        style = self.styles.get(value(properties, "rStyle"))
        of_style = style.find(f"{W}rPr") if style is not None else None
        own = [name for name in names if properties.find(f"{W}{name}") is not None]
        asked = properties if own or of_style is None else of_style
        return any(is_on(asked, name) for name in names)

    def drawing(self, element: ET.Element, boxes: list[ET.Element]) -> Iterator[Run]:
        """Pictures and text boxes; of Word's two copies the first is read."""
        choice = element.find(f"{_MC}Choice") if element.tag == f"{_MC}AlternateContent" else element
        if choice is None:
            choice = element
        found = list(choice.iter(f"{W}txbxContent"))
        boxes += [box for box in found if not any(box in list(o.iter())[1:] for o in found)]
        described = next((d.get("descr") or "" for d in choice.iter(f"{_WP}docPr")), "")
        for blip in choice.iter(f"{_A}blip"):
            yield Run("", picture=blip.get(f"{_R}embed", ""), alt=described)
        for image in choice.iter(f"{_V}imagedata"):
            yield Run("", picture=image.get(f"{_R}id", ""), alt=described)

    def note(self, kind: str, identifier: str) -> None:
        """A footnote's text, as a line of its own at the end."""
        root = self.parts.xml(f"word/{kind}s.xml")
        for note in root if root is not None else ():
            if note.get(f"{W}id") == identifier:
                text = self._visible(" ".join(filter(None, map(all_text, note.iter(f"{W}p"))))).strip()
                if text:
                    self.notes.append(Line(f"注：{text}", self.number))

    def table(self, element: ET.Element) -> None:
        """A table's cells; a blank parts the paragraphs in one. A table of one cell is a frame around text."""
        self.number += 1
        found = []
        for row in tables.rows(element):
            cells = [cell for child in row for cell in tables.cells(child)]
            found.append((row, cells))
        if sum(len(cells) for _, cells in found) == 1:
            begin = len(self.lines)
            self.blocks(found[0][1][0])
            if len(self.lines) == begin + 1 and 0 < len(self.lines[-1].bare) <= _TITLE:
                self.lines[-1] = self.lines[-1]._replace(bold=True)  # a frame around a line sets it apart
            return
        if tables.is_frame([cells for _, cells in found]):
            self.columns += any(len(cells) > 1 for _, cells in found)
            for _, cells in found:
                for cell in cells:
                    self.blocks(cell)
            return
        rows = []
        for _, cells in found:
            texts = []
            for cell in cells:
                runs = list(self._in_cell(cell))
                texts.append(" ".join(self._visible("".join(r.text for r in runs)).split()))
                texts += [""] * (tables.spanned(cell) - 1)
                for run in runs:
                    self._picture(run)
            if any(texts):
                rows.append(tuple(texts))
        if rows:
            self.lines.append(Line("\n".join("\t".join(r) for r in rows), self.number, self.blank, rows=tuple(rows)))
        self.blank = False

    def _in_cell(self, cell: ET.Element) -> Iterator[Run]:
        """The runs of a cell and of the text boxes in it; each paragraph ends a line, as a break in one does."""
        for paragraph in tables.paragraphs(cell):
            boxes: list[ET.Element] = []
            yield from self.runs(paragraph, boxes)
            yield Run("\n")
            for box in boxes:
                yield from self._in_cell(box)

    def look(self, properties: ET.Element | None) -> tuple[int, bool, bool]:
        """(heading level, centred, right-aligned), with what the style says."""
        if properties is None:
            return 0, False, False
        style = value(properties, "pStyle")
        alignment = value(properties, "jc") or self._of_style(style, "jc")
        outline = value(properties, "outlineLvl") or self._of_style(style, "outlineLvl")
        named = self._named(properties)
        level = re.fullmatch(r"(?:heading|标题)\s*([1-9])", named)
        heading = int(level[1]) if level else 1 if named in ("title", "标题") else 0
        if not heading and outline.isdigit() and int(outline) < 9:
            heading = int(outline) + 1
        return heading, alignment == "center", alignment in ("right", "end")

    def _named(self, properties: ET.Element | None) -> str:
        """The name of a paragraph's style, "" for none."""
        style = value(properties, "pStyle") if properties is not None else ""
        element = self.styles.get(style)
        return (value(element, "name") if element is not None else style).lower()

    def _of_style(self, style: str, name: str) -> str:
        seen: set[str] = set()
        while style and style not in seen and style in self.styles:
            seen.add(style)
            properties = self.styles[style].find(f"{W}pPr")
            if properties is not None and value(properties, name):
                return value(properties, name)
            style = value(self.styles[style], "basedOn")
        return ""

    def _picture(self, run: Run) -> bool:
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
    texts = [all_text(p).strip() for p in root.iter(f"{W}p")] if root is not None else []
    return [text for text in texts if text]
