"""What the last finished build left of a shelf, for those that can be made from what they were.

Only files that are as it left them are given out: by size and time, and when they are read by their digest.
"""

from dataclasses import dataclass
from pathlib import Path

from jianbao import digest, plan
from jianbao.model import Before, Shelf
from jianbao.plan import Disk, Task
from jianbao.state import Row, State


@dataclass(frozen=True, slots=True)
class _Kept:
    """Reads files of output/ that are as the last build left them; LookupError for every other."""

    output: Path
    rows: dict[str, Row]
    on_disk: Disk

    def __call__(self, path: str) -> bytes:
        row = self.rows[path]
        if not plan.damage(row, self.on_disk.get(path)):
            data = (self.output / path).read_bytes()
            if digest.of_bytes(data) == row.content:
                return data
        raise LookupError(path)


def before(
    shelves: list[Shelf],
    tasks: list[Task],
    sealed: dict[str, bytes],
    state: State,
    rows: dict[str, Row],
    on_disk: Disk,
    output: Path,
) -> dict[str, Before]:
    """What the last build knew of the shelves that can make use of it, and whose files are all as it left them."""
    changed = [shelves[t.shelf] for t in tasks if t.only is None]
    wanted = {s.name for s in changed if s.again and s.name in sealed}
    if not wanted:
        return {}
    mine: dict[str, dict[str, bytes]] = {name: {} for name in wanted}
    damaged = set()
    for path, row in rows.items():
        if row.shelf in wanted:
            mine[row.shelf][path] = row.content
            if plan.damage(row, on_disk.get(path)):
                damaged.add(row.shelf)
    read = _Kept(output, rows, on_disk)
    return {name: Before(state.basis(name), mine[name], read) for name in wanted - damaged}
