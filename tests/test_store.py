"""The stores themselves: what publishing relies on, where a folder or a provider is not like the others."""

import errno
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Self

import pytest

from jianbao.publish.stores import Found, StoreError, folder, s3
from jianbao.publish.stores.folder import FolderStore
from tests.killed import Killed, killing


@pytest.fixture
def linkless(monkeypatch: pytest.MonkeyPatch) -> None:
    """A mount that does not know hard links."""

    def refused(*_: Any) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", refused)


def test_looking_makes_nothing(tmp_path: Path) -> None:
    """A dry run or a history of a folder that does not exist yet leaves it so."""
    store = FolderStore(tmp_path / "public")
    assert (list(store.list("a/")), store.get("a/index.html")) == ([], None)
    assert not (tmp_path / "public").exists()


@pytest.mark.usefixtures("linkless")
def test_created_once_without_links(tmp_path: Path) -> None:
    """One winner where there are no hard links, and no trace of the turn that was taken."""
    store = FolderStore(tmp_path)
    assert store.create("log/gen-1", b"mine")
    assert store.create("log/gen-1", b"mine")
    assert not store.create("log/gen-1", b"theirs")
    assert [found.key for found in store.list("")] == ["log/gen-1"]


@pytest.mark.usefixtures("linkless")
def test_created_whole_without_links(tmp_path: Path) -> None:
    """Killed at any change to the disk, what was being created is absent or whole."""
    made, at = set(), 0
    while True:
        store = FolderStore(tmp_path / str(at))
        try:
            with killing(at) as points:
                store.create("log/lease-1", b"who and what")
        except Killed:
            pass
        made.add(store.get("log/lease-1"))
        if not points.hit:
            break
        at += 1
    assert at > 10
    assert made == {None, b"who and what"}


def test_age_by_the_mount_s_clock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine whose clock is 40 minutes ahead does not take a lease on a mount for an old one."""

    class Ahead(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> Self:
            return super().now(tz) + timedelta(minutes=40)

    monkeypatch.setattr(folder, "datetime", Ahead)
    store = FolderStore(tmp_path)
    store.put("lease", b"", {})
    age = store.age("lease")
    assert age is not None
    assert age < timedelta(minutes=20)
    os.utime(tmp_path / "lease", (0, 0))
    assert (store.age("lease") or timedelta()) > timedelta(days=365)
    assert store.age("nothing") is None
    assert [found.key for found in store.list("")] == ["lease"]


def test_a_folder_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is not taken for an empty one, to which everything would be published anew."""

    def refused(path: Any) -> Any:
        raise PermissionError(errno.EACCES, "Permission denied", str(path))

    monkeypatch.setattr(os, "scandir", refused)
    with pytest.raises(StoreError, match=r"不能读 .*：没有权限；检查权限"):
        list(FolderStore(tmp_path).list("a/_site/log/"))


@pytest.mark.parametrize(
    ("tag", "md5"),
    [
        ('"5eb63bbbe01eeed093cb22bb8f5acdc3"', "5eb63bbbe01eeed093cb22bb8f5acdc3"),
        ('"5EB63BBBE01EEED093CB22BB8F5ACDC3"', "5eb63bbbe01eeed093cb22bb8f5acdc3"),
        ('"5eb63bbbe01eeed093cb22bb8f5acdc3-2"', ""),
    ],
)
def test_digests_of_a_listing(tag: str, md5: str) -> None:
    """OSS writes them in capitals; of what was put in parts there is none."""
    when = datetime(2026, 1, 1, tzinfo=UTC)
    item = {"Key": "a.html", "Size": "11", "ETag": tag, "LastModified": "2026-01-01T00:00:00.000Z"}
    assert s3.found(item) == Found("a.html", md5, when)
