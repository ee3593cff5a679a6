"""A stand-in for the draft interface of 公众号: it holds what it is sent to the limits that Tencent describes.

Sources: developers.weixin.qq.com/doc/service/api/draftbox/draftmanage/api_draft_add,
…/material/permanent/api_uploadimage, …/material/permanent/api_addmaterial, …/base/api_getstableaccesstoken.
"""

import http.server
import json
import re
import threading
from typing import Any
from urllib.parse import parse_qs, urlsplit

APPID, SECRET = "wx0123456789abcdef", "s" * 32


class Weixin:
    """A server on this machine; use as a context manager. ``asked`` are the calls by name."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.drafts: list[dict[str, Any]] = []
        self.urls: list[str] = []
        self.covers: list[str] = []
        self.refuse: dict[str, dict[str, Any]] = {}
        """Call → the error that it is answered with."""
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                answer = json.dumps(outer.answer(self.path, self.headers["Content-Type"], body)).encode()
                self.send_response(200)
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 (the base class's name)
                """Silent."""

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.api = f"http://127.0.0.1:{self.server.server_port}"

    def __enter__(self) -> "Weixin":
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()

    def answer(self, target: str, kind: str, body: bytes) -> dict[str, Any]:
        """What the interface says to a call."""
        parts = urlsplit(target)
        name, query = parts.path.removeprefix("/cgi-bin/"), parse_qs(parts.query)
        self.asked.append(name)
        if name in self.refuse:
            return self.refuse[name]
        if name == "stable_token":
            said = json.loads(body)
            if (said["appid"], said["secret"]) != (APPID, SECRET):
                return {"errcode": 40125, "errmsg": "invalid appsecret rid: 1-2-3"}
            return {"access_token": "TOKEN", "expires_in": 7200}
        if query.get("access_token") != ["TOKEN"]:
            return {"errcode": 40001, "errmsg": "invalid credential"}
        if name == "media/uploadimg":
            return self._picture(_file(kind, body), 1024 * 1024, (b"\xff\xd8", b"\x89PNG"))
        if name == "material/add_material":
            data = _file(kind, body)
            if query.get("type") != ["image"] or len(data) > 10 * 1024 * 1024:
                return {"errcode": 40009, "errmsg": "invalid image size"}
            self.covers.append(f"COVER{len(self.covers)}")
            return {"media_id": self.covers[-1], "url": "http://mmbiz.qpic.cn/cover"}
        if name == "draft/add":
            return self._draft(body)
        return {"errcode": 40066, "errmsg": "invalid url"}

    def _picture(self, data: bytes, most: int, heads: tuple[bytes, ...]) -> dict[str, Any]:
        if not data.startswith(heads):
            return {"errcode": 40005, "errmsg": "invalid file type"}
        if len(data) >= most:
            return {"errcode": 40009, "errmsg": "invalid image size"}
        self.urls.append(f"https://mmbiz.qpic.cn/mmbiz_png/{len(self.urls)}/0")
        return {"url": self.urls[-1].replace("https", "http")}

    def _draft(self, body: bytes) -> dict[str, Any]:
        if b"\\u" in body:  # 不要使用Unicode转义格式
            return {"errcode": 47001, "errmsg": "data format error"}
        articles = json.loads(body)["articles"]
        if not 1 <= len(articles) <= 8:
            return {"errcode": 44003, "errmsg": "empty news data"}
        for one in articles:
            content = one["content"]
            if not 0 < len(one["title"]) <= 32:
                return {"errcode": 45003, "errmsg": "title size out of limit"}
            if len(one["author"]) > 16:
                return {"errcode": 45110, "errmsg": "author size out of limit"}
            if len(one["digest"]) > 128:
                return {"errcode": 45004, "errmsg": "description size out of limit"}
            if len(content) >= 20_000 or len(content.encode()) >= 1024 * 1024:
                return {"errcode": 45002, "errmsg": "content size out of limit"}
            if one["thumb_media_id"] not in self.covers:
                return {"errcode": 40007, "errmsg": "invalid media_id"}
            if len(one["content_source_url"].encode()) > 1024:
                return {"errcode": 45005, "errmsg": "url size out of limit"}
            if re.search(r"<script|\son[a-z]+=", content):
                return {"errcode": 45166, "errmsg": "invalid content"}
            if [u for u in re.findall(r'<img[^>]* src="([^"]*)"', content) if u not in self.urls]:
                return {"errcode": 45166, "errmsg": "invalid content: a picture from elsewhere"}
        self.drafts.append({"articles": articles})
        return {"media_id": f"DRAFT{len(self.drafts)}"}


def _file(kind: str, body: bytes) -> bytes:
    """The one file, named ``media``, of a form (RFC 7578)."""
    boundary = b"--" + kind.partition("boundary=")[2].encode()
    assert kind.startswith("multipart/form-data; ")
    assert body.startswith(boundary + b"\r\n")
    assert body.endswith(b"\r\n" + boundary + b"--\r\n")
    head, _, rest = body.partition(b"\r\n\r\n")
    assert re.search(rb'Content-Disposition: form-data; name="media"; filename="[^"]+"\r\nContent-Type: image/', head)
    return rest[: -len(boundary) - 6]
