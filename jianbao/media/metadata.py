"""Pictures without what cameras and programs write into them: place, time, device, owner, thumbnails.

Works on the file's own structure and never decodes the picture, so that not one pixel changes. Of a
photo's Exif only the way it has to be turned is kept (ITU-T T.81, CIPA DC-008, W3C PNG, RFC 9649).
Other formats, and files that are not what they seem, are returned as they are.
"""

import re
import struct

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
    except (IndexError, struct.error):
        pass
    return data


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
        tiff = struct.pack(">2sHIHHHIHHI", b"MM", 42, 8, 1, 0x0112, 3, 1, orientation, 0, 0)
        made.insert(1, struct.pack(">HH", 0xFFE1, 8 + len(tiff)) + b"Exif\0\0" + tiff)
    return b"".join(made)


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
        if not kind[0] & 0x20 or kind in _PNG_KEPT:
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
