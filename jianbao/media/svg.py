"""SVG as a picture and nothing more: no scripts, no events, nothing from elsewhere, no foreign markup.

A browser that opens an SVG by its own address runs what is in it, as the site. A drawing that holds
nothing of the kind is published byte by byte as it was drawn. Refused: what is no XML or no SVG, and
entities, from which a small file could grow without end.
"""

import re
from collections.abc import Iterator
from xml.etree import ElementTree as ET

_SVG = "http://www.w3.org/2000/svg"
_XLINK = "http://www.w3.org/1999/xlink"
_NEVER = frozenset(
    ("script", "foreignObject", "iframe", "embed", "object", "audio", "video", "canvas", "handler", "listener")
)
_MOVES = frozenset(("animate", "animateMotion", "animateTransform", "animateColor", "set", "discard"))
_OWN = re.compile(r"#|data:image/(png|jpe?g|gif|webp);base64,", re.IGNORECASE)
_STYLE_OUTSIDE = re.compile(r"""@import|url\(\s*['"]?\s*(?!#)|expression|\\""", re.IGNORECASE)
_LENGTH = re.compile(r"\s*(\d+(?:\.\d+)?)(?:px)?\s*")


def parsed(data: bytes) -> ET.Element | None:
    """The drawing's root element; None when it is no SVG that could be shown."""
    if b"<!ENTITY" in data.replace(b"\x00", b""):
        return None
    try:
        root = ET.fromstring(data)  # noqa: S314 (entities are refused above; expat fetches nothing)
    except (ET.ParseError, ValueError, LookupError, RecursionError):
        return None
    return root if _name(root) == "svg" else None


def clean(data: bytes) -> bytes:
    """The drawing without what is more than a drawing. ``data`` is one that ``parsed`` accepts."""
    root = parsed(data)
    if root is None:
        return data
    strange = b"<?xml-stylesheet" in data or b"<!DOCTYPE" in data
    if not strange and not any(True for _ in _faults(root)):
        return data
    for parent, element, attribute in list(_faults(root)):
        if attribute:
            element.attrib.pop(attribute, None)
        elif parent is not None and element in list(parent):
            parent.remove(element)
    ET.register_namespace("", _SVG)
    ET.register_namespace("xlink", _XLINK)
    made: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return made + b"\n"


def size(root: ET.Element) -> tuple[int, int] | None:
    """Width and height in pixels, from width and height or the view box; None when it says neither."""
    lengths = [_LENGTH.fullmatch(root.get(name, "")) for name in ("width", "height")]
    box = root.get("viewBox", "").replace(",", " ").split()
    if lengths[0] and lengths[1]:
        wide, high = float(lengths[0][1]), float(lengths[1][1])
    elif len(box) == 4 and all(_LENGTH.fullmatch(n) for n in box[2:]):
        wide, high = float(box[2]), float(box[3])
    else:
        return None
    return (round(wide), round(high)) if wide >= 0.5 and high >= 0.5 else None


def _name(element: ET.Element) -> str:
    """The local name of an SVG element; "" for another vocabulary's."""
    space, _, name = element.tag.rpartition("}")
    return name if space in ("", "{" + _SVG) else ""


def _faults(root: ET.Element) -> Iterator[tuple[ET.Element | None, ET.Element, str]]:
    """(parent, element, attribute or "" for the whole element) of all that a drawing must not have."""
    pending: list[tuple[ET.Element | None, ET.Element]] = [(None, root)]
    while pending:
        parent, element = pending.pop()
        name = _name(element)
        moved = element.get("attributeName", "").rpartition(":")[2].lower()
        if (
            not name
            or name in _NEVER
            or (name in _MOVES and (moved == "href" or moved.startswith("on")))
            or (name == "style" and _STYLE_OUTSIDE.search("".join(element.itertext())))
        ):
            yield parent, element, ""
            continue
        for key, value in element.attrib.items():
            local = key.rpartition("}")[2].lower()
            if (
                local.startswith("on")
                or (local == "href" and not _OWN.match(value.strip()))
                or (local in ("src", "base"))
                or (local != "href" and _STYLE_OUTSIDE.search(value) and ("(" in value or "@" in value))
            ):
                yield parent, element, key
        pending += [(element, child) for child in element]
