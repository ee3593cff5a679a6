"""Which elements of a page hold something of its article: a sentence, a heading, a field, the page's own name.

What holds one of them is no frame, whatever its class says: sites set a title in class="Head".
"""

import re

from selectolax.lexbor import LexborNode

from jianbao.importer.line import controls

BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dir div dl dt fieldset figcaption "
    "figure footer form h1 h2 h3 h4"
    " h5 h6 header hr html legend li main marquee menu nav ol optgroup option p pre section select summary "
    "table tbody td tfoot th"
    " thead tr ul".split()
)
SILENT = frozenset("script style template head title svg noframes".split())
_SENTENCE = re.compile(r"[^。]{12}。|[^，。]{4}，[^，。]{4,60}，")
_FIELD = re.compile(r"(?:发布|发表|更新)(?:时间|日期)|来[ \u3000\xa0]{0,4}源[:：]")
_NAMES = frozenset(["articletitle", "pagetitle", "og:title"])
_SHORTEST, _MOST = 8, 40
"""Characters of a name that is looked for, and places of a page where it is."""


def elements(root: LexborNode) -> set[int]:
    """The elements that hold something of an article; each is visited once from below."""
    held: set[int] = set()
    names, places = _names(root), 0
    for node in root.traverse(include_text=True):
        name = node.tag or ""
        text = node.text_content or "" if name == "-text" else ""
        found = name in ("h1", "h2") or _SENTENCE.search(text) is not None or _FIELD.search(text) is not None
        if not found and places < _MOST and _is_name(text, names):
            places += 1
            found = _is_alone(node, text)
        if not found:
            continue
        above = node.parent
        if above is not None and (above.tag in SILENT or above.tag == "a"):
            continue
        while above is not None and above.mem_id not in held:
            held.add(above.mem_id)
            above = above.parent
    return held


def _names(root: LexborNode) -> list[str]:
    """What a page calls itself, without blanks."""
    title = root.css_first("title")
    found = [title.text(deep=True) or ""] if title is not None else []
    for node in root.css("meta"):
        given = node.attributes
        if (given.get("name") or given.get("property") or "").lower() in _NAMES:
            found.append(given.get("content") or "")
    return [bare for text in found if len(bare := "".join(text.split())) >= _SHORTEST]


def _is_name(text: str, names: list[str]) -> bool:
    """Whether a text is a page's name, or the first part of one before the site's."""
    bare = "".join(text.split()) if names and len(text) <= 400 else ""
    if len(bare) < _SHORTEST or controls.NAME_OF_SITE.fullmatch(bare) or controls.OWN_NAME.fullmatch(bare):
        return False
    return any(name == bare or (name.startswith(bare) and name[len(bare)] in "-_—–|｜") for name in names)


def _is_alone(node: LexborNode, text: str) -> bool:
    """Whether nothing else stands in the block of a text: in a path it stands behind the columns."""
    above = node.parent
    while above is not None and above.tag not in BLOCKS:
        above = above.parent
    return above is not None and "".join((above.text(deep=True) or "").split()) == "".join(text.split())
