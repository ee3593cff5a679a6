"""What reads as a page's field, a title or a date, and is none, beside what is one: each is kept, or told."""

import pytest

from jianbao.importer.line import controls, meta, signatures
from tests.raw import cut, docx, paragraph

ONE = "柳桥街道妇联在社区书屋举办亲子共读活动，二十个家庭参加，管理员忙到天黑，孩子们看得目不转睛。"
TWO = "一坛腊八豆从一楼送到六楼，六家人都尝了鲜，还有人回赠了一把青菜，邻里之间热闹了一下午。"
PAGE = f"书香飘进千家万户\n发布时间：2020-05-06\n{{}}\n{ONE}\n{TWO}\n"


def texts(text: str) -> list[str]:
    return [p.text for item in cut(text).items for p in item.paragraphs]


def test_days_with_their_end_are_read_whole() -> None:
    (item,) = cut(f"柳桥街道健步走活动方案2016.4.28-5.3\n{ONE}\n{TWO}\n柳桥街道妇联\n2016.4.28-5.3\n").items
    assert (item.title, item.date, item.source) == (
        "柳桥街道健步走活动方案2016.4.28-5.3",
        "2016-04-28",
        "柳桥街道妇联",
    )
    for field in ("2016.4.28-5.3", "时间：2016.4.28-2016.5.3 来源：柳桥街道"):
        (item,) = cut(f"柳桥街道妇联举办健步走\n{field}\n{ONE}\n{TWO}\n").items
        assert (item.date, item.paragraphs[0].text) == ("2016-04-28", ONE)
    (item,) = cut(f"柳桥街道妇联举办健步走\n2016.4.28-5.3，{ONE}\n{TWO}\n").items
    assert (item.date, len(item.paragraphs)) == ("2016-04-28", 2)
    assert not signatures.is_date_below("2016.4.28-5")


@pytest.mark.parametrize(
    "words", ["（截至2020年3月6日）", "（写于2020年3月6日）", "（统计时间2020年3月6日）", "（更新至2020年3月6日）"]
)
def test_what_stands_before_a_day_in_a_bracket_is_nobody(words: str) -> None:
    (item,) = cut(f"爱心捐赠名单公示\n{ONE}\n{TWO}\n{words}\n").items
    assert (item.source, item.paragraphs[-1].text) == ("", words)


def test_a_body_before_a_day_in_a_bracket_signs() -> None:
    (item,) = cut(f"柳桥街道书屋开门\n{ONE}\n{TWO}\n（柳桥街道妇联2020年3月6日）\n").items
    assert (item.source, item.date) == ("柳桥街道妇联", "2020-03-06")


def test_until_when_figures_are_given_is_no_title() -> None:
    (item,) = cut(f"爱心捐赠名单公示\n截止到2020年3月6日\n{ONE}\n{TWO}\n").items
    assert (item.title, item.paragraphs[0].text) == ("爱心捐赠名单公示", "截止到2020年3月6日")


def test_the_year_of_a_later_paragraph_is_told_as_a_guess() -> None:
    (item,) = cut(f"柳桥街道书屋开门\n5月8日上午，{ONE}\n2018年，街道建书屋五个。{TWO}\n").items
    assert item.date == "2018-05-08"
    assert any("推算为2018年，请核对" in doubt for doubt in item.doubts)
    (item,) = cut(f"柳桥街道书屋开门\n2018年，{ONE}\n5月8日上午，{TWO}\n").items
    assert (item.date[:4], [d for d in item.doubts if "推算" in d]) == ("2018", [])


def test_a_year_that_is_planned_for_tells_nothing() -> None:
    (item,) = cut(f"柳桥街道书屋开门\n5月8日上午，{ONE}\n2018年，街道将再建书屋五个。{TWO}\n").items
    assert item.date == ""
    assert any("没有年份" in doubt for doubt in item.doubts)


def test_how_many_took_part_is_no_counter() -> None:
    for sentence in ("120人参与了活动。", "现场120人点赞了这一做法。", "共有300人参与植树，120人参与清扫。"):
        assert texts(PAGE.format(ONE + "\n" + sentence))[1] == sentence
        assert not controls.COMMENTS.fullmatch(sentence)
    for counter in ("120人参与", "已有120人参与评论", "3条评论", "120人点赞", "120人参与讨论 | 3条回复"):
        assert controls.COMMENTS.fullmatch(counter), counter


@pytest.mark.parametrize(
    "words", ["原标题“柳桥街道亲子共读成效好”", "（原题「柳桥街道亲子共读成效好」）", "原标题：柳桥街道亲子共读成效好"]
)
def test_what_a_text_was_called_elsewhere_is_its_title_only_where_it_has_none(words: str) -> None:
    made = cut(f"{words}\n{ONE}\n{TWO}\n")
    assert [item.title for item in made.items] == ["柳桥街道亲子共读成效好"]
    assert any("原标题" in doubt for doubt in made.doubts)
    for text in (f"书香飘进千家万户\n{words}\n{ONE}\n{TWO}\n", PAGE.format(words)):
        (item,) = cut(text).items
        assert (item.title, item.paragraphs[0].text) == ("书香飘进千家万户", ONE)


def test_a_title_that_quotes_another_is_whole() -> None:
    (item,) = cut(f"原标题党“震惊体”整治活动启动\n{ONE}\n{TWO}\n").items
    assert item.title == "原标题党“震惊体”整治活动启动"


def test_below_a_title_that_stands_twice_a_subtitle_and_whose_page_it_is() -> None:
    page = (
        f"首页 > 新闻\n书香飘进千家万户\n书香飘进千家万户\n{{}}\n阅读 120\n点赞 3\n发布时间：2020-05-06\n{ONE}\n{TWO}\n"
    )
    (item,) = cut(page.format("柳桥街道亲子共读暖人心")).items
    assert "书香飘进千家万户" in item.title
    assert "柳桥街道亲子共读暖人心" in item.title + item.subtitle
    assert any("标题有2行" in doubt for doubt in item.doubts)
    for owner in ("西岭发布", "柳桥街道妇联"):
        assert cut(page.format(owner)).items[0].title == "书香飘进千家万户"
    (item,) = cut(PAGE.format("书香飘进千家万户\n柳桥街道亲子共读暖人心")).items
    assert (item.title, item.subtitle) == ("书香飘进千家万户", "柳桥街道亲子共读暖人心")


def test_labels_with_nothing_behind_them_are_a_page_s_and_others_are_text() -> None:
    for empty in ("摘要：无", "简介：", "导读："):
        assert texts(PAGE.format(empty)) == [ONE, TWO]
        assert meta.read(empty)
    for said in ("摘要：街道书屋今天开门。", "简介：柳桥街道在县城东边，有六个社区。"):
        assert texts(PAGE.format(said)) == [said, ONE, TWO]
        (item,) = cut(f"书香飘进千家万户\n{said.rstrip('。')}\n{ONE}\n{TWO}\n").items
        assert item.title == "书香飘进千家万户"


def _row(cells: list[list[str]]) -> str:
    return f"<w:tr>{''.join('<w:tc>' + ''.join(map(paragraph, cell)) + '</w:tc>' for cell in cells)}</w:tr>"


def _table(*rows: list[list[str]]) -> bytes:
    return docx(f"<w:tbl>{''.join(map(_row, rows))}</w:tbl>")


def test_rows_of_columns_with_texts_lay_a_page_out() -> None:
    pages = [["柳桥街道书屋开门", ONE, TWO], ["流动书车开进石门小学", TWO, ONE]]
    made = cut(_table([["西岭妇女之声", ""], [""]], pages, pages[::-1]), "a.docx")
    assert not any(p.rows for item in made.items for p in item.paragraphs)
    assert any("当作版面的几栏" in doubt for doubt in made.doubts)


def test_a_table_with_what_each_did_is_a_table() -> None:
    deeds = [["姓名"], ["主要事迹"]], [["张甲"], ["事迹材料如下", ONE, TWO]], [["李乙"], ["事迹材料如下", TWO, ONE]]
    made = cut(_table(*deeds), "a.docx")
    assert any(p.rows for item in made.items for p in item.paragraphs)
    assert not any("当作版面的几栏" in doubt for doubt in made.doubts)


def test_what_no_browser_shows_of_a_page_is_told_where_it_says_something() -> None:
    told = "这是放在条件注释里的一段话"
    page = (
        "<html><head><title>书香飘进千家万户</title></head><body><h1>书香飘进千家万户</h1>"
        f"<p>{ONE}</p>{{}}<p>{TWO}</p></body></html>"
    )
    hiding = ("<!--[if gte mso 9]><p>{}</p><![endif]-->", "<![CDATA[{}]]>", "<template><p>{}</p></template>")
    for hidden in (*hiding, f"<!-- {{}}，{ONE} -->", "<p><img src='a.jpg' alt='{}'></p>"):
        made = cut(page.format(hidden.format(told)), "a.html")
        assert any(told in d.text for d in made.dropped), hidden
    for note in ("<!-- 正文开始 -->", "<!--正文-->", "<!--[if IE]><![endif]-->", "<script>//<![CDATA[\n//]]></script>"):
        assert [d.text for d in cut(page.format(note), "a.html").dropped if "注释" in d.reason] == []


def _run(inner: str) -> str:
    return paragraph("", raw=f"<w:r>{inner}</w:r>")


@pytest.mark.parametrize(
    ("inner", "reason"),
    [
        ('<w:pict><v:textpath xmlns:v="urn:schemas-microsoft-com:vml" string="西岭妇女"/></w:pict>', "艺术字"),
        ("<w:instrText>eq \\o(西岭妇女,○)</w:instrText>", "域代码"),
        ('<w:fldChar><w:ffData><w:ddList><w:listEntry w:val="西岭妇女"/></w:ddList></w:ffData></w:fldChar>', "下拉框"),
        (
            '<w:fldChar><w:ffData><w:textInput><w:default w:val="西岭妇女"/></w:textInput></w:ffData></w:fldChar>',
            "填写框",
        ),
    ],
)
def test_what_a_document_holds_outside_its_text_is_told(inner: str, reason: str) -> None:
    made = cut(docx(paragraph("书香飘进千家万户") + paragraph(ONE) + _run(inner) + paragraph(TWO)), "a.docx")
    assert [d.reason[:3] for d in made.dropped if "西岭妇女" in d.text] == [reason]
    assert any("艺术字" in doubt for doubt in made.doubts) is (reason == "艺术字")


def test_a_code_without_words_and_a_sign_of_a_form() -> None:
    field = "<w:instrText> PAGE \\* MERGEFORMAT </w:instrText>"
    made = cut(docx(paragraph("书香飘进千家万户") + paragraph(ONE) + _run(field) + paragraph(TWO)), "a.docx")
    assert [d.text for d in made.dropped] == []
    sign = '<w:t>同意（</w:t><w:sym w:font="Wingdings" w:char="F0FC"/><w:t>）不同意（　），请在括号里打勾。</w:t>'
    made = cut(docx(paragraph("书香飘进千家万户") + paragraph(ONE) + _run(sign) + paragraph(TWO)), "a.docx")
    assert any("同意（√）" in p.text for p in made.items[0].paragraphs)


def test_what_a_leader_wrote_stands_as_a_note_and_its_day_is_none_of_the_text() -> None:
    text = (
        "西岭县工会简报\n第4期\n西岭县总工会    2016年4月30日\n\n领导批示：书屋办得好，请各街道学习借鉴。（县委副书记 周某 3月8日）\n\n"
        f"编者按：现将柳桥街道的做法刊发如下。\n\n书香飘进千家万户\n\n{ONE}\n{TWO}\n"
    )
    (item,) = cut(text).items
    assert [p.note for p in item.paragraphs] == [True, True, False, False]
    assert (item.title, item.date) == ("书香飘进千家万户", "")
    (item,) = cut(f"书香飘进千家万户\n领导批示后，{ONE}\n{TWO}\n").items
    assert not any(p.note for p in item.paragraphs)


def test_a_chronicle_has_its_title() -> None:
    days = "一月\n4日  街道妇联开会总结工作。\n15日  举行志愿服务启动仪式。\n二月\n22日  到青山镇调研。\n"
    for title in ("共青团石塘县委2013年大事记", "西岭县妇联2013年工作记事"):
        (item,) = cut(f"{title}\n\n{days}").items
        assert (item.title, item.paragraphs[0].text) == (title, "一月")


def test_minutes_begin_with_when_and_where() -> None:
    text = (
        "西岭县妇儿工委办公室\n会议纪要\n〔2014〕3号\n\n时间：2014年8月21日下午\n地点：县政府三楼\n主持：陈某\n\n"
        + ONE
        + "\n"
        + TWO
    )
    (item,) = cut(text).items
    assert item.title.replace(" ", "") == "西岭县妇儿工委办公室会议纪要"
    assert (item.date, item.paragraphs[0].text[:3]) == ("2014-08-21", "时间：")


def test_captions_with_a_mark_on_a_page_and_headlines_with_one_in_an_issue() -> None:
    text = f"书香飘进千家万户\n原创 城东妇联 城东女声 2020-07-11 18:30\n{ONE}\n▲孩子们在挑书\n7月9日凌晨，{TWO}\n▲给值守人员送姜汤\n{ONE}{TWO}\n"
    (item,) = cut(text).items
    assert [p.text for p in item.paragraphs][1::2] == ["▲孩子们在挑书", "▲给值守人员送姜汤"]
    issue = f"西岭县工会简报\n第4期\n西岭县总工会    2016年4月30日\n\n▲柳桥街道书屋开门\n4月5日，{ONE}\n▲流动书车开进小学\n4月8日，{TWO}\n"
    assert [item.title for item in cut(issue).items] == ["柳桥街道书屋开门", "流动书车开进小学"]


def test_fields_that_sites_shorten() -> None:
    (item,) = cut(f"书香飘进千家万户\n首页 >> 动态 >> 正文\n作者:团委  发布:2018-03-05  浏览:\n{ONE}\n{TWO}\n").items
    assert (item.source, item.date) == ("团委", "2018-03-05")
    (item,) = cut(
        f"在全县妇女大会上的讲话\n县妇联主席  林某某\n（2012年2月16日·根据录音整理）\n\n同志们：\n{ONE}\n{TWO}\n"
    ).items
    assert (item.date, item.paragraphs[0].text) == ("2012-02-16", "同志们：")
    assert cut(f"书香飘进千家万户\n{ONE}\n{TWO}（人事股）\n").items[0].source == "人事股"
    assert cut(f"书香飘进千家万户\n{ONE}\n{TWO}（控股）\n").items[0].source == ""


def test_a_week_counts_an_issue_and_a_deed_makes_none() -> None:
    text = f"东岭镇妇联一周工作\n（2020年第36周）\n\n1．走访慰问困难妇女\n8月31日，{ONE}\n\n2．开展反家暴宣传\n9月2日，{TWO}\n"
    assert [(i.title, i.date) for i in cut(text).items] == [
        ("走访慰问困难妇女", "2020-08-31"),
        ("开展反家暴宣传", "2020-09-02"),
    ]
    head = paragraph("第7期　　2013年7月31日", centred=True) + paragraph("滨江区妇联编", centred=True)
    for title in ("暑期安全进社区", "法律知识讲座走进学校"):
        items = paragraph(title, bold=True, centred=True) + paragraph(f"7月15日，{ONE}")
        more = paragraph("书香飘进千家万户", bold=True, centred=True) + paragraph(f"7月22日，{TWO}")
        assert [i.title for i in cut(docx(head + items + more), "a.docx").items] == [title, "书香飘进千家万户"]


def test_bodies_side_by_side_below_a_title_are_whose_text_it_is() -> None:
    for names in ("中共桃源区委政法委　桃源区妇联", "桃源区妇联"):
        (item,) = cut(f"小网格织密维权网\n{names}\n{ONE}\n{TWO}\n").items
        assert item.title == "小网格织密维权网"
        assert any(names in doubt and "按来源读" in doubt for doubt in item.doubts)
    (item,) = cut(f"小网格织密维权网\n邻里　守望相助\n{ONE}\n{TWO}\n").items
    assert not any("按来源读" in doubt for doubt in item.doubts)


@pytest.mark.parametrize(
    ("title", "lead", "told"),
    [
        ("一位女教师的二十年", "1999年9月1日，她第一次走上讲台。", True),
        ("关于书屋的情况通报", "2019年3月5日，省里下发了《意见》。", True),
        ("柳桥街道书屋的故事", "2012年3月5日，书屋开门。到了2018年，书已有三万册。", True),
        ("柳桥街道书屋开门", "2019年3月5日，柳桥街道书屋开门。", False),
        ("县妇联印发《家教指南》", "2019年3月5日，县妇联印发了《家教指南》。", False),
        ("柳桥街道书屋开门", "2019年3月5日，柳桥街道书屋开门，力争到2020年建成五个。", False),
    ],
)
def test_a_day_of_something_earlier_is_told(title: str, lead: str, told: bool) -> None:
    (item,) = cut(f"{title}\n{lead}{ONE}\n{TWO}\n").items
    assert item.date
    assert any("可能是" in doubt for doubt in item.doubts) is told
    (item,) = cut(f"{title}\n发布时间：2019-03-06\n{lead}{ONE}\n{TWO}\n").items
    assert not any("可能是" in doubt for doubt in item.doubts)  # the page's day stands beside it
