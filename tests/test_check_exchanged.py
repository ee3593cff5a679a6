"""Fixed phrases and names of bodies with a word exchanged, swapped or gone; each beside what is right."""

from pathlib import Path

import pytest

from jianbao.check import engine, prose, rules
from jianbao.settings import knowledge

ENGINE = engine.Engine(rules.load(Path(__file__).resolve().parent.parent).values(), knowledge.load(None), frozenset())
CODES = {"fixed-exchanged", "fixed-near", "sequences", "body-name"}


def found(text: str) -> list[int]:
    """Where a phrase is said to be another one."""
    told = (f.problem for f in ENGINE.found(prose.of_text(text, "a.txt"), ""))
    return [problem.column for problem in told if problem.code in CODES]


@pytest.mark.parametrize(
    ("text", "wrong", "right"),
    [
        ("为实现中华民族伟大{}而奋斗。", "振兴", "复兴"),
        ("为实现中华民族伟大{}而奋斗。", "兴复", "复兴"),
        ("要全面贯彻新发展{}，推动转型。", "信念", "理念"),
        ("落实立德树人根本{}，办好家长学校。", "工作", "任务"),
        ("坚持以人民为{}的发展思想。", "重", "中心"),
        ("践行社会主义{}观。", "价值核心", "核心价值"),
        ("推进国家治理体系和{}现代化。", "能力治理", "治理能力"),
        ("县关心下一代{}委员会走访学校。", "", "工作"),
        ("迎接中国工会第十八次{}代表大会。", "", "全国"),
        ("获得全国三八红旗{}称号。", "能手", "手"),
        ("获得全省五一劳动{}。", "奖牌", "奖章"),
        ("学习党的二十届四中{}精神。", "全体", "全会"),
        ("中国共产主义青年{}", "联盟", "团"),
        ("学习贯彻习近平新时代中国特色社会{}思想。", "主意", "主义"),
        ("弘扬劳模精神、劳动精神、{}。", "工人精神", "工匠精神"),
    ],
)
def test_a_word_that_is_another_one(text: str, wrong: str, right: str) -> None:
    """Told at the word, as far as the phrase has a beginning that is right."""
    at = text.index("{") + 1
    told = found(text.format(wrong))
    assert told
    assert all(at - 9 <= column <= at + 1 for column in told)
    assert not found(text.format(right))


@pytest.mark.parametrize(
    "text",
    [
        "建设社会主义法治国家，建设社会主义文化强国。",
        "推动构建中非命运共同体。",
        "坚持党对工会的全面领导，坚持党对农村工作的全面领导。",
        "住房和城乡建设部、住房和城乡建设局。",
        "三八妇女节到了，人民调解工作做好了。",
        "弘扬中华民族伟大民族精神。",
        "中国共产党厦门市第十三次代表大会开幕。",
        "获得全国三八红旗手（集体）称号，获得全国巾帼建功先进集体称号。",
        "党的二十届三中全会上，党的二十届三中全会公报。",
        "青年志愿服务活动开始了。",
        "市妇女工作委员会、区妇女儿童工作委员会。",
    ],
)
def test_another_phrase(text: str) -> None:
    """What is right in its own way."""
    assert not found(text)
