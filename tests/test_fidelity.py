"""What an editor writes is what a reader reads: no letter, digit or Han character is lost or moved without a word.

``conservation`` reads the source without the program's help and holds the page to it; ``bodies`` makes random
bodies of every construct of docs/markdown.md. The long campaign is `make fidelity`.
"""

import os
import random
import re
from collections.abc import Callable
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from jianbao import cli
from jianbao.content import delimiters, parsing
from jianbao.errors import Level, Problem
from jianbao.markdown import convert, emphasis, finish, foreign, sanitise, tree
from tests import bodies, conservation
from tests.sites import Site

ZONE = ZoneInfo("Asia/Shanghai")
EXAMPLES = int(os.environ.get("JIANBAO_EXAMPLES", "0")) or 150
PROJECT = Path(__file__).parents[1]


def lost(text: str) -> list[str]:
    """What a body's page lost without a word; nothing of a body that is refused by name."""
    made, problems = convert.body(text, "content/a.md", 1)
    if made is None or any(problem.level is Level.ERROR for problem in problems):
        assert problems
        return []
    return conservation.violations(text, 1, made.html, problems)


@settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck), deadline=None)
@given(bodies.BODY)
def test_fuzz_nothing_is_lost(text: str) -> None:
    """The law, for random bodies of every construct beside and within every other."""
    assert [] == lost(text)


ARCHIVE = sorted(PROJECT.glob("content/**/*.md"))


@pytest.mark.parametrize("path", ARCHIVE, ids=[p.relative_to(PROJECT).as_posix() for p in ARCHIVE])
def test_nothing_of_the_archive_is_lost(path: Path) -> None:
    """The law, for the texts that ship, as they are and changed by a line of something else at random places."""
    parts = delimiters.split(path.read_text("utf-8"), "")
    assert not isinstance(parts, Problem)
    assert [] == lost(parts[1])
    chance = random.Random(path.name)
    lines = parts[1].split("\n")
    for _ in range(5):
        changed = list(lines)
        for _ in range(3):
            changed.insert(chance.randrange(len(changed) + 1), chance.choice(MUTATIONS))
        assert [] == lost("\n".join(changed)), changed


MUTATIONS = (
    "- 甲", "1. 甲", "3. 丙", "> 引", "## 题", "---", "```\n码\n```", "| 甲 | 乙 |\n|--|--|\n| 1 | 2 |", "", "    码", "　　段",
    "**粗**", "~~删~~", "[甲](https://example.org/)", "https://example.org/", "<div>\n\n甲\n\n</div>", "- [ ] 甲", "术语\n: 解释", "[[甲]]",
)  # fmt: skip


# The law catches what it is for ------------------------------------------------------------------

WHOLE = """\
一段**重点**文字，见[链接](https://example.org/ "题名")，`代码`，~~删去~~。

## 小标题2018

1. 甲
2. 乙

说明。

3. 丙
5. 戊

- [x] 办好
- 子
  - 孙

| 区 | 人数 |
| --- | --- |
| 湖里 | 12 |
| 思明 | 34 |

> 引文一
> 引文二

术语
: 解释

```python
第一行
第二行
```

![图名](a.jpg "图说｜供图：李晓")

首批十人[^1]。

[^1]: 含志愿者。

<details><summary>详情</summary>

里面

</details>
"""
PLANTED: dict[str, tuple[str, str]] = {
    "a character": ("一段", "一"),
    "a character changed": ("小标题2018</h2>", "小标题2008</h2>"),
    "a paragraph": ("<p>说明。</p>", ""),
    "words in bold": ("<strong>重点</strong>", "<strong></strong>"),
    "words of a link": (">链接</a>", "></a>"),
    "a link's title": (' title="题名"', ""),
    "code in a line": ("<code>代码</code>", "<code></code>"),
    "deleted words": ("<del>删去</del>", ""),
    "a heading": ("小标题2018</h2>", "</h2>"),
    "an item": ("<li>乙</li>", "<li></li>"),
    "where a list begins": ('<ol start="3">', "<ol>"),
    "the number of an item": ('<li value="5">', "<li>"),
    "words of a task": ("☑ 办好", "☑"),
    "an item in an item": ("<li>孙</li>", ""),
    "a cell": ("<td>12</td>", "<td></td>"),
    "a row": ("<tr>\n<td>思明</td>\n<td>34</td>\n</tr>", ""),
    "two cells that change places": ("<td>湖里</td>\n<td>12</td>", "<td>12</td>\n<td>湖里</td>"),
    "a line of a quotation": ("引文一引文二", "引文一"),
    "a term": ("<dt>术语</dt>", "<dt></dt>"),
    "what a term means": ("<dd>解释</dd>", "<dd></dd>"),
    "a line of code": ("第二行\n", ""),
    "what a picture shows": ('alt="图名"', 'alt=""'),
    "a caption": ("图说", ""),
    "a credit": ("供图：李晓", ""),
    "a note": ("含志愿者。", ""),
    "a summary": ("<summary>详情</summary>", "<summary></summary>"),
    "two paragraphs that change places": ("<p>里面</p>\n", ""),
}


def test_the_whole_text_is_kept() -> None:
    """Were something missing in it already, the losses below would prove nothing."""
    assert [] == lost(WHOLE)


@pytest.mark.parametrize(("before", "after"), PLANTED.values(), ids=PLANTED)
def test_a_planted_loss_is_caught(before: str, after: str) -> None:
    """One loss of each kind, planted in the page."""
    made, problems = convert.body(WHOLE, "content/a.md", 1)
    assert made is not None
    assert before in made.html
    assert conservation.violations(WHOLE, 1, made.html.replace(before, after), problems)


def _no_join(block: object) -> None:
    """The fault that cost every line before code its last character."""
    text = getattr(block, "text", None)
    if text and text.endswith("\n"):
        block.text = text[:-2]


def _last_only(self: tree.Tree, element: object, item: object, *, loose: bool) -> None:
    for child in item.children:
        element.text = child.text


PATCHES: dict[str, tuple[str, object, str, object]] = {
    "the end of a line before code": ("请参阅\n`代码`。", finish, "_join", _no_join),
    "the first paragraph of an item": ("- 　　甲\n  　　乙", tree.Tree, "_item", _last_only),
    "marks that are left over": (
        "甲**乙*丙*",
        emphasis,
        "_opened",
        lambda parent, tags: [type(parent)("x") for _ in tags],
    ),
    "HTML that nobody knows": ("<div>甲</div>", sanitise, "closed", lambda node: ""),
    "a removed element that is not told": ("<textarea>甲</textarea>", sanitise, "_removed", lambda *given: None),
    "a script that is not told": ("前<script>甲</script>后", sanitise, "_dangers", lambda *given: None),
    "what stands behind a fence": ("```js 标题\n码\n```", convert, "_fence_infos", lambda *given: []),
    "a definition that nothing uses": ("[甲]: b.md", convert, "_unused", lambda *given: []),
    "words in angle brackets": ("甲<String>乙", sanitise.starts, "ELEMENTS", sanitise.starts.ELEMENTS | {"string"}),
}


@pytest.mark.parametrize(("text", "where", "name", "broken"), PATCHES.values(), ids=PATCHES)
def test_a_broken_program_is_caught(
    monkeypatch: pytest.MonkeyPatch, text: str, where: object, name: str, broken: object
) -> None:
    """Faults of the program itself, among them those that it once had."""
    assert [] == lost(text)
    monkeypatch.setattr(where, name, broken)
    assert lost(text)


# docs/markdown.md ------------------------------------------------------------------------------------

HANDBOOK = re.findall(
    r"^## (\S+)\n.*?^~~~markdown\n(.*?)\n~~~\n\n~~~html\n(.*?)\n~~~\n\n!\[[^\]]*\]\(([^)]+)\)",
    (PROJECT / "docs" / "markdown.md").read_text("utf-8"),
    re.MULTILINE | re.DOTALL,
)


@pytest.mark.parametrize(("heading", "text", "html", "picture"), HANDBOOK, ids=[found[0] for found in HANDBOOK])
def test_an_example_of_the_handbook_is_true(heading: str, text: str, html: str, picture: str) -> None:
    """What docs/markdown.md says that a text becomes; nothing of it is lost, and its picture is there."""
    made, problems = convert.body(text, "content/2018/a.md", 1)
    assert made is not None
    assert [] == problems
    assert html == made.html
    assert [] == lost(text)
    assert (PROJECT / "docs" / picture).read_bytes().startswith(b"RIFF")


CONSTRUCTS = {
    "段落和换行": r"<br>", "标题": r"<h[2-6]", "加粗、强调和删除": r"<del>|<strong>", "链接": r"<a href", "图片": r"<img",
    "视频和录音": r"<video", "列表": r"<ul>", "列表的数字": r"<ol start|<li value", "任务列表": r"[☐☑]", "引用": r"<blockquote>",
    "代码": r"<pre><code", "表格": r"<table", "术语和解释": r"<dl>", "脚注": r"footnote-ref", "分隔线": r"<hr>", "原样的符号": r"<p>- 甲|1\. 甲",
    "HTML": r"<details>|<u>", "注释和特殊字符": r"&copy;", "属性": r' class="c"',
}  # fmt: skip


def test_the_random_bodies_hold_every_construct_of_the_handbook() -> None:
    """A construct that is documented and never tried would be a hole in the law."""
    assert list(CONSTRUCTS) == [heading for heading, *_ in HANDBOOK]
    samples = [*bodies.BLOCKS, *bodies.INLINES, "注[^1]。\n\n[^1]: 注一"]
    pages = [made.html for text in samples if (made := convert.body(text, "a.md", 1)[0])]
    assert [] == [heading for heading, sign in CONSTRUCTS.items() if not any(re.search(sign, page) for page in pages)]


# Beside another reader of CommonMark ---------------------------------------------------------------

ORACLE = MarkdownIt("commonmark").enable(["table", "strikethrough"])
STRUCTURE = st.lists(
    st.tuples(
        st.sampled_from(("", "", "", "  ", "    ", "\t", "> ", "> > ", "- ", "1. ", "2) ", "   ", "- - ", ">- ")),
        st.sampled_from(
            ("a", "b c", "# h", "---", "===", "- i", "* i", "1. n", "2. n", "7) n", "> q", "```", "~~~ x", "    code", "", "", "-", "***", "*e*", "**s**", "`c`", "[l](u)", "<div>", "</div>", "<!-- c -->", "a  ", "a\\", "#", "## h ##", "+ i", "10. n")
        ),
    ).map("".join),
    max_size=9,
).map("\n".join)  # fmt: skip


def outline(html: str) -> str:
    """A page as its elements and words, without what the two write differently for the same."""
    html = re.sub(r"<pre><code[^>]*>(.*?)</code></pre>", lambda m: f"<pre>{m[1].rstrip()}</pre>", html, flags=re.DOTALL)
    html = re.sub(r' (?:id|class|tabindex|style)="[^"]*"', "", html).replace("<s>", "<del>").replace("</s>", "</del>")
    html = re.sub(r"<li value=\"\d+\">", "<li>", html).replace("<br />", "<br>").replace("<hr />", "<hr>")
    html = re.sub(
        r"<tbody>\s*</tbody>|</?p>|<(/?)h[1-6]>", lambda m: "" if not m[1] and "h" not in m[0] else f"<{m[1]}h>", html
    )
    return re.sub(r"\s+", "", html.replace("&quot;", '"'))


@settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck), deadline=None)
@given(STRUCTURE)
def test_fuzz_blocks_are_commonmarks(text: str) -> None:
    """Lists, quotations, code and headings are what another reader of CommonMark makes of them."""
    made, problems = convert.body(text, "content/a.md", 1)
    # Of a line in a container and an indented one below it markdown-it makes code, where the specification lets the
    # paragraph go on; behind an empty item and two blank lines it begins another list, where the reference goes on.
    lazy = re.search(r"\S[^\n]*\n(?: {4}| *\t)", text) or re.search(r"(?:[-*+]|\d[.)]) *\n\s*\n\s*\n", text)
    if made is None or "<" in text or lazy or any(p.level is Level.ERROR for p in problems):
        return
    html = re.sub(r"jianbao:\d+", "u", made.html)
    assert outline(ORACLE.render(text)) == outline(html), text


# Marks of other programs ---------------------------------------------------------------------------

TRANSLATED = {
    "{% asset_img a.jpg 合影 %}": "![合影](a.jpg)",
    "{% asset_img right a.jpg 300 200 '合 影' %}": "![合 影](a.jpg)",
    "{% post_link hello 你好 %}": "[你好](hello.md)",
    "{% post_link hello %}": "[hello](hello.md)",
    "{% codeblock lang:js %}\nx\n{% endcodeblock %}": "```js\nx\n```",
    "{% highlight ruby %}\nx\n{% endhighlight %}": "```ruby\nx\n```",
    '{{< figure src="a.jpg" alt="甲" title="乙" >}}': '![甲](a.jpg "乙")',
    '见[甲]({{< ref "x.md" >}})': "见[甲](x.md)",
    '见[甲]({{< relref "x" >}})': "见[甲](x.md)",
    "[[页面]]": "[页面](页面.md)",
    "[[页面#节|文字]]": "[文字](页面.md#节)",
    "![[图.png]]": "![图](图.png)",
    "![[图 1.png|300]]": "![](<图 1.png>){: width=300 }",
    "> [!NOTE]\n> 甲": "> **说明**\n> 甲",
    "[甲]{.underline}": "<u>甲</u>",
    "[甲]（https://example.org/a）": "[甲](https://example.org/a)",
    "|甲|乙|\n|1|2|": "|甲|乙|\n| --- | --- |\n|1|2|",
    "｜甲｜乙｜\n｜——｜——｜\n｜1｜2｜": "|甲|乙|\n| --- | --- |\n|1|2|",
    "|甲|`乙`|\n｜1｜`a｜b`｜": "|甲|`乙`|\n| --- | --- |\n|1|`a｜b`|",
    "[甲`乙`]{.underline}": "<u>甲`乙`</u>",
    "==重`a`点==": "<mark>重`a`点</mark>",
    "#标`a`题": "# 标`a`题",
    "#标题": "# 标题",
    "==重点==": "<mark>重点</mark>",
    "[TOC]": "",
    "！[现场](a.jpg)": "![现场](a.jpg)",
    "！[现场](a.jpg “走访｜供图：甲”)": '![现场](a.jpg "走访｜供图：甲")',
    "![现场] (a.jpg)": "![现场](a.jpg)",
    '见[甲] (huodong.md "乙")': '见[甲](huodong.md "乙")',
    "见[甲] (https://example.org/a)": "见[甲](https://example.org/a)",
    "![现场]（a.jpg）": "![现场](a.jpg)",
    "［上次］（huodong.md）": "[上次](huodong.md)",
    "！［现场］ (a.jpg)": "![现场](a.jpg)",
    "![现场](a.jpg “走访｜供图：甲”)": '![现场](a.jpg "走访｜供图：甲")',
    "＃＃ 标题": "## 标题",
    "＃＃标题": "## 标题",
    "＊＊重点＊＊，要记住": "**重点**，要记住",
    "＃ 一级": "# 一级",
}


@pytest.mark.parametrize(("text", "expected"), TRANSLATED.items())
def test_plain_marks_of_other_programs_are_translated(text: str, expected: str) -> None:
    """To what they mean in Markdown; and once they are, nothing is left to be told."""
    assert expected == foreign.translated(text)
    assert expected == foreign.translated(expected)
    _, problems = convert.body(text, "content/a.md", 1)
    assert {p.code for p in problems} & {"foreign-mark", "table-broken", "heading-space"}
    _, problems = convert.body(expected, "content/a.md", 1)
    assert not {p.code for p in problems} & {"foreign-mark", "table-broken", "heading-space"}


@pytest.mark.parametrize(
    "text",
    [
        "`[[甲]]`",
        "    [[甲]]",
        "```\n{% raw %}\n```",
        "9:30:20",
        "a == b",
        "#巾帼# 行动",
        "$5 与 $6",
        "甲|乙",
        "{乙}",
        "C#: 甲",
        "a[0]（见下）",
        "a[0] (见下)",
        "[注] (2018)",
        "见［2018］（第3号）",
        "太好了！[甲](https://example.org/a.jpg)",
        "5＊3＊＊2",
        "１＃楼",
        "李＊＊、王＊＊等人",
        "电话138＊＊＊＊5678，139＊＊＊＊1234",
        "＃最美家庭＃ 今年的寻找活动开始了。",
        "＃1楼和2楼设有母婴室，欢迎使用。",
        "＃＃这是一句话。",
        "见［通知］（2018.05）。",
        "得分[甲队] (92.50)",
        "[附件] (会议纪要第2.10)",
        "`＊＊重点＊＊`",
    ],
)
def test_what_only_resembles_them_is_left_alone(text: str) -> None:
    """In code, in times and in prices nothing is a mark."""
    _, problems = convert.body(text, "content/a.md", 1)
    assert [] == problems
    assert text == foreign.translated(text)


@settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck), deadline=None)
@given(bodies.BODY)
def test_fuzz_translations_end(text: str) -> None:
    """A second translation finds at most what the first has uncovered, and never raises."""
    once = foreign.translated(text)
    twice = foreign.translated(once)
    assert foreign.translated(twice) == foreign.translated(foreign.translated(twice))


def test_check_fix_translates_them(site: Site) -> None:
    """Where nothing else is to be mended too; the front matter and code stay."""
    site.article("2018/b.md")
    site.write(
        "content/2018/a.md",
        "---\ntitle: 甲\ndate: 2018-04-23\n---\n\n见[[b]]。\n\n```\n[[b]]\n```\n\n> [!TIP]\n> 甲。\n",
    )
    cli.main(["check", "--fix", "--site", str(site.path), str(site.path / "content/2018/a.md")])
    assert "---\ntitle: 甲\ndate: 2018-04-23\n---\n\n见[b](b.md)。\n\n```\n[[b]]\n```\n\n> **提示**\n> 甲。\n" == (
        site.path / "content/2018/a.md"
    ).read_text("utf-8")
    assert [] == site.problems()


# Whole files -----------------------------------------------------------------------------------------


def test_all_problems_of_a_file_are_told_at_once() -> None:
    """In the front matter and in the body, each at its place."""
    text = "---\ntitle: 甲\ntitel: 乙\ndate: 昨天\n---\n看[这里]()。\n\n|甲|\n|-|\n|1|2|\n\n<!-- 没有结尾\n"
    _, _, problems = parsing.parsed(text.encode(), "a.md", ZONE)
    assert {"unknown-key": 3, "bad-date": 4} == {p.code: p.line for p in problems if p.line < 6}
    assert {"broken-link": 6, "table-cells": 10, "comment-open": 12} == {
        p.code: p.line for p in problems if p.line >= 6
    }


CASES: dict[str, tuple[str, Callable[[str], bool]]] = {
    "a row of hyphens": ("甲\n\n" + "-" * 80 + "\n\n乙", lambda html: "<hr>" in html),
    "a row of stars": ("*" * 60, lambda html: "<hr>" in html),
    "a grid": ("```\n+" + "-" * 30 + "+\n| 甲 |\n+" + "-" * 30 + "+\n```", lambda html: "+---" in html),
    "a long underline": ("标题\n" + "=" * 60, lambda html: "<h2" in html),
    "numbers up to 15": (" ".join(f"{n}." for n in range(1, 16)), lambda html: 'start="15"' in html),
    "nineteen quotations": (">  " * 19 + "甲", lambda html: html.count("<blockquote>") == 19),
    "a table of 4,000 rows": ("|甲|乙|\n|-|-|\n" + "|1|2|\n" * 4000, lambda html: html.count("<tr>") == 4001),
    "code of 5,000 lines": ("```\n" + "(((*_[\n" * 5000 + "```", lambda html: html.count("(((*_[") == 5000),
}


@pytest.mark.parametrize(("text", "holds"), CASES.values(), ids=CASES)
def test_what_is_harmless_is_not_refused(text: str, holds: Callable[[str], bool]) -> None:
    """Rules, drawings, output of programs and long tables cost no more than their length."""
    made, problems = convert.body(text, "content/a.md", 1)
    assert [] == [p for p in problems if p.level is Level.ERROR]
    assert made is not None
    assert holds(made.html)
