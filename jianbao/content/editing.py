"""One value of a front matter changed, every other byte as it is: order, comments, quoting, unknown keys, line ends.

What is changed is found by its place, never written anew: a value keeps its kind of quotes where the new one can stand
in them, a list keeps its items, an entry its comment. What was made is read again before it is given out: were any other
value another one by then, there would be no edit at all (EditError). Refused: front matter that cannot be read.
"""

from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher

from jianbao.content import delimiters
from jianbao.content.edits import Edit, applied, mended
from jianbao.content.keys import KEYS, canonical
from jianbao.errors import Problem
from jianbao.yaml import document, spans, writing
from jianbao.yaml.spans import Span

Value = str | Sequence[str] | Sequence[Mapping[str, str]] | Mapping[str, str]
"""A text, a list of texts, a list of records, a record; an empty one takes the entry away."""
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
    made = sorted(_entry(head, root, key, value))
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
        return isinstance(node, document.Scalar) and document.truth(node.text) is (value != "true")
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
    return {_PARTS.get(name.text, name.text): str(_texts(value)) for name, value in node.items}


_PARTS = {"日期": "date", "说明": "text", "名称": "name", "网址": "url"}


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
        return _gone(head, name, span, flow=flow)
    if span.kind == "scalar":
        return _scalar(head, key, span, value, flow=flow)
    if span.kind == "map":
        if not isinstance(value, Mapping):
            raise EditError(_UNSURE)
        return [Edit(span.start, span.end, writing.record(value))]
    if isinstance(value, Mapping):
        raise EditError(_UNSURE)
    if isinstance(value, str):
        return _listed(head, span, value.split("、") if key == "author" else [value, *(item.value for item in span.items[1:])])
    return _listed(head, span, value)


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
        made = value if isinstance(value, str) and key in _BARE and _bare(value, flow=True) else _inside(value)
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


def _inside(value: Value) -> str:
    """A value inside brackets or braces."""
    if isinstance(value, str):
        return writing.scalar(value, inside=True) or '""'
    if isinstance(value, Mapping):
        return writing.record(value)
    items = [writing.record(i) if isinstance(i, Mapping) else writing.scalar(i, inside=True) for i in value]
    return f"[{', '.join(items)}]"


def _gone(head: str, name: Span, span: Span, *, flow: bool) -> list[Edit]:
    """An entry taken away; where a comment stands in its lines, they stay without the value."""
    if flow:
        return [Edit(span.start, span.end, '""')]
    start = head.rfind("\n", 0, name.start) + 1
    end = head.find("\n", span.end)
    end = len(head) if end < 0 else end + 1
    between = head[name.end : span.start] + "".join(
        head[a.end : b.start] for a, b in zip(span.items, span.items[1:], strict=False)
    )
    if not head[start : name.start].strip() and "#" not in between + head[span.end : end]:
        return [Edit(start, end, "")]
    if span.kind == "list" and span.style == "block":
        return _removed(head, span, range(len(span.items)))
    return [Edit(span.start, span.end, "")]


def _scalar(head: str, key: str, span: Span, value: Value, *, flow: bool) -> list[Edit]:
    """A text in the place of a text, in its own kind of quotes."""
    if span.start == span.end:
        made = _inside(value) if flow else _new(key, value)
        lead = "" if made.startswith("\n") or head[span.start - 1 : span.start] != ":" else " "
        return [Edit(span.start, span.end, lead + made)]
    if not isinstance(value, str):
        made = _inside(value)
        return [Edit(span.start, span.end, made)]
    value = " ".join(value.split())
    if key in _BARE and span.style == "" and _bare(value, flow=flow):
        return [Edit(span.start, span.end, value)]
    return [_same_kind(head, span, value, flow=flow)]


def _same_kind(head: str, span: Span, value: str, *, flow: bool) -> Edit:
    if span.style in ("|", ">"):
        first = head.find("\n", span.start, span.end)
        line = head[first + 1 : span.end]
        if first >= 0 and line.strip():
            blank = len(line) - len(line.lstrip(" \n"))
            indent = line[:blank].rpartition("\n")[2]
            return Edit(first + 1 + blank - len(indent), span.end, indent + value)
    if span.style == "'" and writing.visible(value):
        return Edit(span.start, span.end, "'" + value.replace("'", "''") + "'")
    if span.style == "" and writing.plain(value, flow=flow):
        return Edit(span.start, span.end, value)
    return Edit(span.start, span.end, writing.quoted(value))


# ---- lists ----


def _listed(head: str, span: Span, value: Sequence[str] | Sequence[Mapping[str, str]]) -> list[Edit]:
    """A list's items one by one: those that stay keep every byte of theirs."""
    if not span.items:
        return [Edit(span.start, span.end, _inside(value))]
    old = [_key(item) for item in span.items]
    new = [tuple(sorted(item.items())) if isinstance(item, Mapping) else item for item in value]
    made: list[Edit] = []
    gone: list[int] = []
    for kind, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        both = min(j - i, m - k) if kind == "replace" else 0
        for at in range(both):
            made.append(_item(head, span, span.items[i + at], value[k + at]))
        if kind in ("replace", "delete"):
            gone += range(i + both, j)
        if kind in ("replace", "insert") and m - k > both:
            made.append(_inserted(head, span, j if kind == "replace" else i, [_inside(v) for v in value[k + both : m]]))
    if gone and len(gone) == len(span.items):
        raise EditError(_UNSURE)
    return made + _removed(head, span, gone)


def _key(span: Span) -> object:
    if span.kind == "scalar":
        return span.value
    if span.kind == "map":
        return tuple(sorted((_PARTS.get(name.value, name.value), value.value) for name, value in span.pairs))
    raise EditError(_UNSURE)


def _item(head: str, span: Span, item: Span, value: str | Mapping[str, str]) -> Edit:
    if item.kind == "scalar" and isinstance(value, str):
        if item.start == item.end:
            return Edit(item.start, item.end, f" {_inside(value)}".removeprefix(" " * (head[item.start - 1] != "-")))
        return _same_kind(head, item, value, flow=span.style == "flow" or bool(set(value) & set("，、；")))
    return Edit(item.start, item.end, _inside(value))


def _inserted(head: str, span: Span, at: int, items: list[str]) -> Edit:
    """New items before the one at ``at``."""
    if span.style == "flow":
        if at == 0:
            return Edit(span.items[0].start, span.items[0].start, "".join(f"{item}, " for item in items))
        end = span.items[at - 1].end
        return Edit(end, end, "".join(f", {item}" for item in items))
    near = span.items[max(at - 1, 0)]
    start = head.rfind("\n", 0, near.start) + 1
    lead = head[start : near.start]
    dash = head.rfind("-", start, near.start + 1)
    lead = head[start : dash + 1] + " " if lead.strip() != "-" else lead
    lead = lead if lead.endswith((" ", "\t")) else f"{lead} "
    if at == 0:
        return Edit(start, start, "".join(f"{lead}{item}\n" for item in items))
    end = head.find("\n", near.end)
    if end < 0:
        return Edit(len(head), len(head), "".join(f"\n{lead}{item}" for item in items))
    return Edit(end + 1, end + 1, "".join(f"{lead}{item}\n" for item in items))


def _removed(head: str, span: Span, gone: Sequence[int]) -> list[Edit]:
    """Items taken away, neighbours together, each with its comma or its line."""
    runs: list[list[int]] = []
    for at in gone:
        if runs and runs[-1][1] == at and span.style == "flow":
            runs[-1][1] = at + 1
        else:
            runs.append([at, at + 1])
    made = []
    for i, j in runs:
        if span.style == "block":
            start = head.rfind("\n", 0, span.items[i].start) + 1
            end = head.find("\n", span.items[j - 1].end)
            made.append(Edit(start, len(head) if end < 0 else end + 1, ""))
        elif j < len(span.items):
            made.append(Edit(span.items[i].start, span.items[j].start, ""))
        else:
            made.append(Edit(span.items[i - 1].end, span.items[j - 1].end, ""))
    return made
