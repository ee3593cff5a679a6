"""``jianbao config``: the settings in force, as a config.yaml that can be pasted back."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

from jianbao.settings import config, described
from jianbao.settings.schema import Reader
from jianbao.yaml import document


def arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("--comments", action="store_true", help="每一项附上说明")


def run(options: argparse.Namespace, site: Path, __: Callable[[str], None]) -> int:
    """Prints every setting, those left out with what holds in their place. Raises SiteError."""
    settings = config.load(site)
    written = Reader(config.CONFIG_FILE).items(site / config.CONFIG_FILE)
    publish: Any = next((document.plain(node) for key, node in written if key.text == "publish"), {})
    print(described.text(described.values(settings, publish or {}), comments=options.comments), end="")
    return 0
