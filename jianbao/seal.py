"""What a finished build had looked at: while all of it is as it was, there is nothing to do.

The seal covers the program, every file of content/, data/ and the themes by its stamp, config.yaml,
the files of output/ by theirs, and the time until which no article appears or goes by its date.
"""

import marshal
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from jianbao import digest, listing
from jianbao.engine import SHIPPED_THEMES
from jianbao.plan import Disk
from jianbao.state import State

_KEY = "seal"


class Seal(NamedTuple):
    """What is remembered of a finished build."""

    inputs: bytes | None
    output: bytes
    """As ``of_disk`` says, or ``after``."""
    until: str
    """``YYYY-MM-DDTHH:MM`` in the site's zone, or "" for ever."""
    since: str
    zone: str
    pages: int
    problems: tuple[tuple[str, int, int, str, str, str, str], ...]


def inputs(site: Path, engine: bytes, request: tuple[object, ...]) -> bytes | None:
    """The digest of everything a build looks at; None when something was touched a moment ago.

    ``request`` are the options that change what is built.
    """
    found: list[object] = [engine.hex(), list(request)]
    folders = [site / "content", site / "data", site / "themes", *SHIPPED_THEMES]
    for folder in folders:
        stamps = listing.stamps(folder)
        if any(not stamp for _, stamp in stamps):
            return None
        found.append([f"{path} {stamp}" for path, stamp in stamps])
    found.append([f"{path} {stamp}" for path, stamp in listing.stamps(site, below=False)])
    return digest.of_plain(found)


def of_disk(on_disk: Disk) -> bytes:
    """The digest of the files of output/ by size and time."""
    # Version 2 writes equal values alike; later ones do not.
    return digest.of_bytes(marshal.dumps(sorted(on_disk.items()), 2))


def after(left: bytes, written: Iterable[str], pruned: Iterable[str], on_disk: Disk) -> bytes:
    """``left`` with what a build has done since, for a process that knows both; no other finds this in the folder."""
    changes = [[path, *on_disk[path]] for path in written]
    return digest.of_all([left, digest.of_plain([changes, list(pruned)])])


def last(state: State, left: bytes) -> Seal | None:
    """The seal of the last build if it finished and output/ is as it left it."""
    remembered = state.get(_KEY)
    found = Seal(*remembered) if remembered else None
    return found if found and found.output == left else None


def holds(seal: Seal, inputs_now: bytes | None, as_of: str) -> bool:
    """Whether a build now would change nothing."""
    now = as_of or f"{datetime.now(ZoneInfo(seal.zone)):%Y-%m-%dT%H:%M}"
    return seal.inputs == inputs_now and seal.since <= now and not (seal.until and now >= seal.until)


def put(state: State, seal: Seal) -> None:
    """Remembers a finished build; claiming any file breaks it."""
    with state.transaction():
        state.put(_KEY, tuple(seal))
