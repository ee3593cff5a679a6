"""Measurements as tables: plain for the terminal, Markdown for docs/benchmarks.md.

Medians only; a ratio is a median divided by Hugo's median of the same size and work.
"""

from __future__ import annotations

import dataclasses
import math
import os
import pathlib
import platform
import statistics
from collections.abc import Iterable, Sequence
from unicodedata import east_asian_width

from measure import Usage
from trees import Delta

BASELINES = ("hugo", "hugo-unrelated")
"""What ratios are to: the first of these that was measured."""
WORKS = {
    "cold": "cold build",
    "nothing": "nothing changed",
    "body": "one body edited",
    "added": "newest article added",
    "late": "an old article added",
    "gone": "an old article deleted",
}
HEAD = ("tool", "wall s", "CPU s", "memory MiB", "largest MiB", "files", "MB")
CHANGES = ("new", "modified", "deleted", "changed MB")
RATIOS = ("wall ×", "CPU ×", "memory ×")
NOTES = (
    "Memory: the highest sum of PSS over all processes of the tool, sampled about every 20 ms; "
    "largest: the highest resident set of one process. MB are 10⁶ bytes, MiB 2²⁰. "
    "New, modified and deleted files are told by the digests of the output before and after. "
    "× is the ratio to Hugo (to hugo-unrelated, where that alone was measured).",
    "The machine is shared and noisy: figures are medians of interleaved runs; CPU time is the "
    "steadier one, wall time says more about the neighbours.",
)


@dataclasses.dataclass(frozen=True, slots=True)
class Measured:
    """One build."""

    size: int
    work: str
    tool: str
    usage: Usage
    files: int
    size_out: int
    delta: Delta | None
    """None for a cold build, where everything is new."""


Table = list[tuple[str, ...]]


def _median(values: Iterable[float]) -> float:
    return statistics.median(values)


def _costs(runs: Sequence[Measured]) -> tuple[float, float, float]:
    return (
        _median(run.usage.wall for run in runs),
        _median(run.usage.cpu for run in runs),
        _median(run.usage.tree for run in runs),
    )


def _row(runs: Sequence[Measured], baseline: Sequence[Measured]) -> tuple[str, ...]:
    wall, cpu, tree = _costs(runs)
    largest = _median(run.usage.largest for run in runs)
    row = [
        runs[0].tool,
        f"{wall:.2f}",
        f"{cpu:.2f}",
        f"{tree / 2**20:.0f}",
        f"{largest / 2**20:.0f}",
        f"{_median(run.files for run in runs):.0f}",
        f"{_median(run.size_out for run in runs) / 1e6:.1f}",
    ]
    if deltas := [run.delta for run in runs if run.delta]:
        row += [
            f"{_median(delta.new for delta in deltas):.0f}",
            f"{_median(delta.modified for delta in deltas):.0f}",
            f"{_median(delta.deleted for delta in deltas):.0f}",
            f"{_median(delta.size for delta in deltas) / 1e6:.2f}",
        ]
    if baseline:
        pairs = zip((wall, cpu, tree), _costs(baseline), strict=True)
        row += [f"{mine / theirs:.2f}" if theirs else "–" for mine, theirs in pairs]
    return tuple(row)


def tables(measured: Sequence[Measured]) -> list[tuple[str, Table]]:
    """(title, rows with the head first) for each size and work, in the order they were measured."""
    found = []
    for size, work in dict.fromkeys((run.size, run.work) for run in measured):
        here = [run for run in measured if (run.size, run.work) == (size, work)]
        base = next((name for name in BASELINES for run in here if run.tool == name), None)
        baseline = [run for run in here if run.tool == base]
        head = HEAD + (CHANGES if here[0].delta else ()) + (RATIOS if baseline else ())
        names = dict.fromkeys(run.tool for run in here)
        rows = [_row([run for run in here if run.tool == name], baseline) for name in names]
        found.append((f"{size:,} articles, {WORKS[work]}", [head, *rows]))
    return found


def growth(measured: Sequence[Measured]) -> tuple[str, Table] | None:
    """How cost grows: the exponent b of cost = a·Nᵇ, fitted by least squares to the logarithms of the medians.

    1 is linear. None for fewer than three sizes.
    """
    rows: Table = []
    for tool, work in dict.fromkeys((run.tool, run.work) for run in measured):
        mine = [run for run in measured if (run.tool, run.work) == (tool, work)]
        sizes = sorted({run.size for run in mine})
        if len(sizes) < 3:
            return None
        costs = zip(*(_costs([run for run in mine if run.size == size]) for size in sizes), strict=True)
        logs = [math.log(size) for size in sizes]
        fits = [statistics.linear_regression(logs, [math.log(max(c, 1e-3)) for c in cost]).slope for cost in costs]
        rows.append((tool, WORKS[work], *(f"{fit:.2f}" for fit in fits)))
    sizes = sorted({run.size for run in measured})
    title = f"growth over {', '.join(f'{size:,}' for size in sizes)}: the exponent of N"
    return title, [("tool", "work", "wall", "CPU", "memory"), *rows]


def _width(text: str) -> int:
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text)


def text(measured: Sequence[Measured]) -> str:
    """The tables with aligned columns."""
    parts = []
    fitted = growth(measured)
    for title, rows in [*tables(measured), *([fitted] if fitted else [])]:
        widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
        lines = [
            "  ".join(
                " " * (width - _width(cell)) + cell if index else cell + " " * (width - _width(cell))
                for index, (cell, width) in enumerate(zip(row, widths, strict=True))
            )
            for row in rows
        ]
        parts.append("\n".join([title, *lines]))
    return "\n\n".join(parts)


def machine() -> str:
    """The machine in a line: processor, cores we may use, memory, system, Python."""
    cpu = platform.processor() or platform.machine()
    for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            cpu = line.partition(":")[2].strip()
            break
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    cores = len(os.sched_getaffinity(0))
    return (
        f"{cpu}, {cores} cores, {memory:.0f} GiB; {platform.system()} {platform.release()}; "
        f"Python {platform.python_version()}"
    )


def markdown(measured: Sequence[Measured], *, versions: Sequence[str], runs: int) -> str:
    """A section for docs/benchmarks.md: machine, versions, tables, how to read them."""
    parts = [
        "## Measured",
        f"Machine: {machine()}.  \nVersions: {', '.join(versions)}.  \nMedians of {runs} runs each.",
    ]
    fitted = growth(measured)
    for title, (head, *rows) in [*tables(measured), *([fitted] if fitted else [])]:
        lines = [
            f"| {' | '.join(head)} |",
            f"| --- |{' ---: |' * (len(head) - 1)}",
            *(f"| {' | '.join(row)} |" for row in rows),
        ]
        parts += [f"### {title[0].upper()}{title[1:]}", "\n".join(lines)]
    return "\n\n".join([*parts, *NOTES]) + "\n"
