"""A large archive is asked only where all of a phrase can be: less is read, and the same is found."""

import random

import pytest

from jianbao.search import grams, numbers
from jianbao.search.asking import index_reader, query
from jianbao.search.asking.exact import exact
from jianbao.search.shards import layout
from tests.searching import alike, needs_node, needs_search, store
from tests.sites import Site

pytestmark = needs_search
WORDS = "妇联 富联 改革 家庭 教育 厦门 来厦 厦金 曾厝垵 重塑 长效 单主任 查女士 妇女 重庆 志愿 服务 维权 调解 2018 wifi".split()


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Ninety articles with so many numbers as a large archive has, and every shard of pairs cut into blocks."""
    site = Site(tmp_path_factory.mktemp("search"))
    rng = random.Random(7)
    for i in range(90):
        title = "".join(rng.choices(WORDS, k=3))
        body = "，".join("".join(rng.choices(WORDS, k=5)) for _ in range(5))
        site.article(
            f"2018/{i // 10:02}/a{i:03}.md", title, f"20{10 + i // 30}-0{1 + i // 4 % 7}-{1 + i % 20:02}", body + "\n"
        )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(numbers, "room", lambda _: 8192)
        patch.setattr(layout, "POSTINGS", 2)
        site.build(search=True)
    found = store(site.output)
    assert found.large
    return site


def phrases(site: Site) -> list[str]:
    """Parts of the texts, most of them longer than two words, that no text has across a mark alone: where few articles
    are left, the pair across the mark is not asked for."""
    index = store(site.output)
    rng = random.Random(9)
    every = index.records(index.everyone()).values()
    texts = [f"{record.title}\n{record.text}" for record in every]
    joined = ["".join(grams.han_runs(text)) for text in texts]
    made = []
    for text in rng.sample(texts, 40):
        run = rng.choice(grams.han_runs(text))
        phrase = run[: rng.randint(4, 12)]
        if all(phrase in text or phrase not in runs for text, runs in zip(texts, joined, strict=True)):
            made.append(phrase)
    assert len(made) >= 18
    return made


def test_what_is_found_is_what_whole_lists_say(built: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first section of every phrase, typed in Han and as it sounds; fewer bytes in all."""
    some = phrases(built)
    own = store(built.output).readings.own
    spoken = ["".join(own[c] for c in phrase) for phrase in some]
    first = []
    read = []
    for large in (True, False):
        if not large:
            monkeypatch.setattr(index_reader, "LARGE", 1 << 30)
        for phrase in [*some, *spoken]:
            reader = store(built.output)
            assert reader.large == large
            found = query.answer(reader, phrase)
            first.append((found.sections[0].tier, sorted(found.sections[0].articles)))
            read.append(sum(reader.files.values()))
    many = 2 * len(some)
    assert first[:many] == first[many:]
    assert sum(read[:many]) < 0.9 * sum(read[many:])


def test_initials_of_a_part_of_a_title(built: Site) -> None:
    """Which have no pairs to look up."""
    index = store(built.output)
    for record in index.records(index.everyone()[::9]).values():
        run = max(grams.han_runs(record.title), key=len)[:5]
        found = query.answer(store(built.output), "".join(index.readings.of(c)[0] for c in run), limit=30)
        assert len(run) < 4 or record.title in {r.title for r in index.records(found.articles).values()}


def test_what_is_left_out_needs_every_pair(built: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """A minus takes nothing away that has only a part of the phrase: all of its pairs are looked up."""
    some = phrases(built)
    joined = []
    for large in (True, False):
        if not large:
            monkeypatch.setattr(index_reader, "LARGE", 1 << 30)
        for phrase in some:
            index = store(built.output)
            joined.append(exact(index, grams.query(phrase, index.fold).more, few=0).joined)
    assert joined[: len(some)] == joined[len(some) :]
    assert all(joined)


def test_where_nobody_has_all_the_rarest_pairs_are_asked_for(built: Site) -> None:
    """Every article that has one of them is found as partly right."""
    index = store(built.output)
    asked = grams.query("甲乙妇联曾厝垵丙丁", index.fold)
    found = exact(index, asked.some, whole=True)
    assert 2 <= len(found.terms) <= 4
    for pair, postings in found.terms.items():
        having = {a for a, r in index.whole(index.everyone()).items() if pair in f"{r.title}\n{r.text}"}
        assert set().union(*postings) == having


def test_what_is_only_partly_right_is_told_as_at_least(built: Site) -> None:
    """Of pairs that were looked up in places nobody knows how many articles have them."""
    told = [section for phrase in phrases(built) for section in query.answer(store(built.output), phrase).sections]
    assert {section.tier for section in told if section.least} == {"some"}


@needs_node
def test_the_shipped_scripts_narrow_alike(built: Site) -> None:
    """The same articles, scores and sections, and the same files."""
    some = phrases(built)
    own = store(built.output).readings.own
    asked = [
        *some,
        *("".join(own[c] for c in phrase) for phrase in some),
        "chongsufunv",
        "妇联改革 -重庆",
        "zengcuoanjiating",
    ]
    asked += ["家庭教育 妇女", "甲乙丙丁妇联改革", "jiatingjiaoyv", "jiatngjiaoyu"]
    alike(built.output, asked)
