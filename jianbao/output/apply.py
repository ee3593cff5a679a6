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
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from jianbao import digest, workers
from jianbao import expressions as re
from jianbao.cache.state import Row, State, StateReader
from jianbao.errors import Level, Problem, SiteError, reason
from jianbao.files.folders import Folder, LinkError, is_link, part_of
from jianbao.model import Shelf
from jianbao.output import inventory, plan, previous, rendered
from jianbao.output.inventory import Disk
from jianbao.output.plan import Fingerprint, Plan, Wanted
from jianbao.output.previous import Ledger
from jianbao.output.rendered import Made, Render

MARK = ".jianbao"
_MARK_TEXT = b"made by jianbao: everything here is rewritten by the next build; safe to delete\n"
_HALF_A_MARK = re.compile(r"\.\d+\." + re.escape(MARK) + r"\.jianbao-part")
_SOME = 500
"""Shelves of which the ledger is better read one by one than as a whole."""


class Done(NamedTuple):
    """What a build did."""

    written: tuple[Wanted, ...]
    pruned: tuple[str, ...]
    total: int
    """Pages the site has."""
    on_disk: Disk
    """The files of output/ as they now are."""
    anew: tuple[tuple[str, str], ...]
    """Shelves that could have been made from what they were, and why they were not."""


def look(output: Path, jobs: int, beside: Sequence[workers.Task] = ()) -> tuple[Disk, list[Any]]:
    """What is on disk, and what the tasks ``beside`` say. Refuses (SiteError) a folder that is not ours."""
    if is_link(output):
        hint = "删去这个链接；要放到别处，用 --output 写那里的路径"
        raise _refused(output, "output-linked", f"{output.name} 是符号链接，程序不跟着它写到别处", hint)
    try:
        found, said = inventory.look(output, jobs, beside)
    except NotADirectoryError:
        message = f"{output.name} 是一个文件，不是文件夹"
        raise _refused(output, "output-is-file", message, "删去或改名，或用 --output 换一个地方") from None
    # The mark half written by a build that was killed there is ours, and goes when the next one writes it.
    halves = _half_marks(output)
    if MARK in found:
        return found.replaced({}, [MARK, *halves]), said
    if first := min(set(found) - set(halves), default=""):
        hint = "清空这个文件夹，或用 --output 换一个地方"
        raise _refused(output, "output-not-ours", f"{output.name}/ 里有别人的文件（如 {first}），不敢覆盖", hint)
    return found, said


def _half_marks(output: Path) -> list[str]:
    return [name for name in os.listdir(output) if _HALF_A_MARK.fullmatch(name)] if output.is_dir() else []


def _refused(output: Path, code: str, message: str, hint: str, *, touched: bool = False) -> SiteError:
    return SiteError([Problem(output.name, 0, 0, Level.ERROR, code, message, hint)], touched=touched)


def bring_up_to_date(
    output: Path,
    on_disk: Disk,
    shelves: list[Shelf],
    state: State,
    fingerprint: Fingerprint,
    render: Render,
    *,
    clean: bool,
    intact: bool,
    jobs: int,
    progress: Callable[[int, int], None],
) -> tuple[Done, list[str]]:
    """Makes output/ what the shelves say; returns what was done, and strays that were moved away.

    ``on_disk`` is what ``look`` found when the build began, ``intact`` that a finished build left it so; ``clean``
    makes every file again. Raises SiteError, output/ untouched, when a page cannot be made.
    """
    sealed = state.shelves()
    changed = _changed(shelves, sealed)
    # Where a finished build left output/ as it is, files of shelves that did not change need no look. So the ledger is
    # read for the shelves that changed, and not even that for those that are made from what they were: row by row.
    part = intact and not clean and len(changed) < _SOME
    remade = {s.name for s in shelves if part and s.again and s.name in sealed} & changed
    rows = state.rows(changed - remade if part else None)
    moved: list[tuple[str, str]] = []
    strays = [] if part or rows else sorted(on_disk)
    if strays:
        on_disk = Disk()
    if clean:
        sealed, rows = {}, {path: row._replace(fingerprint=b"") for path, row in rows.items()}
    tasks, kept = plan.tasks(shelves, sealed, rows, on_disk)
    for left in state.path.parent.glob(f"{state.path.stem}.stage-*"):
        shutil.rmtree(left, ignore_errors=True)
    stage = state.path.parent / f"{state.path.stem}.stage-{os.getpid()}"
    others = 0
    began = False
    try:
        stage.mkdir(parents=True)
        ledger = Ledger(rows, StateReader(state.path).row if part else None)
        before, lost = previous.before(shelves, tasks, sealed, state, ledger, on_disk, output)
        work = rendered.Work(shelves, ledger, on_disk, stage, fingerprint, render, frozenset(sealed), before)
        looked, again, anew, gone = rendered.files(work, tasks, jobs, progress)
        made = {wanted.path: file for wanted, file in looked if file}
        there = {wanted.path for wanted, _ in looked}
        if part:
            if missed := remade - again:
                rows |= state.rows(missed)
            rows |= {path: row for path in gone if (row := ledger.row(path))}
            new = {wanted.path for wanted, _ in looked if wanted.reason == "新"}
            near = state.near(new)
            if not new.isdisjoint(near):  # a page has moved from one shelf to another
                args = (output, on_disk, shelves, state, fingerprint, render)
                done, moved_away = bring_up_to_date(*args, clean=clean, intact=False, jobs=jobs, progress=progress)
                reason = f"{min(new.intersection(near))} 换到了别的一组文件里"
                return done._replace(anew=(*done.anew, ("已有文件的记录", reason))), moved_away
            kept += [path for path in near if path not in rows and path not in there]
            others = state.count() - len(rows.keys() | there - new | set(kept))
        elif again:
            kept += [path for path, row in rows.items() if row.shelf in again and path not in there | gone]
        todo = plan.changes([wanted for wanted, _ in looked], kept, shelves, state.shelves(), rows, on_disk, others)
        if todo.steps or todo.prune or todo.sealed or todo.dropped or strays:
            began = True
            with Folder(output) as place, Folder(state.path.parent / "strays") as refuge:
                moved += [(path, place.move(path, refuge)) for path in strays]
                _prune(strays, place)
                written = tuple(step for step in todo.steps if made[step.path].staged)
                _claim(todo, written, state)
                # Pruned first: a page may take the place of a folder that goes, or a folder of a page.
                _prune(todo.prune, place)
                _bring_in(written, made, todo.in_the_way, place, refuge, moved)
                moved = _not_ours(moved, made, refuge)
            sealed_rows = [(s.path, Row(s.shelf, s.fingerprint, *made[s.path][1:])) for s in todo.steps]
            with state.transaction():
                state.seal(sealed_rows, todo.prune, todo.sealed, todo.total)
        else:
            written = ()
    except OSError as error:
        told = _told(error, output, touched=began)
        if told is None:
            raise
        raise told from None
    finally:
        shutil.rmtree(stage, ignore_errors=True)
    there_now = {step.path: (made[step.path].size, made[step.path].mtime) for step in todo.steps}
    now = on_disk.replaced(there_now, [*todo.prune, *(path for path, _ in moved if path not in there_now)])
    return Done(written, todo.prune, todo.total, now, (*lost, *anew)), sorted(path for path, _ in moved)


def _told(error: OSError, output: Path, *, touched: bool) -> SiteError | None:
    """What an editor can do about an error of the disk; None where that is nothing."""
    if isinstance(error, FileExistsError | IsADirectoryError | NotADirectoryError):
        where = str(error.filename2 or error.filename)
        name = os.path.relpath(where, output.parent) if os.path.isabs(where) else f"{output.name}/{where}"
        message = f"{name} 被别人的文件或文件夹挡住了"
        return _refused(output, "output-not-ours", message, "把它移走，再构建一次", touched=touched)
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return _refused(output, "disk-full", "磁盘满了", "腾出空间后再构建一次；再次构建会补齐", touched=touched)
    if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
        what = f"写不进去：{reason(error)}"
        return _refused(output, "output-unwritable", what, "改权限后再构建一次；再次构建会补齐", touched=touched)
    return None


def _changed(shelves: list[Shelf], sealed: dict[str, bytes]) -> set[str]:
    """The shelves that are new, changed or gone."""
    return {name for name, _ in {shelf.name: shelf.digest for shelf in shelves}.items() ^ sealed.items()}


def _claim(todo: Plan, written: tuple[Wanted, ...], state: State) -> None:
    claimed = [(s.path, s.shelf) for s in written] + [(path, "") for path in todo.prune]
    with state.transaction():
        state.claim(claimed, [*(name for name, _, _ in todo.sealed), *todo.dropped])


def _bring_in(
    written: tuple[Wanted, ...],
    made: dict[str, Made],
    in_the_way: frozenset[str],
    place: Folder,
    refuge: Folder,
    moved: list[tuple[str, str]],
) -> None:
    """Moves what was rendered to where it belongs; what stands there that is not ours goes to ``refuge``."""
    if written:
        _put_mark(place, refuge, moved)
    folders: set[str] = set()
    for step in written:
        folder = step.path.rpartition("/")[0]
        if folder and folder not in folders:
            _make(folder, place, refuge, moved)
            folders.add(folder)
        if step.path in in_the_way or (step.reason != "新" and place.is_link(step.path)):
            moved.append((step.path, place.move(step.path, refuge)))
        place.replace(made[step.path].staged, step.path)


def _not_ours(moved: list[tuple[str, str]], made: dict[str, Made], refuge: Folder) -> list[tuple[str, str]]:
    """What was moved away, without what came back with the same bytes: that was ours all along, and its copy goes."""
    same: set[tuple[str, str]] = set()
    for path, where in moved:
        file, copy = made.get(path), refuge.root / where
        if file and not copy.is_symlink() and copy.is_file() and digest.of_bytes(copy.read_bytes()) == file.content:
            same.add((path, where))
    _prune([where for _, where in same], refuge)
    return [one for one in moved if one not in same]


def _put_mark(place: Folder, refuge: Folder, moved: list[tuple[str, str]]) -> None:
    if place.is_link(MARK):
        moved.append((MARK, place.move(MARK, refuge)))
    for name in _half_marks(place.root):
        place.unlink(name)
    if not place.exists(MARK) or (place.root / MARK).read_bytes() != _MARK_TEXT:
        place.write(MARK, _MARK_TEXT)


def _make(folder: str, place: Folder, refuge: Folder, moved: list[tuple[str, str]]) -> None:
    """Makes a folder; links on the way to it lead to somebody else's."""
    while True:
        try:
            place.make(folder)
            return
        except LinkError as error:
            moved.append((error.filename, place.move(error.filename, refuge)))


def _prune(paths: Iterable[str], place: Folder) -> None:
    """Deletes files of ours and folders that have become empty; what lies beyond a link is not ours."""
    folders = set()
    for path in paths:
        folder, _, name = path.rpartition("/")
        for other in (name, part_of(name)):
            with contextlib.suppress(FileNotFoundError, NotADirectoryError, IsADirectoryError, LinkError):
                place.unlink(f"{folder}/{other}" if folder else other)
        folders.add(folder)
    for folder in sorted(folders, key=len, reverse=True):
        while folder:
            try:
                place.rmdir(folder)
            except OSError:
                break
            folder = folder.rpartition("/")[0]
