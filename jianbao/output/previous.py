"""What the last finished build left of a shelf, for those that can be made from what they were.

Only files that are as it left them are given out: by size and time, and when they are read by their digest.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from jianbao import digest
from jianbao.cache.state import Row, State
from jianbao.errors import AnewError
from jianbao.model import Before, Shelf
from jianbao.output import plan
from jianbao.output.inventory import Disk
from jianbao.output.plan import Task


@dataclass(frozen=True, slots=True)
class Ledger:
    """The ledger's rows: those that were read as a whole, and where that is not all of them the others one by one."""

    rows: dict[str, Row]
    others: Callable[[str], Row | None] | None

    def row(self, path: str) -> Row | None:
        """A file's row."""
        found = self.rows.get(path)
        return self.others(path) if found is None and self.others else found

    def of(self, shelf: str, path: str) -> Row | None:
        """The same for a page that a shelf wants. Of the shelves that were not read only its own pages are its."""
        found = self.row(path)
        return found if found is None or path in self.rows or found.shelf == shelf else None


@dataclass(frozen=True, slots=True)
class _Kept:
    """Reads files of output/ that are as the last build left them; AnewError for every other."""

    output: Path
    ledger: Ledger
    on_disk: Disk

    def __call__(self, path: str) -> bytes:
        row = self.ledger.row(path)
        if row and not plan.damage(row, self.on_disk.get(path)):
            data = (self.output / path).read_bytes()
            if digest.of_bytes(data) == row.content:
                return data
        raise AnewError(f"{path} 不是上次留下的样子")


def before(
    shelves: list[Shelf],
    tasks: list[Task],
    sealed: dict[str, bytes],
    state: State,
    ledger: Ledger,
    on_disk: Disk,
    output: Path,
) -> tuple[dict[str, Before], list[tuple[str, str]]]:
    """What the last build knew of the shelves that can make use of it, and whose files are all as it left them; and
    (name, reason) of those that could, but for their files.

    A shelf whose rows were not read is one of an output/ that is known to be as it was left.
    """
    changed = [shelves[t.shelf] for t in tasks if t.only is None]
    wanted = {s.name for s in changed if s.again and s.name in sealed}
    if not wanted:
        return {}, []
    rows = ledger.rows.items()
    damaged = {row.shelf for path, row in rows if row.shelf in wanted and plan.damage(row, on_disk.get(path))}
    read = _Kept(output, ledger, on_disk)
    lost = [(name, "它的文件不是上次留下的样子") for name in sorted(damaged)]
    return {name: Before(state.basis(name), read) for name in wanted - damaged}, lost
