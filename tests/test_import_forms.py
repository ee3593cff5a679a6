"""Forms in which texts come that others made, each with a text in which the same look means something else."""

import pytest

from jianbao.importer.line import feasts, imprint, kinds, parts, signatures
from jianbao.importer.line.evidence import of_path, years
from jianbao.importer.line.titles import of_lines
from jianbao.importer.model import Line
from jianbao.importer.posts import editors
from tests.raw import cut, docx, paragraph, titles, told
from tests.test_import_headers import front

HEAD = "西岭县科协动态\n第4期\n西岭县科学技术协会    二○一六年四月三十日\n\n"
ONE = "4月5日，柳桥街道科普站开放，首日接待居民三百余人，讲解员忙了一整天。"
TWO = "一坛腊八豆从一楼送到六楼，六家人都尝了鲜，还有人回赠了一把青菜。"
THREE = "4月18日，流动科技馆开进石门小学，机器人表演让孩子们看得目不转睛。"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("今天是世界第70个红十字日", [2017]),
        ("5月16日是第三十一次全国助残日", [2021]),
        ("喜迎第23个教师节", [2007]),
        ("第109个“三八”国际妇女节", [2019]),
        ("“三八”国际劳动妇女节108周年", [2018]),
        ("第二届教师节运动会", []),
        ("第3个社区举办妇女节活动", []),
        ("第十二届合唱节", []),
    ],
)
def test_how_often_a_feast_came_round_tells_the_year(text: str, told: list[int]) -> None:
    assert [year for year, *_ in feasts.years(text)] == told


def test_the_day_that_is_a_feast_today() -> None:
    assert feasts.today("今天是第70个世界红十字日，我会在广场义诊。") == (5, 8, "今天是第70个世界红十字日")
    assert feasts.today("今天是助残日，我会在广场义诊。") is None  # the third Sunday of May, of whatever year
    assert feasts.today("红十字日将至，我会在广场义诊。") is None
    (item,) = cut(f"县红十字会在广场义诊\n晚报讯 今天是第70个世界红十字日，县红十字会在广场义诊。\n{TWO}\n").items
    assert item.date == "2017-05-08"
    assert any("请核对" in doubt for doubt in item.doubts)


def test_the_year_that_is_looked_back_upon() -> None:
    text = "校工会召开总结交流会\n1月4日，2012年度工会工作总结交流会召开，各分工会主席出席。\n" + TWO
    (item,) = cut(text).items
    assert (item.date, any("按2013年计" in doubt for doubt in item.doubts)) == ("2013-01-04", True)
    (item,) = cut(text.replace("1月4日", "12月24日")).items
    assert item.date == "2012-12-24"
    (item,) = cut(text.replace("年度工会工作总结", "年度工会工作部署")).items
    assert item.date == "2012-01-04"


def test_the_year_of_a_feast_in_a_text() -> None:
    assert [year.strength for year in years("2018年重阳节，街道开展活动", 1)] == [4]
    assert [year.strength for year in years("2018年，街道开展活动", 1)] == [1]


def test_the_year_that_a_path_ends_in() -> None:
    page = f"您现在：首页 > 要闻 > 2007年\n柳桥街道科普站开放\n来源：本网 日期：2013-10-25 16:43:50\n\n{ONE}\n{TWO}\n"
    (item,) = cut(page).items
    assert (item.date, any("2007年" in doubt for doubt in item.doubts)) == ("2007-04-05", True)
    assert cut(page.replace(" > 2007年", " > 社区")).items[0].date == "2013-04-05"
    assert of_path("首页 > 2007年工作要点") == []


def test_a_month_of_this_year_that_begins_a_sentence() -> None:
    text = f"{HEAD}柳桥街道办起科普屋\n街道书多没处放。今年三月，居委会腾出两间平房办起科普屋。\n{TWO}\n（柳桥街道）\n"
    assert cut(text).items[0].date == "2016-03"
    assert cut(text.replace("今年三月，", "去年三月，")).items[0].date == ""


def test_the_thirtieth_in_one_character() -> None:
    text = f"工人之家\n第 3 期\n西岭县总工会编    一九八四年六月卅日\n柳桥街道科普站开放\n{ONE}\n{TWO}\n"
    assert cut(text).items[0].date == "1984-04-05"


def test_what_a_text_was_called_where_it_was_taken_from() -> None:
    text = f"（原标题：柳桥街道科普站开放）\n{ONE}\n{TWO}\n"
    made = cut(text)
    assert made.items[0].title == "柳桥街道科普站开放"
    assert any("原标题" in doubt for doubt in made.doubts)
    made = cut(f"街道科普站迎客\n{text}")
    assert made.items[0].title == "街道科普站迎客"


def test_a_page_that_was_copied_as_one_line() -> None:
    text = f"机关动态西岭县科协召开三届四次全委会会议发布时间2012年2月20日 来源：西岭县科协 阅读2216次会上，{ONE}{TWO}{THREE}{TWO}"
    (item,) = cut(text).items
    assert (item.title, item.source) == ("西岭县科协召开三届四次全委会会议", "西岭县科协")
    assert item.paragraphs[0].text.startswith("会上，")
    assert kinds.whole(Line(f"西岭县科协召开全委会，{ONE}本馆阅读2216次书的人{TWO}{THREE}", 1)) == []


def test_a_title_that_a_page_says_twice_above_whose_page_it_is() -> None:
    text = f"柳桥街道科普站今天正式开放\n柳桥街道科普站今天正式开放\n78信息\n2020 年度新知答主\n10 人赞同了该文章\n{ONE}\n{TWO}\n"
    (item,) = cut(text).items
    assert (item.title, len(item.paragraphs)) == ("柳桥街道科普站今天正式开放", 2)
    (item,) = cut(f"柳桥街道科普站今天正式开放\n{ONE}\n10人赞同了这个办法。\n{TWO}\n").items
    assert len(item.paragraphs) == 3


def test_the_foot_of_a_site() -> None:
    page = f"西岭信息网 > 西岭新闻网\n柳桥街道科普站开放\n2016-4-08 9:44:32发布86次查看\n{ONE}\n{TWO}\n"
    foot = "西岭新闻\nVIP推荐\n西岭信息网-西岭发布信息-西岭新闻网\n"
    assert len(cut(page + foot).items[0].paragraphs) == 2
    counsel = "法律顾问：西岭正信律师事务所周某"
    assert len(cut(f"{page}{counsel}\n版权所有 西岭信息网\n").items[0].paragraphs) == 2
    assert kinds.is_frame(Line(f"本站{counsel}", 1))
    assert not kinds.is_frame(Line(counsel, 1))  # of a list of persons
    assert kinds.is_frame(Line("页面地址是：https://a.example/article.asp?id=3", 1))


def test_numbers_on_lines_of_their_own() -> None:
    text = f"01\n柳桥街道科普站开放\n{ONE}\n02\n流动科技馆开进小学\n{THREE}\n"
    page = f"西岭科协这一周干了这些事\n西岭科协 2016-04-20 17:30 发表于西岭\n{text}"
    made = cut(page)
    assert [item.title for item in made.items] == ["柳桥街道科普站开放", "流动科技馆开进小学"]
    assert [d.text for d in made.dropped if d.reason == "条的序号"] == ["01", "02"]
    headings = f"西岭科协这一周干了这些事\n西岭科协 2016-04-20 17:30 发表于西岭\n01\n邻里情\n{TWO}\n02\n暖人心\n{TWO}\n"
    (item,) = cut(headings).items
    assert [p.text for p in item.paragraphs if len(p.text) < 9] == ["邻里情", "暖人心"]
    assert parts.numbers([Line(t, n) for n, t in enumerate([ONE, "1", TWO, "2", THREE])]) == []  # pages


def test_a_label_right_above_figures_is_their_title() -> None:
    text = f"{HEAD}【科普动态】\n柳桥街道科普站开放\n{ONE}\n【数字·4月】\n办科普讲座三十一场；接待居民五千人次。\n"
    assert titles(text) == ["柳桥街道科普站开放", "【数字·4月】"]
    assert titles(text.replace("办科普", "流动科技馆开进小学\n办科普")) == ["柳桥街道科普站开放", "流动科技馆开进小学"]


def test_a_room_that_signs_is_of_the_body_that_the_head_names() -> None:
    text = f"{HEAD}柳桥街道科普站开放\n{ONE}\n（办公室）\n\n流动科技馆开进小学\n{THREE}\n（办公室）\n"
    assert [i.source for i in cut(text).items] == ["办公室", "办公室"]
    ours = text.replace("科协动态", "妇联简报").replace("科学技术协会", "妇女联合会")
    assert [i.source for i in cut(ours).items] == ["市妇联办公室", "市妇联办公室"]


def test_a_special_report_was_printed_on_a_day() -> None:
    head = "信 息 专 报\n〔2014〕第 9 期\n西岭县科学技术协会办公室　　　　签发：顾某\n\n"
    foot = "\n报：市科协\n编辑：闵某　　校对：汤某\n2014年9月3日印发　　　　共印60份\n"
    body = f"我县科普站实现村村覆盖\n{TWO}\n{TWO[:20]}，家家都说好。\n"
    made = cut(head + body + foot)
    assert (made.items[0].date, len(made.items[0].paragraphs)) == ("2014-09-03", 2)
    assert cut((head + body + foot).replace("信 息 专 报", "工 作 动 态")).items[0].date == ""
    assert imprint.is_foot(Line("2014年9月3日印发", 1))
    assert not imprint.is_foot(Line("2014年9月3日印发通知", 1))


def test_minutes_are_of_who_made_them() -> None:
    head = "会 议 纪 要\n〔2015〕7号\n西岭县妇女儿童工作委员会办公室　　　　2015年11月20日\n"
    text = f"{head}关于母婴室建设问题的会议纪要\n2015年11月16日，副县长主持召开会议。纪要如下：\n一、关于标准。{TWO}\n"
    assert cut(text).items[0].source == "西岭县妇女儿童工作委员会办公室"
    assert cut(text.replace("会 议 纪 要", "工 作 动 态").replace("会议纪要", "情况")).items[0].source == ""


def test_several_bodies_sign_with_the_day_in_a_bracket() -> None:
    text = f"柳桥街道科普站开放\n{TWO}\n（县妇联宣传部　县融媒体中心　联合采写　2020年3月6日）\n"
    (item,) = cut(text).items
    assert (item.source, item.date) == ("县妇联宣传部、县融媒体中心", "2020-03-06")
    assert signatures.canonical("市妇联 权益部", {"市妇联权益部": "市妇联权益部"}) == "市妇联权益部"


def test_two_line_titles_of_which_most_begin_with_a_motto() -> None:
    made = [
        ("凝聚力量　服务大局", "我县召开科普工作会议", ONE),
        ("关口前移　服务下沉", "“科普夜市”受欢迎", TWO),
        ("强化演练　织密防线", "县科协开展防震演练", THREE),
    ]
    body = [paragraph(f"{HEAD.splitlines()[0]}"), paragraph("第4期"), paragraph("西岭县科学技术协会　2016年4月30日")]
    for upper, lower, text in made:
        run = f"<w:r><w:t>{upper}</w:t><w:br/><w:t>{lower}</w:t></w:r>"
        body += [f'<w:p><w:pPr><w:jc w:val="center"/></w:pPr>{run}</w:p>', paragraph(text)]
    assert [(k, t) for k, t, *_ in told(docx("".join(body)), "a.docx")] == [(u, low) for u, low, _ in made]


def _cell(*texts: str) -> str:
    return f"<w:tc>{''.join(map(paragraph, texts))}</w:tc>"


def test_the_columns_of_a_page_that_a_table_lays_out() -> None:
    left = _cell("柳桥街道科普站开放", ONE, "（柳桥街道）")
    right = _cell("流动科技馆开进小学", THREE, "（石门小学）")
    made = cut(docx(f"<w:tbl><w:tr>{left}{right}</w:tr></w:tbl>"), "a.docx")
    assert [i.title for i in made.items] == ["柳桥街道科普站开放", "流动科技馆开进小学"]
    table = f"<w:tbl><w:tr>{_cell('项目')}{_cell('数量')}</w:tr><w:tr>{_cell('讲座')}{_cell('三场')}</w:tr></w:tbl>"
    made = cut(docx(paragraph("柳桥街道科普站开放") + paragraph(ONE) + table), "a.docx")
    assert any(p.rows for p in made.items[0].paragraphs)


def _heading(text: str, level: int) -> str:
    return f'<w:p><w:pPr><w:outlineLvl w:val="{level - 1}"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>'


def test_numbered_headings_of_a_report_are_no_columns() -> None:
    parts = [("一、聚焦主业", 1), ("（一）科普进校园", 2), (TWO, 0), ("（二）科普进社区", 2), (ONE, 0)]
    report = [_heading("县科协2016年工作总结", 1), paragraph("西岭县科协"), paragraph(f"一年来，成绩喜人。{TWO}")]
    report += [_heading(text, level) if level else paragraph(text) for text, level in parts]
    (item,) = cut(docx("".join(report)), "a.docx").items
    assert (item.title, len(item.paragraphs)) == ("县科协2016年工作总结", 6)
    issue = [_heading("科普要闻", 1), _heading("柳桥街道科普站开放", 2), paragraph(ONE)]
    issue += [_heading("基层传真", 1), _heading("流动科技馆开进小学", 2), paragraph(THREE)]
    assert [i.title for i in cut(docx("".join(issue)), "a.docx").items] == ["柳桥街道科普站开放", "流动科技馆开进小学"]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2018/9/5 8:05", ("2018-09-05", "08:05")),
        ('"2018.9.5"', ("2018-09-05", "")),
        ("2018年9月5日", ("2018-09-05", "")),
        ("2018-09-05", ("2018-09-05", "")),
    ],
)
def test_days_in_headers_of_every_form(written: str, read: tuple[str, str]) -> None:
    values, _ = front(f"---\ntitle: 甲\ndate: {written}\n---\n正文。\n")
    assert values["date"] == read


def test_what_an_editor_leaves_for_itself() -> None:
    body = '<!-- wp:paragraph {"align":"center"} -->\n<p>甲</p>\n<!-- /wp:paragraph -->\n\n<!-- wp:list -->\n- 乙\n'
    assert editors.without(body) == "<p>甲</p>\n\n- 乙"
    assert editors.without("<!--markdown-->甲\n\n<!--more-->\n\n乙") == "甲\n\n<!--more-->\n\n乙"
    assert editors.without("<!-- 记者手记 -->\n甲") == "<!-- 记者手记 -->\n甲"


def test_a_state_that_says_open() -> None:
    values, doubts = front("---\ntitle: 甲\ndate: 2018-09-05\nstatus: publish\n---\n正文。\n")
    assert "draft" not in values
    assert not any("status" in doubt for doubt in doubts)
    values, _ = front("---\ntitle: 甲\ndate: 2018-09-05\nstatus: private\n---\n正文。\n")
    assert values["draft"] is True


def test_custom_keys_of_hugo() -> None:
    values, _ = front('+++\ntitle = "甲"\ndate = 2018-09-05\n[params]\nsource = "县残联"\n+++\n正文。\n')
    assert values["source"] == "县残联"


NOISE = ("# v: P8 ^. X8 K4 J& {' w4 ~3 r", "9 M1 d1 O0 h* V- r+ |2 V")


def test_the_noise_of_forums() -> None:
    text = f"柳桥街道科普站今天正式开放{NOISE[0]}\n{NOISE[1]}\n{ONE}\n{NOISE[0]}{TWO}\n"
    made = cut(text)
    assert (made.items[0].title, len(made.items[0].paragraphs)) == ("柳桥街道科普站今天正式开放", 2)
    assert sum("乱码" in d.reason for d in made.dropped) == 3
    one = cut(f"柳桥街道科普站今天正式开放\n{ONE}\n{NOISE[1]}\n{TWO}\n")
    assert NOISE[1] in [p.text for p in one.items[0].paragraphs]  # one alone can be anything
    listed = cut(f"柳桥街道科普站今天正式开放\n{ONE}\nA 1 B 2 C 3 D 4 E 5\nA 1 B 2 C 3 D 4 E 5\n{TWO}\n")
    assert len(listed.items[0].paragraphs) == 4


@pytest.mark.parametrize(
    ("line", "of_page"),
    [
        ("案       由： 审理法院：", True),
        ("姓名：周某 单位：", False),
        ("打赏金额：USDT", True),
        ("点击”去打赏“，即可进行打赏支持本文章哦", True),
        ("感谢您的支持鼓励，我会继续努力的！", True),
        ("感谢您的支持，让柳桥街道四百位老人过上了好日子。明年再会。", False),
        ("□ 当前位置：新闻频道", True),
        ("□ 本报记者周某", False),
    ],
)
def test_what_a_page_prints_around_a_text(line: str, *, of_page: bool) -> None:
    assert kinds.is_frame(Line(line, 1)) == of_page


def test_a_menu_between_bars_is_no_row_of_a_table() -> None:
    page = f"柳桥街道科普站开放\n发布于：2014-10-09 02:38   文字：【大】【中】【小】\n{ONE}\n{TWO}\n"
    assert len(cut(f"{page}| 科普简介| 联系方式| 在线留言|\n").items[0].paragraphs) == 2
    table = "| 姓名 | 单位 | 职务 |\n| 周某 | 柳桥 | 站长 |\n"
    assert any("姓名" in p.text for p in cut(page + table).items[0].paragraphs)


def test_a_caption_above_the_text_hides_no_day() -> None:
    page = f"柳桥街道科普站开放\n2018-03-04 05:30\n居民在猜灯谜 黄某 摄\n3日上午，柳桥街道科普站开放。{TWO}\n{TWO}\n"
    assert cut(page).items[0].date == "2018-03-03"
    assert cut(page.replace("3日上午", "近日")).items[0].date == "2018-03-04"


def test_who_sent_it_is_the_body_and_not_its_clerk() -> None:
    assert signatures.canonical("市畜牧服务中心孙某某供稿", {}) == "市畜牧服务中心"
    assert signatures.canonical("市畜牧服务中心办公室供稿", {}) == "市畜牧服务中心办公室"
    assert signatures.canonical("西岭日报 记者王某某", {}) == "西岭日报"
    assert signatures.canonical("本报 记者王某某", {}) == ""


def test_fields_that_end_in_an_empty_label_are_no_kicker() -> None:
    title = "西岭县举行“助残帮扶”服务活动暨轮椅发放仪式"
    text = f"{title}\n\n来源： 西岭县残联 发表时间： 2012-05-17 【字号：\n\n{title}\n\n活动仪式现场\n\n活动仪式现场\n\n{TWO}\n\n{TWO[:20]}，家家都说好。\n"
    (item,) = cut(text).items
    assert (item.title, item.kicker, item.subtitle, item.date) == (title, "", "", "2012-05-17")
    assert item.paragraphs[0].text == "活动仪式现场"


def test_a_part_of_the_title_is_a_heading_in_the_text() -> None:
    page = f"石市三千志愿者上街服务 传承青春正能量\n\n来源： 西岭日报\n2013-03-06 09:59:40\n\n{TWO}\n\n{{}}\n\n3月5日，志愿者在路口指引交通，引导市民遵守交通规则。\n"
    assert len(cut(page.format("传承青春正能量")).items) == 1
    head = HEAD + "柳桥街道科普站开放\n" + ONE + "\n\n流动科技馆开进小学\n" + THREE
    assert titles(head) == ["柳桥街道科普站开放", "流动科技馆开进小学"]


def test_what_is_said_of_a_picture_from_elsewhere() -> None:
    assert kinds.is_frame(Line("（资料图片仅供参考）", 1))
    assert not kinds.is_frame(Line("（以上办法仅供参考）", 1))


def test_the_day_and_the_sheet_of_a_paper_above_a_text() -> None:
    text = f"2021年09月24日\n第A08版：科普·公告\n\n柳桥街道科普站开放\n\n{TWO}\n\n{TWO[:20]}，家家都说好。\n"
    (item,) = cut(text).items
    assert (item.title, item.kicker, item.date) == ("柳桥街道科普站开放", "", "2021-09-24")
    assert cut(text.replace("2021年09月24日\n", "")).items[0].date == ""


def test_the_name_of_a_site_that_stands_twice_on_a_line() -> None:
    assert kinds.is_frame(Line("西岭信息网西岭信息网", 1))
    assert not kinds.is_frame(Line("好消息好消息", 1))


def test_a_few_letters_between_a_text_and_the_foot() -> None:
    page = f"西岭信息网西岭信息网\n\n柳桥街道科普站开放\n\n{TWO}\n\n{TWO[:20]}。（西岭日报 记者王某某）\n\n盐田劳务派遣\n\n未经允许不得转载：\n"
    (item,) = cut(page).items
    assert (item.title, len(item.paragraphs)) == ("柳桥街道科普站开放", 2)
    plain = f"柳桥街道科普站开放\n\n{TWO}\n\n{TWO[:20]}。\n\n盐田劳务派遣\n"
    assert cut(plain).items[0].paragraphs[-1].text == "盐田劳务派遣"


def test_a_label_of_who_edited_it_can_be_the_body() -> None:
    page = f"柳桥街道科普站开放\n2018年05月16日编辑：西岭市红十字会\n{TWO}\n{TWO}\n"
    assert cut(page).items[0].source == "西岭市红十字会"
    assert cut(page.replace("西岭市红十字会", "周某某")).items[0].source == ""


def test_a_wide_caption_above_the_text_hides_no_day() -> None:
    page = f"柳桥街道科普站开放\n\n22.04.2016  19:46\n\n参        会          领           导\n\n柳桥街道科普站于4月20日开放。{TWO}\n"
    assert cut(page).items[0].date == "2016-04-20"


def test_what_a_text_was_called_elsewhere_is_no_part_of_its_title() -> None:
    lines = [Line(text, 1) for text in ("原标题：西岭妇联向妇女发出倡议：", "牢记嘱托跟党走 巾帼奋斗新征程")]
    made = of_lines(lines)
    assert (made.kicker, made.title) == ("", lines[1].bare)
    assert [d.text for d in made.dropped] == [lines[0].bare]
    assert of_lines([Line("西岭妇联向妇女发出倡议：", 1), lines[1]]).kicker == "西岭妇联向妇女发出倡议："


def test_a_source_that_ends_in_a_bracket() -> None:
    page = f"柳桥街道科普站开放\n时间：2025-09-20 预审：田某某 来源：科普处党委（科普处） 阅读次数：\n{TWO}\n{TWO}\n"
    assert cut(page).items[0].source == "科普处党委（科普处）"
