"""What an old archive becomes, as a value: where each text goes, its address, its column and tags, its files.

Posts stand alone below content/<year>/, what has no date and what was a page below content/pages/. Where two texts want
one address, the first keeps it. Everything is told: what is not said of a text is so because it was so before.
"""

import posixpath
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple
from urllib.parse import unquote

from jianbao import address, workers
from jianbao.content import scan
from jianbao.errors import UsageError
from jianbao.importer import plan as naming
from jianbao.importer.archive import (
    anchors,
    bodies,
    exports,
    filing,
    keeping,
    lists,
    mending,
    pages,
    posts,
    repairing,
    roots,
)
from jianbao.importer.archive.bodies import Library
from jianbao.importer.archive.kinds import Old
from jianbao.importer.archive.posts import Post
from jianbao.model import Link
from jianbao.settings import redirects


class Text(NamedTuple):
    """A text of the old archive where it will stand."""

    path: str
    """Below content/."""
    data: bytes
    post: Post
    media: tuple[tuple[str, str | bytes], ...]
    doubts: tuple[str, ...]
    left: tuple[str, ...]
    """Codes of the errors that the build will still find in it."""
    linked: int
    anchors: tuple[str, ...]
    """Of its headings, as the build makes them."""
    links: tuple[Link, ...]


class Whole(NamedTuple):
    """The plan."""

    old: Old
    texts: tuple[Text, ...]
    refused: tuple[Post, ...]
    again: int
    """Texts that came in before."""
    columns: tuple[str, ...]
    """Columns that the site does not have yet."""
    doubts: tuple[str, ...]
    addressed: int
    """Texts whose old address answers."""
    repairs: tuple[repairing.Repair, ...] = ()
    """Articles that came in before, with what was missing then."""
    rooted: roots.Rooted = roots.Rooted((), (), ())
    """Pictures and attachments that no text shows."""
    rules: tuple[tuple[str, str], ...] = ()
    """Old addresses of lists and feeds, and where they lead."""
    shelfless: tuple[int, int] = (0, 0)
    """(articles without a column, those of them whose category became a tag)."""


class _Placed(NamedTuple):
    post: Post
    path: str
    permalink: str
    aliases: tuple[str, ...]
    column: str
    tags: tuple[str, ...]


def whole(
    old: Old,
    columns: Sequence[str],
    asked: filing.Asked,
    known: Mapping[str, str],
    taken: frozenset[str],
    jobs: int,
    today: str = "",
    contents: Mapping[str, str] | None = None,
) -> Whole:
    """The plan of an archive.

    ``columns`` are the site's, none for any; ``asked`` says which one texts get that have none here; ``known`` gives
    for the old files that came in before their articles' paths below content/, ``taken`` all paths that are there;
    ``today`` is an ISO day, after which nothing is public yet; ``contents`` are the articles that came in before and
    still have comments for what was missing then.
    """
    found = _all(old, jobs)
    refused = tuple(post for post in found if post.refused)
    readable = [post for post in found if not post.refused]
    doubts: list[str] = []
    named = filing.columns(readable, columns, asked, doubts)
    spelled = filing.spelled(readable, named)
    used = {path.casefold() for path in taken}
    standing = [path for path in taken if path.endswith(".md") and path not in set(known.values())]
    addresses = {address.key(address.of_file(path)): path for path in standing}
    placed: list[_Placed] = []
    before = [_before(post, known[post.path], addresses) for post in readable if post.path in known]
    for post in readable:
        if post.path in known:
            continue
        path = _path(post, used)
        permalink, aliases, told = keeping.addresses(post, path, addresses, taken)
        doubts += told
        own, tags = filing.filed(post, named, spelled)
        placed.append(_Placed(post, path, permalink, aliases, own, tags))
    homes = {p.post.path: _page(p) for p in (*before, *placed) if not p.post.draft}
    moved = lists.of_texts(old, found, (named, spelled), today, addresses, homes)
    library = _library(old, [*before, *placed], addresses, today, moved.rules)
    shared = (library, placed)
    chunks = [range(at, min(at + 32, len(placed))) for at in range(0, len(placed), 32)]
    texts = [text for made in workers.results(_texts, shared, chunks, jobs) for text in made]
    headings = {text.path: text.anchors for text in texts}
    mended = tuple(_mendings(library, before, contents))
    there = {*media_of(texts), *(where.lstrip("/") for where in library.lists.values()), *taken}
    texts = [_anchored(text, headings, there) for text in texts]
    used_columns = Counter(p.column for p in placed if p.column and columns and p.column not in columns)
    doubts += _moved(old, texts)
    new = tuple(sorted(used_columns, key=lambda name: (-used_columns[name], name)))
    media = media_of([*texts, *mended])
    owned = {
        posixpath.splitext(p.post.path)[0].removesuffix("/index"): (p.post.path, _home(p)) for p in [*before, *placed]
    }
    had = {*addresses, *(address.key(where) for where in (*media, *taken, *address.FIXED))}
    rooted = roots.rooted(old, (file for file in media.values() if isinstance(file, str)), owned, had)
    doubts += rooted.doubts
    doubts += moved.doubts
    had = {address.key(where) for where in (*media, *(place for place, _ in rooted.files))}
    rules = tuple(rule for rule in moved.rules if address.key(redirects.Rule(*rule, 0, 0).where) not in had)
    addressed = sum(bool(p.permalink or p.aliases) or _at_home(p) for p in placed)
    without = [p.post for p in placed if not (p.column or p.post.standing or p.post.draft)]
    shelfless = (len(without), sum(bool(post.column) for post in without)) if columns or new else (0, 0)
    words = tuple(doubts)
    return Whole(old, tuple(texts), refused, len(before), new, words, addressed, mended, rooted, rules, shelfless)


def _before(post: Post, path: str, addresses: dict[str, str]) -> _Placed:
    """A text that came in before, as what links may lead to."""
    permalink, aliases, _ = keeping.addresses(post, path, addresses, frozenset())
    return _Placed(post, path, permalink, aliases, "", ())


def _mendings(
    library: Library, before: Sequence[_Placed], contents: Mapping[str, str] | None
) -> Iterator[repairing.Repair]:
    for one in before:
        text = (contents or {}).get(one.path, "")
        made = repairing.repair(library, one.post, one.path, text) if text else None
        if made:
            yield made


def _all(old: Old, jobs: int) -> list[Post]:
    """Every text of the archive, read, oldest first."""
    if old.kind == "WordPress":
        found = _exported(old)
    elif old.kind == "pages":
        found = [post for path in old.posts for post in pages.read(old, path)]
    else:
        chunks = [old.posts[at : at + 64] for at in range(0, len(old.posts), 64)]
        found = [post for made in workers.results(_read, old, chunks, jobs) for post in made]
    return sorted(found, key=lambda post: (post.date or "9", post.path))


def _exported(old: Old) -> list[Post]:
    """What the exports hold; one that cannot be read holds no other up. Raises UsageError when none can."""
    found: list[Post] = []
    wrong: list[tuple[str, str]] = []
    for path in old.posts:
        try:
            found += exports.posts(old, path)
        except UsageError as error:
            wrong.append((path, str(error)))
    if wrong and not found:
        raise UsageError("\n".join(why for _, why in wrong))
    return [*found, *(posts.refused(path, why) for path, why in wrong)]


def _read(old: Old, paths: Sequence[str]) -> list[Post]:
    return [posts.read(old, path) for path in paths]


def _path(post: Post, used: set[str]) -> str:
    """Where a text goes below content/, once and for ever: its file's own name, where that can be a name."""
    inner = posixpath.splitext(post.path.partition("#")[0])[0]
    name = posixpath.basename(inner)
    if name in ("index", "_index"):
        name = posixpath.basename(posixpath.dirname(inner)) or "shouye"
    if "#" in post.path:
        name = post.name or post.path.partition("#")[2]
    name = re.sub(r"^\d{4}-\d{1,2}-\d{1,2}-", "", name)
    name = re.sub(r"[^\w.-]+", "-", name).strip("-._")[:60].strip("-.")
    if not name or name == "index" or address.fault(name) or address.fault(f"{name}.html"):
        name = naming.file_name(post.title)
    folder = scan.DRAFTS if post.draft and not post.date else "pages" if post.standing else post.date[:4]
    path, number = f"{folder}/{name}.md", 1
    while path.casefold() in used:
        number += 1
        path = f"{folder}/{name}-{number}.md"
    used.add(path.casefold())
    return path


def _moved(old: Old, texts: Sequence[Text]) -> list[str]:
    """What is said of files that could not keep their addresses, or do not yet because only a draft shows them."""
    gone: dict[str, str] = {}
    shown = media_of(text for text in texts if not text.post.draft)
    waiting: list[str] = []
    for text in texts:
        for place, file in text.media:
            own = roots.below(text.post.address, text.post.path, file) if isinstance(file, str) else ""
            where = own or (roots.at_root(old, file) if isinstance(file, str) else "")
            if where and place != where:
                gone[where] = place
            elif where and place not in shown:
                waiting.append(f"/{where}")
    told = [f"/{where} 在 content/{place}：文件换了地方，旧网址不再打开" for where, place in gone.items()]
    some = "、".join(dict.fromkeys(waiting))
    return [*told, *([f"只有草稿用到的图片和附件，草稿发布以前旧网址不打开：{some}"] if some else [])]


def _at_home(placed: _Placed) -> bool:
    return bool(placed.post.address) and address.of_permalink(placed.post.address) == address.of_file(placed.path)


def _page(placed: _Placed) -> str:
    """Where the text's page stands below output/."""
    return address.of_permalink(placed.permalink) if placed.permalink else address.of_file(placed.path)


def _home(placed: _Placed) -> str:
    """The old address that a text keeps, "" for none."""
    return placed.post.address if placed.permalink or _at_home(placed) else ""


def _library(
    old: Old, placed: Sequence[_Placed], claimed: dict[str, str], today: str, rules: Iterable[tuple[str, str]]
) -> Library:
    """What links may lead to: old addresses, files of posts, lists, files; no draft, and nothing that is to come."""
    addresses = {bodies.key(where): path for where, path in claimed.items()}
    sources: dict[str, str] = {}
    for one in placed:
        stem = posixpath.splitext(one.post.path)[0].lower()
        folder = stem.removesuffix("/index")
        names = (stem, folder, posixpath.basename(stem), posixpath.basename(folder), one.post.title.lower())
        for name in (*names, re.sub(r"^\d{4}-\d{1,2}-\d{1,2}-", "", posixpath.basename(folder))):
            sources.setdefault(name, one.path)
    sources.pop("index", None)
    known = {"": "/index.html", "archives": "/archive.html", "archive": "/archive.html", "posts": "/archive.html"}
    known |= {"tags": "/tags.html", "categories": "/columns.html", "atom.xml": "/feed.xml", "feed": "/feed.xml"}
    known |= {"feed.xml": "/feed.xml", "rss.xml": "/feed.xml", "index.xml": "/feed.xml", "sitemap.xml": "/sitemap.xml"}
    for where, new in rules:
        if "?" not in where:
            known.setdefault(bodies.key(where), f"/{address.href(new)}")
    drafts = frozenset(one.path for one in placed if one.post.draft or dict(one.post.front).get("publish", "") > today)
    queries = {query: one.path for one in placed for query in one.post.queries}
    return Library(old, addresses, sources, known, roots.Files(old.folder), drafts, queries)


def _texts(shared: tuple[Library, Sequence[_Placed]], chunk: range) -> list[Text]:
    library, placed = shared
    return [_text(library, placed[at]) for at in chunk]


def _text(library: Library, placed: _Placed) -> Text:
    """A text as it will stand, tried with the build's own reader."""
    post = placed.post
    home = _home(placed)
    made = bodies.made(library, post.path, placed.path, post.body, dict(post.files), home)
    media = dict(made.media)
    doubts = [*post.doubts, *made.doubts]
    cover = ""
    if post.cover:
        lead = bodies.made(library, post.path, placed.path, f"![]({post.cover})", home=home)
        media |= dict(lead.media)
        match = re.fullmatch(r"!\[\]\(<?([^<>]*?)>?\)", lead.body)
        cover = match[1] if match and lead.media else ""
        doubts += [] if cover else [f"封面“{post.cover}”没有找到，没有写进去"]
    front = posts.front(post, placed.column, placed.tags, placed.permalink, placed.aliases, cover)
    text = f"---\n{front}---\n\n{made.body.strip(chr(10))}\n"
    mended = mending.mended(text, placed.path)
    told = (*doubts, *mended.done)
    return Text(
        placed.path,
        mended.text.encode(),
        post,
        tuple(media.items()),
        told,
        mended.left,
        made.linked,
        mended.anchors,
        mended.links,
    )


def _anchored(text: Text, known: Mapping[str, tuple[str, ...]], there: AbstractSet[str]) -> Text:
    """The text with its links to headings led, and without those that lead nowhere all the same."""
    if not text.links:
        return text
    head, mark, body = text.data.decode().partition("\n---\n")
    body, doubts = anchors.led(body, text.path, known)

    def leads(target: str) -> bool:
        path, _, fragment = target.partition("#")
        path = unquote(path.partition("?")[0])
        page = posixpath.normpath(posixpath.join(posixpath.dirname(text.path), path)) if path else text.path
        page = path.lstrip("/") if path.startswith("/") else page
        if page not in known:
            return page in there or address.href(page) in there
        return not fragment or unquote(fragment) in known[page]

    whole, more = anchors.dead(f"{head}{mark}{body}", text.links, leads)
    return text._replace(data=whole.encode(), doubts=(*text.doubts, *doubts, *more))


def media_of(texts: Iterable[Text | repairing.Repair]) -> dict[str, str | bytes]:
    """Every file that comes along, once: path below content/ → file below the old archive."""
    found: dict[str, str | bytes] = {}
    for text in texts:
        for place, file in text.media:
            found.setdefault(place, file)
    return found
