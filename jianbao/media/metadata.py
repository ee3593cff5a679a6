"""Pictures without what cameras and programs write into them: place, time, device, owner, thumbnails.

Works on the file's own structure and never decodes the picture, so that not one pixel changes. Of a
photo's Exif only the way it has to be turned is kept, where browsers heed it (ITU-T T.81, CIPA DC-008, W3C PNG,
RFC 9649, GIF89a; AVIF is ISO/IEC 14496-12, whose records are blanked where they stand). BMP has none. Files that
are not what they seem are returned as they are.
"""

import struct
import zlib

from jianbao import expressions as re
from jianbao.media import heif

_MARKER = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")
"""A marker in a JPEG's entropy-coded data, where 0xFF itself is followed by 0x00."""
_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT = frozenset(
    b"tRNS gAMA cHRM sRGB iCCP cICP bKGD pHYs sBIT hIST sPLT acTL fcTL fdAT".split()  # colours and movement
)


def removed(data: bytes) -> bytes:
    """The picture's bytes without metadata."""
    try:
        if data.startswith(b"\xff\xd8\xff"):
            return _jpeg(data)
        if data.startswith(_PNG):
            return _png(data)
        if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
            return _webp(data)
        if data.startswith((b"GIF87a", b"GIF89a")):
            return _gif(data)
        if data[4:8] == b"ftyp":
            return heif.blanked(data)
    except (IndexError, struct.error):
        pass
    return data


def turned(data: bytes) -> int:
    """How a WebP is to be turned (Exif, Orientation), which no browser heeds; 1 for not at all, and others."""
    return _turned(data, 12, "<4sI", b"EXIF") if data[:4] == b"RIFF" and data[8:12] == b"WEBP" else 1


def png_turned(data: bytes) -> int:
    """The same of a PNG, which browsers heed."""
    return _turned(data, len(_PNG), ">I4s", b"eXIf") if data.startswith(_PNG) else 1


def _turned(data: bytes, at: int, form: str, wanted: bytes) -> int:
    while at + 8 <= len(data):
        first, second = struct.unpack_from(form, data, at)
        kind, length = (first, second) if form[1] == "4" else (second, first)
        if kind == wanted:
            return _orientation(data[at + 8 : at + 8 + length].removeprefix(b"Exif\0\0")) or 1
        at += 8 + length + (length % 2 if form[1] == "4" else 4)
    return 1


def _jpeg(data: bytes) -> bytes:
    """Keeps what decoding needs, colour profiles, and the orientation; drops all that follows the picture's end."""
    made = [data[:2]]
    orientation = 1
    at = 2
    while True:
        if data[at] != 0xFF:
            raise IndexError
        while data[at + 1] == 0xFF:
            at += 1
        marker = data[at + 1]
        if marker == 0xD9:
            made.append(b"\xff\xd9")
            break
        end = at + 2 + struct.unpack_from(">H", data, at + 2)[0]
        segment = data[at:end]
        if marker == 0xE1 and segment[4:10] == b"Exif\0\0":
            orientation = _orientation(segment[10:]) or orientation
        kept_app = (
            marker in (0xE0, 0xEE) or (marker == 0xE2 and segment[4:16] == b"ICC_PROFILE\0") if marker >= 0xE0 else True
        )
        if kept_app and marker != 0xFE:
            made.append(segment)
        at = end
        if marker == 0xDA:
            found = _MARKER.search(data, at)
            if not found:
                made.append(data[at:])  # cut off: browsers show what there is
                break
            made.append(data[at : found.start()])
            at = found.start()
    if orientation != 1:
        tiff = _only(orientation)
        made.insert(1, struct.pack(">HH", 0xFFE1, 8 + len(tiff)) + b"Exif\0\0" + tiff)
    return b"".join(made)


def _only(orientation: int) -> bytes:
    """Exif that says nothing but how a picture has to be turned."""
    return struct.pack(">2sHIHHHIHHI", b"MM", 42, 8, 1, 0x0112, 3, 1, orientation, 0, 0)


def _orientation(tiff: bytes) -> int:
    """The tag Orientation of the first directory; 0 when there is none or it makes no sense."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None:
        return 0
    try:
        (at,) = struct.unpack_from(f"{order}I", tiff, 4)
        (count,) = struct.unpack_from(f"{order}H", tiff, at)
        for entry in range(at + 2, at + 2 + 12 * count, 12):
            tag, kind, number, value = struct.unpack_from(f"{order}HHIH", tiff, entry)
            if (tag, kind, number) == (0x0112, 3, 1):
                return value if 1 <= value <= 8 else 0
    except struct.error:
        pass
    return 0


def _png(data: bytes) -> bytes:
    """Critical chunks, and the ancillary ones that say how the picture looks."""
    made = [_PNG]
    at = len(_PNG)
    while True:
        (length,) = struct.unpack_from(">I", data, at)
        kind = data[at + 4 : at + 8]
        if len(kind) < 4:
            raise IndexError
        if kind == b"eXIf" and (orientation := _orientation(data[at + 8 : at + 8 + length])) > 1:
            chunk = kind + _only(orientation)
            made.append(struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk)))
        elif not kind[0] & 0x20 or kind in _PNG_KEPT:
            made.append(data[at : at + 12 + length])
        at += 12 + length
        if kind == b"IEND":
            return b"".join(made)


def _webp(data: bytes) -> bytes:
    """All chunks but EXIF and XMP; the header says no more that there are any."""
    made = []
    at, end = 12, 8 + struct.unpack_from("<I", data, 4)[0]
    while at < end:
        kind, length = struct.unpack_from("<4sI", data, at)
        chunk = data[at : at + 8 + length + length % 2]
        if kind == b"VP8X":
            chunk = chunk[:8] + bytes([chunk[8] & ~0x0C]) + chunk[9:]
        if kind not in (b"EXIF", b"XMP "):
            made.append(chunk)
        at += 8 + length + length % 2
    whole = b"WEBP" + b"".join(made)
    return b"RIFF" + struct.pack("<I", len(whole)) + whole


def _gif(data: bytes) -> bytes:
    """All blocks but comments, and of the applications' only those that make it move."""
    at = 13 + (3 << ((data[10] & 7) + 1) if data[10] & 0x80 else 0)
    made = [data[:at]]
    while data[at] != 0x3B:
        start = at
        if data[at] == 0x2C:
            at += 10 + (3 << ((data[at + 9] & 7) + 1) if data[at + 9] & 0x80 else 0) + 1
            kept = True
        else:
            kind = data[at + 1]
            kept = kind in (0xF9, 0x01) or (kind == 0xFF and data[at + 3 : at + 14] in (b"NETSCAPE2.0", b"ANIMEXTS1.0"))
            at += 2
        while data[at]:
            at += 1 + data[at]
        at += 1
        if kept:
            made.append(data[start:at])
    return b"".join([*made, b";"])
