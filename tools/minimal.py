"""Change one value in each front matter below a folder, in memory, and count what else would differ.

    python tools/minimal.py FOLDER [COUNT]      or make minimal CORPUS=FOLDER

For archives that are not ours to keep. PyYAML reads both versions by itself: every other key has to be the same, the
body byte for byte, and the lines that differ have to be those of the entry. Exit 1 when anything else differs.
"""

import random
import sys
from collections import Counter
from pathlib import Path

import yaml

from jianbao import files
from jianbao.content import delimiters, editing, keys
from jianbao.content.replacing import Value
from jianbao.errors import Problem
from jianbao.yaml import document

VALUES: dict[str, Value] = {
    "title": "改过的题: 一",
    "date": "2018-04",
    "tags": ["新", "标签"],
    "column": "要闻",
    "author": "某",
    "summary": "摘要，# 一",
    "draft": "true",
}


def fault(data: bytes, key: str) -> str:
    """What is wrong with a change of one value; "" when nothing else differs, "-" when nothing can be read."""
    text = files.text(data, "")
    parts = delimiters.split(text, "") if isinstance(text, str) else text
    if isinstance(parts, Problem):
        return "-"
    try:
        items = document.parse(parts[0], "", 2).items
    except document.YamlError:
        return "-"
    new = editing.changed(data, {key: VALUES[key]})
    after = files.text(new, "")
    if not isinstance(after, str):
        return f"unreadable afterwards: {after}"
    changed = delimiters.split(after, "")
    assert not isinstance(changed, Problem)
    mine = [name for name, _ in items if keys.canonical(name.text) == key]
    before, now = ((yaml.load(p[0], yaml.CBaseLoader) or {}) for p in (parts, changed))  # noqa: S506
    for name in {key, "published", *(name.text for name in mine)}:
        before.pop(name, None)
        now.pop(name, None)
    if before != now or parts[1] != changed[1]:
        return "another value differs"
    old, fresh = data.split(b"\n"), new.split(b"\n")
    head = next((n for n, (a, b) in enumerate(zip(old, fresh, strict=False)) if a != b), min(len(old), len(fresh)))
    tail = next((n for n, (a, b) in enumerate(zip(old[::-1], fresh[::-1], strict=False)) if a != b), 0)
    gone = range(head, len(old) - tail)
    first = mine[0].line - 1 if mine else 0
    last = min([n.line - 1 for n, _ in items if mine and n.line > mine[0].line], default=parts[0].count("\n") + 1)
    inside = all(first <= line < last for line in gone) if mine else not gone or b"published" in old[gone[0]]
    return "" if inside else "lines of another entry differ"


def main(arguments: list[str]) -> int:
    """Counts, and prints what is wrong."""
    found = sorted(Path(arguments[0]).rglob("*.md"))
    chosen = random.Random(7)  # noqa: S311
    chosen.shuffle(found)
    counted: Counter[str] = Counter()
    for file in found[: int(arguments[1]) if len(arguments) > 1 else None]:
        key = chosen.choice(sorted(VALUES))
        try:
            said = fault(file.read_bytes(), key)
        except editing.EditError as error:
            said = f"refused: {error}"
        counted[said] += 1
        if said not in ("", "-"):
            print(f"{file} [{key}]: {said}")
    unread = counted.pop("-", 0)
    right = counted.pop("", 0)
    print(f"{right} front matters × one value: 0 other differences; {sum(counted.values())} wrong; {unread} unreadable")
    return int(bool(counted))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
