"""``python build.py config``: the settings in force."""

import argparse
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import yaml

from jianbao.settings import config


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command has no options of its own."""
    del parser


def run(_: argparse.Namespace, site: Path, __: Callable[[str], None]) -> int:
    """Prints every setting, those left out with what holds in their place. Raises SiteError."""
    settings = asdict(config.load(site))
    del settings["places"]
    print(yaml.safe_dump(_plain(settings), allow_unicode=True, sort_keys=False), end="")
    return 0


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _plain(v) for k, v in value.items()}
    return [_plain(v) for v in value] if isinstance(value, (list, tuple)) else value
