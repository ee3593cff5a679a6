"""The words of a file that a proof-reader reads, at their places: front matter values, paragraphs, headings.

What is no prose (code, addresses, HTML, comments, keys of the front matter) is blanked out by a
character that no rule knows, so that every offset stays what it is. Comments that take rules out: see comments.py.
"""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from operator import add
from typing import TYPE_CHECKING, NamedTuple

from jianbao import expressions as re
from jianbao import zh
from jianbao.check import comments as notes
from jianbao.content import delimiters, keys
from jianbao.errors import Problem
from jianbao.yaml import document
from jianbao.yaml.document import Mapping, Node, Scalar, Sequence, YamlError

if TYPE_CHECKING:
    from jianbao.check.ahead import Seen
    from jianbao.check.slips.judge import Worth

BLANK = "\x00"
"""Stands for every character that is no prose."""
_SPOKEN = {"title", "kicker", "subtitle", "summary", "reason", "author"}
"""Front matter keys whose values are sentences or titles; those of lists are read as well."""
_LISTED = {"tags", "people", "updates"}
_SENTENCES = {"summary", "reason"}
_CODE = re.compile(r"^(`{3,}+|~{3,}+)[^\n]*+\n(?:(?!\1[`~]*+[ \t]*+$)[^\n]*+\n)*+[^\n]*+", re.MULTILINE)
_NOT_PROSE = re.compile(
    r"(?<![\\`])(?P<code>`++)|(?P<comment><(?=!--))|</?[A-Za-z][^<>\n]*+>"
    r"|\]\([^()\n]*+(?:\([^()\n]*+\)[^()\n]*+)*+\)|\][ \t]{1,4}\([\w./:%-]{1,200}\)|\]\[[^\]\n]*+\]"
    r"|^\[[^\]\n]++\]:[ \t]*+\S++[^\n]*+|\{:(?:[^{}\n]|\{(?!:))*+\}|\[\^(?:[^\[\]\n]|\[(?!\^))++\]:?+"
    r"|(?:https?|ftp)://[^\s<>（）“”，。、；]++|(?:mailto|tel):\S++"
    r"|(?<![\w.+-])(?:[\w.+-]++@[\w-]++\.[\w.-]++)++|&[a-z]++;|&#\d++;|\\(?=[\\`*_{}\[\]()>#+.!<-])",
    re.MULTILINE | re.ASCII,
)
"""What is no prose, of code and comments the beginning: whether they have an end is looked for once."""
_TICKS = re.compile(r"`++|\n")
_PLAIN_ADDRESS = re.compile(
    r"(?:https?|ftp)://[^\s<>（）“”，。、；]+|[\w.+-]{1,50}@[\w-]{1,50}(?:\.[\w-]{1,50}){1,5}", re.ASCII
)
_MAY_BE_ADDRESS = re.compile("://|@")
_MAY_NOT_BE = re.compile(r"[`<\[\]{&@\\]|://|mailto:|tel:")
"""Without one of these a text is all prose."""
_QUOTED_LINE = re.compile(r"^[ \t]*>[^\n]*$", re.MULTILINE)
_SETEXT = re.compile(r"^[^\n]+\n(?:=+|-+)[ \t]*$", re.MULTILINE)


class Block(NamedTuple):
    """A paragraph, heading, list item, table row or front matter value: where it begins, its prose."""

    start: int
    text: str
    kind: str
    """``text``, ``heading``, ``row`` or ``value``."""


class Sentence(NamedTuple):
    """Where a sentence stands, and its letters without marks and blanks."""

    start: int
    end: int
    letters: str
    kind: str


_SENTENCE = re.compile(r"[^。！？；\n!?;]{12,}[。！？；!?;]?[”’」』）)]?")
_MARKS = re.compile(f"[^{zh.HAN}0-9A-Za-z]+")


def _cut(block: Block) -> list[Sentence]:
    found = []
    for match in _SENTENCE.finditer(block.text) if len(block.text) >= 12 else ():
        words = match.group()
        start = block.start + match.start() + len(words) - len(words.lstrip())
        found.append(Sentence(start, block.start + match.end(), _MARKS.sub("", words), block.kind))
    return found


@dataclass(slots=True)
class Prose:
    """A file as a proof-reader sees it; ``text`` and ``prose`` have the same length."""

    path: str
    text: str
    prose: str
    kind: str
    """``md`` or ``txt``."""
    body: int = 0
    """Where the body begins."""
    blocks: list[Block] = field(default_factory=list)
    fixed: list[tuple[int, int]] = field(default_factory=list)
    """Stretches that --fix may not touch: quotations marked as such, and setext headings."""
    comments: list[notes.Comment] = field(default_factory=list)
    """Those that take rules out."""
    spoken: frozenset[int] = frozenset()
    """Where the front matter values begin that are sentences, and no titles or names."""
    running: list[tuple[int, int]] | None = None
    quoted: list[tuple[int, int]] | None = None  # running.py's, made when first asked for
    worth: "Worth | None" = None  # judge.py's
    ahead: "Seen | None" = None  # ahead.py's
    _lines: list[int] = field(default_factory=list)
    _pairs: set[str] | None = None
    _sentences: list["Sentence"] | None = None

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column, from 1."""
        line = bisect_right(self._lines, offset)
        return line, offset - self._lines[line - 1] + 1

    def pairs(self) -> set[str]:
        """The characters of the text and those that stand side by side, two and two; made once."""
        if self._pairs is None:
            made = set(map(add, self.prose, self.prose[1:]))
            made.update(self.prose)
            self._pairs = made
        return self._pairs

    def sentences(self) -> list["Sentence"]:
        """The sentences of paragraphs and front matter values that are long enough to be compared, cut once."""
        if self._sentences is None:
            self._sentences = [s for block in self.blocks if block.kind in ("text", "value") for s in _cut(block)]
        return self._sentences

    def allows(self, code: str, offset: int) -> bool:
        """Whether a comment takes the code out at this place."""
        return any(c.start <= offset < c.end and any(code == one for _, one in c.codes) for c in self.comments)


def of_text(text: str, path: str) -> Prose:
    """A plain text: every line is a paragraph, and lines cut at one width are one paragraph together."""
    prose = _PLAIN_ADDRESS.sub(_without_address, text) if _MAY_BE_ADDRESS.search(text) else text
    made = _made(path, text, prose, "txt", 0)
    offset = 0
    begin, lines = 0, list[str]()
    every = prose.split("\n")
    width = _width(every)
    for number, line in enumerate(every):
        if not lines:
            begin = offset
        lines.append(line)
        offset += len(line) + 1
        following = every[number + 1] if number + 1 < len(every) else ""
        if width and _is_cut(line, following, width):
            continue
        if any(part.strip() for part in lines):
            made.blocks.append(Block(begin, "\n".join(lines), "text"))
        lines = []
    return made


def _without_address(match: re.Match[str]) -> str:
    """BLANK in the place of an address; a bracket that closes what the address did not open ends it: [字](https://a)."""
    words = match.group()
    depth = 0
    for at, character in enumerate(words):
        depth += (character == "(") - (character == ")")
        if depth < 0:
            return BLANK * at + words[at:]
    return BLANK * len(words)


def _columns(line: str) -> int:
    """How wide a line is: a Han character is as wide as two letters."""
    return sum(1 if c < "\u2000" else 2 for c in line.rstrip())


def _width(lines: list[str]) -> int:
    """At which width a text's lines are cut; 0 when they are not."""
    widths = [columns for line in lines if (columns := _columns(line)) >= 40]
    if len(widths) < 4:
        return 0
    widest = max(widths)
    full = sum(columns >= widest - 4 for columns in widths)
    return widest if widest <= 100 and full * 2 >= len(widths) else 0


def _is_cut(line: str, following: str, width: int) -> bool:
    return _columns(line) >= width - 4 and bool(following.strip()) and not following.startswith(("\u3000", " ", "\t"))


def of_markdown(text: str, path: str) -> Prose:
    """An article with front matter (or without, when it has none)."""
    parts = delimiters.split(text, path)
    begin = delimiters.meant(text) if isinstance(parts, Problem) else len(text) - len(parts[1])
    masked = bytearray(len(text))
    body = text[begin:]
    for match in _CODE.finditer(body) if "```" in body or "~~~" in body else ():
        masked[begin + match.start() : begin + match.end()] = b"\x01" * (match.end() - match.start())
    for start, end in _not_prose(body) if _MAY_NOT_BE.search(body) else ():
        if not masked[begin + start]:
            masked[begin + start : begin + end] = b"\x01" * (end - start)
    masked[:begin] = b"\x01" * begin
    values: list[tuple[int, int, str]] = []
    if not isinstance(parts, Problem):
        values = _values(text, parts[0], path)
    for start, end, _ in values:
        masked[start:end] = bytes(end - start)
    prose = text if not any(masked) else _blanked(text, masked)
    made = _made(path, text, prose, "md", begin)
    made.blocks = [Block(start, prose[start:end], "value") for start, end, _ in values]
    made.spoken = frozenset(start for start, _, name in values if name in _SENTENCES)
    made.blocks += _blocks(prose, begin)
    made.fixed = [match.span() for match in _QUOTED_LINE.finditer(text, begin)] if ">" in body else []
    if "\n=" in body or "\n-" in body:
        made.fixed += [match.span() for match in _SETEXT.finditer(text, begin)]
    return made


def _not_prose(body: str) -> Iterator[tuple[int, int]]:
    """(start, end) of what is no prose; what stands in it is not looked at again."""
    code = _code(body) if "`" in body else {}
    last = body.rfind("-->")
    at = 0
    while match := _NOT_PROSE.search(body, at):
        start, at = match.span()
        if match["code"]:
            if start not in code:
                continue
            at = code[start]
        elif match["comment"]:
            if last < start + 4:
                continue
            at = body.index("-->", start + 4) + 3
        yield start, at


def _code(body: str) -> dict[int, int]:
    """Where code in a line begins → where it ends: behind as many backticks as it began with (CommonMark, 6.1)."""
    found: dict[int, int] = {}
    waiting: dict[int, int] = {}
    for match in _TICKS.finditer(body):
        if match[0] == "\n":
            waiting.clear()
            continue
        length = match.end() - match.start()
        if length in waiting:
            found[waiting[length]] = match.end()
        waiting[length] = match.start()
    return found


def _blanked(text: str, masked: bytearray) -> str:
    made = []
    at = 0
    for match in re.finditer(rb"\x01+", masked):
        made.append(text[at : match.start()])
        made.append("\n".join(BLANK * len(line) for line in text[match.start() : match.end()].split("\n")))
        at = match.end()
    return "".join(made) + text[at:]


def _made(path: str, text: str, prose: str, kind: str, begin: int) -> Prose:
    lines = [0]
    at = text.find("\n")
    while at >= 0:
        lines.append(at + 1)
        at = text.find("\n", at + 1)
    return Prose(path, text, prose, kind, begin, comments=notes.read(text, begin), _lines=lines)


def _values(text: str, head: str, path: str) -> list[tuple[int, int, str]]:
    """(start, end, key) of the front matter values that are prose and stand as they are read."""
    try:
        mapping = document.parse(head, path, 2)
    except YamlError:
        return []
    starts = [0]
    for line in text[: len(head) + 8].split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    found: list[tuple[int, int, str]] = []
    for key, node in mapping.items:
        name = keys.canonical(key.text)
        if name in _SPOKEN or name in _LISTED:
            found += [(*span, name) for scalar in _scalars(node) if (span := _span(text, starts, scalar))]
    return found


def _scalars(node: Node) -> list[Scalar]:
    if isinstance(node, Scalar):
        return [node]
    if isinstance(node, Sequence):
        return [scalar for item in node.items for scalar in _scalars(item)]
    assert isinstance(node, Mapping)
    return [scalar for _, item in node.items for scalar in _scalars(item)]


def _span(text: str, starts: list[int], scalar: Scalar) -> tuple[int, int] | None:
    """Where a value's characters stand, when they stand there exactly as they are read."""
    start = starts[scalar.line - 1] + scalar.column - 1 + (1 if scalar.quoted else 0)
    end = start + len(scalar.text)
    return (start, end) if scalar.text and text[start:end] == scalar.text else None


def _blocks(prose: str, begin: int) -> list[Block]:
    found: list[Block] = []
    start = begin
    lines: list[str] = []
    offset = begin

    def close() -> None:
        if lines:
            found.append(Block(start, "\n".join(lines), "text"))
            lines.clear()

    for line in prose[begin:].split("\n"):
        bare = line.strip(" \t\u3000\xa0" + BLANK)
        if not bare:
            close()
        elif bare.startswith("#"):
            close()
            found.append(Block(offset, line, "heading"))
        elif bare.startswith("|"):
            close()
            found.append(Block(offset, line, "row"))
        else:
            if re.match(r"(?:[-*+>]|\d+[.)])\s", bare):
                close()
            if not lines:
                start = offset
            lines.append(line)
        offset += len(line) + 1
    close()
    return found
