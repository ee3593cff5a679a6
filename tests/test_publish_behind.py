"""What was edited and not built is told before it seems to be published; a fresh checkout is no edit."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from jianbao import cli
from jianbao.cache.state import State, state_path
from jianbao.desk import behind
from jianbao.errors import PROGRAM, SiteError
from tests.sites import NOW, Site
from tests.small import CONFIG, PHOTO, small

TARGET = "publish:\n  web: {provider: folder, path: www}\n"
ARTICLE = "content/2018/2018-04/zuotan.md"
CURE = f"    先运行 {PROGRAM}，再发布\n"


@pytest.fixture
def built(tmp_path: Path) -> Site:
    site = small(Site(tmp_path / "site"))
    site.write("config.yaml", CONFIG + TARGET)
    site.write("public/yanzheng.txt", "User-agent: *\n")
    site.write("content/2018/2018-04/tu.gif", PHOTO)
    site.article("2018/2018-04/youtu.md", "有图", "2018-04-26", "![图](tu.gif)\n")
    site.article("_drafts/cao.md", "草稿", "2018-04-26", "草稿。\n")
    site.build()
    assert cli.main(["publish", "--site", str(site.path), "web"]) == 0
    return site


def published(site: Site, capsys: pytest.CaptureFixture[str], *options: str) -> tuple[int, str, str]:
    """(exit code, the first of what is printed, standard error)."""
    capsys.readouterr()
    code = cli.main(["publish", "--site", str(site.path), "web", *options])
    shown = capsys.readouterr()
    return code, shown.out.partition("，")[0], shown.err


def _append(path: str, text: str = "\n再一句。\n") -> Callable[[Site], object]:
    return lambda site: site.write(path, (site.path / path).read_text("utf-8") + text)


def _new(path: str, text: str) -> Callable[[Site], object]:
    return lambda site: site.write(path, text)


CHANGES: dict[str, Callable[[Site], object]] = {
    ARTICLE: _append(ARTICLE),
    "config.yaml": _append("config.yaml", "# 注\n"),
    "data/columns.yaml": _append("data/columns.yaml", "# 注\n"),
    "data/xin.yaml": _new("data/xin.yaml", "a: b\n"),
    "public/yanzheng.txt": _append("public/yanzheng.txt"),
    "themes/mine/theme.yaml": _new("themes/mine/theme.yaml", "name: mine\n"),
    "content/2018/2018-04/tu.gif": lambda site: site.write("content/2018/2018-04/tu.gif", PHOTO + b"\0"),
    "content/2019/xin.md": lambda site: site.article("2019/xin.md", "新", "2019-01-01"),
    "content/2018/2018-03/xuanjiang.md": lambda site: site.remove("content/2018/2018-03/xuanjiang.md"),
}


@pytest.mark.parametrize("path", CHANGES)
def test_an_edit_that_was_not_built(path: str, built: Site, capsys: pytest.CaptureFixture[str]) -> None:
    """The file is named, with the cure; what output/ holds is published all the same."""
    assert published(built, capsys) == (0, "第 1 代：没有变化", "")
    CHANGES[path](built)
    code, out, err = published(built, capsys)
    assert (code, out) == (0, "第 1 代：没有变化")
    assert err == f"{path} 警告[output-behind] 上一次构建以后改动过，output/ 里还没有\n{CURE}"


def test_many_edits_are_told_at_once(built: Site, capsys: pytest.CaptureFixture[str]) -> None:
    """Five are named, of the others the number."""
    for number in range(8):
        built.article(f"2019/{number}.md", f"第{number}条", "2019-01-01")
    err = published(built, capsys)[2]
    named = "、".join(f"content/2019/{n}.md" for n in range(1, 5))
    assert err.splitlines()[0].endswith(f"；还有 {named} 等 7 个")


def test_what_readers_would_not_see_is_no_edit(built: Site, capsys: pytest.CaptureFixture[str]) -> None:
    """Drafts, pictures that nothing shows, files that are no articles, an edit that was taken back."""
    before = (built.path / ARTICLE).read_text("utf-8")
    _append("content/_drafts/cao.md")(built)
    built.article("2019/cao.md", "又一篇草稿", "2019-01-01", draft="true")
    built.write("content/2018/2018-04/buyong.gif", PHOTO)
    built.write("content/2018/_biji.md", "笔记\n")
    built.write("data/.columns.yaml.swp", "x")
    _append(ARTICLE)(built)
    built.write(ARTICLE, before)
    assert published(built, capsys) == (0, "第 1 代：没有变化", "")


def test_a_fresh_checkout_beside_a_restored_output_is_no_edit(built: Site, capsys: pytest.CaptureFixture[str]) -> None:
    """In CI another job publishes: every file has other times, .cache/ and output/ come from a cache or an artefact."""
    for path in [p for p in built.path.rglob("*") if p.is_file() and not {"output", "www"} & {*p.parts}]:
        os.utime(path, ns=(10**18, 10**18))
    assert published(built, capsys) == (0, "第 1 代：没有变化", "")


def test_where_nothing_is_known_nothing_is_said(built: Site, capsys: pytest.CaptureFixture[str]) -> None:
    """The state is that of a program which did not remember as much, or has forgotten what it read."""
    CHANGES["config.yaml"](built)
    CHANGES[ARTICLE](built)
    with State(state_path(built.path, built.output)) as state, state.transaction():
        state.put("made of", None)
    assert published(built, capsys)[2].startswith(f"{ARTICLE} 警告[output-behind]")
    with State(state_path(built.path, built.output)) as state, state.transaction():
        state.forget("folder", "body", why="")
    assert published(built, capsys) == (0, "第 1 代：没有变化", "")


@pytest.mark.parametrize("line", ["status: 已撤回", "expires: 2020-01-01"])
@pytest.mark.parametrize("options", [(), ("--as", "pr-1"), ("--dry-run",), ("--verify",)])
def test_a_withdrawal_that_was_not_built(
    line: str, options: tuple[str, ...], built: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    """Refused, whatever is asked: the whole text would stay, and look withdrawn. Built, it goes."""
    path = built.path / ARTICLE
    before = path.read_text("utf-8")
    path.write_text(before.replace("---\n", f"---\n{line}\n", 1), "utf-8")
    code, out, err = published(built, capsys, *options)
    assert (code, out) == (1, "")
    assert err == (
        f"不发布：{ARTICLE} 错误[output-withdrawn] 已经撤回或下线，还没有构建：output/2018/2018-04/zuotan.html 里还是全文\n"
        f"不发布：先运行 {PROGRAM}，再发布\n"
    )
    built.build()
    assert published(built, capsys, *options)[0] == 0
    # What is gone already may be edited.
    _append(ARTICLE)(built)
    assert published(built, capsys, *options)[0] == 0


def test_a_withdrawal_of_what_never_stood_there(built: Site, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing of it is published: a warning is enough."""
    built.article("2019/mei.md", "没发过", "2019-01-01", status="已撤回")
    code, _, err = published(built, capsys)
    assert (code, "output-behind" in err) == (0, True)


def test_a_build_that_failed(built: Site, capsys: pytest.CaptureFixture[str]) -> None:
    """It is told until one ends well; what it read and did not build is not forgotten."""
    text = f"output 警告[output-unfinished] 上一次构建没有做完，output/ 里还是以前的网站\n{CURE}"
    bad = built.write("content/2018/2018-04/huai.md", "---\ntitle: [\n")
    with pytest.raises(SiteError):
        built.build()
    assert published(built, capsys) == (0, "第 1 代：没有变化", text)
    path = built.path / ARTICLE
    before = path.read_text("utf-8")
    path.write_text(before.replace("---\n", "---\nstatus: 已撤回\n", 1), "utf-8")
    with pytest.raises(SiteError):
        built.build()
    code, _, err = published(built, capsys)
    assert (code, err.startswith(text), "错误[output-withdrawn]" in err) == (1, True, True)
    bad.unlink()
    built.build()
    assert published(built, capsys)[::2] == (0, "")


@pytest.mark.parametrize("fault", ["config.yaml", "data/columns.yaml"])
def test_a_build_that_failed_at_once(fault: str, built: Site, capsys: pytest.CaptureFixture[str]) -> None:
    """Before an article was read; put right again it is as it was, and a build that has nothing to do says so."""
    before = (built.path / fault).read_text("utf-8")
    built.write(fault, before + "x: [\n")
    with pytest.raises(SiteError):
        built.build()
    built.write(fault, before)
    assert "output-unfinished" in published(built, capsys)[2]
    built.build()
    assert published(built, capsys) == (0, "第 1 代：没有变化", "")


def test_a_moment_that_has_passed(built: Site, capsys: pytest.CaptureFixture[str]) -> None:
    """An article was due, or was to go, since the last build."""
    built.article("2019/shi.md", "到时", "2019-01-01", publish='"2026-01-02 08:00"')
    assert built.build(as_of=NOW).next_change == "2026-01-02T08:00"
    code, _, err = published(built, capsys)
    assert code == 0
    assert err.startswith("output 警告[output-overdue] 2026-01-02 08:00 有文章上线或下线，那以后还没有构建\n")


def test_rolling_back_asks_nothing(built: Site, capsys: pytest.CaptureFixture[str]) -> None:
    """It is for emergencies, and publishes nothing of output/."""
    _append(ARTICLE)(built)
    built.build()
    assert published(built, capsys)[0] == 0
    _append(ARTICLE)(built)
    code, _, err = published(built, capsys, "--rollback")
    assert (code, "output-behind" in err) == (0, False)


def test_what_has_not_changed_is_not_read(built: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """By their stamps: a publish of ten thousand articles reads none of them."""
    for path in (p for p in built.path.rglob("*") if p.is_file()):
        os.utime(path, ns=(10**18, 10**18))
    monkeypatch.setattr("jianbao.content.scan.RACY", -(10**18))
    built.build()
    monkeypatch.setattr("jianbao.desk.behind._article", lambda *_: pytest.fail("looked at"))
    with State(state_path(built.path, built.output)) as state:
        assert behind.found(built.path, state, state.rows()) == behind.Behind()
