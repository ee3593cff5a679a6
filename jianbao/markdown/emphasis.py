"""Emphasis: ``*``, ``_`` and ``~~`` by CommonMark's stack of delimiters, in time that is linear in the text.

Python-Markdown's own processor loses letters where marks of different lengths cross (``*甲**乙*丙**``). It
looks at the words beside a mark only for blanks, and so do we: **“重点”**中 is emphasis, which CommonMark's
rule about punctuation would deny.
"""

from xml.etree.ElementTree import Element, SubElement

from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from jianbao import expressions as re

_RUN = re.compile(r"\*++|_++|~++")
_MARKS = re.compile(r"[*_~]")


class _Run:
    """A row of one mark: what of it is words, and which elements end and begin at it."""

    __slots__ = ("closes", "count", "ends", "length", "mark", "opens", "starts")

    def __init__(self, mark: str, length: int, *, starts: bool, ends: bool) -> None:
        self.mark = mark
        self.length = self.count = length
        self.starts = starts
        self.ends = ends
        self.opens: list[str] = []
        self.closes = 0


_Token = str | Element | _Run


class Emphasis(Treeprocessor):
    """After the inline patterns, which leave the marks of emphasis alone."""

    needed = True
    """Whether the text has any of the marks."""

    def run(self, root: Element) -> None:
        """Puts elements around what stands between marks, in every text that is not final."""
        if self.needed:
            for element in list(root.iter()):
                if _marked(element.text) or any(_marked(child.tail) for child in element):
                    _rebuild(element)


def _marked(text: str | None) -> bool:
    return text is not None and not isinstance(text, AtomicString) and _MARKS.search(text) is not None


def _rebuild(element: Element) -> None:
    tokens = _tokens(element)
    _pair([token for token in tokens if isinstance(token, _Run)])
    element.text = None
    for child in list(element):
        element.remove(child)
    stack = [element]
    for token in tokens:
        if isinstance(token, str):
            _write(stack[-1], token)
        elif isinstance(token, Element):
            token.tail = None
            stack[-1].append(token)
        else:
            del stack[len(stack) - token.closes :]
            _write(stack[-1], token.mark * token.count)
            stack += _opened(stack[-1], token.opens)


def _opened(parent: Element, tags: list[str]) -> list[Element]:
    made: list[Element] = []
    for tag in reversed(tags):
        parent = SubElement(parent, tag)
        made.append(parent)
    return made


def _write(element: Element, text: str) -> None:
    if not text:
        return
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text


def _tokens(element: Element) -> list[_Token]:
    """What stands directly in an element: texts, runs of marks, elements."""
    pieces: list[str | Element] = [element.text or ""]
    for child in element:
        pieces += [child, child.tail or ""]
    tokens: list[_Token] = []
    before = " "
    for at, piece in enumerate(pieces):
        if isinstance(piece, Element):
            tokens.append(piece)
            before = "x" if piece.tag != "br" else " "
            continue
        behind = " " if at + 1 == len(pieces) else "x" if pieces[at + 1].tag != "br" else " "  # type: ignore[union-attr]
        done = 0
        for run in _RUN.finditer(piece) if not isinstance(piece, AtomicString) else ():
            left = piece[run.start() - 1] if run.start() else before
            right = piece[run.end()] if run.end() < len(piece) else behind
            tokens += [piece[done : run.start()], _run(run[0], left, right)]
            done = run.end()
        tokens.append(piece[done:])
        before = piece[-1:] or before
    return tokens


def _run(marks: str, left: str, right: str) -> _Run:
    """A run between two characters. Within a word an underscore is a letter."""
    starts, ends = not right.isspace(), not left.isspace()
    if marks[0] == "_":
        starts = starts and not left.isalnum()
        ends = ends and not right.isalnum()
    if marks[0] == "~" and len(marks) != 2:
        starts = ends = False
    return _Run(marks[0], len(marks), starts=starts, ends=ends)


def _pair(runs: list[_Run]) -> None:
    """CommonMark 0.31, appendix: process emphasis. Open runs are looked through once for each kind of closing one."""
    waiting: list[_Run] = []
    bottom: dict[tuple[str, bool, int], int] = {}
    for run in runs:
        kind = (run.mark, run.starts, run.length % 3)
        while run.ends and run.count:
            lowest = min(bottom.get(kind, 0), len(waiting))
            at = len(waiting) - 1
            while at >= lowest and not _fits(waiting[at], run):
                at -= 1
            if at < lowest:
                bottom[kind] = len(waiting)
                break
            del waiting[at + 1 :]
            opener = waiting[at]
            size = 1 if min(opener.count, run.count) == 1 or opener.count == run.count == 3 else 2
            opener.opens.append("del" if run.mark == "~" else "em" if size == 1 else "strong")
            opener.count -= size
            run.count -= size
            run.closes += 1
            if not opener.count:
                waiting.pop()
        if run.starts and run.count:
            waiting.append(run)


def _fits(opener: _Run, closer: _Run) -> bool:
    if opener.mark != closer.mark:
        return False
    either = opener.ends or closer.starts
    return not (either and (opener.length + closer.length) % 3 == 0 and (opener.length % 3 or closer.length % 3))
