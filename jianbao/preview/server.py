"""The preview's web server, for one person on one machine: strangers' pages can reach it, and get nothing.

Bound to 127.0.0.1 unless told otherwise, to the first free port. A Host that is not one of ours is a name
that a stranger lets point here. The answers themselves stand in answers.py.
"""

import errno
import http.server
import ipaddress
import secrets
import socket
import sys
from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

from jianbao.cache import lock
from jianbao.errors import SiteError, UsageError, reason
from jianbao.pipeline import Progress, Request
from jianbao.preview.answers import Handler
from jianbao.preview.channel import Channels
from jianbao.preview.session import Outcome, Session

_PORTS = 100
"""How many ports are tried before giving up."""


def serve(
    request: Request,
    *,
    bind: str,
    port: int,
    poll: bool,
    ready: Callable[[str, int], None],
    notice: Callable[[Outcome], None],
    progress: Progress,
) -> None:
    """Builds, watches and serves until interrupted.

    ``ready`` is told the address and its port, ``notice`` every outcome, ``progress`` how the first build
    gets on. Raises UsageError when there is no port to serve on.
    """
    request, lock = own_folder(request)
    session = Session(request, notice)
    server = listening(Server, bind, port, session)
    try:
        session.begin(progress, poll=poll)
        name = "127.0.0.1" if server.everywhere else f"[{bind}]" if ":" in bind else bind
        ready(f"http://{name}:{server.server_port}/", server.server_port)
        server.serve_forever(poll_interval=0.1)
    finally:
        session.end()
        server.server_close()
        lock.close()


def own_folder(request: Request) -> tuple[Request, Any]:
    """The request, into a folder that no other preview of this site writes to, and the lock that says so."""
    for number in range(1, _PORTS):
        output = request.output if number == 1 else request.output.with_name(f"{request.output.name}-{number}")
        try:
            output.parent.mkdir(parents=True, exist_ok=True)
            return replace(request, output=output), lock.locked(output.with_name(f"{output.name}.lock"))
        except SiteError:
            continue
        except OSError as error:
            raise UsageError(f"预览要写 {output.parent}，写不进去：{reason(error)}") from None
    raise UsageError("这个网站的预览开得太多了；先结束几个")


def listening(kind: "type[_Server]", bind: str, port: int, session: Session) -> "_Server":
    """A server on the first free port from ``port`` on; it listens, and whoever comes waits for the first build."""
    for wanted in range(port, min(port + _PORTS, 65536)):
        try:
            return kind((bind, wanted), session)
        except OSError as error:
            # On Windows a reserved port is refused, not taken.
            if error.errno != errno.EADDRINUSE and not (sys.platform == "win32" and error.errno == errno.EACCES):
                where = f"{bind}:{wanted}"
                why = "本机没有这个地址" if _no_such(error) else reason(error)
                raise UsageError(f"不能在 {where} 上提供预览：{why}") from None
    raise UsageError(f"{port} 和它之后的端口都被占用；用 --port 换一个")


def _no_such(error: OSError) -> bool:
    return isinstance(error, socket.gaierror) or error.errno == errno.EADDRNOTAVAIL


class Server(http.server.ThreadingHTTPServer):
    """A thread for each connection, and what the answers have to know."""

    handler: type[http.server.BaseHTTPRequestHandler] = Handler
    framed_by = ""
    """The origin whose pages may show these in a frame: the editor's screen; "" for none but our own."""
    daemon_threads = True
    allow_reuse_address = sys.platform != "win32"
    request_queue_size = 128

    def __init__(self, address: tuple[str, int], session: Session) -> None:
        self.address_family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
        self.session = session
        self.token = secrets.token_urlsafe(24)
        self.channels = Channels(session.request.site, f"channel-{session.request.output.name}")
        self.everywhere = address[0] in ("0.0.0.0", "::", "")  # noqa: S104 (only on --bind)
        super().__init__(address, self.handler)
        self.names = {"localhost", "127.0.0.1", "[::1]", f"[{address[0]}]" if ":" in address[0] else address[0]}
        if self.everywhere:
            self.names |= {socket.gethostname().lower(), f"{socket.gethostname().lower()}.local"}

    def server_bind(self) -> None:
        """Without the base class's question to the name service, which may take seconds and is of no use here."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, int(self.allow_reuse_address))
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()
        self.server_name, self.server_port = str(self.server_address[0]), int(self.server_address[1])

    def is_ours(self, host: str) -> bool:
        """Whether a Host header names this server; a name that somebody lets point here does not."""
        name, colon, port = host.lower().rpartition(":")
        if not colon or port.endswith("]"):
            name, port = host.lower(), "80"
        if port != str(self.server_port):
            return False
        return name in self.names or (self.everywhere and _is_number(name))

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that goes away is no news."""
        del request, client_address


_Server = TypeVar("_Server", bound=Server)


def _is_number(name: str) -> bool:
    """Whether a host is an address and no name: nobody can make a number point elsewhere."""
    try:
        ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        return False
    return True
