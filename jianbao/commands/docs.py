"""``jianbao docs``: the handbook that came along, a page of it, what is said of one problem, or all of it as a site."""

import argparse
from collections.abc import Callable
from pathlib import Path

from jianbao import files
from jianbao.content import additions
from jianbao.desk import handbook
from jianbao.errors import PROGRAM, UsageError, quoted, reason


def arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    page = "哪一页，或提示里方括号中的代号；不写就列出各页"
    parser.add_argument("page", nargs="?", default="", metavar="页", help=page)
    parser.add_argument("--to", type=Path, metavar="文件夹", help="把手册做成一个网站文件夹，可以生成、搜索、发布")


def run(options: argparse.Namespace, _: Path | None, say: Callable[[str], None]) -> int:
    """Prints what is asked for; with ``--to`` writes a site. Raises UsageError."""
    if options.to:
        site: Path = files.real(options.to)
        try:
            site.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UsageError(f"建不了 {site}：{reason(error)}") from None
        written = additions.add(site, handbook.site(), cure="换一个空文件夹")
        say(f"写下 {len(written)} 个文件；接着运行 {PROGRAM} build --site {quoted(options.to)}")
        return 0
    if not options.page:
        for name, title in handbook.pages().items():
            print(f"{name:15} {title}")
        return 0
    print(handbook.found(options.page), end="")
    return 0
