"""``takedown``: what is called 已清 was looked at, with words that the article has, in what is really published."""

import os
import re
import subprocess
from pathlib import Path

import pytest

from jianbao import cli
from jianbao.desk import traces
from jianbao.publish import takedown
from tests.sites import Site
from tests.small import CONFIG, small

TARGET = "publish:\n  web: {provider: folder, path: www}\n"
FILE = "content/2018/2018-04/dayan.md"
PAGE = "2018/2018-04/dayan.html"
LAST = "会后大家参观了[展览](jiuzhu.md)的第三展厅。"


@pytest.fixture
def published(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    """A site with an article that shares its first sentence with another one."""
    site = small(Site(tmp_path / "site"))
    site.write("config.yaml", CONFIG + TARGET)
    for name in ("dayan", "bieyan"):
        own = f"答谢演出共有九个原创节目。\n\n{LAST}\n" if name == "dayan" else ""
        site.article(f"2018/2018-04/{name}.md", name, "2018-04-25", f"各区妇联主席参加了活动。\n\n{own}")
    site.build(search=True)
    monkeypatch.chdir(site.path)
    assert cli.main(["publish", "web"]) == 0
    return site


def asked(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, dict[str, tuple[str, str]], str]:
    """(exit code, place → (state, what is said), standard error)."""
    capsys.readouterr()
    code = cli.main(["takedown", "web", *words])
    shown = capsys.readouterr()
    steps = re.findall(r"\[(\S+)\] ([^：]+)：(.*)", shown.out)
    return code, {where: (state, told) for state, where, told in steps}, shown.err


def withdrawn(site: Site, *, published: bool) -> None:
    assert cli.main(["withdraw", FILE, "--reason", "有误"]) == 0
    if published:
        site.build(search=True)
        assert cli.main(["publish", "web"]) == 0


@pytest.mark.parametrize("taken_back", [False, True])
def test_an_article_that_is_still_published_is_not_called_gone(
    taken_back: bool, published: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without words the program takes the article's own, whether it was withdrawn and not built, or never withdrawn."""
    if taken_back:
        withdrawn(published, published=False)
    code, steps, err = asked(capsys, FILE)
    assert code == 1
    assert steps[PAGE][0] == steps["网站其余部分"][0] == "还在"
    assert "还是文章的页，不是撤回说明" in steps[PAGE][1]
    assert "文章里别处没有的 1 句话" in err


def test_what_was_withdrawn_and_published_is_gone(published: Site, capsys: pytest.CaptureFixture[str]) -> None:
    """By the article's own words, by words that somebody wrote, by the page's address."""
    withdrawn(published, published=True)
    for words in ((FILE,), (FILE, "--words", "答谢演出共有九个"), (PAGE,)):
        code, steps, _ = asked(capsys, *words)
        assert (code, steps[PAGE]) == (0, ("已清", "只剩撤回说明"))
        assert steps["网站其余部分"][0] == steps["为回退保留的旧内容"][0] == "已清"


def test_what_was_not_looked_at_is_called_so(published: Site, capsys: pytest.CaptureFixture[str]) -> None:
    """An article whose text is gone from its file, with no words to look for: only the page itself can be judged."""
    withdrawn(published, published=True)
    assert cli.main(["publish", "web", "--as", "pr-1"]) == 0
    (published.path / FILE).write_text("---\ntitle: 大宴\ndate: 2018-04-25\nstatus: 已撤回\n---\n", "utf-8")
    code, steps, err = asked(capsys, FILE)
    assert code == 1
    assert steps[PAGE] == ("已清", "只剩撤回说明")
    assert steps["网站其余部分"][0] == steps["预览 pr-1"][0] == "没有查"
    assert "列表、搜索索引和旧内容没有查" in err
    assert asked(capsys, PAGE, "--words", "九个原创节目")[0] == 0


def test_words_that_the_article_does_not_have_are_refused(published: Site, capsys: pytest.CaptureFixture[str]) -> None:
    """A comma of another width finds nothing anywhere; what is near is named."""
    withdrawn(published, published=False)
    code, steps, err = asked(capsys, FILE, "--words", "答谢演出共有9个原创节目")
    assert (code, steps) == (2, {})
    assert "文章里没有“答谢演出共有9个原创节目”，有“答谢演出共有九个原创节目”" in err
    assert f"写它的网址 {PAGE}" in err
    # Where a part of it is a link, a sentence is written as it is read.
    code, steps, _ = asked(capsys, FILE, "--words", "参观了展览的第三展厅")
    assert (code, steps[PAGE][0]) == (1, "还在")
    # By the address words cannot be held against anything; that is told.
    code, _, err = asked(capsys, PAGE, "--words", "答谢演出共有9个")
    assert "--words 没有和文章核对" in err


def test_words_that_git_remembers_are_known(published: Site, capsys: pytest.CaptureFixture[str]) -> None:
    """An editor who took the sentence out of the file before withdrawing it still asks for that sentence."""
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@example.org"]
    subprocess.run([*git, "init", "-q"], check=True)
    subprocess.run([*git, "add", "content"], check=True)
    subprocess.run([*git, "commit", "-qm", "a"], check=True)
    path = published.path / FILE
    path.write_text(path.read_text("utf-8").replace("答谢演出共有九个原创节目。", ""), "utf-8")
    code, steps, _ = asked(capsys, FILE, "--words", "答谢演出共有九个")
    assert (code, steps[PAGE][0]) == (1, "还在")
    assert asked(capsys, FILE, "--words", "答谢演出共有十个")[0] == 2


def test_an_address_that_never_was_is_not_called_gone(published: Site, capsys: pytest.CaptureFixture[str]) -> None:
    """A slip of the pen in an address is no page that is gone; a page that is gone is one."""
    code, steps, _ = asked(capsys, "2018/2018-04/dayen.html", "--words", "九个原创节目")
    assert (code, steps["2018/2018-04/dayen.html"][0]) == (1, "没有查")
    code, _, err = asked(capsys, FILE.replace("dayan", "dayen"))
    assert (code, f"是不是想写 {FILE}？" in err) == (2, True)
    (published.path / FILE).unlink()
    published.build(search=True)
    assert cli.main(["publish", "web", "--allow-shrink"]) == 0
    assert asked(capsys, PAGE, "--words", "九个原创节目")[1][PAGE] == ("已清", "存储里没有这一页")


def test_a_page_that_somebody_changed_is_not_called_gone(published: Site, capsys: pytest.CaptureFixture[str]) -> None:
    """The record says that it is the note; the bytes are not those that were published."""
    withdrawn(published, published=True)
    page = published.path / "www" / PAGE
    page.chmod(0o644)
    data = page.read_bytes()
    page.unlink()
    page.write_bytes(data + b" ")
    assert asked(capsys, FILE)[1][PAGE] == ("还在", "和发布时的不一样，有人改过：再发布一次，加 --verify")


@pytest.mark.parametrize(
    ("word", "text", "expected"),
    [
        ("12月1日,举办讲座", "家长代表参加。12月1日，举办讲座，六人", "12月1日，举办讲座"),
        ("讲座很精采", "讲座很精彩。", "讲座很精彩"),
        ("完全无关", "讲座很精彩。", ""),
    ],
)
def test_what_is_near(word: str, text: str, expected: str) -> None:
    """The text where it is most like the word, as long as that; nothing where it is not like it."""
    assert traces.near(word, text) == expected


@pytest.mark.parametrize(
    ("data", "found"),
    [
        ("<p>参观了<a href=x>展览</a>的展厅</p>", True),
        ("<content>&lt;p&gt;参观了&lt;a href=x&gt;展览&lt;/a&gt;的展厅</content>", True),
        ("<p>参观了</p><p>别的展览的展厅</p>", False),
    ],
)
def test_words_are_found_across_tags(data: str, found: bool) -> None:
    """As a page and as a feed have them."""
    assert ("参观了展览的展厅" in takedown.readable(data.encode())) == found


def test_a_site_is_asked_from_another_folder(published: Site, capsys: pytest.CaptureFixture[str]) -> None:
    """The file's path is below the site."""
    os.chdir(published.path.parent)
    capsys.readouterr()
    assert cli.main(["takedown", "--site", str(published.path), "web", FILE]) == 1
    assert f"[还在] {PAGE}" in capsys.readouterr().out
