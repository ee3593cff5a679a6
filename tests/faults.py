"""A proxy on loopback that stands between a client and an object store and does what networks and stores do.

Rules say which requests are hit and how. The Host header passes untouched, so signatures still hold. Standard library
only; the proxy runs in a thread with an event loop of its own.

    answer   a status with S3's error document, the store never asked (503 SlowDown, 500 InternalError, …)
    reset    the connection is reset before the request was read
    half     half of the body goes to the store, then both connections are reset
    lost     the store does what is asked, the client never hears of it
    cut      half of the reply, then the end
    hang     no answer, ever
    delay    the answer comes late
    clock    the reply's Date is moved
"""

import asyncio
import contextlib
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from email.utils import format_datetime, parsedate_to_datetime
from typing import Any
from urllib.parse import unquote

_ERRORS = {
    500: ("Internal Server Error", "InternalError"),
    503: ("Service Unavailable", "SlowDown"),
    403: ("Forbidden", "AccessDenied"),
    507: ("Insufficient Storage", "QuotaExceeded"),
}


@dataclass(frozen=True)
class Rule:
    """Requests ``first`` to ``first + count - 1`` of those that begin with ``match`` are hit; of rules the first wins.

    ``match`` is compared with ``METHOD key``, the key unquoted and without the bucket; ``part`` must occur in it.
    """

    do: str
    match: str = ""
    part: str = ""
    first: int = 1
    count: int = 1
    status: int = 503
    seconds: float = 0.0


@dataclass
class Seen:
    """A request that came by: ``METHOD key``, its headers, what was done to it ("" nothing), its body once read."""

    line: str
    headers: dict[str, str]
    done: str
    body: bytes = b""


class Proxy:
    """``url`` is where clients go; ``rules`` may be replaced at any time (and are then counted anew)."""

    def __init__(self, upstream: str) -> None:
        host, _, port = upstream.rpartition("/")[2].partition(":")
        self._upstream = (host, int(port))
        self._rules: tuple[Rule, ...] = ()
        self._met: list[int] = []
        self.seen: list[Seen] = []
        self.look: Callable[[Seen], None] = lambda _: None
        """Called in the proxy's thread before a request is passed on."""
        self.url = ""

    @property
    def rules(self) -> tuple[Rule, ...]:
        return self._rules

    @rules.setter
    def rules(self, rules: tuple[Rule, ...]) -> None:
        self._met = [0] * len(rules)
        self._rules = rules
        self.seen = []

    def hits(self) -> list[str]:
        """What was done, to which requests."""
        return [f"{one.done} {one.line}" for one in self.seen if one.done]

    def _rule(self, line: str) -> Rule | None:
        for at, rule in enumerate(self._rules):
            if line.startswith(rule.match) and rule.part in line:
                self._met[at] += 1
                if rule.first <= self._met[at] < rule.first + rule.count:
                    return rule
        return None

    async def client(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One client's connection, with one of its own to the store."""
        store: list[Any] = []
        try:
            while await self._exchange(reader, writer, store):
                pass
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            for one in (writer, *store[1:]):
                one.close()

    async def _exchange(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, store: list[Any]) -> bool:
        """One request; whether the connection goes on."""
        head, first, headers = await _head(reader)
        method, path, _ = first.split(" ", 2)
        line = f"{method} {unquote(path.partition('?')[0]).lstrip('/').partition('/')[2]}"
        rule = self._rule(line) or Rule("")
        seen = Seen(line, headers, rule.do)
        self.seen.append(seen)
        self.look(seen)
        if rule.do == "reset":
            return _reset(writer)
        await asyncio.sleep({"hang": 3600.0, "delay": rule.seconds}.get(rule.do, 0.0))
        body = seen.body = await _body(reader, headers)
        if rule.do == "answer":
            writer.write(_error(rule.status, method))
            await writer.drain()
            return True
        if not store:
            store += await asyncio.open_connection(*self._upstream)
        if rule.do == "half":
            store[1].write(head + body[: len(body) // 2])
            await store[1].drain()
            await asyncio.sleep(0.02)
            _reset(store[1])
            return _reset(writer)
        store[1].write(head + body)
        reply, answer = await _reply(store[0], method)
        if rule.do == "lost" or (rule.do == "cut" and not answer):
            return _reset(writer)
        if rule.do == "clock":
            reply = _moved(reply, timedelta(seconds=rule.seconds))
        writer.write(reply + (answer[: len(answer) // 2] if rule.do == "cut" else answer))
        await writer.drain()
        return rule.do != "cut"


async def _head(reader: asyncio.StreamReader) -> tuple[bytes, str, dict[str, str]]:
    raw = await reader.readuntil(b"\r\n\r\n")
    first, *lines = raw.decode("latin-1").split("\r\n")
    pairs = (line.partition(":") for line in lines if line)
    return raw, first, {name.lower(): value.strip() for name, _, value in pairs}


async def _body(reader: asyncio.StreamReader, headers: dict[str, str]) -> bytes:
    if headers.get("transfer-encoding", "").lower() == "chunked":
        found = b""
        while True:
            line = await reader.readline()
            size = int(line.split(b";")[0], 16)
            found += line + await reader.readexactly(size + 2)
            if size == 0:
                return found
    return await reader.readexactly(int(headers.get("content-length", "0")))


async def _reply(reader: asyncio.StreamReader, method: str) -> tuple[bytes, bytes]:
    while True:
        head, first, headers = await _head(reader)
        status = int(first.split()[1])
        if status != 100:
            break
    return head, b"" if method == "HEAD" or status in (204, 304) else await _body(reader, headers)


def _error(status: int, method: str) -> bytes:
    phrase, code = _ERRORS[status]
    text = f"<?xml version='1.0'?><Error><Code>{code}</Code><Message>by the proxy</Message></Error>".encode()
    head = (
        f"HTTP/1.1 {status} {phrase}\r\nContent-Type: application/xml\r\nContent-Length: {len(text)}\r\n\r\n".encode()
    )
    return head if method == "HEAD" else head + text


def _reset(writer: asyncio.StreamWriter) -> bool:
    connection: Any = writer.get_extra_info("socket")
    if connection is not None:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()
    return False


def _moved(head: bytes, by: timedelta) -> bytes:
    lines = head.decode("latin-1").split("\r\n")
    for at, line in enumerate(lines):
        if line.lower().startswith("date:"):
            date = parsedate_to_datetime(line.partition(":")[2].strip()) + by
            lines[at] = f"Date: {format_datetime(date, usegmt=True)}"
    return "\r\n".join(lines).encode("latin-1")


@contextlib.contextmanager
def proxy(upstream: str) -> Iterator[Proxy]:
    """A running proxy in front of ``http://host:port``."""
    made = Proxy(upstream)
    loop = asyncio.new_event_loop()
    ready = threading.Event()
    stop = asyncio.Event()

    async def serve() -> None:
        server = await asyncio.start_server(made.client, "127.0.0.1", 0, limit=1 << 20)
        made.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        ready.set()
        await stop.wait()
        server.close()

    def run() -> None:
        asyncio.set_event_loop(loop)
        loop.run_until_complete(serve())
        for task in asyncio.all_tasks(loop):
            task.cancel()
        loop.run_until_complete(asyncio.sleep(0))
        loop.close()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    ready.wait(10)
    try:
        yield made
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(10)
