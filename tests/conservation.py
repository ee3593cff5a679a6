"""The law of conservation: every letter, digit and Han character of a body stands in its page, in order.

This reader of the source knows nothing of the program's: it looks at characters, and strikes out what may
vanish without a word, which is the closed list of docs/markdown.md. Of what is left nothing may be missing in
the page, unless a problem names the line.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from html.parser import HTMLParser

from jianbao.errors import Problem

_CODE_MARK = r"^(?P<pre>[ \t>]*(?:\[\^[^\]\s]+\]:[ \t]*)?(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*)"
_FENCE = re.compile(_CODE_MARK + r"(?P<mark>`{3,}(?=[^`\n]*$)|~{3,})[ \t]*(?P<info>[^\n]*)", re.MULTILINE)
_ELEMENTS = (
    "address article aside base basefont blockquote body caption center col colgroup dd details dialog dir div dl dt "
    "fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 head header hr html iframe legend li link "
    "main menu menuitem nav noframes ol optgroup option p param search section summary table tbody td tfoot th thead "
    "title tr track ul a abbr acronym applet area audio b bdi bdo big br button canvas cite code data datalist del dfn "
    "em embed font i img input ins kbd label map mark marquee math meta meter noscript object output picture pre "
    "progress q rp rt ruby s samp script select slot small source span strike strong style sub sup svg template "
    "textarea time tt u var video wbr bgsound blink nobr"
).replace(" ", "|")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_TAG = re.compile(rf"</?(?:{_ELEMENTS})(?=[\s>/])(?:\"[^\"]*\"|'[^']*'|[^<>\"'])*>", re.IGNORECASE)
_REMOVED = re.compile(
    r"<(script|style|iframe|object|noscript|template|title|textarea|svg|math|video|audio|noframes|noembed|select|canvas)"
    r"(?=[\s>])[^<>]*>.*?(?:</\1\s*>|\Z)",
    re.DOTALL | re.IGNORECASE,
)
_TARGET = re.compile(
    r"\]\(\s*(?P<href><[^<>\n]*>|(?:\\.|[^\s()\\]|[ \t](?!\s*[\"'])|\((?:\\.|[^()\\]|\((?:[^()\\]|\([^()\\]*\))*\))*\))*)"
    r"(?:\s+(?P<title>\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'))?\s*\)"
)
_DEFINITION = re.compile(
    r"^[ \t>\u3000]*(?:(?:[-*+]|\d{1,9}[.)]|:)[ \t]+)*\[(?P<label>[^\[\]^\n][^\[\]\n]*)\]:[ \t]*\S+(?:[ \t]+[\"'(].*[\"')])?[ \t]*$",
    re.MULTILINE,
)
_LABEL = re.compile(r"\[([^\[\]]+)\]")
_REFERENCE = re.compile(r"\]\[(?P<label>[^\[\]\n]+)\]")
_VALUE = r"(?:[.#][^\s{}.#=<>\"']+|[a-zA-Z][\w-]*=(?:\"[^\"\n]*\"|'[^'\n]*'|[^\s{}\"']+))"
_ATTRIBUTES = re.compile(rf"\{{:?[ ]*{_VALUE}(?:[ ]+{_VALUE})*[ ]*\}}")
_ENTITY = re.compile(r"&(?:#[0-9]+|#[xX][0-9a-fA-F]+|[a-zA-Z][a-zA-Z0-9]*);")
_TASK = re.compile(r"^[ \t>]*(?:(?:[-*+]|\d+[.)])[ \t]+)+\[(x)\][ \t]", re.MULTILINE | re.IGNORECASE)
_NOTE_MARK = re.compile(r"\[\^([^\]\s]+)\]")
_NOTE = re.compile(r"^[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*\[\^([^\]\s]+)\]:", re.MULTILINE)
_NUMBER = re.compile(
    r"^(?P<pre>[ \t>]*(?:\[\^[^\]\s]+\]:[ \t]*)?(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*)(?P<number>\d{1,9})[.)](?=[ \t]|$)",
    re.MULTILINE,
)
_ITEM = re.compile(r" *(?:\[\^[^\]\s]+\]:|(?:[-*+]|\d{1,9}[.)])(?=[ ])|:[ ])")
_BEGINS = re.compile(
    rf" {{0,3}}(?:[-*+][ \t]+\S|\d{{1,9}}[.)][ \t]+\S|#{{1,6}}[ \t\n]|##+[^#]|>|```|~~~|</?(?:{_ELEMENTS})[\s>]|<!--|\|.*\|\n)"
)
"""What begins a block that is not a note's."""
_DIRECTIVE = re.compile(
    r"^[ \t>]*(?:(?:[-*+]|\d{1,9}[.)]|\[\^[^\]\s]{1,40}\]:)[ \t]+)*【【(?P<name>[^\s【】：:|]{1,40})[ \t]*(?:】】[ \t]*$|\n(?P<lines>.*?)^[ \t>]*】】[ \t]*$)",
    re.DOTALL | re.MULTILINE,
)
_TOLD = re.compile(r"^[ \t>]*(?P<name>[^：:\n]+)[：:]", re.MULTILINE)
NAMED = frozenset(("html-removed", "fence-info", "link-unused", "comment-open", "table-cells"))
"""Codes that tell of words that the page does not show."""


def letters(text: str) -> str:
    """The letters, digits and Han characters of a text."""
    return "".join(c for c in text if c.isalnum())


_BLOCKS = _ELEMENTS.partition("|a|")[0]
_VERBATIM = re.compile(
    r"^[ \t>]*<(pre|script|style|textarea)(?=[\s>])(?:.*?</(?:pre|script|style|textarea)>[^\n]*|.*\Z)"
    r"|^[ \t>]*<!--.*?-->[^\n]*",
    re.DOTALL | re.MULTILINE | re.IGNORECASE,
)
_HTML_LINES = re.compile(
    rf"^(?:[ \t]*</?(?:{_BLOCKS})(?=[\s>/])[^\n]*(?:\n[^\n]*\S[^\n]*)*"
    rf"|[ \t]*>[ \t>]*</?(?:{_BLOCKS})(?=[\s>/])[^\n]*(?:\n[ \t]*>[^\n]*[^\s>][^\n]*)*)",
    re.MULTILINE | re.IGNORECASE,
)


def _html_block(text: str, at: int) -> tuple[int, int] | None:
    """(begin, end) of the next block of raw HTML; it ends where a line stands further left, which leaves its list."""
    found = _HTML_LINES.search(text, at)
    verbatim = _VERBATIM.search(text, at)
    if verbatim and (not found or verbatim.start() <= found.start()):
        return verbatim.span()
    if not found:
        return None
    first, *lines = found[0].split("\n")
    margin = len(first) - len(first.lstrip(" "))
    end = found.start() + len(first)
    for line in lines:
        if len(line) - len(line.lstrip(" ")) < margin - 1:
            break
        end += 1 + len(line)
    return found.start(), end


class _Page(HTMLParser):
    """The words of a page in order: its text, what pictures and links are called, the numbers of lists."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._lists: list[list[int]] = []
        self._titles: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in ("ol", "ul"):
            self._lists.append([int(given.get("start", "1")), tag == "ol", 2 if given.get("class") == "zeros" else 1])
        elif tag == "li" and self._lists:
            current = self._lists[-1]
            current[0] = int(given.get("value", current[0]))
            if current[1]:
                self.words.append(f"{current[0]:0{current[2]}}.")
            current[0] += 1
        elif tag == "img":
            self.words += [given.get("alt", ""), given.get("title", "")]
        elif tag in ("video", "audio"):
            self.words.append(given.get("aria-label", ""))
        elif given.get("class") != "footnote-backref" and "title" in given:
            self._titles.append((tag, given["title"]))

    def handle_endtag(self, tag: str) -> None:
        if tag in ("ol", "ul") and self._lists:
            self._lists.pop()
        if self._titles and self._titles[-1][0] == tag:
            self.words.append(self._titles.pop()[1])

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def words_of(html: str) -> str:
    """What a reader of a page reads."""
    page = _Page()
    page.feed(html)
    page.close()
    return "".join(page.words)


class _Source:
    """A body, with a mark for every character that need not stand in the page."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.needed = bytearray(b"\x01" * len(text))
        self.code = bytearray(len(text))
        self.removed: list[tuple[int, int]] = []
        """Where elements stand that go with all that is in them."""
        self.html = bytearray(len(text))
        self._codes()
        self._vanishing()

    def strike(self, start: int, end: int) -> None:
        self.needed[start:end] = bytes(end - start)

    def found(self, pattern: re.Pattern[str]) -> Iterable[re.Match[str]]:
        """Matches that begin outside code."""
        return (m for m in pattern.finditer(self.text) if not self.code[m.start()])

    def _codes(self) -> None:
        fenced = bytearray(len(self.text))
        at = 0
        while fence := _FENCE.search(self.text, at):
            html = _html_block(self.text, at)
            if html and html[0] < fence.start():
                at = max(html[1], at + 1)
                continue
            margin = 0 if fence["pre"].strip() else self._margin(fence.start(), len(fence["pre"].expandtabs(4)))
            if not fence["pre"].strip() and not margin and len(fence["pre"].expandtabs(4)) > 3:
                at = fence.end()
                continue
            mark = fence["mark"]
            pre = re.sub(r"\[\^[^\]]*\]:[ \t]*", "    ", fence["pre"].expandtabs(4))
            blanks = rf"(?:[ \t]{{0,{len(pre) + 3}}}|[ \t>]*>[ \t]{{0,{len(pre) + 3}}})"
            end = re.compile(rf"^{blanks}{re.escape(mark[0])}{{{len(mark)},}}[ \t]*$", re.MULTILINE).search(
                self.text, fence.end()
            )
            stop = min(end.end() if end else len(self.text), self._end_of_container(fence, pre, margin))
            fenced[fence.start("mark") : stop] = b"\x01" * (stop - fence.start("mark"))
            self.code[fence.end() : stop] = b"\x01" * (stop - fence.end())
            language = re.match(r"[\w+#.-]*", fence["info"])
            assert language
            self.strike(fence.start("info"), fence.start("info") + language.end())
            at = max(stop, fence.end())
        at = 0
        while block := _html_block(self.text, at):
            start, at = block
            if not fenced[start:at].count(1):
                self.html[start:at] = b"\x01" * (at - start)
        for span in re.finditer(r"(?<![`\\])(`+)(?!`)((?:(?!\n\s*\n).)*?[^`])\1(?!`)", self.text, re.DOTALL):
            broken = any(
                line.startswith("\u3000\u3000") or _BEGINS.match(line) for line in span[0].splitlines(keepends=True)[1:]
            )
            if not fenced[span.start()] and not self.html[span.start()] and not broken:
                self.code[span.start(2) : span.end(2)] = b"\x01" * (span.end(2) - span.start(2))

    def _margin(self, start: int, width: int) -> int:
        """Columns by which lines are indented in the item or the note that a line of that width stands in; 0 in none."""
        lines = self.text[:start].expandtabs(4).split("\n")
        for at in range(len(lines) - 1, -1, -1):
            indent = len(lines[at]) - len(lines[at].lstrip(" "))
            if lines[at].strip() and indent < width:
                if _ITEM.match(lines[at]) and width >= indent + 2:
                    return indent + 2
                if indent < 2 and not (at and lines[at - 1].strip()):
                    return 0  # a paragraph at the margin, which goes on with no item
        return 0

    def _end_of_container(self, fence: re.Match[str], pre: str, margin: int) -> int:
        """Where the list or the quotation ends in which code is fenced."""
        width = len(pre) if fence["pre"].strip(" >\t") else margin
        at = fence.end() + 1
        for line in self.text[at:].split("\n"):
            words = line.expandtabs(4).lstrip("> ") if ">" in pre else line.expandtabs(4)
            blanks = " >" if ">" in pre else " "
            outside = width and len(line.expandtabs(4)) - len(line.expandtabs(4).lstrip(blanks)) < width
            if (words.strip() and outside) or (">" in pre and not line.lstrip(" ").startswith(">") and width == 0):
                return max(at - 1, fence.end())
            at += len(line) + 1
        return len(self.text)

    def _vanishing(self) -> None:
        for directive in self.found(_DIRECTIVE):
            self.strike(*directive.span("name"))
            for line in _TOLD.finditer(directive["lines"] or ""):
                start = directive.start("lines")
                self.strike(start + line.start("name"), start + line.end("name"))
        for pattern in (_COMMENT, _TAG, _ATTRIBUTES, _ENTITY, _NOTE_MARK):
            for m in self.found(pattern):
                self.strike(*m.span())
        for m in self.found(_REMOVED):
            # Its first line is named when it is removed; the lines below belong to it.
            self.removed.append((m.start(), m.end()))
        for m in self.found(_TARGET):
            self.strike(*m.span("href"))
        for m in self.found(_REFERENCE):
            self.strike(*m.span("label"))
        for m in self.found(_DEFINITION):
            label = " ".join(m["label"].lower().split())
            if sum(" ".join(use.lower().split()) == label for use in _LABEL.findall(self.text)) < 2:
                self.removed.append(m.span())  # nothing of one that is not used is shown
            else:
                self.strike(*m.span())
        for m in self.found(_TASK):
            self.strike(*m.span(1))
        before: dict[int, str] = {}
        for line in self.found(_NUMBER):
            for m in re.finditer(r"(\d{1,9})[.)]", line[0]):
                near = range(m.start() - 3, m.start() + 4)
                if any(m[1] == before.get(at) for at in near):  # 1. 1. 1. counts itself
                    self.strike(line.start() + m.start(1), line.start() + m.end(1))
                else:
                    before[m.start()] = m[1]

    def required(self) -> list[tuple[str, int]]:
        """(character, offset) of all that the page must show, notes at the end in the order in which they are used."""
        marks = [m[1] for m in self.found(_NOTE_MARK) if not self.text.startswith(":", m.end())]
        order = {name: at for at, name in reversed(list(enumerate(marks)))}
        body: list[tuple[str, int]] = []
        notes: list[tuple[int, int, list[tuple[str, int]]]] = []
        at = 0
        seen: set[str] = set()
        for note in list(self.found(_NOTE)):
            if note.start() < at or self.html[note.start()] or note[1] in seen:
                continue
            blanks = re.match(r"[ \t]*", note[0])
            width = len(blanks[0].expandtabs(4)) if blanks else 0
            if width > 3 and not self._margin(note.start(), width):
                continue  # indented code
            seen.add(note[1])
            end = self._end_of_note(note.end(), seen)
            body += self._characters(at, note.start(1))
            notes.append((order.get(note[1], len(order)), note.start(), self._characters(note.start(1), end)))
            at = end
        body += self._characters(at, len(self.text))
        return body + [c for _, _, found in sorted(notes) for c in found]

    def _characters(self, start: int, end: int) -> list[tuple[str, int]]:
        return [(c, at) for at, c in enumerate(self.text[start:end], start) if self.needed[at] and c.isalnum()]

    def _end_of_note(self, at: int, seen: set[str]) -> int:
        """Where a note ends: before a line that begins at the margin behind a blank one, and before another note."""
        blank = False
        for line in re.finditer(r"[^\n]*(?:\n|\Z)", self.text[at:]):
            start = at + line.start()
            width = len(line[0].expandtabs(4)) - len(line[0].expandtabs(4).lstrip(" "))
            ends = _BEGINS.match(line[0]) if not blank else line[0].strip() and width < 4
            other = _NOTE.match(self.text, start)
            wide = line[0].startswith("\u3000\u3000") and line[0].strip()
            if line.start() and ((other and other[1] not in seen) or ends or wide):
                return start
            blank = not line[0].strip()
        return len(self.text)


def violations(text: str, first_line: int, html: str, problems: Sequence[Problem]) -> list[str]:
    """What the page lost without a word, as ``line: characters``; nothing is the law kept."""
    source = _Source(text)
    starts = [0, *(m.end() for m in re.finditer("\n", text))]
    named = {problem.line for problem in problems if problem.code in NAMED}

    def line_of(offset: int) -> int:
        return first_line + bisect_right(starts, offset) - 1

    for start, end in source.removed:
        if line_of(start) in named:
            source.strike(start, end)
    found = []
    page = letters(words_of(html))
    at = 0
    for number, (c, offset) in enumerate(required := source.required()):
        if line_of(offset) in named:
            continue
        next_at = page.find(c, at)
        if next_at < 0:
            around = "".join(c for c, _ in required[max(number - 12, 0) : number + 12])
            found.append(f"{line_of(offset)}: {c} of …{around}…, page ends …{page[max(at - 24, 0) :][:30]}")
            break
        at = next_at + 1
    return found
