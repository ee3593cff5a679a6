"""A raw text file becomes the items that people see in it, each with its title, date and source."""

import pytest

from jianbao.errors import UsageError
from jianbao.importer import writing
from jianbao.importer.bulletin import items
from jianbao.importer.model import Options
from jianbao.importer.reading import source
from jianbao.importer.text import decode
from tests.raw import BULLETIN, SEEDS, cut, lost, told

LEAD = "3月12日，市妇联在市委党校举办信息写作培训班，各区妇联和直属单位的60名信息员参加。"


def body(number: int) -> str:
    return f"第{number}批学员来自各个街道和社区，大家带着自己的稿子逐篇修改，老师当场讲评，收获很多。"


def test_a_bulletin_is_cut_named_dated_and_signed() -> None:
    """The masthead is dropped and tells the year; a 日前 has no date; 截至 and 继 are other events' dates."""
    made = cut(BULLETIN)
    assert told(BULLETIN) == [
        ("", "全市妇联系统举办信息写作培训班", "", "2019-03-12", "市妇联宣传部", 2),
        ("", "走进社区送法律", "——海城区妇联开展普法活动", "", "海城区妇联", 2),
        ("晚报专访市妇联权益部部长：", "把热线办到姐妹心里", "", "", "", 1),
    ]
    assert [(i.date_basis, i.year_basis, i.signature) for i in made.items] == [
        ("3月12日至13日", "海城市妇联办公室编　2019年3月29日", "（市妇联宣传部）"),
        ("", "", "(海城区 妇联)"),
        ("", "", ""),
    ]
    assert {d.reason for d in made.dropped} == {"报头"}
    assert (made.number, made.month) == ("第4期", "2019-03")
    assert lost(BULLETIN, made) == ({}, {})


@pytest.mark.parametrize(
    ("encoding", "said"),
    [
        ("utf-8", []),
        ("utf-8-sig", ["文件是 UTF-8（带BOM） 编码，已按它读取"]),
        ("gb18030", ["文件是 GB18030（GBK、ANSI） 编码，已按它读取"]),
        ("utf-16", ["文件是 UTF-16 编码，已按它读取"]),
        ("utf-16-le", ["文件是 UTF-16（无BOM） 编码，已按它读取"]),
        ("utf-16-be", ["文件是 UTF-16（无BOM，高位在前） 编码，已按它读取"]),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_encoding_and_line_end_is_read_and_said(encoding: str, said: list[str], end: str) -> None:
    data = BULLETIN.replace("\n", end).encode(encoding)
    assert told(data) == told(BULLETIN)
    assert cut(data).doubts == said


def test_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises(UsageError, match="认不出编码"):
        decode.text(b"\xff\xff\x81\x30\xff" * 3, "x.txt")


@pytest.mark.parametrize(
    ("name", "cure"), [("a.doc", "另存为 .docx"), ("a.pdf", "Word 原稿"), ("a.wps", "另存为 .docx")]
)
def test_other_formats_are_refused_with_the_cure(name: str, cure: str) -> None:
    with pytest.raises(UsageError, match=cure):
        cut(b"\xd0\xcf\x11\xe0whatever", name)


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
@pytest.mark.parametrize("indent", ["", "　　", "\xa0\xa0\xa0\xa0", "    "])
def test_blank_lines_and_indents_do_not_decide(gap: str, indent: str) -> None:
    """The same three items with no blank line at all, with one everywhere, and with any indent."""
    text = gap.join(
        [
            "市妇联召开主席办公会研究第一季度工作", f"{indent}{LEAD}", f"{indent}{body(1)}",
            "海城区妇联走访慰问困难家庭", f"{indent}{body(2)}", f"{indent}{body(3)}",
            "市妇联与市总工会联合举办技能比赛", f"{indent}4月2日上午，{body(4)}",
        ]
    )  # fmt: skip
    assert [(i.title[:7], len(i.paragraphs)) for i in cut(text).items] == [
        ("市妇联召开主席", 2), ("海城区妇联走访", 2), ("市妇联与市总工", 1),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("lines", "kicker", "title", "subtitle"),
    [
        (["市妇联召开全市妇联主席会议", "暨重点工作推进会"], "", "市妇联召开全市妇联主席会议暨重点工作推进会", ""),
        (
            ["市妇联举办“书香飘万家”亲子阅读", "和家风故事分享活动"],
            "",
            "市妇联举办“书香飘万家”亲子阅读和家风故事分享活动",
            "",
        ),
        (["市妇联学习《关于加强", "家庭教育工作的意见》"], "", "市妇联学习《关于加强家庭教育工作的意见》", ""),
        (["凝聚巾帼力量", "建设美丽家园"], "", "凝聚巾帼力量 建设美丽家园", ""),
        (["搭建平台　服务大局：", "女企业家走进乡村"], "搭建平台　服务大局：", "女企业家走进乡村", ""),
        (["姐妹同心", "——记海城区妇联志愿服务队"], "", "姐妹同心", "——记海城区妇联志愿服务队"),
        (["　　　　　　　　市妇联部署年度工作"], "", "市妇联部署年度工作", ""),
    ],
)
def test_the_lines_of_a_title(lines: list[str], kicker: str, title: str, subtitle: str) -> None:
    item = cut("\n".join([*lines, f"　　{LEAD}（市妇联办公室）"]), year="2019").items[0]
    assert (item.kicker, item.title, item.subtitle) == (kicker, title, subtitle)


@pytest.mark.parametrize(
    ("written", "date", "basis"),
    [
        ("4月17-19日，市妇联举办培训班，干部一百余人参加。", "2018-04-17", "4月17-19日"),
        ("4月17日至19日，市妇联举办培训班，干部一百余人参加。", "2018-04-17", "4月17日至19日"),
        ("4月17日—5月2日，市妇联举办培训班，干部一百余人参加。", "2018-04-17", "4月17日—5月2日"),
        ("12月18日-19市妇联在本市举办培训班，干部一百余人参加。", "2018-12-18", "12月18日-19"),
        ("2017年12月28日下午，市妇联召开年终总结会，干部一百余人参加。", "2017-12-28", "2017年12月28日下午"),
        ("为迎接节日，3月6日，市妇联举办座谈会，干部一百余人参加。", "2018-03-06", "3月6日"),
        ("继4月7日党组学习后，4月11日，市妇联召开座谈会，部署改革。", "2018-04-11", "4月11日"),
        ("3月，市妇联开展“姐妹同行”活动，走访家庭一百余户。", "2018-03", "3月"),
        ("近日，市妇联召开会议，传达4月2日全省妇联主席会议精神。", "", ""),
        ("日前，市妇联开展走访。4月9日上午，第一组到了湖边村。", "", ""),
        ("截至4月10日，全市12个镇、26个街道已完成区域化建设。", "", ""),
        ("8月15日市委办印发改革方案后，市妇联及时制定任务分解方案。", "", ""),
        ("市妇联传达学习4月2日全省妇联主席会议精神，研究贯彻意见。", "", ""),
        ("活动自4月1日起开展，每周一场，社区居民踊跃报名参加活动。", "", ""),
        ("讲座将于5月8日在市图书馆举行，市民凭身份证入场参加活动。", "", ""),
        ("《通知》（4月3日印发）要求各级妇联做好留守儿童关爱工作。", "", ""),
        ("市妇联机关干部全力以赴参与服务保障工作，圆满完成各项任务。", "", ""),
    ],
)
def test_the_date_is_the_item_s_own(written: str, date: str, basis: str) -> None:
    item = cut(f"市妇联扎实推进重点工作\n{written}\n{body(1)}（市妇联办公室）", year="2018").items[0]
    assert (item.date, item.date_basis) == (date, basis)


@pytest.mark.parametrize(
    ("lines", "date", "basis"),
    [
        (["在作风建设大会上的讲话", "（2014年2月20日）", "同志们：", body(1)], "2014-02-20", "2014年2月20日"),
        (["市妇联召开会议（5月8日）", body(1)], "2019-05-08", "5月8日"),
        (["市妇联召开会议（扩大）", body(1)], "", ""),
    ],
)
def test_a_date_that_the_title_tells(lines: list[str], date: str, basis: str) -> None:
    item = cut("\n".join(lines), year="2019").items[0]
    assert (item.date, item.date_basis) == (date, basis)


def test_without_evidence_of_the_year_there_is_no_date() -> None:
    """The words are kept as the basis, and the doubt names the option."""
    made = cut(f"市妇联举办培训班\n{LEAD}")
    assert (made.items[0].date, made.items[0].date_basis, made.items[0].year_basis) == ("", "3月12日", "")
    assert made.items[0].doubts == ("“3月12日”没有年份，文件里也推不出来；请核对后用 --year 指明",)


@pytest.mark.parametrize(
    ("other", "year"),
    [
        ("市妇联签订2016年度安全生产责任书", "2016-03-12"),
        ("2016年3月15日，市妇联走访了三户困难家庭，送去慰问金和春节的祝福，叮嘱他们保重身体。", "2016-03-12"),
        ("到2020年，全市力争建成妇女之家900个，覆盖所有的镇、街道、社区和村居。", ""),
        ("《厦城市家庭教育规划（2016—2020年）》提出了七项任务，市妇联逐项分解落实到部门。", ""),
        ("此前，中央于2015年7月召开群团工作会议，全市各级群团组织认真学习了会议精神。", ""),
    ],
)
def test_the_year_is_read_where_the_file_tells_it(other: str, year: str) -> None:
    """Plans and ranges are no evidence, and neither is the background alone."""
    text = f"市妇联举办培训班\n{LEAD}（市妇联宣传部）\n市妇联部署重点工作\n{other}\n{body(2)}（市妇联办公室）"
    assert cut(text).items[0].date == year


def test_a_day_that_does_not_exist_is_no_date() -> None:
    item = cut("市妇联举办培训班\n2月30日，市妇联举办信息写作培训班，各区妇联60名信息员参加。", year="2019").items[0]
    assert (item.date, item.date_basis) == ("", "2月30日")


@pytest.mark.parametrize(
    ("end", "source", "signature"),
    [
        ("参加了会议。（市妇联宣传部 ）", "市妇联宣传部", "（市妇联宣传部 ）"),
        ("参加了会议。\xa0\xa0（市 妇 联宣传部）", "市妇联宣传部", "（市 妇 联宣传部）"),
        ("参加了会议（市妇联宣传发展部）", "市妇联宣传部", "（市妇联宣传发展部）"),
        ("参加了会议。（市妇联宣传部 供稿）", "市妇联宣传部", "（市妇联宣传部 供稿）"),
        (
            "参加了会议。\n　　　　　　市妇联办公室\n　　　　　2019年3月15日",
            "市妇联办公室",
            "市妇联办公室\n2019年3月15日",
        ),
        ("参加了会议。（山水市妇联）", "山水市妇联", "（山水市妇联）"),
        ("共建成“妇女之家（微家）”", "", ""),
        ("座谈会由副主席主持（详见附件）", "", ""),
        ("覆盖了全部社区（100%）", "", ""),
        ("学习了党组中心组（扩大）会议精神。", "", ""),
        ("大家参观了展览（一期工程）。", "", ""),
    ],
)
def test_who_signed(end: str, source: str, signature: str) -> None:
    """Stray blanks, brackets of other kinds, a foot of two lines; an explaining bracket is no signature."""
    item = cut(f"市妇联举办培训班\n{LEAD}{body(1)}{end}", year="2019").items[0]
    assert (item.source, item.signature) == (source, signature)


def test_a_break_hidden_in_a_line_is_a_paragraph_s_end() -> None:
    item = cut(f"市妇联举办培训班\n{LEAD}　　{body(1)}\xa0\xa0“{body(2)}”（市妇联办公室）").items[0]
    assert [p.text[:3] for p in item.paragraphs] == ["3月1", "第1批", "“第2"]


def test_headings_inside_an_item_open_no_new_one() -> None:
    """In a file that signs its items, and wherever they are numbered."""
    text = "\n".join(
        ["市妇联多举措推进社区工作", LEAD, "一、加强领导", body(1), "突出重点抓落实", body(2),
         f"{body(3)}（市妇联权益部）",
         "市妇联部署安全生产工作", f"近日，{body(4)}（市妇联办公室）"]
    )  # fmt: skip
    assert [(i.title, len(i.paragraphs)) for i in cut(text).items] == [
        ("市妇联多举措推进社区工作", 6), ("市妇联部署安全生产工作", 1),
    ]  # fmt: skip


def test_a_title_glued_behind_a_signature() -> None:
    text = f"市妇联举办培训班\n{LEAD}（市妇联宣传部）市妇联部署安全生产工作\n近日，{body(1)}（市妇联办公室）"
    assert [i.title for i in cut(text).items] == ["市妇联举办培训班", "市妇联部署安全生产工作"]


def test_contents_page_numbers_and_the_foot_are_dropped() -> None:
    text = "\n".join(
        ["海城妇联信息", "2019年第3期", "目　录", "1.市妇联举办培训班……1", "2.市妇联部署安全生产工作……2",
         "市妇联举办培训班", LEAD, "- 1 -", body(1), "市妇联部署安全生产工作", f"近日，{body(2)}",
         "报：省妇联，市委、市政府领导", "送：各区妇联", "共印50份"]
    )  # fmt: skip
    made = cut(text)
    assert [(i.title, len(i.paragraphs)) for i in made.items] == [
        ("市妇联举办培训班", 2),
        ("市妇联部署安全生产工作", 1),
    ]
    assert [d.reason for d in made.dropped] == ["页码", "报头", "报头", "报尾", "报尾", "报尾", "目录", "目录", "目录"]
    assert lost(text, made) == ({}, {})


def test_lines_broken_at_a_fixed_width_are_joined() -> None:
    """A file from an old mail program: 30 characters a line, paragraphs indented."""
    paragraphs = [LEAD + body(1) + body(2), body(3) + body(4) + body(5), body(6) + body(7)]
    lines = ["市妇联举办信息写作培训班"]
    for text in paragraphs:
        text = "　　" + text
        lines += [text[i : i + 30] for i in range(0, len(text), 30)]
    made = cut("\n".join(lines), year="2019")
    assert [p.text for p in made.items[0].paragraphs] == paragraphs


def test_a_text_that_restarts_half_way_is_given_once() -> None:
    """The broken first copy is dropped whole; where the copies differ is said."""
    start = "".join(body(n) for n in range(1, 6))
    text = f"{start[:-9]}{start.replace('逐篇修改，老师', '逐篇修改、老师', 1)}{body(7)}|"
    made = cut(text)
    assert (
        "".join(p.text for p in made.items[0].paragraphs)
        == f"{start.replace('逐篇修改，老师', '逐篇修改、老师', 1)}{body(7)}"
    )
    assert [d.text for d in made.dropped] == ["|", start[:-9]]
    assert any("两遍不同的地方" in doubt for doubt in made.items[0].doubts)
    assert lost(text, made) == ({}, {})


NUMBERED = """\
妇 联 工 作 动 态
第6期（总第88期）
海城市妇女联合会办公室　　　　二○一九年六月二十八日
一、市妇联召开推进会
6月5日上午，市妇联召开推进会，通报了上半年重点工作进展情况，部署下半年工作。
二、维权工作有新进展
1.健全机制。市妇联与市中级法院联合印发文件。
2.强化宣传。6月20日至25日，开展宣传周活动。
三、简讯
●6月11日，市妇联组织机关党员开展主题党日活动。
"""


def test_a_bulletin_that_numbers_its_items() -> None:
    """The numbers are dropped; a point's own date, and a short news', is not the item's."""
    made = cut(NUMBERED)
    assert [(i.title, i.date, len(i.paragraphs)) for i in made.items] == [
        ("市妇联召开推进会", "2019-06-05", 1),
        ("维权工作有新进展", "", 2),
        ("简讯", "2019-06-11", 1),
    ]
    assert [d.reason for d in made.dropped] == ["报头"] * 3 + ["条的序号"] * 3
    assert (made.number, made.month) == ("第6期", "2019-06")
    assert lost(NUMBERED, made) == ({}, {})


def test_a_title_above_numbered_parts_is_one_item() -> None:
    text = f"市妇联推进互联网企业妇联组织建设\n{LEAD}\n一、全面摸底\n{body(1)}\n二、分类组建\n{body(2)}"
    assert [(i.title, len(i.paragraphs)) for i in cut(text).items] == [("市妇联推进互联网企业妇联组织建设", 5)]


def test_an_unsigned_item_in_a_file_that_signs_its_items() -> None:
    """The title stands out by its indent; a year of the background in the second paragraph is no evidence."""
    text = "\n".join(
        [f"    市委召开群团工作会议\n    1月8日，市委召开群团工作会议。{body(1)}",
         f"    2015年7月，中央召开党的群团工作会议。{body(2)}",
         f"市政府出台关爱儿童的通知\n    日前，市政府出台通知。{body(3)}（市妇联权益部）",
         f"市妇联签订2016年度安全责任书\n    1月11日，市妇联签订责任书。{body(4)}（市妇联办公室）"]
    )  # fmt: skip
    assert [(i.title, i.date, i.source) for i in cut(text).items] == [
        ("市委召开群团工作会议", "2016-01-08", ""),
        ("市政府出台关爱儿童的通知", "", "市妇联权益部"),
        ("市妇联签订2016年度安全责任书", "2016-01-11", "市妇联办公室"),
    ]


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
@pytest.mark.parametrize("indent", ["", "　　"])
def test_headings_of_one_look_stay_together_and_a_single_one_opens_an_item(gap: str, indent: str) -> None:
    report = [
        "市妇联2013年工作总结",
        body(1),
        "服务大局有新作为",
        body(2),
        "服务妇女有新举措",
        body(3),
        "下一步打算",
        body(4),
    ]
    text = gap.join(indent * (len(line) > 40) + line for line in report)
    assert [(i.title, len(i.paragraphs)) for i in cut(text).items] == [("市妇联2013年工作总结", 7)]
    made = cut(gap.join(["让爱不缺席！", body(1), "谁说女子不如男", body(2) + body(3)]))
    assert [i.title for i in made.items] == ["让爱不缺席！", "谁说女子不如男"]


def test_columns_of_a_bulletin_and_their_list_of_contents() -> None:
    text = "\n".join(
        ["〔2020〕第3期", "云山县妇女联合会编", "2020年3月31日", "目  录", "【疫情防控】县妇联组织志愿者……1",
         "【权益维护】热线开通……2", "【疫情防控】", "县妇联组织志愿者", LEAD, "【权益维护】", "热线开通",
         f"为缓解焦虑情绪，县妇联开通热线。{body(2)}"]
    )  # fmt: skip
    made = cut(text)
    assert [(i.title, i.date) for i in made.items] == [("县妇联组织志愿者", "2020-03-12"), ("热线开通", "")]
    assert [d.reason for d in made.dropped].count("栏目标签") == 2
    assert lost(text, made) == ({}, {})


def test_a_label_above_short_news_is_their_title() -> None:
    text = f"【综合】\n市妇联召开会议\n{LEAD}\n【部室传真】\n△3月9日，组联部召开座谈会，各区妇联参加。\n△3月12日，权益部赴翔安走访。"
    made = cut(text, year="2019")
    assert [(i.title, i.date, len(i.paragraphs)) for i in made.items] == [
        ("市妇联召开会议", "2019-03-12", 1),
        ("【部室传真】", "2019-03-09", 2),
    ]
    assert lost(text, made) == ({}, {})


@pytest.mark.parametrize(
    ("foot", "source"),
    [
        ("（市妇联办公室 陈 芳）", "市妇联办公室"),
        ("                市妇联权益部 王小丽 林 红", "市妇联权益部"),
        ("                ——市妇联宣传部", "市妇联宣传部"),
        ("供稿：市妇联宣传部\n文/图：周婷", "市妇联宣传部"),
        ("[华侨托儿所]", "华侨托儿所"),
        ("（思明、湖里区妇联供稿）", "思明、湖里区妇联"),
        ("（通讯员 林小燕）", ""),
        ("（陈芳）", ""),
        ("（来源：《海西晨报》）", "《海西晨报》"),
    ],
)
def test_signatures_of_many_styles(foot: str, source: str) -> None:
    """Of the middle one of three items; its words are kept, and the next title is a title."""
    text = f"市妇联召开总结大会\n{LEAD}（市妇联办公室）\n春节慰问\n{body(1)}\n{foot}\n寒假班开课\n{body(2)}（市妇联宣传部）"
    items = cut(text).items
    assert [i.title for i in items] == ["市妇联召开总结大会", "春节慰问", "寒假班开课"]
    assert (items[1].source, "".join(items[1].signature.split())) == (source, "".join(foot.split()))


@pytest.mark.parametrize("width", [30, 38])
@pytest.mark.parametrize("indent", ["　　", ""])
def test_short_files_broken_at_a_fixed_width(width: int, indent: str) -> None:
    text = indent + LEAD + body(1)
    lines = ["市妇联召开联席会议", *(text[i : i + width] for i in range(0, len(text), width))]
    assert [(i.title, [p.text for p in i.paragraphs]) for i in cut("\n".join(lines)).items] == [
        ("市妇联召开联席会议", [text.strip()])
    ]


def test_a_title_in_front_of_its_text() -> None:
    text = f"市妇联举办培训班　　{LEAD}\n市妇联走访困难家庭　　近日，{body(1)}"
    assert [i.title for i in cut(text).items] == ["市妇联举办培训班", "市妇联走访困难家庭"]


SEED_ITEMS = {
    "001": [
        ("服务大局促发展 砥砺奋进再扬帆", "——市妇联学习习总书记在厦门会晤期间系列讲话精神", "", "", 7, 1),
        ("市妇联召开学习习近平总书记重要讲话暨妇联改革座谈会", "", "2017-09-11", "", 3, 11),
        ("市妇联以更大力度更实举措推进改革落实落地见效", "", "", "", 1, 16),
        ("市妇联吴亚汝主席带队深入妇儿中心开展妇联改革专题调研", "", "2017-09-15", "", 4, 19),
        ("市妇联干部全力以赴参与厦门会晤服务保障工作", "", "", "", 1, 24),
    ],
    "003": [
        ("厦门市举办2014年巾帼文明岗负责人培训班", "", "2014-12-18", "宣传部", 3, 1),
        ("福建省委常委、厦门市委书记王蒙徽充分肯定妇联组织参与政府购买服务工作", "", "2014-12-23", "权益部", 2, 6),
        ("厦门市妇联多举措积极参与社区建设工作", "", "", "权益部", 4, 9),
        ("厦门市娘家人“三进三送”志愿服务活动走进金安社区", "", "2014-12-20", "组联部", 3, 19),
        ("厦门市妇联再次开展学习宣传贯彻《福建省机关效能建设工作条例》活动", "", "2014-12-22", "办公室", 2, 24),
        ("强化安全生产意识，落实安全生产责任", "", "", "办公室", 1, 27),
    ],
    "004": [("", "", "", "", 9, 1)],
}
"""(title, subtitle, date, department, paragraphs, first line), read with our own eyes."""


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the seeds are not beside this checkout")
@pytest.mark.parametrize("number", SEED_ITEMS)
def test_the_seeds(number: str) -> None:
    text = next(SEEDS.glob(f"{number}_*.txt")).read_bytes().decode()
    made = cut(text)
    assert [
        (i.title, i.subtitle, i.date, i.source.removeprefix("市妇联"), len(i.paragraphs), i.line) for i in made.items
    ] == SEED_ITEMS[number]
    assert lost(text, made) == ({}, {})


def test_a_line_that_goes_on_amid_indented_paragraphs() -> None:
    """Where paragraphs are indented, a line that is not, below one that stops amid a sentence, belongs to it."""
    indent = "        "
    body = [
        f"{indent}1月21日，街道妇联请来民间艺人，在文化站教大家剪窗花，四十名妇女和孩子参",
        "加。艺人从对折讲起，一剪一剪地示范，大家很快剪出了“福”字。",
        f"{indent}学会的人当起小老师，手把手教旁边的人，剪好的窗花送给了独居老人。",
        f"{indent}街道妇联还准备在元宵节前办一次灯谜会，谜面由居民自己出，欢迎都来。",
    ]
    made = items(source("raw.txt", "\n".join(["街道妇联举办剪纸课", *body]).encode()), {}, Options(year="2019"))
    assert [p.text[:6] for p in made.items[0].paragraphs] == ["1月21日，", "学会的人当起", "街道妇联还准"]


def test_an_editors_note_is_a_quotation_and_dates_nothing() -> None:
    """编者按 tells of other days than its text; it is written as a quotation, in its place, and that is said."""
    text = (
        "巧手织出新生活\n编者按：10月4日，省妇联发出倡议，各地怎样做的，请看报道。\n"
        "11月5日，东岭县妇联在县老年大学开课，三十名志愿者手把手教老人挂号、缴费。\n"
        "课后还留下了写着步骤的大字卡片，老人们说看得清、记得住。\n"
    )
    made = items(source("raw.txt", text.encode()), {}, Options(year="2022"))
    item = made.items[0]
    assert (item.date, [p.note for p in item.paragraphs]) == ("2022-11-05", [True, False, False])
    assert "\n> 编者按：10月4日" in writing.article(item, 1)
    assert "编者按写成引用，日期不从里面读，请核对" in item.doubts
