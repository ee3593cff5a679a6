"""A local folder or mount as a store: written beside and replaced, created by hard link.

A mount's clock is not ours, and not every mount knows hard links (SMB, FAT, FUSE): age is told by the times of
files alone, and without links publishers take turns (turns.py).
"""

import hashlib
import os
import shutil
import uuid
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

from jianbao import files
from jianbao.errors import reason
from jianbao.publish.stores import Found, LateError, StoreError, turns
from jianbao.publish.stores.fence import Fence

_PART = ".jianbao-part-"
_DAY = 86400


class FolderStore:
    """Objects are files below ``root``; headers are the web server's business and are not kept."""

    def __init__(self, root: Path, fence: Fence | None = None) -> None:
        self._root = root
        self.fence = fence or Fence()

    def list(self, prefix: str) -> Iterator[Found]:
        """Files below the folder that ``prefix`` names, or that begin with its last part."""
        start = self._root / prefix.rpartition("/")[0]
        found = []
        for folder, _, names in files.walk(start, _unreadable):
            for name in names:
                path = Path(folder, name)
                if name.startswith(_PART):
                    _forget(path)
                    continue
                key = path.relative_to(self._root).as_posix()
                if key.startswith(prefix):
                    found.append((key, path))
        for key, path in sorted(found):
            try:
                yield Found(key, _md5(path), datetime.fromtimestamp(path.stat().st_mtime, UTC))
            except FileNotFoundError:
                continue

    def get(self, key: str) -> bytes | None:
        """The file's bytes."""
        try:
            return (self._root / key).read_bytes()
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            return None
        except OSError as error:
            raise StoreError(f"不能读 {key}：{reason(error)}；检查权限") from None

    def age(self, key: str) -> timedelta | None:
        """By the time of a file that is written now, so that both times are told by the same clock."""
        part = self._part(key)
        self._write(part, b"")
        try:
            now = part.stat().st_mtime
            return timedelta(seconds=now - (self._root / key).stat().st_mtime)
        except FileNotFoundError:
            return None
        finally:
            part.unlink(missing_ok=True)

    def put(self, key: str, data: bytes, headers: Mapping[str, str]) -> None:
        """Written beside the target, then replaced."""
        del headers
        part = self._part(key)
        self._write(part, data)
        try:
            self.fence.check()
            os.replace(part, self._root / key)
        except LateError:
            part.unlink(missing_ok=True)
            raise
        except OSError as error:
            part.unlink(missing_ok=True)
            raise StoreError(f"不能写 {key}：{reason(error)}") from None

    def create(self, key: str, data: bytes) -> bool:
        """A hard link has one winner, and is whole at once."""
        part = self._part(key)
        self._write(part, data)
        try:
            self.fence.check()
            os.link(part, self._root / key)
        except FileExistsError:
            return self.get(key) == data
        except OSError:
            return turns.create(self, key, data, {})
        finally:
            part.unlink(missing_ok=True)
        return True

    def copy(self, source: str, key: str) -> bool:
        """A copy written beside the target, then replaced."""
        if not (self._root / source).is_file():
            return False
        part = self._part(key)
        try:
            shutil.copyfile(self._root / source, part)
            self.fence.check()
            os.replace(part, self._root / key)
        except LateError:
            part.unlink(missing_ok=True)
            raise
        except OSError as error:
            part.unlink(missing_ok=True)
            raise StoreError(f"不能写 {key}：{reason(error)}；检查磁盘空间和权限") from None
        return True

    def delete(self, keys: Iterable[str]) -> None:
        """Files, and the folders that become empty."""
        for key in keys:
            path = self._root / key
            self.fence.check()
            try:
                path.unlink(missing_ok=True)
            except OSError as error:
                raise StoreError(f"不能删 {key}：{reason(error)}；检查权限") from None
            folder = path.parent
            while folder != self._root:
                try:
                    folder.rmdir()
                except OSError:
                    break
                folder = folder.parent

    def versioning(self) -> str:
        """A folder forgets."""
        return ""

    def _part(self, key: str) -> Path:
        folder = (self._root / key).parent
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(f"不能建文件夹 {folder}：{reason(error)}") from None
        return folder / f"{_PART}{uuid.uuid4().hex}"

    def _write(self, part: Path, data: bytes) -> None:
        try:
            with open(part, "xb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            part.unlink(missing_ok=True)
            raise StoreError(f"不能写 {part.name}：{reason(error)}；检查磁盘空间和权限") from None


def _unreadable(error: OSError) -> None:
    """A folder that is not there is empty; one that cannot be read must not be taken for empty."""
    if not isinstance(error, FileNotFoundError):
        raise StoreError(f"不能读 {error.filename}：{reason(error)}；检查权限") from None


def _forget(part: Path) -> None:
    """What a publish that was killed a day ago had begun to write."""
    try:
        if datetime.now(UTC).timestamp() - part.stat().st_mtime > _DAY:
            part.unlink()
    except OSError:
        pass


def _md5(path: Path) -> str:
    with open(path, "rb") as file:
        return hashlib.file_digest(file, lambda: hashlib.md5(usedforsecurity=False)).hexdigest()
