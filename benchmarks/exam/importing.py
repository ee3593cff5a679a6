"""Exam of `import`: the texts of this folder, field by field, against what a reader sees in them.

    python -m benchmarks.exam.importing            figures by kind, and what is wrong
    python -m benchmarks.exam.importing --quiet    figures only

The texts are ours, in the manner of real ones: pages as they are copied and as they are saved, bulletins,
official documents, scans, Word. ``paragraphs`` are counted as `import --format json` gives them.
"""

import io
import sys
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import yaml

from jianbao.importer.bulletin import items
from jianbao.importer.model import Item, Options
from jianbao.importer.reading import source

TEXTS = Path(__file__).with_name("texts")
FIELDS = ("title", "kicker", "subtitle", "date", "source", "paragraphs", "first")
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def document(text: str) -> bytes:
    """A .docx of lines: # and ## headings, ^ centred, ^^ centred and bold, > on the right, | cells of a table."""
    blocks: list[str] = []
    rows: list[str] = []
    for line in [*text.split("\n"), ""]:
        if rows and not line.startswith("|"):
            blocks.append(f"<w:tbl>{''.join(rows)}</w:tbl>")
            rows = []
        mark, _, rest = line.partition(" ")
        if mark == "|":
            cells = "".join(f"<w:tc>{_paragraph(cell.strip())}</w:tc>" for cell in rest.split(" | "))
            rows.append(f"<w:tr>{cells}</w:tr>")
        elif mark in ("#", "##"):
            blocks.append(_paragraph(rest, f'<w:pStyle w:val="{len(mark)}"/>'))
        elif mark in ("^", "^^"):
            blocks.append(_paragraph(rest, '<w:jc w:val="center"/>', bold=mark == "^^"))
        elif line:
            blocks.append(_paragraph(rest, '<w:jc w:val="right"/>') if mark == ">" else _paragraph(line))
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{n}"><w:name w:val="heading {n}"/></w:style>' for n in (1, 2)
    )
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        package.writestr(
            "word/document.xml", f'<w:document xmlns:w="{_W}"><w:body>{"".join(blocks)}</w:body></w:document>'
        )
        package.writestr("word/styles.xml", f'<w:styles xmlns:w="{_W}">{styles}</w:styles>')
    return made.getvalue()


def _paragraph(text: str, properties: str = "", *, bold: bool = False) -> str:
    run = "<w:rPr><w:b/></w:rPr>" if bold else ""
    return f'<w:p><w:pPr>{properties}</w:pPr><w:r>{run}<w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'


def truth() -> list[dict[str, Any]]:
    """The rows of truth.yaml, dates as text."""
    return yaml.load((TEXTS / "truth.yaml").read_text("utf-8"), yaml.BaseLoader)  # type: ignore[no-any-return]


def read(row: dict[str, Any]) -> Any:
    """What the importer makes of a row's file."""
    name = row["file"]
    data = (TEXTS / name).read_bytes()
    if name.endswith(".docx.txt"):
        name, data = name.removesuffix(".txt"), document(data.decode())
    return items(source(name, data), {}, Options())


def faults(row: dict[str, Any]) -> tuple[Counter[str], list[str]]:
    """(fields asked by name, what is wrong) of a document; an item that is missing is wrong in every field."""
    made = read(row)
    asked: Counter[str] = Counter()
    wrong: list[str] = []
    left = list(made.items)
    for article in row["articles"]:
        item = _meant(article, left)
        if item is not None:
            left.remove(item)
        for field in FIELDS:
            if (
                field in ("kicker", "subtitle")
                and not article.get(field)
                and item is not None
                and not getattr(item, field)
            ):
                continue
            asked[field] += 1
            got = _field(item, field) if item is not None else None
            if got is None or not _right(got, article.get(field, ""), field):
                wrong.append(f"{field} of {article['title']}: {got!r}, not {article.get(field, '')!r}")
    asked["items"] += 1
    wrong += [f"items: {item.shown_title!r} is none"[:80] for item in left][:1]
    if "number" in row:
        asked["number"] += 1
        wrong += [] if made.number == row["number"] else [f"number: {made.number!r}, not {row['number']!r}"]
    return asked, wrong


def _meant(article: dict[str, Any], left: list[Item]) -> Item | None:
    by_title = next((i for i in left if _squeezed(i.title) == _squeezed(article["title"])), None)
    return by_title or next((i for i in left if _field(i, "first").startswith(_squeezed(article["first"]))), None)


def _field(item: Item, field: str) -> str:
    texts = [p.text for p in item.paragraphs if p.text]
    if field == "paragraphs":
        return str(len(texts))
    return _squeezed("".join(texts)) if field == "first" else _squeezed(getattr(item, field))


def _right(got: str, wanted: str | list[str], field: str) -> bool:
    for want in wanted if isinstance(wanted, list) else [wanted]:
        bare = _squeezed(want)
        same = got.startswith(bare) if field == "first" else got.lstrip("—-") == bare.lstrip("—-")
        if same or want == "*" or (field == "date" and not want and len(got) == 7):
            return True
    return False


def _squeezed(text: str) -> str:
    return "".join(text.split())


def main(arguments: list[str]) -> int:
    """Prints the figures; 1 when something is wrong."""
    asked: dict[str, int] = Counter()
    right: dict[str, int] = Counter()
    whole: dict[str, list[int]] = {}
    for row in truth():
        fields, wrong = faults(row)
        asked[row["kind"]] += fields.total()
        right[row["kind"]] += fields.total() - len(wrong)
        documents = whole.setdefault(row["kind"], [0, 0])
        documents[0] += not wrong
        documents[1] += 1
        if wrong and "--quiet" not in arguments:
            print(row["file"], *wrong, sep="\n    ")
    for kind in asked:
        print(f"import {kind:　<5} {right[kind]:4} / {asked[kind]:4} 项，整篇对 {whole[kind][0]} / {whole[kind][1]}")
    total, all_right = sum(asked.values()), sum(right.values())
    print(f"import 合计　　 {all_right:4} / {total:4} 项（{100 * all_right / total:.1f} %）")
    return int(all_right < total)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
