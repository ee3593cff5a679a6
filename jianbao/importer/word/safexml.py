"""The parts of a .docx: a zip of XML, read with limits and without anything XML could be made to do.

Refused: document type definitions and entities (a small file could become gigabytes, or read others),
parts larger than the limits, more parts than a bulletin has, encrypted ones.
"""

import io
import zipfile
import zlib
from xml.etree import ElementTree as ET

from jianbao.errors import refused

LARGEST_PART = 32 * 1024 * 1024
"""Bytes of one part, unpacked."""
LARGEST_WHOLE = 192 * 1024 * 1024
"""Bytes of all parts that are read, unpacked."""
MOST_PARTS = 4000
DEEPEST = 200
"""Levels of elements."""


_SAVE_AGAIN = "在 Word 或 WPS 里打开，另存为 .docx，再导入"


class Parts:
    """A package's parts by name."""

    def __init__(self, name: str, data: bytes) -> None:
        self.name = name
        self._read = 0
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError):
            raise refused(name, "import-damaged", "不是完整的 .docx", _SAVE_AGAIN) from None
        if len(self._zip.infolist()) > MOST_PARTS:
            raise refused(name, "import-too-large", f"里面的部件超过 {MOST_PARTS} 个，没有导入", "另存一次再试")

    def names(self) -> list[str]:
        """Every part's name."""
        return self._zip.namelist()

    def data(self, part: str) -> bytes | None:
        """A part's bytes, None when there is none of that name."""
        try:
            info = self._zip.getinfo(part)
        except KeyError:
            return None
        self._read += info.file_size
        if info.file_size > LARGEST_PART or self._read > LARGEST_WHOLE:
            raise refused(self.name, "import-too-large", f"里面的 {part} 太大，没有导入", "压缩图片，或分成几个文件")
        try:
            with self._zip.open(info) as file:
                found = file.read(LARGEST_PART + 1)
        except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, OSError, EOFError):
            raise refused(self.name, "import-damaged", "已损坏或加了密码", "去掉密码，另存为 .docx，再导入") from None
        if len(found) > LARGEST_PART:
            raise refused(self.name, "import-too-large", f"里面的 {part} 太大，没有导入", "压缩图片，或分成几个文件")
        return found

    def xml(self, part: str) -> ET.Element | None:
        """A part's root element, None when there is no such part."""
        data = self.data(part)
        return None if data is None else self._parsed(part, data)

    def _parsed(self, part: str, data: bytes) -> ET.Element:
        # In whatever encoding: with the zero bytes of UTF-16 taken out the declaration reads the same.
        head = data.replace(b"\x00", b"")
        if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
            raise refused(self.name, "import-damaged", "里面有不安全的内容（DTD），没有导入", _SAVE_AGAIN)
        builder = Shallow()
        parser = ET.XMLParser(target=builder)  # noqa: S314 (definitions and entities are refused above)
        try:
            parser.feed(data)
            return parser.close()
        except TooDeepError:
            raise refused(self.name, "import-damaged", "内容嵌套太深，没有导入", _SAVE_AGAIN) from None
        except (ET.ParseError, ValueError, LookupError):
            raise refused(self.name, "import-damaged", f"里面的 {part} 不完整", _SAVE_AGAIN) from None


class TooDeepError(Exception):
    """More levels of elements than any document has."""


class Shallow(ET.TreeBuilder):
    """A tree of at most DEEPEST levels."""

    def __init__(self) -> None:
        super().__init__()
        self._depth = 0

    def start(self, tag: str, attrs: dict[str, str], /) -> ET.Element:
        self._depth += 1
        if self._depth > DEEPEST:
            raise TooDeepError
        return super().start(tag, attrs)

    def end(self, tag: str, /) -> ET.Element:
        self._depth -= 1
        return super().end(tag)
