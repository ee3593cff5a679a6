"""Several bulletins in one file, numbers of several issues, and pages whose pictures were not saved with them."""

import json
from pathlib import Path

import pytest

from jianbao import cli
from jianbao.importer import bulletin, reading, report, several
from jianbao.importer.line import imprint, masthead
from jianbao.importer.model import Dropped, Line, Options, Plan, Source
from jianbao.importer.posts import foreign, headers
from tests.raw import cut, docx, paragraph, table
from tests.test_import_archive import lay

FIRST = """麦 田 简 报
2020年第3期
麦田县妇女联合会　　　　2020年5月11日
麦田县妇联举办春耕互助日

5月8日，麦田县妇联举办春耕互助日，三十六位巾帼志愿者帮独居老人插秧，一上午插完了十二亩水田。
（县妇联办公室）
送：县委办
"""
SECOND = """麦 田 简 报
2020年第4期
麦田县妇女联合会　　　　2020年5月28日
柳湾乡妇联开办夜校

5月20日，柳湾乡妇联开办夜校，教四十多位妇女识图纸、看说明书，每周两晚，由村里的会计轮流来讲。
（柳湾乡妇联）
送：县委办
"""


def parts(text: str) -> list[Source]:
    return several.parts(reading.source("a.txt", text.encode()))


def test_each_bulletin_of_a_file_is_one_of_its_own() -> None:
    """The second head would stand amid the first bulletin's last item."""
    found = parts(FIRST + SECOND)
    assert [several.number(part) for part in found] == ["2020年第3期", "2020年第4期"]
    made = [bulletin.items(part, {}, Options()) for part in found]
    assert [[item.title for item in one.items] for one in made] == [
        ["麦田县妇联举办春耕互助日"],
        ["柳湾乡妇联开办夜校"],
    ]
    assert [one.month for one in made] == ["2020-05", "2020-05"]


@pytest.mark.parametrize(
    "text",
    [
        FIRST,
        FIRST + FIRST,  # the same bulletin, pasted twice
        FIRST.replace("送：县委办", "往期见《麦田简报》\n2020年第2期\n2020年第1期"),  # numbers that head nothing
        FIRST.replace("（县妇联办公室）", "她说，第4期培训班也排上了。\n（县妇联办公室）"),
    ],
)
def test_one_bulletin_stays_one(text: str) -> None:
    assert len(parts(text)) == 1


def _import(site: Path, *arguments: str) -> int:
    return cli.main(["import", *arguments, "--site", str(site)])


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return lay(tmp_path, {"config.yaml": "columns:\n  - 要闻\n", "content/.keep": "", "two.txt": FIRST + SECOND})


def test_bulletins_of_one_month_go_to_an_issue_each(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _import(site, str(site / "two.txt"), "--format", "json") == 0
    said = json.loads(capsys.readouterr().out)
    assert said["doubts"][0] == (
        "文件里有2期（2020年第3期、2020年第4期），各放一期：content/2020/2020-05、content/2020/2020-05-di4qi，请核对"
    )
    indexes = sorted((site / "content" / "2020").glob("*/index.md"))
    assert [path.parent.name for path in indexes] == ["2020-05", "2020-05-di4qi"]
    assert [line for path in indexes for line in path.read_text("utf-8").split("\n") if line.startswith("number")] == [
        'number: "2020年第3期"',
        'number: "2020年第4期"',
    ]


def test_bulletins_of_one_file_are_not_put_into_one_issue(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _import(site, str(site / "two.txt"), "--issue", "2020-05") == 2
    assert "文件里有2期（2020年第3期、2020年第4期），不能都放进一期" in capsys.readouterr().err
    assert not list((site / "content").rglob("*.md"))


@pytest.mark.parametrize(
    ("name", "data", "message", "cure"),
    [
        ("空.txt", b"\xef\xbb\xbf \n", "文件里一个字也没有", "打开它看一看"),
        ("网页.zip", b"PK\x03\x04", "压缩包读不了", "先解压"),
        ("网页.rar", b"Rar!", "压缩包读不了", "先解压"),
    ],
)
def test_what_cannot_come_in_is_told_for_what_it_is(
    site: Path, capsys: pytest.CaptureFixture[str], name: str, data: bytes, message: str, cure: str
) -> None:
    """Not as a Word file that lacks its text, and not as an issue that nobody named."""
    (site / name).write_bytes(data)
    assert _import(site, str(site / name)) == 2
    said = capsys.readouterr().err
    assert f"{name} 错误[import-format] {message}" in said
    assert cure in said


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("2022年第7、8期合刊（总第90—91期）", "2022年第7、8期"),
        ("第1-2期", "第1-2期"),
        ("第l1期（总第2O3期）", "第11期"),
        ("增刊第2期", "增刊第2期"),
        ("（总第8期）", "总第8期"),
        ("2018年第9期 2018年4月27日", "2018年第9期"),
        ("2013年8月20日　　第7-8期", "第7-8期"),
        ("（2020—2021学年第一学期　第4期）", "第4期"),
        ("第4期培训班开班", ""),
        ("参加第2期、第3期培训", ""),
        ("第三小组学期总结", ""),
    ],
)
def test_the_number_that_a_head_names(text: str, number: str) -> None:
    assert masthead.issue(Line(text, 1)) == number


def test_a_foot_of_several_parts_on_one_line() -> None:
    assert imprint.is_foot(Line("（共印70份）　　责任编辑：苏梅", 1))
    assert not imprint.is_foot(Line("共印70份  大家抢着看", 1))


def test_whom_a_bulletin_goes_to_may_stand_in_a_table() -> None:
    rows = (("报送", "县委办"), ("发送", "各乡镇"))
    assert imprint.is_foot(Line("报送\t县委办\n发送\t各乡镇", 1, rows=rows))
    figures = (("报名", "21"), ("获奖", "6"))
    assert not imprint.is_foot(Line("报名\t21\n获奖\t6", 1, rows=figures))


def test_wide_figures_are_read_and_stay_wide() -> None:
    """Old programs typed them as wide as Han characters."""
    made = cut(
        "晒书会办起来\n\n９月３日，石桥镇妇联办起晒书会，来了６０多位居民，换走旧书３００本。\n", "a.txt", year="2021"
    )
    assert (made.items[0].date, made.items[0].date_basis) == ("2021-09-03", "９月３日")
    assert "６０多位居民，换走旧书３００本" in made.items[0].paragraphs[0].text


def test_the_words_of_a_menu_are_told_together() -> None:
    """Three hundred lines of them stood above the doubts."""
    menu = [Dropped(f"栏目{n}", "网页上的导航文字") for n in range(20)]
    long = Dropped("网站技术支持与内容维护由县融媒体中心负责", "网页上的导航文字")
    told = report.text(Plan("", "", (), (*menu, long, Dropped("第3期", "报头")), (), ()), written=False).split("\n")
    assert told[:4] == [
        "没有收入的文字：",
        "   “网站技术支持与内容维护由县融媒体中心负责”：网页上的导航文字",
        "   “第3期”：报头",
        "   网页上的导航文字，另有20处短的：" + "、".join(f"栏目{n}" for n in range(20)),
    ]


def test_a_table_in_a_cell_stays_where_it_stood() -> None:
    """A bulletin that is laid out in a table has its figures in one; they were read again behind the last item."""
    inner = table([["组别", "人数"], ["剪纸组", "21"], ["编织组", "34"]])
    cell = paragraph("柳湾乡办起巧手班") + paragraph("4月2日，柳湾乡办起巧手班，五十五位妇女报名，人数如下：") + inner
    after = paragraph("4月9日，头一批作品在乡集市上摆了出来，当天卖出三十多件。")
    outer = f"<w:tbl><w:tr><w:tc>{paragraph('第2期')}</w:tc></w:tr><w:tr><w:tc>{cell}{after}</w:tc></w:tr></w:tbl>"
    made = cut(docx(outer), "a.docx", year="2019")
    assert [bool(p.rows) for p in made.items[0].paragraphs] == [False, True, False]
    assert sum(text.count("剪纸组") for text in [p.text for i in made.items for p in i.paragraphs]) == 1


def test_a_line_that_is_not_set_as_the_title_is_opens_no_item() -> None:
    """The only short line amid a document whose title is set apart: half of a paragraph that was broken by hand."""
    made = cut(
        docx(
            paragraph("老街社区评出“花样窗台”", centred=True, bold=True)
            + paragraph("5月6日，老街社区请居民代表评选“花样窗台”，一共有四十一户报名。")
            + paragraph("评委们从花草长势和邻里口碑两头打分")
            + paragraph("看浇水勤不勤，看落叶扫没扫，看有没有挡住楼下的光，也看左邻右舍愿不愿意为这一户多说几句好话。")
            + paragraph("评出的十户，社区送了花肥和新花盆，还请她们给大家讲讲怎样养花。"),
        ),
        "a.docx",
        year="2020",
    )
    assert [item.title for item in made.items] == ["老街社区评出“花样窗台”"]


TEXT = "<p>9月3日，石桥镇妇联在镇文化站办起晒书会，六十多位居民带来家里的旧书，换走了别人的旧书。</p>"
END = "<p>换剩下的一百多本，送给了村里的图书角，往后每个月晒一次书，地点轮着来。</p>"


def _doubts(body: str) -> list[str]:
    page = f"<html><head><meta charset=utf-8><title>石桥镇办起晒书会</title></head><body>{body}</body></html>"
    return [doubt for doubt in reading.source("a.html", page.encode()).doubts if "图片" in doubt]


@pytest.mark.parametrize(
    "given", ['src="tu/a.jpg"', 'src="data:image/gif;base64,R0" data-src="https://x.example/a.jpg"']
)
def test_a_picture_that_was_not_saved_is_told_with_its_place(given: str) -> None:
    """Not the icons of the page's bars; and one that a script shows later is told, too."""
    bar = '<div><a href="/"><img src="logo.png"></a></div>'
    body = f"{bar}<h1>石桥镇办起晒书会</h1><p>2021-09-04 来源：石桥镇妇联</p>{TEXT}<p><img {given}></p>{END}"
    assert _doubts(body) == [
        "正文里有1张图片没有和网页存在一起（a.jpg在“9月3日，石桥镇妇联在镇…”下面），请从原来的网页另存，补到原处"
    ]


def test_pictures_of_the_page_alone_are_told_as_such() -> None:
    body = f'<div><img src="logo.png"><img src="r.gif"></div><h1>石桥镇办起晒书会</h1><p>2021-09-04</p>{TEXT}{END}'
    assert _doubts(body) == ["网页上有2张图片没有和网页存在一起，都在正文以外，正文里没有缺"]


def test_a_page_that_is_a_picture_says_so() -> None:
    body = '<h1>石桥镇办起晒书会</h1><p>发布时间：2021-09-04　来源：石桥镇妇联</p><p><img src="1.png"></p>'
    assert _doubts(body)[1] == "网页里没有找到正文，可能全在图片里，请把图上的话写成文字"


@pytest.mark.parametrize(
    ("line", "author"),
    [
        ("author:\n  name: 林小满\n  link: https://x.example", "林小满"),
        ("authors:\n  - name: 林小满\n  - name: 周禾", "[林小满, 周禾]"),
        ("author: 林小满", "林小满"),
    ],
)
def test_an_author_that_is_described_is_an_author(line: str, author: str) -> None:
    said = foreign.values(headers.read(f"---\ntitle: 甲\n{line}\n---\n正文\n", "a.md").values, "a.md")
    assert dict(said.front)["author"] == author


def test_ten_days_of_a_month_are_of_that_month() -> None:
    made = cut(
        "晒书会办起来\n\n3月上旬，石桥镇妇联挨村登记旧书，一共登记了两千多册，还列出了谁家缺什么书。\n",
        "a.txt",
        year="2021",
    )
    assert made.items[0].date == "2021-03"
