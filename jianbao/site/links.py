"""Where the links and pictures of bodies lead: addresses of pages, files beside articles, anchors.

Refused: links that lead nowhere, with the path that was probably meant, written as the editor has to
write it.
"""

import posixpath
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from urllib.parse import unquote

from jianbao import address, mime
from jianbao import expressions as re
from jianbao.errors import Level, Problem, nearest, suggestion
from jianbao.model import WITHDRAWN, Article, Link
from jianbao.site.built import Asked

_PICTURE = re.compile(rf".*\.({'|'.join(mime.SHOWN)})", re.IGNORECASE)


class Links:
    """What can be linked to; collects problems."""

    def __init__(
        self,
        articles: Sequence[Article],
        article: Callable[[str], Article | None],
        asked: Asked,
        addresses: dict[str, str],
        others: Iterable[str],
    ) -> None:
        """``articles`` are all that were read, where something wrong is to be told; ``article`` gives one by its path;
        ``addresses`` are those of what answers by content path, with its page or with a tombstone, ``others``
        addresses that have no content file: lists, aliases."""
        self.all = articles
        self.article = article
        self.files = asked.files
        self.addresses = addresses
        self.known = {*addresses.values(), *others}
        self.attachments = asked.config.attachments
        self.now = asked.now
        self.problems: list[Problem] = []

    def href(self, article: Article, link: Link) -> str:
        """Where a link leads, below output/; "" and a problem when that is nowhere."""
        named = self._named(article, link.target)
        target, _, fragment = (named, "", "") if named else link.target.partition("#")
        target = named or unicodedata.normalize("NFC", unquote(target.partition("?")[0]))
        fragment = unquote(fragment)
        if not target:
            found: str | None = article.address
            path = article.path
        elif target.startswith("/"):
            path = posixpath.normpath(target.lstrip("/"))
            found = self.addresses.get(path) or (path if path in self.files else address.of_permalink(target))
        else:
            path = posixpath.normpath(posixpath.join(posixpath.dirname(article.path), target))
            found = self.addresses.get(path) or path
        if found and found not in self.files and found not in self.known:
            found = self._composed.get(found, found)
        if found in self.files:
            if what := mime.refused(found, self.attachments):
                message = f"{what}不能作附件发布：{link.target}"
                self._add(article, link, "attachment-refused", message, mime.cure(found))
                return ""
        elif link.picture or found not in self.known:
            self._broken(article, link, path, found)
            return ""
        elif fragment and fragment not in (anchors := self._anchors(found, fragment)):
            hint = suggestion(fragment, anchors) or "核对标题；锚点就是标题的文字"
            self._add(article, link, "broken-anchor", f"目标页里没有 #{fragment}", hint)
        return address.href(found) + (f"#{fragment}" if fragment else "")

    def _named(self, article: Article, target: str) -> str:
        """The target, when a file is called just so, marks of addresses (# ? %) included; else ""."""
        if not any(mark in target for mark in "#?%"):
            return ""
        for name in (target, unquote(target)):
            path = name.lstrip("/") if name[:1] == "/" else posixpath.join(posixpath.dirname(article.path), name)
            path = posixpath.normpath(path)
            if path in self.files or path in self.addresses or path in self._composed:
                return name
        return ""

    @cached_property
    def _composed(self) -> dict[str, str]:
        """Files whose names are decomposed, as macOS writes them, by what everybody types."""
        return {
            unicodedata.normalize("NFC", path): path
            for path in self.files
            if not unicodedata.is_normalized("NFC", path)
        }

    def cover(self, article: Article) -> str:
        """The address of an article's cover, "" for none."""
        if not article.cover:
            return ""
        link = Link(article.cover, *article.place("cover"), picture=True)
        if re.match("(https?:)?//", article.cover):
            message = f"封面是别的网站的图片 {article.cover}，没有采用"
            hint = "把图片存到文章旁边，只写文件名"
            self._add(article, link, "cover-outside", message, hint, Level.WARNING)
            return ""
        return self.href(article, link)

    def _anchors(self, found: str, fragment: str) -> tuple[str, ...]:
        """The anchors of the page at an address; of one that is no article, just what is asked for."""
        path = self._paths.get(found)
        article = self.article(path) if path else None
        return article.anchors if article else (fragment,)

    @cached_property
    def _paths(self) -> dict[str, str]:
        """The content path of each address. A draft may want the address of what it is to follow."""
        return {where: path for path, where in self.addresses.items()}

    @cached_property
    def _folders(self) -> dict[str, list[str]]:
        """What can be linked to, by folder."""
        found: dict[str, list[str]] = {}
        for path in sorted({*self.addresses, *self.files}):
            found.setdefault(posixpath.dirname(path), []).append(path)
        return found

    def _broken(self, article: Article, link: Link, path: str, found: str | None) -> None:
        what, code = ("图片", "broken-picture") if link.picture else ("链接", "broken-link")
        if target := next((other for other in self.all if other.path == path or other.address == found), None):
            if link.picture:
                self._add(article, link, code, f"{link.target} 是文章，不是图片", "写图片的文件名，例如 heying.jpg")
            else:
                message = f"链接指向尚未发布的 {link.target}"
                self._add(article, link, "link-unpublished", message, self._unpublished(target))
            return
        start = "以 / 开头的路径从 content/ 算起" if link.target.startswith("/") else "路径从本文所在的文件夹算起"
        hint = "路径里的 \\ 改为 /" if "\\" in link.target else self._near(article, link, path)
        self._add(article, link, code, f"{what}指向不存在的 {link.target}", hint or f"核对文件名；{start}")

    def _unpublished(self, target: Article) -> str:
        """What to do about a link to an article that has neither page nor tombstone."""
        if target.status == WITHDRAWN and target.draft:
            return "它还是草稿就已撤回，没有网页；去掉链接"
        if target.expires and target.expires <= self.now:
            return "它是草稿，下线时间（expires）也已经过了，没有网页；去掉链接"
        if target.draft:
            return "它是草稿：先发布它（删去它的 draft），或暂时去掉链接"
        until = target.publish.replace("T", " ").removesuffix(" 00:00")
        return f"它到 {until} 才发布：本文也写 publish: {until}，或暂时去掉链接"

    def _near(self, article: Article, link: Link, path: str) -> str:
        """The path that was probably meant, as it has to be written in this article."""
        folder, name = posixpath.split(path)
        paths = self._folders.get(folder) or [
            p for p in sum(self._folders.values(), []) if posixpath.basename(p) == name
        ]
        # By name without ending: two short names with one ending would always be near.
        names = {
            posixpath.splitext(posixpath.basename(other))[0]: other
            for other in paths
            if other != article.path and (_PICTURE.fullmatch(other) or not link.picture)
        }
        same = next((other for other in names.values() if posixpath.basename(other).casefold() == name.casefold()), "")
        found = same or names.get(nearest(posixpath.splitext(name)[0], names), "")
        if not found:
            return ""
        up = link.target.startswith("/")
        shown = f"/{found}" if up else posixpath.relpath(found, posixpath.dirname(article.path) or ".")
        return f"是不是想写 {shown}？"

    def _add(
        self, article: Article, link: Link, code: str, message: str, hint: str, level: Level = Level.ERROR
    ) -> None:
        self.problems.append(Problem(f"content/{article.path}", link.line, link.column, level, code, message, hint))
