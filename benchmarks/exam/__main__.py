"""The desk's exam: python -m benchmarks.exam, or make exam. Every part prints its figures; 1 when one failed."""

import importlib
import pkgutil
import sys
from pathlib import Path


def main(arguments: list[str]) -> int:
    """Runs the parts in this folder, in the order of their names."""
    failed = 0
    for part in sorted(found.name for found in pkgutil.iter_modules([str(Path(__file__).parent)])):
        if part != "__main__":
            failed |= importlib.import_module(f"benchmarks.exam.{part}").main(arguments)
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
