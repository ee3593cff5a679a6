"""Which git revision was built, and how two of them stand to each other."""

import subprocess
from enum import StrEnum
from pathlib import Path


class Order(StrEnum):
    """How the revision at hand stands to another."""

    FINE = "fine"
    """The same, a later one, or there is nothing to compare."""
    OLDER = "older"
    ASIDE = "aside"
    """Neither comes after the other: another branch."""
    UNKNOWN = "unknown"
    """The other is not in this clone: it is shallow, or somebody else's work has not been fetched."""


def head(folder: Path) -> str:
    """The revision that is checked out, "" outside git."""
    return _git(folder, "rev-parse", "--short=12", "HEAD")[1]


def order(folder: Path, mine: str, other: str) -> Order:
    """How ``mine`` stands to ``other``, both as ``head`` tells them."""
    if not (mine and other) or mine == other:
        return Order.FINE
    if _git(folder, "cat-file", "-e", f"{other}^{{commit}}")[0]:
        return Order.UNKNOWN
    if not _git(folder, "merge-base", "--is-ancestor", other, mine)[0]:
        return Order.FINE
    if not _git(folder, "merge-base", "--is-ancestor", mine, other)[0]:
        return Order.OLDER
    shallow = _git(folder, "rev-parse", "--is-shallow-repository")[1] == "true"
    return Order.UNKNOWN if shallow else Order.ASIDE


def _git(folder: Path, *words: str) -> tuple[int, str]:
    """(exit code, what it said)."""
    try:
        done = subprocess.run(["git", *words], cwd=folder, capture_output=True, text=True, timeout=20, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return 1, ""
    return done.returncode, done.stdout.strip() if done.returncode == 0 else ""
