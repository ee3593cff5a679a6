"""What a site has beside its articles (pages, columns, sources, issues, tags, people), and queries for it.

An index of texts alone has none of it. So a site's worth is made of the texts themselves: their columns, sources and
tags, an issue for each month, the names that stand in their lists; and of our own site: its standing pages of other
names than PAGES has, with their whole texts, and its list of people with their posts. A query is right when what was
meant stands among the entries above the articles.
"""

import random
import re
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks.search import typed
from jianbao.search import entries
from jianbao.search.entries import MOST, TAGS
from jianbao.search.files import Record
from jianbao.settings import config

ROOT = Path(__file__).resolve().parents[2]

PEOPLE = 100
"""Names, the most frequent, that stand for the list of people."""
PAGES = {
    "联系我们": "妇女维权公益服务热线12338，周一至周五有人接听。办公地点在市行政中心，来访请先预约。",
    "投稿须知": "欢迎投稿。稿件请寄编辑部邮箱，注明单位、姓名和电话；照片请附说明，两周内答复是否采用。",
    "关于本站": "本站收录历年简报，按期、按月、按栏目和标签查阅，内容以原件为准。",
    "无障碍说明": "本站可以用键盘操作，支持读屏软件；发现不便之处请告诉我们。",
}
SAID = {
    "12338": "联系我们",
    "投稿": "投稿须知",
    "读屏软件": "无障碍说明",
    "维权公益服务热线": "联系我们",
    "历年简报": "关于本站",
}
"""What of a page's text is asked for, and which page is meant."""

Row = tuple[int, str, str, str]
"""As entries.py writes them: kind, title, address, number or text or posts."""


class Asked(NamedTuple):
    """A query and the entry that is meant."""

    kind: str
    text: str
    meant: Row


def rows(records: Sequence[Record]) -> list[Row]:
    """What a site of these articles would have beside them."""
    tags = [tag for tag, _ in Counter(tag for r in records for tag in r.tags).most_common(TAGS)]
    months = sorted({r.date[:7] for r in records if len(r.date) > 6})
    listed = [(1, sorted({r.column for r in records})), (2, sorted({r.source for r in records})), (4, tags)]
    made: list[Row] = [(0, title, f"pages/{at}.html", text) for at, (title, text) in enumerate(PAGES.items())]
    made += [(0, title, f"pages/{name}.html", text) for name, title, text in _pages()]
    made += [(kind, name, entries.regular(kind, name), "") for kind, names in listed for name in names if name]
    for year, month in (date.split("-") for date in months):
        made.append((3, f"{year}年{int(month)}月简报", f"{year}/{year}-{month}.html", f"{year}年第{int(month)}期"))
    people = dict.fromkeys(_names(records), "") | dict(config.load(ROOT).people)
    return made + [(5, name, entries.regular(5, name), posts) for name, posts in people.items()]


def _pages() -> list[tuple[str, str, str]]:
    """(name, title, text) of our own site's standing pages but those that PAGES has."""
    made = []
    for path in sorted((ROOT / "content" / "pages").glob("*.md")):
        _, front, text = path.read_text("utf-8").split("---\n", 2)
        title = re.search("^title: *(.+)$", front, re.MULTILINE)
        if title and title[1] not in PAGES:
            made.append((path.stem, title[1], re.sub(r"[*#`>|\[\]]|\(\S+\)", "", text)[: entries.TEXT]))
    return made


def _names(records: Sequence[Record]) -> list[str]:
    found: Counter[str] = Counter()
    for r in records:
        listed = typed.items(typed.Document(r.href, r.title, tuple(r.tags), r.text))
        found.update(word for word in listed if len(word) == 3 and word[0] in typed.SURNAMES)
    return [name for name, _ in found.most_common(PEOPLE)]


def _syllables(name: str) -> list[str]:
    return typed.said("".join(c for c in name if typed.HAN.match(c)))


WAYS: dict[str, tuple[tuple[int, ...], Callable[[Row], str]]] = {
    "a page by its name": ((0,), lambda row: row[1]),
    "a column": ((1,), lambda row: row[1]),
    "a column's pinyin": ((1,), lambda row: "".join(_syllables(row[1]))),
    "a source": ((2,), lambda row: row[1]),
    "a source's pinyin": ((2,), lambda row: "".join(_syllables(row[1]))),
    "an issue": ((3,), lambda row: row[3]),
    "an issue's title": ((3,), lambda row: row[1]),
    "a tag": ((4,), lambda row: row[1]),
    "a person": ((5,), lambda row: row[1]),
    "a person's pinyin": ((5,), lambda row: "".join(_syllables(row[1]))),
    "a person's initials": ((5,), lambda row: "".join(said[0] for said in _syllables(row[1]))),
}
"""What is typed for which kinds of entries."""


def drawn(of: Sequence[Row], each: int, seed: int = 19) -> list[Asked]:
    """``each`` queries of every way at most; none that more entries answer just as well than are shown."""
    pages = {row[1]: row for row in of if row[0] == 0}
    made = [Asked("a page by its text", text, pages[title]) for text, title in SAID.items()]
    for way, (kinds, form) in WAYS.items():
        some = [row for row in of if row[0] in kinds and typed.HAN.search(row[1])]
        alike = Counter(map(form, some))
        some = [row for row in some if len(form(row)) > 1 and alike[form(row)] <= MOST]
        rng = random.Random(f"{seed} {way}")
        made += [Asked(way, form(row), row) for row in rng.sample(some, min(each, len(some)))]
    return made
