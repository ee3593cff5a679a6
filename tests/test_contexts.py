"""What templates are given: a golden text of every kind of page's context, and a few whole pages.

The golden files are what a theme may rely on. JIANBAO_GOLDEN=update, set by a person who can say why, renews them;
what a failing test got is in tests/actual/.
"""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from jianbao.media import cards
from jianbao.theme import render
from tests.conftest import quick_folder
from tests.sites import Site
from tests.small import CONFIG, small

Golden = Callable[[str, str], None]

CONTEXTS = {
    "home": "index.html",
    "article": "2018/2018-04/jiuzhu.html",
    "article-undated": "2018/2018-04/peixun.html",
    "article-updated": "2018/2018-03/xuanjiang.html",
    "article-first": "2017/2017-12/nianzhong.html",
    "issue": "2018/2018-04.html",
    "bulletin": "2018/2018-04/bulletin.html",
    "page": "pages/about.html",
    "column": "columns/要闻.html",
    "column-period": "columns/要闻/2018-q1.html",
    "column-year": "columns/要闻/2018.html",
    "tag": "tags/四癌救助.html",
    "source": "sources/权益部.html",
    "issues": "issues.html",
    "month": "archive/2018-04.html",
    "year": "archive/2018.html",
    "columns": "columns.html",
    "tags": "tags.html",
    "sources": "sources.html",
    "archive": "archive.html",
    "sitemap": "sitemap.html",
    "notfound": "404.html",
    "alias": "jiuzhu.html",
    "tombstone": "2018/2018-03/chehui.html",
    "feed": "feed.xml",
    "feed-json": "feed.json",
    "feed-column": "columns/维权服务.xml",
    "feed-column-json": "columns/维权服务.json",
    "sitemap-xml": "sitemap/2018.xml",
    "sitemap-index": "sitemap.xml",
    "robots": "robots.txt",
    "manifest": "manifest.webmanifest",
    "share": "2018/2018-04/share.png",
    "picture": "2018/2018-04/fenbu.svg",
}
PAGES = {"home": "index.html", "article": "2018/2018-04/jiuzhu.html", "column": "columns/要闻.html", "feed": "feed.xml"}


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Site, dict[str, Any], dict[str, Any]]]:
    """(the small site with a withdrawn article, built; path → page; what all templates see)."""
    pages: dict[str, Any] = {}
    chrome: dict[str, Any] = {}
    real = render.data

    def record(page: Any, theme: Any, seen: dict[str, Any], *rest: Any) -> bytes:
        pages[page.path] = page
        chrome.update(seen)
        return real(page, theme, seen, *rest)

    with quick_folder(tmp_path_factory.mktemp("contexts")) as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(render, "data", record)
        patch.setattr(cards, "maker", lambda: "pillow")
        site = small(Site(folder / "site"))
        # So short that a list of four rows is cut.
        site.write("config.yaml", CONFIG.replace("list: 2", "list: 1"))
        site.article(
            "2018/2018-03/chehui.md", "撤回的一条", "2018-03-20", status="已撤回", withdrawn="2018-04-02", reason="重复"
        )
        site.build()
        yield site, pages, chrome


def text(value: Any) -> str:
    """A context as a golden text; the digests in the addresses of the theme's files are left out."""
    return masked(json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True)) + "\n"


def masked(made: str) -> str:
    """The text without the digests of the theme's files, which every change of a style sheet would change."""
    return re.sub(r"(?<=assets/)([\w/-]+)\.[0-9a-f]{10}(?=\.)", r"\1.DIGEST", made)


@pytest.mark.parametrize("kind", CONTEXTS)
def test_context(recorded: tuple[Site, dict[str, Any], dict[str, Any]], golden: Golden, kind: str) -> None:
    """A page's context is exactly what the golden text says, and its template is the kind's."""
    page = recorded[1][CONTEXTS[kind]]
    golden(f"contexts/{kind}.json", text({"template": page.template, "context": page.context}))


def test_site_context(recorded: tuple[Site, dict[str, Any], dict[str, Any]], golden: Golden) -> None:
    """What every template sees as `site`; of the theme's own files one stands for all."""
    chrome = recorded[2]
    assert {href.partition("/")[0] for href in chrome["assets"].values()} == {"assets"}
    golden("contexts/site.json", text({**chrome, "assets": {"ludao.css": chrome["assets"]["ludao.css"]}}))


def test_every_template_has_a_golden_context(recorded: tuple[Site, dict[str, Any], dict[str, Any]]) -> None:
    """No kind of page is left out."""
    pages = recorded[1]

    def kind(page: Any) -> tuple[str, str]:
        return page.template, page.context["page"]["kind"] if "page" in page.context else ""

    assert {kind(pages[path]) for path in CONTEXTS.values()} == {kind(page) for page in pages.values()}


def test_contexts_are_plain(recorded: tuple[Site, dict[str, Any], dict[str, Any]]) -> None:
    """A context holds str, int, bool, None, list and dict, and nothing else: no subclass, no tuple, no bytes."""

    def odd(value: Any, place: str) -> Iterator[str]:
        if type(value) is dict:
            for key, item in value.items():
                yield from odd(item, f"{place}.{key}") if type(key) is str else [f"{place}: {key!r}"]
        elif type(value) is list:
            for item in value:
                yield from odd(item, f"{place}[]")
        elif type(value) not in (str, int, bool, type(None)):
            yield f"{place}: {type(value).__name__}"

    _, pages, chrome = recorded
    assert [fault for page in pages.values() for fault in odd(page.context, page.path)] == []
    assert list(odd(chrome, "site")) == []


@pytest.mark.parametrize("kind", PAGES)
def test_page(recorded: tuple[Site, dict[str, Any], dict[str, Any]], golden: Golden, kind: str) -> None:
    """A whole file of the small site, byte by byte."""
    path = Path(PAGES[kind])
    golden(f"pages/{kind}{path.suffix}", masked(recorded[0].read(PAGES[kind])))
