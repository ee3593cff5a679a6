"""All shelves of a site: which value each group of files follows from."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial

from jianbao import address, digest, zh
from jianbao.errors import AnewError
from jianbao.media import pictures
from jianbao.model import Before, Entry, Page, Shelf
from jianbao.pages import articles, emptied, front, lists, machines, years
from jianbao.pages.frame import SHARE_GLYPHS, Frame, single
from jianbao.pages.lists import Listing, Part
from jianbao.site.model import Group, Site, Some

_NOTHING = bytes(digest.SIZE)


def every_shelf(
    site: Site,
    frame: Frame,
    files: dict[str, bytes],
    statics: dict[str, tuple[str, bytes]],
    public: Mapping[str, bytes],
) -> Iterator[Shelf]:
    """Every shelf.

    ``files`` are the pictures and attachments in use with their digests; ``statics`` the theme's
    files: name → (address, digest); ``public`` the files of public/ with theirs.
    """
    yield from _article_shelves(site, frame)
    yield from _list_shelves(site, frame)
    # Not among the tombstones: a list may be filled again, and what was withdrawn may not come back (publish/plan.py).
    yield _shelf(*single("emptied", frame, list(emptied.pages(site, frame, (*files, *public)))))
    for name, pages in _singles(site, frame):
        yield _shelf(*single(name, frame, pages))
    yield _shelf(*single("files", frame, list(_files(files, frame))))
    static = [
        Page(href, "主题文件", "", {"static": name, "digest": d.hex()})
        for name, (href, d) in statics.items()
        if name != SHARE_GLYPHS
    ]
    yield _shelf(*single("theme", frame, static))
    if public:
        root = [Page(p, f"public/{p}", "", {"public": p, "digest": d.hex()}) for p, d in public.items()]
        yield _shelf(*single("public", frame, root))


def _files(files: dict[str, bytes], frame: Frame) -> Iterator[Page]:
    """Pictures and attachments, and the smaller copies of pictures."""
    for path, mark in files.items():
        yield Page(path, f"content/{path}", "", {"copy": path, "digest": mark.hex()})
        picture = frame.pictures.get(address.href(path))
        for width in picture.copies if picture else ():
            context = {"webp": path, "width": width, "digest": mark.hex(), "maker": pictures.maker()}
            yield Page(pictures.address(path, width), f"content/{path} 的缩小图", "", context)


def _shelf(name: str, payload: bytes, pages: list[Page]) -> Shelf:
    return Shelf(name, payload, len(pages), partial(iter, pages))


def _article_shelves(site: Site, frame: Frame) -> Iterator[Shelf]:
    known, issues = site.entries.table, site.issues
    cards, digests, related = known.cards, known.digests, site.related
    folders: dict[tuple[str, str], list[int]] = defaultdict(list)
    for i, (path, date) in enumerate(zip(known.paths, known.dates, strict=True)):
        # By month too, so that an archive that lies in one folder is not one shelf.
        folders[path.rpartition("/")[0], date[:7]].append(i)
    before, after = articles.neighbours(site)
    earlier, later = ([cards[n] if n >= 0 else _NOTHING for n in near] for near in (before, after))
    for (folder, month), members in folders.items():
        payload = [frame.digest, digest.of_text(" ".join([str(len(related[i])) for i in members]))]
        payload += [column[i] for column in (digests, earlier, later) for i in members]
        payload += [cards[other] for i in members for other in related[i]]
        payload += _marks(site, members, frame)
        yield Shelf(
            f"articles/{folder} {month}",
            digest.of_all(payload),
            len(members),
            partial(articles.of_shelf, site, frame, tuple(members)),
        )
    for i, issue in enumerate(issues):
        near = [issues[at].entry.card_digest if 0 <= at < len(issues) else _NOTHING for at in (i - 1, i + 1)]
        front = issue.entry
        payload = [frame.digest, *near, front.digest, *frame.marks((front.hrefs, front.cover)), _NOTHING]
        payload += [*(digests[m] for m in issue.members), *_marks(site, issue.members, frame)]
        yield Shelf(
            f"issues/{front.article.path}",
            digest.of_all(payload),
            1 + len(issue.members),
            partial(articles.issue, site, frame, i),
        )
    standing = [articles.standing(entry, frame) for entry in site.pages]
    yield _shelf(*single("pages", frame, standing))
    yield _shelf(*single("tombstones", frame, [articles.tombstone(a, frame) for a in site.tombstones]))
    yield _shelf(*single("aliases", frame, [articles.alias(*a, frame) for a in site.aliases]))


def _marks(site: Site, members: Iterable[int], frame: Frame) -> list[bytes]:
    """What the pages of some entries take from their pictures."""
    known = site.entries.table
    linked = [(path, known.linked[path]) for path in (known.paths[i] for i in members) if path in known.linked]
    found = ((path, frame.marks(of)) for path, of in linked)
    return [mark for path, marks in found for mark in (digest.of_text(path), *marks)]


def _list_shelves(site: Site, frame: Frame) -> Iterator[Shelf]:
    lost = emptied.lost(site)
    for group in site.columns:
        column = frame.columns.get(group.name)
        said = column.description if column else ""
        yield _listed("columns", "column", group, site, frame, ("栏目", "columns.html"), said, lost)
    topics = dict(frame.config.topics)
    for group in site.tags:
        yield _listed("tags", "tag", group, site, frame, ("标签", "tags.html"), topics.get(group.name, ""), lost)
    for group in site.sources:
        yield _listed("sources", "source", group, site, frame, ("来源", "sources.html"), "", lost)
    archive = ("历年", address.ARCHIVE)
    for group in site.months:
        year = address.of_list("archive", group.name[:4])
        listing = Listing(
            "month",
            zh.date_text(group.name),
            address.of_list("archive", group.name),
            (archive, (f"{group.name[:4]}年", year)),
            times=lists.TIMES_OF_MONTHS,
            period=group.name,
        )
        rows = Some(site.entries, group.members)
        yield _shelf_of(f"months/{group.name}", listing, rows, rows.cards(), rows.date, frame, lost)
    for at, group in enumerate(site.years):
        yield years.year(site, frame, at)
        for name, numbers in machines.sitemaps(site, group):
            members = Some(site.entries, numbers)
            payload = digest.of_all([frame.digest, *members.digests()])
            yield Shelf(name, payload, 1, partial(machines.sitemap, name, members, frame))
    if site.issues:
        listing = Listing("issues", "简报", address.ISSUES, ())
        fronts = [i.entry for i in site.issues]
        dates = [front.card.date for front in fronts]
        yield _shelf_of("issues", listing, fronts, [e.card_digest for e in fronts], dates.__getitem__, frame, lost)
    newest = Some(site.entries, range(len(site.entries))[-frame.config.feed_entries :])
    if newest:
        payload = digest.of_all([frame.digest, *newest.digests()])
        whole = partial(machines.feeds, frame.config.name, address.HOME, "feed", newest, frame, whole=True)
        yield Shelf("feed", payload, 2, whole)


def _listed(
    place: str,
    kind: str,
    group: Group,
    site: Site,
    frame: Frame,
    parent: tuple[str, str],
    description: str,
    lost: Mapping[str, Sequence[str]],
) -> Shelf:
    """A column, tag or source: its pages and feeds."""
    head = address.of_list(place, group.name)
    stem = head.removesuffix(".html")
    feeds = (
        ((f"{group.name}（Atom）", f"{stem}.xml"), (f"{group.name}（JSON）", f"{stem}.json"))
        if place in machines.FED
        else ()
    )
    members = Some(site.entries, group.members)
    newest = members[-frame.config.feed_entries :] if feeds else members[:0]
    listing = Listing(kind, group.name, head, (parent,), description, feeds)
    made = _List(listing, members, newest, frame, tuple(lost.get(head, ())))
    payload = [frame.digest, made.words, made.fed, digest.of_text(" ".join(made.lost)), *members.cards()]
    size = 2 + len(members) // frame.config.list_rows
    return Shelf(f"{place}/{group.name}", digest.of_all(payload), size, made.pages, made.again, lambda: made.basis)


@dataclass(frozen=True)
class _List:
    """A list with feeds: into which pages it is cut is found out only where the list has changed."""

    listing: Listing
    rows: Some
    newest: Some
    """Those that the feeds hold."""
    frame: Frame
    lost: tuple[str, ...]
    """The dates of what was withdrawn."""

    @property
    def words(self) -> bytes:
        """Of what the list says of itself."""
        return digest.of_text("\x1f".join((self.listing.title, self.listing.description)))

    @property
    def fed(self) -> bytes:
        """Of what the feeds hold."""
        return digest.of_all(self.newest.digests())

    @cached_property
    def parts(self) -> list[Part]:
        """Its pages."""
        return lists.parts(self.listing, len(self.rows), self.rows.date, self.frame, self.lost)

    @cached_property
    def basis(self) -> bytes:
        """Digests of style, words and feeds; of each page's path, and of what it follows from beside those words."""
        cards = self.rows.cards()
        marks = [self.frame.digest, self.words, self.fed]
        for part in self.parts:
            said = digest.of_text(repr(part[3:]))
            marks += [digest.of_text(part.path), digest.of_bytes(said + b"".join(cards[part.first : part.end]))]
        return b"".join(marks)

    def pages(self) -> Iterator[Page]:
        """All of them."""
        return self._some(self.parts, self.newest)

    def again(self, before: Before) -> Iterator[Page]:
        """Those whose marks have changed: a new row leaves a thousand older pages as they were."""
        now, old = (digest.apart(of) for of in (self.basis, before.basis))
        if now[:2] != old[:2]:
            raise AnewError("列表的说明或页面的样式变了")
        known = dict(zip(old[3::2], old[4::2], strict=True))
        if known.keys() - now[3::2]:
            raise AnewError("列表有一页不再需要")
        marks = zip(self.parts, now[3::2], now[4::2], strict=True)
        changed = [part for part, path, mark in marks if known.get(path) != mark]
        return self._some(changed, self.newest if now[2] != old[2] else self.newest[:0])

    def _some(self, parts: Sequence[Part], fed: Some) -> Iterator[Page]:
        yield from lists.pages(self.listing, self.rows, self.frame, parts)
        if fed:
            head = self.listing.head
            title = f"{self.listing.title} - {self.frame.config.name}"
            yield from machines.feeds(title, head, head.removesuffix(".html"), fed, self.frame)


def _shelf_of(
    name: str,
    listing: Listing,
    rows: Sequence[Entry],
    cards: Iterable[bytes],
    date: Callable[[int], str],
    frame: Frame,
    lost: Mapping[str, Sequence[str]],
) -> Shelf:
    """A list without feeds."""
    gone = lost.get(listing.head, ())
    payload = digest.of_all([frame.digest, digest.of_plain([listing.title, listing.head, *gone]), *cards])

    def pages() -> Iterator[Page]:
        return lists.pages(listing, rows, frame, lists.parts(listing, len(rows), date, frame, gone))

    return Shelf(name, payload, 1 + len(rows) // frame.config.list_rows, pages)


def _singles(site: Site, frame: Frame) -> Iterator[tuple[str, list[Page]]]:
    """Pages that are cheap to describe, one shelf each."""
    yield "home", [front.home(site, frame)]
    yield "archive", [lists.archive(site, frame)]
    columns = [
        (g.name, address.of_list("columns", g.name), c.description if (c := frame.columns.get(g.name)) else "")
        for g in site.columns
    ]
    yield "columns", [lists.index("columns", "栏目", "", [("全部栏目", columns)], frame)]
    tags, sources = [g.name for g in site.tags], [g.name for g in site.sources]
    yield "tags", [lists.index("tags", "标签", "按拼音排列", lists.by_letter(tags, frame, "tags"), frame)]
    yield "sources", [lists.index("sources", "来源", "按拼音排列", lists.by_letter(sources, frame, "sources"), frame)]
    annals = [(f"{g.name}年", address.of_list("archive", g.name)) for g in reversed(site.years)]
    pages = [(p.article.title, p.article.address) for p in site.pages]
    entrances = [("首页", address.HOME), ("历年", address.ARCHIVE), ("标签", "tags.html"), ("来源", "sources.html")]
    entrances += [("简报", address.ISSUES)] if site.issues else []
    entrances += [("搜索", "search.html")] if machines.SEARCH in frame.chrome["assets"] else []
    groups = [("入口", entrances), ("栏目", [(n, p) for n, p, _ in columns]), ("年份", annals), ("关于", pages)]
    yield "sitemap.html", [machines.people_sitemap(groups, frame)]
    heads = [
        address.HOME,
        address.ARCHIVE,
        *(p for _, p, _ in columns),
        *(p for _, p in annals),
        *(p for _, p in pages),
    ]
    heads += [i.entry.article.address for i in site.issues]
    names = ["sitemap/pages.xml", *(name for g in site.years for name, _ in machines.sitemaps(site, g))]
    yield "sitemap.xml", [machines.sitemap_index(names, frame), machines.sitemap_of(heads, names[0], frame)]
    yield "robots.txt", [machines.robots(frame)]
    yield "404", [machines.notfound(frame)]
    yield "manifest.webmanifest", [machines.manifest()]
    if machines.SEARCH in frame.chrome["assets"]:
        yield "search.html", [machines.search(frame)]
