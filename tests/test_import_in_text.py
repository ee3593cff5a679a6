"""The lists that an article's text announces are of the text: no item of one is a headline, a heading, a column."""

from pathlib import Path

import pytest

from tests.raw import cut
from tests.test_import_archive import brought, lay
from tests.test_import_txt import LEAD, body

HEAD = "海城妇联简报\n2019年第3期\n海城市妇联办公室编　2019年3月29日\n\n"
OTHER = "海城区妇联慰问困难姐妹\n3月15日，海城区妇联走访慰问困难姐妹二十户，送去米面和春联。\n（海城区妇联）\n"


def _issue(*lines: str, other: str = OTHER) -> str:
    first = ["滨海社区开办缝纫课", "3月11日，滨海社区开办缝纫课，共24人报名。", *lines]
    return HEAD + "\n".join(first) + "\n（海城区妇联）\n\n" + other


LISTS = [
    ("课程有：", "1．裁剪", "2．锁边", "3．熨烫"),
    ("课程的安排是：", "（一）裁剪", "（二）锁边"),
    ("课程分为：", "①裁剪", "②锁边", "③熨烫"),
    ("各组人数如下：", "甲组12人", "乙组7人", "丙组5人"),
    ("各组组长名单：", "周梅　滨海社区", "吴兰　新村社区"),
    ("课程的内容包括：", "裁剪和锁边", "熨烫", "刺绣入门"),
    ("课程的内容包括：", "◆裁剪和锁边", "◆熨烫"),
]


@pytest.mark.parametrize("ends", ["学员们都说学到了手艺", "学员们都说学到了手艺。"])
@pytest.mark.parametrize("listed", LISTS)
def test_a_list_that_a_text_announces_is_of_the_text(listed: tuple[str, ...], ends: str) -> None:
    """Whatever stands below it, with a full stop or without one: it is a paragraph, too."""
    made = cut(_issue(*listed, ends))
    assert [item.title for item in made.items] == ["滨海社区开办缝纫课", "海城区妇联慰问困难姐妹"]
    assert [(p.text, p.heading) for p in made.items[0].paragraphs[1:]] == [(text, False) for text in (*listed, ends)]
    assert not [d for d in made.dropped if d.reason == "栏目标签"]


def test_numbers_with_texts_below_them_are_headings_all_the_same() -> None:
    made = cut(_issue("主要的做法是：", "1．把课开到楼下", body(1), "2．把料送到手上", body(2)))
    assert [p.text for p in made.items[0].paragraphs] == [
        "3月11日，滨海社区开办缝纫课，共24人报名。",
        "主要的做法是：",
        "1．把课开到楼下",
        body(1),
        "2．把料送到手上",
        body(2),
    ]


def test_the_headline_below_a_list_is_one() -> None:
    """The words of a list have no form; the line above news is none of them."""
    made = cut(
        _issue("课程的内容包括：", "裁剪和锁边", "熨烫", "刺绣入门", other=OTHER.replace("（海城区妇联）\n", ""))
    )
    assert [item.title for item in made.items] == ["滨海社区开办缝纫课", "海城区妇联慰问困难姐妹"]


def test_a_line_above_a_title_announces_no_list() -> None:
    made = cut(_issue(other="海城晚报专访海城区妇联：\n把课开到姐妹家门口\n" + LEAD + "\n"))
    assert [(item.kicker, item.title) for item in made.items][1:] == [
        ("海城晚报专访海城区妇联：", "把课开到姐妹家门口")
    ]


def _page(inner: str) -> str:
    return (
        "<html><head><title>滨海社区开办缝纫课</title></head><body><h1>滨海社区开办缝纫课</h1>"
        f"<p>发布时间：2019-03-12　来源：海城区妇联</p><div><p>{LEAD}</p>{inner}<p>大家都说学到了手艺。</p></div></body></html>"
    )


@pytest.mark.parametrize(
    ("inner", "texts", "said"),
    [
        ("<ul><li>裁剪和锁边</li><li>怎样熨烫</li></ul>", ["裁剪和锁边", "怎样熨烫"], "列表 2 项"),
        ("<ol><li><p>裁剪和锁边</p></li><li><p>怎样熨烫</p></li></ol>", ["裁剪和锁边", "怎样熨烫"], "列表 2 项"),
        ("<dl><dt>开课时间</dt><dd>上午九点半</dd></dl>", ["开课时间", "上午九点半"], ""),
        ("<blockquote>学艺不压身。</blockquote>", ["学艺不压身。"], "引用 1 处"),
    ],
)
def test_the_items_of_a_pages_lists_are_no_headings(inner: str, texts: list[str], said: str) -> None:
    """They are paragraphs; that the list or the quotation is not kept is said."""
    made = cut(_page(inner), "a.html")
    assert [(p.text, p.heading) for p in made.items[0].paragraphs[1:-1]] == [(text, False) for text in texts]
    told = [doubt for doubt in made.doubts if "只留下文字" in doubt]
    assert (len(told) == 1 and said in told[0]) if said else not told


def test_a_heading_that_is_no_item_stays_one() -> None:
    made = cut(_page(f"<p>课程怎样安排</p><p>{body(1)}</p><p>学员怎样报名</p><p>{body(2)}</p>"), "a.html")
    assert [p.text for p in made.items[0].paragraphs if p.heading] == ["课程怎样安排", "学员怎样报名"]


def test_a_folder_of_pages_keeps_lists_and_quotations(tmp_path: Path) -> None:
    """An item of a list is one, and no heading; that it was lost is not said."""
    page = _page("<ul><li>裁剪和锁边</li><li>怎样熨烫</li></ul><blockquote>学艺不压身。</blockquote>")
    told = brought(lay(tmp_path / "old", {"a.html": page}), tmp_path / "site")
    text = next((tmp_path / "site/content/2019").glob("*.md")).read_text("utf-8")
    assert "\n- 裁剪和锁边\n- 怎样熨烫\n" in text
    assert "\n> 学艺不压身。\n" in text
    assert "只留下文字" not in told


def test_numbered_lines_that_are_taken_for_columns_are_told() -> None:
    """No line announces them: whether they are a list of the text above, the editor has to say."""
    made = cut(_issue("课开到五月底", "1．裁剪", "2．锁边", "学员们都说学到了手艺"))
    assert "“1．裁剪”等2行有编号，按栏目名，没有收入，请核对是不是正文里的列表" in made.doubts
    assert not [doubt for doubt in cut(_issue()).doubts if "列表" in doubt]
