"""A site's own accent colour: whether it can be read, and which near one can (WCAG 2.2, 1.4.3, and GB/T 37668).

Refused: nothing; what is no colour is None.
"""

from typing import NamedTuple

from jianbao import expressions as re

LEAST = 4.5
"""The contrast that text must have with what it stands on."""
_NIGHT = 7.0
"""What the accent gets on dark paper, about as the palettes that ship have it."""
DAY, DARK = (0xF6, 0xF4, 0xF2), (0x21, 0x23, 0x28)
"""The darker of the two papers of day, and the lighter of those of night: on the other, contrast is higher."""
_COLOUR = re.compile(r"#(?:[0-9a-f]{3}|[0-9a-f]{6})", re.IGNORECASE)
Rgb = tuple[int, int, int]


class Accent(NamedTuple):
    """A colour for the day and the same hue for the night, as #rrggbb; its contrast by day."""

    day: str
    night: str
    contrast: float

    @property
    def readable(self) -> bool:
        """Whether text in it can be read by everybody."""
        return self.contrast >= LEAST


def accent(text: str) -> Accent | None:
    """The accent that ``#b3261e`` names; None when it names no colour."""
    if not _COLOUR.fullmatch(text):
        return None
    colour = rgb(text)
    return Accent(_written(colour), _written(_towards(colour, (255, 255, 255), DARK, _NIGHT)), contrast(colour, DAY))


def nearest(text: str) -> str:
    """The colour of the same hue, no darker than it must be, that can be read."""
    return _written(_towards(rgb(text), (0, 0, 0), DAY, LEAST))


def contrast(one: Rgb, other: Rgb) -> float:
    """The contrast ratio of WCAG, 1 to 21."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _towards(colour: Rgb, end: Rgb, paper: Rgb, least: float) -> Rgb:
    """The colour mixed with ``end`` in hundredths until it has the contrast."""
    mixed = (tuple(round(c + (e - c) * step / 100) for c, e in zip(colour, end, strict=True)) for step in range(101))
    return next(((r, g, b) for r, g, b in mixed if contrast((r, g, b), paper) >= least), end)


def _luminance(colour: Rgb) -> float:
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (part / 255 for part in colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def rgb(text: str) -> Rgb:
    """A colour that is written #abc or #aabbcc."""
    digits = text[1:]
    if len(digits) == 3:
        digits = "".join(d * 2 for d in digits)
    red, green, blue = (int(digits[at : at + 2], 16) for at in (0, 2, 4))
    return red, green, blue


def _written(colour: Rgb) -> str:
    return "#" + "".join(f"{part:02x}" for part in colour)
