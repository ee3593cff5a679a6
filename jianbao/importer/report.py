"""A plan in words, for the editor, and as JSON, for programs."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from jianbao.importer.model import Dropped, Item, Plan

_WORD, _MANY = 12, 8
"""Characters of a word of a page's menus, and how many of them are told on one line."""


def data(plan: Plan) -> dict[str, Any]:
    """The plan as plain values; ``paragraphs`` hold every word that is not a title or a signature."""
    return {
        "issue": plan.issue,
        "items": [_item(item) for item in plan.items],
        "dropped": [{"text": d.text, "reason": d.reason} for d in plan.dropped],
        "doubts": list(plan.doubts),
        "files": [path for path, _ in plan.files],
        "kept": list(plan.kept),
    }


def _item(item: Item) -> dict[str, Any]:
    return {
        "title": item.title,
        "kicker": item.kicker,
        "subtitle": item.subtitle,
        "date": item.date or None,
        "date_basis": item.date_basis or None,
        "year_basis": item.year_basis or None,
        "source": item.source,
        "signature": item.signature,
        "paragraphs": [p.text for p in item.paragraphs if p.text],
        "column": item.column,
        "tags": list(item.tags),
        "line": item.line,
        "doubts": list(item.doubts),
        "suggested_title": "" if item.title else item.shown_title,
    }


def text(plan: Plan, *, written: bool) -> str:
    """What an editor reads after an import, or before one."""
    lines = []
    for number, item in enumerate(plan.items, 1):
        lines.append(f"{number}. {item.kicker}{item.shown_title}{item.subtitle}")
        day = item.date or "没有日期"
        year = f"，年份依据“{_one_line(item.year_basis)}”" if item.year_basis else ""
        basis = f"（依据“{_one_line(item.date_basis)}”{year}）"
        lines.append(f"   日期 {day}{basis if item.date_basis else ''}")
        source = f"{item.source}（署名“{_one_line(item.signature)}”）" if item.signature else item.source or "没有署名"
        lines.append(f"   来源 {source}；栏目建议 {item.column or '无'}；标签建议 {'、'.join(item.tags) or '无'}")
        lines.append(f"   第{item.line}行起，{sum(bool(p.text) for p in item.paragraphs)}段")
    if plan.dropped:
        lines.append("没有收入的文字：")
        lines += _dropped(plan.dropped)
    if plan.doubts:
        lines.append("拿不准的，请核对：")
        lines += [f"   {doubt}" for doubt in plan.doubts]
    if plan.files:
        lines.append("写下的文件：" if written else "将写下的文件：")
        lines += [f"   {path}" for path, _ in plan.files]
    lines += [f"   {path}（已有，不动）" for path in plan.kept]
    count = (
        f"{len(plan.items)} 条，{len(plan.files)} 个文件，没有收入 {len(plan.dropped)} 处，存疑 {len(plan.doubts)} 处"
    )
    return "\n".join([*lines, count])


def _dropped(dropped: Sequence[Dropped]) -> list[str]:
    """What was not taken, a line each; the words of a page's menus by the dozen, which hid the lines that matter."""
    words = Counter(d.reason for d in dropped if len(_one_line(d.text)) <= _WORD)
    many = {reason for reason, count in words.items() if count > _MANY}
    lines = [
        f"   “{_short(d.text)}”：{d.reason}" for d in dropped if d.reason not in many or len(_one_line(d.text)) > _WORD
    ]
    for reason in sorted(many):
        told = [_one_line(d.text) for d in dropped if d.reason == reason and len(_one_line(d.text)) <= _WORD]
        lines.append(f"   {reason}，另有{len(told)}处短的：{'、'.join(told)}")
    return lines


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _short(text: str) -> str:
    bare = _one_line(text)
    return bare if len(bare) <= 30 else f"{bare[:20]}……{bare[-8:]}"
