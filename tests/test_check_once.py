"""One fault at one place is told once, and two faults are told as two."""

import random

import pytest

from jianbao.check import engine, once, prose
from jianbao.check.rules import Finding
from jianbao.check.slips import gains
from jianbao.check.slips.judge import window
from jianbao.check.words import lexicon

ENGINE = engine.of_site(None)


def told(text: str) -> list[str]:
    return [one.problem.code for one in ENGINE.found(prose.of_text(text, "a.txt"))]


def found(text: str) -> set[str]:
    return {one.rule.code for one in ENGINE.findings(prose.of_text(text, "a.txt"))}


@pytest.mark.parametrize(
    ("text", "said", "same"),
    [
        ("深入的开展调研", "adverb-de", "de-before-verb"),
        ("心里健康教育", "psychology", "typo-maybe"),
        ("捐赠一双棉被。", "measure-of-thing", "measure-word-more"),
        ("大家笑的合不拢嘴。", "de-complement-idiom", "de-complement-any"),
        ("理论自信、道路自信、制度自信、文化自信。", "sequences", "four-confidences"),
        ("致以诚挚地问候。", "fixed-near", "di-before-noun-more"),
        ("活动得到一至好评。", "fixed-near", "unanimous"),
    ],
)
def test_a_fault_that_two_rules_know_is_told_once(text: str, said: str, same: str) -> None:
    assert {said, same} <= found(text)
    assert said in told(text)
    assert same not in told(text)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("《厦门市妇女发展规划（2010-2020年）》已经印发。", ["outline-years", "range-hyphen"]),
        ("书记在仪式上说“2014年，我来村里参加了第一批工作队", ["mark-unpaired", "said-without-colon"]),
    ],
)
def test_two_faults_in_one_place_are_told(text: str, codes: list[str]) -> None:
    assert set(codes) <= set(told(text))


def test_of_two_words_that_may_have_been_meant_the_likelier_one_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """The one that is found first, in whatever order a set of findings happens to be."""
    rule = ENGINE.by_check["typosmaybe"]
    found = [Finding(2, 4, rule, "培至", right) for right in ("增至", "培植")]
    for every in (found, found[::-1]):
        for order in (found, found[::-1]):
            monkeypatch.setattr(once, "told", lambda *_, said=order: said)
            assert engine._outermost("每年培至五千人。", every, {}) == every[:1]  # noqa: SLF001


def test_what_words_can_gain_is_never_more_than_was_told() -> None:
    """Of slips made at random in words of the list: what cutting both texts gains is within what was told before."""
    known = lexicon.shipped()
    random_ = random.Random(17)
    words = random_.sample(sorted(word for word in known.costs if 1 < len(word) < 4), 600)
    for _ in range(800):
        text = "".join(random_.sample(words, 5))
        at = random_.randrange(1, len(text) - 2)
        length, meant = random_.choice([(1, 1), (2, 2), (1, 0)])
        right = "".join(random_.choice(random_.choice(words)) for _ in range(meant))
        low, high = window(text, at, at + length)
        before, after = text[low:high], text[low:at] + right + text[at + length : high]
        gain = known.cut(before)[0] - known.cut(after)[0]
        assert gain <= max(one.most for one in gains.gains(known, text, at, length, right)) + 1e-6
