"""The one act of an import: the files of a plan, all of them or none, and none over an existing one."""

import os
from pathlib import Path

from jianbao.errors import UsageError, reason
from jianbao.importer.model import Plan


def write(site: Path, plan: Plan, *, cure: str = "改用 --issue 另起一期，或先移开它") -> tuple[str, ...]:
    """Writes the plan's files; returns their paths below the site. Raises UsageError, nothing written.

    ``cure`` is what to do when one of them is there already.
    """
    taken = [path for path, _ in plan.files if os.path.lexists(site / path)]
    if taken:
        raise UsageError(f"{taken[0]} 已经有了，什么也没有写下；{cure}")
    made: list[Path] = []
    folders: list[Path] = []
    try:
        for path, data in plan.files:
            target = site / path
            folders += [f for f in reversed((target.parent, *target.parent.parents)) if not f.exists()]
            target.parent.mkdir(parents=True, exist_ok=True)
            with open(target, "xb") as file:
                made.append(target)
                file.write(data)
    except BaseException as error:
        for target in reversed(made):
            target.unlink(missing_ok=True)
        for folder in reversed(folders):
            folder.rmdir()
        if isinstance(error, OSError):
            raise UsageError(f"写不了 {error.filename}：{reason(error)}；什么也没有写下") from None
        raise
    return tuple(path for path, _ in plan.files)
