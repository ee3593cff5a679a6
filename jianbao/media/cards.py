"""Cards that shared links show, as PNG: the theme's picture with an issue's number or an article's title, and a name.

The font comes along and the signs of a number are a picture of the theme's, so that a card has the same bytes whatever
fonts a machine has. What a card was made from is remembered by its digest. Refused: a title that has no room, and a
character that the font does not have, which would be an empty box.
"""

import io
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jianbao import digest
from jianbao.files import installed
from jianbao.media import lettering, pictures

if TYPE_CHECKING:
    from PIL.Image import Image as Picture
    from PIL.ImageFont import FreeTypeFont

GLYPHS = "0123456789年月第期"
"""What a theme's share-glyphs.png shows, in equal squares from left to right, black on white."""
_DIGIT = 0.56
"""How much of its square a digit is wide."""
_INK, _LIGHT = (38, 39, 43), (244, 242, 239)
_COLOURS, _AREAS = 64, 4
"""Of a card; of them those that areas are filled with, which are exact."""
_PROBE = 16
"""Pixels, in which signs are looked for in the font."""
_WIDTH, _NAME, _FOOT = 0.8, 0.054, 0.943
"""Of a card: how wide its words may be; of its height the size of the name, and where its middle stands."""
_TITLE = (0.133, 0.114, 0.102, 0.089, 0.079, 0.073, 0.067, 0.060, 0.056)
"""Sizes of a title, of the height; the largest in which it has room is taken."""
_TOP, _BOTTOM = 0.4, 0.71
"""Between them the title stands."""
_LEADING, _BOLD = 1.35, 0.015
"""Of a type's size: a line, and the stroke that makes it bold; the font comes in one weight."""


class CardError(ValueError):
    """Why a card cannot be drawn, in an editor's words."""


@lru_cache(maxsize=1)
def maker() -> str:
    """What draws the cards beside our own sources, and its versions."""
    return " ".join(f"{name} {installed.version(name)}" for name in ("pillow", "noto_cjk_sans_otc"))


@lru_cache(maxsize=1)
def _hand() -> bytes:
    """Of whatever decides a card's bytes beside what it is made from."""
    ours = [Path(file).read_bytes() for file in (__file__, lettering.__file__)]
    return digest.of_all([digest.of_text(maker()), *map(digest.of_bytes, ours)])


def of_issue(base: bytes, glyphs: bytes, text: str, name: str, cache: Path) -> bytes:
    """An issue's card: a text of GLYPHS in the middle of the theme's picture ``base``, the name at its foot.

    From ``cache`` when it has been made before. Raises CardError.
    """
    key = digest.of_all([_hand(), digest.of_bytes(base), digest.of_bytes(glyphs), digest.of_plain([text, name])]).hex()
    return pictures.once(cache, f"{key}.card", lambda: _issue(base, glyphs, text, name))


def of_article(base: bytes, pieces: Sequence[str], below: str, cache: Path) -> bytes:
    """An article's card: its title, which may be broken between the pieces, and at the foot whose and when.

    From ``cache`` when it has been made before. Raises CardError.
    """
    key = digest.of_all([_hand(), digest.of_bytes(base), digest.of_plain([list(pieces), below])]).hex()
    return pictures.once(cache, f"{key}.card", lambda: _article(base, pieces, below))


def _issue(base: bytes, glyphs: bytes, text: str, name: str) -> bytes:
    cover, colours = _ground(base, name)
    cover, strip = cover.copy(), _strip(glyphs)
    square = strip.height
    widths = [round(square * _DIGIT) if c.isdigit() else square for c in text]
    left, top = (cover.width - sum(widths)) // 2, (cover.height - square) * 5 // 9
    for c, width in zip(text, widths, strict=True):
        start = GLYPHS.index(c) * square + (square - width) // 2
        mark = strip.crop((start, 0, start + width, square))
        cover.paste(_INK, (left, top, left + width, top + square), mark)
        left += width
    return _saved(cover, colours)


def _article(base: bytes, pieces: Sequence[str], below: str) -> bytes:
    cover, colours = _ground(base, below)
    cover = cover.copy()
    room = round(cover.height * (_BOTTOM - _TOP))
    title = "".join(pieces)
    _whole(title)
    for size in (round(cover.height * part) for part in _TITLE):
        face = lettering.font("", size)
        high = round(size * _LEADING)
        lines = lettering.lines(pieces, face, round(cover.width * _WIDTH), room // high)
        if lines:
            middle = round(cover.height * _TOP) + (room - high * (len(lines) - 1)) // 2
            for n, line in enumerate(lines):
                _write(cover, line, face, middle + n * high, _INK, bold=True)
            return _saved(cover, colours)
    raise CardError(f"标题有{len(title)}字，放不下")


@lru_cache(maxsize=4)
def _strip(glyphs: bytes) -> "Picture":
    """The signs of a number, as a mask."""
    from PIL import Image

    with Image.open(io.BytesIO(glyphs)) as strip:
        return strip.convert("L").point([255 - n for n in range(256)])


@lru_cache(maxsize=4)
def _ground(base: bytes, foot: str) -> "tuple[Picture, Picture]":
    """(the theme's picture with the words at its foot, the colours of all cards made of it).

    To choose colours takes as long as to draw five cards: they are chosen once, with ink among them.
    """
    from PIL import Image

    with Image.open(io.BytesIO(base)) as opened:
        cover = opened.convert("RGB")
    if foot:
        middle = round(cover.height * _FOOT)
        under: Any = cover.getpixel((cover.width // 2, middle))
        dark = sum(under) < 3 * 128
        _write(cover, foot, _fitting(foot, cover), middle, _LIGHT if dark else _INK)
    inked = cover.copy()
    _write(inked, "永", lettering.font("", round(cover.height * _TITLE[0])), cover.height // 2, _INK, bold=True)
    return cover, _colours(inked)


def _colours(picture: "Picture") -> "Picture":
    """A picture with the colours of another, those that fill its areas to the last bit: white stays white."""
    from PIL import Image

    found = picture.quantize(_COLOURS, dither=Image.Dither.NONE)
    flat = found.getpalette() or []
    mixed = [flat[n : n + 3] for n in range(0, len(flat), 3)]
    counted: list[tuple[int, Any]] = sorted(picture.getcolors(picture.width * picture.height) or [])[-_AREAS:]
    for _, colour in counted:
        # Pillow looks for the nearest of a colour without its two lowest bits.
        sought = [part & ~3 for part in colour]
        far = max(min(_distance(one, sought) for one in mixed), _distance(colour, sought))
        for one in mixed:
            if _distance(one, sought) <= far:
                one[:] = colour
    found.putpalette([part for one in mixed for part in one])
    return found


def _distance(one: Sequence[int], other: Sequence[int]) -> int:
    return sum((a - b) ** 2 for a, b in zip(one, other, strict=True))


def _fitting(text: str, cover: "Picture") -> "FreeTypeFont":
    """The face in which the words at the foot have room. Raises CardError."""
    _whole(text)
    for part in (_NAME, _NAME * 0.8, _NAME * 0.65):
        face = lettering.font("", max(1, round(cover.height * part)))
        if face.getlength(text) <= cover.width * _WIDTH:
            return face
    raise CardError(f"“{text}”太长，放不下")


def _whole(text: str) -> None:
    """Raises CardError when the font lacks a character."""
    lacking = lettering.missing(lettering.font("", _PROBE), text)
    if lacking:
        raise CardError(f"字体里没有“{'”“'.join(lacking)}”")


def _write(
    cover: "Picture", text: str, face: "FreeTypeFont", middle: int, ink: tuple[int, int, int], *,
    bold: bool = False,
) -> None:  # fmt: skip
    """A line, centred, its middle so many pixels from the top."""
    from PIL import ImageDraw

    stroke = max(1, round(face.size * _BOLD)) if bold else 0
    at = (cover.width // 2, middle)
    ImageDraw.Draw(cover).text(at, text, ink, font=face, anchor="mm", stroke_width=stroke, stroke_fill=ink)


def _saved(cover: "Picture", colours: "Picture") -> bytes:
    from PIL import Image

    made = io.BytesIO()
    cover.quantize(palette=colours, dither=Image.Dither.NONE).save(made, "PNG", compress_level=6)
    return made.getvalue()
