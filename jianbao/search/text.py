"""The plain text of a body: what search looks at and what snippets show."""

import html

from jianbao import expressions as re

_BLOCK = re.compile(
    r"<(?:/?(?:p|div|h[1-6]|li|ul|ol|dl|dt|dd|tr|td|th|table|figure|figcaption|blockquote|pre|hr|section)|br)\b[^<>]*>"
)
_NOTE = re.compile(r"""<a class="footnote-(?:back)?ref"[^<>]*>[^<>]*</a>""")
"""A footnote's number and the way back from it, which would stand in the middle of what a result shows."""
_TAG = re.compile(r"<[^<>]*>")


def plain(body: str) -> str:
    """A body's HTML as text: a line for each paragraph, list item, heading and cell; no numbers of footnotes."""
    body = body.replace("\n", " ")
    if "footnote-" in body:
        body = _NOTE.sub("", body)
    text = html.unescape(_TAG.sub("", _BLOCK.sub("\n", body)))
    lines = [line.lstrip().rstrip(" \t") for line in text.split("\n")]
    return "\n".join([line for line in lines if line]).strip()
