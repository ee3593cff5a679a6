"""The text of a saved page or of a Word document read a second time, as dumbly as it can be: what is between tags.

It knows nothing of blocks, tables and frames, and shares no code with html.py, so that what that one loses
is seen. One pass, no pattern that looks back: a page of any bytes costs what it is long.
"""

import html
import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from jianbao.importer.text import decode

_SILENT = ("script", "style", "template", "title", "textarea", "xmp")
_NAME = re.compile("[a-z][a-z0-9:-]{0,30}", re.IGNORECASE)
_IN_TAG = re.compile("[>\"']")
_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
_ENDS_ITSELF = frozenset("p li dd dt td th tr tbody thead tfoot option".split())
"""Elements whose end may be left out."""
_ASIDE, _WHOLE = ("<!--", "<![CDATA["), ("<!--[if", "<![CDATA[")
_TAG, _HAN = re.compile("<[^<>]{0,4000}>"), re.compile("[\u4e00-\u9fff]")
_CONDITION = re.compile(r"^\[if [^\]<>]{0,80}\]>?|<!\[endif\]$")
_WORD, _SENTENCE = 4, 20
"""Han characters of what is told of a condition's text, and of a comment's that may be no more than a note."""
MOST_WORK = 20_000_000
"""Open elements counted at every tag, summed: what a parser that looks at all of them has to do."""


class Witness(NamedTuple):
    """The texts between the tags, in order, and how much work it is to nest them."""

    texts: list[str]
    work: int
    asides: list[str]
    """What comments and templates hold that no browser shows, where it reads as text."""


def read(page: str) -> Witness:
    """The page's texts without those of scripts, styles and templates."""
    texts: list[str] = []
    asides: list[str] = []
    at, work = 0, 0
    open_elements: list[str] = []
    while at < len(page):
        start = page.find("<", at)
        if start < 0:
            start = len(page)
        if start > at:
            texts.append(html.unescape(page[at:start]))
        if start == len(page):
            break
        at = _behind(page, start)
        if at == start:  # a < that opens nothing is text
            texts.append("<")
            at += 1
            continue
        if page.startswith(_ASIDE, start):
            asides += _told(page[start:at], whole=page.startswith(_WHOLE, start))
        name = _NAME.match(page, start + 1)
        closing = page.startswith("/", start + 1)
        if name:
            element = name.group().lower()
            work += len(open_elements)
            if element in _SILENT:
                begin, at = at, _closed(page, at, element)
                asides += _told(page[begin:at], whole=True) if element == "template" else []
            elif element not in _VOID and element not in _ENDS_ITSELF and page[at - 2 : at] != "/>":
                open_elements.append(element)
        elif closing and open_elements:
            open_elements.pop()
        if work > MOST_WORK:
            break
    return Witness([text for text in texts if not text.isspace()], work, asides)


def _told(markup: str, *, whole: bool) -> list[str]:
    """What is between the tags of a comment or a template, if it says anything; ``whole``: be it a word."""
    bare = markup.removeprefix("<![CDATA[").removesuffix("]]>").removeprefix("<!--").removesuffix("-->")
    text = " ".join(html.unescape(_TAG.sub(" ", _CONDITION.sub(" ", bare))).split())
    said = len(_HAN.findall(text))
    return [text] if (said >= _WORD if whole else said >= _SENTENCE and "。" in text) else []


_WORDS = re.compile(r"<(?:w|m):(?:t|delText)(?:\s[^<>]{0,200})?>([^<]*)</")
_AGAIN = re.compile(r"<(/?)mc:Fallback[\s>]")


def document(data: bytes) -> list[str]:
    """The texts of a Word document's part, from its bytes, without what Word writes a second time for old readers."""
    text = data.decode("utf-16" if b"\0" in data[:200] else "utf-8", "replace")
    texts: list[str] = []
    at, inside = 0, 0
    for mark in [*_AGAIN.finditer(text), None]:
        end = mark.start() if mark else len(text)
        if not inside:
            texts += [html.unescape(found) for found in _WORDS.findall(text, at, end)]
        inside += 0 if mark is None else -1 if mark[1] else 1
        at = mark.end() if mark else end
    return [words for words in texts if words.strip()]


def unread(texts: Sequence[str], read: Sequence[str]) -> list[str]:
    """The texts between the tags that hold a character more than what was read."""
    kept, _ = decode.lines("\n".join(texts))
    missing = Counter("".join("".join(kept).split())) - Counter("".join("".join(read).split()))
    if not missing:
        return []
    found: set[int] = set()
    bares = ["".join("".join(decode.lines(text)[0]).split()) for text in texts]
    # The longer ones first: a short text that is read may have a letter that is missing of another.
    for at in sorted(range(len(texts)), key=lambda at: len(bares[at]) < _WORD):
        of_text = Counter(bares[at]) & missing
        long = len(bares[at]) >= _WORD
        if of_text and not (long and any(bares[at] in "".join(other.split()) for other in read)):
            found.add(at)
            missing -= of_text
    return [texts[at].strip() for at in sorted(found)]


def _behind(page: str, start: int) -> int:
    """Where the text goes on behind a tag, a comment or a declaration; ``start`` itself when there is none."""
    if page.startswith("<!--", start):
        end = page.find("-->", start + 4)
        return end + 3 if end >= 0 else len(page)
    if page.startswith(("<!", "<?"), start):
        end = page.find(">", start)
        return end + 1 if end >= 0 else len(page)
    after = page[start + 1 : start + 3]
    if not (after[:1].isalpha() and after[:1].isascii()) and not (
        after[:1] == "/" and after[1:].isalpha() and after.isascii()
    ):
        return start
    at = start + 1
    while True:
        mark = _IN_TAG.search(page, at)
        if mark is None:
            return len(page)
        if mark.group() == ">":
            return mark.end()
        before = page[mark.start() - 1]
        if before not in "= \t\r\n":  # a quote that opens no value
            at = mark.end()
            continue
        end = page.find(mark.group(), mark.end())
        if end < 0:
            return len(page)
        at = end + 1


def _closed(page: str, at: int, element: str) -> int:
    """Where the element that holds no text ends."""
    found = re.compile(f"</{element}", re.IGNORECASE).search(page, at)
    return found.start() if found else len(page)


__all__ = ["MOST_WORK", "Witness", "document", "read", "unread"]
