"""HEIF's boxes (ISO/IEC 23008-12), of which AVIF is made: where Exif and XMP stand in a file, to blank them.

Nothing moves, so that all offsets in the file still hold; a decoder meets Exif and XMP that say nothing.
"""

import struct
from collections.abc import Iterator

_SECRET = (b"Exif", b"mime", b"uri ")
_EMPTY = bytes(4) + b"MM\0*\0\0\0\x08" + bytes(6)
"""Exif of an item: where its TIFF begins, and a TIFF with a directory of nothing. Decoders refuse mere zeros."""


def brand(data: bytes) -> str:
    """ "heic" or "avif" by the file type box, "" for neither."""
    if data[4:8] != b"ftyp":
        return ""
    size = min(struct.unpack_from(">I", data, 0)[0], 256)
    brands = {data[at : at + 4] for at in (8, *range(16, size, 4))}
    if brands & {b"avif", b"avis"}:
        return "avif"
    return "heic" if brands & {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"} else ""


def blanked(data: bytes) -> bytes:
    """The file with zeros for its metadata; as it is when its boxes make no sense."""
    made = bytearray(data)
    for kind, start, end in _boxes(data, 0, len(data)):
        if kind == b"meta":
            inner = list(_boxes(data, start + 4, end))
            items = _items(data, inner)
            for item, first, last in _extents(data, inner, set(items)):
                size = max(last - first, 0)
                made[first:last] = _EMPTY[:size].ljust(size, b"\0") if items[item] == b"Exif" else b" " * size
    return bytes(made)


def _boxes(data: bytes, at: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """(type, begin of the content, end) of every box between two offsets."""
    while at + 8 <= end:
        size, kind = struct.unpack_from(">I4s", data, at)
        head = 8
        if size == 1:
            size, head = struct.unpack_from(">Q", data, at + 8)[0], 16
        size = size or end - at
        if size < head or at + size > end:
            return
        yield kind, at + head, at + size
        at += size


def _items(data: bytes, boxes: list[tuple[bytes, int, int]]) -> dict[int, bytes]:
    """The numbers of the items that hold metadata, with their type (item information box)."""
    found = {}
    for kind, start, end in boxes:
        if kind == b"iinf":
            for entry, at, _ in _boxes(data, start + (6 if data[start] == 0 else 8), end):
                if entry == b"infe" and data[at] >= 2:
                    wide = data[at] > 2
                    (number,) = struct.unpack_from(">I" if wide else ">H", data, at + 4)
                    name = data[at + (10 if wide else 8) :][:4]
                    if name in _SECRET:
                        found[number] = name
    return found


def _extents(data: bytes, boxes: list[tuple[bytes, int, int]], items: set[int]) -> Iterator[tuple[int, int, int]]:
    """(item, begin, end) of where the content of items stands in the file (item location box)."""
    idat = next((start for kind, start, _ in boxes if kind == b"idat"), 0)
    for kind, start, _ in boxes:
        if kind != b"iloc":
            continue
        version = data[start]
        sizes = data[start + 4] >> 4, data[start + 4] & 15, data[start + 5] >> 4, data[start + 5] & 15
        wide = 4 if version == 2 else 2
        at = start + 6
        count, at = _number(data, at, wide)
        for _ in range(count):
            item, at = _number(data, at, wide)
            method, at = _number(data, at, 2) if version else (0, at)
            _, at = _number(data, at, 2)
            base, at = _number(data, at, sizes[2])
            extents, at = _number(data, at, 2)
            for _ in range(extents):
                _, at = _number(data, at, sizes[3] if version else 0)
                offset, at = _number(data, at, sizes[0])
                length, at = _number(data, at, sizes[1])
                if item in items:
                    first = base + offset + (idat if method & 15 == 1 else 0)
                    yield item, first, min(first + length, len(data))


def _number(data: bytes, at: int, size: int) -> tuple[int, int]:
    """(a number of so many bytes, the offset behind it)."""
    if at + size > len(data):
        raise IndexError
    return int.from_bytes(data[at : at + size], "big"), at + size
