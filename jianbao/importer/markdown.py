"""Markdown of other generators: one file is one item, its front matter read, its body kept as it stands.

What only the other generator understands (its tags, addresses of its own site) is kept as a comment beside
the words, and said: the build would refuse a link that leads nowhere.
"""

import re
import tomllib
from datetime import timedelta, timezone
from pathlib import PurePosixPath

from jianbao.content import dates, delimiters, frontmatter
from jianbao.errors import Problem
from jianbao.importer import blanks
from jianbao.importer.model import Beside, Source

_TOML = re.compile(r"\+\+\+[ \t]*\n(.*?)\n\+\+\+[ \t]*(?:\n|$)", re.DOTALL)
_HEADING = re.compile(r"\A\s*#\s+(\S[^\n]*?)\s*#*\s*\n")
_CHINA = timezone(timedelta(hours=8))
"""A moment with an offset is a day in China."""
_CODE = re.compile(r"^(`{3,}|~{3,}).*?(?:^\1|\Z)|`[^`\n]+`", re.MULTILINE | re.DOTALL)
_TAG = re.compile(r"\{%.*?%\}|\{\{[<%].*?[%>]\}\}")
_LINK = re.compile(r"(!?)\[([^\[\]\n]*)\]\(\s*<?([^\s()<>]+)>?(\s+(?:\"[^\"\n]*\"|'[^'\n]*'))?\s*\)")
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|#", re.IGNORECASE)


def source(name: str, text: str, doubts: tuple[str, ...], beside: Beside) -> Source:
    """The file's front matter as ``said`` and its body as Markdown."""
    said: dict[str, str] = {}
    body = text.replace("\r\n", "\n").replace("\r", "\n")
    toml = _TOML.match(body)
    if toml:
        said, doubts = _of_toml(toml[1], doubts)
        body = body[toml.end() :]
    else:
        parts = delimiters.split(body, name)
        if not isinstance(parts, Problem):
            front, problems = frontmatter.read(body, name, _CHINA)
            doubts = (*doubts, *(f"文件头第{p.line}行：{p.message}；{p.hint}" for p in problems))
            if front is not None:
                said, body = _said(front.values), front.body
    heading = _HEADING.match(body)
    if heading and "title" not in said:
        said["title"] = heading[1]
        body = body[heading.end() :]
    media: dict[str, bytes] = {}
    body, more = _at_home(body.strip("\n"), media, beside)
    lines, _ = blanks.lines(body.split("\n"))
    return Source(name, tuple(lines), (), (*doubts, *more), media, said, body)


def _of_toml(text: str, doubts: tuple[str, ...]) -> tuple[dict[str, str], tuple[str, ...]]:
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return {}, (*doubts, f"文件头（+++）读不懂，没有采用：{error}")
    said: dict[str, str] = {}
    for key, names in (("title", ("title",)), ("column", ("categories", "category")), ("source", ("source",))):
        value = next((values[n] for n in names if values.get(n)), "")
        said[key] = str(value[0] if isinstance(value, list) else value)
    tags = values.get("tags")
    said["tags"] = "\n".join(map(str, tags)) if isinstance(tags, list) else str(tags or "")
    found = dates.parse(str(values.get("date", "")), _CHINA)
    said["date"] = found[0] if found and found != dates.IMPOSSIBLE else ""
    unread = sorted(set(values) - {"title", "date", "tags", "categories", "category", "source", "draft"})
    if unread:
        doubts = (*doubts, f"文件头（+++）里的 {'、'.join(unread)} 没有采用")
    if values.get("draft") is True:
        doubts = (*doubts, "原来是草稿（draft），导入后会发布")
    return {key: value for key, value in said.items() if value}, doubts


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


def _at_home(body: str, media: dict[str, bytes], beside: Beside) -> tuple[str, list[str]]:
    """The body without what only the other generator can resolve, and what an editor has to look at."""
    code = [match.span() for match in _CODE.finditer(body)]
    doubts: list[str] = []

    def link(match: re.Match[str]) -> str:
        picture, words, target, title = match[1], match[2], match[3], match[4] or ""
        if _ELSEWHERE.match(target) or _inside(match.start()):
            return match.group()
        data = beside(target)
        if data is not None:
            name = next((known for known, other in media.items() if other == data), "")
            suffix = PurePosixPath(target.partition("?")[0]).suffix.lower()
            name = name or f"{'tu' if picture else 'fujian'}{len(media) + 1:02}{suffix}"
            media[name] = data
            return f"{picture}[{words}]({name}{title})"
        doubts.append(f"{'图片' if picture else '链接'}“{target}”没有找到，留作注释，请补上")
        return f"{words if not picture else ''}<!-- 原{'图' if picture else '链接'}：{_quiet(match.group())} -->"

    def tag(match: re.Match[str]) -> str:
        if _inside(match.start()):
            return match.group()
        doubts.append(f"别的程序的标记“{match.group()}”留作注释，请改写")
        return f"<!-- 原标记：{_quiet(match.group())} -->"

    def _inside(at: int) -> bool:
        return any(start <= at < end for start, end in code)

    # Tags first: their arguments may look like links. Offsets shift, so the code is looked for again.
    made = _TAG.sub(tag, body)
    code = [match.span() for match in _CODE.finditer(made)]
    return _LINK.sub(link, made), doubts


def _quiet(text: str) -> str:
    """Words that cannot end the comment they stand in."""
    return text.replace("--", "—")
