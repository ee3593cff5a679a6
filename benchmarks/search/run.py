"""Measure what search finds and what it costs.

    python -m benchmarks.search.run [--size 10000] [--each 60] [--peers all]

The corpus of benchmarks/ is indexed in a process of its own (indexed.py), queries with known answers are
drawn from it (queries.py) and asked through lunr.py, as ``build.py search`` asks. In Chromium the theme's scripts
answer the same, and their time is taken after all files have arrived. Peers in the same run: Pagefind
(extended, in Chromium), MiniSearch and one lunr index over pairs of characters (Node).
"""

import argparse
import json
import resource
import shutil
import statistics
import subprocess
import sys
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.search import browser, queries
from jianbao.cache import program
from jianbao.search import query
from jianbao.search.index_reader import IndexReader
from tools.lunr import node, npm

ROOT = Path(__file__).resolve().parents[2]
PEERS = ("pagefind", "minisearch", "lunr")
MINISEARCH = "minisearch@7.2.0"


def main() -> int:
    """Prints the tables."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--size", type=int, default=10_000)
    parser.add_argument("--each", type=int, default=60)
    parser.add_argument("--peers", default="all", help="all, none, or some of: " + ", ".join(PEERS))
    options = parser.parse_args()
    peers = {"all": PEERS, "none": ()}.get(options.peers) or [p for p in options.peers.split(",") if p in PEERS]
    folder = ROOT / ".cache" / "bench" / "search" / str(options.size)
    itself = [sys.executable, "-m", "benchmarks.search.indexed"]
    if not (folder / "rows").exists():
        subprocess.run([*itself, "corpus", str(options.size), str(folder)], check=True)
    shutil.rmtree(folder / "site", ignore_errors=True)
    cost = json.loads(subprocess.run([*itself, "index", str(folder)], check=True, capture_output=True).stdout)
    output = folder / "site" / "search"
    store = opened(output)
    known = store.records(store.everyone())
    place = {number: at for at, number in enumerate(known)}
    documents = [queries.Document(r.href, r.title, r.tags, r.text) for r in known.values()]
    found = queries.queries(queries.Corpus(documents), options.each)
    print(f"{len(documents)} articles, {len(found)} queries")
    answers = [[place[number] for number in answer] for answer in ours(output, found)]
    quality = {"jianbao": ranks(found, answers)}
    theirs = {"jianbao": {**cost, "bytes": index_bytes(output)}}
    shown = browser.asked(
        browser.OURS,
        [q.text for q in found],
        {
            "": output.parent,
            "scripts": program.LUNR.parents[1] / "themes/ludao/static/search",
            "lunr.js": program.LUNR / "lunr.min.js",
        },
    )
    same = sum(a == [place[n] for n in b] for a, b in zip(answers, shown.articles, strict=True))
    parts = f"{cost['shards']} shards, {cost['records']} texts"
    print(f"  index: {cost['cpu']} s CPU ({parts}), {cost['memory'] / 1e6:.0f} MB")
    print(f"  Chromium gives the answers of lunr.py to {same} of {len(found)}")
    theirs["jianbao"]["ms"] = milliseconds(shown.times)
    if peers:
        # Peers take minutes; what is known is told before.
        table(quality)
    for peer in peers:
        result, figures = (pagefind if peer == "pagefind" else in_node)(peer, folder, documents, found)
        quality[peer], theirs[peer] = ranks(found, result), figures
    table(quality)
    for name, figures in theirs.items():
        said = f"CPU {figures['cpu']:.1f} s, memory {figures['memory'] / 1e6:.0f} MB, {figures['bytes'] / 1e6:.1f} MB"
        print(f"  {name:12} {said}, answer {figures['ms']}" + (f", {figures['query']}" if "query" in figures else ""))
    return 0


def opened(output: Path) -> IndexReader:
    """The index, nothing read yet."""
    return IndexReader(lambda path: (output / path).read_bytes())


def index_bytes(output: Path) -> int:
    """Everything but the articles' texts, which are told apart."""
    texts = sum(f.stat().st_size for f in output.rglob("*/*.z"))
    total = sum(f.stat().st_size for f in output.rglob("*") if f.is_file())
    print(f"  texts of articles {texts / 1e6:.1f} MB, all else {(total - texts) / 1e6:.1f} MB")
    return total - texts


def ours(output: Path, found: Sequence[queries.Query]) -> list[list[int]]:
    """The answers through lunr.py; prints bytes."""
    first = opened(output)
    known = first.manifest
    fixed = sum(len(first.read(known[n])) for n in ("lunr", "characters")) + len(first.read("index.z"))
    fixed += len(first.read(known["scripts"][0]))
    answers, sizes = [], []
    for one in found:
        store = opened(output)
        before = sum(store.files.values())
        answer = query.answer(store, one.text)
        store.records(answer.articles[:10])
        sizes.append(sum(store.files.values()) - before)
        answers.append(answer.articles[:10])
    for name, more in (("further query", 0), ("cold first query", fixed)):
        middle, high = statistics.median(sizes) + more, _p95(sizes) + more
        print(f"  {name}: median {middle / 1000:.1f} kB, p95 {high / 1000:.1f} kB")
    return answers


def in_node(
    name: str, folder: Path, documents: Sequence[queries.Document], found: Sequence[queries.Query]
) -> tuple[list[list[int]], dict[str, Any]]:
    """MiniSearch or lunr.js."""
    modules = folder.parent / "node"
    modules.mkdir(exist_ok=True)
    if not (modules / "node_modules" / "minisearch").exists():
        command = npm()
        assert command
        (modules / "package.json").write_text("{}")
        lunr = f"lunr@{json.loads((program.LUNR / 'package.json').read_text('utf-8'))['version']}"
        subprocess.run(
            [*command, "install", "--ignore-scripts", "--no-audit", "--no-fund", MINISEARCH, lunr],
            cwd=modules,
            check=True,
        )
    asked = {
        "documents": [[d.title, "\n".join(d.tags), d.body] for d in documents],
        "queries": [q.text for q in found],
        "names": [name],
        "modules": str(modules),
    }
    command = [str(node()), "--max-old-space-size=12000", str(Path(__file__).with_name("peers.mjs"))]
    done = subprocess.run(command, input=json.dumps(asked).encode(), capture_output=True, check=True)
    made = json.loads(done.stdout)
    return made["answers"], {**made, "ms": milliseconds(made["times"])}


def pagefind(
    _: str, folder: Path, documents: Sequence[queries.Document], found: Sequence[queries.Query]
) -> tuple[list[list[int]], dict[str, Any]]:
    """Pagefind over pages that hold nothing but the texts."""
    # benchmarks/*.py are scripts and import each other as such.
    sys.path.append(str(ROOT / "benchmarks"))
    from benchmarks import sites

    pages = folder / "pagefind"
    shutil.rmtree(pages, ignore_errors=True)
    pages.mkdir()
    for number, d in enumerate(documents):
        body = "".join(f"<p>{line}</p>" for line in [*d.tags, *d.body.split("\n")])
        page = f'<!doctype html><html lang="zh"><title>{d.title}</title><body><h1>{d.title}</h1>{body}</body></html>'
        (pages / f"{number}.html").write_text(page, "utf-8")
    indexer = next(sites.install().glob("lib/python*/site-packages/pagefind_bin_extended/pagefind_extended"))
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([str(indexer), "--site", str(pages)], check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    answers = browser.asked(browser.PAGEFIND, [q.text for q in found], {"": pages})
    return answers.articles, {
        "cpu": after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime,
        "memory": after.ru_maxrss * 1024,
        "bytes": sum(f.stat().st_size for f in (pages / "pagefind").rglob("*") if f.is_file()),
        "ms": milliseconds(answers.times),
        "query": f"{answers.sent / len(found) / 1000:.0f} kB a query on average",
    }


def ranks(found: Sequence[queries.Query], answers: Sequence[Sequence[int]]) -> dict[str, float]:
    """MRR@10 by kind."""
    made: dict[str, list[float]] = defaultdict(list)
    for one, articles in zip(found, answers, strict=True):
        made[one.kind].append(queries.reciprocal(one, articles))
    return {kind: statistics.mean(values) for kind, values in made.items()}


def table(quality: dict[str, dict[str, float]]) -> None:
    """Prints MRR@10."""
    print(f"  {'MRR@10':18}" + "".join(f"{name:>12}" for name in quality))
    for kind in quality["jianbao"]:
        print(f"  {kind:18}" + "".join(f"{values[kind]:12.3f}" for values in quality.values()))


def milliseconds(times: Sequence[float]) -> str:
    """The middle and the slow end."""
    return f"{statistics.median(times):.0f} ms, p95 {_p95(times):.0f} ms"


def _p95(values: Sequence[float]) -> float:
    return sorted(values)[len(values) * 95 // 100]


if __name__ == "__main__":
    sys.exit(main())
