"""Markdown of other generators: one file is one item, its front matter read, its body kept as it stands."""

import re
from datetime import UTC

from jianbao import fence, frontmatter
from jianbao.errors import Problem
from jianbao.importer import blanks
from jianbao.importer.model import Source

_TOML = re.compile(r"\+\+\+[ \t]*\n(.*?)\n\+\+\+[ \t]*(?:\n|$)", re.DOTALL)
_TOML_LINE = re.compile(r"""^(\w+)\s*=\s*(?:"([^"]*)"|'([^']*)'|(\S.*?))\s*$""", re.MULTILINE)
_HEADING = re.compile(r"\A\s*#\s+(\S[^\n]*?)\s*#*\s*\n")


def source(name: str, text: str, doubts: tuple[str, ...]) -> Source:
    """The file's front matter as ``said`` and its body as Markdown."""
    said: dict[str, str] = {}
    body = text.replace("\r\n", "\n").replace("\r", "\n")
    toml = _TOML.match(body)
    if toml:
        found = {m[1]: m[2] or m[3] or m[4] or "" for m in _TOML_LINE.finditer(toml[1])}
        said = {key: found[key] for key in ("title", "date") if found.get(key)}
        body = body[toml.end() :]
        doubts = (*doubts, "文件头是 TOML（+++），只读了标题和日期")
    else:
        parts = fence.split(body, name)
        if not isinstance(parts, Problem):
            front, problems = frontmatter.read(body, name, UTC)
            doubts = (*doubts, *(f"文件头第{p.line}行：{p.message}；{p.hint}" for p in problems))
            if front is not None:
                said, body = _said(front.values), front.body
    heading = _HEADING.match(body)
    if heading and "title" not in said:
        said["title"] = heading[1]
        body = body[heading.end() :]
    lines = blanks.lines(body.split("\n"))
    return Source(name, tuple(lines), (), doubts, said=said, markdown=body.strip("\n"))


def _said(values: dict[str, object]) -> dict[str, str]:
    found: dict[str, str] = {}
    for key in ("title", "kicker", "subtitle", "source", "column", "summary", "author"):
        value = values.get(key)
        if isinstance(value, str) and value:
            found[key] = value
    date = values.get("date")
    if isinstance(date, tuple) and date[0]:
        found["date"] = date[0]
    tags = values.get("tags")
    if isinstance(tags, tuple):
        found["tags"] = "\n".join(tags)
    return found
