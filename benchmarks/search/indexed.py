"""The search index of a corpus alone, without the site around it, so that its own cost can be measured.

    python -m benchmarks.search.indexed corpus SIZE FOLDER     writes the texts
    python -m benchmarks.search.indexed texts FILE FOLDER      writes those of a file: JSON lines of title, date,
                                                               column, source, tags, text, oldest first
    python -m benchmarks.search.indexed index FOLDER           indexes them; prints CPU, memory, files and bytes as JSON

Texts lie in one file and are read one by one, as a build reads bodies from its state.
"""

import gc
import html
import json
import marshal
import resource
import sys
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from benchmarks import corpus
from benchmarks.search import beside
from benchmarks.search.queries import ODD
from jianbao import digest, search
from jianbao.cache import program
from jianbao.search import entries as search_entries
from jianbao.search import fixed, index, scripts
from jianbao.search.numbers import Numbers
from jianbao.settings import config
from jianbao.site.model import Entries, Table

ROOT = Path(__file__).resolve().parents[2]


def write_corpus(size: int, folder: Path) -> None:
    """Articles of the benchmark corpus, oldest first, and one for each word with an odd reading."""
    made = corpus.Corpus(size)
    texts = _Texts(folder)
    for number in range(size):
        _, front, text = made.article(number).text.split("---\n", 2)
        given = dict(line.split(": ", 1) for line in front.splitlines())
        tags = given["tags"].strip("[]").split(", ")
        texts.add(given["title"], given["date"], given["category"], given["source"], tags, text.replace("**", ""))
        if number * len(ODD) // size != (number + 1) * len(ODD) // size:
            word = list(ODD.values())[number * len(ODD) // size]
            texts.add(f"第{number}份简报的补记", given["date"], given["category"], "", [], f"会上提到{word}的情况。")
    texts.close()


def write_texts(source: Path, folder: Path) -> None:
    """The texts of a file."""
    texts = _Texts(folder)
    for line in source.read_text("utf-8").splitlines():
        given = json.loads(line)
        texts.add(*(given[name] for name in ("title", "date", "column", "source", "tags", "text")))
    texts.close()


class _Texts:
    """The file of bodies, and what else is known of each article."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._rows: list[tuple[Any, ...]] = []
        self._bodies = (folder / "bodies").open("wb")

    def add(self, title: str, date: str, column: str, source: str, tags: list[str], text: str) -> None:
        body = "".join(f"<p>{html.escape(line)}</p>\n" for line in text.split("\n") if line.strip()).encode()
        at, name = self._bodies.tell(), f"{len(self._rows)}.html"
        self._rows.append((name, title, date, column, source, tuple(tags), at, len(body), len(text)))
        self._bodies.write(body)

    def close(self) -> None:
        self._bodies.close()
        (self._folder / "rows").write_bytes(marshal.dumps(self._rows))


def write_index(folder: Path) -> dict[str, Any]:
    """Writes ``folder``/site/search/; what that took."""
    settings = config.load(ROOT)
    tables = search.tables(settings.pinyin, settings.surnames)
    entries: list[Any] = []
    places = {}
    for href, title, date, column, source, tags, at, size, characters in marshal.loads((folder / "rows").read_bytes()):
        article = SimpleNamespace(path=href, address=href, digest=digest.of_text(href), characters=characters)
        article.kicker = article.subtitle = article.added = article.summary = ""
        article.order, article.lead, article.layout, article.directives = 0, False, "", ()
        article.column, article.source, article.tags = column, source, tags
        card = SimpleNamespace(title=title, href=href, date=date, status="")
        entry = SimpleNamespace(article=article, card=card, digest=article.digest, card_digest=digest.of_text(title))
        entry.issue, entry.hrefs, entry.cover = -1, (), ""
        entries.append(entry)
        places[href] = at, size
    bodies = (folder / "bodies").open("rb")

    def body_of(path: str) -> str:
        at, size = places[path]
        bodies.seek(at)
        return bodies.read(size).decode()

    modules = {p.name: p.read_bytes() for p in (ROOT / "themes/ludao/static/search").glob("*.js")}
    rows = beside.rows([index.record(entry, body_of) for entry in entries])
    found = [search_entries.short(row) for row in rows]
    made = fixed.made(tables, scripts.shipped(program.bundles(), modules), found, settings.synonyms)
    gc.set_threshold(100_000, 50, 1000)  # as a build does
    before, began = time.process_time(), time.perf_counter()
    cost = {"records": 0.0, "shards": 0.0}
    files = total = 0
    known = {entry.article.path: entry.article for entry in entries}
    whole = Entries(Table.of(entries), known.__getitem__, "", dict(enumerate(entries)))
    for shelf in index.shelves(whole, Numbers(whole.table, {}), tables, made, body_of, b""):
        since = time.process_time()
        for page in shelf.pages():
            assert page.data
            data = page.data()
            path = folder / "site" / page.path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
            files, total = files + 1, total + len(data)
        cost["records" if "records" in shelf.name else "shards"] += time.process_time() - since
    return {
        "cpu": round(time.process_time() - before, 2),
        **{name: round(seconds, 2) for name, seconds in cost.items()},
        "wall": round(time.perf_counter() - began, 2),
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
        "files": files,
        "bytes": total,
    }


if __name__ == "__main__":
    if sys.argv[1] == "corpus":
        write_corpus(int(sys.argv[2]), Path(sys.argv[3]))
    elif sys.argv[1] == "texts":
        write_texts(Path(sys.argv[2]), Path(sys.argv[3]))
    else:
        print(json.dumps(write_index(Path(sys.argv[2]))))
