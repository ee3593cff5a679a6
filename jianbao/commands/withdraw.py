"""``jianbao withdraw``: one act in the file, and the list of everything that will go."""

import argparse
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from jianbao.desk import loading, withdrawal
from jianbao.errors import PROGRAM, UsageError


def arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("path", type=Path, metavar="文章", help="要撤回的文章，如 content/2018/2018-04/jiuzhu.md")
    parser.add_argument("--reason", required=True, metavar="原因", help="撤回的原因，写在撤回说明上")
    parser.add_argument("--silent", action="store_true", help="撤回说明上不写原因")
    parser.add_argument("--dry-run", action="store_true", help="只列出会撤下什么，不改文件")


def run(options: argparse.Namespace, site: Path, say: Callable[[str], None]) -> int:
    """Withdraws the article, and prints what goes with it."""
    if not options.reason.strip():
        raise UsageError('请写撤回的原因，例如 --reason "个人信息需要更正"；不想公布原因就再加 --silent')
    archive = loading.archive(site)
    today = f"{datetime.now(ZoneInfo(archive.config.time_zone)):%Y-%m-%d}"
    made = withdrawal.plan(archive, options.path, today, "" if options.silent else options.reason)
    if not options.dry_run:
        withdrawal.act(site, made)
    print(withdrawal.text(made))
    say("没有改动文件（--dry-run）" if options.dry_run else f"接着运行 {PROGRAM}，再发布；上面的网址要在 CDN 上刷新")
    return 0
