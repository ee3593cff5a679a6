"""Raw bulletins for tests: our own texts, .docx packages made by hand, and what conservation means."""

import io
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from jianbao.importer import reading
from jianbao.importer.bulletin import items
from jianbao.importer.model import Item, Options, Source

SEEDS = Path(__file__).resolve().parents[2] / "shared" / "seeds"
"""Real bulletins beside the checkout; they are not ours to commit, and tests of them are skipped without."""
DEPARTMENTS = {
    "市妇联办公室": "市妇联办公室",
    "市妇联宣传部": "市妇联宣传部",
    "市妇联宣传发展部": "市妇联宣传部",
    "市妇联权益部": "市妇联权益部",
    "海城区妇联": "海城区妇联",
}
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def cut(data: bytes | str, name: str = "raw.txt", **options: str) -> Any:
    """The cut of a raw file."""
    source = reading.source(name, data.encode() if isinstance(data, str) else data)
    return items(source, DEPARTMENTS, Options(**options))


def titles(text: str) -> list[str]:
    """The titles of the items of a text file."""
    return [item.title for item in cut(text).items]


def told(data: bytes | str, name: str = "raw.txt", **options: str) -> list[tuple[str, str, str, str, str, int]]:
    """(kicker, title, subtitle, date, source, paragraphs) of every item."""
    return [
        (i.kicker, i.title, i.subtitle, i.date, i.source, len(i.paragraphs)) for i in cut(data, name, **options).items
    ]


def characters(texts: list[str]) -> Counter[str]:
    return Counter(c for text in texts for c in text if not c.isspace())


def words(item: Item) -> list[str]:
    return [item.kicker, item.title, item.subtitle, item.signature, *(p.text for p in item.paragraphs)]


def lost(source_text: str, made: Any) -> tuple[Counter[str], Counter[str]]:
    """(characters of the source that are nowhere, characters that were not in the source)."""
    before = characters([source_text])
    after = characters([w for i in made.items for w in words(i)] + [d.text for d in made.dropped])
    return before - after, after - before


def source_of(name: str, data: bytes) -> Source:
    return reading.source(name, data)


def paragraph(text: str, *, style: str = "", centred: bool = False, right: bool = False, bold: bool = False,
              number: tuple[int, int] | None = None, raw: str = "") -> str:  # fmt: skip
    """A w:p element."""
    properties = f'<w:pStyle w:val="{style}"/>' if style else ""
    if number:
        properties += f'<w:numPr><w:ilvl w:val="{number[1]}"/><w:numId w:val="{number[0]}"/></w:numPr>'
    properties += '<w:jc w:val="center"/>' if centred else '<w:jc w:val="right"/>' if right else ""
    run = "<w:rPr><w:b/></w:rPr>" if bold else ""
    words = f'<w:r>{run}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>' if text else ""
    return f"<w:p><w:pPr>{properties}</w:pPr>{words}{raw}</w:p>"


def table(rows: list[list[str]]) -> str:
    cells = "".join("<w:tr>" + "".join(f"<w:tc>{paragraph(c)}</w:tc>" for c in row) + "</w:tr>" for row in rows)
    return f"<w:tbl>{cells}</w:tbl>"


def picture(relation: str, description: str = "") -> str:
    """A run that shows a picture."""
    return (
        f'<w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">'
        f'<wp:docPr id="1" name="x" descr="{escape(description)}"/>'
        f'<a:blip xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
        f'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:embed="{relation}"/>'
        f"</wp:inline></w:drawing></w:r>"
    )


NUMBERING = f"""<w:numbering xmlns:w="{_W}">
<w:abstractNum w:abstractNumId="0">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="%1、"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%2."/></w:lvl>
</w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
</w:numbering>"""


def docx(body: str, parts: dict[str, str | bytes] | None = None, *, prologue: str = "") -> bytes:
    """A .docx of a body's XML."""
    document = f'<?xml version="1.0"?>{prologue}<w:document xmlns:w="{_W}"><w:body>{body}</w:body></w:document>'
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", document)
        for name, data in (parts or {}).items():
            package.writestr(name, data)
    return made.getvalue()


BULLETIN = """\
妇联简报
第4期（总第212期）
海城市妇联办公室编　2019年3月29日

全市妇联系统举办信息写作培训班
3月12日至13日，海城市妇联在市委党校举办信息写作培训班，各区妇联和直属单位的60名信息员参加。
培训请来晚报编辑讲授选题和改稿，学员带着自己的稿子逐篇修改。（市妇联宣传部）

走进社区送法律
——海城区妇联开展普法活动
    日前，海城区妇联走进滨海社区送法上门。继3月5日在中山公园设点之后，这是第二场。
    活动发放手册300份。(海城区 妇联)
晚报专访市妇联权益部部长：
把热线办到姐妹心里
热线开通五年，接听来电（含网上留言）两万余件。一是值班不断线。二是办理有回音。截至3月20日，办结率98%。
"""
"""A bulletin of our own with a masthead, a subtitle, a kicker and two ways to sign."""
