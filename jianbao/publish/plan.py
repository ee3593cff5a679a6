"""What a publish will do, as a value: printing it is the dry run. Pure.

Order is what keeps readers safe: bytes that nothing names yet go first, what names them later, home
last, deletes after the commit. At every moment the pages that can be reached name only what is there.
"""

from collections.abc import Mapping
from typing import NamedTuple

from jianbao.publish.manifest import CONTROL, Files, Item, Manifest, immutable

PHASES = ("资源", "图片和附件", "新文章", "新的订阅", "新列表", "改动的文章", "改动的列表", "改动的订阅", "首页")
_SHRINK_LEAST, _SHRINK_SHARE = 10, 0.25
_NOTHING = Manifest({}, (), (), {}, {})


class Upload(NamedTuple):
    """A file to be put in place: ``source`` "" means from output/, else a kept copy's key (rolling back)."""

    path: str
    reason: str
    """新 (new), 内容 (content), 响应头 (headers), 回退 (rolled back), 核对 (found to differ)."""
    phase: int
    source: str = ""


class Plan(NamedTuple):
    """Everything a publish does, in order."""

    keep: tuple[tuple[str, str], ...]
    """(path, key below kept/) of what is about to be overwritten or deleted and may be rolled back to."""
    uploads: tuple[Upload, ...]
    """In the order of their phases."""
    manifest: Manifest
    withdraws: bool
    refused: tuple[str, ...]
    """Why this must not be published, in Chinese."""


def plan(
    local: Files,
    last: Manifest | None,
    number: int,
    keep: int,
    *,
    allow_shrink: bool = False,
    differs: frozenset[str] = frozenset(),
    orphans: frozenset[str] = frozenset(),
) -> Plan:
    """What turns generation ``number - 1`` into ``number``.

    ``differs`` are paths whose bytes in the store may be wrong, because a publish that was killed had
    claimed them or a check found them so; ``orphans`` are kept copies that such a publish made.
    """
    before = last or _NOTHING
    uploads = []
    for path, item in local.items():
        reason = _reason(item, before.files.get(path), path in differs)
        # An asset of an earlier generation that is still there needs no second upload.
        if reason and not (reason == "新" and path in before.retained and path not in differs):
            uploads.append(Upload(path, reason, phase(path, item, reason == "新")))
    gone = {path for path in before.files if path not in local}
    withdraws = any(
        item.kind == "tombstone" and (old := before.files.get(path)) is not None and old.kind != "tombstone"
        for path, item in local.items()
    )
    retained = {path: n for path, n in before.retained.items() if path not in local}
    retained.update({path: number - 1 for path in gone if immutable(path)})
    expired = {path for path, n in retained.items() if n <= number - 1 - keep}
    kept = {key: n for key, n in before.kept.items() if n > number - 1 - keep}
    copies: dict[str, str] = {}
    if withdraws:
        # Nothing that an editor withdrew stays readable, not even for rolling back.
        kept = {}
    else:
        for path in [u.path for u in uploads if u.path in before.files] + sorted(gone):
            if not immutable(path):
                copies[path] = key_of(before.files[path])
                kept[copies[path]] = number - 1
    manifest = Manifest(
        files=local,
        gone=tuple(
            sorted({p for p in gone if not immutable(p)} | expired | (differs - local.keys() - retained.keys()))
        ),
        drop=tuple(sorted((before.kept.keys() | orphans) - kept.keys())),
        retained={path: n for path, n in retained.items() if path not in expired},
        kept=kept,
    )
    return Plan(
        keep=tuple((path, key) for path, key in sorted(copies.items()) if key not in before.kept),
        uploads=tuple(sorted(uploads, key=lambda u: (u.phase, u.path))),
        manifest=manifest,
        withdraws=withdraws,
        refused=_refused(local, before, gone, allow_shrink=allow_shrink),
    )


def back(last: Manifest, wanted: Manifest, number: int, keep: int) -> Plan:
    """What restores ``wanted``, an earlier generation, as generation ``number``.

    Tombstones stay: what was withdrawn since is not brought back.
    """
    tombstones = {path: item for path, item in last.files.items() if item.kind == "tombstone"}
    files = {**wanted.files, **tombstones}
    made = plan(files, last, number, keep, allow_shrink=True)
    uploads = tuple(
        u._replace(reason="回退", source=key_of(files[u.path]) if not immutable(u.path) else "") for u in made.uploads
    )
    lost = [u.path for u in uploads if not (u.source and u.source in last.kept)]
    refused = tuple(f"{path} 那时的内容已经清除，不能回退到那一代" for path in sorted(lost)[:5])
    return made._replace(uploads=uploads, refused=refused)


def key_of(item: Item) -> str:
    """The name of a kept copy: bytes and headers decide it."""
    return f"{item.content}-{item.headers}"


def phase(path: str, item: Item, new: bool) -> int:
    """When a file is put in place; an index into PHASES.

    What is new is named by nothing that a reader can reach until the pages that change are uploaded; of
    the new ones, a list names its feeds.
    """
    ending = path.rpartition(".")[2]
    if path == "index.html":
        return 8
    if immutable(path):
        return 0
    if ending in ("xml", "json", "txt") or path.startswith("search/"):
        return 3 if new else 7
    if ending != "html":
        return 1
    if new:
        return 2 if item.kind != "other" else 4
    return 5 if item.kind != "other" else 6


def _reason(item: Item, before: Item | None, differs: bool) -> str:
    if before is None:
        return "新"
    if item.content != before.content:
        return "内容"
    if item.headers != before.headers:
        return "响应头"
    return "核对" if differs else ""


def _refused(local: Files, before: Manifest, gone: set[str], *, allow_shrink: bool) -> tuple[str, ...]:
    if "index.html" not in local:
        return ("output/ 里没有 index.html：先运行 python build.py",)
    taken = sorted(path for path in local if path.startswith(CONTROL))
    if taken:
        return (f"{taken[0]} 占用了发布记录的位置 {CONTROL}：换一个文件夹名",)
    if allow_shrink:
        return ()
    dead = sorted(path for path in gone if before.files[path].kind in ("page", "tombstone"))
    refused = [f"地址 {path} 会消失：给文章写 aliases（旧地址），或用 status: 已撤回 留下说明" for path in dead]
    lost = len(gone)
    if lost > max(_SHRINK_LEAST, _SHRINK_SHARE * len(before.files)):
        refused.append(f"已发布的 {len(before.files)} 个文件会少掉 {lost} 个：若确实要这样，加 --allow-shrink")
    elif dead:
        refused.append("若确实要让这些地址失效，加 --allow-shrink")
    return tuple(refused)


def counts(made: Plan) -> Mapping[str, int]:
    """How many files by reason, deletes included."""
    found: dict[str, int] = {}
    for upload in made.uploads:
        found[upload.reason] = found.get(upload.reason, 0) + 1
    if made.manifest.gone:
        found["撤下"] = len(made.manifest.gone)
    return found
