"""Each expression of the house on 50 and 100 KB of the characters that it asks for: twice the text, twice the time."""

import re
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from jianbao.check import inspect, rules
from jianbao.check.entities import people
from jianbao.check.prose import Prose
from jianbao.markdown import convert
from jianbao.settings.knowledge import Knowledge, Post
from tests.expressions import Expression, house
from tests.hostile.apart import told

SMALL, LARGE = 50_000, 100_000
LEAST = 0.05
"""Seconds under which the clock says more of the machine than of the expression."""
MOST = 3.2
"""How many times as long twice the text may take: linear is two, quadratic four."""
LONGEST = 3.0
"""Seconds of the smaller text, after which nobody waits for the larger one."""
PIECES = 60
NAME = "甲乙丙"
_HELD = inspect.Context(Knowledge({}, {NAME: (Post("主席", "", "2018-01", ""),)}, frozenset()), date="2018-05-01")


def _before_names(text: str) -> None:
    """The text before a name, and before one in every sixty characters of it."""
    spread = "".join(text[at : at + 60] + NAME for at in range(0, len(text), 60))
    for whole in (text + NAME, spread):
        list(people.posts(Prose("", whole, whole, "txt"), _HELD))


DOORS: dict[str, Callable[[str], Any]] = {"jianbao.check.entities.people:": _before_names}
"""Where an expression stands that nothing but a bound on its text keeps fast → what applies the bound, as it is used."""


def everything() -> list[Expression]:
    """The house's and those of the data that comes with it."""
    data = [
        Expression(f"data: {rule.code}", rule.pattern, 0, "search")
        for rule in rules.load(None).values()
        if rule.pattern is not None
    ]
    marks = [
        Expression(f"Python-Markdown: {name}", one.compiled_re.pattern, one.compiled_re.flags & ~re.UNICODE, "search")
        for name, one in zip(*_inline(), strict=True)
    ]
    return [*house()[0], *marks, *data]


def _inline() -> tuple[list[str], list[Any]]:
    """The names and the processors of what Python-Markdown looks for in a line, ours among them."""
    found = convert.converter().markdown.inlinePatterns
    names = [one.name for one in found._priority]  # noqa: SLF001 (a Registry tells its names in no other way)
    return names, list(found)


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
    pairs = [a + b for a in known[:5] for b in known[:5] if a != b]
    begun = [piece for piece in _begun(pattern) if len(piece) > 1]
    return [one for one in dict.fromkeys([*known, *pairs, "".join(letters[:40]), *begun]) if one][:PIECES]


def _begun(pattern: str) -> Iterator[str]:
    """Texts that an expression takes, cut off behind each of its parts: what begins again and again and never ends."""
    from re import _parser

    tree = _parser.parse(pattern)
    for alternative in range(8):
        made = ""
        for part in _parts(tree, alternative, {}):
            made += part
            yield made


def _parts(items: Iterable[Any], alternative: int, groups: dict[int, str]) -> list[str]:
    """The shortest text that is taken, part by part; letters that stand together are one part."""
    parts: list[str] = []
    literal = False
    for op, given in items:
        name = str(op)
        if name == "LITERAL":
            parts[-1:] = [parts[-1] + chr(given)] if literal and parts else [*parts[-1:], chr(given)]
        elif name == "BRANCH":
            parts += _parts(given[1][alternative % len(given[1])], alternative, groups)
        elif name == "SUBPATTERN":
            inner = _parts(given[3], alternative, groups)
            groups[given[0]] = "".join(inner)
            parts += inner
        elif name == "ATOMIC_GROUP":
            parts += _parts(given, alternative, groups)
        elif name.endswith("_REPEAT"):
            parts += _parts(given[2], alternative, groups) * min(max(given[0], 1), 4)
        elif name == "GROUPREF":
            parts.append(groups.get(given, ""))
        elif name in ("ANY", "NOT_LITERAL", "IN"):
            parts.append(_one(given) if name == "IN" else "中")
        literal = name == "LITERAL"
    return parts


def _one(listed: Iterable[Any]) -> str:
    """A character of a set."""
    for kind, value in listed:
        if str(kind) == "NEGATE":
            return "中"
        if str(kind) in ("LITERAL", "RANGE"):
            return chr(value if str(kind) == "LITERAL" else value[0])
    return " "


def _use(one: Expression) -> Callable[[str], Any]:
    """What the house does with an expression: through its door, or as its methods say."""
    door = next((door for where, door in DOORS.items() if one.where.startswith(where)), None)
    if door:
        return door
    expression = re.compile(one.pattern, one.flags)
    return (
        (lambda text: [None for _ in expression.finditer(text)])
        if one.mode == "search"
        else getattr(expression, one.mode)
    )


def _seconds(use: Callable[[str], Any], text: str) -> float:
    began = time.process_time()
    use(text)
    return time.process_time() - began


def slow(one: Expression, pieces: Iterable[str] | None = None, small: int = SMALL, large: int = LARGE) -> str:
    """The piece on which twice the text takes much more than twice the time; "" for none."""
    use = _use(one)
    for piece in attacks(one.pattern) if pieces is None else pieces:
        for end in ("", "\x01"):
            text, longer = ((piece * (size // len(piece)) + end) for size in (small, large))
            first = _seconds(use, text)
            if first < LEAST:
                continue
            if first > LONGEST or _seconds(use, longer) > MOST * min(first, _seconds(use, text)):
                return piece
    return ""


def campaign(every: int = 1) -> Counter[str]:
    """Counts by outcome."""
    counts: Counter[str] = Counter()
    for one in everything()[::every]:
        found = told(lambda one=one: slow(one), seconds=60)
        counts["tried"] += 1
        if found.how or found.value:
            shown = one.pattern[:60]
            counts[f"slow {one.where} {shown!r} on {(found.value or found.how.splitlines()[-1])[:40]!r}"] += 1
        else:
            counts["linear"] += 1
    return counts
