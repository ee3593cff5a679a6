"""Publishing: output/ to object storage so that no reader ever meets half a site, and no address dies.

target.py says where, built.py and manifest.py what, plan.py decides (pure), act.py carries it out, desk.py
keeps the record. Killed at any request, the published site is whole, and running again converges.
"""

import getpass
import hashlib
import os
import socket
import uuid
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from jianbao import digest
from jianbao.cache.state import Row
from jianbao.publish import act, built, manifest, plan
from jianbao.publish.act import Progress
from jianbao.publish.built import RefusedError, Source
from jianbao.publish.desk import BusyError, Desk, Log
from jianbao.publish.manifest import FIXED, Generation, Manifest
from jianbao.publish.plan import Plan
from jianbao.publish.stores import Store, StoreError
from jianbao.publish.target import Target, load, named

__all__ = ["Options", "Outcome", "RefusedError", "history", "load", "named", "owner", "publish", "rollback"]

Purge = Callable[[tuple[str, ...]], None]
"""Is told the paths that changed, before the publish counts as finished: told again when it was killed."""


def _nobody(paths: tuple[str, ...]) -> None:
    del paths


class Options(NamedTuple):
    """How to publish."""

    dry_run: bool = False
    verify: bool = False
    allow_shrink: bool = False
    take_over: bool = False
    """Whether another publisher's lease is known to be a dead one's."""
    owner: str = ""
    """Who publishes. No two publishes of one owner ever run at once, so a lease of its own is a dead one's;
    "" is somebody new."""


class Outcome(NamedTuple):
    """What a publish did, or with ``dry_run`` would do."""

    generation: int
    plan: Plan | None
    """None when nothing had changed."""
    sent: int
    strangers: tuple[str, ...] = ()
    """Objects below the prefix that nobody recorded (only with ``verify``)."""


def publish(
    target: Target,
    store: Store,
    output: Path,
    rows: Mapping[str, Row],
    options: Options,
    progress: Progress,
    purge: Purge = _nobody,
) -> Outcome:
    """Makes the target what output/ is; ``rows`` is the ledger of the finished build.

    Raises RefusedError, or StoreError with the published site whole.
    """
    if not rows or any(not row.fingerprint for row in rows.values()):
        raise RefusedError(("还没有构建，或上一次构建没有完成：先运行 python build.py",))
    files = manifest.local(rows, target)
    site = manifest.digest_of(files)
    source = built.source(output, rows)
    desk = Desk(store, target, options.owner or uuid.uuid4().hex)
    log = desk.log()
    same = log.generation is not None and log.generation.files == site
    if same and not (options.verify or log.attempts or log.left):
        return Outcome(log.number, None, 0)
    try:
        claims = desk.claims(_leases(log), take_over=options.take_over)
        desk.claims(log.left, take_over=options.take_over)
    except BusyError:
        if same and not (options.verify or log.attempts):
            return Outcome(log.number, None, 0)  # what the other one still does is to clean up
        raise
    last = desk.manifest(log.generation) if log.generation else None
    past, strangers = desk.past(
        claims,
        site,
        files,
        last,
        lambda path: _md5(manifest.encoded(path, source(path), target)),
        everything=options.verify,
    )
    made = plan.plan(files, last, log.number + 1, target.keep, allow_shrink=options.allow_shrink, past=past)
    if made.refused:
        raise RefusedError(made.refused)
    idle = same and not (made.uploads or made.restore or past.touched)
    stray = past.copied - last.kept.keys() if last else frozenset[str]()
    _check(made, source)
    if options.dry_run or (idle and not (log.attempts or log.left or stray)):
        return Outcome(log.number + (not idle), None if idle else made, 0, strangers)
    ends = _Ends(output, purge)
    if idle:
        _tidy(desk, log, made, site, stray, ends)
        return Outcome(log.number, None, 0, strangers)
    number, sent = _carry_out(desk, log, made, site, source, ends, progress)
    return Outcome(number, made, sent, strangers)


def rollback(
    target: Target, store: Store, steps: int, options: Options, progress: Progress, purge: Purge = _nobody
) -> Outcome:
    """Makes the target what it was ``steps`` generations ago, as a new generation."""
    desk = Desk(store, target, options.owner or uuid.uuid4().hex)
    log = desk.log()
    number = log.number - steps
    if log.generation is None or number not in log.generations:
        why = f"一共只有 {log.number} 代" if number < 1 else f"第 {number} 代已经清除"
        raise RefusedError((f"不能回退 {steps} 代，{why}；publish --history 列出能回退的",))
    if number < log.generation.floor:
        raise RefusedError((f"第 {log.generation.floor} 代撤回过文章，不能回退到它以前",))
    claims = desk.claims(_leases(log), take_over=options.take_over)
    desk.claims(log.left, take_over=options.take_over)
    last, wanted = desk.manifest(log.generation), desk.manifest(desk.generation(number))
    site = f"rollback {number}"
    past, _ = desk.past(claims, site, wanted.files, last, None, everything=False)
    made = plan.back(last, wanted, log.number + 1, target.keep, past=past)
    if made.refused:
        raise RefusedError(made.refused)
    if options.dry_run:
        return Outcome(log.number + 1, made, 0)

    def nothing(path: str) -> bytes:
        raise StoreError(f"{path} 那时的内容已经清除")

    done, sent = _carry_out(desk, log, made, site, nothing, _Ends(None, purge), progress)
    return Outcome(done, made, sent)


def history(target: Target, store: Store) -> list[Generation]:
    """The recorded generations, newest first."""
    desk = Desk(store, target, "")
    return [desk.generation(number) for number in reversed(desk.log().generations)]


def owner(lock: Path) -> str:
    """Who publishes while this process holds the lock file: nobody else on any machine has this name then.

    A user's name and a host's are not enough: two checkouts, or two containers, share them.
    """
    if given := os.environ.get("JIANBAO_OWNER"):
        return given
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text("ascii")
    except OSError:
        boot = ""
    info = lock.stat()
    mark = digest.of_text(f"{boot} {info.st_dev} {info.st_ino}").hex()[:8]
    return f"{_user()}@{socket.gethostname()}#{mark}"


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a container may have users without names
        return "?"


class _Ends(NamedTuple):
    """What a publish needs besides its plan: where it comes from, who is to be told."""

    output: Path | None
    purge: Purge


def _leases(log: Log) -> list[tuple[int, int]]:
    return [(log.number + 1, attempt) for attempt in log.attempts]


def _tidy(desk: Desk, log: Log, made: Plan, site: str, stray: Iterable[str], ends: _Ends) -> None:
    """The site is as it should be: only what a killed publish left undone is done."""
    attempt = desk.claim(log, made, site)
    if log.left and log.generation:
        _finish(desk, log, log.generation, desk.manifest(log.generation), log.left, ends.purge)
    desk.drop(stray)
    desk.release([*_leases(log), (log.number + 1, attempt)])


def _carry_out(
    desk: Desk, log: Log, made: Plan, site: str, source: Source, ends: _Ends, progress: Progress
) -> tuple[int, int]:
    """(number of the generation, bytes sent)."""
    number = log.number + 1
    if not log.number and not desk.probe():
        raise RefusedError(
            ("这个存储不理会“只新建、不覆盖”的请求，两个发布同时进行会互相覆盖：换一个存储，见 docs/publishing.md",)
        )
    attempt = desk.claim(log, made, site)
    leases = [*_leases(log), (number, attempt)]
    if log.left and log.generation:
        # A copy that the last generation would drop, and this one counts on, stays.
        last = desk.manifest(log.generation)
        wanted = {*made.manifest.kept, *(u.source for u in made.uploads), *(key for _, key in made.restore)}
        last = last._replace(drop=tuple(key for key in last.drop if key not in wanted))
        _finish(desk, log, log.generation, last, log.left, ends.purge)
    sent = act.apply(desk, made, source, progress)
    files = made.manifest.files
    floor = log.generation.floor if log.generation else 1
    generation = Generation(
        number=number,
        time=datetime.now(UTC).isoformat(timespec="seconds"),
        author=os.environ.get("GITHUB_ACTOR") or os.environ.get("GITLAB_USER_LOGIN") or _user(),
        revision=built.revision(ends.output) if ends.output else "",
        files=manifest.digest_of(files),
        attempt=attempt,
        total=len(files),
        size=sum(item.size for item in files.values()),
        floor=number if made.withdraws else floor,
    )
    desk.commit(generation, made.manifest)
    _finish(desk, log, generation, made.manifest, leases, ends.purge)
    return number, sent


def _finish(
    desk: Desk, log: Log, generation: Generation, made: Manifest, leases: Iterable[tuple[int, int]], purge: Purge
) -> None:
    """What follows a commit; done by the next publish when this one was killed."""
    leases = list(leases)
    claims = desk.claims(leases, take_over=True)
    desk.clean(log, generation, made)
    touched = {path for claim in claims for path in claim.headers} | set(made.gone)
    purge(tuple(sorted(p for p in touched if not ((item := made.files.get(p)) and item.kind in FIXED))))
    desk.release(leases)


def _check(made: Plan, source: Source) -> None:
    """Reads all that is to be uploaded before anything is touched: what is wrong with it is known then."""
    for upload in made.uploads:
        if not upload.source:
            source(upload.path)


def _md5(data: bytes) -> str:
    return hashlib.md5(data, usedforsecurity=False).hexdigest()
