"""What the build refuses of an article and its own message says how to write: links to headings and files, two columns.

Only what can mean nothing else: an anchor or a path with the same letters, whatever marks and case it was written with;
a second column, which becomes a tag, as the message advises.
"""

import difflib
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from jianbao import expressions as re
from jianbao.content import delimiters, keys
from jianbao.errors import Problem

_MEANT = "是不是想写 "
_DEAD = {
    "broken-anchor": "目标页里没有 #",
    "broken-link": "链接指向不存在的 ",
    "broken-picture": "图片指向不存在的 ",
}
"""How the messages of dead links begin, before what was written."""
_NEAR = 0.9
_KEY = re.compile(r"([^\s:#-][^:#\n]*+):(?=[ \t]|$)")


class Edit(NamedTuple):
    """Characters of a text, and what comes in their place."""

    start: int
    end: int
    new: str


def edits(text: str, problems: Sequence[Problem]) -> list[Edit]:
    """The edits of an article's text, none of them overlapping."""
    made = [*_links(text, problems), *_columns(text, [p for p in problems if p.code == "two-columns"])]
    kept: list[Edit] = []
    for edit in sorted(set(made)):
        if not kept or edit.start >= kept[-1].end:
            kept.append(edit)
    return kept


def _links(text: str, problems: Iterable[Problem]) -> list[Edit]:
    lines = text.split("\n")
    made = []
    for problem in problems:
        dead = _DEAD.get(problem.code, "")
        if not dead or not problem.message.startswith(dead) or not problem.hint.startswith(_MEANT):
            continue
        wrong, meant = problem.message.removeprefix(dead), problem.hint.removeprefix(_MEANT).removesuffix("？")
        if not 0 < problem.line <= len(lines) or not _same(problem.code, wrong, meant):
            continue
        mark = "#" if problem.code == "broken-anchor" else ""
        line = lines[problem.line - 1]
        found = [m.start() for m in re.finditer(rf"{mark}{re.escape(wrong)}(?=[)>\"'\s#]|$)", line)]
        at = next((at for at in found if at + 1 >= problem.column), found[0] if found else None)
        if at is not None:
            start = sum(len(one) + 1 for one in lines[: problem.line - 1]) + at + len(mark)
            made.append(Edit(start, start + len(wrong), meant))
    return made


def _same(code: str, wrong: str, meant: str) -> bool:
    """Whether two ways of writing can mean nothing but the same."""
    if code != "broken-anchor":
        return wrong.casefold() == meant.casefold()
    one, other = ("".join(c for c in t.casefold() if c.isalnum()) for t in (wrong, meant))
    return bool(one) and (one == other or difflib.SequenceMatcher(None, one, other).ratio() >= _NEAR)


def _columns(text: str, problems: Sequence[Problem]) -> list[Edit]:
    """The column that is taken alone, the others among the tags."""
    parts = delimiters.split(text, "")
    if len(problems) != 1 or isinstance(parts, Problem):
        return []
    taken, _, rest = problems[0].message.partition("采用“")[2].partition("”，没有采用“")
    if not rest:
        return []
    lines = text.split("\n")[: parts[2] - 2]
    spans = {name: span for name, span in _spans(lines).items() if keys.canonical(name) in ("column", "tags")}
    own = next((name for name in spans if keys.canonical(name) == "column"), "")
    tags = next((name for name in spans if keys.canonical(name) == "tags"), "")
    if not own:
        return []
    begin, end = spans[own]
    others = rest.removesuffix("”").split("、")
    new = [f"{own}: {taken}"]
    made = []
    if not tags:
        new.append(f"tags: [{', '.join(others)}]")
    else:
        first, last = spans[tags]
        more = _more(lines[first:last], others)
        if more is None:
            return []
        made.append(_edit(lines, first, last, more))
    return [_edit(lines, begin, end, new), *made]


def _spans(lines: Sequence[str]) -> dict[str, tuple[int, int]]:
    """Each key of the front matter with its first line and the one behind its last."""
    starts = [(at, match[1].rstrip()) for at, line in enumerate(lines) if at and (match := _KEY.match(line))]
    ends = [at for at, _ in starts[1:]] + [len(lines)]
    return {name: (at, end) for (at, name), end in zip(starts, ends, strict=True)}


def _more(lines: Sequence[str], others: Sequence[str]) -> list[str] | None:
    """The lines of a list of tags with more of them; None when it is written in another way."""
    flow = re.fullmatch(r"([^\[\]#]*\[)([^\[\]#]*)(\][ \t]*)", lines[0]) if len(lines) == 1 else None
    if flow:
        there = [part.strip(" \"'") for part in flow[2].split(",") if part.strip()]
        new = [*([flow[2].strip()] if there else []), *(name for name in others if name not in there)]
        return [f"{flow[1]}{', '.join(new)}{flow[3]}"]
    items = [re.fullmatch(r"([ \t]*- )(.*)", line) for line in lines[1:]]
    first = items[0] if items else None
    if first is None or None in items or not re.fullmatch(r"[^:]*:[ \t]*", lines[0]):
        return None
    there = [item[2].strip(" \"'") for item in items if item]
    return [*lines, *(f"{first[1]}{name}" for name in others if name not in there)]


def _edit(lines: Sequence[str], begin: int, end: int, new: Sequence[str]) -> Edit:
    start = sum(len(line) + 1 for line in lines[:begin])
    return Edit(start, start + sum(len(line) + 1 for line in lines[begin:end]) - 1, "\n".join(new))
