"""One value of a YAML text in the place of another, every other byte as it is.

What is changed is found by its place (``spans``), never written anew: a value keeps its kind of quotes where the new
one can stand in them, a list its items, a record its entries, each its comment. Whoever uses this reads again what was
made, and gives nothing out where anything else is another value by then. Raises UnsureError where no edit is sure.
"""

from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher

from jianbao.content.edits import Edit
from jianbao.yaml import writing
from jianbao.yaml.spans import Span

Value = str | Sequence[str] | Sequence[Mapping[str, str]] | Mapping[str, str]
"""A text, a list of texts, a list of records, a record."""
PARTS = {"日期": "date", "说明": "text", "名称": "name", "网址": "url"}
"""Keys of records as they may be written, and as they are read."""


class UnsureError(Exception):
    """There is no edit that surely changes this value alone."""


def inside(value: Value) -> str:
    """A value inside brackets or braces."""
    if isinstance(value, str):
        return writing.scalar(value, inside=True) or '""'
    if isinstance(value, Mapping):
        return writing.record(value)
    items = [writing.record(i) if isinstance(i, Mapping) else writing.scalar(i, inside=True) for i in value]
    return f"[{', '.join(items)}]"


def gone(head: str, name: Span, span: Span, *, flow: bool) -> list[Edit]:
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
        return removed(head, span, range(len(span.items)))
    return [Edit(span.start, span.end, "")]


def same_kind(head: str, span: Span, value: str, *, flow: bool) -> Edit:
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


def listed(head: str, span: Span, value: Sequence[str] | Sequence[Mapping[str, str]]) -> list[Edit]:
    """A list's items one by one: those that stay keep every byte of theirs."""
    if not span.items:
        return [Edit(span.start, span.end, inside(value))]
    old = [_key(item) for item in span.items]
    new = [tuple(sorted(item.items())) if isinstance(item, Mapping) else item for item in value]
    made: list[Edit] = []
    left: list[int] = []
    for kind, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        both = min(j - i, m - k) if kind == "replace" else 0
        for at in range(both):
            made += _item(head, span, span.items[i + at], value[k + at])
        if kind in ("replace", "delete"):
            left += range(i + both, j)
        if kind in ("replace", "insert") and m - k > both:
            made.append(_inserted(head, span, j if kind == "replace" else i, [inside(v) for v in value[k + both : m]]))
    if left and len(left) == len(span.items):
        raise UnsureError
    return made + removed(head, span, left)


def _key(span: Span) -> object:
    if span.kind == "scalar":
        return span.value
    if span.kind == "map":
        return tuple(sorted((PARTS.get(name.value, name.value), value.value) for name, value in span.pairs))
    raise UnsureError


def _item(head: str, span: Span, item: Span, value: str | Mapping[str, str]) -> list[Edit]:
    if item.kind == "scalar" and isinstance(value, str):
        if item.start == item.end:
            made = f" {inside(value)}".removeprefix(" " * (head[item.start - 1] != "-"))
            return [Edit(item.start, item.end, made)]
        return [same_kind(head, item, value, flow=span.style == "flow" or bool(set(value) & set("，、；")))]
    if item.kind == "map" and isinstance(value, Mapping):
        return recorded(head, item, value)
    return [Edit(item.start, item.end, inside(value))]


def recorded(head: str, span: Span, value: Mapping[str, str]) -> list[Edit]:
    """A record's entries one by one: those that stay keep every byte of theirs."""
    value = {key: text for key, text in value.items() if text}
    there = {PARTS.get(name.value, name.value): (name, item) for name, item in span.pairs}
    if any(item.kind != "scalar" for _, item in there.values()) or not value or not there.keys() & value.keys():
        return [Edit(span.start, span.end, writing.record(value))]
    flow = span.style == "flow"
    made = []
    for key, (_, item) in there.items():
        text = " ".join(value.get(key, "").split())
        if key in value and text != item.value:
            made.append(_part(head, item, text, flow=flow))
    new = [f"{key}: {writing.dated(value[key], flow=flow)}" for key in value if key not in there]
    if flow:
        kept = [at for at, key in enumerate(there) if key in value]
        made += _entries_left(span, kept)
        if new:
            end = span.items[2 * kept[-1] + 1].end
            made.append(Edit(end, end, "".join(f", {entry}" for entry in new)))
        return sorted(made)
    for key, (name, item) in there.items():
        if key not in value:
            made += gone(head, name, item, flow=False) if name.start != span.start else [Edit(item.start, item.end, "")]
    if new:
        indent = " " * (span.start - head.rfind("\n", 0, span.start) - 1)
        end = head.find("\n", span.items[-1].end)
        lines = "".join(f"{indent}{entry}\n" for entry in new)
        made.append(Edit(end + 1, end + 1, lines) if end >= 0 else Edit(len(head), len(head), "\n" + lines[:-1]))
    return sorted(made)


def _part(head: str, item: Span, text: str, *, flow: bool) -> Edit:
    """One value of a record in the place of another."""
    if item.style == "" and item.start != item.end and writing.dated(text, flow=flow) == text:
        return Edit(item.start, item.end, text)
    if item.start == item.end:
        lead = "" if head[item.start - 1 : item.start] == " " else " "
        return Edit(item.start, item.end, lead + writing.dated(text, flow=flow))
    return same_kind(head, item, text, flow=flow)


def _entries_left(span: Span, kept: Sequence[int]) -> list[Edit]:
    """The entries of a record in braces that are not ``kept``, each with a comma."""
    made = []
    for at in range(len(span.items) // 2):
        if at in kept:
            continue
        after = [k for k in kept if k > at]
        if after and not any(k < at for k in kept):
            made.append(Edit(span.items[2 * at].start, span.items[2 * at + 2].start, ""))
        else:
            made.append(Edit(span.items[2 * at - 1].end, span.items[2 * at + 1].end, ""))
    return made


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


def removed(head: str, span: Span, left: Sequence[int]) -> list[Edit]:
    """Items taken away, neighbours together, each with its comma or its line."""
    runs: list[list[int]] = []
    for at in left:
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
