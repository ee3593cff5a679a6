"""The record of publishing, which lies beside the site: leases, commits, manifests, kept copies, what a CDN has
still to be told.

It is only ever created and deleted, never overwritten. A lease names what its attempt is about to touch, under a
name that no other attempt has: whoever puts one up looks around afterwards, and gives way to any other, so that two
publishers never both go on, whatever a store makes of create-only uploads. One commit stands for each generation.
Killed anywhere, running again converges.
"""

import gzip
import json
import uuid
from collections.abc import Iterable
from datetime import timedelta
from typing import NamedTuple

from jianbao import digest
from jianbao import expressions as re
from jianbao.publish import manifest as manifests
from jianbao.publish.manifest import CONTROL, Generation, Manifest
from jianbao.publish.plan import Plan
from jianbao.publish.stores import Found, Store, StoreError
from jianbao.publish.stores.fence import clock
from jianbao.publish.target import Target

_NAME = re.compile(r"(gen|lease|files|refresh)-(\d{8})(?:-(\d{3,}))?(?:-([0-9a-f]{8}))?")
_BATCH = 1000


class BusyError(StoreError):
    """Another publish is, or may be, under way."""


class RivalError(BusyError):
    """Two publishers began at the same moment, and both gave way: trying again a little later decides it."""


class Lease(NamedTuple):
    """A lease by its name: the generation it is at, the attempt, and what tells it from any other."""

    number: int
    attempt: int
    token: str = ""


class Claim(NamedTuple):
    """An attempt at a generation: who, and what it said it would touch."""

    owner: str
    site: str
    """The digest of the files it was to publish."""
    headers: dict[str, str]
    """Path → digest of the headers it was going to have."""
    kept: frozenset[str]
    """Keys below kept/ that it made before its first upload."""
    minutes: int
    """How long its lease holds: what its own configuration said, not ours."""


class Log(NamedTuple):
    """What the control folder tells: two small requests when nothing is under way."""

    number: int
    """Of the last generation; 0 when nothing was ever published."""
    generation: Generation | None
    attempts: tuple[Lease, ...]
    """Leases at the next generation: publishes that run or were killed."""
    left: tuple[Lease, ...]
    """Leases of generations that were committed and not cleaned up."""
    generations: tuple[int, ...]
    manifests: tuple[tuple[int, int], ...]
    """(number, attempt) of every manifest, those of attempts that were not committed included."""
    refreshes: tuple[tuple[int, int], ...]
    """(number, attempt) of every list of addresses that the CDN has still to be told."""
    previews: bool
    """Whether there are previews of branches."""


class Record:
    """A store with the site's prefix, and the names of what lies there."""

    def __init__(self, store: Store, target: Target, owner: str) -> None:
        self.store = store
        self.target = target
        self.owner = owner
        self.control = target.control or target.prefix + CONTROL

    def log(self) -> Log:
        """The state of the control folder."""
        every = [item.key.rpartition("/")[2] for item in self.store.list(f"{self.control}log/")]
        names = _known(every)
        numbers = sorted(lease.number for kind, lease in names if kind == "gen")
        number = numbers[-1] if numbers else 0
        generation = self.generation(number) if number else None
        leases = sorted(lease for kind, lease in names if kind == "lease")
        return Log(
            number,
            generation,
            tuple(lease for lease in leases if lease.number == number + 1),
            tuple(lease for lease in leases if lease.number <= number),
            tuple(numbers),
            tuple(sorted(lease[:2] for kind, lease in names if kind == "files")),
            tuple(sorted(lease[:2] for kind, lease in names if kind == "refresh")),
            any(name.startswith("preview-") for name in every),
        )

    def generation(self, number: int) -> Generation:
        """The record of a generation."""
        data = self.store.get(self._gen(number))
        try:
            if data is not None:
                return manifests.generation(data)
        except manifests.DAMAGED:
            raise StoreError(f"第 {number} 代的记录坏了：删去 {self._gen(number)}，再运行 publish --verify") from None
        raise StoreError(f"第 {number} 代的记录不见了；再运行一次 publish --verify")

    def manifest(self, generation: Generation) -> Manifest:
        """The manifest of a generation."""
        data = self.store.get(self._files(generation.number, generation.attempt))
        try:
            if data is not None:
                return manifests.read(data)
        except manifests.DAMAGED:
            pass
        why = "不见了" if data is None else "坏了"
        cure = f"删去 {self._gen(generation.number)}，再运行 publish --verify"
        raise StoreError(f"第 {generation.number} 代的清单{why}：{cure}") from None

    def claims(self, leases: Iterable[Lease], *, take_over: bool) -> list[Claim]:
        """What stands in leases. Raises BusyError while the publish of one of them may still be running."""
        found = []
        for lease in leases:
            key = self._lease(lease)
            data = self.store.get(key)
            if data is None:
                continue
            claim = _read(key, data)
            if claim.owner != self.owner and not take_over:
                age = self.store.age(key)
                if age is not None and age < timedelta(minutes=claim.minutes):
                    minutes = max(0, int(age.total_seconds() // 60))
                    raise BusyError(
                        f"另一个发布正在进行（{claim.owner}，{minutes} 分钟前开始）：等它结束；"
                        f"若它已被杀掉，加 --take-over，或等租期（{claim.minutes} 分钟）过去"
                    )
            found.append(claim)
        return found

    def claim(self, log: Log, made: Plan, site: str) -> Lease:
        """Says what is about to be touched, before the first byte is.

        Raises BusyError when another was quicker, be it between our look and our lease; RivalError when both
        gave way.
        """
        # By the clock that goes on while the machine sleeps, and from before the lease exists.
        self.store.fence.until(clock() + self.target.lease * 60 / 2)
        files = made.manifest.files
        by_mark: dict[str, list[str]] = {}
        for upload in made.uploads:
            by_mark.setdefault(files[upload.path].headers, []).append(upload.path)
        value = {
            "owner": self.owner,
            "site": site,
            "paths": by_mark,
            "kept": [key for _, key in made.keep],
            "minutes": self.target.lease,
        }
        data = gzip.compress(json.dumps(value, ensure_ascii=False).encode(), 9, mtime=0)
        attempt = max((lease.attempt for lease in log.attempts), default=0) + 1
        mine = Lease(log.number + 1, attempt, uuid.uuid4().hex[:8])
        self.store.put(self._lease(mine), data, {"Content-Type": "application/gzip", "Cache-Control": "no-store"})
        names = _known(item.key.rpartition("/")[2] for item in self.store.list(f"{self.control}log/"))
        leases = {lease for kind, lease in names if kind == "lease" and lease.number == mine.number}
        newest = max((lease.number for kind, lease in names if kind == "gen"), default=0)
        if newest == log.number and leases - {*log.attempts} == {mine}:
            return mine
        # Whoever slept between looking and claiming must not write over what was published meanwhile.
        self.store.delete([self._lease(mine)])
        if mine not in leases:
            raise StoreError("刚写下的租约列举不出来，存储的列举不及时，两个发布会互相覆盖：换一个存储")
        if newest != log.number:
            raise BusyError("另一个发布刚刚完成：再运行一次")
        raise RivalError("另一个发布刚刚开始：等它结束再试")

    def there(self) -> dict[str, Found]:
        """Everything below the prefix: path → what a listing tells."""
        prefix = self.target.prefix
        return {item.key.removeprefix(prefix): item for item in self.store.list(prefix)}

    def commit(self, generation: Generation, made: Manifest) -> None:
        """Makes the generation; one publisher can. Raises BusyError for the other."""
        name, key = self._files(generation.number, generation.attempt), self._gen(generation.number)
        self.store.put(name, manifests.written(made), {"Content-Type": "application/gzip", "Cache-Control": "no-store"})
        data = manifests.record(generation)
        # Read back: a bucket that began to keep versions creates what exists.
        if not self.store.create(key, data) or self.store.get(key) != data:
            raise BusyError(f"第 {generation.number} 代已由另一个发布完成；再运行一次会接着做")

    def clean(self, log: Log, generation: Generation, made: Manifest) -> None:
        """After the commit of ``generation``: what nobody names any more goes."""
        number, prefix = generation.number, self.target.prefix
        old = {n for n in log.generations if n <= number - self.target.keep}
        stale = [(n, a) for n, a in log.manifests if n in old or (n == number and a != generation.attempt)]
        keys = [prefix + path for path in made.gone] + [f"{self.control}kept/{key}" for key in made.drop]
        keys += [self._gen(n) for n in sorted(old)] + [self._files(n, a) for n, a in stale]
        self._delete(keys)

    def owe(self, lease: Lease, paths: Iterable[str]) -> None:
        """Writes down that a CDN has to be told of ``paths``: for as long as it was not, every publish tries."""
        data = gzip.compress(json.dumps(sorted(paths), ensure_ascii=False).encode(), 9, mtime=0)
        headers = {"Content-Type": "application/gzip", "Cache-Control": "no-store"}
        self.store.put(self._refresh(lease.number, lease.attempt), data, headers)

    def owed(self, log: Log) -> tuple[str, ...]:
        """Paths that a CDN has still to be told of."""
        found: set[str] = set()
        for number, attempt in log.refreshes:
            data = self.store.get(self._refresh(number, attempt))
            try:
                found |= set(json.loads(gzip.decompress(data))) if data else set()
            except manifests.DAMAGED:
                found.add("index.html")
        return tuple(sorted(found))

    def paid(self, log: Log) -> None:
        """Crosses out what the CDN was told."""
        self._delete([self._refresh(number, attempt) for number, attempt in log.refreshes])

    def release(self, leases: Iterable[Lease]) -> None:
        """Gives leases back: the very last thing, and safe at any time."""
        self.store.delete([self._lease(lease) for lease in leases])

    def drop(self, keys: Iterable[str]) -> None:
        """Deletes kept copies."""
        self._delete([f"{self.control}kept/{key}" for key in sorted(keys)])

    def delete(self, paths: Iterable[str]) -> None:
        """Deletes files of the site."""
        self._delete([self.target.prefix + path for path in paths])

    def _delete(self, keys: list[str]) -> None:
        for at in range(0, len(keys), _BATCH):
            self.store.delete(keys[at : at + _BATCH])

    def probe(self) -> bool:
        """Whether the store keeps its word that what exists is not created again."""
        # A name of our own: another first publish would take it away between our two looks.
        key = f"{self.control}probe-{digest.of_text(self.owner).hex()[:8]}"
        first = self.store.create(key, uuid.uuid4().hex.encode())
        second = self.store.create(key, uuid.uuid4().hex.encode())
        self.store.delete([key])
        return not (first and second)

    def _gen(self, number: int) -> str:
        return f"{self.control}log/gen-{number:08}"

    def _lease(self, lease: Lease) -> str:
        return f"{self.control}log/lease-{lease.number:08}-{lease.attempt:03}" + (lease.token and f"-{lease.token}")

    def _files(self, number: int, attempt: int) -> str:
        return f"{self.control}log/files-{number:08}-{attempt:03}"

    def _refresh(self, number: int, attempt: int) -> str:
        return f"{self.control}log/refresh-{number:08}-{attempt:03}"


def _known(names: Iterable[str]) -> list[tuple[str, Lease]]:
    """(kind, what its name tells) of the objects of the log that are ours."""
    found = map(_NAME.fullmatch, names)
    return [(m[1], Lease(int(m[2]), int(m[3] or 0), m[4] or "")) for m in found if m]


def _read(key: str, data: bytes) -> Claim:
    """A lease as it stands in the store."""
    try:
        value = json.loads(gzip.decompress(data))
        headers = {path: mark for mark, paths in value["paths"].items() for path in paths}
        return Claim(value["owner"], value["site"], headers, frozenset(value["kept"]), value["minutes"])
    except manifests.DAMAGED:
        cure = "确知没有别的发布在进行，就删去它，再运行 publish --verify"
        raise StoreError(f"租约 {key} 坏了：{cure}") from None
