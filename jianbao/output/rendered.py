"""Pages rendered beside output/: each that a task names is looked at, and made if it would differ."""

import os
from collections.abc import Callable, Sequence
from functools import partial
from itertools import accumulate, chain
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple

from jianbao import digest, workers
from jianbao.files.folders import NEW
from jianbao.model import Before, Page, Shelf
from jianbao.output import plan
from jianbao.output.inventory import Disk
from jianbao.output.plan import Fingerprint, Task, Wanted
from jianbao.output.previous import Ledger

_FEW = 300
"""Pages that are made faster here than by starting processes."""
_STAY = 8
"""Looking at a page costs about this much less than making it."""
_LOT = 25
"""Pages that a process takes at a time, whole shelves of them."""
_MANY = 100_000
"""Pages of which all that is to be told is no burden when it is told at once."""

Render = Callable[[Page], bytes]


class Made(NamedTuple):
    """A rendered file waiting beside output/; ``staged`` "" means that its bytes on disk are right."""

    staged: str
    size: int
    mtime: int
    content: bytes


Looked = tuple[Wanted, Made | None]
"""What has to be done for a page, and what was made if anything."""


class Work(NamedTuple):
    """What a worker needs to look at shelves and render their pages."""

    shelves: list[Shelf]
    ledger: Ledger
    on_disk: Disk
    stage: Path
    fingerprint: Fingerprint
    render: Render
    sealed: frozenset[str]
    """The shelves that the last build knew."""
    before: dict[str, Before]
    """Of the shelves that can be made again from what they were."""

    def size(self, task: Task) -> int:
        """About how many pages are to be made; of a shelf that was there, most stay as they are."""
        shelf = self.shelves[task.shelf]
        if task.only or shelf.name in self.before:
            return len(task.only or ())
        return shelf.size // _STAY if shelf.name in self.sealed else shelf.size


class Found(NamedTuple):
    """What came of looking at shelves."""

    looked: list[Looked]
    """Every page looked at."""
    again: set[str]
    """The shelves whose other pages need no look."""
    anew: tuple[tuple[str, str], ...]
    """The shelves of which all are looked at though less was tried, with reasons."""
    gone: set[str]
    """Paths of pages that shelves of ``again`` had and have no more."""


def files(work: Work, tasks: list[Task], jobs: int, progress: Callable[[int, int], None]) -> Found:
    """The pages of the shelves, on all cores and in their order."""
    sizes = [work.size(task) for task in tasks]
    total = sum(sizes)
    # The largest first: the longest of all, begun last, would be waited for by all others.
    lots = sorted(_lots(sizes), key=lambda lot: -sum(sizes[lot.start : lot.stop]))
    done = list(accumulate((sum(sizes[lot.start : lot.stop]) for lot in lots), initial=0))
    found: list[Looked] = []
    again: set[str] = set()
    anew: list[tuple[str, str]] = []
    gone: set[str] = set()
    answers = workers.results(
        *(_lot, work, [tasks[lot.start : lot.stop] for lot in lots], jobs if total > _FEW else 1),
        together=total <= _MANY,
        begun=lambda turn: progress(done[turn], total),
    )
    made_of = {lot.start: made for lot, made in zip(lots, answers, strict=True)}
    in_order = chain.from_iterable(made for _, made in sorted(made_of.items(), key=itemgetter(0)))
    for task, (made, rest, why, lost) in zip(tasks, in_order, strict=True):
        found += made
        gone |= lost
        if rest:
            again.add(work.shelves[task.shelf].name)
        if why:
            anew.append((work.shelves[task.shelf].name, why))
    progress(total, total)
    return Found(found, again, tuple(anew), gone)


def _lots(sizes: Sequence[int]) -> list[range]:
    """Tasks of these sizes, shared out in their order: as many at a time as have about so many pages."""
    lots: list[range] = []
    first = pages = 0
    for at, size in enumerate(sizes):
        pages += size
        if pages >= _LOT or at + 1 == len(sizes):
            lots.append(range(first, at + 1))
            first, pages = at + 1, 0
    return lots


def _lot(work: Work, tasks: Sequence[Task]) -> "list[tuple[list[Looked], bool, str, frozenset[str]]]":
    return [_shelf(work, task) for task in tasks]


def _shelf(work: Work, task: Task) -> tuple[list[Looked], bool, str, frozenset[str]]:
    """Looks at a shelf and renders what has to be made, beside output/.

    Also whether its other pages are as they were, why that was not known though it was tried, and which are gone.
    """
    found: list[Looked] = []
    shelf = work.shelves[task.shelf]
    pages, rest, reason, gone = plan.pages(shelf, work.before.get(shelf.name))
    row_of = partial(work.ledger.of, shelf.name)
    for page, row, wanted in plan.looked(shelf.name, pages, task.only, row_of, work.on_disk, work.fingerprint):
        if not wanted.reason:
            found.append((wanted, None))
            continue
        data = work.render(page)
        content = digest.of_bytes(data)
        if row and row.content == content and work.on_disk.get(page.path) == (row.size, row.mtime):
            found.append((wanted, Made("", row.size, row.mtime, content)))
            continue
        staged = f"{work.stage}/{os.getpid()}-{task.shelf}-{len(found)}"  # another process may have died over it
        info = _put(staged, data)
        found.append((wanted, Made(staged, info.st_size, info.st_mtime_ns, content)))
    return found, rest, reason, gone


def _put(path: str, data: bytes) -> os.stat_result:
    """Writes a file that was not there; a build from nothing does so for every page, and open() asks what it made."""
    number = os.open(path, NEW, 0o666)
    try:
        # A disk that fills takes a part and says so; the next write tells why.
        written = os.write(number, data)
        while written < len(data):
            written += os.write(number, data[written:])
        return os.fstat(number)
    finally:
        os.close(number)
