"""A page that a browser or Word saved as one file (.mht, .mhtml): the page and its pictures as parts of a message.

Of several pages in it, frames for the most part, the one that says most is the article's; what the others say is
told as dropped. The format is MIME's (RFC 2557), which Python's email package reads.
"""

import re
from email import message_from_bytes
from email.header import decode_header
from email.message import Message
from typing import NamedTuple

from jianbao.importer.model import Beside, Dropped
from jianbao.importer.text import decode, witness

OF_FRAMES = "同一个文件里别的框架的文字"
_HAN = re.compile("[\u4e00-\u9fff]")
_BEGINS = (b"From:", b"MIME-Version:", b"Snapshot-Content-Location:", b"Content-Type:", b"Date:", b"Subject:")
_PAGES = ("text/html", "application/xhtml+xml")


class Saved(NamedTuple):
    """The page that holds the article, its pictures, what the other pages say, and what it is called."""

    text: str
    encoding: str
    beside: Beside
    dropped: tuple[Dropped, ...]


def is_message(data: bytes) -> bool:
    """Whether a file is such a message, by its first bytes."""
    return data.lstrip().startswith(_BEGINS)


def read(name: str, data: bytes) -> Saved | None:
    """The page of a message, None for one without any."""
    try:
        message = message_from_bytes(data.lstrip())
        parts = [part for part in message.walk() if not part.is_multipart()]
    except RecursionError:  # parts in parts in parts: nobody's browser saves that
        return None
    pages = [decode.text(_bytes(part), name) for part in parts if part.get_content_type() in _PAGES]
    if not pages:
        return None
    files = {
        where: _bytes(part) for part in parts if part.get_content_maintype() == "image" for where in _addresses(part)
    }
    texts = [" ".join(" ".join(witness.read(page).texts).split()) for page, _ in pages]
    best = max(range(len(pages)), key=lambda n: (len(_HAN.findall(texts[n])), -n))
    plain = [decode.text(_bytes(part), name)[0] for part in parts if part.get_content_type() == "text/plain"]
    others = [*texts[:best], *texts[best + 1 :], *(" ".join(text.split()) for text in plain)]
    others = [text for text in others if _HAN.search(text)]
    subject = _subject(message)
    page, encoding = pages[best]
    title = f"<title>{subject}</title>" if subject and "<title" not in page[:4000].lower() else ""
    return Saved(title + page, encoding, files.get, tuple(Dropped(text, OF_FRAMES) for text in others))


def _bytes(part: Message) -> bytes:
    found = part.get_payload(decode=True)
    return found if isinstance(found, bytes) else b""


def _addresses(part: Message) -> list[str]:
    """Where a part came from, and the number that the page calls it by."""
    where, number = (str(part.get(key, "")).strip() for key in ("Content-Location", "Content-ID"))
    return [name for name in (where, f"cid:{number.strip('<>')}") if name not in ("", "cid:")]


def _subject(message: Message) -> str:
    """What the message is called, which is the page's title."""
    try:
        words = decode_header(" ".join(str(message.get("Subject", "")).split()))
        told = [text.decode(code or "utf-8", "replace") if isinstance(text, bytes) else text for text, code in words]
    except (LookupError, ValueError):
        return ""
    return re.sub("[<>&]", " ", "".join(told)).strip()
