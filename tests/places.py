"""Where tests publish to: a folder, real object stores, servers and a branch; and what may never be seen there."""

import getpass
import os
import re
import subprocess
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
import yaml

from jianbao import pipeline
from jianbao.cache.state import State
from jianbao.publish import manifest, publisher
from jianbao.publish.built import Built
from jianbao.publish.publisher import Options, Outcome
from jianbao.publish.stores import Store
from jianbao.publish.stores.dry import DryStore
from jianbao.publish.stores.folder import FolderStore
from jianbao.publish.stores.s3 import S3Store
from jianbao.publish.target import Target
from jianbao.search import files
from tests.faults import Proxy, proxy
from tests.sites import Site
from tests.small import CONFIG, small
from tools import gateway as tools
from tools import servers


@pytest.fixture(scope="session")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tools.Gateway]:
    """One Ceph gateway for all tests of a process."""
    if tools.missing():
        pytest.skip("no Ceph here (tools/gateway.py)")
    os.environ.update(
        AWS_ACCESS_KEY_ID=tools.ACCESS, AWS_SECRET_ACCESS_KEY=tools.SECRET, AWS_EC2_METADATA_DISABLED="true"
    )
    running = tools.Gateway(tmp_path_factory.mktemp("ceph")).start()
    yield running
    running.stop()


@pytest.fixture(scope="module")
def between(gateway: tools.Gateway) -> Iterator[Proxy]:
    """A proxy in front of the gateway: it sees the wire, and does what networks do."""
    with proxy(gateway.url) as made:
        yield made


class Place:
    """A site that is built and published to one target, by one store."""

    def __init__(self, site: Site, target: Target, store: Callable[[], Store]) -> None:
        self.site = site
        self.target = target
        self.store = store

    def publish(self, *, build: bool = True, dry: bool = False, **options: Any) -> Outcome:
        if build:
            self.site.build()
        store = self.store()
        return publisher.publish(
            self.target,
            DryStore(store, manifest.CONTROL) if dry else store,
            self.built(),
            Options(**{"owner": "tests", **options}),
            lambda *_: None,
        )

    def built(self) -> Built:
        """The finished build."""
        output = self.site.path / "output"
        with State(pipeline.state_path(self.site.path, output)) as state:
            return Built(output, state.rows(), self.site.path)

    def rollback(self, steps: int = 1) -> Outcome:
        return publisher.rollback(self.target, self.store(), steps, Options(owner="tests"), lambda *_: None)

    def there(self) -> dict[str, bytes]:
        """What a reader could fetch: path → bytes."""
        store, prefix = self.store(), self.target.prefix
        own = (prefix + manifest.CONTROL, prefix + manifest.PREVIEWS)
        keys = [f.key for f in store.list(prefix) if not f.key.startswith(own)]
        return {key.removeprefix(prefix): data for key in keys if (data := store.get(key)) is not None}

    def here(self) -> dict[str, bytes]:
        """What the build made."""
        return {path: data for path, data in self.site.tree().items() if path != ".jianbao"}


def bucket(running: Any, name: str) -> None:
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


def _started(made: servers.Server, name: str) -> servers.Server:
    if name in servers.missing():
        assert os.environ.get("CI") != "true", f"no {name}: see tools/servers.py"
        pytest.skip(f"no {name} here (tools/servers.py)")
    made.start()
    return made


@pytest.fixture(scope="session")
def seaweed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[servers.Server]:
    """One SeaweedFS for all tests of a process."""
    os.environ.update(AWS_ACCESS_KEY_ID=servers.ACCESS, AWS_SECRET_ACCESS_KEY=servers.SECRET)
    running = _started(servers.Seaweed(tmp_path_factory.mktemp("seaweed")), "weed")
    yield running
    running.stop()


@pytest.fixture(scope="session")
def ssh(tmp_path_factory: pytest.TempPathFactory) -> Iterator[servers.Server]:
    """One SSH server."""
    running = _started(servers.Ssh(tmp_path_factory.mktemp("ssh")), "sshd")
    os.environ["JIANBAO_PUBLISH_KEY"] = str(running.folder / "user")
    yield running
    running.stop()


@pytest.fixture(scope="session")
def webdav(tmp_path_factory: pytest.TempPathFactory) -> Iterator[servers.Server]:
    """One WebDAV server."""
    running = _started(servers.Webdav(tmp_path_factory.mktemp("webdav")), "wsgidav")
    os.environ["JIANBAO_PUBLISH_PASSWORD"] = servers.PASSWORD
    yield running
    running.stop()


@pytest.fixture(params=["seaweedfs", "sftp", "webdav", "git"])
def elsewhere(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """A small site with a place to publish it that is neither a folder nor Ceph."""
    site = small(Site(tmp_path / "site"))
    target = target_at(request, request.param, tmp_path)
    return Place(site, target, lambda: target.store(site.path))


def target_at(request: pytest.FixtureRequest, kind: str, folder: Path) -> Target:
    """A target of this kind at a running server, with nothing in it."""
    name = "b" + re.sub(r"[^a-z0-9]", "", folder.name.lower())[-40:]
    if kind == "seaweedfs":
        running = request.getfixturevalue("seaweed")
        bucket(running, name)
        return Target("t", kind, bucket=name, prefix="a/", endpoint=running.url)
    if kind == "sftp":
        running = request.getfixturevalue("ssh")
        (folder / "account").mkdir()
        address = f"sftp://127.0.0.1:{running.port}"
        user = getpass.getuser()
        return Target(
            "t", kind, prefix="a/", endpoint=address, user=user, path=str(folder / "account"),
            host_key=running.fingerprint, at_once=4,
        )  # fmt: skip
    if kind == "webdav":
        running = request.getfixturevalue("webdav")
        return Target("t", kind, prefix=f"{name}/a/", endpoint=running.url, user=servers.USER, at_once=4)
    subprocess.run(["git", "init", "-q", "--bare", str(folder / "forge.git")], check=True)
    return Target("t", kind, prefix="a/", repository=str(folder / "forge.git"), branch="pages")


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


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [v for k, v in attrs if k in ("href", "src") and v and not v.startswith(("http", "mailto", "#"))]


_SITE = yaml.safe_load(CONFIG)["site"]["url"]
_URL = re.compile(re.escape(_SITE) + r"""([^"'<>&\\\s]*)""")
_SHEET_URL = re.compile(r"""url\(["']?(?!data:)([^"')]+)""")


def named(path: str, data: bytes) -> list[str]:
    """The paths that a file of the small site names: links, pictures, feeds, sitemaps, parts of the search index."""
    ending = path.rpartition(".")[2]
    if path == "search/index.z":
        index = files.inflated(data)
        parts = [index[name] for name in ("characters", "folding")] + index["scripts"]
        return [*(f"search/{part}" for part in parts), *(record[1] for record in index["young"] if record[1])]
    if ending not in ("html", "xml", "json", "txt", "css"):
        return []
    text = data.decode()
    found = [unquote(url.partition("#")[0]) for url in _URL.findall(text)]
    found = [url if url.rpartition("/")[2] else f"{url}index.html" for url in found]
    relative = _SHEET_URL.findall(text) if ending == "css" else []
    if ending == "html":
        parser = _Links()
        parser.feed(text)
        relative += parser.found
    folder = os.path.join(urlsplit(_SITE).path, os.path.dirname(path))
    absolute = [os.path.normpath(os.path.join(folder, unquote(link.partition("#")[0]))) for link in relative]
    return found + [link.removeprefix(urlsplit(_SITE).path) for link in absolute]


def broken(there: dict[str, bytes]) -> list[tuple[str, str]]:
    """(file, path) of every missing file that is named by one that home or a robot's first address leads to."""
    if "index.html" not in there:
        return []
    pending, seen, wrong = ["index.html", "robots.txt", "404.html", "search/index.z"], set(), []
    while pending:
        path = pending.pop()
        if path in seen or path not in there:
            continue
        seen.add(path)
        names = named(path, there[path])
        wrong += [(path, name) for name in names if name not in there]
        pending += names
    return wrong
