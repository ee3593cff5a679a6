"""What killed publishes leave, and what must not come of it: one test for each way in which it once could."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from jianbao import digest
from jianbao.cache.state import Row, State
from jianbao.publish import identity, manifest, plan, publisher
from jianbao.publish.built import Built, RefusedError
from jianbao.publish.plan import CLEAN, Past
from jianbao.publish.publisher import Options, Outcome, Refreshed
from jianbao.publish.record import Record
from jianbao.publish.stores import StoreError
from jianbao.publish.target import HeaderRule, Target
from tests.test_publish_histories import CONTROL, TARGET, Killed, Memory, broken

Files = dict[str, tuple[str, str]]
"""Path → (shelf, text)."""
SITE: Files = {
    "index.html": ("home", "home 1"),
    "a.html": ("articles/x", "a 1"),
    "b.html": ("articles/x", "b 1"),
    "robots.txt": ("robots.txt", "robots"),
    "assets/s.0123456789.css": ("theme", "sheet"),
    "search/0123456789/0.z": ("search/level 0", "a 1 b 1"),
    "search/index.z": ("search", "manifest 1"),
    "p.1234567890.svg": ("files", "picture 1"),
}


class World:
    """A store in memory, what is published to it, and what its CDN was told."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, target: Target = TARGET) -> None:
        self.store, self.target = Memory(), target
        self.told: list[tuple[str, ...]] = []

    def publish(self, files: Files, kill: str = "", **options: Any) -> Outcome | None:
        """``kill``: the publisher dies after the first change to a key that contains it."""
        data = {path: text.encode() for path, (_, text) in files.items()}
        rows = {p: Row(files[p][0], b"x", len(d), 0, digest.of_bytes(d)) for p, d in data.items()}
        how = Options(**{"owner": "me", "allow_shrink": True, **options})
        try:
            with self._killing(kill):
                return publisher.publish(
                    self.target,
                    self.store,
                    Built(Path(), rows, source=data.__getitem__),
                    how,
                    lambda *_: None,
                    self.tell,
                )
        except Killed:
            return None

    def tell(self, paths: tuple[str, ...]) -> Refreshed:
        self.told.append(paths)
        return Refreshed()

    def rollback(self, steps: int = 1) -> Outcome:
        return publisher.rollback(self.target, self.store, steps, Options(owner="me"), lambda *_: None, self.tell)

    def _killing(self, part: str) -> Any:
        patch = pytest.MonkeyPatch.context()
        store = self.store

        class Killing:
            def __enter__(self) -> None:
                self.patch = patch.__enter__()
                for verb in ("put", "create", "copy"):
                    self.patch.setattr(store, verb, self.wrapped(getattr(store, verb), verb == "copy"), raising=False)

            def wrapped(self, real: Any, copies: bool) -> Any:
                def call(*arguments: Any) -> Any:
                    if part == "!":
                        raise Killed
                    done = real(*arguments)
                    if part and part in arguments[1 if copies else 0]:
                        store.budget = 0
                    return done

                return call

            def __exit__(self, *error: Any) -> None:
                store.budget = -1
                patch.__exit__(*error)

        return Killing()

    def holding(self, text: str) -> list[str]:
        return sorted(key for key, (data, _) in self.store.objects.items() if text.encode() in data)


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    return World(monkeypatch)


def edited(number: int, files: Files = SITE, **more: tuple[str, str]) -> Files:
    """The site with a.html, its search index and home as of an edit."""
    found = {path: item for path, item in files.items() if not path.startswith("search/0")}
    found["a.html"] = ("articles/x", f"a {number}")
    found[f"search/{number:010x}/0.z"] = ("search/level 0", f"a {number} b 1")
    found["search/index.z"] = ("search", f"manifest {number}")
    found["index.html"] = ("home", f"home {number}")
    return {**found, **{name.replace("_", "."): item for name, item in more.items()}}


def withdrawn(files: Files) -> Files:
    """The site with a.html withdrawn."""
    found = edited(99, files)
    found["a.html"] = ("tombstones", "gone")
    found["search/0000000063/0.z"] = ("search/level 0", "b 1")
    return found


def test_a_kill_before_cleaning_up_and_then_an_edit(world: World) -> None:
    """What the killed publish was to delete is deleted by the next, though its own plan does not name it."""
    world.publish(SITE)
    world.publish(edited(2))
    assert world.publish(withdrawn(SITE), kill="/gen-00000003") is None
    assert world.holding("a 1")  # a kept copy, and an old shard
    world.publish({**withdrawn(SITE), "c.html": ("articles/x", "c 1")})
    assert world.holding("a 1") + world.holding("a 2") == []
    assert not [key for key in world.store.objects if "lease-" in key]


def test_what_was_still_to_be_deleted_comes_back(world: World) -> None:
    """What a killed publish leaves undeleted is not counted as there by the next, which has it again."""
    with_c = {**SITE, "c.xml": ("feeds", "c")}
    world.publish(with_c)
    assert world.publish(SITE, kill="/gen-00000002") is None
    assert world.publish(with_c, kill="/lease-00000003") is None  # before the clean-up that it had taken over
    assert "c.xml" in world.store.site()
    outcome = world.publish(with_c)
    assert world.store.site()["c.xml"] == b"c"
    assert outcome is not None
    assert outcome.plan is not None
    assert "c.xml" in {u.path for u in outcome.plan.uploads}
    assert world.publish(with_c, verify=True) == Outcome(3, None, 0)


def test_a_copy_still_to_be_dropped_is_counted_on_again(world: World) -> None:
    """A copy that the killed publish was to drop, and the next needs for rolling back, stays."""
    world.target = replace(TARGET, keep=2)
    home = {n: {**SITE, "index.html": ("home", f"home {n}")} for n in (1, 2, 3, 5)}
    for n in (1, 2, 3):
        world.publish(home[n])
    assert world.publish(home[1], kill="/gen-00000004") is None  # was to drop the copy of the first home
    assert world.publish(home[5], kill="/lease-00000005") is None
    world.publish(home[5])  # finds that copy and counts on it: it is what the fourth generation has
    world.rollback()
    assert world.store.site()["index.html"] == b"home 1"


def test_a_kill_before_cleaning_up_and_then_nothing(world: World) -> None:
    """The same when nothing is to be published; the CDN hears of it after all."""
    world.publish(SITE)
    world.publish(edited(2), kill="/gen-00000002")
    world.told.clear()
    assert world.publish(edited(2)) == Outcome(2, None, 0)
    assert [set(paths) & {"a.html", "index.html"} for paths in world.told] == [{"a.html", "index.html"}]
    assert not [key for key in world.store.objects if "lease-" in key]


def test_copies_are_made_of_what_was_published(world: World) -> None:
    """A second attempt does not copy what the first has already put in its place."""
    world.publish(SITE)
    assert world.publish(edited(2), kill="a/a.html") is None
    world.publish(edited(2))
    world.rollback()
    assert world.store.site()["a.html"] == b"a 1"


def test_rolling_back_after_a_kill(world: World) -> None:
    """What the killed publish had put in place goes too, though the two generations agree on it."""
    world.publish(SITE)
    world.publish({**SITE, "robots.txt": ("robots.txt", "robots 2")})
    assert world.publish(edited(3, d_html=("articles/x", "d")), kill="a/index.html") is None
    world.rollback()
    assert {p: d for p, d in world.store.site().items() if not p.startswith("search/0")} == {
        path: text.encode() for path, (_, text) in SITE.items() if not path.startswith("search/0")
    }


def test_what_lies_there_is_not_sent_again(world: World) -> None:
    """A publish that never gets to its end in one go gets there in several."""
    many = {**SITE, **{f"n{n:03}.html": ("articles/x", f"n {n}") for n in range(100)}}
    assert world.publish(many, kill="a/n060.html") is None
    before = sum(path.startswith("n") for path in world.store.site())
    assert before > 30
    outcome = world.publish(many)
    assert outcome is not None
    assert outcome.plan is not None
    assert sum(u.path.startswith("n") for u in outcome.plan.uploads) == 100 - before


def test_renamed_and_withdrawn_at_once(world: World) -> None:
    """A tombstone at a new address is a withdrawal too: no copy of the old page is kept."""
    world.publish(SITE)
    world.publish(
        {
            **SITE,
            "a.html": ("aliases", "moved"),
            "z.html": ("tombstones", "gone"),
            "search/0123456789/0.z": ("search/level 0", "b 1"),
        }
    )
    assert world.holding("a 1") == []
    with pytest.raises(RefusedError, match="撤回过文章"):
        world.rollback()


def test_a_withdrawal_takes_old_shards_along(world: World) -> None:
    """No earlier shard holds what was withdrawn; style sheets stay for pages that are open somewhere."""
    world.publish(SITE)
    world.publish(edited(2))
    world.publish(withdrawn(SITE))
    assert [path for path in world.store.site() if path.startswith("search/0")] == ["search/0000000063/0.z"]
    assert "assets/s.0123456789.css" in world.store.site()


def test_names_that_look_like_digests() -> None:
    """What an editor named so may change one day: only what we name is kept for ever."""
    rows = {path: Row(shelf, b"x", 1, 0, b"") for path, (shelf, _) in SITE.items()}
    kinds = {path: item.kind for path, item in manifest.local(rows, TARGET).items()}
    assert kinds["p.1234567890.svg"] == "other"
    assert kinds["assets/s.0123456789.css"] == "asset"
    assert kinds["search/0123456789/0.z"] == "shard"
    assert kinds["search/index.z"] == "other"
    forever = {
        path for path, kind in kinds.items() if "immutable" in manifest.headers(path, kind, TARGET)["Cache-Control"]
    }
    assert forever == {"assets/s.0123456789.css"}


def test_shards_change_behind_their_names(world: World) -> None:
    """An edit changes a shard in its place; rolling back brings its old bytes again, coming back the new ones."""
    name = "search/0123456789/0.z"
    world.publish(SITE)
    world.publish({**SITE, name: ("search/level 0", "a 2 b 1")})
    assert world.store.site()[name] == b"a 2 b 1"
    world.rollback()
    assert world.store.site()[name] == b"a 1 b 1"
    world.publish(edited(2))
    assert name not in world.store.site()
    world.publish({**SITE, name: ("search/level 0", "a 3 b 1")})
    assert world.store.site()[name] == b"a 3 b 1"


def test_rolling_back_over_other_headers(world: World) -> None:
    """Headers of files that never change stay as they are; those of pages go back."""
    world.publish(SITE)
    rules = (HeaderRule("*.css", {"Cache-Control": "max-age=1"}), HeaderRule("*.txt", {"Cache-Control": "max-age=1"}))
    world.target = replace(TARGET, headers=rules)
    changed = world.publish(SITE)
    assert changed is not None
    assert changed.plan is not None
    assert [(u.path, u.reason) for u in changed.plan.uploads] == [
        ("assets/s.0123456789.css", "响应头"),
        ("robots.txt", "响应头"),
    ]
    made = world.rollback().plan
    assert made is not None
    assert [u.path for u in made.uploads] == ["robots.txt"]


def test_verify_knows_what_is_retained(world: World) -> None:
    """Old shards and sheets are ours, and no strangers."""
    world.publish(SITE)
    world.publish(edited(2))
    world.store.objects["a/theirs.html"] = (b"theirs", world.store.now)
    outcome = world.publish(edited(2), verify=True)
    assert outcome == Outcome(2, None, 0, ("theirs.html",))


def test_verify_keeps_no_copy_of_what_was_altered(world: World) -> None:
    """A defaced page does not come back by a later rollback."""
    world.publish(SITE)
    world.store.objects["a/a.html"] = (b"defaced", world.store.now)
    world.publish(SITE, verify=True)
    world.publish(edited(2))
    assert world.holding("defaced") == []
    world.rollback()
    assert world.store.site()["a.html"] == b"a 1"


def test_verify_drops_copies_that_nobody_recorded(world: World) -> None:
    """A publisher that slept may leave a copy behind."""
    world.publish(SITE)
    world.store.objects[f"{CONTROL}kept/stray"] = (b"text", world.store.now)
    assert world.publish(SITE, verify=True) == Outcome(1, None, 0)
    assert world.holding("text") == []


def test_a_page_that_may_be_reached_comes_after_what_it_names() -> None:
    """What a killed publish had put up, and perhaps linked, is replaced after new pages and before changed ones."""
    rows = {path: Row(shelf, b"x", 1, 0, path.encode()) for path, (shelf, _) in SITE.items()}
    files = manifest.local(rows, TARGET)
    both = frozenset(("a.html",))
    past = Past(touched=both, there=both, other=True)
    phases = {u.path: plan.PHASES[u.phase] for u in plan.towards(files, None, 1, 3, past=past).uploads}
    assert (phases["b.html"], phases["a.html"], phases["index.html"]) == ("新文章", "上次没发完的", "首页")
    assert {u.path: u.phase for u in plan.towards(files, None, 1, 3, past=CLEAN).uploads}["a.html"] == 2


def test_two_checkouts_are_two_owners(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A lease is taken over at once only by whoever holds the same lock file; a name in CI is as good."""
    owners = []
    for name in ("one", "two"):
        with State(tmp_path / name / "jianbao.sqlite") as state:
            owners.append(identity.owner(state.path.with_suffix(".lock")))
            assert identity.owner(state.path.with_suffix(".lock")) == owners[-1]
    assert owners[0] != owners[1]
    monkeypatch.setenv("JIANBAO_OWNER", "ci")
    assert identity.owner(tmp_path / "one" / "jianbao.lock") == "ci"


def test_busy_cleaning_up_is_no_obstacle_to_nothing(world: World) -> None:
    """Who has nothing to publish does not wait for another's cleaning up; who has, does."""
    world.publish(SITE)
    world.publish(edited(2), kill="/gen-00000002", owner="other")
    assert world.publish(edited(2)) == Outcome(2, None, 0)
    with pytest.raises(StoreError, match="另一个发布正在进行（other"):
        world.publish(edited(3))


@pytest.mark.parametrize("first", [True, False])
def test_killed_twice_and_edited_in_between(first: bool, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that the first killed publish linked is not replaced by one that leads to a leftover of the second.

    The second had put up r.html, which names s.html; the third has r.html without it, and p.html, which home has
    named since the first, now leads to r.html.
    """
    world.target = replace(world.target, at_once=1)

    def site(number: int, **links: str) -> Files:
        found = {f"{name}.html": ("articles/x", f"{name} {number} | {names}") for name, names in links.items()}
        return {**found, "index.html": ("home", f"home {number} | {' '.join(found) if number == 1 else 'p.html'}")}

    if not first:
        world.publish({"index.html": ("home", "home 0 | ")})
    world.publish(site(1, p=""), kill="a/index.html")
    world.publish(site(2, p="r.html", r="s.html", s=""), kill="a/r.html")
    assert "r.html" in world.store.site()
    assert "s.html" not in world.store.site()
    world.store.look = lambda: looked.append(broken(world.store.site()))
    looked: list[list[tuple[str, str]]] = []
    assert world.publish(site(3, p="r.html", r="")) is not None
    assert [wrong for wrong in looked if wrong] == []
    assert len(looked) > 3


def test_killed_while_copying(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """A publish that died before all its copies were made had overwritten nothing: the next makes them."""
    world.target = replace(world.target, at_once=1)
    world.publish(SITE)
    assert world.publish(edited(2), kill="/kept/") is None
    assert sum("/kept/" in key for key in world.store.objects) == 1
    world.publish(edited(2))
    world.rollback()
    assert world.store.site()["a.html"] == b"a 1"


def test_killed_and_then_other_headers(world: World) -> None:
    """Bytes that are right already are sent again when they may lie there under other headers."""
    assert world.publish(SITE, kill="a/index.html") is None
    world.target = replace(TARGET, headers=(HeaderRule("a.html", {"Cache-Control": "max-age=1"}),))
    outcome = world.publish(SITE)
    assert outcome is not None
    assert outcome.plan is not None
    assert {u.path for u in outcome.plan.uploads} >= {"a.html"}
    assert "robots.txt" not in {u.path for u in outcome.plan.uploads}


def test_killed_while_giving_leases_back(world: World) -> None:
    """What the CDN has to be told of an attempt whose lease is given back already is not forgotten."""
    world.publish(SITE)
    assert world.publish(edited(2), kill="a/a.html") is None  # the next has it go back, and does not send it
    world.told.clear()
    real, gone = world.store.delete, iter([True])

    def delete(keys: Iterable[str]) -> None:
        keys = list(keys)
        if "lease-" in keys[0] and len(keys) > 1 and next(gone, None):
            real(keys[:1])
            raise Killed
        real(keys)

    world.store.delete = delete  # type: ignore[method-assign]
    assert world.publish(SITE | {"index.html": ("home", "home 3")}) is None
    world.store.delete = real  # type: ignore[method-assign]
    world.publish(SITE | {"index.html": ("home", "home 3")})
    assert {"a.html", "index.html"} <= {path for paths in world.told for path in paths}


@pytest.mark.parametrize(
    ("part", "message"), [("lease-", "租约 .* 坏了"), ("files-", "清单坏了"), ("gen-", "记录坏了")]
)
def test_a_damaged_record(part: str, message: str, world: World) -> None:
    """What somebody overwrote in the record is named, with what to delete; done so, publishing goes on."""
    world.publish(SITE)
    world.publish(edited(2), kill="a/index.html")
    (key,) = (key for key in world.store.objects if part in key and (part != "files-" or "00000001" in key))
    world.store.objects[key] = (b"overwritten", world.store.now)
    with pytest.raises(StoreError, match=message):
        world.publish(edited(2))
    generation = f"{CONTROL}log/gen-00000001"
    del world.store.objects[key if part == "lease-" else generation]
    world.publish(edited(2), verify=True)
    assert world.store.site()["index.html"] == b"home 2"
    assert world.publish(edited(2)) is not None
    assert not [key for key in world.store.objects if "lease-" in key]


def test_a_lease_holds_as_long_as_its_holder_was_told(world: World) -> None:
    """Another checkout's shorter ``lease`` does not shorten it: its holder may write until half of his own."""
    world.publish(SITE)
    world.publish(edited(2), kill="a/index.html", owner="other")
    world.target = replace(TARGET, lease=10)
    world.store.now += timedelta(minutes=20)
    with pytest.raises(StoreError, match=r"（other，20 分钟前开始）.*租期（60 分钟）"):
        world.publish(edited(2))
    world.store.now += timedelta(minutes=41)
    assert world.publish(edited(2)) is not None


def test_verify_mends_what_comes_back(world: World) -> None:
    """A sheet of an earlier generation that somebody deleted is sent again when the site names it again."""
    world.publish(SITE)
    other = {path: item for path, item in SITE.items() if not path.startswith("assets/")}
    world.publish({**other, "assets/s.9876543210.css": ("theme", "sheet 2")})
    del world.store.objects["a/assets/s.0123456789.css"]
    world.publish(SITE, verify=True)
    assert world.store.site()["assets/s.0123456789.css"] == b"sheet"


def test_two_first_publishes_that_try_the_store(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that tries out a store for the first time is not deceived by another that does the same."""
    mine, other = (Record(world.store, TARGET, owner) for owner in ("mine", "other"))
    real = world.store.create

    def create(key: str, data: bytes) -> bool:
        made = real(key, data)
        with monkeypatch.context() as patch:
            patch.setattr(world.store, "create", real)
            assert other.probe()
        return made

    monkeypatch.setattr(world.store, "create", create)
    assert mine.probe()
    assert world.store.objects == {}


def test_an_issue_s_address_is_for_ever_and_what_is_made_of_its_articles_is_not() -> None:
    """When an issue's only article is withdrawn, its page of everything goes, and that is no dead address."""
    paths = {"2018/4.html": "page", "2018/4/bulletin.html": "other", "2018/4/share.png": "other"}
    rows = {path: Row("issues/2018/4/index.md", b"x", 1, 0, b"") for path in paths}
    rows["2019/bulletin.html"] = Row("articles/2019", b"x", 1, 0, b"")
    kinds = {path: item.kind for path, item in manifest.local(rows, TARGET).items()}
    assert kinds == {**paths, "2019/bulletin.html": "page"}
