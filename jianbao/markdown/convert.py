"""Markdown to the HTML of a body: blocks by blocks.py, the rest by Python-Markdown and a few extensions of ours.

Links into the site become placeholders (``jianbao:0``, ``jianbao:1``, …), because an address is
known only when all files are read. Raw HTML and unsafe URLs are sanitised by nh3. Every letter, digit
and Han character of the source stands in the page, or a problem names it (docs/markdown.md).
"""

import html
from typing import Any, NamedTuple
from xml.etree.ElementTree import Element, ElementTree

import markdown
from markdown.blockparser import BlockParser
from markdown.extensions import Extension
from markdown.extensions.attr_list import AttrListTreeprocessor
from markdown.extensions.footnotes import FootnoteExtension, FootnoteInlineProcessor
from markdown.treeprocessors import Treeprocessor

from jianbao import expressions as re
from jianbao import zh
from jianbao.errors import Level, Problem
from jianbao.markdown import directives, foreign, inline, limits, plain, sanitise, tables, tree
from jianbao.markdown.blocks import Blocks
from jianbao.markdown.finish import Finish, Plain
from jianbao.markdown.nodes import Node, leaves
from jianbao.markdown.plain import Outline
from jianbao.markdown.references import PLACEHOLDER, Source, linked
from jianbao.model import Directive, Heading, Link

_NOTE = r"(?!(?<![^\n])\[\^[^\[\]]*+\]:)\[\^([^\[\]]*+)\]"
"""The mark of a note; at a line's beginning with a colon behind it, it is a note that could not be one."""
_LABEL = r"\[\^((?:[^\[\]\s]|\[(?!\^))++)\]"
_FOOTNOTE = re.compile(rf"(?<![^\n]){_LABEL}:|{_LABEL}")
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_TAG = re.compile(r'<(/?)([a-z][a-z0-9]*+)((?:[^<>"]|"[^<"]*+")*+)>')
"""A tag that a serializer wrote: in attributes it writes < as &lt;."""
_OWN = re.compile(r'( id="| href="#)')
_IMG = re.compile(r'<img((?: (?:[^<>"]|"[^<"]*+")*+)?+)>')
SIZES = "(min-width: 43rem) 40.5rem, 92vw"
"""How wide a picture in a text is shown (HTML, sizes): the text's width, or nearly the screen's."""
_SHOWN = re.compile("<span>\x02m([0-9]+)\x03</span>|\x02m([0-9]+)\x03")


__all__ = ["PLACEHOLDER", "Body", "body", "embedded", "illustrated", "linked"]


class Body(NamedTuple):
    """A body's HTML and what the rest of the site needs to know of it."""

    html: str
    description: str
    headings: tuple[Heading, ...]
    anchors: tuple[str, ...]
    links: tuple[Link, ...]
    characters: int
    directives: tuple[Directive, ...]


def body(text: str, path: str, first_line: int) -> tuple[Body | None, list[Problem]]:
    """The body that Markdown ``text`` makes, which begins at ``first_line`` of the file ``path``."""
    text = text.replace("\x02", "").replace("\x03", "")
    large = limits.too_large(text, path, first_line)
    if large:
        return None, large
    source = Source(text, path, first_line)
    outline = Outline()
    our = converter()
    made = plain.body(text, first_line, outline, lambda part, line: our.html(part, line, source, outline))
    if any(problem.code in _REFUSED for problem in source.problems):
        return None, source.problems
    anchors = tuple(re.findall(r'<[^<>]*? id="([^"]*)"', made)) if ' id="' in made else ()
    return (
        Body(
            made,
            zh.summary(outline.lead),
            tuple(outline.headings),
            anchors,
            tuple(source.links),
            zh.characters(text),
            directives.read(made, source),
        ),
        source.problems,
    )


_REFUSED = frozenset(("block-too-long", "markdown-too-many", "markdown-too-deep"))


class Converter:
    """Python-Markdown with our extensions, and what it is asked for a text."""

    def __init__(self) -> None:
        self.notes = _Footnotes(BACKLINK_TITLE="回到正文注{}", SEPARATOR=":", USE_DEFINITION_ORDER=False)
        self.markdown: Any = markdown.Markdown(extensions=[_Bulletin(), self.notes], output_format="html")

    def html(self, text: str, first_line: int, source: Source, outline: Outline) -> str:
        """The HTML of a text, or of a part of one, that begins at ``first_line``."""
        if not text.strip():
            return ""
        blocks = Blocks(text, source.path, first_line)
        if not self._allowed(blocks, text, source):
            return ""
        raw = "<" in text
        source.problems += foreign.found(blocks, source.path, text) if foreign.suspected(text) else []
        source.problems += _fence_infos(blocks, source) if "```" in text or "~~~" in text else []
        source.problems += tables.lost_cells(blocks, source.path) if "|" in text else []
        source.problems += _loose_footnotes(blocks, source) if "[^" in text else []
        if directives.OPENING in text:
            directives.found(blocks, source)
        if raw:
            sanitise.told(blocks, source)
        self.markdown.reset()
        self.markdown.parser.blocks = blocks
        references = self.markdown.references
        references.used.clear()
        references.update({label: (found.href, found.title) for label, found in blocks.references.items()})
        for name, node in blocks.notes.items():
            self.notes.setFootnote(name, node)
        finish: Finish = self.markdown.jianbao
        finish.begin(source, outline, raw=raw)
        processors = self.markdown.treeprocessors
        processors["jianbao-emphasis"].needed = any(mark in text for mark in "*_~")
        processors["jianbao-attributes"].needed = "{" in text
        made: str = self.markdown.convert(text)
        source.problems += _unused(blocks, references.used, source)
        if raw:
            made = sanitise.cleaned(sanitise.players(made, source, finish.shown), source)
        if source.directives:
            made = directives.marked(made, source)
        return _SHOWN.sub(lambda m: finish.shown[int(m[1] or m[2])], made) if finish.shown else made

    def _allowed(self, blocks: Blocks, text: str, source: Source) -> bool:
        """Whether the inline patterns may be given the text; else problems say why not."""
        source.problems += blocks.problems
        nodes = [node for root in (blocks.root, *blocks.notes.values()) for node in leaves(root)]
        nodes = [node for node in nodes if node.kind not in ("code", "fence", "html", "rule")]
        last = text.count("\n") + blocks.root.line
        found = [limits.of_leaf(node, source.path, node.end == last - 1 and text.endswith("\n")) for node in nodes]
        if len(text) > 900:
            found = [p for p in found if p] or [
                limits.of_body(nodes, len(blocks.notes), source.path, source.first_line)
            ]
        source.problems += [problem for problem in found if problem]
        return not any(problem.code in _REFUSED for problem in source.problems)


def _loose_footnotes(blocks: Blocks, source: Source) -> list[Problem]:
    """A 警告 for every footnote mark without its note, and note without its mark."""
    marks: dict[str, tuple[int, int]] = {}
    found = []
    for piece in sanitise.pieces(blocks):
        for mark in _FOOTNOTE.finditer(piece.text) if not piece.raw else ():
            if mark[2]:
                marks.setdefault(mark[2], piece.place(mark.start()))
            else:
                message = f"注 [^{mark[1]}] 写了两次，或写在另一条注里"
                found.append((piece.place(mark.start()), message, "换一个名字，在文末另起一行写"))
    for name, place in marks.items():
        if name not in blocks.notes:
            found.append((place, f"注 [^{name}] 没有内容", f"在文末写一行 [^{name}]: 说明"))
    for name, note in blocks.notes.items():
        if not note.children:
            found.append(((note.line, 1), f"注 [^{name}] 没有内容", f"在文末写一行 [^{name}]: 说明"))
        elif name not in marks:
            hint = f"在正文里写 [^{name}]，或删去这条注"
            found.append(((note.line, 1), f"注 [^{name}] 在正文里没有用到", hint))
    return [
        Problem(source.path, *place, Level.WARNING, "footnote-loose", message, hint) for place, message, hint in found
    ]


def _fence_infos(blocks: Blocks, source: Source) -> list[Problem]:
    """A 提示 for what stands behind the language of fenced code, for nothing of it is shown."""
    found = []
    for root in (blocks.root, *blocks.notes.values()):
        for node in leaves(root):
            language = tree.LANGUAGE.match(node.info) if node.kind == "fence" else None
            rest = node.info[language.end() if language else 0 :].strip() if node.kind == "fence" else ""
            if any(c.isalnum() for c in rest):
                message, hint = f"代码围栏后面的“{rest[:60]}”不会显示", "只留语言的名字；标题写在围栏上面，自成一段"
                found.append(Problem(source.path, node.line, 1, Level.NOTICE, "fence-info", message, hint))
    return found


def _unused(blocks: Blocks, used: set[str], source: Source) -> list[Problem]:
    """A 警告 for every definition of a link that no link uses, for nothing of it is shown."""
    return [
        Problem(
            source.path, found.line, found.column, Level.WARNING, "link-unused",
            f"“[{found.label}]: …”是链接的定义，没有用到，不会显示",
            f"在正文里写 [{found.label}]；要显示这一行，写成 \\[{found.label}]: …",
        )
        for label, found in blocks.references.items() if label not in used
    ]  # fmt: skip


def embedded(made: str, mark: str) -> str:
    """A body as a part of a page of several: its headings one level lower, its anchors marked as its own."""

    def inner(match: re.Match[str]) -> str:
        slash, tag, rest = match.groups()
        if tag in _HEADINGS:
            tag = f"h{min(int(tag[1]) + 1, 6)}"
        return f"<{slash}{tag}{_OWN.sub(lambda m: m[1] + mark, rest)}>"

    return _TAG.sub(inner, made)


def illustrated(made: str, pictures: dict[str, Any], prefix: str) -> str:
    """A body whose pictures keep their place free while they load, and come as small as the screen allows.

    ``pictures`` are by address: width, height and copies in WebP, as in pages/frame.py.
    """

    def framed(match: re.Match[str]) -> str:
        rest = match[1]
        source = re.search(r' src="([^"]*)"', rest)
        picture = pictures.get(html.unescape(source[1]).removeprefix(prefix)) if source else None
        if not picture:
            return match[0]
        size = f' width="{picture["width"]}" height="{picture["height"]}"'
        given = "" if re.search(r" (width|height)=", rest) else size
        image = f'<img{rest}{given} loading="lazy" decoding="async">'
        if not picture["webp"]:
            return image
        copies = ", ".join(f"{prefix}{html.escape(copy['href'])} {copy['width']}w" for copy in picture["webp"])
        return f'<picture><source type="image/webp" srcset="{copies}" sizes="{SIZES}">{image}</picture>'

    return _IMG.sub(framed, made)


class _References(dict[str, tuple[str, str]]):
    """Where labels lead, and which of them were asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.used: set[str] = set()

    def __getitem__(self, label: str) -> tuple[str, str]:
        self.used.add(label)
        return super().__getitem__(label)


class _Blocks(BlockParser):
    """Python-Markdown's block parser, with the blocks that ours has found."""

    blocks: Blocks

    def parseDocument(self, lines: Any) -> Any:  # noqa: N802, ARG002 (Python-Markdown's)
        self.root = Element(self.md.doc_tag)
        self.parseChunk(self.root, self.blocks.root)
        return ElementTree(self.root)

    def parseChunk(self, parent: Element, text: Any) -> None:  # noqa: N802 (Python-Markdown's)
        """``text`` is a block that holds blocks: the whole body, or a note."""
        tree.Tree(lambda node: self.md.htmlStash.store(sanitise.closed(node))).build(parent, text)


class _Attributes(AttrListTreeprocessor):
    """Lists of attributes of their very form only: {乙} is words."""

    needed = True
    """Whether the text has any."""

    def run(self, doc: Element) -> None:
        if self.needed:
            super().run(doc)

    HEADER_RE = re.compile(rf"(?<![ ])[ ]++{inline.ATTRIBUTES}[ ]*$")  # type: ignore[misc]
    BLOCK_RE = re.compile(rf"\n[ ]*{inline.ATTRIBUTES}[ ]*$")  # type: ignore[misc]
    INLINE_RE = re.compile(rf"^{inline.ATTRIBUTES}")  # type: ignore[misc]


class _Footnotes(FootnoteExtension):
    """Notes that are blocks already, those without words left out."""

    def extendMarkdown(self, md: Any) -> None:  # noqa: N802 (Python-Markdown's)
        super().extendMarkdown(md)
        md.inlinePatterns.register(FootnoteInlineProcessor(_NOTE, self), "footnote", 175)
        # Behind the inline patterns at 20, before the notes are put in order at 19.
        md.treeprocessors.register(_InReadingOrder(self), "jianbao-notes", 19.5)

    def setFootnote(self, id: str, text: Any) -> None:  # noqa: A002, N802 (Python-Markdown's)
        note: Node = text
        if note.children:
            super().setFootnote(id, text)


class _InReadingOrder(Treeprocessor):
    """Numbers notes as a reader meets their marks.

    Python-Markdown numbers them as it comes to them, and to what lies in a list or a quotation it comes last.
    """

    def __init__(self, notes: _Footnotes) -> None:
        super().__init__()
        self.notes = notes

    def run(self, root: Any) -> None:
        if len(self.notes.footnote_order) < 2:
            return
        marks = [mark for mark in root.iter("a") if mark.get("class") == "footnote-ref"]
        names = [mark.get("href").partition(self.notes.get_separator())[2] for mark in marks]
        order = list(dict.fromkeys(names))
        self.notes.footnote_order[:] = order
        for mark, name in zip(marks, names, strict=True):
            mark.text = str(order.index(name) + 1)


class _Bulletin(Extension):
    def extendMarkdown(self, md: Any) -> None:  # noqa: N802 (Python-Markdown's)
        md.preprocessors = type(md.preprocessors)()
        md.parser = _Blocks(md)
        md.references = _References()
        inline.register(md)
        # Python-Markdown's inline patterns run at 20.
        md.treeprocessors.register(Plain(md), "jianbao-plain", 21)
        md.treeprocessors.register(_Attributes(md), "jianbao-attributes", 8)
        finish = Finish(md)
        md.treeprocessors.register(finish, "jianbao", 5)
        md.jianbao = finish


_made: Converter | None = None


def converter() -> Converter:
    """One converter a process: making one costs as much as twenty articles."""
    global _made
    if _made is None:
        _made = Converter()
    return _made
