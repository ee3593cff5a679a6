"""What a build will do, decided before it does anything: pure, and every decision carries its reason.

Refused: two pages that want one path, also where a file system would take them for one.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from jianbao import address
from jianbao.cache.state import Row
from jianbao.errors import AnewError, Level, Problem, SiteError
from jianbao.model import GONE, Before, Page, Shelf
from jianbao.output.inventory import Disk

Fingerprint = Callable[[Page], bytes]


class Task(NamedTuple):
    """A shelf to be looked at: all its pages, or ``only`` some that are damaged on disk."""

    shelf: int
    only: frozenset[str] | None


class Wanted(NamedTuple):
    """A page that the site has, and why its file has to be made."""

    path: str
    owner: str
    shelf: str
    fingerprint: bytes
    reason: str
    """新 (new), 变更 (changed), 丢失 (missing), 被改动 (altered), 重做 (a killed build had claimed it), or ""."""


class Plan(NamedTuple):
    """What a build will do."""

    steps: tuple[Wanted, ...]
    """Pages to be made."""
    prune: tuple[str, ...]
    """Paths that are ours and nobody wants."""
    sealed: tuple[tuple[str, bytes, bytes], ...]
    """Shelves that are new or changed, with their digests and what they are made from."""
    dropped: tuple[str, ...]
    """Shelves that nobody wants."""
    in_the_way: frozenset[str]
    """Wanted paths at which somebody's files stand; those are moved away, not overwritten."""
    total: int
    """Pages the site has."""


def tasks(
    shelves: list[Shelf], sealed: dict[str, bytes], rows: dict[str, Row], on_disk: Disk
) -> tuple[list[Task], list[str]]:
    """(shelves to look at, paths of the pages that cannot have changed).

    ``sealed`` and ``rows`` are the ledger.
    """
    by_shelf: dict[str, list[str]] = {}
    for path, row in rows.items():
        by_shelf.setdefault(row.shelf, []).append(path)
    found: list[Task] = []
    kept: list[str] = []
    for number, shelf in enumerate(shelves):
        if sealed.get(shelf.name) != shelf.digest:
            found.append(Task(number, None))
            continue
        mine = by_shelf.get(shelf.name, [])
        damaged = frozenset(path for path in mine if damage(rows[path], on_disk.get(path)))
        if damaged:
            found.append(Task(number, damaged))
        kept += [path for path in mine if path not in damaged]
    return found, kept


class Chosen(NamedTuple):
    """The pages of a shelf that are to be looked at."""

    pages: Iterable[Page]
    rest: bool
    """Whether all its others are as they were."""
    reason: str
    """Why all have to be looked at though the last build is known; "" where that is not so."""
    gone: frozenset[str] = frozenset()
    """Paths that the last build had and nobody wants any more."""


def pages(shelf: Shelf, before: Before | None) -> Chosen:
    """Which pages of a shelf are to be looked at; ``before`` is given only if all the shelf's files are as sealed."""
    if before and shelf.again:
        try:
            found = list(shelf.again(before))
            gone = frozenset(page.path for page in found if page.template == GONE)
            return Chosen([page for page in found if page.template != GONE], True, "", gone)
        except AnewError as error:
            return Chosen(shelf.pages(), False, error.reason)
    return Chosen(shelf.pages(), False, "")


def looked(
    shelf: str,
    pages: Iterable[Page],
    only: frozenset[str] | None,
    row_of: Callable[[str], Row | None],
    on_disk: Disk,
    fingerprint: Fingerprint,
) -> Iterator[tuple[Page, Row | None, Wanted]]:
    """Each of a shelf's pages, what is known of it, and what has to be done for it."""
    for page in pages:
        if only is None or page.path in only:
            row = row_of(page.path)
            mark = fingerprint(page)
            if row is None:
                _inside(page)
            reason = _reason(row, mark, on_disk.get(page.path))
            if not reason and row and row.shelf != shelf:
                reason = "变更：归属"
            yield page, row, Wanted(page.path, page.owner, shelf, mark, reason)


def changes(
    wanted: list[Wanted],
    kept: list[str],
    shelves: list[Shelf],
    sealed: dict[str, bytes],
    rows: dict[str, Row],
    on_disk: Disk,
    others: int = 0,
) -> Plan:
    """What has to be done so that output/ is what the shelves say.

    ``others`` pages stay that are not among ``kept``, because nothing new could stand in their way. Raises
    SiteError when two pages want one path.
    """
    _no_collisions(wanted, kept, shelves)
    still = {w.path for w in wanted} | set(kept)
    return Plan(
        steps=tuple(w for w in wanted if w.reason),
        prune=tuple(sorted(path for path in rows if path not in still)),
        sealed=tuple((s.name, s.digest, s.basis) for s in shelves if sealed.get(s.name) != s.digest),
        dropped=tuple(sorted(sealed.keys() - {s.name for s in shelves})),
        in_the_way=frozenset(w.path for w in wanted if w.reason == "新" and w.path in on_disk),
        total=len(still) + others,
    )


def _inside(page: Page) -> None:
    """Whatever let such an address through, no file is written beside output/ or under a name that fails there."""
    # The one hidden folder that the web knows (RFC 8615); only public/ has it.
    known = page.owner.startswith("public/")
    wrong = address.fault(page.path.removeprefix(".well-known/") if known else page.path)
    if wrong:
        shown = address.seen(page.path)
        message = f"{page.owner} 的地址 {shown} 不能用：{wrong}"
        where = page.owner if page.owner.startswith("content/") else "config.yaml"
        raise SiteError([Problem(where, 0, 0, Level.ERROR, "bad-name", message, "换一个文件名或名称")])


def damage(row: Row, found: tuple[int, int] | None) -> str:
    """Why a file is not as the last build left it, "" when it is."""
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
        return damage(row, found)
    # A fingerprint is the program's, the templates' and the context's digest, one behind the other.
    parts = [
        name
        for name, at in (("程序", 0), ("模板", 1), ("内容", 2))
        if row.fingerprint[at * 16 : at * 16 + 16] != mark[at * 16 : at * 16 + 16]
    ]
    return "变更：" + "、".join(parts)


def _no_collisions(wanted: Iterable[Wanted], kept: Iterable[str], shelves: list[Shelf]) -> None:
    """Every page has its own path, and none stands where another needs a folder."""
    owners: dict[str, tuple[str, str]] = {}
    problems: list[tuple[tuple[str, str], tuple[str, str], str]] = []
    for path, owner in [*((w.path, w.owner) for w in wanted), *((path, "") for path in kept)]:
        folded = address.key(path)
        if folded in owners:
            problems.append(((path, owner), owners[folded], "只差大小写或字形"))
        owners[folded] = (path, owner)
    folders: dict[str, str] = {}
    for folded in owners:
        folder = folded.rpartition("/")[0]
        while folder and folder not in folders:
            folders[folder] = folded
            folder = folder.rpartition("/")[0]
    problems += [
        (owners[folder], owners[folders[folder]], "一个是文件，一个是文件夹")
        for folder in folders.keys() & owners.keys()
    ]
    if problems:
        raise SiteError([_collision(_owned(one, shelves), _owned(two, shelves), how) for one, two, how in problems])


def _owned(found: tuple[str, str], shelves: list[Shelf]) -> tuple[str, str]:
    """A path with its owner; of a page that nobody had to look at, its shelf is asked."""
    path, owner = found
    pages = (page for shelf in shelves for page in shelf.pages()) if not owner else ()
    return path, owner or next((page.owner for page in pages if page.path == path), "已有的页面")


def _collision(one: tuple[str, str], other: tuple[str, str], how: str) -> Problem:
    (path, owner), (other_path, other_owner) = one, other
    message = f"{owner} 与 {other_owner} 都要用地址 {path}"
    if path != other_path:
        message = f"{owner} 的地址 {path} 与 {other_owner} 的 {other_path} {how}"
    hint = "改其中一处的文件名、slug、旧地址、标签或栏目名"
    where = next((name for name in (owner, other_owner) if name.startswith("content/")), "content")
    mine = next((name for name in (owner, other_owner) if name.startswith("public/")), "")
    if mine:
        where, hint = mine, f"给 {mine} 换一个名字，或删去它"
    return Problem(where, 0, 0, Level.ERROR, "path-taken", message, hint)
