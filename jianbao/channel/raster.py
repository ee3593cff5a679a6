"""Pictures as other platforms take them: no SVG, no metadata, small enough.

Drawings are rendered with the font that comes along, so that they look the same on every machine.

Refused: what cannot be read as a picture.
"""

import io
import os
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

from jianbao import files
from jianbao.channel.qr import CURE
from jianbao.errors import Problem, UsageError
from jianbao.media import lettering, metadata, svg

if TYPE_CHECKING:
    from PIL.Image import Image

_WIDTH = 1080
"""Pixels a telephone shows at most."""
_WIDTHS = (1080, 810, 540)
_QUALITIES = (88, 78, 66)


def opened(file: Path, font: str = "") -> "Image":
    """A picture upright, in RGB on white; a drawing ``_WIDTH`` pixels wide. Raises UsageError when it is none."""
    from PIL import Image, ImageOps

    data = read(file)
    if file.suffix.lower() == ".svg":
        data = drawn(data, font)
    try:
        with warnings.catch_warnings(), Image.open(io.BytesIO(metadata.removed(data))) as image:
            warnings.simplefilter("ignore")  # of small faults that browsers do not mind either
            turned = ImageOps.exif_transpose(image).convert("RGBA")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise UsageError(f"图片 {file.name} 打不开；用看图软件另存一次再换上") from None
    made = Image.new("RGB", turned.size, "white")
    made.paste(turned, (0, 0), turned)
    return made


def drawn(data: bytes, font: str = "") -> bytes:
    """A drawing as PNG. Only the font of the channels is used, so that it looks the same everywhere."""
    try:
        import resvg_py
    except ImportError:
        raise UsageError(CURE) from None
    face = lettering.font(font, 16)
    family = face.getname()[0] or ""
    # Text without a family of its own, and every family that this machine has not, is set in ours.
    try:
        return bytes(
            resvg_py.svg_to_bytes(
                svg_string=svg.drawing(data).data.decode(),
                width=_WIDTH,
                background="white",
                skip_system_fonts=True,
                font_files=[str(face.path)],
                font_family=family,
                serif_family=family,
                sans_serif_family=family,
                cursive_family=family,
                fantasy_family=family,
                monospace_family=family,
            )
        )
    except ValueError as error:  # a NoDrawingError is one
        raise UsageError(f"这张图画不出来：{error}") from None


def uploaded_as(path: str) -> str:
    """The suffix of a picture's file for upload: drawings become PNG, whatever else is no JPEG or PNG becomes JPEG."""
    suffix = os.path.splitext(path.partition("?")[0])[1].lower()
    return {".svg": ".png", ".png": ".png", ".jpeg": ".jpg"}.get(suffix, ".jpg")


def for_upload(file: Path, most: int, font: str = "") -> bytes:
    """A picture's bytes for upload, fewer than ``most``, in the form of ``uploaded_as``; the file's own where they fit.

    One that is too large is made narrower and coarser step by step. Raises UsageError when that is of no use.
    """
    from PIL import Image

    png_wanted = uploaded_as(file.name) == ".png"
    if file.suffix.lower() in (".jpg", ".jpeg", ".png"):
        data = metadata.removed(read(file))
        if len(data) < most:
            return data
    image = opened(file, font)
    if png_wanted and len(data := png(image)) < most:
        return data
    for width in _WIDTHS:
        if image.width > width:
            high = max(1, round(image.height * width / image.width))
            image = image.resize((width, high), Image.Resampling.LANCZOS)
        for quality in (0,) if png_wanted else _QUALITIES:
            made = io.BytesIO()
            if png_wanted:
                image.quantize(256).save(made, "PNG", optimize=True)
            else:
                image.save(made, "JPEG", quality=quality, optimize=True)
            if made.tell() < most:
                return made.getvalue()
    raise UsageError(f"图片 {file.name} 太大，缩小后再换上")


def read(file: Path) -> bytes:
    """The bytes of a picture. Raises UsageError when it is no regular file, or larger than any picture."""
    found = files.read(file, file.name, files.LARGEST_FILE, None)
    if isinstance(found, Problem):
        raise UsageError(f"读不了图片 {file.name}：{found.message}")
    return found


def size(data: bytes) -> tuple[int, int]:
    """Width and height of a picture."""
    from PIL import Image

    with Image.open(io.BytesIO(data)) as image:
        return image.size


def png(image: "Image") -> bytes:
    """The bytes of a PNG."""
    made = io.BytesIO()
    image.save(made, "PNG", optimize=True)
    return made.getvalue()


def cropped(image: "Image", width: int, height: int) -> "Image":
    """The middle of a picture, filling a size; what is high loses more below, where heads are not."""
    from PIL import Image, ImageOps

    return ImageOps.fit(image, (width, height), Image.Resampling.LANCZOS, centering=(0.5, 0.35))


def is_photo(path: str) -> bool:
    """Whether a part of a picture can stand for it. A drawing's words and figures cannot be cut."""
    return bool(path) and not path.lower().endswith(".svg")


def shown(file: Path, width: int, height: int, font: str = "") -> "Image":
    """A picture filling a size: a photo cut, a drawing whole, on white."""
    from PIL import Image, ImageOps

    image = opened(file, font)
    if is_photo(file.name):
        return cropped(image, width, height)
    return ImageOps.pad(image, (width, height), Image.Resampling.LANCZOS, color="white")
