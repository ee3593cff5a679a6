"""Headlines are broken where words end, in what is computed and in what Chromium shows.

The words of tests/headlines.txt were marked by hand before anything had cut them.
"""

import re
from pathlib import Path
from typing import Any

import pytest

from jianbao.content import phrases
from jianbao.content.phrases import MARK
from tests.sites import Site
from tests.test_theme_pages import serving

HEADLINES = [
    line
    for line in (Path(__file__).parent / "headlines.txt").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]
LINES = """(element) => {
  const walk = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  const range = document.createRange(), lines = [];
  let top;
  for (let node; (node = walk.nextNode());) for (let i = 0; i < node.length; i++) {
    range.setStart(node, i);
    range.setEnd(node, i + 1);
    const box = range.getBoundingClientRect();
    if (top === undefined || box.top > top + box.height / 2) lines.push("");
    if (box.height) top = box.top;
    lines[lines.length - 1] += node.data[i];
  }
  return lines;
}"""


def borders(marked: str) -> set[int]:
    """Where a marked headline's words end; beside a mark a line may always be broken."""
    plain = marked.replace("/", "")
    found, at = set(), 0
    for part in marked.split("/"):
        at += len(part)
        found.add(at)
    return found | {n for n in range(1, len(plain)) if re.match(r"\W", plain[n]) or re.match(r"\W", plain[n - 1])}


def breaks(pieces: list[str]) -> list[int]:
    """Where pieces of a text end, but for the last."""
    return [sum(map(len, pieces[:n])) for n in range(1, len(pieces))]


def test_no_break_is_inside_a_word() -> None:
    """Of the breaks of fifty headlines, whose words were marked by hand, none; and no phrase is too long for a line."""
    found = {m: phrases.pieces(m.replace("/", "")) for m in HEADLINES}
    wrong = [p for m, p in found.items() if not set(breaks(p)) <= borders(m)]
    assert wrong == []
    assert sum(len(p) - 1 for p in found.values()) >= 4 * len(HEADLINES)
    assert [piece for p in found.values() for piece in p if len(piece) > 11] == []


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("救助15名贫困妇女14.6122万元", ("15名", "14.6122万元")),
        ("4月17日至19日举办第十二期培训", ("4月17日", "19日", "第十二期")),
        ("印发“一带一路”与《家庭教育》材料", ("“一带一路”", "《家庭教育》")),
        ("王小雅在厦门市妇联作报告", ("王小雅",)),
        ("A股与Wi-Fi进社区", ("Wi-Fi",)),
        ("多措并举推动稳中向好", ("多措并举", "稳中向好")),
        ("会见来京述职的李家超", ("李家超",)),
        ("击退俄军在巴赫穆特进攻", ("巴赫穆特",)),
        ("鹊桥二号中继星进入环月轨道飞行", ("鹊桥二号",)),
        ("【理财专题26】买股票实验结局", ("专题26】",)),
        ("分布式账本里比特币的加密算法原理", ("比特币",)),
        ("英王威廉四世的后代走进二十一世纪", ("威廉四世", "世纪")),
        ("代表在民主选举会上发言", ("选举会上",)),
        ("建好妇女之家服务大局", ("妇女之家",)),
    ],
)
def test_what_stays_whole(text: str, whole: tuple[str, ...]) -> None:
    """Numbers with their units, short quotations, names that the article names, words of official prose."""
    pieces = phrases.pieces(text, ("王小雅",))
    assert "".join(pieces) == text
    assert [word for word in whole if not any(word in piece for piece in pieces)] == []


def test_a_number_with_its_unit_is_a_word_beside_which_a_line_may_end() -> None:
    """What is never broken is a word like others: 6人|死亡, 38万元|资金."""
    assert phrases.pieces("两起事故致6人死亡")[-1] == "死亡"
    assert phrases.pieces("市妇联发放38万元资金")[-2:] == ["38万元", "资金"]


def test_what_is_too_long_is_broken_before_a_verb() -> None:
    """Below a cover five characters have room: a phrase of more is broken at weaker places, and at no others."""
    text = "中方称对话与谈判是解决伊核问题最佳途径"
    assert phrases.pieces(text, (), phrases.BELOW_A_COVER) == [
        "中方称对话",
        "与谈判",
        "是解决",
        "伊核",
        "问题",
        "最佳",
        "途径",
    ]
    assert "与谈判是解决伊核问题" in phrases.pieces(text)
    short = [p for m in HEADLINES for p in phrases.pieces(m.replace("/", ""), (), phrases.BELOW_A_COVER)]
    long = [p for m in HEADLINES for p in phrases.pieces(m.replace("/", ""))]
    assert len(short) > len(long)
    wrong = [m for m in HEADLINES if not set(breaks(phrases.pieces(m.replace("/", ""), (), 5))) <= borders(m)]
    assert wrong == []


def test_a_long_phrase_is_broken_behind_the_name_of_a_place() -> None:
    """A lead story's line has room for ten characters on the narrowest telephone."""
    assert phrases.pieces("印尼东努沙登加拉省发生地震")[:2] == ["印尼东努沙登加拉省", "发生"]
    assert phrases.LONGEST == 10


def test_marks_neither_begin_nor_end_a_line() -> None:
    """Nothing that closes begins a piece, and nothing that opens ends one."""
    pieces = [p for m in HEADLINES for p in phrases.pieces(m.replace("/", ""))]
    assert [p for p in pieces if p[0] in "，。、：；）》”" or p[-1] in "（《“"] == []


def test_a_text_is_phrased_once_and_for_all() -> None:
    """Phrasing a phrased text changes nothing, and without its marks it is the text."""
    for marked in HEADLINES:
        text = marked.replace("/", "")
        once = phrases.phrased(text)
        assert (once.replace(MARK, ""), phrases.phrased(once)) == (text, once)
    assert (phrases.phrased(""), phrases.phrased("妇")) == ("", "妇")


def test_an_edited_text_keeps_its_headline(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """The dictionary is asked for headlines never met alone; what a build remembers is what one from nothing makes."""
    asked: list[str] = []
    real = phrases.pieces
    monkeypatch.setattr(phrases, "pieces", lambda text, *more: (asked.append(text), real(text, *more))[1])
    site.article("2018/a.md", "市妇联开展宪法专题学习")
    site.build()
    assert [text for text in asked if text] == ["市妇联开展宪法专题学习"]
    site.article("2018/a.md", "市妇联开展宪法专题学习", body="另一段正文。\n")
    site.build()
    assert [text for text in asked if text] == ["市妇联开展宪法专题学习"]
    page = site.output / "2018/a.html"
    assert "宪法<wbr>专题" in page.read_text("utf-8")
    site.article("2018/a.md", "市妇联开展宪法专题学习", people=["宪法专"])
    site.build()
    before = site.tree()
    site.build(clean=True)
    assert site.tree() == before
    assert "宪法<wbr>专题" not in page.read_text("utf-8")


def test_a_long_heading_of_a_text_is_broken_between_words(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """On the page alone, not in feeds nor in the address of its place; one with more than words in it stays as it is."""
    heading = "强化思想政治引领凝聚广大妇女奋进力量"
    body = f"## {heading}\n\n正文。\n\n## 短标题\n\n正文。\n\n### {heading}*重点*\n\n正文。\n"
    site.article("2018/a.md", "甲", body=body)
    site.build()
    file = site.output / "2018/a.html"
    page = file.read_text("utf-8")
    marked = re.search(r'<h2 id="([^"]*)">(.*?)</h2>', page)
    assert marked is not None
    assert (marked[1], marked[2].replace("<wbr>", "")) == (heading, heading)
    assert marked[2].count("<wbr") >= 3
    assert ">短标题</h2>" in page
    assert f">{heading}<em>重点</em></h3>" in page
    assert "<wbr" not in (site.output / "feed.xml").read_text("utf-8")
    asked: list[str] = []
    monkeypatch.setattr(phrases, "pieces", lambda text, *_: (asked.append(text), [text])[1])
    site.article("2018/a.md", "甲", body=body + "又一段。\n")
    site.build()
    assert [text for text in asked if text] == []
    assert file.read_text("utf-8").count("<wbr") == page.count("<wbr")


@pytest.mark.browser
def test_chromium_breaks_headlines_where_words_end(browser: Any, site: Site) -> None:
    """On the home page, in a column and on articles, at four widths: no line of a headline begins inside a word."""
    for number, marked in enumerate(HEADLINES):
        site.article(f"2018/{number:02}.md", marked.replace("/", ""), f"2018-04-{number % 28 + 1:02}", column="要闻")
    site.build()
    known = {m.replace("/", ""): borders(m) for m in HEADLINES}
    seen, wrong = 0, []
    with serving(site, browser) as shown:
        page = shown.page()
        for width in (320, 360, 768, 1440):
            page.set_viewport_size({"width": width, "height": 800})
            for path in (
                "index.html",
                "columns/要闻.html",
                "archive/2018.html",
                *(f"2018/{n:02}.html" for n in (0, 7, 43)),
            ):
                page.goto(f"{shown.url}{path}")
                for lines in page.evaluate(f"[...document.querySelectorAll('main :is(h1, h2 a, li a)')].map({LINES})"):
                    title = "".join(lines)
                    if title in known:
                        seen += 1
                        wrong += [(width, lines) for n in breaks(lines) if n not in known[title]]
        page.context.close()
    assert seen >= 300
    assert wrong == []


@pytest.mark.browser
@pytest.mark.parametrize("theme", ["ludao", "plain", "qinghe"])
def test_a_headline_is_one_text_for_those_who_hear_it(browser: Any, site: Site, theme: str) -> None:
    """Where it may be broken says nothing: the name of a link is the headline, without blanks, as Chromium computes it."""
    site.write("config.yaml", f"site: {{name: 小站, url: 'https://example.org/'}}\ncolumns: [要闻]\ntheme: {theme}\n")
    heading = "强化思想政治引领凝聚广大妇女奋进力量"
    site.article("2018/a.md", "市妇联开展宪法专题学习", "2018-04-01", f"## {heading}\n\n正文。\n", column="要闻")
    site.build()
    with serving(site, browser) as shown:
        page = shown.page()
        session = page.context.new_cdp_session(page)
        for path in ("index.html", "columns/要闻.html", "2018/a.html"):
            page.goto(f"{shown.url}{path}")
            assert page.locator("wbr").count()
            nodes = session.send("Accessibility.getFullAXTree")["nodes"]
            named = {
                n.get("name", {}).get("value") for n in nodes if n.get("role", {}).get("value") in ("link", "heading")
            }
            assert "市妇联开展宪法专题学习" in named, (path, named)
            assert path != "2018/a.html" or heading in named
        page.context.close()
