"""What a finished build had looked at: while all of it is as it was, there is nothing to do.

The seal covers the program, every file of content/, data/ and the themes by its stamp, config.yaml,
the files of output/ by theirs, and the time until which no article appears or goes by its date.
"""

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

    inputs: bytes
    output: bytes
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
    return digest.of_text("\n".join(f"{path} {size} {mtime}" for path, (size, mtime) in sorted(on_disk.items())))


def unbroken(state: State, inputs_now: bytes | None, on_disk: Disk, as_of: str) -> Seal | None:
    """The last build's seal if a build now would change nothing."""
    remembered = state.get(_KEY)
    if remembered is None or inputs_now is None:
        return None
    found = Seal(*remembered)
    now = as_of or f"{datetime.now(ZoneInfo(found.zone)):%Y-%m-%dT%H:%M}"
    if found.inputs != inputs_now or now < found.since or (found.until and now >= found.until):
        return None
    return found if found.output == of_disk(on_disk) else None


def put(state: State, seal: Seal) -> None:
    """Remembers a finished build; claiming any file breaks it."""
    with state.transaction():
        state.put(_KEY, tuple(seal))
