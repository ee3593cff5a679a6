"""``python build.py schema``: the JSON Schema of the front matter, for the completion of an editor's program."""

import argparse
import json
from collections.abc import Callable
from pathlib import Path

from jianbao.desk import completion
from jianbao.settings import config


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command has no options."""


def run(options: argparse.Namespace, site: Path | None, say: Callable[[str], None]) -> int:  # noqa: ARG001 (as above)
    """Prints the schema; with the site's own columns when there is a site."""
    columns = [column.name for column in config.load(site).columns] if site else []
    print(json.dumps(completion.schema(columns), ensure_ascii=False, indent=1))
    return 0
