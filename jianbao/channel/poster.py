"""Posters and covers: 1080×1920 and 1080×1080 with a QR code, 900×383 and 383×383 for 公众号.

Drawn by Pillow with the font of the channels: the same pixels on every machine. Refused: a title that does not
fit, a character that the font does not have.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from jianbao.channel import qr, raster
from jianbao.channel.styles import accent_of
from jianbao.content import phrases
from jianbao.errors import UsageError
from jianbao.media import lettering

if TYPE_CHECKING:
    from PIL.Image import Image as Picture
    from PIL.ImageDraw import ImageDraw as Drawing

PAPER, INK, SOFT = "#fbf8f3", "#262626", "#5f5c58"
_MARGIN = 80
_SHORTEST = 20
"""Characters of a summary that is worth its place."""
_OPENING = tuple("“‘《（【「『")
_BOLD = 0.022
"""Of a type's size: the stroke that makes a title bold; the font comes in one weight."""


@dataclass(frozen=True, slots=True)
class Poster:
    """What stands on a poster or a cover. ``names`` are words that stay whole where the title is broken."""

    title: str
    kicker: str
    subtitle: str
    summary: str
    below: str
    """Source and date."""
    url: str
    name: str
    """The bulletin's."""
    cover: str
    """Content path of a picture, or ""."""
    palette: str = ""
    font: str = ""
    names: tuple[str, ...] = ()


class _Sheet:
    """A picture being drawn, from the top down."""

    def __init__(self, width: int, height: int, poster: Poster, paper: str = PAPER) -> None:
        from PIL import Image, ImageDraw

        self.poster = poster
        self.image: Picture = Image.new("RGB", (width, height), paper)
        self.draw: Drawing = ImageDraw.Draw(self.image)
        self.accent = accent_of(poster.palette)
        self.y = 0

    def lines(
        self, lines: Sequence[str], size: int, colour: str, *, leading: float = 1.5, bold: bool = False,
        left: int = _MARGIN, centre: int = 0,
    ) -> None:  # fmt: skip
        """Writes lines; ``centre`` is the middle of centred ones."""
        face = lettering.font(self.poster.font, size)
        lacking = lettering.missing(face, "".join(lines))
        if lacking:
            raise UsageError(f"字体里没有“{'”“'.join(lacking)}”，海报没有做；在 config.yaml 的 channels 里换一个 font")
        stroke = max(1, round(size * _BOLD)) if bold else 0
        high = round(size * leading)
        for line in lines:
            # A mark that opens has its ink in the right half of its square.
            hang = size // 2 if line[:1] in _OPENING else 0
            x = round(centre - (face.getlength(line) + hang) / 2) if centre else left - hang
            at = (x, self.y + high // 2)
            self.draw.text(at, line, colour, font=face, anchor="lm", stroke_width=stroke, stroke_fill=colour)
            self.y += high

    def title(self, width: int, sizes: Sequence[int], most: int, **look: object) -> None:
        """The title in the largest of some sizes in which it fits. Raises UsageError when it does in none."""
        pieces = phrases.pieces(self.poster.title, self.poster.names)
        for size in sizes:
            lines = lettering.lines(pieces, lettering.font(self.poster.font, size), width, most)
            if lines:
                self.lines(lines, size, bold=True, leading=1.4, **look)  # type: ignore[arg-type]
                return
        raise UsageError(f"标题“{self.poster.title[:12]}……”有{len(self.poster.title)}字，海报上放不下；把标题改短")

    def rule(self, width: int, left: int = _MARGIN) -> None:
        """The thick-and-thin rule of a printed bulletin."""
        self.draw.rectangle((left, self.y, left + width - 1, self.y + 5), self.accent)
        self.draw.rectangle((left, self.y + 10, left + width - 1, self.y + 11), self.accent)
        self.y += 12

    def code(self, left: int, top: int, side: int) -> None:
        """The QR code of the address, in whole pixels, with its quiet zone."""
        rows = qr.matrix(self.poster.url)
        modules = len(rows) + 2 * qr.QUIET
        unit = side // modules
        if unit < 4:
            raise UsageError("网址太长，二维码印出来看不清；给文章一个短的 slug")
        start = (side - unit * len(rows)) // 2
        self.draw.rectangle((left, top, left + side - 1, top + side - 1), "white")
        for y, row in enumerate(rows):
            for x, dark in enumerate(row):
                if dark:
                    a, b = left + start + x * unit, top + start + y * unit
                    self.draw.rectangle((a, b, a + unit - 1, b + unit - 1), "black")

    def fitted(self, text: str, size: int, width: int, most: int) -> list[str]:
        """A text in lines; one that takes too many ends at a sentence, or at a mark, or is left out."""
        face = lettering.font(self.poster.font, size)
        lines = lettering.filled(text, face, width)
        while len(lines) > most and text:
            text = _shorter(text)
            lines = lettering.filled(text, face, width)
        return lines

    def summary(self, sizes: Sequence[int], width: int, bottom: int) -> None:
        """The summary in the largest of some sizes in which all of it stands above ``bottom``, else what does of it."""
        for size in sizes:
            most = max(0, (bottom - self.y) // round(size * 1.6))
            lines = lettering.filled(self.poster.summary, lettering.font(self.poster.font, size), width)
            if len(lines) <= most:
                break
        self.lines(self.fitted(self.poster.summary, size, width, most), size, SOFT, leading=1.6)


def _shorter(text: str) -> str:
    """A text without its last sentence; of the only one without its last clause."""
    bare = text.rstrip("。！？…")
    ends = [bare.rfind(mark) for mark in "。！？"]
    if max(ends) > 0:
        return bare[: max(ends) + 1]
    comma = max(bare.rfind(mark) for mark in "，；、：")
    return f"{bare[:comma]}……" if comma >= _SHORTEST else ""


def drawn(asked: Poster, content: Path) -> "Picture":
    """1080×1920: picture or name, title, summary, source, code."""
    sheet = _Sheet(1080, 1920, asked)
    _top(sheet, content, 640)
    inner = 1080 - 2 * _MARGIN
    if asked.kicker:
        sheet.lines(lettering.filled(asked.kicker, lettering.font(asked.font, 38), inner)[:1], 38, sheet.accent)
    sheet.title(inner, (96, 86, 76, 70, 64, 58, 52), 4, colour=INK)
    if asked.subtitle:
        sheet.y += 8
        sheet.lines(sheet.fitted(asked.subtitle, 44, inner, 2), 44, INK)
    sheet.y += 28
    sheet.rule(inner)
    sheet.y += 36
    sheet.summary((50, 46, 42, 38), inner, 1530)
    _bottom(sheet, 1560, 280)
    return sheet.image


def share(asked: Poster, content: Path) -> "Picture":
    """1080×1080: the same for a feed of square pictures."""
    sheet = _Sheet(1080, 1080, asked)
    inner = 1080 - 2 * _MARGIN
    if asked.cover:
        _top(sheet, content, 380)
        sheet.y -= 12
    else:
        sheet.y = 72
        sheet.lines([asked.name], 44, sheet.accent, bold=True)
        sheet.y += 12
        sheet.rule(inner)
        sheet.y += 48
    sheet.title(
        inner, (64, 58, 52, 46) if asked.cover else (92, 84, 76, 68, 60, 52), 3 if asked.cover else 4, colour=INK
    )
    sheet.y += 20
    sheet.summary((44, 40, 36, 32), inner, 830)
    _bottom(sheet, 850, 190)
    return sheet.image


def _top(sheet: _Sheet, content: Path, height: int) -> None:
    """The picture with the bulletin's name below it; without a picture the name alone, large, on the accent."""
    asked = sheet.poster
    width = sheet.image.width
    if asked.cover:
        sheet.image.paste(raster.shown(content / asked.cover, width, height, asked.font), (0, 0))
        sheet.y = height
        sheet.draw.rectangle((0, height, width, height + 79), sheet.accent)
        sheet.y += 8
        sheet.lines([asked.name], 42, "white", bold=True)
        sheet.y = height + 80 + 40
        return
    band = height * 2 // 3
    sheet.draw.rectangle((0, 0, width, band - 1), sheet.accent)
    sheet.draw.rectangle((0, band + 6, width, band + 9), sheet.accent)
    face = next(
        (
            s
            for s in (104, 92, 80, 68, 56, 44)
            if lettering.font(asked.font, s).getlength(asked.name) <= width - 2 * _MARGIN
        ),
        36,
    )
    sheet.y = band // 2 - round(face * 0.75)
    sheet.lines([asked.name], face, "white", bold=True, centre=width // 2)
    sheet.y = band + 70


def _bottom(sheet: _Sheet, top: int, side: int) -> None:
    """Source and date on the left, the code on the right."""
    width = sheet.image.width
    sheet.code(width - _MARGIN - side, top, side)
    room = width - 2 * _MARGIN - side - 40
    sheet.y = top + 8
    sheet.lines(sheet.fitted(sheet.poster.below, 36, room, 2), 36, INK)
    sheet.y = top + side - 112
    sheet.lines(["长按识别二维码，看全文"], 34, sheet.accent, bold=True)
    sheet.lines(sheet.fitted(sheet.poster.name, 30, room, 1), 30, SOFT)


def cover(asked: Poster, content: Path) -> "Picture":
    """900×383: the picture's middle, or a card with the title."""
    if raster.is_photo(asked.cover):
        return raster.cropped(raster.opened(content / asked.cover), 900, 383)
    return _card(asked, 900, 383, (58, 52, 46, 40, 34), 3)


def thumb(asked: Poster, content: Path) -> "Picture":
    """383×383, for the second and further articles of one sending."""
    if raster.is_photo(asked.cover):
        return raster.cropped(raster.opened(content / asked.cover), 383, 383)
    return _card(asked, 383, 383, (44, 38, 34, 30, 26, 22), 6)


def _card(asked: Poster, width: int, height: int, sizes: Sequence[int], most: int) -> "Picture":
    sheet = _Sheet(width, height, asked, accent_of(asked.palette))
    inner = width - 2 * (width // 12)
    measured = _Sheet(width, height, asked)
    measured.title(inner, sizes, most, colour=INK, centre=width // 2)
    name = 26 if width > 500 else 20
    sheet.y = (height - measured.y - name * 2) // 2
    sheet.lines(sheet.fitted(asked.name, name, inner, 1), name, "#f6dfe7", centre=width // 2)
    sheet.y += name // 2
    sheet.title(inner, sizes, most, colour="white", centre=width // 2)
    return sheet.image


SIZES: dict[str, Callable[[Poster, Path], "Picture"]] = {
    "haibao-1080x1920.png": drawn,
    "fenxiang-1080x1080.png": share,
    "fengmian-900x383.png": cover,
    "fengmian-383x383.png": thumb,
}
"""Every picture by the name of its file."""
