"""A real preview for a test: `python build.py serve` in a process of its own, and raw requests to it."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple, Self, TypeVar

from tests.sites import Site

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 60.0
"""Seconds after which something is not going to happen any more, also on a busy machine."""

Found = TypeVar("Found")


def eventually(question: Callable[[], Found], what: str = "") -> Found:
    """The first true answer; asked again and again until there is one."""
    until = time.monotonic() + PATIENCE
    while not (answer := question()):
        assert time.monotonic() < until, f"never came true: {what or question}"
        time.sleep(0.03)
    return answer


class Answer(NamedTuple):
    """What the server said."""

    status: int
    headers: dict[str, str]
    """Names in lower case."""
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


def free_port() -> int:
    """A port that was free a moment ago, with a free one behind it."""
    while True:
        with socket.socket() as first, socket.socket() as second:
            first.bind(("127.0.0.1", 0))
            port: int = first.getsockname()[1]
            try:
                second.bind(("127.0.0.1", port + 1))
            except (OSError, OverflowError):
                continue
            return port


class Preview:
    """A site being served; use as a context manager."""

    command = "serve"
    ready = "预览："
    """What stands before the address in the line that tells it."""

    def __init__(self, site: Site, *options: str, program: str = "", wait: bool = True) -> None:
        """``program`` is Python run before the command line is, to take something of the system away."""
        self.site = site
        self.said: list[str] = []
        """Lines on stderr so far."""
        port = [] if "--port" in options else ["--port", str(free_port())]
        words = [self.command, "--site", str(site.path), *port, *options]
        start = f"import sys\n{program}\nfrom jianbao import cli\nsys.exit(cli.main({words!r}))"
        self.process = subprocess.Popen(
            [sys.executable, "-c", start] if program else [sys.executable, str(ROOT / "build.py"), *words],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            # A terminal's Ctrl-C goes to the whole group: so does ours.
            start_new_session=True,
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        try:
            self.url = eventually(self._url, "the preview is ready") if wait else ""
        except BaseException:
            self.__exit__()
            raise
        self.port = int(self.url.split("/")[2].rpartition(":")[2]) if wait else 0

    def _read(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            self.said.append(line.decode().rstrip("\n"))

    def _url(self) -> str:
        assert self.process.poll() is None, self.said
        said = next((line for line in self.said if line.startswith(self.ready)), "")
        return said.removeprefix(self.ready).split("　")[0]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self._reader.join()
        assert self.process.stdout is not None
        assert self.process.stderr is not None
        self.process.stdout.close()
        self.process.stderr.close()

    def interrupt(self) -> int:
        """Presses Ctrl-C; the exit code, once the process is gone and all that it said has been read."""
        os.killpg(self.process.pid, signal.SIGINT)
        return self.ended()

    def ended(self) -> int:
        """Waits for the end and for the last of what was said; the exit code."""
        code = self.process.wait(PATIENCE)
        self._reader.join(PATIENCE)
        return code

    def gone(self) -> bool:
        """Whether nothing is left of the process nor of any that it started."""
        try:
            os.killpg(self.process.pid, 0)
        except ProcessLookupError:
            return True
        return False

    def builds(self) -> int:
        """How many builds have been told of."""
        return sum(" 页：写入" in line for line in self.said)

    def raw(self, request: bytes, wait: float = PATIENCE) -> bytes:
        """What is answered to these bytes until the server closes the connection."""
        with socket.create_connection(("127.0.0.1", self.port), wait) as connection:
            connection.sendall(request)
            received = b""
            while block := connection.recv(65536):
                received += block
            return received

    def ask(self, target: str | bytes, *lines: str, method: str = "GET", host: str | None = None) -> Answer:
        """The answer to one request; ``host`` "" sends no Host."""
        path = target if isinstance(target, bytes) else target.encode()
        named = f"127.0.0.1:{self.port}" if host is None else host
        head = [*([f"Host: {named}"] if named else []), "Connection: close", *lines]
        request = b"%s %s HTTP/1.1\r\n%s\r\n\r\n" % (method.encode(), path, "\r\n".join(head).encode())
        return parsed(self.raw(request))

    def get(self, target: str) -> str:
        """The text of a page that is there."""
        answer = self.ask(target)
        assert answer.status == 200, (target, answer)
        return answer.text

    def events(self, page: str = "index.html", version: int | None = None) -> "Events":
        """The stream of events as a page's script has it."""
        return Events(self, page, version)


def parsed(received: bytes) -> Answer:
    """An answer in its parts."""
    head, _, body = received.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
    return Answer(int(first.split()[1]), headers, body)


def told(text: str) -> dict[str, str]:
    """What a served page tells the preview's script: token, version, page."""
    tag = text[text.rindex('<script src="/__jianbao/') :]
    pairs = (word.partition("=") for word in tag.split() if word.startswith("data-"))
    return {name.removeprefix("data-"): value.split('"')[1] for name, _, value in pairs}


class Events:
    """Server-Sent Events of a preview; use as a context manager."""

    def __init__(self, preview: Preview, page: str, version: int | None) -> None:
        home = told(preview.ask("/").text)
        since = home["version"] if version is None else version
        self._connection = socket.create_connection(("127.0.0.1", preview.port), PATIENCE)
        target = f"/__jianbao/events?token={home['token']}&version={since}&page={page}"
        self._connection.sendall(f"GET {target} HTTP/1.1\r\nHost: 127.0.0.1:{preview.port}\r\n\r\n".encode())
        self._lines = self._connection.makefile("r", encoding="utf-8")
        assert self._lines.readline().split()[1] == "200"
        while self._lines.readline().strip():
            pass

    def __enter__(self) -> "Events":
        return self

    def __exit__(self, *error: object) -> None:
        self._lines.close()
        self._connection.close()

    def next(self) -> tuple[str, dict[str, object]]:
        """(kind, data) of the next event; heartbeats are passed over."""
        kind = ""
        for line in self._lines:
            name, _, value = line.rstrip("\n").partition(": ")
            if name == "event":
                kind = value
            elif name == "data":
                return kind, json.loads(value)
        raise AssertionError("the stream ended")
