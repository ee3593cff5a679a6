"""Old addresses that belong to no article answer in the built site: lists with the way on, feeds with themselves."""

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests.sites import Site

RULES = """\
/categories/要闻/: columns/要闻.html
/tags/jiu/page/2/: tags/救助.html
/archives/2018/04/: archive/2018-04.html
/atom.xml: feed.xml
/categories/要闻/index.xml: columns/要闻.xml
/feed/: feed.xml
/list.asp?class=5: tags.html
/old.htm: 2018/jiu.html
"""


@pytest.fixture
def moved(site: Site) -> Site:
    """A site with rules."""
    site.write("config.yaml", "site:\n  name: 简报\n  url: https://jb.example.cn/\ncolumns: [要闻]\n")
    site.article("2018/jiu.md", "四癌救助", column="要闻", tags=["救助"])
    site.write("data/redirects.yaml", RULES)
    return site


def _leads(site: Site, path: str) -> str:
    """Where a page of an old address sends a browser, as a path below output/."""
    text = site.read(path)
    target = text.partition('content="0; url=')[2].partition('"')[0]
    return (site.output / path).parent.joinpath(target).resolve().relative_to(site.output.resolve()).as_posix()


def test_old_lists_lead_on_and_old_feeds_are_feeds(moved: Site) -> None:
    """Each rule without a question mark answers from files alone; a feed names its new address."""
    assert moved.build().problems == ()
    found = {path: data for path, data in moved.tree().items() if data.startswith(b"<!DOCTYPE") and b"refresh" in data}
    assert {path: _leads(moved, path) for path in found} == {
        "categories/要闻/index.html": "columns/要闻.html",
        "tags/jiu/page/2/index.html": "tags/救助.html",
        "archives/2018/04/index.html": "archive/2018-04.html",
        "feed/index.html": "feed.xml",
        "old.htm": "2018/jiu.html",
    }
    assert "<h1>四癌救助</h1>" in moved.read("old.htm")
    assert moved.read("atom.xml") == moved.read("feed.xml")
    tree = ET.fromstring(moved.read("categories/要闻/index.xml"))
    links = {link.get("rel"): link.get("href") for link in tree.iter("{http://www.w3.org/2005/Atom}link")}
    assert links["self"] == "https://jb.example.cn/columns/%E8%A6%81%E9%97%BB.xml"


def test_an_article_more_touches_only_the_feeds_among_them(moved: Site, tmp_path: Path) -> None:
    """A new article rewrites old feeds and no page of an old address; gone on from, the site is the same as anew."""
    moved.build()
    moved.article("2018/xin.md", "又一条", "2018-04-24", column="要闻")
    rules = {"atom.xml", "categories/要闻/index.xml", "categories/要闻/index.html", "old.htm"}
    assert {step.path for step in moved.build().written} & rules == {"atom.xml", "categories/要闻/index.xml"}
    now = moved.tree()
    moved.build(output=tmp_path / "anew", clean=True)
    anew = tmp_path / "anew"
    assert now == {p.relative_to(anew).as_posix(): p.read_bytes() for p in anew.rglob("*") if p.is_file()}


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ("/archive.html: tags.html", "警告[redirect-taken] 旧网址“/archive.html”上现在有网页"),
        ("/2018/jiu.html: tags.html", "警告[redirect-taken] 旧网址“/2018/jiu.html”上现在有网页"),
        ("/2018/jiu.html/a.html: tags.html", "警告[redirect-taken] 旧网址“/2018/jiu.html/a.html”上现在有网页"),
        ("/x/: tags/没有.html", "警告[redirect-nowhere] “/x/”要转到的 tags/没有.html 在网站里没有"),
        ("/a:b/: tags.html", "警告[redirect-server] 旧网址“/a:b/”放不成文件：地址里不能有字符 :"),
    ],
)
def test_a_rule_that_makes_no_page_is_told(rule: str, told: str, moved: Site) -> None:
    """What the site has of its own stays; whatever answers nowhere is said with its line, and the build goes on."""
    moved.write("data/redirects.yaml", f"/atom.xml: feed.xml\n{rule}\n")
    (problem,) = moved.build().problems
    assert str(problem).startswith(f"data/redirects.yaml:2:1 {told}")
    assert "四癌救助" in moved.read("2018/jiu.html")
    assert (moved.output / "atom.xml").is_file()


def test_a_list_that_comes_later_takes_its_address(moved: Site) -> None:
    """A tag whose list stands where an old address was: the list is there, the rule is told, and back again."""
    moved.write("data/redirects.yaml", "/tags/新.html: tags.html\n")
    assert moved.build().problems == ()
    new = moved.article("2018/xin.md", "又一条", "2018-04-24", column="要闻", tags=["新"])
    assert [problem.code for problem in moved.build().problems] == ["redirect-taken"]
    assert "又一条" in moved.read("tags/新.html")
    new.unlink()
    assert moved.build().problems == ()
    assert _leads(moved, "tags/新.html") == "tags.html"
