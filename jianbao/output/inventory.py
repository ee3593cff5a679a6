"""The files of a folder by size and time, as a look at it found them. Nothing is opened.

They are kept by folder, as bytes: of a hundred thousand files a build asks for a few, and what it does not ask for
is never made into values. A large folder is looked at by several processes.
"""

import contextlib
import marshal
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from jianbao import digest, workers
from jianbao.content import scan

File = tuple[int, int]
"""Size, and time of the last change in nanoseconds."""


class Disk(Mapping[str, File]):
    """Path → file. ``replaced`` gives another one; both share the folders in which nothing is different."""

    def __init__(self, packed: Mapping[str, bytes] | None = None) -> None:
        self._packed = dict(packed or {})
        """Folder → its files, as ``_pack`` says. What is only among ``_files`` has not been packed yet."""
        self._files: dict[str, dict[str, File]] = {}
        self._marks: dict[str, bytes] = {}

    def files(self, folder: str) -> Mapping[str, File]:
        """Name → file, of one folder; not to be changed."""
        found = self._files.get(folder)
        if found is None:
            packed = self._packed.get(folder)
            found = self._files[folder] = marshal.loads(packed) if packed else {}
        return found

    def folders(self) -> dict[str, bytes]:
        """Every folder that has files, with the digest of their names, sizes and times."""
        for folder in self._files.keys() - self._packed.keys():
            if self._files[folder]:
                self._packed[folder] = _pack(self._files[folder])
        for folder in self._packed.keys() - self._marks.keys():
            self._marks[folder] = digest.of_bytes(self._packed[folder])
        return self._marks

    def digest(self) -> bytes:
        """Of all names, sizes and times."""
        marks = self.folders()
        return digest.of_plain([[folder, marks[folder].hex()] for folder in sorted(marks)])

    def replaced(self, there: Mapping[str, File], gone: Iterable[str] = ()) -> "Disk":
        """With these files as they now are, and without those."""
        changes: dict[str, dict[str, File | None]] = {}
        for path, file in [*((path, None) for path in gone), *there.items()]:
            folder, _, name = path.rpartition("/")
            changes.setdefault(folder, {})[name] = file
        made = Disk()
        made._files = {folder: files for folder, files in self._files.items() if folder not in changes}
        made._packed = {folder: packed for folder, packed in self._packed.items() if folder not in changes}
        made._marks = {folder: mark for folder, mark in self._marks.items() if folder not in changes}
        for folder, names in changes.items():
            now = {**self.files(folder), **names}
            made._files[folder] = {name: file for name, file in now.items() if file is not None}
        return made

    def __getitem__(self, path: str) -> File:
        folder, _, name = path.rpartition("/")
        return self.files(folder)[name]

    def __iter__(self) -> Iterator[str]:
        for folder in self._packed.keys() | self._files.keys():
            for name in self.files(folder):
                yield f"{folder}/{name}" if folder else name

    def __len__(self) -> int:
        return sum(len(self.files(folder)) for folder in self._packed.keys() | self._files.keys())


def look(root: Path, jobs: int, beside: Sequence[workers.Task] = ()) -> tuple[Disk, list[Any]]:
    """(the files below ``root``, what the tasks ``beside`` say), shared out over ``jobs`` processes.

    Raises NotADirectoryError when it is a file.
    """
    where = str(root)
    if jobs == 1:
        return Disk(_walked(where, "")), [task() for task in beside]
    found, folders = _listed(where, "")
    shared = []
    for folder in folders:
        packed, below = _listed(where, folder)
        found.update(packed)
        shared += [partial(_walked, where, inner) for inner in below]
    answers = workers.answers([*beside, *shared], jobs)
    for packed in answers[len(beside) :]:
        found.update(packed)
    return Disk(found), answers[: len(beside)]


def _walked(root: str, top: str) -> dict[str, bytes]:
    """The files of a folder and of those below it, packed by folder."""
    found: dict[str, bytes] = {}
    pending = [top]
    while pending:
        packed, below = _listed(root, pending.pop())
        found.update(packed)
        pending += below
    return found


def _listed(root: str, folder: str) -> tuple[dict[str, bytes], list[str]]:
    """({the folder: its files, packed} if it has any, the folders in it)."""
    files: dict[str, File] = {}
    below: list[str] = []
    with contextlib.suppress(FileNotFoundError), scan.entries(f"{root}/{folder}") as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                below.append(f"{folder}/{entry.name}" if folder else entry.name)
                continue
            try:
                info = entry.stat(follow_symlinks=False)
            except FileNotFoundError:
                continue  # deleted just now
            files[entry.name] = (info.st_size, info.st_mtime_ns)
    return {folder: _pack(files)} if files else {}, below


def _pack(files: Mapping[str, File]) -> bytes:
    # Version 2 writes equal values alike; later ones do not.
    return marshal.dumps({name: files[name] for name in sorted(files)}, 2)
