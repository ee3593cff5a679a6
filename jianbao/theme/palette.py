"""A site's own accent colour in a theme: judged before it is taken, and put behind the palettes of the style sheet."""

from collections.abc import Mapping, Sequence

from jianbao.errors import Problem, suggestion
from jianbao.settings import colour
from jianbao.settings.colour import Accent
from jianbao.settings.config import Place

_TOKEN = b"--day-accent:"
"""What the sheet that knows the palettes declares (docs/themes.md)."""


def own(options: Mapping[str, str]) -> Accent | None:
    """The accent that ``palette: "#b3261e"`` asks for; None for a palette by its name, or for none."""
    return colour.accent(options.get("palette", ""))


def fault(place: Place, written: str, asked: Accent) -> Problem:
    """Why a colour is not taken, with the nearest that is."""
    message = f"主色 {written} 在纸色上看不清：对比度 {asked.contrast:.1f}，至少要 {colour.LEAST}"
    return place.problem(
        "palette-contrast", message, f'改为最接近的、看得清的颜色：palette: "{colour.nearest(written)}"'
    )


def cure(option: str, written: str, known: Sequence[str]) -> str:
    """What may stand in place of a choice that there is not."""
    more = '，或 "#b3261e" 这样的颜色' if option == "palette" else ""
    return suggestion(written, known) or f"可用：{'、'.join(known)}{more}"


def sheets(statics: dict[str, bytes], written: str, asked: Accent | None) -> dict[str, bytes]:
    """The static files; with an accent of the site's own, the sheets that know palettes know it as well."""
    if asked is None:
        return statics
    rule = f'\n[data-palette="{written}"] {{ --day-accent: {asked.day}; --night-accent: {asked.night}; }}\n'.encode()
    return {
        path: data + rule if path.endswith(".css") and _TOKEN in data and b"[data-palette=" in data else data
        for path, data in statics.items()
    }
