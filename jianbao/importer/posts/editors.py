"""Comments that an editor of WordPress or Typecho leaves in a text for itself, and that readers never see."""

import re
from collections.abc import Iterator

_OWN = re.compile(r"<!--[ ]?/?wp:(?:[^\n<-]|-(?!->))*+-->[ \t]*+|^<!--markdown-->[ \t]*+")
_ELSEWHERE = re.compile(r"<!--[ ]?wp:([a-z][a-z0-9/-]*+)[ ](?:[^\n</-]|/(?!-->)|-(?!->))*+/-->")
"""A block without a text of its own, which stands elsewhere: <!-- wp:block {"ref":123} /-->."""
_EMPTY = frozenset({"spacer", "separator", "more", "nextpage"})
"""Blocks that never have one."""
_FENCE = re.compile(r"[ ]{0,3}(`{3,}+|~{3,}+)")


def without(body: str) -> str:
    """A text without them: <!-- wp:paragraph {"align":"center"} --> around each block, <!--markdown--> at the top."""
    made: list[str] = []
    count, gap = 0, False
    for line, code in _lines(body):
        kept, found = (line, 0) if code else _OWN.subn("", line)
        count += found
        if found and not kept.strip():
            gap = True
        elif gap and not kept.strip() and not code and (not made or not made[-1].strip()):
            continue  # a blank line on either side of what went
        else:
            made.append(kept)
            gap = gap and not kept.strip()
    return "\n".join(made).strip("\n") if count else body


def missing(body: str) -> list[str]:
    """The doubt about what the blocks of a text show that stands elsewhere in its site: one that is used again."""
    lines = (line for line, code in _lines(body) if not code)
    found = [match.group() for line in lines for match in _ELSEWHERE.finditer(line) if match[1] not in _EMPTY]
    told = "、".join(dict.fromkeys(found[:3]))
    return [f"{len(found)} 处编辑器的块（{told}）里的内容在原来网站别的地方，没有收入，请补上"] if found else []


def _lines(body: str) -> Iterator[tuple[str, bool]]:
    """Each line of a text, and whether it is of a fenced listing."""
    fence = ""
    for line in body.split("\n"):
        mark = _FENCE.match(line)
        if fence:
            yield line, True
            fence = "" if mark and mark[1].startswith(fence) and not line[mark.end() :].strip() else fence
        else:
            fence = mark[1] if mark else ""
            yield line, mark is not None
