"""What jianbao remembers between builds: one SQLite file for each output folder, safe to delete.

It holds the files as they were last read, the bodies made of them, the readings of words, and the
ledger: which files of output/ are ours and what they were made from. Deleting it changes nothing but
the time of the next build. A second build at the same time is refused (SiteError).
"""

import contextlib
import errno
import marshal
import sqlite3
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple

from jianbao import address
from jianbao.digest import of_text
from jianbao.errors import Level, Problem, SiteError, reason
from jianbao.lock import locked
from jianbao.zh import Reading

_SCHEMA = """
CREATE TABLE IF NOT EXISTS about(key TEXT PRIMARY KEY, value BLOB) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS folder(path TEXT PRIMARY KEY, files BLOB) WITHOUT ROWID;
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
_KEYED = """
SELECT path FROM page WHERE path = ?1 AND key IS NULL
UNION ALL SELECT path FROM page WHERE key = ?1
"""
_BELOW = """
SELECT path FROM page WHERE path > ?1 || '/' AND path < ?1 || '0' AND key IS NULL
UNION ALL SELECT path FROM page WHERE key > ?1 || '/' AND key < ?1 || '0'
"""
_FEW = 1_000
"""Paths that are asked about one by one rather than with the whole ledger."""
_ABOUT = "made by jianbao; safe to delete: only the next build takes longer"


class Row(NamedTuple):
    """A file of output/ that is ours. ``fingerprint`` b"" means: claimed, perhaps half written."""

    shelf: str
    fingerprint: bytes
    size: int
    mtime: int
    content: bytes
    """Digest of its bytes."""


def state_path(site: Path, output: Path) -> Path:
    """The state file of an output folder; every output folder of a site has its own."""
    cache = site / ".cache"
    if output == site / "output":
        return cache / "jianbao.sqlite"
    return cache / f"jianbao-{of_text(str(output)).hex()[:8]}.sqlite"


class State:
    """The open state file; use as a context manager. One process at a time writes."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._lock = locked(path.with_suffix(".lock"))
        except OSError as error:
            raise _unwritable(path, error) from None
        try:
            self._db = self._opened()
        except sqlite3.OperationalError as error:
            self._lock.close()
            raise _unwritable(path, error) from None
        except BaseException:
            self._lock.close()
            raise

    def _opened(self) -> sqlite3.Connection:
        for attempt in (1, 2):
            db = sqlite3.connect(self.path, isolation_level=None)
            try:
                db.execute("PRAGMA journal_mode=WAL")
                db.execute("PRAGMA synchronous=NORMAL")
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
                    Path(f"{self.path}{suffix}").unlink(missing_ok=True)
        raise AssertionError

    def __enter__(self) -> "State":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._db.close()
        self._lock.close()
        if isinstance(value, sqlite3.OperationalError):
            raise _unwritable(self.path, value) from None

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing of what is written inside."""
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    def get(self, key: str) -> Any:
        """A remembered plain value, or None."""
        row = self._db.execute("SELECT value FROM about WHERE key = ?", (key,)).fetchone()
        return marshal.loads(row[0]) if row else None

    def put(self, key: str, value: Any) -> None:
        """Remembers a plain value; None forgets it."""
        if value is None:
            self._db.execute("DELETE FROM about WHERE key = ?", (key,))
        else:
            self._db.execute("INSERT OR REPLACE INTO about VALUES (?, ?)", (key, marshal.dumps(value)))

    @property
    def has_drafts(self) -> bool:
        """Whether drafts may stand in the output folder: it is not for publishing then."""
        return bool(self.get("drafts"))

    def mark_drafts(self, *, drafts: bool) -> None:
        """Remembers whether they may."""
        if self.has_drafts != drafts:
            with self.transaction():
                self.put("drafts", drafts or None)

    def expect(self, key: str, version: bytes, *tables: str) -> bool:
        """Forgets what the tables hold unless it was made under the same version; whether it was."""
        if self.get(key) == version:
            return True
        with self.transaction():
            self.forget(*tables)
            self.put(key, version)
        return False

    def folders(self) -> dict[str, Any]:
        """Folder of content/ → its files as they were last read (plain values)."""
        return {path: marshal.loads(blob) for path, blob in self._db.execute("SELECT path, files FROM folder")}

    def keep_folders(self, changed: dict[str, Any], gone: Iterable[str]) -> None:
        """Remembers folders as they are now."""
        self._db.executemany(
            "INSERT OR REPLACE INTO folder VALUES (?, ?)", ((p, marshal.dumps(f)) for p, f in changed.items())
        )
        self._db.executemany("DELETE FROM folder WHERE path = ?", ((p,) for p in gone))

    def forget_folders(self, paths: Iterable[str]) -> None:
        """Folders whose files are being read: until they are kept again, nothing is known of them."""
        self._db.executemany("DELETE FROM folder WHERE path = ?", ((p,) for p in paths))

    def keep_bodies(self, bodies: Iterable[tuple[str, str]], gone: Iterable[str]) -> None:
        """Remembers (path, HTML) of bodies."""
        self._db.executemany("DELETE FROM body WHERE path = ?", ((p,) for p in gone))
        self._db.executemany("INSERT OR REPLACE INTO body VALUES (?, ?)", bodies)

    def file_digests(self) -> dict[str, tuple[str, bytes]]:
        """Picture or attachment → (stamp, digest)."""
        return {
            path: (stamp, digest) for path, stamp, digest in self._db.execute("SELECT path, stamp, digest FROM file")
        }

    def keep_file_digests(self, digests: Iterable[tuple[str, str, bytes]]) -> None:
        """Remembers (path, stamp, digest)."""
        self._db.executemany("INSERT OR REPLACE INTO file VALUES (?, ?, ?)", digests)

    def readings(self) -> dict[str, Reading]:
        """Every remembered word."""
        return {
            word: Reading(pinyin, simplified)
            for word, pinyin, simplified in self._db.execute("SELECT word, pinyin, simplified FROM word")
        }

    def keep_readings(self, readings: dict[str, Reading]) -> None:
        """Remembers words."""
        self._db.executemany("INSERT OR REPLACE INTO word VALUES (?, ?, ?)", ((w, *r) for w, r in readings.items()))

    def forget(self, *tables: str) -> None:
        """Empties tables, because what made them has changed."""
        for table in tables:
            self._db.execute(f"DELETE FROM {table}")  # noqa: S608 (names of our own)

    def shelves(self) -> dict[str, bytes]:
        """Sealed shelf → digest."""
        return dict(self._db.execute("SELECT name, digest FROM shelf").fetchall())

    def basis(self, shelf: str) -> bytes:
        """What a sealed shelf was made from, as it said itself; b"" for none."""
        row = self._db.execute("SELECT value FROM basis WHERE shelf = ?", (shelf,)).fetchone()
        return row[0] if row else b""

    def rows(self, shelves: Collection[str] | None = None) -> dict[str, Row]:
        """The ledger: every file of output/ that is ours, or those of some shelves."""
        query = "SELECT path, shelf, fingerprint, size, mtime, content FROM page"
        if shelves is not None:
            query += f" WHERE shelf IN ({', '.join('?' * len(shelves))})"
        return {row[0]: Row._make(row[1:]) for row in self._db.execute(query, tuple(shelves or ()))}

    def near(self, paths: Collection[str]) -> list[str]:
        """Those of the ledger, and perhaps more, that one of these paths cannot stand beside, itself included."""
        if len(paths) > _FEW:
            return [path for (path,) in self._db.execute("SELECT path FROM page")]
        keys = {address.key(path) for path in paths}
        folders: set[str] = set()
        for key in keys:
            while (key := key.rpartition("/")[0]) and key not in folders:
                folders.add(key)
        asked = [(_KEYED, keys | folders), (_BELOW, keys)]
        return sorted({path for query, of in asked for key in of for (path,) in self._db.execute(query, (key,))})

    def count(self) -> int:
        """How many files the ledger has."""
        return int(self._db.execute("SELECT count(*) FROM page").fetchone()[0])

    def claim(self, paths: Iterable[tuple[str, str]], shelves: Iterable[str]) -> None:
        """Says that these (path, shelf) are about to be written or deleted, before the first byte is."""
        self.put("seal", None)
        for shelf in shelves:
            self._db.execute("DELETE FROM shelf WHERE name = ?", (shelf,))
            self._db.execute("DELETE FROM basis WHERE shelf = ?", (shelf,))
        self._db.executemany(
            "INSERT OR REPLACE INTO page VALUES (?, ?, x'', -1, -1, x'', ?)", ((p, s, _key(p)) for p, s in paths)
        )

    def seal(
        self, rows: Iterable[tuple[str, Row]], pruned: Iterable[str], shelves: Iterable[tuple[str, bytes, bytes]]
    ) -> None:
        """Says what was written and deleted, after the last byte was."""
        self._db.executemany(
            "INSERT OR REPLACE INTO page VALUES (?, ?, ?, ?, ?, ?, ?)", ((p, *r, _key(p)) for p, r in rows)
        )
        self._db.executemany("DELETE FROM page WHERE path = ?", ((p,) for p in pruned))
        for name, digest, basis in shelves:
            self._db.execute("INSERT OR REPLACE INTO shelf VALUES (?, ?)", (name, digest))
            if basis:
                self._db.execute("INSERT OR REPLACE INTO basis VALUES (?, ?)", (name, basis))


class Bodies:
    """Bodies for reading, in this process or in a worker's."""

    def __init__(self, path: Path) -> None:
        self._db = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)

    def html(self, path: str) -> str:
        """The HTML of a content file's body."""
        row = self._db.execute("SELECT html FROM body WHERE path = ?", (path,)).fetchone()
        return str(row[0])

    def close(self) -> None:
        self._db.close()


class BodyReader:
    """Bodies by path; opens the state once in every process that really reads one."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._bodies: Bodies | None = None

    def __call__(self, path: str) -> str:
        if self._bodies is None:
            self._bodies = Bodies(self._path)
        return self._bodies.html(path)

    def __reduce__(self) -> tuple[type["BodyReader"], tuple[Path]]:
        return BodyReader, (self._path,)


class RowReader:
    """Rows of the ledger by path, as last sealed; opens the state once in every process that really reads one."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._db: sqlite3.Connection | None = None

    def __call__(self, path: str) -> Row | None:
        if self._db is None:
            self._db = sqlite3.connect(f"{self._path.as_uri()}?mode=ro", uri=True)
        query = "SELECT shelf, fingerprint, size, mtime, content FROM page WHERE path = ?"
        row = self._db.execute(query, (path,)).fetchone()
        return Row._make(row) if row else None

    def __reduce__(self) -> tuple[type["RowReader"], tuple[Path]]:
        return RowReader, (self._path,)


def _key(path: str) -> str | None:
    """``address.key`` of a path, None where that is the path."""
    key = address.key(path)
    return None if key == path else key


def _with_keys(db: sqlite3.Connection) -> None:
    """A ledger that was begun before it had keys gets them: it alone knows what in output/ is ours."""
    if not any(column[1] == "key" for column in db.execute("PRAGMA table_info(page)")):
        paths = [path for (path,) in db.execute("SELECT path FROM page")]
        db.execute("BEGIN IMMEDIATE")
        db.execute("ALTER TABLE page ADD COLUMN key TEXT")
        db.executemany("UPDATE page SET key = ? WHERE path = ?", ((k, p) for p in paths if (k := _key(p))))
        db.execute("COMMIT")
    db.execute(_FOLDED)


@contextlib.contextmanager
def room(site: Path) -> Iterator[None]:
    """A disk that is full while something is remembered is the user's to mend, not a bug of ours."""
    try:
        yield
    except (OSError, sqlite3.OperationalError) as error:
        if getattr(error, "errno", 0) not in (errno.ENOSPC, errno.EDQUOT) and "disk is full" not in str(error):
            raise
        hint = "腾出空间后再构建一次；再次构建会补齐"
        raise SiteError([Problem(f"{site.name}/.cache", 0, 0, Level.ERROR, "disk-full", "磁盘满了", hint)]) from None


def _unwritable(path: Path, error: OSError | sqlite3.OperationalError) -> SiteError:
    """Why the state cannot be kept, as a problem of the folder it lies in."""
    full = "full" in str(error) or (isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT))
    why = reason(error) if isinstance(error, OSError) else str(error)
    code, message = ("disk-full", "磁盘满了") if full else ("cache-unwritable", f"写不进去：{why}")
    hint = "腾出空间后再构建一次" if full else f"检查 {path.parent.name} 和它的权限；它应是一个文件夹，可以删去"
    return SiteError([Problem(path.parent.name, 0, 0, Level.ERROR, code, message, hint)])
