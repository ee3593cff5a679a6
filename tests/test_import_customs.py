"""What an issue is wont to do: rings for numbers, months for columns, frames around items, a list at its end."""

from tests.raw import cut, docx, paragraph, table, titles

HEAD = "西岭县妇女工作简报\n第四期\n西岭县妇女联合会    二○一六年四月三十日\n\n"
ONE = "4月5日，柳桥街道选出新一届妇联执委，平均年龄三十八岁，大学以上的占一半。"
TWO = "一坛腊八豆从一楼送到六楼，六家人都尝了鲜，还有人回赠了一把青菜。"
THREE = "4月18日深夜，路过的快递员把突发胸痛的老人背下楼，送到了医院。"


def test_numbers_in_rings_go_on_through_the_columns() -> None:
    text = f"{HEAD}◎街道要闻\n① 妇联换届完成\n{ONE}\n② 腊八豆传了六家\n{TWO}\n\n◎身边好人\n③ 深夜送医\n{THREE}\n\n◎健康小贴士\n久坐一小时，起身走三分钟；用眼四十分钟，远眺五分钟。\n"
    assert titles(text) == ["妇联换届完成", "腊八豆传了六家", "深夜送医", "健康小贴士"]


def test_points_in_rings_are_of_their_item() -> None:
    text = f"{HEAD}★妇联换届完成\n{ONE}\n① 选得好\n{TWO}\n② 用得好\n{THREE}\n★腊八豆传了六家\n{TWO}\n"
    assert titles(text) == ["妇联换届完成", "腊八豆传了六家"]


def test_months_are_columns() -> None:
    text = f"顺达公司工团简报\n顺达公司工会、团支部\n2016年第2季度\n\n4月：\n妇联换届完成\n{ONE}\n\n5月：\n腊八豆传了六家\n{TWO}\n\n6月：\n深夜送医获点赞\n6月18日深夜，快递员把老人背下楼，送到了医院。\n"
    made = cut(text)
    assert [(item.title, item.date) for item in made.items] == [
        ("妇联换届完成", "2016-04-05"),
        ("腊八豆传了六家", ""),
        ("深夜送医获点赞", "2016-06-18"),
    ]
    assert [d.text for d in made.dropped if d.reason == "栏目标签"] == ["4月：", "5月：", "6月："]


def test_a_column_whose_name_is_that_of_its_text() -> None:
    text = f"{HEAD}□协会动态\n妇联换届完成\n{ONE}\n□技法课堂\n怎样让柳条不断裂\n{TWO}\n□来函照登\n姐妹们：你们寄来的样品已经收到，孩子们非常喜欢，希望有机会来学习。\n"
    assert titles(text) == ["妇联换届完成", "怎样让柳条不断裂", "来函照登"]
    assert any("□来函照登" in doubt for doubt in cut(text).doubts)


def test_the_year_of_a_number_in_brackets() -> None:
    text = f"基层团建信息\n（2016）第7号\n共青团石塘县委组织部\n\n★妇联换届完成\n{ONE}\n★腊八豆传了六家\n{TWO}\n"
    assert cut(text).items[0].date == "2016-04-05"


def test_short_lines_between_who_signs_are_titles() -> None:
    text = (
        f"{HEAD}半边天撑起安全网\n\n{TWO}\n                （矿灯房  孟某某）\n\n节日趣事多\n\n{ONE}\n                （女工委）\n\n"
        f"家书写给他\n\n{TWO}她说。\n                （掘进二队  周某）\n\n光荣榜\n市三八红旗手：刘某\n县三八红旗手：田某\n"
    )
    assert titles(text) == ["半边天撑起安全网", "节日趣事多", "家书写给他", "光荣榜"]


def test_of_two_lines_the_larger_one_is_the_title() -> None:
    def sized(text: str, size: int) -> str:
        run = f'<w:r><w:rPr><w:sz w:val="{size}"/></w:rPr><w:t>{text}</w:t></w:r>'
        return paragraph("", centred=True, raw=run)

    head = paragraph("创建工作简报", centred=True, bold=True) + paragraph("第六期  2016年4月30日", centred=True)
    body = "".join(
        sized(above, 28) + sized(title, 36) + paragraph(text)
        for above, title, text in (
            ("窗口虽小服务无限", "税务大厅推行一条龙服务", ONE),
            ("三尺柜台一片真情", "百货大楼开展岗位练兵", TWO),
            ("把病房当作家", "儿科护理组创岗侧记", THREE),
        )
    )
    made = cut(docx(head + body), "a.docx")
    assert [(item.kicker, item.title) for item in made.items] == [
        ("窗口虽小服务无限", "税务大厅推行一条龙服务"),
        ("三尺柜台一片真情", "百货大楼开展岗位练兵"),
        ("把病房当作家", "儿科护理组创岗侧记"),
    ]


def test_a_table_of_one_column_is_a_frame_and_one_of_figures_is_none() -> None:
    head = paragraph("社区服务月报", centred=True, bold=True) + paragraph("2016年4月", centred=True)
    body = table([["老旧管网换新颜"], [ONE]]) + paragraph("秋季义诊进社区", bold=True) + paragraph(TWO)
    made = cut(docx(head + body), "a.docx")
    assert [p.rows for item in made.items for p in item.paragraphs if p.rows] == []
    texts = [p.text for item in made.items for p in item.paragraphs]
    assert (made.items[0].title, ONE in texts, texts[-1]) == ("老旧管网换新颜", True, TWO)
    body = paragraph("秋季义诊进社区", bold=True) + paragraph(TWO) + table([["一等奖"], ["张某"], ["李某"]])
    assert any(p.rows for item in cut(docx(head + body), "a.docx").items for p in item.paragraphs)


def test_today_in_a_later_paragraph_is_no_day() -> None:
    text = f"{HEAD}★一双手到一百双手\n张某带着三个姐妹租下村头的旧仓库。\n今天，在她的合作社里，一百双手上下翻飞，年编花篮二十万只。\n★腊八豆传了六家\n{TWO}\n"
    assert cut(text).items[0].date == ""


def test_numerals_with_a_blank_behind_them_number_items() -> None:
    text = (
        f"城南学校家校桥  第12期  2016年4月\n\n一 妇联换届完成\n{ONE}\n二 腊八豆传了六家\n{TWO}\n三 深夜送医\n{THREE}\n"
    )
    assert titles(text) == ["妇联换届完成", "腊八豆传了六家", "深夜送医"]


def test_names_between_bars_are_columns() -> None:
    text = f"{HEAD}||县域要闻||\n妇联换届完成\n{ONE}\n\n||身边好人||\n深夜送医\n{THREE}\n腊八豆传了六家\n{TWO}\n"
    made = cut(text)
    assert (made.items[0].kicker, made.items[0].title) == ("", "妇联换届完成")
    assert ("||身边好人||", "栏目标签") in made.dropped


def test_a_year_alone_in_a_head_is_the_issue_s() -> None:
    text = f"卫生院工会月报（四月）\n2016\n顺河镇卫生院工会委员会\n\n1、妇联换届完成\n{ONE}\n2、腊八豆传了六家\n{TWO}\n"
    assert cut(text).items[0].date == "2016-04-05"


def test_who_wrote_it_below_each_title_is_no_subtitle() -> None:
    text = f"{HEAD}★妇联换届完成\n文／社区志愿者 老魏\n{ONE}\n★腊八豆传了六家\n文／居委会 小贺\n{TWO}\n★深夜送医\n文／阅读小组\n{THREE}\n"
    made = cut(text)
    assert [(item.title, item.subtitle, len(item.paragraphs)) for item in made.items] == [
        ("妇联换届完成", "", 1),
        ("腊八豆传了六家", "", 1),
        ("深夜送医", "", 1),
    ]


def test_two_offices_sign_together() -> None:
    text = f"文明祭扫倡议书\n全县广大家庭：\n{TWO}\n云台县妇女联合会\n云台县精神文明建设办公室\n2016年3月25日\n"
    (item,) = cut(text).items
    assert item.source == "云台县妇女联合会、云台县精神文明建设办公室"


def test_a_motto_above_what_was_done_is_its_kicker_however_lines_are_spaced() -> None:
    lines = f"规划先行 统筹推进\n海滨区召开规划评估会\n{ONE}\n（区妇儿工委办）\n一张书桌的分量\n{TWO}\n（渔港街道）\n妇联换届完成\n{THREE}\n（区妇联）\n"
    for text in (lines, lines.replace("\n", "\n\n")):
        assert cut(HEAD + text).items[0].kicker == "规划先行 统筹推进"


def test_months_of_a_plan_and_of_a_chronicle_are_of_the_text() -> None:
    plan = (
        "2019年月湖社区妇联活动安排\n为丰富姐妹们的生活，现将各月的活动安排如下，请各组提前准备。\n"
        "二月\n姐妹写春联送祝福\n四月\n亲子共读一小时\n月湖社区妇联\n2019年1月8日\n"
    )
    (item,) = cut(plan).items
    assert [p.text for p in item.paragraphs][1:] == ["二月", "姐妹写春联送祝福", "四月", "亲子共读一小时"]
    told = "7月\n建成妇女儿童之家，两千人次来过这里，孩子们在这里写作业。\n9月\n评出绿色家庭十二户，颁奖会在文化站的院子里举行。\n"
    assert titles(f"{HEAD}★妇联换届完成\n{ONE}\n★东坪镇妇联下半年大事记\n{told}★腊八豆传了六家\n{TWO}\n") == [
        "妇联换届完成",
        "东坪镇妇联下半年大事记",
        "腊八豆传了六家",
    ]
    told = "7月\n妇女儿童之家建成\n两千人次来过这里，孩子们在这里写作业。\n9月\n绿色家庭评出\n颁奖会在文化站的院子里举行，有十二户。\n"
    assert "栏目标签" not in [d.reason for d in cut(f"{HEAD}2015年工作总结\n{told}").dropped]
    assert len(titles(f"{HEAD}★妇联换届完成\n{ONE}\n★下半年大事记\n{told}★腊八豆传了六家\n{TWO}\n")) == 3


def test_a_list_of_names_between_bars_is_of_its_item() -> None:
    text = f"{HEAD}★好家风故事会落幕\n{ONE}\n|一等奖|\n|周桂芳|\n|何秀珍|\n★腊八豆传了六家\n{TWO}\n"
    made = cut(text)
    assert [item.title for item in made.items] == ["好家风故事会落幕", "腊八豆传了六家"]
    assert [p.text for p in made.items[0].paragraphs][1:] == ["一等奖"]
    assert made.items[0].signature == "周桂芳\n何秀珍"
    assert [d.text for d in made.dropped if d.reason == "栏目标签"] == []
    text = f"{HEAD}★好家风故事会落幕\n{ONE}\n||光荣户||\n周桂芳全家老小\n何秀珍全家老小\n★腊八豆传了六家\n{TWO}\n"
    assert titles(text) == ["好家风故事会落幕", "腊八豆传了六家"]


def test_headings_with_the_mark_of_the_columns_are_of_their_item() -> None:
    for headings in (("基本做法", "初步成效"), ("主要做法",), ("先说难处", "再说办法")):
        body = "".join(f"■{heading}\n{TWO}\n" for heading in headings)
        text = f"{HEAD}■基层快讯\n妇联换届完成\n{ONE}\n■身边故事\n东坪镇妇联调解邻里纠纷\n{THREE}\n{body}"
        made = cut(text)
        assert [item.title for item in made.items] == ["妇联换届完成", "东坪镇妇联调解邻里纠纷"]
        assert made.doubts == []
    text = f"{HEAD}■基层快讯\n妇联换届完成\n{ONE}\n■身边故事\n腊八豆传了六家\n{THREE}\n■从一张桌说起\n{TWO}\n"
    assert any("■从一张桌说起" in doubt for doubt in cut(text).doubts)


def test_who_calls_for_papers_says_where_to_send_them() -> None:
    last = "来稿请寄区妇联办公室，请在信封上写明姓名和电话。"
    text = f"{HEAD}★妇联换届完成\n{ONE}\n★“我家的老物件”征稿启事\n讲一件老物件的故事，八百字以内，六月底以前有效。\n{last}\n"
    assert cut(text).items[-1].paragraphs[-1].text == last
    text = f"{HEAD}★妇联换届完成\n{ONE}\n★腊八豆传了六家\n{TWO}\n\n{last}\n责任编辑：何某\n"
    assert (last, "报尾") in cut(text).dropped


def test_who_appeals_is_kept() -> None:
    signed = "东坪镇妇女联合会  宣"
    made = cut(f"{HEAD}★妇联换届完成\n{ONE}\n★光盘行动倡议书\n让我们吃多少点多少，把剩下的打包带回家。\n{signed}\n")
    assert signed not in [d.text for d in made.dropped]


def test_who_sent_it_below_each_title_is_the_source() -> None:
    body = "\n".join(
        f"{title}\n{sender}\n{text}\n"
        for title, sender, text in (
            ("老井边上话家常", "东坪镇妇联", TWO),
            ("巧手编出好日子", "南山乡妇联", ONE),
            ("灯下共读一本书", "城关镇妇联", THREE),
        )
    )
    made = cut(HEAD + body)
    assert [(item.kicker, item.title, item.subtitle, item.source) for item in made.items] == [
        ("", "老井边上话家常", "", "东坪镇妇联"),
        ("", "巧手编出好日子", "", "南山乡妇联"),
        ("", "灯下共读一本书", "", "城关镇妇联"),
    ]


def test_who_sent_it_above_numbers_that_begin_anew_is_no_column() -> None:
    text = f"{HEAD}1、妇联换届完成\n{ONE}\n2、深夜送医\n{THREE}\n东坪镇妇联\n1、腊八豆传了六家\n{TWO}\n南山镇\n2、老楼加装扶手\n{THREE}\n"
    made = cut(text)
    assert (made.items[1].source, made.items[2].source) == ("东坪镇妇联", "南山镇")


def test_what_a_notice_has_behind_its_signature_is_of_it() -> None:
    text = f"关于表扬好婆婆的通知\n各社区妇联：\n{TWO}\n云台县妇女联合会\n2016年3月25日\n\n{{}}\n东坪镇：周某、何某\n南山镇：田某\n"
    for name in ("好婆婆名单", "光荣榜"):
        assert len(cut(text.format(name)).items) == 1


def test_the_list_at_the_end_of_an_issue_is_doubtful() -> None:
    text = f"{HEAD}半边天撑起安全网\n\n{TWO}\n                （矿灯房  孟某某）\n\n节日趣事多\n\n{ONE}\n                （女工委）\n\n家书写给他\n\n{TWO}她说。\n                （掘进二队  周某）\n\n{{}}\n市级：刘某\n县级：田某\n"
    assert any("署名下面的名单" in doubt for doubt in cut(text.format("红旗榜")).items[-1].doubts)
    assert titles(text.format("值班安排")) == ["半边天撑起安全网", "节日趣事多", "家书写给他"]


def test_the_last_words_of_a_speech_name_nobody() -> None:
    for last in ("共勉", "以上", "特此", "敬礼", "再见"):
        (item,) = cut(f"社区食堂开张了\n{TWO}\n{last}\n").items
        assert (item.source, item.paragraphs[-1].text) == ("", last)


def test_the_years_of_a_chronicle_are_of_it() -> None:
    text = f"云台县妇联十年记\n2013\n{TWO}\n2014\n{THREE}\n2015\n{ONE}\n"
    made = cut(text)
    assert [d.text for d in made.dropped if d.reason == "报头"] == []
    assert [p.text for item in made.items for p in item.paragraphs if p.text.isdigit()] == ["2013", "2014", "2015"]
    made = cut(f"西岭县妇女工作简报\n第四期\n2013\n绣娘走出大山\n{TWO}\n2014\n绣品卖到海外\n{THREE}\n")
    assert [item.date for item in made.items if item.date.startswith("2013")] == []


def test_letters_of_answers_are_no_frame_of_a_page() -> None:
    page = "普法知识问答题\n2021-05-30 23:12:20  来源：山城新闻网  作者：李某\n\n5月30日，区妇联公布问答题，欢迎姐妹们参加，答案在最后，答对的有奖品。\n参考答案\nD C B A\n"
    (item,) = cut(page).items
    assert item.paragraphs[-1].text == "D C B A"
