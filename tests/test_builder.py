"""What has changed since the last build is put into its site; that is the site that relating everything anew gives."""

import errno
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

from jianbao.cache import program
from jianbao.cache.state import State, state_path
from jianbao.content import reader
from jianbao.site import builder, remembered
from tests.related import compared
from tests.sites import Site
from tests.small import PHOTO, small

MARCH, APRIL = "content/2018/2018-03/", "content/2018/2018-04/"
QIDONG, JIUZHU, ZUOTAN = MARCH + "qidong.md", APRIL + "jiuzhu.md", APRIL + "zuotan.md"
MAY = "2018/2018-05"

Change = Callable[[Site], object]


def edited(path: str, old: str, new: str) -> Change:
    """Replaces the one place in a file where ``old`` stands."""

    def change(site: Site) -> None:
        text = (site.path / path).read_text("utf-8")
        assert text.count(old) == 1
        site.write(path, text.replace(old, new))

    return change


def new(path: str = f"{MAY}/xin.md", date: str = "2018-05-02", body: str = "新。\n", **front: object) -> Change:
    """Adds an article, newer than all others unless something else is said."""
    return lambda site: site.article(path, "新的一篇", date, body, **{"column": "要闻", **front})


def all_of(*changes: Change) -> Change:
    """One change after the other, before one build."""
    return lambda site: [change(site) for change in changes]


KEPT: dict[str, Change] = {
    "a body": edited(JIUZHU, "15人领到", "16人领到"),
    "a body above its picture": edited(JIUZHU, "15人领到", "先有一段。\n\n15人领到"),
    "a title": edited(QIDONG, "title: 救助项目启动", "title: 救助项目今天启动"),
    "a summary": edited(JIUZHU, "summary: 十五人领到救助金。", "summary: 15人领到救助金。"),
    "a correction": edited(QIDONG, "column: 维权服务", "column: 维权服务\nupdates: [{date: 2018-04-01, text: 更正}]"),
    "the text of an issue": edited(APRIL + "index.md", "本期四条。", "本期有四条。"),
    "a standing page": edited("content/pages/about.md", "我们", "我们这里"),
    "an article": new(),
    "an article of the last issue": new("2018/2018-04/xin.md", "2018-04-30", order=1),
    "an article with a new tag and a new source": new(tags="[妇联改革, 宣讲]", source="组织部"),
    "an article of a new year": new("2019/xin.md", "2019-01-02", tags="[四癌救助]"),
    "an article with links and a picture": all_of(
        lambda site: site.write(f"content/{MAY}/tu.gif", PHOTO),
        new(body="见[启动](../2018-03/qidong.md)。\n\n![图](tu.gif)\n", cover="tu.gif"),
    ),
    "a picture that nobody shows": lambda site: site.write(f"content/{MAY}/tu.gif", PHOTO),
    "an issue with two items": all_of(
        lambda site: site.issue(MAY, "2018年5月简报", "2018-05", number="2018年第5期"),
        new(f"{MAY}/yi.md", "", order=2),
        new(f"{MAY}/er.md", "", order=1),
        new("2018/san.md", "2018-05", issue="2018-05"),
    ),
    "a draft": new(draft=True, publish="2030-01-01"),
    "a draft that is finished": all_of(edited("content/2018/gao.md", "draft: true\n", "")),
    "several at once": all_of(new(), edited(JIUZHU, "15人领到", "16人领到"), new(f"{MAY}/you.md", "2018-05-03")),
}
KEPT |= {
    "an article in the middle": new("2018/2018-03/xin.md", "2018-03-06", tags="[四癌救助]"),
    "an article before all others": new("2001/xin.md", "2001", tags="[宣讲]"),
    "ten old articles": all_of(*(new(f"2005/2005-0{n}/a{n}.md", f"2005-0{n}-01", tags="[宣讲]") for n in range(1, 10))),
    "an article that goes": lambda site: site.remove(ZUOTAN),
    "a draft again": edited(ZUOTAN, "column: 家庭建设", "column: 家庭建设\ndraft: true"),
    "an article that is withdrawn": edited(ZUOTAN, "column: 家庭建设", "column: 家庭建设\nstatus: 已撤回"),
    "an article that has expired": edited(ZUOTAN, "column: 家庭建设", 'column: 家庭建设\nexpires: "2020-01-01"'),
    "tags": edited(QIDONG, "tags: [四癌救助]", "tags: [四癌救助, 宣讲]"),
    "a tag for another": edited(QIDONG, "tags: [四癌救助]", "tags: [两岸交流]"),
    "a column": edited(QIDONG, "column: 维权服务", "column: 要闻"),
    "a column that becomes empty": edited(ZUOTAN, "column: 家庭建设", "column: 要闻"),
    "a source": edited(QIDONG, "source: 权益部", "source: 办公室"),
    "a date by a day": edited(QIDONG, "2018-03-05", "2018-03-06"),
    "a date beyond a neighbour": edited(QIDONG, "2018-03-05", "2018-03-09"),
    "a date by ten years": edited(QIDONG, "2018-03-05", "2008-03-05"),
    "an order": edited(ZUOTAN, "order: 2", "order: 9"),
    "an anchor": edited(MARCH + "xuanjiang.md", "## 现场", "## 在现场"),
    "a link": edited(JIUZHU, "../2018-03/qidong.md", "zuotan.md"),
    "an address that nobody links to": edited(ZUOTAN, "column: 家庭建设", "column: 家庭建设\nslug: zt"),
    "a cover": edited(JIUZHU, "cover: fenbu.svg\n", ""),
    "the title of an issue": edited(APRIL + "index.md", "2018年4月简报", "四月简报"),
    "the date of an issue": edited(APRIL + "index.md", "date: 2018-04", "date: 2017-04"),
    "an issue that goes": lambda site: site.remove(MARCH + "index.md"),
    "an issue between others": lambda site: site.issue("2018/2018-02", "2018年2月简报", "2018-02"),
    "an article with an old address": new(aliases="[/jiu.html]"),
    "an article that comes later": new(publish="2030-01-01"),
    "an article that goes later": new(expires="2030-01-01"),
    "a withdrawn article": new(status="已撤回"),
    "an article without a column": new(column=""),
    "an article of a column that had none": all_of(edited(ZUOTAN, "家庭建设", "要闻"), new(column="家庭建设")),
    "an article that links to an anchor": new(body="见[现场](../2018-03/xuanjiang.md#现场)。\n"),
    "another number in front of a problem": all_of(edited("content/2018/wai.md", "title:", "author: 甲\ntitle:")),
    "a standing page more": lambda site: site.article("pages/xin.md", "新页", ""),
    "a standing page less": lambda site: site.remove("content/pages/about.md"),
    "another name of a file": lambda site: (site.path / ZUOTAN).rename(site.path / APRIL / "zt.md"),
}
ANEW: dict[str, tuple[Change, str]] = {
    "a link that leads nowhere": (new(body="见[没有](meiyou.md)。\n"), "broken-link"),
    "a link to what goes": (lambda site: site.remove(QIDONG), "broken-link"),
    "an address that is taken": (new(permalink="/2018/2018-03/qidong.html"), "同一个地址"),
    "a tag that differs by case": (all_of(new(tags="[Ab]"), new(f"{MAY}/you.md", "2018-05-03", tags="[ab]")), "大小写"),
    "a column that is not there": (new(column="别的"), "unknown-column"),
    "settings": (
        lambda site: site.write("config.yaml", (site.path / "config.yaml").read_text("utf-8").replace("小站", "站")),
        "设置变了",
    ),
    "a picture that goes": (lambda site: site.remove(APRIL + "fenbu.svg"), "文件不在了"),
    "a file where a list is": (lambda site: site.write("content/tags.html", "x"), "旧链接的去处"),
}


@pytest.fixture
def site(site: Site) -> Iterator[Site]:
    """The small site, built, with a draft newer than all else and an article that has a warning."""
    small(site)
    site.article("pages/about.md", "关于", "", "我们。\n")
    site.article("2018/gao.md", "稿", "2018-05-01", column="要闻", draft=True)
    site.article("2018/wai.md", "外", "2017-05-01", column="要闻", cover="https://example.org/1.jpg")
    site.build()
    with compared():
        yield site


@pytest.mark.parametrize("change", KEPT.values(), ids=KEPT)
def test_what_is_done_in_place(site: Site, change: Change, monkeypatch: pytest.MonkeyPatch) -> None:
    """Edits, articles anywhere in time, removals, drafts, dates, tags: the last site is gone on from."""
    change(site)
    expected = clean(site)

    def never(*_: object, **__: object) -> None:
        raise AssertionError("built from nothing")

    with monkeypatch.context() as patched:
        patched.setattr(builder, "from_nothing", never)
        told = site.problems()
    assert (told, site.tree()) == expected


@pytest.mark.parametrize(("change", "reason"), ANEW.values(), ids=ANEW)
def test_what_is_not_done_in_place_says_why(site: Site, change: Change, reason: str) -> None:
    """The reason is a value that the report has, and what comes out is what a clean build has."""
    reasons: list[str] = []
    original = remembered.site

    def heard(*given: Any) -> Any:
        found = original(*given)
        reasons.append(found[1])
        return found

    change(site)
    with mock.patch.object(remembered, "site", heard):
        compare(site)
    assert any(reason in one for one in reasons), reasons


CHANGES = {**KEPT, **{name: change for name, (change, _) in ANEW.items()}}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_what_comes_out(site: Site, change: Change) -> None:
    """Whichever way it goes: one change, a second one, and back again, each as a clean build has it."""
    content = site.path / "content"
    before = content.with_name("before")
    shutil.copytree(content, before)
    change(site)
    compare(site)
    site.article("2018/zai.md", "再来一篇", "2018-05-09", column="要闻", tags=["宣讲"])
    compare(site)
    shutil.rmtree(content)
    shutil.copytree(before, content)
    compare(site)


LINKING = tuple(
    new(f"{MAY}/{name}.md", body=f"见[启动]({target})。\n")
    for name, target in {
        "root": "/2018/2018-03/qidong.md",
        "relative": "../2018-03/qidong.md",
        "address": "/2018/2018-03/qidong.html",
    }.items()
)
"""Articles that link to one, each in its own form."""
BEFORE: dict[str, tuple[Change, Change]] = {
    "a tag like a topic that has no articles": (
        lambda site: site.write("data/topics.yaml", "妇联改革: 说明。\n"),
        new(tags="[妇联改革年]"),
    ),
    "the issue of a withdrawn article": (
        lambda site: site.article("2018/che.md", "撤", "", column="要闻", status="已撤回", issue="2018-05"),
        lambda site: site.issue(MAY, "2018年5月简报", "2018-05"),
    ),
    "the number of a withdrawn article's issue": (
        lambda site: site.article("2018/che.md", "撤", "", column="要闻", status="已撤回", issue="第5期"),
        lambda site: site.issue(MAY, "2018年5月简报", "2018-05", number="第5期"),
    ),
    "an article where an old address was": (
        all_of(
            new("2018/2018-04/yi.md", "2018-04-29", aliases=f"[/{MAY}/xin.md]"),
            new("2018/2018-04/er.md", "2018-04-30", body="见[新](../2018-05/xin.md)。\n"),
        ),
        new(),
    ),
    "a withdrawal of what others link to in every form": (
        all_of(*LINKING),
        edited(QIDONG, "column: 维权服务", "column: 维权服务\nstatus: 已撤回"),
    ),
    "an article that has expired and that others link to": (
        all_of(*LINKING),
        edited(QIDONG, "column: 维权服务", 'column: 维权服务\nexpires: "2020-01-01"'),
    ),
    "a draft that others link to": (
        all_of(*LINKING),
        edited(QIDONG, "column: 维权服务", "column: 维权服务\ndraft: true"),
    ),
    "an old address that goes while something links to it": (
        all_of(
            edited(QIDONG, "column: 维权服务", "column: 维权服务\naliases: [/jiu.html]"),
            new(body="见[旧址](/jiu.html)。\n"),
        ),
        edited(QIDONG, "aliases: [/jiu.html]\n", ""),
    ),
    "an old address that goes to another while something links to it": (
        all_of(
            edited(QIDONG, "column: 维权服务", "column: 维权服务\naliases: [/jiu.html]"),
            new(body="见[旧址](/jiu.html)。\n"),
        ),
        all_of(
            edited(QIDONG, "aliases: [/jiu.html]\n", ""),
            edited(ZUOTAN, "column: 家庭建设", "column: 家庭建设\naliases: [/jiu.html]"),
        ),
    ),
    "a draft with an old address that something links to": (
        all_of(
            edited(QIDONG, "column: 维权服务", "column: 维权服务\naliases: [/jiu.html]"),
            edited(JIUZHU, "../2018-03/qidong.md", "/jiu.html"),
        ),
        edited(QIDONG, "aliases: [/jiu.html]\n", "aliases: [/jiu.html]\ndraft: true\n"),
    ),
    "a draft that is to have the address of an article": (
        new("2018/2018-04/er.md", "2018-04-30", body="见[现场](../2018-03/xuanjiang.md#现场)。\n"),
        new(draft=True, permalink="/2018/2018-03/xuanjiang.html"),
    ),
}


@pytest.mark.parametrize(("before", "change"), BEFORE.values(), ids=BEFORE)
def test_what_stood_there_before(site: Site, before: Change, change: Change) -> None:
    """What is new may touch what has been there for long."""
    before(site)
    compare(site)
    change(site)
    compare(site)


def compare(site: Site) -> None:
    """A build ends as a clean one does; one that is refused leaves everything as it is."""
    before = site.tree()
    told, tree = clean(site)
    assert site.problems() == told
    assert site.tree() == (tree or before)


def clean(site: Site) -> tuple[list[str], dict[str, bytes]]:
    """(all problems, the files) of a clean build of the same sources; no files when it is refused."""
    folder = site.path.with_name("clean")
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(site.path, folder, ignore=shutil.ignore_patterns("output", ".cache"))
    other = Site(folder)
    return other.problems(), other.tree()


def test_what_could_not_be_built_is_not_forgotten(site: Site) -> None:
    """What was edited while the site had errors is put in when they are gone."""
    edited(JIUZHU, "15人领到", "16人领到")(site)
    site.write("content/2018/huai.md", "没有开头")
    compare(site)
    edited(QIDONG, "title: 救助项目启动", "title: 又一个项目启动")(site)
    compare(site)
    site.remove("content/2018/huai.md")
    compare(site)
    assert "16人领到" in site.read("2018/2018-04/jiuzhu.html")


def test_what_could_not_be_read_is_read_again(
    site: Site, settle: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that another program held, or that belonged to another user, is as it was when that is over."""
    edited(JIUZHU, "15人领到", "16人领到")(site)
    settle()

    real = os.open

    def held(path: Any, *rest: Any, **more: Any) -> int:
        if str(path).endswith(".md"):
            raise PermissionError(errno.EACCES, "held")
        return real(path, *rest, **more)

    with monkeypatch.context() as patched:
        patched.setattr(os, "open", held)
        told = [site.problems(), site.problems()]
    assert "unreadable" in told[0][0]
    assert told[0] == told[1]
    compare(site)
    assert "16人领到" in site.read("2018/2018-04/jiuzhu.html")


def test_why_a_site_is_made_from_nothing_is_told_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each reason is its own: the first time, another program, everything asked for, too many changes, a reading that
    was stopped."""

    def why(**options: Any) -> str:
        return dict(site.build(**options).anew).get("网站", "")

    site = small(Site(tmp_path / "fresh"))
    assert (why(), why(), why(clean=True)) == ("还没有上一次", "", "要求全部重做（--clean）")
    monkeypatch.setattr(program, "version", lambda *_: b"another")
    assert why() == "程序或 time_zone 变了"
    for number in range(reader.MANY + 1):
        site.article(f"2019/{number}.md", f"第{number}条", "2019-01-01", column="要闻")
    assert why() == f"改动的文章有 {reader.MANY + 1} 篇，超过 {reader.MANY} 篇"
    site.article("2019/0.md", "另一条", "2019-01-01", column="要闻")
    assert why() == ""
    with State(state_path(site.path, site.output)) as state, state.transaction():
        state.forget_folders(["2019"])
    assert why() == "上一次读到一半停了"
    assert why() == ""


def test_what_lies_otherwise_in_output_is_told(site: Site, settle: Callable[[], None]) -> None:
    """A list whose page somebody changed is made whole again, and the report says why."""
    small(site)
    for number in range(12):
        site.article(f"2019/{number}.md", f"第{number}条", "2019-01-01", tags=["甲标签"])
    settle()
    site.build()
    (site.output / "tags/甲标签.html").write_text("别的")
    site.article("2019/99.md", "又一条", "2019-02-01", tags=["甲标签"])
    assert ("tags/甲标签", "它的文件不是上次留下的样子") in site.build().anew


def test_another_program_begins_anew(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """What another version of the program knew of the site is not gone on from."""
    monkeypatch.setattr(program, "version", lambda: bytes(16))
    anew, original = [], builder.from_nothing

    def counted(*given: Any, **options: Any) -> Any:
        anew.append(1)
        return original(*given, **options)

    monkeypatch.setattr(builder, "from_nothing", counted)
    new()(site)
    site.build()
    assert len(anew) == 1
    assert "新的一篇" in site.read("index.html")


def test_the_same_article_again(site: Site, tmp_path: Path) -> None:
    """A new article that is edited, goes and comes back stands in its lists once."""
    for text in ("一。", "二。"):
        new(tags="[宣讲]", body=text)(site)
        compare(site)
    site.remove(f"content/{MAY}/xin.md")
    compare(site)
    new(tags="[宣讲]")(site)
    compare(site)
