"""What an import would write, as a value: the Markdown of one issue folder.

Everything in it passes the build: text that Markdown would read as its own marks is escaped, values
are quoted where YAML would misread them, a column is one of the site's.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from jianbao import address, zh
from jianbao.importer import bulletin, when
from jianbao.importer.model import Dropped, Item, Options, Paragraph, Plan, Source

_ISSUE = re.compile(r"(20\d\d|19\d\d)-(0[1-9]|1[0-2])")
_PLAIN = re.compile(rf"[{zh.HAN}A-Za-z“《（][^\n]*")
_UNSAFE = re.compile(r": |:$| #|^[-?:,\[\]{{}}#&*!|>'\"%@`~]|^(?:true|false|yes|no|on|off|null|是|否)$", re.IGNORECASE)
_MARKS = re.compile(r"([\\`*_<\[\]])")
_LEADING = re.compile(r"^(\s*)([#>+\-=|~:]|\d+[.)])")
_MOST_TAGS = 5


def plan(
    sources: Sequence[Source],
    departments: Mapping[str, str],
    columns: Sequence[str],
    suggestions: Mapping[str, Mapping[str, tuple[str, ...]]],
    options: Options,
    existing: frozenset[str] = frozenset(),
    *,
    comments: bool = False,
) -> Plan:
    """The plan for some files that make one issue; ``existing`` are the files below the site that are there already."""
    items: list[Item] = []
    dropped: list[Dropped] = []
    doubts: list[str] = []
    media: dict[str, bytes] = {}
    issue, number = options.issue, ""
    for source in sources:
        said = bulletin.items(source, departments, options)
        named = {
            name: f"{len(media) + n:02}-{name}" if len(sources) > 1 else name for n, name in enumerate(source.media, 1)
        }
        media |= {named[name]: data for name, data in source.media.items()}
        items += [_renamed(item, named) for item in said.items]
        dropped += said.dropped
        doubts += [f"{source.name}：{doubt}" if len(sources) > 1 else doubt for doubt in said.doubts]
        number = number or said.number
        issue = issue or _issue_of(options) or said.month
    items = [_filed(item, columns, suggestions) for item in items]
    doubts += [f"{item.shown_title[:16]}（第{item.line}行）：{doubt}" for item in items for doubt in item.doubts]
    if not issue:
        return Plan("", "", tuple(items), tuple(dropped), tuple(doubts), ())
    folder = f"content/{issue[:4] if issue[:4].isdigit() else 'qita'}/{issue}"
    taken = {name: f"{len(existing):02}-{name}" for name in media if f"{folder}/{name}" in existing}
    media = {taken.get(name, name): data for name, data in media.items()}
    items = (
        [_renamed(item, dict(taken) | {n: n for n in media if n not in taken.values()}) for item in items]
        if taken
        else items
    )
    files, kept = _files(folder, issue, number, items, media, options, existing, comments=comments)
    return Plan(folder, issue, tuple(items), tuple(dropped), tuple(doubts), tuple(files), tuple(kept))


def _issue_of(options: Options) -> str:
    return options.date[:7] if _ISSUE.match(options.date) else ""


def _renamed(item: Item, named: Mapping[str, str]) -> Item:
    paragraphs = tuple(replace(p, picture=named.get(p.picture, "")) if p.picture else p for p in item.paragraphs)
    markdown = item.markdown
    for name, new in named.items():
        markdown = markdown.replace(f"]({name}", f"]({new}")
    return replace(item, paragraphs=paragraphs, markdown=markdown)


def _filed(item: Item, columns: Sequence[str], suggestions: Mapping[str, Mapping[str, tuple[str, ...]]]) -> Item:
    """The item with a column and tags suggested from its own words."""
    column = item.column if item.column in columns or not columns else ""
    if not column and columns:
        scores = {name: _score(item, suggestions.get("columns", {}).get(name, ())) for name in columns}
        best = max(columns, key=lambda name: scores[name])
        column = best if scores[best] else columns[0]
    tags = [tag for tag in item.tags if not address.fault_of_name(tag)]
    if not tags:
        scored = Counter({tag: _score(item, (tag, *words)) for tag, words in suggestions.get("tags", {}).items()})
        tags = [tag for tag, score in scored.most_common(_MOST_TAGS) if score >= 3]
    return replace(item, column=column, tags=tuple(tags))


def _score(item: Item, words: Sequence[str]) -> int:
    """How much an item speaks of some words: the title counts five times, the first paragraph twice."""
    title = item.kicker + item.title + item.subtitle
    texts = [p.text for p in item.paragraphs]
    first, rest = (texts[0] if texts else ""), "".join(texts[1:])
    return sum(5 * title.count(w) + 2 * first.count(w) + min(rest.count(w), 3) for w in words)


def _files(
    folder: str,
    issue: str,
    number: str,
    items: Sequence[Item],
    media: Mapping[str, bytes],
    options: Options,
    existing: frozenset[str],
    *,
    comments: bool,
) -> tuple[list[tuple[str, bytes]], list[str]]:
    files: list[tuple[str, bytes]] = []
    kept: list[str] = []
    index = f"{folder}/index.md"
    if index in existing:
        kept.append(index)
    else:
        files.append((index, _index(issue, number, items, options).encode()))
    used = {path.removeprefix(f"{folder}/") for path in existing} | {"index.md"}
    begin = 1 + sum(path.startswith(f"{folder}/") and path.endswith(".md") and path != index for path in existing)
    for order, item in enumerate(items, begin):
        name = f"{order:02}-{file_name(item.shown_title)}.md"
        while name in used:
            name = f"{name.removesuffix('.md')}-2.md"
        used.add(name)
        files.append((f"{folder}/{name}", article(item, order, comments=comments).encode()))
    shown = {p.picture for item in items for p in item.paragraphs}
    bodies = "".join(item.markdown for item in items)
    files += [(f"{folder}/{name}", data) for name, data in media.items() if name in shown or f"]({name}" in bodies]
    return files, kept


def again(made: Plan, existing: frozenset[str]) -> str:
    """An article in the plan's folder that already has a planned one's name but for its number; "" when none has."""
    there = {_without_number(path): path for path in existing if path.startswith(f"{made.folder}/") and made.folder}
    new = [path for path, _ in made.files if path.endswith(".md") and not path.endswith("/index.md")]
    return next((there[_without_number(path)] for path in new if _without_number(path) in there), "")


def _without_number(path: str) -> str:
    return re.sub(r"/\d+-(?=[^/]+\.md$)", "/", path)


def file_name(title: str) -> str:
    """A file's name from its title, once and for ever: syllables of the first words, at most thirty letters."""
    words = re.findall(f"[{zh.HAN}]+|[0-9A-Za-z]+", unicodedata.normalize("NFKC", title))
    spoken = zh.readings(words, {})
    syllables = [s for word in words for s in spoken[word].pinyin.split() if s.isascii() and s.isalnum()]
    made = ""
    for syllable in syllables:
        if len(made) + len(syllable) > 30:
            break
        made += f"-{syllable}" if made else syllable
    return made if made and not address.fault(made) else "wenzhang"


def _index(issue: str, number: str, items: Sequence[Item], options: Options) -> str:
    """The issue's own page."""
    day = options.date[:7] if options.date else issue if _ISSUE.fullmatch(issue) else ""
    if not day:
        told = options.year or (issue[:4] if re.match(r"(?:19|20)\d\d", issue) else "")
        day = max((item.date[:7] for item in items if item.date), default=told)
    shown = zh.date_text(day)
    lines = [f"title: {scalar(f'{shown}简报' if shown else issue)}"]
    if day:
        lines.append(f"date: {day}")
    if number:
        lines.append(f"number: {scalar(number if number[:1].isdigit() else f'{day[:4]}年{number}')}")
    return "---\n" + "\n".join(lines) + "\n---\n"


def article(item: Item, order: int, *, comments: bool = False) -> str:
    """An item as a Markdown file."""
    source = "" if item.source and address.fault_of_name(item.source) else item.source
    values = [
        ("kicker", scalar(item.kicker)),
        ("title", scalar(item.shown_title)),
        ("subtitle", scalar(item.subtitle)),
        ("date", item.date),
        ("order", str(order)),
        ("column", scalar(item.column)),
        ("source", scalar(source)),
        ("tags", f"[{', '.join(scalar(t, inside=True) for t in item.tags)}]" if item.tags else ""),
    ]
    front = "".join(f"{key}: {value}\n" for key, value in values if value)
    notes = [f"<!-- 提示：{doubt.replace('--', '—')} -->" for doubt in item.doubts] if comments else []
    blocks = [item.markdown] if item.markdown else [_block(p) for p in item.paragraphs]
    return f"---\n{front}---\n\n" + "\n\n".join([*notes, *(b for b in blocks if b)]) + "\n"


def _block(paragraph: Paragraph) -> str:
    if paragraph.rows:
        return _table(paragraph.rows)
    if paragraph.picture:
        alt = (paragraph.alt or paragraph.caption).replace("[", "（").replace("]", "）")
        caption = paragraph.caption.replace('"', "”")
        return f'![{alt}]({paragraph.picture} "{caption}")' if caption else f"![{alt}]({paragraph.picture})"
    text = escaped(paragraph.text)
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


def scalar(text: str, *, inside: bool = False) -> str:
    """A YAML scalar that is read as exactly this text."""
    text = " ".join(text.split())
    if not text or (
        _PLAIN.fullmatch(text) and not _UNSAFE.search(text) and not (inside and re.search("[,，、；\\[\\]{}]", text))
    ):
        return text
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


__all__ = ["article", "escaped", "file_name", "plan", "scalar", "when"]
