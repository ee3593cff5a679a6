"""What a publish will do, as a value: printing it is the dry run. Pure.

Order is what keeps readers safe: bytes that nothing names yet go first, what names them later, home
last, deletes after the commit. At every moment the pages that can be reached name only what is there.
"""

from typing import NamedTuple

from jianbao.errors import PROGRAM
from jianbao.publish.manifest import ADDRESSES, CONTROL, FIXED, PREVIEWS, Files, Item, Manifest, Retained

PHASES = (
    "资源",
    "图片和附件",
    "新文章",
    "新的订阅",
    "新列表",
    "上次没发完的",
    "改动的文章",
    "改动的列表",
    "改动的订阅",
    "首页",
)
_HOME = "index.html"
_SHRINK_LEAST, _SHRINK_SHARE = 10, 0.25
_NOTHING = Manifest({}, (), (), {}, {}, frozenset())


class Upload(NamedTuple):
    """A file to be put in place: ``source`` "" means from output/, else a kept copy's key (rolling back)."""

    path: str
    reason: str
    """新 (new), 内容 (content), 响应头 (headers), 回退 (rolled back), 核对 (found to differ)."""
    phase: int
    source: str = ""


class Past(NamedTuple):
    """What publishes that were killed, or anybody else, may have left in the store."""

    touched: frozenset[str] = frozenset()
    """Paths whose bytes may be neither there nor the last generation's."""
    there: frozenset[str] = frozenset()
    """Of these, what lies there: a reader may have been led to it."""
    done: frozenset[str] = frozenset()
    """Of these, what is as it is now wanted."""
    copied: frozenset[str] = frozenset()
    """Keys that were seen below kept/."""
    other: bool = False
    """Whether a killed publish had another content than this one."""


CLEAN = Past()
"""Nothing is in doubt."""


class Plan(NamedTuple):
    """Everything a publish does, in order."""

    hide: tuple[str, ...]
    """Deleted before anything else: the home page of a first publish that was never finished."""
    restore: tuple[tuple[str, str], ...]
    """(path, key below kept/) that go back to the last generation first, so that only what it names is reachable."""
    keep: tuple[tuple[str, str], ...]
    """(path, key below kept/) of what is about to be overwritten or deleted and may be rolled back to."""
    uploads: tuple[Upload, ...]
    """In the order of their phases."""
    manifest: Manifest
    withdraws: bool
    refused: tuple[str, ...]
    """Why this must not be published, in Chinese."""


class Allowed(NamedTuple):
    """What is refused unless somebody asked for it by name."""

    shrink: bool = False
    """Many files or any address may vanish."""
    bring_back: bool = False
    """What was withdrawn may be a page again."""


NOTHING = Allowed()
"""Of what has to be asked for by name."""


def towards(
    local: Files, last: Manifest | None, number: int, keep: int, *, allowed: Allowed = NOTHING, past: Past = CLEAN
) -> Plan:
    """What turns generation ``number - 1`` into ``number``."""
    before = last or _NOTHING
    withdraws = any(
        item.kind == "tombstone" and ((old := before.files.get(path)) is None or old.kind != "tombstone")
        for path, item in local.items()
    )
    held = before.kept.keys() | past.copied
    restore = () if withdraws else _restored(before, past, held)
    restored = {path for path, _ in restore}
    hide = (_HOME,) if past.other and not last and _HOME in past.touched else ()
    # What the last generation was still to delete goes before anything is put in place: it is not there yet.
    done = past.done - restored - set(hide) - set(before.gone)
    uploads = tuple(_uploads(local, before, past, done, restored))
    gone = before.files.keys() - local.keys()
    loose = {path for path in gone if before.files[path].kind not in FIXED}
    copies: dict[str, str] = {}
    if not withdraws:
        overwritten = {u.path for u in uploads} | done
        copies = dict(_copies(local, before, overwritten | gone, past.touched - restored, held))
    # Nothing that an editor withdrew stays readable, not even for rolling back.
    kept = {} if withdraws else {key: n for key, n in before.kept.items() if n > number - 1 - keep}
    kept.update(dict.fromkeys(copies.values(), number - 1))
    retained, expired = _retained(local, before, number - 1, keep)
    bound = _bound(local, before, withdraws=withdraws)
    returned = sorted(path for path in bound if path in local and local[path].kind not in ("tombstone", "alias"))
    returned += sorted(p for p in bound if p in local and local[p].kind == "alias" and _is(before, p, "tombstone"))
    manifest = Manifest(
        files=local,
        gone=tuple(sorted(loose | expired | (past.touched - local.keys() - retained.keys()))),
        drop=tuple(sorted(held - kept.keys())),
        retained=retained,
        kept=kept,
        withdrawn=frozenset(bound - set(returned)),
    )
    return Plan(
        hide=hide,
        restore=restore,
        keep=tuple((path, key) for path, key in sorted(copies.items()) if key not in held),
        uploads=tuple(sorted(uploads, key=lambda u: (u.phase, u.path))),
        manifest=manifest,
        withdraws=withdraws,
        refused=_refused(local, before, set(gone), allow_shrink=allowed.shrink)
        or (() if allowed.bring_back else _returned(returned)),
    )


def back(last: Manifest, wanted: Manifest, number: int, keep: int, *, past: Past = CLEAN) -> Plan:
    """What restores ``wanted``, an earlier generation, as generation ``number``.

    Tombstones stay: what was withdrawn since is not brought back. Files named by a digest are there
    already, under whatever headers they have now.
    """
    files = dict(wanted.files)
    for path, item in wanted.files.items():
        there = last.files.get(path) or last.retained.get(path)
        if item.kind in FIXED and there:
            files[path] = item._replace(headers=there.headers)
    files.update({path: item for path, item in last.files.items() if item.kind == "tombstone"})
    made = towards(files, last, number, keep, allowed=Allowed(shrink=True), past=past)
    held = last.kept.keys() | past.copied
    uploads = tuple(
        u._replace(reason="回退", source=key_of(files[u.path]))
        for u in made.uploads
        if files[u.path].kind not in FIXED or not (u.path in last.files or u.path in last.retained)
    )
    lost = sorted(u.path for u in uploads if u.source not in held)
    refused = tuple(f"{path} 那时的内容已经清除，不能回退到那一代" for path in lost[:5])
    return made._replace(uploads=uploads, refused=refused or made.refused)


def copies_used(made: Plan, last: Manifest, wanted: Manifest) -> dict[str, Item]:
    """Kept copies that a plan puts in place, with what each must hold."""
    found = {key: last.files[path] for path, key in made.restore}
    return found | {u.source: wanted.files[u.path] for u in made.uploads if u.source}


def key_of(item: Item) -> str:
    """The name of a kept copy: bytes and headers decide it."""
    return f"{item.content}-{item.headers}"


def phase(path: str, item: Item, *, new: bool, met: bool = False) -> int:
    """When a file is put in place; an index into PHASES.

    What is new is named by nothing that a reader can reach until the pages that change are uploaded; of
    the new ones, a list names its feeds. ``met``: a killed publish may have put it there, and named it.
    """
    ending = path.rpartition(".")[2]
    if path == _HOME:
        return 9
    if item.kind in FIXED:
        return 0
    if new and met and ending in ("html", "xml", "json", "txt"):
        return 5
    if ending in ("xml", "json", "txt") or path.startswith("search/"):
        return 3 if new else 8
    if ending != "html":
        return 1
    if new:
        return 2 if item.kind != "other" else 4
    return 6 if item.kind != "other" else 7


def _uploads(local: Files, before: Manifest, past: Past, done: frozenset[str], restored: set[str]) -> list[Upload]:
    found = []
    for path, item in local.items():
        met = path in past.touched
        reason = _reason(item, before.files.get(path), differs=met and path not in restored)
        # A file of an earlier generation that is still there, with these headers, needs no second upload.
        old = before.retained.get(path)
        there = reason == "新" and old is not None and old.headers == item.headers and not met
        if reason and path not in done and not there:
            found.append(Upload(path, reason, phase(path, item, new=reason == "新", met=path in past.there)))
    return found


def _reason(item: Item, before: Item | None, *, differs: bool) -> str:
    if before is None:
        return "新"
    if item.content != before.content:
        return "内容"
    if item.headers != before.headers:
        return "响应头"
    return "核对" if differs else ""


def _bound(local: Files, before: Manifest, *, withdraws: bool) -> set[str]:
    """Paths of what was ever withdrawn. Of a page that is renamed and withdrawn at once, the old address as well."""
    bound = set(before.withdrawn) | {path for path, item in before.files.items() if item.kind == "tombstone"}
    bound |= {path for path, item in local.items() if item.kind == "tombstone"}
    if withdraws:
        bound |= {p for p, item in local.items() if item.kind == "alias" and _is(before, p, "page")}
    return bound


def _is(before: Manifest, path: str, kind: str) -> bool:
    return path in before.files and before.files[path].kind == kind


def _returned(paths: list[str]) -> tuple[str, ...]:
    if not paths:
        return ()
    cure = "多半是构建了旧的版本：先 git pull，再构建；若确实要让撤回的文章回来，加 --bring-back"
    return (*(f"{path} 已经撤回，这次发布会让它回来" for path in paths), cure)


def _restored(before: Manifest, past: Past, held: set[str] | frozenset[str]) -> tuple[tuple[str, str], ...]:
    """What goes back first. Without it a page that only the killed publish had made reachable could be
    replaced by one that names what is not there yet."""
    if not past.other:
        return ()
    old = {path: before.files[path] for path in past.touched & before.files.keys()}
    return tuple((p, key_of(i)) for p, i in sorted(old.items()) if i.kind not in FIXED and key_of(i) in held)


def _copies(
    local: Files, before: Manifest, paths: set[str], doubtful: frozenset[str], held: set[str] | frozenset[str]
) -> list[tuple[str, str]]:
    """(path, key) of what generation ``before`` loses. Of doubtful bytes no copy is made; there may be one."""
    found = []
    for path in sorted(paths & before.files.keys()):
        item = before.files[path]
        if item.kind in FIXED or local.get(path, item._replace(content=""))[:2] == item[:2]:
            continue
        key = key_of(item)
        if path not in doubtful or key in held:
            found.append((path, key))
    return found


def _retained(local: Files, before: Manifest, last: int, keep: int) -> tuple[dict[str, Retained], set[str]]:
    """What stays of earlier generations, and what goes."""
    found = {path: old for path, old in before.retained.items() if path not in local}
    for path, item in before.files.items():
        if path not in local and item.kind in FIXED:
            found[path] = Retained(last, item.headers, item.kind)
    expired = {p for p, old in found.items() if old.until <= last - keep}
    return {path: old for path, old in found.items() if path not in expired}, expired


def _refused(local: Files, before: Manifest, gone: set[str], *, allow_shrink: bool) -> tuple[str, ...]:
    if _HOME not in local:
        return (f"output/ 里没有 index.html：先运行 {PROGRAM}",)
    for own in (CONTROL, PREVIEWS):
        if taken := sorted(path for path in local if path.startswith(own)):
            return (f"{taken[0]} 占用了发布用的位置 {own}：换一个文件夹名",)
    if allow_shrink:
        return ()
    dead = sorted(path for path in gone if before.files[path].kind in ADDRESSES)
    refused = [f"地址 {path} 会消失：给文章写 aliases（旧地址），或用 status: 已撤回 留下说明" for path in dead]
    lost = sum(before.files[path].kind not in (*FIXED, "shard") for path in gone)
    if lost > max(_SHRINK_LEAST, _SHRINK_SHARE * len(before.files)):
        refused.append(f"已发布的 {len(before.files)} 个文件会少掉 {lost} 个：若确实要这样，加 --allow-shrink")
    elif dead:
        refused.append("若确实要让这些地址失效，加 --allow-shrink")
    return tuple(refused)
