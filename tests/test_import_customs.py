"""What an issue is wont to do: rings for numbers, months for columns, frames around items, a list at its end."""

from tests.raw import cut, docx, paragraph, table

HEAD = "西岭县妇女工作简报\n第四期\n西岭县妇女联合会    二○一六年四月三十日\n\n"
ONE = "4月5日，柳桥街道选出新一届妇联执委，平均年龄三十八岁，大学以上的占一半。"
TWO = "一坛腊八豆从一楼送到六楼，六家人都尝了鲜，还有人回赠了一把青菜。"
THREE = "4月18日深夜，路过的快递员把突发胸痛的老人背下楼，送到了医院。"


def titles(text: str) -> list[str]:
    """The titles of the items of a text file."""
    return [item.title for item in cut(text).items]


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
