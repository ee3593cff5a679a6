"""Old lists and feeds lead to what has their articles now, by the addresses that each program gave them."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from jianbao.importer.archive import kinds, lists, schemes
from jianbao.importer.archive.listing import Facts
from tests.sites import Site
from tests.test_import_archive import brought, built, lay

FACTS = Facts(
    ("2018-05-02", "2018-04-01", "2017-12-31"),
    Counter({"C++ 入门": 3, "Go": 1}),
    Counter({("新闻",): 2, ("新闻", "本地"): 1}),
    Counter({"posts": 3}),
    {},
)


def _made(kind: str, settings: dict[str, Any], facts: Facts = FACTS) -> dict[str, tuple[str, str]]:
    return {one.address: (one.what, one.name) for one in schemes.listed(kind, settings, facts)}


@pytest.mark.parametrize(
    ("kind", "settings", "expected", "missing"),
    [
        (
            "Hexo",
            {"per_page": 2, "filename_case": 1, "tag_map": {"Go": "golang"}},
            {"/page/2/": "nth 2", "/archives/2018/": "period 2018", "/archives/2018/04/": "period 2018-04",
             "/categories/新闻/": "column 新闻", "/categories/新闻/page/2/": "column 新闻", "/categories/新闻/本地/": "column 本地",
             "/tags/c-入门/page/2/": "tag C++ 入门", "/tags/golang/": "tag Go", "/atom.xml": "feed ", "/tags/": "tags "},
            ["/page/3/", "/tags/go/"],
        ),
        ("Hexo", {"tag_dir": "t", "feed": {"path": ["a.xml", "b.xml"]}, "per_page": 0}, {"/t/Go/": "tag Go", "/b.xml": "feed "},
         ["/page/2/", "/tags/Go/", "/atom.xml"]),
        ("Jekyll", {"paginate": 2, "paginate_path": "/blog/page:num/"}, {"/blog/page2/": "nth 2", "/feed.xml": "feed "},
         ["/page2/", "/tag/go/"]),
        (
            "Jekyll",
            {"jekyll-archives": {"enabled": ["year", "tags"], "permalinks": {"tag": "/topics/:name/"}}},
            {"/2018/": "period 2018", "/topics/c-入门/": "tag C++ 入门"},
            ["/2018/04/", "/category/新闻/"],
        ),
        (
            "Hugo",
            {"Paginate": 2, "outputFormats": {"RSS": {"mediatype": "application/rss", "baseName": "feed"}}},
            {"/page/1/": "archive ", "/page/2/": "nth 2", "/posts/": "section posts", "/posts/page/2/": "section posts",
             "/tags/": "tags ", "/tags/c++-入门/": "tag C++ 入门", "/tags/go/page/1/": "tag Go", "/tags/go/feed.xml": "tagfeed Go",
             "/categories/本地/": "column 本地", "/feed.xml": "feed "},
            ["/index.xml", "/tags/Go/", "/page/3/"],
        ),
        ("Hugo", {"uglyURLs": True, "taxonomies": {"tag": "tags"}, "disablePathToLower": True},
         {"/tags/Go.html": "tag Go", "/tags/Go/": "tag Go", "/index.xml": "feed "}, ["/categories/新闻/"]),
        (
            "Pelican",
            {"DEFAULT_PAGINATION": "2", "TAG_URL": "t/{slug}/", "YEAR_ARCHIVE_SAVE_AS": "{date:%Y}/index.html"},
            {"/index2.html": "nth 2", "/t/go/": "tag Go", "/category/xin-wen.html": "column 新闻", "/2018/index.html": "period 2018",
             "/feeds/all.atom.xml": "feed ", "/feeds/xin-wen.atom.xml": "columnfeed 新闻"},
            ["/tag/go.html"],
        ),
        ("Docusaurus", {}, {"/blog/": "archive ", "/blog/tags/go/": "tag Go", "/blog/atom.xml": "feed "}, ["/tags/go/"]),
        ("Markdown", {}, {}, ["/tags/Go/"]),
    ],
)  # fmt: skip
def test_addresses_of_lists(kind: str, settings: dict[str, Any], expected: dict[str, str], missing: list[str]) -> None:
    made = _made(kind, settings)
    assert {where: " ".join(made.get(where, ("?",))) for where in expected} == expected
    assert [where for where in missing if where in made] == []


def test_slugs_of_an_export_are_its_own() -> None:
    slugs = {("tag", "Go"): "golang", ("column", "新闻"): "a/xinwen", ("cat", "新闻"): "7"}
    made = _made("WordPress", {"index_php": True}, FACTS._replace(slugs=slugs))
    expected = {
        "/index.php/tag/golang/",
        "/index.php/category/a/xinwen/",
        "/index.php/2018/05/",
        "/?cat=7",
        "/?tag=golang",
    }
    assert expected - made.keys() == set()
    assert made["/?cat=7"] == ("column", "新闻")


POST = "---\ntitle: {title}\ndate: 2018-0{n}-01\ncategories: {category}\ntags: [{tags}]\n---\n见[标签](/tags/Go/)。\n"


def test_the_lists_of_a_hexo_archive_answer_in_the_built_site(tmp_path: Path) -> None:
    """From a folder to files: tags, categories that became tags, years, an empty page that a theme filled, feeds."""
    posts = {
        f"source/_posts/p{n}.md": POST.format(title=f"第{n}篇", n=n, category=category, tags=tags)
        for n, category, tags in ((1, "[新闻, 本地]", "Go"), (2, "新闻", "Go, C++"), (3, "新闻", '".net"'))
    }
    pages = {
        "source/tags/index.md": "---\ntitle: 标签\ntype: tags\n---\n",
        "source/friends/index.md": "---\ntitle: 朋友\nlayout: friends\n---\n",
        "source/about/index.md": "---\ntitle: 关于\n---\n我们。\n",
    }
    old, site = tmp_path / "old", tmp_path / "site"
    lay(old, {"_config.yml": "per_page: 1\n", **posts, **pages})
    said = brought(old, site)
    assert "没有导入 source/friends/index.md：这一页没有自己的文字，由模板生成" in said
    assert "data/redirects.yaml" in said
    assert built(site) == []
    made = Site(site)
    expected = {
        "tags/C/index.html": "tags/C++.html",
        "tags/Go/page/2/index.html": "tags/Go.html",
        "tags/index.html": "tags.html",
        "categories/新闻/page/3/index.html": "columns/新闻.html",
        "categories/新闻/本地/index.html": "tags/本地.html",
        "archives/2018/02/index.html": "archive/2018-02.html",
        "page/2/index.html": "archive/2018.html",
        "friends/index.html": "archive.html",
    }
    for where, target in expected.items():
        assert f'href="{"../" * where.count("/")}{target}"' in made.read(where), where
    assert made.read("atom.xml") == made.read("feed.xml")
    assert "我们。" in made.read("about/index.html")
    before = (site / "data/redirects.yaml").read_text("utf-8")
    brought(old, site)
    assert (site / "data/redirects.yaml").read_text("utf-8") == before


def test_a_list_whose_address_only_differs_by_case_is_told() -> None:
    """No file can answer there where a file system takes both for one."""
    old = kinds.Old("Hugo", Path(), (), (), {"uglyURLs": True}, ())
    post = lists.Post(
        "content/a/b.md", "甲", "2018-01-01", "", ("GitHub",), (), "", "/b/", (), False, False, labels=("GitHub",)
    )
    made = lists.of_texts(old, [post], ({}, {"GitHub": "GitHub"}), "2020", [], {})
    assert made.doubts == ("旧网址 2 个没有保留：与另一个网址只差大小写（/tags/github.html、/tags/github.xml）",)
    assert ("/tags/github/", "tags/GitHub.html") in made.rules


def test_a_text_at_an_address_with_a_question_or_of_a_list_is_led_to(tmp_path: Path) -> None:
    """A saved page of an old server, a text below search/, posts and pages of WordPress by their numbers."""
    page = "<!-- saved from url=(0042)http://old.example.org/show.asp?id=123 -->\n<html><head><title>四癌救助</title></head>"
    page += "<body><h1>四癌救助</h1><p>2018-04-23</p><p>救助二十人。</p></body></html>"
    lay(tmp_path / "pages", {"a.html": page})
    brought(tmp_path / "pages", tmp_path / "one")
    rules = (tmp_path / "one/data/redirects.yaml").read_text("utf-8").replace('"', "")
    (article,) = (tmp_path / "one/content").glob("2018/*.md")
    assert f"/show.asp?id=123: 2018/{article.stem}.html\n" in rules
    text = {
        "source/search/index.md": "---\ntitle: 怎样找\n---\n看目录。\n",
        "source/_posts/a.md": POST.format(title="甲", n=1, category="x", tags="y"),
    }
    lay(tmp_path / "old", {"_config.yml": "title: x\n", **text})
    brought(tmp_path / "old", tmp_path / "two")
    assert built(tmp_path / "two") == []
    assert 'href="../pages/search.html"' in Site(tmp_path / "two").read("search/index.html")
    item = "<item><title>{0}</title><link>https://o.example.org/?p={0}</link><wp:post_id>{0}</wp:post_id><wp:post_type>{1}</wp:post_type>"
    item += "<wp:post_date>2014-03-0{0} 09:00:00</wp:post_date><wp:status>publish</wp:status><content:encoded>正文</content:encoded></item>"
    head = '<rss xmlns:wp="http://wordpress.org/export/1.2/" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
    export = head + item.format(7, "post") + item.format(8, "page") + "</channel></rss>"
    lay(tmp_path / "wp", {"wordpress.xml": export})
    brought(tmp_path / "wp", tmp_path / "three")
    rules = (tmp_path / "three/data/redirects.yaml").read_text("utf-8").replace('"', "")
    assert "/?p=7: 2014/7.html\n" in rules
    assert "/?page_id=8: pages/8.html\n" in rules
