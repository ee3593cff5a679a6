"""What jianbao remembers between builds: one SQLite file for each output folder, safe to delete.

It holds the files as they were last read, the bodies made of them, the readings of words, and the
ledger: which files of output/ are ours and what they were made from. Deleting it changes nothing but
the time of the next build. A second build at the same time is refused (SiteError).
"""

import contextlib
import errno
import marshal
import os
import sqlite3
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple

from jianbao import address
from jianbao.cache import tables
from jianbao.cache.lock import locked
from jianbao.digest import of_text
from jianbao.errors import Level, Problem, SiteError, reason
from jianbao.zh import Reading

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


class Row(NamedTuple):
    """A file of output/ that is ours. ``fingerprint`` b"" means: claimed, perhaps half written."""

    shelf: str
    fingerprint: bytes
    size: int
    mtime: int
    content: bytes
    """Digest of its bytes."""


Changes = dict[str, tuple[Any, ...] | None]
"""Content path → the article as it was (plain), None for none."""


class Folder(NamedTuple):
    """A folder of content/ as it was last read, plain values."""

    look: bytes
    """Digest of what lay in it; b"" when that cannot tell whether it still does."""
    others: dict[str, str]
    """Pictures and attachments: name → stamp."""
    problems: list[tuple[Any, ...]]
    """Of the folder and of the Markdown files in it."""


def state_path(site: Path, output: Path) -> Path:
    """The state file of an output folder; every output folder of a site has its own."""
    cache = site / ".cache"
    if output == site / "output":
        return cache / "jianbao.sqlite"
    return cache / f"jianbao-{of_text(str(output)).hex()[:8]}.sqlite"


def _keep_out_of_git(folder: Path) -> None:
    """In a new repository nobody has listed .cache/ in .gitignore: committed, it would be changed by every check."""
    ignore = folder / ".gitignore"
    if folder.name == ".cache" and not ignore.is_symlink() and not ignore.exists():
        ignore.write_bytes(b"# jianbao: may be deleted at any time\n*\n")


class State:
    """The open state file; use as a context manager. One process at a time writes."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            _keep_out_of_git(path.parent)
            self._lock = locked(path.with_suffix(".lock"))
        except OSError as error:
            raise _unwritable(path, error) from None
        try:
            self._db = tables.opened(path)
        except sqlite3.OperationalError as error:
            self._lock.close()
            raise _unwritable(path, error) from None
        except BaseException:
            self._lock.close()
            raise

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

    def folders(self) -> dict[str, Folder]:
        """The folders of content/ as they were last read, but for their Markdown files."""
        rows = self._db.execute("SELECT path, look, others, problems FROM folder")
        return {path: Folder(look, marshal.loads(o), marshal.loads(p)) for path, look, o, p in rows}

    def files(self, folder: str) -> dict[str, tuple[Any, ...]]:
        """The Markdown files of a folder as they were last read (plain values), by name."""
        return _files(self._db, folder)

    def keep_folders(self, changed: dict[str, tuple[Folder, dict[str, Any]]], gone: Iterable[str]) -> None:
        """Remembers folders, with their Markdown files, as they are now."""
        self._db.executemany(
            "INSERT OR REPLACE INTO folder VALUES (?, ?, ?, ?, ?)",
            (
                (path, f.look, marshal.dumps(f.others), marshal.dumps(f.problems), marshal.dumps(files))
                for path, (f, files) in changed.items()
            ),
        )
        self._db.executemany("DELETE FROM folder WHERE path = ?", ((p,) for p in gone))

    def forget_folders(self, paths: Iterable[str]) -> None:
        """Folders whose files are being read: until they are kept again, nothing is known of them."""
        self.keep_since(None)
        self._db.executemany("DELETE FROM folder WHERE path = ?", ((p,) for p in paths))

    def since(self) -> Changes | None:
        """The articles that are not as they were when ``settle`` was called; None for unknown."""
        found: Changes | None = self.get("since")
        return found

    def keep_since(self, changes: Changes | None) -> None:
        """Remembers how articles were that have been read since ``settle``."""
        self.put("since", changes)

    def settle(self, parts: dict[str, Any]) -> None:
        """Remembers ``parts`` of what follows from the articles as they are now; what is not named stays as it is."""
        for name, value in parts.items():
            self.put(f"site {name}", value)
        self.keep_since({})

    def settled(self, names: Iterable[str]) -> dict[str, Any]:
        """Those parts again."""
        return {name: self.get(f"site {name}") for name in names}

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
        if "folder" in tables:
            self.keep_since(None)
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
            "INSERT OR REPLACE INTO page VALUES (?, ?, x'', -1, -1, x'', ?)", ((p, s, tables.key(p)) for p, s in paths)
        )

    def seal(
        self, rows: Iterable[tuple[str, Row]], pruned: Iterable[str], shelves: Iterable[tuple[str, bytes, bytes]]
    ) -> None:
        """Says what was written and deleted, after the last byte was."""
        self._db.executemany(
            "INSERT OR REPLACE INTO page VALUES (?, ?, ?, ?, ?, ?, ?)", ((p, *r, tables.key(p)) for p, r in rows)
        )
        self._db.executemany("DELETE FROM page WHERE path = ?", ((p,) for p in pruned))
        for name, digest, basis in shelves:
            self._db.execute("INSERT OR REPLACE INTO shelf VALUES (?, ?)", (name, digest))
            if basis:
                self._db.execute("INSERT OR REPLACE INTO basis VALUES (?, ?)", (name, basis))


class Reader:
    """What stands in the state, for reading by whoever makes pages: opened once in every process that really does."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._opened: tuple[int, sqlite3.Connection] | None = None
        """A connection must not be used in a process forked from the one that opened it."""

    def body(self, path: str) -> str:
        """The HTML of a content file's body."""
        row = self._db.execute("SELECT html FROM body WHERE path = ?", (path,)).fetchone()
        return str(row[0])

    def files(self, folder: str) -> dict[str, tuple[Any, ...]]:
        """As State.files."""
        return _files(self._db, folder)

    def row(self, path: str) -> Row | None:
        """A file's row of the ledger, as last sealed."""
        query = "SELECT shelf, fingerprint, size, mtime, content FROM page WHERE path = ?"
        row = self._db.execute(query, (path,)).fetchone()
        return Row._make(row) if row else None

    @property
    def _db(self) -> sqlite3.Connection:
        if self._opened is None or self._opened[0] != os.getpid():
            db = sqlite3.connect(f"{self._path.as_uri()}?mode=ro", uri=True, check_same_thread=False)
            self._opened = (os.getpid(), db)
        return self._opened[1]

    def __reduce__(self) -> tuple[type["Reader"], tuple[Path]]:
        return Reader, (self._path,)


def _files(db: sqlite3.Connection, folder: str) -> dict[str, tuple[Any, ...]]:
    row = db.execute("SELECT files FROM folder WHERE path = ?", (folder,)).fetchone()
    found: dict[str, tuple[Any, ...]] = marshal.loads(row[0]) if row else {}
    return found


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
