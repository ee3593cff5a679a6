"""A body's blocks: paragraphs, headings, lists, quotations, code, tables, notes, raw HTML, each with its lines.

This is CommonMark's algorithm (0.31, appendix): line by line, the open containers first, then what the rest
of the line begins, in time that is linear in the text. Beyond CommonMark it knows tables and tasks (GFM),
notes and definitions (PHP Markdown Extra), and a paragraph that begins with two full-width blanks, as
text from Word does. Refused: more than DEEPEST containers in one another.
"""

import re

from jianbao.errors import Level, Problem
from jianbao.markdown import definitions, directives, limits, starts, verbatim
from jianbao.markdown.nodes import Line, Node

_INDENTED = 4
_WIDE = "\u3000\u3000"


class Blocks:
    """The blocks of one text. ``root`` is the tree, ``notes`` are by name, ``references`` by label."""

    def __init__(self, text: str, path: str, first_line: int) -> None:
        self.path = path
        self.root = Node("root", first_line)
        self.notes: dict[str, Node] = {}
        self.references: dict[str, definitions.Reference] = {}
        self.problems: list[Problem] = []
        self._open = [self.root]
        """The containers that the next line may continue, from the outermost."""
        self._leaf: Node | None = None
        """The block that the next line may continue."""
        self._deep = False
        for self._number, self._rest in enumerate(text.split("\n"), first_line):
            self._column = 0
            self._line()
        self._close(1)

    def fault(self, line: int, column: int, level: Level, code: str, message: str, hint: str) -> None:
        self.problems.append(Problem(self.path, line, column, level, code, message, hint))

    # A line -------------------------------------------------------------------------------------

    def _line(self) -> None:
        blank = not self._rest.strip()
        matched = self._matched(blank)
        whole = matched == len(self._open)
        if whole and self._leaf and self._leaf.kind in ("fence", "html", "directive"):
            self._verbatim(self._leaf, blank)
        elif not self._begun(matched):
            self._words(len(self._open) if self._begun_inside else matched)
        if not blank:
            for node in self._open:
                node.end = self._number
            if self._leaf:
                self._leaf.end = self._number

    def _matched(self, blank: bool) -> int:
        """How many of the open containers the line continues; takes their marks off it."""
        for at, node in enumerate(self._open[1:], 1):
            if node.kind == "quote":
                width, chars = starts.indent(self._rest, self._column)
                if width >= _INDENTED or self._rest[chars : chars + 1] != ">":
                    return at
                self._past_quote(width, chars)
            elif blank or not self._rest.strip(" \t"):
                if node.kind == "item" and not node.children and self._leaf is None:
                    return at  # an item may begin with one blank line, not with two
                self._take(node.indent)
            elif starts.indent(self._rest, self._column)[0] >= node.indent:
                self._take(node.indent)
            else:
                return at
        return len(self._open)

    def _take(self, columns: int) -> None:
        self._rest, self._column = starts.dedented(self._rest, self._column, columns)

    def _past_quote(self, width: int, chars: int) -> None:
        self._rest, self._column = self._rest[chars + 1 :], self._column + width + 1
        self._take(1)

    def _verbatim(self, leaf: Node, blank: bool) -> None:
        """A line of fenced code, of raw HTML or of a directive, or its end."""
        if leaf.kind != "html":
            if verbatim.ends(leaf, self._rest, self._column, self._number):
                self._leaf = None
            return
        html = leaf.html
        if html and html.end is None and blank:
            self._close(len(self._open))
            return
        leaf.lines.append(Line(self._number, self._column + 1, self._rest))
        if html and html.end and html.end.search(self._rest):
            leaf.html = None
            self._leaf = None

    def _begun(self, matched: int) -> bool:
        """Opens what the rest of the line begins; whether that is all of the line."""
        self._begun_inside = False
        while True:
            width, chars = starts.indent(self._rest, self._column)
            rest = self._rest[chars:]
            if width >= _INDENTED and not self._within_html(rest, matched):
                return self._indented(matched)
            mine = self._leaf if matched == len(self._open) else None
            if rest[:1] == ">":
                if self._too_deep():
                    return False
                self._push(matched, Node("quote", self._number))
                self._past_quote(width, chars)
            elif self._leaf_begun(rest, width, matched, mine):
                return True
            elif not self._container_begun(rest, width, matched, mine):
                return False
            self._begun_inside = True
            matched = len(self._open)

    def _within_html(self, rest: str, matched: int) -> bool:
        """Whether an indented line is a tag behind a block of HTML, as in a table with blank lines."""
        siblings = self._open[matched - 1].children
        return (
            rest[:1] == "<"
            and self._leaf is None
            and bool(siblings)
            and siblings[-1].kind == "html"
            and bool((begun := starts.html(rest)) and begun.interrupts)
        )

    def _indented(self, matched: int) -> bool:
        """Indented code, unless the line goes on with a paragraph."""
        leaf = self._leaf
        if not self._rest.strip() or (leaf and leaf.kind == "paragraph"):
            return False
        self._close(matched, keep=leaf is not None and leaf.kind == "code")
        self._take(_INDENTED)
        if self._leaf is None:
            self._add(Node("code", self._number))
        assert self._leaf is not None
        self._leaf.lines.append(Line(self._number, self._column + 1, self._rest))
        return True

    # Leaves -------------------------------------------------------------------------------------

    def _leaf_begun(self, rest: str, width: int, matched: int, mine: Node | None) -> bool:
        """Whether the rest of the line is, or begins, a block that holds no blocks."""
        first = rest[:1]
        if first == "#" and (found := starts.heading(rest)):
            self._heading(matched, found[0], [Line(self._number, self._column + width + 1, found[1])])
        elif first in ("`", "~") and first and (fence := starts.fence(rest)):
            self._close(matched)
            node = Node("fence", self._number, mark=fence[0], indent=width, info=fence[1])
            self._add(node)
            self._leaf = node
        elif first == "【" and (directive := directives.begins(rest)):
            self._close(matched)
            at = self._column + width + 1
            self._add(Node("directive", self._number, info=directive[0], level=at, mark="" if directive[1] else "【【"))
            if directive[1]:
                self._leaf = None
        elif first == "<" and (html := starts.html(rest)):
            if not html.interrupts and self._leaf and self._leaf.kind == "paragraph":
                return False
            self._close(matched)
            self._add(Node("html", self._number, html=html))
            assert self._leaf is not None
            self._verbatim(self._leaf, blank=False)
        elif first in ("=", "-") and mine and mine.kind == "paragraph" and starts.UNDERLINE.match(rest):
            return self._underlined(mine, 1 if first == "=" else 2) or (first == "-" and self._ruled(rest, matched))
        elif mine and mine.kind == "paragraph" and self._table_begun(mine, rest):
            pass
        else:
            return first in ("*", "-", "_") and first != "" and self._ruled(rest, matched)
        return True

    def _heading(self, matched: int, level: int, lines: list[Line]) -> None:
        self._close(matched)
        self._add(Node("heading", lines[0].number, level=level, lines=lines, end=self._number))
        self._leaf = None

    def _underlined(self, paragraph: Node, level: int) -> bool:
        """A heading that was a paragraph; not when all of it is definitions of links."""
        definitions.take(paragraph, self.references)
        if not paragraph.lines:
            return False
        paragraph.kind, paragraph.level, paragraph.end = "heading", level, self._number
        paragraph.trim()
        self._leaf = None
        return True

    def _ruled(self, rest: str, matched: int) -> bool:
        if not starts.rule(rest):
            return False
        self._close(matched)
        self._add(Node("rule", self._number, end=self._number))
        self._leaf = None
        return True

    def _table_begun(self, paragraph: Node, rest: str) -> bool:
        """A table whose head is the last line of the paragraph, when this line is the rule below it."""
        if "|" not in rest and ":" not in rest:
            return False
        aligned = starts.table_rule(rest)
        head = paragraph.lines[-1]
        if aligned is None or ("|" not in head.text and len(aligned) < 2 and "|" not in rest):
            return False
        if len(starts.cells(head.text)) != len(aligned):
            return False
        paragraph.lines.pop()
        if paragraph.lines:
            self._end_leaf()
        else:
            self._open[-1].children.remove(paragraph)
        self._add(Node("table", head.number, lines=[head], aligned=aligned))
        return True

    # Containers ---------------------------------------------------------------------------------

    def _container_begun(self, rest: str, width: int, matched: int, mine: Node | None) -> bool:
        """Whether the rest of the line begins a list's item, a note, or what a term means."""
        item = starts.ITEM.match(rest)
        if item:
            return self._item(item, rest, width, matched, mine)
        note = starts.NOTE.match(rest) if rest[:2] == "[^" else None
        if note:
            if note[1] in self.notes or any(node.kind == "note" for node in self._open[:matched]) or self._too_deep():
                return False
            self._close(matched)
            node = self.notes[note[1]] = Node("note", self._number, indent=_INDENTED)
            self._open.append(node)
            self._rest, self._column = rest[note.end() :], self._column + width + note.end()
            return True
        return rest[:1] == ":" and bool(starts.DEFINITION.match(rest)) and self._meaning(rest, width, matched, mine)

    def _item(self, found: re.Match[str], rest: str, width: int, matched: int, mine: Node | None) -> bool:
        mark, number, sign = found.groups()
        after = rest[len(mark) :]
        if mine and mine.kind == "paragraph" and (not after.strip() or (number and int(number) != 1)):
            return False
        if self._too_deep():
            return False
        self._close(matched)
        self._rest, self._column = after, self._column + width + len(mark)
        blanks = starts.indent(after, self._column)[0]
        if not after.strip():
            blanks, self._rest = 1, ""
        elif blanks > _INDENTED:
            blanks = 1
        self._take(blanks)
        kind = sign or mark
        siblings = self._open[-1].children
        if not siblings or siblings[-1].kind != "list" or siblings[-1].mark != kind:
            siblings.append(Node("list", self._number, mark=kind))
        node = Node("item", self._number, indent=width + len(mark) + blanks, value=int(number) if number else None)
        node.mark = number or mark
        siblings[-1].children.append(node)
        self._open.append(node)
        return True

    def _meaning(self, rest: str, width: int, matched: int, mine: Node | None) -> bool:
        """``: meaning`` below a paragraph, which becomes its terms, or below another meaning."""
        if self._leaf and self._leaf is not mine and self._leaf.kind == "paragraph":
            return False  # the line goes on with words of a deeper block
        siblings = self._open[matched - 1].children
        last = siblings[-1] if siblings else None
        if last and self._number > last.last + 2:
            return False
        term = last is not None and last.kind == "paragraph" and (last is mine or len(last.lines) == 1)
        if last is None or not (term or last.kind == "terms") or (mine and not term) or self._too_deep():
            return False
        self._close(matched)
        if not siblings:
            return False
        if term and last is siblings[-1]:
            siblings.pop()
            if not siblings or siblings[-1].kind != "terms":
                siblings.append(Node("terms", last.line))
            siblings[-1].children += [Node("term", line.number, lines=[line], end=line.number) for line in last.lines]
        self._rest, self._column = rest[1:], self._column + width + 1
        blanks = min(starts.indent(self._rest, self._column)[0], 3)
        self._take(blanks)
        node = Node("meaning", self._number, indent=blanks + 1)
        siblings[-1].children.append(node)
        self._open.append(node)
        return True

    def _too_deep(self) -> bool:
        if len(self._open) <= limits.DEEPEST:
            return False
        if not self._deep:
            message = f"列表或引用超过 {limits.DEEPEST} 层"
            self.fault(self._number, 1, Level.ERROR, "markdown-too-deep", message, "减少层次")
        self._deep = True
        return True

    # Words --------------------------------------------------------------------------------------

    def _words(self, matched: int) -> None:
        """What is left of the line is blank, or words of a paragraph, a table or indented code."""
        leaf = self._leaf
        words = self._rest.lstrip(" \t")
        if not words.strip():
            if leaf and leaf.kind == "code" and matched == len(self._open):
                self._take(_INDENTED)
                leaf.lines.append(Line(self._number, self._column + 1, self._rest))
            else:
                self._close(matched, keep=False)
            return
        line = Line(self._number, len(self._rest) - len(self._rest.lstrip()) + self._column + 1, self._rest.lstrip())
        if leaf and leaf.kind == "paragraph" and not words.startswith(_WIDE):
            leaf.lines.append(line)  # also when it stands further left than it should
            return
        self._close(matched, keep=leaf is not None and leaf.kind == "table")
        if self._leaf:
            self._leaf.lines.append(line)
        else:
            self._add(Node("paragraph", self._number, lines=[line]))

    def _push(self, matched: int, node: Node) -> None:
        self._close(matched)
        self._open[-1].children.append(node)
        self._open.append(node)

    def _add(self, node: Node) -> None:
        node.end = node.end or self._number
        self._open[-1].children.append(node)
        self._leaf = node

    def _close(self, most: int, *, keep: bool = False) -> None:
        """Closes the containers beyond the first ``most``, and the open leaf, unless it is to be kept and stays."""
        if len(self._open) > most or not keep:
            self._end_leaf()
        del self._open[most:]

    def _end_leaf(self) -> None:
        leaf, self._leaf = self._leaf, None
        if leaf is None:
            return
        if leaf.kind == "paragraph":
            definitions.take(leaf, self.references)
            leaf.trim()
            if not leaf.lines:
                self._open[-1].children.remove(leaf)
        elif leaf.kind == "code":
            while not leaf.lines[-1].text.strip():
                leaf.lines.pop()
        else:
            self.problems += verbatim.left_open(leaf, self.path)
