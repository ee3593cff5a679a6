"""Publishing, against a real object store (Ceph) and a real folder: whole at every moment, and no address dies."""

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from jianbao import pipeline, publish
from jianbao.publish import Options, Outcome, RefusedError, manifest
from jianbao.publish.target import Target
from jianbao.state import State
from jianbao.store import Store, StoreError
from jianbao.store.folder import FolderStore
from jianbao.store.s3 import S3Store
from tests.sites import Site
from tests.small import small
from tools import gateway as tools

HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tools.Gateway]:
    """One Ceph gateway for this file's tests."""
    if tools.missing():
        pytest.skip("no Ceph here (tools/gateway.py)")
    os.environ.update(
        AWS_ACCESS_KEY_ID=tools.ACCESS, AWS_SECRET_ACCESS_KEY=tools.SECRET, AWS_EC2_METADATA_DISABLED="true"
    )
    running = tools.Gateway(tmp_path_factory.mktemp("ceph")).start()
    yield running
    running.stop()


class Place:
    """A site that is built and published to one target, by one store."""

    def __init__(self, site: Site, target: Target, store: Callable[[], Store]) -> None:
        self.site = site
        self.target = target
        self.store = store

    def publish(self, *, build: bool = True, **options: Any) -> Outcome:
        if build:
            self.site.build()
        output = self.site.path / "output"
        with State(pipeline.state_path(self.site.path, output)) as state:
            return publish.publish(self.target, self.store(), output, state.rows(), Options(**options), lambda *_: None)

    def rollback(self, steps: int = 1) -> Outcome:
        return publish.rollback(self.target, self.store(), steps, Options(), lambda *_: None)

    def there(self) -> dict[str, bytes]:
        """What a reader could fetch: path → bytes."""
        store, prefix = self.store(), self.target.prefix
        keys = [f.key for f in store.list(prefix) if not f.key.startswith(prefix + manifest.CONTROL)]
        return {key.removeprefix(prefix): got.data for key in keys if (got := store.get(key))}

    def here(self) -> dict[str, bytes]:
        """What the build made."""
        return {path: data for path, data in self.site.tree().items() if path != ".jianbao"}


def bucket(running: tools.Gateway, name: str) -> None:
    import boto3

    boto3.client("s3", endpoint_url=running.url, region_name="us-east-1").create_bucket(Bucket=name)


@pytest.fixture(params=["folder", pytest.param("ceph", marks=pytest.mark.s3)])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """A small site with a place to publish it."""
    site = small(Site(tmp_path / "site"))
    if request.param == "folder":
        root = tmp_path / "public"
        return Place(site, Target("t", "folder", prefix="a/", path=str(root)), lambda: FolderStore(root))
    running: tools.Gateway = request.getfixturevalue("gateway")
    name = "b" + re.sub(r"[^a-z0-9]", "", tmp_path.name.lower())[-40:]
    bucket(running, name)
    target = Target("t", "ceph", bucket=name, prefix="a/", endpoint=running.url)
    return Place(site, target, lambda: S3Store("ceph", name, running.url, "us-east-1"))


def article(place: Place) -> Path:
    """An article's file of the small site."""
    return next(
        p
        for p in sorted((place.site.path / "content").rglob("*.md"))
        if p.name != "index.md" and "pages" not in p.parts
    )


def add_sentence(place: Place, text: str = "又一句。") -> None:
    path = article(place)
    path.write_text(f"{path.read_text(encoding='utf-8')}\n{text}\n", encoding="utf-8")


def test_everything_then_nothing_then_what_changed(place: Place) -> None:
    """The first publish puts everything there; the second nothing; the third what the build changed."""
    first = place.publish()
    assert first.generation == 1
    assert place.there() == place.here()
    assert place.publish() == Outcome(1, None, 0)
    before = place.here()
    add_sentence(place)
    third = place.publish()
    changed = {path for path, data in place.here().items() if before.get(path) != data}
    assert third.plan is not None
    assert {u.path for u in third.plan.uploads} == changed
    assert {u.reason for u in third.plan.uploads} == {"内容"}
    assert place.there() == place.here()


def test_a_dry_run_changes_nothing(place: Place) -> None:
    """--dry-run tells the plan and leaves the store as it is."""
    told = place.publish(dry_run=True)
    assert told.plan is not None
    assert {u.path for u in told.plan.uploads} == place.here().keys()
    assert list(place.store().list("")) == []


def test_headers_alone(place: Place) -> None:
    """Other headers for some files publish those files again, and say why."""
    place.publish()
    from jianbao.publish.target import HeaderRule

    place.target = replace(place.target, headers=(HeaderRule("*.txt", {"Cache-Control": "max-age=60"}),))
    outcome = place.publish()
    assert outcome.plan is not None
    assert [(u.path, u.reason) for u in outcome.plan.uploads] == [("robots.txt", "响应头")]


def test_no_address_dies(place: Place) -> None:
    """An article that vanishes without alias or tombstone is refused by name; with an alias it may go."""
    place.publish()
    path = article(place)
    address = path.relative_to(place.site.path / "content").with_suffix(".html").as_posix()
    text = path.read_text(encoding="utf-8")
    path.unlink()
    before = place.there()
    with pytest.raises(RefusedError) as refused:
        place.publish()
    assert (
        refused.value.reasons[0] == f"地址 {address} 会消失：给文章写 aliases（旧地址），或用 status: 已撤回 留下说明"
    )
    assert place.there() == before
    path.with_name("renamed.md").write_text(text.replace("---\n", f"---\naliases: [/{address}]\n", 1), encoding="utf-8")
    place.publish()
    assert address in place.there()


def test_a_withdrawal_is_whole(place: Place) -> None:
    """What is withdrawn stays readable nowhere in the store, not even for rolling back."""
    secret = "这句话撤回之后谁也不能再看到。"
    add_sentence(place, secret)
    place.publish()
    add_sentence(place, "再一句。")
    place.publish()
    path = article(place)
    path.write_text(path.read_text(encoding="utf-8").replace("---\n", "---\nstatus: 已撤回\n", 1), encoding="utf-8")
    place.publish()
    store = place.store()
    holding = [f.key for f in store.list("") if (got := store.get(f.key)) and secret.encode() in got.data]
    assert holding == []
    with pytest.raises(RefusedError, match="撤回过文章"):
        place.rollback()


def test_rolling_back(place: Place) -> None:
    """--rollback makes the site what it was, and publishing again makes it what it is."""
    place.publish()
    old = place.there()
    add_sentence(place)
    place.publish()
    new = place.there()
    assert place.rollback().generation == 3
    assert place.there() == old
    assert place.publish(build=False).generation == 4
    assert place.there() == new
    assert [g.number for g in publish.history(place.target, place.store())] == [4, 3, 2, 1]


def test_verify_mends(place: Place) -> None:
    """--verify puts back what somebody altered or deleted, and leaves alone what is not ours."""
    place.publish()
    store = place.store()
    store.put("a/index.html", b"defaced", {})
    store.delete(["a/robots.txt"])
    store.put("a/google-verification.html", b"theirs", {})
    assert place.publish().plan is None
    outcome = place.publish(verify=True)
    assert outcome.strangers == ("google-verification.html",)
    assert outcome.plan is not None
    assert [(u.path, u.reason) for u in outcome.plan.uploads] == [("robots.txt", "核对"), ("index.html", "核对")]
    assert place.there() == {**place.here(), "google-verification.html": b"theirs"}


def test_prefixes_are_apart(place: Place) -> None:
    """Publishing below a/ never touches what lies below ab/ or beside it."""
    store = place.store()
    others = (
        {"ab/index.html": b"other", "index.html": b"root", "a": b"file"}
        if place.target.bucket
        else {"ab/index.html": b"other"}
    )
    for key, data in others.items():
        store.put(key, data, {})
    place.publish()
    place.publish(verify=True)
    assert {key: got.data for key in others if (got := store.get(key))} == others


def test_two_publishers(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """A publish that another has begun is refused, until it ends or is known to be dead."""
    from jianbao.publish import plan
    from jianbao.publish.act import Desk

    place.site.build()
    desk = Desk(place.store(), place.target)
    log = desk.log()
    desk.claim(log, plan.plan({}, None, 1, 5), [], "somebody@elsewhere")
    with pytest.raises(StoreError, match="另一个发布正在进行（somebody@elsewhere"):
        place.publish()
    assert place.there() == {}
    monkeypatch.setenv("JIANBAO_OWNER", "somebody@elsewhere")
    assert place.publish().generation == 1
    assert place.there() == place.here()


def test_a_dead_one_is_taken_over(place: Place) -> None:
    """--take-over is for a lease whose owner is known to be dead."""
    from jianbao.publish import plan
    from jianbao.publish.act import Desk

    desk = Desk(place.store(), place.target)
    desk.claim(desk.log(), plan.plan({}, None, 1, 5), [], "dead@elsewhere")
    assert place.publish(take_over=True).generation == 1
    assert place.there() == place.here()
    assert not [f.key for f in place.store().list("") if "lease-" in f.key]


def test_refusals(place: Place) -> None:
    """Nothing built, a home that is missing, a site that shrinks: refused before anything is touched."""
    with State(pipeline.state_path(place.site.path, place.site.path / "output")) as state:
        rows = state.rows()
    with pytest.raises(RefusedError, match="先运行 python build"):
        publish.publish(place.target, place.store(), place.site.path, rows, Options(), lambda *_: None)
    place.publish()
    before = place.there()
    for path in (place.site.path / "content").rglob("*.md"):
        path.unlink()
    with pytest.raises(RefusedError, match="--allow-shrink"):
        place.publish()
    assert place.there() == before


def test_secrets_are_not_published(place: Place) -> None:
    """A page with something like an access key in it stops the publish."""
    add_sentence(place, "密钥 AKIAIOSFODNN7EXAMPLE 不该在这里。")
    with pytest.raises(StoreError, match="像是密钥"):
        place.publish()


@pytest.mark.s3
def test_on_the_wire(gateway: tools.Gateway, tmp_path: Path) -> None:
    """No Expect, no trailers, no aws-chunked; Content-MD5 on uploads and batch deletes; two requests when unchanged."""
    bucket(gateway, "wire")
    seen: list[Any] = []
    target = Target("t", "ceph", bucket="wire", endpoint=gateway.url)
    place = Place(
        small(Site(tmp_path / "site")), target, lambda: S3Store("ceph", "wire", gateway.url, "", before=seen.append)
    )
    place.publish()
    add_sentence(place)
    place.publish()
    requests = [(r.method, r.url, {k.lower(): str(v) for k, v in r.headers.items()}) for r in seen]
    for method, url, headers in requests:
        assert "expect" not in headers, url
        assert not {"trailer", "x-amz-trailer"} & headers.keys(), url
        assert "aws-chunked" not in headers.get("content-encoding", ""), url
        assert tools.SECRET not in f"{url} {headers}"
        if method == "POST" or (method == "PUT" and "x-amz-copy-source" not in headers):
            assert "content-md5" in headers, url
    seen.clear()
    place.publish()
    assert [r.method for r in seen] == ["GET", "GET"]


@pytest.mark.s3
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


@pytest.mark.s3
def test_no_such_bucket(gateway: tools.Gateway) -> None:
    """A bucket that does not exist is named as the cause."""
    with pytest.raises(StoreError, match="没有这个存储桶"):
        list(S3Store("ceph", "nowhere", gateway.url, "").list(""))


@pytest.mark.s3
def test_long_and_chinese_keys(gateway: tools.Gateway) -> None:
    """Keys of a thousand bytes, and of Han, come back as they went."""
    bucket(gateway, "keys2")
    store = S3Store("ceph", "keys2", gateway.url, "")
    keys = ["标签/妇联 改革+%.html", "长/" * 150 + "x" * 300]
    for key in keys:
        store.put(key, key.encode(), {"Content-Type": "text/html; charset=utf-8"})
    assert sorted(f.key for f in store.list("")) == sorted(keys)
    assert [got.data for key in keys if (got := store.get(key))] == [key.encode() for key in keys]
    store.delete(keys)
    assert list(store.list("")) == []


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [v for k, v in attrs if k in ("href", "src") and v and not v.startswith(("http", "mailto", "#"))]


def broken(there: dict[str, bytes]) -> list[tuple[str, str]]:
    """(page, link) of every link to a missing file, among the pages that home leads to."""
    if "index.html" not in there:
        return []
    pending, seen, wrong = ["index.html"], set(), []
    while pending:
        page = pending.pop()
        if page in seen or not page.endswith(".html"):
            continue
        seen.add(page)
        parser = _Links()
        parser.feed(there[page].decode())
        for link in parser.found:
            target = os.path.normpath(os.path.join(os.path.dirname(page), unquote(link.partition("#")[0])))
            if target not in there:
                wrong.append((page, link))
            else:
                pending.append(target)
    return wrong


KILLER = """
import os, signal, sys
sys.path.insert(0, {root!r})
from pathlib import Path
from jianbao import pipeline, publish
from jianbao.publish import Options
from jianbao.publish.target import Target
from jianbao.state import State
from jianbao.store.s3 import S3Store
at, when = int(sys.argv[1]), sys.argv[2]
count = 0
def tick(_):
    global count
    count += 1
    if count == at:
        os.kill(os.getpid(), signal.SIGKILL)
hooks = {{"before" if when == "before" else "after": tick}}
site = Path({site!r})
target = Target("t", "ceph", bucket={bucket!r}, prefix="a/", endpoint={url!r})
store = S3Store("ceph", target.bucket, target.endpoint, "", **hooks)
with State(pipeline.state_path(site, site / "output")) as state:
    publish.publish(target, store, site / "output", state.rows(), Options(), lambda *_: None)
print(count)
"""


@pytest.mark.s3
@pytest.mark.slow
def test_killed_at_any_request(gateway: tools.Gateway, tmp_path: Path) -> None:
    """SIGKILL before and after requests of a publish: no reachable page names a missing file, every object is
    wholly old or new, and running again converges. JIANBAO_EXAMPLES=1 (make kill-sweep) takes every request."""
    step = 1 if os.environ.get("JIANBAO_EXAMPLES") else 9
    site = small(Site(tmp_path / "site"))
    site.build()
    old = {p: d for p, d in site.tree().items() if p != ".jianbao"}
    original = shutil.copytree(site.path, tmp_path / "old", symlinks=True)
    site.article("2019/xin.md", "新的一条消息", "2019-05-05", tags=["妇联改革", "新标签"])
    add_sentence(Place(site, Target("t", "ceph"), lambda: FolderStore(tmp_path)))
    site.build()
    new = {p: d for p, d in site.tree().items() if p != ".jianbao"}
    script = tmp_path / "killer.py"
    killed = points = 0
    for when in ("before", "after"):
        at = 1
        while True:
            name = f"kill-{when}-{at}"
            bucket(gateway, name)
            target = Target("t", "ceph", bucket=name, prefix="a/", endpoint=gateway.url)
            place = Place(Site(original), target, lambda name=name: S3Store("ceph", name, gateway.url, ""))
            place.publish(build=False)
            place.site = site
            script.write_text(
                KILLER.format(root=str(HERE.parent), site=str(site.path), bucket=name, url=gateway.url),
                encoding="utf-8",
            )
            done = subprocess.run([sys.executable, script, str(at), when], capture_output=True, text=True, check=False)
            points += 1
            there = place.there()
            assert broken(there) == [], name
            assert [p for p, d in there.items() if d not in (old.get(p), new.get(p))] == [], name
            place.publish(build=False)
            assert place.there() == new, name
            if done.returncode != -signal.SIGKILL:
                assert done.returncode == 0, done.stderr
                break
            killed += 1
            at += step
    assert killed >= points - 2 > 4
