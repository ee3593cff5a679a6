"""ludao's face, asserted in Chromium: targets, navigation, modes, logo, pictures, paper; each of these was wrong once."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest

from tests.conftest import quick_folder
from tests.sites import Site
from tests.test_docs import PHOTO
from tests.test_theme_pages import KINDS, WIDE, Shown, serving, shown, steady  # noqa: F401 (shown: a fixture)

pytestmark = pytest.mark.browser

SMALL = """(least) => [...document.querySelectorAll("a, button, summary, input:not([type=radio]), select, label:has([type=radio])")]
  .filter((e) => {
    const { width, height } = e.getBoundingClientRect();
    const inText = ".prose :is(p, li, td), .message :is(p, li), .notice, .signature, noscript, #help";
    return width > 1 && height > 1 && e.checkVisibility({ visibilityProperty: true }) && height < least - 0.5
      && !e.closest(inText) && !e.closest(".front h2");  // the headline of a story answers for all of it
  }).map((e) => e.outerHTML.slice(0, 120))"""
STYLE = "([selector, name]) => getComputedStyle(document.querySelector(selector)).getPropertyValue(name)"
PICTURE_OF_A_PORTRAIT = b'<svg xmlns="http://www.w3.org/2000/svg" width="900" height="3000" viewBox="0 0 900 3000"><rect width="900" height="3000"/></svg>'
LOGO = b'<svg xmlns="http://www.w3.org/2000/svg" width="120" height="40" viewBox="0 0 120 40"><rect width="120" height="40"/></svg>'


def test_targets_are_large_enough_and_nothing_is_wide_at_320(shown: Shown) -> None:  # noqa: F811
    """Whatever can be pressed is at least 44 pixels high, in 长者模式 60, on every kind of page; links in sentences apart."""
    page = shown.page()
    found = []
    for kind, path in KINDS.items():
        page.goto(shown.url + quote(path))
        for width in (320, 1440):
            page.set_viewport_size({"width": width, "height": 800})
            for elder, least in (("", 44), ("1", 60)):
                page.evaluate(
                    "(e) => { const d = document.documentElement.dataset; delete d.elder; if (e) d.elder = e; }", elder
                )
                found += [(kind, width, elder, small) for small in page.evaluate(SMALL, least)]
                if page.evaluate(WIDE):
                    found.append((kind, width, elder, "wide"))
    page.context.close()
    assert found == []


def test_the_navigation_shows_that_there_is_more(shown: Shown) -> None:  # noqa: F811
    """One line at every width, nobody alone in a second; where it is cut off, the way to all of it is in view."""
    rows = (
        "new Set([...document.querySelectorAll('.nav li')].filter((e) => e.offsetParent).map((e) => e.offsetTop)).size"
    )
    cut = "(() => { const ul = document.querySelector('.nav ul'); return ul.scrollWidth > ul.clientWidth + 1; })()"
    more = "(() => { const b = document.querySelector('.nav-all').getBoundingClientRect(); return b.width > 0 && b.left >= 0 && b.right <= innerWidth; })()"
    page = shown.page("index.html")
    for path in ("index.html", "2018/2018-04/jiuzhu.html"):
        page.goto(shown.url + path)
        for width in (320, 360, 768, 1024, 1440):
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate(rows) == 1, (path, width)
            assert not page.evaluate(cut) or page.evaluate(more), (path, width)
    page.context.close()


def test_high_contrast_links_are_yellow_and_underlined(shown: Shown) -> None:  # noqa: F811
    """Every one of them, as the help page promises."""
    other = """[...document.querySelectorAll("body a:not(.skip)")].filter((a) => {
      const style = getComputedStyle(a);
      return a.checkVisibility() && (style.color !== "rgb(255, 255, 0)" || style.textDecorationLine !== "underline");
    }).map((a) => a.outerHTML.slice(0, 100))"""
    page = shown.page()
    for path in (
        "index.html",
        "2018/2018-04/jiuzhu.html",
        "columns/要闻.html",
        "issues.html",
        "archive/2018.html",
        "archive.html",
        "tags.html",
    ):
        page.goto(shown.url + quote(path))
        page.evaluate("document.documentElement.dataset.colour = 'high'")
        assert page.evaluate(other) == [], path
    page.context.close()


def test_forced_colours_keep_the_tab_and_the_rules(shown: Shown) -> None:  # noqa: F811
    """Where shadows and gradients are gone, lines say which tab is open and that a head is a head."""
    page = shown.page("2018/2018-04.html", forced_colors="active")
    assert page.evaluate(STYLE, [".nav [aria-current]", "border-block-end-width"]) == "3px"
    assert page.evaluate(STYLE, [".nav", "border-block-start-style"]) == "double"
    line = "getComputedStyle(document.querySelector('.cover-line'), '::after').borderBlockEndStyle"
    assert page.evaluate(line) == "double"
    page.context.close()


def test_what_readers_read(shown: Shown) -> None:  # noqa: F811
    """No word of ours for machines, no status for a name of a list, a withdrawal in grammar, a badge as high as its words."""
    page = shown.page("columns/要闻.html")
    words = page.inner_text("body").replace("已归档", "")
    assert [word for word in ("Atom", "JSON", "归档", "更新中") if word in words] == []
    assert "共9条" in words
    assert "2014年12月—2022年" in words
    badge = "(() => { const b = document.querySelector('.status'); return b.getBoundingClientRect().height / parseFloat(getComputedStyle(b).fontSize); })()"
    for width in (360, 1440):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate(badge) < 1.8
    page.goto(shown.url + "issues.html")
    assert "共5期" in page.inner_text("main")
    page.goto(shown.url + "archive.html")
    assert "更新中" not in page.inner_text("main")
    page.goto(shown.url + "2018/2018-04/chehui.html")
    assert "这篇文章于2018年5月2日撤回，内容不再提供。" in page.inner_text("main")
    page.context.close()


@pytest.fixture(scope="module")
def odd(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shown]:
    """A site with a wide logo, a tall picture, three in a row, a table wider than paper, a footnote."""
    with quick_folder(tmp_path_factory.mktemp("odd")) as folder:
        site = Site(folder / "site")
        site.write("config.yaml", "theme: mine\ncolumns: [要闻]\ntheme_options: {logo: logo.svg, editor_line: 显示}\n")
        site.write("themes/mine/theme.yaml", "name: mine\ntitle: 我的\nparent: ludao\n")
        site.write("themes/mine/static/logo.svg", LOGO)
        site.write("content/2018/gao.svg", PICTURE_OF_A_PORTRAIT)
        site.write("content/2018/a.jpg", PHOTO)
        table = (
            "| "
            + " | ".join(f"很长的表头第{n}列" for n in range(14))
            + " |\n|"
            + " --- |" * 14
            + "\n| "
            + " | ".join("http://example.org/averylongaddress" for _ in range(14))
            + " |\n"
        )
        body = f"一段话[^1]。\n\n![高](gao.svg)\n\n文字。\n\n![甲](a.jpg)\n\n![乙](a.jpg)\n\n![丙](a.jpg)\n\n{table}\n[^1]: 说明\n"
        updates = "\n  - {date: 2018-05-02, text: 更正了人数。}"
        site.article("2018/a.md", "一篇", body=body, editor="陈某", updates=updates, column="要闻")
        site.build()
        with serving(site, browser) as found:
            yield found


def test_a_logo_keeps_its_shape_and_stands_on_every_page(odd: Shown) -> None:
    """Three times as wide as high, at home as elsewhere, and nothing moves when it comes."""
    box = "(() => { const b = document.querySelector('.logo').getBoundingClientRect(); return b.width / b.height; })()"
    for path in ("index.html", "2018/a.html"):
        page = odd.page(path)
        assert steady(page)
        assert abs(page.evaluate(box) - 3) < 0.05, path
        page.context.close()


def test_pictures_stay_in_the_window_and_sets_in_a_row(odd: Shown) -> None:
    """A portrait is at most three quarters of the window high; three photos one behind the other are one row."""
    page = odd.page("2018/a.html")
    assert steady(page)
    page.set_viewport_size({"width": 1440, "height": 800})
    assert page.evaluate("document.querySelector('.prose img').getBoundingClientRect().height") <= 600
    tops = "[...document.querySelectorAll('.prose figure')].slice(1).map((e) => e.offsetTop)"
    assert len(set(page.evaluate(tops))) == 1
    assert page.inner_text(".signed") == "责任编辑：陈某"
    assert "2018年5月2日作过更正" in page.inner_text(".notice")
    order = "['.article-head', '.prose', '.tools'].map((s) => document.querySelector(s).compareDocumentPosition(document.querySelector('.prose')))"
    assert page.evaluate(order) == [4, 0, 2]  # the tools are not between headline and text
    page.context.close()


def test_paper_cuts_no_table_and_leaves_no_rule_alone(odd: Shown) -> None:
    """A wide table is broken into the page's width; the rule over footnotes stays with them."""
    page = odd.page("2018/a.html")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 590, "height": 800})  # A4 without its margins
    assert page.evaluate(
        "document.querySelector('.prose table').scrollWidth <= document.querySelector('.prose').clientWidth + 1"
    )
    assert page.evaluate(STYLE, [".prose .footnote hr", "break-after"]) == "avoid"
    page.context.close()


def test_elder_mode_in_one_tap(shown: Shown) -> None:  # noqa: F811
    """Size, one column, remembered from page to page without a flash; off with the same button; the help page tells."""
    page = shown.page("2018/2018-04/jiuzhu.html")
    page.set_viewport_size({"width": 1440, "height": 900})
    page.click(".elder")
    assert page.get_attribute(".elder", "aria-pressed") == "true"
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "24px"
    assert page.evaluate(
        "document.querySelector('.beside').offsetTop > document.querySelector('.prose').offsetTop + 200"
    )
    page.goto(shown.url + "index.html")
    assert steady(page)
    assert page.evaluate("document.documentElement.dataset.elder") == "1"
    page.click(".elder")
    assert page.evaluate("localStorage.length") == 0
    page.goto(shown.url + "pages/help.html")
    assert "长者模式" in page.inner_text("main")
    page.context.close()


@pytest.mark.parametrize(("voices", "heard"), [([], False), (["en-US"], False), (["en-US", "zh-CN"], True)])
def test_reading_aloud_needs_a_chinese_voice(shown: Shown, voices: list[str], heard: bool) -> None:  # noqa: F811
    """The button is there only where the browser speaks Chinese; it reads the headline and the text, no footnote's number."""
    page = shown.page()
    page.add_init_script(
        f"""const all = {voices!r}.map((lang) => ({{ lang, name: lang }})); window.spoken = [];
        Object.defineProperty(window, "speechSynthesis", {{ value: {{ getVoices: () => all, cancel() {{}},
          speak(said) {{ spoken.push(said.text); }}, addEventListener() {{}} }} }});
        window.SpeechSynthesisUtterance = class {{ constructor(text) {{ this.text = text; }} }};"""
    )
    page.goto(shown.url + "2018/2018-04/jiuzhu.html")
    assert not page.is_visible(".aloud button")
    with page.expect_request("**/assets/aloud.*.js"):
        page.click(".elder")
    page.wait_for_load_state("networkidle")
    assert page.is_visible(".aloud button") is heard
    if heard:
        page.click(".aloud button")
        assert page.inner_text(".aloud button") == "停止朗读"
        spoken = page.evaluate("spoken")
        assert spoken[0] == "15名贫困妇女获第三批“四癌”救助金"
        assert spoken[1].startswith("4月23日，市妇联向15名患病的贫困妇女发放“四癌”救助金")
    page.context.close()


SHOWN = """(selector) => [...document.querySelectorAll(selector)].filter((e) => e.checkVisibility()).length"""
MIDDLES = """[...document.querySelectorAll(".settings > button, .reading > summary, .tools > button, .share > summary")].map((e) => {
  const range = document.createRange();
  range.selectNodeContents(e);
  const [text, box] = [range.getBoundingClientRect(), e.getBoundingClientRect()];
  return Math.round(text.top + text.height / 2 - box.top - box.height / 2);
})"""


def test_what_needs_a_script_is_shown_only_where_one_runs(shown: Shown) -> None:  # noqa: F811
    """From a folder browsers run no modules: no settings, no tools; from a server both, their words on one line."""
    page = shown.page("2018/2018-04/jiuzhu.html")
    assert page.evaluate(SHOWN, ".settings, .tools") == 2
    middles = page.evaluate(MIDDLES)
    assert len(middles) == 6
    assert len(set(middles)) == 1
    page.goto((shown.site.output / "2018/2018-04/jiuzhu.html").as_uri())
    assert page.evaluate(SHOWN, ".settings, .tools, .aloud") == 0
    page.context.close()


ADDED = """() => {
  const box = (selector) => document.querySelector(selector).getBoundingClientRect();
  const style = (selector, name, of) => getComputedStyle(document.querySelector(selector), of)[name];
  return [
    box(".prose").top - box("article > .byline").bottom >= 16,
    box("article > table").top - box(".prose").bottom >= 16,
    style("article > table th", "textAlign") === "start",
    style(".slogan", "textIndent") === "0px",
    style(".nav summary", "content", "::after").includes("▾"),
    style(".nav a[href^=http]", "content", "::after").includes("↗"),
    style(".nav details ul", "paddingLeft") !== "0px",
    document.querySelector(".beside > .mine") !== null,
  ];
}"""


def test_what_a_child_theme_adds_keeps_its_distance(site: Site, browser: Any) -> None:
    """A field below the head, a table below the text, a directive, a group in the menu, a block at the side."""
    site.write("config.yaml", "columns: [要闻]\ntheme: mine\nnav:\n  - {title: 外, href: \"https://example.org/\"}\n"
               "  - {title: 更多, items: [{title: 历年, href: archive.html}]}\n")  # fmt: skip
    site.write("themes/mine/theme.yaml", "name: mine\nparent: ludao\n")
    site.write(
        "themes/mine/macros/口号.html", '---\narguments: {内容: {type: text}}\n---\n<p class="slogan">{{ 内容 }}</p>\n'
    )
    site.write("themes/mine/templates/article.html", '{% extends "parent:article.html" %}\n'
               '{% block article_head %}{{ super() }}<p class="byline">主办</p>{% endblock %}\n'
               "{% block body %}{{ super() }}<table><tr><th>2018</th><td>甲</td></tr></table>{% endblock %}\n"
               '{% block side %}{{ super() }}<p class="mine">乙</p>{% endblock %}\n')  # fmt: skip
    site.article("2018/a.md", "甲", "2018-04-01", "文。\n\n【【口号\n内容：甲\n】】\n", column="要闻")
    assert site.build().problems == ()
    with serving(site, browser) as found:
        page = browser.new_page()
        for width in (360, 1440):
            page.set_viewport_size({"width": width, "height": 900})
            page.goto(f"{found.url}2018/a.html")
            assert page.evaluate(ADDED) == [True] * 8, width
        page.close()
