"""Pages of any make: nothing between their tags is lost, whatever the tags do; layouts of old and new sites."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianbao.errors import UsageError
from jianbao.importer.text import witness
from tests.raw import characters, cut, words

_WORDS = ["市妇联召开会议", "3月5日上午，市妇联召开座谈会，部署全年工作。", "首页", "上一篇：甲", "发布时间：2019-03-06", "来源：市妇联",
          "版权所有", "甲", "&nbsp;", "&lt;b&gt;", "1 < 2", "a&b", "　　", "\n"]  # fmt: skip
_TAGS = ["<p>", "</p>", "<div>", "</div>", "<table>", "</table>", "<tr>", "</tr>", "<td>", "</td>", "<th>", "<span>",
         "</span>", "<a href=x>", "</a>", "<br>", "<h1>", "</h1>", "<ul>", "<li>", "</ul>", "<b>", "</b>", "<font color=red>",
         "<form>", "</form>", '<div class="nav">', '<div style="display:none">', "<center>", "<pre>", "</pre>", "<hr>",
         "<script>var x = '甲';</script>", "<style>p{}</style>", "<!-- 注 -->", "<nav>", "</nav>", "<select><option>",
         "</select>", "<button>", "</button>", "<noscript>", "</noscript>", "<section>", "<img alt=图 src=x>", "</body>", "<o:p>",
         "</o:p>", "<marquee>", "<iframe>", "<textarea>", "</textarea>", "<template>乙</template>", "<title>", "</title>",
         "<svg><text>丙</text></svg>", "<math><mi>丁</mi></math>", "<input value=戊>", "<table><tbody>", "<caption>", "<thead>"]  # fmt: skip


@given(st.lists(st.sampled_from(_WORDS + _TAGS), max_size=60).map("".join))
def test_every_character_of_any_page_lands_in_one_place(body: str) -> None:
    page = f"<html><head><meta charset=utf-8><title>页</title></head><body>{body}</body></html>"
    made = cut(page, "a.html")
    kept = characters([w for i in made.items for w in words(i)] + [d.text for d in made.dropped])
    assert characters(witness.read(page).texts) - kept == {}


@given(st.text(alphabet="<>/a bp\"'=!-&;甲。\n", max_size=80))
def test_every_character_of_broken_tags_lands_in_one_place(body: str) -> None:
    page = f"<html><body>{body}"
    made = cut(page, "a.html")
    kept = characters([w for i in made.items for w in words(i)] + [d.text for d in made.dropped])
    assert characters(witness.read(page).texts) - kept == {}


@pytest.mark.parametrize("part", ["<div>", "<b id={}>", "<table><tr><td>", "<span class=x{}>"])
def test_a_page_that_is_nothing_but_open_tags_is_refused(part: str) -> None:
    """It would cost a parser the square of its length."""
    page = "<html><body>" + "".join(part.replace("{}", str(n)) for n in range(20_000)) + "甲"
    with pytest.raises(UsageError, match="没有关上的标签太多"):
        cut(page, "a.html")


_TEXT = (
    "<div class=text><p>9月8日上午，区妇联在文化馆举办巧手课堂，四十名女职工学习了剪纸和盘扣。</p>"
    "<p>区妇联副主席孟兰说，课堂每月一期，由大家点题。</p></div>"
)


def _page(body: str, head: str = "<title>巧手课堂开到家门口-柳河新闻网</title>") -> str:
    return f"<html><head><meta charset=utf-8>{head}</head><body>{body}</body></html>"


def test_the_title_of_a_page_is_the_last_one_above_its_text() -> None:
    """A bar that floats over the page says it first, with a menu between the two."""
    bar = "<div><h1>巧手课堂开到家门口</h1><p>分享到：</p></div><h2>LANGUAGE</h2><h2>专业平台</h2>"
    made = cut(
        _page(f"{bar}<div><h1>巧手课堂开到家门口</h1><p>2021-09-09 10:20</p><p>来源：柳河日报</p></div>{_TEXT}"),
        "a.html",
    )
    assert [(i.title, i.source, len(i.paragraphs)) for i in made.items] == [("巧手课堂开到家门口", "柳河日报", 2)]


@pytest.mark.parametrize(
    "above",
    [
        "<h3>全区第一个女工课堂</h3>",
        "<p class=pretitle>全区第一个女工课堂</p>",
        "<h4 class='yin-ti'>全区第一个女工课堂</h4>",
    ],
)
def test_a_heading_right_above_a_title_is_its_kicker(above: str) -> None:
    made = cut(_page(f"<div>{above}<h1>巧手课堂开到家门口</h1><p>2021-09-09 10:20</p></div>{_TEXT}"), "a.html")
    assert [(i.kicker, i.title) for i in made.items] == [("全区第一个女工课堂", "巧手课堂开到家门口")]


@pytest.mark.parametrize(
    "above", ["<h3>今日要闻</h3>", "<h3>柳河新闻网</h3>", "<h3>首页 > 动态 > 正文</h3>", "<p>全区第一个女工课堂</p>"]
)
def test_the_name_of_a_column_or_a_plain_line_above_a_title_is_no_kicker(above: str) -> None:
    made = cut(_page(f"<div>{above}<h1>巧手课堂开到家门口</h1><p>2021-09-09 10:20</p></div>{_TEXT}"), "a.html")
    assert [(i.kicker, i.title) for i in made.items] == [("", "巧手课堂开到家门口")]


def test_the_account_and_the_day_may_be_links_below_the_title() -> None:
    below = "<p><a href=/u>柳河晚报</a></p><p><a href=#>2021年09月09日 10:20:00 来自北京</a></p><p>发布于：北京市</p>"
    made = cut(_page(f"<h1>巧手课堂开到家门口</h1>{below}{_TEXT}"), "a.html")
    assert [(i.date, i.source, len(i.paragraphs)) for i in made.items] == [("2021-09-08", "柳河晚报", 2)]


def test_what_the_page_calls_its_source_counts_more_than_a_reporter_who_signs() -> None:
    signed = _TEXT.replace("点题。", "点题。</p><p>（总台记者 丁然）")
    head = '<title>巧手课堂开到家门口</title><meta name="ContentSource" content="柳河区妇联">'
    made = cut(_page(f"<h1>巧手课堂开到家门口</h1>{signed}", head), "a.html")
    assert [i.source for i in made.items] == ["柳河区妇联"]
    body = _TEXT.replace("点题。", "点题。</p><p>（区妇联办公室）")
    assert [i.source for i in cut(_page(f"<h1>巧手课堂开到家门口</h1>{body}", head), "a.html").items] == [
        "区妇联办公室"
    ]


def test_the_name_of_the_site_is_no_title_where_the_page_names_its_article() -> None:
    head = (
        '<title>柳河区妇女儿童中心</title><meta name="SiteName" content="柳河区妇女儿童中心">'
        '<meta name="ArticleTitle" content="巧手课堂开到家门口">'
    )
    made = cut(
        _page(f"<h1>柳河区妇女儿童中心</h1><div class=t>巧手课堂开到家门口</div><p>时间：2021-09-09</p>{_TEXT}", head),
        "a.html",
    )
    assert [i.title for i in made.items] == ["巧手课堂开到家门口"]


@pytest.mark.parametrize(
    "notice",
    [
        "特别声明：以上内容为自媒体平台“柳河号”用户上传并发布。",
        "以上内容（包括图片及视频）为创作者平台用户上传，仅提供存储服务",
    ],
)
def test_a_platform_that_answers_for_nothing_ends_the_article(notice: str) -> None:
    others = f"<div><p>{notice}</p><p>甲乙丙丁，这样的课堂，哪里都应该有一个，支持大姐们，希望越办越好，明年还要来。</p></div>"
    made = cut(_page(f"<h1>巧手课堂开到家门口</h1><p>2021-09-09 10:20</p>{_TEXT}{others}"), "a.html")
    assert [len(i.paragraphs) for i in made.items] == [2]


def test_short_lines_in_the_element_of_a_text_are_of_the_text() -> None:
    body = (
        "<div><h1>巧手课堂开到家门口</h1><p>2021-09-09 10:20</p></div><div><div>9月8日上午，区妇联在文化馆举办巧手课堂，四十名女职工参加。</div>"
        "<div><p>一把剪刀，</p><p>一张红纸，</p><p>剪出一个春天</p></div></div><div><a href=/>更多</a></div>"
    )
    made = cut(_page(body), "a.html")
    assert [[p.text for p in i.paragraphs][1:] for i in made.items] == [["一把剪刀，", "一张红纸，", "剪出一个春天"]]


def test_elements_that_a_style_sheet_sets_apart_are_the_fields_of_the_page() -> None:
    fields = "".join(
        f"<span>{word}</span>" for word in ("2021-09-09", "城南街道", "1268", "【", "大", "中", "小", "】", "打印")
    )
    made = cut(_page(f"<h1>巧手课堂开到家门口</h1><div>{fields}</div>{_TEXT}"), "a.html")
    assert [(i.source, len(i.paragraphs)) for i in made.items] == [("城南街道", 2)]


@pytest.mark.parametrize(
    ("written", "day"), [("113-03-09", "2024-03-09"), ("民國99年3月9日", "2010-03-09"), ("099-03-09", "")]
)
def test_years_of_the_republic_below_a_title_are_read(written: str, day: str) -> None:
    text = _TEXT.replace("9月8日上午，", "日前")
    made = cut(_page(f"<h1>巧手课堂开到家门口</h1><p>发布日期：{written}</p>{text}"), "a.html")
    assert [i.date for i in made.items] == [day]


def test_a_day_long_before_its_page_came_out_is_of_something_else() -> None:
    text = _TEXT.replace("9月8日上午，", "2021年5月14日，")
    made = cut(_page(f"<h1>巧手课堂开到家门口</h1><p>2021-09-09 10:20</p>{text}"), "a.html")
    near = cut(_page(f"<h1>巧手课堂开到家门口</h1><p>2021-05-20 10:20</p>{text}"), "a.html")
    assert [i.date for i in (*made.items, *near.items)] == ["2021-09-09", "2021-05-14"]


@pytest.mark.parametrize("name", ["qnt-link", "nav-word", "hot", "link"])
def test_words_of_a_sentence_stay_in_it_whatever_the_page_calls_them(name: str) -> None:
    """A class that says link or hot made a span a frame: 近日，<span class=link>巧手队</span>开课."""
    text = _TEXT.replace("区妇联在", f"<span class={name}>区妇联</span>在")
    made = cut(_page(f"<h1>巧手课堂开到家门口</h1><p>2021-09-09 10:20</p>{text}"), "a.html")
    assert [i.paragraphs[0].text[:11] for i in made.items] == ["9月8日上午，区妇联在"]


def test_when_a_picture_was_taken_is_not_when_it_happened() -> None:
    text = _TEXT.replace("9月8日上午，", "日前").replace(
        "点题。",
        "点题。</p><p>正文第三段说的是大家的心愿，写得很长很长。</p><p>9月7日，女工在学剪纸。南屏日报记者 丁然 摄",
    )
    made = cut(_page(f"<h1>巧手课堂开到家门口</h1><p>2021-09-09 10:20</p>{text}"), "a.html")
    assert [i.date for i in made.items] == ["2021-09-09"]


@pytest.mark.parametrize(
    ("fields", "source"),
    [
        ("2021-09-09 10:20 柳河晚报 3.2万阅读", "柳河晚报"),
        ("2021-09-09 来源：求是网参与互动", "求是网"),
        ("本文来源于柳河商报 2021-09-09 10:20:00", "柳河商报"),
        ("2021-09-09 10:20发布于北京柳河日报官方账号", "柳河日报"),
        ("2021-09-09 10:20:00 来源: 21世纪经济报道(广州)", "21世纪经济报道"),
        ("编辑日期：2021-09-09 作者：城南街道 来源：区委部门 > 宣传部 > 柳河新闻中心", "柳河新闻中心"),
        ("更新时间 2021年9月9日, 格林尼治标准时间10:41", ""),
        ("sunny - 2021/9/9 18:15:00", ""),
        ("2021-09-09 来源：柳河商报 责任编辑：李岚", "柳河商报"),
    ],
)
def test_a_source_is_read_without_what_the_page_has_around_its_name(fields: str, source: str) -> None:
    made = cut(_page(f"<h1>巧手课堂开到家门口</h1><p>{fields}</p>{_TEXT}"), "a.html")
    assert [(i.source, i.date, len(i.paragraphs)) for i in made.items] == [(source, "2021-09-08", 2)]


def test_the_line_between_a_title_that_the_page_names_and_its_fields_is_the_subtitle() -> None:
    head = "<title>巧手课堂开门_工作动态_柳河妇女网</title>"
    below = "<div>巧手课堂开门</div><div>四十名女职工剪出一个春天</div><div>日期：2021-09-09　点击：201次</div>"
    made = cut(_page(f"{below}{_TEXT}", head), "a.html")
    assert [(i.title, i.subtitle) for i in made.items] == [("巧手课堂开门", "四十名女职工剪出一个春天")]
    byline = below.replace("四十名女职工剪出一个春天", "柳河区妇女联合会")
    assert [i.subtitle for i in cut(_page(f"{byline}{_TEXT}", head), "a.html").items] == [""]


def test_a_title_that_ends_as_a_sentence_is_no_paragraph_of_the_text() -> None:
    """The text was taken for another article below it, and nothing was left."""
    head = "<title>她放弃高薪来到山村小学 唯一的要求竟是……_柳河网</title>"
    body = (
        f"<h1>她放弃高薪来到山村小学 唯一的要求竟是……</h1><p>2021年09月09日 18:13:22</p><h4>57人参与11评论</h4>{_TEXT}"
    )
    assert [len(i.paragraphs) for i in cut(_page(body, head), "a.html").items] == [2]


def test_paragraphs_beside_an_article_are_said() -> None:
    other = "".join(
        f"<p>{n}这是另一篇文章里的一段，写的是别的事，和上面的巧手课堂没有关系，也不该收进来，写得很长很长。"
        for n in "甲乙丙"
    )
    page = _page(f"<h1>巧手课堂开到家门口</h1><p>2021-09-09 10:20</p>{_TEXT}<div><h3>相关新闻</h3>{other}</div>")
    told = [doubt for doubt in cut(page, "a.html").doubts if "正文以外" in doubt]
    assert told == ["网页上还有3段文字在正文以外（“甲这是另一篇文章里的一段，写的是…”），没有收入，请核对"]


def test_words_below_the_pictures_of_an_untitled_page_are_no_second_item() -> None:
    text = (
        "6月11日，南屏职业学院在柳河楼举行志愿者出征仪式，六十名毕业生和他们的老师参加了仪式，学院副院长为志愿者授旗。"
    )
    page = f"信息来源： 发布日期：2024-06-12\n{text}\n志愿者出征仪式暨座谈会现场\n副院长与志愿者交谈\n与会老师合影留念\n（供稿人：院团委办公室）\n"
    made = cut(page.encode(), "a.txt")
    assert [len(i.paragraphs) for i in made.items] == [4]


def test_a_list_of_names_below_an_article_of_a_page_is_its_own() -> None:
    text = "柳河街道妇联6月11日公布了今年最美家庭的名单，三户人家上榜，街道妇联主席到三户人家送去了证书和鲜花，并和他们座谈。"
    made = cut(
        f"柳河街道公布最美家庭名单\n2024-06-12 来源：柳河街道妇联\n{text}\n最美家庭名单\n王小河家庭\n李大山家庭\n".encode(),
        "a.txt",
    )
    kept = "".join(p.text for i in made.items for p in i.paragraphs) + "".join(i.title for i in made.items)
    assert all(name in kept for name in ("最美家庭名单", "王小河家庭", "李大山家庭"))


def test_a_day_and_a_headline_below_the_source_are_another_article() -> None:
    text = "柳河小学5月20日请消防员走进课堂讲防溺水知识，消防员一边讲一边演示怎样用绳子和空瓶救人，孩子们听得很认真，还动手试了一试。"
    page = f"防溺水安全教育进课堂\n{text}\n◆◆◆柳河小学·新媒体中心◆◆◆\n来源：南屏市教育局\n2022-05-11\n柳河小学举行第十届校园读书节\n"
    made = cut(page.encode(), "a.txt")
    assert [(i.title, i.source, len(i.paragraphs)) for i in made.items] == [("防溺水安全教育进课堂", "南屏市教育局", 1)]
    told = {found.text: found.reason for found in made.dropped}
    assert told["柳河小学举行第十届校园读书节"] == "网页上推荐的别的文章"
    assert "◆◆◆柳河小学·新媒体中心◆◆◆" in told
    signed = cut(page.replace("来源：南屏市教育局\n2022-05-11\n", "南屏市教育局\n2022-05-11\n").encode(), "a.txt")
    assert "柳河小学举行第十届校园读书节" not in {found.text for found in signed.dropped}


def test_links_lists_and_bold_words_that_are_read_as_plain_text_are_said() -> None:
    """Of the article alone: a menu has links and lists too."""
    menu = "<ul><li><a href='/'>首页</a></li><li><a href='/tz'>通知公告</a></li></ul>"
    text = (
        "<h1>关于开展家政培训的通知</h1><div><p>各乡镇妇联：为提高家政服务水平，<strong>定于5月10日</strong>举办培训，"
        "请<a href='https://example.org/form'>点击这里报名</a>。</p><p>报名时请带以下材料，并于5月8日前交到办公室：</p>"
        "<ul><li>身份证复印件一份，用A4纸复印；</li><li>近期免冠照片两张，背面写上姓名。</li></ul>"
        "<p>附件：<a href='e_files/tuijianbiao.docx'>推荐表.docx</a></p></div>"
    )
    plain = "<h1>关于开展家政培训的通知</h1><p>各乡镇妇联：为提高家政服务水平，定于5月10日举办培训，请及时报名。</p>"
    said = [doubt for doubt in cut(f"{menu}{text}", "a.html").doubts if "只留下文字" in doubt]
    assert len(said) == 1
    assert said[0].startswith("正文里的链接 2 处（点击这里报名）、列表 2 项、加粗 1 处只留下文字；要保留，")
    assert not [doubt for doubt in cut(f"{menu}{plain}", "a.html").doubts if "只留下文字" in doubt]


def _of_wechat(name: str, title: str) -> str:
    return (
        f'<html><head><meta property="og:title" content="{name}"><title></title></head><body><div>'
        f'<h1 id="activity-name">{title}</h1><a id="js_name">海城女性</a><em id="publish_time">2020-03-08 09:00</em>'
        "<div id='js_content'><p>点击蓝字关注我们</p><p>今天义诊的队伍来到滨海社区。</p><p>医生十二名，来看病的居民三百多名。</p>"
        "<p>量血压、看眼底，也问问家里的老人。</p></div></div></body></html>"
    )


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("义诊的大篷车来了", "义诊的大篷车来了！"),
        ("义诊的大篷车来了！", "义诊的大篷车来了"),
        ("义诊的大篷车来了", "义诊的大篷车来了"),
    ],
)
def test_a_wechat_page_without_classes_has_its_title_and_its_day(name: str, title: str) -> None:
    made = cut(_of_wechat(name, title), "a.html")
    assert [(item.title, item.date) for item in made.items] == [(title, "2020-03-08")]
