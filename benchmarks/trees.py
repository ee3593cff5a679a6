"""What a folder holds, and what became of it: files compared by digest, never by time.

A publisher that compares contents uploads exactly what `delta` finds; a file that was written again
with the same bytes is no change.
"""

from __future__ import annotations

import dataclasses
import hashlib
import os
import pathlib
from collections.abc import Iterator, Mapping


@dataclasses.dataclass(frozen=True, slots=True)
class File:
    """A file's size in bytes and the digest of its contents."""

    size: int
    digest: bytes


@dataclasses.dataclass(frozen=True, slots=True)
class Delta:
    """How many files are new, modified and deleted, and the bytes of the new and modified ones."""

    new: int
    modified: int
    deleted: int
    size: int


def _paths(folder: pathlib.Path) -> Iterator[pathlib.Path]:
    for root, _, names in os.walk(folder):
        yield from (pathlib.Path(root, name) for name in names)


def snapshot(folder: pathlib.Path) -> dict[str, File]:
    """Every file below `folder` by its relative path; {} when there is no such folder."""
    found = {}
    for path in _paths(folder):
        content = path.read_bytes()
        digest = hashlib.blake2b(content, digest_size=16).digest()
        found[str(path.relative_to(folder))] = File(len(content), digest)
    return found


def delta(before: Mapping[str, File], after: Mapping[str, File]) -> Delta:
    """What an uploader that compares contents has to do to get from `before` to `after`."""
    new = [path for path in after if path not in before]
    modified = [path for path in after if path in before and after[path] != before[path]]
    size = sum(after[path].size for path in (*new, *modified))
    return Delta(len(new), len(modified), sum(path not in after for path in before), size)
