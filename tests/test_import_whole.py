"""What an old archive means beyond its words: who may read it, what its marks show, what a second import may mend."""

from pathlib import Path

import pytest

from jianbao import cli
from jianbao.importer.archive import bodies, kinds, plainhtml, posts, tags, wordpress
from jianbao.importer.posts import closed, foreign, headers
from tests.small import PHOTO
from tests.test_import_archive import brought, built, lay


@pytest.mark.parametrize(
    "line",
    ["password: 一二三", "passwd: a1", "encrypt: true", "hidden: true", "private: yes", "visible: false", "published: false",
     "public: 否", "unlisted: true", "status: private", "visibility: private", "encrypt:\n  password: a1", "_build:\n  render: never",
     "access: members", "pwd: 0", "密码: 八八"],
)  # fmt: skip
def test_what_was_not_open_to_everybody_is_a_draft(line: str) -> None:
    """Whatever key closes it, it is told, and no password is copied."""
    header = headers.read(f"---\ntitle: 甲\n{line}\n---\n正文\n", "a.md")
    made = posts.of_header(kinds.Old("Hexo", Path(), (), ("source",), {}, ()), "source/_posts/a.md", header, ())
    assert made.draft
    assert any("作草稿收入" in doubt for doubt in made.doubts)
    assert not any(word in str(made.front) for word in ("一二三", "a1", "八八"))


@pytest.mark.parametrize(
    "line",
    ["password: ''", "password: false", "hidden: false", "published: true", "cover:\n  hidden: true", "toc:\n  show: false",
     "visible: true", "status: published"],
)  # fmt: skip
def test_what_was_open_stays_open(line: str) -> None:
    header = headers.read(f"---\ntitle: 甲\n{line}\n---\n正文\n", "a.md")
    assert ("draft", "true") not in foreign.values(header.values, "a.md").front


def test_a_header_that_cannot_be_read_gives_no_password_away() -> None:
    text, why = closed.without("title = 甲\npassword = 'a1'\n")
    assert text == "title = 甲\npassword = （没有写进去）\n"
    assert why
    old = kinds.Old("Hexo", Path(), (), ("source",), {"encrypt": {"tags": [{"name": "内部", "password": "x"}]}}, ())
    header = headers.read("---\ntitle: 甲\ntags: [内部]\n---\n正文\n", "a.md")
    assert posts.of_header(old, "source/_posts/a.md", header, ()).draft
    undated = posts.of_header(old, "source/_drafts/a.md", headers.read("---\ntitle: 甲\n---\n正文\n", "a.md"), ())
    assert undated.draft
    assert undated.doubts == ("草稿没有日期，放在 content/_drafts/；写完时加上 date，移到 content/年/，删去 draft",)
    broken = headers.read("---\ntitle: 甲\ntags: [一, 二\n---\n正文\n", "a.md")
    assert broken.values["tags"] == ["一", "二"]


WXR = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel><link>https://old.example.org</link>
<wp:author><wp:author_login>admin</wp:author_login><wp:author_display_name>宣传部</wp:author_display_name></wp:author>
<item><title>第一篇</title><link>https://old.example.org/2014/03/one/</link><dc:creator>admin</dc:creator>
<content:encoded><![CDATA[<!-- wp:paragraph --><p>见<a href="/?p=2">第二篇</a>、<a href="http://old.example.org/?page_id=3">页</a>、<a href="/?p=99">无</a>、<a href="/?cat=4">类</a>、<a href="/">首页</a>，<strong>加重</strong>的字。</p><!-- /wp:paragraph -->

[caption id="a" width="30"]<img src="https://old.example.org/wp-content/uploads/2014/03/tu-300x188.png" alt="图" /> 图的说明[/caption]

[gallery ids="20"]

[embed]https://example.org/v[/embed]

[contact-form-7 id="3"]]]></content:encoded><excerpt:encoded><![CDATA[一句 <b>摘要</b>]]></excerpt:encoded>
<wp:post_id>1</wp:post_id><wp:post_date>2014-03-08 09:30:00</wp:post_date><wp:post_name>one</wp:post_name><wp:status>publish</wp:status><wp:post_type>post</wp:post_type></item>
<item><title>第二篇</title><link>https://old.example.org/?p=2</link><content:encoded><![CDATA[<p>正文</p><table><tr><td>甲</td></tr></table>]]></content:encoded>
<wp:post_id>2</wp:post_id><wp:post_date>2099-01-02 08:00:00</wp:post_date><wp:post_name>er</wp:post_name><wp:status>future</wp:status><wp:post_type>post</wp:post_type></item>
<item><title>页</title><link>https://old.example.org/ye/</link><content:encoded>正文</content:encoded><wp:post_id>3</wp:post_id>
<wp:post_date>2014-01-01 08:00:00</wp:post_date><wp:post_name>ye</wp:post_name><wp:status>publish</wp:status><wp:post_type>page</wp:post_type></item>
<item><title>扔掉的</title><content:encoded>旧文</content:encoded><wp:post_id>4</wp:post_id><wp:status>trash</wp:status><wp:post_type>post</wp:post_type></item>
<item><title>菜单</title><wp:post_id>5</wp:post_id><wp:status>publish</wp:status><wp:post_type>nav_menu_item</wp:post_type></item>
<item><title>图</title><wp:post_id>20</wp:post_id><wp:post_type>attachment</wp:post_type>
<wp:attachment_url>https://old.example.org/wp-content/uploads/2014/03/tu.png</wp:attachment_url></item>
</channel></rss>"""


def test_an_export_of_wordpress_keeps_what_it_means(tmp_path: Path) -> None:
    """Questions as addresses, excerpts, uploads/ beside it, sizes, shortcodes, the bin, the future, names, authors."""
    old = lay(tmp_path / "old", {"export.xml": WXR, "uploads/2014/03/tu.png": PHOTO})
    site = tmp_path / "site"
    report = brought(old, site)
    assert built(site) == []
    assert (site / "content/wp-content/uploads/2014/03/tu.png").read_bytes() == PHOTO
    one = (site / "content/2014/one.md").read_text("utf-8")
    assert "author: 宣传部\nsummary: 一句 摘要\n" in one
    assert (
        "见第二篇<!-- 原链接：/?p=2 -->、[页](../pages/ye.md)、无<!-- 原链接：/?p=99 -->、类<!-- 原链接：/?cat=4 -->"
        in one
    )
    assert "[首页](/index.html)，**加重**的字。" in one
    assert (
        '\n![图](../wp-content/uploads/2014/03/tu.png "图的说明")\n\n![](../wp-content/uploads/2014/03/tu.png)\n' in one
    )
    assert "[https://example.org/v](https://example.org/v)" in one
    two = (site / "content/2099/er.md").read_text("utf-8")
    assert "draft" not in two
    assert "publish: 2099-01-02 08:00\n" in two
    assert "<p>正文</p><table>" in two
    assert "[contact-form-7] 1 处" in report
    assert "没有导入 export.xml#4：“扔掉的”在回收站里" in report
    assert "1 项“nav_menu_item”不是文章" in report


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>甲<em>乙</em></p>\n<h2>丙</h2><ol><li>一</li><li>二</li></ol>", "甲*乙*\n\n## 丙\n\n1. 一\n2. 二"),
        ("<blockquote><p>甲</p><p>乙</p></blockquote>", "> 甲\n>\n> 乙"),
        ('<p style="color:red">甲</p>', '<p style="color:red">甲</p>'),
        ("<p>1 * 2 <b>“甲”</b>乙</p>", "1 \\* 2 <b>“甲”</b>乙"),
        ("甲\n\n<b>乙</b> 丙", "甲\n\n**乙** 丙"),
        ("<ul><li>甲<ul><li>乙</li></ul></li></ul>", "<ul><li>甲<ul><li>乙</li></ul></li></ul>"),
    ],
)
def test_plain_html_becomes_markdown_and_other_html_stays(body: str, expected: str) -> None:
    assert plainhtml.markdown(body) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("{% blockquote 某人, 某书 %}\n甲\n\n乙\n{% endblockquote %}", "> 甲\n>\n> 乙\n>\n> ——某人, 某书"),
        ("{% note info 小心 %}\n甲\n{% endnote %}", "> **小心**\n>\n> 甲"),
        ('{% img left /a/b.png 300 200 "题" "代" %}', '![代](/a/b.png "题")'),
        ("{% img /a/b.png 标题 %}", '![标题](/a/b.png "标题")'),
        ("{% youtube a1 %}{{< bilibili BV1 >}}", "[YouTube 视频](https://www.youtube.com/watch?v=a1)[哔哩哔哩视频](https://www.bilibili.com/video/BV1)"),
        ('<iframe src="//a.example/x"></iframe>', "[嵌入的内容](https://a.example/x)"),
        ('<video><source src="https://a.example/x.mp4"></video>', "[视频](https://a.example/x.mp4)"),
    ],
)  # fmt: skip
def test_marks_that_hold_a_text_or_a_player_are_translated_and_told(body: str, expected: str) -> None:
    made, told = tags.translated(body)
    assert made.strip() == expected
    assert told
    noted = "{% noteworthy %}甲{% endnote %}"
    assert tags.translated(noted) == (noted, [])  # another tag that begins with the same letters
    assert tags.translated(f"```\n{body}\n```") == (f"```\n{body}\n```", [])


def test_an_address_of_jekyll_s_without_an_ending_answers_at_both() -> None:
    header = headers.read("---\ntitle: 甲\n---\n正文\n", "2016-04-13-jia.md")
    for pattern, expected in (("/:year/:month/:day/:title", ("/2016/04/13/jia.html",)), ("pretty", ()), ("date", ())):
        old = kinds.Old("Jekyll", Path(), (), ("",), {"permalink": pattern}, ())
        assert posts.of_header(old, "_posts/2016-04-13-jia.md", header, ()).aliases == expected
    old = kinds.Old("Jekyll", Path(), (), ("",), {"permalink": "/:title"}, ())
    assert posts.of_header(old, "_posts/2016-04-13-Jia  v3.3.md", header, ()).aliases == ("/Jia-v3.3.html",)


@pytest.mark.parametrize(
    ("date", "zone", "expected"),
    [
        ("2017-01-02 00:19:56 +0800", "", ("/2017/01/02/jia.html", ("/2017/01/01/jia.html",))),
        ("2017-1-2 08:19 +08:00", "", ("/2017/01/02/jia.html", ())),
        ("2017-01-02 00:19:56 +0800", "Asia/Shanghai", ("/2017/01/02/jia.html", ())),
        ("2017-01-02 00:19:56 +0000", "America/New_York", ("/2017/01/01/jia.html", ())),
        ("2017-01-02 00:19", "", ("/2017/01/02/jia.html", ())),
        ("2017-01-02 29:39:08 +0800", "", ("/2017/01/02/jia.html", ())),
    ],
)
def test_a_post_of_the_small_hours_answers_on_both_days(date: str, zone: str, expected: tuple[str, object]) -> None:
    """Without a time zone of its own Jekyll took its machine's, which is UTC where GitHub built."""
    old = kinds.Old("Jekyll", Path(), (), ("",), {"timezone": zone} if zone else {}, ())
    header = headers.read(f"---\ntitle: 甲\ndate: {date}\n---\n正文\n", "2016-04-13-jia.md")
    made = posts.of_header(old, "_posts/2016-04-13-jia.md", header, ())
    assert (made.address, made.aliases) == expected


def test_a_moment_that_there_is_not_leaves_its_day() -> None:
    header = headers.read("---\ntitle: 甲\ndate: 2020-3-19 29:39:08 +0800\n---\n正文\n", "2020-03-29-jia.md")
    made = posts.of_header(kinds.Old("Jekyll", Path(), (), ("",), {}, ()), "_posts/2020-03-29-jia.md", header, ())
    assert made.date == "2020-3-19"
    assert "只写下2020-3-19" in made.doubts[0]


def test_a_day_that_is_written_short_is_a_day_of_two_digits_in_an_address() -> None:
    header = headers.read("---\ntitle: 甲\ndate: 2016-4-6 12:53:12 +0800\n---\n正文\n", "2016-04-06-jia.md")
    old = kinds.Old("Jekyll", Path(), (), ("",), {"permalink": "pretty"}, ())
    assert posts.of_header(old, "_posts/2016-04-06-jia.md", header, ()).address == "/2016/04/06/jia/"


def test_a_generic_type_is_no_frame() -> None:
    text = "TreePathScanner<Object, Trees> 与 List<Object>，正文。"
    assert tags.translated(text) == (text, [])


def test_marks_that_stay_are_named() -> None:
    library = bodies.Library(kinds.Old("Hexo", Path(), (), ("source",), {}, ()), {}, {}, {}, lambda path: "")
    made = bodies.made(library, "a.md", "2014/a.md", "{% tabs 一 %}\n甲\n{% endtabs %}\n")
    assert made.doubts == ("别的程序的记号没有改写，会照原样显示：tabs 1 处、endtabs 1 处",)
    assert wordpress.body("[甲](x) [1] [foo-bar a=1]", (), "1")[1] == [
        "WordPress 的短代码没有改写，会照原样显示：[foo-bar] 1 处"
    ]


def test_what_was_missing_is_taken_by_a_second_import(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Only its comment changes; new texts may lead to old ones; the report keeps what it said before."""
    post = "---\ntitle: {0}\ndate: 2014-03-08\n---\n{1}\n"
    old = lay(
        tmp_path / "old",
        {
            "_config.yml": "title: x\n",
            "source/_posts/a.md": post.format("甲", "前![图](/tu.png)后，[乙](b.md)，[丙](/x/)。"),
        },
    )
    site = tmp_path / "site"
    brought(old, site)
    file = site / "content/2014/a.md"
    file.write_text(file.read_text("utf-8").replace("前图", "编辑改过，图"), "utf-8")
    lay(old, {"source/tu.png": PHOTO, "source/_posts/b.md": post.format("乙", "[甲](a.md)")})
    capsys.readouterr()
    report = brought(old, site)
    assert "其中 1 个补上了以前没有找到的图片和链接" in capsys.readouterr().out
    assert "编辑改过，![图](../tu.png)后，[乙](b.md)，丙<!-- 原链接：/x/ -->。" in file.read_text("utf-8")
    assert "[甲](a.md)" in (site / "content/2014/b.md").read_text("utf-8")
    assert (site / "content/tu.png").read_bytes() == PHOTO
    assert "图片“/tu.png”没有找到，留作注释，请补上" in report
    assert "content/2014/a.md：图片“/tu.png”\n" in report
    assert report.count("\n## 20") == 2
    assert built(site) == []
    assert cli.main(["import", str(old), "--site", str(site)]) == 0
    assert "什么也没有写" in capsys.readouterr().err


PAGE = (
    "<!-- saved from url=(0042)http://old.example.org/xw/{1}.html -->\n<html><head><meta charset=utf-8><title>{0}_某会</title></head><body>"
    '<div class="nav"><a href="/">首页</a><a href="/xw/">新闻</a></div><h1>{0}</h1><p>发布时间：2021-05-18 来源：宣传部 作者：王五</p>'
    "<div><p>{0}的第一段，职工们学习了规章制度，<b>收获</b>很大。</p><ol><li>第一条规定；</li><li>第二条规定。</li></ol><ul><li>项目甲，一项；</li>"
    '<li>项目乙，两项。</li></ul><p>见<a href="{2}.html">又一篇</a>、<a href="http://old.example.org/xw/{2}.html#a">网址</a>、<a href="fu.pdf">附件</a>'
    '、<a href="no.pdf">没有</a>。</p><h2>小标题</h2><blockquote>引用一段话</blockquote><p><b>加粗字</b></p><p>结束语</p>'
    '<iframe src="https://v.example/1"></iframe></div><div class="footer">版权所有</div></body></html>'
)


def test_a_folder_of_saved_pages_keeps_what_they_mark(tmp_path: Path) -> None:
    """Lists, quotations, emphasis, links between them, what lies beside them, source and author, the old address."""
    old = lay(
        tmp_path / "old",
        {
            "a.html": PAGE.format("甲文标题", "a", "b"),
            "b.html": PAGE.format("乙文标题", "b", "a"),
            "fu.pdf": b"%PDF-1.4\n",
        },
    )
    site = tmp_path / "site"
    report = brought(old, site)
    text = (site / "content/2021/a.md").read_text("utf-8")
    assert 'permalink: "/xw/a.html"\nauthor: 王五\nsource: 宣传部\n' in text
    assert text.partition("\n---\n\n")[2] == (
        "甲文标题的第一段，职工们学习了规章制度，**收获**很大。\n\n1. 第一条规定；\n2. 第二条规定。\n\n<!-- -->\n\n"
        "- 项目甲，一项；\n- 项目乙，两项。\n\n"
        "见[又一篇](b.md)、[网址](b.md)、[附件](../fu.pdf)、没有<!-- 原链接：no.pdf -->。\n\n"
        "## 小标题\n\n> 引用一段话\n\n**加粗字**\n\n结束语\n"
    )
    assert (site / "content/fu.pdf").is_file()
    assert "链接“no.pdf”没有找到，留作注释，请补上" in report
    assert "网页里的嵌入的内容（iframe“https://v.example/1”）没有收入，请补上" in report
    assert built(site) == []


def test_no_file_is_left_for_the_next_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Every file that cannot be read is named at once; of several exports one that is broken holds no other up."""
    site = tmp_path / "site"
    lay(site, {"config.yaml": "site:\n  name: 甲\n", "content/.keep": ""})
    asked = lay(tmp_path / "asked", {"a.docx": b"no", "b.doc": b"no", "c.txt": "好"})
    assert cli.main(["import", *(str(asked / n) for n in ("a.docx", "none.txt", "b.doc")), "--site", str(site)]) == 2
    told = capsys.readouterr().err
    assert all(name in told for name in ("a.docx", "none.txt", "b.doc"))
    exports = lay(tmp_path / "exports", {"a.xml": WXR, "b.xml": WXR[:800]})
    report = brought(exports, site)
    assert (site / "content/2014/one.md").is_file()
    assert "没有导入 b.xml：b.xml 不是完整的 XML" in report
    broken = headers.read("---\ntitle：甲\ntags: [一, 二\n---\n正文\n", "a.md")
    assert broken.fault == "第2行：键后面用了全角冒号“：”；第3行：方括号或花括号没有成对，或列表里多了、少了逗号"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("见<img src>的说法", "见&lt;img src>的说法"),
        ('<img src="" alt="图">后', "图后"),
        ('<a href="">甲</a>', "<a>甲</a>"),
        ("甲<script>var 乙 = 1;</script>", "甲"),
    ],
)
def test_a_tag_that_says_no_address_keeps_its_words(body: str, expected: str) -> None:
    library = bodies.Library(kinds.Old("Hexo", Path(), (), ("source",), {}, ()), {}, {}, {}, lambda path: "")
    made = bodies.made(library, "a.md", "2014/a.md", body)
    assert made.body == expected
    assert len(made.doubts) == 1
    assert "script" not in body or made.doubts == ("脚本没有收入，请核对：“var 乙 = 1;”",)
