"""Asking a built site from the command line, as a browser would ask it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jianbao.errors import PROGRAM, UsageError
from jianbao.search.asking import query
from jianbao.search.asking.index_reader import IndexReader
from jianbao.search.entries import KINDS
from jianbao.search.files import FOLDER, MANIFEST


class Asker:
    """The index below an output folder."""

    def __init__(self, output: Path) -> None:
        if not (output / MANIFEST).is_file():
            raise UsageError(f"{output} 里没有搜索索引；请先生成网站（{PROGRAM}），并确认没有提示缺少搜索脚本")
        self._folder = output / FOLDER
        manifest = self._store().manifest
        self.scripts = {name: len(self._read(name)) for name in manifest["scripts"]}

    def ask(self, text: str, limit: int) -> dict[str, Any]:
        """{query, total, results, sections, suggestions, entries, files, bytes}.

        A result is {url, title, date, score, tier}, a section {tier, total, about, least, via}, an entry {kind, title,
        url}.

        ``files`` and ``bytes`` are what a browser would fetch for this as its first query, scripts included.
        """
        store = self._store()
        found = query.answer(store, text, limit=limit)
        shown = found.articles[:limit]
        records = store.records(shown)
        tiers = {article: section.tier for section in reversed(found.sections) for article in section.articles}
        later = {f.name: f.stat().st_size for name in store.scripts for f in self._folder.glob(f"{name}.*.js")}
        sizes = {**self.scripts, **later, **store.files}
        return {
            "query": text,
            "total": found.total,
            "results": [
                {
                    "url": records[article].href,
                    "title": records[article].title,
                    "date": records[article].date,
                    "score": round(found.scores[article], 4),
                    "tier": tiers[article],
                }
                for article in shown
            ],
            "sections": [
                {"tier": s.tier, "total": len(s.articles), "about": s.about, "least": s.least, "via": s.via}
                for s in found.sections
            ],
            "suggestions": found.suggestions,
            "entries": [{"kind": KINDS[e.kind], "title": e.title, "url": e.href} for e in found.entries],
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
