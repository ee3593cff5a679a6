"""A folder of a WebDAV server: what net disks, NAS boxes and some hosting panels offer.

A file is uploaded beside its place and moved there, because not every server writes whole files at once (RFC 4918
promises nothing of it); a move replaces. Who comes first is decided by turns.py. Headers are the server's business.
Needs of the server: PUT, MOVE, COPY, DELETE, MKCOL, PROPFIND with Depth 1, and Basic or no permission.
"""

import base64
import os
import threading
import uuid
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import quote, unquote, urlsplit
from xml.etree import ElementTree

from jianbao.publish.stores import Found, StoreError, turns
from jianbao.publish.stores.fence import Fence
from jianbao.publish.stores.wire import Answer, Wire

PASSWORD = "JIANBAO_PUBLISH_PASSWORD"  # noqa: S105 (the variable's name)
_PART = ".jianbao-part-"
_OLD = timedelta(days=1)
_DAV = "{DAV:}"
_ASKED = b'<propfind xmlns="DAV:"><prop><getlastmodified/><resourcetype/></prop></propfind>'
_CURES = {
    401: f"账号或密码不对：核对 config.yaml 的 user 和环境变量 {PASSWORD}",
    403: "没有权限：这个账号要能读、写、删这个文件夹",
    405: "这个地址不是 WebDAV：核对 endpoint",
    423: "文件被锁着：别的程序正在用它；解锁以后再运行一次，会接着做",
    507: "空间已满：清理或扩容，再运行一次会接着做",
}


class WebdavStore:
    """Files below ``endpoint``, an address that ends with a slash."""

    def __init__(
        self, endpoint: str, user: str, *, fence: Fence | None = None, timeout: float = 30, **watch: Any
    ) -> None:
        parts = urlsplit(endpoint if endpoint.endswith("/") else f"{endpoint}/")
        self.fence = fence or Fence()
        self._root = parts.path
        self._wire = Wire(
            f"{parts.scheme}://{parts.netloc}", self.fence, name=f"WebDAV {parts.netloc}", timeout=timeout, **watch
        )
        self._headers = {"host": parts.netloc, "user-agent": "jianbao"}
        if user:
            given = f"{user}:{os.environ.get(PASSWORD, '')}".encode()
            self._headers["authorization"] = f"Basic {base64.b64encode(given).decode()}"
        self._folders: set[str] = set()
        self._lock = threading.Lock()

    def list(self, prefix: str) -> Iterator[Found]:
        """By PROPFIND, folder by folder: not every server answers a whole tree at once."""
        found: list[Found] = []
        pending = [prefix.rpartition("/")[0]]
        while pending:
            folder = pending.pop()
            for path, is_folder, modified in self._inside(folder):
                if is_folder:
                    if path.startswith(prefix) or prefix.startswith(f"{path}/"):
                        pending.append(path)
                elif path.rpartition("/")[2].startswith(_PART):
                    if datetime.now(UTC) - modified > _OLD:
                        self.delete([path])
                elif path.startswith(prefix):
                    found.append(Found(path, "", modified))
        yield from sorted(found)

    def get(self, key: str) -> bytes | None:
        """By GET."""
        answer = self._ask("GET", key)
        return None if answer.status in (404, 409) else self._done(answer).body

    def age(self, key: str) -> timedelta | None:
        """By HEAD: when it was written, and the date of the answer."""
        answer = self._ask("HEAD", key)
        if answer.status in (404, 409):
            return None
        told = self._done(answer).headers
        now = parsedate_to_datetime(told["date"]) if "date" in told else datetime.now(UTC)
        return now - parsedate_to_datetime(told["last-modified"])

    def put(self, key: str, data: bytes, headers: Mapping[str, str]) -> None:
        """Beside its place, then moved there."""
        folder, _, _ = key.rpartition("/")
        self._make(folder)
        part = f"{folder}/{_PART}{uuid.uuid4().hex}".lstrip("/")
        kind = {"content-type": headers.get("Content-Type", "application/octet-stream")}
        self._done(self._ask("PUT", part, data, kind))
        self._move(part, key)

    def create(self, key: str, data: bytes) -> bool:
        """By taking turns."""
        return turns.create(self, key, data, {})

    def copy(self, source: str, key: str) -> bool:
        """By COPY beside its place, then moved there."""
        folder, _, _ = key.rpartition("/")
        self._make(folder)
        part = f"{folder}/{_PART}{uuid.uuid4().hex}".lstrip("/")
        answer = self._ask("COPY", source, headers={"destination": self._address(part), "overwrite": "T"})
        if answer.status in (404, 409):
            return False
        self._done(answer)
        self._move(part, key)
        return True

    def delete(self, keys: Iterable[str]) -> None:
        """By DELETE; folders that become empty stay."""
        for key in keys:
            answer = self._ask("DELETE", key)
            if answer.status not in (404, 409):
                self._done(answer)

    def versioning(self) -> str:
        """Some net disks keep versions; WebDAV cannot tell."""
        return ""

    def _move(self, part: str, key: str) -> None:
        """Put in place; after a lost reply the part is gone because the move was done."""
        answer = self._ask("MOVE", part, headers={"destination": self._address(key), "overwrite": "T"})
        if answer.status == 404 and self._ask("HEAD", key).status == 200:
            return
        self._done(answer)

    def _make(self, folder: str) -> None:
        """Makes a folder, with those above it."""
        if not folder or folder in self._folders:
            return
        above = folder.rpartition("/")[0]
        self._make(above)
        with self._lock:
            if folder in self._folders:
                return
            answer = self._ask("MKCOL", f"{folder}/")
            # 405: it exists.
            if answer.status not in (405, 301):
                self._done(answer)
            self._folders.add(folder)

    def _inside(self, folder: str) -> Iterator[tuple[str, bool, datetime]]:
        """(path, whether a folder, when changed) of what lies in a folder; nothing of one that does not exist."""
        headers = {"depth": "1", "content-type": "application/xml"}
        answer = self._ask("PROPFIND", f"{folder}/" if folder else "", _ASKED, headers)
        if answer.status in (404, 409):
            return
        for item in _xml(self._done(answer).body).iter(f"{_DAV}response"):
            path = unquote(urlsplit(item.findtext(f"{_DAV}href") or "").path).removeprefix(unquote(self._root))
            if path.strip("/") == folder:
                continue
            when = next((node.text for node in item.iter(f"{_DAV}getlastmodified") if node.text), "")
            modified = parsedate_to_datetime(when) if when else datetime.now(UTC)
            yield path.strip("/"), next(item.iter(f"{_DAV}collection"), None) is not None, modified

    def _address(self, key: str) -> str:
        return f"{self._wire.origin}{self._root}{quote(key, safe='/~')}"

    def _ask(self, method: str, key: str, body: bytes = b"", headers: Mapping[str, str] | None = None) -> Answer:
        given = {**self._headers, **(headers or {})}
        return self._wire.ask(method, f"{self._root}{quote(key, safe='/~')}", lambda: given, body, told=method)

    def _done(self, answer: Answer) -> Answer:
        """The answer, if it is a good one. Raises StoreError."""
        if answer.status < 300:
            return answer
        cure = _CURES.get(answer.status, "稍后再运行一次，会接着做")
        raise StoreError(f"WebDAV 服务器拒绝了请求（{answer.status}）：{cure}")


def _xml(body: bytes) -> ElementTree.Element:
    try:
        return ElementTree.fromstring(body)  # noqa: S314 (expat bounds what entities may become)
    except ElementTree.ParseError:
        raise StoreError("服务器的答复读不懂：核对 endpoint，它多半不是 WebDAV 的地址") from None
