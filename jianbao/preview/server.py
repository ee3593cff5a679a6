"""The preview's web server, for one person on one machine: strangers' pages can reach it, and get nothing.

Bound to 127.0.0.1 unless told otherwise; Host is checked against rebinding, Origin and a random token
guard the event stream; no traversal, no dotfiles, no listings. A page waits while a build is running.
"""

import http.server
import json
import re
import secrets
import socket
import sys
import urllib.parse
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path
from typing import Any

from jianbao.errors import Problem
from jianbao.pipeline import Request
from jianbao.preview.session import Outcome, Session

PREFIX = "/__jianbao/"
_OWN = {"preview.js": "text/javascript; charset=utf-8", "preview.css": "text/css; charset=utf-8"}
_TYPES = {
    "html": "text/html; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "mjs": "text/javascript; charset=utf-8",
    "json": "application/json; charset=utf-8",
    "xml": "application/xml; charset=utf-8",
    "xsl": "application/xslt+xml; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
    "svg": "image/svg+xml; charset=utf-8",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
    "avif": "image/avif",
    "ico": "image/x-icon",
    "pdf": "application/pdf",
    "mp3": "audio/mpeg",
    "mp4": "video/mp4",
    "zip": "application/zip",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "webmanifest": "application/manifest+json; charset=utf-8",
}
_HEARTBEAT = 10.0
_RANGE = re.compile(r"bytes=(\d*)-(\d*)")


def serve(request: Request, *, bind: str, port: int, poll: bool, ready: Callable[[str], None]) -> None:
    """Builds, watches and serves until interrupted. ``ready`` is told the address. Raises OSError when
    no port from ``port`` on is free."""
    session = Session(request)
    session.begin(poll=poll)
    server = _listening(bind, port, session)
    host = f"[{bind}]" if ":" in bind else bind
    ready(f"http://{'localhost' if bind in ('0.0.0.0', '::') else host}:{server.server_port}/")  # noqa: S104
    try:
        server.serve_forever(poll_interval=0.2)
    finally:
        session.end()
        server.server_close()


def _listening(bind: str, port: int, session: Session) -> "_Server":
    """A server on the first free port from ``port`` on."""
    for wanted in range(port, port + 100):
        try:
            return _Server((bind, wanted), session)
        except OSError:
            if wanted == port + 99:
                raise
    raise AssertionError


class _Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    allow_reuse_address = sys.platform != "win32"

    def __init__(self, address: tuple[str, int], session: Session) -> None:
        self.address_family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
        self.session = session
        self.token = secrets.token_urlsafe(24)
        super().__init__(address, _Handler)
        names = {"localhost", "127.0.0.1", "[::1]", f"[{address[0]}]" if ":" in address[0] else address[0]}
        self.hosts = {f"{name}:{self.server_port}" for name in names}

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that goes away is no news."""


class _Handler(http.server.BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    server_version = "jianbao"
    sys_version = ""
    timeout = 60

    def do_GET(self) -> None:
        self._answer(body=True)

    def do_HEAD(self) -> None:
        self._answer(body=False)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 (the base class's name)
        """Silent: the terminal belongs to the builds."""

    def _answer(self, *, body: bool) -> None:
        if self.headers.get("Host", "").lower() not in self.server.hosts:
            self._text(HTTPStatus.FORBIDDEN, "这个地址只供本机预览", body=body)
            return
        path, _, query = self.path.partition("?")
        if path.startswith(PREFIX):
            self._own(path.removeprefix(PREFIX), urllib.parse.parse_qs(query), body=body)
        else:
            self._file(path, body=body)

    def _own(self, name: str, query: dict[str, list[str]], *, body: bool) -> None:
        if name in _OWN:
            data = (Path(__file__).parent / name).read_bytes()
            self._send(HTTPStatus.OK, _OWN[name], data, body=body)
        elif name != "events":
            self._text(HTTPStatus.NOT_FOUND, "没有这一页", body=body)
        elif not secrets.compare_digest(query.get("token", [""])[0].encode(), self.server.token.encode()):
            self._text(HTTPStatus.FORBIDDEN, "令牌不对", body=body)
        elif self.headers.get("Origin", "") not in {"", *(f"http://{host}" for host in self.server.hosts)}:
            self._text(HTTPStatus.FORBIDDEN, "来源不对", body=body)
        else:
            self._events(query, body=body)

    def _events(self, query: dict[str, list[str]], *, body: bool) -> None:
        """Server-Sent Events: one message for each new outcome, until the browser goes away."""
        seen = query.get("version", [""])[0]
        version = int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else -1
        page = query.get("page", [""])[0]
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream; charset=utf-8")
        self.send_header("Cache-Control", "no-store")
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        if not body:
            return
        session = self.server.session
        first = session.outcome
        try:
            # What is already known is told at once, without a reload.
            self._message("state", first if first.version == version else None, page)
            while not session.ended:
                outcome = session.after(version, _HEARTBEAT)
                if outcome is None:
                    self.wfile.write(b": still here\n\n")
                else:
                    kind = "state" if outcome.errors or outcome.crash else "style" if outcome.style else "reload"
                    self._message(kind, outcome, page)
                    version = outcome.version
                self.wfile.flush()
        except OSError:
            pass

    def _message(self, kind: str, outcome: Outcome | None, page: str) -> None:
        if outcome is None:
            return
        source = self.server.session.sources.get(page, "")
        here = [p for p in outcome.warnings if source and p.path == f"content/{source}"]
        data = {
            "version": outcome.version,
            "errors": [_plain(p) for p in outcome.errors],
            "warnings": [_plain(p) for p in here],
            "crash": outcome.crash,
        }
        self.wfile.write(f"event: {kind}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n".encode())

    def _file(self, path: str, *, body: bool) -> None:
        session = self.server.session
        wanted = _inside(path, session)
        with session.gate:
            version = session.outcome.version
            root = session.request.output
            found = _found(root, wanted) if wanted is not None else None
            status = HTTPStatus.OK if found else HTTPStatus.NOT_FOUND
            name = found or "404.html"
            try:
                data = (root / name).read_bytes()
            except OSError:
                data, name = "没有这一页".encode(), "404.txt"
        kind = _TYPES.get(name.rpartition(".")[2].lower(), "application/octet-stream")
        if kind.startswith("text/html"):
            data = self._injected(data, name, version)
        self._send(status, kind, data, body=body, ranges=status is HTTPStatus.OK)

    def _injected(self, data: bytes, page: str, version: int) -> bytes:
        attributes = f'data-token="{self.server.token}" data-version="{version}" data-page="{urllib.parse.quote(page)}"'
        script = f'<script src="{PREFIX}preview.js" {attributes} defer></script>'.encode()
        at = data.rfind(b"</body>")
        return data[:at] + script + data[at:] if at >= 0 else data + script

    def _text(self, status: HTTPStatus, text: str, *, body: bool) -> None:
        self._send(status, "text/plain; charset=utf-8", f"{text}\n".encode(), body=body)

    def _send(self, status: HTTPStatus, kind: str, data: bytes, *, body: bool, ranges: bool = False) -> None:
        part = _part(self.headers.get("Range", ""), len(data)) if ranges else None
        if part == (0, 0):
            self.send_response(HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE)
            self.send_header("Content-Range", f"bytes */{len(data)}")
            data = b""
        elif part:
            self.send_response(HTTPStatus.PARTIAL_CONTENT)
            self.send_header("Content-Range", f"bytes {part[0]}-{part[1] - 1}/{len(data)}")
            data = data[part[0] : part[1]]
        else:
            self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Referrer-Policy", "no-referrer")
        self.send_header("Cross-Origin-Resource-Policy", "same-origin")
        self.send_header("X-Frame-Options", "SAMEORIGIN")
        if ranges:
            self.send_header("Accept-Ranges", "bytes")
        self.end_headers()
        if body:
            self.wfile.write(data)


def _plain(problem: Problem) -> dict[str, Any]:
    place = f"{problem.path}:{problem.line}:{problem.column}" if problem.line else problem.path
    return {"place": place, "level": str(problem.level), "message": problem.message, "hint": problem.hint}


def _inside(path: str, session: Session) -> str | None:
    """The path below output/ that a request's path names; None for one that must not be looked at."""
    try:
        decoded = urllib.parse.unquote(path, errors="strict")
    except UnicodeDecodeError:
        return None
    base = session.base
    if base != "/" and decoded.startswith(base):
        decoded = "/" + decoded.removeprefix(base)
    parts = decoded.split("/")[1:]
    if any(part.startswith(".") or re.search(r"[\x00-\x1f\\:]", part) for part in parts):
        return None
    if any(part == "" for part in parts[:-1]):
        return None
    return "/".join(parts)


def _found(root: Path, wanted: str) -> str | None:
    """The file for a path; a folder answers with its index.html, never with a listing."""
    name = f"{wanted}index.html" if wanted == "" or wanted.endswith("/") else wanted
    file = root / name
    return name if file.is_file() and file.resolve().is_relative_to(root.resolve()) else None


def _part(header: str, size: int) -> tuple[int, int] | None:
    """(start, end) of a single byte range (RFC 9110); None to send all, (0, 0) when it lies outside."""
    match = _RANGE.fullmatch(header)
    if not match or not (match[1] or match[2]):
        return None
    if not match[1]:
        length = min(int(match[2]), size)
        return (size - length, size) if length else (0, 0)
    start, end = int(match[1]), min(int(match[2]) if match[2] else size - 1, size - 1)
    return (start, end + 1) if start <= end else (0, 0)
