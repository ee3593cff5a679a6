"""Requests one by one: signatures by AWS's own examples, addresses, deadlines, limits, and what refusals mean."""

import hashlib
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest

from jianbao.publish.stores import StoreError, fence, refusals, s3, signature, wire
from jianbao.publish.stores.fence import Fence
from jianbao.publish.stores.s3 import S3Store
from jianbao.publish.stores.signature import Keys, Signer
from jianbao.publish.stores.wire import Answer, Wire
from tests.clouds import serving

EMPTY = hashlib.sha256(b"").hexdigest()
HOST = {"Host": "examplebucket.s3.amazonaws.com"}


@pytest.mark.parametrize(
    ("method", "path", "query", "headers", "body", "signed"),
    [
        ("GET", "/test.txt", {}, {"Range": "bytes=0-9"}, b"", "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"),
        ("PUT", "/test%24file.text", {}, {"Date": "Fri, 24 May 2013 00:00:00 GMT", "x-amz-storage-class": "REDUCED_REDUNDANCY"},
         b"Welcome to Amazon S3.", "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd"),
        ("GET", "/", {"lifecycle": ""}, {}, b"", "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543"),
        ("GET", "/", {"max-keys": "2", "prefix": "J"}, {}, b"", "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7"),
    ],
    ids=["get", "put", "lifecycle", "list"],
)  # fmt: skip
def test_signatures_of_aws_s_examples(
    method: str, path: str, query: dict[str, str], headers: dict[str, str], body: bytes, signed: str
) -> None:
    """ "Authenticating Requests: Using the Authorization Header", its four examples."""
    keys = Keys("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "")
    moment = datetime(2013, 5, 24, tzinfo=UTC)
    payload = hashlib.sha256(body).hexdigest()
    made = Signer(lambda: keys, "us-east-1").signed(method, path, query, {**HOST, **headers}, payload, moment)
    assert made["authorization"].rpartition("Signature=")[2] == signed


def test_keys_that_expire(monkeypatch: pytest.MonkeyPatch) -> None:
    """A token is signed along; without any key the message says which variables to set."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "a")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "b")
    monkeypatch.setenv("AWS_SESSION_TOKEN", "short-lived")
    made = Signer(signature.keys(), "r").signed("GET", "/", {}, HOST, EMPTY, signature.now())
    assert made["x-amz-security-token"] == "short-lived"
    assert "x-amz-security-token" in made["authorization"]
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", "/nonexistent")
    monkeypatch.setenv("AWS_CONFIG_FILE", "/nonexistent")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    with pytest.raises(StoreError, match="没有找到密钥：设置环境变量 AWS_ACCESS_KEY_ID"):
        signature.keys()


@pytest.mark.parametrize(
    ("endpoint", "bucket", "region", "style", "expected"),
    [
        ("https://s3.oss-cn-hangzhou.aliyuncs.com", "b", "", "virtual", ("https://b.s3.oss-cn-hangzhou.aliyuncs.com", "/")),
        ("https://s3.oss-cn-hangzhou-internal.aliyuncs.com", "b", "", "virtual",
         ("https://b.s3.oss-cn-hangzhou-internal.aliyuncs.com", "/")),
        ("https://upload.example.org", "b", "", "cname", ("https://upload.example.org", "/")),
        ("https://b.obs.cn-south-1.myhuaweicloud.com", "b", "", "virtual", ("https://b.obs.cn-south-1.myhuaweicloud.com", "/")),
        ("http://127.0.0.1:9000", "b", "", "path", ("http://127.0.0.1:9000", "/b/")),
        ("", "b", "eu-west-3", "virtual", ("https://b.s3.eu-west-3.amazonaws.com", "/")),
        ("", "b", "cn-north-1", "virtual", ("https://b.s3.cn-north-1.amazonaws.com.cn", "/")),
        ("", "with.dots", "eu-west-3", "virtual", ("https://s3.eu-west-3.amazonaws.com", "/with.dots/")),
    ],
)  # fmt: skip
def test_addresses(endpoint: str, bucket: str, region: str, style: str, expected: tuple[str, str]) -> None:
    """Where a bucket stands: in the host's name, in the path, or behind a domain of its own."""
    assert s3.base_address(endpoint, bucket, region, style) == expected


def xml(code: str, message: str = "", **more: str) -> bytes:
    fields = "".join(f"<{name}>{value}</{name}>" for name, value in {"Code": code, "Message": message, **more}.items())
    return f"<?xml version='1.0'?><Error>{fields}</Error>".encode()


@pytest.mark.parametrize(
    ("status", "body", "headers", "said"),
    [
        (429, b"", {}, "（429）：请求太频繁，存储限了速：在 config.yaml 里把 at_once 调小"),
        (503, xml("SlowDown"), {}, "（SlowDown）：存储太忙"),
        (403, xml("FileImmutable"), {}, "（FileImmutable）：存储桶打开了“合规保留”（WORM）"),
        (403, xml("AccessDenied", "Access Denied because object protected by object lock."), {},
         "（ObjectLocked）：存储桶打开了“对象锁定”（WORM）"),
        (403, xml("AccessDenied", "no"), {}, "（AccessDenied）：没有权限"),
        (409, xml("ConditionalRequestConflict"), {}, "（ConditionalRequestConflict）：另一个程序正在写同一个文件"),
        (409, xml("OperationAborted"), {}, "（OperationAborted）：另一个操作正在进行"),
        (400, xml("PublicEndpointForbidden", EC="0048-00000401"), {}, "（PublicEndpointForbidden）：2025年3月20日以后开通的阿里云用户"),
        (400, xml("InvalidRequest", EC="0048-00000401"), {}, "style: cname；在同地域的云主机上发布的，改用内网地址"),
        (301, xml("PermanentRedirect"), {"x-amz-bucket-region": "eu-west-3"}, "存储桶在 eu-west-3：写成 region: eu-west-3"),
        (404, xml("NoSuchBucket"), {}, "没有这个存储桶"),
        (507, b"", {}, "（507）：存储空间已满"),
        (418, xml("Teapot", "short and stout"), {}, "（Teapot）：short and stout；稍后再运行一次，会接着做"),
    ],
)  # fmt: skip
def test_what_refusals_mean(status: int, body: bytes, headers: dict[str, str], said: str) -> None:
    """Each says what happened and what to do."""
    assert said in str(refusals.error("阿里云 OSS", Answer(status, headers, body)))


class Told:
    """What a web server was asked."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.bodies: list[int] = []
        self.most = self.now = 0
        self.lock = threading.Lock()


@contextmanager
def answering(
    answer: Callable[[BaseHTTPRequestHandler, Told], None], secure: ssl.SSLContext | None = None
) -> Iterator[tuple[str, Told]]:
    """A server that reads requests whole and answers as ``answer`` does."""
    told = Told()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle_one(self) -> None:
            length = int(self.headers.get("content-length") or 0)
            body = self.rfile.read(length)
            with told.lock:
                told.lines.append(f"{self.command} {self.path}")
                told.bodies.append(len(body))
                told.now += 1
                told.most = max(told.most, told.now)
            try:
                answer(self, told)
            finally:
                with told.lock:
                    told.now -= 1

        do_GET = do_PUT = do_HEAD = do_POST = handle_one  # noqa: N815

        def log_message(self, *_: Any) -> None:
            pass

    with serving(Handler, secure) as url:
        yield url, told


def plain(handler: BaseHTTPRequestHandler, status: int = 200, body: bytes = b"", **headers: str) -> None:
    handler.send_response(status)
    for name, value in headers.items():
        handler.send_header(name, value)
    handler.send_header("content-length", str(len(body)))
    handler.end_headers()
    if handler.command != "HEAD":
        handler.wfile.write(body)


@pytest.fixture(autouse=True)
def keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "a")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "b")


def test_an_answer_that_trickles() -> None:
    """One byte now and then is no answer: its deadline holds however it trickles."""
    stop = threading.Event()

    def trickle(handler: BaseHTTPRequestHandler, told: Told) -> None:
        handler.send_response(200)
        handler.send_header("content-length", "1000")
        handler.end_headers()
        for _ in range(100):
            try:
                handler.wfile.write(b".")
                handler.wfile.flush()
            except OSError:
                return
            if stop.wait(0.1):
                return

    with answering(trickle) as (url, _told):
        began = time.monotonic()
        with pytest.raises(StoreError, match="没有按时答复"):
            Wire(url, Fence(), name="x", attempts=1, timeout=0.5).ask("GET", "/", dict)
        assert time.monotonic() - began < 5  # not the ten seconds that it trickles
        stop.set()


def test_a_large_body_is_sent_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whose answer was lost is looked for before anybody sends it again; a small one is simply sent again."""
    monkeypatch.setattr("jianbao.publish.stores.wire.time.sleep", lambda _: None)
    large, small = b"x" * (wire.LARGE + 1), b"x"

    def lost(handler: BaseHTTPRequestHandler, told: Told) -> None:
        if handler.command == "HEAD":
            plain(handler, etag=f'"{hashlib.md5(large).hexdigest()}"')
        elif sum(line.startswith("PUT") for line in told.lines) == 1:
            handler.connection.shutdown(socket.SHUT_RDWR)
        else:
            plain(handler)

    for body, expected in ((large, ["PUT /b/k", "HEAD /b/k"]), (small, ["PUT /b/k", "PUT /b/k"])):
        with answering(lost) as (url, told):
            S3Store("ceph", "b", url, "").put("k", body, {})
            assert told.lines == expected
            assert told.bodies[0] == len(body)


def test_a_time_out_by_size(monkeypatch: pytest.MonkeyPatch) -> None:
    """A large upload has as long as it takes at the slowest speed that counts as alive."""
    seen: list[float] = []
    real = wire.in_time
    monkeypatch.setattr(wire, "in_time", lambda sock, until: (seen.append(until - time.monotonic()), real(sock, until)))
    with answering(lambda handler, _: plain(handler)) as (url, _told):
        made = Wire(url, Fence(), name="x", timeout=30)
        made.ask("PUT", "/", dict, b"x" * 5_000_000)
        made.ask("PUT", "/", dict, b"x")
    assert max(seen) == pytest.approx(30 + 5_000_000 / 50_000, abs=2)
    assert seen[-1] == pytest.approx(30, abs=2)


def test_asked_to_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    """429 and 503 are tried again after the pause that the store asks for; what is refused for good is not."""
    pauses: list[float] = []
    monkeypatch.setattr("jianbao.publish.stores.wire.time.sleep", pauses.append)
    statuses = iter([(429, {"Retry-After": "7"}), (503, {}), (200, {}), (403, {})])

    def busy(handler: BaseHTTPRequestHandler, told: Told) -> None:
        status, headers = next(statuses)
        plain(handler, status, b"", **headers)

    with answering(busy) as (url, told):
        made = Wire(url, Fence(), name="x")
        assert made.ask("GET", "/", dict).status == 200
        assert made.ask("GET", "/", dict).status == 403
        assert len(told.lines) == 4
    assert pauses[0] == 7.0
    assert 0 <= pauses[1] <= 0.4


def test_a_signature_for_each_attempt(monkeypatch: pytest.MonkeyPatch) -> None:
    """Headers are made anew for every attempt: a signature has a time in it."""
    monkeypatch.setattr("jianbao.publish.stores.wire.time.sleep", lambda _: None)
    made = iter(range(9))
    with answering(lambda handler, told: plain(handler, 500 if len(told.lines) < 3 else 200)) as (url, _told):
        Wire(url, Fence(), name="x").ask("GET", "/", lambda: {"x-attempt": str(next(made))})
    assert next(made) == 3


def test_bandwidth() -> None:
    """Uploads share what they may take: the pauses between pieces add up to it."""
    slept: list[float] = []
    now = [0.0]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fence.time, "monotonic", lambda: now[0])
        patch.setattr(
            fence.time, "sleep", lambda seconds: (slept.append(seconds), now.__setitem__(0, now[0] + seconds))
        )
        limited = Fence(rate=100_000)
        for _ in range(5):
            limited.spend(65_536)
    assert sum(slept) == pytest.approx(4 * 0.65536)


def test_requests_at_once(tmp_path: Any) -> None:
    """No more of them under way than config.yaml says."""
    from jianbao import digest
    from jianbao.cache.state import Row
    from jianbao.publish import publisher
    from jianbao.publish.built import Built
    from jianbao.publish.stores.folder import FolderStore
    from jianbao.publish.target import Target

    most = [0, 0]
    lock = threading.Lock()

    class Counting(FolderStore):
        def put(self, *given: Any) -> None:
            with lock:
                most[0] += 1
                most[1] = max(most)
            time.sleep(0.005)
            super().put(*given)
            with lock:
                most[0] -= 1

    names = ["index.html", *(f"{n}.html" for n in range(40))]
    rows = {n: Row("articles/x", b"x", 1, 0, digest.of_bytes(n.encode())) for n in names}
    site = Built(tmp_path, rows, source=lambda path: path.encode())
    target = Target("t", "folder", path=str(tmp_path), at_once=3)
    publisher.publish(target, Counting(tmp_path / "public"), site, publisher.Options(), lambda *_: None)
    assert most[1] == 3


def test_no_such_host_and_no_such_port() -> None:
    """Why it cannot be reached is told from what happened, not guessed."""
    with pytest.raises(StoreError, match="连不上 x：域名查不到"):
        Wire("http://nowhere.invalid", Fence(), name="x", attempts=1).ask("GET", "/", dict)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        with pytest.raises(StoreError, match="连不上 x：对方拒绝连接"):
            Wire(f"http://127.0.0.1:{port}", Fence(), name="x", attempts=1).ask("GET", "/", dict)


def test_through_a_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the environment says of proxies is gone by: the whole address goes to it."""
    with answering(lambda handler, _: plain(handler, body=b"from the proxy")) as (url, told):
        monkeypatch.setenv("http_proxy", url)
        monkeypatch.setenv("no_proxy", "")
        answer = Wire("http://store.example.org", Fence(), name="x").ask("GET", "/b/k", dict)
    assert (answer.body, told.lines) == (b"from the proxy", ["GET http://store.example.org/b/k"])


def test_over_tls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Over TLS as without; a certificate that nobody vouches for is refused, and may be vouched for by a variable."""
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=127.0.0.1"]
    names = ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run([*command, *names], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with answering(lambda handler, _: plain(handler), context) as (url, told):
        with pytest.raises(StoreError, match=r"证书不对（.*）；核对 endpoint，自签的证书用环境变量 SSL_CERT_FILE 指出"):
            S3Store("ceph", "b", url, "").put("k", b"1", {})
        assert told.lines == []
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        store = S3Store("ceph", "b", url, "")
        for number in range(3):
            store.put(f"{number}", b"x" * 200_000, {"Content-Type": "text/html"})
        assert told.lines == ["PUT /b/0", "PUT /b/1", "PUT /b/2"]
        assert told.bodies == [200_000] * 3


def test_a_connection_that_was_closed_meanwhile() -> None:
    """One that the store let go while nobody asked is opened again, and that counts as no failed attempt."""

    def once(handler: BaseHTTPRequestHandler, told: Told) -> None:
        plain(handler)
        handler.close_connection = True

    with answering(once) as (url, told):
        made = Wire(url, Fence(), name="x", attempts=1)
        for _ in range(3):
            assert made.ask("GET", "/", dict).status == 200
            time.sleep(0.05)
    assert len(told.lines) == 3
