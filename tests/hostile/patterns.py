"""Each expression of the house on 50 and 100 KB of the characters that it asks for: twice the text, twice the time."""

import re
import time
from collections import Counter

from jianbao.check import rules
from tests.expressions import Expression, house
from tests.hostile.apart import told

SMALL, LARGE = 50_000, 100_000
LEAST = 0.05
"""Seconds under which the clock says more of the machine than of the expression."""
MOST = 3.2
"""How many times as long twice the text may take: linear is two, quadratic four."""


def everything() -> list[Expression]:
    """The house's and those of the data that comes with it."""
    data = [
        Expression(f"data: {rule.code}", rule.pattern.pattern, rule.pattern.flags & ~re.UNICODE, "search")
        for rule in rules.load(None).values()
        if rule.pattern is not None
    ]
    return [*house()[0], *data]


def attacks(pattern: str) -> list[str]:
    """Pieces that an expression may be slow on: its own characters, one by one, in pairs, and as they stand."""
    from re import _parser

    letters: list[str] = []
    pending = [_parser.parse(pattern)]
    while pending:
        item = pending.pop(0)
        if isinstance(item, tuple) and len(item) == 2 and str(item[0]) == "LITERAL":
            letters.append(chr(item[1]))
        elif isinstance(item, tuple) and len(item) == 2 and str(item[0]) == "RANGE":
            letters.append(chr(item[1][0]))
        elif isinstance(item, tuple) and len(item) == 2 and str(item[0]) == "CATEGORY":
            letters.append({"DIGIT": "1", "SPACE": " ", "WORD": "a"}.get(str(item[1]).rpartition("_")[2], "中"))
        if isinstance(item, (list, tuple, _parser.SubPattern)):
            pending += list(item)
    known = list(dict.fromkeys([*letters[:12], " ", "1", "中"]))
    whole = "".join(letters[:40])
    return [*known, *(a + b for a in known[:5] for b in known[:5] if a != b), *([whole] if whole else [])]


def _seconds(expression: re.Pattern[str], mode: str, text: str) -> float:
    began = time.process_time()
    if mode == "search":
        for _ in expression.finditer(text):
            pass
    else:
        getattr(expression, mode)(text)
    return time.process_time() - began


def slow(one: Expression) -> str:
    """The piece on which twice the text takes much more than twice the time; "" for none."""
    expression = re.compile(one.pattern, one.flags)
    for piece in attacks(one.pattern):
        for end in ("", "\x01"):
            small, large = ((piece * (size // len(piece)) + end) for size in (SMALL, LARGE))
            first = _seconds(expression, one.mode, small)
            if first < LEAST:
                continue
            if _seconds(expression, one.mode, large) > MOST * min(first, _seconds(expression, one.mode, small)):
                return piece
    return ""


def campaign(every: int = 1) -> Counter[str]:
    """Counts by outcome."""
    counts: Counter[str] = Counter()
    for one in everything()[::every]:
        found = told(lambda one=one: slow(one))
        counts["tried"] += 1
        if found.how or found.value:
            shown = one.pattern[:60]
            counts[f"slow {one.where} {shown!r} on {(found.value or found.how.splitlines()[-1])[:40]!r}"] += 1
        else:
            counts["linear"] += 1
    return counts
