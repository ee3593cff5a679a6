"""What comes out of a reader's printer: an article, and a whole bulletin, as Chromium makes them into PDF."""

import re
from typing import Any

import pytest

from tests.test_theme_pages import Shown, shown  # noqa: F401 (a fixture)

pytestmark = pytest.mark.browser

BOX = re.compile(rb"/MediaBox ?\[ ?0 0 ([\d.]+) ([\d.]+) ?\]")
SEEN = """(selector) => [...document.querySelectorAll(selector)]
  .filter((e) => e.checkVisibility()).map((e) => e.textContent.trim())"""
STYLE = """([selector, name]) => getComputedStyle(document.querySelector(selector)).getPropertyValue(name)"""
PAGE = """[...document.styleSheets].flatMap((sheet) => [...sheet.cssRules])
  .flatMap((rule) => [...(rule.cssRules ?? [])]).find((rule) => rule instanceof CSSPageRule).style.margin"""


def style(page: Any, selector: str, name: str) -> str:
    """A computed style of the first element that a selector finds."""
    return str(page.evaluate(STYLE, [selector, name]))


def printed(shown: Shown, path: str) -> tuple[Any, bytes]:  # noqa: F811
    """The page as for paper, and its PDF."""
    page = shown.page(path)
    # What a reader has chosen for the screen changes nothing on paper.
    page.evaluate("Object.assign(document.documentElement.dataset, { size: '200', colour: 'high' })")
    page.emulate_media(media="print")
    return page, page.pdf(prefer_css_page_size=True)


def test_an_article(shown: Shown) -> None:  # noqa: F811
    """A4 with the margins of GB/T 9704, 仿宋 first at 16 pt, black on white; no chrome; address and date are there."""
    page, made = printed(shown, "2018/2018-04/jiuzhu.html")
    boxes = {(round(float(w)), round(float(h))) for w, h in BOX.findall(made)}
    assert boxes == {(595, 842)}
    assert 2 <= len(BOX.findall(made)) <= 5
    assert page.evaluate(PAGE) == "37mm 26mm 35mm 28mm"
    assert style(page, ".prose p", "font-family").startswith("FangSong_GB2312, FangSong")
    assert round(float(style(page, ".prose p", "font-size").removesuffix("px")) * 0.75, 2) == 16
    assert (style(page, "body", "color"), style(page, "html", "background-color")) == (
        "rgb(0, 0, 0)",
        "rgb(255, 255, 255)",
    )
    chrome = ".masthead, .footer, .breadcrumb, .tools, .around, .beside, .skip, .toc"
    assert page.evaluate(SEEN, chrome) == []
    assert page.evaluate(SEEN, "h1") == ["15名贫困妇女获第三批“四癌”救助金"]
    assert page.evaluate(SEEN, ".byline time") == ["2018年4月23日"]
    (imprint,) = page.evaluate(SEEN, ".imprint")
    assert "https://example.org/2018/2018-04/jiuzhu.html" in imprint
    page.context.close()


def test_a_whole_bulletin(shown: Shown) -> None:  # noqa: F811
    """Red name, number, unit and date, a red rule, then every item in order with its whole text and its signature."""
    page, made = printed(shown, "2018/2018-04/bulletin.html")
    assert {(round(float(w)), round(float(h))) for w, h in BOX.findall(made)} == {(595, 842)}
    assert page.evaluate(SEEN, ".masthead, .footer, .breadcrumb, .tools, .skip") == []
    head = page.evaluate(SEEN, ".red-head > *")
    assert head[:2] == ["鹭岛妇联简报库", "2018年第4期"]
    assert re.sub(r"\s+", " ", head[2]) == "鹭岛妇联简报库编辑部 2018年4月"
    assert style(page, ".cover-name", "color") == "rgb(204, 0, 0)"
    rule = "getComputedStyle(document.querySelector('.cover-line'), '::after').borderBlockStartColor"
    assert page.evaluate(rule) == "rgb(204, 0, 0)"
    items = page.evaluate(SEEN, ".item > h2")
    assert items == page.evaluate(SEEN, ".contents li")
    assert len(items) == 10
    assert items[0] == "市妇联学习2018年综治（平安建设）责任书"
    texts = page.evaluate(SEEN, ".item > .prose")
    assert all(len(text) > 100 for text in texts)
    assert page.evaluate(SEEN, ".signature")[8] == "（市妇联权益部，2018年4月23日）"
    page.context.close()


def test_texts_on_one_page_keep_out_of_each_others_way(shown: Shown) -> None:  # noqa: F811
    """Footnotes and headings of ten texts: every anchor is once on the page, every mark leads to its own note."""
    page = shown.page("2018/2018-04/bulletin.html")
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map((e) => e.id)")
    assert len(ids) == len(set(ids))
    marks = page.evaluate("[...document.querySelectorAll('.footnote-ref')].map((a) => a.getAttribute('href'))")
    assert len(marks) >= 2
    assert all(re.match(r"#item\d+-fn:", mark) and mark[1:] in ids for mark in marks)
    assert page.evaluate("document.querySelectorAll('h1').length") == 1
    assert page.evaluate("document.querySelectorAll('.item .prose h2').length") == 0
    page.context.close()


def test_the_front_page_on_paper_says_whose_it_is(shown: Shown) -> None:  # noqa: F811
    """The archive's name, which is the page's heading, is printed; what leads elsewhere is not, nor another page's head."""
    page = shown.page("index.html")
    page.emulate_media(media="print")
    heads = ".masthead h1, .masthead p, .nav, .settings, .masthead-search, .skip"
    seen = "s => [...document.querySelectorAll(s)].filter((e) => e.getClientRects().length).map((e) => e.innerText)"
    assert page.evaluate(seen, heads) == ["鹭岛妇联简报库"]
    page.goto(shown.url + "archive.html")
    assert page.evaluate(seen, heads) == []
    page.context.close()
