"""``jianbao init``: a site of one's own, ready to be shown; in a folder that has something, what is missing."""

import argparse
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from jianbao import files
from jianbao.content import additions
from jianbao.desk import beginning, pinning
from jianbao.errors import PROGRAM, UsageError, quoted, reason


def arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument(
        "folder", nargs="?", type=Path, default=Path(), metavar="文件夹", help="建在哪里（默认：当前文件夹）"
    )
    parser.add_argument("--name", default="", metavar="名称", help="网站的名称；默认取文件夹的名字")
    kinds = tuple(beginning.kinds())
    how = f"{'、'.join(kinds)}；默认看已有的 config.yaml，再看名称，看不出时新建的按 {kinds[0]}"
    parser.add_argument("--kind", default="", metavar="哪一种", help=how)


def run(options: argparse.Namespace, _: Path | None, say: Callable[[str], None]) -> int:
    """Writes what is missing, all of it or nothing, and says what comes next. Raises UsageError."""
    site: Path = files.real(options.folder)
    today = f"{datetime.now(UTC) + timedelta(hours=8):%Y-%m-%d}"
    made = beginning.begun(site, options.name, options.kind, today, pinning.pins())
    try:
        site.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"建不了 {site}：{reason(error)}") from None
    for path in additions.add(site, made.files, cure="先移开它"):
        print(path)
    if made.kept:
        say(f"已有的 {len(made.kept)} 个文件没有动：{'、'.join(made.kept)}")
    if made.unpinned and any(path == "requirements-jianbao.txt" for path, _ in made.files):
        say(
            f"提示：requirements-jianbao.txt 只写了版本，没有摘要：{made.unpinned}；发布以前可以删去它，再运行一次 init"
        )
    if not made.files:
        say("没有缺少的文件")
        return 0
    if made.why:
        say(f"按“{made.kind}”写的（{made.why}）；要别的一种，先删去写下的文件，再加 --kind")
    there = "" if site == Path.cwd() else f"cd {quoted(options.folder)}，再"
    say(f"写下 {len(made.files)} 个文件；接着：{there}运行 {PROGRAM} serve --open，在浏览器里看")
    say("网站的名称、网址、栏目在 config.yaml")
    return 0
