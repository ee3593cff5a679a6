"""Who had a hand in a text: bodies are its source, persons are not."""

import pytest

from jianbao.importer.bulletin import items
from jianbao.importer.line import bylines
from jianbao.importer.model import Options
from jianbao.importer.reading import source

_BODY = "石门社区妇联在文化站为居民讲授急救知识，八十多人到场，每人都在模拟人上做了一遍。"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("文\\罗青 图\\白帆 审核\\石磊", ""),
        ("文/图 院团委 罗青 编辑/白帆", "院团委"),
        ("校学生处 罗青/文  白帆/图", "校学生处"),
        ("撰稿：罗青 审核：镇妇联", "镇妇联"),
        ("文/秦岚", ""),
        ("罗青 白帆", None),
        ("罗青说，这是第一次。", None),
        ("院团委", None),
    ],
)
def test_the_bodies_that_a_line_of_credits_names(text: str, told: str | None) -> None:
    assert bylines.body(text) == told


def only(text: str) -> tuple[str, str, str, list[str], set[str]]:
    """(kicker, title, date, paragraphs, reasons of what was dropped) of the only item of a text."""
    made = items(source("raw.txt", text.encode()), {}, Options())
    (item,) = made.items
    return item.kicker, item.title, item.date, [p.text for p in item.paragraphs], {d.reason for d in made.dropped}


def test_a_school_year_tells_the_year_of_its_months() -> None:
    dates = [only(f"我校举办2031-2032学年读书节\n\n{month}月9日，{_BODY}\n{_BODY}")[2] for month in ("11", "3")]
    assert dates == ["2031-11-09", "2032-03-09"]


def test_the_only_year_of_a_text_is_taken_with_a_doubt() -> None:
    made = items(
        source("raw.txt", f"4月9日，{_BODY}这是2018年的第二课。\n2018年共开六课。{_BODY}".encode()), {}, Options()
    )
    assert made.items[0].date == "2018-04-09"
    assert any("这一个年份" in doubt for doubt in made.items[0].doubts)


def test_a_slogan_of_the_site_is_no_title() -> None:
    text = f"听家乡话,看家乡事\n\n石门社区开急救课\n\n石门晚报 2018-05-21 09:12\n\n5月19日，{_BODY}\n\n{_BODY}"
    assert only(text)[1:3] == ("石门社区开急救课", "2018-05-19")


def test_several_issuers_above_one_document() -> None:
    text = (
        "石 门 县 妇 女 联 合 会\n石门县教育局\n文件\n石妇〔2016〕2号\n关于开设急救课的通知\n各乡镇妇联、各学校：\n"
        f"{_BODY}\n请各单位照此开课。\n石门县妇联　　石门县教育局\n2016年1月15日"
    )
    kicker, title, day, paragraphs, reasons = only(text)
    assert (kicker, title, day, len(paragraphs)) == ("", "关于开设急救课的通知", "2016-01-15", 3)
    assert "文件的版头" in reasons


def test_a_motto_above_a_title_is_its_kicker() -> None:
    text = f"学会自救 守护家人\n石门社区妇联开急救课\n发布时间：2016-10-08 点击数：15 来源：石门社区\n{_BODY}\n{_BODY}"
    assert only(text)[:2] == ("学会自救 守护家人", "石门社区妇联开急救课")


def test_names_of_pictures_and_what_is_recommended_are_no_text() -> None:
    text = (
        f"石门社区妇联开急救课\n5月19日，{_BODY}\n图片1_副本.png\n{_BODY}\n新闻推荐\n大桥今起单向通行\n过往车辆请绕行……"
    )
    *_, paragraphs, reasons = only(text)
    assert [paragraph[-4:] for paragraph in paragraphs] == ["了一遍。", "了一遍。"]
    assert reasons == {"网页上的导航文字", "网页上推荐的别的文章"}
