"""The lines of --- that fence the front matter off from the body."""

from jianbao import expressions as re
from jianbao.errors import Level, Problem

_OPENING = re.compile(r"---[ \t]*(?:\n|$)")
_NEARLY = re.compile(r"\s*[-—－–]{2,}[ \t]*(?=\n|$)")
_CLOSING = re.compile(r"^---[ \t]*$", re.MULTILINE)
_FENCE = re.compile(r"[ \t\u3000]*+(?:[-—－–]{2,}+|\+{3})[ \t]*+(?:\n|$)")
_LOOKS_SO = re.compile(r"[ \t\u3000]*+(?:#[^\n]*+|-[ \t][^\n]*+|[\w\"'-]{1,20}[ \t]*+[:：=][^\n]*+)?(?:\n|$)")
"""A line of a front matter: ``key: value``, an item, a comment, nothing."""


def split(text: str, path: str) -> tuple[str, str, int] | Problem:
    """(the YAML, the body, the body's first line) of a file's text; a Problem when there is no front matter."""
    opening = _OPENING.match(text)
    if not opening:
        if text.startswith("+++"):
            return Problem(
                path, 1, 1, Level.ERROR, "front-matter-toml", "这是 TOML 格式的文件头（+++）", "改为 --- 之间的“键: 值”"
            )
        first = _NEARLY.match(text)
        if first:
            line = first.group().count("\n") + 1
            message = "第一行应正好是三个半角减号 ---"
            return Problem(
                path, line, 1, Level.ERROR, "no-front-matter", message, "前面不能有空行或空格，减号不能是全角或破折号"
            )
        return Problem(
            path,
            1,
            1,
            Level.ERROR,
            "no-front-matter",
            "文件开头没有 --- 之间的说明",
            "第一行写 ---，然后 title: 标题 等，再写一行 ---，下面才是正文",
        )
    closing = _CLOSING.search(text, opening.end())
    if not closing:
        return Problem(
            path,
            1,
            1,
            Level.ERROR,
            "front-matter-open",
            "开头的 --- 没有结尾的 ---",
            "在最后一个“键: 值”下面单独写一行 ---",
        )
    head = text[opening.end() : closing.start()]
    body = text[closing.end() + 1 :]
    return head, body, head.count("\n") + 3


def meant(text: str) -> int:
    """How many characters at the beginning are meant as front matter, in a text of which ``split`` finds none.

    From a line that is nearly a fence to the next one or, where there is none, as far as lines look like settings.
    """
    lines = text.splitlines(keepends=True)
    first = next((n for n, line in enumerate(lines) if line.strip()), 0)
    if not lines or not _FENCE.fullmatch(lines[first]):
        return 0
    end = first + 1
    for number in range(first + 1, len(lines)):
        if _FENCE.fullmatch(lines[number]):
            end = number + 1
            break
        if not _LOOKS_SO.fullmatch(lines[number]):
            break
        end = number + 1 if lines[number].strip() else end
    return sum(map(len, lines[:end]))
