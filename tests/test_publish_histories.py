"""Any history of edits, publishes, rollbacks and kills, against a store in memory that is looked at after every one.

What must be true at every moment: no page that home leads to names a missing file, and every object is wholly one that
was built. After a publish: the store holds the site, exactly; every kept copy holds what its name says; of what was
withdrawn nothing is left anywhere.
"""

import posixpath
import random
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from jianbao import digest
from jianbao.cache.state import Row
from jianbao.publish import apply, doubt, manifest, publisher
from jianbao.publish.built import Built, RefusedError
from jianbao.publish.publisher import Options, Refreshed
from jianbao.publish.record import Record
from jianbao.publish.stores import Found, md5
from jianbao.publish.stores.fence import Fence
from jianbao.publish.target import Target
from tests.conftest import EXAMPLES

TARGET = Target("t", "folder", prefix="a/", keep=3)
CONTROL = TARGET.prefix + manifest.CONTROL


class Killed(BaseException):
    """The publisher is dead."""


class Memory:
    """A store in memory. ``budget`` requests are answered, the next one never is."""

    def __init__(self) -> None:
        self.objects: dict[str, tuple[bytes, datetime]] = {}
        self.now = datetime(2026, 1, 1, tzinfo=UTC)
        self.budget = -1
        self.requests = 0
        self.fence = Fence()
        self.look: Any = lambda: None

    def _request(self) -> None:
        self.requests += 1
        self.now += timedelta(seconds=1)
        if self.budget == 0:
            raise Killed
        self.budget -= 1

    def list(self, prefix: str) -> Iterator[Found]:
        self._request()
        for key, (data, when) in sorted(self.objects.items()):
            if key.startswith(prefix):
                yield Found(key, md5(data), when)

    def get(self, key: str) -> bytes | None:
        self._request()
        found = self.objects.get(key)
        return found[0] if found else None

    def age(self, key: str) -> timedelta | None:
        self._request()
        found = self.objects.get(key)
        return self.now - found[1] if found else None

    def put(self, key: str, data: bytes, headers: Mapping[str, str]) -> None:
        self._request()
        self.objects[key] = (data, self.now)
        self.look()

    def create(self, key: str, data: bytes) -> bool:
        self._request()
        if key in self.objects:
            return self.objects[key][0] == data
        self.objects[key] = (data, self.now)
        return True

    def copy(self, source: str, key: str) -> bool:
        self._request()
        if source not in self.objects:
            return False
        self.objects[key] = (self.objects[source][0], self.now)
        self.look()
        return True

    def delete(self, keys: Iterable[str]) -> None:
        for key in keys:
            self._request()  # a batch that is killed half-way
            self.objects.pop(key, None)
            self.look()

    def versioning(self) -> str:
        return ""

    def site(self) -> dict[str, bytes]:
        return {
            key.removeprefix(TARGET.prefix): data
            for key, (data, _) in self.objects.items()
            if not key.startswith(CONTROL)
        }


class Archive:
    """A site of pages that name each other: articles their predecessor, lists articles, home all lists."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.articles: dict[str, dict[str, Any]] = {}
        self.theme = 0
        self.count = 0
        self.withdrawn: set[str] = set()

    def edit(self) -> None:
        """One of what editors do."""
        live = [name for name, a in self.articles.items() if not a["dead"]]
        what = self.chance.choice(["add", "add", "edit", "edit", "withdraw", "move", "theme"]) if live else "add"
        name = self.chance.choice(live) if live else ""
        if what == "add":
            self.count += 1
            tags = self.chance.sample("xyz", self.chance.randint(0, 2))
            self.articles[f"a{self.count}"] = {
                "version": 0,
                "tags": tags,
                "dead": False,
                "picture": self.chance.random() < 0.3,
            }
        elif what == "edit":
            self.articles[name]["version"] += 1
            self.articles[name]["tags"] = self.chance.sample("xyz", self.chance.randint(0, 2))
        elif what == "withdraw" and len(live) > 1:
            self.articles[name]["dead"] = True
            self.withdrawn |= {name, *self.articles[name].get("before", ())}
        elif what == "move":
            self.count += 1
            moved = self.articles.pop(name)
            dead = len(live) > 1 and self.chance.random() < 0.3  # renamed and withdrawn at once
            self.articles[f"a{self.count}"] = {**moved, "dead": dead, "before": [*moved.get("before", ()), name]}
            if dead:
                self.withdrawn |= {f"a{self.count}", name, *moved.get("before", ())}
        else:
            self.theme += 1

    def built(self) -> tuple[dict[str, Row], dict[str, bytes]]:
        """The ledger and the files of a build."""
        files: dict[str, tuple[str, str]] = {}
        css = f"assets/s.{self.theme:010x}.css"
        files[css] = ("theme", f"sheet {self.theme}")
        live = [name for name, a in sorted(self.articles.items()) if not a["dead"]]
        text = " ".join(f"secret-{name}- {self.articles[name]['version']}" for name in live)
        mark = digest.of_text(" ".join(live)).hex()[:10]
        files[f"search/{mark}/0.z"] = ("search/level 0", text)
        files["search/index.z"] = ("search", f"search/{mark}/0.z")
        lists: dict[str, list[str]] = {}
        for at, name in enumerate(live):
            article = self.articles[name]
            links = [css, *(f"tags/{tag}.html" for tag in article["tags"])]
            links += [f"{other}.html" for other in (*live[max(0, at - 1) : at], *live[at + 1 : at + 2])]
            if article["picture"]:
                links.append(f"{name}.1234567890.svg")  # an editor's name that looks like a digest
                files[links[-1]] = ("files", f"secret-{name}- picture {article['version']}")
            files[f"{name}.html"] = ("articles/x", f"secret-{name}- {article['version']} | {' '.join(links)}")
            for tag in article["tags"]:
                lists.setdefault(tag, []).append(name)
        for name, article in self.articles.items():
            if article["dead"]:
                files[f"{name}.html"] = ("tombstones", f"gone | {css} index.html")
            for old in article.get("before", ()):
                files[f"{old}.html"] = ("aliases", f"moved | {name}.html")
        for tag, names in lists.items():
            rows = " ".join(f"secret-{name}- {self.articles[name]['version']}" for name in names)
            ends = " ".join(f"{name}.html" for name in names)
            files[f"tags/{tag}.html"] = (f"tags/{tag}", f"{rows} | {css} tags/{tag}.xml {ends}")
            files[f"tags/{tag}.xml"] = (f"tags/{tag}", f"{rows} | {ends}")
        home = " ".join(f"tags/{tag}.html" for tag in lists)
        files["index.html"] = (
            "home",
            f"home {len(live)} | {css} search/index.z {home} {' '.join(f'{n}.html' for n in live[-3:])}",
        )
        data = {path: body.encode() for path, (_, body) in files.items()}
        kept = {p: Row(files[p][0], b"x", len(d), 0, digest.of_bytes(d)) for p, d in data.items()}
        return kept, data


def broken(site: dict[str, bytes]) -> list[tuple[str, str]]:
    """(page, link) of every link to a missing file, among the pages that home leads to."""
    pending, seen, wrong = ["index.html"] if "index.html" in site else [], set(), []
    while pending:
        page = pending.pop()
        if page in seen:
            continue
        seen.add(page)
        for link in site[page].decode().partition("|")[2].split():
            if link not in site:
                wrong.append((page, link))
            elif posixpath.splitext(link)[1] in (".html", ".xml"):
                pending.append(link)
    return wrong


class Shuffled:
    """A pool of one thread that takes the work of a phase in any order."""

    chance = random.Random()

    def __init__(self, threads: int) -> None:
        pass

    def __enter__(self) -> "Shuffled":
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def shutdown(self, **_: Any) -> None:
        pass

    def map(self, function: Any, *given: Any) -> list[Any]:
        work = list(enumerate(zip(*given, strict=True)))
        self.chance.shuffle(work)
        return [value for _, value in sorted((at, function(*arguments)) for at, arguments in work)]


class History:
    """One history, by its seed."""

    def __init__(self, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
        self.chance = random.Random(seed)
        Shuffled.chance = self.chance
        monkeypatch.setattr(apply, "ThreadPoolExecutor", Shuffled)
        monkeypatch.setattr(doubt, "ThreadPoolExecutor", Shuffled)
        self.store = Memory()
        self.store.look = self.look
        self.archive = Archive(self.chance)
        self.archive.edit()
        self.known: dict[str, set[bytes]] = {}
        self.bodies: dict[str, bytes] = {}
        self.unpurged: set[str] = set()
        self.last: dict[str, bytes] = {}
        self.told: list[str] = []

    def purge(self, paths: tuple[str, ...]) -> Refreshed:
        self.unpurged -= set(paths)
        return Refreshed()

    def look(self) -> None:
        now = self.store.site()
        self.unpurged |= {p for p in now.keys() | self.last.keys() if now.get(p) != self.last.get(p)}
        self.last = now
        site = self.store.site()
        assert broken(site) == [], self.told
        assert [p for p, d in site.items() if d not in self.known[p]] == [], self.told

    def publish(self, **options: Any) -> bool:
        """Whether it lived."""
        rows, data = self.archive.built()
        for path, body in data.items():
            self.known.setdefault(path, set()).add(body)
            self.bodies[digest.of_bytes(body).hex()] = body
        given = Options(allow_shrink=True, owner="me", **options)
        try:
            publisher.publish(
                TARGET, self.store, Built(Path(), rows, source=data.__getitem__), given, lambda *_: None, self.purge
            )
        except Killed:
            return False
        self.check(data)
        return True

    def recorded(self) -> dict[int, dict[str, bytes]]:
        """What every generation consists of, by its manifest."""
        budget, self.store.budget = self.store.budget, -1
        desk = Record(self.store, TARGET, "")
        found = {n: desk.manifest(desk.generation(n)).files for n in desk.log().generations}
        self.store.budget = budget
        return {n: {path: self.bodies[item.content] for path, item in files.items()} for n, files in found.items()}

    def check(self, data: dict[str, bytes]) -> None:
        site = self.store.site()
        assert {p: site.get(p) for p in data} == data, self.told
        extra = {p for p in site if p not in data}
        assert all(p.startswith(("assets/", "search/")) for p in extra), (extra, self.told)
        assert not [key for key in self.store.objects if "lease-" in key], self.told
        assert [p for p in self.unpurged if not p.startswith(("assets/", "search/"))] == [], self.told
        for key, (body, _) in self.store.objects.items():
            if "/kept/" in key:
                assert digest.of_bytes(body).hex() == key.rpartition("/")[2].partition("-")[0], (key, self.told)
            for name in self.archive.withdrawn:
                assert f"secret-{name}-".encode() not in body, (key, name, self.told)

    def rollback(self, steps: int) -> bool:
        withdrawn, recorded = set(self.archive.withdrawn), self.recorded()
        try:
            outcome = publisher.rollback(TARGET, self.store, steps, Options(owner="me"), lambda *_: None, self.purge)
        except Killed:
            return False
        except RefusedError as refused:
            self.told.append(f"refused: {refused}")
            return True
        old = recorded[outcome.generation - 1]
        stones = {p: d for p, d in old.items() if d.startswith(b"gone")}
        # The archive may have withdrawn what the store has not heard of yet.
        self.archive.withdrawn = set()
        self.check({**recorded[outcome.generation - 1 - steps], **stones})
        self.archive.withdrawn = withdrawn
        return True

    def run(self, moves: int) -> None:
        for _ in range(moves):
            for _ in range(self.chance.randint(0, 3)):
                self.archive.edit()
            self.store.budget = self.chance.choice([-1, -1, self.chance.randint(0, 60)])
            what = self.chance.choice(["publish", "publish", "publish", "verify", "rollback"])
            before = self.store.budget
            if what == "rollback":
                lived = self.rollback(self.chance.randint(1, 3))
            else:
                lived = self.publish(verify=what == "verify")
            self.told.append(f"{what} {before} {'' if lived else 'killed'}")
        self.store.budget = -1
        assert self.publish()
        requests = self.store.requests
        assert self.publish()
        assert self.store.requests == requests + 2


@pytest.mark.parametrize("seed", range(min(EXAMPLES, 20000) or 300))
def test_any_history_of_publishing(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Edits, kills at any request, rollbacks, verifications: what the head of this file says holds throughout."""
    History(seed, monkeypatch).run(8)
