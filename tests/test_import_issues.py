"""What an issue says of itself, and what contradicts it: columns, second lines, contents, another way to cut it."""

import pytest

from tests.raw import cut

HEAD = "柳桥街道一月一报\n2018年11月刊\n柳桥街道妇女联合会\n地址：柳桥路3号  电话：66660000\n\n"
ONE = "11月5日，柳桥街道选出新一届妇联执委，平均年龄三十八岁，大学以上的占一半。"
TWO = "一坛腊八豆从一楼送到六楼，六家人都尝了鲜，还有人回赠了一把青菜。"
THREE = "11月18日深夜，路过的快递员把突发胸痛的老人背下楼，送到了医院。"


def titles(text: str) -> list[str]:
    """The titles of the items of a text file."""
    return [item.title for item in cut(text).items]


def test_items_are_numbered_in_each_column_anew() -> None:
    text = f"{HEAD}一、街道要闻\n1.街道妇联换届完成\n{ONE}\n2.老楼加装扶手\n{THREE}\n\n二、邻里之间\n1.腊八豆传了六家\n{TWO}\n"
    assert titles(text) == ["街道妇联换届完成", "老楼加装扶手", "腊八豆传了六家"]


def test_the_only_item_of_a_column_has_no_number() -> None:
    text = (
        f"{HEAD}一、街道要闻\n1、妇联换届完成\n{ONE}\n2、老楼加装扶手\n{THREE}\n二、他山之石\n邻镇推行积分超市\n{TWO}\n"
    )
    made = cut(text)
    assert [item.title for item in made.items] == ["妇联换届完成", "老楼加装扶手", "邻镇推行积分超市"]
    assert "二、他山之石" in [dropped.text for dropped in made.dropped]


def test_the_points_of_a_plan_are_no_items() -> None:
    text = f"关于举办插花比赛的通知\n2018年3月5日\n一、比赛办法\n1.报名\n{ONE}\n2.评比\n{TWO}\n二、其他事项\n1.奖励\n{THREE}\n"
    assert len(titles(text)) == 1


@pytest.mark.parametrize("year", ["—2022—", "——2022——", "-2022-", "· 2022 ·"])
def test_a_year_between_dashes_is_no_page(year: str) -> None:
    text = f"云岭县妇联\n网上家园周讯\n（4月第2周）\n{year}\n\n# 直播间里学法律\n4月11日，县妇联的直播开播，两千人在线收看。\n\n# 绣娘接大单\n{TWO}\n"
    assert cut(text).items[0].date == "2022-04-11"


def test_a_page_number_stays_one() -> None:
    text = f"{HEAD}★妇联换届完成\n{ONE}\n\n— 12 —\n\n★腊八豆传了六家\n{TWO}\n"
    assert [(d.text, d.reason) for d in cut(text).dropped if "12" in d.text] == [("— 12 —", "页码")]


NEWS = (
    (
        "五月的花海 青春的歌",
        "——我局举行文艺汇演",
        "本报讯（通讯员 何某）5月3日晚，局俱乐部灯火通明，汇演在这里拉开帷幕。",
    ),
    ("小发明解决大难题", "二矿机电队青工创新记", "本报讯（通讯员 肖某）“别看这小小的卡子，一年能省八万元。”孙某说。"),
    (
        "向“三违”行为说不",
        "三矿青安岗员突击查岗",
        "本报讯（通讯员 郑某）4月25日零点，三矿团委组织岗员下井查岗，纠正九起。",
    ),
)


def test_where_each_title_has_a_second_line_it_is_its_subtitle() -> None:
    body = "\n".join(f"{title}\n{below}\n{text}\n" for title, below, text in NEWS)
    made = cut(f"东岭团讯\n第十四期\n二〇一三年五月七日\n\n{body}")
    assert [(item.title, item.subtitle) for item in made.items] == [(title, below) for title, below, _ in NEWS]
    assert any("按副题" in doubt for doubt in made.items[1].doubts)


def test_short_news_at_the_end_are_an_item() -> None:
    body = "\n".join(f"{title}\n{below}\n{text}\n" for title, below, text in NEWS)
    brief = "简讯\n△4月16日，选煤厂团委植树，栽樱花60株。\n△4月22日，医院团总支到家属区义诊。\n"
    made = cut(f"东岭团讯\n第十四期\n二〇一三年五月七日\n\n{body}\n{brief}")
    assert (made.items[-1].title, len(made.items[-1].paragraphs)) == ("简讯", 2)


def test_a_sentence_that_begins_as_a_field_does_is_of_the_text() -> None:
    text = (
        "街道举办文艺汇演\n5月3日晚，街道的汇演在文化站拉开帷幕，观众坐满了院子。\n来自11个村的团员表演了歌舞和快板。\n"
    )
    (item,) = cut(text).items
    assert (item.source, len(item.paragraphs)) == ("", 2)


CONTENTS = "柳桥简报\n第9期\n2021年10月8日\n\n目录\n{}\n{}\n\n▍{}\n" + ONE + "\n\n▍{}\n" + TWO + "\n"


def test_contents_that_name_what_is_no_item_are_doubtful() -> None:
    names = "妇联换届完成", "腊八豆传了六家"
    assert not [doubt for doubt in cut(CONTENTS.format(*names, *names)).doubts if "目录" in doubt]
    assert not [d for d in cut(CONTENTS.format("妇联换届工作完成", names[1], *names)).doubts if "目录" in d]
    (doubt,) = (d for d in cut(CONTENTS.format("儿童之家开放", names[1], *names)).doubts if "目录" in d)
    assert doubt == "目录列出2条，分成了2条：目录里的“儿童之家开放”没有对上哪一条，“妇联换届完成”目录里没有，请核对分条"


def test_a_special_report_is_of_the_day_of_its_head() -> None:
    body = "为摸清情况，县妇联走访了三十六个村，发放问卷一千二百份。现将情况报告如下：\n一、基本情况\n全县两万人中，种养的占六成。\n"
    head = "信息专报\n第27期\n青石县妇女联合会    2020年6月19日\n\n"
    (item,) = cut(f"{head}关于留守妇女创业情况的调查\n\n{body}").items
    assert item.date == "2020-06-19"
    assert any("按报头的日期" in doubt for doubt in item.doubts)
    (item,) = cut(f"{head}县妇联到三十六个村走访\n\n{body}").items
    assert item.date == ""


def test_headings_with_a_mark_begin_right_below_a_title() -> None:
    text = f"街道妇联在社区开展普法月活动\n◆ 送法进楼道\n{ONE}\n◆ 送法进家门\n{TWO}\n◆ 送法进校园\n{THREE}\n"
    (item,) = cut(text).items
    assert [p.text for p in item.paragraphs if p.heading] == ["◆ 送法进楼道", "◆ 送法进家门", "◆ 送法进校园"]


PAGE = "全市妇联培训班开班\n2021-05-30 23:12:20  来源：山城新闻网  作者：李某\n\n5月30日，培训班在市委党校开班，六十名学员参加。\n\n【责任编辑：陈某】\n"


def test_articles_that_a_page_shows_below_its_own_go() -> None:
    teasers = "• 日排行榜\n• 周排行榜\n• 书香满屋\n\n这些年，邱某当选全国优秀，她说书香是最好的传家宝，孙女也爱看书。\n\n书香满屋\n• 声如夏花\n"
    (item,) = cut(PAGE + teasers).items
    assert [p.text[:5] for p in item.paragraphs] == ["5月30日"]


def test_a_path_of_columns_is_no_kicker_and_a_pen_name_signs() -> None:
    text = "新闻速递 — 基层动态\n街道残联开展助残活动\n12月3日，街道残联组织志愿者看望了二十户残疾人家庭，送去了米面。\n津红\n"
    (item,) = cut(text).items
    assert (item.kicker, item.title, item.signature, len(item.paragraphs)) == ("", "街道残联开展助残活动", "津红", 1)
