"""Settings and data files by schema: YAML nodes to texts, lists and numbers, every fault at its value.

An empty value is a value that is not written. One fault makes one problem, which names the key and
the cure. Refused: unknown keys (with the nearest known one), values of another form.
"""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from jianbao import expressions as re
from jianbao import files, zh
from jianbao.errors import Level, Problem, suggestion
from jianbao.yaml import document, mistakes, pieces
from jianbao.yaml.document import Mapping, Node, Scalar, Sequence, YamlError

_CUT = re.compile(r"[ \t]++#(?=[\w\"“])")
_SHORT = re.compile(r"[0-9.:/~-]*|null|Null|NULL")
"""What nobody meant to be longer: a number, a day, nothing."""


class Reader:
    """One YAML file while it is being converted; collects problems. ``path`` is the file as problems name it."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.problems: list[Problem] = []

    def add(self, node: Node, code: str, message: str, hint: str) -> None:
        """An error at a value."""
        self.problems.append(Problem(self.path, node.line, node.column, Level.ERROR, code, message, hint))

    def items(self, file: Path, largest: int = document.LARGEST) -> tuple[tuple[Scalar, Node], ...]:
        """The keys and values of a file of at most so many bytes; none of a file that does not exist.

        What a link leads to has to lie in the site: the folder that ``path`` is told from.
        """
        if not os.path.lexists(file):
            return ()
        site = file.parents[self.path.count("/")]
        data = files.read(file, self.path, files.LARGEST_DATA, site)
        text = data if isinstance(data, Problem) else files.text(data, self.path)
        if isinstance(text, Problem):
            self.problems.append(text)
            return ()
        try:
            items = document.parse(text, self.path, largest=largest).items
            lines = text.split("\n")
            for key, node in items:
                self._cut(key, node, lines)
            return items
        except YamlError as error:
            mapping, wrong = pieces.apart(text, self.path, 1, error.problem)
            self.problems += wrong
            return mapping.items

    def _cut(self, key: Scalar, node: Node, lines: list[str]) -> None:
        """``palette: #b3261e``: YAML takes what follows the # for a comment. A comment has a blank behind its #."""
        if isinstance(node, Mapping):
            for name, value in node.items:
                self._cut(name, value, lines)
        elif isinstance(node, Sequence):
            for item in node.items:
                self._cut(key, item, lines)
        elif not node.quoted and node.line <= len(lines) and "#" in lines[node.line - 1]:
            written = lines[node.line - 1][node.column - 1 :]
            cut = written.startswith(node.text) and _CUT.match(written[len(node.text) :])
            if cut and not (node.text and (_SHORT.fullmatch(node.text) or zh.truth(node.text) is not None)):
                message = f"{key.text} 的值在 # 处被截断，只读到“{node.text}”"
                hint = f'给整个值加引号："{written.strip()}"；是注释的，# 后面空一格'
                column = node.column if node.text else node.column + len(written) - len(written.lstrip())
                self.problems.append(Problem(self.path, node.line, column, Level.WARNING, "value-cut", message, hint))

    def known(self, items: Iterable[tuple[Scalar, Node]], names: Iterable[str]) -> Iterator[tuple[str, Node]]:
        """(key, value) of those whose keys are among ``names``; the others are problems."""
        names = list(names)
        for key, node in items:
            if key.text in names:
                yield key.text, node
                continue
            hint = suggestion(key.text, names) or f"可用的键：{'、'.join(names)}"
            self.add(key, "config-unknown-key", f"不认识的设置 {files.HIDDEN.sub('', key.text)}", hint)

    def nothing(self, node: Node) -> bool:
        """Whether nothing is written; "" in quotes is something."""
        return isinstance(node, Scalar) and node.text == "" and not node.quoted

    def text(self, node: Node, name: str, form: str = "一段文字", example: str = "文字") -> str | None:
        """The text, "" when nothing is written; None after a problem."""
        if not isinstance(node, Scalar):
            what = "列表" if isinstance(node, Sequence) else "一组“键: 值”"
            self.add(node, "config-not-text", f"{name} 应为{form}，现为{what}", f"写成 {name}: {example}")
            return None
        hidden = files.HIDDEN.search(node.text)
        if hidden:
            message = f"{name} 里有看不见的字符 U+{ord(hidden.group()):04X}"
            self.add(node, "control-character", message, "删去它，重新输入这几个字")
            return None
        return " ".join(node.text.split())

    def list(self, node: Node, name: str) -> tuple[Node, ...]:
        """The items of a list."""
        if isinstance(node, Sequence):
            return node.items
        if not self.nothing(node):
            written = node.text if isinstance(node, Scalar) else ""
            parts = [part for part in written.replace("，", "、").replace(",", "、").split("、") if part.strip()]
            example = ", ".join(part.strip() for part in parts) or "甲, 乙"
            self.add(node, "config-not-list", f"{name} 应为列表", f"写成 {name}: [{example}]")
        return ()

    def names(self, node: Node, name: str) -> Iterator[tuple[str, Node]]:
        """(text, its node) of a list of texts, none of them written twice."""
        seen: set[str] = set()
        for item in self.list(node, name):
            text = self.text(item, f"{name} 里的一项") if isinstance(item, Scalar) else None
            if text is None:
                if not isinstance(item, Scalar):
                    self.add(item, "config-not-text", f"{name} 里的一项应为一段文字", f"写成 {name}: [甲, 乙]")
            elif "，" in text or "、" in text:
                cure = ", ".join(text.replace("、", "，").split("，"))
                self.add(item, "full-width-comma", f"{name} 里用了全角标点，“{text}”会被当作一项", f"改为：{cure}")
            elif text in seen:
                self.add(item, "config-twice", f"{name} 里“{text}”写了两次", "只留一个")
            else:
                seen.add(text)
                yield text, item

    def mapping(self, node: Node, name: str) -> tuple[tuple[Scalar, Node], ...]:
        """The keys and values of a group."""
        if isinstance(node, Mapping):
            return node.items
        if self.nothing(node):
            return ()
        slip = mistakes.in_lines(node.text.split("\n"), [0]) if isinstance(node, Scalar) else None
        if slip:
            place = Scalar("", node.line, node.column + slip.column, quoted=False)
            self.add(place, slip.code, slip.message, slip.hint)
        else:
            self.add(
                node, "config-not-mapping", f"{name} 应为一组“键: 值”", f"{name}: 写在一行，下面每行缩进两格写 键: 值"
            )
        return ()

    def texts(self, node: Node, name: str, known: Iterable[str] | None) -> dict[str, str]:
        """A group of texts, those that say something; ``known`` None takes every key."""
        items = self.mapping(node, name)
        pairs = self.known(items, known) if known is not None else ((key.text, value) for key, value in items)
        return {
            key: text for key, value in pairs if not self.nothing(value) and (text := self.text(value, key)) is not None
        }

    def number(self, node: Node, name: str, most: int, least: int = 1) -> int | None:
        """A whole number from ``least`` to ``most``; None when nothing is written, and after a problem."""
        text = self.text(node, name, "一个整数", "20")
        if not text:
            return None
        if text.isascii() and text.isdigit() and len(text) < 9 and least <= int(text) <= most:
            return int(text)
        self.add(
            node, "config-not-number", f"{name} 应为 {least} 到 {most} 的整数，现为“{text}”", "写半角数字，例如 20"
        )
        return None

    def boolean(self, node: Node, name: str) -> bool | None:
        """True or false; None when nothing is written, and after a problem."""
        text = self.text(node, name, " true 或 false", "true")
        if not text:
            return None
        said = zh.truth(text)
        if said is not None:
            return said
        self.add(node, "config-not-boolean", f"{name} 应为 true 或 false，现为“{text}”", f"写成 {name}: true")
        return None
