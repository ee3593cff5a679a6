"""The addresses that old programs gave their lists and feeds, by their settings, each with what it listed.

Sources: hexo.io/docs/configuration and its generators' READMEs, jekyllrb.com/docs/pagination, jekyll-archives,
jekyll-paginate-v2, jekyll-feed, gohugo.io (URL management, taxonomies, pagination, output formats), docs.getpelican.com
(settings), docusaurus.io (plugin-content-blog), the permalinks and feeds of wordpress.org and docs.typecho.org.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from jianbao.importer.archive.listing import (
    COLUMNS,
    FEED,
    HOME,
    TAGS,
    Facts,
    Listed,
    Settings,
    nested,
    one,
    paged,
    periods,
    whole,
)
from jianbao.importer.archive.permalinks import pelican_slug, slugged, urlized


def listed(kind: str, settings: Mapping[str, Any], facts: Facts) -> Iterator[Listed]:
    """Every list of an old archive; none of a kind that made none, or none that can be told."""
    known = _SCHEMES.get(kind)
    return known(Settings(settings), facts) if known else iter(())


def _hexo(settings: Settings, facts: Facts) -> Iterator[Listed]:
    each = settings.number("per_page", 10)
    pattern = settings.text("pagination_dir", "page") + "/{}/"
    root = settings("index_generator.path", "")
    home = f"/{str(root).strip('/')}/".replace("//", "/")
    yield from whole(home, facts, settings.number("index_generator.per_page", each), pattern)
    archives = f"/{settings.text('archive_dir', 'archives')}/"
    per = settings.number("archive_generator.per_page", each)
    yield Listed(archives, HOME)
    yield from whole(archives, facts, per, pattern)
    yield from periods(archives, facts, per, pattern)

    def slug(kind: str, name: str) -> str:
        mapped = settings(f"{kind}_map")
        name = str(mapped.get(name) or name) if isinstance(mapped, Mapping) else name
        case = settings.number("filename_case", 0)
        made = _hexo_slug(name)
        return made.lower() if case == 1 else made.upper() if case == 2 else made

    columns, tags = (
        f"/{settings.text(f'{kind}_dir', other)}/" for kind, other in (("category", "categories"), ("tag", "tags"))
    )
    yield Listed(columns, COLUMNS)
    for path, name, count in nested(facts, lambda name: slug("category", name)):
        yield from one(
            f"{columns}{path}/", "column", name, count, settings.number("category_generator.per_page", each), pattern
        )
    yield Listed(tags, TAGS)
    for name, count in sorted(facts.tags.items()):
        if made := slug("tag", name):
            yield from one(
                f"{tags}{made}/", "tag", name, count, settings.number("tag_generator.per_page", each), pattern
            )
    feeds = settings("feed.path") or ["atom.xml", "rss2.xml"]
    for feed in feeds if isinstance(feeds, list) else [feeds]:
        yield Listed(f"/{str(feed).strip('/')}", FEED)


def _hexo_slug(name: str) -> str:
    """hexo-util's slugize: marks as one hyphen, letters without their accents."""
    bare = "".join(c for c in unicodedata.normalize("NFD", name) if not "\u0300" <= c <= "\u036f")
    bare = re.sub(r"[\x00-\x1f]", "", unicodedata.normalize("NFC", bare))
    return re.sub(r"[\s~`!@#$%^&*()\-_+=\[\]{}|\\;:\"'<>,.?/]+", "-", bare).strip("-")


def _jekyll(settings: Settings, facts: Facts) -> Iterator[Listed]:
    if each := settings.number("paginate", 0):
        pattern = settings.text("paginate_path", "page:num").replace(":num", "{}") + "/"
        yield from whole("/", facts, each, pattern)
    if settings("pagination.enabled"):
        pattern = settings.text("pagination.permalink", "page/:num").replace(":num", "{}") + "/"
        yield from whole("/", facts, settings.number("pagination.per_page", 10), pattern)
    yield from _jekyll_archives(settings, facts)
    if settings("autopages.enabled"):
        yield from _named(settings.text("autopages.tags.permalink", "tag/:tag"), "tag", facts, ":tag")
        yield from _named(settings.text("autopages.categories.permalink", "category/:cat"), "column", facts, ":cat")
    for name in {settings.text("feed.path", "feed.xml"), "feed.xml", "atom.xml", "rss.xml"}:
        yield Listed(f"/{name}", FEED)


def _jekyll_archives(settings: Settings, facts: Facts) -> Iterator[Listed]:
    """The lists of jekyll-archives."""
    about = Settings(settings("jekyll-archives") or settings("jekyll_archives"))
    asked = about("enabled", [])
    every = asked in ("all", True)

    def on(name: str) -> bool:
        return every or (isinstance(asked, list) and name in asked)

    for kind, other, length in (("year", ":year", 4), ("month", ":year/:month", 7)):
        pattern = about.text(f"permalinks.{kind}", other)
        for name in sorted({date[:length] for date in facts.dates if len(date) >= length and on(kind)}):
            yield Listed(f"/{pattern.replace(':year', name[:4]).replace(':month', name[5:])}/", "period", name)
    if on("tags"):
        yield from _named(about.text("permalinks.tag", "tag/:name"), "tag", facts)
    if on("categories"):
        yield from _named(about.text("permalinks.category", "category/:name"), "column", facts)


def _named(pattern: str, what: str, facts: Facts, word: str = ":name") -> Iterator[Listed]:
    names = sorted(facts.tags) if what == "tag" else sorted({name for names in facts.columns for name in names})
    for name in names:
        if made := slugged(name):
            path = pattern.replace(word, made)
            yield Listed(f"/{path}" if path.endswith(".html") else f"/{path}/", what, name)


def _hugo(settings: Settings, facts: Facts) -> Iterator[Listed]:
    made = _Hugo(settings)
    yield from whole("/", facts, made.each, f"{made.word}/{{}}/")
    yield Listed(f"/{made.word}/1/", HOME)
    yield from (Listed(f"/{file}", FEED) for file in made.feeds)
    for section, count in sorted(facts.sections.items()):
        yield from made.lists(f"/{made.cased(urlized(section))}/", "section", section, count, (FEED, ""))
    taxonomies = settings("taxonomies") or {"tag": "tags", "category": "categories"}
    columns: Counter[str] = Counter()
    for names, count in facts.columns.items():
        columns.update(dict.fromkeys(names, count))
    for plural, what, every, counted in (
        ("tags", "tag", TAGS, facts.tags),
        ("categories", "column", COLUMNS, columns),
    ):
        if isinstance(taxonomies, Mapping) and plural not in taxonomies.values():
            continue
        yield from made.lists(f"/{plural}/", every, "", len(counted), (FEED, ""))
        given = settings(f"permalinks.term.{plural}") or settings(f"permalinks.{plural}") or f"/{plural}/:slug/"
        # Names that differ by their letters' case alone are one term.
        terms: dict[str, tuple[str, int]] = {}
        for name, count in counted.most_common():
            term = made.cased(urlized(name))
            first, before = terms.get(term, (name, 0))
            terms[term] = first, before + count
        for term, (name, count) in sorted(terms.items()):
            base = _TERM.sub(term.replace("\\", ""), str(given))
            if term and ":" not in base:
                yield from made.lists(f"/{base.strip('/')}/", what, name, count, (f"{what}feed", name))


_TERM = re.compile(r":(?:slug|title|contentbasename|filename|slugorcontentbasename)")


class _Hugo:
    """How Hugo writes addresses of lists."""

    def __init__(self, settings: Settings) -> None:
        self.each = settings.number("pagination.pagerSize", settings.number("paginate", 10))
        self.word = settings.text("pagination.path", settings.text("paginatePath", "page"))
        self.ugly = bool(settings("uglyURLs"))
        self.feeds = _hugo_feeds(settings)
        self.kept = bool(settings("disablePathToLower"))

    def cased(self, text: str) -> str:
        """A path in small letters, unless the settings keep it."""
        return text if self.kept else text.lower()

    def lists(self, base: str, what: str, name: str, count: int, feed: tuple[str, str]) -> Iterator[Listed]:
        """A list, its pages and its feeds. With uglyURLs its versions differ in what they leave in folders: both."""
        ends = ("/", ".html") if self.ugly else ("/",)
        for end in ends:
            yield Listed(base.rstrip("/") + end, what, name)
            for number in range(1, max(2, -(-count // self.each) + 1) if self.each else 0):
                yield Listed(f"{base}{self.word}/{number}{end}", what, name)
        for file in self.feeds:
            yield Listed(base + file, *feed)
            if self.ugly and file == "index.xml":
                yield Listed(f"{base.rstrip('/')}.xml", *feed)


def _hugo_feeds(settings: Settings) -> list[str]:
    """The names of Hugo's feeds: index.xml, or what the output formats say."""
    formats = settings("outputFormats", {})
    found = []
    for name, about in formats.items() if isinstance(formats, Mapping) else ():
        low = Settings(about)
        kind = f"{name} {low('mediaType', '')}".lower()
        if "rss" in kind or "atom" in kind:
            found.append(f"{low.text('baseName', 'index')}.xml")
    rss = any(str(name).lower() == "rss" for name in formats) if isinstance(formats, Mapping) else False
    return list(dict.fromkeys([*found, *([] if rss else ["index.xml"])]))


def _pelican(settings: Settings, facts: Facts) -> Iterator[Listed]:
    han = bool(settings("SLUGIFY_USE_UNICODE"))
    for name, what in (("archives", HOME), ("categories", COLUMNS), ("tags", TAGS), ("authors", HOME)):
        yield Listed(f"/{settings.path(f'{name}_SAVE_AS', f'{name}.html')}", what)
    each = settings.number("DEFAULT_PAGINATION", 0)
    yield from whole("/", facts, each, "index{}.html")
    for kind, what, names in (
        ("TAG", "tag", sorted(facts.tags.items())),
        ("CATEGORY", "column", sorted((names[0], count) for names, count in facts.columns.items())),
    ):
        pattern = settings.path(f"{kind}_URL", settings.path(f"{kind}_SAVE_AS", f"{kind.lower()}/{{slug}}.html"))
        given = (settings.path(f"{kind}_FEED_ATOM", "feeds/{slug}.atom.xml" if kind == "CATEGORY" else ""),)
        feeds = [feed for feed in (*given, settings.path(f"{kind}_FEED_RSS", "")) if feed]
        for name, count in names:
            made = pelican_slug(name, han=han)
            path = "/" + pattern.replace("{slug}", made)
            yield Listed(path, what, name)
            stem = f"{path}index" if path.endswith("/") else path.removesuffix(".html")
            for where, _ in paged(stem, count, each, "{}.html"):
                yield Listed(where, what, name)
            for feed in feeds:
                yield Listed("/" + feed.replace("{slug}", made).replace("%s", made), f"{what}feed", name)
    yield from _pelican_author(settings, facts, each, han=han)
    for length, kind in ((4, "YEAR"), (7, "MONTH")):
        pattern = settings.path(f"{kind}_ARCHIVE_URL", settings.path(f"{kind}_ARCHIVE_SAVE_AS", ""))
        for name in sorted({date[:length] for date in facts.dates if pattern and len(date) >= length}):
            path = re.sub(r"\{date:([^{}]*+)\}", lambda m: m[1], pattern)
            path = path.replace("%Y", name[:4]).replace("%m", name[5:])
            if "%" not in path and "{" not in path:
                yield Listed(f"/{path}", "period", name)
    for key, other in (
        ("FEED_ALL_ATOM", "feeds/all.atom.xml"),
        ("FEED_ALL_RSS", ""),
        ("FEED_ATOM", ""),
        ("FEED_RSS", ""),
    ):
        if feed := settings.path(key, other):
            yield Listed(f"/{feed}", FEED)


def _pelican_author(settings: Settings, facts: Facts, each: int, *, han: bool) -> Iterator[Listed]:
    """What Pelican lists of the author that its settings name: everything."""
    name, language = settings.path("AUTHOR", ""), settings.path("DEFAULT_LANG", "en")
    if not (slug := pelican_slug(name, han=han)):
        return
    path = "/" + settings.path("AUTHOR_URL", "author/{slug}.html").replace("{slug}", slug)
    yield Listed(path, HOME)
    yield from whole(path.removesuffix(".html"), facts, each, "{}.html")
    yield from (Listed(f"/feeds/{one}.{end}.xml", FEED) for one in (slug, f"all-{language}") for end in ("atom", "rss"))


def _docusaurus(settings: Settings, facts: Facts) -> Iterator[Listed]:
    del settings
    yield Listed("/blog/", HOME)
    yield Listed("/blog/archive/", HOME)
    yield Listed("/blog/tags/", TAGS)
    yield Listed("/docs/tags/", TAGS)
    yield from whole("/blog/", facts, 10)
    for name, count in sorted(facts.tags.items()):
        if made := slugged(name):
            yield from one(f"/blog/tags/{made}/", "tag", name, count, 10)
            yield Listed(f"/docs/tags/{made}/", "tag", name)
    yield from (Listed(f"/blog/{name}", FEED) for name in ("rss.xml", "atom.xml", "feed.json"))


def _wordpress(settings: Settings, facts: Facts) -> Iterator[Listed]:
    root = "/index.php/" if settings("index_php") else "/"
    yield from whole(root, facts, 10)
    yield from periods(root, facts, 10)
    yield from (Listed(f"{root}{name}", FEED) for name in ("feed/", "feed/atom/", "feed/rss/", "rss.xml"))
    yield Listed("/?feed=rss2", FEED)

    def slug(what: str, name: str) -> str:
        return facts.slugs.get((what, name)) or slugged(name)

    for path, name, count in nested(facts, lambda name: slug("column", name)):
        yield from one(f"{root}category/{path}/", "column", name, count, 10)
        yield Listed(f"{root}category/{path}/feed/", "columnfeed", name)
    for name, count in sorted(facts.tags.items()):
        if made := slug("tag", name):
            yield from one(f"{root}tag/{made}/", "tag", name, count, 10)
            yield Listed(f"{root}tag/{made}/feed/", "tagfeed", name)
            yield Listed(f"/?tag={made}", "tag", name)
    for (what, name), number in sorted(facts.slugs.items()):
        if what == "cat":
            yield Listed(f"/?cat={number}", "column", name)


_SCHEMES: dict[str, Callable[[Settings, Facts], Iterator[Listed]]] = {
    "Hexo": _hexo,
    "Jekyll": _jekyll,
    "Hugo": _hugo,
    "Pelican": _pelican,
    "Docusaurus": _docusaurus,
    "WordPress": _wordpress,
}
