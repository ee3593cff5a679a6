"""Who does what a hint says is rid of the finding, and of nothing else that was not there before.

Of every rule each example that must be found is mended as its hint says: by the fix, by what is right, by what the hint
puts in marks. Where the hint leaves the wording to the editor, cures.yaml holds what an editor makes of it. A new rule
whose examples are mended in neither way fails here, and so does one whose cure another rule finds fault with.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path

import pytest

from jianbao.check import engine, prose, rules
from jianbao.check.prose import Prose
from jianbao.check.rules import Finding, Rule
from jianbao.settings import knowledge
from jianbao.settings.knowledge import Knowledge, Post
from jianbao.yaml import document
from tests.test_check_rules import ENGINE, RULES, text_of

_QUOTED = "“([^”…]+|”[^”…]*)”"
_CHANGE = re.compile(f"把{_QUOTED}改为{_QUOTED}")
_PUT = re.compile(f"(?<!”)(?:改为|应为|写成|写作|留下?){_QUOTED}")
_DROP = re.compile("删去(?:一个)?((?:“[^”…]+”或?)+)")
_BLANKS = re.compile("[ \\u3000\\u00a0]+")


def _read() -> dict[tuple[str, str], str]:
    file = Path(__file__).with_name("cures.yaml")
    read = document.parse(file.read_text("utf-8"), file.name, 1)
    return {(code.text, before.text): after.text for code, node in read.items for before, after in node.items}


WRITTEN = _read()
CHOSEN = [*RULES.values()]


def mended(rule: Rule, example: str, finding: Finding, begin: int) -> Iterator[str]:
    """What an editor may make of an example by the hint; ``begin`` is where it stands in the text that was read."""
    if (rule.code, example) in WRITTEN:
        yield WRITTEN[rule.code, example]
        return
    start, end = finding.start - begin, finding.end - begin
    before, there, behind = example[:start], example[start:end], example[end:]
    low, high = max(0, start - 1), end + 1
    if finding.fix is not None:
        yield before + finding.fix + behind
    if finding.right and "{right}" in rule.hint:
        yield before + there.replace(finding.found, finding.right) + behind
        yield before + finding.right + behind
    for wrong, right in _CHANGE.findall(finding.hint):
        for match in re.finditer(re.escape(wrong), example[low:high]):
            yield example[: low + match.start()] + right + example[low + match.end() :]
        yield example[:low] + example[low:high].replace(wrong, right) + example[high:]
    for match in _PUT.finditer(finding.hint):
        yield before + match[1] + behind
    for match in _DROP.finditer(finding.hint):
        for word in re.findall("“([^”]+)”", match[1]):
            for place in re.finditer(re.escape(word), example[low:high]):
                yield example[: low + place.start()] + example[low + place.end() :]
    if "空格" in rule.hint:
        yield example[:low] + _BLANKS.sub("", example[low:high]) + example[high:]
    if re.match("删去(?!“)", rule.hint):
        yield before + behind


def read(rule: Rule, example: str) -> Prose:
    """An example as a paragraph among others: of such texts many are looked at together."""
    return text_of(rule, example) if rule.only == "md" else prose.of_text(f"\n{example}\n", "a.txt")


def found_in(texts: Sequence[Prose]) -> Iterator[list[engine.Found]]:
    """What is found in each of some texts."""
    ENGINE.looks_ahead(texts)
    return map(ENGINE.found, texts)


def told(found: Iterable[engine.Found]) -> Counter[str]:
    return Counter(f.problem.code for f in found)


@lru_cache(maxsize=1)
def examples() -> list[tuple[Rule, str, Prose, list[engine.Found]]]:
    """Every example that must be found, as it is read, and what is found in it; not those that another rule tells of."""
    wanted = [(rule, example, read(rule, example)) for rule in CHOSEN for example in rule.match]
    every = [(*one, found) for one, found in zip(wanted, found_in([one[2] for one in wanted]), strict=True)]
    return [one for one in every if one[0].code in told(one[3])]


def test_every_finding_has_a_place() -> None:
    assert [(r.code, e) for r, e, _, found in examples() if any(f.start < 0 for f in found)] == []


def test_every_hint_cures() -> None:
    """The finding is gone, and there is none in its place."""
    made: list[tuple[Rule, str, Counter[str], Prose]] = []
    for rule, example, there, found in examples():
        at = next((f.start, f.end) for f in found if f.problem.code == rule.code)
        finding = next(f for f in ENGINE.findings(there) if f.rule is rule and (f.start, f.end) == at)
        ways = set(mended(rule, example, finding, there.text.index(example)))
        made += [(rule, example, told(found), read(rule, text)) for text in sorted(ways)]
    cured = set()
    for (rule, example, before, _), found in zip(made, found_in([text for *_, text in made]), strict=True):
        after = told(found)
        if after[rule.code] < before[rule.code] and not after - before:
            cured.add((rule.code, example))
    ill = [(rule.code, example) for rule, example, _, _ in examples() if (rule.code, example) not in cured]
    assert ill == []


def test_every_cure_that_is_written_down_is_of_an_example() -> None:
    assert [one for one in WRITTEN if one[0] not in RULES or one[1] not in RULES[one[0]].match] == []


def test_no_cure_of_a_list_is_a_fault_elsewhere() -> None:
    """What a list says is right, in a sentence and by itself, is nothing that another rule asks about."""
    rows = [(rule, old, new) for rule in RULES.values() for old, new in rule.words.items() if new]
    rows += [(rule, old, new) for rule in RULES.values() for old, (_, new) in rule.dated.items() if new]
    found = found_in([read(rule, f"大家说到{new}很好。") for rule, _, new in rows])
    asked = [row for row, told_of in zip(rows, found, strict=True) if told_of]
    before = found_in([read(rule, old) for rule, old, _ in asked])
    after = found_in([read(rule, new) for rule, _, new in asked])
    three = zip(asked, before, after, strict=True)
    assert [(rule.code, old, new) for (rule, old, new), was, now in three if told(now) - told(was)] == []


def test_a_comment_takes_out_what_any_rule_finds() -> None:
    """As docs/checking.md says: at the end of the line, alone above, for the whole text; of each rule one example."""
    firsts = {rule.code: (rule, example) for rule, example, _, _ in reversed(examples()) if "\n" not in example}
    every = [*firsts.values()]
    commented = []
    for number, (rule, example) in enumerate(every):
        comment = f"<!-- 不检查：{rule.code} -->"
        ways = [example + comment, f"{comment}\n\n{example}", f"{example}\n\n{comment.replace('不', '全文不', 1)}"]
        commented.append(ways[number % 3])
    texts = [
        [prose.of_markdown(f"---\ntitle: 试\n---\n\n{text}\n", "a.md") for text in some]
        for some in ([example for _, example in every], commented)
    ]
    ill = []
    for (rule, _), text, was, now in zip(every, commented, *map(found_in, texts), strict=True):
        before, after = told(was), told(now)
        if rule.code in before and (after[rule.code] or after - before):
            ill.append((rule.code, text))
    assert ill == []


HELD = (Post("主席", "海城市妇联", "2018", "2022"),)
SEEN = (Post("主席", "海城市妇联", "", "", "2018", "2019"),)


@pytest.mark.parametrize(
    ("code", "text", "day", "before", "after"),
    [
        ("brand-near", "开展“巾帼暧心行动”。", "", {"brands": ["巾帼暖心行动"]}, {"brands": ["巾帼暖心行动", "巾帼暧心行动"]}),
        (
            "name-alike",
            "“同心驿站”成立于去年，如今“童心驿站”已服务居民千余人次。",
            "",
            {},
            {"brands": ["同心驿站", "童心驿站"]},
        ),
        ("name-near", "市妇联主席林小方出席会议。", "", {"people": {"林小芳": HELD}}, {"people": {"林小芳": HELD, "林小方": ()}}),
        (
            "post-wrong",
            "市妇联副主席林小芳出席会议。",
            "2019-01-01",
            {"people": {"林小芳": HELD}},
            {"people": {"林小芳": (*HELD, Post("副主席", "海城市妇联", "2019", "2020"))}},
        ),
        (
            "post-date",
            "市妇联主席林小芳出席会议。",
            "2024-01-01",
            {"people": {"林小芳": HELD}},
            {"people": {"林小芳": (Post("主席", "海城市妇联", "2018", ""),)}},
        ),
        (
            "post-unsure",
            "市妇联主席林小芳出席会议。",
            "2024-01-01",
            {"people": {"林小芳": SEEN}},
            {"people": {"林小芳": (Post("主席", "海城市妇联", "2018", ""),)}},
        ),
        ("word-cut", "要充发挥桥梁纽带作用", "", {}, {"words": ["充发挥"]}),
        ("typo-word", "大家积级参加", "", {}, {"words": ["积级"]}),
        ("privacy-mobile", "热线13800138000", "", {}, {"hotlines": ["13800138000"]}),
        ("privacy-mobile", "热线138-0013-8000", "", {}, {"hotlines": ["13800138000"]}),
        ("privacy-mobile", "热线+86 138 0013 8000", "", {}, {"hotlines": ["13800138000"]}),
        ("privacy-mobile", "热线008613800138000", "", {}, {"hotlines": ["13800138000"]}),
    ],
)  # fmt: skip
def test_what_a_hint_has_added_to_data_helps(
    code: str, text: str, day: str, before: dict[str, object], after: dict[str, object]
) -> None:
    """The data files that hints name: brands, people, words, hotlines."""
    assert code in _codes(text, day, before)
    assert _codes(text, day, after) == set()


def _codes(text: str, day: str, given: dict[str, object]) -> set[str]:
    people, brands = given.get("people", {}), frozenset(given.get("brands", ()))  # type: ignore[call-overload]
    shipped = knowledge.load(None)
    words = shipped.words.union(people, brands, given.get("words", ()))  # type: ignore[arg-type]
    known = Knowledge({}, people, brands, shipped.leaders, words)  # type: ignore[arg-type]
    made = engine.Engine(RULES.values(), known, frozenset(given.get("hotlines", ())))  # type: ignore[call-overload]
    return {f.problem.code for f in made.found(prose.of_text(text, "a.txt"), day)}


def test_an_expression_that_may_leave_its_place_out_is_refused(tmp_path: Path) -> None:
    """It would be reported nowhere, and no comment could take it out."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "wording.yaml").write_text(
        "our-own: {level: 提示, pattern: '甲(?P<here>乙)|丙', message: 甲}\n", "utf-8"
    )
    with pytest.raises(Exception, match="不是每一种写法都有"):
        rules.load(tmp_path)
