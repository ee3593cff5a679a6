"""What a request may have: the file that an address names below the preview's folder, and which part of it.

Refused: whatever leads out of the folder, names with a dot in front, folders without a page of their own.
"""

import unicodedata
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, unquote_to_bytes

from jianbao import expressions as re
from jianbao import files

_RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})", re.ASCII)


class Part(NamedTuple):
    """Bytes ``start`` to ``end`` (left out) of ``size``; an empty part is one that lies outside."""

    start: int
    end: int
    size: int


def address(target: str) -> str | None:
    """The address that a request's target names, below the site's root; None for one nothing can stand at.

    ``target`` is the path as http.server gives it: one character a byte, escaped or not.
    """
    try:
        path = unquote_to_bytes(target.encode("latin-1")).decode()
    except UnicodeError:
        return None
    # A Mac's file dialog gives the letters and their accents apart; addresses are NFC.
    names = unicodedata.normalize("NFC", path).split("/")
    if names.pop(0) != "" or any(
        (name.startswith(".") and name != ".well-known") or re.search(r"[\x00-\x1f\x7f\\:]", name) for name in names
    ):
        return None
    return None if "" in names[:-1] else "/".join(names)


def addresses(wanted: str, base: str) -> list[str]:
    """The addresses below the root at which what was asked for may stand, the likely one first.

    A site that is going to stand at /archive/ answers there too: its 404 page's links lead there.
    """
    folder = unquote(base).strip("/")
    found = [wanted.removeprefix(f"{folder}/")] if folder and f"{wanted}/".startswith(f"{folder}/") else []
    return [f"{name}index.html" if name == "" or name.endswith("/") else name for name in [*found, wanted]]


def found(root: Path, names: list[str]) -> str | None:
    """The first of these addresses that is a file below ``root``."""
    for name in names:
        try:
            file = (root / name).resolve(strict=True)
        except (OSError, ValueError):
            continue
        if file.is_file() and file.is_relative_to(files.real(root)):
            return name
    return None


def part(header: str, size: int) -> Part | None:
    """The single range of bytes that a Range header asks for (RFC 9110, 14.1.2); None to send everything."""
    match = _RANGE.fullmatch(header)
    if match is None or not (match[1] or match[2]):
        return None
    if not match[1]:
        return Part(max(size - int(match[2]), 0), size, size)
    start, end = int(match[1]), min(int(match[2]) + 1 if match[2] else size, size)
    if match[2] and int(match[2]) < start:
        return None
    return Part(start, max(start, end), size)
