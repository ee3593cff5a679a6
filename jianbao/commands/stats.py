"""``jianbao stats``: the figures for the year's report."""

import argparse
import json
from collections.abc import Callable
from pathlib import Path

from jianbao.desk import loading, tally


def arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("--year", default="", metavar="年", help="只算这一年")
    parser.add_argument("--json", action="store_true", help="以 JSON 报告")


def run(options: argparse.Namespace, site: Path, say: Callable[[str], None]) -> int:  # noqa: ARG001 (as all commands)
    """Prints the tables."""
    archive = loading.archive(site)
    tally.look_at(archive, {"year": options.year})
    figures = tally.figures(archive, options.year)
    print(json.dumps(figures, ensure_ascii=False, indent=1) if options.json else tally.text(figures))
    return 0
