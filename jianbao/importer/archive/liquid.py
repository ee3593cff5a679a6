"""Pages that Jekyll fills: what of one is its own words, and what a program puts in."""

import re

_LOOP = re.compile(
    r"\{%-?\s*(?P<name>for|capture|tablerow)\b(?:(?!\{%-?\s*(?:for|capture|tablerow)\b).)*?\{%-?\s*end(?P=name)\s*-?%\}",
    re.DOTALL,
)
_MARK = re.compile(r"\{%-?(?:(?!%\}).)*+%\}|\{\{(?:(?!\}\}).)*+\}\}", re.DOTALL)
_RAW = re.compile(r"\{%-?\s*raw\s*-?%\}")
_PROGRAM = re.compile(r"\{%-?\s*(?:for|assign|capture|include|tablerow)\s")
_STYLE = re.compile(r"<(style|script)\b[^<>]*>.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(r"<!--.*?-->|<[^<>]*+>", re.DOTALL)
_FEWEST = 8
"""Letters of a page's own below which it is a frame for a list."""
_DEEPEST = 8


def is_program(body: str) -> bool:
    """Whether words of a page come from elsewhere."""
    return bool(_PROGRAM.search(body)) and not _RAW.search(body)


def own(body: str) -> str:
    """A page without what a program puts in, "" when it has hardly a word of its own."""
    for _ in range(_DEEPEST):
        body, count = _LOOP.subn("", body)
        if not count:
            break
    body = _STYLE.sub("", _MARK.sub("", body))
    words = _TAG.sub("", body)
    return body if sum(c.isalnum() for c in words) >= _FEWEST else ""
