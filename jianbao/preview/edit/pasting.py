"""What is pasted or dropped into a text: the importer's readers make Markdown of it, and what they left out is said.

A page's pictures do not come by the clipboard's HTML (they lie elsewhere); where they stood is said. A picture that is
itself pasted or dropped is put beside the article, and where its camera noted the place, that is said.
"""

import io
import re
from collections.abc import Sequence
from typing import Any

from jianbao import mime
from jianbao.importer import reading
from jianbao.importer.model import Line, Paragraph
from jianbao.importer.writing import block
from jianbao.media.pictures import unreadable

_FRAGMENT = re.compile(r"<!--\s*(?:Start|End)Fragment\s*-->", re.IGNORECASE)
_GPS = 0x8825
_PICTURES = tuple(f".{ending}" for ending in mime.PICTURES if ending != "svg")
_NUMBERED = re.compile(r"第[一二三四五六七八九十]+[章节]|[一二三四五六七八九十]{1,3}、.{1,24}$")


def markdown(html: str) -> dict[str, Any]:
    """The clipboard's HTML as Markdown, and ``dropped``: what was left out and why. Raises UsageError."""
    page = html if "<html" in html[:2000].lower() else f"<!doctype html><html><body>{html}</body></html>"
    read = reading.source("剪贴板.html", _FRAGMENT.sub("", page).encode("utf-8", "replace"))
    dropped = [{"text": d.text.strip()[:200], "reason": d.reason} for d in read.dropped if d.text.strip()]
    text = "\n\n".join(filter(None, _blocks(read.lines)))
    doubts = [d.replace("网页", "粘贴的内容").replace("另存后补上", "另外粘贴或拖进来") for d in read.doubts]
    return {"markdown": text, "dropped": dropped, "doubts": doubts}


def _blocks(lines: Sequence[Line]) -> list[str]:
    made = []
    for line in lines:
        if line.picture:
            continue
        text = "\n".join(part.strip() for part in line.text.split("\n")) if not line.rows else line.text
        heading = bool(line.heading) or (line.bold and len(line.bare) <= 40 and bool(_NUMBERED.match(line.bare)))
        made.append(block(Paragraph(text.strip(), heading=heading and "\n" not in text.strip(), rows=line.rows)))
    return made


def told_by_camera(data: bytes, name: str) -> str:
    """What an editor should know of a picture before it is published; "" when nothing."""
    from PIL import Image

    try:
        with Image.open(io.BytesIO(data)) as opened:
            found = opened.getexif()
            told = ["照片里记着拍摄的地点，发布时会去掉"] if found.get_ifd(_GPS) else []
            if found.get(0x0112, 1) not in (0, 1):
                told.append("照片是侧着拍的，网页上会转正")
            if max(opened.size) < 600:
                told.append(f"照片只有 {opened.size[0]}×{opened.size[1]}，放大会模糊")
    except unreadable():
        return "这张图片打不开，请换一张" if name.lower().endswith(_PICTURES) else ""
    return "；".join(told)
