"""The desk's answers: the screen's own files to this machine's browser, acts to whoever has the token of this start.

Every act is a POST of JSON (or of a file's bytes) from the screen's own origin, with the token in a header that no form
and no stranger's page can send. The screen loads nothing from anywhere else, and no other page may frame it.
Refused: hosts and origins that are not ours, acts without the token, bodies without a length or beyond it.
"""

import json
import secrets
import traceback
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jianbao import mime
from jianbao.content.editing import EditError
from jianbao.errors import SiteError, UsageError
from jianbao.preview.edit import bundle, wording
from jianbao.preview.edit.acts import NoActError
from jianbao.preview.local import LocalHandler

if TYPE_CHECKING:
    from jianbao.preview.edit.server import Server

_SCREEN = Path(__file__).with_name("screen")
_LARGEST = 80 * 2**20
"""Bytes of one request."""
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-{nonce}'; img-src 'self' blob:; "
    "connect-src 'self'; frame-src {pages}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


class Handler(LocalHandler):
    """One connection, request after request."""

    server: "Server"
    methods = "GET, HEAD, POST"

    def do_GET(self) -> None:  # noqa: N802 (http.server's names)
        if self._ours():
            self._get(self.path.partition("?")[0])

    def do_HEAD(self) -> None:  # noqa: N802 (http.server's names)
        self.do_GET()

    def do_POST(self) -> None:  # noqa: N802 (http.server's names)
        if not self._ours() or not self._trusted():
            return
        data = self._body()
        if data is not None:
            self._act(self.path.removeprefix("/api/"), data)

    def _ours(self) -> bool:
        """Whether the request names this server, and no page of another origin sent it."""
        hosts = self.headers.get_all("Host", [])
        origins = self.headers.get_all("Origin", [])
        if len(hosts) != 1 or not self.server.is_ours(hosts[0]):
            return self.refuse(HTTPStatus.FORBIDDEN, "这个地址只供本机编辑")
        if any(origin not in self.server.origins for origin in origins):
            return self.refuse(HTTPStatus.FORBIDDEN, "来源不对")
        site = self.headers.get("Sec-Fetch-Site", "same-origin")
        if site not in ("same-origin", "none") and self.headers.get("Sec-Fetch-Mode") != "navigate":
            return self.refuse(HTTPStatus.FORBIDDEN, "来源不对")
        return True

    def _trusted(self) -> bool:
        """Whether an act comes from the screen: its origin, its token."""
        token = self.headers.get("X-Jianbao-Token", "")
        if len(self.headers.get_all("Origin", [])) != 1:
            return self.refuse(HTTPStatus.FORBIDDEN, "来源不对")
        if not secrets.compare_digest(token.encode(), self.server.token.encode()):
            return self.refuse(HTTPStatus.FORBIDDEN, "令牌不对：编辑程序重新启动过，请用它新给的地址打开")
        if not self.path.startswith("/api/"):
            return self.refuse(HTTPStatus.NOT_FOUND, "没有这一页")
        return True

    def refuse(self, status: HTTPStatus, text: str) -> bool:
        """As the base class says."""
        self.close_connection = True  # a body that nobody read must not be taken for the next request
        self._send(status, "text/plain; charset=utf-8", f"{text}\n".encode())
        return False

    def _body(self) -> bytes | None:
        said = self.headers.get_all("Content-Length", [])
        if len(said) != 1 or not (said[0].isascii() and said[0].isdigit()) or "Transfer-Encoding" in self.headers:
            self.refuse(HTTPStatus.LENGTH_REQUIRED, "看不懂这个请求")
            return None
        if int(said[0]) > _LARGEST:
            self.refuse(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "太大了")
            return None
        data = self.rfile.read(int(said[0]))
        if len(data) < int(said[0]):
            self.close_connection = True
            return None
        return data

    def _get(self, path: str) -> None:
        name = path.removeprefix("/") or "index.html"
        files = {file.name: file for file in _SCREEN.iterdir() if file.is_file()}
        if name == "editor.js":
            found = next((folder / name for folder in bundle.FOLDERS if (folder / name).is_file()), None)
        else:
            found = files.get(name)
        if found is None:
            self.refuse(HTTPStatus.NOT_FOUND, "没有这一页")
            return
        data, nonce = found.read_bytes(), secrets.token_urlsafe(12)
        if name == "index.html":
            data = data.replace(b"{nonce}", nonce.encode())
        self._send(HTTPStatus.OK, mime.of(name), data, nonce)

    def _act(self, name: str, data: bytes) -> None:
        try:
            made = self.server.editor.act(name, data, self.headers.get("X-Jianbao-Asked", ""), self.server.pages)
        except (UsageError, EditError) as error:
            self._json(HTTPStatus.CONFLICT, {"error": wording.told(str(error))})
        except SiteError as error:
            said = "；".join(wording.told(p.message) for p in error.problems[:3])
            self._json(HTTPStatus.CONFLICT, {"error": said})
        except NoActError:
            self._json(HTTPStatus.NOT_FOUND, {"error": "没有这一步"})
        except Exception:  # noqa: BLE001 (a bug of ours must not take what the editor wrote along)
            traceback.print_exc()
            self._json(HTTPStatus.INTERNAL_SERVER_ERROR, {"error": "编辑程序出错了；写的内容还在这个窗口里"})
        else:
            self._json(HTTPStatus.OK, made)

    def _json(self, status: HTTPStatus, value: Any) -> None:
        self._send(status, "application/json", json.dumps(value, ensure_ascii=False).encode())

    def _send(self, status: HTTPStatus, kind: str, data: bytes, nonce: str = "none") -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("X-Frame-Options", "DENY")
        self.send_header("Content-Security-Policy", _POLICY.format(nonce=nonce, pages=self.server.pages or "'none'"))
        self.send_header("Referrer-Policy", "no-referrer")
        self.send_header("Cross-Origin-Resource-Policy", "same-origin")
        self.send_header("Cross-Origin-Opener-Policy", "same-origin")
        if status is HTTPStatus.METHOD_NOT_ALLOWED:
            self.send_header("Allow", self.methods)
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)
