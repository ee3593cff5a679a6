"""The preview against the pages of strangers: each request that must get nothing, and each that must get it right."""

import json
import re
import socket
import sys
import unicodedata
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import quote

import pytest

from jianbao import mime
from jianbao.preview import files
from jianbao.preview.inject import injected
from tests.served import PATIENCE, Preview, free_port, parsed, told
from tests.sites import Site
from tests.small import small

SECRET = "the words nobody may have"
TAG = "tags/四癌救助.html"
CLIP = bytes(range(256)) * 4


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    """The small site being served, with things beside it that nobody may have."""
    site = small(Site(tmp_path_factory.mktemp("served") / "site"))
    site.write("secret.txt", SECRET)
    site.write("../secret.txt", SECRET)
    site.write("content/.hidden.txt", SECRET)
    site.write("content/2018/2018-04/clip.mp3", CLIP)
    site.article("pages/kai.md", "开放", "", "[声音](../2018/2018-04/clip.mp3)\n")
    with Preview(site) as running:
        output = site.path / ".cache/preview"
        if sys.platform != "win32":
            (output / "way-out.txt").symlink_to(site.path / "secret.txt")
            (output / "way-up").symlink_to(site.path)
        (output / ".env").write_text(SECRET)
        (output / "2018/.git").mkdir()
        (output / "2018/.git/config").write_text(SECRET)
        yield running


# Who may ask


def test_only_this_machine_can_connect(preview: Preview) -> None:
    """Bound to 127.0.0.1: another address of the same machine is refused."""
    others = {str(info[4][0]) for info in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)}
    for address in {*others, "127.0.0.2"} - {"127.0.0.1"}:
        with pytest.raises(OSError):  # noqa: PT011 (refused or unreachable, as the system has it)
            socket.create_connection((address, preview.port), 2)


@pytest.mark.parametrize("host", ["127.0.0.1:{}", "localhost:{}", "LOCALHOST:{}", "[::1]:{}"])
def test_our_own_names_are_answered(preview: Preview, host: str) -> None:
    assert preview.ask("/", host=host.format(preview.port)).status == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:{}",
        "localhost.evil.example:{}",
        "evil.localhost:{}",
        "127.0.0.1",
        "localhost",
        "127.0.0.1:1",
        "127.0.0.1:{}1",
        "127.0.0.1:{}@evil.example",
        "evil.example@127.0.0.1:{}",
        "192.168.1.5:{}",
        "0.0.0.0:{}",
        "2130706433:{}",
        "127.1:{}",
        "localhost.:{}",
        ":{}",
        "",
    ],
)
def test_another_host_is_refused(preview: Preview, host: str) -> None:
    """DNS rebinding: a stranger's name that points here is still a stranger's."""
    answer = preview.ask("/", host=host.format(preview.port))
    assert (answer.status, answer.text) == (403, "这个地址只供本机预览\n")


def test_two_hosts_are_refused(preview: Preview) -> None:
    """Whoever reads only one of them reads the other one."""
    ours = f"127.0.0.1:{preview.port}"
    assert preview.ask("/", "Host: evil.example").status == 403
    assert preview.ask("/", f"Host: {ours}").status == 403


def test_bound_for_everybody_numbers_are_names_enough(site: Site) -> None:
    """--bind 0.0.0.0: whoever knows the address may look; a name can be made to point here, a number cannot."""
    small(site)
    with Preview(site, "--bind", "0.0.0.0") as running:
        assert running.url == f"http://127.0.0.1:{running.port}/"
        assert "同一网络里的人也能打开预览，包括草稿" in running.said
        statuses = {
            host: running.ask("/", host=f"{host}:{running.port}").status
            for host in ("192.168.1.5", "[fe80::1]", "localhost", socket.gethostname(), "evil.example")
        }
    assert statuses == {
        "192.168.1.5": 200,
        "[fe80::1]": 200,
        "localhost": 200,
        socket.gethostname(): 200,
        "evil.example": 403,
    }


# The stream of events


def test_events_want_the_token_and_our_origin(preview: Preview) -> None:
    """Without the token, with another one, or from another page there is no stream."""
    token = told(preview.get("/"))["token"]
    ours = f"http://127.0.0.1:{preview.port}"

    def status(query: str, *lines: str) -> tuple[int, str]:
        answer = preview.ask(f"/__jianbao/events{query}", *lines, method="HEAD")
        return answer.status, answer.headers["content-type"]

    refused = (403, "text/plain; charset=utf-8")
    for query in ("", "?token=", "?token=guess", f"?token={token}x", f"?token={token[:-1]}", "?token=%FF&token=鷺"):
        assert status(query) == refused, query
    for origin in ("null", "http://evil.example", f"https://127.0.0.1:{preview.port}", "http://127.0.0.1", f"{ours}/"):
        assert status(f"?token={token}", f"Origin: {origin}") == refused, origin
    assert preview.ask(f"/__jianbao/events?token={token}", host=f"evil.example:{preview.port}").status == 403
    stream = (200, "text/event-stream; charset=utf-8")
    for lines in ((), (f"Origin: {ours}",), (f"Origin: http://localhost:{preview.port}",)):
        assert status(f"?token={token}", *lines) == stream, lines


def test_each_preview_has_a_token_of_its_own(preview: Preview, site: Site) -> None:
    """Long, random, and not in the script that anybody could load."""
    small(site)
    with Preview(site) as other:
        tokens = {told(each.get("/"))["token"] for each in (preview, other)}
    assert len(tokens) == 2
    assert all(len(token) >= 32 for token in tokens)
    script = preview.get("/__jianbao/preview.js")
    assert not [token for token in tokens if token in script]


# What may be had


@pytest.mark.parametrize(
    "target",
    [
        "/../secret.txt",
        "/../../secret.txt",
        "/2018/../../../secret.txt",
        "/%2e%2e/%2e%2e/secret.txt",
        "/..%2f..%2fsecret.txt",
        "/2018/%2e%2e%2f%2e%2e%2f%2e%2e%2fsecret.txt",
        "/..%5c..%5csecret.txt",
        "/..\\..\\secret.txt",
        "/%252e%252e/%252e%252e/secret.txt",
        "/..%c0%af..%c0%afsecret.txt",
        "/....//....//secret.txt",
        "//secret.txt",
        "///etc/passwd",
        "/%2fetc/passwd",
        "//127.0.0.1/secret.txt",
        "/C:/secret.txt",
        "/index.html::$DATA",
        "/index.html%00",
        "/%00/secret.txt",
        "/index.html%0d%0aSet-Cookie:%20a=b",
        "/.env",
        "/%2eenv",
        "/.jianbao",
        "/2018/.git/config",
        "/2018/%2Egit/config",
        "/way-out.txt",
        "/way-up/secret.txt",
        "/.hidden.txt",
        "/__jianbao/server.py",
        "/__jianbao/../secret.txt",
        "/__jianbao/",
        "/__jianbao/%2e%2e/cli.py",
        "/2018/2018-04/jiuzhu.md",
        "/config.yaml",
        f"/{'a' * 5000}",
        f"/{'a/' * 3000}",
        "/%E5%9B%9",
        "/%FF%FE",
        "http://evil.example/secret.txt",
        "secret.txt",
        "*",
    ],
)
def test_nothing_beside_the_site_can_be_had(preview: Preview, target: str) -> None:
    """Neither what lies outside, nor what has a dot in front, however it is written."""
    answer = preview.ask(target)
    assert answer.status == 404
    assert SECRET not in answer.text
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("target", ["/2018/", "/2018", "/2018/2018-04/", "/assets/", "/tags/", "/tags", "/./"])
def test_folders_are_not_listed(preview: Preview, target: str) -> None:
    """A folder without a page of its own is no address, on a bucket no more than here."""
    assert preview.ask(target).status == 404


def test_only_get_and_head_are_answered(preview: Preview) -> None:
    """In plain text, and the connection is closed."""
    for method in ("POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "CONNECT", "GET\tX"):
        answer = preview.ask("/", method=method)
        assert (answer.status, answer.text) in ((405, "这里只回答 GET、HEAD\n"), (400, "看不懂这个请求\n")), method
        assert answer.headers["connection"] == "close"
    assert preview.ask("/", method="POST").headers["allow"] == "GET, HEAD"
    head, get = preview.ask("/", method="HEAD"), preview.ask("/")
    assert (head.status, head.body) == (200, b"")
    assert head.headers["content-length"] == get.headers["content-length"] == str(len(get.body))


@pytest.mark.parametrize(
    "request_",
    [b"\r\n\r\n", b"GET\r\n\r\n", b"\x16\x03\x01\x02\x00\x01\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"GET / X\r\n\r\n"],
)
def test_what_is_no_request_gets_no_page(preview: Preview, request_: bytes) -> None:
    """Also somebody's https at this port: refused, and nothing of it comes back."""
    answer = preview.raw(request_)
    assert b"<html" not in answer
    assert answer == b"" or re.match(rb"HTTP/1\.1 (400|505) ", answer)


def test_a_body_is_not_taken_for_the_next_request(preview: Preview) -> None:
    """What a stranger's form can send must not be answered as a request of its own."""
    inner = f"GET /pages/about.html HTTP/1.1\r\nHost: 127.0.0.1:{preview.port}\r\n\r\n"
    for method in ("POST", "GET"):
        outer = f"{method} / HTTP/1.1\r\nHost: 127.0.0.1:{preview.port}\r\nContent-Length: {len(inner)}\r\n\r\n"
        assert preview.raw((outer + inner).encode()).count(b"HTTP/1.1 ") == 1


def test_a_connection_is_kept_for_the_next_request(preview: Preview) -> None:
    """HTTP/1.1: several requests one after the other, each with its own answer."""
    one = f"GET /{{}} HTTP/1.1\r\nHost: localhost:{preview.port}\r\n\r\n"
    last = f"GET /feed.xml HTTP/1.1\r\nHost: localhost:{preview.port}\r\nConnection: close\r\n\r\n"
    received = preview.raw((one.format("index.html") + one.format("no.html") + last).encode())
    assert re.findall(rb"HTTP/1\.1 (\d+)", received) == [b"200", b"404", b"200"]


def test_only_what_never_changes_is_kept(preview: Preview) -> None:
    """An address that carries the digest of its bytes means them for ever; nothing else may be shown from a cache."""
    page = preview.get("/2018/2018-04/jiuzhu.html")
    found = {
        preview.ask(f"/{href}").headers["cache-control"] for href in re.findall(r'"[./]*(assets/[^"]+\.js)"', page)
    }
    assert found == {"max-age=31536000, immutable"}
    own = re.findall(r'"(/__jianbao/preview\.[^"]+)"', page)
    assert [preview.ask(href).headers["cache-control"] for href in own] == ["max-age=31536000, immutable"] * 2
    for address in ("/assets/ludao.css", "/__jianbao/preview.js?0123456789", "/2018/2018-04/jiuzhu.html?0123456789"):
        answer = preview.ask(address)
        assert (answer.status, answer.headers["cache-control"]) == (200, "no-store"), address


def test_every_answer_is_closed_to_other_origins(preview: Preview) -> None:
    """Not to be read, embedded, framed, kept or guessed at, whatever it is."""
    for target in (
        "/",
        "/no.html",
        "/feed.xml",
        "/2018/2018-04/clip.mp3",
        "/__jianbao/preview.js",
        "/__jianbao/events",
    ):
        headers = preview.ask(target, "Origin: http://evil.example").headers
        assert not [name for name in headers if name.startswith("access-control")]
        wanted = {
            "cache-control": "no-store",
            "x-content-type-options": "nosniff",
            "x-frame-options": "SAMEORIGIN",
            "cross-origin-resource-policy": "same-origin",
            "cross-origin-opener-policy": "same-origin",
            "referrer-policy": "no-referrer",
        }
        assert {name: headers.get(name) for name in wanted} == wanted, target
        assert headers["server"] == "jianbao"


# How it is given


@pytest.mark.parametrize(
    ("target", "kind"),
    [
        ("/", "text/html; charset=utf-8"),
        ("/index.html", "text/html; charset=utf-8"),
        ("/feed.xml", "application/xml; charset=utf-8"),
        ("/feed.json", "application/json; charset=utf-8"),
        ("/robots.txt", "text/plain; charset=utf-8"),
        ("/assets/ludao.css", "text/css; charset=utf-8"),
        ("/2018/2018-04/fenbu.svg", "image/svg+xml; charset=utf-8"),
        ("/2018/2018-04/clip.mp3", "audio/mpeg"),
        ("/__jianbao/preview.js", "text/javascript; charset=utf-8"),
        ("/__jianbao/preview.css", "text/css; charset=utf-8"),
        ("/?a=b", "text/html; charset=utf-8"),
    ],
)
def test_types(preview: Preview, target: str, kind: str) -> None:
    """By the ending, with UTF-8, whatever the system's registry says."""
    answer = preview.ask(target)
    assert (answer.status, answer.headers["content-type"]) == (200, kind)
    assert int(answer.headers["content-length"]) == len(answer.body)
    if "charset" in kind:
        assert answer.text


def test_an_unknown_ending_is_bytes() -> None:
    assert mime.of("a.exe") == mime.of("a") == "application/octet-stream"
    assert mime.of("图.PNG") == "image/png"


def test_chinese_addresses(preview: Preview) -> None:
    """Escaped, plain, in one composition or the other."""
    pages = [
        preview.ask(f"/{quote(TAG)}"),
        preview.ask(f"/{quote(TAG).lower()}"),
        preview.ask(f"/{TAG}".encode()),
        preview.ask(f"/small/{TAG}".encode()),
        preview.ask(f"/small/{quote(TAG)}?x=%E5"),
    ]
    assert [page.status for page in pages] == [200] * 5
    assert {page.body for page in pages} == {pages[0].body}
    assert told(pages[0].text)["page"] == quote(TAG)
    assert files.address(quote(unicodedata.normalize("NFD", "/tags/é.html"))) == "tags/é.html"


def test_the_site_answers_below_its_own_path(preview: Preview) -> None:
    """https://example.org/small/: where the 404 page's links lead, and at the root."""
    missing = preview.ask("/no/such/page.html")
    assert (missing.status, missing.headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert 'href="/small/index.html"' in missing.text
    assert preview.ask("/small/index.html").body == preview.ask("/small/").body == preview.ask("/").body
    assert preview.ask("/small/no.html").status == 404


@pytest.mark.parametrize(
    ("asked", "status", "start", "end"),
    [
        ("bytes=0-", 206, 0, 1024),
        ("bytes=0-0", 206, 0, 1),
        ("bytes=100-199", 206, 100, 200),
        ("bytes=1000-9999", 206, 1000, 1024),
        ("bytes=-24", 206, 1000, 1024),
        ("bytes=-9999", 206, 0, 1024),
        ("bytes=1024-", 416, 0, 0),
        ("bytes=-0", 416, 0, 0),
        ("bytes=5-2", 200, 0, 1024),
        ("bytes=", 200, 0, 1024),
        ("bytes=-", 200, 0, 1024),
        ("bytes=0-1,5-6", 200, 0, 1024),
        ("lines=0-1", 200, 0, 1024),
        (f"bytes=0-{'9' * 5000}", 200, 0, 1024),
        ("bytes=٠-٩", 200, 0, 1024),
    ],
)
def test_ranges(preview: Preview, asked: str, status: int, start: int, end: int) -> None:
    """A single range as RFC 9110 has it (a player that jumps); what is none is passed over."""
    answer = preview.ask("/2018/2018-04/clip.mp3", f"Range: {asked}")
    assert (answer.status, answer.body) == (status, CLIP[start:end])
    assert answer.headers["content-length"] == str(end - start)
    ranges = {206: f"bytes {start}-{end - 1}/1024", 416: "bytes */1024", 200: None}
    assert answer.headers.get("content-range") == ranges[status]
    assert answer.headers["accept-ranges"] == "bytes"


def test_ranges_of_pages(preview: Preview) -> None:
    """A part is a part of what is served, script and all; HEAD and If-Range go along with it."""
    whole = preview.ask("/").body
    part = preview.ask("/", "Range: bytes=-300")
    assert (part.status, part.body) == (206, whole[-300:])
    head = preview.ask("/", "Range: bytes=-300", method="HEAD")
    assert (head.status, head.body, head.headers["content-length"]) == (206, b"", "300")
    assert preview.ask("/", "Range: bytes=-300", 'If-Range: "old"').status == 200
    assert preview.ask("/no.html", "Range: bytes=0-3").status == 404


# Strangers' pages, in a browser


EVIL = """<!DOCTYPE html><meta charset="utf-8"><title>evil</title>
<iframe src="{0}"></iframe>
<script>
window.had = {{}};
const kept = (name) => (value) => {{ window.had[name] = value }};
fetch("{0}").then((r) => r.text()).then(kept("fetch"), () => kept("fetch")("refused"));
fetch("{0}", {{ mode: "no-cors" }}).then((r) => r.text()).then(kept("opaque"), () => kept("opaque")("refused"));
const events = new EventSource("{0}__jianbao/events?token={1}&version=0&page=index.html");
events.onmessage = events.onopen = () => kept("events")("open");
events.onerror = () => kept("events")("refused");
const script = document.createElement("script");
script.src = "{0}__jianbao/preview.js";
script.onload = () => kept("script")("run");
script.onerror = () => kept("script")("refused");
document.body.append(script);
const picture = new Image();
picture.onload = () => kept("picture")("shown");
picture.onerror = () => kept("picture")("refused");
picture.src = "{0}2018/2018-04/fenbu.svg";
</script>
"""


@pytest.mark.browser
def test_a_strangers_page_gets_nothing(preview: Preview, browser: Any) -> None:
    """Another origin on this machine, knowing even the token: no text, no events, no script, no picture, no frame."""
    page_text = EVIL.format(preview.url, told(preview.get("/"))["token"]).encode()

    class Evil(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(page_text)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 (the base class's name)
            """Silent."""

    server = HTTPServer(("127.0.0.1", free_port()), Evil)
    Thread(target=server.serve_forever, daemon=True).start()
    context = browser.new_context()
    try:
        page = context.new_page()
        page.goto(f"http://127.0.0.1:{server.server_port}/")
        page.wait_for_function("() => Object.keys(window.had).length === 5", timeout=PATIENCE * 1000)
        had = page.evaluate("() => window.had")
        assert had == {
            "fetch": "refused",
            "opaque": "refused",
            "events": "refused",
            "script": "refused",
            "picture": "refused",
        }
        frame = next(frame for frame in page.frames if frame is not page.main_frame)
        assert "小站" not in frame.content()
    finally:
        context.close()
        server.shutdown()
        server.server_close()


# A page's own policy


@pytest.mark.parametrize(
    ("policy", "eased"),
    [
        ("default-src 'self'; img-src 'self' data:", "default-src 'self'; img-src 'self' data:"),
        ("img-src 'none'", "img-src 'none'"),
        (
            "default-src 'none'; style-src 'self'",
            "default-src 'none'; style-src 'self'; script-src 'nonce-N'; connect-src 'self'",
        ),
        (
            "default-src 'self'; script-src 'none'; connect-src https://a.example",
            "default-src 'self'; script-src 'nonce-N'; connect-src https://a.example 'self'",
        ),
        ("script-src-elem 'sha256-x'; script-src 'self'", "script-src-elem 'sha256-x' 'nonce-N'; script-src 'self'"),
    ],
)
def test_a_stricter_policy_lets_the_script_run_and_nothing_else(policy: str, eased: str) -> None:
    """What the theme's own scripts may do is as strict in the preview as it will be on the site."""
    head = '<meta http-equiv="Content-Security-Policy" content="{}">'
    page = injected(f"{head.format(policy)}<body></body>".encode(), "/s.js", "N", {"page": 'a"b'}).decode()
    tag = '<script src="/s.js" nonce="N" data-page="a&quot;b" defer></script>'
    assert page.replace("&#x27;", "'") == f"{head.format(eased)}<body>{tag}</body>"


def test_problems_are_text_to_the_page(preview: Preview, site: Site) -> None:
    """What an article says comes to the page as JSON and is shown as text: a title is never markup."""
    small(site)
    site.article("2018/2018-04/x.md", "<img src=x onerror=alert(1)>", "2018-04-23", colunm="</script>")
    with Preview(site) as running, running.events() as events:
        kind, data = events.next()
        assert kind == "state"
        assert "</script>" in json.dumps(data, ensure_ascii=False)
    script = (Path(__file__).parent.parent / "jianbao/preview/preview.js").read_text("utf-8")
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b", script)


def test_an_answer_is_read_as_it_was_sent() -> None:
    """The tests' own reading of answers."""
    answer = parsed(b"HTTP/1.1 404 Not Found\r\nContent-Type: text/plain\r\n\r\na\r\n\r\nb")
    assert answer == (404, {"content-type": "text/plain"}, b"a\r\n\r\nb")
