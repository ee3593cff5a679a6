"""How the state file is laid out, and what becomes of one that was laid out otherwise."""

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
"""
_FOLDED = "CREATE INDEX IF NOT EXISTS folded ON page(key) WHERE key IS NOT NULL"
"""``key`` is ``address.key`` of the few paths of which it is not the path itself, and NULL for the others."""
_ABOUT = "made by jianbao; safe to delete: only the next build takes longer"


def opened(path: Path) -> sqlite3.Connection:
    """The state file, with its tables; begun anew when it is no database any more."""
    for attempt in (1, 2):
        db = sqlite3.connect(path, isolation_level=None)
        try:
            db.execute("PRAGMA journal_mode=WAL")
            db.execute("PRAGMA synchronous=NORMAL")
            _without_outdated(db)
            db.executescript(_SCHEMA)
            _with_keys(db)
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


def _without_outdated(db: sqlite3.Connection) -> None:
    """Folders as they were kept before they told what lay in them: they are read again."""
    columns = [column[1] for column in db.execute("PRAGMA table_info(folder)")]
    if columns and "look" not in columns:
        db.execute("DROP TABLE folder")


def _with_keys(db: sqlite3.Connection) -> None:
    """A ledger that was begun before it had keys gets them: it alone knows what in output/ is ours."""
    if not any(column[1] == "key" for column in db.execute("PRAGMA table_info(page)")):
        paths = [path for (path,) in db.execute("SELECT path FROM page")]
        db.execute("BEGIN IMMEDIATE")
        db.execute("ALTER TABLE page ADD COLUMN key TEXT")
        db.executemany("UPDATE page SET key = ? WHERE path = ?", ((k, p) for p in paths if (k := key(p))))
        db.execute("COMMIT")
    db.execute(_FOLDED)
