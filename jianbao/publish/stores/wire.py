"""HTTP to one origin, for stores and for the interfaces of CDNs: the only place from which a request goes out.

Connections are kept open and shared by all threads. Before every attempt, the first as the sixth, and before every
piece of a long body, the fence is asked. An answer has to be whole by a deadline that follows from the sizes, however
it trickles. What may pass (no connection, 429, 500, 502, 503, 504, a request time-out) is tried again after a pause.
Standard library only: boto3 took a millisecond of processor time for each request and a seventh of a second to be
imported.
"""

import base64
import http.client
import io
import os
import random
import socket
import ssl
import threading
import time
import urllib.request
import weakref
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

from jianbao.publish.stores import StoreError
from jianbao.publish.stores.fence import Fence

_AGAIN = frozenset({408, 429, 500, 502, 503, 504})
_PIECE = 1 << 16
_SLOWEST = 50_000
"""Bytes a second below which a connection counts as dead."""
_CONNECT = 5.0
_LONGEST_PAUSE = 20.0
LARGE = 8_000_000
"""Bytes of a body that is not sent twice before somebody has looked whether it arrived."""

Headers = Mapping[str, str]


class Request(NamedTuple):
    """A request as it goes over the wire, for those who watch."""

    method: str
    url: str
    headers: Headers


class Answer(NamedTuple):
    """Status, headers with names in small letters, body."""

    status: int
    headers: Headers
    body: bytes


class CutError(OSError):
    """The answer was not whole in time, or not whole at all."""


class Wire:
    """Requests to one origin (``https://host:port``)."""

    def __init__(
        self,
        origin: str,
        fence: Fence,
        *,
        name: str,
        attempts: int = 6,
        timeout: float = 30,
        before: Callable[[Request], None] | None = None,
        after: Callable[[str], None] | None = None,
    ) -> None:
        parts = urlsplit(origin)
        self.origin, self.host = origin, parts.netloc
        self._secure = parts.scheme == "https"
        self._fence, self._name = fence, name
        self._attempts, self._timeout = attempts, timeout
        self._before, self._after = before, after
        self._idle: list[Any] = []
        self._lock = threading.Lock()
        weakref.finalize(self, _let_go, self._idle)
        self._proxy = _proxy(parts.scheme, parts.hostname or "")
        trusted = os.environ.get("SSL_CERT_FILE") or os.environ.get("AWS_CA_BUNDLE")
        self._context = ssl.create_default_context(cafile=trusted) if self._secure else None

    def ask(
        self,
        method: str,
        path: str,
        headers: Callable[[], Headers],
        body: bytes = b"",
        *,
        told: str = "",
        stands: Callable[[], bool] | None = None,
    ) -> Answer:
        """The answer, whatever its status. ``headers`` is called for each attempt: a signature has a time in it.

        ``stands`` tells whether the body of an attempt that failed arrived after all; a large one is sent again
        only when it did not. ``told`` names the operation for those who count.
        Raises StoreError when there is no answer, LateError past the deadline.
        """
        for attempt in range(self._attempts):
            if attempt and stands and len(body) >= LARGE and stands():
                return Answer(200, {}, b"")
            last = attempt + 1 == self._attempts
            try:
                answer = self._sent(method, path, headers(), body)
            except (OSError, http.client.HTTPException) as error:
                if last or isinstance(error, ssl.SSLCertVerificationError):
                    raise StoreError(f"连不上 {self._name}：{_why(error)}，再运行一次会接着做") from None
                self._pause(attempt, "")
                continue
            if answer.status not in _AGAIN and b"<Code>RequestTimeout</Code>" not in answer.body[:1000]:
                if self._after and answer.status < 300:
                    self._after(told)
                return answer
            if last:
                return answer
            self._pause(attempt, answer.headers.get("retry-after", ""))
        raise AssertionError("an attempt returns or raises")

    def _pause(self, attempt: int, asked: str) -> None:
        seconds = random.random() * min(_LONGEST_PAUSE, 0.2 * 2**attempt)  # noqa: S311 (no secret)
        if asked.isdigit():
            seconds = min(_LONGEST_PAUSE, float(asked))
        time.sleep(seconds)

    def _sent(self, method: str, path: str, headers: Headers, body: bytes) -> Answer:
        if self._before:
            self._before(Request(method, self.origin + path, headers))
        connection = self._connection()
        try:
            answer, again = self._exchanged(connection, method, path, headers, body)
        except BaseException:
            connection.close()
            raise
        if again:
            with self._lock:
                self._idle.append(connection)
        else:
            connection.close()
        return answer

    def _exchanged(self, connection: Any, method: str, path: str, headers: Headers, body: bytes) -> tuple[Answer, bool]:
        """(the answer, whether the connection may be used again)."""
        self._fence.check()
        deadline = time.monotonic() + self._timeout + len(body) / _SLOWEST
        if self._proxy and not self._secure:
            path = self.origin + path
        lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items())]
        if body or method in ("PUT", "POST"):
            lines.append(f"content-length: {len(body)}")
        head = "\r\n".join((*lines, "", "")).encode("latin-1")
        # One write for head and body: two would wait for each other's acknowledgement.
        rest = memoryview(head + body)
        while rest:
            piece, rest = rest[:_PIECE], rest[_PIECE:]
            self._fence.spend(len(piece))
            self._fence.check()
            in_time(connection.sock, deadline)
            connection.sock.sendall(piece)
        return self._answer(connection.sock, method, deadline)

    def _answer(self, sock: Any, method: str, deadline: float) -> tuple[Answer, bool]:
        reader = _Reader(sock, deadline)
        answer = http.client.HTTPResponse(reader, method=method)  # type: ignore[arg-type]
        try:
            answer.begin()
            length = int(answer.getheader("content-length") or 0)
            reader.deadline += length / _SLOWEST
            data = answer.read()
            told = {name.lower(): value for name, value in answer.getheaders()}
            return Answer(answer.status, told, data), not answer.will_close
        finally:
            answer.close()

    def _connection(self) -> Any:
        """One that is open and idle, or a new one."""
        while True:
            with self._lock:
                found = self._idle.pop() if self._idle else None
            if found is None:
                return self._opened()
            if not _dropped(found.sock):
                return found
            found.close()

    def _opened(self) -> Any:
        host = self._proxy.netloc.rpartition("@")[2] if self._proxy else self.host
        made: http.client.HTTPConnection
        if self._context:
            made = http.client.HTTPSConnection(host, timeout=_CONNECT, context=self._context)
        else:
            made = http.client.HTTPConnection(host, timeout=_CONNECT)
        if self._proxy and self._context:
            made.set_tunnel(self.host, headers=_permission(self._proxy))
        try:
            made.connect()
            made.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        except BaseException:
            made.close()
            raise
        return made


def _let_go(idle: list[Any]) -> None:
    """Closes what a Wire that nobody has any more kept open."""
    while idle:
        idle.pop().close()


class _Reader(io.RawIOBase):
    """A socket whose reads all end by one deadline; stands for the socket that HTTPResponse asks for a file."""

    def __init__(self, sock: Any, deadline: float) -> None:
        self._sock, self.deadline = sock, deadline

    def makefile(self, mode: str) -> io.BufferedReader:
        del mode
        return io.BufferedReader(self, _PIECE)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        in_time(self._sock, self.deadline)
        got: int = self._sock.recv_into(buffer)
        return got


def in_time(sock: Any, deadline: float) -> None:
    """Gives a socket the seconds that are left until ``deadline`` (monotonic). Raises CutError when there are none."""
    left = deadline - time.monotonic()
    if left <= 0:
        raise CutError("没有按时答完")
    sock.settimeout(left)


def _dropped(sock: Any) -> bool:
    """Whether the other end has closed a connection that was kept open: readable with nothing asked."""
    sock.settimeout(0)
    try:
        return sock.recv(1, socket.MSG_PEEK) == b"" if not isinstance(sock, ssl.SSLSocket) else False
    except (BlockingIOError, ssl.SSLWantReadError):
        return False
    except OSError:
        return True


def _proxy(scheme: str, host: str) -> Any:
    found = urllib.request.getproxies().get(scheme)
    if not found or urllib.request.proxy_bypass(host):
        return None
    return urlsplit(found if "://" in found else f"http://{found}")


def _permission(proxy: Any) -> dict[str, str]:
    if not proxy.username:
        return {}
    given = f"{unquote(proxy.username)}:{unquote(proxy.password or '')}".encode()
    return {"Proxy-Authorization": f"Basic {base64.b64encode(given).decode()}"}


def _why(error: Exception) -> str:
    """What happened, and what to look at."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"证书不对（{error.verify_message}）；核对 endpoint，自签的证书用环境变量 SSL_CERT_FILE 指出"
    if isinstance(error, socket.gaierror):
        return "域名查不到；核对 endpoint 里的域名"
    if isinstance(error, ConnectionRefusedError):
        return "对方拒绝连接；核对 endpoint 里的地址和端口"
    if isinstance(error, TimeoutError | CutError):
        return "没有按时答复；检查网络"
    return f"连接中断（{type(error).__name__}）；检查网络"
