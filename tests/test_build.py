"""One change, then a build: exactly these files are written or pruned, for these reasons.

The site is small.py's. Its order: 2017-12 nianzhong · 2018-03 qidong, xuanjiang · 2018-04 peixun, jiuzhu, zuotan,
dangjian. A list page has two rows, a feed three entries, the home page two rows a column and four of the latest.
"""

import importlib.metadata
import itertools
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from jianbao import pipeline
from jianbao.errors import SiteError
from jianbao.files import installed
from jianbao.pipeline import Report, Request
from jianbao.site import standing
from jianbao.theme import render
from tests.sites import NOW, Site
from tests.small import CONFIG, PICTURE, small

MARCH, APRIL = "content/2018/2018-03/", "content/2018/2018-04/"
QIDONG, XUANJIANG = MARCH + "qidong.md", MARCH + "xuanjiang.md"
JIUZHU, ZUOTAN, DANGJIAN = APRIL + "jiuzhu.md", APRIL + "zuotan.md", APRIL + "dangjian.md"
GONE = "撤下"

Delta = dict[str, list[str]]
"""Reason → paths, sorted; 撤下 are the pruned."""


def delta(report: Report) -> Delta:
    """What a build did."""
    found: Delta = {}
    for step in report.written:
        found.setdefault(step.reason, []).append(step.path)
    if report.pruned:
        found[GONE] = list(report.pruned)
    return {reason: sorted(paths) for reason, paths in found.items()}


def paths(text: str) -> list[str]:
    """``a.html tags/x.{xml,json}`` → the paths, sorted."""
    found = []
    for word in text.split():
        parts = [part.split(",") for part in re.split(r"[{}]", word)]
        found += ["".join(chosen) for chosen in itertools.product(*parts)]
    return sorted(found)


def wanted(table: dict[str, str]) -> Delta:
    """A table as a delta."""
    return {reason: paths(text) for reason, text in table.items()}


def edit(site: Site, path: str, old: str, new: str) -> None:
    """Replaces the one place in a file where ``old`` stands."""
    text = (site.path / path).read_text("utf-8")
    assert text.count(old) == 1
    site.write(path, text.replace(old, new))


def edited(path: str, old: str, new: str) -> Callable[[Site], None]:
    """The change that replaces ``old``."""
    return lambda site: edit(site, path, old, new)


def fresh(site: Site, folder: Path) -> dict[str, bytes]:
    """What a clean build of the same sources makes in another folder."""
    shutil.copytree(site.path, folder, ignore=shutil.ignore_patterns("output", ".cache"))
    other = Site(folder)
    other.build()
    return other.tree()


@pytest.fixture
def built(site: Site, settle: Callable[[], None]) -> Site:
    """The small site, built so long ago that the next build may go by what the last one remembers."""
    small(site)
    settle()
    site.build()
    return site


def test_again_writes_nothing(built: Site) -> None:
    """A second build of the same sources writes, prunes and parses nothing, and reports every page."""
    before = {path: path.stat().st_mtime_ns for path in built.output.rglob("*")}
    again = built.build()
    assert (delta(again), again.parsed, again.pages) == ({}, 0, len(built.tree()) - 1)
    assert {path: path.stat().st_mtime_ns for path in built.output.rglob("*")} == before


def test_a_build_with_nothing_to_do_loads_nothing_heavy(built: Site) -> None:
    """Neither Markdown nor Jinja nor YAML, and nothing of search: what `python build.py` costs an editor who waits."""
    heavy = ("markdown", "jinja2", "yaml", "nh3", "pypinyin", "opencc", "numpy", "lunr", "boto3", "watchdog")
    script = (
        "import sys; from jianbao import cli; from jianbao.content import scan; scan.RACY = 1;"
        "cli.main(sys.argv[1:]); print(*sys.modules)"
    )
    command = [sys.executable, "-c", script, "build", "--no-search", "--site", str(built.path), "--as-of", NOW]
    # The first of the two is there because the seal is that of the same options.
    for _ in range(2):
        done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=Path(__file__).parent.parent)
    assert set(heavy).isdisjoint(done.stdout.split())


def test_a_process_that_builds_again_and_again(built: Site, tmp_path: Path) -> None:
    """What it has in its hands already leads to the same site, over edits, errors and a state that was deleted."""
    memory = pipeline.Memory()

    def build() -> None:
        pipeline.build(Request(built.path, built.output, as_of=NOW, jobs=1, search=False), memory=memory)

    build()
    edit(built, JIUZHU, "15人领到", "16人领到")
    build()
    before = built.tree()
    built.write(QIDONG, "没有开头")
    with pytest.raises(SiteError):
        build()
    assert built.tree() == before
    built.article("2018/2018-03/qidong.md", "重新启动", "2018-03-02", column="要闻")
    built.article("2018/2018-04/xin.md", "新的一篇", "2018-04-29", tags=["新标签"])
    build()
    built.remove(ZUOTAN)
    build()
    shutil.rmtree(built.path / ".cache")
    edit(built, JIUZHU, "16人领到", "17人领到")
    build()
    assert built.tree() == fresh(built, tmp_path / "fresh")


def test_what_a_process_keeps_is_right_after_edits_of_bodies(site: Site, tmp_path: Path) -> None:
    """A body may change what other pages follow from: its headings, its links, its pictures; also on other pages."""
    site.issue("2018/2018-04", "四月简报", body="卷首。\n")
    site.article("2018/2018-04/jia.md", "甲条", "2018-04-01", "甲文。\n\n## 小节\n\n一。\n", tags=["宣讲"])
    site.article("2018/2018-04/yi.md", "乙条", "2018-04-02", "见[甲条](jia.md#小节)。\n", tags=["宣讲"])
    site.article("2018/2018-04/bing.md", "丙条", "2018-04-03", "丙文。\n", status="已撤回")
    site.article("pages/about.md", "关于", "", "我们。\n")
    memory = pipeline.Memory()
    jia, yi = "content/2018/2018-04/jia.md", "content/2018/2018-04/yi.md"
    edits = [
        (jia, "一。", "二。\n\n## 又一节\n\n三。"),
        (jia, "## 小节", "## 第一节"),  # breaks the other's link
        (yi, "#小节", "#第一节"),
        (yi, "见[", "先有一段。\n\n见["),
        (yi, "jia.md#第一节", "2018-04.html"),  # is no file
        (yi, "2018-04.html", "index.md"),
        ("content/2018/2018-04/index.md", "卷首。", "卷首语。"),
        ("content/2018/2018-04/bing.md", "丙文。", "丙文改。"),
        ("content/pages/about.md", "我们。", "我们是谁。"),
        (jia, "甲文。", "甲文。\n\n![图](tu.svg)\n"),  # is not there yet
    ]
    site.build(memory)
    for number, (path, old, new) in enumerate(edits):
        edit(site, path, old, new)
        other = Site(tmp_path / str(number))
        shutil.copytree(site.path, other.path, ignore=shutil.ignore_patterns("output", ".cache"))
        assert site.problems(memory=memory) == other.problems(), number
        if other.output.is_dir():
            assert site.tree() == other.tree(), number
    site.write("content/2018/2018-04/tu.svg", '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>\n')
    site.build(memory)
    assert site.tree() == fresh(site, tmp_path / "fresh")


MOMENTS = {
    True: {1: "2026-01-02", 2: "2026-01-03", 3: "2026-01-04"},
    False: {1: "2026-01-02", 2: "2026-01-03"},
}
"""When the site below changes next, by whether drafts are shown and the day in January."""


def test_when_the_site_changes_next() -> None:
    """By what is shown: a draft's last day counts where drafts are."""
    moments = [("2026-01-05", "", False), ("", "2026-01-04", True), ("2026-01-01", "2026-01-06", False)]
    assert standing.next_change(moments, "2026-01-03", drafts=False) == "2026-01-05"
    assert standing.next_change(moments, "2026-01-03", drafts=True) == "2026-01-04"
    assert standing.next_change(moments, "2026-01-06", drafts=True) == ""


def test_the_moment_of_an_article_comes_while_a_process_builds_again(site: Site, tmp_path: Path) -> None:
    """Articles appear, go and lose their label by the clock, also those that nobody has touched."""
    site.article("2018/jia.md", "甲条", "2018-04-01", publish="2026-01-02")
    site.article("2018/yi.md", "乙条", "2018-04-02", expires="2026-01-03")
    site.article("2018/bing.md", "丙条", "2018-04-03", draft=True, expires="2026-01-04")
    memory = pipeline.Memory()
    for drafts in (True, False):
        for number, day in enumerate((1, 2, 3, 4, 1)):
            options: Any = {"as_of": f"2026-01-{day:02}T00:00", "drafts": drafts}
            built = site.build(memory, **options)
            assert built.next_change[:10] == MOMENTS[drafts].get(day, "")
            other = Site(tmp_path / f"{number} {drafts}")
            shutil.copytree(site.path, other.path, ignore=shutil.ignore_patterns("output", ".cache"))
            other.build(**options)
            assert site.tree() == other.tree()


def test_a_touched_file_is_not_a_changed_one(built: Site) -> None:
    """Times only save the reading: other times with the same bytes parse and write nothing."""
    for path in (built.path / "content").rglob("*.*"):
        os.utime(path, (1_000_000_000, 1_000_000_000))
    report = built.build()
    assert (delta(report), report.parsed) == ({}, 0)


def test_two_edits_within_a_moment_are_both_seen(built: Site) -> None:
    """An edit of the same length, at the same time stamp, right after a build, is seen all the same."""
    when = (built.path / QIDONG).stat().st_mtime_ns
    for old, new in (("今天", "明天"), ("明天", "昨天"), ("昨天", "后天")):
        edit(built, QIDONG, old, new)
        os.utime(built.path / QIDONG, ns=(when, when))
        built.build()
        assert f"项目{new}启动" in built.read("2018/2018-03/qidong.html")


@pytest.mark.parametrize("path", ["config.yaml", "data/columns.yaml", "data", "themes/ours"])
def test_what_a_link_leads_to_is_seen(built: Site, tmp_path: Path, settle: Callable[[], None], path: str) -> None:
    """Settings and themes may be links within the site; an edit of what they lead to changes no time of the link."""
    shared = built.path / "shared"
    built.write("themes/ours/theme.yaml", "name: ours\nparent: ludao\n")
    built.write("themes/ours/static/mark.txt", "小站")
    edited("config.yaml", "footer:", "theme: ours\nfooter:")(built)
    shutil.move(built.path / path, shared)
    (built.path / path).symlink_to(shared)
    built.build()
    settle()
    built.build()
    for file in (
        built.path / "config.yaml",
        built.path / "data/columns.yaml",
        built.path / "themes/ours/static/mark.txt",
    ):
        if shared in (file.resolve(), *file.resolve().parents):
            file.write_text(file.read_text("utf-8").replace("小站", "大站").replace("全局", "全市"), "utf-8")
    assert delta(built.build())
    assert built.tree() == fresh(built, tmp_path / "clean")


ARTICLES = {
    # A body stands on its own page, in its issue and in the site's Atom feed, nowhere else.
    "the body of a new article": (
        edited(JIUZHU, "15人领到", "十五人领到"),
        {
            "变更：内容": "2018/2018-04/bulletin.html 2018/2018-04/jiuzhu.html feed.xml",
        },
    ),
    "the body of an article too old for every feed": (
        edited("content/2017/2017-12/nianzhong.md", "全年", "一年"),
        {"变更：内容": "2017/2017-12/bulletin.html 2017/2017-12/nianzhong.html"},
    ),
    "blank lines that change no HTML": (edited(XUANJIANG, "很多人。\n", "很多人。\n\n\n"), {}),
    # A title stands on its page, its neighbours in its issue, the lists and feeds it is in, later articles it is related
    # to, and where it is one of the headlines of its month, on the page of its year.
    "a title": (
        edited(QIDONG, "救助项目启动", "救助项目开始"),
        {
            "变更：内容": "2018/2018-03/bulletin.html "
            "2018/2018-03/qidong.html 2018/2018-03/xuanjiang.html archive/2018.html "
            "2018/2018-04/jiuzhu.html 2018/2018-03.html archive/2018-03.html columns/维权服务.{html,xml,json} "
            "sources/权益部.html tags/四癌救助.{html,xml,json} index.html"
        },
    ),
    "the title of the newest but one": (
        edited(ZUOTAN, "家长座谈", "家长恳谈"),
        {
            "变更：内容": "2018/2018-04/bulletin.html "
            "2018/2018-04/zuotan.html 2018/2018-04/jiuzhu.html 2018/2018-04/peixun.html "
            "2018/2018-04.html archive/2018-04.html columns/家庭建设.{html,xml,json} feed.{xml,json} index.html"
        },
    ),
    "a summary": (
        edited(JIUZHU, "summary: 十五人", "summary: 15人"),
        {
            "变更：内容": "2018/2018-04/jiuzhu.html 2018/2018-04.html archive/2018-04.html feed.{xml,json} "
            "columns/维权服务.{html,xml,json} sources/权益部.html tags/四癌救助.{html,xml,json} "
            "tags/困难帮扶.{html,xml,json} index.html"
        },
    ),
    "a kicker": (
        edited(JIUZHU, "民生实事", "好事"),
        {"变更：内容": "2018/2018-04/bulletin.html 2018/2018-04/jiuzhu.html"},
    ),
    "a name among the people": (edited(XUANJIANG, "林某", "王某"), {"变更：内容": "2018/2018-03/xuanjiang.html"}),
    "a status": (
        edited(DANGJIAN, "已归档", "已废止"),
        {
            "变更：内容": "2018/2018-04/dangjian.html 2018/2018-04.html archive/2018-04.html columns/要闻.html "
            "sources/办公室.html tags/两岸交流.html index.html"
        },
    ),
    "a date": (
        edited(DANGJIAN, "2018-04-26", "2018-04-27"),
        {
            "变更：内容": "2018/2018-04/bulletin.html 2018/2018-04/dangjian.html 2018/2018-04.html archive/2018-04.html "
            "columns/要闻.{html,xml,json} sources/办公室.html tags/两岸交流.{html,xml,json} feed.{xml,json} "
            "index.html sitemap/2018.xml"
        },
    ),
    "a place within the issue": (
        edited(DANGJIAN, "order: 4", "order: 0"),
        {"变更：内容": "2018/2018-04/{bulletin,dangjian,jiuzhu,peixun}.html 2018/2018-04.html"},
    ),
    # With four rows 要闻 was as long as a head may be, and its years answered in case there had been more.
    "a column": (
        edited(DANGJIAN, "column: 要闻", "column: 维权服务"),
        {
            "变更：内容": "2018/2018-04/dangjian.html 2018/2018-04.html archive/2018-04.html "
            "columns/维权服务.{html,xml,json} columns/要闻.{html,xml,json} sources/办公室.html tags/两岸交流.html "
            "index.html",
            GONE: "columns/要闻/{2010-2019,2015-2019,2017,2018}.html",
        },
    ),
    "a tag": (
        edited(XUANJIANG, "[宣讲, 两岸交流]", "[普法, 两岸交流]"),
        {
            "变更：内容": "2018/2018-03/xuanjiang.html columns/要闻.{xml,json} tags/两岸交流.{xml,json} "
            "tags.html index.html archive/2018.html",
            "新": "tags/普法.{html,xml,json}",
            GONE: "tags/宣讲.{html,xml,json}",
        },
    ),
    "a source": (
        edited(DANGJIAN, "source: 办公室", "source: 组联部"),
        {
            "变更：内容": "2018/2018-04/bulletin.html 2018/2018-04/dangjian.html 2018/2018-04.html archive/2018-04.html "
            "columns/要闻.{html,xml,json} tags/两岸交流.{html,xml,json} feed.{xml,json} sources.html "
            "sources/办公室.html index.html",
            "新": "sources/组联部.html",
        },
    ),
    "an alias more": (
        edited(DANGJIAN, "order: 4", "order: 4\naliases: [old/dangjian.html]"),
        {"新": "old/dangjian.html"},
    ),
    "an alias less": (edited(JIUZHU, "aliases: [jiuzhu.html]\n", ""), {GONE: "jiuzhu.html"}),
    # The fifth row of 要闻 is one too many for a head alone, and the fourth of 办公室 just not.
    "the newest article of all": (
        lambda site: site.article(
            "2018/2018-04/xin.md", "新条", "2018-04-29", column="要闻", source="办公室", tags=["四癌救助"], order=5
        ),
        {
            "新": "2018/2018-04/xin.html columns/要闻/2018-{h1,q1,q2}.html sources/办公室/{2010-2019,2015-2019,2017,2018}.html",
            "变更：模板、内容": "columns/要闻/2017.html",
            "变更：内容": "2018/2018-04/bulletin.html 2018/2018-04/dangjian.html 2018/2018-04.html archive/2018-04.html "
            "columns/要闻.{html,xml,json} sources/办公室.html tags/四癌救助.{html,xml,json} feed.{xml,json} "
            "index.html sitemap/2018.xml",
        },
    ),
    "the first article of a month": (
        lambda site: site.article("2018/wuyue.md", "五月的一条", "2018-05-02", column="家庭建设"),
        {
            "新": "2018/wuyue.html archive/2018-05.html",
            "变更：内容": "archive.html archive/2018.html columns/家庭建设.{html,xml,json} "
            "feed.{xml,json} index.html sitemap/2018.xml",
        },
    ),
    # Undated, without column, tags and source: its issue, month and year, its neighbour; here it is among the newest too.
    "an article in the past": (
        lambda site: site.article("2018/2018-03/bulu.md", "补录一条", ""),
        {
            "新": "2018/2018-03/bulu.html",
            "变更：内容": "2018/2018-03/bulletin.html "
            "2018/2018-03/qidong.html 2018/2018-03.html archive/2018-03.html "
            "archive.html archive/2018.html index.html sitemap/2018.xml",
        },
    ),
    # A file that is deleted takes its address with it: who wants the address kept withdraws it, or leaves an alias.
    "an article removed": (
        lambda site: site.remove(XUANJIANG),
        {
            "变更：内容": "2018/2018-03/bulletin.html "
            "2018/2018-03/qidong.html 2018/2018-04/dangjian.html "
            "2018/2018-03.html archive.html archive/2018.html archive/2018-03.html columns/要闻.{html,xml,json} "
            "tags/两岸交流.{html,xml,json} tags.html "
            "sources.html index.html sitemap/2018.xml",
            GONE: "2018/2018-03/xuanjiang.html columns/要闻/{2010-2019,2015-2019,2017,2018}.html sources/宣传部.html tags/宣讲.{html,xml,json}",
        },
    ),
    "an article renamed": (
        lambda site: (site.path / ZUOTAN).rename(site.path / APRIL / "kentan.md"),
        {
            "变更：内容": "2018/2018-04/bulletin.html "
            "2018/2018-04/jiuzhu.html 2018/2018-04/peixun.html 2018/2018-04.html archive/2018-04.html "
            "columns/家庭建设.{html,xml,json} feed.{xml,json} index.html sitemap/2018.xml",
            "新": "2018/2018-04/kentan.html",
            GONE: "2018/2018-04/zuotan.html",
        },
    ),
    # 发放第三批救助金 links to it, and its body stands in the site's feeds, which the linked article is not in.
    "the address of an article that another links to": (
        edited(QIDONG, "source:", "slug: kaishi\nsource:"),
        {
            "变更：内容": "2018/2018-03/bulletin.html 2018/2018-04/bulletin.html "
            "archive/2018.html 2018/2018-03/xuanjiang.html 2018/2018-04/jiuzhu.html "
            "2018/2018-03.html archive/2018-03.html columns/维权服务.{html,xml,json} sources/权益部.html "
            "tags/四癌救助.{html,xml,json} feed.xml index.html sitemap/2018.xml",
            "新": "2018/2018-03/kaishi.html",
            GONE: "2018/2018-03/qidong.html",
        },
    ),
    "an article renamed that keeps its address as alias": (
        lambda site: (
            edit(site, ZUOTAN, "order: 2", "order: 2\naliases: [2018/2018-04/zuotan.html]"),
            (site.path / ZUOTAN).rename(site.path / APRIL / "kentan.md"),
        ),
        {
            "变更：内容": "2018/2018-04/bulletin.html "
            "2018/2018-04/jiuzhu.html 2018/2018-04/peixun.html 2018/2018-04.html archive/2018-04.html "
            "columns/家庭建设.{html,xml,json} feed.{xml,json} index.html sitemap/2018.xml",
            "变更：模板、内容": "2018/2018-04/zuotan.html",
            "新": "2018/2018-04/kentan.html",
        },
    ),
    "a draft": (
        edited(DANGJIAN, "order: 4", "order: 4\ndraft: true"),
        {
            "变更：内容": "2018/2018-04/bulletin.html 2018/2018-04/peixun.html 2018/2018-04.html archive/2018-04.html "
            "columns/要闻.{html,xml,json} sources/办公室.html tags/两岸交流.{html,xml,json} feed.{xml,json} "
            "index.html sitemap/2018.xml",
            GONE: "2018/2018-04/dangjian.html columns/要闻/{2010-2019,2015-2019,2017,2018}.html",
        },
    ),
    "a draft more": (
        lambda site: site.article("2018/2018-04/caogao.md", "草稿一条", "2018-04-25", draft=True, tags=["新标签"]),
        {},
    ),
}

REST = {
    "a picture": (
        lambda site: site.write(APRIL + "fenbu.svg", PICTURE.replace("/>", "><title>图</title></svg>")),
        {"变更：内容": "2018/2018-04/fenbu.svg"},
    ),
    "a picture of another size": (
        lambda site: site.write(APRIL + "fenbu.svg", PICTURE.replace('"1"', '"2"')),
        {"变更：内容": "2018/2018-04/fenbu.svg 2018/2018-04/jiuzhu.html 2018/2018-04/bulletin.html index.html"},
    ),
    "a picture that nobody uses": (lambda site: site.write(APRIL + "wu.svg", PICTURE), {}),
    # The picture takes the place of the words that the article's summary was made of.
    "a picture more": (
        lambda site: (
            site.write(APRIL + "huichang.svg", PICTURE),
            edit(site, ZUOTAN, "座谈会开了半天。", "![会场](huichang.svg)"),
        ),
        {
            "新": "2018/2018-04/huichang.svg",
            "变更：内容": "2018/2018-04/bulletin.html 2018/2018-04/zuotan.html columns/家庭建设.{xml,json} feed.{xml,json} "
            "index.html",
        },
    ),
    "a picture no longer used": (
        lambda site: (
            edit(site, JIUZHU, '![分布图](fenbu.svg "各区人数｜供图：权益部")\n\n', ""),
            edit(site, JIUZHU, "cover: fenbu.svg\n", ""),
        ),
        {
            "变更：内容": "2018/2018-04/bulletin.html 2018/2018-04/jiuzhu.html feed.xml index.html",
            GONE: "2018/2018-04/fenbu.svg",
        },
    ),
    "an issue's title": (
        edited(APRIL + "index.md", "2018年4月简报", "四月简报"),
        {
            "变更：内容": "2018/2018-04/bulletin.html 2018/2018-04.html 2018/2018-03.html issues.html index.html archive/2018.html "
            "2018/2018-04/{peixun,jiuzhu,zuotan,dangjian}.html"
        },
    ),
    "an issue's introduction": (edited(APRIL + "index.md", "本期四条", "四条"), {"变更：内容": "2018/2018-04.html"}),
    "a standing page": (
        edited("content/pages/about.md", "收录简报", "收录旧简报"),
        {"变更：内容": "pages/about.html"},
    ),
    "a column's description": (
        edited("data/columns.yaml", "全局性工作", "全局工作"),
        {
            "变更：内容": "columns/要闻.html columns.html 2017/2017-12/nianzhong.html "
            "2018/2018-03/xuanjiang.html 2018/2018-04/{peixun,dangjian}.html"
        },
    ),
    "a topic": (
        lambda site: site.write("data/topics.yaml", "四癌救助: 救助患癌妇女。\n"),
        {"变更：内容": "index.html tags/四癌救助.html"},
    ),
    "a reading": (
        lambda site: site.write("data/pinyin.yaml", "words: {宣讲: zuò jiǎng}\n"),
        {"变更：内容": "tags.html"},
    ),
    "fewer rows on the home page": (edited("config.yaml", "home: 2", "home: 1"), {"变更：内容": "index.html"}),
    "shorter feeds": (
        edited("config.yaml", "feed: 3", "feed: 2"),
        {"变更：内容": "feed.{xml,json} columns/要闻.{xml,json}"},
    ),
    "shorter list pages": (
        edited("config.yaml", "list: 2", "list: 1"),
        {
            "变更：内容": "columns/要闻.html issues.html sources/办公室.html",
            "变更：模板、内容": "columns/要闻/{2017,2018}.html",
            "新": "archive/2018-04/2018-04-x3.html columns/维权服务/{2010-2019,2015-2019,2018,2018-h1,2018-q1,2018-q2}.html "
            "columns/要闻/{2018-h1,2018-q1,2018-q2,2018-04,2018-04-x3}.html "
            "issues/{2010-2019,2015-2019,2017,2018,2018-h1,2018-q1,2018-q2}.html "
            "sources/办公室/{2010-2019,2015-2019,2017,2018,2018-h1,2018-q2,2018-04,2018-04-x3}.html "
            "sources/权益部/{2010-2019,2015-2019,2018,2018-h1,2018-q1,2018-q2}.html "
            "tags/两岸交流/{2010-2019,2015-2019,2018,2018-h1,2018-q1,2018-q2}.html tags/四癌救助/{2010-2019,2015-2019,2018,2018-h1,2018-q1,2018-q2}.html",
        },
    ),
    # Damage is mended whatever it was, and nothing else is touched.
    "a file of output/ deleted": (lambda site: (site.output / "feed.xml").unlink(), {"丢失": "feed.xml"}),
    "a file of output/ altered": (
        lambda site: (site.output / "2018/2018-04/jiuzhu.html").write_text("别的"),
        {"被改动": "2018/2018-04/jiuzhu.html"},
    ),
    "a picture of output/ emptied": (
        lambda site: (site.output / "2018/2018-04/fenbu.svg").write_bytes(b""),
        {"被改动": "2018/2018-04/fenbu.svg"},
    ),
    "a folder of output/ deleted": (
        lambda site: shutil.rmtree(site.output / "2017"),
        {"丢失": "2017/2017-12/{bulletin,nianzhong}.html 2017/2017-12/share.png 2017/2017-12.html"},
    ),
    "a file of output/ that is a link now": (
        lambda site: (
            (site.output / "feed.json").unlink(),
            (site.output / "feed.json").symlink_to(site.path / "config.yaml"),
        ),
        {"被改动": "feed.json"},
    ),
    "somebody's file in output/": (lambda site: site.write("output/CNAME", "example.org\n"), {}),
    "an old file's times in output/": (
        lambda site: os.utime(site.output / "robots.txt", (1_000_000_000, 1_000_000_000)),
        {"被改动": "robots.txt"},
    ),
}


def table(rows: dict[str, tuple[Callable[[Site], object], dict[str, str]]]) -> list[Any]:
    """The rows as parameters of a test."""
    return [pytest.param(change, wanted(expected), id=name) for name, (change, expected) in rows.items()]


@pytest.mark.parametrize(("change", "expected"), [*table(ARTICLES), *table(REST)])
def test_change(
    built: Site, tmp_path: Path, settle: Callable[[], None], change: Callable[[Site], object], expected: Delta
) -> None:
    """One change writes exactly these files for these reasons; then nothing, and all is as after a clean build."""
    change(built)
    assert delta(built.build()) == expected
    settle()
    assert [delta(built.build()), delta(built.build())] == [{}, {}]
    clean = fresh(built, tmp_path / "clean")
    built.output.joinpath("CNAME").unlink(missing_ok=True)
    assert built.tree() == clean


def pages_of(site: Site) -> set[str]:
    """Every HTML page in output/."""
    return {path for path in site.tree() if path.endswith(".html")}


EVERYWHERE = {
    "the footer": edited("config.yaml", "sponsor: 市妇联", "sponsor: 妇联"),
    "a standing page more": lambda site: site.article("pages/help.md", "帮助", "", "看这里。\n"),
    "a column less": edited(ZUOTAN, "column: 家庭建设", "column: 要闻"),
    "the navigation": edited("config.yaml", "footer:", "nav: [{title: 全部, href: /archive.html}]\nfooter:"),
    "the theme": edited("config.yaml", "footer:", "theme: plain\nfooter:"),
}


@pytest.mark.parametrize("change", EVERYWHERE.values(), ids=EVERYWHERE.keys())
def test_what_every_page_shows_changes_every_page(
    built: Site, tmp_path: Path, change: Callable[[Site], object]
) -> None:
    """What stands in the chrome of all pages is written into all pages, and no file for machines changes for it.

    An old address has no chrome: it is left as soon as it is opened.
    """
    files = {path for path in built.tree() if path.startswith(("feed.", "robots", "2018/2018-04/fenbu"))}
    change(built)
    written = {step.path for step in built.build().written}
    aliases = {path for path in pages_of(built) if 'http-equiv="refresh"' in built.tree()[path].decode()}
    assert (pages_of(built) - aliases - written, files & written) == (set(), set())
    assert delta(built.build()) == {}
    assert built.tree() == fresh(built, tmp_path / "clean")


def test_the_address_of_the_site_changes_every_file_that_names_it(built: Site, tmp_path: Path) -> None:
    """Another site.url is written into every page, feed and sitemap; pictures and theme files stay."""
    edit(built, "config.yaml", "/small/", "/archive/")
    written = {step.path for step in built.build().written}
    rest = {
        path
        for path in built.tree()
        if path.startswith(("assets/", ".jianbao", "manifest")) or path.endswith((".svg", ".png"))
    }
    assert (written, rest & written) == (set(built.tree()) - rest, set())
    assert built.tree() == fresh(built, tmp_path / "clean")


def child_theme(site: Site) -> Site:
    """The small site with a theme of its own, child of ludao: a partial that home and lists include, and a file."""
    site.write("themes/mine/theme.yaml", "name: mine\ntitle: 我的\nparent: ludao\n")
    site.write("themes/mine/templates/partials/hint.html", "<p>提示一</p>\n")
    site.write("themes/mine/templates/partials/unused.html", "<p>没人用</p>\n")
    site.write("themes/mine/static/mine.css", "p { color: #123456 }\n")
    for name in ("sitemap", "issue"):
        site.write(
            f"themes/mine/templates/{name}.html",
            '{% extends "base.html" %}\n{% block main %}<h1>{{ page.title }}</h1>\n'
            '{% include "partials/hint.html" %}\n{% endblock %}\n',
        )
    edit(site, "config.yaml", "footer:", "theme: mine\nfooter:")
    return site


ISSUES = "2017/2017-12.html 2018/2018-03.html 2018/2018-04.html"
THEME = {
    "a partial": (
        edited("themes/mine/templates/partials/hint.html", "提示一", "提示二"),
        {"变更：模板": f"sitemap.html {ISSUES}"},
    ),
    "a partial that nobody includes": (
        edited("themes/mine/templates/partials/unused.html", "没人用", "还是没人用"),
        {},
    ),
    "a comment in a partial": (edited("themes/mine/templates/partials/hint.html", "<p>", "{# 说明 #}<p>"), {}),
    "a template": (
        edited("themes/mine/templates/sitemap.html", "<h1>", '<h1 class="title">'),
        {"变更：模板": "sitemap.html"},
    ),
    "a template removed, so that the parent's is used": (
        lambda site: site.remove("themes/mine/templates/sitemap.html"),
        {"变更：模板": "sitemap.html"},
    ),
    "a partial of the parent overridden": (
        lambda site: site.write("themes/mine/templates/partials/rows.html", ROWS),
        {
            "变更：模板": "index.html columns/家庭建设.html columns/维权服务.html columns/要闻.html "
            "sources/办公室.html sources/宣传部.html sources/权益部.html tags/两岸交流.html "
            "tags/四癌救助.html tags/困难帮扶.html tags/宣讲.html archive/2017-12.html archive/2018-03.html "
            "archive/2018-04.html"
        },
    ),
}
ROWS = """\
{% macro brief(cards, root) %}<ul class="mine">{{ cards|length }}</ul>{% endmacro %}
{% macro rows(cards, root, column=true, tag="ul") %}<ul class="mine">{{ cards|length }}</ul>{% endmacro %}
"""


@pytest.mark.parametrize(("change", "expected"), table(THEME))
def test_theme_change(
    site: Site, tmp_path: Path, settle: Callable[[], None], change: Callable[[Site], object], expected: Delta
) -> None:
    """A template that changes writes exactly the pages that extend, include or import it."""
    child_theme(small(site))
    settle()
    site.build()
    change(site)
    assert delta(site.build()) == expected
    assert delta(site.build()) == {}
    assert site.tree() == fresh(site, tmp_path / "clean")


def test_a_file_of_the_theme_gets_a_new_address(site: Site, tmp_path: Path) -> None:
    """A static file's address carries its digest: the new is written, the old pruned, pages name the new."""
    child_theme(small(site)).build()
    (old,) = (path for path in site.tree() if path.startswith("assets/mine."))
    edit(site, "themes/mine/static/mine.css", "123456", "654321")
    report = site.build()
    (new,) = (path for path in site.tree() if path.startswith("assets/mine."))
    assert delta(report)["新"] == [new]
    assert report.pruned == (old,)
    assert site.tree() == fresh(site, tmp_path / "clean")


@pytest.mark.parametrize("name", ["notes~", "~$x.txt", "readme.markdown", "A.MD", "x.md", "deep/er/x.svg"])
def test_a_file_of_the_theme_with_an_unusual_name(
    site: Site, tmp_path: Path, settle: Callable[[], None], name: str
) -> None:
    """Whatever a theme's file is called, its change is seen if the file is published."""
    child_theme(small(site)).write(f"themes/mine/static/{name}", "1")
    settle()
    site.build()
    site.write(f"themes/mine/static/{name}", "2")
    settle()
    site.build()
    assert site.tree() == fresh(site, tmp_path / "clean")


def test_withdrawn(built: Site, tmp_path: Path) -> None:
    """A withdrawn article leaves a tombstone, and nothing of it stands anywhere: no word, tag, picture or row."""
    edit(built, JIUZHU, "order: 1", "order: 1\nstatus: 已撤回\nwithdrawn: 2018-05-02\nreason: 数字有误")
    assert delta(built.build()) == wanted(
        {
            "变更：模板、内容": "2018/2018-04/jiuzhu.html tags/困难帮扶.html",
            "变更：内容": "jiuzhu.html 2018/2018-04/zuotan.html 2018/2018-04.html "
            "2018/2018-04/bulletin.html "
            "archive/2018-04.html columns/维权服务.{html,xml,json} feed.{xml,json} sources/权益部.html "
            "tags/四癌救助.{html,xml,json} tags.html index.html sitemap/2018.xml",
            GONE: "tags/困难帮扶.{xml,json} 2018/2018-04/fenbu.svg",
        }
    )
    words = ["发放第三批救助金", "15人", "十五人领到", "共15人", "民生实事", "困难帮扶", "分布图", "供图"]
    found = [(path, word) for path, data in built.tree().items() for word in words if word.encode() in data]
    assert found == []
    page = built.read("2018/2018-04/jiuzhu.html")
    assert all(text in page for text in ("已撤回", "2018年5月2日", "数字有误", 'name="robots" content="noindex"'))
    assert "2018/2018-04/jiuzhu.html" in built.read("jiuzhu.html")
    elsewhere = [
        p for p, data in built.tree().items() if b"2018-04/jiuzhu.html" in data and not p.endswith("jiuzhu.html")
    ]
    assert elsewhere == []
    assert built.tree() == fresh(built, tmp_path / "clean")


@pytest.mark.parametrize("front", ["现行", "已撤回"])
@pytest.mark.parametrize(("path", "named"), [("2020/2020-03/jia.md", ""), ("2021/jia.md", "2020-03")])
def test_no_list_of_a_withdrawn_article_dies(site: Site, path: str, named: str, front: str) -> None:
    """Every page that showed an article answers when it was the last one there, also where its issue gave the date."""
    site.article("2018/2018-04/yi.md", "乙条", "2018-04-23", "乙文。\n")
    site.issue("2020/2020-03", "2020年第3期", "2020-03")
    article = {"column": "要闻", "source": "权益部", "tags": ["甲标签"], **({"issue": named} if named else {})}
    site.article(path, "甲条", "", "甲文。\n", **article)
    site.build()
    pages = {p for p in site.tree() if p.endswith(".html")}
    assert {"archive/2020.html", "archive/2020-03.html", "columns/要闻.html", "tags/甲标签.html"} < pages
    site.article(path, "甲条", "", "甲文。\n", status="已撤回", **article)
    site.issue("2020/2020-03", "2020年第3期", "2020-03", status=front)
    site.build()
    assert pages - set(site.tree()) == set()
    assert not [p for p, data in site.tree().items() if "甲条".encode() in data]


@pytest.mark.parametrize("by", ["alias", "rule", "permalink", "public", "another tag"])
def test_an_address_of_an_emptied_list_may_be_given_away(site: Site, by: str) -> None:
    """The page that says 这里已没有文章 stands in nobody's way: the address is an editor's to use."""
    site.write("config.yaml", CONFIG)
    fronts: dict[str, dict[str, Any]] = {
        "alias": {"aliases": ["tags/Abc.html"]},
        "permalink": {"permalink": "/tags/Abc.html"},
    }
    site.article("2018/yi.md", "乙条", "2018-04-23", "乙文。\n", column="要闻", **fronts.get(by, {}))
    site.article("2019/jia.md", "甲", "2019-01-02", "甲文。\n", tags=["Abc"], column="维权服务", status="已撤回")
    if by == "rule":
        site.write("data/redirects.yaml", "/tags/Abc.html: /columns/要闻.html\n")
    if by == "public":
        site.write("public/tags/Abc.html", "别的")
    if by == "another tag":
        site.article("2019/bing.md", "丙", "2019-01-03", "丙文。\n", tags=["ABC"], column="要闻", status="已撤回")
    site.build()
    (answering,) = [path for path in site.tree() if path.lower() == "tags/abc.html"]
    assert ("这里已没有文章" in site.read(answering)) == (by == "another tag")


def test_the_pages_of_periods_outlive_what_stood_on_them(site: Site, tmp_path: Path) -> None:
    """A long list is cut by the calendar; whatever is withdrawn of it, also bit by bit, each of its pages answers."""
    site.write("config.yaml", CONFIG)
    days = [
        "2009-01-05",
        *(f"2016-{m:02}-{d:02}" for m in (1, 2, 5, 9) for d in (3, 4, 14, 25)),
        "2018-04-01",
        "2018-04-02",
    ]
    days += [f"2019-0{m}-01" for m in range(1, 8)]

    def enter(which: Iterable[str], **front: str) -> None:
        for day in which:
            path = f"{day[:4]}/{day}.md"
            site.article(path, f"{day}条", day, "文。\n", column="要闻", tags=["甲标签"], **front)

    enter(days)
    site.article("2020/yi.md", "乙条", "2020-02-01", "乙文。\n", column="维权服务")
    site.build()
    given = {p for p in site.tree() if p.endswith(".html")}
    assert {"tags/甲标签/2016-q1.html", "columns/要闻/2016-05.html", "tags/甲标签/2000-2009.html"} <= given
    for some in (["2009-01-05"], days[1:9], days[9:17], days[20:], days):
        enter(some, status="已撤回")
        site.build()
        assert given - set(site.tree()) == set(), some
        given |= {p for p in site.tree() if p.endswith(".html")}
    assert site.tree() == fresh(site, tmp_path / "clean")


def test_links_to_a_withdrawn_article_lead_to_its_tombstone(built: Site) -> None:
    """Whoever links to an article that is withdrawn later need not be edited."""
    edit(built, QIDONG, "source:", "status: 已撤回\nsource:")
    built.build()
    assert 'href="../../2018/2018-03/qidong.html"' in built.read("2018/2018-04/jiuzhu.html")
    assert "已撤回" in built.read("2018/2018-03/qidong.html")


def test_a_withdrawal_that_is_taken_back(built: Site) -> None:
    """Taken back, everything is as it was."""
    before = built.tree()
    edit(built, JIUZHU, "order: 1", "order: 1\nstatus: 已撤回")
    built.build()
    edit(built, JIUZHU, "order: 1\nstatus: 已撤回", "order: 1")
    built.build()
    assert built.tree() == before


def scheduled(site: Site) -> Site:
    """The small site with 座谈 from 1 to 10 May, noon."""
    small(site)
    edit(site, ZUOTAN, "order: 2", 'order: 2\npublish: 2018-05-01\nexpires: "2018-05-10 12:00"')
    return site


def test_publish_and_expires(site: Site, tmp_path: Path, settle: Callable[[], None]) -> None:
    """An article stands from `publish` until `expires`; each build says when the next is due; a tombstone stays."""
    scheduled(site)
    settle()
    page = "2018/2018-04/zuotan.html"
    moments = ["2018-04-30T23:59", "2018-05-01T00:00", "2018-05-10T11:59", "2018-05-10T12:00", "2018-05-01T00:00"]
    found = []
    for moment in moments:
        report = site.build(as_of=moment)
        text = site.read(page) if page in site.tree() else ""
        state = "站着" if "座谈会开了半天" in text else "墓碑" if "已下线" in text else "没有"
        mentioned = any("家长座谈".encode() in data for data in site.tree().values())
        found.append((state, mentioned, report.next_change))
        shutil.rmtree(tmp_path / "clean", ignore_errors=True)
        shutil.copytree(site.path, tmp_path / "clean", ignore=shutil.ignore_patterns("output", ".cache"))
        other = Site(tmp_path / "clean")
        other.build(as_of=moment)
        assert site.tree() == other.tree()
    assert found == [
        ("没有", False, "2018-05-01T00:00"),
        ("站着", True, "2018-05-10T12:00"),
        ("站着", True, "2018-05-10T12:00"),
        ("墓碑", False, ""),
        ("站着", True, "2018-05-10T12:00"),
    ]


def test_an_expired_article_is_not_called_withdrawn(site: Site) -> None:
    """What has only expired says 已下线, on its page and at its old address; 撤回 would be another thing."""
    scheduled(site)
    edit(site, ZUOTAN, "order: 2", "order: 2\naliases: [zuotan.html]")
    site.build(as_of="2018-05-11T00:00")
    for page in ("2018/2018-04/zuotan.html", "zuotan.html"):
        assert ("已下线" in site.read(page), "撤回" in site.read(page)) == (True, False)


def test_time_alone_changes_nothing(site: Site) -> None:
    """Between two scheduled moments a build at any time writes nothing."""
    scheduled(site).build(as_of="2018-05-01T00:00")
    assert delta(site.build(as_of="2018-05-10T11:59")) == {}


def test_drafts_are_shown_on_demand_only(site: Site, tmp_path: Path) -> None:
    """With drafts on, drafts and what is scheduled for later stand there; built without, everything is as before."""
    scheduled(site)
    site.article("2018/2018-04/caogao.md", "草稿一条", "2018-04-25", draft=True)
    site.build(as_of="2018-04-30T00:00")
    before = site.tree()
    site.build(as_of="2018-04-30T00:00", drafts=True)
    assert {"2018/2018-04/caogao.html", "2018/2018-04/zuotan.html"} <= site.tree().keys()
    site.build(as_of="2018-04-30T00:00")
    assert site.tree() == before


def test_a_site_with_errors_leaves_output_alone(built: Site) -> None:
    """A site with an error is not built at all, also not the rest of it; mended, it is."""
    before = built.tree()
    edit(built, QIDONG, "今天", "明天")
    edit(built, ZUOTAN, "column: 家庭建设", "column: 没有的栏目")
    with pytest.raises(SiteError):
        built.build()
    assert built.tree() == before
    edit(built, ZUOTAN, "column: 没有的栏目", "column: 家庭建设")
    assert set(delta(built.build())["变更：内容"]) >= {"2018/2018-03/qidong.html"}


def test_a_template_that_fails_leaves_output_alone(site: Site, tmp_path: Path) -> None:
    """A template that fails on one page stops the build before the first byte, other edits included."""
    child_theme(small(site)).build()
    before = site.tree()
    edit(site, QIDONG, "今天", "明天")
    edit(site, "themes/mine/templates/sitemap.html", "<h1>", "<h1>{{ nothing }}")
    with pytest.raises(SiteError):
        site.build()
    assert site.tree() == before
    edit(site, "themes/mine/templates/sitemap.html", "{{ nothing }}", "")
    assert delta(site.build()) == wanted(
        {
            "变更：内容": "2018/2018-03/qidong.html 2018/2018-03/bulletin.html columns/维权服务.{xml,json} "
            "tags/四癌救助.{xml,json}",
        }
    )
    assert site.tree() == fresh(site, tmp_path / "clean")


def test_cache_deleted(built: Site, tmp_path: Path) -> None:
    """Without .cache everything is made again, to the same bytes; what else lay in output/ is kept aside, not published."""
    before = built.tree()
    built.write("output/2016/alt.html", "旧页")
    built.write("output/oben.html", "别人的")
    shutil.rmtree(built.path / ".cache")
    report = built.build()
    assert set(delta(report)) == {"新"}
    assert built.tree() == before
    assert set(report.strays) == {"2016/alt.html", "oben.html"}
    strays = built.path / ".cache" / "strays"
    assert {p.relative_to(strays).as_posix() for p in strays.rglob("*") if p.is_file()} == {
        "2016/alt.html",
        "oben.html",
    }
    assert (strays / "2016/alt.html").read_text() == "旧页"
    assert (strays / "oben.html").read_text() == "别人的"
    assert not (built.output / "2016").exists()
    again = built.build()
    assert (delta(again), again.strays) == ({}, ())


def test_a_broken_state_file_is_as_good_as_none(built: Site) -> None:
    """A state file that is no database is made anew."""
    before = built.tree()
    (built.path / ".cache/jianbao.sqlite").write_bytes(b"kein sqlite" * 1000)
    for name in ("jianbao.sqlite-wal", "jianbao.sqlite-shm"):
        (built.path / ".cache" / name).unlink(missing_ok=True)
    built.build()
    assert built.tree() == before


def test_clean_makes_everything_again(built: Site) -> None:
    """--clean reads and renders every file again; what comes out the same is not written."""
    before = built.tree()
    report = built.build(clean=True)
    assert (report.parsed, delta(report), built.tree()) == (11, {}, before)
    (built.output / "feed.xml").unlink()
    built.build(clean=True)
    assert built.tree() == before


def test_output_elsewhere(built: Site, tmp_path: Path) -> None:
    """Every output folder has its own state, so that two of them never disturb each other."""
    other = tmp_path / "elsewhere" / "deep"
    built.build(output=other)
    elsewhere = {p.relative_to(other).as_posix(): p.read_bytes() for p in other.rglob("*") if p.is_file()}
    assert elsewhere == built.tree()
    assert delta(built.build()) == delta(built.build(output=other)) == {}
    edit(built, QIDONG, "今天", "明天")
    assert delta(built.build(output=other)) == delta(built.build()) != {}


def test_output_on_another_file_system(site: Site, tmp_path: Path) -> None:
    """Where a file cannot be moved into place from .cache, the result is the same: new, changed, pruned, mended."""
    memory = Path("/dev/shm")
    if not memory.is_dir() or memory.stat().st_dev == tmp_path.stat().st_dev:
        pytest.skip("no second file system here")
    small(site).build()
    with tempfile.TemporaryDirectory(dir=memory) as folder:
        output = Path(folder) / "output"

        def tree() -> dict[str, bytes]:
            return {p.relative_to(output).as_posix(): p.read_bytes() for p in output.rglob("*") if p.is_file()}

        site.build(output=output)
        assert delta(site.build(output=output)) == {}
        assert tree() == site.tree()
        site.remove(QIDONG)
        edit(site, JIUZHU, "[项目](../2018-03/qidong.md)", "项目")
        (output / "feed.xml").write_text("x")
        site.build()
        site.build(output=output)
        assert tree() == site.tree()


def test_a_stray_in_the_way_is_moved_aside(built: Site) -> None:
    """Somebody's file at the address of a new page is neither overwritten nor left to be published."""
    built.write("output/2018/2018-04/xin.html", "别人的")
    built.article("2018/2018-04/xin.md", "新条", "2018-04-29", column="要闻")
    built.build()
    assert "新条" in built.read("2018/2018-04/xin.html")
    assert (built.path / ".cache/strays/2018/2018-04/xin.html").read_text() == "别人的"


def test_a_folder_that_is_not_ours_is_refused(site: Site) -> None:
    """An output folder with somebody's files in it is not touched."""
    small(site).write("output/precious.txt", "珍贵")
    with pytest.raises(SiteError, match="output-not-ours"):
        site.build()
    assert site.tree() == {"precious.txt": "珍贵".encode()}


def test_a_withdrawn_tag_of_another_case(built: Site) -> None:
    """What a withdrawn article called its tag does not stand in the way of a tag in use."""
    edit(built, XUANJIANG, "[宣讲, 两岸交流]", "[App]")
    edit(built, DANGJIAN, "[两岸交流]", "[APP]")
    edit(built, XUANJIANG, "author:", "status: 已撤回\nauthor:")
    built.build()
    assert "党建专题会" in built.read("tags/APP.html")


def test_addresses_that_swap(built: Site, tmp_path: Path) -> None:
    """Two articles may exchange their addresses in one build."""
    edit(built, JIUZHU, "order: 1", "order: 1\nslug: zuotan")
    edit(built, ZUOTAN, "order: 2", "order: 2\nslug: jiuzhu")
    built.build()
    assert "15人领到" in built.read("2018/2018-04/zuotan.html")
    assert "座谈会开了半天" in built.read("2018/2018-04/jiuzhu.html")
    assert built.tree() == fresh(built, tmp_path / "clean")


@pytest.mark.parametrize(("before", "after"), [("a.b", "a.b/c.html"), ("a.b/c.html", "a.b")])
def test_a_page_takes_the_place_of_a_folder(site: Site, tmp_path: Path, before: str, after: str) -> None:
    """An address may become a folder of addresses, and a folder an address."""
    small(site)
    edit(site, ZUOTAN, "order: 2", f"order: 2\npermalink: /{before}")
    site.build()
    edit(site, ZUOTAN, f"permalink: /{before}", f"permalink: /{after}")
    assert delta(site.build())[GONE] == [before]
    assert site.tree() == fresh(site, tmp_path / "clean")


def test_a_name_that_changes_its_case_only(built: Site, tmp_path: Path) -> None:
    """Another case is another address; on a file system that takes both for one, the new one stays."""
    edit(built, XUANJIANG, "[宣讲, 两岸交流]", "[APP, 两岸交流]")
    built.build()
    edit(built, XUANJIANG, "[APP, 两岸交流]", "[app, 两岸交流]")
    built.build()
    assert built.tree() == fresh(built, tmp_path / "clean")


def test_an_empty_site(site: Site, tmp_path: Path) -> None:
    """A site of one article can lose it, and get it back."""
    site.article("2018/yi.md", "一条", "2018-04-01")
    site.build()
    before = site.tree()
    site.remove("content/2018/yi.md")
    site.build()
    assert "2018/yi.html" not in site.tree()
    assert site.tree() == fresh(site, tmp_path / "clean")
    site.article("2018/yi.md", "一条", "2018-04-01")
    site.build()
    assert site.tree() == before


def test_a_reading_that_is_no_longer_corrected(site: Site, tmp_path: Path) -> None:
    """A correction taken out of data/pinyin.yaml is out, also in a process that has already used it (the preview)."""
    small(site).build()
    before = site.read("tags.html")
    site.write("data/pinyin.yaml", "words: {宣讲: zuò jiǎng}\n")
    site.build()
    assert site.read("tags.html") != before
    site.remove("data/pinyin.yaml")
    site.build()
    assert site.read("tags.html") == before


def test_versions_are_those_of_the_packages() -> None:
    """Told by the names of folders, they are what the packages say of themselves; what is not there is not guessed."""
    told = {d.name.replace("-", "_").lower(): d.version for d in importlib.metadata.distributions() if d.name}
    assert {name: installed.version(name) for name in told} == told
    with pytest.raises(importlib.metadata.PackageNotFoundError):
        installed.version("no_such_package")


def test_another_engine_makes_everything_again(
    built: Site, settle: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another version of what renders reads and renders everything again; what comes out the same is not written."""
    made: list[str] = []
    real = render.data

    def counted(page: Any, *rest: Any) -> bytes:
        made.append(page.path)
        return real(page, *rest)

    monkeypatch.setattr(render, "data", counted)
    settle()
    assert [delta(built.build()), delta(built.build()), made] == [{}, {}, []]
    before, version = built.tree(), installed.version
    newer = {"markdown": "99", "jinja2": "99"}
    monkeypatch.setattr(installed, "version", lambda name: newer.get(name) or version(name))
    report = built.build()
    assert (delta(report), report.parsed, set(made)) == ({}, 11, set(before) - {".jianbao"})
    assert built.tree() == before
