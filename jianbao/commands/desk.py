"""Commands by name that have a module each: the editor's (check, new, import, withdraw, list, stats, schema), and
what goes with publishing.

Their modules are imported only for the command that is asked for: a build with nothing to do starts fast.
"""

import argparse
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

_COMMANDS = {
    "check": ("check", "检查文章：构建会拒绝的，加上用词、标点、数字、姓名职务、个人信息"),
    "new": ("new", "新建一篇文章，或新的一期"),
    "import": ("importing", "把 Word、文本、网页里的一期简报变成文章"),
    "withdraw": ("withdraw", "撤回一篇文章"),
    "list": ("listing", "列出文章"),
    "stats": ("stats", "按年、栏目、来源统计"),
    "schema": ("schema", "输出文件头的 JSON Schema，供编辑软件提示"),
    "takedown": ("takedown", "逐处查看撤回的文章还在哪里读得到"),
    "refresh": ("refresh", "让 CDN 刷新一些网址"),
    "redirects": ("redirects", "输出旧网址的转向规则"),
}
NAMES = tuple(_COMMANDS)
_ANYWHERE = ("check", "schema")
"""Commands that work without a site folder."""


def add(
    commands: Any,
    command: str,
    common: Callable[[argparse.ArgumentParser], None],
    say: Callable[[str], None],
    site: Callable[[argparse.Namespace], Path],
) -> None:
    """Adds every command's name, and the options of the one that is asked for."""
    for name, (module, description) in _COMMANDS.items():
        parser = commands.add_parser(name, help=description, add_help=False)
        common(parser)
        if name == command:
            made = import_module(f"jianbao.commands.{module}")
            made.arguments(parser)
            parser.set_defaults(run=_running(made, name, say, site))


def _running(
    module: Any, name: str, say: Callable[[str], None], site: Callable[[argparse.Namespace], Path]
) -> Callable[[argparse.Namespace], int]:
    def run(options: argparse.Namespace) -> int:
        if name in _ANYWHERE and not (options.site / "content").is_dir() and options.site == Path():
            return int(module.run(options, None, say))
        return int(module.run(options, site(options), say))

    return run
