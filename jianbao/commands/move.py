"""``jianbao move``: an article into another issue, with what goes along."""

import argparse
from collections.abc import Callable
from pathlib import Path

from jianbao.desk import loading, moving


def arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("path", type=Path, metavar="文章", help="要移动的文章，如 content/2018/2018-04/jiuzhu.md")
    parser.add_argument("--issue", required=True, metavar="期", help="移到哪一期（文件夹名，如 2018-05）")
    parser.add_argument("--dry-run", action="store_true", help="只列出会改什么，不改文件")


def run(options: argparse.Namespace, site: Path, say: Callable[[str], None]) -> int:
    """Moves the article, and prints what went along."""
    made = moving.plan(loading.archive(site), options.path, options.issue)
    if not options.dry_run:
        moving.act(site, made)
    print(moving.text(made))
    say("没有改动文件（--dry-run）" if options.dry_run else "接着构建，再发布；旧网址会转到新网址")
    return 0
