"""Several bulletins in one file: where the next one's head begins, and what an import of them all would write.

A secretary keeps a quarter in one document. Each bulletin of it is an issue of its own: read as one, the second
head would stand amid the first bulletin's last item, and all of them would have the first one's number.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from jianbao.importer.line import kinds, masthead
from jianbao.importer.model import Line, Plan, Source

_HEAD = 10
"""Lines at the beginning among which the first bulletin's number stands."""
_ABOVE = 4
"""Lines of a head above its number: the name, who issues it, rules."""
_BESIDE = 3
"""Lines around a number among which its head says again what the first one said."""


def parts(source: Source) -> list[Source]:
    """The bulletins of a file; the file itself when it has one. What the file dropped and said goes with the first."""
    if source.is_page or source.markdown or source.front:
        return [source]
    lines = source.lines
    numbers = [(at, number) for at, line in enumerate(lines) if (number := masthead.issue(line))]
    if len(numbers) < 2 or numbers[0][0] >= _HEAD:
        return [source]
    first = {_squeezed(line) for line in lines[: numbers[0][0] + 1]} - {""}
    begins = [0]
    last, told = numbers[0]
    for at, number in numbers[1:]:
        if number == told or not any(map(kinds.is_text, lines[last + 1 : at])):
            continue
        if not _is_head(lines, at, first):
            continue
        begins.append(_begin(lines, at, first))
        last, told = at, number
    ends = [*begins[1:], len(lines)]
    made = [replace(source, lines=lines[begin:end]) for begin, end in zip(begins, ends, strict=True)]
    return [made[0], *(replace(part, dropped=(), doubts=()) for part in made[1:])]


def _is_head(lines: Sequence[Line], at: int, first: set[str]) -> bool:
    """Whether a number amid a file is of a bulletin's head: the first one's name above it, or who made it and when."""
    around = [*lines[max(0, at - _BESIDE) : at], *lines[at + 1 : at + 1 + _BESIDE]]
    named = any(_squeezed(line) in first for line in around)
    return named or any(masthead.is_made_on(line) for line in (*lines[at + 1 : at + 1 + _BESIDE], lines[at]))


def _begin(lines: Sequence[Line], at: int, first: set[str]) -> int:
    """Where the head begins that has its number at a position: with the lines that the first head has, too."""
    begin = at
    for above in range(at - 1, max(at - 1 - _ABOVE, 0), -1):
        if _squeezed(lines[above]) in first:
            begin = above
        elif not masthead.is_alone(lines[above]):
            break
    return begin


def _squeezed(line: Line) -> str:
    return "".join(line.bare.split())


def planned(
    found: Sequence[Source], plan: Callable[[Source, frozenset[str], dict[str, str]], Plan], existing: frozenset[str]
) -> Plan:
    """One plan for the bulletins of a file, each an issue of its own.

    ``plan`` makes one bulletin's, given the files that will be there and the numbers of the issues planned before.
    """
    numbers: dict[str, str] = {}
    made: list[Plan] = []
    for source in found:
        one = plan(source, existing, numbers)
        made.append(one)
        existing |= {path for path, _ in one.files}
        numbers[one.folder] = number(source)
    whole = all(one.issue for one in made)
    folders = list(dict.fromkeys(one.folder for one in made))
    told = "、".join(number(source) for source in found)
    doubt = f"文件里有{len(made)}期（{told}），各放一期：{'、'.join(folders)}，请核对" if whole else ""
    return Plan(
        "、".join(folders) if whole else "",
        "、".join(dict.fromkeys(one.issue for one in made)) if whole else "",
        tuple(item for one in made for item in one.items),
        tuple(dropped for one in made for dropped in one.dropped),
        (*([doubt] if doubt else []), *(doubt for one in made for doubt in one.doubts)),
        tuple(file for one in made for file in one.files),
        tuple(kept for one in made for kept in one.kept),
        next((one.refused for one in made if one.refused), ""),
    )


def number(source: Source) -> str:
    """The number that a bulletin's head has, "" for none."""
    return next((found for line in source.lines[:_HEAD] if (found := masthead.issue(line))), "")


__all__ = ["number", "parts", "planned"]
