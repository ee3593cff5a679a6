"""A site's theme with its templates compiled, once for as long as their sources stay the same.

Compiling takes half a second, as long as reading a thousand articles. A theme that comes with jianbao is compiled once
for all sites (prepared.py); a site's own in another process while the first stages run (``begun``). What loads a theme
is itself loaded when it is wanted: a build begins to read before.
"""

from __future__ import annotations

import marshal
import sys
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jianbao import workers
from jianbao.cache import prepared
from jianbao.cache.state import State
from jianbao.settings.config import Config
from jianbao.theme import folder

if TYPE_CHECKING:
    from jianbao.theme.loader import Theme

_NAME = "theme"
"""Under which the state keeps the code."""
Kept = tuple[tuple[Any, ...], bytes]
"""(of which program, theme and Python, the code as marshal says it: no other Python can decode it)"""


def begun(site: Path, config: Config, state: State, version: bytes, jobs: int) -> AbstractContextManager[workers.Task]:
    """Gives what answers with the compiled theme, which another process begins to make where none of this program is
    known; ``theme`` takes it. ``version`` is the program's, as a digest."""
    kept: Kept | None = state.get(_NAME)
    ready = kept if kept and _is_of(kept, version) else _ready(site, config, version)
    return nullcontext(lambda: ready) if ready else workers.beside(partial(_made, site, config, version), jobs)


def theme(site: Path, config: Config, state: State, version: bytes, answer: workers.Task | None = None) -> Theme:
    """The theme; remembered in ``state``. Raises SiteError with what is wrong in it."""
    from jianbao.theme import loader

    found = loader.load(site, config)
    key = _key(found, version)
    kept: Kept | None = state.get(_NAME)
    if kept and kept[0] == key:
        found.recall(*marshal.loads(kept[1]))
        return found
    made: Kept | None = answer() if answer else _ready(site, config, version)
    if made and made[0] == key:  # and nobody changed a template in between
        found.recall(*marshal.loads(made[1]))
    else:
        made = key, marshal.dumps(found.compiled())
    with state.transaction():
        state.put(_NAME, made)
    ready = _ready(site, config, version)
    if not found.data and (ready is None or ready[0] != key) and (name := _shipped(site, config)):
        prepared.put(name, version, made)
    return found


def _ready(site: Path, config: Config, version: bytes) -> Kept | None:
    """The theme as it is kept for all sites, where it is; of other sources than today's perhaps."""
    name = _shipped(site, config)
    found: Kept | None = prepared.get(name, version) if name else None
    return found


def _shipped(site: Path, config: Config) -> str:
    """Under which name a theme is kept for all sites; "" where it may be the site's own."""
    theirs = not folder.none_of_its_own(site) or folder.find(site, config.theme) is None
    return "" if theirs else f"theme-{config.theme}-{config.language}"


def _made(site: Path, config: Config, version: bytes) -> Kept:
    from jianbao.theme import loader

    found = loader.load(site, config)
    return _key(found, version), marshal.dumps(found.compiled())


def _key(found: Theme, version: bytes) -> tuple[Any, ...]:
    return version, found.digest, sys.version


def _is_of(kept: Kept, version: bytes) -> bool:
    """Whether it is of this program and this Python."""
    of, _, python = kept[0]
    return bool(of == version and python == sys.version)
