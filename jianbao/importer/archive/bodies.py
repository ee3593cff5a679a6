"""A body of the old archive in the new one: links between posts, pictures and files lead where they lie now.

What leads nowhere is kept as a comment beside its words, and told: the build would refuse it, and a reader would be
sent to nothing. Words are never changed; code is not looked into.
"""

import base64
import posixpath
import re
from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from typing import NamedTuple
from urllib.parse import unquote

from jianbao import address, mime
from jianbao.importer.archive import roots, tags
from jianbao.importer.archive.kinds import Old
from jianbao.importer.archive.scanning import DEFINITION, INLINE, outside
from jianbao.markdown import foreign as marks

_TAG = re.compile(r"<(?P<name>img|a|video|audio|source)\b[^<>]*+>", re.IGNORECASE)
_ATTRIBUTE = re.compile(
    r"""\b(?P<key>src|href)[ \t]{0,8}=[ \t]{0,8}(?:"(?P<double>[^"]*+)"|'(?P<single>[^']*+)'|(?P<bare>[^"'\s<>]++))""",
    re.IGNORECASE,
)
_ALT = re.compile(r"""\balt[ \t]{0,8}=[ \t]{0,8}["']([^"'<>]*+)["']""")
_EMPTY = re.compile(r"""[ \t](?:src|href)\b(?:[ \t]{0,8}=[ \t]{0,8}(?:""|''|(?=[\s/>])))?""", re.IGNORECASE)
"""An address of a tag that is not written."""
_ELSEWHERE = re.compile(r"(?:[a-z][a-z0-9+.-]*:|//|#)", re.IGNORECASE)
UNSAFE = re.compile(r"(?!https?:|mailto:|tel:)[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_INSIDE = re.compile(r"data:image/(png|jpeg|gif|webp);base64,([A-Za-z0-9+/=%\s]+)", re.IGNORECASE)
"""A picture that is written into the text."""
_UPLOADS = re.compile(r"/?(?:wp-content|usr)/uploads/(.+)")
_SIZED = re.compile(r"-(?:\d{1,5}x\d{1,5}|scaled|e\d{9,14})(?=\.[A-Za-z]{3,4}$)")
"""What WordPress adds to the name of a picture that it has made smaller."""
_TEXTS = (".md", ".mdx", ".markdown", ".html", ".htm", ".shtml")
_LONGEST = 300
_NOT_IN_NAMES = re.compile(r"[^\w.() +-]")
_REF = re.compile(r"\{\{[<%]\s*(?:rel)?ref\s+(?:path\s*=\s*)?[\"']?([^\"'\s>%}]+)[\"']?\s*[>%]\}\}")
_POST = re.compile(r"\{%-?[ ]{0,4}(post_url|post_link|post_path)[ ]{1,4}([^\s%]++)([^%\n]*+)%\}")
_ASSET = re.compile(r"\{%-?[ ]{0,4}(asset_img|asset_path|asset_link)[ ]{1,4}([^\s%]++)([^%\n]*+)%\}")
_ROOT = re.compile(
    r"\{\{-?\s*(?:site\.(?:baseurl|url)|\.Site\.BaseURL|BASE_PATH|site\.data\.\w+)\s*(?:\|[^{}]*)?-?\}\}|\{filename\}|\{static\}|\{attach\}"
)
_LIQUID = re.compile(r"\{\{-?\s*['\"](/[^'\"\s]*)['\"]\s*\|[^{}]*-?\}\}")


class Library(NamedTuple):
    """What links may lead to."""

    old: Old
    addresses: Mapping[str, str]
    """Old address, as ``key`` writes it → path below content/."""
    sources: Mapping[str, str]
    """Path below the old archive, and its name without date and ending → path below content/."""
    lists: Mapping[str, str]
    """Old address of a list → address here, from / on."""
    files: Callable[[str], str]
    """The file below the old archive's folder that a path names; "" for none."""
    drafts: AbstractSet[str] = frozenset()
    """Paths below content/ to which the build lets no link lead."""
    queries: Mapping[str, str] = {}
    """Old address that is a question, p=12 → path below content/."""


class Made(NamedTuple):
    """A body, the files that come with it, and what is to be looked at."""

    body: str
    media: tuple[tuple[str, str | bytes], ...]
    """(path below content/, file below the old archive, or its bytes)."""
    doubts: tuple[str, ...]
    linked: int
    """Links to other posts that were resolved."""


def key(where: str) -> str:
    """What the ways to write one old address share."""
    bare = unquote(where).partition("#")[0].partition("?")[0].strip().lower().strip("/")
    return re.sub(r"(?:^|/)index\.html?$|\.html?$", "", bare)


class _Body:
    """One body while its links are being led."""

    def __init__(self, library: Library, source: str, place: str, given: Mapping[str, bytes], home: str) -> None:
        self.library = library
        self.home = home
        """The old address that the article keeps, "" for none."""
        self.given = given
        self.source = source
        self.place = place
        self.media: dict[str, str | bytes] = {}
        self.doubts: list[str] = []
        self.linked = 0
        self.drafted: set[str] = set()
        """Links of which it is said already that they lead to a draft."""

    def lost(self, target: str, what: str) -> None:
        """Says that a link or a picture leads nowhere."""
        if target not in self.drafted:
            self.doubts.append(f"{what}“{quiet(target)}”没有找到，留作注释，请补上")

    def target(self, target: str, *, picture: bool) -> str | None:
        """Where a link leads now, as it is to be written; None when nowhere."""
        bare, mark, fragment = target.partition("#")
        if picture and (inside := _INSIDE.fullmatch(bare)) and (data := _decoded(inside[2])):
            stem = posixpath.splitext(self.place)[0]
            place = f"{stem}/nei-{len(self.media) + 1:02}.{inside[1].lower().replace('jpeg', 'jpg')}"
            self.media[place] = data
            return _written(posixpath.relpath(place, posixpath.dirname(self.place)))
        if UNSAFE.match(bare):
            return None
        own = self._own(bare)
        if own is None:
            return target
        path, _, query = own.partition("?")
        path = unquote(path)
        asked = "" if picture else self._asked(path, query)
        if not path and not asked:
            return target
        if path in self.given:
            place = posixpath.join(posixpath.splitext(self.place)[0], path)
            self.media[place] = self.given[path]
            return _written(posixpath.relpath(place, posixpath.dirname(self.place)))
        file = "" if asked else self._file(path)
        if file and not mime.refused(file, ()):
            return self._beside(file, path)
        if picture:
            return None
        found = self.library.queries.get(asked, "") if asked else self._post(path)
        if asked and not found:
            return None
        if found in self.library.drafts:
            self.doubts.append(f"链接“{target}”指向草稿 content/{found}，留作注释，发布以后再补上")
            self.drafted.add(target)
            return None
        if found:
            self.linked += 1
            return _written(posixpath.relpath(found, posixpath.dirname(self.place))) + (
                f"{mark}{fragment}" if fragment else ""
            )
        return self.library.lists.get(key(path))

    def _asked(self, path: str, query: str) -> str:
        """What an address asks of the old site's first page, which is then not what it means: p=12; "" for nothing."""
        home = key(path).removesuffix("index.php").strip("/")
        asked = [part for part in re.split("&(?:amp;)?", query) if not re.match("utm_|from=|ref=|v=", part)]
        if not query or not asked or (home and f"/{home}/" != self.library.old.base.lower()):
            return ""
        return next((part for part in asked if part in self.library.queries), asked[0])

    def _own(self, bare: str) -> str | None:
        """The path of a target in the old site; None for what leads elsewhere."""
        if not _ELSEWHERE.match(bare):
            return bare
        match = re.match(r"(?:https?:)?//([^/?#]+)(.*)", bare, re.IGNORECASE)
        if match and self.library.old.host and match[1].lower().removeprefix("www.") == self.library.old.host:
            return match[2] or "/"
        return None

    def _file(self, path: str) -> str:
        """The file that a path names: beside the post, in its own folder, or at a root of the old site."""
        folder = posixpath.dirname(self.source.partition("#")[0])
        stem = posixpath.splitext(self.source)[0]
        base = self.library.old.base
        rooted = path.removeprefix(base.rstrip("/")) if base and path.startswith(base) else path
        places = [posixpath.normpath(posixpath.join(folder, path)), posixpath.normpath(posixpath.join(stem, path))]
        if rooted.startswith("/"):
            places = []
        places += [posixpath.normpath(posixpath.join(root, rooted.lstrip("/"))) for root in self.library.old.static]
        places += [posixpath.normpath(posixpath.join(stem, posixpath.basename(path)))]
        uploaded = _UPLOADS.search(rooted)
        if uploaded and self.library.old.kind == "WordPress":
            places += [f"uploads/{uploaded[1]}", uploaded[1]]
        found = next((f for place in places if not place.startswith("..") and (f := self.library.files(place))), "")
        bare = _SIZED.sub("", path)
        if not found and bare != path and (found := self._file(bare)):
            self.doubts.append(f"图片“{path}”没有，用了原来大小的“{posixpath.basename(bare)}”")
        return found

    def _beside(self, file: str, path: str = "") -> str:
        """The way to a file: one of a root stands where it stood, another in a folder beside the article."""
        root = next((r for r in self.library.old.static if r and file.startswith(f"{r}/")), None)
        inner = file.removeprefix(f"{root}/") if root else file
        hidden = any(part.startswith(("_", ".")) for part in inner.split("/"))
        atroot = (root is not None or "" in self.library.old.static) and not hidden
        stem = posixpath.splitext(posixpath.basename(self.place))[0]
        place = inner if atroot else posixpath.join(posixpath.dirname(self.place), stem, posixpath.basename(file))
        kept = "" if atroot else roots.below(self.home, self.source, file)
        place = kept if kept and not address.fault(kept) and not roots.own(kept) else place
        place = "/".join(_NOT_IN_NAMES.sub("-", part) if address.fault(part) else part for part in place.split("/"))
        if atroot and place != inner:
            self.doubts.append(f"图片或附件“{inner}”的名字不能用作网址，改为“{place}”，旧网址不再打开")
        uploaded = _UPLOADS.search(_SIZED.sub("", path))
        if uploaded and self.library.old.kind == "WordPress" and not mime.refused(uploaded[0], ()):
            place = uploaded[0].lstrip("/")  # where it stood, wherever the editor put it
            place = unquote(path).lstrip("/") if posixpath.basename(file) == posixpath.basename(path) else place
        known = next((p for p, f in self.media.items() if f == file), "")
        while not known and place in self.media:
            place = f"{posixpath.splitext(place)[0]}-2{posixpath.splitext(place)[1]}"
        place = known or place
        self.media[place] = file
        return _written(posixpath.relpath(place, posixpath.dirname(self.place)))

    def _post(self, path: str) -> str:
        """The article that a path means: an old address, or the file of a post."""
        library = self.library
        if path.startswith("/"):
            base = library.old.base
            rooted = path[len(base) - 1 :] if base and path.startswith(base) else path
            return library.addresses.get(key(rooted), "") or library.sources.get(key(rooted), "")
        folder = posixpath.dirname(self.source)
        beside = posixpath.normpath(posixpath.join(folder, path))
        ending = posixpath.splitext(beside)[0] if beside.endswith(_TEXTS) else beside
        return (
            library.sources.get(ending.lower(), "")
            or library.addresses.get(key(path), "")
            or library.addresses.get(key(beside), "")
            or library.sources.get(posixpath.basename(ending).lower(), "")
        )


def _written(path: str) -> str:
    return f"<{path}>" if re.search(r"[\s()]", path) else path


def made(
    library: Library, source: str, place: str, body: str, given: Mapping[str, bytes] | None = None, home: str = ""
) -> Made:
    """The body of the post in ``source`` as it stands at ``place`` below content/; ``home`` is the address it keeps."""
    work = _Body(library, source, place, given or {}, home)
    body, said = tags.translated(body)
    work.doubts += said
    body = outside(_LIQUID, body, lambda m: m[1])
    body = outside(_ROOT, body, lambda m: "")  # noqa: ARG005
    body = outside(_REF, body, lambda m: m[1])
    body = outside(_POST, body, _post_tag)
    body = outside(_ASSET, body, _asset)
    translated = marks.translated(body)
    work.doubts += [*tags.rewritten(body), *tags.left(translated)]
    body = outside(INLINE, translated, lambda m: _inline(work, m))
    body = outside(DEFINITION, body, lambda m: _definition(work, m))
    body = outside(_TAG, body, lambda m: _attribute(work, m))
    return Made(body, tuple(work.media.items()), tuple(dict.fromkeys(work.doubts)), work.linked)


def _post_tag(match: re.Match[str]) -> str:
    name, words = match[2].strip("\"'"), match[3].strip().removesuffix("-").strip().strip("\"'")
    if match[1] == "post_link":
        return f"[{words or name}]({name})"
    return name


def _asset(match: re.Match[str]) -> str:
    name, words = match[2].strip("\"'"), match[3].strip().removesuffix("-").strip()
    words = re.sub(r"^(?:\d++[ ])++", "", words).strip("\"'")
    return {"asset_img": f"![{words}]({name})", "asset_link": f"[{words or name}]({name})"}.get(match[1], name)


def _decoded(text: str) -> bytes:
    """The bytes of a picture that stands in the text itself, b"" when they are none."""
    try:
        return base64.b64decode(unquote(text), validate=True)
    except ValueError:
        return b""


def quiet(text: str) -> str:
    text = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}……（共 {len(text)} 个字符）"
    return text.replace("--", "—").replace("<", "‹").replace(">", "›")


def _inline(work: _Body, match: re.Match[str]) -> str:
    picture, words, target, title = match["picture"], match["words"], match["target"], match["title"] or ""
    inner = INLINE.sub(lambda m: _inline(work, m), words) if "](" in words else words
    if not target:
        work.doubts.append(f"{'图片' if picture else '链接'}“{words[:40]}”没有写去处，留下了文字")
        return f"{inner}{_titled(title)}"
    new = work.target(target, picture=bool(picture))
    if new is not None:
        return match.group() if new == target and inner == words else f"{picture}[{inner}]({new}{title})"
    return f"{_dead(work, inner, target, picture=bool(picture))}{_titled(title)}"


def _titled(title: str) -> str:
    """What a link said when it was pointed at, which is a text of the author's as well."""
    bare = title.strip()[1:-1] if title.strip() else ""
    return f"（{bare}）" if bare else ""


def _dead(work: _Body, words: str, target: str, *, picture: bool) -> str:
    what = "图片" if picture else "链接"
    work.lost(target, what)
    return f"{words}<!-- 原{what}：{quiet(target)} -->"


def _definition(work: _Body, match: re.Match[str]) -> str:
    target = match["target"]
    new = work.target(target, picture=False)
    if new is None:
        work.lost(target, "链接")
        return f"<!-- 原链接：{quiet(match.group().strip())} -->"
    return match.group() if new == target else f"{match['head']}{new}"


def _nowhere(work: _Body, name: str, whole: str) -> str:
    """A tag that says no address: of a picture that is written like a word about HTML, the words."""
    empty = _EMPTY.search(whole)
    if name == "img" and not (empty and "=" in empty[0]):
        work.doubts.append(f"“{whole[:40]}”没有写图片的网址，照文字显示")
        return f"&lt;{whole[1:]}"
    if not empty or name not in ("img", "a"):
        return whole
    alt = _ALT.search(whole)
    work.doubts.append(f"{'图片' if name == 'img' else '链接'}“{whole[:40]}”没有写去处，留下了文字")
    return (alt[1] if alt else "") if name == "img" else whole.replace(empty[0], "", 1)


def _attribute(work: _Body, tag: re.Match[str]) -> str:
    name, whole = tag["name"].lower(), tag.group()
    match = _ATTRIBUTE.search(whole)
    target = (match["double"] or match["single"] or match["bare"] or "").strip() if match else ""
    if not target:
        return _nowhere(work, name, whole)
    assert match
    new = work.target(target, picture=name == "img")
    if new == target:
        return whole
    begin, end = match.span()
    if new is not None:
        return f'{whole[:begin]}{match["key"]}="{new.strip("<>")}"{whole[end:]}'
    work.lost(target, "图片" if name == "img" else "链接")
    if name != "img":
        return f"{whole[:begin]}{whole[end:]}<!-- 原链接：{quiet(target)} -->"
    alt = _ALT.search(whole)
    return f"{alt[1] if alt else ''}<!-- 原图片：{quiet(target)} -->"
