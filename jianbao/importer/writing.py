"""An item as the Markdown that the build reads: its values as YAML, its text so that nothing in it is a mark."""

import re
from collections.abc import Sequence

from jianbao import address
from jianbao.importer.model import Item, Paragraph
from jianbao.yaml.writing import scalar

_MARKS = re.compile(r"([\\`*_<\[\]])")
_LEADING = re.compile(r"^(\s*)([#>+\-=|~:]|\d+[.)])")


def article(item: Item, order: int, *, comments: bool = False, came: str = "") -> str:
    """An item as a Markdown file; ``came`` is the day on which it comes into the archive, where that is to be said."""
    source = "" if item.source and address.fault_of_name(item.source) else item.source
    values = [
        ("kicker", scalar(item.kicker)),
        ("title", scalar(item.shown_title)),
        ("subtitle", scalar(item.subtitle)),
        ("date", item.date),
        ("added", came),
        ("order", str(order)),
        ("column", scalar(item.column)),
        ("source", scalar(source)),
        ("tags", f"[{', '.join(scalar(t, inside=True) for t in item.tags)}]" if item.tags else ""),
    ]
    own = dict(item.front)
    written = [(key, own.pop(key, value)) for key, value in values]
    front = "".join(f"{key}: {value}\n" for key, value in [*written, *own.items()] if value)
    notes = [f"<!-- 提示：{doubt.replace('--', '—')} -->" for doubt in item.doubts] if comments else []
    blocks = [item.markdown] if item.markdown else [block(p) for p in item.paragraphs]
    return f"---\n{front}---\n\n" + "\n\n".join([*notes, *(b for b in blocks if b)]) + "\n"


def added(date: str, today: str) -> str:
    """The day to be written as ``added`` of what has this date: "" for what is as new as it is entered.

    ``date`` may be an issue's name that begins with its date, or anything else, which says nothing.
    """
    found = re.match(r"\d{4}(?:-\d\d(?:-\d\d)?)?(?![\d])", date)
    return today if found and found.group() < today[: len(found.group())] else ""


def block(paragraph: Paragraph) -> str:
    """A paragraph, a table or a picture as Markdown; an editor's note as a quotation."""
    if paragraph.rows:
        return _table(paragraph.rows)
    if paragraph.picture:
        alt = (paragraph.alt or paragraph.caption).replace("[", "（").replace("]", "）")
        caption = paragraph.caption.replace('"', "”")
        return f'![{alt}]({paragraph.picture} "{caption}")' if caption else f"![{alt}]({paragraph.picture})"
    text = escaped(paragraph.text)
    if paragraph.note:
        return "\n".join(f"> {line}" for line in text.split("\n"))
    return f"## {text}" if paragraph.heading else text


def _table(rows: Sequence[tuple[str, ...]]) -> str:
    width = max(map(len, rows))
    cells = [[escaped(c, inside=True).replace("|", "\\|") for c in (*row, *[""] * (width - len(row)))] for row in rows]
    lines = [f"| {' | '.join(row)} |" for row in cells]
    return "\n".join([lines[0], f"|{' --- |' * width}", *lines[1:]])


def escaped(text: str, *, inside: bool = False) -> str:
    """Text that Markdown shows as it is."""
    made = _MARKS.sub(
        lambda m: "&lt;" if m[1] == "<" else f"\\{m[1]}", text.replace("&", "&amp;") if "&" in text else text
    )
    if inside:
        return made
    return "\n".join(_LEADING.sub(_shielded, line.strip()) for line in made.split("\n"))


def _shielded(match: re.Match[str]) -> str:
    mark = match[2]
    return f"{match[1]}{mark[:-1]}\\{mark[-1]}" if mark[-1] in "#>+-.)" else f"{match[1]}&#{ord(mark)};"
