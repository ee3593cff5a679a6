"""The archive that ships with the project, built and then walked through as readers, browsers and inspectors do."""

import json
import posixpath
import re
import shutil
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import unquote, urldefrag, urljoin, urlsplit
from xml.etree import ElementTree

import lxml.html
import pytest

from jianbao.pages import lists, machines
from jianbao.settings.config import Config
from jianbao.site.model import Group
from tests.conftest import quick_folder
from tests.sites import Site

ROOT = Path(__file__).resolve().parent.parent
ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
ITEMS = {"2014年12月": 6, "2016年1月": 8, "2017年9月": 5, "2018年4月": 10, "五年": 1}
"""Issues of the archive by a word of their titles, with the number of their items."""
LINKS = {"href", "src", "poster", "cite", "data", "srcset", "action"}
DATE = re.compile(r"\d{4}年(\d{1,2}月(\d{1,2}日)?)?")


@dataclass(frozen=True)
class Page:
    """An HTML page: its address below output/, its URL, its tree."""

    path: str
    url: str
    text: str

    @cached_property
    def tree(self) -> Any:
        return lxml.html.document_fromstring(self.text.encode(), parser=lxml.html.HTMLParser(encoding="utf-8"))

    @cached_property
    def kind(self) -> str:
        return str(self.tree.body.get("class")).removeprefix("kind-")

    @cached_property
    def meta(self) -> dict[str, str]:
        """<meta name=… content=…>; each name once."""
        found = [(m.get("name"), m.get("content")) for m in self.tree.iter("meta") if m.get("name")]
        assert len(dict(found)) == len(found), self.path
        return dict(found)

    @cached_property
    def anchors(self) -> set[str]:
        return {element.get("id") for element in self.tree.iter() if element.get("id")}

    @cached_property
    def links(self) -> list[tuple[str, str, str]]:
        """(element, attribute, absolute URL) of everything the page refers to, resolved as a browser does."""
        found = []
        for element in self.tree.iter(lxml.html.etree.Element):
            for name, value in element.attrib.items():
                if name in LINKS:
                    found.append((element.tag, name, urljoin(self.url, value.strip())))
            if element.tag == "meta" and (element.get("http-equiv") or "").lower() == "refresh":
                found.append(("meta", "refresh", urljoin(self.url, element.get("content").partition("url=")[2])))
        return found


@dataclass(frozen=True)
class Archive:
    """A built copy of the repository's site."""

    site: Site
    base: str

    @cached_property
    def files(self) -> dict[str, bytes]:
        return {path: data for path, data in self.site.tree().items() if path != ".jianbao"}

    @cached_property
    def pages(self) -> dict[str, Page]:
        return {
            path: Page(path, urljoin(self.base, path), data.decode())
            for path, data in self.files.items()
            if path.endswith(".html")
        }

    def of_kind(self, *kinds: str) -> list[Page]:
        found = [page for page in self.pages.values() if page.kind in kinds]
        assert found, kinds
        return found

    def file(self, url: str) -> str:
        """The file that answers at an absolute URL of the site; "" for another site's URL."""
        if not url.startswith(self.base):
            return ""
        return unquote(urldefrag(url)[0].removeprefix(self.base)) or "index.html"


def shipped(folder: Path, url: str) -> Archive:
    """The repository's site, copied and built for an address."""
    site = Site(folder / "site")
    for name in ("content", "data", "themes"):
        shutil.copytree(ROOT / name, site.path / name)
    config = (ROOT / "config.yaml").read_text("utf-8")
    assert config.count("url: https://example.org/\n") == 1
    site.write("config.yaml", config.replace("url: https://example.org/\n", f"url: {url}\n"))
    site.build(search=True)
    return Archive(site, url)


@pytest.fixture(scope="module", params=["https://example.org/", "https://example.org/archive/"], ids=["root", "below"])
def archive(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """The archive, at the root of a host and below a path."""
    with quick_folder(tmp_path_factory.mktemp("site")) as folder:
        yield shipped(folder, request.param)


# ---- what leads where ----


def test_every_link_leads_somewhere(archive: Archive) -> None:
    """Every link, picture, style sheet and feed of every page is a file, and every #anchor is on its page."""
    broken = []
    for page in archive.pages.values():
        for tag, name, url in page.links:
            target = archive.file(url)
            fragment = unquote(urlsplit(url).fragment)
            if urlsplit(url).netloc == urlsplit(archive.base).netloc and target not in archive.files:
                broken.append((page.path, tag, name, url))
            elif fragment and target in archive.pages and fragment not in archive.pages[target].anchors:
                broken.append((page.path, "anchor", name, url))
    assert broken == []


def test_links_are_relative(archive: Archive) -> None:
    """Pages name each other relatively, so that they work from a disk and below any path; only the 404 page cannot."""
    absolute = []
    for page in archive.pages.values():
        for element in page.tree.iter(lxml.html.etree.Element):
            for name in LINKS & set(element.attrib):
                value = element.get(name)
                own = value.startswith(("/", archive.base))
                if own and element.get("rel") != "canonical" and page.kind != "notfound":
                    absolute.append((page.path, value))
    assert absolute == []


def test_the_page_for_what_is_not_found_stands_at_any_depth(archive: Archive) -> None:
    """404.html is served at every address, so that it refers to everything from the root of the site."""
    page = archive.pages["404.html"]
    base = urlsplit(archive.base).path
    for element in page.tree.iter(lxml.html.etree.Element):
        for name in LINKS & set(element.attrib):
            value = element.get(name)
            assert value.startswith((base, "#", "https://beian.miit.gov.cn")), value
            if value.startswith(base):
                assert unquote(value.removeprefix(base)) in archive.files


def test_every_page_is_reached_from_home(archive: Archive) -> None:
    """From home, links and the search form lead to every page but redirects, tombstones and 404."""
    seen = {"index.html"}
    pending = ["index.html"]
    while pending:
        for tag, _, url in archive.pages[pending.pop()].links:
            target = archive.file(url)
            if tag in ("a", "form") and target in archive.pages and target not in seen:
                seen.add(target)
                pending.append(target)
    apart = {page.path for page in archive.pages.values() if page.kind in ("alias", "tombstone", "notfound")}
    assert sorted(archive.pages.keys() - seen - apart) == []
    assert sorted(seen & {"404.html"}) == []


def test_every_file_is_used(archive: Archive) -> None:
    """No file is published that no page links to, no sitemap lists and no other file names.

    The parts of the search index are named in packed files; its own tests follow them.
    """
    used = {archive.file(url) for page in archive.pages.values() for _, _, url in page.links}
    used |= {archive.file(url.text) for url in sitemap(archive, "sitemap.xml")} | {
        "sitemap.xml",
        "robots.txt",
        "404.html",
    }
    used |= {page.path for page in archive.pages.values() if page.kind in ("alias", "tombstone")}
    # What search reads is named inside its compressed index (tests/test_search_index.py reads it).
    used |= {path for path in archive.files if path.startswith("search/")}
    unnamed = []
    for path in {path for path in archive.files if not path.startswith("search/")} - used:
        name = posixpath.basename(path).encode()
        if not any(name in data for other, data in archive.files.items() if other != path):
            unnamed.append(path)
    assert sorted(unnamed) == []


def test_aliases_lead_to_a_page_at_once(archive: Archive) -> None:
    """An old address names the new one as canonical, sends a browser there, and is not indexed."""
    for page in archive.of_kind("alias"):
        (target,) = (url for tag, name, url in page.links if name == "refresh")
        (canonical,) = (link.get("href") for link in page.tree.iter("link") if link.get("rel") == "canonical")
        assert archive.file(target) == archive.file(canonical) in archive.pages
        assert archive.pages[archive.file(target)].kind != "alias"
        assert page.meta["robots"] == "noindex"


def test_addresses_are_nfc_and_plain(archive: Archive) -> None:
    """Addresses are NFC, and no two differ by case alone."""
    assert [path for path in archive.files if unicodedata.normalize("NFC", path) != path] == []
    assert len({path.casefold() for path in archive.files}) == len(archive.files)
    assert [path for path in archive.files if re.search(r"[\s\\:*?\"<>|%#]", path)] == []


# ---- what every page has ----


def test_every_page_has_what_a_page_needs(archive: Archive) -> None:
    """Language, one title that no other page has, one h1, charset, viewport, a canonical URL that is its own."""
    titles: dict[str, str] = {}
    for page in archive.pages.values():
        tree = page.tree
        assert page.text.startswith("<!DOCTYPE html>\n"), page.path
        assert tree.get("lang") == "zh-CN", page.path
        assert (len(list(tree.iter("title"))), len(list(tree.iter("h1")))) == (1, 1), page.path
        assert tree.findtext(".//title").strip()
        assert "".join(tree.find(".//h1").itertext()).strip()
        assert [m.get("charset") for m in tree.iter("meta") if m.get("charset")] == ["utf-8"], page.path
        assert "width=device-width" in page.meta["viewport"]
        canonical = [link.get("href") for link in tree.iter("link") if link.get("rel") == "canonical"]
        if page.kind == "notfound":
            assert canonical == []
        elif page.kind != "alias":
            assert [archive.file(url) for url in canonical] == [page.path]
            title = tree.findtext(".//title")
            assert titles.setdefault(title, page.path) == page.path, title
        assert len(list(tree.iter("main"))) == 1, page.path


def test_no_inline_script_or_style(archive: Archive) -> None:
    """A strict content security policy stands on every page, and nothing on it would need a looser one."""
    for page in archive.pages.values():
        (policy,) = (
            meta.get("content")
            for meta in page.tree.iter("meta")
            if meta.get("http-equiv", "").lower() == "content-security-policy"
        )
        rules = dict(rule.strip().partition(" ")[::2] for rule in policy.split(";"))
        assert rules["default-src"] == "'self'", page.path
        assert "unsafe" not in policy
        for element in page.tree.iter(lxml.html.etree.Element):
            assert element.tag not in ("style", "iframe", "object", "embed", "base"), page.path
            assert element.tag != "form" or element.get("action", "").endswith("search.html"), page.path
            assert not [name for name in element.attrib if name == "style" or name.startswith("on")], page.path
            if element.tag == "script":
                assert element.get("type") == "application/ld+json" or element.get("src"), page.path
            assert not element.get("href", "").strip().lower().startswith("javascript:")
            assert element.tag != "a" or element.get("href"), (page.path, element.text)


def test_nothing_comes_from_another_host(archive: Archive) -> None:
    """Pictures, style sheets and scripts are the site's own."""
    foreign = [
        (page.path, url)
        for page in archive.pages.values()
        for tag, name, url in page.links
        if (tag in ("img", "script", "source", "video") or (tag == "link" and name == "href")) and not archive.file(url)
    ]
    assert foreign == []


def test_ids_are_unique_and_headings_in_order(archive: Archive) -> None:
    """Every id is once on its page; headings never skip a level downward; every picture has alt text."""
    for page in archive.pages.values():
        ids = [element.get("id") for element in page.tree.iter(lxml.html.etree.Element) if element.get("id")]
        assert len(ids) == len(set(ids)), page.path
        assert not [i for i in ids if re.search(r"\s|^_\d", i)], page.path
        levels = [int(e.tag[1]) for e in page.tree.iter("h1", "h2", "h3", "h4", "h5", "h6")]
        assert all(after <= before + 1 for before, after in pairwise(levels)), page.path
        assert [img.get("src") for img in page.tree.iter("img") if not img.get("alt")] == [], page.path


def test_skip_link_breadcrumb_and_navigation(archive: Archive) -> None:
    """First comes the link past the navigation; 当前位置 leads from 首页 to the page itself, whose item is no link."""
    for page in archive.pages.values():
        if page.kind == "alias":
            continue  # left as soon as it is opened, without a head of its own
        first = next(page.tree.body.iter("a"))
        assert first.get("href", "").startswith("#")
        assert first.get("href")[1:] in page.anchors
        if page.kind in ("home", "alias", "tombstone", "notfound", "search"):
            continue
        (crumbs,) = page.tree.xpath("//nav[@aria-label='当前位置']")
        assert "当前位置" in crumbs.text_content()
        links = crumbs.xpath(".//a")
        assert archive.file(urljoin(page.url, links[0].get("href"))) == "index.html"
        assert links[0].text_content() == "首页"
        assert len(crumbs.xpath(".//*[@aria-current='page']")) == 1


# ---- articles and lists ----


def test_articles_carry_the_page_tags(archive: Archive) -> None:
    """国办发〔2017〕47号: the required tags are there and not empty; PubDate is the visible date; Url is absolute."""
    for page in archive.of_kind("article"):
        required = ["SiteName", "SiteDomain", "ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType"]
        required += ["ArticleTitle", "PubDate", "ContentSource"]
        assert [name for name in required if not page.meta.get(name, "").strip()] == [], page.path
        assert page.meta["SiteDomain"] == "example.org"
        assert page.meta["ArticleTitle"] == page.tree.xpath("string(//h1)").strip()
        assert page.meta["Url"] == page.tree.xpath("string(//link[@rel='canonical']/@href)")
        assert page.meta.get("Image", archive.base).startswith(archive.base)
        time = page.tree.xpath("//header//time")[0]
        shown = time.text_content()
        assert DATE.match(shown), page.path
        day = time.get("datetime")
        if len(day) >= 10:
            assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d", page.meta["PubDate"]), page.path
        assert page.meta["PubDate"].startswith(day), page.path
        year, *rest = day.split(" ")[0].split("-")
        spoken = f"{year}年" + "".join(f"{int(n)}{u}" for n, u in zip(rest, "月日", strict=False))
        assert shown.startswith(spoken), page.path
        assert "来源：" in page.tree.xpath("string(//header[@class='article-head'])"), page.path
        assert f"来源：{page.meta['ContentSource']}" in page.tree.xpath("string(//header[@class='article-head'])")


def test_lists_carry_the_page_tags(archive: Archive) -> None:
    """Every page names the site; every list and index page names its column, with nothing empty."""
    for page in archive.pages.values():
        if page.kind == "alias":
            continue  # left as soon as it is opened, without a head of its own
        assert page.meta["SiteName"] == "鹭岛妇联简报库", page.path
        assert page.meta["SiteDomain"] == "example.org"
        assert page.meta.get("SiteIDCode", "x") != ""
    kinds = ("column", "tag", "source", "issues", "month", "year", "issue", "columns", "tags", "sources", "archive")
    for page in archive.of_kind(*kinds):
        required = ["ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType"]
        assert [name for name in required if not page.meta.get(name, "").strip()] == [], page.path


def test_every_row_shows_its_date(archive: Archive) -> None:
    """Wherever an article or issue is listed, its date stands in the row."""
    articles = {page.path for page in archive.of_kind("article", "issue")}
    rows = 0
    for page in archive.of_kind("home", "column", "tag", "source", "issues", "month", "issue"):
        for row in page.tree.xpath("//main//li[a or .//h3/a]"):
            target = archive.file(urljoin(page.url, row.xpath(".//a/@href")[0]))
            if target in articles:
                rows += 1
                assert DATE.search(row.text_content().replace(row.xpath("string(.//a)"), "", 1)), (page.path, target)
    assert rows > 100


def test_lists_are_never_empty_and_tell_their_articles(archive: Archive) -> None:
    """No empty column, tag, source, month: what a list's pages hold is what the articles say."""
    for page in archive.of_kind("column", "tag", "source", "month", "issues"):
        assert page.tree.xpath("//main//ul[contains(@class, 'rows') or contains(@class, 'shelf')]/li"), page.path
    for page in archive.of_kind("article"):
        for element in page.tree.xpath("//dl[@class='facts']//a | //header[@class='article-head']//a"):
            target = archive.file(urljoin(page.url, element.get("href")))
            if target:
                back = {archive.file(url) for tag, _, url in archive.pages[target].links if tag == "a"}
                assert page.path in back, (page.path, target)


def test_counts_are_true(archive: Archive) -> None:
    """A list that says how many rows it has is right, and so is the archive's overview."""
    for page in archive.of_kind("column", "tag", "source", "issues", "month"):
        said = re.findall(r"共(\d+)[条期]", page.tree.xpath("string(//main//header)"))
        rows = len(page.tree.xpath("//main//ul[contains(@class, 'rows') or contains(@class, 'shelf')]/li"))
        assert said in ([], [str(rows or "some")]), page.path
    months = 0
    for page in archive.of_kind("archive", "year"):
        for link in page.tree.xpath("//main//ol[@class='chart']/li/a[small]"):
            rows = archive.pages[archive.file(urljoin(page.url, link.get("href")))].tree.xpath("//main//ul/li/time")
            assert link.xpath("string(small)") == f"{len(rows)}条", link.get("href")
            months += 1
    assert months == 8
    for page in archive.of_kind("year"):
        (said,) = re.findall(r"共(\d+)条", page.tree.xpath("string(//main//header)"))
        counted = [
            int(n)
            for n in page.tree.xpath("//main//ol[@class='chart']//small/text()[contains(., '条')]/parent::*/text()")
            for n in re.findall(r"\d+", n)
        ]
        assert int(said) == sum(counted) + len(page.tree.xpath("//main//ul[@class='rows']/li")), page.path


def test_the_five_issues_and_thirty_items(archive: Archive) -> None:
    """The archive tells the five bulletins with all their items, each with its issue and its neighbours in it."""
    issues = {page.tree.xpath("string(//h1)").strip(): page for page in archive.of_kind("issue")}
    assert len(issues) == len(ITEMS)
    counted = {}
    for word in ITEMS:
        (page,) = (page for title, page in issues.items() if word in title)
        counted[word] = len(page.tree.xpath("//main//ol[@class='rows']/li"))
    assert counted == ITEMS
    assert len(archive.of_kind("article")) == sum(ITEMS.values()) == 30
    for page in archive.of_kind("article"):
        assert page.tree.xpath("//dl[@class='facts']//dt[text()='刊于']"), page.path
    walked = []
    firsts = [page for page in archive.of_kind("article") if not page.tree.xpath("//a[@rel='prev']")]
    assert len(firsts) == len(ITEMS)
    for at in firsts:
        folder = at.path.rpartition("/")[0]
        while True:
            walked.append(at.path)
            assert at.path.rpartition("/")[0] == folder
            following = at.tree.xpath("//nav[contains(@class, 'neighbours')]//a[@rel='next']/@href")
            if not following:
                break
            at = archive.pages[archive.file(urljoin(at.url, following[0]))]
    assert sorted(walked) == sorted(page.path for page in archive.of_kind("article"))


def test_pictures_have_captions_and_exist_once(archive: Archive) -> None:
    """A picture keeps its path beside its article; a figure's caption names whom it is from."""
    pictures = {path for path in archive.files if path.endswith(".svg") and path[0] == "2"}
    assert pictures
    for path in pictures:
        assert archive.files[path] == (ROOT / "content" / path).read_bytes()
    named = [page.tree.xpath("//figcaption//*[@class='credit']") for page in archive.of_kind("article")]
    assert sum(map(len, named)) >= 1


# ---- for machines ----


def test_feeds(archive: Archive) -> None:
    """Every Atom feed is valid in what RFC 4287 asks of it, newest first, and its JSON twin tells the same."""
    feeds = [path for path in archive.files if path.endswith(".xml") and not path.startswith("sitemap")]
    assert {"feed.xml", "columns/要闻.xml"} <= set(feeds)
    for path in feeds:
        root = ElementTree.fromstring(archive.files[path])
        assert root.tag == f"{ATOM}feed"
        entries = root.findall(f"{ATOM}entry")
        for element in (root, *entries):
            for name in ("id", "title", "updated"):
                assert (element.findtext(f"{ATOM}{name}") or "").strip(), (path, name)
            assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00", element.findtext(f"{ATOM}updated", ""))
            assert element.findtext(f"{ATOM}author/{ATOM}name") or root.findtext(f"{ATOM}author/{ATOM}name")
        links = {link.get("rel"): link.get("href", "") for link in root.findall(f"{ATOM}link")}
        assert archive.file(links["self"]) == path
        assert archive.file(links["alternate"]) in archive.pages
        urls = []
        for entry in entries:
            url = entry.find(f"{ATOM}link").get("href", "")
            assert archive.file(url) in archive.pages
            assert entry.findtext(f"{ATOM}id") == url
            content = entry.find(f"{ATOM}content")
            assert (content is not None) == (path == "feed.xml")
            assert content is None or content.get("type") == "html"
            for name, value in re.findall(r'\b(href|src)="([^"]*)"', "" if content is None else content.text or ""):
                target = archive.file(value)
                assert value.startswith(("#", "mailto:", "tel:", "http")), (path, name, value)
                assert not value.startswith("http://example.org")
                assert not value.startswith("https://example.org") or target in archive.files, value
            urls.append(url)
        assert len(set(urls)) == len(urls) >= 1
        published = [entry.findtext(f"{ATOM}published", "") for entry in entries]
        assert published == sorted(published, reverse=True), path
        feed = json.loads(archive.files[path.removesuffix(".xml") + ".json"])
        assert feed["version"] == "https://jsonfeed.org/version/1.1"
        assert archive.file(feed["feed_url"]) == path.removesuffix(".xml") + ".json"
        assert [item["url"] for item in feed["items"]] == urls
        # JSON Feed 1.1 wants content_html or content_text in every item.
        assert [item["content_text"] for item in feed["items"]] == [e.findtext(f"{ATOM}summary") for e in entries]
        assert all("content_html" not in item for item in feed["items"])
        assert all(item["id"] and item["date_published"] and item["title"] for item in feed["items"])


def sitemap(archive: Archive, path: str) -> list[Any]:
    """The <loc> elements of a sitemap."""
    root = ElementTree.fromstring(archive.files[path])
    assert root.tag in (f"{SITEMAP}urlset", f"{SITEMAP}sitemapindex")
    return list(root.iter(f"{SITEMAP}loc"))


def test_sitemaps(archive: Archive) -> None:
    """robots.txt names the index, the index every sitemap, and these every article once; all URLs are absolute."""
    robots = archive.files["robots.txt"].decode()
    assert re.search(r"(?m)^Sitemap: (\S+)$", robots)[1] == archive.base + "sitemap.xml"
    named = [archive.file(loc.text) for loc in sitemap(archive, "sitemap.xml")]
    assert sorted(named) == sorted(path for path in archive.files if re.fullmatch(r"sitemap/.*\.xml", path))
    pages = [archive.file(loc.text) for path in named for loc in sitemap(archive, path)]
    assert len(set(pages)) == len(pages)
    assert [path for path in pages if path not in archive.pages] == []
    wanted = {page.path for page in archive.of_kind("article", "issue", "page", "home", "column", "year", "archive")}
    assert sorted(wanted - set(pages)) == []
    assert not [path for path in pages if archive.pages[path].meta.get("robots") == "noindex"]
    for path in named:
        for moment in ElementTree.fromstring(archive.files[path]).iter(f"{SITEMAP}lastmod"):
            assert re.fullmatch(r"\d{4}-\d\d-\d\d", moment.text or "")


DAYS = [f"{year}-{month:02}-{day:02}" for year in range(2006, 2027) for month in range(1, 13) for day in range(1, 29)]


def paginated(dates: list[str], rows: int = 50, **words: Any) -> list[lists.Part]:
    """The pages of a list of articles of these dates."""
    listing = lists.Listing(**{"kind": "tag", "title": "宣讲", "head": "tags/宣讲.html", "trail": (), **words})
    frame: Any = SimpleNamespace(config=Config(list_rows=rows))
    return lists.parts(listing, len(dates), dates.__getitem__, frame)


def shown(dates: list[str], **words: Any) -> dict[str, list[str]]:
    """Address → the dates of its rows, of pages that are not the head and lead nowhere else."""
    return {p.path: dates[p.first : p.end] for p in paginated(dates, **words)[1:] if not p.target}


@pytest.mark.parametrize("step", [1, 2, 7, 40])
def test_a_list_is_cut_by_the_calendar(step: int) -> None:
    """Each row stands on the head or on the page of its period; no page is longer than two, the head than two and a half."""
    dates = DAYS[::step]
    head, *older = paginated(dates)
    assert 25 <= head.end - head.first <= 125
    assert all(part.end - part.first <= 100 for part in older)
    behind = sorted(n for part in older for n in range(part.first, part.end))
    assert sorted({*behind, *range(head.first, head.end)}) == list(range(len(dates)))
    assert len(set(behind)) == len(behind)
    assert sum(count for _, _, count in head.years) == len(dates)
    known = {part.path for part in older} | {"tags/宣讲.html"}
    links = [link for part in (head, *older) for link in (part.newer, part.older, part.target, *part.parts) if link]
    assert {path for _, path in links} | {path for _, path, _ in head.years} <= known


def test_a_short_list_has_only_its_head() -> None:
    """Up to two pages' worth; where it might have been longer the addresses of its decades answer."""
    head, *rest = paginated(DAYS[:75])
    assert (head.first, head.end, head.years, rest) == (0, 75, (), [])
    head, *rest = paginated(DAYS[300:400])
    assert (head.first, head.end, head.years) == (0, 100, ())
    assert [(part.path, part.target) for part in rest] == [
        (f"tags/宣讲/{name}.html", ("宣讲", "tags/宣讲.html")) for name in ("2000-2009", "2005-2009", "2006", "2007")
    ]


def test_a_late_row_changes_the_page_of_its_period() -> None:
    """And the head, which counts; no other page, wherever in time it falls, unless it is the one too many."""
    dates = DAYS[::2]
    before = shown(dates)
    for late in ("2006-03-02", "2016-07-30", "2025", "2014-11"):
        after = shown(sorted([*dates, late]))
        changed = [path for path in before.keys() | after.keys() if before.get(path) != after.get(path)]
        assert len(changed) == 1, (late, changed)


def test_what_was_cut_answers_when_it_is_cut_no_more() -> None:
    """A decade that loses some of its rows is one page again, and its years and their halves lead there."""
    dates = [*[d for d in DAYS if d < "2007"][:101], *[d for d in DAYS if d >= "2010"][:120]]
    cut = {part.path for part in paginated(dates)}
    assert {"tags/宣讲/2006.html", "tags/宣讲/2006-h1.html"} <= cut
    less = paginated(dates[1:])
    assert cut <= {part.path for part in less}
    halves = [part.target for part in less if part.path == "tags/宣讲/2006-h1.html"]
    assert halves == [("2000—2009年", "tags/宣讲/2000-2009.html")]


def test_a_page_a_day_leads_to_months_and_days_and_a_new_day_changes_four_pages() -> None:
    """A year's page has months, a month's days; halves, quarters and tens of days that are cut lead to those."""
    dates = [day for day in DAYS if "2015-06" < day for _ in range(12)]
    found = {part.path.removeprefix("tags/宣讲"): part for part in paginated(dates)}
    assert [title for title, _ in found["/2018.html"].parts] == [f"{month}月" for month in range(12, 0, -1)]
    assert [title for title, _ in found["/2018-04.html"].parts] == [
        "下旬",
        *(f"{day}日" for day in range(20, 0, -1)),
    ]
    targets = {name: found[f"/{name}.html"].target for name in ("2018-h1", "2018-q2", "2018-04-x1")}
    assert [target and target[0] for target in targets.values()] == ["2018年", "2018年", "2018年4月"]
    assert [title for title, _ in found["/2018-04-12.html"].above] == ["2018年", "2018年4月"]

    def changed(until: str, new: str) -> set[str]:
        """The names of pages that one article more changes, of articles up to a day."""
        some = [day for day in dates if day <= until]
        old, now = (
            {part.path: part._replace(first=0, end=part.end - part.first) for part in paginated(each)}
            for each in (some, [*some, new])
        )
        return {path.removeprefix("tags/宣讲") for path in old.keys() | now.keys() if old.get(path) != now.get(path)}

    days = {"/2026-11-18.html", "/2026-11-19.html", "/2026-11-20.html"}
    assert changed("2026-11-19", "2026-11-20") == {".html", *days, "/2026-11.html"}
    days = {"/2026-10-x3.html", "/2026-10-20.html", "/2026-11.html"}
    assert changed("2026-10-31", "2026-11-01") == {".html", *days, "/2026-10.html", "/2026.html"}


def test_a_month_is_cut_into_tens_of_days() -> None:
    """Of many articles in a month; what has no day stands on the page of the month."""
    dates = ["2018-04"] * 30 + [f"2018-04-{day:02}" for day in range(1, 31) for _ in range(20)]
    found = shown(dates, kind="month", head="archive/2018-04.html", period="2018-04", times=2)
    assert {path: len(rows) for path, rows in found.items()} == {
        "archive/2018-04/2018-04.html": 30,
        "archive/2018-04/2018-04-x1.html": 200,
        "archive/2018-04/2018-04-x2.html": 200,
    }


def test_a_large_year_has_several_sitemaps() -> None:
    """Cut like a list: one more article changes one of them."""
    site: Any = SimpleNamespace(entries=SimpleNamespace(table=SimpleNamespace(dates=[])))

    def cut(dates: list[str]) -> dict[str, list[str]]:
        site.entries.table.dates = dates
        return {
            name: [dates[m] for m in found] for name, found in machines.sitemaps(site, Group("2018", range(len(dates))))
        }

    days = [f"2018-{month:02}-{day:02}" for month in range(1, 13) for day in range(1, 21)]
    before, after = cut(days), cut(sorted([*days, "2018-05-13"]))
    assert {name: len(found) for name, found in before.items()} == {
        "sitemap/2018-h1.xml": 120,
        "sitemap/2018-h2.xml": 120,
    }
    assert [name for name in after if after[name] != before[name]] == ["sitemap/2018-h1.xml"]
    assert list(cut(days[:125])) == ["sitemap/2018.xml"]
    # Forty a day: no sitemap for each day, or the index of all sitemaps would be longer than they are.
    many = cut([f"2018-{month:02}-{day:02}" for month in range(1, 13) for day in range(1, 31) for _ in range(40)])
    assert [name for name in many if "2018-05" in name] == [f"sitemap/2018-05-x{ten}.xml" for ten in (1, 2, 3)]


def test_every_absolute_url_of_the_site_begins_with_its_address(archive: Archive) -> None:
    """No file names the site by another address than site.url."""
    wrong = []
    for path, data in archive.files.items():
        if path.endswith((".html", ".xml", ".json", ".txt")):
            wrong += [
                (path, url)
                for url in re.findall(r"https?://[^/\s\"'<>&]*example\.org[^\s\"'<>&]*", data.decode())
                if not url.startswith(archive.base)
            ]
    assert wrong == []


def test_structured_data(archive: Archive) -> None:
    """Every article has schema.org data that says what the page says."""
    for page in archive.of_kind("article"):
        (script,) = page.tree.xpath("//script[@type='application/ld+json']")
        value = json.loads(script.text)
        assert value["@type"] == "NewsArticle"
        assert value["headline"] == page.meta["ArticleTitle"]
        assert value["url"] == page.meta["Url"]
        assert value["datePublished"].startswith(page.meta["PubDate"][:10])
        assert value["author"]["name"] == page.meta["ContentSource"]


def test_open_graph(archive: Archive) -> None:
    """Every page says its title and absolute URL for those who share it."""
    for page in archive.pages.values():
        if page.kind == "alias":
            continue  # left as soon as it is opened, without a head of its own
        og = {m.get("property"): m.get("content") for m in page.tree.iter("meta") if m.get("property")}
        assert og["og:title"], page.path
        assert og["og:url"].startswith(archive.base)
        assert og.get("og:image", archive.base).startswith(archive.base)


def test_the_second_build_does_nothing(archive: Archive) -> None:
    """The shipped archive is up to date once built, and has no problems that a reader should hear of."""
    again = archive.site.build(search=True)
    assert (again.written, again.pruned) == ((), ())
    assert [str(problem) for problem in again.problems if problem.level != "提示"] == []
