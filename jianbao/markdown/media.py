"""Films and recordings that lie beside an article, and how large a picture is said to be."""

import html
import posixpath

from jianbao import expressions as re

_KINDS = {
    **dict.fromkeys((".mp4", ".m4v", ".webm", ".ogv"), "video"),
    **dict.fromkeys((".mp3", ".m4a", ".aac", ".oga", ".ogg", ".wav", ".flac"), "audio"),
}
"""What every browser of today plays, by ending."""
_LENGTH = re.compile(r"\s*+([0-9]{1,6}(?:\.[0-9]{1,6})?)\s*+(px|in|cm|mm|pt|pc|)\s*+", re.ASCII | re.IGNORECASE)
_PIXELS = {"px": 1.0, "": 1.0, "in": 96.0, "cm": 96 / 2.54, "mm": 96 / 25.4, "pt": 96 / 72, "pc": 16.0}
"""CSS pixels in a unit (CSS Values and Units, absolute lengths)."""


def kind(target: str) -> str:
    """ "video" or "audio" for a file of the site that can be played, "" for anything else."""
    path = html.unescape(target).partition("#")[0].partition("?")[0].strip()
    if re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//", path):
        return ""
    return _KINDS.get(posixpath.splitext(path)[1].lower(), "")


def element(target: str, href: str, words: str) -> str:
    """The HTML that plays a file; ``href`` is what stands for its address, ``words`` what is heard or seen."""
    tag = kind(target)
    label = f' aria-label="{html.escape(words)}"' if words else ""
    link = f'<a href="{href}">{html.escape(words or posixpath.basename(target))}</a>'
    return f'<{tag} controls="" preload="metadata" src="{href}"{label}>{link}</{tag}>'


def pixels(size: str) -> str:
    """A length in whole CSS pixels; "" for what is none, a share of the screen above all."""
    found = _LENGTH.fullmatch(size)
    return str(round(float(found[1]) * _PIXELS[found[2].lower()])) if found else ""
