"""What stands in the state, for reading by whoever makes pages: opened once in every process that really does."""

import os
import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jianbao.cache import tables
from jianbao.cache.records import DamagedError, unpacked
from jianbao.cache.tables import Row

_open: list["StateReader"] = []
"""Those of this process whose connection is open: one that is only forgotten is not closed, and its log stays."""


class StateReader:
    """The state file for reading."""

    def __init__(self, path: Path, fresh: Mapping[str, str] | None = None) -> None:
        """``fresh`` are bodies that this process has just put there, content path → HTML."""
        self._path = path
        self._fresh = {} if fresh is None else fresh
        self._opened: tuple[int, sqlite3.Connection] | None = None
        """A connection must not be used in a process forked from the one that opened it."""

    def body(self, path: str) -> str:
        """The HTML of a content file's body. Raises DamagedError when there is none: every page is read first."""
        if path in self._fresh:
            return self._fresh[path]
        row = self._db.execute("SELECT html FROM body WHERE path = ?", (path,)).fetchone()
        if row is None:
            raise DamagedError(path)
        return str(unpacked(path, row[0]))

    def files(self, folder: str) -> dict[str, tuple[Any, ...]]:
        """As State.files."""
        return files(self._db, folder)

    def row(self, path: str) -> Row | None:
        """A file's row of the ledger, as last sealed."""
        return tables.rows(self._db.execute(f"{tables.LEDGER} WHERE path = ?", (path,))).get(path)

    @property
    def _db(self) -> sqlite3.Connection:
        if self._opened is None or self._opened[0] != os.getpid():
            db = sqlite3.connect(f"{self._path.as_uri()}?mode=ro", uri=True, check_same_thread=False)
            self._opened = (os.getpid(), db)
            _open.append(self)
        return self._opened[1]

    def __reduce__(self) -> tuple[type["StateReader"], tuple[Path]]:
        return StateReader, (self._path,)


def close(path: Path) -> None:
    """Closes what this process has open of a state file, which SQLite then puts in order; it may be opened again."""
    for reader in [reader for reader in _open if reader._path == path]:
        _open.remove(reader)
        if reader._opened is not None and reader._opened[0] == os.getpid():
            reader._opened[1].close()
            reader._opened = None


def files(db: sqlite3.Connection, folder: str) -> dict[str, tuple[Any, ...]]:
    """The Markdown files of a folder as they were last read (plain values), by name."""
    row = db.execute("SELECT files FROM folder WHERE path = ?", (folder,)).fetchone()
    found: dict[str, tuple[Any, ...]] = unpacked(f"{folder}/", row[0]) if row else {}
    return found
