"""What an article costs on the wire: bytes and requests, counted where the browser sees them."""

import gzip
import re
from typing import Any

import pytest

from tests.test_theme_pages import Shown, shown  # noqa: F401 (a fixture)

pytestmark = pytest.mark.browser
FIRST_ROUND = 14 * 1024
"""Bytes of the first round trip (RFC 6928: ten segments of 1,460 bytes)."""


def compressed(data: bytes) -> int:
    """Bytes as a server sends them that compresses once, when publishing."""
    return len(gzip.compress(data, 9, mtime=0))


def needed(shown: Shown, path: str) -> dict[str, int]:  # noqa: F811
    """The page and all that its first paint waits for: style sheets and scripts that are not deferred."""
    page = shown.site.read(path)
    found = re.findall(r'<link rel="stylesheet" href="([^"]+)">', page)
    found += re.findall(r'<script src="([^"]+)">', page)
    files = [path, *(href.replace("../", "") for href in found)]
    return {file: compressed((shown.site.output / file).read_bytes()) for file in files}


def test_an_article_with_its_style_fits_the_first_round_trip(shown: Shown) -> None:  # noqa: F811
    """Every article of the archive, with all that its first paint needs, is at most 14 KB compressed."""
    pages = [p.relative_to(shown.site.output).as_posix() for p in shown.site.output.glob("20*/*/*.html")]
    articles = [path for path in pages if 'class="kind-article"' in shown.site.read(path)]
    assert len(articles) == 30
    large = {path: needed(shown, path) for path in articles}
    assert {path: cost for path, cost in large.items() if sum(cost.values()) > FIRST_ROUND} == {}
    (early,) = (size for file, size in large[articles[0]].items() if "/early." in file)
    assert early < 400


def test_the_front_page_with_its_style_fits_the_first_round_trip(shown: Shown) -> None:  # noqa: F811
    """Then the lead's picture has the second for itself: nothing of lists and articles, no code of QR codes, comes before."""
    costs = needed(shown, "index.html")
    assert sum(costs.values()) + 150 * len(costs) <= FIRST_ROUND, costs
    page = shown.site.read("index.html")
    assert [name for name in ("lists.", "article.") if f"assets/{name}" in page] == []
    scripts = re.findall(r'<script type="module" [^>]*src="([^"]+)">', page)
    sizes = {href: compressed((shown.site.output / href).read_bytes()) for href in scripts}
    assert len(sizes) == 2
    assert sum(sizes.values()) <= 2816, sizes


def requests(page: Any, url: str) -> list[str]:
    """What the browser asks for until the page has loaded."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(url, wait_until="networkidle")
    return asked


def test_an_article_asks_for_little_and_nobody_else(shown: Shown) -> None:  # noqa: F811
    """Only this host; the page, its styles and scripts, its icon, and pictures only when they come near."""
    page = shown.page()
    asked = requests(page, shown.url + "2018/2018-04/jiuzhu.html")
    assert [url for url in asked if not url.startswith(shown.url)] == []
    kinds = sorted(re.sub(r"\.[0-9a-f]{10}\.", ".", url.removeprefix(shown.url)) for url in asked)
    assert [kind for kind in kinds if kind.endswith((".css", ".js"))] == [
        "assets/article.css",
        "assets/early.js",
        "assets/ludao.css",
        "assets/print.css",
        "assets/search/box.js",
        "assets/search/search.css",
        "assets/share.js",
        "assets/tools.js",
    ]
    assert len(kinds) <= 14
    page.context.close()


def test_the_first_paint_waits_for_nothing_else(shown: Shown) -> None:  # noqa: F811
    """Of all that a page refers to, Chromium holds the first paint for its style sheets and the 300 bytes of early.js."""
    page = shown.page("2018/2018-04/jiuzhu.html")
    blocking = page.evaluate(
        """performance.getEntriesByType("resource").filter((e) => e.renderBlockingStatus === "blocking")
          .map((e) => e.name.split("/").pop().split(".")[0]).sort()"""
    )
    assert blocking == ["article", "early", "ludao", "search"]
    page.context.close()


def test_all_that_a_page_fetches(shown: Shown) -> None:  # noqa: F811
    """Without pictures and icons the home page is at most 30 KB, an article at most 20 KB, compressed."""
    page = shown.page()
    shared: dict[str, int] = {}
    for path, most in (("index.html", 30 * 1024), ("2018/2018-04/jiuzhu.html", 20 * 1024)):
        files = {url.removeprefix(shown.url) for url in requests(page, shown.url + path)}
        files = {file for file in files if file.endswith((".html", ".css", ".js"))}
        costs = {file: compressed((shown.site.output / file).read_bytes()) for file in files}
        assert sum(costs.values()) <= most, costs
        shared = {file: cost for file, cost in costs.items() if file.startswith("assets/")}
    pages = [p.relative_to(shown.site.output).as_posix() for p in shown.site.output.glob("20*/*/*.html")]
    articles = [path for path in pages if 'class="kind-article"' in shown.site.read(path)]
    sizes = {path: sum(shared.values()) + compressed((shown.site.output / path).read_bytes()) for path in articles}
    assert {path: size for path, size in sizes.items() if size > 20 * 1024} == {}
    page.context.close()
