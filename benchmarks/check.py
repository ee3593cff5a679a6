"""The cost of `check` beside that of a cold build, on the same corpus: python benchmarks/check.py, or make bench-check.

The budget: a first `check`, which reads every article and tries every rule on it, costs at most the CPU time of the
cold build. A `check` after that looks again only at what has changed, which is measured apart.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Sequence

import measure
import sites


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--size", type=int, default=10_000, help="articles")
    parser.add_argument("--runs", type=int, default=1)
    return parser.parse_args(arguments)


def main(arguments: Sequence[str]) -> int:
    """Prints the best of some runs; 1 when a first check costs more than the build."""
    options = _options(arguments)
    base = sites.prepare(options.size)
    site = base / "jianbao"
    build = [sys.executable, str(sites.ROOT / "build.py"), "--site", str(site), "--quiet"]
    words = [sys.executable, str(sites.ROOT / "build.py"), "check", "--site", str(site), "--format", "json"]
    check = ["sh", "-c", '"$@" || test $? -eq 1', "sh", *words]  # 1: it found errors, as it may
    best: dict[str, float] = {}
    for _ in range(options.runs):
        for folder in (site / "output", site / ".cache"):
            shutil.rmtree(folder, ignore_errors=True)
        for name, command in (("cold build", build), ("first check", check), ("check again", check)):
            usage = measure.run(command, folder=sites.ROOT, extra={}, log=base / "check.log")
            best[name] = min(usage.cpu, best.get(name, usage.cpu))
            print(f"{options.size:>7,}  {name:<12}{usage.wall:8.2f} s{usage.cpu:9.2f} s CPU")
    within = best["first check"] <= best["cold build"]
    share = best["first check"] / best["cold build"]
    print(f"a first check costs {share:.2f} of the cold build: {'within' if within else 'OVER'} the budget")
    return 0 if within else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
