"""Measure what search finds and what it costs.

    python -m benchmarks.search.run [--size 10000] [--texts FILE] [--each 60] [--seed N] [--peers all]

The corpus of benchmarks/, or texts of one's own (JSON lines, indexed.py says of what), is indexed in a process of its
own, queries with known answers are drawn from it (queries.py; typed.py: what readers really type) and asked through
lunr.py, as ``build.py search`` asks. In Chromium the scripts that ship answer the same, and their time is taken after
all files have arrived. Peers in the same run: Pagefind
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

from benchmarks.search import beside, browser, queries, typed
from jianbao.search.asking import query
from jianbao.search.asking.index_reader import IndexReader
from jianbao.search.files import Record
from tools.lunr import node, npm

TYPED = (
    *("minglinghang", "shequwenhua", "jiatingjiaoyu", "zhiyuanfuwu", "fulianhui"),
    *("nongcungaige", "xiangcunzhenxing", "jingjishehui", "kejichuangxin", "shengtaihuanjing"),
)
ROOT = Path(__file__).resolve().parents[2]
PEERS = ("pagefind", "minisearch", "lunr")
MINISEARCH = "minisearch@7.2.0"


def main() -> int:
    """Prints the tables."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--size", type=int, default=10_000)
    parser.add_argument("--texts", type=Path, help="a file of texts instead of the benchmark's own")
    parser.add_argument("--each", type=int, default=60)
    parser.add_argument("--seed", type=int, help="another draw of queries")
    parser.add_argument("--peers", default="all", help="all, none, or some of: " + ", ".join(PEERS))
    options = parser.parse_args()
    peers = {"all": PEERS, "none": ()}.get(options.peers) or [p for p in options.peers.split(",") if p in PEERS]
    folder = ROOT / ".cache" / "bench" / "search" / (options.texts.stem if options.texts else str(options.size))
    itself = [sys.executable, "-m", "benchmarks.search.indexed"]
    if not (folder / "rows").exists():
        given = ["texts", str(options.texts)] if options.texts else ["corpus", str(options.size)]
        subprocess.run([*itself, *given, str(folder)], check=True)
    shutil.rmtree(folder / "site", ignore_errors=True)
    cost = json.loads(subprocess.run([*itself, "index", str(folder)], check=True, capture_output=True).stdout)
    output = folder / "site" / "search"
    store = opened(output)
    articles = store.whole(store.everyone())
    place = {number: at for at, number in enumerate(articles)}
    records = list(articles.values())
    documents = [queries.Document(r.href, r.title, r.tags, r.text) for r in records]
    texts = typed.Texts(queries.Corpus(documents), [r.date for r in records])
    drawn = {} if options.seed is None else {"seed": options.seed}
    known = queries.queries(texts.corpus, options.each, **drawn)
    asked = typed.drawn(texts, options.each, **drawn)
    print(f"{len(documents)} articles, {len(known)} queries and {len(asked)} as readers type them")
    every = [q.text for q in known] + [q.text for q in asked]
    readers, given, here = ours(output, every, len(known))
    answers = [([place[a] for a in rows], said, [place[a] for a in first]) for rows, said, first in given]
    quality = {"jianbao": ranks(known, [rows for rows, *_ in answers])}
    kinds = {"jianbao": rights(asked, answers[len(known) :])}
    theirs = {"jianbao": {**cost, "bytes": index_bytes(output)}}
    # What answers without a page is the same chunk.
    outside = next(output.glob("outside.*.js")).name
    shown = browser.asked(browser.OURS, every, output.parent, f"/search/{outside}")
    seen = [[place[a] for a in rows] for rows in shown.articles]
    rows = list(zip(seen, shown.suggestions, strict=True))
    same = sum((a, list(s)) == (b, c) for (a, s, _), (b, c) in zip(answers, rows, strict=True))
    parts = f"{cost['shards']} shards, {cost['records']} texts"
    print(f"  index: {cost['cpu']} s CPU ({parts}), {cost['memory'] / 1e6:.0f} MB, {cost['files']} files")
    print(f"  Chromium gives the answers of lunr.py, suggestions too, to {same} of {len(every)}")
    print(f"  Chromium fetches what is counted here, scripts too, for {fetched(readers, shown)} of {len(every)}")
    theirs["jianbao"]["ms"] = milliseconds(shown.times)
    typing(output)
    filters(output, every, here, large=store.articles > 20_000)
    above(output, records, options.each, drawn)
    if peers:
        # Peers take minutes; what is known is told before.
        table("MRR@10", quality)
        table("right among ten", kinds)
    for peer in peers:
        result, figures = (pagefind if peer == "pagefind" else in_node)(peer, folder, documents, every)
        quality[peer], theirs[peer] = ranks(known, result), figures
        kinds[peer] = rights(asked, [(rows, (), rows) for rows in result[len(known) :]])
    table("MRR@10", quality)
    table("right among ten", kinds)
    for name, figures in theirs.items():
        said = f"CPU {figures['cpu']:.1f} s, memory {figures['memory'] / 1e6:.0f} MB, {figures['bytes'] / 1e6:.1f} MB"
        print(f"  {name:12} {said}, answer {figures['ms']}" + (f", {figures['query']}" if "query" in figures else ""))
    return 0


Given = tuple[list[int], Sequence[str], list[int]]
"""The first rows, the suggestions, and the first rows of the first section alone."""


def rights(asked: Sequence[typed.Typed], answers: Sequence[Given]) -> dict[str, float]:
    """How many of each kind were right; where every row must be, those of the first section count."""
    made: dict[str, list[float]] = defaultdict(list)
    for one, (rows, suggestions, first) in zip(asked, answers, strict=True):
        made[one.kind].append(typed.right(one, first if one.only else rows, suggestions))
    return {kind: statistics.mean(values) for kind, values in made.items()}


def typing(output: Path) -> None:
    """What a word of ten letters costs, letter by letter in the box of the header, as a first query."""
    said = []
    for word in TYPED:
        store = opened(output)
        for end in range(1, len(word) + 1):
            answer = query.answer(store, word[:end], limit=6)
            store.records(answer.articles[:6])
        fetched = sum(store.files.values()) + later(output, store)
        scripts = sum(len(store.read(name)) for name in store.manifest["scripts"])
        said.append(f"{word} {(fetched + scripts) / 1000:.0f}")
    print(f"  typed letter by letter, all in all, in kB: {', '.join(said)}")


def filters(output: Path, every: Sequence[str], here: Sequence[bool], *, large: bool) -> None:
    """What the search page fetches to count its filters, once for an index; in Chromium of queries of both ways.

    ``here``: for which queries the rows that are here tell it; ``large``: whether the archive is, as page.js says.
    """
    sizes = {f"{f.parent.name}/{f.name}": f.stat().st_size for f in output.glob("*/f[0-3]")}
    script = {f.name: f.stat().st_size for f in output.glob("facets.*.js")}
    years = {name for name in sizes if name.endswith("f3") or not large}
    told = {way: [text for text, mine in zip(every, here, strict=True) if mine == way] for way in (True, False)}
    at_once = sum(size for name, size in (sizes | script).items() if name in years or name in script)
    turned = sum(size for name, size in sizes.items() if name not in years)
    print(
        f"  filters of the search page: told by the rows that are here for {len(told[True])} of {len(every)}; else",
        end=" ",
    )
    print(f"{at_once / 1000:.1f} kB, once, and {turned / 1000:.1f} kB when the reader turns to them")
    some = [text for way in told.values() for text in way[:: len(way) // 5 + 1]]
    right = 0
    for text, (before, after) in zip(some, browser.counted(some, output.parent), strict=True):
        expected = (set(), set()) if text in told[True] else (years | script.keys(), sizes.keys() - years)
        # Who asked for a time has the script already.
        right += (before - script.keys(), after) == (expected[0] - script.keys(), expected[1])
    print(f"  Chromium fetches just that on the search page for {right} of {len(some)}")


def above(output: Path, records: Sequence[Record], each: int, drawn: dict[str, int]) -> None:
    """Entries of their own: how many queries show what was meant above the articles, in Python and in Chromium."""
    rows = beside.rows(records)
    size = (output / opened(output).manifest["entries"]).stat().st_size
    asked = beside.drawn(rows, each, **drawn)
    outside = next(output.glob("outside.*.js")).name
    shown = browser.asked(browser.BESIDE, [one.text for one in asked], output.parent, f"/search/{outside}").articles
    right: dict[str, list[bool]] = defaultdict(list)
    same = 0
    for one, theirs in zip(asked, shown, strict=True):
        ours = [entry.href for entry in query.answer(opened(output), one.text).entries]
        right[one.kind].append(one.meant[2] in ours)
        same += ours == theirs
    whole = [yes for each_of in right.values() for yes in each_of]
    print(
        f"  entries of their own: {len(rows)}, {size / 1000:.1f} kB, with queries that may name one (counted above)",
        end=" ",
    )
    print(f"right {sum(whole)} of {len(whole)}; Chromium the same for {same}")
    print("    " + "; ".join(f"{kind} {sum(yes)} of {len(yes)}" for kind, yes in right.items()))


def later(output: Path, store: IndexReader) -> int:
    """The bytes of the scripts that a query needs besides those of every first one."""
    return sum(f.stat().st_size for name in store.scripts for f in output.glob(f"{name}.*.js"))


def fetched(readers: Sequence[IndexReader], shown: browser.Answers) -> int:
    """For how many queries the browser fetched what the reader says: the index's files, and scripts not here before."""
    here: set[str] = set()
    right = 0
    for reader, mine, scripts in zip(readers, shown.files, shown.scripts, strict=True):
        # The first ones come before the first query.
        came = {name.partition(".")[0] for name in scripts} - {"app", "chunk", "outside"}
        right += set(mine) == reader.files.keys() and came == reader.scripts - here
        here |= reader.scripts
    return right


def opened(output: Path) -> IndexReader:
    """The index, nothing read yet."""
    return IndexReader(lambda path: (output / path).read_bytes())


def index_bytes(output: Path) -> int:
    """Everything but the articles' texts, which are told apart."""
    texts = sum(f.stat().st_size for f in output.rglob("*/*.z"))
    total = sum(f.stat().st_size for f in output.rglob("*") if f.is_file())
    print(f"  texts of articles {texts / 1e6:.1f} MB, all else {(total - texts) / 1e6:.1f} MB")
    return total - texts


def ours(output: Path, every: Sequence[str], many: int) -> tuple[list[IndexReader], list[Given], list[bool]]:
    """What was read for each query, the answers through lunr.py, whether all that was found is among the rows.

    Prints bytes, of the first ``many`` and of the others.
    Scripts that only some queries need count in the further queries that need them, as if for the first time.
    """
    first = opened(output)
    # The manifest, the table of characters, the entries, the scripts.
    query.answer(first, "")
    fixed = sum(first.files.values()) + sum(len(first.read(name)) for name in first.manifest["scripts"])
    answers: list[Given] = []
    sizes, scripts, readers, here = [], [], [], []
    for text in every:
        store = opened(output)
        answer = query.answer(store, text)
        store.records(answer.articles[:10])
        sizes.append(sum(store.files.values()) - sum(first.files[n] for n in store.files if n in first.files))
        scripts.append(later(output, store))
        readers.append(store)
        sure = [s for s in answer.sections if s.tier != "some"] or answer.sections
        here.append(all(a in store.here for s in sure for a in s.articles))
        alone = answer.sections[0].articles[:10] if answer.sections else []
        answers.append((answer.articles[:10], answer.suggestions, alone))
    for name, more in (("further query", 0), ("cold first query", fixed)):
        whole = [size + more + script for size, script in zip(sizes, scripts, strict=True)]
        for what, some in (("known kinds", whole[:many]), ("as readers type", whole[many:])):
            middle, high = statistics.median(some), _p95(some)
            print(f"  {name}, {what}: median {middle / 1000:.1f} kB, p95 {high / 1000:.1f} kB")
    return readers, answers, here


def in_node(
    name: str, folder: Path, documents: Sequence[queries.Document], every: Sequence[str]
) -> tuple[list[list[int]], dict[str, Any]]:
    """MiniSearch or lunr.js."""
    modules = folder.parent / "node"
    modules.mkdir(exist_ok=True)
    if not (modules / "node_modules" / "minisearch").exists():
        command = npm()
        assert command
        (modules / "package.json").write_text("{}")
        lunr = f"lunr@{json.loads((ROOT / 'package.json').read_text('utf-8'))['dependencies']['lunr']}"
        subprocess.run(
            [*command, "install", "--ignore-scripts", "--no-audit", "--no-fund", MINISEARCH, lunr],
            cwd=modules,
            check=True,
        )
    asked = {
        "documents": [[d.title, "\n".join(d.tags), d.body] for d in documents],
        "queries": list(every),
        "names": [name],
        "modules": str(modules),
    }
    command = [str(node()), "--max-old-space-size=12000", str(Path(__file__).with_name("peers.mjs"))]
    done = subprocess.run(command, input=json.dumps(asked).encode(), capture_output=True, check=True)
    made = json.loads(done.stdout)
    return made["answers"], {**made, "ms": milliseconds(made["times"])}


def pagefind(
    _: str, folder: Path, documents: Sequence[queries.Document], every: Sequence[str]
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
    answers = browser.asked(browser.PAGEFIND, every, pages)
    return answers.articles, {
        "cpu": after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime,
        "memory": after.ru_maxrss * 1024,
        "bytes": sum(f.stat().st_size for f in (pages / "pagefind").rglob("*") if f.is_file()),
        "ms": milliseconds(answers.times),
        "query": f"{answers.sent / len(every) / 1000:.0f} kB a query on average",
    }


def ranks(found: Sequence[queries.Query], answers: Sequence[Sequence[int]]) -> dict[str, float]:
    """MRR@10 by kind."""
    made: dict[str, list[float]] = defaultdict(list)
    for one, articles in zip(found, answers, strict=False):
        made[one.kind].append(queries.reciprocal(one, articles))
    return {kind: statistics.mean(values) for kind, values in made.items()}


def table(what: str, quality: dict[str, dict[str, float]]) -> None:
    """Prints what each has of each kind."""
    print(f"  {what:20}" + "".join(f"{name:>12}" for name in quality))
    for kind in quality["jianbao"]:
        print(f"  {kind:20}" + "".join(f"{values[kind]:12.3f}" for values in quality.values()))


def milliseconds(times: Sequence[float]) -> str:
    """The middle and the slow end."""
    return f"{statistics.median(times):.0f} ms, p95 {_p95(times):.0f} ms"


def _p95(values: Sequence[float]) -> float:
    return sorted(values)[len(values) * 95 // 100]


if __name__ == "__main__":
    sys.exit(main())
