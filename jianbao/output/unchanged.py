"""What a finished build had looked at: while all of it is as it was, there is nothing to do.

The seal covers the program, every file of content/, data/, public/ and the themes by its stamp, config.yaml,
the files of output/ by theirs, and the time until which no article appears or goes by its date.
"""

import marshal
from collections.abc import Iterable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from jianbao import digest
from jianbao.cache.program import SHIPPED_THEMES
from jianbao.cache.state import State
from jianbao.content import scan
from jianbao.content.scan import Inside
from jianbao.output import apply, begun
from jianbao.output.inventory import Disk
from jianbao.settings.config import CONFIG_FILE

_KEY = "seal"
MANY = 5_000
"""Files of a site at which it is worth another process to look."""


class Seal(NamedTuple):
    """What is remembered of a finished build."""

    inputs: bytes | None
    output: bytes
    """As ``left`` says."""
    until: str
    """``YYYY-MM-DDTHH:MM`` in the site's zone, or "" for ever."""
    since: str
    zone: str
    pages: int
    problems: tuple[tuple[str, int, int, str, str, str, str], ...]


class Look(NamedTuple):
    """What a build finds when it begins."""

    inputs: bytes | None
    """The digest of everything that it looks at; None when something was touched a moment ago, or it was not asked."""
    on_disk: Disk
    left: bytes
    """What the seal calls the files of output/ when they are known by heart, else b""."""
    seal: Seal | None
    """The last build's, if that finished and output/ is as it left it."""
    content: dict[str, Inside] | None
    """What content/ looks like, where it was looked at."""


def look(
    site: Path,
    output: Path,
    state: State,
    asked: tuple[bytes, bool, bool] | None,
    jobs: int,
    known: tuple[Disk, bytes] | None,
) -> Look:
    """Looks at output/, and where ``asked`` says the program and the options, at all that a build is made from.

    ``known`` is output/ as the last build of this process left it. Raises SiteError when output/ is not ours.
    """
    remembered = state.get(_KEY)
    last = Seal(*remembered) if remembered else None
    content = [] if asked is None else [partial(scan.looked, site / "content")]
    jobs = jobs if last and last.pages > MANY else 1
    if known and last and last.output == known[1]:
        (on_disk, left), said = known, [task() for task in content]
    else:
        on_disk, said = apply.look(output, jobs, content)
        left = b""
    sealed = last if last and last.output == (left or on_disk.digest()) else None
    looked = said[0] if said else None
    inputs = None if asked is None or looked is None else _inputs(site, asked, looked)
    return Look(inputs, on_disk, left, sealed, looked)


def _inputs(site: Path, asked: tuple[bytes, bool, bool], content: dict[str, Inside]) -> bytes | None:
    """The digest of everything a build looks at; None when it cannot tell all: something was touched a moment ago, or
    a link leads out of what is looked at."""
    others = [
        scan.looked(folder)
        for folder in (site / "data", site / "themes", site / "public", *SHIPPED_THEMES)
        if folder.is_dir()
    ]
    top = scan.looked(site, below=False)
    linked = any((name, kind) == (CONFIG_FILE, scan.LINK) for name, kind, _ in top[""].everything())
    # Where a link in content/ leads is in content/.
    if linked or not all(inside.ordinary for look in others for inside in look.values()):
        return None
    looks = [content, *others, top]
    if not all(inside.settled for look in looks for inside in look.values()):
        return None
    # Version 2 writes equal values alike; later ones do not.
    seen = [[(path, inside.seen) for path, inside in look.items()] for look in looks]
    return digest.of_bytes(marshal.dumps((asked, seen), 2))


def left(found: Look, written: Iterable[str], pruned: Iterable[str], on_disk: Disk) -> bytes:
    """What to call the files that a build has left.

    Where they were known by heart, by what has been done to them since, which no other process finds in the folder.
    """
    if not found.left:
        return on_disk.digest()
    changes = [[path, *on_disk[path]] for path in written]
    return digest.of_all([found.left, digest.of_plain([changes, list(pruned)])])


def holds(look: Look, as_of: str) -> bool:
    """Whether a build now would change nothing."""
    seal = look.seal
    if seal is None or look.inputs is None or look.inputs != seal.inputs:
        return False
    now = as_of or f"{datetime.now(ZoneInfo(seal.zone)):%Y-%m-%dT%H:%M}"
    return seal.since <= now and not (seal.until and now >= seal.until)


def put(state: State, seal: Seal) -> None:
    """Remembers a finished build; claiming any file breaks it."""
    with state.transaction():
        state.put(_KEY, tuple(seal))
        begun.end(state)


def until(state: State) -> str:
    """The moment from which on the last build is not what a build would make, or ""; as ``Seal.until``."""
    remembered = state.get(_KEY)
    return Seal(*remembered).until if remembered else ""
