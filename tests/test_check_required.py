"""What an expression requires of a text is a sieve: it never keeps a rule from a text that it would find something in."""

import marshal
import re
from collections.abc import Iterator

import pytest

from jianbao.cache import prepared
from jianbao.check import prose, required, rules

RULES = [rule for rule in rules.load(None).values() if rule.pattern is not None]


@pytest.mark.parametrize(
    ("pattern", "strings"),
    [
        ("截止", {"截止"}),
        ("[一二]月", {"一月", "二月"}),
        (r"\d月[初末]", {"月初", "月末"}),
        ("的(?=对|向)", {"的对", "的向"}),
        ("(?<=很)好", {"很好"}),
        ("甲(?:乙|丙)?丁", {"甲丁", "乙丁", "丙丁"}),
        ("(?:甲乙|丙)丁?", {"甲乙", "丙"}),
        ("甲{2,3}", {"甲甲"}),
        ("甲*乙", {"乙"}),
        ("甲|乙*", None),
        ("(甲)\\1", {"甲"}),
        ("(?!甲)乙$", {"乙"}),
        (r"[\u4e00-\u9fff]", None),
        ("(?i)km", None),
    ],
)
def test_what_an_expression_requires(pattern: str, strings: set[str] | None) -> None:
    """Of pairs rather than of characters; nothing where it can match without, or in more ways than are counted."""
    assert required.of(pattern) == strings


def test_no_rule_finds_what_its_sieve_holds_back() -> None:
    """Every expression over the examples of all rules."""
    texts = [example for rule in rules.load(None).values() for example in (*rule.match, *rule.ok)]
    read = [prose.of_text(text, "a.txt") for text in texts]
    missed = []
    for rule in RULES:
        assert rule.pattern is not None
        strings = required.of(rule.pattern) or frozenset()
        made = re.compile(rule.pattern)
        held = [one for one in read if strings and strings.isdisjoint(one.pairs())]
        missed += [(rule.code, one.text) for one in held if made.search(one.prose)]
    assert missed == []
    assert len(texts) > 500


def test_an_expression_is_cut_into_what_it_may_be() -> None:
    """At the bars outside brackets and classes; one with groups stays whole, and the first of two at a place counts."""
    sources = [one.pattern.pattern for one in required.alternatives(r"(?m)甲|(?:乙|丙)丁|[|)]戊|\|己$")]
    assert sources == ["甲", "(?:乙|丙)丁", "[|)]戊", r"\|己$"]
    assert required.alternatives("(?m)甲$|乙")[0].pattern.flags & re.MULTILINE
    assert [one.pattern.pattern for one in required.alternatives("(甲)|乙")] == ["(甲)|乙"]
    read = prose.of_text("甲乙三8号", "a.txt")
    guarded = required.guarded(re.compile(r"(?<=三)\d号"))
    assert guarded.may_match(read)
    assert [match.group() for match in guarded.matches(read)] == ["8号"]
    assert not guarded.may_match(prose.of_text("三号8", "a.txt"))


@pytest.fixture
def _forgotten() -> Iterator[None]:
    """What is kept is asked for anew, before and after."""
    required._known.cache_clear()  # noqa: SLF001
    yield
    required._known.cache_clear()  # noqa: SLF001


@pytest.mark.usefixtures("_forgotten")
def test_what_is_kept_is_what_the_trees_say(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is read off the expressions that come along is kept once; another process reads none of their trees."""
    kept: dict[str, bytes] = {}
    monkeypatch.setattr(prepared, "get", lambda name, _: marshal.loads(kept[name]) if name in kept else None)
    monkeypatch.setattr(prepared, "put", lambda name, _, value: kept.update({name: marshal.dumps(value)}))
    monkeypatch.setattr(prepared, "may_put", lambda: True)
    patterns = [rule.pattern for rule in RULES if rule.pattern]

    def said() -> list[tuple[object, ...]]:
        return [(part.key, part.told) for pattern in patterns for part in required.alternatives(pattern)]

    before = said()
    required.keep(lambda: patterns)
    required._known.cache_clear()  # noqa: SLF001
    monkeypatch.setattr(required, "_parser", None)
    assert said() == before
