"""What all items of an issue have in common decides what a single line of it is: who signs, brackets, two lines."""

import pytest

from tests.raw import cut, titles

HEAD = "柳桥街道妇联简报\n第9期\n柳桥街道妇女联合会    2018年11月30日\n\n"
ONE = "11月5日，柳桥街道选出新一届妇联执委，平均年龄三十八岁，大学以上的占一半。"
TWO = "一坛腊八豆从一楼送到六楼，六家人都尝了鲜，还有人回赠了一把青菜。"
THREE = "11月18日深夜，路过的快递员把突发胸痛的老人背下楼，送到了医院。"
MORE = "执委们分成三组，每周二到居民家里坐一坐，听一听大家想说什么。"


@pytest.mark.parametrize("signed", ["（宣教部）", "宣教部供稿", "　　　　　　　　　　　　　　　　　　　　宣教部"])
def test_between_two_who_sign_stands_one_item_whatever_headings_it_has(signed: str) -> None:
    items = [("妇联换届完成", ONE), ("腊八豆传了六家", TWO), ("深夜送医获点赞", THREE)]
    text = HEAD + "\n".join(f"{t}\n{p}\n选好带头人\n{MORE}\n搭好大舞台\n{TWO}她说。\n{signed}" for t, p in items)
    made = cut(text + "\n")
    assert [item.title for item in made.items] == ["妇联换届完成", "腊八豆传了六家", "深夜送医获点赞"]
    assert [len(item.paragraphs) for item in made.items] == [5, 5, 5]


def test_where_one_is_not_signed_who_signs_parts_nothing() -> None:
    text = (
        f"{HEAD}妇联换届完成\n{ONE}（街道妇联）\n老楼加装扶手\n本报讯  {TWO}\n深夜送医获点赞\n{THREE}（社区妇联）\n"
        f"姐妹议事厅开张\n{ONE}（街道妇联）\n"
    )
    assert titles(text) == ["妇联换届完成", "老楼加装扶手", "深夜送医获点赞", "姐妹议事厅开张"]


def test_hours_below_a_headline_are_of_its_item() -> None:
    text = (
        f"{HEAD}妇联换届完成\n{ONE}\n（宣教部）\n女司机的一天\n06:30  出车\n{TWO}\n14:00  交班\n{MORE}\n（组宣部）\n"
        f"深夜送医获点赞\n{THREE}\n（团委）\n"
    )
    assert titles(text) == ["妇联换届完成", "女司机的一天", "深夜送医获点赞"]


def test_who_took_a_picture_signs_nothing() -> None:
    text = (
        f"{HEAD}妇联换届完成\n{ONE}\n图为换届现场。（王某摄）\n选好带头人\n{MORE}\n图为入户走访。（王某摄）\n搭好大舞台\n{TWO}\n"
        "图为邻里聚会。（王某摄）\n"
    )
    assert len(titles(text)) == 1


@pytest.mark.parametrize("kickers", [("凝聚巾帼力量", "传承优良家风", "共建平安家园")])
def test_which_of_two_lines_is_the_headline_is_one_for_the_whole_issue(kickers: tuple[str, ...]) -> None:
    news = [("柳桥街道妇联选出新执委", ONE), ("一坛腊八豆传了六家人", TWO), ("快递员深夜背老人送医", THREE)]
    text = HEAD + "\n".join(f"{k}\n{t}\n　　{p}\n" for k, (t, p) in zip(kickers, news, strict=True))
    made = cut(text)
    assert [item.title for item in made.items] == [title for title, _ in news]


def test_a_second_line_that_tells_of_the_story_is_its_subtitle() -> None:
    above = ("楼道里的一坛豆", "一把扶手的分量", "深夜里的一百步")
    below = ("柳桥街道邻里互助记", "柳桥街道加装扶手纪实", "快递员送医侧记")
    text = HEAD + "\n".join(f"{a}\n{b}\n　　{p}\n" for a, b, p in zip(above, below, (TWO, MORE, THREE), strict=True))
    assert [(item.title, item.subtitle) for item in cut(text).items] == list(zip(above, below, strict=True))


def test_headlines_between_brackets_are_no_columns() -> None:
    text = f"{HEAD}【妇联换届完成】\n{ONE}\n【一坛豆传了六家】\n{TWO}\n【深夜送医获点赞】\n{THREE}\n"
    made = cut(text)
    assert [item.title for item in made.items] == ["妇联换届完成", "一坛豆传了六家", "深夜送医获点赞"]
    assert [d.text for d in made.dropped if d.reason == "标题外的括号"] == ["【", "】"] * 3


def test_columns_between_brackets_are_no_headlines() -> None:
    text = f"{HEAD}【街道要闻】\n妇联换届完成\n{ONE}\n【邻里之间】\n腊八豆传了六家\n{TWO}\n【身边好人】\n深夜送医\n{THREE}\n"
    assert titles(text) == ["妇联换届完成", "腊八豆传了六家", "深夜送医"]


def test_the_points_of_one_article_between_brackets_are_no_items() -> None:
    text = f"{HEAD}柳桥街道妇联三项行动见成效\n{MORE}\n【实施阵地建设行动】\n{ONE}\n【实施家风传承行动】\n{TWO}\n"
    assert titles(text) == ["柳桥街道妇联三项行动见成效"]


def test_numbers_before_headlines_that_contents_do_not_have() -> None:
    names = ("妇联换届完成", "腊八豆传了六家", "深夜送医获点赞")
    items = "\n".join(f"{n:02}  {t}\n{p}\n" for n, (t, p) in enumerate(zip(names, (ONE, TWO, THREE), strict=True), 1))
    made = cut(HEAD + "本期目录\n" + "\n".join(names) + "\n\n" + items)
    assert [item.title for item in made.items] == list(names)
    assert not made.doubts


def test_marks_go_whatever_told_the_headlines() -> None:
    text = f"{HEAD}▍妇联换届完成\n{ONE}\n（宣教部）\n▍腊八豆传了六家\n{TWO}\n选好带头人\n{MORE}\n（团委）\n▍深夜送医\n{THREE}\n（工会）\n"
    assert titles(text) == ["妇联换届完成", "腊八豆传了六家", "深夜送医"]


def test_marks_of_the_points_of_a_numbered_item_are_no_headlines() -> None:
    text = f"{HEAD}一、妇联换届完成\n{ONE}\n●选好带头人\n{MORE}\n●搭好大舞台\n{TWO}\n二、深夜送医！街坊点赞\n{THREE}\n"
    assert titles(text) == ["妇联换届完成", "深夜送医！街坊点赞"]


def test_what_has_the_middle_of_the_titles_is_centred_and_signs_nothing() -> None:
    def middle(text: str) -> str:
        return "　" * ((36 - len(text)) // 2) + text

    names = ("柳桥街道工会召开安全工作会", "腊八豆传了六家", "区教育局筹备冬季运动会")
    head = "\n".join(map(middle, ("柳桥街道妇联简报", "第九期", "2018年11月30日")))
    text = f"{head}\n\n" + "\n".join(f"{middle(t)}\n　　{p}\n" for t, p in zip(names, (ONE, TWO, THREE), strict=True))
    assert titles(text) == list(names)


def test_who_signs_stands_farther_to_the_right() -> None:
    text = f"{HEAD}妇联换届完成\n　　{ONE}\n{'　' * 22}街道妇联办公室\n腊八豆传了六家\n　　{TWO}\n{'　' * 22}柳桥社区\n"
    assert [item.source for item in cut(text).items] == ["街道妇联办公室", "柳桥社区"]


def test_a_column_between_who_signs_and_a_headline() -> None:
    text = f"{HEAD}要闻\n一、妇联换届完成\n{ONE}\n（宣教部）\n基层动态\n二、腊八豆传了六家\n{TWO}\n（团委）\n"
    made = cut(text)
    assert [len(item.paragraphs) for item in made.items] == [1, 1]
    assert "基层动态" in [d.text for d in made.dropped]


def test_a_label_with_a_mark_leads_to_the_headline_below_it() -> None:
    text = (
        f"{HEAD}★植树：\n百名青年种下一片林\n{ONE}\n★义剪：\n剪刀手走进敬老院\n{TWO}\n★招募：\n护河队等你来\n{THREE}\n"
    )
    made = cut(text)
    assert [(item.kicker, item.title) for item in made.items] == [
        ("植树：", "百名青年种下一片林"),
        ("义剪：", "剪刀手走进敬老院"),
        ("招募：", "护河队等你来"),
    ]


def test_a_label_with_a_mark_above_a_list_leads_to_nothing() -> None:
    text = f"柳桥街道妇联举办插花班\n2018年11月5日\n{ONE}\n★时间：\n11月8日\n★地点：\n柳桥社区二楼\n{TWO}\n"
    assert titles(text) == ["柳桥街道妇联举办插花班"]


def test_numbers_below_a_motto_number_items_and_below_a_title_points() -> None:
    items = f"一、妇联换届完成\n{ONE}\n二、腊八豆传了六家\n{TWO}\n三、深夜送医\n{THREE}\n"
    assert titles(f"{HEAD}办实事　聚人心　促发展\n{items}") == ["妇联换届完成", "腊八豆传了六家", "深夜送医"]
    assert titles(f"{HEAD}柳桥街道开展三项行动\n{items}") == ["柳桥街道开展三项行动"]


def test_who_sent_it_behind_a_dash_is_no_subtitle() -> None:
    text = (
        f"{HEAD}妇联换届完成\n{ONE}\n　　　　——宣教部 11月6日\n腊八豆传了六家\n{TWO}\n　　　　——柳桥社区\n深夜送医\n{THREE}\n"
        "　　　　——团委\n"
    )
    made = cut(text)
    assert [(len(item.paragraphs), item.source) for item in made.items] == [(1, "宣教部"), (1, "柳桥社区"), (1, "团委")]


def test_lines_without_numbers_are_headlines_where_points_have_numbers() -> None:
    plain = "她每天六点起床，给四个楼道的老人送去热腾腾的早饭。"
    points = f"（一）选好带头人\n{MORE}\n（二）搭好大舞台\n{TWO}\n"
    items = [("巷子口的热粥铺子", points), ("老裁缝和她的徒弟们", ""), ("一百零三路车上的百灵鸟", points)]
    text = HEAD + "\n".join(f"{title}\n\n{plain}\n\n{rest}" for title, rest in items)
    made = cut(text)
    assert [item.title for item in made.items] == [title for title, _ in items]
    assert any("请核对分条" in doubt for doubt in made.doubts)


@pytest.mark.parametrize(
    "names",
    [
        ("建好微家阵地聚人心", "用好微家力量解难题"),
        ("建好微家阵地", "让微家的力量用在难处"),
        ("阵地建起来", "队伍强起来"),
    ],
)
def test_headings_that_are_built_alike_are_no_headlines(names: tuple[str, str]) -> None:
    points = f"（一）选好带头人\n{MORE}\n（二）搭好大舞台\n{TWO}\n"
    text = f"{HEAD}柳桥街道妇联微家里话家常\n{TWO}\n" + "".join(f"{name}\n{MORE}\n{points}" for name in names)
    assert titles(text) == ["柳桥街道妇联微家里话家常"]


def test_labels_of_a_notice_lead_to_no_headline() -> None:
    text = (
        f"{HEAD}柳桥街道举办读书月活动\n{ONE}\n★活动主题：\n书香伴我成长\n{TWO}\n★活动对象：\n全体一年级学生\n{MORE}\n"
    )
    assert titles(text) == ["柳桥街道举办读书月活动"]


def test_headings_with_points_of_their_own_are_no_headlines() -> None:
    points = f"（一）选好带头人\n{MORE}\n（二）搭好大舞台\n{TWO}\n"
    parts = "\n".join(f"{name}\n{points}" for name in ("主要做法", "工作成效", "下步打算"))
    assert titles(f"{HEAD}柳桥街道妇联开展微家建设\n{ONE}\n{parts}") == ["柳桥街道妇联开展微家建设"]


def test_a_heading_unlike_the_others_is_the_next_title() -> None:
    text = (
        f"{HEAD}镇村两级妇女干部培训班开班\n{ONE}\n学什么：学会算三本账\n{MORE}\n怎么学：到田里开现场会\n{TWO}\n"
        f"石桥村姐妹为老人剪出好心情\n“师傅，后面再短一点。”11月20日，四名会理发的姐妹给村里的三十七位老人义务理发，老人们都说手艺好，盼着她们下个月再来。\n"
    )
    made = cut(text)
    assert [item.title for item in made.items] == ["镇村两级妇女干部培训班开班", "石桥村姐妹为老人剪出好心情"]
    assert made.items[1].doubts


def test_headings_that_are_alike_stay_together() -> None:
    text = (
        f"{HEAD}镇村两级妇女干部培训班开班\n{ONE}\n学什么：学会算三本账\n{MORE}\n怎么学：到田里开现场会\n{TWO}\n"
        f"怎么考：回村里看成效\n{MORE}她说。\n"
    )
    assert titles(text) == ["镇村两级妇女干部培训班开班"]


def test_an_issue_that_gives_nothing_but_its_month() -> None:
    text = f"柳桥街道巾帼之窗\n（2018年11月）\n妇联换届完成\n{ONE}\n老楼加装了扶手\n{THREE}\n深夜送医获点赞\n{THREE}他说。\n"
    assert titles(text) == ["妇联换届完成", "老楼加装了扶手", "深夜送医获点赞"]


def test_a_report_with_its_month_below_its_title() -> None:
    text = f"柳桥街道妇联工作总结\n（2018年11月）\n主要工作\n{TWO}\n下步打算\n{MORE}\n"
    assert titles(text) == ["柳桥街道妇联工作总结"]


def test_a_title_between_buttons_is_found_again() -> None:
    text = f"关闭本页 |\n柳桥街道团委与农场团委开展互访活动\n|\n|\n?\n?\n{ONE}\n?\n{MORE}\n?\n|\n"
    made = cut(text)
    assert [item.title for item in made.items] == ["柳桥街道团委与农场团委开展互访活动"]
    assert any("按标题" in doubt for doubt in made.doubts)


def test_who_runs_a_site_makes_no_issue_of_its_page() -> None:
    text = (
        "柳桥文化馆 主办 加入收藏 | 信息反馈 | 回到总馆\n首页 > 柳桥女神们这样过节\n\n柳桥女神们这样过节\n"
        f"2018/5/11 15:20:28   点击:621\n\n{ONE}\n\n柳桥社区妇联\n\n{MORE}\n\n石门社区妇联\n\n{TWO}\n"
    )
    assert titles(text)[:1] == ["柳桥女神们这样过节"]


def test_a_title_of_two_languages() -> None:
    title = "家校携手，共育未来——新学期家校联席会议 Home-School Joint Meeting of the New Semester"
    made = cut(f"{title}\n发表时间:2018-11-28 15:30:10 来源:柳桥小学 编辑:信息中心\n{ONE}\n{MORE}\n")
    assert [item.source for item in made.items] == ["柳桥小学"]
    assert made.items[0].title.startswith("家校携手")


def test_who_signs_below_each_other_has_one_indent_and_is_not_centred() -> None:
    place = "　" * 20
    text = (
        f"{HEAD}妇联换届完成\n{ONE}\n{place}柳桥区一中工会\n腊八豆传了六家\n{TWO}\n{place}区教育工会\n深夜送医获点赞\n{THREE}\n"
        f"{place}石岭学区工会\n"
    )
    made = cut(text)
    assert [item.title for item in made.items] == ["妇联换届完成", "腊八豆传了六家", "深夜送医获点赞"]
    assert [item.source for item in made.items] == ["柳桥区一中工会", "区教育工会", "石岭学区工会"]


def test_a_chronicle_below_a_column_is_an_item_of_its_name() -> None:
    text = f"{HEAD}※ 街道要闻 ※\n妇联换届完成\n{ONE}\n※ 邻里之间 ※\n腊八豆传了六家\n{TWO}\n※ 本月大事 ※\n11月3日 街道开会\n11月12日 消防站揭牌\n"
    made = cut(text)
    assert len(made.items) == 3
    assert "本月大事" in made.items[2].title
    assert len(made.items[2].paragraphs) == 2


@pytest.mark.parametrize(
    "title", ["喜报！我校获区教学评比第一名!", "反对家庭暴力，同创温馨家园！柳桥招募百位“反家暴卫士”"]
)
def test_a_headline_that_calls_is_one(title: str) -> None:
    text = f"{HEAD}一、妇联换届完成\n{ONE}\n二、{title}\n{TWO}\n三、深夜送医获点赞\n{THREE}\n"
    assert titles(text) == ["妇联换届完成", title, "深夜送医获点赞"]


@pytest.mark.parametrize(
    "said", ["大家都说这样的活动以后要常来办!", "“一百岁了，头一回吃这么大的蛋糕，真是太高兴了！”"]
)
def test_a_sentence_that_calls_is_of_the_text(said: str) -> None:
    text = f"{HEAD}一、妇联换届完成\n{ONE}\n{said}\n二、深夜送医获点赞\n{THREE}\n"
    made = cut(text)
    assert [item.title for item in made.items] == ["妇联换届完成", "深夜送医获点赞"]
    assert len(made.items[0].paragraphs) == 2


def test_what_a_body_did_is_no_signature_though_it_ends_like_one() -> None:
    text = f"{HEAD}妇联换届完成\n{ONE}\n女工委供稿\n柳桥侨界妇联拜访省侨联\n{TWO}\n宣教部供稿\n深夜送医\n{THREE}\n团委供稿\n"
    assert titles(text) == ["妇联换届完成", "柳桥侨界妇联拜访省侨联", "深夜送医"]


def test_phrases_of_one_length_above_points_are_the_title_of_a_report() -> None:
    points = f"一、抓培训，提素质\n{MORE}\n二、抓阵地，优服务\n{TWO}\n"
    assert titles(f"{HEAD}办好微家暖万户　守好楼道护平安\n{points}") == ["办好微家暖万户　守好楼道护平安"]


def test_news_that_nobody_signed_amid_signed_ones_is_an_item() -> None:
    shared = "近日，石桥社区请三十户人家把拿手菜端到了院子里。"
    told = "日前，三位楼道长给学生讲了自己的故事，大家听得入神。（宣教部）"
    text = (
        f"{HEAD}妇联换届完成\n{ONE}（街道妇联）\n深夜送医获点赞\n{THREE}（社区妇联）\n石桥社区举办邻里节\n{shared}\n"
        f"“最美楼道”巡讲走进校园\n{told}\n姐妹议事厅开张\n{ONE}（街道妇联）\n"
    )
    made = ["妇联换届完成", "深夜送医获点赞", "石桥社区举办邻里节", "“最美楼道”巡讲走进校园", "姐妹议事厅开张"]
    assert titles(text) == made


def test_a_heading_that_reads_like_a_body_is_no_news_of_its_own() -> None:
    inside = f"主题团日分三步\n\n{TWO}\n\n突出服务大局\n\n这次活动将持续到4月底，届时各支部交上总结。（团委）"
    text = f"{HEAD}妇联换届完成\n\n{ONE}（宣教部）\n\n{inside}\n\n深夜送医获点赞\n\n{THREE}（工会）\n"
    assert titles(text) == ["妇联换届完成", "主题团日分三步", "深夜送医获点赞"]


@pytest.mark.parametrize("number", [0, 1])
def test_one_headline_of_two_lines_among_signed_items_keeps_both(number: int) -> None:
    items = [("妇联换届完成", ONE), ("深夜送医获点赞", THREE), ("姐妹议事厅开张", MORE)]
    items.insert(number, ("一坛腊八豆连起六家人\n柳桥街道邻里互助侧记", TWO))
    made = cut(HEAD + "".join(f"{t}\n　　{p}（宣教部）\n" for t, p in items))
    assert [item.title for item in made.items] == [t.split("\n")[0] for t, _ in items]
    assert made.items[number].subtitle == "柳桥街道邻里互助侧记"
    assert made.items[number].doubts


def test_what_a_picture_shows_is_no_line_of_the_headline_below_it() -> None:
    items = [("妇联换届完成", ONE), ("图为志愿者给老人理发\n深夜送医获点赞", THREE), ("姐妹议事厅开张", MORE)]
    text = HEAD + "".join(f"{t}\n　　{p}（宣教部）\n" for t, p in items)
    assert titles(text) == ["妇联换届完成", "深夜送医获点赞", "姐妹议事厅开张"]


def test_who_sends_somebody_out_is_no_signature() -> None:
    upper = "石桥社区组织姐妹到敬老院"
    items = [
        ("妇联换届完成", ONE),
        (f"{upper}\n开展学雷锋志愿服务活动", TWO),
        ("深夜送医", THREE),
        ("姐妹议事厅开张", MORE),
    ]
    text = HEAD + "".join(f"{t}\n　　{p}（宣教部）\n" for t, p in items)
    assert titles(text) == ["妇联换届完成", upper, "深夜送医", "姐妹议事厅开张"]


def test_the_parts_of_one_case_between_brackets_are_no_items() -> None:
    text = (
        f"{HEAD}邻居装扶手占了楼道怎么办\n【事情经过回放】\n{MORE}\n【社区法律顾问说法】\n{TWO}\n妇联换届完成\n{ONE}\n"
        f"深夜送医获点赞\n{THREE}\n"
    )
    assert titles(text) == ["邻居装扶手占了楼道怎么办", "妇联换届完成", "深夜送医获点赞"]


def test_contents_above_headlines_between_brackets_are_no_title() -> None:
    names = ("街道妇联换届完成了", "一坛豆传了六家", "深夜送医获点赞")
    text = HEAD + "".join(f"{t}\n" for t in names)
    text += "".join(f"【{t}】\n{p}\n" for t, p in zip(names, (ONE, TWO, THREE), strict=True))
    assert titles(text) == list(names)


@pytest.mark.parametrize("title", ["柳桥街道妇联工作汇报", "柳桥街道妇联邻里节情况"])
def test_a_report_with_numbered_parts_below_its_month(title: str) -> None:
    text = f"{title}\n（2018年11月）\n一、选好带头人\n{ONE}\n二、搭好大舞台\n{THREE}\n"
    assert titles(text) == [title]


@pytest.mark.parametrize(
    "body",
    [
        "柳桥市妇联调研组",
        "市委调研室",
        "柳桥区慰问团",
        "区妇联走访慰问组",
        "市慰问工作领导小组",
        "市推行河长制工作领导小组办公室",
        "市争创文明城市指挥部",
        "柳桥街道社会组织服务中心",
    ],
)
def test_a_body_that_is_named_by_what_it_does_signs(body: str) -> None:
    made = cut(f"关于农村留守妇女情况的报告\n　　{MORE}\n　　{TWO}\n{'　' * 20}{body}\n{'　' * 20}2018年11月5日\n")
    assert [item.source for item in made.items] == [body]


@pytest.mark.parametrize("deed", ["柳桥区妇联慰问环卫工人", "区总工会走访慰问区人武部", "女工委调研儿童活动中心"])
def test_what_a_body_did_for_another_is_no_signature(deed: str) -> None:
    text = f"{HEAD}妇联换届完成\n{ONE}\n宣教部供稿\n{deed}\n{TWO}\n女工委供稿\n深夜送医\n{THREE}\n团委供稿\n"
    assert titles(text) == ["妇联换届完成", deed, "深夜送医"]


def test_headings_of_a_report_that_all_have_numbered_points_are_no_items() -> None:
    points = f"1.选好带头人\n{MORE}\n2.搭好大舞台\n{TWO}\n"
    plain = "她们把这件事放在头一位，一项一项地做。"
    names = ("选优配强楼道里的带头人", "整合资源拓宽活动阵地", "围着难处当好娘家人")
    text = f"{HEAD}柳桥街道妇联把微家办到楼道口\n{MORE}\n" + "".join(f"{name}\n{plain}\n{points}" for name in names)
    assert titles(text) == ["柳桥街道妇联把微家办到楼道口"]


def test_the_marks_of_the_first_article_alone_are_not_those_of_all_items() -> None:
    points = "".join(f"★{t}\n　　{p}\n" for t, p in (("巧手进农家", MORE), ("明灯照万家", TWO), ("书屋暖童心", MORE)))
    news = (("妇联换届完成", ONE), ("深夜送医获点赞", THREE), ("石桥社区为老楼装上扶手", ONE))
    text = f"{HEAD}柳桥街道妇联办好妇女之家\n\n　　{TWO}\n{points}\n" + "".join(f"{t}\n\n　　{p}\n\n" for t, p in news)
    found = titles(text)
    assert found[0] == "柳桥街道妇联办好妇女之家"
    assert found[-3:] == [title for title, _ in news]


def test_who_did_something_stands_above_what_came_of_it() -> None:
    above = ("柳桥街道妇联搭起平台", "石桥社区关爱老人", "区妇联普法到集市")
    below = ("60名姐妹走进课堂三天", "30名志愿者走进敬老院", "发放宣传资料500份")
    text = HEAD + "".join(f"{a}\n{b}\n　　{p}\n\n" for a, b, p in zip(above, below, (ONE, TWO, THREE), strict=True))
    assert [(item.title, item.subtitle) for item in cut(text).items] == list(zip(above, below, strict=True))


def test_columns_above_several_items_each_are_no_line_of_a_headline() -> None:
    columns = {
        "巾帼建功立业": ("柳桥街道举办插花班", "街道妇联走访老兵"),
        "志愿关爱服务": ("石桥社区举办邻里节", "柳桥区姐妹开展义诊"),
        "妇女儿童维权": ("柳桥区妇联开展义剪", "石桥社区启动加装扶手"),
    }
    text = HEAD
    for column, (first, second) in columns.items():
        text += f"{column}\n{first}\n　　{ONE}\n\n{second}\n　　{THREE}\n\n"
    made = [(item.kicker, item.title) for item in cut(text).items]
    assert made == [("", title) for names in columns.values() for title in names]


def test_a_single_label_with_a_mark_is_of_the_item_above_it() -> None:
    text = (
        f"{HEAD}★妇联换届完成\n{ONE}\n★深夜送医获点赞\n{THREE}\n★温馨提示：\n讲座听课须知\n请提前十分钟入场，把手机调为静音。\n"
        f"★老楼装上扶手\n{TWO}\n"
    )
    assert titles(text) == ["妇联换届完成", "深夜送医获点赞", "老楼装上扶手"]


@pytest.mark.parametrize(
    ("heading", "said", "items"),
    [
        ("百姓夸妇联办好事", "“这样的体检真是太及时了！”王大姐拿着单子高兴地说。", 3),
        ("石门社区举办义剪", "11月20日，石门社区给三十七位老人义务理了发。", 4),
    ],
)
def test_a_lone_heading_with_little_below_it_is_an_item_where_it_says_news(heading: str, said: str, items: int) -> None:
    text = (
        f"{HEAD}柳桥街道举办插花班\n11月6日，柳桥街道请来老师教三十人插花。\n\n石桥社区慰问老兵\n11月7日，石桥社区给老兵送去年货。\n\n"
        f"柳桥区为母亲免费体检\n11月12日，柳桥区妇联给一百六十位母亲做了体检。\n{heading}\n{said}\n\n"
    )
    assert len(titles(text)) == items
