"""Edited articles change the shards of the words that came or went, and the bytes are those of a clean build."""

import random
import re
import subprocess
import sys
from pathlib import Path

import pytest

from jianbao.search import files, numbers
from jianbao.search.asking import query, selftest
from jianbao.search.asking.asked import Period
from jianbao.search.asking.index_reader import IndexReader
from jianbao.search.shards import blocks, layout, singles
from jianbao.search.shards.layout import Layout
from tests.searching import NODE, ROOT, asked_in_node, needs_search, store
from tests.sites import Site

pytestmark = needs_search
PIECES = (
    "妇联 改革 来厦 曾厝垵 重塑 长效 单主任 查女士 婦聯 富联 𠮷野家 㐀 ２０１８ 2018 wifi e\u0301 重重重重 联 "
    "一是 。 ， a 12338 12338热线 <b>妇女</b> 😀 查查 单单"
).split()
ASKED = ("妇联改革", "重塑", "12338", "查女士 妇联")
FRONT = {"column": ["要闻", "党建工作", ""], "source": ["市妇联", "单位", ""]}


@pytest.fixture(autouse=True)
def small_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """Blocks of every family, and texts in two files, as in an archive of hundreds of thousands; small packs."""
    monkeypatch.setattr(numbers, "CHARACTERS", 400)
    monkeypatch.setattr(numbers, "PACKS", 1)
    monkeypatch.setattr(layout, "BLOCK", 12)
    monkeypatch.setattr(files, "HEAD", 120)
    monkeypatch.setattr(layout, "POSTINGS", 12)
    monkeypatch.setattr(blocks, "LARGE", 30)
    monkeypatch.setattr(singles, "LEAST", 3)


@pytest.mark.parametrize(("articles", "characters"), [(1, 0), (40, 30_000), (2048, 1), (9000, 9_000_000), (99_000, 10)])
def test_every_term_of_every_article_has_one_file(articles: int, characters: int) -> None:
    """The file is one of those that are written; the blocks of single characters hold all numbers."""
    space = articles * 2 + 1
    parts = Layout.of(articles, characters, space)
    written = set(parts.files)
    for family in "pswim":
        assert {(family, parts.place(family, where)) for where in (0, 1, 40_000, 65_535)} <= written
    assert parts.place("f", 3) == 3
    assert parts.width * (parts.blocks - 1) < space <= parts.width * parts.blocks


def test_shards_of_pairs_are_about_as_large_as_meant() -> None:
    """Those of years that are over are never larger, nor smaller than two thirds; the other families go by halves."""
    for characters in range(2_000_000, 4_800_000, 37_000):
        old, new = (Layout.of(9000, characters, 20_000, newest=newest) for newest in (False, True))
        assert 800 <= characters * 0.75 / old.shards["p"] < 1200
        assert all(old.shards[family].bit_count() == new.shards[family].bit_count() == 1 for family in "swmi")
        # Single characters (those of a block), what a mark parts and words: the part that they have of the pairs' bytes.
        for family, part, meant in (("s", 2 / 5 / old.blocks, 2400), ("m", 1 / 5, 1200), ("w", 1 / 50, 400)):
            assert meant * 2 / 3 <= min(characters * 0.75, 3_600_000) * part / old.shards[family] < meant * 4 / 3
        assert new.shards["p"].bit_count() == 1
        assert old.postings == new.postings == layout.POSTINGS


def test_an_archive_of_longer_texts_has_no_more_files() -> None:
    """Its shards of pairs are fewer, each in more and larger blocks; other families stay. And it is cut otherwise a few
    times on the way to texts eight times as long, not with every article."""
    usual = Layout.of(9000, 4_800_000, 20_000)
    seen, before = set(), usual.shards["p"]
    for characters in range(4_800_000, 40_000_000, 37_000):
        long = Layout.of(9000, characters, 20_000)
        assert long.shards["p"] <= before
        before = long.shards["p"]
        assert {family: long.shards[family] for family in "swmi"} == {family: usual.shards[family] for family in "swmi"}
        seen.add((before, long.postings))
    assert len(seen) < 14
    assert {postings / layout.POSTINGS for _, postings in seen} >= {1, 2}
    assert sum(usual.shards.values()) + usual.shards["s"] * usual.blocks < 9000


def article(rng: random.Random) -> dict[str, str]:
    """What an editor may write."""
    front = {key: rng.choice(values) for key, values in FRONT.items()}
    tags = f"[{', '.join(rng.sample(['维权', '单身', '家风', '妇聯'], rng.randint(0, 3)))}]"
    body = "\n\n".join("".join(rng.choices(PIECES, k=rng.randint(0, 30))) for _ in range(rng.randint(1, 3)))
    if rng.random() < 0.1:
        front["status"] = "已撤回"
    return {"title": "题" + "".join(rng.choices(PIECES[:7], k=3)), "body": body + "\n", "tags": tags, **front}


def archive(folder: Path, many: int, rng: random.Random) -> Site:
    """A built site of random articles, all in levels but the last few."""
    site = Site(folder)
    site.write("data/pinyin.yaml", (ROOT / "data" / "pinyin.yaml").read_bytes())
    site.write("config.yaml", "columns: [要闻, 党建工作]\n")
    for i in range(many):
        site.article(f"2018/a{i:03}.md", date=f"2018-{1 + i // 28:02}-{1 + i % 28:02}", **article(rng))
    site.build(search=True)
    return site


def test_any_edits_end_as_a_clean_build_does(tmp_path: Path) -> None:
    """Titles, tags, columns and bodies of some articles at once; rare, odd and Traditional characters too.

    Shards of all families are cut into more blocks and into fewer on the way, and are read right by the scripts that ship.
    """
    rng = random.Random(9)
    site = archive(tmp_path, 60, rng)
    before, came, went = blocks_of(site), set[str](), set[str]()
    for _ in range(12):
        for i in rng.sample(range(52), rng.randint(1, 4)):
            site.article(f"2018/a{i:03}.md", date=f"2018-{1 + i // 28:02}-{1 + i % 28:02}", **article(rng))
        site.build(search=True)
        warm = site.tree()
        now = blocks_of(site)
        came, went, before = came | now - before, went | before - now, now
        site.build(search=True, clean=True)
        assert site.tree() == warm
    for family, most in (("p", 20), ("s", 1), ("w", 0), ("i", 0), ("f", 0)):
        assert min(sum(f"/{family}" in path for path in some) for some in (before, came, went)) > most
    if NODE:
        asked = [*ASKED, "chongsu", "fulian", "一是"]
        found = [query.answer(store(site.output), text) for text in asked]
        assert all(answer.articles for answer in found)
        assert [one[0] for one in asked_in_node(site.output, asked)] == [answer.articles for answer in found]


def test_a_year_of_dates_comes_and_goes(tmp_path: Path) -> None:
    """An article is dated in a year that no other one has, in one that others have, and back; so is one that came late.

    The bytes are those of a clean build, and the articles of each time are found by both sides.
    """
    site = archive(tmp_path, 40, random.Random(5))
    asked = ["2006", "2018", "2006年3月", "2006-03-09 心愿", "2018-02 心愿", "2006-2018 心愿"]
    seen = set[tuple[int, ...]]()
    for date, added in (
        *(("2018-02-09", "2018-02-09"), ("2006-03-09", "2018-01-20"), ("2006", "2018-01-20")),
        *(("2018-01-09", "2018-01-20"), ("2006-03-09", "")),
    ):
        front = {"added": added} if added else {}
        site.article("2018/a007.md", title="心愿", date=date, body="为了心愿而来。\n", **front)
        report = site.build(search=True)
        assert not added or report.anew == ()
        warm = site.tree()
        site.build(search=True, clean=True)
        assert site.tree() == warm
        index = store(site.output)
        found = [query.answer(index, text).articles for text in asked]
        having = {a for a, r in index.records(index.everyone()).items() if r.date.startswith("2006")}
        assert set(index.within(Period("2006-01-01", "2006-12-31"))) == having
        assert len(having) == date.startswith("2006")
        seen.add(tuple(map(len, found)))
        if NODE and date == "2006-03-09":
            assert [one[0] for one in asked_in_node(site.output, asked)] == found
    assert len(seen) > 2


def blocks_of(site: Site) -> set[str]:
    """The files of blocks of all families beside the first ones."""
    return {path for path in site.tree() if re.fullmatch("search/[^/]+/[pswif][0-9a-f]+-[0-9a-f]", path)}


def folders(site: Site) -> set[str]:
    """Those of levels and of records."""
    return {path.rpartition("/")[0] for path in site.tree() if path.startswith("search/") and path.count("/") == 2}


def test_what_goes_leaves_everybody_elses_number(tmp_path: Path) -> None:
    """Withdrawn, back again, a draft, deleted: the bytes of a clean build each time, and nobody else's answers change."""
    site = archive(tmp_path / "one", 52, random.Random(10))
    words = "为了独一无二的心愿而来。"
    homes = folders(site)
    before = numbers_of(site)
    for front in ({}, {"status": "已撤回"}, {}, {"draft": "true"}, {}):
        site.article("2018/a020.md", title="心愿", date="2018-01-21", body=words + "\n", **front)
        report = site.build(search=True)
        assert [s.path for s in report.written if s.path.startswith("search/")] != []
        assert report.anew == ()
        assert folders(site) == homes
        now = numbers_of(site)
        assert sum(now.get(href, number) != number for href, number in before.items()) <= 2
        warm = site.tree()
        site.build(search=True, clean=True)
        assert site.tree() == warm
    site.article("2018/a020.md", title="心愿", date="2018-01-21", status="已撤回", body=words + "\n")
    site.build(search=True)
    gone = IndexReader(lambda path: (site.output / "search" / path).read_bytes())
    withdrawn = sum("已撤回" in path.read_text("utf-8") for path in (site.path / "content/2018").iterdir())
    assert gone.articles == len(gone.everyone()) == 52 - withdrawn
    assert query.answer(gone, "独一无二的心愿").articles == []
    assert all("独一无二" not in record.text for record in gone.whole(gone.everyone()).values())
    assert selftest.problems(site.output) == []
    before_it_went = [answered(gone, text) for text in ASKED]
    (site.path / "content/2018/a020.md").unlink()
    site.build(search=True)
    without = IndexReader(lambda path: (site.output / "search" / path).read_bytes())
    assert [answered(without, text) for text in ASKED] == before_it_went
    assert all(before_it_went)


def test_a_date_is_corrected_and_words_are_taken_back_in_years_that_are_over(tmp_path: Path) -> None:
    """In a folder of 2016, dated 2006, back, a draft, withdrawn, expired: the bytes of a clean build, found by its date
    by both sides, and no record but its own is written."""
    site = Site(tmp_path)
    for year in (2006, 2016, 2026):
        for n in range(24):
            site.article(f"{year}/a{n:02}.md", f"{year}第{n}条", f"{year}-{1 + n // 3:02}-05", "一句话。\n")
    words = {"title": "心愿", "body": "为了心愿而来。\n"}
    site.article("2016/x.md", date="2016-03-03", **words)
    site.build(search=True)
    asked = ["2006 心愿", "2016 心愿", "2006年3月 心愿", "2016-03-03 心愿", "心愿"]
    for date, front in (
        *(("2006-03-03", {}), ("2006", {}), ("2016-03-03", {}), ("2016-03-03", {"draft": "true"}), ("2016-03-03", {})),
        *(("2016-03-03", {"status": "已撤回"}), ("2016-03-03", {"expires": "2020-01-01"}), ("2016-03-04", {})),
    ):
        site.article("2016/x.md", date=date, **words, **front)
        report = site.build(search=True)
        assert report.anew == ()
        changed = [*(step.path for step in report.written), *report.pruned]
        assert sum(path.startswith("search/") and path.endswith(".z") and path.count("/") == 2 for path in changed) <= 1
        warm = site.tree()
        site.build(search=True, clean=True)
        assert site.tree() == warm
        there = not front
        found = [query.answer(store(site.output), text) for text in asked]
        exact = [[s for s in answer.sections if s.tier == "exact"] for answer in found]
        assert [bool(some) for some in exact] == [
            *(there and date[:4] == each for each in ("2006", "2016")),
            there and date == "2006-03-03",
            there and date == "2016-03-03",
            there,
        ]
        if NODE:
            assert [one[0] for one in asked_in_node(site.output, asked)] == [answer.articles for answer in found]


def test_of_a_long_text_what_is_asked_for(tmp_path: Path) -> None:
    """The beginning alone where that has it, the whole where not; and only that while somebody spells."""
    site = archive(tmp_path, 40, random.Random(11))
    long_ = "开头说的是春风化雨。" + "中间" * 80 + "，末尾说的是秋水伊人。\n"
    site.article("2018/a003.md", title="长文", date="2018-01-04", body=long_)
    site.build(search=True)
    asked = {"春风化雨": 0, "秋水伊人": 1, "qiushuiyiren": 1}
    for text, more in asked.items():
        index = store(site.output)
        answer = query.answer(index, text)
        assert [record.title for record in index.records(answer.articles).values()] == ["长文"]
        assert sum(name.endswith("-.z") for name in index.files) == more
        if NODE:
            assert asked_in_node(site.output, [text])[0][0] == answer.articles
    index = store(site.output)
    query.answer(index, "qiushuiyiren", limit=6)
    assert not any(name.endswith("-.z") for name in index.files)
    for body in ("短了。\n", long_, long_.replace("秋水", "春水"), "短了。\n"):
        site.article("2018/a003.md", title="长文", date="2018-01-04", body=body)
        site.build(search=True)
        warm = site.tree()
        assert sum(path.endswith("-.z") for path in warm) == sum(path.endswith("-.z") for path in clean(site))
        assert site.tree() == warm


def clean(site: Site) -> dict[str, bytes]:
    """What a clean build gives."""
    site.build(search=True, clean=True)
    return site.tree()


def numbers_of(site: Site) -> dict[str, int]:
    """Address → number of every article that has one in its year: the newest few have none."""
    index = IndexReader(lambda path: (site.output / "search" / path).read_bytes())
    there = sum(room for _, room in index.manifest["years"])
    known = index.records(number for number in index.everyone() if number < there)
    return {record.href: number for number, record in known.items()}


LATE = {
    "copied into the past": {"date": "2018-01-09"},
    "copied into a year of its own": {"date": "2006-05-12"},
    "entered with its day of coming": {"date": "2006-05-12", "added": "2018-12-01"},
}


@pytest.mark.parametrize("front", LATE.values(), ids=LATE)
def test_a_late_article_is_put_in(tmp_path: Path, front: dict[str, str]) -> None:
    """Wherever in time: the bytes of a clean build, the index patched and not made again, and nobody asked in vain."""
    site = archive(tmp_path, 52, random.Random(12))
    site.build(search=True)
    site.article("2018/bulu.md", title="补录的一条", body="寻找独一无二的心愿。\n", **front)
    report = site.build(search=True)
    assert [name for name, _ in report.anew if "segment" in name] == []
    if "added" in front:
        assert [s.path for s in report.written if s.path.startswith("search/")] == ["search/index.z"]
    warm = site.tree()
    site.build(search=True, clean=True)
    assert site.tree() == warm
    index = IndexReader(lambda path: (site.output / "search" / path).read_bytes())
    assert [record.title for record in index.records(query.answer(index, "独一无二的心愿").articles).values()] == [
        "补录的一条"
    ]


def answered(store: IndexReader, text: str) -> list[tuple[str, float]]:
    """(address, score) of the articles found."""
    found = query.answer(store, text)
    records = store.records(found.articles)
    return [(records[a].href, found.scores.get(a, 0.0)) for a in found.articles]


def test_a_corrected_word_changes_a_few_files(tmp_path: Path) -> None:
    """Not the level: what a correction costs to publish does not grow with the archive."""
    site = archive(tmp_path, 52, random.Random(8))
    text = "各区妇联举办家庭教育讲座。"
    site.article("2018/a000.md", date="2018-01-01", body=text + "\n")
    site.build(search=True)
    site.article("2018/a000.md", date="2018-01-01", body=text.replace("举办", "主办") + "\n")
    report = site.build(search=True)
    written = [s.path for s in report.written if s.path.startswith("search/")]
    # Two pairs went and two came, one character went and one came; the record; the manifest stays.
    assert 0 < len(written) <= 7
    assert "search/index.z" not in written
    assert report.pruned == ()


def test_a_damaged_shard_is_not_built_upon(tmp_path: Path) -> None:
    """The level is cut again from the texts when one of its files, or an article's record, is not what we left."""
    site = archive(tmp_path, 36, random.Random(9))
    whole = site.tree()
    names = [name for name in whole if name.startswith("search/") and name.count("/") == 2]
    for name in (min(names), max(names), next(n for n in names if n.endswith(".z"))):
        site.article("2018/a001.md", date="2018-01-02", body="改过的正文。\n")
        (site.output / name).write_bytes(b"")
        site.build(search=True)
        warm = site.tree()
        site.build(search=True, clean=True)
        assert site.tree() == warm
        site.article("2018/a001.md", date="2018-01-02", body="又改了。\n")
        (site.output / name).unlink()
        site.build(search=True)
        warm = site.tree()
        site.build(search=True, clean=True)
        assert site.tree() == warm


LOADED = """
import sys
from jianbao.cli import main
code = main(["build", "--site", sys.argv[1], "--jobs", "1", "--quiet"])
print(code, *sorted({"numpy", "rjieba", "pypinyin", "opencc"} & sys.modules.keys()))
"""


@pytest.mark.parametrize("many", [52, 130])
def test_an_edit_loads_nothing_that_it_can_do_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, many: int
) -> None:
    """Numpy, the cutter of headlines and the readings take longer to load than one edited body to build: of an article
    in a pack, and of one in a segment."""
    monkeypatch.undo()  # other processes build here
    rng = random.Random(11)
    site = archive(tmp_path / "site", many, rng)

    def built() -> str:
        words = [sys.executable, "-c", LOADED, str(site.path)]
        return subprocess.run(words, capture_output=True, text=True, check=True, cwd=ROOT).stdout.strip()

    assert built() == "0"
    before = site.tree()
    file = site.path / "content/2018/a005.md"
    file.write_bytes(file.read_bytes() + "\n又开了一次会，重塑改革。\n".encode())
    assert built() == "0"
    shards = [path for path, data in site.tree().items() if before.get(path) != data and path.startswith("search/")]
    packs = [path for path in shards if path.startswith("search/packs/")]
    assert (len(packs), len(shards) > 2) == ((1, False) if many == 52 else (0, True))
