"""Addresses: where a page stands below output/, and how it is written in a link.

An address is a path of NFC segments without a leading slash. It comes from the file's path and name,
from ``slug`` or from ``permalink``, never from a library's mood, because addresses are for ever.
Refused: what a file system, a bucket or a browser would read as something else.
"""

import unicodedata
from functools import lru_cache
from urllib.parse import quote, unquote

from jianbao import expressions as re

_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f\\:*?"<>|\u200b-\u200f\u2028-\u202e\ufeff]')
_DEVICES = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))}
ORDINARY = re.compile(
    r"(?!.*/$)(?:(?!(?i:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:[./]|$))"
    r"[0-9A-Za-z_\u4e00-\u9fff-]{1,40}(?:\.[0-9A-Za-z_-]{1,10}){0,2}(?:/|$)){1,4}"
)
"""An address like most: no reserved name, nothing special, and short in bytes too."""
_WIDE = str.maketrans('#%&/\\:*?"<>|', "＃％＆／＼：＊？＂＜＞｜")
"""What means something else in an address stands in it as its full-width sister: C# is at tags/C＃.html, c/cpp at
tags/c／cpp.html."""
LONGEST_NAME = 60
"""Characters of a tag, a column or a source."""
LONGEST_SEGMENT = 200
"""Bytes of UTF-8; file systems stop at 255, and temporary names need some."""
LONGEST = 700
"""Bytes of a whole address: some systems know no path of more than a thousand, the site's own folder included."""
DEEPEST = 24
"""Levels of an address."""
_LINK_SAFE = "/~!$&()*+,;=:@-._"


def of_file(path: str) -> str:
    """The address of a content file's page: 2018/2018-04/jiuzhu.md → 2018/2018-04/jiuzhu.html.

    An issue's index.md stands for its folder: 2018/2018-04/index.md → 2018/2018-04.html.
    """
    stem = unicodedata.normalize("NFC", path.removesuffix(".md"))
    return stem.removesuffix("/index") + ".html"


def with_slug(address: str, slug: str) -> str:
    """The address with its last part replaced."""
    folder, _, _ = address.rpartition("/")
    name = unicodedata.normalize("NFC", slug) + ".html"
    return f"{folder}/{name}" if folder else name


def of_permalink(url: str) -> str:
    """The file that answers at ``url``: /2018/x/ → 2018/x/index.html, /a.html → a.html."""
    path = unicodedata.normalize("NFC", unquote(url)).lstrip("/")
    if path == "" or path.endswith("/"):
        return path + "index.html"
    return path if "." in path.rpartition("/")[2] else path + "/index.html"


def seen(text: str) -> str:
    """The text with what cannot be seen in it as U+0007."""
    return "".join(c if c.isprintable() else f"U+{ord(c):04X}" for c in text)


def fault(address: str) -> str:
    """What is wrong with an address or a slug, in Chinese; "" when nothing is."""
    if ORDINARY.fullmatch(address):
        return ""
    if len(address.encode("utf-8", "replace")) > LONGEST or address.count("/") >= DEEPEST:
        return f"整个地址超过 {LONGEST} 字节，或超过 {DEEPEST} 级"
    for segment in address.split("/"):
        if segment in ("", ".", ".."):
            return "地址里不能有空的一级、. 或 .."
        found = _FORBIDDEN.search(segment)
        if found:
            return f"地址里不能有字符 {seen(found.group())}"
        if segment.partition(".")[0].lower() in _DEVICES:
            return f"{segment} 在 Windows 上是设备名，存不成文件"
        if segment.startswith(".") or segment != segment.strip() or segment.endswith("."):
            return "地址的每一级不能以点或空格开头或结尾"
        if len(segment.encode()) > LONGEST_SEGMENT:
            return f"地址的一级超过 {LONGEST_SEGMENT} 字节"
    return ""


@lru_cache(maxsize=16384)
def fault_of_name(name: str) -> str:
    """What is wrong with a tag, a column or a source, whose list's address is its name; "" when nothing is."""
    if not name.strip(".") or name.endswith("."):
        return "不能是空的，也不能以点开头或结尾"
    if len(name) > LONGEST_NAME:
        return f"不能超过 {LONGEST_NAME} 字"
    return fault(f"{_in_address(name)}.html")


@lru_cache(maxsize=16384)
def _in_address(name: str) -> str:
    """A tag, a column or a source as it stands in its list's address."""
    name = unicodedata.normalize("NFC", name).translate(_WIDE)
    return f"．{name[1:]}" if name.startswith(".") else name


def key(address: str) -> str:
    """What two addresses share when some file system or server takes them for one."""
    return unicodedata.normalize("NFC", address).casefold()


@lru_cache(maxsize=16384)
def href(address: str) -> str:
    """The address as it stands in a page's link: Han stays readable, what is special is escaped."""
    if address.isascii() and address.replace("/", "").replace("-", "").replace(".", "").replace("_", "").isalnum():
        return address
    return re.sub(r"[\x00-\x7f]+", lambda part: quote(part.group(), safe=_LINK_SAFE), address)


def url(base: str, address: str) -> str:
    """The absolute URL, wholly escaped, as canonical links, feeds and sitemaps want it."""
    return base if address == "index.html" else base + quote(address, safe=_LINK_SAFE)


HOME = "index.html"
ISSUES = "issues.html"
ARCHIVE = "archive.html"
FIXED = (
    HOME,
    "404.html",
    ISSUES,
    ARCHIVE,
    "columns.html",
    "tags.html",
    "sources.html",
    "search.html",
    "sitemap.html",
    "feed.xml",
    "feed.json",
    "sitemap.xml",
    "robots.txt",
    "manifest.webmanifest",
)
"""Addresses that every site may have."""


def of_list(kind: str, name: str) -> str:
    """The head of a list: kind is ``columns``, ``tags``, ``sources`` or ``archive`` (a month or a year)."""
    return f"{kind}/{_in_address(name)}.html"


def of_bulletin(issue: str) -> str:
    """The page that holds a whole issue: 2018/2018-04.html → 2018/2018-04/bulletin.html."""
    return f"{issue.removesuffix('.html')}/bulletin.html"


def of_share(page: str) -> str:
    """The card for sharing of an issue or an article: 2018/2018-04.html → 2018/2018-04/share.png."""
    return f"{page.removesuffix('.html')}/share.png"


def of_period(head: str, period: str) -> str:
    """The address of a list's page for a period: tags/普法.html, 2018-h1 → tags/普法/2018-h1.html."""
    return f"{head.removesuffix('.html')}/{period}.html"
