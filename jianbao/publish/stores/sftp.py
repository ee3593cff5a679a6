"""A folder on a server by SFTP: the account that a hosting panel gives.

A file is written beside its place and renamed over it (posix-rename@openssh.com); what must not exist yet is put in
place by the plain rename, which by the protocol never replaces (OpenSSH makes a hard link). Both have one winner and
are whole at once. One connection, one channel a thread; paramiko speaks the protocol.
"""

import contextlib
import errno
import io
import os
import stat
import threading
import uuid
import weakref
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar
from urllib.parse import urlsplit

from jianbao.publish.stores import Found, LateError, StoreError, turns
from jianbao.publish.stores.fence import Fence

PASSWORD, KEY = "JIANBAO_PUBLISH_PASSWORD", "JIANBAO_PUBLISH_KEY"
_PART = ".jianbao-part-"
_DAY = 86400
_PIECE = 1 << 18
_TIMEOUT = 30.0
_ATTEMPTS = 4
T = TypeVar("T")


class SftpStore:
    """Files below ``path`` on the server that ``endpoint`` (``sftp://host:port``) names."""

    def __init__(self, endpoint: str, user: str, path: str, host_key: str = "", *, fence: Fence | None = None) -> None:
        try:
            import paramiko
        except ImportError:
            raise StoreError("缺少 paramiko：pip install paramiko，或 pip install 'jianbao[publish-sftp]'") from None
        parts = urlsplit(endpoint)
        self._host, self._port = parts.hostname or "", parts.port or 22
        self._user, self._root, self._host_key = user, path.rstrip("/") or "/", host_key
        self._paramiko = paramiko
        self.fence = fence or Fence()
        self._clients: list[Any] = []
        """The connection; those before it broke."""
        weakref.finalize(self, _let_go, self._clients)
        self._lock = threading.Lock()
        self._mine = threading.local()
        self._folders: set[str] = set()

    def list(self, prefix: str) -> Iterator[Found]:
        """Folder by folder."""
        found: list[Found] = []
        pending = [prefix.rpartition("/")[0]]
        while pending:
            folder = pending.pop()
            for item in self._again(lambda folder=folder: _inside(self._sftp(), self._at(folder))):  # type: ignore[misc]
                path = f"{folder}/{item.filename}".lstrip("/")
                if stat.S_ISDIR(item.st_mode or 0):
                    if path.startswith(prefix) or prefix.startswith(f"{path}/"):
                        pending.append(path)
                elif item.filename.startswith(_PART):
                    if datetime.now(UTC).timestamp() - (item.st_mtime or 0) > _DAY:
                        self.delete([path])
                elif path.startswith(prefix):
                    found.append(Found(path, "", datetime.fromtimestamp(item.st_mtime or 0, UTC)))
        yield from sorted(found)

    def get(self, key: str) -> bytes | None:
        """The file's bytes."""

        def read() -> bytes | None:
            target = io.BytesIO()
            try:
                self._sftp().getfo(self._at(key), target)
            except OSError as error:
                if _missing(error):
                    return None
                raise
            return target.getvalue()

        return self._again(read)

    def age(self, key: str) -> timedelta | None:
        """By the time of a file that is written now, so that both times are told by the same clock."""

        def ask() -> timedelta | None:
            part = self._write(key, b"")
            try:
                now = self._sftp().stat(part).st_mtime or 0
                return timedelta(seconds=now - (self._sftp().stat(self._at(key)).st_mtime or 0))
            except OSError as error:
                if _missing(error):
                    return None
                raise
            finally:
                self._forget(part)

        return self._again(ask)

    def put(self, key: str, data: bytes, headers: Mapping[str, str]) -> None:
        """Written beside its place, then renamed over it."""
        del headers

        def write() -> None:
            part = self._write(key, data)
            self._checked(part, lambda: self._sftp().posix_rename(part, self._at(key)))

        self._again(write)

    def create(self, key: str, data: bytes) -> bool:
        """By the rename that never replaces; by turns where the server knows no such thing."""

        def write() -> bool | None:
            part = self._write(key, data)
            try:
                self._checked(part, lambda: self._sftp().rename(part, self._at(key)))
            except OSError:
                self._forget(part)
                there = self.get(key)
                return None if there is None else there == data
            return True

        made = self._again(write)
        return turns.create(self, key, data, {}) if made is None else made

    def copy(self, source: str, key: str) -> bool:
        """Read and written again: the protocol has no copy."""
        data = self.get(source)
        if data is None:
            return False
        self.put(key, data, {})
        return True

    def delete(self, keys: Iterable[str]) -> None:
        """Files, and the folders that become empty."""
        for key in keys:
            self._again(lambda key=key: self._remove(key))  # type: ignore[misc]

    def versioning(self) -> str:
        """A folder forgets."""
        return ""

    def _remove(self, key: str) -> None:
        self.fence.check()
        try:
            self._sftp().remove(self._at(key))
        except OSError as error:
            if not _missing(error):
                raise
        folder = key.rpartition("/")[0]
        while folder:
            try:
                self._sftp().rmdir(self._at(folder))
            except OSError:
                return
            self._folders.discard(folder)
            folder = folder.rpartition("/")[0]

    def _write(self, key: str, data: bytes) -> str:
        """Writes beside a key's place; returns where."""
        self._make(key.rpartition("/")[0])
        part = self._at(f"{key.rpartition('/')[0]}/{_PART}{uuid.uuid4().hex}".lstrip("/"))
        self.fence.check()
        try:
            self._fill(part, data)
        except FileNotFoundError:  # a folder that another's delete has just removed
            self._folders.clear()
            self._make(key.rpartition("/")[0])
            self._fill(part, data)
        return part

    def _fill(self, part: str, data: bytes) -> None:
        with self._sftp().open(part, "wx") as file:
            file.set_pipelined(True)
            for at in range(0, len(data), _PIECE):
                piece = data[at : at + _PIECE]
                self.fence.spend(len(piece))
                self.fence.check()
                file.write(piece)

    def _checked(self, part: str, rename: Callable[[], None]) -> None:
        """Puts a part in place, if there is still time."""
        try:
            self.fence.check()
            rename()
        except LateError:
            self._forget(part)
            raise

    def _forget(self, part: str) -> None:
        with contextlib.suppress(OSError):
            self._sftp().remove(part)

    def _make(self, folder: str) -> None:
        if not folder or folder in self._folders:
            return
        self._make(folder.rpartition("/")[0])
        try:
            self._sftp().mkdir(self._at(folder))
        except OSError:
            if not stat.S_ISDIR(self._sftp().stat(self._at(folder)).st_mode or 0):
                raise
        self._folders.add(folder)

    def _at(self, key: str) -> str:
        return f"{self._root}/{key}".rstrip("/")

    def _sftp(self) -> Any:
        """This thread's channel."""
        found = getattr(self._mine, "channel", None)
        if found is None or found.get_channel().closed:
            with self._lock:
                if not self._clients or not self._clients[-1].get_transport().is_active():
                    self._clients.append(self._connected())
                    self._folders.clear()
                client = self._clients[-1]
            found = client.open_sftp()
            found.get_channel().settimeout(_TIMEOUT)
            self._mine.channel = found
        return found

    def _connected(self) -> Any:
        client = self._paramiko.SSHClient()
        if self._host_key:
            client.set_missing_host_key_policy(_Pinned(self._paramiko, self._host_key))
        else:
            client.load_system_host_keys()
            client.set_missing_host_key_policy(self._paramiko.RejectPolicy())
        try:
            self._log_in(client)
        except BaseException:
            client.close()
            raise
        client.get_transport().set_keepalive(15)
        return client

    def _log_in(self, client: Any) -> None:
        client.connect(
            self._host,
            self._port,
            self._user,
            os.environ.get(PASSWORD) or None,
            key_filename=os.environ.get(KEY) or None,
            timeout=_TIMEOUT,
            banner_timeout=_TIMEOUT,
            auth_timeout=_TIMEOUT,
        )

    def _again(self, work: Callable[[], T]) -> T:
        """The result, on a new connection when the old one broke; every other error in Chinese."""
        broken = (self._paramiko.SSHException, EOFError, ConnectionError, TimeoutError)
        for attempt in range(_ATTEMPTS):
            try:
                return work()
            except self._paramiko.AuthenticationException:
                raise StoreError(
                    f"登录不了 {self._host}：核对 user，和环境变量 {KEY}（私钥文件）或 {PASSWORD}"
                ) from None
            except self._paramiko.BadHostKeyException:
                raise StoreError(_host_key_wrong(self._host)) from None
            except broken as error:
                self._mine.channel = None
                if "not found in known_hosts" in str(error) or isinstance(error, _WrongKeyError):
                    raise StoreError(_host_key_wrong(self._host)) from None
                if attempt + 1 == _ATTEMPTS:
                    raise StoreError(
                        f"连不上 {self._host}：{error or type(error).__name__}；再运行一次会接着做"
                    ) from None
            except OSError as error:
                raise StoreError(f"服务器拒绝了请求：{_why(error)}；核对 path 和权限") from None
        raise AssertionError("an attempt returns or raises")


def _let_go(clients: list[Any]) -> None:
    """Closes the connections of a store that nobody has any more."""
    while clients:
        clients.pop().close()


class _WrongKeyError(ConnectionError):
    """The server has another key than the one that is configured."""


class _Pinned:
    """Knows a server by the fingerprint in config.yaml."""

    def __init__(self, paramiko: Any, wanted: str) -> None:
        del paramiko
        self._wanted = wanted

    def missing_host_key(self, client: Any, hostname: str, key: Any) -> None:
        del client, hostname
        if key.fingerprint.rstrip("=") != self._wanted.rstrip("="):
            raise _WrongKeyError("host key")


def _host_key_wrong(host: str) -> str:
    return (
        f"{host} 的主机密钥不认得或变了：向管理员核对指纹，写成 host_key: SHA256:…"
        f"（ssh-keyscan {host} | ssh-keygen -lf - 显示它）"
    )


def _inside(sftp: Any, folder: str) -> list[Any]:
    try:
        return list(sftp.listdir_attr(folder))
    except OSError as error:
        if _missing(error):
            return []
        raise


def _missing(error: OSError) -> bool:
    return isinstance(error, FileNotFoundError) or error.errno == errno.ENOENT


def _why(error: OSError) -> str:
    if isinstance(error, PermissionError) or error.errno == errno.EACCES:
        return "没有权限"
    return str(error) or type(error).__name__
