"""Asking a built site from the command line, as a browser would ask it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jianbao.errors import UsageError
from jianbao.search import query
from jianbao.search.files import FOLDER, MANIFEST
from jianbao.search.index_reader import IndexReader


class Asker:
    """The index below an output folder."""

    def __init__(self, output: Path) -> None:
        if not (output / MANIFEST).is_file():
            raise UsageError(f"{output} 里没有搜索索引；请先生成网站（python build.py），并确认没有提示缺 lunr.js")
        self._folder = output / FOLDER
        manifest = self._store().manifest
        self.scripts = {name: len(self._read(name)) for name in manifest["scripts"]}

    def ask(self, text: str, limit: int) -> dict[str, Any]:
        """{query, total, results: [{url, title, date, score}], files, bytes}.

        ``files`` and ``bytes`` are what a browser would fetch for this as its first query, scripts included.
        """
        store = self._store()
        found = query.answer(store, text, limit=limit)
        shown = found.articles[:limit]
        records = store.records(shown)
        sizes = {**self.scripts, **store.files}
        return {
            "query": text,
            "total": found.total,
            "results": [
                {
                    "url": records[article].href,
                    "title": records[article].title,
                    "date": records[article].date,
                    "score": round(found.scores[article], 4),
                }
                for article in shown
            ],
            "files": len(sizes),
            "bytes": sum(sizes.values()),
        }

    def batch(self, lines: Iterator[str], limit: int) -> Iterator[dict[str, Any]]:
        """The answer to each line."""
        for line in lines:
            yield self.ask(line.rstrip("\r\n"), limit)

    def _store(self) -> IndexReader:
        return IndexReader(self._read)

    def _read(self, path: str) -> bytes:
        return (self._folder / path).read_bytes()
