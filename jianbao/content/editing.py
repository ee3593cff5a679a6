"""One value of a front matter changed, every other byte as it is: order, comments, quoting, unknown keys, line ends.

What is changed is found by its place, never written anew: a value keeps its kind of quotes where the new one can stand
in them, a list keeps its items, an entry its comment. What was made is read again before it is given out: were any
other value another one by then, there would be no edit at all (EditError). Refused: front matter that cannot be read.
"""

from collections.abc import Mapping

from jianbao import zh
from jianbao.content import delimiters, replacing
from jianbao.content.edits import Edit, applied, mended
from jianbao.content.keys import KEYS, canonical
from jianbao.content.replacing import Value
from jianbao.errors import Problem
from jianbao.yaml import document, spans, writing
from jianbao.yaml.spans import Span

_ORDER = list(KEYS)
_BARE = frozenset("date modified added publish expires withdrawn order draft".split())
"""Keys of dates, numbers, yes and no, which nobody puts into quotes."""
_UNSURE = "文件头里这一项的写法特殊，没有改；请在“文件头原文”里改"


class EditError(Exception):
    """A value cannot be changed by itself; the message is for the editor."""


def changed(data: bytes, changes: Mapping[str, Value]) -> bytes:
    """A file's bytes with these values under these canonical keys. Raises EditError, with the reason."""
    for key, value in changes.items():
        try:
            text = data.decode().removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
        except UnicodeDecodeError:
            raise EditError("文件不是 UTF-8 编码；先用编辑器另存为 UTF-8") from None
        made = mended(data, edits(text, key, value))
        assert made is not None
        data = made
    return data


def edits(text: str, key: str, value: Value) -> list[Edit]:
    """The edits of a file's text (its line ends plain) that give a key this value. Raises EditError."""
    parts = delimiters.split(text, "")
    if isinstance(parts, Problem):
        raise EditError(f"{parts.message}；{parts.hint}")
    begin = text.index("\n") + 1
    return [Edit(e.start + begin, e.end + begin, e.new) for e in _checked(parts[0], key, value)]


def _checked(head: str, key: str, value: Value) -> list[Edit]:
    """The edits for one value, after a look at what they make."""
    before = _read(head)
    root = spans.read(head)
    try:
        made = sorted(_entry(head, root, key, value))
    except replacing.UnsureError:
        raise EditError(_UNSURE) from None
    after = _read(applied(head, made))
    if _others(before, key) != _others(after, key) or not _says(after, key, value):
        raise EditError(_UNSURE)
    return made


def _read(head: str) -> document.Mapping:
    try:
        return document.parse(head, "", 2)
    except document.YamlError as error:
        raise EditError(f"文件头有错，先改好它：{error.problem.message}") from None


def _others(mapping: document.Mapping, key: str) -> list[object]:
    """Every entry but that of the key, as it is read."""
    mine = _name(mapping, key)
    return [
        (name.text, _texts(value)) for name, value in mapping.items if name.text != mine and canonical(name.text) != key
    ]


def _name(mapping: document.Mapping, key: str) -> str:
    """The name under which a key is written, also as what says its contrary; "" when it is not."""
    names = [name.text for name, _ in mapping.items]
    found = next((name for name in names if canonical(name) == key), "")
    return found or ("published" if key == "draft" and "published" in names else "")


def _texts(node: document.Node) -> object:
    if isinstance(node, document.Scalar):
        return node.text
    if isinstance(node, document.Sequence):
        return [_texts(item) for item in node.items]
    return [(name.text, _texts(value)) for name, value in node.items]


def _says(mapping: document.Mapping, key: str, value: Value) -> bool:
    """Whether the key now has the value, in whatever form it is written."""
    name = _name(mapping, key)
    node = next((node for written, node in mapping.items if written.text == name), None)
    if name == "published":
        return isinstance(node, document.Scalar) and zh.truth(node.text) is (value != "true")
    if node is None or not value:
        return not value and (node is None or _texts(node) in ("", []))
    found = _texts(node)
    if isinstance(value, str):
        found = found[0] if isinstance(found, list) and found and key != "author" else found
        return _joined(found) == " ".join(value.split())
    if isinstance(value, Mapping):
        return isinstance(node, document.Mapping) and _record(node) == dict(value)
    given = [dict(item) if isinstance(item, Mapping) else item for item in value]
    if isinstance(node, document.Scalar):
        return found == given[0] and len(given) == 1
    assert isinstance(node, document.Sequence)
    return [_record(item) if isinstance(item, document.Mapping) else _texts(item) for item in node.items] == given


def _joined(found: object) -> str:
    if isinstance(found, list):
        return "、".join(_joined(item) for item in found)
    return " ".join(str(found).split())


def _record(node: document.Mapping) -> dict[str, str]:
    return {replacing.PARTS.get(name.text, name.text): str(_texts(value)) for name, value in node.items}


# ---- one entry ----


def _entry(head: str, root: Span | None, key: str, value: Value) -> list[Edit]:
    if root is None or root.kind == "scalar":
        return [Edit(len(head), len(head), f"{_line(key, value)}\n")] if value else []
    name, span = _found(root, key)
    if span is None or name is None:
        return _added(head, root, key, value) if value else []
    flow = root.style == "flow"
    if name.value == "published" and canonical(name.value) != key:
        value = "false" if value == "true" else "true"
    if not value:
        return replacing.gone(head, name, span, flow=flow)
    if span.kind == "scalar":
        return _scalar(head, key, span, value, flow=flow)
    if span.kind == "map":
        if not isinstance(value, Mapping):
            raise EditError(_UNSURE)
        return replacing.recorded(head, span, value)
    if isinstance(value, Mapping):
        raise EditError(_UNSURE)
    if isinstance(value, str):
        return replacing.listed(
            head, span, value.split("、") if key == "author" else [value, *(item.value for item in span.items[1:])]
        )
    return replacing.listed(head, span, value)


def _found(root: Span, key: str) -> tuple[Span | None, Span | None]:
    pairs = root.pairs
    for name, value in pairs:
        if canonical(name.value) == key:
            return name, value
    if key == "draft":
        for name, value in pairs:
            if name.value == "published":
                return name, value
    return None, None


def _new(key: str, value: Value) -> str:
    """A value where none was."""
    if isinstance(value, str):
        return value if key in _BARE and _bare(value, flow=False) else writing.scalar(value)
    if isinstance(value, Mapping):
        return writing.record(value)
    if value and isinstance(value[0], Mapping):
        return "\n" + "\n".join(f"  - {writing.record(item)}" for item in value if isinstance(item, Mapping))
    return writing.flow([item for item in value if isinstance(item, str)])


def _line(key: str, value: Value) -> str:
    made = _new(key, value)
    return f"{key}:{made}" if made.startswith("\n") else f"{key}: {made}"


def _added(head: str, root: Span, key: str, value: Value) -> list[Edit]:
    """A new entry: behind the one that comes before it by custom, where that has one line; else at the end."""
    if root.style == "flow":
        made = value if isinstance(value, str) and key in _BARE and _bare(value, flow=True) else replacing.inside(value)
        lead = ", " if root.items else ""
        at = root.items[-1].end if root.items else root.start + 1
        return [Edit(at, at, f"{lead}{key}: {made}")]
    indent = " " * (root.start - head.rfind("\n", 0, root.start) - 1)
    line = "\n".join(indent + part for part in _line(key, value).split("\n"))
    rank = _ORDER.index(key)
    before = [(n, v) for n, v in root.pairs if (k := canonical(n.value)) is not None and _ORDER.index(k) < rank]
    for name, found in sorted(before, key=lambda pair: -_ORDER.index(canonical(pair[0].value) or "")):
        at = head.find("\n", found.end)
        if at >= 0 and found.style not in ("|", ">") and "\n" not in head[name.start : found.end]:
            return [Edit(at + 1, at + 1, f"{line}\n")]
    lead = "" if not head or head.endswith("\n") else "\n"
    return [Edit(len(head), len(head), f"{lead}{line}\n")]


def _bare(value: str, *, flow: bool) -> bool:
    return value in ("true", "false") or writing.plain(value, flow=flow)


def _scalar(head: str, key: str, span: Span, value: Value, *, flow: bool) -> list[Edit]:
    """A text in the place of a text, in its own kind of quotes."""
    if span.start == span.end:
        made = replacing.inside(value) if flow else _new(key, value)
        lead = "" if made.startswith("\n") or head[span.start - 1 : span.start] != ":" else " "
        return [Edit(span.start, span.end, lead + made)]
    if not isinstance(value, str):
        made = replacing.inside(value)
        return [Edit(span.start, span.end, made)]
    value = " ".join(value.split())
    if key in _BARE and span.style == "" and _bare(value, flow=flow):
        return [Edit(span.start, span.end, value)]
    return [replacing.same_kind(head, span, value, flow=flow)]
