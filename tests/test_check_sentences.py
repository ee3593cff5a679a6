"""Sentences run together or ended too soon, 的 behind words of manner, and what is no slip; each beside what is right."""

from pathlib import Path

import pytest

from jianbao.check import engine, prose, rules
from jianbao.settings import knowledge

ENGINE = engine.Engine(rules.load(Path(__file__).resolve().parent.parent).values(), knowledge.load(None), frozenset())


def codes(text: str) -> set[str]:
    """Of everything that a check finds in a text."""
    return {f.problem.code for f in ENGINE.found(prose.of_text(text, "a.txt"), "")}


@pytest.mark.parametrize(
    "begins",
    [
        "活动中，志愿者为老人理发",
        "上午9点，大家来到广场",
        "5月3日，孩子们参观了展览",
        "会上，代表们发了言",
        "下一步，社区将继续努力",
        "此次活动提高了大家的安全意识",
        "工作人员还发放了手册",
        "“奶奶，过年好！”老人家高兴极了",
    ],
)
def test_a_sentence_that_goes_on_behind_a_comma(begins: str) -> None:
    """What begins anew behind a whole sentence asks for a stop; behind a stop, a purpose or a report it does not."""
    assert "comma-splice" in codes(f"社区组织党员走访了十户困难家庭，{begins}。")
    assert "comma-splice" not in codes(f"社区组织党员走访了十户困难家庭。{begins}。")
    assert "comma-splice" not in codes(f"为丰富居民的文化生活，增进邻里感情，{begins}。")
    assert "comma-splice" not in codes(f"主任介绍说社区走访了十户困难家庭，{begins}。")


@pytest.mark.parametrize(
    "purpose",
    [
        "为丰富职工的业余生活，增强体质",
        "为深入开展“安全生产月”活动，提高职工的安全意识",
        "为了给居民营造一个干净的居住环境",
        "为弘扬志愿精神，帮助困难家庭度过一个温暖的春天",
    ],
)
def test_a_purpose_is_no_sentence(purpose: str) -> None:
    """With a stop behind it the sentence is not over; what somebody did for a purpose is one."""
    assert "purpose-stop" in codes(f"{purpose}。5月8日，社区组织居民清理了楼道。")
    assert "purpose-stop" not in codes(f"{purpose}，5月8日，社区组织居民清理了楼道。")
    assert "purpose-stop" not in codes(f"{purpose}，社区举办了讲座。5月8日，居民清理了楼道。")


@pytest.mark.parametrize(
    ("manner", "deed"),
    [
        ("有序", "组织幼儿撤离"),
        ("不定期", "开展安全演练"),
        ("手把手", "教孩子们写字"),
        ("切切实实", "为老人解决困难"),
        ("有模有样", "学着包饺子"),
        ("满怀真情", "说一句谢谢"),
        ("热火朝天", "忙活了起来"),
        ("快速安全", "通过。"),
    ],
)
def test_manner_before_a_deed(manner: str, deed: str) -> None:
    """的 there is 地, and is said once."""
    wrong = [c for c in codes(f"老师们{manner}的{deed}，") if c.startswith("de-")]
    assert len(wrong) == 1
    assert not any(c.startswith("de-") for c in codes(f"老师们{manner}地{deed}，"))


def test_manner_before_a_thing() -> None:
    """的 before a noun, be it a verb as well, stays."""
    for words in (
        "有序的组织工作",
        "积极的对华政策",
        "可持续的为农服务体系",
        "充分的参与机会",
        "热情的服务态度",
        "踊跃的报名者",
    ):
        assert not any(c.startswith("de-") for c in codes(f"这是{words}。"))


@pytest.mark.parametrize(
    "text",
    [
        "“疫往无前，谁语争锋”辩论赛圆满结束。",
        "县卫生院副院长方华带队来到村里。",
        "慰问组走访了伟太纺织品有限公司的职工。",
        "大家提高守法意识，防灾防险，爱护生命。",
        "大家拿起铁锹，铲土填坑、扶直树苗、踩实浇水。",
    ],
)
def test_what_is_meant_is_no_slip(text: str) -> None:
    """Puns of slogans, names behind posts, firms, words coined in rows."""
    assert not codes(text) & {"typo-word", "typo-maybe"}


def test_a_slip_in_a_quotation_is_one() -> None:
    """A quotation hides nothing but puns."""
    assert "typo-word" in codes("“中华名族”四个大字写在墙上。")
