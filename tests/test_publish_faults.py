"""Publishing while networks, stores and machines fail, against a real object store.

At every point no page that home leads to names a missing page or asset, every object is wholly old or new, and running
again converges. JIANBAO_EXAMPLES=1 takes every request of a publish (make kill-sweep, make faults); the figures stand
in docs/reliability.md.
"""

import hashlib
import shutil
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from jianbao.publish import publisher
from jianbao.publish.built import Built, RefusedError
from jianbao.publish.publisher import Options
from jianbao.publish.stores import StoreError
from jianbao.publish.stores.folder import FolderStore
from jianbao.publish.stores.s3 import S3Store
from jianbao.publish.target import Target
from tests.conftest import EXAMPLES
from tests.faults import Proxy, Rule, Seen
from tests.places import Place, add_sentence, broken, bucket
from tests.sites import Site
from tests.small import small
from tools import gateway as tools

pytestmark = pytest.mark.s3
ROOT = Path(__file__).resolve().parent.parent


class Change(NamedTuple):
    """A site as it was published, and as it is now built."""

    old: Site
    new: Site

    def files(self) -> tuple[dict[str, bytes], dict[str, bytes]]:
        return tuple({p: d for p, d in s.tree().items() if p != ".jianbao"} for s in self)  # type: ignore[return-value]


def changed(folder: Path, *, withdraw: bool) -> Change:
    site = small(Site(folder / "new"))
    site.build(search=True)
    shutil.copytree(site.path, folder / "old", symlinks=True)
    site.article("2019/xin.md", "新的一条消息", "2019-05-05", tags=["妇联改革", "新标签"], column="要闻")
    add_sentence(Place(site, Target("t", "ceph"), lambda: FolderStore(folder)))
    if withdraw:
        path = site.path / "content/2018/2018-04/zuotan.md"
        path.write_text(path.read_text("utf-8").replace("---\n", "---\nstatus: 已撤回\n", 1), encoding="utf-8")
    site.build(search=True)
    return Change(Site(folder / "old"), site)


@pytest.fixture(scope="module")
def change(tmp_path_factory: pytest.TempPathFactory) -> Change:
    """An article more, and one edited."""
    return changed(tmp_path_factory.mktemp("change"), withdraw=False)


@pytest.fixture(scope="module")
def withdrawal(tmp_path_factory: pytest.TempPathFactory) -> Change:
    """The same, and one withdrawn."""
    return changed(tmp_path_factory.mktemp("withdrawal"), withdraw=True)


class Watched:
    """A place that holds the old site, to which the new one is published."""

    def __init__(self, change: Change, gateway: tools.Gateway, name: str) -> None:
        bucket(gateway, name)
        self.old, self.new = change.files()
        self.target = Target("t", "ceph", bucket=name, prefix="a/", endpoint=gateway.url)
        self.place = Place(change.old, self.target, lambda: S3Store("ceph", name, gateway.url, ""))
        self.place.publish(build=False)
        self.place.site = change.new
        self.watcher = self.place.store()
        both = (*self.old.items(), *self.new.items())
        self.known = {(path, hashlib.md5(data).hexdigest()): data for path, data in both}

    def look(self, told: object) -> None:
        """What must be true at every moment; one listing tells it, by the digests of what is old and new."""
        prefix = self.target.prefix
        found = {f.key.removeprefix(prefix): f.md5 for f in self.watcher.list(prefix) if "/_site/" not in f.key}
        wrong = [path for path, md5 in found.items() if (path, md5) not in self.known]
        assert wrong == [], told
        assert broken({path: self.known[path, md5] for path, md5 in found.items()}) == [], told

    def converges(self, told: object) -> None:
        self.place.publish(build=False)
        assert self.place.there() == self.new, told
        assert not [f.key for f in self.place.store().list("a/_site/log/lease")], told
        assert self.place.publish(build=False).plan is None, told


SCHEDULES: dict[str, tuple[tuple[Rule, ...], bool]] = {
    # name: rules, and whether the publish succeeds in spite of them
    "503 now and then": (tuple(Rule("answer", "PUT", first=n, status=503) for n in range(2, 40, 5)), True),
    "SlowDown for everything at first": ((Rule("answer", count=2, status=503),), True),
    "500 on the home page": ((Rule("answer", "PUT a/index.html", count=2, status=500),), True),
    "reset": ((Rule("reset", "PUT a/", first=3, count=4),), True),
    "half an upload": ((Rule("half", "PUT a/", ".html", first=2, count=3),), True),
    "lost reply on the lease": ((Rule("lost", "PUT", "/lease-"),), True),
    "lost reply on a page": ((Rule("lost", "PUT a/", ".html", first=3),), True),
    "lost reply on the commit": ((Rule("lost", "PUT", "/gen-"),), True),
    "lost reply on the deletes": ((Rule("lost", "POST"),), True),
    "lost reply on a copy": ((Rule("lost", "PUT a/_site/kept/"),), True),
    "cut reply on the listing": ((Rule("cut", "GET", count=2),), True),
    "cut reply on a page": ((Rule("cut", "PUT a/", ".html"),), True),
    "hang on a page": ((Rule("hang", "PUT a/", ".html", first=2),), True),
    "hang on the commit": ((Rule("hang", "PUT", "/gen-"),), True),
    "delay": ((Rule("delay", "PUT", first=3, count=5, seconds=0.4),), True),
    "no page any more": ((Rule("answer", "PUT a/2", first=2, count=10**6, status=503),), False),
    "no list any more": ((Rule("answer", "PUT a/tags", count=10**6, status=403),), False),
    "full at the home page": ((Rule("answer", "PUT a/index.html", count=10**6, status=507),), False),
    "no commit": ((Rule("reset", "PUT a/_site/log/gen-", count=10**6),), False),
    "no deletes": ((Rule("answer", "POST", count=10**6, status=500),), False),
    "gone for good": ((Rule("reset", first=20, count=10**6),), False),
}


@pytest.mark.parametrize("name", SCHEDULES)
def test_a_fault(name: str, gateway: tools.Gateway, between: Proxy, change: Change) -> None:
    """Each schedule: whole at every request that changes something, and running again converges."""
    rules, succeeds = SCHEDULES[name]
    watched = Watched(change, gateway, f"fault-{list(SCHEDULES).index(name)}")
    between.rules = rules
    looks = 0

    def look(seen: Seen) -> None:
        nonlocal looks
        if not seen.line.startswith(("GET", "HEAD")) and "/kept/" not in seen.line:
            looks += 1
            if EXAMPLES or looks % 3 == 1:
                try:
                    watched.look(seen)
                except AssertionError as error:
                    wrong.append(error)

    wrong: list[AssertionError] = []
    between.look = look
    # More attempts than a schedule that ends has hits: requests are under way side by side, one of them may take all.
    attempts = sum(rule.count for rule in rules) + 2 if succeeds else 3
    # While the proxy looks, nothing is answered: only what never will be may be given up soon.
    timeout = 4 if any(rule.do == "hang" for rule in rules) else 60
    store = S3Store("ceph", watched.target.bucket, between.url, "", attempts=attempts, timeout=timeout)
    through = Place(change.new, watched.target, lambda: store)
    try:
        if succeeds:
            assert through.publish(build=False).plan is not None
        else:
            with pytest.raises(StoreError):
                through.publish(build=False)
    finally:
        between.look = lambda _: None
    assert between.hits(), "the schedule hit nothing"
    assert wrong == []
    watched.look(name)
    watched.converges(name)


KILLER = """
import os, signal, sys
sys.path.insert(0, {root!r})
from pathlib import Path
from jianbao import pipeline
from jianbao.publish import publisher
from jianbao.publish.built import Built
from jianbao.publish.publisher import Options
from jianbao.publish.target import Target
from jianbao.cache.state import State
from jianbao.publish.stores.s3 import S3Store
at, when, bucket = int(sys.argv[1]), sys.argv[2], sys.argv[3]
count = 0
def tick(_):
    global count
    count += 1
    if count == at:
        os.kill(os.getpid(), signal.SIGKILL)
hooks = {{"before" if when == "before" else "after": tick}}
site = Path({site!r})
target = Target("t", "ceph", bucket=bucket, prefix="a/", endpoint={url!r})
store = S3Store("ceph", target.bucket, target.endpoint, "", **hooks)
with State(pipeline.state_path(site, site / "output")) as state:
    publisher.publish(target, store, Built(site / "output", state.rows()), Options(owner="tests"), lambda *_: None)
"""


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["change", "withdrawal"])
@pytest.mark.parametrize("when", ["before", "after"])
def test_killed_at_any_request(
    when: str,
    kind: str,
    gateway: tools.Gateway,
    tmp_path: Path,
    request: pytest.FixtureRequest,
    capfd: pytest.CaptureFixture[str],
) -> None:
    """SIGKILL before and after requests of a publish, every one of them in the long campaign."""
    change: Change = request.getfixturevalue(kind)
    script = tmp_path / "killer.py"
    script.write_text(KILLER.format(root=str(ROOT), site=str(change.new.path), url=gateway.url), encoding="utf-8")
    at, killed = 1, 0
    while True:
        name = f"kill-{kind}-{when}-{at}"
        watched = Watched(change, gateway, name)
        done = subprocess.run([sys.executable, script, str(at), when, name], capture_output=True, text=True)
        watched.look(name)
        watched.converges(name)
        if done.returncode != -signal.SIGKILL:
            assert done.returncode == 0, done.stderr
            break
        killed += 1
        at += 1 if EXAMPLES else 31
    assert killed >= (40 if EXAMPLES else 2)
    if EXAMPLES:
        with capfd.disabled():
            sys.stdout.write(f"\n{kind}: killed {when} each of {killed} requests; whole at each, all converged\n")


@pytest.mark.slow
def test_two_publishers_at_once(gateway: tools.Gateway, tmp_path: Path, change: Change) -> None:
    """Two processes of two owners, one with the old site, one with the new: the outcome is wholly one of them."""
    old, new = change.files()
    for turn in range(4 if EXAMPLES else 2):
        name = f"two-{turn}"
        bucket(gateway, name)
        running = []
        for site in change:
            script = tmp_path / f"{site.path.name}.py"
            text = KILLER.format(root=str(ROOT), site=str(site.path), url=gateway.url)
            script.write_text(text.replace('owner="tests"', f'owner="{site.path.name}"'), encoding="utf-8")
            command = [sys.executable, str(script), "0", "before", name]
            running.append(subprocess.Popen(command, stderr=subprocess.PIPE, text=True))
        told = [process.communicate(timeout=120)[1] for process in running]
        codes = [process.returncode for process in running]
        target = Target("t", "ceph", bucket=name, prefix="a/", endpoint=gateway.url)
        place = Place(change.new, target, lambda name=name: S3Store("ceph", name, gateway.url, ""))
        assert 0 in codes, told
        # Who comes while the other is at work is refused; so is the old site once the new one is there, whose
        # address it would let die.
        refusals = ("另一个发布", "地址 2019/xin.html 会消失")
        ended = zip(told, codes, strict=True)
        assert all(code == 0 or any(words in text for words in refusals) for text, code in ended), told
        there = place.there()
        assert there in (old, new), name
        assert broken(there) == []


def test_a_lease_past_its_age(gateway: tools.Gateway, between: Proxy, change: Change) -> None:
    """Age is told by the store's clock, not ours: a lease of an hour is in force for an hour and no longer."""
    from jianbao.publish import plan
    from jianbao.publish.record import Record

    watched = Watched(change, gateway, "aged")
    desk = Record(watched.place.store(), watched.target, "dead@elsewhere")
    log = desk.log()
    desk.claim(log, plan.towards(desk.manifest(log.generation).files, None, 2, 5), "")  # type: ignore[arg-type]
    store = S3Store("ceph", "aged", between.url, "")
    late = Place(watched.place.site, watched.target, lambda: store)
    between.rules = (Rule("clock", "HEAD", "/lease-", count=99, seconds=50 * 60),)
    with pytest.raises(StoreError, match="dead@elsewhere，50 分钟前开始"):
        late.publish(build=False)
    between.rules = (Rule("clock", "HEAD", "/lease-", count=99, seconds=61 * 60),)
    assert late.publish(build=False).generation == 2
    assert late.there() == watched.new


def test_the_clock_forty_minutes_off(gateway: tools.Gateway, monkeypatch: pytest.MonkeyPatch) -> None:
    """The store refuses what was signed at another time; the message says what to do."""
    import datetime

    from jianbao.publish.stores import signature

    real = signature.now
    bucket(gateway, "clock")
    store = S3Store("ceph", "clock", gateway.url, "")
    monkeypatch.setattr(signature, "now", lambda: real() - datetime.timedelta(minutes=40))
    with pytest.raises(StoreError, match="时钟与服务器相差太多：先校准时间"):
        list(store.list(""))


def test_a_publisher_that_slept(gateway: tools.Gateway, change: Change, monkeypatch: pytest.MonkeyPatch) -> None:
    """Past half of its lease it stops before the next request; the one that took its place is not disturbed."""
    from jianbao.publish import record
    from jianbao.publish.stores import fence

    watched = Watched(change, gateway, "slept")
    now = [0.0]
    monkeypatch.setattr(fence, "clock", lambda: now[0])
    monkeypatch.setattr(record, "clock", lambda: now[0])
    real = watched.place.store()
    count = 0

    class Sleepy(S3Store):
        def put(self, key: str, *rest: Any) -> None:
            nonlocal count
            count += 1
            if count == 6:
                now[0] += 31 * 60  # the machine sleeps; somebody else comes along
                with monkeypatch.context() as other:
                    other.setattr(fence, "clock", lambda: 0.0)
                    other.setattr(record, "clock", lambda: 0.0)
                    awake = Place(change.new, watched.target, lambda: real)
                    awake.publish(build=False, take_over=True, owner="awake")
            super().put(key, *rest)

    sleepy = Sleepy("ceph", "slept", gateway.url, "")
    with pytest.raises(StoreError, match="超过了租期的一半"):
        publisher.publish(
            replace(watched.target, at_once=1),
            sleepy,
            Built(change.new.output, _rows(change.new)),
            Options(owner="sleepy"),
            lambda *_: None,
        )
    assert watched.place.there() == watched.new
    assert watched.place.publish(build=False).plan is None


def test_slept_between_looking_and_claiming(change: Change, tmp_path: Path) -> None:
    """Whoever looked, slept, and claims a number that others have used up meanwhile, writes nothing."""
    from jianbao.publish import plan
    from jianbao.publish.record import BusyError, Record

    target = Target("t", "folder", prefix="a/", path=str(tmp_path))
    place = Place(change.old, target, lambda: FolderStore(tmp_path))
    place.publish(build=False)
    desk = Record(place.store(), target, "slow")
    log = desk.log()
    place.site = change.new
    place.publish(build=False)
    there = place.there()
    with pytest.raises(BusyError, match="再运行一次"):
        desk.claim(log, plan.towards(desk.manifest(log.generation).files, None, 2, 5), "")  # type: ignore[arg-type]
    assert place.there() == there
    assert not list(place.store().list("a/_site/log/lease"))


def _rows(site: Site) -> Any:
    from jianbao import pipeline
    from jianbao.cache.state import State

    with State(pipeline.state_path(site.path, site.output)) as state:
        return state.rows()


@pytest.mark.slow
def test_ten_thousand_files(gateway: tools.Gateway, tmp_path: Path) -> None:
    """As many requests as files and a handful; one changed file costs a dozen whatever the size."""
    from jianbao import digest
    from jianbao.cache.state import Row

    bucket(gateway, "many")
    target = Target("t", "ceph", bucket="many", endpoint=gateway.url)
    names = ["index.html", *(f"{2000 + n // 500}/第{n:05}条.html" for n in range(9999))]
    for name in names:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name * 9, encoding="utf-8")

    def rows() -> dict[str, Row]:
        data = {name: (tmp_path / name).read_bytes() for name in names}
        return {name: Row("articles/x", b"x", len(d), 0, digest.of_bytes(d)) for name, d in data.items()}

    seen: list[Any] = []
    store = S3Store("ceph", "many", gateway.url, "", before=seen.append)

    def run() -> int:
        seen.clear()
        publisher.publish(target, store, Built(tmp_path, rows()), Options(owner="tests"), lambda *_: None)
        return len(seen)

    assert run() - len(names) <= 14
    assert run() == 2
    (tmp_path / names[7]).write_text("changed", encoding="utf-8")
    assert run() <= 12
    assert sum(1 for f in store.list("") if not f.key.startswith("_site/")) == len(names)


@pytest.mark.parametrize("kind", ["liar", "turns"])
def test_create_only(kind: str, gateway: tools.Gateway, change: Change, monkeypatch: pytest.MonkeyPatch) -> None:
    """A store that ignores create-only is found out and refused; where none is known, hands are shown instead."""
    from jianbao.publish.stores import providers

    name = f"only-{kind}"
    bucket(gateway, name)
    header = ("x-nobody-knows-this", "true") if kind == "liar" else None
    monkeypatch.setitem(providers.PROFILES, "ceph", replace(providers.PROFILES["ceph"], create_header=header))
    target = Target("t", "ceph", bucket=name, prefix="a/", endpoint=gateway.url)
    place = Place(change.old, target, lambda: S3Store("ceph", name, gateway.url, ""))
    if kind == "liar":
        with pytest.raises(RefusedError, match="不理会“只新建、不覆盖”的请求"):
            place.publish(build=False)
        assert list(place.store().list("")) == []
        return
    place.publish(build=False)
    assert place.there() == change.files()[0]
    assert not [f.key for f in place.store().list("") if "~" in f.key]
    store = place.store()
    assert store.create("x", b"1")
    assert store.create("x", b"1")
    assert not store.create("x", b"2")
    store.put("y~0", b"", {})  # somebody else's hand is up
    assert not store.create("y", b"1")
    assert store.get("y") is None
