"""What first readings of unknown texts got wrong, each with a text in which the same look means something else."""

import json
from pathlib import Path

import pytest

from jianbao.importer.items import ordinals
from jianbao.importer.model import Line
from tests.raw import BULLETIN, cut, docx, paragraph, titles, told
from tests.sites import Site

HEAD = "西岭县工会简报\n第4期\n西岭县总工会    二○一六年四月三十日\n\n"
ONE = "4月5日，柳桥街道选出新一届工会委员，平均年龄三十八岁，大学以上的占一半。"
TWO = "一坛腊八豆从一楼送到六楼，六家人都尝了鲜，还有人回赠了一把青菜。"
THREE = "4月18日深夜，路过的快递员把突发胸痛的老人背下楼，送到了医院。"
PAGE = f"当前位置：首页 > 基层动态\n\n柳桥街道选出新一届工会委员\n{{}}\n\n{ONE}\n\n{TWO}\n"


@pytest.mark.parametrize(
    "fields",
    [
        "• 党委宣传部\n• 创建于 2016-04-08\n• 312",
        "2016-04-08 09:20 点击：88\n周某\n柳桥街道\n2016-04-06 17:02",
    ],
)
def test_fields_without_their_labels(fields: str) -> None:
    (item,) = cut(PAGE.format(fields)).items
    assert (item.title, item.date, len(item.paragraphs)) == ("柳桥街道选出新一届工会委员", "2016-04-05", 2)
    assert item.source in ("党委宣传部", "柳桥街道")


def test_a_list_in_a_text_is_no_list_of_fields() -> None:
    text = f"柳桥街道选出新一届工会委员\n2016-04-08 来源：柳桥街道\n{ONE}\n• 周某\n• 宣传部\n• 312\n{TWO}\n"
    assert [p.text for p in cut(text).items[0].paragraphs][1:4] == ["• 周某", "• 宣传部", "• 312"]


def test_a_medium_alone_below_the_day() -> None:
    (item,) = cut(PAGE.format("2016-04-08 09:20:11\n西岭新闻网")).items
    assert (item.source, len(item.paragraphs)) == ("西岭新闻网", 2)


def test_the_day_on_which_a_page_was_looked_at() -> None:
    (item,) = cut("2024/4/25 星期四\n" + PAGE.format("2016-04-08 来源：本站原创")).items
    assert (item.date, item.source) == ("2016-04-05", "")
    (item,) = cut(PAGE.format("2016年4月8日 星期五")).items
    assert (item.date, item.source) == ("2016-04-05", "")


def test_the_column_of_a_site_before_what_its_pages_are() -> None:
    text = f"西岭新闻资讯正文\n\n柳桥街道选出新一届工会委员\n\n{ONE}\n\n{TWO}\n"
    assert titles(text) == ["柳桥街道选出新一届工会委员"]


def test_a_caption_below_the_fields_is_no_title() -> None:
    (item,) = cut(PAGE.format("08.04.2016 12:38\n工会主席周某到投票站，图为清点选票")).items
    assert (item.title, item.kicker, len(item.paragraphs)) == ("柳桥街道选出新一届工会委员", "", 3)


def test_a_group_s_photograph_is_no_title() -> None:
    text = (
        PAGE.format("2016-04-08 09:20")
        + f"\n县总工会领导和柳桥街道工会委员合影\n\n4月5日下午，县总工会领导和新当选的委员座谈。{THREE}\n"
    )
    assert titles(text) == ["柳桥街道选出新一届工会委员"]


def test_a_title_said_again_with_its_label() -> None:
    text = f"柳桥街道选出新一届工会委员 [打印本页]\n作者： admin    时间： 2016-04-08 02:48\n标题： 柳桥街道选出新一届工会委员\n{ONE}\n{TWO}\n"
    assert told(text) == [("", "柳桥街道选出新一届工会委员", "", "2016-04-05", "", 2)]


def test_bodies_joined_are_no_title_of_their_own() -> None:
    text = (
        PAGE.format("2016-04-08 来源：柳桥街道")
        + "\n柳桥街道工会、共青团\n\n4月5日，柳桥街道工会、共青团组织青工登山，六十多人走完了全程。\n\n石门社区\n\n4月6日，石门社区组织职工清扫楼道，清出杂物三车。\n"
    )
    assert titles(text) == ["柳桥街道选出新一届工会委员"]


def test_a_name_in_brackets_alone_above_its_text_is_the_title() -> None:
    text = f"【文体活动】\n\n1、歌咏比赛。{TWO}\n2、长跑比赛。{THREE}\n".replace("文体活动", "文体活动丰富")
    assert titles(text) == ["文体活动丰富"]
    assert titles(f"【工作动态】\n柳桥街道选出新一届工会委员\n{ONE}\n") == ["柳桥街道选出新一届工会委员"]


def test_two_entries_of_contents_on_a_line() -> None:
    text = f"{HEAD}要目：\n\n◆柳桥街道工会换届 ◆一坛腊八豆\n传了六家\n\n◆深夜送医获点赞\n\n柳桥街道工会换届\n\n{ONE}\n\n一坛腊八豆传了六家\n\n{TWO}\n\n深夜送医获点赞\n\n{THREE}\n"
    assert titles(text.replace("\n传了六家\n\n◆", "传了六家\n\n◆")) == [
        "柳桥街道工会换届",
        "一坛腊八豆传了六家",
        "深夜送医获点赞",
    ]


def test_contents_that_no_head_names() -> None:
    text = f"{HEAD}要闻\n柳桥街道工会换届..............1\n动态 ................ 3\n一坛腊八豆传了六家...........3\n深夜送医获点赞........ 4\n办公地点：二楼 联系电话：00000000\n柳桥街道工会换届\n{ONE}\n一坛腊八豆传了六家\n{TWO}\n深夜送医获点赞\n{THREE}\n"
    assert titles(text) == ["柳桥街道工会换届", "一坛腊八豆传了六家", "深夜送医获点赞"]


def test_numbered_columns_above_headlines_without_a_number() -> None:
    text = "石门小学周报\n（第7周）\n2015—2016学年第二学期　　编辑：校长室　　2016年4月12日\n\n一、教学工作\n\n三年级上公开课\n4月5日，三年级语文组上了一节公开课，全体教师听课评课。\n（教导处）\n\n学生书法获奖\n在日前结束的书法比赛中，十二名学生获奖。\n（语文组）\n\n二、德育工作\n\n缅怀先烈　踏青\n——四年级清明活动\n4月3日，四年级师生来到烈士陵园敬献花圈。\n（德育处）\n"
    made = cut(text)
    assert [(i.title, i.subtitle, i.source) for i in made.items] == [
        ("三年级上公开课", "", "教导处"),
        ("学生书法获奖", "", "语文组"),
        ("缅怀先烈　踏青", "——四年级清明活动", "德育处"),
    ]
    assert [d.text for d in made.dropped if d.reason == "栏目标签"] == ["一、教学工作", "二、德育工作"]


def test_the_parts_of_a_report_are_no_columns() -> None:
    said = ["柳桥街道工会工作调查", "一、组织建设", "健全街道组织网络", TWO, "二、队伍建设", "配齐配强专职干部", THREE]
    assert not ordinals.names([Line(text, 1) for text in said])
    assert ordinals.names([Line(text, 1) for text in said[1:]]) == {0, 3}
    words = [text.replace("组织建设", "主要做法").replace("队伍建设", "几点体会") for text in said[1:]]
    assert not ordinals.names([Line(text, 1) for text in words])


@pytest.mark.parametrize(
    "above", ["【要闻】\n\n", "目　录\n柳桥街道召开换届大会\n一坛腊八豆传了六家\n深夜送医获点赞\n\n"]
)
def test_a_kicker_above_the_first_headline_and_below_what_no_head_has(above: str) -> None:
    text = f"{HEAD}{above}凝聚职工力量　服务发展大局\n柳桥街道召开换届大会\n\n{ONE}\n（组织部）\n\n一坛腊八豆传了六家\n\n{TWO}\n（石门社区工会）\n\n深夜送医获点赞\n\n{THREE}\n（石门社区工会）\n"
    first = cut(text).items[0]
    assert (first.kicker, first.title) == ("凝聚职工力量　服务发展大局", "柳桥街道召开换届大会")
    assert any("按引题，请核对" in doubt for doubt in first.doubts)


def test_what_an_event_was_folded_behind() -> None:
    text = f"{HEAD}柳桥街道召开换届大会\n{ONE}\n大会由周某主持。\n县总工会开展安全生产竞赛\n督查活动\n4月7日，县总工会督查了二十六家企业，提出整改意见十五条。\n深夜送医获点赞\n{THREE}\n"
    assert titles(text) == ["柳桥街道召开换届大会", "县总工会开展安全生产竞赛督查活动", "深夜送医获点赞"]


def test_an_event_that_is_whole_is_not_folded() -> None:
    text = f"县总工会召开座谈会\n{ONE}\n志愿活动\n{TWO}\n"
    assert cut(text).items[0].title == "县总工会召开座谈会"


def test_short_news_have_the_day_of_the_first() -> None:
    text = f"{HEAD}柳桥街道工会换届\n{ONE}\n\n简　讯\n\n●4月2日，机关工会举办插花讲座。\n●4月9日，供电公司工会举办跳绳比赛。\n"
    last = cut(text).items[-1]
    assert (last.title, last.date) == ("简　讯", "2016-04-02")
    assert any("取第一条的" in doubt for doubt in last.doubts)
    same = cut(text.replace("4月9日", "4月2日")).items[-1]
    assert not any("取第一条的" in doubt for doubt in same.doubts)
    assert cut(text.replace("●4月2日，", "●")).items[-1].date == ""


def test_a_room_is_of_the_body_that_the_head_names() -> None:
    text = f"{HEAD}柳桥街道工会换届\n{ONE}\n（办公室）\n\n深夜送医获点赞\n{THREE}\n（石门社区工会）\n"
    first = cut(text).items[0]
    assert first.source == "办公室"
    assert any("没有写明是哪个单位的" in doubt for doubt in first.doubts)
    ours = text.replace("工会简报", "妇联简报").replace("西岭县总工会", "海城市妇联")
    assert cut(ours).items[0].source == "市妇联办公室"


def test_who_signs_behind_the_last_line_of_a_wrapped_text() -> None:
    text = (
        f"{HEAD}我县职工技能竞赛再掀热潮\n    今年以来，我县职工技能竞赛活动再掀热潮。全县参\n赛职工达四万八千人，占职工总数的一多半，涌现出一\n"
        "批技术能手。\n    四月二十八日，县总工会在西岭镇召开现场会，总结交流\n了经验。                              （生产部）\n"
        "东坪乡工会办起“职工夜校”\n    东坪乡工会针对本乡职工文化低的实际，办起“职工\n夜校”十五所，聘请教师二十二名。\n                                      （东坪乡工会）\n"
    )
    made = cut(text)
    assert [(i.title, i.source, len(i.paragraphs)) for i in made.items] == [
        ("我县职工技能竞赛再掀热潮", "生产部", 2),
        ("东坪乡工会办起“职工夜校”", "东坪乡工会", 1),
    ]


STYLES = '<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">{}</w:styles>'.format(
    "".join(
        f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/></w:style>'
        for key, name in (
            ("T", "Title"),
            ("S", "Subtitle"),
            ("H1", "heading 1"),
            ("H2", "heading 2"),
            ("H3", "heading 3"),
        )
    )
)


def test_headings_of_a_lower_level_are_of_the_item() -> None:
    body = "".join(
        paragraph(text, style=style, right=text.startswith("（"))
        for text, style in (
            ("委员风采", "H1"),
            ("（第4期）", ""),
            ("区政协办公室　2023年4月25日", ""),
            ("情系桑梓献良策", "H2"),
            ("——记委员林某", "H3"),
            ("从医二十年，林某把患者当亲人，六年里提交提案二十八件。", ""),
            ("深入一线察民情", "H3"),
            ("为了写好一件提案，她跑遍了全区九个街道，访问了上百位老人。", ""),
            ("用心用情办实事", "H3"),
            ("4月16日，她带领医疗队到柳桥村义诊，为老人检查身体。", ""),
            ("（医卫界别组）", ""),
            ("读书会走进校园", "H2"),
            ("4月21日，读书会走进石门中学，十名委员与师生共读经典。", ""),
            ("（提案委）", ""),
        )
    )
    assert told(docx(body, {"word/styles.xml": STYLES}), "raw.docx") == [
        ("", "情系桑梓献良策", "——记委员林某", "2023-04-16", "医卫界别组", 5),
        ("", "读书会走进校园", "", "2023-04-21", "提案委", 1),
    ]


def test_a_line_in_the_subtitle_s_style() -> None:
    body = "".join(
        paragraph(text, style=style)
        for text, style in (
            ("社区之声", "T"),
            ("第23期　石门社区居委会　2017年11月30日", "S"),
            ("议事团成立", "H1"),
            ("11月8日，石门社区议事团成立，十五名退休老人受聘为议事员。", ""),
            ("暖冬行动进家门", "H1"),
            ("志愿者送去二十六床棉被", "S"),
            ("11月19日，气温骤降，志愿者把棉被送到困难家庭手中。", ""),
        )
    )
    assert told(docx(body, {"word/styles.xml": STYLES}), "raw.docx") == [
        ("", "议事团成立", "", "2017-11-08", "", 1),
        ("", "暖冬行动进家门", "志愿者送去二十六床棉被", "2017-11-19", "", 1),
    ]


def test_the_day_of_a_paper_whose_page_names_its_article_nowhere() -> None:
    page = (
        "<html><head><title>西岭日报数字报</title></head><body><div>2012年3月9日 星期五</div><div>第03版：社会</div>"
        f"<h1>读书会读出邻里情</h1><p>本报讯 昨日上午，石门社区读书会迎来了一次分享活动，三十多位居民围坐在一起。</p><p>{TWO}</p></body></html>"
    )
    assert cut(page, "raw.html").items[0].date == "2012-03-08"


def test_a_dry_run_shows_what_is_read_though_the_issue_is_there(
    site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from jianbao import cli

    (site.path / "content/2019/2019-03").mkdir(parents=True)
    index = site.path / "content/2019/2019-03/index.md"
    index.write_text("---\ntitle: 三月\ndate: 2019-03\nnumber: 2019年第4期\n---\n", "utf-8")
    raw = tmp_path / "raw.txt"
    raw.write_text(BULLETIN, "utf-8")
    assert cli.main(["import", str(raw), "--dry-run", "--format", "json", "--site", str(site.path)]) == 2
    out, err = capsys.readouterr()
    assert len(json.loads(out)["items"]) == 3
    assert "已经有了" in err
    assert cli.main(["import", str(raw), "--site", str(site.path)]) == 2
    assert "已经有了" in capsys.readouterr().err
    assert [path.name for path in index.parent.iterdir()] == ["index.md"]


@pytest.mark.parametrize(
    ("fields", "source"),
    [
        ("编辑：教育学院工会     时间：2016-04-08     访问：", "教育学院工会"),
        ("2016-04-08   来源：设计学院：吕某 审核：王某", "设计学院"),
        ("发布时间：2016-04-08 作者：中文系 编辑：宣传部 点击：", "中文系"),
        ("发布时间：2016-04-08 来源：西岭日报：头版", "西岭日报：头版"),
    ],
)
def test_who_a_page_s_fields_name(fields: str, source: str) -> None:
    assert cut(PAGE.format(fields)).items[0].source == source


def test_the_body_among_who_wrote_it() -> None:
    text = PAGE.format("2016-04-08 09:20").replace(TWO, f"{TWO}（文/图：院团委）")
    assert cut(text).items[0].source == "院团委"
    assert cut(text.replace("院团委", "周某")).items[0].source == ""


def test_what_a_template_left_and_a_menu_s_word_said_twice() -> None:
    text = PAGE.format("编辑发布：{文章出处}\n发布时间：2016-04-08   浏览次数：59").replace(
        "当前位置：首页 > 基层动态\n\n", ""
    )
    assert titles(text) == ["柳桥街道选出新一届工会委员"]
    assert titles(f"电子报\n电子报\n\n柳桥街道选出新一届工会委员\n\n  本报讯 {ONE}\n") == ["柳桥街道选出新一届工会委员"]


def test_a_motto_with_a_dot_is_a_kicker() -> None:
    text = f"{HEAD}柳桥街道工会换届\n{ONE}\n（柳桥街道）\n\n走基层·听心声\n县总工会领导深入厂矿调研\n4月7日，县总工会领导先后到九个单位调研。\n（办公室）\n\n深夜送医获点赞\n{THREE}\n（石门社区工会）\n"
    assert [(i.kicker, i.title) for i in cut(text).items][1] == ("走基层·听心声", "县总工会领导深入厂矿调研")


def test_who_wrote_a_report_below_its_title() -> None:
    head = "调 研 参 考\n2012年第5期\n西岭县委办公室　　　　　2012年6月12日\n\n"
    text = f"{head}西岭县留守老人情况调查与思考\n县工会课题组\n\n近期，县工会组成课题组，在八个镇作了专题调研，现将有关情况报告如下。\n\n一、基本情况\n\n{TWO}\n"
    (item,) = cut(text).items
    assert (item.title, item.source, item.date) == ("西岭县留守老人情况调查与思考", "县工会课题组", "2012-06-12")


def test_an_editor_s_note_whose_head_is_set_wide() -> None:
    text = f"{HEAD}                    编 者 按\n    各厂在开展活动中创造了不少好经验，现将石门厂的做法印发各地，供参考。\n石门厂开展读书活动见成效\n    石门厂工会从去年3月开始，在全厂开展读书活动，收到较好效果。\n    他们层层发动，班组车间都有读书会。\n                          （县总工会）\n"
    (item,) = cut(text).items
    assert item.title == "石门厂开展读书活动见成效"
    assert [p.note for p in item.paragraphs[:2]] == [True, True]


def test_what_short_news_are_called_together_between_brackets() -> None:
    text = f"{HEAD}【综合信息】\n柳桥街道工会换届\n{ONE}\n【社区传真】\n深夜送医获点赞\n{THREE}\n【一句话信息】\n4月3日，街道文化站组织职工观看影片。\n4月6日，新桥社区清扫楼道。\n"
    made = cut(text)
    assert [(i.title, i.date, len(i.paragraphs)) for i in made.items] == [
        ("柳桥街道工会换届", "2016-04-05", 1),
        ("深夜送医获点赞", "2016-04-18", 1),
        ("【一句话信息】", "2016-04-03", 2),
    ]
    headed = text.replace("【一句话信息】\n4月3日", "【一句话信息】\n文化站放映新影片\n4月3日")
    assert titles(headed)[2] == "文化站放映新影片"


def test_a_commission_signs_in_brackets() -> None:
    text = f"{HEAD}柳桥街道工会换届\n{ONE}（市卫计委）\n\n深夜送医获点赞\n{THREE}（石门社区工会）\n"
    assert [i.source for i in cut(text).items] == ["市卫计委", "石门社区工会"]


def test_a_title_of_a_few_characters_is_said() -> None:
    text = f"{HEAD}柳桥街道工会换届\n{ONE}\n（柳桥街道）\n\n深夜送医\n{THREE}\n（石门社区工会）\n"
    first, second = cut(text).items
    assert not any("很短" in doubt for doubt in first.doubts)
    assert any("“深夜送医”很短" in doubt for doubt in second.doubts)
    assert not any("很短" in doubt for doubt in cut(f"倡议书\n\n各位职工：\n\n{TWO}\n").items[0].doubts)


def test_several_items_of_a_page_are_said() -> None:
    text = PAGE.format("2016-04-08 09:20") + f"\n（周某）\n\n深夜送医获点赞\n\n{THREE}（吴某）\n"
    made = cut(text)
    assert len(made.items) == 2
    assert any("分成了2条" in doubt for doubt in made.doubts)
    assert not any("分成了" in doubt for doubt in cut(PAGE.format("2016-04-08 09:20")).doubts)


def test_the_day_of_a_paper_in_the_path_to_its_sheet() -> None:
    text = f"西岭日报 > 第A06版：城事 > 2013年10月14日\n\n重阳节里敬老忙\n\n■本报记者 周某\n\n　　本报讯 昨日是重阳节，各社区、学校纷纷开展敬老活动。\n　　{TWO}\n"
    assert cut(text).items[0].date == "2013-10-13"
    assert cut(text.replace("第A06版：城事", "城事")).items[0].date != "2013-10-13"


def test_who_did_what_in_a_bracket_below_a_text() -> None:
    text = PAGE.format("2016-04-08 09:20") + "（ 周文供稿 新闻中心编辑）\n"
    (item,) = cut(text).items
    assert (len(item.paragraphs), item.signature) == (2, "（ 周文供稿 新闻中心编辑）")
    assert len(cut(text.replace("新闻中心编辑", "详见下期")).items[0].paragraphs) == 3


def test_the_buttons_of_a_portal() -> None:
    text = PAGE.format("2016-04-08 09:20   来源：西岭日报\n关注西岭网\n微博\nQzone")
    (item,) = cut(text).items
    assert (item.title, len(item.paragraphs)) == ("柳桥街道选出新一届工会委员", 2)
