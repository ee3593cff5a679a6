"""What a build will do, decided before it does anything: pure, and every decision carries its reason.

Refused: two pages that want one path, also where a file system would take them for one.
"""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from jianbao import address
from jianbao.errors import Level, Problem, SiteError
from jianbao.model import Page, Shelf
from jianbao.state import Row

Fingerprint = Callable[[Page], bytes]
Disk = dict[str, tuple[int, int]]
"""Path below output/ → (size, mtime in nanoseconds)."""


class Step(NamedTuple):
    """A file to be made, and why."""

    path: str
    shelf: int
    fingerprint: bytes
    reason: str
    """新 (new), 变更 (changed), 丢失 (missing), 被改动 (altered on disk), 重做 (a killed build had claimed it)."""


class Plan(NamedTuple):
    """What a build will do; printing it is the dry run."""

    steps: tuple[Step, ...]
    prune: tuple[str, ...]
    """Paths that are ours and nobody wants."""
    sealed: tuple[tuple[str, bytes], ...]
    """Shelves that are new or changed, with their digests."""
    dropped: tuple[str, ...]
    """Shelves that nobody wants."""
    in_the_way: frozenset[str]
    """Wanted paths at which somebody's files stand; those are moved away, not overwritten."""
    total: int
    """Pages the site has."""


def look(
    shelves: list[Shelf], sealed: dict[str, bytes], rows: dict[str, Row], on_disk: Disk, fingerprint: Fingerprint
) -> Plan:
    """What has to be done so that output/ is what the shelves say.

    ``sealed`` and ``rows`` are the ledger. Raises SiteError when two pages want one path.
    """
    by_shelf: dict[str, list[str]] = {}
    for path, row in rows.items():
        by_shelf.setdefault(row.shelf, []).append(path)
    steps: list[Step] = []
    fresh: list[tuple[str, bytes]] = []
    wanted: dict[str, tuple[str, str]] = {}
    kept: list[str] = []
    for number, shelf in enumerate(shelves):
        if sealed.get(shelf.name) == shelf.digest:
            mine = by_shelf.get(shelf.name, [])
            kept += mine
            for path in mine:
                reason = _damage(rows[path], on_disk.get(path))
                if reason:
                    steps.append(Step(path, number, rows[path].fingerprint, reason))
            continue
        fresh.append((shelf.name, shelf.digest))
        for page in shelf.pages():
            _want(wanted, page)
            mark = fingerprint(page)
            known = rows.get(page.path)
            reason = _reason(known, mark, on_disk.get(page.path))
            if reason:
                steps.append(Step(page.path, number, mark, reason))
            elif known and known.shelf != shelf.name:
                steps.append(Step(page.path, number, mark, "变更：归属"))
    names = {shelf.name for shelf in shelves}
    if fresh:
        _no_collisions(wanted, kept)
    still = wanted.keys() | set(kept)
    prune = tuple(sorted(path for path in rows if path not in still))
    dropped = tuple(sorted(sealed.keys() - names))
    in_the_way = frozenset(step.path for step in steps if step.reason == "新" and step.path in on_disk)
    return Plan(tuple(steps), prune, tuple(fresh), dropped, in_the_way, len(still))


def _damage(row: Row, found: tuple[int, int] | None) -> str:
    if not row.fingerprint:
        return "重做"
    if found is None:
        return "丢失"
    return "" if found == (row.size, row.mtime) else "被改动"


def _reason(row: Row | None, mark: bytes, found: tuple[int, int] | None) -> str:
    if row is None:
        return "新"
    if not row.fingerprint:
        return "重做"
    if row.fingerprint == mark:
        return _damage(row, found)
    # A fingerprint is the program's, the templates' and the context's digest, one behind the other.
    parts = [
        name
        for name, at in (("程序", 0), ("模板", 1), ("内容", 2))
        if row.fingerprint[at * 16 : at * 16 + 16] != mark[at * 16 : at * 16 + 16]
    ]
    return "变更：" + "、".join(parts)


def _want(wanted: dict[str, tuple[str, str]], page: Page) -> None:
    folded = address.key(page.path)
    other = wanted.setdefault(folded, (page.path, page.owner))
    if other[0] is not page.path:
        raise _collision(page.path, page.owner, *other)


def _collision(path: str, owner: str, other_path: str, other_owner: str) -> SiteError:
    message = f"{owner} 与 {other_owner} 都要用地址 {path}"
    if path != other_path:
        message = f"{owner} 的地址 {path} 与 {other_owner} 的 {other_path} 只差大小写、字形，或一个是文件一个是文件夹"
    return SiteError(
        [
            Problem(
                owner if owner.startswith("content/") else other_owner,
                0,
                0,
                Level.ERROR,
                "path-taken",
                message,
                "改其中一处的文件名、slug、标签或栏目名",
            )
        ]
    )


def _no_collisions(wanted: dict[str, tuple[str, str]], kept: Iterable[str]) -> None:
    """No page stands where another page needs a folder, also among the pages that stay."""
    for path in kept:
        folded = address.key(path)
        if folded in wanted:
            raise _collision(*wanted[folded], path, "已有的页面")
        wanted[folded] = (path, "已有的页面")
    folders: dict[str, str] = {}
    for folded in wanted:
        folder = folded.rpartition("/")[0]
        while folder and folder not in folders:
            folders[folder] = folded
            folder = folder.rpartition("/")[0]
    for folder in folders.keys() & wanted.keys():
        raise _collision(*wanted[folder], *wanted[folders[folder]])
