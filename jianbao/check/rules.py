"""The rules of `check`, read from data/: what an editor can add without programming.

A rule is a code with a level, a message and a cure, and one of: ``pattern`` (a regular expression; ``{汉}``
stands for the Han characters, ``{姓}`` for surnames), ``list`` (wrong: right), ``dated`` (what is wrong from a
day on), or ``check`` (the name of one of the program's own inspections, which the rule only words). ``match``
and ``pass`` are examples that must and must not be found; they run as tests. Refused: rules without a message,
patterns that are no expression.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from jianbao import zh
from jianbao.check.expressions import linear, places
from jianbao.errors import Level, SiteError
from jianbao.settings import knowledge
from jianbao.settings.schema import Reader
from jianbao.yaml.document import Mapping as Node
from jianbao.yaml.document import Node as AnyNode
from jianbao.yaml.document import Scalar, Sequence

_KEYS = (
    "level",
    "message",
    "hint",
    "pattern",
    "list",
    "dated",
    "check",
    "needs",
    "except",
    "replace",
    "safe",
    "only",
    "match",
    "pass",
    "fixed",
    "off",
)


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """One rule. ``{found}`` and ``{right}`` in message and hint are what was found and what is right."""

    code: str
    level: Level
    message: str
    hint: str
    pattern: str | None = None
    """A regular expression."""
    words: Mapping[str, str] = field(default_factory=dict)
    """Wrong → right; right may be "" when only an editor can say it."""
    dated: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """Wrong from a day on → (that day, what is right since)."""
    check: str = ""
    needs: tuple[str, ...] = ()
    """One of these has to stand in a text for the pattern to be tried: reading a text for a literal is fast."""
    excepted: tuple[str, ...] = ()
    """Longer words inside which the finding is none."""
    replace: str | None = None
    """What a finding becomes; ``\\1`` and the like of the pattern."""
    safe: bool = False
    """Whether --fix may do it without asking."""
    only: str = ""
    """``md`` or ``txt``: the rule is for one kind of file."""
    match: tuple[str, ...] = ()
    ok: tuple[str, ...] = ()
    fixed: tuple[tuple[str, str], ...] = ()


class Finding(NamedTuple):
    """Something found in a text, by offsets into it; ``fix`` replaces it, None when an editor has to."""

    start: int
    end: int
    rule: Rule
    found: str = ""
    right: str = ""
    fix: str | None = None

    @property
    def message(self) -> str:
        return _filled(self.rule.message, self.found, self.right)

    @property
    def hint(self) -> str:
        if "{right}" in self.rule.hint and not self.right:
            return "请核对原稿，换一个说法"  # a word for which only an editor knows what is right
        return _filled(self.rule.hint, self.found, self.right)


def _filled(text: str, found: str, right: str) -> str:
    return text.replace("{found}", " ".join(found.split())).replace("{right}", right)


def load(site: Path | None) -> dict[str, Rule]:
    """Every rule by code, the site's own files before those that came with jianbao. Raises SiteError."""
    made: dict[str, Rule] = {}
    problems = []
    for name in knowledge.RULES:
        path, shown = knowledge.file(site, name)
        reader = _Rules(shown)
        reader.judges = path.parent != knowledge.SHIPPED
        for code, node in reader.items(path):
            rule = reader.rule(code, node)
            if code.text in made:
                reader.add(code, "config-twice", f"规则“{code.text}”写了两次", "只留一个")
            elif rule is not None:
                made[code.text] = rule
        problems += reader.problems
    if problems:
        raise SiteError(problems)
    return made


class _Rules(Reader):
    """One file of rules while it is being read."""

    judges = False
    """Whether patterns are compiled and looked at for time: tests do so with those that came with jianbao."""

    def rule(self, code: Scalar, node: AnyNode) -> Rule | None:
        before = len(self.problems)
        given = dict(self.known(self.mapping(node, code.text), _KEYS))
        if "off" in given and self.boolean(given["off"], "off"):
            return None
        level = self.level(given.get("level"), code)
        pattern = self.expression(given["pattern"]) if "pattern" in given else None
        words = self.pairs(given["list"]) if "list" in given else ()
        dated = self.since(given["dated"]) if "dated" in given else {}
        if sum(key in given for key in ("pattern", "list", "dated", "check")) != 1:
            one = f"规则“{code.text}”要有 pattern、list、dated、check 中的一个"
            self.add(code, "config-not-mapping", one, "看看别的规则怎样写")
        if "message" not in given:
            self.add(code, "config-not-mapping", f"规则“{code.text}”没有 message", "写一句话说明哪里不对")
        if len(self.problems) > before:
            return None
        return Rule(
            code=code.text,
            level=level,
            message=self.raw(given.get("message")),
            hint=self.raw(given.get("hint")),
            pattern=pattern,
            words=dict(words),
            dated=dated,
            check=self.raw(given.get("check")),
            needs=self.many(given.get("needs")),
            excepted=self.many(given.get("except")),
            replace=self.raw(given["replace"]) if "replace" in given else None,
            safe=bool("safe" in given and self.boolean(given["safe"], "safe")),
            only=self.raw(given.get("only")),
            match=self.many(given.get("match")),
            ok=self.many(given.get("pass")),
            fixed=tuple(self.pairs(given["fixed"])) if "fixed" in given else (),
        )

    def level(self, node: AnyNode | None, code: Scalar) -> Level:
        try:
            return Level(self.raw(node))
        except ValueError:
            self.add(
                node or code, "config-not-text", f"规则“{code.text}”的 level 应为错误、警告或提示", "写成 level: 警告"
            )
            return Level.WARNING

    def expression(self, node: AnyNode) -> str | None:
        pattern = self.raw(node).replace("{汉}", zh.HAN).replace("{姓}", zh.SURNAMES)
        if re.search(r"[$^]", pattern) and not pattern.startswith("(?m)"):
            pattern = f"(?m){pattern}"  # a paragraph ends with its line, and not with the file
        if not self.judges:
            return pattern
        try:
            re.compile(pattern)
        except (re.error, OverflowError, RecursionError) as error:
            self.add(node, "config-not-text", f"pattern 不是正则表达式：{error}", "请熟悉正则表达式的人核对")
            return None
        if not places.is_always_given(pattern, "here"):
            message = "pattern 里的 (?P<here>…) 不是每一种写法都有：没有它的，报不出位置"
            self.add(node, "config-not-text", message, "每一种写法都经过它，或分成几条规则")
            return None
        if linear.fault(pattern):
            message = "pattern 遇到长的一行会查得极慢：两处重复争同样的字，或能从重复的中间开始"
            hint = "重复写明上限（不超过 60，如 {1,20}），或用 (?<!…) 写明前面不能是同样的字"
            self.add(node, "pattern-slow", message, hint)
            return None
        return pattern

    def pairs(self, node: AnyNode) -> Iterable[tuple[str, str]]:
        if not isinstance(node, Node):
            hint = "前面不写“- ”，“错: 对”整个不加引号，例如 座落: 坐落"
            self.add(node, "config-not-mapping", "这里应为一行一个“错: 对”", hint)
            return ()
        return [(key.text, self.raw(value)) for key, value in node.items]

    def since(self, node: AnyNode) -> dict[str, tuple[str, str]]:
        """``旧名: 2018-03 新名``."""
        found = {}
        for wrong, told in self.pairs(node):
            day, _, right = told.partition(" ")
            if not re.fullmatch(r"\d{4}(?:-\d\d){0,2}", day):
                self.add(
                    node, "config-not-text", f"“{wrong}”后面应先写日期，现为“{day}”", "例如 银监会: 2018-04 银保监会"
                )
            found[wrong] = (day, right.strip())
        return found

    def many(self, node: AnyNode | None) -> tuple[str, ...]:
        if node is None:
            return ()
        return tuple(self.raw(item) for item in node.items) if isinstance(node, Sequence) else (self.raw(node),)

    def raw(self, node: object) -> str:
        """The text as it stands: in a pattern a blank is a blank."""
        return node.text if isinstance(node, Scalar) else ""
