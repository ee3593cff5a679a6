"""Publishing: output/ to object storage so that no reader ever meets half a site, and no address dies.

target.py says where, manifest.py what, plan.py decides (pure), act.py carries it out. Killed at any
request, the published site is whole, and running again converges.
"""

import getpass
import hashlib
import os
import re
import socket
import subprocess
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from jianbao import digest
from jianbao.publish import manifest, plan
from jianbao.publish.act import Claim, Desk, Log, Progress, Source
from jianbao.publish.manifest import Generation
from jianbao.publish.plan import Plan
from jianbao.publish.target import Target, load, named
from jianbao.state import Row
from jianbao.store import Store, StoreError

__all__ = ["Options", "Outcome", "RefusedError", "history", "load", "named", "publish", "rollback"]

_MANY_ATTEMPTS = 99
"""Leases of one generation that are looked for when a killed publish is cleaned up after."""
_SECRETS = re.compile(rb"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b|\bLTAI[0-9A-Za-z]{12,20}\b|-----BEGIN [A-Z ]*PRIVATE KEY-----")


class Options(NamedTuple):
    """How to publish."""

    dry_run: bool = False
    verify: bool = False
    allow_shrink: bool = False
    take_over: bool = False
    """Whether another publisher's lease is known to be a dead one's."""


class Outcome(NamedTuple):
    """What a publish did, or with ``dry_run`` would do."""

    generation: int
    plan: Plan | None
    """None when nothing had changed."""
    sent: int
    strangers: tuple[str, ...] = ()
    """Objects below the prefix that nobody recorded (only with ``verify``)."""


class RefusedError(Exception):
    """The site must not be published as it is; nothing was changed."""

    def __init__(self, reasons: tuple[str, ...]) -> None:
        self.reasons = reasons
        super().__init__("\n".join(reasons))


def publish(
    target: Target, store: Store, output: Path, rows: Mapping[str, Row], options: Options, progress: Progress
) -> Outcome:
    """Makes the target what output/ is; ``rows`` is the ledger of the finished build.

    Raises RefusedError, or StoreError with the published site whole.
    """
    if not rows or any(not row.fingerprint for row in rows.values()):
        raise RefusedError(("上一次构建没有完成：先运行 python build.py",))
    files = manifest.local(rows, target)
    source = _source(output, rows)
    desk = Desk(store, target)
    log = desk.log()
    differs: frozenset[str] = frozenset()
    strangers: tuple[str, ...] = ()
    if options.verify:
        differs, strangers = desk.wrong(files, lambda path: _md5(manifest.encoded(path, source(path), target)))
    if log.generation and log.generation.files == manifest.digest_of(files) and not (differs or log.attempts):
        if log.unfinished and not options.dry_run:
            _finish(desk, log)
        return Outcome(log.number, None, 0, strangers)
    owner = _owner()
    claims = desk.claims(log, owner, take_over=options.take_over)
    last = desk.manifest(log.number) if log.number else None
    claimed = frozenset().union(*(c.paths for c in claims))
    orphans = frozenset().union(*(c.kept for c in claims))
    made = plan.plan(
        files,
        last,
        log.number + 1,
        target.keep,
        allow_shrink=options.allow_shrink,
        differs=differs | claimed,
        orphans=orphans,
    )
    if made.refused:
        raise RefusedError(made.refused)
    if options.dry_run:
        return Outcome(log.number + 1, made, 0, strangers)
    floor = log.number + 1 if made.withdraws else (log.generation.floor if log.generation else 1)
    sent = _carry_out(desk, log, made, claims, owner, source, floor, output, progress)
    return Outcome(log.number + 1, made, sent, strangers)


def rollback(target: Target, store: Store, steps: int, options: Options, progress: Progress) -> Outcome:
    """Makes the target what it was ``steps`` generations ago, as a new generation."""
    desk = Desk(store, target)
    log = desk.log()
    wanted = log.number - steps
    if log.generation is None or wanted not in log.generations:
        raise RefusedError((f"没有第 {wanted} 代可以回退；publish --history 列出能回退的",))
    if wanted < log.generation.floor:
        raise RefusedError((f"第 {log.generation.floor} 代撤回过文章，不能回退到它以前",))
    owner = _owner()
    claims = desk.claims(log, owner, take_over=options.take_over)
    made = plan.back(desk.manifest(log.number), desk.manifest(wanted), log.number + 1, target.keep)
    if made.refused:
        raise RefusedError(made.refused)
    if options.dry_run:
        return Outcome(log.number + 1, made, 0)

    def nothing(path: str) -> bytes:
        raise StoreError(f"{path} 那时的内容已经清除")

    sent = _carry_out(desk, log, made, claims, owner, nothing, log.generation.floor, None, progress)
    return Outcome(log.number + 1, made, sent)


def history(target: Target, store: Store) -> list[Generation]:
    """The recorded generations, newest first."""
    desk = Desk(store, target)
    return [desk.generation(number) for number in reversed(desk.log().generations)]


def _owner() -> str:
    """Who publishes. The same owner takes its own dead lease over at once: on one machine the site's lock
    lets one publish run, in CI a concurrency group does."""
    return os.environ.get("JIANBAO_OWNER") or f"{getpass.getuser()}@{socket.gethostname()}"


def _carry_out(
    desk: Desk,
    log: Log,
    made: Plan,
    claims: list[Claim],
    owner: str,
    source: Source,
    floor: int,
    output: Path | None,
    progress: Progress,
) -> int:
    number = log.number + 1
    desk.claim(log, made, claims, owner)
    deadline = time.monotonic() + desk.target.lease * 60 / 2
    sent = desk.apply(made, source, deadline, progress)
    files = made.manifest.files
    generation = Generation(
        number=number,
        time=datetime.now(UTC).isoformat(timespec="seconds"),
        author=os.environ.get("GITHUB_ACTOR") or os.environ.get("GITLAB_USER_LOGIN") or getpass.getuser(),
        revision=_revision(output),
        files=manifest.digest_of(files),
        total=len(files),
        size=sum(item.size for item in files.values()),
        floor=floor,
    )
    desk.commit(generation, made.manifest, deadline)
    desk.clean(log, number, made.manifest, log.attempts + 1)
    return sent


def _finish(desk: Desk, log: Log) -> None:
    """Deletes what a publish that was killed after its commit had left."""
    desk.clean(log, log.number, desk.manifest(log.number), _MANY_ATTEMPTS)


def _source(output: Path, rows: Mapping[str, Row]) -> Source:
    def read(path: str) -> bytes:
        try:
            data = (output / path).read_bytes()
        except OSError:
            raise StoreError(f"output/{path} 不见了：重新运行 python build.py") from None
        if digest.of_bytes(data) != rows[path].content:
            raise StoreError(f"output/{path} 在构建之后被改动过：重新运行 python build.py")
        if _SECRETS.search(data):
            raise StoreError(f"output/{path} 里有像是密钥的内容，不能发布：从文章里删去")
        return data

    return read


def _revision(output: Path | None) -> str:
    """The git revision that was built, "" outside git."""
    if output is None:
        return ""
    try:
        done = subprocess.run(
            ["git", "rev-parse", "--short=12", "HEAD"],
            cwd=output.parent,
            capture_output=True,
            text=True,
            timeout=10,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


def _md5(data: bytes) -> str:
    return hashlib.md5(data, usedforsecurity=False).hexdigest()
