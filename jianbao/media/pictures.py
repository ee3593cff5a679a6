"""Pictures as readers get them: their size, smaller copies in WebP, no metadata, SVG that only draws.

What a picture needs is found once for its bytes and remembered by their digest; copies are kept in
.cache/pictures, so that a new version of the program does not make them all again. Pillow is loaded
only when there is a picture never met before. Refused: pictures that cannot be read, and formats that no
browser shows, whatever the file is called (HEIC of telephones, TIFF of scanners).
"""

import contextlib
import io
import os
import struct
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from jianbao import digest, files, mime
from jianbao.errors import Level, Problem
from jianbao.files import installed
from jianbao.files.folders import Folder, is_link
from jianbao.media import heif, metadata, svg

WIDTHS = (480, 960, 1600)
"""Widths of the copies: a phone, a phone with a fine screen or a column of text, the same on a fine screen."""
SMALLEST = 200
"""Narrower pictures have no copies."""
_QUALITIES = (80, 65, 50, 40)
"""WebP's. The smallest copy is made by the next lower one while it is of more than ``_FITTING`` bytes: what makes it so
large is detail everywhere, which hides what is lost."""
_FITTING = 20_000
"""Bytes that come to a telephone in one round trip, after the page and its style sheets, with what else they need."""
_SRGB = ("sRGB IEC61966-2", "sRGB built-in")
"""What profiles of sRGB call themselves."""
MOST_PIXELS = 80_000_000
"""Of a picture that copies are made of: it is unpacked in memory, four bytes a pixel."""
_Known = tuple[tuple[Any, ...], tuple[Any, ...]]
"""(a Picture's values, () when it has none; a Problem's without a path, () for none): plain values."""
_SAVE = "用看图软件打开核对，另存一次再换上"
_SIZED = tuple(f".{ending}" for ending in mime.PICTURES if ending != "svg")
_COPIED = ("JPEG", "MPO", "PNG", "WEBP", "BMP", "AVIF")
LONGEST = 16_383
"""Pixels of a side that WebP can hold (RFC 9649); WeChat's long screenshots are higher, and their copies lower."""


class Picture(NamedTuple):
    """What a page has to know of a picture."""

    width: int
    height: int
    copies: tuple[int, ...] = ()
    """Widths of the copies in WebP."""


def address(path: str, width: int) -> str:
    """Where a copy stands: beside the picture."""
    return f"{path}.{width}.webp"


def measured(
    folder: Path, digests: dict[str, bytes], known: dict[bytes, Any]
) -> tuple[dict[str, Picture], dict[bytes, Any], list[Problem]]:
    """(what is known of each picture by path, the same by digest, problems).

    ``digests`` are those of paths below ``folder``, ``known`` the second value of the last time.
    """
    found: dict[str, Picture] = {}
    kept: dict[bytes, Any] = {}
    problems: list[Problem] = []
    for path, mark in digests.items():
        ending = os.path.splitext(path)[1].lower()
        if ending != ".svg" and ending not in _SIZED:
            continue
        value = kept.get(mark) or known.get(mark)
        if value is None:
            data = files.read(folder / path, f"content/{path}", files.LARGEST_FILE, folder, walked=True)
            if isinstance(data, Problem):
                problems.append(data)
                continue
            value = _drawn(data) if ending == ".svg" else _measured(data)
        kept[mark] = value
        size, told = value
        if told:
            problems.append(Problem.of_plain(told)._replace(path=f"content/{path}"))
        if size:
            found[path] = Picture(*size)
    return found, kept, problems


def of(name: str, data: bytes) -> Picture | None:
    """What a page has to know of a picture by its bytes; None when it is none."""
    try:
        size, _ = _drawn(data) if name.lower().endswith(".svg") else _measured(data)
    except BrokenError:
        return None
    return Picture(*size) if size else None


def _drawn(data: bytes) -> _Known:
    try:
        made = svg.drawing(data)
    except svg.NoDrawingError as error:
        return (), _told(Level.ERROR, "picture-unreadable", f"图片打不开：{error}", _SAVE)
    if not made.removed:
        return made.size or (), ()
    level = Level.WARNING if made.looks_other else Level.NOTICE
    message = f"图里的{'、'.join(made.removed)}没有发布"
    hint = "不要紧的可以不管；要它们的，另存为 PNG，或在画图软件里改好"
    return made.size or (), _told(level, "drawing-cleaned", message, hint)


def _measured(data: bytes) -> _Known:
    from PIL import Image

    form = "TIFF" if data[:4] in (b"II*\0", b"MM\0*") else "HEIC" if heif.brand(data) == "heic" else ""
    if form:
        message = f"浏览器显示不了 {form} 图片"
        return (), _told(Level.ERROR, "picture-format", message, "另存为 .jpg 或 .png，再改文章里的文件名")
    try:
        with warnings.catch_warnings(action="ignore"), Image.open(io.BytesIO(data)) as image:
            # Small faults are warned of that browsers do not mind either.
            if image.width * image.height > MOST_PIXELS:
                raise Image.DecompressionBombError
            still = image.format in _COPIED and (image.format == "MPO" or getattr(image, "n_frames", 1) == 1)
            wide, high = image.size
            # ImageOps.exif_transpose, and getexif of a PNG, would decode the picture.
            turned = metadata.png_turned(data) if image.format == "PNG" else image.getexif().get(0x0112, 1)
            if turned in (5, 6, 7, 8):
                wide, high = high, wide
    except Image.DecompressionBombError:
        message = f"图片的像素超过 {MOST_PIXELS // 10_000} 万"
        return (), _told(Level.ERROR, "picture-too-large", message, "缩小到 4000 像素宽再放进来")
    except unreadable():
        return (), _told(Level.WARNING, "picture-unreadable", "图片打不开", _SAVE)
    copies = tuple(w for w in WIDTHS if w < wide) + ((wide,) if wide <= WIDTHS[-1] else ())
    copies = tuple(w for w in copies if round(high * w / wide) <= LONGEST)
    return (wide, high, copies if still and wide >= SMALLEST else ()), ()


def _told(level: Level, code: str, message: str, hint: str) -> tuple[Any, ...]:
    return "", 0, 0, level.value, code, message, hint


def unreadable() -> tuple[type[Exception], ...]:
    """What Pillow raises of bytes that are no picture, or half of one. Loads Pillow."""
    from PIL import Image

    bomb = Image.DecompressionBombError
    return (OSError, ValueError, SyntaxError, ArithmeticError, LookupError, TypeError, EOFError, struct.error, bomb)


class BrokenError(Exception):
    """A picture of which only a part is there."""


def published(data: bytes, path: str) -> bytes:
    """The bytes of a content file as they are published. A drawing is one that ``measured`` could read.

    Raises BrokenError.
    """
    if path.lower().endswith(".svg"):
        return svg.drawing(data).data
    return _upright(data) if metadata.turned(data) > 1 else metadata.removed(data)


def _upright(data: bytes) -> bytes:
    """A WebP with its pixels turned, because browsers do not turn it."""
    from PIL import Image, ImageOps

    try:
        with Image.open(io.BytesIO(data)) as opened:
            image = ImageOps.exif_transpose(opened)
            made = io.BytesIO()
            profile = image.info.get("icc_profile")
            image.save(made, "WEBP", lossless=True, method=4, icc_profile=profile, exif=b"", xmp=b"")
    except unreadable() as error:
        raise BrokenError(str(error)) from None
    return made.getvalue()


def maker() -> str:
    """What makes the copies, and its version."""
    qualities = "-".join(map(str, _QUALITIES))
    return f"pillow {installed.version('pillow')} q{qualities} {_FITTING} {_SRGB[0]}"


def copy(data: bytes, width: int, cache: Path) -> bytes:
    """The picture in WebP, so many pixels wide; from ``cache`` when it has been made before. Raises BrokenError."""
    try:
        return once(cache, _copy_name(digest.of_bytes(data), width), lambda: copied(data, width))
    except unreadable() as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise  # the disk's, not the picture's
        raise BrokenError(str(error)) from None


def _copy_name(mark: bytes, width: int) -> str:
    return f"{digest.of_all([mark, digest.of_text(f'{maker()} {width}')]).hex()}.copy"


def incomplete(path: str) -> Problem:
    """What is said of a picture of which only a part is there."""
    hint = "多半没有传完；换上完整的文件"
    return Problem(f"content/{path}", 0, 0, Level.ERROR, "picture-broken", "图片只有一部分", hint)


def is_whole(site: Path, path: str, mark: bytes, picture: Picture) -> bool:
    """Whether all of a picture is there, as far as publishing unpacks it; ``mark`` is the digest of its bytes.

    What has been copied was whole. A JPEG is unpacked at an eighth of its size, which reads it to its end all the same.
    """
    if picture.copies and (site / ".cache" / "pictures" / _copy_name(mark, picture.copies[0])).is_file():
        return True
    if not picture.copies and not path.lower().endswith(".webp"):
        return True
    data = files.read(site / "content" / path, f"content/{path}", files.LARGEST_FILE, site / "content", walked=True)
    if isinstance(data, Problem) or not (picture.copies or metadata.turned(data) > 1):
        return True
    from PIL import Image

    try:
        with warnings.catch_warnings(action="ignore"), Image.open(io.BytesIO(data)) as image:
            image.draft(None, (image.width // 8, image.height // 8))
            image.load()
    except unreadable():
        return False
    return True


def copied(data: bytes, width: int) -> bytes:
    """A picture as WebP, at most ``width`` pixels wide."""
    from PIL import Image, ImageOps

    with Image.open(io.BytesIO(data)) as opened:
        image = ImageOps.exif_transpose(opened)
        few = image.getcolors(256) is not None if image.mode in ("P", "L", "RGB", "RGBA", "1") else False
        image, profile = _coloured(image)
        if width < image.width:
            image = image.resize((width, max(1, round(image.height * width / image.width))), Image.Resampling.LANCZOS)
        data = b""
        for quality in _QUALITIES if width <= WIDTHS[0] else _QUALITIES[:1]:
            data = _webp(image, profile, quality=quality)
            if len(data) <= _FITTING:
                break
        # A drawing of few colours stays sharp without loss, and is smaller; a photograph of greys is larger by far.
        sharp = _webp(image, profile, lossless=True) if few else data
    return sharp if len(sharp) <= len(data) else data


def _webp(image: Any, profile: bytes | None, **how: Any) -> bytes:
    made = io.BytesIO()
    image.save(made, "WEBP", method=4, icc_profile=profile, exif=b"", xmp=b"", **how)
    return made.getvalue()


def _coloured(image: Any) -> tuple[Any, bytes | None]:
    """The picture in RGB or RGBA, and the profile its colours are meant by; one of grey or CMYK is used up."""
    profile = _said(image.info.get("icc_profile"))
    if image.mode in ("RGB", "RGBA", "P", "PA"):
        if image.mode not in ("RGB", "RGBA"):
            image = image.convert("RGBA" if "transparency" in image.info or "A" in image.getbands() else "RGB")
        return image, profile
    if image.mode.startswith("I"):  # 16 bits of grey, which convert() would cut off at 255
        image = image.convert("I").point(lambda value: value * (1 / 257)).convert("L")
    if profile and image.mode in ("CMYK", "L"):
        from PIL import ImageCms

        with contextlib.suppress(ImageCms.PyCMSError, OSError, TypeError):
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
            if converted is not None:
                return converted, None
    return image.convert("RGBA" if "transparency" in image.info or "A" in image.getbands() else "RGB"), None


def _said(profile: bytes | None) -> bytes | None:
    """The profile, unless it is sRGB's: so a browser takes a picture that has none, and it is three thousand bytes."""
    from PIL import ImageCms

    with contextlib.suppress(ImageCms.PyCMSError, OSError, TypeError):
        if profile and ImageCms.getProfileDescription(ImageCms.ImageCmsProfile(io.BytesIO(profile))).startswith(_SRGB):
            return None
    return profile


def once(cache: Path, name: str, make: Callable[[], bytes]) -> bytes:
    """A file's bytes, made and kept when it is not there; several processes may ask at once.

    Its digest stands before them: what does not verify is made again.
    """
    path = cache / name
    if not is_link(path):
        with contextlib.suppress(OSError):
            kept = path.read_bytes()
            if kept[: digest.SIZE] == digest.of_bytes(kept[digest.SIZE :]):
                return kept[digest.SIZE :]
    data = make()
    with Folder(cache) as folder:
        folder.write(name, digest.of_bytes(data) + data)
    return data
