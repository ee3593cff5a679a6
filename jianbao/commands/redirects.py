"""``jianbao redirects``: the rules of data/redirects.yaml in a form that a server or a console takes."""

import argparse
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from jianbao.publish import redirects
from jianbao.settings import config


def arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("--form", choices=redirects.FORMS, default="nginx", help="哪一种写法（默认 nginx）")


def run(options: argparse.Namespace, site: Path, say: Callable[[str], None]) -> int:
    """Prints them."""
    rules = redirects.read(site)
    if not rules:
        say(f"{redirects.FILE} 里没有旧网址")
    print(redirects.written(rules, options.form, urlsplit(config.load(site).url).path or "/"), end="")
    return 0
