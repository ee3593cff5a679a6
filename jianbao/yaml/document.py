"""YAML as editors write it: scalars stay text, and every value knows its place.

Parsed from libyaml's events (the loaders that build Python objects guess types, forget places and,
on deep nesting, crash the process). Refused by name: anchors and aliases, tags (!), duplicate keys,
more than 64 KiB, more than 50 levels, keys that are not plain words, broken syntax.
"""

from typing import Any, NamedTuple

from jianbao import expressions as re
from jianbao import zh
from jianbao.errors import Level, Problem
from jianbao.yaml import mistakes

LARGEST = 64 * 1024
"""Bytes of YAML that are read; real front matter has a few hundred."""
DEEPEST = 50
"""Levels of nesting that are read."""
_WIDE = "\u2014\u201c\u201d\u3001-\u3017\u3400-\u4dbf\u4e00-\u9fff\uff01-\uff5e"
_WORD = f"(?![_.+/ -])[0-9A-Za-z_.+/ {_WIDE}-]++(?<! )"
_QUOTED = r"[ !#-\[\]-~\u00a0-\u2027\u202a-\ud7ff\uff01-\uff5e]"
_PLAIN_LINE = re.compile(rf'([a-z]+): (?:(\[?)({_WORD}(?:, {_WORD})*+)(\]?)|"({_QUOTED}*+)")')
"""``key: words``, ``key: "words"`` or ``key: [words, words]``, without anything that means more than itself in YAML, if
both brackets are there or there is one word only."""


class Scalar(NamedTuple):
    """A text with its place; ``quoted`` tells ``"是"`` from ``是``."""

    text: str
    line: int
    column: int
    quoted: bool


class Sequence(NamedTuple):
    """A list with the place where it begins."""

    items: "tuple[Node, ...]"
    line: int
    column: int


class Mapping(NamedTuple):
    """Keys in the order in which they stand, with the place where the mapping begins."""

    items: "tuple[tuple[Scalar, Node], ...]"
    line: int
    column: int


Node = Scalar | Sequence | Mapping


class YamlError(Exception):
    """The text is no YAML that we read; carries the one problem that stopped the reading."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(str(problem))


def plain(node: Node) -> Any:
    """The bare value: str, list or dict, for data files whose schema is checked elsewhere."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    return {key.text: plain(value) for key, value in node.items}


def parse(text: str, path: str, first_line: int = 1, largest: int = LARGEST) -> Mapping:
    """The mapping that ``text`` holds; an empty text is an empty mapping.

    ``path`` is named in problems; ``first_line`` is the line of the file at which ``text`` begins; ``largest`` are the
    bytes that it may have. Raises YamlError.
    """
    import yaml

    if len(text) > largest or (len(text) > largest // 4 and len(text.encode()) > largest):
        hint = "检查是否漏了结尾的 ---，正文不要写进去" if path.endswith(".md") else "删去用不到的内容"
        raise _error(path, first_line, 1, "yaml-too-large", f"YAML 部分超过 {largest // 1024} KB", hint)
    short = simple(text, first_line)
    if short:
        return short
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        node = _tree(yaml.parse(text, Loader=loader), text, path, first_line)
    except yaml.YAMLError as error:
        raise _slip(mistakes.of_error(error, text), path, first_line) from None
    if node is None or (isinstance(node, Scalar) and node.text == "" and not node.quoted):
        return Mapping((), first_line, 1)
    if not isinstance(node, Mapping):
        lines = text.split("\n")
        slip = mistakes.in_lines(lines, list(range(len(lines))))
        if slip:
            raise _slip(slip, path, first_line)
        hint = "例如 title: 标题" if path.endswith(".md") else "键后面是半角冒号和一个空格"
        raise _error(path, node.line, node.column, "yaml-not-mapping", "这里应为一行一个“键: 值”", hint)
    return node


def simple(text: str, first_line: int) -> Mapping | None:
    """What libyaml would make of lines that are words, quoted or not, or lists of words; None when there is more.

    Most front matter is, and libyaml's events cost more than the article's Markdown. Tests hold both to be the same.
    """
    pairs: list[tuple[Scalar, Node]] = []
    for line, written in enumerate(text.removesuffix("\n").split("\n"), first_line):
        match = _PLAIN_LINE.fullmatch(written)
        if not match:
            return None
        key, opening, words, closing, quoted = match.groups()
        column = len(key) + 3
        if quoted is not None:
            pairs.append((Scalar(key, line, 1, False), Scalar(quoted, line, column, True)))
            continue
        if not opening and not closing and "," not in words:
            pairs.append((Scalar(key, line, 1, False), Scalar(words, line, column, False)))
            continue
        if not (opening and closing):
            return None
        items: list[Node] = []
        at = column + 1
        for item in words.split(", "):
            items.append(Scalar(item, line, at, False))
            at += len(item) + 2
        pairs.append((Scalar(key, line, 1, False), Sequence(tuple(items), line, column)))
    return Mapping(tuple(pairs), first_line, 1) if len({key.text for key, _ in pairs}) == len(pairs) else None


def _error(path: str, line: int, column: int, code: str, message: str, hint: str) -> YamlError:
    return YamlError(Problem(path, line, column, Level.ERROR, code, message, hint))


def _tree(events: Any, text: str, path: str, first_line: int) -> Node | None:
    """Events folded into nodes with an explicit stack: depth costs no recursion."""
    root: Node | None = None
    stack: list[tuple[str, list[Any], int, int]] = []
    documents = 0
    for event in events:
        name = type(event).__name__
        if name in ("StreamStartEvent", "StreamEndEvent", "DocumentEndEvent"):
            continue
        line, column = event.start_mark.line + first_line, event.start_mark.column + 1
        if name == "DocumentStartEvent":
            documents += 1
            if documents > 1:
                raise _error(path, line, column, "yaml-two-documents", "多了一行 ---", "删去多余的 ---")
            continue
        if name == "AliasEvent" or getattr(event, "anchor", None):
            raise _error(path, line, column, "yaml-anchor", "不支持 YAML 的 & 和 * 记号", "值以 & 或 * 开头时请加引号")
        if getattr(event, "tag", None):
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")
            raise _error(
                path,
                line,
                column,
                "yaml-tag",
                f"不支持 YAML 的类型记号 {tag}",
                "值以 ! 开头时请加引号",
            )
        node: Node
        if name == "ScalarEvent":
            node = Scalar(_unfolded(event, text), line, column, bool(event.style))
        elif name in ("SequenceStartEvent", "MappingStartEvent"):
            stack.append((name[:3], [], line, column))
            if len(stack) > DEEPEST:
                raise _error(path, line, column, "yaml-too-deep", f"嵌套超过 {DEEPEST} 层", "检查是否多了括号")
            continue
        else:
            kind, items, line, column = stack.pop()
            node = Sequence(tuple(items), line, column) if kind == "Seq" else _mapping(items, line, column, path)
        if stack:
            stack[-1][1].append(node)
        else:
            root = node
    return root


def _unfolded(event: Any, text: str) -> str:
    """A scalar's text; where YAML folds a line break beside a Han character into a blank, there is none."""
    value: str = event.value
    if event.end_mark.line == event.start_mark.line or event.style == "|" or " " not in value:
        return value
    rows = text.split("\n")[event.start_mark.line : event.end_mark.line + 1]
    rows[-1] = rows[-1][: event.end_mark.column]
    rows[0] = rows[0][event.start_mark.column :]
    lines = [row.strip() for row in rows]
    if event.style == ">":
        lines = lines[1:]
    elif event.style:
        lines[0], lines[-1] = lines[0][1:], lines[-1][:-1].rstrip()
    lines = [line for line in lines if line]
    if " ".join(lines) == value.rstrip("\n"):
        return zh.joined("\n".join(lines)).replace("\n", " ") + value[len(value.rstrip("\n")) :]
    return value


def _mapping(flat: list[Node], line: int, column: int, path: str) -> Mapping:
    pairs: list[tuple[Scalar, Node]] = []
    seen: dict[str, int] = {}
    for key, value in zip(flat[::2], flat[1::2], strict=True):
        if not isinstance(key, Scalar):
            raise _error(
                path, key.line, key.column, "yaml-key", "键应为一个词", "例如 title: 标题；值含 [ 或 { 时请加引号"
            )
        if key.text in seen:
            raise _error(
                path, key.line, key.column, "key-twice",
                f"{key.text} 写了两次（第一次在第 {seen[key.text]} 行）", "两处合为一处",
            )  # fmt: skip
        seen[key.text] = key.line
        pairs.append((key, value))
    return Mapping(tuple(pairs), line, column)


def _slip(slip: mistakes.Slip, path: str, first_line: int) -> YamlError:
    return _error(path, slip.row + first_line, slip.column + 1, slip.code, slip.message, slip.hint)
