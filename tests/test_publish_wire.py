"""What goes over the wire to an object store, as a proxy sees it, and what is found of keys afterwards: nothing."""

import base64
import gzip
import hashlib
import logging
import socket
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from jianbao.publish.stores import StoreError, providers
from jianbao.publish.stores.s3 import S3Store
from jianbao.publish.target import HeaderRule, Target
from tests.faults import Proxy
from tests.places import Place, add_sentence, article, bucket
from tests.sites import Site
from tests.small import small
from tools import gateway as tools

pytestmark = pytest.mark.s3


def through(gateway: tools.Gateway, between: Proxy, name: str, folder: Path) -> Place:
    """A small site that is published to a bucket of its own through the proxy, which forgets what it saw before."""
    bucket(gateway, name)
    between.rules = ()
    target = Target("t", "ceph", bucket=name, prefix="a/", endpoint=between.url)
    return Place(small(Site(folder)), target, lambda: S3Store("ceph", name, between.url, ""))


def test_on_the_wire(gateway: tools.Gateway, between: Proxy, tmp_path: Path) -> None:
    """Plain requests: a length and a digest for every body, nothing that OSS, COS, OBS or an old MinIO refuses."""
    place = through(gateway, between, "wire", tmp_path / "site")
    place.publish()
    add_sentence(place)
    place.publish()
    place.rollback()
    path = article(place)
    path.write_text(path.read_text("utf-8").replace("---\n", "---\nstatus: 已撤回\n", 1), encoding="utf-8")
    place.publish()
    kinds = {
        seen.line.partition(" ")[0] + ("?" if "x-amz-copy-source" in seen.headers else "") for seen in between.seen
    }
    assert kinds >= {"GET", "PUT", "PUT?", "POST"}
    for seen in between.seen:
        assert not {"expect", "trailer", "x-amz-trailer", "transfer-encoding"} & seen.headers.keys(), seen
        assert "aws-chunked" not in seen.headers.get("content-encoding", ""), seen
        # Over TLS these turn into trailers, which the gateway on loopback is never asked to refuse.
        checksums = [name for name in seen.headers if "checksum" in name and not seen.line.startswith("POST")]
        assert checksums == [], seen
        assert seen.headers["x-amz-content-sha256"] == hashlib.sha256(seen.body).hexdigest(), seen
        if seen.body:
            md5 = base64.b64encode(hashlib.md5(seen.body).digest()).decode()
            assert (seen.headers["content-md5"], seen.headers["content-length"]) == (md5, str(len(seen.body))), seen
    posts = [seen for seen in between.seen if seen.line.startswith("POST")]
    assert all(b"<Delete" in seen.body for seen in posts)
    between.rules = ()
    place.publish()
    assert [seen.line for seen in between.seen] == ["GET ", "GET a/_site/log/gen-00000004"]


def test_headers_and_compression(gateway: tools.Gateway, between: Proxy, tmp_path: Path) -> None:
    """What config.yaml says of headers stands at the object, also after a rollback; compressed is what is text."""
    import boto3

    client: Any = boto3.client("s3", endpoint_url=gateway.url, region_name="us-east-1")

    def head(path: str) -> tuple[str, str, str, str]:
        """(type, cache, encoding, disposition)."""
        told = client.head_object(Bucket="headers", Key=f"a/{path}")
        names = ("ContentType", "CacheControl", "ContentEncoding", "ContentDisposition")
        return tuple(told.get(name, "") for name in names)

    place = through(gateway, between, "headers", tmp_path / "site")
    place.publish()
    asked, html = "public, max-age=0, must-revalidate", "text/html; charset=utf-8"
    page, picture = "2018/2018-04/jiuzhu.html", "2018/2018-04/tu.png"
    assert head(page) == (html, asked, "", "")
    plain = place.there()
    place.site.write(f"content/{picture}", b"\x89PNG")
    path = article(place)
    path.write_text(f"{path.read_text('utf-8')}\n![图](../../2018/2018-04/tu.png)\n", encoding="utf-8")
    rules = (
        HeaderRule("*.png", {"Cache-Control": "max-age=60", "Content-Disposition": "inline"}),
        HeaderRule("2018/*.png", {"Cache-Control": "max-age=99"}),
    )
    place.target = replace(place.target, compress=True, headers=rules)
    made = place.publish().plan
    assert made is not None
    assert {u.path: u.reason for u in made.uploads}[page] == "响应头"
    assert (head(page), head(picture)) == ((html, asked, "gzip", ""), ("image/png", "max-age=99", "", "inline"))
    there = place.there()
    assert there[picture] == b"\x89PNG"
    texts = {path for path, data in there.items() if data[:2] == b"\x1f\x8b"}
    assert {path.rpartition(".")[2] for path in there.keys() - texts} == {"png"}
    assert {path: gzip.decompress(there[path]) for path in texts} == {path: place.here()[path] for path in texts}
    assert place.publish(verify=True).plan is None
    place.rollback()
    assert (head(page), place.there()[page]) == ((html, asked, "", ""), plain[page])


@pytest.mark.parametrize("style", ["virtual", "path"])
def test_addressing(style: str, gateway: tools.Gateway, between: Proxy, monkeypatch: pytest.MonkeyPatch) -> None:
    """The bucket stands in the host's name where the profile says so, on boto3's requests and on ours."""
    real = socket.getaddrinfo

    def local(host: Any, *rest: Any, **named: Any) -> Any:
        return real("127.0.0.1" if str(host).endswith("localhost") else host, *rest, **named)

    monkeypatch.setattr(socket, "getaddrinfo", local)
    monkeypatch.setitem(providers.PROFILES, "ceph", replace(providers.PROFILES["ceph"], style=style))
    bucket(gateway, f"style-{style}")
    between.rules = ()
    port = between.url.rpartition(":")[2]
    # The gateway's own name: a Host below it is a bucket's.
    store = S3Store("ceph", f"style-{style}", f"http://s3.localhost:{port}", "")
    store.put("标签/妇联 改革.html", b"1", {"Content-Type": "text/html"})
    assert store.create("only", b"1")
    assert sorted(f.key for f in store.list("")) == ["only", "标签/妇联 改革.html"]
    store.delete(["only"])
    hosts = {seen.headers["host"] for seen in between.seen}
    assert hosts == {f"style-virtual.s3.localhost:{port}" if style == "virtual" else f"s3.localhost:{port}"}


def test_profiles() -> None:
    """Who wants the bucket in the host's name, and by which header each creates only."""
    styles = {name: profile.style for name, profile in providers.PROFILES.items()}
    assert {name for name, style in styles.items() if style == "virtual"} == {"s3", "oss", "cos", "obs"}
    assert {name: profile.create_header for name, profile in providers.PROFILES.items()} == {
        "s3": ("If-None-Match", "*"),
        "oss": ("x-oss-forbid-overwrite", "true"),
        "cos": ("x-cos-forbid-overwrite", "true"),
        "obs": None,
        "minio": ("If-None-Match", "*"),
        "ceph": ("If-None-Match", "*"),
        "seaweedfs": ("If-None-Match", "*"),
    }


def test_the_region_of_aws(monkeypatch: pytest.MonkeyPatch) -> None:
    """AWS itself is asked where its tools' environment says, unless config.yaml does; an endpoint has its own."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "a")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "b")
    monkeypatch.setenv("AWS_REGION", "eu-west-3")
    regions = [
        S3Store(profile, "b", endpoint, region).region
        for profile, endpoint, region in (
            ("s3", "", ""),
            ("s3", "", "cn-north-1"),
            ("oss", "https://s3.example.org", ""),
        )
    ]
    assert regions == ["eu-west-3", "cn-north-1", "us-east-1"]


def test_no_secret_is_left(
    gateway: tools.Gateway,
    between: Proxy,
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """No request, object, message or log of the chattiest kind holds the secret; the record not even the key's name."""
    caplog.set_level(logging.DEBUG)
    place = through(gateway, between, "secretless", tmp_path / "site")
    place.publish()
    store = place.store()
    keys = [found.key for found in store.list("")]
    assert any("/_site/log/files-" in key for key in keys)
    assert [key for key in keys if _holds(store.get(key) or b"", tools.SECRET, tools.ACCESS)] == []
    with monkeypatch.context() as patch:
        patch.setenv("AWS_ACCESS_KEY_ID", "nobody")
        with pytest.raises(StoreError) as refused:
            place.publish()
    said = "".join([*capfd.readouterr(), caplog.text, str(refused.value)])
    assert "botocore" in caplog.text
    assert tools.SECRET not in said
    assert [s.line for s in between.seen if tools.SECRET in str(s.headers) or _holds(s.body, tools.SECRET)] == []


def _holds(data: bytes, *texts: str) -> bool:
    if data[:2] == b"\x1f\x8b":
        data = gzip.decompress(data)
    return any(text.encode() in data for text in texts)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"AWS_SECRET_ACCESS_KEY": "wrong"}, "密钥不对"),
        ({"AWS_ACCESS_KEY_ID": "nobody"}, "访问密钥不对"),
    ],
)
def test_a_wrong_key(
    gateway: tools.Gateway, monkeypatch: pytest.MonkeyPatch, change: dict[str, str], message: str
) -> None:
    """A wrong key is told in words that say which variable to look at."""
    bucket(gateway, "keys")
    for name, value in change.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(StoreError, match=message):
        list(S3Store("ceph", "keys", gateway.url, "").list(""))


def test_no_such_bucket(gateway: tools.Gateway) -> None:
    """A bucket that does not exist is named as the cause."""
    with pytest.raises(StoreError, match="没有这个存储桶"):
        list(S3Store("ceph", "nowhere", gateway.url, "").list(""))


def test_long_and_chinese_keys(gateway: tools.Gateway) -> None:
    """Keys of a thousand bytes, and of Han, come back as they went."""
    bucket(gateway, "keys2")
    store = S3Store("ceph", "keys2", gateway.url, "")
    keys = ["标签/妇联 改革+%.html", "长/" * 150 + "x" * 400]
    assert len(keys[1].encode()) == 1000
    for key in keys:
        store.put(key, key.encode(), {"Content-Type": "text/html; charset=utf-8"})
    assert sorted(f.key for f in store.list("")) == sorted(keys)
    assert [store.get(key) for key in keys] == [key.encode() for key in keys]
    store.delete(keys)
    assert list(store.list("")) == []
