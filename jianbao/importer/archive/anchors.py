"""Links to headings: each program makes a heading's anchor in its own way, and all of them of the heading's words.

A fragment that is no anchor of the page it leads to gets the anchor with the same letters and digits, or the nearest
one; where there is none, the link leads to the page, and within a page the words stay and the link goes.
"""

import difflib
import html
import posixpath
import re
from collections.abc import Callable, Mapping, Sequence
from urllib.parse import unquote

from jianbao.importer.archive.bodies import quiet
from jianbao.importer.archive.scanning import DEFINITION, INLINE, outside
from jianbao.model import Link

_TAG = re.compile(r"<a\b[^<>]*+>", re.IGNORECASE)
_HREF = re.compile(r"""\bhref[ \t]{0,8}=[ \t]{0,8}(?:"(?P<double>[^"]*+)"|'(?P<single>[^']*+)')""", re.IGNORECASE)
_NEAR = 0.75
_MOST = 500
"""Anchors of a page among which the nearest is looked for."""


def led(text: str, place: str, anchors: Mapping[str, tuple[str, ...]]) -> tuple[str, list[str]]:
    """(the body at ``place`` with its fragments led to ``anchors`` of paths below content/, what could not be)."""
    doubts: list[str] = []

    def found(target: str, said: str = "") -> str | None:
        """The target as it is to be written; "" for one within the page that leads nowhere; None for as it is."""
        path, _, fragment = target.partition("#")
        page = (
            posixpath.normpath(posixpath.join(posixpath.dirname(place), unquote(path.strip("<>")))) if path else place
        )
        if re.match(r"[a-z][a-z0-9+.-]*:|/", target) or page not in anchors or not fragment:
            return None
        wanted = unquote(fragment).rstrip(">")
        if wanted in anchors[page]:
            return None
        ours = nearest(wanted, anchors[page])
        if ours:
            return f"{path}#{ours}"
        doubts.append(f"链接“{target}”指向的小标题没有找到，{'改指那一页' if path else '留下了文字'}，请核对{said}")
        return path

    def inline(match: re.Match[str]) -> str:
        said = (match["title"] or "").strip(" \t\"'")
        told = f"；提示文字“{said}”没有收入" if said and not match["words"] else ""
        new = found(match["target"], told) if "#" in match["target"] and not match["picture"] else None
        if new is None:
            return match.group()
        if new:
            return f"[{match['words']}]({new}{match['title'] or ''})"
        return match["words"] + (f"（{said}）" if said and match["words"] else "")

    def href(tag: re.Match[str]) -> str:
        match = _HREF.search(tag.group())
        target = (match["double"] or match["single"] or "") if match else ""
        new = found(target) if "#" in target else None
        if match is None or new is None:
            return tag.group()
        begin, end = match.span()
        return tag.group()[:begin] + (f'href="{new}"' if new else "") + tag.group()[end:]

    def definition(match: re.Match[str]) -> str:
        new = found(match["target"]) if "#" in match["target"] else None
        if new is None:
            return match.group()
        return f"{match['head']}{new}" if new else f"<!-- 原链接：{quiet(match.group().strip())} -->"

    text = outside(DEFINITION, outside(INLINE, text, inline), definition)
    return outside(_TAG, text, href), doubts


def dead(text: str, links: Sequence[Link], known: Callable[[str], bool]) -> tuple[str, list[str]]:
    """(an article without the links that lead nowhere, what is said of them): the words stay, in their brackets.

    ``links`` are those that the build reads in it: what another reader of Markdown has not seen as a link is seen here.
    """
    doubts: list[str] = []
    lines = text.split("\n")
    for link in links:
        at = link.line - 1
        if known(link.target) or not 0 <= at < len(lines):
            continue
        pattern = rf"\]\([ \t]*<?{re.escape(link.target)}>?(?:[ \t]+(?:\"[^\"\n]*\"|'[^'\n]*'))?[ \t]*\)"
        for near in range(at, min(at + 3, len(lines))):
            note = f"<!-- 原{'图片' if link.picture else '链接'}：{quiet(link.target)} -->"
            new = re.sub(pattern, lambda m: f"]{note}", lines[near])  # noqa: ARG005, B023
            named = rf"[\"']?{re.escape(html.escape(link.target, quote=False))}[\"']?"
            new = re.sub(rf"<img\b[^<>]*?src[ \t]*=[ \t]*{named}[^<>]*>", lambda m: note, new)  # noqa: ARG005, B023
            new = re.sub(rf"(<a\b[^<>]*?)\bhref[ \t]*=[ \t]*{named}", r"\1", new)
            if new != lines[near]:
                lines[near] = new
                doubts.append(f"链接“{link.target}”没有找到，留作注释，请补上")
                break
    return "\n".join(lines), doubts


def nearest(wanted: str, known: tuple[str, ...]) -> str:
    """The anchor that a fragment means; "" for none."""
    bare = _bare(wanted)
    for anchor in known if bare else ():
        if _bare(anchor) == bare:
            return anchor
    if not bare or len(known) > _MOST:
        return ""
    by = {_bare(anchor): anchor for anchor in known}
    near = difflib.get_close_matches(bare, by, 1, _NEAR)
    return by[near[0]] if near else ""


def _bare(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())
