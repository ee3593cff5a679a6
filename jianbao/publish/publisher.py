"""Publishing a site, step by step: look, plan, check, claim, carry out, commit, clean up, tell the CDN.

Killed at any request, the published site is whole, and running again converges. A dry run is the same with another
store (stores/dry.py).
"""

import os
import random
import time
import uuid
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from jianbao.errors import PROGRAM
from jianbao.publish import apply, built, doubt, identity, manifest, plan, revision
from jianbao.publish.apply import Progress
from jianbao.publish.built import Built, RefusedError, Source
from jianbao.publish.manifest import FIXED, Generation, Manifest
from jianbao.publish.plan import Plan
from jianbao.publish.record import BusyError, Lease, Log, Record, RivalError
from jianbao.publish.revision import Order
from jianbao.publish.stores import Store, StoreError
from jianbao.publish.target import Target

_TRIES = 5
"""Of a publish that began at the same moment as another, before it gives up."""


class Refreshed(NamedTuple):
    """What came of telling a CDN."""

    left: tuple[str, ...] = ()
    """Paths of which it was not told: the next publish does."""
    why: str = ""


Refresh = Callable[[tuple[str, ...]], Refreshed]
"""Tells a CDN which paths changed."""


class Options(NamedTuple):
    """How to publish."""

    verify: bool = False
    allow_shrink: bool = False
    bring_back: bool = False
    older: bool = False
    """Whether an older revision may replace a newer one."""
    take_over: bool = False
    """Whether another publisher's lease is known to be a dead one's."""
    owner: str = ""
    """Who publishes. No two publishes of one owner ever run at once, so a lease of its own is a dead one's;
    "" is somebody new."""


class Outcome(NamedTuple):
    """What a publish did."""

    generation: int
    plan: Plan | None
    """None when nothing had changed."""
    sent: int
    strangers: tuple[str, ...] = ()
    """Objects below the prefix that nobody recorded (only with ``verify``)."""
    refreshed: Refreshed = Refreshed()
    notes: tuple[str, ...] = ()
    """What somebody should know all the same, in Chinese."""
    previews: bool = False
    """Whether the target has previews: their days may be over."""


def publish(
    target: Target,
    store: Store,
    site: Built,
    options: Options,
    progress: Progress,
    refresh: Refresh | None = None,
) -> Outcome:
    """Makes the target what output/ is.

    Raises RefusedError, or StoreError with the published site whole.
    """
    if not site.rows or any(not row.fingerprint for row in site.rows.values()):
        raise RefusedError((f"还没有构建，或上一次构建没有完成：先运行 {PROGRAM}",))
    files = manifest.local(site.rows, target, site.extras)
    return _decided(
        lambda: _publish(_Work(Record(store, target, _owner(options)), options, progress, refresh), site, files)
    )


def rollback(
    target: Target, store: Store, steps: int, options: Options, progress: Progress, refresh: Refresh | None = None
) -> Outcome:
    """Makes the target what it was ``steps`` generations ago, as a new generation."""
    return _decided(lambda: _rollback(_Work(Record(store, target, _owner(options)), options, progress, refresh), steps))


def history(target: Target, store: Store) -> list[Generation]:
    """The recorded generations, newest first."""
    record = Record(store, target, "")
    return [record.generation(number) for number in reversed(record.log().generations)]


def _owner(options: Options) -> str:
    return options.owner or uuid.uuid4().hex


class _Work(NamedTuple):
    """What every step of a publish needs."""

    record: Record
    options: Options
    progress: Progress
    refresh: Refresh | None


class _Intent(NamedTuple):
    """A plan, what it makes the site, and from where."""

    made: Plan
    site: str
    source: Source
    revision: str
    newest: str


def _decided(work: Callable[[], Outcome]) -> Outcome:
    """The outcome; of two that began at the same moment each tries again after a while of its own."""
    for attempt in range(_TRIES - 1):
        try:
            return work()
        except RivalError:
            time.sleep(random.random() * 0.3 * 2**attempt)  # noqa: S311 (no secret)
    return work()


def _publish(work: _Work, built_site: Built, files: manifest.Files) -> Outcome:
    record, options = work.record, work.options
    site = manifest.digest_of(files)
    log = record.log()
    same = log.generation is not None and log.generation.files == site
    if same and not (options.verify or log.attempts or log.left):
        return Outcome(log.number, None, 0, refreshed=_refreshed(work, log), previews=log.previews)
    try:
        claims = doubt.Doubt(
            record.claims(log.attempts, take_over=options.take_over),
            record.claims(log.left, take_over=options.take_over),
            options.verify,
        )
    except BusyError:
        if same and not (options.verify or log.attempts):
            return Outcome(log.number, None, 0)  # what the other one still does is to clean up
        raise
    source = built_site.source or built.source(built_site.output, built_site.rows, built_site.extras)
    last = record.manifest(log.generation) if log.generation else None

    def wanted(path: str) -> bytes:
        return manifest.encoded(path, source(path), record.target)

    past, strangers = doubt.past(record, claims, site, files, last, wanted)
    allowed = plan.Allowed(options.allow_shrink, options.bring_back)
    made = plan.towards(files, last, log.number + 1, record.target.keep, allowed=allowed, past=past)
    if made.refused:
        raise RefusedError(made.refused)
    head = revision.head(built_site.folder) if built_site.folder else ""
    notes = _in_order(built_site.folder, head, log, options) if built_site.folder else ()
    idle = same and not (made.uploads or made.restore or past.touched)
    stray = past.copied - last.kept.keys() if last else frozenset[str]()
    _check(record, made, built_site, source)
    if idle and not (log.attempts or log.left or stray):
        return Outcome(log.number, None, 0, strangers, _refreshed(work, log), (), log.previews)
    notes += _versioned(record, made)
    intent = _Intent(made, site, source, head, head or (log.generation.newest if log.generation else ""))
    if idle:
        _tidy(work, log, intent, stray)
        return Outcome(log.number, None, 0, strangers, _refreshed(work), notes, log.previews)
    number, sent = _carry_out(work, log, intent)
    return Outcome(number, made, sent, strangers, _refreshed(work), notes, log.previews)


def _rollback(work: _Work, steps: int) -> Outcome:
    record, options = work.record, work.options
    log = record.log()
    number = log.number - steps
    if log.generation is None or number not in log.generations:
        why = f"一共只有 {log.number} 代" if number < 1 else f"第 {number} 代已经清除"
        raise RefusedError((f"不能回退 {steps} 代，{why}；publish --history 列出能回退的",))
    if number < log.generation.floor:
        raise RefusedError((f"第 {log.generation.floor} 代撤回过文章，不能回退到它以前",))
    claims = doubt.Doubt(
        record.claims(log.attempts, take_over=options.take_over),
        record.claims(log.left, take_over=options.take_over),
    )
    old = record.generation(number)
    last, wanted = record.manifest(log.generation), record.manifest(old)
    site = f"rollback {number}"
    past, _ = doubt.past(record, claims, site, wanted.files, last, None)
    made = plan.back(last, wanted, log.number + 1, record.target.keep, past=past)
    if made.refused:
        raise RefusedError(made.refused)
    # Known before the first page changes: half a rollback would leave a site that never was.
    if bad := doubt.damaged(record, plan.copies_used(made, last, wanted).items()):
        names = sorted(u.path for u in made.uploads if u.source in bad) or bad
        raise RefusedError(
            (*(f"{name} 那时的内容不见了或坏了，不能回退" for name in names[:5]), "请改好文章再构建、发布")
        )

    def nothing(path: str) -> bytes:
        raise StoreError(f"{path} 那时的内容已经清除")

    newest = log.generation.newest or log.generation.revision
    done, sent = _carry_out(work, log, _Intent(made, site, nothing, old.revision, newest))
    return Outcome(done, made, sent, (), _refreshed(work), _versioned(record, made))


def _in_order(folder: Path, head: str, log: Log, options: Options) -> tuple[str, ...]:
    """What is to be known of the order of revisions. Raises RefusedError when the published one is newer."""
    published = (log.generation.newest or log.generation.revision) if log.generation else ""
    order = revision.order(folder, head, published)
    if order in (Order.OLDER, Order.ASIDE) and not options.older:
        what = "比已发布的旧" if order is Order.OLDER else f"不包含已发布的 {published}（在另一个分支上）"
        raise RefusedError(
            (
                f"这里的版本 {head} {what}，发布会让网站倒退",
                f"先 git pull，再构建；若确实要用它代替 {published}，加 --older",
            )
        )
    if order is Order.UNKNOWN:
        return (
            f"这里的 git 里没有已发布的版本 {published}，不知道谁新谁旧：运行 git fetch --unshallow（或 git fetch）"
            "之后就能知道；已经撤回的文章无论如何不会回来",
        )
    return ()


def _versioned(record: Record, made: Plan) -> tuple[str, ...]:
    """What a bucket keeps that keeps versions; looked at each time, because somebody may switch it on any day."""
    word = record.store.versioning()
    if word == "Unknown" and made.withdraws:
        return ("看不到存储桶有没有打开版本控制（缺少查看它的权限）：打开过的，撤下的内容还留在旧版本里",)
    if word not in ("Enabled", "Suspended"):
        return ()
    state = "打开了版本控制" if word == "Enabled" else "曾经打开版本控制（现已暂停），以前的旧版本还在"
    cure = "给旧版本设置过期（生命周期规则），或运行 takedown 目标 --versions 删去它们"
    if made.withdraws or made.manifest.gone:
        return (f"存储桶{state}：这次撤下的内容还留在旧版本里，知道版本号的人读得到；{cure}",)
    return (f"存储桶{state}：每次覆盖都留下旧版本，撤回的文章也会留下；{cure}",) if word == "Enabled" else ()


def _tidy(work: _Work, log: Log, intent: _Intent, stray: Iterable[str]) -> None:
    """The site is as it should be: only what a killed publish left undone is done."""
    record = work.record
    lease = record.claim(log, intent.made, intent.site)
    if log.left and log.generation:
        _finish(work, log, log.generation, record.manifest(log.generation), log.left)
    record.drop(stray)
    record.release([*log.attempts, lease])


def _carry_out(work: _Work, log: Log, intent: _Intent) -> tuple[int, int]:
    """(number of the generation, bytes sent)."""
    record, made = work.record, intent.made
    number = log.number + 1
    if not log.number and not record.probe():
        raise RefusedError(
            (
                "这个存储不理会“只新建、不覆盖”的请求，两个发布同时进行会互相覆盖："
                f"换一个存储，见 {PROGRAM} docs publishing",
            )
        )
    lease = record.claim(log, made, intent.site)
    if log.left and log.generation:
        # A copy that the last generation would drop, and this one counts on, stays.
        last = record.manifest(log.generation)
        wanted = {*made.manifest.kept, *(u.source for u in made.uploads), *(key for _, key in made.restore)}
        last = last._replace(drop=tuple(key for key in last.drop if key not in wanted))
        _finish(work, log, log.generation, last, log.left)
    sent = apply.carry_out(record, made, intent.source, work.progress)
    files = made.manifest.files
    floor = log.generation.floor if log.generation else 1
    generation = Generation(
        number=number,
        time=datetime.now(UTC).isoformat(timespec="seconds"),
        author=os.environ.get("GITHUB_ACTOR") or os.environ.get("GITLAB_USER_LOGIN") or identity.user(),
        revision=intent.revision,
        files=manifest.digest_of(files),
        attempt=lease.attempt,
        total=len(files),
        size=sum(item.size for item in files.values()),
        floor=number if made.withdraws else floor,
        newest=intent.newest,
    )
    record.commit(generation, made.manifest)
    _finish(work, log, generation, made.manifest, [*log.attempts, lease])
    return number, sent


def _finish(work: _Work, log: Log, generation: Generation, made: Manifest, leases: Sequence[Lease]) -> None:
    """What follows a commit; done by the next publish when this one was killed."""
    record = work.record
    if work.refresh and leases:
        claims = record.claims(leases, take_over=True)
        touched = {path for claim in claims for path in claim.headers} | set(made.gone)
        told = {path for path in touched if not ((item := made.files.get(path)) and item.kind in FIXED)}
        # Killed while it gave leases back, the publish before knew of more of them.
        record.owe(leases[-1], told.union(record.owed(log)) if log.refreshes else told)
    record.clean(log, generation, made)
    record.release(leases)
    record.store.fence.until(float("inf"))


def _refreshed(work: _Work, log: Log | None = None) -> Refreshed:
    """Tells the CDN whatever it has still to be told; what it does wrong does not undo the publish."""
    record = work.record
    if not work.refresh:
        return Refreshed()
    log = log or record.log()
    if not log.refreshes:
        return Refreshed()
    owed = record.owed(log)
    came = work.refresh(owed) if owed else Refreshed()
    if set(came.left) == set(owed) and owed:
        return came
    if came.left:
        number, attempt = log.refreshes[-1]
        record.owe(Lease(number, attempt + 1), came.left)
    record.paid(log)
    return came


def _check(record: Record, made: Plan, site: Built, source: Source) -> None:
    """Reads all that is to be uploaded before anything is touched: what is wrong with it is known then."""
    suspect = []
    for upload in made.uploads:
        if not upload.source:
            data = source(upload.path)
            if upload.reason in ("新", "内容") and built.numbered(upload.path, data):
                suspect.append(upload.path)
    if suspect and (faults := site.faults(suspect, lambda path: record.store.get(record.target.prefix + path))):
        raise RefusedError(faults)
