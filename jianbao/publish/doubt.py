"""What the store really holds where that is in doubt: after publishes that were killed, that came late, or that
somebody else's hand followed.

A listing tells it, by digests. Where a digest is not what it should be the bytes are read before they are believed
to be wrong: a store that encrypts with keys of its own tells digests of something else.
"""

import gzip
import zlib
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

from jianbao import digest
from jianbao.publish.manifest import CONTROL, PREVIEWS, Files, Item, Manifest
from jianbao.publish.plan import CLEAN, Past
from jianbao.publish.record import Claim, Record
from jianbao.publish.stores import Found, md5

Wanted = Callable[[str], bytes]
"""Path → the bytes as they are to be stored. Raises RefusedError."""


class Doubt(NamedTuple):
    """What may have been written by whom."""

    claims: list[Claim]
    """Of attempts at the next generation: killed, or taken over."""
    left: list[Claim]
    """Of generations that were committed: killed while cleaning up, or asleep and awake again."""
    everything: bool = False


def past(
    record: Record, doubt: Doubt, site: str, files: Files, before: Manifest | None, wanted: Wanted | None
) -> tuple[Past, tuple[str, ...]]:
    """What the store holds where it is in doubt, and what lies there that nobody recorded (when everything is).

    Without ``wanted`` nothing counts as done.
    """
    if not (doubt.claims or doubt.left or doubt.everything):
        return CLEAN, ()
    there, copied = _there(record)
    # Copies are made before the first upload: while one is missing, nothing was touched.
    began = [claim for claim in doubt.claims if claim.kept <= copied]
    touched = {path for claim in began for path in claim.headers}
    late = {path for claim in doubt.left for path in claim.headers} - touched
    known, retained = (before.files, before.retained) if before else ({}, {})
    doubtful = files.keys() if doubt.everything else (touched | late) & files.keys()
    doubted = set(doubtful) if doubt.everything else touched
    same = _same(record, there, doubtful, doubted, wanted) if wanted else set()
    done = {path for path in touched & same if _marks(path, began, known) == {files[path].headers}}
    # Who wrote after a commit wrote over what the commit names, or put up what nobody names.
    unsure = {path for path in late & known.keys() if path not in same or files.get(path) != known[path]}
    touched |= unsure - _as_recorded(record, there, unsure, known)
    touched |= {path for path in late if path in there and path not in known and path not in retained}
    if doubt.everything:
        # What counts as being there: as the last generation has it, or kept from an earlier one.
        touched |= {p for p in files.keys() - same if known.get(p) == files[p] or p in retained}
    touched = {path for path in touched if path in there or path in files}
    other = any(claim.site != site for claim in began)
    ours = files.keys() | known.keys() | touched | retained.keys()
    strangers = tuple(sorted(there.keys() - ours)) if doubt.everything else ()
    seen = frozenset(touched & there.keys())
    return Past(frozenset(touched), seen, frozenset(done), frozenset(copied), other), strangers


def damaged(record: Record, copies: Iterable[tuple[str, Item]]) -> list[str]:
    """Keys of kept copies that are missing, or do not hold what their names say."""

    def bad(copy: tuple[str, Item]) -> bool:
        data = record.store.get(f"{record.control}kept/{copy[0]}")
        return data is None or not holds(data, copy[1].content)

    wanted = dict(copies)
    with ThreadPoolExecutor(record.target.at_once) as pool:
        found = list(pool.map(bad, wanted.items()))
    return [key for key, wrong in zip(wanted, found, strict=True) if wrong]


def holds(data: bytes, content: str) -> bool:
    """Whether stored bytes, perhaps compressed, have this digest."""
    if digest.of_bytes(data).hex() == content:
        return True
    try:
        return data[:2] == b"\x1f\x8b" and digest.of_bytes(gzip.decompress(data)).hex() == content
    except (OSError, EOFError, zlib.error):
        return False


def _there(record: Record) -> tuple[dict[str, Found], set[str]]:
    """The site's files by path, and the keys below kept/."""
    kept, found = f"{CONTROL}kept/", record.there()
    copied = {path.removeprefix(kept) for path in found if path.startswith(kept)}
    if record.target.control:
        folder = f"{record.control}kept/"
        copied = {item.key.removeprefix(folder) for item in record.store.list(folder)}
    return {path: item for path, item in found.items() if not path.startswith((CONTROL, PREVIEWS))}, copied


def _same(
    record: Record, there: Mapping[str, Found], paths: Iterable[str], doubted: set[str], wanted: Wanted
) -> set[str]:
    """Those of ``paths`` whose stored bytes are the wanted ones. Where no digest is told the bytes are read."""
    same, unclear = set(), []
    for path in paths:
        found = there.get(path)
        if found is None:
            continue
        if not found.md5:
            # A store that knows no MD5 is believed as long as nobody asks, or is known to have written.
            (unclear.append(path) if path in doubted else same.add(path))
        elif found.md5 == md5(wanted(path)):
            same.add(path)
        else:
            unclear.append(path)

    def equal(path: str) -> bool:
        return record.store.get(record.target.prefix + path) == wanted(path)

    with ThreadPoolExecutor(record.target.at_once) as pool:
        return same | {path for path, is_same in zip(unclear, pool.map(equal, unclear), strict=True) if is_same}


def _as_recorded(record: Record, there: Mapping[str, Found], paths: Iterable[str], known: Files) -> set[str]:
    """Those of ``paths`` whose stored bytes are what the last generation says."""
    asked = [path for path in paths if path in there]

    def right(path: str) -> bool:
        data = record.store.get(record.target.prefix + path)
        return data is not None and holds(data, known[path].content)

    with ThreadPoolExecutor(record.target.at_once) as pool:
        return {path for path, is_right in zip(asked, pool.map(right, asked), strict=True) if is_right}


def _marks(path: str, began: list[Claim], known: Files) -> set[str]:
    """Digests of all headers that may lie there."""
    marks = {claim.headers[path] for claim in began if path in claim.headers}
    return marks | ({known[path].headers} if path in known else set())
