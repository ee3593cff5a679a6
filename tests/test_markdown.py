"""Markdown as Chinese bulletins need it: what is emphasised, joined, linked; and what never gets through."""

import re
import time
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from zoneinfo import ZoneInfo

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianbao import zh
from jianbao.content import parsing
from jianbao.errors import Problem
from jianbao.markdown import convert, plain
from jianbao.markdown.convert import Body
from tests.sites import Site

ZONE = ZoneInfo("Asia/Shanghai")


def body(text: str) -> Body:
    """The body that a text makes, which must be without fault."""
    found, problems = convert.body(text, "content/a.md", 1)
    assert [] == [str(problem) for problem in problems]
    assert found is not None
    return found


def html(text: str) -> str:
    return body(text).html


# Emphasis ----------------------------------------------------------------------------------------

MARKS = "，。、；：？！“”‘’（）《》〈〉【】「」『』—…·～"


@pytest.mark.parametrize("mark", MARKS)
def test_emphasis_beside_chinese_punctuation(mark: str) -> None:
    """CommonMark's flanking rules break **“重点”**中; ours do not, whatever mark stands at either end."""
    expected, actual = {}, {}
    for marks, tag in (("**", "strong"), ("*", "em"), ("__", "strong"), ("_", "em")):
        for text in (f"{mark}重点", f"重点{mark}", f"{mark}重点{mark}", mark):
            for before, after in (("中", "中"), (mark, mark), ("", "")):
                if marks[0] == "_" and (before or after) == "中":
                    continue  # an underscore within a word is a letter
                source = f"{before}{marks}{text}{marks}{after}"
                expected[source] = f"<p>{before}<{tag}>{text}</{tag}>{after}</p>"
                actual[source] = html(source)
    assert expected == actual


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("中***重点***中", "<p>中<strong><em>重点</em></strong>中</p>"),
        ("**甲*乙*丙**", "<p><strong>甲<em>乙</em>丙</strong></p>"),
        ("甲_乙_丙", "<p>甲_乙_丙</p>"),
        ("2*3*4", "<p>2<em>3</em>4</p>"),
        ("5 * 6 * 7", "<p>5 * 6 * 7</p>"),
        ("**甲", "<p>**甲</p>"),
        ("救助**528.69万元**，惠及**103人**。", "<p>救助<strong>528.69万元</strong>，惠及<strong>103人</strong>。</p>"),
        ("**A**和**B**", "<p><strong>A</strong>和<strong>B</strong></p>"),
    ],
)
def test_emphasis_nested_and_not(source: str, expected: str) -> None:
    """Both kinds in one another; within a Latin word an underscore is no mark."""
    assert expected == html(source)


# Soft breaks -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("甲\n乙", "<p>甲乙</p>"),
        ("甲，\n“乙”\n（丙）", "<p>甲，“乙”（丙）</p>"),
        ("甲  \n乙", "<p>甲<br>乙</p>"),
        ("甲 \n 乙", "<p>甲乙</p>"),
        ("one\ntwo", "<p>one\ntwo</p>"),
        ("共 12\n34", "<p>共 12\n34</p>"),
        ("厦门\n2018年", "<p>厦门2018年</p>"),
        ("甲\nMarkdown\n乙", "<p>甲Markdown乙</p>"),
        ("**甲**\n乙", "<p><strong>甲</strong>乙</p>"),
        ("甲\n**乙**", "<p>甲<strong>乙</strong></p>"),
        ("**甲**\n*乙*", "<p><strong>甲</strong><em>乙</em></p>"),
        ("**甲\n乙**", "<p><strong>甲乙</strong></p>"),
        ("**one**\n*two*", "<p><strong>one</strong>\n<em>two</em></p>"),
        ("甲\n[乙](https://example.org/)\n丙", '<p>甲<a href="https://example.org/">乙</a>丙</p>'),
        ("[甲\n乙](https://example.org/)", '<p><a href="https://example.org/">甲乙</a></p>'),
        ("甲\n<b>乙</b>\n丙", "<p>甲<b>乙</b>丙</p>"),
        ("> 甲\n> 乙", "<blockquote>\n<p>甲乙</p>\n</blockquote>"),
        ("> 甲\n> **乙**", "<blockquote>\n<p>甲<strong>乙</strong></p>\n</blockquote>"),
        ("> one\n> two", "<blockquote>\n<p>one\ntwo</p>\n</blockquote>"),
        ("- 甲\n  乙\n- 丙", "<ul>\n<li>甲乙</li>\n<li>丙</li>\n</ul>"),
        ("## 甲\n\n乙\n丙", '<h2 id="甲">甲</h2>\n<p>乙丙</p>'),
        ("    甲\n    乙", "<pre><code>甲\n乙\n</code></pre>"),
        ("`甲\n乙`", "<p><code>甲\n乙</code></p>"),
        ("<pre>甲\n乙</pre>", "<pre>甲\n乙</pre>"),
    ],
)
def test_soft_breaks_beside_han_join(source: str, expected: str) -> None:
    """No spaces in Chinese: a line's end beside Han is none, at emphasis and links too; between words it stays."""
    assert expected == html(source)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("\u3000\u3000甲。\n\u3000\u3000乙。", "<p>甲。</p>\n<p>乙。</p>"),
        ("甲，\n乙。\n\u3000\u3000丙。", "<p>甲，乙。</p>\n<p>丙。</p>"),
        ("- 甲\n\u3000\u3000乙", "<ul>\n<li>甲</li>\n</ul>\n<p>乙</p>"),
        ("甲\u3000乙", "<p>甲\u3000乙</p>"),
    ],
)
def test_two_full_width_spaces_begin_a_paragraph(source: str, expected: str) -> None:
    """As text from Word comes: each paragraph on its line, indented, no blank line between."""
    assert expected == html(source)


@pytest.mark.parametrize("indent", ["\u3000\u3000", "\u00a0\u00a0"])
def test_indents_by_blanks_of_word_do_not_show(indent: str) -> None:
    """Two full-width spaces before a paragraph are the theme's business."""
    assert "<p>甲。</p>\n<p>乙。</p>" == html(f"{indent}甲。\n\n{indent}乙。")


@pytest.mark.parametrize(
    "source",
    ["1、甲；\n2、乙。", "一是甲；\n二是乙。", "（一）甲；\n（二）乙。", "①甲；\n②乙。", "第一，甲；\n第二，乙。",
     "-甲；\n-乙。", "1.甲；\n2.乙。", "1．甲；\n2．乙。"],
)  # fmt: skip
def test_chinese_enumerations_are_no_lists(source: str) -> None:
    """1、 and 一是 stay the text they are, in one paragraph."""
    assert f"<p>{source}</p>".replace("；\n", "；") == html(source)


def test_lists_are_lists() -> None:
    """A hyphen or 1. and a space."""
    assert "<ul>\n<li>甲</li>\n<li>乙</li>\n</ul>" == html("- 甲\n- 乙")
    assert "<ol>\n<li>甲</li>\n<li>乙</li>\n</ol>" == html("1. 甲\n2. 乙")
    assert '<ol start="3">\n<li>甲</li>\n</ol>' in html("3. 甲") or "<ol>\n<li>甲</li>\n</ol>" == html("3. 甲")


# Headings ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("## 办理流程", [(2, "办理流程", "办理流程")]),
        ("## 一、办理流程（试行）", [(2, "一-办理流程-试行", "一、办理流程（试行）")]),
        ("## 2018 年 Q&A", [(2, "2018-年-q-a", "2018 年 Q&A")]),
        ("## **重点**与[链接](https://example.org/)", [(2, "重点与链接", "重点与链接")]),
        ("## ！", [(2, "heading", "！")]),
        ("## 甲\n\n## 甲\n\n## 甲", [(2, "甲", "甲"), (2, "甲-2", "甲"), (2, "甲-3", "甲")]),
        ("## 甲\n\n## 甲\n\n## 甲-2", [(2, "甲", "甲"), (2, "甲-2", "甲"), (2, "甲-2-2", "甲-2")]),
        ("## 甲 {: #jia }\n\n### 乙", [(2, "jia", "甲"), (3, "乙", "乙")]),
        ("# 甲\n\n## 乙\n\n###### 丙", [(2, "甲", "甲"), (3, "乙", "乙"), (6, "丙", "丙")]),
        ("## 甲\n\n#### 乙", [(2, "甲", "甲"), (4, "乙", "乙")]),
        ("甲\n---", [(2, "甲", "甲")]),
        ("##甲", [(2, "甲", "甲")]),
    ],
)
def test_headings_have_chinese_anchors(source: str, expected: list[tuple[int, str, str]]) -> None:
    """The anchor is the title, never _1; repeated ones are numbered; a body that begins at # is moved down."""
    found = body(source)
    assert expected == [tuple(heading[:3]) for heading in found.headings]
    assert [heading[1] for heading in expected] == list(found.anchors)
    assert [f"h{level}" for level, _, _ in expected] == re.findall(r"<(h[1-6])", found.html)


# Figures, footnotes, tables ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (
            '![合影](he-ying.svg "启动仪式｜供图：市妇联宣传部")',
            '<figure><img alt="合影" src="jianbao:0"><figcaption>启动仪式'
            '<span class="credit">供图：市妇联宣传部</span></figcaption></figure>',
        ),
        (
            '![合影](he-ying.svg "启动仪式|供图：市妇联宣传部")',
            '<figure><img alt="合影" src="jianbao:0"><figcaption>启动仪式'
            '<span class="credit">供图：市妇联宣传部</span></figcaption></figure>',
        ),
        (
            '![合影](he-ying.svg "启动仪式")',
            '<figure><img alt="合影" src="jianbao:0"><figcaption>启动仪式</figcaption></figure>',
        ),
        (
            '![合影](he-ying.svg "｜供图：李晓")',
            '<figure><img alt="合影" src="jianbao:0"><figcaption>'
            '<span class="credit">供图：李晓</span></figcaption></figure>',
        ),
        ("![合影](he-ying.svg)", '<figure><img alt="合影" src="jianbao:0"></figure>'),
        ("见![合影](he-ying.svg)。", '<p>见<img alt="合影" src="jianbao:0">。</p>'),
        (
            '![“合影”](he-ying.svg "a<b")',
            '<figure><img alt="“合影”" src="jianbao:0"><figcaption>a&lt;b</figcaption></figure>',
        ),
    ],
)  # fmt: skip
def test_a_picture_alone_is_a_figure(source: str, expected: str) -> None:
    """Its title is caption and credit, apart by ｜ (or by | of the keyboard)."""
    assert expected == html(source)


def test_footnotes_are_numbered_as_a_reader_meets_them() -> None:
    """Marks in lists, quotations and tables count where they stand, marks in notes behind all others."""
    body = "甲[^a]\n\n- 乙[^b]\n\n> 丙[^c]\n\n丁[^d]，又[^b]\n\n| 表[^e] |\n| --- |\n| 格 |\n\n末[^f]\n\n"
    shown = html(
        body + "".join(f"[^{name}]: 注{name}\n\n" for name in "fedcba").replace("注b", "注b[^g]") + "[^g]: 注g\n"
    )
    assert re.findall(r'href="#fn:(\w)">(\d)', shown) == [*zip("abcdbef", "1234256", strict=True), ("g", "7")]
    assert re.findall(r'<li id="fn:(\w)"', shown) == list("abcdefg")


def test_footnotes_lead_there_and_back() -> None:
    """A mark in the text, the note at the end, in the order of the text; the way back is told in Chinese."""
    found = body("首批十人[^b]，共百人[^甲]。\n\n[^甲]: 含志愿者。\n\n[^b]: 不含志愿者。\n")
    assert ["fnref:b", "fnref:甲", "fn:b", "fn:甲"] == list(found.anchors)
    assert ["#fn:b", "#fn:甲", "#fnref:b", "#fnref:甲"] == re.findall(r'href="([^"]+)"', found.html)
    assert ["回到正文注1", "回到正文注2"] == re.findall(r'title="([^"]+)"', found.html)
    assert "<p>首批十人<sup" in found.html
    assert found.html.index("不含志愿者") < found.html.index("含志愿者。&#160;")


@pytest.mark.parametrize(
    "source",
    ["[^1]: ", "甲[^1]。\n\n[^1]: ", "甲[^1]。\n\n[^1]:\n\n乙。", "甲[^1]。\n\n[^1]: - ", "甲[^1]。\n\n[^1]:     码"],
)
def test_an_empty_footnote_is_no_crash(source: str) -> None:
    """A note that is still to be written; what it is told is test_bad_input's."""
    made, problems = convert.body(source, "a.md", 1)
    assert made is not None or problems


@pytest.mark.parametrize(
    "source",
    ["[^1]: [^1]: ", "甲[^1]\n\n[^1]: [^2]: 乙\n\n[^3]: 丙", "[^1]:\n    [^2]: 乙\n[^3]: 丙", "[^1]: > - [^2]: 乙"],
)
def test_a_note_within_a_note_is_words(source: str) -> None:
    """Python-Markdown takes it for a note while it counts them, and crashes."""
    made, problems = convert.body(source, "a.md", 1)
    assert made is not None
    assert "[^" in made.html
    assert "footnote-loose" in {problem.code for problem in problems}


def test_tables_are_aligned_by_classes() -> None:
    """Content Security Policy allows no style attribute."""
    made = html("|甲|乙|丙|丁|\n|:--|:-:|--:|---|\n|1|**2**|3|4|")
    rows = [
        [("th", "align-left"), ("th", "align-center"), ("th", "align-right"), ("th", None)],
        [("td", "align-left"), ("td", "align-center"), ("td", "align-right"), ("td", None)],
    ]
    table = lxml.html.fromstring(made)
    assert rows == [[(cell.tag, cell.get("class")) for cell in row] for row in table.iter("tr")]
    assert "style" not in made
    assert "<strong>2</strong>" in made


def test_a_bar_in_a_cell_may_be_escaped() -> None:
    """What test_bad_input's table-cells tells the editor to write."""
    assert ["1|2", "3"] == [cell.text for cell in lxml.html.fromstring(html("|甲|乙|\n|--|--|\n|1\\|2|3|")).iter("td")]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("甲\n{: .zhu #a }", '<p class="zhu" id="a">甲</p>'),
        ("*甲*{: .zhu }", '<p><em class="zhu">甲</em></p>'),
        ("甲\n{: onclick='alert(1)' style='color:red' .zhu }", '<p class="zhu">甲</p>'),
        ("甲\n{: ONCLICK=alert(1) Style=x }", "<p>甲</p>"),
        ("[甲](https://example.org/){: target=_blank rel=opener onmouseover=x }", '<p><a href="https://example.org/">甲</a></p>'),
        ("![甲](a.svg){: onerror=alert(1) width=300 }", '<figure><img alt="甲" src="jianbao:0" width="300"></figure>'),
        ("![甲](a.svg){: srcset=https://example.org/x.png }", '<figure><img alt="甲" src="jianbao:0"></figure>'),
        ("## 甲 {: #b onclick=x lang=en }", '<h2 id="b" lang="en">甲</h2>'),
    ],
)  # fmt: skip
def test_attribute_lists_carry_nothing_dangerous(source: str, expected: str) -> None:
    """Class, id, title, lang and size; no handler, no style, no target."""
    assert expected == html(source)


# Links -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("../2018-05/peixun.md", "../../2018/2018-05/peixun.html"),
        ("../2018-05/peixun.md#办理流程", "../../2018/2018-05/peixun.html#办理流程"),
        ("../2018-05/peixun.md?x=1#%E5%8A%9E%E7%90%86%E6%B5%81%E7%A8%8B", "../../2018/2018-05/peixun.html#办理流程"),
        ("../2018-05/index.md", "../../2018/2018-05.html"),
        ("#四癌", "../../2018/2018-04/jiuzhu.html#四癌"),
        ("/2018/2018-05/peixun.html", "../../2018/2018-05/peixun.html"),
        ("/2018/2018-05/peixun.md", "../../2018/2018-05/peixun.html"),
        ("../../pages/about.md", "../../pages/about.html"),
        ("<四 癌.md>", "../../2018/2018-04/四%20癌.html"),
        ("%E5%9B%9B%20%E7%99%8C.md", "../../2018/2018-04/四%20癌.html"),
        ("biao.pdf", "../../2018/2018-04/biao.pdf"),
        ("/tags.html", "../../tags.html"),
        ("/columns/要闻.html", "../../columns/要闻.html"),
        ("/", "../../index.html"),
        ("https://example.org/a?b=1&c=2#d", "https://example.org/a?b=1&c=2#d"),
        ("//example.org/a", "https://example.org/a"),
        ("mailto:a@example.org", "mailto:a@example.org"),
        ("tel:12338", "tel:12338"),
    ],
)
def test_links_become_addresses(site: Site, target: str, expected: str) -> None:
    """A link names the file; the page has its address, its anchor, and the way there from any depth."""
    site.issue("2018/2018-04")
    site.issue("2018/2018-05", "2018年第5期", "2018-05")
    site.article("2018/2018-04/jiuzhu.md", body=f"## 四癌\n\n看[这里]({target})。\n", column="要闻")
    site.article("2018/2018-04/四 癌.md")
    site.article("2018/2018-05/peixun.md", body="## 办理流程\n")
    site.article("pages/about.md", date="")
    site.write("content/2018/2018-04/biao.pdf", b"%PDF")
    assert [] == site.problems()
    page = lxml.html.fromstring(site.read("2018/2018-04/jiuzhu.html"))
    (link,) = (a for a in page.iter("a") if a.text == "这里")
    assert expected == link.get("href")


def drawing(name: str) -> str:
    """An SVG as it is published."""
    return f'<svg xmlns="http://www.w3.org/2000/svg">{name}</svg>\n'


def test_pictures_come_along(site: Site) -> None:
    """A picture that a page shows is copied to the address that the page names; one that nobody shows is not."""
    site.article("2018/jiuzhu.md", body='![甲](图/a%20b.svg "题")\n', cover="图/c.svg")
    for name in ("a b", "c", "d"):
        site.write(f"content/2018/图/{name}.svg", drawing(name))
    assert [] == site.problems()
    assert ["../2018/图/a%20b.svg"] == re.findall(r'<figure><img alt="甲" src="([^"]+)"', site.read("2018/jiuzhu.html"))
    assert {f"2018/图/{name}.svg": drawing(name).encode() for name in ("a b", "c")} == {
        path: data for path, data in site.tree().items() if path.endswith(".svg") and path.startswith("2018/")
    }


def test_a_placeholder_cannot_be_written_by_hand() -> None:
    """jianbao:0 is ours; who writes it gets an unsafe link, or plain text."""
    _, problems = convert.body("[甲](jianbao:0) <img src='jianbao:7'>", "a.md", 1)
    assert ["unsafe-link", "unsafe-link"] == [problem.code for problem in problems]
    made = html('[甲](https://example.org/ "jianbao:0") ![jianbao:1](b.svg)')
    assert (
        '<p><a href="https://example.org/" title="jianbao:0">甲</a> <img alt="jianbao:1" src="B"></p>'
        == convert.linked(made, ["B"])
    )


def test_the_words_of_a_player_keep_their_signs() -> None:
    """What is no tag in them is words; and a player without end is told, with all that goes with it."""
    assert 'aria-label="1 &lt; 2 乙"' in html('<video src="a.mp4">1 &lt; 2 <b>乙</b></video>')
    _, told = convert.body('<div>\n<audio>\n<video src="a.mp4">甲</video>\n', "a.md", 1)
    assert [(p.line, p.message) for p in told if p.code == "html-removed"] == [
        (2, "<audio> 和其中的内容不会发布"),
        (3, "<video> 和其中的内容不会发布"),
    ]


# Safety ------------------------------------------------------------------------------------------

FORBIDDEN = set(
    "script style iframe frame frameset object embed applet form input button select textarea link meta base svg math "
    "template noscript audio video source track portal dialog slot html head body title".split()
)
HANDLERS = ("style", "srcset", "srcdoc", "action", "formaction", "xlink:href", "ping")
SCHEMES = ("http:", "https:", "mailto:", "tel:")


class _Elements(HTMLParser):
    """Every start tag with its attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, list[tuple[str, str]]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, [(name, value or "") for name, value in attrs]))


def elements(made: str) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """As two parsers see it: the standard library's and libxml2's."""
    parser = _Elements()
    parser.feed(made)
    parser.close()
    yield from parser.found
    for fragment in lxml.html.fragments_fromstring(f"<div>{made}</div>"):
        for element in fragment.iter():
            if isinstance(element.tag, str):
                yield element.tag, [(str(name), str(value)) for name, value in element.items()]


def dangers(made: str) -> list[str]:
    """What could run a script or fetch something foreign."""
    found = []
    for tag, attributes in elements(made):
        if tag.rpartition(":")[2] in FORBIDDEN:
            found.append(f"<{tag}>")
        for name, value in attributes:
            address = re.sub(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\ufeff]+", "", value).lower()
            scheme = re.match(r"[a-z][a-z0-9+.-]*:", address)
            ours = name != "cite" and re.fullmatch(r"jianbao:\d+", value)
            if name.startswith("on") or name in HANDLERS:
                found.append(f"{tag} {name}")
            elif name in ("href", "src", "cite") and scheme and scheme[0] not in SCHEMES and not ours:
                found.append(f"{tag} {name}={value}")
    if "<script" in made.lower():
        found.append("<script")
    return found


def test_the_detector_detects() -> None:
    """Were dangers() blind, all of the following would pass."""
    for made in (
        "<script>x</script>", "<a href='javascript:x'>y</a>", "<a href='java\tscript:x'>y</a>", "<p onclick=x>y</p>",
        "<p style='x'>y</p>", "<svg><a xlink:href='javascript:x'></a></svg>", "<img src=data:x>", "<iframe src=x>",
        "<a href='&#106;avascript:x'>y</a>", "<img src=x onerror=y>", "<a href='jianbao:x'>y</a>", "<math></math>",
    ):  # fmt: skip
        assert dangers(made), made
    assert [] == dangers(
        '<p class="a">1 &lt; 2 <a href="jianbao:3">甲</a><a href="#fn:1">1</a><img src="https://a/"></p>'
    )


SPELLINGS = (
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)", "java\tscript:alert(1)",
    "java\nscript:alert(1)", "java\rscript:alert(1)", "&#106;avascript:alert(1)", "&#x6A;avascript:alert(1)",
    "&#0000106avascript:alert(1)", "javascript&colon;alert(1)", "javascript&#58;alert(1)", "java&Tab;script:alert(1)",
    "java&NewLine;script:alert(1)", "java&#10;script:alert(1)", "&#1;javascript:alert(1)", "&#14;javascript:alert(1)",
    "javascript\\:alert(1)", "%6Aavascript:alert(1)", "javascript%3Aalert(1)", "\u00a0javascript:alert(1)",
    "\u200bjavascript:alert(1)", "\ufeffjavascript:alert(1)", "ｊａｖａｓｃｒｉｐｔ:alert(1)", "javascript：alert(1)",
    "data:text/html,<script>alert(1)</script>", "data:text/html;base64,PHNjcmlwdD4=",
    "DATA:image/svg+xml,<svg onload=alert(1)>", "vbscript:msgbox(1)", "VBScript:x", "livescript:x", "mocha:x",
    "feed:javascript:alert(1)", "view-source:javascript:x", "jar:x", "blob:x", "filesystem:x", "about:blank",
    "file:///etc/passwd", "ftp://example.org/", "x-javascript:alert(1)", "jianbao:0",
)  # fmt: skip
PLACES = (
    "[甲]({})", "![甲]({})", "[甲](<{}>)", "[甲]({} \"题\")", "<{}>", "[甲]: {}\n\n[甲]", "[甲][a]\n\n[a]: <{}>",
    "[![甲]({})]({})", "<a href='{}'>甲</a>", '<a href="{}">甲</a>', "<a href={}>甲</a>", "<A HREF='{}'>甲</A>",
    "<img src='{}'>", "<a\nhref='{}'>甲</a>", "<blockquote cite='{}'>甲</blockquote>", "<form action='{}'></form>",
    "<svg><a xlink:href='{}'>甲</a></svg>", "<iframe src='{}'></iframe>", "<object data='{}'></object>",
    "<base href='{}'>", "<link rel=stylesheet href='{}'>", "<meta http-equiv=refresh content='0;url={}'>",
    "<img srcset='{} 1x'>", "<video src='{}'></video>", "[甲](https://example.org/){: href='{}' }",
    "![甲](a.svg){: src='{}' }", "甲\n{: href='{}' }", "<div><a href='{}'>甲</a></div>", "- <a href='{}'>甲</a>",
    "|a|\n|-|\n|<a href='{}'>甲</a>|", "甲[^1]\n\n[^1]: [乙]({})",
)  # fmt: skip


@pytest.mark.parametrize("place", PLACES)
def test_no_spelling_of_a_script_becomes_a_link(place: str) -> None:
    """Every spelling of javascript:, vbscript: and data: at every place where an address may stand."""
    found = {}
    for spelling in SPELLINGS:
        made, _ = convert.body(place.replace("{}", spelling), "a.md", 1)
        assert made is not None
        found[spelling] = dangers(made.html)
    assert {spelling: [] for spelling in SPELLINGS} == found


HOSTILE_HTML = (
    "<script>alert(1)</script>", "<SCRIPT SRC=https://example.org/x.js></SCRIPT>", "<script\n>alert(1)</script\n>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>", "<script/src=x>", "<<script>alert(1)//<</script>", "<script",
    "<img src=x onerror=alert(1)>", "<img src=x onerror = 'alert(1)'/>", "<img/src=x/onerror=alert(1)>",
    "<img src=`x`onerror=alert(1)>", "<img src='x'onerror='alert(1)'>", "<p/onclick=alert(1)>甲</p>",
    "<b onmouseover\n=\nalert(1)>甲</b>", "<b ONCLICK=alert(1)>甲</b>", "<svg onload=alert(1)>",
    "<svg/onload=alert(1)>", "<svg><script>alert(1)</script></svg>",
    "<svg><style><img src=x onerror=alert(1)></style>", "<math><mi//xlink:href='javascript:alert(1)'>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>", "<object data=x></object>", "<embed src=x>",
    "<applet code=x>", "<form><button formaction=javascript:alert(1)>甲</button></form>",
    "<input onfocus=alert(1) autofocus>", "<select onfocus=x autofocus>",
    "<textarea></textarea><img src=x onerror=alert(1)>", "<details open ontoggle=alert(1)>甲</details>",
    "<marquee onstart=alert(1)>甲</marquee>", "<video><source onerror=alert(1)></video>",
    "<audio src=x onerror=alert(1)>", "<body onload=alert(1)>", "<html><head><title>x</title></head></html>",
    "<style>@import 'https://example.org/x.css'</style>", "<div style='background:url(javascript:alert(1))'>甲</div>",
    "<link rel=stylesheet href=https://example.org/x.css>",
    "<meta http-equiv=refresh content='0;url=https://example.org/'>", "<base href=https://example.org/>",
    "<!--><script>alert(1)</script>-->", "<!-- --!><img src=x onerror=alert(1)> -->",
    "<![CDATA[<script>alert(1)</script>]]>", "<?xml version='1.0'?><script>x</script>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>", "<template><script>x</script></template>",
    "<title><a id='</title><img src=x onerror=alert(1)>'>", "<p title='\"><img src=x onerror=alert(1)>'>甲</p>",
    "[甲](https://example.org/ '\"onmouseover=alert(1) x=\"')", "![\"onerror=alert(1) x=\"](a.svg)",
    "![甲](a.svg \"\\\" onerror=alert(1)\")", "[a](https://example.org/\"onclick=alert(1))",
    "<https://example.org/\"onclick=alert(1)>", "## 甲 {: id='\"><script>x</script>' }",
    "`<script>alert(1)</script>`", "    <script>alert(1)</script>", "\\<script>alert(1)\\</script>",
    "&lt;script&gt;alert(1)&lt;/script&gt;", "&#60;script&#62;alert(1)", "*<script>*alert(1)</script>",
    "[<script>](https://example.org/)alert(1)</script>", "|<script>|\n|-|\n|alert(1)</script>|",
    "[^1]\n\n[^1]: <script>alert(1)</script>", "<div markdown='1'><script>alert(1)</script></div>",
    "<a href=x id=y name=document>甲</a>", "\u2028<script>\u2029alert(1)</script>", "<\u200bscript>alert(1)</script>",
)  # fmt: skip


@pytest.mark.parametrize("source", HOSTILE_HTML)
def test_no_hostile_html_gets_through(source: str) -> None:
    """Alone, within Chinese, in a quotation and in a list."""
    wholes = [source, f"前{source}后", f"> {source}", f"- {source}", f"甲\n\n{source}\n\n乙", f"**{source}**"]
    found = {whole: (convert.body(whole, "a.md", 1)[0] or body("")).html for whole in wholes}
    assert {whole: [] for whole in wholes} == {whole: dangers(made) for whole, made in found.items()}


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("H<sub>2</sub>O与<ruby>厦<rt>xià</rt></ruby>", "<p>H<sub>2</sub>O与<ruby>厦<rt>xià</rt></ruby></p>"),
        ("1 < 2 且 3 > 2", "<p>1 &lt; 2 且 3 &gt; 2</p>"),
        ("前<script>alert(1)</script>后", "<p>前后</p>"),
        ("<div class='a' style='color:red' onclick='x'>甲</div>", '<div class="a">甲</div>'),
        ("甲<!-- 待核 -->乙", "<p>甲乙</p>"),
        ("<u>甲</u>《<b>乙</b>》", "<p><u>甲</u>《<b>乙</b>》</p>"),
        ("`<b>`", "<p><code>&lt;b&gt;</code></p>"),
        ("A&B、&amp;、&copy;", "<p>A&amp;B、&amp;、©</p>"),
    ],
)
def test_harmless_html_stays(source: str, expected: str) -> None:
    """What is dangerous goes, the words stay."""
    made, _ = convert.body(source, "a.md", 1)
    assert made is not None
    assert expected == made.html.replace("&copy;", "©")


def test_html_in_code_is_only_shown() -> None:
    """No warning that something is not published, for it is."""
    assert "<p><code>&lt;script&gt;</code></p>" == html("`<script>`")
    assert "<pre><code>&lt;script&gt;\n</code></pre>" == html("    <script>")


# Words of a body ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("甲乙。\n\n丙丁。", "甲乙。丙丁。"),
        ("## 题\n\n甲**乙**。\n\n- 列\n\n丙。", "甲乙。丙。"),
        ("![图](a.svg)\n\n甲。", "甲。"),
        ("甲[^1]。\n\n[^1]: 注。", "甲。"),
        ("长" * 60 + "。" + "短" * 60 + "。", "长" * 60 + "。"),
        ("长" * 70 + "！”" + "短" * 60 + "。", "长" * 70 + "！”"),
        ("长" * 80 + "，" + "短" * 60, "长" * 80 + "……"),
        ("长" * 200, "长" * 119 + "……"),
        ("", ""),
    ],
)
def test_a_description_ends_at_a_sentence(source: str, expected: str) -> None:
    """The first sentences, about 60 to 120 characters, without headings, pictures, footnote marks."""
    assert expected == body(source).description


def test_characters_are_counted() -> None:
    """Han one by one; words of Latin letters and numbers once; no marks."""
    assert 8 == body("厦门市2018年，**CBA**启动。").characters


# Shortcuts and limits ----------------------------------------------------------------------------

SPAN = st.sampled_from(
    [
    "甲", "厦门市妇联", "2018年", "word", " ", "  ", "\n", "  \n", "\n\n", "，", "。", "“", "”", "（", "）", "《",
    "*", "**", "***", "_", "__", "`", "``", "[", "]", "(", ")", "](a.md)", "![", "](b.svg \"题｜图\")", "[^1]",
    "[^1]: ", "<", ">", "<b>", "</b>", "<div>", "</div>", "<script>", "</script>", "<!--", "-->",
    "<img src=x onerror=y>", "&", "&amp;", "&#106;", "#", "## ", "- ", "* ", "1. ", "1、", "> ", "|", "|-|", "---",
    "===", "    ", "\t", "{: .a }", "{: #b onclick=c }", "{", "}", "\\", "!", "~", "~~~", "```", "^", "=", ":", "+",
    "javascript:", "data:", "http://example.org/", "\"", "'", "\u3000\u3000", "\u00a0", "\u200b", "😀", "\U00020000",
    "\x02", "\x03", "klzzwxh:0", "\x02wzxhzdk:0\x03", "jianbao:0",
]
)  # fmt: skip
TEXT = st.lists(SPAN, max_size=40).map("".join)


def checked(text: str) -> str:
    """The HTML of a text, after what every body must be: quick, harmless, explained if refused."""
    data = f"---\ntitle: 甲\n---\n{text}".encode("utf-8", "surrogatepass")
    begun = time.process_time()
    article, made, problems = parsing.parsed(data, "a.md", ZONE)
    seconds = time.process_time() - begun
    assert seconds < 5, f"{seconds:.1f} s for {len(text)} characters"
    if article is None or made is None:
        assert problems
        return ""
    assert [] == dangers(made)
    assert [] == dangers(convert.linked(made, ["a.html"] * len(article.links)))
    assert {str(n) for n in range(len(article.links))} >= set(convert.PLACEHOLDER.findall(made))
    return made


@given(st.binary(max_size=2000))
def test_fuzz_bytes(data: bytes) -> None:
    """Any bytes for a body."""
    begun = time.process_time()
    article, made, problems = parsing.parsed(b"---\ntitle: a\n---\n" + data, "a.md", ZONE)
    assert time.process_time() - begun < 5
    assert article is not None or problems
    assert [] == dangers(made or "")


@given(st.text(max_size=1000))
def test_fuzz_characters(text: str) -> None:
    """Any characters for a body."""
    checked(text)


@given(TEXT)
def test_fuzz_markdown(text: str) -> None:
    """All that means something to Markdown, HTML or us, in any order."""
    checked(text)


ATOMS = [
    "[", "]", "(", ")", "`", "*", "_", "<", ">", "|", "&", "#", "~", "!", "{", "}", "-", "1.", "\n", "\\", '"', "=",
    ":", "+", "^", " ", "\t", "中", "[^", "](", "<!", "</", "<a", "&#", "{:", "\n\n", "    ", "\n>", "\n- ", "\n1. ",
    "\n|", "\n#",
]  # fmt: skip


@given(st.lists(st.sampled_from(ATOMS), min_size=1, max_size=3).map("".join), st.sampled_from([900, 2900, 12_000]))
def test_fuzz_hostile_repetition(unit: str, size: int) -> None:
    """One, two or three marks over and over: an answer within seconds, be it a refusal."""
    checked(unit * (size // len(unit)))


@pytest.mark.parametrize("atom", ATOMS)
def test_a_mark_without_end_is_quick(atom: str) -> None:
    """Each mark thousands of times, in one line, on lines and in paragraphs of its own."""
    for unit in (atom, f"{atom}\n", f"{atom} 甲\n\n"):
        checked(unit * 3_000)


SLOW = {
    "headings of one title": "#\n" * 10_000,
    "underlined headings": "甲\n-\n" * 5_000,
    "titles like the numbered ones": "".join(f"## 甲-{i}\n\n" for i in range(3000)) + "## 甲\n\n" * 3000,
    "empty items": "- \n" * 10_000,
    "one note often": "甲[^1]。\n\n" * 5000 + "[^1]: 注\n",
    "many notes": "".join(f"甲[^{i}]。\n\n" for i in range(5000)) + "".join(f"[^{i}]: 注\n\n" for i in range(5000)),
    "open brackets in paragraphs": ("[" * 900 + "\n\n") * 200,
    "many references": "".join(f"[甲{i}]: https://example.org/{i}\n\n" for i in range(5000)) + "[甲1] " * 300,
    "a long table": "|甲|乙|\n|-|-|\n" + "|甲|乙|\n" * 1900,
    "many links": "甲[乙](x.md)丙。\n\n" * 5000,
    "open elements": "<div>\n\n" * 10_000,
    "tags that stay open": "<a 甲\n\n" * 10_000,
    "words that look like tags": "甲<b\n\n" * 10_000,
}


@pytest.mark.parametrize("text", SLOW.values(), ids=SLOW)
def test_what_was_quadratic_is_quick(text: str) -> None:
    """Texts that once took minutes: refused by name or done within seconds."""
    checked(text)


def by_markdown_alone(text: str) -> tuple[Body | None, list[Problem]]:
    """What a text makes when Python-Markdown is asked about every line of it."""
    alone = convert.Converter()
    alone.markdown.treeprocessors.deregister("jianbao-plain")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(convert, "converter", lambda: alone)
        patch.setattr(plain, "body", lambda text, line, outline, convert: convert(text, line))
        return convert.body(text, "a.md", 1)


@given(TEXT)
def test_fuzz_shortcuts_change_nothing(text: str) -> None:
    """Plain lines and plain text skip Markdown's tests; without these shortcuts the page is the same."""
    text = text.translate({2: None, 3: None})
    assert by_markdown_alone(text) == convert.body(text, "a.md", 1)


BLOCKS = st.sampled_from(
    (
        "妇联开展活动。", "“巾帼”在行动", "8月15日，市妇联", "2. 二", "12", "　　缩进的段落", "市妇联**联合**银行", "**一是**甲**乙**",
        "**甲", "甲** 乙 **丙", "甲****乙", "甲*乙*丙", "**甲**", "***甲***", "** 甲**", "## 一、概况", "## 一、概况 ##", "###### 甲", "####### 甲",
        "##甲", "## 2018", "### 8月 ", "## 甲 #乙", "# 总标题", "总标题\n===", "甲\n---", "- 甲\n- 乙", "- 甲\n\n- 乙", "-   甲  \n- 乙 \n", "* 甲\n* 乙", "1. 甲\n3. 乙", "1. 甲\n- 乙", "- 甲\n乙", "- **甲**乙", "- # 甲", "- 8月 - 乙", "1. 甲", "3. 丙\n4. 丁",
        "- 甲\n\n    乙", "    代码", "   三格", " 一格", "> 引文\n继续", "> 引文\n\n> 再引", "|甲|乙|\n|-|-|\n|丙|丁|", "甲|乙\n-|-\n丙|丁",
        "![图](a.jpg \"甲｜乙\")", "[链接](b.md)", "[a]: b.md", "[链接][a]", "注[^1]", "[^1]: 说明", "甲<b>乙</b>", "<div>甲</div>", "甲&amp;乙", "甲 & 乙",
        "甲 {: #丙 }", "## 甲 {#乙}", "甲\n乙", "甲  \n乙", "甲  ", "甲\t乙", "\t甲", "`码`", "甲\\*乙", "***", "---", "", " ", "  \n", "甲 > 乙", "甲_乙_", "甲！乙!",
    )
)  # fmt: skip


@given(
    st.lists(
        st.tuples(BLOCKS, st.sampled_from(("\n", "\n\n", "\n\n", "\n\n", "\n\n\n", "\n  \n", "\n \n \n"))), max_size=12
    )
)
def test_fuzz_simple_blocks_beside_others(blocks: list[tuple[str, str]]) -> None:
    """What is made without Python-Markdown is what Python-Markdown makes, whatever stands around it."""
    text = "".join(block + blank for block, blank in blocks)
    assert by_markdown_alone(text) == convert.body(text, "a.md", 1)


def test_simple_blocks_of_the_archive() -> None:
    """Every text of the archive that ships, by both ways."""
    files = sorted(Path("content").rglob("*.md"))
    assert len(files) > 20
    for file in files:
        text = file.read_text(encoding="utf-8").split("---\n", 2)[2]
        assert by_markdown_alone(text) == convert.body(text, "a.md", 1)


@given(TEXT, TEXT)
def test_fuzz_no_body_remembers_the_one_before(first: str, second: str) -> None:
    """One converter serves a whole process; what it made before does not show."""
    alone = convert.body(second, "a.md", 1)
    convert.body(first, "a.md", 1)
    assert alone == convert.body(second, "a.md", 1)


def test_numbers_with_a_zero_before_them_keep_it() -> None:
    """01. 02. are shown so; what begins with 1. is not."""
    made, problems = convert.body("01. 甲\n02. 乙\n10. 丙\n", "a.md", 1)
    assert made is not None
    assert not problems
    assert made.html.startswith('<ol class="zeros">\n<li>甲</li>\n<li>乙</li>\n<li value="10">丙</li>')
    plain, _ = convert.body("1. 甲\n2. 乙\n", "a.md", 1)
    assert plain is not None
    assert plain.html.startswith("<ol>")


def test_reading_length_at_the_edges_of_every_block() -> None:
    """The quick count is the slow one: a Han character, a word, or nothing, whatever stands before and behind."""
    edges = (0x3007, 0x3400, 0x4000, 0x4DC0, 0x4E00, 0xA000, 0xF900, 0xFB00, 0x20000, 0x323B0)
    blocks = [*edges, 0x20, 0x30, 0x3A, 0x41, 0x61, 0x80, 0x2E80, 0x3000, 0x3040, 0xD800, 0xE000, 0xFF01, 0x1F600]
    for point in (at for edge in blocks for at in range(edge - 70, edge + 70) if at >= 0):
        sign = chr(point)
        han, word = bool(re.fullmatch(f"[{zh.HAN}]", sign)), bool(re.fullmatch("[0-9A-Za-z]", sign))
        assert zh.characters(f"中a{sign}b文") == 2 + (1 if word else 2) + han, hex(point)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("甲\n2) ```\n`乙`", "<p>甲2) ```<code>乙</code></p>"),
        ("甲 `` 乙 ` 丙", "<p>甲 `` 乙 ` 丙</p>"),
        ("甲 ``乙`丙`` 丁", "<p>甲 <code>乙`丙</code> 丁</p>"),
        ("甲 `乙``丙", "<p>甲 `乙``丙</p>"),
    ],
)
def test_code_ends_with_as_many_backticks(source: str, expected: str) -> None:
    """A run of them that has no second of its length is words."""
    assert body(source).html == expected
