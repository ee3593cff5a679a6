"""Many texts looked at together: what is found in them is what is found in each by itself."""

from pathlib import Path

import pytest

from jianbao.check import engine, proofreader, prose, stretches
from jianbao.check.expressions import bounded
from jianbao.check.prose import Prose
from jianbao.check.required import Guarded

ENGINE = engine.of_site(None)
ROOT = Path(__file__).resolve().parents[1]
TEXTS = (
    "活动在市妇儿中心举办，充发挥作用。大家认真的学习了文件，收获颇丰。",
    "会议会议强调，各园要做好防暑降温工作；一条条证书发到手里。",
    "创新、绿色、协调、开放、共享，收益匪浅！提高了履职能力，增加了履职能力。",
    "他说：“座落在湖边的小楼”，让让群众满意？第40个教师节，2月30日。",
    "活动在市妇儿中心举办，充发挥作用。天天，一人一人来。\n\n市妇联走访慰问，因的制宜。",
    "甲,乙。丙，，丁。3月3日-2日，共36篇",
    "",
    "无标点",
    "啊",
    "啊啊",
    "活动增强了妇女群众的获得得感。",
    "大家增强了妇女群众的获得得感！王许些同志说，这里有许些困难。",
    "居民的合法全意得到维护，妇女們學習過這個文件。",
    "居民的合法全意得到维护，斯克尔全意尼夫说：维护妇女合法全意。",
    "落实家庭幅利政策。市妇幼健院义诊，比超赶学。",
    "落实家庭幅利政策，幅利送到家，谈谈，谈判。先后陆续到达，各级妇联积积极作为。",
    "防灾，灾险；“乘风坡浪”向未来，乘风坡浪，启新程。妇幼健，健院。",
    "中华民族伟大振兴的中国梦；社会主义价值核心观。中国妇女第十三次代表大会召开。",
)


def _found(texts: list[Prose]) -> list[list[tuple[object, ...]]]:
    return [[tuple(one) for one in proofreader.found(ENGINE, text, "2024-05-01")] for text in texts]


def _read(texts: tuple[str, ...], kind: str) -> list[Prose]:
    if kind == "txt":
        return [prose.of_text(text, "a.txt") for text in texts]
    return [prose.of_markdown(f"---\ntitle: 试试\ndate: 2024-05-01\n---\n\n{text}\n", "a.md") for text in texts]


@pytest.mark.parametrize("kind", ["md", "txt"])
def test_what_is_found_together_is_what_is_found_alone(kind: str) -> None:
    alone = _found(_read(TEXTS, kind))
    for _ in range(2):  # the second time every clause is known
        together = _read(TEXTS, kind)
        ENGINE.looks_ahead(together)
        assert _found(together) == alone
    assert any(alone)


def test_every_example_of_a_rule_is_found_among_others() -> None:
    """Each in a text of its own, and all of them looked at together."""
    examples = tuple(
        example
        for rule in engine.rules.load(None).values()
        for example in (*rule.match, *rule.ok)
        if rule.only != "txt"
    )
    together = _read(examples, "md")
    ENGINE.looks_ahead(together)
    assert _found(together) == _found(_read(examples, "md"))


def test_the_archive_that_ships_reads_the_same() -> None:
    files = sorted((ROOT / "content").rglob("*.md"))
    together, alone = ([prose.of_markdown(file.read_text("utf-8"), file.name) for file in files] for _ in range(2))
    ENGINE.looks_ahead(together)
    assert _found(together) == _found(alone)


@pytest.mark.parametrize(
    "pattern",
    """了解到了 (?<![不没])让让 [，。]了(?=[。，]) 甲{1,3}乙。 [一-龥]{2}的(?![。]) \\b甲\\d{2} (?<=。)甲 ^甲 甲$
    (甲乙)的\\1(?=[，。]|$) (?:^|(?<=[。，]))为了(?:甲|乙。) (?=甲，)甲 (?<!，甲)乙 甲(?:乙|，)?+""".split(),
)
def test_an_expression_that_ends_with_a_clause(pattern: str) -> None:
    assert bounded.is_bounded(pattern)


@pytest.mark.parametrize(
    "pattern",
    """甲，乙 甲[^。]{1,9}乙 甲.乙 (?=甲，乙)丙 甲\\s乙 甲\\D乙 (?i:甲) 甲[，。]{2} 甲(?:，|。)乙 甲，(?=乙) 甲(?!$|乙) (?<=，甲)乙，丙
    (?<!^)甲 (?<=甲，)乙""".split(),
)
def test_an_expression_that_may_look_further(pattern: str) -> None:
    assert not bounded.is_bounded(pattern)


@pytest.mark.parametrize("pattern", "甲，乙 甲[^。\\n]{1,9}乙 甲，(?=乙) (?<=[。！？])甲；乙 甲！乙。".split())
def test_an_expression_that_ends_with_a_sentence(pattern: str) -> None:
    asked = Guarded(pattern)
    assert asked.in_sentence
    assert not asked.bounded


@pytest.mark.parametrize("pattern", "甲。乙 甲[^，]{1,9}乙 甲.乙 甲\\s乙 (?<=甲。)乙，丙 (?i:甲)，乙".split())
def test_an_expression_that_may_look_beyond_a_sentence(pattern: str) -> None:
    assert not Guarded(pattern).in_sentence


def test_where_in_which_sentences_expressions_match() -> None:
    """As in each text by itself, and again when every sentence is known."""
    asked = {3: Guarded("甲，乙"), 8: Guarded("(?:^|(?<=。))丙，丁(?=。|$)")}
    texts = ["甲，乙。丙，丁", "", "丙，丁。丙，丁。甲，丙，丁。", "甲，乙\n\n甲，乙", "乙，甲。\n"]
    sentences = stretches.Sentences(asked)
    for _ in range(2):
        for text, places in zip(texts, sentences.look(texts), strict=True):
            for number, one in asked.items():
                found = [text[start:end] for start, end in places.get(number, ())]
                assert len(found) == len(list(one.pattern.finditer(text)))
                assert all(one.pattern.search(sentence) for sentence in found)
