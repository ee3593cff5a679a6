"""Digests: the one way by which jianbao says "this is the same as before".

Everything digested is bytes, text or plain values in canonical JSON; there is no hook for others,
so that an object is refused instead of being digested by its address in memory.
"""

import json
from collections.abc import Callable, Iterable
from functools import lru_cache
from hashlib import blake2b
from typing import IO

SIZE = 16
"""Bytes of a digest: 128 bits, so that two of a million files never meet by chance."""


def of_bytes(data: bytes) -> bytes:
    """The digest of some bytes."""
    return blake2b(data, digest_size=SIZE).digest()


def of_file(file: IO[bytes]) -> bytes:
    """The digest of what is left of an open file, which need not fit into memory."""
    found = blake2b(digest_size=SIZE)
    while part := file.read(2**20):
        found.update(part)
    return found.digest()


def of_text(text: str) -> bytes:
    """The digest of a text in UTF-8."""
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=SIZE).digest()


@lru_cache(maxsize=1)
def _canonical() -> Callable[[object], bytes]:
    """Canonical JSON. Loaded when it is first wanted: a build with nothing to do digests no values."""
    import msgspec

    return msgspec.json.Encoder(order="deterministic").encode


def of_plain(value: object) -> bytes:
    """The digest of a plain value (str, int, bool, None, list, tuple, dict with texts as keys), by canonical JSON.

    Raises TypeError for a value that is none of these, except bytes, sets and dates, which msgspec writes without
    being asked; tests/test_contexts.py looks for them.
    """
    try:
        return of_bytes(_canonical()(value))
    except UnicodeEncodeError:
        # A file's name may hold bytes that are no text; msgspec writes UTF-8 alone.
        return of_text(json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")))


def of_all(digests: Iterable[bytes]) -> bytes:
    """The digest of a sequence of digests, each of ``SIZE`` bytes."""
    return of_bytes(b"".join(digests))


def apart(digests: bytes) -> list[bytes]:
    """The digests of which some bytes are made up."""
    return [digests[at : at + SIZE] for at in range(0, len(digests), SIZE)]
