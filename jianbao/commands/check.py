"""``jianbao check``: its options, what it prints, its exit codes (0 nothing that stops a build, 1 errors)."""

import argparse
from collections.abc import Callable
from pathlib import Path

from jianbao import workers
from jianbao.check import formats
from jianbao.commands.terminal import seldom_collecting
from jianbao.desk import fixing, inspection
from jianbao.errors import Level, UsageError

_ROUNDS = 5
"""A fix may bring another one to light; this often at most."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("paths", nargs="*", type=Path, metavar="文件", help="要检查的文件或文件夹（默认：整个网站）")
    parser.add_argument("--fix", action="store_true", help="改正有把握的，并显示改了什么")
    parser.add_argument("--dry-run", action="store_true", help="与 --fix 一起：只显示会改什么，不改文件")
    parser.add_argument(
        "--format", choices=formats.NAMES, default="text", metavar="格式", help="、".join(formats.NAMES)
    )
    parser.add_argument("--strict", action="store_true", help="有警告也算不通过")
    parser.add_argument("--suggest", action="store_true", help="列出档案里还没有的职务姓名和引号里的名称，供编辑确认")


def _named(site: Path | None, name: str) -> str:
    """A file of data/ as it can be opened from here; one that is not there yet is said to be."""
    path = (site or Path()) / "data" / f"{name}.yaml"
    shown = inspection.from_here(path)
    return shown if path.exists() else f"{shown}（还没有，请新建）"


@seldom_collecting()
def run(options: argparse.Namespace, site: Path | None, say: Callable[[str], None]) -> int:
    """Inspects, mends when asked, prints."""
    if options.dry_run and not options.fix:
        raise UsageError("--dry-run 要和 --fix 一起用")
    if options.suggest:
        lines = inspection.suggested(site, options.paths)
        if lines:
            print("\n".join(lines))
        people, brands = (_named(site, name) for name in ("people", "brands"))
        say(f"{len(lines)} 个名称待确认：人物加进 {people}，名称加进 {brands}")
        return 0
    jobs = workers.cores()
    found = inspection.inspected(site, options.paths, jobs=jobs)
    for _ in range(_ROUNDS if options.fix else 0):
        shown, changed = fixing.fixed(found, write=not options.dry_run)
        if shown:
            print(shown, end="") if options.format == "text" else say(shown.rstrip("\n"))
        if not changed or options.dry_run:
            break
        say(f"改了 {changed} 个文件")
        found = inspection.inspected(site, options.paths, jobs=jobs)
    text = formats.text(found.found, options.format)
    if text:
        print(text)
    say(formats.count(found.found))
    levels = {f.problem.level for f in found.found}
    return int(Level.ERROR in levels or (options.strict and Level.WARNING in levels))
