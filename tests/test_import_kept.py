"""What a rule of the import must leave in the text, beside what it is for: no text is lost, and no date made up."""

import pytest

from jianbao.importer.items import opening
from jianbao.importer.line import feasts, parts, signatures
from jianbao.importer.line.evidence import years
from jianbao.importer.model import Line
from jianbao.importer.posts import editors, foreign
from tests.raw import cut, docx, paragraph, titles

HEAD = "西岭县图书馆通讯\n第4期\n西岭县图书馆    二○一六年四月三十日\n\n"
ONE = "4月5日，柳桥街道书屋开门，头一天来了三百多位读者，管理员忙到天黑。"
TWO = "一坛腊八豆从一楼送到六楼，六家人都尝了鲜，还有人回赠了一把青菜。"
THREE = "4月18日，流动书车开进石门小学，孩子们围着书架看得目不转睛。"
PAGE = f"首页 > 新闻 > 正文\n柳桥街道书屋今天正式开门\n来源：西岭网 日期：2016-04-08\n{ONE}\n{TWO}\n"
COPIED = f"{{}}发布时间：2012年2月20日 来源：西岭县图书馆 阅读2216次 会上，{ONE}{TWO}{THREE}{TWO}"


def texts(text: str | bytes, name: str = "raw.txt") -> list[str]:
    return [p.text for item in cut(text, name).items for p in item.paragraphs]


@pytest.mark.parametrize(
    "title",
    [
        "教育信息化现场会举行",
        "妇联信息员交流会举行",
        "政务信息公开日活动举行",
        "社区新闻发言人轮训",
        "教育新闻网改版上线",
    ],
)
def test_a_title_that_begins_like_a_column_is_whole(title: str) -> None:
    assert titles(COPIED.format(title)) == [title]


def test_a_column_is_cut_off_where_something_stands_behind_it_or_a_place() -> None:
    for column in ("社区动态 ", "社区动态 > ", "社区动态|"):
        made = cut(COPIED.format(f"{column}柳桥书屋迎来读者"))
        assert ([i.title for i in made.items], made.doubts) == (["柳桥书屋迎来读者"], [])
    assert titles(COPIED.format("社区动态：柳桥书屋迎来读者")) == ["社区动态：柳桥书屋迎来读者"]
    made = cut(COPIED.format("社区动态西岭县书屋迎来读者"))
    assert [i.title for i in made.items] == ["西岭县书屋迎来读者"]
    assert any("社区动态" in doubt for doubt in made.doubts)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("李建军从艺40周年演出", []),
        ("为建军夫妇庆祝金婚50周年", []),
        ("庆祝建军90周年", [2017]),
        ("“八一”建军节88周年", [2015]),
        ("中国人民解放军建军85周年", [2012]),
        ("共青团县委机关报创刊30周年", []),
        ("纪念共青团成立90周年", [2012]),
        ("全省第30个老年节", []),
        ("第99个全国助残日", []),
        ("我校第3个读书日", []),
    ],
)
def test_years_that_feasts_tell_and_those_that_they_do_not(text: str, told: list[int]) -> None:
    assert [year for year, *_ in feasts.years(text)] == told


def test_a_feast_that_others_may_count_is_a_doubt() -> None:
    for words, sure in (("第3个读书日", False), ("第二十一个世界读书日", True)):
        (item,) = cut(f"柳桥街道共读一本书\n4月23日，{words}活动在书屋举行，管理员忙到天黑。\n{TWO}\n").items
        assert any(words in doubt for doubt in item.doubts) is not sure
        assert item.date[4:] == "-04-23"


def test_the_year_of_a_life_is_not_the_text_s() -> None:
    for words in ("2009年春节返乡", "2009年“书香之家”评选后出名", "2009年国庆转业", "2009年秋季来到书屋"):
        assert cut(f"柳桥街道书屋开门\n{ONE}管理员王某{words}，从此扎根街道。\n{TWO}\n").items[0].date == ""
    (item,) = cut(f"柳桥街道书屋开门\n{ONE}这是2009年清明以来的第一场。\n{TWO}\n").items
    assert item.date == "2009-04-05"
    assert any("请核对" in doubt for doubt in item.doubts)
    assert cut(f"柳桥街道书屋开门\n4月5日，2009年“书香之家”评选揭晓。\n{TWO}\n").items[0].date == "2009-04-05"


@pytest.mark.parametrize("line", ["其中85人赞同该方案", "35位代表120人赞同了此方案。", "共90人赞同该章程。"])
def test_the_result_of_a_vote_stays(line: str) -> None:
    assert line in texts(f"柳桥街道召开议事会\n{ONE}\n{line}\n{TWO}\n")
    assert line in texts(PAGE + f"{line}\n{TWO}\n")
    assert "85 人赞同了该回答" not in texts(PAGE + f"85 人赞同了该回答\n{TWO}\n")


@pytest.mark.parametrize("line", ["法律顾问：李某某律师", "法律顾问：西岭正信律师事务所李某某"])
def test_a_lawyer_in_a_list_of_persons_stays(line: str) -> None:
    assert line in texts(f"我县成立讲师团\n{ONE}\n团长：王某某\n{line}\n心理顾问：周某\n{TWO}\n")


@pytest.mark.parametrize("label", ["【案例{}】", "【典型案例{}】", "【问题{}】", "【附件{}】", "【第{}课】"])
@pytest.mark.parametrize("numbers", ["12", "一二"])
def test_numbered_parts_of_a_text_stay_and_are_no_items(label: str, numbers: str) -> None:
    one, two = (label.format(number) for number in numbers)
    for above in ("", HEAD):
        for title in ("", "柳桥街道调解一起家庭纠纷\n"):
            text = f"{above}柳桥街道调解工作\n{ONE}\n{one}\n{title}{TWO}\n{two}\n{title}{THREE}\n"
            assert titles(text) == ["柳桥街道调解工作"]
            assert {one, two} <= set(texts(text))


@pytest.mark.parametrize(
    "foot",
    ["Copyright 2003/2010", "版权所有 西岭网 2010/2024", "版权所有 http://www.xl.example/2010", "首页 > 往年 > 2010年"],
)
def test_the_foot_of_a_page_is_no_path(foot: str) -> None:
    (item,) = cut(PAGE + foot + "\n").items
    assert item.date == "2016-04-05"
    assert not any("2010" in doubt for doubt in item.doubts)


def test_what_stands_between_a_title_that_is_said_twice_and_its_text() -> None:
    title = "柳桥街道书屋今天正式开门"
    (item,) = cut(f"{title}\n{title}\n——记管理员王某某\n作者 王某\n10 人赞同了该文章\n{ONE}\n{TWO}\n").items
    assert (item.subtitle, item.signature, len(item.paragraphs)) == ("——记管理员王某某", "作者 王某", 2)
    made = cut(f"{title}\n{title}\n西岭县图书馆供稿\n78信息\n10 人赞同了该文章\n{ONE}\n{TWO}\n")
    assert not [d for d in made.dropped if "图书馆" in d.text and "导航" in d.reason]
    assert [d.text for d in made.dropped if "信息" in d.text] == ["78信息"]


@pytest.mark.parametrize(
    "words", ["今年十月，书屋将全面开放。", "今年四月，街道计划再建一家。", "今年三月，要完成改造。"]
)
def test_what_is_announced_for_this_year_is_no_date(words: str) -> None:
    assert cut(f"{HEAD}柳桥街道办起书屋\n居委会腾出了房。{words}\n{TWO}\n").items[0].date == ""


def test_this_year_is_never_the_one_before() -> None:
    text = f"{HEAD}柳桥街道办起书屋\n居委会腾出了房。今年十月，书屋全面开放。\n{TWO}\n"
    (item,) = cut(text).items
    assert (item.date, any("今年十月" in doubt for doubt in item.doubts)) == ("", True)
    assert cut(text.replace("十月，书屋", "三月，主要书架")).items[0].date == "2016-03"


def test_what_an_editor_leaves_is_taken_from_between_the_blocks_alone() -> None:
    body = "<!-- wp:code -->\n```\n<!-- wp:list -->\na\n\n\nb\n```\n<!-- /wp:code -->\n\n\n丙\n\n<!-- wp:list -->\n\n丁"
    assert editors.without(body) == "```\n<!-- wp:list -->\na\n\n\nb\n```\n\n丙\n\n丁"
    assert editors.missing('```\n<!-- wp:block {"ref":1} /-->\n```\n<!-- wp:spacer {"height":5} /-->') == []
    (doubt,) = editors.missing('<!-- wp:block {"ref":123} /-->\n甲\n<!-- wp:gallery {"ids":[1,2]} /-->\n')
    assert doubt.startswith('2 处编辑器的块（<!-- wp:block {"ref":123} /-->、')


def test_a_text_s_own_keys_go_before_those_of_its_theme() -> None:
    for header in ({"params": {"title": "乙"}, "title": "甲"}, {"title": "甲", "params": {"title": "乙"}}):
        said = foreign.values(header, "a.md")
        assert said.said["title"] == "甲"
        assert any("乙" in value for _, value in said.front)
    assert foreign.values({"params": {"title": "乙"}}, "a.md").said["title"] == "乙"


def test_an_original_title_keeps_its_own_bracket() -> None:
    for written, read in (
        ("（原标题：柳桥街道书屋开门（图））", "柳桥街道书屋开门（图）"),
        ("（原标题：柳桥街道书屋开门）", "柳桥街道书屋开门"),
    ):
        made = cut(f"{written}\n{ONE}\n{TWO}\n")
        assert [i.title for i in made.items] == [read]
        assert [d.text for d in made.dropped if d.reason == opening.OF_ORIGINAL] == ["（原标题：", "）"]


def test_a_year_that_is_planned_is_not_over() -> None:
    assert [y.over for y in years("2012年度工作部署暨先进表彰会", 1)] == [False]
    assert [y.over for y in years("2012年度总结表彰暨新年部署会", 1)] == [True]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("西岭县妇女联合会 家庭教育指导中心", "西岭县妇女联合会家庭教育指导中心"),
        ("西岭县总工会 女职工委员会", "西岭县总工会女职工委员会"),
        ("西岭县教育局 石门中心小学", "西岭县教育局、石门中心小学"),
        ("西岭县总工会 西岭县妇儿工作委员会", "西岭县总工会、西岭县妇儿工作委员会"),
        ("县妇联宣传部 县融媒体中心", "县妇联宣传部、县融媒体中心"),
    ],
)
def test_a_body_and_its_unit_are_one(written: str, read: str) -> None:
    assert signatures.canonical(written, {}) == read


def _row(*cells: list[str]) -> str:
    made = "".join(f"<w:tc>{''.join(map(paragraph, cell))}</w:tc>" for cell in cells)
    return paragraph("我馆整改清单公布") + paragraph(ONE) + f"<w:tbl><w:tr>{made}</w:tr></w:tbl>"


def test_a_table_of_one_row_with_heads_is_a_table() -> None:
    cells = [TWO, "一些书架摆得太高，孩子们够不着，家长意见比较大。"]
    made = cut(docx(_row(["存在问题", *cells], ["整改措施", *cells])), "a.docx")
    assert [bool(p.rows) for p in made.items[0].paragraphs] == [False, True]
    made = cut(docx(_row(["柳桥街道书屋开门", ONE, TWO], ["流动书车开进小学", THREE, TWO])), "a.docx")
    assert not any(p.rows for item in made.items for p in item.paragraphs)
    assert any("当作版面的几栏" in doubt for doubt in made.doubts)


def test_numbers_that_a_text_refers_to_and_those_of_pages() -> None:
    said = f"柳桥街道读书提示\n{ONE}\n1\n坐姿端正\n{TWO}\n2\n光线充足\n{TWO}\n以上第1条最为重要。\n"
    assert [text for text in texts(said) if text in "12"] == ["1", "2"]
    assert [text for text in texts(said.replace("第1条", "各条")) if text in "12"] == []
    news = f"{HEAD}柳桥街道书屋今天开门\n{ONE}\n1\n流动书车开进石门小学\n{THREE}\n2\n青山小学举办读书节\n{THREE}\n"
    assert [d.reason for d in cut(news).dropped if d.text in "12"] == ["页码", "页码"]
    lines = [Line(text, n) for n, text in enumerate(news.splitlines()[4:])]
    assert parts.numbers(lines) == []


def test_a_form_to_fill_in_and_thanks_stay() -> None:
    said = texts(f"柳桥街道招募读书志愿者\n{ONE}\n姓名：　　性别：　　电话：\n{TWO}\n感谢您的支持与配合！\n")
    assert said[1:] == ["姓名：　　性别：　　电话：", TWO, "感谢您的支持与配合！"]
