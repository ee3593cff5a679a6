"""Slips that only three characters in a row show, and characters that changed places; silence where nobody slipped."""

from pathlib import Path

import numpy
import pytest

from jianbao.check import engine, prose, rules
from jianbao.check.slips import swaps
from jianbao.check.words import grams, lexicon
from jianbao.settings import knowledge

ENGINE = engine.Engine(rules.load(Path(__file__).resolve().parent.parent).values(), knowledge.load(None), frozenset())


def codes(text: str) -> set[str]:
    """Of everything that a check finds in a text."""
    return {f.problem.code for f in ENGINE.found(prose.of_text(text, "a.txt"), "")}


def told(text: str) -> list[tuple[str, str]]:
    """(the character, what it was taken for), by the rows alone."""
    read = prose.of_text(text, "a.txt")
    found = swaps.likeliest(read, lexicon.shipped())
    return [(read.prose[at], swap.character) for at, (much, swap) in sorted(found.items()) if much >= swaps.SURE]


def test_rows_that_were_met_and_rows_that_were_not() -> None:
    """Of what official prose says often all, of characters thrown together hardly any."""
    often = ["人民政", "民政府", "共产党", "习近平", "一系列", "进一步"]
    columns = [numpy.array([ord(row[n]) for row in often], numpy.uint32) for n in range(3)]
    assert grams.met(columns).all()
    often = ["人民政府", "中国共产", "全面推进"]
    columns = [numpy.array([ord(row[n]) for row in often], numpy.uint32) for n in range(4)]
    assert grams.met(columns).all()
    rng = numpy.random.default_rng(3)
    for length in (3, 4):
        thrown = [rng.integers(0x4E00, 0x9FA5, 20_000).astype(numpy.uint32) for _ in range(length)]
        assert grams.met(thrown).mean() < 0.06


@pytest.mark.parametrize(
    ("text", "slip"),
    [
        ("合同在有效斯满以后自动终止。", ("斯", "期")),
        ("人民法院应当及时审里案件。", ("里", "理")),
        ("经济社会发展取得显住成效。", ("住", "著")),
        ("严厉打击各类违法犯醉行为。", ("醉", "罪")),
        ("进一步完善管理制渡。", ("渡", "度")),
    ],
)
def test_each_pair_is_written_and_the_row_is_not(text: str, slip: tuple[str, str]) -> None:
    """The character is told with the one that it was taken for, and nothing of the sentence as it should be."""
    assert told(text) == [slip]
    assert "typo-word" in codes(text)
    right = text.replace(*slip)
    assert told(right) == []
    assert not {"typo-word", "typo-maybe"} & codes(right)


@pytest.mark.parametrize("turned", ["联妇", "真认", "神精", "女妇", "际实", "众群", "质务"])
def test_two_characters_that_changed_places(turned: str) -> None:
    """A warning where a word is written the wrong way round; none where it is right."""
    text = "会议要求各级妇联组织认真学习文件精神，解决妇女群众关心的实际问题，提高服务质量。"
    right = turned[::-1]
    assert "typo-word" in codes(text.replace(right, turned, 1))
    assert not {"typo-word", "typo-maybe"} & codes(text)


@pytest.mark.parametrize(
    "text",
    [
        "我园组织教师开展家访活动，全园师生参加。",
        "本合同一式两份，双方各执一份，具有同等法律效力。",
        "双方应当在合同有效期满前三十日协商续签。",
        "林巧云、陈玉娥、黄惠贞三位同志被评为先进个人。",
        "歌仔戏传习中心到曾厝垵演出《五女拜寿》。",
    ],
)
def test_what_is_right_is_left_alone(text: str) -> None:
    """Words that everybody makes, names of people and places, contracts."""
    assert not {"typo-word", "typo-maybe"} & codes(text)
