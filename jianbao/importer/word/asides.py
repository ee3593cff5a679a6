"""What a Word document shows or keeps outside its runs of text: WordArt, fields without a result, what pictures say.

None of it is read as text, for nothing tells where it belongs; all of it that reads as words is told.
"""

import re
from collections.abc import Collection, Iterator
from xml.etree import ElementTree as ET

from jianbao.importer.model import Dropped
from jianbao.importer.word.numbering import W
from jianbao.importer.word.runs import all_text

_HAN = re.compile("[\u4e00-\u9fff]")
_VML_TEXT = "{urn:schemas-microsoft-com:vml}textpath"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/main}t"
_DESCRIBED = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
OF_ART = "艺术字"


def found(root: ET.Element, alts: Collection[str]) -> list[Dropped]:
    """What a part holds so, each once; ``alts``: what the pictures say that are read."""
    told = [
        Dropped(bare, reason)
        for reason, text in _every(root)
        if _HAN.search(bare := " ".join(text.split())) and bare not in alts
    ]
    return list(dict.fromkeys(told))


def _every(root: ET.Element) -> Iterator[tuple[str, str]]:
    code = ""
    for element in root.iter():
        tag = element.tag
        if code and tag in (f"{W}fldChar", f"{W}p"):
            yield "域代码", code
            code = ""
        if tag == f"{W}instrText":
            code += element.text or ""  # one code stands in several runs
        elif tag == _VML_TEXT:
            yield OF_ART, element.get("string") or ""
        elif tag == _DRAWN:
            yield "图形里的文字", element.text or ""
        elif tag == _DESCRIBED:
            yield "图片、图形的说明", element.get("descr") or ""
        elif tag == f"{W}listEntry":
            yield "下拉框的选项", element.get(f"{W}val") or ""
        elif tag == f"{W}textInput":
            default = element.find(f"{W}default")
            yield "填写框的文字", "" if default is None else default.get(f"{W}val") or ""
        elif tag == f"{_MC}AlternateContent":
            yield "旧版Word才显示的文字", _of_fallback(element)
    yield "域代码", code


def _of_fallback(element: ET.Element) -> str:
    """What only old readers are shown, where new ones are shown no text at all."""
    choice, fallback = element.find(f"{_MC}Choice"), element.find(f"{_MC}Fallback")
    return "" if fallback is None or (choice is not None and all_text(choice).strip()) else all_text(fallback)
