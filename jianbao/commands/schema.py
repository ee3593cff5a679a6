"""``jianbao schema``: the JSON Schema of the front matter or of config.yaml, for an editor's program."""

import argparse
import json
from collections.abc import Callable
from pathlib import Path

from jianbao.desk import completion
from jianbao.settings import config, described


def arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument(
        "what",
        nargs="?",
        choices=("article", "config"),
        default="article",
        metavar="哪一种",
        help="article 文件头（默认），或 config 设置",
    )


def run(options: argparse.Namespace, site: Path | None, say: Callable[[str], None]) -> int:  # noqa: ARG001 (as above)
    """Prints the schema; with the site's own columns when there is a site."""
    columns = [column.name for column in config.load(site).columns] if site else []
    made = described.schema(tuple(columns)) if options.what == "config" else completion.schema(columns)
    print(json.dumps(made, ensure_ascii=False, indent=1))
    return 0
