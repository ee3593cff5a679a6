"""Publishing to what is neither a folder nor Ceph: SeaweedFS, an account by SFTP, WebDAV, a branch; all of them real.

What each can promise is the same, and is told by the same tests; where one cannot, docs/publishing.md says so.
"""

import subprocess
import sys
import threading
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from jianbao.publish import previews, publisher
from jianbao.publish.built import RefusedError
from jianbao.publish.publisher import Outcome
from jianbao.publish.stores import Store, StoreError, fence
from jianbao.publish.target import Target
from tests.conftest import EXAMPLES
from tests.places import Place, add_sentence, article, broken, target_at
from tests.test_publish_faults import Change, changed


def test_everything_then_nothing_then_what_changed(elsewhere: Place) -> None:
    """The first publish puts everything there; the second nothing; the third what changed; then back, and mended."""
    assert elsewhere.publish().generation == 1
    assert elsewhere.there() == elsewhere.here()
    first = elsewhere.there()
    assert elsewhere.publish() == Outcome(1, None, 0)
    add_sentence(elsewhere)
    third = elsewhere.publish()
    assert third.plan is not None
    assert {u.reason for u in third.plan.uploads} == {"内容"}
    assert elsewhere.there() == elsewhere.here()
    assert elsewhere.rollback().generation == 3
    assert elsewhere.there() == first
    assert elsewhere.publish(build=False, verify=True).generation == 4
    assert elsewhere.there() == elsewhere.here()
    assert elsewhere.publish(build=False, verify=True).plan is None
    assert not [f.key for f in elsewhere.store().list(elsewhere.target.prefix) if "lease-" in f.key]


def test_a_withdrawal_is_whole(elsewhere: Place) -> None:
    """What is withdrawn stays readable nowhere that the store shows."""
    secret = "这句话撤回之后谁也不能再看到。"
    add_sentence(elsewhere, secret)
    elsewhere.publish()
    add_sentence(elsewhere, "再一句。")
    elsewhere.publish()
    path = article(elsewhere)
    path.write_text(path.read_text("utf-8").replace("---\n", "---\nstatus: 已撤回\n", 1), encoding="utf-8")
    elsewhere.publish()
    store = elsewhere.store()
    assert [f.key for f in store.list("") if secret.encode() in (store.get(f.key) or b"")] == []
    with pytest.raises(RefusedError, match="撤回过文章"):
        elsewhere.rollback()


def test_mends_and_leaves_alone(elsewhere: Place) -> None:
    """What somebody altered is put back; what is not ours stays."""
    elsewhere.publish()
    store, prefix = elsewhere.store(), elsewhere.target.prefix
    store.put(f"{prefix}index.html", b"defaced", {})
    store.put(f"{prefix}theirs.html", b"theirs", {})
    store.delete([f"{prefix}robots.txt"])
    outcome = elsewhere.publish(build=False, verify=True)
    assert outcome.plan is not None
    assert [(u.path, u.reason) for u in outcome.plan.uploads] == [("robots.txt", "核对"), ("index.html", "核对")]
    assert elsewhere.there() == {**elsewhere.here(), "theirs.html": b"theirs"}
    assert outcome.strangers == ("theirs.html",)


def test_two_publishers_at_once(elsewhere: Place, tmp_path: Path) -> None:
    """Two of different owners: each is done or says that another is at work, and the site is wholly one of theirs.

    And nothing of either is left in the way of the next.
    """
    elsewhere.publish()
    old = elsewhere.here()
    rows = {}
    for owner in ("one", "two"):
        add_sentence(elsewhere, f"{owner}。")
        elsewhere.site.build()
        rows[owner] = elsewhere.here()
        copy = tmp_path / owner
        subprocess.run(["cp", "-r", elsewhere.site.path, copy], check=True)
    came: dict[str, Any] = {}

    def run(owner: str) -> None:
        place = Place(type(elsewhere.site)(tmp_path / owner), elsewhere.target, elsewhere.store)
        place.store = lambda: elsewhere.target.store(tmp_path / owner)
        try:
            came[owner] = place.publish(build=False, owner=owner).generation
        except (StoreError, RefusedError) as error:
            came[owner] = error

    threads = [threading.Thread(target=run, args=(owner,)) for owner in rows]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    numbers = sorted(number for number in came.values() if isinstance(number, int))
    assert numbers in ([2], [2, 3]), came
    assert all("另一个发布" in str(said) for said in came.values() if not isinstance(said, int)), came
    assert Place(elsewhere.site, elsewhere.target, elsewhere.store).there() in [*rows.values()]
    assert rows["one"] != old != rows["two"]
    last = Place(type(elsewhere.site)(tmp_path / "one"), elsewhere.target, elsewhere.store)
    last.publish(build=False, owner="three")
    assert last.there() == rows["one"]


class Killed(BaseException):
    """The publisher is dead."""


class Dying:
    """A store whose publisher dies before or after one of its verbs."""

    def __init__(self, real: Store, at: int, when: str) -> None:
        self._real, self._at, self._when, self.count = real, at, when, 0
        self._lock = threading.Lock()

    @property
    def fence(self) -> fence.Fence:
        return self._real.fence

    def __getattr__(self, name: str) -> Any:
        real = getattr(self._real, name)

        def verb(*given: Any) -> Any:
            with self._lock:
                self.count += 1
                dead = self.count > self._at
                mine = self.count == self._at
            if dead or (mine and self._when == "before"):
                raise Killed
            done = real(*given)
            done = list(done) if name == "list" else done
            if mine:
                raise Killed
            return done

        return verb


@pytest.fixture(scope="module")
def change(tmp_path_factory: pytest.TempPathFactory) -> Change:
    """An article more, and one edited."""
    return changed(tmp_path_factory.mktemp("change"), withdraw=False)


ACTS = ("change", "verify", "rollback", "preview")
KINDS = ("folder", "sftp", "webdav", "git", "seaweedfs")
FEW = [("folder", act) for act in ACTS] + [(kind, "change") for kind in KINDS[1:]] + [("git", "rollback")]


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "act"), [(kind, act) for kind in KINDS for act in ACTS] if EXAMPLES else FEW)
def test_killed_at_any_verb(
    kind: str, act: str, request: pytest.FixtureRequest, change: Change, tmp_path: Path
) -> None:
    """Dead before and after the verbs of a publish, a verification, a rollback, a preview: whole, and converges.

    Every verb in the long campaign (make kill-sweep), a few in the ordinary run.
    """
    old, new = change.files()
    at, points, ended = 2, 0, False
    while not ended:
        for when in ("before", "after") if EXAMPLES else (("before", "after")[at % 2],):
            folder = tmp_path / f"{at}-{when}"
            folder.mkdir()
            target = replace(_target(request, kind, folder), at_once=1)
            place = Place(change.old, target, lambda target=target, folder=folder: target.store(folder))
            place.publish(build=False)
            place.site = change.new
            if act == "rollback":
                place.publish(build=False)
            ended = _acted(act, place, Dying(target.store(folder), at, when))
            points += not ended
            there = place.there()
            assert not [p for p, d in there.items() if d not in (old.get(p), new.get(p))], (at, when)
            assert broken(there) == [], (at, when)
            if act == "preview":
                assert _acted(act, place, target.store(folder))
                shown = Place(change.new, previews.target(target, "pr-1"), place.store).there()
                assert shown.keys() == new.keys()
                assert previews.remove(place.store(), target, "pr-1") == len(new)
            place.publish(build=False)
            assert place.there() == new, (at, when)
            keys = [f.key for f in place.store().list(target.prefix)]
            assert not [key for key in keys if "lease-" in key or "_preview/" in key], (at, when)
            assert place.publish(build=False).plan is None
        at += 1 if EXAMPLES else 16 if kind == "folder" else 40
    assert points >= 1
    if EXAMPLES:
        with request.getfixturevalue("capfd").disabled():
            sys.stdout.write(f"\n{kind}, {act}: dead at {points} points; whole at each, all converged\n")


def _acted(act: str, place: Place, store: Any) -> bool:
    """Whether the publisher lived."""
    dead = Place(place.site, place.target, lambda: store)
    how = publisher.Options(owner="tests")
    try:
        if act == "rollback":
            dead.rollback()
        elif act == "preview":
            previews.put_up("pr-1", place.target, store, place.built(), how, lambda *_: None, date(2026, 1, 1))
        else:
            dead.publish(build=False, verify=act == "verify")
    except Killed:
        return False
    return True


def _target(request: pytest.FixtureRequest, kind: str, folder: Path) -> Target:
    if kind == "folder":
        return Target("t", "folder", prefix="a/", path=str(folder / "public"))
    return target_at(request, kind, folder)


def test_a_push_between_two_questions(request: pytest.FixtureRequest, change: Change, tmp_path: Path) -> None:
    """Somebody pushes after we asked what there is and before we fetch it: what came is looked at, not what was named."""
    target = target_at(request, "git", tmp_path)
    for name in ("mine", "theirs"):
        (tmp_path / name).mkdir()
    mine: Any = target.store(tmp_path / "mine")
    Place(change.old, target, lambda: target.store(tmp_path / "theirs")).publish(build=False)
    asked = mine.git

    def git(*words: str, **more: Any) -> bytes:
        answer: bytes = asked(*words, **more)
        if words[0] == "ls-remote":
            Place(change.new, target, lambda: target.store(tmp_path / "theirs")).publish(build=False)
        return answer

    mine.git = git
    _, new = change.files()
    assert {f.key.removeprefix(target.prefix) for f in mine.list(target.prefix)} >= new.keys()
