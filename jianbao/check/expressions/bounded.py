"""Whether an expression looks no further than a clause: what it finds there depends on the clause and its two marks.

Of such an expression a clause that was seen before need not be asked again. The marks end whatever it takes: no item
of it takes one, but for the first or the last character of all, or for one that is only looked at.
"""

import re
from collections.abc import Callable
from re import _parser  # type: ignore[attr-defined]
from typing import Any

MARKS = "。！？；，：\n"
"""What clauses end in, and begin behind."""
STOPS = "。\n"
"""What sentences do, as far as it is asked here: in ！？；, which quotations have as well, expressions go on."""
_REPEATS = frozenset({"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"})
_ONE = frozenset({"LITERAL", "NOT_LITERAL", "IN"})
_EDGES = frozenset({"AT_BOUNDARY", "AT_NON_BOUNDARY"})
"""Of words, and not of a text."""
_CATEGORIES: dict[str, Callable[[str], bool]] = {
    "CATEGORY_DIGIT": str.isdigit,
    "CATEGORY_SPACE": str.isspace,
    "CATEGORY_WORD": str.isalnum,
}


def is_bounded(pattern: str, flags: int = 0) -> bool:
    """Whether an expression that matches in a text matches in one of its clauses, taken with the marks around it.

    It may match in a clause and not in the text: where it asks for the beginning or the end of the text.
    """
    return is_inside(_parser.parse(pattern, flags))


def is_inside(tree: Any, marks: str = MARKS) -> bool:
    """The same of the tree of an expression; or of sentences, by the marks that end them."""
    return not tree.state.flags & ~(re.UNICODE | re.MULTILINE) and _are_inside(tree, marks, begins=True, ends=True)


def _are_inside(items: Any, marks: str, *, begins: bool = False, ends: bool = False) -> bool:
    """Whether some items behind each other take no mark, nor look at one but for the next.

    ``begins``, ``ends``: the first one, the last one may take a mark.
    """
    listed = list(items)
    last = len(listed) - 1
    return all(
        _is_inside(str(op), given, marks, begins=begins and number == 0, ends=ends and number == last)
        for number, (op, given) in enumerate(listed)
    )


def _is_inside(name: str, given: Any, marks: str, *, begins: bool, ends: bool) -> bool:
    if name == "AT":
        return True
    if name == "ASSERT":
        return _are_inside(given[1], marks, begins=given[0] < 0, ends=given[0] > 0)
    if name == "ASSERT_NOT":
        return not _holds_edge(given[1]) and _are_inside(given[1], marks, begins=given[0] < 0, ends=given[0] > 0)
    if name == "BRANCH":
        return all(_are_inside(branch, marks, begins=begins, ends=ends) for branch in given[1])
    if name == "SUBPATTERN":
        return not given[1] and not given[2] and _are_inside(given[3], marks, begins=begins, ends=ends)
    if name in _REPEATS:
        once = given[1] == 1
        return _are_inside(given[2], marks, begins=begins and once, ends=ends and once)
    if name == "ATOMIC_GROUP":
        return _are_inside(given, marks, begins=begins, ends=ends)
    if name == "GROUPREF":
        return True  # what its group took, which is asked by itself
    return name in _ONE and (begins or ends or not any(_takes(name, given, mark) for mark in marks))


def _holds_edge(items: Any) -> bool:
    """Whether the beginning or the end of the text is asked for: what must not be there is there in a clause."""
    for op, given in items:
        name = str(op)
        inner: list[Any] = []
        if name == "BRANCH":
            inner = given[1]
        elif name == "SUBPATTERN":
            inner = [given[3]]
        elif name in _REPEATS:
            inner = [given[2]]
        elif name in ("ASSERT", "ASSERT_NOT"):
            inner = [given[1]]
        elif name == "ATOMIC_GROUP":
            inner = [given]
        if (name == "AT" and str(given) not in _EDGES) or any(map(_holds_edge, inner)):
            return True
    return False


def _takes(name: str, given: Any, character: str) -> bool:
    """Whether an item of one character takes this one."""
    if name == "LITERAL":
        return bool(ord(character) == given)
    if name == "NOT_LITERAL":
        return bool(ord(character) != given)
    negated = bool(given) and str(given[0][0]) == "NEGATE"
    return any(_is_of(str(op), value, character) for op, value in given[negated:]) != negated


def _is_of(op: str, value: Any, character: str) -> bool:
    if op == "LITERAL":
        return bool(ord(character) == value)
    if op == "RANGE":
        return bool(value[0] <= ord(character) <= value[1])
    kind = str(value)
    known = _CATEGORIES.get(kind.replace("NOT_", ""))
    return known is None or known(character) != ("NOT_" in kind)
