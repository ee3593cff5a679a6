"""What the build would refuse in a text that comes in, mended where there is one cure; the rest is named by code."""

import re
from typing import NamedTuple
from zoneinfo import ZoneInfo

from jianbao.content import delimiters, parsing
from jianbao.errors import Level, Problem
from jianbao.importer.archive.bodies import UNSAFE
from jianbao.importer.archive.scanning import INLINE
from jianbao.model import Link

_ZONE = ZoneInfo("Asia/Shanghai")
_REFERENCE = re.compile(r"&#(?:([0-9]{1,12})|[xX]([0-9A-Fa-f]{1,12}));?")
_LATER = frozenset(("broken-link", "broken-picture", "broken-anchor"))
_FOLD = 2000
_KEY = re.compile(r"^([\w-]+):(?=\s|$)")


class Mended(NamedTuple):
    """A text as it is to be written, what was done, codes of the errors that are left, the anchors of its headings."""

    text: str
    done: tuple[str, ...]
    left: tuple[str, ...]
    anchors: tuple[str, ...]
    links: tuple[Link, ...]


def mended(text: str, path: str) -> Mended:
    """The text of an article without what the build would refuse."""
    done: list[str] = []
    clean = _visible(text)
    if clean != text:
        done.append(f"删去了 {len(text) - len(clean)} 个看不见的控制字符")
        text = clean
    problems, anchors, links = _tried(text, path)
    for _ in range(4):
        if not problems:
            break
        new = _front(text, problems, done)
        new = new if new != text else _body(text, problems, done)
        if new == text:
            break
        text = new
        problems, anchors, links = _tried(text, path)
    return Mended(text, tuple(done), tuple(p.code for p in problems), anchors, links)


def _tried(text: str, path: str) -> tuple[list[Problem], tuple[str, ...], tuple[Link, ...]]:
    """(the errors, the anchors, the links) that the build finds in an article."""
    article, _, problems = parsing.parsed(text.encode(), path, _ZONE)
    wrong = [p for p in problems if p.level is Level.ERROR and p.code not in _LATER]
    return (wrong, article.anchors, article.links) if article else (wrong, (), ())


def _visible(text: str) -> str:
    """The text without control characters, as characters or as references."""
    return "".join(
        c for c in text if c in "\n\t" or not (c < " " or "\x7f" <= c <= "\x9f" or c in "\ufeff\ufffe\uffff")
    )


def _front(text: str, problems: list[Problem], done: list[str]) -> str:
    """The text without the lines of its front matter that the build refuses; they are told with their values."""
    parts = delimiters.split(text, "")
    if isinstance(parts, Problem):
        return text
    lines = text.split("\n")
    wrong = {p.line for p in problems if 1 < p.line < parts[2] - 1}
    drop: set[int] = set()
    for line in wrong:
        at = line - 1
        while at > 0 and not _KEY.match(lines[at]):
            at -= 1
        key = _KEY.match(lines[at])
        if not key or key[1] in ("title", "extra"):
            continue
        end = at + 1
        while end < parts[2] - 2 and lines[end][:1] in (" ", "-"):
            end += 1
        drop |= set(range(at, end))
        why = next(p.message for p in problems if p.line == line)
        done.append(f"文件头的“{' '.join(lines[at:end])}”没有写进去：{why}")
    return "\n".join(line for at, line in enumerate(lines) if at not in drop)


def _body(text: str, problems: list[Problem], done: list[str]) -> str:
    """The text with what the build refuses in its body put so that it is shown and does nothing."""
    lines = text.split("\n")
    for problem in problems:
        at = problem.line - 1
        if not 0 <= at < len(lines):
            continue
        before = lines[at]
        if problem.code == "control-character":
            lines[at] = _REFERENCE.sub(_named, before)
        elif problem.code == "unsafe-link":
            lines[at] = INLINE.sub(lambda m: m["words"] if UNSAFE.match(m["target"]) else m.group(), before)
            lines[at] = re.sub(r"<((?!https?:|mailto:|tel:)[a-z][a-z0-9+.-]*+:[^<>\s]*+)>", r"\1", lines[at])
        elif problem.code == "comment-open":
            at_mark = max(0, problem.column - 1)
            lines[at] = before[:at_mark] + before[at_mark:].replace("<!--", "&lt;!--", 1)
        elif problem.code == "line-too-long":
            lines[at] = _folded(before)
        elif problem.code == "table-cells" and (width := _width(lines, at)):
            lines[at] = _cut(before, width)
        if lines[at] != before:
            done.append(f"{problem.message}：已改写")
    return "\n".join(lines)


def _folded(line: str) -> str:
    """A long line in pieces: behind a full stop, where a break shows as nothing, or in place of a blank."""
    pieces = []
    while len(line) > _FOLD:
        stop, blank = line.find("。", _FOLD, -1), line.find(" ", _FOLD, -1)
        if stop < 0 and blank < 0:
            break
        at = stop + 1 if stop >= 0 and (blank < 0 or stop < blank) else blank
        pieces.append(line[:at])
        line = line[at:].removeprefix(" ")
    return "\n".join([*pieces, line])


def _named(match: re.Match[str]) -> str:
    """A reference to a control character as the words that it was written with."""
    number = int(match[1]) if match[1] else int(match[2], 16)
    bad = number > 0x10FFFF or 0xD800 <= number < 0xE000 or not _visible(chr(number))
    return f"&amp;{match.group()[1:]}" if bad else match.group()


def _width(lines: list[str], at: int) -> int:
    """The cells of the table that a line stands in, as its second row has them; 0 when there is none."""
    for above in range(at, max(at - 400, -1), -1):
        bare = lines[above].strip()
        if "-" in bare and "|" in bare and not bare.strip(" \t:|-"):
            return len(bare.strip("|").split("|"))
        if not bare:
            return 0
    return 0


def _cut(line: str, width: int) -> str:
    """A row with more cells than its table has: the last cell takes the rest, its bars escaped."""
    found = [m.start() for m in re.finditer(r"(?<!\\)\|", line)]
    inner = found[1:] if line.lstrip().startswith("|") else found
    end = inner[-1:] if line.rstrip().endswith("|") else []
    bars = inner[: len(inner) - len(end)]
    for at in reversed(bars[width - 1 :]):
        line = f"{line[:at]}\\|{line[at + 1 :]}"
    return line
