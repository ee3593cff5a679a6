"""What stands in quotation marks is found where its words stand side by side, whatever mark is between, and only there."""

import random
import re
from pathlib import Path

import pytest

from jianbao.search import grams, numbers
from jianbao.search.asking import query
from jianbao.search.asking.index_reader import IndexReader
from jianbao.search.shards import across, blocks, layout
from tests.searching import alike, known, needs_node, needs_search, store
from tests.sites import Site

pytestmark = needs_search
WORDS = "妇联 改革 家庭 教育 厦门 重庆 志愿 服务 维权 调解 2018 wifi 5g 𠮷野 Café".split()
MARKS = ["，", "、", "。", "”“", "》（", " ", "——", "", "", "\n\n", "℃，"]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """120 articles of few words, so that any two stand in most of them, and side by side in some."""
    site = Site(tmp_path_factory.mktemp("search"))
    rng = random.Random(31)
    for i in range(122):
        body = "".join(rng.choice(WORDS) + rng.choice(MARKS) for _ in range(24))
        title = "题" + "，".join(rng.choices(WORDS, k=2))
        site.article(
            f"2018/{i // 10:02}/a{i:03}.md", title, f"20{10 + i // 40}-0{1 + i // 6 % 7}-{1 + i % 20:02}", body + "\n"
        )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(numbers, "room", lambda _: 8192)
        patch.setattr(layout, "POSTINGS", 20)
        patch.setattr(blocks, "LARGE", 40)
        site.build(search=True)
    found = store(site.output)
    assert found.large
    assert found.young
    return site


def beside(index: IndexReader, *words: str) -> set[int]:
    """The articles whose texts say so."""
    fold = grams.Fold(known().simplified)
    # Two words of letters are not one.
    pattern = re.compile(re.sub(r"(?<=[a-z]) \?(?=[a-z])", " ", " ?".join(grams.bare(fold(word)) for word in words)))
    texts = {a: (r.title, "\n".join(r.tags), r.text) for a, r in index.whole(index.everyone()).items()}
    return {a for a, fields in texts.items() if any(pattern.search(grams.bare(fold(field))) for field in fields)}


def asked() -> list[tuple[str, ...]]:
    """Two and three words, each query once."""
    rng = random.Random(32)
    return [*dict.fromkeys(tuple(rng.sample(WORDS, rng.choice((2, 2, 3)))) for _ in range(60))]


def test_every_row_has_the_words_side_by_side_and_none_is_missing(built: Site) -> None:
    """Across commas, quotation marks, brackets, blanks, ends of paragraphs; beside digits, Latin and rare characters."""
    index = store(built.output)
    many = 0
    for words in asked():
        found = query.answer(index, f"“{' '.join(words)}”").sections
        rows = set(found[0].articles) if found and found[0].tier == "exact" else set()
        right = beside(index, *words)
        many += len(right)
        assert rows <= right, words
        # Ten are looked at at least; a number that is not whole says so.
        assert len(rows) >= min(len(right), 10), words
        assert rows == right or found[0].about, words
    assert many > 300


def test_a_mark_that_is_typed_may_be_another_one(built: Site) -> None:
    """What the reader puts between the words parts them like a blank."""
    index = store(built.output)
    ways = ("“妇联 改革”", '"妇联、改革"', "“妇联，改革”", "「妇联 改革」", "“妇联——改革”")
    assert len({tuple(query.answer(index, way).articles) for way in ways}) == 1
    assert query.answer(index, ways[0]).articles


def test_nothing_else_is_read_but_what_may_be_right(built: Site) -> None:
    """Both words stand in most articles; of the others no text is looked at."""
    for words in asked()[:20]:
        reader = store(built.output)
        query.answer(reader, f"“{' '.join(words)}”", limit=10)
        read = [name for name in reader.files if re.search(r"/[0-9a-f]+\.z$", name)]
        assert len(read) <= 60, words


def test_the_sign_between_words_is_nobodys(built: Site) -> None:
    """A reader who types the character that stands for “beside” is asked about nothing by it."""
    index = store(built.output)
    for text in ("\ue000", "妇联\ue000改革", "“\ue000”", "“，”"):
        assert query.answer(index, text).articles == query.answer(index, text.replace("\ue000", " ")).articles


@needs_node
def test_the_shipped_scripts_answer_alike(built: Site) -> None:
    """The same articles, scores and sections, from the same files."""
    texts = [f"“{' '.join(words)}”" for words in asked()]
    texts += [
        "“妇联、改革” 重庆",
        "“妇联 改革” 或 “维权 调解”",
        "“wifi 5g”",
        "“妇联”",
        "“服务 2018” 2011年",
        "\ue000",
        "“\ue000”",
    ]
    texts += ["“fulian gaige”", "“𠮷野 妇联”", "“妇联改革”"]
    alike(built.output, texts)


def test_a_bucket_is_a_term_and_a_number() -> None:
    """Both name the same; no pair of searchable characters is called so."""
    buckets = across.Buckets()
    for two in ("来中", "妇5", "gw", "𠮷野", "a1"):
        number = across.bucket(two)
        assert buckets.number(buckets.pair(number)) == number < across.PLACES
        assert across.is_name(across.name(number))
        assert not across.is_name(two)
    assert list(grams.neighbours("“四癌”救助5g，妇联\n改革 好")) == ["癌救", "g妇", "联改", "革好"]


def test_one_word_more_across_a_mark_is_built_as_a_clean_build_would(tmp_path: Path) -> None:
    """An edit that changes nothing but marks changes what stands beside what."""
    site = Site(tmp_path)
    for i in range(40):
        site.article(f"2018/a{i:02}.md", f"题{i}", f"2018-01-{1 + i % 28:02}", "妇联，改革。家庭、教育。\n")
    site.build(search=True)
    site.article("2018/a03.md", "题3", "2018-01-04", "妇联改革，家庭。教育\n")
    site.build(search=True)
    warm = site.tree()
    site.build(search=True, clean=True)
    assert site.tree() == warm
    index = store(site.output)
    assert (
        len(query.answer(index, "“改革 家庭”").sections[0].articles) == 40
        or query.answer(index, "“改革 家庭”").articles
    )
