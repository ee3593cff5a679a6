"""What an editor says before or behind a text, 编者按, or a leader wrote on it, 领导批示.

It is no part of the text, and its dates are not the text's.

It is written as a quotation, in its place.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from jianbao.importer.model import Paragraph

_HEAD = re.compile(
    r"[【\[（(〔■◆●★]{0,2}[ \u3000]{0,2}(?:编[ \u3000]{0,3}者[ \u3000]{0,3}[按语]|编者的话|编者手记|编前[语话]?|"
    r"编[ \u3000]{0,2}后[语话]?|"
    r"(?:市|县|区)?(?:委|政府)?(?:主要)?领导(?:同志)?批示|批示(?:摘登|摘要)|"
    r"按[ \u3000]{0,3}语|按)[ \u3000]{0,2}[】\]）)〕]{0,1}[ \u3000]{0,2}(?P<mark>[:：—]{0,2})[ \u3000]{0,2}"
)
_SHORT = re.compile("[【\\[（(〔■◆●★]|编|按[ \u3000]{0,3}语")
_MOST = 3
"""Paragraphs that a note may have at most when its head stands alone."""


def heads(text: str) -> bool:
    """Whether a paragraph begins with the words that name a note: alone, in brackets, or with a colon behind them."""
    found = _HEAD.match(text)
    if not found or not (found["mark"] or found.end() == len(text) or text[found.end() - 1] in "】］]）)〕 \u3000"):
        return False
    return bool(found["mark"]) or _SHORT.match(text) is not None


def marked(paragraphs: Sequence[Paragraph]) -> tuple[Paragraph, ...]:
    """The paragraphs with a note at either end of them marked as one."""
    made = list(paragraphs)
    words = [n for n, p in enumerate(made) if p.text and not (p.rows or p.picture)]
    if len(words) < 2:
        return tuple(made)
    first = words[0]
    if heads(made[first].text) and len(words) > 2 - bool(_text(made[first].text)):
        for n, below in pairwise(words):
            if not heads(made[n].text):
                break
            first = n
            made[n] = replace(made[n], note=True, heading=False)
            if not _text(made[n].text):
                made[below] = replace(made[below], note=True, heading=False)
                break
    last = next((n for n in reversed(words) if n > first and heads(made[n].text)), -1)
    if last > first and len([n for n in words if n >= last]) <= _MOST:
        for n in words:
            if n >= last:
                made[n] = replace(made[n], note=True, heading=False)
    return tuple(made)


def _text(text: str) -> str:
    """What stands behind the head."""
    found = _HEAD.match(text)
    return text[found.end() :].strip() if found else text
