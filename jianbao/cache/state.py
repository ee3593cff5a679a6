"""What jianbao remembers between builds: one SQLite file for each output folder, safe to delete.

It holds the files as they were last read, the bodies made of them, the readings of words, and the
ledger: which files of output/ are ours and what they were made from. Deleting it changes nothing but
the time of the next build. A second build at the same time is refused (SiteError).
"""

import contextlib
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple

from jianbao import address
from jianbao.cache import reader, tables, trouble
from jianbao.cache.lock import folder, locked
from jianbao.cache.reader import StateReader
from jianbao.cache.records import DamagedError, packed, unpacked
from jianbao.cache.tables import Row
from jianbao.digest import of_text
from jianbao.zh import Reading

_KEYED = """
SELECT path FROM page WHERE path = ?1 AND key IS NULL
UNION ALL SELECT path FROM page WHERE key = ?1
"""
_BELOW = """
SELECT path FROM page WHERE path > ?1 || '/' AND path < ?1 || '0' AND key IS NULL
UNION ALL SELECT path FROM page WHERE key > ?1 || '/' AND key < ?1 || '0'
"""
_FRESH = 40_000_000
"""Characters of bodies that are kept at hand until the build ends: those of some 20,000 articles. What a build from
nothing has just read would be asked for again, once for its page and once for the index."""
_FEW = 1_000
"""Paths that are asked about one by one rather than with the whole ledger."""


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

    def __init__(self, path: Path, *, anew: bool = False) -> None:
        """``anew`` forgets everything but the ledger, if that verifies: every file of output/ is made again."""
        self.path = path
        self._anew = anew
        self._fresh: dict[str, str] = {}
        self._room = _FRESH
        try:
            self.links = folder(path.parent)
            """Names of links that lay in the cache's folder; they are gone."""
            _keep_out_of_git(path.parent)
            self._lock = locked(path.with_suffix(".lock"))
        except OSError as error:
            raise trouble.unwritable(path, error) from None
        try:
            kept = trouble.ledger(path) if anew else {}
            if anew:
                tables.removed(path)
            self._db, self.forgotten = tables.opened(path)
            self.forgotten |= anew
            if kept:
                with self.transaction():
                    self._keep_rows(kept.items())
        except (OSError, sqlite3.DatabaseError) as error:
            self._lock.close()
            raise trouble.unwritable(path, error) from None
        except BaseException:
            self._lock.close()
            raise

    def __enter__(self) -> "State":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        with contextlib.suppress(sqlite3.Error):
            reader.close(self.path)
            self._db.close()
        self._lock.close()
        # Begun anew there is no damage: what cannot be decoded then is not the state's.
        if value is not None and tables.is_damage(value) and not (self._anew and isinstance(value, UnicodeError)):
            raise trouble.DamagedStateError(self.path) from None
        if isinstance(value, sqlite3.OperationalError):
            raise trouble.unwritable(self.path, value) from None

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing of what is written inside."""
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            with contextlib.suppress(sqlite3.Error):  # SQLite may have done so itself
                self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    def get(self, key: str) -> Any:
        """A remembered plain value, or None."""
        return tables.about(self._db, key)

    def put(self, key: str, value: Any) -> None:
        """Remembers a plain value; None forgets it."""
        tables.remember(self._db, key, value)

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
        known = self.get(key)
        if known == version:
            return True
        with self.transaction():
            self.forget(*tables, why="程序或 time_zone 变了" if known else "还没有上一次")
            self.put(key, version)
        return False

    def borrow(self, other: Path, key: str, version: bytes, *names: str, also: Sequence[str] = ()) -> None:
        """Takes over what another state file has in some tables, where nothing is known here under ``key`` and what is
        known there was made under the same version; ``also`` are values. What is damaged, or cannot be read, stays
        where it is."""
        if self.get(key) is not None or other.is_symlink() or not other.is_file():
            return
        with contextlib.suppress(sqlite3.Error, OSError, DamagedError), self.transaction():
            tables.borrowed(self._db, other, key, version, names, also)

    def folders(self) -> dict[str, Folder]:
        """The folders of content/ as they were last read, but for their Markdown files."""
        return {path: Folder(*unpacked(path, look)) for path, look in self._db.execute("SELECT path, look FROM folder")}

    def files(self, folder: str) -> dict[str, tuple[Any, ...]]:
        """The Markdown files of a folder as they were last read (plain values), by name."""
        return reader.files(self._db, folder)

    def keep_folders(self, changed: dict[str, tuple[Folder, dict[str, Any]]], gone: Iterable[str]) -> None:
        """Remembers folders, with their Markdown files, as they are now."""
        self._db.executemany(
            "INSERT OR REPLACE INTO folder VALUES (?, ?, ?)",
            ((path, packed(path, tuple(f)), packed(f"{path}/", files)) for path, (f, files) in changed.items()),
        )
        self._db.executemany("DELETE FROM folder WHERE path = ?", ((p,) for p in gone))

    def forget_folders(self, paths: Iterable[str]) -> None:
        """Folders whose files are being read: until they are kept again, nothing is known of them."""
        self.keep_since("上一次读到一半停了")
        self._db.executemany("DELETE FROM folder WHERE path = ?", ((p,) for p in paths))

    def since(self) -> Changes | str:
        """The articles that are not as they were when ``settle`` was called; or why that is not known, in an editor's
        words."""
        found: Changes | str | None = self.get("since")
        return "还没有上一次" if found is None else found

    def keep_since(self, changes: Changes | str) -> None:
        """Remembers how articles were that have been read since ``settle``, or why that is not known."""
        self.put("since", changes)

    def settle(self, parts: dict[str, Any]) -> None:
        """Remembers ``parts`` of what follows from the articles as they are now; what is not named stays as it is."""
        for name, value in parts.items():
            self.put(f"site {name}", value)
        self.keep_since({})

    def settled(self, names: Iterable[str]) -> dict[str, Any]:
        """Those parts again."""
        return {name: self.get(f"site {name}") for name in names}

    def keep_bodies(self, bodies: Collection[tuple[str, str]], gone: Collection[str]) -> None:
        """Remembers (path, HTML) of bodies."""
        self._db.executemany("DELETE FROM body WHERE path = ?", ((p,) for p in gone))
        self._db.executemany("INSERT OR REPLACE INTO body VALUES (?, ?)", ((p, packed(p, html)) for p, html in bodies))
        for path in gone:
            self._fresh.pop(path, None)
        self._room -= sum(len(html) for _, html in bodies)
        for path, html in bodies:
            self._fresh.pop(path, None)
            if self._room >= 0:
                self._fresh[path] = html

    @property
    def reader(self) -> StateReader:
        """For whoever makes pages: the state as it was opened, and the bodies that were read since."""
        return StateReader(self.path, self._fresh)

    def file_digests(self) -> dict[str, tuple[str, bytes]]:
        """Picture or attachment → (stamp, digest)."""
        return {path: unpacked(path, value) for path, value in self._db.execute("SELECT path, value FROM file")}

    def keep_file_digests(self, digests: Iterable[tuple[str, str, bytes]]) -> None:
        """Remembers (path, stamp, digest)."""
        values = ((path, packed(path, (stamp, digest))) for path, stamp, digest in digests)
        self._db.executemany("INSERT OR REPLACE INTO file VALUES (?, ?)", values)

    def readings(self) -> dict[str, Reading]:
        """Every remembered word."""
        found = self._db.execute("SELECT word, value FROM word")
        return {word: Reading(*unpacked(word, value)) for word, value in found}

    def keep_readings(self, readings: dict[str, Reading]) -> None:
        """Remembers words."""
        values = ((word, packed(word, tuple(reading))) for word, reading in readings.items())
        self._db.executemany("INSERT OR REPLACE INTO word VALUES (?, ?)", values)

    def forget(self, *tables: str, why: str) -> None:
        """Empties tables; ``why``, in an editor's words, is what is told when something is made from nothing."""
        if "folder" in tables:
            self.keep_since(why)
        for table in tables:
            self._db.execute(f"DELETE FROM {table}")  # noqa: S608 (names of our own)

    def shelves(self) -> dict[str, bytes]:
        """Sealed shelf → digest."""
        return {name: unpacked(name, value) for name, value in self._db.execute("SELECT name, digest FROM shelf")}

    def basis(self, shelf: str) -> bytes:
        """What a sealed shelf was made from, as it said itself; b"" for none."""
        row = self._db.execute("SELECT value FROM basis WHERE shelf = ?", (shelf,)).fetchone()
        found: bytes = unpacked(shelf, row[0]) if row else b""
        return found

    def rows(self, shelves: Collection[str] | None = None) -> dict[str, Row]:
        """The ledger: every file of output/ that is ours, or those of some shelves."""
        query = tables.LEDGER
        if shelves is not None:
            query += f" WHERE shelf IN ({', '.join('?' * len(shelves))})"
        found = tables.rows(self._db.execute(query, tuple(shelves or ())))
        if shelves is None:
            self._all_there(len(found))
        return found

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
        found = int(self._db.execute("SELECT count(*) FROM page").fetchone()[0])
        self._all_there(found)
        return found

    def _all_there(self, found: int) -> None:
        """Raises DamagedError when rows of a sealed ledger have vanished."""
        if not tables.complete(self._db, found):
            raise DamagedError("page")

    def claim(self, paths: Iterable[tuple[str, str]], shelves: Iterable[str]) -> None:
        """Says that these (path, shelf) are about to be written or deleted, before the first byte is."""
        self.put("seal", None)
        self.put("rows", None)
        for shelf in shelves:
            self._db.execute("DELETE FROM shelf WHERE name = ?", (shelf,))
            self._db.execute("DELETE FROM basis WHERE shelf = ?", (shelf,))
        self._keep_rows((path, Row(shelf, b"", -1, -1, b"")) for path, shelf in paths)

    def seal(
        self,
        rows: Iterable[tuple[str, Row]],
        pruned: Iterable[str],
        shelves: Iterable[tuple[str, bytes, bytes]],
        total: int,
    ) -> None:
        """Says what was written and deleted, after the last byte was; ``total`` files are ours now."""
        self._keep_rows(rows)
        self._db.executemany("DELETE FROM page WHERE path = ?", ((p,) for p in pruned))
        for name, digest, basis in shelves:
            self._db.execute("INSERT OR REPLACE INTO shelf VALUES (?, ?)", (name, packed(name, digest)))
            if basis:
                self._db.execute("INSERT OR REPLACE INTO basis VALUES (?, ?)", (name, packed(name, basis)))
        self.put("rows", total)

    def _keep_rows(self, rows: Iterable[tuple[str, Row]]) -> None:
        values = (tables.values(path, row) for path, row in rows)
        self._db.executemany("INSERT OR REPLACE INTO page VALUES (?, ?, ?, ?, ?, ?, ?, ?)", values)


__all__ = ["Changes", "Folder", "Row", "State", "StateReader", "state_path"]
