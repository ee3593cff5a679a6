"""Stand-ins for the interfaces of CDNs, on loopback: what their providers document is refused as they refuse it.

Signatures are computed here a second time, word by word from the documents and without the code under test; quotas and
sizes are theirs. So are the codes of refusals of Aliyun and Tencent as far as they were seen in their lists; which
number Huawei gives a refusal could not be looked up, those here are ours. A code that the program does not know is
shown with the provider's own words. Standard library only.
"""

import contextlib
import hashlib
import hmac
import json
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

ACCESS, SECRET = "jianbao-tests", "only-on-loopback"


@dataclass
class Cloud:
    """A CDN: whose keys it knows, which hosts it serves, how many addresses a day it refreshes."""

    kind: str
    hosts: tuple[str, ...] = ("example.org",)
    daily: int = 10_000
    refreshed: list[str] = field(default_factory=list)
    requests: list[int] = field(default_factory=list)
    """Addresses of each request that was accepted."""
    trouble: list[tuple[int, str]] = field(default_factory=list)
    """Answers (status, code) to be given instead, one a request."""
    url: str = ""
    skew: float = 0.0

    def answer(self, method: str, target: str, headers: dict[str, str], body: bytes) -> tuple[int, dict[str, Any]]:
        """(status, document)."""
        return {"aliyun": self._aliyun, "tencent": self._tencent, "huawei": self._huawei}[self.kind](
            method, target, headers, body
        )

    def _taken(self, urls: list[str], most: int, longest: int) -> str:
        """The provider's reason to refuse these addresses, in words of ours; "" takes them."""
        if len(urls) > most:
            return "many"
        if any(len(url) > longest for url in urls):
            return "long"
        if any(urlsplit(url).scheme not in ("http", "https") for url in urls):
            return "form"
        if any(urlsplit(url).hostname not in self.hosts for url in urls):
            return "host"
        if len(self.refreshed) + len(urls) > self.daily:
            return "quota"
        self.refreshed += urls
        self.requests.append(len(urls))
        return ""

    def _aliyun(self, method: str, target: str, headers: dict[str, str], body: bytes) -> tuple[int, dict[str, Any]]:
        def refused(status: int, code: str) -> tuple[int, dict[str, Any]]:
            return status, {"Code": code, "Message": code, "RequestId": "1"}

        if self.trouble:
            return refused(*self.trouble.pop(0))
        given = headers.get("authorization", "")
        words = dict(part.strip().split("=", 1) for part in given.removeprefix("ACS3-HMAC-SHA256 ").split(","))
        names = words["SignedHeaders"].split(";")
        # Every x-acs- header and host must be signed.
        if not {n for n in headers if n.startswith("x-acs-")} | {"host"} <= set(names):
            return refused(400, "IncompleteSignature")
        if headers["x-acs-content-sha256"] != hashlib.sha256(body).hexdigest():
            return refused(400, "InvalidContentSha256")
        moment = time.mktime(time.strptime(headers["x-acs-date"], "%Y-%m-%dT%H:%M:%SZ")) - time.timezone
        if abs(time.time() + self.skew - moment) > 900:
            return refused(400, "InvalidTimeStamp.Expired")
        lines = "".join(f"{name}:{headers[name]}\n" for name in names)
        path, _, query = target.partition("?")
        asked = f"{method}\n{path}\n{query}\n{lines}\n{';'.join(names)}\n{headers['x-acs-content-sha256']}"
        text = "ACS3-HMAC-SHA256\n" + hashlib.sha256(asked.encode()).hexdigest()
        if words["Credential"] != ACCESS:
            return refused(404, "InvalidAccessKeyId.NotFound")
        if hmac.new(SECRET.encode(), text.encode(), hashlib.sha256).hexdigest() != words["Signature"]:
            return refused(400, "SignatureDoesNotMatch")
        form = parse_qs(body.decode())
        code = {
            "many": (400, "SingleRequest.OverLimit"),
            "long": (400, "InvalidObjectPath.Malformed"),
            "form": (400, "InvalidObjectPath.Malformed"),
            "host": (404, "InvalidDomain.NotFound"),
            "quota": (400, "QuotaExceeded.Refresh"),
        }.get(self._taken(form["ObjectPath"][0].split("\n"), 1000, 1024))
        return refused(*code) if code else (200, {"RefreshTaskId": "1", "RequestId": "1"})

    def _tencent(self, method: str, target: str, headers: dict[str, str], body: bytes) -> tuple[int, dict[str, Any]]:
        def refused(code: str) -> tuple[int, dict[str, Any]]:
            return 200, {"Response": {"Error": {"Code": code, "Message": code}, "RequestId": "1"}}

        if self.trouble:
            return refused(self.trouble.pop(0)[1])
        algorithm, _, rest = headers.get("authorization", "").partition(" ")
        words = dict(part.strip().split("=", 1) for part in rest.split(","))
        moment = int(headers["x-tc-timestamp"])
        if abs(time.time() + self.skew - moment) > 300:
            return refused("AuthFailure.SignatureExpire")
        access, day, service, end = words["Credential"].split("/")
        if (algorithm, service, end) != ("TC3-HMAC-SHA256", "cdn", "tc3_request") or access != ACCESS:
            return refused("AuthFailure.SecretIdNotFound")
        names = words["SignedHeaders"].split(";")
        lines = "".join(f"{name}:{headers[name].lower()}\n" for name in names)
        asked = f"{method}\n{target}\n\n{lines}\n{';'.join(names)}\n{hashlib.sha256(body).hexdigest()}"
        hashed = hashlib.sha256(asked.encode()).hexdigest()
        text = f"TC3-HMAC-SHA256\n{moment}\n{day}/cdn/tc3_request\n{hashed}"
        key = ("TC3" + SECRET).encode()
        for part in (day, "cdn", "tc3_request"):
            key = hmac.new(key, part.encode(), hashlib.sha256).digest()
        if hmac.new(key, text.encode(), hashlib.sha256).hexdigest() != words["Signature"]:
            return refused("AuthFailure.SignatureFailure")
        if (headers["x-tc-action"], headers["x-tc-version"]) != ("PurgeUrlsCache", "2018-06-06"):
            return refused("InvalidAction")
        code = {
            "many": "LimitExceeded.CdnPurgeUrlExceedBatchLimit",
            "long": "InvalidParameter.CdnPurgeWrongUrl",
            "form": "InvalidParameter.CdnPurgeWrongUrl",
            "host": "ResourceNotFound.CdnHostNotExists",
            "quota": "LimitExceeded.CdnPurgeUrlExceedDayLimit",
        }.get(self._taken(json.loads(body)["Urls"], 1000, 2048))
        return refused(code) if code else (200, {"Response": {"TaskId": "1", "RequestId": "1"}})

    def _huawei(self, method: str, target: str, headers: dict[str, str], body: bytes) -> tuple[int, dict[str, Any]]:
        def refused(status: int, code: str, message: str = "") -> tuple[int, dict[str, Any]]:
            return status, {"error": {"error_code": code, "error_msg": message or code}}

        if self.trouble:
            return refused(*self.trouble.pop(0))
        words = dict(
            part.strip().split("=", 1)
            for part in headers.get("authorization", "").removeprefix("SDK-HMAC-SHA256 ").split(",")
        )
        names = words["SignedHeaders"].split(";")
        lines = "".join(f"{name}:{headers[name]}\n" for name in names)
        asked = f"{method}\n{target}/\n\n{lines}\n{';'.join(names)}\n{hashlib.sha256(body).hexdigest()}"
        hashed = hashlib.sha256(asked.encode()).hexdigest()
        text = f"SDK-HMAC-SHA256\n{headers['x-sdk-date']}\n{hashed}"
        moment = time.mktime(time.strptime(headers["x-sdk-date"], "%Y%m%dT%H%M%SZ")) - time.timezone
        right = hmac.new(SECRET.encode(), text.encode(), hashlib.sha256).hexdigest() == words["Signature"]
        if not right or words["Access"] != ACCESS or abs(time.time() + self.skew - moment) > 900:
            return refused(401, "APIGW.0301", "Incorrect IAM authentication information")
        if target != "/v1.0/cdn/content/refresh-tasks":
            return refused(404, "APIGW.0101")
        task = json.loads(body)["refresh_task"]
        code = {
            "many": (400, "CDN.0104", "The number of urls exceeds 1000."),
            "long": (400, "CDN.0105", "The url is too long."),
            "form": (400, "CDN.0105", "The url must start with http."),
            "host": (400, "CDN.0121", "The domain does not exist."),
            "quota": (400, "CDN.0103", "The refresh quota of today is used up."),
        }.get(self._taken(task["urls"], 1000, 4096))
        return refused(*code) if code else (201, {"refresh_task": "1"})


@contextlib.contextmanager
def cloud(kind: str, **given: Any) -> Iterator[Cloud]:
    """A running stand-in."""
    made = Cloud(kind, **given)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            status, document = made.answer("POST", self.path, headers, body)
            data = json.dumps(document).encode()
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: Any) -> None:
            pass

    with serving(Handler) as url:
        made.url = url
        yield made


@contextlib.contextmanager
def serving(handler: Callable[..., BaseHTTPRequestHandler], secure: ssl.SSLContext | None = None) -> Iterator[str]:
    """A web server on loopback; its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    if secure:
        server.socket = secure.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield f"http{'s' if secure else ''}://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
