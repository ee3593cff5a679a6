"""What an import would write, as a value: the Markdown of one issue folder.

Everything in it passes the build: text that Markdown would read as its own marks is escaped, values
are quoted where YAML would misread them, a column is one of the site's.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from jianbao import address, zh
from jianbao.errors import refused
from jianbao.importer import bulletin
from jianbao.importer.line import when
from jianbao.importer.model import Dropped, Item, Options, Plan, Source
from jianbao.importer.writing import added, article, escaped
from jianbao.yaml.writing import scalar

_ISSUE = re.compile(r"(20\d\d|19\d\d)-(0[1-9]|1[0-2])")
_NO_WORD = re.compile(r"\W+")
_MOST_TAGS = 5


def planned(
    sources: Sequence[Source],
    departments: Mapping[str, str],
    columns: Sequence[str],
    suggestions: Mapping[str, Mapping[str, tuple[str, ...]]],
    options: Options,
    existing: frozenset[str] = frozenset(),
    number_of: Callable[[str], str] = lambda folder: "",  # noqa: ARG005
    *,
    comments: bool = False,
) -> Plan:
    """The plan for some files that make one issue; ``existing`` are the files below the site that are there already.

    ``number_of`` gives the number (期号) that the issue in a folder has, "" for none. Raises RefusedError when the
    files are of several issues.
    """
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
        items += [_renamed(item, named) for item in _labelled(source, said.items, said.dropped, columns)]
        dropped += said.dropped
        doubts += [f"{source.name}：{doubt}" if len(sources) > 1 else doubt for doubt in said.doubts]
        number = _one_number(number, said.number, source.name)
        issue = issue or _issue_of(options) or said.month
    items = [_filed(item, columns, suggestions) for item in items]
    doubts += [f"{item.shown_title[:16]}（第{item.line}行）：{doubt}" for item in items for doubt in item.doubts]
    if not issue:
        return Plan("", "", tuple(items), tuple(dropped), tuple(doubts), ())
    issue, refused = (issue, "") if options.issue else _free(issue, number, existing, number_of)
    folder = _folder(issue)
    if number and f"{folder}/index.md" in existing and not _same(number, there := number_of(folder)):
        has = f"的期号是“{there}”" if there else "没有期号"
        doubts.append(f"期号“{number}”没有写进去：{folder}/index.md {has}，请核对")
    taken = {name: f"{len(existing):02}-{name}" for name in media if f"{folder}/{name}" in existing}
    media = {taken.get(name, name): data for name, data in media.items()}
    items = (
        [_renamed(item, dict(taken) | {n: n for n in media if n not in taken.values()}) for item in items]
        if taken
        else items
    )
    files, kept = _files(folder, issue, number, items, media, options, existing, comments=comments)
    return Plan(folder, issue, tuple(items), tuple(dropped), tuple(doubts), tuple(files), tuple(kept), refused)


def _folder(issue: str) -> str:
    return f"content/{issue[:4] if issue[:4].isdigit() else 'qita'}/{issue}"


def _one_number(number: str, other: str, name: str) -> str:
    """The number of the issue that the files make. Raises RefusedError for files of two issues."""
    if number and other and not _same(number, other):
        message = f"这个文件是{other}，前面的是{number}，不是同一期"
        raise refused(name, "import-issue", message, "一期一期地导入")
    return number or other


def _same(number: str, other: str) -> bool:
    """Whether two numbers are of one issue: 第8期 and 2018年第8期."""
    bare = [re.sub(r"^\d{4}年", "", n) for n in (number, other)]
    return bare[0] == bare[1]


def _free(issue: str, number: str, existing: frozenset[str], number_of: Callable[[str], str]) -> tuple[str, str]:
    """(the folder of an issue, why it cannot be had): 2018-04-di9qi beside a 2018-04 that has another number.

    Nothing goes into an issue that is there unless it is named.
    """
    folder = _folder(issue)
    if not any(path.startswith(f"{folder}/") for path in existing):
        return issue, ""
    there = number_of(folder)
    if number and not (there and _same(number, there)):
        beside = f"{issue}-{file_name(re.sub(r'^[0-9]{4}年', '', number)).replace('-', '')}"
        if not any(path.startswith(f"{_folder(beside)}/") for path in existing):
            return beside, ""
        issue, folder, there = beside, _folder(beside), number_of(_folder(beside))
    what = f"（{there}）" if there else ""
    return issue, f"{folder}{what} 已经有了；要放进这一期，加 --issue {issue}；另起一期，加 --issue {issue}-2"


def _issue_of(options: Options) -> str:
    return options.date[:7] if _ISSUE.match(options.date) else ""


def _renamed(item: Item, named: Mapping[str, str]) -> Item:
    paragraphs = tuple(replace(p, picture=named.get(p.picture, "")) if p.picture else p for p in item.paragraphs)
    markdown = item.markdown
    for name, new in named.items():
        markdown = markdown.replace(f"]({name}", f"]({new}")
    front = tuple((key, named.get(value, value) if key == "cover" else value) for key, value in item.front)
    return replace(item, paragraphs=paragraphs, markdown=markdown, front=front)


def _labelled(source: Source, items: Sequence[Item], dropped: Sequence[Dropped], columns: Sequence[str]) -> list[Item]:
    """The items, those below a label that names one of the site's columns, or behind one, in that column."""
    alone = {d.text for d in dropped if d.reason == "栏目标签"}
    before = [d.text for d in dropped if d.reason == "标题前的栏目标签"]
    above: dict[int, str] = {}
    column = ""
    for line in source.lines:
        if line.bare in alone:
            column = _NO_WORD.sub("", line.bare)
        front = next((text for text in before if line.bare.startswith(text)), "")
        above[line.number] = _NO_WORD.sub("", front) or column
    found = (above.get(item.line, "") for item in items)
    return [
        replace(item, column=name) if name in columns and not item.column else item
        for item, name in zip(items, found, strict=True)
    ]


def _filed(item: Item, columns: Sequence[str], suggestions: Mapping[str, Mapping[str, tuple[str, ...]]]) -> Item:
    """The item with a column and tags suggested from its own words."""
    column = item.column if item.column in columns or not columns else ""
    doubts: list[str] = []
    if not column and columns:
        scores = {name: _score(item, suggestions.get("columns", {}).get(name, ())) for name in columns}
        best = max(columns, key=lambda name: scores[name])
        column = best if scores[best] else columns[0]
        doubts += [f"原来的栏目“{item.column}”这里没有，改为“{column}”，请核对"] if item.column else []
    tags = [tag for tag in item.tags if not address.fault_of_name(tag)]
    doubts += [f"标签“{tag}”不能用：{fault}" for tag in item.tags if (fault := address.fault_of_name(tag))]
    if not tags:
        scored = Counter({tag: _score(item, (tag, *words)) for tag, words in suggestions.get("tags", {}).items()})
        tags = [tag for tag, score in scored.most_common(_MOST_TAGS) if score >= 3]
    return replace(item, column=column, tags=tuple(tags), doubts=(*item.doubts, *doubts))


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
        came = added(item.date or issue, options.today) if options.today else ""
        files.append((f"{folder}/{name}", article(item, order, comments=comments, came=came).encode()))
    shown = {p.picture for item in items for p in item.paragraphs}
    shown |= {value for item in items for key, value in item.front if key == "cover"}
    bodies = "".join(item.markdown for item in items)
    files += [(f"{folder}/{name}", data) for name, data in media.items() if name in shown or f"]({name}" in bodies]
    return files, kept


def again(made: Plan, existing: frozenset[str]) -> str:
    """An article in the plan's folder that already has a planned one's name but for its number; "" when none has."""
    folders = tuple(f"{folder}/" for folder in made.folder.split("、") if folder)
    there = {_without_number(path): path for path in existing if folders and path.startswith(folders)}
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
    month = _ISSUE.match(issue)
    day = options.date[:7] if options.date else month.group() if month else ""
    if not day:
        told = options.year or (issue[:4] if re.match(r"(?:19|20)\d\d", issue) else "")
        day = max((item.date[:7] for item in items if item.date), default=told)
    shown = zh.date_text(day)
    beside = f"（{re.sub(r'^[0-9]{4}年', '', number)}）" if number and month and month.group() != issue else ""
    lines = [f"title: {scalar(f'{shown}简报{beside}' if shown else issue)}"]
    if day:
        lines.append(f"date: {day}")
    if number:
        lines.append(f"number: {scalar(number if number[:1].isdigit() else f'{day[:4]}年{number}')}")
    return "---\n" + "\n".join(lines) + "\n---\n"


__all__ = ["article", "escaped", "file_name", "planned", "when"]
