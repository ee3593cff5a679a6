"""Publishers that are not killed but late, checkouts that are old, buckets that change their mind: never backwards.

Each of the first three is tried twenty times: no site may be a mixture of two, and nothing that was withdrawn may
come back.
"""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from jianbao.publish import publisher, record
from jianbao.publish.built import Built, RefusedError
from jianbao.publish.publisher import Options
from jianbao.publish.stores import StoreError, fence
from jianbao.publish.stores.s3 import S3Store
from jianbao.publish.target import Target
from tests.conftest import EXAMPLES
from tests.faults import Proxy, Rule, Seen
from tests.places import Place, add_sentence, bucket
from tests.sites import Site
from tests.small import small
from tests.test_publish_faults import Change, Watched, _rows, changed
from tests.test_publish_past import SITE, World, edited, withdrawn, world
from tools import gateway as tools

ROUNDS = 20
__all__ = ["world"]


@pytest.fixture(scope="module")
def withdrawal(tmp_path_factory: pytest.TempPathFactory) -> Change:
    """One article edited, one new, one withdrawn."""
    return changed(tmp_path_factory.mktemp("withdrawal"), withdraw=True)


# A sleeper writes


@pytest.mark.s3
@pytest.mark.parametrize("fault", ["reset", "answer"])
def test_a_sleeper_s_second_attempt(
    fault: str, gateway: tools.Gateway, between: Proxy, withdrawal: Change, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whose upload fails, who sleeps past his lease, and is about to try again, finds that his time is over.

    Meanwhile another has withdrawn the article. Each round the connection breaks at another upload.
    """
    now = [0.0]
    monkeypatch.setattr(fence, "clock", lambda: now[0])
    monkeypatch.setattr(record, "clock", lambda: now[0])
    _, new = withdrawal.files()
    for at in range(ROUNDS // 2 if EXAMPLES else 6):
        name = f"sleeper-{fault}-{at}"
        now[0] = 0.0
        bucket(gateway, name)
        target = Target("t", "ceph", bucket=name, prefix="a/", endpoint=gateway.url, at_once=1)
        place = Place(withdrawal.old, target, lambda name=name: S3Store("ceph", name, gateway.url, ""))
        place.publish(build=False)
        # The article as somebody edits it, who then falls asleep.
        sleeper_site = edited_site(withdrawal)
        fallen = False

        def sleep(seen: Seen, target: Target = target, name: str = name) -> None:
            nonlocal fallen
            if seen.done and not fallen:
                fallen = True
                now[0] = 61 * 60
                later = Place(withdrawal.new, target, lambda: S3Store("ceph", name, gateway.url, ""))
                later.publish(build=False, owner="awake", take_over=True)

        between.rules = (Rule(fault, "PUT a/2" if at % 2 else "PUT a/", ".html", first=1 + at // 2),)
        between.look = sleep
        through = S3Store("ceph", name, between.url, "", attempts=3)
        try:
            with pytest.raises(StoreError):
                publisher.publish(
                    target, through, Built(sleeper_site.output, _rows(sleeper_site)), Options(owner="asleep"),
                    lambda *_: None,
                )  # fmt: skip
        finally:
            between.look = lambda _: None
        assert fallen, at
        assert place.there() == new, at


_EDITED: dict[str, Site] = {}


def edited_site(change: Change) -> Site:
    """The old site with every article edited: made once."""
    import shutil

    key = str(change.old.path)
    if key not in _EDITED:
        folder = change.old.path.with_name("edited")
        shutil.copytree(change.old.path, folder, symlinks=True)
        site = Site(folder)
        for path in (folder / "content").rglob("*.md"):
            path.write_text(f"{path.read_text('utf-8')}\n这句话是后来加的。\n", encoding="utf-8")
        site.build(search=True)
        _EDITED[key] = site
    return _EDITED[key]


SLEEPER = """
import sys
sys.path.insert(0, {root!r})
from pathlib import Path
from jianbao import pipeline
from jianbao.cache.state import State
from jianbao.publish import publisher, record
from jianbao.publish.built import Built
from jianbao.publish.publisher import Options
from jianbao.publish.stores import fence
from jianbao.publish.stores.s3 import S3Store
from jianbao.publish.target import Target
late = Path(sys.argv[2])
def clock():
    return 3660.0 if late.exists() else 0.0
fence.clock = record.clock = clock
site = Path({site!r})
target = Target("t", "ceph", bucket=sys.argv[1], prefix="a/", endpoint={url!r}, at_once=2)
store = S3Store("ceph", target.bucket, target.endpoint, "", attempts=3, timeout=1)
with State(pipeline.state_path(site, site / "output")) as state:
    publisher.publish(target, store, Built(site / "output", state.rows()), Options(owner="asleep"), lambda *_: None)
"""


@pytest.mark.s3
@pytest.mark.slow
def test_a_process_that_is_stopped(gateway: tools.Gateway, between: Proxy, withdrawal: Change, tmp_path: Path) -> None:
    """SIGSTOP in the middle of an upload, another publishes, SIGCONT: the stopped one writes nothing any more."""
    _, new = withdrawal.files()
    sleeper_site = edited_site(withdrawal)
    script = tmp_path / "sleeper.py"
    script.write_text(
        SLEEPER.format(root=str(Path(__file__).parent.parent), site=str(sleeper_site.path), url=between.url)
    )
    for at in range(ROUNDS if EXAMPLES else 2):
        name, late = f"stopped-{at}", tmp_path / f"late-{at}"
        bucket(gateway, name)
        target = Target("t", "ceph", bucket=name, prefix="a/", endpoint=gateway.url)
        place = Place(withdrawal.old, target, lambda name=name: S3Store("ceph", name, gateway.url, ""))
        place.publish(build=False)
        reached = threading.Event()
        between.rules = (Rule("hang", "PUT a/", ".html", first=2 + at % 8),)
        between.look = lambda seen, reached=reached: reached.set() if seen.done else None
        with subprocess.Popen([sys.executable, script, name, late], stderr=subprocess.PIPE, text=True) as running:
            assert reached.wait(60)
            os.kill(running.pid, signal.SIGSTOP)
            between.look = lambda _: None
            late.touch()
            place.site = withdrawal.new
            place.publish(build=False, owner="awake", take_over=True)
            os.kill(running.pid, signal.SIGCONT)
            told = running.communicate(timeout=60)[1]
        assert running.returncode == 1, told
        assert "超过了租期的一半" in told
        assert place.there() == new, at


def test_the_deadline_is_looked_at_by_every_store(tmp_path: Path) -> None:
    """A folder, too, is not written to after the deadline, and holds no half file."""
    from jianbao.publish.stores.folder import FolderStore

    store = FolderStore(tmp_path)
    store.put("a", b"1", {})
    store.fence.until(fence.clock() - 1)
    for write in (
        lambda: store.put("a", b"2", {}),
        lambda: store.create("b", b"2"),
        lambda: store.copy("a", "c"),
        lambda: store.delete(["a"]),
    ):
        with pytest.raises(StoreError, match="超过了租期的一半"):
            write()
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


# Never backwards


@pytest.mark.parametrize("at", range(ROUNDS))
def test_an_old_checkout_after_a_withdrawal(at: int, world: World) -> None:
    """A tombstone never becomes a page again, whatever else the old checkout has."""
    world.publish(SITE)
    for number in range(at % 5):
        world.publish(edited(number + 2))
    world.publish(withdrawn(SITE))
    before = dict(world.store.site())
    with pytest.raises(RefusedError) as refused:
        world.publish(SITE if at % 2 else edited(at))
    assert refused.value.reasons[0] == "a.html 已经撤回，这次发布会让它回来"
    assert "--bring-back" in refused.value.reasons[-1]
    assert world.store.site() == before
    # Not even after its tombstone was made to vanish.
    gone = {path: item for path, item in withdrawn(SITE).items() if path != "a.html"}
    world.publish(gone)
    with pytest.raises(RefusedError, match="已经撤回"):
        world.publish(SITE)
    assert world.holding("a 1") == []
    assert world.publish(SITE, bring_back=True) is not None
    assert world.store.site()["a.html"] == b"a 1"


def test_an_address_of_before_a_withdrawal(world: World) -> None:
    """Renamed and withdrawn at once: the old address does not become a page again either."""
    world.publish(SITE)
    world.publish({**withdrawn(SITE), "a.html": ("aliases", "moved"), "z.html": ("tombstones", "gone")})
    with pytest.raises(RefusedError, match="已经撤回"):
        world.publish({**SITE, "z.html": ("tombstones", "gone")})
    world.publish({**withdrawn(SITE), "a.html": ("aliases", "moved 2"), "z.html": ("tombstones", "gone 2")})


def git(folder: Path, *words: str) -> str:
    done = subprocess.run(["git", *words], cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def committed(site: Site, message: str) -> str:
    git(site.path, "add", "-A")
    git(site.path, "-c", "user.name=t", "-c", "user.email=t@example.org", "commit", "-q", "-m", message)
    return git(site.path, "rev-parse", "--short=12", "HEAD")


@pytest.fixture
def tracked(tmp_path: Path) -> Place:
    """A site in git, and a folder that it is published to."""
    from jianbao.publish.stores.folder import FolderStore

    site = small(Site(tmp_path / "site"))
    site.write(".gitignore", "output/\n.cache/\n")
    git(site.path, "init", "-q", "-b", "main")
    root = tmp_path / "public"
    return Place(site, Target("t", "folder", prefix="a/", path=str(root)), lambda: FolderStore(root))


def test_an_older_revision(tracked: Place) -> None:
    """An older revision never replaces a newer one; another branch neither; by name it may."""
    first = committed(tracked.site, "one")
    tracked.publish()
    add_sentence(tracked)
    second = committed(tracked.site, "two")
    tracked.publish()
    there = tracked.there()
    git(tracked.site.path, "checkout", "-q", first)
    with pytest.raises(RefusedError) as refused:
        tracked.publish()
    assert refused.value.reasons == (
        f"这里的版本 {first} 比已发布的旧，发布会让网站倒退",
        f"先 git pull，再构建；若确实要用它代替 {second}，加 --older",
    )
    git(tracked.site.path, "checkout", "-q", "-b", "aside")
    add_sentence(tracked, "另一句。")
    committed(tracked.site, "aside")
    with pytest.raises(RefusedError, match="在另一个分支上"):
        tracked.publish()
    assert tracked.there() == there
    # Rolling back does not make the published revision an older one.
    git(tracked.site.path, "checkout", "-q", "main")
    tracked.rollback()
    git(tracked.site.path, "checkout", "-q", first)
    add_sentence(tracked, "第三句。")
    third = committed(tracked.site, "third")
    with pytest.raises(RefusedError, match="在另一个分支上"):
        tracked.publish()
    assert tracked.publish(older=True).generation == 4
    assert [g.revision for g in publisher.history(tracked.target, tracked.store())] == [third, first, second, first]


def test_a_shallow_clone(tracked: Place, tmp_path: Path) -> None:
    """Where ancestry cannot be known the publish goes on, says how to know, and tombstones still bind."""
    committed(tracked.site, "one")
    tracked.publish()
    add_sentence(tracked)
    published = committed(tracked.site, "two")
    tracked.publish()
    for sentence in ("三。", "四。"):
        add_sentence(tracked, sentence)
        committed(tracked.site, sentence)
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{tracked.site.path}", str(clone))
    other = Place(Site(clone), tracked.target, tracked.store)
    outcome = other.publish()
    assert outcome.generation == 3
    assert [note.partition("，")[0] for note in outcome.notes] == [f"这里的 git 里没有已发布的版本 {published}"]
    assert "git fetch --unshallow" in outcome.notes[0]


# Create-only is a promise that can change


@pytest.mark.s3
def test_versioning_that_is_switched_on(gateway: tools.Gateway, withdrawal: Change) -> None:
    """Two publishers at once in a bucket that keeps versions: never a mixture, and never two that are both done."""
    import boto3

    client = boto3.client("s3", endpoint_url=gateway.url, region_name="us-east-1")
    _, new = withdrawal.files()
    both = edited_site(withdrawal).tree()
    third = {path: data for path, data in both.items() if path != ".jianbao"}
    for turn in range(ROUNDS if EXAMPLES else 8):
        name = f"versions-{turn}"
        bucket(gateway, name)
        target = Target("t", "ceph", bucket=name, prefix="a/", endpoint=gateway.url)
        place = Place(withdrawal.old, target, lambda name=name: S3Store("ceph", name, gateway.url, ""))
        place.publish(build=False)
        client.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})
        came: dict[str, Any] = {}
        barrier = threading.Barrier(2)
        rows = {"one": _rows(withdrawal.new), "two": _rows(edited_site(withdrawal))}

        def run(
            owner: str, site: Site, place: Place = place, came: Any = came, barrier: Any = barrier, rows: Any = rows
        ) -> None:
            barrier.wait()
            try:
                came[owner] = publisher.publish(
                    place.target, place.store(), Built(site.output, rows[owner]), Options(owner=owner), lambda *_: None
                ).generation
            except (StoreError, RefusedError) as error:
                came[owner] = error

        threads = [
            threading.Thread(target=run, args=("one", withdrawal.new)),
            threading.Thread(target=run, args=("two", edited_site(withdrawal))),
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(120)
        numbers = [number for number in came.values() if isinstance(number, int)]
        assert sorted(numbers) in ([2], [2, 3]), came
        assert place.there() in (new, third), turn


@pytest.mark.s3
def test_what_versioning_keeps_is_said(gateway: tools.Gateway, withdrawal: Change) -> None:
    """A withdrawal in such a bucket says that the old version can still be read, and how to end that."""
    import boto3

    watched = Watched(withdrawal, gateway, "versions-said")
    client = boto3.client("s3", endpoint_url=gateway.url, region_name="us-east-1")
    client.put_bucket_versioning(Bucket="versions-said", VersioningConfiguration={"Status": "Enabled"})
    outcome = watched.place.publish(build=False)
    assert [note.partition("；")[0] for note in outcome.notes] == [
        "存储桶打开了版本控制：这次撤下的内容还留在旧版本里，知道版本号的人读得到"
    ]
    store = watched.place.store()
    assert any("2018/2018-04/zuotan.html" in key for key, _ in store.versions("a/"))


# What is relied on is looked at


def test_a_late_writer_behind_a_commit(world: World) -> None:
    """A lease of a committed number that is still there makes its paths doubted: what lies there is mended."""
    world.publish(SITE)
    assert world.publish(edited(2), kill="/gen-00000002") is None
    world.store.objects["a/a.html"] = (b"written late", world.store.now)
    world.store.objects["a/robots.txt"] = (b"robots", world.store.now)
    outcome = world.publish(edited(2))
    assert outcome is not None
    assert world.store.site()["a.html"] == b"a 2"
    world.publish(edited(3))
    world.rollback()
    assert world.store.site()["a.html"] == b"a 2"


def test_a_late_writer_and_then_an_edit(world: World) -> None:
    """What came late is not kept as if it were what was published."""
    world.publish(SITE)
    assert world.publish(edited(2), kill="/gen-00000002") is None
    world.store.objects["a/a.html"] = (b"written late", world.store.now)
    world.publish(edited(3))
    assert world.holding("written late") == []


@pytest.mark.parametrize("how", ["missing", "damaged"])
def test_a_copy_that_is_not_what_it_was(how: str, world: World) -> None:
    """Rolling back looks at every copy before the first page changes."""
    world.publish(SITE)
    world.publish(edited(2))
    (key,) = (k for k, (data, _) in world.store.objects.items() if "/kept/" in k and data == b"a 1")
    if how == "missing":
        del world.store.objects[key]
    else:
        world.store.objects[key] = (b"something else", world.store.now)
    before = world.store.site()
    with pytest.raises(RefusedError, match=r"a\.html 那时的内容不见了或坏了，不能回退"):
        world.rollback()
    assert world.store.site() == before


def test_digests_that_are_none(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """A store that encrypts tells digests of something else: --verify looks at the bytes, and sends nothing again."""
    world.publish(SITE)
    real = world.store.list

    def listing(prefix: str) -> Any:
        return (item._replace(md5="0" * 32) for item in real(prefix))

    monkeypatch.setattr(world.store, "list", listing)
    assert world.publish(SITE, verify=True) == publisher.Outcome(1, None, 0)
    world.store.objects["a/a.html"] = (b"defaced", world.store.now)
    outcome = world.publish(SITE, verify=True)
    assert outcome is not None
    assert outcome.plan is not None
    assert [(u.path, u.reason) for u in outcome.plan.uploads] == [("a.html", "核对")]


def test_what_a_cdn_was_not_told_is_not_lost(world: World) -> None:
    """Its addresses stay written down until a publish, also one with nothing to do, has told them."""
    answers = [publisher.Refreshed(("a.html", "index.html"), "没有接受"), publisher.Refreshed()]
    told: list[tuple[str, ...]] = []

    def tell(paths: tuple[str, ...]) -> publisher.Refreshed:
        told.append(paths)
        return answers.pop(0) if answers else publisher.Refreshed()

    world.tell = tell  # type: ignore[method-assign]
    world.publish(SITE)
    assert set(told[0]) >= {"a.html", "index.html", "robots.txt"}
    world.publish(SITE)
    assert told[1] == ("a.html", "index.html")
    requests = world.store.requests
    world.publish(SITE)
    assert (len(told), world.store.requests - requests) == (2, 2)


def test_how_far_it_came(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """A publish that fails half-way says how many files are up, and that the site is whole."""
    real = world.store.put

    def put(key: str, data: bytes, headers: Any) -> None:
        if key == "a/index.html":
            raise StoreError("存储太忙")
        real(key, data, headers)

    monkeypatch.setattr(world.store, "put", put)
    with pytest.raises(StoreError, match=r"存储太忙（8 个文件已传上 7 个，还没有记为完成，网站仍是完整的）"):
        world.publish(SITE)


def test_two_that_begin_at_once_both_get_their_turn(world: World) -> None:
    """Both give way, and each tries again after a while of its own."""
    real = world.store.put
    rivals = iter(["other"])

    def put(key: str, data: bytes, headers: Any) -> None:
        real(key, data, headers)
        if "lease-" in key and next(rivals, None):
            real(f"{key[:-8]}00000000", data, headers)
            threading.Timer(0.2, lambda: world.store.objects.pop(f"{key[:-8]}00000000", None)).start()

    world.store.put = put  # type: ignore[method-assign]
    world.publish(SITE, take_over=True)
    assert world.store.site()["index.html"] == b"home 1"
    assert not [key for key in world.store.objects if "lease-" in key]
