"""Measure what search finds and what it costs: python -m benchmarks.search.run [--size 10000] [--each 60].

A corpus is written and built below .cache/bench/search/, queries are drawn from it (queries.py), and the
built site is asked through lunr.py as ``build.py search`` asks it.
"""

import argparse
import shutil
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from pathlib import Path

from benchmarks.search import queries
from jianbao import pipeline
from jianbao.index import query
from jianbao.index.store import Store

ROOT = Path(__file__).resolve().parents[2]


def site(size: int) -> Path:
    """The built site of a corpus."""
    folder = ROOT / ".cache" / "bench" / "search" / str(size)
    if not (folder / "content").is_dir():
        command = [sys.executable, str(ROOT / "benchmarks" / "corpus.py"), str(size), str(folder / "content")]
        subprocess.run(command, check=True)
        shutil.copytree(ROOT / "data", folder / "data", dirs_exist_ok=True)
        shutil.copy(ROOT / "config.yaml", folder)
        for number, word in enumerate(sorted(set(queries.ODD.values()))):
            page = (
                f"---\ntitle: 第{number}份简报的补记\ndate: 2016-05-{1 + number % 28:02}\n---\n会上提到{word}的情况。\n"
            )
            (folder / "content" / "odd").mkdir(exist_ok=True)
            (folder / "content" / "odd" / f"o{number:02}.md").write_text(page, "utf-8")
    pipeline.build(pipeline.Request(folder, folder / "output", as_of="2026-12-01T00:00"))
    return folder / "output" / "search"


def main() -> int:
    """Prints the tables."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--size", type=int, default=10_000)
    parser.add_argument("--each", type=int, default=60)
    options = parser.parse_args()
    folder = site(options.size)

    def opened() -> Store:
        return Store(lambda path: (folder / path).read_bytes())

    everything = opened()
    documents = [
        queries.Document(r.href, r.title, r.tags, r.text) for r in everything.records(range(everything.count)).values()
    ]
    found = queries.queries(queries.Corpus(documents), options.each)
    ranks: dict[str, list[float]] = defaultdict(list)
    cold, warm, seconds = [], [], []
    fixed = sum(len(everything.read(everything.manifest[n])) for n in ("lunr", "characters"))
    fixed += len(everything.read("index.z")) + len(everything.read(everything.manifest["scripts"][0]))
    for one in found:
        store = opened()
        before = sum(store.files.values())
        began = time.process_time()
        answer = query.answer(store, one.text)
        seconds.append(time.process_time() - began)
        store.records(answer.articles[:10])
        warm.append(sum(store.files.values()) - before)
        cold.append(fixed + warm[-1])
        ranks[one.kind].append(queries.reciprocal(one, answer.articles))
    print(f"{options.size} articles, {len(found)} queries")
    for kind, values in ranks.items():
        print(f"  {kind:18} {len(values):4}  MRR@10 {statistics.mean(values):.3f}")
    for name, sizes in (("cold first query", cold), ("further query", warm)):
        print(f"  {name:18} median {statistics.median(sizes) / 1000:.1f} kB, p95 {_p95(sizes) / 1000:.1f} kB")
    total = sum(f.stat().st_size for f in folder.rglob("*") if f.is_file())
    records = sum(f.stat().st_size for f in folder.rglob("*/*.z"))
    print(f"  index {(total - records) / 1e6:.1f} MB, records {records / 1e6:.1f} MB")
    print(f"  asking (lunr.py)   median {1000 * statistics.median(seconds):.0f} ms CPU")
    return 0


def _p95(values: list[int]) -> int:
    return sorted(values)[len(values) * 95 // 100]


if __name__ == "__main__":
    sys.exit(main())
