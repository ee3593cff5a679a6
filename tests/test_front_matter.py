"""Front matter: every key by every name, and values that mean what they say.

Faults are told in test_bad_input.py; here is what is read when nothing is wrong.
"""

import json
import re
import tempfile
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import lxml.etree
import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianbao.content import keys, parsing
from jianbao.errors import SiteError
from jianbao.model import Article, Elsewhere, Origin, Update
from jianbao.yaml import document
from tests.sites import Site

ZONE = ZoneInfo("Asia/Shanghai")


def article(front: str, path: str = "2018/2018-04/jiuzhu.md") -> Article:
    """The article that front matter makes, which must be without fault."""
    found, _, problems = parsing.parsed(f"---\n{front}\n---\n正文。\n".encode(), path, ZONE)
    assert [] == [str(problem) for problem in problems]
    assert found is not None
    return found


def value(name: str, text: str, attribute: str) -> Any:
    """What ``name: text`` makes of an article's attribute."""
    title = "" if keys.NAMES.get(name) == "title" else "title: 四癌救助\n"
    return getattr(article(f"{title}{name}: {text}"), attribute)


EXAMPLES: dict[str, tuple[str, str, Any]] = {
    "title": ("四癌救助", "title", "四癌救助"),
    "kicker": ("我市启动", "kicker", "我市启动"),
    "subtitle": ("首批发放仪式举行", "subtitle", "首批发放仪式举行"),
    "date": ("2018-04-23", "date", "2018-04-23"),
    "modified": ("2018-05-02", "modified", "2018-05-02"),
    "number": ("2018年第4期", "number", "2018年第4期"),
    "issue": ("2018-04", "issue", "2018-04"),
    "order": ("3", "order", 3),
    "column": ("要闻", "column", "要闻"),
    "source": ("市妇联权益部", "source", "市妇联权益部"),
    "origin": ("{name: 新华社, url: https://example.org/}", "origin", Origin("新华社", "https://example.org/")),
    "author": ("李晓", "author", "李晓"),
    "tags": ("[维权, 帮扶]", "tags", ("维权", "帮扶")),
    "people": ("[张三, 李四]", "people", ("张三", "李四")),
    "summary": ("首批发放。", "summary", "首批发放。"),
    "cover": ("fafang.svg", "cover", "fafang.svg"),
    "lead": ("true", "lead", True),
    "card": ("false", "card", False),
    "editor": ("陈某", "editor", "陈某"),
    "status": ("已归档", "status", "已归档"),
    "draft": ("true", "draft", True),
    "publish": ("2018-05-01", "publish", "2018-05-01T00:00"),
    "expires": ("2018-06-01 17:30", "expires", "2018-06-01T17:30"),
    "aliases": ("[/jianbao/12.html, /old/]", "aliases", ("jianbao/12.html", "old/index.html")),
    "updates": ("[{date: 2018-05-02, text: 更正人数}]", "updates", (Update("2018-05-02", "更正人数"),)),
    "channels": (
        "[{name: 公众号, url: https://mp.weixin.qq.com/s/Ab, date: 2018-04-24}]",
        "channels",
        (Elsewhere("公众号", "https://mp.weixin.qq.com/s/Ab", "2018-04-24"),),
    ),
    "added": ("2026-11-02", "added", "2026-11-02"),
    "withdrawn": ("2018-05-02\nstatus: 已撤回", "withdrawn", "2018-05-02"),
    "reason": ("内容有误\nstatus: 已撤回", "reason", "内容有误"),
    "slug": ("si-ai", "address", "2018/2018-04/si-ai.html"),
    "permalink": ("/2018/si-ai/", "address", "2018/si-ai/index.html"),
    "layout": ("图片故事", "layout", "图片故事"),
    "extra": (
        "{主办: 市妇联, 人数: 120, 公开: 是, 地区: [湖里, 思明]}",
        "extra",
        (("主办", "市妇联"), ("人数", 120), ("公开", True), ("地区", ("湖里", "思明"))),
    ),
}
"""Canonical key → what is written, the article's attribute, its value."""
SIGNOFF = {"reviewer", "approver"}
"""Who has read it, for check alone: no page shows it, so an article does not carry it (tests/test_desk.py)."""


def test_every_key_has_its_example() -> None:
    """The table above is the whole table of keys."""
    assert set(EXAMPLES) == set(keys.KEYS) - SIGNOFF


@pytest.mark.parametrize("name", sorted(n for n, key in keys.NAMES.items() if key not in SIGNOFF))
def test_every_name_of_a_key_means_the_same(name: str) -> None:
    """The canonical key, the Chinese one, and those of other generators."""
    text, attribute, expected = EXAMPLES[keys.NAMES[name]]
    assert expected == value(name, text, attribute)


CHINESE = {
    "标题": "title", "引题": "kicker", "副题": "subtitle", "日期": "date", "期号": "number", "顺序": "order",
    "栏目": "column", "来源": "source", "转载": "origin", "作者": "author", "标签": "tags", "人物": "people",
    "摘要": "summary", "封面": "cover", "状态": "status", "草稿": "draft", "上线": "publish", "下线": "expires",
    "旧地址": "aliases", "更正": "updates", "短名": "slug", "固定地址": "permalink",
}  # fmt: skip
"""The names that editors were promised."""

FOREIGN = {
    "Hugo": {
        "title": "title", "date": "date", "lastmod": "modified", "publishDate": "publish", "expiryDate": "expires",
        "draft": "draft", "weight": "order", "slug": "slug", "url": "permalink", "aliases": "aliases", "tags": "tags",
        "categories": "column", "keywords": "tags", "description": "summary", "summary": "summary",
    },
    "Hexo": {
        "title": "title", "date": "date", "updated": "modified", "tags": "tags", "categories": "column",
        "permalink": "permalink", "excerpt": "summary", "author": "author",
    },
    "Pelican": {
        "title": "title", "date": "date", "modified": "modified", "category": "column", "tags": "tags", "slug": "slug",
        "author": "author", "authors": "author", "summary": "summary", "status": "status",
    },
    "Jekyll": {
        "title": "title", "date": "date", "categories": "column", "category": "column", "tags": "tags", "tag": "tags",
        "permalink": "permalink", "excerpt": "summary", "redirect_from": "aliases", "last_modified_at": "modified",
        "author": "author", "image": "cover",
    },
}  # fmt: skip
"""The keys of the archives that people bring along (each generator's own front matter page)."""


@pytest.mark.parametrize(("name", "key"), CHINESE.items())
def test_chinese_keys_are_known(name: str, key: str) -> None:
    """Every key has the Chinese name that stands in the handbook."""
    assert key == keys.NAMES.get(name)


@pytest.mark.parametrize(("generator", "names"), FOREIGN.items(), ids=FOREIGN)
def test_keys_of_other_generators_are_known(generator: str, names: dict[str, str]) -> None:
    """An archive of another generator moves in without being rewritten."""
    assert names == {name: keys.NAMES.get(name) for name in names}


def test_case_does_not_matter() -> None:
    """Pelican writes Title:, a phone's keyboard too."""
    found = article("Title: 四癌救助\nTAGS: [维权]\nPublishDate: 2018-05-01")
    assert ("四癌救助", ("维权",), "2018-05-01T00:00") == (found.title, found.tags, found.publish)


@pytest.mark.parametrize("name", sorted(keys.IGNORED - {"published"}))
def test_settings_of_other_generators_are_read_past(name: str) -> None:
    """layout: post says nothing to us: a 提示, whatever its value is."""
    _, _, problems = parsing.parsed(f"---\ntitle: 甲\n{name}: [post, {{a: b}}]\n---\n正文。\n".encode(), "a.md", ZONE)
    message = f"content/a.md:3:1 提示[key-ignored] {name} 是其他程序的设置，这里不起作用\n    可以删去"
    assert [message] == [str(problem) for problem in problems]


@pytest.mark.parametrize(
    ("front", "draft"),
    [
        ("draft: true", True), ("draft: yes", True), ("draft: 是", True), ('draft: "true"', True), ("草稿: 是", True),
        ("draft: false", False), ("draft: no", False), ("draft: 否", False), ("draft:", False), ("draft: True", True),
        ("published: false", True), ("published: no", True), ("published: False", True), ("published: true", False),
        ("status: draft", True), ("status: hidden", True), ("status: published", False), ("", False),
    ],
)  # fmt: skip
def test_a_draft_by_any_name_is_a_draft(front: str, draft: bool) -> None:
    """What another generator held back is held back: nothing is published by a misunderstanding."""
    assert draft == article(f"title: 四癌救助\n{front}").draft


TEXTS = (
    "1984", "012", "0x1F", "0b11", "1e3", "1_000", "-7", "3.14", ".inf", ".NaN", "true", "false", "yes", "no", "on",
    "off", "null", "Null", "~", "2018-04-23", "12:30:00", "190:20:30", "=", "3八节", "《半边天》", "“四癌”救助",
    "100%", "A&B", "市妇联#1", "a*b", "妇联：启动", "厦门—金门", "C++", "x > y", "it's", 'say "hi"', "-1℃", "?问",
    "50#楼", "【图解】救助",
)  # fmt: skip


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("key", ["title", "kicker", "subtitle", "summary", "author"])
def test_a_text_stays_as_it_is_written(key: str, text: str) -> None:
    """YAML's guesses (numbers, booleans, dates, nothing) are not ours."""
    assert text == value(key, text, key)


def test_tags_stay_texts() -> None:
    """A tag may look like a number or a boolean."""
    assert ("1984", "yes", "012", "null", "2018-04-23") == value("tags", "[1984, yes, 012, null, 2018-04-23]", "tags")


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ('"四癌 # 救助"', "四癌 # 救助"),
        ("'it''s'", "it's"),
        ('"说：\\"好\\""', '说："好"'),
        ("|\n  一\n  二", "一二"),
        (">\n  一\n  二", "一二"),
        ("一\n  二", "一二"),
        ('"  四癌  救助 "', "四癌 救助"),
        ("", ""),
    ],
)
def test_blanks_in_a_text_are_single(written: str, expected: str) -> None:
    """However YAML's quotes and folds write it, a text is one line."""
    assert expected == value("summary", written, "summary")


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("[维权, 帮扶]", ("维权", "帮扶")),
        ("\n  - 维权\n  - 帮扶", ("维权", "帮扶")),
        ("\n- 维权\n- 帮扶", ("维权", "帮扶")),
        ("维权", ("维权",)),
        ("[维权, 维权]", ("维权",)),
        ('["帮扶，济困"]', ("帮扶，济困",)),
        ("[]", ()),
        ("", ()),
        ('[""]', ()),
        ("[三八妇女节, “四癌”, 厦金·两岸]", ("三八妇女节", "“四癌”", "厦金·两岸")),
    ],
)
def test_a_list_of_tags(written: str, expected: tuple[str, ...]) -> None:
    """Brackets, hyphens, or a single word; each tag once; what is quoted is one."""
    assert expected == value("tags", written, "tags")


@pytest.mark.parametrize(
    ("written", "expected", "told"),
    [
        ("家庭教育 志愿服务", ("家庭教育", "志愿服务"), "按空格分成 2 项"),
        ("家庭教育, 志愿服务", ("家庭教育", "志愿服务"), "按逗号分成 2 项"),
        ("Windows Phone", ("Windows Phone",), ""),
        ('"家庭教育 志愿服务"', ("家庭教育 志愿服务",), ""),
        ("C#", ("C#",), ""),
        (".NET", (".NET",), ""),
    ],
)
def test_tags_in_one_text_are_taken_apart(written: str, expected: tuple[str, ...], told: str) -> None:
    """As Jekyll and HTML write them, with a 警告; a Latin name keeps its blank."""
    found, _, problems = parsing.parsed(f"---\ntitle: 甲\ntags: {written}\n---\n正文。\n".encode(), "a.md", ZONE)
    assert found is not None
    assert expected == found.tags
    assert bool(told) == any(told in p.message and p.level == "警告" for p in problems)
    assert bool(told) == bool(problems)


@pytest.mark.parametrize(
    ("written", "column", "told"),
    [
        ("要闻", "要闻", []),
        ("[要闻]", "要闻", []),
        ("[[要闻]]", "要闻", []),
        ("[[要闻, 维权]]", "要闻", ["two-columns"]),
        ("\n  - 要闻\n  - 维权", "要闻", ["two-columns"]),
        ("\n  - [要闻, 维权]\n  - 创业", "要闻", ["two-columns"]),
    ],
)
def test_categories_of_other_programs_become_a_column(written: str, column: str, told: list[str]) -> None:
    """The first one; the others are named."""
    found, _, problems = parsing.parsed(f"---\ntitle: 甲\ncategories: {written}\n---\n正文。\n".encode(), "a.md", ZONE)
    assert found is not None
    assert (column, told) == (found.column, [p.code for p in problems])


def test_keys_of_other_programs_stop_nothing() -> None:
    """header-img, show_toc and customCSS are read past; what is nearly one of ours is a slip."""
    text = "---\ntitle: 甲\nheader-img: a.jpg\nshow_toc: true\ncustomCSS: [a]\ntags: [乙]\nkeywords: 丙, 丁\nsumary: 戊\n---\n正文。\n"
    found, _, problems = parsing.parsed(text.encode(), "a.md", ZONE)
    assert found is not None
    assert ("乙",) == found.tags
    assert [("key-ignored", 3), ("key-ignored", 4), ("key-ignored", 5), ("key-ignored", 7), ("unknown-key", 8)] == [
        (p.code, p.line) for p in problems
    ]


def test_an_undated_file_may_say_its_day_in_its_name() -> None:
    """As Jekyll's do; a day that does not exist is none."""
    found, _, problems = parsing.parsed("---\ntitle: a\n---\n正文。\n".encode(), "2018/2018-04-03-a.md", ZONE)
    assert found is not None
    told = "content/2018/2018-04-03-a.md:1:1 提示[date-in-name] 没有写 date，采用文件名里的 2018-04-03\n"
    assert "2018-04-03" == found.date
    assert [f"{told}    加一行 date: 2018-04-03，以后改文件名时日期就不会变"] == [str(p) for p in problems]
    found, _, problems = parsing.parsed("---\ntitle: a\n---\n正文。\n".encode(), "2018/2018-04-31-a.md", ZONE)
    assert found is not None
    assert ("", []) == (found.date, problems)


def test_a_day_of_coming_in_that_is_ahead_is_told(site: Site) -> None:
    """A year that is to come would be the newest of the index; once the day has come nothing is said."""
    site.article("2018/a.md", added="2019-04-23")
    for moment, expected in (("2019-04-22T23:59", ["added-ahead"]), ("2019-04-23T00:00", [])):
        report = site.build(as_of=moment)
        assert [p.code for p in report.problems if p.code == "added-ahead"] == expected
        assert report.next_change == ("2019-04-23T00:00" if expected else "")


def test_a_date_ahead_is_told(site: Site) -> None:
    """It tops every list, and mostly the year is a slip; once it has come nothing is said."""
    site.article("2018/a.md", date="2019-04-23")
    message = (
        "content/2018/a.md:3:7 提示[date-ahead] 日期 2019-04-23 还没有到，文章现在就发布，并排在最前\n"
        "    核对年份；要到那天才发布，加一行 publish: 2019-04-23"
    )
    for moment, expected in (
        ("2018-05-01T00:00", [message]),
        ("2018-05-01T00:00", [message]),
        ("2019-04-23T00:00", []),
    ):
        assert expected == [str(p) for p in site.build(as_of=moment).problems]


@pytest.mark.parametrize(
    ("written", "date", "time"),
    [
        ("2018", "2018", ""),
        ("2018-04", "2018-04", ""),
        ("2018-04-23", "2018-04-23", ""),
        ("2018-4-3", "2018-04-03", ""),
        ("2018/4/3", "2018-04-03", ""),
        ("2018.04.23", "2018-04-23", ""),
        ("2018年", "2018", ""),
        ("2018年4月", "2018-04", ""),
        ("2018年4月23日", "2018-04-23", ""),
        ("２０１８-０４-２３", "2018-04-23", ""),
        ("2018-04-23 09:30", "2018-04-23", "09:30"),
        ("2018-04-23 9:30", "2018-04-23", "09:30"),
        ("2018-04-23 09：30", "2018-04-23", "09:30"),
        ("2018-04-23 09:30:15", "2018-04-23", "09:30"),
        ("2018-04-23T09:30:15.123", "2018-04-23", "09:30"),
        ("2018年4月23日 09:30", "2018-04-23", "09:30"),
        ("2018-04-23T09:30:00+08:00", "2018-04-23", "09:30"),
        ("2018-04-23T23:30:00Z", "2018-04-24", "07:30"),
        ("2018-04-23 23:30:00 +0000", "2018-04-24", "07:30"),
        ("2018-01-01 00:30 +0900", "2017-12-31", "23:30"),
        ("2018-04-23 00:00", "2018-04-23", "00:00"),
        ("2016-02-29", "2016-02-29", ""),
        ('"2018-04-23"', "2018-04-23", ""),
        ("", "", ""),
    ],
)
def test_a_date_keeps_its_precision(written: str, date: str, time: str) -> None:
    """Year, month or day: nothing is completed, and a moment elsewhere is told in the site's time zone."""
    found = article(f"title: 四癌救助\ndate: {written}")
    assert (date, time) == (found.date, found.time)


@pytest.mark.parametrize("written", ["2018-02-29", "2018-00-10", "2018-04-31", "2018-04-23 24:00", "0000-01-01"])
def test_no_date_is_bent_into_another(written: str) -> None:
    """A day that does not exist is refused, and nothing stands in its place."""
    found, _, problems = parsing.parsed(f"---\ntitle: 甲\ndate: {written}\n---\n正文。\n".encode(), "a.md", ZONE)
    assert ["impossible-date"] == [problem.code for problem in problems]
    assert found is not None
    assert "" == found.date


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2018", "2018-01-01T00:00"),
        ("2018-05", "2018-05-01T00:00"),
        ("2018-05-01", "2018-05-01T00:00"),
        ("2018-05-01T08:00:00Z", "2018-05-01T16:00"),
        ("", ""),
    ],
)
def test_going_online_and_offline_has_a_moment(written: str, expected: str) -> None:
    """A day alone means its first minute, in the site's time zone."""
    assert expected == value("publish", written, "publish")
    assert expected == value("expires", written, "expires")


def test_the_site_has_the_time_zone_of_its_settings(site: Site) -> None:
    """The same moment is another day in another zone."""
    site.write("config.yaml", "site:\n  time_zone: America/New_York\n")
    site.article("a.md", date="2018-04-23T02:30:00Z")
    site.build()
    assert "2018年4月22日" in site.read("a.html")


@pytest.mark.parametrize(
    ("front", "expected"),
    [
        ("origin: 新华社", Origin("新华社", "")),
        ("转载: {名称: 新华社, 网址: https://example.org/1}", Origin("新华社", "https://example.org/1")),
        ("origin:\n  name: 新华社", Origin("新华社", "")),
        ("origin:", None),
    ],
)
def test_a_reprint_names_where_it_comes_from(front: str, expected: Origin | None) -> None:
    """A name, with or without its address, by English and Chinese keys."""
    assert expected == article(f"title: 四癌救助\n{front}").origin


def test_corrections_stand_in_order() -> None:
    """However they are written down, the oldest stands first."""
    found = article(
        "title: 四癌救助\n更正:\n  - 日期: 2018-06-01\n    说明: 更正人数\n  - {date: 2018-05, text: 更正职务}"
    )
    assert (Update("2018-05", "更正职务"), Update("2018-06-01", "更正人数")) == found.updates


@pytest.mark.parametrize(
    ("front", "expected"),
    [
        ("", "2018/2018-04/jiuzhu.html"),
        ("slug: si-ai", "2018/2018-04/si-ai.html"),
        ("slug: 四癌", "2018/2018-04/四癌.html"),
        ("slug: cafe\u0301", "2018/2018-04/caf\u00e9.html"),
        ("slug: 012", "2018/2018-04/012.html"),
        ("slug:", "2018/2018-04/jiuzhu.html"),
        ("permalink: /a/b.html", "a/b.html"),
        ("permalink: a/b", "a/b/index.html"),
        ("permalink: /%E5%9B%9B%E7%99%8C/", "四癌/index.html"),
        ("permalink: https://old.example.org/p/12.html", "p/12.html"),
        ("permalink: /a.html\nslug: si-ai", "a.html"),
    ],
)
def test_an_address_comes_from_the_file_or_is_given(front: str, expected: str) -> None:
    """The file's path and name; slug: replaces the last part, permalink: the whole."""
    assert expected == article(f"title: 四癌救助\n{front}").address


@pytest.mark.parametrize(
    ("path", "kind", "address"),
    [
        ("2018/2018-04/jiuzhu.md", "article", "2018/2018-04/jiuzhu.html"),
        ("2018/2018-04/index.md", "issue", "2018/2018-04.html"),
        ("2018/四癌.救助.md", "article", "2018/四癌.救助.html"),
        ("pages/about.md", "page", "pages/about.html"),
        ("pages/index.md", "page", "pages.html"),
        ("a.md", "article", "a.html"),
    ],
)
def test_the_place_of_a_file_says_what_it_is(path: str, kind: str, address: str) -> None:
    """index.md is an issue, what lies in pages/ a standing page, all else an article."""
    found = article("title: 四癌救助", path)
    assert (kind, address) == (found.kind, found.address)


def test_a_subtitle_may_bring_its_dash() -> None:
    """In the bulletins a 副题 begins with ——; the theme sets its own."""
    assert "首批发放" == value("subtitle", "——首批发放", "subtitle")


def test_places_are_remembered_for_problems_found_later() -> None:
    """Line and column of a value, by canonical key; a key that is not written stands at the top."""
    found = article("title: 四癌救助\n\n# 注释\n标签:   [维权]\ndate: 2018")
    assert ((2, 8), (5, 7), (6, 7), (1, 1)) == tuple(found.place(key) for key in ("title", "tags", "date", "slug"))


@given(st.text(max_size=400))
def test_fuzz_front_matter_never_raises(text: str) -> None:
    """Whatever stands between the lines of ---, there is an article or a problem that says where and what."""
    found, _, problems = parsing.parsed(f"---\n{text}\n---\n正文。\n".encode("utf-8", "surrogatepass"), "a.md", ZONE)
    assert found is not None or problems
    assert all(problem.message and problem.code and problem.path == "content/a.md" for problem in problems)


MARKS = st.sampled_from(
    [
    ":", "：", ": ", "- ", "\n", "\n  ", "[", "]", "{", "}", ",", "，", "#", " #", "&", "*", "!", "!!", "|", ">", "%",
    "@", "`", '"', "'", "\\", "---", "...", "?", "? ", "~", "\t", " ", "题", "title", "标题", "date", "2018-04-23",
    "tags", "updates", "origin", "text", "name", "<<", "\u200b", "\x85", "\u2028", "\ufeff",
]
)  # fmt: skip


@given(st.lists(MARKS, max_size=60).map("".join))
def test_fuzz_the_marks_of_yaml_never_raise(text: str) -> None:
    """The marks that mean something to YAML, in any order, at every key."""
    found, _, problems = parsing.parsed(f"---\ntitle: 甲\n{text}\n---\n正文。\n".encode(), "a.md", ZONE)
    assert found is not None or problems
    lines = text.count("\n") + 5
    assert all(0 <= problem.line <= lines + text.count("\x85") + text.count("\u2028") for problem in problems)


@given(st.sampled_from(sorted(keys.NAMES)), st.lists(MARKS, max_size=8).map("".join))
def test_fuzz_every_key_takes_any_value(name: str, text: str) -> None:
    """A value of any form is converted or refused, whatever the key."""
    found, _, problems = parsing.parsed(f"---\n{name}: {text}\n---\n正文。\n".encode(), "a.md", ZONE)
    assert found is not None or problems


@given(st.binary(max_size=600))
def test_fuzz_bytes_never_raise(data: bytes) -> None:
    """A file of any bytes whatever."""
    for whole in (data, b"---\ntitle: a\n---\n" + data, b"---\n" + data):
        found, _, problems = parsing.parsed(whole, "a.md", ZONE)
        assert found is not None or problems


HOSTILE = st.sampled_from(
    [
    "<script>alert(1)</script>", '" onload="alert(1)', "'", "]]>", "</title>", "&", "&amp;", "&#0;", "{{ 1 }}",
    "{% raw %}", "../", "..", "/", "\\", "%2e%2e%2f", "?", "#", ":", "*", "|", ".", " ", "\u3000", "con", "index",
    "四癌", "救助", "a", "A", "\u00e9", "e\u0301", "\u200b", "\u202e", "\x7f", "\x85", "\u2028", "\ufffe", "😀",
    "长"*70, "jianbao:0", "javascript:", "https://example.org/", ".html", ".md", "tags/", "assets/", "index.html",
    "\n", "\t",
]
)  # fmt: skip
WORDS = st.one_of(st.lists(HOSTILE, max_size=4).map("".join), st.text(max_size=12))


TEXTUAL = (
    "title kicker subtitle number column source origin author tags people summary reason slug permalink aliases".split()
)


@given(st.dictionaries(st.sampled_from(TEXTUAL), WORDS, min_size=1, max_size=4))
def test_fuzz_what_is_published_is_whole_and_inside(front: dict[str, str]) -> None:
    """Hostile values at every key: refused, or every file is inside output/, well-formed, and runs nothing."""
    with tempfile.TemporaryDirectory() as folder:
        site = Site(Path(folder) / "site")
        lines = "".join(
            f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in {"title": "甲", **front}.items()
        )
        site.write("content/2018/jiuzhu.md", f"---\n{lines}date: 2018-04-23\n---\n正文。\n")
        site.article("2018/peixun.md", tags="[四癌]", column="a", source="A")
        before = outside(site)
        try:
            site.build()
        except SiteError:
            assert not site.output.exists()
        else:
            for path, data in site.tree().items():
                whole(path, data)
        assert before == outside(site)


def outside(site: Site) -> list[str]:
    """Every file around the site that is neither output/ nor .cache/."""
    found = (p.relative_to(site.path.parent).as_posix() for p in site.path.parent.rglob("*"))
    return sorted(p for p in found if not p.startswith(("site/output", "site/.cache")))


def whole(path: str, data: bytes) -> None:
    """A published file is what its name says, and its scripts are data."""
    if path.endswith(".xml"):
        lxml.etree.fromstring(data)
    elif path.endswith(".json"):
        json.loads(data)
    elif path.endswith(".html"):
        for element in lxml.html.document_fromstring(data.decode()).iter():
            if element.tag == "script" and element.get("src") is None:
                assert "application/ld+json" == element.get("type"), path
                json.loads(element.text or "")
            assert not [name for name in element.attrib if name.startswith("on") or name == "style"], path
            address = element.get("href") or element.get("src") or ""
            assert not re.match(r"\s*(javascript|data|vbscript|jianbao):", address), f"{path}: {address}"


WORDS = st.lists(
    st.sampled_from(
        (
            *"甲《：，。—“·一0Az_.+/-:#[]{},&*!|>'\"%@`?~= \u3000\u00a0\u2028",
            "2018-04-23",
            "null",
            "0x1F",
            "---",
            "...",
            ": ",
            " #",
            "- ",
        )
    ),
    max_size=8,
).map("".join)
FRONT_LINES = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(("title", "tags", "date", "x1", "标题")), st.sampled_from((": ", ": ", ":", ":  ")), WORDS).map("".join),
        st.lists(WORDS, max_size=4).map(lambda words: f"tags: [{', '.join(words)}]"),
        st.one_of(WORDS, st.text(max_size=8)).map(lambda words: f'title: "{words}"'),
        WORDS,
    ),
    max_size=5,
).map("\n".join)  # fmt: skip


@given(FRONT_LINES, st.sampled_from(("", "\n")))
def test_fuzz_simple_front_matter_is_what_libyaml_reads(text: str, end: str) -> None:
    """Lines of plain words are read without libyaml; where that is tried, libyaml finds the same."""
    simple = document.simple(text + end, 2)
    if simple is not None:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(document, "simple", lambda text, first_line: None)
            assert document.parse(text + end, "a.md", 2) == simple


@pytest.mark.parametrize(
    "line",
    [
        "title: 甲",
        "title: 2018",
        "tags: [甲, 乙-1, 《丙》]",
        "date: 2018-04-23",
        "source: 甲 乙",
        "title: ——甲",
        'title: "甲：“乙”，#1 [丙]: "',
        'title: ""',
    ],
)
def test_plain_lines_are_simple(line: str) -> None:
    """What nearly every bulletin has needs no libyaml."""
    assert document.simple(f"{line}\n", 2) == document.parse(f"{line}\n\n", "a.md", 2)
    assert document.simple(f"{line}\n\n", 2) is None
