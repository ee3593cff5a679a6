"""The links and pictures of a body: where each stands, which are safe, which lead into the site."""

import html
from bisect import bisect_right

from jianbao import expressions as re
from jianbao.errors import Level, Problem
from jianbao.model import Directive, Link

PLACEHOLDER = re.compile(r'(?:(?<= href=")|(?<= src="))jianbao:(\d+)(?=")', re.ASCII)
"""What stands for the address of a link into the site: its number in the body."""
_SCHEME = re.compile(r"^[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_LINKING = re.compile(r"\]\([ \t]*+(?:<[ \t]*+>[ \t]*+)?\)|<(?:img|a|video|audio|source)\b[^<>]*+>", re.IGNORECASE)
"""A link that says no address, or a tag that may say none."""
_NO_ADDRESS = re.compile(r"\s(?:src|href)(?:[ \t]*+=[ \t]*+(?:\"\"|'')|(?=[ \t/>]))(?![ \t]*+=)", re.IGNORECASE)
_SAFE_SCHEMES = ("http:", "https:", "mailto:", "tel:")


def _empty(text: str, start: int) -> re.Match[str] | None:
    """The first link or tag from ``start`` on that says no address."""
    return next((m for m in _LINKING.finditer(text, start) if m[0][0] == "]" or _NO_ADDRESS.search(m[0])), None)


class Source:
    """The text being converted: finds the places of links in it, collects links and problems."""

    def __init__(self, text: str, path: str, first_line: int) -> None:
        self.text = text
        self.path = path
        self.first_line = first_line
        self.line = first_line
        """The line at which the block begins that is looked at; "" of a target is found from there on."""
        self.links: list[Link] = []
        self.problems: list[Problem] = []
        self.directives: list[Directive] = []
        self._from: dict[str, int] = {}
        self._lines: list[int] = []

    def place(self, offset: int) -> tuple[int, int]:
        """(line, column) of an offset in the text."""
        at = bisect_right(self._starts, offset) - 1
        return self.first_line + at, offset - self._starts[at] + 1

    @property
    def _starts(self) -> list[int]:
        if not self._lines:
            self._lines = [0, *(m.end() for m in re.finditer("\n", self.text))]
        return self._lines

    def find(self, target: str) -> tuple[int, int]:
        """Where a link's target stands: in the block that is looked at or after it, else anywhere."""
        number = min(max(self.line - self.first_line, 0), len(self._starts) - 1)
        start = max(self._from.get(target, 0), self._starts[number])
        # A short target such as a full stop stands in many places that are no link.
        offset = self.text.find(f"]({target})", start) + 2
        length = len(target)
        if offset < 2:
            offset = self.text.find(target, start)
        if offset < 0:
            written = _written(target).search(self.text, start)
            offset, length = (written.start(), len(written[0])) if written else (self.text.find(target), length)
        if offset < 0:
            return self.line, 1
        self._from[target] = offset + length
        return self.place(offset)

    def add(self, target: str, code: str, message: str, hint: str) -> None:
        """An error at the place of a link's target."""
        line, column = self.find(target)
        self.problems.append(Problem(self.path, line, column, Level.ERROR, code, message, hint))

    def _nowhere(self) -> None:
        """An error at a link, or a tag, that says no address."""
        start = self._starts[min(max(self.line - self.first_line, 0), len(self._starts) - 1)]
        empty = _empty(self.text, start) or _empty(self.text, 0)
        message, hint = "链接没有写去处", "在括号里写网址或文件名"
        line, column = self.place(empty.start() + (empty[0][0] == "]")) if empty else (self.line, 1)
        if empty and empty[0][0] == "<":
            message, hint = f"“{empty[0][:40]}”没有写去处", f"写上网址；要显示这几个字，写成 &lt;{empty[0][1:40]}"
        self.problems.append(Problem(self.path, line, column, Level.ERROR, "broken-link", message, hint))

    def no_size(self, name: str, value: str) -> None:
        """A 提示 that a picture's size is not taken, at the place where it is written."""
        written = re.compile(rf"{re.escape(name)}\s*=\s*[\"']?{re.escape(value)}")
        found = written.search(self.text, self._starts[min(max(self.line - self.first_line, 0), len(self._starts) - 1)])
        line, column = self.place(found.start()) if found else (self.line, 1)
        message = f"图片的大小 {name}={value[:20]} 不起作用：只认像素，或英寸、厘米、毫米、磅"
        hint = f"删去它，图片就和正文一样宽；要小一些，写成 {name}=400"
        self.problems.append(Problem(self.path, line, column, Level.NOTICE, "size-ignored", message, hint))

    def url(self, target: str, picture: bool) -> str:
        """What stands in the page for a link's target; "" for one that is not safe."""
        if not target.strip():
            self._nowhere()
            return ""
        bare = re.sub(r"[\x00-\x20]+", "", html.unescape(target))
        if bare.startswith("//"):
            return f"https:{bare}"
        scheme = _SCHEME.match(bare)
        if scheme:
            if scheme.group().lower() in _SAFE_SCHEMES:
                return target
            shown = " ".join(target.split())[:60]
            message, hint = f"不安全的链接 {shown}", "只用 http、https、mailto、tel 或站内文件"
            if len(scheme.group()) == 2 or scheme.group().lower() == "file:":
                message, hint = f"{shown} 是您电脑上的路径，网站上打不开", "把文件放在本文旁边，只写文件名"
            self.add(target, "unsafe-link", message, hint)
            return ""
        if bare.startswith("#") and not picture and bare.startswith(("#fn:", "#fnref")):
            return target
        line, column = self.find(target)
        self.links.append(Link(html.unescape(target).strip(), line, column, picture))
        return f"jianbao:{len(self.links) - 1}"


def _written(target: str) -> re.Pattern[str]:
    """The target as it may stand in the text: with backslashes before its marks, or as characters' names."""
    return re.compile("".join(rf"\\?{re.escape(c)}" if c.isascii() and not c.isalnum() else c for c in target[:200]))


def linked(made: str, hrefs: list[str]) -> str:
    """A body's HTML with its placeholders replaced by real addresses (of the same order)."""
    if not hrefs:
        return made
    return PLACEHOLDER.sub(lambda m: html.escape(hrefs[int(m[1])]) if int(m[1]) < len(hrefs) else "#", made)
