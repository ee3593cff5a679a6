"""A file whose bytes are not all of one encoding: cut off in a letter, with a stray byte, made of two files.

It is read piece by piece, between the line ends and the tags, which neither UTF-8 nor GB18030 has within a letter.
What no encoding explains becomes �, which an editor sees, and is said. Bytes that are mostly no text stay refused.
"""

import re
from typing import NamedTuple

_PIECES = re.compile(rb"([<>\n]+)")
_TEXT = re.compile("[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef“”‘’—…·]")
UNREAD = "\ufffd"
_LEAST, _FOR_ONE = 8, 25
"""Letters that must be read of a file at all, and for each place that is not."""
_BESIDE = 4
"""Letters of a piece beside each that is broken."""
_OTHER = 0.8
"""How much of a piece in the other encoding must be Chinese."""
_NAMES = {"utf_8": "UTF-8", "gb18030": "GB18030（GBK、ANSI）"}


class Read(NamedTuple):
    """A text, the name of the encoding that most of it is in, and whether all of its letters are."""

    text: str
    encoding: str


def read(data: bytes) -> Read | None:
    """The text of a damaged file; None for bytes that are mostly none, and for GB18030 that is whole."""
    pieces = _PIECES.split(data)
    score = {"utf_8": 0, "gb18030": 0}
    for piece in pieces:
        if piece.isascii():
            continue
        codec, letters = _weighed(piece)
        score[codec] += letters
    main, other = ("utf_8", "gb18030") if score["utf_8"] >= score["gb18030"] else ("gb18030", "utf_8")
    if main == "gb18030" and _whole(data, main) is not None:
        return None
    text = "".join(_piece(piece, main, other) for piece in pieces)
    letters = len(_TEXT.findall(text))
    if letters < _LEAST or letters < _FOR_ONE * (text.count(UNREAD) - 1):
        return None
    return Read(text, _NAMES[main])


def _weighed(piece: bytes) -> tuple[str, int]:
    """(the encoding that a piece is in, its Chinese letters): what can be UTF-8 is, for hardly a word of GBK can."""
    for codec in ("utf_8", "gb18030"):
        told = piece.decode(codec, "replace")
        letters, unread = len(_TEXT.findall(told)), told.count(UNREAD)
        if not unread or letters >= _BESIDE * unread:
            return codec, letters
    return "gb18030", 0


def _whole(piece: bytes, codec: str) -> str | None:
    try:
        return piece.decode(codec)
    except UnicodeDecodeError:
        return None


def _piece(piece: bytes, main: str, other: str) -> str:
    """A piece in the file's encoding, in the other one when that makes Chinese of it, else with � for a letter."""
    told = _whole(piece, main)
    if told is not None:
        return told
    told = _whole(piece, other)
    if told is not None:
        letters = [letter for letter in told if not letter.isascii()]
        if len(letters) >= 2 and len(_TEXT.findall(told)) >= _OTHER * len(letters):
            return told
    return re.sub(f"{UNREAD}+", UNREAD, piece.decode(main, "replace"))
