"""Comments by which an editor lets something pass: ``<!-- 不检查：half-comma -->``, and whether they do what they say.

At the end of a line, alone above a paragraph, or (全文不检查) for a whole text; in front matter behind ``#``. Refused:
nothing; a code that does not exist is told, for a comment that does nothing looks like one that does.
"""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import NamedTuple

from jianbao import expressions as re

_COMMENT = re.compile(r"<!--\s*+(全文)?不检查(?=[\s：:-])((?:[^<>-]|-(?!->))*+)-->|#\s*+不检查\s*+[：:]([^\n]*+)")
_CODE = re.compile(r"[^,，、：:\s]+")
_PARAGRAPH = re.compile(r"\n*[^\n]+(?:\n[^\n]+)*")


class Comment(NamedTuple):
    """From where to where it reaches, and the codes that it names, each with its place."""

    start: int
    end: int
    codes: tuple[tuple[int, str], ...]
    place: tuple[int, int]
    is_shown: bool
    """Whether a reader sees it: it stands in code, or is a heading; then it is none that could be wrong."""


def read(text: str, begin: int) -> list[Comment]:
    """The comments of a file whose body begins there."""
    return list(_read(text, begin)) if "不检查" in text else []


def _read(text: str, begin: int) -> Iterator[Comment]:
    for match in _COMMENT.finditer(text):
        number = 3 if match[2] is None else 2
        codes = tuple((match.start(number) + one.start(), one.group()) for one in _CODE.finditer(match[number]))
        is_shown = _is_code(text, match.start()) if number == 2 else match.start() >= begin
        yield Comment(*_reach(text, match), codes, match.span(), is_shown)


def _is_code(text: str, start: int) -> bool:
    return text[:start].endswith("`") or text.count("\n```", 0, start) % 2 == 1


def _reach(text: str, match: re.Match[str]) -> tuple[int, int]:
    """What a comment takes out: its line; the next paragraph when it stands alone; the whole file."""
    if match[1]:
        return 0, len(text) + 1
    start = text.rfind("\n", 0, match.start()) + 1
    end = text.find("\n", match.end())
    end = len(text) if end < 0 else end
    if text[start : match.start()].strip() or text[match.end() : end].strip():
        return start, end + 1
    following = _PARAGRAPH.match(text[end:])
    return start, end + following.end() + 1 if following else end + 1


def faults(comment: Comment, known: Mapping[str, str]) -> Iterator[tuple[int, int, str, str]]:
    """(start, end, what is wrong, its cure) of the codes of a comment that are none; ``known`` → what each one says."""
    if comment.is_shown:
        return
    if not comment.codes:
        yield *comment.place, "没有写代号", "写上检查报告方括号里的代号，例如 不检查：half-comma"
    for start, code in comment.codes:
        if code not in known:
            near = _near(code, known)
            cure = f"是不是“{near}”？是就改为“{near}”" if near else "照抄检查报告方括号里的代号"
            yield start, start + len(code), f"不认识的代号“{code}”", cure


def _near(code: str, known: Mapping[str, str]) -> str:
    """The code that may be meant: spelled nearly so, or whose message holds these words."""
    close = get_close_matches(code.lower(), known, 1)
    return close[0] if close else next((one for one, message in known.items() if code in message), "")
