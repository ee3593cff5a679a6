"""What a server on this machine answers in the same way whatever it shows: which requests it can read at all.

A header that two readers would read differently is no request, and a body that nobody read is never taken for the next
request.
"""

import http.server
from http import HTTPStatus
from typing import Any

from jianbao import expressions as re

_FIELD = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_CONTROL = re.compile("[\x00-\x08\x0a-\x1f\x7f]")


class LocalHandler(http.server.BaseHTTPRequestHandler):
    """One connection, request after request."""

    protocol_version = "HTTP/1.1"
    path = ""
    """Also of a request that cannot be read."""
    timeout = 60
    disable_nagle_algorithm = True
    methods = "GET, HEAD"

    def refuse(self, status: HTTPStatus, text: str) -> bool:
        """Answers with a line of text; False, for whoever asks whether to go on."""
        raise NotImplementedError

    def version_string(self) -> str:
        """No versions: a stranger may ask for this, too."""
        return "jianbao"

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 (the base class's name)
        """Silent: the terminal belongs to the builds."""

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """What http.server refuses by itself: a request it cannot read, a method there is not."""
        del message, explain
        self.close_connection = True
        # A first line that cannot be read names no version; without one there would be no status line.
        self.request_version = self.protocol_version
        status = HTTPStatus(code)
        if status is HTTPStatus.NOT_IMPLEMENTED:
            self.refuse(HTTPStatus.METHOD_NOT_ALLOWED, f"这里只回答 {self.methods.replace(', ', '、')}")
        else:
            self.refuse(status, "看不懂这个请求")

    def parse_request(self) -> bool:
        """As the base class; a header that two readers would read differently is no request (RFC 9112, 5.1)."""
        if not super().parse_request():
            return False
        values = self.headers.values()
        odd = self.headers.defects or not all(map(_FIELD.fullmatch, self.headers)) or any(map(_CONTROL.search, values))
        if odd:
            self.send_error(HTTPStatus.BAD_REQUEST)
            return False
        if self.command in ("GET", "HEAD") and (
            "Content-Length" in self.headers or "Transfer-Encoding" in self.headers
        ):
            # What a body says must not be taken for the next request.
            self.close_connection = True
        return True
