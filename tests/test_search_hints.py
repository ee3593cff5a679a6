"""What the manifest tells of entries leaves none out that a query names, and spares most queries the files."""

import random
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from jianbao.search import entries, grams, hints
from jianbao.search.asking import query
from jianbao.search.grams import Fold
from tests.searching import asked_in_node, known, needs_node, needs_search, store
from tests.sites import Site

TABLES = known()
FOLD, OWN, SYLLABLES = Fold(TABLES.simplified), TABLES.own, TABLES.readings.syllables
ROWS: list[list[str | int]] = [
    [0, "联系我们", "pages/contact.html", "妇女维权公益服务热线12338，来访请先预约；写信用e-mail。"],
    [0, "关于本站", "pages/about.html", "本站收录历年简报，按期、按月、按栏目和标签查阅。"],
    [1, "要闻", "", ""],
    [2, "市妇联权益部", "", ""],
    [3, "2018年4月简报", "2018/2018-04.html", "2018年第4期"],
    [4, "四癌救助", "", ""],
    [4, "“白鹭”志愿者", "", ""],
    [4, "WiFi进社区", "", ""],
    [4, "家", "", ""],
    [5, "吴亚汝", "", "市妇联党组书记、主席"],
    [5, "𠮷田", "", "书"],
    [5, "李长春", "", ""],
    [5, "单文", "", "主任"],
    [4, "重阳节", "", ""],
]
SHORT, SAID = [entries.filed(row, TABLES.readings, FOLD) for row in ROWS], [str(row[3]) for row in ROWS]
TABLE = hints.told(ROWS, FOLD, TABLES.readings)


def asked() -> list[str]:
    """Parts of titles and of what is said, as they are written, as they sound, by initials, unfinished, two together."""
    made: list[str] = []
    for _, title, _, more in ROWS:
        for text in (str(title), str(more)):
            made += [text[a:b] for a in range(len(text)) for b in range(a + 1, min(len(text), a + 8) + 1)]
            han = "".join(grams.han_runs(text))
            read = entries.read_otherwise(5, FOLD(text), TABLES.readings)
            for said in ([OWN.get(c, c) for c in han], [read.get(c, OWN.get(c, c)) for c in han]):
                for a in range(len(said)):
                    for b in range(a + 1, min(len(said), a + 6) + 1):
                        whole, letters = "".join(said[a:b]), "".join(s[0] for s in said[a:b])
                        made += [whole, whole[:-1], letters, letters.upper(), han[a : b - 1] + said[b - 1][:2]]
        made.append(f"{title} {more}"[:30])
    return [
        *dict.fromkeys([*made, "要闻 市妇联", "妇联 权益", "wifi", "e", "mail", "2018", "12338", "四癌 2018", "", "，"])
    ]


def test_nothing_that_is_named_is_left_out() -> None:
    """Whatever finds an entry when all are looked at is told as what may find one, and finds the same."""
    several = 0
    for text in asked():
        whole = entries.found(SHORT, SAID, text, FOLD, OWN, SYLLABLES)
        hint = hints.may_name(TABLE, text, FOLD, OWN, SYLLABLES)
        less = entries.found(SHORT, SAID if hint.said else [], text, FOLD, OWN, SYLLABLES) if any(hint) else []
        assert less == whole, text
        several += bool(whole)
    assert several > 300


def test_entries_are_found_as_their_words_are_read() -> None:
    """长 is zhang by itself and chang in 长春; 单 is shan as a person's surname, not in a tag; both ways are understood."""
    for text in ("lichangchun", "lichangc", "lcc", "changchun", "lizhangchun"):
        assert "李长春" in names(text), text
    assert "单文" in names("shanwen")
    assert "单文" in names("danwen")
    assert "重阳节" in names("chongyangjie")
    row: list[str | int] = [4, "单身联谊", "", ""]
    assert entries.filed(row, TABLES.readings, FOLD) == row[:3]
    assert entries.filed([5, "吴亚汝", "", ""], TABLES.readings, FOLD) == [5, "吴亚汝", ""]


def names(text: str) -> list[str]:
    """The titles of the entries that a query names."""
    return [one.title for one in entries.found(SHORT, SAID, text, FOLD, OWN, SYLLABLES)]


def test_which_queries_may_have_a_word_that_has_others() -> None:
    """Every query that has one, wherever it stands; few others. A word of one character may be anywhere."""
    words = ["妇女节", "三八节", "电脑", "hiv"]
    table = hints.of_words(words)
    for word in words:
        assert hints.may_have(table, word)
        assert hints.may_have(table, f"庆祝{word}活动")
    rng = random.Random(7)
    common = sorted(c for c in OWN if "\u4e00" <= c <= "\u9fa5")
    others = ["".join(rng.sample(common, 4)) for _ in range(200)]
    assert sum(hints.may_have(table, text) for text in others) < 60
    assert hints.may_have(hints.of_words(["她", "妇女"]), "家")
    assert not hints.may_have(hints.of_words([]), "家风")


def test_most_of_what_names_nothing_needs_no_file() -> None:
    """Phrases of three to six characters that no entry has, as they are written and as they sound."""
    rng = random.Random(5)
    common = sorted(c for c in OWN if "\u4e00" <= c <= "\u9fa5")
    phrases = ["".join(rng.sample(common, rng.randint(3, 6))) for _ in range(200)]
    spelled = ["".join(OWN[c] for c in phrase) for phrase in phrases]
    needed = [text for text in (*phrases, *spelled) if any(hints.may_name(TABLE, text, FOLD, OWN, SYLLABLES))]
    assert len(needed) < 80


def test_a_site_without_entries_names_nothing() -> None:
    """Its table has no bit."""
    table = hints.told([], FOLD, TABLES.readings)
    assert not any(any(hints.may_name(table, text, FOLD, OWN, SYLLABLES)) for text in ("要闻", "yaowen", "家", ""))


def test_an_address_that_follows_from_the_title_is_not_told() -> None:
    """Any other is; both are found."""
    row: list[str | int] = [4, "C＃", "tags/C%EF%BC%83.html", ""]
    assert entries.short(row) == row
    assert entries.short([4, "家风", "tags/家风.html", ""])[2] == ""
    assert entries.short([5, "阿里木·买买提", entries.regular(5, "阿里木·买买提"), ""])[2] == ""
    found = entries.found([[4, "家风", ""], [1, "家风家教", "x.html"]], [], "家风", FOLD, OWN, SYLLABLES)
    assert [one.href for one in found] == ["tags/家风.html", "x.html"]


@needs_search
@needs_node
def test_the_shipped_scripts_name_the_same(tmp_path: Path) -> None:
    """Every entry of a built site, by parts of its title, by sound and by what it says more; from the same files."""
    site = Site(tmp_path)
    site.write("content/pages/contact.md", "---\ntitle: 联系我们\n---\n妇女维权公益服务热线12338。\n")
    for i, tag in enumerate(("家庭教育", "四癌救助", "单身联谊")):
        site.article(f"2018/a{i}.md", f"题{i}", f"2018-01-0{i + 1}", "妇联办好事。\n", tags=f"[{tag}, 长春会议]")
    site.build(search=True)
    texts = [
        "联系我们",
        "联系",
        "lianxi",
        "lxwm",
        "lianxiw",
        "12338",
        "维权",
        "热线",
        "siai",
        "sajz",
        "jiatingj",
        "家庭jiao",
    ]
    texts += ["妇联", "好事", "jtjy", "danshenlianyi", "shanshen", "我们 联系", "家", "j", "jia", "教育四癌"]
    texts += ["changchunhuiyi", "changc", "cchy", "zhangchun"]
    expected = []
    for text in texts:
        index = store(site.output)
        expected.append([[one.kind, one.title, one.href] for one in query.answer(index, text).entries])
    assert [found[-1] for found in asked_in_node(site.output, texts)] == expected
    assert sum(map(bool, expected)) > 15


def test_entries_stay_where_two_tags_change_places_and_topics_follow_the_numbers() -> None:
    """What is offered before anything is typed goes by the number of articles; the file of entries by its magnitude."""

    def site(**tags: int) -> Any:
        groups = [SimpleNamespace(name=name, members=range(many)) for name, many in tags.items()]
        return SimpleNamespace(tags=groups, columns=[], sources=[], pages=[], issues=[])

    def listed(**tags: int) -> list[Any]:
        return [row[1] for row in entries.of_site(site(**tags), [], lambda path: "")]

    assert listed(家风=50, 维权=51, 普法=70) == listed(家风=52, 维权=51, 普法=71) == ["普法", "家风", "维权"]
    assert listed(家风=64, 维权=51, 普法=200) == ["普法", "家风", "维权"]
    assert listed(家风=31, 维权=51) == ["维权", "家风"]
    assert entries.topics(site(家风=50, 维权=51, 普法=70)) == ["普法", "维权", "家风"]
    assert entries.topics(site(家风=52, 维权=51, 普法=70)) == ["普法", "家风", "维权"]
    assert len(entries.topics(site(**{f"标签{i}": i + 1 for i in range(20)}))) == entries.TOPICS
