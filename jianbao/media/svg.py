"""SVG as a picture and nothing more: no scripts, no events, nothing from elsewhere, no foreign markup (SVG 1.1, SVG 2).

A browser that opens an SVG by its own address runs what is in it, as the site; and what a browser reads is not what
another reader of XML reads, if they differ about the encoding or about what stands before the root. So a drawing is
decoded here, parsed once (expat), and what was parsed is what is written, in UTF-8. Refused: what is no XML or no SVG,
encodings that nobody needs, entities, from which a small file could grow without end, and more than ``DEEPEST`` levels
or ``MOST`` elements.
"""

from collections.abc import Iterator
from typing import NamedTuple
from xml.etree import ElementTree as ET

from jianbao import expressions as re

_SVG = "http://www.w3.org/2000/svg"
_XLINK = "{http://www.w3.org/1999/xlink}"
_PAGE = "{http://www.w3.org/1999/xhtml}"
_XML = "{http://www.w3.org/XML/1998/namespace}"
LARGEST = 10 * 2**20
DEEPEST = 200
MOST = 100_000
_DRAWN = frozenset(
    "a animate animateMotion animateTransform circle clipPath cursor defs desc discard ellipse feBlend feColorMatrix "
    "feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting feDisplacementMap feDistantLight feDropShadow "
    "feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur feImage feMerge feMergeNode feMorphology feOffset "
    "fePointLight feSpecularLighting feSpotLight feTile feTurbulence filter g hatch hatchpath image line "
    "linearGradient marker mask mesh meshgradient meshpatch meshrow mpath path pattern polygon polyline radialGradient "
    "rect set solidcolor stop style svg switch symbol text textPath title tref tspan use view".split()
)
_MOVES = frozenset(("animate", "animateMotion", "animateTransform", "set", "discard"))
_SAID = {"script": "脚本", "handler": "脚本", "listener": "脚本", "metadata": "编辑软件的附注"}
_SEEN_WITHOUT = frozenset(("编辑软件的附注",))
_OWN = re.compile(r"#|data:image/(?:png|jpe?g|gif|webp);base64,", re.IGNORECASE)
_CALLED = re.compile(r"(?<![A-Za-z0-9_-])([A-Za-z0-9_-]{0,60})\(\s{0,9}['\"]?\s{0,9}(#?)")
_AT = re.compile(r"@([A-Za-z-]{0,30})")
_FUNCTIONS = frozenset(
    " attr calc circle clamp color color-mix cubic-bezier ellipse hsl hsla inset lab lch matrix matrix3d max min not "
    "nth-child nth-of-type oklab oklch path perspective polygon rgb rgba rotate rotate3d rotatex rotatey rotatez scale "
    "scale3d scalex scaley scalez skew skewx skewy steps translate translate3d translatex translatey translatez var "
    "blur brightness contrast drop-shadow grayscale hue-rotate invert opacity saturate sepia icc-color".split(" ")
)
"""What may be called in styles and in attributes that browsers read as such; ``url`` of what is in the drawing, too."""
_RULES = frozenset(("media", "keyframes", "-webkit-keyframes", "supports"))
_PLAIN = ("id", "class", "lang", "role", "tabindex", "d", "points")
_DECLARED = re.compile(r"\s{0,99}<\?xml\s[^>?]{0,200}?encoding\s{0,9}=\s{0,9}['\"]([A-Za-z0-9_.-]{1,40})['\"]")
_DECLARATION = re.compile(r"\s{0,99}<\?xml\s[^>]{0,400}\?>")
_MARKS = ((b"\xef\xbb\xbf", "utf_8"), (b"\xff\xfe", "utf_16_le"), (b"\xfe\xff", "utf_16_be"))
_CODECS = {
    "utf-8": "utf_8", "utf8": "utf_8", "us-ascii": "ascii", "ascii": "ascii", "iso-8859-1": "latin_1",
    "latin1": "latin_1", "windows-1252": "cp1252", "gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030",
}  # fmt: skip
_LENGTH = re.compile(r"\s{0,9}(\d{1,5}(?:\.\d{1,20})?)(?:px)?\s{0,9}")


class Drawing(NamedTuple):
    """A drawing that only draws."""

    data: bytes
    """What is published."""
    size: tuple[int, int] | None
    """Width and height in pixels, None when it says neither."""
    removed: tuple[str, ...]
    """What was taken out of it, in an editor's words."""

    @property
    def looks_other(self) -> bool:
        """Whether something was taken out that could be seen or run."""
        return not _SEEN_WITHOUT.issuperset(self.removed)


class NoDrawingError(ValueError):
    """What is no SVG that could be shown; its text is the reason, in an editor's words."""


def drawing(data: bytes) -> Drawing:
    """The drawing. Raises NoDrawingError."""
    if len(data) > LARGEST:
        raise NoDrawingError(f"超过 {LARGEST // 2**20} MB")
    builder = _Bounded()
    parser = ET.XMLParser(target=builder)  # noqa: S314 (entities are refused in _text; expat fetches nothing)
    try:
        parser.feed(_text(data))
        root = parser.close()
    except (ET.ParseError, LookupError):
        raise NoDrawingError("不是完整的 SVG") from None
    if _name(root) != "svg":
        raise NoDrawingError("不是 SVG")
    removed = dict.fromkeys(_cleaned(root))
    linked = any(key.startswith(_XLINK) for element in root.iter() for key in element.attrib)
    space = f' xmlns="{_SVG}"' + (' xmlns:xlink="http://www.w3.org/1999/xlink"' if linked else "")
    made = "".join(_written(root, space)) + "\n"
    return Drawing(made.encode(), _size(root), tuple(sorted(removed)))


def _text(data: bytes) -> str:
    """The file's characters without its declaration: one reader decides which they are."""
    marked = next((found for found in _MARKS if data.startswith(found[0])), None)
    if marked:
        data, codec = data[len(marked[0]) :], marked[1]
    else:
        declared = _DECLARED.match(data[:600].decode("latin-1"))
        named = declared[1].lower() if declared else "utf-8"
        codec = _CODECS.get(named, "")
        if not codec:
            raise NoDrawingError(f"编码是 {named}，请另存为 UTF-8")
    try:
        text = data.decode(codec)
    except UnicodeDecodeError:
        raise NoDrawingError("编码与它自己写的不符，请另存为 UTF-8") from None
    if "<!ENTITY" in text:
        raise NoDrawingError("里面有 <!ENTITY>，请另存为普通的 SVG")
    if "\x00" in text:
        raise NoDrawingError("编码看不出来，请另存为 UTF-8")
    declaration = _DECLARATION.match(text)
    return text[declaration.end() :].lstrip() if declaration else text.lstrip()


class _Bounded(ET.TreeBuilder):
    """A tree of at most so many levels and elements; comments and instructions are not in it."""

    def __init__(self) -> None:
        super().__init__()
        self._depth = self._count = 0

    def start(self, tag: str, attrs: dict[str, str], /) -> ET.Element:
        self._depth += 1
        self._count += 1
        if self._depth > DEEPEST:
            raise NoDrawingError(f"嵌套超过 {DEEPEST} 层，请在画图软件里合并图层")
        if self._count > MOST:
            raise NoDrawingError(f"超过 {MOST // 10_000} 万个图形，请简化，或导出为 PNG")
        return super().start(tag, attrs)

    def end(self, tag: str, /) -> ET.Element:
        self._depth -= 1
        return super().end(tag)


def _size(root: ET.Element) -> tuple[int, int] | None:
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


def _cleaned(root: ET.Element) -> Iterator[str]:
    """Takes out all that a drawing must not have, and says what."""
    pending = [root]
    yield from _attributes(root)
    while pending:
        parent = pending.pop()
        kept: list[ET.Element] = []
        behind = parent.text or ""
        for child in list(parent):
            tail = child.tail or ""
            fault = _fault(child)
            if fault:
                yield fault
                behind += tail
                continue
            # The text behind what goes belongs to what stays before it.
            if kept:
                kept[-1].tail = behind
            else:
                parent.text = behind
            behind = tail
            kept.append(child)
            yield from _attributes(child)
        if kept:
            kept[-1].tail = behind
        else:
            parent.text = behind
        parent[:] = kept
        pending += kept


def _fault(element: ET.Element) -> str:
    """Why an element goes, with all that is in it; "" for one that stays."""
    name = _name(element)
    if name not in _DRAWN:
        return _SAID.get(name, "不是图形的标记" if name or element.tag.startswith(_PAGE) else "编辑软件的附注")
    moved = element.get("attributeName", "").rpartition(":")[2].lower()
    if name in _MOVES and (moved in ("href", "style", "class") or moved.startswith("on")):
        return "改动链接的动画"
    if name == "style" and not _styled("".join(element.itertext())):
        return "引用别处的样式"
    return ""


def _attributes(element: ET.Element) -> Iterator[str]:
    """Takes out an element's attributes that must not be, and says what."""
    for key, value in list(element.attrib.items()):
        space, _, local = key.rpartition("}")
        name = local.lower()
        if space and f"{space}}}" not in (_XLINK, _XML):
            fault = "编辑软件的附注"
        elif name.startswith("on"):
            fault = "事件"
        elif name in ("src", "base") or (name == "href" and not _OWN.match(value.strip())):
            fault = "指向别处的链接"
        elif name != "href" and not name.startswith(("aria-", "data-")) and name not in _PLAIN and not _styled(value):
            fault = "引用别处的样式"
        else:
            continue
        del element.attrib[key]
        yield fault


def _styled(text: str) -> bool:
    """Whether a style, or an attribute that may be one, only draws: it calls and imports nothing from elsewhere."""
    if "(" not in text and "@" not in text:
        return True
    if "\\" in text:
        return False
    calls = all(name.lower() in _FUNCTIONS or (name.lower() == "url" and own) for name, own in _CALLED.findall(text))
    return calls and all(rule.lower() in _RULES for rule in _AT.findall(text))


def _written(element: ET.Element, space: str = "") -> Iterator[str]:
    """The element as XML; its depth is bounded."""
    from xml.sax.saxutils import escape, quoteattr  # it loads what talks to the web, and most sites have no drawings

    name = _name(element)
    yield f"<{name}{space}"
    for key, value in element.attrib.items():
        local = key.replace(_XLINK, "xlink:").replace(_XML, "xml:")
        shown = quoteattr(value, {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})
        yield f" {local}={shown}"
    if not element.text and not len(element):
        yield "/>"
    else:
        yield f">{escape(element.text or '')}"
        for child in element:
            yield from _written(child)
            yield escape(child.tail or "")
        yield f"</{name}>"
