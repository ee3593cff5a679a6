"""A whole old archive comes in: each program's folder, its addresses, links, files; nothing without a word, and resumable."""

import base64
import re
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from jianbao import address, cli, pipeline
from jianbao.content import delimiters, parsing
from jianbao.desk import columns
from jianbao.errors import UsageError
from jianbao.importer.archive import anchors, bodies, exports, filing, kinds, mending, permalinks, planning, posts
from tests import conservation
from tests.small import PHOTO

ZONE = ZoneInfo("Asia/Shanghai")


def lay(folder: Path, files: dict[str, str | bytes]) -> Path:
    """Writes files below a folder."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def brought(folder: Path, site: Path, *options: str) -> str:
    """What `import FOLDER` says, into a site with two columns."""
    if not (site / "content").is_dir():
        lay(site, {"config.yaml": "columns:\n  - 要闻 # 甲\n  - 通知\n\nnav: []\n", "content/.keep": ""})
    assert cli.main(["import", str(folder), "--site", str(site), *options]) == 0
    return "\n".join(p.read_text("utf-8") for p in site.glob("导入报告.md"))


def built(site: Path, *, search: bool = False) -> list[str]:
    """The codes of errors that the build has left to say; the site stands in output/ when there are none."""
    try:
        pipeline.build(pipeline.Request(site, site / "output", drafts=False, jobs=1, search=search))
    except Exception as error:  # noqa: BLE001
        return [str(error)]
    return []


def answers(site: Path, *urls: str) -> list[str]:
    """Those of some old addresses at which no page of an article stands."""
    return [url for url in urls if not (site / "output" / address.of_permalink(url)).is_file()]


def conserved(old: Path, site: Path) -> list[str]:
    """What the pages have lost of the old files' bodies, by the law of conservation; marks of programs are told apart."""
    found = kinds.recognised(old)
    lost = []
    for path in (site / "content").rglob("*.md"):
        text = path.read_text("utf-8")
        origin = re.search(r"^  原文件: (.*)$", text, re.MULTILINE)
        if origin is None:
            continue
        post = posts.read(found, origin[1].strip('"'))
        place = path.relative_to(site / "content").as_posix()
        _, html, problems = parsing.parsed(text.encode(), place, ZONE)
        parts = delimiters.split(text, place)
        assert html is not None
        assert isinstance(parts, tuple)
        written = re.sub(r"\{% post_link \S+ (.*?) %\}", r"\1", post.body)
        written = re.sub(r'\{\{< ref "(\w+)" >\}\}', r"\1.md", written)
        lost += conservation.violations(written, parts[2] + 1, html, problems)
    return lost


HEXO: dict[str, str | bytes] = {
    "_config.yml": "title: 甲\nurl: https://old.example.org\npermalink: :year/:month/:day/:title/\npost_asset_folder: true\n",
    "source/_posts/yi.md": "---\ntitle: 第一篇\ndate: 2014-03-08 09:30:00\ncategories:\n- 动态\n- 活动\ntags: [妇女节, CI/CD]\n---\n"
    "见[第二篇](/2015/05/06/er/#小-标题)、[又](er.md)、[站内](https://www.old.example.org/2015/05/06/er/)、"
    "{% post_link er 第二 %}，[列表](/tags/妇女节/)，[没有](/nowhere/)。\n\n![图](tu.png)\n\n![根](/images/gen.png)\n\n"
    '![缺](/images/no.png)\n\n<img src="/images/gen.png" alt="又">\n',
    "source/_posts/yi/tu.png": PHOTO,
    "source/images/gen.png": PHOTO,
    "source/_posts/er.md": "---\ntitle: 第二篇\ndate: 2015-05-06\ncategories: [要闻]\ntags: [ci/cd]\n---\n## 小，标题\n\n正文。\n",
    "source/_posts/yi/xian.png": PHOTO,
    "source/images/xian.png": PHOTO,
    "source/css/a.css": "a{}",
    "source/js/a.js": "a",
    "source/baidu_verify_a1.html": "a1",
    "source/_drafts/wei.md": "---\ntitle: 没写完\n---\n未完。\n",
    "source/_drafts/gao.md": "---\ntitle: 草稿\ndate: 2016-01-01\n---\n未完。\n",
    "source/about/index.md": "---\ntitle: 关于\n---\n关于我们。\n",
}


FILES = ("/2014/03/08/yi/tu.png", "/2014/03/08/yi/xian.png", "/images/xian.png", "/baidu_verify_a1.html")
"""Of posts' own folders and of the root, in a text and in none."""


def test_a_hexo_archive_comes_in_whole(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Plan, act, build: addresses, links in every form, pictures, drafts, columns, tags; each doubt told."""
    old, site = lay(tmp_path / "old", HEXO), tmp_path / "site"
    assert cli.main(["init", str(tmp_path / "none"), "--kind", "没有"]) == 2
    lay(site, {"config.yaml": "columns:\n  - 要闻 # 甲\n  - 通知\n\nnav: []\n", "content/.keep": ""})
    capsys.readouterr()
    assert cli.main(["import", str(old), "--site", str(site), "--dry-run"]) == 0
    plan = capsys.readouterr().out
    assert "old：Hexo，5 个文件" in plan
    assert "独立的文章 3 篇，单独的页面 1 页，没有日期的草稿 1 篇；草稿共 2 篇" in plan
    assert "按年：2014年 1，2015年 1，2016年 1" in plan
    assert "图片和附件 2 个" in plan
    assert not (site / "content/2014").exists()
    report = brought(old, site)
    assert built(site, search=True) == []
    assert answers(site, "/2014/03/08/yi/", "/2015/05/06/er/", "/about/", "/images/gen.png", *FILES) == []
    assert not (site / "output/2016").exists()
    assert "\ndraft: true\n" in (site / "content/_drafts/wei.md").read_text("utf-8")
    assert cli.main(["list", "--site", str(site), "--status", "草稿"]) == 0
    assert "无日期  没写完  草稿  content/_drafts/wei.md" in capsys.readouterr().out
    assert cli.main(["build", "--drafts", "--site", str(site), "--output", str(tmp_path / "preview"), "--quiet"]) == 0
    one = (site / "content/2014/yi.md").read_text("utf-8")
    assert "column: 动态\ntags: [妇女节, CI/CD, 活动]\n" in one
    assert "[第二篇](../2015/er.md#小-标题)、[又](../2015/er.md)、[站内](../2015/er.md)、[第二](../2015/er.md)" in one
    assert "![图](03/08/yi/tu.png)" in one
    assert "![根](../images/gen.png)" in one
    assert "没有<!-- 原链接：/nowhere/ -->" in one
    assert "缺<!-- 原图片：/images/no.png -->" in one
    assert "[列表](/tags/" in one
    assert "columns:\n  - 要闻 # 甲\n  - 通知\n  - 动态\n\nnav" in (site / "config.yaml").read_text("utf-8")
    assert "content/2014/yi.md：链接“/nowhere/”没有找到，留作注释，请补上" in report
    assert "content/2014/yi.md：图片“/images/no.png”没有找到，留作注释，请补上" in report
    assert "没有文章用到的图片和附件 3 个，放进 public/，旧网址不变" in report
    assert "没有收入的其余文件（样式、脚本等）2 个：.css 1、.js 1" in report
    assert conserved(old, site) == []


def test_an_import_that_is_run_again_goes_on(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What came in stays as editors have it by now, under whatever name; what is new comes in."""
    old, site = lay(tmp_path / "old", HEXO), tmp_path / "site"
    brought(old, site)
    one = site / "content/2014/yi.md"
    mended = one.read_text("utf-8").replace("title: 第一篇", "title: 改过")
    (site / "content/2014/gaiming.md").write_text(mended, "utf-8")
    one.unlink()
    lay(old, {"source/_posts/san.md": "---\ntitle: 第三篇\ndate: 2017-01-01\n---\n正文。\n"})
    capsys.readouterr()
    brought(old, site)
    told = capsys.readouterr()
    assert "以前导入过的 5 个文件没有再动" in told.out
    assert not one.exists()
    assert (site / "content/2017/san.md").is_file()
    assert "写下 1 个文件" in told.err


def test_a_jekyll_archive(tmp_path: Path) -> None:
    """Dates in names, categories from folders, collections, post_url, site.baseurl; programs are no articles."""
    old = lay(
        tmp_path / "old",
        {
            "_config.yml": "url: https://old.example.org\nbaseurl: /b\npermalink: /:categories/:year/:title.html\n"
            "collections:\n  wiki:\n    output: true\n    permalink: /wiki/:path/\n",
            "_posts/2014-03-08-jie.md": "---\ntitle: 节\nlayout: post\n---\n[又]({% post_url 2015-01-02-hui %})，"
            "![图]({{ site.baseurl }}/assets/tu.png)\n\n{{ content }}\n",
            "news/_posts/2015-01-02-hui.markdown": "---\ntitle: 会\ncategories: 要闻\n---\n正文\n",
            "assets/tu.png": PHOTO,
            "_wiki/ci.md": "---\ntitle: 词\n---\n词条\n",
            "list.md": "---\ntitle: 列表\n---\n{% for p in site.posts %}{{ p.title }}{% endfor %}\n",
            "README.md": "# 说明\n",
            "about.md": "---\ntitle: 关于\npermalink: /about/\n---\n我们是某区工会，成立于一九五一年。\n\n"
            "{% for s in site.data.skills %}\n{% for k in s %}{{ k }}{% endfor %}\n{% endfor %}\n{{ site.title }}完。\n",
            "us.html": "---\ntitle: 联系\nlayout: page\n---\n<style>p{}</style><script>a()</script>\n"
            "<p>地址：某区某路一号，<b>三楼</b>。</p>\n",
            "tags.html": "---\ntitle: 标签\n---\n<h1>标签</h1>{% for t in site.tags %}{{ t }}{% endfor %}\n",
            "verify.html": "<p>不是一页</p>\n",
        },
    )
    report = brought(old, tmp_path / "site")
    assert built(tmp_path / "site") == []
    about, us = ((tmp_path / "site/content/pages" / name).read_text("utf-8") for name in ("about.md", "us.md"))
    assert about.endswith("我们是某区工会，成立于一九五一年。\n\n\n完。\n")
    assert us.endswith("地址：某区某路一号，**三楼**。\n")
    assert report.count("由模板语言（{% for %} 等）生成的部分、样式和脚本没有收入") == 2
    assert "没有导入 tags.html：这一页没有自己的文字" in report
    assert answers(tmp_path / "site", "/about/", "/us.html", "/list.html", "/tags.html") == []
    assert answers(tmp_path / "site", "/2014/jie.html", "/news/要闻/2015/hui.html", "/wiki/ci/", "/assets/tu.png") == []
    assert "没有导入 list.md：这一页没有自己的文字" in report
    assert "[又](../2015/hui.md)" in (tmp_path / "site/content/2014/jie.md").read_text("utf-8")


def test_a_hugo_archive(tmp_path: Path) -> None:
    """TOML headers, sections, bundles, permalinks by section, static/, ref."""
    old = lay(
        tmp_path / "old",
        {
            "hugo.toml": 'baseURL = "https://old.example.org/"\n[permalinks]\nposts = "/:year/:month/:slug/"\n',
            "content/posts/one.md": '+++\ntitle = "一"\ndate = 2014-03-08T09:30:00+08:00\nslug = "yi"\n'
            'aliases = ["/old/one/"]\n+++\n[二]({{< ref "two" >}})，![图](/img/tu.png)\n',
            "content/notes/two/index.md": "---\ntitle: 二\ndate: 2015-01-02\n---\n![里](li.png)\n",
            "content/notes/two/li.png": PHOTO,
            "static/img/tu.png": PHOTO,
            "content/about.md": "---\ntitle: 关于\n---\n正文\n",
        },
    )
    brought(old, tmp_path / "site")
    assert built(tmp_path / "site") == []
    assert answers(tmp_path / "site", "/2014/03/yi/", "/old/one/", "/notes/two/", "/about/", "/img/tu.png") == []
    assert "[二](../2015/two.md)" in (tmp_path / "site/content/2014/one.md").read_text("utf-8")
    assert conserved(old, tmp_path / "site") == []


def test_pelican_docusaurus_and_plain_markdown(tmp_path: Path) -> None:
    """Each is known by its own file; what no program calls its own is a folder of Markdown."""
    pelican = lay(
        tmp_path / "pelican",
        {
            "pelicanconf.py": "ARTICLE_URL = 'posts/{date:%Y}/{slug}.html'\n",
            "content/a.md": "Title: 甲\nDate: 2014-03-08\nSlug: jia\nCategory: 要闻\n\n正文 [页]({filename}/pages/p.md)\n",
            "content/pages/p.md": "Title: 页\nSlug: ye\n\n正文\n",
        },
    )
    brought(pelican, tmp_path / "one")
    assert built(tmp_path / "one") == []
    assert answers(tmp_path / "one", "/posts/2014/jia.html", "/pages/ye.html") == []
    lay(tmp_path / "had", {"content/pages/ye.md": "---\ntitle: 原来的\n---\n正文\n"})
    said = brought(pelican, tmp_path / "had")
    assert "旧网址 /pages/ye.html 没有保留：content/pages/ye.md 也用它；不要那一页的，删去它再导入" in said
    assert built(tmp_path / "had") == []
    docusaurus = lay(
        tmp_path / "docusaurus",
        {
            "docusaurus.config.js": "module.exports = {\n  url: 'https://old.example.org',\n  baseUrl: '/',\n};\n",
            "blog/2014-03-08-jie.md": "---\ntitle: 节\n---\n![图](/img/tu.png)\n",
            "docs/01-intro.md": "# 入门\n\n[节](../blog/2014-03-08-jie.md)\n",
            "static/img/tu.png": PHOTO,
        },
    )
    brought(docusaurus, tmp_path / "two")
    assert built(tmp_path / "two") == []
    assert answers(tmp_path / "two", "/blog/2014/03/08/jie", "/docs/intro", "/img/tu.png") == []
    plain = lay(tmp_path / "plain", {"甲.md": "# 标题甲\n\n[乙](乙.md)\n", "乙.md": "正文\n"})
    brought(plain, tmp_path / "three")
    assert built(tmp_path / "three") == []
    assert "title: 标题甲\n" in (tmp_path / "three/content/pages/甲.md").read_text("utf-8")
    with pytest.raises(UsageError, match="没有认得的文章"):
        kinds.recognised(lay(tmp_path / "empty", {"a.bin": b"\0"}))


WXR = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel><link>https://old.example.org</link>
<item><title>第一篇 &amp; 其他</title><link>https://old.example.org/2014/03/one/</link>
<content:encoded><![CDATA[<!-- wp:paragraph -->
<p>见<a href="https://old.example.org/?p=2">第二篇</a>、<a href="https://old.example.org/2015/two/">又</a>。</p>
<!-- /wp:paragraph -->
<img src="https://old.example.org/wp-content/uploads/tu.png" alt="图">]]></content:encoded>
<wp:post_id>1</wp:post_id><wp:post_date>2014-03-08 09:30:00</wp:post_date><wp:status>publish</wp:status>
<wp:post_type>post</wp:post_type><category domain="category">要闻</category><category domain="post_tag">标签</category>
<wp:comment><wp:comment_id>1</wp:comment_id></wp:comment></item>
<item><title>第二篇</title><link>https://old.example.org/2015/two/</link>
<content:encoded><![CDATA[<!--markdown-->**正文**]]></content:encoded><wp:post_id>2</wp:post_id>
<wp:post_date>2015-01-02 00:00:00</wp:post_date><wp:status>draft</wp:status><wp:post_type>post</wp:post_type></item>
<item><title>图</title><wp:post_type>attachment</wp:post_type></item>
</channel></rss>"""


def test_an_export_of_wordpress_or_typecho(tmp_path: Path) -> None:
    """Addresses from links, drafts stay drafts, pictures from uploads/ beside it, comments counted."""
    old = lay(tmp_path / "old", {"export.xml": WXR, "wp-content/uploads/tu.png": PHOTO})
    report = brought(old, tmp_path / "site")
    assert built(tmp_path / "site") == []
    assert answers(tmp_path / "site", "/2014/03/one/", "/wp-content/uploads/tu.png") == []
    assert not (tmp_path / "output/2015").exists()
    assert "1 条读者评论没有收入" in report
    one = (tmp_path / "site/content/2014/1.md").read_text("utf-8")
    assert "title: 第一篇 & 其他\n" in one
    assert "![图](../wp-content/uploads/tu.png)" in one
    assert report.count("https://old.example.org/?p=2") == 1  # to a draft, and said once
    brought(old / "export.xml", tmp_path / "alone")
    assert (tmp_path / "alone/content/2014/1.md").is_file()
    for number, before in enumerate(("", f"<!-- <rss {'x' * 70_000} -->")):
        doctype = f'{before}<!DOCTYPE rss [<!ENTITY b "c">]>\n<rss'
        evil = lay(tmp_path / f"evil{number}", {"x.xml": WXR.replace("<rss", doctype, 1)})
        with pytest.raises(UsageError, match="里有 DOCTYPE"):
            exports.posts(kinds.Old("WordPress", evil, ("x.xml",), ("",), {}, ()), "x.xml")


def test_a_folder_of_saved_pages(tmp_path: Path) -> None:
    """Each is an article at its old address, with the pictures beside it."""
    page = "<html><head><title>{0}</title></head><body><h1>{0}</h1><p>发布时间：2014-03-08</p><p>{1}</p><img src='tu.png'></body></html>"
    body = "3月8日，市妇联举办活动，各区代表参加，会议总结了去年的工作，并对今年的工作作了安排。"
    files: dict[str, str | bytes] = {f"2014/{n}.html": page.format(f"市妇联举办第{n}次活动", body) for n in (1, 2)}
    old = lay(tmp_path / "old", {**files, "2014/tu.png": PHOTO})
    brought(old, tmp_path / "site")
    assert built(tmp_path / "site") == []
    assert answers(tmp_path / "site", "/2014/1.html", "/2014/2.html") == []


def test_two_texts_that_want_one_address_or_one_of_the_site(tmp_path: Path) -> None:
    """The first keeps it; the other is told, and comes in all the same."""
    post = "---\ntitle: {0}\ndate: 2014-03-08\npermalink: {1}\n---\n正文\n"
    old = lay(
        tmp_path / "old",
        {
            "_config.yml": "title: x\n",
            "source/_posts/a.md": post.format("甲", "/same/"),
            "source/_posts/b.md": post.format("乙", "/Same/"),
            "source/_posts/c.md": post.format("丙", "/tags/"),
            "source/_posts/d.md": post.format("丁", "/index.html"),
        },
    )
    report = brought(old, tmp_path / "site")
    assert built(tmp_path / "site") == []
    assert "source/_posts/b.md：旧网址 /Same/ 没有保留：content/2014/a.md 也用它" in report
    assert "source/_posts/d.md：旧网址 /index.html 没有保留：网站自己的页面用它" in report


def test_many_categories_leave_twelve_columns(tmp_path: Path) -> None:
    """The most used are columns, the others tags, and one column takes everything when asked."""
    posted = {
        f"source/_posts/p{n}-{k}.md": f"---\ntitle: 第{n}\ndate: 2014-01-01\ncategories: 类{n:02}\n---\n正文\n"
        for n in range(14)
        for k in range(14 - n)
    }
    old = lay(tmp_path / "old", {"_config.yml": "title: x\n", **posted})
    plan = planning.whole(kinds.recognised(old), ["要闻"], filing.Asked(), {}, frozenset(), 1)
    assert plan.columns == tuple(f"类{n:02}" for n in range(12))
    tagged = {tag for text in plan.texts for tag in re.findall(r"^tags: \[(.*)\]$", text.data.decode(), re.MULTILINE)}
    assert tagged == {"类12", "类13"}
    assert planning.whole(kinds.recognised(old), ["要闻"], filing.Asked("要闻"), {}, frozenset(), 1).columns == ()
    assert plan.shelfless == (3, 3)
    others = planning.whole(kinds.recognised(old), ["要闻"], filing.Asked(other="旧文"), {}, frozenset(), 1)
    assert (others.shelfless, "旧文" in others.columns) == ((0, 0), True)


def test_texts_without_a_column_are_told_once_with_the_cure(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The plan says how many there are and what to add; the build shows the first of them and counts the others."""
    posted = {f"source/_posts/p{n}.md": f"---\ntitle: 第{n}\ndate: 2014-01-01\n---\n正文\n" for n in range(30)}
    lay(tmp_path / "old", {"_config.yml": "title: x\n", **posted})
    line = "没有栏目的 30 篇，每次构建都会提醒；要放进一个栏目，加 --default-column 栏目名"
    assert line in brought(tmp_path / "old", tmp_path / "site")
    assert line in capsys.readouterr().out
    assert cli.main(["build", "--site", str(tmp_path / "site"), "--no-search"]) == 0
    said = capsys.readouterr().err
    assert (said.count("警告[no-column]"), said.count("同样的 no-column 还有 25 处")) == (5, 1)
    assert brought(tmp_path / "old", tmp_path / "other", "--default-column", "旧文").count("没有栏目") == 0
    assert cli.main(["build", "--site", str(tmp_path / "other"), "--no-search"]) == 0
    assert "no-column" not in capsys.readouterr().err
    assert cli.main(["import", str(tmp_path / "old"), "--site", str(tmp_path / "site"), "--column", ".."]) == 2


@pytest.mark.parametrize(
    ("text", "names", "expected"),
    [
        ("columns:\n  - 甲 # 一\n  # 二\nnav: []\n", ["乙"], "columns:\n  - 甲 # 一\n  - 乙\n  # 二\nnav: []\n"),
        ("columns: [甲, 乙] # 三\n", ["丙，丁"], 'columns: [甲, 乙, "丙，丁"] # 三\n'),
        ("columns: []\n", ["甲"], "columns: [甲]\n"),
        ("site: {}\n", ["甲"], ""),
        ("columns: &a\n  - 甲\n", ["乙"], ""),
    ],
)
def test_columns_are_written_into_the_settings(text: str, names: list[str], expected: str) -> None:
    """Behind the last one, in the hand of the file; where that is not sure, not at all."""
    assert columns.added(text, names) == expected


@pytest.mark.parametrize(
    ("program", "settings", "path", "header", "date", "expected"),
    [
        ("Hexo", {"permalink": ":year/:i_month/:i_day/:name.html"}, "source/_posts/a/b.md", {}, "2014-03-08", "/2014/3/8/b.html"),
        ("Hexo", {"permalink": "p/:abbrlink/"}, "source/_posts/b.md", {"abbrlink": 7}, "2014-03-08", "/p/7/"),
        ("Hexo", {"permalink": ":hash/"}, "source/_posts/b.md", {}, "2014-03-08", ""),
        ("Hexo", {}, "source/_posts/b.md", {}, "2015/4/1", "/2015/04/01/b/"),
        ("Hexo", {"permalink": ":year/:i_month/:hour-:minute-:second/:title.html"}, "source/_posts/b.md", {},
         "2015年4月1日 8:05:09", "/2015/4/08-05-09/b.html"),
        ("Hexo", {}, "source/_posts/b.md", {}, "2015.4.1 18:05", "/2015/04/01/b/"),
        ("Hexo", {}, "source/_posts/b.md", {}, "四月一日", ""),
        ("Hugo", {"permalinks": {"posts": "/:year/:month/:day/:slug/"}}, "content/posts/b.md", {"title": "乙"},
         "2015-04-01T08:05:00+08:00", "/2015/04/01/乙/"),
        ("Hugo", {"permalinks": {"posts": "/:year/:month/:slug/"}}, "content/posts/b.md", {"slug": "b"}, "2015/4/1", "/2015/04/b/"),
        ("Jekyll", {}, "_posts/2015-04-02-b.md", {}, "2015-04-02T09:00:00+08:00", "/2015/04/02/b.html"),
        ("Jekyll", {"timezone": "Asia/Shanghai"}, "_posts/2015-04-02-b.md", {}, "2015-04-02T22:00:00Z", "/2015/04/03/b.html"),
        ("Jekyll", {}, "_posts/2015-04-03-b.md", {}, "2015/4/3", "/2015/04/03/b.html"),
        ("Jekyll", {"timezone": "Asia/Beijing"}, "_posts/2015-04-02-b.md", {}, "2015-04-02T09:00:00+08:00", "/2015/04/02/b.html"),
        ("Pelican", {"ARTICLE_URL": "{date:%Y}/{date:%m}/{slug}/"}, "content/b.md", {"slug": "b"}, "2015-04-01T08:05", "/2015/04/b/"),
        ("Jekyll", {}, "_posts/2014-03-08-b.md", {}, "2014-03-08", "/2014/03/08/b.html"),
        ("Jekyll", {"permalink": "pretty"}, "_posts/2014-03-08-b.md", {"permalink": "/x/:title"}, "2014-03-08", "/x/b"),
        ("Jekyll", {"permalink": "pretty"}, "about.md", {}, "", "/about/"),
        ("Jekyll", {"permalink": "/:title"}, "_posts/2014-03-08-A b (1).md", {}, "2014-03-08", "/A-b-(1)"),
        ("Hugo", {"uglyURLs": True}, "content/posts/A b.md", {}, "2014-03-08", "/posts/a-b.html"),
        ("Hugo", {}, "content/posts/x/index.md", {"url": "/y/"}, "2014-03-08", "/y/"),
        ("Docusaurus", {}, "docs/01-a/02-b.md", {}, "", "/docs/a/b"),
        ("Pelican", {"ARTICLE_URL": "{category}/{slug}.html", "FILENAME_METADATA": "(?P<slug>.*)"}, "content/Go/A_b.md",
         {"Title": "甲"}, "2014-03-08", "/misc/A_b.html"),
        ("Pelican", {"ARTICLE_URL": "{date:%Y}/{slug}/"}, "content/a.md", {"title": "女工 C++, a_b"}, "2014-03-08",
         "/2014/nu-gong-c-a_b/"),
        ("Pelican", {"SLUGIFY_USE_UNICODE": True}, "content/a.md", {"title": "女工 C++"}, "", "/女工-c.html"),
    ],
)  # fmt: skip
def test_old_addresses_by_pattern(
    program: str, settings: dict[str, object], path: str, header: dict[str, object], date: str, expected: str
) -> None:
    old = kinds.Old(program, Path(), (), ("source",) if program == "Hexo" else ("",), settings, ())
    assert permalinks.address(old, path, header, date, ()) == expected


def test_a_picture_that_is_written_into_the_text_becomes_a_file() -> None:
    data = base64.b64encode(PHOTO).decode()
    library = bodies.Library(kinds.Old("Markdown", Path(), (), ("",), {}, ()), {}, {}, {}, lambda path: "")
    made = bodies.made(library, "a.md", "2014/a.md", f"![图](data:image/jpeg;base64,{data})")
    assert made.body == "![图](a/nei-01.jpg)"
    assert made.media == (("2014/a/nei-01.jpg", PHOTO),)


def test_a_link_without_a_target_leaves_its_words() -> None:
    library = bodies.Library(kinds.Old("Markdown", Path(), (), ("",), {}, ()), {}, {}, {}, lambda path: "")
    made = bodies.made(library, "a.md", "2014/a.md", "[甲]() ![乙]( ) [丙][1]\n\n[1]: /x/y.html\n")
    assert made.body == "甲 乙 [丙][1]\n\n<!-- 原链接：[1]: /x/y.html -->\n"
    assert len(made.doubts) == 3


def test_code_is_not_looked_into() -> None:
    library = bodies.Library(kinds.Old("Markdown", Path(), (), ("",), {}, ()), {}, {}, {}, lambda path: "")
    body = "`[甲](/x/)`\n\n```\n![乙](/y.png)\n```\n\n    <script>甲()</script>\n\n    [丁](/w/)\n\n[丙](/z/)"
    made = bodies.made(library, "a.md", "2014/a.md", body)
    assert made.body == body.replace("[丙](/z/)", "丙<!-- 原链接：/z/ -->")
    item = "- 甲\n\n    [乙](/x/)\n\n乙\n    [丁](/w/)"
    assert "](" not in bodies.made(library, "a.md", "2014/a.md", item).body


def test_fragments_are_led_wherever_they_stand() -> None:
    """Inline, by reference, in HTML; what no heading is meant by leaves its words."""
    body = '[甲](#-cli) [乙][1] [丙](er.md#x) <a href="#-cli">丁</a> [戊](#没有这个)\n\n[1]: #-cli\n'
    made, doubts = anchors.led(body, "2014/yi.md", {"2014/yi.md": ("cli",), "2014/er.md": ("y",)})
    assert made == '[甲](#cli) [乙][1] [丙](er.md) <a href="#cli">丁</a> 戊\n\n[1]: #cli\n'
    assert len(doubts) == 2


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [("toastmake-做了什么", "toast-make-做了什么"), ("小标题", "小-标题"), ("完全不同的东西", ""), ("", "")],
)
def test_the_heading_that_a_fragment_means(wanted: str, expected: str) -> None:
    assert anchors.nearest(wanted, ("toast-make-做了什么", "小-标题")) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("甲\x0b乙\x00", "甲乙"),
        ("甲 &#11; 乙", "甲 &amp;#11; 乙"),
        ("[甲](git://x/y) 乙", "甲 乙"),
        ("甲 <!-- 乙\n\n丙", "甲 &lt;!-- 乙\n\n丙"),
        ("| 甲 | 乙 |\n| --- | --- |\n| 1 | 2 | 3 |", "| 甲 | 乙 |\n| --- | --- |\n| 1 | 2 \\| 3 |"),
    ],
)
def test_what_the_build_refuses_is_mended_in_its_one_way(body: str, expected: str) -> None:
    head = "---\ntitle: 甲\ndate: 2014-03-08\n---\n"
    made = mending.mended(f"{head}{body}\n", "2014/a.md")
    assert (made.text, made.left) == (f"{head}{expected}\n", ())
    assert made.done


def test_a_very_long_line_is_folded_where_nothing_shows() -> None:
    head = "---\ntitle: 甲\ndate: 2014-03-08\n---\n"
    body = "这是一句话。" * 9000
    made = mending.mended(f"{head}{body}\n", "2014/a.md")
    assert made.left == ()
    assert made.text.replace("\n", "") == f"{head}{body}".replace("\n", "")


def test_the_site_and_the_archive_are_two_folders(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    site = lay(tmp_path, {"content/a.md": "# x\n"})
    assert cli.main(["import", str(site), "--site", str(site)]) == 2
    assert "互相包含" in capsys.readouterr().err


def test_a_folder_of_documents_is_an_issue_for_each(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each file by itself, as if it were imported alone; what cannot be read is told, and a second run goes on."""
    text = "妇联简报\n2014年第{0}期\n\n市妇联举办第{0}次活动\n\n{0}月8日，市妇联举办活动，各区代表参加。会议总结了去年的工作。（市妇联宣传部）\n"
    files: dict[str, str | bytes] = {f"{n}.txt": text.format(n) for n in (3, 4)}
    old = lay(tmp_path / "old", {**files, "5.docx": b"PK"})
    site = lay(tmp_path / "site", {"content/.keep": ""})
    for written in (2, 0):
        assert cli.main(["import", str(old), "--site", str(site)]) == 0
        told = capsys.readouterr()
        assert f"{written} 期写下" in told.out
        assert "没有导入 5.docx：" in told.out
    report = (site / "导入报告.md").read_text("utf-8")
    assert "### 3.txt → content/2014/2014-03\n\n没有收入的文字：\n\n- “妇联简报”：报头\n" in report
    assert report.count("\n## ") == 1
    program = lay(tmp_path / "old", {"package.json": "{}"}) / "package.json"
    assert cli.main(["import", str(program), "--site", str(site)]) == 2
    assert ".json 是程序和设置的文件，不是文章" in capsys.readouterr().err
    assert sorted(p.name for p in (site / "content/2014").iterdir()) == ["2014-03", "2014-04"]
