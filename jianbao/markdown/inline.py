"""Python-Markdown's inline patterns as CommonMark has them: escapes, breaks, links, raw HTML, bare addresses.

Emphasis is in emphasis.py; pictures are Python-Markdown's own. What looks like an element and is none, such as
<String> or <甲>, stays words.
"""

from typing import Any
from xml.etree.ElementTree import Element

import markdown
from markdown.inlinepatterns import (
    BACKTICK_RE,
    BacktickInlineProcessor,
    HtmlInlineProcessor,
    ImageInlineProcessor,
    ImageReferenceInlineProcessor,
    InlineProcessor,
    LinkInlineProcessor,
    ReferenceInlineProcessor,
    ShortImageReferenceInlineProcessor,
    ShortReferenceInlineProcessor,
    SubstituteTagInlineProcessor,
)
from markdown.util import INLINE_PLACEHOLDER_RE, AtomicString

from jianbao import expressions as re
from jianbao.markdown import starts
from jianbao.markdown.emphasis import Emphasis

_PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
_HTML = rf"({starts.OPEN_TAG}|{starts.CLOSE_TAG}|<!--(?:-?>)?+)"
"""A tag, or the beginning of a comment: its end is looked for by a word, in whatever is behind it."""
_ENTITY = r"(&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|([a-zA-Z][a-zA-Z0-9]{1,31}));)"
_BARE = r"(?<![A-Za-z0-9@/.])(?:https?://|www\.(?=[A-Za-z0-9-]+\.))[!#-;=?-Z\[\]_a-z~]+"
_ATTRIBUTE = r"""(?:[.#][^\s{}.#=<>"']++|[a-zA-Z][\w-]*+=(?:"[^"\n]*+"|'[^'\n]*+'|[^\s{}"']++))"""
ATTRIBUTES = rf"\{{:?[ ]*+({_ATTRIBUTE}(?:[ ]++{_ATTRIBUTE})*+)[ ]*+\}}"
"""A list of attributes, of their very form only: {乙} is words."""
_NO_ADDRESS = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]+:\S*+\s|\{[{%]")
"""An address with a blank in it that is no file's name, or a mark of another program: words."""
_TAIL = frozenset("?!.,:*_~'\"]")
"""What stands behind an address more often than in it (GitHub Flavored Markdown, extended autolinks)."""
_ESCAPED = re.compile("\x02([0-9]{1,7})\x03")


def unescaped(text: str) -> str:
    """The text with the marks that a backslash stood before; Python-Markdown puts them in only in texts."""
    return _ESCAPED.sub(lambda m: chr(int(m[1])), text) if "\x02" in text else text


def _closed(data: str, index: int) -> int:
    """Where the bracket closes that was opened before ``index``; -1 when it does not. From bracket to bracket."""
    depth, at = 1, index
    while depth:
        closing = data.find("]", at)
        if closing < 0:
            return -1
        depth += data.count("[", at, closing) - 1
        at = closing + 1
    return at - 1


class _Bracketed(LinkInlineProcessor):
    """Words in brackets; Python-Markdown's look at each character, five times for each bracket that nobody closes."""

    def getText(self, data: str, index: int) -> tuple[str, int, bool]:  # noqa: N802 (Python-Markdown's)
        end = _closed(data, index)
        return (data[index:end], end + 1, True) if end >= 0 else ("", index, False)


class _Reference(_Bracketed, ReferenceInlineProcessor):
    """``[words][label]``, with nothing between the two."""

    RE_LINK = re.compile(r"\[([^\[\]]*)\]")


class _ShortReference(_Bracketed, ShortReferenceInlineProcessor):
    """``[label]``."""


class _ImageReference(_Bracketed, ImageReferenceInlineProcessor):
    """``![words][label]``."""

    RE_LINK = re.compile(r"\s?\[([^\[\]]*)\]")


class _ShortImageReference(_Bracketed, ShortImageReferenceInlineProcessor):
    """``![label]``."""


class _Link(_Bracketed):
    """``[words](address "title")``. An address of the web has no blanks: what follows one is words."""

    def getLink(self, data: str, index: int) -> tuple[str, str | None, int, bool]:  # noqa: N802 (Python-Markdown's)
        href, title, end, handled = super().getLink(data, index)
        written = data[index:end]
        within = self.RE_LINK.match(data, index)
        if handled and not (within and within[1]):
            handled = not (_NO_ADDRESS.match(href) or "](" in written or self._holds_elements(written))
        return href, title, end, handled

    def _holds_elements(self, written: str) -> bool:
        """Whether code stands in an address; what stands for an escaped mark is a text."""
        stashed: Any = self.md.treeprocessors["inline"]
        numbers = INLINE_PLACEHOLDER_RE.findall(written)
        return any(isinstance(stashed.stashed_nodes.get(number), Element) for number in numbers)


class _Image(_Link, ImageInlineProcessor):
    """``![words](address "title")``."""

    handleMatch = ImageInlineProcessor.handleMatch  # type: ignore[assignment]  # noqa: N815 (Python-Markdown's)


class _Html(HtmlInlineProcessor):
    """Raw HTML, of HTML's own elements only."""

    _open = ""
    """The text of which it is known that a comment has no end, nor has any behind it."""

    def handleMatch(  # type: ignore[override]  # noqa: N802 (Python-Markdown's)
        self, m: re.Match[str], data: str
    ) -> tuple[Element | str | None, int | None, int | None]:
        if m[1] == "<!--":
            end = -1 if data is self._open else data.find("-->", m.end())
            if end < 0:
                self._open = data
                return None, None, None
            return self._stored(data[m.start() : end + 3]), m.start(), end + 3
        name = (m[2] or m[3] or "").lower()
        if name and name not in starts.ELEMENTS:
            return None, None, None
        # Unclosed, it would take all of the page with it that follows.
        if m[2] and name in starts.CONTENT and not re.search(rf"</{name}[\s>]", data[m.end() :], re.IGNORECASE):
            return None, None, None
        return super().handleMatch(m, data)

    def _stored(self, raw: str) -> str:
        """What stands for raw HTML until the end."""
        return self.md.htmlStash.store(self.backslash_unescape(self.unescape(raw)))


class _Entity(HtmlInlineProcessor):
    """A character's name or number, of those that there are."""

    def handleMatch(  # type: ignore[override]  # noqa: N802 (Python-Markdown's)
        self, m: re.Match[str], data: str
    ) -> tuple[Element | str | None, int | None, int | None]:
        if m[2] and m[2] not in starts.ENTITIES:
            return f"&amp;{m[1][1:]}", m.start(), m.end()
        return super().handleMatch(m, data)


class _Attributes(InlineProcessor):
    """A list of attributes, in which nothing is a mark."""

    def handleMatch(  # type: ignore[override]  # noqa: N802 (Python-Markdown's)
        self,
        m: re.Match[str],
        data: str,  # noqa: ARG002
    ) -> tuple[str, int, int]:
        return m[0], m.start(), m.end()


class _Bare(InlineProcessor):
    """An address that nobody has made a link. It ends before what is no letter of addresses, Han above all."""

    ANCESTOR_EXCLUDES = ("a",)

    def handleMatch(  # type: ignore[override]  # noqa: N802 (Python-Markdown's)
        self,
        m: re.Match[str],
        data: str,  # noqa: ARG002
    ) -> tuple[Element | None, int | None, int | None]:
        address = m[0][: _ended(m[0])]
        if len(address) < 10:
            return None, None, None
        made = Element("a", {"href": address if "://" in address else f"http://{address}"})
        made.text = AtomicString(address.replace("&", "&amp;"))
        return made, m.start(), m.start() + len(address)


def _ended(address: str) -> int:
    """Where an address ends: before signs of the sentence, brackets that it has not opened, names of characters."""
    end = len(address)
    unopened = address.count(")") - address.count("(")
    while end:
        last = address[end - 1]
        if last == ")" and unopened > 0:
            unopened -= 1
        elif last == ";":
            begin = address.rfind("&", 0, end)
            if begin < 0 or not address[begin + 1 : end - 1].isalnum():
                break
            end = begin + 1
        elif last not in _TAIL:
            break
        end -= 1
    return end


class _Code(BacktickInlineProcessor):
    """Code between two runs of backticks of one length; a run without a second one is words (CommonMark, 6.1)."""

    def find_code_spans(self, start: int, text: str) -> tuple[int, int | None]:  # type: ignore[override]  # the stubs are of an older one
        begun = start
        while text[start : start + 1] == "`":
            start += 1
        closing = re.compile(rf"(?<!`)`{{{start - begun}}}(?!`)").search(text, start)
        return start, closing.start() if closing else None


def register(md: markdown.Markdown) -> None:
    """Puts the patterns in their places."""
    md.ESCAPED_CHARS[:] = _PUNCTUATION
    patterns: Any = md.inlinePatterns
    patterns.register(_Code(BACKTICK_RE), "backtick", 190)
    patterns.register(SubstituteTagInlineProcessor(r"\\\n", "br"), "jianbao-break", 185)
    patterns.register(_Reference(r"(?<!\!)\[", md), "reference", 170)
    patterns.register(_Link(r"(?<!\!)\[", md), "link", 160)
    patterns.register(_Image(r"\!\[", md), "image_link", 150)
    patterns.register(_ImageReference(r"\!\[", md), "image_reference", 140)
    patterns.register(_ShortReference(r"(?<!\!)\[", md), "short_reference", 130)
    patterns.register(_ShortImageReference(r"\!\[", md), "short_image_ref", 125)
    patterns.register(_Html(_HTML, md), "html", 90)
    patterns.register(_Attributes(ATTRIBUTES, md), "jianbao-attributes", 88)
    patterns.register(_Bare(_BARE, md), "jianbao-bare", 85)
    patterns.register(_Entity(_ENTITY, md), "entity", 80)
    patterns.deregister("em_strong")
    md.delimiters = None
    # The inline patterns run at 20.
    md.treeprocessors.register(Emphasis(md), "jianbao-emphasis", 19.5)
