"""What tells whether output/ is what the site's files say: that a build has begun and not ended, and what the last
finished one was made from besides content/ and public/, which the state tells file by file.

By digests: the stamps of a fresh checkout tell nothing.
"""

from pathlib import Path

from jianbao import digest
from jianbao.cache.state import State
from jianbao.content import scan
from jianbao.settings.config import CONFIG_FILE

_BEGUN, _MADE = "begun", "made of"
Beside = dict[str, tuple[str, bytes]]
"""Path below the site → (stamp, digest); the digest is b"" for what cannot be read."""


def begin(site: Path, state: State) -> None:
    """Remembers that a build has begun, and from what, as it stands before anything of it is read."""
    now = beside(site, state.get(_MADE) or {})
    if state.get(_BEGUN) != now:
        with state.transaction():
            state.put(_BEGUN, now)


def end(state: State) -> None:
    """Remembers, in a transaction that is open, that the build has ended well."""
    state.put(_MADE, state.get(_BEGUN))
    state.put(_BEGUN, None)


def undone(state: State) -> None:
    """Forgets a build that did not end well: output/ has been looked at again, and is as it should be."""
    if state.get(_BEGUN) is not None:
        with state.transaction():
            state.put(_BEGUN, None)


def unfinished(state: State) -> bool:
    """Whether the last build did not end well."""
    return state.get(_BEGUN) is not None


def changed(site: Path, state: State) -> list[str]:
    """The settings, data and files of themes that are not what the last finished build was made from; none when that
    is not known."""
    made = state.get(_MADE)
    if made is None:
        return []
    now = beside(site, made)
    return sorted(
        path for path in made.keys() | now.keys() if made.get(path, ("", b""))[1] != now.get(path, ("", b""))[1]
    )


def beside(site: Path, known: Beside) -> Beside:
    """config.yaml and the files of data/ and themes/ as they are now; ``known`` spares reading what has not changed."""
    looks = {name: scan.looked(site / name) for name in ("data", "themes") if (site / name).is_dir()}
    top = [entry for entry in scan.looked(site, below=False)[""].everything() if entry[0] == CONFIG_FILE]
    found = [(name, kind, stamp) for name, kind, stamp in top]
    for name, look in looks.items():
        for folder, inside in look.items():
            above = f"{name}/{folder}" if folder else name
            found += [(f"{above}/{file}", kind, stamp) for file, kind, stamp in inside.everything() if _read(file)]
    made: Beside = {}
    for path, kind, stamp in found:
        old = known.get(path)
        # Where a link leads may change and its stamp stay.
        trusted = stamp if kind == scan.FILE else ""
        made[path] = old if old and trusted and old[0] == trusted else (trusted, _digest(site / path))
    return made


def _read(name: str) -> bool:
    """Whether a name is of what somebody wrote, not of what a program left there."""
    return bool(name) and not name.startswith((".", "~$")) and not name.endswith("~")


def _digest(path: Path) -> bytes:
    try:
        if not path.is_file():
            return b""
        with path.open("rb") as file:
            return digest.of_file(file)
    except OSError:
        return b""
