"""What is said of a folder of documents, each of which came in as an issue: as much as is said of one alone."""

from collections.abc import Sequence

from jianbao.importer.model import Plan


def doubts(made: Plan) -> list[str]:
    """The doubts of one document's plan, and its items without a date."""
    undated = [f"{item.shown_title[:24]}（第{item.line}行）：没有日期，请补上" for item in made.items if not item.date]
    return [*made.doubts, *undated]


def part(path: str, made: Plan) -> str:
    """What the report has of one document: what was left out with its reason, and every doubt."""
    lines = [f"### {path} → {made.folder}", ""]
    if made.dropped:
        lines += ["没有收入的文字：", "", *(f"- “{' '.join(d.text.split())}”：{d.reason}" for d in made.dropped), ""]
    told = doubts(made)
    if told:
        lines += ["拿不准的，请核对：", "", *(f"- {doubt}" for doubt in told), ""]
    return "\n".join(lines if len(lines) > 2 else [*lines, "没有存疑的地方。", ""])


def whole(head: str, said: str, refused: Sequence[str], parts: Sequence[str]) -> str:
    """The part of the report that an import of documents adds."""
    lines = [f"## {head}", "", f"- {said}", *(f"- 没有导入 {line}" for line in refused), ""]
    return "\n".join([*lines, *parts])
