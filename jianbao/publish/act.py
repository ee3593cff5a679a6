"""Carrying a publish out: claim, upload phase by phase, commit, clean up. No decision is made here.

State lies beside the site and is only ever created, never overwritten, so that a create-only PUT is
all that is needed of the store: one lease for each attempt, which names what it is about to touch, and
one commit record for each generation. Killed anywhere, running again converges.
"""

import gzip
import json
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import NamedTuple

from jianbao.publish import manifest as manifests
from jianbao.publish.manifest import CONTROL, Generation, Item, Manifest
from jianbao.publish.plan import PHASES, Plan
from jianbao.publish.target import Target
from jianbao.store import Store, StoreError

THREADS = 32
Source = Callable[[str], bytes]
"""Path below output/ → bytes. Raises StoreError when they are not what the ledger says."""
Progress = Callable[[int, int, int], None]
"""(files done, files in all, bytes sent)."""


class Claim(NamedTuple):
    """An attempt at a generation: who, and what it said it would touch."""

    owner: str
    paths: frozenset[str]
    kept: frozenset[str]


class Log(NamedTuple):
    """What the control folder tells: two small requests when nothing is under way."""

    number: int
    """Of the last generation; 0 when nothing was ever published."""
    generation: Generation | None
    attempts: int
    """Leases at the next generation: publishes that run or were killed."""
    unfinished: bool
    """Whether the last generation was committed and not cleaned up."""
    generations: tuple[int, ...]


class Desk:
    """A store with the site's prefix, and the names of what lies there."""

    def __init__(self, store: Store, target: Target) -> None:
        self.store = store
        self.target = target
        self._control = target.prefix + CONTROL

    def log(self) -> Log:
        """The state of the control folder."""
        names = [found.key.removeprefix(f"{self._control}log/") for found in self.store.list(f"{self._control}log/")]
        numbers = sorted(int(name[4:]) for name in names if name.startswith("gen-"))
        number = numbers[-1] if numbers else 0
        leases = [int(name[6:14]) for name in names if name.startswith("lease-")]
        generation = self.generation(number) if number else None
        attempts = sum(at == number + 1 for at in leases)
        return Log(number, generation, attempts, any(at <= number for at in leases), tuple(numbers))

    def generation(self, number: int) -> Generation:
        """The record of a generation."""
        got = self.store.get(f"{self._control}log/gen-{number:08}")
        if got is None:
            raise StoreError(f"第 {number} 代的记录不见了；运行 publish --verify")
        return manifests.generation(got.data)

    def manifest(self, number: int) -> Manifest:
        """The manifest of a generation."""
        got = self.store.get(self._files(number))
        if got is None:
            raise StoreError(f"第 {number} 代的清单不见了，不能继续")
        return manifests.read(got.data)

    def claims(self, log: Log, owner: str, *, take_over: bool) -> list[Claim]:
        """Earlier attempts at the next generation. Raises StoreError while one of them may still be running."""
        found = []
        for attempt in range(1, log.attempts + 1):
            got = self.store.get(self._lease(log.number + 1, attempt))
            if got is None:
                continue
            value = json.loads(gzip.decompress(got.data))
            claim = Claim(value["owner"], frozenset(value["paths"]), frozenset(value["kept"]))
            age = got.now - got.modified
            if age < timedelta(minutes=self.target.lease) and claim.owner != owner and not take_over:
                minutes = int(age.total_seconds() // 60)
                raise StoreError(
                    f"另一个发布正在进行（{claim.owner}，{minutes} 分钟前开始）：等它结束；"
                    f"若它已被杀掉，加 --take-over，或等租期（{self.target.lease} 分钟）过去"
                )
            found.append(claim)
        return found

    def claim(self, log: Log, made: Plan, earlier: Iterable[Claim], owner: str) -> None:
        """Says what is about to be touched, before the first byte is. Raises StoreError when another was quicker."""
        paths = {u.path for u in made.uploads}.union(*(c.paths for c in earlier))
        kept = {key for _, key in made.keep}.union(*(c.kept for c in earlier))
        value = {"owner": owner, "paths": sorted(paths), "kept": sorted(kept), "at": time.time_ns()}
        data = gzip.compress(json.dumps(value, ensure_ascii=False).encode(), 9, mtime=0)
        if not self.store.create(self._lease(log.number + 1, log.attempts + 1), data):
            raise StoreError("另一个发布刚刚开始：等它结束再试")

    def apply(self, made: Plan, source: Source, deadline: float, progress: Progress) -> int:
        """Keeps what may be rolled back to, then uploads phase by phase; returns the bytes sent."""
        prefix, kept = self.target.prefix, f"{self._control}kept/"
        done = sent = 0

        def copy(pair: tuple[str, str]) -> None:
            _in_time(deadline)
            self.store.copy(prefix + pair[0], kept + pair[1])

        def put(path: str, copied: str) -> int:
            _in_time(deadline)
            if copied:
                if not self.store.copy(kept + copied, prefix + path):
                    raise StoreError(f"{path} 那时的内容不见了，停在这里；再运行一次 publish 会回到最新的一代")
                return 0
            data = manifests.encoded(path, source(path), self.target)
            self.store.put(prefix + path, data, manifests.headers(path, self.target))
            return len(data)

        with ThreadPoolExecutor(THREADS) as pool:
            list(pool.map(copy, made.keep))
            for phase in range(len(PHASES)):
                mine = [u for u in made.uploads if u.phase == phase]
                # A barrier after each phase: list() raises what any upload raised, and nothing later begins.
                for size in pool.map(put, [u.path for u in mine], [u.source for u in mine]):
                    done, sent = done + 1, sent + size
                    progress(done, len(made.uploads), sent)
        return sent

    def commit(self, generation: Generation, made: Manifest, deadline: float) -> None:
        """Makes the generation; one publisher can. Raises StoreError for the other."""
        _in_time(deadline)
        self.store.put(self._files(generation.number), manifests.written(made), {"Cache-Control": "no-store"})
        _in_time(deadline)
        if not self.store.create(f"{self._control}log/gen-{generation.number:08}", manifests.record(generation)):
            raise StoreError(f"第 {generation.number} 代已由另一个发布完成；再运行一次会接着做")

    def clean(self, log: Log, number: int, made: Manifest, attempts: int) -> None:
        """After the commit: what nobody names any more goes, and last of all the leases."""
        prefix = self.target.prefix
        old = [n for n in log.generations if n <= number - self.target.keep]
        keys = [prefix + path for path in made.gone] + [f"{self._control}kept/{key}" for key in made.drop]
        keys += [f"{self._control}log/gen-{n:08}" for n in old] + [self._files(n) for n in old]
        if keys:
            self.store.delete(keys)
        leases = [self._lease(number, attempt) for attempt in range(1, attempts + 1)]
        if leases:
            self.store.delete(leases)

    def wrong(self, files: dict[str, Item], md5: Callable[[str], str]) -> tuple[frozenset[str], tuple[str, ...]]:
        """(paths that are missing or differ, paths that nobody knows), by listing what is really there."""
        prefix = self.target.prefix
        there = {f.key.removeprefix(prefix): f for f in self.store.list(prefix)}
        there = {path: f for path, f in there.items() if not path.startswith(CONTROL)}
        differ = [path for path in files if path not in there or (there[path].md5 and there[path].md5 != md5(path))]
        return frozenset(differ), tuple(sorted(there.keys() - files.keys()))

    def _lease(self, number: int, attempt: int) -> str:
        return f"{self._control}log/lease-{number:08}-{attempt:03}"

    def _files(self, number: int) -> str:
        return f"{self._control}files/{number:08}.json.gz"


def _in_time(deadline: float) -> None:
    """A publisher that slept cannot be fenced off by plain storage: it stops by its own clock."""
    if time.monotonic() > deadline:
        raise StoreError("发布用的时间超过了租期的一半，停在这里；再运行一次会接着做（config.yaml 里可调大 lease）")
