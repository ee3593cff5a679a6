"""What a saved page marks in its text: lists, quotations, links, emphasis; the words are there already, as Markdown.

A mark is put where the words of its element stand as a block of their own, or within the block of their paragraph; what
frames the article has no such block. What is not found is named.
"""

import re
from html import unescape
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from jianbao.importer.writing import escaped

_BLOCKS = frozenset("p li td th div h1 h2 h3 h4 h5 h6 blockquote dd dt section article center body figcaption".split())
_PLAYERS = {"iframe": "嵌入的内容", "video": "视频", "audio": "录音", "embed": "嵌入的内容", "object": "嵌入的内容"}
_LINK = re.compile(r"(?<!\\)(?:\\\\)*+!?\[(?:\\.|[^\[\]\\\n])*+\]\((?:<[^<>\n]*+>|[^()\s]*+)[^()\n]*\)")
_MOST = 4000
"""Blocks of an article in which marks are looked for."""
_FILE = re.compile(r"\.(?:docx?|xlsx?|pptx?|pdf|wps|zip|rar|txt)$", re.IGNORECASE)


class Marked(NamedTuple):
    """A body with its marks, and what is said of those that found no place."""

    body: str
    doubts: tuple[str, ...]


class _Body:
    """The blocks of a body while they are being marked."""

    def __init__(self, body: str) -> None:
        self.blocks = body.split("\n\n")
        self.keys = [_key(_plain(block)) for block in self.blocks]
        self.before: dict[int, str] = {}
        self.lists: dict[int, int] = {}
        self.tops: dict[int, int] = {}
        self.homes: set[int] = set()

    def run(self, key: str) -> range:
        """The blocks that hold these words and no others, that have no mark yet."""
        for at, first in enumerate(self.keys):
            if not first or at in self.before or not key.startswith(first):
                continue
            end, rest = at, key
            while end < len(self.keys) and rest and self.keys[end] and rest.startswith(self.keys[end]):
                rest = rest[len(self.keys[end]) :]
                end += 1
            if not rest:
                return range(at, end)
        return range(0)


def marked(body: str, page: str) -> Marked:
    """A body that was read from a page, with the page's lists, quotations, links and emphasis."""
    work = _Body(body)
    root = LexborHTMLParser(page).body
    if root is None or len(work.blocks) > _MOST:
        return Marked(body, ())
    for node in root.css("p, li, blockquote, td, h2, h3, h4"):
        home = node.parent
        if home is not None and _key(_text(node)) in work.keys and _key(_text(node)):
            work.homes.add(home.mem_id)
    doubts: list[str] = []
    for node in root.css("b, strong"):
        _inline(work, node, "")
    lost = [said for node in root.css("a[href]") if (said := _link(work, node))]
    for node in root.css("li"):
        _item(work, node)
    for node in root.css("blockquote"):
        run = work.run(_key(_text(node)))
        work.before.update(dict.fromkeys(run, "> "))
    if lost:
        doubts.append(f"网页里的 {len(lost)} 个链接没有收入：{'、'.join(lost[:20])}，请补上")
    for name, what in _PLAYERS.items():
        for node in root.css(name):
            source = node.css_first("source")
            target = (node.attributes.get("src") or node.attributes.get("data") or "") or (
                (source.attributes.get("src") or "") if source is not None else ""
            )
            doubts.append(f"网页里的{what}（{name}“{target[:120]}”）没有收入，请补上")
    return Marked(_joined(work), tuple(dict.fromkeys(doubts)))


def _text(node: LexborNode) -> str:
    return node.text(deep=True) or ""


def _key(text: str) -> str:
    return "".join(text.split())


def _plain(block: str) -> str:
    """A block's words as readers see them."""
    bare = re.sub(r"^#{1,6} ", "", block)
    bare = re.sub(r"^\|(?: --- \|)+$", "", bare, flags=re.MULTILINE) if bare.startswith("|") else bare
    bare = re.sub(r"(?<!\\)\|", "", bare) if bare.startswith("|") else bare
    return unescape(re.sub(r"\\([^\w\s])", r"\1", re.sub(r"^!\[.*", "", bare)))


def _home(node: LexborNode) -> LexborNode | None:
    """The block that an element stands in."""
    at = node.parent
    while at is not None and at.tag not in _BLOCKS:
        at = at.parent
    return at


def _inline(work: _Body, node: LexborNode, target: str) -> bool:
    """Puts a link, or emphasis for no target, around the words of an element; False when they are not there."""
    home = _home(node)
    words = " ".join(_text(node).split())
    if home is None or not words:
        return False
    key, around = _key(words), _key(_text(home))
    for at, block in enumerate(work.keys):
        within = block == around or (block in around and len(block) > len(key))
        if not key or key not in block or not (within or (home.tag in ("td", "th") and around in block)):
            continue
        if not target and (work.blocks[at].startswith("#") or not (words[0].isalnum() and words[-1].isalnum())):
            return True  # a heading is bold by itself; and beside a sign ** would be no emphasis
        for shown in (escaped(words, inside=True), escaped(words)):
            new = _around(work.blocks[at], shown, target)
            if new:
                work.blocks[at] = new
                return True
    return False


def _around(block: str, shown: str, target: str) -> str:
    """The block with a mark around the first of these words that stands in no link; "" for none."""
    taken = [match.span() for match in _LINK.finditer(block)]
    at = block.find(shown)
    while at >= 0 and any(begin <= at < end for begin, end in taken):
        at = block.find(shown, at + 1)
    if at < 0:
        return ""
    wrapped = f"[{shown}]({target})" if target else f"**{shown}**"
    return f"{block[:at]}{wrapped}{block[at + len(shown) :]}"


def _link(work: _Body, node: LexborNode) -> str:
    """Puts a link into its place; what is said of one of the text that has none."""
    target = (node.attributes.get("href") or "").strip()
    words = " ".join(_text(node).split())
    if not words or not target or target.startswith("#") or target.lower().startswith("javascript:"):
        return ""
    target = re.sub(r"[<>\n]", "", target)
    if _inline(work, node, f"<{target}>" if re.search(r"[\s()]", target) else target):
        return ""
    home = _home(node)
    above = home.parent if home is not None else None
    of_text = (home is not None and home.mem_id in work.homes) or (above is not None and above.mem_id in work.homes)
    return f"“{words[:40]}”（{target[:120]}）" if of_text or _FILE.search(target.partition("?")[0]) else ""


def _item(work: _Body, node: LexborNode) -> None:
    """Marks the blocks of an item of a list; of one with lists in it, its own words."""
    inner = node.css_first("ul, ol")
    own = _key(_text(node))
    if inner is not None:
        own = own.partition(_key(_text(inner)))[0]
    run = work.run(own) if own else range(0)
    if not run:
        return
    above, depth = node.parent, 0
    owner = above
    while above is not None:
        if above.tag in ("ul", "ol"):
            depth += 1
            work.tops.update(dict.fromkeys(run, above.mem_id))
        above = above.parent
    number = 0
    if owner is not None and owner.tag == "ol":
        start = owner.attributes.get("start") or "1"
        first = int(start) if start.isdecimal() and len(start) < 7 else 1
        number = work.lists[owner.mem_id] = work.lists.get(owner.mem_id, first - 1) + 1
    indent = "   " * max(0, depth - 1)
    mark = f"{indent}{number}. " if number else f"{indent}- "
    for at in run:
        work.before[at] = mark if at == run.start else f"{indent}   "


def _joined(work: _Body) -> str:
    """The blocks as a body: an item stands right below the one before it, a quotation is one."""
    made = ""
    for at, block in enumerate(work.blocks):
        mark, above = work.before.get(at, ""), work.before.get(at - 1, "")
        rest = mark if mark == "> " else " " * len(mark)
        lines = [f"{mark if not n else rest}{line}".rstrip() for n, line in enumerate(block.split("\n"))]
        listed = at in work.tops and at - 1 in work.tops
        same = listed and work.tops[at] == work.tops[at - 1]
        # Between two lists stands a comment, for Markdown would make one of them.
        between = "\n>\n" if mark == above == "> " else "\n\n<!-- -->\n\n" if listed and not same else "\n\n"
        between = "\n" if same and mark.strip() else between if at else ""
        made += between + "\n".join(lines)
    return made
