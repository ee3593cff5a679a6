"""One entry of a list of data/ added, changed or taken away, every other byte of the file as it is.

As with front matter (``editing``): values are replaced by their places (``replacing``), what was made is read again,
and were anything else another value by then, there would be no edit at all (EditError).
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from jianbao.content import replacing
from jianbao.content.editing import EditError
from jianbao.content.edits import Edit, applied, mended
from jianbao.content.replacing import Value
from jianbao.settings.lists import Field, Shape
from jianbao.yaml import document, spans, writing
from jianbao.yaml.spans import Span


class Entry(NamedTuple):
    """A name, and its values by the keys of the list's fields; those that say nothing are left out."""

    name: str
    values: Mapping[str, Value]


def read(text: str, shape: Shape) -> list[Entry]:
    """The entries of a list's text. Raises EditError for what is no list of this shape."""
    node = _within(_parsed(text), shape)
    if node is None:
        return []
    if not shape.fields:
        if not isinstance(node, document.Sequence):
            raise EditError(_STRANGE)
        return [Entry(_text(item), {}) for item in node.items]
    if not isinstance(node, document.Mapping):
        raise EditError(_STRANGE)
    return [Entry(name.text, _values(value, shape)) for name, value in node.items]


def changed(data: bytes, shape: Shape, before: str, after: Entry | None) -> bytes:
    """The file's bytes with the entry ``before`` ("" for none yet) as ``after`` (None: gone). Raises EditError."""
    text = data.decode().removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    there = read(text, shape)
    names = [entry.name for entry in there]
    if before and before not in names:
        raise EditError("这一条刚刚在别处改过或删去了；看一看再改")
    if after and after.name != before and after.name in names:
        raise EditError(f"“{after.name}”已经有了；改原来那一条")
    wanted = [entry for entry in there if entry.name != before]
    if after:
        wanted.insert(names.index(before) if before else len(names), Entry(after.name, _said(after.values)))
    try:
        edits = sorted(_edits(text, shape, before, after))
    except replacing.UnsureError:
        raise EditError(_STRANGE) from None
    if read(applied(text, edits), shape) != wanted:
        raise EditError(_STRANGE)
    made = mended(data, edits)
    assert made is not None
    return made


_STRANGE = "这份名单的写法特殊，没有改；请维护网站的人改文件"


def _parsed(text: str) -> document.Mapping:
    try:
        return document.parse(text, "")
    except document.YamlError as error:
        raise EditError(f"这份名单有错，读不出来：{error.problem.message}") from None


def _within(root: document.Mapping, shape: Shape) -> document.Node | None:
    if not shape.within:
        return root
    node = next((value for name, value in root.items if name.text == shape.within), None)
    return None if isinstance(node, document.Scalar) and not node.text else node


def _text(node: document.Node) -> str:
    if not isinstance(node, document.Scalar):
        raise EditError(_STRANGE)
    return " ".join(node.text.split())


def _values(node: document.Node, shape: Shape) -> dict[str, Value]:
    if shape.single:
        return _said({"": _value(node, shape.fields[0])})
    if isinstance(node, document.Scalar) and not node.text:
        return {}
    if not isinstance(node, document.Mapping):
        raise EditError(_STRANGE)
    found = {name.text: value for name, value in node.items}
    if found.keys() - {field.key for field in shape.fields}:
        raise EditError(_STRANGE)
    return _said({field.key: _value(found[field.key], field) for field in shape.fields if field.key in found})


def _value(node: document.Node, field: Field) -> Value:
    if field.form == "text":
        return _text(node)
    if not isinstance(node, document.Sequence):
        if isinstance(node, document.Scalar) and not node.text:
            return []
        raise EditError(_STRANGE)
    if field.form == "list":
        return [_text(item) for item in node.items]
    records = []
    for item in node.items:
        if not isinstance(item, document.Mapping):
            raise EditError(_STRANGE)
        records.append({name.text: text for name, value in item.items if (text := _text(value))})
    return records


def _said(values: Mapping[str, Value]) -> dict[str, Value]:
    return {key: value for key, value in values.items() if value}


# ---- the edits ----


def _edits(text: str, shape: Shape, before: str, after: Entry | None) -> list[Edit]:
    root = spans.read(text)
    place = _place(root, shape)
    if not shape.fields:
        return _names(text, root, place, shape, before, after)
    if place is None or not place.items:
        if root is not None and place is root:
            raise replacing.UnsureError
        return [_end(text, _block(shape, after, "") if after else "")]
    if place.kind != "map" or place.style != "block":
        raise replacing.UnsureError
    pairs = place.pairs
    at = next((n for n, (name, _) in enumerate(pairs) if name.value == before), -1)
    if at < 0:
        assert after is not None
        indent = " " * (place.start - text.rfind("\n", 0, place.start) - 1)
        gap = "\n" if len(pairs) > 1 and _apart(text, pairs) else ""
        end = text.find("\n", pairs[-1][1].end)
        block = _block(shape, after, indent)
        return [Edit(end + 1, end + 1, gap + block)] if end >= 0 else [_end(text, gap + block)]
    name, value = pairs[at]
    if after is None:
        return _left(text, pairs, at)
    made = [] if after.name == before else [replacing.same_kind(text, name, after.name, flow=False)]
    if shape.single:
        return made + _one(text, value, after.values.get("", ""), flow=False)
    return made + _group(text, name, value, shape, _said(after.values))


def _place(root: Span | None, shape: Shape) -> Span | None:
    if root is None or root.kind != "map" or not shape.within:
        return root if root is not None and root.kind == "map" else None
    found = next((value for name, value in root.pairs if name.value == shape.within), None)
    return None if found is not None and found.kind == "scalar" else found


def _names(
    text: str, root: Span | None, place: Span | None, shape: Shape, before: str, after: Entry | None
) -> list[Edit]:
    """A plain list of names."""
    if place is None:
        if root is not None and root.kind == "map" and any(n.value == shape.within for n, _ in root.pairs):
            raise replacing.UnsureError
        item = writing.scalar(after.name, inside=True) if after else ""
        return [_end(text, f"{shape.within}:\n  - {item}\n")] if after else []
    old = [item.value for item in place.items]
    at = old.index(before) if before else len(old)
    new = [*old[:at], *([after.name] if after else []), *old[at + bool(before) :]]
    return replacing.listed(text, place, new) if new else [Edit(place.start, place.end, "[]")]


def _end(text: str, block: str) -> Edit:
    return Edit(len(text), len(text), ("" if not text or text.endswith("\n") else "\n") + block)


def _apart(text: str, pairs: Sequence[tuple[Span, Span]]) -> bool:
    """Whether a blank line stands between the last two entries."""
    return "\n\n" in text[pairs[-2][1].end : pairs[-1][0].start]


def _block(shape: Shape, entry: Entry, indent: str) -> str:
    """A new entry, as the files have them."""
    name = writing.scalar(entry.name)
    if shape.single:
        return f"{indent}{name}: {_written(entry.values.get('', ''))}\n"
    lines = [f"{indent}{name}:"]
    for field in shape.fields:
        value = entry.values.get(field.key)
        if value and field.form == "records":
            records = [item for item in value if isinstance(item, Mapping)]
            lines += [f"{indent}  {field.key}:", *(f"{indent}    - {writing.record(item)}" for item in records)]
        elif value:
            lines.append(f"{indent}  {field.key}: {_written(value)}")
        elif field.form == "records":
            lines.append(f"{indent}  {field.key}: []")
    return "\n".join(lines) + "\n"


def _written(value: Value) -> str:
    return writing.scalar(value) if isinstance(value, str) else replacing.inside(value)


def _one(text: str, span: Span, value: Value, *, flow: bool) -> list[Edit]:
    """A value in the place of another."""
    if span.kind == "list" and not isinstance(value, str) and not isinstance(value, Mapping) and value:
        return replacing.listed(text, span, value)
    if not value:
        return [Edit(span.start, span.end, '""' if span.kind == "scalar" else "[]")] if span.start != span.end else []
    if span.kind != "scalar":
        raise replacing.UnsureError
    if isinstance(value, str) and span.start != span.end:
        value = " ".join(value.split())
        return [] if value == span.value else [replacing.same_kind(text, span, value, flow=flow)]
    lead = " " if text[span.start - 1 : span.start] == ":" and span.start == span.end else ""
    return [Edit(span.start, span.end, lead + (replacing.inside(value) if flow else _written(value)))]


def _group(text: str, name: Span, span: Span, shape: Shape, values: Mapping[str, Value]) -> list[Edit]:
    """An entry's values one by one."""
    indent = " " * (name.start - text.rfind("\n", 0, name.start) - 1)
    if span.kind == "scalar":
        end = text.find("\n", span.end)
        block = _block(shape, Entry("x", values), indent).partition("\n")[2]
        return [Edit(end + 1, end + 1, block)] if end >= 0 else [_end(text, block)]
    if span.style == "flow":
        kept = {key: value for key, value in values.items() if isinstance(value, str)}
        if len(kept) != len(values) or not kept:
            return _braces(text, span, values)
        return replacing.recorded(text, span, kept)
    made = []
    there = {key.value: (key, value) for key, value in span.pairs}
    for key, (written, value) in there.items():
        if key in values:
            made += _one(text, value, values[key], flow=False)
        elif len(there) > 1 and written.start != span.start:
            made += replacing.gone(text, written, value, flow=False)
        else:
            made += _one(text, value, "", flow=False)
    inner = " " * (span.start - text.rfind("\n", 0, span.start) - 1)
    new = _block(shape, Entry("x", {k: v for k, v in values.items() if k not in there}), inner[2:]).partition("\n")[2]
    new = "".join(line + "\n" for line in new.splitlines() if not line.endswith(": []"))
    end = text.find("\n", span.items[-1].end)
    return made + ([Edit(end + 1, end + 1, new) if end >= 0 else _end(text, new)] if new else [])


def _braces(text: str, span: Span, values: Mapping[str, Value]) -> list[Edit]:
    """Values in braces, where some are lists: those that are there, in their places; new ones behind."""
    there = {key.value: value for key, value in span.pairs}
    if there.keys() - values.keys():
        raise replacing.UnsureError
    made = [edit for key, value in there.items() for edit in _one(text, value, values[key], flow=True)]
    new = "".join(f", {key}: {replacing.inside(value)}" for key, value in values.items() if key not in there)
    return made + ([Edit(span.items[-1].end, span.items[-1].end, new)] if new else [])


def _left(text: str, pairs: Sequence[tuple[Span, Span]], at: int) -> list[Edit]:
    """An entry taken away with its lines, and with the blank line that parted it from the next."""
    start = text.rfind("\n", 0, pairs[at][0].start) + 1
    end = text.find("\n", max(pairs[at][1].end, pairs[at][0].end))
    end = len(text) if end < 0 else end + 1
    if text[start : pairs[at][0].start].strip():
        raise replacing.UnsureError
    if text[end : end + 1] == "\n" and (start == 0 or text[:start].endswith("\n\n")):
        end += 1
    elif end == len(text) and text[:start].endswith("\n\n"):
        start -= 1
    return [Edit(start, end, "")]
