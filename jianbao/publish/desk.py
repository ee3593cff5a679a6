"""The record of publishing, which lies beside the site: leases, commits, manifests, kept copies.

It is only ever created and deleted, never overwritten, so that a create-only PUT is all that is needed
of the store: one lease for each attempt, which names what it is about to touch, and one commit for each
generation. Whoever holds the newest lease may write; killed anywhere, running again converges.
"""

import gzip
import json
import re
import time
import uuid
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import NamedTuple

from jianbao import digest
from jianbao.publish import manifest as manifests
from jianbao.publish.manifest import CONTROL, Files, Generation, Manifest
from jianbao.publish.plan import CLEAN, Past, Plan
from jianbao.publish.stores import Found, Store, StoreError
from jianbao.publish.target import Target

_NAME = re.compile(r"(gen|lease|files)-(\d{8})(?:-(\d{3,}))?")
_BATCH = 1000


class BusyError(StoreError):
    """Another publish is, or may be, under way."""


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
    attempts: tuple[int, ...]
    """Leases at the next generation: publishes that run or were killed."""
    left: tuple[tuple[int, int], ...]
    """(number, attempt) of leases of generations that were committed and not cleaned up."""
    generations: tuple[int, ...]
    manifests: tuple[tuple[int, int], ...]
    """(number, attempt) of every manifest, those of attempts that were not committed included."""


class Desk:
    """A store with the site's prefix, and the names of what lies there."""

    def __init__(self, store: Store, target: Target, owner: str) -> None:
        self.store = store
        self.target = target
        self.owner = owner
        self.control = target.prefix + CONTROL
        self._until = float("inf")

    def log(self) -> Log:
        """The state of the control folder."""
        names = self._names()
        numbers = sorted(number for kind, number, _ in names if kind == "gen")
        number = numbers[-1] if numbers else 0
        generation = self.generation(number) if number else None
        leases = sorted((at, attempt) for kind, at, attempt in names if kind == "lease")
        return Log(
            number,
            generation,
            tuple(attempt for at, attempt in leases if at == number + 1),
            tuple(lease for lease in leases if lease[0] <= number),
            tuple(numbers),
            tuple(sorted((at, attempt) for kind, at, attempt in names if kind == "files")),
        )

    def _names(self) -> list[tuple[str, int, int]]:
        folder = f"{self.control}log/"
        found = (_NAME.fullmatch(item.key.removeprefix(folder)) for item in self.store.list(folder))
        return [(m[1], int(m[2]), int(m[3] or 0)) for m in found if m]

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

    def claims(self, leases: Iterable[tuple[int, int]], *, take_over: bool) -> list[Claim]:
        """What stands in leases. Raises BusyError while the publish of one of them may still be running."""
        found = []
        for number, attempt in leases:
            key = self._lease(number, attempt)
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

    def claim(self, log: Log, made: Plan, site: str) -> int:
        """Says what is about to be touched, before the first byte is; returns the attempt's number.

        Raises BusyError when another was quicker, be it between our look and our lease.
        """
        # By the clock that goes on while the machine sleeps, and from before the lease exists.
        self._until = _clock() + self.target.lease * 60 / 2
        files = made.manifest.files
        by_mark: dict[str, list[str]] = {}
        for upload in made.uploads:
            by_mark.setdefault(files[upload.path].headers, []).append(upload.path)
        kept = [key for _, key in made.keep]
        value = {
            "owner": self.owner,
            "site": site,
            "paths": by_mark,
            "kept": kept,
            "minutes": self.target.lease,
            "token": uuid.uuid4().hex,
        }
        data = gzip.compress(json.dumps(value, ensure_ascii=False).encode(), 9, mtime=0)
        number, attempt = log.number + 1, max(log.attempts, default=0) + 1
        if not self.store.create(self._lease(number, attempt), data):
            raise BusyError("另一个发布刚刚开始：等它结束再试")
        names = self._names()
        newest = max((at for kind, at, _ in names if kind == "gen"), default=0)
        rivals = {a for kind, at, a in names if kind == "lease" and at == number} - {*log.attempts, attempt}
        if newest != log.number or rivals:
            # Whoever slept between looking and claiming must not write over what was published meanwhile.
            self.store.delete([self._lease(number, attempt)])
            raise BusyError("另一个发布刚刚完成：再运行一次")
        return attempt

    def in_time(self) -> None:
        """A publisher that slept cannot be fenced off by plain storage: it stops by its own clock."""
        if _clock() > self._until:
            raise StoreError("发布用的时间超过了租期的一半，停在这里；再运行一次会接着做（config.yaml 里可调大 lease）")

    def past(
        self,
        claims: list[Claim],
        site: str,
        files: Files,
        before: Manifest | None,
        md5: Callable[[str], str] | None,
        *,
        everything: bool,
    ) -> tuple[Past, tuple[str, ...]]:
        """What the store really holds where that is in doubt, and what lies there that nobody recorded.

        Looked at are the paths of ``claims``, or ``everything``. Without ``md5`` (path → hexadecimal MD5
        of the bytes as they are to be stored) nothing counts as done.
        """
        if not claims and not everything:
            return CLEAN, ()
        there, copied = self._there()
        # Copies are made before the first upload: while one is missing, nothing was touched.
        began = [claim for claim in claims if claim.kept <= copied]
        touched = {path for claim in began for path in claim.headers}
        known, retained = (before.files, before.retained) if before else ({}, {})
        doubtful = (files.keys() if everything else touched & files.keys()) if md5 else frozenset[str]()
        same, done = set(), set()
        for path in doubtful:
            found = there.get(path)
            # A store that knows no MD5 is believed as long as nobody is known to have written.
            if found and (found.md5 == md5(path) if found.md5 and md5 else path not in touched):
                same.add(path)
        for path in touched & same:
            marks = {claim.headers[path] for claim in began if path in claim.headers}
            marks |= {known[path].headers} if path in known else set()
            if marks == {files[path].headers}:
                done.add(path)
        if everything:
            # What counts as being there: as the last generation has it, or kept from an earlier one.
            touched |= {p for p in files.keys() - same if known.get(p) == files[p] or p in retained}
        touched = {path for path in touched if path in there or path in files}
        other = any(claim.site != site for claim in began)
        ours = files.keys() | known.keys() | touched | retained.keys()
        strangers = tuple(sorted(there.keys() - ours)) if everything else ()
        seen = frozenset(touched & there.keys())
        return Past(frozenset(touched), seen, frozenset(done), frozenset(copied), other), strangers

    def _there(self) -> tuple[dict[str, Found], set[str]]:
        """The site's files by path, and the keys below kept/."""
        prefix, kept = self.target.prefix, f"{CONTROL}kept/"
        found = {item.key.removeprefix(prefix): item for item in self.store.list(prefix)}
        copied = {path.removeprefix(kept) for path in found if path.startswith(kept)}
        return {path: item for path, item in found.items() if not path.startswith(CONTROL)}, copied

    def commit(self, generation: Generation, made: Manifest) -> None:
        """Makes the generation; one publisher can. Raises BusyError for the other."""
        self.in_time()
        name = self._files(generation.number, generation.attempt)
        self.store.put(name, manifests.written(made), {"Content-Type": "application/gzip", "Cache-Control": "no-store"})
        self.in_time()
        if not self.store.create(self._gen(generation.number), manifests.record(generation)):
            raise BusyError(f"第 {generation.number} 代已由另一个发布完成；再运行一次会接着做")

    def clean(self, log: Log, generation: Generation, made: Manifest) -> None:
        """After the commit of ``generation``: what nobody names any more goes."""
        number, prefix = generation.number, self.target.prefix
        old = {n for n in log.generations if n <= number - self.target.keep}
        stale = [(n, a) for n, a in log.manifests if n in old or (n == number and a != generation.attempt)]
        keys = [prefix + path for path in made.gone] + [f"{self.control}kept/{key}" for key in made.drop]
        keys += [self._gen(n) for n in sorted(old)] + [self._files(n, a) for n, a in stale]
        self._delete(keys)

    def release(self, leases: Iterable[tuple[int, int]]) -> None:
        """Gives leases back: the very last thing, and safe at any time."""
        self.store.delete([self._lease(number, attempt) for number, attempt in leases])

    def drop(self, keys: Iterable[str]) -> None:
        """Deletes kept copies."""
        self._delete([f"{self.control}kept/{key}" for key in sorted(keys)])

    def delete(self, paths: Iterable[str]) -> None:
        """Deletes files of the site."""
        self._delete([self.target.prefix + path for path in paths])

    def _delete(self, keys: list[str]) -> None:
        for at in range(0, len(keys), _BATCH):
            self.in_time()
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

    def _lease(self, number: int, attempt: int) -> str:
        return f"{self.control}log/lease-{number:08}-{attempt:03}"

    def _files(self, number: int, attempt: int) -> str:
        return f"{self.control}log/files-{number:08}-{attempt:03}"


def _read(key: str, data: bytes) -> Claim:
    """A lease as it stands in the store."""
    try:
        value = json.loads(gzip.decompress(data))
        headers = {path: mark for mark, paths in value["paths"].items() for path in paths}
        return Claim(value["owner"], value["site"], headers, frozenset(value["kept"]), value["minutes"])
    except manifests.DAMAGED:
        cure = "确知没有别的发布在进行，就删去它，再运行 publish --verify"
        raise StoreError(f"租约 {key} 坏了：{cure}") from None


def _clock() -> float:
    """Seconds, those included in which the machine slept."""
    return time.clock_gettime(time.CLOCK_BOOTTIME) if hasattr(time, "CLOCK_BOOTTIME") else time.time()
