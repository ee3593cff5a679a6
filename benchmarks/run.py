"""Measure jianbao, Hugo and Pelican on sites of equal work: python benchmarks/run.py, or make bench.

Six kinds of work on the same corpus: a cold build; a build with nothing changed; after a body was
edited; after the newest article was added; after an old one was; after an old one was deleted. Runs
are interleaved (A B C A B C …), so that a neighbour on the machine disturbs all tools alike, and each
edit is a different one, so that every build has something to do. The corpus is left as it was found.
See README.md for what is equal.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import pathlib
import sys
import time
from collections.abc import Callable, Iterator, Sequence

import measure
import report
import sites
import trees
from report import Measured

SEED = 7


def _say(message: str) -> None:
    print(message, file=sys.stderr, flush=True)


class Corpus:
    """The corpus of one site, with the edits that are measured and the way back from them."""

    def __init__(self, base: pathlib.Path, size: int) -> None:
        self.base, self.size = base, size
        self.content = base / "jianbao" / "content"
        self.middle = next(self.content.glob(f"*/*/a{size // 2:06d}.md"))
        self.original = self.middle.read_text(encoding="utf-8")
        self.gone: dict[pathlib.Path, str] = {}
        """What was deleted, with its text."""

    def edit_body(self, number: int) -> None:
        """Say something else at the end of the last paragraph of an article halfway through."""
        blocks = self.original.split("\n\n")
        last = max(i for i, block in enumerate(blocks) if i and "一" <= block[0] <= "鿿")
        blocks[last] = f"{blocks[last].rstrip()}这是第{number + 1}次修改。"
        self.middle.write_text("\n\n".join(blocks).rstrip() + "\n", encoding="utf-8")

    def add_article(self, number: int) -> None:
        """Add an article that is newer than all others."""
        sites.make_articles(self.size, self.content, seed=SEED, only=self.size + number)

    def add_late_article(self, number: int) -> None:
        """Copy an article into the month of one a third through the archive, as somebody enters an old bulletin."""
        beside = next(self.content.glob(f"*/*/a{self.size // 3 + 7 * number:06d}.md"))
        slug = f"a{self.size + 900_000 + number:06d}"
        text = beside.read_text(encoding="utf-8")
        beside.with_name(f"{slug}.md").write_text(text.replace(f"slug: {beside.stem}", f"slug: {slug}"), "utf-8")

    def delete(self, number: int) -> None:
        """Delete an article two thirds through the archive."""
        gone = next(self.content.glob(f"*/*/a{2 * self.size // 3 + 7 * number:06d}.md"))
        self.gone[gone] = gone.read_text(encoding="utf-8")
        gone.unlink()

    def restore(self) -> None:
        """Undo every edit."""
        self.middle.write_text(self.original, encoding="utf-8")
        for path, text in self.gone.items():
            path.write_text(text, encoding="utf-8")
        for path in self.content.glob("*/*/a*.md"):
            if int(path.stem[1:]) >= self.size:
                path.unlink()

    @contextlib.contextmanager
    def being_edited(self) -> Iterator[None]:
        """Without its stamp the corpus is made anew: what a crash in the middle leads to."""
        stamp = self.base / "corpus.sha256"
        digest = stamp.read_text()
        stamp.unlink()
        try:
            yield
        finally:
            self.restore()
            stamp.write_text(digest)


class Bench:
    """The runs over one size; `measured` fills up."""

    def __init__(self, size: int, tools: Sequence[sites.Tool], base: pathlib.Path) -> None:
        self.size, self.tools, self.base = size, tools, base
        self.corpus = Corpus(base, size)
        self.trees: dict[str, dict[str, trees.File]] = {}
        """The output of each tool after its last build."""
        self.measured: list[Measured] = []

    def _build(self, tool: sites.Tool) -> measure.Usage:
        os.sync()  # what the last tool wrote is not to be paid by the next
        log = self.base / f"{tool.name}.log"
        usage = measure.run(tool.command, folder=tool.folder, extra=tool.environment, log=log)
        self.trees[tool.name] = trees.snapshot(tool.output)
        return usage

    def _run(self, tool: sites.Tool, work: str) -> None:
        if work == "cold":
            tool.clear()
        before = self.trees.get(tool.name, {})
        usage = self._build(tool)
        after = self.trees[tool.name]
        size_out = sum(file.size for file in after.values())
        delta = None if work == "cold" else trees.delta(before, after)
        self.measured.append(Measured(self.size, work, tool.name, usage, len(after), size_out, delta))
        _say(
            f"{self.size:>7,}  {work:<8}{tool.name:<15}{usage.wall:8.2f} s{usage.cpu:9.2f} s CPU"
            f"{usage.tree / 2**20:8.0f} MiB  {len(after):,} files"
        )

    def first(self) -> None:
        """A build by each tool that has built nothing of this size, which is not measured."""
        for tool in self.tools:
            if tool.name not in self.trees:
                _say(f"{self.size:>7,}  (first)  {tool.name}")
                tool.clear()
                self._build(tool)

    def work(self, work: str, runs: int) -> None:
        """Measure one kind of work, all tools in turn, `runs` times."""
        edits: dict[str, Callable[[int], None]] = {
            "body": self.corpus.edit_body,
            "added": self.corpus.add_article,
            "late": self.corpus.add_late_article,
            "gone": self.corpus.delete,
        }
        if work != "cold":
            self.first()
        for number in range(runs):
            if work in edits:
                edits[work](number)
            for tool in self.tools:
                self._run(tool, work)


def _list(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--sizes", type=_list, default=["1000", "10000"], help="1000,10000")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--tools", type=_list, default=[*sites.TOOLS],
                        help=",".join(sites.TOOLS))  # fmt: skip
    parser.add_argument("--work", type=_list, default=[*report.WORKS], help=",".join(report.WORKS))
    parser.add_argument("--markdown", type=pathlib.Path, metavar="FILE")
    options = parser.parse_args(arguments)
    if unknown := {*options.tools} - {*sites.TOOLS} | {*options.work} - {*report.WORKS}:
        parser.error(f"unknown: {', '.join(sorted(unknown))}")
    if not all(size.isdigit() and int(size) > 1 for size in options.sizes) or options.runs < 1:
        parser.error("--sizes are whole numbers above 1, --runs is at least 1")
    return options


def main(arguments: Sequence[str]) -> int:
    """Measure and report; 1 when a tool failed, with the tables of what was measured until then."""
    options = _options(arguments)
    if not sys.platform.startswith("linux"):
        _say("The benchmark reads /proc and runs on Linux only.")
        return 2
    peers = any(not name.startswith("jianbao") for name in options.tools)
    environment = sites.install() if peers else sites.CACHE
    measured: list[Measured] = []
    versions: list[str] = []
    failure: measure.CommandError | None = None
    for size in map(int, options.sizes):
        base = sites.prepare(size)
        tools = [sites.tool(name, base, environment) for name in options.tools]
        versions = [f"{tool.name} {tool.version}" for tool in tools]
        bench = Bench(size, tools, base)
        # Settings written within two seconds could change again unseen: a build then would not be sealed.
        time.sleep(2.5)
        try:
            if not measured:  # what a tool makes once, when it was just installed, is no part of a build
                bench.first()
            with bench.corpus.being_edited():
                for work in report.WORKS:
                    if work in options.work:
                        bench.work(work, options.runs)
        except measure.CommandError as error:
            failure = error
        measured += bench.measured
        if failure:
            break
    sites.tidy()
    print(f"{report.machine()}\n{', '.join(versions)}\n")
    print(report.text(measured))
    print("\n" + "\n".join(report.NOTES))
    if failure:
        _say(f"\n{failure}")
    elif options.markdown:
        section = report.markdown(measured, versions=versions, runs=options.runs)
        options.markdown.write_text(section, encoding="utf-8")
    return 1 if failure else 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:  # the corpus is restored by then
        sys.exit(130)
