"""The walk over a page's tree: every text of it as a line of the article, as frame, or as hidden.

An element frames the article when it is called so or is nothing but links, and holds no sentence, no title and
no field of one: a page whose whole text stands in a <form> or in a class "page" is read all the same.
"""

import re
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from selectolax.lexbor import LexborNode

from jianbao.importer.model import Beside, Dropped, Line
from jianbao.importer.page import cells, grid, holding, metadata, roles, seams
from jianbao.importer.page.holding import BLOCKS, SILENT
from jianbao.importer.text import decode, raised

_FRAME = frozenset("nav footer aside form select button iframe header".split())
_NAMED = re.compile(
    r"nav|navbar|navigation|menu|head|header|top|topbar|topnav|foot|footer|bottom|copyright|dibu|daohang|"
    r"breadcrumbs?|crumbs?|position|pos|dqwz|weizhi|location|mbx"
    r"|share|fenxiang|fx|bdsharebuttonbox|side|sidebar|related?|rel|xgwz|xgxw|xgyd|xglj|pagination|pagenav|"
    r"page|prevnext|prev|next|pre|shangxia|sxp|tools?|toolbar|search|banner|logo|links?"
    r"|login|qrcode|ewm|erweima|friendlink|yqlj|tuijian|recommend|hot|rank"
)
_OF_WECHAT = re.compile(
    r"rich_media_tool.*|qr_code_pc.*|js_pc_qr_code.*|wx_stream_article.*|article_modify_area|reward_area.*|"
    r"like_comment.*|js_tags|content_bottom_area|js_profile_qrcode|profile_container"
)
_OF_ARTICLE = frozenset(["js_content", "activity-name", "meta_content"])
"""The parts of a WeChat article."""
_SHORTEST = 40
"""Characters of a text."""
_HIDDEN = re.compile(r"display\s{0,9}:\s{0,9}none|visibility\s{0,9}:\s{0,9}hidden")
_ALIGNED = re.compile(r"text-align\s{0,9}:\s{0,9}(center|right)")
_BOLD = frozenset("b strong h1 h2 h3 h4 h5 h6".split())
_LATER = ("data-src", "data-original", "data-lazy-src")
"""Where a page has the address of a picture that its script shows later."""
_FILE = re.compile(r"\.(?:docx?|xlsx?|pptx?|pdf|wps|zip|rar)$", re.IGNORECASE)
_INLINE = frozenset("a span em i".split())
_APART = frozenset("span i em a small label b strong font".split())
_TITLED = frozenset("h1 h2 h3 h4 h5 h6 p div span td".split())


@dataclass(frozen=True, slots=True)
class Inside:
    """What the open elements do to the text in them."""

    kind: str = ""
    """"frame", "hidden", "struck" or "about" (a WeChat article's own fields)."""
    where: str = ""
    """Above or below the line (raised.py)."""
    centred: bool = False
    right: bool = False
    bold: bool = False
    linked: bool = False
    filed: bool = False
    """In a link to a document."""
    pre: bool = False
    heading: int = 0
    home: int = 0
    quoted: bool = False
    item: bool = False
    role: str = ""


class PageReader:
    """A page while it is being read."""

    def __init__(self, beside: Beside, *, hides: bool) -> None:
        self.beside = beside
        self.hides = hides
        self.media: dict[str, bytes] = {}
        self.missing: list[tuple[int, str, int]] = []
        """The pictures that were not saved with the page: how many lines stood before, its name, its element."""
        self.title = ""
        self.lines: list[Line] = []
        self.framing: list[str] = []
        self.framed: list[tuple[int, str]] = []
        """What is in ``framing``, each with how many lines stood before it."""
        self.hidden: list[str] = []
        self.struck: list[str] = []
        self.raised = raised.Raised()
        self.invisible: list[Dropped] = []
        self.said: dict[str, str] = {}
        self.homes: dict[int, int] = {}
        """Each element that lines stand in, and the next one around it."""
        self._held: set[int] = set()
        self._around: set[int] = set()
        """The elements that a WeChat article's text, title and fields stand in; what else is in them is frame."""
        self._text = ""
        self._linked = self._bold = self._plain = 0
        self._pictures: list[Line] = []
        self._apart = False

    def read(self, root: LexborNode) -> None:
        """Every node below one, in order, without recursion: pages nest as deep as they like."""
        self._held = holding.elements(root)
        self._find_content(root)
        inside = [Inside()]
        node = root
        while True:
            within = self._begin(node, inside[-1])
            if within is not None and node.child is not None:
                inside.append(within)
                node = node.child
                continue
            self._end(node, within or inside[-1])
            # What stands behind </html> is beside the root, and no part of it.
            while node.next is None or node.mem_id == root.mem_id:
                if node.parent is None or node.mem_id == root.mem_id:
                    self._flush(inside[-1])
                    return
                node = node.parent
                self._end(node, inside.pop())
            node = node.next

    def _find_content(self, root: LexborNode) -> None:
        """A WeChat page names the element of its text: what is neither in it nor its title nor its fields is frame.

        Other sites call an element js_content, too, and have no title of WeChat's beside it.
        """
        content = root.css_first("#js_content")
        beside = [root.css_first(name) for name in ("#activity-name", "#meta_content")]
        if content is None or not any(beside) or len("".join((content.text(deep=True) or "").split())) < _SHORTEST:
            return
        for found in (content, *beside):
            above = found.parent if found is not None else None
            while above is not None:
                self._around.add(above.mem_id)
                above = above.parent

    def _begin(self, node: LexborNode, inside: Inside) -> Inside | None:
        """What the node does to what is in it; None when that is not to be walked."""
        name = node.tag or ""
        if name == "-text":
            self._say(node.text_content or "", inside)
            return None
        if name.startswith(("-", "!")) or name in SILENT:
            return self._silent(node, name)
        given = {key: value or "" for key, value in node.attributes.items()}
        if name == "meta":
            metadata.of_meta(given, self.said)
        elif name in ("br", "hr"):
            self._flush(inside)
        elif name == "img":
            self._picture(given, inside)
        if name in BLOCKS:
            self._flush(inside)
        within = self._within(node, name, given, inside)
        if name == "table" and not within.kind and (rows := cells.rows(node)):
            self._table(rows)
            return None
        return within

    def _end(self, node: LexborNode, within: Inside) -> None:
        if (node.tag or "") in BLOCKS:
            self._flush(within)
        elif node.tag in _APART and self._text.strip():
            self._text += seams.SEAM

    def _silent(self, node: LexborNode, name: str) -> Inside | None:
        """The head is walked for what it says of the page; scripts and styles are not."""
        if name == "title":
            self.title = self.title or " ".join((node.text(deep=True) or "").split())
        elif name == "script":
            metadata.of_script(node, self.said)
        return Inside("hidden") if name == "head" else None

    def _within(self, node: LexborNode, name: str, given: dict[str, str], inside: Inside) -> Inside:
        style, made = given.get("style", ""), inside
        if name in _INLINE:
            metadata.of_element(node, given, self.said)
        if not inside.kind:
            kind = self._kind(node, name, given, style) or ("struck" if cells.is_struck(name, style) else "")
            made = replace(made, kind=kind) if kind else made
        aligned = "center" if name == "center" else (_ALIGNED.search(style) or [0, given.get("align", "").lower()])[1]
        if aligned:
            made = replace(made, centred=aligned == "center", right=aligned == "right")
        if name in _BOLD:
            heading = int(name[1]) if name[0] == "h" else made.heading
            made = replace(made, bold=True, heading=heading)
        role = roles.role(given.get("class", "")) if name in _TITLED else ""
        if role:
            made = replace(made, role=role)
        if name == "a":
            made = replace(made, linked=True, filed=_FILE.search(given.get("href", "").partition("?")[0]) is not None)
        if name in ("div", "section", "article", "td", "blockquote"):
            self.homes[node.mem_id] = inside.home
            made = replace(made, home=node.mem_id, quoted=made.quoted or name == "blockquote")
        if name in cells.ITEMS:
            made = replace(made, item=cells.is_of_list(node))
        if name in cells.RAISED:
            made = replace(made, where=cells.RAISED[name])
        return replace(made, pre=True) if name == "pre" else made

    def _kind(self, node: LexborNode, name: str, given: dict[str, str], style: str) -> str:
        identifier = given.get("id", "")
        names = [identifier, *given.get("class", "").split()]
        if identifier == "meta_content" or "rich_media_meta_list" in names:
            metadata.of_wechat(node, self.said)
            return "about"
        above = node.parent
        if (
            above is not None
            and above.mem_id in self._around
            and node.mem_id not in self._around
            and identifier not in _OF_ARTICLE
        ):
            return "frame"
        if self.hides and (_HIDDEN.search(style) or "hidden" in given):
            return "hidden"
        if any(map(_OF_WECHAT.fullmatch, names)):
            return "frame"
        if node.mem_id in self._held:
            return ""
        words = {word.lower() for name in names for word in re.split(r"[-_]+|(?<=[a-z])(?=[A-Z])|\d+", name)}
        called = name in ("div", "ul", "ol", "section", "td", "table", "p", "span", "dl") and any(
            map(_NAMED.fullmatch, words)
        )
        called = called and not (name == "span" and roles.is_amid_text(node))
        return "frame" if name in _FRAME or called else ""

    def _say(self, data: str, inside: Inside) -> None:
        lines, dropped = decode.lines(data)
        self.invisible += dropped
        text = "\n".join(lines)
        if inside.kind == "frame" or inside.kind == "about":
            self._frame(text.strip())
        elif inside.kind == "hidden":
            self.hidden.append(text.strip())
        elif inside.kind == "struck":
            self.struck.append(text.strip())
        else:
            text = self.raised.shown(text, "" if inside.linked else inside.where)
            bare = len(text.strip())
            self._linked += bare if inside.linked and not inside.filed else 0
            if inside.bold:
                self._bold += bare
            else:
                self._plain += bare
            self._text += (
                re.sub(r"\s+", lambda blank: " " if "\n" in blank[0] else blank[0], text) if not inside.pre else text
            )

    def _frame(self, text: str) -> None:
        """A text that is of the page around the article."""
        self.framing.append(text)
        if text:
            self.framed.append((len(self.lines), text))
            self._apart = True

    def _flush(self, inside: Inside) -> None:
        """What was gathered is a line."""
        text, self._text = seams.spaced(self._text), ""
        bold, linked = bool(self._bold and not self._plain), self._linked
        self._bold = self._plain = self._linked = 0
        bare = len("".join(re.sub(r"[|>»·/]", "", text).split()))
        if bare and linked >= 0.8 * bare and not inside.heading and "。" not in text:
            self._frame(text.strip())
            return
        for piece in text.split("\n"):
            if piece.strip():
                line = Line(piece.rstrip(), 0, False, inside.centred, inside.right, bold, inside.heading)
                self._add(line._replace(home=inside.home, quoted=inside.quoted, item=inside.item, role=inside.role))

    def _add(self, line: Line) -> None:
        self.lines.append(line._replace(number=len(self.lines) + 1, apart=self._apart))
        self._apart = False

    def _table(self, rows: list[list[LexborNode]]) -> None:
        """A table as one line, its pictures below it."""
        made = list(
            grid.placed(
                [
                    [
                        grid.Cell(
                            self._cell(cell), *(grid.span(cell.attributes.get(a)) for a in ("colspan", "rowspan"))
                        )
                        for cell in row
                    ]
                    for row in rows
                ]
            )
        )
        made = [row for row in made if any(row)]
        if made:
            self._add(Line("\n".join("\t".join(row) for row in made), 0, rows=tuple(made)))
        pictures, self._pictures = self._pictures, []
        for line in pictures:
            self._add(line)

    def _cell(self, cell: LexborNode) -> str:
        """A cell's words; a blank parts its blocks."""
        words: list[str] = []
        for node, around in cells.walked(cell):
            if node is None:
                words.append(" ")
            elif node.tag == "img":
                self._picture({key: value or "" for key, value in node.attributes.items()}, Inside(), aside=True)
            else:
                lines, dropped = decode.lines(node.text_content or "")
                self.invisible += dropped
                if around.struck:
                    self.struck += lines
                else:
                    words += [self.raised.shown(text, "" if around.linked else around.where) for text in lines]
        return " ".join("".join(words).split())

    def _picture(self, given: dict[str, str], inside: Inside, *, aside: bool = False) -> None:
        """A picture of the article, when the browser saved it with the page."""
        if inside.kind:
            return
        later = next((given[key] for key in _LATER if given.get(key)), "")
        target = given.get("src", "")
        if later and (not target or target.startswith("data:")):
            target = later  # what stands in src is a blank until the page is scrolled down to it
        data = self.beside(target)
        if data is None:
            if target and not target.startswith("data:"):
                above = len(self.lines) + bool(self._text.strip())
                name = PurePosixPath(target.partition("?")[0].rstrip("/")).name
                self.missing.append((above, " ".join(given.get("alt", "").split()) or name[-40:], inside.home))
            return
        if not aside:
            self._flush(inside)
        name = f"tu{len(self.media) + 1:02}{PurePosixPath(target.partition('?')[0]).suffix.lower()}"
        self.media[name] = data
        line = Line("", 0, picture=name, alt=" ".join(given.get("alt", "").split()))
        if aside:
            self._pictures.append(line)
        else:
            self._add(line)
