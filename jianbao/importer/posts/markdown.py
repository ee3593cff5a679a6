"""Markdown of other generators: one file is one item, its front matter read, its body kept as it stands.

What only the other generator understands (its tags, addresses of its own site) is kept as a comment beside
the words, and said: the build would refuse a link that leads nowhere.
"""

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

from jianbao.importer.line import figures
from jianbao.importer.model import Beside, Source
from jianbao.importer.posts import closed, editors, foreign, headers
from jianbao.importer.text import blanks
from jianbao.markdown import foreign as marks
from jianbao.yaml.writing import scalar

_CODE = re.compile(r"^(`{3,}+|~{3,}+)[^\n]*+(?:\n(?!\1)[^\n]*+)*+(?:\n\1)?+|`[^`\n]+`", re.MULTILINE)
_TAG = re.compile(r"\{%(?:[^%{]|%(?!\})|\{(?!%))*+%\}|\{\{[<%](?:[^%>{]|[%>](?!\}\})|\{(?!\{))*+[%>]\}\}")
_LINK = re.compile(r"(!?)\[([^\[\]\n]*)\]\(\s*<?([^\s()<>]+)>?(\s+(?:\"[^\"\n]*\"|'[^'\n]*'))?\s*\)")
_OPENING = 400
"""Characters of a text in which a day is looked for."""
_OF_PROGRAM = frozenset(["layout", "type"])
"""Keys that say nothing of the article."""
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|#", re.IGNORECASE)


def source(name: str, text: str, doubts: tuple[str, ...], beside: Beside) -> Source:
    """The file's front matter as ``said`` and ``front``, and its body as Markdown."""
    header = headers.read(text.replace("\r\n", "\n").replace("\r", "\n"), name)
    told = foreign.values(header.values, name)
    said, front, doubts = dict(told.said), list(told.front), (*doubts, *told.doubts)
    doubts = (*doubts, *editors.missing(header.body))
    body = editors.without(header.body.strip("\n"))
    doubts = (*doubts, *headers.doubts(header))
    if header.fault and header.unread:
        unread, why = closed.without(header.unread)
        doubts = (*doubts, why)
        front.append(("draft", "true"))
        body = f"<!-- 原文件头：\n{_quiet(unread)}\n-->\n\n{body}"
    first, _, rest = body.lstrip().partition("\n")
    if "title" not in said and re.match(r"#[ \t]", first):
        said["title"] = first.lstrip("#").strip().rstrip("#").strip()
        body = rest
    doubts = (*doubts, *_undated(said, body), *_in_extra(header.values, front))
    media: dict[str, bytes] = {}
    cover = said.pop("cover", "")
    if cover:
        found = _beside(cover, beside, media)
        front += [("cover", scalar(found))] if found else []
        doubts = doubts if found else (*doubts, f"封面“{cover}”没有找到，请补上")
    body, more = _at_home(translated := marks.translated(body).strip("\n"), media, beside)
    if translated != body.strip("\n"):
        more = [*more, "别的程序的记号已改写成 Markdown，请核对"]
    lines, _ = blanks.lines(body.split("\n"))
    return Source(name, tuple(lines), (), (*doubts, *more), media, said, body, tuple(front))


def _undated(said: Mapping[str, str], body: str) -> list[str]:
    """What is said of an article without a date: the day that its text names first may be another's."""
    if said.get("date"):
        return []
    day = figures.whole(body[:_OPENING])
    told = f"；正文里先写到的是{day[0].isoformat()}（“{day[1]}”），是这一天的" if day else "，"
    return [f"没有日期{told}请补上 date"]


def _in_extra(values: Mapping[str, Any], front: Sequence[tuple[str, str]]) -> list[str]:
    """What is said of what has no key here, and is kept where nothing reads it."""
    given = next((value for key, value in front if key == "extra"), "")
    names = [line.strip().partition(": ")[::2] for line in given.split("\n") if line.strip()]
    told = "、".join(f"{name}（{value}）" for name, value in names if name not in _OF_PROGRAM)
    return [f"文件头里这里没有对应的项，原样留在 extra 里：{told}"] if told and values else []


def _beside(target: str, beside: Beside, media: dict[str, bytes], kind: str = "tu") -> str:
    """The name under which a file that stands beside the article comes along; "" when there is none."""
    data = beside(target.lstrip("/"))
    if data is None:
        return ""
    known = next((name for name, other in media.items() if other == data), "")
    name = known or f"{kind}{len(media) + 1:02}{PurePosixPath(target.partition('?')[0]).suffix.lower()}"
    media[name] = data
    return name


def _at_home(body: str, media: dict[str, bytes], beside: Beside) -> tuple[str, list[str]]:
    """The body without what only the other generator can resolve, and what an editor has to look at."""
    code = [match.span() for match in _CODE.finditer(body)]
    doubts: list[str] = []

    def link(match: re.Match[str]) -> str:
        picture, words, target, title = match[1], match[2], match[3], match[4] or ""
        if _ELSEWHERE.match(target) or _inside(match.start()):
            return match.group()
        name = _beside(target, beside, media, "tu" if picture else "fujian")
        if name:
            return f"{picture}[{words}]({name}{title})"
        doubts.append(f"{'图片' if picture else '链接'}“{target}”没有找到，留作注释，请补上")
        return f"{words if not picture else ''}<!-- 原{'图' if picture else '链接'}：{_quiet(match.group())} -->"

    def tag(match: re.Match[str]) -> str:
        if _inside(match.start()):
            return match.group()
        doubts.append(f"别的程序的标记“{match.group()}”留作注释，请改写")
        return f"<!-- 原标记：{_quiet(match.group())} -->"

    def _inside(at: int) -> bool:
        before = bisect_right(code, (at, len(body) + at + 1)) - 1
        return before >= 0 and at < code[before][1]

    # Tags first: their arguments may look like links. Offsets shift, so the code is looked for again.
    made = _TAG.sub(tag, body)
    code = [match.span() for match in _CODE.finditer(made)]
    return _LINK.sub(link, made), doubts


def _quiet(text: str) -> str:
    """Words that cannot end the comment they stand in."""
    return text.replace("--", "—")
