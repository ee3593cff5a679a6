"""The editor's commands on a small site: what they print, write, refuse, and with which exit code."""

import json
import re
import subprocess
from pathlib import Path
from urllib.parse import quote

import pytest

from jianbao import cli
from jianbao.check import elsewhere, proofreader
from jianbao.check.engine import Engine, Found
from jianbao.check.prose import Prose
from jianbao.desk import fixing, inspection
from jianbao.importer import writing
from tests.raw import BULLETIN
from tests.sites import Site
from tests.small import CONFIG, small


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = cli.main(words)
    said = capsys.readouterr()
    return code, said.out, said.err


def codes(out: str) -> list[str]:
    return [line.split("[")[1].split("]")[0] for line in out.splitlines() if "[" in line]


def test_check_says_where_what_and_how_and_fails_on_errors_only(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    """One line a problem, sorted; a summary by level; --strict fails on warnings too."""
    small(site)
    site.article("2018/2018-04/a.md", "宣讲", "2018-04-25", "甲方,乙方。\n", column="要闻", tags=["宣讲"])
    path = str(site.path / "content/2018/2018-04/a.md")
    code, out, err = run(capsys, "check", "--site", str(site.path), path)
    assert out == "content/2018/2018-04/a.md:7:3 警告[half-comma] 中文里用了半角逗号。改为“，”（--fix 可改）\n"
    assert (code, err) == (0, "1 个警告\n")
    assert run(capsys, "check", "--site", str(site.path), path, "--strict")[0] == 1
    site.article("2018/2018-04/a.md", "宣讲", "2018-04-25", "电话13912345678，见[旧文](没有.md)。\n", column="要文")
    code, out, _ = run(capsys, "check", "--site", str(site.path), path)
    assert (code, codes(out)) == (1, ["unknown-column", "privacy-mobile", "broken-link"])


@pytest.mark.parametrize(
    ("name", "said"),
    {
        "来稿.docx": "不看.docx。先导入：jianbao import 来稿.docx",
        "来稿.DOC": "不看.doc。先导入",
        "网页.html": "不看.html。先导入",
        "来稿": "不看没有扩展名的。先导入",
        "图.png": "它是图片。图片随用到它的文章一起查",
        "config.yaml": "它不是文章。设置由 jianbao check（不写文件名）",
        "空/": "这个文件夹里没有可以检查的文件。check 只看 .md 和 .txt",
    }.items(),
)
@pytest.mark.parametrize("inside", [True, False])
def test_check_says_what_it_does_not_check(
    name: str, said: str, inside: bool, site: Site, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody reads that nothing was found where nothing was read; what else was named is checked all the same."""
    small(site)
    monkeypatch.chdir(site.path)
    if name.endswith("/"):
        Path(name).mkdir()
    elif name != "config.yaml":
        site.write(name, "甲方,乙方。\n")
    words = ["--site", str(site.path)] if inside else []
    site.write("来稿.txt", "甲方,乙方。\n")
    code, out, _ = run(capsys, "check", *words, name, "来稿.txt")
    assert (code, sorted(codes(out))) == (1, ["half-comma", "not-checked"])
    assert f"{name.rstrip('/')} 错误[not-checked] " in out
    assert said in out


@pytest.mark.parametrize("form", ["json", "github", "gitlab", "sarif"])
def test_check_for_programs(form: str, site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    small(site)
    site.write("来稿.txt", "甲方,乙方。\n")
    _, out, _ = run(capsys, "check", "--site", str(site.path), str(site.path / "来稿.txt"), "--format", form)
    if form == "github":
        assert out.startswith("::warning file=")
        assert ",line=1,col=3,title=half-comma::" in out
        return
    made = json.loads(out)
    if form == "json":
        assert made == [
            {
                "path": made[0]["path"], "line": 1, "column": 3, "level": "警告", "code": "half-comma",
                "message": "中文里用了半角逗号", "hint": "改为“，”", "fixable": True,
            }
        ]  # fmt: skip
    elif form == "gitlab":
        assert (made[0]["check_name"], made[0]["severity"], made[0]["location"]["lines"]) == (
            "half-comma",
            "minor",
            {"begin": 1},
        )
    else:
        assert made["runs"][0]["results"][0]["ruleId"] == "half-comma"


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_fix_changes_what_is_safe_and_not_one_byte_more(
    end: str, mark: bytes, site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    """Full-width colons and commas of the front matter, marks in the text; not code, quotations, addresses."""
    small(site)
    before = (
        '---\ntitle：宣讲,一次\ndate:2018-04-25\ncolumn: 要闻\ntags: [宣讲，两岸交流]\nsummary: "摘要,一句话。"\n---\n\n'
        '大家,按步就班，做好工作。  \n`甲,乙`\n\n> 引文,原样。\n\n学习《条例,释义》和(说明)。[下,文](#x "甲,乙")都看。'
    )
    after = (
        '---\ntitle: 宣讲,一次\ndate: 2018-04-25\ncolumn: 要闻\ntags: [宣讲, 两岸交流]\nsummary: "摘要，一句话。"\n---\n\n'
        '大家，按部就班，做好工作。  \n`甲,乙`\n\n> 引文,原样。\n\n学习《条例,释义》和（说明）。[下，文](#x "甲,乙")都看。'
    )
    file = site.write("content/2018/2018-04/a.md", mark + before.replace("\n", end).encode())
    _, shown, _ = run(capsys, "check", "--fix", "--dry-run", "--site", str(site.path), str(file))
    assert file.read_bytes() == mark + before.replace("\n", end).encode()
    _, out, _ = run(capsys, "check", "--fix", "--site", str(site.path), str(file))
    assert file.read_bytes() == mark + after.replace("\n", end).encode()
    assert "+title: 宣讲" in shown
    assert "+tags: [宣讲, 两岸交流]" in out
    run(capsys, "check", "--fix", "--site", str(site.path), str(file))
    assert file.read_bytes() == mark + after.replace("\n", end).encode()


def test_a_text_is_looked_at_again_when_it_the_rules_or_its_date_changed(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Findings are remembered by the bytes they were found in; what is told is the same, remembered or not."""
    small(site)
    site.article("2018/2018-04/a.md", "宣讲", "2018-04-25", "甲方,乙方。\n", column="要闻", tags=["宣讲"])
    site.article("2018/2018-04/b.md", "再讲", "2018-04-26", "银保监会来讲课。\n", column="要闻", tags=["宣讲"])
    looked: list[str] = []
    real = proofreader.found

    def counted(made: Engine, read_as: Prose, date: str) -> list[Found]:
        looked.append(read_as.path.rpartition("/")[2])
        return real(made, read_as, date)

    monkeypatch.setattr(proofreader, "found", counted)

    def told(*names: str) -> list[str]:
        looked.clear()
        paths = [site.path / "content/2018/2018-04" / name for name in names]
        return [str(found.problem) for found in inspection.inspected(site.path, paths, jobs=1).found]

    first = told()
    assert {"a.md", "b.md"} <= set(looked)
    assert told() == first
    assert looked == []
    assert told("a.md") == [line for line in first if "/a.md" in line]
    assert looked == []
    site.article("2018/2018-04/a.md", "宣讲", "2018-04-25", "甲方;乙方。\n", column="要闻", tags=["宣讲"])
    changed = told()
    assert (looked, changed == first) == (["a.md"], False)
    assert told() == changed
    assert looked == []
    site.write("data/words.yaml", "words: 甲方乙方\n")
    assert told() == changed
    assert {"a.md", "b.md"} <= set(looked)
    (site.path / ".cache" / "desk.sqlite").write_bytes(b"no database any more" * 99)
    assert [line for line in told() if "cache-" not in line] == changed


def test_what_an_editor_saves_meanwhile_is_not_mended_by_what_was_found_before(site: Site) -> None:
    """Offsets of another text would spoil this one: it waits for the next check."""
    small(site)
    path = "2018/2018-04/zuotan.md"
    file = site.article(path, "家长座谈", "2018-04-24", "会议,开了半天。\n", column="要闻")
    found = inspection.inspected(site.path, [file])
    site.article(path, "家长座谈会", "2018-04-24", "会议,开了半天。\n", column="要闻")
    saved = file.read_bytes()
    assert fixing.fixed(found, write=True) == ("", 0)
    assert file.read_bytes() == saved
    assert fixing.fixed(inspection.inspected(site.path, [file]), write=True)[1] == 1
    assert file.read_text("utf-8").endswith("会议，开了半天。\n")


def test_check_of_files_outside_the_site(
    site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """An article is read as if its folder were the site's; without any site at all as well."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.md").write_text("---\ntitle: 试\ndate: 2018-02-30\n---\n\n甲,乙[x](b.md)[y](没有.md)。\n", "utf-8")
    (tmp_path / "b.md").write_text("---\ntitle: 另\ndate: 2018-02-03\n---\n\n正文。\n", "utf-8")
    code, out, _ = run(capsys, "check", "a.md", "b.md")
    assert (code, codes(out)) == (1, ["impossible-date", "half-comma", "broken-link"])
    (tmp_path / "gbk.txt").write_bytes("甲方,乙方。\r\n".encode("gb18030"))
    assert codes(run(capsys, "check", "gbk.txt", "--fix")[1]) == []
    assert (tmp_path / "gbk.txt").read_bytes() == "甲方，乙方。\r\n".encode("gb18030")
    assert run(capsys, "check")[0] == 2


def test_the_archive_s_health(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    """Empty and overdue columns, the footer, tags used once, pictures without words, near-duplicates."""
    small(site)
    address = "site: {url: 'https://example.org/jb/'}\n"
    site.write("config.yaml", f"{address}columns: [要闻, 维权服务, 家庭建设, 通知公告]\nfooter: {{sponsor: 市妇联}}\n")
    site.write("data/columns.yaml", "要闻: {description: 甲, promise: 31}\n")
    said = "".join(f"第{n}批学员到了各个乡镇和社区听课。" for n in "一二三四五")
    for name in ("x", "y"):
        site.article(
            f"2018/2018-04/{name}.md",
            f"宣讲{name}",
            "2018-04-27",
            f"{said}\n\n![](fenbu.svg)\n",
            column="要闻",
            tags=["宣讲"],
        )
    _, out, _ = run(capsys, "check", "--site", str(site.path))
    assert sorted(set(codes(out))) == [
        "column-empty",
        "column-overdue",
        "footer-missing",
        "near-duplicate",
        "picture-alt",
        "tag-once",
    ]
    assert codes(out).count("near-duplicate") == 1


def test_a_bulletin_that_came_in_twice(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    """Into two issues: told of the shortest text, and where many texts have their sentences in common."""
    small(site)
    common = "".join(f"第{n}项工作由各级妇联组织抓好落实。" for n in "一二三四五")
    for number in range(30):
        site.article(f"2018/2018-04/c{number}.md", f"第{number}次例会", "2018-04-02", f"{common}\n\n到会{number}人。\n")
    short = "四月三日，妇女之家开放，欢迎大家前来。\n"
    for issue in ("2018-04", "2018-05"):
        site.article(f"2018/{issue}/long.md", "例会纪要", "2018-04-03", f"{common}\n\n本月到会一共三千人。\n")
        site.article(f"2018/{issue}/short.md", "妇女之家四月开放通知", "2018-04-03", short)
        site.article(
            f"2018/{issue}/title.md", "我市举办家庭教育讲座", "2018-04-03", f"讲座在{issue}举行，大家都来了。\n"
        )
        site.article(f"2018/{issue}/brief.md", "简讯", "2018-04-03", f"妇女之家{issue}组织大家学习剪纸。\n")
    site.article("2018/2018-04/gone.md", "旧通知", "2018-04-03", short, status="已撤回", withdrawn="2018-04-20")
    _, out, _ = run(capsys, "check", "--site", str(site.path))
    told = [line for line in out.splitlines() if "[near-duplicate]" in line or "[same-title]" in line]
    assert [line.partition("。")[0] for line in told if "/c" not in line] == [
        "content/2018/2018-04/long.md:2:8 警告[near-duplicate] 与 content/2018/2018-05/long.md 的内容几乎相同",
        "content/2018/2018-04/short.md:2:8 警告[near-duplicate] 与 content/2018/2018-05/short.md 的内容几乎相同",
        "content/2018/2018-04/title.md:2:8 提示[same-title] 与 content/2018/2018-05/title.md 的标题和日期都相同",
    ]


def test_sign_off_by_column(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    small(site)
    site.write("config.yaml", "columns: [要闻, 维权服务, 家庭建设]\nsignoff: [家庭建设]\n")
    path = str(site.path / "content/2018/2018-04/zuotan.md")
    code, out, _ = run(capsys, "check", "--site", str(site.path), path)
    assert (code, out) == (
        1,
        "content/2018/2018-04/zuotan.md:2:8 错误[signoff-missing] 栏目“家庭建设”的文章要有责任编辑（editor）、"
        "复审（reviewer）、终审（approver）。在文件头写上三审的姓名，例如 editor 写责任编辑\n",
    )
    site.article(
        "2018/2018-04/zuotan.md", "座谈", "2018-04-24", column="家庭建设", editor="甲", 审核="乙", approver="丙"
    )
    assert run(capsys, "check", "--site", str(site.path), path)[:2] == (0, "")


DEAD = (
    ("https://mp.weixin.qq.com/s?__biz=MzA5&mid=26504&idx=1&tempkey=MTE3", "这是预览或后台的地址，几小时后失效"),
    ("https://mp.weixin.qq.com/cgi-bin/appmsg?t=media/appmsg_edit&appmsgid=1", "这是预览或后台的地址，几小时后失效"),
    ("https://mp.weixin.qq.com/", "不是公众号文章的地址"),
    ("https://weibo.com/u1234567", "这是微博的主页，不是一条微博"),
    ("http://192.168.1.20/a.html", "只有这台电脑或单位内部打得开"),
    ("http://localhost:8000/2018/a.html", "只有这台电脑或单位内部打得开"),
    ("http://oa/news/1", "只有这台电脑或单位内部打得开"),
)
ALIVE = (
    "https://mp.weixin.qq.com/s/AbCdEfGhIj-KlMnOp_",
    "https://mp.weixin.qq.com/s?__biz=MzA5&mid=26504&idx=1&sn=0a1b",
    "https://weibo.com/1234567/GdKcE1abc",
    "https://m.weibo.cn/status/4232",
    "https://news.example.org/1.html",
)


@pytest.mark.parametrize("url", [*(url for url, _ in DEAD), *ALIVE])
def test_addresses_that_will_die(url: str) -> None:
    """By their form alone, and none of those that live."""
    assert elsewhere.dead(url) == dict(DEAD).get(url, "")


def test_where_a_piece_went(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    """A record without address, with one that dies, with a day before the article's, with another article's."""
    small(site)
    good = "{name: 公众号, url: https://mp.weixin.qq.com/s/Ab, date: 2018-04-24}"
    site.article("2018/2018-04/a.md", "甲", "2018-04-23", channels=f"[{good}, {{name: 微博}}]")
    dead = "{名称: 公众号, 网址: 'http://localhost/1', 日期: 2018-04-01}"
    site.article("2018/2018-04/b.md", "乙", "2018-04-23", 也见于=f"[{good}, {dead}]")
    _, out, _ = run(capsys, "check", "--site", str(site.path))
    told = [line for line in out.splitlines() if "[channel-" in line]
    assert told == [
        "content/2018/2018-04/a.md:4:11 提示[channel-missing] 也见于“微博”，还没有写网址。发出以后把网址写进 url",
        "content/2018/2018-04/b.md:4:6 警告[channel-dead] 也见于的网址 http://localhost/1 会打不开："
        "只有这台电脑或单位内部打得开。打开发出的文章，复制它的网址再写上",
        "content/2018/2018-04/b.md:4:6 警告[channel-early] 也见于的日期 2018-04-01 早于文章的日期 2018-04-23。核对两个日期",
        "content/2018/2018-04/b.md:4:6 警告[channel-twice] 也见于的网址 https://mp.weixin.qq.com/s/Ab 在"
        " content/2018/2018-04/a.md 里已经有了。每篇写自己的网址",
    ]


def test_readers_see_where_else(site: Site) -> None:
    """也见于 with the name, linked when there is an address, and the day."""
    small(site)
    site.article(
        "2018/2018-04/a.md",
        "甲",
        "2018-04-23",
        channels="[{name: 公众号, url: https://mp.weixin.qq.com/s/Ab, date: 2018-04-24}, {name: 微博}]",
    )
    site.build()
    shown = '<dt>也见于</dt><dd><a href="https://mp.weixin.qq.com/s/Ab">公众号</a><span>2018年4月24日</span><span>微博</span></dd>'
    assert shown in site.read("2018/2018-04/a.html")
    assert "也见于" not in site.read("2018/2018-04/jiuzhu.html")


def test_suggest_lists_names_to_confirm(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    small(site)
    site.write("data/people.yaml", "林小红:\n  posts: []\n")
    site.article(
        "2018/2018-04/a.md", "宣讲", "2018-04-25", "市妇联主席林小红、副主席陈大文出席“书香家园”活动。\n", column="要闻"
    )
    _, out, err = run(capsys, "check", "--suggest", "--site", str(site.path))
    article = site.path / "content/2018/2018-04/a.md"
    assert out.splitlines() == [f"{article}:6:10 人物 副主席陈大文（1次）", f"{article}:6:18 品牌 书香家园（1次）"]
    people, brands = site.path / "data/people.yaml", site.path / "data/brands.yaml"
    assert err == f"2 个名称待确认：人物加进 {people}，名称加进 {brands}（还没有，请新建）\n"
    assert [path.exists() for path in (article, people, brands)] == [True, True, False]


@pytest.mark.parametrize(
    ("date", "odd"),
    [("2005-03-09", "差了 10 年"), ("2016-03-09", "差了 1 年"), ("2014-12-30", ""), ("2015-03", "")],
)
def test_new_asks_about_a_date_far_from_its_issue(
    date: str, odd: str, site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    small(site)
    code, out, err = run(
        capsys, "new", "走访", "--issue", "2015-03", "--date", date, "--name", "zoufang", "--site", str(site.path)
    )
    assert (code, "content/2015/2015-03/zoufang.md" in out, "请核对" in err) == (0, True, bool(odd))
    assert odd in err
    assert run(capsys, "new", "走访", "--name", "zou fang", "--site", str(site.path))[0] == 2


def test_new_makes_what_passes_check_and_overwrites_nothing(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    small(site)
    asked = (
        "new",
        "湖区举办“#家风”讲座",
        "--issue",
        "2018-05",
        "--column",
        "家庭建设",
        "--source",
        "宣传部",
        "--site",
        str(site.path),
    )
    code, out, _ = run(capsys, *asked, "--date", "2018-05-03")
    assert (code, out.split()) == (
        0,
        ["content/2018/2018-05/index.md", "content/2018/2018-05/hu-qu-ju-ban-jia-feng-jiang-zuo.md"],
    )
    made = [site.path / p for p in out.split()]
    code, told, _ = run(capsys, "check", "--site", str(site.path), *map(str, made))
    assert (code, codes(told)) == (0, ["empty-body"])
    made[1].write_text(made[1].read_text("utf-8") + "正文。\n", "utf-8")
    assert run(capsys, "check", "--site", str(site.path), *map(str, made))[:2] == (0, "")
    assert run(capsys, *asked)[0] == 2
    assert run(capsys, "new", "题", "--column", "要文", "--site", str(site.path))[2].startswith(
        "用法不对：没有“要文”这个栏目；是不是想写 要闻"
    )
    assert (
        run(capsys, "new", "--issue", "2018-06", "--date", "2018-06", "--site", str(site.path))[1]
        == "content/2018/2018-06/index.md\n"
    )
    site.build()


@pytest.mark.parametrize(
    ("issue", "said"),
    [
        ("26-1", "没有“26-1”这一期，也看不出是哪一年哪一月"),
        ("特刊", "没有“特刊”这一期"),
        ("2026", "没有“2026”这一期"),
        ("2026-13", "“2026-13”里没有这个月份；月份是 01 到 12"),
        ("2026-00", "“2026-00”里没有这个月份"),
        ("2026年13月", "“2026年13月”里没有这个月份"),
    ],
)
@pytest.mark.parametrize("title", ["例会", ""])
def test_new_makes_no_issue_of_a_guess(
    issue: str, said: str, title: str, site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    """A name that says no month makes an issue with --date alone, and no date mends a month that there is not."""
    small(site)
    before = sorted(site.path.rglob("*"))
    words = ["new", *filter(None, [title]), "--issue", issue, "--site", str(site.path)]
    code, _, err = run(capsys, *words)
    assert (code, sorted(site.path.rglob("*"))) == (2, before)
    assert said in err
    code = run(capsys, *words, "--date", "2026-11-03")[0]
    assert (code, "没有这个月份" in said) in ((0, False), (2, True))
    if code == 0:
        front = (site.path / f"content/2026/{issue}/index.md").read_text("utf-8")
        date = "2026-11" if title else "2026-11-03"
        assert front == f'---\ntitle: "2026年11月简报（{issue}）"\ndate: {date}\n---\n'


@pytest.mark.parametrize(
    ("issue", "folder", "title", "number"),
    [
        ("2026-01", "2026-01", "2026年1月简报", 'number: "2026年第1期"\n'),
        ("2026年1月", "2026-01", "2026年1月简报", 'number: "2026年第1期"\n'),
        ("202612", "2026-12", "2026年12月简报", 'number: "2026年第12期"\n'),
        ("2026-12-2", "2026-12-2", "2026年12月简报（2）", ""),
        ("2026-12-特刊", "2026-12-特刊", "2026年12月简报（特刊）", ""),
    ],
)
def test_new_makes_the_issue_of_a_month(issue: str, folder: str, title: str, number: str, site: Site) -> None:
    """What stands behind the month tells a second issue from the first; it has no number that the first has."""
    small(site)
    assert cli.main(["new", "--issue", issue, "--site", str(site.path)]) == 0
    front = (site.path / f"content/2026/{folder}/index.md").read_text("utf-8")
    assert front == f'---\ntitle: "{title}"\ndate: {folder[:7]}\n{number}---\n'


def test_import_writes_one_issue_that_passes_the_build(
    site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The dry run shows the plan and writes nothing; the second import of the same file is refused."""
    small(site)
    raw = tmp_path / "raw.txt"
    raw.write_bytes((BULLETIN + "\n# 标题一样的行*强调*\n1. 像列表 <b>像标签</b> [像链接](x)\n").encode("gb18030"))
    before = sorted(site.path.rglob("*"))
    code, out, _ = run(capsys, "import", str(raw), "--dry-run", "--format", "json", "--site", str(site.path))
    plan = json.loads(out)
    assert (code, plan["issue"], len(plan["items"]), sorted(site.path.rglob("*"))) == (0, "2019-03", 3, before)
    assert {
        "title",
        "kicker",
        "subtitle",
        "date",
        "date_basis",
        "year_basis",
        "source",
        "signature",
        "paragraphs",
    } <= set(plan["items"][0])
    code, out, _ = run(capsys, "import", str(raw), "--comments", "--site", str(site.path))
    assert code == 0
    assert [(site.path / path).is_file() for path in plan["files"]] == [True] * len(plan["files"])
    assert run(capsys, "check", "--site", str(site.path))[0] == 0
    assert site.build().problems is not None
    shown = "".join(
        (site.output / p).read_text("utf-8") for p in ("2019/2019-03/03-" + Path(plan["files"][-1]).stem[3:] + ".html",)
    )
    assert "# 标题一样的行*强调*" in shown.replace("<wbr>", "")
    assert "&lt;b&gt;像标签&lt;/b&gt; [像链接](x)" in shown
    code, _, err = run(capsys, "import", str(raw), "--site", str(site.path))
    assert code == 2
    assert re.fullmatch(r"\S+ 错误\[import-issue\] 看来已经导入过：“.*已经有了\n    要重来，先移开已经有的\n", err)
    assert run(capsys, "import", str(raw), "--issue", "2018-04", "--site", str(site.path))[0] == 0
    lone = tmp_path / "lone.txt"
    lone.write_text("市妇联举办培训班\n近日，市妇联举办了一期信息写作培训班，学员来自各区。\n", "utf-8")
    code, _, err = run(capsys, "import", str(lone), "--site", str(site.path))
    assert (code, err) == (2, "lone.txt 错误[import-issue] 文件里看不出是哪一期\n    加 --issue 2018-04，再导入\n")
    code, _, err = run(capsys, "import", str(lone), "--issue", "chunjie", "--site", str(site.path))
    assert (code, err.splitlines()[0]) == (2, "lone.txt 错误[import-issue] 看不出“chunjie”是什么时候的")
    assert not (site.path / "content" / "qita").exists()


def test_withdraw_is_one_act_and_leaves_nothing_but_the_tombstone(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    """The page, lists, feeds and its own picture go; the next build names it nowhere else."""
    small(site)
    site.build()
    path = "content/2018/2018-04/jiuzhu.md"
    before = (site.path / path).read_bytes()
    code, out, _ = run(capsys, "withdraw", path, "--reason", "人数: 有误", "--dry-run", "--site", str(site.path))
    assert (code, (site.path / path).read_bytes()) == (0, before)
    assert "   2018/2018-04/fenbu.svg" in out
    assert "   tags/四癌救助.html" in out
    assert "   https://example.org/small/jiuzhu.html" in out
    run(capsys, "withdraw", path, "--reason", "人数: 有误", "--site", str(site.path))
    after = (site.path / path).read_text("utf-8")
    assert after.count("status: 已撤回\n") == 1
    assert 'reason: "人数: 有误"\n' in after
    site.build()
    names = [p for p, data in site.tree().items() if "发放第三批救助金" in data.decode("utf-8", "ignore")]
    assert names == [] or names == ["2018/2018-04/jiuzhu.html"]
    assert not (site.output / "2018/2018-04/fenbu.svg").exists()
    assert run(capsys, "withdraw", path, "--reason", "再来", "--site", str(site.path))[0] == 2


def test_withdraw_names_every_page_that_names_the_article(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    """The whole issue, the years of long lists, the articles beside it, those it is related to: caches hold them too."""
    small(site)
    site.write("config.yaml", CONFIG.replace("list: 2", "list: 5"))
    for n in range(40):
        day = f"20{10 + n // 8}-0{1 + n % 8}-11"
        site.article(
            f"{day[:4]}/p{n}.md", f"巡回宣讲走进第{n:02}街道", day, column="要闻", source="县妇联", tags=["宣讲"]
        )
    site.build()
    tree = {
        path: data.decode("utf-8").replace("<wbr>", "")
        for path, data in site.tree().items()
        if path.endswith((".html", ".xml", ".json")) and not path.startswith("search/")
    }
    for path, title in (
        ("2012/p17.md", "巡回宣讲走进第17街道"),
        ("2014/p39.md", "巡回宣讲走进第39街道"),
        ("2018/2018-04/jiuzhu.md", "发放第三批救助金"),
    ):
        out = run(capsys, "withdraw", f"content/{path}", "--reason", "有误", "--dry-run", "--site", str(site.path))[1]
        named = {page for page, text in tree.items() if title in text}
        assert len(named) > 8
        named -= {"jiuzhu.html"}  # its own old address
        assert {page for page in named if f"   {page}\n" not in out and f"页面 {page} " not in out} == set()
        assert {page for page in named - {"index.html"} if f"/{quote(page)}\n" not in f"{out}\n"} == set()


def test_an_address_that_answers_no_more_is_told(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    """A file that got another name, without its old address in it; with the address nothing is said."""
    small(site)
    run(capsys, "--site", str(site.path))
    folder = site.path / "content/2018/2018-04"
    text = (folder / "jiuzhu.md").read_text("utf-8")
    (folder / "jiuzhu.md").unlink()
    (folder / "jiuzhujin.md").write_text(text, "utf-8")
    told = "提示：这些网址上不再有网页：2018/2018-04/jiuzhu.html\n"
    assert told in run(capsys, "--site", str(site.path))[2]
    (folder / "jiuzhujin.md").unlink()
    (folder / "jiuzhu.md").write_text(text, "utf-8")
    run(capsys, "--site", str(site.path))
    (folder / "jiuzhu.md").unlink()
    old = text.replace("---\n", "---\naliases: [2018/2018-04/jiuzhu.html]\n", 1)
    (folder / "jiuzhujin.md").write_text(old, "utf-8")
    assert "不再有网页" not in run(capsys, "--site", str(site.path))[2]


def test_list_and_stats(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    small(site)
    site.article("2018/2018-04/later.md", "以后", "2018-04-30", column="要闻", publish="2099-01-01")
    _, out, err = run(capsys, "list", "--column", "要闻", "--year", "2018", "--json", "--site", str(site.path))
    assert [row["title"] for row in json.loads(out)] == [
        "三八节宣讲",
        "干部培训开班",
        "党建专题会",
        "以后",
    ] or err == "4 篇\n"
    _, out, _ = run(capsys, "stats", "--json", "--site", str(site.path))
    figures = json.loads(out)
    assert (figures["articles"], figures["years"]) == (7, {"2017": 1, "2018": 6})
    assert [c["title"] for c in figures["coming"]] == ["以后"]


def test_list_by_date(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    """From a day to a day, both included; a month counts where it may be meant; what is no date is refused."""
    small(site)

    def titles(*words: str) -> list[str]:
        out = run(capsys, "list", "--json", "--site", str(site.path), *words)[1]
        return [row["date"] for row in json.loads(out)]

    every = titles()
    assert titles("--from", "2018") == [d for d in every if d >= "2018"]
    assert titles("--to", "2017") == [d for d in every if d < "2018"]
    assert titles("--from", "2018-04-24", "--to", "2018-04-25") == [
        d for d in every if d == "2018-04" or "2018-04-24" <= d <= "2018-04-25"
    ]
    for words, said in (
        (("--from", "去年"), "--from 应为日期，例如 2018、2018-04 或 2018-04-23，现为“去年”"),
        (("--to", "2018-13"), "--to 应为日期"),
        (("--from", "2018-05", "--to", "2018-04-30"), "--from 2018-05 在 --to 2018-04-30 之后"),
    ):
        code, _, err = run(capsys, "list", "--site", str(site.path), *words)
        assert (code, said in err) == (2, True)


def test_a_name_of_three_articles_is_a_hint_only(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    """The archive itself is evidence: what several articles write alike is more likely a name than a slip."""
    small(site)
    for number in range(3):
        site.article(f"2018/2018-04/n{number}.md", "宣讲", "2018-04-25", f"第{number}次大家积级参加。\n", column="要闻")
        _, out, _ = run(capsys, "check", "--site", str(site.path), str(site.path / "content"))
        levels = [line.split("[")[0].split()[-1] for line in out.splitlines() if "[typo-word]" in line]
        assert levels == (["警告"] * (number + 1) if number < 2 else ["提示"] * 3)


def test_the_hook_of_a_new_repository_leaves_nothing_to_commit(
    site: Site, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """pre-commit fails where a hook changes a tracked file: .cache/ keeps itself out of git, also of `git add --all`."""
    small(site)

    def git(*words: str) -> str:
        return subprocess.run(["git", *words], cwd=site.path, check=True, capture_output=True, text=True).stdout

    git("init", "-q")
    monkeypatch.chdir(site.path)
    path = "content/2018/2018-04/zuotan.md"
    assert run(capsys, "check", path)[0] == 0
    git("add", "--all")
    assert [name for name in git("ls-files").splitlines() if name.startswith(".cache")] == []
    assert run(capsys, "check", path)[0] == 0
    assert git("diff", "--name-only") == ""


def test_schema_knows_every_key(capsys: pytest.CaptureFixture[str], site: Site) -> None:
    small(site)
    schema = json.loads(run(capsys, "schema", "--site", str(site.path))[1])
    assert {"title", "标题", "tags", "pubdate"} <= set(schema["properties"])
    assert schema["properties"]["column"]["enum"] == ["要闻", "维权服务", "家庭建设"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ["withdraw", "content/2018/2018-04/juizhu.md", "--reason", "x"],
            "是不是想写 content/2018/2018-04/jiuzhu.md？",
        ),
        (["withdraw", "content/2018/2018-04", "--reason", "x"], "是一个文件夹；请写到文章"),
        (["withdraw", "content/2018/2018-04/index.md", "--reason", "x"], "是一期的首页，不能撤回"),
        (["withdraw", "content/2018/2018-04/jiuzhu.md", "--reason", " "], "请写撤回的原因"),
        (["withdraw", "config.yaml", "--reason", "x"], "config.yaml 不在 content/ 里"),
        (
            ["move", "content/2018/2018-04/index.md", "--issue", "2018-03"],
            "content/2018/2018-04/index.md 是一期的首页，不能移动",
        ),
        (
            ["move", "content/2018/2018-04/juizhu.md", "--issue", "2018-03"],
            "没有 content/2018/2018-04/juizhu.md 这篇文章；是不是想写 content/2018/2018-04/jiuzhu.md？",
        ),
        (["move", "content/2018/2018-04", "--issue", "2018-03"], "content/2018/2018-04 是一个文件夹"),
        (["move", "config.yaml", "--issue", "2018-03"], "config.yaml 不在 content/ 里"),
        (["search", "救助", "--limit", "-1"], "应为 1 或更大的整数，现为“-1”"),
        (["search", "救助", "--limit", "0"], "应为 1 或更大的整数，现为“0”"),
        (["search", "救助", "--limit", "两"], "应为 1 或更大的整数，现为“两”"),
        (["list", "--column", "维权"], "没有“维权”这个栏目；是不是想写 维权服务？"),
        (["list", "--status", "撤回"], "没有“撤回”这个状态；是不是想写 已撤回？"),
        (["stats", "--year", "今年"], "--year 应为四位年份，现为“今年”"),
        (
            ["new", "救助", "--issue", "2018-04", "--name", "jiuzhu"],
            "已经有了，什么也没有写下；用 --name 另起一个文件名",
        ),
    ],
)
def test_wrong_use_is_told_with_what_was_meant(
    words: list[str], said: str, site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit 2, and not one file touched."""
    small(site)
    before = {path: path.read_bytes() for path in site.path.rglob("*.md")}
    code, _, err = run(capsys, *words, "--site", str(site.path))
    assert (code, said in err) == (2, True)
    assert {path: path.read_bytes() for path in site.path.rglob("*.md")} == before


def test_late_articles_say_when_they_came() -> None:
    """``added`` stands where the date is earlier than today as far as it is known, and nowhere else."""
    today = "2026-11-28"
    late = {date: writing.added(date, today) for date in ("2006-05-12", "2006-05", "2006", "2026-11-27", "2026-10")}
    assert set(late.values()) == {today}
    assert [writing.added(date, today) for date in ("2026-11-28", "2026-11", "2026", "专刊", "")] == [""] * 5
