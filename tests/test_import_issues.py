"""What an issue says of itself, and what contradicts it: columns, second lines, contents, another way to cut it."""

import re
from pathlib import Path

import pytest

from jianbao import cli
from tests.raw import cut, docx, paragraph, titles
from tests.sites import Site

HEAD = "柳桥街道一月一报\n2018年11月刊\n柳桥街道妇女联合会\n地址：柳桥路3号  电话：66660000\n\n"
ONE = "11月5日，柳桥街道选出新一届妇联执委，平均年龄三十八岁，大学以上的占一半。"
TWO = "一坛腊八豆从一楼送到六楼，六家人都尝了鲜，还有人回赠了一把青菜。"
THREE = "11月18日深夜，路过的快递员把突发胸痛的老人背下楼，送到了医院。"


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


DATED_HEAD = "西岭县妇女工作简报\n第四期\n西岭县妇女联合会    二○一六年四月三十日\n\n"


def test_where_each_title_has_a_line_above_it_is_its_kicker() -> None:
    text = (
        f"{DATED_HEAD}绿水青山总关情\n县妇联组织志愿者植树护绿\n\n4月2日，县妇联组织六十名志愿者到青龙山植树，栽下香樟四百株。\n\n"
        f"一封家书抵万金\n“好家书”征集活动揭晓\n\n{TWO}\n\n不让一个姐妹掉队\n结对帮扶见到真情\n\n{THREE}\n"
    )
    made = cut(text)
    assert [(item.kicker, item.title) for item in made.items] == [
        ("绿水青山总关情", "县妇联组织志愿者植树护绿"),
        ("一封家书抵万金", "“好家书”征集活动揭晓"),
        ("不让一个姐妹掉队", "结对帮扶见到真情"),
    ]
    assert all("按引题" in " ".join(item.doubts) for item in made.items)


def test_the_names_of_columns_are_no_kickers() -> None:
    body = f"要闻\n县妇联组织志愿者植树护绿\n\n{ONE}\n\n基层\n石桥镇妇联调解邻里纠纷\n\n{TWO}\n\n人物\n快递员背老人送医获点赞\n\n{THREE}\n"
    assert [item.kicker for item in cut(DATED_HEAD + body).items] == ["", "", ""]


def test_a_title_in_brackets_stands_on_the_line_of_its_text() -> None:
    text = (
        f"{DATED_HEAD}【少先队员祭扫烈士墓】4月8日上午，六年级师生徒步到烈士陵园祭扫，敬献花篮。\n【食堂开放日】{TWO}\n"
    )
    made = cut(text)
    assert [(item.title, item.paragraphs[0].text[:2]) for item in made.items] == [
        ("少先队员祭扫烈士墓", "4月"),
        ("食堂开放日", "一坛"),
    ]
    assert sorted(d.text for d in made.dropped if d.reason == "标题外的括号") == ["【", "【", "】", "】"]


def test_a_label_before_one_of_many_texts_is_no_title() -> None:
    text = f"县妇联开展普法活动\n【活动背景】{ONE}\n{TWO}\n{THREE}\n{ONE}很好。\n"
    assert titles(text) == ["县妇联开展普法活动"]


def test_a_bold_line_above_a_line_end_in_a_paragraph_is_a_title() -> None:
    def item(title: str, text: str) -> str:
        run = f"<w:r><w:rPr><w:b/></w:rPr><w:t>{title}</w:t></w:r><w:r><w:br/><w:t>{text}</w:t></w:r>"
        return paragraph("", raw=run)

    head = paragraph("海棠社区月讯", centred=True, bold=True) + paragraph("2018年第6期  2018年11月30日", centred=True)
    body = item("妇联换届完成", ONE) + item("腊八豆传了六家", TWO) + item("深夜送医", THREE)
    assert [i.title for i in cut(docx(head + body), "a.docx").items] == ["妇联换届完成", "腊八豆传了六家", "深夜送医"]


def test_a_title_with_a_line_end_in_it_is_one() -> None:
    run = "<w:r><w:rPr><w:b/></w:rPr><w:t>县妇联“开学第一课”</w:t><w:br/><w:t>走进乡村小学</w:t></w:r>"
    head = paragraph("芦溪妇女工作", centred=True, bold=True) + paragraph("第8期  2018年9月10日", centred=True)
    body = paragraph("", centred=True, raw=run) + paragraph(ONE) + paragraph("巧手编出好光景", centred=True, bold=True)
    made = cut(docx(head + body + paragraph(TWO)), "a.docx")
    assert [item.title for item in made.items] == ["县妇联“开学第一课” 走进乡村小学", "巧手编出好光景"]


def test_an_item_with_points_is_one_among_items_without() -> None:
    def styled(text: str) -> str:
        return paragraph(text, centred=True, bold=True)

    head = styled("儿童工作动态") + paragraph("2018年第3期\t2018年11月28日")
    plain = styled("妇联换届完成") + paragraph(ONE) + styled("腊八豆传了六家") + paragraph(TWO)
    points = "".join(
        paragraph(f"{n}、补上{what}", bold=True) + paragraph(f"{what}要补，年年都要讲，月月都要问。")
        for n, what in zip("一二三四", ("亲情", "习惯", "安全", "陪伴"), strict=True)
    )
    made = cut(docx(head + plain + styled("浅谈家庭教育的四补") + paragraph(THREE) + points), "a.docx")
    assert [item.title for item in made.items] == ["妇联换届完成", "腊八豆传了六家", "浅谈家庭教育的四补"]


def test_a_column_below_the_first_text_is_no_running_head() -> None:
    text = f"{DATED_HEAD}工作部署\n（一）妇联换届完成\n{ONE}\n部门动态\n（一）腊八豆传了六家\n{TWO}\n（二）深夜送医\n{THREE}\n"
    made = cut(text)
    assert [(item.title, item.source) for item in made.items] == [
        ("妇联换届完成", ""),
        ("腊八豆传了六家", ""),
        ("深夜送医", ""),
    ]
    assert ("部门动态", "栏目标签") in made.dropped


@pytest.mark.parametrize(
    ("lead", "day"), [("4月6日放学后", "2016-04-06"), ("4月6日课后", "2016-04-06"), ("4月6日会后", "")]
)
def test_behind_school_is_a_time_of_the_day(lead: str, day: str) -> None:
    text = (
        f"{DATED_HEAD}★女教师瑜伽社开课\n{lead}，三十多位女教师铺开瑜伽垫，跟着教练舒展身体。\n★腊八豆传了六家\n{TWO}\n"
    )
    assert cut(text).items[0].date == day


@pytest.mark.parametrize(
    "foot", ["编：团市委宣传部", "打字：小胡    校对：蒋某    共印100份", "如有投稿，请发至社区公共邮箱"]
)
def test_a_foot_is_known_by_its_labels(foot: str) -> None:
    text = f"{DATED_HEAD}★妇联换届完成\n{ONE}\n★腊八豆传了六家\n{TWO}\n\n{foot}\n"
    assert (foot, "报尾") in cut(text).dropped


def test_what_stands_around_a_paper_s_page_goes() -> None:
    text = (
        "2018年1月25日 每周二、四、五出版\n国内刊号CN51-0052\nF1 本版新闻\nF2 版面目录\n◆通江县三小\n“最美学生”给老师颁奖\n"
        "《山城导报》2018年第11期（总第3148期） 导报二版\n\n本报讯（余某）近日，三小举行颁奖典礼，学生给老师颁奖，全校师生都来了。\n"
    )
    (item,) = cut(text).items
    assert (item.title, item.source, len(item.paragraphs)) == ("“最美学生”给老师颁奖", "山城导报", 1)


def test_what_the_contents_list_last_is_of_them_where_a_listed_title_follows() -> None:
    """Its item is not there, or is worded otherwise; a title that ends like the name of a village is an entry too."""
    listed = "换届选举圆满完成\n女企业家走进石桥村\n“六一”慰问活动举行\n"
    made = cut(f"{HEAD}本期目录\n{listed}\n换届选举圆满完成\n{ONE}\n\n女企业家走进石桥村\n{TWO}\n")
    assert [item.title for item in made.items] == ["换届选举圆满完成", "女企业家走进石桥村"]
    (doubt,) = [doubt for doubt in made.doubts if "目录" in doubt]
    assert "目录列出3条，分成了2条" in doubt
    assert "六一" in doubt
    assert "石桥村" not in doubt


def test_without_a_blank_line_nothing_parts_contents_and_a_kicker() -> None:
    listed = "换届选举圆满完成\n女企业家走进石桥村\n"
    made = cut(f"{HEAD}本期目录\n{listed}石桥村里话新风\n换届选举圆满完成\n{ONE}\n\n女企业家走进石桥村\n{TWO}\n")
    assert ("石桥村里话新风", "目录") not in made.dropped


def test_the_points_of_an_article_in_brackets_are_no_items() -> None:
    points = f"【建队伍添活力】{ONE}\n【搭平台聚人心】{TWO}\n【树品牌促和谐】{THREE}\n"
    (item,) = cut(f"{DATED_HEAD}东坪镇妇联三招激活基层组织\n\n{points}").items
    assert (item.title, len(item.paragraphs)) == ("东坪镇妇联三招激活基层组织", 3)
    made = cut(f"{DATED_HEAD}【建队伍添活力】{ONE}\n{THREE}\n【搭平台聚人心】{TWO}\n【树品牌促和谐】{THREE}\n")
    assert "标题外的括号" not in [d.reason for d in made.dropped]
    made = cut(f"{DATED_HEAD}【社区妇联换届】{ONE}\n【腊八豆传了六家】{TWO}\n")
    assert any("段首括号里的文字" in doubt for doubt in made.doubts)


def test_who_signs_above_a_blank_line_is_no_kicker() -> None:
    body = "\n\n".join(
        f"{title}\n{text}\n{signed}"
        for title, text, signed in (
            ("老井边上话家常", TWO, "东坪镇妇联周桂芳"),
            ("巧手编出好日子", ONE, "南山乡妇联何秀珍"),
            ("灯下共读一本书", THREE, "城关镇妇联田小满"),
            ("一把钥匙传三代", TWO, "河口镇妇联许秋月"),
        )
    )
    assert [(item.kicker, item.title) for item in cut(f"{DATED_HEAD}{body}\n").items] == [
        ("", "老井边上话家常"),
        ("", "巧手编出好日子"),
        ("", "灯下共读一本书"),
        ("", "一把钥匙传三代"),
    ]


def test_columns_with_names_of_their_own_are_no_kickers() -> None:
    body = f"温暖在身边\n县妇联组织志愿者植树护绿\n\n{ONE}\n\n邻里故事\n石桥镇妇联调解邻里纠纷\n\n{TWO}\n\n平安守护在行动\n快递员背老人送医获点赞\n\n{THREE}\n"
    assert [item.kicker for item in cut(DATED_HEAD + body).items] == ["", "", ""]


def test_a_refrain_does_not_swallow_the_title_of_a_poem() -> None:
    listed = "山那边的歌\n妇联换届圆满完成\n"
    poem = "山那边的歌\n风从山那边来\n带着稻花香\n风从山那边来\n带着姐妹的笑\n"
    made = cut(f"{DATED_HEAD}目录\n{listed}{poem}妇联换届圆满完成\n{ONE}\n")
    assert [(item.title, len(item.paragraphs)) for item in made.items] == [("山那边的歌", 4), ("妇联换届圆满完成", 1)]


def test_a_label_that_is_a_column_of_the_site_is_the_column_of_what_stands_below(tmp_path: Path) -> None:
    """Whatever the words of an item speak for; a label of another name leaves it to them."""
    text = (
        "清河县妇联简报\n2026年第3期\n清河县妇女联合会办公室编　　2026年3月20日\n\n"
        "【通知公告】\n关于开展维权周活动的通知\n    各乡镇妇联：3月8日至14日在全县开展维权周活动，请认真组织，按时上报总结。\n（权益部）\n\n"
        "【维权服务】\n县妇联到东关村开展法律咨询\n    3月8日，县妇联组织律师到东关村开展法律咨询活动，发放宣传资料三百余份。\n（权益部）\n\n"
        "【他山之石】\n西关社区举办家庭教育讲座\n    3月12日，西关社区妇联举办家庭教育讲座，四十多名家长参加。\n（西关社区妇联）\n"
    )
    site = Site(tmp_path)
    site.write("config.yaml", "site: {url: https://example.org/}\ncolumns: [要闻, 通知公告, 维权服务, 家庭建设]\n")
    site.write("data/suggest.yaml", "columns:\n  维权服务: [维权]\n  家庭建设: [家庭教育]\n")
    (tmp_path / "content").mkdir()
    (tmp_path / "a.txt").write_text(text, "utf-8")
    assert cli.main(["import", str(tmp_path / "a.txt"), "--site", str(tmp_path)]) == 0
    found = sorted((tmp_path / "content/2026/2026-03").glob("0*.md"))
    columns = [re.search("(?m)^column: (.*)$", file.read_text("utf-8"))[1] for file in found]
    assert columns == ["通知公告", "维权服务", "家庭建设"]


def test_a_list_with_numbers_in_a_text_is_no_list_of_contents() -> None:
    """Contents say titles that come again."""
    text = (
        "区妇联慰问困难家庭名单公布\n滨海社区……12\n莲花社区……15\n鹭江社区……18\n"
        "以上共45户，由区妇联和社区干部在春节前走访慰问，每户送去米、油和慰问金五百元。\n（权益部）\n\n"
        "莲花社区开展义诊\n1月12日，莲花社区妇联请来区医院的医生，为五十多位居民量血压、测血糖，并讲解冬季保健知识。\n（莲花社区）\n"
    )
    found = cut(text)
    kept = "".join(p.text for item in found.items for p in item.paragraphs) + "".join(i.title for i in found.items)
    assert not [d for d in found.dropped if "社区……" in d.text]
    assert all(line in kept for line in ("滨海社区……12", "莲花社区……15", "鹭江社区……18"))
