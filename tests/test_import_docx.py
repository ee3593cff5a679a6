"""Word documents, saved pages and other generators' Markdown are read as what they show."""

import re
from pathlib import Path

import pytest

from jianbao.errors import UsageError
from jianbao.importer import bulletin, reading
from jianbao.importer.model import Options
from tests.raw import NUMBERING, SEEDS, cut, docx, lost, paragraph, picture, table, told
from tests.test_import_txt import LEAD, SEED_ITEMS, body

RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Target="media/image1.png"/></Relationships>'
)


def test_numbers_that_word_prints_are_read() -> None:
    """一、 and 1. stand in numbering.xml and not in the text; a deeper level begins anew."""
    made = cut(
        docx(
            paragraph("市妇联多举措推进社区工作", centred=True, bold=True)
            + paragraph(LEAD)
            + paragraph("加强领导", number=(1, 0))
            + paragraph(body(1), number=(1, 1))
            + paragraph(body(2), number=(1, 1))
            + paragraph("抓好落实", number=(1, 0))
            + paragraph(f"{body(3)}（市妇联权益部）", number=(1, 1)),
            {"word/numbering.xml": NUMBERING},
        ),
        "a.docx",
        year="2019",
    )
    assert [p.text[:6] for p in made.items[0].paragraphs] == [
        "3月12日，",
        "一、加强领导",
        "1.第1批学",
        "2.第2批学",
        "二、抓好落实",
        "1.第3批学",
    ]


def test_centred_titles_open_items_and_short_lines_do_not() -> None:
    made = cut(
        docx(
            paragraph("姐妹同心", centred=True)
            + paragraph("——记海城区妇联志愿服务队", centred=True)
            + paragraph(body(1))
            + paragraph("把难事办成")
            + paragraph(body(2))
            + paragraph("书香飘进农家院", centred=True)
            + paragraph(body(3))
            + paragraph("海城区妇联", right=True)
        ),
        "a.docx",
    )
    assert [(i.title, i.subtitle, len(i.paragraphs), i.source) for i in made.items] == [
        ("姐妹同心", "——记海城区妇联志愿服务队", 3, ""),
        ("书香飘进农家院", "", 1, "海城区妇联"),
    ]


def test_deletions_and_hidden_text_are_dropped_with_the_reason() -> None:
    deleted = '<w:del w:id="1" w:author="a"><w:r><w:delText>误</w:delText></w:r></w:del>'
    inserted = '<w:ins w:id="2" w:author="a"><w:r><w:t>补上的话。</w:t></w:r></w:ins>'
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>内部掌握</w:t></w:r>"
    made = cut(
        docx(paragraph("市妇联举办培训班", bold=True) + paragraph(LEAD, raw=deleted + inserted + hidden)),
        "a.docx",
        year="2019",
    )
    assert made.items[0].paragraphs[0].text == LEAD + "补上的话。"
    assert [(d.text, d.reason) for d in made.dropped] == [("误", "修订中已删除的文字"), ("内部掌握", "隐藏的文字")]


def test_tables_and_pictures() -> None:
    """Cells are kept; a picture comes with its description and its caption."""
    made = cut(
        docx(
            paragraph("市妇联举办培训班", bold=True)
            + paragraph(LEAD)
            + table([["区", "人数"], ["甲区", "8"]])
            + paragraph("", raw=picture("rId1", "学员在修改稿子"))
            + paragraph("图1：培训现场", centred=True)
            + paragraph(f"{body(2)}（市妇联宣传部）"),
            {"word/_rels/document.xml.rels": RELATIONS, "word/media/image1.png": b"\x89PNG"},
        ),
        "a.docx",
        year="2019",
    )
    item = made.items[0]
    assert [(p.rows, p.picture, p.alt, p.caption) for p in item.paragraphs[1:3]] == [
        ((("区", "人数"), ("甲区", "8")), "", "", ""),
        ((), "tu01.png", "学员在修改稿子", "图1：培训现场"),
    ]
    assert (len(item.paragraphs), item.source) == (4, "市妇联宣传部")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (docx(paragraph("甲"), prologue='<!DOCTYPE x [<!ENTITY a "aaaa">]>'), "DTD"),
        (b"PK\x03\x04 broken", "不是完整的"),
        (docx("<w:p>" * 3), "不完整"),
        (docx("<w:sdt>" * 500 + "</w:sdt>" * 500), "嵌套太深"),
        (docx("", {"word/numbering.xml": "<!DOCTYPE x><x/>"}), "DTD"),
    ],
)
def test_dangerous_and_broken_packages_are_refused(data: bytes, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        cut(data, "a.docx")


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the seeds are not beside this checkout")
@pytest.mark.parametrize("blank", [True, False])
@pytest.mark.parametrize("look", ["centred", "bold", "style", "plain"])
@pytest.mark.parametrize("number", SEED_ITEMS)
def test_the_seeds_as_word_documents(number: str, look: str, blank: bool) -> None:
    """The same items from .docx: titles set apart in every way or in none, numbers in numbering.xml."""
    text = next(SEEDS.glob(f"{number}_*.txt")).read_bytes().decode()
    titles = {title for title, *_ in SEED_ITEMS[number]} | {subtitle for _, subtitle, *_ in SEED_ITEMS[number]}
    made = ""
    for line in text.split("\n"):
        bare = line.strip()
        numbered = re.match(r"(\d)\.(?=\D)", bare)
        if bare in titles and bare:
            style = {"centred": {"centred": True}, "bold": {"bold": True}, "style": {"style": "Heading1"}}.get(look, {})
            made += paragraph(bare, **style)  # type: ignore[arg-type]
        elif numbered:
            made += paragraph(bare[2:], number=(1, 0))
        elif bare or blank:
            made += paragraph(line)
    numbering = NUMBERING.replace("chineseCountingThousand", "decimal").replace("%1、", "%1.")
    styles = (
        '<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        '<w:style w:styleId="Heading1"><w:name w:val="heading 1"/></w:style></w:styles>'
    )
    result = cut(docx(made, {"word/numbering.xml": numbering, "word/styles.xml": styles}), "a.docx")
    assert [
        (i.title, i.subtitle, i.date, i.source.removeprefix("市妇联"), len(i.paragraphs)) for i in result.items
    ] == [row[:5] for row in SEED_ITEMS[number]]
    assert lost(text, result) == ({}, {})


PAGE = f"""<!DOCTYPE html><html><head><title>海城妇女网</title><meta name="PubDate" content="2019-03-14 09:00"></head>
<body><nav>首页 新闻</nav><div>当前位置：首页 &gt; 要闻</div><h1>市妇联举办培训班</h1>
<div>发布时间：2019-03-14　来源：市妇联宣传部　浏览次数：12</div>
<div class="text"><p>　　{LEAD}</p><p>{body(1)}</p>
<table><tr><td>区</td><td>人数</td></tr><tr><td>甲</td><td>8</td></tr></table></div>
<p>【打印】【关闭】</p><footer>版权所有</footer><script>var x = "市妇联";</script></body></html>"""


def test_a_saved_page() -> None:
    """Navigation is dropped; the line below the title tells source and time, and the text its own date."""
    made = cut(PAGE, "a.html")
    item = made.items[0]
    assert (item.title, item.date, item.date_basis, item.source) == (
        "市妇联举办培训班",
        "2019-03-12",
        "3月12日",
        "市妇联宣传部",
    )
    assert [p.text for p in item.paragraphs] == [LEAD, body(1), "区\t人数\n甲\t8"]
    assert "市妇联" not in "".join(d.text for d in made.dropped if d.reason == "网页上的导航文字")


CMS = """<html><head><title>暖心！这群“她”在行动_某某妇联</title>
<meta property="og:title" content="暖心！这群“她”在行动"></head><body>
<div class="top"><a href="/">首页</a> | <a href="/a">互动交流</a></div><ul><li><a href="#">要闻</a></li></ul>
<article><header><h2>暖心！这群“她”在行动</h2></header><p>鹭江女声 2020-02-14 18:30</p>
<div style="visibility: hidden"><p><img src="a_files/1.jpg" alt="现场"><img data-src="https://x.example/2.jpg"></p>
<p>正月里，城北社区的12名巾帼志愿者主动请缨，挨家挨户排查、宣传，累计走访1600多户。</p>
<p style="text-align:right">供稿：海城区妇联</p><p>长按二维码关注我们</p></div></article>
<div class="footer">主办：某某妇联</div></body></html>"""


def test_a_page_whose_script_would_show_it(tmp_path: Path) -> None:
    """The text that is hidden until a script runs is the article; the saved picture comes along."""
    (tmp_path / "a_files").mkdir()
    (tmp_path / "a_files" / "1.jpg").write_bytes(b"jpg")
    source = reading.source("a.html", CMS.encode(), reading.beside(tmp_path / "a.html"))
    made = bulletin.items(source, {}, Options())
    item = made.items[0]
    assert (len(made.items), item.title, item.date, item.source) == (
        1,
        "暖心！这群“她”在行动",
        "2020-02-14",
        "海城区妇联",
    )
    assert [(p.text[:2], p.picture) for p in item.paragraphs] == [("", "tu01.jpg"), ("正月", "")]
    assert source.media == {"tu01.jpg": b"jpg"}
    assert source.doubts == ("正文里有1张图片没有和网页存在一起（2.jpg），请从原来的网页另存，补到原处",)
    assert {d.reason for d in made.dropped} == {"网页上的导航文字", "网页上的来源和时间，已读入来源和日期"}


HUGO = """---
title: 市妇联举办培训班
date: 2019-03-12T08:00:00+08:00
categories: [要闻]
tags: [培训, 写作]
layout: post
---

正文第一段，有[链接](a.md)和**强调**。

- 甲
- 乙
"""


def test_markdown_of_another_generator_keeps_its_body() -> None:
    item = cut(HUGO, "a.md").items[0]
    assert (item.title, item.date, item.column, item.tags) == (
        "市妇联举办培训班",
        "2019-03-12",
        "要闻",
        ("培训", "写作"),
    )
    assert item.markdown == "正文第一段，有链接<!-- 原链接：[链接](a.md) -->和**强调**。\n\n- 甲\n- 乙"


def test_what_only_another_generator_understands_stays_as_a_comment(tmp_path: Path) -> None:
    """Its tags and addresses are said and kept; what stands beside the file comes along; code stays as it is."""
    (tmp_path / "图.JPG").write_bytes(b"jpg")
    file = tmp_path / "a.md"
    text = (
        '+++\ntitle = "市妇联"\ndate = 2021-05-29T01:00:00+08:00\ntags = ["甲", "乙"]\ncategories = ["要闻"]\n+++\n\n'
        '![现场](图.JPG) ![无](x.png) [官网](https://example.org/) {{< figure src="a" >}} `{{< b >}} [丙](c)`\n'
    )
    source = reading.source("a.md", text.encode(), reading.beside(file))
    item = bulletin.items(source, {}, Options()).items[0]
    assert (item.title, item.date, item.tags, item.column) == ("市妇联", "2021-05-29", ("甲", "乙"), "要闻")
    assert source.media == {"tu01.jpg": b"jpg"}
    assert item.markdown == (
        "![现场](tu01.jpg) <!-- 原图：![无](x.png) --> [官网](https://example.org/) "
        "<!-- 原图：![](a) --> `{{< b >}} [丙](c)`"
    )
    assert len(source.doubts) == 3
    assert reading.beside(file)("../图.JPG") is None


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("# 市妇联举办培训班\n\n正文。\n", "市妇联举办培训班"),
        ('+++\ntitle = "市妇联举办培训班"\ndate = 2019-03-12\n+++\n正文。\n', "市妇联举办培训班"),
    ],
)
def test_markdown_without_yaml(text: str, title: str) -> None:
    assert told(text, "a.md")[0][1] == title


def test_what_no_rule_reads_of_a_document_is_kept_and_said() -> None:
    """The conservation law counts from the file's bytes: text in an element that nobody knows is dropped, and said."""
    unknown = f"<w:permFrame>{paragraph('夹在未知标记里的一段话')}</w:permFrame>"
    again = "<mc:Fallback xmlns:mc='x'><w:r><w:t>旧版又写一遍</w:t></w:r></mc:Fallback>"
    made = reading.source("a.docx", docx(paragraph("市妇联召开会议") + paragraph(LEAD) + unknown + again))
    assert [(d.text, d.reason) for d in made.dropped] == [("夹在未知标记里的一段话", "文档里有、却没有读出位置的文字")]
    assert made.doubts == ("文档里有1处文字没有读出位置，列在“没有收入的文字”里，请核对",)
