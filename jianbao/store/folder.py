"""A local folder or mount as a store: written beside and replaced, created by hard link."""

import hashlib
import os
import shutil
import time
import uuid
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

from jianbao.store import Found, Got, StoreError

_PART = ".jianbao-part-"


class FolderStore:
    """Objects are files below ``root``; headers are the web server's business and are not kept."""

    def __init__(self, root: Path) -> None:
        self._root = root
        try:
            root.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(f"不能写 {root}：{error.strerror}；检查路径和权限") from None

    def list(self, prefix: str) -> Iterator[Found]:
        """Files below the folder that ``prefix`` names, or that begin with its last part."""
        start = self._root / prefix.rpartition("/")[0]
        found = []
        for folder, _, names in os.walk(start):
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
                info = path.stat()
            except FileNotFoundError:
                continue
            yield Found(key, info.st_size, _md5(path), datetime.fromtimestamp(info.st_mtime, UTC))

    def get(self, key: str) -> Got | None:
        """The file's bytes."""
        path = self._root / key
        try:
            data = path.read_bytes()
            modified = datetime.fromtimestamp(path.stat().st_mtime, UTC)
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            return None
        return Got(data, modified, datetime.now(UTC))

    def put(self, key: str, data: bytes, headers: Mapping[str, str]) -> None:
        """Written beside the target, then replaced."""
        del headers
        part = self._part(key)
        self._write(part, data)
        try:
            os.replace(part, self._root / key)
        except OSError as error:
            part.unlink(missing_ok=True)
            raise StoreError(f"不能写 {key}：{error.strerror}") from None

    def create(self, key: str, data: bytes) -> bool:
        """A hard link has one winner; so has an exclusive open where there are no links."""
        part = self._part(key)
        self._write(part, data)
        try:
            os.link(part, self._root / key)
        except FileExistsError:
            return (self._root / key).read_bytes() == data
        except OSError:
            try:
                with open(self._root / key, "xb") as file:
                    file.write(data)
            except FileExistsError:
                return (self._root / key).read_bytes() == data
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
            os.replace(part, self._root / key)
        except OSError as error:
            part.unlink(missing_ok=True)
            raise StoreError(f"不能写 {key}：{error.strerror}；检查磁盘空间和权限") from None
        return True

    def delete(self, keys: Iterable[str]) -> None:
        """Files, and the folders that become empty."""
        for key in keys:
            path = self._root / key
            try:
                path.unlink(missing_ok=True)
            except OSError as error:
                raise StoreError(f"不能删 {key}：{error.strerror}；检查权限") from None
            folder = path.parent
            while folder != self._root:
                try:
                    folder.rmdir()
                except OSError:
                    break
                folder = folder.parent

    def _part(self, key: str) -> Path:
        folder = (self._root / key).parent
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(f"不能建文件夹 {folder}：{error.strerror}") from None
        return folder / f"{_PART}{uuid.uuid4().hex}"

    def _write(self, part: Path, data: bytes) -> None:
        try:
            with open(part, "xb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            part.unlink(missing_ok=True)
            raise StoreError(f"不能写 {part.name}：{error.strerror}；检查磁盘空间和权限") from None


def _forget(part: Path) -> None:
    """What a publish that was killed a day ago had begun to write."""
    try:
        if time.time() - part.stat().st_mtime > 86400:
            part.unlink()
    except OSError:
        pass


def _md5(path: Path) -> str:
    with open(path, "rb") as file:
        return hashlib.file_digest(file, lambda: hashlib.md5(usedforsecurity=False)).hexdigest()
