"""Pages of governments, federations, unions and schools, as the programs make them that these houses use."""

import pytest

from jianbao.importer.line import meta, signatures
from tests.raw import cut

_TEXT = (
    "<div class=v_news_content><p>9月8日上午，区妇联在文化馆举办巧手课堂，四十名女职工学习了剪纸和盘扣。</p>"
    "<p>区妇联副主席孟兰说，课堂每月一期，由大家点题。</p></div>"
)
_TITLE = "巧手课堂开到家门口"


def _page(body: str, head: str = f"<title>{_TITLE}-柳河区妇联</title>") -> str:
    return f"<html><head><meta charset=utf-8>{head}</head><body>{body}</body></html>"


def test_a_title_in_an_element_that_is_called_head_is_no_frame() -> None:
    """Visual SiteBuilder sets the title of a notice so, beside a column with a heading of its own."""
    body = (
        "<div class=left><h3>新闻中心</h3><ul><li><a href=a>通知</a></li></ul></div><div class=right><table><tr><td>"
        f"<span class=Head>{_TITLE}</span></td></tr><tr><td>创建时间：2021/09/09 宣教中心 浏览次数：12</td></tr></table>{_TEXT}</div>"
    )
    made = cut(_page(body), "a.html")
    assert [(i.title, i.source, len(i.paragraphs)) for i in made.items] == [(_TITLE, "宣教中心", 2)]


def test_what_a_page_calls_itself_in_its_path_is_held_by_no_path() -> None:
    body = f"<div class=crumb><a href=/>首页</a> &gt; <span>{_TITLE}</span></div><h1>{_TITLE}</h1><p>2021-09-09 10:20</p>{_TEXT}"
    made = cut(_page(body), "a.html")
    assert [(i.title, i.date, len(i.paragraphs)) for i in made.items] == [(_TITLE, "2021-09-08", 2)]


def test_a_title_that_ends_like_a_body_is_no_source() -> None:
    """yinti above, the fields below: 学院成立新闻中心 is what the page is about."""
    body = (
        "<H3 class=yinti><span>讲好身边的故事</span></H3><h1 class=title><span>区妇联成立新闻中心</span></h1>"
        f"<div class=info><span>2021年09月09日</span> 浏览量：<span>8</span>次</div>{_TEXT}"
    )
    made = cut(_page(body, "<title>区妇联成立新闻中心-柳河区妇联</title>"), "a.html")
    assert [(i.kicker, i.title, i.source) for i in made.items] == [("讲好身边的故事", "区妇联成立新闻中心", "")]


def test_the_name_of_a_column_above_the_path_that_says_it_is_no_title() -> None:
    body = (
        f"<div><h2>社区服务</h2><ul><li><a href=a>服务中心</a></li></ul></div><div>您当前所在位置：首页&gt;社区服务</div>"
        f"<div><span>{_TITLE}</span></div><div>2021/9/9 10:21:36　浏览：42</div>{_TEXT}"
    )
    made = cut(_page(body, "<title>社区服务-柳河区妇联</title>"), "a.html")
    assert [(i.title, i.source, len(i.paragraphs)) for i in made.items] == [(_TITLE, "", 2)]


@pytest.mark.parametrize(
    "summary",
    [
        "9月8日上午，区妇联在文化馆举办巧手课堂，四十名女职工学习",
        "9月8日上午,区妇联在文化馆举办巧手课堂,四十名女职工学习了剪纸和盘扣。 区妇联副主席孟兰说",
        "区妇联在文化馆举办巧手课堂，四十名女职工学习了剪纸和盘扣。",
    ],
)
def test_a_summary_that_was_cut_from_the_text_is_dropped(summary: str) -> None:
    made = cut(_page(f"<h1>{_TITLE}</h1><p>时间：2021-09-09</p><div class=intro>{summary}</div>{_TEXT}"), "a.html")
    assert [len(i.paragraphs) for i in made.items] == [2]
    assert summary in [d.text for d in made.dropped]


def test_a_first_paragraph_with_words_of_its_own_is_no_summary() -> None:
    lead = "9月8日上午，区妇联在文化馆举办巧手课堂，五十名女职工学习了剪纸。"
    made = cut(_page(f"<h1>{_TITLE}</h1><p>时间：2021-09-09</p><div class=intro>{lead}</div>{_TEXT}"), "a.html")
    assert [len(i.paragraphs) for i in made.items] == [3]


_NOTICE = (
    "<div class=sp><h2>合唱社通知</h2><div>文章来源： 作者： 发布时间：2021年09月09日 点击数： 次</div></div>"
    "<div class=con>{}</div>"
)


@pytest.mark.parametrize(
    ("lines", "count"),
    [
        (
            ["时间:周六（9月11号）中午12:30—1:30", "地点:阶梯教室", "请各位社员准时到场，带好乐谱，迟到的从后门进入。"],
            3,
        ),
        (["时间：9月11日（周六）一天", "请各位社员准时到场，带好乐谱，迟到的从后门进入。"], 2),
        (["时间：9月6-9日", "地点：音乐室", "各班收齐报名表以后，派一名同学交到音乐室。"], 3),
        (["对象：全体社员", "曲目变动：", "第二首改为合唱", "请各位社员准时到场，带好乐谱，迟到的从后门进入。"], 4),
    ],
)
def test_when_and_where_in_a_notice_are_its_text(lines: list[str], count: int) -> None:
    """The labels are those of a page's own fields, which stand above and have been read."""
    text = "".join(f"<p>{line}</p>" for line in lines)
    made = cut(_page(_NOTICE.format(text), "<title>合唱社通知--团委-第三中学</title>"), "a.html")
    assert [(i.title, i.source, len(i.paragraphs)) for i in made.items] == [("合唱社通知", "", count)]


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("时间：2021-09-09", "2021-09-09"),
        ("时间：2021年9月9日 星期四", "2021年9月9日"),
        ("日期：2021-9-9 下午 3:20:11", "2021-9-9"),
        ("发布时间：2021-09-09 上午 09:20", "2021-09-09"),
    ],
)
def test_the_day_of_a_page_is_a_field(text: str, date: str) -> None:
    found = meta.read(text)
    assert found is not None
    assert found.date.startswith(date)


@pytest.mark.parametrize(
    "text",
    ["时间：9月11日（周六）全天", "时间：周六中午12:30", "时间：2021年9月11日上午", "日期：9月6日-9日", "时间：8:00起"],
)
def test_the_day_of_an_event_is_no_field(text: str) -> None:
    assert meta.read(text) is None


def test_points_of_a_notice_are_no_items_of_a_bulletin() -> None:
    points = [
        "一、活动对象",
        "高一学生",
        "二、报名方式",
        "以班级为单位，每班两名成员参赛",
        "三、活动时间",
        "9月18日中午",
    ]
    text = "".join(f"<p>{point}</p>" for point in points) + "<p>每场比赛开始前十分钟到场，听从安排，遵守规则。</p>"
    made = cut(_page(_NOTICE.format(text), "<title>合唱社通知--团委-第三中学</title>"), "a.html")
    assert [(i.title, len(i.paragraphs)) for i in made.items] == [("合唱社通知", 7)]


@pytest.mark.parametrize(
    "line", ["受理电话：0570-1234567", "主办单位：柳河区总工会", "报名网址：https://example.org/bm"]
)
def test_whom_to_ask_stays_in_the_element_of_the_text(line: str) -> None:
    signed = "<p>报名从即日开始。</p><p align=right>区妇联办公室</p><p align=right>2021年9月9日</p></div>"
    body = _TEXT.replace("</div>", f"<p>{line}</p>{signed}")
    foot = "<div>主办：柳河区妇联　承办：柳河区信息中心　电话：0570-7654321</div>"
    made = cut(_page(f"<h1>{_TITLE}</h1><p>发布时间：2021-09-09</p>{body}{foot}"), "a.html")
    assert [i.paragraphs[-2].text for i in made.items] == [line]
    assert any("信息中心" in d.text for d in made.dropped)


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("德育处 9月9日", "德育处"),
        ("德育处 团委 2021年9月9日", "德育处、团委"),
        ("第三中学团委　二〇二一年九月九日", "第三中学团委"),
        ("高一年管会2021年9月9日", "高一年管会"),
    ],
)
def test_who_signs_and_the_day_may_stand_on_one_line(line: str, name: str) -> None:
    body = _TEXT.replace("</div>", f"<p style='text-align:right'>{line}</p></div>")
    made = cut(_page(f"<h1>{_TITLE}</h1><p>发布时间：2021-09-10</p>{body}"), "a.html")
    assert [(i.source, "".join(i.signature.split()), len(i.paragraphs)) for i in made.items] == [
        (name, "".join(line.split()), 2)
    ]


def test_a_month_or_a_place_below_who_signs_is_no_name() -> None:
    for day in ("2021年9月", "2021年9月9日 于柳河"):
        body = _TEXT.replace("</div>", f"<p align=right>德育处</p><p align=right>{day}</p></div>")
        made = cut(_page(f"<h1>{_TITLE}</h1><p>发布时间：2021-09-10</p>{body}"), "a.html")
        assert [(i.source, i.signature) for i in made.items] == [("德育处", f"德育处\n{day}")]


def test_a_sentence_with_a_day_is_not_signed() -> None:
    assert signatures.with_day("会议定于 9月9日", {}) is None


def test_a_label_stays_where_little_is_left_without_it() -> None:
    for title, told in (
        ("【合唱社】活动通知", "【合唱社】活动通知"),
        ("【要闻】区妇联巧手课堂开到家门口", "区妇联巧手课堂开到家门口"),
    ):
        made = cut(
            _page(f"<h1>{title}</h1><p>发布时间：2021-09-09</p>{_TEXT}", f"<title>{title}-柳河</title>"), "a.html"
        )
        assert [i.title for i in made.items] == [told]


def test_how_often_read_before_a_title_is_no_part_of_it() -> None:
    body = f"<div><span>阅读数：</span> <b>{_TITLE}</b></div><p>发布时间：2021-09-09</p>{_TEXT}"
    assert [i.title for i in cut(_page(body), "a.html").items] == [_TITLE]


def test_a_point_that_two_lists_have_stands_twice() -> None:
    point = "（1）各班学生在教室集中，班主任提醒大家不带手机进入考场，听到广播以后再按顺序下楼排队。"
    body = f"<div><p>一、上午的安排如下，请大家照办。</p><p>{point}</p><p>二、下午的安排如下，请大家照办。</p><p>{point}</p></div>"
    made = cut(_page(f"<h1>{_TITLE}</h1><p>发布时间：2021-09-09</p>{body}"), "a.html")
    assert [p.text for p in made.items[0].paragraphs].count(point) == 2


def test_headings_below_a_page_s_title_are_no_columns() -> None:
    body = _TEXT.replace("<p>区妇联副", "<h1>开班仪式方案</h1><h2>一、仪式时间</h2><p>区妇联副")
    made = cut(_page(f"<h1>{_TITLE}</h1><p>发布时间：2021-09-09</p>{body}"), "a.html")
    assert "开班仪式方案" in [p.text for i in made.items for p in i.paragraphs]


def test_a_document_s_foot_below_its_signature_is_dropped_before_files() -> None:
    body = (
        "<div><p>各镇（街道）妇联：</p><p>为了让更多姐妹学到手艺，区妇联决定举办巧手课堂。现将有关事项通知如下。</p>"
        "<p align=right>柳河区妇联</p><p align=right>2021年9月6日</p><p>（此件公开发布）</p><p>抄送：区委办、区政府办。</p>"
        "<p>柳河区妇联办公室　　2021年9月6日印发</p></div><div>附件下载：<ul><li><a href=a.doc>报名表.doc</a></li></ul></div>"
    )
    made = cut(
        _page(
            f"<h1>关于举办巧手课堂的通知</h1><p>发布时间：2021-09-09</p>{body}", "<title>关于举办巧手课堂的通知</title>"
        ),
        "a.html",
    )
    assert [(i.date, i.source) for i in made.items] == [("2021-09-06", "柳河区妇联")]
    assert not [p.text for p in made.items[0].paragraphs if "抄送" in p.text or "印发" in p.text]


def test_a_button_behind_a_source_is_none_of_it() -> None:
    found = meta.read("2021-09-09 11:39:00  来源:柳河新闻网  1听新闻")
    assert found is not None
    assert found.source == "柳河新闻网"


_TAGGED = '<title>{}</title><meta name="PubDate" content="{}"><meta name="ContentSource" content="{}">'


@pytest.mark.parametrize(
    ("day", "source", "said"),
    [
        ("2023-05-01 10:00", "柳河区妇联", ["import-page-date"]),
        ("2021-09-09 10:00", "柳河日报", ["import-page-source"]),
        ("2021-09-09 10:00", "柳河区妇女联合会", []),
        ("2021-09-09 10:00", "柳河区妇联办公室", []),
        ("2021-09-09", "柳河区妇联", []),
        ("2021-09-08T16:00:00Z", "柳河区妇联", []),
        ("", "", []),
    ],
)
def test_tags_that_contradict_the_page_are_said(day: str, source: str, said: list[str]) -> None:
    body = f"<h1>{_TITLE}</h1><p>发布时间：2021-09-09　来源：柳河区妇联</p>{_TEXT}"
    made = cut(_page(body, _TAGGED.format(_TITLE, day, source)), "a.html")
    assert [(i.date, i.source) for i in made.items] == [("2021-09-08", "柳河区妇联")]
    assert [d.split("]")[0].partition("[")[2] for d in made.items[0].doubts if "[" in d] == said


def test_tags_of_a_page_that_shows_nothing_are_taken_without_a_doubt() -> None:
    body = f"<h1>{_TITLE}</h1>{_TEXT}"
    made = cut(_page(body, _TAGGED.format(_TITLE, "2021-09-09", "柳河区妇联")), "a.html")
    assert [(i.date, i.source, i.doubts) for i in made.items] == [("2021-09-08", "柳河区妇联", ())]


def test_bodies_of_one_rank_that_sign_a_document_are_its_source_together() -> None:
    body = (
        "关于表彰巾帼文明岗的决定\n\n各镇（街道）妇联：\n为表彰先进，决定授予柳河医院急诊科等20个集体“巾帼文明岗”称号。\n"
        "柳河市人力资源和社会保障局\n{}\n2021年3月5日\n"
    )
    assert [i.source for i in cut(body.format("柳河市妇女联合会")).items] == [
        "柳河市人力资源和社会保障局、柳河市妇女联合会"
    ]
    assert [i.source for i in cut(body.format("综合处")).items] == ["综合处"]


def test_a_notice_that_was_copied_as_text_keeps_when_and_where() -> None:
    text = (
        "合唱社活动通知\n文章来源： 作者： 发布时间：2021年09月09日 点击数： 次\n时间:周六（9月11号）中午12:30—1:30\n地点:阶梯教室\n"
        "请全体社员准时参加，带好乐谱，不要迟到早退，请假的要提前告诉社长。\n上一篇：晚自修安排[ 09-08 ]\n"
    )
    made = cut(text)
    assert [(i.title, i.source, len(i.paragraphs)) for i in made.items] == [("合唱社活动通知", "", 3)]


def test_wide_brackets_around_fields_are_none_of_them() -> None:
    found = meta.read("［ 来源：柳河区妇联 ］ ［ 发布时间：2021/9/9 ］ ［ 浏览：66 ］ ［ 打印 ］")
    assert found is not None
    assert (found.source, found.date) == ("柳河区妇联", "2021/9/9")
