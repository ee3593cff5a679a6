"""Slips that are told by how much likelier a row becomes with one of them undone; silence where nothing bears one out."""

from pathlib import Path

import numpy
import pytest

from jianbao.check import ahead, engine, inspect, prose, rules
from jianbao.check.slips import channel, oneslip, swaps, twoslips, typos, weighed
from jianbao.check.words import counts, taken
from jianbao.settings import knowledge
from tests.sites import Site

ENGINE = engine.Engine(rules.load(Path(__file__).resolve().parent.parent).values(), knowledge.load(None), frozenset())
SLIPS = {"typo-word", "typo-maybe", "word-twice-maybe"}


def told(text: str) -> list[str]:
    """What is asked of the slips in a text."""
    found = ENGINE.found(prose.of_text(text, "a.txt"), "")
    return [f.problem.hint for f in found if f.problem.code in SLIPS]


def columns(*texts: str) -> "list[numpy.ndarray[tuple[int, ...], numpy.dtype[numpy.uint32]]]":
    """Texts of one length as rows of numbers, by column."""
    return list(numpy.array([[ord(one) for one in text] for text in texts], numpy.uint32).T)


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("居民的合法全意得到了维护。", "居民的合法权益得到了维护。"),
        ("增强了妇女群众的获得得感。", "增强了妇女群众的获得感。"),
        ("深入开展走访慰问问活动。", "深入开展走访慰问活动。"),
        ("保护妇女的法合权益。", "保护妇女的合法权益。"),
        ("切实做好服务作工。", "切实做好服务工作。"),
    ],
)
def test_a_slip_is_told_and_what_was_meant_is_not(wrong: str, right: str) -> None:
    assert len(told(wrong)) == 1
    assert told(right) == []


@pytest.mark.parametrize(
    "text",
    [
        "这次座谈不仅拉近了距离，更增进了了解。",
        "他就妇联工作作专题报告。",
        "这是我市第三届届中调整。",
        "北京市市长出席会议。",
    ],
)
def test_what_stands_twice_and_is_meant(text: str) -> None:
    """A particle before 了解, a verb behind a word that ends as it does, a measure word behind a number, a place's own post."""
    assert told(text) == []


def test_words_that_were_added_as_the_hint_says_are_asked_about_no_more(site: Site) -> None:
    """By themselves as they were shown, or in longer words that stand there."""
    text = (
        "加强对学生的监督和健测，完善有关的规障制度。活动获得了居民的一致好平，得到了广犯欢迎。检查中发现的问题，要责令现期整改。"
        "他坚持在一线工作，无怨无诲。加强对食堂的卫生官理，切实做好服务作工。大家认针学习了有关文件。"
    )
    slips = [f for f in ENGINE.found(prose.of_text(text, "a.txt"), "") if f.problem.code in SLIPS]
    assert len(slips) >= 9
    assert all("data/words.yaml" in f.problem.hint for f in slips)
    for wider in (0, 1):
        words = [text[f.start - wider : f.end + wider].strip("，。") for f in slips]
        site.write("data/words.yaml", f"words: {' '.join(words)}\n")
        taught = engine.Engine(rules.load(site.path).values(), knowledge.load(site.path), frozenset())
        assert not [f for f in taught.found(prose.of_text(text, "a.txt"), "") if f.problem.code in SLIPS]


def test_a_row_that_people_write_is_likelier() -> None:
    """By the counts; and a model that backs off has an answer for what nobody ever wrote."""
    written, turned, thrown = counts.likelihood(columns("全面推进乡村", "全推面进乡村", "龘全靐面齉进"), 3)
    assert written > turned > thrown
    assert numpy.isfinite(thrown)


def test_every_kind_of_slip_is_tried() -> None:
    """Where a row was never met: one exchanged, a word of the same sound, one too many, two turned, both exchanged."""
    for text, kind, meant in (
        ("合法全益得到维护", oneslip.ONE, "权"),
        ("合法全意得到维护", oneslip.TWIN, "权益"),
        ("走访慰问问活动", oneslip.MORE, ""),
        ("妇女的法合权益", oneslip.TURNED, "合法"),
        ("加强质量监则工作", oneslip.ONE, "测"),
        ("维护社会知序稳定", oneslip.ONE, "秩"),
        ("维护社会知续稳定", twoslips.BESIDE, "秩序"),
    ):
        tried = channel.edits(text, 8.0)
        assert tried is not None
        rows_of = zip(tried.kind.tolist(), tried.right.tolist(), strict=True)
        assert (kind, meant) in {(one, "".join(map(chr, filter(None, row)))) for one, row in rows_of}, text


def test_what_rows_and_words_say_of_a_slip() -> None:
    """With 权 the row of 全益 is written, with 拳 it is not; of two characters alone little can be known."""
    well, ill = weighed.evidence("合法全益得到维护", [(2, "权"), (2, "拳")], frozenset())
    alone, both = weighed.evidence("周未，合法全意得到维护", [(1, "末"), (5, "权益")], frozenset())
    assert well > alone > ill
    assert both > alone


def test_a_part_of_a_character_is_taken_for_it() -> None:
    """则 for 测, which has it, and 去 for 法; of what many have, as of 口, they do not look alike."""
    pairs = set(zip(taken.by_parts().wrong.tolist(), taken.by_parts().right.tolist(), strict=True))
    assert {(ord("则"), ord("测")), (ord("去"), ord("法"))} <= pairs
    assert (ord("咱"), ord("吃")) not in pairs


def test_beside_a_slip_less_is_enough() -> None:
    """What is no more than likely is said in a sentence that has another slip, and not by itself."""
    sure, likely = "妇联组积召开座谈会", "各有关单为参加"
    both = [typos.Clue(0, typos.Slip(2, "组积", "组织", 5.0), typos.ODD)]
    both.append(typos.Clue(12, typos.Slip(13, "单为", "单位", 1.5), typos.ODD))

    def said(text: str, clues: "list[typos.Clue]") -> list[str]:
        read = prose.of_text(text, "a.txt")
        read.ahead = ahead.Seen({}, None, False, frozenset(), 0, slips=tuple(clues))
        return [hit.right for hit in typos.hits(read, inspect.Context(knowledge.load(None)))]

    assert said(f"{sure}，{likely}。", both) == ["组织", "单位"]
    assert said(f"{sure}。{likely}。", both) == ["组织"]


def test_a_long_file_is_looked_at_piece_by_piece(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three places at a time find what all of them together do."""
    text = "居民的合法全意得到了维护。\n合同在有效斯满以后自动终止。\n深入开展走访慰问问活动。\n切实做好服务作工。\n经济社会发展取得显住成效。\n"
    whole = told(text)
    assert len(whole) == 5
    monkeypatch.setattr(channel, "PART", 3)
    monkeypatch.setattr(swaps, "PART", 3)
    assert told(text + "完") == whole


@pytest.mark.parametrize(
    "text",
    [
        "区委书记斯福民主持会议。",
        "教研组组长单丽霞老师为孩子们讲解。",
        "接着，易伟建副院长鼓励同学们。",
        "参加会议的有陈宏敏、杭义洪、罗强。",
        "难民署发言人沙比娅·曼图表示欢迎。",
    ],
)
def test_names_are_no_slips(text: str) -> None:
    """Beside a post, in a list of names, from abroad."""
    assert told(text) == []
