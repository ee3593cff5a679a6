"""What readers really type: taken apart alike in Python and JavaScript, and answered."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from jianbao.search import entries
from jianbao.search.asking import asked, query, slip, sounds, spell
from jianbao.search.asking.asked import special
from jianbao.search.asking.index_reader import IndexReader
from jianbao.search.asking.sections import Section
from jianbao.search.readings import ear
from tests.searching import in_memory, in_node, known, needs_node, needs_search, store, texts_of
from tests.sites import Site

pytestmark = needs_search
TODAY = date(2026, 3, 15)
TAKEN = {
    "海沧 2018": (["海沧 2018"], [], ("海沧", "2018-01-01", "2018-12-31")),
    "海沧2018年": (["海沧2018年"], [], ("海沧", "2018-01-01", "2018-12-31")),
    "2018年4月23日": (["2018年4月23日"], [], ("", "2018-04-23", "2018-04-23")),
    "２０１８－０４ 家庭": (["2018-04 家庭"], [], ("家庭", "2018-04-01", "2018-04-31")),
    "2018/4/3": (["2018/4/3"], [], ("", "2018-04-03", "2018-04-03")),
    "20180423": (["20180423"], [], ("", "2018-04-23", "2018-04-23")),
    "2016-2018 妇联": (["2016-2018 妇联"], [], ("妇联", "2016-01-01", "2018-12-31")),
    "去年三月": (["去年三月"], [], ("", "2025-03-01", "2025-03-31")),
    "上个月 讲座": (["上个月 讲座"], [], ("讲座", "2026-02-01", "2026-02-31")),
    "至2018年底": (["至2018年底"], [], None),
    "〔2018〕6号": (["〔2018〕6号"], [], None),
    "12338": (["12338"], [], None),
    "2018-13": (["2018-13"], [], None),
    "妇联 -改革": (["妇联"], ["改革"], None),
    "妇联 －改革": (["妇联"], ["改革"], None),
    "妇联-改革": (["妇联-改革"], [], None),
    "妇联 或 工会 活动": (["妇联", "工会 活动"], [], None),
    '"妇联 改革"': (["妇联\ue000改革"], [], None),
    "-": (["-"], [], None),
    "-改革": (["-改革"], [], None),
    "": ([""], [], None),
}
"""Query → (alternatives, what is left out, what is left beside a time and its first and last day)."""


def told(parts: Any) -> Any:
    """The same of Python's answer."""
    first = parts.either[0]
    period = (first.dated, *first.period) if first.period else None
    return [wish.text for wish in parts.either], list(parts.without), period


def test_queries_are_taken_apart() -> None:
    """Operators, quotation marks and dates in their spellings; what only looks like one stays what it is."""
    assert {text: told(asked.read(text, TODAY)) for text in TAKEN} == TAKEN
    assert asked.read("“妇联 改革”活动", TODAY).either[0].quoted == ("妇联\ue000改革",)


@needs_node
def test_the_browser_takes_them_apart_alike() -> None:
    """Every query of the table."""
    script = """
const { taken } = await load("query.js"), { asked } = await load("asked.js"), today = new Date(2026, 2, 15);
const told = ({ either, without }) => {
  const [first] = either;
  return [either.map((wish) => wish.text), without, first.period ? [first.dated, ...first.period] : null];
};
return Promise.all(values[0].map(async (text) => [told(asked(text, today)), told(await taken(text, today))]));"""
    plain = {"妇联 改革", "fulian  ｈｕｉ", "Oregon", "或者说", "orange 或者说", "ﬁ"}
    made = in_node(script, [*TAKEN, *plain])
    expected = [told(asked.read(text, TODAY)) for text in (*TAKEN, *plain)]
    assert [[(e, w, tuple(p) if p else None) for e, w, p in ways] for ways in made] == [[one, one] for one in expected]
    # What needs no script of its own to be taken apart has neither marks nor times, and no alternatives.
    assert [text for text in (*TAKEN, *plain) if not special(text)] == ["", *plain]
    assert all(len(told(asked.read(text, TODAY))[0]) == 1 for text in plain)


def test_an_ear_that_mixes_sounds_up() -> None:
    """zh and z, n and l, f and h, ang and an are one; what is never mixed up stays apart."""
    alike = "zhang zan,chi ci,shen seng,nian lian,fei hei,lv lu,feng hen,xing xin,huang huan"
    assert all(ear(one) == ear(other) for one, other in (pair.split() for pair in alike.split(",")))
    assert len({ear(s) for s in ("ma", "mo", "dong", "tong", "wu", "yu", "ji", "qi", "xi")}) == 9


def test_one_letter_off() -> None:
    """Missing, too many, another, or swapped with its neighbour; two slips are two too many."""
    for typed in ("jiatng", "jiattng", "jiatung", "jiatnig"):
        assert slip.one_off(typed, "jiating") or typed == "jiattng"
    assert slip.one_off("jiaating", "jiating")
    assert not slip.one_off("jiatng", "jiaoting")
    assert not slip.one_off("abcdef", "badcef")


def test_a_slip_anywhere_in_a_word_is_mended() -> None:
    """A letter missing, doubled or swapped with its neighbour, wherever it stands in a long syllable or a short one."""
    for said in ("chuang xin", "shuang yong gong zuo", "an quan jian cha", "hu lian wang"):
        row, word = said.split(), said.replace(" ", "")
        for at in range(1, len(word) - 1):
            head, here, tail = word[:at], word[at], word[at + 1 :]
            for typed in {head + tail, head + here + here + tail, head + tail[0] + here + tail[1:]} - {word}:
                assert row in slip.mended(typed, known().own), typed


def test_letters_are_cut_into_syllables_that_people_say() -> None:
    """Of 嗯 no n stands among syllables; where a syllable may have been cut in two it begins with a vowel."""
    fold, syllables = query.grams.Fold({}), frozenset(known().own.values())
    assert "n" in syllables
    ways = [way[0] for way in spell.rows("anjianquan", fold, syllables)]
    assert all(sound[:2] != ("syllable", "n") for row in ways for sound in row)
    assert [spell.cut(row) for row in ways[:1]] == [[]]
    (longer,) = [
        way[0]
        for way in spell.rows("xian", fold, syllables)
        if [s[:2] for s in way[0]] == [("syllable", "xi"), ("syllable", "an")]
    ]
    assert spell.cut(longer) == [0]


@pytest.fixture(scope="module")
def index() -> IndexReader:
    """Forty texts of which each query below means the first few."""
    texts = [
        "思明区举办家庭教育讲座，市妇联主席吴亚汝出席。",
        "海沧区发放“四癌”救助金，工作人员名单：王小明、李建国、陈思。",
        "湖里区重复检查安全生产，类似情况不再发生。",
        "同安区妇联改革座谈会。",
        "翔安区妇联与工会联谊。",
        "集美区开展planning培训，地点在安宁路。",
        "南普陀寺的佛教协会捐款，得到各界支持。",
        *(f"第{n}号文件转发各部门，请按时办理相关手续。" for n in range(33)),
    ]
    return in_memory(texts)


FOUND = {
    "jiatingjiaoy": 0,
    "jiatingji": 0,
    "家庭j": 0,
    "jiatinjiaoyu": 0,
    "jiatignjiaoyu": 0,
    "jiatingjiaoyyu": 0,
    "jiatingjjaoyu": 0,
    "wyr": 0,
    "wxm": 1,
    "四癌救助": 1,
    "haichangqu": 1,
    "zhongfu": 2,
    "leishi": 2,
    "妇联改革": 3,
    "fulan gaige": 3,
    '"工会 联谊"': 4,
    "妇联 -改革": 4,
    "anning": 5,
    # Syllables that no character has by itself.
    "fojiao": 6,
    "deidaogejie": 6,
}


@pytest.mark.parametrize("text", FOUND)
def test_what_is_meant_is_found(index: IndexReader, text: str) -> None:
    """Unfinished, by ear, with a slip of a finger, as initials, in other readings, across marks."""
    texts = texts_of(index)
    assert FOUND[text] in [texts[a] for a in query.answer(index, text, today=TODAY).articles[:3]]


def test_other_ways_are_left_where_nobody_is_meant(index: IndexReader, monkeypatch: pytest.MonkeyPatch) -> None:
    """What three whole syllables say is not asked for in four; two are: 先 and 西安."""
    asked: list[int] = []
    spoken = sounds.spoken

    def watched(store: IndexReader, way: list[spell.Row], *more: Any, **how: Any) -> sounds.Spoken | None:
        asked.append(spell.long(way))
        return spoken(store, way, *more, **how)

    monkeypatch.setattr(sounds, "spoken", watched)
    for text, most in {"anquanshengchan": 4, "anquan": 3}.items():
        asked.clear()
        assert query.answer(index, text).articles
        assert max(asked) == most


@pytest.mark.parametrize("text", ["jiatingjiaoyu", "fojiao", "haichangqu", "zhongfu", "anquan", "妇连"])
def test_what_is_counted_on_the_way_is_told_as_at_least(index: IndexReader, text: str) -> None:
    """Who still types is answered by the first way that says something; the page counts them all."""

    def by_ear(limit: int) -> list[Section]:
        return [s for s in query.answer(index, text, limit=limit, today=TODAY).sections if s.tier == "sounds"]

    typing, whole = by_ear(6), by_ear(10)
    assert whole
    assert all(section.least != section.about for section in typing)
    assert not any(section.least for section in whole)
    assert sum(len(s.articles) for s in typing if s.least) <= sum(len(s.articles) for s in whole)


def test_sections_count_for_themselves(index: IndexReader) -> None:
    """What has all words, what only sounds so, and what has some of them; a slip offers Han characters."""
    found = query.answer(index, "妇联 或 家庭教育", today=TODAY)
    assert [(s.tier, len(s.articles)) for s in found.sections] == [("exact", 3)]
    found = query.answer(index, "妇联改革讲座")
    assert [s.tier for s in found.sections] == ["some"]
    found = query.answer(index, "jiatignjiaoyu")
    assert (found.sections[0].tier, found.suggestions[0]) == ("slip", "家庭教育")
    # 安宁 stands beside the word that has these letters.
    latin = query.answer(index, "anning")
    assert [texts_of(index)[a] for a in latin.articles] == [5]
    nothing = query.answer(index, "妇联 -妇联")
    assert nothing.articles == []


def test_quotation_marks_mean_what_stands_in_them() -> None:
    """The one text of many that has both words side by side is found, however late; no homophone, no other is exact."""
    apart = ["妇联办好事，改革见实效。" * 2 for _ in range(60)]
    index = in_memory([*apart, "妇联、改革。", "富联改革", "妇联改革。"])
    texts = texts_of(index)

    def sections(text: str) -> list[tuple[str, set[int]]]:
        return [(s.tier, {texts[a] for a in s.articles}) for s in query.answer(index, text, today=TODAY).sections]

    # What was left out of one section has some of the words.
    assert sections("“妇联 改革”") == [("exact", {60, 62}), ("some", {*range(60), 61})]
    assert [(tier, len(those)) for tier, those in sections("“见实效 妇联”")] == [("exact", 10)]
    assert [tier for tier, _ in sections("“改革 妇联”")] == ["some"]


def test_time_is_a_filter(tmp_path: Path) -> None:
    """A year, a month, a day, with and without words; an article of an unknown day is of its month."""
    site = Site(tmp_path)
    days = {"a": "2017-03-05", "b": "2018-03-05", "c": "2018-03", "d": "2018-04-23", "e": "2019-04-23"}
    for name, day in days.items():
        site.article(f"{name}.md", f"题{name}", day, "妇联办讲座，回顾2017年。\n")
    site.build(search=True)
    reader = store(site.output)

    def answered(text: str) -> list[str]:
        found = query.answer(reader, text, today=date(2019, 5, 1))
        first = found.sections[0].articles if found.sections else []
        return sorted(record.href[0] for record in reader.records(first).values())

    assert answered("妇联 2018") == ["b", "c", "d"]
    assert answered("2018年3月") == ["b", "c"]
    assert answered("2018-03-05") == ["b"]
    assert answered("去年四月讲座") == ["d"]
    assert answered("2017-2018") == ["a", "b", "c", "d"]
    # No article is of that year: the text is asked for it.
    assert answered("1999") == []
    assert answered("2017 回顾") == ["a"]


def test_entries_stand_above_the_articles() -> None:
    """Columns, sources, issues, pages and people, by name, part, pinyin, initials, and what a page says."""
    rows: list[list[str | int]] = [
        [0, "联系我们", "pages/contact.html", "妇女维权热线12338，欢迎投稿。"],
        [1, "要闻", "columns/要闻.html", ""],
        [2, "市妇联权益部", "sources/市妇联权益部.html", ""],
        [3, "2018年4月简报", "2018/2018-04.html", "2018年第4期"],
        [5, "吴亚汝", "search.html?q=x", "市妇联主席"],
    ]
    expected = {
        "12338": ["联系我们"],
        "投稿": ["联系我们"],
        "要闻": ["要闻"],
        "yaowen": ["要闻"],
        "市妇联权益部": ["市妇联权益部"],
        "权益": ["市妇联权益部"],
        "2018年第4期": ["2018年4月简报"],
        "wyr": ["吴亚汝"],
        "wuyaru": ["吴亚汝"],
        "市妇联主席": ["吴亚汝"],
        "联": [],
        "": [],
    }
    tables = known()
    fold = query.grams.Fold(tables.simplified)
    syllables = tables.readings.syllables
    found = {
        text: [
            e.title
            for e in entries.found([r[:3] for r in rows], [str(r[3]) for r in rows], text, fold, tables.own, syllables)
        ]
        for text in expected
    }
    assert found == expected


def test_a_single_character_that_is_there_means_no_other() -> None:
    """One that nobody has is asked for by its sound."""
    index = in_memory(["伎乐", *["技术"] * 12, *["几家"] * 12])
    assert [(s.tier, len(s.articles)) for s in query.answer(index, "伎").sections] == [("exact", 1)]
    assert [(s.tier, len(s.articles)) for s in query.answer(index, "骥").sections] == [("sounds", 25)]
    assert [s.tier for s in query.answer(index, "伎乐").sections] == ["exact"]
