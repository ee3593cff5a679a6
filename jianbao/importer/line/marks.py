"""The marks that stand before a headline or a point of a list, whichever an editor's font has: ★, ▍, ☞, 〓."""

import re

SYMBOL = (
    "[\u2190-\u21ff\u2299\u2300-\u23ff\u2502-\u2775\u2794-\u27bf\u2900-\u2bff\u3012\u3013\u3020\u3030"
    "§\U0001f000-\U0001faff]\ufe0f?"
)
"""Arrows, blocks, geometric and other pictures: no letter, figure, bracket, quotation mark, dash or stop is one."""
_LEADING = re.compile(
    rf"(?:(?:{SYMBOL}|[·•](?={SYMBOL})){{1,6}}|[>＞»]{{1,3}}|#{{1,3}}(?=[ \u3000]))[ \t\u3000\xa0]{{0,4}}(?=\S)"
)


def leading(text: str) -> str:
    """The marks before a text with the blanks behind them, "" for none."""
    found = _LEADING.match(text)
    return found.group() if found else ""


_TRAILING = re.compile(rf"[ \t\u3000\xa0]{{0,4}}(?:{SYMBOL}){{1,4}}$")


def trailing(text: str) -> str:
    """The marks behind a text with the blanks before them, "" for none."""
    found = _TRAILING.search(text[-12:])
    return found.group() if found else ""
