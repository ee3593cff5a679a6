"""Amounts that do not follow from one another, and ranges that run backwards; each beside what is right."""

from pathlib import Path

import pytest

from jianbao.check import engine, prose, rules
from jianbao.settings import knowledge

ENGINE = engine.Engine(rules.load(Path(__file__).resolve().parent.parent).values(), knowledge.load(None), frozenset())


def found(text: str) -> list[tuple[str, int]]:
    """(code, column) of everything that a check finds in a text."""
    return [(f.problem.code, f.problem.column) for f in ENGINE.found(prose.of_text(text, "a.txt"), "")]


def codes(text: str) -> set[str]:
    """The codes alone."""
    return {code for code, _ in found(text)}


@pytest.mark.parametrize(
    ("text", "wrong", "right"),
    [
        ("为社区购置书包80个，每个120元，共计{}。", "1.2万元", "9600元"),
        ("慰问困难职工25户，每户500元，总金额{}。", "1.5万元", "1.25万元"),
        ("每份价值60元，共300份，总价值{}。", "2.8万元", "1.8万元"),
        ("每人500元，30人共{}。", "1.8万元", "1.5万元"),
        ("42名职工共捐款8400元，平均每人{}。", "240元", "200元"),
        ("12个村累计投入36万元，平均每村{}。", "2万元", "3万元"),
        ("前年接待来访300人次，去年接待240人次，同比下降{}。", "30%", "20%"),
        ("今年收到来稿150篇，去年收到100篇，同比增长{}。", "60%", "50%"),
        ("志愿者达到1300人，比年初的1000人净增{}。", "400人", "300人"),
        ("其中东湾村12人、西湾村15人、上坪村9人，三村共{}。", "46人", "36人"),
        ("大赛评出一等奖2名、二等奖4名、三等奖8名，{}选手获奖。", "16名", "14名"),
        ("今年共征集作品{}，其中书法类40件、剪纸类55件。", "105件", "95件"),
        ("来自6个村的代表参加培训，每村15人，共计{}。", "80人", "90人"),
        ("讲座历时3天，每天2场，共开展{}。", "8场", "6场"),
        ("较去年的80件减少20件，下降{}。", "35%", "25%"),
        ("全年筹集5万元，支出3.2万元，结余{}。", "2.8万元", "1.8万元"),
        ("参训学员共{}，其中男22人、女30人。", "60人", "52人"),
    ],
)
def test_what_follows_from_one_another(text: str, wrong: str, right: str) -> None:
    """Quantity and price, averages, changes, and parts whose total is said without 共."""
    at = text.index("{") + 1
    sums = {"sum-wrong", "sum-average", "sum-balance", "sum-among"}
    told = [column for code, column in found(text.format(wrong)) if code in sums]
    assert told
    assert all(at - 6 <= column <= at for column in told)
    assert not sums & codes(text.format(right))


@pytest.mark.parametrize(
    "text",
    [
        "慰问困难职工25户，每户500元慰问金和一份大米，共计1.5万元。",
        "资助学生10名，每人每月200元，共计2.4万元。",
        "发放慰问品33份，每份680元，共计2.24万元。",
        "36个班级共收到捐款27000元，平均每人20元。",
        "职工60人，其中党员20人、高级教师35人。",
        "共收到作品105件，其中书法类40件、剪纸类55件等。",
        "评出一等奖2名、二等奖4名，30名选手获优秀奖。",
        "今年收到来稿150篇，今年评出100篇，增长60%。",
        "东湾村12人、西湾村15人，三村共46人。",
        "6个村的代表分批参加，每次15人，共计80人。",
        "飞入前20至15分钟报告。",
        "2023年的捐款为500万元，今年上半年突破300万元，同比增长30%。",
    ],
)
def test_what_does_not_follow(text: str) -> None:
    """Gifts beside money, months, other things to be shared, attributes that overlap, a part that is not told, and a year beside
    half of another."""
    assert not {"sum-wrong", "sum-average", "sum-among"} & codes(text)


@pytest.mark.parametrize(
    ("text", "wrong", "right"),
    [
        ("合格率为{}。", "90%～85%", "85%～90%"),
        ("水温控制在{}。", "40℃～36℃", "36℃～40℃"),
        ("面向{}的儿童。", "12—6岁", "6—12岁"),
        ("面向{}学生。", "六至三年级", "三至六年级"),
        ("评审定于周五{}举行。", "15:30-14:30", "14:30-15:30"),
        ("讲座于5日{}举行。", "10时至9时", "9时至10时"),
    ],
)
def test_ranges_that_run_backwards(text: str, wrong: str, right: str) -> None:
    """The smaller one stands first."""
    assert "range-backwards" in codes(text.format(wrong))
    assert "range-backwards" not in codes(text.format(right))


@pytest.mark.parametrize(
    "text",
    [
        "占比由60%到50%，回落明显。",
        "比分21:19-15:21。",
        "身高在1米83到1米75之间。",
        "值班时间为22:00至6:00。",
        "气温5℃～-3℃。",
        "热线0592-2012338转6至3。",
        "满意、较满意分别占60%、35%。",
        "倒计时10至1天。",
        "晚8点至6点。",
    ],
)
def test_ranges_that_go_down(text: str) -> None:
    """Changes, scores, nights, temperatures below zero, lists."""
    assert "range-backwards" not in codes(text)


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("图书室每天8:30至25:00开放。", "图书室每天8:30至21:00开放。"),
        ("傍晚10时散步。", "傍晚6时散步。"),
        ("凌晨十点出发。", "凌晨三点出发。"),
        ("下午九点半结束。", "晚上九点半结束。"),
        ("中午五点集合。", "中午十二点集合。"),
        ("深夜15:00归来。", "深夜23:00归来。"),
    ],
)
def test_hours_beside_the_part_of_the_day(wrong: str, right: str) -> None:
    """No such hour on a clock, or not in this part of the day."""
    assert "hour-odd" in codes(wrong)
    assert "hour-odd" not in codes(right)


@pytest.mark.parametrize(
    ("wrong", "column"),
    [
        ("公示期自2025年4月21日起至4月17日止。", 17),
        ("征稿时间为2024年5月1日至4月30日。", 16),
        ("任期为2025年5月1日至2024年4月30日。", 14),
        ("本届任期为2021年至2016年。", 12),
    ],
)
def test_where_a_period_is_wrong(wrong: str, column: int) -> None:
    """At the day on which it is said to end; what lies in the next year every year is right."""
    assert ("date-range", column) in found(wrong)
    assert "date-range" not in codes("每年11月15日起至3月15日为供暖期。")
    assert "date-range" not in codes("自2024年5月1日起至2025年4月30日止。")
