"""Whether a named group takes part in every match: where it does not, there is no place to report.

Refused: nothing; an expression without the group is right as it is.
"""

from re import _constants, _parser  # type: ignore[attr-defined]
from typing import Any


def is_always_given(pattern: str, name: str) -> bool:
    """Whether no alternative of the expression leaves the group out, nor a repeat that may be none."""
    tree = _parser.parse(pattern)
    number = tree.state.groupdict.get(name)
    return number is None or _always(tree, number)


def _always(tree: Any, number: int) -> bool:
    return any(_one(operator, value, number) for operator, value in tree)


def _one(operator: Any, value: Any, number: int) -> bool:
    if operator is _constants.SUBPATTERN:
        return value[0] == number or _always(value[3], number)
    if operator is _constants.BRANCH:
        return all(_always(part, number) for part in value[1])
    if operator in (_constants.MAX_REPEAT, _constants.MIN_REPEAT, _constants.POSSESSIVE_REPEAT):
        return value[0] > 0 and _always(value[2], number)
    if operator is _constants.ATOMIC_GROUP:
        return _always(value, number)
    return operator is _constants.ASSERT and _always(value[1], number)
