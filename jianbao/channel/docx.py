"""An issue as a Word document, as it is sent round: red head, titles, texts, tables, pictures, page numbers.

Page and type follow GB/T 9704-2012 (A4, 156 × 225 mm of text; titles 二号小标宋, text 三号仿宋, headings 三号黑体).
`import` reads it back to the same items: that is what the styles and the signatures are for. Written by
ourselves as WordprocessingML (ECMA-376), the same bytes for the same issue.
"""

import io
import zipfile
from collections.abc import Callable
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

from jianbao import expressions as re
from jianbao.channel import plain
from jianbao.channel.piece import Bulletin, Piece
from jianbao.channel.plain import Paragraph, Run

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MOMENT = (1980, 1, 1, 0, 0, 0)
"""Of every part: a document made twice is the same twice."""
_EMU = 36_000
"""Units of a drawing in a millimetre."""
_GAP = re.compile(r"(?<=[。！？；])[ \u3000\xa0]+(?=\S)")
_NUMBER = re.compile(r"(?:\d{4}年)?(?:总)?第\d{1,3}期")
_WIDE, _HIGH = 150, 180
"""Millimetres that a picture has at most."""
_TITLE, _HEI, _SONG, _KAI = "方正小标宋简体", "黑体", "仿宋", "楷体"


class Image(NamedTuple):
    """A picture ready for the document: bytes of a PNG or JPEG, its suffix, its size in pixels."""

    data: bytes
    suffix: str
    width: int
    height: int


class _Document:
    def __init__(self, image_of: Callable[[str], Image]) -> None:
        self.image_of = image_of
        self.body: list[str] = []
        self.head: list[tuple[str, str]] = []
        """(style, words) of the first page's header."""
        self.links: dict[str, str] = {}
        self.images: list[tuple[str, bytes]] = []

    def paragraph(self, style: str, runs: tuple[Run, ...] | str, *, breaks: bool = False) -> None:
        given = (Run(runs),) if isinstance(runs, str) else runs
        words = "".join(self._run(run) for run in _tight(given))
        before = "<w:pageBreakBefore/>" if breaks else ""
        self.body.append(f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{before}</w:pPr>{words}</w:p>')

    def _run(self, run: Run) -> str:
        look = "<w:rPr><w:b/></w:rPr>" if run.bold else ""
        parts = [f'<w:t xml:space="preserve">{escape(part)}</w:t>' for part in run.text.split("\n")]
        made = f"<w:r>{look}{'<w:br/>'.join(parts)}</w:r>"
        if not run.link:
            return made
        relation = self.links.setdefault(run.link, f"link{len(self.links) + 1}")
        return f'<w:hyperlink r:id="{relation}">{made}</w:hyperlink>'

    def table(self, rows: tuple[tuple[tuple[str, str, bool], ...], ...]) -> None:
        width = max(map(len, rows))
        column = 8844 // width  # of 156 mm in twentieths of a point
        grid = f'<w:gridCol w:w="{column}"/>' * width
        made = []
        for row in rows:
            cells = []
            for words, align, head in (*row, *[("", "left", False)] * (width - len(row))):
                bold = "<w:rPr><w:b/></w:rPr>" if head else ""
                cells.append(
                    f'<w:tc><w:tcPr><w:tcW w:w="{column}" w:type="dxa"/></w:tcPr><w:p><w:pPr><w:pStyle w:val="Cell"/>'
                    f'<w:jc w:val="{align}"/></w:pPr><w:r>{bold}<w:t xml:space="preserve">{escape(words)}</w:t>'
                    f"</w:r></w:p></w:tc>"
                )
            header = "<w:trPr><w:tblHeader/></w:trPr>" if all(cell[2] for cell in row) else ""
            made.append(f"<w:tr>{header}{''.join(cells)}</w:tr>")
        borders = "".join(
            f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
            for side in ("top", "left", "bottom", "right", "insideH", "insideV")
        )
        self.body.append(
            f'<w:tbl><w:tblPr><w:tblW w:w="{column * width}" w:type="dxa"/><w:tblBorders>'
            f"{borders}</w:tblBorders></w:tblPr>"
            f"<w:tblGrid>{grid}</w:tblGrid>{''.join(made)}</w:tbl>"
        )

    def picture(self, path: str, alt: str) -> None:
        image = self.image_of(path)
        number = len(self.images) + 1
        self.images.append((f"image{number}{image.suffix}", image.data))
        scale = min(_WIDE / image.width, _HIGH / image.height)
        wide, high = round(image.width * scale * _EMU), round(image.height * scale * _EMU)
        drawing = "http://schemas.openxmlformats.org/drawingml/2006"
        self.body.append(
            f'<w:p><w:pPr><w:pStyle w:val="Picture"/></w:pPr><w:r><w:drawing><wp:inline '
            f'xmlns:wp="{drawing}/wordprocessingDrawing" '
            f'distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{wide}" cy="{high}"/>'
            f'<wp:docPr id="{number}" name="图{number}" descr={quoteattr(alt)}/>'
            f'<a:graphic xmlns:a="{drawing}/main"><a:graphicData uri="{drawing}/picture"><pic:pic '
            f'xmlns:pic="{drawing}/picture">'
            f'<pic:nvPicPr><pic:cNvPr id="{number}" name="图{number}"/><pic:cNvPicPr/></pic:nvPicPr>'
            f'<pic:blipFill><a:blip r:embed="image{number}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
            f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm>'
            f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
            f"</wp:inline></w:drawing></w:r></w:p>"
        )


def _tight(runs: tuple[Run, ...]) -> list[Run]:
    """Runs without blanks after a sentence's end: in print there are none, and import takes them for a hidden break."""
    made: list[Run] = []
    for run in runs:
        text = _GAP.sub("", run.text)
        if made and made[-1].text.endswith(("。", "！", "？", "；")):
            text = text.lstrip(" \u3000\xa0")
        made.append(run._replace(text=text))
    return [run for run in made if run.text]


_STYLES_OF = {"heading": "Heading2", "item": "Item", "quote": "Quote", "note": "Note", "caption": "Caption"}


def bulletin(asked: Bulletin, image_of: Callable[[str], Image]) -> bytes:
    """The document of an issue; ``image_of`` gives a picture by its content path."""
    made = _Document(image_of)
    below = (("Number", asked.number or asked.title), ("Maker", f"{asked.sponsor or asked.name}编　{asked.date_text}"))
    # What import knows as a bulletin's number stands in the text; whatever else is printed above it, on the page alone.
    plain_number = _NUMBER.fullmatch(asked.number) is not None and len(asked.date) >= 7
    made.head = [("Masthead", asked.name), *(() if plain_number else below)]
    for style, words in below if plain_number else ():
        made.paragraph(style, words)
    made.paragraph("ContentsHead", "目　录")
    for piece in asked.pieces:
        made.paragraph("Contents", piece.title)
    for number, piece in enumerate(asked.pieces):
        _item(made, piece, breaks=not number)
    return _package(made, asked.title)


def _item(made: _Document, piece: Piece, *, breaks: bool) -> None:
    if piece.kicker:
        # In print a line above a title ends so; without it, it would be read as the title's first line.
        made.paragraph("Kicker", piece.kicker.rstrip("：:") + "：", breaks=breaks)
    made.paragraph("Heading1", piece.title, breaks=breaks and not piece.kicker)
    if piece.subtitle:
        made.paragraph("Subtitle", f"——{piece.subtitle.lstrip('—')}")
    said = [
        *plain.paragraphs(piece.body),
        *(Paragraph((Run(f"更正（{date}）：{text}"),)) for date, text in piece.updates),
    ]
    for paragraph in said:
        if paragraph.rows:
            made.table(paragraph.rows)
        elif paragraph.picture:
            made.picture(paragraph.picture, paragraph.alt)
        else:
            made.paragraph(_STYLES_OF.get(paragraph.kind, "Normal"), paragraph.runs)
    made.paragraph("Signature", f"（{piece.source}）")
    if len(piece.date) == 10:
        made.paragraph("Signature", piece.date_text)


def _style(
    identifier: str, name: str, font: str, points: float, *, align: str = "both", first: int = 0, colour: str = "",
    bold: bool = False, before: int = 0, after: int = 0, line: int = 0, level: int = 0, below: str = "",
) -> str:  # fmt: skip
    """A paragraph style; ``first`` in characters, ``before`` and ``after`` in points, ``line`` exactly."""
    spacing = f'<w:spacing w:before="{before * 20}" w:after="{after * 20}"'
    spacing += f' w:line="{line * 20}" w:lineRule="exact"/>' if line else "/>"
    indent = f'<w:ind w:firstLineChars="{first * 100}" w:firstLine="{round(first * points * 20)}"/>' if first else ""
    border = f'<w:pBdr><w:bottom w:val="single" w:sz="18" w:space="4" w:color="{below}"/></w:pBdr>' if below else ""
    outline = f'<w:keepNext/>{border}{spacing}{indent}<w:jc w:val="{align}"/><w:outlineLvl w:val="{level - 1}"/>'
    layout = outline if level else f'{border}{spacing}{indent}<w:jc w:val="{align}"/>'
    look = f'<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="{font}"/>'
    look += "<w:b/>" if bold else ""
    look += f'<w:color w:val="{colour}"/>' if colour else ""
    look += f'<w:sz w:val="{round(points * 2)}"/>'
    default = ' w:default="1"' if identifier == "Normal" else ""
    return (
        f'<w:style w:type="paragraph"{default} w:styleId="{identifier}"><w:name w:val="{name}"/>'
        f"<w:pPr>{layout}</w:pPr><w:rPr>{look}</w:rPr></w:style>"
    )


_RED = "C7000B"
_STYLES = "".join(
    (
        _style("Normal", "Normal", _SONG, 16, first=2, line=29),
        _style("Masthead", "报头", _TITLE, 48, align="center", colour=_RED, before=30, after=20),
        _style("Number", "期号", _SONG, 16, align="center", after=10),
        _style("Maker", "编印", _SONG, 16, align="center", below=_RED, after=20),
        _style("ContentsHead", "目录标题", _HEI, 16, align="center", before=10, after=10),
        _style("Contents", "目录行", _SONG, 16, align="left", line=29),
        _style("Kicker", "引题", _KAI, 16, align="center", before=24),
        _style("Heading1", "heading 1", _TITLE, 22, align="center", before=24, after=12, line=36, level=1),
        _style("Subtitle", "副题", _KAI, 18, align="center", after=12),
        _style("Heading2", "heading 2", _HEI, 16, first=2, line=29, level=2),
        _style("Item", "列项", _SONG, 16, first=2, line=29),
        _style("Quote", "引文", _KAI, 16, first=2, line=29),
        _style("Note", "注释", _SONG, 12, first=2),
        _style("Caption", "图表说明", _KAI, 12, align="center", after=10),
        _style("Picture", "图", _SONG, 12, align="center", before=10),
        _style("Cell", "表内文字", _SONG, 12, align="left"),
        _style("Signature", "落款", _SONG, 16, align="right", line=29),
    )
)  # fmt: skip
_FOOTER = (
    f'{_HEAD}<w:ftr xmlns:w="{_W}"><w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:t xml:space="preserve">— '
    f"</w:t></w:r>"
    '<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple><w:r><w:t xml:space="preserve"> —</w:t>'
    "</w:r></w:p></w:ftr>"
)
_PAGE = (
    '<w:sectPr><w:headerReference w:type="first" r:id="header1"/><w:footerReference w:type="default" r:id="footer1"/>'
    '<w:footerReference w:type="first" r:id="footer1"/><w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1588" w:header="851" w:footer="1400" '
    'w:gutter="0"/><w:titlePg/></w:sectPr>'
)
"""A4; 37, 26, 35 and 28 mm of margin."""


def _package(made: _Document, title: str) -> bytes:
    kinds = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg"}
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    defaults = "".join(f'<Default Extension="{suffix[1:]}" ContentType="{kind}"/>' for suffix, kind in kinds.items())
    types = (
        f'{_HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{defaults}'
        f'<Override PartName="/word/document.xml" ContentType="{word}.document.main+xml"/>'
        f'<Override PartName="/word/styles.xml" ContentType="{word}.styles+xml"/>'
        f'<Override PartName="/word/footer1.xml" ContentType="{word}.footer+xml"/>'
        f'<Override PartName="/word/header1.xml" ContentType="{word}.header+xml"/>'
        '<Override PartName="/docProps/core.xml" '
        'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
        "</Types>"
    )
    relations = [
        f'<Relationship Id="styles1" Type="{_R}/styles" Target="styles.xml"/>',
        f'<Relationship Id="footer1" Type="{_R}/footer" Target="footer1.xml"/>',
        f'<Relationship Id="header1" Type="{_R}/header" Target="header1.xml"/>',
    ]
    for url, name in made.links.items():
        relations.append(
            f'<Relationship Id="{name}" Type="{_R}/hyperlink" Target={quoteattr(url)} TargetMode="External"/>'
        )
    for number, (name, _) in enumerate(made.images, 1):
        relations.append(f'<Relationship Id="image{number}" Type="{_R}/image" Target="media/{name}"/>')
    head = "".join(
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:t xml:space="preserve">{escape(words)}</w:t>'
        f"</w:r></w:p>"
        for style, words in made.head
    )
    parts: list[tuple[str, str | bytes]] = [
        ("[Content_Types].xml", types),
        ("_rels/.rels",
         f'{_HEAD}<Relationships xmlns="{_RELATIONS}"><Relationship Id="r1" Type="{_R}/officeDocument" '
         f'Target="word/document.xml"/>'
         f'<Relationship Id="r2" Type="{_RELATIONS}/metadata/core-properties" Target="docProps/core.xml"/>'
         f'</Relationships>'),
        ("docProps/core.xml",
         f'{_HEAD}<cp:coreProperties '
         f'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
         f'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{escape(title)}</dc:title></cp:coreProperties>'),
        ("word/document.xml",
         f'{_HEAD}<w:document xmlns:w="{_W}" xmlns:r="{_R}"><w:body>{"".join(made.body)}{_PAGE}</w:body></w:document>'),
        ("word/styles.xml", f'{_HEAD}<w:styles xmlns:w="{_W}">{_STYLES}</w:styles>'),
        ("word/footer1.xml", _FOOTER),
        ("word/header1.xml", f'{_HEAD}<w:hdr xmlns:w="{_W}">{head}</w:hdr>'),
        ("word/_rels/document.xml.rels",
         f'{_HEAD}<Relationships xmlns="{_RELATIONS}">{"".join(relations)}</Relationships>'),
        *((f"word/media/{name}", data) for name, data in made.images),
    ]  # fmt: skip
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts:
            package.writestr(zipfile.ZipInfo(name, _MOMENT), content, zipfile.ZIP_DEFLATED)
    return file.getvalue()
