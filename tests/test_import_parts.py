"""What an importer takes a line for, by its parts: rules with examples both ways."""

import time
from pathlib import PurePath

import pytest

from jianbao.importer.bulletin import items
from jianbao.importer.items import furniture
from jianbao.importer.line import (
    bylines,
    figures,
    headparts,
    imprint,
    kinds,
    masthead,
    meta,
    mottos,
    signatures,
    titlemarks,
    titles,
)
from jianbao.importer.model import Dropped, Item, Line, Options
from jianbao.importer.page import grid
from jianbao.importer.posts import drafts, headers
from jianbao.importer.reading import source
from jianbao.importer.text import decode


def only(text: str, name: str = "raw.txt") -> Item:
    made = items(source(name, text.encode()), {}, Options())
    assert len(made.items) == 1, [item.title for item in made.items]
    return made.items[0]


@pytest.mark.parametrize(
    ("line", "begun", "is_head"),
    [
        ("《石桥工会》2022年第3期（总第45期）主办：石桥区总工会2022年3月31日", False, True),
        ("主办：长泉县妇女联合会电话：0000-1234567", False, True),
        ("2016年第三季度（总第26期）", False, True),
        ("2014年第2期工作简讯2014年5月30日", False, True),
        ("南山街道党建办3月22日", True, True),
        ("南山街道党建办3月22日", False, False),  # with no number above it could be anything
        ("区教育局“双减”专班2022年3月11日", True, True),
        ("区总工会召开第8期培训班开班仪式", False, False),
        ("第三期家政培训班在县妇联开班", True, False),
        ("县妇联工作动态", False, False),  # a name alone says nothing
        ("市妇联：第12期“她讲堂”开讲", False, False),
        ("地点：县妇联会议室", False, False),
    ],
)
def test_a_head_is_what_its_parts_make_it(line: str, begun: bool, is_head: bool) -> None:
    assert headparts.is_composed(line, begun=begun) is is_head


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("No.7 (2021)", "2021年第7期"),
        ("NO.5", "第5期"),
        ("Vol.12", "第12期"),
        ("（第６周）", ""),  # a week is none of the numbers of issues, but of the head
        ("2023年9月22日　星期五　第38期", "第38期"),
        ("No.7 bus to the village", ""),
        ("第3期培训班", ""),
    ],
)
def test_the_number_of_an_issue_in_other_letters(line: str, number: str) -> None:
    assert masthead.issue(Line(line, 1)) == number


def test_a_title_that_ends_as_a_bulletins_name_does_is_a_title() -> None:
    """某社区开展…工作信息, 县妇联公布上半年工作情况: what was done, and a text below it."""
    text = "县妇联公布上半年工作情况\n2018年7月2日，县妇联公布上半年各乡镇工作情况，请各单位对照检查。\n"
    assert only(text).title == "县妇联公布上半年工作情况"
    named = only("妇联工作情况\n县妇联开展走访活动\n\n2018年7月2日，县妇联走访了二十户困难家庭，送去米面油。\n")
    assert named.title == "县妇联开展走访活动"


@pytest.mark.parametrize(
    ("first", "second", "is_subtitle"),
    [
        ("全省各级妇联深入开展志愿服务活动", "送温暖、送幸福、送平安", True),
        ("县总工会开展慰问活动", "关爱职工 情暖一线", True),
        ("县总工会开展慰问活动", "走访困难职工、劳模家庭", False),
        ("凝心聚力 共谋发展", "送温暖、送幸福、送平安", False),
        ("县总工会开展慰问活动", "区妇联、区残联", False),
    ],
)
def test_phrases_of_one_length_below_a_deed_are_its_subtitle(first: str, second: str, is_subtitle: bool) -> None:
    assert mottos.is_subtitle_of(first, second) is is_subtitle


@pytest.mark.parametrize(
    ("line", "source_named"),
    [
        ("时间：2022-09-09 作者：教导处 谢丹 点击：[212]", "教导处"),
        ("作者：团县委 时间：2016-05-09 17:37 点击：", "团县委"),
        ("文/校团委 图/校团委 时间：2012-12-30 浏览数：24314", "校团委"),
        ("温州网 2016-01-29 16:12:00", "温州网"),
        ("发布于2022年11月5日由德育处", "德育处"),
        ("□ 金水区妇联 柴静怡", "金水区妇联"),
        ("Jul 6, 2022   By 河湾镇团委", "河湾镇团委"),
        ("时间：2022-09-09 编辑：编辑部 谢丹 点击：[212]", ""),
        ("作者：谢丹 时间：2016-05-09", ""),
    ],
)
def test_the_body_among_a_pages_fields(line: str, source_named: str) -> None:
    found = meta.read(line)
    assert found is not None
    assert found.source == source_named


@pytest.mark.parametrize("line", ["◆维权信箱", "●妇女之家", "■他山之石", "本帖最后由衷感谢大家"])
def test_a_mark_before_a_words_is_no_writer(line: str) -> None:
    assert meta.read(line) is None


def test_english_days_are_days() -> None:
    assert [str(figures.whole(t)[0]) for t in ("Jul 6, 2022", "Sept. 12 2021") if figures.whole(t)] == [
        "2022-07-06",
        "2021-09-12",
    ]
    assert figures.whole("May the force be with you 2022") is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("同学们都来了。（初一(2)班 邢路）", "初一(2)班"),
        ("同学们都来了.    (初二(5)班)", "初二(5)班"),
        ("孩子们很开心。（大一班）", "大一班"),
        ("校门口站满了人。（城西中心校）", "城西中心校"),
        ("大家都来了。（下一班）", ""),
        ("他在初一（2）班。", ""),
    ],
)
def test_classes_and_village_schools_sign(text: str, name: str) -> None:
    found = signatures.at_end(text, {})
    assert (found.name if found else "") == name


def test_who_signs_far_to_the_right_is_no_title() -> None:
    body = "11月6日，公司工会与行政方签订工资集体协议，职工工资平均上调6.5%。"
    item = only(f"公司签订工资集体协议\n{body}\n\t\t\t\t\t\t锦华公司工会\n")
    assert (item.source, item.signature, len(item.paragraphs)) == ("锦华公司工会", "锦华公司工会", 1)


def test_contents_on_one_line_are_dropped_and_a_sentence_that_begins_so_is_not() -> None:
    lines = [Line(t, n) for n, t in enumerate(["要目：▲甲校开学  ▲乙校放假", "甲校开学", "乙校放假"], 1)]
    kept, dropped = furniture.without(lines)
    assert ([d.reason for d in dropped], [line.headed for line in kept]) == (["目录"], [True, True])
    kept, dropped = furniture.without([Line("导读：这篇文章讲三件事；一件比一件有趣。", 1), *lines[1:]])
    assert dropped == []


@pytest.mark.parametrize(
    ("line", "is_page"),
    [
        ("总工会是职工群众组织。一、主要职能省总工会是全省各级工会的领导机关。省总... 更多>", True),
        ("市妇联召开会议……[详细]>>", True),
        ("我们的要求不多……更多的是感谢", False),
        ("他说，还有更多…", False),
    ],
)
def test_a_teaser_leads_to_another_text(line: str, is_page: bool) -> None:
    assert kinds.is_frame(Line(line, 1)) is is_page


def test_a_documents_number_stands_before_a_pages_headline() -> None:
    dropped: list[Dropped] = []
    told = titlemarks.without_number_and_byline("凌政办发[2020]35号凌海市推进均衡发展规划实施细则的通知", dropped)
    assert (told, [d.text for d in dropped]) == ("凌海市推进均衡发展规划实施细则的通知", ["凌政办发[2020]35号"])
    assert titlemarks.without_number_and_byline("学习凌政办发[2020]35号", []) == "学习凌政办发[2020]35号"


def test_what_is_short_and_what_is_said_are_told_apart() -> None:
    assert titles.is_short(Line("元旦献词", 1))
    assert not titles.is_short(Line("献词的人", 1))
    assert titles.is_title_like(Line("村里的图书室开门啦！", 1))
    assert not titles.is_title_like(Line("新的一年,愿我们像小树一样,天天向上!", 1))
    assert titles.is_title_like(Line("Girls Can! 女童编程营开营", 1))
    assert not titles.is_title_like(Line("老师大声说：快跑！大家都跑了", 1))


def test_who_holds_an_office_is_a_person_whatever_the_surname() -> None:
    assert bylines.is_person("县妇联主席  佟秀英")
    assert not bylines.is_person("县妇联  佟秀英们")


@pytest.mark.parametrize(("line", "is_foot"), [("本期责编　小乔", True), ("编辑 小乔和小周一起来", False)])
def test_who_edited_it_stands_in_the_foot_without_a_colon(line: str, is_foot: bool) -> None:
    assert imprint.is_foot(Line(line, 1)) is is_foot


def test_cells_that_span_others_leave_empty_ones() -> None:
    rows = [
        [grid.Cell("乡镇", 1, 2), grid.Cell("培训", 2), grid.Cell("备注", 1, 2)],
        [grid.Cell("场次"), grid.Cell("人次")],
        [grid.Cell("东镇"), grid.Cell("3"), grid.Cell("120"), grid.Cell("")],
    ]
    assert grid.placed(rows) == (("乡镇", "培训", "", "备注"), ("", "场次", "人次", ""), ("东镇", "3", "120", ""))
    assert grid.span("0") == grid.span("x") == grid.span(None) == 1
    wide = [[grid.Cell("甲", 60, 60)] * 60] * 60
    assert len(grid.placed(wide)[0]) == 60  # more cells than a table has: as they stand


def test_encodings_that_windows_does_not_write() -> None:
    text = "婦聯簡報\n某縣婦聯召開會議，部署工作，各鄉鎮婦聯主席都來了。\n大家在會上說了一年的工作。\n"
    assert decode.text(text.encode("cp950"), "a.txt") == (text, "Big5（繁体）")
    assert decode.text(text.encode("gb18030"), "a.txt") == (text, "GB18030（GBK、ANSI）")
    assert decode.text("\ufeff妇联".encode("utf-32-le"), "a.txt") == ("妇联", "UTF-32")


def test_headers_of_nikola() -> None:
    read = headers.read(".. title: 甲\n.. date: 2018-04-03 10:00:00 UTC+08:00\n.. status: draft\n\n正文。\n", "a.md")
    assert (read.values["title"], read.values["status"], read.body) == ("甲", "draft", "正文。\n")
    assert headers.read("<!--\n.. title: 乙\n-->\n\n正文。", "a.md").values == {"title": "乙"}
    assert headers.read(".. 这不是文件头\n\n正文。", "a.md").values == {}


def test_what_lies_in_a_folder_of_drafts_is_a_draft() -> None:
    read = source("x.md", "---\ntitle: 未定\n---\n正文。\n".encode())
    assert ("draft", "true") in drafts.of_folder(read, PurePath("source/_drafts/x.md")).front
    for deeper in ("source/_drafts/2018/x.md", "source/_drafts/x/index.md", "/srv/a/drafts/b/x.md"):
        assert ("draft", "true") in drafts.of_folder(read, PurePath(deeper)).front
    assert drafts.of_folder(read, PurePath("source/_posts/x.md")) == read
    assert drafts.of_folder(read, PurePath("source/_posts/_drafts")) == read
    text = source("x.txt", "甲\n".encode())
    assert drafts.of_folder(text, PurePath("_drafts/x.txt")) == text


HEAD = "妇女工作简报\n第3期\n某县妇联办公室　　2018年4月20日\n\n县妇联开展走访活动\n\n"


@pytest.mark.parametrize(
    ("lead", "day"),
    [
        ("本月12日", "2018-04-12"),
        ("上月28日", "2018-03-28"),
        ("2018-04-12", "2018-04-12"),
        ("农历三月初三（4月18日）", "2018-04-18"),
        ("4月9-- 10日", "2018-04-09"),
        ("每周三下午", ""),
        ("每逢周五", ""),
        ("2018-04-31", ""),
    ],
)
def test_how_days_are_told(lead: str, day: str) -> None:
    assert only(f"{HEAD}{lead}，县妇联开展走访活动，看望了二十户困难家庭，送去米面油。\n").date == day


@pytest.mark.parametrize(
    "beginning",
    [
        "第3期",
        "《石桥",
        "主办：",
        "2022年",
        "街道",
        "送温暖、",
        "... 更多",
        "凌政办发[2020]35号",
        "初一(",
        "要目：▲",
        "By 甲",
    ],
)
def test_a_rule_takes_no_longer_than_its_text_is_long(beginning: str) -> None:
    text = beginning * (100_000 // len(beginning))
    begun = time.process_time()
    line = Line(text, 1)
    kinds.is_frame(line)
    masthead.issue(line)
    headparts.is_composed(text, begun=True)
    mottos.is_subtitle_of(text, text)
    signatures.at_end(text, {})
    titlemarks.without_number_and_byline(text, [])
    furniture.without([line])
    meta.read(text)
    assert time.process_time() - begun < 2


def test_a_title_between_two_marks_is_one() -> None:
    dropped: list[Dropped] = []
    told = titlemarks.unstarred([Line("* 团区委举办沙龙 *", 1), Line("* 一条列表", 2), Line("~~~~~~", 3)], dropped)
    assert [(line.text, line.bold) for line in told] == [
        ("团区委举办沙龙", True),
        ("* 一条列表", False),
        ("~~~~~~", False),
    ]
    assert [d.text for d in dropped] == ["*", "*"]


def _columns(*texts: str) -> list[str]:
    return [d.text for d in furniture.without([Line(text, n) for n, text in enumerate(texts, 1)])[1]]


def test_columns_without_a_mark_are_told_by_there_being_several() -> None:
    body = "5月20日晚，心理老师在家长学校讲了三个故事，留下一道作业。"
    assert _columns("讲座回放", "别让孩子委屈", body, "家长来信", "那三句话我说了", body) == ["讲座回放", "家长来信"]
    assert _columns("讲座回放", "别让孩子委屈", body, "那三句话我说了", body) == []  # one alone can be a kicker
    assert _columns("城关镇", "举办农家乐培训", body, "石门社区", "开展清明祭扫活动", body) == []  # who did it


@pytest.mark.parametrize(
    ("line", "is_below"),
    [("（2018年11月6日，根据录音整理）", True), ("（2018年11月6日，县委通过。）", False), ("（根据录音整理）", False)],
)
def test_when_a_speech_was_given_stands_below_its_title(line: str, is_below: bool) -> None:
    assert (titles.RECORDED.fullmatch(line) is not None) is is_below


@pytest.mark.parametrize(
    ("line", "is_day"),
    [("（8月14日—8月20日）", True), ("8月14日", True), ("8月14日会议", False), ("（8月—9月）", False)],
)
def test_a_week_alone_on_its_line_is_a_day(line: str, is_day: bool) -> None:
    assert titles.is_day(line) is is_day


def test_how_often_a_page_was_read_is_no_source() -> None:
    found = meta.read("2021.05.13 1,024安全办")
    assert found is not None
    assert found.source == "安全办"
    kept = meta.read("2021-05-13 21世纪经济报道")
    assert kept is not None
    assert kept.source == "21世纪经济报道"


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("三桥街小学幼儿园创建于2022-03-08阅读326关注", ("2022-03-08", "三桥街小学幼儿园")),
        ("发表于2022-03-08 阅读326", ("2022-03-08", "")),  # 08阅读 is no count
        ("May 10, 2024 3:55 PM ET", ("May 10, 2024 3:55 PM", "")),
    ],
)
def test_a_day_beside_a_count_is_whole(line: str, told: tuple[str, str]) -> None:
    found = meta.read(line)
    assert found is not None
    assert (found.date, found.source) == told


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("老人们都很高兴。（市义工联王小明）", "市义工联"),
        ("孩子们都来了。（城关小学李红）", "城关小学"),
        ("大家都来了。（市妇联办公室）", "市妇联办公室"),
        ("大家都来了。（某县妇联、县工会）", "某县妇联、县工会"),
    ],
)
def test_a_body_glued_to_a_name_signs_alone(text: str, name: str) -> None:
    found = signatures.at_end(text, {})
    assert found is not None
    assert found.name == name


def test_a_menus_word_that_stands_twice_is_no_kicker() -> None:
    page = "今天是:\n栏目导航\n文明实践志愿服务\n文明健康科普\n文明实践志愿服务\n市义工联慰问敬老院\n时间:2012-10-23 14:52\n"
    body = "重阳节来临之际,10月20日下午,市义工联组织社会义工近100人前往敬老院开展慰问活动,为老人们送上节日的问候。\n"
    item = only(page + body)
    assert (item.title, item.kicker) == ("市义工联慰问敬老院", "")
    repeated = only(
        f"首页 > 新闻 > 正文\n幼儿园开展活动啦\n发布时间：2019-03-08 11:18\n幼儿园开展活动啦\n幼儿园开展活动啦\n{body}"
    )
    assert (repeated.title, repeated.subtitle, len(repeated.paragraphs)) == ("幼儿园开展活动啦", "", 1)
