"""No module of jianbao is longer than 350 lines: past that it has two subjects.

    python tools/module_lines.py

Exit 1 and one line for each module that is too long.
"""

import sys
from pathlib import Path

LONGEST = 350
PACKAGE = Path(__file__).resolve().parent.parent / "jianbao"


def too_long(package: Path = PACKAGE) -> list[tuple[str, int]]:
    """Name and number of lines of every module past the limit, in the order of their names."""
    lines = {
        path.relative_to(package.parent).as_posix(): len(path.read_text("utf-8").splitlines())
        for path in package.rglob("*.py")
    }
    return [(name, count) for name, count in sorted(lines.items()) if count > LONGEST]


if __name__ == "__main__":
    found = too_long()
    for name, count in found:
        print(f"{name}: {count} lines, {LONGEST} at most. Which two subjects does it have?")
    sys.exit(bool(found))
