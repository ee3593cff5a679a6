"""What the headers of other generators said is kept; two issues of one month are two issues."""

from typing import Any

import pytest

from jianbao.content import frontmatter
from jianbao.importer import plan
from jianbao.importer.model import Options, Plan
from jianbao.importer.posts import foreign
from jianbao.importer.reading import source
from tests.raw import BULLETIN


def planned(text: str, name: str = "a.md", existing: frozenset[str] = frozenset(), **options: Any) -> Plan:
    number = options.pop("number", "")
    return plan.planned(
        [source(name, text.encode())], {}, ["要闻", "基层动态"], {}, Options(**options), existing, lambda folder: number
    )


def front(text: str, name: str = "a.md") -> tuple[dict[str, Any], tuple[str, ...]]:
    """(the front matter that the import writes, as the build reads it; the doubts)."""
    made = planned(text, name, issue="2019-03")
    data = next(data for path, data in made.files if not path.endswith("index.md"))
    read, problems = frontmatter.read(data.decode(), "a.md", foreign.CHINA)
    assert read is not None
    assert [p for p in problems if p.level.name == "ERROR"] == []
    return read.values, made.doubts


YAML = """---
title: 市妇联举办培训班
date: 2019-03-12T08:00:00+08:00
lastmod: 2019-03-15
draft: true
categories: [[要闻, 培训]]
tags: 培训, 写作
author: 李红
description: 一句摘要
aliases: [/2019/old.html]
publishDate: 2019-03-13T09:30:00+08:00
expiryDate: 2029-01-01
slug: pei-xun
---

正文。
"""


def test_every_key_that_has_a_home_is_written() -> None:
    values, _ = front(YAML)
    assert {
        key: values[key] for key in ("title", "date", "modified", "draft", "column", "tags", "author", "summary")
    } == {
        "title": "市妇联举办培训班",
        "date": ("2019-03-12", "08:00"),
        "modified": "2019-03-15",
        "draft": True,
        "column": "要闻",
        "tags": ("培训", "写作"),
        "author": "李红",
        "summary": "一句摘要",
    }
    assert (values["aliases"], values["publish"], values["expires"], values["slug"]) == (
        ("2019/old.html",),
        "2019-03-13T09:30",
        "2029-01-01T00:00",
        "pei-xun",
    )


@pytest.mark.parametrize(
    "header",
    [
        "---\ntitle: 甲\ndraft: true\n---\n",
        "---\ntitle: 甲\npublished: false\n---\n",
        "---\ntitle: 甲\npublish: false\n---\n",
        "---\ntitle: 甲\nhidden: true\n---\n",
        "---\ntitle: 甲\nstatus: draft\n---\n",
        "---\ntitle: 甲: 乙\ndescription: 丙: 丁\ndraft: true\n---\n",
        "+++\ntitle = '甲'\ndraft = true\n+++\n",
        '{"title": "甲", "draft": true}\n\n',
        "title: 甲\ndraft: true\n---\n",
        "Title: 甲\nStatus: draft\n\n",
        "---\ntitle: 甲\nisDraft: true\n---\n",
        "---\ntitle: 甲\nis_public: false\n---\n",
        "---\ntitle: 甲\nheadless: true\n---\n",
        "---\ntitle: 甲\nstatus: In Progress\n---\n",
        "---\ntitle: 甲\npost_status: private\n---\n",
        "---\ntitle: 甲\nstate: draft\n---\n",
        "---\ntitle: 甲\nwip: true\n---\n",
        "---\ntitle: 甲\nparams: {draft: true}\n---\n",
        "---\n标题: 甲\n发布: 否\n---\n",
        "---\ntitle: 甲\npermalink: false\n---\n",
        '---json\n{"title": "甲", "permalink": false}\n---\n',
        '---json\n{"title": "甲", "eleventyExcludeFromCollections": true}\n---\n',
        "---toml\ntitle = '甲'\ndraft = true\n---\n",
        ';;;\n{"title": "甲", "draft": true}\n;;;\n',
        "---js\n{\n  title: '甲',\n  draft: true,\n}\n---\n",
        "+++\ntitle = '甲'\n[extra]\nlinks = [{a = 'b'}]\n[build]\nrender = 'never'\n+++\n",
    ],
)
def test_a_draft_stays_a_draft(header: str) -> None:
    """However it is written, and in whatever header: it must not come out by being imported."""
    assert front(f"{header}正文。\n")[0]["draft"] is True


@pytest.mark.parametrize(
    ("name", "text", "title", "date"),
    [
        ("2014-03-08-jie.md", "---\nlayout: post\ntitle: 三八节\n---\n正文。\n", "三八节", "2014-03-08"),
        ("a.md", "Title: 培训\nDate: 2010-12-03 10:20\nCategory: 要闻\n\n正文。\n", "培训", "2010-12-03"),
        ("a.md", "title: 活动\ndate: 2013/7/13 20:46:25\ntags:\n- 甲\n- 乙\n---\n正文。\n", "活动", "2013-07-13"),
        ("a.md", '{\n "title": "甲", "date": "2015-05-01"\n}\n;;;\n正文。\n', "甲", "2015-05-01"),
        ("a.md", '+++\ntitle = "文"\ndate = 2021-05-28T23:00:00Z\n+++\n正文。\n', "文", "2021-05-29"),
    ],
)
def test_headers_of_every_form(name: str, text: str, title: str, date: str) -> None:
    values, _ = front(text, name)
    assert (values["title"], values["date"][0]) == (title, date)
    assert planned(text, name, issue="2019-03").items[0].markdown == "正文。"


def test_what_has_no_home_is_told_with_its_value() -> None:
    values, doubts = front(
        "---\ntitle: 甲\ncategories: [动态]\ntags: [a/b]\npermalink: /:year/x/\nviews: 12\nparams: {skin: 李红}\n---\n正文。\n"
    )
    told = "\n".join(doubts) + str(values.get("extra", ""))
    assert [value in told for value in ("动态", "/:year/x/", "12", "李红")] == [True] * 4
    assert values["tags"] == ("a/b",)


def test_a_header_that_cannot_be_read_is_kept_as_a_comment() -> None:
    made = planned("---\n[[\n---\n\n正文。\n", issue="2019-03")
    assert "<!-- 原文件头：\n[[\n-->" in made.files[1][1].decode()
    assert any("文件头读不懂" in doubt for doubt in made.doubts)


THERE = frozenset({"content/2019/2019-03/index.md", "content/2019/2019-03/01-x.md"})


def test_a_second_issue_of_a_month_is_an_issue_of_its_own() -> None:
    made = planned(BULLETIN, "raw.txt", THERE, number="2019年第3期")
    assert (made.issue, made.refused) == ("2019-03-di4qi", "")
    assert made.files[0][1].decode() == (
        '---\ntitle: "2019年3月简报（第4期）"\ndate: 2019-03\nnumber: "2019年第4期"\n---\n'
    )


@pytest.mark.parametrize(
    ("text", "number"), [(BULLETIN, "2019年第4期"), (BULLETIN.replace("第4期（总第212期）\n", ""), "")]
)
def test_nothing_goes_into_an_issue_that_is_there_unasked(text: str, number: str) -> None:
    """The same number again, or none at all: the editor has to say where it goes."""
    made = planned(text, "raw.txt", THERE, number=number)
    assert made.refused.startswith("content/2019/2019-03")
    assert "--issue 2019-03" in made.refused
    told = planned(text, "raw.txt", THERE, number=number, issue="2019-03")
    assert (told.refused, told.kept) == ("", ("content/2019/2019-03/index.md",))


def test_a_number_that_is_not_written_is_told() -> None:
    made = planned(BULLETIN, "raw.txt", THERE, number="2019年第3期", issue="2019-03")
    assert any("期号“第4期”没有写进去" in doubt for doubt in made.doubts)


@pytest.mark.parametrize(
    ("lead", "date", "basis"),
    [
        ("昨日上午，市妇联走访了三户困难家庭，送去慰问品。", "2018-04-11", "昨日上午"),
        ("本周三，市妇联走访了三户困难家庭，送去慰问品。", "2018-04-11", "本周三"),
        ("上周五，市妇联走访了三户困难家庭，送去慰问品。", "2018-04-06", "上周五"),
        ("10日，市妇联走访了三户困难家庭，送去慰问品。", "2018-04-10", "10日"),
        ("28日，市妇联走访了三户困难家庭，送去慰问品。", "2018-03-28", "28日"),
        ("本报讯（记者 林某）昨天，市妇联走访了三户困难家庭，送去慰问品。", "2018-04-11", "昨天"),
        ("今日女报社与市妇联一道走访了三户困难家庭，送去了慰问品。", "2018-04-12", "2018-04-12"),
        ("四月九日下午，市妇联走访了三户困难家庭，送去慰问品。", "2018-04-09", "四月九日下午"),
        ("4月l1日，市妇联走访了三户困难家庭，送去慰问品。", "2018-04-11", "4月l1日"),
        ("农历二月廿五，市妇联走访了三户困难家庭，送去慰问品。", "2018-04-12", "2018-04-12"),
    ],
)
def test_a_day_that_is_told_from_the_page_s_own(lead: str, date: str, basis: str) -> None:
    """2018-04-12 is a Thursday; what is counted, guessed, or by the old calendar is said."""
    text = f"首页 > 动态 > 正文\n市妇联走访困难家庭\n发布时间：2018-04-12 09:00　来源：市妇联\n{lead}\n"
    item = planned(text, "raw.txt").items[0]
    assert (item.date, item.date_basis.strip()) == (date, basis)
    assert bool(item.doubts) == (basis not in ("2018-04-12", "四月九日下午") or "农历" in lead)


@pytest.mark.parametrize(
    "header",
    [
        "---\ntitle: 甲\nissue_no: 3\n---\n",
        "---\ntitle: 甲\nisCJKLanguage: true\n---\n",
        "---\ntitle: 甲\npermalink: /a/b.html\n---\n",
        "---\ntitle: 甲\nstate: 湖北\n---\n",
        "---\ntitle: 甲\ncover: {hidden: true}\n---\n",
        "---\ntitle: 甲\narchived: true\n---\n",
        '---json\n{"title": "甲"}\n---\n',
    ],
)
def test_what_was_public_is_no_draft(header: str) -> None:
    values, _ = front(header + "区妇联举办读书活动，六十名家长参加。\n")
    assert "draft" not in values


def test_the_tags_of_zola_s_taxonomies_are_tags() -> None:
    header = "+++\ntitle = '甲'\ndate = 2019-03-12\n[taxonomies]\ntags = ['培训', '手艺']\ncategories = ['要闻']\n+++\n"
    values, _ = front(header + "正文。\n")
    assert (values["tags"], values["column"]) == (("培训", "手艺"), "要闻")


def test_one_value_that_has_no_place_takes_no_other_along() -> None:
    header = "---\ntitle: 甲\ndate: 2019-03-12\nlinks: [{name: 乙, url: 丙}]\nmathjax: true\n---\n"
    values, doubts = front(header + "正文。\n")
    assert dict(values["extra"])["mathjax"] == "true"
    assert any("links" in d and "乙" in d and "丙" in d for d in doubts)


def test_jekyll_writes_several_names_with_blanks() -> None:
    header = "---\nlayout: post\ntitle: 甲\ncategories: 要闻 培训\ntags: 手艺 剪纸\n---\n"
    assert front(header + "正文。\n", "2019-03-12-jia.md")[0]["tags"] == ("手艺", "剪纸")
    assert front(header + "正文。\n", "2019-03-12-jia.md")[0]["column"] == "要闻"
    assert front(header.replace("layout: post\n", "date: 2019-03-12\n") + "正文。\n")[0]["tags"] == ("手艺 剪纸",)


def test_a_header_that_is_a_program_stays_as_a_comment_and_is_said() -> None:
    made = planned("---js\n{\n  title: '甲',\n  date: new Date(),\n}\n---\n正文一段。\n", issue="2019-03")
    text = next(data for path, data in made.files if not path.endswith("index.md")).decode()
    assert "new Date()" in text
    assert "draft: true" in text
    assert any("程序（js）" in doubt for doubt in made.doubts)


def test_a_header_that_cannot_be_read_gives_no_password_away() -> None:
    made = planned("+++\ntitle = 甲\npassword = 'abc123'\n+++\n正文一段。\n", issue="2019-03")
    text = next(data for path, data in made.files if not path.endswith("index.md")).decode()
    assert "draft: true" in text
    assert "abc123" not in text
    assert any("要密码才能看" in doubt for doubt in made.doubts)


@pytest.mark.parametrize(
    ("header", "title", "kept"),
    [
        ("title: 秋日: 义诊\nauthor 李红\ntags: [健康, 义诊", "秋日: 义诊", "author 李红"),
        ("title: 秋日义诊\ntags: [健康, 义诊\ndate: 2018-09-05", "秋日义诊", ""),
    ],
)
def test_a_line_without_a_key_does_not_take_the_others_along(header: str, title: str, kept: str) -> None:
    made = planned(f"---\n{header}\n---\n\n正文。\n", issue="2019-03")
    assert (made.items[0].title, made.items[0].tags) == (title, ("健康", "义诊"))
    assert ("<!-- 原文件头：" in made.items[0].markdown, kept in made.items[0].markdown) == (kept != "", True)
    assert any("按行读取" in doubt for doubt in made.doubts)


def test_lines_that_are_no_header_are_not_read_as_one() -> None:
    """Most of them have no key, or none of them a title: they stay together."""
    for header in ("title: [甲\n第二行话\n第三行话", "date: [2018\n第二行话\nauthor: 李红"):
        made = planned(f"---\n{header}\n---\n\n正文。\n", issue="2019-03")
        assert header in made.files[1][1].decode()
        assert any("文件头读不懂" in doubt for doubt in made.doubts)


def test_what_is_kept_in_extra_is_told_with_its_value() -> None:
    told = "文件头里这里没有对应的项，原样留在 extra 里：mood（晴）、categories（[要闻, 旧闻]）"
    assert (
        told
        in front("---\ntitle: 甲\ndate: 2019-03-02\ncategories: [要闻, 旧闻]\nmood: 晴\nlayout: post\n---\n正文。\n")[1]
    )
    assert not [d for d in front("---\ntitle: 甲\ndate: 2019-03-02\nlayout: post\n---\n正文。\n")[1] if "extra" in d]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "# 甲\n\n2018年9月5日，街道义诊。\n",
            "没有日期；正文里先写到的是2018-09-05（“2018年9月5日”），是这一天的请补上 date",
        ),
        ("# 甲\n\n街道义诊。\n", "没有日期，请补上 date"),
        ("---\ntitle: 甲\ndate: 2018-09-06\n---\n\n2018年9月5日，街道义诊。\n", ""),
    ],
)
def test_an_article_without_a_date_is_told(text: str, told: str) -> None:
    """No date is made up: the first day of a text may be another's."""
    made = planned(text, issue="2019-03")
    assert [d for d in made.doubts if "没有日期" in d] == ([told] if told else [])


def test_a_text_that_begins_with_a_header_is_an_article() -> None:
    made = planned("---\ntitle: 秋日义诊\ndate: 2018-09-05\n---\n\n街道义诊。\n", "a.txt", issue="2019-03")
    assert [(i.title, i.date, i.markdown) for i in made.items] == [("秋日义诊", "2018-09-05", "街道义诊。")]
    assert any("按 Markdown 的文章读" in doubt for doubt in made.doubts)
    rule = planned("---\n秋日义诊走进街道\n---\n9月5日，街道义诊，两百人来看病。\n", "a.txt", issue="2018-09")
    assert [i.title for i in rule.items] == ["秋日义诊走进街道"]


@pytest.mark.parametrize(
    ("day", "told"),
    [
        ("2019年2月30日", ["报头的“2019年2月30日”，没有这一天，请核对"]),
        ("2019.4.31", ["报头的“2019.4.31”，没有这一天，请核对"]),
        ("二○一九年二月三十日", ["报头的“二○一九年二月三十日”，没有这一天，请核对"]),
        ("2019年3月29日", []),
        ("2020年2月29日", []),
    ],
)
def test_a_day_of_the_head_that_no_calendar_has_is_told(day: str, told: list[str]) -> None:
    made = planned(BULLETIN.replace("2019年3月29日", day), "raw.txt", year="2019", issue="2019-03")
    assert [doubt for doubt in made.doubts if "没有这一天" in doubt] == told
