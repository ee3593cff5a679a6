"""Where elements end in a line of a page: style sheets set them apart, and a browser shows blanks between them."""

from jianbao.importer.line import meta

SEAM = "\x1f"
_LONGEST = 160
"""Characters of a line of fields."""


def spaced(text: str) -> str:
    """A line with blanks between its elements when it says a page's fields with them, and without them does not."""
    glued = text.replace(SEAM, "")
    if text.count(SEAM) < 2 or len(text) > _LONGEST or "。" in text:
        return glued
    found = meta.read(" ".join(text.replace(SEAM, " ").split()))
    known = meta.read(" ".join(glued.split()))
    better = found is not None and (known is None or len(found.source) < len(known.source))
    return text.replace(SEAM, " ") if better else glued
