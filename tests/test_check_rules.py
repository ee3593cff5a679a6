"""The rules in data/: every example that must be found is found, and every one that must not is not.

A rule without examples of both kinds is no rule: it has never been tried.
"""

import re
from pathlib import Path

import pytest

from jianbao.check import engine, fixes, patterns, prose, rules
from jianbao.check.rules import Rule
from jianbao.content.edits import applied
from jianbao.errors import Level, SiteError
from jianbao.settings import knowledge

ROOT = Path(__file__).resolve().parent.parent
RULES = rules.load(ROOT)
ENGINE = engine.Engine(
    RULES.values(),
    knowledge.Knowledge({}, {}, frozenset(), knowledge.load(None).leaders, knowledge.load(None).words),
    frozenset({"12338"}),
)
NEEDS_DATA = {"brands", "postnever", "postdate", "postunsure", "namenear"}
OF_ARCHIVE = {
    "alt",
    "resource",
    "emptycolumn",
    "promise",
    "footer",
    "tagonce",
    "duplicates",
    "titletwice",
    "signoff",
} | {f"channel{kind}" for kind in ("missing", "dead", "early", "twice")}


def text_of(rule: Rule, example: str) -> prose.Prose:
    if rule.only == "md":
        return prose.of_markdown(f"---\ntitle: 试\n---\n\n{example}\n", "a.md")
    return prose.of_text(example, "a.txt")


def codes(rule: Rule, example: str) -> set[str]:
    return {f.problem.code for f in ENGINE.found(text_of(rule, example))}


def told_by_another(rule: Rule, example: str) -> bool:
    """Whether the rule finds something in an example, and all of it lies over what another one tells of."""
    text = text_of(rule, example)
    said = [(f.start, f.end) for f in ENGINE.found(text)]
    own = [f for f in ENGINE.findings(text) if f.rule is rule]
    return own != [] and all(any(f.start < end and start < f.end for start, end in said) for f in own)


@pytest.mark.parametrize("rule", [pytest.param(r, id=r.code) for r in RULES.values()])
def test_the_examples_of_a_rule(rule: Rule) -> None:
    """Found where it must be, and not where it must not."""
    assert re.fullmatch("[a-z0-9]+(?:-[a-z0-9]+)*", rule.code)
    assert rule.message
    assert not rule.check or rule.check in engine.CHECKS
    if rule.check not in NEEDS_DATA | OF_ARCHIVE:
        assert rule.match, "an example that must be found"
        assert rule.ok, "an example that must not"
    assert [e for e in rule.match if rule.code not in codes(rule, e) and not told_by_another(rule, e)] == []
    assert [e for e in rule.ok if rule.code in codes(rule, e)] == []
    assert not (rule.safe and rule.replace is not None) or rule.fixed, "a safe fix shows what it does"


@pytest.mark.parametrize("rule", [pytest.param(r, id=r.code) for r in RULES.values() if r.words])
def test_every_word_of_a_list_is_found_and_its_cure_is_not(rule: Rule) -> None:
    words, cures = [*rule.words], [cure for cure in rule.words.values() if cure]
    texts = [text_of(rule, f"，{word}。") for word in (*words, *cures)]
    ENGINE.looks_ahead(texts)
    told = [rule.code in {f.problem.code for f in ENGINE.found(text)} for text in texts]
    assert [word for word, is_told in zip(words, told, strict=False) if not is_told] == []
    assert [cure for cure, is_told in zip(cures, told[len(words) :], strict=True) if is_told] == []


@pytest.mark.parametrize(("code", "before", "after"), [(r.code, b, a) for r in RULES.values() for b, a in r.fixed])
def test_what_a_safe_fix_makes(code: str, before: str, after: str) -> None:
    """The rule's own fix gives what its example says, and then there is nothing left to do; where that is the text as it
    was, the fault is told and not touched."""
    read_as = text_of(RULES[code], before)
    mine = [f for f in ENGINE.found(read_as) if f.problem.code == code]
    assert applied(before, fixes.edits(mine)) == after
    assert mine
    assert after == before or code not in codes(RULES[code], after)


def test_every_inspection_is_worded_and_documented() -> None:
    assert {r.check for r in RULES.values() if r.check} == set(engine.CHECKS)
    told = (ROOT / "docs" / "checking.md").read_text("utf-8")
    assert [code for code in RULES if f"`{code}`" not in told] == []
    listed = re.findall(r"^\| `([a-z0-9-]+)` \| (\S+) \|", told, re.MULTILINE)
    assert dict(listed) == {code: str(rule.level) for code, rule in RULES.items()}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "a-b:\n  level: 警告\n  message: 甲\n",
            "data/wording.yaml:1:1 错误[config-not-mapping] 规则“a-b”要有 pattern、list、dated、check 中的一个",
        ),
        ("a-b:\n  level: 大错\n  pattern: x\n  message: 甲\n", "规则“a-b”的 level 应为错误、警告或提示"),
        ("a-b:\n  level: 警告\n  pattern: '('\n  message: 甲\n", "pattern 不是正则表达式"),
        ("a-b:\n  level: 警告\n  patern: x\n  message: 甲\n", "是不是想写 pattern？"),
        ('a-b:\n  level: 警告\n  message: 甲\n  list:\n    - "甲: 乙"\n', "前面不写“- ”，“错: 对”整个不加引号"),
    ],
)
def test_a_broken_rule_is_told_with_its_place(text: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "wording.yaml").write_text(text, "utf-8")
    with pytest.raises(SiteError) as error:
        rules.load(tmp_path)
    assert said in str(error.value)


def test_an_editor_adds_a_rule_and_switches_one_off(tmp_path: Path) -> None:
    """The site's own file is read in place of the one that came with jianbao."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "typos.yaml").write_text(
        "我们的:\n  level: 提示\n  message: 甲\n  list: {鹭江妇联: 鹭岛妇联}\n", "utf-8"
    )
    (tmp_path / "data" / "wording.yaml").write_text(
        "half-comma: {level: 警告, off: true, pattern: ',', message: 甲}\n", "utf-8"
    )
    made = engine.Engine(rules.load(tmp_path).values(), knowledge.load(tmp_path), frozenset())
    assert [f.problem.code for f in made.found(prose.of_text("鹭江妇联,你好", "a.txt"))] == ["我们的"]


def test_a_fix_that_changes_words_is_not_made_and_says_so(tmp_path: Path) -> None:
    """An editor's rule may say ``safe``: --fix changes marks and blanks, and the characters that a list names."""
    (tmp_path / "data").mkdir()
    rule = "level: 提示, message: 甲, safe: true, hint: 改为“姐妹”"
    (tmp_path / "data" / "wording.yaml").write_text(
        f"our-own: {{{rule}, pattern: 妇女同胞, replace: 姐妹}}\nour-mark: {{{rule}, pattern: '～～', replace: '～'}}\n",
        "utf-8",
    )
    made = engine.Engine(rules.load(tmp_path).values(), knowledge.load(None), frozenset())
    told = made.found(prose.of_text("妇女同胞们都来了～～，大家很高兴。", "a.txt"))
    assert [(f.problem.code, f.fix, f.problem.hint) for f in told] == [
        ("our-own", None, "改为“姐妹”；不是标点和空格，--fix 不改，请自己改"),
        ("our-mark", "～", "改为“姐妹”"),
    ]


def test_a_place_that_takes_no_part_is_the_whole() -> None:
    rule = Rule("our-own", Level.NOTICE, "甲", "", pattern="甲(?P<here>乙)|丙丁")
    found = patterns.Patterns([rule]).found(prose.of_text("这是甲乙，那是丙丁。", "a.txt"))
    assert sorted((f.start, f.end) for f in found) == [(3, 4), (7, 9)]
