"""``jianbao refresh``: tells a target's CDN of addresses, outside of a publish.

0 told; 1 not all of it; 2 wrong usage.
"""

import argparse
from collections.abc import Callable
from pathlib import Path

from jianbao.cache.state import State, state_path
from jianbao.errors import PROGRAM, UsageError
from jianbao.publish import configured, refresh
from jianbao.settings import config


def arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("target", metavar="目标", help="config.yaml 的 publish 里的名字")
    parser.add_argument("paths", nargs="*", metavar="网址", help="网站里的地址，如 2018/2018-04/jiuzhu.html")
    parser.add_argument("--all", action="store_true", help="刷新全部网页（要小心每天的条数）")


def run(options: argparse.Namespace, site: Path, say: Callable[[str], None]) -> int:
    """Refreshes."""
    target = configured.named(configured.targets(site), options.target)
    if not (target.cdn or target.hook):
        raise UsageError(f"{target.name} 没有配置 cdn，也没有 hook：见 {PROGRAM} docs publishing")
    if bool(options.paths) == options.all:
        raise UsageError("要刷新哪些网址？写出来，或用 --all")
    url = config.load(site).url
    paths = [path.removeprefix(url).lstrip("/") or "index.html" for path in options.paths]
    if options.all:
        with State(state_path(site, site / "output")) as state:
            paths = sorted(path for path in state.rows() if path.endswith((".html", ".xml", ".json", ".txt")))
    came = refresh.told(target, site, url, tuple(paths))
    print(f"已提交刷新 {len(paths) - len(came.left)} 个网址")
    if came.why:
        say(f"没有全部刷新：{came.why}" + (f"，剩 {len(came.left)} 个" if came.left else ""))
    return int(bool(came.why))
