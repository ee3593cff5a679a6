"""Running text: what is no headline, no table, no list of names, no quotation. Only there may --fix write.

A paragraph runs when it ends as a sentence ends, or is long enough to be nothing else. A line with a tab or a bar is
a row of a table. What stands between “ and ”, 《 and 》 is somebody else's words; after a mark left open everything is.
"""

from bisect import bisect_left
from itertools import pairwise

from jianbao import expressions as re
from jianbao.check.prose import BLANK, Block, Prose

_ENDS = re.compile(r"[。！？；：…!?;][”’」』）》)]*$|[\u4e00-\u9fff][.:][”’」』）)]*$")
_NO_SENTENCE = re.compile(r"[\t|｜=<>{}\\$#~^]|[A-Za-z_]\(")
"""Signs of tables, code and formulas."""
_LONG = 60
_BLANKS = " \t\u3000\xa0" + BLANK
_OPEN = {"“": "”", "‘": "’", "《": "》", "「": "」", "『": "』", "〈": "〉"}
_MARK = re.compile("[“”‘’《》「」『』〈〉]")
_SIGNATURE = re.compile(r"[（(][^（()）\n]{0,40}[）)]$")


def is_running(prose: Prose, at: int) -> bool:
    """Whether a place is in a sentence of a paragraph."""
    return _among(_stretches(prose), at)


def is_quoted(prose: Prose, at: int) -> bool:
    """Whether a place is inside somebody else's words."""
    return _among(_quotations(prose), at)


def may_write(prose: Prose, start: int, end: int) -> bool:
    """Whether --fix may change prose[start:end]."""
    last = max(start, end - 1)
    if any(begin < end and start < stop for begin, stop in prose.fixed):
        return False
    if not (is_running(prose, start) and is_running(prose, last)):
        return False
    return not (is_quoted(prose, start) or is_quoted(prose, last))


def _among(spans: list[tuple[int, int]], at: int) -> bool:
    number = bisect_left(spans, (at + 1,)) - 1
    return number >= 0 and spans[number][0] <= at < spans[number][1]


def _stretches(prose: Prose) -> list[tuple[int, int]]:
    if prose.running is None:
        prose.running = [span for block in prose.blocks for span in _lines(prose, block)]
        prose.running.sort()
    return prose.running


def _lines(prose: Prose, block: Block) -> list[tuple[int, int]]:
    if block.kind not in ("text", "value") or (block.kind == "value" and block.start not in prose.spoken):
        return []
    bare = block.text.strip(_BLANKS + "*_\n")
    if not (_ENDS.search(_SIGNATURE.sub("", bare[-60:]).rstrip(_BLANKS)) or len(bare) >= _LONG):
        return []
    ends = [-1, *(m.start() for m in re.finditer("\n", block.text)), len(block.text)]
    found = []
    for before, end in pairwise(ends):
        line = block.text[before + 1 : end]
        if not _NO_SENTENCE.search(line):
            found.append((block.start + before + 1, block.start + end))
    return found


def _quotations(prose: Prose) -> list[tuple[int, int]]:
    if prose.quoted is None:
        prose.quoted = [span for block in prose.blocks for span in _quoted(block)]
        prose.quoted.sort()
    return prose.quoted


def _quoted(block: Block) -> list[tuple[int, int]]:
    """The insides of the outermost pairs."""
    found: list[tuple[int, int]] = []
    stack: list[str] = []
    begin = 0
    for match in _MARK.finditer(block.text):
        mark = match.group()
        if mark in _OPEN:
            if not stack:
                begin = match.end()
            stack.append(mark)
        elif stack and _OPEN[stack[-1]] == mark:
            stack.pop()
            if not stack:
                found.append((block.start + begin, block.start + match.start()))
    if stack:
        found.append((block.start + begin, block.start + len(block.text)))
    return found
