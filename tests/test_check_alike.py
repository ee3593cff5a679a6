"""One text, one name: names of persons, places, documents and what is in marks, each beside two that are two."""

from pathlib import Path

import pytest

from jianbao.check import engine, prose, rules
from jianbao.settings import knowledge

ENGINE = engine.Engine(rules.load(Path(__file__).resolve().parent.parent).values(), knowledge.load(None), frozenset())
CODES = {"name-changed", "name-alike", "name-variants", "organisation-variants"}


def found(text: str) -> list[int]:
    """Where names are said to have changed."""
    told = (f.problem for f in ENGINE.found(prose.of_text(text, "a.txt"), ""))
    return [problem.column for problem in told if problem.code in CODES]


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("街道工会主席林晓燕主持会议，会后{}对下一步工作提出要求。", "林晓燕", "林晓雁"),
        ("社区书记陈建芹致辞，随后{}介绍了情况。", "陈建芹", "陈建琴"),
        ("“彩虹小站”去年开张，今年{}又添了新书。", "“彩虹小站”", "“彩红小站”"),
        ("南湾社区举办讲座。当天，{}妇联送来了图书。", "南湾社区", "南弯社区"),
        ("清源小学的孩子们来了，{}还送来了花。", "清源小学", "清沅小学"),
        ("《居民自治公约》张贴在门口，{}人人遵守。", "《居民自治公约》", "《居民自治公告》"),
    ],
)
def test_a_name_that_changes(text: str, right: str, wrong: str) -> None:
    """One character that sounds or looks alike, or a document of another kind: told where the other one stands."""
    at = text.index("{") + 1
    told = found(text.format(wrong))
    assert told
    assert all(at <= column <= at + 1 for column in told)
    assert not found(text.format(right))


@pytest.mark.parametrize(
    "text",
    [
        "会议由主席林晓燕主持，副主席林晓雁传达了文件。",
        "姐姐林晓燕说，妹妹很能干，林晓雁说，姐姐更能干。",
        "林晓燕、林晓雁参加，林晓燕主持。",
        "“同心驿站”和“童心驿站”同日揭牌。",
        "“巾帼一队”得了第一，“巾帼二队”得了第二。",
        "红星小学的孩子唱歌，红旗小学的孩子跳舞。",
        "东湾村办讲座，西湾村办义诊。",
        "志愿者走进社区，居民走近社区。",
        "发展乡村旅游，点赞乡村生活。",
        "唱了《我的母亲》，又唱了《我的父亲》。",
    ],
)
def test_two_that_are_two(text: str) -> None:
    """Posts of their own, kin, neighbours in a row, numbers, directions, words before a kind of place."""
    assert not found(text)
