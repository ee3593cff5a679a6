"""``jianbao new``: a file that passes `check` from the first moment; nothing is opened or overwritten."""

import argparse
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from jianbao.desk import drafting
from jianbao.errors import PROGRAM
from jianbao.settings import config, knowledge


def arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("title", nargs="?", default="", metavar="标题", help="文章的标题；不写就只建一期")
    parser.add_argument("--issue", default="", metavar="期", help="放在哪一期（文件夹名，如 2018-04）；默认最近的一期")
    parser.add_argument("--date", default="", metavar="日期", help="文章的日期，或新的一期的日期：2018-04-23、2018-04")
    parser.add_argument("--column", default="", metavar="栏目", help="栏目；默认第一个")
    parser.add_argument("--source", default="", metavar="来源", help="供稿的部门或单位")
    parser.add_argument("--name", default="", metavar="文件名", help="文件名（不带 .md）；默认取标题开头几个字的拼音")


def run(options: argparse.Namespace, site: Path, say: Callable[[str], None]) -> int:
    """Writes the file, and its issue's when there is none; prints their paths."""
    settings = config.load(site)
    today = f"{datetime.now(ZoneInfo(settings.time_zone)):%Y-%m-%d}"
    wanted = drafting.Wanted(options.title, options.issue, options.date, options.column, options.source, options.name)
    if options.finished and not options.title:
        return 0  # what was asked for before is what is there now
    files = drafting.files(site, settings, knowledge.load(site).departments, wanted, today)
    again = {path for path, _ in files} <= set(options.finished)
    for path in options.finished if again else drafting.write(site, files):
        print(path)
    if odd := drafting.far(files[-1][0], options.date) if options.title else "":
        say(f"提示：{odd}")
    if options.title:
        say(f"正文还空着：先写正文，再运行 {PROGRAM} check 检查；空着就生成的会有警告 empty-body")
    return 0
