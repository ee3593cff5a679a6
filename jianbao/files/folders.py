"""A folder that is written into through no link: what lies outside it is never touched, whatever leads there.

Where the system can, each step is taken from the folder before it (openat with O_NOFOLLOW, POSIX.1-2008), so that not
even a link that is put there meanwhile is followed; elsewhere (Windows) each step is looked at first. A link on the way
is no folder of ours (LinkError): whoever writes moves it out of the way, and says so.
"""

import contextlib
import errno
import os
import shutil
import stat
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, NamedTuple

from jianbao.files import patience

BY_DESCRIPTOR = {os.open, os.mkdir, os.rename, os.rmdir, os.unlink, os.stat, os.symlink} <= os.supports_dir_fd
"""Whether this system takes names as those of a folder that is open."""
_DIRECTORY = getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_NOFOLLOW", 0)
NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
"""How a file is opened that was not there."""
_REPARSE = (0xA0000003, 0xA000000C)
"""Windows' mount points (junctions) and symbolic links."""


class LinkError(OSError):
    """A link stands where a folder of ours should; ``filename`` is its path below the folder."""

    def __init__(self, path: str) -> None:
        super().__init__(errno.ELOOP, "a link", path)


class _Spot(NamedTuple):
    """A folder as the system's calls want it: a descriptor, or a prefix."""

    descriptor: int | None
    prefix: str


def is_link(path: str | Path) -> bool:
    """Whether there is a link, also one to nothing, or one of Windows' junctions."""
    try:
        return leads_elsewhere(os.lstat(path))
    except OSError:
        return False


def remove_link(path: Path) -> None:
    """Removes a link and nothing of what it leads to."""
    try:
        os.unlink(path)
    except PermissionError:  # to a folder, on Windows
        os.rmdir(path)


class Folder:
    """A folder and what lies below it, by paths with ``/``; use as a context manager."""

    def __init__(self, root: Path) -> None:
        """The folder is made when it is first needed; it must be no link (LinkError)."""
        self.root = root
        self._opened: _Spot | None = None
        self._last: tuple[str, _Spot] | None = None
        """The folder asked for last: files come folder by folder."""

    def __enter__(self) -> "Folder":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._forget()
        if self._opened is not None and self._opened.descriptor is not None:
            os.close(self._opened.descriptor)

    def make(self, folder: str) -> None:
        """Makes a folder with all above it. Raises LinkError, and FileExistsError where a file stands."""
        self._at(folder, make=True)

    def is_link(self, path: str) -> bool:
        """Whether a link stands there."""
        try:
            return leads_elsewhere(self._stat(path))
        except OSError:
            return False

    def exists(self, path: str) -> bool:
        """Whether anything stands there, links included."""
        try:
            self._stat(path)
        except (FileNotFoundError, NotADirectoryError):
            return False
        return True

    def replace(self, staged: str, path: str) -> None:
        """Moves a file from elsewhere to its place, in one step; a link in its place goes, and is not followed."""
        spot, name = self._spot(path)
        try:
            patience.replace(staged, spot.prefix + name, into=spot.descriptor)
        except OSError as error:
            if error.errno != errno.EXDEV:
                error.filename, error.filename2 = path, None
                raise
            # From another file system: written beside the target, then replaced.
            info = os.stat(staged)
            with open(staged, "rb") as source:
                self._beside(spot, name, part_of(name), source, (info.st_atime_ns, info.st_mtime_ns))

    def write(self, path: str, data: bytes, *, mode: int | None = None) -> None:
        """Writes a whole file or nothing of it."""
        spot, name = self._spot(path)
        self._beside(spot, name, part_of(f"{os.getpid()}.{name}"), data, None, mode)

    def unlink(self, path: str) -> None:
        """Deletes a file or a link."""
        spot, name = self._spot(path)
        os.unlink(spot.prefix + name, dir_fd=spot.descriptor)

    def rmdir(self, path: str) -> None:
        """Deletes an empty folder."""
        self._forget()
        spot, name = self._spot(path)
        os.rmdir(spot.prefix + name, dir_fd=spot.descriptor)

    def move(self, path: str, refuge: "Folder") -> str:
        """Moves what stands there to the same path of another folder, or one beside it that is free; says where."""
        self._spot(path)  # nothing is made for what lies beyond a link
        wanted, number = path, 1
        folder, _, _ = path.rpartition("/")
        while True:
            try:
                refuge.make(folder)
                if not refuge.exists(wanted):
                    break
            except (LinkError, FileExistsError, NotADirectoryError):
                folder = f"{number}"  # somebody's file stands where the folder would
            number += 1
            wanted = f"{folder}/{path.rpartition('/')[2]}.{number}".lstrip("/")
        spot, name = self._spot(path)
        there, new = refuge._spot(wanted)
        try:
            os.rename(spot.prefix + name, there.prefix + new, src_dir_fd=spot.descriptor, dst_dir_fd=there.descriptor)
        except OSError as error:
            if error.errno != errno.EXDEV:
                raise
            shutil.move(self.root / path, refuge.root / wanted)  # the file itself: copied without following
        return wanted

    def _beside(
        self,
        spot: _Spot,
        name: str,
        part: str,
        data: bytes | BinaryIO,
        times: tuple[int, int] | None,
        mode: int | None = None,
    ) -> None:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(spot.prefix + part, dir_fd=spot.descriptor)
        opened = os.open(spot.prefix + part, NEW, 0o666, dir_fd=spot.descriptor)
        with open(opened, "wb") as file:
            if isinstance(data, bytes):
                file.write(data)
            else:
                shutil.copyfileobj(data, file)
            if mode is not None and hasattr(os, "fchmod"):
                os.fchmod(file.fileno(), stat.S_IMODE(mode))
        if times is not None:
            os.utime(spot.prefix + part, ns=times, dir_fd=spot.descriptor)
        patience.replace(spot.prefix + part, spot.prefix + name, within=spot.descriptor, into=spot.descriptor)

    def _spot(self, path: str) -> tuple[_Spot, str]:
        folder, _, name = path.rpartition("/")
        return self._at(folder), name

    def _stat(self, path: str) -> os.stat_result:
        spot, name = self._spot(path)
        return os.stat(spot.prefix + name, dir_fd=spot.descriptor, follow_symlinks=False)

    def _at(self, folder: str, *, make: bool = False) -> _Spot:
        """A folder below ours, reached through no link."""
        if self._last is not None and folder == self._last[0]:
            return self._last[1]
        spot, done = self._top, ""
        for name in folder.split("/") if folder else ():
            done = f"{done}/{name}" if done else name
            try:
                below = _below(spot, name, done, make=make)
            finally:
                self._close(spot)
            spot = below
        self._forget()
        self._last = (folder, spot)
        return spot

    @property
    def _top(self) -> _Spot:
        if self._opened is None:
            with contextlib.suppress(FileExistsError):
                os.makedirs(self.root)
            if is_link(self.root):
                raise LinkError(str(self.root))
            by_descriptor = BY_DESCRIPTOR
            opened = os.open(self.root, os.O_RDONLY | _DIRECTORY) if by_descriptor else None
            self._opened = _Spot(opened, "" if by_descriptor else f"{self.root}/")
        return self._opened

    def _close(self, spot: _Spot) -> None:
        if spot.descriptor is not None and spot is not self._opened:
            os.close(spot.descriptor)

    def _forget(self) -> None:
        if self._last is not None:
            self._close(self._last[1])
            self._last = None


def part_of(name: str) -> str:
    """What a file is called while it is being written beside its place."""
    return f".{name[:60]}.jianbao-part"


def _below(spot: _Spot, name: str, shown: str, *, make: bool) -> _Spot:
    """One step down. Raises LinkError, FileNotFoundError, NotADirectoryError."""
    place = spot.prefix + name
    if make:
        with contextlib.suppress(FileExistsError):
            os.mkdir(place, dir_fd=spot.descriptor)
    info = os.stat(place, dir_fd=spot.descriptor, follow_symlinks=False)
    if leads_elsewhere(info):
        raise LinkError(shown)
    if not stat.S_ISDIR(info.st_mode):
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), shown)
    if spot.descriptor is None:
        return _Spot(None, f"{place}/")
    return _Spot(os.open(name, os.O_RDONLY | _DIRECTORY, dir_fd=spot.descriptor), "")


def leads_elsewhere(info: os.stat_result) -> bool:
    """Whether what was looked at is a link, or what Windows has for one."""
    return stat.S_ISLNK(info.st_mode) or getattr(info, "st_reparse_tag", 0) in _REPARSE
