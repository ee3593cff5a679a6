"""Publishing, against a real object store (Ceph) and a real folder: whole at every moment, and no address dies."""

from dataclasses import replace

import pytest

from jianbao import pipeline
from jianbao.cache.state import State
from jianbao.publish import publisher
from jianbao.publish.built import Built, RefusedError
from jianbao.publish.publisher import Options, Outcome
from jianbao.publish.stores import StoreError
from jianbao.publish.target import HeaderRule
from tests.places import Place, add_sentence, article


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
    told = place.publish(dry=True)
    assert told.plan is not None
    assert {u.path for u in told.plan.uploads} == place.here().keys()
    assert list(place.store().list("")) == []


def test_headers_alone(place: Place) -> None:
    """Other headers for some files publish those files again, and say why."""
    place.publish()
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
    holding = [f.key for f in store.list("") if (data := store.get(f.key)) and secret.encode() in data]
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
    assert [g.number for g in publisher.history(place.target, place.store())] == [4, 3, 2, 1]


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
    assert {key: store.get(key) for key in others} == others


def test_two_publishers(place: Place) -> None:
    """A publish that another has begun is refused, until it ends or is known to be dead."""
    from jianbao.publish import plan
    from jianbao.publish.record import Record

    place.site.build()
    desk = Record(place.store(), place.target, "somebody@elsewhere")
    desk.claim(desk.log(), plan.towards({}, None, 1, 5), "")
    with pytest.raises(StoreError, match="另一个发布正在进行（somebody@elsewhere"):
        place.publish()
    assert place.there() == {}
    assert place.publish(owner="somebody@elsewhere").generation == 1
    assert place.there() == place.here()


def test_a_dead_one_is_taken_over(place: Place) -> None:
    """--take-over is for a lease whose owner is known to be dead."""
    from jianbao.publish import plan
    from jianbao.publish.record import Record

    desk = Record(place.store(), place.target, "dead@elsewhere")
    desk.claim(desk.log(), plan.towards({}, None, 1, 5), "")
    assert place.publish(take_over=True).generation == 1
    assert place.there() == place.here()
    assert not [f.key for f in place.store().list("") if "lease-" in f.key]


def test_refusals(place: Place) -> None:
    """Nothing built, a home that is missing, a site that shrinks: refused before anything is touched."""
    with State(pipeline.state_path(place.site.path, place.site.path / "output")) as state:
        rows = state.rows()
    with pytest.raises(RefusedError, match="先运行 jianbao"):
        publisher.publish(place.target, place.store(), Built(place.site.path, rows), Options(), lambda *_: None)
    place.publish()
    before = place.there()
    for path in (place.site.path / "content").rglob("*.md"):
        path.unlink()
    with pytest.raises(RefusedError, match="--allow-shrink"):
        place.publish()
    assert place.there() == before


@pytest.mark.parametrize(
    "key",
    ["AKIAIOSFODNN7EXAMPLE", "LTAI5tExampleExample", "AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE", "x/secret+in+use/x"],
)
def test_secrets_are_not_published(key: str, place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page with something like an access key in it stops the publish, and so does the very key that is in use."""
    monkeypatch.setenv("AWS_SESSION_TOKEN", "x/secret+in+use/x")
    add_sentence(place, f"密钥 {key} 不该在这里。")
    with pytest.raises(RefusedError, match="像是密钥"):
        place.publish()
    assert not list(place.store().list(""))
