"""HTML of an export as Markdown where it is plain: paragraphs, headings, lists, quotations, pictures, links, emphasis.

A body with anything else (a table, a frame, a colour, a list in a list) stays as it stands, for Markdown takes HTML: a
half that is translated would be worse to edit than a whole that is not.
"""

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from jianbao.importer.writing import escaped

_BLOCK = frozenset("p h1 h2 h3 h4 h5 h6 ul ol blockquote figure div hr".split())
_EMPHASIS = {"strong": "**", "b": "**", "em": "*", "i": "*"}
_MARKED = re.compile(r"(?<!!)\[[^\[\]\n]*\]\(|!\[|^#{1,6} |^> |```|^[^\S\n]*+[-*+] |\*\*", re.MULTILINE)
_PLACE = "\ue000{}\ue001"


class _NotPlainError(Exception):
    """Something that Markdown has no word for, or that would be lost."""


def markdown(body: str) -> str:
    """The body as Markdown; the body itself when it is not plain HTML."""
    if "<" not in body or not re.search(
        r"<(?:p|h[1-6]|ul|ol|blockquote|figure|strong|em|b|a|img)\b", body, re.IGNORECASE
    ):
        return body
    if "<!--" in body or "\ue000" in body:
        return body
    kept: list[str] = []

    def put(match: re.Match[str]) -> str:
        kept.append(match.group())
        return _PLACE.format(len(kept) - 1)

    # Pictures and links that are Markdown already, as those of shortcodes.
    shielded = re.sub(r"!?\[[^\[\]\n]*+\]\((?:<[^<>\n]*+>|[^()\s<>]*+)(?: \"[^\"\n]*+\")?\)", put, body)
    if _MARKED.search(shielded):
        return body
    tree = LexborHTMLParser(f"<body>{shielded}</body>")
    try:
        made = "\n\n".join(_blocks(tree.body)) if tree.body is not None else body
    except _NotPlainError:
        return body
    return re.sub("\ue000(\\d+)\ue001", lambda m: kept[int(m[1])], made)


def _children(node: LexborNode) -> list[LexborNode]:
    return list(node.iter(include_text=True))


def _blocks(node: LexborNode) -> list[str]:
    """The blocks in an element; text without one is parted by blank lines, as WordPress parts it."""
    made: list[str] = []
    run = ""
    for child in _children(node):
        name = child.tag or ""
        if name in _BLOCK:
            made += _paragraphs(run)
            run = ""
            made += _block(child, name)
        else:
            run += _inline(child)
    return [*made, *_paragraphs(run)]


def _paragraphs(text: str) -> list[str]:
    return [part.strip() for part in re.split(r"\n[ \t]*\n", text) if part.strip()]


def _block(node: LexborNode, name: str) -> list[str]:
    _plain(node, name)
    if name == "hr":
        return ["---"]
    if name == "div":
        return _blocks(node)
    if name == "figure":
        return [_figure(node)]
    if name == "blockquote":
        return ["\n".join(f"> {line}".rstrip() for line in "\n\n".join(_blocks(node)).split("\n"))]
    if name in ("ul", "ol"):
        return [_list(node, name)]
    text = "".join(map(_inline, _children(node))).strip()
    if name[0] == "h" and "\n" in text:
        raise _NotPlainError
    return [f"{'#' * int(name[1])} {text}" if name[0] == "h" else text] if text else []


def _plain(node: LexborNode, name: str) -> None:
    """Raises when the element says more than its name: a colour, an alignment, a number to begin with."""
    given = {key for key, value in node.attributes.items() if value}
    known = {"class", "href", "src", "alt", "title", "width", "height", "loading", "decoding", "srcset", "sizes", "id"}
    known |= {"target", "rel", "fetchpriority"}
    if given - known or (name not in ("img", "a", "figure") and "id" in given):
        raise _NotPlainError


def _list(node: LexborNode, name: str) -> str:
    items: list[str] = []
    for child in _children(node):
        if child.tag == "-text" and not (child.text_content or "").strip():
            continue
        if child.tag != "li" or child.css_first("ul, ol, table, blockquote, p p, figure") is not None:
            raise _NotPlainError
        _plain(child, "li")
        parts = _blocks(child)
        if len(parts) != 1 or "\n" in parts[0]:
            raise _NotPlainError
        items.append(f"{f'{len(items) + 1}.' if name == 'ol' else '-'} {parts[0]}")
    return "\n".join(items)


def _figure(node: LexborNode) -> str:
    """A picture with what stands below it."""
    image = node.css("img")
    caption = node.css_first("figcaption")
    said = " ".join((caption.text(deep=True) or "").split()) if caption is not None else ""
    words = "".join((node.text(deep=True) or "").split())
    if len(image) != 1 or node.css_first("a, table, figure figure") is not None or words != "".join(said.split()):
        raise _NotPlainError
    return _picture(image[0], said)


def _picture(node: LexborNode, said: str = "") -> str:
    _plain(node, "img")
    target, alt = node.attributes.get("src") or "", " ".join((node.attributes.get("alt") or "").split())
    said = (said or node.attributes.get("title") or "").replace('"', "”")
    if not target or re.search(r"[\[\]\\]", alt):
        raise _NotPlainError
    target = f"<{target}>" if re.search(r"[\s()]", target) else target
    return f'![{alt or said}]({target} "{said}")' if said else f"![{alt}]({target})"


def _shown(match: re.Match[str]) -> str:
    """A line of a text as Markdown; only at its beginning may a sign begin a block."""
    return escaped(match.group(), inside=match.start() > 0 and match.string[match.start() - 1] != "\n")


def _inline(node: LexborNode) -> str:
    name = node.tag or ""
    if name == "-text":
        return re.sub(r"[^\s](?:[^\n]*[^\s])?", _shown, node.text_content or "")
    if name == "br":
        return "  \n"
    if name == "img":
        return _picture(node)
    inner = "".join(map(_inline, _children(node)))
    _plain(node, name)
    if name in _EMPHASIS:
        bare = inner.strip()
        if not bare or "*" in bare or "\n\n" in bare:
            raise _NotPlainError
        mark = _EMPHASIS[name]
        if not (bare[0].isalnum() and bare[-1].isalnum()):  # beside a letter, ** would be no emphasis
            return f"<{name}>{inner}</{name}>"
        before, after = inner[: len(inner) - len(inner.lstrip())], inner[len(inner.rstrip()) :]
        return f"{before}{mark}{bare}{mark}{after}"
    if name == "a" and (target := node.attributes.get("href")):
        if "[" in inner.replace("![", "") or "\n\n" in inner or node.attributes.get("title"):
            raise _NotPlainError
        return f"[{inner}]({f'<{target}>' if re.search('[()]|[ ]', target) else target})"
    if name == "span":
        return inner
    raise _NotPlainError
