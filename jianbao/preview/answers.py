"""The preview's answers: pages with the script in them, the files they show, the stream of events.

No answer may be read, framed or embedded by another origin; none is kept but under an address that carries the
digest of its bytes. A request waits while a build is running.
Refused: everything but GET and HEAD, hosts and origins that are not ours, events without the token, and
whatever files.py refuses.
"""

import json
import secrets
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, quote

from jianbao import digest, mime
from jianbao import files as files_at
from jianbao.errors import Problem
from jianbao.preview import files
from jianbao.preview.inject import injected
from jianbao.preview.local import LocalHandler
from jianbao.preview.session import Outcome

if TYPE_CHECKING:
    from jianbao.preview.server import Server

PREFIX = "/__jianbao/"
_OWN = ("preview.js", "preview.css", "channel.js", "channel.css")
_HEARTBEAT = 10.0
"""Seconds after which a browser that went away is noticed."""
_SHOWN = 50
"""Problems in one message; more than anybody mends at once."""
_NOT_YET = "<!DOCTYPE html>\n<html lang=zh-CN>\n<meta charset=utf-8>\n<title>{0}</title>\n<body>\n<p>{0}</p>\n</body>\n"


class Handler(LocalHandler):
    """One connection, request after request."""

    server: "Server"

    def do_GET(self) -> None:  # noqa: N802 (http.server's names)
        self._answer()

    def do_HEAD(self) -> None:  # noqa: N802 (http.server's names)
        self._answer()

    def _answer(self) -> None:
        hosts = self.headers.get_all("Host", [])
        if len(hosts) != 1 or not self.server.is_ours(hosts[0]):
            self._text(HTTPStatus.FORBIDDEN, "这个地址只供本机预览")
            return
        path, _, query = self.path.partition("?")
        if path.startswith(PREFIX):
            self._own(path.removeprefix(PREFIX), parse_qs(query))
        else:
            self._file(path)

    def _own(self, name: str, query: dict[str, list[str]]) -> None:
        origin = self.headers.get("Origin", "")
        if name in _OWN:
            self._send(HTTPStatus.OK, mime.of(name), _own(name))
        elif name in ("channel", "channel-file"):
            self._channel(name, {key: values[0] for key, values in query.items()})
        elif name != "events":
            self._text(HTTPStatus.NOT_FOUND, "没有这一页")
        elif not secrets.compare_digest(query.get("token", [""])[0].encode(), self.server.token.encode()):
            self._text(HTTPStatus.FORBIDDEN, "令牌不对")
        elif origin and not (origin.startswith("http://") and self.server.is_ours(origin.removeprefix("http://"))):
            self._text(HTTPStatus.FORBIDDEN, "来源不对")
        else:
            self._events(query)

    def _channel(self, name: str, query: dict[str, str]) -> None:
        """An article for other channels. A stranger's page may not have it made: it costs time and writes files."""
        if self.headers.get("Sec-Fetch-Site", "none") not in ("none", "same-origin"):
            self._text(HTTPStatus.FORBIDDEN, "来源不对")
            return
        channels, version = self.server.channels, self.server.session.outcome.version
        page, style = query.get("page", ""), query.get("style", "")
        if name == "channel":
            answer = channels.page(page, style, version, (_address("channel.css"), _address("channel.js")))
        else:
            answer = channels.file(page, style, version, query.get("channel", ""), query.get("name", ""))
        status = HTTPStatus.OK if answer.found else HTTPStatus.NOT_FOUND
        self._send(status, mime.of(answer.name), answer.data)

    def _events(self, query: dict[str, list[str]]) -> None:
        """Server-Sent Events (HTML Living Standard, 9.2): one for each outcome, until the browser goes away."""
        seen = self.headers.get("Last-Event-ID") or query.get("version", [""])[0]
        version = int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else 0
        page = query.get("page", [""])[0]
        self.close_connection = True
        self.send_response(HTTPStatus.OK)
        self._headers("text/event-stream; charset=utf-8")
        self.send_header("Connection", "close")
        self.end_headers()
        if self.command == "HEAD":
            return
        session = self.server.session
        outcome: Outcome | None = session.outcome
        try:
            self.wfile.write(b"retry: 1000\n\n")
            while not session.ended:
                if outcome is None:
                    self.wfile.write(b": still here\n\n")
                else:
                    self._message(outcome, page, version)
                    version = outcome.version
                outcome = session.after(version, _HEARTBEAT)
        except OSError:
            pass

    def _message(self, outcome: Outcome, page: str, since: int) -> None:
        session = self.server.session
        site = session.request.site
        news = session.news(page, since)
        # A page that is about to be loaded again asks again.
        errors, warnings = ([], []) if news == "reload" else session.concerning(page, outcome)
        data = {
            "errors": [_plain(problem, site) for problem in errors[:_SHOWN]],
            "more": max(0, len(errors) - _SHOWN),
            "warnings": [_plain(problem, site) for problem in warnings[:_SHOWN]],
            "crash": outcome.crash,
        }
        lines = f"event: {news}\nid: {outcome.version}\ndata: {json.dumps(data)}\n\n"
        self.wfile.write(lines.encode())

    def _file(self, path: str) -> None:
        session = self.server.session
        wanted = files.address(path)
        part = None
        with session.gate:
            outcome, root = session.outcome, session.request.output
            names = [] if wanted is None else files.addresses(wanted, session.base)
            name = files.found(root, names)
            if name:
                status, kind = HTTPStatus.OK, mime.of(name)
                data = (root / name).read_bytes()
            elif (root / "404.html").is_file():
                status, kind = HTTPStatus.NOT_FOUND, mime.of("404.html")
                data = (root / "404.html").read_bytes()
            else:
                status, kind = HTTPStatus.SERVICE_UNAVAILABLE, mime.of("404.html")
                data = _NOT_YET.format("网站还没有生成出来").encode()
        if kind.startswith("text/html"):
            told = {
                "token": self.server.token,
                "version": str(outcome.version),
                "page": quote(name or (names[0] if names else "")),
                "sheet": _address("preview.css"),
                "channel": quote(name or "") if session.has_channels(name or "") else "",
                "desk": self.server.framed_by,
            }
            data = injected(data, _address("preview.js"), self.server.token, told)
        if status is HTTPStatus.OK and "If-Range" not in self.headers:
            part = files.part(self.headers.get("Range", ""), len(data))
        self._send(status, kind, data, part, ranges=status is HTTPStatus.OK)

    def refuse(self, status: HTTPStatus, text: str) -> bool:
        """As the base class says."""
        self._text(status, text)
        return False

    def _text(self, status: HTTPStatus, text: str) -> None:
        self._send(status, "text/plain; charset=utf-8", f"{text}\n".encode())

    def _send(
        self, status: HTTPStatus, kind: str, data: bytes, part: files.Part | None = None, *, ranges: bool = False
    ) -> None:
        if part is None:
            self.send_response(status)
        elif part.start == part.end:
            self.send_response(HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE)
            self.send_header("Content-Range", f"bytes */{part.size}")
            data = b""
        else:
            self.send_response(HTTPStatus.PARTIAL_CONTENT)
            self.send_header("Content-Range", f"bytes {part.start}-{part.end - 1}/{part.size}")
            data = data[part.start : part.end]
        self._headers(kind, keep=_mark(data) in self.path)
        self.send_header("Content-Length", str(len(data)))
        if ranges:
            self.send_header("Accept-Ranges", "bytes")
        if status is HTTPStatus.METHOD_NOT_ALLOWED:
            self.send_header("Allow", self.methods)
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def _headers(self, kind: str, *, keep: bool = False) -> None:
        """What every answer carries: other origins may not read, frame or embed it.

        ``keep`` is for what never changes; a page that is loaded again has it at once.
        """
        self.send_header("Content-Type", kind)
        self.send_header("Cache-Control", "max-age=31536000, immutable" if keep else "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        if self.server.framed_by:
            self.send_header("Content-Security-Policy", f"frame-ancestors 'self' {self.server.framed_by}")
        else:
            self.send_header("X-Frame-Options", "SAMEORIGIN")
        self.send_header("Referrer-Policy", "no-referrer")
        self.send_header("Cross-Origin-Resource-Policy", "same-origin")
        self.send_header("Cross-Origin-Opener-Policy", "same-origin")


def _own(name: str) -> bytes:
    return (Path(__file__).parent / name).read_bytes()


def _address(name: str) -> str:
    """Where a file of ours is, with its digest."""
    return f"{PREFIX}{name}?{_mark(_own(name))}"


def _mark(data: bytes) -> str:
    """What the name of a theme's file carries, and the address of ours."""
    return digest.of_bytes(data).hex()[:10]


def _plain(problem: Problem, site: Path) -> dict[str, Any]:
    """A problem as the page shows it, with the line that it is about."""
    place = f"{problem.path}:{problem.line}:{problem.column}" if problem.line else problem.path
    return {
        "place": place,
        "level": str(problem.level),
        "code": problem.code,
        "message": problem.message,
        "hint": problem.hint,
        "line": _line(site, problem.path, problem.line),
        "column": problem.column,
    }


def _line(site: Path, path: str, number: int) -> str:
    """A line of a file as it is now; "" for none, or one that is too long to show."""
    data = files_at.read(site / path, path, files_at.LARGEST_TEXT, site) if number else b""
    if isinstance(data, Problem):
        return ""
    lines = data.decode("utf-8-sig", "replace").splitlines()
    line = lines[number - 1].rstrip() if 0 < number <= len(lines) else ""
    return line if len(line) <= 200 else ""
