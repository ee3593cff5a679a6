"""The tables of the state file; what stands in them is verified row by row, because SQLite verifies nothing."""

import contextlib
import os
import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple
from zlib import crc32

from jianbao import address
from jianbao.cache.records import DamagedError, packed, unpacked

_LAYOUT = 4
"""Raised with every change of the tables or of how values are packed: what another layout holds is forgotten."""
_SCHEMA = """
CREATE TABLE IF NOT EXISTS about(key TEXT PRIMARY KEY, value BLOB) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS folder(path TEXT PRIMARY KEY, look BLOB, files BLOB);
CREATE TABLE IF NOT EXISTS body(path TEXT PRIMARY KEY, html BLOB);
CREATE TABLE IF NOT EXISTS file(path TEXT PRIMARY KEY, value BLOB) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS word(word TEXT PRIMARY KEY, value BLOB) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS shelf(name TEXT PRIMARY KEY, digest BLOB) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS basis(shelf TEXT PRIMARY KEY, value BLOB);
CREATE TABLE IF NOT EXISTS page(
    path TEXT PRIMARY KEY, shelf TEXT, fingerprint BLOB, size INTEGER, mtime INTEGER, content BLOB, mark INTEGER,
    key TEXT
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS folded ON page(key) WHERE key IS NOT NULL;
"""
"""``key`` is ``address.key`` of the few paths of which it is not the path itself, and NULL for the others."""
LEDGER = "SELECT path, shelf, fingerprint, size, mtime, content, mark FROM page"
_ABOUT = "made by jianbao; safe to delete: only the next build takes longer"
_NAMES = "names"
_ROOM = frozenset(
    (
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_IOERR,
    )
)
"""What the system refuses; everything else that SQLite says is damage."""


class Row(NamedTuple):
    """A file of output/ that is ours. ``fingerprint`` b"" means: claimed, perhaps half written."""

    shelf: str
    fingerprint: bytes
    size: int
    mtime: int
    content: bytes
    """Digest of its bytes."""


def opened(path: Path) -> tuple[sqlite3.Connection, bool]:
    """(the state file with its tables, whether what stood there was forgotten).

    It is begun anew when it is no database any more, or was laid out otherwise.
    """
    for attempt in (1, 2):
        db = sqlite3.connect(path, isolation_level=None)
        try:
            (layout,) = db.execute("PRAGMA user_version").fetchone()
            if layout != _LAYOUT and db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
                raise sqlite3.DatabaseError("another layout")
            db.execute("PRAGMA journal_mode=WAL")
            db.execute("PRAGMA synchronous=NORMAL")
            db.executescript(_SCHEMA)
            if layout != _LAYOUT:
                db.execute(f"PRAGMA user_version={_LAYOUT}")
                db.execute("INSERT OR IGNORE INTO about VALUES ('about', ?)", (_ABOUT,))
            return db, attempt == 2
        except (sqlite3.DatabaseError, UnicodeDecodeError) as error:  # the second of what SQLite would say
            db.close()
            # A turned bit can say that the file is only for reading; then the system does not know of it.
            said = getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_READONLY and os.access(path, os.W_OK)
            if attempt == 2 or not (said or is_damage(error)):
                raise
            # Not a database any more (a full disk, a broken cache): it may be deleted at any time.
            removed(path)
    raise AssertionError


def removed(path: Path) -> None:
    """Deletes a state file."""
    for suffix in ("", "-wal", "-shm"):
        Path(f"{path}{suffix}").unlink(missing_ok=True)


def is_damage(error: BaseException) -> bool:
    """Whether an error says that the state file is not what was put there."""
    if isinstance(error, (DamagedError, UnicodeDecodeError)):
        return True
    if not isinstance(error, sqlite3.DatabaseError) or "disk is full" in str(error):
        return False
    return getattr(error, "sqlite_errorcode", 0) & 0xFF not in _ROOM


def key(path: str) -> str | None:
    """``address.key`` of a path, None where that is the path."""
    folded = address.key(path)
    return None if folded == path else folded


def values(path: str, row: Row) -> tuple[Any, ...]:
    """A row of the ledger as it is kept."""
    return (path, *row, _mark(path, row), key(path))


def rows(found: Iterable[tuple[Any, ...]]) -> dict[str, Row]:
    """Rows of the ledger (path, those of Row, mark) that verify. Raises DamagedError."""
    made: dict[str, Row] = {}
    for path, *rest, mark in found:
        row = made[path] = Row._make(rest)
        if _mark(path, row) != mark:
            raise DamagedError("page")
    return made


def complete(db: sqlite3.Connection, found: int) -> bool:
    """Whether a ledger of so many rows has all that the last build sealed. Raises DamagedError."""
    return about(db, "rows") in {None, found}


def about(db: sqlite3.Connection, key: str) -> Any:
    """A remembered plain value, or None. Raises DamagedError when it is lost or is not what was put there."""
    row = db.execute("SELECT value FROM about WHERE key = ?", (key,)).fetchone()
    if row is None and key in _names(db):
        raise DamagedError(key)
    return unpacked(key, row[0]) if row else None


def remember(db: sqlite3.Connection, key: str, value: Any) -> None:
    """Remembers a plain value; None forgets it."""
    names = _names(db)
    if value is None:
        db.execute("DELETE FROM about WHERE key = ?", (key,))
    else:
        db.execute("INSERT OR REPLACE INTO about VALUES (?, ?)", (key, packed(key, value)))
    if (key in names) != (value is not None):
        told = packed(_NAMES, sorted(names ^ {key}))
        db.execute("INSERT OR REPLACE INTO about VALUES (?, ?)", (_NAMES, told))


def borrowed(
    db: sqlite3.Connection, other: Path, key: str, version: bytes, names: Iterable[str], also: Iterable[str]
) -> None:
    """Copies tables of another state file into one, with ``key``, if that says there what is said here.

    ``also`` are the keys of values that say themselves what they belong to.
    """
    with contextlib.closing(sqlite3.connect(f"{other.as_uri()}?mode=ro", uri=True, isolation_level=None)) as theirs:
        theirs.execute("BEGIN")  # all as it stood at one moment: a build may be writing
        if theirs.execute("PRAGMA user_version").fetchone()[0] != _LAYOUT or about(theirs, key) != version:
            return
        for name in names:
            rows = theirs.execute(f"SELECT * FROM {name}")  # noqa: S608 (names of our own)
            places = ", ".join("?" * len(rows.description))
            db.executemany(f"INSERT OR REPLACE INTO {name} VALUES ({places})", rows)  # noqa: S608
        for one in also:
            remember(db, one, about(theirs, one))
        remember(db, key, version)


def _names(db: sqlite3.Connection) -> set[str]:
    """The keys that are remembered: a row whose key a turned bit has changed is found by nobody, only missed."""
    row = db.execute("SELECT value FROM about WHERE key = ?", (_NAMES,)).fetchone()
    if row is None and db.execute("SELECT count(*) FROM about WHERE key <> 'about'").fetchone()[0]:
        raise DamagedError(_NAMES)
    return set(unpacked(_NAMES, row[0])) if row else set()


def _mark(path: str, row: Row) -> int:
    try:
        plain = f"{path}\0{row.shelf}\0{row.size}\0{row.mtime}\0".encode("utf-8", "surrogatepass")
        return crc32(row.content, crc32(row.fingerprint, crc32(plain)))
    except TypeError:
        raise DamagedError("page") from None
