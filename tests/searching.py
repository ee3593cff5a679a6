"""What the tests of search share: node, lunr.js, an index in memory, both ways of asking it."""

import html
import json
import subprocess
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from jianbao.cache import program
from jianbao.search import fixed, index, tables
from jianbao.search.asking import query
from jianbao.search.asking.index_reader import IndexReader
from jianbao.search.asking.query import Answer
from jianbao.search.fixed import Tables
from jianbao.search.numbers import Numbers
from jianbao.search.scripts import Scripts
from jianbao.settings.config import load
from jianbao.site.model import Entries, Table
from tools.lunr import node

ROOT = Path(__file__).resolve().parent.parent
SCRIPTS = ROOT / "themes" / "ludao" / "static" / "search"
NODE = node()
needs_node = pytest.mark.skipif(NODE is None, reason="needs node")
needs_search = pytest.mark.skipif(bool(program.without_search()), reason=program.without_search())


def in_node(script: str, *values: Any) -> Any:
    """What a script makes of ``values``: the body of an async function (values, lunr, load, shipped), as JSON."""
    assert NODE
    source = f"""
import fs from "node:fs";
import {{ createRequire }} from "node:module";
import {{ pathToFileURL }} from "node:url";
const values = JSON.parse(fs.readFileSync(0, "utf8"));
const load = (name) => import({json.dumps(SCRIPTS.as_uri())} + "/" + name);
const lunr = () => createRequire({json.dumps(str(ROOT / "package.json"))})("lunr");
const shipped = (folder) => import(pathToFileURL(folder + "/search/" + fs.readdirSync(folder + "/search").find((n) => n.startsWith("outside."))));
const made = await (async () => {{ {script} }})();
process.stdout.write(JSON.stringify(made));
"""
    done = subprocess.run(
        [NODE, "--input-type=module", "-e", source],
        input=json.dumps(values).encode(),
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()[-1500:]
    return json.loads(done.stdout)


@cache
def known() -> Tables:
    """The tables of the shipped site."""
    config = load(ROOT)
    return tables(config.pinyin, config.surnames)


def store(output: Path) -> IndexReader:
    """The index below an output folder."""
    return IndexReader(lambda path: (output / "search" / path).read_bytes())


def in_memory(texts: Sequence[str]) -> IndexReader:
    """An index of articles that have these texts, some in segments, some young."""
    entries: list[Any] = []
    for number, text in enumerate(texts):
        article = SimpleNamespace(
            path=f"{number}",
            address=f"{number}.html",
            digest=bytes(16),
            characters=len(text),
            order=0,
            added="",
            lead=False,
            summary="",
            kicker="",
            subtitle="",
            column="",
            source="",
            tags=(),
            layout="",
            directives=(),
        )
        card = SimpleNamespace(title="题", href=f"{number}.html", date="2018-01-01", status="")
        entry = {"digest": bytes(16), "card_digest": bytes(16), "issue": -1, "hrefs": (), "cover": ""}
        entries.append(SimpleNamespace(article=article, card=card, **entry))
    whole = Entries(Table.of(entries), lambda path: entries[int(path)].article, "", dict(enumerate(entries)))
    numbers = Numbers(whole.table, {})
    beside = fixed.made(known(), Scripts({}, "", "", {"": []}), [])
    body_of = {str(number): html.escape(text) for number, text in enumerate(texts)}.__getitem__
    shelves = index.shelves(whole, numbers, known(), beside, body_of, b"")
    files = {page.path: page.data() for shelf in shelves for page in shelf.pages() if page.data}
    made = IndexReader(lambda path: files[f"search/{path}"])
    made.load_folding()
    return made


def texts_of(index: IndexReader) -> dict[int, int]:
    """The number of each article of ``in_memory`` → which text it has."""
    return {number: int(r.href.partition(".")[0]) for number, r in index.records(index.everyone()).items()}


def asked_in_node(output: Path, queries: Sequence[str]) -> list[Any]:
    """[articles, scores, total, sections, suggestions, entries] of every query, by the scripts that ship."""
    return in_node(
        """
const [folder, queries] = values, made = [];
const { index } = await shipped(folder);
const read = async (path) => new Uint8Array(fs.readFileSync(`${folder}/search/${path}`));
for (const text of queries) {
  const found = await (await index(read)).ask(text);
  const sections = found.sections.map(({ tier, articles, about, via }) => [tier, articles.length, about, via]);
  const scores = found.articles.map((a) => found.scores.get(a));
  made.push([found.articles, scores, found.total, sections, found.suggestions, found.entries]);
}
return made;""",
        str(output),
        list(queries),
    )


def alike(output: Path, queries: Sequence[str]) -> list[Answer]:
    """What lunr.py answers, when the scripts that ship answer every query the same, from the same files."""
    mine, files = [], []
    for text in queries:
        reader = store(output)
        mine.append(query.answer(reader, text))
        files.append(sorted(reader.files))
    for text, ours, theirs in zip(queries, mine, asked_in_node(output, queries), strict=True):
        articles, scores, total, sections, suggestions, entries = theirs
        assert (text, ours.articles, ours.total, ours.suggestions) == (text, articles, total, suggestions)
        assert [list(e) for e in ours.entries] == entries
        assert [[s.tier, len(s.articles), s.about, s.via] for s in ours.sections] == sections
        assert [round(ours.scores[a], 6) for a in articles] == [round(s, 6) for s in scores]
    script = """
const [folder, asked] = values, made = [];
const { index } = await shipped(folder);
for (const text of asked) {
  const kept = new Set();
  const opened = await index(async (path) => {
    kept.add(path);
    return new Uint8Array(fs.readFileSync(`${folder}/search/${path}`));
  });
  const { sections } = await opened.ask(text);
  made.push([[...kept].sort(), sections.map(({ least }) => least)]);
}
return made;"""
    shown = in_node(script, str(output), list(queries))
    assert [kept for kept, _ in shown] == files
    assert [least for _, least in shown] == [[s.least for s in found.sections] for found in mine]
    return mine
