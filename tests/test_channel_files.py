"""What the command makes, and what it leaves alone; the draft box, against a server that keeps Tencent's limits."""

import io
import json
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest

from jianbao import cli
from jianbao.channel import act, draftbox, making
from jianbao.channel.draftbox import Credentials
from jianbao.channel.making import File, Made
from jianbao.errors import UsageError
from tests.channels import article, issue, kinds, maker
from tests.sites import Site
from tests.weixin import APPID, SECRET, Weixin

ARTICLE, ISSUE = "content/2018/2018-04/kinds.md", "content/2018/2018-04"


def run(site: Site, *words: str) -> tuple[int, str, str]:
    """(exit code, what is printed, what is said on the side)."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = cli.main(["channel", *words, "--site", str(site.path)])
    return code, out.getvalue().replace(str(site.path), "SITE"), err.getvalue().replace(str(site.path), "SITE")


def files(folder: Path) -> list[str]:
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())


def test_everything_of_an_article(site: Site) -> None:
    """All channels of an article, below .cache/channel; counters and the files' places are printed."""
    kinds(site)
    code, out, err = run(site, "all", ARTICLE)
    assert code == 0
    assert files(site.path / ".cache/channel/2018/2018-04/kinds") == [
        "poster/.jianbao-channel.json",
        "poster/fenxiang-1080x1080.png",
        "poster/haibao-1080x1920.png",
        "qr/.jianbao-channel.json",
        "qr/erweima.svg",
        "wechat/.jianbao-channel.json",
        "wechat/fengmian-383x383.png",
        "wechat/fengmian-900x383.png",
        "wechat/shuoming.json",
        "wechat/tupian/01-fenbu.png",
        "wechat/tupian/02-xianchang.jpg",
        "wechat/tupian/03-xianchang.jpg",
        "wechat/zhengwen.html",
        "weibo/.jianbao-channel.json",
        "weibo/tupian/1-fenbu.png",
        "weibo/tupian/2-xianchang.jpg",
        "weibo/weibo.txt",
    ]
    assert (
        "公众号：SITE/.cache/channel/2018/2018-04/kinds/wechat\n  市妇联发放第三批“四癌”救助金\n    标题 15/32\n" in out
    )
    assert "    图2 02-xianchang.jpg\n" in out
    assert (
        err
        == "公众号：写入 7，未变 0，撤下 0\n微博：写入 3，未变 0，撤下 0\n海报：写入 2，未变 0，撤下 0\n二维码：写入 1，未变 0，撤下 0\n"
    )
    assert not (site.path / "output").exists()


def test_nothing_is_made_twice(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Asked for again nothing is drawn; after a change of the text only what it changes is written."""
    kinds(site)
    run(site, "all", ARTICLE)
    with monkeypatch.context() as patch:
        patch.setattr(making.raster, "png", lambda image: pytest.fail("drawn again"))
        patch.setattr(making.raster, "for_upload", lambda *_: pytest.fail("uploaded again"))
        _, _, err = run(site, "all", ARTICLE)
    assert [line.split("写入 ")[1] for line in err.splitlines()] == [
        "0，未变 7，撤下 0", "0，未变 3，撤下 0", "0，未变 2，撤下 0", "0，未变 1，撤下 0",
    ]  # fmt: skip
    text = (
        (site.path / ARTICLE)
        .read_text("utf-8")
        .replace("第一段有", "第一段又有")
        .replace("![现场](xianchang.jpg)\n", "")
    )
    site.write(ARTICLE, text)
    _, _, err = run(site, "wechat", ARTICLE)
    # The text and its description; the picture that was named twice keeps its number.
    assert err.splitlines()[0] == "公众号：写入 2，未变 4，撤下 1"
    assert "tupian/03-xianchang.jpg" not in files(site.path / ".cache/channel/2018/2018-04/kinds/wechat")


def test_an_issue_into_a_folder(site: Site, tmp_path: Path) -> None:
    """--to; an issue has Word and e-mail as well; what Word leaves out is said."""
    kinds(site)
    code, _, err = run(site, "all", ISSUE, "--to", str(tmp_path / "out"))
    assert (code, [p.name for p in sorted((tmp_path / "out/2018-04").iterdir())]) == (
        0,
        ["docx", "letter", "poster", "qr", "wechat", "weibo"],
    )
    assert err.splitlines()[-3:] == [
        "content/2018/2018-04/index.md:1:1 提示[docx-lead] 期首页的说明文字没有放进 Word 文档：那里只有报头、目录和各条",
        "    需要印出来的话，写成一条",
        "1 个提示",
    ]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("docx", ARTICLE), "Word 文档按整期做；写期的文件夹，例如 content/2018/2018-04"),
        (("wechat", "content/2018/2018-04/kind.md"), "没有 content/2018/2018-04/kind.md 这篇文章；是不是 content/2018/2018-04/kinds.md？"),
        (("wechat", ARTICLE, "--style", "公函"), "没有“公函”这种样式；可用：公文、清新、素雅"),
        (("wechat", "content/2018/2018-04/gone.md"), "content/2018/2018-04/gone.md 已撤回，不能再往别处发"),
        (("wechat", "content/pages/about.md"), "content/pages/about.md 是独立页面；这个命令用于文章和整期"),
        (("poster", ARTICLE, "--draft"), "--draft 只用于公众号：jianbao channel wechat 文章 --draft"),
        (("wechat", ARTICLE, "--draft"), "送草稿要先设好环境变量 JIANBAO_WEIXIN_APPID 和 JIANBAO_WEIXIN_SECRET；不要写进文件"),
    ],
)  # fmt: skip
def test_what_is_refused(site: Site, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], said: str) -> None:
    kinds(site)
    site.article("2018/2018-04/gone.md", "撤", "2018-04-24", status="已撤回", withdrawn="2018-05-01")
    site.article("pages/about.md", "关于", "")
    for name in ("APPID", "SECRET", "API"):
        monkeypatch.delenv(f"JIANBAO_WEIXIN_{name}", raising=False)
    assert run(site, *words) == (2, "", f"用法不对：{said}\n")


def test_nothing_is_written_into_the_site(site: Site) -> None:
    kinds(site)
    for folder in ("content/x", "output"):
        code, _, err = run(site, "qr", ARTICLE, "--to", str(site.path / folder))
        assert (code, "请用 --to 换一个文件夹" in err) == (2, True)
    assert not (site.path / "content/x").exists()


def test_an_address_names_an_article(site: Site) -> None:
    """As it stands in the browser, whole or below the site; the folder of an issue, its front page."""
    made = maker(kinds(site))
    for name in (
        "https://example.org/small/2018/2018-04/kinds.html",
        "2018/2018-04/kinds.html",
        "2018/2018-04/kinds.md",
    ):
        assert article(made, name).title.startswith("市妇联发放")
    for name in ("content/2018/2018-04", "content/2018/2018-04/index.md", "2018/2018-04.html"):
        assert issue(made, name).title == "2018年4月简报"


def test_errors_of_the_file_itself_stop_it(site: Site) -> None:
    """Those of others do not."""
    kinds(site)
    site.article("2018/2018-04/other.md", "别的", "2018-13-01")
    assert run(site, "qr", ARTICLE)[0] == 0
    site.write(ARTICLE, (site.path / ARTICLE).read_text("utf-8").replace("(qidong.md)", "(nirgends.md)"))
    code, _, err = run(site, "qr", ARTICLE)
    assert (code, "错误[broken-link]" in err) == (1, True)


# Files


def constant(basis: bytes, **contents: str) -> Made:
    return Made("qr", basis.ljust(16), tuple(File(n.replace("_", "."), t.encode) for n, t in contents.items()), ())


def test_only_what_differs_is_written(tmp_path: Path) -> None:
    first = act.bring_up_to_date(tmp_path, "", constant(b"1", a_txt="甲", b_txt="乙"))
    assert (first.written, first.unchanged) == (("a.txt", "b.txt"), ())
    again = act.bring_up_to_date(tmp_path, "", constant(b"1", a_txt="不会读", b_txt="不会读"))
    assert (again.written, again.unchanged) == ((), ("a.txt", "b.txt"))
    third = act.bring_up_to_date(tmp_path, "", constant(b"2", a_txt="甲", c_txt="丙"))
    assert (third.written, third.unchanged, third.removed) == (("c.txt",), ("a.txt",), ("b.txt",))
    (tmp_path / "a.txt").unlink()
    mended = act.bring_up_to_date(tmp_path, "", constant(b"2", a_txt="甲", c_txt="丙"))
    assert (mended.written, mended.unchanged) == (("a.txt",), ("c.txt",))


def test_what_an_editor_has_changed_stays(tmp_path: Path) -> None:
    """It is named, kept also when it is no longer wanted, and made again only when it is gone."""
    act.bring_up_to_date(tmp_path, "", constant(b"1", a_txt="甲", b_txt="乙"))
    (tmp_path / "a.txt").write_text("我改的", "utf-8")
    (tmp_path / "b.txt").write_text("也改了", "utf-8")
    done = act.bring_up_to_date(tmp_path, "", constant(b"2", a_txt="新"))
    assert (done.written, done.kept, done.removed) == ((), ("a.txt",), ())
    assert [(tmp_path / n).read_text("utf-8") for n in ("a.txt", "b.txt")] == ["我改的", "也改了"]
    assert act.bring_up_to_date(tmp_path, "", constant(b"2", a_txt="新")).kept == ("a.txt",)
    (tmp_path / "a.txt").unlink()
    assert act.bring_up_to_date(tmp_path, "", constant(b"2", a_txt="新")).written == ("a.txt",)


def test_a_strange_file_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("别人的", "utf-8")
    with pytest.raises(UsageError, match=r"a\.txt 已经有了，不是这里做的，没有覆盖"):
        act.bring_up_to_date(tmp_path, "", constant(b"1", a_txt="甲", b_txt="乙"))
    assert files(tmp_path) == ["a.txt"]


def test_nothing_is_written_through_a_link(tmp_path: Path) -> None:
    """Neither a folder nor a file that is one: what it leads to stays as it was."""
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside/a.txt").write_text("外面", "utf-8")
    (tmp_path / "base").mkdir()
    (tmp_path / "base/x").symlink_to(tmp_path / "outside")
    with pytest.raises(UsageError, match=r"有符号链接（x），没有写"):
        act.bring_up_to_date(tmp_path / "base", "x/qr", constant(b"1", b_txt="甲"))
    act.bring_up_to_date(tmp_path / "base", "y", constant(b"1", a_txt="甲"))
    (tmp_path / "base/y/a.txt").unlink()
    (tmp_path / "base/y/a.txt").symlink_to(tmp_path / "outside/a.txt")
    done = act.bring_up_to_date(tmp_path / "base", "y", constant(b"2", a_txt="乙"))
    assert (done.written, done.kept) == ((), ("a.txt",))
    assert files(tmp_path / "outside") == ["a.txt"]
    assert (tmp_path / "outside/a.txt").read_text("utf-8") == "外面"


@pytest.mark.parametrize(
    "record",
    [
        "",
        "{",
        "[]",
        '{"basis": 1, "files": {}}',
        '{"basis": "", "files": {"../../x": "0"}}',
        '{"basis": "", "files": {"C:/x": "0"}}',
    ],
)
def test_a_damaged_record_touches_nothing_outside(tmp_path: Path, record: str) -> None:
    """It is as if nothing were remembered; names in it lead nowhere."""
    folder = tmp_path / "in/here"
    folder.mkdir(parents=True)
    (tmp_path / "x").write_text("外面", "utf-8")
    (folder / act.RECORD).write_text(record, "utf-8")
    assert act.bring_up_to_date(folder, "", constant(b"1", a_txt="甲")).written == ("a.txt",)
    assert (tmp_path / "x").read_text("utf-8") == "外面"


# The draft box


def test_a_draft_is_added_and_not_sent(site: Site) -> None:
    """Each picture uploaded once, the cover as material, one draft; asked for again, nothing."""
    made = maker(kinds(site))
    with Weixin() as weixin:
        given = Credentials(APPID, SECRET, weixin.api)
        sent = draftbox.send(given, made, article(made, ARTICLE))
        assert (sent.done, sent.media_id) == (True, "DRAFT1")
        assert weixin.asked == [
            "stable_token",
            "media/uploadimg",
            "media/uploadimg",
            "material/add_material",
            "draft/add",
        ]
        (draft,) = weixin.drafts
        assert draft["articles"][0]["content"].count("https://mmbiz.qpic.cn/") == 3
        again = draftbox.send(given, made, article(made, ARTICLE))
        assert (again.done, again.media_id, len(weixin.drafts)) == (True, "DRAFT1", 1)
        assert "内容没有变，没有再送" in again.said
        assert len(weixin.asked) == 5
        site.write(ARTICLE, (site.path / ARTICLE).read_text("utf-8").replace("第一段有", "第一段又有"))
        changed = maker(site)
        assert draftbox.send(given, changed, article(changed, ARTICLE)).media_id == "DRAFT2"
        assert weixin.asked[5:] == ["stable_token", "draft/add"]
    known = (site.path / ".cache/channel/draftbox.json").read_text("utf-8")
    assert SECRET not in known
    assert "TOKEN" not in known


def test_an_issue_is_one_draft(site: Site) -> None:
    made = maker(kinds(site))
    with Weixin() as weixin:
        sent = draftbox.send(Credentials(APPID, SECRET, weixin.api), made, issue(made, ISSUE))
        assert sent.done
        assert [one["title"] for one in weixin.drafts[0]["articles"]] == ["2018年4月简报"]


@pytest.mark.parametrize(
    ("call", "error", "said"),
    [
        ("stable_token", {"errcode": 40164, "errmsg": "invalid ip 1.2.3.4 rid: 1-2"},
         "草稿箱没有收下：这台机器的 IP 不在公众号的白名单里：在公众号后台“基本配置”里加上（40164 invalid ip 1.2.3.4）"),
        ("media/uploadimg", {"errcode": 45009, "errmsg": "reach max api daily quota limit"},
         "草稿箱没有收下：今天的调用次数用完了，明天再试（45009 reach max api daily quota limit）"),
        ("draft/add", {"errcode": 48001, "errmsg": "api unauthorized"},
         "草稿箱没有收下：这个公众号没有草稿接口的权限（要认证）（48001 api unauthorized）"),
        ("draft/add", {"errcode": 99, "errmsg": "?"}, "草稿箱没有收下：接口报错（99 ?）"),
    ],
)  # fmt: skip
def test_a_refusal_is_told(site: Site, call: str, error: dict[str, object], said: str) -> None:
    """With what to do, and without the address, which has the token in it."""
    made = maker(kinds(site))
    with Weixin() as weixin:
        weixin.refuse[call] = error
        sent = draftbox.send(Credentials(APPID, SECRET, weixin.api), made, article(made, ARTICLE))
    assert (sent.done, sent.said) == (False, said)


def test_what_would_be_refused_is_not_sent(site: Site) -> None:
    """A title that is too long, a picture from elsewhere: nobody is asked."""
    kinds(site)
    site.article("2018/2018-04/long.md", "题" * 40, "2018-04-24")
    site.article("2018/2018-04/far.md", "远", "2018-04-24", "![图](https://a.example/b.png)\n")
    made = maker(site)
    with Weixin() as weixin:
        given = Credentials(APPID, SECRET, weixin.api)
        assert (
            draftbox.send(given, made, article(made, "content/2018/2018-04/long.md")).said == "没有送：标题 1 到 32 字"
        )
        assert "图片在别的网站上" in draftbox.send(given, made, article(made, "content/2018/2018-04/far.md")).said
        assert weixin.asked == []


def test_nobody_there(site: Site) -> None:
    made = maker(kinds(site))
    with Weixin() as weixin:
        gone = weixin.api
    sent = draftbox.send(Credentials(APPID, SECRET, gone), made, article(made, ARTICLE))
    assert sent.said.startswith(f"草稿箱没有收下：连不上 {gone}：")
    assert SECRET not in sent.said


def test_credentials_come_from_the_environment_alone() -> None:
    """Both, by https or on this machine."""
    both = {"JIANBAO_WEIXIN_APPID": APPID, "JIANBAO_WEIXIN_SECRET": SECRET}
    assert draftbox.credentials(both) == Credentials(APPID, SECRET, draftbox.API)
    for wrong in ({}, {"JIANBAO_WEIXIN_APPID": APPID}, {**both, "JIANBAO_WEIXIN_API": "http://api.example"}):
        with pytest.raises(UsageError):
            draftbox.credentials(wrong)


def test_the_command_tells_how_it_went(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Exit code 0 when it is in the box, 1 when not; the files are made either way."""
    kinds(site)
    monkeypatch.setenv("JIANBAO_WEIXIN_APPID", APPID)
    monkeypatch.setenv("JIANBAO_WEIXIN_SECRET", "wrong")
    with Weixin() as weixin:
        monkeypatch.setenv("JIANBAO_WEIXIN_API", weixin.api)
        code, _, err = run(site, "wechat", ARTICLE, "--draft")
        assert (
            code,
            "草稿箱没有收下：AppSecret 不对：核对 JIANBAO_WEIXIN_SECRET（40125 invalid appsecret）" in err,
        ) == (1, True)
        monkeypatch.setenv("JIANBAO_WEIXIN_SECRET", SECRET)
        code, _, err = run(site, "wechat", ARTICLE, "--draft")
        assert (code, "已放进草稿箱，还没有发出" in err) == (0, True)
    data = json.loads((site.path / ".cache/channel/2018/2018-04/kinds/wechat/shuoming.json").read_text("utf-8"))
    assert data["title"] == "市妇联发放第三批“四癌”救助金"
