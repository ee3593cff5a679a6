"""What follows from the program and its packages alone, made once for all sites and not in every cold build.

It lies where Python keeps the bytecode of this package, is kept and left out as bytecode is (PYTHONPYCACHEPREFIX,
PYTHONDONTWRITEBYTECODE, a folder nobody may write into), and may be deleted as it may. Nothing of a site is ever in it.
"""

import contextlib
import os
import sys
from collections.abc import Callable
from importlib.util import cache_from_source
from pathlib import Path
from typing import Any

from jianbao import files
from jianbao.cache import records


def value(name: str, version: bytes, make: Callable[[], Any]) -> Any:
    """What ``make`` gives, a value that marshal takes; made here where no process of this program has kept it.

    ``version`` is the program's, as a digest; a program of another version has another value under the same name.
    """
    found = get(name, version)
    if found is None:
        found = make()
        put(name, version, found)
    return found


def get(name: str, version: bytes) -> Any:
    """What is kept under a name; None where that is nothing, or another version's."""
    try:
        kept = records.unpacked(name, _place(name).read_bytes())
    except (OSError, records.DamagedError):
        return None
    return kept[1] if kept[0] == _whose(version) else None


def put(name: str, version: bytes, value: Any) -> None:
    """Keeps a value, as Python keeps bytecode: where it cannot, it says nothing."""
    if sys.dont_write_bytecode:
        return
    place = _place(name)
    with contextlib.suppress(OSError):
        place.parent.mkdir(parents=True, exist_ok=True)
        files.replace(place, records.packed(name, (_whose(version), value)))


def may_put() -> bool:
    """Whether something can be kept here: what is dear and made only to be kept is not made elsewhere."""
    folder = _place("x").parent
    return not sys.dont_write_bytecode and os.access(folder if folder.is_dir() else folder.parent, os.W_OK)


def _whose(version: bytes) -> tuple[bytes, str, str]:
    """Of which program, of which Python, as no other can decode its code, and whether pypinyin was told to forget its
    phrases."""
    return version, sys.version, os.environ.get("PYPINYIN_NO_PHRASES", "")


def _place(name: str) -> Path:
    return Path(cache_from_source(f"{Path(__file__).parent / name}.py")).with_suffix(".prepared")
