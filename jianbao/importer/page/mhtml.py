"""A page that a browser or Word saved as one file (.mht, .mhtml): the page and its pictures as parts of a message.

Of several pages in it, frames for the most part, the one that says most is the article's; what the others say is
told as dropped. The format is MIME's (RFC 2557), of which no more is read than browsers write.
"""

import base64
import binascii
import quopri
import re
from email.header import decode_header
from typing import NamedTuple

from jianbao.importer.model import Beside, Dropped
from jianbao.importer.text import decode, witness

OF_FRAMES = "同一个文件里别的框架的文字"
_DEEPEST = 3
"""Parts in parts."""
_MOST = 5_000
"""Parts that are looked at."""
_HEAD_END = re.compile(rb"\r?\n\r?\n")
_FOLDED = re.compile(r"\r?\n[ \t]+")
_BOUNDARY = re.compile(r'boundary="?([^";\r\n]{1,200})', re.IGNORECASE)
_HAN = re.compile("[\u4e00-\u9fff]")
_BEGINS = (b"From:", b"MIME-Version:", b"Snapshot-Content-Location:", b"Content-Type:", b"Date:", b"Subject:")


class Saved(NamedTuple):
    """The page that holds the article, its pictures, what the other pages say, and what it is called."""

    text: str
    encoding: str
    beside: Beside
    dropped: tuple[Dropped, ...]


class _Part(NamedTuple):
    kind: str
    names: tuple[str, ...]
    """Its addresses: where it came from, and the number that the page calls it by."""
    data: bytes


def is_message(data: bytes) -> bool:
    """Whether a file is such a message, by its first bytes."""
    return data.lstrip().startswith(_BEGINS)


def read(name: str, data: bytes) -> Saved | None:
    """The page of a message, None for one without any."""
    parts = _parts(data, 0)
    pages = [decode.text(part.data, name) for part in parts if part.kind in ("text/html", "application/xhtml+xml")]
    if not pages:
        return None
    files = {address: part.data for part in parts for address in part.names if part.kind.startswith("image/")}
    texts = [" ".join(" ".join(witness.read(page).texts).split()) for page, _ in pages]
    best = max(range(len(pages)), key=lambda n: (len(_HAN.findall(texts[n])), -n))
    others = [text for n, text in enumerate(texts) if n != best and _HAN.search(text)]
    subject = _subject(data)
    page, encoding = pages[best]
    title = f"<title>{subject}</title>" if subject and "<title" not in page[:4000].lower() else ""
    return Saved(title + page, encoding, files.get, tuple(Dropped(text, OF_FRAMES) for text in others))


def _subject(data: bytes) -> str:
    """What the message is called, which is the page's title."""
    found = re.search(r"^Subject:[ ]*(.{1,400})", _FOLDED.sub(" ", _head(data)), re.MULTILINE)
    if not found:
        return ""
    try:
        words = [(text, code) for text, code in decode_header(found[1].strip())]
        told = [text.decode(code or "utf-8", "replace") if isinstance(text, bytes) else text for text, code in words]
    except (LookupError, ValueError):
        return ""
    return re.sub("[<>&]", " ", "".join(told)).strip()


def _head(data: bytes) -> str:
    end = _HEAD_END.search(data)
    return data[: end.start() if end else 0].decode("latin-1")


def _parts(data: bytes, depth: int) -> list[_Part]:
    """The parts of a message, those in parts too."""
    end = _HEAD_END.search(data)
    if end is None:
        return []
    head = _FOLDED.sub(" ", _head(data))
    fields = {
        key.strip().lower(): value.strip() for key, _, value in (line.partition(":") for line in head.split("\n"))
    }
    kind = fields.get("content-type", "").partition(";")[0].strip().lower()
    boundary = _BOUNDARY.search(fields.get("content-type", ""))
    if kind.startswith("multipart/") and boundary and depth < _DEEPEST:
        pieces = data[end.start() :].split(b"\n--" + boundary[1].strip().encode("latin-1"))[1:_MOST]
        return [part for piece in pieces for part in _parts(piece.lstrip(b"\r\n"), depth + 1)]
    names = [fields.get("content-location", ""), f"cid:{fields.get('content-id', '').strip('<>')}"]
    body = _decoded(data[end.end() :], fields.get("content-transfer-encoding", "").lower())
    return [_Part(kind, tuple(name for name in names if name not in ("", "cid:")), body)]


def _decoded(data: bytes, encoding: str) -> bytes:
    if encoding == "quoted-printable":
        return quopri.decodestring(data)
    if encoding == "base64":
        try:
            return base64.b64decode(data, validate=False)
        except binascii.Error:
            return b""
    return data


__all__ = ["Saved", "is_message", "read"]
