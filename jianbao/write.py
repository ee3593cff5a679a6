"""The one module that opens files in output/ for writing: look → claim → make → prune → seal.

*look* compares the pages wanted with the ledger; it is pure, and every decision carries its reason.
*make* first renders everything beside output/, so that a template that fails leaves output/ as it
was. *claim* records every path about to be touched before the first byte; then files are replaced
and what nobody wants any more is pruned (never by listing the folder); *seal* records fingerprints
after the last byte. Killed anywhere, the next build repairs everything. Refused: a folder that holds
somebody's files, two pages that want one path.
"""

import contextlib
import errno
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from jianbao import digest, workers
from jianbao.errors import Level, Problem, SiteError
from jianbao.model import Page, Shelf
from jianbao.plan import Disk, Plan, Step
from jianbao.state import Row, State

MARK = ".jianbao"
_MARK_TEXT = "made by jianbao: everything here is rewritten by the next build; safe to delete\n"
_PART = ".jianbao-part"
_CHUNK = 100
"""Pages rendered together in a worker."""

Render = Callable[[Page], bytes]


class Done(NamedTuple):
    """What a build did."""

    written: tuple[Step, ...]
    pruned: tuple[str, ...]


class _Made(NamedTuple):
    """A rendered file waiting beside output/; ``staged`` "" means that its bytes are as before."""

    staged: str
    size: int
    mtime: int
    content: bytes


def disk(output: Path) -> Disk:
    """What is on disk. Refuses (SiteError) a folder that is not ours."""
    found: Disk = {}
    pending = [""]
    while pending:
        folder = pending.pop()
        try:
            entries = os.scandir(output / folder)
        except FileNotFoundError:
            continue
        except NotADirectoryError:
            raise _refused(
                output,
                "output-is-file",
                f"{output.name} 是一个文件，不是文件夹",
                "删去或改名，或用 --output 换一个地方",
            ) from None
        with entries:
            for entry in entries:
                path = f"{folder}/{entry.name}" if folder else entry.name
                if entry.is_dir(follow_symlinks=False):
                    pending.append(path)
                else:
                    info = entry.stat(follow_symlinks=False)
                    found[path] = (info.st_size, info.st_mtime_ns)
    if found and MARK not in found:
        first = min(found)
        hint = "清空这个文件夹，或用 --output 换一个地方"
        raise _refused(output, "output-not-ours", f"{output.name}/ 里有别人的文件（如 {first}），不敢覆盖", hint)
    found.pop(MARK, None)
    return found


def _refused(output: Path, code: str, message: str, hint: str) -> SiteError:
    return SiteError([Problem(output.name, 0, 0, Level.ERROR, code, message, hint)])


def apply(
    plan: Plan,
    shelves: list[Shelf],
    output: Path,
    state: State,
    render: Render,
    jobs: int,
    progress: Callable[[int, int], None],
) -> Done:
    """Makes output/ what the plan says. Raises SiteError before the first byte when a page cannot be made."""
    if not (plan.steps or plan.prune or plan.sealed or plan.dropped):
        return Done((), ())
    stage = state.path.parent / f"{state.path.stem}.stage"
    shutil.rmtree(stage, ignore_errors=True)
    refuge = state.path.parent / "strays"
    try:
        stage.mkdir(parents=True)
        rows = state.rows() if plan.steps else {}
        on_disk = {step.path for step in plan.steps if step.reason.startswith("变更")}
        made = dict(_rendered(plan, shelves, stage, rows, on_disk, render, jobs, progress))
        written = tuple(step for step in plan.steps if made[step.path].staged)
        _claim(plan, shelves, written, state)
        # Pruned first: a page may take the place of a folder that goes, or a folder of a page.
        _prune(plan.prune, output)
        _bring_in(written, made, plan.in_the_way, output, refuge)
        sealed = [(s.path, Row(shelves[s.shelf].name, s.fingerprint, *made[s.path][1:])) for s in plan.steps]
        with state.transaction():
            state.seal(sealed, plan.prune, plan.sealed)
    except (FileExistsError, IsADirectoryError, NotADirectoryError) as error:
        name = os.path.relpath(str(error.filename2 or error.filename), output)
        raise _refused(
            output, "output-not-ours", f"{name} 被别人的文件或文件夹挡住了", "把它移走，再构建一次"
        ) from None
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM):
            raise
        code = "disk-full" if error.errno in (errno.ENOSPC, errno.EDQUOT) else "output-unwritable"
        what = "磁盘满了" if code == "disk-full" else f"写不进去：{error.strerror}"
        raise _refused(output, code, what, "腾出空间或改权限后再构建一次；再次构建会补齐") from None
    finally:
        shutil.rmtree(stage, ignore_errors=True)
    return Done(written, plan.prune)


def _rendered(
    plan: Plan,
    shelves: list[Shelf],
    stage: Path,
    rows: dict[str, Row],
    on_disk: set[str],
    render: Render,
    jobs: int,
    progress: Callable[[int, int], None],
) -> Iterator[tuple[str, _Made]]:
    """(path, what was made) for every step, rendered on all cores."""
    tasks: list[tuple[int, int, list[str]]] = []
    waiting: dict[int, list[str]] = {}
    for step in plan.steps:
        waiting.setdefault(step.shelf, []).append(step.path)
    for shelf, paths in waiting.items():
        tasks += [(len(tasks) + n, shelf, paths[i : i + _CHUNK]) for n, i in enumerate(range(0, len(paths), _CHUNK))]
    before = {path: rows[path].content for path in on_disk if path in rows}
    done = 0
    if len(plan.steps) < 2 * _CHUNK:
        jobs = 1
    for (_, _, paths), made in zip(
        tasks, workers.results(_render_task, (shelves, stage, before, render), tasks, jobs), strict=True
    ):
        yield from zip(paths, made, strict=True)
        done += len(paths)
        progress(done, len(plan.steps))


def _render_task(
    shared: tuple[list[Shelf], Path, dict[str, bytes], Render], task: tuple[int, int, list[str]]
) -> list[_Made]:
    shelves, stage, before, render = shared
    number, shelf, paths = task
    wanted = set(paths)
    made: dict[str, _Made] = {}
    for page in shelves[shelf].pages():
        if page.path in wanted:
            data = render(page)
            content = digest.of_bytes(data)
            if before.get(page.path) == content:
                made[page.path] = _Made("", 0, 0, content)
                continue
            staged = f"{stage}/{number}-{len(made)}"
            with open(staged, "xb", buffering=0) as file:
                file.write(data)
                info = os.fstat(file.fileno())
            made[page.path] = _Made(staged, info.st_size, info.st_mtime_ns, content)
    return [made[path] for path in paths]


def _claim(plan: Plan, shelves: list[Shelf], written: tuple[Step, ...], state: State) -> None:
    claimed = [(s.path, shelves[s.shelf].name) for s in written] + [(path, "") for path in plan.prune]
    with state.transaction():
        state.claim(claimed, [*(name for name, _ in plan.sealed), *plan.dropped])


def _bring_in(
    written: tuple[Step, ...], made: dict[str, _Made], in_the_way: frozenset[str], output: Path, refuge: Path
) -> None:
    """Moves what was rendered to where it belongs."""
    output.mkdir(parents=True, exist_ok=True)
    mark = output / MARK
    if written and not mark.exists():
        mark.write_text(_MARK_TEXT, encoding="ascii")
    folders: set[str] = set()
    root = f"{output}/"
    for step in written:
        target = root + step.path
        folder = target.rpartition("/")[0]
        if folder not in folders:
            os.makedirs(folder, exist_ok=True)
            folders.add(folder)
        if step.path in in_the_way:
            _move(output, step.path, refuge)
        _replace(made[step.path].staged, target)


def _replace(staged: str, target: str) -> None:
    try:
        os.replace(staged, target)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        # output/ is on another file system: written beside the target, then replaced.
        shutil.copy2(staged, target + _PART)
        os.replace(target + _PART, target)


def _prune(paths: Iterable[str], output: Path) -> None:
    folders = set()
    for path in paths:
        for name in (path, path + _PART):
            with contextlib.suppress(FileNotFoundError, NotADirectoryError, IsADirectoryError):
                os.unlink(output / name)
        folders.add(path.rpartition("/")[0])
    for folder in sorted(folders, key=len, reverse=True):
        while folder:
            try:
                os.rmdir(output / folder)
            except OSError:
                break
            folder = folder.rpartition("/")[0]


def stray(output: Path, rows: dict[str, Row], on_disk: Disk, refuge: Path) -> list[str]:
    """Moves away what lies in our output folder when the ledger was lost, so that nothing old stays public.

    Only for a ledger that is empty: ordinarily nothing is decided by listing. Returns what was moved.
    """
    if rows or not on_disk:
        return []
    for path in on_disk:
        _move(output, path, refuge)
    _prune([f"{folder}/" for folder in {path.rpartition("/")[0] for path in on_disk}], output)
    return sorted(on_disk)


def _move(output: Path, path: str, refuge: Path) -> None:
    target = refuge / path
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.move(output / path, target)
