"""Moving a file while Windows lets another program (Word, a virus scanner, an indexer) hold it for a moment.

Elsewhere a rename is refused at once or never. Raises OSError when the moment has become too long.
"""

import os
import time
from pathlib import Path

_HELD = frozenset((5, 32, 33))
"""Windows: ERROR_ACCESS_DENIED, ERROR_SHARING_VIOLATION, ERROR_LOCK_VIOLATION."""
_PAUSES = (0.05, 0.1, 0.2, 0.4, 0.8)
"""Seconds between tries."""


def replace(source: str | Path, target: str | Path, *, within: int | None = None, into: int | None = None) -> None:
    """``os.replace``; ``within`` and ``into`` are the descriptors of the folders that the names are looked up in."""
    for pause in (*_PAUSES, None):
        try:
            os.replace(source, target, src_dir_fd=within, dst_dir_fd=into)
            return
        except PermissionError as error:
            if pause is None or getattr(error, "winerror", None) not in _HELD:
                raise
        time.sleep(pause)
