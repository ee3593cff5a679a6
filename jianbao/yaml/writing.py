"""Values as YAML that is read back as exactly them."""

from collections.abc import Mapping, Sequence

from jianbao import expressions as re
from jianbao import zh
from jianbao.yaml import document

_PLAIN = re.compile(rf"[{zh.HAN}A-Za-z“《（][^\n]*")
_UNSAFE = re.compile(r": |:$| #|^[-?:,\[\]{{}}#&*!|>'\"%@`~]|^(?:true|false|yes|no|on|off|null|是|否)$", re.IGNORECASE)
_APART = re.compile("[,，、；\\[\\]{}]")
_DATE = re.compile(r"\d{4}(?:-\d\d){0,2}", re.ASCII)
_ESCAPED = re.compile('[\\\\"\x00-\x1f\x7f-\xa0\xad\u200b-\u200f\u2028-\u202e\u2060\ufeff\ufffe\uffff]')


def scalar(text: str, *, inside: bool = False) -> str:
    """A scalar that is read as exactly this text, its blanks joined; ``inside`` a list, where commas part the items."""
    text = " ".join(text.split())
    if not text or (_PLAIN.fullmatch(text) and not _UNSAFE.search(text) and not (inside and _APART.search(text))):
        return text
    return quoted(text)


def plain(text: str, *, flow: bool) -> bool:
    """Whether a text without quotes is read as itself: as a value, or with ``flow`` as an item in brackets.

    What YAML's own loaders would take for something else than a text passes: whoever asks has a date or a number.
    """
    if not text or _UNSAFE.search(text) or (flow and _APART.search(text)) or not visible(text):
        return False
    try:
        read = document.parse(f"k: [{text}]\n" if flow else f"k: {text}\n", "").items[0][1]
    except document.YamlError:
        return False
    found = read.items[0] if isinstance(read, document.Sequence) and len(read.items) == 1 else read
    return isinstance(found, document.Scalar) and found.text == text and not found.quoted


def visible(text: str) -> bool:
    """Whether a text can stand in single quotes, which know no escapes."""
    return not _ESCAPED.search(text.replace("\\", "").replace('"', ""))


def quoted(text: str) -> str:
    """The text in double quotes."""
    return '"' + _ESCAPED.sub(_escape, text) + '"'


def _escape(match: re.Match[str]) -> str:
    mark = match[0]
    return f"\\{mark}" if mark in '\\"' else f"\\x{ord(mark):02x}" if ord(mark) < 256 else f"\\u{ord(mark):04x}"


def flow(items: Sequence[str]) -> str:
    """A list on one line."""
    return "[" + ", ".join(scalar(item, inside=True) or '""' for item in items) + "]"


def dated(text: str, *, flow: bool) -> str:
    """A scalar in a record; dates stay without quotes."""
    return text if _DATE.fullmatch(text) else scalar(text, inside=flow)


def record(values: Mapping[str, str]) -> str:
    """A group of small values on one line; dates stay without quotes."""
    made = [f"{key}: {dated(value, flow=True)}" for key, value in values.items() if value]
    return f"{{{', '.join(made)}}}"
