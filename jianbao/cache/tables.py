"""The tables of the state file."""

import sqlite3
from pathlib import Path

from jianbao import address

_SCHEMA = """
CREATE TABLE IF NOT EXISTS about(key TEXT PRIMARY KEY, value BLOB) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS folder(path TEXT PRIMARY KEY, look BLOB, others BLOB, problems BLOB, files BLOB);
CREATE TABLE IF NOT EXISTS body(path TEXT PRIMARY KEY, html TEXT);
CREATE TABLE IF NOT EXISTS file(path TEXT PRIMARY KEY, stamp TEXT, digest BLOB) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS word(word TEXT PRIMARY KEY, pinyin TEXT, simplified TEXT) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS shelf(name TEXT PRIMARY KEY, digest BLOB) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS basis(shelf TEXT PRIMARY KEY, value BLOB);
CREATE TABLE IF NOT EXISTS page(
    path TEXT PRIMARY KEY, shelf TEXT, fingerprint BLOB, size INTEGER, mtime INTEGER, content BLOB, key TEXT
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS folded ON page(key) WHERE key IS NOT NULL;
"""
"""``key`` is ``address.key`` of the few paths of which it is not the path itself, and NULL for the others."""
_ABOUT = "made by jianbao; safe to delete: only the next build takes longer"


def opened(path: Path) -> sqlite3.Connection:
    """The state file, with its tables; begun anew when it is no database any more."""
    for attempt in (1, 2):
        db = sqlite3.connect(path, isolation_level=None)
        try:
            db.execute("PRAGMA journal_mode=WAL")
            db.execute("PRAGMA synchronous=NORMAL")
            db.executescript(_SCHEMA)
            db.execute("INSERT OR IGNORE INTO about VALUES ('about', ?)", (_ABOUT,))
            return db
        except sqlite3.DatabaseError:
            db.close()
            if attempt == 2:
                raise
            # Not a database any more (a full disk, a broken cache): it may be deleted at any time.
            for suffix in ("", "-wal", "-shm"):
                Path(f"{path}{suffix}").unlink(missing_ok=True)
    raise AssertionError


def key(path: str) -> str | None:
    """``address.key`` of a path, None where that is the path."""
    folded = address.key(path)
    return None if folded == path else folded
